"""A witness over HTTP, to the letter of c2sp.org/tlog-witness: `POST /add-checkpoint`, and
`GET /<origin hash>/checkpoint` for monitors.

It stands on the open network, and whoever calls may be an enemy: a request is bounded in its bytes
and in its time, connections are bounded in number, and an answer is only ever what the standard
says. Requests may come at once; the witness takes one at a time.
"""

import re
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import Any

from ledger.add_checkpoint import MOST_BYTES
from ledger.problems import Problem
from ledger.witness import Witness
from ledger.witness_refusals import Code, NotCosigned

STATUS: dict[Code, HTTPStatus] = {
    "not-a-request": HTTPStatus.BAD_REQUEST,
    "origin-unknown": HTTPStatus.NOT_FOUND,
    "not-signed": HTTPStatus.FORBIDDEN,
    "old-above-new": HTTPStatus.BAD_REQUEST,
    "other-size": HTTPStatus.CONFLICT,
    "not-consistent": HTTPStatus.UNPROCESSABLE_ENTITY,
    "fork": HTTPStatus.UNPROCESSABLE_ENTITY,
}
TEXT, SIZE = "text/plain; charset=utf-8", "text/x.tlog.size"

SILENCE = 10.0
"""Seconds that a caller may say nothing."""
LIFE = 60.0
"""Seconds that a connection may last, however busy it looks."""
MOST_CONNECTIONS = 64

_PAGE = re.compile(r"/([0-9a-f]{64})/checkpoint")
_LENGTH = re.compile(r"[0-9]{1,18}")
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")


