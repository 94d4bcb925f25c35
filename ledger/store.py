"""The log: what we add to eventsourcing's SQLite recorder.

- **Append-only by trigger**: an `UPDATE`, a `DELETE` or an `INSERT OR REPLACE` of an event raises.
- **One transaction** around a reading, its ruling and its append (`LogDatastore.session`): the
  write lock is taken before anything is read, so that what a decision is ruled by is what it is
  appended to.
- **The expectation**: an append names the last entry at which it was ruled, and fails where that is
  not the last.
- **A mapper** of events to readable JSON under short topics, which outlive every renaming of a
  class.
- **The writer's index** in the same file and the same transactions (`ledger.index`): derived, and
  rebuilt at will.
"""

import os
import shutil
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import (
    IntegrityError,
    Mapper,
    OperationalError,
    PersistenceError,
    StoredEvent,
)
from eventsourcing.sqlite import (
    SQLiteApplicationRecorder,
    SQLiteConnection,
    SQLiteCursor,
    SQLiteDatastore,
    SQLiteFactory,
)
from eventsourcing.utils import Environment, EnvType
from pydantic import ValidationError

from ledger.events import TOPICS, Event
from ledger.leaves import MOST_BYTES, leaf
from ledger.problems import Problem, why

APPLICATION_ID = 0x52434D4C  # "RCML": a ledger is told from any other SQLite file
BATCH = 1000
"""Rows that are read at a time."""
LOCK_TIMEOUT = 60
"""Seconds to wait for another writer. Writers hold the lock for milliseconds; an import, for as
long as it takes."""


EntryRow = tuple[int, str, int, str, bytes]
"""An entry as it is stored: its number, its stream, its number there, its topic, its state."""


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
        size = len(leaf(stream, version, event.topic, state))
        if size > MOST_BYTES:
            raise Problem(
                "too-long", what=f"{event.name} ({stream})", size=f"{size:,}"
            )
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


class LogDatastore(SQLiteDatastore):
    """A datastore whose recorders join the session that is open on their thread."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._open = threading.local()

    @contextmanager
    def session(self) -> Iterator[SQLiteCursor]:
        """One transaction that holds the write lock from its beginning; nothing is kept where it
        raises."""
        if self.in_session:
            yield self._open.cursor
            return
        with self.get_connection(commit=True) as connection:
            cursor = connection.cursor()
            try:
                # BEGIN alone is deferred: the lock would be taken at the first write, after what
                # was read for the ruling.
                cursor.execute("BEGIN IMMEDIATE")
                self._open.cursor = cursor
                yield cursor
                connection.commit()
            except BaseException:
                connection.rollback()
                raise
            finally:
                self._open.cursor = None
                cursor.sqlite_cursor.close()

    @contextmanager
    def get_connection(self, *, commit: bool) -> Iterator[SQLiteConnection]:
        with super().get_connection(commit=commit) as connection:
            if connection._sqlite_conn.in_transaction:
                # Ctrl-C fell between a BEGIN and whoever would have ended it.
                connection.rollback()
            yield connection

    @property
    def in_session(self) -> bool:
        return getattr(self._open, "cursor", None) is not None

    @contextmanager
    def transaction(self, *, commit: bool) -> Iterator[SQLiteCursor]:
        if self.in_session:
            yield self._open.cursor
        elif commit:
            with self.session() as cursor:
                yield cursor
        else:
            with super().transaction(commit=False) as cursor:
                yield cursor


class LogRecorder(SQLiteApplicationRecorder):
    """The append-only log."""

    datastore: LogDatastore

    def construct_create_table_statements(self) -> list[str]:
        table = self.events_table_name
        refused = "SELECT RAISE(ABORT, 'the log is append-only')"
        return [
            *super().construct_create_table_statements(),
            f"PRAGMA application_id = {APPLICATION_ID}",
            f"CREATE TRIGGER IF NOT EXISTS {table}_no_update BEFORE UPDATE ON {table} "
            f"BEGIN {refused}; END",
            f"CREATE TRIGGER IF NOT EXISTS {table}_no_delete BEFORE DELETE ON {table} "
            f"BEGIN {refused}; END",
            # INSERT OR REPLACE deletes without firing a DELETE trigger: it is refused before it
            # begins.
            f"CREATE TRIGGER IF NOT EXISTS {table}_no_replace BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE rowid = NEW.rowid) "
            f"OR EXISTS (SELECT 1 FROM {table} WHERE originator_id = NEW.originator_id "
            f"AND originator_version = NEW.originator_version) "
            f"BEGIN {refused}; END",
        ]

    def _insert_events(
        self,
        c: SQLiteCursor,
        stored_events: Sequence[StoredEvent],
        *,
        expected: int | None = None,
        **kwargs: Any,
    ) -> Sequence[int] | None:
        if expected is not None:
            found = self._max_notification_id(c) or 0
            if found != expected:
                raise Problem("moved-on")
        return super()._insert_events(c, stored_events, **kwargs)

    def last_entry(self) -> int:
        return self.max_notification_id() or 0

    def read(self, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        """Rows of the log's file, those of the open session included."""
        with self.datastore.transaction(commit=False) as c:
            c.execute(sql, parameters)
            rows: list[Any] = c.fetchall()
            return rows

    def rows_at(self, entries: Sequence[int]) -> Iterator[EntryRow]:
        """The entries with these numbers, in their order, as they are stored."""
        for at in range(0, len(entries), 500):
            some = list(entries[at : at + 500])
            marks = ",".join("?" * len(some))
            yield from map(
                tuple, self.read(f"{_SELECT} WHERE rowid IN ({marks}) ORDER BY rowid", some)
            )

    def entries(self, entries: Sequence[int]) -> list[Fact]:
        """The entries with these numbers, in their order."""
        return [_fact(row) for row in self.rows_at(entries)]

    def stream(self, stream: str) -> list[Fact]:
        return [
            _fact(row)
            for row in self.read(
                f"{_SELECT} WHERE originator_id = ? ORDER BY originator_version", [stream]
            )
        ]

    def version(self, stream: str) -> int:
        """The last version of a stream; 0 where there is none."""
        rows = self.read(
            "SELECT MAX(originator_version) FROM stored_events WHERE originator_id = ?", [stream]
        )
        return rows[0][0] or 0

    def rows(
        self, after: int = 0, until: int | None = None, *, topic: str | None = None
    ) -> Iterator[EntryRow]:
        """All entries after one, or those of one topic, in order, as they are stored; read in
        batches."""
        only, topics = ("", []) if topic is None else ("AND topic = ?", [topic])
        while True:
            rows = self.read(
                f"{_SELECT} WHERE rowid > ? AND rowid <= ? {only} ORDER BY rowid LIMIT ?",
                [after, 2**62 if until is None else until, *topics, BATCH],
            )
            if not rows:
                return
            yield from map(tuple, rows)
            after = rows[-1][0]

    def facts(
        self, after: int = 0, until: int | None = None, *, topic: str | None = None
    ) -> Iterator[Fact]:
        """All entries after one, or those of one topic, in order."""
        return map(_fact, self.rows(after, until, topic=topic))


