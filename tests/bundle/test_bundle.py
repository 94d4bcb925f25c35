"""A bundle: written, read where there is nothing else, and held by `verify` and by check.py alike."""

import io
import random
import re
import shutil
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from hashlib import sha256
from pathlib import Path

import pytest

from ledger import bundle as writing
from ledger import bundle_reader
from ledger.beside import Beside
from ledger.brought import read_seal
from ledger.bundle_check import BundleVerification, verify_bundle
from ledger.bundle_reader import NotABundle
from ledger.importing import import_register
from ledger.ledger import Ledger
from ledger.notes import Checkpoint
from ledger.problems import Problem
from ledger.sources import original_of
from tests.api.conftest import REGISTER
from tests.builders import (
    Conference,
    a_decision,
    a_ledger,
    a_meeting,
    approve,
    approve_section,
    redefine,
    start,
)
from tests.bundle.bundles import (
    Members,
    cosign,
    exported,
    leaves_of,
    members_of,
    sealed_size,
    told_and_exported,
    unpacked,
    with_leaves,
    zipped,
)
from tests.bundle.made import CHECK, MadeLog, a_signer
from tests.bundle.test_check_py import check_py
from tests.keys import Delegation
from tests.ledger.forging import Forger
from tests.timestamping import Authority


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ledger of the real register: sealed, its key replaced, sealed again and cosigned."""
    folder = tmp_path_factory.mktemp("archive")
    path = folder / "rcm-ledger.db"
    assert import_register(path, [REGISTER]).lawful
    with closing(Ledger(path)) as ledger:
        ledger.seal()
        cosign(ledger, "hn")
        ledger.rotate_key()
        ledger.seal()
        cosign(ledger, "hn", "mx")
        exported(ledger, folder / "true.zip")
    return path


@pytest.fixture(scope="session")
def true(archive: Path) -> Members:
    """Its bundle."""
    return members_of(archive.with_name("true.zip"))


def both(folder: Path, members: Members, seal: str | None = None) -> BundleVerification:
    """What `verify` says of a bundle; check.py says the same of its being authentic."""
    made = verify_bundle(
        zipped(folder / "b.zip", members), brought=None if seal is None else read_seal(seal.encode())
    )
    shutil.rmtree(folder / "b", ignore_errors=True)
    unpacked(folder / "b", members)
    if seal is not None:
        (folder / "seal.txt").write_text(seal)
    try:
        check_py.check(str(folder / "b"), "" if seal is None else str(folder / "seal.txt"))
        authentic = True
    except check_py.NotAuthentic:
        authentic = False
    assert authentic == (made.found.authentic and made.whole), [v.message for v in made.found.violations]
    return made


def codes(made: BundleVerification) -> set[str]:
    return {violation.code for violation in made.found.violations}


# --- written, and in order ----------------------------------------------------------------------------------


def test_the_real_register_s_bundle_is_authentic_and_lawful(tmp_path: Path, true: Members) -> None:
    made = both(tmp_path, true)
    assert made.proven
    assert made.lawful
    assert made.found.changes > 15
    assert made.sealed == sealed_size(true) == made.found.events - 1
    assert made.notes == []
    assert list(made.cosigned.values()) == [["witness.example/hn"], ["witness.example/hn", "witness.example/mx"]]


def test_it_has_what_the_sceptic_needs_and_the_paths_of_the_specification(true: Members) -> None:
    assert true["check.py"] == CHECK.read_bytes()
    assert {"README.txt", "checkpoint", "seals.txt", "keys.txt", "witnesses.txt", "register.yaml"} < true.keys()
    assert {"tile/0/000", "tile/1/000.p/1", "tile/entries/000"} < true.keys()
    readme = true["README.txt"].decode()
    for words in ("python3 check.py --seal", "rcm-ledger verify", "HOW TO CHECK", "CÓMO COMPROBARLO"):
        assert words in readme


def test_the_same_ledger_gives_the_same_bytes(tmp_path: Path, archive: Path) -> None:
    with closing(Ledger(archive)) as ledger:
        again = exported(ledger, tmp_path / "again.zip").read_bytes()
    assert again == archive.with_name("true.zip").read_bytes()


def test_a_bundle_zipped_again_by_hand_is_as_good(tmp_path: Path, true: Members) -> None:
    path = tmp_path / "again.zip"
    names = list(true)
    random.Random(1).shuffle(names)
    with zipfile.ZipFile(path, "w") as file:
        for folder in ("tile/", "tile/0/", "tile/entries/"):
            file.mkdir(folder)
        for name in names:
            file.writestr(name, true[name])
    assert verify_bundle(path).proven


def test_what_comes_after_the_last_seal_is_there_and_unsealed(tmp_path: Path) -> None:
    with closing(a_ledger(tmp_path)) as ledger:
        it = Conference(ledger)
        it.decides("rcm", "2007-05-10", approve_section("mpm"), approve("a1", "mpm"), id="rcm-12-d1")
        seal = ledger.seal()
        it.decides("rcm", "2008-05-10", start("a1"), id="rcm-13-d1")
        members = members_of(exported(ledger, tmp_path / "b.zip"))
        made = both(tmp_path / "x", members)
        assert made.proven
        assert (made.sealed, made.found.events) == (seal.size, ledger.head)
        forged = leaves_of(members)
        forged[-1] = forged[-1].replace(b'"recorded_by":"local"', b'"recorded_by":"nobody"')
        tail = both(tmp_path / "y", with_leaves(members, forged))
        assert tail.proven  # and yet nobody has sealed it
        assert tail.sealed == seal.size


def test_timestamps_go_with_the_seals_that_they_are_of(tmp_path: Path) -> None:
    with closing(a_ledger(tmp_path)) as ledger:
        seal = ledger.seal()
        stamp = Beside(tmp_path / "ledger.db").timestamp(seal.size)
        stamp.parent.mkdir(exist_ok=True)
        token = Authority(tmp_path / "authority").token(seal.checkpoint.text.encode())
        stamp.write_bytes(token)
        members = members_of(exported(ledger, tmp_path / "b.zip"))
    assert members[f"timestamps/{seal.size}.tsr"] == token
    assert both(tmp_path, members).proven
    foreign = {**members, "timestamps/77.tsr": token}
    assert codes(verify_bundle(zipped(tmp_path / "c.zip", foreign))) == {"bundle-altered"}
    spoilt = verify_bundle(zipped(tmp_path / "d.zip", {**members, f"timestamps/{seal.size}.tsr": b"no token"}))
    assert codes(spoilt) == {"timestamp-false"}
    assert (spoilt.found.authentic, spoilt.lawful) == (False, True)


def test_no_seal_no_bundle_and_the_cure_is_named(tmp_path: Path) -> None:
    with closing(a_ledger(tmp_path)) as ledger, pytest.raises(Problem) as problem:
        exported(ledger, tmp_path / "b.zip")
    assert problem.value.code == "no-seal"


def test_a_log_that_is_no_longer_what_was_sealed_is_not_exported(tmp_path: Path, archive: Path) -> None:
    for file in archive.parent.glob("rcm-ledger.*"):
        if file.is_file():
            shutil.copy(file, tmp_path)
    with Forger(tmp_path / "rcm-ledger.db") as forger:
        row = forger.find("meeting-convened")
        forger.rewrite(row, nonce="0" * 32)
    with closing(Ledger(tmp_path / "rcm-ledger.db")) as ledger, pytest.raises(Problem) as problem:
        exported(ledger, tmp_path / "b.zip")
    assert problem.value.code == "sealed-otherwise"


def test_an_export_shows_how_far_it_is(tmp_path: Path, archive: Path) -> None:
    told: list[tuple[int, int]] = []
    with closing(Ledger(archive)) as ledger, (tmp_path / "b.zip").open("w+b") as out:
        writing.write_bundle(ledger, out, progress=lambda *at: told.append(at))
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]
    told.clear()
    verify_bundle(tmp_path / "b.zip", progress=lambda *at: told.append(at))
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]


def test_an_unlawful_change_in_an_authentic_bundle_is_told_apart(tmp_path: Path) -> None:
    """Someone with the ledger's key records what no decision allowed, and seals it."""
    with closing(a_ledger(tmp_path)) as ledger:
        it = Conference(ledger)
        it.decides("rcm", "2007-05-10", approve_section("mpm"), approve("a1", "mpm"), id="rcm-12-d1")
        it.decides("rcm", "2008-05-10", redefine("a1", action="Less"), id="rcm-13-d1")
    with Forger(tmp_path / "ledger.db") as forger:
        for row in forger.rows():
            if row.topic == "position-taken/1" and row.state["decision"] == "rcm-13-d1":
                forger.rewrite(row, position={**row.state["position"], "stance": "object"})
    members = told_and_exported(tmp_path / "ledger.db", lambda ledger: ledger.seal() and None)
    made = both(tmp_path / "x", members)
    assert made.found.authentic
    assert made.lawful is False
    assert "agreement-missing" in codes(made)


