"""The service as a process: it listens, answers, and when told to stop finishes what it began."""

import json
import logging
import socket
import sys
from collections.abc import Callable
from typing import Any

import uvicorn

from api.gate import App

GRACE = 30
"""Seconds that answers which were begun may still take once the service is told to stop."""
MOST_CONNECTIONS = 512
LONGEST_HEAD = 32 * 1024
"""Bytes of a request line and its headers."""


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens.

    Raises:
        OSError: it cannot.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, or asyncio leaves it with Nagle's delay: 40 ms before the content of every answer.
    found = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((host, port))
        found.listen(128)
    except BaseException:
        found.close()
        raise
    return found


def url_of(listens: socket.socket) -> str:
    host, port = listens.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]):
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()


class _Lines(logging.Handler):
    """What the server itself has to say, one JSON document a line, and never a traceback."""

    def emit(self, record: logging.LogRecord) -> None:
        line: dict[str, Any] = {"server": record.levelname.lower(), "says": record.getMessage()[:500]}
        print(json.dumps(line), file=sys.stderr, flush=True)


def _log_in_lines() -> None:
    """Whatever any library has to say, too."""
    log = logging.getLogger()
    log.handlers = [_Lines(logging.WARNING)]
    # A pool that lost its server says so each time that it tries again.
    logging.getLogger("psycopg.pool").setLevel(logging.ERROR)


def run(app: App, listens: socket.socket, ready: Callable[[], None]) -> None:
    """Answer until the process is told to stop.

    Args:
        ready: called once it answers.
    """
    _log_in_lines()
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ws="none",
        http="h11",
        loop="asyncio",
        lifespan="on",
        timeout_keep_alive=15,
        timeout_graceful_shutdown=GRACE,
        limit_concurrency=MOST_CONNECTIONS,
        h11_max_incomplete_event_size=LONGEST_HEAD,
    )
    _Server(config, ready).run(sockets=[listens])
