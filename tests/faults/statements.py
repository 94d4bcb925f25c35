"""Where a process can be stopped: before any SQL statement, of the log or of the views."""

import os
import signal
import sqlite3
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from psycopg.pq import TransactionStatus


class Statements:
    """Every statement that this process is about to run, on each connection opened from now on.

    Attributes:
        seen: the statements since `count`.
    """

    def __init__(self) -> None:
        self.seen: list[str] = []
        self._counting, self._last = False, 0
        connect = sqlite3.connect

        def traced(*args: Any, **kwargs: Any) -> sqlite3.Connection:
            connection = connect(*args, **kwargs)
            connection.set_trace_callback(self._before)
            return connection

        sqlite3.connect = sqlite3.dbapi2.connect = traced
        on_a_server(self._before, lambda name, act: setattr(*name, act))

    def count(self, last: int = 0) -> None:
        """From now on; the process is killed before the `last` one, and never where that is 0."""
        self.seen, self._last, self._counting = [], last, True

    def files_too(self) -> None:
        """Count whatever gives or takes a file its name, or puts it on the disk, as well."""
        for name in ("fsync", "link", "rename", "replace", "unlink"):
            setattr(os, name, self._counted(name, getattr(os, name)))

    def _counted(self, name: str, act: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **kwargs: Any) -> Any:
            self._before(f"{name} of a file")
            return act(*args, **kwargs)

        return counted

    def _before(self, statement: str) -> None:
        if not self._counting:
            return
        self.seen.append(statement)
        if len(self.seen) == self._last:
            os.kill(os.getpid(), signal.SIGKILL)


def on_a_server(before: Callable[[str], None], put: Callable[[tuple[Any, str], Any], None]) -> None:
    """Have `before` called before each statement that psycopg sends.

    Args:
        put: gives an attribute of a class another value.
    """

    def told(act: Callable[..., Any]) -> Callable[..., Any]:
        def run(cursor: Any, query: Any, *args: Any, **kwargs: Any) -> Any:
            before(str(query))
            return act(cursor, query, *args, **kwargs)

        return run

    for name in ("execute", "executemany"):
        put((psycopg.Cursor, name), told(getattr(psycopg.Cursor, name)))
    commit = psycopg.Connection.commit

    def committing(connection: Any) -> None:
        if connection.info.transaction_status != TransactionStatus.IDLE:
            before("COMMIT")
        commit(connection)

    put((psycopg.Connection, "commit"), committing)


class Interrupting:
    """Raises what Ctrl-C raises before a statement, in this process, which then goes on."""

    def __init__(self) -> None:
        self.left = 0

    def everywhere(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sqlite3, "connect", self.connect)
        monkeypatch.setattr(sqlite3.dbapi2, "connect", self.connect)
        on_a_server(
            lambda _: self.before_statement(), lambda name, act: monkeypatch.setattr(*name, act)
        )

    def connect(self, *args: Any, **kwargs: Any) -> sqlite3.Connection:
        """In the place of `sqlite3.connect`."""
        interrupting = self

        class Cursor(sqlite3.Cursor):
            def execute(self, *args: Any, **kwargs: Any) -> sqlite3.Cursor:
                interrupting.before_statement()
                return super().execute(*args, **kwargs)

            def executemany(self, *args: Any, **kwargs: Any) -> sqlite3.Cursor:
                interrupting.before_statement()
                return super().executemany(*args, **kwargs)

        class Connection(sqlite3.Connection):
            def cursor(self, factory: Any = Cursor) -> Any:
                return super().cursor(factory)

            def commit(self) -> None:
                interrupting.before_statement()
                super().commit()

        return _connect(*args, factory=Connection, **kwargs)

    def before_statement(self) -> None:
        self.left -= 1
        if self.left == 0:
            raise KeyboardInterrupt


_connect = sqlite3.connect
