"""How the items' versions are fed: the states, and the rectangles on which each was known to stand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Executable, bindparam, select

from ledger.plan import Item, ItemJson
from ledger.versions import FOREVER, Tail, Version
from projections.bitemporal import settled
from projections.driver import Driver
from projections.tables import (
    NOW,
    ONCE,
    deleting,
    inserting,
    item_states,
    live_versions,
    replacing,
)

MOST_REMEMBERED = 4096
"""Items whose last version is kept in memory: some 5 kB each."""

_LIVE = (
    live_versions.c.agreed_from,
    live_versions.c.agreed_to,
    live_versions.c.known_from,
    live_versions.c.version,
    live_versions.c.item_state,
    live_versions.c.archived,
    item_states.c.state,
)
_ALL_LIVE = (
    select(*_LIVE)
    .join(item_states, item_states.c.id == live_versions.c.item_state)
    .where(live_versions.c.item == bindparam("item"))
    .order_by(live_versions.c.agreed_from.desc())
)
_LIVE_FROM = (_ALL_LIVE.where(live_versions.c.agreed_to > bindparam("day")))
_LAST_LIVE = (_ALL_LIVE.where(live_versions.c.agreed_to == FOREVER))
_ALL_ITEMS = select(live_versions.c.item).distinct()


@dataclass(slots=True)
class Row:
    """A version as it is stored and known still; `state` is its JSON."""

    item: str
    agreed_from: int
    agreed_to: int
    known_from: int
    version: int
    item_state: int
    archived: bool
    state: bytes


class Wanted(NamedTuple):
    """A version as an entry says it."""

    agreed_from: int
    agreed_to: int
    state: bytes
    item: Item


class ItemVersions:
    """Takes tails, and writes what follows from them when it is told to.

    Within a batch nothing is written: a version that comes and goes in it is written once, as one that was known once.
    """

    def __init__(self, driver: Driver):
        self.driver = driver
        self._last: dict[str, tuple[Row, Item] | None] = {}
        self._ids = (0, 0)
        self._forget_pending()

    def _forget_pending(self) -> None:
        self._states: list[tuple[int, str, bytes]] = []
        self._opened: dict[int, Row] = {}
        self._gone: tuple[list[tuple[int]], ...] = ([], [])
        self._once: tuple[list[tuple[int, ...]], ...] = ([], [])
        self._live: dict[tuple[str, int], Row | None] = {}

    def forget(self) -> None:
        """What is in the tables is no longer what was last written to them."""
        self._last.clear()
        self._ids = (0, 0)
        self._forget_pending()

    # What is known.

    def last(self, item: str) -> Version | None:
        """The item's last version, as known so far."""
        if item in self._last:
            found = self._last.pop(item)
            self._last[item] = found  # the latest used are the last forgotten
        else:
            # Nothing of it is pending: what is pending is remembered until it is written.
            rows = self._rows(item, _LAST_LIVE, (item, FOREVER))
            found = (rows[0], ItemJson.validate_json(rows[0].state)) if rows else None
            self._last[item] = found
        return None if found is None else Version(found[0].agreed_from, FOREVER, found[1])

    def is_new(self, item: str) -> None:
        """Nothing was ever known of it, so that it need not be looked for."""
        self._last.setdefault(item, None)

    def _rows(self, item: str, asked: Executable, parameters: tuple[Any, ...]) -> list[Row]:
        return [
            Row(item, start, end, known, version, id, bool(archived), state)
            for start, end, known, version, id, archived, state in self.driver.run(asked, parameters)
        ]

    # What becomes known.

    def take(self, entry: int, tail: Tail) -> tuple[int | None, int | None]:
        """From this entry on, the item's versions are these.

        Returns:
            the ids of the states that the entry led from and to, where it was at the end of the agreed order.
        """
        wanted = [
            Wanted(v.agreed_from, v.agreed_to, v.item.json, v.item)
            for v in tail.versions
        ]
        at_the_end = tail.from_day > 0
        if at_the_end:
            remembered = self._last[tail.item]
            held = [] if remembered is None else [remembered[0]]
        else:
            self.flush()
            held = self._rows(tail.item, _LIVE_FROM, (tail.item, tail.from_day))
        closed, cut, opened = settled(held, tail.from_day, wanted)
        for row in closed:
            self._close(row, entry)
        for row in cut:
            id, same = self._next_id(entry), row.item_state
            self._open(
                Row(row.item, row.agreed_from, tail.from_day, entry, id, same, row.archived, b"")
            )
        last: Row | None = None
        for agreed_from, agreed_to, state, item in opened:
            id = self._next_id(entry)
            last = Row(tail.item, agreed_from, agreed_to, entry, id, id, not item.is_current, state)
            self._states.append((id, tail.item, state))
            self._open(last)
        return self._remember(tail, held, last, at_the_end)

    def _next_id(self, entry: int) -> int:
        """Ids follow from the entry (its first, its second, …), so that no counter has to be kept."""
        self._ids = (entry, self._ids[1] + 1 if self._ids[0] == entry else 1)
        return (entry << 24) + self._ids[1]

    def _remember(
        self, tail: Tail, held: Sequence[Row], last: Row | None, at_the_end: bool
    ) -> tuple[int | None, int | None]:
        if not tail.versions:
            self._last[tail.item] = None
            return None, None
        if last is None or last.agreed_to != FOREVER:
            last = next(row for row in held if row.agreed_to == FOREVER)
        self._last[tail.item] = (last, tail.versions[-1].item)
        if not at_the_end:
            return None, None
        return held[0].item_state if held else None, last.item_state

    def _open(self, row: Row) -> None:
        self._opened[row.version] = row
        self._live[row.item, row.agreed_from] = row

    def _close(self, row: Row, entry: int) -> None:
        if self._opened.pop(row.version, None) is None:
            self._gone[row.archived].append((row.version,))
        self._once[row.archived].append(
            (
                row.version,
                row.agreed_from,
                row.agreed_to - 1,
                row.known_from,
                entry - 1,
                row.item_state,
            )
        )
        self._live[row.item, row.agreed_from] = None

    # Writing.

    def flush(self) -> None:
        """Write what is pending; the transaction is the caller's."""
        run = self.driver.add
        if self._states:
            run(inserting(item_states), self._states)
        for archived in (False, True):
            if self._gone[archived]:
                run(deleting(NOW[archived]), self._gone[archived])
            if self._once[archived]:
                run(inserting(ONCE[archived]), self._once[archived])
            if opened := [_rectangle(r) for r in self._opened.values() if r.archived == archived]:
                run(inserting(NOW[archived]), opened)
        if gone := [key for key, row in self._live.items() if row is None]:
            run(deleting(live_versions), gone)
        if live := [_live(row) for row in self._live.values() if row is not None]:
            run(replacing(live_versions), live)
        self._forget_pending()

    def let_go(self) -> None:
        """Keep memory bounded; at the end of a batch, when nothing is pending."""
        for _ in range(len(self._last) - MOST_REMEMBERED):
            del self._last[next(iter(self._last))]

    def items(self) -> Iterator[str]:
        """Every item there is; read only where a body comes to outrank another, late."""
        self.flush()
        yield from [row[0] for row in self.driver.run(_ALL_ITEMS)]


def _rectangle(row: Row) -> tuple[int, ...]:
    last = row.agreed_to - 1
    return (row.version, row.agreed_from, last, row.known_from, FOREVER - 1, row.item_state)


def _live(row: Row) -> tuple[str, int, int, int, int, int, int]:
    return (
        row.item,
        row.agreed_from,
        row.agreed_to,
        row.known_from,
        row.version,
        row.item_state,
        int(row.archived),
    )
