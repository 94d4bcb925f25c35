"""What a change takes: which bodies, and whose agreement on which items.

Asked by the rule (`ledger.authority`), and by whoever wants to know before anybody meets.
"""

from collections.abc import Iterator
from typing import NamedTuple

from ledger.changes import (
    Approve,
    Change,
    ChartedPlan,
    ItemChange,
    Move,
    Reinstate,
)
from ledger.charter import Agreement, Charter
from ledger.plan import Authority, Item, ancestors, current_below


class Ground(NamedTuple):
    """A body that a change takes, and why: the authority that this body's word comes from (None:
    the charter)."""

    body: str
    because: str
    comes_from: Authority | None


class Takes(NamedTuple):
    """What a change takes: each of these bodies or one that outranks it, and this agreement on
    these items."""

    item: str | None
    grounds: tuple[Ground, ...]
    agreement: Agreement
    on: frozenset[str]


def steward_of(parent: str | None, plan: ChartedPlan, charter: Charter) -> Ground:
    """The steward of a place: "of the parent itself if it names one, else of its nearest ancestor
    that does, else the root's"."""
    for section in ancestors(plan, parent):
        if section.steward is not None:
            return Ground(section.steward, "steward", section.steward_from)
    return Ground(charter.root, "root", None)


def _approving(item: Item) -> Ground:
    return Ground(item.approving.body, "approving", item.approving)


def _by_rule(
    kind: str, item: Item, plan: ChartedPlan, charter: Charter
) -> tuple[Ground, Agreement]:
    rule = charter.rule_for(kind)
    ground = _approving(item) if rule.by == "approving" else steward_of(item.parent, plan, charter)
    return ground, rule.agreement


def carried_by(item: Item, plan: ChartedPlan) -> tuple[tuple[Ground, ...], frozenset[str]]:
    """ "Sections carry what stands in them": the approving bodies of the section and of all that is
    current below."""
    if not item.is_section:
        return (), frozenset((item.id,))
    below = list(current_below(plan, item.id))
    grounds = {
        i.approving.body: Ground(i.approving.body, "carried", i.approving) for i in reversed(below)
    }
    return (_approving(item), *grounds.values()), frozenset((item.id, *(i.id for i in below)))


def takes_today(
    kind: str, item: Item, plan: ChartedPlan, charter: Charter, *, parent: str | None = None
) -> Takes:
    """What a change of this kind takes of an item as it stands in the plan.

    Args:
        parent: for a `move`, the new place.
    """
    if kind == "reinstate":
        # "What archiving it took."
        kind = "complete" if item.status == "completed" else "discontinue"
    if kind == "complete" and item.terms.never_ends:
        kind = "discontinue"
    ground, agreement = _by_rule(kind, item, plan, charter)
    if kind == "move":
        carried, on = carried_by(item, plan)
        return Takes(item.id, (ground, *carried, steward_of(parent, plan, charter)), agreement, on)
    if kind == "redefine":
        carried, on = carried_by(item, plan)
        return Takes(item.id, (ground, *carried), agreement, on)
    return Takes(item.id, (ground,), agreement, frozenset((item.id,)))


def undoing(
    change: Change, item: Item, plan: ChartedPlan, charter: Charter, parent: str | None
) -> Takes:
    """What voiding a change takes today; that of an `approve` or a `reinstate`, what `discontinue`
    takes.

    Args:
        parent: of a `move`, the place whose steward is asked: where the item now stands.
    """
    kind = "discontinue" if isinstance(change, Approve | Reinstate) else change.kind_name
    return takes_today(kind, item, plan, charter, parent=parent)


def takes_new_item(change: Approve, plan: ChartedPlan, charter: Charter) -> Takes:
    """What a new item takes in its place."""
    rule = charter.rule_for("approve")
    parent = plan.get(change.parent) if change.parent is not None else None
    if rule.by == "steward" or parent is None:
        ground = steward_of(change.parent, plan, charter)
    else:
        ground = _approving(parent)
    return Takes(change.item, (ground,), rule.agreement, frozenset((change.item,)))


def takes(change: Change, plan: ChartedPlan, charter: Charter) -> Iterator[Takes]:
    """What a change takes (a `rectify` apart): one for each item on which agreement is asked."""
    if not isinstance(change, ItemChange):
        yield Takes(None, (Ground(charter.root, "root", None),), "unanimity", frozenset())
    elif isinstance(change, Approve):
        yield takes_new_item(change, plan, charter)
        for id in change.replaces:
            replaced = plan.get(id)
            assert replaced is not None
            yield takes_today("discontinue", replaced, plan, charter)
    else:
        item = plan.get(change.item)
        assert item is not None
        parent = change.parent if type(change) is Move else None
        yield takes_today(change.kind_name, item, plan, charter, parent=parent)
