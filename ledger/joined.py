"""Writes to a server that are sent as one statement: each that is sent alone costs both sides its sending."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from psycopg import Cursor

MOST = 16
"""Rows that are joined; more are sent one by one, as so many are no longer of a few forms."""


class Joined:
    """Gathers what is to be written, each by its own statement and its own parameters.

    Its parts see nothing of each other (PostgreSQL, 7.8.4), so they are of rows that no two of them touch.

    Args:
        cursor: writes it; within a transaction of whoever it is.
    """

    def __init__(self, cursor: Cursor[Any]):
        self._cursor = cursor
        self._parts: list[tuple[str, Sequence[Any]]] = []

    @property
    def is_empty(self) -> bool:
        return not self._parts

    def add(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """One more row for each."""
        if len(self._parts) + len(rows) <= MOST:
            self._parts += [(sql, row) for row in rows]
        else:
            self.send()
            self._cursor.executemany(sql, rows)

    def send(self) -> None:
        if self._parts:
            parts, self._parts = self._parts, []
            sql = _one_statement(tuple(sql for sql, _ in parts))
            self._cursor.execute(sql, [value for _, row in parts for value in row], prepare=True)

    def drop(self) -> None:
        self._parts = []


@lru_cache(maxsize=1024)
def _one_statement(parts: tuple[str, ...]) -> str:
    *others, last = parts
    if not others:
        return last
    return f"WITH {', '.join(f'w{n} AS ({sql})' for n, sql in enumerate(others))} {last}"
