"""Signing in: with a password and a code, once each; slowly for who guesses, and never shut out for ever."""

import threading

import pyotp
import pytest

from api.accounts import codes, own, passwords, people, sessions, throttle
from api.accounts.problems import NotPossible
from tests.api.accounts.conftest import ELSEWHERE, HERE, PASSWORD
from tests.api.accounts.test_people import refused
from tests.stores import both_stores

pytestmark = both_stores


def test_who_has_password_and_code_is_in(folk):
    person = folk.of("TS")
    made = folk.signs_in(person)
    account, session = sessions.of_secret(folk.kept, made.secret)
    assert (account.id, session) == (person.id, made.session)
    assert "signed-in" in folk.log()


@pytest.mark.parametrize("office", ["TS", "PPT", "coordinator:lon-ts", "administrator"])
def test_without_a_second_factor_nobody_decides_for_others(folk, office):
    person = folk.of(office)
    for code in (None, "", "000000", "12345", "nonsense"):
        with refused("sign-in-refused"):
            folk.signs_in(person, code=code)
    with folk.kept.acting() as act:
        # Not even where it is missing in the table.
        act.run.exec_driver_sql("UPDATE accounts SET code_secret = NULL")
        act.run.exec_driver_sql("DELETE FROM waits")
    with refused("sign-in-refused"):
        folk.signs_in(person)


def test_a_code_is_taken_once(folk):
    person = folk.of("TS")
    code = person.code
    sessions.sign_in(folk.kept, person.email, PASSWORD, code, HERE)
    for _ in range(2):
        with refused("sign-in-refused"):
            sessions.sign_in(folk.kept, person.email, PASSWORD, code, HERE)
        folk.clock.passes(30)  # it would still be taken, for clocks that differ
    before = pyotp.TOTP(person.code_secret).at(folk.clock.at - 60)
    with refused("sign-in-refused"):
        sessions.sign_in(folk.kept, person.email, PASSWORD, before, HERE)
    assert folk.signs_in(person)


