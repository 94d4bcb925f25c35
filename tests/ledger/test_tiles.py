"""Tiles: their names, what a folder of them is trusted for, and what a crash leaves."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ledger import files
from ledger.leaves import leaf, read_leaf
from ledger.problems import Unreadable
from ledger.tiles import TilesDamaged, Tree, pack_entries, tile_path, unpack_entries
from ledger.tree import inclusion_proof, leaf_hash, verify_inclusion

# --- names, from the specification's own text -----------------------------------------------------


def test_tiles_have_the_names_of_the_specification():
    assert tile_path(0, 1234067) == "tile/0/x001/x234/067"
    assert tile_path(3, 5) == "tile/3/005"
    assert tile_path("entries", 999) == "tile/entries/999"
    assert tile_path("entries", 1000, 255) == "tile/entries/x001/000.p/255"
    assert tile_path(1, 0, 1) == "tile/1/000.p/1"


def tiles_in(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def some_hashes(count: int, kind: str = "") -> list[bytes]:
    return [leaf_hash(f"{kind}{n}".encode()) for n in range(count)]


def saved(folder: Path, hashes: list[bytes]) -> Tree:
    tree = Tree(folder)
    tree.extend(hashes[tree.size :])
    tree.save()
    return tree


def test_a_tree_of_70000_is_kept_in_the_tiles_that_the_specification_names(tmp_path):
    saved(tmp_path, some_hashes(70_000))
    expected = {tile_path(0, n) for n in range(273)} | {tile_path(0, 273, 112)}
    expected |= {tile_path(1, 0), tile_path(1, 1, 17), tile_path(2, 0, 1), "tree"}
    assert tiles_in(tmp_path) == expected


def test_a_tree_of_256_is_a_full_tile_and_a_partial_one_above_it(tmp_path):
    saved(tmp_path, some_hashes(256))
    assert tiles_in(tmp_path) == {"tile/0/000", "tile/1/000.p/1", "tree"}
    assert (tmp_path / "tile/0/000").read_bytes() == b"".join(some_hashes(256))


# --- kept and loaded ------------------------------------------------------------------------------

HASHES = some_hashes(600)


@pytest.mark.parametrize(
    "sizes", [range(20), range(250, 262), range(0, 600, 64), range(100, 600, 256), [0, 511, 512]]
)
def test_a_tree_that_is_saved_at_every_step_is_loaded_as_it_was(tmp_path, sizes):
    folder = tmp_path / "tiles"
    for size in sizes:
        tree = saved(folder, HASHES[:size])
        again, fresh = Tree(folder), Tree()
        fresh.extend(HASHES[:size])
        assert (again.size, again.root()) == (tree.size, tree.root()) == (size, fresh.root())
        if size:
            at = size // 2
            proof = inclusion_proof(again, size, at)
            verify_inclusion(again.leaf_hash(at), at, size, proof, again.root())
            assert again.leaf_hash(at) == HASHES[at]


def test_a_tree_in_memory_serves_every_tile_that_it_has():
    tree = Tree()
    tree.extend(HASHES)
    for n in range(3):
        width = min(256, 600 - n * 256)
        assert tree.hashes(0, n, width) == b"".join(HASHES[n * 256 : n * 256 + width])
        assert tree.hashes(0, n, 1) == HASHES[n * 256]
    for level, n, width in [(0, 2, 89), (0, 3, 1), (1, 0, 3), (2, 0, 1), (0, 0, 0), (0, -1, 1)]:
        with pytest.raises(ValueError, match="has no tile"):
            tree.hashes(level, n, width)


def test_old_partial_tiles_do_not_pile_up(tmp_path):
    for size in (3, 10, 200, 255, 256, 300, 600):
        saved(tmp_path, HASHES[:size])
        partial = {name for name in tiles_in(tmp_path) if ".p/" in name}
        assert len(partial) == sum(1 for level in (0, 1) if (size >> 8 * level) % 256)


def test_saving_what_is_saved_writes_nothing(tmp_path, monkeypatch):
    tree = saved(tmp_path, HASHES)
    monkeypatch.setattr(files, "write_whole", None)
    monkeypatch.setattr("ledger.tiles.write_whole", None)
    tree.save()
    saved(tmp_path, HASHES)


# --- a folder is believed nothing -----------------------------------------------------------------


def damages() -> Iterator[tuple[str, Callable[[Path], object]]]:
    yield "a size that is no number", lambda f: (f / "tree").write_bytes(b"many\n")
    yield "no such file", lambda f: (f / "tree").unlink()
    yield "an empty file", lambda f: (f / "tree").write_bytes(b"")
    yield "a folder in its place", lambda f: ((f / "tree").unlink(), (f / "tree").mkdir())
    yield "another size", lambda f: again(f / "tree", b"600", b"599")
    yield "an absurd size", lambda f: again(f / "tree", b"600", b"9" * 19)
    yield "a wider edge", lambda f: add(f / "tile/0/002.p/88", b"\0")
    yield "an altered edge", lambda f: flip(f / "tile/0/002.p/88")
    yield "an altered edge above", lambda f: flip(f / "tile/1/000.p/2")
    yield "no edge", lambda f: (f / "tile/1/000.p/2").unlink()


def again(path: Path, old: bytes, new: bytes) -> None:
    path.write_bytes(path.read_bytes().replace(old, new))


def add(path: Path, more: bytes) -> None:
    path.write_bytes(path.read_bytes() + more)


def flip(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(bytes([data[0] ^ 1]) + data[1:])


@pytest.mark.parametrize(("what", "damage"), list(damages()))
def test_a_folder_that_is_odd_is_an_empty_tree_and_is_made_again(tmp_path, what, damage):
    folder = tmp_path / "tiles"
    saved(folder, HASHES)
    damage(folder)
    tree = Tree(folder)
    assert (tree.size, tree.root()) == (0, Tree().root()), what
    tree.extend(HASHES)
    if what == "a folder in its place":
        (folder / "tree").rmdir()
    tree.save()
    assert Tree(folder).root() == tree.root()


@pytest.mark.parametrize("damage", [flip, Path.unlink, lambda path: add(path, b"\0")])
def test_a_full_tile_that_is_not_the_one_that_was_saved_is_found_when_it_is_read(tmp_path, damage):
    saved(tmp_path, HASHES)
    damage(tmp_path / "tile/0/001")
    tree = Tree(tmp_path)
    inclusion_proof(tree, 600, 0)
    with pytest.raises(TilesDamaged, match="tile/0/001"):
        inclusion_proof(tree, 600, 300)
    tree.clear()
    tree.extend(HASHES)
    tree.save()
    at, again = 300, Tree(tmp_path)
    verify_inclusion(HASHES[at], at, 600, inclusion_proof(again, 600, at), again.root())


def test_another_tree_takes_the_place_of_the_one_that_was_there(tmp_path):
    saved(tmp_path, HASHES)
    other = some_hashes(500, "other")
    tree = Tree(tmp_path)
    tree.clear()
    tree.extend(other)
    tree.save()
    again = Tree(tmp_path)
    assert (again.size, again.root()) == (500, tree.root())
    assert [again.leaf_hash(at) for at in (0, 300, 499)] == [other[at] for at in (0, 300, 499)]


# --- a crash --------------------------------------------------------------------------------------


class PowerCut(BaseException):
    """Not an `Exception`: nothing may recover from it."""


def steps_of(monkeypatch: pytest.MonkeyPatch, save: Callable[[], object], cut: int) -> bool:
    """Run a save whose power is cut before its `cut`-th step on the disk; whether it was."""
    count = 0

    def step(of: Callable[..., object]) -> Callable[..., object]:
        def done(*args: object, **kwargs: object) -> object:
            nonlocal count
            if count == cut:
                raise PowerCut
            count += 1
            return of(*args, **kwargs)

        return done

    with monkeypatch.context() as patch:
        for name in ("replace", "fsync", "unlink", "open"):
            patch.setattr(os, name, step(getattr(os, name)))
        try:
            save()
        except PowerCut:
            return True
    return False


@pytest.mark.parametrize(("before", "after"), [(5, 300), (255, 256), (300, 600), (0, 257)])
def test_a_crash_at_any_step_of_a_save_leaves_the_tree_that_was_there_or_the_new_one(
    tmp_path, monkeypatch, before, after
):
    roots = {}
    for size in (before, after):
        tree = Tree()
        tree.extend(HASHES[:size])
        roots[size] = tree.root()
    seen = set()
    for cut in range(1000):
        folder = tmp_path / str(cut)
        saved(folder, HASHES[:before])
        tree = Tree(folder)
        tree.extend(HASHES[before:after])
        was_cut = steps_of(monkeypatch, tree.save, cut)
        found = Tree(folder)
        assert found.root() == roots[found.size]
        for at in range(0, found.size, 97):
            assert found.leaf_hash(at) == HASHES[at]
        seen.add(found.size)
        saved(folder, HASHES)
        assert [Tree(folder).leaf_hash(at) for at in range(0, 600, 97)] == HASHES[::97]
        if not was_cut:
            break
    assert (found.size, seen) == (after, {before, after})
    assert cut > 4


def test_a_crash_while_another_tree_is_put_in_its_place_leaves_one_of_them_or_none(
    tmp_path, monkeypatch
):
    other = some_hashes(600, "other")
    for cut in range(1000):
        folder = tmp_path / str(cut)
        saved(folder, HASHES)
        tree = Tree(folder)
        tree.clear()
        tree.extend(other)
        was_cut = steps_of(monkeypatch, tree.save, cut)
        found = Tree(folder)
        if found.size:
            of = HASHES if was_cut and found.leaf_hash(599) == HASHES[599] else other
            assert [found.leaf_hash(at) for at in range(0, 600, 97)] == of[::97]
        if not was_cut:
            break
    assert found.root() == tree.root()


def test_a_disk_that_refuses_is_said_and_the_tree_can_be_saved_later(tmp_path, monkeypatch):
    tree = Tree(tmp_path)
    tree.extend(HASHES)

    def refused(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", refused)
        with pytest.raises(OSError, match="No space"):
            tree.save()
    assert not [name for name in tiles_in(tmp_path) if ".new-" in name]
    tree.save()
    assert Tree(tmp_path).root() == tree.root()


# --- bundles of entries ---------------------------------------------------------------------------


def test_entries_are_packed_after_their_lengths():
    assert pack_entries([b"", b"ab"]) == b"\0\0\0\2ab"
    most = [b"", b"a", bytes(65_535)]
    assert unpack_entries(pack_entries(most)) == most
    assert unpack_entries(b"") == []


@pytest.mark.parametrize("entries", [[bytes(65_536)], [b""] * 257])
def test_what_does_not_go_into_a_bundle_is_not_packed(entries):
    with pytest.raises(ValueError, match="256 entries"):
        pack_entries(entries)


def test_a_bundle_cut_anywhere_within_an_entry_is_refused():
    packed = pack_entries([b"abc", b"", b"defg"])
    whole = {0, 5, 7, 13}
    for end in range(len(packed) + 1):
        if end in whole:
            unpack_entries(packed[:end])
        else:
            with pytest.raises(Unreadable, match="amid an entry"):
                unpack_entries(packed[:end])


def test_a_bundle_of_a_million_entries_is_refused_at_once():
    with pytest.raises(Unreadable, match="more than 256"):
        unpack_entries(bytes(2_000_000))


# --- leaves ---------------------------------------------------------------------------------------

ENTRIES = [
    ("meeting:rcm-12", 1, "meeting-convened/1", b'{"a":1}'),
    ('a"b\\c\n\u2028é😀', 2**40, "t/1", b"{}"),
    ("", 0, "", b""),
    ("s", 1, "t", '{"es":"Reunión “é”"}'.encode()),
    ("s", 1, "t", b'1,"state":2}'),
]


@pytest.mark.parametrize("entry", ENTRIES)
def test_a_leaf_is_read_back_as_the_entry_that_it_was(entry):
    assert read_leaf(leaf(*entry)) == entry


def test_a_leaf_is_one_json_document_without_spaces_in_the_order_of_its_keys():
    made = leaf("meeting:reunión", 3, "meeting-closed/1", b'{"on":"2007-04-27"}')
    assert made == (
        '{"stream":"meeting:reunión","version":3,"topic":"meeting-closed/1",'
        '"state":{"on":"2007-04-27"}}'
    ).encode()
    assert list(json.loads(made)) == ["stream", "version", "topic", "state"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b' {"stream":"s","version":1,"topic":"t","state":{}}',
        b'{"stream":"s","version":1,"topic":"t","state":{}}\n',
        b'{"stream": "s","version":1,"topic":"t","state":{}}',
        b'{"version":1,"stream":"s","topic":"t","state":{}}',
        b'{"stream":"s","version":1.0,"topic":"t","state":{}}',
        b'{"stream":"s","version":01,"topic":"t","state":{}}',
        b'{"stream":"s","version":true,"topic":"t","state":{}}',
        b'{"stream":"s","version":"1","topic":"t","state":{}}',
        b'{"stream":1,"version":1,"topic":"t","state":{}}',
        b'{"stream":"\\u0073","version":1,"topic":"t","state":{}}',
        b'{"stream":"\\ud800","version":1,"topic":"t","state":{}}',
        b'{"stream":"s","version":1,"topic":"t","state":"\xff"}',
        b'{"stream":"s","version":' + b"1" * 5000 + b',"topic":"t","state":{}}',
        b'{"stream":' + b"[" * 60_000,
        b'{"stream":"' + b"s" * 65_536 + b'","version":1,"topic":"t","state":{}}',
    ],
)
def test_what_is_not_a_leaf_to_the_byte_is_refused(data):
    with pytest.raises(Unreadable) as refused:
        read_leaf(data)
    english, spanish = refused.value.why
    assert english != spanish
