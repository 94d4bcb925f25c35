"""How we know who agreed: "every view that shows an agreement shows its basis"."""

from collections.abc import Iterable, Iterator
from typing import Any

from pydantic_core import from_json
from sqlalchemy import select

from ledger.store import MOST_NAMED, batches
from projections.tables import decision_documents
from projections.views import Reading

Document = dict[str, Any]


def authorities_of(item: Document) -> Iterator[Document]:
    """The authorities that an item, as `plan` and `archive` show it, rests on."""
    for name in ("approved", "last_changed", "archived"):
        if item.get(name) is not None:
            yield item[name]


def add_basis(reading: Reading, authorities: Iterable[Document]) -> None:
    """Put into each authority, beside who agreed, how we know it of each: `basis{member: basis}`."""
    given = list(authorities)
    # Of what is adopted it never changes: a correction restates what was said, not how we know it.
    positions = reading.views.basis
    if len(positions) > 10_000:
        positions.clear()
    unread = sorted({authority["decision"] for authority in given} - positions.keys())
    for some in batches(unread, MOST_NAMED):
        asked = select(decision_documents.c.id, decision_documents.c.positions).where(
            decision_documents.c.id.in_(some)
        )
        for id, stored in reading.connection.execute(asked):
            said = from_json(stored)
            positions[id] = {m: position.get("basis", "recorded") for m, position in said.items()}
    # Many items rest on one decision.
    made: dict[tuple[str, ...], dict[str, str]] = {}
    for authority in given:
        decision, agreed_by = authority["decision"], authority["agreed_by"]
        key = (decision, *agreed_by)
        if key not in made:
            said = positions[decision]
            made[key] = {member: said.get(member, "recorded") for member in agreed_by}
        authority["basis"] = made[key]
