"""`serve --demo`: the service on real records, with one account for each office, to try it out."""

import json
import os
import stat

import pytest

from tests.api.http.conftest import V1, Service

OFFICES = {
    *("administrator", "TS", "PPT", "coordinator:lon-cp", "coordinator:lon-ts", "auditor"),
    *(f"member:{id}" for id in ("BZ", "CA", "CR", "DO", "GT", "HN", "MX", "NI", "PA", "SV", "US")),
}


@pytest.fixture
def ledger(tmp_path):
    return tmp_path / "rcm-ledger-demo.db"


def bearing(service, office):
    (token,) = (each["token"] for each in service.said["accounts"] if each["office"] == office)
    return {"Authorization": f"Bearer {token}"}


def test_every_office_can_sign_in_and_do_its_own(ledger, tmp_path):
    service = Service(ledger, "--demo")
    assert {each["office"] for each in service.said["accounts"]} == OFFICES
    # The public is shown no draft; the Secretariat withdraws it.
    draft = f"{V1}/decisions/rcgm-demo-d1"
    assert service.client.get(draft).status_code == 404
    told = service.client.post(f"{draft}/withdraw", headers=bearing(service, "member:MX"))
    assert (told.status_code, told.json()["code"]) == (403, "not-your-office")
    told = service.client.post(f"{draft}/withdraw", headers=bearing(service, "TS"))
    assert told.status_code == 200, told.text
    # Those whose second factor counts have one.
    assert {each["office"].partition(":")[0] for each in service.said["accounts"] if each["second_factor"]} == {
        *("administrator", "TS", "PPT", "coordinator"),
    }
    tokens = tmp_path / "rcm-ledger-demo.tokens.json"
    assert stat.S_IMODE(os.stat(tokens).st_mode) == 0o600
    assert json.loads(tokens.read_text()) == {e["office"]: e["token"] for e in service.said["accounts"]}
    old = bearing(service, "TS")
    service.stop()

    # Served again, the ledger is as it was left, and all keys are new.
    again = Service(ledger, "--demo")
    told = again.client.get(draft, headers=bearing(again, "TS"))
    assert told.json()["status"] == "withdrawn"
    told = again.client.get(draft, headers=old)
    assert (told.status_code, told.json()["code"]) == (401, "token-refused")
    again.stop()


def test_a_ledger_that_is_no_demonstrations_is_left_alone(ledger, command):
    assert command("init", "--ledger", ledger).status == 0
    before = ledger.read_bytes()
    refused = command("serve", "--demo", "--ledger", ledger)
    assert refused.status == 2
    assert "no demonstration made" in refused.said
    assert ledger.read_bytes() == before


@pytest.mark.parametrize(("language", "words"), [("en", "this computer only"), ("es", "solo a este equipo")])
def test_it_is_not_shown_to_others(command, ledger, language, words):
    refused = command("serve", "--demo", "--ledger", ledger, "--host", "0.0.0.0", "--lang", language)
    assert refused.status == 2
    assert words in refused.said
    assert not ledger.exists()
