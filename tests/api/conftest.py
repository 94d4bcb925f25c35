"""The command, run as a person runs it but in this process; and a ledger of the shipped register to
run it on."""

import io
import json
from contextlib import redirect_stdout
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from api.cli import run
from ledger.beside import Beside
from ledger.place import is_on_a_server, place_of
from tests.stores import Address, Store

REGISTER = Path(str(resources.files("ledger") / "registers" / "rcm-history.yaml"))


@dataclass
class Answer:
    status: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on standard output."""
        return json.loads(self.out)

    @property
    def said(self) -> str:
        """All that was said, however its lines were broken."""
        return " ".join(f"{self.out} {self.err}".split())


@pytest.fixture(autouse=True)
def an_english_computer(monkeypatch, tmp_path):
    """A folder of its own, and no setting of the machine that it runs on."""
    for name in (
        "RCM_LEDGER",
        "RCM_LANG",
        "RCM_LEDGER_DEBUG",
        "LC_ALL",
        "LC_MESSAGES",
        "NO_COLOR",
        "FORCE_COLOR",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def command(capsys, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, an_english_computer):
    """Run the command: `command("plan", "--json")`; on the ledger here, unless it says another."""

    def answer(*arguments: Any) -> Answer:
        here = store.address(tmp_path, "rcm-ledger.db")
        if is_on_a_server(here):
            monkeypatch.setenv("RCM_LEDGER", str(here))
        status = run([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return Answer(status, said.out, said.err)

    return answer


@pytest.fixture(scope="session")
def shipped_in() -> dict[type, Address]:
    """Where a ledger of the shipped register and its views are, in each store that was asked."""
    return {}


@pytest.fixture
def ledger(
    store: Store,
    shipped_in: dict[type, Address],
    tmp_path_factory: pytest.TempPathFactory,
    tmp_path: Path,
) -> Address:
    """The ledger of the shipped register, in the current folder under the default's name."""
    kind = type(store)
    if kind not in shipped_in:
        shipped = store.address(tmp_path_factory.mktemp("shipped"), "rcm-ledger.db")
        with redirect_stdout(io.StringIO()):  # a test reads what it asks for itself
            assert run(["import", str(REGISTER), "--ledger", str(shipped)]) == 0
        shipped_in[kind] = shipped
    return store.copy(shipped_in[kind], tmp_path, "rcm-ledger.db")


@pytest.fixture
def beside(ledger: Address) -> Beside:
    """What lies beside that ledger."""
    return Beside(place_of(ledger).beside)
