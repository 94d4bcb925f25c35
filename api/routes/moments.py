"""Moments in a request, and mementos: what the ledger knew at an instant, as RFC 7089 has it.

A resource that changes is its own TimeGate: with `Accept-Datetime` it answers with its memento, as known at
the last entry that was recorded by then, and says where that stands for ever (`Content-Location`).
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from fastapi import Request

from api.answers import Told
from api.negotiation import http_date, instant_of
from api.problem_documents import BadParameter
from api.routes.parameters import naming
from ledger.problems import Problem
from projections.moments import Moment, moment, recorded_at
from projections.views import Reading


def moment_of(reading: Reading, given: Mapping[str, Any]) -> Moment:
    """The moment that `as_of`, `before` and `known_at` name.

    Raises:
        BadParameter
    """
    return naming(given, lambda some: moment(reading, **some))


def entry_of(known_at: str | None) -> int | None:
    """The entry, where `known_at` names one: of an instant, more may yet be recorded."""
    return int(known_at) if known_at is not None and known_at.isdecimal() else None


def negotiated(reading: Reading, header: str | None) -> int | None:
    """The entry that `Accept-Datetime` asks for; the first one where the ledger begins later.

    Raises:
        BadParameter: it is no instant (RFC 7089, 4.5.3: 400).
    """
    if header is None:
        return None
    instant = instant_of(header)
    if instant is None:
        raise BadParameter("Accept-Datetime", header, code="bad-request")
    try:
        return moment(reading, known_at=instant).known_at
    except Problem:
        return 1


def add_memento(
    told: Told, request: Request, reading: Reading, entry: int | None, *, asked: bool
) -> None:
    """Say in headers what the original is, and of a memento when it was so.

    Args:
        entry: as known at which it is shown; None for the original.
        asked: whether it was asked for by its own address.
    """
    path = request.url.path
    query = {k: v for k, v in request.query_params.items() if k not in ("known_at", "lang")}

    def address(**more: int) -> str:
        parameters = urlencode({**query, **more})
        return f"{path}?{parameters}" if parameters else path

    links = [f'<{address()}>; rel="original timegate"']
    if entry is not None:
        when = http_date(recorded_at(reading, entry))
        told.headers["Memento-Datetime"] = when
        links.append(f'<{address(known_at=entry)}>; rel="memento"; datetime="{when}"')
        if not asked:
            told.headers["Content-Location"] = address(known_at=entry)
    if not asked:
        told.headers["Vary"] = "Accept-Datetime"
    told.headers["Link"] = ", ".join(links)
