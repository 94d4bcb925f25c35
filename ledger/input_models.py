"""Records of a file as the ledger's models: what pydantic finds wrong, said in our words.

Pydantic's place of an error goes through aliases, unions and tags; ours is that of the file.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, Tag, ValidationError
from pydantic_core import ErrorDetails

from ledger.input_errors import (
    NO_HINT,
    Findings,
    Path,
    Where,
    did_you_mean,
    hint,
    listed,
    path_text,
    quoted,
)
from ledger.input_sentences import FORMS, SENTENCES, Pair
from ledger.values import LANGUAGE_CODE, Language
from ledger.yaml_input import Places, place_at

M = TypeVar("M", bound=BaseModel)
Context = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Record:
    """A value of a file, and where it stands there."""

    file: str
    path: Path
    value: Any
    lines: Places

    def where(self, *below: str | int) -> Where:
        return Where.at(self.file, place_at(self.lines, below), path_text((*self.path, *below)))

    def below(self, key: str, n: int) -> "Record":
        """An element of a list in this record."""
        lines: Any = self.lines
        value = self.value[key][n]
        return Record(self.file, (*self.path, key, n), value, lines[key][n + 1])


class LanguagesMet(Collection[str]):
    """Every language is taken for known, and those that are not are remembered.

    A change of the register may bring a language that texts before it use, so what is unknown is
    known at the end only.
    """

    def __init__(self, known: Collection[str]):
        self.known, self.strange = known, set[str]()

    def __contains__(self, language: object) -> bool:
        if language not in self.known:
            self.strange.add(str(language))
        return True

    def __iter__(self) -> Iterator[str]:
        return iter(self.known)

    def __len__(self) -> int:
        return len(self.known)


def read_as(model: type[M], record: Record, context: Context, findings: Findings) -> M | None:
    """The record as a model; None where it has errors, which are all added to the findings.

    Args:
        context: what the validators ask for (`language`, `languages`), and `names`, every member,
            office, body and observer, where they are known: no other is guessed at.
    """
    try:
        # By the keys of the register alone: a field's own name, `from_`, is an unknown key.
        return model.model_validate(record.value, context=context, by_alias=True, by_name=False)
    except ValidationError as error:
        for details in error.errors(include_url=False):
            _add(details, model, record, findings, context.get("names"))
        return None


def texts_in(model: type[BaseModel], record: Record, languages: Collection[str]) -> Iterator[Path]:
    """The places below a record where a text has any of these languages."""
    wanted = frozenset(languages)

    def below(value: Any, path: Path) -> Iterator[Path]:
        if isinstance(value, dict):
            if not wanted.isdisjoint(value) and _is_text(what_is_declared(model, path)):
                yield from ((*path, key) for key in value if key in wanted)
            for key, inner in value.items():
                yield from below(inner, (*path, key))
        elif isinstance(value, list):
            for n, inner in enumerate(value):
                yield from below(inner, (*path, n))

    yield from below(record.value, ())


# --- from pydantic's errors to ours --------------------------------------------------------------


def _add(
    error: ErrorDetails,
    model: type[BaseModel],
    record: Record,
    findings: Findings,
    names: Collection[str] | None,
) -> None:
    code, loc = error["type"], error["loc"]
    path, union = _path(loc, record.value, missing=code == "missing")
    if union is not None:
        error_of_union = _of_union(union, loc, record.value)
        if error_of_union is None:
            return
        if error_of_union is not True:
            code, facts = error_of_union
            findings.add(code, record.where(*union), **facts)
            return
    context = error.get("ctx", {})
    if code in SENTENCES and "es" in context:
        at = context["at"].split(".") if context["at"] else []
        findings.add_sentences({n: context[n] for n in ("en", "es")}, record.where(*path, *at))
        return
    code, facts = _translated(code, error["input"], loc, context, model)
    if code == "form":
        facts["hint"] = _repaired(error["input"], context["pattern"], names)
    findings.add(code, record.where(*path), **facts)


_TAGS = frozenset({"by", "period", "recurring", "standing", "open"})
_OF_TIMELINES = frozenset({"by", "from", "to", "every", "at_most", "standing"})
_UNIONS = frozenset({"source", "present", "agreed"})


def _path(loc: Sequence[str | int], value: Any, missing: bool) -> tuple[Path, Path | None]:
    """The path in the file of a place as pydantic has it, and that of the union which it is in."""
    path: list[str | int] = []
    union: Path | None = None
    for n, step in enumerate(loc):
        last = n == len(loc) - 1
        if path and path[-1] == "timeline" and step in _TAGS and loc[n - 1] == "timeline":
            continue
        if _has(value, step):
            value = value[step]
        elif not (missing and last):
            if path and path[-1] in _UNIONS and step != "[key]":
                union = tuple(path)
            continue
        path.append(step)
    return tuple(path), union


def _has(value: Any, step: str | int) -> bool:
    if isinstance(value, list):
        return isinstance(step, int) and step < len(value)
    return isinstance(value, dict) and step in value


def _of_union(
    union: Path, loc: Sequence[str | int], value: Any
) -> tuple[str, dict[str, Any]] | Literal[True] | None:
    """What is said of an error in one branch of a union.

    True where this is the branch that was meant, None where it is another, else what is said of
    all branches together.
    """
    for step in union:
        value = value[step]
    key = union[-1]
    branch = str(loc[[*loc].index(key) + 1]) if key in loc else ""
    if key == "source":
        if isinstance(value, dict):
            return True if "SourceDocument" in branch else None
        if isinstance(value, str):
            return True if "SourceDocument" not in branch else None
        return "source-expected", {"found": quoted(value)}
    if isinstance(value, list):
        return True if branch.startswith("tuple") else None
    allowed = ["all"] if key == "present" else ["all", "present"]
    facts = {"found": quoted(value), "allowed": listed(allowed)}
    return "members-expected", {**facts, "hint": did_you_mean(value, allowed)}


def _translated(
    kind: str,
    value: Any,
    loc: Sequence[str | int],
    context: Mapping[str, Any],
    model: type[BaseModel],
) -> tuple[str, dict[str, Any]]:
    facts: dict[str, Any] = {"found": quoted(value)}
    match kind:
        case "extra_forbidden" if "timeline" in loc[-3:-1] and loc[-1] in _OF_TIMELINES:
            return "timeline", {"found": quoted(loc[-1])}
        case "extra_forbidden":
            key = str(loc[-1])
            allowed = _keys(what_is_declared(model, loc[:-1]))
            facts = {"found": quoted(key), "allowed": listed(allowed)}
            return "key-unknown", {**facts, "hint": did_you_mean(key, allowed)}
        case "missing":
            return "key-missing", {"key": loc[-1]}
        case "literal_error" if "timeline" in loc[-2:]:
            return "timeline", facts
        case "timeline":
            return "timeline", facts
        case "literal_error":
            options = re.findall(r"'([^']*)'", context["expected"])
            facts |= {"allowed": listed(options), "hint": did_you_mean(value, options)}
            return "choice", facts
        case "string_pattern_mismatch" if context["pattern"] == LANGUAGE_CODE and " " in str(value):
            return "language-or-comma", facts
        case "string_pattern_mismatch":
            return "form", {**facts, "form": FORMS[context["pattern"]]}
        case "string_type" if isinstance(value, bool | int | float):
            return "text-unquoted", facts
        case "string_type":
            return "text-expected", facts
        case "dict_type" if _is_text(what_is_declared(model, loc)):
            if isinstance(value, str) and value.strip():
                return "text-without-language", facts
            scalar = isinstance(value, bool | int | float)
            return "text-unquoted" if scalar else "text-expected", facts
        case "dict_type" | "model_type":
            return "mapping-expected", facts
        case "tuple_type":
            return "list-expected", facts
        case "int_type":
            return "whole-number-expected", facts
        case "greater_than_equal":
            return "number-too-small", {**facts, "least": context["ge"]}
        case "less_than_equal":
            return "number-too-large", {**facts, "most": context["le"]}
        case "too_short":
            return "list-empty", {"least": context["min_length"]}
        case _:
            return "unfitting", {**facts, "type": kind}


_OF_NAMES = frozenset(pattern for pattern in FORMS if "[A-Z0-9-]" in pattern)


def _repaired(value: str, pattern: str, names: Collection[str] | None) -> Pair:
    """A hint at what would have the form: the word in other letters, or without its blanks."""
    joined = re.sub(r"[\s_]+", "-", value.strip())
    free = names is None or pattern not in _OF_NAMES
    for guess in (joined, joined.lower(), joined.upper()):
        if guess != value and re.fullmatch(pattern, guess) and (free or guess in (names or ())):
            return hint(guess)
    return NO_HINT


# --- what a model allows at a place --------------------------------------------------------------


def what_is_declared(model: Any, loc: Sequence[str | int]) -> Any:
    """What a model declares at a place; None where it declares nothing."""
    at: Any = model
    for step in loc:
        at = _below(at, step)
    return at


def _below(annotation: Any, step: str | int) -> Any:
    annotation = _bare(annotation)
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (Union, UnionType):
        for branch in arguments:
            if _tag(branch) == step or getattr(_bare(branch), "__name__", " ") in str(step):
                return branch
        below = (_below(branch, step) for branch in arguments)
        return next((found for found in below if found is not None), None)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for name, field in annotation.model_fields.items():
            if step == (field.alias or name):
                return field.annotation
        return None
    if origin is dict and isinstance(step, str):
        return arguments[1]
    if origin is tuple and isinstance(step, int):
        return arguments[0]
    return None


def _bare(annotation: Any) -> Any:
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    return annotation


def _tag(annotation: Any) -> str | None:
    found = (a.tag for a in getattr(annotation, "__metadata__", ()) if isinstance(a, Tag))
    return next(found, None)


def _keys(annotation: Any) -> list[str]:
    annotation = _bare(annotation)
    if get_origin(annotation) in (Union, UnionType):
        return [key for branch in get_args(annotation) for key in _keys(branch)]
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [field.alias or name for name, field in annotation.model_fields.items()]
    return []


def _is_text(annotation: Any) -> bool:
    annotation = _bare(annotation)
    if get_origin(annotation) in (Union, UnionType):
        return any(map(_is_text, get_args(annotation)))
    return get_origin(annotation) is dict and get_args(annotation)[0] is Language
