"""The worked examples of the domain, and its other corners, told to the oracle.

The oracle is the model that the ledger is compared with; these tests are its own proof.
"""

from __future__ import annotations

import itertools
import random
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.histories import random_history, small_charter
from tests.oracle import ItemState, Oracle, Violation

ROOT = Path(__file__).resolve().parents[1]
ELEVEN = ["BZ", "CA", "CR", "DO", "GT", "HN", "MX", "NI", "PA", "SV", "US"]
Change = dict[str, Any]


def rcm_charter(**rules: dict[str, str]) -> dict[str, Any]:
    since = {member: {"since": "1996-03-13"} for member in ELEVEN}
    return {
        "charter": "rcm",
        "root": "rcm",
        "bodies": {
            "rcm": {"level": "vice-ministerial"},
            "rcgm": {"level": "technical", "reports_to": "rcm"},
            "lon-cp": {"level": "network", "reports_to": "rcgm"},
            "lon-ts": {"level": "network", "reports_to": "rcgm"},
        },
        "members": since | {"DO": {"since": date(2000, 3, 23)}},
        "rules": rules,
    }


class Story:
    """An oracle, and decisions told in one line each. Meetings last one day unless told."""

    def __init__(self, **rules: dict[str, str]) -> None:
        self.oracle = Oracle(rcm_charter(**rules))
        self.told = 0

    def decide(
        self,
        body: str,
        day: str,
        *changes: Change,
        id: str | None = None,
        but: dict[str, Any] | None = None,
        agreed: list[str] | None = None,
        opens: str | None = None,
        closes: str | None = None,
        procedure: str = "plenary",
    ) -> list[Violation]:
        """`agreed` agree (default: the members on the day), `but` some take another position."""
        self.told += 1
        adopted_on = date.fromisoformat(day)
        meeting_id = id.rsplit("-", 1)[0] if id else f"{body}-m{self.told}"
        agreeing = self.oracle.members_on(adopted_on) if agreed is None else agreed
        positions: dict[str, Any] = {member: {"stance": "agree"} for member in agreeing}
        for member, position in (but or {}).items():
            positions[member] = position if isinstance(position, dict) else {"stance": position}
        meeting = {
            "id": meeting_id,
            "body": body,
            "opens_on": date.fromisoformat(opens or day),
            "closes_on": date.fromisoformat(closes or day),
        }
        decision = {
            "id": id or f"{meeting_id}-d1",
            "adopted_on": adopted_on,
            "procedure": procedure,
            "positions": {m: p for m, p in positions.items() if p["stance"] != "silent"},
            "changes": list(changes),
        }
        return self.oracle.record(meeting, decision)

    def enact(self, *told: Any, **more: Any) -> None:
        assert self.decide(*told, **more) == []

    def item(self, item: str, as_of: str | None = None, known_at: int | None = None) -> ItemState:
        day = date.fromisoformat(as_of) if as_of else None
        return self.oracle.plan(day, known_at)[item]

    def has(self, item: str, as_of: str | None = None, known_at: int | None = None) -> bool:
        day = date.fromisoformat(as_of) if as_of else None
        return item in self.oracle.plan(day, known_at)


def title(en: str | None = None, es: str | None = None) -> dict[str, Any]:
    return {"title": {k: v for k, v in {"en": en, "es": es}.items() if v is not None}}


def approve(item: str, parent: str | None = "mpm", **more: Any) -> Change:
    terms = title(f"The {item}") | more.pop("terms", {})
    return {"approve": {"item": item, "parent": parent, "terms": terms, **more}}


def section(item: str, parent: str | None = None, **more: Any) -> Change:
    return approve(item, parent, kind="section", role="sub-item", **more)


def redefine(item: str, **content: Any) -> Change:
    if not content:
        content = {"terms": {"timeline": {"by": date(2030, 1, 1)}}}
    return {"redefine": {"item": item, **content}}


def translate(item: str, language: str, words: str | None, term: str = "title") -> Change:
    return {"translate": {"item": item, "terms": {term: {language: words}}}}


def move(item: str, parent: str | None) -> Change:
    return {"move": {"item": item, "parent": parent}}


def start(item: str) -> Change:
    return {"start": {"item": item}}


def held(item: str, day: str) -> Change:
    return {"record-occurrence": {"item": item, "on": date.fromisoformat(day)}}


def complete(item: str) -> Change:
    return {"complete": {"item": item, "outcome": {"en": "Done."}}}


def discontinue(item: str) -> Change:
    return {"discontinue": {"item": item, "reason": {"en": "No longer applicable."}}}


def reinstate(item: str) -> Change:
    return {"reinstate": {"item": item}}


def rectify(
    item: str, voids: str, instead: Change | None = None, under: str | None = None
) -> Change:
    content: dict[str, Any] = {"item": item, "voids": voids, "reason": {"en": "A slip."}}
    if instead:
        content["instead"] = {"change": instead} | ({"under": under} if under else {})
    return {"rectify": content}


def admit(member: str, since: str | None = None) -> Change:
    return {"admit-member": {"member": member} | ({"since": since} if since else {})}


def withdraw(member: str, until: str | None = None) -> Change:
    return {"withdraw-member": {"member": member} | ({"until": until} if until else {})}


def amend(**content: Any) -> Change:
    return {"amend-charter": content}


def codes(violations: list[Violation]) -> list[tuple[str, str | None]]:
    return [(each.code, each.item) for each in violations]


def the(violations: list[Violation], code: str) -> Violation:
    (found,) = [each for each in violations if each.code == code]
    return found


@pytest.fixture
def story() -> Story:
    """The plan of the worked examples: `a1` and `a2`, approved by the XI RCM under a line with
    steward `rcgm`, and the workplans of the two networks."""
    return a_plan()


def a_plan(**rules: dict[str, str]) -> Story:
    story = Story(**rules)
    story.enact(
        "rcm",
        "2001-03-23",
        section("mpm", steward="rcgm"),
        section("hr", steward="rcgm"),
        section("cp", steward="lon-cp"),
        section("ts", steward="lon-ts"),
        id="rcm-6-d1",
    )
    timeline: Any = {"terms": {"timeline": {"by": date(2008, 6, 30)}}}
    story.enact(
        "rcm", "2006-05-05", approve("a1", **timeline), approve("a2", **timeline), id="rcm-11-d1"
    )
    return story


# --- the worked examples ---------------------------------------------------------------------


def test_01_a_conclusion_cannot_redefine_what_vice_ministers_approved(story: Story) -> None:
    found = story.decide("rcgm", "2007-01-01", redefine("a1"))
    assert found == [Violation("level-too-low", "a1", "rcgm-m3-d1#1")]


def test_02_a_conclusion_can_complete_it(story: Story) -> None:
    story.enact("rcgm", "2007-01-01", complete("a1"))
    assert story.item("a1").status == "completed"


def test_03_an_absent_members_agreement_is_missing(story: Story) -> None:
    found = story.decide("rcm", "2007-04-27", redefine("a1"), but={"BZ": "silent"}, id="rcm-12-d1")
    assert found == [Violation("agreement-missing", "a1", "rcm-12-d1#1", ("BZ",))]


def test_04_an_exception_to_one_item_refuses_the_whole_decision(story: Story) -> None:
    canada = {"CA": {"stance": "agree", "except": ["a1"]}}
    found = story.decide(
        "rcm", "2007-04-27", redefine("a1"), redefine("a2"), but=canada, id="rcm-12-d1"
    )
    assert found == [Violation("agreement-missing", "a1", "rcm-12-d1#1", ("CA",))]
    assert story.item("a2").changes == 1


def test_05_the_level_of_an_item_rises_with_its_redefinition(story: Story) -> None:
    story.enact("rcgm", "2006-10-01", approve("b1"))
    story.enact("rcm", "2007-04-27", redefine("b1"))
    found = story.decide("rcgm", "2007-10-01", redefine("b1", terms=title("Other")))
    assert codes(found) == [("level-too-low", "b1")]
    assert story.item("b1", "2007-01-01").approving_body == "rcgm"
    assert story.item("b1").approving_body == "rcm"


def test_06_a_network_cannot_change_the_other_networks_item(story: Story) -> None:
    story.enact("lon-ts", "2006-11-01", approve("t1", "ts"))
    assert codes(story.decide("lon-cp", "2007-01-01", redefine("t1"))) == [("wrong-body", "t1")]
    assert codes(story.decide("lon-cp", "2007-01-01", start("t1"))) == [("wrong-body", "t1")]


def test_07_a_network_approves_under_its_own_annex_only(story: Story) -> None:
    story.enact("lon-cp", "2006-11-01", approve("c1", "cp"))
    found = story.decide("lon-cp", "2006-11-02", approve("c2", "mpm"))
    assert codes(found) == [("level-too-low", "c2")]


def test_08_a_translation_is_marked_and_an_agreed_text_is_not_touched(story: Story) -> None:
    story.enact("rcgm", "2007-01-01", translate("a1", "es", "El a1"))
    assert story.item("a1").terms["title"] == {"en": "The a1", "es": "El a1"}
    assert story.item("a1").translations == {"title": {"es"}, "action": set()}
    story.enact("rcm", "2007-04-27", approve("a3", terms=title("Three", "Tres")))
    found = story.decide("rcgm", "2007-05-01", translate("a3", "es", "Trío"))
    assert codes(found) == [("text-agreed", "a3")]


