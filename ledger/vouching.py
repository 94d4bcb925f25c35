"""What others vouch for: the witnesses that cosigned a ledger's seals, and the authorities that
stamped them.

It is kept beside the log, where anybody with the disk can write: nothing of it is believed unless it
verifies on the very seal that it is kept with, and what does not is found.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ledger.authority import Violation
from ledger.cosignatures import Cosignatures
from ledger.notes import Note, Verifier
from ledger.problems import Problem, Unreadable
from ledger.timestamps import Timestamp, Timestamps
from ledger.witness_policy import (
    WitnessPolicy,
    cosigned_by,
    seal_spoilt,
    witnesses_missing,
)

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

TIMESTAMP_FALSE = (
    "The timestamp that is kept with the seal of {size} entries does not hold: {why}.",
    "El sello de tiempo que se guarda con el sello de {size} asientos no se sostiene: {why}.",
)


@dataclass(frozen=True, slots=True)
class Vouched:
    """What is vouched for one seal.

    Attributes:
        note: the seal with its cosignatures.
        cosigned_by: the witnesses that are believed, each with the time of its cosignature.
        violations: what is kept with the seal and does not hold.
    """

    size: int
    note: Note
    cosigned_by: dict[str, int]
    timestamp: Timestamp | None
    violations: tuple[Violation, ...] = ()


class Vouching:
    """What is kept beside the ledger at `ledger`.

    Args:
        keys: of the witnesses that are believed; None: those that the ledger itself asks.
        authorities: that are trusted; None: those whose certificates the ledger keeps.
    """

    def __init__(
        self,
        ledger: Path,
        *,
        keys: Iterable[Verifier] | None = None,
        authorities: "Sequence[Certificate] | None" = None,
    ):
        self._cosignatures, self._timestamps = Cosignatures(ledger), Timestamps(ledger)
        self.keys = tuple(self._cosignatures.keys() if keys is None else keys)
        self._authorities = authorities

    def of(self, size: int, seal: str) -> Vouched:
        """What is vouched for a seal, its note given."""
        note, found, stamp = Note.parse(seal), dict[str, int](), None
        violations = []
        try:
            note = self._cosignatures.note(seal, size)
            found = cosigned_by(note, self.keys)
        except Unreadable as error:
            violations.append(seal_spoilt(size, error.why, _named(size)))
        except Problem as problem:
            violations.append(Violation("seal-broken", _named(size), message=dict(problem.message)))
        try:
            stamp = self._timestamps.of(size, note.text, self._authorities)
        except Unreadable as error:
            violations.append(timestamp_false(size, error.why))
        return Vouched(size, note, found, stamp, tuple(violations))

    def objections(
        self, seals: Sequence[tuple[int, str]], policy: WitnessPolicy, size: int | None = None
    ) -> Iterator[Violation]:
        """All that is kept and does not hold; and what a policy has against the last seal.

        Args:
            seals: the sizes and notes of all seals, oldest first.
            size: of the seal that counts for the policy; without it, or where there is no such
                seal, the last.
        """
        counted = size if size in dict(seals) else max(dict(seals), default=0)
        for each, seal in seals:
            vouched = self.of(each, seal)
            yield from vouched.violations
            if each == counted and not vouched.violations:
                missing = witnesses_missing(vouched.note, each, policy, _named(each))
                if missing is not None:
                    yield missing
        if not seals and policy.needed:
            nothing = Note("", ())
            missing = witnesses_missing(nothing, 0, policy, _named(0))
            assert missing is not None
            yield missing


def timestamp_false(size: int, why: tuple[str, str]) -> Violation:
    """That the timestamp of a seal does not hold."""
    message = {
        language: TIMESTAMP_FALSE[n].format(size=size, why=why[n])
        for n, language in enumerate(("en", "es"))
    }
    return Violation("timestamp-false", _named(size), message=message)


def _named(size: int) -> str:
    return f"seal {size}"
