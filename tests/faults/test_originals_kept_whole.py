"""Signed originals where there is no room or no right to keep them: a clear answer, nothing recorded,
nothing half there."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ledger.ledger import Ledger
from tests.builders import a_ledger, a_meeting
from tests.faults.command import Answer, command, small_files, without_roots_rights
from tests.processes.proof import assert_right, log_of

DAY = "2007-05-10"


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    """A ledger with the meeting `rcm-11`, in a folder whose mode is put back at the end."""
    folder = tmp_path / "folder"
    folder.mkdir()
    with closing(a_ledger(folder)) as ledger:
        ledger.convene(a_meeting("rcm", DAY, id="rcm-11"))
        ledger.settle_in_place()
    yield folder / "ledger.db"
    folder.chmod(0o755)
    if kept(folder / "ledger.db").exists():
        kept(folder / "ledger.db").chmod(0o755)


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """An original of 3 MB."""
    file = tmp_path / "scan.pdf"
    file.write_bytes(b"%PDF" * 750_000)
    return file


def kept(path: Path) -> Path:
    return path.with_name("ledger.sources")


def assert_refused(answer: Answer, path: Path, where: Path) -> None:
    assert answer.status == 2, answer
    assert answer.is_clear(), answer
    assert str(where) in answer.err.replace("\n", ""), answer
    assert not kept(path).exists() or list(kept(path).iterdir()) == []
    with closing(Ledger.open(path)) as ledger:
        meeting = ledger.meeting("rcm-11")
        assert meeting is not None
        assert meeting.fields.source is None


def attach(path: Path, scan: Path, **how: object) -> Answer:
    return command(path, "attach", "rcm-11", str(scan), **how)  # type: ignore[arg-type]


@pytest.mark.parametrize("room", [0, 4096, 1_000_000, 2_999_999])
def test_an_original_for_which_there_is_no_room_is_not_attached(path, scan, room):
    before = log_of(path)
    assert_refused(attach(path, scan, before=small_files(room)), path, path.parent)
    assert log_of(path) == before
    assert attach(path, scan).status == 0
    assert_right(path)


def test_into_a_folder_that_cannot_be_written_nothing_is_attached(path, scan):
    kept(path).mkdir()
    kept(path).chmod(0o555)
    before = log_of(path)
    assert_refused(attach(path, scan, before=without_roots_rights), path, kept(path))
    assert log_of(path) == before
    kept(path).chmod(0o755)
    assert attach(path, scan, before=without_roots_rights).status == 0
    assert_right(path)


def test_a_read_only_ledger_is_given_no_original(path, scan):
    path.chmod(0o444)
    path.parent.chmod(0o555)
    answer = attach(path, scan, before=without_roots_rights)
    path.parent.chmod(0o755)
    path.chmod(0o644)
    assert_refused(answer, path, path)


def test_an_original_that_one_may_not_read_is_not_attached(path, scan):
    scan.chmod(0)
    assert_refused(attach(path, scan, before=without_roots_rights), path, scan)
