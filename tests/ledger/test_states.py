"""Meetings, decisions and proposals, as the events of their own streams tell them."""

from typing import Any

import pytest

from ledger.events import TOPICS, Event
from ledger.records import Outcome
from ledger.states import decision_state, meeting_state, proposal_state
from ledger.store import Fact, LogDamaged
from tests.builders import (
    a_decision,
    a_meeting,
    a_position,
    approve,
    assert_proven,
    hindered,
    nothing_recorded,
    redefine,
    start,
)

COMMON = {"recorded_at": "2026-01-01T12:00:00Z", "recorded_by": "local", "nonce": "0f" * 16}
BOTH = {"en": "In these words.", "es": "Con estas palabras."}
MEETING = a_meeting(id="rcm-12").model_dump(mode="json", exclude_unset=True)
FIELDS = a_decision().model_dump(mode="json", exclude_unset=True)
PROPOSAL = {"id": "mx-1", "by": "MX", "submitted_to": "rcgm-2007-1", "text": BOTH}
ON = {"decision": "rcm-12-d1"}
CORRECTED = {"id": "rcm-12", "path": "place", "before": None, "after": "Puebla", "reason": BOTH}


def told(*events: tuple[str, dict[str, Any]], stream: str = "decision:rcm-12-d1") -> list[Fact]:
    """Facts of one stream, from entry 11 on."""
    return [
        Fact(stream, n, event(name, **fields), 10 + n)
        for n, (name, fields) in enumerate(events, start=1)
    ]


def event(name: str, **fields: Any) -> Event:
    return TOPICS[f"{name}/1"].model_validate({**COMMON, **fields})


TABLED = ("decision-tabled", {**ON, "fields": FIELDS})
SUBMITTED = ("decision-submitted", ON)
ADOPTED = (
    "decision-adopted",
    {**ON, "meeting": "rcm-12", "body": "rcm", "adopted_on": "2007-05-10", "changes": 0},
)
DECLINED = ("decision-declined", {**ON, "reason": BOTH})
WITHDRAWN = ("decision-withdrawn", ON)
REDRAFTED = ("decision-redrafted", {**ON, "fields": {**FIELDS, "text": BOTH}})
DRAFTED = ("change-drafted", {**ON, "number": 1, "change": {"start": {"item": "a1"}}})
POSITION = ("position-taken", {**ON, "member": "CA", "position": {"stance": "object"}})
CONVENED = ("meeting-convened", {"meeting": MEETING})
CLOSED = ("meeting-closed", {"meeting": "rcm-12", "on": "2007-05-11"})
CLEARED = ("docket-cleared", {"meeting": "rcm-12", "clearing": {"taken": ["a1"], "left_out": {"a2": BOTH}}})
PROPOSED = ("proposal-submitted", {"proposal": "mx-1", "fields": PROPOSAL})
COMMENTED = ("comment-made", {"proposal": "mx-1", "comment": {"by": "CA", "text": BOTH}})
REFERRED = ("proposal-referred", {"proposal": "mx-1", "referral": {"from": "rcgm", "to": "rcm"}})
SETTLED = ("proposal-settled", {"proposal": "mx-1", "outcome": {"declined": BOTH}})


def test_of_what_was_never_recorded_there_is_no_state():
    assert meeting_state([]) is None
    assert decision_state([]) is None
    assert proposal_state([]) is None


# --- meetings -------------------------------------------------------------------------------------


def test_a_meeting_is_convened_corrected_and_closed():
    slip = ("record-corrected", {"kind": "meeting", **CORRECTED})
    state = meeting_state(told(CONVENED, slip, CLOSED, stream="meeting:rcm-12"))
    assert state.entry == 11
    assert state.closed.isoformat() == "2007-05-11"
    assert state.fields.place == "Puebla"
    assert state.as_recorded.place is None


def test_a_meetings_docket_is_cleared_and_may_be_left_unsettled():
    unsettled = ("meeting-closed", {"meeting": "rcm-12", "on": "2007-05-11", "unsettled": BOTH})
    state = meeting_state(told(CONVENED, CLEARED, unsettled, stream="meeting:rcm-12"))
    assert (state.left_out, state.unsettled) == ({"a2": BOTH}, BOTH)


@pytest.mark.parametrize("first", [CLOSED, CLEARED, ("record-corrected", {"kind": "meeting", **CORRECTED})])
def test_nothing_happens_to_a_meeting_before_it_is_convened(first):
    with pytest.raises(LogDamaged, match="meeting:rcm-12") as damaged:
        meeting_state(told(first, CONVENED, stream="meeting:rcm-12"))
    assert damaged.value.entry == 11


