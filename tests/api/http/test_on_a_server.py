"""The service on a ledger that is on a server: what it answers, and what it does while the server is away."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from api.cli import run
from api.last_entry import LastEntry
from api.readers import Heads
from ledger.place import place_of
from tests.api.conftest import REGISTER
from tests.api.http.conftest import V1, Service
from tests.builders import hindered
from tests.server import Server, running


@pytest.fixture(scope="module")
def own_server() -> Iterator[Server]:
    """A server that may be stopped, as nobody else is on it."""
    with running() as server:
        yield server


@pytest.fixture
def address(own_server: Server, tmp_path: Path, monkeypatch) -> str:
    address = own_server.a_database()
    monkeypatch.setenv("RCM_LEDGER_FOLDER", str(tmp_path / "beside"))
    assert run(["import", str(REGISTER), "--ledger", address]) == 0
    return address


@pytest.fixture
def served(address: str, tmp_path: Path) -> Iterator[Service]:
    service = Service(address, folder=tmp_path, RCM_LEDGER_FOLDER=str(tmp_path / "beside"))
    try:
        yield service
        assert "Traceback" not in service.log_file.read_text()
    finally:
        if service.process.poll() is None:
            service.stop()


def test_it_answers_as_the_command_does_and_what_is_recorded_is_in_the_next_answer(command, served, address):
    command("plan", "--ledger", address)
    shown = {"items/statistics": ("show", "statistics"), "meetings/rcm-12": ("show", "rcm-12")}
    for path, asked in {"plan": ("plan",), **shown}.items():
        assert served.json(f"{V1}/{path}") == command(*asked, "--json", "--ledger", address).document
    for n in range(3):
        served.json(f"{V1}/meetings")
        options = ("--body", "rcgm", "--title-en", "x", "--opens-on", "2020-06-02")
        assert command("meeting", f"rcgm-2020-{n}", *options, "--ledger", address).status == 0
        assert served.json(f"{V1}/meetings/rcgm-2020-{n}")["id"] == f"rcgm-2020-{n}"
    tag = served.get(f"{V1}/plan").headers["etag"]
    assert served.get(f"{V1}/plan", If_None_Match=tag).status_code == 304


def test_while_the_server_is_away_it_says_when_to_come_again_and_then_answers_by_itself(own_server, served):
    before = served.json(f"{V1}/plan")
    for how in ("fast", "immediate"):
        own_server.stop(how)
        try:
            for path in ("plan", "items/statistics", "audit?limit=3", "meetings"):
                problem = served.problem(f"{V1}/{path}", 503, "no-server")
                assert "try again" in problem["detail"]
                assert served.get(f"{V1}/{path}").headers["retry-after"].isdecimal()
            assert "inténtelo" in served.problem(f"{V1}/plan", 503, "no-server", Accept_Language="es")["detail"]
            assert "cannot be reached" in served.problem("/readyz", 503, "not-ready")["detail"]
            assert served.json("/healthz") == {"status": "alive"}
        finally:
            own_server.start()
        assert served.json("/readyz")["status"] == "ready"
        assert served.json(f"{V1}/plan") == before
        assert served.json(f"{V1}/items/statistics")["id"] == "statistics"


def test_many_readers_while_it_goes_and_comes_get_an_answer_or_are_told_to_come_again(own_server, served):
    paths = ("plan", "items/statistics", "audit?limit=5", "meetings")
    found: set[tuple[int, str]] = set()
    away, back = threading.Event(), threading.Event()

    def read(n: int) -> None:
        with httpx.Client(base_url=served.url, timeout=60) as client:
            after = 0
            while after < 5:
                after += back.is_set()
                answer = client.get(f"{V1}/{paths[n % 4]}")
                assert answer.headers.get("content-type", "").endswith("json"), (answer.status_code, answer.text)
                found.add((answer.status_code, answer.json().get("code", "")))
                if answer.status_code == 503:
                    away.set()

    with ThreadPoolExecutor(8) as pool:
        reading = [pool.submit(read, n) for n in range(8)]
        own_server.stop()
        assert away.wait(60)
        own_server.start()
        back.set()
        for each in reading:
            each.result()
    assert found <= {(200, ""), (503, "no-server"), (503, "busy")}
    assert served.get(f"{V1}/plan").status_code == 200


def test_whoever_asks_for_the_last_entry_gets_one_that_was_asked_for_after_they_came():
    """And those who come together share one question."""

    async def story() -> None:
        head, asked = [1], []
        begun, go_on = asyncio.Event(), asyncio.Event()

        async def ask(at_once: bool) -> int:
            asked.append(head[0])
            begun.set()
            await go_on.wait()
            return head[0]

        heads = Heads(ask, waits=True)
        first = asyncio.ensure_future(heads.last())
        await begun.wait()
        later = [asyncio.ensure_future(heads.last()) for _ in range(20)]
        await asyncio.sleep(0)
        go_on.set()
        assert await first == 1
        head[0] = 2
        assert set(await asyncio.gather(*later)) <= {1, 2}
        assert len(asked) == 2
        assert await heads.last() == 2

    asyncio.run(story())


@pytest.mark.parametrize("at_once", [True, False])
def test_a_connection_that_broke_is_listened_to_no_more(at_once, own_server, address):
    """Its number is soon that of another, which would not be heard."""

    async def story() -> None:
        last = LastEntry(place_of(address))
        listened_to = set(asyncio.get_running_loop()._selector.get_map())
        assert await last(at_once) > 1
        own_server.stop()
        try:
            with hindered("no-server"):
                await last(at_once)
            assert set(asyncio.get_running_loop()._selector.get_map()) == listened_to
        finally:
            own_server.start()
        assert await last(at_once) > 1
        last.close()
        assert set(asyncio.get_running_loop()._selector.get_map()) == listened_to

    asyncio.run(story())


def test_the_loop_waits_for_the_last_entry_only_where_nobody_else_came_lately_which_it_looks_for_again_and_again():
    at_once: list[bool] = []

    async def ask(now: bool) -> int:
        at_once.append(now)
        await asyncio.sleep(0)
        return 1

    async def story() -> None:
        heads = Heads(ask, waits=True)
        for _ in range(18):
            await heads.last()
        assert at_once == [False, *[True] * 15, False, True]
        at_once.clear()
        await asyncio.gather(heads.last(), heads.last())
        await heads.last()
        assert at_once == [True, False, False]

    asyncio.run(story())


def test_a_question_that_fails_fails_for_those_who_shared_it_only():
    answers = iter((OSError("away"), 7))

    async def ask(at_once: bool) -> int:
        found = next(answers)
        if isinstance(found, Exception):
            raise found
        return found

    async def story() -> None:
        heads = Heads(ask, waits=True)
        with pytest.raises(OSError, match="away"):
            await heads.last()
        assert await heads.last() == 7

    asyncio.run(story())


def test_a_reader_of_a_role_that_only_reads_is_served(own_server, address, tmp_path):
    database = place_of(address).database
    with own_server.connect() as connection:
        connection.execute("DROP ROLE IF EXISTS a_reader")
        connection.execute(f"CREATE ROLE a_reader LOGIN IN ROLE {database}_reader")
    beside = {"RCM_LEDGER_FOLDER": str(tmp_path / "beside")}
    service = Service(own_server.address(database, "a_reader"), folder=tmp_path, **beside)
    try:
        assert service.json(f"{V1}/plan")["items"]
        assert service.json("/readyz")["status"] == "ready"
    finally:
        service.stop()
