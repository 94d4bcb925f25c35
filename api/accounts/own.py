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


def change_password(
    kept: Accounts, id: str, password: str, new: str, *, session: str, address: str
) -> None:
    """The other sessions end, so that whoever had the old password is out.

    Raises:
        NotPossible: `wrong-own-password`, `too-many-attempts`, `weak-password`.
    """
    row = prove(kept, id, password, address)
    passwords.must_be_strong(new, row.name or "", row.email or "")
    hashed = passwords.hashed(new)
    with kept.acting(id, address) as act:
        act.run.execute(update(accounts).where(accounts.c.id == id).values(password=hashed))
        _end_the_others(act, id, session)
        act.log("password-changed", id)


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


def drop_code(kept: Accounts, id: str, password: str, address: str) -> None:
    """
    Raises:
        NotPossible: `second-factor-needed`, `wrong-own-password`, `too-many-attempts`.
    """
    with kept.reading() as run:
        if people.of_id(run, id).needs_code:
            raise NotPossible("second-factor-needed")
    prove(kept, id, password, address)
    with kept.acting(id, address) as act:
        gone = dict.fromkeys(("code_secret", "code_step", "code_offered"))
        act.run.execute(update(accounts).where(accounts.c.id == id).values(**gone))
        act.log("second-factor-removed", id)


def _end_the_others(act: Act, id: str, session: str) -> None:
    its = delete(sessions).where(sessions.c.account == id, sessions.c.id != session)
    act.run.execute(its)
