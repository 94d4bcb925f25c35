"""Where the accounts are kept: a file beside the ledger's, or a schema of its database.

Their schema is brought up to date when they are opened. On a server that takes the owner of the ledger's database;
whoever else uses them is a member of the role `DATABASE_service`, which may do with them what the service does, and can
no more alter the security log than anybody.
"""

import json
import os
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import psycopg
from psycopg import sql
from sqlalchemy import URL, Connection, Engine, create_engine, event, func, insert, select
from sqlalchemy.exc import DBAPIError

from api.accounts import tables
from ledger.beside import Beside
from ledger.files import give_name
from ledger.place import FilePlace, Place
from ledger.problems import Problem, why
from ledger.server import ServerPlace
from ledger.server_complaints import problem_of
from ledger.store import LOCK_TIMEOUT
from ledger.store_postgres import locked
from ledger.store_sqlite import remove_aside
from projections.server import engine_on

SCHEMA = "accounts"
VERSION = "2"
"""The last of the migrations."""
WRITING = int.from_bytes(b"RCMLacct")
"""The advisory lock of whoever changes accounts on a server."""
LOOKED_LATELY = 1.0
"""Seconds for which it is believed that there are no accounts."""

Errors = (DBAPIError, sqlite3.Error, psycopg.Error)


@dataclass
class Act:
    """One transaction on the accounts, and its entries in the security log.

    Attributes:
        at: seconds since 1970.
        by: who does it: an account's id, or `local`; None where nobody is known.
        address: from where.
        forgets: something was removed that is to be found nowhere any more.
    """

    run: Connection
    at: int
    by: str | None
    address: str | None
    forgets: bool = False

    def log(self, event: str, account: str | None = None, **facts: Any) -> None:
        """Enter what happened; nothing that names a person."""
        self.run.execute(
            insert(tables.security_log).values(
                at=self.at,
                event=event,
                account=account,
                by=self.by,
                address=self.address,
                facts=json.dumps(facts, ensure_ascii=False),
            )
        )


class Accounts:
    """The accounts of the ledger at a place.

    Args:
        now: the clock; seconds since 1970.
    """

    def __init__(self, place: Place, now: Callable[[], float] = time.time):
        self._home: _Home = (
            _FileHome(place) if isinstance(place, FilePlace) else _ServerHome(place)
        )
        self._clock = now
        self._engine: Engine | None = None
        self._there_are = False
        self._looked = float("-inf")

    @property
    def now(self) -> int:
        return int(self._clock())

    @property
    def name(self) -> str:
        """Where they are, as people know it."""
        return self._home.name

    @property
    def there_were_lately(self) -> bool | None:
        """Whether there was any account a moment ago; None where that has to be looked for again."""
        if self._there_are or time.monotonic() - self._looked <= LOOKED_LATELY:
            return self._there_are
        return None

    def there_are(self) -> bool:
        """Whether there is any account. From then on, whoever is not signed in sees less.

        Raises:
            Problem: it cannot be looked for.
        """
        if self.there_were_lately is None:
            with self._problems():
                if self._home.is_there():
                    with self.reading() as run:
                        found = run.execute(select(func.count()).select_from(tables.accounts))
                        self._there_are = found.scalar_one() > 0
            self._looked = time.monotonic()
        return self._there_are

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """
        Raises:
            Problem: the accounts cannot be read.
        """
        with self._problems(), self._opened().connect() as connection:
            yield connection

    @contextmanager
    def acting(self, by: str | None = None, address: str | None = None) -> Iterator[Act]:
        """One transaction that changes them: nothing of it is kept where it raises.

        Raises:
            Problem: they cannot be written.
        """
        with self._problems(), self._opened().connect() as connection:
            act = Act(connection, self.now, by, address)
            with self._writing(connection):
                yield act
            if act.forgets:
                self._home.forget(connection)

    @contextmanager
    def _writing(self, connection: Connection) -> Iterator[None]:
        connection.exec_driver_sql(self._home.begin)
        try:
            yield
            connection.exec_driver_sql("COMMIT")
        except BaseException:
            # Without a statement, so that it works where none does.
            driver: Any = connection.connection.driver_connection
            with suppress(*Errors):
                driver.rollback()
            raise

    def _opened(self) -> Engine:
        """The accounts, of this version."""
        if self._engine is None:
            self._home.make()
            engine = self._home.engine()
            try:
                with engine.connect() as connection:
                    if _version(connection, self._home) != VERSION:
                        with self._writing(connection):
                            self._migrate(connection)
            except BaseException:
                engine.dispose()
                raise
            self._engine = engine
        return self._engine

    def _migrate(self, connection: Connection) -> None:
        from alembic.command import upgrade
        from alembic.config import Config
        from alembic.util.exc import CommandError

        found = _version(connection, self._home)  # another may have been quicker
        if found == VERSION:
            return
        config = Config()
        config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
        config.attributes["connection"] = connection
        try:
            upgrade(config, "head")
        except CommandError:
            # It is at a version that these migrations do not know.
            raise Problem("other-version", path=self.name, found=found, known=VERSION) from None
        self._home.share(connection)

    @contextmanager
    def _problems(self) -> Iterator[None]:
        try:
            yield
        except Errors as error:
            original = error.orig if isinstance(error, DBAPIError) else error
            found = self._home.problem_of(original) if isinstance(original, Exception) else None
            if found is None:
                raise
            raise found from None

    def close(self) -> None:
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None


def _version(connection: Connection, home: "_Home") -> str | None:
    """The version of the schema that is there; None where there is none."""
    if not home.has_version(connection):
        return None
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return None if found is None else str(found)


