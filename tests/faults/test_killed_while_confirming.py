"""On a served ledger the process is killed before each SQL statement of a confirmation, of a refused one and of a
contest: whoever asks again finds it wholly there or wholly absent."""

import signal
from collections.abc import Callable
from contextlib import closing, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

import pytest

from ledger.ledger import Ledger
from ledger.problems import Refused
from ledger.states import DecisionState
from projections.views import Views
from tests.builders import (
    a_decision,
    a_ledger,
    a_meeting,
    a_position,
    approve,
    approve_section,
    redefine,
    the_charter,
)
from tests.faults.statements import Statements
from tests.faults.test_killed_before_every_statement import CHANGES, JUNE, MAY, copied, positions
from tests.processes.proof import assert_right
from tests.processes.sessions import Session, opened
from tests.stores import Address, Store, both_stores

pytestmark = [both_stores, pytest.mark.slow_on_a_server]
TS, PPT, MX = "00000000000000a1@TS", "00000000000000b2@PPT", "00000000000000d4@member:MX"
BOTH = {"en": "We did not say so.", "es": "No dijimos eso."}


@pytest.fixture(scope="module")
def prepared(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Address:
    """A small plan on a served ledger; `lawful` and `unlawful` were submitted, and the one is not lawful any more."""
    folder = tmp_path_factory.mktemp("prepared")
    charter = the_charter()
    three = {id: member for id, member in charter.members.items() if id in ("CA", "MX", "US")}
    with closing(a_ledger(folder, charter.model_copy(update={"members": three}), store=store)) as ledger:
        ledger.convene(a_meeting("rcm", MAY, id="rcm-11"))
        ledger.convene(a_meeting("rcm", JUNE, id="rcm-12"))
        agreed = positions(ledger)
        plan = [approve_section("mpm"), approve("a1", "mpm"), approve("a2", "mpm")]
        ledger.record(a_decision("founding", "rcm-11", MAY), plan, agreed)
        ledger.seal()
        ledger.begin_service()
        ledger.by = TS
        for id, changes in (("lawful", CHANGES), ("unlawful", [redefine("a1")])):
            ledger.table(a_decision(id, "rcm-12", JUNE), changes, agreed)
            ledger.submit(id)
        ledger.take_position("unlawful", {"US": a_position("abstain")})
        Views.open(ledger).close()
        ledger.settle_in_place()
    return store.address(folder)


def confirm(ledger: Ledger) -> None:
    ledger.by = PPT
    ledger.confirm("lawful")


def refuse(ledger: Ledger) -> None:
    ledger.by = PPT
    with suppress(Refused):
        ledger.confirm("unlawful")


def contest(ledger: Ledger) -> None:
    ledger.by = MX
    ledger.contest("lawful", "MX", BOTH)


class Act(NamedTuple):
    does: Callable[[Ledger], None]
    of: str
    is_done: Callable[[DecisionState], bool]


ACTS = {
    "confirmed": Act(confirm, "lawful", lambda it: it.status == "adopted"),
    "refused when it is confirmed": Act(refuse, "unlawful", lambda it: it.status == "tabled"),
    "contested": Act(contest, "lawful", lambda it: "MX" in it.contests),
}


def act(pipe: Connection, path: Address, name: str, last: int) -> None:
    """Acts on the ledger until the last statement comes; where none is, it answers what it ran."""
    statements = Statements()
    with opened(path) as (ledger, _):
        statements.count(last)
        ACTS[name].does(ledger)
        pipe.send(statements.seen)


@pytest.mark.parametrize("name", ACTS)
def test_what_two_persons_do_is_wholly_there_or_wholly_absent_whenever_the_process_is_killed(
    name: str, store: Store, prepared: Address, tmp_path: Path
):
    does, decision, is_done = ACTS[name]
    session = Session(act, copied(store, prepared, tmp_path / "whole"), name, 0)
    statements = session.answer()
    assert session.ended() == 0
    commits = [n for n, statement in enumerate(statements, start=1) if statement == "COMMIT"]
    assert len(commits) == 2, "one of the log, then one of the views"
    for last in range(1, len(statements) + 1):
        path = copied(store, prepared, tmp_path / str(last))
        session = Session(act, path, name, last)
        assert list(session.answers()) == []
        assert session.ended() == -signal.SIGKILL
        with closing(Ledger.open(path)) as ledger, closing(Views.open(ledger)) as views:
            state = ledger.decision(decision)
            assert is_done(state) == (last > commits[0]), statements[last - 1]
            assert views.entry == ledger.head
            if not is_done(state):
                does(ledger)
            assert is_done(ledger.decision(decision))
        assert_right(path)
        store.forget(tmp_path / str(last))
