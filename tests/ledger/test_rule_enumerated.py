"""The rule, walked whole: who may change what, in every situation, against the domain's own table.

The model below was written from the table of domain.md alone ("What may be changed, and by whom").
It knows bodies by their rank, an item by what the table reads of it, and a decision by what each
member said. The code is asked through `ledger.authority.ruling`, on small plans made by hand.
"""

import itertools
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import pytest

from ledger.authority import Ruling, ruling
from ledger.changes import Change
from ledger.charter import Charter
from ledger.decision import Decision, Position
from ledger.plan import Authority, Item, Terms
from ledger.standing import RecordedChange
from tests.builders import (
    approve,
    complete,
    discontinue,
    excepting,
    move,
    record_occurrence,
    rectify,
    redefine,
    reinstate,
    start,
    the_charter,
    translate,
)

# --- the model: the table of domain.md -----------------------------------------------------------

BODIES = ("rcm", "rcgm", "lon-cp", "lon-ts")
ABOVE = {"rcm": (), "rcgm": ("rcm",), "lon-cp": ("rcgm", "rcm"), "lon-ts": ("rcgm", "rcm")}
PROTECTED, CLEAN_UP = ("approving", "unanimity"), ("steward", "consensus")
TABLE = {
    "approve": CLEAN_UP,
    "redefine": PROTECTED,
    "move": PROTECTED,
    "discontinue": PROTECTED,
    "translate": CLEAN_UP,
    "start": CLEAN_UP,
    "record-occurrence": CLEAN_UP,
    "complete": CLEAN_UP,
}
CURRENT = ("pending", "ongoing")
ARCHIVE = ("completed", "discontinued", "replaced")
NEVER_ENDING = ("every", "standing")
Rules = dict[str, tuple[str, str]]


def short_of(body: str, required: str) -> set[str]:
    if body == required or body in ABOVE[required]:
        return set()
    return {"level-too-low" if required in ABOVE[body] else "wrong-body"}


def lacking(agreement: str, said: Iterable[str]) -> set[str]:
    """What each member said: a stance, with `but` where it excepts the item; "" is silence."""
    said = list(said)
    content = said.count("agree")
    against = sum(word.startswith("object") or word.endswith("but") for word in said)
    stance_agree = content + said.count("agree but")
    if agreement == "unanimity":
        return set() if content == len(said) else {"agreement-missing"}
    if agreement == "consensus":
        codes = {"objection"} if against else set()
        return codes | (set() if stance_agree > len(said) / 2 else {"too-few-agree"})
    if agreement == "majority":
        return set() if content > against else {"too-few-agree"}
    enough = content >= 1 and content >= 2 / 3 * (content + against) - 1e-9
    return set() if enough else {"too-few-agree"}


def as_kind(kind: str, status: str, timeline: str) -> str:
    """The kind whose rule applies: "what archiving it took", "as discontinue"."""
    if kind == "reinstate":
        kind = "complete" if status == "completed" else "discontinue"
    if kind == "complete" and timeline in NEVER_ENDING:
        kind = "discontinue"
    return kind


def takes(
    kind: str, body: str, approving: str, steward: str, said: Iterable[str], rules: Rules
) -> set[str]:
    by, agreement = rules[kind]
    return short_of(body, approving if by == "approving" else steward) | lacking(agreement, said)


def expected(
    kind: str, body: str, approving: str, steward: str, status: str, timeline: str,
    said: Iterable[str], rules: Rules,
) -> set[str]:  # fmt: skip
    """The codes on a change of an activity (`move` apart, which has another place as well)."""
    codes = takes(as_kind(kind, status, timeline), body, approving, steward, said, rules)
    if kind == "reinstate":
        return codes | ({"item-current"} if status in CURRENT else set())
    if status in ARCHIVE:
        codes.add("item-archived")
    if kind == "start" and status == "ongoing":
        codes.add("nothing-changes")
    return codes


# --- the code, asked -----------------------------------------------------------------------------

