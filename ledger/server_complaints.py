"""What a PostgreSQL server's complaints mean to the person who keeps the ledger.

They are told apart by their SQLSTATE (PostgreSQL, appendix A), as the words may be in any language;
but what goes wrong before anybody is signed in has none, and is told by its words as far as may be.
"""

import re

import psycopg
from eventsourcing.persistence import PersistenceError

from ledger.problems import Problem

_FULL = ("the server's disk is full", "el disco del servidor está lleno")
_READ_ONLY = ("the server takes nothing new", "el servidor no acepta nada nuevo")
_BUSY = ("55P03", "40P01", "40001", "57014")
_GONE = ("08", "57P")
_ABSENT = ("42P01", "42703", "3F000", "42883")
_SIGNING_IN = (
    ("password authentication failed", "wrong-password"),
    ("no password supplied", "wrong-password"),
    ("no pg_hba.conf entry", "wrong-password"),
    ("Peer authentication failed", "wrong-password"),
)


def problem_of(error: Exception, path: str, role: str) -> Problem | None:
    """
    Args:
        path: the ledger's address, without a password.
        role: the role that may write it.
    """
    complaint = error if isinstance(error, psycopg.Error) else error.__cause__
    if not isinstance(complaint, psycopg.Error):
        if isinstance(error, PersistenceError):
            return Problem("no-server", path=path, why=_first_line(error))
        return None
    state = complaint.sqlstate or _state_by_words(str(complaint))
    if state is None or state.startswith(_GONE) or state == "53300":
        return _not_reached(complaint, path)
    if state in ("28P01", "28000"):
        return Problem("wrong-password", path=path)
    if state == "3D000":
        return Problem("no-database", path=path)
    if state == "42501":
        return Problem("no-permission", path=path, role=role, user="USER")
    if state in _BUSY:
        return Problem("busy", path=path)
    if state == "25006":
        return Problem("cannot-write", path=path, why=_READ_ONLY)
    if state == "53100":
        return Problem("cannot-write", path=path, why=_FULL)
    if state.startswith("23"):
        return Problem("cannot-write", path=path, why=_first_line(complaint))
    if state in _ABSENT:
        return Problem("not-a-ledger", path=path, why=_first_line(complaint))
    return Problem("cannot-read", path=path, why=_first_line(complaint))


def _state_by_words(words: str) -> str | None:
    if re.search(r'database ".*" does not exist', words):
        return "3D000"
    if re.search(r'role ".*" does not exist', words):
        return "28000"
    return "28000" if any(known in words for known, _ in _SIGNING_IN) else None


def _not_reached(complaint: psycopg.Error, path: str) -> Problem:
    return Problem("no-server", path=path, why=_first_line(complaint))


def _first_line(error: BaseException) -> str:
    """The complaint itself, without the statement that it is about."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0].rstrip(".")
