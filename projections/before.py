"""What a meeting finds: the plan as agreed up to the day before it opens, as the rule reads it."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import or_, select

from ledger.changes import Approve, ItemChange, Rectify
from ledger.charter import Agreement, Charter
from ledger.offices import networks
from ledger.plan import Item, ItemJson, Terms
from ledger.takes import Takes, takes, takes_new_item, takes_today
from projections.items import State, in_order, state_of, steward_bodies
from projections.moments import Moment, moment, recorded_at
from projections.past import Past
from projections.plan import stored_states
from projections.requires import who_may
from projections.tables import decision_documents, decisions, entries, meetings
from projections.views import Reading

MOST_APART = 366
"""How many days the next meeting of a body is usually off at the most: a year."""


class Taking(NamedTuple):
    """What a change takes.

    Attributes:
        bodies: who may, the lowest first.
        agreement: None where there is nothing to agree to.
    """

    bodies: tuple[str, ...]
    agreement: Agreement | None


NOTHING = Taking((), None)


@dataclass(frozen=True)
class Meeting:
    """A meeting, and how the body meets.

    Attributes:
        next_on: when the body usually meets again: as long after this meeting as its last one was before it, and
            within a year.
    """

    id: str
    body: str
    opens_on: date
    closes_on: date
    next_on: date


class Draft(NamedTuple):
    """A decision that is tabled, or submitted.

    Attributes:
        since: the day on which it was tabled.
        changes: as in a register.
        answers: the proposals that it answers.
    """

    id: str
    meeting: str
    since: date
    changes: list[dict[str, Any]]
    answers: tuple[str, ...]


class Drafted(NamedTuple):
    """An item that a draft would approve; `name` is its own among all drafts."""

    name: str
    item: str
    decision: str
    since: date
    kind: str
    title: Mapping[str, str]


class Before:
    """The plan before a meeting. It is a `ledger.changes.ChartedPlan`: what a change takes is asked of it."""

    def __init__(self, reading: Reading, meeting: str, known_at: str | int | None = None):
        """
        Raises:
            Problem: there is no such meeting, or entry.
        """
        self.reading = reading
        self.at: Moment = moment(reading, before=meeting, known_at=known_at)
        self.past = Past(reading)
        self.charter: Charter = self.past.charter(self.at)
        self.meeting = self._meeting(meeting)
        self._stored: dict[str, bytes] = {}
        self.states: dict[str, State] = {}
        for stored in stored_states(reading, self.at, archived=False):
            state = state_of(stored)
            self.states[state["id"]], self._stored[state["id"]] = state, stored
        self.stewards = steward_bodies(self.states.values(), self.charter.root)
        self._items: dict[str, Item] = {}
        self._may: dict[frozenset[str], tuple[str, ...]] = {}

    def _meeting(self, id: str) -> Meeting:
        connection = self.reading.connection
        row = connection.execute(select(meetings).where(meetings.c.id == id)).one()
        asked = select(meetings.c.opens_on).where(
            meetings.c.body == row.body,
            meetings.c.opens_on < row.opens_on,
            meetings.c.entry <= self.at.known_at,
        )
        last = connection.execute(asked.order_by(meetings.c.opens_on.desc()).limit(1)).scalar()
        apart = MOST_APART if last is None else min(row.opens_on - last, MOST_APART)
        opens_on = date.fromordinal(row.opens_on)
        return Meeting(
            id, row.body, opens_on, date.fromordinal(row.closes_on), opens_on + timedelta(apart)
        )

    @property
    def head(self) -> dict[str, Any]:
        """How what is prepared for the meeting begins: which it is, and the moment of the plan before it."""
        return {
            "meeting": self.meeting.id,
            "body": self.meeting.body,
            "opens_on": self.meeting.opens_on.isoformat(),
            "as_of": self.at.as_of.isoformat() if self.at.as_of else None,
            "known_at": self.at.known_at,
        }

    # What the meeting is concerned with.

    @cached_property
    def shown(self) -> list[State]:
        """The current items that the meeting reviews, depth first: all of them, or a network's own workplan and what
        it leads."""
        body = self.meeting.body
        found = in_order(self.states.values())
        if body not in networks(self.charter):
            return list(found)
        return [
            state
            for state in found
            if body in (self.stewards[state["id"]], state["steward"], *state["terms"]["lead"])
        ]

    @cached_property
    def below(self) -> dict[str | None, list[str]]:
        """What stands directly in each section, and in the plan itself (None), in the order of approval."""
        found: dict[str | None, list[str]] = {}
        for state in in_order(self.states.values()):
            found.setdefault(state["parent"], []).append(state["id"])
        return found

    @cached_property
    def redefined(self) -> frozenset[str]:
        """The items of which the terms may have come about in several steps."""
        asked = select(entries.c.item).where(
            entries.c.event == "change-enacted",
            entries.c.kind.in_(("redefine", "rectify")),
            entries.c.entry <= self.at.known_at,
        )
        return frozenset(self.reading.connection.execute(asked.distinct()).scalars())

    @cached_property
    def drafts(self) -> list[Draft]:
        """The decisions that are open, whichever meeting they are put to."""
        known_at = self.at.known_at
        asked = (
            select(decisions, decision_documents.c.fields, decision_documents.c.changes)
            .join(decision_documents, decision_documents.c.id == decisions.c.id)
            .where(
                decisions.c.entry <= known_at,
                or_(decisions.c.settled_at.is_(None), decisions.c.settled_at > known_at),
            )
            .order_by(decisions.c.entry)
        )
        found = []
        for row in self.reading.connection.execute(asked):
            since = recorded_at(self.reading, row.entry).date()
            answers = tuple(json.loads(row.fields).get("recommended_by", ()))
            found.append(Draft(row.id, row.meeting, since, json.loads(row.changes), answers))
        return found

    @property
    def drafted(self) -> Iterator[Drafted]:
        for draft in self.drafts:
            for form in draft.changes:
                new = form.get("approve")
                if new is not None and new["item"] not in self.states:
                    terms = new["terms"]
                    title = terms.get("title") or terms.get("action") or {}
                    name, kind = f"{draft.id}:{new['item']}", new.get("kind", "activity")
                    yield Drafted(name, new["item"], draft.id, draft.since, kind, title)

    def members(self) -> list[str]:
        return sorted(self.charter.members_on(self.meeting.opens_on))

    # As the rule reads it.

    def get(self, item: str) -> Item | None:
        if item not in self._stored:
            return None
        if item not in self._items:
            self._items[item] = ItemJson.validate_json(self._stored[item])
        return self._items[item]

    def children(self, section: str | None) -> Iterable[Item]:
        for id in self.below.get(section, ()):
            item = self.get(id)
            assert item is not None
            yield item

    def taking(self, kind: str, item: str | None) -> Taking:
        """What a change of this kind takes of an item; of `approve`, in this section."""
        if kind == "approve":
            new = Approve.model_construct(item="", parent=item, terms=Terms())
            return self._taking((takes_new_item(new, self, self.charter),))
        found = self.get(item or "")
        return NOTHING if found is None else self._taking((takes_today(kind, found, self, self.charter),))

    def taking_of(self, change: Any) -> Taking:
        """What a whole change takes; nothing that can be said where it is about what is not in the plan."""
        if isinstance(change, Rectify):
            return NOTHING
        if isinstance(change, ItemChange):
            needed = change.replaces if isinstance(change, Approve) else (change.item,)
            if any(self.get(id) is None for id in needed):
                return NOTHING
        return self._taking(tuple(takes(change, self, self.charter)))

    def _taking(self, needs: tuple[Takes, ...]) -> Taking:
        bodies = frozenset(ground.body for each in needs for ground in each.grounds)
        if bodies not in self._may:
            self._may[bodies] = who_may(bodies, self.charter)
        agreements = [each.agreement for each in needs]
        return Taking(
            self._may[bodies], "unanimity" if "unanimity" in agreements else agreements[0]
        )
