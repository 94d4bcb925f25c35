"""What has a date, as a calendar keeps it: the same keys for ever, and numbers that grow with every change."""

from collections.abc import Iterator

import pytest

from projections.calendar import calendar
from projections.moments import Moment, moment
from projections.views import Views
from tests.builders import (
    Conference,
    a_ledger,
    approve,
    approve_section,
    assert_proven,
    complete,
    discontinue,
    hindered,
    move,
    record_occurrence,
    rectify,
    redefine,
    start,
)
from tests.generator import generate, record_all
from tests.stores import both_stores

pytestmark = both_stores
REASON = {"en": "A slip.", "es": "Un desliz."}


@pytest.fixture
def views(store, tmp_path) -> Iterator[Views]:
    ledger = a_ledger(tmp_path, store=store)
    views = Views.open(ledger)
    yield views
    assert_proven(ledger)
    views.close()
    ledger.close()


@pytest.fixture
def rcm(views) -> Conference:
    return Conference(views.ledger)


def events(views, at: Moment | None = None, **narrowed) -> dict[str, dict]:
    found = calendar(views, at or moment(views), **narrowed)["events"]
    return {event["key"]: event for event in found}


def days(event: dict) -> tuple:
    return event["starts"], event["ends"], event["every"]


def test_a_deadline_and_a_period_are_the_days_that_were_agreed(views, rcm):
    rcm.decides("rcm", "2007-05-10", approve("a", timeline={"by": "2008-06-30"}),
                approve("b", timeline={"from": "2008-01-01", "to": "2008-03-31"}),
                approve("c", timeline="open"), approve("d", timeline={"standing": "rcgm"}), approve("e"))  # fmt: skip
    found = events(views)
    assert days(found["item:a:due"]) == ("2008-06-30", "2008-06-30", None)
    assert days(found["item:b:due"]) == ("2008-01-01", "2008-03-31", None)
    assert found.keys() == {"item:a:due", "item:b:due", "meeting:rcm-2007-05-10"}


def test_what_recurs_is_counted_from_its_approval_and_then_from_when_it_was_last_held(views, rcm):
    yearly = {"every": 12, "at_most": 36}
    rcm.decides("rcm", "2007-05-10", approve("a", timeline=yearly))
    found = events(views)
    assert days(found["item:a:due"]) == ("2008-05-10", "2008-05-10", 12)
    assert days(found["item:a:latest"]) == ("2010-05-10", "2010-05-10", None)
    rcm.decides("rcm", "2009-04-01", record_occurrence("a", "2008-11-15"), record_occurrence("a", "2007-11-15"))
    found = events(views)
    assert days(found["item:a:due"]) == ("2009-11-15", "2009-11-15", 12)
    assert days(found["item:a:latest"]) == ("2011-11-15", "2011-11-15", None)
    assert found["item:a:latest"]["sequence"] == 2


@pytest.mark.parametrize(
    ("approved", "every", "due", "month_end"),
    [
        ("2007-01-31", 1, "2007-02-28", True),
        ("2007-08-30", 1, "2007-09-30", True),
        ("2007-04-30", 1, "2007-05-31", True),
        ("2008-02-29", 12, "2009-02-28", True),
        ("2007-12-31", 12, "2008-12-31", False),
        ("2007-04-28", 1, "2007-05-28", False),
    ],
)
def test_on_a_day_that_some_months_lack_it_is_due_at_the_month_s_end(views, rcm, approved, every, due, month_end):
    rcm.decides("rcm", approved, approve("a", timeline={"every": every}))
    event = events(views)["item:a:due"]
    assert (event["starts"], event["month_end"]) == (due, month_end)


def test_what_came_to_recur_later_is_counted_from_then_as_in_the_docket(views, rcm):
    rcm.decides("rcm", "1999-05-10", approve("a", timeline="open"))
    rcm.decides("rcm", "2007-05-10", redefine("a", timeline={"every": 12, "at_most": 36}))
    rcm.decides("rcm", "2008-02-10", start("a"))
    found = events(views)
    assert days(found["item:a:due"]) == ("2008-05-10", "2008-05-10", 12)
    assert days(found["item:a:latest"]) == ("2010-05-10", "2010-05-10", None)
    rcm.decides("rcm", "2009-05-10", redefine("a", timeline="open"))
    event = events(views)["item:a:due"]
    assert (event["status"], event["starts"]) == ("cancelled", "2008-05-10")


