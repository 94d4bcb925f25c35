"""The plan at any place of the agreed order, folded from what was recorded.

Nothing here keeps or writes anything: what has been recorded comes from a `Records`.
"""

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Protocol

from ledger.changes import ItemChange, Place, stepped
from ledger.charter import Charter
from ledger.decision import Decision
from ledger.plan import Item
from ledger.standing import Charters, Placed, RecordedChange, by_place, standing_changes


class Records(Protocol):
    """What has been recorded so far, found without reading all of it."""

    @property
    def charters(self) -> Charters: ...

    @property
    def last_day(self) -> int:
        """The latest day (proleptic ordinal) on which any recorded change stands."""

    def head(self, item: str) -> Item | None:
        """An item after everything recorded."""

    def children(self, section: str | None) -> Iterable[Item]:
        """The current items directly in a section, after everything recorded."""

    def about(self, item: str) -> Sequence[RecordedChange]:
        """Every change in whose history the item stands, void or not, in the order of recording."""

    def touched_from(self, day: int) -> Iterable[str]:
        """The items of all changes that stand, or stood, on a day or after it."""

    def ever_in(self, section: str | None) -> Iterable[str]:
        """The items that any recorded change ever put into a section."""

    def decision(self, id: str) -> Decision | None:
        """An adopted decision."""


def own_changes(
    records: Records, item: str, more: Iterable[RecordedChange] = ()
) -> list[RecordedChange]:
    """The changes about an item itself, without those of the items that replaced it."""
    return [r for r in (*records.about(item), *more) if r.change.item == item]


def history_of(records: Records, item: str, until: int | None = None) -> list[Placed]:
    """All that counts in an item's history, what replaced it included, in the agreed order.

    Args:
        until: only what was recorded by this entry.
    """
    placed: list[Placed] = []
    for other in {r.change.item for r in records.about(item)}:
        assert other is not None
        recorded = [r for r in own_changes(records, other) if until is None or r.entry <= until]
        placed += (p for p in standing_changes(recorded).placed if item in p.touches)
    return sorted(placed, key=by_place)


def fold_item(
    item: str, placed: Iterable[Placed], charters: Charters, entries: "DecisionEntries"
) -> Item | None:
    """An item after these changes, each of which was found lawful."""
    found: Item | None = None
    for n, p in enumerate(placed, start=1):
        assert isinstance(p.change, ItemChange)
        charter = charters.at(
            (p.authority.adopted_on.toordinal(), entries(p.authority.decision), 0)
        )
        found = stepped(found, item, p.change, p.authority, p.place, charter, n)
    return found


class DecisionEntries(Protocol):
    """The entry at which a decision was adopted."""

    def __call__(self, decision: str, /) -> int: ...


Step = Sequence[tuple[str, Item | None]]
"""What a change makes of each item that it touches."""


class Fold:
    """A plan that moves along the agreed order: as it is before `start`, and with every step made
    since."""

    def __init__(self, records: Records, start: Place, charters: Charters, is_head: bool):
        self.records, self.start, self.now = records, start, start
        self.head = records.head
        self.charters = charters
        self.is_head = is_head
        self.changed: dict[str, Item | None] = {}
        self._placed_in: dict[str | None, set[str]] = {}
        self._before: dict[str, Item | None] = {}
        self._counted: dict[str, int] = {}

    @property
    def charter(self) -> Charter:
        return self.charters.at(self.now)

    def get(self, item: str) -> Item | None:
        if item in self.changed:
            return self.changed[item]
        if self.is_head:
            return self.head(item)
        if item not in self._before:
            head = self.records.head(item)
            if head is not None and head.last_changed.adopted_on.toordinal() < self.start[0]:
                # Nothing that counts has touched it since: as it stands at the end, so it stood
                # then.
                self._before[item] = head
                return head
            placed = [p for p in history_of(self.records, item) if p.place < self.start]
            self._before[item] = fold_item(item, placed, self.charters, self._entry_of)
        return self._before[item]

    def _entry_of(self, decision: str) -> int:
        found = self.records.decision(decision)
        assert found is not None, decision
        return found.entry

    def children(self, section: str | None) -> list[Item]:
        here = self._placed_in.get(section, set())
        if self.is_head:
            found = [i for i in self.records.children(section) if i.id not in self.changed]
        else:
            ids = set(self.records.ever_in(section)) - self.changed.keys()
            found = [i for id in ids if (i := self.get(id)) is not None]
        found += [i for id in here if (i := self.changed[id]) is not None]
        return sorted(
            (i for i in found if i.parent == section and i.is_current), key=attrgetter("order")
        )

    def _counted_of(self, item: str) -> int:
        """How many changes count of an item that is not there: what rectified its approval does."""
        if not self.records.about(item):
            return self._counted.get(item, 0)
        if item not in self._counted:
            placed = history_of(self.records, item)
            self._counted[item] = sum(1 for p in placed if self.is_head or p.place < self.start)
        return self._counted[item]

    def step(self, p: Placed, charter: Charter) -> Step:
        """One lawful change further.

        Args:
            charter: the one at its decision's place.
        """
        if not isinstance(p.change, ItemChange):
            self.charters.add(RecordedChange(p.entry, p.change, p.authority))
            return ()
        made: list[tuple[str, Item | None]] = []
        for id in p.touches:
            before = self.get(id)
            changes = 1 + (self._counted_of(id) if before is None else before.changes)
            item = stepped(before, id, p.change, p.authority, p.place, charter, changes)
            if item is None:
                self._counted[id] = changes
            self.changed[id] = item
            if item is not None:
                self._placed_in.setdefault(item.parent, set()).add(id)
            made.append((id, item))
        return made
