"""Adopting on a server whose commits are durable: against bare commits of the same bytes, and eight at once."""

import multiprocessing
import os
from contextlib import closing
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path
from time import monotonic

import psycopg

from ledger.server import FOLDER_VARIABLE
from tests.benchmarks.adopting import Adopting, Rows
from tests.benchmarks.ledgers import Sizes, ledger_on, opened
from tests.benchmarks.measuring import Report, in_turns
from tests.server import Server, running

EIGHT = 8
ROUNDS = 11
EVENTS = (
    "SELECT originator_id, originator_version, topic, state FROM stored_events "
    "WHERE notification_id > ? ORDER BY notification_id"
)
LOG = (
    "CREATE TABLE stored_events (notification_id bigint NOT NULL UNIQUE, originator_id text, "
    "originator_version bigint, topic text, state bytea, PRIMARY KEY (originator_id, originator_version))"
)


class Bare:
    """A commit of the same bytes into the log's table and nothing else, each time under other ids."""

    def __init__(self, connection: "psycopg.Connection[object]", rows: Rows):
        self.connection, self.rows, self.numbers = connection, rows, count(1)
        with connection.transaction():
            connection.execute(LOG)

    def __call__(self) -> None:
        for stream, version, topic, state in self.rows:
            n = next(self.numbers)
            values = (n, f"{stream}-{n}", version, topic, state)
            self.connection.execute("INSERT INTO stored_events VALUES (%s, %s, %s, %s, %s)", values)
        self.connection.commit()


def session(pipe: Connection, address: str, meeting: str, first: int, most: int, seconds: float) -> None:
    """A process that adopts what was tabled for it, for so long; it answers how many, and how long that took."""
    with opened(address) as (ledger, _):
        pipe.send("ready")
        pipe.recv()
        began, done = monotonic(), 0
        while done < most and monotonic() - began < seconds:
            ledger.adopt(f"{meeting}-t{first + done}")
            done += 1
        pipe.send((done, monotonic() - began))


def at_once(address: str, writers: int, most: int, seconds: float) -> list[tuple[int, float]]:
    """What so many sessions did that adopted at the same time."""
    with opened(address) as (ledger, _):
        meeting = Adopting(ledger, writers * most).meeting
    spawning, sessions = multiprocessing.get_context("spawn"), []
    for n in range(writers):
        pipe, other = spawning.Pipe()
        given = (other, address, meeting, n * most, most, seconds)
        process = spawning.Process(target=session, args=given)
        process.start()
        sessions.append((process, pipe))
    for _, pipe in sessions:
        assert pipe.recv() == "ready"
    for _, pipe in sessions:
        pipe.send("go")
    done: list[tuple[int, float]] = [pipe.recv() for _, pipe in sessions]
    for process, _ in sessions:
        process.join()
    return done


def rate(done: list[tuple[int, float]]) -> float:
    """Adoptions a second, of all together."""
    return sum(n for n, _ in done) / max(seconds for _, seconds in done)


def one_writer(report: Report, server: Server, address: str, rounds: int) -> None:
    with opened(address) as (ledger, views):
        acts = Adopting(ledger, 2 * rounds + 4)
        before = ledger.head
        acts.adopt()
        rows = [tuple(row) for row in ledger.recorder.read(EVENTS, [before])]
        assert len(rows) == 2, "an adoption and one change"
        with closing(psycopg.connect(server.a_database())) as connection:
            bare = Bare(connection, rows)
            viewed, bare_then = in_turns(rounds, acts.adopt, bare)
            assert views.entry == ledger.head
            ledger.after_recording = None
            alone, bare_now = in_turns(rounds, acts.adopt, bare)
    report.compare("adopt on a server, views and all", viewed, "bare commit", bare_then)
    report.compare("the same, the log alone", alone, "bare commit", bare_now, at_least=0.35)


def eight_writers(report: Report, address: str, most: int, seconds: float) -> None:
    one, eight, shares = [], [], []
    for _ in range(ROUNDS):
        one.append(rate(at_once(address, 1, most, seconds)))
        done = at_once(address, EIGHT, most, seconds)
        eight.append(rate(done))
        shares.append(min(n for n, _ in done) / max(n for n, _ in done))
    each = [[1 / rate for rate in rates] for rates in (eight, one)]
    report.compare("adopt, eight sessions at once", each[0], "one session", each[1], at_least=1)
    report.note(
        f"Of eight sessions, the one that adopted least did {min(shares):.0%} of what the one did that adopted most."
    )


def measure(report: Report, folder: Path, sizes: Sizes) -> None:
    os.environ[FOLDER_VARIABLE] = str(folder)
    with running(durable=True) as server:
        address = ledger_on(server, sizes.hundredth, sizes.plan)
        one_writer(report, server, address, sizes.adoptions)
        eight_writers(report, address, sizes.adoptions // 2, sizes.adoptions / 200)
