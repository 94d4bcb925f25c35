"""Recording on a ledger that is on a server, while the server goes and comes: nothing that was answered is lost,
and nothing that is sent again is done twice."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from api.cli import run
from ledger.place import place_of
from tests.api.conftest import REGISTER
from tests.api.http.conftest import V1
from tests.api.http.offices import Offices, offices_of
from tests.server import Server, running

COMMENTS = "proposals/mx-1/comments"
EACH = 12
"""Comments of each who records."""


@pytest.fixture(scope="module")
def own_server() -> Iterator[Server]:
    """A server that may be stopped, as nobody else is on it."""
    with running() as server:
        yield server


@pytest.fixture
def offices(own_server: Server, tmp_path: Path, monkeypatch) -> Iterator[Offices]:
    address = own_server.a_database()
    with own_server.connect() as connection:
        # As every server but those of the tests does: what is committed is on the disk.
        connection.execute(f"ALTER DATABASE {place_of(address).database} SET synchronous_commit = on")
    monkeypatch.setenv("RCM_LEDGER_FOLDER", str(tmp_path / "beside"))
    assert run(["import", str(REGISTER), "--ledger", address]) == 0
    with offices_of(address, tmp_path / "serve.log") as served:
        yield served


def comment(who: int, n: int) -> dict[str, object]:
    return {"by": "CA", "text": {"en": f"Comment {n} of {who}."}}


def test_what_was_recorded_at_one_node_is_there_at_the_others_while_several_record(offices, tmp_path):
    other = Offices(offices.ledger, tmp_path / "other.log", like=offices)
    bearers = {"Authorization": offices.bearer("TS")}, {"Authorization": offices.bearer("auditor")}

    def record(who: int) -> None:
        here, there = (offices, other) if who % 2 else (other, offices)
        writes, reads = (httpx.Client(base_url=f"{at.url}{V1}", timeout=60) for at in (here, there))
        with writes, reads:
            for n in range(EACH):
                meeting = {"id": f"rcm-9{who}-{n}", "body": "rcm", "title": {"en": "RCM"}}
                days = {"opens_on": "2040-01-01", "closes_on": "2040-01-02"}
                done = writes.post("meetings", json=meeting | days, headers=bearers[0])
                assert done.status_code == 201, done.text
                found = reads.get(f"meetings/{meeting['id']}", headers=bearers[1])
                assert found.status_code == 200, found.text

    try:
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(record, range(4)))
    finally:
        other.stop()
    assert run(["verify", "--ledger", str(offices.ledger)]) == 0


def test_while_the_server_is_away_whoever_records_is_told_when_to_come_again(own_server, offices):
    offices.done("TS", "POST", COMMENTS, comment(0, 0))
    for how in ("fast", "immediate"):
        before = offices.head
        own_server.stop(how)
        try:
            answer = offices.send("TS", "POST", COMMENTS, comment(0, 1), Idempotency_Key=how)
            assert (answer.status_code, answer.json()["code"]) == (503, "no-server")
            assert answer.headers["retry-after"].isdecimal()
        finally:
            own_server.start()
        assert offices.head == before
        offices.done("TS", "POST", COMMENTS, comment(0, 1), Idempotency_Key=how)
        assert offices.head == before + 1


def test_what_was_answered_is_there_and_what_is_sent_until_it_is_answered_is_there_once(own_server, offices):
    before = len(offices.json(f"{V1}/proposals/mx-1")["comments"])
    bearer = offices.bearer("TS")
    met: set[tuple[int, str]] = set()
    away, begun, refused = threading.Event(), threading.Event(), threading.Event()

    def record(who: int) -> None:
        headers = {"Authorization": bearer}
        with httpx.Client(base_url=f"{offices.url}{V1}", headers=headers, timeout=60) as client:
            for n in range(EACH):
                if n == EACH // 2:
                    begun.set()
                    assert away.wait(60)
                status = 0
                while status not in (200, 409):
                    key = {"Idempotency-Key": f"{who}-{n}"}
                    answer = client.post(COMMENTS, json=comment(who, n), headers=key)
                    status = answer.status_code
                    met.add((status, answer.json().get("code", "")))
                    if status == 503:
                        refused.set()

    with ThreadPoolExecutor(6) as pool:
        recording = [pool.submit(record, who) for who in range(6)]
        assert begun.wait(60)
        own_server.stop("immediate")
        away.set()
        assert refused.wait(60)
        own_server.start()
        for each in recording:
            each.result()
    assert met <= {(200, ""), (503, "no-server"), (503, "busy")}
    said = [each["text"]["en"] for each in offices.json(f"{V1}/proposals/mx-1")["comments"][before:]]
    assert sorted(said) == sorted(f"Comment {n} of {who}." for who in range(6) for n in range(EACH))
