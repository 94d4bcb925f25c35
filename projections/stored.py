"""What the views hold, as numbers that can be compared, and where they are not what the log's bytes say: for
`projections.verification`.

Of each item it is a sum: the hashes of all its rows added up, so that the order of the rows does not matter, and a row
that is missing, doubled or another changes it. What follows from the log's bytes alone, whatever they mean, is held
against them here: each entry's event, and each decision's words.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from typing import Any, NamedTuple

from pydantic_core import from_json
from sqlalchemy import Connection, Executable, Select, Table, select

from ledger.events import (
    ChangeDrafted,
    ContestWithdrawn,
    DecisionAdopted,
    DecisionDeclined,
    DecisionRedrafted,
    DecisionTabled,
    DecisionWithdrawn,
    PositionContested,
    PositionTaken,
    RecordCorrected,
    decision_stream,
)
from ledger.store import EntryRow, LogRecorder
from projections.contest_rows import is_own_word
from projections.documents import Document, corrected
from projections.driver import Driver
from projections.tables import (
    NOW,
    ONCE,
    contests,
    decision_documents,
    entries,
    item_states,
    live_versions,
)


class Stored(NamedTuple):
    """What the tables hold.

    Attributes:
        items: the sum of each item's rectangles, with what the item says in each.
        live: the sum of all that is known so still.
        has_entries: whether each entry of the log is there, by its event.
        has_contests: whether each contest is there, and nothing else, as the log has it.
        decisions: those whose words are not the log's.
    """

    items: dict[str, int]
    live: int
    has_entries: bool
    has_contests: bool
    decisions: list[str]


def stored(log: LogRecorder, until: int, connection: Connection) -> Stored:
    """What the tables hold, all of it as of one moment.

    Args:
        until: the last entry of the log that they have taken in.
    """
    words = _DecisionWords()
    has_entries = _follow(log.rows(0, until), _rows(connection, _ENTRIES), words)
    words.read_again(lambda stream: (r for r in log.stream_rows(stream) if r[0] <= until))
    differing = words.differing(_rows(connection, select(decision_documents)))
    live = sum(map(hash, _rows(connection, select(*_LIVE))))
    has_contests = words.contests.are(_rows(connection, select(contests)))
    return Stored(_items(connection), live, has_entries, has_contests, differing)


# --- the items ------------------------------------------------------------------------------------


def said(item: str | None, json_hash: int | None) -> int:
    """What an item says, as a number: of all its bytes no more is kept."""
    return hash((item, json_hash))


def _items(connection: Connection) -> dict[str, int]:
    sums: dict[str, int] = {}
    for trees in (NOW, ONCE):
        for archived, tree in enumerate(trees):
            for start, last, known_from, known_last, item, state in _rows(
                connection, _stated(tree)
            ):
                # A text of the same letters has the same hash, and is another.
                says = said(item, hash(state) if type(state) is bytes else None)
                row = (start, last + 1, known_from, known_last + 1, archived, says)
                sums[item or ""] = sums.get(item or "", 0) + hash(row)
    return sums


_LIVE = [live_versions.c[n] for n in ("item", "agreed_from", "agreed_to", "known_from", "archived")]


def _stated(tree: Table) -> Select[Any]:
    """The rectangles of a tree, and what the item says in each; nothing of none where it is gone."""
    box = [tree.c[n] for n in ("agreed_from", "agreed_last", "known_from", "known_last")]
    joined = tree.outerjoin(item_states, item_states.c.id == tree.c.item_state)
    return select(*box, item_states.c.item, item_states.c.state).select_from(joined)


def _rows(connection: Connection, asked: Executable) -> Iterator[Any]:
    """The rows as the driver gives them: there are many."""
    return iter(Driver(connection).run(asked))


# --- the entries, and the words of the decisions --------------------------------------------------

_ENTRIES = select(entries.c.entry, entries.c.event).order_by(entries.c.entry)


def _follow(log: Iterable[EntryRow], rows: Iterator[Any], words: "_DecisionWords") -> bool:
    """Follow the log; whether each entry of it is among the rows, by its event, and nothing else."""
    whole, count = True, 0
    for row in log:
        if _is_entry(row):
            entry, stream, _, topic, state = row
            count += 1
            words.follow(entry, stream, topic, state)
            whole = whole and next(rows, None) == (count, _event(topic))
    return whole and next(rows, None) is None


def _is_entry(row: EntryRow) -> bool:
    """Whether it is stored as an entry is; what else stands in a log is for `ledger.proof` to say."""
    _, stream, version, topic, state = row
    return type(state) is bytes and type(version) is int and type(stream) is type(topic) is str


@lru_cache(maxsize=1000)
def _event(topic: str) -> str:
    return topic.partition("/")[0]


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


class _Contests:
    """What is contested, as the log has it."""

    def __init__(self) -> None:
        self._rows: dict[int, tuple[str, str, Any, int | None]] = {}
        self._open: dict[str, dict[str, int]] = {}

    def follow(self, entry: int, stream: str, topic: str, state: bytes) -> None:
        """What happened to a decision next."""
        if topic == PositionContested.topic:
            with suppress(ValueError, KeyError, TypeError):
                event = from_json(state)
                self._rows[entry] = (event["decision"], event["member"], event["reason"], None)
                self._open.setdefault(stream, {})[event["member"]] = entry
        elif stream in self._open:
            with suppress(ValueError, KeyError, TypeError):
                for member in self._settled(stream, topic, state):
                    if made := self._open[stream].pop(member, 0):
                        self._rows[made] = (*self._rows[made][:3], entry)

    def _settled(self, stream: str, topic: str, state: bytes) -> list[str]:
        """Whose contests an entry settles."""
        if topic == DecisionRedrafted.topic:
            return list(self._open[stream])
        if topic == ContestWithdrawn.topic:
            return [from_json(state)["member"]]
        if topic == PositionTaken.topic and (said := _said(state[state.find(b'"member":"') :])):
            return [said[0].decode()] if is_own_word(said[1]) else []
        return []

    def are(self, stored: Iterable[Any]) -> bool:
        """Whether these are the rows that are stored."""
        try:
            return self._rows == {
                entry: (decision, member, from_json(reason), settled_at)
                for entry, decision, member, reason, settled_at in stored
            }
        except (ValueError, TypeError):
            return False


class _DecisionWords:
    """What each decision says; of one that is settled no more than a number is kept."""

    def __init__(self) -> None:
        self.contests = _Contests()
        self._open: dict[str, _Words] = {}
        self._settled: dict[str, int] = {}
        self._went_on: set[str] = set()  # of the settled, those to which something happened after that

    def follow(self, entry: int, stream: str, topic: str, state: bytes) -> None:
        """The next entry."""
        words = self._open.get(stream)
        if words is None and not stream.startswith(_DECISION):
            return
        self.contests.follow(entry, stream, topic, state)
        if words is None:
            if stream in self._settled:
                self._went_on.add(stream)
                return
            words = self._open[stream] = _Words()
        words.follow(topic, state)
        if topic in _SETTLED and not words.corrections:
            self._settled[stream] = words.sum
            del self._open[stream]

    def read_again(self, rows_of: Callable[[str], Iterable[EntryRow]]) -> None:
        """What was corrected once it was settled has to be read, and no number says it."""
        for stream in self._went_on:
            words = self._open[stream] = _Words()
            del self._settled[stream]
            for _, _, _, topic, state in filter(_is_entry, rows_of(stream)):
                words.follow(topic, state)

    def differing(self, documents: Iterable[Any]) -> list[str]:
        """The decisions that are not among the documents with these words, or are and are not in the log."""
        missing = self._open.keys() | self._settled.keys()
        differing = []
        for id, *parts in documents:
            stream = decision_stream(id)
            words = self._open.get(stream)
            same = (
                self._settled.get(stream) == _sum_of(parts) if words is None else words.are(parts)
            )
            if not same:
                differing.append(id)
            missing.discard(stream)
        return sorted({*differing, *(stream.removeprefix(_DECISION) for stream in missing)})
