"""Accounts as such: making, finding, renaming, disabling and erasing them.

Nothing here asks who may: whoever keeps the machine may by the command, an administrator over HTTP.
"""

import re
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, Row, delete, select, update

from api.accounts.problems import NotPossible, unknown
from api.accounts.secrets import new_id
from api.accounts.store import Act
from api.accounts.tables import accounts, devices, links, sessions, tokens
from ledger.charter import Charter
from ledger.offices import Office, networks
from ledger.problems import Unreadable

State = Literal["invited", "active", "disabled", "erased"]
Wish = Literal["off", "daily", "at-once"]
"""How often one is told by e-mail what was decided, and what waits for one."""
LONGEST_NAME, LONGEST_EMAIL = 200, 254
_EMAIL = re.compile(r"[^\s@<>\"',;:\\()\[\]]+@[^\s@<>\"',;:\\()\[\]]+\.[^\s@<>\"',;:\\()\[\]]+")


@dataclass(frozen=True)
class Account:
    """A person who acts for an office; erased, only that there was one.

    Attributes:
        id: opaque; the log knows it, and nothing else of this.
        state: `invited` until a password is chosen.
        has_code: a second factor is set up.
    """

    id: str
    name: str | None
    email: str | None
    office: Office
    language: str
    state: State
    has_code: bool = False
    mail: Wish = "off"

    @property
    def needs_code(self) -> bool:
        return needs_code(self.office)

    def document(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "name": self.name,
            "email": self.email,
            "office": str(self.office),
            "language": self.language,
            "state": self.state,
            "second_factor": self.has_code,
            "mail": self.mail,
        }


def needs_code(office: Office) -> bool:
    """Whether it signs in with a second factor: whoever decides for others, or about their accounts."""
    return office.kind in ("TS", "PPT", "coordinator", "administrator")


# Finding.


def all_of(run: Connection) -> list[Account]:
    return [_account(row) for row in run.execute(select(accounts).order_by(accounts.c.made_at, accounts.c.id))]


def of_id(run: Connection, id: str) -> Account:
    """
    Raises:
        NotPossible: there is none (`no-such-account`).
    """
    row = run.execute(select(accounts).where(accounts.c.id == id)).first()
    if row is None:
        raise unknown("account", id)
    return _account(row)


def of_id_or_email(run: Connection, said: str) -> Account:
    """
    Raises:
        NotPossible: there is none (`no-such-account`).
    """
    row = row_of_email(run, said)
    return of_id(run, said) if row is None else _account(row)


def row_of_email(run: Connection, email: str) -> "Row[Any] | None":
    return run.execute(select(accounts).where(accounts.c.email == plain_email(email))).first()


def row_of(run: Connection, id: str) -> "Row[Any]":
    return run.execute(select(accounts).where(accounts.c.id == id)).one()


def _account(row: "Row[Any]") -> Account:
    return Account(
        row.id,
        row.name,
        row.email,
        Office.parse(row.office),
        row.language,
        row.state,
        row.code_secret is not None,
        row.mail,
    )


# What people say of themselves.


def plain_email(email: str) -> str:
    return email.strip().lower()


def checked_name(name: str) -> str:
    """A name in one line: it comes to stand in letters' headers.

    Raises:
        NotPossible: `bad-name`.
    """
    plain = " ".join(name.split())
    if not plain or len(plain) > LONGEST_NAME or not name.isprintable():
        raise NotPossible("bad-name", most=LONGEST_NAME)
    return plain


def checked_email(email: str) -> str:
    """
    Raises:
        NotPossible: `bad-email`.
    """
    plain = plain_email(email)
    if len(plain) > LONGEST_EMAIL or not plain.isprintable() or not _EMAIL.fullmatch(plain):
        raise NotPossible("bad-email", email=email[:60])
    return plain


def checked_office(text: str, charter: Charter) -> Office:
    """An office that this conference has.

    Raises:
        NotPossible: `bad-office`.
    """
    coordinated = networks(charter)
    try:
        office = Office.parse(text)
    except Unreadable:
        office = None
    there = office is not None and (
        office.of is None or office.of in (charter.members if office.kind == "member" else coordinated)
    )
    if office is None or not there:
        raise NotPossible(
            "bad-office",
            office=text[:60],
            members=", ".join(charter.members),
            networks=", ".join(coordinated),
        )
    return office


