"""The views on a server: tables in a schema of the ledger's own database, beside the log's."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import Engine, Executable, create_engine, event, text
from sqlalchemy.exc import DisconnectionError

from ledger.server import ServerPlace
from ledger.store_postgres import LAST_ENTRY, VIEWS_SCHEMA, still_there
from projections.driver import Driver
from projections.tables import META, clear

BUILDING = int.from_bytes(b"RCMbuild")
"""The advisory lock of whoever builds them."""


def engine_on(connect: Callable[[], "psycopg.Connection[tuple[object, ...]]"]) -> Engine:
    """An engine on a server, over connections that commit by themselves."""
    engine = create_engine(
        "postgresql+psycopg://",
        creator=connect,
        # Transactions begin where we say so, not where the driver thinks best.
        isolation_level="AUTOCOMMIT",
    )

    @event.listens_for(engine, "checkout")
    def look(connection: Any, _: object, __: object) -> None:
        """A server that was away for a while is found again."""
        try:
            still_there(connection)
        except psycopg.Error as error:
            raise DisconnectionError from error

    return engine


class ServerHome:
    """The views' schema. Whoever made the ledger made its tables; a writer fills them, and a reader reads them."""

    errors: tuple[type[Exception], ...] = (psycopg.Error,)
    schema = VIEWS_SCHEMA
    how_far: Executable = META.add_columns(text(f"({LAST_ENTRY})"))

    def __init__(self, place: ServerPlace):
        self.place, self.path = place, place.name

    def _connect(self) -> "psycopg.Connection[tuple[object, ...]]":
        # What is lost here is read from the log again, so no commit waits for the disk.
        how = self.place.connecting(VIEWS_SCHEMA, synchronous_commit="off")
        return psycopg.connect(**how, autocommit=True)

    def engine(self) -> Engine:
        return engine_on(self._connect)

    def is_there(self) -> bool:
        return True

    def as_placed(self) -> object:
        return None

    @contextmanager
    def building_alone(self) -> Iterator[None]:
        """One process at a time builds; the others wait, and then find them built."""
        with self._connect() as connection:
            connection.execute("SELECT pg_advisory_lock(%s)", [BUILDING])
            yield

    def build(self, fill: Callable[[Driver], None]) -> None:
        """Build them in one transaction, while others read what was there."""
        engine = self.engine()
        try:
            with engine.connect() as connection:
                driver = Driver(connection)
                with driver.transaction():
                    clear(connection)
                    fill(driver)
        finally:
            engine.dispose()
