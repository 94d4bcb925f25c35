"""What is around every answer over HTTP: limits before, headers and a line in the log after.

An answer that was given is kept, and given again as it is, until something is recorded; but never one to somebody who
says who they are, which is for nobody else. Nothing of a request but its method, path and size is ever logged: what
stands in its query and headers may be secret, and of a path what lets somebody in is left out.
"""

import json
import secrets
import sys
import time
from collections.abc import Awaitable, Callable, MutableMapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from fastapi import Request
from sse_starlette.sse import SendTimeoutError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect

from api import metrics
from api.accounts.requests import bears_credentials
from api.accounts.store import Accounts
from api.answers import today
from api.negotiation import matches, texts_for
from api.problem_documents import of_problem, problem
from api.readers import Readers
from ledger.problems import Problem

if TYPE_CHECKING:
    from api.writing import Writer

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

MOST_BODY = 64 * 1024
"""Bytes of a request's body, where it is only to read."""
MOST_WRITTEN = 1024 * 1024
"""Bytes of a request's body, where something is to be recorded."""
MOST_ADDRESS = 8 * 1024
MOST_KEPT = 32 * 1024 * 1024
"""Bytes of answers that are kept."""
MOST_OF_ONE = 1024 * 1024

SECURITY = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
]
SEALED_PAGE = (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'")
EVENT_STREAM = b"text/event-stream; charset=utf-8"
NEGOTIATED = ("accept", "accept-language", "accept-encoding", "accept-datetime")


class Kept(NamedTuple):
    """An answer, to be given again."""

    headers: list[tuple[bytes, bytes]]
    unchanged: list[tuple[bytes, bytes]]
    """Those of a 304 (RFC 9110, 15.4.5)."""
    body: bytes
    etag: str
    route: str

    @property
    def size(self) -> int:
        """Bytes, with some for the headers and the key."""
        return len(self.body) + 1000


class Answers:
    """The answers to the public as of one entry and one day; another entry, and the first account, empties it."""

    def __init__(self) -> None:
        self._as_of: Any = None
        self._kept: dict[Any, Kept] = {}
        self._bytes = 0

    def as_of(self, entry: int, there_are_accounts: bool) -> "Answers":
        now = (entry, today(), there_are_accounts)
        if now != self._as_of:
            self._as_of, self._bytes = now, 0
            self._kept.clear()
        return self

    def get(self, key: Any) -> Kept | None:
        return self._kept.get(key)

    def keep(self, key: Any, kept: Kept) -> None:
        if len(kept.body) > MOST_OF_ONE or key in self._kept:
            return
        self._kept[key] = kept
        self._bytes += kept.size
        while self._bytes > MOST_KEPT:
            self._bytes -= self._kept.pop(next(iter(self._kept))).size


class Exchange:
    """One request and its answer."""

    def __init__(self, scope: Scope, send: Send):
        self.scope, self._send = scope, send
        self.began = time.perf_counter()
        self.id = scope["rcm-ledger.request"] = secrets.token_hex(8)
        self.method = scope["method"]
        self.is_head = self.method == "HEAD"
        if self.is_head:
            # As GET, but nothing of the answer's content is sent (RFC 9110, 9.3.2).
            scope["method"], scope["rcm-ledger.head"] = "GET", True
        self.status, self.sent = 0, 0
        self.headers: list[tuple[bytes, bytes]] = []
        self.body: list[bytes] | None = []
        self.failure: str | None = None
        self.gone = False
        self.kept_route: str | None = None

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], list(message.get("headers", ()))
            message = {**message, "headers": [*self.headers, *self._around()]}
        elif message["type"] == "http.response.body":
            body = message.get("body", b"")
            self._keep(body)
            if self.is_head:
                message = {**message, "body": b""}
            else:
                self.sent += len(body)
        try:
            await self._send(message)
        except Exception:
            self.gone = True
            raise

    def _around(self) -> list[tuple[bytes, bytes]]:
        named = {name for name, _ in self.headers}
        page = [] if SEALED_PAGE[0] in named else [SEALED_PAGE]
        return [(b"x-request-id", self.id.encode()), *SECURITY, *page]

    def _keep(self, body: bytes) -> None:
        if self.body is not None:
            self.body.append(body)
            if not self.scope.get("rcm-ledger.keep") or sum(map(len, self.body)) > MOST_OF_ONE:
                self.body = None

    @property
    def path(self) -> str:
        """As it was sent, without what lets somebody in."""
        before, below, _ = self.scope["path"].partition("/invitations/")
        if below:
            return f"{before}{below}…"
        sent: str = self.scope["raw_path"].decode("ascii", "backslashreplace")
        return sent

    @property
    def route(self) -> str:
        """The template of its address."""
        if self.kept_route is not None:
            return self.kept_route
        path: str = getattr(self.scope.get("route"), "path", metrics.NO_ROUTE)
        return path

    def count(self) -> None:
        if (b"content-type", EVENT_STREAM) in self.headers:
            return  # it says how long somebody followed, and not how long an answer took
        metrics.answered(self.method, self.route, self.status, time.perf_counter() - self.began)
        ruled = self.scope.get("rcm-ledger.refused")
        if ruled is not None:
            metrics.ruled(ruled)
        elif getattr(self.scope.get("route"), "name", "") in metrics.RULED and self.status // 100 == 2:
            metrics.ruled([])

    def log(self) -> None:
        line = {
            "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "request": self.id,
            "method": self.method,
            "path": self.path,
            "status": self.status,
            "bytes": self.sent,
            "ms": round(1000 * (time.perf_counter() - self.began), 2),
            "from": (self.scope.get("client") or ("",))[0],
        }
        if self.gone:
            line["gone"] = True
        if self.failure is not None:
            line["failure"] = self.failure
        print(json.dumps(line), file=sys.stderr, flush=True)


