"""The agenda of a meeting: what it takes up, in the order in which conferences do, with the documents each point needs.

Opening, adoption of the agenda, standing items, the review of the plan, proposals, reports, the networks' workplans,
decisions, other matters, closing. A point with nothing in it is left out, and the rest numbered through.
"""

import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select

from ledger.offices import networks
from projections.before import Before, Draft
from projections.docket import docket_of
from projections.found import Document
from projections.items import State
from projections.pending import last_changed_in, pending_proposals, workplans
from projections.sources import source_documents
from projections.tables import decision_documents, meetings, reports
from projections.views import Answering, Reading

POINTS: dict[str, tuple[str, str]] = {
    "opening": ("Opening", "Apertura"),
    "adoption": ("Adoption of the agenda", "Aprobación de la agenda"),
    "standing": ("Standing items", "Puntos permanentes"),
    "review": ("Review of the Plan of Action", "Revisión del Plan de Acción"),
    "proposals": ("Proposals and referrals", "Propuestas y remisiones"),
    "reports": ("Progress reports", "Informes de avance"),
    "workplans": ("Workplans of the networks", "Planes de trabajo de las redes"),
    "decisions": ("Decisions", "Decisiones"),
    "other": ("Other matters", "Asuntos varios"),
    "closing": ("Closing", "Clausura"),
}
"""The points in their order, as they are called."""
ALWAYS = ("opening", "adoption", "review", "other", "closing")


class Needed(NamedTuple):
    """A document that a point needs.

    Attributes:
        document: its kind, as `rcm-ledger document` calls it; `proposal` and `decision` are shown.
        of: the meeting, body, proposal or decision that it is of.
        before: the meeting before which the plan is.
    """

    document: str
    of: str | None = None
    before: str | None = None

    @property
    def told(self) -> Document:
        return {name: said for name, said in self._asdict().items() if said is not None}


def agenda(views: Answering, meeting: str, known_at: str | int | None = None) -> Document:
    """The agenda of a meeting.

    `{"meeting", "body", "opens_on", "as_of", "known_at", "points": [{"number", "point", "title", "entries",
    "documents"}]}`; each entry names what it is about (`item`, `proposal`, `body`, `decision`), with its text by
    language, and has its own `documents`.

    Raises:
        Problem: there is no such meeting, or entry.
    """
    return views.answer(lambda reading: _agenda(Before(reading, meeting, known_at)))


def _agenda(before: Before) -> Document:
    meeting = before.meeting
    plan = Needed("plan", before=meeting.id)
    inside: dict[str, list[Document]] = {name: list(_INSIDE[name](before)) for name in _INSIDE}
    documents = {
        "adoption": [Needed("agenda", meeting.id)],
        "review": [Needed("docket", meeting.id), plan],
        "standing": [plan],
        "reports": [plan],
    }
    points: list[Document] = []
    for name, title in POINTS.items():
        entries = inside.get(name, [])
        if entries or name in ALWAYS:
            needed = [each.told for each in documents.get(name, ())]
            said = {"en": title[0], "es": title[1]}
            points.append(
                {"number": len(points) + 1, "point": name, "title": said, "entries": entries, "documents": needed}
            )
    return {
        **before.head,
        "points": points,
    }


def _of_item(state: State) -> Document:
    terms = state["terms"]
    return {
        "item": state["id"],
        "text": terms["title"] or terms["action"],
        "lead": terms["lead"],
        "rests_on": state["approved"]["reference"],
    }


def _standing(before: Before) -> Iterator[Document]:
    for state in before.states.values():
        timeline = state["terms"]["timeline"]
        if isinstance(timeline, dict) and timeline.get("standing") == before.meeting.body:
            sections = _workplan_of(before, state)
            yield {**_of_item(state), "documents": [each.told for each in sections]}


def _workplan_of(before: Before, state: State) -> list[Needed]:
    """The workplan that an item stands in, where it is a network's."""
    steward = before.stewards[state["id"]]
    return [Needed("workplan", steward, before.meeting.id)] if steward in networks(before.charter) else []