def test_a_stream_of_a_meeting_holds_nothing_else():
    with pytest.raises(LogDamaged, match="decision-tabled cannot stand here in meeting:rcm-12"):
        meeting_state(told(CONVENED, TABLED, stream="meeting:rcm-12"))


def test_a_meeting_is_convened_once():
    with pytest.raises(LogDamaged):
        meeting_state(told(CONVENED, CONVENED, stream="meeting:rcm-12"))


# --- decisions ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("events", "status"),
    [
        ((), "tabled"),
        ((SUBMITTED,), "submitted"),
        ((ADOPTED,), "adopted"),
        ((SUBMITTED, ADOPTED), "adopted"),
        ((DECLINED,), "declined"),
        ((SUBMITTED, WITHDRAWN), "withdrawn"),
        ((SUBMITTED, REDRAFTED), "tabled"),
    ],
)
def test_a_decision_stands_where_its_last_event_has_put_it(events, status):
    state = decision_state(told(TABLED, *events))
    assert state.status == status
    assert state.is_open == (status in ("tabled", "submitted"))
    assert state.entry == 11


def test_a_decision_has_the_changes_and_the_positions_of_its_last_draft():
    state = decision_state(told(TABLED, DRAFTED, DRAFTED, POSITION))
    assert state.changes == (start("a1"), start("a1"))
    assert state.positions == {"CA": a_position("object")}
    state = decision_state(told(TABLED, DRAFTED, POSITION, REDRAFTED))
    assert (state.changes, state.positions) == ((), {})
    assert state.fields.text == BOTH


def test_no_change_joins_a_draft_on_which_a_position_was_taken():
    """A member's position, and its signature, is on all of it."""
    with pytest.raises(LogDamaged) as damaged:
        decision_state(told(TABLED, DRAFTED, POSITION, DRAFTED))
    assert damaged.value.entry == 14


def test_the_entry_of_its_adoption_is_kept():
    state = decision_state(told(TABLED, DRAFTED, ADOPTED))
    assert (state.entry, state.adopted_at) == (11, 13)
    assert state.adopted.body == "rcm"


@pytest.mark.parametrize(
    "last", [TABLED, DRAFTED, POSITION, SUBMITTED, ADOPTED, DECLINED, REDRAFTED]
)
@pytest.mark.parametrize("end", [ADOPTED, DECLINED, WITHDRAWN])
def test_nothing_follows_the_end_of_a_decision(end, last):
    with pytest.raises(LogDamaged) as damaged:
        decision_state(told(TABLED, end, last))
    assert damaged.value.entry == 13


def test_but_a_slip_of_its_record_can_still_be_corrected():
    slip = {"kind": "decision", **CORRECTED, "id": "rcm-12-d1", "path": "text.es", "after": "Dicho"}
    state = decision_state(told(TABLED, ADOPTED, ("record-corrected", slip)))
    assert state.fields.text["es"] == "Dicho"
    assert "es" not in state.as_recorded.text
    assert state.status == "adopted"


@pytest.mark.parametrize("first", [DRAFTED, POSITION, SUBMITTED, ADOPTED, DECLINED, REDRAFTED])
def test_nothing_happens_to_a_decision_before_it_is_tabled(first):
    with pytest.raises(LogDamaged, match="cannot stand here in decision:rcm-12-d1"):
        decision_state(told(first, TABLED))


@pytest.mark.parametrize("other", [CONVENED, PROPOSED, TABLED])
def test_a_stream_of_a_decision_holds_nothing_else(other):
    with pytest.raises(LogDamaged, match="decision:rcm-12-d1"):
        decision_state(told(TABLED, other))


def test_a_statement_that_was_corrected_is_kept_in_both_wordings():
    words = ("position-taken", {**ON, "member": "CA", "position": {"statement": {"en": "Nott"}}})
    slip = {**CORRECTED, "id": "rcm-12-d1", "path": "positions.CA.statement.en", "after": "Not"}
    state = decision_state(told(TABLED, words, ("record-corrected", {"kind": "decision", **slip})))
    assert state.positions["CA"].statement == {"en": "Not"}
    assert state.positions_as_recorded["CA"].statement == {"en": "Nott"}


# --- proposals ------------------------------------------------------------------------------------


def test_a_proposal_goes_its_way():
    slip = ("record-corrected", {"kind": "proposal", **CORRECTED, "path": "source"})
    state = proposal_state(
        told(PROPOSED, COMMENTED, REFERRED, COMMENTED, SETTLED, slip, stream="proposal:mx-1")
    )
    assert len(state.comments) == 2
    assert state.referrals[0].from_ == "rcgm"
    assert state.outcome.declined == BOTH
    assert (state.fields.source, state.as_recorded.source) == ("Puebla", None)


