"""Personal tokens for programs: a name, scopes, an end. Shown once, and kept as a hash."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from api.accounts import people
from api.accounts.people import Account
from api.accounts.problems import NotPossible, unknown
from api.accounts.secrets import hash_of, new_id, new_secret
from api.accounts.store import Accounts, Act
from api.accounts.tables import tokens

SCOPES = ("read", "write", "confirm", "accounts")
"""To read what its office may; to record; to confirm; to manage accounts. None contains another."""
PREFIX = "rcm_"
"""So that a token which went astray is known for what it is."""
LONGEST = 366
"""Days that a token lasts."""
MOST = 20
"""Tokens of one account."""
USED_EVERY = 60


@dataclass(frozen=True)
class Token:
    """A new token; its secret is shown this once."""

    id: str
    secret: str
    document: dict[str, Any]


def make(act: Act, account: Account, name: str, scopes: list[str], days: int) -> Token:
    """
    Raises:
        NotPossible: `bad-name`, `too-many-tokens`.
    """
    count = select(func.count()).where(tokens.c.account == account.id, tokens.c.ends_at > act.at)
    if act.run.execute(count).scalar_one() >= MOST:
        raise NotPossible("too-many-tokens", most=MOST)
    given = [scope for scope in SCOPES if scope in scopes]
    assert given
    assert 1 <= days <= LONGEST
    made, secret = new_id(), new_secret(PREFIX)
    act.run.execute(
        insert(tokens).values(
            id=made,
            account=account.id,
            secret_hash=hash_of(secret),
            name=people.checked_name(name)[:100],
            scopes=" ".join(given),
            made_at=act.at,
            ends_at=act.at + days * 86400,
        )
    )
    act.log("token-made", account.id, token=made, scopes=given)
    document = next(each for each in listed(act.run, account.id, act.at) if each["id"] == made)
    return Token(made, secret, document)


def of_secret(kept: Accounts, secret: str) -> tuple[Account, frozenset[str]]:
    """Whose token this is, and what it may.

    Raises:
        NotPossible: it is none, or ended (`token-refused`).
    """
    with kept.reading() as run:
        row = run.execute(select(tokens).where(tokens.c.secret_hash == hash_of(secret))).first()
        account = None if row is None else people.of_id(run, row.account)
    if row is None or account is None or row.ends_at <= kept.now or account.state != "active":
        raise NotPossible("token-refused")
    if row.used_at is None or kept.now - row.used_at >= USED_EVERY:
        with kept.acting() as act:
            act.run.execute(update(tokens).where(tokens.c.id == row.id).values(used_at=act.at))
    return account, frozenset(row.scopes.split())


def listed(run: Connection, account: str, at: int) -> list[dict[str, Any]]:
    """The tokens of an account that have not ended, the newest first; without their secrets."""
    its = select(tokens).where(tokens.c.account == account, tokens.c.ends_at > at)
    return [
        {
            "id": row.id,
            "name": row.name,
            "scopes": row.scopes.split(),
            "made_at": row.made_at,
            "ends_at": row.ends_at,
            "used_at": row.used_at,
        }
        for row in run.execute(its.order_by(tokens.c.made_at.desc(), tokens.c.id))
    ]


def revoke(act: Act, account: str, id: str) -> None:
    """
    Raises:
        NotPossible: that account has no such token (`no-such-token`).
    """
    its = delete(tokens).where(tokens.c.id == id, tokens.c.account == account)
    if act.run.execute(its).rowcount == 0:
        raise unknown("token", id)
    act.log("token-revoked", account, token=id)
