"""Meetings, decisions and proposals as their own events tell them: one fold each, total over the
events of its stream."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from ledger.changes import Change, ChangeForm
from ledger.decision import OWN_WORD, Decision, DecisionStatus, Position
from ledger.events import (
    ChangeDrafted,
    CommentMade,
    ConfirmationRefused,
    ContestWithdrawn,
    DecisionAdopted,
    DecisionDeclined,
    DecisionRedrafted,
    DecisionSubmitted,
    DecisionTabled,
    DecisionWithdrawn,
    DocketCleared,
    MeetingClosed,
    MeetingConvened,
    PositionContested,
    PositionTaken,
    ProposalReferred,
    ProposalSettled,
    ProposalSubmitted,
    RecordCorrected,
)
from ledger.records import (
    Clearing,
    Comment,
    DecisionFields,
    MeetingFields,
    Outcome,
    ProposalFields,
    Referral,
)
from ledger.store import Fact, LogDamaged
from ledger.values import Day, Model

FieldsT = TypeVar("FieldsT", bound=Model)


def corrected(
    fields: FieldsT, path: str, after: Any, languages: Sequence[str] | None = None
) -> FieldsT:
    """Fields with one slip put right: `title.en`, `place`, `source`.

    Raises:
        ValueError: what they say then is no record, or in none of the languages.
    """
    document = fields.model_dump(mode="json", exclude_unset=True)
    at = document
    *way, last = path.split(".")
    for key in way:
        at = at.setdefault(key, {})
        if not isinstance(at, dict):
            raise ValueError(path)
    if after is None:
        at.pop(last, None)
    else:
        at[last] = after
    return type(fields).model_validate(document, context={"languages": languages})


@dataclass(frozen=True)
class MeetingState:
    """A meeting. `as_recorded` is what it was before its slips were corrected."""

    fields: MeetingFields
    as_recorded: MeetingFields
    entry: int
    closed: Day | None = None
    unsettled: Mapping[str, str] | None = None
    cleared: tuple[Clearing, ...] = ()

    @property
    def left_out(self) -> dict[str, Mapping[str, str]]:
        """What was left out of its docket when that was last cleared, and why, by item and proposal."""
        found: dict[str, Mapping[str, str]] = {}
        for clearing in self.cleared:
            found = {id: why for id, why in found.items() if id not in clearing.taken}
            found |= clearing.left_out
        return found


@dataclass(frozen=True)
class Contest:
    """A delegation's word against what is recorded as its position, and the entry of it."""

    reason: Mapping[str, str]
    entry: int


@dataclass(frozen=True)
class DecisionState:
    """A decision, from its tabling on.

    `entry` is that of its tabling, `adopted_at` that of its adoption; `as_recorded` and
    `positions_as_recorded` are what was there before slips were corrected. `submitted_by` is who
    submitted it as it stands; `contests` are those that are not settled, by member.
    """

    fields: DecisionFields
    as_recorded: DecisionFields
    entry: int
    status: DecisionStatus = "tabled"
    changes: tuple[ChangeForm, ...] = ()
    positions: Mapping[str, Position] | None = None
    adopted: DecisionAdopted | None = None
    adopted_at: int = 0
    reason: Mapping[str, str] | None = None
    positions_as_recorded: Mapping[str, Position] | None = None
    submitted_by: str | None = None
    contests: Mapping[str, Contest] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        return self.status in ("tabled", "submitted")

    def for_ruling(self, meeting: MeetingFields, entry: int) -> Decision:
        """What the rule reads of it.

        Args:
            entry: that of its adoption, or the one that it would have.
        """
        return Decision(
            id=self.fields.id,
            meeting=meeting.id,
            body=meeting.body,
            opens_on=meeting.opens_on,
            closes_on=meeting.closes_on,
            adopted_on=self.fields.adopted_on,
            positions=self.positions or {},
            procedure=self.fields.procedure,
            entry=entry,
        )

    @property
    def change_list(self) -> list[Change]:
        return [form.change for form in self.changes]


