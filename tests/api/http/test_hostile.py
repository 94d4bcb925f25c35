"""Whoever calls may be an enemy: whatever is sent is answered calmly, and the next caller is served."""

import socket
from contextlib import suppress
from urllib.parse import quote

import pytest

from api.gate import MOST_ADDRESS, MOST_BODY
from tests.api.http.conftest import V1


def raw(service, sent: bytes, *, end: bool = True) -> bytes:
    """What is answered to bytes as they are."""
    with socket.create_connection((service.host, service.port), timeout=20) as wire:
        answer = b""
        with suppress(OSError):  # cut off while it was sent, or before all of it was read
            wire.sendall(sent)
            if end:
                wire.shutdown(socket.SHUT_WR)
        with suppress(ConnectionError):
            while chunk := wire.recv(65536):
                answer += chunk
        return answer


def status_of(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def get(service, target: bytes, headers: bytes = b"") -> bytes:
    close = b"Host: x\r\nConnection: close\r\n"
    return raw(service, b"GET " + target + b" HTTP/1.1\r\n" + close + headers + b"\r\n", end=False)


@pytest.fixture(autouse=True)
def still_served(service):
    yield
    assert service.get("/healthz").status_code == 200


NO_ADDRESS = {
    "a NUL": "%00",
    "a line's end": "x%0d%0aSet-Cookie:%20a=b",
    "no UTF-8": "%ff%fe",
    "half a character": "%ed%a0%80",
    "a control character": "%1b[2J",
    "DEL": "%7f",
}


@pytest.mark.parametrize("what", NO_ADDRESS)
def test_what_is_no_text_is_a_bad_request_wherever_it_stands(service, what):
    for path in (f"/items/{NO_ADDRESS[what]}", f"/plan?as_of={NO_ADDRESS[what]}", f"/plan?{NO_ADDRESS[what]}=1"):
        answer = service.get(V1 + path)
        assert (answer.status_code, answer.json()["code"]) == (400, "bad-request")
        assert "set-cookie" not in answer.headers


def test_nothing_of_an_address_gets_into_the_headers_of_the_answer(service):
    for query in ("as_of=rcm-12%22%3E", "as_of=rcm-12&lang=en%0d%0aX:1", "text=%22%3e%3b%20rel=x&limit=1"):
        for path in ("plan", "audit"):
            answer = service.get(f"{V1}/{path}?{query}")
            assert answer.status_code < 500
            assert answer.headers.get("link", "").count("rel=") <= 2
            assert "x" not in answer.headers


def test_an_address_that_is_too_long_is_refused(service):
    long = "a" * MOST_ADDRESS
    for path in (f"/api/v1/items/{long}", f"/api/v1/plan?as_of={long}", f"/{long}"):
        service.problem(path, 414, "address-too-long")
    assert 400 <= status_of(get(service, b"/" + b"a" * 1_000_000)) < 500


def test_a_body_of_a_hundred_megabytes_is_refused_before_it_is_sent(service):
    for length in (b"104857600", b"9" * 400, b"-1", b"1e9"):
        sent = b"GET /api/v1/plan HTTP/1.1\r\nHost: x\r\nContent-Length: " + length + b"\r\n\r\n"
        answer = raw(service, sent, end=False)
        assert status_of(answer) in (400, 413)


def test_a_body_without_a_length_is_refused(service):
    sent = b"GET /api/v1/plan HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n"
    answer = raw(service, sent, end=False)
    assert status_of(answer) == 413
    assert answer.count(b"HTTP/1.1 ") == 1


def test_a_small_body_is_not_heeded(service):
    for size in (0, 10, MOST_BODY):
        answer = service.client.request("GET", f"{V1}/plan", content=b"[" * size)
        assert answer.status_code == 200
    assert service.client.request("GET", f"{V1}/plan", content=b"x" * (MOST_BODY + 1)).status_code == 413


def test_a_request_inside_another_is_not_answered(service):
    smuggled = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    for headers in (
        b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        b"Content-Length: 1\r\nContent-Length: 2\r\n",
        b"Transfer-Encoding: gzip, chunked\r\n",
    ):
        sent = b"GET /api/v1/seals HTTP/1.1\r\nHost: x\r\n" + headers + b"\r\n" + smuggled
        answer = raw(service, sent, end=False)
        assert status_of(answer) in (400, 413, 501)
        assert answer.count(b"HTTP/1.1 ") == 1
        assert b"alive" not in answer


NONSENSE = {
    "nothing": b"",
    "bytes": b"\0\xff" * 50,
    "half a line": b"GET\r\n\r\n",
    "an endless line": b"A" * 200_000,
    "another version": b"GET / HTTP/9\r\n\r\n",
    "no host": b"GET /api/v1/plan HTTP/1.1\r\n\r\n",
    "another's address": b"GET http://elsewhere/api/v1/seals HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "headers without end": b"GET / HTTP/1.1\r\nHost: x\r\n" + b"A: b\r\n" * 20_000,
    "a header of a line's ends": b"GET / HTTP/1.1\r\nHost: x\r\nA: b\rC: d\r\n\r\n",
}


@pytest.mark.parametrize("what", NONSENSE)
def test_nonsense_is_refused_or_cut_off(service, what):
    answer = raw(service, NONSENSE[what])
    assert answer == b"" or 400 <= status_of(answer) < 500


HEADERS = {
    "Accept-Language": ("en;q=nan", "en;q=1e999", ";;;,,,", "*" * 5000, "es" + ",es" * 5000, "\xff"),
    "Accept-Encoding": ("gzip;q=x", "gzip" * 2000, ";q=1", "*;q=0"),
    "Accept": ("application/json;q=0", "a/b" * 1000, "*", ";", "text/csv;q=-1"),
    "Accept-Datetime": ("Thu, 01 Jan 0001 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT", "x" * 5000,
                        "Mon, 01 Jan 99999 00:00:00 GMT", "\xff"),
    "If-None-Match": ('"' * 5000, "W/", ",,,", "\xff", '"1"' + ',"1"' * 3000),
    "X-Request-Id": ("a\tb", "x" * 5000),
}  # fmt: skip


@pytest.mark.parametrize("name", HEADERS)
def test_headers_of_any_kind_are_no_failure_of_the_service(service, name):
    for value in HEADERS[name]:
        for path in ("plan", "audit?limit=1", "items/none", "items/statistics"):
            answer = get(
                service, f"{V1}/{path}".encode(), f"{name}: {value}\r\n".encode("latin-1")
            )
            assert status_of(answer) < 500


DAYS = ("0000-00-00", "0001-01-01", "9999-12-31", "2007-02-30", "-001-01-01", "10000-01-01")
DAYS += ("0001-01-01T00:00+23:59", "9999-12-31T23:59:59.999999-23:59", "2007-W01-1", "٢٠٠٧-٠١-٠١")
DAYS += ("2026-05-31T25:00", "2026-05-31T18:00 02:00", "2026-05-31T18:00Z", "999999999999999999", "0")


@pytest.mark.parametrize("day", DAYS)
def test_absurd_days_are_answered(service, day):
    for name in ("as_of", "before", "known_at"):
        for path in ("plan", "archive"):
            answer = service.client.get(f"{V1}/{path}", params={name: day})
            assert answer.status_code in (200, 404, 422)
    for name in ("agreed_from", "agreed_to", "known_from", "known_to"):
        answer = service.client.get(f"{V1}/audit", params={name: day, "limit": 1})
        assert answer.status_code in (200, 422)
    for name in ("from", "to"):
        answer = service.client.get(f"{V1}/diff", params={"from": "rcm-8", "to": "rcm-12", name: day})
        assert answer.status_code in (200, 404, 422)


@pytest.mark.parametrize("words", ["'; DROP TABLE entries; --", "%", "_", "\\", '"', "{", "🙂" * 50])
def test_words_are_words_whatever_they_say(service, words):
    assert service.client.get(f"{V1}/audit", params={"text": words}).status_code == 200
    for kind in ("items", "meetings", "decisions", "proposals"):
        assert service.get(f"{V1}/{kind}/{quote(words, safe='')}").status_code == 404


def test_no_other_site_is_let_in(service):
    for method in ("GET", "OPTIONS"):
        answer = service.client.request(
            method, f"{V1}/plan", headers={"Origin": "https://x", "Access-Control-Request-Method": "GET"}
        )
        assert not [name for name in answer.headers if name.startswith("access-control")]
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"


def test_it_does_not_say_what_it_runs_on(service):
    answer = service.get("/healthz")
    assert "server" not in answer.headers
    assert "x-powered-by" not in answer.headers
