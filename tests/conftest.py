"""What all tests share: a conference with a ledger of its own, proven when its story ends."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.ledger import Ledger
from tests.builders import Conference, a_ledger, assert_proven
from tests.independent import go_check, openssl

__all__ = ["conference", "go_check", "ledger", "openssl"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-golden",
        action="store_true",
        help="write tests/data/events anew from what the code says",
    )


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """An empty ledger of the RCM."""
    made = a_ledger(tmp_path)
    yield made
    made.close()


@pytest.fixture
def conference(ledger: Ledger) -> Iterator[Conference]:
    """The RCM with an empty ledger. "A history test ends with `verify(ledger)`." """
    yield Conference(ledger)
    assert_proven(ledger)
