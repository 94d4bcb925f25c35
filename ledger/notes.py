"""Signed notes (c2sp.org/signed-note), checkpoints (c2sp.org/tlog-checkpoint) and cosignatures
(c2sp.org/tlog-cosignature), read strictly and within bounds: a note may come from anybody.

    <text, lines>
                                            one empty line
    — <key name> <base64 of key id and signature>

- A key is known by its name and its id together. Signatures of unknown keys are passed over; one of
  a known key that fails spoils the whole note.
- Where the specifications leave room, this takes the narrow way: base64 is canonical, no more than
  100 signatures, no more than 256 KiB.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Self

from ledger.problems import Unreadable
from ledger.tree import HASH, MOST_LEAVES

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ED25519 = 1
"""Ed25519 over the note's text (signed-note, "Ed25519 signatures")."""
COSIGNATURE = 4
"""Ed25519 over a checkpoint and a time (tlog-cosignature, "Ed25519 signed message")."""
MOST_BYTES = 256 * 1024
MOST_SIGNATURES = 100
MOST_SECONDS = 2**63 - 1
KEY, KEY_ID, TIME = 32, 4, 8
"""Bytes of a public key, of a key's id, of a cosignature's time."""


class BadSignature(Unreadable):
    """A key that is known did not make the signature that bears its name."""


@dataclass(frozen=True)
class Verifier:
    """A public key under a name.

    Attributes:
        algorithm: `ED25519` or `COSIGNATURE`.
        public: the key as RFC 8032 encodes it, 32 bytes.
    """

    name: str
    algorithm: int
    public: bytes

    def __post_init__(self) -> None:
        _check_name(self.name)
        if self.algorithm not in (ED25519, COSIGNATURE) or len(self.public) != KEY:
            raise Unreadable(
                "it is not an Ed25519 key of type 1 or 4",
                "no es una clave Ed25519 de tipo 1 o 4",
            )

    @classmethod
    def parse(cls, vkey: str) -> Self:
        """A verifier key: `<name>+<key id, hex>+<base64 of algorithm and key>`.

        Raises:
            Unreadable: it is not one, or of an algorithm that is not one of the two.
        """
        name, *rest = vkey.split("+", 2)
        if len(vkey) > MOST_BYTES or len(rest) != 2:
            raise _not_a_vkey()
        material = _base64(rest[1])
        found = cls(name, material[0], material[1:])
        if rest[0] != found.key_id.hex():
            raise Unreadable(
                f"the key's id is {found.key_id.hex()}, not {rest[0]}: it was not copied whole",
                f"el identificador de la clave es {found.key_id.hex()}, no {rest[0]}: "
                "no se copió entera",
            )
        return found

    @cached_property
    def key_id(self) -> bytes:
        """The first 4 bytes of SHA-256(name, newline, algorithm, key)."""
        return sha256(b"%b\n%c%b" % (self.name.encode(), self.algorithm, self.public)).digest()[:4]

    @property
    def vkey(self) -> str:
        material = b64encode(bytes([self.algorithm]) + self.public).decode()
        return f"{self.name}+{self.key_id.hex()}+{material}"

    def check(self, text: str, value: bytes) -> int | None:
        """That this key signed the text.

        Returns:
            When, in seconds since 1970, for a cosignature.

        Raises:
            BadSignature: it did not.
        """
        at = TIME if self.algorithm == COSIGNATURE else 0
        when = int.from_bytes(value[:at], "big") if at else None
        if (when or 0) > MOST_SECONDS or not signed(
            self.public, _message(text, when).encode(), value[at:]
        ):
            raise BadSignature(
                f"the signature of {self.name} does not belong to this text",
                f"la firma de {self.name} no corresponde a este texto",
            )
        return when


def signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether a key signed a message (RFC 8032, 5.1.7)."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


