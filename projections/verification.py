"""The views held against the log, for `verify`: every version that they keep, every entry, every decision's words.

What the log says comes from the verifier, entry by entry (`read` and `expect`). Of each item only a sum
is kept: the hashes of all its rows added up, so that the order of the rows does not matter, and a row
that is missing, doubled or another changes it.
"""

from collections.abc import Iterator
from typing import Any

from pydantic_core import from_json
from sqlalchemy import Connection, Select, func, select

from ledger.events import (
    ChangeDrafted,
    DecisionRedrafted,
    DecisionTabled,
    PositionTaken,
    RecordCorrected,
    decision_stream,
)
from ledger.ledger import Ledger
from ledger.plan import ItemJson
from ledger.store import EntryRow
from ledger.versions import FOREVER, Tail
from projections.bitemporal import Stand, settled
from projections.documents import Document, corrected
from projections.tables import (
    NOW,
    ONCE,
    compiled,
    decision_documents,
    entries,
    item_states,
    live_versions,
)
from projections.views import Reading, Views

_DECISION = decision_stream("")


class _Words:
    """What a decision says: the bytes of its fields, positions and changes, as the log has them."""

    __slots__ = ("changes", "corrections", "fields", "positions")

    def __init__(self) -> None:
        self._begin(b"{}")
        self.corrections: list[dict[str, Any]] = []

    def _begin(self, fields: bytes) -> None:
        self.fields, self.changes = fields, list[bytes]()
        self.positions: dict[str, bytes] = {}

    def follow(self, topic: str, state: bytes) -> None:
        # The last field as it is written: a quotation mark within any string is escaped, so these bytes are its name.
        if topic == PositionTaken.topic:
            member = from_json(state[: state.index(b',"position":{')] + b"}")["member"]
            self.positions[member] = state[state.index(b',"position":{') + 12 : -1]
        elif topic == ChangeDrafted.topic:
            self.changes.append(state[state.index(b',"change":{') + 10 : -1])
        elif topic in (DecisionTabled.topic, DecisionRedrafted.topic):
            self._begin(state[state.index(b',"fields":{') + 10 : -1])
        elif topic == RecordCorrected.topic:
            self.corrections.append(from_json(state))

    @property
    def _parts(self) -> tuple[bytes, bytes, bytes]:
        positions = b",".join(b'"%b":%b' % (m.encode(), p) for m, p in self.positions.items())
        return self.fields, b"{%b}" % positions, b"[%b]" % b",".join(self.changes)

    def are(self, stored: tuple[bytes, bytes, bytes] | None) -> bool:
        """Whether these are the words that are stored."""
        if stored is None:
            return False
        if not self.corrections:
            return stored == self._parts
        fields, positions, changes = (from_json(part) for part in self._parts)
        document: Document = {**fields, "positions": positions}
        for event in self.corrections:
            corrected(document, event["path"], event["after"])
        positions = document.pop("positions")
        return [from_json(part) for part in stored] == [document, positions, changes]


