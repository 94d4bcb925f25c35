"""check.py: what it finds, what it says, and that an auditor can read it."""

import ast
import importlib.util
import json
import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from ledger.leaves import leaf
from ledger.notes import Checkpoint
from ledger.tree import EMPTY_ROOT
from tests.bundle.made import CHECK, LEDGER, ORIGIN, MadeLog, a_sealed_log, a_signer, root_of, state


def the_module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("check_py", CHECK)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


check_py: Any = the_module()


def run(folder: Path, *arguments: str, script: Path | None = None) -> tuple[int, str]:
    """check.py as an auditor runs it, with a Python that has nothing of ours: status and words."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(script or CHECK), str(folder), *arguments],
        capture_output=True,
        timeout=60,
    )
    assert done.stderr == b"", done.stderr.decode()
    return done.returncode, done.stdout.decode()


def refused(folder: Path, *arguments: str) -> str:
    status, said = run(folder, *arguments)
    assert status == 1, said
    last = said.splitlines()[-1]
    assert last.startswith("NOT AUTHENTIC / NO ES AUTÉNTICO: ")
    return last.partition(": ")[2]


def authentic(folder: Path, *arguments: str) -> str:
    status, said = run(folder, *arguments)
    assert status == 0, said
    assert "AUTHENTIC / AUTÉNTICO: 1-" in said
    return said


# --- an auditor can read it ---------------------------------------------------------------------------------


def test_it_has_at_most_300_lines_none_too_long_to_read() -> None:
    lines = CHECK.read_text().splitlines()
    assert len(lines) <= 300
    assert max(map(len, lines)) <= 120


def test_it_imports_the_standard_library_alone() -> None:
    tree = ast.parse(CHECK.read_text())
    names = [a.name for node in ast.walk(tree) if isinstance(node, ast.Import) for a in node.names]
    names += [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert "hashlib" in names
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names
    assert not re.search(r"__import__|importlib|exec\(|eval\(|compile\((?!\")", CHECK.read_text())


def test_what_lies_beside_it_is_not_taken_for_a_part_of_python(tmp_path: Path) -> None:
    folder = a_sealed_log().write(tmp_path)
    (folder / "hashlib.py").write_text("raise SystemExit(0)")
    (folder / "json.py").write_text("raise SystemExit(0)")
    (folder / "keys.txt").write_text("other\n")
    done = subprocess.run([sys.executable, "check.py"], cwd=folder, capture_output=True, timeout=60)
    assert done.returncode == 1
    assert b"keys.txt has other keys" in done.stdout


def test_it_is_run_in_the_unpacked_folder(tmp_path: Path) -> None:
    folder = a_sealed_log().write(tmp_path)
    done = subprocess.run([sys.executable, "check.py"], cwd=folder, capture_output=True, timeout=60)
    assert done.returncode == 0


# --- its parts, against what others publish, and against ours ------------------------------------------------

RFC_8032 = [  # 7.1: public key, message, signature
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
        "d25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
        "387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
        "4a7c15e9716ed28dc027beceea1ec40a",
    ),
    (
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd"
        "454d4423643ce80e2a9ac94fa54ca49f",
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e030"
        "3dca179c138ac17ad9bef1177331a704",
    ),
]


@pytest.mark.parametrize(("public", "message", "signature"), RFC_8032)
def test_it_verifies_the_signatures_of_rfc_8032(public: str, message: str, signature: str) -> None:
    key, text, value = (bytes.fromhex(each) for each in (public, message, signature))
    assert check_py.ed25519(key, text, value)
    assert not check_py.ed25519(key, text + b"!", value)
    for at in range(0, 64, 7):
        altered = bytearray(value)
        altered[at] ^= 1
        assert not check_py.ed25519(key, text, bytes(altered))
    # 5.1.7: S is less than L, so that there is no second form of a signature; and there is no rest.
    larger = int.from_bytes(value[32:], "little") + check_py.L
    assert not check_py.ed25519(key, text, value[:32] + larger.to_bytes(32, "little"))
    assert not check_py.ed25519(key, text, value + b"\0")
    assert not check_py.ed25519(key, text, value[:63])


def test_its_signatures_are_those_of_cryptography() -> None:
    rng = random.Random(1)
    for n in range(20):
        signer, message = a_signer(f"k{n}"), rng.randbytes(rng.randrange(200))
        value = signer.private.sign(message)
        assert check_py.ed25519(signer.verifier.public, message, value)
        assert not check_py.ed25519(a_signer("another").verifier.public, message, value)


def test_its_tree_is_ours(tmp_path: Path) -> None:
    rng = random.Random(2)
    log = MadeLog()
    its = check_py.Tree(str(tmp_path))
    its.compare = lambda name, due: None
    its.append(sha256(b"\0" + log.leaves[0]).digest())
    for size in range(1, 1200):
        assert its.root() == log.tree.root(), size
        assert its.size == log.size == size
        log.add(rng.randbytes(rng.randrange(60)))
        its.append(sha256(b"\0" + log.leaves[-1]).digest())
    assert check_py.Tree(str(tmp_path)).root() == EMPTY_ROOT


def test_it_names_tiles_as_the_specification_does() -> None:
    assert check_py.tile(0, 1234067) == "tile/0/x001/x234/067"
    assert check_py.tile("entries", 5, 7) == "tile/entries/005.p/7"


# --- authentic ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("entries", [1, 2, 255, 256, 257, 511, 512, 513, 700])
def test_a_sealed_log_is_authentic(tmp_path: Path, entries: int) -> None:
    said = authentic(a_sealed_log(entries).write(tmp_path))
    assert f"1-{entries:,}" in said
    assert f"sin sello todavía: {entries + 1:,}-{entries + 1:,}" in said


@pytest.mark.slow
def test_a_tree_of_three_levels_is_authentic(tmp_path: Path) -> None:
    authentic(a_sealed_log(66_000).write(tmp_path))


def test_what_comes_after_the_last_seal_is_said_to_be_unsealed(tmp_path: Path) -> None:
    log = a_sealed_log(20)
    for n in range(500):
        log.record(f"meeting:x{n}", "meeting-convened/1", meeting={})
    said = authentic(log.write(tmp_path))
    assert "AUTÉNTICO: 1-20\n" in said
    assert "sealed by no seal yet / sin sello todavía: 21-521" in said


def test_every_seal_key_and_witness_is_followed(tmp_path: Path) -> None:
    log = a_sealed_log(5)
    log.cosign("mx")
    log.rotate("second")
    log.seal()
    log.rotate("third")
    log.seal()
    log.cosign("mx")
    log.cosign("hn")
    said = authentic(log.write(tmp_path))
    assert "refrendado por: witness.example/hn, witness.example/mx" in said
    assert all(signer.vkey in said for signer in (*log.signers, a_signer("ledger")))


REDEFINE = {"redefine": {"item": "a1", "terms": {"timeline": {"by": "2008-06-30"}}}}
START = {"start": {"item": "a1"}}


def test_it_prints_what_touches_commitments_for_a_sceptic_to_judge(tmp_path: Path) -> None:
    log = MadeLog()
    changes = (
        REDEFINE, START, {"move": {"item": "a1", "parent": None}},
        {"discontinue": {"item": "a1", "reason": {"en": "No"}}},
        {"approve": {"item": "a2", "replaces": ["a1"], "terms": {}}}, {"approve": {"item": "a3", "terms": {}}},
    )  # fmt: skip
    log.table("Ours", *changes)
    log.decision("position-taken", member="CA", position={"except": ["a1"]})
    log.decision("position-taken", member="US", position={"stance": "object"})
    log.decision("position-taken", member="BZ", position={})
    log.decision("position-taken", member="MX", position={"stance": "agree"})
    log.adopt(*changes)
    log.seal()
    said = authentic(log.write(tmp_path))
    assert "redefine a1 by rcm-12-d3#1 of rcm at rcm-12, adopted on 2007-06-01" in said
    assert '{"item":"a1","terms":{"timeline":{"by":"2008-06-30"}}}' in said
    assert "  agree: BZ MX\n  agree, but not on a1: CA\n  object: US\n" in said
    assert all(f": {kind}" in said for kind in ("move a1", "discontinue a1", "approve a2"))
    assert not any(f": {kind}" in said for kind in ("start a1", "approve a3"))


def test_it_prints_what_a_delegation_contests_before_an_adoption_and_after(tmp_path: Path) -> None:
    log = MadeLog()
    log.table("Ours", REDEFINE)
    log.decision("position-taken", member="CA", position={})
    log.decision("position-contested", member="CA", reason={"en": "Not so."})
    log.decision("contest-withdrawn", member="CA")
    log.decision("decision-submitted")
    log.decision("confirmation-refused", violations=[{"code": "objection"}])
    log.adopt(REDEFINE)
    log.record("service", "service-begun/1")
    log.decision("position-contested", member="MX", reason={"en": "Never.\nAUTHENTIC"})
    log.seal()
    said = authentic(log.write(tmp_path))
    assert 'position-contested: CA, rcm-12-d3 {"en":"Not so."}\n' in said
    assert "contest-withdrawn: CA, rcm-12-d3 null\n" in said
    assert 'position-contested: MX, rcm-12-d3 {"en":"Never.\\nAUTHENTIC"}\n' in said


def test_a_stranger_s_words_make_no_line_of_their_own(tmp_path: Path) -> None:
    log = MadeLog()
    log.table("Ours", REDEFINE, id="d\nAUTHENTIC")
    log.adopt(REDEFINE, id="d\nAUTHENTIC")
    log.seal()
    said = authentic(log.write(tmp_path))
    assert [line[:10] for line in said.splitlines()].count("AUTHENTIC ") == 1


def test_a_reader_who_leaves_sees_no_traceback(tmp_path: Path) -> None:
    log = MadeLog()
    for n in range(3000):
        log.adopt(REDEFINE, id=f"d{n}")
    log.seal()
    checking = subprocess.Popen(
        [sys.executable, str(CHECK), str(log.write(tmp_path))], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert checking.stdout is not None
    assert checking.stderr is not None
    checking.stdout.readline()
    checking.stdout.close()
    assert checking.stderr.read() == b""
    checking.stderr.close()
    assert checking.wait(60) == 1


def test_a_stranger_s_text_commands_no_terminal(tmp_path: Path) -> None:
    log = MadeLog()
    hostile = {"discontinue": {"item": "a1", "reason": {"en": "\x1b[2J\u202e\rgone"}}}
    log.table("Ours", hostile)
    log.adopt(hostile)
    log.seal()
    folder = log.write(tmp_path)
    said = run(folder)[1]
    assert "<U+001B>" in said or "\\u001b" in said
    assert not set("\x1b\u202e\r") & set(said)


# --- signed positions ---------------------------------------------------------------------------------------


def a_signed_log(**said: Any) -> MadeLog:
    log = MadeLog()
    log.give_key("MX", "mx")
    log.table("Ours", REDEFINE, START)
    log.position("MX", "mx", "Ours", REDEFINE, START, **said)
    return log


@pytest.mark.parametrize(
    "said",
    [{}, {"stance": "reserve", "statement": {"en": "“No”, é\n\t\x7f𝄞", "es": "Sí"}}, {"except": ["b", "a", "a.1"]}],
)  # fmt: skip
def test_signed_positions_are_verified(tmp_path: Path, said: dict[str, Any]) -> None:
    log = a_signed_log()
    document = {**said, "except": sorted(said["except"])} if "except" in said else said
    log.give_key("HN", "hn")
    log.position("HN", "hn", "Ours", REDEFINE, START, **document)
    log.decision("position-taken", member="BZ", position={})
    log.seal()
    assert "posiciones firmadas: 2;" in authentic(log.write(tmp_path))


def test_a_signature_over_another_draft_is_refused(tmp_path: Path) -> None:
    log = a_signed_log()
    log.position("MX", "mx", "Ours", START, REDEFINE)
    log.seal()
    assert refused(log.write(tmp_path)) == f"entry {log.size - 1}: MX did not sign that"


def test_no_change_joins_a_draft_on_which_a_position_was_taken(tmp_path: Path) -> None:
    log = a_signed_log()
    log.decision("change-drafted", number=3, change=REDEFINE)
    log.seal()
    assert "a change joins a draft on which positions were taken" in refused(log.write(tmp_path))


def test_a_redrafted_decision_is_signed_anew(tmp_path: Path) -> None:
    log = a_signed_log()
    log.decision("decision-redrafted", fields={"text": {"en": "Yours"}})
    log.position("MX", "mx", "Yours")
    log.seal()
    assert "posiciones firmadas: 2;" in authentic(log.write(tmp_path))


def test_a_signature_by_a_key_that_the_member_does_not_have_is_refused(tmp_path: Path) -> None:
    log = a_signed_log()
    log.position("MX", "another", "Ours", REDEFINE, START)
    log.seal()
    assert "not MX's key" in refused(log.write(tmp_path))


def test_a_key_is_taken_over_only_by_a_member_s_own(tmp_path: Path) -> None:
    log = a_signed_log()
    log.give_key("MX", "stolen")
    log.seal()
    assert "did not both sign" in refused(log.write(tmp_path))


def test_a_key_is_replaced_by_the_one_in_force_or_after_it_was_withdrawn(tmp_path: Path) -> None:
    log = a_signed_log()
    log.give_key("MX", "second", a_signer("mx", "MX"))
    log.position("MX", "second", "Ours", REDEFINE, START)
    log.record("member:MX", "member-key-withdrawn/1", member="MX", key=a_signer("second", "MX").vkey)
    log.give_key("MX", "third")
    log.position("MX", "third", "Ours", REDEFINE, START)
    log.seal()
    assert "posiciones firmadas: 3;" in authentic(log.write(tmp_path / "good"))
    log.position("MX", "mx", "Ours", REDEFINE, START)
    assert "not MX's key" in refused(log.write(tmp_path / "bad"))


# --- not authentic ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("every", [17, pytest.param(1, marks=pytest.mark.slow)])
def test_every_byte_of_a_bundle_counts(tmp_path: Path, every: int) -> None:
    log = a_sealed_log(3)
    log.cosign("mx")
    folder = log.write(tmp_path)
    for name in sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()):
        if name in ("check.py", "witnesses.txt"):  # whose keys the witnesses' are is for people to know
            continue
        whole = (folder / name).read_bytes()
        for at in range(0, len(whole), every):
            altered = bytearray(whole)
            altered[at] ^= 1 << at % 8
            (folder / name).write_bytes(altered)
            with pytest.raises(check_py.NotAuthentic):
                check_py.check(str(folder), "")
        (folder / name).write_bytes(whole)
    check_py.check(str(folder), "")


def rebuilt(log: MadeLog, leaves: list[bytes]) -> MadeLog:
    """The log with other entries, every hash of it made anew, and the seals as they were."""
    made = MadeLog()
    made.leaves, made.tree = [], type(made.tree)()
    for entry in leaves:
        made.add(entry)
    made.notes, made.signers, made.witnesses = log.notes, log.signers, log.witnesses
    return made


def test_an_entry_dropped_doubled_swapped_or_written_anew_is_found(tmp_path: Path) -> None:
    log = a_sealed_log(8)
    log.seal()
    for n in range(1, 8):
        own = log.leaves
        spaced = own[n].replace(b'"recorded_by": "local"', b'"recorded_by":  "local"')
        assert json.loads(spaced) == json.loads(own[n])
        tampered = {
            "dropped": own[:n] + own[n + 1 :],
            "doubled": own[: n + 1] + own[n:],
            "swapped": [*own[: n - 1], own[n], own[n - 1], *own[n + 1 :]],
            "written anew": [*own[:n], spaced, *own[n + 1 :]],
            "cut": own[: n + 1],
        }
        for what, leaves in tampered.items():
            folder = rebuilt(log, leaves).write(tmp_path / f"{n}-{what}")
            why = refused(folder)
            assert re.search("seal|charter|not authentic|the log ends", why), (n, what, why)


def test_the_insider_with_the_key_is_found_with_a_seal_that_left_the_building(tmp_path: Path) -> None:
    log = a_sealed_log(8)
    (tmp_path / "seal.txt").write_text(log.notes[0])
    forged = MadeLog()
    for n in range(1, 8):
        forged.record(f"meeting:rcm-{n}", "meeting-convened/1", meeting={"id": f"rcm-{n}", "number": 7})
    forged.seal()
    folder = forged.write(tmp_path / "forged")
    authentic(folder)
    assert "not what" in refused(folder, "--seal", str(tmp_path / "seal.txt"))
    authentic(log.write(tmp_path / "true"), "--seal", str(tmp_path / "seal.txt"))


@pytest.mark.parametrize("size", [4, 2, 8, 16, 64])
@pytest.mark.parametrize("number", ["{:,}", "{}", "{:_}"])
def test_the_root_is_typed_from_the_minutes_in_any_groups(tmp_path: Path, size: int, number: str) -> None:
    log = a_sealed_log(1234)
    log.seal()
    root = root_of(log, 1234).hex()
    groups = [root[at : at + size] for at in range(0, 64, size)]
    lines = "\n   ".join(" ".join(groups[at : at + 8]) for at in range(0, len(groups), 8))
    page = "Seal of 6 May 2006 / Sello\nEntries / asientos: " + number.format(1234).replace("_", ".")
    minutes = tmp_path / "minutes.txt"
    minutes.write_text(f"{page}\nRoot / raíz:\n   {lines.upper()}\n2007")
    assert "your seal / su sello: 1-1,234" in authentic(log.write(tmp_path / "b"), "--seal", str(minutes))
    minutes.write_text(f"{page}\nRoot / raíz:\n   {lines.replace('a', 'b')}\n2007")
    refused(tmp_path / "b", "--seal", str(minutes))
    minutes.write_text(f"1233 {lines}")
    refused(tmp_path / "b", "--seal", str(minutes))


def test_a_seal_later_than_the_bundle_is_missed(tmp_path: Path) -> None:
    log = a_sealed_log(8)
    folder = log.write(tmp_path / "b")
    log.record("meeting:x", "meeting-convened/1", meeting={})
    log.seal()
    (tmp_path / "seal.txt").write_text(log.notes[-1])
    refused(folder, "--seal", str(tmp_path / "seal.txt"))


def broken(log: MadeLog, tmp_path: Path) -> str:
    return refused(log.write(tmp_path))


def test_a_seal_over_fewer_entries_or_another_root_is_refused(tmp_path: Path) -> None:
    for n, text, words in (
        (1, Checkpoint(ORIGIN, 19, root_of(a_sealed_log(), 19)).text, "it seals 19 entries, and 20 stand before it"),
        (2, Checkpoint(ORIGIN, 20, bytes(32)).text, "the entries before it are not the sealed ones"),
        (3, Checkpoint(f"rcm-ledger/{'0' * 32}", 20, root_of(a_sealed_log(), 20)).text, "it seals another ledger"),
    ):
        log = a_sealed_log()
        log.leaves.pop()
        log = rebuilt(log, log.leaves)
        log.notes = []
        log.seal(text)
        assert broken(log, tmp_path / str(n)) == f"entry 21: {words}"


def test_a_seal_by_another_key_is_refused(tmp_path: Path) -> None:
    log = a_sealed_log()
    log.seal(by=a_signer("thief"))
    assert broken(log, tmp_path) == "entry 22: the ledger's key did not seal it"


def test_a_key_that_the_old_one_did_not_sign_is_refused(tmp_path: Path) -> None:
    log = a_sealed_log()
    log.rotate("thief", by=a_signer("thief"))
    log.seal()
    assert broken(log, tmp_path) == "entry 22: its keys did not both sign for that"


def test_the_old_key_seals_no_more(tmp_path: Path) -> None:
    log = a_sealed_log()
    log.rotate("second")
    log.seal(by=log.signers[0])
    assert "did not seal" in broken(log, tmp_path)


def test_a_cosignature_moved_to_another_seal_is_refused(tmp_path: Path) -> None:
    log = a_sealed_log()
    log.cosign("mx")
    line = log.notes[0].splitlines(keepends=True)[-1]
    log.seal()
    log.notes[1] += line
    assert broken(log, tmp_path) == "entry 22: witness.example/mx did not sign that"


def test_a_signature_of_nobody_known_means_nothing(tmp_path: Path) -> None:
    log = a_sealed_log()
    log.cosign("mx")
    log.witnesses = []
    assert "refrendado por: -" in authentic(log.write(tmp_path))


@pytest.mark.parametrize("name", ["checkpoint", "seals.txt", "keys.txt", "tile/0/000.p/20", "tile/0/000.p/21",
                                  "tile/entries/000.p/20", "tile/entries/000.p/21"])  # fmt: skip
def test_a_file_that_is_missing_absurd_a_link_or_no_text_is_refused(tmp_path: Path, name: str) -> None:
    folder = a_sealed_log().write(tmp_path / "b")
    whole = (folder / name).read_bytes()
    for what in ("missing", "a link", "a pipe", "a folder", "absurd", "no text", "longer"):
        (folder / name).unlink()
        match what:
            case "a link":
                (tmp_path / "there").write_bytes(whole)
                (folder / name).symlink_to(tmp_path / "there")
            case "a pipe":
                os.mkfifo(folder / name)
            case "a folder":
                (folder / name).mkdir()
            case "absurd":
                with (folder / name).open("wb") as file:
                    file.truncate(2**40)
            case "no text":
                (folder / name).write_bytes(b"\xff\xfe" + whole)
            case "longer":
                (folder / name).write_bytes(whole + b"\n")
        why = refused(folder)
        assert why, what
        if what in ("a folder",):
            (folder / name).rmdir()
        else:
            (folder / name).unlink(missing_ok=True)
        (folder / name).write_bytes(whole)
    authentic(folder)


def test_a_folder_of_tiles_that_is_a_link_is_refused(tmp_path: Path) -> None:
    folder = a_sealed_log().write(tmp_path / "b")
    for name in ("tile/entries", "tile/0", "tile"):
        (folder / name).rename(tmp_path / "elsewhere")
        (folder / name).symlink_to(tmp_path / "elsewhere")
        assert refused(folder)
        (folder / name).unlink()
        (tmp_path / "elsewhere").rename(folder / name)
    authentic(folder)


def test_files_without_end_are_not_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(top: str) -> Iterator[tuple[str, list[str], list[str]]]:
        for n in range(10_000):
            yield f"{top}/{n}", [], [str(each) for each in range(1000)]

    monkeypatch.setattr(check_py.os, "walk", endless)
    with pytest.raises(check_py.NotAuthentic, match="more than 500,000 files in tile"):
        check_py.names_below(str(tmp_path), "tile")


def test_what_does_not_belong_among_the_tiles_is_named(tmp_path: Path) -> None:
    folder = a_sealed_log().write(tmp_path)
    (folder / "tile/0/005").write_bytes(b"")
    assert "tile/0/005" in refused(folder)


def test_an_empty_folder_is_no_bundle_and_a_log_without_a_seal_is_not_authentic(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "checkpoint is missing" in refused(tmp_path / "empty")
    assert "checkpoint is missing" in refused(tmp_path / "nowhere")
    log = MadeLog()
    folder = log.write(tmp_path / "b")
    (folder / "checkpoint").write_text("\n0\n\n")
    (folder / "seals.txt").write_text("")
    refused(folder)


def test_a_source_that_was_altered_is_named(tmp_path: Path) -> None:
    name = sha256(b"minutes").hexdigest()
    log = MadeLog()
    log.record("source:x", "source-kept/1", sha256=name)
    log.seal()
    folder = log.write(tmp_path)
    (folder / "sources").mkdir()
    (folder / "sources" / name).write_bytes(b"minutes")
    authentic(folder)
    (folder / "sources" / name).write_bytes(b"minutes!")
    assert f"sources/{name} was altered" in refused(folder)


def test_an_original_that_no_entry_names_is_none(tmp_path: Path) -> None:
    folder = a_sealed_log().write(tmp_path)
    name = sha256(b"minutes of another meeting").hexdigest()
    (folder / "sources").mkdir()
    (folder / "sources" / name).write_bytes(b"minutes of another meeting")
    assert name in refused(folder)


def raw(added: bytes) -> MadeLog:
    """A log with such an entry in it, all else in order."""
    log = MadeLog()
    log.add(added)
    log.seal()
    return log


def entry(topic: str, document: bytes) -> bytes:
    return leaf("x", 1, f"{topic}/1", document)


SURROGATE = b'"\\ud800"'
THIEF = a_signer("thief").vkey
HOSTILE = {
    "nested": entry("x", b"[" * 60_000),
    "nested deep in what is hashed": entry(
        "decision-tabled", b'{"decision":"d","fields":{"text":' + b'{"a":' * 9000 + b"1" + b"}" * 9002
    ),
    "no JSON": b"\0\xff",
    "said twice": entry("x", b'{"stance":"object","stance":"agree"}'),
    "said twice, deep within": entry("x", b'{"a":[{"b":{"c":1,"d":1,"c":1}}]}'),
    "an entry with more": entry("x", b"{}")[:-1] + b',"more":1}',
    "an entry with two topics": entry("x", b"{}")[:-1] + b',"topic":"y/1"}',
    "a number of many digits": entry("x", b'{"a":' + b"9" * 60_000 + b"}"),
    "a number": b"1",
    "null": entry("seal-made", b"null"),
    "another type": entry("seal-made", b'{"checkpoint":[1]}'),
    "a seal of nothing": entry("seal-made", b'{"checkpoint":""}'),
    "a second charter": entry("charter-given", state(ledger=LEDGER, key=THIEF)),
    "an unheard-of change": entry("change-enacted", state(change={}, authority={})),
    "a change of nobody": entry("change-enacted", state(change={"move": {}}, authority={})),
    "a change with a lone surrogate": entry(
        "change-enacted", b'{"change":{"move":{"item":%b}},"authority":{"decision":%b}}' % (SURROGATE, SURROGATE)
    ),
    "a position on nothing": entry("position-taken", state(decision="d", member="MX", position={})),
    "a signature of nobody": entry("member-key-given", state(member="MX", key=THIEF, note="")),
    "a key with a lone surrogate": entry(
        "member-key-given", b'{"member":%b,"key":%b,"note":"\\ud800\\n"}' % (SURROGATE, SURROGATE)
    ),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_entry_is_refused_in_words(tmp_path: Path, what: str) -> None:
    assert refused(raw(HOSTILE[what]).write(tmp_path)).startswith("entry 2")


def test_a_billion_tree_heads_are_not_read(tmp_path: Path) -> None:
    log = a_sealed_log()
    log.notes = [log.notes[0]] * 100_000
    folder = log.write(tmp_path)
    began = time.monotonic()
    assert "seals.txt" in refused(folder)
    assert time.monotonic() - began < 10
    (folder / "checkpoint").write_text(f"{ORIGIN}\n{'9' * 15}\n{'A' * 43}=\n")
    assert refused(folder)
    (folder / "checkpoint").write_text(f"{ORIGIN}\n{'9' * 1_000_000}\n{'A' * 43}=\n")
    assert refused(folder)


def test_drafts_without_end_do_not_fill_the_memory(tmp_path: Path) -> None:
    log = MadeLog()
    for n in range(900):
        log.table("x" * 60_000, id=f"d{n}")
    log.seal()
    assert "drafts" in refused(log.write(tmp_path))


def test_a_seal_file_that_is_none_is_refused(tmp_path: Path) -> None:
    folder = a_sealed_log().write(tmp_path / "b")
    for n, content in enumerate((b"", b"\xff\xfe\0", b"20 " * 1_000_000, b"f" * 10_000_000, b"0 " * 90_000)):
        (tmp_path / f"{n}").write_bytes(content)
        assert refused(folder, "--seal", str(tmp_path / f"{n}"))
    assert "missing" in refused(folder, "--seal", str(tmp_path / "nowhere"))


def test_a_page_typed_in_an_old_editor_is_read(tmp_path: Path) -> None:
    log = a_sealed_log()
    folder = log.write(tmp_path / "b")
    page = f"Asientos 1 \x96 20\nRa\xedz {root_of(log, 20).hex(' ', 2)}\n"
    (tmp_path / "page").write_bytes(page.encode("latin-1"))
    authentic(folder, "--seal", str(tmp_path / "page"))
