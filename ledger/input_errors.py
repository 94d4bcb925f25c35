"""What is wrong with a file that somebody hands in: errors with their place, in both languages.

An error names its place (file, line, path), what was found there and what is allowed. The models
raise theirs by `wrong`, so that a pydantic error bears the same sentences.
"""

import difflib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

from pydantic_core import PydanticCustomError

from ledger.input_sentences import SENTENCES, Pair

LANGUAGES = ("en", "es")
MOST_SHOWN = 200
MOST_COUNTED = 2000
"""Errors after which the reading ends: by then the file is something else than it should be."""

ENDING = frozenset({
    "not-yaml", "several-documents", "too-deep", "too-long", "too-large", "not-a-register",
    "not-a-mapping", "file-empty", "not-utf-8", "not-utf-16", "control-character",
})  # fmt: skip
"""After these nothing more of a file is read."""

Path = tuple[str | int, ...]

_HINT: Pair = (" Did you mean {guess}?", " ¿Quiso decir {guess}?")
NO_HINT: Pair = ("", "")


class Cell(NamedTuple):
    """A cell of a workbook: the how-manyeth sheet, its row and column (all from 1), the sheet's name."""

    order: int
    row: int
    column: int
    sheet: str

    def __str__(self) -> str:
        letters, left = "", self.column
        while left:
            left, letter = divmod(left - 1, 26)
            letters = chr(65 + letter) + letters
        plain = self.sheet.isidentifier()
        name = self.sheet if plain else "'{}'".format(self.sheet.replace("'", "''"))
        return f"{name}!{letters}{self.row}"


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a file: `line` is counted from 1, `path` is like `meetings[3].decisions[0]`.

    In a workbook the line is the row of the `cell`.
    """

    file: str
    line: int | None
    path: str
    cell: Cell | None = None

    @classmethod
    def at(cls, file: str, place: int | Cell, path: str) -> "Where":
        """At a line, or in a cell."""
        if isinstance(place, Cell):
            return cls(file, place.row, path, place)
        return cls(file, place, path)

    def __str__(self) -> str:
        if self.cell is not None:
            return f"{self.file}: {self.cell} ({self.path})"
        return f"{self.file}:{self.line} ({self.path})"


@dataclass(frozen=True)
class InputError:
    """One error of a file: where it is, and a sentence by language.

    `line` is None where no line can be named (a missing file); `cell` is where in a workbook.
    """

    file: str
    line: int | None
    path: str
    message: Mapping[str, str]
    cell: Cell | None = None

    @property
    def place(self) -> tuple[int, ...]:
        """For sorting the errors of one file."""
        return self.cell[:3] if self.cell is not None else (0, self.line or 0)


class UnreadableInput(Exception):
    """The input cannot be read; these are all its errors, by file and line."""

    def __init__(self, errors: Iterable[InputError]):
        self.errors = tuple(errors)
        super().__init__(
            "; ".join(
                f"{e.file}:{e.cell or e.line or ''}: {e.path}: {e.message['en']}" for e in self.errors
            )
        )


class Findings:
    """All errors of all files, so that they are reported at once: one for each place, the first.

    What ends the reading of a file is reported even where something else is wrong at its place.
    """

    def __init__(self, files: Sequence[str]):
        self._order = {file: n for n, file in enumerate(files)}
        self._errors: dict[tuple[str, str, bool], InputError] = {}
        self.count = 0
        self._again = 0

    def add(self, code: str, where: Where, **facts: Any) -> None:
        ends = code in ENDING
        if self._is_new(where, ends):
            self._put(say(code, **facts), where, ends)

    def add_sentences(self, message: Mapping[str, str], where: Where) -> None:
        if self._is_new(where, False):
            self._put(message, where, False)

    def _is_new(self, where: Where, ends: bool) -> bool:
        if (where.file, where.path, ends) in self._errors:
            self._again += 1
            return False
        self.count += 1
        return ends or not self.full

    def _put(self, message: Mapping[str, str], where: Where, ends: bool) -> None:
        error = InputError(where.file, where.line, where.path, message, where.cell)
        self._errors[where.file, where.path, ends] = error

    @property
    def full(self) -> bool:
        """Whether further errors are counted only."""
        return len(self._errors) >= MOST_SHOWN

    @property
    def too_many(self) -> bool:
        return self.count + self._again >= MOST_COUNTED

    def raise_any(self) -> None:
        if self._errors:
            raise UnreadableInput(self.sorted())

    def sorted(self) -> list[InputError]:
        errors = sorted(
            self._errors.values(), key=lambda e: (self._order.get(e.file, 0), e.place)
        )
        unseen = self.count - len(errors) + (self._again if self.too_many else 0)
        if unseen:
            code = "and-more-unread" if self.too_many else "and-more"
            message = say(code, count=counted(unseen))
            errors.append(InputError(errors[-1].file, None, "", message))
        return errors


def say(code: str, **facts: Any) -> dict[str, str]:
    """A code's sentence by language; a fact that differs by language is a pair."""
    facts.setdefault("hint", NO_HINT)
    return {
        language: SENTENCES[code][n].format(
            **{name: fact[n] if isinstance(fact, tuple) else fact for name, fact in facts.items()}
        )
        for n, language in enumerate(LANGUAGES)
    }


