"""The writer's index follows from the events alone: made anew, it is what it was."""

import pytest

from ledger.index import RecentChanges, recorded_change
from ledger.ledger import Ledger
from ledger.standing import RecordedChange
from ledger.store import LogRecorder
from tests.builders import (
    Conference,
    admit,
    approve,
    approve_section,
    assert_proven,
    discontinue,
    move,
    nothing_recorded,
    plan_of,
    rectify,
    redefine,
    start,
)
from tests.stores import both_stores

pytestmark = both_stores

TABLES = {
    "placed": "SELECT item, entry, day, parent FROM placed ORDER BY item, entry, day",
    "heads": "SELECT item, parent, current, state FROM heads ORDER BY item",
}


@pytest.fixture
def told(conference) -> Ledger:
    """Late records, rectifications with and without an `instead`, an item gone, a member come."""
    it = conference
    it.meets("rcm", "2006-05-05", id="rcm-11")
    it.decides("rcm-11", None, approve_section("s1", steward="rcgm"), approve("a1", "s1"),
               approve("a2", "s1"), approve("a3"), id="rcm-11-d1")  # fmt: skip
    it.decides("rcm-11", None, id="rcm-11-d2")
    it.decides("rcgm", "2007-04-24", start("a1"), id="rcgm-d1")
    it.decides("rcm", "2007-05-10", redefine("a1"), move("a2", None), id="rcm-12-d1")
    it.decides("rcgm", "2006-11-01", start("a2"), id="late-d1")
    it.decides(
        "rcm",
        "2008-05-10",
        rectify("a1", "rcgm-d1#1"),
        rectify("a3", "rcm-11-d1#4"),
        id="rcm-13-d1",
    )
    instead = rectify("a1", "rcm-12-d1#1", instead=redefine("a1", form="study"), under="rcm-11-d2")
    it.decides("rcm", "2009-05-10", instead, discontinue("a2"), admit("AR"), id="rcm-14-d1")
    return it.ledger


def tables(ledger: Ledger) -> dict[str, list]:
    return {
        name: [tuple(row) for row in ledger.recorder.read(asked)] for name, asked in TABLES.items()
    }


def in_order(recorder: LogRecorder, statement: str) -> None:
    with recorder.datastore.session() as cursor:
        cursor.execute(statement)


def test_made_anew_the_index_is_what_it_was(told):
    before, plan = tables(told), plan_of(told)
    assert before["placed"]
    assert before["heads"]
    with nothing_recorded(told):
        told.rebuild_index()
    assert tables(told) == before
    assert plan_of(told) == plan


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM heads",
        "DELETE FROM placed",
        "UPDATE heads SET current = 1 - current",
        "UPDATE placed SET day = day + 1",
        "DELETE FROM heads WHERE item = 'a1'",
        "INSERT INTO heads (item, parent, current, state) SELECT 'a9', '', 1, state FROM heads WHERE item = 'a1'",
    ],
)
def test_a_damaged_index_is_found_by_verification_and_mended_by_making_it_anew(told, damage):
    from ledger.verify import verify

    before = tables(told)
    with told.writing():
        in_order(told.recorder, damage)
    assert tables(told) != before
    assert not verify(told).projections_match
    told.rebuild_index()
    assert tables(told) == before
    assert_proven(told)


def test_after_it_was_made_anew_decisions_are_ruled_as_before(told, conference):
    told.rebuild_index()
    conference.decides("rcm", "2010-05-10", redefine("a1", form="workshop"))
    assert [why.code for why in conference.refuses("rcgm", "2010-05-11", redefine("a1"))] == [
        "level-too-low"
    ]


def test_an_empty_ledgers_index_is_empty(ledger):
    ledger.rebuild_index()
    assert tables(ledger) == {"placed": [], "heads": []}


# --- what is kept at hand -------------------------------------------------------------------------


def test_changes_that_are_not_at_hand_are_read_again_and_the_oldest_let_go(told, monkeypatch):
    enacted = [
        recorded_change(fact.event, fact.entry)
        for fact in told.recorder.facts(topics=["change-enacted/1"])
    ]
    by_entry = {change.entry: change for change in enacted}
    loads: list[list[int]] = []

    def load(entries) -> list[RecordedChange]:
        loads.append(list(entries))
        return [by_entry[entry] for entry in entries]

    monkeypatch.setattr(RecentChanges, "MOST", 3)
    recent = RecentChanges(load)
    numbers = sorted(by_entry)
    assert recent.get(numbers) == [by_entry[n] for n in numbers]
    assert recent.get(numbers[-3:]) == [by_entry[n] for n in numbers[-3:]]
    assert recent.get(numbers[:1]) == [by_entry[numbers[0]]]
    assert loads == [numbers, numbers[:1]]
    recent.clear()
    recent.get(numbers[:1])
    assert loads[-1] == numbers[:1]


def test_an_item_that_is_gone_is_told_from_one_of_which_nothing_was_recorded(told: Ledger):
    """Whoever has just opened the ledger knows neither, and a new approval goes on in the stream of the first."""
    it = Conference(Ledger.open(told.place))
    assert it.ledger.index.head("a3") is None
    assert not it.ledger.index.is_unheard_of("a3")
    assert it.ledger.index.head("a9") is None
    assert it.ledger.index.is_unheard_of("a9")
    it.decides("rcm", "2010-05-10", approve("a3"), approve("a9"))
    assert it.ledger.recorder.version("item:a3") == 3
    assert it.ledger.recorder.version("item:a9") == 1
    assert it.ledger.index.head("a3").changes == 2  # what rectified its approval, and this
    assert_proven(it.ledger)
