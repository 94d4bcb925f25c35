"""A bundle's file, read as what it may be: hostile.

- Nothing of it is unpacked onto the disk. Its names are those of a bundle (`ledger.bundle`), each
  once; none climbs out, none is a link.
- It is read member by member, and no member beyond what such a member may have. The list of its
  members is at most 8 MB long, nothing in it overlaps, and no tile was packed to less than a 200th:
  what a file of some size can make of memory and time is in proportion to its size.

What is no such file is `NotABundle`. What is one and has something in it that a bundle has not is
`Altered`.
"""

import re
import stat
import struct
import zipfile
import zlib
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, BinaryIO, Self

from ledger.leaves import MOST_BYTES, read_leaf
from ledger.problems import Unreadable, why
from ledger.store import EntryRow
from ledger.tiles import WIDTH, tile_path, unpack_entries
from ledger.tree import HASH

MOST_DIRECTORY = 8 << 20
MOST_TEXT = 64 << 20
MOST_RATIO, SMALL = 200, 1 << 20
MOST_ENTRIES = WIDTH * (2 + MOST_BYTES)
KEPT_TILES = 8
BACKUP = "backup.json"
"""What a backup has and a bundle has not (`ledger.backup`)."""
NUMBER = r"(?:x\d{3}/)*\d{3}(?:\.p/[1-9]\d{0,2})?"
_NAME = re.compile(
    r"README\.txt|check\.py|checkpoint|seals\.txt|keys\.txt|witnesses\.txt|register\.yaml"
    rf"|tile/(?:0|[1-9]\d?|entries)/{NUMBER}|timestamps/[1-9]\d{{0,18}}\.tsr|sources/[0-9a-f]{{64}}"
)
_FOLDER = re.compile(r"(?:tile/(?:[0-9a-z]+/(?:x\d{3}/)*(?:\d{3}\.p/)?)?|timestamps/|sources/)")
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, ArithmeticError),
    *(LookupError, NotImplementedError, RuntimeError, ValueError),
)
"""What `zipfile` raises of a file that is not in order."""


def is_ordinary(size: int, packed: int) -> bool:
    """Whether so much may have been packed to so little."""
    return size <= max(SMALL, MOST_RATIO * packed)


class NotABundle(Unreadable):
    """A file is no bundle, or cannot be read as one."""


class Altered(Exception):
    """Something in a bundle is not as it was written."""

    def __init__(self, name: str, *why: str):
        super().__init__(f"{name}: {why[0]}")
        self.name, self.why = name, (why[0], why[1])


class _Bounded:
    """A file of which no more than so much is read at once: `zipfile` takes the length of its
    directory from the file itself.

    Attributes:
        most: how much; once the directory is read, each reader bounds itself.
    """

    def __init__(self, file: BinaryIO):
        self._file = file
        self.most = MOST_DIRECTORY

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(min(size, self.most) if size >= 0 else self.most)
        if len(data) == self.most:
            raise NotABundle("it is absurdly large", "es absurdamente grande")
        return data

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def seekable(self) -> bool:
        return True

    def close(self) -> None:
        self._file.close()


