"""What comes before a decision: proposals, their way and what became of them; and what leads report."""

from fastapi import Request
from starlette.responses import Response

from api import bodies
from api.models_writing import Done
from api.operations import brings
from api.routes.operation import operations
from api.routes.parameters import Id, IdempotencyKey
from api.writing import Act, Made, record
from ledger.offices import Office
from ledger.records import Comment, Outcome, ProposalRecord, Referral, ReportFields

router = operations()
BESIDES = ("comments", "referrals", "outcome")
"""What a register says of a proposal, and other operations record."""


def _of(at: Act, by: str) -> Office | None:
    """The office whose own it is to speak for a member, or for a body; None of others (observers)."""
    charter = at.ledger.charter
    if by in charter.members:
        return Office("member", by)
    return Office("coordinator", by) if by in charter.bodies else None


@router.post(
    "/proposals",
    status_code=201,
    response_model=Done,
    openapi_extra=brings(ProposalRecord, without=BESIDES),
)
async def propose(request: Request, key: IdempotencyKey = None) -> Response:
    def act(at: Act) -> Made:
        bodies.without(at.body, ProposalRecord, BESIDES)
        fields = at.form(ProposalRecord).fields
        at.must_be_allowed(_of(at, fields.by))
        at.ledger.propose(fields)
        return Made(fields.id, f"proposals/{fields.id}")

    return await record(request, "propose", act, key=key)


@router.post("/proposals/{id}/comments", response_model=Done, openapi_extra=brings(Comment))
async def comment(request: Request, id: Id, key: IdempotencyKey = None) -> Response:
    def act(at: Act) -> Made:
        found = at.form(Comment)
        at.must_be_allowed(_of(at, found.by))
        at.ledger.comment(id, found)
        return Made(id)

    return await record(request, "comment", act, key=key)


@router.post("/proposals/{id}/referrals", response_model=Done, openapi_extra=brings(Referral))
async def refer(request: Request, id: Id, key: IdempotencyKey = None) -> Response:
    def act(at: Act) -> Made:
        at.must_be_allowed(None)
        at.ledger.refer(id, at.form(Referral))
        return Made(id)

    return await record(request, "refer", act, key=key)


@router.post("/proposals/{id}/outcome", response_model=Done, openapi_extra=brings(Outcome))
async def settle(request: Request, id: Id, key: IdempotencyKey = None) -> Response:
    def act(at: Act) -> Made:
        at.must_be_allowed(None)
        at.ledger.settle(id, at.form(Outcome))
        return Made(id)

    return await record(request, "settle", act, key=key)


@router.post("/items/{id}/reports", response_model=Done, openapi_extra=brings(bodies.Progress))
async def report(request: Request, id: Id, key: IdempotencyKey = None) -> Response:
    def act(at: Act) -> Made:
        at.must_have_item(id)
        said = bodies.as_addressed(at.body, "item", id)
        if isinstance(said, dict):
            said = {"on": at.today().isoformat(), **said}
        found = bodies.form(at.ledger, said, ReportFields)
        at.must_be_allowed(_of(at, found.by))
        at.ledger.report(found)
        return Made(id)

    return await record(request, "report", act, key=key)
