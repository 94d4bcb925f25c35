"""`GET /plan` as of a past meeting over HTTP, against bare Starlette that answers the same bytes."""

import http.client
import itertools
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from ledger.server import FOLDER_VARIABLE
from tests.benchmarks.ledgers import Sizes, ledger_of, ledger_on, opened
from tests.benchmarks.measuring import Report, in_turns
from tests.benchmarks.reading import Plans
from tests.server import running

PLAN = "/api/v1/plan?as_of="


@contextmanager
def process(*arguments: str) -> Iterator[http.client.HTTPConnection]:
    """A service in a process of its own, and a connection to it that is kept alive."""
    serving = subprocess.Popen(
        [sys.executable, "-m", *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert serving.stdout is not None
    said = b""
    while b"}" not in said:
        said += serving.stdout.read1()
    connection = http.client.HTTPConnection(urlsplit(json.loads(said)["url"]).netloc, timeout=60)
    try:
        yield connection
    finally:
        connection.close()
        serving.terminate()
        with suppress(subprocess.TimeoutExpired):
            serving.wait(30)
        serving.stdout.close()


def get(connection: http.client.HTTPConnection, path: str, **headers: str) -> bytes:
    connection.request("GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()})
    answer = connection.getresponse()
    body = answer.read()
    assert answer.status in (200, 304), body
    return body


@dataclass(frozen=True)
class Load:
    """How long answers took when half of the highest throughput was asked.

    Attributes:
        highest: answers a second to callers who never pause.
        took: seconds, each from the moment when it was due, in order of length.
    """

    highest: float
    took: list[float]

    def said(self, what: str) -> str:
        half = f"{what}: at most {self.highest:,.0f}/s to {CALLERS} callers; at half of that"
        p50, p99 = (1000 * self.took[int(len(self.took) * part)] for part in (0.5, 0.99))
        return f"{half}, p50 {p50:.1f} ms, p99 {p99:.1f} ms."


CALLERS, SECONDS, ROUNDS = 4, 4.0, 3
COMPUTED = {"Cache-Control": "no-cache"}


def ask(
    served: http.client.HTTPConnection, paths: Iterator[str], headers: dict[str, str], pace: float
) -> list[float]:
    """Until the time is up: at a pace of so many seconds each, or without a pause where 0. How long answers took,
    in order of length."""

    def one_caller(_: int) -> list[float]:
        connection, took = http.client.HTTPConnection(served.host, served.port, timeout=60), []
        due = began = time.perf_counter()
        while (now := time.perf_counter()) - began < SECONDS:
            if pace:
                due += pace * random.expovariate(1.0)
                time.sleep(max(0.0, due - now))
            else:
                due = now
            connection.request("GET", next(paths), headers=headers)
            connection.getresponse().read()
            took.append(time.perf_counter() - due)
        connection.close()
        return took

    with ThreadPoolExecutor(CALLERS) as callers:
        return sorted(itertools.chain.from_iterable(callers.map(one_caller, range(CALLERS))))


def highest(
    served: http.client.HTTPConnection, paths: Iterator[str], headers: dict[str, str]
) -> float:
    """Answers a second to callers who never pause."""
    return len(ask(served, paths, headers, 0)) / SECONDS


def load(served: http.client.HTTPConnection, paths: Iterator[str], headers: dict[str, str]) -> Load:
    """Ask as fast as it can be answered, and then at half of that pace."""
    most = highest(served, paths, headers)
    return Load(most, ask(served, paths, headers, 2 * CALLERS / most))


def measure(report: Report, folder: Path, sizes: Sizes) -> None:
    path = ledger_of(folder, "hundredth", sizes.hundredth, sizes.plan)
    measure_at(str(path), report, sizes)


def measure_on_a_server(report: Report, folder: Path, sizes: Sizes) -> None:
    os.environ[FOLDER_VARIABLE] = str(folder)
    with running(durable=True) as server:
        measure_at(ledger_on(server, sizes.hundredth, sizes.plan), report, sizes, " on a server")


def measure_at(address: str, report: Report, sizes: Sizes, where: str = "") -> None:
    with opened(address) as (_, views):
        meetings = itertools.cycle(sorted(Plans(views, sizes.plan).moments))
    serve = ("api.cli", "serve", "--port", "0", "--json", "--ledger", address)
    with process(*serve) as served, TemporaryDirectory() as bodies:
        ids = {next(meetings) for _ in range(60)}
        for id in ids:
            Path(bodies, f"{id}.json").write_bytes(get(served, PLAN + id))
        with process("tests.benchmarks.bare_service", bodies) as bare:
            served.request("HEAD", PLAN + min(ids))
            answer = served.getresponse()
            answer.read()
            tag = answer.getheader("ETag", "")
            # Each with its own baseline in turns: what else is asked in between leaves each of them cold, and the
            # service, of which all else is asked, more than the bare ones.
            computed, same_bytes, same_rows = in_turns(
                sizes.plans,
                lambda: get(served, PLAN + next(meetings), **COMPUTED),
                lambda: get(bare, f"/bytes?as_of={next(meetings)}"),
                lambda: get(bare, f"/modelled/plan?as_of={next(meetings)}"),
                warm_up=5,
            )
            kept, bytes_kept = in_turns(
                sizes.plans,
                lambda: get(served, PLAN + next(meetings)),
                lambda: get(bare, f"/bytes?as_of={next(meetings)}"),
                warm_up=5,
            )
            unchanged, bare_unchanged = in_turns(
                sizes.plans,
                lambda: get(served, PLAN + min(ids), If_None_Match=tag),
                lambda: get(bare, "/304", If_None_Match=tag),
                warm_up=5,
            )
            paths = itertools.cycle([PLAN + id for id in sorted(ids)])
            bare_paths = itertools.cycle([f"/modelled/plan?as_of={id}" for id in sorted(ids)])
            each: tuple[list[float], list[float]] = ([], [])
            for _ in range(ROUNDS):
                each[0].append(1 / highest(served, paths, COMPUTED))
                each[1].append(1 / highest(bare, bare_paths, {}))
        for kind, headers in (("computed", COMPUTED), ("kept", {})):
            report.note(load(served, paths, headers).said(f"{kind} plans{where}"))
    what = f"GET /plan{where} as of a meeting, {sizes.plan} items"
    report.compare(f"{what}, computed", computed, "Starlette, same bytes", same_bytes, at_least=0.08)
    report.compare(f"{what}, computed", computed, "FastAPI's response_model", same_rows)
    callers = f"{what}, computed, answers to {CALLERS} callers"
    report.compare(callers, each[0], "FastAPI's response_model", each[1], at_least=4)
    report.compare(f"{what}, kept", kept, "Starlette, same bytes", bytes_kept, at_least=0.3)
    report.compare(f"GET /plan{where}, 304", unchanged, "Starlette, 304", bare_unchanged, at_least=0.6)