class Bundle:
    """An open bundle.

    Attributes:
        size: how many entries it has, by the names of its tiles.
        names: what is in it.
    Raises:
        NotABundle: it is none.
        Altered: it has what a bundle has not.
    """

    NAMES, FOLDERS = _NAME, _FOLDER

    def __init__(self, path: Path):
        try:
            self._file = path.open("rb")
        except OSError as error:
            raise NotABundle(*why(error).values()) from None
        try:
            with _in_order():
                bounded = _Bounded(self._file)
                self._zip = zipfile.ZipFile(bounded)
                bounded.most = MOST_TEXT + 2
            self._members = self._looked_over()
            self.size = self._entries()
        except BaseException:
            self._file.close()
            raise
        self._hashes = (-1, b"")
        self._tiles: OrderedDict[int, list[bytes]] = OrderedDict()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        self._zip.close()
        self._file.close()

    @property
    def names(self) -> Iterable[str]:
        return self._members.keys()

    def _looked_over(self) -> dict[str, zipfile.ZipInfo]:
        found: dict[str, zipfile.ZipInfo] = {}
        members = self._zip.infolist()
        for member in members:
            if member.flag_bits & 0x41:  # APPNOTE 4.4.4: encrypted, or strongly so
                raise NotABundle("it is encrypted", "está cifrado")
            if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise NotABundle(
                    "it is packed in a way that a bundle is not",
                    "está comprimido de un modo que no es el de un paquete",
                )
            if member.filename.startswith("tile/") and not is_ordinary(
                member.file_size, member.compress_size
            ):
                raise NotABundle(
                    f"{_shown(member)} is absurdly large for what it was packed to",
                    f"{_shown(member)} es absurdamente grande para lo que ocupa comprimido",
                )
        if not self.NAMES.fullmatch(BACKUP) and any(m.filename == BACKUP for m in members):
            raise NotABundle(
                "it is a backup, to be restored: `rcm-ledger restore FILE`",
                "es una copia de seguridad, para restaurarla: `rcm-ledger restore ARCHIVO`",
            )
        if not any(member.filename.startswith("tile/entries/") for member in members):
            raise NotABundle(
                "it has no tile/entries, where a bundle has the entries of a ledger",
                "no tiene tile/entries, donde un paquete tiene los asientos de un libro",
            )
        end = 0
        for member in sorted(members, key=lambda member: member.header_offset):
            if member.header_offset < end:
                raise NotABundle("its parts overlap", "sus partes se superponen")
            end = member.header_offset + 30 + member.compress_size
            self._must_belong(member)
            if member.filename in found:
                raise Altered(_shown(member), "it is there twice", "está dos veces")
            if not member.is_dir():
                found[member.filename] = member
        return found

    def _must_belong(self, member: zipfile.ZipInfo) -> None:
        if stat.S_ISLNK(member.external_attr >> 16):
            raise Altered(_shown(member), "it is a link", "es un enlace")
        fitting = self.FOLDERS if member.is_dir() else self.NAMES
        if member.orig_filename != member.filename or not fitting.fullmatch(member.filename):
            raise Altered(
                _shown(member),
                "nothing of that name is in a bundle",
                "un paquete no tiene nada así",
            )

    def _entries(self) -> int:
        full = 0
        while tile_path("entries", full) in self._members:
            full += 1
        widths = [w for w in range(1, WIDTH) if tile_path("entries", full, w) in self._members]
        return full * WIDTH + max(widths, default=0)

    # What is in it.

    def open(self, name: str) -> "Member":
        """A member of any length, to be read in pieces.

        Raises:
            Altered: it is not there, or cannot be unpacked.
        """
        member = self._members.get(name)
        if member is None:
            raise Altered(name, "it is missing", "falta")
        return Member(name, self._zip, member)

    def read(self, name: str, most: int = MOST_TEXT) -> bytes:
        """A member of at most so many bytes.

        Raises:
            Altered: it is not there, is longer, or cannot be unpacked.
        """
        with self.open(name) as stream:
            data = stream.read(most + 1)
        if len(data) > most:
            raise Altered(name, "it is absurdly large", "es absurdamente grande")
        return data

    def text(self, name: str) -> str:
        """A member that is text.

        Raises:
            Altered: it is not there, is absurdly long, or no UTF-8.
        """
        try:
            return self.read(name).decode()
        except UnicodeDecodeError:
            raise Altered(name, "it is not UTF-8 text", "no es texto UTF-8") from None

    # Its entries (`proof.Entries`).

    def tile(self, n: int) -> list[bytes]:
        """The leaves of a tile: 256 of them, or fewer in the last.

        Raises:
            Altered: it has more or fewer, or ends within one.
        """
        if (kept := self._tiles.get(n)) is not None:
            self._tiles.move_to_end(n)
            return kept
        width = min(WIDTH, self.size - n * WIDTH)
        name = tile_path("entries", n, width)
        try:
            leaves = unpack_entries(self.read(name, MOST_ENTRIES))
        except Unreadable as error:
            raise Altered(name, *error.why) from None
        if len(leaves) != width:
            raise Altered(
                name,
                f"it has {len(leaves)} entries, and should have {width}",
                f"tiene {len(leaves)} asientos, y debería tener {width}",
            )
        self._tiles[n] = leaves
        if len(self._tiles) > KEPT_TILES:
            self._tiles.popitem(last=False)
        return leaves

    def after(self, entry: int) -> Iterator[EntryRow]:
        """Every entry after one, in order, but for those that are withheld: of these there is nothing.

        Raises:
            Altered: what stands there is no entry.
        """
        for n in range(entry // WIDTH, -(-self.size // WIDTH)):
            leaves = self.tile(n)
            for at in range(max(0, entry - n * WIDTH), len(leaves)):
                if leaves[at]:
                    yield _row(n * WIDTH + at + 1, leaves[at])

    def at(self, entries: Sequence[int]) -> Iterator[EntryRow]:
        """The entries with these numbers, in order."""
        for entry in sorted(entries):
            n, at = divmod(entry - 1, WIDTH)
            if 0 < entry <= self.size and self.tile(n)[at]:
                yield _row(entry, self.tile(n)[at])

    def leaf_hash(self, entry: int) -> bytes:
        """The hash of an entry as its tile of hashes has it: of one that is withheld, all that is here.

        Raises:
            Altered: the tile is not there, or too short; or the entry is not withheld.
        """
        n, at = divmod(entry - 1, WIDTH)
        name = tile_path(0, n, min(WIDTH, self.size - n * WIDTH))
        if n != self._hashes[0]:
            self._hashes = (n, self.read(name, WIDTH * HASH))
        found = self._hashes[1][at * HASH : (at + 1) * HASH]
        if len(found) < HASH or self.tile(n)[at]:
            raise Altered(name, f"it has no hash of entry {entry}", f"no tiene la huella del asiento {entry}")
        return found


class Member:
    """An open member of a bundle."""

    def __init__(self, name: str, file: zipfile.ZipFile, member: zipfile.ZipInfo):
        self.name = name
        with self._unpacked():
            self._stream: IO[bytes] = file.open(member)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def read(self, size: int) -> bytes:
        """So many bytes, fewer only at its end.

        Raises:
            Altered: it cannot be unpacked.
        """
        with self._unpacked():
            return self._stream.read(size)

    @contextmanager
    def _unpacked(self) -> Iterator[None]:
        try:
            with _in_order():
                yield
        except NotABundle as error:
            raise Altered(self.name, *error.why) from None


def _row(entry: int, leaf: bytes) -> EntryRow:
    try:
        return (entry, *read_leaf(leaf))
    except Unreadable as error:
        raise Altered(f"entry {entry}", *error.why) from None


def _shown(member: zipfile.ZipInfo) -> str:
    return repr(member.orig_filename[:200])[1:-1]


_DAMAGED = (
    "it is damaged, or was not copied whole",
    "está dañado, o no se copió entero",
)


@contextmanager
def _in_order() -> Iterator[None]:
    try:
        yield
    except NotABundle:
        raise
    except _BROKEN:
        raise NotABundle(*_DAMAGED) from None
    except OSError as error:
        raise NotABundle(*why(error).values()) from None
