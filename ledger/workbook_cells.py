"""The cells of a workbook that somebody hands in, sheet by sheet: values alone, and where they stand.

Nothing is worked out: a formula is a `Formula`, not its result. What a person does not see as it is
(hidden rows and columns, merged cells) is said of each sheet, for whoever reads it to judge.
"""

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, BinaryIO, NamedTuple

from ledger.input_errors import Cell, Findings, Where, counted
from ledger.office_files import SUFFIX, readable_package
from ledger.workbook_output import read_text

MOST_CELLS = 1_000_000
"""With something in them, in a whole workbook."""
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384


class Formula(NamedTuple):
    """A formula, which is never worked out."""

    text: str


class CellError(NamedTuple):
    """What a formula left behind, like `#REF!`."""

    text: str


Value = str | int | float | bool | datetime | date | time | timedelta | Formula | CellError


@dataclass
class Sheet:
    """A sheet: its rows that have something in them, each a mapping of column numbers to values.

    Attributes:
        order: the how-manyeth it is, from 1.
        hidden: whether it is not shown.
        merged: the ranges of merged cells, like `A2:A5`.
        hidden_rows, hidden_columns: those not shown, of the rows and columns that have content.
    """

    title: str
    order: int
    hidden: bool
    rows: dict[int, dict[int, Value]] = field(default_factory=dict)
    merged: Sequence[str] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    def cell(self, row: int, column: int = 1) -> Cell:
        return Cell(self.order, row, column, self.title)


class _TooMany(Exception):
    pass


def sheets_of(file: str, stream: BinaryIO, findings: Findings) -> list[Sheet] | None:
    """The sheets of a workbook; None where it cannot be read, which is added to the findings."""
    if not readable_package(file, stream, "workbook", findings):
        return None
    try:
        with warnings.catch_warnings():
            # What openpyxl does not know is nothing that we read.
            warnings.simplefilter("ignore")
            return list(_read(stream))
    except _TooMany:
        findings.add("workbook-cells", Where(file, None, ""), most=counted(MOST_CELLS))
    except Exception:
        # The parser's own, of whatever kind: the parts are well-formed, and make no sense to it.
        why = ("its sheets make no sense", "sus hojas no tienen sentido")
        facts = {"why": why, "suffix": SUFFIX["workbook"]}
        findings.add("office-damaged", Where(file, None, ""), **facts)
    return None


def _read(stream: BinaryIO) -> Iterator[Sheet]:
    from openpyxl import load_workbook

    workbook: Any = load_workbook(stream, read_only=True, keep_links=False)
    left = MOST_CELLS
    for order, each in enumerate(workbook.worksheets, 1):
        sheet = Sheet(each.title, order, each.sheet_state != "visible")
        left = _fill(sheet, each, left)
        yield sheet


def _fill(sheet: Sheet, source: Any, left: int) -> int:
    """Reads one sheet as a stream; how many cells more may be read.

    By openpyxl's parser and not by its read-only sheet: that fills rows and columns up to whatever
    a file says is its last one.
    """
    from openpyxl.worksheet._reader import WorkSheetParser

    workbook = source.parent
    with source._get_source() as part:
        parser: Any = WorkSheetParser(
            part,
            source._shared_strings,
            epoch=workbook.epoch,
            date_formats=workbook._date_formats,
            timedelta_formats=workbook._timedelta_formats,
        )
        before = 0
        for number, cells in parser.parse():
            if not before < number <= _LAST_ROW:
                raise ValueError(number)
            before = number
            row = {cell["column"]: _value(cell) for cell in cells if _says_something(cell)}
            if row:
                if max(row) > _LAST_COLUMN:
                    raise ValueError(max(row))
                sheet.rows[number] = row
                left -= len(row)
                if left < 0:
                    raise _TooMany
    if parser.merged_cells is not None:
        sheet.merged = [merged.ref for merged in parser.merged_cells.mergeCell]
    hidden = {int(n) for n, row in parser.row_dimensions.items() if _is_hidden(row)}
    sheet.hidden_rows = frozenset(hidden & sheet.rows.keys())
    columns = {column for row in sheet.rows.values() for column in row}
    spans = [each for each in parser.column_dimensions.values() if _is_hidden(each)]
    sheet.hidden_columns = frozenset(
        n for n in columns if any(int(s["min"]) <= n <= int(s["max"]) for s in spans)
    )
    return left


def _is_hidden(attributes: dict[str, str]) -> bool:
    """Hidden, or so low or narrow that nobody sees it."""
    nothing = attributes.get("ht") == "0" or attributes.get("width") == "0"
    return nothing or attributes.get("hidden") in ("1", "true")


def _says_something(cell: dict[str, Any]) -> bool:
    value = cell["value"]
    return value is not None and not (isinstance(value, str) and not value.strip())


def _value(cell: dict[str, Any]) -> Value:
    value = cell["value"]
    match cell["data_type"]:
        case "f":
            return Formula(str(getattr(value, "text", None) or value))
        case "e":
            return CellError(str(value))
        case _ if isinstance(value, str):
            return read_text(value)
    return value  # type: ignore[no-any-return]
