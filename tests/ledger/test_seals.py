"""Seals: made when a meeting is closed, and what they let anybody find out."""

import json
import os
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from ledger.beside import Beside
from ledger.brought import read_seal
from ledger.events import SealMade
from ledger.keys import make_key
from ledger.leaves import leaf
from ledger.ledger import Ledger
from ledger.notes import COSIGNATURE, Checkpoint, Note, Signer, Verifier
from ledger.place import place_of
from ledger.problems import Unreadable
from ledger.proof import Proof, Verification
from ledger.seals import Seal
from ledger.store import EntryRow
from ledger.tiles import Tree
from ledger.tree import leaf_hash
from ledger.verify import verify
from tests.builders import (
    Conference,
    a_ledger,
    approve,
    approve_section,
    as_day,
    assert_proven,
    assert_said,
    hindered,
    nothing_recorded,
    redefine,
    start,
)
from tests.ledger.forging import Forger, as_bytes
from tests.stores import Store, both_stores

DAY = "2007-05-11"


def told(ledger: Ledger) -> Conference:
    """One meeting of the RCM that promised something, closed and so sealed."""
    it = Conference(ledger)
    it.decides(
        "rcm", "2007-05-10", approve_section("mpm", steward="rcgm"), approve("a1", "mpm"),
        id="rcm-12-d1",
    )  # fmt: skip
    ledger.close_meeting("rcm-2007-05-10", as_day(DAY))
    return it


@pytest.fixture
def it(store: Store, tmp_path: Path) -> Iterator[Conference]:
    ledger = a_ledger(tmp_path, store=store)
    yield told(ledger)
    ledger.close()


def reopened(ledger: Ledger) -> Ledger:
    """As another process finds it, with nothing kept in memory."""
    ledger.close()
    return Ledger.open(ledger.path)


def found_in(ledger: Ledger, brought: Checkpoint | None = None) -> Verification:
    found = verify(reopened(ledger), brought=brought)
    for violation in found.violations:
        assert_said(violation.message)
    return found


def codes(found: Verification) -> list[str]:
    return [violation.code for violation in found.violations]


# --- making them ----------------------------------------------------------------------------------


@both_stores
def test_closing_a_meeting_seals_all_entries_before_the_seal(it):
    (seal,) = it.ledger.seals()
    assert seal.meeting == "rcm-2007-05-10"
    assert seal.entry == it.ledger.head
    assert seal.size == seal.entry - 1
    note = Note.parse(seal.note)
    assert note.signed_by([Verifier.parse(it.ledger.founding.key)])
    assert Checkpoint.parse(note.text).origin == it.ledger.founding.origin
    found = found_in(it.ledger)
    assert found.proven
    assert found.seals == [
        {
            "meeting": seal.meeting,
            "size": seal.size,
            "root": seal.root.hex(),
            "valid": True,
        }
    ]


@both_stores
def test_sealing_again_gives_the_last_seal_where_nothing_followed_it(it):
    seal = it.ledger.seal()
    with nothing_recorded(it.ledger):
        assert it.ledger.seal() == seal
    it.decides("rcgm", "2007-06-10", start("a1"))
    later = it.ledger.seal()
    assert later.size > seal.size
    assert later.meeting is None
    assert_proven(it.ledger)


@both_stores
def test_the_tree_is_grown_again_where_its_tiles_are_gone_or_of_another_log(it, tmp_path):
    other = a_ledger(tmp_path, name="other.db")
    told(other)
    mine, theirs = Beside(it.ledger.place.beside).tiles, Beside(tmp_path / "other.db").tiles
    it.decides("rcgm", "2007-06-10", start("a1"))
    for spoil in (
        lambda: (mine / "tree").unlink(),
        lambda: os.replace(theirs / "tree", mine / "tree"),
        lambda: (mine / "tree").write_bytes(b"9\n"),
    ):
        spoil()
        again = reopened(it.ledger)
        seal = again.seal()
        assert again.holds(seal, again.tree())
        it = Conference(again)
        it.decides("rcgm", "2007-07-10", approve(f"n{it.entry}", "mpm"), id=f"d{it.entry}")
    assert_proven(it.ledger)


