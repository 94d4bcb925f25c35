"""What lies beside a ledger's file, each under the stem of its name.

    rcm-ledger.db        the log
    rcm-ledger.key       the ledger's private key (PEM, mode 0600)
    rcm-ledger.tiles/    the tree's tiles: can be thrown away
    rcm-ledger.seals/    the last seal signed, and what others said of its seals: cosignatures,
                         timestamps, whom it asks
    rcm-ledger.sources/  signed originals, each named by the SHA-256 of its bytes
    rcm-ledger.accounts.db  who acts for which office (mode 0600), where the ledger is served
"""

import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Beside:
    """The paths beside the ledger at `ledger`; nothing is made by asking for them."""

    ledger: Path

    @property
    def key(self) -> Path:
        return self._named("key")

    @property
    def tiles(self) -> Path:
        return self._named("tiles")

    @property
    def seals(self) -> Path:
        return self._named("seals")

    @property
    def sources(self) -> Path:
        return self._named("sources")

    @property
    def accounts(self) -> Path:
        return self._named("accounts.db")

    @property
    def witnesses(self) -> Path:
        """The vkeys of the witnesses that this ledger asks, one a line."""
        return self.seals / "witnesses.txt"

    @property
    def last_signed(self) -> Path:
        """The last seal that this ledger signed."""
        return self.seals / "last-signed"

    def cosignatures(self, size: int) -> Path:
        """The signature lines that were collected for the seal of that size."""
        return self.seals / f"{size}.cosignatures"

    def timestamp(self, size: int) -> Path:
        """The RFC 3161 token for the seal of that size."""
        return self.seals / f"{size}.tsr"

    def source(self, sha256: str) -> Path:
        """A signed original, by the 64 hex digits of its SHA-256.

        Raises:
            ValueError: it is not such a name, and could lead anywhere.
        """
        if not re.fullmatch("[0-9a-f]{64}", sha256):
            raise ValueError(f"{sha256!r} is no SHA-256")
        return self.sources / sha256

    def _named(self, suffix: str) -> Path:
        return self.ledger.with_name(f"{self.ledger.stem}.{suffix}")
