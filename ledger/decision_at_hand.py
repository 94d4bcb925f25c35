"""A decision that a ledger remembers between its acts, so that it need not be read again."""

from ledger.events import PositionTaken
from ledger.reading import Reader
from ledger.states import DecisionFold, DecisionState
from ledger.store import EntryRow, Fact, fact_of


class DecisionAtHand:
    """A decision as far as it was read or recorded here; `version` is the last event of its stream that counts."""

    def __init__(self) -> None:
        self.version = 0
        self._fold = DecisionFold()
        self._state: DecisionState | None = None

    def follow(self, fact: Fact) -> None:
        self._fold.take(fact)
        self.version += 1
        self._state = None

    def read(self, row: EntryRow, reader: Reader) -> None:
        """Follow an entry as it is stored."""
        *_, topic, state = row
        fold = self._fold
        said = reader.position(state) if topic == PositionTaken.topic else None
        if said and fold.is_open and not (fold.is_contested or fold.has_own_word(said.member)):
            # Of a dozen entries of a decision ten are such, and no event need be made of them.
            fold.position(said.member, said.position)
            self.version += 1
            self._state = None
        else:
            self.follow(fact_of(row))

    @property
    def state(self) -> DecisionState | None:
        if self._state is None:
            self._state = self._fold.state
        return self._state
