"""`show ID`: an item, a decision, a change, a meeting or a proposal, with its whole history and authority."""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sqlalchemy import select

from ledger.problems import Problem
from ledger.signed_positions import draft_hash
from projections.basis import add_basis, authorities_of
from projections.contests import add_contests, contested_by, contests_of
from projections.entry_documents import EntryDocuments
from projections.items import item_document, steward_bodies
from projections.lateness import add_lateness
from projections.moments import Moment
from projections.names import Named, ids_of, is_known, unknown
from projections.past import Past
from projections.plan import item_states_at
from projections.proposals import about_item, answered_by, with_its_way
from projections.recorded import after_the_fact, corrections
from projections.sources import Kind, source_documents, sources_of
from projections.tables import (
    decision_documents,
    decisions,
    entries,
    entry_items,
    meetings,
    proposals,
    reports,
)
from projections.views import Answering, Reading

Document = dict[str, Any]
KINDS: tuple[Named, ...] = ("item", "decision", "meeting", "proposal")


def show(views: Answering, id: str, kind: Named | None = None) -> Document:
    """What an id names. Where it names several things: the item first, then the decision, the meeting, the
    proposal; the others are named in `also`.

    Args:
        kind: of what it names, the one to show.
    Raises:
        Problem: it names nothing in this ledger.
    """
    return views.answer(lambda reading: _show(reading, id, kind))


def item_known_at(views: Answering, id: str, known_at: int) -> Document:
    """An item as `show` gives it, as known at an entry: what was recorded by then, and what had been voided by then.

    Its proposals and sources are those recorded by then, as they read today.

    Raises:
        Problem: there was no such item.
    """

    def known_then(reading: Reading) -> Document:
        asked = select(entry_items.c.entry).where(entry_items.c.item == id)
        if not reading.connection.execute(asked.where(entry_items.c.entry <= known_at)).first():
            raise unknown("item", id, ())
        return {"shows": "item", **_item(reading, id, known_at)}

    return views.answer(known_then)


def _show(reading: Reading, id: str, kind: Named | None = None) -> Document:
    if kind is None and "#" in id:
        return _change(reading, id)
    kinds = [each for each in KINDS if is_known(reading.connection, each, id)]
    if kind is not None and kind in kinds:
        kinds = [kind, *(each for each in kinds if each != kind)]
    elif kind is not None or not kinds:
        raise unknown(kind or "record", id, ids_of(reading.connection, kind or "record"))
    shown: dict[Named, Callable[[Reading, str], Document]] = {
        "item": _item,
        "decision": _decision,
        "meeting": _meeting,
        "proposal": _proposal,
    }
    document = {"shows": kinds[0], **shown[kinds[0]](reading, id)}
    if kinds[1:]:
        document["also"] = list(kinds[1:])
    return document


def _change(reading: Reading, reference: str) -> Document:
    asked = select(entries.c.entry).where(entries.c.reference == reference)
    asked = asked.where(entries.c.event == "change-enacted")
    numbers = reading.connection.execute(asked).scalars().all()
    if not numbers:
        decision = reference.partition("#")[0]
        if is_known(reading.connection, "decision", decision):
            raise Problem(
                "wrong-use",
                why=f"{decision} is there, and has made no change {reference}.",
                why_es=f"{decision} existe, y no ha hecho ningún cambio {reference}.",
            )
        raise unknown(
            "change", reference, (f"{id}#1" for id in ids_of(reading.connection, "decision"))
        )
    return {"shows": "change", **EntryDocuments(reading).of(numbers)[0]}


