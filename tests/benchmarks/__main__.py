"""Measure speed and memory, and hold them against what was asked.

python -m tests.benchmarks [--quick] [--keep DIR] [--only adopting,importing,…]
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks import (
    adopting,
    adopting_on_a_server,
    commanding,
    docketing,
    documents,
    importing,
    proving,
    reading,
    reviewing,
    serving,
    verifying,
)
from tests.benchmarks.ledgers import QUICK, Sizes
from tests.benchmarks.measuring import Report

PARTS = {
    "adopting": adopting.measure,
    "adopting-on-a-server": adopting_on_a_server.measure,
    "importing": importing.measure,  # makes the big ledger, which the others measure
    "reading": reading.measure,
    "reviewing": reviewing.measure,
    "verifying": verifying.measure,
    "proving": proving.measure,
    "commanding": commanding.measure,
    "docketing": docketing.measure,
    "documents": documents.measure,
    "serving": serving.measure,
    "serving-on-a-server": serving.measure_on_a_server,
}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes: only that it runs")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="where the ledgers are kept")
    parser.add_argument("--only", help=f"some of: {', '.join(PARTS)}")
    given = parser.parse_args(arguments)
    names = given.only.split(",") if given.only else list(PARTS)
    report, sizes = Report(), QUICK if given.quick else Sizes()
    with _folder(given.keep) as folder:
        small = {"adopting", "docketing", "documents", "reviewing", "serving"}
        small |= {"adopting-on-a-server", "serving-on-a-server"}
        if "importing" not in names and not (folder / "big.db").exists() and not set(names) <= small:
            names.insert(0, "importing")
        for name in names:
            print(f"{name} …", file=sys.stderr, flush=True)
            PARTS[name](report, folder, sizes)
    print(report.table())
    return 0 if given.quick or report.all_ok else 1


@contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    if kept is None:
        with tempfile.TemporaryDirectory(prefix="rcm-ledger-bench-") as made:
            yield Path(made)
    else:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept


if __name__ == "__main__":
    sys.exit(main())