class Signer:
    """A private key under a name."""

    def __init__(self, name: str, private: "Ed25519PrivateKey"):
        public = private.public_key().public_bytes_raw()
        self.name, self.private = name, private
        self.verifier = Verifier(name, ED25519, public)
        self.cosigner = Verifier(name, COSIGNATURE, public)

    @property
    def vkey(self) -> str:
        return self.verifier.vkey

    @property
    def cosigner_vkey(self) -> str:
        return self.cosigner.vkey

    def sign(self, text: str) -> str:
        """The signature line of a note with this text; a newline ends both."""
        return self._line(self.verifier, self.private.sign(_message(text).encode()))

    def cosign(self, text: str, timestamp: int) -> str:
        """The signature line that says: at this time (seconds since 1970), this checkpoint was of
        the largest tree of its log that I had seen, and consistent with all that I saw before."""
        value = timestamp.to_bytes(TIME, "big")
        return self._line(
            self.cosigner, value + self.private.sign(_message(text, timestamp).encode())
        )

    def _line(self, key: Verifier, value: bytes) -> str:
        return Signature(key.name, key.key_id, value).line


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line; `value` is what follows the key's id, unchecked."""

    name: str
    key_id: bytes
    value: bytes

    @classmethod
    def parse(cls, line: str) -> Self:
        """
        Raises:
            Unreadable: the line (without its newline) is not `— <key name> <base64>`.
        """
        name, space, encoded = line.removeprefix("— ").partition(" ")
        if not (line.startswith("— ") and space):
            raise Unreadable(
                "a signature's line is not “— name base64”",
                "una línea de firma no es «— nombre base64»",
            )
        _check_name(name)
        value = _base64(encoded)
        if len(value) <= KEY_ID:
            raise Unreadable("a signature is too short", "una firma es demasiado corta")
        return cls(name, value[:KEY_ID], value[KEY_ID:])

    @property
    def line(self) -> str:
        return f"— {self.name} {b64encode(self.key_id + self.value).decode()}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text and who is said to have signed it. Nothing of it is to be believed before
    `signed_by`.

    Attributes:
        text: with its last newline, without the empty line.
    """

    text: str
    signatures: tuple[Signature, ...]

    @classmethod
    def parse(cls, note: str | bytes) -> Self:
        """
        Raises:
            Unreadable: it is not a signed note, or beyond the bounds.
        """
        text, empty_line, lines = _plain(note).rpartition("\n\n")
        if not empty_line:
            raise Unreadable(
                "it is not a signed note: no empty line stands before the signatures",
                "no es una nota firmada: falta la línea vacía antes de las firmas",
            )
        if not lines.endswith("\n"):
            raise Unreadable(
                "its last line is no signature's line with its newline",
                "su última línea no es una línea de firma con su salto de línea",
            )
        return cls(text + "\n", read_signatures(lines))

    def text_with(self, lines: Iterable[str] = ()) -> str:
        """The whole note, with further signature lines below those that it has; none twice."""
        own = [signature.line for signature in self.signatures]
        return f"{self.text}\n" + "".join(dict.fromkeys([*own, *lines]))

    def signed_by(self, verifiers: Iterable[Verifier]) -> list[tuple[Verifier, int | None]]:
        """Which of these keys signed it, each once, in the order of their lines; with the time of
        its first cosignature in seconds since 1970. None of them: the note is to be rejected.

        Raises:
            BadSignature: a signature under one of these keys is not by it.
            Unreadable: two of the keys cannot be told from each other.
        """
        known: dict[tuple[str, bytes], Verifier] = {}
        for verifier in verifiers:
            if known.setdefault((verifier.name, verifier.key_id), verifier) != verifier:
                raise Unreadable(
                    f"two keys of {verifier.name} have the same id",
                    f"dos claves de {verifier.name} tienen el mismo identificador",
                )
        found: dict[Verifier, int | None] = {}
        for signature in self.signatures:
            by = known.get((signature.name, signature.key_id))
            if by is not None:
                found.setdefault(by, by.check(self.text, signature.value))
        return list(found.items())


def read_signatures(lines: str) -> tuple[Signature, ...]:
    """Signature lines, each with its newline, as in a note or in what is kept beside a seal.

    Raises:
        Unreadable: one of them is none, or they are too many.
    """
    found = _plain(lines).split("\n", MOST_SIGNATURES)
    if found.pop():
        raise Unreadable(
            f"it has more than {MOST_SIGNATURES} signatures, or ends within one",
            f"tiene más de {MOST_SIGNATURES} firmas, o termina dentro de una",
        )
    return tuple(map(Signature.parse, found))


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log looked like at one size (tlog-checkpoint, "Note text").

    Attributes:
        origin: which log.
        extensions: further lines, none of them empty. A ledger writes none.
    """

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """
        Raises:
            Unreadable: the text is not that of a checkpoint.
        """
        lines = _plain(text).split("\n")
        if lines.pop() or len(lines) < 3 or "" in lines:
            raise _not_a_checkpoint()
        origin, size, root, *extensions = lines
        if not re.fullmatch("0|[1-9][0-9]{0,18}", size):
            raise _not_a_checkpoint()
        made = cls(origin, int(size), _base64(root), tuple(extensions))
        if made.size > MOST_LEAVES or len(made.root) != HASH:
            raise _not_a_checkpoint()
        return made

    @property
    def text(self) -> str:
        lines = (self.origin, str(self.size), b64encode(self.root).decode(), *self.extensions)
        return "".join(f"{line}\n" for line in lines)


