"""The views of a ledger: tables that follow from its log, kept up with it, and thrown away at will."""

import secrets
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar

from sqlalchemy import Connection, Engine, insert, select
from sqlalchemy.exc import DBAPIError, NoResultFound

from ledger.charter import Charter
from ledger.ledger import Ledger
from ledger.problems import Problem
from ledger.progress import Progress
from ledger.store import Fact, LogDamaged
from projections import files
from projections.driver import Driver
from projections.follower import Follower, OutOfStep
from projections.home import home_of
from projections.published import for_everybody, narrowed
from projections.tables import META, SCHEMA, create, meta

if TYPE_CHECKING:
    from projections.rows import Row

T = TypeVar("T")

LEFT = 64
"""Entries that are followed together while several record at once."""
PATIENCE, PAUSE = 2.0, 0.005
"""Seconds for which who may only read waits for those who write; and between two looks."""
MOST_KNOWN = 1000
"""Answers that are kept as of an entry: small ones, such as a meeting's days."""


def _completes_some(facts: Sequence[Fact]) -> bool:
    return (facts[0].entry - 1) // LEFT < facts[-1].entry // LEFT


class Answering(Protocol):
    """What can be asked: the views, or, where several questions belong together, one reading of them."""

    @property
    def ledger(self) -> Ledger: ...

    def answer(self, question: "Callable[[Reading], T]") -> T: ...


@dataclass(slots=True)
class Reading:
    """The views as of one entry, whatever is written meanwhile.

    Attributes:
        has_asked_the_log: which may be ahead of them.
    """

    views: "Views"
    connection: Connection
    entry: int
    known: dict[Any, Any]
    """What was asked already as of the same entry."""
    has_asked_the_log: bool = False

    @property
    def ledger(self) -> Ledger:
        self.has_asked_the_log = True
        return self.views.ledger

    def once(self, key: object, ask: Callable[[], T]) -> T:
        """What follows from the views as of this entry alone, and is asked again and again: asked once."""
        if key not in self.known:
            if len(self.known) >= MOST_KNOWN:
                self.known.clear()
            self.known[key] = ask()
        found: T = self.known[key]
        return found

    @property
    def founding(self) -> Charter:
        return self.views.founding

    def answer(self, question: "Callable[[Reading], T]") -> T:
        """One more question, as of the same entry."""
        return question(self)