DAY = date(2007, 5, 10)
STATES = ("BZ", "CA", "CR", "DO")
TIMELINES: dict[str, Any] = {
    "none": None,
    "by": {"by": "2008-06-30"},
    "from": {"from": "2008-01-01", "to": "2008-06-30"},
    "every": {"every": 12},
    "standing": {"standing": "rcgm"},
    "open": "open",
}
CHANGES: dict[str, Change] = {
    "redefine": redefine("x", form="study").change,
    "discontinue": discontinue("x").change,
    "translate": translate("x").change,
    "start": start("x").change,
    "record-occurrence": record_occurrence("x", "2007-05-01").change,
    "complete": complete("x").change,
    "reinstate": reinstate("x").change,
}
EVERYBODY = ("agree",) * 4
PATTERNS = (
    EVERYBODY,
    ("agree", "agree", "agree", ""),
    ("agree", "agree", "agree", "agree but"),
    ("agree", "agree", "agree", "object"),
    ("agree", "agree", "reserve", "abstain"),
    ("agree", "agree", "object but", "agree but"),
    ("abstain but", "reserve but", "", "agree"),
    ("", "", "", ""),
)


def a_charter(states: Iterable[str] = STATES, rules: Rules = TABLE) -> Charter:
    charter = the_charter(**{kind.replace("-", "_"): rule for kind, rule in rules.items()})
    members = {id: member for id, member in charter.members.items() if id in set(states)}
    return charter.model_copy(update={"members": members})


class SmallPlan:
    """A few items, and the past that a rectification reaches back to."""

    def __init__(self, charter: Charter, *items: Item, past: "Past | None" = None):
        self.charter, self.items, self.past = charter, {item.id: item for item in items}, past

    def get(self, item: str) -> Item | None:
        return self.items.get(item)

    def children(self, section: str | None) -> list[Item]:
        return [i for i in self.items.values() if i.parent == section and i.is_current]

    # What follows is asked for by a rectification only.

    def find(self, reference: str, item: str) -> RecordedChange | None:
        return self.past.recorded

    def is_void(self, reference: str, item: str) -> bool:
        return False

    def adopted(self, decision: str) -> Decision | None:
        return self.past.under

    def without(self, target: RecordedChange) -> "SmallPlan":
        return self

    def where_it_stands(
        self, target: RecordedChange, under: Decision
    ) -> "tuple[SmallPlan, Charter]":
        return self.past.there, self.charter


class Past:
    """One change recorded before, and the decision and the plan that something else stands by."""

    def __init__(self, change: Change, body: str, under: Decision, there: SmallPlan):
        authority = Authority("d0#1", "d0", "m0", body, DAY, ())
        self.recorded = RecordedChange(2, change, authority)
        self.under, self.there = under, there


def by(body: str) -> Authority:
    return Authority("d0#1", "d0", "m0", body, date(2006, 5, 5), ())


def an_item(
    id: str = "x", *, approving: str = "rcm", status: str = "pending", kind: str = "activity",
    parent: str | None = "place", steward: str | None = None, timeline: str = "by",
    decision: str = "d0",
) -> Item:  # fmt: skip
    word = by(approving)
    terms = Terms.model_validate({"title": {"en": id}, "timeline": TIMELINES[timeline]})
    archived = None if status in CURRENT else Authority("a#1", decision, "m0", approving, DAY, ())
    return Item(
        id, kind, None, parent, steward, terms, status, word, word, word, (0, 0), archived=archived
    )


def a_place(
    id: str = "place", *, steward: str | None, parent: str | None = None, **more: Any
) -> Item:
    return an_item(id, kind="section", status=more.pop("status", "ongoing"), parent=parent,
                   steward=steward, **more)  # fmt: skip


def position(word: str, item: str) -> Position:
    stance, _, but = word.partition(" ")
    return excepting(*([item] if but else []), stance=stance)


