"""Accounts of a conference, in a file or on a server, and a clock that tests turn on."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyotp
import pytest
from argon2 import PasswordHasher

from api.accounts import links, passwords, people, sessions
from api.accounts.people import Account
from api.accounts.sessions import Caller, SignedIn
from api.accounts.store import Accounts
from ledger.offices import Office
from ledger.place import place_of
from tests.stores import Store

PASSWORD = "un caballo sin grapas"
HERE = Caller("192.0.2.1", "a browser")
ELSEWHERE = Caller("203.0.113.9", "another browser")


@pytest.fixture(autouse=True)
def hashing_is_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    passwords._nobodys.cache_clear()
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(1, 8, 1))


class Clock:
    """Seconds since 1970; they pass when a test says so."""

    def __init__(self) -> None:
        self.at = 1_800_000_000

    def __call__(self) -> float:
        return self.at

    def passes(self, seconds: int) -> None:
        self.at += seconds


@dataclass
class Person:
    """Somebody with an account, who knows their password and holds their authenticator."""

    account: Account
    clock: Clock
    code_secret: str | None
    password: str = PASSWORD

    @property
    def id(self) -> str:
        return self.account.id

    @property
    def email(self) -> str:
        assert self.account.email is not None
        return self.account.email

    @property
    def code(self) -> str | None:
        """What the authenticator shows now."""
        return pyotp.TOTP(self.code_secret).at(self.clock.at) if self.code_secret else None


class People:
    """The accounts, and ways to let people into them."""

    def __init__(self, kept: Accounts, clock: Clock):
        self.kept, self.clock = kept, clock

    def invited(self, office: str, name: str = "Ana Solís") -> links.Link:
        with self.kept.acting("local") as act:
            email = f"{office.replace(':', '.').lower()}@example.org"
            made = people.make(act, name, email, Office.parse(office), "es")
            return links.invite(act, made.id)

    def of(self, office: str) -> Person:
        """Somebody who acts for an office, and has just accepted their invitation."""
        return self.accepting(self.invited(office))

    def accepting(self, link: links.Link, password: str = PASSWORD) -> Person:
        person = Person(link.account, self.clock, None, password)
        if link.account.needs_code:
            with self.kept.reading() as run:
                person.code_secret = links.shown(run, link.secret, self.clock.at)["second_factor"]["secret"]
        person.account = links.accept(self.kept, link.secret, password, person.code, HERE.address)
        self.clock.passes(30)  # the code was taken
        return person

    def signs_in(self, person: Person, caller: Caller = HERE, **other: str | None) -> SignedIn:
        said = {"email": person.email, "password": person.password, "code": person.code, **other}
        made = sessions.sign_in(self.kept, said["email"], said["password"], said["code"], caller)
        self.clock.passes(30)
        return made

    def log(self) -> list[str]:
        """What the security log says."""
        from api.accounts import security_log

        with self.kept.reading() as run:
            return [each["event"] for each in security_log.page(run, after=0, limit=1000)]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def folk(store: Store, tmp_path: Path, clock: Clock) -> Iterator[People]:
    """The accounts of a ledger, and nobody in them yet."""
    kept = Accounts(place_of(store.address(tmp_path)), now=clock)
    yield People(kept, clock)
    kept.close()