class WitnessServer(ThreadingHTTPServer):
    """The server.

    Args:
        say: told each refusal that is about the ledger, not about the request: a person must hear
            of it.
    """

    daemon_threads = True
    request_queue_size = 32

    def __init__(
        self, address: tuple[str, int], witness: Witness, say: Callable[[NotCosigned], None]
    ):
        self.witness, self.say = witness, say
        self.life, self.silence, self.most_connections = LIFE, SILENCE, MOST_CONNECTIONS
        self._ends: dict[socket.socket, float] = {}
        if ":" in address[0]:
            self.address_family = socket.AF_INET6
        super().__init__(address, Handler)

    @property
    def url(self) -> str:
        host, port = self.server_address[:2]
        shown = f"[{host!s}]" if ":" in str(host) else str(host)
        return f"http://{shown}:{port}"

    def server_bind(self) -> None:
        # HTTPServer's own would ask the name service what this machine is called.
        TCPServer.server_bind(self)

    def process_request(self, request: Any, client_address: Any) -> None:
        if len(self._ends) >= self.most_connections:
            self.shutdown_request(request)
            return
        self._ends[request] = time.monotonic() + self.life
        super().process_request(request, client_address)

    def service_actions(self) -> None:
        """Twice a second: end the connections that have lasted too long."""
        now = time.monotonic()
        for connection, end in list(self._ends.items()):
            if end < now:
                self._ends.pop(connection, None)
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def shutdown_request(self, request: Any) -> None:
        self._ends.pop(request, None)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that went away, or sent what nobody reads, is no news."""


class NotRead(Exception):
    """A body that cannot be taken: the status that says so."""

    def __init__(self, status: HTTPStatus):
        self.status = status


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    server: WitnessServer
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "rcm-ledger-witness", ""
    error_content_type = TEXT
    error_message_format = "%(code)d %(message)s\n"

    def setup(self) -> None:
        self.request.settimeout(self.server.silence)
        super().setup()

    def do_POST(self) -> None:
        try:
            body = self._body()
        except NotRead as error:
            self.close_connection = True  # what is left of the body is no request
            self._answer(error.status, f"{error.status.phrase}\n")
            self._linger()
            return
        if self.path != "/add-checkpoint":
            self._wrong_path()
            return
        try:
            self._answer(HTTPStatus.OK, self.server.witness.add_checkpoint(body))
        except NotCosigned as error:
            if error.code in ("not-consistent", "fork") or error.evidence is not None:
                self.server.say(error)
            if error.code == "other-size":
                self._answer(STATUS[error.code], f"{error.latest}\n", SIZE)
            else:
                self._answer(STATUS[error.code], f"{error.message['en']}\n")
        except Problem as problem:
            self._failed(problem)

    def do_GET(self) -> None:
        page = _PAGE.fullmatch(self.path)
        if page is None:
            self._wrong_path()
            return
        try:
            watched = self.server.witness.watched().values()
        except Problem as problem:
            self._failed(problem)
            return
        latest = next((w.latest for w in watched if w.hash == page[1]), None)
        if latest is None:
            self._answer(HTTPStatus.NOT_FOUND, "No checkpoint of this ledger was cosigned here.\n")
        else:
            self._answer(HTTPStatus.OK, latest)

    def _wrong_path(self) -> None:
        """Another path, or the right one asked in the wrong way."""
        if self.path == "/add-checkpoint" or _PAGE.fullmatch(self.path):
            status = HTTPStatus.METHOD_NOT_ALLOWED
        else:
            status = HTTPStatus.NOT_FOUND
        self._answer(status, f"{status.phrase}\n")

    def do_HEAD(self) -> None:
        self.close_connection = True
        self._wrong_path()

    do_PUT = do_DELETE = do_PATCH = do_OPTIONS = do_HEAD

    def _failed(self, problem: Problem) -> None:
        """What it remembers cannot be read or written: then nothing is cosigned."""
        print(problem.message["en"], file=sys.stderr)
        status = HTTPStatus.INTERNAL_SERVER_ERROR
        self._answer(status, f"{status.phrase}\n")

    def _answer(self, status: HTTPStatus, text: str, content_type: str = TEXT) -> None:
        data = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        if status is HTTPStatus.METHOD_NOT_ALLOWED:
            self.send_header("Allow", "POST" if self.path == "/add-checkpoint" else "GET")
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def _linger(self) -> None:
        """Read on for a while what nobody heeds: a connection that ends with something unread takes
        the answer with it (RFC 9112, 9.6)."""
        self.wfile.flush()
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_WR)
            left = 4 * MOST_BYTES
            while left > 0 and (read := self.rfile.read1(65536)):
                left -= len(read)

    # The body (RFC 9112, 6.3).

    def _body(self) -> bytes:
        coding = self.headers.get_all("Transfer-Encoding", [])
        lengths = set(self.headers.get_all("Content-Length", []))
        if coding:
            # Both at once is how one request is smuggled inside another.
            if lengths or [c.strip().lower() for c in coding] != ["chunked"]:
                raise NotRead(HTTPStatus.BAD_REQUEST)
            return self._chunks()
        if not lengths:
            raise NotRead(HTTPStatus.LENGTH_REQUIRED)
        length = lengths.pop()
        if lengths or not _LENGTH.fullmatch(length):
            raise NotRead(HTTPStatus.BAD_REQUEST)
        if int(length) > MOST_BYTES:
            raise NotRead(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return self._exactly(int(length))

    def _exactly(self, length: int) -> bytes:
        data = self.rfile.read(length)
        if len(data) < length:
            raise NotRead(HTTPStatus.BAD_REQUEST)
        return data

    def _chunks(self) -> bytes:
        """A body in chunks (RFC 9112, 7.1)."""
        body = b""
        while True:
            head = _CHUNK.fullmatch(self.rfile.readline(1024))
            if head is None:
                raise NotRead(HTTPStatus.BAD_REQUEST)
            length = int(head[1], 16)
            if length == 0:
                break
            if len(body) + length > MOST_BYTES:
                raise NotRead(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            body += self._exactly(length)
            if self.rfile.readline(3) not in (b"\r\n", b"\n"):
                raise NotRead(HTTPStatus.BAD_REQUEST)
        for _ in range(20):
            if self.rfile.readline(1024) in (b"\r\n", b"\n"):
                return body
        raise NotRead(HTTPStatus.BAD_REQUEST)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: who asked is nobody's business, and what matters is said."""
