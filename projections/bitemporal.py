"""What becomes of what is known of an item, when an entry says how it stands from a day on."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol, TypeVar


class Span(Protocol):
    """How an item stands on the days from `agreed_from` on and before `agreed_to`."""

    @property
    def agreed_from(self) -> int: ...
    @property
    def agreed_to(self) -> int: ...
    @property
    def state(self) -> object: ...


HeldT = TypeVar("HeldT", bound=Span)
WantedT = TypeVar("WantedT", bound=Span)


class Stand(NamedTuple):
    """A span as an entry says it; `state` is compared, and nothing else is done with it here."""

    agreed_from: int
    agreed_to: int
    state: object


def settled(
    held: Sequence[HeldT], from_day: int, wanted: Sequence[WantedT]
) -> tuple[list[HeldT], list[HeldT], list[WantedT]]:
    """What is known no more; what of it still is for its days before `from_day`; what is new.

    What stands as it stood is neither closed nor opened.

    Args:
        held: all that is known of the item for any day from `from_day` on.
        wanted: how the item stands from `from_day` on.
    """
    stays = {(span.agreed_from, span.agreed_to): span.state for span in wanted}
    closed = [h for h in held if stays.get((h.agreed_from, h.agreed_to)) != h.state]
    if len(closed) == len(held):
        opened = list(wanted)
    else:
        kept = {(h.agreed_from, h.agreed_to) for h in held} - {
            (h.agreed_from, h.agreed_to) for h in closed
        }
        opened = [span for span in wanted if (span.agreed_from, span.agreed_to) not in kept]
    return closed, [h for h in closed if h.agreed_from < from_day], opened
