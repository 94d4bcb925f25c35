"""A ledger on a server: who may do what there, and what is said when it cannot be reached or used."""

import itertools
import select
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from eventsourcing.persistence import ProgrammingError

import projections.upkeep
from ledger.beside import Beside
from ledger.ledger import Ledger
from ledger.place import place_of
from ledger.problems import Problem
from ledger.server import FOLDER_VARIABLE
from projections.driver import Driver
from projections.server import ServerHome
from projections.tables import META, inserting, meta
from projections.verification import expectation
from projections.views import Views
from tests.builders import (
    Conference,
    a_clock,
    a_decision,
    a_ledger,
    all_agree,
    approve,
    approve_section,
    assert_proven,
    hindered,
    nothing_recorded,
    redefine,
    the_charter,
    verify,
)
from tests.server import GUARDED, PASSWORD, Server
from tests.stores import Databases

LOG = "rcm_ledger"
DAY = date(2007, 5, 10)


@pytest.fixture
def address(databases: Databases, tmp_path: Path) -> Iterator[str]:
    """A new database, empty."""
    yield databases.address(tmp_path)
    databases.forget(tmp_path)


@pytest.fixture
def ledger(address: str) -> Iterator[Ledger]:
    """A ledger with a plan, as its owner made it, and its views."""
    with Ledger.create(address, the_charter(), now=a_clock()) as ledger:
        views = Views.open(ledger)
        Conference(ledger).decides("rcm", "2007-05-10", approve_section("mpm"), approve("a1", "mpm"))
        views.close()
        yield ledger


def signing_in(server: Server, ledger: Ledger, user: str, *groups: str) -> str:
    """The address for a user who is a member of the ledger's writers, or readers."""
    database = ledger.place.database
    with server.connect() as connection:
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [user]).fetchone():
            connection.execute(f"CREATE ROLE {user} LOGIN")
        for group in groups:
            connection.execute(f"GRANT {database}_{group} TO {user}")
    return server.address(database, user)


def as_user(address: str) -> psycopg.Connection[Any]:
    return psycopg.connect(address, autocommit=True)


# --- what the log is guarded by -------------------------------------------------------------------

ALTERATIONS = [
    f"UPDATE {LOG}.stored_events SET topic = 'x/1' WHERE notification_id = 1",
    f"UPDATE {LOG}.stored_events SET topic = topic WHERE false",
    f"DELETE FROM {LOG}.stored_events",
    f"TRUNCATE {LOG}.stored_events",
    f"INSERT INTO {LOG}.stored_events SELECT * FROM {LOG}.stored_events WHERE notification_id = 1 "
    "ON CONFLICT (notification_id) DO UPDATE SET topic = 'x/1'",
    f"MERGE INTO {LOG}.stored_events AS t USING {LOG}.stored_events AS s "
    "ON t.notification_id = s.notification_id WHEN MATCHED THEN DELETE",
]


@pytest.mark.parametrize("statement", ALTERATIONS)
def test_whoever_alters_the_log_is_refused_its_owner_and_a_superuser_too(
    statement, address, ledger, server
):
    superuser = server.connect(ledger.place.database)
    for connection in (as_user(address), superuser):
        with nothing_recorded(ledger), connection:
            # Nor where triggers are asked to keep still, as for a replica.
            if connection is superuser:
                connection.execute("SET session_replication_role = replica")
            with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
                connection.execute(statement)
    assert_proven(ledger)


@pytest.mark.parametrize("how", ["DISABLE TRIGGER append_only", "ENABLE TRIGGER append_only"])
def test_a_guard_that_stands_but_does_not_always_guard_is_found(how, address, ledger):
    with as_user(address) as connection:
        connection.execute(f"ALTER TABLE {LOG}.stored_events {how}")
    assert not verify(ledger).authentic


def test_numbers_have_no_gap_whatever_was_undone(ledger):
    conference = Conference(ledger)
    head = ledger.head
    conference.refuses("rcgm", "2007-05-11", redefine("a1"))
    with pytest.raises(ZeroDivisionError), ledger.writing():
        conference.meets("rcm", "2008-05-10")
        raise ZeroDivisionError
    with ledger.writing():
        with pytest.raises(ZeroDivisionError), ledger.attempt():
            conference.meets("rcm", "2009-05-10")
            raise ZeroDivisionError
        conference.meets("rcm", "2010-05-10")
    assert ledger.head == head + 2
    assert [f.entry for f in ledger.recorder.facts()] == list(range(1, head + 3))
    assert_proven(ledger)


