"""Whoever asks again is told in a few bytes that nothing was recorded since; what can never change says so."""

import gzip
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from api.operations import OPERATIONS
from tests.api.http.conftest import V1, serving

FOLLOWS_FROM_THE_LOG = set(OPERATIONS) - {"requires", "seals", "proof", "verify", "draft"}
IMMUTABLE = "public, max-age=31536000, immutable"


def record(command, path, *arguments):
    assert command(*arguments, "--ledger", path).status == 0


def convene(command, path, id):
    options = ("--body", "rcgm", "--title-en", "A meeting", "--opens-on", "2020-06-02")
    record(command, path, "meeting", id, *options)


@pytest.mark.parametrize("name", sorted(FOLLOWS_FROM_THE_LOG))
def test_the_tag_of_an_answer_is_the_ledgers_last_entry(service, name):
    entry = service.json("/readyz")["entry"]
    for _ in range(2):  # made, and then from those that are kept
        answer = service.get(OPERATIONS[name], Accept_Encoding="identity")
        assert answer.headers["etag"] == f'"{entry}"'
        assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_who_has_an_answer_is_told_that_it_stands(service, name):
    for coding in ("identity", "gzip"):
        answer = service.get(OPERATIONS[name], Accept_Encoding=coding)
        tag = answer.headers["etag"]
        for asked in (tag, f'"x", W/{tag}', "*"):
            again = service.get(OPERATIONS[name], If_None_Match=asked, Accept_Encoding=coding)
            assert (again.status_code, again.content) == (304, b"")
            for header in ("etag", "cache-control", "vary"):
                assert again.headers.get(header) == answer.headers.get(header)
        assert service.get(OPERATIONS[name], If_None_Match='"another"').status_code == 200


def test_what_is_recorded_is_in_the_next_answer_and_changes_its_tag(own, command):
    for _ in range(2):
        before = own.get(f"{V1}/meetings")
    convene(command, own.ledger, "rcgm-2020-1")
    after = own.get(f"{V1}/meetings", If_None_Match=before.headers["etag"])
    assert after.status_code == 200
    assert "rcgm-2020-1" in [each["id"] for each in after.json()["meetings"]]
    assert after.headers["etag"] != before.headers["etag"]
    assert own.json("/readyz")["entry"] == own.json(f"{V1}/plan")["entry"]


def test_what_is_known_at_an_entry_may_be_kept_for_ever_and_never_changes(own, command):
    entry = own.json(f"{V1}/plan")["entry"]
    asked = [
        f"{V1}/plan?known_at={entry}",
        f"{V1}/plan?as_of=rcm-8&known_at=300",
        f"{V1}/archive?before=rcm-12&known_at=300",
        f"{V1}/diff?from=rcm-2&to=rcm-12&known_at={entry}",
    ]
    before = [own.get(path) for path in asked]
    convene(command, own.ledger, "rcgm-2020-1")
    for path, was in zip(asked, before):
        now = own.get(path)
        assert was.headers["cache-control"] == now.headers["cache-control"] == IMMUTABLE
        assert (now.content, now.headers["etag"]) == (was.content, was.headers["etag"])


def test_what_more_may_yet_be_recorded_of_is_asked_again(service):
    for path in ("plan", "plan?as_of=rcm-8", "plan?known_at=2199-01-01", "archive", "audit"):
        assert service.get(f"{V1}/{path}").headers["cache-control"] == "no-cache"


def test_an_answer_is_compressed_for_who_takes_that_and_tagged_as_other_bytes(service):
    plain = service.get(f"{V1}/plan", Accept_Encoding="identity")
    packed = service.get(f"{V1}/plan", Accept_Encoding="br, gzip;q=0.5")
    refused = service.get(f"{V1}/plan", Accept_Encoding="gzip;q=0")
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.json() == plain.json() == refused.json()
    assert int(packed.headers["content-length"]) < len(plain.content) / 4
    assert packed.headers["etag"] == plain.headers["etag"][:-1] + '-gzip"'
    assert "content-encoding" not in refused.headers
    for answer in (plain, packed):
        assert "Accept-Encoding" in answer.headers["vary"]
    raw = service.client.build_request("GET", f"{V1}/plan", headers={"Accept-Encoding": "gzip"})
    answer = service.client.send(raw, stream=True)
    assert gzip.decompress(b"".join(answer.iter_raw())) == plain.content


