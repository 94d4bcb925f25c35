"""A proposal's way: who has it now, what was decided on it, and where that stands today; told from either end."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from ledger.ledger import Ledger
from ledger.records import Outcome, ProposalFields, Referral
from projections.answer_rows import DECISION, OUTCOME
from projections.proposals import waits_for
from projections.show import show
from projections.views import Views
from tests.builders import (
    Conference,
    a_decision,
    a_ledger,
    all_agree,
    approve,
    approve_section,
    assert_proven,
    move,
    rectify,
    redefine,
    start,
)
from tests.stores import both_stores

pytestmark = both_stores
WORDS = {"en": "What is proposed.", "es": "Lo que se propone."}


@pytest.fixture
def ledger(store, tmp_path) -> Iterator[Ledger]:
    """`mx-1` and `mx-2` were submitted to the RCGM; a network has a workplan."""
    with closing(a_ledger(tmp_path, store=store)) as ledger:
        it = Conference(ledger)
        it.meets("rcm", "2006-05-04", id="rcm-11")
        it.decides("rcm-11", None, approve_section("mpm", steward="rcgm"), approve_section("hr", steward="rcgm"),
                   approve_section("plan-cp", steward="lon-cp", role="annex"))  # fmt: skip
        it.meets("rcgm", "2007-04-24", id="rcgm-7")
        it.meets("lon-cp", "2007-06-01", id="lon-cp-7")
        for id in ("mx-1", "mx-2"):
            wish = {"id": id, "by": "MX", "submitted_to": "rcgm-7", "text": WORDS}
            ledger.propose(ProposalFields.model_validate(wish))
        yield ledger


@pytest.fixture
def views(ledger) -> Iterator[Views]:
    views = Views.open(ledger)
    yield views
    views.close()


def refer(ledger, start, end, of="mx-1"):
    ledger.refer(of, Referral.model_validate({"from": start, "to": end}))


def states(views, id="mx-1"):
    return [referral["state"] for referral in show(views, id)["referrals"]]


def tabled(ledger, id, meeting, *changes, answers=("mx-1",)):
    decision = a_decision(id, meeting, ledger.meeting(meeting).fields.closes_on, recommended_by=answers)
    ledger.table(decision, changes, all_agree()(ledger.charter.members_on(decision.adopted_on)))


def test_it_waits_for_the_body_that_it_was_submitted_or_last_referred_to_until_it_is_settled(ledger, views):
    assert show(views, "mx-1")["waits_for"] == "rcgm"
    refer(ledger, "rcgm", "lon-cp")
    assert show(views, "mx-1")["waits_for"] == "lon-cp"
    ledger.settle("mx-1", Outcome(declined=WORDS))
    assert show(views, "mx-1")["waits_for"] is None
    assert waits_for({"outcome": None, "referrals": []}, "rcm") == "rcm"


def test_a_referral_is_open_until_the_body_that_it_went_to_takes_it_up(ledger, views):
    refer(ledger, "rcgm", "lon-cp")
    assert states(views) == ["open"]
    tabled(ledger, "d1", "lon-cp-7", approve("a1", "plan-cp"))
    assert states(views) == ["tabled"]
    ledger.submit("d1")
    assert states(views) == ["tabled"]
    ledger.confirm("d1")
    assert states(views) == ["decided"]
    refer(ledger, "lon-cp", "rcgm")
    assert states(views) == ["decided", "open"]
    ledger.settle("mx-1", Outcome(adopted=("d1",)))
    assert states(views) == ["decided", "settled"]


def test_a_referral_that_is_referred_on_was_taken_up_and_a_draft_that_was_withdrawn_takes_nothing_up(ledger, views):
    refer(ledger, "rcgm", "lon-cp")
    tabled(ledger, "d1", "lon-cp-7", approve("a1", "plan-cp"))
    ledger.withdraw("d1")
    assert states(views) == ["open"]
    refer(ledger, "lon-cp", "rcgm")
    assert states(views) == ["advanced", "open"]


def test_that_a_decision_answers_it_is_said_by_either_end_and_shown_at_both(ledger, views):
    tabled(ledger, "d1", "rcgm-7", approve("a1", "mpm"))
    tabled(ledger, "d2", "rcgm-7", approve("a2", "mpm"), answers=())
    for id in ("d1", "d2"):
        ledger.adopt(id)
    ledger.settle("mx-1", Outcome(adopted=("d2",)))
    ledger.settle("mx-2", Outcome(adopted=("d1", "d2")))
    said = {each["decision"]: each["said_by"] for each in show(views, "mx-1")["decided"]}
    assert said == {"d1": [DECISION], "d2": [OUTCOME]}
    for id, answers in (("d1", ["mx-1", "mx-2"]), ("d2", ["mx-1", "mx-2"])):
        assert [p["id"] for p in show(views, id)["proposals"]] == answers
    assert [p["id"] for p in show(views, "a2")["proposals"]] == ["mx-1", "mx-2"]
    assert show(views.published, "a2")["proposals"] == []
    assert show(views.published, "d1")["proposals"] == []
    assert_proven(ledger)


def test_a_decision_that_is_redrafted_answers_what_it_says_then(ledger, views):
    tabled(ledger, "d1", "rcgm-7", approve("a1", "mpm"))
    assert [each["decision"] for each in show(views, "mx-1")["decided"]] == ["d1"]
    ledger.redraft(a_decision("d1", "rcgm-7", "2007-04-24", recommended_by=("mx-2",)))
    assert show(views, "mx-1")["decided"] == []
    assert [each["decision"] for each in show(views, "mx-2")["decided"]] == ["d1"]
    ledger.redraft(a_decision("d1", "rcgm-7", "2007-04-24"))
    assert show(views, "mx-2")["decided"] == []
    kept = show(views, "d1")
    views.rebuild()
    assert show(views, "d1") == kept


def test_what_a_pending_proposal_asks_for_is_told_with_what_it_would_take(ledger, views):
    ledger.propose(ProposalFields.model_validate({
        "id": "mx-3", "by": "MX", "submitted_to": "rcgm-7", "text": WORDS,
        "changes": [f.document() for f in (approve("a1", "mpm"), start("a1"), move("hr", "mpm"), start("a9"))],
    }))  # fmt: skip
    assert show(views, "mx-3")["asks"] == [
        {"bodies": ["rcgm", "rcm"], "agreement": "consensus", "obstacles": []},
        {"bodies": ["rcgm", "rcm"], "agreement": "consensus", "obstacles": []},
        {"bodies": ["rcm"], "agreement": "unanimity", "obstacles": []},
        {"bodies": [], "agreement": None, "obstacles": ["item-unknown"]},
    ]
    ledger.settle("mx-3", Outcome(withdrawn=WORDS))
    assert show(views, "mx-3")["asks"] == []


def test_a_draft_changes_nothing_and_stands_nowhere(ledger, views):
    tabled(ledger, "d1", "rcgm-7", approve("a1", "mpm"))
    proposal = show(views, "mx-1")
    assert [c["reference"] for c in proposal["decided"][0]["changes"]] == [None]
    assert proposal["stands"] == []


def test_where_it_stands_is_where_its_items_are_today_whatever_happened_to_them_since(ledger, views):
    it = Conference(ledger)
    tabled(ledger, "d1", "rcgm-7", approve("a1", "mpm"), approve("a2", "mpm"), approve("a3", "mpm"))
    ledger.adopt("d1")
    ledger.settle("mx-1", Outcome(adopted=("d1",)))
    it.decides("rcgm", "2008-05-06", move("a1", "hr"), redefine("a1", title="Renamed"))
    it.decides("rcgm", "2008-05-06", approve("a4", "hr", replaces=["a2"]))
    it.decides("rcgm", "2008-05-07", rectify("a3", "d1#3"), id="undoing")
    proposal = show(views, "mx-1")
    assert [c["voided_by"] for c in proposal["decided"][0]["changes"]] == [None, None, "undoing#1"]
    stands = {each["item"]: each for each in proposal["stands"]}
    assert list(stands) == ["a1", "a2", "a4", "a3"]
    assert (stands["a1"]["section"], stands["a1"]["title"]) == ("hr", {"en": "Renamed"})
    assert stands["a1"]["section_title"] == {"en": "The title of hr"}
    assert (stands["a2"]["status"], stands["a2"]["replaced_by"]) == ("replaced", ["a4"])
    assert stands["a2"]["archived"] == "rcgm-2008-05-06-d2#1"
    assert stands["a4"]["status"] == "pending"
    assert stands["a3"] == {"item": "a3", "gone": True}
    assert_proven(ledger)
