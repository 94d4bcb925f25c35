"""The bundle of a served ledger, whole and for everybody: who submitted, confirmed and contested is in it, and is
judged by `verify` with nothing else at hand."""

from pathlib import Path

import pytest

from ledger.bundle_check import BundleVerification
from tests.builders import (
    Conference,
    a_decision,
    a_ledger,
    a_position,
    all_agree,
    approve,
    redefine,
    start,
)
from tests.bundle.bundles import Members, exported, leaves_of, members_of, with_leaves
from tests.bundle.test_bundle import both

BOTH = {"en": "We did not say so.", "es": "No dijimos eso."}
TS, PPT, MX = "00000000000000a1@TS", "00000000000000b2@PPT", "00000000000000d4@member:MX"
DAY = "2007-05-10"


@pytest.fixture(scope="module", params=[False, True], ids=["whole", "for everybody"])
def bundle(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Members:
    """`d1` was contested and redrafted, then confirmed, and is contested again; `d2` is a draft that is contested."""
    folder = tmp_path_factory.mktemp("served")
    ledger = a_ledger(folder)
    it = Conference(ledger)
    it.decides("rcm", "2006-05-05", approve("a1"), approve("a2"))
    ledger.seal()
    ledger.begin_service()
    it.meets("rcm", DAY, id="rcm-12")
    everybody = all_agree()(it.members_on(DAY))

    def acts(by: str, act: str, *given: object) -> None:
        ledger.by = by
        getattr(ledger, act)(*given)

    acts(TS, "table", a_decision("d1", "rcm-12", DAY), [start("a1")], everybody)
    acts(MX, "contest", "d1", "MX", BOTH)
    acts(TS, "redraft", a_decision("d1", "rcm-12", DAY), [redefine("a1")], everybody)
    acts(MX, "contest", "d1", "MX", BOTH)
    acts(MX, "take_position", "d1", {"MX": a_position(basis="own-account")})
    acts(TS, "submit", "d1")
    acts(PPT, "confirm", "d1")
    acts(TS, "table", a_decision("d2", "rcm-12", DAY), [start("a2")], everybody)
    acts(MX, "contest", "d2", "MX", BOTH)
    acts(f"{MX[:-2]}CA", "contest", "d1", "CA", BOTH)
    ledger.seal()
    members = members_of(exported(ledger, folder / "b.zip", published=request.param))
    ledger.close()
    return members


def rewritten(bundle: Members, topic: bytes, decision: bytes, old: str, new: str) -> Members:
    """The bundle with something else in each such entry, its tree made anew."""
    leaves, changed = leaves_of(bundle), 0
    for n, leaf in enumerate(leaves):
        if b'"%b/1"' % topic in leaf and b'"decision": "%b"' % decision in leaf.replace(
            b'":"', b'": "'
        ):
            leaves[n] = leaf.replace(old.encode(), new.encode())
            changed += leaves[n] != leaf
    assert changed
    return with_leaves(bundle, leaves)


def codes(found: BundleVerification) -> set[str]:
    return {violation.code for violation in found.found.violations}


def test_it_is_proven_and_says_who_contests(tmp_path: Path, bundle: Members) -> None:
    found = both(tmp_path, bundle)
    assert found.proven, (found.found.violations, found.notes)
    assert found.found.lawful
    register = bundle["register.yaml"].decode()
    assert "contests:\n      CA:" in register
    assert ("id: d2" in register) == (b'"d2"' in b"".join(leaves_of(bundle)))


def test_an_adoption_by_one_person_is_found_in_it(tmp_path: Path, bundle: Members) -> None:
    made = rewritten(bundle, b"decision-adopted", b"d1", PPT, TS.replace("TS", "PPT"))
    found = both(tmp_path, made)
    assert "not-two-persons" in codes(found)
    assert not found.found.lawful


def test_a_contest_in_another_s_place_is_found_in_it(tmp_path: Path, bundle: Members) -> None:
    made = rewritten(bundle, b"position-contested", b"d1", "@member:CA", "@TS")
    assert "not-their-own" in codes(both(tmp_path, made))
