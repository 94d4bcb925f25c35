"""The ledgers that are measured: made once for a run, or kept in a folder for the next."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from ledger.ledger import Ledger
from projections.views import Views
from tests.builders import a_meeting, the_charter
from tests.generator import generate, record_all
from tests.generator.__main__ import write_register
from tests.generator.history import documents
from tests.server import Server

PLAN_SIZE = 200


@dataclass(frozen=True)
class Sizes:
    """How large everything is: as the issue asks, or small enough for a test."""

    changes: int = 100_000
    part: int = 10_000
    hundredth: int = 1000
    plan: int = PLAN_SIZE
    adoptions: int = 400
    plans: int = 200
    verifications: int = 4
    commands: int = 7
    leaves: int = 1_000_000
    copies: int = 12
    """of a plan in a document of 200 pages"""
    reviewed: int = 2000
    reviews: int = 5
    docketed: int = 20_000


QUICK = Sizes(400, 200, 150, 30, 5, 5, 1, 1, 3000, 1, 40, 1, 100)


def register_of(folder: Path, changes: int, plan_size: int) -> Path:
    """A generated register, ten changes a decision."""
    path = folder / f"register-{changes}.yaml"
    if not path.exists():
        aside = path.with_suffix(".new")
        with aside.open("w", encoding="utf-8") as out:
            write_register(out, documents(changes, 10, 0, plan_size, 100))
        aside.rename(path)
    return path


def ledger_of(folder: Path, name: str, changes: int, plan_size: int) -> Path:
    """A ledger with a history of so many changes, recorded one decision a transaction."""
    path = folder / f"{name}.db"
    if not path.exists():
        with closing(Ledger.create(path, the_charter())) as ledger:
            record_all(ledger, generate(changes, plan_size=plan_size))
            Views.open(ledger).close()
            ledger.settle_in_place()
    return path


def ledger_on(server: Server, changes: int, plan_size: int) -> str:
    """The address of a ledger with a history of so many changes."""
    address = server.a_database()
    with closing(Ledger.create(address, the_charter())) as ledger:
        record_all(ledger, generate(changes, plan_size=plan_size))
        Views.open(ledger).close()
    return address


@contextmanager
def opened(path: Path | str) -> Iterator[tuple[Ledger, Views]]:
    with closing(Ledger.open(path)) as ledger, closing(Views.open(ledger)) as views:
        yield ledger, views


def last_meeting(ledger: Ledger) -> str:
    """A meeting after everything recorded, for what is adopted next."""
    day = _after_everything(ledger)
    id = f"rcm-bench-{ledger.head}"
    ledger.convene(a_meeting("rcm", day, id=id))
    return id


def _after_everything(ledger: Ledger) -> str:
    from datetime import date

    last = ledger.recorder.read("SELECT MAX(day) FROM placed")[0][0]
    return date.fromordinal(last + 1).isoformat()
