"""Whatever is recorded, in whatever order: a real ledger in lock-step with a naive model of it.

Hypothesis tells a small conference's history, lawful and not, late, rectified, amended, tabled and
redrafted; `tests.oracle` folds every record again at every question. After each step both have said
the same; in the end the plan as of every meeting, known at every entry, is the same, a re-import of
the export gives it back, and `verify` proves it.

The quick run is the same each time. The long one (`-m slow`) prints its seed; `HISTORIES_SEED=n`
tells the same histories again.
"""

import copy
import io
import os
import random
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from ledger.authority import Violation
from ledger.changes import ChangeForm
from ledger.charter import Charter
from ledger.decision import Position
from ledger.events import ChangeEnacted
from ledger.export import export_register
from ledger.importing import import_register
from ledger.ledger import Ledger
from ledger.plan import Item
from ledger.problems import Refused
from ledger.records import DecisionFields, MeetingFields, ProposalFields, ReportFields
from ledger.seals import Seal
from ledger.verify import verify
from tests.builders import (
    a_ledger,
    assert_proven,
    assert_said,
    hindered,
    nothing_recorded,
    plan_of,
)
from tests.histories import History, small_charter
from tests.oracle import ItemState, agreed_order
from tests.oracle import Violation as Expected
from tests.stores import Files, Store, both_stores

pytestmark = both_stores

Told = dict[str, Any]
STYLES = {
    "nothing": 2, "ordinary": 10, "replacing": 3, "of_charter": 3, "rectifying": 8, "unwinding": 3,
    "founding": 2, "many": 3,
}  # fmt: skip
SEEDS = st.integers(0, 2**32 - 1)
A_STYLE = st.sampled_from([style for style, weight in STYLES.items() for _ in range(weight)])
REASON = {"en": "A slip.", "es": "Un desliz."}


# --- the same, as both say it ---------------------------------------------------------------------


def comparable(violation: Violation | Expected) -> tuple[Any, ...]:
    v = violation
    return (v.code, v.item or "", v.reference, tuple(v.members), tuple(v.conflicts))


def reference(authority: Any) -> str | None:
    return None if authority is None else authority.reference


def of_ledger(item: Item) -> dict[str, Any]:
    terms = item.terms.model_dump(mode="json")
    return {
        "kind": item.kind,
        "role": item.role,
        "parent": item.parent,
        "steward": item.steward,
        "title": terms["title"],
        "action": terms["action"],
        "lead": terms["lead"],
        "form": terms["form"],
        "timeline": item.terms.model_dump(mode="json", exclude_unset=True).get("timeline"),
        "translations": (set(item.translated_title), set(item.translated_action)),
        "status": item.status,
        "approving": item.approving_body,
        "approved": reference(item.approved),
        "last changed": reference(item.last_changed),
        "archived": reference(item.archived),
        "changes": item.changes,
        "occurrences": [str(day) for day in item.occurrences],
        "replaced by": sorted(item.replaced_by),
    }


def of_oracle(item: ItemState) -> dict[str, Any]:
    terms, timeline = item.terms, item.terms["timeline"]
    return {
        "kind": item.kind,
        "role": item.role,
        "parent": item.parent,
        "steward": item.steward,
        "title": terms["title"] or None,
        "action": terms["action"] or None,
        "lead": list(terms["lead"] or []),
        "form": terms["form"],
        "timeline": {k: str(v) if isinstance(v, date) else v for k, v in timeline.items()}
        if isinstance(timeline, dict)
        else timeline,
        "translations": (item.translations["title"], item.translations["action"]),
        "status": item.status,
        "approving": item.approving_body,
        "approved": reference(item.approved),
        "last changed": reference(item.last_changed),
        "archived": reference(item.archived),
        "changes": item.changes,
        "occurrences": [str(day) for day in item.occurrences],
        "replaced by": sorted(item.replaced_by),
    }


def the_fields(meeting: Told, decision: Told) -> DecisionFields:
    names = ("id", "number", "text", "adopted_on", "procedure")
    given = {name: decision[name] for name in names if name in decision}
    return DecisionFields.model_validate({**given, "meeting": meeting["id"]})