@both_stores
def test_a_tile_that_was_damaged_is_grown_again_where_it_is_read(it):
    """More entries than a tile has, so that one of the first can be damaged without the last."""
    for n in range(2008, 2028):
        it.decides("rcm", f"{n}-05-10", approve(f"y{n}", "mpm"))
        it.ledger.seal()
    ledger = reopened(it.ledger)
    assert ledger.head > 300
    tile = Beside(ledger.place.beside).tiles / "tile" / "0" / "000"
    for damage in (bytes(8192), b"", None):
        tile.unlink() if damage is None else tile.write_bytes(damage)
        ledger = reopened(ledger)
        assert all(ledger.holds(seal, ledger.tree()) for seal in ledger.seals())
        Conference(ledger).decides(
            "rcm", "2028-05-10", approve(f"n{ledger.head}"), id=f"d{ledger.head}"
        )
        ledger.seal()
    assert_proven(ledger)


@both_stores
def test_the_page_of_an_earlier_seal_bears_the_key_that_signed_it(it):
    old, seal = it.ledger.public_keys()[-1], it.ledger.seals()[0]
    it.ledger.rotate_key()
    assert it.ledger.public_keys(seal.entry) == [old]
    assert it.ledger.public_keys()[-1] != old


def test_where_no_tile_can_be_kept_a_seal_is_made_all_the_same(tmp_path):
    ledger = a_ledger(tmp_path)
    Beside(ledger.place.beside).tiles.write_text("a file where the folder should be")
    told(ledger)
    assert_proven(ledger)


@both_stores
def test_sealing_after_one_more_decision_does_not_read_the_whole_log(it, monkeypatch):
    for year in range(2008, 2018):
        it.decides("rcm", f"{year}-05-10", approve(f"y{year}", "mpm"))
    it.ledger.seal()
    ledger = reopened(it.ledger)
    Conference(ledger).decides("rcgm", "2018-06-10", start("a1"))
    read: list[int] = []
    rows = type(ledger.recorder).rows

    def counted(self, *args, **kwargs):
        for row in rows(self, *args, **kwargs):
            read.append(row[0])
            yield row

    monkeypatch.setattr(type(ledger.recorder), "rows", counted)
    before = ledger.last_seal()
    assert before is not None
    ledger.seal()
    assert len(read) <= ledger.head - before.size + 1
    assert min(read) >= before.size


# --- the key --------------------------------------------------------------------------------------


@both_stores
def test_the_key_is_nobody_elses_to_read(it):
    key = Beside(it.ledger.place.beside).key
    assert key.stat().st_mode & 0o777 == 0o600


@both_stores
def test_without_its_key_a_meeting_is_not_closed_unless_unsealed_is_said(it):
    it.meets("rcgm", "2007-06-10")
    Beside(it.ledger.place.beside).key.unlink()
    ledger = reopened(it.ledger)
    with nothing_recorded(ledger), hindered("key-missing", Beside(it.ledger.place.beside).key.name):
        ledger.close_meeting("rcgm-2007-06-10", as_day("2007-06-11"))
    ledger.close_meeting("rcgm-2007-06-10", as_day("2007-06-11"), sealed=False)
    assert len(ledger.seals()) == 1
    assert_proven(ledger)


@both_stores
def test_the_key_of_another_ledger_seals_nothing(it, tmp_path):
    a_ledger(tmp_path, name="other.db").close()
    os.replace(tmp_path / "other.key", Beside(it.ledger.place.beside).key)
    it.decides("rcgm", "2007-06-10", start("a1"))
    ledger = reopened(it.ledger)
    with nothing_recorded(ledger), hindered("key-other", Beside(it.ledger.place.beside).key.name):
        ledger.seal()


@both_stores
def test_the_environment_names_the_key_or_is_the_key(it, tmp_path, monkeypatch):
    key = Beside(it.ledger.place.beside).key
    elsewhere = tmp_path / "safe" / "ledger.pem"
    elsewhere.parent.mkdir()
    os.replace(key, elsewhere)
    for named in (str(elsewhere), elsewhere.read_text()):
        monkeypatch.setenv("RCM_LEDGER_KEY", named)
        it = Conference(reopened(it.ledger))
        it.decides("rcgm", "2007-06-10", approve(f"a{it.entry}", "mpm"), id=f"d{it.entry}")
        it.ledger.seal()
    assert not key.exists()
    assert_proven(it.ledger)


