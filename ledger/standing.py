"""The agreed order: which changes stand, and where.

Changes take effect in the order (`adopted_on`, entry), whenever they were recorded. A rectified
change is left out of every fold, what stands `instead` of it takes its place, and a rectification
that is itself rectified gives back what it voided.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from ledger.changes import Change, CharterChange, Place, Rectify
from ledger.charter import Charter
from ledger.plan import Authority

BEGINNING: Place = (0, 0, 0)
END: Place = (2**31, 0, 0)


class RecordedChange(NamedTuple):
    """A lawful change as it was recorded: known from `entry` on.

    `stands_by` is the authority of what stands instead, where it is a rectification with an
    `instead`.
    """

    entry: int
    change: Change
    authority: Authority
    stands_by: Authority | None = None

    @property
    def reference(self) -> str:
        return self.authority.reference

    @property
    def place(self) -> Place:
        return (self.authority.adopted_on.toordinal(), self.entry, 1)


class Placed(NamedTuple):
    """A change that counts, at its place in the agreed order."""

    place: Place
    change: Change
    authority: Authority
    entry: int

    @property
    def touches(self) -> tuple[str, ...]:
        """The items that it changes; a rectification itself, only the item that it is about."""
        touched = self.change.touched
        return touched[:1] if len(touched) > 1 and isinstance(self.change, Rectify) else touched


by_place = attrgetter("place")


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands of the changes of one item: those that count, and by what each of the others was
    voided."""

    placed: tuple[Placed, ...]
    voided_by: dict[str, str]


def standing_changes(recorded: Iterable[RecordedChange]) -> Standing:
    """Which of the changes about one item count, and where.

    "From the entry of the `rectify` on, the voided change is left out of every fold, whatever the
    date asked for."
    Args:
        recorded: every change recorded about the item (its own, not those of items that replaced
            it).
    """
    changes = sorted(recorded, key=attrgetter("entry"))
    if not any(isinstance(r.change, Rectify) for r in changes):
        all_of_them = (Placed(r.place, r.change, r.authority, r.entry) for r in changes)
        return Standing(tuple(sorted(all_of_them, key=by_place)), {})
    by_reference = {r.reference: r for r in changes}
    voided: dict[str, str] = {}
    placed: list[Placed] = []
    # A rectification is recorded after what it voids, so from the last to the first each is settled
    # in turn.
    for r in reversed(changes):
        if r.reference in voided:
            continue
        placed.append(Placed(r.place, r.change, r.authority, r.entry))
        if isinstance(r.change, Rectify):
            voided[r.change.voids] = r.reference
            stands = r.change.stands_instead
            if stands is not None and r.stands_by is not None:
                place = place_instead(r, by_reference[r.change.voids])
                placed.append(Placed(place, stands, r.stands_by, r.entry))
    return Standing(tuple(sorted(placed, key=by_place)), voided)


def place_instead(rectify: RecordedChange, target: RecordedChange) -> Place:
    """Where what stands instead is placed: "under the voided change's own decision … at its very
    place in the order", or "under another adopted decision (then on that one's day, as recorded
    now)"."""
    assert rectify.stands_by is not None
    if rectify.stands_by.decision == target.authority.decision:
        return target.place
    return (rectify.stands_by.adopted_on.toordinal(), rectify.entry, 0)


class Charters:
    """The charter at every place of the agreed order: the founding one, and what has changed it
    since."""

    def __init__(self, founding: Charter, changes: Iterable[RecordedChange] = ()):
        self.founding = founding
        self.changes: list[RecordedChange] = []
        self._after: list[Charter] = [founding]
        for change in changes:
            self.add(change)

    def add(self, change: RecordedChange) -> None:
        insort(self.changes, change, key=by_place)
        del self._after[bisect_left(self.changes, change.place, key=by_place) + 1 :]

    @property
    def last_entry(self) -> int:
        """The last entry that changed it; 0 where none did."""
        return max((change.entry for change in self.changes), default=0)

    def at(self, place: Place) -> Charter:
        """The charter before a place."""
        count = bisect_left(self.changes, place, key=by_place) if self.changes else 0
        while len(self._after) <= count:
            next_ = self.changes[len(self._after) - 1]
            assert isinstance(next_.change, CharterChange)
            self._after.append(next_.change.amended(self._after[-1], next_.authority.adopted_on))
        return self._after[count]

    def before(self, place: Place) -> "Charters":
        """A copy that knows only what stands before a place."""
        return Charters(
            self.founding, self.changes[: bisect_left(self.changes, place, key=by_place)]
        )
