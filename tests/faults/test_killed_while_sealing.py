"""The process is killed while it seals: before each SQL statement, and before each step in which a
file of the tree is written, in turn.

What was sealed is sealed, what was not is not; and to seal again gives the same seal.
"""

import signal
from collections.abc import Callable
from contextlib import closing
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from ledger.ledger import Ledger
from projections.views import Views
from tests.builders import (
    Conference,
    a_ledger,
    approve,
    approve_section,
    as_day,
    redefine,
)
from tests.faults.statements import Statements
from tests.faults.test_killed_before_every_statement import copied
from tests.processes.proof import assert_right
from tests.processes.sessions import Session, opened
from tests.stores import Address, Store, both_stores

MEETING = "rcm-2008-05-10"


pytestmark = [both_stores, pytest.mark.slow_on_a_server]


@pytest.fixture(scope="module")
def prepared(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Address:
    """A ledger that was sealed once, and in which something was decided since."""
    folder = tmp_path_factory.mktemp("prepared")
    with closing(a_ledger(folder, store=store)) as ledger:
        it = Conference(ledger)
        it.decides("rcm", "2007-05-10", approve_section("mpm"), approve("a1", "mpm"))
        ledger.seal()
        it.decides("rcm", "2008-05-10", redefine("a1"))
        Views.open(ledger).close()
        ledger.settle_in_place()
    return store.address(folder)


def seal(ledger: Ledger) -> None:
    ledger.seal()


def close(ledger: Ledger) -> None:
    ledger.close_meeting(MEETING, as_day("2008-05-11"))


ACTS: dict[str, Callable[[Ledger], None]] = {"seal": seal, "close": close}


def act(pipe: Connection, path: Address, name: str, last: int) -> None:
    statements = Statements()
    with opened(path) as (ledger, _):
        statements.files_too()
        statements.count(last)
        ACTS[name](ledger)
        pipe.send(statements.seen)


@pytest.mark.parametrize("name", ACTS)
def test_a_seal_is_there_or_not_whenever_the_process_is_killed_and_is_the_same_again(
    name: str, store: Store, prepared: Address, tmp_path: Path
):
    whole = copied(store, prepared, tmp_path / "whole")
    session = Session(act, whole, name, 0)
    steps: list[str] = session.answer()
    assert session.ended() == 0
    assert any(step.endswith("of a file") for step in steps)
    with closing(Ledger.open(whole)) as ledger:
        due = ledger.last_seal()
        assert due is not None
    committed = steps.index("COMMIT") + 1
    for last in range(1, len(steps) + 1):
        path = copied(store, prepared, tmp_path / str(last))
        session = Session(act, path, name, last)
        assert list(session.answers()) == []
        assert session.ended() == -signal.SIGKILL
        with closing(Ledger.open(path)) as ledger:
            seals = ledger.seals()
            assert len(seals) == 1 + (last > committed), steps[last - 1]
            meeting = ledger.meeting(MEETING)
            assert meeting is not None
            assert (meeting.closed is not None) == (name == "close" and last > committed)
            again = ledger.seal()
            if len(seals) == 2:
                assert again == seals[-1]
            elif name == "seal":
                # To the byte: the same entries, the same key.
                assert again.note == due.note
        assert_right(path)
        store.forget(tmp_path / str(last))
