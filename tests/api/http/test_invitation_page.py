"""Where a link leads: a page on which a person, with a browser and nothing else, lets themselves in once."""

import re

import pytest

from tests.api.accounts.conftest import PASSWORD, Person
from tests.api.accounts.conftest import hashing_is_quick as hashing_is_quick
from tests.api.http.asked import asking


@pytest.fixture
def asked(ledger):
    with asking(ledger) as made:
        yield made


def browser(asked, **more):
    """What a browser sends from our own page: no referrer, and so no origin."""
    return {"Origin": "null", "Sec-Fetch-Site": "same-origin", **more}


def follow(asked, link, given, **headers):
    path = f"/invitations/{link.secret}"
    return asked.client.post(path, data=given, headers=headers or browser(asked))


@pytest.mark.parametrize(
    ("language", "said", "office"),
    [
        ("en", "You are invited", "who acts for the delegation of MX"),
        ("es", "Recibió una invitación", "que actúa por la delegación de MX"),
    ],
)
def test_it_says_in_ones_language_for_whom_it_is(asked, language, said, office):
    link = asked.folk.invited("member:MX", "Ana <b>Solís</b>")
    page = asked.client.get(f"/invitations/{link.secret}?lang={language}")
    assert page.status_code == 200
    assert said in page.text
    assert office in page.text
    assert "Ana &lt;b&gt;Solís" in page.text
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert "form-action 'self'" in page.headers["content-security-policy"]
    for fetching in ("<script", "<img", "<link", "src=", "@import", "url("):
        assert fetching not in page.text


def test_whose_office_takes_a_second_factor_scans_one(asked):
    link = asked.folk.invited("TS")
    page = asked.client.get(f"/invitations/{link.secret}")
    assert "<svg" in page.text
    secret = re.search("<code>([A-Z2-7]{32})</code>", page.text)[1]
    person = Person(link.account, asked.folk.clock, secret)
    wrong = follow(asked, link, {"password": PASSWORD, "code": "000000"})
    assert wrong.status_code == 422
    assert 'role="alert"' in wrong.text
    assert secret in wrong.text  # the same one: it is scanned once
    done = follow(asked, link, {"password": PASSWORD, "code": person.code})
    assert done.status_code == 201
    assert "act for the Technical Secretariat" in done.text
    assert "HttpOnly" in done.headers["set-cookie"]
    assert asked.client.get("/api/v1/account").json()["office"] == "TS"
    assert follow(asked, link, {"password": PASSWORD, "code": person.code}).status_code == 404


def test_a_weak_password_is_chosen_again(asked):
    link = asked.folk.invited("member:MX")
    answer = follow(asked, link, {"password": "12345678"})
    assert answer.status_code == 422
    assert "guessed soon" in answer.text
    assert "12345678" not in answer.text
    assert follow(asked, link, {"password": PASSWORD}).status_code == 201


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
    ],
)
def test_another_sites_form_lets_nobody_in(asked, headers):
    link = asked.folk.invited("member:MX")
    answer = follow(asked, link, {"password": PASSWORD}, **headers)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    assert follow(asked, link, {"password": PASSWORD}).status_code == 201


@pytest.mark.parametrize("body", [b"", b"password", b"\xff\xfe", b"password=" + b"a" * 60_000, b"&" * 9])
def test_what_is_no_form_is_answered_calmly(asked, body):
    link = asked.folk.invited("member:MX")
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = asked.client.post(f"/invitations/{link.secret}", content=body, headers=browser(asked, **kind))
    assert answer.status_code == 422


def test_a_link_that_has_ended_says_so(asked):
    asked.folk.invited("member:MX")
    for secret in ("x", "%3Cscript%3E"):
        page = asked.client.get(f"/invitations/{secret}")
        assert page.status_code == 404
        assert "This link" in page.text
        assert "<script" not in page.text
