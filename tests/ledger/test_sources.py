"""The signed originals: kept by their hash, named in the log, and found out when they are not what
they were."""

import hashlib
import os
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from ledger import sources as sources_module
from ledger.attaching import attach
from ledger.events import RecordCorrected, SourceKept
from ledger.importing import import_into
from ledger.records import ProposalFields
from ledger.register import NothingKnown, read_register
from ledger.sources import Original, Sources, named_in, original_of
from ledger.verify import verify
from tests.builders import Conference, approve, assert_said, hindered, nothing_recorded

MINUTES = b"%PDF-1.7 the signed minutes"
HASH = hashlib.sha256(MINUTES).hexdigest()
RECORDS = {"meeting": "rcm-12", "decision": "rcm-12-d1", "proposal": "mx-1"}


@pytest.fixture
def conference(conference: Conference) -> Conference:
    """`rcm-12` with the decision `rcm-12-d1`, and a proposal."""
    conference.meets("rcm", "2007-05-10", id="rcm-12", title={"en": "XII RCM"})
    conference.decides("rcm-12", None, approve("a1"), id="rcm-12-d1", source="A copy")
    fields = {"id": "mx-1", "by": "MX", "submitted_to": "rcm-12", "text": {"en": "A wish."}}
    conference.ledger.propose(ProposalFields.model_validate(fields))
    return conference


@pytest.fixture
def minutes(tmp_path: Path) -> Path:
    file = tmp_path / "minutes.pdf"
    file.write_bytes(MINUTES)
    return file


def attached(conference: Conference, file: Path, kind: str = "meeting", **described: Any) -> str:
    original = original_of(file)
    attach(
        conference.ledger, kind, RECORDS[kind], file, original, described, language="en"
    )  # fmt: skip
    return original.sha256


def folder_of(conference: Conference) -> Path:
    return Path(conference.ledger.path).with_name("ledger.sources")


def files_in(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir()) if folder.exists() else []


def found(conference: Conference) -> list[tuple[str, str]]:
    verification = verify(conference.ledger)
    assert verification.lawful
    assert verification.authentic == (not verification.violations)
    for violation in verification.violations:
        assert_said(violation.message)
        assert all(HASH in said for said in violation.message.values())
    return [(v.code, v.reference) for v in verification.violations]


def restored(conference: Conference, file: Path) -> None:
    """A history test ends with a ledger that is proven."""
    conference.ledger.keep_source(file, original_of(file))


# --- kept -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", RECORDS)
def test_a_file_is_kept_under_its_hash_and_its_record_names_it(conference, minutes, kind):
    plan = conference.plan()
    assert attached(conference, minutes, kind, page="3") == HASH
    assert (folder_of(conference) / HASH).read_bytes() == MINUTES
    source = getattr(conference.ledger, kind)(RECORDS[kind]).fields.source
    assert (source.sha256, source.page) == (HASH, "3")
    *_, corrected, kept = conference.ledger.recorder.facts()
    assert isinstance(corrected.event, RecordCorrected)
    assert isinstance(kept.event, SourceKept)
    assert (kept.event.sha256, kept.event.size) == (HASH, len(MINUTES))
    assert conference.plan() == plan


def test_what_was_said_of_a_source_stays(conference, minutes):
    attached(conference, minutes, "decision")
    source = conference.ledger.decision("rcm-12-d1").fields.source
    assert source.title == {"en": "A copy"}
    attached(conference, minutes, "decision", title={"es": "Una copia"}, url="https://x.example/a")
    source = conference.ledger.decision("rcm-12-d1").fields.source
    assert (source.title, source.url) == (
        {"en": "A copy", "es": "Una copia"},
        "https://x.example/a",
    )


def test_the_same_file_twice_is_one(conference, minutes, tmp_path):
    again = tmp_path / "a copy.pdf"
    again.write_bytes(MINUTES)
    for kind, file in (("meeting", minutes), ("decision", again), ("proposal", minutes)):
        attached(conference, file, kind)
    assert files_in(folder_of(conference)) == [HASH]
    events = [fact.event for fact in conference.ledger.recorder.facts(topics=[SourceKept.topic])]
    assert len(events) == 1
    assert named_in(conference.ledger.recorder).by == {HASH: ["rcm-12", "rcm-12-d1", "mx-1"]}
    with nothing_recorded(conference.ledger):
        attached(conference, minutes, "meeting")