class _Home(Protocol):
    begin: str
    """How a transaction begins that holds the write lock from its beginning."""

    @property
    def name(self) -> str: ...
    def is_there(self) -> bool: ...
    def make(self) -> None:
        """What has to be there before anybody connects."""

    def engine(self) -> Engine: ...
    def has_version(self, connection: Connection) -> bool: ...
    def share(self, connection: Connection) -> None:
        """Let in who may use them."""

    def forget(self, connection: Connection) -> None:
        """Let nothing remain of what was removed."""

    def problem_of(self, error: Exception) -> Problem | None: ...


class _FileHome:
    """A file of their own, which only its owner reads."""

    begin = "BEGIN IMMEDIATE"

    def __init__(self, place: FilePlace):
        self.place, self.path = place, Beside(place.beside).accounts

    @property
    def name(self) -> str:
        return str(self.path)

    def is_there(self) -> bool:
        return self.path.exists()

    def make(self) -> None:
        if self.path.exists():
            return
        aside = self.path.with_name(f"{self.path.name}.new-{secrets.token_hex(4)}")
        try:
            os.close(os.open(aside, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            with closing(sqlite3.connect(aside)) as alone:
                # Where two give it to one file at once, SQLite refuses one of them without a wait.
                alone.execute("PRAGMA journal_mode = WAL")
            with suppress(FileExistsError):  # another was quicker
                give_name(aside, self.path)
        except OSError as error:
            raise Problem("cannot-write", path=self.path, why=tuple(why(error).values())) from None
        finally:
            remove_aside(aside)

    def engine(self) -> Engine:
        engine = create_engine(
            URL.create("sqlite", database=str(self.path.absolute())),
            isolation_level="AUTOCOMMIT",  # transactions begin where we say so
            connect_args={"check_same_thread": False, "timeout": LOCK_TIMEOUT},
        )

        @event.listens_for(engine, "connect")
        def set_up(connection: sqlite3.Connection, _: object) -> None:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA foreign_keys = ON")
            # What is erased is not to be found in the file either.
            connection.execute("PRAGMA secure_delete = ON")

        return engine

    def has_version(self, connection: Connection) -> bool:
        found = "SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'"
        return connection.exec_driver_sql(found).scalar() is not None

    def share(self, connection: Connection) -> None:
        """The file's rights say it."""

    def forget(self, connection: Connection) -> None:
        """Of what was removed the write-ahead log still knows."""
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def problem_of(self, error: Exception) -> Problem | None:
        from ledger.store_sqlite import problem_of

        return problem_of(error, self.name)


_MAY_USE = "SELECT has_schema_privilege(oid, 'USAGE') FROM pg_namespace WHERE nspname = %s"
_HAS_VERSION = "SELECT 1 FROM pg_tables WHERE schemaname = %s AND tablename = 'alembic_version'"


class _ServerHome:
    """A schema of the ledger's database."""

    begin = "; ".join(locked(WRITING))

    def __init__(self, place: Place):
        assert isinstance(place, ServerPlace)
        self.place = place
        self.role = f"{place.database}_service"

    @property
    def name(self) -> str:
        return self.place.name

    def _connect(self) -> "psycopg.Connection[tuple[object, ...]]":
        return psycopg.connect(**self.place.connecting(SCHEMA), autocommit=True)

    def is_there(self) -> bool:
        with self._connect() as connection:
            if connection.execute(_MAY_USE, [SCHEMA]).fetchone() == (False,):
                # Without this its tables would seem not to be there.
                user = connection.info.user
                raise Problem("no-permission", path=self.name, role=self.role, user=user)
            return connection.execute(_HAS_VERSION, [SCHEMA]).fetchone() is not None

    def make(self) -> None:
        if self.is_there():
            return
        with self._connect() as connection, connection.transaction():
            # Of two who look and then make what is not there, one would be told that it is.
            connection.execute(f"SELECT pg_advisory_xact_lock({WRITING})")
            if not connection.execute(
                "SELECT 1 FROM pg_roles WHERE rolname = %s", [self.role]
            ).fetchone():
                self._make_role(connection)
            connection.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")

    def _make_role(self, connection: "psycopg.Connection[tuple[object, ...]]") -> None:
        made = sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(self.role))
        try:
            connection.execute(made)
        except psycopg.errors.InsufficientPrivilege:
            user, said = connection.info.user, f'CREATE ROLE "{self.role}"'
            raise Problem("no-roles", path=self.name, user=user, sql=said) from None

    def engine(self) -> Engine:
        return engine_on(self._connect)

    def has_version(self, connection: Connection) -> bool:
        return connection.exec_driver_sql(_HAS_VERSION, (SCHEMA,)).scalar() is not None

    def share(self, connection: Connection) -> None:
        role = self.role.replace('"', '""')
        log = tables.security_log.name
        for statement in (
            f'GRANT USAGE ON SCHEMA {SCHEMA} TO "{role}"',
            f'GRANT USAGE ON ALL SEQUENCES IN SCHEMA {SCHEMA} TO "{role}"',
            f'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {SCHEMA} TO "{role}"',
            f'REVOKE UPDATE, DELETE ON {log}, alembic_version FROM "{role}"',
        ):
            connection.exec_driver_sql(statement.replace("%", "%%"))

    def forget(self, connection: Connection) -> None:
        """The server's next vacuum does."""

    def problem_of(self, error: Exception) -> Problem | None:
        return problem_of(error, self.name, self.role)
