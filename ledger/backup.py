"""A backup: a ledger in use as one file, from which it can be restored to a file or to a server.

A zip that only its owner may read, as it holds drafts:

    tile/entries/…         the entries, byte for byte, as in a bundle (`ledger.bundle`)
    seals/…                what others said of its seals, whom it asks, the last seal that it signed
    sources/SHA256         the signed originals
    ledger.key             the private key, only where that is asked for
    accounts.json          whoever signs in to the service, as it is given, only where that is asked for
    backup.json            how many entries there are, and the root of their tree; written last

The log is only ever added to, so its first entries are the ledger as it was: nobody who records has
to wait. What can be made anew from the entries is not in it: views, tiles, the writer's index.
"""

import json
import os
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from ledger.beside import Beside
from ledger.bundle import originals_of, put, put_original
from ledger.bundle_reader import BACKUP, NUMBER, Altered, Bundle, NotABundle
from ledger.keys import pem_of, read_pem
from ledger.leaves import leaf, read_leaf
from ledger.ledger import Ledger
from ledger.problems import Problem, Unreadable, why
from ledger.progress import Progress
from ledger.sources import Sources, Stream
from ledger.store import EntryRow, LogDamaged, batches
from ledger.tiles import WIDTH, Tree, pack_entries, tile_path
from ledger.tree import leaf_hash

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

FORMAT = 1
KEY, ACCOUNTS = "ledger.key", "accounts.json"
OWN = 0o600
KEPT = r"last-signed|witnesses\.txt|[1-9]\d{0,18}\.(?:cosignatures|tsr)"
"""What is kept of `X.seals/` (`ledger.beside`)."""
_NAME = re.compile(
    rf"backup\.json|ledger\.key|accounts\.json|tile/entries/{NUMBER}|seals/(?:{KEPT})|sources/[0-9a-f]{{64}}"
)
_MOST_KEPT, _MOST_TOLD = 1 << 20, 1 << 16


# --- writing one ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class BackedUp:
    """What is in a backup.

    Attributes:
        lost: the hashes of originals that are no longer beside the log as they were.
    """

    entries: int
    root: str
    sources: int
    lost: tuple[str, ...]


def back_up(
    ledger: Ledger,
    out: BinaryIO,
    *,
    key: "Ed25519PrivateKey | None" = None,
    accounts: bytes | None = None,
    progress: Progress | None = None,
) -> BackedUp:
    """Write a backup of a ledger as it stands now, whoever records meanwhile.

    Args:
        out: a file that can be written anywhere; when this returns, its bytes are on the disk.
        key: the private key, where it is to be in it.
        accounts: those of the service, as whoever keeps them writes them.
        progress: told how many entries are written, of how many.
    Raises:
        LogDamaged: an entry could not be restored.
        OSError: it cannot be written.
    """
    if os.name == "posix":
        os.fchmod(out.fileno(), OWN)
    beside = Beside(ledger.place.beside)
    # Before the log: what was signed is in the log then, if it ever will be.
    kept = _kept_in(beside.seals)
    with ledger.problems(), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        size, tree = ledger.head, Tree()
        for n, leaves in enumerate(batches(_leaves(ledger, size, progress), WIDTH)):
            put(file, tile_path("entries", n, len(leaves)), pack_entries(leaves), OWN)
            tree.extend(map(leaf_hash, leaves))
        for name, data in kept.items():
            put(file, f"seals/{name}", data, OWN)
        found, lost = originals_of(ledger)
        for sha256 in found:
            put_original(file, ledger, sha256, OWN)
        if key is not None:
            put(file, KEY, pem_of(key), OWN)
        if accounts is not None:
            put(file, ACCOUNTS, accounts, OWN)
        made = BackedUp(size, tree.root().hex(), len(found), lost)
        told = {
            "backup": FORMAT,
            "ledger": ledger.founding.origin,
            "entries": size,
            "root": made.root,
            "made": ledger.now().isoformat(timespec="seconds"),
        }
        put(file, BACKUP, json.dumps(told, indent=2).encode(), OWN)
    out.flush()
    os.fsync(out.fileno())
    return made


def _leaves(ledger: Ledger, size: int, progress: Progress | None) -> Iterator[bytes]:
    """The entries, each as it would be read again."""
    due = 1
    for entry, stream, version, topic, state in ledger.recorder.rows(0, size):
        if entry != due:
            raise LogDamaged(due, "it is missing", "falta")
        try:
            data = leaf(stream, version, topic, state)
            read_leaf(data)
        except (Unreadable, TypeError, ValueError):
            raise LogDamaged(entry, "it is no entry", "no es un asiento") from None
        yield data
        due += 1
        if progress is not None:
            progress(entry, size)
    if due <= size:
        raise LogDamaged(due, "it is missing", "falta")


