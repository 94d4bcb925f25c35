"""Days on the wrong side of an adoption are an error of whoever records, not of the decision: they
are refused whichever way they come, and found where they came in nevertheless."""

import pytest

from ledger.ledger import Ledger
from ledger.verify import verify
from tests.builders import (
    Conference,
    a_decision,
    a_position,
    admit,
    approve,
    assert_said,
    hindered,
    nothing_recorded,
    record_occurrence,
    rectify,
    start,
    withdraw,
)

DAY, BEFORE, AFTER = "2007-05-10", "2007-05-09", "2007-05-11"
WRONG = {
    "an occurrence": (record_occurrence("a1", AFTER), "it took place on 11 May 2007, after"),
    "a beginning": (admit("AR", since=BEFORE), "the membership begins on 9 May 2007, before"),
    "an end": (withdraw("BZ", until=BEFORE), "the membership ends on 9 May 2007, before"),
    "an occurrence instead": (
        rectify(
            "a1", "rcm-11-d1#2", instead=record_occurrence("a1", "2006-05-06"), under="rcm-11-d1"
        ),
        "it took place on 6 May 2006, after the adoption on 5 May 2006",
    ),
    "an occurrence instead, under the same decision": (
        rectify("a1", "rcm-11-d1#2", instead=record_occurrence("a1", "2006-05-06")),
        "it took place on 6 May 2006, after the adoption on 5 May 2006",
    ),
}
RIGHT = {
    "an occurrence": record_occurrence("a1", DAY),
    "a beginning": admit("AR", since=DAY),
    "an end": withdraw("BZ", until=DAY),
    "days that are not given": admit("AR"),
    "an occurrence instead": rectify(
        "a1", "rcm-11-d1#2", instead=record_occurrence("a1", "2006-05-05"), under="rcm-11-d1"
    ),
}
LATE = {"CA": a_position(on=AFTER)}


@pytest.fixture
def met(conference: Conference) -> Ledger:
    """The XI RCM has approved and started `a1`; the XII meets."""
    conference.decides("rcm", "2006-05-05", approve("a1"), start("a1"), id="rcm-11-d1")
    conference.meets("rcm", DAY, id="rcm-12")
    return conference.ledger


@pytest.mark.parametrize("what", WRONG)
@pytest.mark.parametrize("how", ["record", "table", "redraft"])
def test_a_change_of_a_wrong_day_is_not_taken(met, how, what):
    change, _ = WRONG[what]
    if how == "redraft":
        met.table(a_decision(), [])
    with nothing_recorded(met), hindered("wrong-day", "rcm-12-d1#2"):
        getattr(met, how)(a_decision(), [start("a1"), change], {})


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_with_the_day_is_said(met, what):
    change, why = WRONG[what]
    with hindered("wrong-day") as caught:
        met.table(a_decision(), [change])
    assert why in caught[0].message["en"]


@pytest.mark.parametrize("what", RIGHT)
def test_a_change_of_the_day_itself_is_taken(met, what):
    met.table(a_decision(), [RIGHT[what]])


@pytest.mark.parametrize("how", ["record", "table", "redraft"])
def test_a_position_after_the_adoption_is_not_taken(met, how):
    if how == "redraft":
        met.table(a_decision())
    with nothing_recorded(met), hindered("wrong-day", "CA", "rcm-12-d1", "11 ", "10 "):
        getattr(met, how)(a_decision(), [], LATE)


def test_a_position_is_taken_on_the_day_and_before_and_not_after(met):
    met.table(a_decision())
    met.take_position("rcm-12-d1", {"MX": a_position(on=DAY), "US": a_position(on=BEFORE)})
    with nothing_recorded(met), hindered("wrong-day", "CA", "11 "):
        met.take_position("rcm-12-d1", LATE)


def test_a_day_that_does_not_fit_any_more_is_found_before_the_adoption(met):
    """What it stands under was redrafted since, for an earlier day."""
    met.table(a_decision("rcm-11-d2", "rcm-2006-05-05", "2006-05-05"))
    instead = record_occurrence("a1", "2006-05-05")
    met.table(a_decision(), [rectify("a1", "rcm-11-d1#2", instead=instead, under="rcm-11-d2")])
    met.redraft(a_decision("rcm-11-d2", "rcm-2006-05-05", "2006-05-04"))
    for act in (met.judgement, met.submit, met.adopt):
        with nothing_recorded(met), hindered("wrong-day", "rcm-12-d1#1", "4 "):
            act("rcm-12-d1")


@pytest.mark.parametrize("what", [w for w in WRONG if w != "an end"])
def test_a_change_of_a_wrong_day_that_is_in_the_log_is_not_lawful(ledger, monkeypatch, what):
    conference = Conference(ledger)
    conference.decides("rcm", "2006-05-05", approve("a1"), start("a1"), id="rcm-11-d1")
    change, why = WRONG[what]
    monkeypatch.setattr("ledger.ledger.wrong_days", lambda *_: ())
    conference.decides("rcm", DAY, change, id="rcm-12-d1")
    found = verify(ledger)
    assert (found.authentic, found.lawful, found.proven) == (True, False, False)
    (violation,) = found.violations
    assert (violation.code, violation.reference) == ("unauthorised", "rcm-12-d1#1")
    assert violation.item == change.change.item
    assert_said(violation.message)
    assert why in violation.message["en"]


def test_a_position_after_the_adoption_that_is_in_the_log_is_not_lawful(ledger, monkeypatch):
    monkeypatch.setattr("ledger.ledger.wrong_days", lambda *_: ())
    positions = {member: a_position(on=AFTER if member == "CA" else DAY) for member in ("CA", "MX")}
    Conference(ledger).decides("rcm", DAY, id="rcm-12-d1", positions=positions)
    found = verify(ledger)
    assert not found.lawful
    (violation,) = found.violations
    assert (violation.code, violation.reference) == ("unauthorised", "rcm-12-d1")
    assert "the position was taken on 11 May 2007, after" in violation.message["en"]
