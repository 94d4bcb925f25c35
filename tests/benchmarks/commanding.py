"""The command, from its start to its end."""

import subprocess
import sys
from itertools import count
from pathlib import Path

from tests.benchmarks.adopting import Adopting
from tests.benchmarks.ledgers import Sizes, opened
from tests.benchmarks.measuring import ROOT, Report, in_turns

COMMAND = Path(sys.executable).with_name("rcm-ledger")
REGISTER = ROOT / "ledger" / "registers" / "rcm-history.yaml"


def command(*arguments: object) -> None:
    _run(COMMAND, *arguments)


def libraries() -> None:
    _run(sys.executable, "-c", "import sqlalchemy, pydantic")


def _run(*arguments: object) -> None:
    subprocess.run([str(each) for each in arguments], check=True, stdout=subprocess.DEVNULL)


def measure(report: Report, folder: Path, sizes: Sizes) -> None:
    demo, big = folder / "demo.db", folder / "big.db"
    if not demo.exists():
        command("--ledger", demo, "import", REGISTER)
    with opened(big) as (ledger, _):
        tabled = Adopting(ledger, sizes.commands + 1)
    serial = count()

    def adopt() -> None:
        command("--ledger", big, "adopt", f"{tabled.meeting}-t{next(serial)}")

    adopting, shown_help, plan, importing = in_turns(
        sizes.commands,
        adopt,
        lambda: command("--help"),
        lambda: command("--ledger", demo, "plan"),
        libraries,
    )
    n = f"{sizes.changes:,}"
    report.compare(
        f"rcm-ledger adopt, {n} changes", adopting, "rcm-ledger --help", shown_help, at_most=5
    )
    two = "two libraries imported"
    report.compare("rcm-ledger --help", shown_help, two, importing, at_most=5)
    report.compare("rcm-ledger plan, real register", plan, two, importing, at_most=5)
