"""The plan, the archive, and what changed between two moments."""

from collections.abc import Callable
from functools import partial
from typing import Any

from fastapi import Request
from starlette.responses import Response

from api import models
from api.answers import Document, Told, answer
from api.routes.moments import add_memento, entry_of, moment_of, negotiated
from api.routes.operation import operations
from api.routes.parameters import AcceptDatetime, AsOf, Before, From, KnownAt, To, naming
from projections import compare
from projections import plan as plans
from projections.moments import Moment, moment
from projections.rows import plan_json
from projections.views import Reading

router = operations()


@router.get("/plan", response_model=models.Plan)
def plan(
    request: Request,
    as_of: AsOf = None,
    before: Before = None,
    known_at: KnownAt = None,
    accept_datetime: AcceptDatetime = None,
) -> Response:
    given = {"as_of": as_of, "before": before, "known_at": known_at}

    def document(reading: Reading) -> Told:
        entry = None if known_at is not None else negotiated(reading, accept_datetime)
        told = _as_of(reading, plan_json, {**given, "known_at": known_at if entry is None else entry})
        told.forever = entry_of(known_at) is not None
        shown = told.entry if known_at is not None or entry is not None else None
        add_memento(told, request, reading, shown, asked=known_at is not None)
        return told

    return answer(request, document)


@router.get("/archive", response_model=models.Plan)
def archive(
    request: Request, as_of: AsOf = None, before: Before = None, known_at: KnownAt = None
) -> Response:
    given = {"as_of": as_of, "before": before, "known_at": known_at}

    def document(reading: Reading) -> Told:
        told = _as_of(reading, partial(plans.archive, basis=True), given)
        told.forever = entry_of(known_at) is not None
        return told

    return answer(request, document)


def _as_of(
    reading: Reading, what: Callable[[Reading, Moment], Document | bytes], given: dict[str, Any]
) -> Told:
    at = moment_of(reading, given)
    return Told(what(reading, at), entry=at.known_at)


@router.get("/diff", response_model=models.Diff)
def diff(request: Request, start: From, end: To, known_at: KnownAt = None) -> Response:
    def document(reading: Reading) -> Told:
        known = moment_of(reading, {"known_at": known_at})
        days = (
            naming({name: value}, lambda some: moment(reading, *some.values()).as_of)
            for name, value in (("from", start), ("to", end))
        )
        moments = [Moment(day, known.known_at) for day in days]
        return Told(
            compare.diff(reading, *moments),
            entry=known.known_at,
            forever=entry_of(known_at) is not None,
        )

    return answer(request, document)
