"""The log only grows, and what is appended was ruled at the entry that it is appended to."""

import sqlite3
import threading
from collections.abc import Iterator

import pytest

from ledger.events import MeetingClosed
from ledger.ledger import Ledger
from ledger.problems import Refused
from ledger.store import EventMapper, Fact
from ledger.store_sqlite import APPLICATION_ID
from tests.builders import (
    Conference,
    a_decision,
    a_ledger,
    a_meeting,
    all_agree,
    approve,
    approve_section,
    assert_proven,
    discontinue,
    hindered,
    move,
    nothing_recorded,
    start,
)


@pytest.fixture
def conference(conference: Conference) -> Conference:
    conference.decides("rcm", "2006-05-05", approve_section("mpm", steward="rcgm"), approve("a1"))
    return conference


@pytest.fixture
def file(conference: Conference) -> Iterator[sqlite3.Connection]:
    """The ledger's file, open in another program."""
    connection = sqlite3.connect(conference.ledger.path)
    yield connection
    connection.close()


def another(conference: Conference) -> Conference:
    """Another person at the same ledger."""
    return Conference(Ledger.open(conference.ledger.path))


# --- append-only ----------------------------------------------------------------------------------

FORBIDDEN = [
    "UPDATE stored_events SET state = '{}' WHERE rowid = 2",
    "UPDATE stored_events SET topic = topic",
    "UPDATE stored_events SET rowid = 900 WHERE rowid = 2",
    "UPDATE OR REPLACE stored_events SET rowid = 3 WHERE rowid = 2",
    "UPDATE OR IGNORE stored_events SET state = '{}' WHERE rowid = 2",
    "DELETE FROM stored_events WHERE rowid = 2",
    "DELETE FROM stored_events",
    "INSERT OR REPLACE INTO stored_events (rowid, originator_id, originator_version, topic, state) "
    "VALUES (2, 'x', 1, 'x/1', '{}')",
    "REPLACE INTO stored_events (originator_id, originator_version, topic, state) "
    "VALUES ('charter', 1, 'x/1', '{}')",
    "INSERT INTO stored_events (originator_id, originator_version, topic, state) "
    "VALUES ('charter', 1, 'x/1', '{}') ON CONFLICT DO UPDATE SET state = '{}'",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
@pytest.mark.parametrize("recursive_triggers", [False, True])
def test_what_was_recorded_is_neither_changed_nor_removed(file, statement, recursive_triggers):
    file.execute(f"PRAGMA recursive_triggers = {recursive_triggers}")
    before = file.execute("SELECT rowid, * FROM stored_events").fetchall()
    with pytest.raises(sqlite3.IntegrityError, match="the log is append-only"):
        file.execute(statement)
    file.rollback()
    assert file.execute("SELECT rowid, * FROM stored_events").fetchall() == before


def test_a_ledger_is_told_from_any_other_sqlite_file(file):
    assert file.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)


def test_entries_are_counted_from_one_without_a_gap(conference, file):
    conference.decides("rcm", "2007-05-10", start("a1"))
    with pytest.raises(Refused):
        conference.decides("rcm", "2007-05-11", start("a1"))
    conference.decides("rcm", "2007-05-12")
    rows = [row[0] for row in file.execute("SELECT rowid FROM stored_events ORDER BY rowid")]
    assert rows == list(range(1, conference.entry + 1))


# --- the expectation ------------------------------------------------------------------------------


def an_event(ledger: Ledger, stream: str = "meeting:rcm-2006-05-05", version: int = 2) -> Fact:
    event = ledger._event(MeetingClosed, meeting="rcm-2006-05-05", on=a_meeting().closes_on)
    return Fact(stream, version, event)


def test_an_append_names_the_entry_at_which_it_was_ruled(conference):
    ledger = conference.ledger
    stored = [EventMapper().to_stored_event(an_event(ledger))]
    for expected in (ledger.head - 1, ledger.head + 1, 0):
        with nothing_recorded(ledger), hindered("moved-on"):
            ledger.recorder.insert_events(stored, expected=expected)
    ledger.recorder.insert_events(stored, expected=ledger.head)


