"""The proof of a log: from its entries alone, and from nothing that anybody computed before.

It follows the log from its first entry and asks the rule about every change again, at the place and
with the knowledge that its decision had. Where the entries come from is all the same (`Entries`): a
ledger's file, or a copy of them with nothing else at hand. What only a ledger has, its guards and
what it keeps beside the log, is held against it in `ledger.verify`.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from ledger.authority import Violation
from ledger.changes import AmendCharter, Change, Redefine
from ledger.decision import Position
from ledger.events import (
    ChangeDrafted,
    ChangeEnacted,
    CharterGiven,
    CommentMade,
    DecisionAdopted,
    DecisionDeclined,
    DecisionEvent,
    DecisionWithdrawn,
    Event,
    KeyRotated,
    MeetingClosed,
    MeetingConvened,
    PositionTaken,
    ProgressReported,
    ProposalReferred,
    ProposalSettled,
    ProposalSubmitted,
    RecordCorrected,
    SealMade,
    SourceKept,
)
from ledger.index import MemoryIndex, recorded_change
from ledger.judging import Judgement, judge
from ledger.late import LateRecord, LateRecords
from ledger.ledger import is_correctable
from ledger.notes import Checkpoint
from ledger.records import MeetingFields
from ledger.sealing_check import SealsCheck
from ledger.sentences import fill
from ledger.standing import RecordedChange
from ledger.states import DecisionState, decision_state, meeting_state, proposal_state
from ledger.store import EntryRow, Fact, LogDamaged, read_event

_TYPES = (int, str, int, str, bytes)
"""SQLite keeps in a column what it is given."""
NOT_OF_THE_RULE = frozenset(
    {
        *("log-damaged", "views-differ", "seal-broken", "key-broken", "not-the-sealed"),
        *("position-signature", "source-missing", "source-altered", "witnesses-missing"),
        *("register-differs", "bundle-altered"),
    }
)
"""The violations that say nothing of what was agreed."""


class Entries(Protocol):
    """A log's entries as they are stored, wherever that is."""

    def after(self, entry: int) -> Iterable[EntryRow]:
        """Every entry after one, in order."""

    def at(self, entries: Sequence[int]) -> Iterable[EntryRow]:
        """The entries with these numbers, in order."""


@dataclass
class Verification:
    """What verification found.

    Attributes:
        authentic: the log is whole: every entry is there, in its stream, and can be read.
        lawful: every change was agreed at the right level, and none was recorded otherwise.
        projections_match: the tables that people read, and the writer's index, are what the log
            says.
        late: what was recorded after the fact; nothing is wrong with it.
        sources: the hashes of the signed originals that are `kept` as they were, and of those that
            were only named and are `not_kept` here.
    """

    events: int = 0
    changes: int = 0
    authentic: bool = True
    projections_match: bool = True
    violations: list[Violation] = field(default_factory=list)
    root: str | None = None
    seals: list[dict[str, Any]] = field(default_factory=list)
    late: list[LateRecord] = field(default_factory=list)
    sources: dict[str, list[str]] = field(default_factory=dict)

    @property
    def lawful(self) -> bool:
        return all(v.code in NOT_OF_THE_RULE for v in self.violations)

    @property
    def proven(self) -> bool:
        return self.authentic and not self.violations

    def doubted(self, violation: Violation) -> None:
        """Something is not what it is said to be, whatever the rule says of it."""
        self.authentic = False
        self.violations.append(violation)

    def damaged(self, entry: int, why: str, why_es: str) -> None:
        """Something is wrong with the log itself: at an entry, or at 0 with all of it."""
        message = fill("log-damaged", entry=str(entry), why=(why, why_es))
        self.doubted(Violation("log-damaged", f"entry {entry}", message=message))

    def unauthorised(self, reference: str, item: str | None, why: str, why_es: str) -> None:
        """Something is in the log that no decision made so."""
        message = fill("unauthorised", what=reference, why=(why, why_es))
        self.violations.append(Violation("unauthorised", reference, item, message=message))


