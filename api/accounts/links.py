"""Invitations and recoveries: a link that lets a person choose a password and set up a second factor, once.

An administrator (or whoever keeps the machine) gives it to the person by a way that they trust. It ends by itself; a
newer one ends the older. A recovery ends everything that the account was signed in with.
"""

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, Row, delete, insert, select, update

from api.accounts import codes, passwords, people, throttle
from api.accounts.people import Account
from api.accounts.problems import NotPossible
from api.accounts.secrets import hash_of, new_id, new_secret
from api.accounts.store import Accounts, Act
from api.accounts.tables import accounts, links

Kind = Literal["invitation", "recovery"]
LASTS: dict[Kind, int] = {"invitation": 7 * 86400, "recovery": 86400}
"""Seconds."""


@dataclass(frozen=True)
class Link:
    """A link that is open.

    Attributes:
        secret: the last part of its address; shown this once.
        ends_at: in seconds since 1970.
    """

    account: Account
    kind: Kind
    secret: str
    ends_at: int


def invite(act: Act, id: str) -> Link:
    """
    Raises:
        NotPossible: there is no such account, or it is not `invited` (any more).
    """
    found = people.of_id(act.run, id)
    if found.state != "invited":
        raise NotPossible("not-to-be-invited", id=id)
    return _issue(act, found, "invitation")


def recover(act: Act, id: str) -> Link:
    """For whoever lost the password or the second factor.

    Raises:
        NotPossible: there is no such account, or it is not `active`.
    """
    found = people.of_id(act.run, id)
    if found.state != "active":
        raise NotPossible("not-to-be-recovered", id=id)
    return _issue(act, found, "recovery")


def _issue(act: Act, account: Account, kind: Kind) -> Link:
    secret = new_secret()
    ends_at = act.at + LASTS[kind]
    act.run.execute(delete(links).where(links.c.account == account.id))
    act.run.execute(
        insert(links).values(
            id=new_id(),
            account=account.id,
            secret_hash=hash_of(secret),
            kind=kind,
            code_offered=codes.new_code_secret(),
            made_at=act.at,
            ends_at=ends_at,
        )
    )
    act.log(f"{kind}-made", account.id)
    return Link(account, kind, secret, ends_at)


def _row(run: Connection, secret: str, at: int) -> "Row[Any]":
    row = run.execute(select(links).where(links.c.secret_hash == hash_of(secret))).first()
    if row is None or row.ends_at <= at:
        # Used, ended, replaced or never made: who has only half a link learns nothing.
        raise NotPossible("link-ended")
    return row


def shown(run: Connection, secret: str, at: int) -> dict[str, Any]:
    """What the person who follows it is shown: whose it is, and the second factor to take in.

    Raises:
        NotPossible: `link-ended`.
    """
    row = _row(run, secret, at)
    account = people.of_id(run, row.account)
    address = codes.address_of(row.code_offered, account.email or account.id)
    return {
        "kind": row.kind,
        "name": account.name,
        "email": account.email,
        "office": str(account.office),
        "language": account.language,
        "ends_at": row.ends_at,
        "second_factor_needed": account.needs_code,
        "second_factor": {"secret": row.code_offered, "address": address},
    }


def accept(
    kept: Accounts, secret: str, password: str, code: str | None, address: str | None
) -> Account:
    """Choose a password, and where one is needed or wanted a second factor; the link is used up by it.

    Args:
        code: of the second factor that the link offered.
        address: from where.
    Raises:
        NotPossible: `link-ended`, `weak-password`, `code-refused`.
    """
    with kept.reading() as run:
        account = people.of_id(run, _row(run, secret, kept.now).account)
    passwords.must_be_strong(password, account.name or "", account.email or "")
    hashed = passwords.hashed(password)
    with kept.acting(account.id, address) as act:
        row = _row(act.run, secret, act.at)
        step = codes.step_of(code, row.code_offered, act.at, None)
        if step is None and (code or account.needs_code):
            raise NotPossible("code-refused")
        if row.kind == "recovery":
            people.sign_out_everywhere(act, account.id)
        act.run.execute(delete(links).where(links.c.account == account.id))
        act.run.execute(
            update(accounts)
            .where(accounts.c.id == account.id)
            .values(
                password=hashed,
                state="active",
                code_secret=None if step is None else row.code_offered,
                code_step=step,
                code_offered=None,
            )
        )
        throttle.take_back(act, [throttle.of_name(account.email or "")])
        act.log(f"{row.kind}-accepted", account.id, second_factor=step is not None)
        return people.of_id(act.run, account.id)
