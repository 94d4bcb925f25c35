"""The proof of a log: from its entries alone, and from nothing that anybody computed before.

It follows the log from its first entry and asks the rule about every change again, at the place and
with the knowledge that its decision had. Where the entries come from is all the same (`Entries`): a
ledger's file, or a copy of them with nothing else at hand. What only a ledger has, its guards and
what it keeps beside the log, is held against it in `ledger.verify`.
"""

from collections import deque
from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from ledger.changes import AmendCharter, Change, Redefine
from ledger.correcting import is_correctable
from ledger.days import wrong_days
from ledger.events import (
    ChangeEnacted,
    CharterGiven,
    CommentMade,
    ContestWithdrawn,
    DecisionAdopted,
    DecisionEvent,
    DocketCleared,
    Event,
    KeyRotated,
    MeetingClosed,
    MeetingConvened,
    MemberKeyGiven,
    MemberKeyWithdrawn,
    PositionContested,
    PositionTaken,
    ProgressReported,
    ProposalReferred,
    ProposalSettled,
    ProposalSubmitted,
    RecordCorrected,
    SealMade,
    ServiceBegun,
    SourceKept,
    item_stream,
)
from ledger.history import Step
from ledger.index import MemoryIndex, recorded_change
from ledger.judging import Judgement, judge
from ledger.late import LateRecords
from ledger.notes import Checkpoint
from ledger.offices import confirming_office
from ledger.progress import Progress
from ledger.proof_rows import Entries, ProofRows
from ledger.reading import Reader, says_each_once
from ledger.records import MeetingFields
from ledger.sealing_check import SealsCheck
from ledger.served_check import ServiceCheck
from ledger.signed_check import SignaturesCheck
from ledger.standing import RecordedChange
from ledger.states import DecisionState, decision_state, meeting_state, proposal_state
from ledger.store import EntryRow, Fact, LogDamaged, read_event
from ledger.tabled import Tabled
from ledger.verification import NOT_OF_THE_RULE, Verification


class Due(NamedTuple):
    """A change of a decision that was just adopted: its event is to follow.

    Attributes:
        words: the bytes that it was drafted in; none where that was in no usual form.
        step: what it makes of each item that it touches, where it stands at the end of the agreed
            order.
    """

    recorded: RecordedChange
    words: bytes
    step: Step | None


