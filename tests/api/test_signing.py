"""A delegation signs on its own machine, with our command or without it; the Secretariat records."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.stores import both_stores

pytestmark = [both_stores, pytest.mark.slow_on_a_server]

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "signed-positions.md"
CHANGE = "{complete: {item: plan-review, outcome: {en: Done.}}}"


@pytest.fixture
def draft(command, ledger, tmp_path):
    """A draft that the Secretariat has handed out, as a file."""
    meeting = ("meeting", "rcm-25", "--body", "rcm", "--title-en", "XXV RCM")
    assert command(*meeting, "--opens-on", "2020-11-12", "--closes-on", "2020-11-13").status == 0
    table = ("table", "rcm-25-d1", "-m", "rcm-25", "--text-en", "Decide.", "--change", CHANGE)
    assert command(*table).status == 0
    shown = command("show", "rcm-25-d1", "--json")
    (tmp_path / "draft.json").write_text(shown.out, encoding="utf-8")
    return "draft.json"


@pytest.fixture
def elsewhere(command, draft, tmp_path, monkeypatch):
    """A delegation's own machine: there is nothing on it but the draft."""

    def delegation(*arguments):
        folder = tmp_path / "delegation"
        folder.mkdir(exist_ok=True)
        shutil.copy(tmp_path / draft, folder)
        monkeypatch.chdir(folder)
        try:
            return command("--ledger", "rcm-ledger.db", *arguments)
        finally:
            monkeypatch.chdir(tmp_path)

    return delegation


@pytest.fixture
def canada(command, elsewhere):
    """Canada has given the ledger its key."""
    made = elsewhere("sign-key", "CA", "--key", "ca.pem", "--draft", "draft.json", "-o", "key.txt")
    assert made.status == 0, made.said
    recorded = command("member-key", "CA", "delegation/key.txt")
    assert recorded.status == 0, recorded.said
    assert "have it say that it is its own" in recorded.said
    return elsewhere


def sign(canada, *more, key="ca.pem", to="ca.json"):
    asked = ("--member", "CA", "--key", key, "--draft", "draft.json", "-o", to, *more)
    return canada("sign-position", "rcm-25-d1", *asked)


SAYING = ("--except", "plan-review", "--statement-es", "Sujeto a consulta.")


