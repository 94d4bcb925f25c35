"""Whatever goes wrong is a problem document, whose type is a page that explains it."""

import re
from urllib.parse import quote

import pytest

from api.locales.problem_titles import TITLES
from api.operations import OPERATIONS
from api.problem_documents import STATUS
from ledger.problems import PROBLEMS
from ledger.sentences import CODES
from tests.api.http.conftest import V1


def test_every_code_of_the_rule_and_of_the_ledger_has_a_status_and_a_title():
    assert set(CODES) | set(PROBLEMS) <= set(STATUS)
    assert set(TITLES) == set(STATUS)
    assert {status // 100 for status in STATUS.values()} == {4, 5}
    assert all(STATUS[code] == 409 for code in CODES)


@pytest.mark.parametrize("code", sorted(STATUS))
def test_every_type_is_a_page_that_explains_it_in_both_languages(service, code):
    for n, language in enumerate(("en", "es")):
        page = service.get(f"/problems/{code}?lang={language}")
        assert page.status_code == 200
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        assert page.headers["content-language"] == language
        text = re.sub("<[^>]*>", " ", page.text)
        assert f" {STATUS[code]}" in text
        assert TITLES[code][n].replace("'", "&#x27;") in text
        assert "{" not in text.partition("</style>")[2]


UNKNOWN = ("items/none", "items/none/history", "items/none/requires/redefine", "meetings/none")
UNKNOWN += ("decisions/none", "decisions/none/ruling", "proposals/none", "items/rcm-12")
UNKNOWN += ("meetings/statistics", "plan?as_of=rcm-99", "archive?before=rcm-99")
UNKNOWN += ("diff?from=rcm-8&to=rcm-99", "audit?item=none", "audit?member=XX", "audit?body=none")


@pytest.mark.parametrize("path", UNKNOWN)
def test_what_is_not_there_is_not_found(service, path):
    problem = service.problem(f"{V1}/{path}", 404, "unknown")
    assert "There is no" in problem["detail"]
    spanish = service.problem(f"{V1}/{path}", 404, "unknown", Accept_Language="es")
    assert "No hay" in spanish["detail"]


def test_an_id_that_looks_like_another_is_told_so(service):
    assert "Did you mean statistics?" in service.problem(
        f"{V1}/items/statistic", 404, "unknown"
    )["detail"]


BAD = {
    "plan?as_of=2007-13-45": "as_of",
    "plan?as_of=RCM%2012": "as_of",
    "plan?as_of=rcm-12&before=rcm-8": "as_of, before",
    "plan?known_at=0": "known_at",
    "plan?known_at=999999": "known_at",
    f"plan?known_at={'9' * 5000}": "known_at",
    "plan?known_at=-1": "known_at",
    "plan?known_at=yesterday": "known_at",
    "plan?known_at=1970-01-01": "known_at",
    "plan?asof=rcm-12": "asof",
    "plan?as_of=rcm-12&as_of=rcm-8": "as_of",
    "plan?lang=fr": "lang",
    "diff?to=rcm-12": "from",
    "diff?from=rcm-8&to=2007-02-31": "to",
    "audit?limit=0": "limit",
    "audit?limit=many": "limit",
    "audit?limit=1000000": "limit",
    "audit?after=-3": "after",
    f"audit?after={'9' * 40}": "after",
    f"audit?known_from={'9' * 40}": "known_from",
    "audit?known_to=2026-99-99": "known_to",
    "audit?agreed_from=0000-00-00": "agreed_from",
    "audit?agreed_to=12-12-2007": "agreed_to",
    f"audit?text={'a' * 201}": "text",
    "items/statistics/requires/burn": "kind",
}


@pytest.mark.parametrize("path", BAD)
def test_a_bad_parameter_is_named_with_what_was_found_and_what_is_allowed(service, path):
    problem = service.problem(f"{V1}/{path}", 422, "bad-parameter")
    assert problem["parameter"] == BAD[path]
    assert problem["allowed"] in problem["detail"]
    assert problem["found"] in problem["detail"]
    spanish = service.problem(f"{V1}/{path}", 422, "bad-parameter", Accept_Language="es")
    assert spanish["detail"] != problem["detail"]


def test_a_kind_that_there_is_not_is_not_found(service):
    assert service.problem(f"{V1}/audit?kind=burn", 404, "unknown")["parameter"] == "kind"


def test_nothing_is_at_other_addresses(service):
    for path in ("/", "/api", V1, f"{V1}/", f"{V1}/plan/", f"{V1}/nothing", "/problems", "/favicon.ico"):
        assert service.problem(path, 404, "no-such-page")["detail"].startswith("There is nothing at")
    service.problem("/problems/none", 404, "no-such-page")


WRITTEN_TOO = ("docket", "meetings", "proposals", "draft")
"""The operations at whose addresses something can be recorded as well."""


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_what_is_only_read_cannot_be_written(service, method):
    for name, path in OPERATIONS.items():
        if name not in WRITTEN_TOO:
            answer = service.client.request(method, path)
            assert (answer.status_code, answer.json()["code"]) == (405, "wrong-method")
            assert answer.headers["allow"] == "GET, HEAD"


def test_a_decision_that_was_settled_without_an_adoption_has_no_ruling(own, command):
    record = ("--ledger", own.ledger)
    meeting = ("--body", "rcgm", "--title-en", "x", "--opens-on", "2020-06-02")
    assert command("meeting", "rcgm-2020-1", *meeting, *record).status == 0
    tabled = ("--meeting", "rcgm-2020-1", "--text-en", "x")
    assert command("table", "rcgm-2020-1-d1", *tabled, *record).status == 0
    withdrawn = ("withdraw", "rcgm-2020-1-d1", "--reason", "x")
    assert command(*withdrawn, *record).status == 0
    own.problem(f"{V1}/decisions/rcgm-2020-1-d1/ruling", 404, "no-ruling")
    assert own.json(f"{V1}/decisions/rcgm-2020-1-d1")["ruling"] is None


def test_a_damaged_log_is_said_to_be_so_and_of_its_place_only_the_name(own):
    own.ledger.write_bytes(b"SQLite format 3\0" + bytes(4096))
    for side in ("-wal", "-shm"):
        own.ledger.with_name(own.ledger.name + side).unlink(missing_ok=True)
    answer = own.get(f"{V1}/plan")
    assert 500 <= answer.status_code < 600
    assert str(own.ledger.parent) not in answer.text
    assert "Traceback" not in own.log_file.read_text()


def test_what_is_found_is_shown_as_it_was_and_runs_nowhere(service):
    hostile = "<script>alert(1)</script>"
    answer = service.get(f"{V1}/items/{quote(hostile, safe='')}")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
