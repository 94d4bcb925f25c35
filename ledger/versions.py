"""How each item stood, day by day, as it was known: what the bitemporal tables keep, and what
`verify` holds them against."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from ledger.changes import AmendCharter, ItemChange, Rectify, stepped
from ledger.history import DecisionEntries, Records, history_of
from ledger.plan import Item
from ledger.standing import Charters, Placed, RecordedChange

FOREVER = 2**31 - 1
"""The end of what has no end: of the days an item stands so, and of the entries at which that is
known."""


class Version(NamedTuple):
    """An item as it stands on the days from `agreed_from` on and before `agreed_to` (proleptic
    ordinals)."""

    agreed_from: int
    agreed_to: int
    item: Item


class Tail(NamedTuple):
    """What an entry makes of an item: from a day on, its versions are these, and no others."""

    item: str
    from_day: int
    versions: tuple[Version, ...]


def versions_of(
    item: str, placed: Sequence[Placed], charters: Charters, entries: DecisionEntries
) -> list[Version]:
    """An item's versions by day, from all that counts in its history, in the agreed order."""
    found: list[Version] = []
    state: Item | None = None
    for n, p in enumerate(placed, start=1):
        assert isinstance(p.change, ItemChange)
        day = p.place[0]
        charter = charters.at(
            (p.authority.adopted_on.toordinal(), entries(p.authority.decision), 0)
        )
        state = stepped(state, item, p.change, p.authority, p.place, charter, n)
        if state is None:
            continue
        if found and found[-1].agreed_from == day:
            found[-1] = Version(day, FOREVER, state)
        else:
            if found:
                found[-1] = Version(found[-1].agreed_from, day, found[-1].item)
            found.append(Version(day, FOREVER, state))
    return found


class Tails:
    """Follows the log, and says what each change makes of each item that it touches.

    Args:
        records: where an item's history is found when it has to be folded again.
        last: an item's last version as known before the entry at hand; None where it has none.
        entry_of: the entry at which a decision was adopted.
    """

    def __init__(self, records: Records, charters: Charters, entry_of: DecisionEntries):
        self.records, self.charters, self.entry_of = records, charters, entry_of

    def after(
        self,
        recorded: RecordedChange,
        last: Callable[[str], Version | None],
        *,
        is_first: bool,
        all_items: Iterable[str] = (),
    ) -> Iterator[Tail]:
        """What a recorded change makes of the items that it touches.

        Args:
            is_first: nothing was recorded about the change's own item before.
            all_items: every item there is; read only where a late amendment changed which body
                outranks which.
        """
        change, day = recorded.change, recorded.place[0]
        if not isinstance(change, ItemChange):
            self.charters.add(recorded)
            if isinstance(change, AmendCharter) and change.bodies is not None:
                yield from (self._again(item, recorded.entry) for item in all_items)
            return
        if isinstance(change, Rectify):
            touched = {
                id
                for r in self.records.about(change.item)
                if r.entry <= recorded.entry
                for id in r.change.touched
            }
            yield from (self._again(item, recorded.entry) for item in sorted(touched))
            return
        decision_place = (day, self.entry_of(recorded.authority.decision), 0)
        for id in change.touched:
            before = last(id)
            fresh = before is None and is_first and id == change.item
            at_the_end = (
                before is not None and before.item.last_changed.adopted_on.toordinal() <= day
            )
            if not (fresh or at_the_end):
                yield self._again(id, recorded.entry)
                continue
            item = stepped(
                None if before is None else before.item,
                id, change, recorded.authority, recorded.place, self.charters.at(decision_place),
                1 if before is None else before.item.changes + 1,
            )  # fmt: skip
            yield Tail(id, day, () if item is None else (Version(day, FOREVER, item),))

    def _again(self, item: str, until: int) -> Tail:
        placed = history_of(self.records, item, until)
        return Tail(item, 0, tuple(versions_of(item, placed, self.charters, self.entry_of)))
