"""Decisions from their tabling to their end, as a log tells them entry by entry."""

from typing import NamedTuple

from ledger.changes import ChangeForm
from ledger.events import (
    ChangeDrafted,
    DecisionAdopted,
    DecisionDeclined,
    DecisionEvent,
    DecisionRedrafted,
    DecisionTabled,
    DecisionWithdrawn,
    PositionTaken,
    decision_stream,
)
from ledger.reading import Reader
from ledger.states import DecisionFold, DecisionState
from ledger.store import Fact, LogDamaged


class Ended(NamedTuple):
    """A decision at its end, and the bytes of each of its changes; none where they were not in the
    form in which the ledger writes them."""

    state: DecisionState
    words: list[bytes]


class Tabled:
    """The decisions that are open, and the names of those that are not any more."""

    def __init__(self, reader: Reader):
        self._reader = reader
        self._open: dict[str, tuple[DecisionFold, list[bytes]]] = {}
        self._ended: set[str] = set()
        self._reported: set[str] = set()

    def read(self, stream: str, topic: str, state: bytes) -> bool:
        """Whether these bytes are a position or a drafted change of an open decision, in its stream
        and in the usual form; then it is taken in."""
        if topic == PositionTaken.topic:
            said = self._reader.position(state)
            at = said and self._at(said.decision, stream)
            if said and at and not (at[0].is_contested or at[0].has_own_word(said.member)):
                at[0].position(said.member, said.position)
                return True
        elif topic == ChangeDrafted.topic:
            draft = self._reader.draft(state)
            at = draft and self._at(draft.decision, stream)
            if draft and at and at[0].takes_changes:
                at[0].drafted(ChangeForm.of(draft.change))
                at[1].append(draft.words)
                return True
        return False

    def _at(self, id: str, stream: str) -> tuple[DecisionFold, list[bytes]] | None:
        at = self._open.get(id)
        return at if at and at[0].is_open and stream == decision_stream(id) else None

    def is_settled(self, id: str) -> bool:
        """Whether it was adopted, declined or withdrawn."""
        return id in self._ended

    def draft(self, id: str) -> DecisionState | None:
        """A decision that is open, as it is drafted now."""
        at = self._open.get(id)
        return None if at is None else at[0].state

    def take(self, fact: Fact, event: DecisionEvent) -> Ended | None:
        """What happened to a decision next; the decision, where that was its adoption.

        Raises:
            LogDamaged: it cannot follow. That is said once: what happens to the decision later is
                passed over, its adoption too.
        """
        id = event.decision
        if id in self._ended:
            raise LogDamaged(
                fact.entry,
                f"{event.name} comes after {id} was settled",
                f"{event.name} es posterior a que {id} quedara resuelta",
            )
        fold, words = self._open.setdefault(id, (DecisionFold(), []))
        try:
            if id not in self._reported:
                fold.take(fact)
        except LogDamaged:
            self._reported.add(id)
            raise
        finally:
            if isinstance(event, DecisionAdopted | DecisionDeclined | DecisionWithdrawn):
                self._ended.add(id)
                del self._open[id]
        if isinstance(event, ChangeDrafted):
            words.append(b"")
        elif isinstance(event, DecisionTabled | DecisionRedrafted):
            words.clear()
        if not isinstance(event, DecisionAdopted) or id in self._reported:
            return None
        assert fold.state is not None
        return Ended(fold.state, words)