# Changing.


def make(act: Act, name: str, email: str, office: Office, language: str) -> Account:
    """A new account, to which nobody can sign in until its invitation is accepted.

    Raises:
        NotPossible: `bad-name`, `bad-email`, `email-taken`.
    """
    plain = checked_email(email)
    if row_of_email(act.run, plain) is not None:
        # One person, one office: nobody sits on both sides of a table.
        raise NotPossible("email-taken", email=plain)
    made = Account(new_id(), checked_name(name), plain, office, language, "invited")
    act.run.execute(
        accounts.insert().values(
            id=made.id,
            office=str(office),
            name=made.name,
            email=made.email,
            language=language,
            state=made.state,
            made_at=act.at,
        )
    )
    act.log("account-made", made.id, office=str(office))
    return made


def rename(
    act: Act,
    id: str,
    *,
    name: str | None = None,
    email: str | None = None,
    language: str | None = None,
    mail: Wish | None = None,
) -> Account:
    """
    Raises:
        NotPossible: `no-such-account`, `account-erased`, `bad-name`, `bad-email`, `email-taken`.
    """
    found = _not_erased(act.run, id)
    values: dict[str, Any] = {}
    if name is not None:
        values["name"] = checked_name(name)
    if email is not None:
        values["email"] = plain = checked_email(email)
        other = row_of_email(act.run, plain)
        if other is not None and other.id != id:
            raise NotPossible("email-taken", email=plain)
        if plain != found.email and mail is None:
            # Whoever is there now has not asked for what is in it.
            values["mail"] = "off"
    if language is not None:
        values["language"] = language
    if mail is not None:
        values["mail"] = mail
    changed = sorted(field for field, value in values.items() if value != getattr(found, field))
    if changed:
        act.run.execute(update(accounts).where(accounts.c.id == id).values(**values))
        act.log("account-changed", id, fields=changed)
    return of_id(act.run, id)


def disable(act: Act, id: str) -> Account:
    """Nobody signs in to it any more; whoever is signed in to it is signed out.

    Raises:
        NotPossible: `no-such-account`, `account-erased`, `last-administrator`.
    """
    if _not_erased(act.run, id).state != "disabled":
        _not_the_last(act.run, id)
        sign_out_everywhere(act, id)
        act.run.execute(update(accounts).where(accounts.c.id == id).values(state="disabled"))
        act.log("account-disabled", id)
    return of_id(act.run, id)


def enable(act: Act, id: str) -> Account:
    """
    Raises:
        NotPossible: `no-such-account`, `account-erased`.
    """
    if _not_erased(act.run, id).state == "disabled":
        state = "active" if row_of(act.run, id).password else "invited"
        act.run.execute(update(accounts).where(accounts.c.id == id).values(state=state))
        act.log("account-enabled", id)
    return of_id(act.run, id)


def erase(act: Act, id: str) -> Account:
    """Forget the person. That there was an account of this id, and its office, stays: the log names it.

    Raises:
        NotPossible: `no-such-account`, `last-administrator`.
    """
    if of_id(act.run, id).state != "erased":
        _not_the_last(act.run, id)
        sign_out_everywhere(act, id)
        act.run.execute(delete(devices).where(devices.c.account == id))
        gone = dict.fromkeys(("name", "email", "password", "code_secret", "code_step", "code_offered"))
        act.run.execute(update(accounts).where(accounts.c.id == id).values(state="erased", mail="off", **gone))
        act.log("account-erased", id)
        act.forgets = True
    return of_id(act.run, id)


def sign_out_everywhere(act: Act, id: str) -> None:
    """End its sessions, its tokens and the links that are open for it."""
    for table in (sessions, tokens, links):
        act.run.execute(delete(table).where(table.c.account == id))


def _not_erased(run: Connection, id: str) -> Account:
    found = of_id(run, id)
    if found.state == "erased":
        raise NotPossible("account-erased", id=id)
    return found


def _not_the_last(run: Connection, id: str) -> None:
    """Somebody has to be left who can let others in."""
    able = select(accounts.c.id).where(
        accounts.c.office == "administrator", accounts.c.state == "active"
    )
    if list(run.execute(able).scalars()) == [id]:
        raise NotPossible("last-administrator", id=id)
