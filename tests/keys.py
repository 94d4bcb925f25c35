"""Delegations with keys of their own, for the tests that sign."""

from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from api.signing import draft_in, signed
from ledger.decision import Position
from ledger.ledger import Ledger
from ledger.notes import Note, Signer
from ledger.signed_positions import member_key_text
from tests.builders import a_position


class Delegation:
    """A member with a private key; each of its keys is another one, and the same in every run."""

    def __init__(self, member: str, name: str | None = None, number: int = 1):
        self.member, self.name = member, name or member
        seed = f"{member} {number}".encode().ljust(32, b".")
        self.private = Ed25519PrivateKey.from_private_bytes(seed)
        self.signer = Signer(self.name, self.private)

    @property
    def key(self) -> str:
        return self.signer.vkey

    def another(self, number: int = 2, name: str | None = None) -> "Delegation":
        """The same member with another key."""
        return Delegation(self.member, name, number)

    def note(self, origin: str, *also: "Delegation", member: str | None = None) -> str:
        """The note by which a ledger is given its key; signed by others too where they are named."""
        text = member_key_text(origin, member or self.member, self.key)
        lines = [each.signer.sign(text) for each in (self, *also)]
        return Note(text, ()).text_with(lines)

    def is_given(self, ledger: Ledger, *also: "Delegation") -> "Delegation":
        ledger.give_key(self.note(ledger.founding.origin, *also))
        return self

    def signs(self, ledger: Ledger, decision: str, stance: str = "agree", **said: Any) -> Position:
        """Its position on a draft, signed; not yet recorded."""
        draft = draft_in(ledger, decision)
        unsigned = a_position(stance, **said)
        return signed(draft, self.member, unsigned, self.private, self.key).position

    def takes(self, ledger: Ledger, decision: str, stance: str = "agree", **said: Any) -> Position:
        """The same, recorded."""
        position = self.signs(ledger, decision, stance, **said)
        ledger.take_position(decision, {self.member: position})
        return position
