"""The plan as a sheet: a bold row for each section, below it a row for each activity.

Column A is hidden and has the items' ids; beside each section's title stands its id, hidden as well.
These survive editing, and are what a review knows the rows again by. The columns are those of
`api.documents.columns`.
"""

from typing import TYPE_CHECKING, Any, get_args

from openpyxl.styles import Font

from api.documents.building import Building
from api.documents.model import Document
from api.documents.plan_cells import CellColumn, PlanCells, in_a_cell, in_a_line
from api.documents.stamps import short_stamp
from ledger.plan import Form, Kind, Role, Status
from ledger.workbook_look import (
    FONT,
    LINED,
    MUTED,
    SECTION_FILL,
    STRONG,
    TEXT_FORMAT,
    Lists,
    Looks,
    filtered,
    offer,
    outlined,
    put_heads,
    put_page,
)
from ledger.workbook_output import put_text, sheet_title

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_WIDTHS: dict[str, float] = {
    "id": 0, "parent": 0, "kind": 9, "role": 12, "section": 20, "title": 28, "action": 40,
    "lead": 13, "timeline": 20, "form": 13, "status": 11, "rests_on": 23, "translated": 11,
}  # fmt: skip
"""In characters; 0 is hidden."""
_CHOICES: dict[str, tuple[Any, ...]] = {
    "kind": get_args(Kind),
    "role": get_args(Role),
    "form": get_args(Form),
    "status": get_args(Status),
}
_TYPED = ("id", "parent", "lead", "timeline")
"""Columns in which what is typed stays a text."""


def put_plan(workbook: "Workbook", document: Document) -> None:
    build = Building(document.words)
    sheet = workbook.create_sheet(in_a_line(build.key(f"sheet.{document.kind}"))[:31])
    cells = PlanCells(document)
    columns = list(cells.columns())
    put_heads(sheet, [column.head for column in columns], [_WIDTHS[c.key] for c in columns])
    items = document.source["items"]
    depths: dict[str, int] = {}
    looks = Looks()
    for row, item in enumerate(items, 2):
        depth = depths[item["id"]] = depths.get(item["parent"], -1) + 1
        texts = [cells.text(column, item) for column in columns]
        _put_item(sheet, row, texts, columns, looks, section=item["kind"] == "section")
        if depth:
            sheet.row_dimensions[row].outlineLevel = min(depth, 7)
    outlined(sheet)
    filtered(sheet)
    put_page(sheet, in_a_line(document.title), in_a_line(short_stamp(document)))
    _offer_choices(workbook, sheet, cells, document)


def _put_item(
    sheet: "Worksheet",
    row: int,
    texts: list[str],
    columns: list[CellColumn],
    looks: Looks,
    *,
    section: bool,
) -> None:
    for n, (column, text) in enumerate(zip(columns, texts, strict=True), 1):
        cell = sheet.cell(row, n)
        also: dict[str, Any] = {"number_format": TEXT_FORMAT} if column.key in _TYPED else {}
        if section:
            also["fill"] = SECTION_FILL
        looks.give(cell, _font(column.key, section), border=LINED, **also)
        put_text(cell, text)


def _font(key: str, section: bool) -> Font:
    if section:
        return STRONG
    return MUTED if key in ("kind", "role", "section", "rests_on", "translated") else FONT


def _offer_choices(
    workbook: "Workbook", sheet: "Worksheet", cells: PlanCells, document: Document
) -> None:
    """Drop-downs in the document's languages, and what may be typed where there is no list."""
    build = Building(document.words)
    lists = Lists(workbook, sheet_title(in_a_line(build.key("sheet.lists")), workbook))
    choose = in_a_cell(build.key("prompt.choose"))
    for n, column in enumerate(cells.columns(), 1):
        head = in_a_line(cells.head(column.key))
        if codes := _CHOICES.get(column.key):
            words = [w.t.word(column.key, code) for w in document.words.values() for code in codes]
            listed = lists.add(list(dict.fromkeys(words)))
            offer(sheet, n, listed, head, choose, strict=True)
        elif column.key == "lead":
            said = build.said(lambda w: w.t("prompt.lead", codes=", ".join(sorted(w.now))))
            offer(sheet, n, None, head, in_a_cell(said), strict=False)
        elif column.key in ("timeline", "rests_on"):
            said = build.key(f"prompt.{column.key}")
            offer(sheet, n, None, head, in_a_cell(said), strict=False)
