"""The one rule: who may change what was agreed, and who must agree to it.

    "… any revised version that results from this RCGM and goes to the Vice-ministers for approval
    should not be re-defining earlier commitments or activities without new, specific agreement on
    the item(s) by all member states at the corresponding level of original approval."

`ruling` is asked by the writer, the dry run, the import check and the independent verifier, and
nothing else is. A change is lawful when

1. nothing ends its judging (`changes.*.ends`): the item is there, its parent is a section, …;
2. the deciding body is, or outranks, each body that the change takes: the item's **approving** body
   for what touches a promise, its **steward** for the upkeep (`takes`, and `standing`);
3. the members agree as the rule's kind of agreement asks (`agreement`), on that very item;
4. the plan has nothing against it (`changes.*.objections`).

All that is found is collected, so that a refusal names every reason at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from ledger.changes import (
    Change,
    ChartedPlan,
    CharterChange,
    ItemChange,
    Move,
    Place,
    Rectify,
)
from ledger.charter import Charter
from ledger.decision import Decision
from ledger.plan import Authority, Item
from ledger.sentences import sentence
from ledger.takes import Ground, Takes, carried_by, takes, undoing


@dataclass(frozen=True, slots=True)
class Violation:
    """One reason why a change is refused: a code, what it is about, and a sentence in each
    language."""

    code: str
    reference: str
    item: str | None = None
    members: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    message: dict[str, str] = field(default_factory=dict, compare=False, hash=False)


@dataclass(frozen=True, slots=True)
class Ruling:
    """Lawful, or with every violation found."""

    violations: tuple[Violation, ...] = ()

    @property
    def lawful(self) -> bool:
        return not self.violations


LAWFUL = Ruling()


class Recorded(Protocol):
    """An earlier change of an item, as a rectification finds it."""

    @property
    def reference(self) -> str: ...
    @property
    def change(self) -> Change: ...
    @property
    def authority(self) -> Authority: ...
    @property
    def place(self) -> Place: ...


@runtime_checkable
class PlanWithPast(ChartedPlan, Protocol):
    """The plan before a change, with the past that a rectification reaches back to."""

    def find(self, reference: str, item: str) -> Recorded | None:
        """The change of the item, by a decision recorded before this one, that bears this reference;
        whatever the day on which it was agreed."""

    def is_void(self, reference: str, item: str) -> bool: ...

    def adopted(self, decision: str) -> Decision | None:
        """An adopted decision recorded before this one, whatever its day."""

    def without(self, target: Recorded) -> ChartedPlan:
        """The plan folded again without a change, what became unlawful by it left out."""

    def where_it_stands(self, target: Recorded, under: Decision) -> tuple[ChartedPlan, Charter]:
        """The plan and the charter by which a change instead of `target` is judged under a
        decision."""


# --- 2. and 3. whether a decision has it ---------------------------------------------------------


class _Judge:
    """Collects the violations of one change by one decision."""

    def __init__(
        self,
        change: Change,
        decision: Decision,
        plan: ChartedPlan,
        charter: Charter,
        reference: str,
    ):
        self.change, self.decision, self.plan, self.charter = change, decision, plan, charter
        self.reference = reference
        self.found: dict[tuple[str, str | None, tuple[str, ...]], Violation] = {}

    def violation(
        self,
        code: str,
        item: str | None,
        members: frozenset[str] = frozenset(),
        body: str | None = None,
        about: str | None = None,
    ) -> None:
        key = (code, item, tuple(sorted(members)))
        if key not in self.found:
            message = sentence(
                code,
                self.change,
                self.decision,
                self.plan,
                self.charter,
                item,
                key[2],
                body,
                about=about,
            )
            self.found[key] = Violation(code, self.reference, item, key[2], message=message)

    def asks(self, needs: Takes) -> None:
        self.standing(needs.grounds, needs.item)
        self.agreement(needs)

    def standing(self, grounds: Sequence[Ground], item: str | None) -> None:
        """ "A body that falls short gets `level-too-low` where the one required outranks it, else
        `wrong-body`." """
        charter, body = self.charter, self.decision.body
        for ground in grounds:
            if body != ground.body and not charter.is_or_outranks(body, ground.body):
                code = "level-too-low" if charter.outranks(ground.body, body) else "wrong-body"
                if not any(c == code and i == item for c, i, _ in self.found):
                    self.violation(code, item, body=ground.body)

    def agreement(self, needs: Takes) -> None:
        """Whether the members agree on these items, as the kind of agreement asks."""
        decision = self.decision
        members = self.charter.members_on(decision.adopted_on)
        if decision.has_all(members):
            return
        agree = decision.agreeing & members
        excepting = decision.excepting(needs.on) & members
        match needs.agreement:
            case "unanimity":
                # "every member on that day has stance agree and does not except the item"
                if missing := members - (agree - excepting):
                    self.violation("agreement-missing", needs.item, missing)
            case "consensus":
                # "nobody objects … and more than half of all members on that day have stance agree"
                if against := (decision.objecting & members) | excepting:
                    self.violation("objection", needs.item, against)
                if 2 * len(agree) <= len(members):
                    self.violation("too-few-agree", needs.item, members - agree)
            case "majority" | "two-thirds":
                # "where `except` counts as objecting on that item"
                against = (decision.objecting & members) | excepting
                content = agree - against
                if needs.agreement == "majority":
                    enough = len(content) > len(against)
                else:
                    enough = bool(content) and 3 * len(content) >= 2 * len(content | against)
                if not enough:
                    self.violation("too-few-agree", needs.item, members - content)

    @property
    def ruling(self) -> Ruling:
        return Ruling(tuple(self.found.values())) if self.found else LAWFUL


