"""What `verify` proves of the seals: that each is what it says, of the very entries that stand here.

The tree is computed from the stored bytes alone (RFC 6962, 2.1), entry by entry; each seal is held
against it at its place, and its signature against the key that was in force there.
"""

from collections.abc import Iterator
from typing import Any

from ledger.authority import Violation
from ledger.events import CharterGiven, KeyRotated, SealMade
from ledger.leaves import leaf
from ledger.notes import BadSignature, Checkpoint, Note, Verifier
from ledger.problems import Unreadable
from ledger.seals import rotation_text
from ledger.sentences import fill
from ledger.store import Fact
from ledger.tiles import Tree
from ledger.tree import leaf_hashes, root_at

Why = tuple[str, str]
_BATCH = 256
"""Leaves that are hashed at a time: as many as a tile has."""


class _Broken(Exception):
    def __init__(self, english: str, spanish: str):
        self.why: Why = (english, spanish)


class SealsCheck:
    """Follows a log from its first entry.

    Attributes:
        seals: each as interfaces.md's `verify` lists it, in the order of the log.
        keys: the ledger's public keys, oldest first; the last is in force.
    """

    def __init__(self) -> None:
        self.tree = Tree(None)
        self.seals: list[dict[str, Any]] = []
        self.keys: list[Verifier] = []
        self.origin = ""
        self._waiting: list[bytes] = []

    def read(self, stream: str, version: int, topic: str, state: bytes) -> None:
        """The next entry, as it is stored."""
        # The last one always waits: a seal is over the entries before its own.
        if len(self._waiting) == _BATCH:
            self._grow(_BATCH)
        self._waiting.append(leaf(stream, version, topic, state))

    def pass_over(self, leaf_hash: bytes) -> None:
        """The next entry, of which there is no more than its hash."""
        self._grow(len(self._waiting))
        self.tree.extend([leaf_hash])

    def root(self) -> bytes:
        """Of the tree over all entries that were read."""
        self._grow(len(self._waiting))
        return self.tree.root()

    def _grow(self, count: int) -> None:
        self.tree.extend(leaf_hashes(self._waiting[:count]))
        del self._waiting[:count]

    def founded(self, event: CharterGiven) -> None:
        self.origin = event.origin
        self.keys = [Verifier.parse(event.key)]

    def sealed(self, fact: Fact) -> Iterator[Violation]:
        """A seal, right after its own entry was read."""
        event = fact.event
        assert isinstance(event, SealMade)
        self._grow(len(self._waiting) - 1)
        found: dict[str, Any] = {"meeting": event.meeting, "size": None, "root": None}
        try:
            checkpoint = self._checkpoint(event.checkpoint)
            found |= {"size": checkpoint.size, "root": checkpoint.root.hex()}
            self._must_be_of_these_entries(checkpoint, fact.entry)
        except _Broken as broken:
            yield _violation("seal-broken", fact.entry, broken.why)
            self.seals.append({**found, "valid": False})
        else:
            self.seals.append({**found, "valid": True})

    def _checkpoint(self, text: str) -> Checkpoint:
        try:
            note = Note.parse(text)
            checkpoint = Checkpoint.parse(note.text)
        except Unreadable as error:
            raise _Broken(*error.why) from None
        try:
            signed = note.signed_by(self.keys[-1:])
        except BadSignature:
            signed = []
        if len(signed) != 1 or len(note.signatures) != 1:
            raise _Broken(
                "it is not signed by the ledger's key", "no está firmado con la clave del libro"
            )
        return checkpoint

    def _must_be_of_these_entries(self, checkpoint: Checkpoint, entry: int) -> None:
        if checkpoint.origin != self.origin:
            raise _Broken("it is of another ledger", "es de otro libro")
        if checkpoint.size != entry - 1:
            raise _Broken(
                f"it is over {checkpoint.size} entries, and {entry - 1} stand before it",
                f"abarca {checkpoint.size} asientos, y antes de él hay {entry - 1}",
            )
        if checkpoint.size != self.tree.size or checkpoint.root != self.tree.root():
            raise _Broken(
                "the entries before it are not those that were sealed",
                "los asientos anteriores no son los que se sellaron",
            )

    def rotated(self, fact: Fact) -> Iterator[Violation]:
        """Another key, from the next entry on."""
        event = fact.event
        assert isinstance(event, KeyRotated)
        try:
            new = Verifier.parse(event.key)
            note = Note.parse(event.note)
            due = rotation_text(self.origin, fact.entry, event.key)
            if note.text != due or len(note.signed_by([self.keys[-1], new])) != 2:
                raise ValueError
        except (ValueError, BadSignature):
            why = (
                "it is not signed by the old key and the new one",
                "no está firmado con la clave anterior y la nueva",
            )
            yield _violation("key-broken", fact.entry, why)
        else:
            self.keys.append(new)

    def against(self, brought: Checkpoint) -> Violation | None:
        """A seal that somebody brought, held against the entries: None where they are what it was
        made of."""
        self._grow(len(self._waiting))
        if brought.origin not in ("", self.origin):
            why: Why = ("it is of another ledger", "es de otro libro")
        elif brought.size > self.tree.size:
            why = (
                f"only {self.tree.size} entries are here",
                f"aquí solo hay {self.tree.size} asientos",
            )
        elif root_at(self.tree, brought.size) != brought.root:
            why = (
                "the entries are not those that were sealed",
                "los asientos no son los que se sellaron",
            )
        else:
            return None
        message = fill("not-the-sealed", size=str(brought.size), why=why)
        return Violation("not-the-sealed", f"seal {brought.size}", message=message)


def _violation(code: str, entry: int, why: Why) -> Violation:
    return Violation(code, f"entry {entry}", message=fill(code, entry=str(entry), why=why))
