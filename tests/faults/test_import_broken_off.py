"""An import is all or nothing: killed or interrupted in the middle, the ledger is what it was."""

import os
import shutil
import signal
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from api import cli
from ledger.importing import import_register
from ledger.ledger import Ledger
from ledger.place import place_of
from tests.builders import a_ledger
from tests.faults.statements import Statements
from tests.generator.__main__ import write_register
from tests.generator.history import documents
from tests.processes.proof import assert_right, log_of
from tests.processes.sessions import Session
from tests.stores import Address, Files, Store, both_stores

pytestmark = pytest.mark.slow_on_a_server
DECISIONS = 120


@pytest.fixture(scope="module")
def registers(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A register, and one that begins as it does and goes on for much longer."""
    folder = tmp_path_factory.mktemp("registers")
    for name, decisions in (("begun", 30), ("whole", DECISIONS)):
        with (folder / f"{name}.yaml").open("w", encoding="utf-8") as out:
            write_register(out, documents(decisions * 5, 5, 0, 60, 20))
    return folder / "begun.yaml", folder / "whole.yaml"


@pytest.fixture(params=["there is no ledger yet", "the ledger has the beginning"])
def path(
    request: pytest.FixtureRequest, registers: tuple[Path, Path], store: Store, tmp_path: Path
) -> Address:
    path = store.address(tmp_path)
    if "beginning" in request.param:
        assert import_register(path, [registers[0]]).lawful
    return path


def the_log(path: Address) -> list | None:
    return log_of(path) if place_of(path).is_taken() else None


def broken_off(
    pipe: Connection, path: Address, register: Path, said: Path, statement: int, decision: int
) -> None:
    """Imports by the command: killed before a statement, or interrupted before a decision."""
    statements = Statements()
    record, recorded = Ledger.record, []

    def recording(ledger: Ledger, *given):
        recorded.append(1)
        if len(recorded) == decision:
            os.kill(os.getpid(), signal.SIGINT)
        return record(ledger, *given)

    Ledger.record = recording
    signal.signal(signal.SIGINT, signal.default_int_handler)
    statements.count(statement)
    written = os.open(said, os.O_WRONLY | os.O_CREAT)
    os.dup2(written, 1)
    os.dup2(written, 2)
    status = cli.run(["--ledger", str(path), "import", str(register)])
    pipe.send((status, len(statements.seen)))


@both_stores
def test_killed_in_the_middle_of_an_import_the_ledger_is_what_it_was(
    path, registers, store, tmp_path
):
    _, register = registers
    before = the_log(path)
    # On a server what is written is sent together: its commit is the 1,663rd statement, or with all of it the 1,893rd.
    late = (2500, 4000) if isinstance(store, Files) else (1300, 1600)
    for statement in (1, 2, 10, 100, 1000, *late):
        session = Session(broken_off, path, register, tmp_path / "said", statement, 0)
        assert list(session.answers()) == []
        assert session.ended() == -signal.SIGKILL
        assert the_log(path) == before
    # What a killed process left aside keeps nobody from importing.
    assert import_register(path, [register]).lawful
    assert_right(path)


@both_stores
@pytest.mark.parametrize("decision", [1, 2, DECISIONS // 2, DECISIONS - 35])
def test_ctrl_c_in_the_middle_of_an_import_is_answered_and_leaves_the_ledger_as_it_was(
    path, registers, tmp_path, decision
):
    _, register = registers
    before = the_log(path)
    session = Session(broken_off, path, register, tmp_path / "said", 0, decision)
    status, _ = session.answer()
    assert status == 130
    assert session.ended() == 0
    said = (tmp_path / "said").read_text(encoding="utf-8")
    assert said.strip()
    assert "Traceback" not in said
    assert the_log(path) == before
    assert [each.name for each in tmp_path.iterdir() if ".import-" in each.name] == []
    assert import_register(path, [register]).lawful
    assert_right(path)


def beginning_aside(pipe: Connection, path: Path, other: Path, suffix: str) -> None:
    """Imports, where a killed process that had this one's number has left something aside."""
    shutil.copy(other, path.with_name(f"{path.name}.{suffix}-{os.getpid()}"))
    pipe.send(cli.run(["--ledger", str(path), "import", str(path.with_name("register.yaml"))]))


@pytest.mark.parametrize("suffix", ["import", "new"])
def test_what_a_killed_process_with_the_same_number_left_aside_is_in_nobodys_way(
    suffix: str, registers: tuple[Path, Path], tmp_path: Path
):
    """In a container, the next process often has the number of the one that was killed."""
    other, path = tmp_path / "other.db", tmp_path / "ledger.db"
    assert import_register(other, [registers[0]]).lawful
    shutil.copy(registers[0], tmp_path / "register.yaml")
    session = Session(beginning_aside, path, other, suffix)
    assert session.answer() == 0
    assert session.ended() == 0
    assert_right(path)


def test_a_ledger_is_made_anew_whatever_was_left_aside(tmp_path: Path):
    a_ledger(tmp_path, name="left.db").close()
    path = tmp_path / "ledger.db"
    (tmp_path / "left.db").rename(f"{path}.new-{os.getpid()}")
    a_ledger(tmp_path).close()
    assert len(log_of(path)) == 1
    assert_right(path)
