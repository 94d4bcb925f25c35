"""Decisions, from their draft to their adoption, and the positions on them."""

import json
from collections.abc import Mapping
from typing import Any, Literal

from fastapi import Request
from sqlalchemy import select
from starlette.responses import Response

from api import bodies
from api.answers import Told, answer
from api.bodies import Contesting, Nothing, Reason
from api.models_writing import Contested, Done, Draft, Enacted, Tabled, Taken
from api.operations import brings
from api.parts import Draft as Drafted
from api.parts import drafted
from api.permissions import BASES
from api.routes.operation import operations
from api.routes.parameters import Id, IdempotencyKey, IfMatch, MemberOf
from api.writing import Act, Made, record
from ledger.changes import ChangeForm
from ledger.decision import Position
from ledger.offices import Office
from ledger.problems import Problem
from ledger.records import DecisionRecord, MeetingFields
from projections.names import ids_of, is_known, unknown
from projections.tables import decision_documents, decisions
from projections.views import Reading

router = operations()
SETTLED_ELSEWHERE = ("status", "reason", "recorded", "contests")
"""What a register says of a decision, and a draft does not."""


@router.get("/decisions/{id}/draft", response_model=Draft)
def draft(request: Request, id: Id) -> Response:
    """What can be changed and put back. Its ETag is the last entry that was recorded of the decision, its
    positions included: whoever replaces it has seen them."""

    def document(reading: Reading) -> Told:
        if not is_known(reading.connection, "decision", id):
            raise unknown("decision", id, ids_of(reading.connection, "decision"))
        asked = select(decisions.c.last_entry).where(decisions.c.id == id)
        last = reading.connection.execute(asked).scalar_one()
        asked = select(decision_documents).where(decision_documents.c.id == id)
        words = reading.connection.execute(asked).one()
        fields = json.loads(words.fields)
        del fields["meeting"]
        return Told({**fields, "changes": json.loads(words.changes)}, entry=last)

    return answer(request, document)


@router.post(
    "/meetings/{id}/decisions",
    status_code=201,
    response_model=Tabled,
    openapi_extra=brings(DecisionRecord, without=SETTLED_ELSEWHERE),
)
async def table(request: Request, id: Id, key: IdempotencyKey = None) -> Response:
    def act(at: Act) -> Made:
        at.must_be_allowed(None)
        found = _drafted(at, at.meeting(id).fields)
        at.ledger.table(found.fields, found.record.changes, found.positions)
        return _tabled(found, f"decisions/{found.fields.id}")

    return await record(request, "table", act, key=key)


@router.put(
    "/decisions/{id}/draft",
    response_model=Tabled,
    openapi_extra=brings(DecisionRecord, without=SETTLED_ELSEWHERE),
)
async def redraft(request: Request, id: Id, if_match: IfMatch = None) -> Response:
    def act(at: Act) -> Made:
        at.must_be_allowed(None)
        state = at.decision(id)
        at.must_be_as_read(id, needed=True)
        at.body = bodies.as_addressed(at.body, "id", id)
        found = _drafted(at, at.meeting(state.fields.meeting).fields)
        at.ledger.redraft(found.fields, found.record.changes, found.positions)
        return _tabled(found)

    return await record(request, "redraft", act)


def _drafted(at: Act, meeting: MeetingFields) -> Drafted:
    bodies.without(at.body, DecisionRecord, SETTLED_ELSEWHERE)
    found = at.form(DecisionRecord, meeting=meeting)
    for member, position in found.positions.items():
        _must_be_known_so(at, f"positions.{member}.basis", position)
    return drafted(at.ledger, meeting, found, "recorded")


def _tabled(found: Drafted, location: str | None = None) -> Made:
    counts = {"changes": len(found.record.changes), "positions": len(found.positions)}
    return Made(found.fields.id, location, counts, tagged=True)


# --- positions ------------------------------------------------------------------------------------


