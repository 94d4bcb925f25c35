"""Verifying: against only reading and decoding the same events."""

from contextlib import closing
from pathlib import Path

from ledger.ledger import Ledger
from ledger.verify import verify
from projections.verification import expectation
from tests.benchmarks.ledgers import Sizes
from tests.benchmarks.measuring import Report, in_turns


def measure(report: Report, folder: Path, sizes: Sizes) -> None:
    with closing(Ledger.open(folder / "big.db")) as ledger:

        def verified() -> None:
            found = verify(ledger, expectation(ledger, beside=True))
            assert found.proven, found.violations[:3]

        def verified_without_views() -> None:
            assert verify(ledger).proven

        def read() -> None:
            for _ in ledger.recorder.facts():
                pass

        proof, log, reading = in_turns(
            sizes.verifications, verified, verified_without_views, read, warm_up=0
        )
        events = ledger.head
    what = f"verify {sizes.changes:,} changes"
    report.compare(f"{what}, the views too", proof, "reading them", reading, at_most=3)
    report.compare(f"{what}, the log alone", log, "reading them", reading)
    report.amount("events of that ledger", events, "events")
