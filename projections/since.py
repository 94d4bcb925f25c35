"""What changed since a meeting: item by item with the decisions that did it, what is on the table, and which proposals
went on; and what of it concerns a member.

It is told from the plan as of the meeting, as it was known when the meeting was closed: so what was recorded late, or
rectified since, has changed since as well. Of a meeting that is not closed, from the plan as of it as it is known now.
"""

import json
from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any, Literal

from sqlalchemy import Row, or_, select

from projections.compare import diff
from projections.entry_documents import EntryDocuments
from projections.moments import Moment, no_meeting
from projections.names import names_of, unknown
from projections.proposals import waits_for
from projections.tables import (
    answers,
    decision_documents,
    decisions,
    entries,
    meetings,
    proposals,
)
from projections.views import Answering, Reading

Document = dict[str, Any]
Concern = Literal["leads", "proposed"]
TOLD = ("comment", "referral", "outcome")
STEPS = ("proposal-submitted", "comment-made", "proposal-referred", "proposal-settled")


def since(views: Answering, meeting: str, member: str | None = None) -> Document:
    """What changed since a meeting.

    Args:
        member: whom it is to concern. Each difference says how it does (`concerns`); of the drafts only those are
            given on which its position is awaited, of the proposals only its own.
    Raises:
        Problem: there is no such meeting or member.
    """
    return views.answer(lambda reading: _since(reading, meeting, member))


def _since(reading: Reading, id: str, member: str | None) -> Document:
    asked = select(meetings).where(meetings.c.id == id)
    meeting = reading.connection.execute(asked).one_or_none()
    if meeting is None:
        raise no_meeting(reading, id)
    charter = reading.ledger.charter
    if member is not None and member not in charter.members:
        raise unknown("member", member, sorted(charter.members), named=names_of(charter.members))
    known_at = reading.entry if meeting.closed_at is None else meeting.closed_at
    start = Moment(date.fromordinal(meeting.closes_on), known_at)
    differences = diff(reading, start, Moment(None, reading.entry))["differences"]
    if member is not None:
        proposed = _answering(reading, member)
        for each in differences:
            each["concerns"] = list(_concerns(reading, each, member, proposed))
    return {
        "since": {
            "meeting": id,
            "as_of": start.as_of.isoformat() if start.as_of else None,
            "known_at": start.known_at,
            "closed": meeting.closed_at is not None,
        },
        "entry": reading.entry,
        "member": member,
        "differences": differences,
        "decisions": list(_decided(reading, meeting)),
        "drafts": list(_drafts(reading, member)),
        "proposals": list(_went_on(reading, meeting, member)),
    }


def _concerns(
    reading: Reading, difference: Document, member: str, proposed: Collection[str]
) -> Iterator[Concern]:
    """How what happened to an item concerns a member.

    Args:
        proposed: the decisions that answer its proposals.
    """
    if member in _leads(reading, difference):
        yield "leads"
    if any(by["decision"] in proposed for by in difference["authority"]):
        yield "proposed"


def _answering(reading: Reading, member: str) -> set[str]:
    """The decisions that answer a member's proposals."""
    asked = select(answers.c.decision, proposals.c.document).join(
        proposals, proposals.c.id == answers.c.proposal
    )
    rows = reading.connection.execute(asked)
    return {row.decision for row in rows if json.loads(row.document)["by"] == member}


def _leads(reading: Reading, difference: Document) -> Collection[str]:
    """Who leads an item, or led it before."""
    changed = difference["fields"].get("terms.lead")
    item = reading.ledger.index.head(difference["item"])
    return {
        *(item.terms.lead if item is not None else ()),
        *((changed["before"] or ()) if changed else ()),
    }


# --- decisions ----------------------------------------------------------------------------------------------

_DECISION = (
    select(decisions, decision_documents.c.fields, decision_documents.c.positions, meetings.c.body)
    .join(decision_documents, decision_documents.c.id == decisions.c.id)
    .join(meetings, meetings.c.id == decisions.c.meeting)
)


