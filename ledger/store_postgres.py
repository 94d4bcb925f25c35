"""The log on a server: what we add to eventsourcing's PostgreSQL recorder (`ledger.store`).

Where the recorder takes a table lock, a session takes an advisory one: a table lock is refused to a
role that may only insert and select. And under it an entry's number is the one after the last, so
that numbers have no gaps: a sequence would leave one wherever something was undone.

A session waits for the server where it reads, and once when it ends: what it writes is sent together
(libpq's pipeline mode), and what is wrong with that is found at the next reading, or at the end.
"""

import select
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import (
    ConnectionPool,
    PostgresApplicationRecorder,
    PostgresDatastore,
    PostgresFactory,
)
from eventsourcing.utils import Environment, EnvType
from psycopg import Connection, Cursor, OperationalError
from psycopg.rows import DictRow, dict_row, tuple_row

from ledger.joined import Joined
from ledger.store import EntryRow, LogRecorder, Question, Sessions

LOG_SCHEMA = "rcm_ledger"
VIEWS_SCHEMA = "rcm_views"
LAST_ENTRY = f"SELECT max(notification_id) FROM {LOG_SCHEMA}.stored_events"
"""Asks for the log's last entry, from wherever in its database."""
VERSION = "rcm-ledger 1"
"""What the log's schema says that it is: counted up when its tables change."""
MOST = 10
"""Connections of one process at a time."""
WRITING = int.from_bytes(b"RCMLwrit")
"""The advisory lock that a session holds: of this database, and of nobody else's."""
FOLLOWED = int.from_bytes(b"RCMLnext")
"""That which is shared, from before they wait for the other, by all whose process follows after them."""

_INSERT = (
    "INSERT INTO stored_events (notification_id, originator_id, originator_version, topic, state) "
    "VALUES (%s, %s, %s, %s, %s)"
)
_REFUSE = "BEGIN RAISE EXCEPTION 'the log is append-only'; END"
GUARD = "append_only"
CREATE = (
    f"CREATE SCHEMA {LOG_SCHEMA}",
    f"COMMENT ON SCHEMA {LOG_SCHEMA} IS '{VERSION}'",
    """
CREATE TABLE stored_events (
    notification_id bigint NOT NULL UNIQUE CHECK (notification_id > 0),
    originator_id text COLLATE "C" NOT NULL,
    originator_version bigint NOT NULL,
    topic text NOT NULL,
    state bytea NOT NULL,
    PRIMARY KEY (originator_id, originator_version)
)
""",
    f"""
CREATE FUNCTION {GUARD}() RETURNS trigger LANGUAGE plpgsql AS '{_REFUSE.replace("'", "''")}'
""",
    f"""
CREATE TRIGGER {GUARD} BEFORE UPDATE OR DELETE OR TRUNCATE ON stored_events
    FOR EACH STATEMENT EXECUTE FUNCTION {GUARD}()
""",
    f"ALTER TABLE stored_events ENABLE ALWAYS TRIGGER {GUARD}",
)
_GUARD = """
SELECT trigger.tgenabled, trigger.tgtype, trigger.tgqual IS NULL, function.prosrc
FROM pg_trigger AS trigger JOIN pg_proc AS function ON function.oid = trigger.tgfoid
WHERE trigger.tgrelid = 'stored_events'::regclass AND NOT trigger.tgisinternal
"""
# pg_trigger.tgtype: 2 before, 8 delete, 16 update, 32 truncate; enabled "always", for a replica too.
_AS_MADE = [("A", 2 + 8 + 16 + 32, True, _REFUSE)]


def locked(key: int) -> Sequence[str]:
    """How a transaction begins that holds an advisory lock from its beginning."""
    return (
        # In a stricter isolation, what is read would be of before the lock.
        "BEGIN ISOLATION LEVEL READ COMMITTED",
        f"SELECT pg_advisory_xact_lock({key})",
    )


_BEGIN = locked(WRITING)
_BEGIN_FOLLOWED = (_BEGIN[0], f"SELECT pg_advisory_xact_lock_shared({FOLLOWED}), pg_advisory_xact_lock({WRITING})")
_NOBODY_FOLLOWS = f"SELECT pg_try_advisory_xact_lock({FOLLOWED}) AS so"


def still_there(connection: Connection[Any]) -> None:
    """Asks the server only where it said something unasked: as a rule, that it shuts down.

    Raises:
        psycopg.Error: the connection is broken.
    """
    unasked = select.poll()
    unasked.register(connection.fileno(), select.POLLIN)
    if unasked.poll(0):
        ConnectionPool.check_connection(connection)


