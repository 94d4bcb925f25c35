"""Following the ledger: every entry as it comes, feeds of what was decided, a calendar of what is due."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

import anyio
from fastapi import Header, Query, Request
from sse_starlette.event import ServerSentEvent
from sse_starlette.sse import EventSourceResponse
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.accounts.requests import sees_drafts
from api.answers import REVALIDATE, entity, read, tag_of
from api.audience import cared_for
from api.feeds import KIND, feed
from api.following import Following
from api.negotiation import texts_for
from api.operations import CALENDAR, EVENTS
from api.problem_documents import BadParameter, problem
from api.routes.operation import operations
from api.routes.parameters import Body, Id, Member, naming, said
from projections.adoptions import adoptions, title_of
from projections.moments import moment, recorded_at
from projections.views import Reading

router = operations()
SENDS_WITHIN = 30
"""Seconds that a follower may take to read what is sent; then the connection is cut off."""
ENDS_WITHIN = 5
"""Seconds for a stream to end by itself once the service is told to stop."""

Since = Annotated[int | None, Query(ge=0, le=2**62, alias="since", description=said("since"))]
LastEventId = Annotated[str | None, Header(alias="Last-Event-ID", description=said("Last-Event-ID"))]


@router.get("/events")
async def events(request: Request, since: Since = None, last: LastEventId = None) -> Response:
    following: Following = request.app.state.following
    head = await following.last()
    after = _begins_after(last, since, head)
    # Who asks is looked up in the accounts' database: not in the event loop.
    sees = await run_in_threadpool(sees_drafts, request)
    headers = cared_for(request, {"Cache-Control": "no-store"})
    if request.scope.get("rcm-ledger.head"):
        return Response(media_type=EVENTS, headers=headers)
    if following.is_full(sees):
        return problem(request, "too-many-followers", texts_for(request)("http.too-many-followers"))
    stopping = anyio.Event()
    return EventSourceResponse(
        following.events(request, after, sees, stopping),
        headers=headers,
        sep="\n",
        ping=request.app.state.settings.heartbeat_seconds,
        ping_message_factory=lambda: ServerSentEvent(comment="", sep="\n"),
        send_timeout=SENDS_WITHIN,
        shutdown_event=stopping,
        shutdown_grace_period=ENDS_WITHIN,
    )


def _begins_after(last: str | None, since: int | None, head: int) -> int:
    """Where the one who was cut off goes on; else where it is asked for; else now."""
    if last is not None:
        if not (last.isascii() and last.isdecimal() and len(last) < 19 and int(last) <= head):
            raise BadParameter("Last-Event-ID", last)
        return int(last)
    if since is None:
        return head
    if since > head:
        raise BadParameter("since", since)
    return since


# --- feeds ----------------------------------------------------------------------------------------


@router.get("/feeds/decisions")
def decided(request: Request) -> Response:
    return _feed(request)


@router.get("/feeds/items/{id}")
def decided_about(request: Request, id: Id) -> Response:
    return _feed(request, item=id)


@router.get("/feeds/members/{id}")
def decided_with(request: Request, id: Id) -> Response:
    return _feed(request, member=id)


def _feed(request: Request, *, item: str | None = None, member: str | None = None) -> Response:
    t = texts_for(request)

    def question(reading: Reading) -> bytes:
        found = naming({"item": item, "member": member}, lambda about: adoptions(reading, **about))
        charter = reading.ledger.charter
        about = ""
        if item is not None:
            about = t.of(title_of(reading, item)) or item
        elif member is not None:
            about = t.of(charter.members[member].name) or member
        return feed(
            reading.ledger.founding.ledger,
            found,
            charter,
            t,
            path=request.url.path,
            about=about,
            member=member,
            url=(request.app.state.settings.url or "").rstrip("/"),
            begun=recorded_at(reading, 1),
        )

    body, _ = read(request, question)
    return entity(request, body, KIND, {"Cache-Control": REVALIDATE}, basis="log", localized=True)


# --- the calendar ---------------------------------------------------------------------------------


@router.get("/plan.ics")
def plan_calendar(request: Request, body: Body = None, member: Member = None) -> Response:
    from api.documents.building import building, stamp
    from api.documents.calendar import calendar_document, source, write

    t = texts_for(request)

    def question(reading: Reading) -> bytes:
        build = building(reading.ledger, [t.language])
        stamped = stamp(reading, moment(reading))

        def asked(narrowed: Mapping[str, Any]) -> bytes:
            document = calendar_document(stamped, build, narrowed.get("body"), narrowed.get("member"))
            return write(replace(document, source=source(reading, document)))

        return naming({"body": body, "member": member}, asked)

    written, entry = read(request, question)
    headers = {"Cache-Control": REVALIDATE}
    return entity(request, written, CALENDAR, headers, tag_of("log", entry), basis="log", localized=True)
