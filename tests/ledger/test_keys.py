"""Private keys: nobody else can read them, none is ever written over, and openssl reads them too."""

import os
import stat
from base64 import b64decode
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from ledger.beside import Beside
from ledger.keys import KEY_VARIABLE, ledger_key, load_key, make_key, read_pem, write_key
from ledger.notes import Signer
from ledger.problems import Problem
from tests.builders import hindered
from tests.independent import Check

PEM = (Encoding.PEM, PrivateFormat.PKCS8)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "rcm-ledger.key"


def raw(private) -> bytes:
    return private.private_bytes_raw()


def test_a_key_is_read_back_as_it_was_and_is_for_its_owner_only(path):
    private = make_key()
    before = os.umask(0)
    try:
        write_key(path, private)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert raw(load_key(path)) == raw(private)
    assert path.read_text().startswith("-----BEGIN PRIVATE KEY-----\n")
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_no_two_keys_are_the_same():
    assert raw(make_key()) != raw(make_key())


@pytest.mark.parametrize("content", [b"", b"a key"])
def test_a_key_is_never_written_over(path, content):
    path.write_bytes(content)
    with hindered("key-exists"):
        write_key(path, make_key())
    assert path.read_bytes() == content
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_a_key_that_cannot_be_written_is_said_and_leaves_nothing(path, monkeypatch):
    with hindered("cannot-write"):
        write_key(path.parent / "none" / "x.key", make_key())

    def refused(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refused)
    with hindered("cannot-write"):
        write_key(path, make_key())
    assert list(path.parent.iterdir()) == []


def test_a_crash_while_a_key_is_written_leaves_no_half_of_one(path, monkeypatch):
    class PowerCut(BaseException):
        pass

    def cut(*_: object) -> None:
        raise PowerCut

    for name in ("fsync", "link"):
        with monkeypatch.context() as patch:
            patch.setattr(os, name, cut)
            with pytest.raises(PowerCut):
                write_key(path, make_key())
        assert not path.exists()
    write_key(path, make_key())


def test_a_file_system_without_hard_links_keeps_keys_too(path, monkeypatch):
    def none(*_: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", none)
    private = make_key()
    write_key(path, private)
    with hindered("key-exists"):
        write_key(path, make_key())
    assert raw(load_key(path)) == raw(private)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o622, 0o601, 0o777])
def test_a_key_that_others_can_get_at_is_not_used(path, mode):
    write_key(path, make_key())
    path.chmod(mode)
    with hindered("key-open", f"chmod 600 {path}"):
        load_key(path)


def test_a_key_that_is_not_there_is_said_with_where_it_was_looked_for(path):
    with hindered("no-key", str(path)):
        load_key(path)
    os.mkfifo(path, 0o600)
    with hindered("not-a-key"):
        load_key(path)
    path.unlink()
    with hindered("cannot-read"):
        path.mkdir(0o700)
        load_key(path)


LOCKED = make_key().private_bytes(*PEM, BestAvailableEncryption(b"secret"))
OTHERS = [
    b"", b"-----BEGIN PRIVATE KEY-----\n", bytes(100_000), LOCKED,
    X25519PrivateKey.generate().private_bytes(*PEM, NoEncryption()),
    generate_private_key(65537, 2048).private_bytes(*PEM, NoEncryption()),
]  # fmt: skip


@pytest.mark.parametrize("pem", OTHERS, ids=range(len(OTHERS)))
def test_what_is_no_ed25519_key_is_refused(path, pem):
    path.write_bytes(pem)
    path.chmod(0o600)
    with hindered("not-a-key", str(path)):
        load_key(path)


def test_the_variable_names_another_file_or_is_the_key_itself(path, tmp_path):
    beside, other = make_key(), make_key()
    write_key(path, beside)
    write_key(tmp_path / "other.key", other)
    assert raw(ledger_key(path, {})) == raw(beside)
    assert raw(ledger_key(path, {KEY_VARIABLE: ""})) == raw(beside)
    assert raw(ledger_key(path, {KEY_VARIABLE: str(tmp_path / "other.key")})) == raw(other)
    pem = (tmp_path / "other.key").read_text()
    assert raw(ledger_key(path, {KEY_VARIABLE: pem})) == raw(other)
    with hindered("no-key", "gone.key"):
        ledger_key(path, {KEY_VARIABLE: str(tmp_path / "gone.key")})
    with hindered("not-a-key", KEY_VARIABLE):
        ledger_key(path, {KEY_VARIABLE: "-----BEGIN PRIVATE KEY-----\nnone"})


def test_no_message_shows_a_key(path):
    write_key(path, make_key())
    pem = path.read_text().replace("MC4", "MC5")
    with pytest.raises(Problem) as refused:
        ledger_key(path, {KEY_VARIABLE: pem})
    assert pem.splitlines()[1][8:] not in str(refused.value.message)


def test_what_lies_beside_a_ledger_has_the_stem_of_its_name():
    beside = Beside(Path("/srv/rcm-ledger.db"))
    assert beside.key == Path("/srv/rcm-ledger.key")
    assert beside.tiles == Path("/srv/rcm-ledger.tiles")
    assert beside.cosignatures(70) == Path("/srv/rcm-ledger.seals/70.cosignatures")
    assert beside.timestamp(70) == Path("/srv/rcm-ledger.seals/70.tsr")
    assert beside.witnesses == Path("/srv/rcm-ledger.seals/witnesses.txt")
    assert beside.source("0f" * 32) == Path("/srv/rcm-ledger.sources") / ("0f" * 32)
    assert Beside(Path("2008.06.db")).key == Path("2008.06.key")
    for name in ("", "../x", "0F" * 32, "0f" * 32 + "\n"):
        with pytest.raises(ValueError, match="SHA-256"):
            beside.source(name)


# --- openssl --------------------------------------------------------------------------------------


def test_openssl_verifies_what_a_ledger_signed(openssl: Check, path, tmp_path):
    private = make_key()
    write_key(path, private)
    public, text, signature = tmp_path / "pub.pem", tmp_path / "text", tmp_path / "signature"
    assert openssl("pkey", "-in", path, "-pubout", "-out", public).returncode == 0
    text.write_text("rcm-ledger/0f\n7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n")
    line = Signer("rcm-ledger/0f", private).sign(text.read_text())
    signature.write_bytes(b64decode(line.split(" ")[2])[4:])
    verify = ("pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", public)
    done = openssl(*verify, "-in", text, "-sigfile", signature)
    assert (done.returncode, "Verified Successfully" in done.stdout) == (0, True), done
    text.write_text(text.read_text().replace("7", "8"))
    assert openssl(*verify, "-in", text, "-sigfile", signature).returncode == 1


def test_a_key_that_openssl_made_signs_for_a_ledger(openssl: Check, path):
    made = openssl("genpkey", "-algorithm", "ed25519", "-out", path)
    assert made.returncode == 0, made.stderr
    path.chmod(0o600)
    pem = path.read_bytes()
    assert raw(load_key(path)) == raw(read_pem(pem, path))
