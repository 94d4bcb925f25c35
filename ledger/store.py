"""The log: what we add to eventsourcing's recorders, whatever they write to.

- **Append-only by trigger**: whoever updates, deletes or replaces an event is refused by the
  database itself.
- **One transaction** around a reading, its ruling and its append (`Sessions.session`): the write
  lock is taken before anything is read, so that what a decision is ruled by is what it is appended
  to.
- **The expectation**: an append names the last entry at which it was ruled, and fails where that is
  not the last.
- **A mapper** of events to readable JSON under short topics, which outlive every renaming of a
  class.
- **The writer's index** beside the events and in the same transactions (`ledger.index`): derived,
  and rebuilt at will.

`ledger.store_sqlite` keeps it in a file, `ledger.store_postgres` on a server.
"""

import threading
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import ApplicationRecorder, Mapper, StoredEvent
from pydantic import ValidationError

from ledger.events import TOPICS, Event
from ledger.leaves import MOST_BYTES, leaf
from ledger.problems import Problem

BATCH = 1000
"""Rows that are read at a time."""
MOST_NAMED = 500
"""What a statement names at most: SQLite has a bound."""
LOCK_TIMEOUT = 60
"""Seconds to wait for another writer. Writers hold the lock for milliseconds; an import, for as
long as it takes."""


T = TypeVar("T")
EntryRow = tuple[int, str, int, str, bytes]
"""An entry as it is stored: its number, its stream, its number there, its topic, its state."""
Question = tuple[str, Sequence[Any]]
"""A statement that reads, and its parameters."""


@dataclass(frozen=True, slots=True)
class Fact:
    """An event at its place in its stream, and in the log (`entry`, counted from 1; 0 before it is
    recorded)."""

    originator_id: str
    originator_version: int
    event: Event
    entry: int = 0


class LogDamaged(Exception):
    """An entry of the log cannot be read as what it says it is."""

    def __init__(self, entry: int, why: str, why_es: str):
        self.entry, self.why = entry, (why, why_es)
        super().__init__(f"entry {entry}: {why}")


class EventMapper(Mapper[str]):
    """Events as JSON documents, by topic."""

    def __init__(self) -> None:
        pass

    def to_stored_event(self, domain_event: DomainEventProtocol[str]) -> StoredEvent:
        assert isinstance(domain_event, Fact)
        event = domain_event.event
        state = event.model_dump_json(exclude_unset=True).encode()
        stream, version = domain_event.originator_id, domain_event.originator_version
        # A leaf's head, which names the stream and the topic, takes less than a kilobyte.
        if len(state) > MOST_BYTES - 1024:
            size = len(leaf(stream, version, event.topic, state))
            if size > MOST_BYTES:
                raise Problem("too-long", what=f"{event.name} ({stream})", size=f"{size:,}")
        return StoredEvent(stream, version, event.topic, state)

    def to_domain_event(self, stored_event: StoredEvent) -> Fact:
        entry = getattr(stored_event, "id", 0)
        return Fact(
            str(stored_event.originator_id),
            stored_event.originator_version,
            read_event(stored_event.topic, stored_event.state, entry),
            entry,
        )


def read_event(topic: str, state: bytes, entry: int) -> Event:
    """An event from its stored bytes.

    Raises:
        LogDamaged: the topic is unknown, or the bytes are not an event of that topic.
    """
    kind = TOPICS.get(topic)
    if kind is None:
        raise LogDamaged(
            entry,
            f"its topic is {topic!r}, which this version does not know",
            f"su tema es {topic!r}, que esta versión no conoce",
        )
    try:
        return kind.model_validate_json(state)
    except ValidationError as error:
        at = ".".join(str(part) for part in error.errors(include_url=False)[0]["loc"]) or "JSON"
        raise LogDamaged(
            entry,
            f"it is not the {topic} that it says it is (at {at})",
            f"no es el {topic} que dice ser (en {at})",
        ) from None


