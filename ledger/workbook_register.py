"""A register handed in as a workbook (.xlsx): its rows become the records that YAML would have given.

Each value keeps its cell, as a value of YAML keeps its line, and goes through the same models: so
every mistake is said in the same words, at `Changes!D7`.
"""

from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

from ledger.changes import KINDS
from ledger.input_errors import Cell, Findings, Where, did_you_mean, listed, path_text, quoted
from ledger.input_errors import Path as Steps
from ledger.input_models import Record
from ledger.workbook_cells import Value, sheets_of
from ledger.workbook_sheets import At, SheetColumn, SheetName, head_of, place_in_change, taken_by
from ledger.workbook_tables import RowOf, Tables, TablesReading, mark_of
from ledger.workbook_values import Wrong, as_text, spread, value_of
from ledger.workbook_words import HEADS, REGISTER_KEYS, SHEETS, by_words, folded
from ledger.yaml_input import Places

_KEYS = by_words(REGISTER_KEYS)


class RegisterWorkbook:
    """The records of one workbook.

    Attributes:
        header: `charter`, `language`, `basis` … by key, each with its place.
    """

    def __init__(self, file: str, tables: Tables, findings: Findings):
        self._file, self._tables, self._findings = file, tables, findings
        self._by_decision = self._grouped("changes", "decision", "decisions")
        self._positions = self._grouped("positions", "decision", "decisions")
        self._by_proposal = self._grouped("changes", "proposal", "proposals")
        self.header = dict(self._header())
        self._homeless()
        self._listed_only()

    # --- what there is -----------------------------------------------------------------------

    def meetings(self) -> Iterator[tuple[Record, list[Record]]]:
        """Each meeting with its decisions."""
        decisions = self._grouped("decisions", "meeting", "meetings")
        for n, row in enumerate(self._rows("meetings")):
            path: Steps = ("meetings", n)
            meeting = self._record(row, path)
            own = decisions.pop(_id(row), [])
            yield (
                meeting,
                [self._decision(each, (*path, "decisions", m)) for m, each in enumerate(own)],
            )

    def homeless(self) -> Iterator[tuple[SheetName, Record]]:
        """What belongs to nothing that is there, so that all that is wrong with it is said as well."""
        there = {_id(row) for row in self._rows("meetings")}
        for n, row in enumerate(self._rows("decisions")):
            if _key(row.one("meeting")[1]) not in there:
                yield "decisions", self._decision(row, ("decisions", n))
        for rows in [*self._by_decision.values()]:
            for n, row in enumerate(rows):
                yield "changes", self._change(row, ("changes", n))

    def _decision(self, row: RowOf, path: Steps) -> Record:
        made = self._record(row, path)
        value, lines = made.value, made.lines
        assert isinstance(lines, dict)
        id = _id(row)
        changes = self._by_decision.pop(id, [])
        if changes:
            each = [self._change(c, (*path, "changes", n)) for n, c in enumerate(changes)]
            value["changes"], lines["changes"] = _as_list(each, row.first)
        for position in self._positions.pop(id, []):
            self._position(position, made)
        return made

    def _change(self, row: RowOf, path: Steps) -> Record:
        cell, raw = row.one("kind")
        kind = self._read(_column(row, "kind"), cell, raw, path) if raw is not None else None
        if not isinstance(kind, str):
            if raw is None:
                self._add("change-without-kind", cell, path, allowed=listed(KINDS))
            return Record(self._file, path, {}, {None: cell})
        fields: dict[str, Any] = {}
        lines: Places = {None: cell}
        for at, place, value in self._filled(row):
            if at.column.key in ("decision", "proposal", "kind") or kind not in KINDS:
                continue
            below = place_in_change(kind, at.column)
            if below is None:
                if value is not None:
                    self._not_taken(kind, at, place, (*path, kind, at.column.key))
                continue
            if not below:
                fields, lines = self._whole(at, place, value, (*path, kind))
                continue
            assert isinstance(lines, dict)
            self._put(fields, lines, at, below, place, value, (*path, kind))
        if kind == "redefine":
            _cleared(fields, row)
        return Record(self._file, path, {kind: fields}, {None: cell, kind: lines})

    def _whole(self, at: At, cell: Cell, value: Value | None, path: Steps) -> tuple[Any, Any]:
        found = None if value is None else self._read(at.column, cell, value, path)
        return found, spread(found, cell)

    def _not_taken(self, kind: str, at: At, cell: Cell, path: Steps) -> None:
        en, es = ([head_of(At(c, None), each) for c in taken_by(kind)] for each in ("en", "es"))
        heads = head_of(at, "en"), head_of(at, "es")
        facts = {"kind": quoted(kind), "column": heads, "allowed": (listed(en), listed(es))}
        self._add("cell-not-taken", cell, path, **facts)

    def _position(self, row: RowOf, decision: Record) -> None:
        cell, raw = row.one("member")
        path: Steps = (*decision.path, "positions")
        member = None if raw is None else self._read(_column(row, "member"), cell, raw, path)
        if not isinstance(member, str):
            self._add("row-without", cell, path, column=_said(_column(row, "member")))
            return
        value: Any = decision.value
        lines: Any = decision.lines
        made = self._record(row, (*decision.path, "positions", member))
        assert isinstance(made.lines, dict)
        made.lines[None] = cell
        contested = any(text is not None for _, _, text in row.of("contest"))
        if contested:
            contests = value.setdefault("contests", {})
            places = lines.setdefault("contests", {None: cell})
            for at, place, text in row.of("contest"):
                self._put(
                    contests, places, at, (member,), place, text, (*decision.path, "contests")
                )
        if made.value or not contested:
            positions = value.setdefault("positions", {})
            if member in positions:
                path = (*decision.path, "positions", member, "again", cell.row)
                self._add("position-twice", cell, path, found=quoted(member))
            positions[member] = made.value
            lines.setdefault("positions", {None: cell})[member] = made.lines

    def proposals(self) -> Iterator[Record]:
        comments = self._grouped("comments", "proposal", "proposals")
        referrals = self._grouped("referrals", "proposal", "proposals")
        for n, row in enumerate(self._rows("proposals")):
            path: Steps = ("proposals", n)
            made = self._record(row, path)
            value: Any = made.value
            lines: Any = made.lines
            parts = {"comments": comments, "referrals": referrals}
            for key, by_id in parts.items():
                rows = by_id.pop(_id(row), [])
                if rows:
                    each = [self._record(r, (*path, key, m)) for m, r in enumerate(rows)]
                    value[key], lines[key] = _as_list(each, row.first)
            changes = self._by_proposal.pop(_id(row), [])
            if changes:
                each = [self._change(c, (*path, "changes", m)) for m, c in enumerate(changes)]
                value["changes"], lines["changes"] = _as_list(each, row.first)
            self._outcome(row, made)
            yield made

    def _outcome(self, row: RowOf, proposal: Record) -> None:
        """`declined` and `withdrawn` have their reason; `adopted` the decisions."""
        cell, raw = row.one("outcome")
        path = (*proposal.path, "outcome")
        said = None if raw is None else self._read(_column(row, "outcome"), cell, raw, path)
        reasons = list(row.of("reason"))
        value: Any = proposal.value
        lines: Any = proposal.lines
        if said in ("declined", "withdrawn"):
            for at, place, text in reasons:
                self._put(value, lines, at, ("outcome", said), place, text, proposal.path)
            value.setdefault("outcome", {}).setdefault(said, None)
        elif said == "adopted":
            value.setdefault("outcome", {}).setdefault("adopted", None)
        elif said is not None:
            self._add("choice-outcome", cell, path, found=quoted(said))
        if said not in ("declined", "withdrawn"):
            for _, place, text in reasons:
                if text is not None:
                    self._add("outcome-reason", place, (*path, "reason"))

    def others(self, sheet: SheetName) -> Iterator[Record]:
        """The records of a sheet whose rows stand alone."""
        return (self._record(row, (sheet, n)) for n, row in enumerate(self._rows(sheet)))

    # --- rows --------------------------------------------------------------------------------

    def _rows(self, sheet: SheetName) -> list[RowOf]:
        return self._tables.get(sheet, [])

    def _grouped(self, sheet: SheetName, by: str, above: SheetName) -> dict[str, list[RowOf]]:
        """Rows by what they belong to; those that belong to nothing are errors."""
        there = {_id(row) for row in self._rows(above)}
        groups: dict[str, list[RowOf]] = {}
        for row in self._rows(sheet):
            cell, raw = row.one(by)
            if raw is None:
                continue
            id = _key(raw)
            if id not in there:
                facts = {
                    "found": quoted(id),
                    "sheet": SHEETS[above],
                    "hint": did_you_mean(id, there),
                }
                self._add("row-homeless", cell, (str(cell),), **facts)
            groups.setdefault(id, []).append(row)
        return groups

    def _homeless(self) -> None:
        """Rows that say of no record that they belong to it, and changes that say it of two."""
        belongs: tuple[tuple[SheetName, str], ...] = (
            ("decisions", "meeting"),
            ("positions", "decision"),
            ("comments", "proposal"),
            ("referrals", "proposal"),
        )
        for sheet, by in belongs:
            for row in self._rows(sheet):
                cell, raw = row.one(by)
                if raw is None:
                    self._add("row-without", cell, (str(cell),), column=_said(_column(row, by)))
        for row in self._rows("changes"):
            given = [row.one(by)[1] is not None for by in ("decision", "proposal")]
            if given.count(True) != 1:
                self._add("change-of-one", row.first, (str(row.first),))

    def _listed_only(self) -> None:
        """The sheet of items lists what there is: nothing that is written there would be read."""
        for row in self._rows("items"):
            texts, mark = [], None
            for at in row.cells:
                if at.column.key == "mark":
                    mark = row.values.get(at)
                else:
                    texts.append(str(row.values.get(at, "")).strip())
            if mark != mark_of(texts):
                self._add("items-listed", row.first, (str(row.first),))

    def _header(self) -> Iterator[tuple[str, Record]]:
        seen = set[str]()
        for row in self._rows("register"):
            cell, raw = row.one("key")
            key = _KEYS.get(folded(str(raw or "")))
            if key is None:
                facts = {"found": quoted(str(raw)), "allowed": listed(REGISTER_KEYS)}
                facts["hint"] = did_you_mean(str(raw), [*REGISTER_KEYS])
                self._add("key-unknown", cell, (str(cell),), **facts)
                continue
            place, value = row.one("value")
            if key in seen:
                self._add("header-twice", cell, (str(cell),), found=key)
                continue
            seen.add(key)
            if value is None:
                continue
            path: Steps = (key,)
            if key == "basis" and isinstance(value, str):
                basis = SheetColumn("basis", "word", (key,), "basis", "basis", 0)
                found = self._read(basis, place, value, path)
            else:
                found = self._read(_column(row, "value"), place, value, path)
            yield key, Record(self._file, path, found, spread(found, place))

    def _record(self, row: RowOf, path: Steps) -> Record:
        """A row whose columns say where they stand."""
        value: dict[str, Any] = {}
        lines: dict[str | None, Any] = {None: row.first}
        for at, cell, raw in self._filled(row):
            if at.column.path:
                self._put(value, lines, at, at.column.path, cell, raw, path)
        return Record(self._file, path, value, lines)

    def _filled(self, row: RowOf) -> Iterator[tuple[At, Cell, Value | None]]:
        """All columns of a row: an empty cell says where its value would stand."""
        return ((at, cell, row.values.get(at)) for at, cell in row.cells.items())

    def _put(
        self,
        value: dict[str, Any],
        lines: dict[str | None, Any],
        at: At,
        below: Sequence[str],
        cell: Cell,
        raw: Value | None,
        path: Steps,
    ) -> None:
        """Puts what a cell says at its place in a record, and the cell at the same place of its
        lines."""
        steps = [*below, *([at.language] if at.language else [])]
        inner: Any = lines
        for step in steps[:-1]:
            inner = inner.setdefault(step, {None: cell})
        inner.setdefault(steps[-1], cell)
        if raw is None:
            return
        found = self._read(at.column, cell, raw, (*path, *steps))
        inner[steps[-1]] = spread(found, cell)
        target = value
        for step in steps[:-1]:
            target = target.setdefault(step, {})
        target[steps[-1]] = found

    def _read(self, column: SheetColumn, cell: Cell, raw: Value, path: Steps) -> Any:
        try:
            return value_of(column, raw)
        except Wrong as wrong:
            self._add(wrong.code, cell, path, **wrong.facts)
            return None

    def _add(self, code: str, cell: Cell, path: Steps, **facts: Any) -> None:
        self._findings.add(code, Where.at(self._file, cell, path_text(path)), **facts)