def _item(reading: Reading, id: str, known_at: int | None = None) -> Document:
    """The item as it stands, or as it last stood where its approval was voided, and all that was done to it."""
    entry = reading.entry if known_at is None else known_at
    asked = (
        select(entry_items.c.entry)
        .where(entry_items.c.item == id, entry_items.c.entry <= entry)
        .order_by(entry_items.c.entry)
    )
    history = EntryDocuments(reading, entry).of(reading.connection.execute(asked).scalars().all())
    at = Moment(None, entry)
    past = Past(reading)
    if known_at is not None:
        for each in history:
            voided = past.standing(each["item"], entry).voided_by
            each["voided_by"] = voided.get(each["reference"])
    states = item_states_at(reading, at)
    document: Document = {"id": id, "gone": True}
    if id in states:
        root = past.charter(at).root
        document = item_document(states[id], steward_bodies(states.values(), root)[id])
        add_basis(reading, authorities_of(document))
        add_contests(reading, authorities_of(document), entry)
        made_by = {entry["reference"]: entry for entry in history if entry["reference"]}
        for authority in authorities_of(document):
            add_lateness(reading, authority, made_by.get(authority["reference"]))
    reports = _reported(reading, id, entry)
    return {
        **document,
        "history": history,
        "proposals": about_item(reading, id, _deciding(history), entry),
        "reports": reports,
        "sources": [
            *sources_of(reading, _rests_on(history)),
            *(s for report in reports for s in source_documents(reading, "report", id, report)),
        ],
    }


def _rests_on(history: Iterable[Document]) -> Iterator[tuple[Kind, str]]:
    """The decisions that made an item what it is, each followed by its meeting."""
    for entry in history:
        for by in filter(None, (entry, entry.get("stands_by"))):
            yield "decision", by["decision"]
            yield "meeting", by["meeting"]


def _deciding(history: Iterable[Document]) -> set[str]:
    """The decisions that made an item what it is."""
    return {entry["decision"] for entry in history if entry["event"] == "change-enacted"}


def _reported(reading: Reading, item: str, until: int) -> list[Document]:
    asked = select(reports.c.document).where(reports.c.item == item, reports.c.entry <= until)
    asked = asked.order_by(reports.c.entry)
    return [json.loads(document) for document in reading.connection.execute(asked).scalars()]


def _decision(reading: Reading, id: str) -> Document:
    """A decision as in a register, with its meeting, what the rule says of it, and the entries it made."""
    row = reading.connection.execute(select(decisions).where(decisions.c.id == id)).one()
    asked = select(meetings.c.document).where(meetings.c.id == row.meeting)
    meeting = json.loads(reading.connection.execute(asked).scalar_one())
    return {
        **_as_in_a_register(reading, id, row.status),
        "meeting": {
            key: meeting.get(key) for key in ("id", "body", "title", "opens_on", "closes_on")
        },
        **_to_sign(reading, id),
        "contests": contests_of(reading, id),
        **_two_persons(reading, id),
        "ruling": _ruling(reading, id, row.status),
        **after_the_fact(reading, row),
        "proposals": answered_by(reading, [id]),
        "corrections": corrections(reading, "decision", id),
        "entries": _entries_of(reading, row),
        "sources": sources_of(reading, [("decision", id), ("meeting", row.meeting)]),
    }


def _two_persons(reading: Reading, id: str) -> Document:
    """Who submitted it and, on a served ledger, who confirmed it."""
    state = reading.ledger.decision(id)
    assert state is not None
    if state.adopted is not None and state.adopted.submitted_by is not None:
        adopted = state.adopted
        return {"submitted_by": adopted.submitted_by, "confirmed_by": adopted.recorded_by}
    return {"submitted_by": state.submitted_by} if state.status == "submitted" else {}


def _to_sign(reading: Reading, id: str) -> Document:
    """What is signed by a position on it, the draft as it was recorded (`ledger.signed_positions`); and
    whose signed statement was reworded since."""
    state = reading.ledger.decision(id)
    assert state is not None
    text, changes = state.as_recorded.text, state.changes
    before, now = state.positions_as_recorded or {}, state.positions or {}
    return {
        "to_sign": {
            "ledger": reading.ledger.founding.origin,
            "decision": id,
            "draft": draft_hash(text, changes),
            "text": dict(text),
            "changes": [form.document() for form in changes],
        },
        "reworded": sorted(m for m, p in before.items() if p.signature and now[m] != p),
    }


