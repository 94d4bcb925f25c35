"""Seals and proofs by the command: `seal seals proof consistency key verify`."""

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.stores import both_stores

pytestmark = both_stores


def recorded(command, body: str = "rcgm", day: str = "2020-06-02", id: str = "rcgm-2020-1") -> None:
    meeting = ("meeting", id, "--body", body, "--title-en", "RCGM, June 2020", "--opens-on", day)
    assert command(*meeting).status == 0


def test_closing_a_meeting_seals_it_and_the_seal_is_listed(command, ledger):
    recorded(command)
    assert command("close", "rcgm-2020-1", "--unsettled", "Later.").status == 0
    (seal,) = command("seals", "--json").document["seals"]
    assert seal["meeting"] == "rcgm-2020-1"
    assert seal["valid"] is True
    assert set(seal) >= {
        *("meeting", "entry", "size", "root", "origin", "recorded_at", "checkpoint", "valid"),
        *("cosigned_by", "timestamps"),
    }
    answer = command("seals")
    assert "rcgm-2020-1" in answer.out
    assert "✓" in answer.out
    assert command("seals", "rcgm-2020-1", "--json").document == seal
    assert command("verify", "--json").document["seals"][0]["root"] == seal["root"]


def test_a_seal_is_written_as_a_note_and_as_a_page_for_the_minutes(command, ledger):
    made = command("seal", "--json").document
    assert command("seal", "-o", "SEAL.txt").status == 0
    assert Path("SEAL.txt").read_text() == made["checkpoint"]
    assert command("seal", "--minutes", "-o", "page.txt").status == 0
    page = Path("page.txt").read_text()
    assert len(page.splitlines()) <= 14
    assert f"1 – {made['size']}" in page
    assert "Seal of the ledger" in page
    assert "Sello del libro" in page
    for kept in ("SEAL.txt", "page.txt"):
        answer = command("verify", "--seal", kept)
        assert answer.status == 0, answer.said
    answer = command("seal", "-o", "SEAL.txt")
    assert answer.status == 2
    assert "SEAL.txt" in answer.err


def test_a_seal_of_another_record_is_found_out(command, ledger):
    made = command("seal", "--json").document
    Path("page.txt").write_text(f"Entries: {made['size']}\nRoot: {'ab' * 32}\n")
    answer = command("verify", "--seal", "page.txt", "--json")
    assert answer.status == 1
    assert answer.document["authentic"] is False
    assert answer.document["lawful"] is True
    assert [v["code"] for v in answer.document["violations"]] == ["not-the-sealed"]
    said = command("verify", "--seal", "page.txt", "--lang", "es").said
    assert "los asientos no son los que se sellaron" in said


@pytest.mark.parametrize("content", [b"", b"nothing", b"\xff\xfe\x00", None])
def test_what_is_no_seal_is_said_with_its_file(command, ledger, content):
    if content is not None:
        Path("kept.txt").write_bytes(content)
    for language in ("en", "es"):
        answer = command("verify", "--seal", "kept.txt", "--lang", language)
        assert answer.status == 2
        assert "kept.txt" in answer.err


def test_the_later_of_two_seals_contains_the_earlier(command, ledger):
    first = command("seal", "--json").document
    Path("kept.txt").write_text(first["checkpoint"])
    recorded(command)
    second = command("seal", "--json").document
    document = command("consistency", str(first["size"]), str(second["size"]), "--json").document
    assert document["consistent"] is True
    assert (document["old"]["size"], document["new"]["size"]) == (first["size"], second["size"])
    answer = command("consistency", str(second["size"]), "kept.txt", "-o", "request.txt")
    assert answer.status == 0
    assert "Yes" in answer.out
    assert Path("request.txt").read_text().startswith(f"old {first['size']}\n")
    assert Path("request.txt").read_text().endswith(second["checkpoint"])
    other = first["checkpoint"].split("\n")
    other[2] = "A" * 43 + "="
    Path("other.txt").write_text("\n".join(other))
    answer = command("consistency", "other.txt", str(second["size"]))
    assert answer.status == 1
    assert "does not begin" in answer.said


def test_a_proof_is_checked_with_nothing_else_at_hand(command, store, ledger, tmp_path, monkeypatch):
    assert command("seal").status == 0
    answer = command("proof", "statistics", "-o", "statistics.tlog-proof")
    assert answer.status == 0
    root = command("seals", "--json").document["seals"][0]["root"]
    command("seal", "-o", "SEAL.txt")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for file in ("statistics.tlog-proof", "SEAL.txt"):
        shutil.move(file, elsewhere)
    monkeypatch.chdir(elsewhere)
    monkeypatch.delenv("RCM_LEDGER", raising=False)
    for language, good in (("en", "Authentic"), ("es", "Auténtico")):
        answer = command("verify", "statistics.tlog-proof", "--lang", language)
        assert answer.status == 0, answer.said
        assert good in answer.out
        assert " ".join(root[at : at + 4] for at in range(0, 16, 4)) in answer.said
    answer = command("verify", "statistics.tlog-proof", "--seal", "SEAL.txt", "--json")
    assert answer.document["authentic"] is True
    text = Path("statistics.tlog-proof").read_text()
    Path("statistics.tlog-proof").write_text(text.replace("\nindex 3", "\nindex 4"))
    answer = command("verify", "statistics.tlog-proof")
    assert answer.status == 1
    assert "Not authentic" in answer.out


def test_what_is_proven_is_told_in_words(command, ledger):
    command("seal")
    Path("p").write_text(command("proof", "rcm-12-d2#1").out)
    said = command("verify", "p").said
    assert "decision tabled" in said
    assert "MX: agree" in said
    assert "approve statistics" in said


def test_without_a_seal_there_is_no_proof(command, ledger):
    answer = command("proof", "statistics")
    assert answer.status == 2
    assert "rcm-ledger seal" in answer.err
    command("seal")
    assert command("proof", "nothing").status == 2
    recorded(command)
    table = ("table", "d1", "--meeting", "rcgm-2020-1", "--text-en", "x", "--agreed", "all")
    assert command(*table).status == 0
    answer = command("proof", "d1")
    assert answer.status == 2
    assert "not sealed yet" in answer.err


def test_the_key_is_shown_and_another_takes_over(command, ledger):
    (old,) = command("key").out.split()
    answer = command("key", "--rotate", "--json")
    assert answer.document["rotated"] is True
    assert answer.document["keys"][0] == old
    assert len(answer.document["keys"]) == 2
    assert command("verify").status == 0


def test_what_is_not_sealed_is_said(command, ledger):
    assert "Never sealed" in command("verify").said
    command("seal")
    assert "Sealed once" in command("verify").said
    recorded(command)
    assert "Not sealed: 1 event after" in command("verify").said
    assert "Sin sellar: 1 hecho tras" in command("verify", "--lang", "es").said


def test_a_seal_is_one_json_document(command, ledger):
    assert json.loads(command("seal", "--json").out)["size"] > 0
    page = json.loads(command("seal", "--json", "--minutes").out)["minutes"]
    assert "Seal of the ledger" in page


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("width", [60, 160])
def test_the_list_of_seals_cuts_nothing_short(command, ledger, monkeypatch, language, width):
    monkeypatch.setenv("COLUMNS", str(width))
    assert command("seal").status == 0
    answer = command("seals", "--lang", language)
    head, seal = (line.rstrip() for line in answer.out.splitlines() if line.strip())
    assert max(len(head), len(seal)) <= width
    assert ("…" in head, seal.count("…")) == (False, int(width == 160))
    assert re.search(r"\d{4}-\d\d-\d\d +✓", seal)