class ViewsCheck:
    """What the tables should hold, as the verifier tells it."""

    def __init__(self, views: Views):
        self.views = views
        self._live: dict[str, list[tuple[Stand, int, bool]]] = {}
        self._sums: dict[str, int] = {}
        self._events = 0
        self._words: dict[str, _Words] = {}

    def read(self, row: EntryRow) -> None:
        """An entry of the log, as it is stored."""
        entry, stream, _, topic, state = row
        self._events = hash((self._events, entry, topic.partition("/")[0]))
        if stream.startswith(_DECISION):
            id = stream[len(_DECISION) :]
            words = self._words.get(id)
            if words is None:
                words = self._words[id] = _Words()
            words.follow(topic, state)

    def expect(self, entry: int, tail: Tail) -> None:
        """From this entry on, the item's versions are these."""
        archived = {}
        wanted = []
        for version in tail.versions:
            stand = Stand(version.agreed_from, version.agreed_to, ItemJson.dump_json(version.item))
            wanted.append(stand)
            archived[stand.state] = not version.item.is_current
        live = self._live.get(tail.item, [])
        held = [row for row in live if row[0].agreed_to > tail.from_day]
        closed, kept_before, opened = settled([row[0] for row in held], tail.from_day, wanted)
        gone = {(stand.agreed_from, stand.agreed_to) for stand in closed}
        still = [row for row in live if (row[0].agreed_from, row[0].agreed_to) not in gone]
        before = {(row[0].agreed_from, row[0].agreed_to): row for row in held}
        for stand in closed:
            _, known_from, was_archived = before[stand.agreed_from, stand.agreed_to]
            self._add(tail.item, stand, known_from, entry, was_archived)
        for stand in kept_before:
            was_archived = before[stand.agreed_from, stand.agreed_to][2]
            cut = Stand(stand.agreed_from, tail.from_day, stand.state)
            still.append((cut, entry, was_archived))
        still += ((stand, entry, archived[stand.state]) for stand in opened)
        self._live[tail.item] = still

    def _add(self, item: str, stand: Stand, known_from: int, known_to: int, archived: bool) -> None:
        if known_from < known_to:
            row = (stand.agreed_from, stand.agreed_to, known_from, known_to, archived, stand.state)
            self._sums[item] = self._sums.get(item, 0) + hash(row)

    def differences(self) -> list[str]:
        """What differs: items, entries, decisions."""
        for item, rows in self._live.items():
            for stand, known_from, archived in rows:
                self._add(item, stand, known_from, FOREVER, archived)
        return self.views.answer(lambda reading: list(self._differing(reading)))

    def _differing(self, reading: Reading) -> Iterator[str]:
        stored = _stored_sums(reading.connection)
        items = self._sums.keys() | stored.keys()
        yield from sorted(id for id in items if self._sums.get(id, 0) != stored.get(id, 0))
        if _live(reading.connection) != sum(map(len, self._live.values())):
            yield "live_versions"
        if _events(reading.connection) != self._events:
            yield "entries"
        yield from self._differing_decisions(reading)

    def _differing_decisions(self, reading: Reading) -> Iterator[str]:
        """Each decision's text, positions and changes, as the log has them."""
        stored = _rows(reading.connection, select(decision_documents))
        kept = {id: (fields, positions, changes) for id, fields, positions, changes in stored}
        for id in sorted(kept.keys() | self._words.keys()):
            words = self._words.get(id)
            if words is None or not words.are(kept.get(id)):
                yield id


def expectation(ledger: Ledger) -> ViewsCheck:
    """What `ledger.verify.verify` holds the views against; they are opened, and caught up, for it."""
    return ViewsCheck(Views.open(ledger))


def _stored_sums(connection: Connection) -> dict[str, int]:
    states = {id: (item, state) for id, item, state in _rows(connection, select(item_states))}
    sums: dict[str, int] = {}
    for trees, now in ((NOW, True), (ONCE, False)):
        for archived, tree in enumerate(trees):
            for _, start, last, known_from, known_last, id in connection.execute(
                select(tree)
            ).tuples():
                item, state = states.get(id, ("", b""))
                known_to = FOREVER if now else known_last + 1
                row = (start, last + 1, known_from, known_to, bool(archived), state)
                sums[item] = sums.get(item, 0) + hash(row)
    return sums


def _live(connection: Connection) -> int:
    count: int = connection.execute(select(func.count()).select_from(live_versions)).scalar_one()
    return count


def _rows(connection: Connection, asked: Select[Any]) -> Iterator[Any]:
    """The rows as the driver gives them: there are many."""
    found = connection.exec_driver_sql(compiled(asked)).cursor
    assert found is not None
    while some := found.fetchmany(1000):
        yield from some


def _events(connection: Connection) -> int:
    """Each entry of the log, by its event."""
    chain = 0
    asked = select(entries.c.entry, entries.c.event).order_by(entries.c.entry)
    for entry, event in _rows(connection, asked):
        chain = hash((chain, entry, event))
    return chain
