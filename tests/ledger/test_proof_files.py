"""A proof: a few entries in a small text file, checked with nothing else at hand."""

from base64 import b64decode, b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.ledger import Ledger
from ledger.notes import Checkpoint
from ledger.proof_files import (
    HEADER,
    MOST_BYTES,
    NotAProof,
    ProofFile,
    check_proof,
    entries_about,
    write_proof,
)
from tests.builders import (
    Conference,
    a_ledger,
    approve,
    approve_section,
    as_day,
    assert_proven,
    assert_said,
    hindered,
    redefine,
    start,
)
from tests.ledger.forging import Forger, as_bytes


@pytest.fixture
def it(tmp_path: Path) -> Iterator[Conference]:
    ledger = a_ledger(tmp_path)
    it = Conference(ledger)
    it.decides(
        "rcm", "2007-05-10",
        approve_section("mpm", steward="rcgm"), approve("a1", "mpm"), approve("a2", "mpm"),
        id="rcm-12-d1",
    )  # fmt: skip
    it.decides("rcgm", "2007-06-10", start("a1"), id="rcgm-d1")
    it.decides("rcm", "2008-05-10", redefine("a1"), approve("a3", replaces=("a2",)), id="rcm-13-d1")
    ledger.close_meeting("rcm-2008-05-10", as_day("2008-05-11"))
    yield it
    assert_proven(ledger)
    ledger.close()


def proof_of(ledger: Ledger, id: str) -> str:
    seal = ledger.last_seal()
    assert seal is not None
    return write_proof(ledger, entries_about(ledger, id), seal, seal.note)


def checked(text: str, brought: Checkpoint | None = None) -> ProofFile:
    found = check_proof(text.encode(), brought)
    for violation in found.violations:
        assert_said(violation.message)
    return found


def told_by(found: ProofFile) -> list[str]:
    return [f"{fact.event.name} {fact.originator_id}" for fact in found.facts]


def test_a_decision_is_proven_with_its_draft_its_positions_and_what_it_enacted(it):
    found = checked(proof_of(it.ledger, "rcgm-d1"))
    assert found.authentic
    told = told_by(found)
    assert told[0] == "charter-given charter"
    assert told[1:3] == ["decision-tabled decision:rcgm-d1", "change-drafted decision:rcgm-d1"]
    assert told.count("position-taken decision:rcgm-d1") == 11
    assert told[-2:] == ["decision-adopted decision:rcgm-d1", "change-enacted item:a1"]


def test_of_a_change_only_that_one_is_proven_as_enacted(it):
    told = told_by(checked(proof_of(it.ledger, "rcm-12-d1#2")))
    assert [t for t in told if t.startswith("change-enacted")] == ["change-enacted item:a1"]
    assert [t for t in told if t.startswith("change-drafted")] == [
        "change-drafted decision:rcm-12-d1"
    ] * 3


def test_an_items_whole_history_is_proven_with_what_replaced_it(it):
    told = told_by(checked(proof_of(it.ledger, "a1")))
    assert [t for t in told if t.startswith("change-enacted")] == ["change-enacted item:a1"] * 3
    told = told_by(checked(proof_of(it.ledger, "a2")))
    assert [t for t in told if t.startswith("change-enacted")] == [
        "change-enacted item:a2",
        "change-enacted item:a3",
    ]


def test_each_part_of_a_proof_is_a_tlog_proof_by_itself(it):
    text = proof_of(it.ledger, "rcgm-d1")
    parts = [f"{HEADER}\n{part}" for part in text.split(f"{HEADER}\n")[1:]]
    assert len(parts) == 16
    for part in parts:
        head, _, note = part.partition("\n\n")
        header, extra, index, *hashes = head.split("\n")
        assert header == "c2sp.org/tlog-proof@v1"
        assert b64decode(extra.removeprefix("extra ")).startswith(b'{"stream":')
        assert index.removeprefix("index ").isdecimal()
        assert all(len(b64decode(each)) == 32 for each in hashes)
        assert note.startswith("rcm-ledger/")


def test_the_key_that_signed_comes_with_the_proof_after_rotations_too(it):
    it.ledger.rotate_key()
    new = it.ledger.rotate_key()
    it.ledger.seal()
    found = checked(proof_of(it.ledger, "rcgm-d1"))
    assert found.authentic
    assert found.keys[-1] == new
    assert len(found.keys) == 3


def test_what_is_not_sealed_yet_is_not_proven(it):
    it.decides("rcm", "2009-05-10", approve("a9"), id="rcm-14-d1")
    with hindered("not-sealed"):
        proof_of(it.ledger, "a9")


