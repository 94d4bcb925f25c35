"""A request that is sent again is answered again, and done once: whatever broke in between."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest

from api.cli import run
from tests.api.http.conftest import V1
from tests.api.http.offices import Offices

COMMENT = {"by": "CA", "text": {"en": "Once a year is enough."}}
COMMENTS = "proposals/mx-1/comments"
KEY = "0b6f3c1e-8c1d-4a53-9d0c-5d7a6f0f7f1d"


def said(answer):
    return answer.status_code, answer.content, answer.headers.get("location"), answer.headers.get("etag")


def comments(offices) -> int:
    return len(offices.json(f"{V1}/proposals/mx-1")["comments"])


def test_it_is_answered_as_before_and_not_done_again(offices):
    before = comments(offices)
    first = offices.send("TS", "POST", COMMENTS, COMMENT, Idempotency_Key=KEY)
    assert first.status_code == 200
    # With others' acts in between, and in quotation marks (RFC 9651, 3.3.3) or without.
    offices.done("TS", "POST", COMMENTS, COMMENT)
    for key in (KEY, f'"{KEY}"'):
        assert said(offices.send("TS", "POST", COMMENTS, COMMENT, Idempotency_Key=key)) == said(first)
    assert comments(offices) == before + 2


def test_where_it_stands_is_said_again(offices):
    meeting = {"id": "rcgm-2024-1", "body": "rcgm", "title": {"en": "x"}}
    meeting |= {"opens_on": "2024-02-06", "closes_on": "2024-02-07"}
    first = offices.send("TS", "POST", "meetings", meeting, Idempotency_Key=KEY)
    again = offices.send("TS", "POST", "meetings", meeting, Idempotency_Key=KEY)
    assert first.status_code == 201
    assert first.headers["location"] == f"{V1}/meetings/rcgm-2024-1"
    assert said(again) == said(first)
    # Without a key, it is what it looks like: a second meeting of the same name.
    offices.refused(409, "exists", "TS", "POST", "meetings", meeting)


def test_another_request_under_the_same_key_is_refused(offices):
    offices.done("TS", "POST", COMMENTS, COMMENT, Idempotency_Key=KEY)
    other = {**COMMENT, "by": "US"}
    told = offices.refused(422, "key-reused", "TS", "POST", COMMENTS, other, Idempotency_Key=KEY)
    assert KEY in told["detail"]
    outcome = {"declined": {"en": "x"}}
    offices.refused(422, "key-reused", "TS", "POST", "proposals/mx-1/outcome", outcome, Idempotency_Key=KEY)
    offices.refused(422, "key-reused", "TS", "POST", "proposals/mx-2/comments", COMMENT, Idempotency_Key=KEY)


def test_a_key_is_its_accounts_own(offices):
    first = offices.send("TS", "POST", COMMENTS, COMMENT, Idempotency_Key=KEY)
    other = offices.send("TS", "POST", COMMENTS, COMMENT, Idempotency_Key=KEY, person="another")
    assert first.json()["entries"] != other.json()["entries"]
    offices.refused(403, "not-your-office", "auditor", "POST", COMMENTS, COMMENT, Idempotency_Key=KEY)


def test_a_refusal_is_said_again_even_where_it_would_be_done_by_now(offices):
    meeting = {"id": "rcgm-2024-1", "body": "rcgm", "title": {"en": "x"}}
    meeting |= {"opens_on": "2024-02-06", "closes_on": "2024-02-07"}
    draft = {"id": "d", "text": {"en": "x"}}
    first = offices.send("TS", "POST", "meetings/rcgm-2024-1/decisions", draft, Idempotency_Key=KEY)
    assert first.status_code == 404
    offices.done("TS", "POST", "meetings", meeting)
    again = offices.send("TS", "POST", "meetings/rcgm-2024-1/decisions", draft, Idempotency_Key=KEY)
    assert said(again) == said(first)
    offices.done("TS", "POST", "meetings/rcgm-2024-1/decisions", draft, Idempotency_Key="another")


def test_it_is_answered_as_before_by_another_process_too(ledger):
    answers = []
    offices = None
    for how in (9, 15):
        offices = Offices(ledger, like=offices)
        answers.append(said(offices.send("TS", "POST", COMMENTS, COMMENT, Idempotency_Key=KEY)))
        offices.stop(how)
    assert answers[0] == answers[1]
    assert answers[0][0] == 200
    assert run(["verify", "--ledger", str(ledger), "--json"]) == 0


def test_two_processes_that_are_asked_at_once_do_it_once(ledger):
    one = Offices(ledger)
    two = [one, Offices(ledger, like=one)]
    before = comments(one)
    one.bearer("TS")
    with ThreadPoolExecutor(16) as pool:
        asked = [
            pool.submit(two[n % 2].send, "TS", "POST", COMMENTS, COMMENT, Idempotency_Key=KEY)
            for n in range(16)
        ]
    answers = {said(each.result()) for each in asked}
    assert len(answers) == 1
    assert next(iter(answers))[0] == 200
    assert comments(two[1]) == before + 1
    for each in two:
        each.stop()


def test_what_could_not_be_answered_again_is_not_recorded(offices):
    with sqlite3.connect(offices.ledger) as database:
        database.execute(
            "CREATE TRIGGER full BEFORE INSERT ON answered BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
    before = offices.head
    answer = offices.send("TS", "POST", COMMENTS, COMMENT, Idempotency_Key=KEY)
    assert answer.status_code == 500
    assert offices.head == before
    with sqlite3.connect(offices.ledger) as database:
        database.execute("DROP TRIGGER full")
    offices.done("TS", "POST", COMMENTS, COMMENT, Idempotency_Key=KEY)
    assert offices.head == before + 1


def test_a_ledger_of_an_earlier_version_keeps_answers_too(ledger):
    with sqlite3.connect(ledger) as database:
        database.execute("DROP TABLE answered")
    offices = Offices(ledger)
    first = offices.send("TS", "POST", COMMENTS, COMMENT, Idempotency_Key=KEY)
    assert said(offices.send("TS", "POST", COMMENTS, COMMENT, Idempotency_Key=KEY)) == said(first)
    assert first.status_code == 200
    offices.stop()


@pytest.mark.parametrize("key", ["", '""', '"', "a" * 129, 'a"b', '"a', "ñ", "a\tb"])
def test_what_is_no_key_is_refused(offices, key):
    header = key.encode("latin-1")
    told = offices.refused(422, "bad-parameter", "TS", "POST", COMMENTS, COMMENT, Idempotency_Key=header)
    assert told["parameter"] == "Idempotency-Key"
