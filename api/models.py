"""What the operations answer, for their description (OpenAPI). Where the domain has a model, it is that one.

The documents themselves are made by `projections`, and are the command's `--json`; a test holds each of
them against its model.
"""

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from ledger.changes import ChangeForm
from ledger.decision import Position
from ledger.records import (
    Comment,
    MeetingFields,
    Outcome,
    ProposalFields,
    Referral,
    ReportFields,
    Source,
)
from ledger.values import Text

Words = dict[str, str]
Codes = list[str]


class Said(BaseModel):
    """A document of the service."""

    model_config = ConfigDict(serialize_by_alias=True, populate_by_name=True)


class Open(Said):
    """A document that has more members than those that are always there."""

    model_config = ConfigDict(extra="allow")


class Authority(Said):
    """By what right: the change, its decision, and who agreed; and how we know that they did."""

    reference: str = Field(examples=["rcm-12-d2#1"])
    decision: str
    meeting: str
    body: str
    adopted_on: date
    agreed_by: list[str]
    basis: dict[str, Literal["signed", "own-account", "recorded", "presumed"]]
    contested_by: list[str] | None = Field(
        None, description="members who contest what is recorded as their position; where there are any"
    )
    recorded_after_days: int | None = None
    recorded_after_seal: int | None = None


class AgreedTerms(Said):
    """What is agreed of an item; texts by language."""

    title: Words | None
    action: Words | None
    lead: list[str]
    timeline: dict[str, Any] | str | None
    form: str | None


class Translations(Said):
    """The languages of each text that are translations, and not agreed."""

    title: list[str]
    action: list[str]


class Item(Said):
    """An item of the plan; of the archive, with what archived it."""

    id: str
    kind: Literal["section", "activity"]
    role: str | None
    parent: str | None
    steward: str | None
    steward_body: str
    approving_body: str
    terms: AgreedTerms
    translations: Translations
    status: Literal["pending", "ongoing", "completed", "discontinued", "replaced"]
    approved: Authority
    last_changed: Authority
    changes: int
    occurrences: list[date]
    order: Any
    archived: Authority | None = None
    replaced_by: list[str] | None = None


class Plan(Said):
    """Items depth first, siblings in the order of their approval."""

    as_of: date | None
    known_at: int
    entry: int = Field(description="the last entry that this takes in")
    items: list[Item]


class AuditEntry(Open):
    """An entry of the log; what only some events have (`member`, `position`, `fields`) stands beside the rest."""

    entry: int
    recorded_at: str
    recorded_by: str
    event: str
    item: str | None
    change: dict[str, Any] | None
    reference: str | None
    decision: str | None
    meeting: str | None
    body: str | None
    adopted_on: date | None
    agreed_by: list[str]
    basis: dict[str, str]
    contested_by: list[str] | None = None
    recorded_after_days: int | None
    recorded_after_seal: int | None
    before: Any
    after: Any
    voided_by: str | None


class Trail(Said):
    entries: list[AuditEntry]
    next: int | None = Field(description="what to give as `after` for the next page")


class History(Said):
    id: str
    history: list[AuditEntry]


class SourceOf(Said):
    """Where a record comes from; `file` is the signed original's name, where the service keeps it."""

    of: str
    kind: Literal["meeting", "decision", "proposal", "report"]
    source: Source
    sha256: str | None
    file: str | None


class WrittenProposal(ProposalFields):
    """A proposal as a register writes it."""

    comments: list[Comment] | None = None
    referrals: list[Referral] | None = None
    outcome: Outcome | None = None


class ItemRecord(Said):
    """An item as the plan has it, with all that was done to it. One whose approval was voided is `gone`."""

    shows: Literal["item"]
    also: list[str] | None = None
    id: str
    gone: Literal[True] | None = None
    kind: Literal["section", "activity"] | None = None
    role: str | None = None
    parent: str | None = None
    steward: str | None = None
    steward_body: str | None = None
    approving_body: str | None = None
    terms: AgreedTerms | None = None
    translations: Translations | None = None
    status: str | None = None
    approved: Authority | None = None
    last_changed: Authority | None = None
    changes: int | None = None
    occurrences: list[date] | None = None
    order: Any = None
    archived: Authority | None = None
    replaced_by: list[str] | None = None
    history: list[AuditEntry]
    proposals: list[WrittenProposal]
    reports: list[ReportFields]
    sources: list[SourceOf]


class Ground(Said):
    reference: str | None
    decision: str | None
    meeting: str | None
    body: str
    adopted_on: date | None


class Option(Said):
    bodies: list[str] = Field(description="who may, the lowest first")
    agreement: str
    members: list[str] = Field(description="who is asked: all members now")
    ground: Ground
    parents: list[str | None] | None = None
    voids: str | None = None


class Requires(Said):
    item: str | None
    kind: str
    possible: bool
    options: list[Option]
    obstacles: Codes
    sentence: Words


class MomentAsked(Said):
    as_of: date | None
    known_at: int


class Field_(Said):
    """A part of an item as it was and as it is, and the change that made it so; of texts word by word,
    `["-", gone]`, `["+", new]`."""

    before: Any
    after: Any
    by: str | None
    words: list[list[str]] | None = None


class Ruled(Said):
    """A change that counts at one of the two moments only."""

    reference: str
    decision: str
    meeting: str
    body: str
    adopted_on: date
    agreed_by: list[str]
    basis: dict[str, str]
    contested_by: list[str] | None = None
    kind: str
    undone: Literal[True] | None = None
    voids: str | None = None