def test_09_a_member_counts_from_its_admission_on() -> None:
    story = a_plan()
    story.enact("rcm", "2007-04-27", redefine("a1"))
    story.enact("rcm", "2009-07-10", admit("AR"))
    assert story.oracle.members_on(date(2009, 7, 9)) == ELEVEN
    assert story.oracle.members_on(date(2009, 7, 10)) == ["AR", *ELEVEN]
    found = story.decide("rcm", "2010-05-01", redefine("a1", terms=title("X")), agreed=ELEVEN)
    assert the(found, "agreement-missing").members == ("AR",)
    story.enact("rcm", "2007-05-01", redefine("a2"), agreed=ELEVEN)


def test_10_a_forgotten_conclusion_shows_now_and_not_yesterday(story: Story) -> None:
    story.enact("rcgm", "2004-05-01", approve("f1"))
    story.enact("rcgm", "2005-05-01", start("f1"))
    assert story.item("f1", "2005-06-01").status == "ongoing"
    assert story.item("f1", "2005-06-01", known_at=3).status == "pending"


def test_10_a_forgotten_decision_that_makes_a_recorded_one_unlawful_is_refused() -> None:
    story = a_plan()
    story.enact("rcgm", "2004-05-01", approve("f1"))
    story.enact("rcgm", "2006-05-01", redefine("f1"), id="rcgm-2006-d1")
    found = story.decide("rcm", "2005-05-01", redefine("f1", terms=title("F")), id="rcm-10-d1")
    conflict = Violation("late-record-conflict", None, "rcm-10-d1", (), ("rcgm-2006-d1#1",))
    assert found == [conflict]


def test_11_a_decision_imported_twice_changes_nothing_and_one_word_differs(story: Story) -> None:
    story.enact("rcm", "2007-04-27", approve("a3"), id="rcm-12-d1")
    before = len(story.oracle.history)
    assert story.decide("rcm", "2007-04-27", approve("a3"), id="rcm-12-d1") == []
    assert len(story.oracle.history) == before
    found = story.decide("rcm", "2007-04-27", approve("a3", terms=title("X")), id="rcm-12-d1")
    assert found == [Violation("differs", None, "rcm-12-d1")]


@pytest.mark.parametrize("undo", [rectify("a1", "rcgm-9-d1#1"), reinstate("a1")])
def test_12_what_was_completed_by_mistake_is_undone_at_that_level(undo: Change) -> None:
    story = a_plan()
    story.enact("rcgm", "2007-01-01", complete("a1"), id="rcgm-9-d1")
    story.enact("rcgm", "2007-06-01", undo, but=dict.fromkeys(["BZ", "CA"], "silent"))
    assert story.item("a1").status == "pending"
    assert story.item("a1").archived is None


@pytest.mark.parametrize("undo", [rectify("a1", "rcm-12-d1#1"), reinstate("a1")])
def test_12_what_was_discontinued_is_not(undo: Change) -> None:
    story = a_plan()
    story.enact("rcm", "2007-04-27", discontinue("a1"), id="rcm-12-d1")
    assert codes(story.decide("rcgm", "2007-06-01", undo)) == [("level-too-low", "a1")]


def test_13_an_older_approval_recorded_late_is_refused(story: Story) -> None:
    found = story.decide("rcm", "2003-05-30", approve("a1"), id="rcm-8-d7")
    assert found == [Violation("late-record-conflict", None, "rcm-8-d7", (), ("rcm-11-d1#1",))]


def test_13_an_older_approval_is_put_right_in_one_step(story: Story) -> None:
    story.enact("rcm", "2003-05-30", id="rcm-8-d7")
    instead = rectify("a1", "rcm-11-d1#1", approve("a1", terms=title("First")), "rcm-8-d7")
    story.enact("rcm", "2007-04-27", instead, id="rcm-12-d1")
    assert story.item("a1", "2004-05-01").terms["title"] == {"en": "First"}
    assert not story.has("a1", "2004-05-01", known_at=3)
    item = story.item("a1")
    assert item.approved.decision == "rcm-8-d7"
    assert (item.approved.reference, item.approved.adopted_on) == (
        "rcm-12-d1#1",
        date(2003, 5, 30),
    )
    assert (item.changes, item.last_changed.adopted_on) == (2, date(2007, 4, 27))
    assert story.item("a1", "2004-05-01").changes == 1


def test_14_one_decision_splits_an_item(story: Story) -> None:
    north, south = approve("a1-north", replaces=["a1"]), approve("a1-south", replaces=["a1"])
    story.enact("rcm", "2007-04-27", north, south, id="rcm-12-d1")
    item = story.item("a1")
    assert (item.status, item.replaced_by) == ("replaced", ["a1-north", "a1-south"])
    assert item.archived is not None
    assert (item.changes, item.archived.reference) == (3, "rcm-12-d1#1")
    assert item.last_changed.reference == "rcm-12-d1#2"


def test_15_a_late_admission_that_unsettles_unanimity_is_refused(story: Story) -> None:
    story.enact("rcm", "2007-04-27", redefine("a1"), start("a2"), id="rcm-12-d1")
    found = story.decide("rcm", "2006-06-01", admit("AR"), id="rcm-x-d1")
    assert found == [Violation("late-record-conflict", None, "rcm-x-d1", (), ("rcm-12-d1#1",))]


def test_16_a_section_carries_the_promises_in_it(story: Story) -> None:
    story.enact("rcgm", "2006-06-01", section("s", "mpm"))
    story.enact("rcm", "2007-04-27", approve("p1", "s"))
    for change in (redefine("s", steward="lon-cp"), move("s", "hr")):
        assert codes(story.decide("rcgm", "2007-05-01", change)) == [("level-too-low", "s")]


def test_17_an_amended_rule_applies_from_the_next_decision(story: Story) -> None:
    amendment = amend(rules={"redefine": {"agreement": "majority"}})
    canada = {"CA": {"stance": "agree", "except": ["a1"]}}
    found = story.decide("rcm", "2007-04-27", amendment, redefine("a1"), but=canada)
    assert codes(found) == [("agreement-missing", "a1")]
    assert found[0].members == ("CA",)
    story.enact("rcm", "2007-04-27", amendment)
    story.enact("rcm", "2007-04-27", redefine("a1"), but=canada)


def test_18_what_never_ends_by_itself_is_not_completed_below_its_level(story: Story) -> None:
    yearly = approve("y1", terms={"timeline": {"every": 12, "at_most": 36}})
    standing = approve("g1", terms={"timeline": {"standing": "rcgm"}})
    unending = approve("o1", terms={"timeline": "open"})
    story.enact("rcm", "2007-04-27", yearly, standing, unending)
    for item in ("y1", "g1"):
        found = story.decide("rcgm", "2008-01-01", complete(item))
        assert codes(found) == [("level-too-low", item)]
    story.enact("rcgm", "2008-01-01", complete("a1"), complete("o1"))


def test_19_no_old_unanimity_is_borrowed(story: Story) -> None:
    story.enact("rcm", "2006-05-05", id="rcm-11-d2")
    story.enact("rcgm", "2007-01-01", start("a1"), id="rcgm-9-d1")
    borrowed = rectify("a1", "rcgm-9-d1#1", redefine("a1"), "rcm-11-d2")
    found = story.decide("rcm", "2007-04-27", borrowed, agreed=ELEVEN[:6], id="rcm-12-d1")
    assert found == [Violation("agreement-missing", "a1", "rcm-12-d1#1", tuple(ELEVEN[6:]))]
    story.enact("rcm", "2007-04-27", borrowed)
    assert story.item("a1", "2006-06-01").terms["timeline"] == {"by": date(2030, 1, 1)}


# --- bodies and agreement --------------------------------------------------------------------


@pytest.mark.parametrize("stance", ["reserve", "abstain", "silent", "object"])
def test_unanimity_is_every_member_agreeing(story: Story, stance: str) -> None:
    found = story.decide("rcm", "2007-04-27", redefine("a1"), but={"CA": stance})
    assert codes(found) == [("agreement-missing", "a1")]


def test_consensus_bears_silence_of_fewer_than_half(story: Story) -> None:
    story.enact("rcgm", "2007-01-01", start("a1"), agreed=ELEVEN[:6])
    found = story.decide("rcgm", "2007-01-01", start("a2"), agreed=ELEVEN[:5])
    assert found == [Violation("too-few-agree", "a2", "rcgm-m4-d1#1", tuple(ELEVEN[5:]))]


def test_half_of_the_members_is_not_more_than_half() -> None:
    story = a_plan()
    story.enact("rcm", "2006-06-01", withdraw("BZ"))
    found = story.decide("rcgm", "2007-01-01", start("a1"), agreed=ELEVEN[1:6])
    assert codes(found) == [("too-few-agree", "a1")]
    story.enact("rcgm", "2007-01-01", start("a1"), agreed=ELEVEN[1:7])


