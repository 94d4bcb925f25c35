"""The process is killed before each SQL statement in turn, on the log and on the views.

"A row and its position commit together, and a test cuts the power before every SQL statement in
turn, restarts, and compares with a clean rebuild." (style.md, 9)
"""

import signal
from collections.abc import Callable
from contextlib import closing
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from ledger.ledger import Ledger
from projections.views import Views
from tests.builders import (
    a_decision,
    a_ledger,
    a_meeting,
    all_agree,
    approve,
    approve_section,
    complete,
    rectify,
    redefine,
    start,
    the_charter,
)
from tests.faults.statements import Interrupting, Statements
from tests.processes.proof import adopted, assert_right
from tests.processes.sessions import Session, opened
from tests.stores import Address, Store, both_stores

pytestmark = [both_stores, pytest.mark.slow_on_a_server]
MAY, JUNE = "2007-05-10", "2007-06-10"
CHANGES = [approve("b1", "mpm"), redefine("a1", timeline={"by": "2031-01-01"}), complete("a2")]


def positions(ledger: Ledger) -> dict:
    return all_agree()(ledger.charter.members_on(a_meeting("rcm", MAY).opens_on))


@pytest.fixture(scope="module")
def prepared(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Address:
    """A small plan, its views, and the decision `next`: tabled, and submitted as `submitted`."""
    folder = tmp_path_factory.mktemp("prepared")
    # Three members take a position, not eleven: what differs is only how often the same is done.
    charter = the_charter()
    three = {id: member for id, member in charter.members.items() if id in ("CA", "MX", "US")}
    small = charter.model_copy(update={"members": three})
    with closing(a_ledger(folder, small, store=store)) as ledger:
        ledger.convene(a_meeting("rcm", MAY, id="rcm-11"))
        ledger.convene(a_meeting("rcm", JUNE, id="rcm-12"))
        agreed = positions(ledger)
        plan = [approve_section("mpm"), *(approve(f"a{n}", "mpm") for n in range(1, 6))]
        ledger.record(a_decision("founding", "rcm-11", MAY), plan, agreed)
        ledger.record(a_decision("started", "rcm-12", JUNE), [start("a4"), start("a5")], agreed)
        ledger.table(a_decision("next", "rcm-12", JUNE), CHANGES, agreed)
        ledger.table(a_decision("submitted", "rcm-12", JUNE), CHANGES, agreed)
        ledger.submit("submitted")
        Views.open(ledger).close()
        ledger.settle_in_place()
    return store.address(folder)


def adopt(ledger: Ledger) -> str:
    ledger.adopt("next")
    return "next"


def confirm(ledger: Ledger) -> str:
    ledger.confirm("submitted")
    return "submitted"


def record(ledger: Ledger) -> str:
    ledger.record(a_decision("recorded", "rcm-12", JUNE), CHANGES, positions(ledger))
    return "recorded"


def record_late(ledger: Ledger) -> str:
    changes = [redefine("a3", timeline={"by": "2032-01-01"}), approve("c1", "mpm")]
    ledger.record(a_decision("late", "rcm-11", MAY), changes, positions(ledger))
    return "late"


def undo(ledger: Ledger) -> str:
    changes = [rectify("a4", "started#1"), start("a1")]
    ledger.record(a_decision("undone", "rcm-12", JUNE), changes, positions(ledger))
    return "undone"


ACTS: dict[str, Callable[[Ledger], str]] = {
    "adopted": adopt,
    "confirmed": confirm,
    "recorded": record,
    "recorded late": record_late,
    "undone by a rectification": undo,
}


def act(pipe: Connection, path: Address, name: str, last: int) -> None:
    """Acts on the ledger until the last statement comes; where none is, it answers what it ran."""
    statements = Statements()
    with opened(path) as (ledger, _):
        statements.count(last)
        ACTS[name](ledger)
        pipe.send(statements.seen)


def copied(store: Store, prepared: Address, folder: Path) -> Address:
    folder.mkdir()
    return store.copy(prepared, folder)


def statements_of(store: Store, prepared: Address, folder: Path, name: str) -> list[str]:
    """What an act runs when nothing goes wrong."""
    session = Session(act, copied(store, prepared, folder), name, 0)
    seen: list[str] = session.answer()
    assert session.ended() == 0
    return seen


@pytest.mark.parametrize("name", ACTS)
def test_a_decision_is_wholly_there_or_wholly_absent_whenever_the_process_is_killed(
    name: str, store: Store, prepared: Address, tmp_path: Path
):
    statements = statements_of(store, prepared, tmp_path / "whole", name)
    commits = [n for n, statement in enumerate(statements, start=1) if statement == "COMMIT"]
    assert len(commits) == 2, "one of the log, then one of the views"
    for last in range(1, len(statements) + 1):
        path = copied(store, prepared, tmp_path / str(last))
        session = Session(act, path, name, last)
        assert list(session.answers()) == []
        assert session.ended() == -signal.SIGKILL
        with closing(Ledger.open(path)) as ledger, closing(Views.open(ledger)) as views:
            # Up to the log's commit nothing is recorded; from then on all of it is.
            done = set(adopted(ledger)) - {"founding", "started"}
            assert bool(done) == (last > commits[0]), statements[last - 1]
            assert views.entry == ledger.head
            if not done:
                ACTS[name](ledger)
        assert_right(path)
        store.forget(tmp_path / str(last))


@pytest.mark.parametrize("name", ACTS)
def test_a_decision_is_wholly_there_or_wholly_absent_whenever_ctrl_c_is_pressed(
    name: str, store: Store, prepared: Address, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    interrupting = Interrupting()
    interrupting.everywhere(monkeypatch)
    for last in count(1):
        path = copied(store, prepared, tmp_path / str(last))
        with opened(path) as (ledger, views):
            before = ledger.head
            interrupting.left = last
            try:
                ACTS[name](ledger)
                completed = True
            except KeyboardInterrupt:
                completed = False
            interrupting.left = 0
            # The same ledger goes on.
            if ledger.head == before:
                ACTS[name](ledger)
            assert views.entry == ledger.head
        assert_right(path)
        store.forget(tmp_path / str(last))
        if completed:
            break
    assert last > 20
