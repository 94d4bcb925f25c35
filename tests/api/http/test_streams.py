"""The audit: page by page, or as a stream of lines or rows in bounded memory."""

import csv
import io
import json
import re

import pytest

from api.routes.audit import COLUMNS, PAGE, cell
from tests.api.http.conftest import V1

NDJSON, CSV = "application/x-ndjson", "text/csv"


def rows(answer):
    assert answer.headers["content-type"].startswith(CSV)
    return list(csv.DictReader(io.StringIO(answer.content.decode(), newline="")))


def test_following_the_links_gives_every_entry_once(service):
    whole = service.json(f"{V1}/audit")["entries"]
    found, path = [], f"{V1}/audit?limit=100"
    while path:
        answer = service.get(path)
        found += answer.json()["entries"]
        following = re.fullmatch(r'<(.*)>; rel="next"', answer.headers.get("link", ""))
        assert (following is None) == (answer.json()["next"] is None)
        path = following[1] if following else None
    assert found == whole


def test_a_link_keeps_what_was_asked(service):
    answer = service.get(f"{V1}/audit?text=migraci%C3%B3n%20y&body=rcm&limit=1&lang=es")
    assert 'text=migraci%C3%B3n+y&body=rcm&limit=1&lang=es&after=' in answer.headers["link"]


@pytest.mark.parametrize("query", ["", "?item=plan-review", "?text=estad%C3%ADsticas", "?after=400"])
def test_a_line_is_an_entry(service, query):
    answer = service.get(f"{V1}/audit{query}", Accept=NDJSON)
    assert answer.headers["content-type"] == NDJSON
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert lines == service.json(f"{V1}/audit{query}")["entries"]


def test_a_stream_is_longer_than_the_page_that_is_in_memory(service):
    assert len(service.get(f"{V1}/audit", Accept=NDJSON).text.splitlines()) > 2 * PAGE


def test_a_row_is_an_entry(service):
    answer = service.get(f"{V1}/audit", Accept=CSV)
    entries = service.json(f"{V1}/audit")["entries"]
    found = rows(answer)
    assert tuple(found[0]) == COLUMNS
    assert [int(row["entry"]) for row in found] == [entry["entry"] for entry in entries]
    for row, entry in zip(found, entries):
        assert row["decision"] == (entry["decision"] or "")
        assert row["agreed_by"].split() == entry["agreed_by"]
        assert json.loads(row["change"] or "null") == entry["change"]
    assert answer.headers["content-disposition"] == 'attachment; filename="audit.csv"'


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(begins):
    assert cell(f"{begins}1+1") == f"'{begins}1+1"
    assert cell([f"{begins}1+1", "x"]).startswith("'")
    assert cell("x" + begins) == "x" + begins


def test_what_a_person_recorded_is_no_formula_in_a_row(own, command):
    ledger = ("--ledger", own.ledger)
    meeting = ("--body", "rcgm", "--title-en", "x", "--opens-on", "2020-06-02")
    assert command("meeting", "rcgm-2020-1", *meeting, *ledger).status == 0
    hostile = '=HYPERLINK("http://x","y")'
    corrected = ("correct-record", "rcgm-2020-1", "place", hostile, "--reason", "x")
    assert command(*corrected, *ledger).status == 0
    found = rows(own.get(f"{V1}/audit?meeting=rcgm-2020-1", Accept=CSV))
    assert found[-1]["after"] == f"'{hostile}"
    assert not [c for row in found for c in row.values() if c.startswith(("=", "+", "-", "@"))]


def test_a_stream_has_a_tag_and_is_not_sent_to_who_has_it(service):
    for kind in (NDJSON, CSV):
        tag = service.get(f"{V1}/audit", Accept=kind).headers["etag"]
        again = service.get(f"{V1}/audit", Accept=kind, If_None_Match=tag)
        assert (again.status_code, again.content) == (304, b"")
        assert tag != service.get(f"{V1}/audit").headers["etag"]
        head = service.client.head(f"{V1}/audit", headers={"Accept": kind})
        assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", tag)


def test_what_is_wrong_with_a_filter_is_said_before_anything_is_sent(service):
    service.problem(f"{V1}/audit?item=none", 404, "unknown", Accept=f"{CSV}, application/problem+json")


def test_what_is_asked_in_no_format_that_there_is_is_refused(service):
    problem = service.problem(f"{V1}/audit", 406, "not-acceptable", Accept="image/png")
    assert CSV in problem["detail"]
    for asked, kind in (("*/*", "application/json"), ("text/*", CSV), (f"{NDJSON};q=0.9, {CSV};q=0.1", NDJSON)):
        assert service.get(f"{V1}/audit", Accept=asked).headers["content-type"].startswith(kind)
