"""A document as CSV (RFC 4180): UTF-8 with a byte order mark, by which Excel knows it; commas.

The plan is one row for each item, with the columns of `api.documents.columns` and the moment at the
end of each row. What would be a formula has an apostrophe before it (`api.documents.cells`).
"""

import csv
import io
from collections.abc import Iterator
from typing import NamedTuple

from api.documents.building import Building
from api.documents.cells import guarded
from api.documents.model import Document, Heading, Listing, Paragraph, Table
from api.documents.plan_cells import PLANS, CellColumn, PlanCells, in_a_cell, in_a_line, spread

STAMP = ("as_of", "known_at", "root")


def write(document: Document) -> bytes:
    """The whole file. The same document gives the same bytes."""
    out = io.StringIO(newline="")
    rows = _plan(document) if document.kind in PLANS else _tables(document)
    csv.writer(out).writerows([guarded(text) for text in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


class Head(NamedTuple):
    """A column of the plan: its key, its language where it stands once for each, and its head."""

    key: str
    language: str | None
    head: str


def columns_of(document: Document) -> list[Head]:
    """The columns of a plan in their order, the moment's at the end."""
    heads = [Head(column.key, column.language, head) for column, head in _columns(document)]
    stamp = zip(STAMP, _stamp_heads(Building(document.words)), strict=True)
    return [*heads, *(Head(key, None, head) for key, head in stamp)]


def _columns(document: Document) -> Iterator[tuple[CellColumn, str]]:
    """A section is given by its id, not by its title."""
    cells = PlanCells(document)
    section = in_a_line(cells.head("section"))
    for column in cells.columns():
        if column.key != "section":
            yield column, section if column.key == "parent" else column.head


def _plan(document: Document) -> Iterator[list[str]]:
    cells = PlanCells(document)
    columns = [column for column, _ in _columns(document)]
    yield [column.head for column in columns_of(document)]
    stamp = _stamp(document)
    for item in document.source["items"]:
        yield [*(cells.text(column, item) for column in columns), *stamp]


def _tables(document: Document) -> Iterator[list[str]]:
    """Tables one below the other, each with its heads and the moment; what stands between them as
    rows of one cell."""
    build = Building(document.words)
    stamp = _stamp(document)
    before: tuple[str, ...] = ()
    for block in document.blocks:
        match block:
            case Heading():
                yield [in_a_line(block.said)]
            case Paragraph():
                yield [in_a_cell(block.said)]
            case Listing():
                yield from ([in_a_cell(point)] for point in block.points)
            case Table():
                keys = tuple(column.key for column in block.columns)
                if keys != before:
                    heads = [head for c in block.columns for head in spread(c, c.head)]
                    yield ["id", *heads, *_stamp_heads(build)]
                before = keys
                for row in block.rows:
                    pairs = zip(block.columns, row.cells, strict=True)
                    cells = [cell for column, said in pairs for cell in spread(column, said)]
                    yield [row.id or "", *cells, *stamp]


def _stamp_heads(build: Building) -> list[str]:
    return [in_a_line(build.key(f"column.{key}")) for key in STAMP]


def _stamp(document: Document) -> list[str]:
    stamp = document.stamp
    return [stamp.as_of or "", str(stamp.known_at), stamp.root]
