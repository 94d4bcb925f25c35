"""What of a docket has to be settled, or answered for, before its meeting is closed."""

from collections.abc import Iterator

import pytest

from ledger.problems import Refused
from ledger.records import Clearing, Outcome, ProposalFields, ReportFields
from projections.unsettled import must_be_settled, unsettled
from projections.views import Views
from tests.builders import (
    Conference,
    all_but,
    approve,
    approve_section,
    as_day,
    assert_said,
    complete,
    discontinue,
    redefine,
    start,
)
from tests.stores import both_stores

pytestmark = both_stores
BOTH = {"en": "In these words.", "es": "Con estas palabras."}


@pytest.fixture
def views(conference: Conference) -> Iterator[Views]:
    """The XI RCM promised `a1` and `a2`, of which IOM says that they are completed; the RCGM meets."""
    found = Views.open(conference.ledger)
    conference.decides(
        "rcm", "2006-05-05", approve_section("mpm", steward="rcgm"), approve("a1", "mpm", lead=["IOM"]),
        approve("a2", "mpm", timeline={"by": "2006-12-31"}), approve("top"),
    )  # fmt: skip
    for item in ("a1", "a2", "top"):
        report = {"item": item, "by": "IOM", "on": "2007-01-15", "says": "completed", "text": BOTH}
        conference.ledger.report(ReportFields.model_validate(report))
    conference.meets("rcgm", "2007-05-10", id="rcgm-1")
    conference.meets("rcm", "2007-05-12", id="rcm-12")
    yield found
    found.close()


def left(views: Views, meeting: str = "rcgm-1") -> list[str | None]:
    found = unsettled(views, meeting)
    for violation in found:
        assert (violation.code, violation.reference) == ("docket-unsettled", meeting)
        assert_said(violation.message)
    return [violation.item for violation in found]


def test_what_could_have_been_settled_here_and_was_not_is_said_once_for_each_item(views):
    assert left(views) == ["a1", "a2"]  # not `top`, which the RCM looks after, nor the missing translations
    with pytest.raises(Refused) as refused:
        must_be_settled(views, "rcgm-1")
    assert len(refused.value.violations) == 2


def test_a_body_that_reports_to_no_other_is_not_asked(views):
    assert left(views, "rcm-12") == []


@pytest.mark.parametrize("change", [redefine("a1", title="In other words"), redefine("a1", lead=["MX"])])
def test_a_change_that_is_not_about_what_is_due_settles_nothing(conference, views, change):
    conference.decides("rcm-12", None, change)
    assert left(views) == ["a1", "a2"]


@pytest.mark.parametrize("settling", [complete("a1"), discontinue("a1"), redefine("a1"), start("a1")])
def test_what_was_decided_since_on_what_is_due_settles_it(conference, views, settling):
    where = "rcgm-1" if settling.change.kind_name in ("complete", "start") else "rcm-12"
    conference.decides(where, None, settling)
    assert left(views) == ["a2"]


def test_a_draft_settles_nothing(conference, views):
    with pytest.raises(Refused):
        conference.decides("rcgm-1", None, discontinue("a1"), positions=all_but("CA"))
    assert left(views) == ["a1", "a2"]


def test_what_was_left_out_with_a_reason_is_answered_for(conference, views):
    conference.ledger.clear_docket("rcgm-1", Clearing(taken=("a2",), left_out={"a1": BOTH}))
    assert left(views) == ["a2"]  # taken up, and not decided
    conference.ledger.clear_docket("rcgm-1", Clearing(left_out={"a2": BOTH}))
    assert left(views) == []
    must_be_settled(views, "rcgm-1")


def test_a_proposal_that_says_what_it_asks_for_is_to_be_settled_too(conference, views):
    wish = {"id": "mx-1", "by": "MX", "submitted_to": "rcgm-1", "text": BOTH}
    wish["changes"] = [approve("a9", "mpm").document()]
    conference.ledger.propose(ProposalFields.model_validate(wish))
    assert left(views) == ["a1", "a2", "a9"]
    conference.ledger.settle("mx-1", Outcome(declined=BOTH))
    assert left(views) == ["a1", "a2"]


def test_of_a_meeting_that_is_closed_nothing_more_is_asked(conference, views):
    conference.ledger.close_meeting("rcgm-1", as_day("2007-05-11"))
    must_be_settled(views, "rcgm-1")