class Views:
    """The views of a ledger: in a file beside it, or in a schema of its database; in memory where neither can be
    written."""

    def __init__(self, ledger: Ledger, progress: Progress | None = None):
        self.ledger = ledger
        self._home = home_of(ledger.place)
        self._trouble: tuple[type[Exception], ...] = (
            *self._home.errors,
            *(sqlite3.Error, DBAPIError, OSError, OutOfStep),
        )
        self.basis: dict[str, dict[str, str]] = {}
        """Of decisions that were adopted, how we know of each position (`projections.basis`)."""
        self.rows: dict[int, Row] = {}
        """Of versions of items, their rows in the plan (`projections.rows`)."""
        self._known: dict[bool, tuple[int, dict[Any, Any]]] = {False: (-1, {}), True: (-1, {})}
        """What was asked already, of all of them and of what is published, as of the last entry that was asked for."""
        self._generation: str | None = None
        self._in_memory = False
        self._progress = progress
        self._lock = threading.RLock()
        self._engine: Engine | None = None
        self._for_everybody: Engine | None = None
        self._placed: object = None
        self._behind = False
        self._follower: Follower

    @classmethod
    def open(cls, ledger: Ledger, progress: Progress | None = None) -> Self:
        """The views of a ledger, caught up with it, and from now on kept up with what is recorded by it.

        Views that are missing, damaged, of another log or of an older schema are built again.

        Args:
            progress: told how many entries are done, of how many, whenever there is much to do.
        Raises:
            Problem: the log is damaged, or another process holds the views for too long.
        """
        views = cls(ledger, progress)
        try:
            with views._lock:
                views._mended(views._open_home)
        except BaseException:
            views.close()
            raise
        ledger.after_recording = views._recorded
        return views

    @property
    def path(self) -> Path | str | None:
        """Where they are; None where they are in memory."""
        return None if self._in_memory else self._home.path

    def close(self) -> None:
        if self.ledger.after_recording == self._recorded:
            self.ledger.after_recording = None
        with self._lock:
            self._leave()

    # Keeping up.

    @property
    def entry(self) -> int:
        """The last entry that they have taken in."""
        return self.answer(lambda reading: reading.entry)

    def catch_up(self, facts: Sequence[Fact] | None = None) -> None:
        """Take in what was recorded since.

        Args:
            facts: what has just been recorded, where it is at hand; else, or where it does not come next, it is read.
        """
        with self._lock:
            self._mended(lambda: self._take(facts))
            self._behind = False

    def rebuild(self, progress: Progress | None = None) -> None:
        """Throw them away, and fold them again from the log."""
        with self._lock:
            before, self._progress = self._progress, progress or self._progress
            try:
                self._mended(lambda: self._build(anew=True))
            finally:
                self._progress = before

    def _recorded(self, facts: Sequence[Fact] | None) -> None:
        """What was recorded is recorded, whether or not the views can follow now; they will before they answer.

        While others wait to record, one in so many follows, and whoever nobody waits for.
        """
        self._behind = True
        if facts and self.ledger.recorder.datastore.others_wait and not _completes_some(facts):
            return
        try:
            self.catch_up(facts)
        except Problem:
            return

    def _take(self, facts: Sequence[Fact] | None) -> None:
        if self._engine is None or (not self._in_memory and self._home.as_placed() != self._placed):
            self._open_home()
        elif not (facts and self._follower.take(facts)):
            self._follower.catch_up(self._progress)

    # Asking.

    @property
    def published(self) -> "Published":
        """That part of them which everybody may read (`projections.published`)."""
        return Published(self)

    def answer(self, question: Callable[[Reading], T], *, published: bool = False) -> T:
        """Ask the views something, all of it as of one entry.

        Args:
            published: of what everybody may read only.
        """
        return self._sound(lambda: self._ask(question, published))[0]

    def answer_of_now(self, question: Callable[[Reading], T], *, published: bool = False) -> tuple[T, int]:
        """The same, and as of which entry: what is asked of the log itself could be newer than what is asked of the
        views, and where it is, all is asked again."""
        for _ in range(3):
            answer, reading, head = self._sound(lambda: self._ask(question, published))
            if head is None or reading.has_asked_the_log:
                head = self.ledger.head
            if head == reading.entry:
                break
            self.catch_up()
        return answer, reading.entry

    def _sound(self, ask: Callable[[], T]) -> T:
        """Ask; where the views are found unfit, they are built again."""
        if self._behind:
            self.catch_up()
        try:
            return ask()
        except self._trouble as error:
            what = files.trouble(error)
            if what == "gone":
                raise self._gone(error) from None
            if what != "damaged":
                raise
        with self._lock:
            self._mended(lambda: self._build(damaged=self._follower.generation))
        return ask()

    def _ask(self, question: Callable[[Reading], T], published: bool) -> tuple[T, Reading, int | None]:
        """The answer, what gave it, and the log's last entry as of the same moment, where that can be told."""
        if self._in_memory:
            # In memory there is one connection, and what it writes is seen at once.
            with (
                self._lock,
                self._opened.connect() as connection,
                narrowed(connection) if published else nullcontext(),
            ):
                reading = self._reading(connection, published, *Driver(connection).run(META).fetchone())
                return question(reading), reading, None
        with self._engine_for(published).connect() as connection:
            driver = Driver(connection)
            try:
                generation, entry, *head = driver.begin_reading(self._home.how_far)
                reading = self._reading(connection, published, generation, entry)
                answer = question(reading)
                driver.end_reading()
            except BaseException:
                driver.rollback()
                raise
        return answer, reading, head[0] if head else None

    def _reading(self, connection: Connection, published: bool, generation: str, entry: int) -> Reading:
        if generation != self._generation:
            # Built anew, by whomever: what was read of others is not believed of these.
            self._forget()
            self._generation = generation
        last, known = self._known[published]
        if last != entry:
            known = {}
            self._known[published] = (entry, known)
        return Reading(self, connection, entry, known)

    def _forget(self) -> None:
        self.basis.clear()
        self.rows.clear()
        self._known = {False: (-1, {}), True: (-1, {})}

    @cached_property
    def founding(self) -> Charter:
        """The charter that the ledger began with."""
        return self.ledger.founding.charter

    @contextmanager
    def opened_again(self) -> Iterator[Connection]:
        """What is stored, as of one moment, on a connection that nothing else has; for another process.

        Raises:
            ValueError: they are in memory.
        """
        if self._in_memory:
            raise ValueError("no other process sees them")
        engine = self._home.engine()
        try:
            with engine.connect() as connection:
                Driver(connection).begin_reading(META)
                yield connection
        finally:
            engine.dispose()

    # Opening and building.

    @property
    def _opened(self) -> Engine:
        assert self._engine is not None, "the views are closed"
        return self._engine

    def _engine_for(self, published: bool) -> Engine:
        if not published:
            return self._opened
        with self._lock:
            if self._for_everybody is None:
                self._for_everybody = for_everybody(self._home.engine(), self._home.schema)
            return self._for_everybody

    def _mended(self, act: Callable[[], None]) -> None:
        """Do something with the views; where they are found unfit, build them again, and they are caught up."""
        try:
            act()
            return
        except LogDamaged as damage:
            raise self._log_damaged(damage) from None
        except self._trouble as error:
            what = "damaged" if isinstance(error, OutOfStep) else files.trouble(error)
            if what == "gone":
                self._reached_again(error)
                return
            if what == "busy":
                raise Problem("busy", path=self._home.path) from None
            if what == "other":
                raise
        try:
            if what == "damaged":
                self._build(damaged=self._follower.generation if self._engine else None)
            elif not self._others_follow():
                self._build_in_memory()
        except LogDamaged as damage:
            raise self._log_damaged(damage) from None
        except self._trouble as error:
            what = files.trouble(error)
            if what == "gone":
                raise self._gone(error) from None
            if what == "busy":
                raise Problem("busy", path=self._home.path) from None
            self._build_in_memory()

    def _others_follow(self) -> bool:
        """Whether those who may write the views bring them, in a while, to where the log is now."""
        if self._engine is None or not self.ledger.recorder.IS_FAR:
            return False
        head, until = self.ledger.head, monotonic() + PATIENCE
        while self._follower.stored_entry() < head:
            if monotonic() > until:
                return False
            sleep(PAUSE)
        return True

    def _reached_again(self, error: Exception) -> None:
        """A connection that broke is made anew, once."""
        self._gone(error)
        try:
            self._open_home()
        except self._trouble as again:
            raise self._gone(again) from None

    def _gone(self, error: Exception) -> Exception:
        """The server cannot be reached; when it can be again, they are opened anew."""
        self._leave()
        self._behind = True
        original = error.orig if isinstance(error, DBAPIError) else error
        assert isinstance(original, Exception)
        return self.ledger.place.problem_of(original) or error

    def _log_damaged(self, damage: LogDamaged) -> Problem:
        why = (damage.why, damage.why)
        return Problem("damaged", path=self.ledger.path, entry=damage.entry, why=why)

    def _open_home(self) -> None:
        """Use the views that are there, or build them."""
        if self._is_fit():
            self._follower.catch_up(self._progress)
        else:
            self._build()

    def _build(self, *, anew: bool = False, damaged: str | None = None) -> None:
        """Build them, aside, and put them in place whole.

        Args:
            anew: also where another process has just done so.
            damaged: the generation of what was found unfit only in use.
        """
        self._leave()
        self._in_memory = False
        with self._home.building_alone():
            if not anew and self._is_fit() and self._follower.generation != damaged:
                self._follower.catch_up(self._progress)
                return
            self._leave()
            self._home.build(self._fill_through)
        if not self._is_fit():
            raise Problem("busy", path=self._home.path)
        self._follower.catch_up(self._progress)

    def _build_in_memory(self) -> None:
        self._leave()
        self._in_memory = True
        self._use(files.engine_of(None))
        create(self._follower.driver.connection)
        self._fill(self._follower)

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
        if not self._home.is_there():
            return False
        self._placed = self._home.as_placed()
        engine = self._home.engine()
        try:
            self._use(engine)
            found = self._follower.driver.connection.execute(select(meta)).one()
            fit = (found.schema, found.ledger) == (SCHEMA, self.ledger.founding.ledger)
            if fit and found.entry:
                last = self.ledger.recorder.entries([found.entry])
                fit = bool(last) and last[0].event.nonce == found.nonce
            if fit:
                self._follower.stored_entry()
        except NoResultFound:
            fit = False
        except self._trouble as error:
            if files.trouble(error) != "damaged":
                raise
            fit = False
        if not fit:
            self._leave()
        return fit

    def _use(self, engine: Engine) -> None:
        self._engine = engine
        self._follower = Follower(self.ledger, Driver(engine.connect()))

    def _leave(self) -> None:
        self._forget()
        if self._for_everybody is not None:
            self._for_everybody.dispose()
            self._for_everybody = None
        if self._engine is not None:
            engine, self._engine = self._engine, None
            if (follower := self.__dict__.get("_follower")) is not None:
                with suppress(DBAPIError):  # where it is broken already
                    follower.driver.close()
            engine.dispose()


@dataclass(frozen=True, slots=True)
class Published:
    """The part of the views that everybody may read."""

    views: Views

    @property
    def ledger(self) -> Ledger:
        return self.views.ledger

    def answer(self, question: Callable[[Reading], T]) -> T:
        return self.views.answer(question, published=True)

    def answer_of_now(self, question: Callable[[Reading], T]) -> tuple[T, int]:
        return self.views.answer_of_now(question, published=True)
