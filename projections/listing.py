"""What there is: the meetings, and the proposals."""

import json
from datetime import date
from typing import Any

from sqlalchemy import select

from projections.tables import decisions, meetings, proposals
from projections.views import Answering, Reading

Document = dict[str, Any]


def all_meetings(views: Answering) -> Document:
    """Every meeting as in a register, in the order in which they opened, with the ids of its decisions."""
    return views.answer(_meetings)


def _meetings(reading: Reading) -> Document:
    tabled: dict[str, list[str]] = {}
    asked = select(decisions.c.meeting, decisions.c.id).order_by(decisions.c.entry)
    for meeting, id in reading.connection.execute(asked):
        tabled.setdefault(meeting, []).append(id)
    held = select(meetings.c.id, meetings.c.document).order_by(meetings.c.opens_on, meetings.c.entry)
    return {
        "meetings": [
            {**json.loads(document), "decisions": tabled.get(id, [])}
            for id, document in reading.connection.execute(held)
        ]
    }


def next_meeting(views: Answering, body: str, day: date) -> str | None:
    """The first meeting of a body that is not over on a day; None where none is recorded."""

    def found(reading: Reading) -> str | None:
        asked = select(meetings.c.id).where(
            meetings.c.body == body,
            meetings.c.closes_on >= day.toordinal(),
            meetings.c.closed_at.is_(None),
        )
        id: str | None = reading.connection.execute(asked.order_by(meetings.c.opens_on)).scalar()
        return id

    return views.answer(found)


def all_proposals(views: Answering) -> Document:
    """Every proposal as in a register, in the order in which they were recorded."""

    def listed(reading: Reading) -> Document:
        asked = select(proposals.c.document).order_by(proposals.c.entry)
        found = reading.connection.execute(asked).scalars()
        return {"proposals": [json.loads(document) for document in found]}

    return views.answer(listed)
