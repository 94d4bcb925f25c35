"""The agenda of a meeting: its points in the order of conferences, each with what it takes up and needs."""

from collections.abc import Iterator

import pytest

from ledger.records import Comment, ProposalFields, Referral, ReportFields
from projections.agenda import POINTS, agenda
from projections.views import Views
from tests.builders import (
    Conference,
    a_decision,
    approve,
    approve_section,
    hindered,
    record_occurrence,
    start,
)
from tests.stores import both_stores

BOTH = {"en": "In these words.", "es": "Con estas palabras."}
M = "rcgm-2007-06-05"


@pytest.fixture
def views(conference: Conference) -> Iterator[Views]:
    """A line of action with an activity, a network's workplan, and a meeting of the RCGM."""
    found = Views.open(conference.ledger)
    conference.decides(
        "rcm", "2006-05-05", approve_section("mpm", steward="rcgm"),
        approve("a1", "mpm", lead=["MX", "IOM"], timeline={"by": "2007-03-31"}),
        approve_section("annex", steward="lon-cp", role="annex"),
    )  # fmt: skip
    conference.meets("rcgm", "2007-01-05")
    conference.meets("rcgm", "2007-06-05")
    yield found
    found.close()


def points(views: Views, meeting: str = M, **asked) -> dict[str, list[dict]]:
    document = agenda(views, meeting, **asked)
    found = document["points"]
    assert [point["number"] for point in found] == list(range(1, len(found) + 1))
    order = [list(POINTS).index(point["point"]) for point in found]
    assert order == sorted(order)
    assert all(set(point["title"]) == {"en", "es"} for point in found)
    return {point["point"]: point["entries"] for point in found}


@both_stores
def test_a_point_with_nothing_in_it_is_left_out(conference, views):
    assert list(points(views, "rcm-2006-05-05")) == ["opening", "adoption", "review", "other", "closing"]
    conference.meets("lon-ts", "2007-06-05")
    assert list(points(views, "lon-ts-2007-06-05")) == ["opening", "adoption", "review", "other", "closing"]


def test_standing_items_are_those_of_the_body(conference, views):
    conference.decides("rcm", "2006-06-05", approve("a2", "mpm", timeline={"standing": "rcgm"}),
                       approve("a3", "annex", timeline={"standing": "rcgm"}),
                       approve("a4", "annex", timeline={"standing": "lon-cp"}))  # fmt: skip
    standing = points(views)["standing"]
    assert [entry["item"] for entry in standing] == ["a2", "a3"]
    assert standing[1]["documents"] == [{"document": "workplan", "of": "lon-cp", "before": M}]


def test_the_review_of_the_plan_says_how_much_there_is_and_needs_the_docket(views):
    (review,) = [p for p in agenda(views, M)["points"] if p["point"] == "review"]
    overdue = next(entry for entry in review["entries"] if entry["ground"] == "overdue")
    assert (overdue["entries"], overdue["here"]) == (1, 1)
    assert review["documents"] == [{"document": "docket", "of": M}, {"document": "plan", "before": M}]


@both_stores
def test_proposals_and_referrals_are_those_before_the_body(conference, views):
    ledger = conference.ledger
    wish = {"by": "MX", "submitted_to": M, "text": BOTH, "source": "A note of the delegation"}
    for id in ("mx-1", "mx-2"):
        ledger.propose(ProposalFields.model_validate({"id": id, **wish}))
    ledger.comment("mx-1", Comment.model_validate({"by": "CA", "text": BOTH}))
    ledger.refer("mx-2", Referral.model_validate({"from": "rcgm", "to": "rcm"}))
    (entry,) = points(views)["proposals"]
    assert (entry["proposal"], entry["by"], entry["comments"]) == ("mx-1", "MX", 1)
    assert entry["documents"] == [{"document": "proposal", "of": "mx-1"}, {"source": "A note of the delegation"}]
    conference.meets("rcm", "2007-07-05")
    (entry,) = points(views, "rcm-2007-07-05")["proposals"]
    assert (entry["proposal"], entry["referred_by"]) == ("mx-2", "rcgm")


def test_a_report_is_due_from_each_lead_who_said_nothing_since_the_body_last_met(conference, views):
    def reports(by: str, on: str, says: str = "delayed") -> None:
        report = {"item": "a1", "by": by, "on": on, "says": says, "text": BOTH}
        conference.ledger.report(ReportFields.model_validate(report))

    reports("MX", "2006-12-01")  # before the last meeting
    found = points(views)["reports"]
    assert [(e["by"], e["due"], e["on"]) for e in found] == [("MX", True, "2007-03-31"), ("IOM", True, "2007-03-31")]
    reports("IOM", "2007-04-01")
    found = points(views)["reports"]
    assert [(e["by"], e["due"], e["says"]) for e in found] == [("IOM", False, "delayed"), ("MX", True, None)]


def test_the_workplans_of_the_networks_below_are_taken_up_with_their_last_change(conference, views):
    conference.decides("lon-cp", "2006-08-05", approve("c1", "annex"))
    conference.decides("lon-cp", "2007-02-05", record_occurrence("c1", "2007-02-01"))
    (entry,) = points(views)["workplans"]
    assert (entry["body"], entry["item"], entry["last_changed"]) == ("lon-cp", "annex", "2007-02-05")
    assert entry["documents"] == [{"document": "workplan", "of": "lon-cp", "before": M}]


def test_the_drafts_that_are_tabled_for_it_are_its_decisions(conference, views):
    ledger = conference.ledger
    ledger.table(a_decision("d1", M, "2007-06-05"), [start("a1")])
    ledger.table(a_decision("d2", "rcgm-2007-01-05", "2007-01-05"), [start("a1")])
    (entry,) = points(views)["decisions"]
    assert (entry["decision"], entry["changes"], entry["text"]) == ("d1", 1, {"en": "What d1 says."})
    ledger.decline("d1")
    assert "decisions" not in points(views)


def test_a_meeting_that_is_none_is_named(views):
    with hindered("unknown", "rcgm-9"):
        agenda(views, "rcgm-9")
