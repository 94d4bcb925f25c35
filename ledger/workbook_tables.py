"""The sheets of a register's workbook as tables: rows below heads that are known.

What a person would not see as it is read is an error: a hidden row, merged cells, a column without a
head, a sheet that no register has. Every such error is found before any row is read as a record.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ledger.input_errors import Cell, Findings, Where, did_you_mean, listed, quoted
from ledger.workbook_cells import Sheet, Value
from ledger.workbook_sheets import BELONGS, COLUMNS, SHEET_NAMES, At, SheetName, column_of, heads_of
from ledger.workbook_words import HEADS, NOT_READ, SHEETS, by_words, folded

_NAMES: Mapping[str, SheetName] = by_words(SHEETS)  # type: ignore[assignment]
_NOT_READ = by_words(NOT_READ)
_NEEDED: dict[SheetName, tuple[str, ...]] = {
    "register": ("key", "value"),
    "meetings": ("id",),
    "decisions": ("meeting", "id"),
    "changes": ("kind",),
    "positions": ("decision", "member"),
    "items": ("item",),
    "proposals": ("id",),
    "comments": ("proposal",),
    "referrals": ("proposal",),
}
"""Columns without which no row of a sheet says anything."""


@dataclass(frozen=True)
class RowOf:
    """A row: the cell of each column, and what stands in those that are not empty."""

    cells: dict[At, Cell]
    values: dict[At, Value]

    @property
    def first(self) -> Cell:
        return min(self.cells.values())

    def of(self, key: str) -> Iterator[tuple[At, Cell, Value | None]]:
        """The columns of a key: one for each language where it is words."""
        return (
            (at, self.cells[at], self.values.get(at)) for at in self.cells if at.column.key == key
        )

    def one(self, key: str) -> tuple[Cell, Value | None]:
        """The cell of a key that has one column, the row's first cell where there is none."""
        return next(((cell, value) for _, cell, value in self.of(key)), (self.first, None))


Tables = dict[SheetName, list[RowOf]]


class TablesReading:
    """Reads the sheets of one file into tables."""

    def __init__(self, file: str, findings: Findings):
        self._file, self._findings = file, findings
        self.tables: Tables = {}

    def read(self, sheets: Sequence[Sheet]) -> Tables:
        known: dict[SheetName, Sheet] = {}
        for sheet in sheets:
            name = _NAMES.get(folded(sheet.title))
            if name is not None and name in known:
                facts = {"found": quoted(sheet.title), "other": quoted(known[name].title)}
                self._add("sheet-twice", sheet.cell(1), **facts)
            elif name is not None:
                known[name] = sheet
            elif sheet.rows and folded(sheet.title) not in _NOT_READ:
                self._unknown(sheet)
        if not known:
            names = ", ".join(sheet.title for sheet in sheets)
            facts = {"found": quoted(names), "allowed": _listed()}
            self._findings.add("workbook-no-register", Where(self._file, None, ""), **facts)
            return {}
        self.tables = {
            name: self._table(name, known[name]) for name in SHEET_NAMES if name in known
        }
        for name, rows in self.tables.items():
            above = BELONGS.get(name)
            if rows and above is not None and above not in known and not _of_proposals(rows):
                other = quoted(known[name].title)
                self._add("sheet-missing", known[name].cell(1), other=other, sheet=SHEETS[above])
        return self.tables

    def _unknown(self, sheet: Sheet) -> None:
        words = [word for pair in SHEETS.values() for word in pair]
        hint = did_you_mean(sheet.title, words)
        facts = {"found": quoted(sheet.title), "allowed": _listed(), "hint": hint}
        self._add("sheet-unknown", sheet.cell(1), **facts)

    def _table(self, name: SheetName, sheet: Sheet) -> list[RowOf]:
        if not sheet.rows:
            return []
        head = min(sheet.rows)
        heads = self._heads(name, sheet, head)
        if name != "items":
            self._unseen(sheet, head, heads)
        given = {at.column.key for at in heads.values()}
        for key in _NEEDED.get(name, ()):
            if key not in given:
                self._add("column-missing", sheet.cell(head), f".{key}", column=_head(name, key))
                return []
        self._without_heads(sheet, head)
        rows = []
        for number, values in sheet.rows.items():
            found = {at: values[column] for column, at in heads.items() if column in values}
            if number > head and found:
                cells = {at: sheet.cell(number, column) for column, at in heads.items()}
                rows.append(RowOf(cells, found))
        return rows

    def _heads(self, name: SheetName, sheet: Sheet, head: int) -> dict[int, At]:
        heads: dict[int, At] = {}
        for column, said in sheet.rows[head].items():
            at = column_of(name, str(said))
            cell = sheet.cell(head, column)
            if at is None:
                allowed = heads_of(name, "en") + heads_of(name, "es")
                hint = did_you_mean(str(said), allowed)
                facts = {"found": quoted(str(said)), "hint": hint}
                en, es = listed(heads_of(name, "en")), listed(heads_of(name, "es"))
                self._add("column-unknown", cell, allowed=(en, es), **facts)
            elif any(_clash(at, other) for other in heads.values()):
                self._add("column-twice", cell, found=quoted(str(said)))
            else:
                heads[column] = at
        return heads

    def _unseen(self, sheet: Sheet, head: int, heads: dict[int, At]) -> None:
        """What the person who hands the workbook in may not have seen."""
        if sheet.hidden:
            self._add("sheet-hidden", sheet.cell(1))
        for row in sorted(sheet.hidden_rows):
            self._add("row-hidden", sheet.cell(row), row=row)
        for column in sorted(sheet.hidden_columns):
            self._add("column-hidden", sheet.cell(head, column))
        for merged in sheet.merged:
            # An error for each range, not for each cell that it swallows.
            self._add("cells-merged", sheet.cell(head), f".{merged}", found=merged)

    def _without_heads(self, sheet: Sheet, head: int) -> None:
        headed, said = set(sheet.rows[head]), set[int]()
        for number, row in sheet.rows.items():
            for column in row.keys() - headed - said:
                said.add(column)
                self._add("head-missing", sheet.cell(number, column), row=head)

    def _add(self, code: str, cell: Cell, *below: str, **facts: Any) -> None:
        self._findings.add(code, Where.at(self._file, cell, f"{cell}{''.join(below)}"), **facts)


def _clash(one: At, other: At) -> bool:
    """Whether two columns say the same thing: a text is either bare, or of languages."""
    return one.column == other.column and (
        one.language is None or other.language in (None, one.language)
    )


def _of_proposals(rows: Sequence[RowOf]) -> bool:
    """Changes that proposals ask for belong to no decision."""
    return all(row.one("proposal")[1] is not None for row in rows)


def _head(name: SheetName, key: str) -> tuple[str, str]:
    column = next(column for column in COLUMNS[name] if column.key == key)
    return HEADS[column.head]


def _listed() -> tuple[str, str]:
    return listed([en for en, _ in SHEETS.values()]), listed([es for _, es in SHEETS.values()])


def mark_of(texts: Sequence[str]) -> str:
    """The mark of a row that lists an item: by it a change of the row is seen."""
    return hashlib.sha256("\x1f".join(texts).encode()).hexdigest()[:12]
