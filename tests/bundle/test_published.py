"""A bundle for everybody: what is adopted, proven as in the whole one; of all else the hashes, and not a word."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ledger.bundle_check import verify_bundle
from ledger.leaves import read_leaf
from ledger.ledger import Ledger
from ledger.published import Published
from ledger.records import ProposalFields, ReportFields
from tests.builders import (
    ELEVEN,
    Conference,
    a_decision,
    a_ledger,
    a_position,
    approve,
    approve_section,
    as_day,
    redefine,
    start,
)
from tests.bundle.bundles import (
    Members,
    exported,
    leaves_of,
    members_of,
    unpacked,
    with_leaves,
    zipped,
)
from tests.bundle.test_bundle import both, codes
from tests.bundle.test_check_py import check_py
from tests.stores import Store, both_stores

pytestmark = both_stores
SECRET = {"en": "A secret in confidence.", "es": "Un secreto en confianza."}
ALL = {member: a_position() for member in ELEVEN}


@pytest.fixture(scope="module")
def ledger(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """A ledger with drafts, one of them redrafted and adopted, a proposal and a report, before and after its seal."""
    with closing(a_ledger(tmp_path_factory.mktemp("published"), store=store)) as ledger:
        it = Conference(ledger)
        it.meets("rcm", "2006-05-04", id="rcm-11")
        it.decides("rcm-11", None, approve_section("mpm", steward="rcgm"), approve("a1", "mpm"), id="rcm-11-d1")
        report = {"item": "a1", "by": "IOM", "on": "2007-03-01", "says": "delayed", "text": SECRET}
        ledger.report(ReportFields.model_validate(report))
        it.meets("rcm", "2007-04-26", id="rcm-12", closes_on="2007-04-27")
        draft = a_decision("rcm-12-d1", "rcm-12", "2007-04-27")
        objection = a_position("object", statement=SECRET)
        ledger.table(draft.model_copy(update={"text": SECRET}), [start("a1")], {"CA": objection})
        ledger.redraft(draft, [redefine("a1"), start("a1")], ALL)
        ledger.adopt("rcm-12-d1")
        wish = {"id": "mx-1", "by": "MX", "submitted_to": "rcm-12", "text": SECRET}
        ledger.propose(ProposalFields.model_validate(wish))
        ledger.correct("decision", "rcm-12-d1", "text.es", "En español.", {"en": "It was left out."})
        ledger.close_meeting("rcm-12", as_day("2007-04-28"))
        it.decides("rcm-12", None, redefine("a1", title="Another title"), id="rcm-12-d2")
        ledger.table(a_decision("rcm-12-d9", "rcm-12", "2007-04-27", text=SECRET), [start("a1")])
        yield ledger


@pytest.fixture(scope="module")
def public(ledger: Ledger, tmp_path_factory: pytest.TempPathFactory) -> Members:
    return members_of(exported(ledger, tmp_path_factory.mktemp("b") / "public.zip", published=True))


@pytest.fixture(scope="module")
def whole(ledger: Ledger, tmp_path_factory: pytest.TempPathFactory) -> Members:
    return members_of(exported(ledger, tmp_path_factory.mktemp("b") / "whole.zip"))


def test_it_is_as_authentic_and_as_lawful_as_the_whole_one(tmp_path: Path, public: Members, whole: Members) -> None:
    made, all_of_it = both(tmp_path, public), both(tmp_path, whole)
    assert made.proven
    assert made.found.root == all_of_it.found.root
    assert (made.sealed, made.found.events) == (all_of_it.sealed, all_of_it.found.events)
    assert made.found.changes == all_of_it.found.changes == 5
    assert made.found.seals == all_of_it.found.seals


def test_it_says_how_many_entries_are_withheld(tmp_path: Path, ledger: Ledger, public: Members, capsys) -> None:
    rows = list(ledger.recorder.rows(0, ledger.head))
    published = Published(rows)
    withheld = sum(not published.holds(row) for row in rows)
    assert both(tmp_path, public).found.withheld == withheld == leaves_of(public).count(b"") > 5
    assert f"withheld, as not adopted / reservados por no adoptados: {withheld}\n" in capsys.readouterr().out


def test_a_whole_one_withholds_nothing(tmp_path: Path, whole: Members, capsys) -> None:
    assert both(tmp_path, whole).found.withheld == 0
    assert "withheld" not in capsys.readouterr().out


def test_not_a_word_of_what_is_not_adopted_is_in_it(public: Members, whole: Members) -> None:
    def said(members: Members) -> bytes:
        return b"".join(data for name, data in members.items() if name not in ("check.py", "README.txt")).lower()

    for words in (b"secret", b"rcm-12-d9", b"mx-1", b"delayed"):
        assert words in said(whole)
        assert words not in said(public)


def test_the_tiles_of_hashes_are_those_of_the_whole_one(public: Members, whole: Members) -> None:
    for name in whole:
        if name.startswith("tile/") and not name.startswith("tile/entries/"):
            assert public[name] == whole[name]
    assert public.keys() == whole.keys()


def published_entries(public: Members) -> list[int]:
    return [n for n, leaf in enumerate(leaves_of(public)) if leaf]


def hiding(members: Members, n: int) -> Members:
    """The bundle with one more entry withheld: its hashes stay what they were."""
    leaves = leaves_of(members)
    leaves[n] = b""
    made = with_leaves(members, leaves)
    return made | {
        name: data
        for name, data in members.items()
        if name.startswith("tile/") and not name.startswith("tile/entries/")
    }


def test_no_entry_can_be_withheld_on_which_another_one_rests(tmp_path: Path, public: Members) -> None:
    """What nothing rests on can: whoever wants to be sure that nothing is left out needs the whole bundle."""
    leaves = leaves_of(public)
    unnoticed = set()
    for n in published_entries(public):
        made = verify_bundle(zipped(tmp_path / "b.zip", hiding(public, n)))
        if codes(made) == {"register-differs"}:  # which could have been written anew
            unnoticed.add(read_leaf(leaves[n])[2])
    assert unnoticed == {"meeting-closed/1", "record-corrected/1"}


def test_check_py_too_finds_that_a_position_is_withheld(tmp_path: Path, public: Members) -> None:
    for n, leaf in enumerate(leaves_of(public)):
        if b"position-taken" in leaf and b'"member":"US"' not in leaf:
            folder = unpacked(tmp_path / str(n), hiding(public, n))
            with pytest.raises(check_py.NotAuthentic, match="withheld before it"):
                check_py.check(str(folder), "")


def test_what_is_shown_and_was_altered_is_found(tmp_path: Path, public: Members) -> None:
    leaves = leaves_of(public)
    n = next(n for n, leaf in enumerate(leaves) if b"Another title" in leaf)
    leaves[n] = leaves[n].replace(b"Another title", b"Another words")
    made = hiding(public, n)
    made = made | {k: v for k, v in with_leaves(public, leaves).items() if k.startswith("tile/entries/")}
    assert not both(tmp_path, made).found.authentic


def test_a_hash_in_the_place_of_a_withheld_entry_that_is_another_is_found(tmp_path: Path, public: Members) -> None:
    n = leaves_of(public).index(b"")
    for name in [name for name in public if name.startswith("tile/0/")]:
        tile = public[name]
        altered = tile[: 32 * n] + bytes(32) + tile[32 * n + 32 :]
        if len(altered) == len(tile):
            made = both(tmp_path, {**public, name: altered})
            assert not made.found.authentic


def test_a_tile_that_lacks_the_hash_of_a_withheld_entry_is_found(tmp_path: Path, public: Members) -> None:
    for name in [name for name in public if name.startswith("tile/0/")]:
        for cut in (1, 31, 32, len(public[name])):
            made = both(tmp_path, {**public, name: public[name][:-cut]})
            assert "bundle-altered" in codes(made)
