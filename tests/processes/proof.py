"""What must hold of a ledger at the end of every story, whatever happened to its processes."""

import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

from ledger.events import ChangeEnacted, DecisionAdopted
from ledger.ledger import Ledger
from ledger.verify import verify
from projections.files import views_path
from projections.verification import expectation
from projections.views import Views

SHADOWS = ("_rowid", "_node", "_parent")
"""How an R*Tree keeps its rows, which depends on what was there before."""


def assert_right(path: Path) -> None:
    """The log is whole and proven, each decision in it wholly or not at all; the views follow."""
    with closing(Ledger.open(path)) as ledger:
        assert_whole(ledger)
        Views.open(ledger).close()
        found = verify(ledger, expectation(ledger))
        assert found.proven, found.violations
        ledger.settle_in_place()
    assert_views_are_those_of_a_clean_rebuild(path)


def assert_whole(ledger: Ledger) -> None:
    """Entries without a gap; each adoption once, with the changes that it announces."""
    facts = list(ledger.recorder.facts())
    assert [fact.entry for fact in facts] == list(range(1, ledger.head + 1))
    enacted = [f.event.authority.reference for f in facts if isinstance(f.event, ChangeEnacted)]
    announced = [
        f"{f.event.decision}#{n}"
        for f in facts
        if isinstance(f.event, DecisionAdopted)
        for n in range(1, f.event.changes + 1)
    ]
    assert enacted == announced
    assert not [reference for reference, n in Counter(announced).items() if n > 1]


def adopted(ledger: Ledger) -> Counter[str]:
    """How often each decision was adopted."""
    rows = ledger.recorder.read(
        "SELECT originator_id FROM stored_events WHERE topic = ?", [DecisionAdopted.topic]
    )
    return Counter(row[0].removeprefix("decision:") for row in rows)


def assert_views_are_those_of_a_clean_rebuild(path: Path) -> None:
    """Held against views that another file's log, a copy, was folded into from nothing."""
    copy = path.with_name(f"{path.stem}-rebuilt{path.suffix}")
    shutil.copy(path, copy)
    views_path(str(copy)).unlink(missing_ok=True)
    with closing(Ledger.open(copy)) as ledger:
        Views.open(ledger).close()
    kept, rebuilt = (rows_of(views_path(str(each))) for each in (path, copy))
    assert kept.keys() == rebuilt.keys()
    for table, rows in rebuilt.items():
        assert kept[table] == rows, table
    for left in (copy, views_path(str(copy))):
        left.unlink()


def rows_of(views: Path) -> dict[str, list[Any]]:
    with closing(sqlite3.connect(views)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        names = [name for (name,) in tables if not name.endswith(SHADOWS)]
        rows = {n: connection.execute(f'SELECT * FROM "{n}"').fetchall() for n in names}
    generation = 2
    rows["meta"] = [(*row[:generation], *row[generation + 1 :]) for row in rows["meta"]]
    return {name: sorted(found, key=repr) for name, found in rows.items()}


def log_of(path: Path) -> list[Any]:
    """Every byte of the log, to hold it against what it was."""
    with closing(Ledger.open(path)) as ledger:
        return [tuple(r) for r in ledger.recorder.read("SELECT rowid, * FROM stored_events")]
