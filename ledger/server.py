"""A ledger in a database on a PostgreSQL server: its address, who may do what there, and what the
server's complaints mean.

Three roles: the **owner** makes the ledger (`rcm-ledger init`) and owns its tables; a **writer** may
read the log and add to it, and nothing more, and keeps the tables that are derived from it; a
**reader** may read both. Writer and reader are groups: whoever signs in is made a member of one.
"""

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import psycopg
from psycopg import Cursor, sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from ledger import store
from ledger.ledger_key import keep
from ledger.place import Place
from ledger.problems import Problem
from ledger.server_complaints import problem_of
from ledger.store_postgres import LOG_SCHEMA, VERSION, VIEWS_SCHEMA

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

FOLDER_VARIABLE = "RCM_LEDGER_FOLDER"
"""Names the folder for what lies beside a ledger on a server."""
_CONNECT_TIMEOUT = 10

_FOUND = """
SELECT obj_description(schema.oid), log.oid IS NOT NULL,
    has_schema_privilege(schema.oid, 'USAGE') AND has_table_privilege(log.oid, 'SELECT'),
    has_table_privilege(log.oid, 'INSERT')
        AND NOT pg_is_in_recovery() AND NOT current_setting('transaction_read_only')::bool
FROM pg_namespace AS schema
LEFT JOIN pg_class AS log ON log.relnamespace = schema.oid AND log.relname = 'stored_events'
WHERE schema.nspname = %s
"""
_WHO = "SELECT current_user, rolsuper, rolcreaterole FROM pg_roles WHERE rolname = current_user"


