"""The bundle: a ledger as one file that anybody can check without the ledger, and without us.

A zip of a static tiled log (c2sp.org/tlog-tiles) and what goes with it:

    README.txt, check.py     how to check all this, and with what
    checkpoint               the last seal (c2sp.org/tlog-checkpoint), with its cosignatures
    seals.txt, keys.txt      all seals with their cosignatures, all keys of the ledger: oldest first
    witnesses.txt            the keys of the witnesses that the ledger asks, if any
    register.yaml            the whole record, for people
    tile/…, tile/entries/…   the tree and the entries: all of them, and besides the partial tiles of
                             the last seal's own size
    timestamps/SIZE.tsr      what time-stamping authorities said of the seal of SIZE
    sources/SHA256           the signed originals, where they are asked for

Of one for everybody (`ledger.published`), what is not adopted is withheld: in its tile such an entry is
empty, and its hash alone is there. The register says as little of it.

What comes after the last seal is in it, too; whoever reads it says that it is not sealed. The same
ledger and options give the same bytes: names are sorted, and nothing tells when it was written.
"""

import os
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import BinaryIO

from ledger.beside import Beside
from ledger.bundle_reader import SMALL, is_ordinary
from ledger.cosignatures import Cosignatures
from ledger.events import KeyRotated, SealMade
from ledger.export import LogRecords, write_register
from ledger.leaves import leaf
from ledger.ledger import Ledger
from ledger.problems import Problem, why
from ledger.progress import Progress
from ledger.published import Published, PublishedRecords
from ledger.seals import SEALS, Seal, leaf_hashes, seal_of
from ledger.sources import named_in
from ledger.store import EntryRow, batches
from ledger.tiles import WIDTH, Tree, pack_entries, tile_path
from ledger.tree import root_at

