"""What the operations answer about one proposal: its way, from who made it to where it stands in the plan."""

from datetime import date
from typing import Literal

from pydantic import Field

from api.models import AuditEntry, Correction, Said, SourceOf, Words, WrittenProposal
from ledger.changes import ChangeForm
from ledger.records import Referral


class ReferralTaken(Referral):
    """A referral, and whether the body that it went to has taken it up."""

    state: Literal["open", "tabled", "advanced", "decided", "settled"]


class Wanted(Said):
    """What a change that a proposal asks for would take today."""

    bodies: list[str] = Field(description="who may, the lowest first")
    agreement: Literal["unanimity", "consensus", "majority", "two-thirds"] | None
    obstacles: list[str] = Field(description="codes of what stands in its way, whoever agreed")


class AnsweringChange(Said):
    reference: str | None = Field(description="null while its decision is not adopted")
    change: ChangeForm
    voided_by: str | None


class AnsweringDecision(Said):
    """A decision that answers a proposal, as it says itself (`decision`) or as the outcome does."""

    decision: str
    status: Literal["tabled", "submitted", "adopted", "declined", "withdrawn"]
    meeting: str
    body: str
    adopted_on: date
    text: Words
    said_by: list[Literal["decision", "outcome"]]
    changes: list[AnsweringChange]


class StandingItem(Said):
    """An item that such a decision made or changed, or what took its place, as it stands today."""

    item: str
    gone: Literal[True] | None = None
    kind: Literal["section", "activity"] | None = None
    title: Words | None = None
    status: str | None = None
    section: str | None = None
    section_title: Words | None = None
    archived: str | None = Field(None, description="the change that archived it")
    replaced_by: list[str] | None = None


class Proposal(WrittenProposal):
    """A proposal with its way."""

    shows: Literal["proposal"]
    also: list[str] | None = None
    referrals: list[ReferralTaken] | None = None  # type: ignore[assignment]
    asks: list[Wanted] = Field(description="one for each of its changes while it is pending")
    waits_for: str | None = Field(description="the body that is to take it up; null once settled")
    decided: list[AnsweringDecision]
    stands: list[StandingItem]
    corrections: list[Correction]
    way: list[AuditEntry]
    sources: list[SourceOf]
