"""A witness: what a delegation runs so that a ledger cannot show one thing here and another there.

It remembers the last seal of each ledger that it cosigned, and cosigns another only where a proof
shows that the new one contains the old (c2sp.org/tlog-witness, `add-checkpoint`). In this order:

1. the request must be one (`not-a-request`);
2. the witness must know the ledger's origin (`origin-unknown`), and a key that it trusts for it must
   have signed the checkpoint, rightly (`not-signed`);
3. the old size must not be above the new one (`old-above-new`), and must be that of the last
   checkpoint cosigned (`other-size`);
4. the new tree must contain the old one: `not-consistent` where this is not shown, `fork` where
   the contrary is. (Anybody can send a broken proof with a public seal: that alone accuses nobody.)

It checks and remembers in one step that nothing comes between, and remembers before it answers: the
worst that a crash can do is to lose an answer, never a seal. What it refuses in the last step it
keeps, both notes together: that is what makes a rewriting or a split view public.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ledger.add_checkpoint import AddCheckpoint
from ledger.notes import ED25519, BadSignature, Checkpoint, Note, Signer, Verifier
from ledger.problems import Unreadable
from ledger.tree import EMPTY_ROOT, NotProven, roots_of_consistency, verify_consistency
from ledger.witness_memory import Memory, Watched
from ledger.witness_refusals import Code, NotCosigned


class Witness:
    """A witness in its folder. Two processes may work in it at once.

    Args:
        folder: where it lives.
        now: the only clock.
    """

    def __init__(self, folder: Path, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)):
        self.memory, self.now = Memory(folder), now

    @classmethod
    def create(cls, folder: Path, name: str, **kwargs: Any) -> "Witness":
        """A new witness, with a key of its own.

        Raises:
            Problem: there is one in the folder already, or it cannot be written.
            Unreadable: the name is none.
        """
        made = cls(folder, **kwargs)
        made.memory.begin(name)
        return made

    @property
    def signer(self) -> Signer:
        return self.memory.signer

    @property
    def vkey(self) -> str:
        """Its public key, to be given to the Secretariat and to whoever counts witnesses."""
        return self.signer.cosigner_vkey

    def watched(self) -> dict[str, Watched]:
        """The ledgers that it watches, by origin."""
        return self.memory.watched()

    def trust(self, vkey: str) -> Watched:
        """Trust a key for the ledger that it names. A ledger may have several, one after another.

        Raises:
            Unreadable: it is no key of a ledger.
        """
        key = Verifier.parse(vkey)
        if key.algorithm != ED25519:
            raise Unreadable(
                "it is a witness's key, not a ledger's (its type is 0x04, not 0x01)",
                "es la clave de un testigo, no la de un libro (su tipo es 0x04, no 0x01)",
            )
        with self.memory.alone():
            known = self.watched()
            watched = known.get(key.name, Watched(key.name))
            if key not in watched.keys:
                watched = replace(watched, keys=(*watched.keys, key))
                self.memory.remember({**known, key.name: watched})
        return watched

    def add_checkpoint(self, body: bytes) -> str:
        """Cosign a checkpoint, and remember it.

        Args:
            body: the request, as tlog-witness writes it.
        Returns:
            the answer: this witness's signature line on the checkpoint.
        Raises:
            NotCosigned: and nothing is remembered.
            Problem: what it remembers cannot be read or written; and nothing is cosigned.
        """
        try:
            request = AddCheckpoint.parse(body)
        except Unreadable as error:
            raise NotCosigned("not-a-request", why=error.why) from None
        note, new = _checkpoint(request.note)
        with self.memory.alone():
            # From here until it is remembered nobody else checks or remembers anything.
            known = self.watched()
            watched = _known(new.origin, known)
            vouched = _signed_by_the_ledger(note, watched)
            self._must_continue(watched, new, request)
            line = self.signer.cosign(note.text, self._time(watched))
            latest = f"{note.text}\n{vouched}{line}"
            self.memory.remember({**known, watched.origin: replace(watched, latest=latest)})
        # At this point, and not before, the checkpoint is cosigned: a crash from here on loses the
        # answer, and the same tree asked for again gets another.
        return line

    def _must_continue(self, watched: Watched, new: Checkpoint, request: AddCheckpoint) -> None:
        """Whether a checkpoint continues the last one; the order is the standard's."""
        last = watched.checkpoint
        size = 0 if last is None else last.size
        split = last is not None and last.size == new.size and last.root != new.root

        def refused(code: Code, kept: Path | None = None, **more: Any) -> NotCosigned:
            facts = {"old": request.old_size, "size": new.size, **more}
            return NotCosigned(code, origin=new.origin, latest=size, evidence=kept, **facts)

        # Two roots for one size prove a fork, whatever else is wrong with the request.
        kept = self._keep("fork", watched, request) if split else None
        if request.old_size > new.size:
            raise refused("old-above-new", kept)
        if request.old_size != size:
            raise refused("other-size", kept)
        if split:
            raise refused("fork", kept)
        try:
            _must_be_shown(last, new, request.proof)
        except NotProven as error:
            fork = last is not None and _shows_another_past(last, new, request.proof)
            code: Code = "fork" if fork else "not-consistent"
            raise refused(code, self._keep(code, watched, request), why=error.why) from None

    def _time(self, watched: Watched) -> int:
        """Now; or the time of the last cosignature where the clock was put back since: of two
        cosignatures the later must not be of the smaller tree."""
        return max(int(self.now().timestamp()), self.memory.cosigned_at(watched) or 0)

    def compare(self, data: bytes) -> tuple[Watched, Checkpoint, bool]:
        """Compare a seal that another witness, or anybody, was shown with what this one cosigned.

        Args:
            data: a checkpoint signed by the ledger.
        Returns:
            the ledger as it is remembered, the checkpoint, and whether it is the very one that was
            cosigned. Of two sizes, only a consistency proof of the ledger can tell.
        Raises:
            NotCosigned: it is no checkpoint of a ledger that is watched, or the two are a `fork`.
        """
        note, other = _checkpoint(data)
        watched = _known(other.origin, self.watched())
        _signed_by_the_ledger(note, watched)
        last = watched.checkpoint
        if last is None or last.size != other.size:
            return watched, other, False
        if last.root != other.root:
            kept = self._keep("fork", watched, AddCheckpoint(last.size, (), note.text_with()))
            raise NotCosigned("fork", origin=other.origin, latest=last.size, evidence=kept)
        return watched, other, True

    def _keep(self, code: Code, watched: Watched, request: AddCheckpoint) -> Path | None:
        if watched.latest is None:
            return None
        return self.memory.keep_evidence(code, watched.latest, request.body)


