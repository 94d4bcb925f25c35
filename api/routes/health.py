"""Whether the service lives, whether it can answer, and what it counts."""

from fastapi import APIRouter, Request
from pydantic_core import to_json
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api import metrics
from api.answers import readers_of
from api.negotiation import JSON, texts_for
from api.problem_documents import problem, said_of
from api.readers import BROKEN
from ledger.problems import Problem
from ledger.store import LogDamaged

router = APIRouter(include_in_schema=False)
FORWARDED = {"forwarded", "via", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-real-ip"}
"""What a proxy adds."""
UNKEPT = {"Cache-Control": "no-store"}


@router.get("/healthz")
async def healthz() -> Response:
    return Response(b'{"status":"alive"}', media_type=JSON, headers=UNKEPT)


@router.get("/readyz")
async def readyz(request: Request) -> Response:
    """Ready where the views can be read, and show all that the log holds."""
    try:
        await readers_of(request).heads.last()
    except Problem as found:
        return problem(request, "not-ready", said_of(found, texts_for(request)), why=found.code)
    return await run_in_threadpool(_ready, request)


def _ready(request: Request) -> Response:
    t = texts_for(request)
    try:
        with readers_of(request).views() as views:
            # In this order: what is recorded in between makes nothing lag.
            head, entry = views.ledger.head, views.entry
    except Problem as found:
        return problem(request, "not-ready", said_of(found, t), why=found.code)
    except (*BROKEN, LogDamaged) as error:
        said = t("http.not-readable", why=f"{type(error).__name__}: {error}"[:200])
        return problem(request, "not-ready", said, why="damaged")
    if entry < head:
        said = t("http.not-ready", entry=entry, head=head)
        return problem(request, "not-ready", said, why="lagging")
    return Response(to_json({"status": "ready", "entry": entry}), media_type=JSON, headers=UNKEPT)


@router.get("/metrics")
def measured(request: Request) -> Response:
    """For this computer, and for whom the settings name. Whoever comes through a proxy is somebody else."""
    address = request.client.host if request.client else ""
    if FORWARDED & set(request.headers.keys()) or not request.app.state.settings.may_read_metrics(address):
        raise HTTPException(404)
    return Response(
        metrics.exposed(request.app.state.of_the_log), headers={**UNKEPT, "Content-Type": metrics.KIND}
    )
