"""Running the service: several processes, what it counts, whom it does not wait for."""

import re
import signal
import socket
import sqlite3
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress

import httpx
import psutil
import pytest

from api import metrics
from tests.api.http.conftest import V1, Service, serving

PATIENCE = 60


def samples(text: str) -> dict[str, float]:
    """Each sample of the exposition, by its name and labels."""
    found = re.findall(r"^(\w+(?:\{.*\})?) ([0-9.e+-]+)$", text, re.MULTILINE)
    return {name: float(value) for name, value in found}


def counted(service: Service) -> dict[str, float]:
    answer = service.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    return samples(answer.text)


# --- metrics --------------------------------------------------------------------------------------


def test_what_was_answered_is_counted_by_the_template_of_its_address(own):
    for path in ("plan", "items/statistics", "items/plan-review", "items/none", "plan"):
        own.get(f"{V1}/{path}")
    own.get("/nothing/at/all")
    name = "rcm_ledger_request_duration_seconds_count"
    found = counted(own)

    def number(route: str, status: int) -> float:
        return found[f'{name}{{method="GET",route="{route}",status="{status}"}}']

    assert number("/api/v1/plan", 200) == 2  # one of them from what is kept
    assert number("/api/v1/items/{id}", 200) == 2
    assert number("/api/v1/items/{id}", 404) == 1
    assert number("none", 404) == 1
    assert not [key for key in found if "statistics" in key or "nothing" in key]


def test_a_method_that_nobody_knows_is_no_label_of_its_own(own):
    own.client.request("BREW", f"{V1}/plan")
    assert not [key for key in counted(own) if "BREW" in key]
    assert [key for key in counted(own) if 'method="other"' in key]


def test_entries_are_counted_by_event_whoever_recorded_them(own, command):
    before = counted(own)
    assert before["rcm_ledger_projection_lag_entries"] == 0
    assert before['rcm_ledger_appends_total{event="decision-adopted"}'] == 29
    options = ("--body", "rcgm", "--title-en", "x", "--opens-on", "2020-06-02")
    assert command("meeting", "rcgm-2020-1", *options, "--ledger", own.ledger).status == 0
    after = counted(own)
    convened = 'rcm_ledger_appends_total{event="meeting-convened"}'
    assert after[convened] == before[convened] + 1
    assert after["rcm_ledger_last_entry"] == before["rcm_ledger_last_entry"] + 1


def test_a_ruling_is_counted_by_its_outcome_and_each_code_that_refused_it():
    name = "rcm_ledger_{}_total{{{}}}"
    before = Counter(samples(exposed()))
    metrics.ruled([])
    metrics.ruled(["agreement-missing", "level-too-low"])
    gained = Counter(samples(exposed())) - before
    assert gained[name.format("rulings", 'outcome="lawful"')] == 1
    assert gained[name.format("rulings", 'outcome="refused"')] == 1
    assert gained[name.format("violations", 'code="agreement-missing"')] == 1
    assert gained[name.format("violations", 'code="level-too-low"')] == 1


def exposed() -> str:
    class OfNoLog(metrics.OfTheLog):
        def __init__(self) -> None:
            pass

        def collect(self):
            return iter(())

    return metrics.exposed(OfNoLog()).decode()


def test_whoever_comes_through_a_proxy_reads_no_metrics(own):
    for header in ("Forwarded", "X-Forwarded-For", "X-Real-Ip", "Via"):
        own.problem("/metrics", 404, "no-such-page", **{header: "192.0.2.1"})


def test_from_another_computer_metrics_are_read_only_where_the_settings_say_so(ledger):
    """Another address of this computer is another computer's, as far as the service can tell."""
    mine = next((a for a in addresses() if not a.startswith("127.")), None)
    if mine is None:
        pytest.fail("this computer has no address but its own")
    with serving(ledger, "--host", "0.0.0.0") as served:
        refused = httpx.get(f"http://{mine}:{served.port}/metrics", timeout=PATIENCE)
        assert refused.status_code == 404
    with serving(ledger, "--host", "0.0.0.0", RCM_LEDGER_METRICS_FROM=mine) as served:
        assert httpx.get(f"http://{mine}:{served.port}/metrics", timeout=PATIENCE).status_code == 200


