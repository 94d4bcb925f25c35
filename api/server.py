"""The service as a process, or as several: it listens, answers, and when told to stop finishes what it began."""

import json
import logging
import multiprocessing
import os
import signal
import socket
import sys
import tempfile
import threading
import urllib.request
from collections.abc import Callable
from functools import partial
from typing import Any

import uvicorn
from uvicorn.supervisors import Multiprocess

from api.gate import App
from api.metrics import FOLDER_VARIABLE
from api.patience import patient_for
from api.settings import Settings
from ledger.place import Place

MOST_CONNECTIONS = 512
LONGEST_HEAD = 32 * 1024
"""Bytes of a request line and its headers."""
FAILED = 3
"""How a process ends that could not begin (uvicorn's `STARTUP_FAILURE`): it is not begun again."""


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


def _config(app: Any, settings: Settings, **more: Any) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ws="none",
        http=patient_for(settings.head_seconds, settings.body_seconds),
        loop="asyncio",
        lifespan="on",
        timeout_keep_alive=15,
        timeout_graceful_shutdown=settings.grace_seconds,  # type: ignore[arg-type]
        limit_concurrency=MOST_CONNECTIONS,
        h11_max_incomplete_event_size=LONGEST_HEAD,
        **more,
    )


# --- one process ----------------------------------------------------------------------------------


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]):
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()


def run(
    app: App, listens: socket.socket, ready: Callable[[], None], settings: Settings | None = None
) -> None:
    """Answer until the process is told to stop.

    Args:
        ready: called once it answers.
    """
    _log_in_lines()
    _Server(_config(app, settings or Settings()), ready).run(sockets=[listens])


# --- several --------------------------------------------------------------------------------------


class _Workers(Multiprocess):
    """Processes that answer, and the one that begins another where one ends."""

    def __init__(self, config: uvicorn.Config, listens: socket.socket, ready: Callable[[], None]):
        super().__init__(config, [listens])
        self._url, self._ready = url_of(listens), ready

    def init_processes(self) -> None:
        super().init_processes()
        threading.Thread(target=self._tell, daemon=True).start()

    def _tell(self) -> None:
        # The socket listens already: whoever is first answers.
        with urllib.request.urlopen(f"{self._url}/healthz"):
            self._ready()


def run_workers(
    place: Place, listens: socket.socket, ready: Callable[[], None], settings: Settings
) -> None:
    """The same in several processes, each with readers of its own."""
    _log_in_lines()
    with tempfile.TemporaryDirectory(prefix="rcm-ledger-metrics-") as folder:
        os.environ[FOLDER_VARIABLE] = folder
        app = partial(_worker, place, settings)
        config = _config(app, settings, factory=True, workers=settings.workers)
        _Workers(config, listens, ready).run()


def _worker(place: Place, settings: Settings) -> App:
    """The service in a process of its own; it ends with the one that began it."""
    from api.app import on
    from ledger.problems import Problem

    _log_in_lines()
    parent = multiprocessing.parent_process()
    assert parent is not None
    threading.Thread(target=_stop_after, args=(parent,), daemon=True).start()
    try:
        return on(place, settings)
    except Problem as error:
        logging.getLogger(__name__).error(str(error))
        sys.exit(FAILED)


def _stop_after(parent: Any) -> None:
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)
