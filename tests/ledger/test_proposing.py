"""No path leads from a proposal, or from a report, into the plan: only an adopted decision changes it."""

from collections.abc import Callable

import pytest

from ledger.events import TOPICS, item_stream
from ledger.ledger import Ledger
from ledger.proposing import ProposingLedger
from ledger.records import Comment, Outcome, ProposalFields, Referral, ReportFields
from tests.builders import (
    Conference,
    a_decision,
    all_agree,
    approve,
    approve_section,
    assert_proven,
    complete,
    discontinue,
    plan_of,
    redefine,
)

WORDS = {"en": "What is proposed.", "es": "Lo que se propone."}
ASKED = [approve("a9", "mpm"), redefine("a1"), discontinue("a2"), complete("a3")]
"""The proposal asks for all this, in words that a decision could take over as they are."""


PROPOSAL = {"id": "mx-1", "by": "MX", "submitted_to": "rcgm-7", "text": WORDS}
Act = Callable[[Ledger], None]


def propose(ledger: Ledger) -> None:
    placed = {"placements": [{"section": "mpm", "form": "workshop"}]}
    asked = {"changes": [form.document() for form in ASKED]}
    ledger.propose(ProposalFields.model_validate({**PROPOSAL, **placed, **asked}))


def comment(by: str) -> Act:
    said = Comment.model_validate({"by": by, "text": WORDS, "placements": [{"section": "mpm"}]})
    return lambda ledger: ledger.comment("mx-1", said)


def refer(ledger: Ledger) -> None:
    ledger.refer("mx-1", Referral.model_validate({"from": "rcgm", "to": "rcm"}))


def report(says: str) -> Act:
    given = {"item": "a1", "by": "IOM", "on": "2007-06-01", "says": says}
    return lambda ledger: ledger.report(ReportFields.model_validate(given))


ACTS: dict[str, list[Act]] = {
    "propose": [propose],
    "comment": [comment(by) for by in ("CA", "rcgm", "TS")],
    "refer": [refer],
    "settle": [lambda ledger: ledger.settle("mx-1", Outcome(adopted=("rcm-11-d1",)))],
    "report": [report(says) for says in ("completed", "delayed", "on-track")],
}
"""Every act on proposals and reports, with all that each may say."""


@pytest.fixture
def conference(conference: Conference) -> Conference:
    conference.meets("rcm", "2006-05-04", id="rcm-11")
    new = [approve_section("mpm", steward="rcgm"), *(approve(f"a{n}", "mpm") for n in (1, 2, 3))]
    conference.decides("rcm-11", None, *new, id="rcm-11-d1")
    conference.meets("rcgm", "2007-04-24", id="rcgm-7")
    return conference


def as_stored(ledger: Ledger) -> dict[str, bytes]:
    """Every item, byte by byte, and all that was recorded of it but reports."""
    return {
        id: item.json
        + b"".join(
            repr(f.event).encode()
            for f in ledger.recorder.stream(item_stream(id))
            if f.event.name != "progress-reported"
        )
        for id, item in plan_of(ledger).items()
    }


def test_no_act_on_a_proposal_and_no_report_changes_a_byte_of_the_plan(conference):
    acts = [name for name, act in vars(ProposingLedger).items() if callable(act)]
    assert sorted(acts) == sorted([*ACTS, "times_reported", "wanted_by"])
    ledger = conference.ledger
    before, enacted = as_stored(ledger), len(ledger.index.about("a1"))
    for act in (act for some in ACTS.values() for act in some):
        act(ledger)
        assert as_stored(ledger) == before
    assert len(ledger.index.about("a1")) == enacted
    assert_proven(ledger)


def test_of_all_events_about_proposals_and_items_only_a_decision_s_change_has_an_authority():
    """What the plan is folded from bears an authority; nothing that is said before a decision has one."""
    assert [t for t, event in TOPICS.items() if "authority" in event.model_fields] == ["change-enacted/1"]


def test_what_a_proposal_asks_for_enters_the_plan_by_an_adopted_decision_and_not_before(conference):
    ledger = conference.ledger
    propose(ledger)
    before = as_stored(ledger)
    members = conference.members_on("2007-04-24")
    draft = a_decision("d1", "rcgm-7", "2007-04-24", recommended_by=("mx-1",))
    ledger.table(draft, ASKED[:1], all_agree()(members))
    ledger.submit("d1")
    assert as_stored(ledger) == before
    ledger.confirm("d1")
    assert as_stored(ledger).keys() - before.keys() == {"a9"}
    assert plan_of(ledger)["a9"].approved.decision == "d1"
    ledger.settle("mx-1", Outcome(adopted=("d1",)))
    assert_proven(ledger)
