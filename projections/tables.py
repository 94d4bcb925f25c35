"""All tables of the views, in one place. They can be thrown away at any time: they follow from the log.

**The bitemporal index.** How an item stood on which days, as known at which entries, is a rectangle of whole numbers:
days as proleptic ordinals, entries as they are counted. Both are half-open in thought, [from, to), and kept as
[from, to - 1], so that the closed intervals of an R*Tree answer half-open questions. `ledger.versions.FOREVER` is the
`to` of what has no end. "The plan as of this day, known at that entry" is then one point, and the answer is every
rectangle that holds it.

The rectangles stand in four trees. Current and archived items are apart, so that the plan's cost does not grow with the
archive. And what is known so still (`…_now`) is apart from what was known so once (`…_once`): the former all reach to
FOREVER, and mixed with the others they stretch every node of the tree over all of time (measured on 100,000 changes:
2,000 µs for a plan of 200 items in one tree, 170 µs in two, as on 1,000 changes).

A tree cannot be asked for an item. `live_versions` finds what is known so still of one.
"""

from functools import cache
from typing import Any

from sqlalchemy import (
    BLOB,
    Column,
    Connection,
    Executable,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    bindparam,
    delete,
    insert,
    text,
    update,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

SCHEMA = 1
"""Counted up with every change of what follows: views of another number are built again."""

metadata = MetaData()

meta = Table(
    "meta",
    metadata,
    Column("schema", Integer, nullable=False),
    Column("ledger", Text, nullable=False),
    Column("generation", Text, nullable=False),  # another one with each building
    Column("entry", Integer, nullable=False),  # the last one that has been applied,
    Column("nonce", Text, nullable=False),  # and its nonce: a log that went another way has another
)

entries = Table(
    "entries",
    metadata,
    Column("entry", Integer, primary_key=True),
    Column("event", Text, nullable=False),
    Column("recorded_at", Integer, nullable=False),  # microseconds since 1970, UTC
    Column("decision", Text),
    Column("meeting", Text),  # of what happens to a meeting itself
    Column("proposal", Text),
    Column("item", Text),
    Column("members", Text),  # " BZ CA ": who agreed, took the position, came or went
    Column("kind", Text),
    Column("day", Integer),  # on which it was agreed; only what was adopted has one
    Column("reference", Text),
    Column("voided_by", Text),
    # What happens to a decision lies between two entries (`decisions`), but for what is corrected later.
    Index("entries_corrected", "decision", sqlite_where=text("event = 'record-corrected'")),
    Index("entries_meeting", "meeting", sqlite_where=Column("meeting").is_not(None)),
    Index("entries_proposal", "proposal", sqlite_where=Column("proposal").is_not(None)),
)

RULES = ""
"""How `entry_items` writes that a change is of the charter, and about no item."""

entry_items = Table(
    "entry_items",
    metadata,
    Column("item", Text, primary_key=True),
    Column("entry", Integer, primary_key=True),
    # The states that it led from and to, where it was recorded in the agreed order; else they are folded when asked.
    Column("before", Integer),
    Column("after", Integer),
    sqlite_with_rowid=False,
)

item_states = Table(
    "item_states",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("item", Text, nullable=False),
    Column("state", BLOB, nullable=False),  # `ledger.plan.ItemJson`
)

live_versions = Table(
    "live_versions",
    metadata,
    Column("item", Text, primary_key=True),
    Column("agreed_from", Integer, primary_key=True),
    Column("agreed_to", Integer, nullable=False),
    Column("known_from", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("item_state", Integer, nullable=False),
    Column("archived", Integer, nullable=False),
    sqlite_with_rowid=False,
)


def _tree(name: str) -> Table:
    return Table(
        name,
        metadata,
        Column("version", Integer, primary_key=True),
        Column("agreed_from", Integer),
        Column("agreed_last", Integer),
        Column("known_from", Integer),
        Column("known_last", Integer),
        Column("item_state", Integer),
        info={"rtree": True},
    )


current_now = _tree("current_now")
archived_now = _tree("archived_now")
current_once = _tree("current_once")
archived_once = _tree("archived_once")

NOW = (current_now, archived_now)
ONCE = (current_once, archived_once)
"""Each by whether the item is archived."""

meetings = Table(
    "meetings",
    metadata,
    Column("id", Text, primary_key=True),
    Column("body", Text, nullable=False),
    Column("opens_on", Integer, nullable=False),
    Column("closes_on", Integer, nullable=False),
    Column("entry", Integer, nullable=False),
    Column("closed_at", Integer),
    Column("document", BLOB, nullable=False),  # as in a register, without its decisions
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("meeting", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("entry", Integer, nullable=False),  # of its tabling
    Column("settled_at", Integer),  # the entry of its adoption, refusal or withdrawal
    Column("last_entry", Integer, nullable=False),  # the last of its changes
    Column("day", Integer),  # of its adoption
    Index("decisions_meeting", "meeting"),
)

decision_documents = Table(
    "decision_documents",
    metadata,
    # Apart from what an adoption changes, so that it does not write all of this again.
    Column("id", Text, primary_key=True),
    Column("fields", BLOB, nullable=False),
    Column("positions", BLOB, nullable=False),
    Column("changes", BLOB, nullable=False),
)

proposals = Table(
    "proposals",
    metadata,
    Column("id", Text, primary_key=True),
    Column("submitted_to", Text, nullable=False),
    Column("entry", Integer, nullable=False),
    Column("items", Text, nullable=False),  # " mpm mpm-docs ": those that it names
    Column("document", BLOB, nullable=False),
)

reports = Table(
    "reports",
    metadata,
    Column("entry", Integer, primary_key=True),
    Column("item", Text, nullable=False),
    Column("document", BLOB, nullable=False),
    Index("reports_item", "item"),
)


def create(connection: Connection) -> None:
    """Make all tables, in an empty file."""
    for table in metadata.sorted_tables:
        if "rtree" in table.info:
            version, *box, state = (column.name for column in table.columns)
            columns = ", ".join((version, *box, f"+{state}"))
            connection.exec_driver_sql(
                f"CREATE VIRTUAL TABLE {table.name} USING rtree_i32({columns})"
            )
            continue
        connection.execute(CreateTable(table))
        for index in table.indexes:
            connection.execute(CreateIndex(index))


# Following the log is the hot path: its statements are compiled once and handed to the driver as they are.


def compiled(statement: Executable) -> str:
    return str(statement.compile(dialect=sqlite.dialect(paramstyle="qmark")))  # type: ignore[attr-defined]


@cache
def inserting(table: Table) -> str:
    """A row, its values in the order of the columns."""
    return compiled(insert(table))


@cache
def replacing(table: Table) -> str:
    return compiled(insert(table).prefix_with("OR REPLACE"))


@cache
def updating(table: Table, *names: str) -> str:
    """New values of the columns named, then the key's."""
    keys = [column == bindparam(f"key_{column.name}") for column in table.primary_key]
    values: dict[Any, Any] = {name: bindparam(f"new_{name}") for name in names}
    return compiled(update(table).where(*keys).values(values))


@cache
def deleting(table: Table) -> str:
    return compiled(
        delete(table).where(*(c == bindparam(f"key_{c.name}") for c in table.primary_key))
    )
