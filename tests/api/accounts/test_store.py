"""Where accounts are kept: their schema comes and is brought up to date by itself, and only who may gets at them."""

import threading

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from api.accounts import migrations, people, store, tables
from api.accounts.store import Accounts
from ledger.offices import Office
from ledger.place import place_of
from ledger.problems import Problem
from tests.api.test_on_a_server import grants_to
from tests.stores import both_stores


def scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", migrations.__path__[0])
    return ScriptDirectory.from_config(config)


def test_the_version_is_the_last_of_the_migrations():
    assert scripts().get_heads() == [store.VERSION]


@both_stores
def test_the_migrations_make_the_tables_that_the_program_reads(folk):
    with folk.kept.reading() as run:
        found = inspect(run)
        assert set(found.get_table_names()) == {*tables.metadata.tables, "alembic_version"}
        for name, table in tables.metadata.tables.items():
            columns = {each["name"]: each for each in found.get_columns(name)}
            assert set(columns) == set(table.columns.keys())
            for column in table.columns:
                made = columns[column.name]
                assert made["nullable"] == column.nullable, (name, column.name)
                assert str(made["type"]) == str(column.type.compile(run.dialect)), (name, column.name)
            assert found.get_pk_constraint(name)["constrained_columns"] == [table.primary_key.columns[0].name]
            unique = {tuple(each["column_names"]) for each in found.get_unique_constraints(name)}
            assert unique == {(column.name,) for column in table.columns if column.unique}
            indexed = {tuple(each["column_names"]) for each in found.get_indexes(name)} - unique
            assert indexed == {(column.name,) for column in table.columns if column.index}


@both_stores
def test_asking_whether_there_are_accounts_makes_nothing(store, tmp_path):
    kept = Accounts(place_of(store.address(tmp_path)))
    assert not kept.there_are()
    assert not kept._home.is_there()
    kept.close()


@both_stores
def test_two_who_open_them_first_at_once_both_find_them(store, tmp_path):
    place = place_of(store.address(tmp_path))
    ready, made = threading.Barrier(4), []

    def opens(n):
        kept = Accounts(place)
        ready.wait()
        with kept.acting("local") as act:
            made.append(people.make(act, "x", f"p{n}@example.org", Office.parse("TS"), "en"))
        kept.close()

    threads = [threading.Thread(target=opens, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 4


@both_stores
@pytest.mark.parametrize("found", ["3", "0000"])
def test_accounts_of_another_version_are_left_alone(folk, store, tmp_path, found):
    folk.invited("TS")
    with folk.kept.acting() as act:
        act.run.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{found}'")
    with pytest.raises(Problem) as refusal:
        Accounts(place_of(store.address(tmp_path))).there_are()
    assert refusal.value.code == "other-version"


@both_stores
def test_nothing_of_an_act_that_fails_is_kept(folk):
    folk.invited("TS")
    with pytest.raises(KeyError), folk.kept.acting("local") as act:
        people.make(act, "x", "x@example.org", Office.parse("PPT"), "en")
        raise KeyError
    with folk.kept.reading() as run:
        assert len(people.all_of(run)) == 1


def test_on_a_server_only_the_service_gets_at_the_accounts(server, databases, tmp_path):
    address = databases.address(tmp_path, "conference")
    owner = Accounts(place_of(address))
    with owner.acting("local") as act:
        people.make(act, "x", "x@example.org", Office.parse("TS"), "en")
    database = place_of(address).database
    node = Accounts(place_of(grants_to(server, database, "a_web_node", f"{database}_service")))
    stranger = Accounts(place_of(grants_to(server, database, "a_stranger")))
    try:
        assert node.there_are()
        with node.acting("local") as act:
            people.make(act, "y", "y@example.org", Office.parse("PPT"), "en")
        for statement in ("UPDATE security_log SET event = ''", "DELETE FROM security_log", "TRUNCATE security_log"):
            with pytest.raises(Problem) as refusal, node.acting() as act:
                act.run.exec_driver_sql(statement)
            assert refusal.value.code == "no-permission"
        # It is not mistaken for a ledger without accounts, whose drafts anybody may see.
        with pytest.raises(Problem) as refusal:
            stranger.there_are()
        assert refusal.value.code == "no-permission"
        assert f'"{database}_service"' in str(refusal.value)
    finally:
        for each in (owner, node, stranger):
            each.close()


def test_whoever_may_make_no_roles_is_told_what_the_administrator_types(server, databases, tmp_path):
    address = databases.address(tmp_path, "conference")
    database = place_of(address).database
    owner = grants_to(server, database, "owner_without_roles")
    with server.connect() as connection:
        connection.execute(f"GRANT CREATE ON DATABASE {database} TO owner_without_roles")
        connection.execute(f"DROP ROLE IF EXISTS {database}_service")
    with pytest.raises(Problem) as refusal, Accounts(place_of(owner)).acting():
        pass
    assert refusal.value.code == "no-roles"
    assert f'CREATE ROLE "{database}_service"' in str(refusal.value)


def test_a_server_that_cannot_be_reached_is_said_to_be_so(tmp_path):
    kept = Accounts(place_of(f"postgresql://x@/none?host={tmp_path}"))
    with pytest.raises(Problem) as refusal:
        kept.there_are()
    assert refusal.value.code == "no-server"