@dataclass(frozen=True)
class ServerPlace:
    """A database on a server.

    Args:
        parameters: of the connection, as libpq names them.
        writer, reader: the roles that may write and read it.
        as_superuser: whether a superuser may make a ledger, who is bound by no grant.
    """

    parameters: dict[str, Any]
    writer: str
    reader: str
    as_superuser: bool = False

    @classmethod
    def at(cls, address: str) -> "ServerPlace":
        """
        Raises:
            Problem: it is no such address, or names no database.
        """
        try:
            parameters: dict[str, Any] = dict(conninfo_to_dict(address))
        except psycopg.Error:
            # What it complains of may be a part of the password.
            raise Problem("bad-address") from None
        ports = str(parameters.get("port", ""))
        if not re.fullmatch("[0-9,]*", ports) or not parameters.get("dbname"):
            raise Problem("bad-address")
        database = parameters["dbname"]
        return cls(parameters, f"{database}_writer", f"{database}_reader")

    def with_roles(
        self, writer: str | None, reader: str | None, *, as_superuser: bool
    ) -> "ServerPlace":
        """The same, made for other roles than `DATABASE_writer` and `DATABASE_reader`."""
        return replace(
            self,
            writer=writer or self.writer,
            reader=reader or self.reader,
            as_superuser=as_superuser,
        )

    @property
    def database(self) -> str:
        return str(self.parameters["dbname"])

    @property
    def name(self) -> str:
        user, host, port = (str(self.parameters.get(n) or "") for n in ("user", "host", "port"))
        where = quote(user, safe="") + ("@" if user else "")
        more = {}
        if host.startswith("/"):
            more = {"host": host, **({"port": port} if port else {})}
        else:
            where += (f"[{host}]" if ":" in host else host) + (f":{port}" if port else "")
        asked = f"?{urlencode(more, safe='/')}" if more else ""
        return f"postgresql://{where}/{quote(self.database, safe='')}{asked}"

    @property
    def beside(self) -> Path:
        folder = os.environ.get(FOLDER_VARIABLE) or f"{self.database}.ledger"
        return Path(folder) / f"{self.database}.db"

    # Connecting.

    def connecting(self, schema: str, **more: str) -> dict[str, Any]:
        """The parameters of a connection that finds its tables in a schema, and waits for nobody for ever.

        Args:
            more: settings of the server.
        """
        settings = {"search_path": schema, "lock_timeout": f"{store.LOCK_TIMEOUT}s", **more}
        ours = (f"-c {name}={value}" for name, value in settings.items())
        options = " ".join([self.parameters.get("options") or "", *ours])
        return {
            "connect_timeout": _CONNECT_TIMEOUT,
            # A server that is gone without a word is not waited for as long as TCP would.
            "keepalives_idle": 30,
            "tcp_user_timeout": 1000 * _CONNECT_TIMEOUT,
            "application_name": "rcm-ledger",
            **self.parameters,
            "client_encoding": "utf8",
            "options": options.strip(),
        }

    def environment(self, *, read_only: bool) -> dict[str, str]:
        names = ("DBNAME", "HOST", "PORT", "USER", "PASSWORD")
        # All that is asked of the log is found by an index, whatever the numbers: a plan for each costs more than that.
        how = self.connecting(LOG_SCHEMA, plan_cache_mode="force_generic_plan")
        return {
            **{f"POSTGRES_{name}": "" for name in names},
            "PERSISTENCE_MODULE": "ledger.store_postgres:ServerFactory",
            "RCM_LEDGER_ADDRESS": make_conninfo(**how),
        }

    @contextmanager
    def _asking(self) -> Iterator[Cursor[Any]]:
        try:
            with (
                psycopg.connect(**self.connecting(LOG_SCHEMA), autocommit=True) as connection,
                connection.cursor() as cursor,
            ):
                yield cursor
        except psycopg.Error as error:
            raise self.problem_of(error) or error from None

    def problem_of(self, error: Exception) -> Problem | None:
        return problem_of(error, self.name, self.writer)

    # What is there.

    def _found(self) -> tuple[str | None, bool, bool, bool] | None:
        with self._asking() as cursor:
            return cursor.execute(_FOUND, [LOG_SCHEMA]).fetchone()

    def is_taken(self) -> bool:
        return self._found() is not None

    def must_be_a_ledger(self) -> None:
        found = self._found()
        if found is None:
            raise Problem("no-ledger", path=self.name)
        version, is_there, is_readable, _ = found
        if version is not None and version.startswith("rcm-ledger ") and version != VERSION:
            raise Problem("other-version", path=self.name, found=version, known=VERSION)
        if version != VERSION or not is_there:
            other = (
                f"its schema {LOG_SCHEMA} is something else's",
                f"su esquema {LOG_SCHEMA} es de otra cosa",
            )
            raise Problem("not-a-ledger", path=self.name, why=other)
        if not is_readable:
            raise self.not_permitted()

    def not_permitted(self) -> Problem:
        user = self.parameters.get("user") or "USER"
        return Problem("no-permission", path=self.name, role=self.writer, user=user)

    def is_read_only(self) -> bool:
        found = self._found()
        return found is None or not found[3]

    # Making a ledger.

    @contextmanager
    def making(self, key: "Ed25519PrivateKey | None") -> Iterator[Place]:
        self._may_be_made()
        folder = self.beside.parent
        is_new = not folder.exists()
        with self._folder_problems():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Its key first, so that no new ledger is ever without one.
        written = None if key is None else keep(self.beside, key)
        try:
            yield self
        except BaseException:
            if written is not None and not self._may_be_there():
                written.unlink(missing_ok=True)
                if is_new:
                    with suppress(OSError):
                        folder.rmdir()
            raise

    @contextmanager
    def _folder_problems(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            reason = error.strerror or str(error)
            raise Problem("cannot-write", path=self.beside.parent, why=reason) from None

    def _may_be_there(self) -> bool:
        """Where the server's answer to the last word was lost, it may be made after all."""
        try:
            return self.is_taken()
        except Problem:
            return True

    def _may_be_made(self) -> None:
        with self._asking() as cursor:
            row = cursor.execute(_WHO).fetchone()
            assert row is not None
            user, is_superuser, may_make_roles = row
            if is_superuser and not self.as_superuser:
                raise Problem("superuser", path=self.name, user=user)
            missing = self._missing_roles(cursor)
            if missing and not (is_superuser or may_make_roles):
                made = "; ".join(f'CREATE ROLE "{role}"' for role in missing)
                raise Problem("no-roles", path=self.name, user=user, sql=made)

    def _missing_roles(self, cursor: Cursor[Any]) -> list[str]:
        there = cursor.execute(
            "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", [[self.writer, self.reader]]
        ).fetchall()
        return [role for role in (self.writer, self.reader) if (role,) not in there]

    def share(self, cursor: Cursor[Any]) -> None:
        """Let writers and readers in; within the transaction that makes the ledger."""
        for role in self._missing_roles(cursor):
            cursor.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(role)))
        cursor.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(VIEWS_SCHEMA)))
        for statement in self.grants:
            cursor.execute(statement.encode())

    @property
    def grants(self) -> Sequence[str]:
        """What each role may do, as SQL."""
        log, views = LOG_SCHEMA, VIEWS_SCHEMA
        writer, reader = (_quoted(role) for role in (self.writer, self.reader))
        return (
            f"GRANT USAGE ON SCHEMA {log}, {views} TO {writer}, {reader}",
            f"GRANT SELECT ON ALL TABLES IN SCHEMA {log} TO {writer}, {reader}",
            f"GRANT INSERT ON {log}.stored_events TO {writer}",
            f"GRANT INSERT, DELETE ON {log}.placed TO {writer}",
            f"GRANT INSERT, UPDATE, DELETE ON {log}.heads TO {writer}",
            f"GRANT INSERT, DELETE ON {log}.answered TO {writer}",
            f"ALTER DEFAULT PRIVILEGES IN SCHEMA {views} GRANT SELECT ON TABLES TO {reader}",
            f"ALTER DEFAULT PRIVILEGES IN SCHEMA {views} "
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {writer}",
        )


def _quoted(role: str) -> str:
    return '"{}"'.format(role.replace('"', '""'))
