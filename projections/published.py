"""What everybody may read: what is adopted. Drafts, and whatever is not decided, are for members and auditors.

On a connection of the public's, the names of the tables mean these parts of them. So no question can give more than
that, whoever writes it: what is not here is not there.

- A decision: once it is adopted. Of its entries those from its tabling on, or from its last redrafting: the drafts
  before that were never agreed to.
- Meetings, the charter, what changed, the seals and the keys: all.
- Proposals, reports of progress, dockets that were cleared, and that an original is kept: nothing.

`ledger.published` says the same of the log's entries.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, event, select

from ledger.published import WITHHELD
from ledger.store import MOST_NAMED, batches
from projections.tables import (
    answers,
    contests,
    decision_documents,
    decisions,
    entries,
    proposals,
    reports,
)

if TYPE_CHECKING:
    from projections.views import Reading

_ADOPTED = "SELECT id FROM {of}.decisions WHERE status = 'adopted'"
_OF_WHAT_IS_ADOPTED = (
    "EXISTS (SELECT 1 FROM {of}.decisions d WHERE d.id = e.decision AND d.status = 'adopted'"
    " AND d.drafted_at <= e.entry)"
)
"""Of an entry: that it is of a decision that was adopted, and of the draft that was."""
_PARTS = {
    decisions.name: "status = 'adopted'",
    decision_documents.name: f"id IN ({_ADOPTED})",
    contests.name: _OF_WHAT_IS_ADOPTED,
    proposals.name: "FALSE",
    answers.name: "FALSE",
    reports.name: "FALSE",
    entries.name: (
        f"event NOT IN ({', '.join(f'{name!r}' for name in WITHHELD)}) AND proposal IS NULL"
        f" AND (decision IS NULL OR {_OF_WHAT_IS_ADOPTED})"
    ),
}
"""The part of a table that everybody may read, where it is not all."""


def shown_of(reading: "Reading", numbers: Collection[int]) -> list[int]:
    """Which of these entries a reading shows: all of them, or, where it is the public's, those that are published."""
    found: list[int] = []
    for some in batches(sorted(numbers), MOST_NAMED):
        asked = select(entries.c.entry).where(entries.c.entry.in_(some))
        found += reading.connection.execute(asked.order_by(entries.c.entry)).scalars()
    return found


def statements(schema: str) -> Iterator[str]:
    """What makes a connection one of the public's.

    Args:
        schema: where the tables are.
    """
    for table, part in _PARTS.items():
        yield (
            f"CREATE TEMP VIEW {table} AS SELECT * FROM {schema}.{table} e WHERE "
            f"{part.format(of=schema)}"
        )


def for_everybody(engine: Engine, schema: str) -> Engine:
    """The engine, with every connection of it one of the public's."""

    @event.listens_for(engine, "connect")
    def narrow(connection: Any, _: object) -> None:
        for statement in statements(schema):
            connection.execute(statement)

    return engine


@contextmanager
def narrowed(connection: Connection) -> Iterator[None]:
    """The same of views in memory, as long as the block lasts: there is but one connection to them."""
    run = connection.exec_driver_sql
    run("BEGIN")
    try:
        for statement in statements("main"):
            run(statement)
        yield
    finally:
        run("ROLLBACK")
