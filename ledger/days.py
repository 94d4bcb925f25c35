"""The days that a change or a position names, held to its decision's own.

"Errors of the register, not of the decision: an occurrence, a position's `on`, a `since` or an
`until` on the wrong side of the adoption … Inside an `instead` the day that counts is its
decision's." The reader of a register, the ledger and the proof of a log all ask here.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from ledger.changes import Change, Rectify
from ledger.decision import Position
from ledger.sentences import WRITTEN, day_in

OF_CHANGES: Mapping[str, tuple[str, str]] = {
    "record-occurrence": ("on", "occurrence-late"),
    "admit-member": ("since", "since-early"),
    "withdraw-member": ("until", "until-early"),
}
"""The kinds of change that name a day: its key, and the error where it is on the wrong side."""
OF_POSITIONS = "position-late"

_WHY: Mapping[str, tuple[str, str]] = {
    "occurrence-late": (
        "it took place on {day}, after the adoption on {adopted_on}",
        "se celebró el {day}, después de la adopción el {adopted_on}",
    ),
    "since-early": (
        "the membership begins on {day}, before the adoption on {adopted_on}",
        "la membresía comienza el {day}, antes de la adopción el {adopted_on}",
    ),
    "until-early": (
        "the membership ends on {day}, before the adoption on {adopted_on}",
        "la membresía termina el {day}, antes de la adopción el {adopted_on}",
    ),
    OF_POSITIONS: (
        "the position was taken on {day}, after the adoption on {adopted_on}",
        "la posición se tomó el {day}, después de la adopción el {adopted_on}",
    ),
}


def on_the_wrong_side(error: str, day: date, adopted_on: date) -> bool:
    return day < adopted_on if error.endswith("early") else day > adopted_on


def deciding(voids: str, under: str | None) -> str:
    """The decision by which a change stands `instead` of another."""
    return under or voids.partition("#")[0]


class WrongDay(NamedTuple):
    """A day on the wrong side of an adoption.

    Attributes:
        number: of the change that names it, counted from 1; None for a position.
        member: whose position it is of; None for a change.
    """

    error: str
    day: date
    adopted_on: date
    number: int | None = None
    member: str | None = None

    @property
    def why(self) -> tuple[str, str]:
        en, es = (
            why.format(day=day_in(self.day, each), adopted_on=day_in(self.adopted_on, each))
            for why, each in zip(_WHY[self.error], WRITTEN, strict=True)
        )
        return en, es


def wrong_days(
    changes: Sequence[Change],
    positions: Mapping[str, Position],
    adopted_on: date,
    day_of: Callable[[str], date | None],
) -> Iterator[WrongDay]:
    """Every day in a decision's changes and positions that is on the wrong side of its adoption.

    Args:
        day_of: the day of another decision's adoption; None where there is no such decision, which
            is for the rule to say.
    """
    for number, change in enumerate(changes, start=1):
        counts: date | None = adopted_on
        if isinstance(change, Rectify) and change.instead is not None:
            counts = day_of(deciding(change.voids, change.instead.under))
            change = change.instead.change.change
        if counts is None or change.kind_name not in OF_CHANGES:
            continue
        key, error = OF_CHANGES[change.kind_name]
        day = getattr(change, key)
        if day is not None and on_the_wrong_side(error, day, counts):
            yield WrongDay(error, day, counts, number=number)
    for member, position in positions.items():
        if position.on is not None and on_the_wrong_side(OF_POSITIONS, position.on, adopted_on):
            yield WrongDay(OF_POSITIONS, position.on, adopted_on, member=member)
