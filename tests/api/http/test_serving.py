"""The service as a process: who reaches it, what it logs, how it stops, and many readers at once."""

import re
import signal
import socket
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import httpx
import pytest

from api.commands.serving import is_this_computer
from api.readers import MOST, Readers
from api.server import listening
from ledger.ledger import Ledger
from ledger.place import place_of
from projections.moments import moment
from projections.plan import plan
from tests.api.http.conftest import ENVIRONMENT, V1, serving


def test_only_this_computer_reaches_it_unless_another_address_is_given(service):
    assert service.host == "127.0.0.1"
    assert all(is_this_computer(host) for host in ("127.0.0.1", "127.1.2.3", "::1", "localhost"))
    assert not any(is_this_computer(host) for host in ("0.0.0.0", "::", "192.0.2.1", "example.org"))


@pytest.mark.parametrize(
    ("language", "said"), [("en", "drafts included"), ("es", "borradores incluidos")]
)
def test_whoever_lets_others_reach_it_is_told_what_they_can_read(ledger, language, said):
    with serving(ledger, "--host", "0.0.0.0", "--lang", language) as served:
        assert said in served.log_file.read_text()


def test_where_nothing_can_be_served_the_reason_is_said(command, ledger, tmp_path):
    missing = command("serve", "--ledger", tmp_path / "none.db")
    assert missing.status == 2
    assert "There is no ledger at" in missing.err
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        answer = command("serve", "--port", taken.getsockname()[1], "--ledger", ledger)
    assert answer.status == 2
    assert "127.0.0.1" in answer.err
    assert command("serve", "--port", "70000").status == 2


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_it_finishes_what_it_began_and_that_is_no_failure(ledger, how):
    with serving(ledger) as served, socket.create_connection((served.host, served.port)) as wire:
        wire.settimeout(60)
        wire.sendall(b"GET /api/v1/verify HTTP/1.1\r\nHost: x\r\n\r\n")
        # It has begun once it no longer listens to anything else in its queue.
        served.get("/healthz")
        served.process.send_signal(how)
        answer = b""
        while chunk := wire.recv(65536):
            answer += chunk
        assert answer.startswith(b"HTTP/1.1 200")
        assert b'"authentic":true' in answer
        assert served.process.wait(60) == 0
        assert "Traceback" not in served.log_file.read_text()


def test_every_request_is_a_line_of_the_log_with_the_id_that_its_answer_bears(own):
    answer = own.get(f"{V1}/plan?as_of=rcm-8", Authorization="Bearer geheim", Cookie="a=geheim")
    own.get(f"{V1}/audit?text=geheim")
    own.get("/%1b[31m%0ageheim")
    own.stop()  # a line is written once its answer is
    lines = {line["request"]: line for line in own.log if "request" in line}
    line = lines[answer.headers["x-request-id"]]
    assert (line["method"], line["path"], line["status"]) == ("GET", f"{V1}/plan", 200)
    assert line["bytes"] == int(answer.headers["content-length"])
    assert line["ms"] > 0
    written = own.log_file.read_text()
    assert written.count("geheim") == 1  # in a path, and there as it was sent
    assert "\x1b" not in written


def test_no_answer_waits_for_an_acknowledgement_of_its_head():
    """Nagle's delay: asyncio only turns it off where the socket says that it is TCP's."""
    with closing(listening("127.0.0.1", 0)) as listens:
        assert listens.proto == socket.IPPROTO_TCP


def test_an_id_that_a_caller_gives_itself_is_not_taken(service):
    answer = service.get("/healthz", X_Request_Id="mine")
    assert re.fullmatch("[0-9a-f]{16}", answer.headers["x-request-id"])


def test_it_is_ready_only_while_it_shows_all_that_the_log_holds(own):
    assert own.json("/readyz") == {"status": "ready", "entry": own.json(f"{V1}/plan")["entry"]}
    assert own.json("/healthz") == {"status": "alive"}
    own.ledger.write_bytes(b"")
    for side in ("-wal", "-shm"):
        own.ledger.with_name(own.ledger.name + side).unlink(missing_ok=True)
    problem = own.problem("/readyz", 503, "not-ready")
    assert problem["why"] in ("not-a-ledger", "damaged", "no-ledger")
    assert own.json("/healthz") == {"status": "alive"}