OWN_FILES = ("README.txt", "check.py")
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first instant that a zip can name (APPNOTE 4.4.6)."""


def own_file(name: str) -> bytes:
    """A file that is the same in every bundle: `README.txt` or `check.py`."""
    return (resources.files("ledger") / "bundle_files" / name).read_bytes()


def tiles_of(size: int, level: int) -> Iterator[tuple[int, int]]:
    """The tiles of a tree's level, each by its number and its width; level 0 is the entries', too."""
    full, width = divmod(size >> 8 * level, WIDTH)
    yield from ((n, WIDTH) for n in range(full))
    if width:
        yield full, width


def tile_names(size: int, sealed: int) -> Iterator[tuple[int | str, int, int]]:
    """All tiles of a bundle of so many entries whose last seal is over `sealed`: level, number,
    width."""
    for level in range((size.bit_length() + 7) // 8):
        mine = dict.fromkeys(tiles_of(size, level))
        mine.update(dict.fromkeys(each for each in tiles_of(sealed, level) if each[1] < WIDTH))
        for n, width in mine:
            yield level, n, width
            if level == 0:
                yield "entries", n, width


@dataclass(frozen=True)
class Written:
    """What was written.

    Attributes:
        withheld: how many of the entries are.
        lost: the hashes of originals that are no longer beside the log as they were.
    """

    entries: int
    seal: Seal
    sources: int = 0
    withheld: int = 0
    lost: tuple[str, ...] = ()


def write_bundle(
    ledger: Ledger,
    out: BinaryIO,
    *,
    sources: bool = False,
    published: bool = False,
    progress: Progress | None = None,
) -> Written:
    """Write a ledger as a bundle.

    Args:
        out: a file that can be written anywhere; when this returns, its bytes are on the disk.
        sources: with the signed originals.
        published: only with what everybody may read.
        progress: told how much is done, of how much.
    Raises:
        Problem: there is no seal yet, or the log is no longer what was sealed.
        OSError: it cannot be written.
    """
    with ledger.problems():
        made = _Bundle(ledger, progress, published).write(out, sources)
    out.flush()
    os.fsync(out.fileno())
    return made


class _Bundle:
    """One ledger as it stands at one entry: what others record meanwhile is not in it."""

    def __init__(self, ledger: Ledger, progress: Progress | None, published: bool):
        self.ledger, self.recorder, self.progress = ledger, ledger.recorder, progress
        self.size = ledger.head
        self.beside = Beside(ledger.place.beside)
        facts = [fact for fact in self.recorder.stream(SEALS) if fact.entry <= self.size]
        self.seals = [seal_of(fact) for fact in facts if isinstance(fact.event, SealMade)]
        if not self.seals:
            raise Problem("no-seal")
        self.keys = [fact.event.key for fact in facts if isinstance(fact.event, KeyRotated)]
        self.tree = Tree()
        self.published = Published(self.recorder.rows(0, self.size)) if published else None
        self.withheld = 0

    def write(self, out: BinaryIO, sources: bool) -> Written:
        last = self.seals[-1]
        self._grow()
        if root_at(self.tree, last.size) != last.root:
            raise Problem("sealed-otherwise", path=self.ledger.path, entry=last.entry)
        found, lost = originals_of(self.ledger, self._is_shown) if sources else ([], ())
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as self.zip:
            texts = self._texts()
            tiles = {tile_path(*each): each for each in tile_names(self.size, last.size)}
            stamps = {
                f"timestamps/{seal.size}.tsr": path
                for seal in self.seals
                if (path := self.beside.timestamp(seal.size)).is_file()
            }
            names = [*texts, *tiles, *stamps, *(f"sources/{each}" for each in found)]
            for name in sorted([*names, "register.yaml"]):
                if name in texts:
                    self._put(name, texts[name])
                elif name in tiles:
                    self._put(name, self._tile(*tiles[name]))
                elif name in stamps:
                    self._put(name, _read(stamps[name]))
                elif name == "register.yaml":
                    self._register(name)
                else:
                    put_original(self.zip, self.ledger, name.removeprefix("sources/"))
        return Written(self.size, last, len(found), self.withheld, lost)

    def _grow(self) -> None:
        """The tree, from the entries: what may lie beside the log is not believed."""
        hashes = leaf_hashes(self.recorder, 0, self.size)
        for some in batches(hashes, 8 * WIDTH):
            self.tree.extend(some)
            self._tell(0, self.tree.size)

    def _tell(self, part: int, done: int) -> None:
        """Hashing, the register and the entries each are a third of the work."""
        if self.progress is not None:
            self.progress(part * self.size + done, 3 * self.size)

    def _texts(self) -> dict[str, bytes]:
        kept = Cosignatures(self.ledger.place.beside)
        notes = [kept.note(seal.note, seal.size).text_with() for seal in self.seals]
        texts = {
            "checkpoint": notes[-1],
            "seals.txt": "\n".join(notes),
            "keys.txt": "".join(f"{key}\n" for key in (self.ledger.founding.key, *self.keys)),
            "witnesses.txt": "".join(f"{each.key.vkey}\n" for each in kept.witnesses()),
        }
        own = {name: own_file(name) for name in OWN_FILES}
        return own | {name: text.encode() for name, text in texts.items() if text}

    # Into the zip.

    def _put(self, name: str, data: bytes) -> None:
        put(self.zip, name, data)

    def _tile(self, level: int | str, n: int, width: int) -> bytes:
        if isinstance(level, int):
            return self.tree.hashes(level, n, width)
        first = n * WIDTH
        rows = self.recorder.rows(first, first + width)
        leaves = [leaf(*row[1:]) if self._is_shown(row) else b"" for row in rows]
        if first + width == self.size or width == WIDTH:
            # What the seal's own partial tile holds is in a wider one as well.
            self.withheld += leaves.count(b"")
        data = pack_entries(leaves)
        self._tell(2, first + width)
        return data

    def _is_shown(self, row: EntryRow) -> bool:
        return self.published is None or self.published.holds(row)

    def _register(self, name: str) -> None:
        records = LogRecords(self.recorder, self.size)
        if self.published is not None:
            records = PublishedRecords(self.recorder, self.size, self.published)

        def tell(done: int, total: int) -> None:
            self._tell(1, self.size * done // max(total, 1))

        # It is written as it is made, and how long it gets is not known before.
        with self.zip.open(member(name), "w", force_zip64=True) as out:
            write_register(records, _Encoded(out.write), progress=tell)


def originals_of(
    ledger: Ledger, which: Callable[[EntryRow], bool] | None = None
) -> tuple[list[str], tuple[str, ...]]:
    """The hashes of the signed originals that are here as they were, and of those that were kept and
    are not.

    Args:
        which: the entries that count; all of them where None.
    """
    named = named_in(ledger.recorder, which)
    states = {
        sha256: ledger.sources.state(sha256) for sha256 in sorted(named.by.keys() | named.kept)
    }
    lost = [
        sha256
        for sha256, state in states.items()
        if state == "altered" or (state == "missing" and sha256 in named.kept)
    ]
    return [sha256 for sha256, state in states.items() if state == "kept"], tuple(lost)


def member(name: str, mode: int = 0o644) -> zipfile.ZipInfo:
    """A file of a zip, as it was made at no time in particular."""
    made = zipfile.ZipInfo(name, EARLIEST)
    made.create_system = 3  # the mode is a Unix one, whatever this runs on
    made.external_attr = (0o100000 | mode) << 16
    made.compress_type = zipfile.ZIP_DEFLATED
    return made


def put(into: zipfile.ZipFile, name: str, data: bytes, mode: int = 0o644) -> None:
    """A file of a zip, whole."""
    # What packs absurdly well would be taken for a bomb.
    plain = len(data) > SMALL and not is_ordinary(len(data), len(zlib.compress(data)) // 2)
    method = zipfile.ZIP_STORED if plain else zipfile.ZIP_DEFLATED
    into.writestr(member(name, mode), data, method)


def put_original(into: zipfile.ZipFile, ledger: Ledger, sha256: str, mode: int = 0o644) -> None:
    """A signed original.

    Raises:
        Problem: it is no longer what it was.
    """
    entry = member(f"sources/{sha256}", mode)
    entry.compress_type = zipfile.ZIP_STORED  # a PDF or a picture is packed already
    with into.open(entry, "w", force_zip64=True) as out:
        if not ledger.sources.copy(sha256, out):  # type: ignore[arg-type]
            raise Problem("source-changed", path=ledger.sources.path(sha256))


class _Encoded:
    """Text, written as UTF-8."""

    def __init__(self, write: Callable[[bytes], object]):
        self._write = write

    def write(self, text: str) -> None:
        self._write(text.encode())


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Problem("cannot-read", path=path, why=tuple(why(error).values())) from None
