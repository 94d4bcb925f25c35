"""The record's own slips, put right with before, after and reason; and all that never is."""

from typing import Any

import pytest

from ledger.events import RecordCorrected
from ledger.problems import Problem
from ledger.records import ProposalFields
from tests.builders import (
    Conference,
    a_decision,
    a_meeting,
    a_position,
    all_agree,
    approve,
    hindered,
    nothing_recorded,
)

REASON = {"en": "As the signed minutes have it.", "es": "Según el acta firmada."}
WORDS = a_position("reserve", statement={"en": "Nott like this."}, basis="own-account")


@pytest.fixture
def conference(conference: Conference) -> Conference:
    """`rcm-12` with the decision `rcm-12-d1` by which `a1` stands, Canada's words with it."""
    conference.meets("rcm", "2007-05-10", id="rcm-12", number=11, place="New Orleens", host="US",
                     title={"en": "XII RCM", "es": "XI CRM"}, presidency="US",
                     source={"title": {"en": "Minutes"}, "page": "3"})  # fmt: skip
    conference.decides(
        "rcm-12", None, approve("a1"), id="rcm-12-d1",
        text={"en": "Said."}, source="A copy",
        positions=all_agree(CA=WORDS),
    )  # fmt: skip
    fields = {"id": "mx-1", "by": "MX", "submitted_to": "rcm-12", "text": {"en": "A wish."}}
    conference.ledger.propose(ProposalFields.model_validate({**fields, "source": "Note 7"}))
    return conference


def correct(conference: Conference, kind: str, path: str, after: Any) -> RecordCorrected:
    ids = {"meeting": "rcm-12", "decision": "rcm-12-d1", "proposal": "mx-1"}
    conference.ledger.correct(kind, ids[kind], path, after, REASON)
    *_, last = conference.ledger.recorder.facts()
    assert isinstance(last.event, RecordCorrected)
    return last.event


SLIPS = [
    ("meeting", "number", 11, 12),
    ("meeting", "place", "New Orleens", "New Orleans"),
    ("meeting", "place", "New Orleens", None),
    ("meeting", "host", "US", "MX"),
    ("meeting", "title.es", "XI CRM", "XII CRM"),
    ("meeting", "title.es", "XI CRM", None),
    ("meeting", "title.en", "XII RCM", "XII Regional Conference"),
    ("meeting", "source.page", "3", "4"),
    ("meeting", "source.url", None, "https://example.org"),
    ("meeting", "source.title.en", "Minutes", "Signed minutes"),
    ("meeting", "source", {"title": {"en": "Minutes"}, "page": "3"}, "The minutes"),
    ("decision", "text.es", None, "Dicho."),
    ("decision", "source", "A copy", {"title": {"en": "Minutes"}, "sha256": "ab" * 32}),
    ("decision", "positions.CA.statement.en", "Nott like this.", "Not like this."),
    ("decision", "positions.CA.statement.es", None, "Así no."),
    ("proposal", "source", "Note 7", "Note 8"),
]


@pytest.mark.parametrize(("kind", "path", "before", "after"), SLIPS)
def test_a_slip_is_put_right_and_what_was_there_is_kept(conference, kind, path, before, after):
    plan = conference.plan()
    event = correct(conference, kind, path, after)
    assert (event.kind, event.path, event.before, event.after) == (kind, path, before, after)
    assert event.reason == REASON
    state = getattr(conference.ledger, kind)(event.id)
    assert written_at(state, path) == after
    assert written_at(state, path, as_recorded=True) == before
    assert conference.plan() == plan


def written_at(state: Any, path: str, *, as_recorded: bool = False) -> Any:
    if path.startswith("positions."):
        _, member, _, language = path.split(".")
        positions = state.positions_as_recorded if as_recorded else state.positions
        return positions[member].statement.get(language)
    fields = state.as_recorded if as_recorded else state.fields
    at: Any = fields.model_dump(mode="json", exclude_unset=True)
    for key in path.split("."):
        at = at.get(key)
        if at is None:
            break
    return at