class Sessions(ABC):
    """What a log writes through: transactions, one at a time on each thread."""

    _open: threading.local
    follows = False
    """Whether what others leave is followed after each session of this process."""
    is_followed = False
    """Whether somebody who follows had come for the write lock when the last session let go of it."""
    is_last = True
    """Whether nothing had been recorded after it by then, where nobody follows it."""

    @property
    def open_cursor(self) -> Any:
        """That of the session that is open on this thread; None where none is."""
        return getattr(self._open, "cursor", None)

    @property
    def in_session(self) -> bool:
        return self.open_cursor is not None

    @property
    def last(self) -> int | None:
        """The last entry, once the open session has read it: nobody else adds one now."""
        last: int | None = self._open.last
        return last

    @last.setter
    def last(self, entry: int | None) -> None:
        self._open.last = entry

    @abstractmethod
    def session(self) -> AbstractContextManager[Any]:
        """One transaction that holds the write lock from its beginning; nothing is kept where it
        raises. Joins the one that is open on this thread.

        Gives: its cursor, as the database's driver has it.
        """

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """A part of a session that is undone by itself where it raises."""
        with self.session() as c:
            self.send()
            c.execute("SAVEPOINT attempt")
            try:
                yield
                self.send()
            except BaseException:
                self.undone()
                c.execute("ROLLBACK TO attempt")
                c.execute("RELEASE attempt")
                raise
            c.execute("RELEASE attempt")

    @abstractmethod
    def send(self) -> None:
        """Send to the database what was kept to be sent together."""

    def undone(self) -> None:
        """What was known of the session's part that was undone is so no more."""
        self.last = None


