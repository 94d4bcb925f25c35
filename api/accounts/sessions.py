"""Signing in, and the sessions that come of it.

A session is known by a secret in a cookie. Every sign-in makes a new one: a secret that somebody brought along, or put
into another's browser, never becomes one (session fixation). It ends after a day's work, or when it is not used.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from api.accounts import codes, passwords, people, throttle
from api.accounts.people import Account
from api.accounts.problems import NotPossible, unknown
from api.accounts.secrets import hash_of, new_id, new_secret
from api.accounts.store import Accounts, Act
from api.accounts.tables import accounts, devices, sessions

LASTS, IDLE = 12 * 3600, 2 * 3600
"""Seconds from signing in, and from the last request."""
SEEN_EVERY = 60
"""Seconds between two notes that a session is used."""
DEVICE_LASTS = 365 * 86400


@dataclass(frozen=True)
class SignedIn:
    """A new session, and the device that it is on; their secrets go into cookies."""

    account: Account
    session: str
    secret: str
    device: str


@dataclass(frozen=True)
class Caller:
    """Where a sign-in comes from.

    Attributes:
        agent: what the browser says that it is.
        session, device: the secrets in its cookies.
    """

    address: str
    agent: str = ""
    session: str | None = None
    device: str | None = None


def sign_in(kept: Accounts, email: str, password: str, code: str | None, caller: Caller) -> SignedIn:
    """
    Raises:
        NotPossible: `too-many-attempts`; else `sign-in-refused`, whatever was wrong.
    """
    counters, row, waiting = _tried(kept, email, caller)
    if waiting:
        raise throttle.too_many(waiting)
    # For nobody, too: the same work is done, whoever it is.
    right = passwords.matches(password, None if row is None else row.password)
    with kept.acting(None if row is None else row.id, caller.address) as act:
        fresh = None if row is None else people.row_of(act.run, row.id)
        why = _why_not(act, fresh, row, right, code)
        if why is None:
            assert fresh is not None
            throttle.take_back(act, counters)
            return _signed_in(act, fresh, password, code, caller)
        act.by = None
        act.log("sign-in-refused", None if row is None else row.id, why=why)
    raise NotPossible("sign-in-refused")


def _tried(
    kept: Accounts, email: str, caller: Caller
) -> "tuple[list[throttle.Counter], Row[Any] | None, int]":
    """Count the try, before anything of it is judged."""
    with kept.acting(None, caller.address) as act:
        row = people.row_of_email(act.run, email)
        device = _device(act.run, "" if row is None else row.id, caller.device)
        counters = (
            [throttle.of_device(device)]
            if device is not None
            else [throttle.of_name(people.plain_email(email)), throttle.of_address(caller.address)]
        )
        charged = throttle.charge(act, counters)
        if charged.is_first:
            act.log("sign-in-refused", None if row is None else row.id, why="too-many-attempts")
        return counters, row, charged.wait


def _why_not(
    act: Act, row: "Row[Any] | None", as_read: "Row[Any] | None", right: bool, code: str | None
) -> str | None:
    """For the security log only: who signs in is told nothing of it."""
    if row is None or as_read is None:
        return "nobody"
    if not right or row.password != as_read.password:
        return "password"
    if row.state != "active":
        return row.state  # type: ignore[no-any-return]
    if row.code_secret is None:
        return "no-second-factor" if people.of_id(act.run, row.id).needs_code else None
    if codes.step_of(code, row.code_secret, act.at, row.code_step) is None:
        return "code"
    return None


def _signed_in(act: Act, row: "Row[Any]", password: str, code: str | None, caller: Caller) -> SignedIn:
    step = codes.step_of(code, row.code_secret, act.at, row.code_step)
    values: dict[str, Any] = {} if step is None else {"code_step": step}
    if passwords.is_outdated(row.password):
        values["password"] = passwords.hashed(password)
    if values:
        act.run.execute(update(accounts).where(accounts.c.id == row.id).values(**values))
    return begin(act, people.of_id(act.run, row.id), caller)


def begin(act: Act, account: Account, caller: Caller) -> SignedIn:
    """A session of somebody who has proven who they are; the one that they came with ends."""
    act.by = account.id
    _tidy(act)
    if caller.session is not None:
        act.run.execute(delete(sessions).where(sessions.c.secret_hash == hash_of(caller.session)))
    made, secret = new_id(), new_secret()
    act.run.execute(
        insert(sessions).values(
            id=made,
            account=account.id,
            secret_hash=hash_of(secret),
            signed_in_at=act.at,
            seen_at=act.at,
            ends_at=act.at + LASTS,
            address=caller.address[:64],
            agent="".join(c for c in caller.agent if c.isprintable())[:200],
        )
    )
    act.log("signed-in", account.id, session=made)
    return SignedIn(account, made, secret, _remembered(act, account.id, caller.device))


def _tidy(act: Act) -> None:
    over = (sessions.c.ends_at <= act.at) | (sessions.c.seen_at <= act.at - IDLE)
    act.run.execute(delete(sessions).where(over))
    act.run.execute(delete(devices).where(devices.c.seen_at <= act.at - DEVICE_LASTS))


def _device(run: Connection, account: str, secret: str | None) -> str | None:
    """The device, where that person signed in on it before."""
    its = (devices.c.account == account, devices.c.secret_hash == hash_of(secret or ""))
    found: str | None = run.execute(select(devices.c.id).where(*its)).scalar()
    return found


def _remembered(act: Act, account: str, secret: str | None) -> str:
    known = _device(act.run, account, secret)
    if known is not None and secret is not None:
        act.run.execute(update(devices).where(devices.c.id == known).values(seen_at=act.at))
        return secret
    made = new_secret()
    act.run.execute(
        insert(devices).values(id=new_id(), account=account, secret_hash=hash_of(made), seen_at=act.at)
    )
    return made


def of_secret(kept: Accounts, secret: str) -> tuple[Account, str] | None:
    """Whose session this is, and its id; None where it is none, or over."""
    with kept.reading() as run:
        row = run.execute(select(sessions).where(sessions.c.secret_hash == hash_of(secret))).first()
        if row is None or row.ends_at <= kept.now or row.seen_at + IDLE <= kept.now:
            return None
        account = people.of_id(run, row.account)
    if account.state != "active":
        return None
    if kept.now - row.seen_at >= SEEN_EVERY:
        with kept.acting() as act:
            its = sessions.c.id == row.id
            act.run.execute(update(sessions).where(its).values(seen_at=act.at))
    return account, row.id


def listed(run: Connection, account: str, at: int, current: str | None) -> list[dict[str, Any]]:
    """The sessions of an account that are not over, the newest first."""
    its = select(sessions).where(sessions.c.account == account).order_by(sessions.c.signed_in_at.desc())
    return [
        {
            "id": row.id,
            "signed_in_at": row.signed_in_at,
            "seen_at": row.seen_at,
            "ends_at": min(row.ends_at, row.seen_at + IDLE),
            "address": row.address,
            "agent": row.agent,
            "current": row.id == current,
        }
        for row in run.execute(its)
        if row.ends_at > at and row.seen_at + IDLE > at
    ]


def end(act: Act, account: str, id: str) -> None:
    """
    Raises:
        NotPossible: that account has no such session (`no-such-session`).
    """
    its = delete(sessions).where(sessions.c.id == id, sessions.c.account == account)
    if act.run.execute(its).rowcount == 0:
        raise unknown("session", id)
    act.log("session-ended", account, session=id)