def test_what_was_ruled_before_something_else_was_recorded_is_not_appended(conference):
    """By a fault of its own the ledger believes to be at an entry that has passed."""
    ledger = conference.ledger
    with nothing_recorded(ledger), hindered("moved-on"), ledger.writing():
        ledger._head -= 1
        ledger.close_meeting("rcm-2006-05-05", a_meeting().closes_on)
    ledger.close_meeting("rcm-2006-05-05", a_meeting().closes_on)


def test_a_version_of_a_stream_is_recorded_once(conference):
    ledger = conference.ledger
    twice = EventMapper().to_stored_event(an_event(ledger, "charter", 1))
    with nothing_recorded(ledger), pytest.raises(Exception, match="append-only"):
        ledger.recorder.insert_events([twice])


def test_nothing_is_appended_outside_a_transaction(conference):
    ledger = conference.ledger
    with nothing_recorded(ledger), pytest.raises(AssertionError):
        ledger._append([an_event(ledger).event])


# --- two sessions ---------------------------------------------------------------------------------


def test_of_two_that_are_lawful_each_and_not_together_the_second_is_refused(conference):
    """One discontinues the section while the other moves `a1` into it."""
    first, second = conference, another(conference)
    for session, id, change in (
        (first, "d1", discontinue("mpm")),
        (second, "d2", move("a1", "mpm")),
    ):
        meeting = session._meeting("rcm", "2007-05-10").id
        positions = all_agree()(session.members_on("2007-05-10"))
        session.ledger.table(a_decision(id, meeting), [change], positions)
        session.ledger.submit(id)
    assert first.ledger.judgement("d1").lawful
    assert second.ledger.judgement("d2").lawful
    first.ledger.confirm("d1")
    with nothing_recorded(first.ledger), pytest.raises(Refused) as refused:
        second.ledger.confirm("d2")
    assert [v.code for v in refused.value.violations] == ["parent-archived"]
    assert_proven(second.ledger)


def test_each_session_sees_at_once_what_the_other_recorded(conference):
    other = another(conference)
    for n in range(5):
        here, there = (conference, other) if n % 2 else (other, conference)
        here.decides("rcm", f"2007-05-1{n}", approve(f"b{n}"))
        assert there.knows(f"b{n}")
        assert there.ledger.decision(f"rcm-2007-05-1{n}-d1").status == "adopted"
        assert there.ledger.head == here.ledger.head
    assert_proven(other.ledger)


def test_sessions_that_race_record_each_lawful_decision_once_and_no_unlawful_one(
    conference, tmp_path
):
    """Each thread wants to start `a1` and to approve items of its own: one start is lawful."""
    conference.meets("rcm", "2007-05-10", id="rcm-12")
    started, errors = [], []
    gate = threading.Barrier(4)

    def race(name: str) -> None:
        session = another(conference)
        try:
            gate.wait()
            for n in range(8):
                session.decides("rcm-12", None, approve(f"{name}-{n}"), id=f"{name}-{n}")
                try:
                    session.decides("rcm-12", None, start("a1"), id=f"{name}-start-{n}")
                    started.append(name)
                except Refused as refused:
                    assert [v.code for v in refused.violations] == ["nothing-changes"]
        except BaseException as error:
            errors.append(error)
        finally:
            session.ledger.close()

    threads = [threading.Thread(target=race, args=(f"t{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(started) == 1
    own = {f"t{t}-{n}" for t in range(4) for n in range(8)}
    assert {id for id in conference.plan() if id.startswith("t")} == own


def test_of_two_ledgers_made_at_one_place_one_is_made(tmp_path, monkeypatch):
    """The other one is put in place while this one is being written."""
    other = a_ledger(tmp_path, name="other.db", by="the other")
    other.settle_in_place()
    other.close()
    settle = Ledger.settle_in_place

    def overtaken(self: Ledger) -> None:
        settle(self)
        (tmp_path / "other.db").rename(tmp_path / "ledger.db")

    monkeypatch.setattr(Ledger, "settle_in_place", overtaken)
    with hindered("ledger-exists", "ledger.db"):
        a_ledger(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ledger.db", "other.key"]
    assert Ledger.open(tmp_path / "ledger.db").founding.recorded_by == "the other"
