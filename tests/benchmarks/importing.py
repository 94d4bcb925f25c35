"""Importing by the command: what a change costs, how much memory, where the time goes."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.ledgers import Sizes, register_of
from tests.benchmarks.measuring import Report, run


@dataclass(frozen=True)
class Imported:
    """Without the start of the process, but for its memory."""

    seconds: float
    processor: float
    megabytes: float
    phases: dict[str, float]


def imported(folder: Path, name: str, register: Path) -> Imported:
    """Import into a new ledger, in a process of its own."""
    for old in folder.glob(f"{name}.*db*"):
        old.unlink()
    path = folder / f"{name}.db"
    ran = run([sys.executable, "-m", "tests.benchmarks.import_in_phases", path, register])
    found = json.loads(ran.out.splitlines()[-1])
    return Imported(megabytes=ran.megabytes, **found)


def measure(report: Report, folder: Path, sizes: Sizes) -> None:
    part = register_of(folder, sizes.part, sizes.plan)
    whole = register_of(folder, sizes.changes, sizes.plan)
    parts = [imported(folder, "part", part)]
    found = imported(folder, "big", whole)
    parts += [imported(folder, "part", part) for _ in range(2)]
    n, m = f"{sizes.changes:,}", f"{sizes.part:,}"
    for what, name in (("", "seconds"), (", processor time", "processor")):
        report.compare(
            f"import of {n} changes, each{what}",
            [getattr(found, name) / sizes.changes],
            f"of {m}",
            [getattr(each, name) / sizes.part for each in parts],
            at_most=1.5,
        )
    report.amount(f"import of {n} changes, memory", found.megabytes, "MB", at_most=400)
    report.amount(f"import of {n} changes, speed", sizes.changes / found.seconds, "changes/s")
    spent = {name: took for name, took in found.phases.items() if took > 0.005 * found.seconds}
    spent["the rest"] = found.seconds - sum(spent.values())
    where = ", ".join(f"{name} {took / found.seconds:.0%}" for name, took in spent.items())
    report.note(f"Where the time of importing {n} changes goes: {where}.")