def _as_in_a_register(reading: Reading, id: str, status: str) -> Document:
    asked = select(decision_documents).where(decision_documents.c.id == id)
    words = reading.connection.execute(asked).one()
    fields = json.loads(words.fields)
    fields.pop("meeting", None)
    document = {
        **fields,
        "status": status,
        "positions": json.loads(words.positions),
        "changes": json.loads(words.changes),
    }
    state = reading.ledger.decision(id)
    if state is not None and state.reason:
        document["reason"] = dict(state.reason)
    return document


def _entries_of(reading: Reading, row: Any) -> list[int]:
    asked = (
        select(entries.c.entry)
        .where(entries.c.entry >= row.entry)
        .where(entries.c.entry <= row.last_entry)
        .where(entries.c.decision == row.id)
        .order_by(entries.c.entry)
    )
    return list(reading.connection.execute(asked).scalars())


def _ruling(reading: Reading, id: str, status: str) -> Document | None:
    """Of what is adopted: lawful, or it would not be. Of a draft: what the rule says now."""
    if status == "adopted":
        return {"lawful": True, "violations": []}
    if status in ("declined", "withdrawn"):
        return None
    judgement = reading.ledger.judgement(id)
    return {
        "lawful": judgement.lawful,
        "violations": [
            {
                "code": found.code,
                "item": found.item,
                "reference": found.reference,
                "message": found.message,
                "members": list(found.members),
                "conflicts": list(found.conflicts),
            }
            for found in judgement.violations
        ],
    }


def _meeting(reading: Reading, id: str) -> Document:
    """A meeting with its decisions, each as in a register."""
    asked = select(meetings.c.document).where(meetings.c.id == id)
    document: Document = json.loads(reading.connection.execute(asked).scalar_one())
    below = select(decisions).where(decisions.c.meeting == id)
    rows = reading.connection.execute(below.order_by(decisions.c.entry)).all()
    named: list[tuple[Kind, str]] = [("meeting", id), *(("decision", row.id) for row in rows)]
    contested = contested_by(reading, reading.entry)
    return {
        **document,
        "decisions": [
            {
                **_as_in_a_register(reading, row.id, row.status),
                **after_the_fact(reading, row),
                **({"contested_by": contested[row.id]} if row.id in contested else {}),
            }
            for row in rows
        ],
        "cleared": _cleared(reading, id),
        "corrections": corrections(reading, "meeting", id),
        "sources": sources_of(reading, named),
    }


def _cleared(reading: Reading, meeting: str) -> list[Document]:
    """How a meeting's docket was cleared, each time: what was taken into its draft decisions, and what was left out."""
    asked = select(entries.c.entry).where(
        entries.c.meeting == meeting, entries.c.event == "docket-cleared"
    )
    numbers = reading.connection.execute(asked.order_by(entries.c.entry)).scalars().all()
    names = ("entry", "recorded_at", "recorded_by", "taken", "left_out")
    return [{name: entry[name] for name in names} for entry in EntryDocuments(reading).of(numbers)]


def _proposal(reading: Reading, id: str) -> Document:
    """A proposal with its way: comments, referrals, what was decided on it, and where that stands today."""
    asked = select(proposals.c.document).where(proposals.c.id == id)
    document: Document = json.loads(reading.connection.execute(asked).scalar_one())
    way = select(entries.c.entry).where(entries.c.proposal == id).order_by(entries.c.entry)
    numbers = reading.connection.execute(way).scalars().all()
    sources = source_documents(reading, "proposal", id, document)
    return {
        **with_its_way(reading, document),
        "corrections": corrections(reading, "proposal", id),
        "way": EntryDocuments(reading).of(numbers),
        "sources": sources,
    }
