"""Whoever records may be an enemy: what is sent is recorded as it is, or refused, and never obeyed."""

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from api.gate import MOST_WRITTEN
from ledger.yaml_input import MOST_LEVELS
from tests.api.http.conftest import V1
from tests.api.http.test_hostile import raw, status_of
from tests.api.http.test_recording import D1, DRAFT, MEETING

HOSTILE = {
    "SQL": "'; DROP TABLE stored_events; --",
    "more SQL": '" OR ""="',
    "a script": "<script>alert(1)</script>",
    "an attribute": '" onmouseover="alert(1)',
    "a template": "{{7*7}} ${7*7} {0} %s %(x)s",
    "a formula": '=HYPERLINK("https://x")',
    "a path": "../../../../etc/passwd",
    "YAML": "!!python/object:os.system {a: *b}",
    "a backslash": "\\",
    "beyond the first plane": "🙂𝕏" * 20,
}


def post(offices, body: bytes, **headers: str) -> Any:
    given = {"Content-Type": "application/json", "Authorization": offices.bearer("TS")}
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    return offices.client.post(f"{V1}/meetings", content=body, headers=given)


@pytest.mark.parametrize("what", HOSTILE)
def test_a_text_is_kept_as_it_is_wherever_it_stands(offices, what):
    words = HOSTILE[what]
    text = {"en": words, "es": words}
    offices.done("TS", "POST", "meetings", {**MEETING, "title": text, "place": words, "source": words})
    proposal = {"id": "p", "by": "MX", "submitted_to": MEETING["id"], "text": text, "source": words}
    offices.done("member:MX", "POST", "proposals", proposal)
    offices.done("member:CA", "POST", "proposals/p/comments", {"by": "CA", "text": text})
    terms = {"title": text, "action": text}
    change = {"approve": {"item": "n", "parent": "plan-review", "terms": terms}}
    draft = {**DRAFT, "text": text, "number": words, "changes": [change], "source": {"title": text, "page": words}}
    offices.done("TS", "POST", f"meetings/{MEETING['id']}/decisions", draft)
    reserve = {"stance": "reserve", "statement": text}
    offices.done("member:MX", "PUT", f"{D1}/positions/MX", reserve)
    offices.done("TS", "POST", f"{D1}/withdraw", {"reason": text})
    offices.done("TS", "POST", "proposals/p/outcome", {"declined": text})
    slip = {"path": "place", "after": f"{words} {words}", "reason": text}
    offices.done("TS", "POST", f"meetings/{MEETING['id']}/corrections", slip)
    shown = offices.json(f"{V1}/{D1}")
    assert (shown["text"], shown["number"], shown["reason"]) == (text, words, text)
    assert shown["positions"]["MX"]["statement"] == text
    assert shown["changes"] == [change]
    assert offices.json(f"{V1}/proposals/p")["comments"][0]["text"] == text
    assert offices.json(f"{V1}/meetings/{MEETING['id']}")["place"] == f"{words} {words}"
    found = offices.client.get(f"{V1}/audit", params={"text": words[:100], "limit": 5000})
    assert found.status_code == 200


@pytest.mark.parametrize("what", HOSTILE)
def test_no_name_is_anything_but_a_name(offices, what):
    words = HOSTILE[what]
    for path, body, at in (
        ("meetings", {**MEETING, "id": words}, "id"),
        ("meetings", {**MEETING, "body": words}, "body"),
        ("meetings", {**MEETING, "presidency": words}, "presidency"),
        ("meetings", {**MEETING, "present": [words]}, "present[0]"),
        ("meetings", {**MEETING, words: 1}, None),
    ):
        told = offices.refused(422, "unreadable", "TS", "POST", path, body)
        found = [error["path"] for error in told["errors"]]
        assert at in found if at else found
    assert offices.client.post(
        f"{V1}/decisions/{words.replace('/', '%2F')}/submit", headers={"Authorization": offices.bearer("TS")}
    ).status_code in (400, 404)


NO_JSON = {
    "YAML": (b"id: rcgm-2024-1", "no-json"),
    "YAML that looks like it": (b"{id: rcgm-2024-1}", "no-json"),
    "half of it": (b'{"id": "rcgm-2024-1"', "no-json"),
    "two of it": (b"{}{}", "no-json"),
    "a comment": (b'{"id": "x"} // y', "no-json"),
    "Latin-1": ('{"id": "ñ"}'.encode("latin-1"), "no-json"),
    "UTF-16": ('{"id": "x"}'.encode("utf-16"), "no-json"),
    "a mark": (b'\xef\xbb\xbf{"id": "x"}', "no-json"),
    "a NUL": (b"\0", "no-json"),
    "NaN": (b'{"number": NaN}', "json-constant"),
    "infinity": (b'{"number": -Infinity}', "json-constant"),
    "a number without end": (b'{"number": ' + b"9" * 10_000 + b"}", "no-json"),
    "a name twice": (b'{"id": "a", "id": "b"}', "json-twice"),
    "a name twice, deep inside": (b'{"source": {"page": "a", "page": "b"}}', "json-twice"),
    "lists in lists": (b"[" * 100_000, "json-too-deep"),
    "objects in objects": (b'{"a":' * 100_000, "json-too-deep"),
    "lists in objects": (b'{"a":[' * 30 + b"]}" * 30, "json-too-deep"),
}


@pytest.mark.parametrize("what", NO_JSON)
def test_what_is_no_json_is_refused_before_anything_is_done(offices, what):
    body, code = NO_JSON[what]
    before = offices.head
    for language in ("en", "es"):
        answer = post(offices, body, Accept_Language=language)
        assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert offices.head == before


