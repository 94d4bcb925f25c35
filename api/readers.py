"""Handles on one ledger for many readers at once: each is used by one thread at a time.

A ledger and its views remember what they read; so that no two threads ever share that, a reader takes a
handle of its own and gives it back. In WAL mode no reader waits for whoever writes, in this process or
in another.
"""

import asyncio
import sqlite3
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from eventsourcing.persistence import PersistenceError
from sqlalchemy.exc import DBAPIError

from ledger.ledger import Ledger
from ledger.place import FilePlace, Place
from ledger.problems import Problem
from ledger.store_sqlite import FileDatastore
from projections.views import Views

BROKEN = (DBAPIError, sqlite3.Error, PersistenceError, AssertionError)
"""After these, a handle is not used again."""
MOST = 8
"""Handles that are kept, and threads that read at once."""


class Readers:
    """The readers of the ledger at a place.

    Raises:
        Problem: there is no ledger there, or it cannot be read.
    """

    def __init__(self, place: Place):
        self.place = place
        self._lock = threading.Lock()
        self._idle: list[Views] = []
        ledger = Ledger.open(place)
        self.read_only = ledger.read_only
        self._watch = _watch(ledger)
        self.heads = Heads(self._last_entry, waits=not isinstance(place, FilePlace))
        try:
            with self.views():
                """Built now, if need be, and not while somebody waits for an answer."""
        except BaseException:
            self._watch.close()
            raise

    async def _last_entry(self, at_once: bool) -> int:
        try:
            return await self._watch(at_once)
        except Problem:
            # Nor can the others reach it; they are opened again when it is back. A pool of connections takes its time
            # to close, for which nobody else is to wait.
            await asyncio.to_thread(self._drop)
            raise

    @contextmanager
    def views(self, *, as_they_are: bool = False) -> Iterator[Views]:
        """The views, caught up with the log.

        Args:
            as_they_are: not caught up, where they have been in use.
        Raises:
            Problem: they cannot be brought up to it, or the log cannot be read.
        """
        with self._lock:
            views = self._idle.pop() if self._idle else None
        if views is None:
            views = self._opened()
        sound = False
        try:
            with views.ledger.problems():
                try:
                    if not as_they_are:
                        views.catch_up()
                    sound = True
                    yield views
                except BROKEN:
                    sound = False
                    raise
        finally:
            with self._lock:
                kept = sound and len(self._idle) < MOST
                if kept:
                    self._idle.append(views)
            if not kept:
                _close(views)

    def ledger(self) -> Ledger:
        """One more handle on the ledger.

        Not by `Ledger.open`, which looks into the file: whoever closes a file gives up every lock that the
        process has on it (POSIX), and another process then takes the write-ahead log away from under us
        (sqlite.org/howtocorrupt.html, 2.2).
        """
        return Ledger(self.place, read_only=self.read_only)

    def _opened(self) -> Views:
        ledger = self.ledger()
        try:
            return Views.open(ledger)
        except BaseException:
            ledger.close()
            raise

    def _drop(self) -> None:
        with self._lock:
            idle, self._idle = self._idle, []
        for views in idle:
            _close(views)

    def close(self) -> None:
        self._drop()
        self._watch.close()


class Watch(Protocol):
    """Asks for the last entry of the log, for one at a time."""

    async def __call__(self, at_once: bool) -> int: ...

    def close(self) -> None: ...


class _InAFile:
    """Asked only where SQLite says that another connection has changed the file (`PRAGMA data_version`).

    Both handles stay open: whoever closes a file gives up every lock that the process has on it (POSIX).
    """

    def __init__(self, ledger: Ledger):
        self._ledger = ledger
        datastore = ledger.recorder.datastore
        assert isinstance(datastore, FileDatastore)
        name = datastore.pool.db_name
        self._file = sqlite3.connect(name, uri=True, isolation_level=None, check_same_thread=False)
        self._version = self._last = 0

    async def __call__(self, at_once: bool) -> int:
        with self._ledger.problems():
            (version,) = self._file.execute("PRAGMA data_version").fetchone()
            if version != self._version:
                self._last, self._version = self._ledger.head, version
            return self._last

    def close(self) -> None:
        self._file.close()
        self._ledger.close()


def _watch(ledger: Ledger) -> Watch:
    if isinstance(ledger.place, FilePlace):
        return _InAFile(ledger)
    from api.last_entry import LastEntry
    from ledger.server import ServerPlace

    assert isinstance(ledger.place, ServerPlace)
    ledger.close()
    return LastEntry(ledger.place)


class Heads:
    """The last entry of the log, for many requests at once that must not wait for each other.

    In a file it is there at once. On a server it is asked for once for all who came before the asking began: so what
    was recorded before a request came is in its answer.

    Args:
        ask: asks for it, for one at a time; at once, so that nobody else can come meanwhile, where so few come that
            this is quicker.
        waits: whether that may take a while.
    """

    def __init__(self, ask: Callable[[bool], Awaitable[int]], *, waits: bool):
        self._ask, self._waits = ask, waits
        self._is_asking = False
        self._alone = 0
        """How often in a row nobody else came while it was asked."""
        self._waiting: list[asyncio.Future[int]] = []

    async def last(self) -> int:
        """
        Raises:
            Problem: the log cannot be reached.
        """
        if not self._waits:
            return await self._ask(True)
        if self._is_asking:
            answered: asyncio.Future[int] = asyncio.get_running_loop().create_future()
            self._waiting.append(answered)
            return await answered
        self._is_asking = True
        try:
            # Where nobody can come meanwhile, it is not seen that they would.
            return await self._ask(self._alone % 16 > 0)
        finally:
            self._alone += 1
            if self._waiting:
                self._alone = 0
                self._asking = asyncio.ensure_future(self._ask_for_all())
            else:
                self._is_asking = False

    async def _ask_for_all(self) -> None:
        while self._waiting:
            # It begins now: who comes from here on waits for the next.
            these, self._waiting = self._waiting, []
            try:
                found = await self._ask(False)
            except Exception as error:
                for each in these:
                    if not each.done():  # its request may have been broken off
                        each.set_exception(error)
            else:
                for each in these:
                    if not each.done():
                        each.set_result(found)
        self._is_asking = False


def _close(views: Views) -> None:
    views.close()
    views.ledger.close()