def a_decision(
    body: str, said: Iterable[str] = EVERYBODY, states: Iterable[str] = STATES, item: str = "x"
) -> Decision:
    positions = {s: position(word, item) for s, word in zip(states, said, strict=True) if word}
    return Decision("d1", "m1", body, DAY, DAY, DAY, positions, entry=9)


def codes(found: Ruling) -> set[str]:
    assert {violation.reference for violation in found.violations} <= {"d1"}
    return {violation.code for violation in found.violations}


def compare(cases: Iterator[tuple[set[str], set[str], Any]], least: int) -> None:
    """Every case, the first few that differ named."""
    count, differing = 0, []
    for code, model, case in cases:
        count += 1
        if code != model:
            differing.append((case, f"found {sorted(code)}", f"expected {sorted(model)}"))
    assert not differing[:5], f"{len(differing)} of {count} differ"
    assert count >= least


def every_activity(
    rules: Rules, statuses: Iterable[str], timelines: Iterable[str]
) -> Iterator[tuple[set[str], set[str], Any]]:
    charter = a_charter(rules=rules)
    decisions = {(body, said): a_decision(body, said) for body in BODIES for said in PATTERNS}
    for approving, steward, status, timeline in itertools.product(
        BODIES, BODIES, statuses, timelines
    ):
        item = an_item(approving=approving, status=status, timeline=timeline)
        plan = SmallPlan(charter, a_place(steward=steward), item)
        for kind, change in CHANGES.items():
            for (body, said), decision in decisions.items():
                yield (
                    codes(ruling(change, plan, decision, charter)),
                    expected(kind, body, approving, steward, status, timeline, said, rules),
                    (kind, body, approving, steward, status, timeline, said),
                )


# --- walked --------------------------------------------------------------------------------------


def test_every_change_of_an_activity_by_every_body_in_every_state_as_the_rcm_rules_it():
    compare(every_activity(TABLE, (*CURRENT, *ARCHIVE), ("none", "every", "standing")), 50_000)


def test_only_what_recurs_or_stands_on_an_agenda_never_ends_by_itself():
    compare(every_activity(TABLE, ("pending", "completed"), ("by", "from", "open")), 20_000)


@pytest.mark.parametrize("who", ["approving", "steward"])
@pytest.mark.parametrize("agreement", ["unanimity", "consensus", "majority", "two-thirds"])
def test_every_rule_that_a_charter_can_give(who, agreement):
    rules = dict.fromkeys(TABLE, (who, agreement))
    compare(every_activity(rules, ("pending", "discontinued"), ("by",)), 7_000)


@pytest.mark.parametrize("kind", ["discontinue", "complete"])
def test_what_is_derived_follows_the_rule_that_it_derives_from(kind):
    """`complete` of what never ends, and `reinstate`: "what archiving it took"."""
    rules = {**TABLE, kind: ("steward", "two-thirds") if kind == "discontinue" else PROTECTED}
    compare(every_activity(rules, ("ongoing", *ARCHIVE), ("by", "every")), 20_000)


@pytest.mark.parametrize("agreement", ["unanimity", "consensus", "majority", "two-thirds"])
def test_every_pattern_of_positions_of_up_to_six_states(agreement):
    words = ("agree", "agree but", "reserve", "object", "abstain", "abstain but", "")
    rules = dict.fromkeys(TABLE, ("approving", agreement))
    states = sorted(the_charter().members)

    def cases() -> Iterator[tuple[set[str], set[str], Any]]:
        for count in range(1, 7):
            charter = a_charter(states[:count], rules)
            plan = SmallPlan(charter, a_place(steward=None), an_item())
            for said in itertools.combinations_with_replacement(words, count):
                decision = a_decision("rcm", said, states[:count])
                found = ruling(CHANGES["redefine"], plan, decision, charter)
                yield codes(found), lacking(agreement, said), said
                members = {code.code: set(code.members) for code in found.violations}
                without = {s for s, word in zip(states, said) if word != "agree"}
                against = {s for s, word in zip(states, said) if "object" in word or "but" in word}
                silent = {s for s, word in zip(states, said) if not word.startswith("agree")}
                few = silent if agreement == "consensus" else without
                named = {"agreement-missing": without, "objection": against, "too-few-agree": few}
                assert members == {code: named[code] for code in members}, said

    compare(cases(), 1_700)


