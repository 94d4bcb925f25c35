"""Operation × office × own or another's: exactly the cells of this table pass."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest

from api.permissions import WHO_MAY
from api.texts import HTTP, pair
from tests.api.http.offices import Offices, offices_of

OFFICES = (
    *("TS", "PPT", "member:MX", "member:CA", "coordinator:lon-cp", "coordinator:lon-ts"),
    *("auditor", "administrator"),
)
MAY: dict[tuple[str, str], set[str]] = {
    ("convene", "rcgm"): {"TS"},
    ("convene", "lon-cp"): {"TS"},
    ("close", "rcgm"): {"TS"},
    ("clear-docket", "rcgm"): {"PPT"},
    ("clear-docket", "lon-cp"): {"coordinator:lon-cp"},
    ("table", "rcgm"): {"TS"},
    ("table", "lon-cp"): {"TS"},
    ("redraft", "rcgm"): {"TS"},
    ("submit", "rcgm"): {"TS"},
    ("submit", "lon-cp"): {"TS"},
    ("confirm", "rcgm"): {"PPT"},
    ("confirm", "rcm"): {"PPT"},
    ("confirm", "lon-cp"): {"coordinator:lon-cp"},
    ("confirm", "lon-ts"): {"coordinator:lon-ts"},
    ("decline", "rcgm"): {"TS"},
    ("withdraw", "lon-cp"): {"TS"},
    ("take-position", "MX"): {"TS", "member:MX"},
    ("take-position", "CA"): {"TS", "member:CA"},
    ("take-position", "US"): {"TS"},
    ("contest", "MX"): {"member:MX"},
    ("contest", "US"): set(),
    ("withdraw-contest", "MX"): {"member:MX"},
    ("propose", "MX"): {"TS", "member:MX"},
    ("propose", "CA"): {"TS", "member:CA"},
    ("propose", "lon-cp"): {"TS", "coordinator:lon-cp"},
    ("propose", "lon-ts"): {"TS", "coordinator:lon-ts"},
    ("propose", "rcgm"): {"TS"},
    ("comment", "MX"): {"TS", "member:MX"},
    ("comment", "lon-cp"): {"TS", "coordinator:lon-cp"},
    ("comment", "IOM"): {"TS"},
    ("refer", "rcgm"): {"TS"},
    ("settle", "rcgm"): {"TS"},
    ("report", "MX"): {"TS", "member:MX"},
    ("report", "lon-ts"): {"TS", "coordinator:lon-ts"},
    ("report", "IOM"): {"TS"},
    ("report", "PPT"): {"TS"},
    ("correct-record", "meetings"): {"TS"},
    ("correct-record", "decisions"): {"TS"},
    ("correct-record", "proposals"): {"TS"},
}
"""Of each operation, and whose or what it is, who may."""
WORDS = {"en": "words"}


@pytest.fixture(scope="module")
def ledger_of_all(tmp_path_factory, shipped_in):
    from api.cli import run
    from tests.api.conftest import REGISTER

    ledger = tmp_path_factory.mktemp("offices") / "rcm-ledger.db"
    assert run(["import", str(REGISTER), "--ledger", str(ledger)]) == 0
    return ledger


@pytest.fixture(scope="module")
def offices(ledger_of_all) -> Iterator[Offices]:
    with offices_of(ledger_of_all) as served:
        yield served


numbers = count(1)


class Cell:
    """A request that would be done were it allowed, in a state made for it alone."""

    def __init__(self, offices: Offices, operation: str, of: str):
        self.offices, self.n = offices, next(numbers)
        self.method, self.path, self.body, self.headers = "POST", "", None, {}
        getattr(self, operation.replace("-", "_"))(of)

    def sent(self, office: str | None) -> Any:
        return self.offices.send(office, self.method, self.path, self.body, **self.headers)

    # What has to be there before.

    def meeting(self, body: str) -> str:
        id = f"{body}-of-{self.n}"
        self.offices.done("TS", "POST", "meetings", self.meeting_body(id, body))
        return id

    def meeting_body(self, id: str, body: str) -> Any:
        days = {"opens_on": "2024-02-06", "closes_on": "2024-02-07"}
        return {"id": id, "body": body, "title": WORDS, **days}

    def decision(self, body: str) -> str:
        meeting = self.meeting(body)
        draft = {"id": f"{meeting}-d1", "text": WORDS, "agreed": "all"}
        self.offices.done("TS", "POST", f"meetings/{meeting}/decisions", draft)
        return f"{meeting}-d1"

    def proposal(self) -> str:
        meeting = self.meeting("rcgm")
        proposal = {"id": f"p-{self.n}", "by": "MX", "submitted_to": meeting, "text": WORDS}
        self.offices.done("TS", "POST", "proposals", proposal)
        return f"p-{self.n}"

    # The operations.

    def convene(self, body: str) -> None:
        self.path, self.body = "meetings", self.meeting_body(f"{body}-of-{self.n}", body)

    def close(self, body: str) -> None:
        self.path, self.body = f"meetings/{self.meeting(body)}/close", {
            "on": "2024-02-08", "unsettled": WORDS,
        }

    def clear_docket(self, body: str) -> None:
        self.path = f"meetings/{self.meeting(body)}/docket"

    def table(self, body: str) -> None:
        meeting = self.meeting(body)
        self.path, self.body = f"meetings/{meeting}/decisions", {"id": f"{meeting}-d1", "text": WORDS}

    def redraft(self, body: str) -> None:
        id = self.decision(body)
        self.method, self.path, self.body = "PUT", f"decisions/{id}/draft", {"text": {"en": "others"}}
        self.headers = {"If_Match": self.offices.etag(self.path)}

    def submit(self, body: str) -> None:
        self.path = f"decisions/{self.decision(body)}/submit"

    def confirm(self, body: str) -> None:
        id = self.decision(body)
        self.offices.done("TS", "POST", f"decisions/{id}/submit")
        self.path = f"decisions/{id}/confirm"

    def decline(self, body: str) -> None:
        self.path = f"decisions/{self.decision(body)}/decline"

    def withdraw(self, body: str) -> None:
        self.path = f"decisions/{self.decision(body)}/withdraw"

    def take_position(self, member: str) -> None:
        id = self.decision("rcgm")
        self.method, self.path = "PUT", f"decisions/{id}/positions/{member}"
        self.body = {"stance": "abstain"}

    def contest(self, member: str) -> None:
        self.path = f"decisions/{self.decision('rcgm')}/positions/{member}/contest"
        self.body = {"reason": WORDS}

    def withdraw_contest(self, member: str) -> None:
        self.contest(member)
        self.offices.done(f"member:{member}", "POST", self.path, self.body)
        self.method, self.body = "DELETE", None

    def propose(self, by: str) -> None:
        meeting = self.meeting("rcgm")
        self.path = "proposals"
        self.body = {"id": f"p-{self.n}", "by": by, "submitted_to": meeting, "text": WORDS}

    def comment(self, by: str) -> None:
        self.path, self.body = f"proposals/{self.proposal()}/comments", {"by": by, "text": WORDS}

    def refer(self, body: str) -> None:
        self.path = f"proposals/{self.proposal()}/referrals"
        self.body = {"from": "lon-cp", "to": body}

    def settle(self, body: str) -> None:
        self.path, self.body = f"proposals/{self.proposal()}/outcome", {"declined": WORDS}

    def report(self, by: str) -> None:
        self.path, self.body = "items/plan-review/reports", {"by": by, "says": "on-track"}

    def correct_record(self, kind: str) -> None:
        id = {
            "meetings": lambda: self.meeting("rcgm"),
            "decisions": lambda: self.decision("rcgm"),
            "proposals": self.proposal,
        }[kind]()
        self.path = f"{kind}/{id}/corrections"
        self.body = {"path": "source", "after": "minutes", "reason": WORDS}


def test_the_table_has_every_operation():
    assert {operation for operation, _ in MAY} == set(WHO_MAY)


@pytest.mark.parametrize(("operation", "of"), MAY)
def test_exactly_these_offices_may(offices, operation, of):
    cell = Cell(offices, operation, of)
    before = offices.head
    answer = cell.sent(None)
    assert (answer.status_code, answer.json()["code"]) == (401, "sign-in-needed")
    assert answer.headers["www-authenticate"].startswith("Bearer")
    for office in OFFICES:
        if office not in MAY[operation, of]:
            answer = cell.sent(office)
            assert (answer.status_code, answer.json()["code"]) == (403, "not-your-office"), office
    assert offices.head == before, "nothing is recorded by whoever may not"
    for office in MAY[operation, of]:
        answer = Cell(offices, operation, of).sent(office)
        assert answer.status_code in (200, 201), (office, answer.text)


def test_everybody_of_the_table_can_be_named():
    for who in WHO_MAY.values():
        for kind, reach in who.items():
            assert pair(f"http.who.{kind}.{reach}", HTTP)


@pytest.mark.parametrize("language", ["en", "es"])
def test_who_may_not_is_told_who_may(offices, language):
    cell = Cell(offices, "confirm", "lon-cp")
    cell.headers = {"Accept_Language": language}
    said = cell.sent("member:MX").json()["detail"]
    expected = {
        "en": "The delegation of MX may not do this. Who may: the Presidency Pro-Tempore, except where a "
        "network decides; a network's coordinator, for that network.",
        "es": "La delegación de MX no puede hacer esto. Quién puede: la Presidencia Pro-Tempore, salvo "
        "donde decide una red; la coordinación de una red, por esa red.",
    }
    assert said == expected[language]


POSITIONS = {
    ("TS", "recorded"): True,
    ("TS", "presumed"): False,
    ("TS", "own-account"): False,
    ("member:MX", "own-account"): True,
    ("member:MX", "recorded"): False,
    ("member:MX", "presumed"): False,
}


@pytest.mark.parametrize(("office", "basis"), POSITIONS)
def test_a_position_never_passes_for_another_kind_of_word(offices, office, basis):
    cell = Cell(offices, "take-position", "MX")
    cell.body = {"stance": "agree", "basis": basis}
    answer = cell.sent(office)
    if POSITIONS[office, basis]:
        assert answer.json()["positions"]["MX"]["basis"] == basis
    else:
        assert (answer.status_code, answer.json()["code"]) == (422, "unreadable")
        assert [error["path"] for error in answer.json()["errors"]] == ["basis"]


def test_a_position_without_a_basis_is_the_delegations_own_or_the_secretariats_record(offices):
    for office, basis in (("TS", "recorded"), ("member:MX", "own-account")):
        assert Cell(offices, "take-position", "MX").sent(office).json()["positions"]["MX"]["basis"] == basis


def test_a_draft_carries_no_position_but_the_secretariats_record(offices):
    cell = Cell(offices, "redraft", "rcgm")
    cell.body["positions"] = {"MX": {"stance": "agree", "basis": "own-account"}}
    answer = cell.sent("TS")
    assert [error["path"] for error in answer.json()["errors"]] == ["positions.MX.basis"]


SCOPES = {
    ("TS", "submit", "write"): True,
    ("TS", "submit", "read"): False,
    ("TS", "submit", "confirm"): False,
    ("PPT", "confirm", "confirm"): True,
    ("PPT", "confirm", "write"): False,
    ("PPT", "confirm", "read"): False,
    ("PPT", "confirm", "accounts"): False,
}


@pytest.mark.parametrize(("office", "operation", "scope"), SCOPES)
def test_a_token_does_what_it_is_for_and_nothing_else(offices, office, operation, scope):
    offices.bearer(office)
    cell = Cell(offices, operation, "rcgm")
    before = offices.head
    answer = offices.send(None, cell.method, cell.path, Authorization=offices.token(office, scope))
    if SCOPES[office, operation, scope]:
        assert answer.status_code == 200, answer.text
    else:
        assert (answer.status_code, answer.json()["code"]) == (403, "beyond-scope")
        assert offices.head == before
