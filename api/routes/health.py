"""Whether the service lives, and whether it can answer."""

from fastapi import APIRouter, Request
from pydantic_core import to_json
from starlette.responses import Response

from api.answers import readers_of
from api.negotiation import JSON, texts_for
from api.problem_documents import problem

router = APIRouter(include_in_schema=False)
UNKEPT = {"Cache-Control": "no-store"}


@router.get("/healthz")
async def healthz() -> Response:
    return Response(b'{"status":"alive"}', media_type=JSON, headers=UNKEPT)


@router.get("/readyz")
def readyz(request: Request) -> Response:
    """Ready where the views can be read, and show all that the log holds."""
    with readers_of(request).views() as views:
        # In this order: what is recorded in between makes nothing lag.
        head, entry = views.ledger.head, views.entry
    if entry < head:
        said = texts_for(request)("http.not-ready", entry=entry, head=head)
        return problem(request, "not-ready", said)
    return Response(to_json({"status": "ready", "entry": entry}), media_type=JSON, headers=UNKEPT)
