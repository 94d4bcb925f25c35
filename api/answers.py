"""An answer of the ledger over HTTP: its document, and what the headers say of it (RFC 9110).

Its `ETag` is the last entry that it takes in, so whoever asks again with `If-None-Match` is told in a few
bytes that nothing was recorded since. What is asked as known at an entry never changes: it may be kept for
ever. What lies beside the log (cosignatures) is tagged by its content.
"""

import gzip
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any, Literal, TypeVar

from fastapi import Request
from pydantic_core import to_json
from starlette.responses import Response

from api.accounts.requests import sees_drafts
from api.audience import cared_for, shown
from api.negotiation import JSON, language_of, matches, takes_gzip
from api.readers import Readers
from ledger.ledger import Ledger
from projections.views import Reading

IMMUTABLE = "public, max-age=31536000, immutable"
REVALIDATE = "no-cache"
WORTH_PACKING = 1000
"""Bytes from which on an answer is compressed."""

T = TypeVar("T")
Document = dict[str, Any]
Basis = Literal["log", "today", "beside"]
"""What an answer follows from: the log; the log and the day; or what lies beside the log as well."""


def readers_of(request: Request) -> Readers:
    found: Readers = request.app.state.readers
    return found


@dataclass(slots=True)
class Told:
    """A document, and what is to be said of it besides.

    Attributes:
        document: or its JSON, where that is at hand.
        entry: the last that it takes in, where that is not the ledger's last.
        forever: it can never change.
    """

    document: Document | bytes
    entry: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    forever: bool = False


def read(request: Request, question: Callable[[Reading], T]) -> tuple[T, int]:
    """An answer, and the entry as of which it is true: the log's last."""
    with readers_of(request).views(as_they_are=True) as views:
        return shown(request, views).answer_of_now(question)


def answer(
    request: Request, question: Callable[[Reading], Document | Told], *, basis: Basis = "log"
) -> Response:
    """A document as JSON."""
    found, entry = read(request, question)
    told = found if isinstance(found, Told) else Told(found)
    headers = {"Cache-Control": IMMUTABLE if told.forever else REVALIDATE, **told.headers}
    tag = tag_of(basis, told.entry or entry)
    body = told.document if isinstance(told.document, bytes) else to_json(told.document)
    return entity(request, body, JSON, headers, tag, basis=basis)


def of_the_ledger(request: Request, document: Callable[[Ledger], Document]) -> Response:
    """What lies beside the log as well, as JSON."""
    with readers_of(request).views() as views:
        body = to_json(document(views.ledger))
    return entity(request, body, JSON, {"Cache-Control": REVALIDATE}, None, basis="beside")


def tag_of(basis: Basis, entry: int) -> str | None:
    match basis:
        case "log":
            return str(entry)
        case "today":
            return f"{entry}-{today()}"
        case "beside":
            return None


def today() -> date:
    return datetime.now(UTC).date()


def entity(
    request: Request,
    body: bytes,
    kind: str,
    headers: dict[str, str],
    tag: str | None = None,
    *,
    basis: Basis = "beside",
    localized: bool = False,
) -> Response:
    """Bytes with their headers: compressed where the caller takes that, left out where the caller has them.

    Args:
        tag: what the entity tag says; a hash of the bytes where None.
        localized: they are in the language that is asked for.
    """
    headers = cared_for(request, headers)
    vary = [headers["Vary"]] if "Vary" in headers else []
    tag = tag or sha256(body).hexdigest()[:32]
    if not sees_drafts(request):
        tag += "-adopted"
    if localized:
        language = language_of(request)
        headers["Content-Language"] = language
        vary.append("Accept-Language")
        tag += f"-{language}"
    if len(body) >= WORTH_PACKING:
        vary.append("Accept-Encoding")
        if takes_gzip(request):
            # A strong tag names the very bytes: packed, they are others (RFC 9110, 8.8.3.3).
            tag += "-gzip"
            headers["Content-Encoding"] = "gzip"
    if vary:
        headers["Vary"] = ", ".join(vary)
    headers["ETag"] = f'"{tag}"'
    if basis != "beside":
        request.scope["rcm-ledger.keep"] = True
    if matches(headers["ETag"], request.headers.get("if-none-match", "")):
        headers.pop("Content-Encoding", None)
        return Response(status_code=304, headers=headers)
    if headers.get("Content-Encoding") == "gzip":
        body = gzip.compress(body, 5, mtime=0)
    return Response(body, media_type=kind, headers=headers)
