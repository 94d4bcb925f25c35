"""All tables of the views, in one place. They can be thrown away at any time: they follow from the log.

**The bitemporal index.** How an item stood on which days, as known at which entries, is a rectangle of whole numbers:
days as proleptic ordinals, entries as they are counted. Both are half-open in thought, [from, to), and kept as
[from, to - 1], so that the closed intervals of an R*Tree (SQLite's; a GiST index over the same ranges on a server)
answer half-open questions. `ledger.versions.FOREVER` is the
`to` of what has no end. "The plan as of this day, known at that entry" is then one point, and the answer is every
rectangle that holds it.

The rectangles stand in four trees. Current and archived items are apart, so that the plan's cost does not grow with the
archive. And what is known so still (`…_now`) is apart from what was known so once (`…_once`): the former all reach to
FOREVER, and mixed with the others they stretch every node of the tree over all of time (measured on 100,000 changes:
2,000 µs for a plan of 200 items in one tree, 170 µs in two, as on 1,000 changes).

A tree cannot be asked for an item. `live_versions` finds what is known so still of one.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Executable,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TextClause,
    bindparam,
    delete,
    insert,
    inspect,
    select,
    text,
    update,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import CreateIndex, CreateTable, DropTable
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

SCHEMA = 4
"""Counted up with every change of what follows: views of another number are built again."""

metadata = MetaData()

_WHOLE = BigInteger().with_variant(Integer(), "sqlite")
_TEXT = Text().with_variant(Text(collation="C"), "postgresql")  # in the order of its bytes, on both
_BYTES = LargeBinary()


def _index_where(name: str, column: str, where: TextClause) -> Index:
    return Index(name, column, sqlite_where=where, postgresql_where=where)


meta = Table(
    "meta",
    metadata,
    Column("schema", _WHOLE, nullable=False),
    Column("ledger", _TEXT, nullable=False),
    Column("generation", _TEXT, nullable=False),  # another one with each building
    Column("entry", _WHOLE, nullable=False),  # the last one that has been applied,
    Column("nonce", _TEXT, nullable=False),  # and its nonce: a log that went another way has another
)

META = select(meta.c.generation, meta.c.entry)

LATER = ("record-corrected", "position-contested", "contest-withdrawn")
"""What can still happen to a decision that is settled."""

entries = Table(
    "entries",
    metadata,
    Column("entry", _WHOLE, primary_key=True, autoincrement=False),
    Column("event", _TEXT, nullable=False),
    Column("recorded_at", _WHOLE, nullable=False),  # microseconds since 1970, UTC
    Column("decision", _TEXT),
    Column("meeting", _TEXT),  # of what happens to a meeting itself
    Column("proposal", _TEXT),
    Column("item", _TEXT),
    Column("members", _TEXT),  # " BZ CA ": who agreed, took the position, came or went
    Column("kind", _TEXT),
    Column("day", _WHOLE),  # on which it was agreed; only what was adopted has one
    Column("reference", _TEXT),
    Column("voided_by", _TEXT),
    # What happens to a decision lies between two entries (`decisions`), but for what comes after its adoption.
    _index_where("entries_later", "decision", text(f"event IN {LATER}")),
    _index_where("entries_meeting", "meeting", text("meeting IS NOT NULL")),
    _index_where("entries_proposal", "proposal", text("proposal IS NOT NULL")),
)

RULES = ""
"""How `entry_items` writes that a change is of the charter, and about no item."""

entry_items = Table(
    "entry_items",
    metadata,
    Column("item", _TEXT, primary_key=True),
    Column("entry", _WHOLE, primary_key=True, autoincrement=False),
    # The states that it led from and to, where it was recorded in the agreed order; else they are folded when asked.
    Column("before", _WHOLE),
    Column("after", _WHOLE),
    sqlite_with_rowid=False,
)

item_states = Table(
    "item_states",
    metadata,
    Column("id", _WHOLE, primary_key=True, autoincrement=False),
    Column("item", _TEXT, nullable=False),
    Column("state", _BYTES, nullable=False),  # `ledger.plan.ItemJson`
)

live_versions = Table(
    "live_versions",
    metadata,
    Column("item", _TEXT, primary_key=True),
    Column("agreed_from", _WHOLE, primary_key=True),
    Column("agreed_to", _WHOLE, nullable=False),
    Column("known_from", _WHOLE, nullable=False),
    Column("version", _WHOLE, nullable=False),
    Column("item_state", _WHOLE, nullable=False),
    Column("archived", _WHOLE, nullable=False),
    sqlite_with_rowid=False,
)


def _tree(name: str) -> Table:
    return Table(
        name,
        metadata,
        Column("version", _WHOLE, primary_key=True, autoincrement=False),
        Column("agreed_from", _WHOLE),
        Column("agreed_last", _WHOLE),
        Column("known_from", _WHOLE),
        Column("known_last", _WHOLE),
        Column("item_state", _WHOLE),
        info={"tree": True},
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
    Column("id", _TEXT, primary_key=True),
    Column("body", _TEXT, nullable=False),
    Column("opens_on", _WHOLE, nullable=False),
    Column("closes_on", _WHOLE, nullable=False),
    Column("entry", _WHOLE, nullable=False),
    Column("closed_at", _WHOLE),
    Column("document", _BYTES, nullable=False),  # as in a register, without its decisions
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", _TEXT, primary_key=True),
    Column("meeting", _TEXT, nullable=False),
    Column("status", _TEXT, nullable=False),
    Column("entry", _WHOLE, nullable=False),  # of its tabling
    Column("settled_at", _WHOLE),  # the entry of its adoption, refusal or withdrawal
    Column("last_entry", _WHOLE, nullable=False),  # the last of its changes
    Column("day", _WHOLE),  # of its adoption
    Column("drafted_at", _WHOLE, nullable=False),  # the entry of its tabling, or of its last redrafting
    Index("decisions_meeting", "meeting"),
)

decision_documents = Table(
    "decision_documents",
    metadata,
    # Apart from what an adoption changes, so that it does not write all of this again.
    Column("id", _TEXT, primary_key=True),
    Column("fields", _BYTES, nullable=False),
    Column("positions", _BYTES, nullable=False),
    Column("changes", _BYTES, nullable=False),
)

proposals = Table(
    "proposals",
    metadata,
    Column("id", _TEXT, primary_key=True),
    Column("submitted_to", _TEXT, nullable=False),
    Column("entry", _WHOLE, nullable=False),
    Column("items", _TEXT, nullable=False),  # " mpm mpm-docs ": those that it names
    Column("document", _BYTES, nullable=False),
)

answers = Table(
    "answers",
    metadata,
    Column("proposal", _TEXT, primary_key=True),
    Column("decision", _TEXT, primary_key=True),
    Column("said_by", _TEXT, primary_key=True),  # `decision` (its `recommended_by`) or `outcome`
    Index("answers_decision", "decision"),
    sqlite_with_rowid=False,
)

reports = Table(
    "reports",
    metadata,
    Column("entry", _WHOLE, primary_key=True, autoincrement=False),
    Column("item", _TEXT, nullable=False),
    Column("document", _BYTES, nullable=False),
    Index("reports_item", "item"),
)


contests = Table(
    "contests",
    metadata,
    Column("entry", _WHOLE, primary_key=True, autoincrement=False),
    Column("decision", _TEXT, nullable=False),
    Column("member", _TEXT, nullable=False),
    Column("reason", _BYTES, nullable=False),
    Column("settled_at", _WHOLE),  # the entry that settled it
)


class holds(FunctionElement[bool]):
    """Whether the days, or the entries, from one to another hold all those from a third to a fourth."""

    # Of no type: where it were a Boolean, SQLAlchemy would write `… >= ? = 1` for SQLite, and no tree can use that.
    inherit_cache = True


@compiles(holds, "sqlite")
def _in_a_box(element: holds, compiler: SQLCompiler, **how: Any) -> str:
    low, high, first, last = (compiler.process(part, **how) for part in element.clauses)
    return f"{low} <= {first} AND {high} >= {last}"


@compiles(holds, "postgresql")
def _in_a_range(element: holds, compiler: SQLCompiler, **how: Any) -> str:
    low, high, first, last = (compiler.process(part, **how) for part in element.clauses)
    return f"int8range({low}, {high}, '[]') @> int8range({first}, {last}, '[]')"


class as_list(FunctionElement[str]):
    """Whole numbers as one JSON list.

    Read row by row, each row gives the interpreter to another thread and waits for it to come back.
    """

    inherit_cache = True


@compiles(as_list, "sqlite")
def _of_sqlite(element: as_list, compiler: SQLCompiler, **how: Any) -> str:
    return f"json_group_array({compiler.process(element.clauses, **how)})"


@compiles(as_list, "postgresql")
def _of_postgresql(element: as_list, compiler: SQLCompiler, **how: Any) -> str:
    return f"CAST(COALESCE(json_agg({compiler.process(element.clauses, **how)}), '[]') AS text)"


def create(connection: Connection) -> None:
    """Make all tables, where there is none."""
    for table in metadata.sorted_tables:
        if "tree" in table.info and connection.dialect.name == "sqlite":
            version, *box, state = (column.name for column in table.columns)
            columns = ", ".join((version, *box, f"+{state}"))
            connection.exec_driver_sql(
                f"CREATE VIRTUAL TABLE {table.name} USING rtree_i32({columns})"
            )
            continue
        connection.execute(CreateTable(table))
        for index in table.indexes:
            connection.execute(CreateIndex(index))
        if "tree" in table.info:
            connection.exec_driver_sql(
                f"CREATE INDEX {table.name}_box ON {table.name} USING gist "
                "(int8range(agreed_from, agreed_last, '[]'), int8range(known_from, known_last, '[]'))"
            )


def clear(connection: Connection) -> None:
    """Take away all that is in the tables; where they are others, or not all there, make them anew.

    Whoever reads them meanwhile reads what was there (a `TRUNCATE` would show an empty table).
    """
    there = set(inspect(connection).get_table_names())
    if there >= metadata.tables.keys() and _schemas(connection) == [SCHEMA]:
        for table in metadata.sorted_tables:
            connection.execute(delete(table))
        return
    for table in metadata.sorted_tables:
        connection.execute(DropTable(table, if_exists=True))
    create(connection)


def _schemas(connection: Connection) -> Sequence[int]:
    return connection.execute(select(meta.c.schema)).scalars().all()


# Following the log is the hot path: its statements are made once, and compiled once (`Driver`).


@cache
def inserting(table: Table) -> Executable:
    """A row, its values in the order of the columns."""
    return insert(table)


@cache
def replacing(table: Table) -> Executable:
    """A row, in the place of the one that has its key, if any."""
    # SQLite writes it as PostgreSQL does, and SQLAlchemy has no form of it in common.
    inserted = postgresql.insert(table)
    key = [column.name for column in table.primary_key]
    others = {c.name: inserted.excluded[c.name] for c in table.columns if c.name not in key}
    return inserted.on_conflict_do_update(index_elements=key, set_=others)


@cache
def updating(table: Table, *names: str) -> Executable:
    """New values of the columns named, then the key's."""
    keys = [column == bindparam(f"key_{column.name}") for column in table.primary_key]
    values: dict[Any, Any] = {name: bindparam(f"new_{name}") for name in names}
    return update(table).where(*keys).values(values)


@cache
def deleting(table: Table) -> Executable:
    return delete(table).where(*(c == bindparam(f"key_{c.name}") for c in table.primary_key))
