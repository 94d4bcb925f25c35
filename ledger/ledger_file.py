"""A ledger where it is kept: made, opened, read, and recorded in, one whole transaction at a time.

Every act is one transaction that holds the log's write lock from before it reads to after it
appends: what a decision is ruled by is what it is recorded after.
"""

import secrets
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NoReturn, Self

from eventsourcing.application import Application
from eventsourcing.persistence import Mapper, PersistenceError, StoredEvent

from ledger import answered
from ledger.beside import Beside
from ledger.charter import Charter
from ledger.decision import Decision
from ledger.decision_at_hand import DecisionAtHand
from ledger.events import (
    ChangeEnacted,
    CharterGiven,
    DecisionEvent,
    DecisionTabled,
    Event,
    decision_stream,
    item_stream,
    meeting_stream,
    origin_of,
    proposal_stream,
)
from ledger.index import LogIndex, recorded_change
from ledger.ledger_key import found_or_new
from ledger.notes import Signer
from ledger.place import Place, place_of
from ledger.problems import Problem
from ledger.reading import Reader
from ledger.sources import Sources
from ledger.states import (
    DecisionState,
    MeetingState,
    ProposalState,
    meeting_state,
    proposal_state,
)
from ledger.store import BATCH, EventMapper, Fact, LogRecorder, batches

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


FEW = 100
"""Entries of others that are followed one by one; where there are more, all is read anew."""


