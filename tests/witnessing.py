"""A ledger as a witness sees it: a log that grows, a key, and the seals that were made of it."""

from base64 import b64encode
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from ledger.add_checkpoint import AddCheckpoint
from ledger.keys import make_key
from ledger.notes import Checkpoint, Signer
from ledger.tiles import Tree
from ledger.tree import consistency_proof, leaf_hash, root_at

ORIGIN = "rcm-ledger/0123456789abcdef0123456789abcdef"
MORNING = datetime(2026, 5, 1, 9, tzinfo=UTC)


class Sealed:
    """A ledger of as many entries as are given, with a key of its own."""

    def __init__(self, entries: Sequence[str] = (), *, origin: str = ORIGIN, key=None):
        self.origin = origin
        self.key = key or Signer(origin, make_key())
        self.entries: list[str] = []
        self.tree = Tree()
        self.record(*entries)

    def record(self, *entries: str) -> "Sealed":
        self.entries += entries
        self.tree.extend([leaf_hash(entry.encode()) for entry in entries])
        return self

    def rewritten(self, at: int, entry: str) -> "Sealed":
        """The same ledger with the same key, and one entry (from 0) another."""
        entries = [*self.entries[:at], entry, *self.entries[at + 1 :]]
        return Sealed(entries, origin=self.origin, key=self.key)

    @property
    def size(self) -> int:
        return len(self.entries)

    def seal(self, size: int | None = None, *, keys: Sequence[Signer] = ()) -> str:
        """A checkpoint, signed."""
        size = self.size if size is None else size
        text = Checkpoint(self.origin, size, root_at(self.tree, size)).text
        return f"{text}\n" + "".join(key.sign(text) for key in keys or [self.key])

    def request(self, old: int, size: int | None = None, **changed: object) -> bytes:
        """What is asked of a witness that saw `old` entries."""
        size = self.size if size is None else size
        proof = tuple(consistency_proof(self.tree, min(old, size), size))
        given = {"old_size": old, "proof": proof, "note": self.seal(size), **changed}
        return AddCheckpoint(**given).body.encode()


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.at = MORNING

    def __call__(self) -> datetime:
        return self.at

    def pass_by(self, **time: float) -> None:
        self.at += timedelta(**time)


def entries(n: int, start: int = 1) -> list[str]:
    return [f"entry {i}" for i in range(start, start + n)]


def base64(data: bytes) -> str:
    return b64encode(data).decode()