def test_the_stances_of_who_is_no_member_on_the_day_count_for_nothing():
    rules = dict.fromkeys(TABLE, ("approving", "majority"))
    charter = a_charter(STATES[:2], rules)
    plan = SmallPlan(charter, a_place(steward=None), an_item())
    for word in ("agree", "object", "agree but"):
        decision = a_decision("rcm", ("agree", "object", word), STATES[:3])
        assert codes(ruling(CHANGES["redefine"], plan, decision, charter)) == {"too-few-agree"}


def test_every_move_takes_the_approving_body_and_the_steward_of_the_new_place():
    charter = a_charter()

    def cases() -> Iterator[tuple[set[str], set[str], Any]]:
        for approving, old, new, status, there in itertools.product(
            BODIES, BODIES, (*BODIES, None), (*CURRENT, *ARCHIVE), ("ongoing", "replaced")
        ):
            item = an_item(approving=approving, status=status)
            plan = SmallPlan(
                charter, a_place(steward=old), a_place("there", steward=new, status=there), item
            )
            for body, said in itertools.product(BODIES, PATTERNS[:5]):
                model = takes("move", body, approving, old, said, TABLE)
                model |= short_of(body, new or "rcm")
                model |= {"item-archived"} if status in ARCHIVE else set()
                model |= {"parent-archived"} if there in ARCHIVE else set()
                found = ruling(move("x", "there").change, plan, a_decision(body, said), charter)
                yield codes(found), model, (body, approving, old, new, status, there, said)

    compare(cases(), 16_000)


def test_a_move_to_where_it_stands_changes_nothing():
    charter = a_charter()
    plan = SmallPlan(charter, a_place(steward=None), an_item(), an_item("y", parent=None))
    for item, parent in (("x", "place"), ("y", None)):
        found = ruling(move(item, parent).change, plan, a_decision("rcm"), charter)
        assert codes(found) == {"nothing-changes"}


def test_every_change_of_a_section_and_what_stands_in_it():
    """ "Sections carry what stands in them": `redefine` and `move` take the body of each current item
    below, and an `except` on any of these counts; `discontinue` an empty section."""
    charter = a_charter()
    section_changes = {**CHANGES, "move": move("x", None).change}

    def cases() -> Iterator[tuple[set[str], set[str], Any]]:
        for approving, steward, below, status, deep in itertools.product(
            BODIES, BODIES, (*BODIES, None), ("ongoing", "discontinued", "replaced"), (0, 1, 2)
        ):
            if below is None and deep != 1:
                continue
            section = an_item(kind="section", approving=approving, status=status)
            inner = a_place("inner", steward=None, parent="x", approving="lon-cp")
            child = {
                0: an_item("child", parent="x", approving=below or "rcm"),
                1: an_item("child", parent="x", approving=below or "rcm", status="completed"),
                2: an_item("child", parent="inner", approving=below or "rcm"),
            }[deep]
            items = [a_place(steward=steward), section, *([child] if below else [])]
            plan = SmallPlan(charter, *items, *([inner] if deep == 2 else []))
            carried = [approving]
            carried += [below] if below and deep != 1 else []
            carried += ["lon-cp"] if deep == 2 else []
            for (kind, change), body, excepted in itertools.product(
                section_changes.items(), BODIES, ("x", "child")
            ):
                said = ("agree", "agree", "agree", "agree but")
                holds = excepted == "x" or (kind in ("redefine", "move") and len(carried) > 1)
                model_said = said if holds else EVERYBODY
                if kind in ("start", "record-occurrence", "complete"):
                    model = {"not-an-activity"}
                elif kind == "move":
                    model = takes("move", body, approving, steward, model_said, TABLE)
                    model |= short_of(body, "rcm")
                    model |= {"item-archived"} if status in ARCHIVE else set()
                else:
                    model = expected(
                        kind, body, approving, steward, status, "by", model_said, TABLE
                    )
                if kind in ("redefine", "move"):
                    model = model.union(*(short_of(body, above) for above in carried))
                if kind == "discontinue" and len(carried) > 1:
                    model.add("children-current")
                found = ruling(change, plan, a_decision(body, said, item=excepted), charter)
                yield (
                    codes(found),
                    model,
                    (kind, body, approving, steward, below, status, deep, excepted),
                )

    compare(cases(), 20_000)


