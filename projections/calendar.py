"""What has a date: deadlines, periods, recurrences, the last day of what recurs, and meetings.

A calendar that somebody has imported, or subscribed to, is brought up to date by what stays the same of an event (its
`key`) and by a number that grows with every change of it (its `sequence`; RFC 5545, 3.8.7.4). So an event that ever
was in the calendar stays in it: cancelled, once the item has no such date any more, is archived, or is gone.
"""

import json
from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any, Literal, NamedTuple

from sqlalchemy import func, or_, select, union_all

from ledger.charter import OFFICES
from projections.documents import corrected
from projections.due import months_after, timeline_agreed_on
from projections.entry_documents import EntryDocuments
from projections.items import State, is_current, item_document, state_of, steward_bodies, terms
from projections.moments import Moment
from projections.names import names_of, unknown
from projections.past import Past
from projections.plan import item_states_at
from projections.tables import NOW, ONCE, entries, entry_items, item_states, meetings
from projections.views import Answering, Reading

Document = dict[str, Any]
Role = Literal["due", "latest"]
"""`due`: the deadline, the period, or what recurs. `latest`: the last day on which what recurs is to be held again."""
ROLES: tuple[Role, ...] = ("due", "latest")
_DATED = b'"timeline":{'


class Dates(NamedTuple):
    """The days of an event, both included, and after how many months it recurs: on the same day of the month, or on
    the month's last."""

    starts: date
    ends: date
    every: int | None = None
    month_end: bool = False


def calendar(
    views: Answering, at: Moment, *, body: str | None = None, lead: str | None = None
) -> Document:
    """The events of a moment: those of items as agreed by then, and every meeting that was recorded by then.

    Args:
        body: only what stands below a section that names this body as its steward, and its meetings.
        lead: only what this member, office, observer or body leads, and every meeting.
    Returns:
        `{ledger, as_of, known_at, body, lead, events: [{key, role, status, starts, ends, every, month_end, sequence,
        recorded_at, item | meeting}]}`: days in ISO 8601, both included; `status` is `confirmed` or `cancelled`;
        `recorded_at` is when it was last changed; `item` is as `plan` shows it, `meeting` as in a register.
    Raises:
        Problem: there is no such body, or lead.
    """
    return views.answer(lambda reading: _calendar(reading, at, body, lead))


def _calendar(reading: Reading, at: Moment, body: str | None, lead: str | None) -> Document:
    charter = Past(reading).charter(at)
    if body is not None and body not in charter.bodies:
        raise unknown("body", body, charter.bodies)
    leads = (*charter.members, *charter.observers, *OFFICES, *charter.bodies)
    if lead is not None and lead not in leads:
        named = names_of(charter.observers) | names_of(charter.members)
        raise unknown("member", lead, leads, named=named)
    events = [
        *_of_items(reading, at, charter.root, body, lead),
        *_of_meetings(reading, at.known_at, body),
    ]
    return {
        "ledger": reading.ledger.founding.ledger,
        "as_of": at.as_of.isoformat() if at.as_of is not None else None,
        "known_at": at.known_at,
        "body": body,
        "lead": lead,
        "events": sorted(events, key=lambda event: (event["starts"], event["key"])),
    }


# --- items ----------------------------------------------------------------------------------------------------------


def _of_items(
    reading: Reading, at: Moment, root: str, body: str | None, lead: str | None
) -> Iterator[Document]:
    past = Past(reading)
    known = item_states_at(reading, at)
    ever = _dated_versions(reading, at)
    stewards = steward_bodies([*_gone(known, ever), *known.values()], root)
    below = _below(known, ever, body)

    def concerns(state: State) -> bool:
        return below(state) and (lead is None or lead in terms(state)["lead"])

    marks = _marks(reading, at, ever)
    for id, versions in ever.items():
        now = known.get(id)
        current = now if now is not None and is_current(now) and concerns(now) else None
        for role in ROLES:
            dated = (each for each in reversed(versions) if role in _roles(each) and concerns(each))
            once = next(dated, None)
            if once is None:
                continue
            stands = current if current is not None and role in _roles(current) else None
            # What stands no more is shown as it last stood.
            found = _dates(past, stands or once, at)[role]
            sequence, changed_at = marks[id]
            yield {
                "key": f"item:{id}:{role}",
                "role": role,
                "status": "cancelled" if stands is None else "confirmed",
                "starts": found.starts.isoformat(),
                "ends": found.ends.isoformat(),
                "every": found.every,
                "month_end": found.month_end,
                "sequence": sequence,
                "recorded_at": changed_at,
                "item": item_document(now or once, stewards[id]),
            }


def _roles(state: State) -> tuple[Role, ...]:
    """The dates that an item has; none where its timeline is open, or stands on an agenda.

    Where it recurs as often as it has to at the least, its last day is that on which it is due.
    """
    match terms(state)["timeline"]:
        case {"every": every, "at_most": most} if most > every:
            return ROLES
        case {"by": _} | {"from": _} | {"every": _}:
            return ROLES[:1]
    return ()


