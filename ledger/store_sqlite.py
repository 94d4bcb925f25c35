"""The log in a file: what we add to eventsourcing's SQLite recorder (`ledger.store`)."""

import shutil
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from eventsourcing.persistence import (
    IntegrityError,
    OperationalError,
    PersistenceError,
    StoredEvent,
)
from eventsourcing.sqlite import (
    SQLiteApplicationRecorder,
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteCursor,
    SQLiteDatastore,
    SQLiteFactory,
)
from eventsourcing.utils import Environment, EnvType

from ledger import store
from ledger.files import give_name
from ledger.problems import Problem, why
from ledger.store import LogRecorder, Sessions

APPLICATION_ID = 0x52434D4C  # "RCML": a ledger is told from any other SQLite file


class FileConnectionPool(SQLiteConnectionPool):
    """Connections that keep their statements compiled.

    eventsourcing's keep one: its `cached_statements=True` is read as a number, and compiling what is asked costs more
    than asking it.
    """

    def _create_connection(self) -> SQLiteConnection:
        connection = sqlite3.connect(
            self.db_name,
            uri=True,
            check_same_thread=False,
            isolation_level=None,
            timeout=store.LOCK_TIMEOUT,
        )
        if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            connection.execute("PRAGMA journal_mode = WAL")
        connection.row_factory = sqlite3.Row
        return SQLiteConnection(connection, max_age=self.max_age)


class FileDatastore(SQLiteDatastore, Sessions):
    """A datastore whose recorders join the session that is open on their thread."""

    def __init__(self, db_name: str):
        super().__init__(db_name, originator_id_type="text")
        self.pool = FileConnectionPool(db_name=db_name, pool_timeout=store.LOCK_TIMEOUT)
        self._open = threading.local()

    @contextmanager
    def session(self) -> Iterator[SQLiteCursor]:
        if self.in_session:
            yield self._open.cursor
            return
        connection = self._taken(is_writer=True)
        try:
            cursor = connection.cursor()
            try:
                # BEGIN alone is deferred: the lock would be taken at the first write, after what
                # was read for the ruling.
                cursor.execute("BEGIN IMMEDIATE")
                self._open.cursor, self._open.last = cursor, None
                yield cursor
                connection.commit()
            except BaseException:
                connection.rollback()
                raise
            finally:
                self._open.cursor = None
                cursor.sqlite_cursor.close()
        finally:
            self.pool.put_connection(connection)

    def send(self) -> None:
        """Nothing is kept: a file is written at once."""

    @contextmanager
    def get_connection(self, *, commit: bool) -> Iterator[SQLiteConnection]:
        connection = self._taken(is_writer=commit)
        try:
            yield connection
        finally:
            self.pool.put_connection(connection)

    def _taken(self, *, is_writer: bool) -> SQLiteConnection:
        """A connection of the pool, to be put back."""
        connection = self.pool.get_connection(is_writer=is_writer)
        if connection._sqlite_conn.in_transaction:
            # Ctrl-C fell between a BEGIN and whoever would have ended it.
            connection.rollback()
        return connection

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


class FileRecorder(LogRecorder, SQLiteApplicationRecorder):
    """The append-only log, in a file."""

    datastore: FileDatastore
    ENTRY = "rowid"
    _saying = "instr(state, ?)"

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

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int] | None:
        if (c := self.datastore.open_cursor) is not None:
            return self._insert_events(c, stored_events, **kwargs)
        return super().insert_events(stored_events, **kwargs)

    def _insert_events(
        self,
        c: SQLiteCursor,
        stored_events: Sequence[StoredEvent],
        *,
        expected: int | None = None,
        **kwargs: Any,
    ) -> Sequence[int] | None:
        self._must_be_last(expected)
        ids = super()._insert_events(c, stored_events, **kwargs)
        if ids:
            self.datastore.last = ids[-1]
        return ids

    def read(self, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        if (c := self.datastore.open_cursor) is not None:
            return self._rows(c, sql, parameters)
        with self.datastore.transaction(commit=False) as c:
            return self._rows(c, sql, parameters)

    def _rows(self, c: SQLiteCursor, sql: str, parameters: Sequence[Any]) -> list[Any]:
        c.execute(sql, parameters)
        rows: list[Any] = c.fetchall()
        return rows

    def change(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        c = self.datastore.open_cursor
        assert c is not None
        c.executemany(sql, rows)

    def create_log(self) -> None:
        self.create_table()

    def create_index(self, statements: Sequence[str]) -> None:
        with self.datastore.session() as c:
            for statement in statements:
                c.execute(statement)

    def has_table(self, name: str) -> bool:
        return bool(self.read("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", [name]))

    def is_guarded(self) -> bool:
        stored = self.read("SELECT sql FROM sqlite_master WHERE type = 'trigger'")
        return {row[0] for row in stored} == self.guards()

    def guards(self) -> set[str]:
        """The triggers that keep the log append-only, as SQLite keeps their text."""
        return {
            statement.replace(" IF NOT EXISTS", "")
            for statement in self.create_table_statements
            if statement.startswith("CREATE TRIGGER")
        }

    def settle_in_place(self) -> None:
        """Bring what is in the write-ahead log into the one file, so that it can be put elsewhere."""
        with self.datastore.get_connection(commit=True) as connection:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")


class FileFactory(SQLiteFactory):
    """Makes the recorder above, on a datastore with sessions."""

    application_recorder_class = FileRecorder

    def __init__(self, env: Environment | EnvType | None):
        super().__init__(env)
        plain = self.datastore
        self.datastore = FileDatastore(plain.pool.db_name)
        plain.close()


def put_in_place(aside: Path, path: Path) -> None:
    """Give a finished file its name, where nothing has that name yet.

    Raises:
        Problem: something has; it is left as it is.
    """
    try:
        give_name(aside, path)
    except FileExistsError:
        raise Problem("ledger-exists", path=path) from None


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