def _message(text: str, timestamp: int | None = None) -> str:
    """What is signed. The first two lines of a cosignature keep it from passing for a signature."""
    return text if timestamp is None else f"cosignature/v1\ntime {timestamp}\n{text}"


def _plain(given: str | bytes) -> str:
    """UTF-8 without control characters but the newline, of no absurd size."""
    if len(given) > MOST_BYTES:
        raise Unreadable(
            f"it is longer than {MOST_BYTES:,} bytes",
            f"tiene más de {MOST_BYTES:,} bytes",
        )
    try:
        text = given.decode() if isinstance(given, bytes) else given
        text.encode()
    except UnicodeError:
        raise Unreadable("it is not UTF-8 text", "no es texto UTF-8") from None
    if "\r" in text:
        raise Unreadable(
            "its lines end in CR LF: some program changed it on the way; save it with plain "
            "newlines (LF)",
            "sus líneas terminan en CR LF: algún programa lo cambió por el camino; guárdelo con "
            "saltos de línea simples (LF)",
        )
    if re.search("[\x00-\x09\x0b-\x1f]", text):
        raise Unreadable("it has control characters", "tiene caracteres de control")
    return text


def _check_name(name: str) -> None:
    if not name or "+" in name or re.search(r"[\s\x00-\x1f]", name):
        raise Unreadable(
            "a key's name is empty, or has a space or a “+”",
            "el nombre de una clave está vacío, o tiene un espacio o un «+»",
        )


def _base64(encoded: str) -> bytes:
    """The bytes of canonical base64 (RFC 4648, section 4): each has one form only."""
    try:
        data = b64decode(encoded, validate=True)
    except ValueError:
        data = b""
    if not data or b64encode(data).decode() != encoded:
        raise Unreadable("its base64 is not well formed", "su base64 no está bien formado")
    return data


def _not_a_vkey() -> Unreadable:
    return Unreadable(
        "it is not a verifier key, “name+id+base64”",
        "no es una clave de verificación, «nombre+id+base64»",
    )


def _not_a_checkpoint() -> Unreadable:
    return Unreadable(
        "it is not a checkpoint: origin, size, and a root of 32 bytes in base64, each on its line",
        "no es un punto de control: origen, tamaño y una raíz de 32 bytes en base64, cada uno en "
        "su línea",
    )