def test_a_large_file_takes_no_more_memory_than_a_small_one(conference, tmp_path):
    large = tmp_path / "scan.pdf"
    with large.open("wb") as out:
        out.truncate(100_000_000)
    tracemalloc.start()
    sha256 = attached(conference, large)
    assert conference.ledger.sources.state(sha256) == "kept"
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8_000_000


def test_a_new_original_leaves_the_old_one_on_record_and_checked(conference, minutes, tmp_path):
    attached(conference, minutes)
    better = tmp_path / "better.pdf"
    better.write_bytes(b"a better scan")
    new = attached(conference, better)
    assert files_in(folder_of(conference)) == sorted([HASH, new])
    (folder_of(conference) / HASH).unlink()
    assert found(conference) == [("source-missing", "rcm-12")]
    restored(conference, minutes)


def test_a_hash_that_was_corrected_by_hand_is_named_too(conference):
    conference.ledger.correct("decision", "rcm-12-d1", "source", {"page": "1"}, {"en": "So."})
    conference.ledger.correct("decision", "rcm-12-d1", "source.sha256", HASH, {"en": "So."})
    assert named_in(conference.ledger.recorder).by == {HASH: ["rcm-12-d1"]}


def test_words_that_look_like_a_hash_are_only_words(conference):
    words = f'"sha256":"{HASH}"'
    conference.ledger.correct("decision", "rcm-12-d1", "source", words, {"en": words})
    assert named_in(conference.ledger.recorder).by == {}


# --- found out ------------------------------------------------------------------------------------


def test_an_original_that_is_gone_is_reported_and_the_log_says_what_it_was(conference, minutes):
    attached(conference, minutes)
    (folder_of(conference) / HASH).unlink()
    assert found(conference) == [("source-missing", "rcm-12")]
    folder_of(conference).rmdir()
    assert found(conference) == [("source-missing", "rcm-12")]
    restored(conference, minutes)


@pytest.mark.parametrize("at", range(len(MINUTES)))
def test_an_original_is_altered_by_any_single_byte(tmp_path, minutes, at):
    kept = Sources(tmp_path / "kept")
    kept.keep(minutes, original_of(minutes))
    assert kept.state(HASH) == "kept"
    altered = bytearray(MINUTES)
    altered[at] ^= 1
    kept.path(HASH).unlink()
    kept.path(HASH).write_bytes(altered)
    assert kept.state(HASH) == "altered"


@pytest.mark.parametrize(
    "way", ["other", "empty", "longer", "a link to it", "a broken link", "a folder", "a pipe"]
)
def test_what_is_not_the_original_is_reported_as_altered(conference, minutes, way):
    attached(conference, minutes)
    kept = folder_of(conference) / HASH
    kept.unlink()
    match way:
        case "other" | "empty" | "longer":
            kept.write_bytes({"other": b"other", "empty": b"", "longer": MINUTES + b"!"}[way])
        case "a link to it":
            kept.symlink_to(minutes)
        case "a broken link":
            kept.symlink_to("nowhere")
        case "a folder":
            kept.mkdir()
        case "a pipe":
            os.mkfifo(kept)
    assert found(conference) == [("source-altered", "rcm-12")]
    if way == "a folder":
        kept.rmdir()
    # Whatever stood there gives way to the file itself, and what a link led to is left alone.
    restored(conference, minutes)
    assert minutes.read_bytes() == MINUTES
    assert not kept.is_symlink()
    assert found(conference) == []


def test_an_original_that_was_only_named_and_never_kept_is_not_gone(conference):
    conference.ledger.correct("meeting", "rcm-12", "source", {"sha256": HASH}, {"en": "As signed."})
    assert found(conference) == []
    folder_of(conference).mkdir()
    (folder_of(conference) / HASH).write_bytes(b"not it")
    assert found(conference) == [("source-altered", "rcm-12")]
    (folder_of(conference) / HASH).unlink()