def test_of_two_who_bring_the_same_code_at_once_one_is_in(folk):
    person = folk.of("TS")
    code, outcomes = person.code, []
    ready = threading.Barrier(4)

    def tries():
        ready.wait()
        try:
            sessions.sign_in(folk.kept, person.email, PASSWORD, code, HERE)
            outcomes.append("in")
        except NotPossible as error:
            outcomes.append(error.code)

    threads = [threading.Thread(target=tries) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["in"] + 3 * ["sign-in-refused"]


def test_nobody_learns_who_has_an_account_from_the_words_or_the_work(folk, monkeypatch):
    person, waiting = folk.of("TS"), folk.invited("PPT")
    disabled = folk.of("member:MX")
    with folk.kept.acting("local") as act:
        people.disable(act, disabled.id)
    hashes = []
    hasher = passwords._hasher

    class Counting:
        def __getattr__(self, name):
            return getattr(hasher, name)

        def verify(self, *arguments):
            hashes.append("verified")
            return hasher.verify(*arguments)

    monkeypatch.setattr(passwords, "_hasher", Counting())
    statements = []
    monkeypatch.setattr(
        throttle,
        "charge",
        lambda act, counters, real=throttle.charge: statements.append(len(counters)) or real(act, counters),
    )
    said = set()
    for email, password, code in (
        ("nobody@example.org", PASSWORD, "123456"),
        (person.email, "wrong", person.code),
        (person.email, PASSWORD, "000000"),
        (person.email, PASSWORD, None),
        (waiting.account.email, PASSWORD, None),
        (disabled.email, PASSWORD, None),
        ("", "", None),
    ):
        with pytest.raises(NotPossible) as refusal:
            sessions.sign_in(folk.kept, email, password, code, ELSEWHERE)
        said.add((refusal.value.code, str(refusal.value.facts)))
        assert hashes == ["verified"], email
        hashes.clear()
    assert said == {("sign-in-refused", "{}")}
    assert set(statements) == {2}


def fails(folk, times: int, email: str, caller=ELSEWHERE) -> list[str]:
    found = []
    for _ in range(times):
        with pytest.raises(NotPossible) as refusal:
            sessions.sign_in(folk.kept, email, "wrong", None, caller)
        found.append(refusal.value.code)
    return found


def test_who_guesses_has_to_wait_longer_and_longer_and_never_for_ever(folk):
    person = folk.of("TS")
    free = throttle.of_name("x").free
    assert fails(folk, free, person.email) == free * ["sign-in-refused"]
    waits = []
    for _ in range(16):
        with pytest.raises(NotPossible) as refusal:
            folk.signs_in(person, ELSEWHERE)
        assert refusal.value.code == "too-many-attempts"
        waits.append(refusal.value.retry_after)
        # What is tried meanwhile counts for nothing.
        assert fails(folk, 3, person.email) == 3 * ["too-many-attempts"]
        folk.clock.passes(waits[-1])
        assert fails(folk, 1, person.email) == ["sign-in-refused"]
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (1, throttle.of_name("x").longest)
    folk.clock.passes(waits[-1])
    assert folk.signs_in(person, ELSEWHERE)
    assert fails(folk, free, person.email)[-1] == "sign-in-refused"  # all is forgotten


def test_a_flood_of_guesses_does_not_fill_the_security_log(folk):
    person = folk.of("TS")
    free = throttle.of_name("x").free
    fails(folk, free, person.email)
    before = len(folk.log())
    fails(folk, 50, person.email)
    assert folk.log()[before:] == ["sign-in-refused"]
    folk.clock.passes(1)
    fails(folk, 10, person.email)
    assert len(folk.log()) == before + 3


def test_a_name_that_there_is_not_is_slowed_down_like_any_other(folk):
    free = throttle.of_name("x").free
    assert fails(folk, free + 1, "nobody@example.org")[-1] == "too-many-attempts"


def test_a_strangers_guessing_keeps_nobody_waiting_where_they_signed_in_before(folk):
    person = folk.of("TS")
    made = folk.signs_in(person)
    assert fails(folk, 9, person.email)[-1] == "too-many-attempts"
    with refused("too-many-attempts"):
        folk.signs_in(person, sessions.Caller("198.51.100.1", device="made up"))
    intruder = folk.signs_in(folk.of("member:MX"))
    fails(folk, 3, person.email)
    with refused("too-many-attempts"):
        # On a device of somebody else's.
        folk.signs_in(person, sessions.Caller(ELSEWHERE.address, device=intruder.device))
    known = sessions.Caller(ELSEWHERE.address, device=made.device)
    assert folk.signs_in(person, known)
    # And a device that was stolen is one that guesses, too.
    free = throttle.of_device("x").free
    assert fails(folk, free + 1, person.email, known)[-1] == "too-many-attempts"


def test_who_tries_many_names_from_one_address_has_to_wait(folk):
    free = throttle.of_address("x").free
    for n in range(free):
        assert fails(folk, 1, f"n{n}@example.org") == ["sign-in-refused"]
    assert fails(folk, 1, "another@example.org") == ["too-many-attempts"]
    assert fails(folk, 1, "another@example.org", HERE) == ["sign-in-refused"]


def test_a_whole_network_of_addresses_is_one(folk):
    assert throttle.of_address("2001:db8::1") == throttle.of_address("2001:db8::ffff")
    assert throttle.of_address("2001:db8::1") != throttle.of_address("2001:db8:0:1::1")


def test_many_guesses_at_once_are_no_more_than_one_after_the_other(folk):
    person = folk.of("TS")
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.extend(fails(folk, 3, person.email))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found.count("sign-in-refused") == throttle.of_name("x").free


def test_signing_in_makes_another_session_and_ends_the_one_that_came_along(folk):
    person, intruder = folk.of("TS"), folk.of("member:MX")
    planted = folk.signs_in(intruder)
    made = folk.signs_in(person, sessions.Caller(HERE.address, session=planted.secret))
    assert made.secret != planted.secret
    assert sessions.of_secret(folk.kept, planted.secret) is None
    chosen = folk.signs_in(person, sessions.Caller(HERE.address, session="chosen by another"))
    assert chosen.secret != "chosen by another"
    assert sessions.of_secret(folk.kept, "chosen by another") is None


def test_a_session_ends_unused_and_at_the_end_of_the_day(folk):
    person = folk.of("TS")
    idle = folk.signs_in(person)
    folk.clock.passes(sessions.IDLE)
    assert sessions.of_secret(folk.kept, idle.secret) is None
    used = folk.signs_in(person)
    for _ in range(sessions.LASTS // 3600 - 1):
        folk.clock.passes(3600)
        assert sessions.of_secret(folk.kept, used.secret) is not None
    folk.clock.passes(3600)
    assert sessions.of_secret(folk.kept, used.secret) is None


def test_what_is_kept_of_a_session_lets_nobody_in(folk):
    made = folk.signs_in(folk.of("TS"))
    with folk.kept.reading() as run:
        row = run.exec_driver_sql("SELECT secret_hash FROM sessions").scalar_one()
    assert row != made.secret
    assert sessions.of_secret(folk.kept, row) is None


def change(folk, person, made, **what):
    return own.change(folk.kept, person.id, session=made.session, address="", **what)


def test_a_new_password_ends_the_other_sessions(folk):
    person = folk.of("member:MX")
    here, there = folk.signs_in(person), folk.signs_in(person, ELSEWHERE)
    new = "otra jirafa bajo cero"
    for password in ("wrong", "", None):
        with refused("wrong-own-password"):
            change(folk, person, here, password=password, new_password=new)
    with refused("weak-password"):
        change(folk, person, here, password=PASSWORD, new_password="ana solís 1")
    change(folk, person, here, password=PASSWORD, new_password=new)
    assert sessions.of_secret(folk.kept, here.secret)
    assert sessions.of_secret(folk.kept, there.secret) is None
    with refused("sign-in-refused"):
        folk.signs_in(person)
    assert folk.signs_in(person, password=new)


def test_of_several_changes_all_are_made_or_none(folk):
    person = folk.of("TS")
    made = folk.signs_in(person)
    with refused("weak-password"):
        change(folk, person, made, name="Eva", password=PASSWORD, new_password="12345678")
    with refused("second-factor-needed"):
        change(folk, person, made, name="Eva", password=PASSWORD, drop_code=True)
    with refused("bad-name"):
        change(folk, person, made, name="E\nva", password=PASSWORD, new_password="otra jirafa bajo cero")
    with folk.kept.reading() as run:
        assert people.of_id(run, person.id) == person.account
    assert folk.signs_in(person)


def test_a_second_factor_is_replaced_by_one_that_works(folk):
    person = folk.of("TS")
    made = folk.signs_in(person)
    offered = own.offer_code(folk.kept, person.id, PASSWORD, "")
    with refused("code-refused"):
        own.set_code(folk.kept, person.id, person.code, session=made.session, address="")
    assert folk.signs_in(person)  # the old one counts until then
    code = pyotp.TOTP(offered).at(folk.clock.at)
    own.set_code(folk.kept, person.id, code, session=made.session, address="")
    folk.clock.passes(30)
    with refused("sign-in-refused"):
        folk.signs_in(person)
    person.code_secret = offered
    assert folk.signs_in(person)
    with refused("second-factor-needed"):
        change(folk, person, made, password=PASSWORD, drop_code=True)


def test_a_delegate_may_have_a_second_factor_and_then_needs_it(folk):
    person = folk.of("member:MX")
    made = folk.signs_in(person)
    person.code_secret = own.offer_code(folk.kept, person.id, PASSWORD, "")
    own.set_code(folk.kept, person.id, person.code, session=made.session, address="")
    folk.clock.passes(30)
    with refused("sign-in-refused"):
        folk.signs_in(person, code=None)
    assert folk.signs_in(person)
    change(folk, person, made, password=PASSWORD, drop_code=True)
    assert folk.signs_in(person, code=None)


def test_who_sits_down_at_an_open_browser_cannot_guess_the_password_for_long(folk):
    person = folk.of("member:MX")
    codes_said = set()
    for _ in range(8):
        with pytest.raises(NotPossible) as refusal:
            own.prove(folk.kept, person.id, "wrong", "")
        codes_said.add(refusal.value.code)
    assert codes_said == {"wrong-own-password", "too-many-attempts"}


@pytest.mark.parametrize(
    "weak", ["", "1234567", "password1", "Contraseña1", "aaaaaaaaaaaa", "ana.solis@example.org", "Ana Solís 2026", "a" *
    257] )
def test_what_would_be_guessed_soon_is_no_password(folk, weak):
    with refused("weak-password"):
        passwords.must_be_strong(weak, "Ana Solís", "ana.solis@example.org")


@pytest.mark.parametrize("strong", [PASSWORD, "ñandú verde bebe ayer", "zqxjkvbpw", "🙂🙃 gatos en el tejado"])
def test_a_strong_password_needs_no_capital_and_no_number(folk, strong):
    passwords.must_be_strong(strong, "Ana Solís", "ana.solis@example.org")
    assert passwords.matches(strong, passwords.hashed(strong))


def test_a_password_is_the_same_however_its_accents_are_typed(folk):
    assert passwords.matches("jirafa\u0301n azul marino", passwords.hashed("jirafán azul marino"))


def test_passwords_are_hashed_as_rfc_9106_recommends(folk, monkeypatch):
    monkeypatch.undo()
    kind, version, work = passwords._hasher.hash("x").split("$")[1:4]
    assert (kind, version, work) == ("argon2id", "v=19", "m=65536,t=3,p=4")


def test_an_authenticator_takes_in_what_is_offered(folk):
    address = codes.address_of("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "ana@example.org")
    assert pyotp.parse_uri(address).secret == "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    assert codes.picture_of(address).startswith("<svg")
