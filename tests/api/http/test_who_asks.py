"""The service knows who asks: by a session's cookie or a token, and nobody else by what they were told."""

from collections.abc import Iterator

import pytest

from api.accounts import people
from api.accounts.store import Accounts
from tests.api.accounts.conftest import hashing_is_quick as hashing_is_quick
from tests.api.http.asked import Asked, asking
from tests.api.http.conftest import V1
from tests.stores import both_stores

pytestmark = both_stores


@pytest.fixture
def asked(ledger) -> Iterator[Asked]:
    """The service on the shipped register, and nobody with an account yet."""
    with asking(ledger) as made:
        yield made


def test_from_the_first_account_on_the_public_sees_what_is_adopted(asked):
    before = asked.client.get(f"{V1}/proposals")
    assert asked.client.get(f"{V1}/proposals").content == before.content  # from those that are kept
    assert before.json()["proposals"]
    asked.folk.invited("administrator")
    asked.folk.kept._looked = float("-inf")
    assert asked.client.get(f"{V1}/proposals").json()["proposals"] == []


@pytest.mark.parametrize(
    ("office", "sees"),
    [
        *(("TS", True), ("PPT", True), ("member:MX", True), ("coordinator:lon-cp", True)),
        *(("auditor", True), ("administrator", False)),
    ],
)
def test_every_office_but_the_administrators_reads_drafts(asked, office, sees):
    for headers in (asked.cookie(office), asked.token(office, "read")):
        answer = asked.client.get(f"{V1}/proposals", headers=headers)
        assert bool(answer.json()["proposals"]) == sees
    assert asked.client.get(f"{V1}/proposals").json()["proposals"] == []


def test_a_token_reads_only_with_that_scope(asked):
    assert asked.status("proposals", **asked.token("TS", "write", "confirm")) == (403, "beyond-scope")
    assert asked.folk.log()[-1] == "refused"


@pytest.mark.parametrize("given", ["Bearer x", "Bearer", "Bearer rcm_x", "Basic YTpi", "Bearer \xff", "bearer  a b"])
def test_a_token_that_is_none_is_refused_even_beside_a_cookie(asked, given):
    cookie = asked.cookie("TS")
    for path in ("plan", "proposals"):
        answer = asked.client.get(f"{V1}/{path}", headers={**cookie, "Authorization": given.encode("latin-1")})
        assert (answer.status_code, answer.json()["code"]) == (401, "token-refused")
        assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("cookie", ["rcm-session=x", "rcm-session=", "rcm-session", "__Host-rcm-session=x", "a=b"])
def test_a_cookie_that_is_none_is_the_public(asked, cookie):
    asked.person("TS")
    assert asked.status("plan", Cookie=cookie) == (200, None)
    assert asked.client.get(f"{V1}/proposals", headers={"Cookie": cookie}).json() == {"proposals": []}


def test_who_is_disabled_is_the_public_at_once(asked):
    cookie = asked.cookie("TS")
    assert asked.client.get(f"{V1}/proposals", headers=cookie).json()["proposals"]
    with asked.folk.kept.acting("local") as act:
        people.disable(act, asked.person("TS").id)
    assert asked.client.get(f"{V1}/proposals", headers=cookie).json()["proposals"] == []


def test_where_accounts_cannot_be_read_nobody_is_shown_drafts(asked, monkeypatch):
    from ledger.problems import Problem

    def gone(*arguments):
        raise Problem("no-server", path="x", why="x")

    monkeypatch.setattr(Accounts, "there_are", gone)
    assert asked.status("proposals")[0] == 503
    assert asked.client.get("/healthz").status_code == 200


def test_a_service_whose_first_account_comes_later_takes_two_persons_before_anything_is_recorded(asked):
    assert asked.client.get(f"{V1}/audit?kind=service-begun").json()["entries"] == []
    proposal = {"id": "mx-9", "by": "MX", "submitted_to": "rcgm-2007-1", "text": {"en": "x"}}
    header = asked.token("TS", "write")
    asked.folk.kept._looked = float("-inf")
    assert asked.client.post(f"{V1}/proposals", headers=header, json=proposal).status_code == 201
    entries = asked.client.get(f"{V1}/audit", headers=asked.token("auditor", "read")).json()["entries"]
    assert [each["event"] for each in entries[-2:]] == ["service-begun", "proposal-submitted"]
    assert entries[-1]["recorded_by"] == f"{asked.person('TS').id}@TS"
