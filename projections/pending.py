"""What waits for a meeting: its standing items, proposals, referrals, workplans, and what drafts would do at once."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select

from ledger.offices import networks
from ledger.sentences import said_day
from projections.before import Before
from projections.found import Document, Fact, Found, listed, party_name
from projections.items import State
from projections.lacking import approved_on
from projections.moments import recorded_at
from projections.tables import decisions, entries, meetings, proposals


def standing(before: Before) -> Iterator[Found]:
    for state in before.states.values():
        timeline = state["terms"]["timeline"]
        if isinstance(timeline, dict) and timeline.get("standing") == before.meeting.body:
            since, id = approved_on(state), state["id"]
            yield Found("standing", since, id, kind="record-occurrence", of=id)


# Proposals.


class Pending(NamedTuple):
    """A proposal that nothing became of yet, and before which body it is.

    Attributes:
        since: when it came before that body.
        referral: by which it came there; None where it was submitted to it.
    """

    document: Document
    body: str
    since: date
    referral: Document | None

    @property
    def id(self) -> str:
        id: str = self.document["id"]
        return id


def pending_proposals(before: Before) -> list[Pending]:
    """The proposals that nothing had become of before a meeting, whichever body they were before."""
    connection, known_at = before.reading.connection, before.at.known_at
    rows = connection.execute(select(meetings.c.id, meetings.c.body, meetings.c.opens_on))
    met = {row.id: (row.body, row.opens_on) for row in rows}
    events = connection.execute(
        select(entries.c.proposal, entries.c.event, entries.c.entry)
        .where(entries.c.event.in_(("proposal-referred", "proposal-settled")))
        .order_by(entries.c.entry)
    ).all()
    last_on = before.meeting.opens_on.toordinal()
    found = []
    asked = select(proposals.c.document).where(proposals.c.entry <= known_at)
    for stored in connection.execute(asked.order_by(proposals.c.entry)).scalars():
        document = json.loads(stored)
        own = [event for event in events if event.proposal == document["id"]]
        settled = [e.entry for e in own if e.event == "proposal-settled" and e.entry <= known_at]
        body, since = met[document["submitted_to"]]
        if since > last_on or (settled and _settled_before(before, document["outcome"], settled[0])):
            continue
        unknown = sum(e.event == "proposal-referred" and e.entry > known_at for e in own)
        made = document.get("referrals", [])
        referral = None
        for each in made[: len(made) - unknown]:
            at = met[each["at"]][1] if each.get("at") else since
            if at > last_on:
                break
            body, since, referral = each["to"], max(since, at), each
        found.append(Pending(document, body, date.fromordinal(since), referral))
    return found


def _settled_before(before: Before, outcome: Mapping[str, Any], entry: int) -> bool:
    """Whether a proposal's outcome had come about: by the day of its decisions; else, as declining and withdrawing
    name no day, by the day on which it was recorded."""
    adopted = outcome.get("adopted")
    if adopted is None:
        return recorded_at(before.reading, entry).date().toordinal() <= before.at.day
    asked = select(decisions.c.day).where(decisions.c.id.in_(adopted))
    days = before.reading.connection.execute(asked).scalars()
    return all(day is not None and day <= before.at.day for day in days)


def proposals_and_referrals(before: Before) -> Iterator[Found]:
    """What is before this meeting's body: one for each change that is asked for, or one for all of it."""
    for each in pending_proposals(before):
        if each.body != before.meeting.body:
            continue
        document, referral = each.document, each.referral
        facts: dict[str, Fact] = {
            "by": party_name(before.charter, document["by"]), "meeting": document["submitted_to"],
        }  # fmt: skip
        ground = "proposal-pending"
        if referral is not None:
            ground = "referral-pending"
            at = referral.get("at")
            facts["from_"] = party_name(before.charter, referral["from"])
            facts["at"] = (f" at {at}", f" en {at}") if at else ""
        more = {"text": document["text"]}
        changes = document.get("changes") or [None]
        for change in changes:
            kind, of = _asks_for(before, change, document)
            place = {"place": of} if change is None and of is not None else {}
            item = None if change is None else next(iter(change.values())).get("item")
            yield Found(
                ground, each.since, item, each.id,
                kind=kind, of=of, change=change, facts=facts, more={**more, **place},
            )  # fmt: skip


