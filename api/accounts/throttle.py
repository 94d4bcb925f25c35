"""Guessing is slowed down, and nobody is shut out for ever.

What is counted is what failed of late: for the name that was tried, and for the address it came from; on a device where
that person signed in before, for the device alone, so that no stranger's guessing keeps a person waiting there (OWASP,
"Slow down online guessing attacks with device cookies"). Beyond a few tries each one doubles the wait for the next, up
to a bound; what is tried during a wait is refused and counts for nothing, and after a quiet hour all is forgotten.

A try is counted before it is judged, and taken back where it was right: who tries many at once gains nothing.
"""

import ipaddress
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import delete, insert, select, update

from api.accounts.problems import NotPossible
from api.accounts.secrets import hash_of
from api.accounts.store import Act
from api.accounts.tables import waits

FORGOTTEN = 3600
"""Seconds after the last failure."""


class Counter(NamedTuple):
    """What is counted, how many failures are free, and the longest wait in seconds."""

    key: str
    free: int
    longest: int


def of_name(email: str) -> Counter:
    """Of a name that there may or may not be."""
    return Counter(f"name:{hash_of(email)}", 5, 900)


def of_address(address: str) -> Counter:
    """A conference may sit behind one address, and one person may have a network of them (IPv6: a /64)."""
    try:
        found = ipaddress.ip_address(address)
        if found.version == 6:
            address = str(ipaddress.ip_network(f"{address}/64", strict=False))
    except ValueError:
        """What is no address is a name like any other."""
    return Counter(f"address:{address[:60]}", 40, 60)


def of_device(id: str) -> Counter:
    return Counter(f"device:{id}", 10, 60)


def of_account(id: str) -> Counter:
    """Of somebody who is signed in and proves that it is them."""
    return Counter(f"account:{id}", 5, 900)


class Charged(NamedTuple):
    """A try that was counted; or, where it came too early, was not.

    Attributes:
        wait: seconds to wait first; 0 where it was counted.
        is_first: the first of those that came too early. There may be very many.
    """

    wait: int
    is_first: bool = False


def charge(act: Act, counters: Sequence[Counter]) -> Charged:
    """Count a try with each."""
    act.run.execute(delete(waits).where(waits.c.last_at < act.at - FORGOTTEN))
    keys = [counter.key for counter in counters]
    found = {row.key: row for row in act.run.execute(select(waits).where(waits.c.key.in_(keys)))}
    left = 0
    for counter in counters:
        if (row := found.get(counter.key)) is not None:
            left = max(left, row.last_at + _wait(counter, row.failures) - act.at)
    if left > 0:
        is_first = not any(row.is_told for row in found.values())
        act.run.execute(update(waits).where(waits.c.key.in_(found)).values(is_told=True))
        return Charged(left, is_first)
    for counter in counters:
        row = found.get(counter.key)
        if row is None:
            new = {"key": counter.key, "failures": 1, "last_at": act.at, "is_told": False}
            act.run.execute(insert(waits).values(**new))
        else:
            more = {"failures": row.failures + 1, "last_at": act.at, "is_told": False}
            act.run.execute(update(waits).where(waits.c.key == counter.key).values(**more))
    return Charged(0)


def take_back(act: Act, counters: Sequence[Counter]) -> None:
    """A try was right: for its name and device all is forgotten, for its address this one try."""
    for counter in counters:
        its = waits.c.key == counter.key
        if counter.key.startswith("address:"):
            act.run.execute(update(waits).where(its).values(failures=waits.c.failures - 1))
        else:
            act.run.execute(delete(waits).where(its))


def _wait(counter: Counter, failures: int) -> int:
    over = failures - counter.free
    return 0 if over < 0 else min(1 << min(over, 20), counter.longest)


def too_many(wait: int) -> NotPossible:
    return NotPossible("too-many-attempts", retry_after=wait, seconds=wait)
