"""The keys that members sign their positions with: given, in force, replaced, withdrawn; and which
signature counts (`ledger.signed_positions` says of what they are).

- A key is given by a signed note that names the ledger, the member and the key; it bears the
  signature of that key, so that nobody is given a key that is not theirs, and that of the key in
  force, so that nobody but the member gives it another.
- A key that was given once, to whomever, is not given again: an old note counts no second time.
- A lost key is withdrawn on the record; then a new one can be given without it.
- What was signed with a key while it was in force stays signed.
"""

import re
from base64 import b64decode
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from ledger.changes import ChangeForm
from ledger.decision import Position
from ledger.events import Event, MemberKeyGiven, MemberKeyWithdrawn
from ledger.notes import ED25519, BadSignature, Note, Verifier
from ledger.problems import Unreadable
from ledger.signed_positions import MEMBER_KEY, draft_hash, signed_bytes
from ledger.store import Fact
from ledger.values import Text, key_name

_NOTE = re.compile(
    re.escape(MEMBER_KEY) + r"\n(rcm-ledger/[0-9a-f]{32})\n([A-Z0-9-]{2,16})\n([^\n]+)\n"
)


class NotSigned(Unreadable):
    """A signature, or a key, that does not count."""


@dataclass(frozen=True, slots=True)
class MemberKey:
    """A key of a member.

    Attributes:
        key: the vkey.
        ledger: the origin of the ledger that its note is for.
        entry: where it was given.
        ended: where another took its place, or where it was withdrawn; None while it is in force.
        withdrawn: whether it was withdrawn.
    """

    member: str
    key: str
    ledger: str
    entry: int
    ended: int | None = None
    withdrawn: bool = False

    @property
    def name(self) -> str:
        """The name that the key bears."""
        return self.key[:-54]


class KeyRing:
    """Every key that members were given in a ledger, from the events in their order.

    Args:
        origin: the ledger's own.
        facts: what does not count among them is left out.
    """

    def __init__(self, origin: str, facts: Iterable[Fact] = ()):
        self.origin = origin
        self._keys: dict[str, MemberKey] = {}
        self._in_force: dict[str, str] = {}
        for fact in facts:
            with suppress(Unreadable):
                self.follow(fact.event, fact.entry)

    def in_force(self, member: str) -> MemberKey | None:
        """The key that a member signs with now."""
        public = self._in_force.get(member)
        return None if public is None else self._keys[public]

    def of(self, member: str) -> list[MemberKey]:
        """The keys of a member, oldest first."""
        return [key for key in self._keys.values() if key.member == member]

    def has(self, member: str, key: str) -> MemberKey | None:
        """This key, where it was given to this member."""
        known = self._keys.get(_public(key))
        return known if known and (known.member, known.key) == (member, key) else None

    def copy(self) -> "KeyRing":
        """The same keys, to try out what may follow."""
        other = KeyRing(self.origin)
        other._keys, other._in_force = dict(self._keys), dict(self._in_force)
        return other

    def __iter__(self) -> Iterator[MemberKey]:
        return iter(self._keys.values())

    # What happens to keys.

    def follow(self, event: Event, entry: int) -> None:
        """Take what an event says of keys, if anything.

        Raises:
            Unreadable: it does not count, and changes nothing.
        """
        match event:
            case MemberKeyGiven(member=member, key=key, note=note):
                self.give(member, key, note, entry)
            case MemberKeyWithdrawn(member=member, key=key):
                self.withdraw(member, key, entry)
            case _:
                pass

    def may_give(self, member: str, key: str, note: str) -> str:
        """Whether a note gives a member a key now; the origin of the ledger that it is for.

        Raises:
            Unreadable: it does not.
        """
        if (taken := self._keys.get(_public(key))) is not None:
            raise NotSigned(
                f"the key {key_name(key)} was given to {taken.member} before, and a key is given "
                "once; make a new one",
                f"la clave {key_name(key)} ya se dio a {taken.member}, y una clave se da una sola "
                "vez; haga una nueva",
            )
        old = self.in_force(member)
        return note_for(member, key, note, None if old is None else old.key)

    def give(self, member: str, key: str, note: str, entry: int) -> None:
        ledger = self.may_give(member, key, note)
        old = self.in_force(member)
        if old is not None:
            self._keys[_public(old.key)] = replace(old, ended=entry)
        self._keys[_public(key)] = MemberKey(member, key, ledger, entry)
        self._in_force[member] = _public(key)

    def withdraw(self, member: str, key: str, entry: int) -> None:
        old = self.in_force(member)
        if old is None or old.key != key:
            raise NotSigned(
                f"{member} has no such key in force that could be withdrawn",
                f"{member} no tiene en vigor esa clave que pudiera retirarse",
            )
        self._keys[self._in_force.pop(member)] = replace(old, ended=entry, withdrawn=True)

    # What is signed with them.

    def check(
        self,
        decision: str,
        text: Text,
        changes: Sequence[ChangeForm],
        member: str,
        position: Position,
    ) -> None:
        """Whether the signature under a position counts, where there is one.

        Args:
            text: of the draft as it was tabled or redrafted.
            changes: of the draft, in their order.
        Raises:
            Unreadable: it does not.
        """
        signature = position.signature
        if signature is None:
            return
        known = self.has(member, signature.key)
        if known is None:
            raise not_given(member, signature.key)
        if signature.ledger == self.origin:
            if known.ended is not None:
                raise NotSigned(
                    f"the key {key_name(known.key)} of {member} is no longer in force since entry "
                    f"{known.ended}; {member} signs with its new key",
                    f"la clave {key_name(known.key)} de {member} ya no está en vigor desde el "
                    f"asiento {known.ended}; {member} firma con su nueva clave",
                )
        elif known.ledger == self.origin:
            raise NotSigned(
                f"it was made for the ledger {signature.ledger}, and this one is {self.origin}; "
                f"{member} signs the draft of this one",
                f"se hizo para el libro {signature.ledger}, y este es {self.origin}; "
                f"{member} firma el proyecto de este",
            )
        holds(decision, draft_hash(text, changes), member, position)