def _kept_in(folder: Path) -> dict[str, bytes]:
    try:
        return {
            path.name: path.read_bytes()
            for path in sorted(folder.glob("*"))
            if re.fullmatch(KEPT, path.name)
        }
    except OSError as error:
        raise Problem("cannot-read", path=folder, why=tuple(why(error).values())) from None


# --- reading one ----------------------------------------------------------------------------------


class Backup(Bundle):
    """An open backup.

    Raises:
        Problem: it is none, or is damaged.
    """

    NAMES, FOLDERS = _NAME, re.compile(r"tile/(?:entries/(?:x\d{3}/)*(?:\d{3}\.p/)?)?|seals/|sources/")

    def __init__(self, path: Path):
        self.path = path
        with self.problems():
            super().__init__(path)
            try:
                self.told = self._told()
            except BaseException:
                self.close()
                raise

    @contextmanager
    def problems(self) -> Iterator[None]:
        """Say what is wrong with it."""
        try:
            yield
        except Altered as error:
            reasons = tuple(f"{error.name}: {each}" for each in error.why)
            raise Problem("not-a-backup", path=self.path, why=reasons) from None
        except NotABundle as error:
            raise Problem("not-a-backup", path=self.path, why=error.why) from None

    def _told(self) -> Mapping[str, Any]:
        if BACKUP not in self.names:
            raise NotABundle(f"it has no {BACKUP}", f"no tiene {BACKUP}")
        try:
            told = json.loads(self.read(BACKUP, _MOST_TOLD))
            version, entries, root = told["backup"], told["entries"], told["root"]
        except (ValueError, TypeError, KeyError, RecursionError):
            raise Altered(BACKUP, "it does not say what is in it", "no dice qué contiene") from None
        if version != FORMAT:
            raise NotABundle(
                f"it is of another version ({version})", f"es de otra versión ({version})"
            )
        if (entries, type(root)) != (self.size, str):
            raise Altered(
                BACKUP,
                f"{self.size} entries are here, and there should be {entries}",
                f"hay {self.size} asientos, y deberían ser {entries}",
            )
        return dict(told)

    @property
    def origin(self) -> str:
        """Which ledger's it is."""
        return str(self.told.get("ledger", ""))

    def rows(self, progress: Progress | None = None) -> Iterator[EntryRow]:
        """The entries, in order; at their end, they were those that were backed up.

        Raises:
            Altered: they are not.
        """
        tree = Tree()
        for some in batches(self.after(0), WIDTH):
            tree.extend(leaf_hash(leaf(*row[1:])) for row in some)
            yield from some
            if progress is not None:
                progress(some[-1][0], self.size)
        if tree.root().hex() != self.told["root"]:
            raise Altered(
                "tile/entries",
                "the entries are not those that were backed up",
                "los asientos no son los que se copiaron",
            )

    def names_in(self, folder: str) -> list[str]:
        """The names of the files in one of its folders."""
        return [name[len(folder) + 1 :] for name in self.names if name.startswith(f"{folder}/")]

    def kept(self, name: str) -> bytes:
        """A file of `seals/`."""
        return self.read(f"seals/{name}", _MOST_KEPT)

    def key(self) -> "Ed25519PrivateKey | None":
        """The private key, where it is in it."""
        return read_pem(self.read(KEY, _MOST_TOLD), self.path) if KEY in self.names else None

    def accounts(self) -> bytes | None:
        """Whoever signs in to the service, where that is in it."""
        return self.read(ACCOUNTS) if ACCOUNTS in self.names else None

    def check(self) -> None:
        """Read all of it, as restoring it would.

        Raises:
            Problem: something of it is not as it was written.
        """
        with self.problems():
            for _ in self.rows():
                pass
            for name in self.names_in("seals"):
                self.kept(name)
            self.accounts()
            for sha256 in self.names_in("sources"):
                self.give_original(sha256, Sources.is_original)

    def give_original(self, sha256: str, take: Callable[[Stream, str], bool]) -> None:
        """Give a signed original to whoever takes it, in pieces.

        Raises:
            Altered: it is another.
        """
        name = f"sources/{sha256}"
        with self.open(name) as stream:
            if not take(stream, sha256):
                raise Altered(name, "it is another file", "es otro archivo")
