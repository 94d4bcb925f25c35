"""The command on a ledger on a server: made by its owner, used by whoever signs in."""

import pytest

from ledger.place import place_of
from tests.api.conftest import REGISTER
from tests.server import GUARDED, Server
from tests.stores import Databases


@pytest.fixture
def address(databases: Databases, tmp_path):
    yield databases.address(tmp_path, "ours")
    databases.forget(tmp_path)


def grants_to(server: Server, database: str, user: str, *groups: str) -> str:
    with server.connect() as connection:
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [user]).fetchone():
            connection.execute(f"CREATE ROLE {user} LOGIN")
        for group in groups:
            connection.execute(f"GRANT {group} TO {user}")
    return server.address(database, user)


def test_init_makes_a_ledger_with_its_roles_and_prints_what_they_may_do(command, address):
    made = command("init", "--ledger", address, "--writer", "clerks_1", "--reader", "eyes_1")
    assert made.status == 0, made
    database = place_of(address).database
    assert f"An empty ledger is at {place_of(address).name}" in made.said
    assert "GRANT INSERT ON rcm_ledger.stored_events TO \"clerks_1\";" in made.said
    assert "member of eyes_1 read" in made.said
    assert "RCM_LEDGER_FOLDER names another folder" in made.said
    again = command("init", "--ledger", address, "--json")
    assert again.status == 2
    assert "already something" in again.document["errors"][0]["message"]
    assert database in again.document["errors"][0]["message"]


def test_init_as_json_names_the_roles_the_folder_and_the_grants(command, address):
    document = command("init", "--ledger", address, "--json").document
    database = place_of(address).database
    assert document["ledger"] == place_of(address).name
    assert (document["writer"], document["reader"]) == (f"{database}_writer", f"{database}_reader")
    assert len(document["grants"]) == 8


def test_roles_are_for_a_server_only(command):
    refused = command("init", "--ledger", "ours.db", "--writer", "clerks", "--as-superuser")
    assert refused.status == 2
    assert "--writer, --as-superuser is for a ledger on a server" in refused.said


def test_a_superuser_is_refused_unless_it_is_said(command, address):
    superuser = address.replace("secretariat", "postgres")
    for asked, language in ((("init",), "en"), (("import", str(REGISTER)), "es")):
        refused = command(*asked, "--ledger", superuser, "--lang", language)
        assert refused.status == 2
        assert "--as-superuser" in refused.said
    assert command("init", "--ledger", superuser, "--as-superuser").status == 0


def test_a_secretariat_records_and_the_public_reads(command, server, address):
    assert command("import", str(REGISTER), "--ledger", address).status == 0
    database = place_of(address).database
    clerk = grants_to(server, database, "a_clerk", f"{database}_writer")
    public = grants_to(server, database, "a_citizen", f"{database}_reader")
    meeting = ("meeting", "rcgm-2020-1", "--body", "rcgm", "--title-en", "RCGM")
    days = ("--opens-on", "2020-03-01", "--closes-on", "2020-03-02")
    assert command(*meeting, *days, "--ledger", clerk).status == 0
    own = command("plan", "--json", "--ledger", address).document
    assert command("plan", "--json", "--ledger", public).document == own
    assert command("verify", "--ledger", public).status == 0
    refused = command(*meeting, *days, "--ledger", public)
    assert refused.status == 2
    assert "cannot be written" in refused.said
    assert command("rebuild", "--ledger", clerk).status == 0
    assert command("plan", "--json", "--ledger", public).document == own


@pytest.mark.parametrize("command_line", [("plan",), ("verify",), ("import", str(REGISTER))])
def test_whoever_cannot_sign_in_is_told_and_no_password_is_repeated(command, server, address, command_line):
    database = place_of(address).database
    wrong = server.address(database, f"{GUARDED}:0pensesame")
    for language in ("en", "es"):
        for more in ((), ("--json",)):
            told = command(*command_line, "--ledger", wrong, "--lang", language, *more)
            assert told.status == 2
            assert "~/.pgpass" in told.said
            assert "0pensesame" not in told.said
            assert "Traceback" not in told.said


def test_a_demonstration_is_kept_in_a_file(command, address):
    told = command("demo", "--ledger", address)
    assert told.status == 2
    assert "is kept in a file" in told.said