def test_a_position_is_signed_elsewhere_and_recorded_as_signed(command, canada, monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")
    assert sign(canada, *SAYING).status == 0
    recorded = command("position", "rcm-25-d1", "--signed", "delegation/ca.json")
    assert recorded.status == 0, recorded.said
    shown = command("show", "rcm-25-d1")
    assert re.search(r"agrees, except plan-review \(signed with CA\+[0-9a-f]{8}\)", shown.said)
    document = command("show", "rcm-25-d1", "--json").document
    assert document["positions"]["CA"]["basis"] == "signed"
    assert document["positions"]["CA"]["signature"]["ledger"] == document["to_sign"]["ledger"]
    trail = command("audit", "--member", "CA", "--known-from", "2026-01-01")
    assert re.search(r"key of a member recorded: CA, CA\+[0-9a-f]{8}", trail.said)
    assert re.search(r"position taken: CA agrees, except plan-review \(signed with CA", trail.said)
    entries = command("audit", "--decision", "rcm-25-d1", "--json").document["entries"]
    assert entries[-1]["basis"] == {"CA": "signed"}
    assert command("verify").status == 0


def test_it_says_so_in_spanish_too(command, canada):
    sign(canada)
    command("position", "rcm-25-d1", "--signed", "delegation/ca.json")
    assert "firmado con CA+" in command("show", "rcm-25-d1", "--lang", "es").said
    assert "clave de un miembro registrada: CA" in command("audit", "--lang", "es").said


def test_what_was_corrected_since_is_shown_as_corrected_and_not_as_signed(command, canada):
    sign(canada, *SAYING)
    command("position", "rcm-25-d1", "--signed", "delegation/ca.json")
    path = ("rcm-25-d1", "positions.CA.statement.es", "Sujeto a consultas.")
    assert command("correct-record", *path, "--reason", "At its request.").status == 0
    assert "its wording was corrected since it was signed" in command("show", "rcm-25-d1").said
    assert command("show", "rcm-25-d1", "--json").document["reworded"] == ["CA"]
    assert command("verify").status == 0


def test_the_copy_of_a_ledger_will_do_for_a_draft(command, canada):
    asked = ("--member", "CA", "--key", "delegation/ca.pem", "-o", "here.json")
    assert command("sign-position", "rcm-25-d1", *asked).status == 0
    assert command("position", "rcm-25-d1", "--signed", "here.json").status == 0


def test_a_position_on_another_draft_is_refused_with_the_cure(command, canada, tmp_path):
    sign(canada)
    assert command("redraft", "rcm-25-d1", "--text-en", "Decide otherwise.").status == 0
    refused = command("position", "rcm-25-d1", "--signed", "delegation/ca.json")
    assert refused.status == 2
    assert "on another draft" in refused.said
    assert "CA signs the new draft" in refused.said
    # Nor where the file is made to say that it is on this one.
    now = command("show", "rcm-25-d1", "--json").document["to_sign"]["draft"]
    file = tmp_path / "delegation" / "ca.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "draft": now}))
    refused = command("position", "rcm-25-d1", "--signed", "delegation/ca.json", "--json")
    assert refused.status == 1
    (violation,) = refused.document["violations"]
    assert violation["code"] == "position-signature"
    assert command("show", "rcm-25-d1", "--json").document["positions"] == {}


def test_keys_are_replaced_with_both_signatures_and_withdrawn_with_a_reason(command, canada):
    canada("sign-key", "CA", "--key", "2.pem", "--draft", "draft.json", "-o", "alone.txt")
    refused = command("member-key", "CA", "delegation/alone.txt")
    assert (refused.status, "lacks a valid signature" in refused.said) == (1, True)
    both = ("--replaces", "ca.pem", "--draft", "draft.json", "-o", "both.txt")
    assert canada("sign-key", "CA", "--key", "2.pem", *both).status == 0
    assert command("member-key", "CA", "delegation/both.txt").status == 0
    assert sign(canada).status == 0
    refused = command("position", "rcm-25-d1", "--signed", "delegation/ca.json")
    assert (refused.status, "no longer in force" in refused.said) == (1, True)
    assert sign(canada, "--force", key="2.pem").status == 0
    assert command("position", "rcm-25-d1", "--signed", "delegation/ca.json").status == 0
    assert command("member-key", "CA", "--withdraw").status == 2
    withdrawn = command("member-key", "CA", "--withdraw", "--reason", "It was lost.")
    assert (withdrawn.status, "stays signed" in withdrawn.said) == (0, True)
    keys = command("member-key", "CA", "--json").document["keys"]
    assert [key["withdrawn"] for key in keys] == [False, True]
    assert "until another took its place" in command("member-key", "CA").said
    assert "no key in force" in command("member-key", "CA", "--withdraw", "--reason", "x").said
    assert command("verify").status == 0


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    ("asked", "named"),
    [
        (("sign-position", "rcm-25-d9", "--member", "CA", "--draft", "draft.json"), "rcm-25-d9"),
        (("sign-position", "rcm-25-d1", "--member", "CA", "--draft", "none.json"), "none.json"),
        (("sign-position", "rcm-25-d1", "--member", "CA", "--draft", "altered.json"), "altered"),
        (("sign-position", "rcm-25-d1", "--member", "CA", "--draft", "odd.json"), "odd.json"),
        (("sign-position", "rcm-25-d1", "--member", "CA", "--draft", "draft.json", "--stance",
          "reserve"), "statement"),
        (("sign-position", "rcm-25-d1", "--member", "CA", "--draft", "draft.json", "--name", "C A"),
         "C A"),
        (("sign-key", "CA", "--draft", "odd.json"), "odd.json"),
        (("sign-key", "CA", "--draft", "draft.json", "--replaces", "none.pem"), "none.pem"),
    ],
)  # fmt: skip
def test_what_cannot_be_signed_is_named(canada, tmp_path, asked, named, language):
    folder = tmp_path / "delegation"
    document = json.loads((folder / "draft.json").read_text())
    document["to_sign"]["text"]["en"] = "Decide otherwise."
    (folder / "altered.json").write_text(json.dumps(document))
    (folder / "odd.json").write_text('{"to_sign": {"ledger": 1}}')
    answer = canada(*asked, "--key", "ca.pem", "--lang", language)
    assert answer.status == 2
    assert named in answer.err
    assert answer.out == ""


