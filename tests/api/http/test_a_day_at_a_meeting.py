"""A day at a meeting, from the invitations to what the public reads the evening after: over real HTTP, between
real processes, one of which is killed at noon."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pyotp
import pytest

from tests.api.conftest import REGISTER
from tests.api.http.conftest import V1, Service
from tests.stores import Address, both_stores

PASSWORD = "un caballo sin grapas"
MEETING = "rcgm-2024-1"
DECISION = f"{MEETING}-d1"
PEOPLE = {
    "TS": "sofia@example.org",
    "PPT": "pedro@example.org",
    "member:MX": "maria@example.mx",
    "member:CA": "claire@example.ca",
    "member:HN": "hector@example.hn",
    "auditor": "aura@example.org",
}
RECORDED = ("BZ", "CR", "DO", "GT", "HN", "NI", "PA", "SV", "US")
"""Whose position the Secretariat records."""


def rcm_ledger(*arguments: Any) -> Any:
    """The command, as a process; its JSON."""
    command = [sys.executable, "-m", "api.cli", *map(str, arguments), "--json"]
    ended = subprocess.run(command, capture_output=True, check=False)
    assert ended.returncode == 0, ended.stderr.decode()
    return json.loads(ended.stdout)


class Person:
    """Somebody with a browser, who was handed a link."""

    def __init__(self, url: str, secret: str):
        self.browser = httpx.Client(base_url=url, timeout=60, headers={"Origin": url})
        shown = self.browser.get(f"{V1}/invitations/{secret}").json()
        self.email = shown["email"]
        self.telephone = pyotp.TOTP(shown["second_factor"]["secret"])
        self.needs_code = shown["second_factor_needed"]
        chosen = {"password": PASSWORD, **self.code()}
        self.done("POST", f"invitations/{secret}", chosen)

    def code(self, ahead: int = 0) -> dict[str, str]:
        if not self.needs_code:
            return {}
        return {"code": self.telephone.at(int(time.time()) + ahead)}

    def at(self, url: str) -> None:
        """The same service, at another address: one has to sign in again."""
        self.browser = httpx.Client(base_url=url, timeout=60, headers={"Origin": url})
        given = {"email": self.email, "password": PASSWORD, **self.code(ahead=30)}
        self.done("POST", "sessions", given)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        more: dict[str, Any] = {} if body is None else {"json": body}
        return self.browser.request(method, f"{V1}/{path}", headers=given, **more)

    def done(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        answer = self.ask(method, path, body, **headers)
        assert answer.status_code in (200, 201), answer.text
        return answer.json()

    def refused(self, status: int, code: str, method: str, path: str, body: Any = None) -> Any:
        answer = self.ask(method, path, body)
        assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
        return answer.json()


class Follower:
    """Somebody of the public, who follows what is decided."""

    def __init__(self, url: str, since: int):
        self.seen: list[tuple[str, str | None]] = []
        self.heard = threading.Event()
        self._thread = threading.Thread(target=self._follow, args=(url, since), daemon=True)
        self._thread.start()

    def _follow(self, url: str, since: int) -> None:
        with httpx.stream("GET", f"{url}{V1}/events?since={since}", timeout=60) as stream:
            for line in stream.iter_lines():
                if line.startswith("data: "):
                    entry = json.loads(line.removeprefix("data: "))
                    self.seen.append((entry["event"], entry.get("decision")))
                    if entry["event"] == "meeting-closed":
                        self.heard.set()
                        return


@pytest.fixture
def ledger(store, tmp_path) -> Address:
    """The ledger of the shipped register, sealed."""
    made = store.address(tmp_path, "rcm-ledger.db")
    rcm_ledger("import", REGISTER, "--ledger", made)
    rcm_ledger("seal", "--ledger", made)
    return made


@contextmanager
def serving(ledger: Address, tmp_path: Any) -> Iterator[Service]:
    service = Service(ledger, folder=tmp_path, **os.environ)
    try:
        yield service
    finally:
        if service.process.poll() is None:
            service.stop()


@both_stores
def test_a_day_at_a_meeting(ledger, tmp_path):
    # The evening before: whoever keeps the machine lets the administrator in, and she everybody else.
    link = rcm_ledger(
        *("account", "add", "ana@example.org", "--name", "Ana Solís", "--office", "administrator"),
        *("--ledger", ledger),
    )
    with serving(ledger, tmp_path) as service:
        ana = Person(service.url, link["secret"])
        people = {}
        for office, email in PEOPLE.items():
            invited = ana.done(
                "POST", "accounts", {"name": email.split("@")[0], "email": email, "office": office, "language": "es"}
            )
            people[office] = Person(service.url, invited["secret"])
        ana.refused(403, "not-your-office", "POST", "meetings", {})

        # In the morning: a proposal, what others say of it, and the meeting.
        sofia, maria, claire, hector = (people[o] for o in ("TS", "member:MX", "member:CA", "member:HN"))
        sofia.done("POST", "meetings", {
            "id": MEETING, "body": "rcgm", "presidency": "CR", "opens_on": "2024-02-06", "closes_on": "2024-02-07",
            "title": {"en": "First meeting of 2024", "es": "Primera reunión de 2024"},
        })  # fmt: skip
        proposal = {"id": "mx-8", "by": "MX", "submitted_to": MEETING, "text": {"es": "Revisar el Plan cada año."}}
        maria.done("POST", "proposals", proposal)
        claire.done("POST", "proposals/mx-8/comments", {"by": "CA", "text": {"en": "Agreed."}})
        claire.refused(403, "not-your-office", "POST", "proposals", {**proposal, "id": "mx-9"})

        # A draft, which is read, mended and put back; and position by position.
        change = {"record-occurrence": {"item": "plan-review", "on": "2024-02-06"}}
        draft = {"id": DECISION, "text": {"en": "The Plan was reviewed."}, "changes": [change]}
        tabled = {"Idempotency_Key": "the-draft-of-the-first-day"}
        first = sofia.ask("POST", f"meetings/{MEETING}/decisions", draft, **tabled)
        assert first.status_code == 201
        read = sofia.ask("GET", f"decisions/{DECISION}/draft")
        mended = {**read.json(), "text": {"en": "The Plan was reviewed.", "es": "Se revisó el Plan."}}
        sofia.done("PUT", f"decisions/{DECISION}/draft", mended, If_Match=read.headers["etag"])
        maria.done("PUT", f"decisions/{DECISION}/positions/MX", {"stance": "agree"})
        claire.done("PUT", f"decisions/{DECISION}/positions/CA", {"stance": "agree"})
        maria.refused(403, "not-your-office", "PUT", f"decisions/{DECISION}/positions/HN", {"stance": "agree"})
        for member in RECORDED:
            sofia.done("PUT", f"decisions/{DECISION}/positions/{member}", {"stance": "agree"})

        # At noon the service is killed.
        assert service.stop(signal.SIGKILL) == -signal.SIGKILL

    with serving(ledger, tmp_path) as service:
        for person in (*people.values(), ana):
            person.at(service.url)
        # Nothing that was answered is lost, and what is sent again is not done again.
        again = sofia.ask("POST", f"meetings/{MEETING}/decisions", draft, **tabled)
        assert (again.status_code, again.content) == (201, first.content)
        aura, pedro = people["auditor"], people["PPT"]
        assert set(aura.done("GET", f"decisions/{DECISION}")["positions"]) == {"MX", "CA", *RECORDED}

        # In the afternoon: Honduras had not said so, and then says so itself.
        reason = {"reason": {"es": "Todavía no habíamos respondido."}}
        hector.done("POST", f"decisions/{DECISION}/positions/HN/contest", reason)
        said = sofia.refused(409, "contested", "POST", f"decisions/{DECISION}/submit")
        assert said["violations"][0]["members"] == ["HN"]
        hector.done("PUT", f"decisions/{DECISION}/positions/HN", {"stance": "agree"})

        # Two persons. Until then nobody of the public has seen any of it.
        public = httpx.Client(base_url=f"{service.url}{V1}", timeout=60)
        before = int(aura.ask("GET", "audit?limit=1").headers["etag"].strip('"').split("-")[0])
        follower = Follower(service.url, before)
        sofia.done("POST", f"decisions/{DECISION}/submit")
        assert public.get(f"decisions/{DECISION}").status_code == 404
        sofia.refused(403, "not-your-office", "POST", f"decisions/{DECISION}/confirm")
        enacted = pedro.done("POST", f"decisions/{DECISION}/confirm")
        assert enacted["changes"] == [{"reference": f"{DECISION}#1", "change": change}]
        sofia.done("POST", "proposals/mx-8/outcome", {"adopted": [DECISION]})
        way = aura.done("GET", "proposals/mx-8")
        assert [(each["decision"], each["status"]) for each in way["decided"]] == [(DECISION, "adopted")]
        assert [(each["item"], each["section"]) for each in way["stands"]] == [("plan-review", "functioning")]
        maria.done("POST", "items/plan-review/reports", {"by": "MX", "says": "on-track"})
        assert [each["by"] for each in aura.done("GET", "items/plan-review")["reports"]] == ["MX"]

        # The review of the plan: everybody sees what follows from what is adopted, members all of it.
        grounds = {e["ground"] for e in maria.done("GET", f"meetings/{MEETING}/docket")["entries"]}
        assert {"reported-completed", "proposal-pending", "overdue"} <= grounds
        seen = {e["ground"] for e in public.get(f"meetings/{MEETING}/docket").json()["entries"]}
        assert seen == grounds - {"reported-completed", "proposal-pending"}
        said = sofia.refused(409, "docket-unsettled", "POST", f"meetings/{MEETING}/close", {"on": "2024-02-08"})
        assert [v["item"] for v in said["violations"]] == ["women-children-seminar"]
        docket, why = f"meetings/{MEETING}/docket", {"en": "Its proceedings are not at hand."}
        sofia.refused(403, "not-your-office", "POST", docket, {})
        said = pedro.refused(422, "unreadable", "POST", docket, {"left_out": {"nothing": why}})
        assert said["errors"][0]["path"] == "left_out.nothing"
        drafts = pedro.done("POST", docket, {"left_out": {"mx-1": why}})
        assert (drafts["taken"], drafts["decisions"]) == (["women-children-seminar"], {"rcgm": f"{MEETING}-review"})
        pedro.done("POST", docket, {"left_out": {"women-children-seminar": why}})
        cleared = maria.done("GET", f"meetings/{MEETING}")["cleared"]
        assert [set(each["left_out"]) for each in cleared] == [{"mx-1"}, {"mx-1", "women-children-seminar"}]
        assert public.get(f"meetings/{MEETING}").json()["cleared"] == []
        sofia.done("POST", f"meetings/{MEETING}/close", {"on": "2024-02-08"})

        # In the evening: what everybody reads, and can check.
        decision = public.get(f"decisions/{DECISION}").json()
        assert decision["status"] == "adopted"
        bases = {member: position["basis"] for member, position in decision["positions"].items()}
        assert {m for m, basis in bases.items() if basis == "own-account"} == {"MX", "CA", "HN"}
        assert public.get("items/plan-review").json()["occurrences"][-1] == "2024-02-06"
        assert public.get("proposals/mx-8").status_code == 404
        assert public.get("items/plan-review").json()["reports"] == []
        assert public.get("seals").json()["seals"][-1]["meeting"] == MEETING
        assert MEETING in {meeting["id"] for meeting in public.get("meetings").json()["meetings"]}
        assert follower.heard.wait(60)
        told = [event for event, decision in follower.seen if decision in (DECISION, None)]
        assert {"decision-adopted", "meeting-closed"} <= set(told)
        assert f"{DECISION}: " in public.get("feeds/decisions").text
        log = [each["event"] for each in ana.done("GET", "security-log")["entries"]]
        assert {"account-made", "invitation-accepted", "refused"} <= set(log)
        assert service.stop() == 0

    proven = rcm_ledger("verify", "--ledger", ledger)
    assert (proven["authentic"], proven["lawful"], proven["projections_match"]) == (True, True, True)
