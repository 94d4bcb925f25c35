"""Which entries of the log everybody may read: those of what is adopted, and nothing that is not decided.

Of a decision that was adopted, those from its tabling on, or from its last redrafting: the drafts before that were
never agreed to. Of meetings, the charter, the changes, the seals and the keys, all. Of proposals, of reports of
progress, of dockets that were cleared, of the originals that are kept, none. `projections.published` says the same
of the tables.

What a withheld entry says cannot be guessed from its hash: each carries 128 random bits (`ledger.events`).
"""

from collections.abc import Iterable, Iterator

from ledger.events import (
    DecisionAdopted,
    DecisionRedrafted,
    DecisionTabled,
    DocketCleared,
    Event,
    ProgressReported,
    SourceKept,
    decision_stream,
    proposal_stream,
)
from ledger.export import LogRecords
from ledger.store import EntryRow, Fact, LogRecorder

_WITHHELD = (ProgressReported.topic, SourceKept.topic, DocketCleared.topic)
WITHHELD = tuple(topic.partition("/")[0] for topic in _WITHHELD)
"""Events that are withheld, whatever they are of."""
_DECISION, _PROPOSAL = decision_stream(""), proposal_stream("")


class Published:
    """Follows a log once, and then says of each of its entries whether everybody may read it."""

    def __init__(self, rows: Iterable[EntryRow]) -> None:
        self._drafted: dict[str, int] = {}
        self._adopted: set[str] = set()
        for entry, stream, _, topic, _ in rows:
            if topic in (DecisionTabled.topic, DecisionRedrafted.topic):
                self._drafted[stream] = entry
            elif topic == DecisionAdopted.topic:
                self._adopted.add(stream)

    def holds(self, row: EntryRow) -> bool:
        """Whether everybody may read it."""
        entry, stream, _, topic, _ = row
        return self.shows(entry, stream, topic)

    def shows(self, entry: int, stream: str, topic: str) -> bool:
        """The same of its number, its stream and what it is."""
        if stream.startswith(_DECISION):
            return stream in self._adopted and entry >= self._drafted[stream]
        return topic not in _WITHHELD and not stream.startswith(_PROPOSAL)


class PublishedRecords(LogRecords):
    """Of what was recorded up to an entry, what everybody may read (`export.Records`)."""

    def __init__(self, recorder: LogRecorder, until: int, published: Published):
        super().__init__(recorder, until)
        self.published = published

    def stream(self, stream: str) -> list[Fact]:
        return list(filter(self._is_shown, super().stream(stream)))

    def facts(self, *kinds: type[Event]) -> Iterator[Fact]:
        return filter(self._is_shown, super().facts(*kinds))

    def _is_shown(self, fact: Fact) -> bool:
        return self.published.shows(fact.entry, fact.originator_id, fact.event.topic)
