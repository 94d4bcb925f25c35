"""The changes of an item's place and standing: new, moved, begun, ended, brought back.

`ends` yields what ends the judging of a change, as the rest would make no sense; `objections`
yields all else that the plan has against it. Who may make it, and who must agree, is asked in
`ledger.authority`.
"""

from collections.abc import Iterator
from typing import Any, ClassVar, NamedTuple, Protocol, Self

from pydantic import model_validator

from ledger.charter import Charter
from ledger.input_errors import wrong
from ledger.plan import (
    BORN,
    Authority,
    Item,
    Kind,
    Plan,
    Role,
    Terms,
    ancestors,
    current_below,
)
from ledger.values import BodyId, Day, ItemId, Model, Text

Place = tuple[int, int, int]
"""Where a change stands in the agreed order: the day (proleptic ordinal), the entry, and 0 for what
stands `instead` of another change at a rectification's entry, else 1."""


class Objection(NamedTuple):
    """A code, the item that it is said of, and another item or section that it is about."""

    code: str
    item: str | None
    about: str | None = None


class ChartedPlan(Plan, Protocol):
    """A plan and the charter that applies to what is done next."""

    @property
    def charter(self) -> Charter: ...


class ItemChange(Model):
    """A change about one item. Subclasses say what it does; here is what all have in common."""

    kind_name: ClassVar[str]
    item: ItemId

    def ends(self, plan: ChartedPlan) -> Iterator[Objection]:
        if plan.get(self.item) is None:
            yield Objection("item-unknown", self.item)

    def objections(self, plan: ChartedPlan, decision: str) -> Iterator[Objection]:
        if not known(plan, self.item).is_current:
            yield Objection("item-archived", self.item)

    def effects(self, item: Item, by: Authority, charter: Charter) -> dict[str, Any]:
        """What it changes of the item, by field; its count and its last change are seen to by
        `stepped`."""
        raise AssertionError(self)  # pragma: no cover - every kind has its own

    @property
    def touched(self) -> tuple[str, ...]:
        """The items in whose history the change stands."""
        return (self.item,)


def known(plan: Plan, item: str) -> Item:
    found = plan.get(item)
    assert found is not None, item
    return found


def _parent_ends(item: str, parent: str | None, plan: Plan) -> Iterator[Objection]:
    if parent is None:
        return
    section = plan.get(parent)
    if section is None:
        yield Objection("parent-unknown", item, parent)
    elif not section.is_section:
        yield Objection("not-a-section", item, parent)


def _parent_archived(item: str, parent: str | None, plan: Plan) -> Iterator[Objection]:
    if parent is not None and not known(plan, parent).is_current:
        yield Objection("parent-archived", item, parent)


def raised(item: Item, by: Authority, charter: Charter) -> Authority:
    """ "The level of original approval" can rise and never falls."""
    return by if charter.outranks(by.body, item.approving.body) else item.approving


class Approve(ItemChange):
    """A new item under a parent; it may replace others (one that splits, several that merge)."""

    kind_name = "approve"
    kind: Kind = "activity"
    parent: ItemId | None = None
    role: Role | None = None
    steward: BodyId | None = None
    replaces: tuple[ItemId, ...] = ()
    terms: Terms

    @model_validator(mode="after")
    def _fitting(self) -> Self:
        if self.kind == "activity":
            for name in ("role", "steward"):
                if getattr(self, name) is not None:
                    raise wrong("sections-only", at=name, key=name, item=self.item)
        if self.terms.title is None and self.terms.action is None:
            raise wrong("words-needed", at="terms")
        return self

    @property
    def touched(self) -> tuple[str, ...]:
        return (self.item, *(i for i in self.replaces if i != self.item))

    def ends(self, plan: ChartedPlan) -> Iterator[Objection]:
        if plan.get(self.item) is not None:
            yield Objection("item-exists", self.item)
        yield from _parent_ends(self.item, self.parent, plan)
        for replaced in self.replaces:
            if plan.get(replaced) is None:
                yield Objection("item-unknown", replaced)

    def objections(self, plan: ChartedPlan, decision: str) -> Iterator[Objection]:
        yield from _parent_archived(self.item, self.parent, plan)
        above = {section.id for section in ancestors(plan, self.parent)}
        archived: set[str] = set()
        for id in self.replaces:
            old = known(plan, id)
            split = (
                old.status == "replaced"
                and old.archived is not None
                and old.archived.decision == decision
            )
            if id in archived or not (old.is_current or split):
                yield Objection("item-archived", id)
            archived.add(id)
            if id in above or any(below.id not in archived for below in current_below(plan, id)):
                yield Objection("children-current", id)

    def created(self, by: Authority, place: Place, changes: int) -> Item:
        return Item(
            id=self.item,
            kind=self.kind,
            role=self.role,
            parent=self.parent,
            steward=self.steward,
            terms=self.terms,
            status=BORN[self.kind],
            approving=by,
            approved=by,
            last_changed=by,
            order=place[:2],
            steward_from=by if self.steward else None,
            changes=changes,
        )

    def effects(self, item: Item, by: Authority, charter: Charter) -> dict[str, Any]:
        """What the approval of another item does to one that it replaces."""
        return {
            "status": "replaced",
            "archived": item.archived or by,
            "replaced_by": (*item.replaced_by, self.item),
        }


