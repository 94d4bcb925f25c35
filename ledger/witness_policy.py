"""How many witnesses must have cosigned a seal, and which: counted by name.

A cosignature (c2sp.org/tlog-cosignature) says that its witness saw this tree, and no other, as the
ledger's largest. One honest witness among those counted is enough to make a rewriting known; how
many to ask for, and whose keys to believe, is for whoever verifies to say.

- Two keys of one name count once: a witness with a new key is still one witness.
- One key under two names is refused: the signature does not say the name, so one witness could
  pass for two (as c2sp.org/tlog-policy has it, "duplicate witnesses").
- A cosignature from a key that is not among those given does not count, and does no harm. One from
  a key that is, and that does not verify, spoils the note (c2sp.org/signed-note, "Signatures").
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ledger.authority import Violation
from ledger.notes import COSIGNATURE, BadSignature, Note, Verifier
from ledger.problems import Unreadable

MOST_KEYS, LONGEST_LINE = 1000, 4000

MISSING = (
    "{needed} witnesses must have cosigned the seal of {size} entries; {found} did. Missing: {members}.",
    "El sello de {size} asientos debe llevar la cofirma de {needed} testigos; lleva {found}. Falta: {members}.",
)
SPOILT = (
    "A cosignature on the seal of {size} entries is false, or belongs to another seal: {why}.",
    "Una cofirma del sello de {size} asientos es falsa, o es de otro sello: {why}.",
)


@dataclass(frozen=True, slots=True)
class WitnessKey:
    """A witness's public key, and where it can be asked (the prefix of its `add-checkpoint`)."""

    key: Verifier
    url: str | None = None

    @property
    def name(self) -> str:
        return self.key.name

    @property
    def line(self) -> str:
        return f"{self.key.vkey} {self.url}\n" if self.url else f"{self.key.vkey}\n"


@dataclass(frozen=True, slots=True)
class WitnessPolicy:
    """At least `needed` of the witnesses that `keys` name.

    Raises:
        Unreadable: so many can never be counted, or one key bears two names.
    """

    needed: int
    keys: tuple[Verifier, ...]

    def __post_init__(self) -> None:
        named: dict[bytes, str] = {}
        for key in self.keys:
            if named.setdefault(key.public, key.name) != key.name:
                first = named[key.public]
                raise Unreadable(
                    f"{first} and {key.name} are one key under two names",
                    f"{first} y {key.name} son una sola clave con dos nombres",
                )
        if not 0 <= self.needed <= len(self.names):
            raise Unreadable(
                f"{self.needed} witnesses are wanted, and there are keys of {len(self.names)}",
                f"se piden {self.needed} testigos, y hay claves de {len(self.names)}",
            )

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(sorted({key.name for key in self.keys}))


def cosigned_by(note: Note, keys: Iterable[Verifier]) -> dict[str, int]:
    """The witnesses that cosigned a seal, by name, each with the time of its latest cosignature
    (POSIX seconds).

    Raises:
        BadSignature: a cosignature of one of these keys does not verify on this seal.
    """
    found: dict[str, int] = {}
    for key, time in note.signed_by([key for key in keys if key.algorithm == COSIGNATURE]):
        found[key.name] = max(time or 0, found.get(key.name, 0))
    return dict(sorted(found.items()))


def witnesses_missing(
    note: Note, size: int, policy: WitnessPolicy, reference: str = "seal"
) -> Violation | None:
    """What a policy has against a seal: `witnesses-missing`, naming who could still cosign, or
    `seal-broken` where a cosignature is false; None where enough have cosigned.

    Args:
        note: the seal with its cosignatures.
        size: the entries that it seals, for the sentence.
        reference: what the violation is about.
    """
    try:
        found = cosigned_by(note, policy.keys)
    except BadSignature as error:
        return seal_spoilt(size, error.why, reference)
    if len(found) >= policy.needed:
        return None
    missing = tuple(name for name in policy.names if name not in found)
    message = {
        language: MISSING[n].format(
            needed=policy.needed, size=size, found=len(found), members=", ".join(missing)
        )
        for n, language in enumerate(("en", "es"))
    }
    return Violation("witnesses-missing", reference, members=missing, message=message)


def seal_spoilt(size: int, why: tuple[str, str], reference: str = "seal") -> Violation:
    """That a cosignature on a seal is false."""
    message = {
        language: SPOILT[n].format(size=size, why=why[n])
        for n, language in enumerate(("en", "es"))
    }
    return Violation("seal-broken", reference, message=message)


def read_witness_keys(data: bytes) -> list[WitnessKey]:
    """The keys of a file: a vkey a line, and after a space, where it can be asked; empty lines and
    those that begin with # say nothing.

    Raises:
        Unreadable: a line is none, naming it.
    """
    return list(_read(data))


def _read(data: bytes) -> Iterator[WitnessKey]:
    try:
        lines = data.decode("utf-8").splitlines()
    except UnicodeDecodeError:
        raise Unreadable("it is not text in UTF-8", "no es texto en UTF-8") from None
    if len(lines) > MOST_KEYS:
        raise Unreadable(f"more than {MOST_KEYS} lines", f"más de {MOST_KEYS} líneas")
    for n, line in enumerate(lines, start=1):
        vkey, _, url = line[:LONGEST_LINE].strip().partition(" ")
        if not vkey or vkey.startswith("#"):
            continue
        try:
            yield WitnessKey(witness_key(vkey), url.strip() or None)
        except Unreadable as error:
            en, es = error.why
            raise Unreadable(f"line {n}: {en}", f"línea {n}: {es}") from None


def witness_key(vkey: str) -> Verifier:
    """A witness's key from its vkey.

    Raises:
        Unreadable: it is none.
    """
    key = Verifier.parse(vkey)
    if key.algorithm != COSIGNATURE:
        raise Unreadable(
            "it is a ledger's key, not a witness's (its type is 0x01, not 0x04)",
            "es la clave de un libro, no la de un testigo (su tipo es 0x01, no 0x04)",
        )
    return key
