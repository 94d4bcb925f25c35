"""When a decision was recorded, and which slips of a record were put right: "recorded after the fact
is always shown"."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from projections.entry_documents import EntryDocuments
from projections.lateness import FirstSeals
from projections.tables import entries, meetings
from projections.views import Reading

Document = dict[str, Any]
_ABOUT = {
    "meeting": entries.c.meeting,
    "decision": entries.c.decision,
    "proposal": entries.c.proposal,
}
_SAID = ("entry", "recorded_at", "recorded_by", "path", "before", "after", "reason")


def after_the_fact(reading: Reading, decision: Any) -> Document:
    """How many days after its adoption a decision was recorded, and whether after its meeting's closing, and its seal.

    Args:
        decision: a row of `decisions`.
    """
    at = decision.settled_at if decision.status == "adopted" else decision.entry
    closing = select(meetings.c.closed_at).where(meetings.c.id == decision.meeting)
    closed_at = reading.connection.execute(closing).scalar_one()
    days = None
    if decision.status == "adopted":
        adoption = select(entries.c.recorded_at).where(entries.c.entry == at)
        recorded_at = reading.connection.execute(adoption).scalar_one()
        recorded = datetime.fromtimestamp(recorded_at / 1_000_000, UTC).date()
        days = recorded.toordinal() - decision.day
    return {
        "recorded_after_days": days,
        "recorded_after_closing": closed_at is not None and at > closed_at,
        "recorded_after_seal": FirstSeals(reading).before(decision.meeting, at),
    }


def corrections(reading: Reading, kind: str, id: str) -> list[Document]:
    """The slips of a record that were put right, each with what it said before."""
    asked = select(entries.c.entry).where(
        _ABOUT[kind] == id, entries.c.event == "record-corrected"
    )
    numbers = reading.connection.execute(asked.order_by(entries.c.entry)).scalars().all()
    return [{name: entry[name] for name in _SAID} for entry in EntryDocuments(reading).of(numbers)]
