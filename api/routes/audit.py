"""The audit: page by page as JSON, or as a stream of lines (NDJSON) or rows (CSV) in bounded memory."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from pydantic_core import to_json
from starlette.responses import Response, StreamingResponse

from api import models
from api.accounts.requests import sees_drafts
from api.answers import REVALIDATE, Document, Told, answer, read, readers_of
from api.audience import cared_for, shown
from api.negotiation import CSV, JSON, NDJSON, matches, media_type, texts_for
from api.problem_documents import problem
from api.routes import parameters as given
from api.routes.operation import operations
from api.routes.parameters import naming
from projections import audit as trail
from projections.views import Reading

router = operations()
FORMATS = (JSON, NDJSON, CSV)
PAGE = 200
"""Entries of a stream that are in memory at a time."""
COLUMNS = (
    *("entry", "recorded_at", "recorded_by", "event", "item", "reference", "decision", "meeting"),
    *("body", "adopted_on", "member", "agreed_by", "basis", "contested_by", "recorded_after_days"),
    *("recorded_after_seal", "voided_by", "change", "before", "after"),
)
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@router.get("/audit", response_model=models.Trail)
def audit(
    request: Request,
    item: given.Item = None,
    decision: given.Decision = None,
    meeting: given.Meeting = None,
    body: given.Body = None,
    member: given.Member = None,
    kind: given.KindOrEvent = None,
    agreed_from: given.AgreedFrom = None,
    agreed_to: given.AgreedTo = None,
    known_from: given.KnownFrom = None,
    known_to: given.KnownTo = None,
    text: given.Words = None,
    after: given.After = 0,
    limit: given.Limit = 1000,
) -> Response:
    filters: dict[str, Any] = {
        "item": item,
        "decision": decision,
        "meeting": meeting,
        "body": body,
        "member": member,
        "kind": kind,
        "agreed_from": agreed_from,
        "agreed_to": agreed_to,
        "known_from": known_from,
        "known_to": known_to,
        "text": text,
    }
    kind_of = media_type(request, FORMATS)
    if kind_of is None:
        t = texts_for(request)
        return problem(request, "not-acceptable", t("http.not-acceptable", offered=", ".join(FORMATS)))
    if kind_of != JSON:
        return _stream(request, filters, after, kind_of)

    def document(reading: Reading) -> Told:
        page = _page(reading, filters, after, limit)
        told = Told(page, headers={"Vary": "Accept"})
        if (following := page["next"]) is not None:
            query = urlencode({**request.query_params, "after": following})
            told.headers["Link"] = f'<{request.url.path}?{query}>; rel="next"'
        return told

    return answer(request, document)


def _page(reading: Reading, filters: dict[str, Any], after: int, limit: int) -> Document:
    return naming(filters, lambda some: trail.audit(reading, after=after, limit=limit, **some))


def _stream(request: Request, filters: dict[str, Any], after: int, kind: str) -> Response:
    # What is wrong with the filters is said before anything is sent.
    first, last = read(request, lambda reading: _page(reading, filters, after, PAGE))
    part = "" if sees_drafts(request) else "-adopted"
    tag = f'"{last}-{"ndjson" if kind == NDJSON else "csv"}{part}"'
    headers = {"Cache-Control": REVALIDATE, "Vary": "Accept", "ETag": tag}
    headers = cared_for(request, headers)
    if kind == CSV:
        headers["Content-Disposition"] = 'attachment; filename="audit.csv"'
    if matches(tag, request.headers.get("if-none-match", "")):
        return Response(status_code=304, headers=headers)
    if request.scope.get("rcm-ledger.head"):
        return Response(media_type=kind, headers=headers)
    entries = _entries(request, filters, first, last)
    lines = _ndjson(entries) if kind == NDJSON else _csv(entries)
    return StreamingResponse(lines, media_type=kind, headers=headers)


def _entries(
    request: Request, filters: dict[str, Any], page: Document, last: int
) -> Iterator[list[Document]]:
    """Page by page, each read when the one before is on its way: a slow caller keeps no reader waiting."""
    while True:
        entries = [entry for entry in page["entries"] if entry["entry"] <= last]
        yield entries
        if page["next"] is None or len(entries) < len(page["entries"]):
            return
        with readers_of(request).views() as views:
            page = trail.audit(shown(request, views), after=page["next"], limit=PAGE, **filters)


def _ndjson(pages: Iterator[list[Document]]) -> Iterator[bytes]:
    for page in pages:
        yield b"".join(to_json(entry) + b"\n" for entry in page)


def _csv(pages: Iterator[list[Document]]) -> Iterator[bytes]:
    """RFC 4180, in UTF-8; what is not a word or a number is JSON."""
    yield _rows([list(COLUMNS)])
    for page in pages:
        yield _rows([[cell(entry.get(name)) for name in COLUMNS] for entry in page])


def _rows(rows: list[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def cell(value: Any) -> str:
    """A value as a spreadsheet is to show it, and never as a formula that it is to reckon."""
    if value is None or value in ([], {}):
        return ""
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        shown = " ".join(value)
    elif isinstance(value, list | dict):
        shown = json.dumps(value, ensure_ascii=False)
    else:
        shown = str(value)
    return f"'{shown}" if shown.startswith(_BEGINS_A_FORMULA) else shown
