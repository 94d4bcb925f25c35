"""The signed originals: files kept beside the log, each under its own SHA-256 (FIPS 180-4).

The log names an original by its hash, so it proves for ever which file it was; the file itself is
kept in `X.sources/`. The same file twice is one. A file gets its name only once it is there whole
and on the disk, and an event that says so is recorded only after that: what a crash leaves behind
is at worst a file that no event speaks of, which does no harm and is taken for its own when it is
kept again.
"""

import hashlib
import os
import re
import secrets
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Literal, NamedTuple, Protocol

from ledger.authority import Violation
from ledger.events import RecordCorrected, SourceKept
from ledger.files import settle
from ledger.problems import Problem, why
from ledger.sentences import fill
from ledger.store import EntryRow, LogRecorder

CHUNK = 1 << 20
State = Literal["kept", "missing", "altered"]


class Stream(Protocol):
    """What is read in pieces."""

    def read(self, size: int, /) -> bytes: ...


class Original(NamedTuple):
    """What a file is: its SHA-256 in hex, and its bytes."""

    sha256: str
    size: int


def original_of(file: Path) -> Original:
    """What a file is, read in pieces.

    Raises:
        Problem: it is not there, no file, empty, or cannot be read.
    """
    with _opened(file) as stream:
        found = _copied(stream, file)
    if found.size == 0:
        raise Problem("cannot-read", path=file, why=("it is empty", "está vacío"))
    return found


class Sources:
    """The folder in which a ledger keeps its signed originals; made when the first one comes."""

    def __init__(self, folder: Path):
        self.folder = folder

    def path(self, sha256: str) -> Path:
        """Where it is kept, or would be."""
        return self.folder / sha256

    def keep(self, file: Path, original: Original) -> None:
        """Keep a file: written aside, brought to the disk, then named by its hash.

        Whatever has that name, a link or an altered copy, gives way to it.

        Raises:
            Problem: it is no longer what it was found to be, or cannot be written.
        """
        with _opened(file) as stream:
            if not self.take(stream, original.sha256, file):
                raise Problem("source-changed", path=file)

    def take(self, stream: Stream, sha256: str, file: Path) -> bool:
        """The same of what is read from somewhere.

        Args:
            file: what that is, for people.
        Returns:
            Whether it is the original of that name; else nothing is kept of it.
        """
        with self._aside() as aside:
            with self._writing(), _new(aside) as out:
                found = _copied(stream, file, out)
                out.flush()
                os.fsync(out.fileno())
            if found.sha256 != sha256:
                return False
            with self._writing():
                aside.replace(self.path(sha256))
                settle(self.folder)
            return True

    @contextmanager
    def _aside(self) -> Iterator[Path]:
        aside = self.folder / f".new-{secrets.token_hex(8)}"
        with self._writing():
            if not self.folder.is_dir():
                self.folder.mkdir(exist_ok=True)
                settle(self.folder.parent)
        try:
            yield aside
        finally:
            with suppress(OSError):
                aside.unlink(missing_ok=True)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise Problem(
                "cannot-write", path=self.folder, why=tuple(why(error).values())
            ) from None

    @staticmethod
    def is_original(stream: Stream, sha256: str) -> bool:
        """Whether what is read is the original of that name."""
        return _copied(stream, Path(sha256)).sha256 == sha256

    def state(self, sha256: str) -> State:
        """Whether an original is here as it was: read whole, and hashed again."""
        try:
            with _opened(self.path(sha256), links=False) as stream:
                return "kept" if _copied(stream, self.path(sha256)).sha256 == sha256 else "altered"
        except Problem:
            # Something else of that name, a link or a folder, is no original.
            return "altered" if os.path.lexists(self.path(sha256)) else "missing"

    def is_there(self, sha256: str) -> bool:
        """Whether there is a file of that name: nothing is read."""
        try:
            return stat.S_ISREG(self.path(sha256).lstat().st_mode)
        except OSError:
            return False

    def open(self, sha256: str) -> BinaryIO:
        """The kept file, open; that it is what it was is for the reader to check as it reads.

        Raises:
            Problem: it is not there.
        """
        return _open(self.path(sha256), links=False)

    def copy(self, sha256: str, out: BinaryIO) -> bool:
        """Copy an original out.

        Returns:
            whether what was copied is it.
        Raises:
            Problem: it is not there, or cannot be read.
            OSError: `out` cannot be written.
        """
        with _opened(self.path(sha256), links=False) as stream:
            return _copied(stream, self.path(sha256), out).sha256 == sha256


# --- what the log says of them --------------------------------------------------------------------

_NAMED = re.compile(rb'"sha256":"([0-9a-f]{64})"')
"""A quotation mark within any string is escaped: these bytes are the field, and nothing else."""
_CORRECTED = re.compile(rb'"after":"([0-9a-f]{64})"')


