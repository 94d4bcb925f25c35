"""What the generator has to know of items and meetings."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Last:
    """The last change of an item: what a rectification may void."""

    reference: str
    change: Document
    before: "Thing | None"
    body: str
    day: date


@dataclass(frozen=True, slots=True)
class Thing:
    """An item, as far as the generator has to know it."""

    id: str
    section: bool
    parent: str | None
    steward: str | None
    approving: str
    status: str
    day: date
    lead: list[str] | None = None
    timeline: Any = None
    translated: str = "no"  # the action's Spanish: no, yes (may be set anew), agreed
    last: Last | None = None

    @property
    def recurs(self) -> bool:
        return isinstance(self.timeline, dict) and bool(
            {"every", "standing"} & self.timeline.keys()
        )


@dataclass
class Meeting:
    document: Document
    body: str
    day: date
    decisions: list[Document] = field(default_factory=list)


class Chooser:
    """Ids, any of which is chosen at random without going through all of them."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.at: dict[str, int] = {}

    def add(self, id: str) -> None:
        self.at[id] = len(self.ids)
        self.ids.append(id)

    def remove(self, id: str) -> None:
        at, last = self.at.pop(id), self.ids.pop()
        if last != id:
            self.ids[at], self.at[last] = last, at
