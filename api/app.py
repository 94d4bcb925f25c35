"""The service: the operations, what goes wrong with them, and what is around them."""

from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

import anyio
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.accounts.passwords import AT_ONCE as HASHED_AT_ONCE
from api.accounts.store import Accounts
from api.following import Following
from api.gate import Gate
from api.metrics import OfTheLog
from api.negotiation import texts_for
from api.operations import describe
from api.pages import docs, invitation, problems
from api.problem_documents import SAID, BadParameter, of_error, of_parameter, problem
from api.readers import MOST, Readers
from api.routes import (
    audit,
    deciding,
    following,
    health,
    managing,
    meetings,
    plan,
    proposing,
    proving,
    records,
    signing_in,
    tiles,
)
from api.routes.operation import AT_ONCE
from api.settings import Settings
from api.writing import Writer
from ledger.place import Place

OPERATIONS = (
    *(plan, records, audit, proving, following, meetings, deciding, proposing),
    *(signing_in, managing),
)
BESIDES = (health, tiles, problems, docs, invitation)


def service(
    readers: Readers, settings: Settings | None = None, accounts: Accounts | None = None
) -> Gate:
    """The service on a ledger, as an ASGI application; it closes what it reads when it ends.

    Args:
        accounts: who may sign in; by default those beside the ledger.
    """
    settings = settings or Settings()
    kept = accounts or Accounts(readers.place)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        # As many threads as there are handles that are kept: more would only wait for the processors.
        anyio.to_thread.current_default_thread_limiter().total_tokens = MOST
        app.state.at_once = defaultdict(partial(anyio.CapacityLimiter, AT_ONCE))
        app.state.verifying = anyio.CapacityLimiter(1)
        app.state.writing = anyio.CapacityLimiter(1)
        app.state.hashing = anyio.CapacityLimiter(HASHED_AT_ONCE)
        yield
        writer.close()
        readers.close()
        kept.close()

    app = FastAPI(
        title="rcm-ledger", lifespan=lifespan, openapi_url=None, docs_url=None, redoc_url=None
    )
    writer = Writer(readers)
    app.state.readers, app.state.writer = readers, writer
    app.state.accounts, app.state.settings = kept, settings
    app.state.of_the_log, app.state.following = OfTheLog(readers), Following(readers)
    app.router.redirect_slashes = False
    for each in (*OPERATIONS, *BESIDES):
        # As they are, side by side: routers within routers are looked through again for each request.
        app.router.routes.extend(each.router.routes)
    app.openapi = lambda: describe(app)  # type: ignore[method-assign]
    app.add_api_route("/openapi.json", _described, include_in_schema=False)
    for kind, handler in _WRONG.items():
        app.add_exception_handler(kind, handler)
    return Gate(app, readers, writer, kept)


def on(place: Place, settings: Settings | None = None) -> Gate:
    """The service on the ledger at a place; where there are accounts, it is served from now on.

    Raises:
        Problem: there is none, or it cannot be read; or written, where there are accounts.
    """
    gate = service(Readers(place), settings)
    if gate.accounts.there_are() and not gate.readers.read_only:
        try:
            gate.writer.begin_service()
        except BaseException:
            gate.writer.close()
            gate.readers.close()
            raise
    return gate


async def _described(request: Request) -> Response:
    return JSONResponse(request.app.openapi(), headers={"Cache-Control": "no-cache"})


# What goes wrong.


async def _said(request: Request, error: Exception) -> Response:
    return of_error(request, error)


async def _not_as_declared(request: Request, error: Exception) -> Response:
    """The first of the parameters that are not as they are declared."""
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    place, name = (str(part) for part in first["loc"][:2])
    if place == "path" and name == "id":
        return of_parameter(request, BadParameter(name, first["input"], code="unknown"))
    found = "" if first["type"] == "missing" else first["input"]
    return of_parameter(request, BadParameter(name, found))


async def _of_http(request: Request, error: Exception) -> Response:
    """No such address, or another method than it has."""
    assert isinstance(error, HTTPException)
    t = texts_for(request)
    if error.status_code == 405:
        allowed = ", ".join(_methods(request.url.path))
        said = t("http.wrong-method", method=request.method[:32], allowed=allowed)
        return problem(request, "wrong-method", said, headers={"Allow": allowed})
    said = t("http.no-such-page", path=request.url.path[:200])
    return problem(request, "no-such-page", said)


def _methods(path: str) -> list[str]:
    """What is possible at an address."""
    here: set[str] = set()
    for each in (*OPERATIONS, *BESIDES):
        for route in each.router.routes:
            if isinstance(route, APIRoute) and route.path_regex.match(path):
                here |= route.methods or set()
    return sorted({*here, "HEAD"} if "GET" in here else here)


async def _unforeseen(request: Request, error: Exception) -> Response:
    said = texts_for(request)("http.unforeseen", request=request.scope["rcm-ledger.request"])
    return problem(request, "unforeseen", said)


_WRONG = {
    **dict.fromkeys(SAID, _said),
    RequestValidationError: _not_as_declared,
    HTTPException: _of_http,
    Exception: _unforeseen,
}