@pytest.mark.parametrize("against", ["object", {"stance": "abstain", "except": ["a1"]}])
def test_consensus_fails_on_one_objection_or_exception(story: Story, against: Any) -> None:
    found = story.decide("rcgm", "2007-01-01", start("a1"), start("a2"), but={"CA": against})
    assert found[0] == Violation("objection", "a1", "rcgm-m3-d1#1", ("CA",))
    assert len(found) == (2 if against == "object" else 1)


def test_an_exception_to_the_new_item_is_an_objection_to_its_approval(story: Story) -> None:
    canada = {"CA": {"stance": "agree", "except": ["n1"]}}
    found = story.decide("rcgm", "2007-01-01", approve("n1"), but=canada)
    assert codes(found) == [("objection", "n1")]


def test_objection_and_too_few_are_both_found(story: Story) -> None:
    found = story.decide("rcgm", "2007-01-01", start("a1"), agreed=["BZ"], but={"CA": "object"})
    assert codes(found) == [("objection", "a1"), ("too-few-agree", "a1")]
    assert found[1].members == tuple(ELEVEN[1:])


@pytest.mark.parametrize(
    ("agreeing", "objecting", "lawful"), [(1, 0, True), (2, 1, True), (2, 2, False), (0, 0, False)]
)
def test_majority_is_more_agreeing_than_objecting(
    agreeing: int, objecting: int, lawful: bool
) -> None:
    story = a_plan(redefine={"agreement": "majority"})
    against = dict.fromkeys(ELEVEN[6 : 6 + objecting], "object")
    found = story.decide("rcm", "2007-01-01", redefine("a1"), agreed=ELEVEN[:agreeing], but=against)
    assert codes(found) == ([] if lawful else [("too-few-agree", "a1")])


def test_an_exception_counts_as_objecting_in_a_majority() -> None:
    story = a_plan(redefine={"agreement": "majority"})
    but = {"CA": {"stance": "agree", "except": ["a1"]}}
    found = story.decide("rcm", "2007-01-01", redefine("a1"), agreed=["BZ"], but=but)
    assert the(found, "too-few-agree").members == tuple(ELEVEN[1:])
    story.enact("rcm", "2007-01-01", redefine("a1"), agreed=["BZ", "CR"], but=but)


@pytest.mark.parametrize(
    ("agreeing", "objecting", "lawful"),
    [(2, 1, True), (4, 2, True), (3, 2, False), (1, 0, True), (0, 0, False), (0, 1, False)],
)
def test_two_thirds_of_those_who_agree_or_object(
    agreeing: int, objecting: int, lawful: bool
) -> None:
    story = a_plan(start={"agreement": "two-thirds"})
    against = dict.fromkeys(ELEVEN[6 : 6 + objecting], "object")
    found = story.decide("rcm", "2007-01-01", start("a1"), agreed=ELEVEN[:agreeing], but=against)
    assert codes(found) == ([] if lawful else [("too-few-agree", "a1")])


def test_a_charter_may_ask_the_approving_body_for_clean_up() -> None:
    story = a_plan(start={"by": "approving"})
    assert codes(story.decide("rcgm", "2007-01-01", start("a1"))) == [("level-too-low", "a1")]


def test_the_body_and_the_agreement_are_both_found_wanting(story: Story) -> None:
    found = story.decide("rcgm", "2007-01-01", redefine("a1"), but={"CA": "abstain"})
    assert codes(found) == [("level-too-low", "a1"), ("agreement-missing", "a1")]


def test_a_sections_own_steward_looks_after_what_stands_below_it_only(story: Story) -> None:
    found = story.decide("rcgm", "2007-01-01", translate("mpm", "es", "Gestión"))
    assert codes(found) == [("level-too-low", "mpm")]
    story.enact("rcm", "2007-01-01", translate("mpm", "es", "Gestión"))


def test_the_nearest_section_that_names_a_steward_counts(story: Story) -> None:
    story.enact("rcgm", "2007-01-01", section("s1", "cp"), section("s2", "s1", steward="rcgm"))
    story.enact("lon-cp", "2007-01-02", approve("c1", "s1"))
    found = story.decide("lon-cp", "2007-01-02", approve("c2", "s2"))
    assert codes(found) == [("level-too-low", "c2")]
    found = story.decide("lon-ts", "2007-01-02", approve("c2", "s1"))
    assert codes(found) == [("wrong-body", "c2")]


def test_a_move_takes_the_steward_of_the_new_place_too(story: Story) -> None:
    story.enact("lon-cp", "2007-01-01", approve("c1", "cp"))
    assert codes(story.decide("lon-cp", "2007-01-02", move("c1", "ts"))) == [("wrong-body", "c1")]
    found = story.decide("lon-cp", "2007-01-02", move("c1", None))
    assert codes(found) == [("level-too-low", "c1")]
    story.enact("rcgm", "2007-01-02", move("c1", "ts"))
    assert (story.item("c1").parent, story.item("c1").approving_body) == ("ts", "rcgm")


def test_the_approving_body_never_falls() -> None:
    story = a_plan(redefine={"by": "steward", "agreement": "consensus"})
    story.enact("rcgm", "2007-01-01", redefine("a1"))
    assert story.item("a1").approving_body == "rcm"


def test_clean_up_by_the_rcm_does_not_raise_the_level(story: Story) -> None:
    story.enact("rcgm", "2007-01-01", approve("b1"))
    story.enact("rcm", "2007-01-02", start("b1"), translate("b1", "es", "B"), complete("b1"))
    assert story.item("b1").approving_body == "rcgm"
    story.enact("rcm", "2007-01-03", reinstate("b1"))
    assert story.item("b1").approving_body == "rcm"


# --- each kind of change ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (redefine("x"), ("item-unknown", "x")),
        (start("x"), ("item-unknown", "x")),
        (approve("a1"), ("item-exists", "a1")),
        (approve("n1", "x"), ("parent-unknown", "n1")),
        (approve("n1", "a1"), ("not-a-section", "n1")),
        (approve("n1", replaces=["a1", "x"]), ("item-unknown", "x")),
        (approve("n1", replaces=["n1"]), ("item-unknown", "n1")),
        (move("a1", "x"), ("parent-unknown", "a1")),
        (move("a1", "a2"), ("not-a-section", "a1")),
        (move("mpm", "mpm"), ("cycle", "mpm")),
        (start("mpm"), ("not-an-activity", "mpm")),
        (complete("mpm"), ("not-an-activity", "mpm")),
        (held("mpm", "2006-01-01"), ("not-an-activity", "mpm")),
    ],
)
def test_some_codes_end_the_judging_of_a_change(
    story: Story, change: Change, expected: tuple[str, str]
) -> None:
    found = story.decide("lon-cp", "2007-01-01", change, but={"CA": "object"})
    assert codes(found) == [expected]


def test_a_section_cannot_stand_below_itself(story: Story) -> None:
    story.enact("rcm", "2007-01-01", section("s1", "mpm"), section("s2", "s1"))
    assert codes(story.decide("rcm", "2007-01-02", move("s1", "s2"))) == [("cycle", "s1")]
    story.enact("rcm", "2007-01-02", move("s2", None), move("s1", "s2"))


@pytest.mark.parametrize(
    "change",
    [
        redefine("a1"),
        translate("a1", "es", "x"),
        discontinue("a1"),
        complete("a1"),
        start("a1"),
        held("a1", "2007-01-01"),
        move("a1", "hr"),
        approve("n1", replaces=["a1"]),
    ],
)
def test_the_archive_stands_still(story: Story, change: Change) -> None:
    story.enact("rcm", "2007-01-01", complete("a1"))
    assert codes(story.decide("rcm", "2007-01-02", change)) == [("item-archived", "a1")]


@pytest.mark.parametrize(
    "change",
    [
        redefine("a1", terms={"timeline": {"by": date(2008, 6, 30)}}),
        redefine("a1", terms=title("The a1")),
        redefine("a1", terms={"title": {"es": None}, "lead": []}),
        redefine("mpm", steward="rcgm"),
        move("a1", "mpm"),
        translate("a1", "es", None),
    ],
)
def test_nothing_changes(story: Story, change: Change) -> None:
    ((_, content),) = change.items()
    found = story.decide("rcm", "2007-01-01", change)
    assert codes(found) == [("nothing-changes", content["item"])]


def test_a_start_is_once(story: Story) -> None:
    story.enact("rcgm", "2007-01-01", start("a1"))
    found = story.decide("rcgm", "2007-01-01", start("a1"))
    assert codes(found) == [("nothing-changes", "a1")]


def test_an_unlawful_change_does_not_count_for_the_next(story: Story) -> None:
    found = story.decide("rcgm", "2007-01-01", approve("n1", "x"), start("n1"))
    assert codes(found) == [("parent-unknown", "n1"), ("item-unknown", "n1")]


def test_a_lawful_change_counts_for_the_next(story: Story) -> None:
    story.enact("rcgm", "2007-01-01", section("s1", "mpm"), approve("n1", "s1"), start("n1"))


