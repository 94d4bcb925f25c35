"""A full disk, a read-only place, another writer: a clear answer, and the ledger as it was."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from ledger.importing import import_register
from ledger.ledger import Ledger
from projections.files import views_path
from projections.views import Views
from tests.builders import a_decision, a_ledger, a_meeting, all_agree, approve, approve_section
from tests.faults.command import (
    Answer,
    a_small_disk,
    command,
    fill,
    small_files,
    without_roots_rights,
)
from tests.generator.__main__ import write_register
from tests.generator.history import documents
from tests.processes.proof import assert_right, log_of
from tests.processes.sessions import Session, opened

DAY = "2007-05-10"


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register of 200 decisions: some 3 MB of log."""
    path = tmp_path_factory.mktemp("register") / "register.yaml"
    with path.open("w", encoding="utf-8") as out:
        write_register(out, documents(1000, 5, 0, 60, 20))
    return path


def made(folder: Path) -> Path:
    """A ledger with views, on which `next` can be adopted."""
    with closing(a_ledger(folder)) as ledger:
        ledger.convene(a_meeting("rcm", DAY, id="rcm-11"))
        positions = all_agree()(ledger.charter.members_on(a_meeting("rcm", DAY).opens_on))
        plan = [approve_section("lines"), approve("a1", "lines")]
        ledger.record(a_decision("founding", "rcm-11", DAY), plan, positions)
        ledger.table(a_decision("next", "rcm-11", DAY), [approve("a2", "lines")], positions)
        Views.open(ledger).close()
        ledger.settle_in_place()
    return folder / "ledger.db"


def assert_refused_clearly(answer: Answer, path: Path) -> None:
    assert answer.status == 2, answer
    assert answer.is_clear(), answer
    assert str(path) in answer.err.replace("\n", ""), answer
    # What is made aside is nothing that its keeper knows of.
    assert ".import-" not in answer.err, answer
    assert ".new-" not in answer.err, answer


@contextmanager
def the_same_log(path: Path) -> Iterator[None]:
    before = log_of(path) if path.exists() else None
    yield
    assert (log_of(path) if path.exists() else None) == before


# --- a full disk --------------------------------------------------------------------------------


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    try:
        with a_small_disk(tmp_path / "disk", 1500) as folder:
            yield folder
    except OSError as error:
        pytest.fail(f"no small disk can be made here; it takes root: {error}")


def test_a_register_that_does_not_fit_on_the_disk_is_not_recorded_at_all(disk, register, tmp_path):
    path = disk / "ledger.db"
    assert_refused_clearly(command(path, "import", str(register)), path)
    assert list(disk.iterdir()) == []
    a_ledger(disk).close()
    with the_same_log(path):
        assert_refused_clearly(command(path, "import", str(register)), path)
    assert_right(path)


@pytest.mark.parametrize("room", [0, 8192, 40_000])
def test_on_a_full_disk_nothing_is_adopted_and_it_can_be_once_there_is_room(disk, room):
    path = made(disk)
    filler = fill(disk, but=room)
    with the_same_log_once_there_is_room(path, filler):
        answer = command(path, "adopt", "next")
        assert_refused_clearly(answer, path)
    assert command(path, "adopt", "next").status == 0
    assert_right(path)


@contextmanager
def the_same_log_once_there_is_room(path: Path, filler: Path) -> Iterator[None]:
    before = path.read_bytes()
    yield
    filler.unlink()
    with closing(Ledger.open(path)) as ledger:
        ledger.settle_in_place()
    assert path.read_bytes() == before


@pytest.mark.parametrize("arguments", [["export", "--register", "-o"], ["template", "-o"]])
def test_a_file_that_does_not_fit_is_named_and_no_part_of_it_is_left(disk, tmp_path, arguments):
    path = made(tmp_path)
    filler = fill(disk)
    answer = command(path, *arguments, str(disk / "out.yaml"))
    assert_refused_clearly(answer, disk / "out.yaml")
    assert "the disk is full" in answer.err
    assert list(disk.iterdir()) == [filler]


def test_a_ledger_on_a_full_disk_that_cannot_be_read_says_what_is_in_the_way(disk):
    path = made(disk)
    filler = fill(disk)
    answer = command(path, "show", "a1")
    assert_refused_clearly(answer, path)
    assert "the disk is full" in answer.err
    filler.unlink()
    assert command(path, "show", "a1").status == 0


def test_where_only_the_views_do_not_fit_what_is_recorded_is_recorded_and_shown(disk):
    """The log has the last word: the views are in memory until there is room for their file."""
    path = made(disk)
    # The views' file and what it takes to write it are too large for what the log leaves.
    filler = fill(disk, but=120_000)
    with opened(path) as (ledger, views):
        ledger.adopt("next")
        assert views.entry == ledger.head
    filler.unlink()
    assert_right(path)


