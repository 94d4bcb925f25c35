"""The views held against the log, for `verify`: every version that they keep, every entry, every decision's words.

What the log says comes from the verifier, entry by entry (`read` and `expect`). Of each item only a sum
is kept: the hashes of all its rows added up, so that the order of the rows does not matter, and a row
that is missing, doubled or another changes it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from operator import eq
from sys import intern
from typing import Any

from pydantic_core import from_json
from sqlalchemy import Connection, Select, Table, func, select

from ledger.events import (
    ChangeDrafted,
    DecisionAdopted,
    DecisionDeclined,
    DecisionRedrafted,
    DecisionTabled,
    DecisionWithdrawn,
    PositionTaken,
    RecordCorrected,
    decision_stream,
)
from ledger.ledger import Ledger
from ledger.store import EntryRow
from ledger.versions import FOREVER, Tail, Version
from projections.bitemporal import Stand, settled
from projections.documents import Document, corrected
from projections.driver import Driver
from projections.tables import (
    NOW,
    ONCE,
    decision_documents,
    entries,
    item_states,
    live_versions,
)
from projections.views import Reading, Views

_DECISION = decision_stream("")
_SETTLED = (DecisionAdopted.topic, DecisionDeclined.topic, DecisionWithdrawn.topic)
# The last field as it is written: a quotation mark within any string is escaped, so these bytes are its name.
_SAID = re.compile(rb'"member":"([A-Z0-9-]+)","position":({.*)}', re.DOTALL).fullmatch
_DRAFTED = re.compile(rb',"change":({.*)}', re.DOTALL).search
_TABLED = re.compile(rb',"fields":({.*)}', re.DOTALL).search


@lru_cache(maxsize=10_000)
def _said(tail: bytes) -> tuple[bytes, bytes] | None:
    """Who took a position, and which, as it is written; nearly all are one of a few."""
    found = _SAID(tail)
    return (found[1], found[2]) if found else None


def _sum_of(parts: Iterable[bytes]) -> int:
    """Fields, positions and changes as a number; a text of the same letters is another."""
    return hash(tuple((type(part), part) for part in parts))


class _Words:
    """What a decision says: the bytes of its fields, positions and changes, as the log has them."""

    __slots__ = ("changes", "corrections", "fields", "positions")

    def __init__(self) -> None:
        self._begin(b"{}")
        self.corrections: list[dict[str, Any]] = []

    def _begin(self, fields: bytes) -> None:
        self.fields, self.changes = fields, list[bytes]()
        self.positions: dict[bytes, bytes] = {}

    def follow(self, topic: str, state: bytes) -> None:
        """What happened to it next. What is not written as the ledger writes it, the views cannot have read either."""
        if topic == PositionTaken.topic:
            if said := _said(state[state.find(b'"member":"') :]):
                self.positions[said[0]] = said[1]
        elif topic == ChangeDrafted.topic:
            if drafted := _DRAFTED(state):
                self.changes.append(drafted[1])
        elif topic in (DecisionTabled.topic, DecisionRedrafted.topic):
            if tabled := _TABLED(state):
                self._begin(tabled[1])
        elif topic == RecordCorrected.topic:
            with suppress(ValueError):
                self.corrections.append(from_json(state))

    @property
    def _parts(self) -> tuple[bytes, bytes, bytes]:
        positions = b",".join(b'"%b":%b' % (m, p) for m, p in self.positions.items())
        return self.fields, b"{%b}" % positions, b"[%b]" % b",".join(self.changes)

    @property
    def sum(self) -> int:
        """The words as a number; corrections are not among them."""
        return _sum_of(self._parts)

    def are(self, stored: Sequence[bytes]) -> bool:
        """Whether these are the words that are stored."""
        if not self.corrections:
            return tuple(stored) == self._parts
        fields, positions, changes = (from_json(part) for part in self._parts)
        document: Document = {**fields, "positions": positions}
        for event in self.corrections:
            corrected(document, event["path"], event["after"])
        positions = document.pop("positions")
        return [from_json(part) for part in stored] == [document, positions, changes]


Known = tuple[Stand, int, bool]
"""How an item stands, the entry from which on that is known, and whether it is archived."""


def _sum(item: str, version: Version) -> int:
    """What an item says then, as a number: of all its bytes no more is kept."""
    return hash((item, version.item.json))


def _by_day(known: Known) -> int:
    return known[0].agreed_from


class ViewsCheck:
    """What the tables should hold, as the verifier tells it."""

    def __init__(self, views: Views):
        self.views = views
        self._live: dict[str, list[Known]] = {}
        self._sums: dict[str, int] = {}
        self._last = 0
        self._events: list[str] = []
        self._words: dict[str, _Words] = {}  # of what is open
        self._settled: dict[str, int] = {}  # the sums of the others' words
        self._went_on: set[str] = set()  # of these, to which something happened after that

    def read(self, row: EntryRow) -> None:
        """An entry of the log, as it is stored."""
        self._last, stream, _, topic, state = row
        self._events.append(intern(topic))  # there are as many as entries, and few of them
        if not stream.startswith(_DECISION):
            return
        id = stream[len(_DECISION) :]
        if id in self._settled:
            self._went_on.add(id)
            return
        words = self._words.get(id)
        if words is None:
            words = self._words[id] = _Words()
        words.follow(topic, state)
        if topic in _SETTLED and not words.corrections:
            self._settled[id] = words.sum
            del self._words[id]

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
        return self.views.answer(lambda reading: list(self._differing(reading)))

    def _differing(self, reading: Reading) -> Iterator[str]:
        yield from self._differing_items(reading.connection)
        if self._live_sum() != sum(map(hash, _rows(reading.connection, select(*_LIVE)))):
            yield "live_versions"
        if not self._has_all_entries(reading.connection):
            yield "entries"
        yield from self._differing_decisions(reading)

    def _differing_items(self, connection: Connection) -> list[str]:
        stored: dict[str, int] = {}
        for trees in (NOW, ONCE):
            for archived, tree in enumerate(trees):
                for start, last, known_from, known_last, item, state in _rows(
                    connection, _stated(tree)
                ):
                    said = hash((item, state))
                    row = (start, last + 1, known_from, known_last + 1, archived, said)
                    stored[item or ""] = stored.get(item or "", 0) + hash(row)
        items = self._sums.keys() | stored.keys()
        return sorted(id for id in items if self._sums.get(id, 0) != stored.get(id, 0))

    def _live_sum(self) -> int:
        return sum(
            hash((item, stand.agreed_from, stand.agreed_to, known_from, archived))
            for item, rows in self._live.items()
            for stand, known_from, archived in rows
        )

    def _has_all_entries(self, connection: Connection) -> bool:
        """Each entry of the log, by its event."""
        asked = select(entries.c.entry, entries.c.event).order_by(entries.c.entry)
        names = {topic: topic.partition("/")[0] for topic in set(self._events)}
        expected = enumerate(map(names.__getitem__, self._events), start=1)
        return all(map(eq, expected, _rows(connection, asked))) and _count(
            connection, entries
        ) == len(self._events)

    def _differing_decisions(self, reading: Reading) -> Iterator[str]:
        """Each decision's text, positions and changes, as the log has them."""
        for id in self._went_on:
            del self._settled[id]
            self._words[id] = self._again(id)
        missing = self._words.keys() | self._settled.keys()
        differing = []
        for id, *stored in _rows(reading.connection, select(decision_documents)):
            words = self._words.get(id)
            same = self._settled.get(id) == _sum_of(stored) if words is None else words.are(stored)
            if not same:
                differing.append(id)
            missing.discard(id)
        yield from sorted({*differing, *missing})

    def _again(self, decision: str) -> _Words:
        """The words of a decision from its entries: what was corrected has to be read, and no sum says it."""
        words = _Words()
        rows = self.views.ledger.recorder.stream_rows(decision_stream(decision))
        for entry, _, _, topic, state in rows:
            if entry <= self._last and type(topic) is str and type(state) is bytes:
                words.follow(topic, state)
        return words


def expectation(ledger: Ledger) -> ViewsCheck:
    """What `ledger.verify.verify` holds the views against; they are opened, and caught up, for it."""
    return ViewsCheck(Views.open(ledger))


_LIVE = [live_versions.c[n] for n in ("item", "agreed_from", "agreed_to", "known_from", "archived")]


def _stated(tree: Table) -> Select[Any]:
    """The rectangles of a tree, and what the item says in each; nothing of none where it is gone."""
    box = [tree.c[n] for n in ("agreed_from", "agreed_last", "known_from", "known_last")]
    joined = tree.outerjoin(item_states, item_states.c.id == tree.c.item_state)
    return select(*box, item_states.c.item, item_states.c.state).select_from(joined)


def _count(connection: Connection, table: Table) -> int:
    count: int = connection.execute(select(func.count()).select_from(table)).scalar_one()
    return count


def _rows(connection: Connection, asked: Select[Any]) -> Iterator[Any]:
    """The rows as the driver gives them: there are many."""
    return iter(Driver(connection).run(asked))