def test_an_activity_is_born_pending_and_a_section_ongoing_and_so_reinstated(story: Story) -> None:
    story.enact("rcm", "2007-01-01", section("s1", "mpm"), start("a1"))
    assert (story.item("s1").status, story.item("a1").status) == ("ongoing", "ongoing")
    story.enact("rcm", "2007-01-02", discontinue("s1"), discontinue("a1"))
    story.enact("rcm", "2007-01-03", reinstate("s1"), reinstate("a1"))
    assert (story.item("s1").status, story.item("a1").status) == ("ongoing", "pending")


def test_a_section_with_something_current_below_it_is_not_discontinued(story: Story) -> None:
    story.enact("rcm", "2007-01-01", section("s1", "mpm"), approve("n1", "s1"))
    found = story.decide("rcm", "2007-01-02", discontinue("s1"))
    assert codes(found) == [("children-current", "s1")]
    story.enact("rcm", "2007-01-02", complete("n1"), discontinue("s1"))
    for change in (approve("n2", "s1"), move("a1", "s1"), reinstate("n1")):
        ((_, content),) = change.items()
        found = story.decide("rcm", "2007-01-03", change)
        assert codes(found) == [("parent-archived", content["item"])]
    story.enact("rcm", "2007-01-03", reinstate("s1"), reinstate("n1"))


def test_reinstating_takes_what_archiving_took(story: Story) -> None:
    story.enact("rcm", "2007-01-01", complete("a1"), discontinue("a2"))
    assert codes(story.decide("rcgm", "2007-01-02", reinstate("a2"))) == [("level-too-low", "a2")]
    story.enact("rcgm", "2007-01-02", reinstate("a1"), agreed=ELEVEN[:6])
    assert codes(story.decide("rcm", "2007-01-03", reinstate("a1"))) == [("item-current", "a1")]


def test_reinstating_what_recurs_takes_what_discontinuing_takes(story: Story) -> None:
    story.enact("rcm", "2007-01-01", approve("y1", terms={"timeline": {"every": 12}}))
    story.enact("rcm", "2007-01-02", complete("y1"))
    found = story.decide("rcgm", "2007-01-03", reinstate("y1"), but={"CA": "silent"})
    assert codes(found) == [("level-too-low", "y1"), ("agreement-missing", "y1")]


def test_occurrences_are_kept_in_order(story: Story) -> None:
    story.enact("rcgm", "2007-05-01", held("a1", "2007-04-01"), held("a1", "2006-06-01"))
    assert story.item("a1").occurrences == [date(2006, 6, 1), date(2007, 4, 1)]
    assert story.item("a1").status == "pending"


def test_terms_are_redefined_in_part_and_null_clears(story: Story) -> None:
    terms = {"form": "workshop", "lead": ["MX", "TS"], "action": {"en": "Do", "es": "Hacer"}}
    story.enact("rcm", "2007-01-01", redefine("a1", terms=terms))
    story.enact("rcm", "2007-01-02", redefine("a1", terms={"form": None, "action": {"en": None}}))
    expected = title("The a1") | {"action": {"es": "Hacer"}, "lead": ["MX", "TS"], "form": None}
    assert story.item("a1").terms == expected | {"timeline": {"by": date(2008, 6, 30)}}
    story.enact("rcm", "2007-01-03", redefine("a1", terms={"lead": None, "action": None}))
    assert (story.item("a1").terms["lead"], story.item("a1").terms["action"]) == ([], None)


def test_a_sections_role_and_steward_are_redefined(story: Story) -> None:
    story.enact("rcm", "2007-01-01", redefine("mpm", role="pillar", steward=None))
    assert (story.item("mpm").role, story.item("mpm").steward) == ("pillar", None)
    assert codes(story.decide("rcgm", "2007-01-02", start("a1"))) == [("level-too-low", "a1")]


# --- translations ----------------------------------------------------------------------------


def test_a_translation_falls_with_its_text(story: Story) -> None:
    story.enact("rcgm", "2007-01-01", translate("a1", "es", "El a1"))
    story.enact("rcm", "2007-01-02", redefine("a1", terms=title("Another")))
    assert story.item("a1").terms["title"] == {"en": "Another"}
    assert story.item("a1").translations["title"] == set()


def test_a_translation_that_the_redefinition_gives_is_agreed(story: Story) -> None:
    story.enact("rcgm", "2007-01-01", translate("a1", "es", "El a1"))
    story.enact("rcm", "2007-01-02", redefine("a1", terms=title("Another", "Otro")))
    assert story.item("a1").terms["title"] == {"en": "Another", "es": "Otro"}
    assert story.item("a1").translations["title"] == set()


def test_agreeing_to_a_translations_very_words_is_a_change_and_drops_nothing(story: Story) -> None:
    story.enact("rcgm", "2007-01-01", translate("a1", "es", "El a1"), translate("a1", "fr", "Le"))
    story.enact("rcm", "2007-01-02", redefine("a1", terms=title(es="El a1")))
    assert story.item("a1").translations["title"] == {"fr"}
    found = story.decide("rcgm", "2007-01-03", translate("a1", "es", "Otro"))
    assert codes(found) == [("text-agreed", "a1")]


def test_the_other_text_keeps_its_translation(story: Story) -> None:
    story.enact("rcm", "2007-01-01", redefine("a1", terms={"action": {"en": "Do"}}))
    story.enact("rcgm", "2007-01-02", translate("a1", "es", "Hacer", "action"))
    story.enact("rcm", "2007-01-03", redefine("a1", terms=title("Another")))
    assert story.item("a1").translations["action"] == {"es"}


def test_giving_the_agreed_words_again_drops_no_translation(story: Story) -> None:
    story.enact("rcgm", "2007-01-01", translate("a1", "es", "El a1"))
    story.enact("rcm", "2007-01-02", redefine("a1", terms=title("The a1") | {"form": "other"}))
    assert story.item("a1").translations["title"] == {"es"}


def test_a_translation_is_cleared_and_a_text_that_is_not_there_is_not_translated(
    story: Story,
) -> None:
    story.enact("rcgm", "2007-01-01", translate("a1", "es", "El a1"))
    found = story.decide("rcgm", "2007-01-02", translate("a1", "es", "El a1"))
    assert codes(found) == [("nothing-changes", "a1")]
    story.enact("rcgm", "2007-01-02", translate("a1", "es", None))
    assert story.item("a1").terms["title"] == {"en": "The a1"}
    found = story.decide("rcgm", "2007-01-03", translate("a1", "es", "Hacer", "action"))
    assert codes(found) == [("text-agreed", "a1")]


def test_clearing_the_agreed_text_drops_the_translation(story: Story) -> None:
    story.enact("rcgm", "2007-01-01", translate("a1", "es", "El a1"))
    story.enact("rcm", "2007-01-02", redefine("a1", terms={"title": {"en": None}}))
    assert story.item("a1").terms["title"] is None


def test_one_new_translation_of_two_is_a_change(story: Story) -> None:
    story.enact("rcm", "2007-01-01", redefine("a1", terms={"action": {"en": "Do"}}))
    story.enact("rcgm", "2007-01-02", translate("a1", "es", "El a1"))
    both = {"title": {"es": "El a1"}, "action": {"es": "Hacer"}}
    story.enact("rcgm", "2007-01-03", {"translate": {"item": "a1", "terms": both}})
    assert story.item("a1").translations == {"title": {"es"}, "action": {"es"}}


# --- sections carry what stands in them ------------------------------------------------------


def test_an_exception_to_what_stands_below_names_the_section(story: Story) -> None:
    canada = {"CA": {"stance": "agree", "except": ["a1"]}}
    found = story.decide("rcm", "2007-01-01", redefine("mpm", role="pillar"), but=canada)
    assert found == [Violation("agreement-missing", "mpm", "rcm-m3-d1#1", ("CA",))]


def test_a_section_carries_what_stands_in_its_sections(story: Story) -> None:
    story.enact("rcgm", "2006-06-01", section("s", "mpm"), section("t", "s"))
    story.enact("rcm", "2007-04-27", approve("p1", "t"))
    found = story.decide("rcgm", "2007-05-01", move("s", "hr"))
    assert codes(found) == [("level-too-low", "s")]


def test_what_is_archived_below_is_not_carried(story: Story) -> None:
    story.enact("rcgm", "2006-06-01", section("s", "mpm"))
    story.enact("rcm", "2007-04-27", approve("p1", "s"))
    story.enact("rcgm", "2007-05-01", complete("p1"))
    canada = {"CA": {"stance": "agree", "except": ["p1"]}}
    story.enact("rcgm", "2007-05-02", redefine("s", steward="lon-cp"), but=canada)


def test_a_translation_of_a_section_carries_nothing_and_its_rectification_does(
    story: Story,
) -> None:
    story.enact("rcgm", "2006-06-01", section("s", "mpm"))
    story.enact("rcm", "2007-04-27", approve("p1", "s"))
    canada = {"CA": {"stance": "agree", "except": ["p1"]}}
    story.enact("rcgm", "2007-05-01", translate("s", "es", "S"), but=canada, id="rcgm-9-d1")
    found = story.decide("rcgm", "2007-05-02", rectify("s", "rcgm-9-d1#1"), but=canada)
    assert codes(found) == [("level-too-low", "s"), ("objection", "s")]


