"""Private keys: Ed25519 (RFC 8032), each in a PEM file of its own (PKCS#8, which `openssl` reads)
that nobody but its owner can read."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ledger.files import give_name, settle
from ledger.problems import Problem, why

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

KEY_VARIABLE = "RCM_LEDGER_KEY"
"""Names another file for the ledger's key, or is the PEM itself."""
_MOST_BYTES = 16 * 1024


def make_key() -> "Ed25519PrivateKey":
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.generate()


def pem_of(private: "Ed25519PrivateKey") -> bytes:
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
    )

    return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def write_key(path: Path, private: "Ed25519PrivateKey") -> None:
    """Write a key to a new file of mode 0600: whole or not at all, and on the disk when this
    returns.

    Raises:
        Problem: there is something at the path (it is left as it is), or it cannot be written.
    """
    aside = path.with_name(f"{path.name}.new-{secrets.token_hex(4)}")
    try:
        # The mode is there before the first byte is.
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "wb") as file:
            file.write(pem_of(private))
            file.flush()
            os.fsync(descriptor)
        give_name(aside, path)
        settle(path.parent)
    except FileExistsError:
        raise Problem("key-exists", path=path) from None
    except OSError as error:
        raise _cannot("cannot-write", path, error) from None
    finally:
        aside.unlink(missing_ok=True)


def load_key(path: Path) -> "Ed25519PrivateKey":
    """
    Raises:
        Problem: there is no such file, others can read it, or it holds no Ed25519 key.
    """
    try:
        # Without O_NONBLOCK one would wait for ever for whoever writes to a pipe.
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        with open(os.open(path, flags), "rb") as file:
            if os.name == "posix" and os.fstat(file.fileno()).st_mode & 0o077:
                raise Problem("key-open", path=path)
            pem = file.read(_MOST_BYTES)
    except FileNotFoundError:
        raise Problem("no-key", path=path) from None
    except OSError as error:
        raise _cannot("cannot-read", path, error) from None
    return read_pem(pem, path)


def read_pem(pem: bytes, where: object) -> "Ed25519PrivateKey":
    """
    Args:
        where: it came from, for the message.

    Raises:
        Problem: it is no Ed25519 private key in PEM, or locked with a password.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        private = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise Problem("not-a-key", path=where) from None
    if not isinstance(private, Ed25519PrivateKey):
        raise Problem("not-a-key", path=where)
    return private


def ledger_key(beside: Path, environment: Mapping[str, str] = os.environ) -> "Ed25519PrivateKey":
    """The ledger's private key: what `RCM_LEDGER_KEY` says, or else the file beside it.

    Raises:
        Problem: as `load_key`, naming where it was looked for.
    """
    given = environment.get(KEY_VARIABLE, "")
    if "-----BEGIN" in given:
        return read_pem(given.encode(), KEY_VARIABLE)
    return load_key(Path(given) if given else beside)


def _cannot(code: str, path: Path, error: OSError) -> Problem:
    return Problem(code, path=path, why=tuple(why(error).values()))