class _Problems:
    """What a database complains of, as what it means to the person who keeps the ledger."""

    def __init__(self, place: Place):
        self._place = place

    def __enter__(self) -> None:
        """It keeps nothing, so that it can be entered within itself."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, sqlite3.Error | PersistenceError):
            found = self._place.problem_of(error)
            if found is not None:
                raise found from None


class LedgerFile(Application[str]):
    """A ledger where it is kept.

    Args:
        now: the only clock.
        by: who records: an opaque account and office, or `local`.
    """

    recorder: LogRecorder

    def __init__(
        self,
        place: str | Path | Place,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        by: str = "local",
        read_only: bool = False,
    ):
        self.place = place_of(place)
        self._problems = _Problems(self.place)
        self.read_only = read_only
        self.now, self.by = now, by
        self.after_recording: Callable[[Sequence[Fact] | None], None] | None = None
        """Called when something was recorded, with the facts where they are few, which may be none of
        one's own: the views catch up."""
        self.key: Ed25519PrivateKey | None = None
        """The private key of a ledger that was just made; else it is read where it is kept."""
        self._founding: CharterGiven | None = None
        self._head = -1
        self._told = 0
        self._versions: dict[str, int] = {}
        self._recorded: list[Fact] | None = []
        self._decisions: dict[str, DecisionAtHand] = {}
        self._reader = Reader()
        self._meetings: dict[str, tuple[int, MeetingState | None]] = {}
        where = self.place.environment(read_only=read_only)
        with self.problems():
            super().__init__({**where, "ORIGINATOR_ID_TYPE": "text", "CREATE_TABLE": "n"})
            self.index = LogIndex(self.recorder, self.adopted_decision)

    def construct_mapper(self) -> Mapper[str]:
        return EventMapper()

    # Making and opening one.

    @classmethod
    def create(cls, address: str | Path | Place, charter: Charter, **kwargs: Any) -> Self:
        """A new ledger, with its charter as the first event.

        Raises:
            Problem: there is something at the address already, or it cannot be written.
        """
        with cls.being_made(address, charter, **kwargs) as ledger:
            key = ledger.key
        made = cls.open(address, **kwargs)
        made.key = key
        return made

    @classmethod
    @contextmanager
    def being_made(
        cls, address: str | Path | Place, charter: Charter, **kwargs: Any
    ) -> Iterator[Self]:
        """A new ledger, to record in: one transaction with its making, so that it is there whole
        when the block ends, and not at all where it raises.

        Its seals are signed with the key that `RCM_LEDGER_KEY` names or that lies beside it; where
        there is none, one is made.

        Raises:
            Problem: there is something at the address already, or it cannot be written.
        """
        place = place_of(address)
        must_be_free(place)
        id = secrets.token_hex(16)
        key = found_or_new(place.beside)
        vkey = Signer(origin_of(id), key).vkey
        with cls._in_the_making(place, key, **kwargs) as ledger:
            ledger._look()
            ledger._append([ledger._event(CharterGiven, ledger=id, key=vkey, charter=charter)])
            ledger._forget()
            ledger._look()
            yield ledger

    @classmethod
    @contextmanager
    def _in_the_making(
        cls, place: Place, key: "Ed25519PrivateKey | None", **kwargs: Any
    ) -> Iterator[Self]:
        """A ledger without an entry, in the one transaction in which it is made."""
        with place.making(key) as where:
            ledger = cls(where, **kwargs)
            ledger.key = key
            try:
                with ledger.problems(), ledger.recorder.datastore.session() as cursor:
                    ledger.recorder.create_log()
                    ledger.index.create()
                    ledger.recorder.create_index(answered.TABLES)
                    where.share(cursor)
                    yield ledger
                ledger._committed()
                ledger.settle_in_place()
            finally:
                ledger.close()

    @classmethod
    def restore(
        cls,
        address: str | Path | Place,
        entries: Iterable[StoredEvent],
        key: "Ed25519PrivateKey | None" = None,
    ) -> None:
        """Make a ledger of entries that were recorded before, just as they were stored.

        It is there whole or not at all. Whether it is in order is for `verify` to say.

        Raises:
            Problem: there is something at the address already, or it cannot be written.
            LogDamaged: an entry that the writer's index needs cannot be read.
        """
        place = place_of(address)
        must_be_free(place)
        with cls._in_the_making(place, key) as ledger:
            for some in batches(entries, BATCH):
                ledger.recorder.insert_events(some)
            ledger.rebuild_index()

    @classmethod
    def open(cls, address: str | Path | Place, **kwargs: Any) -> Self:
        """An existing ledger.

        Raises:
            Problem: there is none at the address, it is something else, or it cannot be read.
        """
        place = place_of(address)
        place.must_be_a_ledger()
        if place.is_read_only():
            kwargs["read_only"] = True
        return cls(place, **kwargs)

    def problems(self) -> AbstractContextManager[None]:
        """Say what a database's complaint means to the person who keeps the ledger."""
        return self._problems

    # What is there.

    @property
    def path(self) -> str:
        """Its address, as people know it."""
        return self.place.name

    @property
    def head(self) -> int:
        """The last entry."""
        with self.problems():
            return self.recorder.last_entry()

    @property
    def founding(self) -> CharterGiven:
        """The first event, which stays what it is: read once."""
        if self._founding is None:
            self._founding = self._read_founding()
        return self._founding

    def _read_founding(self) -> CharterGiven:
        with self.problems():
            first = self.recorder.entries([1])
        if not first or not isinstance(first[0].event, CharterGiven):
            raise Problem(
                "damaged", path=self.path, entry=1, why=("no charter", "falta el reglamento")
            )
        return first[0].event

    @property
    def sources(self) -> Sources:
        """Its signed originals, beside it."""
        return Sources(Beside(self.place.beside).sources)

    @property
    def charter(self) -> Charter:
        """The charter after everything recorded."""
        self._look()
        return self.index.charters.at((2**31, 0, 0))

    def _look(self, about: str | None = None) -> None:
        """Forget what was read before something else was recorded.

        Args:
            about: a decision; what its ruling asks is asked at the same time.
        """
        with self.problems():
            if self._head > 0 and (self._is_last() or self._follows(about)):
                return
            head = self.recorder.last_entry()
            if head != self._head:
                self._forget()
                if head:
                    self.index.refresh(self.founding.charter)
                self._head = head

    def _is_last(self) -> bool:
        """Whether nothing else was recorded; where that is waited for, more is asked at the same time (`_follows`)."""
        return not self.recorder.IS_FAR and self.recorder.last_entry() == self._head

    def _follows(self, about: str | None) -> bool:
        """Whether the rest of what was read holds, as others recorded little since, and of decisions and items only."""
        streams: list[str] = []
        items: list[str] = []
        if about is not None and self.recorder.IS_FAR:
            streams, items = self._asked_of(about)
        ahead = [self.recorder.versions(streams), self.index.ahead(items)] if streams else []
        rows, answers = self.recorder.from_entry(self._head, 1 + FEW, ahead)
        if not rows or rows[0][0] != self._head or len(rows) > 1 + FEW:
            return False
        since = rows[1:]
        if not all(stream.startswith(("decision:", "item:")) for _, stream, *_ in since):
            return False
        if since:
            self._versions.update((stream, version) for _, stream, version, *_ in since)
            self.index.follow(since)
            self._head = since[-1][0]
        if answers:
            versions = {stream: version for _, stream, version, *_ in answers[0]}
            self._versions.update((stream, versions.get(stream, 0)) for stream in streams)
            unheard = (item for item in items if item_stream(item) not in versions)
            self.index.take(items, answers[1], unheard)
        return True

    def _asked_of(self, decision: str) -> tuple[list[str], list[str]]:
        """The streams that an adoption goes on, and the items that its changes touch, as far as is at hand."""
        state = self._decisions[decision].state if decision in self._decisions else None
        changes = [] if state is None else state.change_list
        items = list(dict.fromkeys(item for change in changes for item in change.touched))[:FEW]
        return [decision_stream(decision), *map(item_stream, items)], items

    def _forget(self) -> None:
        self._head = -1
        self._versions.clear()
        self._decisions.clear()
        self._meetings.clear()

    def meeting(self, id: str) -> MeetingState | None:
        if id not in self._meetings or self._meetings[id][0] != self._version(meeting_stream(id)):
            state = meeting_state(self.recorder.stream(meeting_stream(id)))
            self._meetings[id] = (self._version(meeting_stream(id)), state)
        return self._meetings[id][1]

    def decision(self, id: str) -> DecisionState | None:
        version = self._version(decision_stream(id))
        kept = self._decisions.get(id)
        if kept is None or kept.version != version:
            kept = self._read_decision(id)
        return kept.state

    def _read_decision(self, id: str) -> DecisionAtHand:
        if len(self._decisions) > 1000:
            self._decisions.clear()
        kept = DecisionAtHand()
        for row in self.recorder.stream_rows(decision_stream(id)):
            kept.read(row, self._reader)
        self._decisions[id] = kept
        return kept

    def proposal(self, id: str) -> ProposalState | None:
        return proposal_state(self.recorder.stream(proposal_stream(id)))

    def adopted_decision(self, id: str) -> Decision | None:
        """An adopted decision, as the rule reads it."""
        state = self.decision(id)
        if state is None or state.status != "adopted":
            return None
        meeting = self.meeting(state.fields.meeting)
        assert meeting is not None
        return state.for_ruling(meeting.fields, state.adopted_at)

    # Recording.

    @contextmanager
    def writing(self, about: str | None = None) -> Iterator[None]:
        """One transaction: nothing of it is kept where it raises. Joins the one that is open.

        Args:
            about: the decision that it is about. It is read before the lock is taken, and what its ruling asks is
                then asked all at once: others wait as long as the lock is held.
        """
        if self.recorder.datastore.in_session:
            yield
            return
        if self.read_only:
            raise Problem(
                "cannot-write", path=self.path, why=("it is read-only", "es de solo lectura")
            )
        head: int | None = None
        try:
            with self.problems():
                if about is not None and self._head > 0 and about not in self._decisions:
                    self._read_decision(about)
                with self.recorder.datastore.session():
                    self._look(about)
                    head, self._recorded = self._head, []
                    yield
        except BaseException as error:
            self._forget()
            if not (isinstance(error, Problem) and error.code == "no-server"):
                with suppress(Exception):  # what it raised is what is told
                    self._tell([], head)
            raise
        self._committed()
        self._tell(self._recorded, self._head)

    def _tell(self, recorded: list[Fact] | None, head: int | None) -> None:
        """Whoever came for the lock may have been left what others recorded, also where it records nothing.

        Args:
            head: the last entry; None where it was not read.
        """
        if self.after_recording is None:
            return
        if not self.recorder.datastore.is_last:
            recorded = None
        if recorded == [] and (head == self._told or not self.recorder.IS_FAR):
            return
        self._told = head or 0
        self.after_recording(recorded)

    def _committed(self) -> None:
        """What was being recorded is recorded now."""

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """A part of a transaction that is undone by itself where it is refused."""
        head, recorded = self._head, self._recorded
        with self.recorder.datastore.session():
            try:
                with self.recorder.datastore.attempt():
                    yield
            except BaseException:
                self._head = -1
                self._look()
                assert self._head == head
                self._recorded = recorded
                raise

    def save(self, *objs: object, **kwargs: Any) -> NoReturn:
        """Nothing is recorded but by the ledger's own acts."""
        raise TypeError("what is recorded is recorded by an act of the ledger: table, adopt, …")

    def _event(self, kind: type[Event], /, **fields: Any) -> Event:
        return kind(
            recorded_at=self.now(), recorded_by=self.by, nonce=secrets.token_hex(16), **fields
        )

    def _version(self, stream: str) -> int:
        if not self.recorder.datastore.in_session:
            return self.recorder.version(stream)
        version = self._versions.get(stream)
        if version is None:
            if len(self._versions) > 50_000:
                self._versions.clear()
            version = 0 if self._is_unheard_of(stream) else self.recorder.version(stream)
            self._versions[stream] = version
        return version

    def _is_unheard_of(self, stream: str) -> bool:
        """Whether it is an item's of which the index has just said that nothing was ever recorded."""
        return stream.startswith("item:") and self.index.is_unheard_of(stream.removeprefix("item:"))

    def _append(self, events: Sequence[Event]) -> list[Fact]:
        assert self.recorder.datastore.in_session
        facts = []
        for n, event in enumerate(events, start=1):
            version = self._version(event.stream) + 1
            self._versions[event.stream] = version
            facts.append(Fact(event.stream, version, event, self._head + n))
        stored = [self.mapper.to_stored_event(fact) for fact in facts]
        ids = self.recorder.insert_events(stored, expected=self._head)
        assert ids is not None
        assert ids[-1] == facts[-1].entry
        self._head += len(facts)
        for fact in facts:
            self._keep_up(fact)
        if self._recorded is not None:
            # A few are handed on as they are; many are read from the log again.
            self._recorded = [*self._recorded, *facts] if len(self._recorded) < 200 else None
        return facts

    def _keep_up(self, fact: Fact) -> None:
        """Let the decision at hand follow what was just recorded of it, so that it need not be read
        again."""
        if isinstance(fact.event, DecisionTabled):
            self._decisions[fact.event.decision] = DecisionAtHand()
        if isinstance(fact.event, DecisionEvent):
            kept = self._decisions.get(fact.event.decision)
            if kept is not None and kept.version == fact.originator_version - 1:
                kept.follow(fact)

    def _must_have(self, kind: Literal["meeting", "decision", "proposal"], id: str) -> Any:
        found = getattr(self, kind)(id)
        if found is None:
            raise Problem("unknown", kind=KINDS_SHOWN[kind], id=id, hint="")
        return found

    def rebuild_index(self) -> None:
        """Make the writer's index anew from the log."""
        with self.writing():
            enacted = (
                recorded_change(fact.event, fact.entry)
                for fact in self.recorder.facts(topics=[ChangeEnacted.topic])
                if isinstance(fact.event, ChangeEnacted)
            )
            self.index.rebuild(self.founding.charter, enacted)

    def settle_in_place(self) -> None:
        """Bring all that was recorded into the one file, so that it can be put elsewhere."""
        with self.problems():
            self.recorder.settle_in_place()


def must_be_free(place: Place) -> None:
    """
    Raises:
        Problem: there is something there already.
    """
    if place.is_taken():
        raise Problem("ledger-exists", path=place.name)


KINDS_SHOWN = {
    "meeting": ("meeting", "una reunión"),
    "decision": ("decision", "una decisión"),
    "proposal": ("proposal", "una propuesta"),
    "item": ("item", "un elemento"),
}
