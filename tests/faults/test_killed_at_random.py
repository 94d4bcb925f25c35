"""Killed at random moments: what was acknowledged is there, what was not is wholly absent."""

import random
from contextlib import closing
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path
from time import perf_counter

from ledger.ledger import Ledger
from projections.views import Views
from tests.builders import (
    a_decision,
    a_ledger,
    a_meeting,
    all_agree,
    approve,
    approve_section,
    record_occurrence,
    redefine,
)
from tests.processes.proof import adopted, assert_right, assert_whole
from tests.processes.sessions import Session, opened
from tests.stores import Address, Store, both_stores

pytestmark = both_stores
DAY = "2007-05-10"
KILLS = 25


def decider(pipe: Connection, path: Address, life: int) -> None:
    """Tables and adopts one decision after the other; names each once its adoption has returned."""
    with opened(path) as (ledger, _):
        positions = all_agree()(ledger.charter.members_on(a_meeting("rcm", DAY).opens_on))
        for n in count(1):
            id = f"d-{life}-{n}"
            changes = [
                approve(f"new-{life}-{n}", "mpm"),
                redefine("a1", timeline={"by": f"{2010 + n % 80}-01-{1 + life % 28:02}"}),
                record_occurrence("a2", "2007-01-01"),
            ]
            ledger.table(a_decision(id, "rcm-11", DAY), changes, positions)
            ledger.adopt(id)
            pipe.send(id)


def let_pass(seconds: float) -> None:
    """Until a random moment: nothing waits for anything here."""
    until = perf_counter() + seconds
    while perf_counter() < until:
        pass


def test_whenever_it_is_killed_what_was_acknowledged_is_there_and_nothing_else_by_halves(
    store: Store, tmp_path: Path
):
    path = store.address(tmp_path)
    with closing(a_ledger(tmp_path, store=store)) as ledger:
        ledger.convene(a_meeting("rcm", DAY, id="rcm-11"))
        positions = all_agree()(ledger.charter.members_on(a_meeting("rcm", DAY).opens_on))
        plan = [approve_section("mpm"), approve("a1", "mpm"), approve("a2", "mpm")]
        ledger.record(a_decision("founding", "rcm-11", DAY), plan, positions)
    rng = random.Random(25)
    acknowledged = ["founding"]
    for life in range(KILLS):
        session = Session(decider, path, life)
        for _ in range(rng.randint(1, 8)):
            acknowledged.append(session.answer())
        let_pass(rng.uniform(0, 0.006))
        session.kill()
        acknowledged += session.answers()
        assert session.ended() == -9
        with closing(Ledger.open(path)) as ledger, closing(Views.open(ledger)) as views:
            found = adopted(ledger)
            # At most the one that was under way when the end came was adopted and not acknowledged.
            assert not set(acknowledged) - set(found)
            assert len(set(found) - set(acknowledged)) <= life + 1
            assert set(found.values()) == {1}
            assert_whole(ledger)
            assert views.entry == ledger.head
    assert len(acknowledged) > KILLS
    assert_right(path)