def ruling(
    change: Change,
    plan: ChartedPlan,
    decision: Decision,
    charter: Charter,
    reference: str | None = None,
) -> Ruling:
    """Whether `decision` may make `change`, the plan being `plan` before it.

    Args:
        charter: the charter at the decision's place, before its first change: its members and rules
            count. (`plan.charter` is what its own earlier charter changes have made of it.)
        reference: what the violations bear; the decision's id where None.
    """
    judge = _Judge(change, decision, plan, charter, reference or decision.id)
    if not isinstance(change, ItemChange):
        for needs in takes(change, plan, charter):
            judge.asks(needs)
        for code, _, _ in change.objections(plan.charter, decision.adopted_on):
            judge.violation(code, None)
        return judge.ruling
    if type(change) is Rectify:
        assert isinstance(plan, PlanWithPast)
        return _rectification(change, plan, decision, charter, judge)
    for code, item, about in change.ends(plan):
        judge.violation(code, item, about=about)
        return judge.ruling
    for needs in takes(change, plan, charter):
        judge.asks(needs)
    for code, item, about in change.objections(plan, decision.id):
        judge.violation(code, item, about=about)
    return judge.ruling


def _rectification(
    change: Rectify, plan: PlanWithPast, decision: Decision, charter: Charter, judge: _Judge
) -> Ruling:
    """ "Undoing takes what doing took", and what stands instead must be lawful where it stands.

    "Of the codes that end the judging the first found stands: the item, the target, the `instead`,
    its `under`."
    """
    target = plan.find(change.voids, change.item)

    # The item. "Where the item is gone because its approval is void, what a rectify takes is read
    # from the plan with its target void; gone there too, or with no change recorded, it is item-
    # unknown."
    today: ChartedPlan = plan
    item = plan.get(change.item)
    if item is None and target is not None:
        today = plan.without(target)
        item = today.get(change.item)
    if item is None:
        judge.violation("item-unknown", change.item)
        return judge.ruling

    # The target: recorded by an earlier decision, on the same item, agreed no later, not void.
    if target is None or target.place > decision.place:
        judge.violation("change-unknown", change.item)
        return judge.ruling
    if plan.is_void(target.reference, change.item):
        judge.violation("already-void", change.item)
        return judge.ruling

    # The instead, and its under.
    under: Decision | None = None
    if change.instead is not None:
        if change.stands_instead is None:
            judge.violation("change-unknown", change.item)
            return judge.ruling
        under = plan.adopted(change.instead.under or target.authority.decision)
        if under is None:
            judge.violation("not-adopted", change.item)
            return judge.ruling

    # What the voided change takes today; for a rectify, what the change that *it* voided takes.
    undone = target
    while isinstance(undone.change, Rectify):
        voided = plan.find(undone.change.voids, change.item)
        assert voided is not None
        undone = voided
    carried, on = carried_by(item, today)
    needs = undoing(undone.change, item, today, charter, item.parent)
    judge.asks(needs._replace(grounds=(*needs.grounds, *carried), on=on))
    # "No body may void what a body that it does not equal or outrank has done."
    judge.standing((Ground(target.authority.body, "undone", target.authority),), item.id)

    stands = change.stands_instead
    if stands is not None and under is not None:
        # "The rectifying body must be that decision's or outrank it, and the rectifying decision
        # also takes what that change would take today, so that no old unanimity is borrowed."
        judge.standing((Ground(under.body, "undone", None),), item.id)
        parent = stands.parent if isinstance(stands, Move) else item.parent
        judge.asks(undoing(stands, item, today, charter, parent)._replace(on=on))
        there, its_charter = plan.where_it_stands(target, under)
        for found in ruling(stands, there, under, its_charter, judge.reference).violations:
            judge.found.setdefault((found.code, found.item, found.members), found)
    return judge.ruling


# --- of the decision itself ----------------------------------------------------------------------


def decision_violations(decision: Decision, charter: Charter) -> list[Violation]:
    """What a decision's own record says against it: its days, and positions of states that are not
    members."""
    strangers = frozenset(decision.positions) - charter.members_on(decision.adopted_on)
    early = decision.adopted_on < decision.opens_on
    late = decision.adopted_on > decision.closes_on and decision.procedure != "written"
    if not (strangers or early or late):
        return []
    judge = _Judge(_NO_CHANGE, decision, _NOTHING, charter, decision.id)
    if early:
        judge.violation("adopted-before-opening", None)
    if late:
        judge.violation("adopted-after-close", None)
    if strangers:
        judge.violation("not-a-member", None, strangers)
    return list(judge.ruling.violations)


def late_record_conflict(
    decision: Decision, conflicts: Sequence[str], charter: Charter
) -> Violation:
    """The refusal of a decision by which other changes, in the agreed order, become unlawful."""
    message = sentence(
        "late-record-conflict",
        _NO_CHANGE,
        decision,
        _NOTHING,
        charter,
        None,
        (),
        None,
        tuple(conflicts),
    )
    return Violation(
        "late-record-conflict", decision.id, conflicts=tuple(conflicts), message=message
    )


class _Nothing:
    """No plan: for sentences about a decision itself."""

    def get(self, item: str) -> Item | None:
        return None

    def children(self, section: str | None) -> tuple[Item, ...]:
        return ()

    @property
    def charter(self) -> Charter:
        raise AssertionError(
            "a decision's own violations read no charter of a plan"
        )  # pragma: no cover


_NOTHING = _Nothing()


class _NoChange(CharterChange):
    kind_name = "decision"


_NO_CHANGE = _NoChange()
