"""Verification of who recorded what on a served ledger: two persons behind each adoption, and nobody
in a delegation's place.

It counts from where the ledger is served and sealed: what was recorded before is the founding
record, which one person brings.
"""

from collections.abc import Iterator

from ledger.authority import Violation
from ledger.events import (
    ContestWithdrawn,
    DecisionAdopted,
    DocketCleared,
    Event,
    PositionContested,
    PositionTaken,
    SealMade,
    ServiceBegun,
)
from ledger.offices import Office, acts_for, is_delegation_of
from ledger.sentences import fill
from ledger.serving import contested, is_their_own, not_their_own, why_not_two_persons
from ledger.states import DecisionState


class ServiceCheck:
    """Follows a log from its first entry."""

    def __init__(self) -> None:
        self._is_served = self._is_sealed = False

    @property
    def takes_two_persons(self) -> bool:
        return self._is_served and self._is_sealed

    def faults(self, event: Event, before: DecisionState | None) -> Iterator[Violation]:
        """What of the next entry was somebody else's to record.

        Args:
            before: the decision, if it is of an open one, as it was until then.
        """
        match event:
            case ServiceBegun():
                self._is_served = True
            case SealMade():
                self._is_sealed = True
            case PositionContested() | ContestWithdrawn():
                yield from self._not_their_own(event, event.member)
            case PositionTaken(member=member, position=position):
                positions = before and before.positions
                if is_their_own(position, (positions or {}).get(member)):
                    yield from self._not_their_own(event, member)
            case _:
                pass

    def _not_their_own(
        self, event: PositionContested | ContestWithdrawn | PositionTaken, member: str
    ) -> Iterator[Violation]:
        if self.takes_two_persons and not is_delegation_of(event.recorded_by, member):
            yield not_their_own(event.decision, [member], event.recorded_by)

    def clearing_faults(self, event: DocketCleared, office: Office) -> Iterator[tuple[str, str]]:
        """Who cleared a docket in the place of the office that does, in English and in Spanish."""
        if self.takes_two_persons and not acts_for(event.recorded_by, office):
            english, spanish = office.said
            yield (
                f"{event.recorded_by}, who cleared its docket, is not {english}",
                f"{event.recorded_by}, que depuró su revisión del plan, no es {spanish}",
            )

    def adoption_faults(
        self, event: DecisionAdopted, state: DecisionState, office: Office
    ) -> Iterator[Violation]:
        """What an adoption lacks besides what the rule asks for.

        Args:
            office: the one that confirms it.
        """
        if state.contests:
            yield contested(event.decision, state.contests)
        if self.takes_two_persons or event.submitted_by is not None:
            why = why_not_two_persons(event, state.submitted_by, office)
            if why is not None:
                message = fill("not-two-persons", what=event.decision, why=why)
                yield Violation("not-two-persons", event.decision, message=message)