def test_a_slip_may_be_put_right_more_than_once_and_the_first_record_stays(conference):
    correct(conference, "meeting", "place", "New Orlean")
    event = correct(conference, "meeting", "place", "New Orleans")
    assert (event.before, event.after) == ("New Orlean", "New Orleans")
    state = conference.ledger.meeting("rcm-12")
    assert (state.as_recorded.place, state.fields.place) == ("New Orleens", "New Orleans")
    correct(conference, "decision", "positions.CA.statement.en", "Not like this")
    correct(conference, "decision", "positions.CA.statement.en", "Not like this.")
    state = conference.ledger.decision("rcm-12-d1")
    assert state.positions["CA"].statement["en"] == "Not like this."
    assert state.positions_as_recorded["CA"].statement["en"] == "Nott like this."


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        *(("meeting", path) for path in (
            "id", "body", "opens_on", "closes_on", "presidency", "present", "title", "titles.en",
            "place.en", "number.1", "title.en.x", "", "positions.CA.statement.en", "text.en",
        )),
        *(("decision", path) for path in (
            "id", "meeting", "adopted_on", "procedure", "recommended_by", "changes", "status",
            "positions", "positions.CA", "positions.CA.stance", "positions.CA.except",
            "positions.CA.on", "positions.CA.basis", "positions.CA.statement",
            "positions.CA.statement.en.x", "positions.AR.statement.en", "text", "title.en",
            "number",
        )),
        *(("proposal", path) for path in (
            "id", "by", "text", "text.en", "submitted_to", "changes", "placements", "title.en",
        )),
    ],
)  # fmt: skip
def test_what_the_rule_reads_and_what_an_item_says_is_never_corrected(conference, kind, path):
    with nothing_recorded(conference.ledger), hindered("not-correctable", path):
        correct(conference, kind, path, "Something else")


WRONG = [
    ("meeting", "number", "twelve"),
    ("meeting", "number", 0),
    ("meeting", "host", "usa!"),
    ("meeting", "place", ""),
    ("meeting", "place", "New\u202eOrleans"),
    ("meeting", "place", 7),
    ("meeting", "title.en", ""),
    ("meeting", "title.en", ["a"]),
    ("meeting", "title.ENGLISH", "XII"),
    ("meeting", "title.fr", "XII"),
    ("meeting", "source.sha256", "ab"),
    ("meeting", "source.nothing", "x"),
    ("decision", "source.page", "3"),
    ("decision", "source.sha256", "no"),
    ("decision", "text.fr", "Dit."),
    ("decision", "positions.CA.statement.en", ""),
    ("decision", "positions.CA.statement.en", 5),
    ("decision", "positions.CA.statement.en", "a\x00b"),
    ("decision", "positions.CA.statement.ENGLISH", "x"),
    ("decision", "positions.CA.statement.fr", "Pas comme ça."),
    ("decision", "positions.CA.statement.en", None),
]


@pytest.mark.parametrize(("kind", "path", "after"), WRONG)
def test_what_no_record_can_say_is_no_correction(conference, kind, path, after):
    ids = {"meeting": "rcm-12", "decision": "rcm-12-d1"}
    with nothing_recorded(conference.ledger), pytest.raises(Problem) as hindered_by:
        correct(conference, kind, path, after)
    assert path in hindered_by.value.message["es"]
    getattr(type(conference.ledger).open(conference.ledger.path), kind)(ids[kind])


def test_the_only_words_of_a_title_are_not_taken_away(conference):
    correct(conference, "meeting", "title.es", None)
    with nothing_recorded(conference.ledger), hindered("no-value", "title.en"):
        correct(conference, "meeting", "title.en", None)


def test_a_decisions_agreed_text_is_not_corrected_only_its_translation(conference):
    """ "… the translation of a meeting's title or of a decision's text": what was adopted in those
    words stays in them."""
    correct(conference, "decision", "text.es", "Dicho")
    correct(conference, "decision", "text.es", "Dicho.")
    with nothing_recorded(conference.ledger), pytest.raises(Problem):
        correct(conference, "decision", "text.en", "Said otherwise.")


@pytest.mark.parametrize(("kind", "path", "before", "after"), SLIPS[:2] + SLIPS[-3:-2])
def test_what_already_reads_so_needs_no_correction(conference, kind, path, before, after):
    with nothing_recorded(conference.ledger), hindered("wrong-use", path):
        correct(conference, kind, path, before)


def test_a_correction_is_of_a_record_that_is_there(conference):
    for kind, id in (("meeting", "rcm-99"), ("decision", "d9"), ("proposal", "mx-9")):
        with nothing_recorded(conference.ledger), hindered("unknown", id):
            conference.ledger.correct(kind, id, "source", "x", REASON)


def test_a_slip_of_what_is_not_yet_adopted_can_be_corrected_too(conference):
    conference.ledger.table(a_decision("rcm-12-d2", "rcm-12", text={"en": "Tabled"}))
    conference.ledger.correct("decision", "rcm-12-d2", "source", "The draft", REASON)
    assert conference.ledger.decision("rcm-12-d2").fields.source == "The draft"
    conference.ledger.redraft(a_decision("rcm-12-d2", "rcm-12", text={"en": "Redrafted"}))
    assert conference.ledger.decision("rcm-12-d2").fields.source is None


def test_a_correction_of_a_closed_meeting_is_still_made(conference):
    conference.ledger.close_meeting("rcm-12", a_meeting().closes_on)
    correct(conference, "meeting", "place", "New Orleans")
    assert conference.ledger.meeting("rcm-12").closed
