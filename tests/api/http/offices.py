"""A service in a process of its own, and one account of each office, which asks it with a token."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import httpx
import pyotp
from argon2 import PasswordHasher

from api.accounts import links, passwords, people, tokens
from api.accounts.people import Account
from api.accounts.store import Accounts
from api.app import on
from api.cli import run as run_command
from api.server import listening, run, url_of
from ledger.offices import Office
from ledger.place import place_of
from ledger.server import FOLDER_VARIABLE
from tests.api.http.conftest import V1, Service
from tests.processes.sessions import Session
from tests.stores import Address

PASSWORD = "un caballo sin grapas"


def _serve(told: Connection, ledger: str, log: str, folder: str) -> None:
    os.environ[FOLDER_VARIABLE] = folder
    with open(log, "ab") as file:
        os.dup2(file.fileno(), 2)
    gate = on(place_of(ledger))
    listens = listening("127.0.0.1", 0)
    run(gate, listens, lambda: told.send(url_of(listens)))


class Offices(Service):
    """A service, and whoever records with it. What is read without further ado is read by an auditor.

    Args:
        like: another service on the same ledger, whose people ask this one, too.
    """

    def __init__(
        self, ledger: Address, log: Path | None = None, *, like: "Offices | None" = None
    ):
        self.ledger, self.log_file = ledger, log or Path(ledger).with_name("serve.log")
        self.accounts = Accounts(place_of(str(ledger)))
        self._tokens: dict[tuple[str, str], str] = {} if like is None else like._tokens
        self._accounts: dict[tuple[str, str], Account] = {} if like is None else like._accounts
        self.bearer("auditor")
        folder = os.environ.get(FOLDER_VARIABLE, "")
        self.session = Session(_serve, str(ledger), str(self.log_file), folder)
        self.at(self.session.answer())

    def bearer(self, office: str, person: str = "") -> str:
        """What a person of an office says who they are by; their account is made when they first do."""
        if (office, person) not in self._tokens:
            # Here a password is to be accepted, and not to be kept from anybody.
            hasher, passwords._hasher = passwords._hasher, PasswordHasher(1, 8, 1)
            email = f"{person or 'one'}.{office.replace(':', '.')}@example.org".lower()
            with self.accounts.acting("local") as act:
                made = people.make(act, f"{person} {office}", email, Office.parse(office), "en")
                link = links.invite(act, made.id)
            with self.accounts.reading() as run:
                shown = links.shown(run, link.secret, self.accounts.now)["second_factor"]
            code = pyotp.TOTP(shown["secret"]).at(self.accounts.now)
            account = links.accept(self.accounts, link.secret, PASSWORD, code, None)
            passwords._hasher = hasher
            self._accounts[office, person] = account
            self._tokens[office, person] = self.token(office, "read", "write", "confirm", person=person)
        return self._tokens[office, person]

    def token(self, office: str, *scopes: str, person: str = "") -> str:
        """A token of somebody who has an account, for some things only."""
        account = self._accounts[office, person]
        with self.accounts.acting(account.id) as act:
            token = tokens.make(act, account, "tests", list(scopes), 1)
        return f"Bearer {token.secret}"

    def get(self, path: str, **headers: str) -> httpx.Response:
        return super().get(path, **{"Authorization": self.bearer("auditor"), **headers})

    def send(
        self,
        office: str | None,
        method: str,
        path: str,
        body: Any = None,
        *,
        person: str = "",
        **headers: Any,
    ) -> httpx.Response:
        """Ask something for an office; for nobody where it is None."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        if office is not None:
            given["Authorization"] = self.bearer(office, person)
        more: dict[str, Any] = {} if body is None else {"json": body}
        return self.client.request(method, f"{V1}/{path}", headers=given, **more)

    def done(self, office: str, method: str, path: str, body: Any = None, **headers: Any) -> Any:
        answer = self.send(office, method, path, body, **headers)
        assert answer.status_code in (200, 201), answer.text
        return answer.json()

    def refused(
        self,
        status: int,
        code: str,
        office: str | None,
        method: str,
        path: str,
        body: Any = None,
        **headers: Any,
    ) -> Any:
        """A problem, and nothing recorded."""
        before = self.head
        answer = self.send(office, method, path, body, **headers)
        assert answer.headers["content-type"] == "application/problem+json", answer.text
        document = answer.json()
        assert (answer.status_code, document["code"]) == (status, code), document
        assert self.head == before
        return document

    def etag(self, path: str) -> str:
        answer = self.get(f"{V1}/{path}")
        assert answer.status_code == 200, answer.text
        return str(answer.headers["etag"])

    @property
    def head(self) -> int:
        """The last entry, as those who read see it."""
        return int(self.get("/readyz").json()["entry"])

    def stop(self, how: int = signal.SIGTERM) -> int:
        self.client.close()
        self.accounts.close()
        assert self.session.process.pid is not None
        os.kill(self.session.process.pid, how)
        return self.session.ended()


@contextmanager
def offices_of(ledger: Address, log: Path | None = None) -> Iterator[Offices]:
    """A service in which offices record; in the end the ledger is proven, and no answer was a failure."""
    served = Offices(ledger, log)
    try:
        yield served
        assert [line for line in served.log if line.get("failure")] == []
    finally:
        if served.session.process.is_alive():
            served.stop()
    assert run_command(["verify", "--ledger", str(ledger), "--json"]) == 0
