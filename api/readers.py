"""Handles on one ledger for many readers at once: each is used by one thread at a time.

A ledger and its views remember what they read; so that no two threads ever share that, a reader takes a
handle of its own and gives it back. In WAL mode no reader waits for whoever writes, in this process or
in another.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from eventsourcing.persistence import PersistenceError
from sqlalchemy.exc import DBAPIError

from ledger.ledger import Ledger
from ledger.place import Place
from projections.views import Views

_BROKEN = (DBAPIError, sqlite3.Error, PersistenceError, AssertionError)
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
        self._watch = Ledger.open(place)
        try:
            with self.views():
                """Built now, if need be, and not while somebody waits for an answer."""
        except BaseException:
            self._watch.close()
            raise

    def head(self) -> int:
        """The last entry of the log. For one thread only."""
        return self._watch.head

    @contextmanager
    def views(self) -> Iterator[Views]:
        """The views, caught up with the log.

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
                    views.catch_up()
                    sound = True
                    yield views
                except _BROKEN:
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
        return Ledger(self.place, read_only=self._watch.read_only)

    def _opened(self) -> Views:
        ledger = self.ledger()
        try:
            return Views.open(ledger)
        except BaseException:
            ledger.close()
            raise

    def close(self) -> None:
        with self._lock:
            idle, self._idle = self._idle, []
        for views in idle:
            _close(views)
        self._watch.close()


def _close(views: Views) -> None:
    views.close()
    views.ledger.close()