@dataclass(frozen=True)
class ProposalState:
    fields: ProposalFields
    as_recorded: ProposalFields
    entry: int
    comments: tuple[Comment, ...] = ()
    referrals: tuple[Referral, ...] = ()
    outcome: Outcome | None = None


def _misplaced(fact: Fact) -> LogDamaged:
    """An event that does not belong in its stream, or cannot follow what stands before it."""
    return LogDamaged(
        fact.entry,
        f"{fact.event.name} cannot stand here in {fact.originator_id}",
        f"{fact.event.name} no puede figurar aquí en {fact.originator_id}",
    )


def _as_corrected(fact: Fact, fields: FieldsT, path: str, after: Any) -> FieldsT:
    try:
        return corrected(fields, path, after)
    except (ValueError, TypeError, AttributeError):
        raise _misplaced(fact) from None


def meeting_state(facts: Iterable[Fact]) -> MeetingState | None:
    state: MeetingState | None = None
    for fact in facts:
        match fact.event:
            case MeetingConvened(meeting=fields) if state is None:
                state = MeetingState(fields, fields, fact.entry)
            case MeetingClosed(on=on, unsettled=unsettled) if state is not None:
                state = replace(state, closed=on, unsettled=unsettled)
            case DocketCleared(clearing=clearing) if state is not None:
                state = replace(state, cleared=(*state.cleared, clearing))
            case RecordCorrected(path=path, after=after) if state is not None:
                state = replace(state, fields=_as_corrected(fact, state.fields, path, after))
            case _:
                raise _misplaced(fact)
    return state


class DecisionFold:
    """A decision, as it goes on."""

    def __init__(self) -> None:
        self._state: DecisionState | None = None
        self._changes: list[ChangeForm] = []
        self._positions: dict[str, Position] = {}

    @property
    def state(self) -> DecisionState | None:
        """The decision after all that was taken in, and it stays so; None where there was nothing."""
        if self._state is None:
            return None
        return replace(self._state, changes=tuple(self._changes), positions=dict(self._positions))

    @property
    def is_open(self) -> bool:
        return self._state is not None and self._state.is_open

    @property
    def takes_changes(self) -> bool:
        """Whether its draft may have further changes: a position is taken on all of it."""
        return self.is_open and not self._positions

    def position(self, member: str, position: Position) -> None:
        """A member took a position; while it is open."""
        self._positions[member] = position
        if self._state is not None and (before := self._state.positions_as_recorded) is not None:
            recorded = {**before, member: position}
            self._state = replace(self._state, positions_as_recorded=recorded)

    def drafted(self, change: ChangeForm) -> None:
        """A change was drafted; while it takes changes."""
        self._changes.append(change)

    @property
    def is_contested(self) -> bool:
        return self._state is not None and bool(self._state.contests)

    def has_own_word(self, member: str) -> bool:
        """Whether a delegation has said itself what it says."""
        position = self._positions.get(member)
        return position is not None and position.basis in OWN_WORD

    def _is_contestable(self, member: str) -> bool:
        return self._state is not None and why_not_contestable(self._state, member) is None

    def _settled(self, member: str) -> None:
        """A delegation's contest is settled, if it made one."""
        assert self._state is not None
        contests = {m: c for m, c in self._state.contests.items() if m != member}
        self._state = replace(self._state, contests=contests)

    def take(self, fact: Fact) -> None:
        """What happened to it next.

        Raises:
            LogDamaged: it cannot follow, or does not belong in the stream.
        """
        event, state = fact.event, self._state
        if state is None:
            # Of what is published, the drafts before the last are not shown.
            first = DecisionTabled if fact.originator_version == 1 else DecisionTabled | DecisionRedrafted
            if not isinstance(event, first):
                raise _misplaced(fact)
            fields, entry, positions = event.fields, fact.entry, self._positions
            self._state = DecisionState(fields, fields, entry, positions=positions)
            return
        match event:
            case PositionTaken(member=member, position=position) if state.is_open:
                self.position(member, position)
                if position.basis in OWN_WORD:
                    self._settled(member)
                return
            case PositionContested(member=member, reason=reason) if self._is_contestable(member):
                state = replace(
                    state, contests={**state.contests, member: Contest(reason, fact.entry)}
                )
            case ContestWithdrawn(member=member) if member in state.contests:
                self._settled(member)
                return
            case ChangeDrafted(change=change) if self.takes_changes:
                self.drafted(change)
            case RecordCorrected(path=path, after=after) if path.startswith("positions."):
                if state.positions_as_recorded is None:
                    state = replace(state, positions_as_recorded=dict(self._positions))
                try:
                    _, member, _, language = path.split(".")
                    position = restated(self._positions[member], language, after)
                except (KeyError, ValueError):
                    raise _misplaced(fact) from None
                self._positions[member] = position
            case RecordCorrected(path=path, after=after):
                state = replace(state, fields=_as_corrected(fact, state.fields, path, after))
            case DecisionRedrafted(fields=fields) if state.is_open:
                self._changes, self._positions = [], {}
                state = DecisionState(fields, fields, state.entry, positions=self._positions)
            case DecisionSubmitted(recorded_by=by) if state.is_open:
                state = replace(state, status="submitted", submitted_by=by)
            case ConfirmationRefused() if state.status == "submitted":
                state = replace(state, status="tabled", submitted_by=None)
            case DecisionAdopted() if state.is_open:
                state = replace(state, status="adopted", adopted=event, adopted_at=fact.entry)
            case DecisionDeclined(reason=reason) if state.is_open:
                state = replace(state, status="declined", reason=reason)
            case DecisionWithdrawn(reason=reason) if state.is_open:
                state = replace(state, status="withdrawn", reason=reason)
            case _:
                raise _misplaced(fact)
        self._state = state