@both_stores
def test_another_key_takes_over_and_both_have_signed_that(it):
    old = it.ledger.signer()
    new = it.ledger.rotate_key()
    assert it.ledger.public_keys() == [old.verifier, new]
    ledger = reopened(it.ledger)
    seal = ledger.seal()
    assert Note.parse(seal.note).signed_by([new])
    assert Note.parse(seal.note).signed_by([old.verifier]) == []
    tree = ledger.tree()
    assert all(ledger.holds(each, tree) for each in ledger.seals())
    assert_proven(ledger)


@both_stores
def test_a_rotation_broken_off_after_it_was_recorded_is_taken_up(it, monkeypatch):
    def crash(ledger):
        raise KeyboardInterrupt

    monkeypatch.setattr("ledger.ledger_key.take_next", crash)
    with pytest.raises(KeyboardInterrupt):
        it.ledger.rotate_key()
    monkeypatch.undo()
    new = it.ledger.public_keys()[-1]
    ledger = reopened(it.ledger)
    assert ledger.signer().verifier == new
    assert Note.parse(ledger.seal().note).signed_by([new])
    assert not Path(f"{Beside(ledger.place.beside).key}.next").exists()
    assert_proven(ledger)


@both_stores
def test_a_rotation_broken_off_before_it_was_recorded_uses_the_key_that_waits(it, monkeypatch):
    def broken(self, events):
        raise KeyboardInterrupt

    monkeypatch.setattr(Ledger, "_append", broken)
    with nothing_recorded(it.ledger), pytest.raises(KeyboardInterrupt):
        it.ledger.rotate_key()
    waiting = Path(f"{Beside(it.ledger.place.beside).key}.next").read_bytes()
    monkeypatch.undo()
    ledger = reopened(it.ledger)
    assert ledger.signer().verifier == ledger.public_keys()[0]
    ledger.rotate_key()
    assert Beside(ledger.place.beside).key.read_bytes() == waiting
    assert_proven(ledger)


def test_a_witnesss_kind_of_key_is_no_ledgers(rows):
    state = json.loads(rows[0][4])
    verifier = Verifier.parse(state["key"])
    state["key"] = Verifier(verifier.name, COSIGNATURE, verifier.public).vkey
    found = proven([(*rows[0][:4], as_bytes(state)), *rows[1:]])
    assert "log-damaged" in codes(found)
    assert "at key" in found.violations[0].message["en"]


# --- what they let anybody find out ---------------------------------------------------------------


Forgery = Callable[[Forger, Seal], object]


def another_note(forger: Forger, seal: Seal, text: str) -> None:
    row = forger.find("seal-made")
    forger.rewrite(row, checkpoint=seal.note.replace(Note.parse(seal.note).text, text))


FORGERIES: dict[str, Forgery] = {
    "another size": lambda f, s: another_note(
        f, s, Checkpoint(s.checkpoint.origin, s.size - 1, s.root).text
    ),
    "another root": lambda f, s: another_note(
        f, s, Checkpoint(s.checkpoint.origin, s.size, bytes(32)).text
    ),
    "another origin": lambda f, s: another_note(
        f, s, Checkpoint("rcm-ledger/elsewhere", s.size, s.root).text
    ),
    "no signature of ours": lambda f, s: f.rewrite(
        f.find("seal-made"), checkpoint=s.note.replace("— rcm-ledger/", "— rcm-ledger.example/")
    ),
    "no checkpoint": lambda f, s: f.rewrite(f.find("seal-made"), checkpoint="nothing\n"),
    "an entry before it rewritten": lambda f, s: f.rewrite(
        f.find("decision-tabled"), recorded_by="somebody else"
    ),
}


@pytest.mark.parametrize("forgery", FORGERIES)
@both_stores
def test_a_seal_that_does_not_hold_is_named_with_its_entry(it, forgery):
    (seal,) = it.ledger.seals()
    it.ledger.close()
    with Forger(it.ledger.path) as forger:
        FORGERIES[forgery](forger, seal)
    found = found_in(it.ledger)
    assert not found.authentic
    assert ("seal-broken", f"entry {seal.entry}") in [
        (v.code, v.reference) for v in found.violations
    ]
    assert [each["valid"] for each in found.seals] == [False]


@both_stores
def test_a_rotation_that_the_old_key_did_not_sign_changes_no_key(it, tmp_path):
    it.ledger.rotate_key()
    it.ledger.seal()
    it.ledger.close()
    with Forger(it.ledger.path) as forger:
        row = forger.find("key-rotated")
        lines = row.state["note"].splitlines(keepends=True)
        forger.rewrite(row, note="".join([*lines[:-2], lines[-1]]))
    Beside(it.ledger.place.beside).last_signed.unlink()
    found = found_in(it.ledger)
    assert codes(found) == ["key-broken", "seal-broken"]
    assert found.lawful


