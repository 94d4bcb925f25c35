"""What the operations answer that record something: as the command does with `--json`."""

from typing import Literal

from pydantic import Field

from api.models import DecisionParts, Said
from ledger.changes import ChangeForm
from ledger.decision import Position


class Done(Said):
    """What was recorded, and as which entries of the log: the first and the last."""

    done: str
    id: str
    entries: list[int] = Field(min_length=2, max_length=2)


class Tabled(Done):
    changes: int = Field(description="how many it has")
    positions: int = Field(description="how many are taken with it")


class Taken(Done):
    positions: dict[str, Position]


class Cleared(Done):
    """A docket that was cleared."""

    decisions: dict[str, str] = Field(description="the draft decisions that it became, by body")
    taken: list[str] = Field(description="the items and proposals that they take up")


class Contested(Done):
    member: str


class EnactedChange(Said):
    reference: str
    change: ChangeForm


class Enacted(Done):
    """What entered the plan."""

    dry_run: Literal[False] = False
    changes: list[EnactedChange]


class Draft(DecisionParts):
    """A decision as its draft is written, to be changed and put back."""

    changes: list[ChangeForm]
