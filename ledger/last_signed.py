"""The last seal that was signed, kept beside the log: so that nothing is signed that contradicts it
where an older copy of the ledger was put in its place.

"A log MUST not sign any checkpoint which is inconsistent with any checkpoint it previously signed"
(c2sp.org/tlog-checkpoint). The log itself cannot remember what it has lost; this file can, as long as
it was not put back with it. Whoever takes it away is found by witnesses, and by whoever kept a seal.
"""

from ledger.beside import Beside
from ledger.files import settle, write_whole
from ledger.notes import Checkpoint, Note
from ledger.problems import Unreadable
from ledger.tiles import Tree
from ledger.tree import root_at


def remember(beside: Beside, note: str) -> None:
    """Keep a seal's note as that of the last one.

    Raises:
        OSError: it cannot be written.
    """
    beside.seals.mkdir(exist_ok=True)
    write_whole(beside.last_signed, note.encode())
    settle(beside.seals)


def last_signed(beside: Beside, origin: str) -> Checkpoint | None:
    """The last seal that was signed for the ledger of this origin; None where none is known. What
    another ledger left that had this name before is nothing to it."""
    try:
        return signed_in(beside.last_signed.read_bytes(), origin)
    except OSError:
        return None


def signed_in(note: bytes, origin: str) -> Checkpoint | None:
    """The seal of a note, where it is one of the ledger of this origin."""
    try:
        signed = Checkpoint.parse(Note.parse(note).text)
    except Unreadable:
        return None
    return signed if signed.origin == origin else None


def contradicted(beside: Beside, origin: str, tree: Tree) -> Checkpoint | None:
    """The last seal that was signed, where the tree does not contain what it sealed."""
    signed = last_signed(beside, origin)
    if signed is None or (
        signed.size <= tree.size and root_at(tree, signed.size) == signed.root
    ):
        return None
    return signed
