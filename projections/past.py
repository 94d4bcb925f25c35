"""The past, as recorded: what a question reaches back to where the versions do not say it."""

from collections.abc import Iterable
from functools import cached_property
from typing import cast

from sqlalchemy import select

from ledger.changes import ItemChange, Rectify, stepped
from ledger.charter import Charter
from ledger.history import Records, own_changes
from ledger.plan import Item
from ledger.standing import Charters, Placed, RecordedChange, Standing, standing_changes
from projections.driver import Driver
from projections.follower import ITEM_ENTRIES, changes_at
from projections.items import State, state_of
from projections.moments import Moment
from projections.tables import RULES, decisions
from projections.views import Reading


class Past:
    """What was recorded about items, for one answer: each item's history is read once."""

    def __init__(self, reading: Reading):
        self.reading = reading
        self._about: dict[str, list[RecordedChange]] = {}
        self._standing: dict[tuple[str, int], Standing] = {}
        self._adopted: dict[str, int] = {}

    def about(self, item: str) -> list[RecordedChange]:
        """Every change in whose history the item stands, void or not, in the order of recording."""
        if item not in self._about:
            numbers = Driver(self.reading.connection).run(ITEM_ENTRIES, (item,))
            self._about[item] = changes_at(self.reading.ledger, [row[0] for row in numbers])
        return self._about[item]

    def own(self, item: str, known_at: int) -> list[RecordedChange]:
        """The changes about the item itself."""
        return [r for r in own_changes(cast(Records, self), item) if r.entry <= known_at]

    def standing(self, item: str, known_at: int) -> Standing:
        """Which of them count, as known at an entry."""
        key = (item, known_at)
        if key not in self._standing:
            self._standing[key] = standing_changes(self.own(item, known_at))
        return self._standing[key]

    def placed(self, item: str, known_at: int) -> list[Placed]:
        """All that counts in an item's history, what replaced it included, in the agreed order."""
        others = {r.change.item for r in self.about(item)}
        found = [
            p
            for other in others
            if other is not None
            for p in self.standing(other, known_at).placed
            if item in p.touches
        ]
        return sorted(found, key=lambda p: p.place)

    # The charter.

    @cached_property
    def _rules(self) -> list[RecordedChange]:
        return self.reading.once(RULES, lambda: self.about(RULES))

    def charters(self, known_at: int) -> Charters:
        return Charters(self.reading.founding, (r for r in self._rules if r.entry <= known_at))

    def charter(self, at: Moment) -> Charter:
        """The charter after everything agreed by a moment."""
        return self.charters(at.known_at).at((at.day + 1, 0, 0))

    # An item's state where no version says it: within a day, or as it was known when something was recorded.

    def fold(self, item: str, placed: Iterable[Placed], charters: Charters) -> Item | None:
        found: Item | None = None
        for n, p in enumerate(placed, start=1):
            assert isinstance(p.change, ItemChange)
            day = p.authority.adopted_on.toordinal()
            charter = charters.at((day, self._adopted_at(p.authority.decision), 0))
            found = stepped(found, item, p.change, p.authority, p.place, charter, n)
        return found

    def state(self, item: str, placed: Iterable[Placed], charters: Charters) -> State | None:
        """The same as documents show it."""
        return _state(self.fold(item, placed, charters))

    def _adopted_at(self, decision: str) -> int:
        if decision not in self._adopted:
            asked = select(decisions.c.settled_at).where(decisions.c.id == decision)
            self._adopted[decision] = self.reading.connection.execute(asked).scalar_one()
        return self._adopted[decision]

    def around(self, recorded: RecordedChange, item: str) -> tuple[State | None, State | None]:
        """An item before and after a change, as known when it was recorded, at its place.

        Of a rectification: with what it voids, and without.
        """
        known_at, place = recorded.entry, recorded.place
        charters = self.charters(known_at)
        after = [p for p in self.placed(item, known_at) if p.place <= place]
        if isinstance(recorded.change, Rectify):
            before = [p for p in self.placed(item, known_at - 1) if p.place <= place]
        else:
            before = [p for p in after if p.place < place]
        return self.state(item, before, charters), self.state(item, after, charters)


def _state(item: Item | None) -> State | None:
    return None if item is None else state_of(item.json)