def test_an_error_that_was_passed_over_in_a_transaction_does_not_commit_half_of_it(ledger):
    with nothing_recorded(ledger), pytest.raises(Problem), ledger.writing():
        Conference(ledger).meets("rcm", "2008-05-10")
        with pytest.raises(psycopg.Error):
            ledger.recorder.read("SELECT 1/0")
    Conference(ledger).meets("rcm", "2008-05-10")


# --- who may do what ------------------------------------------------------------------------------


def test_a_writer_records_and_keeps_up_the_views_without_owning_anything(server, ledger):
    with Ledger.open(signing_in(server, ledger, "a_writer", "writer"), now=a_clock()) as other:
        views = Views.open(other)
        Conference(other).decides("rcm", "2008-05-10", redefine("a1"))
        assert views.entry == other.head
        views.rebuild()
        assert views.path == other.path, "they are not in memory"
        other.rebuild_index()
        assert verify(other, expectation(other)).proven
        views.close()


def test_a_writer_may_insert_into_the_log_and_read_it_and_nothing_more(server, ledger):
    writer = signing_in(server, ledger, "a_writer", "writer")
    refused = [
        f"UPDATE {LOG}.stored_events SET topic = topic",
        f"DELETE FROM {LOG}.stored_events",
        f"TRUNCATE {LOG}.stored_events",
        f"ALTER TABLE {LOG}.stored_events DISABLE TRIGGER ALL",
        f"DROP TABLE {LOG}.stored_events",
        f"CREATE TABLE {LOG}.mine (n int)",
        "CREATE TABLE rcm_views.mine (n int)",
        f"CREATE OR REPLACE FUNCTION {LOG}.append_only() RETURNS trigger LANGUAGE plpgsql "
        "AS 'BEGIN RETURN NULL; END'",
    ]
    with as_user(writer) as connection:
        for statement in refused:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)
        # The lock that eventsourcing's recorder takes.
        with pytest.raises(psycopg.errors.InsufficientPrivilege), connection.transaction():
            connection.execute(f"LOCK TABLE {LOG}.stored_events IN EXCLUSIVE MODE")


def test_views_of_another_version_are_made_anew_by_the_owner_and_till_then_folded_in_memory(
    server, address, ledger
):
    writer = signing_in(server, ledger, "a_writer", "writer")
    with as_user(address) as connection:
        connection.execute("UPDATE rcm_views.meta SET schema = 99")
        connection.execute("ALTER TABLE rcm_views.decisions DROP COLUMN day")
    with Ledger.open(writer) as other:
        views = Views.open(other)
        assert (views.entry, views.path) == (other.head, None)
        views.close()
        views = Views.open(ledger)
        assert (views.entry, views.path) == (ledger.head, ledger.path)
        views.close()
        views = Views.open(other)
        Conference(other).decides("rcm", "2008-05-10", redefine("a1"))
        assert (views.entry, views.path) == (other.head, other.path)
        views.close()
        assert verify(other, expectation(other)).proven


