"""Where there are accounts, everybody is shown what is adopted, and members and auditors all."""

import json
import os
from collections.abc import Iterator

import httpx
import pytest

from api.accounts import links, people, tokens
from api.accounts.store import Accounts
from api.app import service
from api.readers import Readers
from api.routes import proving
from ledger.offices import Office
from ledger.place import place_of
from ledger.proof_files import check_proof
from tests.api.http.conftest import V1, answering

IMMUTABLE = "max-age=31536000, immutable"
ALL: dict[str, str] = {}
"""With this, it is a member who asks."""
ANSWERS = (
    *("plan", "archive", "audit", "meetings", "meetings/rcm-12", "proposals", "decisions/rcm-12-d1"),
    *("items/plan-review", "items/plan-review/history", "diff?from=rcm-8&to=rcm-12"),
)


@pytest.fixture(scope="module")
def asked(demonstration, tmp_path_factory) -> Iterator[httpx.Client]:
    """A service that a member has a token for."""
    readers = Readers(place_of(demonstration / "rcm-ledger-demo.db"))
    accounts = Accounts(place_of(tmp_path_factory.mktemp("accounts") / "rcm-ledger.db"))
    with accounts.acting("local") as act:
        member = people.make(act, "Luis", "luis@example.mx", Office.parse("member:MX"), "es")
        invitation = links.invite(act, member.id)
    links.accept(accounts, invitation.secret, "un caballo sin grapas", None, None)
    with accounts.acting("local") as act:
        ALL["Authorization"] = f"Bearer {tokens.make(act, member, 'x', ['read'], 1).secret}"
    made = service(readers, accounts=accounts)
    with answering(made) as client:
        yield client


def decisions(meeting: dict) -> list[str]:
    return [each["id"] for each in meeting["decisions"]]


@pytest.mark.parametrize("path", ANSWERS)
def test_no_cache_keeps_for_others_what_only_members_read(asked, path):
    public, private = (asked.get(f"{V1}/{path}", headers=named) for named in ({}, ALL))
    assert public.headers["cache-control"] == "no-cache"
    assert private.headers["cache-control"] == "private, no-cache"
    for answer in (public, private):
        assert answer.status_code == 200
        assert "Cookie, Authorization" in answer.headers["vary"]
    assert public.headers["etag"] != private.headers["etag"]


@pytest.mark.parametrize("path", ANSWERS)
def test_what_a_member_was_told_is_not_told_to_the_next_one_who_asks(asked, path):
    before = asked.get(f"{V1}/{path}").content
    asked.get(f"{V1}/{path}", headers=ALL)
    assert asked.get(f"{V1}/{path}").content == before


def test_a_draft_is_there_for_members_only(asked):
    meetings = {m["id"]: m for m in asked.get(f"{V1}/meetings", headers=ALL).json()["meetings"]}
    shown = {m["id"]: m for m in asked.get(f"{V1}/meetings").json()["meetings"]}
    assert meetings.keys() == shown.keys()
    drafts = {d for id, m in meetings.items() for d in set(m["decisions"]) - set(shown[id]["decisions"])}
    assert drafts
    for draft in drafts:
        assert asked.get(f"{V1}/decisions/{draft}", headers=ALL).json()["status"] != "adopted"
        assert asked.get(f"{V1}/decisions/{draft}").status_code == 404
        assert asked.get(f"{V1}/decisions/{draft}/ruling").status_code == 404
        for path in ("audit", "meetings", "items/plan-review"):
            assert draft not in asked.get(f"{V1}/{path}").text


def test_a_proposal_is_there_for_members_only(asked):
    assert asked.get(f"{V1}/proposals").json() == {"proposals": []}
    assert asked.get(f"{V1}/proposals/mx-1").status_code == 404
    assert asked.get(f"{V1}/proposals/mx-1", headers=ALL).status_code == 200


