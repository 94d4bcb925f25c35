"""The tree as files: the tiles of c2sp.org/tlog-tiles, and the bundles of its entries.

A `Tree` grows by leaf hashes. What it saves beside the log can be thrown away and made again, and
nothing is believed for being there: the right edge is proven against the saved root when it is
loaded, and every other tile against its parent when it is read.

    tile/<level>/<n>[.p/<width>]     the hashes
    tree                             what the rest amounts to: "<size>\\n<root, base64>\\n"

`tree` is written last. A crash before that leaves the tree that was saved before.
"""

import re
import shutil
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path

from ledger.files import settle, write_whole
from ledger.leaves import MOST_BYTES
from ledger.problems import Unreadable
from ledger.tree import HASH, MOST_LEAVES, folded, root_at

WIDTH = 256
_FULL = WIDTH * HASH
_SAVED = re.compile(rb"(0|[1-9][0-9]{0,18})\n([A-Za-z0-9+/]{43}=)\n")


class TilesDamaged(Exception):
    """A saved tile is not the one that the tree was saved with: `Tree.clear`, and grow it again."""


def tile_path(level: int | str, n: int, width: int = WIDTH) -> str:
    """The path of a tile, or with the level "entries" of a bundle (tlog-tiles, "Merkle Tree"):
    `tile/0/x001/x234/067`, and `tile/0/000.p/5` where it is partial."""
    parts = [f"{n % 1000:03}"]
    while n := n // 1000:
        parts.insert(0, f"x{n % 1000:03}")
    return f"tile/{level}/{'/'.join(parts)}" + (f".p/{width}" if width < WIDTH else "")


def pack_entries(entries: Sequence[bytes]) -> bytes:
    """A bundle: up to 256 leaves, each after its length as a big-endian uint16 (tlog-tiles, "Log
    entries").

    Raises:
        ValueError: a leaf is longer than 65,535 bytes, or there are more than 256.
    """
    if len(entries) > WIDTH or any(len(each) > MOST_BYTES for each in entries):
        raise ValueError("a bundle has up to 256 entries of up to 65,535 bytes")
    return b"".join([len(each).to_bytes(2, "big") + each for each in entries])


def unpack_entries(bundle: bytes) -> list[bytes]:
    """The leaves of a bundle, which may come from anybody.

    Raises:
        Unreadable: it does not end where an entry ends, or has more than 256.
    """
    entries: list[bytes] = []
    at = 0
    while at < len(bundle):
        end = at + 2 + int.from_bytes(bundle[at : at + 2], "big")
        if at + 2 > len(bundle) or end > len(bundle):
            raise Unreadable("it ends amid an entry", "termina a mitad de un asiento")
        if len(entries) == WIDTH:
            raise Unreadable("it has more than 256 entries", "tiene más de 256 asientos")
        entries.append(bundle[at + 2 : end])
        at = end
    return entries


