"""The seals of a bundle as they are written out, held against those that its entries tell of.

A seal is written out with the cosignatures that were collected for it (c2sp.org/tlog-cosignature),
each by its note; one that is of another seal, moved here, does not verify.
"""

import json

from ledger.authority import Violation
from ledger.bundle_reader import Altered, Bundle
from ledger.events import SealMade
from ledger.notes import BadSignature, Note, Verifier
from ledger.problems import Unreadable
from ledger.proof import Verification
from ledger.sentences import fill
from ledger.store import EntryRow
from ledger.witness_policy import cosigned_by, read_witness_keys


class KeptSeals:
    """`seals.txt` and `checkpoint`, followed as the seals come up in the log.

    Attributes:
        last: the last seal that came up, with its cosignatures.
        brought: the one of the size that was brought, if one was.
        cosigned: which witnesses cosigned a seal, by its size.
        stamped: the texts of the seals that have a timestamp here, by their size.
    """

    def __init__(self, bundle: Bundle, found: Verification, brought: int | None = None):
        self.text, self.checkpoint = bundle.text("seals.txt"), bundle.text("checkpoint")
        self.found, self.at = found, 0
        self.last: Note | None = None
        self.brought: Note | None = None
        self._size = brought
        self.cosigned: dict[int, list[str]] = {}
        self.stamped: dict[int, str] = {}
        self._names = bundle.names
        self.witnesses = witnesses_of(bundle)

    def read(self, row: EntryRow) -> None:
        entry, _, _, topic, state = row
        if topic != SealMade.topic:
            return
        try:
            note = str(json.loads(state)["checkpoint"])
        except (LookupError, RecursionError, TypeError, ValueError):
            return  # the proof says so
        end = self.text.find("\n\n", self.at + len(note) - 1)
        copy = self.text[self.at : len(self.text) if end < 0 else end + 1]
        if not note or not copy.startswith(note):
            raise Altered(
                "seals.txt",
                f"it does not have the seal of entry {entry} in its place",
                f"no tiene en su lugar el sello del asiento {entry}",
            )
        self.at += len(copy) + 1
        self._cosigned(entry, copy)

    def _cosigned(self, entry: int, copy: str) -> None:
        try:
            self.last = Note.parse(copy)
            if entry - 1 == self._size:
                self.brought = self.last
            if f"timestamps/{entry - 1}.tsr" in self._names:
                self.stamped[entry - 1] = self.last.text
            names = cosigned_by(self.last, self.witnesses)
        except BadSignature as error:
            why = error.why
            message = fill("seal-broken", entry=str(entry), why=why)
            self.found.doubted(Violation("seal-broken", f"entry {entry}", message=message))
        except Unreadable as error:
            raise Altered("seals.txt", *error.why) from None
        else:
            self.cosigned[entry - 1] = list(names)

    def must_be_all(self) -> None:
        """No seal is written out that is not in the log, and the last one is the checkpoint.

        Raises:
            Altered: it is otherwise.
        """
        if self.at != len(self.text) + 1:
            raise Altered(
                "seals.txt",
                "it has more seals than the entries tell of",
                "tiene más sellos que los que constan en los asientos",
            )
        if self.last is None or self.checkpoint != self.last.text_with():
            raise Altered(
                "checkpoint",
                "it is not the last seal of seals.txt",
                "no es el último sello de seals.txt",
            )


def witnesses_of(bundle: Bundle) -> list[Verifier]:
    name = "witnesses.txt"
    if name not in bundle.names:
        return []
    try:
        return [each.key for each in read_witness_keys(bundle.read(name))]
    except Unreadable as error:
        raise Altered(name, *error.why) from None