def addresses() -> list[str]:
    return [a.address for each in psutil.net_if_addrs().values() for a in each if a.family == socket.AF_INET]


# --- several processes ----------------------------------------------------------------------------


@pytest.fixture
def three(ledger):
    with serving(ledger, "--workers", "3") as served:
        yield served
        assert "Traceback" not in served.log_file.read_text()


def workers(service: Service) -> list[psutil.Process]:
    """Those that answer; beside them, Python has a process of its own."""
    found = []
    for child in psutil.Process(service.process.pid).children():
        with suppress(psutil.NoSuchProcess):
            if "spawn_main" in " ".join(child.cmdline()):
                found.append(child)
    return found


def test_several_processes_answer_what_one_would_and_count_together(three, command):
    assert len(workers(three)) == 3

    def read(n: int) -> str:
        with httpx.Client(base_url=three.url, timeout=PATIENCE) as client:
            return client.get(f"{V1}/items/statistics?lang=en").text

    with ThreadPoolExecutor(12) as pool:
        assert len(set(pool.map(read, range(60)))) == 1
    name = 'rcm_ledger_request_duration_seconds_count{method="GET",route="/api/v1/items/{id}",status="200"}'
    assert counted(three)[name] == 60
    options = ("--body", "rcgm", "--title-en", "x", "--opens-on", "2020-06-02")
    assert command("meeting", "rcgm-2020-1", *options, "--ledger", three.ledger).status == 0
    for _ in range(12):
        with httpx.Client(base_url=three.url, timeout=PATIENCE) as client:
            assert client.get(f"{V1}/meetings/rcgm-2020-1").status_code == 200


@pytest.mark.slow
def test_where_one_process_is_killed_another_takes_its_place(three):
    before = workers(three)
    before[0].kill()
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        now = workers(three)
        if len(now) == 3 and before[0] not in now:
            break
    assert {p.pid for p in now} != {p.pid for p in before}
    for _ in range(6):
        with httpx.Client(base_url=three.url, timeout=PATIENCE) as client:
            assert client.get(f"{V1}/plan").status_code == 200


@pytest.mark.parametrize("how", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.slow)])
def test_told_to_stop_all_of_them_finish_what_they_began(three, how):
    processes = workers(three)
    with socket.create_connection((three.host, three.port)) as wire:
        wire.settimeout(PATIENCE)
        wire.sendall(b"GET /api/v1/verify HTTP/1.1\r\nHost: x\r\n\r\n")
        three.get("/healthz")
        three.process.send_signal(how)
        answer = b""
        while chunk := wire.recv(65536):
            answer += chunk
    assert answer.startswith(b"HTTP/1.1 200")
    assert three.process.wait(PATIENCE) == 0
    assert psutil.wait_procs(processes, PATIENCE)[1] == []


@pytest.mark.slow
def test_where_the_first_process_is_killed_the_others_do_not_go_on_alone(three):
    processes = workers(three)
    three.process.kill()
    three.process.wait(PATIENCE)
    assert psutil.wait_procs(processes, PATIENCE)[1] == []


# --- whom it does not wait for --------------------------------------------------------------------


@pytest.fixture
def impatient(ledger):
    with serving(ledger, RCM_LEDGER_HEAD_SECONDS="0.5", RCM_LEDGER_BODY_SECONDS="0.5") as served:
        yield served


def answer_to(service: Service, *pieces: bytes, drop_by_drop: bytes = b"") -> bytes:
    """What comes until the service closes the connection, however long it is sent to."""
    with socket.create_connection((service.host, service.port)) as wire:
        wire.settimeout(0.05)
        answer, began = b"", time.monotonic()
        for piece in pieces:
            wire.sendall(piece)
        while time.monotonic() - began < PATIENCE:
            try:
                chunk = wire.recv(65536)
                if not chunk:
                    return answer
                answer += chunk
            except TimeoutError:
                if drop_by_drop:
                    wire.sendall(drop_by_drop)
            except ConnectionError:
                return answer
    raise AssertionError("the connection was not closed")


