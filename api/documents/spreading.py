"""A document's blocks laid out for a page: which language stands where.

A language that says the same as the one before it is not said again; so what stands there is said
together with the languages that it is in.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from api.documents.model import Block, Column, Document, Heading, Row, Runs, Said, Table, plain

HEADINGS_FOR_CONTENTS = 5
"""From so many headings on, a document begins with a table of them."""

_COMBINING = (
    r"[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u200d\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f]"
)
_ID_OR_DAY = r"(?<![\w-])[a-z0-9]+(?:-[a-z0-9]+)*-d?\d+(?:#\d+)?(?![\w-])"
_OF_ITS_OWN = re.compile(rf"(?<!\S)\S{{25,}}|(?P<whole>{_ID_OR_DAY})")
_MAY_HAVE_OF_ITS_OWN = re.compile(r"\d|\S{25}").search
_PARTS = re.compile(rf"[^-]{{1,16}}-+|-+|(?:[^-]{_COMBINING}*){{1,8}}")


class InLanguage(NamedTuple):
    """Some words, and the language they are in."""

    language: str
    runs: Runs


Cell = tuple[InLanguage, ...]
"""What a cell says, a language below the other."""


class Spread(NamedTuple):
    """A table with each doubled column once for each language.

    Attributes:
        widths: of each column, its share of the table's width, 0 to 1.
    """

    heads: tuple[Cell, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]


def in_languages(said: Said) -> Cell:
    """The same thing in each language, said once where they say the same."""
    found: list[InLanguage] = []
    for language, runs in said.items():
        if runs and not any(runs == each.runs for each in found):
            found.append(InLanguage(language, runs))
    return tuple(found)


def shown_in(said: Said) -> Iterator[InLanguage]:
    """The same thing in each language that says it, also where they say the same."""
    return (InLanguage(language, runs) for language, runs in said.items() if plain(runs).strip())


def widths_of(table: Table) -> tuple[float, ...]:
    """Each column's share of the table's width, 0 to 1."""
    widths = [
        column.width
        for column in table.columns
        for _ in range(len(column.head) if column.doubled else 1)
    ]
    whole = sum(widths)
    return tuple(width / whole for width in widths)


def spread(table: Table) -> Spread:
    heads = tuple(cell for column in table.columns for cell in _cells(column, column.head))
    rows = tuple(tuple(_of_row(table, row)) for row in table.rows)
    return Spread(heads, widths_of(table), rows)


def _of_row(table: Table, row: Row) -> Iterator[Cell]:
    for column, said in zip(table.columns, row.cells, strict=True):
        yield from _cells(column, said)


def _cells(column: Column, said: Said) -> Iterator[Cell]:
    if column.doubled:
        for language, runs in said.items():
            yield (InLanguage(language, runs),) if runs else ()
    else:
        yield in_languages(said)


def without_gaps(document: Document) -> Iterator[Block]:
    """The blocks, no heading more than one level below the one before it: who listens to a document
    goes by these levels, and a PDF that is to be accessible (PDF/UA-1, 7.4.2) may skip none."""
    last = 0
    for block in document.blocks:
        if isinstance(block, Heading):
            last = min(block.level, last + 1)
            yield replace(block, level=last)
        else:
            yield block


class Piece(NamedTuple):
    """Some words of a line.

    Attributes:
        whole: they stay on one line, as a decision's id or a day does.
        parts: what they consist of; of a word that is longer than a column more than one, so that a
            line may end between them.
    """

    whole: bool
    parts: tuple[str, ...]


def pieces(line: str) -> Iterator[Piece]:
    if not _MAY_HAVE_OF_ITS_OWN(line):
        yield Piece(False, (line,))
        return
    at = 0
    for found in _OF_ITS_OWN.finditer(line):
        if found.start() > at:
            yield Piece(False, (line[at : found.start()],))
        word, whole = found[0], bool(found["whole"])
        yield Piece(whole, (word,) if whole else tuple(_PARTS.findall(word)))
        at = found.end()
    if at < len(line):
        yield Piece(False, (line[at:],))