def decision_state(facts: Iterable[Fact]) -> DecisionState | None:
    """A decision from all that happened to it.

    Raises:
        LogDamaged: an event that cannot follow, or does not belong in the stream.
    """
    fold = DecisionFold()
    for fact in facts:
        fold.take(fact)
    return fold.state


def why_not_contestable(state: DecisionState, member: str) -> tuple[str, str] | None:
    """Why a delegation cannot contest its position, in English and Spanish; None where it can.

    It contests what others have written down (basis `recorded` or `presumed`), while the decision is
    open or after its adoption.
    """
    position = (state.positions or {}).get(member)
    if state.status in ("declined", "withdrawn"):
        return "the decision is settled and has no effect", "la decisión está resuelta y no tiene efecto"
    if position is None:
        return "no position of its is recorded", "no hay ninguna posición suya registrada"
    if position.basis in OWN_WORD:
        return "it is the delegation's own word", "es la palabra de la propia delegación"
    if member in state.contests:
        return "it is contested already", "ya está impugnada"
    return None


def restated(
    position: Position, language: str, words: Any, languages: Sequence[str] | None = None
) -> Position:
    """A position with its statement reworded, at its member's request.

    Raises:
        ValidationError: the words are none, or in none of the languages.
    """
    statement = {**(position.statement or {}), language: words}
    return Position.model_validate(
        position.model_dump(mode="json", exclude_unset=True) | {"statement": statement},
        context={"languages": languages},
    )


def proposal_state(facts: Iterable[Fact]) -> ProposalState | None:
    state: ProposalState | None = None
    for fact in facts:
        match fact.event:
            case ProposalSubmitted(fields=fields) if state is None:
                state = ProposalState(fields, fields, fact.entry)
            case CommentMade(comment=comment) if state is not None:
                state = replace(state, comments=(*state.comments, comment))
            case ProposalReferred(referral=referral) if state is not None:
                state = replace(state, referrals=(*state.referrals, referral))
            case ProposalSettled(outcome=outcome) if state is not None:
                state = replace(state, outcome=outcome)
            case RecordCorrected(path=path, after=after) if state is not None:
                state = replace(state, fields=_as_corrected(fact, state.fields, path, after))
            case _:
                raise _misplaced(fact)
    return state