def _review(before: Before) -> Iterator[Document]:
    """How much there is to settle, by ground."""
    found: dict[str, Document] = {}
    for entry in docket_of(before)["entries"]:
        one = found.setdefault(
            entry["ground"], {"ground": entry["ground"], "group": entry["group"], "entries": 0, "here": 0}
        )
        one["entries"] += 1
        one["here"] += entry["here"]
    for each in found.values():
        yield {**each, "documents": []}


def _proposals(before: Before) -> Iterator[Document]:
    for each in pending_proposals(before):
        if each.body != before.meeting.body:
            continue
        document = each.document
        sources = source_documents(before.reading, "proposal", each.id, document)
        yield {
            "proposal": each.id,
            "text": document["text"],
            "by": document["by"],
            "referred_by": None if each.referral is None else each.referral["from"],
            "comments": len(document.get("comments", ())),
            "documents": [Needed("proposal", each.id).told, *({"source": one["source"]} for one in sources)],
        }


def _reports(before: Before) -> Iterator[Document]:
    """What was reported since the body last met, on what it reviews; and from whom a report is due: those who lead
    what should have been done by this meeting, and said nothing of it since."""
    since, opens_on = _last_met(before), before.meeting.opens_on.isoformat()
    shown = {state["id"]: state for state in before.shown}
    asked = select(reports.c.document).where(reports.c.entry <= before.at.known_at)
    said: set[tuple[str, str]] = set()
    for stored in before.reading.connection.execute(asked.order_by(reports.c.entry)).scalars():
        report = json.loads(stored)
        state = shown.get(report["item"])
        if state is None or not since <= report["on"] <= opens_on:
            continue
        said.add((report["item"], report["by"]))
        sources = source_documents(before.reading, "report", report["item"], report)
        told = {name: report[name] for name in ("by", "on", "says")}
        yield {
            **_of_item(state), **told, "due": False, "report": report.get("text"),
            "documents": [{"source": one["source"]} for one in sources],
        }  # fmt: skip
    for state in shown.values():
        timeline = state["terms"]["timeline"]
        last = (timeline.get("by") or timeline.get("to")) if isinstance(timeline, dict) else None
        if last is None or last > opens_on:
            continue
        for lead in state["terms"]["lead"]:
            if (state["id"], lead) not in said:
                yield {**_of_item(state), "by": lead, "on": last, "says": None, "due": True, "report": None,
                       "documents": []}  # fmt: skip


def _last_met(before: Before) -> str:
    """When the body last met; the beginning of time where it never did."""
    asked = select(meetings.c.closes_on).where(
        meetings.c.body == before.meeting.body,
        meetings.c.closes_on < before.meeting.opens_on.toordinal(),
        meetings.c.entry <= before.at.known_at,
    )
    found = before.reading.connection.execute(asked.order_by(meetings.c.closes_on.desc()).limit(1)).scalar()
    return date.min.isoformat() if found is None else date.fromordinal(found).isoformat()


def _workplans(before: Before) -> Iterator[Document]:
    body = before.meeting.body
    for network, section in workplans(before).items():
        if before.charter.is_or_outranks(body, network):
            yield {
                **_of_item(section),
                "body": network,
                "last_changed": last_changed_in(before, section["id"]).isoformat(),
                "documents": [Needed("workplan", network, before.meeting.id).told],
            }


def _decisions(before: Before) -> Iterator[Document]:
    """The drafts that are tabled for it."""
    tabled = [draft for draft in before.drafts if draft.meeting == before.meeting.id]
    texts = _texts(before.reading, tabled)
    for draft in tabled:
        yield {
            "decision": draft.id,
            "text": texts[draft.id],
            "changes": len(draft.changes),
            "answers": list(draft.answers),
            "documents": [Needed("decision", draft.id).told],
        }


def _texts(reading: Reading, drafts: list[Draft]) -> dict[str, Any]:
    asked = select(decision_documents.c.id, decision_documents.c.fields).where(
        decision_documents.c.id.in_([draft.id for draft in drafts])
    )
    return {id: json.loads(fields)["text"] for id, fields in reading.connection.execute(asked)}


_INSIDE: dict[str, Callable[[Before], Iterator[Document]]] = {
    "standing": _standing,
    "review": _review,
    "proposals": _proposals,
    "reports": _reports,
    "workplans": _workplans,
    "decisions": _decisions,
}