class LogRecorder(ApplicationRecorder):
    """The append-only log.

    SQL is written once for all stores: parameters are `?`, and the tables' names have no schema.
    """

    datastore: Sessions
    ENTRY: str
    """How the store names the column with an entry's number."""
    IS_FAR = False
    """Whether each question is waited for, so that what is sure to be asked is better asked at once."""

    @abstractmethod
    def read(self, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        """Rows of the log's database, those of the open session included."""

    @abstractmethod
    def change(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Change one of the derived tables, once for each row of parameters; within a session."""

    def change_with(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """The same, with what was just appended: of rows that nothing else since then touches."""
        self.change(sql, rows)

    @abstractmethod
    def create_log(self) -> None:
        """Make the log, empty and guarded."""

    @abstractmethod
    def create_index(self, statements: Sequence[str]) -> None:
        """Make the derived tables of the writer's index."""

    @abstractmethod
    def has_table(self, name: str) -> bool:
        """Whether the log's database has this table."""

    @abstractmethod
    def is_guarded(self) -> bool:
        """Whether what keeps the log append-only stands as it was made."""

    @abstractmethod
    def settle_in_place(self) -> None:
        """Bring all that was recorded to where it stays."""

    def last_entry(self) -> int:
        sessions = self.datastore
        in_session = sessions.in_session
        last = sessions.last if in_session else None
        if last is None:
            last = self._max(f"SELECT MAX({self.ENTRY}) FROM stored_events")
            if in_session:
                sessions.last = last
        return last

    def _must_be_last(self, expected: int | None) -> None:
        """Of an append: that it was ruled after what is the last entry now."""
        if expected is not None and self.last_entry() != expected:
            raise Problem("moved-on")

    def _max(self, sql: str, parameters: Sequence[Any] = ()) -> int:
        """The highest of what is asked for; 0 where there is none."""
        return self.read(sql, parameters)[0][0] or 0

    @property
    def _select(self) -> str:
        return (
            f"SELECT {self.ENTRY}, originator_id, originator_version, topic, state "
            "FROM stored_events"
        )

    def from_entry(
        self, entry: int, most: int, also: Sequence[Question] = ()
    ) -> tuple[list[EntryRow], list[list[EntryRow]]]:
        """An entry and so many of those after it, as they are stored; and what is asked also, its rows of the same
        columns."""
        found = [
            [tuple(row) for row in self.read(*question)]
            for question in (self._from_entry(entry, most), *also)
        ]
        return found[0], found[1:]

    def _from_entry(self, entry: int, most: int) -> Question:
        sql = f"{self._select} WHERE {self.ENTRY} >= ? ORDER BY {self.ENTRY} LIMIT ?"
        return sql, [entry, most + 1]

    def rows_at(self, entries: Sequence[int]) -> Iterator[EntryRow]:
        """The entries with these numbers, in their order, as they are stored."""
        for some in batches(entries, MOST_NAMED):
            which = f"{self.ENTRY} IN ({marks(some)})"
            yield from map(
                tuple, self.read(f"{self._select} WHERE {which} ORDER BY {self.ENTRY}", some)
            )

    def entries(self, entries: Sequence[int]) -> list[Fact]:
        """The entries with these numbers, in their order."""
        return [fact_of(row) for row in self.rows_at(entries)]

    def stream(self, stream: str) -> list[Fact]:
        return [
            fact_of(row)
            for row in self.read(
                f"{self._select} WHERE originator_id = ? ORDER BY originator_version", [stream]
            )
        ]

    def version(self, stream: str) -> int:
        """The last version of a stream; 0 where there is none."""
        return self._max(
            "SELECT MAX(originator_version) FROM stored_events WHERE originator_id = ?", [stream]
        )

    def versions(self, streams: Sequence[str]) -> Question:
        """Asks for the last version of each of these streams that there are; in the columns of an entry."""
        return (
            "SELECT NULL, originator_id, MAX(originator_version), NULL, NULL FROM stored_events "
            f"WHERE originator_id IN ({marks(streams)}) GROUP BY originator_id",
            streams,
        )

    def last_of(self, stream: str, topic: str) -> int:
        """The last entry of a topic in a stream; 0 where there is none."""
        return self._max(
            f"SELECT MAX({self.ENTRY}) FROM stored_events WHERE originator_id = ? AND topic = ?",
            [stream, topic],
        )

    def stream_rows(self, stream: str) -> list[EntryRow]:
        """The entries of one stream, in order, as they are stored."""
        rows = self.read(
            f"{self._select} WHERE originator_id = ? ORDER BY {self.ENTRY}", [stream]
        )
        return [tuple(row) for row in rows]

    def streams(self, beginning: str, most: int) -> list[str]:
        """The first streams whose names begin so, in alphabetical order."""
        rows = self.read(
            "SELECT originator_id FROM stored_events WHERE originator_version = 1 "
            "AND originator_id >= ? AND originator_id < ? ORDER BY originator_id LIMIT ?",
            [beginning, f"{beginning}\U0010ffff", most],
        )
        return [row[0] for row in rows]

    def in_streams(self, beginning: str) -> list[Fact]:
        """All entries of the streams whose names begin so, in order."""
        which = "originator_id >= ? AND originator_id < ?"
        rows = self.read(
            f"{self._select} WHERE {which} ORDER BY {self.ENTRY}",
            [beginning, f"{beginning}\U0010ffff"],
        )
        return [fact_of(row) for row in rows]

    def rows(
        self,
        after: int = 0,
        until: int | None = None,
        *,
        topics: Sequence[str] = (),
        saying: bytes | None = None,
        batch: int = BATCH,
    ) -> Iterator[EntryRow]:
        """All entries after one, in order, as they are stored; read in batches.

        Args:
            topics: only of these, where any are given.
            saying: only those in whose state these bytes stand.
        """
        which, more = "", list[Any]()
        if topics:
            which, more = f" AND topic IN ({marks(topics)})", list(topics)
        if saying is not None:
            which, more = f"{which} AND {self._saying}", [*more, saying]
        sql = (
            f"{self._select} WHERE {self.ENTRY} > ? AND {self.ENTRY} <= ?{which} "
            f"ORDER BY {self.ENTRY} LIMIT ?"
        )
        while rows := self.read(sql, [after, 2**62 if until is None else until, *more, batch]):
            yield from map(tuple, rows)
            if len(rows) < batch:
                return
            after = rows[-1][0]

    _saying: str
    """Whether the bytes of a parameter stand in a state."""

    def facts(
        self, after: int = 0, until: int | None = None, *, topics: Sequence[str] = ()
    ) -> Iterator[Fact]:
        """All entries after one, or those of some topics, in order."""
        return map(fact_of, self.rows(after, until, topics=topics))


def batches(these: Iterable[T], most: int) -> Iterator[list[T]]:
    """So many at a time."""
    all_of_them = iter(these)
    while some := list(islice(all_of_them, most)):
        yield some


def marks(parameters: Sequence[object]) -> str:
    return ",".join("?" * len(parameters)) or "NULL"


def fact_of(row: Any) -> Fact:
    entry, stream, version, topic, state = tuple(row)
    return Fact(stream, version, read_event(topic, state, entry), entry)
