"""What a person changes of their own account. Whoever sits down at a browser that was left open cannot: it takes the
password again."""

from typing import Any

from sqlalchemy import Row, delete, update

from api.accounts import codes, passwords, people, throttle
from api.accounts.problems import NotPossible
from api.accounts.store import Accounts, Act
from api.accounts.tables import accounts, sessions


def prove(kept: Accounts, id: str, password: str, address: str) -> "Row[Any]":
    """That it is really them.

    Returns:
        the account's row.
    Raises:
        NotPossible: `wrong-own-password`, `too-many-attempts`.
    """
    counters = [throttle.of_account(id)]
    with kept.acting(id, address) as act:
        row = people.row_of(act.run, id)
        waiting = throttle.charge(act, counters).wait
    if waiting:
        raise throttle.too_many(waiting)
    right = passwords.matches(password, row.password)
    with kept.acting(id, address) as act:
        if right:
            throttle.take_back(act, counters)
            return row
        act.log("password-refused", id)
    raise NotPossible("wrong-own-password")


def change(
    kept: Accounts,
    id: str,
    *,
    session: str,
    address: str,
    name: str | None = None,
    language: str | None = None,
    mail: people.Wish | None = None,
    password: str | None = None,
    new_password: str | None = None,
    drop_code: bool = False,
) -> people.Account:
    """All of it or nothing. With a new password the other sessions end, so that whoever had the old one is out.

    Args:
        password: the one so far, where it is to be another, or the second factor is to go.
    Raises:
        NotPossible: `wrong-own-password`, `too-many-attempts`, `weak-password`, `second-factor-needed`, `bad-name`.
    """
    with kept.reading() as run:
        before = people.of_id(run, id)
    if drop_code and before.needs_code:
        raise NotPossible("second-factor-needed")
    if name is not None:
        people.checked_name(name)
    values: dict[str, Any] = {}
    if new_password is not None or drop_code:
        prove(kept, id, password or "", address)
    if new_password is not None:
        passwords.must_be_strong(new_password, before.name or "", before.email or "")
        values["password"] = passwords.hashed(new_password)
    if drop_code:
        values |= dict.fromkeys(("code_secret", "code_step", "code_offered"))
    with kept.acting(id, address) as act:
        if values:
            act.run.execute(update(accounts).where(accounts.c.id == id).values(**values))
        if new_password is not None:
            _end_the_others(act, id, session)
            act.log("password-changed", id)
        if drop_code:
            act.log("second-factor-removed", id)
        return people.rename(act, id, name=name, language=language, mail=mail)


def offer_code(kept: Accounts, id: str, password: str, address: str) -> str:
    """A second factor to set up; it counts once a code of it was given.

    Raises:
        NotPossible: `wrong-own-password`, `too-many-attempts`.
    """
    prove(kept, id, password, address)
    secret = codes.new_code_secret()
    with kept.acting(id, address) as act:
        act.run.execute(update(accounts).where(accounts.c.id == id).values(code_offered=secret))
    return secret


def set_code(kept: Accounts, id: str, code: str, *, session: str, address: str) -> None:
    """Take the second factor that was offered.

    Raises:
        NotPossible: `code-refused`, `too-many-attempts`.
    """
    counters = [throttle.of_account(id)]
    with kept.acting(id, address) as act:
        waiting = throttle.charge(act, counters).wait
        row = people.row_of(act.run, id)
        step = codes.step_of(code, row.code_offered, act.at, None)
        if not waiting and step is not None:
            throttle.take_back(act, counters)
            values = {"code_secret": row.code_offered, "code_step": step, "code_offered": None}
            act.run.execute(update(accounts).where(accounts.c.id == id).values(**values))
            _end_the_others(act, id, session)
            act.log("second-factor-set", id)
            return
    raise throttle.too_many(waiting) if waiting else NotPossible("code-refused")


def _end_the_others(act: Act, id: str, session: str) -> None:
    its = delete(sessions).where(sessions.c.account == id, sessions.c.id != session)
    act.run.execute(its)