class Difference(Said):
    item: str
    change: str
    title: Words | None
    fields: dict[str, Field_]
    authority: list[Ruled]


class Diff(Said):
    from_: MomentAsked = Field(alias="from")
    to: MomentAsked
    differences: list[Difference]


class Correction(Said):
    """A slip of the record that was put right."""

    entry: int
    recorded_at: str
    recorded_by: str
    path: str
    before: Any
    after: Any
    reason: Words


class Lateness(Said):
    """Recorded after the fact is always shown."""

    recorded_after_days: int | None
    recorded_after_closing: bool
    recorded_after_seal: int | None


class DecisionParts(Said):
    """What a decision says for itself, below its meeting."""

    id: str
    number: str | None = None
    text: Text
    adopted_on: date
    procedure: Literal["plenary", "written"] | None = None
    recommended_by: list[str] | None = None
    source: Source | None = None


class WrittenDecision(DecisionParts):
    """A decision as a register writes it, below its meeting."""

    status: Literal["tabled", "submitted", "adopted", "declined", "withdrawn"]
    reason: Words | None = None
    positions: dict[str, Position]
    changes: list[ChangeForm]


class DecisionOfMeeting(WrittenDecision, Lateness):
    """A decision of a meeting, how late it was recorded, and who contests what is recorded of it."""

    contested_by: list[str] | None = None


class MeetingOfDecision(Said):
    id: str
    body: str
    title: Words
    opens_on: date
    closes_on: date


class Found(Said):
    """A violation, its message by language."""

    code: str
    item: str | None
    reference: str
    message: Words
    members: list[str]
    conflicts: list[str]


class Ruling(Said):
    lawful: bool
    violations: list[Found]


class ToSign(Said):
    """What a delegation signs by signing its position."""

    ledger: str
    decision: str
    draft: str
    text: Words
    changes: list[ChangeForm]


class Contest(Said):
    """A delegation's word against what is recorded as its position; settled at an entry, or not yet."""

    member: str
    reason: Words
    entry: int
    settled: int | None


class Decision(WrittenDecision, Lateness):
    """A decision, what the rule says of it, and the entries that it made."""

    shows: Literal["decision"]
    also: list[str] | None = None
    meeting: MeetingOfDecision
    to_sign: ToSign
    contests: list[Contest]
    submitted_by: str | None = Field(
        None, description="who submitted it: an account and its office, or `local`"
    )
    confirmed_by: str | None = Field(None, description="on a served ledger, who confirmed it")
    reworded: list[str]
    ruling: Ruling | None
    proposals: list[WrittenProposal] = Field(
        description="those that it answers, as it says or as their outcome does"
    )
    corrections: list[Correction]
    entries: list[int]
    sources: list[SourceOf]


class WrittenMeeting(MeetingFields):
    """A meeting as a register writes it."""

    closed: date | None = None
    unsettled: Words | None = None


class ListedMeeting(WrittenMeeting):
    decisions: list[str]


class Meetings(Said):
    meetings: list[ListedMeeting]


class ClearedDocket(Said):
    """How a meeting's docket was cleared: the items and proposals that were taken into its draft decisions, and those
    that were left out, with the reason."""

    entry: int
    recorded_at: str
    recorded_by: str
    taken: list[str]
    left_out: dict[str, Words]


class Meeting(WrittenMeeting):
    """A meeting with its decisions."""

    shows: Literal["meeting"]
    also: list[str] | None = None
    decisions: list[DecisionOfMeeting]
    cleared: list[ClearedDocket]
    corrections: list[Correction]
    sources: list[SourceOf]


class Proposals(Said):
    proposals: list[WrittenProposal]


class Seal(Said):
    """A seal; `checkpoint` is its note (c2sp.org/tlog-checkpoint), with the cosignatures that are kept."""

    meeting: str | None
    entry: int
    size: int
    root: str
    origin: str
    recorded_at: str
    checkpoint: str
    valid: bool
    cosigned_by: list[str]
    timestamps: list[dict[str, Any]]


class Proof(Said):
    """Entries proven under the last seal: a file of C2SP's form that `rcm-ledger verify FILE` checks."""

    proof: str
    entries: list[int]
    size: int


class Seals(Said):
    seals: list[Seal]


class Violation(Said):
    """A violation, in the language that is asked for, and in all."""

    code: str
    item: str | None
    reference: str
    message: str
    members: list[str]
    conflicts: list[str]
    messages: Words


class Verification(Said):
    authentic: bool
    lawful: bool
    events: int
    changes: int
    violations: list[Violation]
    root: str | None
    seals: list[dict[str, Any]]
    late: list[dict[str, Any]]
    sources: dict[str, Any]
    projections_match: bool
    witnesses: int


class BodyError(Said):
    """An error of what a request brings: where it is, in the language that is asked for and in all."""

    path: str = Field(examples=["changes[0].redefine.terms.timeline"])
    message: str
    messages: Words


class ProblemDocument(Open):
    """What went wrong (RFC 9457); `type` is the address of a page that explains it."""

    type: str = Field(examples=["/problems/unknown"])
    title: str
    status: int
    detail: str
    instance: str
    code: str
    parameter: str | None = None
    found: str | None = None
    allowed: str | None = None
    violations: list[Violation] | None = None
    errors: list[BodyError] | None = None