@pytest.mark.parametrize("first", [COMMENTED, REFERRED, SETTLED, CONVENED])
def test_nothing_happens_to_a_proposal_before_it_is_submitted(first):
    with pytest.raises(LogDamaged):
        proposal_state(told(first, PROPOSED, stream="proposal:mx-1"))


def test_a_stream_of_a_proposal_holds_nothing_else():
    with pytest.raises(LogDamaged, match="decision-tabled cannot stand here in proposal:mx-1"):
        proposal_state(told(PROPOSED, TABLED, stream="proposal:mx-1"))


# --- in a ledger ----------------------------------------------------------------------------------


def test_proposals_and_reports_are_kept_and_change_nothing(conference):
    conference.decides("rcm", "2007-05-10", *[])
    conference.meets("rcgm", "2007-04-24", id="rcgm-2007-1")
    ledger = conference.ledger
    ledger.propose(TOPICS["proposal-submitted/1"].model_validate(
        {**COMMON, "proposal": "mx-1", "fields": {**PROPOSAL, "changes": [redefine("a1").document()]}}
    ).fields)  # fmt: skip
    ledger.comment("mx-1", event(*COMMENTED[:1], **COMMENTED[1]).comment)
    ledger.refer("mx-1", event(*REFERRED[:1], **REFERRED[1]).referral)
    ledger.settle("mx-1", event(*SETTLED[:1], **SETTLED[1]).outcome)
    state = ledger.proposal("mx-1")
    assert state.fields.changes == (redefine("a1"),)
    assert (len(state.comments), len(state.referrals)) == (1, 1)
    assert state.outcome.declined == BOTH

    report = event(
        "progress-reported",
        report={"item": "a1", "by": "IOM", "on": "2007-03-01", "says": "delayed"},
    ).report
    assert ledger.times_reported(report) == 0
    with hindered("unknown", "a1"):
        ledger.report(report)
    conference.decides("rcm", "2007-05-11", approve("a1"))
    ledger.report(report)
    assert ledger.times_reported(report) == 1
    assert ledger.times_reported(report.model_copy(update={"says": "on-track"})) == 0
    assert conference.plan().keys() == {"a1"}


def test_what_is_done_to_a_proposal_needs_it_and_it_is_made_once(ledger):
    proposal = event("proposal-submitted", **PROPOSED[1]).fields
    for act in (
        lambda: ledger.comment("mx-1", event("comment-made", **COMMENTED[1]).comment),
        lambda: ledger.refer("mx-1", event("proposal-referred", **REFERRED[1]).referral),
        lambda: ledger.settle("mx-1", event("proposal-settled", **SETTLED[1]).outcome),
    ):
        with nothing_recorded(ledger), hindered("unknown", "mx-1"):
            act()
    with nothing_recorded(ledger), hindered("unknown", "rcgm-2007-1"):
        ledger.propose(proposal)
    ledger.convene(a_meeting("rcgm", id="rcgm-2007-1"))
    ledger.propose(proposal)
    with nothing_recorded(ledger), hindered("exists", "mx-1"):
        ledger.propose(proposal)


def test_a_proposal_is_settled_once_and_by_what_is_adopted(conference):
    ledger, proposal = conference.ledger, event("proposal-submitted", **PROPOSED[1]).fields
    conference.meets("rcgm", "2007-04-24", id="rcgm-2007-1")
    ledger.propose(proposal)
    conference.decides("rcgm-2007-1", None, id="d1")
    for status in ("tabled", "withdrawn"):
        ledger.table(a_decision(status, "rcgm-2007-1", "2007-04-24"))
    ledger.withdraw("withdrawn")
    for decision in ("tabled", "withdrawn"):
        with nothing_recorded(ledger), hindered("outcome-not-adopted", "mx-1", decision):
            ledger.settle("mx-1", Outcome(adopted=("d1", decision)))
    with nothing_recorded(ledger), hindered("unknown", "d9"):
        ledger.settle("mx-1", Outcome(adopted=("d9",)))
    ledger.settle("mx-1", Outcome(adopted=("d1",)))
    for outcome in (Outcome(adopted=("d1",)), Outcome(declined=BOTH)):
        with nothing_recorded(ledger), hindered("already", "mx-1", "--recommended-by"):
            ledger.settle("mx-1", outcome)
    assert ledger.proposal("mx-1").outcome == Outcome(adopted=("d1",))
    assert_proven(ledger)