# --- replacing -------------------------------------------------------------------------------


def test_items_are_merged(story: Story) -> None:
    story.enact("rcm", "2007-01-01", approve("n1", replaces=["a1", "a2"]), id="rcm-12-d1")
    assert (story.item("a1").status, story.item("a2").replaced_by) == ("replaced", ["n1"])
    assert story.item("a2").last_changed.reference == "rcm-12-d1#1"


def test_replacing_takes_what_discontinuing_takes(story: Story) -> None:
    change = approve("n1", replaces=["a1", "a2"])
    but = {"CA": "abstain", "BZ": {"stance": "agree", "except": ["a2"]}}
    found = story.decide("rcgm", "2007-01-01", change, but=but)
    assert [(each.code, each.item, each.members) for each in found] == [
        ("level-too-low", "a1", ()),
        ("agreement-missing", "a1", ("CA",)),
        ("level-too-low", "a2", ()),
        ("agreement-missing", "a2", ("BZ", "CA")),
    ]


def test_a_later_decision_does_not_replace_it_again(story: Story) -> None:
    story.enact("rcm", "2007-01-01", approve("n1", replaces=["a1"]))
    found = story.decide("rcm", "2007-01-01", approve("n2", replaces=["a1"]))
    assert codes(found) == [("item-archived", "a1")]


def test_a_section_is_replaced_after_its_children_in_list_order(story: Story) -> None:
    story.enact("rcm", "2007-01-01", section("s1"), approve("n1", "s1"))
    found = story.decide("rcm", "2007-01-02", section("s2", replaces=["s1", "n1"]))
    assert codes(found) == [("children-current", "s1")]
    story.enact("rcm", "2007-01-02", section("s2", replaces=["n1", "s1"]))


def test_an_ancestor_of_the_new_item_is_not_replaced_by_it(story: Story) -> None:
    story.enact("rcm", "2007-01-01", section("s1"))
    found = story.decide("rcm", "2007-01-02", approve("n1", "s1", replaces=["s1"]))
    assert codes(found) == [("children-current", "s1")]


def test_a_reinstated_item_is_replaced_no_more(story: Story) -> None:
    story.enact("rcm", "2007-01-01", approve("n1", replaces=["a1"]))
    assert codes(story.decide("rcgm", "2007-01-02", reinstate("a1"))) == [("level-too-low", "a1")]
    story.enact("rcm", "2007-01-02", reinstate("a1"))
    item = story.item("a1")
    assert (item.status, item.archived, item.replaced_by) == ("pending", None, [])


# --- the decision itself ---------------------------------------------------------------------


def test_only_members_on_the_day_have_a_position(story: Story) -> None:
    found = story.decide("rcm", "2007-01-01", but={"ZZ": "agree", "AR": "abstain"})
    assert found == [Violation("not-a-member", None, "rcm-m3-d1", ("AR", "ZZ"))]


def test_a_decision_is_adopted_while_its_meeting_lasts_or_in_writing(story: Story) -> None:
    days: Any = {"opens": "2007-01-02", "closes": "2007-01-03"}
    found = story.decide("rcm", "2007-01-01", **days)
    assert codes(found) == [("adopted-before-opening", None)]
    found = story.decide("rcm", "2007-01-04", **days)
    assert codes(found) == [("adopted-after-close", None)]
    story.enact("rcm", "2007-01-04", procedure="written", **days)
    found = story.decide("rcm", "2007-01-01", procedure="written", **days)
    assert codes(found) == [("adopted-before-opening", None)]


def test_violations_of_the_decision_and_of_its_changes_come_together(story: Story) -> None:
    found = story.decide("rcgm", "2007-01-01", redefine("a1"), but={"ZZ": "agree"})
    assert codes(found) == [("not-a-member", None), ("level-too-low", "a1")]


# --- the charter -----------------------------------------------------------------------------


def test_the_charter_takes_the_roots_steward_and_all_members(story: Story) -> None:
    for change in (admit("AR"), withdraw("BZ"), amend(root="rcgm")):
        found = story.decide("rcgm", "2007-01-01", change, but={"CA": "silent"}, id="rcgm-9-d1")
        assert found == [
            Violation("level-too-low", None, "rcgm-9-d1#1"),
            Violation("agreement-missing", None, "rcgm-9-d1#1", ("CA",)),
        ]


def test_a_new_member_is_asked_from_the_next_decision_on(story: Story) -> None:
    story.enact("rcm", "2007-01-01", admit("AR"), redefine("a1"), agreed=ELEVEN)
    found = story.decide("rcm", "2007-01-01", redefine("a2"), agreed=ELEVEN)
    assert the(found, "agreement-missing").members == ("AR",)


def test_a_member_leaves_and_comes_back(story: Story) -> None:
    story.enact("rcm", "2007-01-01", withdraw("BZ", "2008-01-01"))
    assert "BZ" in story.oracle.members_on(date(2007, 12, 31))
    assert "BZ" not in story.oracle.members_on(date(2008, 1, 1))
    assert codes(story.decide("rcm", "2008-02-01", withdraw("BZ"))) == [("member-unknown", None)]
    story.enact("rcm", "2008-02-01", admit("BZ", "2009-01-01"))
    assert "BZ" not in story.oracle.members_on(date(2008, 6, 1))
    for since in ("2008-06-01", "2010-01-01"):
        found = story.decide("rcm", "2008-03-01", admit("BZ", since))
        assert codes(found) == [("member-exists", None)]


def test_a_decision_sees_its_own_admissions_when_it_admits(story: Story) -> None:
    found = story.decide("rcm", "2007-01-01", admit("AR"), admit("AR"), withdraw("ZZ"))
    assert codes(found) == [("member-exists", None), ("member-unknown", None)]


def test_an_amended_hierarchy_applies_to_later_decisions(story: Story) -> None:
    story.enact("lon-cp", "2007-01-01", approve("c1", "cp"))
    assert codes(story.decide("lon-ts", "2007-01-02", redefine("c1"))) == [("wrong-body", "c1")]
    story.enact("rcm", "2007-01-03", amend(bodies={"lon-cp": {"reports_to": "lon-ts"}}))
    story.enact("lon-ts", "2007-01-04", redefine("c1"))
    assert story.item("c1").approving_body == "lon-ts"
    found = story.decide("lon-cp", "2007-01-05", redefine("c1", terms=title("C")))
    assert codes(found) == [("level-too-low", "c1")]


def test_a_decision_that_amends_the_hierarchy_acts_by_the_old_one(story: Story) -> None:
    story.enact("lon-cp", "2007-01-01", approve("c1", "cp"))
    story.enact("rcm", "2007-01-03", amend(bodies={"lon-cp": {"reports_to": None}}), redefine("c1"))
    assert story.item("c1").approving_body == "rcm"
    assert codes(story.decide("lon-cp", "2007-01-04", start("c1"))) == []
    assert codes(story.decide("rcm", "2007-01-04", complete("c1"))) == [("wrong-body", "c1")]


def test_a_state_that_is_to_be_a_member_is_not_admitted_before(story: Story) -> None:
    story.enact("rcm", "2007-01-01", admit("AR", "2009-01-01"), withdraw("AR", "2010-01-01"))
    found = story.decide("rcm", "2007-01-02", admit("AR", "2008-01-01"))
    assert codes(found) == [("member-exists", None)]
    story.enact("rcm", "2007-01-02", admit("AR", "2010-01-01"))
    for day, members in (("2009-12-31", 12), ("2010-01-01", 12), ("2008-12-31", 11)):
        assert len(story.oracle.members_on(date.fromisoformat(day))) == members


def test_a_membership_withdrawn_from_its_first_day_never_was(story: Story) -> None:
    story.enact("rcm", "2007-01-01", admit("AR", "2009-01-01"), withdraw("AR", "2009-01-01"))
    story.enact("rcm", "2007-01-02", admit("AR", "2008-01-01"))
    assert "AR" in story.oracle.members_on(date(2009, 1, 1))


# --- recorded late ---------------------------------------------------------------------------


def test_a_late_record_is_judged_at_its_place(story: Story) -> None:
    story.enact("rcm", "2007-04-27", section("s1"))
    found = story.decide("rcm", "2007-04-26", approve("n1", "s1"))
    assert codes(found) == [("parent-unknown", "n1")]
    story.enact("rcm", "2007-04-27", approve("n1", "s1"))


def test_a_late_amendment_that_unsettles_a_later_change_is_refused(story: Story) -> None:
    story.enact("rcgm", "2007-04-27", start("a1"), id="rcgm-9-d1")
    amendment = amend(rules={"start": {"by": "approving"}})
    found = story.decide("rcm", "2007-01-01", amendment, id="rcm-12-d1")
    assert found == [Violation("late-record-conflict", None, "rcm-12-d1", (), ("rcgm-9-d1#1",))]