class Tree:
    """A tree that grows, in memory, and in a folder whenever it is saved.

    Args:
        folder: where it is kept; what is there is loaded, and where anything about it is odd, the
            tree is empty. None: in memory only.

    Attributes:
        size: how many leaves it has.
    """

    def __init__(self, folder: Path | None = None):
        self.folder = folder
        self.clear()
        if folder is not None:
            self._load(folder)

    def clear(self) -> None:
        """Begin anew, with no leaf. What the folder holds is replaced when this is saved."""
        self.size = 0
        self._saved = 0  # the size of the tree in the folder that this one continues
        self._edge: list[bytes] = []  # by level: the tile at the right, up to 255 hashes
        self._full: dict[tuple[int, int], bytes] = {}  # full tiles that are not in the folder

    def extend(self, leaf_hashes: Iterable[bytes]) -> None:
        """Append leaves by their hashes (`tree.leaf_hashes`)."""
        hashes = iter(leaf_hashes)
        while some := b"".join(islice(hashes, 4 * WIDTH)):
            before, self.size = self.size, self.size + len(some) // HASH
            self._append(0, before // WIDTH, some)

    def _append(self, level: int, n: int, hashes: bytes) -> None:
        """Append to a level whose right tile is the n-th; a full tile is a hash of the next."""
        if level == len(self._edge):
            self._edge.append(b"")
        hashes = self._edge[level] + hashes
        whole = len(hashes) - len(hashes) % _FULL
        self._edge[level] = hashes[whole:]
        if whole:
            tiles = [hashes[at : at + _FULL] for at in range(0, whole, _FULL)]
            self._full.update(((level, n + each), tile) for each, tile in enumerate(tiles))
            self._append(level + 1, n // WIDTH, b"".join(map(folded, tiles)))

    def root(self) -> bytes:
        return root_at(self, self.size)

    def hashes(self, level: int, n: int, width: int = WIDTH) -> bytes:
        """The first hashes of a tile (`tree.TileSource`), proven against the tiles above it.

        Raises:
            ValueError: the tree has no such tile.
            TilesDamaged: what the folder holds is not what was saved.
        """
        there = (self.size >> 8 * level) - n * WIDTH
        if level < 0 or n < 0 or not 0 < width <= min(there, WIDTH):
            raise ValueError(f"a tree of {self.size} has no tile {n} of {width} at level {level}")
        if there < WIDTH:
            return self._edge[level][: width * HASH]
        tile = self._full.get((level, n))
        if tile is None:
            tile = self._read(level, n)
        return tile[: width * HASH]

    def leaf_hash(self, index: int) -> bytes:
        """The hash of one leaf."""
        n, at = divmod(index, WIDTH)
        return self.hashes(0, n, at + 1)[-HASH:]

    def _read(self, level: int, n: int) -> bytes:
        assert self.folder is not None
        try:
            tile = (self.folder / tile_path(level, n)).read_bytes()
        except OSError as error:
            raise TilesDamaged(tile_path(level, n)) from error
        parent, at = divmod(n, WIDTH)
        if len(tile) != _FULL or folded(tile) != self.hashes(level + 1, parent, at + 1)[-HASH:]:
            raise TilesDamaged(tile_path(level, n))
        return tile

    def _load(self, folder: Path) -> None:
        try:
            saved = _SAVED.fullmatch((folder / "tree").read_bytes())
            if saved is None or int(saved[1]) > MOST_LEAVES:
                return
            self.size = self._saved = int(saved[1])
            for level, width in enumerate(_widths(self.size)):
                n = self.size >> 8 * (level + 1)
                edge = (folder / tile_path(level, n, width)).read_bytes() if width else b""
                self._edge.append(edge)
            whole = [len(edge) for edge in self._edge] == [w * HASH for w in _widths(self.size)]
            if not whole or b64encode(self.root()) != saved[2]:
                self.clear()
        except (OSError, TilesDamaged, ValueError):
            self.clear()

    def save(self) -> None:
        """Put the tree into its folder. A crash leaves the tree that was there, or none.

        Raises:
            OSError: it cannot be written.
        """
        folder = self.folder
        if folder is None or (self.size == self._saved and self.size):
            return
        folder.mkdir(parents=True, exist_ok=True)
        if not self._saved:
            # This does not continue what is there: from here on, that is no tree.
            (folder / "tree").unlink(missing_ok=True)
            settle(folder)
        tiles = {tile_path(level, n): tile for (level, n), tile in self._full.items()}
        for level, edge in enumerate(self._edge):
            if edge:
                n = self.size >> 8 * (level + 1)
                tiles[tile_path(level, n, len(edge) // HASH)] = edge
        _write(folder, tiles)
        _write(folder, {"tree": b"%d\n%b\n" % (self.size, b64encode(self.root()))})
        # At this point, and not before, the folder holds this tree.
        self._remove_partials(folder)
        self._saved = self.size
        self._full.clear()

    def _remove_partials(self, folder: Path) -> None:
        """Partial tiles of the tree that was there before, which wider ones replace."""
        for level, width in enumerate(_widths(self._saved)):
            if width:
                n = self._saved >> 8 * (level + 1)
                old = folder / tile_path(level, n, width)
                if n < self.size >> 8 * (level + 1):
                    shutil.rmtree(old.parent, ignore_errors=True)
                elif width != (self.size >> 8 * level) % WIDTH:
                    old.unlink(missing_ok=True)


def _widths(size: int) -> list[int]:
    """How wide the partial tile at each level of a tree is; 0 where there is none."""
    widths = []
    while size:
        size, width = divmod(size, WIDTH)
        widths.append(width)
    return widths


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Each whole or not at all, and all on the disk when this returns."""
    folders = {folder}
    for name, data in files.items():
        path = folder / name
        if path.parent not in folders:
            path.parent.mkdir(parents=True, exist_ok=True)
            folders.update([path.parent, *path.parent.parents[: -len(folder.parents) - 1]])
        write_whole(path, data)
    for each in folders:
        settle(each)