@pytest.mark.parametrize("begun", [b"", b"GET", b"GET /healthz HTTP/1.1\r\nHost: x\r\n"])
@pytest.mark.parametrize("drop", [b"", b"X-A: b\r\n"])
def test_a_head_that_does_not_come_whole_in_time_is_not_waited_for(impatient, begun, drop):
    answer = answer_to(impatient, begun, drop_by_drop=drop if begun.endswith(b"\n") else b"")
    assert answer.startswith(b"HTTP/1.1 408")
    assert impatient.json("/healthz") == {"status": "alive"}


def test_nor_is_the_next_head_on_the_same_connection(impatient):
    whole = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    answer = answer_to(impatient, whole + b"GET /heal", drop_by_drop=b"t")
    assert answer.count(b"HTTP/1.1 200") == 1
    assert b"HTTP/1.1 408" in answer


def test_a_body_that_does_not_come_in_time_is_not_waited_for(impatient):
    head = b"GET /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n"
    answer = answer_to(impatient, head, drop_by_drop=b"x")
    assert answer.startswith(b"HTTP/1.1 200")


def test_many_slow_callers_keep_nobody_out(impatient):
    slow = [socket.create_connection((impatient.host, impatient.port)) for _ in range(200)]
    for each in slow:
        each.sendall(b"GET /slow HTTP/1.1\r\n")
    assert impatient.json("/healthz") == {"status": "alive"}
    for each in slow:
        each.settimeout(PATIENCE)
        assert each.recv(100).startswith(b"HTTP/1.1 408")
        each.close()


def test_an_answer_that_takes_longer_than_a_head_may_is_given(impatient):
    answer = impatient.get(f"{V1}/verify")
    assert answer.status_code == 200
    # And a connection that was in use waits for the next request as it did before.
    assert impatient.get("/healthz").status_code == 200


# --- what is submitted and confirmed ----------------------------------------------------------------


def test_what_is_submitted_and_confirmed_is_counted_by_how_it_was_ruled(offices):
    change = {"redefine": {"item": "statistics", "terms": {"title": {"en": "Other"}}}}
    for id, changes in (("d-yes", []), ("d-no", [change])):
        draft = {"id": id, "text": {"en": "Decide."}, "adopted_on": "2019-11-14", "changes": changes}
        offices.done("TS", "POST", "meetings/rcm-24/decisions", draft)
    before = Counter(samples(offices.get("/metrics").text))
    offices.done("TS", "POST", "decisions/d-yes/submit")
    offices.done("PPT", "POST", "decisions/d-yes/confirm")
    refused = offices.refused(409, "agreement-missing", "TS", "POST", "decisions/d-no/submit")
    gained = Counter(samples(offices.get("/metrics").text)) - before
    assert gained['rcm_ledger_rulings_total{outcome="lawful"}'] == 2
    assert gained['rcm_ledger_rulings_total{outcome="refused"}'] == 1
    for code in {each["code"] for each in refused["violations"]}:
        assert gained[f'rcm_ledger_violations_total{{code="{code}"}}'] >= 1
    assert gained['rcm_ledger_appends_total{event="decision-adopted"}'] == 1


def test_it_is_not_ready_where_the_log_is_damaged_and_says_where(own):
    """What is shown is made anew, and cannot be."""
    assert own.get("/readyz").status_code == 200
    with closing(sqlite3.connect(own.ledger)) as connection:
        connection.execute("DROP TRIGGER stored_events_no_update")
        connection.execute("UPDATE stored_events SET state = x'7b7d' WHERE rowid = 40")
        connection.commit()
    for file in own.ledger.parent.glob("*.views.db*"):
        file.unlink()
    problem = own.problem("/readyz", 503, "not-ready", Accept_Language="es")
    assert problem["why"] == "damaged"
    assert "asiento 40" in problem["detail"]
    assert own.json("/healthz") == {"status": "alive"}
