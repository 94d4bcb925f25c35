"""The last entry of a log on a server, which every answer asks for: without a thread, and with libpq's own functions,
as a question through either of these takes twice as long as the server takes to answer it."""

import asyncio
import select
from contextlib import suppress
from typing import Any

import psycopg
from psycopg import pq

from ledger.server import ServerPlace
from ledger.store_postgres import LAST_ENTRY, LOG_SCHEMA

_NAME = b"last_entry"


class LastEntry:
    """Asks for it again and again on a connection of its own, for one at a time.

    It is made anew as soon as the server is back: a pool of connections tries that later and later.
    """

    def __init__(self, place: ServerPlace):
        self.place = place
        self._connection: psycopg.AsyncConnection[Any] | None = None

    async def __call__(self, at_once: bool) -> int:
        """
        Args:
            at_once: the loop may wait for it for a millisecond, which takes less than to come back to it.
        Raises:
            Problem: the server cannot be reached.
        """
        if self._connection is not None:
            # Where it is broken, the server may be there again.
            with suppress(psycopg.Error):
                return await _asked(self._connection.pgconn, at_once)
            self.close()
        try:
            how = self.place.connecting(LOG_SCHEMA)
            self._connection = await psycopg.AsyncConnection.connect(**how, autocommit=True)
            _must_be(pq.ExecStatus.COMMAND_OK, self._connection.pgconn.prepare(_NAME, LAST_ENTRY.encode()))
            return await _asked(self._connection.pgconn, at_once)
        except psycopg.Error as error:
            self.close()
            raise self.place.problem_of(error) or error from None

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.pgconn.finish()  # psycopg's own is for the loop that it was made in


async def _asked(server: pq.abc.PGconn, at_once: bool) -> int:
    server.send_query_prepared(_NAME, [])
    if at_once and _is_readable(server.socket):
        server.consume_input()
    while server.is_busy():
        await _readable(server.socket)
        server.consume_input()
    result = server.get_result()
    assert result is not None
    while server.get_result() is not None:
        """There is one; libpq says by None that it was all."""
    _must_be(pq.ExecStatus.TUPLES_OK, result)
    return int(result.get_value(0, 0) or 0)


def _is_readable(socket: int) -> bool:
    """Whether there is something to read within a millisecond."""
    heard = select.poll()
    heard.register(socket, select.POLLIN)
    return bool(heard.poll(1))


async def _readable(socket: int) -> None:
    """Until there is something to read. Nobody listens to the socket any more when it is read: where it is broken,
    libpq closes it, and its number is that of the next one, to which the loop would then not listen."""
    loop = asyncio.get_running_loop()
    heard: asyncio.Future[None] = loop.create_future()
    loop.add_reader(socket, _hear, heard)
    try:
        await heard
    finally:
        loop.remove_reader(socket)


def _hear(heard: "asyncio.Future[None]") -> None:
    if not heard.done():
        heard.set_result(None)


def _must_be(status: pq.ExecStatus, result: pq.abc.PGresult) -> None:
    if result.status != status:
        raise psycopg.errors.error_from_result(result)
