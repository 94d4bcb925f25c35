"""On a server, where several record at once, the views follow for all of them together: with one in so many, and with
whoever is last. Whoever asks meanwhile is told all."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

import psycopg
import pytest

import projections.upkeep
from ledger import store, store_postgres
from ledger.ledger import Ledger
from ledger.place import place_of
from ledger.problems import Problem
from ledger.server import ServerPlace
from ledger.store_postgres import VIEWS_SCHEMA
from projections.views import Views
from tests.builders import Conference, a_meeting, approve, assert_proven, hindered, the_charter
from tests.projections.test_views import answers
from tests.stores import Databases

IS_WAITED_FOR = """
SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


class Writer(NamedTuple):
    ledger: Ledger
    views: Views

    def convenes(self, n: int) -> None:
        self.ledger.convene(a_meeting("rcm", f"20{n}-05-10", id=f"rcm-{n}"))


@contextmanager
def a_writer(address: str) -> Iterator[Writer]:
    with Ledger.open(address) as ledger, closing(Views.open(ledger)) as views:
        yield Writer(ledger, views)


@pytest.fixture
def address(databases: Databases, tmp_path: Path) -> Iterator[str]:
    """A ledger with a plan."""
    address = databases.address(tmp_path)
    with Ledger.create(address, the_charter()) as ledger:
        Conference(ledger).decides("rcm", "2007-05-10", approve("a1"))
    yield address
    with Ledger.open(address) as ledger:
        assert_proven(ledger)
    databases.forget(tmp_path)


@pytest.fixture
def first(address: str) -> Iterator[Writer]:
    with a_writer(address) as writer:
        yield writer


@pytest.fixture
def second(address: str) -> Iterator[Writer]:
    with a_writer(address) as writer:
        yield writer


def asked(address: str, sql: str) -> int:
    place = place_of(address)
    assert isinstance(place, ServerPlace)
    with psycopg.connect(**place.connecting(VIEWS_SCHEMA)) as connection:
        row = connection.execute(sql.encode()).fetchone()
    assert row is not None
    return int(row[0])


def followed(address: str) -> int:
    """The entry that the views stand at, as they are stored."""
    return asked(address, "SELECT entry FROM meta")


def records_nothing(writer: Writer) -> None:
    pass


def is_refused(writer: Writer) -> None:
    writer.ledger.adopt("nothing")


@contextmanager
def left(
    address: str, first: Writer, second: Writer, then: Callable[[Writer], None] = records_nothing
) -> Iterator[None]:
    """The first has recorded something while the second waited, which has the lock; and what that does then."""
    comes, goes = threading.Event(), threading.Event()

    def waits() -> None:
        with second.ledger.writing():
            comes.set()
            assert goes.wait(60)
            then(second)

    with ThreadPoolExecutor(1) as other:
        with first.ledger.writing():
            first.convenes(10)
            waiting = other.submit(waits)
            while not asked(address, IS_WAITED_FOR):
                assert not waiting.done()
        assert comes.wait(60)
        try:
            yield
        finally:
            goes.set()
        assert isinstance(waiting.exception(60), Problem | None)


@pytest.mark.parametrize("then", [lambda writer: writer.convenes(11), records_nothing, is_refused])
def test_the_views_are_left_to_whoever_waits_to_record_whatever_comes_of_that(address, first, second, then):
    before = followed(address)
    with left(address, first, second, then):
        assert followed(address) == before < first.ledger.head
    assert followed(address) == first.ledger.head


def test_nothing_is_left_to_one_who_does_not_follow(address, first):
    with Ledger.open(address) as other, left(address, first, Writer(other, first.views)):
        assert followed(address) == first.ledger.head


def test_whoever_is_taken_for_one_who_follows_does(address, first, second, monkeypatch):
    """Another commits and leaves its entry between what the first commits and what the first asks then."""
    place = place_of(address)
    assert isinstance(place, ServerPlace)
    asks = f"SELECT pg_advisory_xact_lock_shared(1) IS NULL OR {store_postgres._NOBODY_FOLLOWS.removeprefix('SELECT ')}"
    monkeypatch.setattr(store_postgres, "_NOBODY_FOLLOWS", asks)
    second.ledger.recorder.datastore.follows, second.ledger.after_recording = False, None
    with ThreadPoolExecutor(1) as other, psycopg.connect(**place.connecting(VIEWS_SCHEMA)) as holds:
        holds.execute("SELECT pg_advisory_lock(1)")
        recording = other.submit(first.convenes, 10)
        while not asked(address, IS_WAITED_FOR):
            assert not recording.done()
        second.convenes(11)
        holds.execute("SELECT pg_advisory_unlock(1)")
        recording.result(60)
    assert followed(address) == second.ledger.head


def test_whoever_gives_up_waiting_follows_what_was_left_to_it_each_time(address, first, monkeypatch):
    monkeypatch.setattr(store, "LOCK_TIMEOUT", 2)
    with psycopg.connect(address) as other, a_writer(address) as hurried, ThreadPoolExecutor(2) as waiting:
        for n in (10, 11):
            with first.ledger.writing():
                first.convenes(n)
                holds = waiting.submit(other.execute, f"SELECT pg_advisory_lock({store_postgres.WRITING})")
                while asked(address, IS_WAITED_FOR) < 1:
                    assert not holds.done()
                gives_up = waiting.submit(hurried.convenes, 12)
                while asked(address, IS_WAITED_FOR) < 2:
                    assert not gives_up.done()
            holds.result(60)
            with hindered("busy"):
                gives_up.result(60)
            assert followed(address) == first.ledger.head
            other.execute(f"SELECT pg_advisory_unlock({store_postgres.WRITING})")


def test_what_was_left_to_others_is_there_for_whoever_asks(address, first, second):
    with left(address, first, second):
        with a_writer(address) as third:
            assert third.views.entry == first.ledger.head
        assert answers(first.views)[-1] == first.ledger.head
        right = answers(first.views)
        first.views.rebuild()
        assert answers(first.views) == right


def test_one_in_so_many_follows_though_it_is_waited_for(address, first, second, monkeypatch):
    monkeypatch.setattr(projections.upkeep, "LEFT", first.ledger.head + 1)
    with left(address, first, second):
        assert followed(address) == first.ledger.head
