"""What was recorded after the fact: days after its adoption, or after its meeting was sealed.

Neither is unlawful: a forgotten decision may be recorded years later. But who trusts a seal has to
know what it does not cover. It is told of whole decisions; their changes are recorded with them.
"""

from datetime import date
from typing import TypedDict

from pydantic import TypeAdapter
from pydantic_core import from_json

from ledger.events import DecisionAdopted, SealMade
from ledger.store import EntryRow
from ledger.values import RecordId


class LateRecord(TypedDict):
    """A decision that was recorded late.

    Attributes:
        reference: the decision.
        days: from its adoption to its recording.
        after_seal: the size of the first seal of its meeting, where that came before it.
    """

    reference: str
    days: int
    after_seal: int | None


class LateRecords:
    """Which decisions of a log were recorded late, as its entries are read one after the other.

    Attributes:
        found: in the order of the log.
    """

    def __init__(self) -> None:
        self.found: list[LateRecord] = []
        self._sealed: dict[str, int] = {}

    def read(self, row: EntryRow) -> None:
        """The next entry; one that cannot be read is reported elsewhere."""
        entry, _, _, topic, state = row
        if topic not in (SealMade.topic, DecisionAdopted.topic):
            return
        try:
            event = from_json(state)
            if topic == SealMade.topic:
                self._sealed.setdefault(_id(event["meeting"]), entry - 1)
                return
            adopted = date.fromisoformat(event["adopted_on"])
            days = (date.fromisoformat(event["recorded_at"][:10]) - adopted).days
            seal = self._sealed.get(_id(event["meeting"]))
            if days > 0 or seal is not None:
                self.found.append(
                    {"reference": _id(event["decision"]), "days": days, "after_seal": seal}
                )
        except (ValueError, KeyError, TypeError, AttributeError):
            return


_ID: TypeAdapter[str] = TypeAdapter(RecordId)


def _id(said: object) -> str:
    """What says that it is an id. A stranger's bundle may hold anything at all in its place."""
    return _ID.validate_python(said)
