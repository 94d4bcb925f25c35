"""What a ledger asks of a witness, byte for byte: the body of `add-checkpoint`
(c2sp.org/tlog-witness), sent over HTTP or, the same bytes, as a file by e-mail.

    old SIZE
    (one line for each hash of the consistency proof, in base64)
    (an empty line)
    (the checkpoint: a signed note)

Read strictly and within bounds: whoever sends it may be an enemy.
"""

import re
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from ledger.problems import Unreadable

MOST_PROOF_LINES = 63
"""'The client MUST NOT send more than 63 consistency proof lines.'"""

MOST_BYTES = 64 * 1024
"""Of a request, and of an answer: sixteen long signatures and a whole proof are far less."""

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
_OLD = re.compile(rf"old ({_SIZE.pattern})")


@dataclass(frozen=True, slots=True)
class AddCheckpoint:
    """A request: cosign `note`, which continues the tree of `old_size` entries, as `proof` shows."""

    old_size: int
    proof: tuple[bytes, ...]
    note: str

    @property
    def body(self) -> str:
        lines = [f"old {self.old_size}", *(b64encode(hash).decode() for hash in self.proof)]
        return "\n".join(lines) + f"\n\n{self.note}"

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """A request from its bytes; the note is not looked into.

        Raises:
            Unreadable: it is none.
        """
        if len(data) > MOST_BYTES:
            raise Unreadable(
                f"it is longer than {MOST_BYTES:,} bytes", f"tiene más de {MOST_BYTES:,} bytes"
            )
        try:
            head, blank, note = data.decode("utf-8").partition("\n\n")
        except UnicodeDecodeError:
            raise Unreadable("it is not UTF-8 text", "no es texto UTF-8") from None
        first, *proof = head.split("\n")
        old = _OLD.fullmatch(first)
        if not old or not blank:
            raise Unreadable(
                "it does not begin with “old SIZE”, the proof and an empty line",
                "no empieza con «old TAMAÑO», la prueba y una línea vacía",
            )
        if len(proof) > MOST_PROOF_LINES:
            raise Unreadable(
                f"it has more than {MOST_PROOF_LINES} proof lines",
                f"tiene más de {MOST_PROOF_LINES} líneas de prueba",
            )
        return cls(int(old[1]), _hashes(proof), note)


def _hashes(lines: Sequence[str]) -> tuple[bytes, ...]:
    hashes = []
    for line in lines:
        try:
            hash = b64decode(line, validate=True)
        except (NotBase64, ValueError):
            hash = b""
        # Base64 has one spelling for each hash (RFC 4648, 3.5): others are not let through.
        if len(hash) != 32 or b64encode(hash).decode() != line:
            raise Unreadable(
                "a line of the proof is not the base64 of 32 bytes",
                "una línea de la prueba no es el base64 de 32 bytes",
            )
        hashes.append(hash)
    return tuple(hashes)


def size_line(text: str) -> int | None:
    """The size that a 409 answer names (`text/x.tlog.size`), or None where it is no such answer."""
    line = text.removesuffix("\n")
    return int(line) if _SIZE.fullmatch(line) else None
