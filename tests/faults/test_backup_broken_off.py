"""A backup, and restoring one, broken off: by a kill, by a full disk. There is the whole of it, or nothing; and done
again it is done."""

import signal
from collections.abc import Iterator
from contextlib import closing
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from api.cli import run
from ledger.backup import Backup
from ledger.ledger import Ledger
from ledger.place import place_of
from ledger.restoring import restore
from ledger.sources import original_of
from tests.builders import Conference, a_ledger, approve, approve_section
from tests.faults.command import a_small_disk, command, fill, small_files
from tests.faults.statements import Statements
from tests.processes.proof import assert_right
from tests.processes.sessions import Session
from tests.stores import Address, Files, both_stores

DAY = "2007-05-10"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with a signed original of 1 MB and a seal; beside it, `backup`."""
    folder = tmp_path_factory.mktemp("prepared")
    scan = folder / "scan.pdf"
    scan.write_bytes(b"%PDF" * 250_000)
    with closing(a_ledger(folder)) as ledger:
        it = Conference(ledger)
        it.decides("rcm", DAY, approve_section("mpm"), approve("a1", "mpm"))
        ledger.keep_source(scan, original_of(scan))
        ledger.seal()
        ledger.settle_in_place()
    assert run(["backup", str(folder / "backup"), "--ledger", str(folder / "ledger.db"), "--json"]) == 0
    return folder / "ledger.db"


# --- killed ---------------------------------------------------------------------------------------


def backing_up(pipe: Connection, ledger: Path, file: Path, last: int) -> None:
    statements = Statements()
    statements.files_too()
    statements.count(last)
    run(["backup", str(file), "--force", "--json", "--ledger", str(ledger)])
    pipe.send(statements.seen)


def steps_of(does: object, *given: object) -> int:
    session = Session(does, *given, 0)  # type: ignore[arg-type]
    steps = session.answer()
    assert session.ended() == 0
    return len(steps)


def killed(does: object, *given: object) -> None:
    session = Session(does, *given)  # type: ignore[arg-type]
    assert list(session.answers()) == []
    assert session.ended() == -signal.SIGKILL


def test_killed_at_any_step_a_backup_is_the_one_before_or_the_whole_new_one(prepared, tmp_path):
    file = tmp_path / "backup"
    steps = steps_of(backing_up, prepared, file)
    before = file.read_bytes()
    changed = 0
    for last in range(1, steps + 1):
        killed(backing_up, prepared, file, last)
        with Backup(file) as backup:
            backup.check()
        changed += file.read_bytes() != before
        before = file.read_bytes()
    assert changed <= 1, "it has its name before it is whole"


def restoring(pipe: Connection, file: Path, address: Address, last: int) -> None:
    statements = Statements()
    statements.files_too()
    statements.count(last)
    with Backup(file) as backup:
        restore(backup, place_of(str(address)))
    pipe.send(statements.seen)


@both_stores
@pytest.mark.slow_on_a_server
def test_killed_at_any_step_the_whole_ledger_is_restored_or_none_and_then_it_can_be(prepared, store, tmp_path):
    file = prepared.with_name("backup")
    (tmp_path / "whole").mkdir()
    steps = steps_of(restoring, file, store.address(tmp_path / "whole"))
    whole = 0
    # Every step near the end, some in the midst: there they are of one kind.
    for last in [*range(1, steps - 12, 7), *range(steps - 12, steps + 1)]:
        folder = tmp_path / str(last)
        folder.mkdir()
        address = store.address(folder)
        session = Session(restoring, file, address, last)
        list(session.answers())
        if session.ended() == 0:
            # A server whose roles were made by an earlier one has less to do.
            break
        if place_of(str(address)).is_taken():
            whole += 1
        else:
            with Backup(file) as backup:
                restore(backup, place_of(str(address)))
        with closing(Ledger.open(address)) as ledger:
            found = ledger.sources
            assert [found.state(path.name) for path in found.folder.iterdir() if len(path.name) == 64] == ["kept"]
        assert_right(address)
        store.forget(folder)
    # In a file it gets its name after all that; on a server, committing is the last step.
    assert whole >= isinstance(store, Files)
    assert last > steps - 12


# --- a full disk ----------------------------------------------------------------------------------


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    try:
        with a_small_disk(tmp_path / "disk", 3000) as folder:
            yield folder
    except OSError as error:
        pytest.fail(f"no small disk can be made here; it takes root: {error}")


@pytest.mark.parametrize("room", [0, 20_000, 1_000_000])
def test_on_a_full_disk_there_is_no_new_backup_and_the_old_one_stays(prepared, disk, room):
    file = disk / "backup"
    file.write_bytes(b"the old one")
    filler = fill(disk, but=room)
    refused = command(prepared, "backup", str(file), "--force")
    assert refused.status == 2, refused
    assert refused.is_clear()
    assert str(file) in refused.err.replace("\n", "")
    assert sorted(path.name for path in disk.iterdir()) == ["backup", "filler"]
    assert file.read_bytes() == b"the old one"
    filler.unlink()
    assert command(prepared, "backup", str(file), "--force").status == 0


@pytest.mark.parametrize("room", [0, 40_000, 500_000, 1_100_000])
def test_on_a_full_disk_nothing_is_restored_and_it_can_be_once_there_is_room(prepared, disk, room):
    file = prepared.with_name("backup")
    filler = fill(disk, but=room)
    refused = command(disk / "ledger.db", "restore", str(file))
    assert refused.status == 2, refused
    assert refused.is_clear()
    assert [path.name for path in disk.iterdir()] == ["filler"]
    filler.unlink()
    assert command(disk / "ledger.db", "restore", str(file)).status == 0
    assert_right(disk / "ledger.db")


def test_where_files_may_not_grow_there_is_no_backup(prepared, tmp_path):
    refused = command(prepared, "backup", str(tmp_path / "b"), before=small_files(500_000))
    assert refused.status == 2
    assert refused.is_clear()
    assert list(tmp_path.iterdir()) == []
