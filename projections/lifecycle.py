"""The decisions that made the plan what it is at a moment: its life, one adoption after the other."""

import json
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import or_, select

from projections.moments import Moment
from projections.tables import RULES, decision_documents, decisions, entries, entry_items, meetings
from projections.views import Answering, Reading

Document = dict[str, Any]


def lifecycle(views: Answering, at: Moment, authorities: Collection[str] = ()) -> Document:
    """Every adopted decision that changed an item by a moment, in the agreed order; one whose change was voided since
    is among them, as it did change the plan.

    Args:
        authorities: decisions that count besides: a rectification can put a change under one that changed nothing.
    Returns:
        `{decisions: [{id, number, meeting, title, body, adopted_on, items}], last_entry}`: `title` is the meeting's,
        `items` are those that it changed; `last_entry` is that of the last change, None where there is none.
    """
    return views.answer(lambda reading: _lifecycle(reading, at, frozenset(authorities)))


def _lifecycle(reading: Reading, at: Moment, authorities: frozenset[str]) -> Document:
    asked = (
        select(entries.c.decision, entries.c.entry, entries.c.day, entry_items.c.item)
        .join(entry_items, entry_items.c.entry == entries.c.entry)
        .where(
            entries.c.entry <= at.known_at,
            # Whatever its day, a rectification can alter what was agreed long before.
            or_(entries.c.day <= at.day, entries.c.kind == "rectify"),
            entry_items.c.item != RULES,
        )
        .order_by(entries.c.entry, entry_items.c.item)
    )
    changed: dict[str, list[str]] = {id: [] for id in authorities}
    last = None
    for row in reading.connection.execute(asked):
        last = row.entry
        if row.day <= at.day:
            changed.setdefault(row.decision, []).append(row.item)
    return {"decisions": decisions_of(reading, changed), "last_entry": last}


def decisions_of(reading: Reading, changed: Mapping[str, list[str]]) -> list[Document]:
    """Some adopted decisions in the agreed order, each with what it changed."""
    asked = (
        select(
            *(decisions.c.id, decisions.c.day, decision_documents.c.fields),
            *(meetings.c.id.label("meeting"), meetings.c.body, meetings.c.document),
        )
        .join(decision_documents, decision_documents.c.id == decisions.c.id)
        .join(meetings, meetings.c.id == decisions.c.meeting)
        .where(decisions.c.status == "adopted")
        .order_by(decisions.c.day, decisions.c.settled_at)
    )
    return [
        {
            "id": row.id,
            "number": json.loads(row.fields).get("number"),
            "meeting": row.meeting,
            "title": json.loads(row.document)["title"],
            "body": row.body,
            "adopted_on": date.fromordinal(row.day).isoformat(),
            "items": changed[row.id],
        }
        for row in reading.connection.execute(asked)
        if row.id in changed
    ]
