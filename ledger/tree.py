"""The Merkle tree of RFC 6962, section 2.1, and its proofs. Pure: hashes in, hashes out.

- MTH({}) = SHA-256(); a leaf is hashed after a 0x00, a node after a 0x01, so that neither can pass
  for the other (2.1).
- `inclusion_proof` is PATH (2.1.1), `consistency_proof` is PROOF (2.1.2).
- RFC 6962 leaves their verification to the reader; it follows RFC 9162, 2.1.3.2 and 2.1.4.2, whose
  trees and proofs are the same.

Hashes of whole subtrees come from a `TileSource`, in the tiles of c2sp.org/tlog-tiles: the tile `n`
of level `l` holds 256 hashes (fewer at the right edge), its i-th the MTH of the leaves from
(n * 256 + i) * 256**l on, 256**l of them. A proof reads each tile once, and only those on its way.
"""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import NoReturn, Protocol

from ledger.problems import Unreadable

HASH = 32
"""Bytes of a hash."""
EMPTY_ROOT = sha256(b"").digest()
MOST_LEAVES = 2**63 - 1


class NotProven(Unreadable):
    """A proof does not show what it is said to show."""


class TileSource(Protocol):
    def hashes(self, level: int, n: int, width: int) -> bytes:
        """The first `width` (1 to 256) hashes of a tile, 32 bytes each."""
        ...


# What comes before a leaf and a node. A copy of a hash that is under way costs less than a new one,
# and than putting a byte in front of what is hashed.
_leaf = sha256(b"\x00").copy
_node = sha256(b"\x01").copy


def leaf_hash(data: bytes) -> bytes:
    found = _leaf()
    found.update(data)
    return found.digest()


def leaf_hashes(entries: Iterable[bytes]) -> Iterator[bytes]:
    """Of many leaves, in their order."""
    start = _leaf
    for data in entries:
        found = start()
        found.update(data)
        yield found.digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    found = _node()
    found.update(left + right)
    return found.digest()


def folded(hashes: bytes) -> bytes:
    """The root above 1, 2, 4, … 256 hashes of the same height."""
    start = _node
    while len(hashes) > HASH:
        above = []
        for at in range(0, len(hashes), 64):
            found = start()
            found.update(hashes[at : at + 64])
            above.append(found.digest())
        hashes = b"".join(above)
    return hashes


class _Tiles:
    """The tiles of a tree of one size, each read once."""

    def __init__(self, source: TileSource, size: int):
        if not 0 <= size <= MOST_LEAVES:
            raise ValueError(f"no tree has {size} leaves")
        self.source, self.size = source, size
        self.read: dict[tuple[int, int], bytes] = {}

    def root(self, first: int, end: int) -> bytes:
        """MTH(D[first:end]), `first` being where such a subtree can begin."""
        width = end - first
        if width & (width - 1) == 0:
            return self._whole(first, width.bit_length() - 1)
        split = _split(width)
        return node_hash(self.root(first, first + split), self.root(first + split, end))

    def _whole(self, first: int, height: int) -> bytes:
        """The root of the 2**height leaves from `first` on."""
        level, above = divmod(height, 8)
        n, at = divmod(first >> 8 * level, 256)
        tile = self.read.get((level, n))
        if tile is None:
            width = min(256, (self.size >> 8 * level) - 256 * n)
            tile = self.source.hashes(level, n, width)
            if len(tile) != width * HASH:
                raise ValueError(f"tile {n} of level {level} has {len(tile)} bytes, not {width}*32")
            self.read[level, n] = tile
        return folded(tile[at * HASH : (at + (1 << above)) * HASH])


def _split(width: int) -> int:
    """The largest power of two smaller than a width of at least 2 (RFC 6962's k)."""
    return 1 << (width - 1).bit_length() - 1


def root_at(tiles: TileSource, size: int) -> bytes:
    """MTH(D[0:size])."""
    return _Tiles(tiles, size).root(0, size) if size else EMPTY_ROOT


def inclusion_proof(tiles: TileSource, size: int, index: int) -> list[bytes]:
    """PATH(index, D[0:size]), RFC 6962, 2.1.1: the hashes beside the way from a leaf to the root,
    lowest first.

    Raises:
        ValueError: there is no such leaf in a tree of that size.
    """
    if not 0 <= index < size:
        raise ValueError(f"there is no leaf {index} in a tree of {size}")
    tree, first, end = _Tiles(tiles, size), 0, size
    proof: list[bytes] = []
    while end - first > 1:
        middle = first + _split(end - first)
        if index < middle:
            proof.append(tree.root(middle, end))
            end = middle
        else:
            proof.append(tree.root(first, middle))
            first = middle
    return proof[::-1]


