"""The operations about accounts, each as its example says: a secretariat lets its people in."""

import json
import re
from importlib import resources
from pathlib import Path
from typing import Any

import pyotp
import pytest

from api.app import OPERATIONS as ROUTERS
from api.operations import OF_ACCOUNTS
from tests.api.accounts.conftest import PASSWORD
from tests.api.accounts.conftest import hashing_is_quick as hashing_is_quick
from tests.api.http.asked import Asked, asking
from tests.api.http.conftest import V1

EXAMPLES = Path(str(resources.files("api") / "examples" / "accounts.json"))
MODELS = {route.name: route.response_model for each in ROUTERS for route in each.router.routes}
OF_THIS_SERVICE = {
    *("id", "session", "secret", "link", "address", "picture", "account", "by", "code", "token"),
    *("made_at", "ends_at", "used_at", "signed_in_at", "seen_at", "at"),
}
"""What is another in every service."""
URL = "https://ledger.example.org"
NEW_PASSWORD = "otra jirafa bajo cero"


class Story:
    """What is asked, step by step, and what is answered."""

    def __init__(self, asked: Asked):
        self.asked, self.steps = asked, []

    def step(self, operation: str, by: str | None, method: str, path: str, body: Any = None) -> Any:
        answer = self.asked.done(by, method, path, body, User_Agent="a browser")
        step = {"operation": operation, "by": by, "method": method, "path": f"{V1}/{path}"}
        self.steps.append({**step, **({} if body is None else {"body": body}), "answer": answer})
        self.asked.folk.clock.passes(30)  # for the next code
        return answer

    def code(self, secret: str) -> str:
        return pyotp.TOTP(secret).at(self.asked.folk.clock.at)

    def tell(self) -> None:
        new = {"name": "Luis Mora", "email": "luis@example.mx", "office": "member:MX", "language": "es"}
        made = self.step("make_account", "administrator", "POST", "accounts", new)
        id, secret = made["account"]["id"], made["secret"]
        offered = self.step("invitation", None, "GET", f"invitations/{secret}")["second_factor"]
        accepting = {"password": PASSWORD, "code": self.code(offered["secret"])}
        self.step("accept", None, "POST", f"invitations/{secret}", accepting)
        signing_in = {"email": new["email"], "password": PASSWORD, "code": self.code(offered["secret"])}
        self.step("sign_in", None, "POST", "sessions", signing_in)
        self.of_ones_own()
        self.step("accounts", "administrator", "GET", "accounts")
        self.step("account", "administrator", "GET", f"accounts/{id}")
        self.step("recover_account", "administrator", "POST", f"accounts/{id}/recovery")
        self.step("disable_account", "administrator", "POST", f"accounts/{id}/disable")
        self.step("enable_account", "administrator", "POST", f"accounts/{id}/enable")
        self.step("rename_account", "administrator", "PUT", f"accounts/{id}", {"name": "Luis Mora Gil"})
        self.step("erase_account", "administrator", "DELETE", f"accounts/{id}")
        other = {**new, "name": "Eva Luna", "email": "eva@example.mx"}
        eva = self.asked.done("administrator", "POST", "accounts", other)["account"]["id"]
        self.step("invite_account", "administrator", "POST", f"accounts/{eva}/invitation")
        self.step("security_log", "administrator", "GET", f"security-log?account={id}&limit=5")

    def of_ones_own(self) -> None:
        by = "member:CA"
        self.step("own_account", by, "GET", "account")
        self.step("sessions", by, "GET", "sessions")
        offered = self.step("offer_second_factor", by, "POST", "account/totp", {"password": PASSWORD})
        self.step("set_second_factor", by, "PUT", "account/totp", {"code": self.code(offered["secret"])})
        changed = {"language": "en", "password": PASSWORD, "new_password": NEW_PASSWORD}
        self.step("change_own_account", by, "PUT", "account", changed)
        token = {"name": "for the spreadsheet", "scopes": ["read"], "days": 90}
        made = self.step("make_token", by, "POST", "tokens", token)
        self.step("tokens", by, "GET", "tokens")
        self.step("revoke_token", by, "DELETE", f"tokens/{made['id']}")
        self.step("sign_out", by, "DELETE", "sessions/current")


@pytest.fixture(scope="module")
def story(tmp_path_factory) -> dict[str, Any]:
    from api.cli import run

    address = tmp_path_factory.mktemp("story") / "rcm-ledger.db"
    assert run(["init", "--ledger", str(address)]) == 0
    with asking(address) as asked:
        told = Story(asked)
        told.tell()
    return {step["operation"]: step for step in told.steps}


def alike(document: Any) -> Any:
    """A document without what is only of this service."""
    if isinstance(document, dict):
        return {k: "…" if k in OF_THIS_SERVICE and isinstance(v, str) else alike(v) for k, v in document.items()}
    return [*map(alike, document)] if isinstance(document, list) else document


def shown(document: Any) -> Any:
    """A document as people are shown it: at a service's real address, and without the many lines of a picture."""
    if isinstance(document, dict):
        return {k: "<svg>…</svg>" if k == "picture" else shown(v) for k, v in document.items()}
    if isinstance(document, list):
        return [*map(shown, document)]
    return re.sub(r"http://127\.0\.0\.1:\d+", URL, document) if isinstance(document, str) else document


def test_the_examples_are_what_is_asked_and_answered(story, request):
    if request.config.getoption("--rewrite-golden"):
        text = json.dumps(shown(list(story.values())), ensure_ascii=False, indent=1) + "\n"
        EXAMPLES.write_text(text, encoding="utf-8")
    examples = {step["operation"]: step for step in json.loads(EXAMPLES.read_text())}
    assert examples.keys() == story.keys()
    for name, step in story.items():
        here, there = ({**each, "path": None} for each in (step, examples[name]))
        assert alike(here) == alike(there), name


@pytest.mark.parametrize("name", OF_ACCOUNTS)
def test_an_answer_has_what_its_model_says_and_nothing_else(story, name):
    answer = story[name]["answer"]
    read = MODELS[name].model_validate_json(json.dumps(answer))
    assert json.loads(read.model_dump_json(exclude_unset=True)) == answer


def test_every_operation_about_accounts_is_told(story):
    assert OF_ACCOUNTS.keys() == story.keys()
    routes = {
        route.name
        for each in ROUTERS
        if each.__name__ in ("api.routes.signing_in", "api.routes.managing")
        for route in each.router.routes
    }
    assert routes == story.keys()
