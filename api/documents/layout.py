"""A document laid out as text processors have it: lines, and grids of cells with lines in them.

What stands in several languages is placed here: headings in one line, paragraphs side by side in a
grid without borders, a table's doubled columns once for each language.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from api.documents.model import Document, Heading, Listing, Paragraph, Run, Runs, Said, Table, plain
from api.documents.stamps import stamp_lines

Key = tuple[str, ...]
"""What a line, a grid or a row is, the same in a document of another moment: `heading ID`, `row ID`,
`in ID …` of what stands below a heading, `document …`."""


class Piece(NamedTuple):
    """Some words of one look and one language; `\\n` in them breaks the line."""

    text: str
    look: str | None
    language: str


class Line(NamedTuple):
    """A paragraph.

    Attributes:
        style: the id of its style in `word/styles.xml`.
        key: what it is; that of a line in a cell is empty.
        new_page: it begins a page.
    """

    style: str
    pieces: tuple[Piece, ...]
    key: Key = ()
    new_page: bool = False

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


class GridRow(NamedTuple):
    """A row.

    Attributes:
        cells: the lines of each cell, at least one.
    """

    key: Key
    cells: tuple[tuple[Line, ...], ...]


class Grid(NamedTuple):
    """A table.

    Attributes:
        columns: the key of each column, a doubled one once for each language.
        widths: each column's share of the width.
        head: its first row, repeated on every page; None where it only puts things side by side.
        title: what the table is of, for those who hear it read.
    """

    key: Key
    columns: tuple[str, ...]
    widths: tuple[float, ...]
    head: GridRow | None
    rows: tuple[GridRow, ...]
    title: str = ""


Placed = Line | Grid
LOOKS = {"strong": "Strong", "muted": "Muted", "code": "Id", "added": "Added", "removed": "Removed"}


def laid_out(document: Document) -> Iterator[Placed]:
    """The title, the blocks and the stamp."""
    for language, runs in _once(document.title):
        yield Line("Title", _pieces(runs, language), ("document", "title", language))
    for language, runs in _once(document.subtitle):
        yield Line("Subtitle", _pieces(runs, language), ("document", "subtitle", language))
    yield from _blocks(document)
    for n, said in enumerate(stamp_lines(document)):
        for language, runs in _once(said):
            yield Line("Stamp", _pieces(runs, language), ("document", f"stamp {n}", language))


def contents(placed: Iterable[Placed]) -> list[tuple[int, Line]]:
    """The headings, each with its level."""
    return [
        (int(line.style.removeprefix("Heading")), line)
        for line in placed
        if isinstance(line, Line) and line.style.startswith("Heading")
    ]


def _blocks(document: Document) -> Iterator[Placed]:
    under, n, title = "", 0, ""
    for block in document.blocks:
        if isinstance(block, Heading):
            under, n = block.id or plain(next(iter(block.said.values()))), 0
            said = _in_one_line(block.said)
            # Not every program keeps tables and lines together; all begin a page where they are told.
            line = Line(f"Heading{block.level}", said, ("heading", under), block.together)
            title = line.text
            yield line
            continue
        n += 1
        key = ("in", under, type(block).__name__, str(n))
        match block:
            case Paragraph(style="note"):
                # Below a heading it keeps to what follows, as the heading does.
                style = "SectionNote" if n == 1 and title else "Note"
                for language, runs in _once(block.said):
                    yield Line(style, _pieces(runs, language), (*key, language))
            case Paragraph():
                yield from _side_by_side("Normal", [block.said], key)
            case Listing():
                yield from _side_by_side("ListBullet", block.points, key)
            case Table():
                yield _grid(block, ("in", under, "Table", block.columns[0].key), title)


def _side_by_side(style: str, points: Iterable[Said], key: Key) -> Iterator[Placed]:
    """Lines; with several languages that say different things, those of each in a column."""
    points = list(points)
    if all(len(_once(said)) < 2 for said in points):
        for n, said in enumerate(points):
            for language, runs in _once(said):
                yield Line(style, _pieces(runs, language), (*key, str(n)))
        return
    rows = tuple(
        GridRow((*key, str(n)), tuple(_cell(style, each) for each in _each(said)))
        for n, said in enumerate(points)
    )
    columns = (style,) * len(rows[0].cells)
    yield Grid(key, columns, (1.0,) * len(columns), None, rows)


def _grid(table: Table, key: Key, title: str) -> Grid:
    columns = [
        (column.key, column.width)
        for column in table.columns
        for _ in range(len(column.head) if column.doubled else 1)
    ]
    keys, widths = zip(*columns, strict=True)

    def row(style: str, saids: Iterable[Said], key: Key) -> GridRow:
        cells: list[tuple[Line, ...]] = []
        for column, said in zip(table.columns, saids, strict=True):
            if column.doubled:
                cells += [_cell(style, each) for each in _each(said)]
            else:
                cells.append(_cell(style, _once(said)))
        return GridRow(key, tuple(cells))

    head = row("TableHead", (column.head for column in table.columns), (*key, "head"))
    rows = tuple(
        row("TableText", each.cells, ("row", each.id or f"{key[1]} {n}"))
        for n, each in enumerate(table.rows)
    )
    return Grid(key, keys, widths, head, rows, title)


Spoken = tuple[str, Runs]


def _each(said: Said) -> list[list[Spoken]]:
    return [[(language, runs)] for language, runs in said.items()]


def _once(said: Said) -> list[Spoken]:
    """What is said, language by language; what reads the same in another is not said again."""
    found: dict[Runs, str] = {}
    for language, runs in said.items():
        if runs:
            found.setdefault(runs, language)
    return [(language, runs) for runs, language in found.items()]


def _cell(style: str, said: list[Spoken]) -> tuple[Line, ...]:
    lines = tuple(Line(style, _pieces(runs, language)) for language, runs in said)
    return lines or (Line(style, ()),)


def _in_one_line(said: Said) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    for language, runs in _once(said):
        if pieces:
            pieces.append(Piece(" / ", "Muted", language))
        pieces += _pieces(runs, language)
    return tuple(pieces)


def _pieces(runs: Runs, language: str) -> tuple[Piece, ...]:
    return tuple(_piece(run, language) for run in runs)


def _piece(run: Run, language: str) -> Piece:
    return Piece(run.text, LOOKS[run.mark] if run.mark else None, run.language or language)