@router.put(
    "/decisions/{id}/positions/{member}", response_model=Taken, openapi_extra=brings(Position)
)
async def take_position(
    request: Request, id: Id, member: MemberOf, if_match: IfMatch = None
) -> Response:
    def act(at: Act) -> Made:
        at.must_be_allowed(Office("member", member))
        at.decision(id)
        if member not in at.ledger.charter.members:
            raise Problem("unknown", kind=("member", "un miembro"), id=member, hint="")
        at.must_be_as_read(id, whole=False)
        if isinstance(at.body, dict):
            signed = "signature" in at.body
            at.body = {"basis": "signed" if signed else BASES[at.by.office.kind][0], **at.body}
        position = at.form(Position)
        _must_be_known_so(at, "basis", position)
        at.ledger.take_position(id, {member: position})
        document = position.model_dump(mode="json", by_alias=True, exclude_unset=True)
        return Made(id, more={"positions": {member: document}}, tagged=True)

    return await record(request, "take-position", act, done="position")


def _must_be_known_so(at: Act, path: str, position: Position) -> None:
    allowed = BASES[at.by.office.kind]
    if position.basis not in allowed:
        raise bodies.one_of(path, position.basis, *allowed)


@router.post(
    "/decisions/{id}/positions/{member}/contest",
    response_model=Contested,
    openapi_extra=brings(Contesting),
)
async def contest(
    request: Request, id: Id, member: MemberOf, key: IdempotencyKey = None
) -> Response:
    """What is recorded as its position is not what the delegation said."""

    def act(at: Act) -> Made:
        at.must_be_allowed(Office("member", member))
        at.ledger.contest(id, member, at.form(Contesting).reason)
        return Made(id, more={"member": member}, tagged=True)

    return await record(request, "contest", act, key=key)


@router.delete(
    "/decisions/{id}/positions/{member}/contest",
    response_model=Contested,
    openapi_extra=brings(Reason, needed=False),
)
async def withdraw_contest(request: Request, id: Id, member: MemberOf) -> Response:
    def act(at: Act) -> Made:
        at.must_be_allowed(Office("member", member))
        at.ledger.withdraw_contest(id, member, at.form(Reason).reason)
        return Made(id, more={"member": member}, tagged=True)

    return await record(request, "withdraw-contest", act)


# --- what becomes of them -------------------------------------------------------------------------


@router.post("/decisions/{id}/submit", response_model=Done)
async def submit(
    request: Request, id: Id, if_match: IfMatch = None, key: IdempotencyKey = None
) -> Response:
    def act(at: Act) -> Made:
        at.must_be_allowed(None)
        at.must_be_as_read(id)
        at.form(Nothing)
        at.ledger.submit(id)
        return Made(id, tagged=True)

    return await record(request, "submit", act, key=key)


@router.post("/decisions/{id}/confirm", response_model=Enacted)
async def confirm(
    request: Request, id: Id, if_match: IfMatch = None, key: IdempotencyKey = None
) -> Response:
    def act(at: Act) -> Made:
        at.must_be_allowed(at.ledger.confirming_office(id))
        at.must_be_as_read(id)
        at.form(Nothing)
        judgement = at.ledger.confirm(id)
        changes = [
            {"reference": c.reference, "change": ChangeForm.of(c.change).document()}
            for c in judgement.changes
        ]
        return Made(id, more={"dry_run": False, "changes": changes}, tagged=True)

    return await record(request, "confirm", act, key=key)


async def _ended(
    request: Request, how: Literal["decline", "withdraw"], id: str, key: str | None
) -> Response:
    def act(at: Act) -> Made:
        at.must_be_allowed(None)
        at.must_be_as_read(id)
        reason: Mapping[str, str] | None = at.form(Reason).reason
        end: Any = getattr(at.ledger, how)
        end(id, reason)
        return Made(id, tagged=True)

    return await record(request, how, act, key=key)


@router.post("/decisions/{id}/decline", response_model=Done, openapi_extra=brings(Reason, needed=False))
async def decline(
    request: Request, id: Id, if_match: IfMatch = None, key: IdempotencyKey = None
) -> Response:
    return await _ended(request, "decline", id, key)


@router.post("/decisions/{id}/withdraw", response_model=Done, openapi_extra=brings(Reason, needed=False))
async def withdraw(
    request: Request, id: Id, if_match: IfMatch = None, key: IdempotencyKey = None
) -> Response:
    return await _ended(request, "withdraw", id, key)