def _said(row: Row[Any]) -> Document:
    fields = json.loads(row.fields)
    return {
        "decision": row.id,
        "meeting": row.meeting,
        "body": row.body,
        "adopted_on": fields["adopted_on"],
        "text": fields["text"],
    }


def _decided(reading: Reading, meeting: Row[Any]) -> Iterator[Document]:
    """The decisions that were agreed after a meeting, or recorded after its closing, in the order of agreement."""
    later = [decisions.c.day > meeting.closes_on]
    if meeting.closed_at is not None:
        later.append(decisions.c.settled_at > meeting.closed_at)
    asked = _DECISION.where(decisions.c.status == "adopted", or_(*later))
    for row in reading.connection.execute(asked.order_by(decisions.c.day, decisions.c.settled_at)):
        yield {**_said(row), "late": row.day <= meeting.closes_on}


def _drafts(reading: Reading, member: str | None) -> Iterator[Document]:
    """The decisions that are on the table, each with the members whose position is awaited."""
    charter = reading.ledger.charter
    asked = _DECISION.where(decisions.c.status.in_(("tabled", "submitted")))
    for row in reading.connection.execute(asked.order_by(decisions.c.entry)):
        said, given = _said(row), json.loads(row.positions)
        members = charter.members_on(date.fromisoformat(said["adopted_on"]))
        awaited = sorted(members - given.keys())
        if member is None or member in awaited:
            yield {**said, "awaited": awaited}


# --- proposals ----------------------------------------------------------------------------------------------


def _went_on(reading: Reading, meeting: Row[Any], member: str | None) -> Iterator[Document]:
    """The proposals with which something was done since, and what."""
    asked = select(proposals.c.id, proposals.c.document, meetings.c.body, meetings.c.opens_on).join(
        meetings, meetings.c.id == proposals.c.submitted_to
    )
    for row in reading.connection.execute(asked.order_by(proposals.c.entry)):
        document = json.loads(row.document)
        if member is not None and document["by"] != member:
            continue
        steps = list(_steps(reading, row.id, row.opens_on, meeting))
        if steps:
            yield {
                "proposal": row.id,
                "by": document["by"],
                "text": document["text"],
                "waits_for": waits_for(document, row.body),
                "outcome": document.get("outcome"),
                "steps": steps,
            }


def _steps(
    reading: Reading, proposal: str, submitted: int, meeting: Row[Any]
) -> Iterator[Document]:
    """What was done after a meeting, or recorded after its closing. What names no day is of that of the step before;
    that it was declined or withdrawn, of the day on which it was recorded."""
    asked = select(entries.c.entry, entries.c.recorded_at).where(
        entries.c.proposal == proposal, entries.c.event.in_(STEPS)
    )
    rows = reading.connection.execute(asked.order_by(entries.c.entry)).all()
    day = submitted
    for row, entry in zip(rows, EntryDocuments(reading).of([r.entry for r in rows]), strict=True):
        day = _day(reading, entry) or day
        if "outcome" in entry and "adopted" not in entry["outcome"]:
            day = datetime.fromtimestamp(row.recorded_at / 1_000_000, UTC).date().toordinal()
        if day > meeting.closes_on or (meeting.closed_at or row.entry) < row.entry:
            said: Document = {"entry": row.entry, "event": entry["event"]}
            yield {**said, **{name: entry[name] for name in TOLD if name in entry}}


def _day(reading: Reading, entry: Document) -> int | None:
    """The day that a step names, or the meeting that it names does."""
    match entry:
        case {"comment": {"on": on}}:
            return date.fromisoformat(on).toordinal()
        case {"referral": {"at": at}}:
            return _last(reading, select(meetings.c.closes_on).where(meetings.c.id == at))
        case {"outcome": {"adopted": decided}}:
            return _last(reading, select(decisions.c.day).where(decisions.c.id.in_(decided)))
        case _:
            return None


def _last(reading: Reading, asked: Any) -> int | None:
    days: Iterable[int | None] = reading.connection.execute(asked).scalars()
    return max((day for day in days if day is not None), default=None)