def test_brackets_in_a_text_nest_nothing(offices):
    words = '[{"\\' * (MOST_LEVELS + 1)
    offices.done("TS", "POST", "meetings", {**MEETING, "title": {"en": words}})


def test_half_a_character_is_no_text(offices):
    body = json.dumps({**MEETING, "place": "\ud800"}).encode()
    answer = post(offices, body)
    assert (answer.status_code, answer.json()["code"]) == (422, "unreadable")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_what_does_not_say_that_it_is_json_is_refused(offices, kind):
    before = offices.head
    answer = post(offices, json.dumps(MEETING).encode(), Content_Type=kind)
    assert (answer.status_code, answer.json()["code"]) == (415, "json-expected")
    assert offices.head == before
    said_so = "Application/JSON; charset=utf-8"
    assert post(offices, json.dumps(MEETING).encode(), Content_Type=said_so).status_code == 201


def test_a_body_that_is_too_large_is_refused_before_it_is_sent(offices):
    head = b"POST /api/v1/meetings HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    head += f"Authorization: {offices.bearer('TS')}\r\n".encode()
    for length in (b"104857600", str(MOST_WRITTEN + 1).encode(), b"9" * 400, b"-1", b"1e3"):
        answer = raw(offices, head + b"Content-Length: " + length + b"\r\n\r\n", end=False)
        assert status_of(answer) in (400, 413)
    assert post(offices, b" " * MOST_WRITTEN).status_code == 400
    assert post(offices, b" " * (MOST_WRITTEN + 1)).status_code == 413
    assert offices.get("/healthz").status_code == 200


def test_a_text_that_is_too_long_to_be_recorded_is_told_so(offices):
    offices.done("TS", "POST", "meetings", MEETING)
    draft = {**DRAFT, "text": {"en": "word " * 20_000}}
    path = f"meetings/{MEETING['id']}/decisions"
    offices.refused(413, "too-long", "TS", "POST", path, draft)


def test_nothing_is_smuggled_in_pieces(offices):
    before = offices.head
    inner = json.dumps(MEETING).encode()
    smuggled = b"POST /api/v1/meetings HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    smuggled += f"Authorization: {offices.bearer('TS')}\r\nContent-Length: {len(inner)}\r\n\r\n".encode() + inner
    for headers in (
        b"Transfer-Encoding: chunked\r\n",
        b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
        b"Transfer-Encoding : chunked\r\n",
        b"Content-Length: 0\r\nContent-Length: 5\r\n",
    ):
        sent = b"POST /api/v1/proposals HTTP/1.1\r\nHost: x\r\n" + headers + b"\r\n0\r\n\r\n" + smuggled
        answer = raw(offices, sent, end=False)
        assert status_of(answer) in (400, 413, 501)
        assert answer.count(b"HTTP/1.1 ") == 1
    assert offices.head == before


def test_nothing_that_is_sent_becomes_a_header_of_the_answer(offices):
    inner = json.dumps(MEETING).encode()
    for injected in (b"a\r\nAuthorization: x", b"a\rSet-Cookie: a=b", b"a\nLocation: //x", b"a\0b"):
        head = b"POST /api/v1/meetings HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        head += b"Connection: close\r\nIdempotency-Key: " + injected + b"\r\n"
        head += f"Content-Length: {len(inner)}\r\n\r\n".encode()
        answer = raw(offices, head + inner, end=False)
        assert 400 <= status_of(answer) < 500
        assert b"set-cookie" not in answer.lower()
        assert b"//x" not in answer.partition(b"\r\n\r\n")[0]
    lines_end = {**MEETING, "id": "rcgm-2024-1\r\nSet-Cookie: a=b"}
    assert "set-cookie" not in offices.send("TS", "POST", "meetings", lines_end).headers


def test_requests_in_another_order_are_each_judged_as_things_stand(offices):
    decide = [("POST", f"{D1}/confirm", "PPT"), ("POST", f"{D1}/submit", "TS")]
    offices.done("TS", "POST", "meetings", MEETING)
    for method, path, office in decide:
        offices.refused(404, "unknown", office, method, path)
    offices.done("TS", "POST", f"meetings/{MEETING['id']}/decisions", {**DRAFT, "agreed": "all"})
    offices.refused(409, "not-submitted", "PPT", "POST", f"{D1}/confirm")
    offices.done("TS", "POST", f"{D1}/submit")
    offices.done("PPT", "POST", f"{D1}/confirm")
    for method, path, office in decide:
        offices.refused(409, "already", office, method, path)


def test_nobody_who_reads_waits_for_whoever_records(offices):
    offices.done("TS", "POST", "meetings", MEETING)
    # Another process records, and takes its time.
    slow = sqlite3.connect(offices.ledger, isolation_level=None)
    slow.execute("BEGIN IMMEDIATE")
    proposal = {"by": "MX", "submitted_to": MEETING["id"], "text": {"en": "x"}}
    with ThreadPoolExecutor(20) as pool:
        writing = [
            pool.submit(offices.send, "TS", "POST", "proposals", {"id": f"p-{n}", **proposal})
            for n in range(20)
        ]
        for _ in range(20):
            assert offices.get(f"{V1}/proposals").status_code == 200
        assert not any(each.done() for each in writing)
        slow.execute("ROLLBACK")
        assert {each.result().status_code for each in writing} == {201}
    slow.close()