_SELECT = "SELECT rowid, originator_id, originator_version, topic, state FROM stored_events"


def _fact(row: Any) -> Fact:
    entry, stream, version, topic, state = tuple(row)
    return Fact(stream, version, read_event(topic, state, entry), entry)


class LogFactory(SQLiteFactory):
    """Makes the recorder above, on a datastore with sessions."""

    application_recorder_class = LogRecorder

    def __init__(self, env: Environment | EnvType | None):
        super().__init__(env)
        plain = self.datastore
        self.datastore = LogDatastore(
            plain.pool.db_name,
            lock_timeout=LOCK_TIMEOUT,
            pool_timeout=LOCK_TIMEOUT,
            originator_id_type="text",
        )
        plain.close()


def put_in_place(aside: Path, path: Path) -> None:
    """Give a finished file its name, where nothing has that name yet.

    Raises:
        Problem: something has; it is left as it is.
    """
    try:
        os.link(aside, path)
    except FileExistsError:
        raise Problem("ledger-exists", path=path) from None
    except OSError:
        # A file system without hard links.
        if path.exists():
            raise Problem("ledger-exists", path=path) from None
        os.rename(aside, path)


def remove_aside(aside: Path) -> None:
    """Take away a file that was made aside, with what SQLite keeps beside it."""
    for left in (aside, Path(f"{aside}-wal"), Path(f"{aside}-shm")):
        # Where nothing can be made, nothing was: taking it away may fail in the same way.
        with suppress(OSError):
            left.unlink(missing_ok=True)


def _disk_error(path: str) -> tuple[str, str]:
    """Why a file could not be read, or room beside it taken: SQLite tells neither from the other."""
    try:
        full = shutil.disk_usage(Path(path).resolve().parent).free == 0
    except OSError:
        full = False
    if full:
        return (
            "the disk is full, and reading takes a little room beside the file",
            "el disco está lleno, y la lectura ocupa un poco de espacio junto al archivo",
        )
    return ("the disk reports an error", "el disco informa de un error")


def problem_of(error: Exception, path: str) -> Problem | None:
    """What a database's complaint means to the person who keeps the ledger; None where it is none
    of these."""
    text = str(error)
    low = text.lower()
    if not isinstance(error, sqlite3.Error | PersistenceError | OSError):
        return None
    if "not a database" in low or "malformed" in low:
        damaged = ("what is in the file is damaged", "lo que hay en el archivo está dañado")
        return Problem("not-a-ledger", path=path, why=damaged)
    if "unable to open" in low:
        folder = (
            "it cannot be opened, or made, in its folder",
            "no se puede abrir, ni crear, en su carpeta",
        )
        return Problem("cannot-write", path=path, why=folder)
    if "locked" in low or "busy" in low:
        return Problem("busy", path=path)
    if "disk is full" in low or "full" in low:
        return Problem("cannot-write", path=path, why=("the disk is full", "el disco está lleno"))
    if "readonly" in low or "read-only" in low:
        return Problem("cannot-write", path=path, why=("it is read-only", "es de solo lectura"))
    if isinstance(error, IntegrityError | sqlite3.IntegrityError):
        return Problem("cannot-write", path=path, why=text)
    if isinstance(error, OSError):
        return Problem("cannot-write", path=path, why=tuple(why(error).values()))
    if "disk i/o error" in low:
        return Problem("cannot-read", path=path, why=_disk_error(path))
    if isinstance(error, OperationalError | sqlite3.OperationalError):
        return Problem("cannot-read", path=path, why=text)
    return Problem("not-a-ledger", path=path, why=text)