def test_a_late_withdrawal_unsettles_a_later_one() -> None:
    story = a_plan()
    story.enact("rcm", "2007-04-27", withdraw("BZ"), id="rcm-12-d1")
    found = story.decide("rcm", "2007-01-01", withdraw("BZ"), id="rcm-x-d1")
    assert found == [Violation("late-record-conflict", None, "rcm-x-d1", (), ("rcm-12-d1#1",))]


def test_conflicts_follow_from_conflicts_and_stand_in_agreed_order(story: Story) -> None:
    story.enact("rcgm", "2007-02-01", approve("b1"), start("b1"), id="rcgm-9-d1")
    story.enact("rcm", "2007-03-01", section("s1"), id="rcm-12-d1")
    story.enact("rcgm", "2007-02-15", complete("b1"), id="rcgm-10-d1")
    found = story.decide("rcgm", "2007-01-01", approve("b1"), complete("b1"), id="rcgm-8-d1")
    conflicts = ("rcgm-9-d1#1", "rcgm-9-d1#2", "rcgm-10-d1#1")
    assert found == [Violation("late-record-conflict", None, "rcgm-8-d1", (), conflicts)]


def test_own_violations_and_the_conflict_of_the_lawful_part_are_both_told(story: Story) -> None:
    found = story.decide(
        "rcm", "2003-05-30", redefine("a2"), approve("a1"), id="rcm-8-d7", but={"ZZ": "agree"}
    )
    assert codes(found) == [
        ("not-a-member", None),
        ("item-unknown", "a2"),
        ("late-record-conflict", None),
    ]


# --- rectified -------------------------------------------------------------------------------


def test_a_rectified_change_is_left_out_whatever_the_date_asked_for(story: Story) -> None:
    story.enact("rcgm", "2007-01-01", start("a1"), id="rcgm-9-d1")
    story.enact("rcgm", "2008-01-01", rectify("a1", "rcgm-9-d1#1"), id="rcgm-10-d1")
    assert story.item("a1", "2007-06-01").status == "pending"
    assert story.item("a1", "2007-06-01", known_at=3).status == "ongoing"
    assert story.item("a1", "2007-06-01").changes == 1
    assert (story.item("a1").changes, story.item("a1").last_changed.reference) == (
        2,
        "rcgm-10-d1#1",
    )


@pytest.mark.parametrize(
    "voids", ["rcm-99-d1#1", "rcm-11-d1#2", "rcm-6-d1#1", "rcm-11-d1#9", "rcm-11-d1"]
)
def test_a_target_is_a_recorded_change_of_the_same_item(story: Story, voids: str) -> None:
    found = story.decide("rcgm", "2007-01-01", rectify("a1", voids))
    assert codes(found) == [("change-unknown", "a1")]


def test_a_target_is_not_of_the_same_decision_nor_agreed_later(story: Story) -> None:
    own = rectify("a1", "rcgm-9-d1#1")
    found = story.decide("rcgm", "2007-01-01", start("a1"), own, id="rcgm-9-d1")
    assert codes(found) == [("change-unknown", "a1")]
    story.enact("rcgm", "2007-02-01", start("a1"), id="rcgm-10-d1")
    found = story.decide("rcgm", "2007-01-31", rectify("a1", "rcgm-10-d1#1"))
    assert codes(found) == [("change-unknown", "a1")]
    story.enact("rcgm", "2007-02-01", rectify("a1", "rcgm-10-d1#1"))


def test_what_is_void_is_not_voided_again(story: Story) -> None:
    story.enact("rcgm", "2007-01-01", start("a1"), id="rcgm-9-d1")
    undo = rectify("a1", "rcgm-9-d1#1")
    found = story.decide("rcgm", "2007-02-01", undo, undo)
    assert codes(found) == [("already-void", "a1")]
    story.enact("rcgm", "2007-02-01", undo)
    assert codes(story.decide("rcgm", "2007-02-01", undo)) == [("already-void", "a1")]
    story.enact("rcgm", "2007-02-01", start("a1"))


def test_a_void_change_known_later_is_void_for_a_late_rectify(story: Story) -> None:
    story.enact("rcgm", "2007-01-01", start("a1"), id="rcgm-9-d1")
    story.enact("rcgm", "2009-01-01", rectify("a1", "rcgm-9-d1#1"))
    found = story.decide("rcgm", "2008-01-01", rectify("a1", "rcgm-9-d1#1"))
    assert codes(found) == [("already-void", "a1")]


def test_a_rectify_that_is_rectified_lets_the_change_count_again(story: Story) -> None:
    story.enact("rcgm", "2007-01-01", start("a1"), id="rcgm-9-d1")
    story.enact("rcgm", "2007-02-01", rectify("a1", "rcgm-9-d1#1"), id="rcgm-10-d1")
    story.enact("rcgm", "2007-03-01", rectify("a1", "rcgm-10-d1#1"), id="rcgm-11-d1")
    item = story.item("a1")
    assert (item.status, item.changes, item.last_changed.reference) == (
        "ongoing",
        3,
        "rcgm-11-d1#1",
    )
    story.enact("rcgm", "2007-04-01", rectify("a1", "rcgm-11-d1#1"), id="rcgm-12-d1")
    assert (story.item("a1").status, story.item("a1").changes) == ("pending", 3)


def test_rectifying_a_rectify_takes_what_the_change_takes(story: Story) -> None:
    story.enact("rcm", "2007-01-01", redefine("a1"), id="rcm-12-d1")
    story.enact("rcm", "2007-02-01", rectify("a1", "rcm-12-d1#1"), id="rcm-12-d2")
    but = {"CA": "silent"}
    found = story.decide("rcm", "2007-03-01", rectify("a1", "rcm-12-d2#1"), but=but)
    assert codes(found) == [("agreement-missing", "a1")]
    found = story.decide("rcgm", "2007-03-01", rectify("a1", "rcm-12-d2#1"))
    assert codes(found) == [("level-too-low", "a1")]


def test_no_body_voids_what_a_higher_one_has_done(story: Story) -> None:
    story.enact("rcgm", "2007-01-01", approve("b1"))
    story.enact("rcm", "2007-02-01", start("b1"), id="rcm-12-d1")
    found = story.decide("rcgm", "2007-03-01", rectify("b1", "rcm-12-d1#1"))
    assert codes(found) == [("level-too-low", "b1")]
    story.enact("rcm", "2007-03-01", rectify("b1", "rcm-12-d1#1"), agreed=ELEVEN[:6])


def test_no_network_voids_what_the_other_has_done() -> None:
    story = a_plan()
    story.enact("rcgm", "2007-01-01", approve("t1", "ts"))
    story.enact("lon-ts", "2007-01-02", start("t1"), id="lon-ts-1-d1")
    story.enact("rcgm", "2007-01-03", move("t1", "cp"))
    found = story.decide("lon-cp", "2007-01-04", rectify("t1", "lon-ts-1-d1#1"))
    assert codes(found) == [("wrong-body", "t1")]
    found = story.decide("lon-ts", "2007-01-04", rectify("t1", "lon-ts-1-d1#1"))
    assert codes(found) == [("wrong-body", "t1")]
    story.enact("rcgm", "2007-01-04", rectify("t1", "lon-ts-1-d1#1"))


def test_rectifying_an_approval_takes_what_discontinuing_takes_and_the_item_is_gone(
    story: Story,
) -> None:
    undo = rectify("a1", "rcm-11-d1#1")
    found = story.decide("rcm", "2007-01-01", undo, but={"CA": "silent"})
    assert codes(found) == [("agreement-missing", "a1")]
    story.enact("rcm", "2007-01-01", undo, id="rcm-12-d1")
    assert not story.has("a1", "2006-06-01")
    assert story.has("a1", "2006-06-01", known_at=2)
    assert codes(story.decide("rcm", "2007-02-01", start("a1"))) == [("item-unknown", "a1")]
    assert codes(story.decide("rcm", "2007-02-01", undo)) == [("item-unknown", "a1")]
    found = story.decide("rcgm", "2007-02-01", rectify("a1", "rcm-12-d1#1"))
    assert codes(found) == [("level-too-low", "a1")]
    # Without that rectification the item would be there; but it was agreed later.
    found = story.decide("rcm", "2006-12-31", rectify("a1", "rcm-12-d1#1"))
    assert codes(found) == [("change-unknown", "a1")]
    story.enact("rcm", "2007-02-01", rectify("a1", "rcm-12-d1#1"))
    assert story.item("a1", "2006-06-01").status == "pending"


def test_rectifying_what_later_changes_rest_on_is_a_conflict(story: Story) -> None:
    story.enact("rcgm", "2007-01-01", start("a1"), id="rcgm-9-d1")
    found = story.decide("rcm", "2007-02-01", rectify("a1", "rcm-11-d1#1"), id="rcm-12-d1")
    assert found == [Violation("late-record-conflict", None, "rcm-12-d1", (), ("rcgm-9-d1#1",))]
    undo = [rectify("a1", "rcgm-9-d1#1"), rectify("a1", "rcm-11-d1#1")]
    found = story.decide("rcm", "2007-02-01", *reversed(undo), id="rcm-12-d1")
    assert codes(found) == [("item-unknown", "a1"), ("late-record-conflict", None)]
    story.enact("rcm", "2007-02-01", *undo)


