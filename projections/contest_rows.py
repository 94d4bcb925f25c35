"""How contests are fed: what delegations contest of what is recorded as their positions."""

import json
from typing import Any

from sqlalchemy import select

from ledger.decision import OWN_WORD
from ledger.events import PositionContested
from projections.driver import Driver
from projections.tables import contests, inserting, updating

_UNSETTLED = select(contests.c.decision, contests.c.member, contests.c.entry).where(
    contests.c.settled_at.is_(None)
)


class ContestRows:
    """Takes contests and what settles them, and writes what follows from it when it is told to."""

    def __init__(self, driver: Driver):
        self.driver = driver
        self.forget()

    def forget(self) -> None:
        self._open: dict[tuple[str, str], int] | None = None
        self._made: list[tuple[Any, ...]] = []
        self._settled: list[tuple[int, int]] = []

    def flush(self) -> None:
        """Write what is pending; the transaction is the caller's."""
        if self._made:
            self.driver.run_for_each(inserting(contests), self._made)
        if self._settled:
            self.driver.run_for_each(updating(contests, "settled_at"), self._settled)
        self._made, self._settled = [], []

    @property
    def _unsettled(self) -> dict[tuple[str, str], int]:
        """The entry of each contest that is not settled; there are few."""
        if self._open is None:
            rows = self.driver.run(_UNSETTLED)
            self._open = {(decision, member): entry for decision, member, entry in rows}
        return self._open

    def made(self, event: PositionContested, entry: int) -> None:
        reason = json.dumps(event.reason, ensure_ascii=False, separators=(",", ":")).encode()
        self._unsettled[event.decision, event.member] = entry
        self._made.append((entry, event.decision, event.member, reason, None))

    def settled(self, decision: str, member: str, entry: int) -> None:
        made = self._unsettled.pop((decision, member), None)
        if made is not None:
            self._settled.append((entry, made))

    def position(self, decision: str, member: str, position: bytes, entry: int) -> None:
        """A position was taken: where it is the delegation's own word, it settles its contest."""
        if (decision, member) in self._unsettled and is_own_word(position):
            self.settled(decision, member, entry)

    def redrafted(self, decision: str, entry: int) -> None:
        """The positions are cleared, and the contests of them."""
        for other, member in [key for key in self._unsettled if key[0] == decision]:
            self.settled(other, member, entry)


def is_own_word(position: bytes) -> bool:
    """Whether a position, as it is stored, is what the delegation said itself."""
    return json.loads(position).get("basis") in OWN_WORD