def the_changes(decision: Told) -> list[ChangeForm]:
    return [ChangeForm.model_validate(change) for change in decision["changes"]]


def the_positions(decision: Told) -> dict[str, Position]:
    return {m: Position.model_validate(p) for m, p in decision["positions"].items()}


def content(ledger: Ledger) -> dict[str, Any]:
    """All that a ledger keeps, but when it was recorded and by whom."""
    meetings, decisions, proposals, enacted, reports = {}, {}, {}, [], []
    for fact in ledger.recorder.facts():
        kind, _, id = fact.originator_id.partition(":")
        if kind == "meeting":
            state = ledger.meeting(id)
            meetings[id] = (state.fields, state.as_recorded, state.closed)
        elif kind == "decision":
            it = ledger.decision(id)
            positions = (it.positions, it.positions_as_recorded or it.positions)
            decisions[id] = (it.fields, it.as_recorded, it.status, it.changes, positions, it.reason)
        elif kind == "proposal":
            proposals[id] = (p := ledger.proposal(id)) and (p.fields, p.comments, p.outcome)
        elif isinstance(fact.event, ChangeEnacted):
            event = fact.event
            enacted.append((event.change.document(), event.authority, event.stands_by))
        elif kind == "item":
            reports.append(fact.event.report)
    return {
        "meetings": meetings,
        "decisions": decisions,
        "proposals": proposals,
        "enacted": enacted,
        "reports": reports,
    }


# --- the machine ----------------------------------------------------------------------------------


def fits(changes: list[dict[str, Any]], day: date) -> bool:
    """Whether changes that were drafted for another day can be a decision's of this one: a day on
    the wrong side of the adoption is an error of the register."""
    for change in changes:
        ((kind, content),) = change.items()
        if kind == "record-occurrence" and content["on"] > day:
            return False
        if any(name in content and content[name] < day for name in ("since", "until")):
            return False
    return True


