"""The plan of two moments in one DOCX, what differs as tracked changes, which Word and LibreOffice show
with their authors and can accept and reject.

Accepting all gives the later document, rejecting all the earlier one, to the word:

- Lines and rows are matched by what they are about, never by what they say.
- Within a line that stands in both, words that went are `w:del`, words that came `w:ins`.
- A line that went or came takes its mark (the end of the paragraph) with it. In a cell, whose last mark
  cannot go, it is the mark before the line.
- What stands elsewhere is `w:moveFrom` there and `w:moveTo` here; the words that it lost on the way are
  deleted there, those that it gained inserted here. A row itself can only go and come.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple, TypeVar

from api.documents.authors import Author, Authors
from api.documents.docx import Page, content, package
from api.documents.layout import Grid, GridRow, Key, Line, Placed, laid_out
from api.documents.model import Document
from api.documents.revisions import Kind, Revisions, compared
from api.documents.stamps import short_stamp
from api.documents.wordprocessing import paragraph, row, table

Side = Literal["del", "ins"]
"""What stands in the earlier document only goes; what stands in the later only comes."""
MOVED: Mapping[Side, Kind] = {"del": "moveFrom", "ins": "moveTo"}
T = TypeVar("T")


class Redline(NamedTuple):
    """What a document of tracked changes is made from; its `source["redline"]`.

    Attributes:
        before: the plan of the one moment.
        after: the plan of the other.
    """

    before: Document
    after: Document
    authors: Authors


def write(document: Document) -> bytes:
    """The whole package."""
    redline: Redline = document.source["redline"]
    old, new = list(laid_out(redline.before)), list(laid_out(redline.after))
    tracking = _Tracking(old, new, redline.authors)
    head = [document.title, short_stamp(document)]
    return package(document, tracking.page, "".join(tracking.body()), head)


class _Tracking:
    def __init__(self, old: Sequence[Placed], new: Sequence[Placed], authors: Authors):
        self.old, self.new, self.authors = old, new, authors
        self.page = Page([*old, *new])
        self.revisions = Revisions()
        # Where what goes here may come, and the other way about.
        self.lines: dict[Side, dict[Key, Line]] = {"del": _lines(new), "ins": _lines(old)}
        self.rows: dict[Side, dict[Key, GridRow]] = {"del": _rows(new), "ins": _rows(old)}

    def body(self) -> Iterator[str]:
        for before, after in _matched(self._places(self.old, "del"), self._places(self.new, "ins")):
            if before is None and after is not None:
                yield self.alone(after, "ins")
            elif after is None and before is not None:
                yield self.alone(before, "del")
            elif isinstance(before, Line) and isinstance(after, Line):
                yield paragraph(after.style, self.words(before, after, self.said(after)))
            elif isinstance(before, Grid) and isinstance(after, Grid):
                yield self.grid(before, after)

    def _places(self, placed: Sequence[Placed], side: Side) -> list[tuple[Hashable, Placed]]:
        """What stands in the same place of both documents has the same. A heading of another level does
        not, nor has what a decision moved a place in the other document, wherever it came to stand."""

        def place(of: Placed) -> Hashable:
            look = of.columns if isinstance(of, Grid) else of.style
            return (of.key, look, side if self.authors.has_moved(_item(of.key)) else None)

        return [(place(each), each) for each in placed]

    def alone(self, placed: Placed, side: Side) -> str:
        """What stands in one of the two, or elsewhere in the other."""
        by = self.authors.placed(_item(placed.key))
        if isinstance(placed, Grid):
            rows = [self.row_alone(each, placed, side) for each in placed.rows]
            if placed.head:
                rows.insert(0, self.row_alone(placed.head, placed, side, head=True))
            return self.table(placed, rows, self.revisions.mark(side, by))
        other = self.lines[side].get(placed.key)
        moved = (
            self.moved(placed, other, side, placed.key, by, self.said(placed)) if other else None
        )
        if moved is None:
            words = self.revisions.made(side, placed.pieces, by)
            return paragraph(placed.style, words, self.revisions.mark(side, by))
        start, words, end = moved
        return paragraph(placed.style, start + words, self.revisions.mark(MOVED[side], by)) + end

    # Words.

    def words(self, before: Line, after: Line, by: Author) -> str:
        """A line that stands in both."""
        if before.pieces == after.pieces:
            return content(after)
        kinds: dict[str, Kind] = {"-": "del", "+": "ins"}
        return "".join(
            self.revisions.made(kinds[way], pieces, by)
            if way in kinds
            else content(Line(after.style, pieces))
            for way, pieces in compared(before, after)
        )

    def moved(
        self, here: Line, there: Line, side: Side, what: Hashable, by: Author, said: Author
    ) -> tuple[str, str, str] | None:
        """The words of a line that stands elsewhere in the other document, between the two ends of their
        range; None where not a word is the same there."""
        ways = compared(*((here, there) if side == "del" else (there, here)))
        if all(way != "=" for way, _ in ways):
            return None
        found: list[str] = []
        for way, pieces in ways:
            if way == "=":
                found.append(self.revisions.made(MOVED[side], pieces, by))
            elif (way == "-") == (side == "del"):
                found.append(self.revisions.made(side, pieces, said))
        start, end = self.revisions.move(MOVED[side], what, by)
        return start, "".join(found), end

    def said(self, of: Line) -> Author:
        """Who made a line say something else."""
        item = _item(of.key)
        if of.style.startswith("Heading"):
            return self.authors.said(item, "title")
        return self.authors.said(item, "note" if of.style == "SectionNote" else "action")

    # Tables.

    def grid(self, before: Grid, after: Grid) -> str:
        """A table that stands in both."""
        rows = [self.row(after.head, after.head, after, head=True)] if after.head else []
        keyed = ([(each.key, each) for each in grid.rows] for grid in (before, after))
        for old, new in _matched(*keyed):
            if old is None and new is not None:
                rows.append(self.row_alone(new, after, "ins"))
            elif new is None and old is not None:
                rows.append(self.row_alone(old, before, "del"))
            elif old is not None and new is not None:
                rows.append(self.row(old, new, after))
        return self.table(after, rows)

    def table(self, of: Grid, rows: Sequence[str], mark: str = "") -> str:
        head = of.head is not None
        style = "PlanTable" if head else "SideBySide"
        written = table(style, self.page.widths(of), rows, head=head, title=of.title)
        return f"{written}{paragraph('AfterTable', '', mark)}"

    def row(self, before: GridRow, after: GridRow, grid: Grid, *, head: bool = False) -> str:
        """A row that stands in both."""
        cells = [
            self.cell(old, new, self.authors.said(_item(after.key), column))
            for old, new, column in zip(before.cells, after.cells, grid.columns, strict=True)
        ]
        return row(zip(self.page.widths(grid), cells, strict=True), head=head)

    def cell(self, before: Sequence[Line], after: Sequence[Line], by: Author) -> str:
        both = min(len(before), len(after))
        side: Side = "ins" if len(after) > both else "del"
        more = (after if side == "ins" else before)[both:]
        found = [
            (old.style, self.words(old, new, by))
            for old, new in zip(before[:both], after[:both], strict=True)
        ]
        found += [(each.style, self.revisions.made(side, each.pieces, by)) for each in more]
        last = len(found) - 1
        return "".join(
            paragraph(style, words, self.revisions.mark(side, by) if both - 1 <= n < last else "")
            for n, (style, words) in enumerate(found)
        )

    def row_alone(self, of: GridRow, grid: Grid, side: Side, *, head: bool = False) -> str:
        """A row that stands in one of the two, or elsewhere in the other."""
        by, there = self.authors.placed(_item(of.key)), self.rows[side].get(of.key)
        cells = []
        for n, (lines, column) in enumerate(zip(of.cells, grid.columns, strict=True)):
            said = self.authors.said(_item(of.key), column)
            others = there.cells[n] if there and len(there.cells) == len(of.cells) else ()
            words = []
            for m, each in enumerate(lines):
                if len(others) == len(lines):
                    moved = self.moved(each, others[m], side, (of.key, n, m), by, said)
                    words.append("".join(moved or [self.revisions.made(side, each.pieces, said)]))
                else:
                    words.append(self.revisions.made(side, each.pieces, by))
            # LibreOffice takes a row away only if the ends of the lines within its cells go too.
            marks = [self.revisions.mark(side, by) for _ in lines[1:]] + [""]
            cells.append("".join(map(paragraph, (each.style for each in lines), words, marks)))
        revised = self.revisions.mark(side, by)
        return row(zip(self.page.widths(grid), cells, strict=True), head=head, revised=revised)


def _item(key: Key) -> str | None:
    return (key[1] or None) if key and key[0] in ("heading", "row", "in") else None


def _lines(placed: Sequence[Placed]) -> dict[Key, Line]:
    return {each.key: each for each in placed if isinstance(each, Line)}


def _rows(placed: Sequence[Placed]) -> dict[Key, GridRow]:
    return {one.key: one for each in placed if isinstance(each, Grid) for one in each.rows}


def _matched(
    old: Sequence[tuple[Hashable, T]], new: Sequence[tuple[Hashable, T]]
) -> Iterator[tuple[T | None, T | None]]:
    """Both sequences in one: what has the same key in the same order is a pair, the rest alone."""
    a, b = ([key for key, _ in side] for side in (old, new))
    for way, a1, a2, b1, b2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        gone, come = ([each for _, each in side] for side in (old[a1:a2], new[b1:b2]))
        if way == "equal":
            yield from zip(gone, come, strict=True)
        else:
            yield from ((each, None) for each in gone)
            yield from ((None, each) for each in come)
