"""The judging of a whole decision, at its place in the agreed order.

Its changes are judged in their order; then, where it is recorded late or reaches back by a
rectification, the whole rest of the plan is folded again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ledger.authority import Violation, decision_violations, late_record_conflict, ruling
from ledger.changes import Change, CharterChange, ItemChange, Place, Rectify
from ledger.charter import Charter
from ledger.decision import Decision
from ledger.history import Fold, Records, Step, own_changes
from ledger.plan import Item
from ledger.standing import END, Charters, Placed, RecordedChange, by_place, standing_changes


class Trial:
    """The plan as the next change of a decision sees it: the past, and the decision's own lawful
    changes so far."""

    def __init__(self, records: Records, decision: Decision):
        self.records, self.decision = records, decision
        self.own: list[RecordedChange] = []
        self.steps: list[Step] = []
        self.start = decision.place
        self.fold = Fold(records, self.start, self._charters(), self._is_head(self.start))
        self.reaches_back = False

    def _is_head(self, place: Place) -> bool:
        """Whether everything recorded stands before a place."""
        return place[0] >= self.records.last_day and place[1] >= self.decision.entry

    def _charters(self) -> Charters:
        charters = self.records.charters
        if not charters.changes or charters.changes[-1].place < self.start:
            # Shared with the records, until this decision itself changes the charter.
            return charters
        return charters.before(self.start)

    # The plan, as the rule reads it.

    @property
    def charter(self) -> Charter:
        self.fold.now = (*self.decision.place[:1], self.decision.entry + len(self.own) + 1, 1)
        return self.fold.charter

    def get(self, item: str) -> Item | None:
        return self.fold.get(item)

    def children(self, section: str | None) -> list[Item]:
        return self.fold.children(section)

    # The past, as a rectification finds it.

    def find(self, reference: str, item: str) -> RecordedChange | None:
        return next((r for r in own_changes(self.records, item) if r.reference == reference), None)

    def is_void(self, reference: str, item: str) -> bool:
        return reference in standing_changes(own_changes(self.records, item, self.own)).voided_by

    def adopted(self, decision: str) -> Decision | None:
        return self.records.decision(decision)

    def without(self, target: RecordedChange) -> Fold:
        """The plan folded again without a change, up to this decision's next one."""
        return self._refolded(self._voiding(target), self._next_place)[0]

    def where_it_stands(self, target: RecordedChange, under: Decision) -> tuple[Fold, Charter]:
        if under.id == target.authority.decision:
            place = target.place
        else:
            place = (under.place[0], self._next_place[1], 0)
        there = self._refolded(self._voiding(target), place)[0]
        return there, there.charters.at(under.place)

    # Going on.

    @property
    def _next_place(self) -> Place:
        return (self.decision.place[0], self.decision.entry + len(self.own) + 1, 0)

    def _voiding(self, target: RecordedChange) -> RecordedChange:
        item = target.change.item
        assert item is not None
        void = Rectify.model_construct(item=item, voids=target.reference, reason={}, instead=None)
        authority = self.decision.authority(f"{self.decision.id}#", frozenset())
        return RecordedChange(self._next_place[1], void, authority)

    def add(self, change: Change, reference: str, charter: Charter) -> None:
        """Take a lawful change into the plan that the next one sees."""
        decision = self.decision
        authority = decision.authority(reference, charter.members_on(decision.adopted_on))
        entry = self._next_place[1]
        if type(change) is not Rectify:
            recorded = RecordedChange(entry, change, authority)
            self.own.append(recorded)
            if not isinstance(change, ItemChange) and self.fold.charters is self.records.charters:
                self.fold.charters = self.fold.charters.before(END)
            step = self.fold.step(Placed(recorded.place, change, authority, entry), charter)
            self.steps.append(step)
            return
        stands_by = None
        if change.instead is not None:
            target = self.find(change.voids, change.item)
            assert target is not None
            under = self.adopted(change.instead.under or target.authority.decision)
            assert under is not None
            there = self.where_it_stands(target, under)[1]
            stands_by = under.authority(reference, there.members_on(under.adopted_on))
        recorded = RecordedChange(entry, change, authority, stands_by)
        self.reaches_back = True
        self.start = min(self.start, self._first_difference(recorded))
        # "Later changes of the same decision see it void, and what became unlawful by it left out."
        self.fold = self._refolded(recorded, (recorded.place[0], entry + 1, 0))[0]
        self.own.append(recorded)

    def _first_difference(self, rectify: RecordedChange) -> Place:
        """The first place of the agreed order at which a rectification makes a difference, itself
        apart."""
        recorded = own_changes(self.records, rectify.change.item or "", self.own)
        before = {(p.place, p.authority.reference) for p in standing_changes(recorded).placed}
        after = {
            (p.place, p.authority.reference) for p in standing_changes([*recorded, rectify]).placed
        }
        return min(place for place, _ in before ^ after)

    def _refolded(self, rectify: RecordedChange | None, end: Place) -> tuple[Fold, list[str]]:
        """The plan folded again up to a place, and what became unlawful on the way, which is left
        out."""
        start = self.start if rectify is None else min(self.start, self._first_difference(rectify))
        own = self.own if rectify is None else [*self.own, rectify]
        start = min(start, end)
        fold = Fold(self.records, start, self.records.charters.before(start), self._is_head(start))
        unlawful: list[str] = []
        for p in self._placed_from(start, own):
            if p.place >= end:
                break
            fold.now = p.place
            decision = self._decision(p.authority.decision)
            charter = fold.charters.at(decision.place)
            # "A `rectify` is judged once, when it is recorded."
            if (
                isinstance(p.change, Rectify)
                or ruling(p.change, fold, decision, charter, p.authority.reference).lawful
            ):
                fold.step(p, charter)
            else:
                unlawful.append(p.authority.reference)
        fold.now = end
        return fold, unlawful

    def _placed_from(self, start: Place, own: Sequence[RecordedChange]) -> list[Placed]:
        items = {*self.records.touched_from(start[0]), *(r.change.item for r in own)} - {None}
        placed: list[Placed] = []
        for item in items:
            assert item is not None
            recorded = own_changes(self.records, item, own)
            placed += (p for p in standing_changes(recorded).placed if p.place >= start)
        placed += (
            Placed(r.place, r.change, r.authority, r.entry)
            for r in (*self.records.charters.changes, *own)
            if isinstance(r.change, CharterChange) and r.place >= start
        )
        return sorted(placed, key=by_place)

    def _decision(self, id: str) -> Decision:
        found = self.decision if id == self.decision.id else self.records.decision(id)
        assert found is not None, id
        return found

    def to_the_end(self) -> tuple[Fold, list[str]]:
        """The whole rest of the plan folded again with this decision in its place."""
        return self._refolded(None, END)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the rule says of a whole decision: lawful, with the changes to record; or every
    violation of every change.

    `heads` are the items whose state at the end of the agreed order the decision changes; `steps`,
    where it stands at that end itself, what each of its changes makes of each item.
    """

    decision: Decision
    violations: tuple[Violation, ...]
    changes: tuple[RecordedChange, ...] = ()
    heads: dict[str, Item | None] = field(default_factory=dict)
    steps: Sequence[Step] = ()

    @property
    def lawful(self) -> bool:
        return not self.violations


def judge(records: Records, decision: Decision, changes: Sequence[Change]) -> Judgement:
    """Whether a decision may be adopted, at its place in the agreed order.

    "Changes are judged in their order; a lawful one counts when the next is judged, an unlawful one
    does not; but the members whose agreement counts, and the rules, root and bodies that apply, are
    those at the decision's place in the agreed order, before its first change."
    Args:
        decision: its `entry` is the one that its adoption would have; its changes follow, one entry
            each.
    """
    charter = records.charters.at(decision.place)
    violations = decision_violations(decision, charter)
    trial = Trial(records, decision)
    for n, change in enumerate(changes, start=1):
        reference = f"{decision.id}#{n}"
        found = ruling(change, trial, decision, charter, reference)
        if found.lawful:
            trial.add(change, reference, charter)
        else:
            violations += found.violations
    fold = trial.fold
    if trial.own and (trial.reaches_back or not fold.is_head):
        # "Accepted when the whole plan, charter included, folded again in agreed order, is still
        # lawful."
        fold, conflicts = trial.to_the_end()
        if conflicts:
            violations.append(late_record_conflict(decision, conflicts, charter))
    if violations:
        return Judgement(decision, tuple(violations))
    steps = trial.steps if fold is trial.fold else ()
    return Judgement(decision, (), tuple(trial.own), _heads(records, trial, fold), steps)


def _heads(records: Records, trial: Trial, fold: Fold) -> dict[str, Item | None]:
    """The items whose state at the end of the agreed order is another now."""
    if fold.is_head:
        return fold.changed
    touched = set(fold.changed)
    for rectified in {r.change.item for r in trial.own if isinstance(r.change, Rectify)}:
        # What a voided approval had replaced comes back, though nothing that still stands touches
        # it.
        touched.update(id for r in records.about(rectified) for id in r.change.touched)
    return {id: item for id in touched if (item := fold.get(id)) != records.head(id)}
