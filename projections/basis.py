"""How we know who agreed: "every view that shows an agreement shows its basis"."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import select

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
    decisions = sorted({authority["decision"] for authority in given})
    positions: dict[str, Document] = {}
    for at in range(0, len(decisions), 500):
        asked = select(decision_documents.c.id, decision_documents.c.positions).where(
            decision_documents.c.id.in_(decisions[at : at + 500])
        )
        for id, stored in reading.connection.execute(asked):
            positions[id] = json.loads(stored)
    for authority in given:
        said = positions[authority["decision"]]
        authority["basis"] = {
            member: said.get(member, {}).get("basis", "recorded")
            for member in authority["agreed_by"]
        }
