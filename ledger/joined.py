"""Writes to a server that are sent as one statement: each that is sent alone costs both sides its sending."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import count
from typing import Any

from psycopg import Connection, RawCursor

from ledger.store import batches

MOST = 16
"""Rows that are joined; of more for one statement so many at a time, and the rest of them one by one, so that the
statements sent are of a few forms."""


class Joined:
    """Gathers what is to be written, each by its own statement and its own parameters.

    Its parts see nothing of each other (PostgreSQL, 7.8.4), so they are of rows that no two of them touch.

    Args:
        connection: writes it; within a transaction of whoever it is.
    """

    def __init__(self, connection: Connection[Any]):
        # Parameters as the server has them: psycopg would look for its own in each statement that has more than 50.
        self._cursor = RawCursor(connection)
        self._parts: list[tuple[str, Sequence[Any]]] = []

    @property
    def is_empty(self) -> bool:
        return not self._parts

    def add(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """One more row for each.

        Args:
            sql: its parameters are `%s`.
        """
        if len(self._parts) + len(rows) <= MOST:
            self._parts += [(sql, row) for row in rows]
            return
        self.send()
        whole = len(rows) - len(rows) % MOST
        for some in batches(rows[:whole], MOST):
            self._write([(sql, row) for row in some])
        if whole < len(rows):
            self._cursor.executemany(_one_statement((sql,)), rows[whole:])

    def send(self) -> None:
        if self._parts:
            parts, self._parts = self._parts, []
            self._write(parts)

    def _write(self, parts: Sequence[tuple[str, Sequence[Any]]]) -> None:
        sql = _one_statement(tuple(sql for sql, _ in parts))
        self._cursor.execute(sql, [value for _, row in parts for value in row], prepare=True)

    def drop(self) -> None:
        self._parts = []


@lru_cache(maxsize=1024)
def _one_statement(parts: tuple[str, ...]) -> bytes:
    numbers = count(1)
    *others, last = (_numbered(sql, numbers) for sql in parts)
    if others:
        last = f"WITH {', '.join(f'w{n} AS ({sql})' for n, sql in enumerate(others))} {last}"
    return last.encode()


def _numbered(sql: str, numbers: Iterator[int]) -> str:
    """With PostgreSQL's own parameters."""
    first, *others = sql.split("%s")
    return first + "".join(f"${next(numbers)}{other}" for other in others)