def test_where_it_has_to_recur_as_often_as_it_does_its_last_day_is_when_it_is_due(views, rcm):
    rcm.decides("rcm", "2007-05-10", approve("a", timeline={"every": 12, "at_most": 36}))
    rcm.decides("rcm", "2007-05-11", redefine("a", timeline={"every": 12, "at_most": 12}))
    found = events(views)
    assert found["item:a:due"]["status"] == "confirmed"
    assert found["item:a:latest"]["status"] == "cancelled"


@pytest.mark.parametrize(
    ("timeline", "last"),
    [("open", "2008-06-30"), ({"standing": "rcm"}, "2008-06-30"), (None, "2008-06-30")],
)
def test_a_date_that_is_no_more_stays_as_cancelled_on_its_last_day(views, rcm, timeline, last):
    rcm.decides("rcm", "2007-05-10", approve("a", timeline={"by": "2008-06-30"}))
    rcm.decides("rcm", "2007-05-11", redefine("a", timeline=timeline))
    event = events(views)["item:a:due"]
    assert (event["status"], event["starts"], event["sequence"]) == ("cancelled", last, 1)


@pytest.mark.parametrize("ends", [complete, discontinue])
def test_what_went_to_the_archive_is_cancelled(views, rcm, ends):
    rcm.decides("rcm", "2007-05-10", approve("a", timeline={"by": "2008-06-30"}))
    before = moment(views)
    rcm.decides("rcm", "2007-05-11", ends("a"))
    assert events(views)["item:a:due"]["status"] == "cancelled"
    assert events(views, before)["item:a:due"]["status"] == "confirmed"


def test_what_was_approved_by_mistake_is_cancelled_too(views, rcm):
    rcm.decides("rcm", "2007-05-10", approve("a", timeline={"by": "2008-06-30"}), id="d1")
    rcm.decides("rcm", "2007-05-11", rectify("a", "d1#1"))
    event = events(views)["item:a:due"]
    assert (event["status"], event["starts"], event["sequence"]) == ("cancelled", "2008-06-30", 1)


def test_every_change_of_an_item_gives_its_events_a_higher_number_and_the_same_key(views, rcm):
    rcm.decides("rcm", "2007-05-10", approve_section("s"), approve("a", timeline={"by": "2008-06-30"}), id="d1")
    seen = [events(views)["item:a:due"]]
    for n, each in enumerate((start("a"), redefine("a"), move("a", "s"), rectify("a", "d2#1"), complete("a")), 2):
        rcm.decides("rcm", f"2007-06-{n:02}", each, id=f"d{n}")
        seen.append(events(views)["item:a:due"])
    assert [event["sequence"] for event in seen] == [0, 1, 2, 3, 4, 5]
    assert sorted({event["recorded_at"] for event in seen}) == [event["recorded_at"] for event in seen]


def test_known_at_an_entry_the_calendar_is_what_it_was_then(views, rcm):
    rcm.decides("rcm", "2007-05-10", approve("a", timeline={"by": "2008-06-30"}), id="d1")
    at = moment(views)
    before = calendar(views, at)
    rcm.decides("rcm", "2007-05-11", rectify("a", "d1#1"))
    views.ledger.correct("meeting", "rcm-2007-05-10", "place", "Puebla", REASON)
    rcm.meets("rcgm", "2007-11-01")
    rcm.decides("rcm", "2006-05-11", approve("late", timeline={"by": "2007-01-01"}))
    assert calendar(views, at) == before


def test_as_of_a_day_the_dates_are_those_agreed_by_then_and_the_number_is_lower(views, rcm):
    rcm.decides("rcm", "2007-05-10", approve("a", timeline={"by": "2008-06-30"}))
    rcm.decides("rcm", "2008-05-10", redefine("a", timeline={"by": "2010-06-30"}))
    then = events(views, moment(views, as_of="2007-12-31"))["item:a:due"]
    now = events(views)["item:a:due"]
    assert (then["starts"], then["sequence"]) == ("2008-06-30", 0)
    assert (now["starts"], now["sequence"]) == ("2010-06-30", 1)


