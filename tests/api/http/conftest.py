"""The service as it runs: a process of its own, on a port of this computer, asked over real HTTP."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from api.cli import run
from api.gate import Gate
from api.server import listening, url_of

ENVIRONMENT = {**os.environ, "LC_ALL": "C.UTF-8", "PYTHONUNBUFFERED": "1"}
V1 = "/api/v1"


class Service:
    """A running service, and a client of it."""

    def __init__(self, ledger: Path | str, *options: str, folder: Path | None = None, **environment: str):
        self.ledger = ledger
        self.log_file = (folder or Path(ledger).parent) / "serve.log"
        serve = ("-m", "api.cli", "serve", "--port", "0", "--json", "--ledger", str(ledger))
        with self.log_file.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, *serve, *options],
                stdout=subprocess.PIPE,
                stderr=log,
                env={**ENVIRONMENT, **environment},
            )
        assert self.process.stdout is not None
        said = self.process.stdout.read1(65536)
        while said.strip() and not said.rstrip().endswith(b"}"):
            said += self.process.stdout.read1(65536)
        assert said, self.log_file.read_text()
        self.said: Any = json.loads(said)
        self.at(self.said["url"])

    def at(self, url: str) -> None:
        """Where it answers."""
        self.url = url
        self.host, port = re.fullmatch(r"http://(.*):(\d+)", url).groups()
        self.port = int(port)
        self.client = httpx.Client(base_url=url, timeout=60)

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self.client.get(path, headers={k.replace("_", "-"): v for k, v in headers.items()})

    def json(self, path: str, **headers: str) -> Any:
        answer = self.get(path, **headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def problem(self, path: str, status: int, code: str, **headers: str) -> Any:
        answer = self.get(path, **headers)
        assert answer.headers["content-type"] == "application/problem+json"
        document = answer.json()
        assert (answer.status_code, document["code"]) == (status, code), document
        assert (document["status"], document["type"]) == (status, f"/problems/{code}")
        return document

    @property
    def log(self) -> list[Any]:
        return [json.loads(line) for line in self.log_file.read_text().splitlines()]

    def stop(self, how: int = signal.SIGTERM) -> int:
        self.client.close()
        self.process.send_signal(how)
        self.process.stdout.close()
        return self.process.wait(60)


@contextmanager
def serving(ledger: Path, *options: str, **environment: str) -> Iterator[Service]:
    service = Service(ledger, *options, **environment)
    try:
        yield service
    finally:
        if service.process.poll() is None:
            service.stop()


@contextmanager
def answering(gate: Gate) -> Iterator[httpx.Client]:
    """A client of a service that runs in this process."""
    with listening("127.0.0.1", 0) as listens:
        config = uvicorn.Config(
            gate, log_config=None, server_header=False, proxy_headers=False, http="h11"
        )
        server = uvicorn.Server(config)
        running = threading.Thread(target=server.run, args=([listens],))
        running.start()
        try:
            with httpx.Client(base_url=url_of(listens), timeout=60) as client:
                yield client
        finally:
            server.should_exit = True
            running.join()


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory) -> Path:
    """A folder with a ledger of the shipped register, sealed, and a draft that the rule refuses."""
    folder = tmp_path_factory.mktemp("demonstration")
    assert run(["demo", "--dir", str(folder), "--json"]) == 0
    return folder


@pytest.fixture(scope="session")
def service(demonstration) -> Iterator[Service]:
    """A service that is only read."""
    with serving(demonstration / "rcm-ledger-demo.db") as served:
        yield served
        failed = [line for line in served.log if line.get("failure") or line.get("status", 0) >= 500]
        assert failed == []


@pytest.fixture
def own(ledger) -> Iterator[Service]:
    """A service on a ledger of one's own (`rcm-ledger.db` in the current folder)."""
    with serving(ledger) as served:
        yield served


@pytest.fixture
def offices(ledger) -> Iterator[Any]:
    """A service on a ledger of one's own, in which offices record."""
    from tests.api.http.offices import offices_of

    with offices_of(ledger) as served:
        yield served
