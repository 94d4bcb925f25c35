"""On a served ledger `verify` finds, from the events alone, what one person did alone and what was
recorded in a delegation's place."""

from collections.abc import Callable

import pytest

from ledger.records import Clearing
from ledger.verify import Verification
from tests.builders import (
    Conference,
    a_decision,
    a_ledger,
    a_meeting,
    a_position,
    all_agree,
    approve,
    approve_section,
    assert_proven,
    start,
)
from tests.ledger.forging import Forger
from tests.ledger.test_verify import after, codes, named, verified
from tests.stores import Address, Store, both_stores

pytestmark = both_stores
BOTH = {"en": "We did not say so.", "es": "No dijimos eso."}
TS, PPT = "00000000000000a1@TS", "00000000000000b2@PPT"
NETWORK, MX = "00000000000000c3@coordinator:lon-cp", "00000000000000d4@member:MX"
CA = "00000000000000e5@member:CA"
DAY = "2007-05-10"


@pytest.fixture(scope="module")
def told(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Address:
    """A served ledger: `d1` was confirmed by the Presidency, after a contest, and is contested again;
    `w1` by its network."""
    ledger = a_ledger(tmp_path_factory.mktemp("told"), store=store)
    it = Conference(ledger)
    it.meets("rcm", "2006-05-05", id="rcm-11")
    it.decides("rcm-11", None, approve("a1"), approve("a2"), id="founding",
               positions={m: a_position(basis="own-account") for m in it.members_on(DAY)})  # fmt: skip
    it.decides("rcm-11", None, approve_section("annex", steward="lon-cp", role="annex"), id="d0")
    ledger.begin_service()
    ledger.close_meeting("rcm-11", a_meeting(on="2006-05-06").opens_on)
    it.meets("rcm", DAY, id="rcm-12")
    it.meets("lon-cp", DAY, id="lon-cp-1")
    everybody = all_agree()(it.members_on(DAY))
    ledger.by = TS
    ledger.table(a_decision("d1", "rcm-12", DAY), [start("a1")], everybody)
    ledger.by = MX
    ledger.contest("d1", "MX", BOTH)
    ledger.withdraw_contest("d1", "MX", BOTH)
    ledger.take_position("d1", {"MX": a_position(basis="own-account")})
    ledger.by = CA
    ledger.take_position("d1", {"CA": a_position(basis="own-account")})
    ledger.take_position("d1", {"CA": a_position(basis="own-account", statement=BOTH)})
    ledger.by = TS
    ledger.submit("d1")
    ledger.by = PPT
    ledger.clear_docket("rcm-12", Clearing(taken=("a1",), left_out={"a2": BOTH}))
    ledger.confirm("d1")
    ledger.by = TS
    ledger.table(a_decision("w1", "lon-cp-1", DAY), [approve("w", "annex")], everybody)
    ledger.submit("w1")
    ledger.by = NETWORK
    ledger.confirm("w1")
    ledger.by = MX
    ledger.contest("w1", "MX", BOTH)
    ledger.withdraw_contest("w1", "MX")
    ledger.contest("w1", "MX", BOTH)
    assert_proven(ledger)
    ledger.settle_in_place()
    ledger.close()
    return ledger.path


@pytest.fixture
def path(store: Store, told: Address, tmp_path: Address) -> Address:
    return store.copy(told, tmp_path)


def of(decision: str) -> Callable[[dict], bool]:
    return lambda state: state.get("decision") == decision


def rewriting(topic: str, decision: str, **altered: str) -> Callable[[Forger], None]:
    return lambda forger: forger.rewrite(forger.find(topic, of(decision)), **altered)


def test_what_two_persons_did_is_lawful(path):
    found = verified(path)
    assert found.proven, found.violations


@pytest.mark.parametrize("decision", ["d1", "w1"])
@pytest.mark.parametrize(
    "by",
    ["local", "00000000000000a1@PPT", "00000000000000a1@coordinator:lon-cp", TS, MX, "somebody"],
)  # fmt: skip
def test_an_adoption_that_nobody_else_confirmed_is_found(path, decision, by):
    """Somebody confirms his own submission, or has not the office to confirm."""
    found = after(path, rewriting("decision-adopted", decision, recorded_by=by))
    assert codes(found) == {"not-two-persons"}
    assert named(found, "not-two-persons") == {decision}
    assert not found.lawful


def test_the_presidency_does_not_confirm_for_a_network_nor_a_network_for_it(path):
    def forge(forger: Forger) -> None:
        rewriting("decision-adopted", "w1", recorded_by=PPT)(forger)
        rewriting("decision-adopted", "d1", recorded_by=NETWORK)(forger)

    assert named(after(path, forge), "not-two-persons") == {"d1", "w1"}


def test_a_submission_by_another_office_is_found(path):
    def forge(forger: Forger) -> None:
        rewriting("decision-submitted", "d1", recorded_by=MX)(forger)
        rewriting("decision-adopted", "d1", submitted_by=MX)(forger)

    assert named(after(path, forge), "not-two-persons") == {"d1"}


def test_an_adoption_that_names_another_as_who_submitted_it_is_found(path):
    found = after(path, rewriting("decision-adopted", "d1", submitted_by="local"))
    assert named(found, "not-two-persons") == {"d1"}


def without(topic: str, decision: str) -> Callable[[Forger], None]:
    def forge(forger: Forger) -> None:
        row = forger.find(topic, of(decision))
        forger.remove(row.entry)
        forger.close_the_gap(row.entry)

    return forge


def test_an_adoption_that_nobody_submitted_is_found(path):
    assert "d1" in named(after(path, without("decision-submitted", "d1")), "not-two-persons")


def test_an_adoption_that_says_nothing_of_a_submission_is_found(path):
    def forge(forger: Forger) -> None:
        row = forger.find("decision-adopted", of("d1"))
        state = {name: said for name, said in row.state.items() if name != "submitted_by"}
        forger.put(row.entry, state=state)

    assert named(after(path, forge), "not-two-persons") == {"d1"}


def test_an_adoption_over_an_open_contest_is_found(path):
    """The contest was neither withdrawn nor settled by the delegation's own position."""

    def forge(forger: Forger) -> None:
        without("contest-withdrawn", "d1")(forger)
        own = forger.find("position-taken", lambda s: s["decision"] == "d1" and s["member"] == "MX")
        forger.rewrite(own, position={"stance": "agree", "basis": "recorded"}, recorded_by=TS)

    found = after(path, forge)
    assert named(found, "contested") == {"d1"}
    assert [v.members for v in found.violations if v.code == "contested"] == [("MX",)]


@pytest.mark.parametrize("by", ["local", TS, PPT, "00000000000000e5@member:CA"])
@pytest.mark.parametrize(
    ("topic", "decision"),
    [
        ("position-contested", "d1"),
        ("contest-withdrawn", "d1"),
        ("position-contested", "w1"),
        ("contest-withdrawn", "w1"),
    ],
)
def test_a_contest_by_somebody_else_than_the_delegation_is_found(path, topic, decision, by):
    found = after(path, rewriting(topic, decision, recorded_by=by))
    assert codes(found) == {"not-their-own"}
    assert named(found, "not-their-own") == {decision}


@pytest.mark.parametrize("by", ["local", TS, "00000000000000e5@member:CA"])
def test_a_delegation_s_own_account_that_somebody_else_recorded_is_found(path, by):
    def forge(forger: Forger) -> None:
        own = forger.find("position-taken", lambda s: s["decision"] == "d1" and s["member"] == "MX")
        forger.rewrite(own, recorded_by=by)

    found = after(path, forge)
    assert [(v.code, v.reference, v.members) for v in found.violations] == [
        ("not-their-own", "d1", ("MX",))
    ]


def test_a_position_that_somebody_else_put_in_the_place_of_a_delegation_s_own_word_is_found(path):
    def forge(forger: Forger) -> None:
        own = forger.find("position-taken", lambda s: "statement" in s.get("position", {}) and s["member"] == "CA")
        forger.rewrite(own, position={"stance": "agree", "basis": "recorded"}, recorded_by=TS)

    found = after(path, forge)
    assert [(v.code, v.reference, v.members) for v in found.violations] == [
        ("not-their-own", "d1", ("CA",))
    ]


@pytest.mark.parametrize("by", [TS, NETWORK, "local", MX])
def test_a_docket_that_another_office_cleared_is_found(path, by):
    def forge(forger: Forger) -> None:
        cleared = forger.find("docket-cleared")
        forger.append("docket-cleared", "meeting:rcm-12", {**cleared.state, "recorded_by": by})

    found = after(path, forge)
    assert [violation.code for violation in found.violations] == ["unauthorised"]
    assert "the Presidency Pro-Tempore" in found.violations[0].message["en"]


def damaged(found: Verification) -> bool:
    return not found.authentic and "log-damaged" in codes(found)


def test_a_contest_of_what_the_delegation_said_itself_is_no_entry_of_a_ledger(path):
    """After the adoption as before it."""

    def forge(forger: Forger) -> None:
        contested = forger.find("position-contested", of("w1"))
        forger.append("position-contested", "decision:d1", {**contested.state, "decision": "d1"})

    assert damaged(after(path, forge))


def test_a_contest_that_was_never_made_is_not_withdrawn(path):
    def forge(forger: Forger) -> None:
        withdrawn = forger.find("contest-withdrawn", of("w1"))
        forger.append("contest-withdrawn", "decision:d1", {**withdrawn.state, "decision": "d1"})

    assert damaged(after(path, forge))


def test_a_service_that_begins_twice_is_damage(path):
    def forge(forger: Forger) -> None:
        forger.append("service-begun", "service", forger.find("service-begun").state)

    assert damaged(after(path, forge))
