"""The records that meetings leave: meetings, decisions, proposals, reports, as a register writes
them.

These models are the register's (interfaces.md, "The register file") and the log's at once.
`agreed`, the file's shorthand for positions, is a register's alone and is expanded before anything
is recorded.
"""

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, JsonValue, model_validator

from ledger.changes import ChangeForm
from ledger.decision import DecisionStatus, Position, Procedure
from ledger.input_errors import wrong
from ledger.plan import Form, Role
from ledger.values import (
    BodyId,
    Day,
    ItemId,
    Line,
    MemberId,
    Model,
    NoteText,
    RecordId,
    Text,
    Vkey,
)

Sha256 = Annotated[str, Field(strict=True, pattern=r"^[0-9a-f]{64}$")]


class SourceDocument(Model):
    """Where a record comes from: the signed original, kept by its hash."""

    title: Text | None = None
    page: Line | None = None
    url: Line | None = None
    sha256: Sha256 | None = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.model_fields_set:
            raise wrong("source-empty")
        return self


Source = Annotated[Line | SourceDocument, Field(union_mode="left_to_right")]


def _number(value: Any) -> Any:
    """A decision's number is a label; a bare 3 is as good as "3"."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Label = Annotated[Line, BeforeValidator(_number)]


class MeetingFields(Model):
    """A meeting of a body."""

    id: RecordId
    body: BodyId
    number: Annotated[int, Field(strict=True, ge=1, le=9999)] | None = None
    title: Text
    opens_on: Day
    closes_on: Day
    place: Line | None = None
    host: MemberId | None = None
    presidency: MemberId | None = None
    present: Literal["all"] | tuple[MemberId, ...] = "all"
    source: Source | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.closes_on < self.opens_on:
            raise wrong(
                "meeting-order", at="closes_on", closes_on=self.closes_on, opens_on=self.opens_on
            )
        return self


class DecisionFields(Model):
    """What is put to a meeting; its changes and positions are facts of their own."""

    id: RecordId
    meeting: RecordId
    number: Label | None = None
    text: Text
    adopted_on: Day
    procedure: Procedure = "plenary"
    recommended_by: tuple[RecordId, ...] = ()
    source: Source | None = None


class Placement(Model):
    """Where a proposal could find its place."""

    section: ItemId | None = None
    workplan: BodyId | None = None
    role: Role | None = None
    form: Form | None = None
    agenda: BodyId | None = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.model_fields_set:
            raise wrong("placement-empty")
        return self


Office = Annotated[str, Field(strict=True, pattern=r"^([A-Z0-9-]{2,16}|[a-z0-9][a-z0-9-]{0,31})$")]
"""A member, an office, an observer or a body."""


class Comment(Model):
    by: Office
    on: Day | None = None
    text: Text
    placements: tuple[Placement, ...] = ()


class Referral(Model):
    """A proposal's way from body to body."""

    from_: BodyId = Field(alias="from")
    to: BodyId
    at: RecordId | None = None


class Outcome(Model):
    """What became of a proposal: adopted by decisions, or declined or withdrawn with a reason."""

    adopted: Annotated[tuple[RecordId, ...], Field(min_length=1)] | None = None
    declined: Text | None = None
    withdrawn: Text | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if len(self.model_fields_set) != 1:
            raise wrong("one-outcome")
        return self


class ProposalFields(Model):
    """A member's or a body's wish; it never changes the plan."""

    id: RecordId
    by: Office
    submitted_to: RecordId
    text: Text
    placements: tuple[Placement, ...] = ()
    changes: tuple[ChangeForm, ...] = ()
    source: Source | None = None


class ReportFields(Model):
    """A lead's word on an activity. It is kept and shown, and changes nothing."""

    item: ItemId
    by: Office
    on: Day
    says: Literal["completed", "on-track", "delayed"]
    text: Text | None = None
    source: Source | None = None


class Clearing(Model):
    """A meeting's docket, cleared: what was taken into its draft decisions, and what was left out, and why.

    Attributes:
        taken, left_out: items and proposals.
    """

    taken: tuple[RecordId, ...] = ()
    left_out: dict[RecordId, Text] = {}


# --- as a register writes them -------------------------------------------------------------------


class DecisionRecord(Model):
    """A decision as a register writes it, below its meeting; `contests` are the reasons of the
    delegations that contest what it says of them, where that is not settled."""

    id: RecordId
    number: Label | None = None
    adopted_on: Day | None = None
    procedure: Procedure = "plenary"
    text: Text
    agreed: Literal["all", "present"] | tuple[MemberId, ...] = ()
    recorded: Annotated[int, Field(strict=True, ge=1)] | None = None
    recommended_by: tuple[RecordId, ...] = ()
    positions: dict[MemberId, Position] = {}
    contests: dict[MemberId, Text] = {}
    status: DecisionStatus = "adopted"
    reason: Text | None = None
    source: Source | None = None
    changes: tuple[ChangeForm, ...] = ()

    @model_validator(mode="after")
    def _reasoned(self) -> Self:
        if self.reason is not None and self.status not in ("declined", "withdrawn"):
            raise wrong("reason-unexpected", at="reason")
        return self


class MeetingRecord(MeetingFields):
    """A meeting as a register writes it; `unsettled` is why it was closed with its docket unsettled."""

    closed: Day | None = None
    unsettled: Text | None = None
    cleared: tuple[Clearing, ...] = ()
    decisions: tuple[DecisionRecord, ...] = ()

    @model_validator(mode="after")
    def _closed(self) -> Self:
        if self.unsettled is not None and self.closed is None:
            raise wrong("unsettled-open", at="unsettled")
        return self

    @property
    def fields(self) -> MeetingFields:
        given = {
            name: getattr(self, name)
            for name in MeetingFields.model_fields
            if name in self.model_fields_set
        }
        return MeetingFields.model_construct(set(given), **given)


class ProposalRecord(ProposalFields):
    """A proposal as a register writes it."""

    comments: tuple[Comment, ...] = ()
    referrals: tuple[Referral, ...] = ()
    outcome: Outcome | None = None

    @property
    def fields(self) -> ProposalFields:
        given = {
            name: getattr(self, name)
            for name in ProposalFields.model_fields
            if name in self.model_fields_set
        }
        return ProposalFields.model_construct(set(given), **given)


class MemberKeyRecord(Model):
    """A key that a member was given by a note, or that was withdrawn, as a register writes it; in
    the order of their recording."""

    member: MemberId
    key: Vkey
    note: NoteText | None = None
    withdrawn: Text | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.note is None) == (self.withdrawn is None):
            raise wrong("given-or-withdrawn")
        return self


class CorrectionRecord(Model):
    """A slip of the record put right, as an export writes it: of a meeting, a decision or a
    proposal."""

    meeting: RecordId | None = None
    decision: RecordId | None = None
    proposal: RecordId | None = None
    path: Line
    before: JsonValue = None
    after: JsonValue = None
    reason: Text

    @model_validator(mode="after")
    def _of_one(self) -> Self:
        if len(self.model_fields_set & {"meeting", "decision", "proposal"}) != 1:
            raise wrong("one-corrected")
        return self

    @property
    def of(self) -> tuple[Literal["meeting", "decision", "proposal"], str]:
        """The kind and the id of the record that it corrects."""
        for kind in ("meeting", "decision", "proposal"):
            if kind in self.model_fields_set:
                return kind, getattr(self, kind)
        raise AssertionError(self)  # pragma: no cover - `_of_one` sees to it