def test_every_approval_takes_the_steward_of_its_place():
    """ "Of the parent itself if it names one, else of its nearest ancestor that does, else the root's"."""
    charter = a_charter()

    def cases() -> Iterator[tuple[set[str], set[str], Any]]:
        for own, above, status, body, said in itertools.product(
            (*BODIES, None), (*BODIES, None), ("ongoing", "discontinued"), BODIES, PATTERNS
        ):
            plan = SmallPlan(
                charter,
                a_place("above", steward=above),
                a_place(steward=own, parent="above", status=status),
            )
            model = takes("approve", body, "", own or above or "rcm", said, TABLE)
            model |= {"parent-archived"} if status in ARCHIVE else set()
            found = ruling(approve("x", "place").change, plan, a_decision(body, said), charter)
            yield codes(found), model, (own, above, status, body, said)

    compare(cases(), 1_600)


def test_every_replacement_takes_what_discontinuing_takes():
    charter = a_charter()

    def cases() -> Iterator[tuple[set[str], set[str], Any]]:
        for approving, steward, status, decided_by, child in itertools.product(
            BODIES, BODIES, (*CURRENT, *ARCHIVE), ("d0", "d1"), (None, "pending", "completed")
        ):
            old = an_item("old", kind="section", approving=approving, status=status,
                          parent=None, decision=decided_by)  # fmt: skip
            below = [an_item("child", parent="old", status=child)] if child else []
            plan = SmallPlan(charter, a_place(steward=steward), old, *below)
            for body, said in itertools.product(BODIES, PATTERNS[:4]):
                on_the_new = ("agree",) * 3 + (said[3].removesuffix(" but"),)
                model = takes("approve", body, "", steward, on_the_new, TABLE)
                model |= takes("discontinue", body, approving, "rcm", said, TABLE)
                again = status == "replaced" and decided_by == "d1"
                model |= set() if status in CURRENT or again else {"item-archived"}
                model |= {"children-current"} if child == "pending" else set()
                change = approve("x", "place", replaces=("old",)).change
                found = ruling(change, plan, a_decision(body, said, item="old"), charter)
                yield (
                    codes(found),
                    model,
                    (approving, steward, status, decided_by, child, body, said),
                )

    compare(cases(), 5_000)


def a_past(voided: str, body: str, approving: str, there: SmallPlan, under: str = "rcm") -> Past:
    change = {**CHANGES, "approve": approve("x", "place").change, "move": move("x", "place").change}
    return Past(change[voided], body, a_decision(under), there)


UNDOING = (*CHANGES, "approve", "move")


def undoing(voided: str) -> str:
    """ "What the voided change takes today (an `approve` or a `reinstate`: what `discontinue` takes)"."""
    return "discontinue" if voided in ("approve", "reinstate") else voided


def undone(
    voided: str, doer: str, body: str, approving: str, steward: str, status: str, timeline: str,
    said: Iterable[str],
) -> set[str]:  # fmt: skip
    kind = as_kind(undoing(voided), status, timeline)
    model = takes(kind, body, approving, steward, said, TABLE) | short_of(body, doer)
    # "For a `move`: its approving body, and the steward of where the item now stands."
    return model | (short_of(body, steward) if voided == "move" else set())