@pytest.mark.parametrize("bytes", [4096, 100_000, 400_000])
def test_where_no_file_may_grow_an_import_is_refused_and_nothing_of_it_kept(
    bytes: int, register: Path, tmp_path: Path
):
    new, path = tmp_path / "new.db", tmp_path / "ledger.db"
    a_ledger(tmp_path).close()
    for each in (new, path):
        with the_same_log(each):
            answer = command(each, "import", str(register), before=small_files(bytes))
            assert_refused_clearly(answer, each)
    assert not new.exists()
    assert import_register(path, [register]).lawful
    assert_right(path)


# --- a read-only place --------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder whose mode is put back at the end."""
    folder = tmp_path / "folder"
    folder.mkdir()
    yield folder
    folder.chmod(0o755)


@pytest.mark.parametrize("read_only", ["the file", "the folder", "both"])
def test_a_read_only_ledger_can_be_read_and_is_not_written_to(read_only, folder, register):
    path = made(folder)
    with the_same_log(path):
        if read_only != "the folder":
            path.chmod(0o444)
        if read_only != "the file":
            folder.chmod(0o555)
        for arguments in (["adopt", "next"], ["import", str(register)]):
            answer = command(path, *arguments, before=without_roots_rights)
            assert_refused_clearly(answer, path)
            assert "read-only" in answer.err
        for arguments in (["plan"], ["audit"], ["check", str(register)]):
            answer = command(path, *arguments, before=without_roots_rights)
            assert (answer.status, answer.err) == (0, "")
        folder.chmod(0o755)
        path.chmod(0o644)
    assert_right(path)


@pytest.mark.parametrize("arguments", [["init"], ["import", "REGISTER"]])
def test_nothing_is_made_in_a_folder_that_cannot_be_written(arguments, folder, register):
    folder.chmod(0o555)
    arguments = [str(register) if each == "REGISTER" else each for each in arguments]
    path = folder / "ledger.db"
    assert_refused_clearly(command(path, *arguments, before=without_roots_rights), path)
    assert list(folder.iterdir()) == []


def test_who_may_not_read_a_ledger_is_told_so(folder):
    path = made(folder)
    path.chmod(0)
    for arguments in (["plan"], ["adopt", "next"], ["verify"]):
        assert_refused_clearly(command(path, *arguments, before=without_roots_rights), path)
    path.chmod(0o644)
    assert_right(path)


def test_who_may_only_read_a_ledger_reads_what_others_are_recording(folder):
    """Without the right to write, too, one sees what was acknowledged."""
    path = made(folder)
    with opened(path) as (ledger, _):
        ledger.adopt("next")
        for each in folder.iterdir():
            each.chmod(0o444)
        folder.chmod(0o555)
        answer = command(path, "plan", "--json", before=without_roots_rights)
        folder.chmod(0o755)
        for each in folder.iterdir():
            each.chmod(0o644)
        assert (answer.status, answer.err) == (0, "")
        assert '"a2"' in answer.out
    assert_right(path)


# --- another writer -----------------------------------------------------------------------------


def holder(pipe: Connection, database: Path) -> None:
    """Holds the write lock of a database until it is told to let go."""
    import sqlite3

    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        pipe.send("held")
        pipe.recv()
        connection.execute("ROLLBACK")


def test_while_another_process_holds_the_log_it_can_be_read_and_writers_are_told_to_wait(
    tmp_path, register
):
    path = made(tmp_path)
    other = Session(holder, path)
    assert other.answer() == "held"
    with the_same_log(path):
        for arguments in (["adopt", "next"], ["import", str(register)]):
            answer = command(path, *arguments, impatient=True)
            assert_refused_clearly(answer, path)
            assert "Another process" in answer.err
        assert command(path, "plan", impatient=True).status == 0
    other.tell("let go")
    assert other.ended() == 0
    assert command(path, "adopt", "next").status == 0
    assert_right(path)


def test_while_another_process_holds_the_views_what_is_recorded_is_recorded(tmp_path):
    path = made(tmp_path)
    other = Session(holder, views_path(str(path)))
    assert other.answer() == "held"
    answer = command(path, "adopt", "next", impatient=True)
    assert "Traceback" not in answer.err
    with closing(Ledger.open(path)) as ledger:
        state = ledger.decision("next")
        assert state is not None
        # Whatever the command answers, it is the truth.
        assert (answer.status == 0) == (state.status == "adopted"), answer
    other.tell("let go")
    assert other.ended() == 0
    assert_right(path)
