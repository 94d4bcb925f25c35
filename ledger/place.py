"""Where a ledger is kept. Its address decides, and nothing else: a file's path, or `postgresql://…`."""

import os
import secrets
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from ledger.ledger_key import keep
from ledger.problems import Problem, why
from ledger.store_sqlite import APPLICATION_ID, problem_of, put_in_place, remove_aside

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SCHEMES = ("postgresql://", "postgres://")


class Place(Protocol):
    """Where a ledger is, or is to be."""

    @property
    def name(self) -> str:
        """How people know it; never with a password."""

    @property
    def beside(self) -> Path:
        """Its file, or what stands for it: what lies beside it bears its stem (`ledger.beside`)."""

    def is_taken(self) -> bool:
        """Whether there is something.

        Raises:
            Problem: it cannot be looked for.
        """

    def must_be_a_ledger(self) -> None:
        """
        Raises:
            Problem: there is nothing, or something else, or it cannot be read.
        """

    def is_read_only(self) -> bool:
        """Whether whoever asks can only read it."""

    def environment(self, *, read_only: bool) -> dict[str, str]:
        """How eventsourcing is told of it."""

    def problem_of(self, error: Exception) -> Problem | None:
        """What a database's complaint means to the person who keeps the ledger; None where it is
        none."""

    def share(self, cursor: Any) -> None:
        """Let in whoever else may use a ledger that is being made; in its session."""

    def making(self, key: "Ed25519PrivateKey | None") -> AbstractContextManager["Place"]:
        """Where to make a ledger: at the block's end it is in place whole, its key with it, and not
        at all where the block raises.

        Args:
            key: None where it is not at hand, as that of a ledger which is restored may not be.
        """


def place_of(address: str | Path | Place) -> Place:
    if isinstance(address, str | Path):
        if is_on_a_server(address):
            from ledger.server import ServerPlace

            return ServerPlace.at(str(address))
        return FilePlace(Path(address))
    return address


def is_on_a_server(address: str | Path) -> bool:
    return str(address).startswith(SCHEMES)


class FilePlace:
    """A ledger in a file.

    Args:
        known_as: the path that people know it by, while it is being made aside.
    """

    def __init__(self, path: Path, *, known_as: Path | None = None):
        self.path = path
        self.beside = known_as or path

    @property
    def name(self) -> str:
        return str(self.beside)

    def is_taken(self) -> bool:
        with suppress(OSError):  # where it cannot even be looked for, the making of it says why
            return self.path.exists()
        return False

    def must_be_a_ledger(self) -> None:
        path = self.path
        try:
            if not path.exists():
                raise Problem("no-ledger", path=path)
            if path.is_dir():
                raise Problem("not-a-ledger", path=path, why=("it is a folder", "es una carpeta"))
            # A pipe would keep us waiting for ever.
            header = b""
            if path.is_file():
                with path.open("rb") as file:
                    header = file.read(100)
        except OSError as error:
            raise Problem("cannot-read", path=path, why=tuple(why(error).values())) from None
        if header[:16] != b"SQLite format 3\0":
            other = ("it is another kind of file", "es otro tipo de archivo")
            raise Problem("not-a-ledger", path=path, why=other)
        if len(header) < 100 or int.from_bytes(header[68:72], "big") != APPLICATION_ID:
            other = ("it is some other database", "es otra base de datos")
            raise Problem("not-a-ledger", path=path, why=other)

    def is_read_only(self) -> bool:
        return not (
            os.access(self.path, os.W_OK) and os.access(self.path.resolve().parent, os.W_OK)
        )

    def environment(self, *, read_only: bool) -> dict[str, str]:
        name = f"file:{_quoted(str(self.path))}{self._reading() if read_only else ''}"
        return {"PERSISTENCE_MODULE": "ledger.store_sqlite:FileFactory", "SQLITE_DBNAME": name}

    def _reading(self) -> str:
        """How a file that cannot be written is read: what another process has in its write-ahead
        log included."""
        beside = Path(f"{self.path}-wal")
        return "?mode=ro" if beside.exists() and beside.stat().st_size else "?immutable=1"

    def problem_of(self, error: Exception) -> Problem | None:
        return problem_of(error, self.name)

    def share(self, cursor: Any) -> None:
        """Whoever may use a file, its folder's rights say."""

    @contextmanager
    def making(self, key: "Ed25519PrivateKey | None") -> Iterator[Place]:
        # The file is made aside and put in place whole: a crash leaves no half of a ledger.
        aside = self.path.with_name(f"{self.path.name}.new-{secrets.token_hex(4)}")
        try:
            yield FilePlace(aside, known_as=self.path)
            self._put_with_key(aside, key)
        except OSError as error:
            raise problem_of(error, str(self.path)) or error from None
        finally:
            remove_aside(aside)

    def _put_with_key(self, aside: Path, key: "Ed25519PrivateKey | None") -> None:
        """Give a ledger its name; its key first, so that no new ledger is ever without one.

        Raises:
            Problem: there is something at the path already, or another key.
        """
        written = None if key is None else keep(self.path, key)
        try:
            put_in_place(aside, self.path)
        except BaseException:
            if written is not None:
                written.unlink(missing_ok=True)
            raise


def _quoted(path: str) -> str:
    """A path in SQLite's URI form (RFC 3986: `?`, `#` and `%` have meanings of their own)."""
    return path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
