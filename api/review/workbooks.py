"""A revised version as a workbook, `.xlsx`: as `document plan` writes it, and after people have
worked on it."""

import re
from collections.abc import Iterator, Mapping
from datetime import time, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from api.review.columns import Head, heads_of, is_head, written_in
from api.review.rows import Cell, Understanding
from ledger.workbook_cells import CellError, Formula, Sheet, sheets_of
from projections.revised import Origin, Row, Version

FIRST_ROWS = 30
"""Among these of a sheet its heads are looked for."""
OF_ONE_ROW = ("id", "parent", "title", "action")
"""What two rows cannot share: one cell over both leaves nobody knowing whose it is."""
_RANGE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})(?::([A-Z]{1,3})([0-9]{1,7}))?")


def read_workbook(file: Path, stream: BinaryIO, reader: Understanding) -> Version | None:
    """The version; None where the file is no workbook, or has no plan in it, which is added to the
    findings."""
    sheets = sheets_of(str(file), stream, reader.findings)
    if sheets is None:
        return None
    origin = next(filter(None, map(_origin, sheets)), None)
    rows: list[Row] = []
    ignored: list[str] = []
    language = None
    found = False
    for sheet in sheets:
        if sheet.hidden:
            continue
        at, heads = _heads(sheet, reader)
        if at is None:
            continue
        found = True
        language = language or written_in(list(heads.values()))
        ignored += [head.text for head in heads.values() if head.key is None and head.text.strip()]
        rows += _Rows(sheet, at, heads, reader).read()
    if not found:
        reader.complain("review.no-heads", "")
        return None
    return Version(file.name, rows, language, ignored, origin)


def _origin(sheet: Sheet) -> Origin | None:
    """What a document says of itself: the first column has what a program reads by."""
    told = {str(row.get(1)): str(row.get(3, "")) for row in sheet.rows.values()}
    if "ledger" not in told or "charter" not in told:
        return None
    charter = re.search(r"\(([a-z0-9-]+)\)$", told["charter"])
    known_at = told.get("known_at", "")
    return Origin(
        ledger=told["ledger"],
        charter=charter[1] if charter else None,
        known_at=int(known_at) if known_at.isdecimal() else None,
        as_of=as_of if re.fullmatch(r"\d{4}-\d\d-\d\d", as_of := told.get("as_of", "")) else None,
    )


def _heads(sheet: Sheet, reader: Understanding) -> tuple[int | None, dict[int, Head]]:
    """The row of the heads, and each column's."""
    for number in sorted(sheet.rows)[:FIRST_ROWS]:
        row = sheet.rows[number]
        columns = sorted(row)
        texts = [str(row[n]) if isinstance(row[n], str) else "" for n in columns]
        heads = heads_of(texts, reader.charter.languages)
        if is_head(heads):
            return number, dict(zip(columns, heads, strict=True))
    return None, {}


class _Rows:
    def __init__(self, sheet: Sheet, at: int, heads: Mapping[int, Head], reader: Understanding):
        self.sheet, self.at, self.heads, self.reader = sheet, at, heads, reader
        self.shared = self._merged()

    def read(self) -> Iterator[Row]:
        for number in sorted({*self.sheet.rows, *(row for row, _ in self.shared)}):
            if number > self.at and (row := self._row(number)) is not None:
                yield row

    def _row(self, number: int) -> Row | None:
        values = self.sheet.rows.get(number, {})
        cells = []
        for column, head in self.heads.items():
            if head.key is None:
                continue
            value: Any = values.get(column)
            if value is None:
                value = self.shared.get((number, column))
            cells.append(
                Cell(head, self._plain(value, number, column), self._place(number, column))
            )
        return self.reader.row(cells, self._place(number, min(self.heads)))

    def _plain(self, value: Any, row: int, column: int) -> Any:
        if isinstance(value, Formula | CellError):
            error = isinstance(value, CellError)
            key = "review.cell-error" if error else "review.formula"
            self.reader.complain(key, self._place(row, column), found=value.text[:60])
            return None
        if isinstance(value, bool | time | timedelta):
            return str(value)
        return value

    def _place(self, row: int, column: int) -> str:
        return f"{self.sheet.title}!{letters(column)}{row}"

    # Merged cells.

    def _merged(self) -> dict[tuple[int, int], Any]:
        """Values of cells that are one with a cell above them: they are of every row that it covers."""
        shared: dict[tuple[int, int], Any] = {}
        for merged in self.sheet.merged:
            corners = _corners(merged)
            if corners is None:
                continue
            left, top, right, bottom = corners
            covered = [n for n in self.heads if left <= n <= right]
            keys = {self.heads[n].key for n in covered}
            if bottom <= self.at or not covered or not self._has_rows(top, bottom):
                continue
            if not keys.isdisjoint(OF_ONE_ROW) and (bottom > top or len(keys) > 1):
                place = f"{self.sheet.title}!{merged}"
                self.reader.complain("review.merged", place)
                continue
            value = self.sheet.rows.get(top, {}).get(left)
            if value is not None:
                shared |= {(row, left): value for row in range(top + 1, bottom + 1)}
        return shared

    def _has_rows(self, top: int, bottom: int) -> bool:
        return any(top <= row <= bottom for row in self.sheet.rows)


def _corners(merged: str) -> tuple[int, int, int, int] | None:
    found = _RANGE.fullmatch(merged)
    if found is None:
        return None
    left, top = _number(found[1]), int(found[2])
    right = _number(found[3]) if found[3] else left
    return left, top, right, min(int(found[4] or top), top + 100_000)


def _number(said: str) -> int:
    n = 0
    for letter in said:
        n = 26 * n + ord(letter) - 64
    return n


def letters(column: int) -> str:
    """A column as a sheet names it: 3 is C."""
    found = ""
    while column:
        column, letter = divmod(column - 1, 26)
        found = chr(65 + letter) + found
    return found