class Proof:
    """Follows the entries of a log, and finds what is wrong with them.

    Args:
        withheld: gives the hash of an entry that is not among them, where only its words are withheld.

    Attributes:
        streams: the entries of each stream, in order.
        each_row: are given every entry as it is stored, before it is read; what is stored in other
            types than an entry is, they are not given.
        each_change: are given every change that was due at the entry at hand, once it is ruled, and
            whether it is the first of its stream.
    """

    def __init__(self, entries: Entries, withheld: Callable[[int], bytes] | None = None):
        self.late = LateRecords()
        self.found = Verification(late=self.late.found)
        self.sealing = SealsCheck()
        self.rows = ProofRows(entries, withheld, self.found, self.sealing)
        self.streams, self.each_row = self.rows.streams, self.rows.each_row
        self.each_change: list[Callable[[Due, bool], object]] = []
        self.index: MemoryIndex | None = None
        self.meetings: dict[str, MeetingFields] = {}
        self.reader = Reader()
        self.tabled = Tabled(self.reader)
        self.folded_again: set[str] = set()
        self.expected: deque[Due] = deque()
        self.refused: dict[str, int] = {}
        self.signatures = SignaturesCheck()
        self.service = ServiceCheck()

    def run(self, total: int, progress: Progress | None = None) -> None:
        """Follow the log to its end.

        Args:
            total: how many entries there should be.
            progress: told how many are done, of how many.
        """
        for row in self.rows.follow(total):
            if not self._is_as_expected(row):
                self._read(row)
            n = self.found.events
            if progress is not None and (n % 2000 == 0 or n == total):
                progress(n, total)
        self._not_all_enacted()
        for stream in sorted(self.folded_again):
            self._fold_again(stream)
        self.found.seals = self.sealing.seals
        self.found.root = self.sealing.root().hex()

    def hold_against(self, kept: Checkpoint) -> bool:
        """Whether the entries are those of a seal that was kept outside; where not, it is said."""
        violation = self.sealing.against(kept)
        if violation is not None:
            self.found.doubted(violation)
        return violation is None

    def hold_against_brought(self, seal: Checkpoint) -> None:
        """The same of the seal that somebody brought to have it answered."""
        holds = self.hold_against(seal)
        self.found.brought = {"size": seal.size, "root": seal.root.hex(), "holds": holds}

    # The log itself.

    def _is_as_expected(self, row: EntryRow) -> bool:
        """Whether it is an ordinary entry with which all is well, and then it is taken in; else it
        is for `_read`, which makes an event of it and says what is wrong."""
        entry, stream, version, topic, state = row
        if version != self.rows.next_version(stream):
            return False
        if topic == ChangeEnacted.topic:
            return self._is_due(entry, stream, version, state)
        return not self.expected and self.tabled.read(stream, topic, state)

    def _is_due(self, entry: int, stream: str, version: int, state: bytes) -> bool:
        """Whether it is the change that is due, byte for byte, and then it is taken in."""
        if not self.expected:
            return False
        due, words, _ = self.expected[0]
        if not words or due.stands_by or entry != due.entry:
            return False
        body = b'"change":%b,"authority":%b}' % (words, due.authority.json)
        if stream != item_stream(due.change.item) or not self.reader.says(state, body):
            return False
        self.found.changes += 1
        self._tell(self.expected.popleft(), version)
        return True

    def _read(self, row: EntryRow) -> None:
        entry, stream, version, topic, state = row
        self.late.read(row)
        event: Event | None = None
        try:
            event = read_event(topic, state, entry)
            self._must_say_each_once(entry, state, event)
            self._take(Fact(stream, version, event, entry))
        except LogDamaged as damage:
            if event is None:
                self._must_say_each_once(entry, state)
            self.found.damaged(damage.entry, *damage.why)

    def _must_say_each_once(self, entry: int, state: bytes, event: Event | None = None) -> None:
        """What is written as the ledger would write it does."""
        written = event and event.model_dump_json(exclude_unset=True).encode()
        if written != state and not says_each_once(state):
            self.found.damaged(
                entry,
                "it gives a field twice, so that it could be read as two things",
                "da un campo dos veces, de modo que podría leerse de dos maneras",
            )

    def _take(self, fact: Fact) -> None:
        event = fact.event
        version = self.rows.next_version(fact.originator_id)
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
        before = self.tabled.draft(event.decision) if isinstance(event, PositionTaken) else None
        self.found.violations += self.service.faults(event, before)
        self._follow(fact, event)
        for fault in self.signatures.faults(fact, self.tabled.draft):
            self.found.doubted(fault)
        self.reader.own_accounts_too = not self.service.takes_two_persons

    def _follow(self, fact: Fact, event: Event) -> None:
        match event:
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
                if fact.originator_version > 1:
                    self._fold_at_the_end(fact)
                self.meetings.setdefault(meeting.id, meeting)
            case RecordCorrected(kind=kind, id=id, path=path):
                if not is_correctable(kind, path):
                    self.found.unauthorised(
                        id, None, f"{path} is never corrected", f"{path} no se corrige nunca"
                    )
                self._fold_at_the_end(fact)
            case PositionContested() | ContestWithdrawn() if self.tabled.is_settled(event.decision):
                self._fold_at_the_end(fact)  # after the adoption, where it is only shown
            case DecisionEvent():
                ended = self.tabled.take(fact, event)
                if ended is not None and isinstance(event, DecisionAdopted):
                    self._adopted(fact, event, *ended)
            case ChangeEnacted():
                self._enacted(fact, event)
            case SealMade():
                for violation in self.sealing.sealed(fact):
                    self.found.doubted(violation)
            case KeyRotated():
                for violation in self.sealing.rotated(fact):
                    self.found.doubted(violation)
            case MemberKeyGiven() | MemberKeyWithdrawn():
                pass  # the keys are followed with what is signed with them
            case ServiceBegun():
                if fact.originator_version > 1:
                    raise LogDamaged(
                        fact.entry, "service begins once", "el servicio empieza una sola vez"
                    )
            case DocketCleared(meeting=id):
                if (cleared := self.meetings.get(id)) is not None:
                    place = (cleared.opens_on.toordinal(), fact.entry, 0)
                    office = confirming_office(cleared.body, self.index.charters.at(place))
                    for why in self.service.clearing_faults(event, office):
                        self.found.unauthorised(id, None, *why)
                self._fold_at_the_end(fact)
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
                self._fold_at_the_end(fact)
            case _:
                raise LogDamaged(
                    fact.entry,
                    f"nothing is known of {event.name}",
                    f"nada se sabe de {event.name}",
                )

    # Decisions.

    def _adopted(
        self, fact: Fact, event: DecisionAdopted, state: DecisionState, words: list[bytes]
    ) -> None:
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
        changes = state.change_list
        positions = state.positions or {}
        for wrong in wrong_days(changes, positions, state.fields.adopted_on, self._day_of):
            if wrong.number is None:
                self.found.unauthorised(event.decision, None, *wrong.why)
            else:
                item = changes[wrong.number - 1].item
                self.found.unauthorised(f"{event.decision}#{wrong.number}", item, *wrong.why)
        decision = state.for_ruling(meeting, fact.entry)
        assert self.index is not None
        office = confirming_office(meeting.body, self.index.charters.at(decision.place))
        self.found.violations += self.service.adoption_faults(event, state, office)
        judgement = judge(self.index, decision, changes)
        if judgement.lawful:
            steps = judgement.steps or (None,) * len(words)
            self.expected += map(Due, judgement.changes, words, steps)
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

    def _day_of(self, decision: str) -> date | None:
        assert self.index is not None
        found = self.index.decision(decision)
        return None if found is None else found.adopted_on

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
        expected = self.expected.popleft()
        due = expected.recorded
        if not _same(due, recorded):
            self.found.unauthorised(
                recorded.reference, recorded.change.item,
                f"{due.reference} was agreed otherwise than it is recorded",
                f"{due.reference} se acordó de otro modo que como está registrado",
            )  # fmt: skip
        self._tell(expected, fact.originator_version)

    def _tell(self, due: Due, version: int) -> None:
        for told in self.each_change:
            told(due, version == 1)

    def _not_all_enacted(self) -> None:
        for due, *_ in self.expected:
            self.found.unauthorised(
                due.reference, due.change.item,
                "its decision was adopted, and the change is not recorded",
                "su decisión fue adoptada, y el cambio no está registrado",
            )  # fmt: skip
        self.expected.clear()

    def _load(self, entries: Sequence[int]) -> list[RecordedChange]:
        """Changes that were due at these entries.

        Raises:
            LogDamaged: there is none at one of them; that it is missing was found when it was due.
        """
        loaded = {
            fact.entry: recorded_change(fact.event, fact.entry)
            for fact in self.rows.facts_at(entries)
            if isinstance(fact.event, ChangeEnacted)
        }
        for entry in entries:
            if entry not in loaded:
                raise LogDamaged(
                    entry, "a change should stand here", "aquí debería figurar un cambio"
                )
        return list(loaded.values())

    def _fold_at_the_end(self, fact: Fact) -> None:
        self.folded_again.add(fact.originator_id)

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
                folds[kind](list(self.rows.facts_at(self.streams[stream])))
            except LogDamaged as damage:
                if not any(v.reference == f"entry {damage.entry}" for v in self.found.violations):
                    self.found.damaged(damage.entry, *damage.why)


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


__all__ = ["NOT_OF_THE_RULE", "Due", "Entries", "Proof", "Verification"]
