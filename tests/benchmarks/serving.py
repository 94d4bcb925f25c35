"""`GET /plan` as of a past meeting over HTTP, against bare Starlette that answers the same bytes."""

import http.client
import itertools
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from tests.benchmarks.ledgers import Sizes, ledger_of, opened
from tests.benchmarks.measuring import Report, in_turns
from tests.benchmarks.reading import Plans

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


def measure(report: Report, folder: Path, sizes: Sizes) -> None:
    path = ledger_of(folder, "hundredth", sizes.hundredth, sizes.plan)
    with opened(path) as (_, views):
        meetings = itertools.cycle(sorted(Plans(views, sizes.plan).moments))
    serve = ("api.cli", "serve", "--port", "0", "--json", "--ledger", str(path))
    with process(*serve) as served, TemporaryDirectory() as bodies:
        ids = {next(meetings) for _ in range(60)}
        for id in ids:
            Path(bodies, f"{id}.json").write_bytes(get(served, PLAN + id))
        with process("tests.benchmarks.bare_service", bodies) as bare:
            served.request("HEAD", PLAN + min(ids))
            answer = served.getresponse()
            answer.read()
            tag = answer.getheader("ETag", "")
            computed, kept, unchanged, same_bytes, bare_unchanged = in_turns(
                sizes.plans,
                lambda: get(served, PLAN + next(meetings), Cache_Control="no-cache"),
                lambda: get(served, PLAN + next(meetings)),
                lambda: get(served, PLAN + min(ids), If_None_Match=tag),
                lambda: get(bare, f"/bytes?as_of={next(meetings)}"),
                lambda: get(bare, "/304", If_None_Match=tag),
                warm_up=5,
            )
    what = f"GET /plan as of a meeting, {sizes.plan} items"
    report.compare(f"{what}, computed", computed, "Starlette, same bytes", same_bytes, at_least=0.08)
    report.compare(f"{what}, kept", kept, "Starlette, same bytes", same_bytes, at_least=0.3)
    report.compare("GET /plan, 304", unchanged, "Starlette, 304", bare_unchanged, at_least=0.6)