def test_an_own_change_that_rested_on_the_voided_one_is_a_conflict(story: Story) -> None:
    changes = [start("a1"), rectify("a1", "rcm-11-d1#1"), start("a1")]
    found = story.decide("rcm", "2007-02-01", *changes, id="rcm-12-d1")
    assert found == [
        Violation("item-unknown", "a1", "rcm-12-d1#3"),
        Violation("late-record-conflict", None, "rcm-12-d1", (), ("rcm-12-d1#1",)),
    ]


def test_later_changes_of_the_decision_see_the_target_void(story: Story) -> None:
    story.enact("rcgm", "2007-01-01", complete("a1"), id="rcgm-9-d1")
    story.enact("rcgm", "2007-02-01", rectify("a1", "rcgm-9-d1#1"), start("a1"))
    assert story.item("a1").status == "ongoing"


def test_rectifying_an_approval_that_replaced_brings_the_replaced_back(story: Story) -> None:
    story.enact("rcm", "2007-01-01", approve("n1", replaces=["a1"]), id="rcm-12-d1")
    assert story.item("a1").changes == 2
    story.enact("rcm", "2007-02-01", rectify("n1", "rcm-12-d1#1"))
    assert (story.item("a1").status, story.item("a1").changes) == ("pending", 1)
    assert not story.has("n1")


def test_rectifying_a_move_takes_the_steward_of_where_the_item_stands(story: Story) -> None:
    story.enact("lon-cp", "2007-01-01", section("s1", "cp"), section("s2", "cp"))
    story.enact("lon-cp", "2007-01-01", approve("c1", "s1"))
    story.enact("lon-cp", "2007-01-02", move("c1", "s2"), id="lon-cp-1-d1")
    story.enact("rcgm", "2007-01-03", redefine("s2", steward="rcgm"))
    found = story.decide("lon-cp", "2007-01-04", rectify("c1", "lon-cp-1-d1#1"))
    assert codes(found) == [("level-too-low", "c1")]
    story.enact("rcgm", "2007-01-04", rectify("c1", "lon-cp-1-d1#1"))
    assert story.item("c1").parent == "s1"


def test_rectifying_a_redefinition_takes_todays_level(story: Story) -> None:
    story.enact("rcgm", "2007-01-01", approve("b1"))
    story.enact("rcgm", "2007-01-02", redefine("b1"), id="rcgm-9-d1")
    story.enact("rcm", "2007-01-03", redefine("b1", terms=title("B")))
    found = story.decide("rcgm", "2007-01-04", rectify("b1", "rcgm-9-d1#1"))
    assert codes(found) == [("level-too-low", "b1")]
    story.enact("rcm", "2007-01-04", rectify("b1", "rcgm-9-d1#1"))
    assert story.item("b1").terms["timeline"] is None


def test_rectifying_a_completion_takes_todays_timeline(story: Story) -> None:
    story.enact("rcgm", "2007-01-01", complete("a1"), id="rcgm-9-d1")
    story.enact("rcgm", "2007-01-02", reinstate("a1"), id="rcgm-9-d2")
    story.enact("rcm", "2007-01-03", redefine("a1", terms={"timeline": {"every": 12}}))
    found = story.decide("rcgm", "2007-01-04", rectify("a1", "rcgm-9-d1#1"), id="rcgm-10-d1")
    assert codes(found) == [("level-too-low", "a1")]


def test_a_charter_change_is_not_rectified(story: Story) -> None:
    story.enact("rcm", "2007-01-01", admit("AR"), id="rcm-12-d1")
    found = story.decide("rcm", "2007-01-02", rectify("a1", "rcm-12-d1#1"))
    assert codes(found) == [("change-unknown", "a1")]


def test_a_recorded_rectify_is_not_judged_again(story: Story) -> None:
    story.enact("rcm", "2007-01-01", redefine("a1"), id="rcm-12-d1")
    story.enact("rcm", "2008-01-01", rectify("a1", "rcm-12-d1#1"))
    story.enact("rcm", "2007-06-01", admit("AR"), agreed=ELEVEN)
    assert "AR" in story.oracle.members_on(date(2008, 1, 1))


# --- instead ---------------------------------------------------------------------------------


def test_an_instead_stands_at_the_very_place_of_the_voided_change(story: Story) -> None:
    story.enact("rcm", "2007-01-01", redefine("a1"), start("a1"), id="rcm-12-d1")
    other = redefine("a1", terms=title("Other"))
    story.enact("rcm", "2008-01-01", rectify("a1", "rcm-12-d1#1", other), id="rcm-13-d1")
    item = story.item("a1", "2007-01-01")
    assert (item.terms["title"], item.status) == ({"en": "Other"}, "ongoing")
    assert item.terms["timeline"] == {"by": date(2008, 6, 30)}
    assert (item.changes, item.last_changed.reference) == (3, "rcm-12-d1#2")
    assert (story.item("a1").changes, story.item("a1").last_changed.reference) == (
        4,
        "rcm-13-d1#1",
    )


def test_an_instead_under_another_decision_comes_last_on_its_day(story: Story) -> None:
    story.enact("rcm", "2006-05-05", redefine("a1", terms=title("Old")), id="rcm-11-d2")
    story.enact("rcgm", "2007-01-01", start("a1"), id="rcgm-9-d1")
    undo = rectify("a1", "rcgm-9-d1#1", redefine("a1", terms=title("New")), "rcm-11-d2")
    story.enact("rcm", "2007-04-27", undo, id="rcm-12-d1")
    assert story.item("a1", "2006-05-05").terms["title"] == {"en": "New"}
    assert story.item("a1", "2006-05-05").last_changed.reference == "rcm-12-d1#1"


@pytest.mark.parametrize(
    ("instead", "under", "code"),
    [
        (start("a2"), None, "change-unknown"),
        (rectify("a1", "rcm-11-d1#1"), None, "change-unknown"),
        (admit("AR"), None, "change-unknown"),
        (redefine("a1"), "rcm-99-d9", "not-adopted"),
        (redefine("a1"), "rcm-12-d1", "not-adopted"),
        (start("a2"), "rcm-99-d9", "change-unknown"),
    ],
)
def test_an_instead_is_a_change_of_the_item_under_an_adopted_decision(
    story: Story, instead: Change, under: str | None, code: str
) -> None:
    story.enact("rcm", "2007-01-01", start("a1"), id="rcm-12-d0")
    undo = rectify("a1", "rcm-12-d0#1", instead, under)
    found = story.decide("rcm", "2007-01-02", undo, id="rcm-12-d1")
    assert found == [Violation(code, "a1", "rcm-12-d1#1")]


def test_an_instead_must_be_lawful_at_its_place_by_that_decisions_authority(story: Story) -> None:
    story.enact("rcm", "2003-05-30", id="rcm-8-d7")
    story.enact("rcgm", "2006-10-01", id="rcgm-8-d1")
    story.enact("rcgm", "2007-01-01", start("a1"), id="rcgm-9-d1")
    for under, code in (("rcm-8-d7", "item-unknown"), ("rcgm-8-d1", "level-too-low")):
        undo = rectify("a1", "rcgm-9-d1#1", redefine("a1"), under)
        found = story.decide("rcm", "2007-04-27", undo, id="rcm-12-d1")
        assert found == [Violation(code, "a1", "rcm-12-d1#1")]


def test_an_instead_needs_the_agreement_of_then(story: Story) -> None:
    story.enact("rcm", "2006-06-01", agreed=ELEVEN[:6], id="rcm-11-d2")
    story.enact("rcgm", "2007-01-01", start("a1"), id="rcgm-9-d1")
    undo = rectify("a1", "rcgm-9-d1#1", redefine("a1"), "rcm-11-d2")
    found = story.decide("rcm", "2007-04-27", undo, id="rcm-12-d1")
    assert found == [Violation("agreement-missing", "a1", "rcm-12-d1#1", tuple(ELEVEN[6:]))]


def test_the_rectifying_body_equals_or_outranks_the_one_it_borrows_from(story: Story) -> None:
    story.enact("rcm", "2006-06-01", id="rcm-11-d2")
    story.enact("rcgm", "2007-01-01", start("a1"), id="rcgm-9-d1")
    undo = rectify("a1", "rcgm-9-d1#1", start("a1"), "rcm-11-d2")
    found = story.decide("rcgm", "2007-04-27", undo)
    assert codes(found) == [("level-too-low", "a1")]
    story.enact("rcm", "2007-04-27", undo, agreed=ELEVEN[:6])
    assert story.item("a1", "2006-06-01").status == "ongoing"


def test_voiding_the_rectify_voids_its_instead(story: Story) -> None:
    story.enact("rcm", "2007-01-01", redefine("a1"), id="rcm-12-d1")
    other = redefine("a1", terms=title("Other"))
    story.enact("rcm", "2008-01-01", rectify("a1", "rcm-12-d1#1", other), id="rcm-13-d1")
    story.enact("rcm", "2008-01-02", rectify("a1", "rcm-13-d1#1"))
    item = story.item("a1")
    assert (item.terms["title"], item.terms["timeline"]) == (
        {"en": "The a1"},
        {"by": date(2030, 1, 1)},
    )
    assert item.changes == 3


