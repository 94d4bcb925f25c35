"""What must hold of a ledger at the end of every story, whatever happened to its processes."""

import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg

from ledger.events import ChangeEnacted, DecisionAdopted
from ledger.ledger import Ledger
from ledger.place import is_on_a_server
from ledger.verify import verify
from projections.files import views_path
from projections.tables import metadata
from projections.verification import expectation
from projections.views import Views
from tests.stores import Address

SHADOWS = ("_rowid", "_node", "_parent")
"""How an R*Tree keeps its rows, which depends on what was there before."""


def assert_right(path: Address) -> None:
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
    rows = ledger.recorder.rows(topics=[DecisionAdopted.topic])
    return Counter(row[1].removeprefix("decision:") for row in rows)


def assert_views_are_those_of_a_clean_rebuild(path: Address) -> None:
    """Held against views that the same log was folded into from nothing: in a file, another's, a copy."""
    if is_on_a_server(path):
        kept = rows_on_a_server(str(path))
        with closing(Ledger.open(path)) as ledger, closing(Views.open(ledger)) as views:
            views.rebuild()
        assert_same(kept, rows_on_a_server(str(path)))
        return
    path = Path(path)
    copy = path.with_name(f"{path.stem}-rebuilt{path.suffix}")
    shutil.copy(path, copy)
    views_path(str(copy)).unlink(missing_ok=True)
    with closing(Ledger.open(copy)) as ledger:
        Views.open(ledger).close()
    kept, rebuilt = (rows_of(views_path(str(each))) for each in (path, copy))
    assert_same(kept, rebuilt)
    for left in (copy, views_path(str(copy))):
        left.unlink()


def assert_same(kept: dict[str, list[Any]], rebuilt: dict[str, list[Any]]) -> None:
    assert kept.keys() == rebuilt.keys()
    for table, rows in rebuilt.items():
        assert kept[table] == rows, table


def rows_of(views: Path) -> dict[str, list[Any]]:
    with closing(sqlite3.connect(views)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        names = [name for (name,) in tables if not name.endswith(SHADOWS)]
        rows = {n: connection.execute(f'SELECT * FROM "{n}"').fetchall() for n in names}
    return comparable(rows)


def rows_on_a_server(address: str) -> dict[str, list[Any]]:
    with psycopg.connect(address, options="-c search_path=rcm_views") as connection:
        names = [table.name for table in metadata.sorted_tables]
        rows = {n: connection.execute(f'SELECT * FROM "{n}"').fetchall() for n in names}
    return comparable(rows)


def comparable(rows: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Rows in an order of their own, and without what is another with each building."""
    generation = 2
    rows["meta"] = [(*row[:generation], *row[generation + 1 :]) for row in rows["meta"]]
    return {name: sorted(found, key=repr) for name, found in rows.items()}


def log_of(path: Address) -> list[Any]:
    """Every byte of the log, to hold it against what it was."""
    with closing(Ledger.open(path)) as ledger:
        return [tuple(r) for r in ledger.recorder.read(f"SELECT {ledger.recorder.ENTRY}, * FROM stored_events")]
