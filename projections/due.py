"""What is due: overdue, not held in time, reported as done and still in the plan."""

import json
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from sqlalchemy import select

from ledger.changes import Approve, ItemChange, Redefine
from ledger.sentences import said_day
from projections.before import Before
from projections.found import Document, Fact, Found, in_languages, party_name, said_with
from projections.items import State
from projections.moments import Moment
from projections.past import Past
from projections.tables import reports

NEVER_ENDS = ("every", "standing")


def due(before: Before) -> Iterator[Found]:
    """Activities of which the day has passed, or passes soon; and those reported as done."""
    reported = _reported(before)
    for state in before.shown:
        if state["kind"] != "activity":
            continue
        report = reported.get(state["id"])
        done = None if report is None else _done(before, state, report)
        if done is not None:
            yield done
        timeline = state["terms"]["timeline"]
        if isinstance(timeline, dict):
            yield from _late(before, state, timeline, done)


def _late(before: Before, state: State, timeline: Document, done: Found | None) -> Iterator[Found]:
    if "every" in timeline:
        yield from _recurring(before, state, timeline)
        return
    last = timeline.get("by") or timeline.get("to")
    if last is None or last >= before.meeting.opens_on.isoformat():
        return
    id, since = state["id"], date.fromisoformat(last)
    facts: dict[str, Fact] = {"due": said_day(since)}
    held = state["occurrences"][-1] if state["occurrences"] else None
    change = None if done is None else done.change
    if held is not None:
        facts["held"] = said_day(date.fromisoformat(held))
        change = change or _completed(before, id, _took_place(date.fromisoformat(held)))
    yield Found(
        "overdue", since, id, kind="complete", of=id, change=change, facts=facts,
        said_as="overdue-held" if held else None,
    )  # fmt: skip


def _recurring(before: Before, state: State, timeline: Document) -> Iterator[Found]:
    """ "Recurring and not held within `at_most`": since it was last held, or since it was agreed that it recurs."""
    months = timeline["at_most"] or timeline["every"]
    if state["occurrences"]:
        start = date.fromisoformat(state["occurrences"][-1])
        last = said_with(_LAST_HELD, day=said_day(start))
    else:
        start = date.fromisoformat(state["approved"]["adopted_on"])
        if state["id"] in before.redefined:
            start = timeline_agreed_on(before.past, state, before.at)
        last = said_with(_NEVER_HELD, day=said_day(start))
    ends, meeting = months_after(start, months), before.meeting
    if ends >= meeting.next_on:
        return
    ground = "not-held" if ends < meeting.opens_on else "held-by"
    facts: dict[str, Fact] = {"due": said_day(ends), "months": str(months), "last": last}
    facts["next"] = said_day(meeting.next_on)
    kind, id = "record-occurrence", state["id"]
    yield Found(ground, ends, id, kind=kind, of=id, facts=facts, more={"due": ends.isoformat()})


_LAST_HELD = ("it last took place on {day}", "se celebró por última vez el {day}")
_NEVER_HELD = (
    "it never took place since it was agreed on {day}",
    "nunca se ha celebrado desde que se acordó el {day}",
)


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def timeline_agreed_on(past: Past, state: State, at: Moment) -> date:
    """The day on which an item was given its timeline."""
    found = date.fromisoformat(state["approved"]["adopted_on"])
    if state["changes"] < 2:
        return found
    for placed in past.placed(state["id"], at.known_at):
        if placed.place[0] > at.day:
            break
        change = placed.change
        if not isinstance(change, ItemChange) or change.item != state["id"]:
            continue
        given = isinstance(change, Redefine) and "timeline" in change.terms.model_fields_set
        if given or isinstance(change, Approve):
            found = placed.authority.adopted_on
    return found


# What was reported.


def _reported(before: Before) -> dict[str, Document]:
    """Of each item that its last report by somebody says is completed, the newest of those reports."""
    last: dict[tuple[str, str], Document] = {}
    asked = select(reports.c.document).where(reports.c.entry <= before.at.known_at)
    opens_on = before.meeting.opens_on.isoformat()
    for stored in before.reading.connection.execute(asked.order_by(reports.c.entry)).scalars():
        report = json.loads(stored)
        key = report["item"], report["by"]
        if report["on"] <= opens_on and (key not in last or last[key]["on"] <= report["on"]):
            last[key] = report
    found: dict[str, Document] = {}
    for report in sorted(last.values(), key=lambda report: str(report["on"])):
        if report["says"] == "completed":
            found[report["item"]] = report
    return found


def _done(before: Before, state: State, report: Document) -> Found | None:
    """What follows from a report that it is completed; nothing where that was settled since."""
    id, on = state["id"], date.fromisoformat(report["on"])
    timeline = state["terms"]["timeline"]
    never_ends = isinstance(timeline, dict) and any(key in timeline for key in NEVER_ENDS)
    facts: dict[str, Fact] = {"by": party_name(before.charter, report["by"]), "day": said_day(on)}
    if never_ends:
        if state["occurrences"] and _decided_since(before, state, on, "record-occurrence"):
            return None
        # When it took place the report does not say: people have to.
        change, kind, ground = None, "record-occurrence", "reported-held"
    else:
        # Reinstated after the report, which settled what that said: approved, completed, reinstated.
        if state["changes"] > 2 and _decided_since(before, state, on, "reinstate"):
            return None
        outcome = report.get("text") or in_languages(before.charter, _outcome(before, report, on))
        change, kind, ground = {"complete": {"item": id, "outcome": outcome}}, "complete", "reported-completed"
    return Found(
        ground, on, id, kind=kind, of=id, change=change, facts=facts, more={"report": report}
    )


def _decided_since(before: Before, state: State, on: date, kind: str) -> bool:
    """Whether a change of that kind was agreed since a day, up to the meeting."""
    return any(
        placed.change.kind_name == kind and on.toordinal() <= placed.place[0] <= before.at.day
        for placed in before.past.placed(state["id"], before.at.known_at)
    )


def _outcome(before: Before, report: Document, on: date) -> tuple[str, str]:
    said = "Reported as completed by {by} on {day}.", "Concluido según informó {by} el {day}."
    return said_with(said, by=party_name(before.charter, report["by"]), day=said_day(on))


def _took_place(on: date) -> tuple[str, str]:
    return said_with(("Took place on {day}.", "Se celebró el {day}."), day=said_day(on))


def _completed(before: Before, id: str, outcome: tuple[str, str]) -> Document:
    return {"complete": {"item": id, "outcome": in_languages(before.charter, outcome)}}