class Proof:
    """Follows the entries of a log, and finds what is wrong with them.

    Attributes:
        each_row: are given every entry as it is stored, before it is read; what is stored in other
            types than an entry is, they are not given.
        each_change: are given every change that was due at the entry at hand, once it is ruled, and
            whether it is the first of its stream.
    """

    def __init__(self, entries: Entries):
        self.entries = entries
        self.late = LateRecords()
        self.each_row: list[Callable[[EntryRow], object]] = [self.late.read]
        self.each_change: list[Callable[[RecordedChange, bool], object]] = []
        self.found = Verification(late=self.late.found)
        self.sealing = SealsCheck()
        self.index: MemoryIndex | None = None
        self.streams: dict[str, array[int]] = {}
        self.meetings: dict[str, MeetingFields] = {}
        self.open: dict[str, list[Fact]] = {}
        self.ended: set[str] = set()
        self.folded_again: set[str] = set()
        self.positions: dict[Position, Position] = {}
        self.expected: list[RecordedChange] = []
        self.refused: dict[str, int] = {}

    def run(self, total: int, progress: Callable[[int, int], None] | None = None) -> None:
        """Follow the log to its end.

        Args:
            total: how many entries there should be.
            progress: told how many are done, of how many.
        """
        for fact in self._facts():
            self._take(fact)
            n = self.found.events
            if progress is not None and (n % 2000 == 0 or n == total):
                progress(n, total)
        self._not_all_enacted()
        for stream in sorted(self.folded_again):
            self._fold_again(stream)
        self.found.seals = self.sealing.seals
        self.found.root = self.sealing.root().hex()

    def hold_against(self, brought: Checkpoint) -> None:
        """Say where the entries are not those of a seal that somebody kept."""
        violation = self.sealing.against(brought)
        if violation is not None:
            self.found.doubted(violation)

    # The log itself.

    def _facts(self) -> Iterator[Fact]:
        """Every entry, those that cannot be read reported and passed over."""
        last = 0
        for row in self.entries.after(0):
            entry, stream, version, topic, state = row
            if entry != last + 1:
                self.found.damaged(
                    last + 1,
                    f"entries {last + 1} to {entry - 1} are missing",
                    f"faltan los asientos {last + 1} a {entry - 1}",
                )
            last = entry
            self.found.events += 1
            if tuple(map(type, row)) != _TYPES:
                self.found.damaged(
                    entry,
                    "it is stored as something else than an entry is",
                    "está guardado como algo distinto de lo que es un asiento",
                )
                continue
            for told in self.each_row:
                told(row)
            self.streams.setdefault(stream, array("Q")).append(entry)
            self.sealing.read(stream, version, topic, state)
            try:
                yield Fact(stream, version, read_event(topic, state, entry), entry)
            except LogDamaged as damage:
                self.found.damaged(entry, *damage.why)

    def _facts_at(self, entries: Sequence[int]) -> Iterator[Fact]:
        for entry, stream, version, topic, state in self.entries.at(entries):
            yield Fact(stream, version, read_event(topic, state, entry), entry)

    def _take(self, fact: Fact) -> None:
        event = fact.event
        version = len(self.streams[fact.originator_id])
        if version != fact.originator_version or event.stream != fact.originator_id:
            self.found.damaged(
                fact.entry,
                f"it stands in {fact.originator_id} as number {fact.originator_version}, "
                f"and should in {event.stream} as number {version}",
                f"figura en {fact.originator_id} con el número {fact.originator_version}, "
                f"y debería figurar en {event.stream} con el número {version}",
            )
        if self.expected and not isinstance(event, ChangeEnacted):
            self._not_all_enacted()
        try:
            self._follow(fact, event)
        except LogDamaged as damage:
            self.found.damaged(damage.entry, *damage.why)

    def _follow(self, fact: Fact, event: Event) -> None:
        match event:
            case PositionTaken() | ChangeDrafted() if event.decision in self.open:
                self.open[event.decision].append(fact)
            case CharterGiven(charter=charter):
                if fact.entry != 1 or self.index is not None:
                    raise LogDamaged(
                        fact.entry,
                        "a charter is given once, as the first entry",
                        "el reglamento se da una vez, en el primer asiento",
                    )
                self.index = MemoryIndex(charter, self._load)
                self.sealing.founded(event)
            case _ if self.index is None:
                raise LogDamaged(
                    fact.entry, "it comes before any charter", "es anterior a todo reglamento"
                )
            case MeetingConvened(meeting=meeting):
                self.folded_again.add(fact.originator_id)
                self.meetings.setdefault(meeting.id, meeting)
            case RecordCorrected(kind=kind, id=id, path=path):
                if not is_correctable(kind, path):
                    self.found.unauthorised(
                        id, None, f"{path} is never corrected", f"{path} no se corrige nunca"
                    )
                self.folded_again.add(fact.originator_id)
            case DecisionAdopted():
                self._adopted(fact, event)
            case DecisionDeclined() | DecisionWithdrawn():
                self._ended(fact, event)
            case DecisionEvent():
                if event.decision in self.ended:
                    raise self._late(fact, event)
                self.open.setdefault(event.decision, []).append(fact)
            case ChangeEnacted():
                self._enacted(fact, event)
            case SealMade():
                for violation in self.sealing.sealed(fact):
                    self.found.doubted(violation)
            case KeyRotated():
                for violation in self.sealing.rotated(fact):
                    self.found.doubted(violation)
            case (
                MeetingClosed()
                | ProposalSubmitted()
                | CommentMade()
                | ProposalReferred()
                | ProposalSettled()
                | ProgressReported()
                | SourceKept()
            ):
                # Kept and shown; nothing follows from it but that it can be read.
                self.folded_again.add(fact.originator_id)
            case _:
                raise LogDamaged(
                    fact.entry,
                    f"nothing is known of {event.name}",
                    f"nada se sabe de {event.name}",
                )

    # Decisions.

    def _late(self, fact: Fact, event: DecisionEvent) -> LogDamaged:
        return LogDamaged(
            fact.entry,
            f"{event.name} comes after {event.decision} was settled",
            f"{event.name} es posterior a que {event.decision} quedara resuelta",
        )

    def _ended(self, fact: Fact, event: DecisionEvent) -> DecisionState:
        """A decision at its end, from all that happened to it."""
        if event.decision in self.ended:
            raise self._late(fact, event)
        self.ended.add(event.decision)
        state = decision_state([*self.open.pop(event.decision, []), fact])
        assert state is not None
        return state

    def _adopted(self, fact: Fact, event: DecisionAdopted) -> None:
        state = self._ended(fact, event)
        meeting = self.meetings.get(state.fields.meeting)
        if meeting is None:
            raise LogDamaged(
                fact.entry,
                f"{event.decision} was adopted at a meeting that is not in the log",
                f"{event.decision} se adoptó en una reunión que no figura en el registro",
            )
        if (event.meeting, event.body, event.adopted_on) != (
            meeting.id,
            meeting.body,
            state.fields.adopted_on,
        ):
            self.found.unauthorised(
                event.decision, None,
                "its adoption names another meeting, body or day than its record",
                "su adopción nombra otra reunión, otro órgano u otra fecha que su registro",
            )  # fmt: skip
        positions = {m: self._interned(p) for m, p in (state.positions or {}).items()}
        decision = DecisionState.for_ruling(_with(state, positions), meeting, fact.entry)
        assert self.index is not None
        judgement = judge(self.index, decision, state.change_list)
        if judgement.lawful:
            self.expected = list(judgement.changes)
            self.index.add(judgement)
        else:
            self.found.violations += judgement.violations
            self.refused[event.decision] = len(state.changes)
            self.index.add(Judgement(decision, ()))
        if event.changes != len(state.changes):
            self.found.unauthorised(
                event.decision, None,
                f"it announces {event.changes} changes, and was tabled with {len(state.changes)}",
                f"anuncia {event.changes} cambios, y fue presentada con {len(state.changes)}",
            )  # fmt: skip

    def _interned(self, position: Position) -> Position:
        if position.except_ or position.statement:
            return position
        return self.positions.setdefault(position, position)

    def _enacted(self, fact: Fact, event: ChangeEnacted) -> None:
        self.found.changes += 1
        recorded = recorded_change(event, fact.entry)
        decision = event.authority.decision
        if not self.expected:
            if self.refused.get(decision, 0) > 0:
                self.refused[decision] -= 1  # refused above, with its reasons
            else:
                self.found.unauthorised(
                    recorded.reference, recorded.change.item,
                    "no decision adopted just before it contains it",
                    "ninguna decisión adoptada justo antes lo contiene",
                )  # fmt: skip
            return
        due = self.expected.pop(0)
        if not _same(due, recorded):
            self.found.unauthorised(
                recorded.reference, recorded.change.item,
                f"{due.reference} was agreed otherwise than it is recorded",
                f"{due.reference} se acordó de otro modo que como está registrado",
            )  # fmt: skip
        for told in self.each_change:
            told(due, fact.originator_version == 1)

    def _not_all_enacted(self) -> None:
        for due in self.expected:
            self.found.unauthorised(
                due.reference, due.change.item,
                "its decision was adopted, and the change is not recorded",
                "su decisión fue adoptada, y el cambio no está registrado",
            )  # fmt: skip
        self.expected = []

    def _load(self, entries: Sequence[int]) -> list[RecordedChange]:
        """Changes that were due at these entries.

        Raises:
            LogDamaged: there is none at one of them; that it is missing was found when it was due.
        """
        loaded = {
            fact.entry: recorded_change(fact.event, fact.entry)
            for fact in self._facts_at(entries)
            if isinstance(fact.event, ChangeEnacted)
        }
        for entry in entries:
            if entry not in loaded:
                raise LogDamaged(
                    entry, "a change should stand here", "aquí debería figurar un cambio"
                )
        return list(loaded.values())

    def _fold_again(self, stream: str) -> None:
        """What is kept beside the rule: meetings, proposals, corrections. Each has to be readable."""
        kind = stream.partition(":")[0]
        folds: dict[str, Callable[[list[Fact]], object]] = {
            "meeting": meeting_state,
            "decision": decision_state,
            "proposal": proposal_state,
        }
        if kind in folds:
            try:
                folds[kind](list(self._facts_at(self.streams[stream])))
            except LogDamaged as damage:
                if not any(v.reference == f"entry {damage.entry}" for v in self.found.violations):
                    self.found.damaged(damage.entry, *damage.why)


def _with(state: DecisionState, positions: dict[str, Position]) -> DecisionState:
    return DecisionState(
        state.fields,
        state.as_recorded,
        state.entry,
        state.status,
        state.changes,
        positions,
        state.adopted,
    )


def _same(due: RecordedChange, recorded: RecordedChange) -> bool:
    return (
        due.entry == recorded.entry
        and due.authority == recorded.authority
        and due.stands_by == recorded.stands_by
        and due.change == recorded.change
        and _given(due.change) == _given(recorded.change)
    )


def _given(change: Change) -> object:
    """Which fields a change gives: in a patch, what is left out is not what is cleared."""
    if isinstance(change, Redefine):
        return change.model_fields_set, change.terms.model_fields_set
    if isinstance(change, AmendCharter):
        return change.model_dump(exclude_unset=True)
    return None