@both_stores
def test_nothing_is_signed_of_a_log_that_is_no_longer_what_was_sealed(it):
    it.ledger.close()
    with Forger(it.ledger.path) as forger:
        forger.rewrite(forger.find("decision-tabled"), recorded_by="somebody else")
    shutil.rmtree(Beside(it.ledger.place.beside).tiles)
    ledger = Ledger.open(it.ledger.path)
    Conference(ledger).decides("rcgm", "2007-06-10", start("a1"))
    with nothing_recorded(ledger), hindered("sealed-otherwise", ledger.path):
        ledger.seal()
    ledger.close()


@both_stores
def test_two_rotations_at_once_lose_no_key(it, monkeypatch):
    """The second comes after the first was recorded, and before its key's file has its place."""
    other = Ledger.open(it.ledger.path)
    second = []

    def committed(*_):
        monkeypatch.undo()
        second.append(other.rotate_key())

    monkeypatch.setattr(it.ledger, "after_recording", committed)
    first = it.ledger.rotate_key()
    ledger = reopened(it.ledger)
    assert ledger.public_keys()[-2:] == [first, *second]
    assert ledger.signer().verifier == second[0]
    assert_proven(ledger)
    other.close()


def test_an_older_copy_of_a_ledger_signs_nothing_that_contradicts_a_seal(it, tmp_path):
    """Its file was put back to what it was before the last seal, and more recorded; the tiles are
    newer than it is."""
    it.ledger.close()
    path = Path(it.ledger.path)
    older = path.read_bytes()
    with closing(Ledger.open(it.ledger.path)) as ledger:
        Conference(ledger).decides("rcgm", "2007-06-10", start("a1"))
        seal = ledger.seal()
    newer = path.read_bytes()
    path.write_bytes(older)
    with closing(Ledger.open(it.ledger.path)) as ledger:
        assert codes(verify(ledger)) == ["not-the-sealed"]
        Conference(ledger).meets("rcgm", "2007-06-11")
        with nothing_recorded(ledger), hindered("older-copy", str(seal.size), "last-signed"):
            ledger.seal()
        for day in range(1, 1 + seal.size - ledger.head):
            Conference(ledger).meets("rcgm", f"2007-07-{day:02}")
        assert ledger.head >= seal.size
        with nothing_recorded(ledger), hindered("older-copy"):
            ledger.seal()
    path.write_bytes(newer)
    with closing(Ledger.open(it.ledger.path)) as ledger:
        Conference(ledger).meets("rcgm", "2007-06-11")
        assert ledger.seal().size > seal.size


@both_stores
def test_a_seal_that_another_ledger_signed_hinders_nobody(it, tmp_path):
    other = a_ledger(tmp_path, name="another.db")
    beside, mine = Beside(other.place.beside), Beside(it.ledger.place.beside)
    beside.seals.mkdir()
    for left in (mine.last_signed.read_bytes(), b"\xff", b""):
        beside.last_signed.write_bytes(left)
        assert other.seal()
        Conference(other).meets("rcm", f"2007-07-{1 + len(left) % 28:02}")
    other.close()


@both_stores
def test_what_the_tiles_remember_is_signed_and_not_what_was_put_in_its_place(it):
    """Sealing reads what came since, not the whole log. What was rewritten before is not signed:
    the new seal is of the entries as they were, and so tells on those that are there now."""
    it.ledger.close()
    with Forger(it.ledger.path) as forger:
        forger.rewrite(forger.find("decision-tabled"), recorded_by="somebody else")
    ledger = Ledger.open(it.ledger.path)
    Conference(ledger).decides("rcgm", "2007-06-10", start("a1"))
    ledger.seal()
    assert codes(found_in(ledger)) == ["seal-broken", "seal-broken"]


@both_stores
def test_a_seal_that_was_brought_is_held_against_the_entries(it):
    (seal,) = it.ledger.seals()
    it.decides("rcgm", "2007-06-10", start("a1"))
    assert found_in(it.ledger, seal.checkpoint).proven
    for brought in (
        Checkpoint(seal.checkpoint.origin, seal.size, bytes(32)),
        Checkpoint(seal.checkpoint.origin, 10_000, seal.root),
        Checkpoint("rcm-ledger/another", seal.size, seal.root),
    ):
        found = found_in(it.ledger, brought)
        assert codes(found) == ["not-the-sealed"]
        assert not found.authentic
        assert found.lawful


