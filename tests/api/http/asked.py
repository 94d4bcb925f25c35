"""A service in this process, with accounts, and a clock that tests turn on."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from api.accounts import tokens
from api.accounts.store import Accounts
from api.app import service
from api.readers import Readers
from api.settings import Settings
from ledger.place import place_of
from tests.api.accounts.conftest import Clock, People, Person
from tests.api.http.conftest import V1, answering
from tests.stores import Address

BROWSER = {"User-Agent": "a browser"}


@dataclass
class Asked:
    """A service in this process, its accounts, and the clock of both."""

    folk: People
    client: httpx.Client
    signed_in: dict[str, tuple[Person, str]] = field(default_factory=dict)

    @property
    def origin(self) -> str:
        return str(self.client.base_url).rstrip("/")

    def person(self, office: str) -> Person:
        if office not in self.signed_in:
            person = self.folk.of(office)
            self.signed_in[office] = (person, self.folk.signs_in(person).secret)
        return self.signed_in[office][0]

    def cookie(self, office: str) -> dict[str, str]:
        """What the browser of somebody who acts for an office sends."""
        self.person(office)
        return {"Cookie": f"rcm-session={self.signed_in[office][1]}", "Origin": self.origin}

    def token(self, office: str, *scopes: str) -> dict[str, str]:
        """What a program of somebody who acts for an office sends."""
        person = self.person(office)
        with self.folk.kept.acting(person.id) as act:
            made = tokens.make(act, person.account, "x", list(scopes), 30)
        return {"Authorization": f"Bearer {made.secret}"}

    def status(self, path: str, **headers: str) -> tuple[int, str | None]:
        answer = self.client.get(f"{V1}/{path}", headers=headers)
        return answer.status_code, answer.json().get("code")

    def send(
        self, office: str | None, method: str, path: str, body: Any = None, **headers: str
    ) -> httpx.Response:
        """Ask as a browser does; for nobody where the office is None."""
        self.client.cookies.clear()  # those that are sent are said
        cookie = {} if office is None else self.cookie(office)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        more: dict[str, Any] = {} if body is None else {"json": body}
        return self.client.request(method, f"{V1}/{path}", headers={**cookie, **given}, **more)

    def done(self, office: str | None, method: str, path: str, body: Any = None, **headers: str) -> Any:
        answer = self.send(office, method, path, body, **headers)
        assert answer.status_code in (200, 201), answer.text
        assert answer.headers["cache-control"] == "no-store"
        return answer.json()

    def refused(
        self,
        status: int,
        code: str,
        office: str | None,
        method: str,
        path: str,
        body: Any = None,
        **headers: str,
    ) -> httpx.Response:
        answer = self.send(office, method, path, body, **headers)
        assert answer.headers["content-type"] == "application/problem+json", answer.text
        assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
        return answer


@contextmanager
def asking(ledger: Address, url: str | None = None, **settings: Any) -> Iterator[Asked]:
    """A service on a ledger, and nobody with an account yet."""
    clock = Clock()
    place = place_of(str(ledger))
    accounts = Accounts(place, now=clock)
    with answering(service(Readers(place), Settings(url=url, **settings), accounts)) as client:
        yield Asked(People(accounts, clock), client)