@pytest.mark.parametrize("id", ["nothing", "rcm-12-d9", "rcm-12-d1#9", "#1", "charter"])
def test_there_is_no_proof_of_what_is_not_there(it, id):
    with hindered("unknown"):
        entries_about(it.ledger, id)


def test_a_proof_is_held_against_a_seal_that_somebody_kept(it):
    text, seal = proof_of(it.ledger, "a1"), it.ledger.last_seal()
    assert seal is not None
    assert checked(text, Checkpoint("", seal.size, seal.root)).authentic
    for brought, said in (
        (Checkpoint("", seal.size, bytes(32)), "another root"),
        (Checkpoint("", seal.size + 1, seal.root), "ask for a proof under that seal"),
    ):
        found = checked(text, brought)
        assert not found.authentic
        assert said in found.violations[0].message["en"]


# --- falsified ------------------------------------------------------------------------------------


def test_every_character_that_is_changed_is_found(it):
    """Whatever character of the file is another one, it is no proof any more, or not authentic."""
    text = proof_of(it.ledger, "rcgm-d1#1")
    at_all = range(0, len(text), 7)
    for at in at_all:
        other = "A" if text[at] != "A" else "B"
        try:
            found = checked(text[:at] + other + text[at + 1 :])
        except NotAProof as refused:
            assert refused.line >= 1
        else:
            assert not found.authentic, (at, text[at - 20 : at + 20])


def test_an_entry_with_other_words_is_found_and_named(it):
    text = proof_of(it.ledger, "rcgm-d1")
    extra = next(
        line for line in text.split("\n")
        if line.startswith("extra ") and b'"change-enacted/1"' in b64decode(line[6:])
    )  # fmt: skip
    forged = b64decode(extra[6:]).replace(b'"start"', b'"steal"')
    found = checked(text.replace(extra, f"extra {b64encode(forged).decode()}"))
    assert not found.authentic
    (violation,) = found.violations
    assert violation.code == "not-the-sealed"
    assert violation.reference == f"entry {it.ledger.index.about('a1')[1].entry}"


def test_an_entry_that_could_be_read_as_two_things_proves_neither(tmp_path):
    ledger = a_ledger(tmp_path)
    Conference(ledger).decides("rcm", "2007-05-10", approve_section("mpm"), id="rcm-12-d1")
    ledger.close()
    with Forger(ledger.path) as forger:
        row = forger.find("position-taken")
        twice = as_bytes(row.state).replace(b'"member":', b'"member":"US","member":')
        forger.put(row.entry, state=twice)
    ledger = Ledger.open(ledger.path)
    ledger.seal()
    found = checked(proof_of(ledger, "rcm-12-d1"))
    assert [each.reference for each in found.violations] == [f"entry {row.entry}"]
    ledger.close()


def test_parts_of_two_proofs_do_not_make_one(it):
    one = proof_of(it.ledger, "rcgm-d1")
    it.ledger.rotate_key()
    it.ledger.seal()
    other = proof_of(it.ledger, "rcgm-d1")
    cut = one.rindex(HEADER)
    assert not checked(one[:cut] + other[other.rindex(HEADER) :]).authentic


def test_without_the_founding_entry_nobody_knows_whose_key_it_was(it):
    text = proof_of(it.ledger, "rcgm-d1")
    found = checked(text[text.index(HEADER, 1) :])
    assert not found.authentic
    assert "founding entry is missing" in found.violations[-1].message["en"]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", 1),
        (b"\xff\xfe", 1),
        (b"something else\n", 1),
        (f"{HEADER}\n".encode(), 2),
        (f"{HEADER}\nindex 1\n".encode(), 2),
        (f"{HEADER}\nextra !\nindex 1\n\n".encode(), 2),
        (f"{HEADER}\nextra QQ==\n\n".encode(), 3),
        (f"{HEADER}\nextra QQ==\nindex 01\n\n".encode(), 3),
        (f"{HEADER}\nextra QQ==\nindex -1\n\n".encode(), 3),
        (f"{HEADER}\nextra QQ==\nindex {'9' * 5000}\n\n".encode(), 3),
        (f"{HEADER}\nextra QQ==\nindex 1\nnot base64\n\n".encode(), 4),
        (f"{HEADER}\nextra QQ==\nindex 1\n{'QQ==' + chr(10)}".encode() * 1, 1),
        (f"{HEADER}\nextra QQ==\nindex 1\n{('QQ==' + chr(10)) * 64}\n".encode(), 67),
        (f"{HEADER}\nextra QQ==\nindex 1\n\nno note\n".encode(), 1),
        (b"x" * (MOST_BYTES + 1), 1),
    ],
    ids=str,
)
def test_what_is_no_proof_is_refused_with_its_line(content, line):
    with pytest.raises(NotAProof) as refused:
        check_proof(content)
    assert refused.value.line == line
    assert all(refused.value.why)