def test_an_instead_can_put_another_change_in_the_place_of_a_rectify(story: Story) -> None:
    story.enact("rcgm", "2007-01-01", start("a1"), id="rcgm-9-d1")
    story.enact("rcgm", "2007-02-01", rectify("a1", "rcgm-9-d1#1"), id="rcgm-10-d1")
    undo = rectify("a1", "rcgm-10-d1#1", held("a1", "2007-01-15"))
    story.enact("rcgm", "2007-03-01", undo)
    item = story.item("a1", "2007-02-01")
    assert (item.status, item.occurrences, item.changes) == ("ongoing", [date(2007, 1, 15)], 3)
    assert item.last_changed.adopted_on == date(2007, 2, 1)


def test_an_instead_is_judged_by_the_charter_of_its_decision(story: Story) -> None:
    story.enact("rcm", "2006-06-01", id="rcm-11-d2")
    story.enact("rcm", "2006-07-01", admit("AR"))
    story.enact("rcgm", "2007-01-01", start("a1"), id="rcgm-9-d1")
    undo = rectify("a1", "rcgm-9-d1#1", redefine("a1"), "rcm-11-d2")
    found = story.decide("rcm", "2007-04-27", undo, agreed=ELEVEN)
    assert the(found, "agreement-missing").members == ("AR",)
    story.enact("rcm", "2007-04-27", undo)


def test_an_instead_may_be_split_as_its_decision_may(story: Story) -> None:
    story.enact("rcm", "2007-01-01", approve("n1", replaces=["a1"]), approve("n2"), id="rcm-12-d1")
    undo = rectify("n2", "rcm-12-d1#2", approve("n2", replaces=["a1"]))
    story.enact("rcm", "2008-01-01", undo)
    assert story.item("a1").replaced_by == ["n1", "n2"]


# --- the shipped records, and random ones ----------------------------------------------------


def normalised(
    register: dict[str, Any], oracle: Oracle
) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """(meeting, decision) in the order of recording: "of `adopted_on`, then of the file"."""

    def text(value: Any) -> Any:
        return {"en": value} if isinstance(value, str) else value

    told = []
    for meeting in register["meetings"]:
        for decision in meeting.get("decisions") or ():
            day = decision.setdefault("adopted_on", meeting["closes_on"])
            agreed = decision.pop("agreed", [])
            members = oracle.members_on(day) if agreed == "all" else agreed
            decision["positions"] = {
                **{member: {"stance": "agree"} for member in members},
                **decision.get("positions", {}),
            }
            decision.setdefault("changes", [])
            for change in decision["changes"]:
                for content in change.values():
                    terms = content.get("terms") or {}
                    for term in {"title", "action"} & terms.keys():
                        terms[term] = text(terms[term])
            told.append((meeting, decision))
    return sorted(told, key=lambda each: each[1]["adopted_on"])


def shipped(path: str) -> dict[str, Any]:
    register: dict[str, Any] = yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))
    return register


def test_the_shipped_history_and_the_illustration_are_lawful() -> None:
    oracle = Oracle(rcm_charter())
    for path in ("ledger/registers/rcm-history.yaml", "tests/data/illustration.yaml"):
        for meeting, decision in normalised(shipped(path), oracle):
            assert oracle.record(meeting, decision) == [], decision["id"]
    assert {"mpm", "hr", "dev", "functioning"} <= oracle.plan(date(1997, 3, 14)).keys()
    plan = oracle.plan(date(2009, 12, 31))
    done = {item.id for item in plan.values() if item.status == "completed"}
    assert {"plan-proposals", "women-children-seminar", "remittances-workshop"} < done
    assert plan["mitch-reconstruction"].status == "discontinued"
    assert plan["statistics"].terms["lead"] == ["TS", "IOM"]
    assert plan["emergency-questionnaire"].approving_body == "lon-cp"
    assert "workplan-lon-ts" not in plan


def test_the_order_in_which_the_two_are_told_does_not_matter() -> None:
    paths = ("ledger/registers/rcm-history.yaml", "tests/data/illustration.yaml")
    late, once = Oracle(rcm_charter()), Oracle(rcm_charter())
    told = [each for path in paths for each in normalised(shipped(path), once)]
    for meeting, decision in told:
        assert late.record(meeting, decision) == []
    for meeting, decision in sorted(told, key=lambda each: each[1]["adopted_on"]):
        assert once.record(meeting, decision) == []
    assert late.plan() == once.plan()


RANK = {"lon-cp": 0, "lon-ts": 0, "rcgm": 1, "rcm": 2}


@cache
def history_of(seed: int) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Forty decisions, told once for all tests that look at them."""
    return list(random_history(random.Random(seed), 40, small_charter()))


@pytest.mark.parametrize("seed", range(20))
def test_random_histories_keep_the_promises_of_the_domain(seed: int) -> None:
    charter = small_charter()
    oracle = Oracle(charter)
    known: dict[int, Any] = {}
    lawful = 0
    for meeting, decision in history_of(seed):
        before = oracle.plan()
        violations = oracle.record(meeting, decision)
        assert len(set(violations)) == len(violations)
        if violations:
            # "Only an adopted decision has any effect."
            assert oracle.plan() == before
            continue
        lawful += 1
        known[lawful] = oracle.plan()
        assert oracle.record(meeting, decision) == []
    assert len(oracle.history) == lawful
    for entry, plan in known.items():
        # "Nothing is ever updated or deleted": what was known at an entry stays so.
        assert oracle.plan(known_at=entry) == plan
    days = sorted({recorded.day for recorded in oracle.history})
    for earlier, later in itertools.pairwise(days):
        then, after = oracle.plan(earlier), oracle.plan(later)
        # "Nothing is ever … deleted" as time passes, and the level "can rise and never falls".
        assert then.keys() <= after.keys()
        for item in then.values():
            assert RANK[item.approving_body] <= RANK[after[item.id].approving_body]
            parent = after[item.id].parent
            if after[item.id].current and parent is not None:
                assert after[parent].current
                assert after[parent].kind == "section"


@pytest.mark.parametrize("seed", range(10))
def test_the_order_of_recording_decides_nothing_but_the_order_on_a_day(seed: int) -> None:
    """ "judged at its place in the agreed order": without rectifications, which look back."""
    charter = small_charter()
    late, in_order = Oracle(charter), Oracle(charter)
    for meeting, decision in random_history(random.Random(seed), 30, charter):
        if not any("rectify" in change for change in decision["changes"]):
            late.record(meeting, decision)
    for each in sorted(late.history, key=lambda each: (each.day, each.entry)):
        assert in_order.record(each.meeting, each.decision) == []
    assert in_order.plan() == late.plan()


@pytest.mark.parametrize("seed", range(2))
def test_random_histories_come_again(seed: int) -> None:
    assert list(random_history(random.Random(seed), 40, small_charter())) == history_of(seed)


@pytest.mark.parametrize("seed", range(10))
def test_random_histories_are_valid_records(seed: int) -> None:
    charter, told = small_charter(), history_of(seed)
    assert len({decision["id"] for _, decision in told}) == len(told)
    days = {decision["id"]: decision["adopted_on"] for _, decision in told}
    meetings: dict[str, Any] = {}
    for meeting, decision in told:
        assert meetings.setdefault(meeting["id"], meeting) == meeting
        assert meeting["body"] in charter["bodies"]
        assert meeting["opens_on"] <= meeting["closes_on"]
        for position in decision["positions"].values():
            assert position.get("on", decision["adopted_on"]) <= decision["adopted_on"]
            assert position["stance"] != "reserve" or position["statement"]
        for change in decision["changes"]:
            is_valid(change, days, decision["adopted_on"])


def is_valid(change: Change, days: dict[str, date], day: date) -> None:
    """None of the "errors of the register" that interfaces.md lists."""
    ((kind, content),) = change.items()
    if kind in ("admit-member", "withdraw-member"):
        assert all(content.get(each, day) >= day for each in ("since", "until"))
    elif kind == "amend-charter":
        assert not {"reinstate", "rectify", "admit-member"} & content.get("rules", {}).keys()
    elif kind == "rectify":
        assert content["reason"]
        if "instead" in content:
            under = content["instead"].get("under", content["voids"].split("#")[0])
            is_valid(content["instead"]["change"], days, days.get(under, date.min))
    else:
        is_section = content["item"].startswith("s")
        if kind == "approve":
            assert content["kind"] == ("section" if is_section else "activity")
            assert content["item"] not in content.get("replaces", ())
        assert is_section or not {"role", "steward"} & content.keys()
        assert kind not in ("discontinue",) or content["reason"]
        assert kind != "complete" or content["outcome"]
        assert kind != "record-occurrence" or content["on"] <= max(day, date(2000, 1, 1))
        assert kind != "redefine" or len(content) > 1
        for term, text in content.get("terms", {}).items():
            assert kind != "translate" or (term in ("title", "action") and text)
