"""Passwords: hashed with Argon2id (RFC 9106), and strong where they are hard to guess, whatever they are made of."""

import threading
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from api.accounts.problems import NotPossible

FEWEST, MOST = 8, 256
"""Characters of a password."""
STRONG = 3
"""Of zxcvbn's score, 0 to 4: "safely unguessable, moderate protection from offline slow-hash scenario"."""
_LOOKED_AT = 72
"""Characters that zxcvbn looks at; what is strong so far is strong."""
AT_ONCE = 2
"""Each takes 64 MiB and a processor: a crowd at the door waits, and does not fill the memory."""
_HASHING = threading.Semaphore(AT_ONCE)
_TRIED_FIRST = (
    *("rcm", "crm", "rcm-ledger", "conferencia", "migracion", "migración", "secretaria", "secretaría"),
    *("presidencia", "delegacion", "delegación", "contraseña", "contrasena", "clave", "secreto", "acceso"),
    *("hola", "bienvenido", "bienvenida", "administrador", "administradora"),
)
"""zxcvbn's own words are English ones."""
_GUESSING = threading.Lock()
"""zxcvbn keeps what it is told of a person in a table that all its calls share."""

_hasher = PasswordHasher()


def hashed(password: str) -> str:
    with _HASHING:
        return _hasher.hash(_plain(password))


def matches(password: str, hash: str | None) -> bool:
    """Whether it is the password; the same work where there is none, so that nobody learns that by waiting."""
    with _HASHING:
        try:
            right = _hasher.verify(hash or _nobodys(), _plain(password))
        except (VerificationError, InvalidHashError):
            return False
    return right and hash is not None


def is_outdated(hash: str) -> bool:
    """Whether it was made with less work than is asked for today."""
    return _hasher.check_needs_rehash(hash)


def must_be_strong(password: str, *of_the_person: str) -> None:
    """
    Args:
        of_the_person: words that whoever guesses would try first.
    Raises:
        NotPossible: `weak-password`.
    """
    plain = _plain(password)
    if not FEWEST <= len(plain) <= MOST:
        raise NotPossible("weak-password", fewest=FEWEST, most=MOST)
    from zxcvbn import zxcvbn  # type: ignore[import-untyped]

    theirs = [word for text in of_the_person for word in (text, *text.replace("@", " ").split())]
    with _GUESSING:
        score = zxcvbn(plain[:_LOOKED_AT], user_inputs=[*theirs, *_TRIED_FIRST])["score"]
    if score < STRONG:
        raise NotPossible("weak-password", fewest=FEWEST, most=MOST)


def _plain(password: str) -> str:
    """As it is, however a keyboard composes its accents (NIST SP 800-63B-4, 3.1.1.2)."""
    return unicodedata.normalize("NFKC", password)


@cache
def _nobodys() -> str:
    return _hasher.hash("nobody's")