def _asks_for(
    before: Before, change: Document | None, proposal: Document
) -> tuple[str | None, str | None]:
    """The kind of change that a proposal asks for, and of what; a new item where it would be placed."""
    if change is not None:
        kind, fields = next(iter(change.items()))
        return kind, fields.get("item")
    places = [*proposal.get("placements", [])]
    for comment in proposal.get("comments", []):
        places += comment.get("placements", [])
    for place in places:
        if place.get("section") in before.states:
            return "approve", place["section"]
        if annex := workplans(before).get(place.get("workplan", "")):
            return "approve", annex["id"]
    return None, None


# Workplans.


def workplans(before: Before) -> dict[str, State]:
    """The workplan of each network, the newest where it has several."""
    known = networks(before.charter)
    found = [s for s in before.states.values() if s["role"] == "annex" and s["steward"] in known]
    return {state["steward"]: state for state in sorted(found, key=approved_on)}


def workplans_not_updated(before: Before) -> Iterator[Found]:
    """A network's workplan in which nothing was changed since that network's last meeting."""
    body = before.meeting.body
    for network, section in workplans(before).items():
        if not before.charter.is_or_outranks(body, network):
            continue
        asked = select(meetings).where(
            meetings.c.body == network,
            meetings.c.closes_on <= before.at.day,
            meetings.c.entry <= before.at.known_at,
        )
        met = before.reading.connection.execute(
            asked.order_by(meetings.c.opens_on.desc()).limit(1)
        ).one_or_none()
        if met is None or last_changed_in(before, section["id"]).toordinal() >= met.opens_on:
            continue
        since = date.fromordinal(met.closes_on)
        name = party_name(before.charter, network)
        facts: dict[str, Fact] = {"body": name, "day": said_day(since), "meeting": met.id}
        more = {"network": network, "met": met.id, "place": section["id"]}
        yield Found(
            "workplan-not-updated", since, section["id"],
            kind="approve", of=section["id"], facts=facts, more=more,
        )  # fmt: skip


def last_changed_in(before: Before, section: str) -> date:
    """The day of the last change of a section and of what stands in it."""
    last = date.fromisoformat(before.states[section]["last_changed"]["adopted_on"])
    for child in before.below.get(section, ()):
        last = max(last, last_changed_in(before, child))
    return last


# What would be done at once.


def touched_at_once(before: Before) -> Iterator[Found]:
    """An item that several drafts and proposals would change. A draft that answers a proposal is no second one."""
    touching: dict[str, dict[str, date]] = {}
    answers: dict[str, str] = {}
    here: set[str] = set()
    for draft in before.drafts:
        for item in touched_by(draft.changes):
            touching.setdefault(item, {})[draft.id] = draft.since
        for proposal in draft.answers:
            answers[proposal] = draft.id
        if draft.meeting == before.meeting.id:
            here.add(draft.id)
    for each in pending_proposals(before):
        for item in touched_by(each.document.get("changes", [])):
            touching.setdefault(item, {})[each.id] = each.since
        if each.body == before.meeting.body:
            here.add(each.id)
    for item, records in touching.items():
        others = [id for id in records if answers.get(id) not in records]
        if len(others) > 1 and (here & set(others) or item in before.states):
            yield Found(
                "touched-at-once", max(records[id] for id in others), item,
                facts={"records": listed(others)}, more={"records": others},
                settled_here=bool(here & set(others)),
            )  # fmt: skip


def touched_by(changes: list[Document]) -> list[str]:
    """The items that changes, as in a register, are about."""
    found = []
    for form in changes:
        fields = next(iter(form.values()))
        found += [id for id in (fields.get("item"), *fields.get("replaces", ())) if id]
    return list(dict.fromkeys(found))

