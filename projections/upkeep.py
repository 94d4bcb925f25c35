"""How the tables of a ledger's views come to be, and are kept up with its log: opened, built where they are unfit, and
thrown away at will."""

import secrets
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from time import monotonic, sleep
from typing import Any

from sqlalchemy import Connection, Engine, insert, select
from sqlalchemy.exc import DBAPIError, NoResultFound

from ledger.ledger import Ledger
from ledger.problems import Problem
from ledger.progress import Progress
from ledger.store import Fact, LogDamaged
from projections import files
from projections.driver import Driver
from projections.follower import Follower, OutOfStep
from projections.home import home_of
from projections.tables import SCHEMA, create, meta

LEFT = 256
"""Entries that are followed together while several record at once."""
PATIENCE, PAUSE = 2.0, 0.005
"""Seconds for which who may only read waits for those who write; and between two looks."""


class Upkeep:
    """Keeps the tables of the views up with the log, whatever becomes of them.

    Args:
        left: called when the tables that were in use are so no more.
    Attributes:
        lock: held by whoever opens, builds or writes them, or reads them in memory.
        in_memory: where they can be written nowhere else.
        behind: something was recorded that they may not have taken in.
        trouble: what their database complains with, and they do.
    """

    def __init__(self, ledger: Ledger, progress: Progress | None, left: Callable[[], None]):
        self.ledger = ledger
        self.home = home_of(ledger.place)
        self.trouble: tuple[type[Exception], ...] = (
            *self.home.errors,
            *(sqlite3.Error, DBAPIError, OSError, OutOfStep),
        )
        self.lock = threading.RLock()
        self.in_memory = False
        self.behind = False
        self.follower: Follower
        self._progress, self._left = progress, left
        self._engine: Engine | None = None
        self._placed: object = None

    @property
    def engine(self) -> Engine:
        assert self._engine is not None, "the views are closed"
        return self._engine

    def open(self) -> None:
        """Use those that are there, or build them; and catch up.

        Raises:
            Problem: the log is damaged, or another process holds the views for too long.
        """
        with self.lock:
            self._mended(self._open_home)

    def close(self) -> None:
        with self.lock:
            self._leave()

    def catch_up(self, facts: Sequence[Fact] | None = None) -> None:
        """Take in what was recorded since.

        Args:
            facts: what has just been recorded, where it is at hand; else, or where it does not come next, it is read.
        """
        with self.lock:
            self._mended(lambda: self._take(facts))
            self.behind = False

    def rebuild(self, progress: Progress | None = None) -> None:
        """Throw them away, and fold them again from the log."""
        with self.lock:
            before, self._progress = self._progress, progress or self._progress
            try:
                self._mended(lambda: self._build(anew=True))
            finally:
                self._progress = before

    def mend(self) -> None:
        """Build them again, as they were found damaged in use; unless another process has done so."""
        with self.lock:
            self._mended(lambda: self._build(damaged=self.follower.generation))

    def recorded(self, facts: Sequence[Fact] | None) -> None:
        """What was recorded is recorded, whether or not the views can follow now; they will before they answer.

        While others record who will follow, one in so many does, and whoever is the last.
        """
        self.behind = True
        if facts and self.ledger.recorder.datastore.is_followed and not _completes_some(facts):
            return
        try:
            self.catch_up(facts)
        except Problem:
            return

    def _take(self, facts: Sequence[Fact] | None) -> None:
        if self._engine is None or (self._is_home_again() if self.in_memory else self._is_replaced()):
            self._open_home()
        elif not (facts and self.follower.take(facts)):
            self.follower.catch_up(self._progress)

    def _is_replaced(self) -> bool:
        return self.home.as_placed() != self._placed

    def _is_home_again(self) -> bool:
        """Whether the stored ones have all that those in memory lack, which are then needed no more."""
        if not self.ledger.recorder.IS_FAR:
            return False  # who may not write a file cannot wait for who does
        head = self.ledger.head
        if self.follower.entry >= head:
            return False
        try:
            with self.stored_apart() as connection:
                stored = connection.execute(select(meta)).one_or_none()
        except self.trouble:
            return False
        return stored is not None and stored.schema == SCHEMA and bool(stored.entry == head)

    @contextmanager
    def stored_apart(self) -> Iterator[Connection]:
        """Those that are stored, on a connection that nothing else has."""
        engine = self.home.engine()
        try:
            with engine.connect() as connection:
                yield connection
        finally:
            engine.dispose()

    # Opening and building.

    def _mended(self, act: Callable[[], None]) -> None:
        """Do something with the views; where they are found unfit, build them again, and they are caught up."""
        try:
            act()
            return
        except LogDamaged as damage:
            raise self._log_damaged(damage) from None
        except self.trouble as error:
            what = "damaged" if isinstance(error, OutOfStep) else files.trouble(error)
            if what == "gone":
                self._reached_again(error)
                return
            if what == "busy":
                raise Problem("busy", path=self.home.path) from None
            if what == "other":
                raise
        try:
            if what == "damaged":
                self._build(damaged=self.follower.generation if self._engine else None)
            elif not self._others_follow():
                self._build_in_memory()
        except LogDamaged as damage:
            raise self._log_damaged(damage) from None
        except self.trouble as error:
            what = files.trouble(error)
            if what == "gone":
                raise self.gone(error) from None
            if what == "busy":
                raise Problem("busy", path=self.home.path) from None
            self._build_in_memory()

    def _others_follow(self) -> bool:
        """Whether those who may write the views bring them, in a while, to where the log is now."""
        if self._engine is None or not self.ledger.recorder.IS_FAR:
            return False
        head, until = self.ledger.head, monotonic() + PATIENCE
        while self.follower.stored_entry() < head:
            if monotonic() > until:
                return False
            sleep(PAUSE)
        return True

    def _reached_again(self, error: Exception) -> None:
        """A connection that broke is made anew, once."""
        self.gone(error)
        try:
            self._open_home()
        except self.trouble as again:
            raise self.gone(again) from None

    def gone(self, error: Exception) -> Exception:
        """The server cannot be reached; when it can be again, they are opened anew."""
        self._leave()
        self.behind = True
        original = error.orig if isinstance(error, DBAPIError) else error
        assert isinstance(original, Exception)
        return self.ledger.place.problem_of(original) or error

    def _log_damaged(self, damage: LogDamaged) -> Problem:
        why = (damage.why, damage.why)
        return Problem("damaged", path=self.ledger.path, entry=damage.entry, why=why)

    def _open_home(self) -> None:
        """Use the views that are there, or build them."""
        if self._is_fit():
            self.follower.catch_up(self._progress)
        else:
            self._build()

    def _build(self, *, anew: bool = False, damaged: str | None = None) -> None:
        """Build them, aside, and put them in place whole.

        Args:
            anew: also where another process has just done so.
            damaged: the generation of what was found unfit only in use.
        """
        self._leave()
        with self.home.building_alone():
            if not anew and self._is_fit() and self.follower.generation != damaged:
                self.follower.catch_up(self._progress)
                return
            self._leave()
            self.home.build(self._fill_through)
        if not self._is_fit():
            raise Problem("busy", path=self.home.path)
        self.follower.catch_up(self._progress)

    def _build_in_memory(self) -> None:
        self._leave()
        self.in_memory = True
        self._use(files.engine_of(None))
        create(self.follower.driver.connection)
        self._fill(self.follower)

    def _fill_through(self, driver: Driver) -> None:
        self._fill(Follower(self.ledger, driver))

    def _fill(self, follower: Follower) -> None:
        connection = follower.driver.connection
        row: dict[str, Any] = {
            "schema": SCHEMA,
            "ledger": self.ledger.founding.ledger,
            "generation": secrets.token_hex(8),
            "entry": 0,
            "nonce": "",
        }
        connection.execute(insert(meta).values(row))
        follower.catch_up(self._progress)

    def _is_fit(self) -> bool:
        """Open them, where they are views of this log."""
        self._leave()
        if not self.home.is_there():
            return False
        self._placed = self.home.as_placed()
        engine = self.home.engine()
        try:
            self._use(engine)
            found = self.follower.driver.connection.execute(select(meta)).one()
            fit = (found.schema, found.ledger) == (SCHEMA, self.ledger.founding.ledger)
            if fit and found.entry:
                last = self.ledger.recorder.entries([found.entry])
                fit = bool(last) and last[0].event.nonce == found.nonce
            if fit:
                self.follower.stored_entry()
        except NoResultFound:
            fit = False
        except self.trouble as error:
            if files.trouble(error) != "damaged":
                raise
            fit = False
        if not fit:
            self._leave()
        return fit

    def _use(self, engine: Engine) -> None:
        self._engine = engine
        self.ledger.recorder.datastore.follows = not self.in_memory
        self.follower = Follower(self.ledger, Driver(engine.connect()))

    def _leave(self) -> None:
        self._left()
        self.in_memory = False
        self.ledger.recorder.datastore.follows = False
        if self._engine is not None:
            engine, self._engine = self._engine, None
            if (follower := self.__dict__.get("follower")) is not None:
                with suppress(DBAPIError):  # where it is broken already
                    follower.driver.close()
            engine.dispose()


def _completes_some(facts: Sequence[Fact]) -> bool:
    return (facts[0].entry - 1) // LEFT < facts[-1].entry // LEFT
