"""Two sessions, each alone lawful, both together not: one of them is refused, whoever comes second.

"Two sessions can then never each make the other unlawful." (architecture.md, decision 4)
"""

from contextlib import closing
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from ledger import store as log
from ledger.changes import ChangeForm
from ledger.events import MeetingConvened
from ledger.ledger import Ledger
from ledger.problems import Problem, Refused
from ledger.store import Fact
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
    nothing_recorded,
    start,
)
from tests.processes.proof import adopted, assert_right
from tests.processes.sessions import Session, adopter
from tests.stores import Address, Store, both_stores

pytestmark = both_stores
DAY = "2007-05-10"


def its_changes(name: str, n: int) -> ChangeForm:
    """The changes that the traps are made of, in the n-th round."""
    section, other, item = f"s{n}", f"t{n}", f"a{n}"
    return {
        "a section": approve_section(section, steward="rcgm"),
        "another section": approve_section(other, steward="rcgm"),
        "an item in the root": approve(item),
        "an item in the section": approve(item, section),
        "end the section": discontinue(section),
        "end the item": discontinue(item),
        "complete the item": complete(item),
        "start the item": start(item),
        "move the item into the section": move(item, section),
        "move the section into the other": move(section, other),
        "move the other into the section": move(other, section),
        "replace the item": approve(f"new-{item}", replaces=(item,)),
    }[name]


TRAPS = {
    # what is there, and two decisions, each with what it is refused for when it comes second
    "an item is approved in a section that ends": (
        ["a section"],
        ("an item in the section", "parent-archived"),
        ("end the section", "children-current"),
    ),
    "an item is moved into a section that ends": (
        ["a section", "an item in the root"],
        ("move the item into the section", "parent-archived"),
        ("end the section", "children-current"),
    ),
    "an item is completed and discontinued": (
        ["an item in the root"],
        ("complete the item", "item-archived"),
        ("end the item", "item-archived"),
    ),
    "an item is approved twice": (
        [],
        ("an item in the root", "item-exists"),
        ("an item in the root", "item-exists"),
    ),
    "an item is started twice": (
        ["an item in the root"],
        ("start the item", "nothing-changes"),
        ("start the item", "nothing-changes"),
    ),
    "two sections are moved into each other": (
        ["a section", "another section"],
        ("move the section into the other", "cycle"),
        ("move the other into the section", "cycle"),
    ),
    "an item is replaced and ended": (
        ["an item in the root"],
        ("replace the item", "item-archived"),
        ("end the item", "item-archived"),
    ),
}
ROUNDS = 50


def tabled(ledger: Ledger, name: str, rounds: int) -> None:
    """What is there before, adopted; and in each round both decisions, each of them lawful now."""
    before, *two = TRAPS[name]
    positions = all_agree()(ledger.charter.members_on(a_meeting("rcm", DAY).opens_on))
    ledger.convene(a_meeting("rcm", DAY, id="rcm-11"))
    for n in range(rounds):
        for m, what in enumerate(before):
            fields = a_decision(f"before-{n}-{m}", "rcm-11", DAY)
            ledger.record(fields, [its_changes(what, n)], positions)
    for n in range(rounds):
        for side, (what, _) in zip("ab", two, strict=True):
            fields = a_decision(f"{side}-{n}", "rcm-11", DAY)
            ledger.table(fields, [its_changes(what, n)], positions)
            assert ledger.judgement(f"{side}-{n}").lawful


@pytest.mark.parametrize("name", TRAPS)
def test_of_two_decisions_that_are_lawful_only_alone_the_second_is_refused(
    name: str, store: Store, tmp_path: Path
):
    path = store.address(tmp_path)
    with closing(a_ledger(tmp_path, store=store)) as ledger:
        tabled(ledger, name, ROUNDS)
    a, b = (Session(adopter, path) for _ in "ab")
    assert a.answer() == b.answer() == "ready"
    _, (_, why_a), (_, why_b) = TRAPS[name]
    came_first = []
    for n in range(ROUNDS):
        # Who is told first changes, so that each of them comes first in some of the rounds.
        for session, side in ((a, "a"), (b, "b"))[:: 1 if n % 2 else -1]:
            session.tell(f"{side}-{n}")
        refused = (a.answer(), b.answer())
        assert refused in (([], [why_b]), ([why_a], []))
        came_first.append(f"a-{n}" if refused[0] == [] else f"b-{n}")
    for session in (a, b):
        session.tell(None)
        assert session.ended() == 0
    with closing(Ledger.open(path)) as ledger:
        assert [id for id in adopted(ledger) if not id.startswith("before")] == came_first
    assert_right(path)


def impatient(pipe: Connection, path: Address, decision: str) -> None:
    """Adopts one decision, but does not wait long for another writer."""
    log.LOCK_TIMEOUT = 1
    with closing(Ledger.open(path)) as ledger:
        try:
            ledger.adopt(decision)
            pipe.send("adopted")
        except Problem as problem:
            pipe.send(problem.code)
        except Refused as refused:
            pipe.send([v.code for v in refused.violations])


def test_nobody_writes_between_a_ruling_and_its_append(store: Store, tmp_path: Path):
    path = store.address(tmp_path)
    with closing(a_ledger(tmp_path, store=store)) as ledger:
        tabled(ledger, "an item is approved in a section that ends", 1)
        with ledger.writing():
            assert ledger.judgement("a-0").lawful
            # It is ruled, and not yet recorded: now the other session comes.
            other = Session(impatient, path, "b-0")
            assert other.answer() == "busy"
            assert other.ended() == 0
            ledger.adopt("a-0")
        late = Session(impatient, path, "b-0")
        assert late.answer() == ["children-current"]
        assert late.ended() == 0
    assert_right(path)


def test_what_was_ruled_at_an_entry_is_not_appended_after_another(store: Store, tmp_path: Path):
    """The expectation itself, without the lock that keeps it from ever being needed."""
    with closing(a_ledger(tmp_path, store=store)) as ledger:
        ruled_at = ledger.head
        ledger.convene(a_meeting("rcm", DAY, id="rcm-11"))
        event = ledger._event(MeetingConvened, meeting=a_meeting("rcm", DAY, id="rcm-12"))
        stored = ledger.mapper.to_stored_event(Fact(event.stream, 1, event))
        with nothing_recorded(ledger), pytest.raises(Problem) as problem:
            ledger.recorder.insert_events([stored], expected=ruled_at)
        assert problem.value.code == "moved-on"
    assert_right(store.address(tmp_path))