def consistency_proof(tiles: TileSource, old: int, new: int) -> list[bytes]:
    """PROOF(old, D[0:new]), RFC 6962, 2.1.2. Empty where the sizes are equal, or the old is 0
    (which every tree contains).

    Raises:
        ValueError: the old tree is the larger.
    """
    if not 0 <= old <= new:
        raise ValueError(f"a tree of {new} does not contain one of {old}")
    if old in (0, new):
        return []
    tree, first, end = _Tiles(tiles, new), 0, new
    proof: list[bytes] = []
    while old != end:  # SUBPROOF(old - first, D[first:end], first == 0)
        middle = first + _split(end - first)
        if old <= middle:
            proof.append(tree.root(middle, end))
            end = middle
        else:
            proof.append(tree.root(first, middle))
            first = middle
    if first:
        proof.append(tree.root(first, end))
    return proof[::-1]


def verify_inclusion(
    leaf_hash: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> None:
    """That the leaf with this hash is the one at `index` of the tree of that size and root (RFC
    9162, 2.1.3.2). The proof and the numbers may come from anybody.

    Raises:
        NotProven: it is not shown.
    """
    if not 0 <= index < size <= MOST_LEAVES:
        raise NotProven(
            f"there is no leaf {index} in a tree of {size}",
            f"no hay ninguna hoja {index} en un árbol de {size}",
        )
    place, last, found = index, size - 1, leaf_hash
    for beside in _hashes(proof):
        if last == 0:
            _too_long()
        if place & 1 or place == last:
            found = node_hash(beside, found)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, beside)
        place, last = place >> 1, last >> 1
    if last:
        _too_short()
    if found != root:
        raise NotProven(
            f"the proof of leaf {index} does not lead to the root of the tree of {size}",
            f"la prueba de la hoja {index} no lleva a la raíz del árbol de {size}",
        )


def verify_consistency(
    old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes
) -> None:
    """That the tree of `new` leaves begins with the very leaves of the one of `old` (RFC 9162,
    2.1.4.2). The proof and the numbers may come from anybody.

    Raises:
        NotProven: it is not shown.
    """
    if not 0 <= old <= new <= MOST_LEAVES:
        raise NotProven(
            f"a tree of {new} does not contain one of {old}",
            f"un árbol de {new} no contiene uno de {old}",
        )
    if old in (0, new):
        if proof:
            _too_long()
        if old_root != (new_root if old else EMPTY_ROOT):
            raise NotProven(
                f"two trees of {old} have different roots",
                f"dos árboles de {old} tienen raíces distintas",
            )
        return
    of_old, of_new = roots_of_consistency(old, new, proof, old_root)
    if of_old != old_root or of_new != new_root:
        raise NotProven(
            f"the tree of {new} does not begin with the tree of {old}",
            f"el árbol de {new} no empieza con el árbol de {old}",
        )


def roots_of_consistency(
    old: int, new: int, proof: Sequence[bytes], old_root: bytes
) -> tuple[bytes, bytes]:
    """The roots of the old tree and of the new one that a proof leads to, for 0 < old < new (RFC
    9162, 2.1.4.2). Where the second is the new tree's own, the first is that of its first `old`
    leaves, whatever root the old tree was thought to have.

    Args:
        old_root: the proof's beginning where the old tree is whole, and its root not in the proof.

    Raises:
        NotProven: it is not as long as such a proof is.
    """
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    hashes = _hashes(proof)
    if old & (old - 1):
        first = next(hashes, None)
        if first is None:
            _too_short()
    else:
        first = old_root  # a whole subtree of the new tree: its hash need not be given
    of_old = of_new = first
    for beside in hashes:
        if last == 0:
            _too_long()
        if place & 1 or place == last:
            of_old, of_new = node_hash(beside, of_old), node_hash(beside, of_new)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            of_new = node_hash(of_new, beside)
        place, last = place >> 1, last >> 1
    if last:
        _too_short()
    return of_old, of_new


def _hashes(proof: Sequence[bytes]) -> Iterator[bytes]:
    for found in proof:
        if len(found) != HASH:
            raise NotProven(
                f"a hash of the proof has {len(found)} bytes, not 32",
                f"un resumen de la prueba tiene {len(found)} bytes, no 32",
            )
        yield found


def _too_long() -> NoReturn:
    raise NotProven("the proof is longer than its tree", "la prueba es más larga que su árbol")


def _too_short() -> NoReturn:
    raise NotProven("the proof is shorter than its tree", "la prueba es más corta que su árbol")
