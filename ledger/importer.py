"""What a register says, recorded one record after the other; of what is recorded already, whether it is
the same.

A record that differs from its recorded self is refused, and says where; one that is known changes
nothing; what may come back with more brings only that.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from ledger.authority import Violation
from ledger.decision import OWN_WORD, Position
from ledger.ledger import Ledger
from ledger.offices import Office, is_delegation_of
from ledger.problems import Refused
from ledger.progress import Progress
from ledger.records import (
    CorrectionRecord,
    DecisionFields,
    DecisionRecord,
    MeetingRecord,
    MemberKeyRecord,
    Outcome,
    ProposalRecord,
    ReportFields,
)
from ledger.register import Entry, Register
from ledger.sameness import decision_document, document, first_difference, shown
from ledger.sentences import fill
from ledger.serving import not_their_own
from ledger.standing import Charters
from ledger.states import DecisionState, ProposalState
from ledger.values import Basis, Model

PartT = TypeVar("PartT", bound=Model)


@dataclass
class Imported:
    """What an import did, or why it did nothing. Violations mean that nothing of it was kept.

    Attributes:
        sources: signed originals that were newly kept.
        sources_missing: the hashes of those that the register names and that were not found.
        waiting: the decisions that were submitted, each with the office that it waits for.
        tabled: those that were only tabled, as they build on what waits.
    """

    meetings: int = 0
    decisions: int = 0
    changes: int = 0
    proposals: int = 0
    reports: int = 0
    already: int = 0
    sources: int = 0
    sources_missing: list[str] = field(default_factory=list)
    waiting: dict[str, Office] = field(default_factory=dict)
    tabled: list[str] = field(default_factory=list)
    entry: int = 0
    dry_run: bool = False
    violations: list[Violation] = field(default_factory=list)

    @property
    def lawful(self) -> bool:
        return not self.violations


def expanded(
    record: DecisionRecord,
    basis: Basis,
    members: frozenset[str],
    present: Literal["all"] | Sequence[str],
) -> dict[str, Position]:
    """A decision's positions, one for each member that has one.

    Args:
        basis: of the positions that `agreed` stands for.
        members: on the day of adoption.
        present: who was at the meeting.
    """
    if record.agreed == "all" or (record.agreed == "present" and present == "all"):
        agreed = sorted(members)
    elif record.agreed == "present":
        agreed = sorted(members.intersection(present))
    else:
        agreed = sorted(record.agreed)
    positions = {member: Position(stance="agree", basis=basis) for member in agreed}
    return {**positions, **record.positions}


def fields_of(meeting: str, record: DecisionRecord) -> DecisionFields:
    given = {
        name: getattr(record, name)
        for name in ("id", "number", "text", "procedure", "recommended_by", "source")
        if name in record.model_fields_set
    }
    assert record.adopted_on is not None
    return DecisionFields(meeting=meeting, adopted_on=record.adopted_on, **given)


class Importer:
    """Records a register, and says what it did: `done`."""

    def __init__(self, ledger: Ledger):
        self.ledger = ledger
        # Whether what delegations said themselves stays; so it does in a trial, too.
        self.is_guarded = ledger.takes_two_persons
        self.done = Imported()
        self.came: Counter[object] = Counter()

    def record_all(self, register: Register, progress: Progress | None) -> None:
        self.record_decisions(register, progress)
        for proposal, _ in register.proposals:
            self._proposal(proposal)
        if self.done.violations:
            # Nothing is kept; and what rests on a refused decision has nothing to rest on.
            return
        for report, _ in register.reports:
            self._report(report)
        for correction, _ in register.corrections:
            self._correction(correction)
        # Last, so that what was recorded with a meeting stands under its seal.
        for meeting in register.meetings:
            self._close(meeting)

    def record_decisions(self, register: Register, progress: Progress | None) -> None:
        """The meetings and their decisions, and what they rest on."""
        total = register.decision_count
        waiting = sorted(register.meetings, key=lambda meeting: meeting.opens_on, reverse=True)
        differing: set[str] = set()
        for key, _ in register.member_keys:
            self._member_key(key)
        for n, entry in enumerate(register.decisions(), start=1):
            while waiting and waiting[-1].opens_on <= entry.meeting.opens_on:
                self._meeting(waiting.pop(), differing)
            if entry.meeting.id not in differing:
                self._decision(entry)
            if progress is not None and (n % 50 == 0 or n == total):
                progress(n, total)
        while waiting:
            self._meeting(waiting.pop(), differing)

    def _differs(self, id: str, path: str, before: object, after: object) -> None:
        message = fill("differs", what=id, path=path, before=shown(before), after=shown(after))
        self.done.violations.append(Violation("differs", id, message=message))

    def _same(
        self,
        id: str,
        recorded: Sequence[Mapping[str, Any]],
        given: Mapping[str, Any],
        where: str = "",
    ) -> bool:
        """Whether what is given is what was recorded, in its first form or as corrected since."""
        if given in recorded:
            return True
        path, before, after = first_difference(recorded[-1], given)
        self._differs(id, f"{where}{path}", before, after)
        return False

    def _meeting(self, meeting: MeetingRecord, differing: set[str]) -> None:
        known = self.ledger.meeting(meeting.id)
        given = meeting.fields
        if known is None:
            self.ledger.convene(given)
            self.done.meetings += 1
            return
        forms = [document(known.as_recorded), document(known.fields)]
        if not self._same(meeting.id, forms, document(given)):
            differing.add(meeting.id)

    def _close(self, meeting: MeetingRecord) -> None:
        known = self.ledger.meeting(meeting.id)
        assert known is not None
        for clearing in self._more(meeting.id, "cleared", known.cleared, meeting.cleared):
            self.ledger.clear_docket(meeting.id, clearing)
        if meeting.closed is None:
            return
        if meeting.closed == known.closed:
            before = {"unsettled": known.unsettled and dict(known.unsettled)}
            self._same(meeting.id, [before], {"unsettled": meeting.unsettled})
        elif known.closed is None:
            # History is brought as it is: nobody is asked whether the docket was settled then.
            self.ledger.close_meeting(meeting.id, meeting.closed, unsettled=meeting.unsettled)
        else:
            self._differs(
                meeting.id, "closed", known.closed.isoformat(), meeting.closed.isoformat()
            )

    # Decisions.

    def _decision(self, entry: Entry) -> None:
        record, ledger = entry.decision, self.ledger
        fields = fields_of(entry.meeting.id, record)
        state = ledger.decision(record.id)
        known_to = None if state is None else state.entry
        positions = self._positions(entry, fields, known_to)
        try:
            if state is None:
                self._record(record, fields, positions)
            else:
                with ledger.attempt():
                    self._record_again(state, record, fields, positions)
            self._contests(record)
        except Refused as refused:
            self.done.violations += refused.violations

    def _positions(
        self, entry: Entry, fields: DecisionFields, known_to: int | None
    ) -> dict[str, Position]:
        """ "`agreed: all` is expanded once, when recorded, and compared as it was then." """
        charters = self.ledger.index.charters
        place = (fields.adopted_on.toordinal(), 2**62, 0)
        if known_to is not None:
            charters = Charters(
                charters.founding, [c for c in charters.changes if c.entry < known_to]
            )
        members = charters.at(place).members_on(fields.adopted_on)
        return expanded(entry.decision, entry.basis, members, entry.meeting.present)

    def _record(
        self, record: DecisionRecord, fields: DecisionFields, positions: dict[str, Position]
    ) -> None:
        if record.status == "adopted" and not self.ledger.takes_two_persons:
            self.ledger.record(fields, record.changes, positions)
        else:
            self.ledger.table(fields, record.changes, positions)
            self._bring_to(record)
        self.done.decisions += 1
        self.done.changes += len(record.changes)

    def _bring_to(self, record: DecisionRecord) -> None:
        ledger, id = self.ledger, record.id
        match record.status:
            case "tabled":
                pass
            case "submitted":
                ledger.submit(id)
            case "adopted" if ledger.takes_two_persons:
                self._submit(id)
            case "adopted":
                ledger.adopt(id, founding=True)
            case "declined":
                self._contests(record)  # nobody contests what has no effect any more
                ledger.decline(id, record.reason)
            case "withdrawn":
                self._contests(record)
                ledger.withdraw(id, record.reason)

    def _submit(self, id: str) -> None:
        """ "In a served ledger the Secretariat **submits** what a meeting adopted." What is refused here
        would be lawful, were what it builds on confirmed."""
        state = self.ledger.decision(id)
        assert state is not None
        try:
            if state.status != "submitted":
                self.ledger.submit(id)
        except Refused:
            self.done.tabled.append(id)
        else:
            self.done.waiting[id] = self.ledger.confirming_office(id)

    def _contests(self, record: DecisionRecord) -> None:
        """What is contested; what is known to be changes nothing."""
        ledger, id = self.ledger, record.id
        state = ledger.decision(id)
        assert state is not None
        for member, reason in record.contests.items():
            known = state.contests.get(member)
            if known is not None:
                before, given = {"contests": {member: dict(known.reason)}}, {"contests": {member: reason}}
                self._same(id, [before], given)
            elif ledger.takes_two_persons and not is_delegation_of(ledger.by, member):
                self.done.violations.append(not_their_own(id, [member], ledger.by))
            else:
                ledger.contest(id, member, reason)

    def _record_again(
        self,
        state: DecisionState,
        record: DecisionRecord,
        fields: DecisionFields,
        positions: dict[str, Position],
    ) -> None:
        """ "A tabled decision may come back redrafted, adopted, declined or withdrawn"; else it is
        as it was."""
        given = decision_document(fields, record.changes, positions, record.status)
        forms = [
            decision_document(f, state.changes, p or {}, state.status)
            for p in (state.positions_as_recorded or state.positions, state.positions)
            for f in (state.as_recorded, state.fields)
        ]
        if given in forms:
            self.done.already += 1
            return
        if not state.is_open:
            self._same(record.id, forms, given)
            return
        draft = {**given, "status": state.status, "positions": forms[-1]["positions"]}
        if draft not in forms:
            self.ledger.redraft(fields, record.changes, positions)
        else:
            old = state.positions or {}
            new = {
                m: p
                for m, p in positions.items()
                if m not in old or (document(old[m]) != document(p) and self._replaces(old[m], p))
            }
            if new:
                self.ledger.take_position(record.id, new)
            elif self._waits(state, record):
                self._submit(record.id)
                self.done.already += 1
                return
        if record.status != state.status or draft not in forms:
            self._bring_to(record)
        self.done.decisions += 1
        self.done.changes += len(record.changes)

    def _replaces(self, recorded: Position, given: Position) -> bool:
        """Whether a register's position takes the recorded one's place: on a served ledger not that of a
        delegation's own word, which a register does not know of."""
        is_own = recorded.basis in OWN_WORD and given.basis not in OWN_WORD
        return not (is_own and self.is_guarded)

    def _waits(self, state: DecisionState, record: DecisionRecord) -> bool:
        """Whether it was submitted before, and waits still."""
        is_waiting = state.status == "submitted" and record.status == "adopted"
        return is_waiting and self.ledger.takes_two_persons

    # Proposals and reports.

    def _proposal(self, record: ProposalRecord) -> None:
        """A proposal may come back with more comments and referrals, and with an outcome."""
        known = self.ledger.proposal(record.id)
        if known is None:
            self.ledger.propose(record.fields)
            known = ProposalState(record.fields, record.fields, 0)
            self.done.proposals += 1
        forms = [document(known.as_recorded), document(known.fields)]
        if not self._same(record.id, forms, document(record.fields)):
            return
        for comment in self._more(record.id, "comments", known.comments, record.comments):
            self.ledger.comment(record.id, comment)
        for referral in self._more(record.id, "referrals", known.referrals, record.referrals):
            self.ledger.refer(record.id, referral)
        if record.outcome is not None:
            if known.outcome is None:
                self._settle(record.id, record.outcome)
            else:
                self._same(
                    record.id, [document(known.outcome)], document(record.outcome), "outcome."
                )

    def _settle(self, id: str, outcome: Outcome) -> None:
        """What a decision that still waits for its confirmation answers is settled by importing again."""
        decisions = [self.ledger.decision(each) for each in outcome.adopted or ()]
        waits = self.ledger.takes_two_persons and any(d is not None and d.is_open for d in decisions)
        # What was refused is not there to settle it; that is said already.
        if not waits and not self.done.violations:
            self.ledger.settle(id, outcome)

    def _member_key(self, record: MemberKeyRecord) -> None:
        """Keys come first, each as it was given or withdrawn; a key that is known changes
        nothing."""
        known = self.ledger.keys.has(record.member, record.key)
        try:
            if record.note is not None and known is None:
                self.ledger.give_key(record.note, for_another=True)
            elif record.withdrawn is not None and not (known and known.withdrawn):
                self.ledger.withdraw_key(record.member, record.withdrawn)
        except Refused as refused:
            self.done.violations += refused.violations

    def _comes(self, record: object) -> int:
        """How often the register has said this very thing so far, this time included."""
        self.came[record] += 1
        return self.came[record]

    def _correction(self, record: CorrectionRecord) -> None:
        """A correction that was made already changes nothing; one that was made, undone and made
        again comes twice."""
        kind, id = record.of
        times = self.ledger.times_corrected(kind, id, record.path, record.after)
        if self._comes((kind, id, record.path, json.dumps(record.after))) > times:
            self.ledger.correct(kind, id, record.path, record.after, record.reason)

    def _more(
        self, id: str, name: str, recorded: Sequence[PartT], given: Sequence[PartT]
    ) -> Sequence[PartT]:
        """What is given beyond what was recorded, which is to come first and as it was."""
        old = [document(part) for part in recorded]
        new = [document(part) for part in given]
        if new[: len(old)] != old and old[: len(new)] != new:
            path, before, after = first_difference(old, new)
            self._differs(id, f"{name}{path}", before, after)
            return ()
        return given[len(old) :]

    def _report(self, report: ReportFields) -> None:
        if self._comes(report.model_dump_json()) > self.ledger.times_reported(report):
            self.ledger.report(report)
            self.done.reports += 1