class Gate:
    """The service, with its limits, its log and the answers that it keeps."""

    def __init__(self, app: App, readers: Readers, writer: "Writer", accounts: Accounts):
        self.app, self.readers, self.writer, self.accounts = app, readers, writer, accounts
        self.answers = Answers()

    def close(self) -> None:
        """Of a service that has not begun; one that has closes them when it ends."""
        self.writer.close()
        self.readers.close()
        self.accounts.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        exchange = Exchange(scope, send)
        request = Request(scope)
        try:
            refused = refusal(request)
            if refused is not None:
                await refused(scope, receive, exchange.send)
            else:
                await self._answer(scope, request, receive, exchange)
        except (ClientDisconnect, SendTimeoutError):
            # Gone, or reading so slowly that it was cut off.
            exchange.gone = True
        except Exception as error:
            await self._failed(error, request, receive, exchange)
        finally:
            exchange.count()
            exchange.log()

    async def _answer(
        self, scope: Scope, request: Request, receive: Receive, exchange: Exchange
    ) -> None:
        if scope["method"] != "GET" or not scope["path"].startswith("/api/"):
            await self.app(scope, receive, exchange.send)
            return
        asked = request.headers
        if "no-cache" in asked.get("cache-control", "") or bears_credentials(request):
            await self.app(scope, receive, exchange.send)
            return
        try:
            head, there_are_accounts = await self.readers.heads.last(), self.accounts.there_were_lately
            if there_are_accounts is None:
                there_are_accounts = await run_in_threadpool(self.accounts.there_are)
            answers = self.answers.as_of(head, there_are_accounts)
        except Problem as found:
            await of_problem(request, found)(scope, receive, exchange.send)
            return
        key = (scope["raw_path"], scope["query_string"], *(asked.get(name) for name in NEGOTIATED))
        kept = answers.get(key)
        if kept is None:
            as_of = answers._as_of
            await self.app(scope, receive, exchange.send)
            if exchange.status == 200 and exchange.body is not None and as_of == answers._as_of:
                headers = exchange.headers
                etag = Headers(raw=headers).get("etag", "")
                without = [h for h in headers if not h[0].startswith(b"content-") or h[0] == b"content-location"]
                body = b"".join(exchange.body)
                answers.keep(key, Kept(headers, without, body, etag, exchange.route))
            return
        exchange.kept_route = kept.route
        if matches(kept.etag, asked.get("if-none-match", "")):
            await exchange.send(
                {"type": "http.response.start", "status": 304, "headers": kept.unchanged}
            )
            await exchange.send({"type": "http.response.body"})
        else:
            await exchange.send(
                {"type": "http.response.start", "status": 200, "headers": kept.headers}
            )
            await exchange.send({"type": "http.response.body", "body": kept.body})

    async def _failed(
        self, error: Exception, request: Request, receive: Receive, exchange: Exchange
    ) -> None:
        """What should never happen: one sentence and a number for the caller, its name for the log.

        Where the answer has begun it is broken off, so that nobody takes the half for the whole.
        """
        if exchange.gone:
            # Nobody is there any more, or what came after the request was none: the server has said so.
            return
        exchange.failure = f"{type(error).__name__}: {error}"[:500]
        if exchange.status == 0:
            said = texts_for(request)("http.unforeseen", request=exchange.id)
            await problem(request, "unforeseen", said)(request.scope, receive, exchange.send)


def refusal(request: Request) -> Any:
    """What is refused before anybody looks at what it asks."""
    scope, t = request.scope, texts_for
    if len(scope["raw_path"]) + len(scope["query_string"]) > MOST_ADDRESS:
        said = t(request)("http.address-too-long", most=MOST_ADDRESS)
        return problem(request, "address-too-long", said)
    if not is_readable(scope["raw_path"]) or not is_readable(scope["query_string"]):
        return problem(request, "bad-request", t(request)("http.bad-request"))
    length = request.headers.get("content-length", "0")
    most = MOST_WRITTEN if scope["method"] in ("POST", "PUT") else MOST_BODY
    if "transfer-encoding" in request.headers or not length.isdecimal() or int(length[:12]) > most:
        said = t(request)("http.body-too-large", most=most)
        return problem(request, "body-too-large", said, headers={"Connection": "close"})
    return None


def is_readable(encoded: bytes) -> bool:
    """Whether a part of an address is UTF-8, percent-encoded, without control characters."""
    if b"%" not in encoded and encoded.isascii():
        return not any(byte < 32 or byte == 127 for byte in encoded)
    from urllib.parse import unquote_to_bytes

    try:
        text = unquote_to_bytes(encoded).decode()
    except UnicodeDecodeError:
        return False
    return not any(ord(c) < 32 or ord(c) == 127 for c in text)