def test_what_nobody_named_does_no_harm_beside_the_log(conference, minutes):
    attached(conference, minutes)
    for name in ("ab" * 32, ".new-0123", "notes.txt"):
        (folder_of(conference) / name).write_bytes(b"whatever")
    assert found(conference) == []


# --- bad input ------------------------------------------------------------------------------------


def assert_untouched(conference: Conference) -> None:
    assert files_in(folder_of(conference)) == []
    assert conference.ledger.meeting("rcm-12").fields.source is None


@pytest.mark.parametrize("way", ["missing", "a folder", "empty", "a pipe", "a broken link"])
def test_what_is_no_file_is_not_attached(conference, tmp_path, way):
    file = tmp_path / "it"
    match way:
        case "a folder":
            file.mkdir()
        case "empty":
            file.touch()
        case "a pipe":
            os.mkfifo(file)
        case "a broken link":
            file.symlink_to("nowhere")
    with nothing_recorded(conference.ledger), hindered("cannot-read", str(file)):
        attached(conference, file)
    assert_untouched(conference)


def test_a_file_that_changes_while_it_is_read_is_not_attached(conference, minutes):
    original = original_of(minutes)
    minutes.write_bytes(MINUTES + b" and more")
    with nothing_recorded(conference.ledger), hindered("source-changed", str(minutes)):
        attach(conference.ledger, "meeting", "rcm-12", minutes, original, {}, language="en")
    assert_untouched(conference)


@pytest.mark.parametrize(("kind", "id"), [("meeting", "rcm-99"), ("decision", "rcm-12")])
def test_nothing_is_kept_for_a_record_that_is_not_there(conference, minutes, kind, id):
    original = original_of(minutes)
    with nothing_recorded(conference.ledger), hindered("unknown", id):
        attach(conference.ledger, kind, id, minutes, original, {}, language="en")
    assert_untouched(conference)


@pytest.mark.parametrize("described", [{"page": ""}, {"url": "a\0b"}, {"title": {"fr": "Acte"}}])
def test_nothing_is_kept_where_what_is_said_of_it_is_no_source(conference, minutes, described):
    with nothing_recorded(conference.ledger), hindered("no-value", "source"):
        attached(conference, minutes, **described)
    assert_untouched(conference)


def test_a_file_in_the_place_of_the_folder_is_left_alone(conference, minutes):
    folder_of(conference).write_text("mine")
    with nothing_recorded(conference.ledger), hindered("cannot-write", "ledger.sources"):
        attached(conference, minutes)
    assert folder_of(conference).read_text() == "mine"


@pytest.mark.parametrize("failing", ["fsync", "replace"])
def test_what_breaks_off_before_it_is_kept_leaves_nothing(
    conference, minutes, monkeypatch, failing
):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    owner = sources_module.os if failing == "fsync" else sources_module.Path
    monkeypatch.setattr(owner, failing, full)
    with nothing_recorded(conference.ledger), hindered("cannot-write", "ledger.sources"):
        attached(conference, minutes)
    monkeypatch.undo()
    assert_untouched(conference)


