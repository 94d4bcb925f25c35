"""What a database or a disk complains of, as the person who keeps the ledger is told it."""

import os
import sqlite3

import pytest
from eventsourcing.persistence import IntegrityError, OperationalError, PersistenceError

from ledger import store_sqlite as store
from ledger.problems import Problem
from ledger.store_sqlite import problem_of, put_in_place, remove_aside
from tests.builders import assert_said

COMPLAINTS = [
    (sqlite3.DatabaseError("file is not a database"), "not-a-ledger", "what is in the file is damaged"),
    (sqlite3.DatabaseError("database disk image is malformed"), "not-a-ledger", "what is in the file is damaged"),
    (sqlite3.OperationalError("unable to open database file"), "cannot-write", "it cannot be opened, or made"),
    (OperationalError("database is locked"), "busy", "Another process has been writing"),
    (sqlite3.OperationalError("database or disk is full"), "cannot-write", "the disk is full"),
    (OperationalError("attempt to write a readonly database"), "cannot-write", "it is read-only"),
    (IntegrityError("UNIQUE constraint failed"), "cannot-write", "UNIQUE constraint failed"),
    (sqlite3.OperationalError("disk I/O error"), "cannot-read", "the disk reports an error"),
    (sqlite3.OperationalError("interrupted"), "cannot-read", "interrupted"),
    (OSError(28, "No space left on device"), "cannot-write", "the disk is full"),
    (PersistenceError("something else"), "not-a-ledger", "something else"),
]  # fmt: skip


@pytest.mark.parametrize(("complaint", "code", "words"), COMPLAINTS, ids=lambda c: str(c)[:40])
def test_a_complaint_is_told_as_what_it_means(tmp_path, complaint, code, words):
    problem = problem_of(complaint, str(tmp_path / "ledger.db"))
    assert problem is not None
    assert (problem.code, words in problem.message["en"]) == (code, True), problem.message
    assert_said(problem.message)


def test_what_is_no_complaint_of_a_database_is_left_as_it_is():
    assert problem_of(ZeroDivisionError("readonly"), "ledger.db") is None


def test_a_full_disk_is_told_from_a_failing_one(tmp_path, monkeypatch):
    class Full:
        free = 0

    monkeypatch.setattr(store.shutil, "disk_usage", lambda _: Full)
    problem = problem_of(sqlite3.OperationalError("disk I/O error"), str(tmp_path / "ledger.db"))
    assert "the disk is full, and reading takes a little room" in problem.message["en"]


def test_a_disk_that_cannot_even_be_asked_reports_an_error(tmp_path, monkeypatch):
    def gone(_):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(store.shutil, "disk_usage", gone)
    problem = problem_of(sqlite3.OperationalError("disk I/O error"), str(tmp_path / "ledger.db"))
    assert "the disk reports an error" in problem.message["en"]


# --- a file put in its place ----------------------------------------------------------------------


@pytest.fixture(params=[True, False], ids=["with hard links", "without hard links"])
def hard_links(request, monkeypatch):
    """Some file systems have none."""
    if not request.param:

        def none(*_):
            raise OSError(1, "Operation not permitted")

        monkeypatch.setattr(os, "link", none)


def test_a_ledger_made_aside_is_put_in_place_whole(tmp_path, hard_links):
    aside, path = tmp_path / "aside", tmp_path / "ledger.db"
    aside.write_text("made")
    put_in_place(aside, path)
    remove_aside(aside)
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("ledger.db", "made")]


def test_a_ledger_that_is_there_already_is_left_as_it_is(tmp_path, hard_links):
    aside, path = tmp_path / "aside", tmp_path / "ledger.db"
    aside.write_text("made")
    path.write_text("there before")
    with pytest.raises(Problem) as caught:
        put_in_place(aside, path)
    assert caught.value.code == "ledger-exists"
    assert path.read_text() == "there before"


def test_what_was_made_aside_is_taken_away_with_all_that_stands_beside_it(tmp_path):
    for name in ("aside", "aside-wal", "aside-shm", "ledger.db"):
        (tmp_path / name).write_text("x")
    remove_aside(tmp_path / "aside")
    remove_aside(tmp_path / "aside")  # twice is once
    assert [file.name for file in tmp_path.iterdir()] == ["ledger.db"]
