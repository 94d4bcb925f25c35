"""The decisions that were adopted last, as those read them who follow: all, or those about an item or a member.

About a section is what changed it, or anything that stands below it, in the plan or in the archive.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select

from projections.moments import moment, recorded_at
from projections.names import ids_of, is_known, names_of, unknown
from projections.plan import item_states_at
from projections.tables import decision_documents, decisions, entries, entry_items
from projections.views import Reading

MOST = 50


@dataclass(frozen=True, slots=True)
class Adoption:
    """An adopted decision.

    Attributes:
        at: when its adoption was recorded, in UTC.
        positions, changes: as in a register.
    """

    id: str
    meeting: str
    entry: int
    at: datetime
    text: dict[str, str]
    positions: dict[str, Any]
    changes: list[dict[str, Any]]


def adoptions(
    reading: Reading, *, item: str | None = None, member: str | None = None, most: int = MOST
) -> list[Adoption]:
    """The last adopted decisions, newest first.

    Raises:
        Problem: there is no such item or member.
    """
    asked = (
        select(
            *(decisions.c.id, decisions.c.meeting, decisions.c.settled_at),
            *(decision_documents.c[name] for name in ("fields", "positions", "changes")),
        )
        .join(decision_documents, decision_documents.c.id == decisions.c.id)
        .where(decisions.c.status == "adopted", *_about(reading, item, member))
        .order_by(decisions.c.settled_at.desc())
        .limit(most)
    )
    return [
        Adoption(
            row.id,
            row.meeting,
            row.settled_at,
            recorded_at(reading, row.settled_at),
            json.loads(row.fields)["text"],
            json.loads(row.positions),
            json.loads(row.changes),
        )
        for row in reading.connection.execute(asked)
    ]


def _about(reading: Reading, item: str | None, member: str | None) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if item is not None:
        if not is_known(reading.connection, "item", item):
            raise unknown("item", item, ids_of(reading.connection, "item"))
        changed = (
            select(entries.c.decision)
            .join(entry_items, entry_items.c.entry == entries.c.entry)
            .where(entry_items.c.item.in_(below(reading, item)))
        )
        conditions.append(decisions.c.id.in_(changed))
    if member is not None:
        known = reading.ledger.charter.members
        if member not in known:
            raise unknown("member", member, sorted(known), named=names_of(known))
        spoke = select(entries.c.decision).where(
            entries.c.event == "position-taken",
            entries.c.members.contains(f" {member} ", autoescape=True),
        )
        conditions.append(decisions.c.id.in_(spoke))
    return conditions


def title_of(reading: Reading, item: str) -> dict[str, str] | None:
    """What an item is called, if it still is."""
    state = item_states_at(reading, moment(reading)).get(item)
    return None if state is None else state["terms"]["title"]


def below(reading: Reading, section: str) -> set[str]:
    """An item, and all that stands below it."""
    states = item_states_at(reading, moment(reading))
    found, before = {section}, 0
    while len(found) > before:
        before = len(found)
        found |= {id for id, state in states.items() if state["parent"] in found}
    return found
