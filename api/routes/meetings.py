"""Meetings, convened and closed; and the record's own slips."""

from typing import Any

from fastapi import Request
from starlette.responses import Response

from api.bodies import Closing, LeavingOut, Slip
from api.clearing import cleared
from api.models_writing import Cleared, Done
from api.operations import brings
from api.routes.operation import operations
from api.routes.parameters import Id, IdempotencyKey
from api.writing import Act, Made, record
from ledger.records import MeetingFields
from projections.unsettled import must_be_settled

router = operations()


@router.post("/meetings", status_code=201, response_model=Done, openapi_extra=brings(MeetingFields))
async def convene(request: Request, key: IdempotencyKey = None) -> Response:
    def act(at: Act) -> Made:
        at.must_be_allowed(None)
        fields = at.form(MeetingFields)
        at.ledger.convene(fields)
        return Made(fields.id, f"meetings/{fields.id}")

    return await record(request, "convene", act, key=key, done="meeting")


@router.post("/meetings/{id}/close", response_model=Done, openapi_extra=brings(Closing, needed=False))
async def close(request: Request, id: Id, key: IdempotencyKey = None) -> Response:
    def act(at: Act) -> Made:
        at.must_be_allowed(None)
        closing = at.form(Closing)
        if closing.unsettled is None:
            must_be_settled(at.views_of_now(), id)
        at.ledger.close_meeting(id, closing.on or at.today(), unsettled=closing.unsettled)
        return Made(id)

    return await record(request, "close", act, key=key)


@router.post("/meetings/{id}/docket", response_model=Cleared, openapi_extra=brings(LeavingOut, needed=False))
async def clear_docket(request: Request, id: Id, key: IdempotencyKey = None) -> Response:
    """A docket that is cleared becomes its meeting's draft decisions, one for each body."""

    def act(at: Act) -> Made:
        at.must_be_allowed(at.ledger.clearing_office(id))
        left_out = at.form(LeavingOut).left_out
        drafts = cleared(at.views_of_now(), id, left_out)
        return Made(id, more={"decisions": drafts.decisions, "taken": drafts.taken})

    return await record(request, "clear-docket", act, key=key, done="docket")


async def _corrected(request: Request, kind: str, id: str, key: str | None) -> Response:
    def act(at: Act) -> Made:
        at.must_be_allowed(None)
        slip = at.form(Slip)
        after: Any = slip.after
        at.ledger.correct(kind, id, slip.path, after, slip.reason)
        return Made(id)

    return await record(request, "correct-record", act, key=key, done="correction")


@router.post("/meetings/{id}/corrections", response_model=Done, openapi_extra=brings(Slip))
async def correct_meeting(request: Request, id: Id, key: IdempotencyKey = None) -> Response:
    return await _corrected(request, "meeting", id, key)


@router.post("/decisions/{id}/corrections", response_model=Done, openapi_extra=brings(Slip))
async def correct_decision(request: Request, id: Id, key: IdempotencyKey = None) -> Response:
    return await _corrected(request, "decision", id, key)


@router.post("/proposals/{id}/corrections", response_model=Done, openapi_extra=brings(Slip))
async def correct_proposal(request: Request, id: Id, key: IdempotencyKey = None) -> Response:
    return await _corrected(request, "proposal", id, key)
