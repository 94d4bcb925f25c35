"""A ledger of the shipped register with the illustration: every kind of item, change and section."""

from pathlib import Path

import pytest

from api.cli import run
from tests.api.conftest import REGISTER
from tests.stores import Files

ILLUSTRATION = Path(__file__).parents[2] / "data" / "illustration.yaml"


@pytest.fixture(scope="session")
def illustrated_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("illustrated") / "rcm-ledger.db"
    assert run(["import", str(REGISTER), str(ILLUSTRATION), "--ledger", str(made), "--json"]) == 0
    return made


@pytest.fixture
def illustrated(illustrated_once: Path, tmp_path: Path) -> Path:
    """That ledger, in the current folder under the default's name."""
    return Files().copy(illustrated_once, tmp_path, "rcm-ledger.db")
