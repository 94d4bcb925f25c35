"""The accounts of a demonstration: one for each office, and what each signs in by."""

import json
import os
import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from api.session import Session

if TYPE_CHECKING:
    from api.accounts.people import Account
    from api.accounts.store import Accounts
    from ledger.offices import Office
    from ledger.place import Place

LASTS = 30
"""Days that a token of a demonstration lasts."""
_SCOPES = {"administrator": ["accounts"], "auditor": ["read", "accounts"]}


class Key(NamedTuple):
    """What opens an account.

    Attributes:
        second_factor: the secret of its one-time codes; None where it needs none.
        token: for programs.
    """

    office: str
    email: str
    second_factor: str | None
    token: str


class Keys(NamedTuple):
    """What opens the accounts of a demonstration: made anew whenever it is served, and shown once."""

    password: str
    accounts: list[Key]

    @property
    def document(self) -> dict[str, Any]:
        return {"password": self.password, "accounts": [key._asdict() for key in self.accounts]}


def offices_of(place: "Place") -> list["Office"]:
    """Every office of the conference, the delegations of those who are members today."""
    from ledger.ledger import Ledger
    from ledger.offices import Office, networks

    ledger = Ledger.open(place)
    try:
        charter = ledger.charter
        members = sorted(charter.members_on(datetime.now(UTC).date()))
    finally:
        ledger.close()
    return [
        Office("administrator"),
        Office("TS"),
        Office("PPT"),
        *(Office("coordinator", id) for id in networks(charter)),
        *(Office("member", id) for id in members),
        Office("auditor"),
    ]


def made_for(place: "Place", language: str) -> Keys:
    """An account of each office. Earlier ones have to be forgotten before."""
    from api.accounts.store import Accounts

    keys = Keys(secrets.token_urlsafe(12), [])
    accounts = Accounts(place)
    try:
        for office in offices_of(place):
            keys.accounts.append(_made(accounts, office, keys.password, language))
    finally:
        accounts.close()
    return keys


def _made(accounts: "Accounts", office: "Office", password: str, language: str) -> Key:
    from api.accounts import links, people, tokens

    email = f"{office.of or office.kind}@demo.test".lower()
    said = office.said[0 if language == "en" else 1]
    with accounts.acting("local") as act:
        made = people.make(act, f"{said[0].upper()}{said[1:]}", email, office, language)
        link = links.invite(act, made.id)
    factor = None
    if made.needs_code:
        with accounts.reading() as run:
            factor = str(links.shown(run, link.secret, accounts.now)["second_factor"]["secret"])
    account = _accepted(accounts, link.secret, password, factor)
    scopes = _SCOPES.get(office.kind, ["read", "write", "confirm"])
    with accounts.acting(account.id) as act:
        token = tokens.make(act, account, "demo", scopes, LASTS)
    return Key(str(office), email, factor, token.secret)


def _accepted(accounts: "Accounts", secret: str, password: str, factor: str | None) -> "Account":
    """A link, followed; with the code of half a minute ago, so that the one of now still opens the door."""
    import pyotp

    from api.accounts import links
    from api.accounts.problems import NotPossible

    if factor is None:
        return links.accept(accounts, secret, password, None, None)
    codes = pyotp.TOTP(factor)
    try:
        return links.accept(accounts, secret, password, codes.at(accounts.now - 30), None)
    except NotPossible:  # a minute ago by now
        return links.accept(accounts, secret, password, codes.at(accounts.now), None)


def tokens_beside(place: "Place") -> Path:
    """The file with the tokens, by office: whoever can read it acts for all of them."""
    return place.beside.with_name(f"{place.beside.stem}.tokens.json")


def keep_tokens(place: "Place", keys: Keys) -> Path:
    file = tokens_beside(place)
    file.unlink(missing_ok=True)
    opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(opened, "w", encoding="utf-8") as out:
        json.dump({key.office: key.token for key in keys.accounts}, out, indent=1)
    return file


def tell(session: Session, keys: Keys, tokens: Path, url: str) -> None:
    """How to sign in."""
    from rich.box import SIMPLE
    from rich.table import Table

    session.tell("demo.accounts", password=keys.password)
    table = Table(box=SIMPLE, show_edge=False, pad_edge=False)
    for heading in ("demo.office", "demo.email", "demo.second-factor"):
        table.add_column(session.t(heading), no_wrap=True)
    for key in keys.accounts:
        table.add_row(key.office, key.email, key.second_factor or "–")
    session.show(table)
    session.tell("demo.sign-in", url=url, tokens=tokens)