def register_workbook(file: str, stream: BinaryIO, findings: Findings) -> RegisterWorkbook | None:
    """The register that a workbook is; None where it cannot be read, which is added to the findings."""
    before = findings.count
    sheets = sheets_of(file, stream, findings)
    if sheets is None:
        return None
    tables = TablesReading(file, findings).read(sheets)
    return RegisterWorkbook(file, tables, findings) if tables or findings.count == before else None


def _cleared(redefine: dict[str, Any], row: RowOf) -> None:
    """A text that is cleared in every language is cleared as a whole."""
    terms = redefine.get("terms", {})
    for part in ("title", "action"):
        columns = [at.language for at, _, _ in row.of(part)]
        text = terms.get(part)
        if isinstance(text, dict) and len(text) == len(columns) and not any(text.values()):
            terms[part] = None


def _column(row: RowOf, key: str) -> SheetColumn:
    return next(at.column for at in row.cells if at.column.key == key)


def _said(column: SheetColumn) -> tuple[str, str]:
    return HEADS[column.head]


def _id(row: RowOf) -> str:
    return _key(row.one("id")[1])


def _key(raw: Value | None) -> str:
    try:
        return as_text(raw).strip()
    except Wrong:
        return str(raw)


def _as_list(records: Sequence[Record], cell: Cell) -> tuple[list[Any], list[Any]]:
    return [record.value for record in records], [cell, *(record.lines for record in records)]