def test_what_breaks_off_after_it_is_kept_leaves_a_file_that_does_no_harm(
    conference, minutes, monkeypatch
):
    def struck(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with nothing_recorded(conference.ledger), monkeypatch.context() as patched:
        patched.setattr(type(conference.ledger), "_version", struck)
        with pytest.raises(KeyboardInterrupt):
            conference.ledger.keep_source(minutes, original_of(minutes))
    assert files_in(folder_of(conference)) == [HASH]
    assert found(conference) == []
    attached(conference, minutes)
    assert files_in(folder_of(conference)) == [HASH]


# --- with a register ------------------------------------------------------------------------------


def a_register(folder: Path, *hashes: str) -> Path:
    """A register of one meeting and its decisions, each with a source that names a hash."""
    lines = ["register: 1", "meetings:"]
    for n, sha256 in enumerate(hashes, start=1):
        lines += [
            f"  - id: m-{n}", "    body: rcm", "    title: {en: A meeting}", "    opens_on: 2010-01-01",
            "    closes_on: 2010-01-02", f"    source: {{sha256: {sha256}}}",
        ]  # fmt: skip
    file = folder / "register.yaml"
    file.write_text("\n".join(lines) + "\n")
    return file


def test_an_import_keeps_what_it_finds_of_what_the_register_names(ledger, tmp_path):
    folder = tmp_path / "scans"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "minutes.pdf").write_bytes(MINUTES)
    (folder / "other.pdf").write_bytes(b"not named by anybody")
    (folder / "linked.pdf").symlink_to(tmp_path / "secret.pdf")
    secret = b"outside of the folder"
    (tmp_path / "secret.pdf").write_bytes(secret)
    os.mkfifo(folder / "pipe")
    linked = hashlib.sha256(secret).hexdigest()
    register = read_register([a_register(tmp_path, HASH, linked)], _known(ledger))
    done = import_into(ledger, register, sources=folder, dry_run=True)
    assert (done.sources, done.sources_missing) == (1, [linked])
    assert files_in(tmp_path / "ledger.sources") == []
    done = import_into(ledger, register, sources=folder)
    assert (done.meetings, done.sources, done.sources_missing) == (2, 1, [linked])
    assert files_in(tmp_path / "ledger.sources") == [HASH]
    assert verify(ledger).proven
    with nothing_recorded(ledger):
        assert import_into(ledger, register, sources=folder).sources == 0
    # What turns up later is kept by importing again.
    (folder / "linked.pdf").unlink()
    (folder / "linked.pdf").write_bytes(secret)
    assert import_into(ledger, register, sources=folder).sources == 1
    assert verify(ledger).proven


def test_a_refused_import_keeps_no_original(ledger, tmp_path):
    folder = tmp_path / "scans"
    folder.mkdir()
    (folder / "minutes.pdf").write_bytes(MINUTES)
    file = a_register(tmp_path, HASH)
    import_into(ledger, read_register([file], _known(ledger)))
    file.write_text(file.read_text().replace("A meeting", "Another title"))
    with nothing_recorded(ledger):
        done = import_into(ledger, read_register([file], _known(ledger)), sources=folder)
    assert [v.code for v in done.violations] == ["differs"]
    assert files_in(tmp_path / "ledger.sources") == []


def test_a_register_comes_without_its_originals_when_no_folder_is_named(ledger, tmp_path):
    done = import_into(ledger, read_register([a_register(tmp_path, HASH)], _known(ledger)))
    assert (done.meetings, done.sources, done.sources_missing) == (1, 0, [])
    assert verify(ledger).proven


def test_a_folder_of_originals_that_is_none_is_said_before_anything_is_recorded(ledger, tmp_path):
    register = read_register([a_register(tmp_path, HASH)], _known(ledger))
    for folder in (tmp_path / "nowhere", tmp_path / "register.yaml"):
        with nothing_recorded(ledger), hindered("cannot-read", str(folder)):
            import_into(ledger, register, sources=folder)


def _known(ledger: Any) -> Any:
    from ledger.importing import KnownToLedger

    return KnownToLedger(ledger)


# --- out again ------------------------------------------------------------------------------------


def test_an_original_is_copied_out_as_it_was_and_an_altered_one_is_told(
    conference, minutes, tmp_path
):
    attached(conference, minutes)
    kept = conference.ledger.sources
    for altered in (False, True):
        with (tmp_path / "out").open("wb") as out:
            assert kept.copy(HASH, out) is not altered
        kept.path(HASH).unlink()
        kept.path(HASH).write_bytes(b"another")
    restored(conference, minutes)
    with kept.open(HASH) as stream:
        assert stream.read() == MINUTES


def test_what_is_not_kept_is_not_opened(tmp_path):
    with hindered("cannot-read", HASH):
        Sources(tmp_path).open(HASH)
    (tmp_path / HASH).symlink_to("/etc/hostname")
    with hindered("cannot-read", HASH):
        Sources(tmp_path).open(HASH)
    assert not Sources(tmp_path).is_there(HASH)


def test_an_original_is_its_bytes_alone(tmp_path, minutes):
    assert original_of(minutes) == Original(HASH, len(MINUTES))
    assert NothingKnown
