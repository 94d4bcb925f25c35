"""The driver's own cursor, for the hot path: a statement is compiled once, and handed to the driver as it is, since
SQLAlchemy's way from a statement to the driver costs as much as the statement itself."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from sqlalchemy import Connection, Dialect, Executable
from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from ledger.joined import Joined

Values = Sequence[Any]


class Cursor(Protocol):
    """As DB-API 2.0 has it (PEP 249)."""

    def fetchone(self) -> Any: ...
    def fetchmany(self, size: int) -> list[Any]: ...
    def __iter__(self) -> Iterator[Any]: ...


class _Store(NamedTuple):
    """How one kind of database is spoken to."""

    dialect: Dialect
    begin_writing: Sequence[str]
    begin_reading: str
    compiled: dict[Executable, str]


FOLLOWING = int.from_bytes(b"RCMLview")
"""The advisory lock of whoever writes the views on a server."""

_STORES = {
    "sqlite": _Store(
        sqlite.dialect(paramstyle="qmark"),
        ("BEGIN IMMEDIATE",),
        "BEGIN",
        {},
    ),
    "postgresql": _Store(
        postgresql.dialect(paramstyle="format"),  # type: ignore[no-untyped-call]
        (
            "BEGIN ISOLATION LEVEL READ COMMITTED",
            f"SELECT pg_advisory_xact_lock({FOLLOWING})",
        ),
        "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        {},
    ),
}


class Driver:
    """Runs statements on the connection of an engine; their values in the order in which they stand."""

    def __init__(self, connection: Connection):
        self.connection = connection
        self._driver: Any = connection.connection.driver_connection
        self._cursor: Any = None
        self._joined: Joined | None = None
        self._store = _STORES[connection.dialect.name]
        self._in_transaction = False

    def run(self, statement: Executable, values: Values = ()) -> Cursor:
        self._send()
        found: Cursor = self._driver.execute(self._sql(statement), values)
        return found

    def has_updated(self, statement: Executable, values: Values) -> bool:
        """Whether what was to be updated was there."""
        self._send()
        sql = self._sql(statement)
        if self._store is _STORES["sqlite"]:
            updated: int = self._driver.execute(sql, values).rowcount  # RETURNING would make a table of it
            return updated > 0
        # Of what is sent together, only rows are waited for.
        return self._driver.execute(f"{sql} RETURNING 1", values).fetchone() is not None

    def run_for_each(self, statement: Executable, rows: Sequence[Values]) -> None:
        self._send()
        if self._cursor is None:
            self._cursor = self._driver.cursor()
        self._cursor.executemany(self._sql(statement), rows)

    def add(self, statement: Executable, rows: Sequence[Values]) -> None:
        """The same, of rows that nothing else touches that is added: to a server it is sent with the rest of that."""
        if self._joined is None:
            self.run_for_each(statement, rows)
        else:
            self._joined.add(self._sql(statement), rows)

    def _send(self) -> None:
        if self._joined is not None:
            self._joined.send()

    def _sql(self, statement: Executable) -> str:
        compiled = self._store.compiled
        found = compiled.get(statement)
        if found is None:
            found = compiled[statement] = str(statement.compile(dialect=self._store.dialect))  # type: ignore[attr-defined]
        return found

    @contextmanager
    def transaction(self, *, together: bool = False) -> Iterator[None]:
        """One transaction that holds the write lock from its beginning; or a part of the one that is open.

        Args:
            together: what is written in it to a server is sent together, and waited for where something is read, or at
                the end; on this driver's own cursor only, as SQLAlchemy asks for each answer at once.
        """
        pipeline = self._pipeline() if together and self._store is _STORES["postgresql"] else nullcontext()
        if self._in_transaction:
            with pipeline:
                yield
            return
        self._in_transaction = True
        try:
            with pipeline:
                for statement in self._store.begin_writing:
                    self._driver.execute(statement)
                yield
                self._send()
                self._driver.execute("COMMIT")
        except BaseException:
            # Not before the pipeline is done: there it would raise, for what was not done after what went wrong.
            self.rollback()
            raise
        finally:
            self._in_transaction = False

    @contextmanager
    def _pipeline(self) -> Iterator[None]:
        from ledger.joined import Joined

        with self._driver.pipeline():
            self._joined = Joined(self._driver)
            try:
                yield
                self._send()  # also where this is a part of somebody else's transaction
            finally:
                self._joined = None

    def begin_reading(self, first: Executable) -> Any:
        """All that is read from now on is as of one moment. Gives the row of what is read first."""
        # A server is waited for once.
        with nullcontext() if self._store is _STORES["sqlite"] else self._driver.pipeline():
            self._driver.execute(self._store.begin_reading)
            found = self._driver.execute(self._sql(first))
        return found.fetchone()

    def end_reading(self) -> None:
        if self._store is _STORES["sqlite"]:
            self.rollback()  # after a COMMIT, what was not read to its end would go on holding the file
        else:
            self._driver.execute("COMMIT")  # after a rollback, psycopg would prepare every statement anew

    def close(self) -> None:
        """Give the connection back, and with it all that holds its file: as long as there is a cursor, SQLite does."""
        if self._cursor is not None:
            self._cursor.close()
            self._cursor = None
        self.connection.close()

    def rollback(self) -> None:
        """Without a statement, so that it works where none does."""
        self._driver.rollback()