# --- a seal on paper ------------------------------------------------------------------------------


def test_a_seal_is_read_from_the_page_of_the_minutes_however_it_was_typed(it):
    from api.render.seals import minutes

    (seal,) = it.ledger.seals()
    page = minutes(
        {
            "size": 12_345,
            "root": seal.root.hex(),
            "origin": seal.checkpoint.origin,
            "recorded_at": "2007-05-11T12:00:00Z",
        },
        {"en": "XII RCM", "es": "XII CRM"},
        it.ledger.founding.key,
    )
    assert len(page.splitlines()) <= 14
    for typed in (
        page,
        page.upper(),
        page.replace("\n", "\r\n"),
        f"Entries: 12,345\nRoot: {seal.root.hex()}\n",
        f"asientos 12.345\nraíz\n{seal.root.hex(' ', 2)}\n",
        f"Asientos 1 – 12 345\n{seal.root.hex('-', 4)}\n",
        f"Entries: 1-12\u202f345\nRoot {seal.root.hex(' ', 2)[:39]}\n\n  {seal.root.hex(' ', 2)[40:]}\nde fe\n",
    ):
        assert read_seal(typed.encode()) == Checkpoint("", 12_345, seal.root)
    assert read_seal(page.encode("latin-1", "replace")).root == seal.root
    around = f"Minutes\f\nPage 1\n\n  {seal.note.replace(chr(10), chr(10) + '  ')}\nroot {'ab' * 32}\n"
    for note in (seal.note, seal.note.replace("\n", "\r\n"), around):
        assert read_seal(note.encode()) == seal.checkpoint


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Entries: 12\nRoot: " + "ab" * 31 + "aO", ("never an O", "nunca una O")),
        ("%PDF-1.7\n", ("its text, copied", "su texto, copiado")),
        ("Root: " + "ab" * 32, ("how many entries", "cuántos asientos")),
        ("rcm-ledger/0\n12\nab\n\n— rcm-ledger/0 !\n", ("base64", "base64")),
        (
            "".join(f"\nMinutes\nrcm-ledger/0\n{n}\n{'A' * 43}=\n" for n in (12, 13)),
            ("more than one seal", "más de un sello"),
        ),
        (f"\nEntries 1 – 13\nrcm-ledger/0\n12\n{'A' * 43}=\n", ("its number of entries", "su número")),
        (
            f"\nRoot {'cdef ' * 16}\nrcm-ledger/0\n12\n{'A' * 43}=\n",
            ("differs from its other lines", "difiere de sus otras líneas"),
        ),
    ],
)
def test_what_was_mistyped_in_a_seal_is_said(typed, said):
    with pytest.raises(Unreadable) as refused:
        read_seal(typed.encode())
    assert all(words in why for words, why in zip(said, refused.value.why, strict=True))


@pytest.mark.parametrize("spun_out", ["entries " + " " * 60_000, "1 " * 30_000, "entries: " + "9" * 60_000])
def test_a_page_without_end_is_given_up_at_once(spun_out):
    begun = time.process_time()
    for content in (spun_out, spun_out * 100):
        with pytest.raises(Unreadable):
            read_seal(content.encode())
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"Entries: 12\n",
        b"Root: " + b"ab" * 32,
        b"Entries: 12\nRoot: " + b"ab" * 31,
        b"Entries: 12\nRoot: " + b"ab" * 33,
        b"Entries: 12\nRoot: " + b"ab" * 32 + b"\nRoot: " + b"cd" * 32,
    ],
)
def test_what_is_no_seal_is_not_taken_for_one(content):
    with pytest.raises(Unreadable) as refused:
        read_seal(content)
    assert all(refused.value.why)


# --- the insider ----------------------------------------------------------------------------------


def rewrite_history(path: str) -> None:
    """Someone with the database, and no key: the guards dropped, the promise reworded where it was
    drafted and where it was enacted, every hash and table rebuilt, so that all of it hangs together
    again."""
    with Forger(path) as forger:
        for topic in ("change-drafted", "change-enacted"):
            row = forger.find(topic, lambda s: s["change"].get("approve", {}).get("item") == "a1")
            terms = {"title": {"en": "Something else, that nobody promised"}}
            change = {"approve": {**row.state["change"]["approve"], "terms": terms}}
            forger.rewrite(row, change=change)
    shutil.rmtree(Beside(place_of(path).beside).tiles)
    ledger = Ledger.open(path)
    ledger.rebuild_index()
    ledger.close()


