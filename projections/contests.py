"""What delegations contest of what is recorded as their positions, shown wherever the agreement is shown."""

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import bindparam, or_, select

from projections.driver import Driver
from projections.tables import contests
from projections.views import Reading

Document = dict[str, Any]
Contested = dict[str, list[str]]
"""Who contests what is recorded of it, by decision."""
_OPEN = (
    select(contests.c.decision, contests.c.member)
    .where(
        contests.c.entry <= bindparam("known_at"),
        or_(contests.c.settled_at.is_(None), contests.c.settled_at > bindparam("known_at")),
    )
    .order_by(contests.c.member)
)
"""Those that were not settled at an entry."""


def contested_by(reading: Reading, known_at: int) -> Contested:
    """What was not settled at an entry."""
    found: Contested = {}
    of_then = (known_at, known_at)
    for decision, member in reading.once(
        ("contested", known_at), lambda: list(Driver(reading.connection).run(_OPEN, of_then))
    ):
        found.setdefault(decision, []).append(member)
    return found


def add_contests(reading: Reading, authorities: Iterable[Document], known_at: int) -> None:
    """Put into each authority, beside who agreed, who contests that: `contested_by`, where anybody does."""
    show_contests(authorities, contested_by(reading, known_at))


def show_contests(authorities: Iterable[Document], contested: Contested) -> None:
    """The same, where that is at hand."""
    if contested:
        for authority in authorities:
            if authority["decision"] in contested:
                authority["contested_by"] = contested[authority["decision"]]


def contests_of(reading: Reading, decision: str) -> list[Document]:
    """A decision's contests, settled or not, in the order of their recording."""
    asked = select(contests).where(contests.c.decision == decision).order_by(contests.c.entry)
    return [
        {
            "member": row.member,
            "reason": json.loads(row.reason),
            "entry": row.entry,
            "settled": row.settled_at,
        }
        for row in reading.connection.execute(asked)
    ]
