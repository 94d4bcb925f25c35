"""The trail: one entry for every event, narrowed down to whatever it is about."""

from contextlib import closing
from datetime import UTC, date, datetime

import pytest

from projections.audit import audit, audit_stream
from projections.views import Views
from tests.builders import BEGINNING, admit, all_but, approve, hindered
from tests.stores import both_stores

pytestmark = both_stores


def found(views, **filters) -> list[dict]:
    return audit(views, **filters)["entries"]


def changes(views, **filters) -> list[str]:
    """The changes found, by their references."""
    return [e["reference"] for e in found(views, **filters) if e["event"] == "change-enacted"]


def test_there_is_one_entry_for_every_event_newest_last(views):
    assert [entry["entry"] for entry in found(views)] == list(range(1, views.entry + 1))
    assert list(audit_stream(views)) == found(views)


def test_of_an_item_it_tells_all_that_stands_in_its_history_and_what_was_reported(views):
    entries = found(views, item="a1")
    assert [e["reference"] for e in entries] == [
        "rcm-11-d1#2", "rcgm-7-d1#1", "rcm-12-d1#1", "rcm-14-d1#1", None,
    ]  # fmt: skip
    assert entries[-1]["event"] == "progress-reported"


def test_an_entry_says_before_and_after_and_what_voided_it(views):
    first, started, redefined, rectified, _ = found(views, item="a1")
    assert first["before"] is None
    assert first["after"]["terms"]["title"] == {"en": "A workshop on visas"}
    assert started["voided_by"] == "rcm-14-d1#1"
    assert redefined["before"]["terms"]["title"] == {"en": "A workshop on visas"}
    assert redefined["after"]["terms"]["title"] == {"en": "A seminar on visas"}
    assert (rectified["before"]["status"], rectified["after"]["status"]) == ("ongoing", "pending")
    assert redefined["change"] == {
        "redefine": {"item": "a1", "terms": {"title": {"en": "A seminar on visas"}}}
    }


def test_an_entry_says_how_long_after_its_adoption_it_was_recorded(views):
    entry = found(views, item="a1")[0]
    assert entry["recorded_at"].startswith("2026-01-01T12:00:")
    assert entry["recorded_after_days"] == (date(2026, 1, 1) - date(2006, 5, 5)).days


def test_of_a_decision_it_tells_its_drafting_and_its_changes(views):
    events = [e["event"] for e in found(views, decision="rcm-12-d1")]
    assert events[0] == "decision-tabled"
    assert events.count("position-taken") == 11
    assert events[-3:] == ["decision-adopted", "change-enacted", "change-enacted"]
    declined = [e["event"] for e in found(views, decision="rcm-14-d9")]
    assert declined[-1] == "decision-declined"


def test_of_a_meeting_it_tells_its_own_life_and_its_decisions(views):
    events = [e["event"] for e in found(views, meeting="rcm-11")]
    assert events[0] == "meeting-convened"
    assert events[-3:] == ["meeting-closed", "seal-made", "record-corrected"]
    assert changes(views, meeting="rcm-11") == ["rcm-11-d1#1", "rcm-11-d1#2", "rcm-11-d1#3"]


def test_of_a_body_it_tells_all_its_meetings(views):
    assert changes(views, body="rcgm") == ["rcgm-7-d1#1", "rcgm-7-d1#2", "rcgm-6-d1#1"]
    assert changes(views, body="lon-cp") == []


def test_of_a_member_it_tells_its_positions_what_it_agreed_to_and_its_coming(views):
    of_canada = changes(views, member="CA")
    assert "rcm-11-d1#1" in of_canada
    assert "rcgm-6-d1#1" not in of_canada  # it abstained
    assert changes(views, member="AR") == ["rcm-13-d1#2", "rcm-14-d1#1"]
    positions = found(views, member="CA", kind="position-taken")
    assert {(e["decision"]) for e in positions} >= {"rcgm-6-d1", "rcm-14-d9"}


def test_a_member_is_not_found_by_another_whose_id_its_own_is_a_part_of(conference):
    conference.decides("rcm", "2007-05-10", admit("CA-2"))
    conference.decides("rcm", "2008-05-10", approve("a1"), positions=all_but("CA"))
    with closing(Views.open(conference.ledger)) as views:
        assert changes(views, member="CA") == ["rcm-2007-05-10-d1#1"]
        assert changes(views, member="CA-2") == ["rcm-2007-05-10-d1#1", "rcm-2008-05-10-d1#1"]


