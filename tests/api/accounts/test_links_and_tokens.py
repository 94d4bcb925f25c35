"""What is handed out: links that let a person in once, and tokens for programs."""

import threading

import pyotp
import pytest

from api.accounts import links, people, sessions, tokens
from api.accounts.problems import NotPossible
from tests.api.accounts.conftest import HERE, PASSWORD
from tests.api.accounts.test_people import refused
from tests.stores import both_stores

pytestmark = both_stores


def accept(folk, link, code=None, password=PASSWORD):
    return links.accept(folk.kept, link.secret, password, code, HERE.address)


def test_an_invitation_is_used_once(folk):
    link = folk.invited("member:MX")
    assert accept(folk, link).state == "active"
    with refused("link-ended"):
        accept(folk, link, password="otra jirafa bajo cero")
    with refused("not-to-be-invited"), folk.kept.acting("local") as act:
        links.invite(act, link.account.id)


def test_of_two_who_follow_a_link_at_once_one_is_in(folk):
    link, outcomes = folk.invited("member:MX"), []
    ready = threading.Barrier(4)

    def follows():
        ready.wait()
        try:
            outcomes.append(accept(folk, link).state)
        except NotPossible as error:
            outcomes.append(error.code)

    threads = [threading.Thread(target=follows) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["active", *3 * ["link-ended"]]


def test_an_invitation_ends(folk):
    link = folk.invited("member:MX")
    folk.clock.passes(links.LASTS["invitation"])
    with refused("link-ended"):
        accept(folk, link)
    with refused("link-ended"), folk.kept.reading() as run:
        links.shown(run, link.secret, folk.clock.at)


def test_a_new_invitation_ends_the_one_before(folk):
    link = folk.invited("member:MX")
    with folk.kept.acting("local") as act:
        newer = links.invite(act, link.account.id)
    with refused("link-ended"):
        accept(folk, link)
    assert accept(folk, newer)


def test_who_is_disabled_meanwhile_is_not_let_in_by_an_invitation(folk):
    link = folk.invited("member:MX")
    with folk.kept.acting("local") as act:
        people.disable(act, link.account.id)
    with refused("link-ended"):
        accept(folk, link)


@pytest.mark.parametrize("made_up", ["", "x", "a" * 10_000, "../..", "' OR 1=1 --", "\ud800"])
def test_a_made_up_link_is_one_that_has_ended(folk, made_up):
    folk.invited("member:MX")
    with refused("link-ended"):
        links.accept(folk.kept, made_up, PASSWORD, None, None)


def test_whose_office_takes_a_second_factor_sets_one_up_at_once(folk):
    link = folk.invited("TS")
    for code in (None, "", "000000"):
        with refused("code-refused"):
            accept(folk, link, code)
    with folk.kept.reading() as run:
        offered = links.shown(run, link.secret, folk.clock.at)
    assert offered["second_factor_needed"]
    code = pyotp.parse_uri(offered["second_factor"]["address"]).at(folk.clock.at)
    assert accept(folk, link, code).has_code
    with refused("sign-in-refused"):
        # It was taken.
        sessions.sign_in(folk.kept, link.account.email, PASSWORD, code, HERE)


def test_a_weak_password_does_not_use_up_a_link(folk):
    link = folk.invited("member:MX")
    with refused("weak-password"):
        accept(folk, link, password="12345678")
    assert accept(folk, link)


def test_a_recovery_changes_nothing_until_it_is_followed_and_then_ends_everything(folk):
    person = folk.of("TS")
    made = folk.signs_in(person)
    with folk.kept.acting(person.id) as act:
        token = tokens.make(act, person.account, "x", ["read"], 30)
    with folk.kept.acting("local") as act:
        link = links.recover(act, person.id)
    assert sessions.of_secret(folk.kept, made.secret)
    again = folk.accepting(link, "otra jirafa bajo cero")
    assert sessions.of_secret(folk.kept, made.secret) is None
    with refused("token-refused"):
        tokens.of_secret(folk.kept, token.secret)
    with refused("sign-in-refused"):
        folk.signs_in(person)
    assert folk.signs_in(again)


def test_somebody_whom_a_stranger_keeps_waiting_is_let_in_by_a_recovery(folk):
    person = folk.of("TS")
    for _ in range(9):
        with pytest.raises(NotPossible):
            sessions.sign_in(folk.kept, person.email, "wrong", None, HERE)
    with folk.kept.acting("local") as act:
        link = links.recover(act, person.id)
    assert folk.signs_in(folk.accepting(link))


def test_nothing_is_recovered_of_who_is_not_in(folk):
    link = folk.invited("member:MX")
    with refused("not-to-be-recovered"), folk.kept.acting("local") as act:
        links.recover(act, link.account.id)
    with refused("no-such-account"), folk.kept.acting("local") as act:
        links.recover(act, "0123456789abcdef")


def test_a_token_is_known_by_its_secret_until_it_ends_or_is_revoked(folk):
    person, other = folk.of("member:MX"), folk.of("member:CA")
    with folk.kept.acting(person.id) as act:
        token = tokens.make(act, person.account, "for the spreadsheet", ["write", "read"], 30)
        assert [each["id"] for each in tokens.listed(act.run, person.id, act.at)] == [token.id]
    account, scopes = tokens.of_secret(folk.kept, token.secret)
    assert (account.id, scopes) == (person.id, {"read", "write"})
    assert token.secret.startswith(tokens.PREFIX)
    with refused("no-such-token"), folk.kept.acting(other.id) as act:
        tokens.revoke(act, other.id, token.id)
    folk.clock.passes(30 * 86400)
    with refused("token-refused"):
        tokens.of_secret(folk.kept, token.secret)


def test_what_is_kept_of_a_token_is_no_token(folk):
    person = folk.of("member:MX")
    with folk.kept.acting(person.id) as act:
        token = tokens.make(act, person.account, "x", ["read"], 30)
        stored = act.run.exec_driver_sql("SELECT secret_hash FROM tokens").scalar_one()
    for none in (stored, token.id, "", token.secret[:-1], token.secret + "x"):
        with refused("token-refused"):
            tokens.of_secret(folk.kept, none)


def test_an_account_has_only_so_many_tokens(folk):
    person = folk.of("member:MX")
    with folk.kept.acting(person.id) as act:
        made = [tokens.make(act, person.account, "x", ["read"], 30) for _ in range(tokens.MOST)]
        with refused("too-many-tokens"):
            tokens.make(act, person.account, "x", ["read"], 30)
        tokens.revoke(act, person.id, made[0].id)
        assert tokens.make(act, person.account, "x", ["read"], 30)
