"""The views held against the log, for `verify`: every version that they keep, every entry, every decision's words.

What the log says of the items comes from the verifier, change by change (`expect`). Of each item only a sum is kept,
and held against that of what is stored (`projections.stored`). What is stored does not depend on what the verifier
finds, and may be looked through by a second process in the meantime.
"""

from collections.abc import Iterator

from ledger.ledger import Ledger
from ledger.versions import FOREVER, Tail, Version
from projections.aside import Aside
from projections.bitemporal import Stand, settled
from projections.stored import Stored, said, stored
from projections.views import Reading, Views

Known = tuple[Stand, int, bool]
"""How an item stands, the entry from which on that is known, and whether it is archived."""


def _sum(item: str, version: Version) -> int:
    return said(item, version.item.json_hash)


def _by_day(known: Known) -> int:
    return known[0].agreed_from


class ViewsCheck:
    """What the tables should hold, as the verifier tells it."""

    def __init__(self, views: Views, until: int, aside: Aside[Stored] | None = None):
        self.views, self._until, self._aside = views, until, aside
        self._live: dict[str, list[Known]] = {}
        self._sums: dict[str, int] = {}

    def expect(self, entry: int, tail: Tail) -> None:
        """From this entry on, the item's versions are these."""
        if tail.from_day and len(tail.versions) == 1 and self._is_next(entry, tail):
            return
        archived = {}
        wanted = []
        for version in tail.versions:
            stand = Stand(version.agreed_from, version.agreed_to, _sum(tail.item, version))
            wanted.append(stand)
            archived[stand.state] = not version.item.is_current
        live = self._live.get(tail.item, [])
        held = [row for row in live if row[0].agreed_to > tail.from_day]
        closed, kept_before, opened = settled([row[0] for row in held], tail.from_day, wanted)
        gone = {(stand.agreed_from, stand.agreed_to) for stand in closed}
        still = [row for row in live if (row[0].agreed_from, row[0].agreed_to) not in gone]
        before = {(row[0].agreed_from, row[0].agreed_to): row for row in held}
        for stand in closed:
            self._add(tail.item, before[stand.agreed_from, stand.agreed_to], entry)
        for stand in kept_before:
            was_archived = before[stand.agreed_from, stand.agreed_to][2]
            cut = Stand(stand.agreed_from, tail.from_day, stand.state)
            still.append((cut, entry, was_archived))
        still += ((stand, entry, archived[stand.state]) for stand in opened)
        still.sort(key=_by_day)
        self._live[tail.item] = still

    def _is_next(self, entry: int, tail: Tail) -> bool:
        """Whether an item goes on at the end of the agreed order, as nearly all do; then it is taken in."""
        live = self._live.setdefault(tail.item, [])
        (version,) = tail.versions
        if live:
            last = live[-1]
            stand, _, was_archived = last
            if not (stand.agreed_from <= tail.from_day < stand.agreed_to):
                return False
            del live[-1]
            self._add(tail.item, last, entry)
            if stand.agreed_from < tail.from_day:
                cut = Stand(stand.agreed_from, tail.from_day, stand.state)
                live.append((cut, entry, was_archived))
        new = Stand(version.agreed_from, version.agreed_to, _sum(tail.item, version))
        live.append((new, entry, not version.item.is_current))
        return True

    def _add(self, item: str, known: Known, known_to: int) -> None:
        """What was known of an item before an entry."""
        (agreed_from, agreed_to, state), known_from, archived = known
        if known_from < known_to:
            row = (agreed_from, agreed_to, known_from, known_to, archived, state)
            self._sums[item] = self._sums.get(item, 0) + hash(row)

    def differences(self) -> list[str]:
        """What differs: items, entries, decisions."""
        for item, rows in self._live.items():
            for known in rows:
                self._add(item, known, FOREVER)
        found = self._aside and self._aside.result()
        return list(self._differing(found or self.views.answer(self._stored)))

    def _stored(self, reading: Reading) -> Stored:
        return stored(reading.ledger.recorder, self._until, reading.connection)

    def _differing(self, found: Stored) -> Iterator[str]:
        items = self._sums.keys() | found.items.keys()
        yield from sorted(id for id in items if self._sums.get(id, 0) != found.items.get(id, 0))
        if self._live_sum() != found.live:
            yield "live_versions"
        if not found.has_entries:
            yield "entries"
        if not found.has_contests:
            yield "contests"
        yield from found.decisions

    def _live_sum(self) -> int:
        return sum(
            hash((item, stand.agreed_from, stand.agreed_to, known_from, archived))
            for item, rows in self._live.items()
            for stand, known_from, archived in rows
        )


def expectation(ledger: Ledger, *, beside: bool = False) -> ViewsCheck:
    """What `ledger.verify.verify` holds the views against; they are opened, and caught up, for it.

    Args:
        beside: whether a second process may look through what is stored. Not for one of several threads: what another
            one holds when the process is doubled nobody ever lets go of in the double. No transaction is open by then:
            SQLite would take its lock for the double's own.
    """
    views, place, until = Views.open(ledger), ledger.place, ledger.head

    def elsewhere() -> Stored:
        with Ledger.open(place) as again, views.opened_again() as connection:
            return stored(again.recorder, until, connection)

    return ViewsCheck(views, until, Aside(elsewhere) if beside else None)
