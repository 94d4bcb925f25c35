"""Everything that can be recorded. An event is a fact: frozen, in the past tense, never changed.

A fact has one name on disk, for ever (`topic`); a golden test lists all names with their JSON. An
event that is recorded in another form later gets the next number, and an `upcast` reads the old
one.
"""

from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, Field, JsonValue

from ledger.changes import ChangeForm
from ledger.charter import Charter
from ledger.decision import Position
from ledger.notes import ED25519, Verifier
from ledger.plan import Authority
from ledger.records import (
    Clearing,
    Comment,
    DecisionFields,
    MeetingFields,
    Outcome,
    ProposalFields,
    Referral,
    ReportFields,
    Sha256,
)
from ledger.values import (
    BodyId,
    Day,
    ItemId,
    Language,
    Line,
    MemberId,
    Model,
    NoteText,
    RecordId,
    Text,
    Vkey,
)

TOPICS: dict[str, type["Event"]] = {}


def _utc(instant: datetime) -> datetime:
    if instant.utcoffset() is None or instant.utcoffset():
        raise ValueError("an instant is recorded in UTC")
    return instant


Instant = Annotated[datetime, AfterValidator(_utc)]


def _vkey(key: str) -> str:
    if Verifier.parse(key).algorithm != ED25519:
        raise ValueError("a key that cosigns does not sign")
    return key


VerifierKey = Annotated[Vkey, AfterValidator(_vkey)]
"""A vkey whose key id is that of its name and its key."""


class Event(Model):
    """One fact of the log.

    Attributes:
        recorded_at: when the ledger learnt of it, UTC.
        recorded_by: an opaque account and its office; `local` on a ledger that one person keeps.
        nonce: 128 random bits, so that the event's hash can be public and its words not be guessed
            from it.
    """

    topic: ClassVar[str]
    recorded_at: Instant
    recorded_by: str
    nonce: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]

    def __init_subclass__(cls, *, topic: str, **kwargs: Any):
        super().__init_subclass__(**kwargs)
        if topic in TOPICS:
            raise TypeError(f"the topic {topic!r} is taken by {TOPICS[topic].__name__}")
        cls.topic = topic
        TOPICS[topic] = cls

    @property
    def stream(self) -> str:
        """The stream that it is recorded in: one per meeting, decision, item, proposal, and the
        charter's."""
        raise AssertionError(self)  # pragma: no cover - every event has its own

    @property
    def name(self) -> str:
        """The topic without its number, as people and JSON are shown it."""
        return self.topic.partition("/")[0]


def meeting_stream(id: str) -> str:
    return f"meeting:{id}"


def decision_stream(id: str) -> str:
    return f"decision:{id}"


def item_stream(id: str | None) -> str:
    return "charter" if id is None else f"item:{id}"


def proposal_stream(id: str) -> str:
    return f"proposal:{id}"


def source_stream(sha256: str) -> str:
    return f"source:{sha256}"


def origin_of(ledger: str) -> str:
    return f"rcm-ledger/{ledger}"


def member_stream(id: str) -> str:
    return f"member:{id}"


SERVICE = "service"
"""The stream of the service itself."""


class CharterGiven(Event, topic="charter-given/1"):
    """The ledger's first event.

    Attributes:
        ledger: 128 random bits; the ledger's origin in seals is `rcm-ledger/` and these.
        key: the public key that its seals are signed with, until another takes its place.
    """

    ledger: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    key: VerifierKey
    charter: Charter

    @property
    def origin(self) -> str:
        """The ledger's name in its seals (c2sp.org/tlog-checkpoint, "origin")."""
        return origin_of(self.ledger)

    @property
    def stream(self) -> str:
        return item_stream(None)


class MeetingConvened(Event, topic="meeting-convened/1"):
    meeting: MeetingFields

    @property
    def stream(self) -> str:
        return meeting_stream(self.meeting.id)


class MeetingClosed(Event, topic="meeting-closed/1"):
    """Its record is complete.

    Attributes:
        unsettled: why its docket was left unsettled, where it was.
    """

    meeting: RecordId
    on: Day
    unsettled: Text | None = None

    @property
    def stream(self) -> str:
        return meeting_stream(self.meeting)


class DocketCleared(Event, topic="docket-cleared/1"):
    """The Presidency, or a network's coordinator, went through a meeting's docket."""

    meeting: RecordId
    clearing: Clearing

    @property
    def stream(self) -> str:
        return meeting_stream(self.meeting)


class DecisionEvent(Event, topic="decision/0"):
    """What happens to one decision."""

    decision: RecordId

    @property
    def stream(self) -> str:
        return decision_stream(self.decision)


class DecisionTabled(DecisionEvent, topic="decision-tabled/1"):
    fields: DecisionFields


class DecisionRedrafted(DecisionEvent, topic="decision-redrafted/1"):
    """A new text and new changes; the positions on the old ones are cleared."""

    fields: DecisionFields


class ChangeDrafted(DecisionEvent, topic="change-drafted/1"):
    number: int
    change: ChangeForm


class PositionTaken(DecisionEvent, topic="position-taken/1"):
    member: MemberId
    position: Position


class PositionContested(DecisionEvent, topic="position-contested/1"):
    """A delegation says that what is recorded as its position is not what it said."""

    member: MemberId
    reason: Text


