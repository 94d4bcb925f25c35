"""What was answered to requests that bore a key of their sender's choice, so that a request that is
sent again is answered again, and not done again.

An answer is kept in the transaction that records what it tells: the two are there together or not at
all, whatever breaks, and in whichever process the request comes again. It is no part of the log:
nothing follows from it, and after `KEPT` it is forgotten.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from ledger.store import LogRecorder

KEPT = timedelta(days=30)
TABLE = "answered"
TABLES = (
    f"CREATE TABLE IF NOT EXISTS {TABLE} (account TEXT NOT NULL, key TEXT NOT NULL, "
    "request BLOB NOT NULL, answer BLOB NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (account, key))",
    f"CREATE INDEX IF NOT EXISTS {TABLE}_at ON {TABLE} (at)",
)
_FIND = f"SELECT request, answer FROM {TABLE} WHERE account = ? AND key = ?"
_KEEP = f"INSERT INTO {TABLE} (account, key, request, answer, at) VALUES (?, ?, ?, ?, ?)"
_FORGET = f"DELETE FROM {TABLE} WHERE at < ?"


class Answered(NamedTuple):
    """An answer that was given.

    Attributes:
        request: a hash of what was asked.
        answer: its bytes, as whoever gave it wrote them.
    """

    request: bytes
    answer: bytes


def make(recorder: LogRecorder) -> None:
    """Make the table where there is none: beside the log of a ledger that an earlier version made."""
    if not recorder.has_table(TABLE):
        with recorder.datastore.session():
            recorder.create_index(TABLES)


def find(recorder: LogRecorder, account: str, key: str) -> Answered | None:
    """What this account was answered under this key."""
    rows = recorder.read(_FIND, [account, key])
    return Answered(bytes(rows[0][0]), bytes(rows[0][1])) if rows else None


def keep(recorder: LogRecorder, account: str, key: str, answered: Answered, at: datetime) -> None:
    """Keep an answer, and forget the oldest; within a session."""
    recorder.change(_FORGET, [[int((at - KEPT).timestamp())]])
    recorder.change(_KEEP, [[account, key, *answered, int(at.timestamp())]])
