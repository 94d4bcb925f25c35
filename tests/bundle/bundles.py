"""Bundles to tamper with: of a ledger that really was, as names and bytes."""

import zipfile
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

from ledger.bundle import tile_names, write_bundle
from ledger.cosignatures import Cosignatures
from ledger.ledger import Ledger
from ledger.notes import Note, Signer
from ledger.tiles import WIDTH, Tree, pack_entries, tile_path, unpack_entries
from ledger.tree import leaf_hash
from tests.bundle.made import a_signer

Members = dict[str, bytes]
WITNESSES = ("hn", "mx")


def exported(ledger: Ledger, path: Path, **options: bool) -> Path:
    with path.open("w+b") as out:
        write_bundle(ledger, out, **options)
    return path


def members_of(path: Path) -> Members:
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def zipped(path: Path, members: Mapping[str, bytes]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return path


def unpacked(folder: Path, members: Mapping[str, bytes]) -> Path:
    for name, data in members.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def leaves_of(members: Members) -> list[bytes]:
    found: list[bytes] = []
    n = 0
    while (name := tile_path("entries", n)) in members:
        found += unpack_entries(members[name])
        n += 1
    last = [name for name in members if name.startswith(f"{tile_path('entries', n)}.p/")]
    if last:
        found += unpack_entries(members[max(last, key=lambda name: int(name.rpartition("/")[2]))])
    return found


def sealed_size(members: Members) -> int:
    return int(members["checkpoint"].split(b"\n")[1])


def with_leaves(members: Members, leaves: list[bytes]) -> Members:
    """The bundle with other entries, and every hash of it made anew: what the insider makes who has
    the database, and no key."""
    tree = Tree()
    tree.extend(map(leaf_hash, leaves))
    made = {name: data for name, data in members.items() if not name.startswith("tile/")}
    for level, n, width in tile_names(len(leaves), min(sealed_size(members), len(leaves))):
        if isinstance(level, int):
            made[tile_path(level, n, width)] = tree.hashes(level, n, width)
        else:
            made[tile_path(level, n, width)] = pack_entries(leaves[n * WIDTH : n * WIDTH + width])
    return made


def cosign(ledger: Ledger, *words: str) -> list[Signer]:
    """The last seal, cosigned by these witnesses."""
    kept, seal = Cosignatures(ledger.place.beside), ledger.seals()[-1]
    made = []
    for word in words:
        witness = a_signer(word, f"witness.example/{word}")
        kept.add(witness.cosigner_vkey)
        line = witness.cosign(Note.parse(seal.note).text, 1_700_000_000)
        kept.collect(line.encode(), seal.size, [(s.size, s.note) for s in ledger.seals()])
        made.append(witness)
    return made


def told_and_exported(path: Path, tell: Callable[[Ledger], None], **options: bool) -> Members:
    """A ledger at a path, what is done to it, and the bundle of that."""
    with closing(Ledger(path)) as ledger:
        tell(ledger)
        return members_of(exported(ledger, path.with_suffix(".zip"), **options))
