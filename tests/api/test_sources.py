"""The signed originals at the command: attached, shown with all that rests on them, got out again."""

import hashlib
import json

import pytest

from ledger.beside import Beside
from ledger.place import place_of
from tests.stores import both_stores

pytestmark = [both_stores, pytest.mark.slow_on_a_server]

MINUTES = b"%PDF-1.7 the signed minutes"
HASH = hashlib.sha256(MINUTES).hexdigest()


@pytest.fixture
def minutes(tmp_path):
    file = tmp_path / "minutes.pdf"
    file.write_bytes(MINUTES)
    return "minutes.pdf"


@pytest.fixture
def kept(beside, tmp_path):
    """Where the ledger keeps it, as the command names it here."""
    file = beside.sources / HASH
    return file.relative_to(tmp_path) if file.is_relative_to(tmp_path) else file


@pytest.fixture
def attached(command, ledger, minutes):
    answer = command("attach", "rcm-12", minutes, "--title-en", "Signed minutes", "--page", "3")
    assert answer.status == 0, answer.err
    return answer


def test_attaching_says_where_the_original_is_kept(command, ledger, minutes, kept):
    answer = command("attach", "rcm-12-d2", minutes, "--json").document
    first, last = answer.pop("entries")
    assert last == first + 1
    assert answer == {
        "done": "attach", "id": "rcm-12-d2", "kind": "decision",
        "sha256": HASH, "size": len(MINUTES), "file": str(kept),
    }  # fmt: skip
    assert command("attach", "rcm-12-d2", minutes, "--json").document["entries"] is None
    assert (
        "ya nombraba este original" in command("attach", "rcm-12-d2", minutes, "--lang", "es").said
    )
    audited = command("audit", "--known-from", first, "--json").document["entries"]
    assert [entry["event"] for entry in audited] == ["record-corrected", "source-kept"]
    assert audited[0]["reason"]["es"] == "Se adjuntó el original firmado."
    assert (audited[1]["sha256"], audited[1]["size"]) == (HASH, len(MINUTES))
    assert "original firmado guardado" in command("audit", "--lang", "es").said


def test_an_original_is_reached_from_every_item_that_rests_on_it(command, attached, kept):
    named = {"title": {"en": "Signed minutes"}, "page": "3", "sha256": HASH}
    of_meeting = {"of": "rcm-12", "kind": "meeting", "source": named, "sha256": HASH, "file": str(kept)}
    for id in ("statistics", "rcm-12-d2", "rcm-12"):
        assert of_meeting in command("show", id, "--json").document["sources"]
        assert str(kept) in "".join(command("show", id).out.split()) or id == "rcm-12-d2"
    assert command("show", "rcgm-1999-2-d3", "--json").document["sources"] != []
    for item in command("plan", "--json").document["items"]:
        shown = command("show", item["id"], "--json").document
        rests = {entry["meeting"] for entry in shown["history"] if entry["change"]}
        assert (of_meeting in shown["sources"]) == ("rcm-12" in rests)


def test_an_original_that_is_not_here_is_shown_as_such(command, ledger):
    source = json.dumps({"sha256": HASH, "page": "3"})
    assert (
        command("correct-record", "rcm-12", "source", source, "--reason", "As signed.").status == 0
    )
    assert "not kept here" in command("show", "rcm-12").said
    (shown,) = [s for s in command("show", "rcm-12", "--json").document["sources"] if s["sha256"]]
    assert (shown["file"], shown["sha256"]) == (None, HASH)
    answer = command("verify")
    assert (answer.status, "never kept here: 1 signed original." in answer.said) == (0, True)
    assert command("verify", "--json").document["sources"] == {"kept": [], "not_kept": [HASH]}


def test_an_original_is_given_out_as_it_was_and_only_so(command, attached, tmp_path, kept):
    told = command("source", "rcm-12", "--json").document
    assert told == {
        "sha256": HASH, "of": ["rcm-12"], "file": str(kept), "size": len(MINUTES), "intact": True,
    }  # fmt: skip
    assert command("source", "rcm-12", "-o", "out.pdf").status == 0
    assert (tmp_path / "out.pdf").read_bytes() == MINUTES
    again = command("source", HASH.upper(), "-o", "out.pdf")
    assert (again.status, "exists already" in again.err) == (2, True)
    assert command("source", HASH, "-o", "out.pdf", "--force").status == 0
    kept.chmod(0o644)
    kept.write_bytes(b"altered")
    altered = command("source", "rcm-12", "-o", "altered.pdf", "--json")
    assert altered.status == 1
    assert altered.document["intact"] is False
    assert [v["code"] for v in altered.document["violations"]] == ["source-altered"]
    assert not (tmp_path / "altered.pdf").exists()
    kept.unlink()
    gone = command("source", "rcm-12", "--lang", "es")
    assert (gone.status, "sigue probando qué archivo era" in gone.said) == (1, True)
    assert [name.name for name in tmp_path.iterdir() if ".pdf." in name.name] == []


@pytest.mark.parametrize(
    ("id", "words"),
    [
        ("ab" * 32, "No record in this ledger names"),
        ("rcm-2", "names no signed original"),
        ("nothing", "There is no meeting, decision or proposal"),
        ("abc123", "There is no meeting, decision or proposal"),
    ],
)
def test_what_is_no_original_is_said(command, attached, id, words):
    answer = command("source", id)
    assert (answer.status, answer.out) == (2, "")
    assert words in answer.err


