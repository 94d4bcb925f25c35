"""`backup` and `restore`, as they are typed, in both languages."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from api.accounts import people, security_log, sessions, tables
from api.accounts.store import Accounts
from ledger.offices import Office
from ledger.place import place_of
from tests.bundle.bundles import members_of, zipped
from tests.stores import both_stores

SAID = {
    "en": (
        "It was read again, and is whole",
        "private key is not in it",
        "a seal over more, entries are missing",
        "private key is not here",
        "This ledger is in order",
    ),
    "es": (
        "Se leyó de nuevo y está completa",
        "La clave privada del libro no está en ella",
        "tiene un sello de más, faltan asientos",
        "La clave privada del libro no está aquí",
        "Este libro está en orden",
    ),
}


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_backup_is_made_and_restored_and_each_step_says_what_matters(command, ledger, language):
    assert command("seal").status == 0
    made = command("backup", "b.rcm-backup", "--lang", language)
    assert made.status == 0
    restored = command("restore", "b.rcm-backup", "--ledger", "new.db", "--lang", language)
    assert restored.status == 0
    said = made.said + restored.said
    assert [part for part in SAID[language] if part not in said] == []


@both_stores
def test_what_people_read_is_the_same_after_it(command, ledger, store, tmp_path):
    assert command("seals").status == 0
    before = command("plan", "--json").document
    assert command("backup", "b", "--json").document["entries"] == before["entry"]
    (tmp_path / "new").mkdir()
    new = store.address(tmp_path / "new")
    document = command("restore", "b", "--json", "--ledger", new).document
    assert document["authentic"]
    assert document["projections_match"]
    assert document["restored"]["entries"] == before["entry"]
    assert document["restored"]["lacks"] is None
    assert document["restored"]["key"] is False
    assert command("plan", "--json", "--ledger", new).document == before


def test_with_its_key_it_can_seal_again(command, ledger):
    assert "Lock it away" in command("backup", "b", "--with-key").said
    restored = command("restore", "b", "--ledger", "new.db", "--json")
    assert restored.document["restored"]["key"] is True
    assert command("seal", "--ledger", "new.db").status == 0


@pytest.mark.parametrize(
    ("language", "said"), [("en", "It lacks sealed entries"), ("es", "Le faltan asientos sellados")]
)
def test_an_older_backup_is_told_from_the_page_of_the_minutes(command, ledger, language, said):
    command("backup", "b")
    days = ("--opens-on", "2020-03-01")
    command("meeting", "rcgm-2020-1", "--body", "rcgm", "--title-en", "RCGM", *days)
    assert command("seal", "--minutes", "-o", "page.txt").status == 0
    restored = command("restore", "b", "--seal", "page.txt", "--ledger", "new.db", "--lang", language)
    assert restored.status == 1
    assert said in restored.said
    assert "[not-the-sealed]" in restored.said
    assert command("restore", "b", "--ledger", "another.db").status == 0


def test_views_of_the_lost_ledger_beside_it_are_made_anew(command, ledger, tmp_path):
    command("backup", "b")
    days = ("--opens-on", "2020-03-01")
    command("meeting", "rcgm-2020-1", "--body", "rcgm", "--title-en", "RCGM", *days)
    ledger.unlink()
    for side in ("-wal", "-shm"):
        ledger.with_name(ledger.name + side).unlink(missing_ok=True)
    assert command("restore", "b").status == 0
    assert command("show", "rcgm-2020-1").status == 2
    assert command("verify").status == 0


def test_what_cannot_be_done_is_said_and_nothing_is_changed(command, ledger, tmp_path):
    command("backup", "b")
    before = (tmp_path / "b").read_bytes()
    assert "--force" in command("backup", "b").said
    assert (tmp_path / "b").read_bytes() == before
    taken = command("restore", "b", "--lang", "es")
    assert (taken.status, "queda como está" in taken.said) == (2, True)
    assert command("restore", "none").status == 2
    (tmp_path / "none.txt").write_text("no zip")
    answer = command("restore", "none.txt", "--ledger", "new.db")
    assert answer.status == 2
    assert "is not a backup that can be restored" in answer.said
    told = command("verify", "b")
    assert "rcm-ledger restore" in told.said
    assert command("backup", "c", "--ledger", "none.db").status == 2


@both_stores
def test_the_accounts_are_in_it_where_that_is_asked_for_and_stay_who_they_were(command, ledger, store, tmp_path):
    command("seals")
    kept = Accounts(place_of(str(ledger)))
    with kept.acting("local") as act:
        made = people.make(act, "Ana", "ana@example.org", Office.parse("TS"), "es")
        people.make(act, "Luis", "luis@example.mx", Office.parse("member:MX"), "es")
        sessions.begin(act, made, sessions.Caller("192.0.2.1", "x"))
    kept.close()
    assert command("backup", "without", "--json").document["accounts"] is False
    assert command("backup", "with", "--with-accounts", "--json").document["accounts"] is True
    (tmp_path / "new").mkdir()
    for name, number in (("without", None), ("with", 2)):
        new = store.address(tmp_path / "new", f"{name}.db")
        restored = command("restore", name, "--ledger", new, "--json")
        assert restored.status == 0, restored
        assert restored.document["restored"]["accounts"] == number
        again = Accounts(place_of(str(new)))
        assert again.there_are() is (number is not None)
        if number:
            with again.acting("local") as act:
                assert people.of_id(act.run, made.id) == made
                assert act.run.execute(select(tables.sessions)).all() == []
                events = [e["event"] for e in security_log.page(act.run, after=0, limit=10)]
                assert events.count("account-made") == 2
                people.disable(act, people.of_id_or_email(act.run, "luis@example.mx").id)
        again.close()
    said = command("backup", "again", "--with-accounts").said
    assert "can try their passwords at leisure" in said


def test_accounts_of_another_version_are_not_restored_and_the_ledger_is(command, ledger, tmp_path):
    kept = Accounts(place_of(ledger))
    with kept.acting("local") as act:
        people.make(act, "Ana", "ana@example.org", Office.parse("TS"), "es")
    kept.close()
    command("backup", "b", "--with-accounts")
    members = members_of(tmp_path / "b")
    for wrong in (b'{"version": "99", "tables": {}}', b"[", b'{"version": "2", "tables": {"accounts": [[1]]}}'):
        zipped(tmp_path / "b", {**members, "accounts.json": wrong})
        (tmp_path / "new.db").unlink(missing_ok=True)
        refused = command("restore", "b", "--ledger", "new.db", "--lang", "es")
        assert refused.status == 2
        assert "se restauró, pero sin las cuentas" in refused.said
        assert command("plan", "--ledger", "new.db").status == 0


def test_every_command_of_the_page_on_keeping_works(tmp_path):
    page = Path(__file__).resolve().parents[2] / "docs" / "keeping.md"
    blocks = re.findall(r"^```sh\n(.*?)^```", page.read_text(encoding="utf-8"), re.S | re.M)
    assert len(blocks) == 3
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    found = subprocess.run(
        ["bash", "-eu", "-o", "pipefail", "-c", "\n".join(blocks)],
        cwd=tmp_path,
        env={**os.environ, "PATH": path, "LC_ALL": "C.UTF-8"},
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert found.returncode == 0, found.stdout[-2000:] + found.stderr
