"""What changed since a meeting, by what decision, and what of it concerns a member."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from ledger.ledger import Ledger
from ledger.records import Comment, Outcome, ProposalFields, Referral
from projections.since import since
from projections.views import Views
from tests.builders import (
    Conference,
    a_decision,
    a_ledger,
    a_position,
    approve,
    approve_section,
    as_day,
    assert_proven,
    discontinue,
    hindered,
    redefine,
    start,
)

WORDS = {"en": "In these words.", "es": "Con estas palabras."}


@pytest.fixture
def ledger(store, tmp_path) -> Iterator[Ledger]:
    """The XI RCM, not closed; then, closed in 2007, a meeting of the RCGM, and after it another."""
    with closing(a_ledger(tmp_path, store=store)) as ledger:
        it = Conference(ledger)
        it.meets("rcm", "2006-05-04", id="rcm-11")
        it.decides("rcm-11", None, approve_section("mpm", steward="rcgm"), approve("a1", "mpm", lead=["CA"]),
                   approve("a2", "mpm", lead=["MX"]), approve("a3", "mpm"))  # fmt: skip
        it.meets("rcgm", "2007-04-24", id="rcgm-7")
        it.decides("rcgm-7", None, start("a1"), id="rcgm-7-d1")
        wish = {"id": "mx-1", "by": "MX", "submitted_to": "rcgm-7", "text": WORDS}
        ledger.propose(ProposalFields.model_validate(wish))
        ledger.close_meeting("rcgm-7", as_day("2007-05-01"))
        it.meets("rcgm", "2007-10-29", id="rcgm-8")
        yield ledger


@pytest.fixture
def views(ledger) -> Iterator[Views]:
    views = Views.open(ledger)
    yield views
    views.close()


def changed(document):
    return {
        each["item"]: (each["change"], [by["decision"] for by in each["authority"]])
        for each in document["differences"]
    }


def concerned(document):
    return {each["item"]: each["concerns"] for each in document["differences"] if each["concerns"]}


def test_where_nothing_happened_since_nothing_changed(views):
    document = since(views, "rcgm-7", "CA")
    when = {"as_of": "2007-04-24", "known_at": views.entry - 2}  # then it was sealed, and another convened
    assert document["since"] == {"meeting": "rcgm-7", **when, "closed": True}
    assert [document[key] for key in ("differences", "decisions", "drafts", "proposals")] == [[], [], [], []]


def test_what_was_decided_since_is_told_item_by_item_with_its_decision(ledger, views):
    Conference(ledger).decides("rcgm-8", None, start("a2"), approve("a4", "mpm"), id="rcgm-8-d1")
    document = since(views, "rcgm-7")
    assert changed(document) == {"a2": ("started", ["rcgm-8-d1"]), "a4": ("new", ["rcgm-8-d1"])}
    assert [(d["decision"], d["meeting"], d["late"]) for d in document["decisions"]] == [("rcgm-8-d1", "rcgm-8", False)]
    assert list(changed(since(views, "rcm-11"))) == ["a1", "a2", "a4"]


def test_what_was_recorded_late_has_changed_since_the_closing_as_well(ledger, views):
    it = Conference(ledger)
    it.meets("rcgm", "2007-01-10", id="rcgm-6")
    it.decides("rcgm-6", None, start("a3"), id="forgotten")
    document = since(views, "rcgm-7")
    assert changed(document) == {"a3": ("started", ["forgotten"])}
    assert [(d["decision"], d["late"]) for d in document["decisions"]] == [("forgotten", True)]
    # Of a meeting that is not closed, nobody can tell what was known.
    assert not since(views, "rcm-11")["since"]["closed"]
    assert [d["decision"] for d in since(views, "rcm-11")["decisions"]] == ["forgotten", "rcgm-7-d1"]


def test_a_member_is_concerned_by_what_it_leads_or_led_and_by_what_it_proposed(ledger, views):
    it = Conference(ledger)
    it.meets("rcm", "2008-05-08", id="rcm-13")
    it.decides("rcm-13", None, redefine("a1", lead=["US"]), discontinue("a2"), id="rcm-13-d1")
    it.decides("rcgm-8", None, approve("a4", "mpm"), id="rcgm-8-d1", recommended_by=("mx-1",))
    it.decides("rcm", "2008-06-01", approve("a5", "mpm"), id="rcm-14-d1")
    ledger.settle("mx-1", Outcome(adopted=("rcgm-8-d1", "rcm-14-d1")))
    assert concerned(since(views, "rcgm-7", "CA")) == {"a1": ["leads"]}
    assert concerned(since(views, "rcgm-7", "US")) == {"a1": ["leads"]}
    assert concerned(since(views, "rcgm-7", "MX")) == {
        "a2": ["leads"], "a4": ["proposed"], "a5": ["proposed"],
    }  # fmt: skip
    assert concerned(since(views, "rcgm-7", "BZ")) == {}
    assert_proven(ledger)


def test_a_member_is_concerned_by_drafts_on_which_its_position_is_awaited(ledger, views):
    ledger.table(a_decision("d1", "rcgm-8", "2007-10-29"), [start("a2")], {"CA": a_position("object", statement=WORDS)})
    assert since(views, "rcgm-7", "CA")["drafts"] == []
    (draft,) = since(views, "rcgm-7", "MX")["drafts"]
    assert (draft["decision"], "CA" in draft["awaited"], len(draft["awaited"])) == ("d1", False, 10)
    assert since(views, "rcgm-7")["drafts"] == [draft]
    ledger.withdraw("d1")
    assert since(views, "rcgm-7", "MX")["drafts"] == []


def test_a_proposal_went_on_by_what_was_done_with_it_since(ledger, views):
    ledger.comment("mx-1", Comment.model_validate({"by": "CA", "text": WORDS, "on": "2007-04-20"}))
    ledger.refer("mx-1", Referral.model_validate({"from": "rcgm", "to": "rcm", "at": "rcgm-8"}))
    document = since(views, "rcgm-7", "MX")
    (proposal,) = document["proposals"]
    # The comment is of an earlier day, and was recorded after the closing.
    assert [step["event"] for step in proposal["steps"]] == ["comment-made", "proposal-referred"]
    assert (proposal["waits_for"], proposal["outcome"]) == ("rcm", None)
    assert since(views, "rcgm-7", "CA")["proposals"] == []
    assert len(since(views, "rcgm-7")["proposals"]) == 1
    # Since a meeting that is not closed, by the days alone.
    assert [s["event"] for s in since(views, "rcm-11")["proposals"][0]["steps"]] == [
        "proposal-submitted", "comment-made", "proposal-referred",
    ]  # fmt: skip
    assert [s["event"] for s in since(views, "rcgm-8")["proposals"][0:1]] == []
    ledger.settle("mx-1", Outcome(declined=WORDS))
    assert [s["event"] for s in since(views, "rcgm-8")["proposals"][0]["steps"]] == ["proposal-settled"]


def test_a_meeting_or_a_member_that_is_none_is_told_with_its_likes(views):
    with hindered("unknown", "rcgm-7"):
        since(views, "rcgm-77")
    with hindered("unknown", "MX"):
        since(views, "rcgm-7", "MXX")