def test_of_a_kind_of_change_it_tells_what_was_enacted_of_an_event_each(views):
    assert changes(views, kind="start") == ["rcgm-7-d1#1", "rcgm-6-d1#1"]
    assert [e["event"] for e in found(views, kind="start")] == ["change-enacted"] * 2
    assert [e["decision"] for e in found(views, kind="decision-declined")] == ["rcm-14-d9"]


def test_agreed_from_and_to_are_days_and_include_themselves(views):
    assert changes(views, agreed_from="2008-05-09", agreed_to="2008-05-09") == [
        "rcm-13-d1#1",
        "rcm-13-d1#2",
    ]
    assert changes(views, agreed_from=date(2008, 5, 10)) == ["rcm-14-d1#1"]
    assert changes(views, agreed_to="2006-05-04") == []


def test_known_from_and_to_are_entries_or_instants_and_include_themselves(views, at):
    entry = at["rcm-12-d1"]
    assert [e["entry"] for e in found(views, known_from=entry, known_to=str(entry))] == [entry]
    assert [e["entry"] for e in found(views, known_to=BEGINNING)] == [1]
    assert [e["entry"] for e in found(views, known_to=datetime(2026, 1, 1, 12))] == [1]
    assert [e["entry"] for e in found(views, known_to="2026-01-01T12:00Z")] == [1]
    assert len(found(views, known_from="2026-01-01", known_to="2026-01-01")) == views.entry
    assert found(views, known_from=datetime(2026, 1, 2, tzinfo=UTC)) == []


@pytest.mark.parametrize("words", ["reunión", "REUNION", "Reunio\u0301n", "una reuni"])
def test_words_are_found_whatever_their_case_and_accents(views, words):
    assert changes(views, text=words) == ["rcgm-7-d1#2"]


def test_words_are_looked_for_in_what_people_wrote_and_in_nothing_else(views):
    assert [e["event"] for e in found(views, text="not in this way")] == ["position-taken"]
    assert found(views, text="recorded_at") == []
    assert found(views, text="“quoted”") == []
    assert changes(views, text="seminar", item="a1") == ["rcm-12-d1#1"]


def test_filters_narrow_each_other(views):
    assert changes(views, item="a2", body="rcm", kind="discontinue") == ["rcm-13-d1#1"]
    assert changes(views, item="a2", body="rcgm", kind="discontinue") == []


# --- page by page ---------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_pages_follow_each_other_without_a_gap(views, size):
    entries, after, pages = [], None, 0
    while pages == 0 or after is not None:
        page = audit(views, after=after, limit=size)
        assert len(page["entries"]) <= size
        entries += page["entries"]
        after, pages = page["next"], pages + 1
    assert entries == found(views)
    assert pages == -(-views.entry // size)


def test_a_cursor_comes_back_as_a_word_too(views):
    page = audit(views, limit=3)
    assert audit(views, after=str(page["next"]), limit=1)["entries"][0]["entry"] == 4


# --- what there is not ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("filters", "code", "named"),
    [
        ({"item": "a-1"}, "unknown", "a1"),
        ({"decision": "rcm-12-d2"}, "unknown", "rcm-12-d1"),
        ({"meeting": "rcm-15"}, "unknown", "rcm-14"),
        ({"body": "rcg"}, "unknown", "rcgm"),
        ({"member": "CAN"}, "unknown", "CA"),
        ({"kind": "starts"}, "unknown", "start"),
        ({"agreed_from": "2008-5-9"}, "wrong-use", "2008-5-9"),
        ({"agreed_to": "2008-02-30"}, "wrong-use", "2008-02-30"),
        ({"known_from": "then"}, "wrong-use", "then"),
        ({"known_to": "2026-13-01"}, "wrong-use", "2026-13-01"),
        ({"after": "then"}, "wrong-use", "then"),
    ],
)
def test_a_filter_that_names_nothing_is_told_with_its_likes(views, filters, code, named):
    with hindered(code, named):
        audit(views, **filters)
