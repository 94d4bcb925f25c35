"""Verification: from the events alone, every one of them, and from nothing that anybody computed
before.

It reads the log from its first entry, folds it, asks the rule about every change again at the place
and with the knowledge that its decision had, and holds what it got against what is stored: each
change enacted, the writer's index, and the tables that people read.
"""

from collections.abc import Callable, Iterator, Sequence
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
    MeetingClosed,
    MeetingConvened,
    PositionTaken,
    ProgressReported,
    ProposalReferred,
    ProposalSettled,
    ProposalSubmitted,
    RecordCorrected,
)
from ledger.index import MemoryIndex, recorded_change
from ledger.judging import Judgement, judge
from ledger.ledger import Ledger, is_correctable
from ledger.plan import ItemJson
from ledger.records import MeetingFields
from ledger.sentences import fill
from ledger.standing import Charters, RecordedChange
from ledger.states import DecisionState, decision_state, meeting_state, proposal_state
from ledger.store import Fact, LogDamaged, LogRecorder, read_event
from ledger.versions import Tail, Tails, Version


def guards(recorder: LogRecorder) -> set[str]:
    """The triggers that keep the log append-only, as SQLite keeps their text."""
    return {
        statement.replace(" IF NOT EXISTS", "")
        for statement in recorder.create_table_statements
        if statement.startswith("CREATE TRIGGER")
    }


class ViewsExpectation(Protocol):
    """The tables that people read, held against what the log says they should be."""

    def read(self, entry: int, stream: str, topic: str, state: bytes) -> None:
        """An entry of the log, as it is stored."""

    def expect(self, entry: int, tail: Tail) -> None:
        """From this entry on, the item's versions are these."""

    def differences(self) -> Sequence[str]:
        """What differs, once all was expected: sentences' subjects, empty where nothing does."""


@dataclass
class Verification:
    """What verification found.

    Attributes:
        authentic: the log is whole: every entry is there, in its stream, and can be read.
        lawful: every change was agreed at the right level, and none was recorded otherwise.
        projections_match: the tables that people read, and the writer's index, are what the log
            says.
    """

    events: int = 0
    changes: int = 0
    authentic: bool = True
    projections_match: bool = True
    violations: list[Violation] = field(default_factory=list)
    root: str | None = None
    seals: list[dict[str, Any]] = field(default_factory=list)

    @property
    def lawful(self) -> bool:
        return not any(v.code not in ("log-damaged", "views-differ") for v in self.violations)

    @property
    def proven(self) -> bool:
        return self.authentic and not self.violations


