"""`account`: whoever keeps the machine lets the first people in."""

import json

import pytest

from api.accounts import links
from api.accounts.store import Accounts
from ledger.ledger import Ledger
from ledger.place import place_of
from tests.api.accounts.conftest import PASSWORD
from tests.stores import both_stores

pytestmark = both_stores
ANA = ("account", "add", "ana@example.org", "--name", "Ana Solís", "--office", "administrator")
LUIS = ("account", "add", "luis@example.mx", "--name", "Luis Mora", "--office", "member:MX", "--language", "es")


@pytest.fixture
def empty(command, store, tmp_path):
    address = store.address(tmp_path, "rcm-ledger.db")
    assert command("init", "--ledger", address).status == 0
    return address


def test_an_account_is_made_with_a_link_that_is_shown_once(command, empty):
    made = command(*ANA, "--url", "https://ledger.example.org/", "--json")
    assert made.status == 0
    document = made.document
    assert document["link"] == f"https://ledger.example.org/invitations/{document['secret']}"
    account = document["account"]
    assert (account["office"], account["state"]) == ("administrator", "invited")
    listed = command("account", "list", "--json")
    assert listed.document == {"accounts": [account]}
    assert document["secret"] not in listed.out
    kept = Accounts(place_of(empty))
    luis = command(*LUIS, "--json").document
    assert links.accept(kept, luis["secret"], PASSWORD, None, None).id == luis["account"]["id"]
    kept.close()


def test_the_ledger_knows_nothing_of_it(command, empty):
    ledger = Ledger.open(empty)
    before = ledger.head
    for add in (ANA, LUIS):
        assert command(*add).status == 0
    stored = json.dumps([str(fact.event) for fact in ledger.recorder.facts()])
    assert ledger.head == before
    ledger.close()
    assert "example" not in stored


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("ana@example.org", "--office", "TS"), "already an account"),
        (("eva@example.org", "--office", "member:XX"), "no office of this conference"),
        (("eva", "--office", "TS"), "no e-mail address"),
    ],
)
def test_what_is_not_possible_is_said_and_changes_nothing(command, empty, arguments, said):
    command(*ANA)
    refused = command("account", "add", *arguments, "--name", "Eva")
    assert refused.status == 2
    assert said in refused.err
    spanish = command("account", "add", *arguments, "--name", "Eva", "--lang", "es", "--json")
    assert said not in spanish.document["errors"][0]["message"]
    assert len(command("account", "list", "--json").document["accounts"]) == 1


def test_an_account_is_named_by_its_id_or_its_email(command, empty):
    command(*ANA)
    luis = command(*LUIS, "--json").document["account"]
    assert command("account", "invite", luis["id"], "--json").document["account"] == luis
    assert command("account", "disable", "Luis@example.mx").status == 0
    assert command("account", "enable", luis["id"], "--json").document["account"]["state"] == "invited"
    assert command("account", "erase", "luis@example.mx").status == 0
    erased = {**luis, "name": None, "email": None, "state": "erased"}
    assert erased in command("account", "list", "--json").document["accounts"]
    assert command("account", "invite", "luis@example.mx").status == 2
    assert command("account", "recover", luis["id"]).status == 2


def test_tokens_are_listed_without_their_secrets_and_revoked(command, empty):
    from api.accounts import people, tokens

    luis = command(*LUIS, "--json").document["account"]
    assert "no tokens" in command("account", "tokens", luis["id"]).out
    kept = Accounts(place_of(empty))
    with kept.acting() as act:
        token = tokens.make(act, people.of_id(act.run, luis["id"]), "x", ["read"], 30)
    kept.close()
    listed = command("account", "tokens", luis["id"], "--json")
    assert [each["id"] for each in listed.document["tokens"]] == [token.id]
    assert token.secret not in listed.out
    assert token.id in command("account", "tokens", luis["id"]).out
    revoked = command("account", "tokens", luis["id"], "--revoke", token.id, "--json")
    assert revoked.document["tokens"] == []
    assert command("account", "tokens", luis["id"], "--revoke", token.id).status == 2


def test_for_people_each_account_is_two_lines_that_no_column_folds(command, empty):
    made = command(*LUIS, "--json").document["account"]
    assert command("account", "list").out.splitlines() == [
        "Luis Mora <luis@example.mx>",
        f"  {made['id']} · member:MX · invited · second factor: no",
    ]


def test_for_people_it_is_sentences_in_their_language(command, empty):
    assert "There are no accounts" in command("account", "list").out
    assert "No hay cuentas" in command("account", "list", "--lang", "es").out
    assert "This computer" not in command(*ANA, "--url", "https://x.org").said
    assert "leads to this computer" in command(*LUIS).err
    spanish = command("account", "list", "--lang", "es").out
    assert "con invitación" in spanish
    assert "Luis Mora" in spanish
    for verb in ("disable", "enable", "erase"):
        assert "Luis Mora" in command("account", verb, "luis@example.mx").out


def test_without_a_ledger_there_are_no_accounts(command):
    for arguments in (ANA, ("account", "list"), ("account", "erase", "x")):
        refused = command(*arguments, "--ledger", "none.db")
        assert refused.status == 2
        assert "no ledger at" in refused.err
