"""Which item a row is about: never settled unseen where it could be one or another."""

from typing import Any

import pytest

from projections.matching import EXACT, Matched, Matching
from projections.revised import Row

PLAN = {
    "visas": ("Workshop on visas for business travellers", "mpm"),
    "remittances": ("Workshop on remittances of migrants", "dev"),
    "review-1": ("Review of the plan", "mpm"),
    "review-2": ("Review of the plan", "dev"),
}


def state(id: str, title: str, parent: str | None, **more: Any) -> dict[str, Any]:
    terms = {"title": {"en": title}, "action": None}
    return {
        "id": id,
        "kind": "activity",
        "parent": parent,
        "terms": terms,
        "archived": None,
        **more,
    }


def matched(*rows: tuple[str | None, str, str | None], same=None, new=(), **archived) -> Matched:
    """What rows are about: of each its id, its title, and the section that it stands in."""
    states = {id: state(id, title, parent) for id, (title, parent) in PLAN.items()}
    for id, title in archived.items():
        states[id] = state(id, title, "mpm", archived={"reference": "rcm-1-d1#1"})
    read = [
        Row(f"line {n}", id, "activity", {"title": {"en": title}})
        for n, (id, title, _) in enumerate(rows)
    ]
    sections = {n: section for n, (_, _, section) in enumerate(rows)}
    return Matching(read, states, sections, same or {}, new).matched()


def test_an_id_that_the_plan_has_is_enough():
    assert matched(("visas", "Quite other words", None)).items == {0: "visas"}


def test_an_id_with_the_words_of_another_item_is_a_doubt():
    found = matched(("visas", "Workshop on remittances of migrants", None))
    assert [doubt.code for doubt in found.doubts] == ["other-wording"]
    assert found.items == {}


@pytest.mark.parametrize(("section", "confidence"), [("dev", EXACT), ("mpm", EXACT - 0.1)])
def test_the_same_words_are_surer_in_the_same_section(section, confidence):
    found = matched((None, "workshop on REMITTANCES of migrants.", section))
    assert found.items == {0: "remittances"}
    assert found.confidence[0] == pytest.approx(confidence)


def test_of_two_with_the_same_words_the_one_in_the_section_is_meant():
    assert matched((None, "Review of the plan", "dev")).items == {0: "review-2"}


def test_of_two_with_the_same_words_elsewhere_neither_is_taken():
    (doubt,) = matched((None, "Review of the plan", None)).doubts
    assert {candidate.item for candidate in doubt.candidates} == {"review-1", "review-2"}


def test_nearly_the_same_words_are_an_item_less_surely():
    found = matched((None, "Workshop on visas for all business travellers", "mpm"))
    assert found.items == {0: "visas"}
    assert 0.8 <= found.confidence[0] <= EXACT - 0.1


def test_two_rows_that_could_be_one_item_are_both_asked_about():
    found = matched(
        (None, "Workshop on visas for young business travellers", "mpm"),
        (None, "Workshop on visas for older business travellers", "mpm"),
    )
    assert found.items == {}
    assert [doubt.code for doubt in found.doubts] == ["which-item", "which-item"]


def test_what_is_like_nothing_is_new():
    found = matched((None, "Climate and mobility", "mpm"))
    assert (found.items, found.doubts, list(found.new)) == ({}, [], [0])


def test_the_words_of_something_archived_are_asked_about():
    (doubt,) = matched((None, "An old study", "mpm"), old="An old study").doubts
    assert [candidate.item for candidate in doubt.candidates] == ["old"]


def test_an_answer_settles_it():
    row = (None, "Review of the plan", None)
    assert matched(row, same={"line 0": "review-2"}).items == {0: "review-2"}
    assert list(matched(row, new=["line 0"]).new) == [0]
