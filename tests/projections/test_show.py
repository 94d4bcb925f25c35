"""What an id names, with its whole history and authority."""

import pytest

from projections.show import show
from tests.builders import hindered
from tests.stores import both_stores

pytestmark = both_stores


def test_an_item_is_shown_as_it_stands_with_all_that_was_done_to_it(views):
    item = show(views, "a1")
    assert (item["shows"], item["status"], item["terms"]["title"]) == (
        "item",
        "pending",
        {"en": "A seminar on visas"},
    )
    assert [e["reference"] for e in item["history"]] == [
        "rcm-11-d1#2", "rcgm-7-d1#1", "rcm-12-d1#1", "rcm-14-d1#1",
    ]  # fmt: skip


def test_an_item_names_the_proposals_that_name_it(views):
    assert [proposal["id"] for proposal in show(views, "mpm")["proposals"]] == ["mx-1"]


def test_an_archived_item_says_by_what_right_it_was_archived(views):
    item = show(views, "a2")
    assert (item["status"], item["archived"]["reference"]) == ("discontinued", "rcm-13-d1#1")


def test_a_decision_is_shown_as_in_a_register_with_its_meeting_and_ruling(views):
    decision = show(views, "rcm-12-d1")
    assert (decision["shows"], decision["status"], decision["meeting"]["id"]) == (
        "decision",
        "adopted",
        "rcm-12",
    )
    assert [list(change) for change in decision["changes"]] == [["redefine"], ["move"]]
    assert len(decision["positions"]) == 11
    assert decision["ruling"]["lawful"]


def test_a_declined_decision_is_shown_with_who_objected_and_why(views):
    decision = show(views, "rcm-14-d9")
    assert decision["status"] == "declined"
    assert decision["positions"]["CA"]["statement"]["en"] == "Not in this way."


def test_a_change_is_shown_by_its_reference(views):
    change = show(views, "rcgm-7-d1#1")
    assert (change["shows"], change["item"], change["voided_by"]) == ("change", "a1", "rcm-14-d1#1")


def test_a_meeting_is_shown_with_its_decisions_as_corrected(views):
    meeting = show(views, "rcm-11")
    assert (meeting["shows"], meeting["place"]) == ("meeting", "San Salvador, El Salvador")
    assert [decision["id"] for decision in meeting["decisions"]] == ["rcm-11-d1"]


def test_a_proposal_is_shown_with_its_way(views):
    proposal = show(views, "mx-1")
    assert proposal["shows"] == "proposal"
    assert [comment["by"] for comment in proposal["comments"]] == ["CA"]
    assert proposal["outcome"] == {"adopted": ["rcm-12-d1"]}


@pytest.mark.parametrize(
    ("id", "code", "named"),
    [
        ("a-1", "unknown", "a1"),
        ("rcm-12-d7", "unknown", "rcm-12-d1"),
        ("rcm-12-d1#9", "wrong-use", "rcm-12-d1#9"),
        ("rcm-12-d9#1", "unknown", "rcm-12-d1#1"),
        ("zzzzzz", "unknown", "zzzzzz"),
    ],
)
def test_what_names_nothing_is_told_with_its_likes(views, id, code, named):
    with hindered(code, named):
        show(views, id)