def test_every_rectification_takes_what_doing_took_and_the_body_that_did_it():
    charter = a_charter()

    def cases() -> Iterator[tuple[set[str], set[str], Any]]:
        for approving, steward, doer, status, timeline in itertools.product(
            BODIES, BODIES, BODIES, ("pending", "completed"), ("by", "every")
        ):
            item = an_item(approving=approving, status=status, timeline=timeline)
            place = a_place(steward=steward)
            for voided, body, said in itertools.product(UNDOING, BODIES, PATTERNS[:3]):
                past = a_past(voided, doer, approving, SmallPlan(charter))
                plan = SmallPlan(charter, place, item, past=past)
                model = undone(voided, doer, body, approving, steward, status, timeline, said)
                found = ruling(rectify("x", "d0#1").change, plan, a_decision(body, said), charter)
                yield codes(found), model, (voided, doer, body, approving, steward, status, said)

    compare(cases(), 25_000)


def test_every_rectification_of_a_section_carries_what_stands_in_it_whatever_it_voids():
    charter = a_charter()

    def cases() -> Iterator[tuple[set[str], set[str], Any]]:
        for approving, below, steward in itertools.product(BODIES, BODIES, BODIES):
            section = an_item(kind="section", approving=approving, status="ongoing")
            items = (a_place(steward=steward), section, an_item("y", parent="x", approving=below))
            for voided, body in itertools.product(
                ("approve", "redefine", "move", "discontinue", "translate", "reinstate"), BODIES
            ):
                past = a_past(voided, "lon-cp", approving, SmallPlan(charter))
                said = ("agree", "agree", "agree", "agree but")
                model = undone(voided, "lon-cp", body, approving, steward, "ongoing", "by", said)
                model |= short_of(body, approving) | short_of(body, below)
                plan = SmallPlan(charter, *items, past=past)
                decision = a_decision(body, said, item="y")
                found = ruling(rectify("x", "d0#1").change, plan, decision, charter)
                yield codes(found), model, (voided, body, approving, below, steward)

    compare(cases(), 1_500)


def test_what_stands_instead_takes_its_own_body_and_agreement_and_is_lawful_in_its_place():
    charter = a_charter()
    instead = {kind: form for kind, form in {
        "redefine": redefine("x", form="study"), "start": start("x"), "complete": complete("x"),
        "discontinue": discontinue("x"), "translate": translate("x"), "move": move("x", "there"),
        "approve": approve("x", "place"),
    }.items()}  # fmt: skip

    def cases() -> Iterator[tuple[set[str], set[str], Any]]:
        for approving, steward, new, under in itertools.product(BODIES, BODIES, BODIES, BODIES):
            places = (a_place(steward=steward), a_place("there", steward=new))
            item = an_item(approving=approving)
            for (kind, form), body, said in itertools.product(
                instead.items(), BODIES, (EVERYBODY, PATTERNS[1])
            ):
                there = SmallPlan(charter, *places, *([] if kind == "approve" else [item]))
                past = a_past("start", "lon-cp", approving, there, under)
                model = undone("start", "lon-cp", body, approving, steward, "pending", "by", said)
                # "The rectifying body must be that decision's or outrank it, and the rectifying
                # decision also takes what that change would take today …"
                model |= short_of(body, under)
                model |= takes(undoing(kind), body, approving, steward, said, TABLE)
                model |= short_of(body, new) if kind == "move" else set()
                # "It stands by that decision's authority and must be lawful there."
                model |= takes(kind, under, approving, steward, EVERYBODY, TABLE)
                model |= short_of(under, new) if kind == "move" else set()
                change = rectify("x", "d0#1", instead=form, under="d9").change
                plan = SmallPlan(charter, *places, item, past=past)
                found = ruling(change, plan, a_decision(body, said), charter)
                yield codes(found), model, (kind, body, approving, steward, new, under, said)

    compare(cases(), 14_000)
