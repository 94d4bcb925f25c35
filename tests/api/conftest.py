"""The command, run as a person runs it but in this process; and a ledger of the shipped register to
run it on."""

import json
import shutil
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from api.cli import run

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
def command(capsys):
    """Run the command: `command("plan", "--json")`."""

    def answer(*arguments: Any) -> Answer:
        status = run([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return Answer(status, said.out, said.err)

    return answer


@pytest.fixture(scope="session")
def shipped(tmp_path_factory) -> Path:
    """A folder with a ledger of the shipped register and its views."""
    folder = tmp_path_factory.mktemp("shipped")
    assert run(["import", str(REGISTER), "--ledger", str(folder / "rcm-ledger.db")]) == 0
    return folder


@pytest.fixture
def ledger(shipped, tmp_path) -> Path:
    """The ledger of the shipped register, in the current folder under the default's name."""
    for file in shipped.iterdir():
        shutil.copy(file, tmp_path)
    return tmp_path / "rcm-ledger.db"
