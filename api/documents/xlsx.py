"""A document as a workbook: its tables as sheets, and one sheet that says of what moment it is."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from api.documents.building import Building
from api.documents.model import (
    Block,
    Column,
    Document,
    Heading,
    Listing,
    Paragraph,
    Said,
    Table,
    plain,
)
from api.documents.plan_cells import PLANS, in_a_cell, in_a_line, spread
from api.documents.stamps import short_stamp
from api.session import WrongUse
from ledger.workbook_output import MOST_IN_A_CELL, TooLong, put_text, saved, sheet_title

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet


def write(document: Document) -> bytes:
    """The whole workbook. The same document gives the same bytes.

    Raises:
        WrongUse: where a text is too long for a cell.
    """
    from openpyxl import Workbook

    from api.documents.xlsx_plan import put_plan

    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    try:
        if document.kind in PLANS:
            put_plan(workbook, document)
        else:
            _put_tables(workbook, document)
        _put_about(workbook, document)
        return saved(workbook, document.stamp.recorded_at, in_a_line(document.title))
    except TooLong as error:
        raise WrongUse("cell-too-long", text=error.text, most=MOST_IN_A_CELL) from None


# --- any document ---------------------------------------------------------------------------------


@dataclass
class _Sheet:
    """What will be a sheet: all tables with the same columns, and what stands before each."""

    columns: tuple[Column, ...]
    title: str
    blocks: list[Block] = field(default_factory=list)


def _put_tables(workbook: "Workbook", document: Document) -> None:
    sheets = _sheets(document)
    whole = _in_one_language(document.title)
    for each in sheets:
        tables = sum(isinstance(block, Table) for block in each.blocks)
        title = each.title if len(sheets) > 1 and tables == 1 else whole
        sheet = workbook.create_sheet(sheet_title(title, workbook))
        _put_sheet(sheet, each, document)


def _sheets(document: Document) -> list[_Sheet]:
    sheets: dict[tuple[str, ...], _Sheet] = {}
    before: list[Block] = []
    title = _in_one_language(document.title)
    last = None
    for block in document.blocks:
        before.append(block)
        if isinstance(block, Heading):
            title = _in_one_language(block.said)
        if isinstance(block, Table):
            keys = tuple(column.key for column in block.columns)
            last = sheets.setdefault(keys, _Sheet(block.columns, title))
            last.blocks += before
            before = []
    if before:
        text = Column("text", Building(document.words).key("sheet.text"), 6.0)
        last = last or sheets.setdefault((), _Sheet((text,), title))
        last.blocks += before
    return list(sheets.values())


def _in_one_language(said: Said) -> str:
    """A sheet's name is too short for several."""
    return next(filter(None, map(plain, said.values())), "")


def _put_sheet(sheet: "Worksheet", of: _Sheet, document: Document) -> None:
    """Column A has the ids, hidden; a heading or a paragraph is a row of its own."""
    from ledger.workbook_look import (
        FONT,
        LINED,
        SECTION_FILL,
        STRONG,
        Looks,
        filtered,
        outlined,
        put_heads,
        put_page,
    )

    heads = ["id"]
    widths = [0.0]
    for column in of.columns:
        columns = spread(column, column.head)
        heads += columns
        widths += [max(10.0, 16 * column.width)] * len(columns)
    put_heads(sheet, heads, widths)
    looks, row = Looks(), 1

    def put(
        cells: list[str], *, strong: bool = False, lined: bool = False, level: int = 0
    ) -> None:
        nonlocal row
        row += 1
        for n, said in enumerate(cells, 1):
            cell = sheet.cell(row, n)
            if strong:
                looks.give(cell, STRONG, fill=SECTION_FILL)
            elif lined:
                looks.give(cell, FONT, border=LINED)
            else:
                looks.give(cell, FONT)
            put_text(cell, said)
        if level:
            sheet.row_dimensions[row].outlineLevel = min(level, 7)

    level = 0
    width = len(heads) - 1
    for block in of.blocks:
        match block:
            case Heading():
                level = block.level
                head = [block.id or "", in_a_line(block.said), *[""] * (width - 1)]
                put(head, strong=True, level=level - 1)
            case Paragraph():
                put(["", in_a_cell(block.said)], level=level)
            case Listing():
                for point in block.points:
                    put(["", in_a_cell(point)], level=level)
            case Table():
                for each in block.rows:
                    cells = [each.id or ""]
                    for column, said in zip(block.columns, each.cells, strict=True):
                        cells += spread(column, said)
                    put(cells, lined=True, level=level)
    outlined(sheet)
    filtered(sheet)
    put_page(sheet, in_a_line(document.title), in_a_line(short_stamp(document)))


# --- what it says of itself -----------------------------------------------------------------------


def _put_about(workbook: "Workbook", document: Document) -> None:
    """Column A has what a program reads by, hidden: `as_of`, `known_at`, `entry`, `root` …"""
    from ledger.workbook_look import FONT, MUTED, STRONG, WRAPPED, put_page

    build, stamp = Building(document.words), document.stamp
    sheet = workbook.create_sheet(sheet_title(_in_one_language(build.key("sheet.about")), workbook))
    (words, *_) = document.words.values()
    charter = build.said(lambda words: words.t.of(words.charter_title) or "")
    facts: list[tuple[str, str]] = [
        ("title", in_a_line(document.title)),
        ("subtitle", in_a_cell(document.subtitle)),
        ("as_of", stamp.as_of or in_a_line(build.key("doc.all-agreed"))),
        ("known_at", str(stamp.known_at)),
        ("recorded_at", stamp.recorded_at.strftime("%Y-%m-%dT%H:%M:%SZ")),
        ("entry", str(stamp.entry)),
        ("root", stamp.root),
        ("ledger", stamp.ledger),
        ("charter", f"{in_a_line(charter)} ({words.charter})"),
    ]
    if document.kind in PLANS:
        facts += [
            (f"read.{part}", in_a_cell(build.key(f"about.read.{part}")))
            for part in ("plan", "words", "changes")
        ]
    for row, (key, said) in enumerate(facts, 1):
        head = "about.read" if key == "read.plan" else f"about.{key}"
        bare = key in ("subtitle", "read.words", "read.changes")
        label = "" if bare else in_a_cell(build.key(head))
        for column, text in enumerate((key, label, said), 1):
            cell = sheet.cell(row, column)
            put_text(cell, text)
            cell.font = (MUTED, STRONG, FONT)[column - 1]
            cell.alignment = WRAPPED
    sheet.column_dimensions["A"].hidden = True
    sheet.column_dimensions["B"].width = 26
    sheet.column_dimensions["C"].width = 96
    put_page(sheet, in_a_line(document.title), in_a_line(short_stamp(document)))