@pytest.mark.parametrize(
    "content", ["", "{}", "x\n\n— CA AAAA\n", "\udcff", "rcm-ledger member-key/v1\n"]
)
def test_a_file_that_gives_no_key_is_said_to_give_none(command, canada, tmp_path, content):
    (tmp_path / "key.txt").write_bytes(content.encode("utf-8", "surrogateescape"))
    answer = command("member-key", "CA", "key.txt")
    assert (answer.status, "gives no member a key" in answer.said) == (2, True)
    assert command("member-key", "CA", "nowhere.txt").status == 2
    other = command("member-key", "MX", "delegation/key.txt")
    assert (other.status, "gives a key to CA, not to MX" in other.said) == (2, True)


@pytest.mark.parametrize(
    "content",
    ["", "{}", "[1]", '{"decision": "rcm-25-d1", "draft": "x", "member": "CA", "position": {}}'],
)
def test_a_file_that_is_no_signed_position_is_refused(command, canada, tmp_path, content):
    (tmp_path / "ca.json").write_text(content)
    answer = command("position", "rcm-25-d1", "--signed", "ca.json")
    assert answer.status == 2
    assert "ca.json" in answer.err


def test_a_position_in_a_file_that_is_not_signed_is_refused(command, canada, tmp_path, beside):
    to_sign = command("show", "rcm-25-d1", "--json").document["to_sign"]
    unsigned = {"decision": "rcm-25-d1", "member": "CA", "position": {}, "draft": to_sign["draft"]}
    (tmp_path / "ca.json").write_text(json.dumps(unsigned))
    answer = command("position", "rcm-25-d1", "--signed", "ca.json")
    assert (answer.status, "bears no signature" in answer.said) == (2, True)
    beside = command("position", "rcm-25-d1", "CA", "--signed", "ca.json")
    assert (beside.status, "--signed" in beside.err) == (2, True)
    other = json.dumps({**unsigned, "decision": "rcm-12-d2"})
    (tmp_path / "ca.json").write_text(other)
    answer = command("position", "rcm-25-d1", "--signed", "ca.json")
    assert "is on rcm-12-d2, not on rcm-25-d1" in answer.said


def test_the_private_key_stays_where_it_is_and_closed(canada, tmp_path):
    key = tmp_path / "delegation" / "ca.pem"
    assert key.stat().st_mode & 0o077 == 0
    written = (tmp_path / "delegation" / "key.txt").read_text()
    assert "PRIVATE" not in written


def test_a_delegation_signs_with_openssl_alone_as_the_document_shows(command, elsewhere, tmp_path):
    """Everything below "Without this program", run as it stands there."""
    assert elsewhere("show", "rcm-25-d1").status == 2  # there is no ledger on this machine
    part = DOCUMENT.read_text(encoding="utf-8").partition("## Without this program")[2]
    script = "\n".join(re.findall(r"```sh\n(.*?)```", part, flags=re.DOTALL))
    assert "rcm-ledger show" not in script
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=tmp_path / "delegation",
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert "Verified Successfully" in done.stdout
    assert command("member-key", "CA", "delegation/canada-key.txt").status == 0
    recorded = command("position", "rcm-25-d1", "--signed", "delegation/canada.json")
    assert recorded.status == 0, recorded.said
    # And ours makes the same of the same, byte by byte: Ed25519 leaves no choice.
    more = ("--except", "plan-review", "--statement-en", "Subject to consultation.")
    assert sign(elsewhere, *more, key="canada.pem").status == 0
    files = [tmp_path / "delegation" / name for name in ("canada.json", "ca.json")]
    theirs, ours = (json.loads(file.read_text())["position"]["signature"] for file in files)
    assert theirs == ours
    assert command("verify").status == 0