def test_views_that_were_thrown_away_are_made_again_for_the_next_answer(own):
    before = own.json(f"{V1}/plan")
    for file in own.ledger.parent.glob("*.views.db*"):
        file.unlink()
    assert own.json(f"{V1}/plan?lang=en") == before
    assert own.json(f"{V1}/archive")["entry"] == before["entry"]


# --- many at once ---------------------------------------------------------------------------------


def test_no_reader_waits_for_a_writer(own):
    """The writer holds its lock, for as long as it likes; an answer that is not kept is read meanwhile."""
    writer = Ledger.open(own.ledger)
    with writer.writing(), httpx.Client(base_url=own.url, timeout=20) as client:
        for path in ("plan?as_of=rcm-4", "audit?limit=3", "decisions/rcm-12-d2", "items/statistics"):
            assert client.get(f"{V1}/{path}").status_code == 200
        assert client.get("/readyz").status_code == 200
    writer.close()


def test_many_readers_at_once_each_get_a_whole_answer_while_somebody_writes(own, command):
    paths = ["plan", "archive", "audit?limit=50", "items/statistics", "meetings", "decisions/rcm-12-d2"]
    stop, wrong = threading.Event(), []

    def read(n: int) -> int:
        done = 0
        with httpx.Client(base_url=own.url, timeout=60) as client:
            seen = 0
            while not stop.is_set():
                answer = client.get(f"{V1}/{paths[(n + done) % len(paths)]}")
                entry = int(answer.headers.get("etag", '"0"').strip('"').partition("-")[0])
                if answer.status_code != 200 or entry < seen:
                    wrong.append((answer.status_code, entry, seen))
                seen, done = max(seen, entry), done + 1
        return done

    with ThreadPoolExecutor(12) as pool:
        reading = [pool.submit(read, n) for n in range(12)]
        try:
            for n in range(6):
                options = ("--body", "rcgm", "--title-en", "x", "--opens-on", "2020-06-02")
                recorded = command("meeting", f"rcgm-2020-{n}", *options, "--ledger", own.ledger)
                assert recorded.status == 0
                assert own.json(f"{V1}/meetings/rcgm-2020-{n}")["id"] == f"rcgm-2020-{n}"
        finally:
            stop.set()
        assert all(each.result() for each in reading)
    assert wrong == []


def test_readers_in_threads_keep_no_more_handles_than_they_may(ledger):
    readers = Readers(place_of(ledger))
    together = threading.Barrier(2 * MOST)

    def read(_: int) -> int:
        with readers.views() as views:
            together.wait(60)
            return len(plan(views, moment(views, as_of="rcm-12"))["items"])

    with ThreadPoolExecutor(2 * MOST) as pool:
        assert len(set(pool.map(read, range(2 * MOST)))) == 1
    assert len(readers._idle) == MOST
    readers.close()
    assert readers._idle == []


def test_the_service_is_not_loaded_by_the_other_commands():
    loaded = "import sys, api.commands; sys.exit(bool({'uvicorn', 'fastapi'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", loaded], env=ENVIRONMENT, check=False).returncode == 0


def test_one_more_reader_does_not_let_another_process_take_the_log_away(ledger):
    """Where a reader looked into the file and closed it, the locks of all would be gone (POSIX)."""
    readers = Readers(place_of(ledger))
    with readers.views(), readers.views(), readers.views():
        readers.ledger().close()
        log = ledger.with_name(f"{ledger.name}-wal")
        before = log.stat().st_ino
        options = ("--body", "rcgm", "--title-en", "x", "--opens-on", "2020-06-02")
        recording = ("meeting", "rcgm-2020-1", *options, "--ledger", str(ledger))
        recorded = [sys.executable, "-m", "api.cli", *recording]
        subprocess.run(recorded, env=ENVIRONMENT, check=True, capture_output=True)
        assert log.stat().st_ino == before
        with readers.views() as views:
            assert views.ledger.meeting("rcgm-2020-1") is not None
    readers.close()
