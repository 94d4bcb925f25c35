"""Whoever calls may be an enemy: nobody is signed in, let in or led on against their will."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from api.accounts import links, passwords, people, security_log, throttle, tokens
from api.operations import OF_ACCOUNTS
from api.routes import managing, signing_in
from tests.api.accounts.conftest import PASSWORD
from tests.api.accounts.conftest import hashing_is_quick as hashing_is_quick
from tests.api.http.asked import Asked, asking
from tests.api.http.conftest import V1
from tests.stores import both_stores

pytestmark = both_stores
OFFICES = ("TS", "PPT", "member:MX", "coordinator:lon-cp", "auditor", "administrator")
ID = "0123456789abcdef"
ROUTES = [
    (method, route.path.removeprefix(V1), route.name)
    for each in (signing_in, managing)
    for route in each.router.routes
    for method in route.methods
]
OPEN = {"sign_in", "invitation", "accept"}
"""What is asked before anybody is signed in."""
MANAGING = {route.name for route in managing.router.routes}


@pytest.fixture
def asked(ledger) -> Iterator[Asked]:
    with asking(ledger) as made:
        made.person("administrator")
        yield made


def path_of(path: str, id: str = ID) -> str:
    return path.removeprefix("/").format(id=id, secret="x")


def body_of(name: str):
    return OF_ACCOUNTS[name].body


def sign_in(asked: Asked, office: str, **other: str | None):
    person = asked.person(office)
    return {"email": person.email, "password": PASSWORD, "code": person.code, **other}


def cookies(answer) -> dict[str, str]:
    """The cookies that an answer sets, with their attributes."""
    found = answer.headers.get_list("set-cookie")
    return {each.partition("=")[0]: each for each in found}


# Who may.


@pytest.mark.parametrize(("method", "path", "name"), ROUTES)
def test_nobody_but_who_is_signed_in_does_anything_about_accounts(asked, method, path, name):
    if name not in OPEN:
        answer = asked.refused(401, "sign-in-needed", None, method, path_of(path), body_of(name))
        assert answer.headers["www-authenticate"].startswith("Bearer")


def test_who_may_manage_accounts_is_the_administrator_and_the_log_is_read_by_everybody(asked):
    for office in OFFICES:
        for method, path, name in ROUTES:
            if name in MANAGING:
                may = office == "administrator" or name == "security_log"
                id = asked.folk.invited("coordinator:lon-ts").account.id if name != "make_account" else ID
                answer = asked.send(office, method, path_of(path, id), body_of(name))
                assert (answer.status_code != 403) == may, (office, name, answer.text)
                assert may or answer.json()["code"] == "not-your-office"
                with asked.folk.kept.acting() as act:
                    for each in people.all_of(act.run):
                        if each.office.of == "lon-ts" or each.state == "invited":
                            people.erase(act, each.id)


def test_nobody_is_let_in_to_act_for_an_office_unseen_by_those_who_do(asked):
    presidency = asked.person("PPT").id
    asked.person("member:MX")
    other = {"name": "Not Me", "email": "other@example.org", "office": "PPT"}
    made = asked.done("administrator", "POST", "accounts", other)["account"]["id"]
    asked.done("administrator", "POST", f"accounts/{presidency}/recovery")
    log = asked.done("PPT", "GET", "security-log")["entries"]
    assert {each["account"] for each in log} == {presidency, made}
    told = [(each["event"], each["account"], each["by"]) for each in log]
    administrator = asked.person("administrator").id
    assert ("account-made", made, administrator) in told
    assert ("recovery-made", presidency, administrator) in told
    assert asked.done("PPT", "GET", f"security-log?account={administrator}")["entries"] == []
    whole = asked.done("auditor", "GET", "security-log")["entries"]
    assert {presidency, made, asked.person("member:MX").id} < {each["account"] for each in whole}


def test_a_token_does_no_more_than_its_scopes(asked):
    scopes = dict.fromkeys(MANAGING, "accounts")
    for scope in tokens.SCOPES:
        header = asked.token("administrator", scope)
        for method, path, name in ROUTES:
            if name in OPEN:
                continue
            url = f"{V1}/{path_of(path)}"
            answer = asked.client.request(method, url, headers=header, json=body_of(name))
            code = answer.json().get("code")
            if name not in scopes:
                assert (answer.status_code, code) == (403, "session-needed"), name
            else:
                assert (code == "beyond-scope") == (scope != scopes[name]), (scope, name)


def test_one_cannot_end_anothers_session_or_token(asked):
    asked.person("TS")
    session = asked.done("TS", "GET", "sessions")["sessions"][0]["id"]
    token = asked.done("TS", "POST", "tokens", {"name": "x", "scopes": ["read"]})["id"]
    asked.refused(404, "no-such-session", "PPT", "DELETE", f"sessions/{session}")
    asked.refused(404, "no-such-token", "PPT", "DELETE", f"tokens/{token}")
    assert asked.done("TS", "GET", "sessions")["sessions"][0]["current"]


# Led here by another site.


HOSTILE = (
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1"},
    {"Sec_Fetch_Site": "cross-site"},
    {"Sec_Fetch_Site": "same-site"},
    {"Sec_Fetch_Site": "none"},
)


@pytest.mark.parametrize("headers", HOSTILE)
def test_what_another_site_asks_with_ones_cookie_is_not_done(asked, headers):
    asked.person("TS")
    before = asked.done("administrator", "GET", "accounts")
    for method, path, name in ROUTES:
        if method != "GET":
            answer = asked.refused(403, "cross-site", "administrator", method, path_of(path), body_of(name), **headers)
            assert asked.origin in answer.json()["detail"]
    for path in ("meetings", "proposals", "decisions/rcm-12-d2/confirm"):
        asked.refused(403, "cross-site", "TS", "POST", path, {}, **headers)
    assert asked.done("administrator", "GET", "accounts") == before
    assert "refused" in asked.folk.log()


def test_a_browser_that_does_not_say_where_it_is_is_not_believed(asked):
    cookie = {"Cookie": asked.cookie("administrator")["Cookie"]}
    answer = asked.client.post(f"{V1}/accounts", headers=cookie, json=body_of("make_account"))
    assert (answer.status_code, answer.json()["code"]) == (403, "cross-site")
    said = {**cookie, "Sec-Fetch-Site": "same-origin"}
    assert asked.client.post(f"{V1}/accounts", headers=said, json=body_of("make_account")).status_code == 201


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_a_form_that_any_page_may_send_is_no_json(asked, kind):
    headers = {**asked.cookie("administrator"), "Content-Type": kind}
    answer = asked.client.post(f"{V1}/accounts", headers=headers, content=b'{"name": "x"}')
    assert (answer.status_code, answer.json()["code"]) == (415, "json-expected")


@pytest.mark.parametrize("headers", [h for h in HOSTILE if h != {"Sec_Fetch_Site": "none"}])
def test_nobody_is_signed_in_to_anothers_account_by_another_site(asked, headers):
    answer = asked.refused(403, "cross-site", None, "POST", "sessions", sign_in(asked, "TS"), **headers)
    assert cookies(answer) == {}
    link = asked.folk.invited("member:MX")
    accepting = {"password": PASSWORD}
    asked.refused(403, "cross-site", None, "POST", f"invitations/{link.secret}", accepting, **headers)


def test_a_token_needs_no_cookie_and_no_origin(asked):
    header = asked.token("administrator", "accounts")
    answer = asked.client.post(f"{V1}/accounts", headers=header, json=body_of("make_account"))
    assert answer.status_code == 201


def test_no_answer_leads_elsewhere(asked):
    for where in ("https://evil.example", "//evil.example", "/\\evil.example"):
        for name in ("next", "url", "return_to", "redirect"):
            answer = asked.client.post(
                f"{V1}/sessions", params={name: where}, json=sign_in(asked, "TS"), follow_redirects=False
            )
            assert (answer.status_code, answer.json()["code"]) == (422, "bad-parameter")
            assert "location" not in answer.headers
    link = asked.client.post(
        f"{V1}/accounts",
        headers={**asked.token("administrator", "accounts"), "X-Forwarded-Host": "evil.example"},
        json=body_of("make_account"),
    ).json()["link"]
    assert link.startswith(asked.origin)


# Sessions and their cookies.


def test_who_signs_in_gets_a_new_session_whatever_they_bring(asked):
    made = set()
    for brought in ("chosen", "", asked.cookie("PPT")["Cookie"].partition("=")[2]):
        headers = {"Cookie": f"rcm-session={brought}", "Origin": asked.origin}
        answer = asked.send(None, "POST", "sessions", sign_in(asked, "TS"), **headers)
        assert answer.status_code == 201
        secret = cookies(answer)["rcm-session"].partition(";")[0].partition("=")[2]
        assert secret != brought
        made.add(secret)
        asked.folk.clock.passes(30)
    assert len(made) == 3
    # The one that was brought along is over.
    asked.refused(401, "sign-in-needed", "PPT", "GET", "account")


def test_a_session_is_in_a_cookie_that_no_script_and_no_other_site_gets_at(asked):
    set_here = cookies(asked.send(None, "POST", "sessions", sign_in(asked, "TS")))
    assert set_here.keys() == {"rcm-session", "rcm-device"}
    for each in set_here.values():
        assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(each.split("; "))
        assert "Domain" not in each
        assert "Secure" not in each  # on this computer, without HTTPS


def test_with_https_a_cookie_is_bound_to_the_host(ledger):
    with asking(ledger, "https://ledger.example.org") as asked:
        person = asked.folk.of("TS")
        body = {"email": person.email, "password": PASSWORD, "code": person.code}
        made = cookies(asked.send(None, "POST", "sessions", body, Origin="https://ledger.example.org"))
        assert made.keys() == {"__Host-rcm-session", "__Host-rcm-device"}
        assert all({"Secure", "HttpOnly", "Path=/"} <= set(each.split("; ")) for each in made.values())
        session = made["__Host-rcm-session"].partition(";")[0]
        assert asked.send(None, "GET", "account", Cookie=session).status_code == 200
        # One that a neighbour or plain HTTP could set is none.
        plain = session.removeprefix("__Host-")
        asked.refused(401, "sign-in-needed", None, "GET", "account", Cookie=plain)
        asked.refused(403, "cross-site", None, "DELETE", "sessions/current", Cookie=session, Origin=asked.origin)
        ours = {"Cookie": session, "Origin": "https://ledger.example.org"}
        assert asked.send(None, "DELETE", "sessions/current", **ours).status_code == 200


def test_who_signs_out_is_out_and_the_cookie_gone(asked):
    answer = asked.send("TS", "DELETE", "sessions/current")
    assert 'rcm-session="";' in cookies(answer)["rcm-session"]
    assert "Max-Age=0" in cookies(answer)["rcm-session"]
    asked.refused(401, "sign-in-needed", "TS", "GET", "account")
    assert asked.client.get(f"{V1}/plan", headers=asked.cookie("TS")).status_code == 200


def test_sessions_are_listed_and_another_of_ones_own_is_ended(asked):
    other = asked.send(None, "POST", "sessions", sign_in(asked, "TS"), User_Agent="another\tbrowser")
    listed = asked.done("TS", "GET", "sessions")["sessions"]
    assert [each["current"] for each in listed] == [False, True]
    assert (listed[0]["id"], listed[0]["agent"]) == (other.json()["session"], "anotherbrowser")
    asked.done("TS", "DELETE", f"sessions/{listed[0]['id']}")
    assert len(asked.done("TS", "GET", "sessions")["sessions"]) == 1


# Guessing.


def test_who_guesses_is_told_to_wait_and_how_long(asked):
    free = throttle.of_name("x").free
    wrong = sign_in(asked, "TS", password="wrong", code=None)
    for _ in range(free):
        asked.refused(401, "sign-in-refused", None, "POST", "sessions", wrong)
    answer = asked.refused(429, "too-many-attempts", None, "POST", "sessions", wrong)
    assert int(answer.headers["retry-after"]) == 1
    assert "1 seconds" in answer.json()["detail"]
    asked.folk.clock.passes(int(answer.headers["retry-after"]))
    assert asked.send(None, "POST", "sessions", sign_in(asked, "TS")).status_code == 201


def test_where_a_request_comes_from_is_believed_of_a_proxy_and_of_nobody_else(ledger):
    with asking(ledger, proxies=("127.0.0.0/8", "192.0.2.7")) as asked:
        asked.person("administrator")
        for said, address in (
            ("203.0.113.5", "203.0.113.5"),
            ("6.6.6.6, 203.0.113.5", "203.0.113.5"),
            ("203.0.113.5, 192.0.2.7", "203.0.113.5"),
            ("", "127.0.0.1"),
        ):
            asked.send(None, "POST", "sessions", {"email": "x", "password": "x"}, X_Forwarded_For=said)
            log = asked.done("administrator", "GET", "security-log")["entries"]
            assert log[-1]["address"] == address
    with asking(ledger) as asked:
        asked.send(None, "POST", "sessions", {"email": "y", "password": "x"}, X_Forwarded_For="203.0.113.5")
        with asked.folk.kept.reading() as run:
            assert security_log.page(run, after=0, limit=1000)[-1]["address"] == "127.0.0.1"


def test_nobody_learns_from_the_answer_or_the_work_who_has_an_account(asked, monkeypatch):
    asked.person("TS")
    work = []
    monkeypatch.setattr(passwords, "matches", lambda p, h, real=passwords.matches: work.append(1) or real(p, h))
    answers = set()
    for email in (asked.person("TS").email, "nobody@example.org", "", "x" * 254, "'; DROP TABLE accounts; --"):
        body = {"email": email, "password": "wrong", "code": "123456"}
        answer = asked.refused(401, "sign-in-refused", None, "POST", "sessions", body)
        document = {k: v for k, v in answer.json().items() if k != "instance"}
        headers = {k: v for k, v in answer.headers.items() if k not in ("x-request-id", "date")}
        answers.add(str((document, headers)))
        assert len(work) == 1
        work.clear()
    assert len(answers) == 1


def test_a_code_that_was_seen_over_the_shoulder_lets_nobody_in(asked):
    body = sign_in(asked, "TS")
    assert asked.send(None, "POST", "sessions", body).status_code == 201
    asked.refused(401, "sign-in-refused", None, "POST", "sessions", body)


def test_a_link_that_was_used_or_has_ended_lets_nobody_in(asked):
    link, other = asked.folk.invited("member:MX"), asked.folk.invited("member:CA")
    accepting = {"password": PASSWORD}
    assert asked.send(None, "POST", f"invitations/{link.secret}", accepting).status_code == 201
    asked.folk.clock.passes(links.LASTS["invitation"])
    for secret in (link.secret, other.secret, "x", "%2e%2e", "a" * 64):
        asked.refused(404, "link-ended", None, "POST", f"invitations/{secret}", accepting)
        asked.refused(404, "link-ended", None, "GET", f"invitations/{secret}")


# What is sent.


LINES = ("Ana\r\nBcc: all@example.org", "Ana\nX-Evil: 1", "Ana\0", "\u2028", "Ana\u202e", "\x1b[31m", "")


@pytest.mark.parametrize("name", LINES)
def test_no_name_becomes_another_line_of_a_letter_or_an_answer(asked, name):
    for field in ("name", "email"):
        body = {**body_of("make_account"), field: name}
        answer = asked.send("administrator", "POST", "accounts", body)
        assert answer.status_code == 422, answer.text
        assert "x-evil" not in answer.headers
    answer = asked.send("TS", "PUT", "account", {"name": name})
    assert answer.status_code == 422


NAMES = ("<script>alert(1)</script>", "'; DROP TABLE accounts; --", "Ana ‘Ñ’ \u00e9 北京", "%s{}")


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_text_whatever_it_looks_like(asked, name):
    made = asked.done("administrator", "POST", "accounts", {**body_of("make_account"), "name": name})
    assert made["account"]["name"] == name
    listed = asked.send("administrator", "GET", "accounts")
    assert name in [each["name"] for each in listed.json()["accounts"]]
    assert listed.headers["content-type"] == "application/json"
    assert listed.headers["x-content-type-options"] == "nosniff"


WRONG = (
    None,
    [],
    "x",
    {},
    {"email": "x"},
    {"email": 1, "password": "hunter2hunter2"},
    {"email": "x", "password": ["hunter2hunter2"]},
    {"email": "x", "password": "hunter2hunter2", "admin": True},
    {"email": "x", "password": "hunter2hunter2" * 1000},
    {"email": "x", "password": "hunter2hunter2", "code": 123456},
    {"email": {"$ne": ""}, "password": {"$ne": ""}},
)


@pytest.mark.parametrize("body", WRONG)
def test_what_is_wrong_with_a_body_is_named_by_its_place_and_never_repeated(asked, body):
    answer = asked.send(None, "POST", "sessions", body)
    assert (answer.status_code, answer.json()["code"]) == (422, "unreadable")
    assert all(each["message"] for each in answer.json()["errors"])
    assert "hunter2" not in answer.text
    spanish = asked.send(None, "POST", "sessions", body, Accept_Language="es").json()
    assert spanish["detail"] != answer.json()["detail"]


@pytest.mark.parametrize("body", [b"{", b"\xff", b"[" * 5000, b'{"email":"\\ud800","password":"x"}', b"NaN"])
def test_what_is_no_json_is_answered_calmly(asked, body):
    headers = {"Content-Type": "application/json"}
    answer = asked.client.post(f"{V1}/sessions", content=body, headers=headers)
    assert answer.status_code in (400, 401, 422)
    assert answer.headers["content-type"] == "application/problem+json"


def test_nothing_secret_is_in_the_log(asked, capfd):
    link = asked.folk.invited("member:MX")
    asked.send(None, "GET", f"invitations/{link.secret}")
    asked.client.get(f"{V1}/inv%69tations/{link.secret}")
    asked.send(None, "POST", "sessions", sign_in(asked, "TS"))
    token = asked.token("TS", "read")
    asked.client.get(f"{V1}/plan", headers=token)
    asked.send(None, "GET", "account")
    written = capfd.readouterr().err
    assert written.count('"/api/v1/invitations/\\u2026"') == 2
    for secret in (link.secret, PASSWORD, asked.person("TS").email, token["Authorization"].split("_", 1)[1]):
        assert secret not in written


def test_without_accounts_nobody_can_sign_in_and_is_told_how_to_begin(ledger):
    with asking(ledger) as asked:
        body = {"email": "x", "password": "x"}
        said = asked.refused(404, "no-accounts", None, "POST", "sessions", body).json()["detail"]
        assert "rcm-ledger account add" in said
        for method, path, name in ROUTES:
            asked.refused(404, "no-accounts", None, method, path_of(path), body_of(name))


def test_a_crowd_at_the_door_keeps_nobody_who_reads_waiting(asked, monkeypatch):
    asked.person("TS")
    arrived, go = threading.Semaphore(0), threading.Event()

    def slowly(password, hash):
        arrived.release()
        assert go.wait(60)
        return False

    monkeypatch.setattr(passwords, "matches", slowly)
    address = f"{asked.origin}{V1}/sessions"
    with ThreadPoolExecutor(20) as pool:
        guesses = [
            pool.submit(httpx.post, address, json={"email": f"n{n}", "password": "x"}, timeout=60) for n in range(20)
        ]
        for _ in range(passwords.AT_ONCE):
            assert arrived.acquire(timeout=60)
        assert asked.client.get(f"{V1}/plan").status_code == 200
        assert asked.client.get(f"{V1}/account", headers=asked.cookie("TS")).status_code == 200
        go.set()
        assert {each.result().status_code for each in guesses} == {401}
