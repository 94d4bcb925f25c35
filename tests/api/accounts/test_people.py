"""Accounts: made, renamed, disabled and erased, without a trace in the ledger's log."""

import sqlite3

import pytest

from api.accounts import links, people, security_log, sessions, tokens
from api.accounts.people import checked_email, checked_name, checked_office, needs_code
from api.accounts.problems import NotPossible
from ledger.charter_file import shipped_charter
from ledger.offices import Office
from tests.api.accounts.conftest import PASSWORD
from tests.stores import both_stores

pytestmark = both_stores

ALL_OFFICES = ["TS", "PPT", "coordinator:lon-cp", "administrator", "member:MX", "auditor"]


def refused(code: str):
    return pytest.raises(NotPossible, match=f"^http.{code}$")


def test_there_are_none_until_one_is_made(folk):
    assert not folk.kept.there_are()
    folk.invited("administrator")
    folk.kept._looked = float("-inf")
    assert folk.kept.there_are()


def test_a_person_has_one_account_whatever_the_letter_case(folk):
    folk.invited("TS")
    with refused("email-taken"), folk.kept.acting("local") as act:
        people.make(act, "Ana", " TS@Example.ORG", Office.parse("PPT"), "en")
    assert folk.log().count("account-made") == 1


def test_renaming_touches_the_account_alone(folk):
    person = folk.of("member:MX")
    with folk.kept.acting("local") as act:
        after = people.rename(act, person.id, name="Eva Luna", email="eva@example.org", language="en")
    assert (after.id, after.office) == (person.id, person.account.office)
    assert (after.name, after.email, after.language) == ("Eva Luna", "eva@example.org", "en")
    with folk.kept.reading() as run:
        last = security_log.page(run, after=0, limit=1000)[-1]
    assert last["facts"] == {"fields": ["email", "language", "name"]}  # which, and never what


def test_letters_do_not_follow_to_an_address_that_somebody_else_gave(folk):
    person = folk.of("member:MX")
    with folk.kept.acting(person.id) as act:
        assert people.rename(act, person.id, mail="at-once").mail == "at-once"
    with folk.kept.acting("local") as act:
        assert people.rename(act, person.id, name="Eva Luna", email=person.email).mail == "at-once"
        assert people.rename(act, person.id, email="mine@example.org").mail == "off"


def test_who_is_erased_is_forgotten_and_the_id_and_office_stay(folk):
    person = folk.of("member:MX")
    signed_in = folk.signs_in(person)
    with folk.kept.acting("local") as act:
        after = people.erase(act, person.id)
    assert (after.id, str(after.office), after.state) == (person.id, "member:MX", "erased")
    assert (after.name, after.email) == (None, None)
    assert sessions.of_secret(folk.kept, signed_in.secret) is None
    with refused("sign-in-refused"):
        folk.signs_in(person)
    for again in (people.rename, people.disable, people.enable, links.invite, links.recover):
        with pytest.raises(NotPossible), folk.kept.acting("local") as act:
            again(act, person.id)
    with folk.kept.reading() as run:
        for row in security_log.page(run, after=0, limit=1000):
            assert "ana" not in str(row).lower()
            assert "example.org" not in str(row)


def test_who_is_erased_is_not_to_be_found_in_the_files_either(folk):
    path = getattr(folk.kept._home, "path", None)
    person = folk.of("member:MX")
    folk.signs_in(person)

    def found() -> set[str]:
        files = [] if path is None else path.parent.glob(f"{path.name}*")
        stored = b"".join(file.read_bytes() for file in files)
        return {word for word in ("member.mx@example.org", "Ana Sol", "203.0.113") if word.encode() in stored}

    if path is not None:
        assert found()
    with folk.kept.acting("local") as act:
        people.erase(act, person.id)
    assert found() == set()


def test_a_person_who_was_erased_may_come_back_as_another_account(folk):
    person = folk.of("member:MX")
    with folk.kept.acting("local") as act:
        people.erase(act, person.id)
    assert folk.of("member:MX").id != person.id


def test_who_is_disabled_is_out_at_once_and_back_as_they_were(folk):
    person = folk.of("TS")
    signed_in = folk.signs_in(person)
    with folk.kept.acting(person.id) as act:
        token = tokens.make(act, person.account, "x", ["read"], 30)
    with folk.kept.acting("local") as act:
        people.disable(act, person.id)
    assert sessions.of_secret(folk.kept, signed_in.secret) is None
    with refused("token-refused"):
        tokens.of_secret(folk.kept, token.secret)
    with refused("sign-in-refused"):
        folk.signs_in(person)
    with folk.kept.acting("local") as act:
        assert people.enable(act, person.id).state == "active"
    with refused("token-refused"):
        tokens.of_secret(folk.kept, token.secret)
    assert folk.signs_in(person).account.id == person.id


def test_somebody_is_left_who_can_let_others_in(folk):
    only = folk.of("administrator")
    for change in (people.disable, people.erase):
        with refused("last-administrator"), folk.kept.acting("local") as act:
            change(act, only.id)
    with folk.kept.acting("local") as act:
        # Another who was only invited is none yet.
        people.make(act, "Eva", "eva@example.org", Office.parse("administrator"), "en")
    with refused("last-administrator"), folk.kept.acting("local") as act:
        people.disable(act, only.id)


def test_the_security_log_cannot_be_altered(folk):
    folk.invited("TS")
    for statement in (
        "UPDATE security_log SET event = 'nothing'",
        "DELETE FROM security_log",
        "INSERT OR REPLACE INTO security_log (entry, at, event, facts) VALUES (1, 0, 'x', '{}')",
        "TRUNCATE security_log",
    ):
        try:
            with folk.kept._opened().connect() as connection:
                connection.exec_driver_sql(statement)
        except Exception as error:
            complaint = str(error)
            on_another_store = "syntax error" in complaint
            assert on_another_store or "append-only" in complaint, complaint
        else:
            pytest.fail(statement)
    assert folk.log() == ["account-made", "invitation-made"]


def test_a_name_is_one_line(folk):
    assert checked_name("  Ana  Solís ") == "Ana Solís"
    for name in ("", " ", "a" * 201, "Ana\r\nBcc: all@example.org", "A\0", "Ana\u2028x", "a\u202eb", "\x1b[2J"):
        with refused("bad-name"):
            checked_name(name)
    for email in ("", "ana", "ana@x", "a b@x.org", "ana@x.org\r\nBcc: b@x.org", "<ana@x.org>", "a,b@x.org", "@x.org"):
        with refused("bad-email"):
            checked_email(email)


@pytest.mark.parametrize("office", ALL_OFFICES)
def test_who_decides_for_others_or_about_accounts_needs_a_second_factor(folk, office):
    assert needs_code(Office.parse(office)) == (office not in ("member:MX", "auditor"))


def test_an_office_is_one_that_the_conference_has(folk):
    charter = shipped_charter("rcm")
    assert [str(checked_office(office, charter)) for office in ALL_OFFICES] == ALL_OFFICES
    for none in ("member:XX", "coordinator:rcm", "coordinator:MX", "ts", "", "member", "TS\n", "local"):
        with refused("bad-office"):
            checked_office(none, charter)


def test_only_its_owner_reads_the_file(folk):
    folk.invited("TS")
    path = getattr(folk.kept._home, "path", None)
    if path is not None:
        for each in (path, *path.parent.glob(f"{path.name}-*")):
            assert each.stat().st_mode & 0o077 == 0
        with sqlite3.connect(path) as connection:
            stored = "\n".join(connection.iterdump())
        assert PASSWORD not in stored
