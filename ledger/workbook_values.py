"""What stands in a cell of a register's workbook, as the value that the register has for it.

A cell that cannot mean what its column is of is `Wrong`; one that only means the wrong thing (a word
that there is not, a day as a number) is handed on as it is, for the models to say so.
"""

import io
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from functools import cache
from typing import Any

from ledger.input_errors import Cell, quoted, shown
from ledger.workbook_cells import CellError, Formula, Value
from ledger.workbook_sheets import SheetColumn
from ledger.workbook_words import CLEARED, DASHES, HEADS, WORDS, by_words, folded, said
from ledger.yaml_input import Places, YamlInput


class Wrong(Exception):
    """What a cell says makes no sense in its column; `code` is its sentence."""

    def __init__(self, code: str, **facts: Any):
        self.code, self.facts = code, facts


class MeansOtherwise(ValueError):
    """A text that would mean something else in a cell: a dash alone, which clears."""


def value_of(column: SheetColumn, raw: Value) -> Any:
    """A cell's value, in JSON's types; a dash clears.

    Raises:
        Wrong: where it makes no sense.
    """
    if isinstance(raw, Formula):
        raise Wrong("cell-formula", found=quoted(raw.text))
    if isinstance(raw, CellError):
        raise Wrong("cell-error", found=quoted(raw.text))
    if isinstance(raw, str) and raw.strip() in DASHES:
        return [] if column.reads in ("codes", "members", "placements") else None
    match column.reads:
        case "text" | "line":
            return as_text(raw)
        case "code":
            return as_text(raw).strip()
        case "word":
            return word(column.words, as_text(raw))
        case "codes":
            return codes(as_text(raw))
        case "members":
            return members(as_text(raw))
        case "whole":
            return whole(raw)
        case "day":
            return day(raw)
        case "timeline":
            return timeline(raw)
        case "placements":
            return placements(as_text(raw))
        case "source":
            text = as_text(raw)
            return from_yaml(text) if text.lstrip().startswith("{") else text
        case "yaml":
            return from_yaml(raw) if isinstance(raw, str) else _plain(raw)


def spread(value: Any, cell: Cell) -> Places:
    """The places of a value that stands in one cell, in its shape."""
    if isinstance(value, dict):
        return {None: cell, **{key: spread(inner, cell) for key, inner in value.items()}}
    if isinstance(value, list):
        return [cell, *(spread(inner, cell) for inner in value)]
    return cell


# --- the kinds of value ---------------------------------------------------------------------------


def as_text(raw: Any) -> str:
    """A text; a number that a program made of one is taken back, a day or a fraction is not."""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    if isinstance(raw, int) and not isinstance(raw, bool):
        return str(raw)
    raise Wrong("cell-not-text", found=quoted(_plain(raw)))


def _plain(raw: Any) -> Any:
    """A value in JSON's types."""
    if isinstance(raw, datetime):
        return raw.date().isoformat() if raw.time() == time() else raw.isoformat(" ")
    return raw if isinstance(raw, bool | int | float | str) else str(raw)


def word(table: str, text: str) -> str:
    """The code of a word in either language; the text itself where it is none."""
    return _codes(table).get(folded(text), text.strip())


@cache
def _codes(table: str) -> Mapping[str, str]:
    return by_words(WORDS[table])


def codes(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[,;\n]", text) if part.strip()]


def members(text: str) -> str | list[str]:
    found = word("all", text)
    if found in ("all", "present") or not re.search(r"[,;\n]|^[A-Z0-9-]{2,16}$", found):
        return found
    return codes(text)


def whole(raw: Any) -> Any:
    if isinstance(raw, str) and raw.strip().isdecimal():
        return int(raw)
    if isinstance(raw, float) and raw.is_integer():
        return int(raw)
    return _plain(raw)


def day(raw: Any) -> Any:
    if isinstance(raw, datetime) and raw.time() != time():
        raise Wrong("cell-hour", found=quoted(_plain(raw)))
    return raw.strip() if isinstance(raw, str) else _plain(raw)


# --- timelines ------------------------------------------------------------------------------------

_MONTHS = (
    "january february march april may june july august september october november december",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
)
_MONTH = {name: n for names in _MONTHS for n, name in enumerate(names.split(), 1)}
_DAY = r"(\d{4}-\d{2}-\d{2}|\d{1,2}(?: de)? [a-z]+(?: de)? \d{4})"
_MOST = r"(?:at most|at least once in|maximo|como maximo|al menos una vez en)"
_MONTHLY = r"(?:every|cada) (?:(\d{1,4})(?: months?| meses)?|(year|ano)|(month|mes))"
_TIMELINES = (
    ("by", re.compile(rf"(?:by |hasta(?: el)? )?{_DAY}")),
    ("period", re.compile(rf"(?:from |del? |desde(?: el)? )?{_DAY} ?(?:to|al?|hasta|[–—-]) ?(?:el )?{_DAY}")),
    ("recurring", re.compile(rf"{_MONTHLY}(?:,? {_MOST} (\d{{1,4}})(?: months?| meses)?)?")),
    ("standing", re.compile(r"(?:standing|permanente|at every meeting of|en cada reunion):? (\S+)")),
    ("open", re.compile(r"open|abierto")),
)  # fmt: skip


def timeline(raw: Any) -> Any:
    """A timeline in words: `by 2008-06-30`, `2008-01-01 to 2008-06-30`, `every 12, at most 36`,
    `standing rcgm`, `open`; also as the plan's own documents say it."""
    if isinstance(raw, datetime | date):
        return {"by": day(raw)}
    text = as_text(raw).strip()
    if text.startswith("{"):
        return from_yaml(text)
    plain = _without_accents(text)
    for form, pattern in _TIMELINES:
        if found := pattern.fullmatch(plain):
            return _timeline(form, found)
    raise Wrong("cell-timeline", found=quoted(text))


def _without_accents(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in bare if not unicodedata.combining(c)).split())