def _checkpoint(data: str | bytes) -> tuple[Note, Checkpoint]:
    try:
        note = Note.parse(data)
        return note, Checkpoint.parse(note.text)
    except Unreadable as error:
        raise NotCosigned("not-a-request", why=error.why) from None


def _known(origin: str, known: dict[str, Watched]) -> Watched:
    if origin not in known:
        raise NotCosigned("origin-unknown", origin=origin)
    return known[origin]


def _signed_by_the_ledger(note: Note, watched: Watched) -> str:
    """The lines of the trusted keys' signatures, verified.

    "The witness MUST verify the checkpoint signature against the public key(s) it trusts for the
    checkpoint origin, and it MUST ignore signatures from unknown keys."
    """
    try:
        signed = note.signed_by(watched.keys)
    except BadSignature:
        signed = []
    if not signed:
        raise NotCosigned("not-signed", origin=watched.origin)
    by = {(key.name, key.key_id) for key, _ in signed}
    lines = [each.line for each in note.signatures if (each.name, each.key_id) in by]
    return "".join(dict.fromkeys(lines))


def _must_be_shown(last: Checkpoint | None, new: Checkpoint, proof: Sequence[bytes]) -> None:
    """That the new tree contains the old one, by a proof.

    Raises:
        NotProven: it is not shown.
    """
    if new.size == 0 and new.root != EMPTY_ROOT:
        # "A checkpoint of size zero MUST have the root hash of the empty tree"
        raise NotProven("the empty tree has another root", "el árbol vacío tiene otra raíz")
    if last is None:
        # "the empty tree is consistent with any tree, so no proof is necessary"
        verify_consistency(0, new.size, proof, EMPTY_ROOT, new.root)
    else:
        verify_consistency(last.size, new.size, proof, last.root, new.root)


def _shows_another_past(last: Checkpoint, new: Checkpoint, proof: Sequence[bytes]) -> bool:
    """Whether a proof shows the contrary: that the new tree's first entries are not those of the
    old one. Nobody can forge that who cannot sign the new tree: its root fixes all its nodes."""
    if not 0 < last.size < new.size:
        return False
    try:
        of_old, of_new = roots_of_consistency(last.size, new.size, proof, last.root)
    except NotProven:
        return False
    return of_new == new.root and of_old != last.root
