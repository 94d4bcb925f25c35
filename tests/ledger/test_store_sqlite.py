"""What we add to the way to the file."""

import sqlite3

from tests.builders import Conference, approve, assert_proven


def test_what_an_adoption_asks_is_compiled_once(conference: Conference):
    """A connection of eventsourcing's own keeps one statement compiled, and an adoption runs seven."""
    conference.decides("rcm", "2006-05-05", approve("a1"))
    compiled: list[tuple[object, ...]] = []

    def compiling(action: int, *about: object) -> int:
        if action != sqlite3.SQLITE_TRANSACTION:
            compiled.append((action, *about))
        return sqlite3.SQLITE_OK

    with conference.ledger.recorder.datastore.get_connection(commit=True) as connection:
        connection._sqlite_conn.set_authorizer(compiling)  # which has all compiled anew
    conference.decides("rcm", "2006-05-05", approve("a2"))
    assert compiled
    compiled.clear()
    conference.decides("rcm", "2006-05-05", approve("a3"))
    assert compiled == []
    assert_proven(conference.ledger)
