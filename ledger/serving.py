"""A ledger that is served to several persons: who submits, who confirms, and who contests.

"**Two persons**: what the Secretariat submits as adopted enters the plan only when the other office
confirms it." On a ledger that one person keeps nobody is asked for an office, and no confirmation is
pretended.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress

from ledger.authority import Violation
from ledger.decision import OWN_WORD, Position
from ledger.events import (
    SERVICE,
    ConfirmationRefused,
    ContestWithdrawn,
    DecisionAdopted,
    DocketCleared,
    FoundViolation,
    PositionContested,
    SealMade,
    ServiceBegun,
)
from ledger.offices import (
    LOCAL,
    PPT,
    TS,
    Office,
    acts_for,
    confirming_office,
    confirms,
    is_delegation_of,
    recorder_of,
    submits,
)
from ledger.problems import Problem, Refused
from ledger.proposing import ProposingLedger
from ledger.records import Clearing
from ledger.seals import SEALS
from ledger.sentences import fill
from ledger.states import DecisionState, MeetingState, why_not_contestable

MOST_FOUND = 48_000
"""Bytes of violations that are recorded of one refusal: an entry has room for no more than 65,535."""


CLOSED = ("closed", "cerrada")
CLEARED_BEFORE = (
    "its docket is cleared before that",
    "su revisión del plan se depura antes",
)


class _Undone(Exception):
    """Nothing of what was tried is kept."""


class ServedLedger(ProposingLedger):
    """A ledger that may be served; from `begin_service` on, it is."""

    def begin_service(self) -> None:
        """From now on what one person submits another confirms. Recorded once; again, it changes
        nothing."""
        with self.writing():
            if not self.is_served:
                self._append([self._event(ServiceBegun)])

    @property
    def is_served(self) -> bool:
        return self._version(SERVICE) > 0

    @property
    def takes_two_persons(self) -> bool:
        """Whether every adoption does, an import's too: on a served ledger, once it is sealed. Until
        then a founding import adopts at once."""
        if self._as_confirmed or not self.is_served:
            return False
        return self.recorder.last_of(SEALS, SealMade.topic) > 0

    _as_confirmed = False

    @contextmanager
    def tried_as_confirmed(self) -> Iterator[None]:
        """Try what is recorded inside as if whatever is adopted were confirmed at once; at the end all of
        it is undone."""
        with suppress(_Undone), self.writing(), self.attempt():
            self._as_confirmed = True
            try:
                yield
            finally:
                self._as_confirmed = False
            raise _Undone

    # A docket.

    def clear_docket(self, meeting: str, clearing: Clearing) -> None:
        """The Presidency, or for a network's meeting its coordinator, went through a meeting's docket. It may be gone
        through again: what is said last of an item counts.

        Raises:
            Problem: `unknown`, `already` closed; on a served ledger, `other-office`.
        """
        with self.writing():
            state: MeetingState = self._must_have("meeting", meeting)
            if state.closed is not None:
                raise Problem("already", id=meeting, status=CLOSED, cure=CLEARED_BEFORE)
            office = self._clearing_office(state)
            is_brought = submits(self.by) and not self.takes_two_persons
            if self.is_served and not is_brought and not acts_for(self.by, office):
                self._not_their_office(meeting, office)
            self._append([self._event(DocketCleared, meeting=meeting, clearing=clearing)])

    def clearing_office(self, meeting: str) -> Office:
        """Who clears a meeting's docket: the Presidency, or its network's coordinator.

        Raises:
            Problem: there is no such meeting.
        """
        if not self.recorder.datastore.in_session:
            self._look()
        return self._clearing_office(self._must_have("meeting", meeting))

    def _clearing_office(self, state: MeetingState) -> Office:
        place = (state.fields.opens_on.toordinal(), self.head + 1, 0)
        return confirming_office(state.fields.body, self.index.charters.at(place))

    # Contests.

    def contest(self, decision: str, member: str, reason: Mapping[str, str]) -> None:
        """A delegation says that what is recorded as its position is not what it said.

        While the decision is open, nothing is submitted or confirmed until that is settled: by the
        delegation's own position, or by `withdraw_contest`. After its adoption it is only shown.

        Args:
            member: whose position it is; on a served ledger `by` has to be its own delegation.
        Raises:
            Problem: `unknown` decision, `other-office`, or `not-contestable`: there is no such
                position, the delegation took it itself, or contests it already.
        """
        with self.writing():
            self._must_be_delegation(decision, member)
            state: DecisionState = self._must_have("decision", decision)
            why = why_not_contestable(state, member)
            if why is not None:
                raise Problem("not-contestable", id=decision, member=member, why=why)
            given = {"decision": decision, "member": member, "reason": dict(reason)}
            self._append([self._event(PositionContested, **given)])

    def withdraw_contest(
        self, decision: str, member: str, reason: Mapping[str, str] | None = None
    ) -> None:
        """A delegation leaves its position as it is recorded, after all.

        Raises:
            Problem: `unknown` decision, `other-office`, or `no-contest`: there is none, or none any
                more.
        """
        with self.writing():
            self._must_be_delegation(decision, member)
            state: DecisionState = self._must_have("decision", decision)
            if member not in state.contests:
                raise Problem("no-contest", id=decision, member=member)
            given = {"reason": dict(reason)} if reason else {}
            self._append(
                [self._event(ContestWithdrawn, decision=decision, member=member, **given)]
            )

    def _must_be_delegation(self, decision: str, member: str) -> None:
        # A founding import brings contests as it brings the rest: for the Secretariat.
        is_brought = submits(self.by) and not self.takes_two_persons
        if self.is_served and not is_brought and not is_delegation_of(self.by, member):
            self._not_their_office(decision, Office("member", member))

    # Two persons.

    def _must_submit(self, decision: str) -> None:
        if self.is_served and not submits(self.by):
            self._not_their_office(decision, TS)

    def _must_confirm(self, decision: str, state: DecisionState) -> None:
        """Whether `by` may confirm it.

        Raises:
            Problem: `served`, `other-office`, or `same-account`.
        """
        office = self._confirming_office(state)
        if self.by == LOCAL:
            raise Problem("served", id=decision, office=office.said)
        recorder = recorder_of(self.by)
        if recorder is None or recorder.office != office:
            self._not_their_office(decision, office)
        if not confirms(self.by, state.submitted_by or "", office):
            raise Problem("same-account", id=decision)

    def _must_not_be_served(self, decision: str, state: DecisionState | None) -> None:
        """An adoption in one is for a ledger that one person keeps."""
        if self.is_served:
            office = PPT if state is None else self._confirming_office(state)
            raise Problem("served", id=decision, office=office.said)

    def confirming_office(self, decision: str) -> Office:
        """Who confirms a decision: the Presidency, or its network's coordinator.

        Raises:
            Problem: there is no such decision.
        """
        if not self.recorder.datastore.in_session:
            self._look()
        return self._confirming_office(self._must_have("decision", decision))

    def _confirming_office(self, state: DecisionState) -> Office:
        body = self._must_have("meeting", state.fields.meeting).fields.body
        place = (state.fields.adopted_on.toordinal(), self.head + 1, 0)
        return confirming_office(body, self.index.charters.at(place))

    def _not_their_office(self, decision: str, office: Office) -> None:
        recorder = recorder_of(self.by)
        by = (self.by, self.by) if recorder is None else recorder.office.said
        raise Problem("other-office", id=decision, office=office.said, by=by)

    # What nobody may do for somebody else.

    def _must_be_uncontested(self, decision: str, state: DecisionState) -> None:
        """ "… and blocks confirmation until it is settled." """
        if state.contests:
            raise Refused([contested(decision, state.contests)])

    def _must_be_their_own(
        self, decision: str, positions: Mapping[str, Position], before: Mapping[str, Position]
    ) -> None:
        """ "The Secretariat may enter a member's position only as `recorded`", and not in the place of what
        the delegation has said itself."""
        own = [m for m, p in positions.items() if is_their_own(p, before.get(m))]
        if own and self.takes_two_persons:
            others = [member for member in own if not is_delegation_of(self.by, member)]
            if others:
                raise Refused([not_their_own(decision, others, self.by)])

    def _confirmation_refused(self, decision: str, violations: Sequence[Violation]) -> None:
        found: list[FoundViolation] = []
        room = MOST_FOUND
        for each in violations:
            one = FoundViolation(
                code=each.code,
                reference=each.reference,
                members=each.members,
                conflicts=each.conflicts,
                message=each.message,
                **({"item": each.item} if each.item is not None else {}),
            )
            room -= len(one.model_dump_json(exclude_unset=True).encode())
            if found and room < 0:
                break
            found.append(one)
        more = len(violations) - len(found)
        given = {"violations": tuple(found), **({"left_out": more} if more else {})}
        self._append([self._event(ConfirmationRefused, decision=decision, **given)])


def is_their_own(position: Position, before: Position | None) -> bool:
    """Whether only the delegation itself may say that.

    Args:
        before: its position until then.
    """
    if position.basis == "own-account":
        return True
    if before is None or before.basis not in OWN_WORD:
        return False
    # What it signed before it said something else could be brought again by anybody.
    return position.basis != "signed" or before.basis == "own-account"


def contested(decision: str, members: Iterable[str]) -> Violation:
    """What is contested is neither submitted nor adopted."""
    named = tuple(sorted(members))
    message = fill("contested", what=decision, members=", ".join(named))
    return Violation("contested", decision, members=named, message=message)


def not_their_own(decision: str, members: Iterable[str], by: str) -> Violation:
    """What is a delegation's own word, or its contest, was recorded by somebody else."""
    named = tuple(sorted(members))
    message = fill("not-their-own", what=decision, members=", ".join(named), by=by)
    return Violation("not-their-own", decision, members=named, message=message)


def why_not_two_persons(
    adopted: DecisionAdopted, submitted_by: str | None, office: Office
) -> tuple[str, str] | None:
    """What an adoption on a served ledger lacks, in English and Spanish; None where two persons stand
    behind it: the Secretariat, and the office that confirms, by another account.

    Args:
        submitted_by: who submitted it, as the log says.
        office: the one that confirms.
    """
    if submitted_by is None:
        return "nobody had submitted it", "nadie la había sometido"
    if adopted.submitted_by != submitted_by:
        return (
            f"it names {adopted.submitted_by} as who submitted it, and that was {submitted_by}",
            f"nombra a {adopted.submitted_by} como quien la sometió, y fue {submitted_by}",
        )
    if not submits(submitted_by):
        return (
            f"{submitted_by}, who submitted it, is not the Secretariat",
            f"{submitted_by}, que la sometió, no es la Secretaría",
        )
    if not confirms(adopted.recorded_by, submitted_by, office):
        english, spanish = office.said
        return (
            f"{adopted.recorded_by}, who confirmed it, is not {english} with another account",
            f"{adopted.recorded_by}, que la confirmó, no es {spanish} con otra cuenta",
        )
    return None