def test_views_that_are_built_again_give_the_same_calendar(views, rcm):
    rcm.decides("rcm", "2007-05-10", approve("a", timeline={"by": "2008-06-30"}), approve("b"),
                redefine("a", timeline="open"), redefine("b", timeline={"by": "2009-01-01"}), id="d1")  # fmt: skip
    rcm.decides("rcm", "2007-05-10", redefine("b", timeline="open"), id="d2")
    rcm.decides("rcm", "2006-05-10", approve("c", timeline={"every": 6, "at_most": 12}), id="d3")
    rcm.decides("rcm", "2007-05-11", rectify("c", "d3#1"), id="d4")
    before = calendar(views, moment(views))
    views.rebuild()
    assert calendar(views, moment(views)) == before


@pytest.mark.slow_on_a_server
def test_whatever_happens_an_event_that_changes_has_a_higher_number(views):
    record_all(views.ledger, generate(200, seed=3, plan_size=25, late_every=5, changes_per_decision=2))
    last: dict[str, tuple[int, tuple]] = {}
    seen = 0
    for known_at in range(40, views.entry + 1, 40):
        found = events(views, moment(views, known_at=known_at))
        for key, event in found.items():
            said = (*days(event), event["status"], event.get("item", {}).get("terms"), event.get("meeting"))
            number, before = last.get(key, (-1, ()))
            assert event["sequence"] > number or (event["sequence"] == number and said == before), key
            last[key] = (event["sequence"], said)
            seen += said != before
        assert last.keys() == found.keys()
    assert seen > 1.2 * len(last)


def test_a_meeting_that_was_put_right_has_a_higher_number(views, rcm):
    rcm.meets("rcm", "2007-04-26", id="rcm-12", closes_on="2007-04-27", place="New Orleans")
    first = events(views)["meeting:rcm-12"]
    assert days(first) == ("2007-04-26", "2007-04-27", None)
    views.ledger.correct("meeting", "rcm-12", "place", "Nueva Orleans", REASON)
    second = events(views)["meeting:rcm-12"]
    assert second["meeting"]["place"] == "Nueva Orleans"
    assert (first["sequence"], second["sequence"]) == (0, 1)
    assert second["recorded_at"] > first["recorded_at"]


def test_a_network_s_calendar_has_its_workplan_and_its_meetings(views, rcm):
    due = {"timeline": {"by": "2008-06-30"}}
    rcm.decides("rcm", "2007-05-10", approve_section("cp", steward="lon-cp"), approve_section("pillar", "cp"),
                approve("a", "pillar", **due), approve("b", **due))  # fmt: skip
    rcm.meets("lon-cp", "2007-06-01")
    assert events(views, body="lon-cp").keys() == {"item:a:due", "meeting:lon-cp-2007-06-01"}
    rcm.decides("rcm", "2007-05-11", move("a", None))
    assert events(views, body="lon-cp")["item:a:due"]["status"] == "cancelled"
    with hindered("unknown", "lon-xx"):
        calendar(views, moment(views), body="lon-xx")


def test_who_leads_has_a_calendar_of_it_from_which_it_goes_when_another_leads(views, rcm):
    due = {"timeline": {"by": "2008-06-30"}}
    rcm.decides("rcm", "2007-05-10", approve("a", lead=["MX", "TS"], **due), approve("b", lead=["IOM"], **due))
    for lead, key in (("MX", "item:a:due"), ("TS", "item:a:due"), ("IOM", "item:b:due")):
        assert events(views, lead=lead).keys() == {key, "meeting:rcm-2007-05-10"}
    rcm.decides("rcm", "2007-05-11", redefine("a", lead=["CA"]))
    assert events(views, lead="MX")["item:a:due"]["status"] == "cancelled"
    assert events(views, lead="CA")["item:a:due"]["status"] == "confirmed"
    with hindered("unknown", "XX"):
        calendar(views, moment(views), lead="XX")
