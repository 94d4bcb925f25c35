"""A proposal's way: where it is now, which decisions answer it and what they changed, and where that stands today.

Nothing leads from a proposal into the plan but an adopted decision. That one answers it is said by either: by the
decision (`recommended_by`), or by the proposal's outcome (`adopted`).
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, or_, select

from projections.items import State
from projections.moments import Moment
from projections.plan import item_states_at
from projections.tables import answers, decision_documents, decisions, entries, meetings, proposals
from projections.views import Reading

Document = dict[str, Any]


def with_its_way(reading: Reading, proposal: Document) -> Document:
    """A proposal with what it would take, the state of each referral, the body that it waits for, the decisions that
    answer it, and the items that they made or changed, as they stand today."""
    decided = list(decided_on(reading, proposal["id"]))
    referrals = proposal.get("referrals") or []
    states = [_taken_up(referrals, n, decided, proposal) for n in range(len(referrals))]
    return {
        **proposal,
        **({"referrals": [dict(r, state=s) for r, s in zip(referrals, states, strict=True)]} if referrals else {}),
        "asks": [] if proposal.get("outcome") else _asks(reading, proposal["id"]),
        "waits_for": waits_for(proposal, _body_of(reading, proposal["submitted_to"])),
        "decided": decided,
        "stands": list(_stands(reading, decided)),
    }


def waits_for(proposal: Mapping[str, Any], body: str) -> str | None:
    """The body that is to take a proposal up: that to which it was last referred; None where it is settled.

    Args:
        body: that of the meeting to which it was submitted.
    """
    if proposal.get("outcome"):
        return None
    referrals = proposal.get("referrals") or ()
    return str(referrals[-1]["to"]) if referrals else body


def _taken_up(
    referrals: Sequence[Document], n: int, decided: Iterable[Document], proposal: Document
) -> str:
    """Whether a referral was taken up by the body that it went to: `decided`, `advanced` (referred on), `tabled` (a
    draft of it answers the proposal), `settled` without it; or `open`."""
    to = referrals[n]["to"]
    there = {each["status"] for each in decided if each["body"] == to}
    if "adopted" in there:
        return "decided"
    if any(later["from"] == to for later in referrals[n + 1 :]):
        return "advanced"
    if proposal.get("outcome"):
        return "settled"
    return "tabled" if there & {"tabled", "submitted"} else "open"


def _asks(reading: Reading, proposal: str) -> list[Document]:
    """What each change that a pending proposal asks for would take today."""
    return [
        {"bodies": list(w.bodies), "agreement": w.agreement, "obstacles": list(w.obstacles)}
        for w in reading.ledger.wanted_by(proposal)
    ]


def _body_of(reading: Reading, meeting: str) -> str:
    asked = select(meetings.c.body).where(meetings.c.id == meeting)
    return str(reading.connection.execute(asked).scalar_one())


# --- the decisions ------------------------------------------------------------------------------------------


def decided_on(reading: Reading, proposal: str) -> Iterator[Document]:
    """The decisions that answer a proposal, in the order of their tabling, each with its changes so far."""
    said_by: dict[str, list[str]] = {}
    asked = select(answers).where(answers.c.proposal == proposal).order_by(answers.c.said_by)
    for row in reading.connection.execute(asked):
        said_by.setdefault(row.decision, []).append(row.said_by)
    found = (
        select(
            *(decisions.c[name] for name in ("id", "status", "entry", "last_entry", "meeting")),
            *(decision_documents.c.fields, decision_documents.c.changes, meetings.c.body),
        )
        .join(decision_documents, decision_documents.c.id == decisions.c.id)
        .join(meetings, meetings.c.id == decisions.c.meeting)
        .where(decisions.c.id.in_(said_by))
    )
    for row in reading.connection.execute(found.order_by(decisions.c.entry)):
        fields = json.loads(row.fields)
        yield {
            "decision": row.id,
            "status": row.status,
            "meeting": row.meeting,
            "body": row.body,
            "adopted_on": fields["adopted_on"],
            "text": fields["text"],
            "said_by": said_by[row.id],
            "changes": _changes(reading, row),
        }


def _changes(reading: Reading, decision: Row[Any]) -> list[Document]:
    """A decision's changes; of an adopted one with what voided it since, of another without a reference."""
    forms = json.loads(decision.changes)
    if decision.status != "adopted":
        return [{"reference": None, "change": form, "voided_by": None} for form in forms]
    asked = select(entries.c.reference, entries.c.voided_by).where(
        entries.c.entry.between(decision.entry, decision.last_entry),
        entries.c.decision == decision.id,
        entries.c.event == "change-enacted",
    )
    enacted = reading.connection.execute(asked.order_by(entries.c.entry)).all()
    return [
        {"reference": entry.reference, "change": form, "voided_by": entry.voided_by}
        for entry, form in zip(enacted, forms, strict=True)
    ]


# --- where it stands ----------------------------------------------------------------------------------------


def _stands(reading: Reading, decided: Iterable[Document]) -> Iterator[Document]:
    """The items that adopted decisions made or changed, and what took their place, as they stand today."""
    changes = [c for each in decided if each["status"] == "adopted" for c in each["changes"]]
    rest = list(dict.fromkeys(item for each in changes for item in _touched(each["change"])))
    if not rest:
        return
    states = item_states_at(reading, Moment(None, reading.entry))
    seen: set[str] = set()
    while rest:
        item = rest.pop(0)
        if item in seen:
            continue
        seen.add(item)
        state = states.get(item)
        if state is None:
            yield {"item": item, "gone": True}
            continue
        yield _where(state, states)
        rest = [*state["replaced_by"], *rest]


def _touched(form: Document) -> list[str]:
    """The items that a change is about, as it is written in a register."""
    ((_, fields),) = form.items()
    item = fields.get("item")
    return [] if item is None else [item]


def _where(state: State, states: Mapping[str, State]) -> Document:
    parent = states.get(state["parent"] or "")
    archived = state["archived"]
    return {
        "item": state["id"],
        "kind": state["kind"],
        "title": state["terms"]["title"] or state["terms"]["action"],
        "status": state["status"],
        "section": state["parent"],
        "section_title": parent["terms"]["title"] if parent is not None else None,
        **({"archived": archived["reference"], "replaced_by": state["replaced_by"]} if archived else {}),
    }


# --- from the other end -------------------------------------------------------------------------------------


def about_item(
    reading: Reading, item: str, decided: Collection[str], until: int
) -> list[Document]:
    """The proposals that name an item, or that a decision on it answers, and that were submitted by an entry.

    Args:
        decided: the decisions on it.
    """
    answered = select(answers.c.proposal).where(answers.c.decision.in_(decided))
    names = proposals.c["items"].contains(f" {item} ", autoescape=True)
    asked = select(proposals.c.document).where(
        or_(names, proposals.c.id.in_(answered)), proposals.c.entry <= until
    )
    found = reading.connection.execute(asked.order_by(proposals.c.entry)).scalars()
    return [json.loads(document) for document in found]


def answered_by(reading: Reading, decided: Collection[str]) -> list[Document]:
    """The proposals that these decisions answer, as in a register, in the order of their submission."""
    named = select(answers.c.proposal).where(answers.c.decision.in_(decided))
    asked = select(proposals.c.document).where(proposals.c.id.in_(named))
    found = reading.connection.execute(asked.order_by(proposals.c.entry)).scalars()
    return [json.loads(document) for document in found]