# --- signed positions ---------------------------------------------------------------------------------------


@pytest.fixture
def signed(tmp_path: Path) -> Path:
    """A ledger in which delegations signed, one with a second key, one before a redraft; unsealed."""
    with closing(a_ledger(tmp_path)) as ledger:
        ledger.convene(a_meeting(id="rcm-12"))
        ledger.table(a_decision("rcm-12-d1"), [approve("a1"), approve_section("s1", title={"en": "A", "es": "É"})])
        canada, mexico = Delegation("CA").is_given(ledger), Delegation("MX", "mx.example/key").is_given(ledger)
        canada.takes(ledger, "rcm-12-d1")
        ledger.redraft(a_decision("rcm-12-d1", text={"en": "Otherwise"}), [approve("a1")])
        canada.takes(ledger, "rcm-12-d1", "reserve", statement={"en": "«No», “é”\n…", "es": "No"})
        mexico.another().is_given(ledger, mexico).takes(ledger, "rcm-12-d1", "agree", **{"except": ["z", "a1"]})
        ledger.withdraw_key("CA", {"en": "Lost"})
        canada.another().is_given(ledger).takes(ledger, "rcm-12-d1", "agree")
    return tmp_path / "ledger.db"


def test_signed_positions_are_checked_by_both(
    tmp_path: Path, signed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    members = told_and_exported(signed, lambda ledger: ledger.seal() and None)
    assert both(tmp_path, members).proven
    assert "posiciones firmadas: 4;" in capsys.readouterr().out


@pytest.mark.parametrize("altered", [{"stance": "object"}, {"except": ["b1"]}, {"statement": {"en": "Yes"}}])
def test_a_signed_position_that_was_altered_and_sealed_is_found_by_both(
    tmp_path: Path, signed: Path, altered: dict[str, object]
) -> None:
    with Forger(signed) as forger:
        row = [row for row in forger.rows() if row.topic == "position-taken/1"][-1]
        forger.rewrite(row, position={**row.state["position"], **altered})
    made = both(tmp_path, told_and_exported(signed, lambda ledger: ledger.seal() and None))
    assert "position-signature" in codes(made)


# --- against a seal that came another way -------------------------------------------------------------------


def page_of(checkpoint: Checkpoint) -> str:
    root = checkpoint.root.hex()
    groups = " ".join(root[at : at + 4] for at in range(0, 64, 4))
    return f"Seal / Sello\nEntries / Asientos: {checkpoint.size}\nRoot / Raíz:\n{groups}\n"


def test_a_seal_from_the_minutes_is_recognised_and_a_ledger_written_anew_is_not_it(
    tmp_path: Path, true: Members
) -> None:
    note = true["seals.txt"].decode().split("\n\n")[0] + "\n\n" + true["seals.txt"].decode().split("\n\n")[1] + "\n"
    checkpoint = read_seal(note.encode())
    for seal in (note, page_of(checkpoint)):
        assert both(tmp_path, true, seal).proven
    # The insider with the key: all is coherent, and signed.
    with closing(a_ledger(tmp_path / "..", name=f"{tmp_path.name}.db")) as ledger:
        Conference(ledger).decides("rcm", "2007-05-10", approve_section("mpm"), id="rcm-12-d1")
        for n in range(checkpoint.size):
            Conference(ledger).meets("rcm", f"2008-{n % 12 + 1:02}-10", id=f"rcm-x{n}")
        ledger.seal()
        forged = members_of(exported(ledger, tmp_path / "forged.zip"))
    assert both(tmp_path, forged).proven
    for seal in (note, page_of(checkpoint)):
        assert "not-the-sealed" in codes(both(tmp_path, forged, seal))


def test_a_bundle_older_than_the_seal_does_not_have_what_was_sealed(tmp_path: Path, true: Members) -> None:
    root = "0" * 63 + "1"
    later = f"Entries: {sealed_size(true) + 50}\nRoot: {' '.join(root[at : at + 4] for at in range(0, 64, 4))}\n"
    assert "not-the-sealed" in codes(both(tmp_path, true, later))


# --- tampered with: both find it ----------------------------------------------------------------------------


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def replaced(name: str, old: str, new: str) -> Callable[[Members], Members]:
    def tamper(members: Members) -> Members:
        assert re.search(old, members[name].decode(), re.M), name
        return {**members, name: re.sub(old, new, members[name].decode(), count=1, flags=re.M).encode()}

    return tamper


def in_leaves(change: Callable[[list[bytes]], list[bytes]]) -> Callable[[Members], Members]:
    return lambda members: with_leaves(members, change(leaves_of(members)))


def moved_cosignature(members: Members) -> Members:
    notes = members["seals.txt"].decode()
    line = re.search("^— witness.example/hn .*\n", notes, re.M)
    assert line is not None
    last = members["checkpoint"].decode()
    other = re.sub("^— witness.example/hn .*\n", line[0], last, flags=re.M)
    assert other != last
    return {**members, "checkpoint": other.encode(), "seals.txt": notes.replace(last, other).encode()}


def spoilt(members: Members, name: str) -> Members:
    """One character of the signature of `name` under the last seal is another."""
    last = members["checkpoint"].decode()
    at = last.index("— " + name) + len(name) + 70
    other = last[:at] + ("A" if last[at] != "A" else "B") + last[at + 1 :]
    seals = members["seals.txt"].decode().replace(last, other)
    return {**members, "checkpoint": other.encode(), "seals.txt": seals.encode()}


def signed_by_a_thief(members: Members) -> Members:
    text, _, lines = members["checkpoint"].decode().partition("\n\n")
    origin = text.split("\n")[0]
    forged = f"{text}\n\n{a_signer('thief', origin).sign(text + chr(10))}" + "".join(
        lines.splitlines(keepends=True)[1:]
    )
    return {
        **members,
        "checkpoint": forged.encode(),
        "seals.txt": members["seals.txt"].replace(members["checkpoint"], forged.encode()),
    }


def another_key(members: Members) -> Members:
    origin = members["checkpoint"].decode().split("\n")[0]
    keys = members["keys.txt"].decode().splitlines()
    return {**members, "keys.txt": f"{keys[0]}\n{a_signer('thief', origin).vkey}\n".encode()}


def without(*names: str) -> Callable[[Members], Members]:
    return lambda members: {name: data for name, data in members.items() if name not in names}


def with_more(name: str, data: bytes) -> Callable[[Members], Members]:
    return lambda members: {**members, name: data}


def only_first_seal(members: Members) -> Members:
    first = members["seals.txt"].decode().split("\n\n")
    note = f"{first[0]}\n\n{first[1]}\n".encode()
    return {**members, "seals.txt": note, "checkpoint": note}


SAME_MEANING = (rb'"recorded_by":"local"', rb'"recorded_by": "local"')
TAMPERED: dict[str, Callable[[Members], Members]] = {
    "a hash": lambda m: {**m, "tile/0/000": flipped(m["tile/0/000"], 77)},
    "a hash above": lambda m: {**m, "tile/1/000.p/1": flipped(m["tile/1/000.p/1"], 0)},
    "a hash cut off": lambda m: {**m, "tile/0/000": m["tile/0/000"][:-1]},
    "a tile gone": without("tile/0/000"),
    "entries gone": without("tile/entries/000"),
    "the sealed entries' own tile": lambda m: (
        lambda name: {**m, name: flipped(m[name], 100)}
    )(f"tile/entries/001.p/{sealed_size(m) % 256}"),
    "a tile too many": with_more("tile/0/007", bytes(8192)),
    "a tile of a level too many": with_more("tile/2/000.p/1", bytes(32)),
    "entries too many": with_more("tile/entries/007", b"\0\0" * 256),
    "entries cut off": lambda m: {**m, "tile/entries/000": m["tile/entries/000"][:-1]},
    "an entry too many in a tile": lambda m: {**m, "tile/entries/000": m["tile/entries/000"] + b"\0\1a"},
    "the tail cut": in_leaves(lambda leaves: leaves[:-20]),
    "the last two cut": in_leaves(lambda leaves: leaves[:-2]),
    "no seal at all": in_leaves(lambda leaves: [leaf for leaf in leaves if b'"seal-made/1"' not in leaf]),
    "a seal's root": replaced("seals.txt", "^(.*\n.*\n)..", r"\1AA"),
    "the last seal's root": replaced("checkpoint", "^(.*\n.*\n)..", r"\1AA"),
    "a seal's size": replaced("seals.txt", r"^(rcm-.*\n)\d", r"\g<1>9"),
    "the last seal's size": replaced("checkpoint", r"^(rcm-.*\n)\d", r"\g<1>1"),
    "a signature": lambda m: spoilt(m, "rcm-ledger/"),
    "a cosignature": lambda m: spoilt(m, "witness.example/mx "),
    "a cosignature moved": moved_cosignature,
    "another signer": signed_by_a_thief,
    "another key": another_key,
    "a key more": lambda m: {**m, "keys.txt": m["keys.txt"] + a_signer("thief").vkey.encode() + b"\n"},
    "a key less": lambda m: {**m, "keys.txt": m["keys.txt"].split(b"\n")[0] + b"\n"},
    "no keys": without("keys.txt"),
    "no checkpoint": without("checkpoint"),
    "no seals": without("seals.txt"),
    "a seal less": only_first_seal,
    "a seal more": lambda m: {**m, "seals.txt": m["seals.txt"] + b"\n" + m["checkpoint"]},
    "no text": lambda m: {**m, "seals.txt": b"\xff" + m["seals.txt"]},
    "the checkpoint's first line cut off": lambda m: {**m, "checkpoint": m["checkpoint"][1:]},
    "a ledger's key among the witnesses": lambda m: {
        **m, "witnesses.txt": m["witnesses.txt"] + a_signer("thief").vkey.encode() + b"\n"
    },
    "an original that nobody named": with_more(f"sources/{sha256(b'minutes').hexdigest()}", b"minutes"),
    "a witness that is none": lambda m: {**m, "witnesses.txt": b"nobody\n"},
    "nothing": lambda m: {**m, "checkpoint": b"", "seals.txt": b""},
}  # fmt: skip


@pytest.mark.parametrize("what", TAMPERED)
def test_what_was_tampered_with_is_found_by_both(tmp_path: Path, true: Members, what: str) -> None:
    tampered = TAMPERED[what](true)
    assert tampered != true
    made = both(tmp_path, tampered)
    assert not made.proven
    assert not made.found.authentic
    for violation in made.found.violations:
        assert all(violation.message[language] for language in ("en", "es"))


@pytest.mark.parametrize("seed", range(8))
def test_an_entry_dropped_doubled_swapped_flipped_or_written_anew_is_found_by_both(
    tmp_path: Path, true: Members, seed: int
) -> None:
    rng = random.Random(seed)
    own = leaves_of(true)
    n = rng.randrange(1, sealed_size(true))
    spaced = own[n].replace(*SAME_MEANING)
    assert spaced != own[n]
    for leaves in (
        own[:n] + own[n + 1 :],
        own[: n + 1] + own[n:],
        [*own[: n - 1], own[n], own[n - 1], *own[n + 1 :]],
        [*own[:n], flipped(own[n], rng.randrange(len(own[n]))), *own[n + 1 :]],
        [*own[:n], spaced, *own[n + 1 :]],
    ):
        made = both(tmp_path, with_leaves(true, leaves))
        assert not made.found.authentic
        assert codes(made) & {"seal-broken", "bundle-altered"}
    tile, data = f"tile/entries/00{n // 256}", b""
    if n < 256:
        data = true[tile]
        made = both(tmp_path, {**true, tile: flipped(data, rng.randrange(2, len(data)))})
        assert not made.found.authentic


def test_where_it_is_altered_is_named(tmp_path: Path, true: Members) -> None:
    own = leaves_of(true)
    own[99] = own[99].replace(*SAME_MEANING)
    members = {**true, "tile/entries/000": with_leaves(true, own)["tile/entries/000"]}
    said = [v.message["en"] for v in both(tmp_path, members).found.violations]
    assert "tile/0/000 is not as it was exported: it is not what the entries give (entry 100 first)." in said


def test_a_word_changed_in_what_people_read_is_found(tmp_path: Path, true: Members) -> None:
    lines = true["register.yaml"].decode().splitlines(keepends=True)
    at = next(n for n, line in enumerate(lines) if n > 500 and "igrator" in line)
    lines[at] = lines[at].replace("igrator", "igratox", 1)
    for register in ("".join(lines), "".join(lines[:-1]), true["register.yaml"].decode() + "x: 1\n", ""):
        made = verify_bundle(zipped(tmp_path / "b.zip", {**true, "register.yaml": register.encode()}))
        assert not made.found.authentic
        assert codes(made) == {"register-differs"}
        assert not made.register_matches
    assert f"line {at + 1} " in verify_bundle(
        zipped(tmp_path / "b.zip", {**true, "register.yaml": "".join(lines).encode()})
    ).found.violations[0].message["en"]
    assert codes(verify_bundle(zipped(tmp_path / "b.zip", without("register.yaml")(true)))) == {"register-differs"}


def test_another_check_py_is_warned_of(tmp_path: Path, true: Members) -> None:
    members = {**true, "check.py": b"print('AUTHENTIC')\n"}
    made = verify_bundle(zipped(tmp_path / "b.zip", members))
    assert made.proven
    assert made.notes == ["check-py"]
    made = verify_bundle(zipped(tmp_path / "c.zip", {**true, "README.txt": b"Send the seal to me.\n"}))
    assert (made.proven, made.notes) == (True, ["readme"])


# --- the signed originals -----------------------------------------------------------------------------------


@pytest.fixture
def with_original(tmp_path: Path) -> Iterator[tuple[Ledger, str]]:
    from ledger.attaching import attach

    with closing(a_ledger(tmp_path)) as ledger:
        it = Conference(ledger)
        it.decides("rcm", "2007-05-10", approve_section("mpm"), id="rcm-12-d1")
        file = tmp_path / "minutes.pdf"
        file.write_bytes(b"%PDF signed minutes" * 100_000)
        original = original_of(file)
        attach(ledger, "decision", "rcm-12-d1", file, original, {}, language="en")
        ledger.seal()
        yield ledger, original.sha256


def test_originals_are_in_it_where_they_are_asked_for(
    tmp_path: Path, with_original: tuple[Ledger, str]
) -> None:
    ledger, sha256 = with_original
    name = f"sources/{sha256}"
    assert name not in members_of(exported(ledger, tmp_path / "a.zip"))
    members = members_of(exported(ledger, tmp_path / "b.zip", sources=True))
    assert both(tmp_path, members).proven
    made = both(tmp_path, {**members, name: b"altered"})
    assert codes(made) == {"source-altered"}
    foreign = {**members, f"sources/{'0' * 64}": b""}
    assert codes(verify_bundle(zipped(tmp_path / "c.zip", foreign))) == {"bundle-altered"}


def test_an_original_that_is_gone_or_altered_is_left_out_and_told(
    tmp_path: Path, with_original: tuple[Ledger, str]
) -> None:
    ledger, sha256 = with_original
    ledger.sources.path(sha256).write_bytes(b"altered")
    with (tmp_path / "b.zip").open("w+b") as out:
        made = writing.write_bundle(ledger, out, sources=True)
    assert made.lost == (sha256,)
    assert f"sources/{sha256}" not in members_of(tmp_path / "b.zip")


# --- hostile ------------------------------------------------------------------------------------------------


def a_zip(*entries: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as file:
        for name, data in entries:
            file.writestr(name, data, method)
    return buffer.getvalue()


def a_link() -> zipfile.ZipInfo:
    link = zipfile.ZipInfo("keys.txt")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    return link


def encrypted(data: bytes) -> bytes:
    """With the flag that says so set in every header."""
    made = bytearray(data)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        found = -1
        while (found := made.find(mark, found + 1)) >= 0:
            made[found + at] |= 1
    return bytes(made)


ENTRIES = ("tile/entries/000.p/1", b"\0\0")
NO_BUNDLE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda true: b"",
    "no zip": lambda true: b"PK but nothing else",
    "truncated": lambda true: true[: len(true) // 2],
    "truncated at the end": lambda true: true[:-1],
    "its beginning gone": lambda true: true[100:],
    "an empty zip": lambda true: a_zip(),
    "another zip": lambda true: a_zip(("word/document.xml", b"<xml/>")),
    "encrypted": encrypted,
    "a bomb of entries": lambda true: a_zip(("tile/entries/000", bytes(16_000_000))),
    "packed otherwise": lambda true: a_zip(ENTRIES, method=zipfile.ZIP_LZMA),
    "a directory without end": lambda true: a_zip(ENTRIES, *((f"tile/0/x{n:07}", b"") for n in range(150_000))),
}  # fmt: skip
FOREIGN: dict[str, tuple[str | zipfile.ZipInfo, bytes]] = {
    "climbs out": ("../keys.txt", b""),
    "climbs out further in": ("tile/entries/../../../keys.txt", b""),
    "absolute": ("/etc/passwd", b""),
    "of another system": ("C:\\keys.txt", b""),
    "with another separator": ("tile\\0\\000", b""),
    "hidden": (".bashrc", b""),
    "a program": ("check.exe", b""),
    "a folder": ("elsewhere/", b""),
    "a link": (a_link(), b"/etc/passwd"),
    "twice": ENTRIES,
    "of no number": ("tile/0/1234", b""),
    "ending early": ("keys.txt#.exe", b""),
}


@pytest.mark.parametrize("what", NO_BUNDLE)
def test_what_is_no_bundle_is_said_to_be_none(tmp_path: Path, archive: Path, what: str) -> None:
    path = tmp_path / "b.zip"
    path.write_bytes(NO_BUNDLE[what](archive.with_name("true.zip").read_bytes()))
    with pytest.raises(NotABundle) as error:
        verify_bundle(path)
    assert all(error.value.why)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("what", FOREIGN)
def test_a_name_that_no_bundle_has_is_refused(tmp_path: Path, what: str) -> None:
    path = tmp_path / "b.zip"
    path.write_bytes(a_zip(ENTRIES, FOREIGN[what]).replace(b"#", b"\0"))
    made = verify_bundle(path)
    assert not made.proven
    assert made.lawful is None
    (violation,) = made.found.violations
    assert violation.code == "bundle-altered"
    why = {"a link": "it is a link", "twice": "it is there twice"}
    assert why.get(what, "nothing of that name is in a bundle") in violation.message["en"]


def test_parts_that_overlap_are_refused(tmp_path: Path) -> None:
    """As in "A better zip bomb": many names, one body."""
    made = bytearray(a_zip(ENTRIES, ("keys.txt", b"x" * 500), method=zipfile.ZIP_STORED))
    at = made.rfind(b"PK\x01\x02")
    made[at + 42 : at + 46] = (0).to_bytes(4, "little")
    (tmp_path / "b.zip").write_bytes(made)
    with pytest.raises(NotABundle):
        verify_bundle(tmp_path / "b.zip")


def test_a_bundle_damaged_anywhere_is_answered_in_words(tmp_path: Path) -> None:
    log = MadeLog()
    log.seal()
    small = members_of_folder(log.write(tmp_path / "made"))
    del small["check.py"]
    whole = zipped(tmp_path / "whole.zip", small).read_bytes()
    path = tmp_path / "b.zip"
    for at in range(0, len(whole), 3):
        path.write_bytes(flipped(whole, at))
        with suppress(NotABundle):
            assert not verify_bundle(path).proven


def members_of_folder(folder: Path) -> Members:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def of(tmp_path: Path, log: MadeLog) -> Members:
    log.seal()
    return {**members_of_folder(log.write(tmp_path / "made")), "register.yaml": b""}


@pytest.mark.parametrize("name", ["register.yaml", "seals.txt", "keys.txt", "check.py"])
def test_a_bomb_is_not_unpacked(tmp_path: Path, true: Members, name: str) -> None:
    path = zipped(tmp_path / "b.zip", {**true, name: bytes(300_000_000)})
    tracemalloc.start()
    try:
        assert verify_bundle(path).found.authentic is False
        assert tracemalloc.get_traced_memory()[1] < 150_000_000
    finally:
        tracemalloc.stop()


def test_what_packs_absurdly_well_is_no_bomb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle_reader, "MOST_RATIO", 40)
    with closing(a_ledger(tmp_path)) as ledger:
        it = Conference(ledger)
        for n in range(8):
            changes = [approve(f"a{n}.{each}", action="x" * 60_000) for each in range(14)]
            it.decides("rcm", "2007-05-10", *changes, id=f"rcm-12-d{n}")
        ledger.seal()
        assert verify_bundle(exported(ledger, tmp_path / "b.zip")).proven


def test_a_thousand_things_wrong_are_enough(tmp_path: Path) -> None:
    log = MadeLog()
    for _ in range(3000):
        log.record("x", "unheard-of/1")
    made = verify_bundle(zipped(tmp_path / "b.zip", of(tmp_path, log)))
    assert not made.found.authentic
    assert len(made.found.violations) < 1100
    assert made.lawful is None


def test_drafts_without_end_do_not_fill_the_memory(tmp_path: Path) -> None:
    log = MadeLog()
    filling = random.Random(1)
    for n in range(900):
        log.table("".join(filling.choices("abcdefgh", k=60_000)), id=f"d{n}")
    made = both(tmp_path, of(tmp_path, log))
    assert any("50 MB" in v.message["en"] for v in made.found.violations)


def test_entries_that_no_ledger_recorded_are_answered_in_words(tmp_path: Path) -> None:
    from tests.bundle.test_check_py import HOSTILE, raw

    for n, entry in enumerate(HOSTILE.values()):
        members = {**members_of_folder(raw(entry).write(tmp_path / f"{n}")), "register.yaml": b""}
        assert not both(tmp_path / "both", members).found.authentic


# --- a crash while it is written ----------------------------------------------------------------------------


@pytest.mark.parametrize("where", ["write_register", "pack_entries", "root_at"])
def test_an_export_broken_off_leaves_the_bundle_of_before(
    tmp_path: Path, archive: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    from api.cli import run

    path = tmp_path / "b.zip"
    command = ["export", "--bundle", "-o", str(path), "--force", "--ledger", str(archive)]
    assert run(command) == 0
    before = path.read_bytes()

    def broken(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing, where, broken)
    assert run(command) == 2
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["b.zip"]
