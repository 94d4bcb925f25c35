"""The ledger's own private key: found, made, and put where it belongs (`ledger.keys`)."""

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ledger.beside import Beside
from ledger.keys import KEY_VARIABLE, ledger_key, load_key, make_key, write_key
from ledger.notes import Signer, Verifier
from ledger.problems import Problem

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def place(ledger: Path) -> Path:
    """Where the key of a ledger is kept, unless `RCM_LEDGER_KEY` is the key itself."""
    named = os.environ.get(KEY_VARIABLE, "")
    return Path(named) if named and not _is_given() else Beside(ledger).key


def next_place(ledger: Path) -> Path:
    """Where a new key waits until its event is recorded."""
    path = place(ledger)
    return path.with_name(f"{path.name}.next")


def _is_given() -> bool:
    return "-----BEGIN" in os.environ.get(KEY_VARIABLE, "")


def found_or_new(ledger: Path) -> "Ed25519PrivateKey":
    """The key that is there for a ledger, or a new one, which is nowhere yet (`keep`).

    Raises:
        Problem: what is there is no key, or others can read it.
    """
    return _found(ledger) or make_key()


def _found(ledger: Path) -> "Ed25519PrivateKey | None":
    with suppress(OSError):  # where it cannot even be looked for, the making of it says why
        if _is_given() or place(ledger).exists():
            return ledger_key(place(ledger))
    return None


def keep(ledger: Path, key: "Ed25519PrivateKey") -> Path | None:
    """Write a key where it belongs; the path where it was written, None where it is kept already.

    Raises:
        Problem: another key is there.
    """
    there = _found(ledger)
    if there is None:
        write_key(place(ledger), key)
        return place(ledger)
    if there.private_bytes_raw() != key.private_bytes_raw():
        raise Problem("key-exists", path=place(ledger))
    return None


def in_force(ledger: Path, verifier: Verifier) -> Signer:
    """The private key of a public one.

    Raises:
        Problem: it is not there, or another is.
    """
    found, waiting = _found(ledger), _waiting(ledger)
    for key in (found, waiting):
        if key is not None and Signer(verifier.name, key).verifier == verifier:
            if key is waiting:
                # Its event was recorded, and then something broke off.
                take_next(ledger)
            return Signer(verifier.name, key)
    raise Problem("key-missing" if found is None else "key-other", path=place(ledger))


def _waiting(ledger: Path) -> "Ed25519PrivateKey | None":
    path = next_place(ledger)
    return load_key(path) if path.exists() else None


def keep_next(ledger: Path) -> "Ed25519PrivateKey":
    """A new key that waits beside the one in force; the one that waits already, after a crash.

    Raises:
        Problem: the key in force is not in a file, so that no other can take its place.
    """
    if _is_given():
        raise Problem("key-not-in-a-file")
    waiting = _waiting(ledger)
    if waiting is None:
        waiting = make_key()
        write_key(next_place(ledger), waiting)
    return waiting


def take_next(ledger: Path) -> None:
    """The key that waited takes the place of the other: its event is recorded."""
    os.replace(next_place(ledger), place(ledger))