def _dates(past: Past, state: State, at: Moment) -> dict[Role, Dates]:
    """When they are. What recurs is counted from when it last took place, or from when it was agreed that it recurs.

    On a day that some of its months lack, it is due on each month's last: no calendar has a rule for anything else
    that all programs understand.
    """
    timeline = terms(state)["timeline"]
    match timeline:
        case {"by": day}:
            return {"due": Dates(_day(day), _day(day))}
        case {"from": start, "to": end}:
            return {"due": Dates(_day(start), _day(end))}
    every, held = timeline["every"], state["occurrences"]
    since = _day(max(held)) if held else _agreed_on(past, state, at)
    due, last = months_after(since, every), months_after(since, timeline.get("at_most") or every)
    month_end = since.day > 28 and (every % 12 > 0 or since.month == 2)
    due = due.replace(day=monthrange(due.year, due.month)[1]) if month_end else due
    return {"due": Dates(due, due, every, month_end), "latest": Dates(last, last)}


def _agreed_on(past: Past, state: State, at: Moment) -> date:
    """The day on which it was agreed that it recurs: as of the last change of the state that is looked at."""
    last_changed = _day(state["last_changed"]["adopted_on"])
    return timeline_agreed_on(past, state, Moment(last_changed, at.known_at))


def _dated_versions(reading: Reading, at: Moment) -> dict[str, list[State]]:
    """Of every item that ever had a date, as known at any entry up to the moment's: the states that had one, the last
    known and agreed at the end."""
    begun = [
        select(tree.c.known_from, tree.c.agreed_from, tree.c.item_state).where(
            tree.c.agreed_from <= at.day, tree.c.known_from <= at.known_at
        )
        for tree in (*NOW, *ONCE)
    ]
    versions = union_all(*begun).subquery()
    asked = (
        select(item_states.c.state)
        .join(versions, versions.c.item_state == item_states.c.id)
        .order_by(versions.c.known_from, versions.c.agreed_from)
    )
    found: dict[str, list[State]] = defaultdict(list)
    for stored in reading.connection.execute(asked).scalars():
        if _DATED in stored and _roles(state := state_of(stored)):
            found[state["id"]].append(state)
    return dict(sorted(found.items()))


def _gone(known: Mapping[str, State], ever: Mapping[str, list[State]]) -> list[State]:
    """The items whose approval was voided since, as they last were."""
    return [versions[-1] for id, versions in ever.items() if id not in known]


def _below(
    known: Mapping[str, State], ever: Mapping[str, list[State]], body: str | None
) -> Callable[[State], bool]:
    """Whether an item stands below a section that names a body as its steward."""
    if body is None:
        return lambda state: True
    states = {**{state["id"]: state for state in _gone(known, ever)}, **known}

    def below(state: State) -> bool:
        seen: set[str] = set()
        at: State | None = state
        while at is not None and at["id"] not in seen:
            if at["steward"] == body:
                return True
            seen.add(at["id"])
            at = states.get(at["parent"] or "")
        return False

    return below


def _marks(reading: Reading, at: Moment, items: Iterable[str]) -> dict[str, tuple[int, str]]:
    """How often each item was changed before it was as it is at a moment, and when the last change was recorded.

    A rectification counts whatever its day: it can alter what was agreed long before.
    """
    asked = (
        select(
            entry_items.c.item, func.count().label("changes"), func.max(entries.c.recorded_at).label("last")
        )
        .join(entries, entries.c.entry == entry_items.c.entry)
        .where(entries.c.entry <= at.known_at, or_(entries.c.day <= at.day, entries.c.kind == "rectify"))
        .group_by(entry_items.c.item)
    )
    wanted = set(items)
    return {
        row.item: (row.changes - 1, _instant(row.last))
        for row in reading.connection.execute(asked)
        if row.item in wanted
    }


# --- meetings -------------------------------------------------------------------------------------------------------


def _of_meetings(reading: Reading, known_at: int, body: str | None) -> Iterator[Document]:
    later, before = _corrections(reading, known_at)
    asked = (
        select(meetings, entries.c.recorded_at)
        .join(entries, entries.c.entry == meetings.c.entry)
        .where(meetings.c.entry <= known_at)
        .order_by(meetings.c.entry)
    )
    if body is not None:
        asked = asked.where(meetings.c.body == body)
    for row in reading.connection.execute(asked):
        document: Document = json.loads(row.document)
        for slip in reversed(later[row.id]):
            corrected(document, slip["path"], slip["before"])
        if row.closed_at is not None and row.closed_at > known_at:
            del document["closed"]
        put_right = before[row.id]
        yield {
            "key": f"meeting:{row.id}",
            "role": "meeting",
            "status": "confirmed",
            "starts": document["opens_on"],
            "ends": document["closes_on"],
            "every": None,
            "month_end": False,
            "sequence": len(put_right),
            "recorded_at": put_right[-1]["recorded_at"] if put_right else _instant(row.recorded_at),
            "meeting": document,
        }


def _corrections(
    reading: Reading, known_at: int
) -> tuple[dict[str, list[Document]], dict[str, list[Document]]]:
    """The slips of each meeting that were put right after an entry, and up to it."""
    asked = select(entries.c.entry).where(
        entries.c.meeting.is_not(None), entries.c.event == "record-corrected"
    )
    numbers = reading.connection.execute(asked.order_by(entries.c.entry)).scalars().all()
    later: dict[str, list[Document]] = defaultdict(list)
    before: dict[str, list[Document]] = defaultdict(list)
    for slip in EntryDocuments(reading).of(numbers):
        (before if slip["entry"] <= known_at else later)[slip["meeting"]].append(slip)
    return later, before


def _day(day: str | date) -> date:
    return day if isinstance(day, date) else date.fromisoformat(day)


def _instant(microseconds: int) -> str:
    return datetime.fromtimestamp(microseconds / 1_000_000, UTC).isoformat()
