"""The driver's own cursor, for the hot path: its statements are compiled once (`tables.compiled`), and SQLAlchemy's way
from a statement to the driver costs as much as the statement itself."""

import sqlite3
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

Values = Sequence[Any]


class Driver:
    """Runs compiled statements on the connection of an engine."""

    def __init__(self, connection: Connection):
        self.connection = connection
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        self._driver = driver

    def run(self, sql: str, values: Values = ()) -> sqlite3.Cursor:
        return self._driver.execute(sql, values)

    def run_for_each(self, sql: str, rows: Sequence[Values]) -> None:
        self._driver.executemany(sql, rows)

    def rollback(self) -> None:
        """Without a statement, so that it works where none does."""
        self._driver.rollback()