def verify(
    ledger: Ledger,
    views: ViewsExpectation | None = None,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> Verification:
    """Prove a ledger, or say what is wrong with it."""
    verifier = _Verifier(ledger.recorder, views)
    total = ledger.head
    with ledger.problems():
        for n, fact in enumerate(verifier.facts(total), start=1):
            verifier.take(fact)
            if progress is not None and (n % 2000 == 0 or n == total):
                progress(n, total)
        verifier.finish()
    return verifier.found


class _Verifier:
    def __init__(self, recorder: LogRecorder, views: ViewsExpectation | None):
        self.recorder, self.views = recorder, views
        self.found = Verification()
        self.versions: dict[str, int] = {}
        self.meetings: dict[str, MeetingFields] = {}
        self.open: dict[str, list[Fact]] = {}
        self.ended: set[str] = set()
        self.folded_again: set[str] = set()
        self.positions: dict[Position, Position] = {}
        self.expected: list[RecordedChange] = []
        self.refused: dict[str, int] = {}
        self.index: MemoryIndex | None = None
        self.tails: Tails | None = None
        self.last: dict[str, Version] = {}

    # The log itself.

    def facts(self, until: int) -> Iterator[Fact]:
        """Every entry, those that cannot be read reported and passed over."""
        after = 0
        while True:
            rows = self.recorder.read(
                "SELECT rowid, originator_id, originator_version, topic, state FROM stored_events "
                "WHERE rowid > ? AND rowid <= ? ORDER BY rowid LIMIT 1000",
                [after, until],
            )
            if not rows:
                break
            for entry, stream, version, topic, state in map(tuple, rows):
                if entry != after + 1:
                    self.damaged(
                        after + 1,
                        f"entries {after + 1} to {entry - 1} are missing",
                        "faltan asientos",
                    )
                after = entry
                self.found.events += 1
                if self.views is not None:
                    self.views.read(entry, stream, topic, state)
                try:
                    yield Fact(stream, version, read_event(topic, state, entry), entry)
                except LogDamaged as damage:
                    self.damaged(entry, *damage.why)

    def damaged(self, entry: int, why: str, why_es: str) -> None:
        self.found.authentic = False
        message = fill("log-damaged", entry=str(entry), why=(why, why_es))
        self.found.violations.append(Violation("log-damaged", f"entry {entry}", message=message))

    def unauthorised(self, reference: str, item: str | None, why: str, why_es: str) -> None:
        message = fill("unauthorised", what=reference, why=(why, why_es))
        self.found.violations.append(Violation("unauthorised", reference, item, message=message))

    def take(self, fact: Fact) -> None:
        event = fact.event
        version = self.versions.get(fact.originator_id, 0) + 1
        self.versions[fact.originator_id] = version
        if version != fact.originator_version or event.stream != fact.originator_id:
            self.damaged(
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
            self.damaged(damage.entry, *damage.why)

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
                self.tails = Tails(self.index, Charters(charter), self._entry_of)
            case _ if self.index is None:
                raise LogDamaged(
                    fact.entry, "it comes before any charter", "es anterior a todo reglamento"
                )
            case MeetingConvened(meeting=meeting):
                self.folded_again.add(fact.originator_id)
                self.meetings.setdefault(meeting.id, meeting)
            case RecordCorrected(kind=kind, id=id, path=path):
                if not is_correctable(kind, path):
                    self.unauthorised(
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
            case (
                MeetingClosed()
                | ProposalSubmitted()
                | CommentMade()
                | ProposalReferred()
                | ProposalSettled()
                | ProgressReported()
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
            self.unauthorised(
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
            self.unauthorised(
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
                self.unauthorised(
                    recorded.reference, recorded.change.item,
                    "no decision adopted just before it contains it",
                    "ninguna decisión adoptada justo antes lo contiene",
                )  # fmt: skip
            return
        due = self.expected.pop(0)
        if not _same(due, recorded):
            self.unauthorised(
                recorded.reference, recorded.change.item,
                f"{due.reference} was agreed otherwise than it is recorded",
                f"{due.reference} se acordó de otro modo que como está registrado",
            )  # fmt: skip
        if self.tails is not None:
            self._expect(due, fact.originator_version == 1)

    def _expect(self, recorded: RecordedChange, is_first: bool) -> None:
        if self.views is None:
            return
        assert self.tails is not None
        assert self.index is not None
        for tail in self.tails.after(
            recorded, self.last.get, is_first=is_first, all_items=self.index.heads
        ):
            if tail.versions:
                self.last[tail.item] = tail.versions[-1]
            else:
                self.last.pop(tail.item, None)
            self.views.expect(recorded.entry, tail)

    def _not_all_enacted(self) -> None:
        for due in self.expected:
            self.unauthorised(
                due.reference, due.change.item,
                "its decision was adopted, and the change is not recorded",
                "su decisión fue adoptada, y el cambio no está registrado",
            )  # fmt: skip
        self.expected = []

    def _load(self, entries: Sequence[int]) -> list[RecordedChange]:
        found = []
        for fact in self.recorder.entries(entries):
            assert isinstance(fact.event, ChangeEnacted)
            found.append(recorded_change(fact.event, fact.entry))
        return found

    def _entry_of(self, decision: str) -> int:
        assert self.index is not None
        found = self.index.decision(decision)
        assert found is not None
        return found.entry

    # What is stored beside the log.

    def finish(self) -> None:
        self._not_all_enacted()
        for stream in sorted(self.folded_again):
            self._fold_again(stream)
        stored = self.recorder.read("SELECT sql FROM sqlite_master WHERE type = 'trigger'")
        if {row[0] for row in stored} != guards(self.recorder):
            self.damaged(
                0,
                "its append-only guard was taken away, or is another",
                "se le quitó la protección contra cambios, o es otra",
            )
        differing: list[tuple[str, str]] = []
        if not self._index_matches():
            differing.append(("the writer's index", "el índice de escritura"))
        if self.views is not None:
            differing += ((what, what) for what in self.views.differences())
        if differing:
            self.found.projections_match = False
            more = " …" if len(differing) > 10 else ""
            en, es = (", ".join(pair[n] for pair in differing[:10]) + more for n in (0, 1))
            message = fill("views-differ", why=(en, es))
            self.found.violations.append(Violation("views-differ", "views", message=message))

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
                folds[kind](self.recorder.stream(stream))
            except LogDamaged as damage:
                if not any(v.reference == f"entry {damage.entry}" for v in self.found.violations):
                    self.damaged(damage.entry, *damage.why)

    def _index_matches(self) -> bool:
        if self.index is None:
            return False
        heads = self.index.heads
        stored = self.recorder.read("SELECT item, parent, current, state FROM heads")
        if len(stored) != len(heads):
            return False
        for item, parent, current, state in map(tuple, stored):
            head = heads.get(item)
            if head is None or ItemJson.dump_json(head) != state:
                return False
            if (parent, bool(current)) != (head.parent or "", head.is_current):
                return False
        placed = sum(
            hash(tuple(row))
            for row in self.recorder.read("SELECT entry, item, day, parent FROM placed")
        )
        return placed == self.index.placed_digest


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