class ContestWithdrawn(DecisionEvent, topic="contest-withdrawn/1"):
    """A delegation leaves its position as it is recorded, after all."""

    member: MemberId
    reason: Text | None = None


class DecisionSubmitted(DecisionEvent, topic="decision-submitted/1"):
    """The Secretariat says that the meeting adopted it; the Presidency has yet to confirm."""


class FoundViolation(Model):
    """A reason why a confirmation was refused, as the rule gave it then."""

    code: Annotated[str, Field(strict=True, pattern=r"^[a-z]+(-[a-z]+)*$")]
    reference: Line
    item: ItemId | None = None
    members: tuple[MemberId, ...] = ()
    conflicts: tuple[Line, ...] = ()
    message: dict[Language, Line]


class ConfirmationRefused(DecisionEvent, topic="confirmation-refused/1"):
    """What was submitted is no longer lawful: it is not confirmed, and tabled again.

    Attributes:
        left_out: how many more violations there were than an entry has room for.
    """

    violations: Annotated[tuple[FoundViolation, ...], Field(min_length=1)]
    left_out: Annotated[int, Field(strict=True, ge=1)] | None = None


class DecisionAdopted(DecisionEvent, topic="decision-adopted/1"):
    """Its changes follow, one event each, in the same transaction.

    Attributes:
        submitted_by: on a served ledger, who had submitted what this confirms, as the submission's
            `recorded_by` has it; the adoption's own is who confirmed. So both are in the event.
    """

    meeting: RecordId
    body: BodyId
    adopted_on: Day
    changes: int
    submitted_by: str | None = None


class DecisionDeclined(DecisionEvent, topic="decision-declined/1"):
    reason: Text | None = None


class DecisionWithdrawn(DecisionEvent, topic="decision-withdrawn/1"):
    reason: Text | None = None


class ChangeEnacted(Event, topic="change-enacted/1"):
    """A change of the plan or of the charter, and by what right. Without a lawful ruling there is
    none."""

    change: ChangeForm
    authority: Authority
    stands_by: Authority | None = None

    @property
    def stream(self) -> str:
        return item_stream(self.change.change.item)


class RecordCorrected(Event, topic="record-corrected/1"):
    """A slip of the record put right by the Secretariat: never what the rule reads, never an item's
    terms."""

    kind: Literal["meeting", "decision", "proposal"]
    id: RecordId
    path: Line
    before: JsonValue
    after: JsonValue
    reason: Text

    @property
    def stream(self) -> str:
        return f"{self.kind}:{self.id}"


class SourceKept(Event, topic="source-kept/1"):
    """A signed original is kept beside the log, under its hash, from now on.

    Attributes:
        size: its bytes.
    """

    sha256: Sha256
    size: Annotated[int, Field(strict=True, ge=1)]

    @property
    def stream(self) -> str:
        return source_stream(self.sha256)


class ProposalEvent(Event, topic="proposal/0"):
    proposal: RecordId

    @property
    def stream(self) -> str:
        return proposal_stream(self.proposal)


class ProposalSubmitted(ProposalEvent, topic="proposal-submitted/1"):
    fields: ProposalFields


class CommentMade(ProposalEvent, topic="comment-made/1"):
    comment: Comment


class ProposalReferred(ProposalEvent, topic="proposal-referred/1"):
    referral: Referral


class ProposalSettled(ProposalEvent, topic="proposal-settled/1"):
    outcome: Outcome


class MemberEvent(Event, topic="member/0"):
    """What happens to the keys that a member signs its positions with."""

    member: MemberId

    @property
    def stream(self) -> str:
        return member_stream(self.member)


class MemberKeyGiven(MemberEvent, topic="member-key-given/1"):
    """A member signs its positions with this key from here on, and with none of its others.

    Attributes:
        key: the public key.
        note: ledger, member and key (`ledger.signed_positions`), signed by this key and, where
            another was in force, by that one.
    """

    key: VerifierKey
    note: NoteText


class MemberKeyWithdrawn(MemberEvent, topic="member-key-withdrawn/1"):
    """A member's key is lost, or in other hands: nothing more is signed with it, and another can be
    given without it."""

    key: VerifierKey
    reason: Text


class ProgressReported(Event, topic="progress-reported/1"):
    report: ReportFields

    @property
    def stream(self) -> str:
        return item_stream(self.report.item)


class ServiceBegun(Event, topic="service-begun/1"):
    """The ledger is served from here on: what one person submits as adopted, another confirms."""

    @property
    def stream(self) -> str:
        return SERVICE


class SealEvent(Event, topic="seal/0"):
    """What happens to the seals of the ledger itself."""

    @property
    def stream(self) -> str:
        return "seals"


class SealMade(SealEvent, topic="seal-made/1"):
    """A seal over all entries before this one.

    Attributes:
        checkpoint: the signed note (c2sp.org/tlog-checkpoint): origin, size, root, signature.
        meeting: the one whose closing it seals.
    """

    checkpoint: NoteText
    meeting: RecordId | None = None


class KeyRotated(SealEvent, topic="key-rotated/1"):
    """Another key signs the seals from here on.

    Attributes:
        key: the new public key.
        note: origin, this entry and the new key, signed by the old key and by the new one.
    """

    key: VerifierKey
    note: NoteText


for _abstract in ("decision/0", "proposal/0", "member/0", "seal/0"):
    del TOPICS[_abstract]
