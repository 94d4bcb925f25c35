"""The views of a ledger: tables that follow from its log, kept up with it, and thrown away at will."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar

from sqlalchemy import Connection, Engine

from ledger.charter import Charter
from ledger.ledger import Ledger
from ledger.progress import Progress
from ledger.store import Fact
from projections import files
from projections.driver import Driver
from projections.published import for_everybody, narrowed
from projections.tables import META
from projections.upkeep import Upkeep

if TYPE_CHECKING:
    from projections.rows import Row

T = TypeVar("T")

MOST_KNOWN = 1000
"""Answers that are kept as of an entry: small ones, such as a meeting's days."""


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
        self.basis: dict[str, dict[str, str]] = {}
        """Of decisions that were adopted, how we know of each position (`projections.basis`)."""
        self.rows: dict[int, Row] = {}
        """Of versions of items, their rows in the plan (`projections.rows`)."""
        self._known: dict[bool, tuple[int, dict[Any, Any]]] = {False: (-1, {}), True: (-1, {})}
        """What was asked already, of all of them and of what is published, as of the last entry that was asked for."""
        self._generation: str | None = None
        self._for_everybody: Engine | None = None
        self._upkeep = Upkeep(ledger, progress, self._leave)

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
            views._upkeep.open()
        except BaseException:
            views.close()
            raise
        ledger.after_recording = views._upkeep.recorded
        return views

    @property
    def path(self) -> Path | str | None:
        """Where they are; None where they are in memory."""
        return None if self._upkeep.in_memory else self._upkeep.home.path

    def close(self) -> None:
        if self.ledger.after_recording == self._upkeep.recorded:
            self.ledger.after_recording = None
        self._upkeep.close()

    def catch_up(self, facts: Sequence[Fact] | None = None) -> None:
        """Take in what was recorded since.

        Args:
            facts: what has just been recorded, where it is at hand; else, or where it does not come next, it is read.
        """
        self._upkeep.catch_up(facts)

    def rebuild(self, progress: Progress | None = None) -> None:
        """Throw them away, and fold them again from the log."""
        self._upkeep.rebuild(progress)

    # Asking.

    @property
    def entry(self) -> int:
        """The last entry that they have taken in."""
        return self.answer(lambda reading: reading.entry)

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
            try:
                answer, reading, head = self._sound(lambda: self._ask(question, published))
            except Exception:
                # What it lacked may be in the log, and by now in the views.
                if self._upkeep.behind or self._known[published][0] >= self.ledger.head:
                    raise
            else:
                if head is None or reading.has_asked_the_log:
                    head = self.ledger.head
                if head == reading.entry:
                    return answer, reading.entry
            self.catch_up()
        answer, reading, _ = self._sound(lambda: self._ask(question, published))
        return answer, reading.entry

    def _sound(self, ask: Callable[[], T]) -> T:
        """Ask; where the views are found unfit, they are built again."""
        if self._upkeep.behind:
            self.catch_up()
        try:
            return ask()
        except self._upkeep.trouble as error:
            what = files.trouble(error)
            if what == "gone":
                raise self._upkeep.gone(error) from None
            if what != "damaged":
                raise
        self._upkeep.mend()
        return ask()

    def _ask(self, question: Callable[[Reading], T], published: bool) -> tuple[T, Reading, int | None]:
        """The answer, what gave it, and the log's last entry as of the same moment, where that can be told."""
        if self._upkeep.in_memory:
            # In memory there is one connection, and what it writes is seen at once.
            with (
                self._upkeep.lock,
                self._upkeep.engine.connect() as connection,
                narrowed(connection) if published else nullcontext(),
            ):
                reading = self._reading(connection, published, *Driver(connection).run(META).fetchone())
                return question(reading), reading, None
        with self._engine_for(published).connect() as connection:
            driver = Driver(connection)
            try:
                generation, entry, *head = driver.begin_reading(self._upkeep.home.how_far)
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
        if self._upkeep.in_memory:
            raise ValueError("no other process sees them")
        with self._upkeep.stored_apart() as connection:
            Driver(connection).begin_reading(META)
            yield connection

    def _engine_for(self, published: bool) -> Engine:
        if not published:
            return self._upkeep.engine
        with self._upkeep.lock:
            if self._for_everybody is None:
                home = self._upkeep.home
                self._for_everybody = for_everybody(home.engine(), home.schema)
            return self._for_everybody

    def _leave(self) -> None:
        """What was read of tables that are in use no more is not believed of others."""
        self._forget()
        if self._for_everybody is not None:
            self._for_everybody.dispose()
            self._for_everybody = None


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