class ServerDatastore(PostgresDatastore, Sessions):
    """A datastore whose recorders join the session that is open on their thread."""

    def __init__(self, conninfo: str):
        super().__init__(
            *[""] * 5,
            schema=LOG_SCHEMA,
            originator_id_type="text",
        )
        self.pool = ConnectionPool(
            conninfo,
            connection_class=Connection[DictRow],
            kwargs={"row_factory": dict_row},
            min_size=1,
            max_size=MOST,
            open=False,
            configure=self.after_connect_func(),
            timeout=5,
            check=still_there,  # a server that was away for a while is found again
        )
        self._open = threading.local()

    @contextmanager
    def session(self) -> Iterator[Cursor[Any]]:
        if self.in_session:
            yield self._open.cursor
            return
        with self.get_connection() as connection, connection.cursor(row_factory=tuple_row) as cursor:
            follows = self.follows
            try:
                with connection.pipeline():
                    for statement in _BEGIN_FOLLOWED if follows else _BEGIN:
                        cursor.execute(statement)
                    self._open.cursor, self._open.last = cursor, None
                    self._open.joined = Joined(connection)
                    yield cursor
                    self.send()
                    ended = connection.execute("COMMIT")
                    last = self._open.last
                    if follows:
                        nobody_follows = connection.execute(_NOBODY_FOLLOWS)
                        # Another may have let go of it since, and taken this for somebody who will follow.
                        cursor.execute(LAST_ENTRY)
                if ended.statusmessage != "COMMIT":
                    raise OperationalError("the transaction was broken off")
                self.is_followed = follows and nobody_follows.fetchone() != {"so": True}
                self.is_last = not follows or self.is_followed or cursor.fetchone() == (last,)
            except BaseException:
                if not connection.closed:
                    connection.rollback()
                raise
            finally:
                self._open.cursor = None

    @property
    def joined(self) -> Joined:
        """What the open session sends with the last append."""
        joined: Joined = self._open.joined
        return joined

    def send(self) -> None:
        self.joined.send()

    def undone(self) -> None:
        super().undone()
        self.joined.drop()

    @contextmanager
    def get_connection(self) -> Iterator[Connection[DictRow]]:
        if self.in_session:
            yield self._open.cursor.connection
            return
        with super().get_connection() as connection:
            yield connection


class ServerRecorder(LogRecorder, PostgresApplicationRecorder):
    """The append-only log, on a server."""

    datastore: ServerDatastore
    ENTRY = "notification_id"
    IS_FAR = True
    _saying = "position(? in state) > 0"

    def from_entry(
        self, entry: int, most: int, also: Sequence[Question] = ()
    ) -> tuple[list[EntryRow], list[list[EntryRow]]]:
        questions = [self._from_entry(entry, most), *also]
        # As one statement, as each that is sent costs its sending.
        asked = " UNION ALL ".join(
            f"({sql.replace('SELECT', f'SELECT {n},', 1)})" for n, (sql, _) in enumerate(questions)
        )
        found: list[list[EntryRow]] = [[] for _ in questions]
        for n, *row in self.read(asked, [each for _, some in questions for each in some]):
            found[n].append(tuple(row))
        rows, *others = found
        rows.sort()
        if self.datastore.in_session and 0 < len(rows) <= most:
            self.datastore.last = rows[-1][0]
        return rows, others

    def insert_events(
        self, stored_events: Sequence[StoredEvent], *, expected: int | None = None, **kwargs: Any
    ) -> Sequence[int] | None:
        with self.datastore.session():
            self._must_be_last(expected)
            last = self.last_entry()
            ids = range(last + 1, last + 1 + len(stored_events))
            self.datastore.send()
            self.datastore.joined.add(
                _INSERT,
                [
                    (id, event.originator_id, event.originator_version, event.topic, event.state)
                    for id, event in zip(ids, stored_events, strict=True)
                ],
            )
            self.datastore.last = last + len(stored_events)
            return ids

    def read(self, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        with (
            self.datastore.get_connection() as connection,
            connection.cursor(row_factory=tuple_row) as c,
        ):
            if self.datastore.in_session:
                self.datastore.send()
            c.execute(_as_psycopg(sql), parameters)
            return c.fetchall()

    def change(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        assert self.datastore.in_session
        with self.datastore.session() as c:
            self.datastore.send()
            c.executemany(_as_psycopg(sql), rows)

    def change_with(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        if self.datastore.joined.is_empty:
            self.change(sql, rows)
        else:
            self.datastore.joined.add(_as_psycopg(sql), rows)

    def create_log(self) -> None:
        with self.datastore.session() as c:
            for statement in CREATE:
                c.execute(statement)

    def create_index(self, statements: Sequence[str]) -> None:
        with self.datastore.session() as c:
            for statement in statements:
                c.execute(_of_postgresql(statement))

    def has_table(self, name: str) -> bool:
        return bool(self.read("SELECT to_regclass(?) IS NOT NULL", [f"{LOG_SCHEMA}.{name}"])[0][0])

    def is_guarded(self) -> bool:
        return self.read(_GUARD) == _AS_MADE

    def settle_in_place(self) -> None:
        """It is where it stays."""


@cache
def _as_psycopg(sql: str) -> str:
    """Parameters are `?` in ours, and `%s` in psycopg's."""
    return sql.replace("?", "%s")


def _of_postgresql(statement: str) -> str:
    """A table of the index in PostgreSQL's words."""
    for ours, theirs in (
        (" WITHOUT ROWID", ""),
        ("TEXT", 'text COLLATE "C"'),
        ("INTEGER", "bigint"),
        ("BLOB", "bytea"),
    ):
        statement = statement.replace(ours, theirs)
    return statement


class ServerFactory(PostgresFactory):
    """Makes the recorder above, on a datastore with sessions."""

    application_recorder_class = ServerRecorder

    def __init__(self, env: Environment | EnvType | None):
        super().__init__(env)
        # Its own was never opened.
        self.datastore = ServerDatastore(self.env["RCM_LEDGER_ADDRESS"])
