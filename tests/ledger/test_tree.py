"""The tree is RFC 6962's: published vectors, every small tree, and no proof but the right one."""

import random
from hashlib import sha256

import pytest

from ledger.tiles import Tree
from ledger.tree import (
    EMPTY_ROOT,
    MOST_LEAVES,
    NotProven,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root_at,
    verify_consistency,
    verify_inclusion,
)

# --- the vectors of the reference implementation (certificate-transparency, MerkleTreeTest) --------

LEAVES = [
    bytes.fromhex(each)
    for each in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION = {
    (1, 0): [],
    (8, 0): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (8, 5): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (3, 2): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (5, 1): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
CONSISTENCY = {
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}


def a_tree(hashes: list[bytes]) -> Tree:
    tree = Tree()
    tree.extend(hashes)
    return tree


PUBLISHED = a_tree([leaf_hash(each) for each in LEAVES])


def test_the_empty_tree_has_the_published_root():
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert Tree().root() == EMPTY_ROOT == bytes.fromhex(empty)


@pytest.mark.parametrize("size", range(1, 9))
def test_the_published_tree_has_the_published_roots(size):
    assert root_at(PUBLISHED, size).hex() == ROOTS[size - 1]


@pytest.mark.parametrize(("size", "index"), INCLUSION)
def test_the_published_inclusion_proofs_are_given_and_hold(size, index):
    proof = inclusion_proof(PUBLISHED, size, index)
    assert [each.hex() for each in proof] == INCLUSION[size, index]
    root = bytes.fromhex(ROOTS[size - 1])
    verify_inclusion(leaf_hash(LEAVES[index]), index, size, proof, root)


@pytest.mark.parametrize(("old", "new"), CONSISTENCY)
def test_the_published_consistency_proofs_are_given_and_hold(old, new):
    proof = consistency_proof(PUBLISHED, old, new)
    assert [each.hex() for each in proof] == CONSISTENCY[old, new]
    verify_consistency(
        old, new, proof, bytes.fromhex(ROOTS[old - 1]), bytes.fromhex(ROOTS[new - 1])
    )


# --- every small tree, against the recursion of the RFC's own words --------------------------------


def mth(hashes: list[bytes]) -> bytes:
    """RFC 6962, 2.1, from the hashes of the leaves."""
    if len(hashes) < 2:
        return hashes[0] if hashes else sha256().digest()
    k = 1
    while 2 * k < len(hashes):
        k *= 2
    return node_hash(mth(hashes[:k]), mth(hashes[k:]))


def some_hashes(count: int) -> list[bytes]:
    return [leaf_hash(b"%d" % n) for n in range(count)]


SMALL = 70
HASHES = some_hashes(SMALL)
TREE = a_tree(HASHES)
SMALL_ROOTS = [mth(HASHES[:size]) for size in range(SMALL + 1)]


def test_every_small_tree_has_the_root_of_the_definition():
    assert [root_at(TREE, size) for size in range(SMALL + 1)] == SMALL_ROOTS
    assert [a_tree(HASHES[:size]).root() for size in range(SMALL + 1)] == SMALL_ROOTS


def test_every_leaf_of_every_small_tree_is_proven_at_its_place_and_at_no_other():
    for size in range(1, SMALL + 1):
        for index in range(size):
            proof = inclusion_proof(TREE, size, index)
            verify_inclusion(HASHES[index], index, size, proof, SMALL_ROOTS[size])
            for elsewhere in range(size):
                if elsewhere != index:
                    with pytest.raises(NotProven):
                        verify_inclusion(HASHES[index], elsewhere, size, proof, SMALL_ROOTS[size])


def test_every_two_small_trees_are_proven_consistent():
    for new in range(SMALL + 1):
        for old in range(new + 1):
            proof = consistency_proof(TREE, old, new)
            verify_consistency(old, new, proof, SMALL_ROOTS[old], SMALL_ROOTS[new])


def changed(proof: list[bytes]) -> list[list[bytes]]:
    """What can go wrong with a proof: each hash altered, dropped, doubled, shortened, swapped; one
    more at either end."""
    wrong = [[*proof, bytes(32)], [bytes(32), *proof]]
    for n, found in enumerate(proof):
        before, after = proof[:n], proof[n + 1 :]
        wrong += [[*before, bytes([found[0] ^ 1]) + found[1:], *after], [*before, *after]]
        wrong += [[*before, found, found, *after], [*before, found[:-1], *after]]
        if after:
            wrong.append([*before, after[0], found, *after[1:]])
    return wrong


def test_no_changed_proof_of_a_leaf_holds():
    for size in range(1, 18):
        for index in range(size):
            for wrong in changed(inclusion_proof(TREE, size, index)):
                with pytest.raises(NotProven):
                    verify_inclusion(HASHES[index], index, size, wrong, SMALL_ROOTS[size])


def test_no_changed_proof_of_consistency_holds():
    for new in range(1, 18):
        for old in range(1, new + 1):
            for wrong in changed(consistency_proof(TREE, old, new)):
                with pytest.raises(NotProven):
                    verify_consistency(old, new, wrong, SMALL_ROOTS[old], SMALL_ROOTS[new])


@pytest.mark.parametrize("length", [0, 31, 33, 1_000_000])
def test_a_hash_that_is_none_is_said_to_be_none(length):
    with pytest.raises(NotProven, match=f"has {length} bytes, not 32"):
        verify_inclusion(HASHES[0], 0, 2, [bytes(length)], SMALL_ROOTS[2])
    with pytest.raises(NotProven, match=f"has {length} bytes, not 32"):
        verify_consistency(3, 5, [bytes(length)], SMALL_ROOTS[3], SMALL_ROOTS[5])


def test_another_root_or_leaf_is_not_proven():
    for size in range(1, 18):
        for index in range(size):
            proof = inclusion_proof(TREE, size, index)
            with pytest.raises(NotProven):
                verify_inclusion(HASHES[index], index, size, proof, SMALL_ROOTS[size + 1])
            with pytest.raises(NotProven):
                verify_inclusion(HASHES[size], index, size, proof, SMALL_ROOTS[size])


def test_a_rewritten_past_is_not_consistent():
    """Every old tree against every new one in which one of the old leaves is another."""
    for new in range(1, 18):
        for altered in range(new):
            hashes = [*HASHES[:altered], leaf_hash(b"rewritten"), *HASHES[altered + 1 : new]]
            rewritten = a_tree(hashes)
            for old in range(altered + 1, new + 1):
                with pytest.raises(NotProven):
                    verify_consistency(
                        old, new, consistency_proof(rewritten, old, new),
                        SMALL_ROOTS[old], rewritten.root(),
                    )  # fmt: skip


# --- where tiles end ------------------------------------------------------------------------------


@pytest.mark.parametrize("edge", [256, 512, 65_536])
def test_trees_at_the_edge_of_a_tile_are_those_of_the_definition(edge):
    hashes = some_hashes(edge + 258)
    tree = a_tree(hashes)
    chance = random.Random(edge)
    sizes = [edge - 1, edge, edge + 1, edge + 255, edge + 256, edge + 257]
    roots = {size: mth(hashes[:size]) for size in (1, edge // 2 + 1, *sizes)}
    for size in sizes:
        assert root_at(tree, size) == roots[size]
        assert a_tree(hashes[:size]).root() == roots[size]
        for index in {0, 254, size - 1, size - 2, *chance.sample(range(size), 40)}:
            proof = inclusion_proof(tree, size, index)
            verify_inclusion(hashes[index], index, size, proof, roots[size])
        for old in roots:
            if old <= size:
                verify_consistency(
                    old, size, consistency_proof(tree, old, size), roots[old], roots[size]
                )


def test_a_tree_is_the_same_however_its_leaves_come():
    hashes, chance = some_hashes(70_000), random.Random(6962)
    whole, grown = a_tree(hashes), Tree()
    while grown.size < len(hashes):
        grown.extend(hashes[grown.size : grown.size + chance.choice([1, 2, 255, 256, 257, 3000])])
    assert grown.root() == whole.root()


# --- numbers that nobody means well with ----------------------------------------------------------


@pytest.mark.parametrize(
    ("index", "size"), [(-1, 1), (0, 0), (1, 1), (8, 7), (0, MOST_LEAVES + 1), (0, 10**4000)]
)
def test_a_leaf_that_no_tree_has_is_not_proven(index, size):
    with pytest.raises(NotProven):
        verify_inclusion(HASHES[0], index, size, [], SMALL_ROOTS[1])


@pytest.mark.parametrize(("old", "new"), [(-1, 1), (2, 1), (1, MOST_LEAVES + 1)])
def test_trees_that_cannot_be_consistent_are_not_proven(old, new):
    with pytest.raises(NotProven):
        verify_consistency(old, new, [], SMALL_ROOTS[1], SMALL_ROOTS[1])


def test_a_proof_of_a_million_hashes_is_refused_at_once():
    proof = [bytes(32)] * 1_000_000
    with pytest.raises(NotProven, match="longer than its tree"):
        verify_inclusion(HASHES[0], 0, MOST_LEAVES, proof, bytes(32))
    with pytest.raises(NotProven, match="longer than its tree"):
        verify_consistency(5, MOST_LEAVES, proof, bytes(32), bytes(32))


def test_the_empty_tree_is_contained_in_every_tree_but_has_one_root_only():
    verify_consistency(0, 5, [], EMPTY_ROOT, SMALL_ROOTS[5])
    with pytest.raises(NotProven):
        verify_consistency(0, 5, [], SMALL_ROOTS[1], SMALL_ROOTS[5])
    with pytest.raises(NotProven):
        verify_consistency(0, 5, [SMALL_ROOTS[5]], EMPTY_ROOT, SMALL_ROOTS[5])


@pytest.mark.parametrize(
    "ask", [lambda: inclusion_proof(TREE, 5, 5), lambda: inclusion_proof(TREE, 5, -1),
            lambda: consistency_proof(TREE, 6, 5), lambda: consistency_proof(TREE, -1, 5),
            lambda: root_at(TREE, -1), lambda: root_at(TREE, SMALL + 1),
            lambda: inclusion_proof(TREE, SMALL + 1, 0)],
)  # fmt: skip
def test_what_a_tree_does_not_have_is_not_asked_of_it(ask):
    with pytest.raises(ValueError, match="tree"):
        ask()


def test_no_node_passes_for_a_leaf():
    """RFC 6962, 2.1: the domain separation that second preimages would need to cross."""
    left, right = HASHES[:2]
    assert leaf_hash(left + right) != node_hash(left, right)
    with pytest.raises(NotProven):
        verify_inclusion(leaf_hash(left + right), 0, 1, [], SMALL_ROOTS[2])