class Named:
    """Which originals the entries of a log speak of, as they are read one after the other.

    Attributes:
        by: for each hash, the records that name it: `rcm-12`, `rcm-12-d3`, `mx-1`.
        kept: those that the log says were kept beside it.
        intact, elsewhere: once they were looked for, those that are as they were, and those that were
            only named.
    """

    def __init__(self) -> None:
        self.by: dict[str, list[str]] = {}
        self.kept: set[str] = set()
        self.intact: list[str] = []
        self.elsewhere: list[str] = []

    def read(self, row: EntryRow) -> None:
        """The next entry."""
        if b"sha256" not in row[4]:
            return
        _, stream, _, topic, state = row
        found = [hash.decode() for hash in _NAMED.findall(state)]
        if topic == SourceKept.topic:
            self.kept.update(found)
            return
        if topic == RecordCorrected.topic and b'"path":"source.sha256"' in state:
            found += (hash.decode() for hash in _CORRECTED.findall(state))
        for sha256 in found:
            records = self.by.setdefault(sha256, [])
            if (record := stream.partition(":")[2]) not in records:
                records.append(record)

    def violations(self, sources: Sources) -> Iterator[Violation]:
        """What is gone, and what is no longer what it was.

        An original that the log names and that never was kept here is not gone: nobody has said
        that it would be.
        """
        for sha256 in sorted(self.by.keys() | self.kept):
            state = sources.state(sha256)
            if state == "kept":
                self.intact.append(sha256)
            elif state == "missing" and sha256 not in self.kept:
                self.elsewhere.append(sha256)
            else:
                yield self.violation(sha256, state, sources.path(sha256))

    def violation(self, sha256: str, state: State, path: Path) -> Violation:
        """That an original is missing or altered."""
        records = self.by.get(sha256) or [sha256]
        facts = {"records": ", ".join(records), "path": str(path), "sha256": sha256}
        return Violation(f"source-{state}", records[0], message=fill(f"source-{state}", **facts))


def named_in(recorder: LogRecorder, which: Callable[[EntryRow], bool] | None = None) -> Named:
    """Which originals a ledger's log speaks of.

    Args:
        which: the entries that count; all of them where None.
    """
    named = Named()
    for row in filter(which, recorder.rows(saying=b"sha256")):
        named.read(row)
    return named


def found_in(folder: Path, wanted: frozenset[str]) -> dict[Original, Path]:
    """The files of a folder, and of those below it, that are the originals wanted.

    Links are not followed; what cannot be read is passed over.

    Raises:
        Problem: there is no such folder.
    """
    if not folder.exists():
        raise Problem("cannot-read", path=folder, why=_NOT_THERE)
    if not folder.is_dir():
        raise Problem("cannot-read", path=folder, why=("it is no folder", "no es una carpeta"))
    found: dict[Original, Path] = {}
    for here, below, names in os.walk(folder):
        below.sort()
        # One that bears its hash as its name is looked at first.
        for name in sorted(names, key=lambda name: (name not in wanted, name)):
            if len(found) == len(wanted):
                return found
            file = Path(here, name)
            with suppress(Problem), _opened(file, links=False) as stream:
                original = _copied(stream, file)
                if original.sha256 in wanted:
                    found.setdefault(original, file)
    return found


# --- files ----------------------------------------------------------------------------------------

_NOT_THERE = ("it is not there", "no está ahí")


def _unreadable(file: Path, error: OSError) -> Problem:
    missing = isinstance(error, FileNotFoundError)
    reason = _NOT_THERE if missing else tuple(why(error).values())
    return Problem("cannot-read", path=file, why=reason)


def _open(file: Path, *, links: bool = True) -> BinaryIO:
    """A plain file, open for reading.

    Raises:
        Problem: it is not one, or cannot be opened.
    """
    # Without O_NONBLOCK one would wait for ever for whoever writes to a pipe.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    flags |= 0 if links else getattr(os, "O_NOFOLLOW", 0)
    try:
        descriptor = os.open(file, flags)
    except OSError as error:
        raise _unreadable(file, error) from None
    mode = os.fstat(descriptor).st_mode
    if stat.S_ISREG(mode):
        return os.fdopen(descriptor, "rb")
    os.close(descriptor)
    if stat.S_ISDIR(mode):
        raise Problem("cannot-read", path=file, why=("it is a folder", "es una carpeta"))
    raise Problem("cannot-read", path=file, why=("it is no plain file", "no es un archivo común"))


def _new(file: Path) -> BinaryIO:
    """A new file, that nobody is to write to once it is closed."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(file, flags, 0o444), "wb")


@contextmanager
def _opened(file: Path, *, links: bool = True) -> Iterator[BinaryIO]:
    stream = _open(file, links=links)
    with stream:
        yield stream


def _copied(stream: Stream, file: Path, out: BinaryIO | None = None) -> Original:
    """What an open file is, read in pieces and written to `out` piece by piece."""
    digest, size = hashlib.sha256(), 0
    while True:
        try:
            chunk = stream.read(CHUNK)
        except OSError as error:
            raise _unreadable(file, error) from None
        if not chunk:
            return Original(digest.hexdigest(), size)
        digest.update(chunk)
        size += len(chunk)
        if out is not None:
            out.write(chunk)