class Histories(RuleBasedStateMachine):
    """A ledger, and the oracle that looks on; `History` says what could come next."""

    store: Store = Files()

    @initialize(at=SEEDS)
    def an_empty_ledger(self, at: int) -> None:
        self.folder = tempfile.TemporaryDirectory()
        charter = small_charter()
        given = Charter.model_validate(charter)
        self.ledger = a_ledger(Path(self.folder.name), given, store=self.store)
        self.history = History(random.Random(at), charter)
        self.oracle = self.history.oracle
        self.open: dict[str, tuple[Told, Told]] = {}
        self.known: list[tuple[int, int]] = []
        self.closed: set[str] = set()
        self.seals: list[Seal] = []

    # Telling.

    def draft(self, style: str, at: int) -> tuple[Told, Told]:
        history = self.history
        history.rng = random.Random(at)
        if len(self.oracle.history) < 3:
            style = "founding"
        meeting, decision = map(copy.deepcopy, history.draft(getattr(history, style)))
        decision["positions"] = self.of_known_items(decision["positions"], decision["changes"])
        return meeting, decision

    def of_known_items(self, positions: Told, changes: list[Told]) -> Told:
        """A register's positions except items that it or the ledger knows of, and no others."""
        known = {c.get("item") for change in changes for c in change.values()} | set(
            self.oracle.plan()
        )
        return {
            member: {**position, "except": [i for i in position.get("except", ()) if i in known]}
            for member, position in positions.items()
        }

    def tell(self, meeting: Told, decision: Told) -> None:
        """It is on paper now: its meeting is convened, its id taken."""
        history = self.history
        history.counts[meeting["id"]] = history.counts.get(meeting["id"], 0) + 1
        if meeting not in history.meetings:
            history.meetings.append(meeting)
            self.ledger.convene(MeetingFields.model_validate(meeting))
        history.told.append(decision)
        history.today = max(history.today, decision["adopted_on"])

    def lawful(self, meeting: Told, decision: Told) -> list[Expected]:
        """What the oracle says, without recording it."""
        kept = self.oracle.history
        found = self.oracle.record(meeting, decision)
        self.oracle.history = kept
        return found

    def same(self, meeting: Told, decision: Told, act: Any) -> bool:
        """Both take it, or both refuse it for the same reasons; whether they took it."""
        expected = self.oracle.record(meeting, decision)
        head = self.ledger.head
        try:
            act()
        except Refused as refused:
            found = sorted(map(comparable, refused.violations))
            for violation in refused.violations:
                assert_said(violation.message)
        else:
            found = []
        assert found == sorted(map(comparable, expected))
        if found:
            assert self.ledger.head == head
        else:
            first = self.ledger.head - len(decision["changes"])
            self.known.append((first, self.ledger.head))
        return not found

    def adopt(self, id: str) -> None:
        if self.ledger.decision(id).status == "submitted":
            self.ledger.confirm(id)
        else:
            self.ledger.adopt(id)

    @rule(style=A_STYLE, at=SEEDS, tries=st.sampled_from([1, 1, 4, 8]), at_once=st.booleans())
    def a_decision_is_recorded(self, style: str, at: int, tries: int, at_once: bool) -> None:
        for n in range(tries):
            meeting, decision = self.draft(style, at + n)
            if not self.lawful(meeting, decision):
                break
        self.tell(meeting, decision)
        told = (the_fields(meeting, decision), the_changes(decision), the_positions(decision))
        if at_once:
            self.same(meeting, decision, lambda: self.ledger.record(*told))
            return
        self.ledger.table(*told)
        if not self.same(meeting, decision, lambda: self.ledger.adopt(decision["id"])):
            self.open[decision["id"]] = (meeting, decision)

    @rule(style=A_STYLE, at=SEEDS)
    def a_decision_is_tabled(self, style: str, at: int) -> None:
        meeting, decision = self.draft(style, at)
        self.tell(meeting, decision)
        fields, changes = the_fields(meeting, decision), the_changes(decision)
        self.ledger.table(fields, changes, the_positions(decision))
        self.open[decision["id"]] = (meeting, decision)

    def one_of(self, at: int) -> str:
        return sorted(self.open)[at % len(self.open)]

    @precondition(lambda self: self.open)
    @rule(style=A_STYLE, at=SEEDS)
    def a_decision_is_redrafted(self, style: str, at: int) -> None:
        meeting, old = self.open[self.one_of(at)]
        _, other = self.draft(style, at)
        new = {**old, "text": other["text"], "changes": other["changes"], "positions": {}}
        if not fits(other["changes"], old["adopted_on"]):
            with nothing_recorded(self.ledger), hindered("wrong-day", old["id"]):
                self.ledger.redraft(the_fields(meeting, new), the_changes(new))
            return
        self.ledger.redraft(the_fields(meeting, new), the_changes(new))
        self.open[old["id"]] = (meeting, new)
        assert self.ledger.decision(old["id"]).positions == {}

    @precondition(lambda self: self.open)
    @rule(at=SEEDS, everybody=st.booleans())
    def positions_are_taken(self, at: int, everybody: bool) -> None:
        meeting, decision = self.open[self.one_of(at)]
        self.history.rng = random.Random(at)
        positions = (
            {m: {"stance": "agree"} for m in self.oracle.members_on(decision["adopted_on"])}
            if everybody
            else self.history.positions(decision["adopted_on"], decision["changes"])
        )
        positions = self.of_known_items(positions, decision["changes"])
        taken = {**decision["positions"], **positions}
        self.ledger.take_position(decision["id"], the_positions({"positions": positions}))
        self.open[decision["id"]] = (meeting, {**decision, "positions": taken})

    @precondition(lambda self: self.open)
    @rule(at=SEEDS)
    def a_decision_is_submitted(self, at: int) -> None:
        meeting, decision = self.open[self.one_of(at)]
        if self.ledger.decision(decision["id"]).status == "submitted":
            return
        expected = sorted(map(comparable, self.lawful(meeting, decision)))
        judged = self.ledger.judgement(decision["id"])
        assert sorted(map(comparable, judged.violations)) == expected
        if not expected:
            self.ledger.submit(decision["id"])

    @precondition(lambda self: self.open)
    @rule(at=SEEDS)
    def what_was_tabled_is_adopted(self, at: int) -> None:
        meeting, decision = self.open[self.one_of(at)]
        if self.same(meeting, decision, lambda: self.adopt(decision["id"])):
            del self.open[decision["id"]]

    @precondition(lambda self: self.open)
    @rule(at=SEEDS, how=st.sampled_from(["decline", "withdraw"]), said=st.booleans())
    def what_was_tabled_is_ended(self, at: int, how: str, said: bool) -> None:
        id = self.one_of(at)
        getattr(self.ledger, how)(id, REASON if said else None)
        del self.open[id]

    # What else is recorded changes nothing.

    @precondition(lambda self: self.history.meetings)
    @rule(at=SEEDS, what=st.sampled_from(["close", "seal", "correct", "propose", "report"]))
    def something_else_is_recorded(self, at: int, what: str) -> None:
        meeting = self.history.meetings[at % len(self.history.meetings)]
        if what == "close" and meeting["id"] not in self.closed:
            self.ledger.close_meeting(meeting["id"], meeting["closes_on"])
            self.closed.add(meeting["id"])
            assert self.sealed().meeting == meeting["id"]
        elif what == "seal":
            assert self.ledger.seal() == self.sealed()
        elif what == "correct":
            place = f"Puebla {at % 3}"  # few, so that what was put right is put right again
            if self.ledger.meeting(meeting["id"]).fields.place != place:
                self.ledger.correct("meeting", meeting["id"], "place", place, REASON)
        elif what == "propose":
            given = {"id": f"p{self.ledger.head}", "by": "MX", "submitted_to": meeting["id"]}
            self.ledger.propose(ProposalFields.model_validate({**given, "text": REASON}))
        elif what == "report":
            given = {"item": f"a{at % 9}", "by": "IOM", "on": "2002-01-01", "says": "delayed"}
            report = ReportFields.model_validate({**given, "text": {"en": str(at % 3)}})
            if self.ledger.index.about(report.item):
                self.ledger.report(report)

    def sealed(self) -> Seal:
        """The last seal, over all that was there before it; the earlier ones are as they were."""
        last = self.ledger.seals()[-1]
        assert (last.entry, last.size) == (self.ledger.head, self.ledger.head - 1)
        if last not in self.seals:
            self.seals.append(last)
        assert self.ledger.seals() == self.seals
        return last

    @rule(style=A_STYLE, at=SEEDS)
    def what_is_undone_leaves_nothing(self, style: str, at: int) -> None:
        meeting, decision = self.draft(style, at)
        head = self.ledger.head
        with pytest.raises(ZeroDivisionError), self.ledger.writing():
            if self.ledger.meeting(meeting["id"]) is None:
                self.ledger.convene(MeetingFields.model_validate(meeting))
            fields, changes = the_fields(meeting, decision), the_changes(decision)
            self.ledger.table(fields, changes, the_positions(decision))
            try:
                self.ledger.adopt(decision["id"])
            except Refused as refused:
                found = sorted(map(comparable, refused.violations))
            else:
                found = []
            assert found == sorted(map(comparable, self.lawful(meeting, decision)))
            self.ledger.seal()
            raise ZeroDivisionError
        assert self.ledger.head == head

    @rule()
    def the_ledger_is_closed_and_opened_again(self) -> None:
        self.ledger.close()
        self.ledger = Ledger.open(self.ledger.path, now=self.ledger.now)

    # What both say.

    @rule(days=st.integers(-5, 400), at=SEEDS)
    def they_look_back(self, days: int, at: int) -> None:
        count = at % (len(self.known) + 1)
        self.same_plan(self.history.today - timedelta(days), count, self.entry_of(count))

    @invariant()
    def the_plan_is_the_same_today(self) -> None:
        if hasattr(self, "ledger"):
            self.same_plan(None, len(self.known), self.ledger.head)

    def entry_of(self, count: int) -> int:
        """The last entry at which so many decisions were known."""
        return self.ledger.head if count == len(self.known) else self.known[count][0] - 1

    def same_plan(self, as_of: date | None, count: int, entry: int) -> None:
        found = {id: of_ledger(item) for id, item in plan_of(self.ledger, as_of, entry).items()}
        expected = self.oracle.plan(as_of, count)
        assert found == {id: of_oracle(item) for id, item in expected.items()}

    def teardown(self) -> None:
        if not hasattr(self, "ledger"):
            return
        try:
            self.every_meeting_at_every_entry()
            self.siblings_in_the_order_of_their_approval()
            assert_proven(self.ledger)
            self.every_seal_holds()
            self.exported_and_imported()
        finally:
            self.ledger.close()
            self.store.forget(Path(self.folder.name))
            self.folder.cleanup()

    def every_meeting_at_every_entry(self) -> None:
        days = {day for m in self.history.meetings for day in (m["closes_on"], m["opens_on"])}
        for count in range(len(self.known) + 1):
            entries = {self.entry_of(count), self.known[count - 1][1] if count else 1}
            for day in days:
                for entry in entries:
                    self.same_plan(day, count, entry)

    def siblings_in_the_order_of_their_approval(self) -> None:
        # A rectify bears the reference of what stands by it, and may stand before that.
        standing = [s for s in agreed_order(self.oracle.history) if s.kind != "rectify"]
        order = [each.reference for each in standing]
        items = plan_of(self.ledger).values()
        ours = [item.approved.reference for item in sorted(items, key=lambda item: item.order)]
        places = [order.index(each) for each in ours]
        days = [item.order[0] for item in sorted(items, key=lambda item: item.order)]
        assert places == sorted(places)
        assert days == sorted(days)

    def every_seal_holds(self) -> None:
        found = verify(self.ledger).seals
        assert [(each["size"], each["meeting"]) for each in found] == [
            (seal.size, seal.meeting) for seal in self.seals
        ]
        assert all(each["valid"] for each in found)

    def exported_and_imported(self) -> None:
        folder = Path(self.folder.name)
        for suffix in ("yaml", "json"):
            out = io.StringIO()
            export_register(self.ledger, out, as_json=suffix == "json")
            file = folder / f"export.{suffix}"
            file.write_text(out.getvalue(), encoding="utf-8")
        path = self.store.address(folder, "again.db")
        imported = import_register(path, [file], now=self.ledger.now)
        assert imported.lawful, imported.violations
        again = Ledger.open(path)
        try:
            assert content(again) == content(self.ledger)
            plans = [plan_of(each) for each in (self.ledger, again)]
            assert [{i: of_ledger(item) for i, item in plan.items()} for plan in plans[:1]] == [
                {i: of_ledger(item) for i, item in plan.items()} for plan in plans[1:]
            ]
            assert_proven(again)
            assert import_register(path, [folder / "export.yaml"]).lawful
            assert content(again) == content(self.ledger)
        finally:
            again.close()


QUICK = settings(
    max_examples=25,
    stateful_step_count=18,
    derandomize=True,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
SHORTEST = settings(QUICK, max_examples=4, phases=[Phase.generate])
"""For a server: to shrink a history there takes minutes."""
LONG = settings(QUICK, max_examples=400, stateful_step_count=60, derandomize=False)


def histories(store: Store) -> type[Histories]:
    return type("Histories", (Histories,), {"store": store})


def test_every_short_history(store):
    print("The same each time: derandomized by Hypothesis.")
    few = QUICK if isinstance(store, Files) else SHORTEST
    run_state_machine_as_test(histories(store), settings=few)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_every_long_history(store):
    at = int(os.environ.get("HISTORIES_SEED") or random.SystemRandom().randrange(2**32))
    print(f"HISTORIES_SEED={at}")
    run_state_machine_as_test(seed(at)(histories(store)), settings=LONG)
