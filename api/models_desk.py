"""What the operations answer that prepare a meeting: its docket, and its agenda."""

from datetime import date
from typing import Any

from pydantic import Field

from api.models import Open, Said, Words
from ledger.charter import Agreement


class DocketEntry(Open):
    """Something to settle; what its ground has to tell (`report`, `due`, `parts`, `like`, `records`, `text`) stands
    beside the rest."""

    item: str | None
    proposal: str | None
    ground: str
    group: str = Field(description="what is to be done")
    since: date
    title: Words | None
    sentence: Words
    kind: str | None = Field(description="of the change that would settle it")
    change: dict[str, Any] | None = Field(description="ready to adopt, as in a register")
    bodies: list[str] = Field(description="who may make it, the lowest first")
    agreement: Agreement | None
    members: list[str]
    here: bool = Field(description="whether this meeting may")
    passes_to: str | None = Field(description="the body that it has to go up to")
    rests_on: str | None


class Docket(Said):
    """The review of the plan prepared for a meeting, of the plan as agreed before it opens."""

    meeting: str
    body: str
    opens_on: date
    as_of: date
    known_at: int
    entries: list[DocketEntry]


class AgendaPoint(Said):
    number: int
    point: str
    title: Words
    entries: list[dict[str, Any]] = Field(
        description="what it takes up: each names its `item`, `proposal`, `body`, `decision` or `ground`"
    )
    documents: list[dict[str, Any]]


class Agenda(Said):
    """The agenda of a meeting, its points in the order in which conferences take them up."""

    meeting: str
    body: str
    opens_on: date
    as_of: date
    known_at: int
    points: list[AgendaPoint]
