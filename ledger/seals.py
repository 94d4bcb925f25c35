"""Seals: what lets anybody show, with a few lines from a meeting's minutes, that the ledger in front
of them is the one that the meeting left.

A seal is a checkpoint (c2sp.org/tlog-checkpoint) over all entries before it: their number, the root
of their tree (RFC 6962, 2.1), and the ledger's Ed25519 signature. Closing a meeting records one, in
the same transaction. A seal is only ever made of a log that still has what the last one sealed: "A
log MUST not sign any checkpoint which is inconsistent with any checkpoint it previously signed."
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ledger.beside import Beside
from ledger.events import KeyRotated, SealMade
from ledger.last_signed import contradicted, remember
from ledger.leaves import leaf
from ledger.ledger_file import LedgerFile
from ledger.ledger_key import in_force, keep_next
from ledger.notes import BadSignature, Checkpoint, Note, Signer, Verifier
from ledger.problems import Problem
from ledger.store import Fact, LogRecorder
from ledger.tiles import WIDTH, TilesDamaged, Tree
from ledger.tree import leaf_hash, root_at

SEALS = "seals"
"""The stream of the seals, and of the keys that sign them."""


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal as it was recorded: over the entries 1 to `size`, which is `entry` - 1."""

    entry: int
    recorded_at: datetime
    meeting: str | None
    note: str
    checkpoint: Checkpoint

    @property
    def size(self) -> int:
        return self.checkpoint.size

    @property
    def root(self) -> bytes:
        return self.checkpoint.root


def seal_of(fact: Fact) -> Seal:
    """A seal from its event.

    Raises:
        ValueError: its text is no checkpoint.
    """
    event = fact.event
    assert isinstance(event, SealMade)
    checkpoint = Checkpoint.parse(Note.parse(event.checkpoint).text)
    return Seal(fact.entry, event.recorded_at, event.meeting, event.checkpoint, checkpoint)


def rotation_text(origin: str, entry: int, key: str) -> str:
    """What the old key and the new one sign when the one takes the other's place: the ledger, the
    entry at which it is recorded, the new key. Its first line is no origin, so it is no
    checkpoint."""
    return f"rcm-ledger key rotation\n{origin}\n{entry}\n{key}\n"


def leaf_hashes(recorder: LogRecorder, after: int, until: int) -> Iterator[bytes]:
    """The hashes of the entries after one, in order (RFC 6962, 2.1)."""
    for _, stream, version, topic, state in recorder.rows(after, until):
        yield leaf_hash(leaf(stream, version, topic, state))


class LogTree(Tree):
    """The tree of a ledger's log, its tiles kept beside it. One that was damaged there is grown
    again from the entries."""

    def __init__(self, recorder: LogRecorder, folder: Path):
        self.recorder = recorder
        super().__init__(folder)

    def grow(self, size: int) -> None:
        self.extend(leaf_hashes(self.recorder, self.size, size))

    def hashes(self, level: int, n: int, width: int = WIDTH) -> bytes:
        try:
            return super().hashes(level, n, width)
        except TilesDamaged:
            size = self.size
            self.clear()
            self.grow(size)
            return super().hashes(level, n, width)