def _public(key: str) -> str:
    """The public half of a vkey, whatever name it bears: type and 32 bytes in base64."""
    return key[-44:]


def not_given(member: str, key: str) -> NotSigned:
    return NotSigned(
        f"the key {key_name(key)} was not given to {member}; "
        f"`rcm-ledger member-key {member} FILE` records the note by which it is",
        f"la clave {key_name(key)} no se ha dado a {member}; "
        f"`rcm-ledger member-key {member} ARCHIVO` asienta la nota con que se da",
    )


def note_for(member: str, key: str, note: str, old: str | None = None) -> str:
    """The origin of the ledger for which a note gives a member this key.

    Args:
        old: the key in force, which has to sign the note as well.
    Raises:
        Unreadable: the note says something else, or lacks a signature.
    """
    ledger, *said = key_in(note)
    if said != [member, key]:
        raise NotSigned(
            f"the note gives {said[0]} the key {key_name(said[1])}, not {member} the key {key_name(key)}",
            f"la nota da a {said[0]} la clave {key_name(said[1])}, no a {member} la clave {key_name(key)}",
        )
    wanted = [Verifier.parse(vkey) for vkey in (key, old) if vkey is not None]
    try:
        signed = [verifier for verifier, _ in Note.parse(note).signed_by(wanted)]
    except BadSignature:
        signed = []
    for verifier in wanted:
        if verifier.algorithm != ED25519 or verifier not in signed:
            name = key_name(verifier.vkey)
            raise NotSigned(
                f"the note lacks a valid signature of the key {name}; a new key is signed by "
                "itself, and by the one that it takes the place of",
                f"a la nota le falta una firma válida de la clave {name}; una clave nueva la "
                "firman ella misma y aquella cuyo lugar toma",
            )
    return ledger


def key_in(note: str) -> tuple[str, str, str]:
    """The ledger, the member and the key that a note names, whether or not it is signed.

    Raises:
        Unreadable: it is no such note.
    """
    text = Note.parse(note).text
    match = _NOTE.fullmatch(text)
    if match is None:
        raise NotSigned(
            "it is not the note by which a member is given a key; `rcm-ledger sign-key` writes one",
            "no es la nota con que se da una clave a un miembro; `rcm-ledger sign-key` la escribe",
        )
    ledger, member, key = match.groups()
    return ledger, member, key


def holds(decision: str, draft: str, member: str, position: Position) -> None:
    """Whether the signature under a position is that of its key, over these very words.

    Raises:
        NotSigned: it is not.
    """
    signature = position.signature
    assert signature is not None
    data = signed_bytes(signature.ledger, decision, draft, member, position)
    if not signature_holds(signature.key, data, b64decode(signature.value)):
        raise NotSigned(
            "it does not hold for this draft and this position: another draft was signed, or a "
            f"word was altered since; {member} signs this draft anew",
            "no vale para este proyecto y esta posición: se firmó otro proyecto, o se alteró una "
            f"palabra desde entonces; {member} vuelve a firmar este proyecto",
        )


def signature_holds(key: str, data: bytes, value: bytes) -> bool:
    """Whether a key, a vkey, signed these bytes (RFC 8032, 5.1.7)."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        public = Verifier.parse(key).public
        Ed25519PublicKey.from_public_bytes(public).verify(value, data)
    except (InvalidSignature, ValueError):
        return False
    return True