def test_words_are_in_the_language_that_is_asked_for(service):
    for asked, language in (
        ({"Accept_Language": "es-MX,en;q=0.5"}, "es"),
        ({"Accept_Language": "fr, en;q=0.1, es;q=0.2"}, "es"),
        ({"Accept_Language": "fr"}, "en"),
        ({}, "en"),
    ):
        answer = service.get(f"{V1}/plan?as_of=rcm-99", **asked)
        assert answer.headers["content-language"] == language
        assert "Accept-Language" in answer.headers["vary"]
        assert ("No hay" in answer.json()["detail"]) == (language == "es")
    told = service.get(f"{V1}/plan?as_of=rcm-99&lang=es", Accept_Language="en")
    assert told.headers["content-language"] == "es"


@pytest.mark.parametrize("path", [*OPERATIONS.values(), f"{V1}/items/none", "/checkpoint", "/docs"])
def test_head_has_the_headers_of_get_and_no_content(service, path):
    got = service.get(path)
    for _ in range(2):
        head = service.client.head(path)
        assert (head.status_code, head.content) == (got.status_code, b"")
        for header in ("content-type", "etag", "vary", "cache-control"):
            assert head.headers.get(header) == got.headers.get(header)
        if got.status_code == 200 and "etag" in got.headers:
            assert head.headers["content-length"] == got.headers["content-length"]


# --- mementos (RFC 7089) --------------------------------------------------------------------------


@pytest.mark.parametrize("path", [f"{V1}/plan", f"{V1}/plan?as_of=rcm-8", f"{V1}/items/statistics"])
def test_what_changes_answers_with_what_was_known_at_an_instant(own, command, path):
    entry = own.json("/readyz")["entry"]
    now = datetime.now(UTC)
    before = own.get(path)
    assert f'<{path}>; rel="original timegate"' in before.headers["link"]
    assert "memento-datetime" not in before.headers
    assert "Accept-Datetime" in before.headers["vary"]
    convene(command, own.ledger, "rcgm-2199-1")
    later = format_datetime(now + timedelta(days=365), usegmt=True)
    memento = own.get(path, Accept_Datetime=later)
    mark = "&" if "?" in path else "?"
    address = f"{path}{mark}known_at={entry + 1}"
    assert memento.headers["content-location"] == address
    assert memento.headers["memento-datetime"].endswith(" GMT")
    assert f'<{address}>; rel="memento"; datetime="{memento.headers["memento-datetime"]}"' in (
        memento.headers["link"]
    )
    assert own.json(address) == memento.json()
    first = own.get(f"{V1}/plan", Accept_Datetime="Thu, 01 Jan 1970 00:00:00 GMT")
    assert first.headers["content-location"] == f"{V1}/plan?known_at=1"
    assert first.json()["items"] == []


def test_an_item_is_shown_as_it_was_known(service):
    whole = service.json(f"{V1}/items/plan-review")
    entries = [entry["entry"] for entry in whole["history"]]
    assert len(entries) >= 2
    then = service.json(f"{V1}/items/plan-review?known_at={entries[0]}")
    assert [entry["entry"] for entry in then["history"]] == entries[:1]
    assert then["changes"] == 1
    assert service.json(f"{V1}/items/plan-review?known_at={entries[-1]}") == whole
    service.problem(f"{V1}/items/plan-review?known_at={entries[0] - 1}", 404, "unknown")


def test_a_rectified_change_counted_as_long_as_it_was_not_known_to_be_void(own, command, tmp_path):
    own.stop()
    change = "{approve: {item: slip, parent: mpm, terms: {title: {en: A slip}}}}"
    undo = '{rectify: {item: slip, voids: "rcgm-2020-1-d1#1", reason: {en: A slip}}}'
    convene(command, own.ledger, "rcgm-2020-1")
    for id, text in (("rcgm-2020-1-d1", change), ("rcgm-2020-1-d2", undo)):
        tabled = ("--meeting", "rcgm-2020-1", "--agreed", "all", "--text-en", "x", "--change", text)
        record(command, own.ledger, "table", id, *tabled)
        record(command, own.ledger, "adopt", id)
    with serving(own.ledger) as service:
        now = service.json(f"{V1}/items/slip")
        assert now["gone"]
        assert now["history"][0]["voided_by"] == "rcgm-2020-1-d2#1"
        then = service.json(f"{V1}/items/slip?known_at={now['history'][0]['entry']}")
        assert then["status"] == "pending"
        assert then["history"][0]["voided_by"] is None


def test_an_instant_that_is_none_is_a_bad_request(service):
    for said in ("yesterday", "2026-11-26T00:00Z", "Thu, 99 Foo 2026 12:00:00 GMT"):
        problem = service.problem(f"{V1}/plan", 400, "bad-request", Accept_Datetime=said)
        assert (problem["parameter"], problem["found"]) == ("Accept-Datetime", said)