@pytest.mark.parametrize("kind", ["application/x-ndjson", "text/csv"])
def test_an_audit_that_is_streamed_is_the_same_as_the_one_by_pages(asked, kind):
    for named in ({}, ALL):
        whole = asked.get(f"{V1}/audit?limit=5000", headers=named).json()["entries"]
        streamed = asked.get(f"{V1}/audit", headers={"Accept": kind, **named})
        assert streamed.headers["cache-control"] == ("private, no-cache" if named else "no-cache")
        lines = streamed.text.splitlines()
        if kind == "text/csv":
            assert len(lines) >= len(whole)
        else:
            assert [json.loads(line) for line in lines] == whole


def test_what_never_changes_is_kept_for_ever_by_whom_it_is_for(asked):
    path = f"{V1}/plan?known_at=300"
    assert asked.get(path).headers["cache-control"] == f"public, {IMMUTABLE}"
    assert asked.get(path, headers=ALL).headers["cache-control"] == f"private, {IMMUTABLE}"


def test_the_tiles_of_hashes_are_for_everybody_and_those_of_entries_for_members(asked):
    assert asked.get("/tile/0/000").status_code == 200
    assert asked.get("/tile/entries/000").status_code == 404
    told = asked.get("/tile/entries/000", headers=ALL)
    assert (told.status_code, told.headers["cache-control"]) == (200, f"private, {IMMUTABLE}")


@pytest.mark.parametrize("id", ["rcm-12-d2", "rcm-12-d2%231", "plan-review"])
def test_everybody_gets_the_proof_of_what_is_adopted(asked, id):
    for named in ({}, ALL):
        told = asked.get(f"{V1}/proofs/{id}", headers=named).json()
        proven = check_proof(told["proof"].encode())
        assert proven.authentic
        assert set(told["entries"]) <= {fact.entry for fact in proven.facts}


def test_of_what_is_not_adopted_there_is_no_proof_for_everybody(asked):
    draft = next(
        d
        for m in asked.get(f"{V1}/meetings", headers=ALL).json()["meetings"]
        for d in m["decisions"]
        if asked.get(f"{V1}/decisions/{d}", headers=ALL).json()["status"] != "adopted"
    )
    answer = asked.get(f"{V1}/proofs/{draft}")
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown")
    assert asked.get(f"{V1}/proofs/nothing").json()["detail"].replace("nothing", draft) == answer.json()["detail"]


def test_what_is_wrong_with_a_draft_is_said_to_everybody_without_its_words(asked, monkeypatch):
    def violation(code: str, reference: str) -> dict:
        said = {"message": f"About {reference}.", "messages": {"en": f"About {reference}."}}
        return {"code": code, "item": None, "reference": reference, "members": ["MX"], "conflicts": [], **said}

    found = [
        violation("not-their-own", "a-draft"),
        violation("agreement-missing", "rcm-12-d1#1"),
        violation("source-altered", "7e" * 32),
        violation("seal-broken", "rcm-12"),
    ]
    whole = asked.get(f"{V1}/verify", headers=ALL).json()
    monkeypatch.setattr(proving, "_verified", lambda *_: {**whole, "violations": found})
    assert asked.get(f"{V1}/verify", headers=ALL).json()["violations"] == found
    told = asked.get(f"{V1}/verify?lang=es").json()["violations"]
    assert [each["code"] for each in told] == [each["code"] for each in found]
    assert [told[1], told[3]] == [found[1], found[3]]
    for hidden in (told[0], told[2]):
        assert hidden["message"].startswith("Esto se halló en lo que no se muestra al público")
        assert (hidden["reference"], hidden["members"]) == ("–", [])


def test_a_service_of_many_threads_is_not_doubled_to_verify(asked, monkeypatch):
    """In the double, what another thread held is never let go: it would wait for ever, and whoever verifies with it."""
    monkeypatch.setattr(os, "fork", lambda: pytest.fail("doubled"))
    assert asked.get(f"{V1}/verify").json()["authentic"]