class Move(ItemChange):
    """Another parent."""

    kind_name = "move"
    parent: ItemId | None

    def ends(self, plan: ChartedPlan) -> Iterator[Objection]:
        yield from super().ends(plan)
        yield from _parent_ends(self.item, self.parent, plan)
        if any(section.id == self.item for section in ancestors(plan, self.parent)):
            yield Objection("cycle", self.item)

    def objections(self, plan: ChartedPlan, decision: str) -> Iterator[Objection]:
        yield from super().objections(plan, decision)
        yield from _parent_archived(self.item, self.parent, plan)
        if known(plan, self.item).parent == self.parent:
            yield Objection("nothing-changes", self.item)

    def effects(self, item: Item, by: Authority, charter: Charter) -> dict[str, Any]:
        return {"parent": self.parent, "approving": raised(item, by, charter)}


class Discontinue(ItemChange):
    """No longer applicable: to the archive (a section, when nothing current is left below it)."""

    kind_name = "discontinue"
    reason: Text

    def objections(self, plan: ChartedPlan, decision: str) -> Iterator[Objection]:
        yield from super().objections(plan, decision)
        if any(True for _ in current_below(plan, self.item)):
            yield Objection("children-current", self.item)

    def effects(self, item: Item, by: Authority, charter: Charter) -> dict[str, Any]:
        return {"status": "discontinued", "archived": by}


class ActivityChange(ItemChange):
    """A change that only an activity can have."""

    def ends(self, plan: ChartedPlan) -> Iterator[Objection]:
        item = plan.get(self.item)
        if item is None:
            yield Objection("item-unknown", self.item)
        elif item.is_section:
            yield Objection("not-an-activity", self.item)


class Start(ActivityChange):
    """An activity, pending → ongoing."""

    kind_name = "start"

    def objections(self, plan: ChartedPlan, decision: str) -> Iterator[Objection]:
        yield from super().objections(plan, decision)
        if known(plan, self.item).status == "ongoing":
            yield Objection("nothing-changes", self.item)

    def effects(self, item: Item, by: Authority, charter: Charter) -> dict[str, Any]:
        return {"status": "ongoing"}


class RecordOccurrence(ActivityChange):
    """An activity took place, on a date not after the adoption."""

    kind_name = "record-occurrence"
    on: Day
    note: Text | None = None

    def effects(self, item: Item, by: Authority, charter: Charter) -> dict[str, Any]:
        return {"occurrences": tuple(sorted((*item.occurrences, self.on)))}


class Complete(ActivityChange):
    """An activity → completed, to the archive, with an outcome."""

    kind_name = "complete"
    outcome: Text

    def effects(self, item: Item, by: Authority, charter: Charter) -> dict[str, Any]:
        return {"status": "completed", "archived": by}


class Reinstate(ItemChange):
    """Back from the archive, with the status that the item was born with."""

    kind_name = "reinstate"

    def objections(self, plan: ChartedPlan, decision: str) -> Iterator[Objection]:
        item = known(plan, self.item)
        if item.is_current:
            yield Objection("item-current", self.item)
        yield from _parent_archived(self.item, item.parent, plan)

    def effects(self, item: Item, by: Authority, charter: Charter) -> dict[str, Any]:
        return {
            "status": BORN[item.kind],
            "archived": None,
            "replaced_by": (),
            "approving": raised(item, by, charter),
        }
