"""Eight processes write to one ledger at once, on the same items, until 2,000 decisions are in.

Each has a ledger and views of its own. What was lawful when it was put down, another process may
have made unlawful since: then it is refused, withdrawn, and something else is decided.
"""

import random
from collections import Counter
from contextlib import closing
from itertools import count
from multiprocessing.connection import Connection

import pytest

from ledger.changes import ChangeForm
from ledger.ledger import Ledger
from ledger.problems import Refused
from tests.builders import (
    a_decision,
    a_ledger,
    a_meeting,
    all_agree,
    approve,
    approve_section,
    complete,
    discontinue,
    move,
    record_occurrence,
    redefine,
    reinstate,
    start,
    translate,
)
from tests.processes.proof import adopted, assert_right
from tests.processes.sessions import Session, opened, processes
from tests.stores import Address, Store, both_stores

pytestmark = [both_stores, pytest.mark.slow_on_a_server, pytest.mark.timeout(1000)]
DAY = "2007-05-10"
SECTIONS = ("mpm", "hr", "dev")
ITEMS = tuple(f"a{n}" for n in range(1, 25))


@pytest.fixture
def path(store: Store, tmp_path: Address) -> Address:
    """A ledger with a plan of three lines, and 24 activities that everybody wants to change."""
    with closing(a_ledger(tmp_path, store=store)) as ledger:
        ledger.convene(a_meeting("rcm", DAY, id="rcm-11"))
        positions = all_agree()(ledger.charter.members_on(a_meeting("rcm", DAY).opens_on))
        founding = [
            *(approve_section(section, steward="rcgm") for section in SECTIONS),
            *(approve(item, SECTIONS[n % 3]) for n, item in enumerate(ITEMS)),
        ]
        ledger.record(a_decision("founding", "rcm-11", DAY), founding, positions)
    return store.address(tmp_path)


def some_change(rng: random.Random, me: int, serial: int) -> ChangeForm:
    """Of an item that others are changing too; whether it is lawful only the ledger knows."""
    item = rng.choice(ITEMS)
    match rng.randrange(13):
        case 0:
            return approve(f"new-{me}-{serial}", rng.choice((*SECTIONS, f"sub-{rng.randrange(4)}")))
        case 1:
            return approve_section(f"sub-{rng.randrange(4)}", rng.choice(SECTIONS), role="sub-item")
        case 2:
            return discontinue(f"sub-{rng.randrange(4)}" if rng.random() < 0.5 else item)
        case 3:
            return move(item, rng.choice((*SECTIONS, f"sub-{rng.randrange(4)}")))
        case 4:
            return complete(item)
        case 5:
            return reinstate(item)
        case 6:
            return start(item)
        case 7:
            return redefine(item, timeline={"by": f"20{rng.randint(10, 99)}-01-01"})
        case 8:
            return translate(item, f"En español, {me}-{serial}")
        case 9 | 10:
            return record_occurrence(item, "2007-01-01")
        case _:
            return approve(f"more-{me}-{serial}", rng.choice(SECTIONS))


def writer(pipe: Connection, path: Address, begin: processes.Barrier, me: int, wanted: int) -> None:
    """Tables and adopts until so many of its decisions are in; answers which, and the refused."""
    rng = random.Random(me)
    done: list[tuple[str, int]] = []
    refused = 0
    with opened(path) as (ledger, _):
        positions = all_agree()(ledger.charter.members_on(a_meeting("rcm", DAY).opens_on))
        begin.wait()
        for serial in count(1):
            if len(done) == wanted:
                break
            id = f"d-{me}-{serial}"
            changes = [
                some_change(rng, me, serial * 10 + n) for n in range(rng.choice((1, 1, 1, 2)))
            ]
            ledger.table(a_decision(id, "rcm-11", DAY), changes, positions)
            try:
                ledger.adopt(id)
                done.append((id, len(changes)))
            except Refused:
                refused += 1
                ledger.withdraw(id)
    pipe.send((done, refused))


def all_write_at_once(
    path: Address, writers: int, decisions: int
) -> tuple[list[tuple[str, int]], int]:
    begin = processes.Barrier(writers)
    sessions = [
        Session(writer, path, begin, me, decisions // writers) for me in range(1, writers + 1)
    ]
    answers = [session.answer() for session in sessions]
    assert [session.ended() for session in sessions] == [0] * writers
    return [each for done, _ in answers for each in done], sum(refused for _, refused in answers)


def test_eight_processes_get_2000_decisions_in_and_none_is_lost_twice_there_or_unlawful(path):
    done, refused = all_write_at_once(path, writers=8, decisions=2000)
    assert len(done) == 2000
    assert refused > 100, "they were hardly in each other's way"
    with closing(Ledger.open(path)) as ledger:
        assert adopted(ledger) == Counter(["founding", *(id for id, _ in done)])
        for id, changes in done:
            state = ledger.decision(id)
            assert state is not None
            assert state.adopted is not None
            assert (len(state.changes), state.adopted.changes) == (changes, changes)
        withdrawn = ledger.recorder.read(
            "SELECT COUNT(*) FROM stored_events WHERE topic = 'decision-withdrawn/1'"
        )
        assert withdrawn[0][0] == refused
    assert_right(path)