def _timeline(form: str, found: re.Match[str]) -> Any:
    match form:
        case "by":
            return {"by": _iso(found[1])}
        case "period":
            return {"from": _iso(found[1]), "to": _iso(found[2])}
        case "recurring":
            every = int(found[1] or (12 if found[2] else 1))
            return {"every": every} | ({"at_most": int(found[4])} if found[4] else {})
        case "standing":
            return {"standing": found[1]}
    return "open"


def _iso(written: str) -> str:
    """A day in words as `YYYY-MM-DD`; what is none is left for the models to name."""
    if written[4] == "-":
        return written
    number, month, year = (part for part in written.split() if part != "de")
    return f"{year}-{_MONTH[month]:02}-{int(number):02}" if month in _MONTH else written


def timeline_text(value: Any, language: str) -> str:
    """A timeline as it is written into a cell."""
    es = language == "es"
    match value:
        case {"by": by}:
            return f"hasta {by}" if es else f"by {by}"
        case {"from": start, "to": end}:
            return f"{start} a {end}" if es else f"{start} to {end}"
        case {"every": every, **rest}:
            most = rest.get("at_most")
            words = f"cada {every}" if es else f"every {every}"
            at_most = "máximo" if es else "at most"
            return words if most is None else f"{words}, {at_most} {most}"
        case {"standing": body}:
            return f"permanente {body}" if es else f"standing {body}"
        case _:
            return said(WORDS["timeline"], str(value), language)


# --- placements, and whatever else ----------------------------------------------------------------

_PLACEMENTS = {
    "section": ("section", "sección"),
    "workplan": ("workplan", "plan"),
    "role": HEADS["role"],
    "form": HEADS["form"],
    "agenda": ("agenda", "agenda"),
}
_PLACEMENT_KEYS = by_words(_PLACEMENTS)


def placements(text: str) -> Any:
    """Placements in words: `section mpm, role sub-item; workplan lon-cp`."""
    if text.lstrip()[:1] in ("[", "{"):
        found = from_yaml(text)
        return found if isinstance(found, list) else [found]
    return [dict(_placement(part)) for part in re.split(r"[;\n]", text) if part.strip()]


def _placement(text: str) -> Iterator[tuple[str, str]]:
    for part in text.split(","):
        first, _, rest = part.strip().partition(" ")
        key = _PLACEMENT_KEYS.get(folded(first))
        if key is None or not rest.strip():
            raise Wrong("cell-placements", found=quoted(part.strip()))
        yield key, word(key, rest) if key in WORDS else rest.strip()


def placements_text(value: list[Mapping[str, str]], language: str) -> str:
    return "; ".join(
        ", ".join(
            f"{said(_PLACEMENTS, key, language).lower()} {_placed(key, what, language)}"
            for key, what in each.items()
        )
        for each in value
    )


def _placed(key: str, what: str, language: str) -> str:
    return said(WORDS[key], what, language) if key in WORDS else what


def from_yaml(text: str) -> Any:
    """A value as the register's YAML has it.

    Raises:
        Wrong: with the first thing that is wrong with it.
    """

    def report(code: str, line: int | None, path: Any, **facts: Any) -> None:
        raise Wrong(code, **facts)

    source = YamlInput(io.BytesIO(text.encode("utf-8", "surrogatepass")), report)
    source.begin((shown(text), shown(text)))
    value, _ = source.value()
    source.end()
    return value


def text_of(column: SheetColumn, value: Any, language: str) -> Any:
    """A register's value as it is written into a cell: a text, a whole number, or a day as one.

    Raises:
        MeansOtherwise: where it would not be read again as what it is.
    """
    if value is None or value == []:
        return CLEARED
    mapping = column.reads == "source" and str(value).lstrip().startswith("{")
    if isinstance(value, str) and (value.strip() in DASHES or mapping):
        raise MeansOtherwise(value)
    match column.reads:
        case "whole":
            return value
        case "day":
            return date.fromisoformat(value)
        case "word":
            return said(WORDS[column.words], str(value), language)
        case "codes":
            return ", ".join(value)
        case "members":
            is_word = isinstance(value, str)
            return said(WORDS["all"], value, language) if is_word else ", ".join(value)
        case "timeline":
            return timeline_text(value, language)
        case "placements":
            return placements_text(value, language)
        case "yaml":
            return json.dumps(value, ensure_ascii=False)
        case "source":
            return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return str(value)
