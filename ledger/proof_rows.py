"""The entries of a log, one by one, as a proof takes them: each there, each stored as an entry is, each with its
number in its stream; and the tree over all of them.

Of a log that everybody gets (`ledger.published`), what is not adopted is withheld: of such an entry there is its
hash alone. No more numbers may be missing in the streams than entries were withheld.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol

from ledger.events import decision_stream, item_stream
from ledger.sealing_check import SealsCheck
from ledger.store import EntryRow, Fact, read_event
from ledger.verification import Verification

_DECISION, _ITEM = decision_stream(""), item_stream("")


class Entries(Protocol):
    """A log's entries as they are stored, wherever that is."""

    def after(self, entry: int) -> Iterable[EntryRow]:
        """Every entry after one, in order."""

    def at(self, entries: Sequence[int]) -> Iterable[EntryRow]:
        """The entries with these numbers, in order."""


class ProofRows:
    """Follows the entries of a log.

    Args:
        withheld: gives the hash of an entry that is not among them, where only its words are withheld.

    Attributes:
        streams: the entries of each stream, in order.
        each_row: are given every entry as it is stored, but for what is stored in other types than an entry is.
    """

    def __init__(
        self,
        entries: Entries,
        withheld: Callable[[int], bytes] | None,
        found: Verification,
        sealing: SealsCheck,
    ):
        self.entries, self.withheld = entries, withheld
        self.found, self.sealing = found, sealing
        self.streams: dict[str, array[int]] = {}
        self.each_row: list[Callable[[EntryRow], object]] = []
        self._ahead: dict[str, int] = {}  # by stream, how many of its entries are withheld
        self._skipped = 0  # of all streams

    def follow(self, total: int) -> Iterator[EntryRow]:
        """Every entry, those that are none reported and passed over.

        Args:
            total: how many there should be.
        """
        last = 0
        for row in self.entries.after(0):
            entry, stream, version, topic, state = row
            if entry != last + 1:
                self._pass_over(last + 1, entry - 1)
            last = entry
            self.found.events += 1
            if not (
                type(state) is bytes and type(version) is int and type(stream) is type(topic) is str
            ):
                self.found.damaged(
                    entry,
                    "it is stored as something else than an entry is",
                    "está guardado como algo distinto de lo que es un asiento",
                )
                continue
            for told in self.each_row:
                told(row)
            if (entries := self.streams.get(stream)) is None:
                entries = self.streams[stream] = array("Q")
            entries.append(entry)
            if self.withheld is not None:
                self._may_be_ahead(stream, version)
            self.sealing.read(stream, version, topic, state)
            yield row
        if self.withheld is not None:
            self._pass_over(last + 1, total)

    def _pass_over(self, first: int, last: int) -> None:
        """Entries that are not there."""
        if self.withheld is None:
            self.found.damaged(
                first,
                f"entries {first} to {last} are missing",
                f"faltan los asientos {first} a {last}",
            )
            return
        for entry in range(first, last + 1):
            self.sealing.pass_over(self.withheld(entry))
            self.found.events += 1
            self.found.withheld += 1

    def _may_be_ahead(self, stream: str, version: int) -> None:
        """In what is published, a decision begins with its last draft, and reports on an item are left out: no
        more of a stream than entries were withheld before."""
        shown = len(self.streams[stream])
        more = version - shown - self._ahead.get(stream, 0)
        if 0 < more <= self.found.withheld - self._skipped and (
            stream.startswith(_ITEM) or (shown == 1 and stream.startswith(_DECISION))
        ):
            self._ahead[stream] = version - shown
            self._skipped += more

    def next_version(self, stream: str) -> int:
        """The number in its stream that the entry at hand should have."""
        return len(self.streams[stream]) + self._ahead.get(stream, 0)

    def facts_at(self, entries: Sequence[int]) -> Iterator[Fact]:
        """The entries with these numbers, in order, each with its event.

        Raises:
            LogDamaged: one cannot be read.
        """
        for entry, stream, version, topic, state in self.entries.at(entries):
            yield Fact(stream, version, read_event(topic, state, entry), entry)