def wrong(code: str, at: str | None = None, **facts: Any) -> PydanticCustomError:
    """An error of a model, to be raised by a validator; `at` is the key below that it is about."""
    sentences = say(code, **facts)
    return PydanticCustomError(code, "{en}", {**sentences, "at": at})


def shown(text: str, most: int = 60) -> str:
    """A text as it can be put into a sentence: short, and nothing in it that cannot be seen."""
    cut = text if len(text) <= most else text[: most - 1] + "…"
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in cut)


def quoted(value: Any) -> Pair:
    """What was found, as it can be put into a sentence."""
    match value:
        case None:
            return "an empty value", "un valor vacío"
        case bool():
            return str(value).lower(), str(value).lower()
        case int() | float():
            return f"the number {value}", f"el número {value}"
        case Mapping():
            return "a mapping", "un mapa"
        case list() | tuple():
            return "a list", "una lista"
        case str() if not value.strip():
            return "an empty text", "un texto vacío"
        case _:
            words = shown(str(value))
            return f"“{words}”", f"«{words}»"


def counted(number: int) -> Pair:
    """A large number, as each language writes it."""
    return f"{number:,}", f"{number:,}".replace(",", ".")


def listed(words: Collection[str], most: int = 40) -> str:
    """What is allowed, as it can be put into a sentence."""
    return ", ".join(islice(words, most)) + (", …" if len(words) > most else "")


def did_you_mean(word: Any, candidates: Collection[str]) -> Pair:
    """A hint at what a mistyped word was to be; no words where nothing is near.

    Among very many candidates only those are compared that share an end with the word.
    """
    if not isinstance(word, str) or not word or len(word) > 100:
        return NO_HINT
    near: Iterable[str] = candidates
    if len(candidates) > 2000:
        near = islice(
            (
                c
                for c in candidates
                if abs(len(c) - len(word)) < 4 and (c[:3] == word[:3] or c[-3:] == word[-3:])
            ),
            2000,
        )
    folded = {c.casefold(): c for c in near}
    guesses = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return hint(folded[guesses[0]]) if guesses and folded[guesses[0]] != word else NO_HINT


def hint(guess: str) -> Pair:
    return _HINT[0].format(guess=f"“{guess}”"), _HINT[1].format(guess=f"«{guess}»")


def path_text(path: Path) -> str:
    """A path as people read it: `meetings[3].decisions[0].changes[2]`."""
    text = "".join(f"[{p}]" if isinstance(p, int) else f".{shown(p, 64)}" for p in path)
    return text.removeprefix(".")
