"""Go's transparency-log packages, which we did not write, on what our modules make."""

import random
import shutil
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.leaves import leaf
from ledger.notes import Checkpoint, Signer
from ledger.tiles import Tree, pack_entries, tile_path
from ledger.tree import leaf_hash, root_at
from tests.independent import Check

ORIGIN = "rcm-ledger/" + "0f" * 16


def a_signer(name: str, seed: str) -> Signer:
    return Signer(name, Ed25519PrivateKey.from_private_bytes(sha256(seed.encode()).digest()))


OLD, NEW = a_signer(ORIGIN, "old"), a_signer(ORIGIN, "new")
WITNESS = a_signer("witness.example/w", "witness")


def some_entries(count: int) -> list[bytes]:
    chance = random.Random(count)
    return [
        leaf(f"item:{n % 17}", n, "change-enacted/1", b'{"nonce":"%032x"}' % chance.getrandbits(128))
        for n in range(count)
    ]


def seal(tree: Tree, size: int, signer: Signer) -> str:
    text = Checkpoint(ORIGIN, size, root_at(tree, size)).text
    return f"{text}\n{signer.sign(text)}{WITNESS.cosign(text, 1_700_000_000)}"


def folder_of(folder: Path, entries: Sequence[bytes], *sizes: int) -> Path:
    """A folder in the form of tlog-tiles: all entries, and seals of these sizes, the key rotated
    before the last."""
    tree = Tree(folder)
    tree.extend(map(leaf_hash, entries))
    tree.save()
    (folder / "tree").unlink()
    for n in range(0, len(entries), 256):
        bundle = entries[n : n + 256]
        path = folder / tile_path("entries", n // 256, len(bundle))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pack_entries(bundle))
    seals = [seal(tree, size, OLD) for size in sizes[:-1]] + [seal(tree, sizes[-1], NEW)]
    (folder / "seals.txt").write_text("\n".join(seals))
    (folder / "checkpoint").write_text(seals[-1])
    (folder / "keys.txt").write_text(f"{OLD.vkey}\n{NEW.vkey}\n")
    return folder


@pytest.mark.parametrize(
    ("count", "sizes"),
    [
        (1, [1]),
        (2, [1, 2]),
        (70, range(1, 71)),
        (255, [254, 255]),
        (256, [255, 256]),
        (257, [1, 256, 257]),
        (600, [1, 7, 255, 256, 257, 511, 512, 513, 590]),
        (66_000, [1, 65_535, 65_536, 65_537, 65_900]),
    ],
)
def test_go_finds_every_seal_proof_and_tile_of_ours_right(go_check: Check, tmp_path, count, sizes):
    folder = folder_of(tmp_path, some_entries(count), *sizes)
    indexes = {0, count - 1, *random.Random(1).sample(range(count), min(count, 20))}
    found = go_check(folder, *indexes)
    proofs = sum(index < size for index in indexes for size in sizes)
    proofs += len(sizes) * (len(sizes) - 1) // 2
    assert found.stdout == f"authentic: {len(sizes)} seals, {count} entries, {proofs} proofs\n"
    assert (found.returncode, found.stderr) == (0, "")


# --- and it is no tool that always says yes -------------------------------------------------------


@pytest.fixture(scope="module")
def right(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return folder_of(tmp_path_factory.mktemp("right"), some_entries(600), 300, 590)


def flip(path: Path, at: int) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])


def rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def resealed(folder: Path) -> None:
    """Somebody with a key of his own."""
    thief = a_signer(ORIGIN, "thief")
    tree = Tree()
    tree.extend(map(leaf_hash, some_entries(600)))
    for name in ("seals.txt", "checkpoint"):
        (folder / name).write_text(seal(tree, 590, thief))


def rewritten(folder: Path) -> None:
    """Somebody with the ledger's key rewrites an old entry, and all that follows from it, but for
    the seal that had left the building."""
    brought = "\n\n".join((folder / "seals.txt").read_text().split("\n\n")[:2])
    entries = some_entries(600)
    entries[100] = entries[100].replace(b"item:", b"idem:")
    shutil.rmtree(folder / "tile")
    folder_of(folder, entries, 590)
    (folder / "seals.txt").write_text(f"{brought}\n\n{(folder / 'checkpoint').read_text()}")


@pytest.mark.parametrize(
    ("falsify", "why"),
    [
        (lambda f: flip(f / "tile/entries/000", 1000), "do not hash to tile/0/000"),
        (lambda f: flip(f / "tile/entries/000", 0), "amid|more than 256"),
        (lambda f: flip(f / "tile/0/000", 5000), "do not hash to tile/0/000"),
        (lambda f: flip(f / "tile/1/000.p/2", 63), "do not hash to tile/1/000"),
        (lambda f: (f / "tile/0/001").unlink(), "tile/0/001"),
        (lambda f: rewrite(f / "seals.txt", "\n300\n", "\n301\n"), "invalid signature"),
        (lambda f: rewrite(f / "keys.txt", OLD.vkey, WITNESS.vkey), "no verifiable signatures"),
        (lambda f: rewrite(f / "checkpoint", "\n590\n", "\n591\n"), "not the last seal"),
        (lambda f: rewrite(f / "seals.txt", "\n590\n", "\n59\n"), "invalid signature"),
        (resealed, "no verifiable signatures"),
        (rewritten, "the seal of 300 entries"),
    ],
)
def test_go_finds_what_was_falsified(go_check: Check, right, tmp_path, falsify, why):
    folder = tmp_path / "copy"
    shutil.copytree(right, folder)
    assert go_check(folder, 3).returncode == 0
    falsify(folder)
    found = go_check(folder, 3)
    assert found.returncode == 1, found.stdout + found.stderr
    assert found.stdout.startswith("not authentic: ")
    assert [each for each in why.split("|") if each in found.stdout], found.stdout