@both_stores
def test_the_insider_with_the_database_is_found_with_any_seal_that_left_the_building(it):
    """The administrator rewrites what the vice-ministers promised, and rebuilds every table. The
    words hang together again, and the rule finds nothing; the seal does: the ledger's own, and the
    one that a delegation kept on paper."""
    (seal,) = it.ledger.seals()
    kept = Checkpoint("", seal.size, seal.root)  # size and root, from the printed minutes
    it.ledger.close()
    rewrite_history(it.ledger.path)
    found = found_in(it.ledger)
    assert found.lawful
    assert codes(found) == ["seal-broken"]
    # Without the key, the administrator can only take the seal away. What was kept still speaks.
    with Forger(it.ledger.path) as forger:
        entry = forger.find("seal-made").entry
        forger.remove(entry)
    assert codes(found_in(it.ledger)) == ["not-the-sealed"], "it still lies beside the log"
    Beside(it.ledger.place.beside).last_signed.unlink()
    found = found_in(it.ledger)
    assert found.proven, "with no seal at hand, nothing is left that could tell"
    assert found.seals == []
    found = found_in(it.ledger, kept)
    assert codes(found) == ["not-the-sealed"]


@both_stores
def test_the_insider_with_the_key_too_is_found_with_a_seal_that_was_kept(it):
    """Who has the key as well seals the falsified record anew. Only what others kept can tell; a
    witness does (test_witness.py)."""
    (seal,) = it.ledger.seals()
    it.ledger.close()
    rewrite_history(it.ledger.path)
    with Forger(it.ledger.path) as forger:
        forger.remove(forger.find("seal-made").entry)
    ledger = Ledger.open(it.ledger.path)
    assert codes(verify(ledger)) == ["not-the-sealed"]
    with hindered("older-copy"):
        ledger.seal("rcm-2007-05-10")
    Beside(ledger.place.beside).last_signed.unlink()
    again = ledger.seal("rcm-2007-05-10")
    assert again.size == seal.size
    assert again.root != seal.root
    assert found_in(ledger).proven
    assert codes(found_in(ledger, seal.checkpoint)) == ["not-the-sealed"]


# --- every byte -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Path:
    """A whole, sealed ledger, as small as one can be."""
    ledger = a_ledger(tmp_path_factory.mktemp("small"))
    it = Conference(ledger)
    it.decides("rcm", "2007-05-10", approve("a1"), id="d1")
    it.decides("rcm", "2007-05-10", redefine("a1"), id="d2")
    ledger.close_meeting("rcm-2007-05-10", as_day(DAY))
    ledger.settle_in_place()
    ledger.close()
    return Path(ledger.path)


@pytest.fixture(scope="module")
def rows(small: Path) -> list[EntryRow]:
    ledger = Ledger.open(small)
    found = list(ledger.recorder.rows())
    ledger.close()
    return found


@pytest.fixture(scope="module")
def seal(small: Path) -> Seal:
    ledger = Ledger.open(small)
    (found,) = ledger.seals()
    ledger.close()
    return found


class Kept:
    """A log's entries with nothing else at hand."""

    def __init__(self, rows: Sequence[EntryRow]):
        self.rows = rows

    def after(self, entry: int) -> list[EntryRow]:
        return [row for row in self.rows if row[0] > entry]

    def at(self, entries: Sequence[int]) -> list[EntryRow]:
        return [row for row in self.rows if row[0] in set(entries)]


def proven(rows: Sequence[EntryRow], brought: Checkpoint | None = None) -> Verification:
    proof = Proof(Kept(rows))
    proof.run(len(rows))
    if brought is not None:
        proof.hold_against(brought)
    assert proof.found.authentic or proof.found.violations
    return proof.found


def numbered(rows: Sequence[EntryRow]) -> list[EntryRow]:
    """As though nothing had been added or taken away: entries and versions counted anew."""
    versions: dict[str, int] = {}
    found = []
    for entry, (_, stream, _, topic, state) in enumerate(rows, start=1):
        versions[stream] = versions.get(stream, 0) + 1
        found.append((entry, stream, versions[stream], topic, state))
    return found