def test_a_reader_reads_all_and_writes_nothing(server, ledger, monkeypatch):
    monkeypatch.setattr(projections.upkeep, "PATIENCE", 0)
    reader = signing_in(server, ledger, "a_reader", "reader")
    with Ledger.open(reader) as other:
        assert other.read_only
        views = Views.open(other)
        assert views.path == other.path
        assert verify(other, expectation(other)).proven
        with hindered("cannot-write", ledger.place.database):
            Conference(other).meets("rcm", "2008-05-10")
        # What was recorded since, and no writer brought into the views, it folds for itself.
        Conference(ledger).meets("rcm", "2009-05-10")
        views.catch_up()
        assert (views.entry, views.path) == (ledger.head, None)
        # Once a writer has, it needs its own no more.
        Conference(ledger).meets("rcm", "2010-05-10")
        Views.open(ledger).close()
        views.catch_up()
        assert (views.entry, views.path) == (ledger.head, other.path)
        views.close()
    with as_user(reader) as connection:
        for table in (f"{LOG}.stored_events", f"{LOG}.heads", f"{LOG}.placed", "rcm_views.meta"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(f"INSERT INTO {table} SELECT * FROM {table}")


def test_a_reader_waits_for_those_who_bring_the_views_up_to_the_log(server, ledger, monkeypatch):
    with Ledger.open(signing_in(server, ledger, "a_reader", "reader")) as other:
        views = Views.open(other)
        Conference(ledger).meets("rcm", "2009-05-10")
        monkeypatch.setattr(projections.upkeep, "sleep", lambda _: Views.open(ledger).close())
        views.catch_up()
        assert (views.entry, views.path) == (ledger.head, other.path)
        views.close()


def test_a_complaint_is_told_as_it_is_also_where_it_comes_before_the_end_is_sent(server, ledger):
    reader = signing_in(server, ledger, "a_reader", "reader")
    engine = ServerHome(place_of(reader)).engine()
    driver = Driver(engine.connect())
    with denied("meta"), driver.transaction(together=True):
        _, entry = driver.run(META).fetchone()
        driver.run_for_each(inserting(meta), [(0, "x", "x", 0, "x")])
        until_it_says_something(driver.connection.connection.driver_connection)
    with driver.transaction(together=True):
        assert driver.run(META).fetchone()[1] == entry
    driver.connection.close()
    engine.dispose()
    with Ledger.open(reader) as other, denied("stored_events"), other.recorder.datastore.session() as cursor:
        last = cursor.execute("SELECT max(notification_id) FROM stored_events").fetchone()[0]
        cursor.execute(f"INSERT INTO stored_events SELECT * FROM stored_events WHERE notification_id = {last}")
        until_it_says_something(cursor.connection)
    assert_proven(ledger)


def denied(table):
    kinds = (psycopg.errors.InsufficientPrivilege, ProgrammingError)  # the second is eventsourcing's for the first
    return pytest.raises(kinds, match=f"permission denied for table {table}")


def until_it_says_something(connection):
    select.select([connection.fileno()], [], [])


def test_whoever_is_neither_is_told_whom_to_ask(server, ledger):
    stranger = signing_in(server, ledger, "a_stranger")
    with hindered("no-permission", f"{ledger.place.database}_writer", "a_stranger"):
        Ledger.open(stranger)


# --- making one -----------------------------------------------------------------------------------


def test_a_superuser_makes_no_ledger_unless_it_is_said(server, address):
    place = place_of(address.replace("secretariat", "postgres"))
    with hindered("superuser", "postgres", "--as-superuser"):
        Ledger.create(place, the_charter())
    assert not place.is_taken()
    allowed = place.with_roles(None, None, as_superuser=True)
    with Ledger.create(allowed, the_charter()) as ledger:
        assert_proven(ledger)


def test_roles_that_the_owner_cannot_make_are_named_for_who_can(server, address):
    with server.connect() as connection:
        connection.execute("ALTER ROLE secretariat NOCREATEROLE")
    try:
        place = place_of(address).with_roles("clerks", "public_eye", as_superuser=False)
        with hindered("no-roles", 'CREATE ROLE "clerks"; CREATE ROLE "public_eye"'):
            Ledger.create(place, the_charter())
        with server.connect() as connection:
            connection.execute('CREATE ROLE "clerks"; CREATE ROLE "public_eye"')
        with Ledger.create(place, the_charter()) as ledger:
            assert_proven(ledger)
    finally:
        with server.connect() as connection:
            connection.execute("ALTER ROLE secretariat CREATEROLE")


def test_one_ledger_to_a_database(address, ledger):
    with nothing_recorded(ledger), hindered("ledger-exists", ledger.place.database):
        Ledger.create(address, the_charter())


def test_of_a_ledger_whose_making_broke_off_nothing_is_left(address, tmp_path, monkeypatch):
    place = place_of(address)
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "beside"))
    with pytest.raises(ZeroDivisionError), Ledger.being_made(place, the_charter()) as ledger:
        Conference(ledger).meets("rcm", "2008-05-10")
        raise ZeroDivisionError
    assert not place.is_taken()
    assert not (tmp_path / "beside").exists()
    Ledger.create(address, the_charter()).close()


def test_what_lies_beside_it_is_in_a_folder_of_its_databases_name(address, tmp_path, monkeypatch):
    monkeypatch.delenv(FOLDER_VARIABLE)
    monkeypatch.chdir(tmp_path)
    with Ledger.create(address, the_charter()) as ledger:
        database = ledger.place.database
        key = Beside(ledger.place.beside).key
        assert key == Path(f"{database}.ledger", f"{database}.key")
        assert key.stat().st_mode & 0o777 == 0o600
        assert key.parent.stat().st_mode & 0o777 == 0o700
        ledger.seal()


# --- what goes wrong ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://me:se/cret@host/db",
        "postgresql://me:secret@host:port/db",
        "postgresql://me:secret@host",
        "postgresql://me:secret@host/db?secret",
        "postgres://",
        "postgresql://me:%zzsecret@host/db",
    ],
)
def test_an_address_that_is_none_is_told_without_repeating_it(address):
    with hindered("bad-address") as (caught):
        place_of(address)
    assert all("secret" not in words and "cret" not in words for words in caught[0].message.values())


