"""How the ledger's workbooks look and print: the same head rows, pages and drop-downs in all of them.

Everything here is asked for once openpyxl is loaded anyway: by whoever writes a workbook.
"""

from collections.abc import Sequence
from copy import copy
from math import ceil
from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import column_index_from_string, get_column_letter, quote_sheetname
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from ledger.workbook_output import MOST_IN_A_PROMPT, header_text, put_text

LAST_ROW = 1_048_576
LETTER, TABLOID = 1, 3
"""Paper as in most of the conference's member states, by ECMA-376's numbers; tabloid is two letters side
by side, about an A3."""
_WIDER = 1.15
"""How much wider a text is than its characters: words are not cut where a line ends."""
WIDE, VERY_WIDE = 220, 290
"""Characters: beyond these a page, or the widest, is too narrow to be read."""
FONT = Font(name="Calibri", size=10)
STRONG = Font(name="Calibri", size=10, bold=True)
MUTED = Font(name="Calibri", size=10, color="595959")
HEAD_FONT = Font(name="Calibri", size=10, bold=True, color="FFFFFF")
HEAD_FILL = PatternFill("solid", start_color="1F3B57")
SECTION_FILL = PatternFill("solid", start_color="E3EAF2")
WRAPPED = Alignment(wrap_text=True, vertical="top")
_LINE = Side(style="thin", color="BFBFBF")
LINED = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
TEXT_FORMAT = "@"
"""What is typed in such a cell stays a text: `2007-1` does not turn into a day."""


def put_heads(sheet: Worksheet, heads: Sequence[str], widths: Sequence[float]) -> None:
    """The head row: frozen, filtered by, and repeated on every printed page."""
    for n, (head, width) in enumerate(zip(heads, widths, strict=True), 1):
        cell = sheet.cell(1, n)
        put_text(cell, head)
        cell.font, cell.fill, cell.border = HEAD_FONT, HEAD_FILL, LINED
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        column = sheet.column_dimensions[get_column_letter(n)]
        column.width = width or 12
        column.hidden = not width
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"


def put_page(sheet: Worksheet, title: str, foot: str) -> None:
    """Landscape, as wide as a page (a very wide one as several), with the title above and the moment
    below; once all is written."""
    fitted(sheet)
    page: Any = sheet
    width = sum(each.width for each in page.column_dimensions.values() if not each.hidden)
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = TABLOID if width > WIDE else LETTER
    page.page_setup.fitToWidth = ceil(width / VERY_WIDE)
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.page_margins.left = page.page_margins.right = 0.4
    page.page_margins.top = page.page_margins.bottom = 0.7
    page.oddHeader.left.text = header_text(title)[:200]
    page.oddFooter.left.text = header_text(foot)[:200]
    page.oddFooter.right.text = "&P / &N"


def outlined(sheet: Worksheet) -> None:
    """Rows fold into the one above them."""
    properties: Any = sheet.sheet_properties
    properties.outlinePr.summaryBelow = False


def fitted(sheet: Worksheet) -> None:
    """Gives each row the height that its texts take, by and large: not every program works it out."""
    widths = {
        column_index_from_string(letter): 0 if each.hidden else each.width
        for letter, each in sheet.column_dimensions.items()
    }
    for n, row in enumerate(sheet.iter_rows(values_only=True), 1):
        lines = max(lines_in(said, widths.get(at, 0)) for at, said in enumerate(row, 1))
        sheet.row_dimensions[n].height = min(409, 13.5 * lines + 2)


def lines_in(text: Any, width: float) -> int:
    """How many lines a text takes in a column so many characters wide."""
    if not text or not width:
        return 1
    return sum(max(1, ceil(len(line) * _WIDER / width)) for line in str(text).split("\n"))


def filtered(sheet: Worksheet) -> None:
    """Lets people filter by every column, down to the last row that is there."""
    sheet.auto_filter.ref = f"A1:{get_column_letter(sheet.max_column)}{sheet.max_row}"


class Looks:
    """Gives the cells of one workbook their looks; each is worked out once, as openpyxl takes long
    for it."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, ...], Any] = {}

    def give(self, cell: Any, font: Font, **also: Any) -> None:
        """A font, wrapped lines, and whatever else a style has; before the cell's text is put."""
        key = (id(font), *map(id, also.values()))
        known = self._known.get(key)
        if known is None:
            cell.font, cell.alignment = font, WRAPPED
            for name, value in also.items():
                setattr(cell, name, value)
            self._known[key] = copy(cell._style)
        else:
            cell._style = copy(known)


class Lists:
    """A hidden sheet of what drop-downs offer, a column for each list."""

    def __init__(self, workbook: Workbook, title: str):
        self._sheet = workbook.create_sheet(title)
        self._sheet.sheet_state = "hidden"
        self._columns = 0

    def add(self, offered: Sequence[str]) -> str:
        """The reference to a list of what may be chosen."""
        self._columns += 1
        letter = get_column_letter(self._columns)
        for n, each in enumerate(offered, 1):
            put_text(self._sheet.cell(n, self._columns), each)
        name = quote_sheetname(self._sheet.title)
        return f"{name}!${letter}$1:${letter}${max(1, len(offered))}"


def offer(
    sheet: Worksheet, column: int, listed: str | None, title: str, said: str, *, strict: bool
) -> None:
    """What is said when a cell of a column is chosen, and the list that it offers.

    Args:
        strict: whether nothing else may be typed.
    """
    letter = get_column_letter(column)
    rule = DataValidation(
        type="list" if listed else None,
        formula1=listed,
        allow_blank=True,
        showInputMessage=True,
        showErrorMessage=bool(listed and strict),
        promptTitle=title[:32],
        prompt=said if len(said) <= MOST_IN_A_PROMPT else f"{said[: MOST_IN_A_PROMPT - 1]}…",
    )
    rule.add(f"{letter}2:{letter}{LAST_ROW}")
    sheet.add_data_validation(rule)