def test_where_an_original_cannot_be_written_out_nothing_is(command, attached):
    for where in ("nowhere/out.pdf", "minutes.pdf/out.pdf"):
        answer = command("source", "rcm-12", "-o", where)
        assert (answer.status, "cannot be written" in answer.said) == (2, True), answer


def test_verify_names_what_is_gone_and_the_rest_still_holds(command, attached, tmp_path, kept):
    assert "as they were: 1 signed original." in command("verify").said
    assert command("verify", "--json").document["sources"] == {"kept": [HASH], "not_kept": []}
    kept.unlink()
    answer = command("verify", "--json")
    assert answer.status == 1
    found = answer.document
    assert (found["authentic"], found["lawful"], found["projections_match"]) == (False, True, True)
    assert [(v["code"], v["reference"]) for v in found["violations"]] == [
        ("source-missing", "rcm-12")
    ]
    assert found["sources"] == {"kept": [], "not_kept": []}
    assert HASH in "".join(command("verify").out.split())


# --- with a record from the start -----------------------------------------------------------------


MEETING = ["--body", "rcm", "--title-en", "XXV RCM", "--opens-on", "2020-11-12"]


def test_a_meeting_and_a_decision_are_recorded_with_their_originals(command, ledger, minutes, kept):
    made = command("meeting", "rcm-25", *MEETING, "--source-file", minutes, "--source", "Minutes")
    assert made.status == 0, made.err
    meeting = command("show", "rcm-25", "--json").document
    assert meeting["source"] == {"title": {"en": "Minutes"}, "sha256": HASH}
    assert meeting["sources"][0]["file"] == str(kept)
    table = ["table", "rcm-25-d1", "--meeting", "rcm-25", "--text-en", "Decide."]
    assert command(*table, "--source-file", minutes).status == 0
    assert command("show", "rcm-25-d1", "--json").document["source"] == {"sha256": HASH}
    redrafted = command("redraft", "rcm-25-d1", "--text-en", "Decide!", "--source", "{page: '4'}")
    assert redrafted.status == 0, redrafted.err
    assert command("redraft", "rcm-25-d1", "--source-file", minutes).status == 0
    source = command("show", "rcm-25-d1", "--json").document["source"]
    assert source == {"page": "4", "sha256": HASH}
    assert command("verify").status == 0


def test_where_a_record_is_refused_its_original_is_not_kept(command, ledger, minutes, tmp_path, beside):
    for arguments in (
        ["meeting", "rcm-12", *MEETING],
        ["meeting", "rcm-25", "--body", "rmc", *MEETING[2:]],
        ["table", "d-9", "--meeting", "rcm-99", "--text-en", "Decide."],
        ["redraft", "rcm-12-d2", "--text-en", "Decide."],
    ):
        answer = command(*arguments, "--source-file", minutes)
        assert answer.status == 2, answer
    assert not beside.sources.exists()


@pytest.mark.parametrize("what", ["nowhere.pdf", "."])
def test_where_an_original_cannot_be_read_its_record_is_not_made(command, ledger, what):
    before = command("audit", "--json", "--limit", "1").document
    for arguments in (["meeting", "rcm-25", *MEETING, "--source-file"], ["attach", "rcm-12"]):
        answer = command(*arguments, what, "--json")
        assert answer.status == 2
        assert "cannot be read" in answer.document["errors"][0]["message"]
    assert command("show", "rcm-25").status == 2
    assert command("audit", "--json", "--limit", "1").document == before


def test_what_is_said_of_an_original_is_read_as_a_registers_source_is(command, ledger, minutes):
    answer = command("attach", "rcm-12", minutes, "--page", "", "--title-en", "a\u202eb", "--json")
    assert answer.status == 2
    paths = {error["path"] for error in answer.document["errors"]}
    assert paths == {"page", "title.en"}


def test_a_file_of_the_record_and_an_original_beside_it_are_one_too_many(command, ledger, minutes):
    answer = command("meeting", "rcm-25", "--file", "rcm-25.yaml", "--source-file", minutes)
    assert (answer.status, "--source-file" in answer.err) == (2, True)


def test_an_import_says_which_originals_it_kept_and_which_it_did_not_find(
    command, store, attached, tmp_path, beside
):
    (tmp_path / "other.pdf").write_bytes(b"%PDF-1.7 other minutes")
    assert command("attach", "rcm-12-d2", "other.pdf").status == 0
    (other,) = {f.name for f in beside.sources.iterdir()} - {HASH}
    assert command("export", "--register", "-o", "all.yaml").status == 0
    (tmp_path / "scans").mkdir()
    (tmp_path / "scans" / "any name.pdf").write_bytes(MINUTES)
    copy = store.address(tmp_path, "copy.db")
    there, sources = ["--ledger", copy], Beside(place_of(copy).beside).sources
    dry = command("import", "all.yaml", "--sources", "scans", *there, "--dry-run")
    assert "Would be kept beside the ledger: 1 signed original." in dry.said
    assert not sources.exists()
    done = command("import", "all.yaml", "--sources", "scans", *there)
    assert done.status == 0, done.err
    assert "Kept beside the ledger: 1 signed original." in done.said
    assert "not found: 1 signed original" in done.said
    assert other in done.out
    assert (sources / HASH).read_bytes() == MINUTES
    again = command("import", "all.yaml", "--sources", beside.sources, *there, "--json")
    assert (again.document["sources"], again.document["sources_missing"]) == (1, [])
    assert command("verify", *there).status == 0
