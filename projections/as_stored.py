"""Positions and drafted changes, two entries of three, as they are stored.

The views keep both as they are, so no event is made of them: their JSON is looked into. Whether they are what they
should be is for `verify` to say.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from pydantic_core import from_json

from ledger.events import ChangeDrafted, PositionTaken
from ledger.ledger import Ledger
from ledger.store import EntryRow, Fact, LogDamaged, read_event


class StoredPosition(NamedTuple):
    entry: int
    recorded_at: datetime
    nonce: str
    decision: str
    member: str
    position: bytes


class StoredDraft(NamedTuple):
    entry: int
    recorded_at: datetime
    nonce: str
    decision: str
    kind: str
    item: str | None
    change: bytes


Followed = Fact | StoredPosition | StoredDraft


def entries_after(ledger: Ledger, after: int, until: int | None, most: int) -> list[Followed]:
    """The entries after one, in order."""
    return list(_read(islice(ledger.recorder.rows(after, until, batch=most), most)))


def _read(rows: Iterable[EntryRow]) -> Iterator[Followed]:
    for entry, stream, version, topic, state in rows:
        try:
            if topic == PositionTaken.topic:
                yield _position(entry, state)
            elif topic == ChangeDrafted.topic:
                yield _draft(entry, state)
            else:
                yield Fact(stream, version, read_event(topic, state, entry), entry)
        except (ValueError, KeyError, TypeError) as error:
            raise LogDamaged(
                entry,
                f"it is not the {topic} that it says it is ({error})",
                f"no es el {topic} que dice ser ({error})",
            ) from None


def _position(entry: int, state: bytes) -> StoredPosition:
    said = from_json(state)
    at = datetime.fromisoformat(said["recorded_at"])
    # The last field as it is written: a quotation mark within any string is escaped, so these bytes are its name.
    position = state[state.index(b',"position":{') + 12 : -1]
    return StoredPosition(entry, at, said["nonce"], said["decision"], said["member"], position)


def _draft(entry: int, state: bytes) -> StoredDraft:
    said = from_json(state)
    at = datetime.fromisoformat(said["recorded_at"])
    ((kind, fields),) = said["change"].items()
    change = state[state.index(b',"change":{') + 10 : -1]
    return StoredDraft(entry, at, said["nonce"], said["decision"], kind, fields.get("item"), change)
