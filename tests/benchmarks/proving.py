"""Proving: the tree against bare hashing of the same bytes, a proof's reach, an append's cost."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from ledger import store
from ledger.leaves import leaf
from ledger.ledger import Ledger
from ledger.tiles import Tree
from ledger.tree import inclusion_proof, leaf_hashes, verify_inclusion
from tests.benchmarks.adopting import Adopting
from tests.benchmarks.ledgers import Sizes, ledger_of, opened
from tests.benchmarks.measuring import Report, in_turns

ENTRIES = "SELECT originator_id, originator_version, topic, state FROM stored_events ORDER BY rowid"


def measure(report: Report, folder: Path, sizes: Sizes) -> None:
    _root(report, folder, sizes)
    _inclusion(report, folder, sizes)
    _append(report, folder, sizes)


def _root(report: Report, folder: Path, sizes: Sizes) -> None:
    with closing(Ledger.open(folder / "big.db")) as ledger:

        def leaves() -> Iterator[bytes]:
            for stream, version, topic, state in ledger.recorder.read(ENTRIES):
                yield leaf(stream, version, topic, state)

        def root_of_the_log() -> None:
            tree = Tree()
            tree.extend(leaf_hashes(leaves()))
            tree.root()

        def read() -> None:
            for _ in leaves():
                pass

        kept = list(leaves())

        def root() -> None:
            tree = Tree()
            tree.extend(leaf_hashes(kept))
            tree.root()

        def bare() -> None:
            for each in kept:
                sha256(each).digest()

        rounds = 9 if sizes.leaves > 10_000 else 1
        ours, hashing = in_turns(rounds, root, bare)
        whole, reading = in_turns(rounds, root_of_the_log, read)
    report.compare(f"root over {len(kept):,} entries", ours, "bare SHA-256", hashing, at_least=0.5)
    report.compare("the same, from the log", whole, "reading them as leaves", reading)


class _Counting(Tree):
    """A tree in a folder that counts the tiles that it reads from there."""

    read = 0

    def _read(self, level: int, n: int) -> bytes:
        self.read += 1
        return super()._read(level, n)


def _inclusion(report: Report, folder: Path, sizes: Sizes) -> None:
    size, tiles = sizes.leaves, folder / f"tiles-{sizes.leaves}"
    tree = _Counting(tiles)
    if tree.size != size:
        tree.clear()
        tree.extend(sha256(b"%d" % n).digest() for n in range(size))
        tree.save()
    root, most = tree.root(), 0
    for index in (0, size // 2, size - 1, *Random(6962).sample(range(size), 200)):
        fresh = _Counting(tiles)
        edges = sum(1 for level in range(8) if (size >> 8 * level) % 256)  # read at loading
        inclusion_proof(fresh, size, index)
        most = max(most, edges + fresh.read)
    report.amount(f"an inclusion proof from {size:,} leaves reads", most, "tiles", at_most=25)

    index = size // 3
    proof, leaf_of_it = inclusion_proof(tree, size, index), tree.leaf_hash(index)

    def prove() -> None:
        inclusion_proof(_Counting(tiles), size, index)

    def verify() -> None:
        verify_inclusion(leaf_of_it, index, size, proof, root)

    proving, verifying = in_turns(sizes.plans, prove, verify)
    report.compare("an inclusion proof, from a folder", proving, "verifying it", verifying)


def _append(report: Report, folder: Path, sizes: Sizes) -> None:
    """Until it is sealed, the tree costs an append nothing but the measure of its leaf."""
    with (
        TemporaryDirectory(dir=folder) as fresh,  # what is adopted here cannot be adopted again
        opened(ledger_of(Path(fresh), "proving", sizes.hundredth, sizes.plan)) as (ledger, _),
    ):
        adopting = Adopting(ledger, 2 * sizes.adoptions + 2)

        def without() -> None:
            with _no_leaf():
                adopting.adopt()

        after, before = in_turns(sizes.adoptions, adopting.adopt, without)
    report.compare("adopting, leaf measured", after, "not measured", before, at_most=1.15)


@contextmanager
def _no_leaf() -> Iterator[None]:
    measured = store.leaf
    store.leaf = lambda stream, version, topic, state: state
    try:
        yield
    finally:
        store.leaf = measured
