"""An attacker with the ledger's file in hand: takes the guards away, alters, puts them back."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, Self

State = dict[str, Any]
COLUMNS = "rowid, originator_id, originator_version, topic, state"


class Row(NamedTuple):
    entry: int
    stream: str
    version: int
    topic: str
    state: State


class Forger:
    def __init__(self, path: str | Path):
        self.file = sqlite3.connect(path)

    def __enter__(self) -> Self:
        triggers = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        self.guards = self.file.execute(triggers).fetchall()
        for name, _ in self.guards:
            self.file.execute(f"DROP TRIGGER {name}")
        return self

    def __exit__(self, *_: object) -> None:
        for _, sql in self.guards:
            self.file.execute(sql)
        self.file.commit()
        self.file.close()

    def do(self, sql: str, *parameters: object) -> int:
        return self.file.execute(sql, parameters).rowcount

    # What is there.

    def rows(self) -> list[Row]:
        found = self.file.execute(f"SELECT {COLUMNS} FROM stored_events ORDER BY rowid")
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
        for old, new in ((one, -1), (other, one), (-1, other)):
            self.put(old, rowid=new)

    def append(self, topic: str, stream: str, state: State, version: int | None = None) -> None:
        if version is None:
            version = 1 + sum(row.stream == stream for row in self.rows())
        topic = f"{topic}/1"
        last = self.rows()[-1].entry
        self.do(f"INSERT INTO stored_events ({COLUMNS}) VALUES (?, ?, ?, ?, ?)",
                last + 1, stream, version, topic, as_bytes(state))  # fmt: skip


def as_bytes(state: State) -> bytes:
    return json.dumps(state, ensure_ascii=False, separators=(",", ":")).encode()