def test_an_untouched_log_is_what_the_seal_says(rows, seal):
    assert proven(rows, seal.checkpoint).proven


def test_every_single_byte_that_is_flipped_gives_another_root(rows, seal):
    """Each bit-flipped byte of every entry's recorded data that the seal covers, in turn."""
    hashes = [leaf_hash(leaf(*row[1:])) for row in rows[: seal.size]]
    flipped = 0
    for n, (_, stream, version, topic, state) in enumerate(rows[: seal.size]):
        for at in range(len(state)):
            altered = bytes([*state[:at], state[at] ^ 1, *state[at + 1 :]])
            tree = Tree()
            tree.extend(
                [*hashes[:n], leaf_hash(leaf(stream, version, topic, altered)), *hashes[n + 1 :]]
            )
            assert tree.root() != seal.root
            flipped += 1
    assert flipped > 5000


def test_every_single_byte_of_a_seal_that_is_flipped_is_found(rows, seal):
    entry, stream, version, topic, state = rows[seal.entry - 1]
    start = state.index(b'"checkpoint":"') + len(b'"checkpoint":"')
    end = state.index(b'"', start)
    assert end - start > 150
    for at in range(start, end):
        altered = bytes([*state[:at], state[at] ^ 1, *state[at + 1 :]])
        found = proven([*rows[: seal.entry - 1], (entry, stream, version, topic, altered)])
        assert not found.authentic, state[at : at + 1]
        assert {v.reference for v in found.violations} == {f"entry {entry}"}


def test_every_entry_that_is_dropped_is_found(rows, seal):
    for n in range(seal.size):
        left = numbered([*rows[:n], *rows[n + 1 :]])
        assert not proven(left).authentic
        assert not proven(left[:-1], seal.checkpoint).authentic  # the ledger's own seal cut away


def test_every_entry_that_is_doubled_is_found(rows, seal):
    for n in range(seal.size):
        more = numbered([*rows[: n + 1], *rows[n:]])
        assert not proven(more).authentic
        # Without the ledger's own seal, the last entry doubled is one more in the unsealed tail.
        is_tail = n == seal.size - 1
        assert proven(more[:-1], seal.checkpoint).authentic == is_tail


def test_every_entry_that_changed_places_with_its_neighbour_is_found(rows, seal):
    for n in range(seal.size - 1):
        swapped = numbered([*rows[:n], rows[n + 1], rows[n], *rows[n + 2 :]])
        assert not proven(swapped).authentic
        assert not proven(swapped[:-1], seal.checkpoint).authentic


def test_every_tail_that_was_cut_is_found(rows, seal):
    for end in range(1, seal.size):
        found = proven(rows[:end], seal.checkpoint)
        assert "not-the-sealed" in codes(found)


def test_json_that_was_written_anew_to_mean_the_same_is_found(rows, seal):
    for n, (entry, stream, version, topic, state) in enumerate(rows[: seal.size]):
        document = json.loads(state)
        for anew in (json.dumps(document), json.dumps(dict(reversed(document.items())))):
            altered = (entry, stream, version, topic, anew.encode())
            found = proven([*rows[:n], altered, *rows[n + 1 :]], seal.checkpoint)
            assert {"seal-broken", "not-the-sealed"} <= set(codes(found))


def test_a_seal_signed_with_another_key_is_no_seal(rows, seal):
    entry, stream, version, topic, state = rows[-1]
    stranger = Signer(seal.checkpoint.origin, make_key())
    note = f"{seal.checkpoint.text}\n{stranger.sign(seal.checkpoint.text)}"
    event = SealMade.model_validate_json(state).model_copy(update={"checkpoint": note})
    forged = event.model_dump_json(exclude_unset=True).encode()
    found = proven([*rows[:-1], (entry, stream, version, topic, forged)])
    assert codes(found) == ["seal-broken"]
    assert "not signed by the ledger's key" in found.violations[0].message["en"]


def test_what_comes_after_the_seal_is_told_from_what_is_sealed(rows, seal):
    """The tail is read, and judged; that it is sealed nobody says."""
    later = (len(rows) + 1, rows[1][1], 99, rows[1][3], rows[1][4])
    found = proven([*rows, later], seal.checkpoint)
    assert found.seals[-1]["size"] == seal.size < found.events - 1