def test_a_password_is_never_in_a_name(server):
    place = place_of(f"postgresql://{GUARDED}:{quote(PASSWORD)}@[::1]:5433/db?sslmode=require")
    assert place.name == f"postgresql://{GUARDED}@[::1]:5433/db"
    assert place.parameters["password"] == PASSWORD


def test_whoever_signs_in_with_the_right_password_is_let_in_and_nobody_else(server, ledger):
    path = signing_in(server, ledger, GUARDED, "writer")
    right = path.replace(GUARDED, f"{GUARDED}:{quote(PASSWORD, safe='')}")
    Ledger.open(right).close()
    for wrong in (path, path.replace(GUARDED, f"{GUARDED}:0pen")):
        with hindered("wrong-password", ledger.place.database) as caught:
            Ledger.open(wrong)
        assert all("0pen" not in words for words in caught[0].message.values())


def test_what_a_server_has_not_got_is_told(server, address):
    with hindered("no-database", "nowhere"):
        Ledger.open(server.address("nowhere"))
    with hindered("wrong-password", "conference"):
        Ledger.open(address.replace("secretariat", "nobody_known"))
    with hindered("no-ledger", "conference"):
        Ledger.open(address)
    with hindered("no-server", "db"):
        Ledger.open("postgresql://me@127.0.0.1:1/db")


def test_a_schema_of_that_name_that_is_no_ledger_is_left_alone(address):
    with as_user(address) as connection:
        connection.execute(f"CREATE SCHEMA {LOG}")
    with hindered("not-a-ledger", LOG):
        Ledger.open(address)
    with hindered("ledger-exists"):
        Ledger.create(address, the_charter())


def test_a_ledger_of_another_version_is_not_touched(address, ledger):
    with as_user(address) as connection:
        connection.execute(f"COMMENT ON SCHEMA {LOG} IS 'rcm-ledger 2'")
    with nothing_recorded(ledger), hindered("other-version", "rcm-ledger 2", "rcm-ledger 1"):
        Ledger.open(address)


def test_a_connection_that_broke_is_made_anew(server, ledger):
    views = Views.open(ledger)
    with server.connect() as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s",
            [ledger.place.database],
        )
    Conference(ledger).decides("rcm", "2008-05-10", redefine("a1"))
    assert views.entry == ledger.head
    views.close()
    assert_proven(ledger)


def test_a_connection_that_breaks_in_a_transaction_undoes_it_and_that_is_said(server, ledger):
    with nothing_recorded(ledger), hindered("no-server", ledger.place.database), ledger.writing():
        Conference(ledger).meets("rcm", "2008-05-10")
        (pid,) = ledger.recorder.read("SELECT pg_backend_pid()")[0]
        with server.connect() as connection:
            connection.execute("SELECT pg_terminate_backend(%s)", [pid])
        ledger.recorder.read("SELECT 1")


def test_a_second_ledger_in_a_file_is_another(ledger, tmp_path):
    """The address decides: the same code, the same history."""
    with a_ledger(tmp_path) as other:
        Conference(other).decides("rcm", "2007-05-10", approve_section("mpm"), approve("a1", "mpm"))
        assert [f.event.name for f in other.recorder.facts()] == [
            f.event.name for f in ledger.recorder.facts()
        ]


def test_an_adoption_waits_for_the_server_once_while_it_reads(ledger, address, monkeypatch):
    """And once until it is on the disk; whatever others recorded since, who wait for its lock."""
    positions = all_agree()(ledger.charter.members_on(DAY))
    for n in range(4):
        tabled = a_decision(f"d{n}", ledger.meeting("rcm-2007-05-10").fields.id, DAY)
        ledger.table(tabled, [approve(f"b{n}", "mpm"), redefine("a1", title=f"Course {n}")], positions)
    with Ledger.open(address, now=a_clock()) as other:
        other.adopt("d0")
        ledger.adopt("d1")
        other.adopt("d2")
    seen: list[str] = []

    def told(name: str, act: Callable[..., Any]) -> Callable[..., Any]:
        def acting(cursor: Any, *args: Any, **kwargs: Any) -> Any:
            seen.append(name)
            return act(cursor, *args, **kwargs)

        return acting

    for name in ("execute", "executemany", "fetchall"):
        monkeypatch.setattr(psycopg.Cursor, name, told(name, getattr(psycopg.Cursor, name)))
    ledger.adopt("d3")
    monkeypatch.undo()
    waits = [each for each, _ in itertools.groupby(seen, "fetchall".__eq__)]
    assert waits == [False, True, False], seen
    assert_proven(ledger)
