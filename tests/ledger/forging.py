"""An attacker with the ledger's database in hand: takes the guards away, alters, puts them back."""

import json
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, Self

import psycopg
from psycopg.conninfo import conninfo_to_dict

from ledger.place import is_on_a_server

State = dict[str, Any]
NOWHERE = 10**9
COLUMNS = "rowid, originator_id, originator_version, topic, state"


class Row(NamedTuple):
    entry: int
    stream: str
    version: int
    topic: str
    state: State


class Forger:
    """In a file, whoever has the file; on a server, whoever administers it.

    SQL is written as for a file, with `rowid` for an entry's number and `?` for a parameter.
    """

    def __init__(self, ledger: str | Path):
        self.on_a_server = is_on_a_server(ledger)
        if self.on_a_server:
            how = {**conninfo_to_dict(str(ledger)), "user": "postgres"}
            where = "-c search_path=rcm_ledger,rcm_views"
            self.database: Any = psycopg.connect(**how, options=where)
        else:
            self.database = sqlite3.connect(ledger)
            self.database.create_function("reworded", 3, reworded)

    def __enter__(self) -> Self:
        if self.on_a_server:
            self.do(REWORDED)
            self.guards = [("append_only", GUARD)]
            self.do("DROP TRIGGER IF EXISTS append_only ON stored_events")
            return self
        triggers = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        self.guards = self.database.execute(triggers).fetchall()
        for name, _ in self.guards:
            self.do(f"DROP TRIGGER {name}")
        return self

    def __exit__(self, failed: object, *_: object) -> None:
        if failed:
            self.database.close()
            return
        for _, sql in self.guards:
            self.do(sql)
        if self.on_a_server:
            self.do("DROP FUNCTION reworded")
        self.database.commit()
        self.database.close()

    def do(self, sql: str, *parameters: object) -> int:
        return self.database.execute(self._said(sql), parameters).rowcount

    def _said(self, sql: str) -> str:
        if not self.on_a_server:
            return sql
        return re.sub(r"\browid\b", "notification_id", sql).replace("?", "%s")

    def hollow_out(self, guard: str) -> None:
        """A guard that stands where it stood, and guards nothing."""
        if self.on_a_server:
            self.do(f"CREATE OR REPLACE FUNCTION {guard}() RETURNS trigger LANGUAGE plpgsql AS "
                    "'BEGIN RETURN NULL; END'")  # fmt: skip
        refusal = "SELECT RAISE(ABORT, 'the log is append-only')"
        self.guards = [
            (name, sql.replace(refusal, "SELECT 1") if name == guard else sql)
            for name, sql in self.guards
        ]

    # What is there.

    def rows(self) -> list[Row]:
        asked = f"SELECT {COLUMNS} FROM stored_events ORDER BY rowid"
        found = self.database.execute(self._said(asked))
        return [Row(*row[:4], json.loads(row[4])) for row in found]

    def find(self, topic: str, which: Callable[[State], bool] = lambda state: True) -> Row:
        """The last entry of a topic (without its number) that is as described."""
        return [r for r in self.rows() if r.topic == f"{topic}/1" and which(r.state)][-1]

    def enacted(self, reference: str) -> Row:
        return self.find(
            "change-enacted", lambda state: state["authority"]["reference"] == reference
        )

    # What is done to it.

    def rewrite(self, row: Row, **altered: Any) -> None:
        self.put(row.entry, state={**row.state, **altered})

    def put(
        self, entry: int, *, state: State | bytes | str | None = None, **columns: object
    ) -> None:
        values = dict(columns)
        if state is not None:
            values["state"] = as_bytes(state) if isinstance(state, dict) else state
        sets = ", ".join(f"{name} = ?" for name in values)
        done = self.do(f"UPDATE stored_events SET {sets} WHERE rowid = ?", *values.values(), entry)
        assert done == 1

    def remove(self, *entries: int) -> None:
        for entry in entries:
            assert self.do("DELETE FROM stored_events WHERE rowid = ?", entry) == 1

    def close_the_gap(self, entry: int, *, streams: bool = True) -> None:
        """After a removal, number what follows as though nothing had been there."""
        later = [row for row in self.rows() if row.entry > entry]
        for row in later:
            self.put(row.entry, rowid=row.entry - 1)
        if streams:
            versions: dict[str, int] = {}
            for row in self.rows():
                versions[row.stream] = versions.get(row.stream, 0) + 1
                self.put(row.entry, originator_version=versions[row.stream])

    def swap(self, one: int, other: int) -> None:
        for old, new in ((one, NOWHERE), (other, one), (NOWHERE, other)):
            self.put(old, rowid=new)

    def append(self, topic: str, stream: str, state: State, version: int | None = None) -> None:
        if version is None:
            version = 1 + sum(row.stream == stream for row in self.rows())
        topic = f"{topic}/1"
        last = self.rows()[-1].entry
        self.do(f"INSERT INTO stored_events ({COLUMNS}) VALUES (?, ?, ?, ?, ?)",
                last + 1, stream, version, topic, as_bytes(state))  # fmt: skip


REWORDED = """
CREATE FUNCTION reworded(bytea, text, text) RETURNS bytea LANGUAGE sql
RETURN convert_to(replace(convert_from($1, 'UTF8'), $2, $3), 'UTF8')
"""
GUARD = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON stored_events
    FOR EACH STATEMENT EXECUTE FUNCTION append_only();
ALTER TABLE stored_events ENABLE ALWAYS TRIGGER append_only
"""


def reworded(state: bytes, old: str, new: str) -> bytes:
    return state.replace(old.encode(), new.encode())


def as_bytes(state: State) -> bytes:
    return json.dumps(state, ensure_ascii=False, separators=(",", ":")).encode()
