"""A decision is ruled by all that was recorded before it, whoever recorded it, and whatever was at hand."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.changes import ChangeForm
from ledger.ledger import Ledger
from ledger.problems import Problem, Refused
from tests.builders import (
    Conference,
    a_clock,
    a_decision,
    a_ledger,
    admit,
    all_agree,
    amend,
    approve,
    approve_section,
    as_day,
    assert_proven,
    discontinue,
    move,
    nothing_recorded,
    rectify,
    redefine,
    start,
)
from tests.stores import Store, both_stores

pytestmark = both_stores
DAY = "2007-05-10"
MINE = "mine"


@pytest.fixture
def ledger(store: Store, tmp_path: Path) -> Iterator[Ledger]:
    """A plan, and a meeting that decides on it."""
    with a_ledger(tmp_path, store=store) as ledger:
        told = Conference(ledger)
        told.meets("rcm", "2006-05-05", id="rcm-11")
        sections = [approve_section(id) for id in ("s1", "s2", "old")]
        told.decides("rcm-11", None, *sections, approve("a1"), approve_section("s3", replaces=("old",)), id="d1")
        told.meets("rcm", DAY, id="rcm-12")
        yield ledger


@pytest.fixture
def other(ledger: Ledger) -> Iterator[Ledger]:
    """The same, in another process."""
    with Ledger.open(ledger.path, now=a_clock()) as other:
        yield other


def tabled(ledger: Ledger, *changes: ChangeForm) -> None:
    fields = a_decision(MINE, "rcm-12", DAY)
    ledger.table(fields, changes, all_agree()(ledger.charter.members_on(fields.adopted_on)))


LATER = {
    # what is decided, what others record meanwhile, and what it is refused for then
    "the item is approved by another decision": (
        approve("new"),
        lambda others: others.decides("rcm-12", None, approve("new")),
        ["item-exists"],
    ),
    "the item is approved, and its approval void": (
        approve("new"),
        lambda others: (
            others.decides("rcm-12", None, approve("new"), id="d2"),
            others.decides("rcm-12", None, rectify("new", "d2#1")),
        ),
        [],
    ),
    "the item is discontinued": (
        start("a1"),
        lambda others: others.decides("rcm-12", None, discontinue("a1")),
        ["item-archived"],
    ),
    "the item is replaced": (
        start("a1"),
        lambda others: others.decides("rcm-12", None, approve("new", replaces=("a1",))),
        ["item-archived"],
    ),
    "the item's approval is void": (
        start("a1"),
        lambda others: others.decides("rcm-12", None, rectify("a1", "d1#4")),
        ["item-unknown"],
    ),
    "the item is started, recorded late": (
        start("a1"),
        lambda others: others.decides("rcm-11", None, start("a1"), id="late"),
        ["nothing-changes"],
    ),
    "what it is put into is put into it": (
        move("s1", "s2"),
        lambda others: others.decides("rcm-12", None, move("s2", "s1")),
        ["cycle"],
    ),
    "the place is discontinued": (
        approve("new", "s1"),
        lambda others: others.decides("rcm-12", None, discontinue("s1")),
        ["parent-archived"],
    ),
    "the place is there again, as what replaced it is void": (
        move("a1", "old"),
        lambda others: others.decides("rcm-12", None, rectify("s3", "d1#5")),
        [],
    ),
    "somebody joins, who did not agree": (
        redefine("a1"),
        lambda others: others.decides("rcm-12", None, admit("AR", since=DAY)),
        ["agreement-missing"],
    ),
    "the rule is another": (
        start("a1"),
        lambda others: others.decides("rcm-11", None, amend(rules={"start": {"by": "steward"}}), id="late"),
        [],
    ),
    "more than is followed one by one": (
        start("a1"),
        lambda others: [others.decides("rcm-12", None, approve(f"b{n}")) for n in range(20)],
        [],
    ),
}


@pytest.mark.parametrize("name", LATER)
def test_what_others_recorded_since_is_what_a_decision_is_ruled_by(ledger: Ledger, other: Ledger, name: str):
    change, others, codes = LATER[name]
    tabled(ledger, change)
    ledger.judgement(MINE)  # and what it read for that is at hand
    others(Conference(other))
    if codes:
        with nothing_recorded(ledger), pytest.raises(Refused) as refused:
            ledger.adopt(MINE)
        assert [violation.code for violation in refused.value.violations] == codes
    else:
        ledger.adopt(MINE)
    assert_proven(ledger)


def test_what_others_made_of_the_decision_itself_is_what_is_adopted(ledger: Ledger, other: Ledger):
    tabled(ledger, start("a1"))
    assert ledger.judgement(MINE).lawful
    fields = a_decision(MINE, "rcm-12", DAY)
    other.redraft(fields, [approve("new")], all_agree()(other.charter.members_on(fields.adopted_on)))
    assert [change.reference for change in ledger.adopt(MINE).changes] == [f"{MINE}#1"]
    assert ledger.index.head("new") is not None
    assert ledger.index.head("a1").status == "pending"
    assert_proven(ledger)


def test_what_others_withdrew_is_not_adopted(ledger: Ledger, other: Ledger):
    tabled(ledger, start("a1"))
    assert ledger.judgement(MINE).lawful
    other.withdraw(MINE)
    with nothing_recorded(ledger), pytest.raises(Problem) as problem:
        ledger.adopt(MINE)
    assert problem.value.code == "already"
    assert_proven(ledger)


def test_what_is_recorded_next_of_a_decision_comes_after_what_others_recorded_of_it(ledger: Ledger, other: Ledger):
    tabled(ledger, start("a1"))
    other.take_position(MINE, all_agree(CA="object")(other.charter.members_on(as_day(DAY))))
    ledger.decline(MINE)
    assert ledger.decision(MINE).positions["CA"].stance == "object"
    assert_proven(ledger)