class SealedLedger(LedgerFile):
    """A ledger that is sealed."""

    _tree: LogTree | None = None
    _signed: str | None = None  # the seal of the open transaction

    def seals(self) -> list[Seal]:
        """All seals, oldest first."""
        facts = self.recorder.stream(SEALS)
        return [seal_of(fact) for fact in facts if isinstance(fact.event, SealMade)]

    def last_seal(self) -> Seal | None:
        last = self.recorder.last_of(SEALS, SealMade.topic)
        if last == 0:
            return None
        (fact,) = self.recorder.entries([last])
        return seal_of(fact)

    def public_keys(self, before: int | None = None) -> list[Verifier]:
        """The public keys that sign the seals, oldest first; the last is in force.

        Args:
            before: an entry, where those that were known before it are wanted.
        """
        given = [self.founding.key]
        given += [
            fact.event.key
            for fact in self.recorder.stream(SEALS)
            if isinstance(fact.event, KeyRotated) and (before is None or fact.entry < before)
        ]
        return [Verifier.parse(key) for key in given]

    def signer(self) -> Signer:
        """The private key that is in force.

        Raises:
            Problem: it is not here, cannot be read, or is another.
        """
        if self.key is not None:
            return Signer(self.founding.origin, self.key)
        return in_force(self.place.beside, self.public_keys()[-1])

    def seal(self, meeting: str | None = None) -> Seal:
        """Seal all entries so far. Where nothing but seals followed the last seal, it is the last.

        Args:
            meeting: the one whose closing is sealed.
        Raises:
            Problem: the key is not here, or the log is no longer what was sealed.
        """
        beside = Beside(self.place.beside)
        with self.writing():
            last = self.last_seal()
            if last is not None and last.entry == self._head:
                return last
            signer = self.signer()
            tree = self.tree()
            signed = contradicted(beside, self.founding.origin, tree)
            if signed is not None:
                raise Problem(
                    "older-copy", path=self.path, size=signed.size, file=beside.last_signed
                )
            text = Checkpoint(self.founding.origin, tree.size, tree.root()).text
            note = f"{text}\n{signer.sign(text)}"
            given = {} if meeting is None else {"meeting": meeting}
            (fact,) = self._append([self._event(SealMade, checkpoint=note, **given)])
            self._signed = note
            return seal_of(fact)

    def rotate_key(self) -> Verifier:
        """Let a new key sign from here on; the one in force so far vouches for it.

        The new key waits beside the old one until its event is recorded: a crash loses neither.
        """
        with self.writing():
            old, origin = self.signer(), self.founding.origin
            new = Signer(origin, keep_next(self.place.beside))
            text = rotation_text(origin, self._head + 1, new.vkey)
            note = f"{text}\n{old.sign(text)}{new.sign(text)}"
            self._append([self._event(KeyRotated, key=new.vkey, note=note)])
            self.key = None
        with self.writing():
            self.signer()  # takes the new key's file into the old one's place, while nobody rotates
        return Verifier.parse(new.vkey)

    def tree(self) -> LogTree:
        """The tree over all entries so far, those of the open transaction included.

        Raises:
            Problem: the log is no longer what was sealed.
        """
        with self.problems():
            if not self.recorder.datastore.in_session:
                self._look()
            last = self.last_seal()
            if last is not None and last.entry > self._head:
                # Another process sealed it since we looked.
                return self.tree()
            tree = self._tree or LogTree(self.recorder, Beside(self.place.beside).tiles)
            if not self._is_ours(tree, last):
                # Disposable, and not of this log: thrown away, and grown again from the entries.
                tree.clear()
            tree.grow(self._head)
            if last is not None and root_at(tree, last.size) != last.root:
                raise Problem("sealed-otherwise", path=self.path, entry=last.entry)
            self._tree = tree
            return tree

    def _is_ours(self, tree: Tree, last: Seal | None) -> bool:
        """Whether what the tree has is the beginning of this log, as far as can be told at once:
        by its newest entry, and by the last seal."""
        if tree.size == 0:
            return True
        if tree.size > self._head:
            return False
        (newest,) = leaf_hashes(self.recorder, tree.size - 1, tree.size)
        return tree.leaf_hash(tree.size - 1) == newest and (
            last is None or last.size > tree.size or root_at(tree, last.size) == last.root
        )

    def _forget(self) -> None:
        super()._forget()
        self._tree = self._signed = None

    def _committed(self) -> None:
        if self._tree is not None and not self.read_only:
            # The tiles are disposable: where they cannot be kept, they are grown again.
            with suppress(OSError):
                self._tree.save()
        if self._signed is not None:
            with suppress(OSError):
                remember(Beside(self.place.beside), self._signed)
            self._signed = None

    def find_seal(self, named: str) -> Seal:
        """A seal by its size, or by the meeting that it was made at the closing of.

        Raises:
            Problem: there is none.
        """
        for seal in reversed(self.seals()):
            if named in (seal.meeting, str(seal.size)):
                return seal
        raise Problem("unknown", kind=("seal", "un sello"), id=named, hint="")

    def holds(self, seal: Seal, tree: Tree) -> bool:
        """Whether a seal is what it says, of the entries that stand here."""
        try:
            signed = Note.parse(seal.note).signed_by(self.public_keys(seal.entry)[-1:])
        except (ValueError, BadSignature):
            return False
        here = Checkpoint(self.founding.origin, seal.entry - 1, root_at(tree, seal.size))
        return len(signed) == 1 and seal.checkpoint == here
