"""Adopting: durable, ruled, and the views caught up, against a bare commit of the same bytes."""

import sqlite3
from contextlib import closing
from itertools import count
from pathlib import Path

from ledger.decision import Position
from ledger.ledger import Ledger
from ledger.records import DecisionFields
from tests.benchmarks.ledgers import Sizes, last_meeting, ledger_of, opened
from tests.benchmarks.measuring import Report, in_turns
from tests.builders import a_decision, all_agree, approve

Rows = list[tuple[str, int, str, bytes]]

EVENTS = "SELECT originator_id, originator_version, topic, state FROM stored_events WHERE rowid > ?"


def bare_file(folder: Path, like: Ledger) -> sqlite3.Connection:
    """A file with the log's table and nothing else, as durable as the log is."""
    connection = sqlite3.connect(folder / f"bare-{like.head}.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    synchronous = like.recorder.read("PRAGMA synchronous")[0][0]
    assert synchronous == 2, "the log waits for the disk at every commit (FULL)"
    connection.execute(f"PRAGMA synchronous = {synchronous}")
    connection.execute(
        "CREATE TABLE stored_events (originator_id TEXT, originator_version INTEGER, topic TEXT, "
        "state BLOB, PRIMARY KEY (originator_id, originator_version))"
    )
    return connection


class Bare:
    """A commit of the same bytes, each time under other ids."""

    def __init__(self, connection: sqlite3.Connection, rows: Rows):
        self.connection, self.rows, self.serial = connection, rows, count(1)

    def __call__(self) -> None:
        n = next(self.serial)
        run = self.connection.execute
        run("BEGIN")
        for stream, version, topic, state in self.rows:
            values = (f"{stream}-{n}", version, topic, state)
            run("INSERT INTO stored_events VALUES (?, ?, ?, ?)", values)
        run("COMMIT")


class Adopting:
    """Decisions with one change, on a ledger with views: tabled beforehand and adopted, or recorded
    in one."""

    def __init__(self, ledger: Ledger, tabled: int):
        self.ledger = ledger
        self.meeting = last_meeting(ledger)
        fields = ledger.meeting(self.meeting)
        assert fields is not None
        self.day = fields.fields.closes_on
        self.positions: dict[str, Position] = all_agree()(ledger.charter.members_on(self.day))
        for n in range(tabled):
            ledger.table(self._decision("t", n), [self._change("t", n)], self.positions)
        self.adopted, self.recorded = count(), count()

    def _decision(self, kind: str, n: int) -> DecisionFields:
        return a_decision(f"{self.meeting}-{kind}{n}", self.meeting, self.day)

    def _change(self, kind: str, n: int):
        title = {"en": "Workshop on travel document security", "es": "Taller sobre documentos"}
        action = "Keep regional knowledge of standards and security features current."
        return approve(f"{self.meeting}-{kind}{n}", "mpm", title=title, action=action, lead=("TS",))

    def adopt(self) -> None:
        self.ledger.adopt(f"{self.meeting}-t{next(self.adopted)}")

    def record(self) -> None:
        n = next(self.recorded)
        self.ledger.record(self._decision("r", n), [self._change("r", n)], self.positions)


def measure(report: Report, folder: Path, sizes: Sizes) -> None:
    path = ledger_of(folder, "hundredth", sizes.hundredth, sizes.plan)
    with opened(path) as (ledger, views):
        acts = Adopting(ledger, sizes.adoptions + 4)
        rows = []
        for act in (acts.adopt, acts.record):
            before = ledger.head
            act()
            rows.append([tuple(row) for row in ledger.recorder.read(EVENTS, [before])])
        assert len(rows[0]) == 2, "an adoption and one change"
        with closing(bare_file(folder, ledger)) as connection:
            adopt, record, *bare = in_turns(
                sizes.adoptions, acts.adopt, acts.record, *(Bare(connection, r) for r in rows)
            )
        assert views.entry == ledger.head
    report.compare("adopt a decision with one change", adopt, "bare commit", bare[0], at_least=0.25)
    report.compare("the same, tabled and adopted in one", record, "bare commit", bare[1])
