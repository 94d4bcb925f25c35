"""The views are disposable: whatever is wrong with their file, it is built again by itself, and what
they answer follows from the log alone."""

import os
import sqlite3
import threading
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import text

from ledger.ledger import Ledger
from ledger.place import place_of
from ledger.server import ServerPlace
from ledger.store import Fact
from ledger.store_postgres import VIEWS_SCHEMA
from projections import files
from projections.audit import audit
from projections.moments import Moment
from projections.plan import archive, current_versions, plan
from projections.show import show
from projections.tables import SCHEMA
from projections.views import Views
from tests.builders import (
    Conference,
    a_decision,
    a_ledger,
    admit,
    all_agree,
    approve,
    assert_proven,
    hindered,
    redefine,
    the_charter,
)
from tests.processes.proof import assert_views_are_those_of_a_clean_rebuild
from tests.stores import Address, both_stores


def answers(views: Views) -> list:
    """What the views say, all of it."""
    known = [entry for entry in (views.entry, views.entry // 2) if entry]
    told = [ask(views, Moment(None, entry)) for ask in (plan, archive) for entry in known]
    return [*told, audit(views)["entries"], views.entry]


def reopened(path: Address, progress=None) -> tuple[list, Path | str | None]:
    """What the views of a ledger say once they are opened, and where they are."""
    with Ledger.open(path) as ledger:
        views = Views.open(ledger, progress)
        try:
            return answers(views), views.path
        finally:
            views.close()


@pytest.fixture
def right(path) -> list:
    """What the views say while nothing is wrong with them."""
    return reopened(path)[0]


def sql(ledger: Address, *statements: str) -> None:
    """Done to the views of a ledger by somebody who may, wherever they are."""
    place = place_of(str(ledger))
    connecting: Any = (
        psycopg.connect(**place.connecting(VIEWS_SCHEMA))
        if isinstance(place, ServerPlace)
        else sqlite3.connect(views_of(ledger))
    )
    with closing(connecting) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def views_of(ledger: Address) -> Path:
    return files.views_path(str(ledger))


def missing(file: Path) -> None:
    file.unlink()


def empty(file: Path) -> None:
    file.write_bytes(b"")


def no_database(file: Path) -> None:
    file.write_bytes(b"These are my notes.\n" * 500)


def cut_off(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def torn(file: Path) -> None:
    """Every page but the first is written over."""
    with file.open("r+b") as views:
        views.seek(4096)
        views.write(b"\xff" * (file.stat().st_size - 4096))


def of_an_older_schema(ledger: Address) -> None:
    sql(ledger, f"UPDATE meta SET schema = {SCHEMA - 1}")


def of_a_newer_schema(ledger: Address) -> None:
    sql(ledger, f"UPDATE meta SET schema = {SCHEMA + 1}", "DROP TABLE entries")


def without_a_table(ledger: Address) -> None:
    sql(ledger, "DROP TABLE entry_items")


def without_its_row(ledger: Address) -> None:
    sql(ledger, "DELETE FROM meta")


def of_another_log(ledger: Address) -> None:
    sql(ledger, "UPDATE meta SET ledger = 'another'")


def of_a_log_that_went_another_way(ledger: Address) -> None:
    sql(ledger, "UPDATE meta SET nonce = 'another'")


def ahead_of_the_log(ledger: Address) -> None:
    sql(ledger, "UPDATE meta SET entry = entry + 100")


@pytest.mark.parametrize("fate", [missing, empty, no_database, cut_off, torn])
def test_a_file_of_views_that_is_unfit_is_built_again_by_itself(
    path: Path, right: list, fate: Callable[[Path], None]
):
    fate(views_of(path))
    are_built_again(path, right)
    assert sorted(p.name for p in path.parent.iterdir() if ".new-" in p.name) == []


@both_stores
@pytest.mark.parametrize(
    "fate",
    [of_an_older_schema, of_a_newer_schema, without_a_table, without_its_row, of_another_log,
     of_a_log_that_went_another_way, ahead_of_the_log],
)  # fmt: skip
def test_views_that_are_unfit_are_built_again_by_themselves(
    path: Address, right: list, fate: Callable[[Address], None]
):
    fate(path)
    are_built_again(path, right)
    with Ledger.open(path) as ledger:
        assert_proven(ledger)


def are_built_again(path: Address, right: list) -> None:
    told: list[tuple[int, int]] = []
    found, place = reopened(path, lambda done, total: told.append((done, total)))
    assert found == right
    assert place == (views_of(path) if isinstance(path, Path) else place_of(path).name)
    assert told[-1] == (right[-1], right[-1])  # with progress shown
    again: list[tuple[int, int]] = []
    assert reopened(path, lambda *done: again.append(done))[0] == right
    assert again == []  # it is fit now


@both_stores
def test_views_that_are_behind_take_in_what_they_missed_and_nothing_twice(path, right):
    with Ledger.open(path) as ledger:
        Conference(ledger).decides("rcm", "2012-05-10", redefine("a1", title="A course"))
        head = ledger.head
    told: list[tuple[int, int]] = []
    found, _ = reopened(path, lambda done, total: told.append((done, total)))
    assert (found[-1], found[0]["items"][-1]["terms"]["title"]) == (head, {"en": "A course"})
    assert told == [(head - right[-1], head - right[-1])]  # no more than it missed
    with Ledger.open(path) as ledger:
        assert_proven(ledger)


@both_stores
def test_views_damaged_while_they_are_in_use_are_built_again_before_they_answer(path, right):
    with Ledger.open(path) as ledger:
        views = Views.open(ledger)
        sql(path, "DROP TABLE entry_items")
        assert answers(views) == right
        views.close()


def test_a_file_that_is_exchanged_while_it_is_in_use_is_noticed(path, right, tmp_path):
    file = files.views_path(str(path))
    with Ledger.open(path) as ledger:
        views = Views.open(ledger)
        file.unlink()
        Conference(ledger).decides("rcm", "2012-05-10", redefine("a1", title="A course"))
        assert views.entry == ledger.head
        assert file.exists()
        views.close()


def test_views_that_cannot_be_written_are_made_in_memory(path, right, monkeypatch):
    def no_room(*_):
        raise OSError(28, "No space left on device")

    missing(files.views_path(str(path)))
    monkeypatch.setattr(files, "put_in_place", no_room)
    found, file = reopened(path)
    assert (found, file) == (right, None)


def test_views_that_another_process_holds_for_too_long_are_said_to_be_busy(path, monkeypatch):
    def held(*_):
        error = sqlite3.OperationalError("database is locked")
        error.sqlite_errorcode = sqlite3.SQLITE_BUSY
        raise error

    missing(files.views_path(str(path)))
    monkeypatch.setattr(files, "put_in_place", held)
    with Ledger.open(path) as ledger, hindered("busy", files.views_path(str(path)).name):
        Views.open(ledger)


@both_stores
def test_a_rebuild_throws_everything_away_and_comes_to_the_same(path, right):
    sql(path, "UPDATE entries SET voided_by = 'forged'")
    with Ledger.open(path) as ledger:
        views = Views.open(ledger)
        assert answers(views) != right  # a forger's change is not damage that anybody sees …
        told: list[tuple[int, int]] = []
        views.rebuild(lambda done, total: told.append((done, total)))
        assert answers(views) == right
        assert told[-1][0] == right[-1]
        views.close()


@both_stores
@pytest.mark.parametrize("most", [1, 2, 5, 9])
def test_a_rebuild_comes_to_the_same_wherever_a_batch_ends(path, monkeypatch, most):
    with Ledger.open(path) as ledger, closing(Views.open(ledger)):
        it = Conference(ledger)
        it.meets("rcm", "2019-05-10", id="rcm-24")
        fields = a_decision("rcm-24-d1", "rcm-24", "2019-05-10")
        ledger.table(fields, [approve("late-come")], all_agree()(it.members_on("2019-05-10")))
        ledger.withdraw("rcm-24-d1")
    monkeypatch.setattr("projections.follower.BATCH", most)
    assert_views_are_those_of_a_clean_rebuild(path)


@both_stores
def test_a_rebuild_while_others_read_is_one_step_to_them(path, right):
    with Ledger.open(path) as ledger, Ledger.open(path) as other:
        views, reading = Views.open(ledger), Views.open(other)
        views.rebuild()
        assert answers(reading) == right
        views.close()
        reading.close()


@both_stores
def test_a_writer_reads_what_it_wrote(tmp_path, store):
    ledger = a_ledger(tmp_path, store=store)
    views = Views.open(ledger)
    told = Conference(ledger)
    for n in range(3):
        told.decides("rcm", f"200{n}-05-10", approve(f"a{n}"))
        assert len(plan(views, Moment(None, views.entry))["items"]) == n + 1
        assert views.entry == ledger.head
    views.close()
    assert_proven(ledger)
    ledger.close()


@both_stores
def test_what_is_recorded_in_the_same_moment_by_another_is_read_with_it(path):
    with Ledger.open(path) as ledger, Ledger.open(path) as other:
        views, others = Views.open(ledger), Views.open(other)
        Conference(other).decides("rcm", "2012-05-10", redefine("a1", title="A course"))
        Conference(ledger).decides("rcm", "2013-05-10", redefine("a1", title="A school"))
        others.catch_up()
        assert answers(views) == answers(others)
        assert views.entry == ledger.head
        views.close()
        others.close()


@both_stores
def test_what_the_views_lack_is_looked_for_again_where_more_was_recorded(path):
    with Ledger.open(path) as ledger, Ledger.open(path) as other:
        views = Views.open(ledger)
        for id, asked in (("rcm-17", views), ("rcm-18", views.published)):
            Conference(other).meets("rcm", "2012-05-10", id=id)
            document, entry = asked.answer_of_now(lambda reading, id=id: show(reading, id))
            assert (document["id"], entry) == (id, other.head)
            with hindered("unknown", "rcm-19"):
                asked.answer_of_now(lambda reading: show(reading, "rcm-19"))
        views.close()
        assert_proven(ledger)


@both_stores
def test_whoever_writes_the_views_takes_in_what_others_recorded_too(path, monkeypatch):
    with Ledger.open(path) as ledger, Ledger.open(path) as other:
        views, others = Views.open(ledger), Views.open(other)
        recorded: list[Sequence[Fact]] = []
        follows, other.after_recording = other.after_recording, recorded.append  # it waits for the views' lock
        Conference(other).decides("rcm", "2012-05-10", redefine("a1", title="A course"), admit("PE"))
        Conference(ledger).decides("rcm", "2013-05-10", redefine("a1", title="A school"))
        assert answers(views)[-1] == ledger.head
        with monkeypatch.context() as watching:
            watching.setattr(others._upkeep.follower, "_follow", None)  # there is nothing left to do
            others.catch_up(recorded[-1])
        amended = [each._upkeep.follower._tails.charters.last_entry for each in (views, others)]
        assert amended[0] == amended[1] > recorded[0][0].entry
        other.after_recording = follows
        Conference(other).decides("rcm", "2014-05-10", redefine("a1", title="A college"))
        right = answers(others)
        others.rebuild()
        assert answers(others) == right
        views.close()
        others.close()
        assert_proven(ledger)


@both_stores
def test_an_answer_is_as_of_one_entry_whatever_is_written_meanwhile(path):
    with Ledger.open(path) as ledger, Ledger.open(path) as other:
        views, others = Views.open(ledger), Views.open(other)

        def question(reading):
            before = reading.connection.execute(text("SELECT max(entry) FROM entries")).scalar()
            writing = threading.Thread(
                target=lambda: Conference(other).decides("rcm", "2012-05-10", redefine("a1"))
            )
            writing.start()
            writing.join()
            after = reading.connection.execute(text("SELECT max(entry) FROM entries")).scalar()
            return reading.entry, before, after

        entry, before, after = views.answer(question)
        assert entry == before == after < other.head
        views.close()
        others.close()


@both_stores
@pytest.mark.parametrize("of_the_log", [False, True], ids=["of the views", "of the log too"])
def test_an_answer_of_now_is_of_the_logs_last_entry(path, of_the_log):
    """Asked again where the views were behind, or where the log was asked and went on meanwhile."""
    with Ledger.open(path) as ledger, Ledger.open(path) as other:
        views = Views.open(ledger)
        Conference(other).decides("rcm", "2012-05-10", redefine("a1", title="A course"))
        heads = []

        def question(reading):
            if len(heads) == 1 and of_the_log:
                Conference(other).decides("rcm", "2013-05-10", redefine("a1", title="A school"))
            heads.append(reading.ledger.head if of_the_log else None)
            return plan(reading, Moment(None, reading.entry))["items"]

        items, entry = views.answer_of_now(question)
        title = next(item for item in items if item["id"] == "a1")["terms"]["title"]["en"]
        assert (title, len(heads)) == (("A school", 3) if of_the_log else ("A course", 2))
        assert not of_the_log or heads[-1] == entry == ledger.head
        views.close()


@both_stores
def test_what_is_asked_once_is_asked_again_after_the_next_entry_and_in_other_views(path):
    with Ledger.open(path) as ledger:
        views, asked = Views.open(ledger), []

        def once(views):
            return views.answer(lambda reading: reading.once("far", lambda: asked.append(reading.entry) or asked[-1]))

        first = once(views)
        assert once(views) == first
        assert once(views.published) == first  # of what is published another may be true
        Conference(ledger).meets("rcm", "2012-05-10")
        assert once(views) == first + 1
        views.rebuild()
        assert once(views) == first + 1
        assert asked == [first, first, first + 1, first + 1]
        views.close()


def test_on_a_server_what_is_read_again_and_again_is_not_planned_again_and_again(databases, tmp_path):
    with Ledger.create(databases.address(tmp_path), the_charter()) as ledger:
        views = Views.open(ledger)
        prepared = "SELECT count(*) FROM pg_prepared_statements WHERE position('json_agg' IN statement) > 0"
        for _ in range(10):
            views.answer_of_now(lambda reading: current_versions(reading, Moment(None, reading.entry)))
        assert views.answer(lambda reading: reading.connection.exec_driver_sql(prepared).scalar()) == 1
        views.close()


def test_each_row_of_the_views_and_the_last_entry_are_committed_together(tmp_path):
    """Whatever another connection sees, the entries are complete up to the one that is named."""
    ledger = a_ledger(tmp_path)
    views = Views.open(ledger)
    file = files.views_path(str(ledger.path))
    seen: set[tuple[int, int]] = set()

    def look(_: str) -> None:
        with closing(sqlite3.connect(file)) as reader:
            row = "SELECT (SELECT entry FROM meta), (SELECT count(*) FROM entries)"
            seen.add(reader.execute(row).fetchone())

    # Before each of the follower's own statements another connection looks.
    views._upkeep.follower.driver._driver.set_trace_callback(look)
    told = Conference(ledger)
    for n in range(3):
        told.decides("rcm", f"200{n}-05-10", approve(f"a{n}"))
    views._upkeep.follower.driver._driver.set_trace_callback(None)
    assert len(seen) > 3
    assert all(entry == rows for entry, rows in seen), seen
    views.close()
    ledger.close()


def test_a_batch_that_fails_leaves_the_views_at_the_entry_before(tmp_path, monkeypatch):
    ledger = a_ledger(tmp_path)
    views = Views.open(ledger)
    told = Conference(ledger)
    told.decides("rcm", "2000-05-10", approve("a1"))
    before, flush = views.entry, views._upkeep.follower._flush
    ledger.after_recording = None  # the views are not told of what follows
    told.decides("rcm", "2001-05-10", approve("a2"))
    facts = list(ledger.recorder.entries(list(range(before + 1, ledger.head + 1))))

    def broken() -> None:
        flush()
        raise sqlite3.OperationalError("disk I/O error")

    with monkeypatch.context() as breaking:
        breaking.setattr(views._upkeep.follower, "_flush", broken)
        with pytest.raises(sqlite3.OperationalError):
            views._upkeep.follower.take(facts)
    with closing(sqlite3.connect(files.views_path(str(ledger.path)))) as reader:
        row = "SELECT (SELECT entry FROM meta), (SELECT max(entry) FROM entries)"
        assert reader.execute(row).fetchone() == (before, before)
    views.catch_up()
    assert views.entry == ledger.head
    views.close()
    assert_proven(ledger)
    ledger.close()


def test_the_views_of_a_new_ledger_are_empty(tmp_path):
    ledger = a_ledger(tmp_path, the_charter())
    views = Views.open(ledger)
    assert plan(views, Moment(None, 1))["items"] == []
    assert views.path == files.views_path(str(ledger.path))
    views.close()
    views.close()  # twice is once
    ledger.close()


def test_the_views_stand_beside_the_ledger_under_its_name(tmp_path):
    assert files.views_path("a/rcm-ledger.db") == Path("a/rcm-ledger.views.db")
    assert files.views_path("a/ledger") == Path("a/ledger.views")


@pytest.mark.parametrize(
    ("error", "what"),
    [
        (sqlite3.SQLITE_CORRUPT, "damaged"),
        (sqlite3.SQLITE_NOTADB, "damaged"),
        (sqlite3.SQLITE_BUSY, "busy"),
        (sqlite3.SQLITE_LOCKED, "busy"),
        (sqlite3.SQLITE_FULL, "unwritable"),
        (sqlite3.SQLITE_READONLY, "unwritable"),
        (sqlite3.SQLITE_CANTOPEN, "unwritable"),
        (sqlite3.SQLITE_CORRUPT | 1 << 8, "damaged"),
        (sqlite3.SQLITE_NOMEM, "other"),
        (None, "other"),
    ],
)
def test_a_databases_complaint_is_told_apart(error, what):
    complaint = sqlite3.OperationalError("it says something")
    if error is not None:
        complaint.sqlite_errorcode = error
    assert files.trouble(complaint) == what
    assert files.trouble(OSError(13, "Permission denied")) == "unwritable"
