"""The views' file: opened, told from what is no such file, and put in place whole.

It is disposable: all of it follows from the log. So it is never repaired; where anything is wrong with it, it is built
again, aside, and put in the place of the other when it is complete.
"""

import os
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from pathlib import Path
from typing import Literal

from sqlalchemy import URL, Engine, Executable, QueuePool, StaticPool, create_engine, event
from sqlalchemy.exc import DBAPIError

from ledger.store import LOCK_TIMEOUT
from projections.driver import Driver
from projections.tables import META, create

SIDES = ("-wal", "-shm", "-journal")


def views_path(ledger: str) -> Path:
    """`rcm-ledger.db` → `rcm-ledger.views.db`, beside it."""
    path = Path(ledger)
    return path.with_name(f"{path.stem}.views{path.suffix}")


def engine_of(path: Path | None, *, aside: bool = False) -> Engine:
    """An engine on the views in a file, or in memory where None.

    Args:
        aside: the file is being built, and worth nothing until it is complete.
    """
    engine = create_engine(
        URL.create("sqlite", database=None if path is None else str(path.absolute())),
        # Transactions begin where we say so (`BEGIN IMMEDIATE`), not where the driver thinks best.
        isolation_level="AUTOCOMMIT",
        poolclass=StaticPool if path is None else QueuePool,
        connect_args={"check_same_thread": False, "timeout": LOCK_TIMEOUT},
    )

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _: object) -> None:
        run = connection.execute
        run("PRAGMA cache_size = -16000")
        run("PRAGMA temp_store = MEMORY")
        if aside:
            run("PRAGMA journal_mode = OFF")
            run("PRAGMA synchronous = OFF")
        elif path is not None:
            # Readers do not wait for the writer, nor it for them.
            run("PRAGMA journal_mode = WAL")
            # What is lost here is read from the log again, so no commit waits for the disk (FULL). But a torn file that
            # nobody notices would show a wrong plan (OFF): in WAL mode NORMAL rules that out, at one sync a checkpoint.
            run("PRAGMA synchronous = NORMAL")
            # A page that many adoptions write is copied and synced once for all of them.
            run("PRAGMA wal_autocheckpoint = 4000")

    return engine


Trouble = Literal["damaged", "unwritable", "busy", "gone", "other"]

_TROUBLES: dict[int, Trouble] = {
    sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_NOTADB: "damaged",
    sqlite3.SQLITE_ERROR: "damaged",  # no such table or column: it is half there, or of another version
    sqlite3.SQLITE_CONSTRAINT: "damaged",  # it already holds what comes next
    sqlite3.SQLITE_MISMATCH: "damaged",
    sqlite3.SQLITE_READONLY: "unwritable",
    sqlite3.SQLITE_CANTOPEN: "unwritable",
    sqlite3.SQLITE_PERM: "unwritable",
    sqlite3.SQLITE_FULL: "unwritable",
    sqlite3.SQLITE_IOERR: "unwritable",
    sqlite3.SQLITE_BUSY: "busy",
    sqlite3.SQLITE_LOCKED: "busy",
}


def trouble(error: BaseException) -> Trouble:
    """What a database's complaint means for the views."""
    original = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(original, OSError):
        return "unwritable"
    if isinstance(error_state := getattr(original, "sqlstate", 0), str | None):
        return _server_trouble(error_state)
    code = getattr(original, "sqlite_errorcode", None)
    if code is None:
        return "other"
    return _TROUBLES.get(code & 0xFF, "other")


def _server_trouble(state: str | None) -> Trouble:
    """What PostgreSQL's complaint means, by its SQLSTATE; None where the server could not make any."""
    if state is None or state.startswith(("08", "57P")) or state == "53300":
        return "gone"
    if state in ("42501", "25006", "53100"):
        return "unwritable"
    return "busy" if state in ("55P03", "40P01", "40001", "57014") else "damaged"


class FileHome:
    """The views' own file, beside the ledger's."""

    errors: tuple[type[Exception], ...] = (sqlite3.Error,)
    schema = "main"
    how_far: Executable = META

    def __init__(self, path: Path):
        self.path = path

    def engine(self) -> Engine:
        return engine_of(self.path)

    def is_there(self) -> bool:
        return self.path.exists()

    def as_placed(self) -> object:
        return inode_of(self.path)

    def building_alone(self) -> AbstractContextManager[None]:
        return building_alone(self.path)

    def build(self, fill: Callable[[Driver], None]) -> None:
        """Build them aside, and put them in place whole."""
        with aside_of(self.path) as aside:
            engine = engine_of(aside, aside=True)
            try:
                with closing(Driver(engine.connect())) as driver:
                    create(driver.connection)
                    fill(driver)
            finally:
                engine.dispose()
            put_in_place(aside, self.path)


@contextmanager
def building_alone(path: Path) -> Iterator[None]:
    """One process at a time builds; the others wait, and then find it built.

    Held by a lock on a file of its own, as the views' may be damaged or missing. Nothing is lost where two should build
    after all: each builds its own, and each is put in place whole.
    """
    lock = path.with_name(f"{path.name}.lock")
    with closing(sqlite3.connect(lock, timeout=LOCK_TIMEOUT, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        try:
            yield
        finally:
            with suppress(OSError):
                lock.unlink()


@contextmanager
def aside_of(path: Path) -> Iterator[Path]:
    """A file beside the views' to build them in; it is gone afterwards, whatever happens."""
    aside = path.with_name(f"{path.name}.new-{os.getpid()}-{secrets.token_hex(4)}")
    try:
        yield aside
    finally:
        _remove(aside)


def put_in_place(aside: Path, path: Path) -> None:
    """Complete views take the place of whatever is there.

    Where that is an SQLite file, others may have it open, with a write-ahead log beside it that would be taken for the
    new file's. So its pages are replaced, in one transaction that they see as any other.
    """
    if path.exists() and _page_size(path) == _page_size(aside):
        try:
            _copy_over(aside, path)
        except sqlite3.DatabaseError as error:
            if trouble(error) != "damaged":
                raise
        else:
            return
    # There is none, or nobody can have it open as what it should be.
    for side in SIDES:
        path.with_name(path.name + side).unlink(missing_ok=True)
    with closing(sqlite3.connect(aside)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    with aside.open("rb+") as file:
        os.fsync(file.fileno())
    os.replace(aside, path)


def _page_size(path: Path) -> int | None:
    """None where it is no SQLite file.

    Asked of SQLite: to open and close the file here would give up every lock that this process has on it (POSIX), and
    another process could take the write-ahead log away from under us (sqlite.org/howtocorrupt.html, 2.2).
    """
    with closing(sqlite3.connect(path)) as connection, suppress(sqlite3.DatabaseError):
        connection.execute("SELECT COUNT(*) FROM sqlite_master")
        size: int = connection.execute("PRAGMA page_size").fetchone()[0]
        return size
    return None


def _copy_over(aside: Path, path: Path) -> None:
    with (
        closing(sqlite3.connect(aside)) as source,
        closing(sqlite3.connect(path, timeout=LOCK_TIMEOUT)) as target,
    ):
        target.execute("PRAGMA journal_mode = WAL")
        source.backup(target)


def _remove(path: Path) -> None:
    for side in ("", *SIDES):
        with suppress(OSError):
            path.with_name(path.name + side).unlink()


def inode_of(path: Path) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return (found.st_dev, found.st_ino)
