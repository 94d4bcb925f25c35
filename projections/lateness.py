"""How late something was recorded: days after it was agreed, and whether after its meeting was
sealed."""

from datetime import date
from typing import Any

from sqlalchemy import func, select

from ledger.events import SealMade
from projections.tables import entries
from projections.views import Reading

Document = dict[str, Any]


class FirstSeals:
    """The first seal of each meeting, looked up once."""

    def __init__(self, reading: Reading):
        self.reading = reading
        self._found: dict[str, int | None] = {}

    def before(self, meeting: str, entry: int) -> int | None:
        """The size of a meeting's first seal, where that was recorded before an entry."""
        if meeting not in self._found:
            asked = select(func.min(entries.c.entry)).where(
                entries.c.meeting == meeting,
                entries.c.event == SealMade.topic.partition("/")[0],
            )
            self._found[meeting] = self.reading.connection.execute(asked).scalar()
        seal = self._found[meeting]
        # A seal at an entry is over all entries before it.
        return seal - 1 if seal is not None and seal < entry else None


def add_lateness(reading: Reading, authority: Document, made_by: Document | None) -> None:
    """Put into an item's authority how late it was recorded.

    Args:
        made_by: the audit's entry that bears its reference.
    """
    days = seal = None
    if made_by is not None:
        recorded = date.fromisoformat(made_by["recorded_at"][:10])
        days = (recorded - date.fromisoformat(authority["adopted_on"])).days
        seal = FirstSeals(reading).before(authority["meeting"], made_by["entry"])
    authority |= {"recorded_after_days": days, "recorded_after_seal": seal}
