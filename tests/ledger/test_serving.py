"""A ledger that is served: the Secretariat submits, another office confirms, and a delegation contests
what others have written down for it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from ledger.decision import Position
from ledger.events import ConfirmationRefused, DecisionAdopted
from ledger.ledger import Ledger
from ledger.problems import Refused
from ledger.serving import is_their_own
from tests.builders import (
    Conference,
    a_decision,
    a_meeting,
    a_position,
    all_agree,
    approve,
    approve_section,
    assert_said,
    hindered,
    nothing_recorded,
    redefine,
    start,
)
from tests.stores import both_stores

pytestmark = both_stores
BOTH = {"en": "We did not say so.", "es": "No dijimos eso."}
BASES = ("signed", "own-account", "recorded", "presumed")
TS, PPT = "00000000000000a1@TS", "00000000000000b2@PPT"
NETWORK = "00000000000000c3@coordinator:lon-cp"
MX, CA = "00000000000000d4@member:MX", "00000000000000e5@member:CA"
DAY = "2007-05-10"


@contextmanager
def acting(ledger: Ledger, by: str) -> Iterator[None]:
    before, ledger.by = ledger.by, by
    try:
        yield
    finally:
        ledger.by = before


@pytest.fixture
def conference(conference: Conference) -> Conference:
    """The XI RCM approved `a1`, and was sealed; from there on the ledger is served. `rcm-12` is
    convened, and `lon-cp-1`, whose network has a workplan `annex`."""
    conference.meets("rcm", "2006-05-05", id="rcm-11")
    conference.decides("rcm-11", None, approve_section("mpm", steward="rcgm"), approve("a1", "mpm"),
                       approve_section("annex", steward="lon-cp", role="annex"))  # fmt: skip
    conference.meets("rcm", DAY, id="rcm-12")
    conference.meets("lon-cp", DAY, id="lon-cp-1")
    ledger = conference.ledger
    ledger.close_meeting("rcm-11", a_meeting(on="2006-05-06").opens_on)
    with acting(ledger, "00000000000000f6@administrator"):
        ledger.begin_service()
    ledger.by = TS
    return conference


def tabled(conference, *changes, id="d1", meeting="rcm-12", **others):
    positions = all_agree(**others)(conference.members_on(DAY))
    conference.ledger.table(a_decision(id, meeting, DAY), changes, positions)
    return id


def submitted(conference, *changes, **told):
    conference.ledger.submit(id := tabled(conference, *changes, **told))
    return id


def confirmed(conference, id="d1", by=PPT):
    with acting(conference.ledger, by):
        return conference.ledger.confirm(id)


def status(conference, id="d1"):
    return conference.ledger.decision(id).status


def last_event(conference, kind):
    *_, found = (f.event for f in conference.ledger.recorder.facts() if isinstance(f.event, kind))
    return found


def contest(conference, id="d1", member="MX", by=MX):
    with acting(conference.ledger, by):
        conference.ledger.contest(id, member, BOTH)


def refused(conference, act, *args):
    with nothing_recorded(conference.ledger), pytest.raises(Refused) as why:
        act(*args)
    for violation in why.value.violations:
        assert_said(violation.message)
    return [(v.code, v.members) for v in why.value.violations]


# --- service --------------------------------------------------------------------------------------


def test_service_begins_once(conference):
    assert conference.ledger.is_served
    with nothing_recorded(conference.ledger):
        conference.ledger.begin_service()


def test_a_ledger_that_one_person_keeps_asks_nobody_for_an_office(tmp_path, store):
    from tests.builders import a_ledger

    it = Conference(a_ledger(tmp_path, name="own.db", store=store), way="confirm")
    it.decides("rcm", DAY, approve("a1"), id="d1")
    assert not it.ledger.is_served
    assert last_event(it, DecisionAdopted).submitted_by is None
    it.ledger.close()


# --- two persons ----------------------------------------------------------------------------------


def test_what_the_secretariat_submits_enters_the_plan_when_the_presidency_confirms_it(conference):
    plan = conference.plan()
    submitted(conference, redefine("a1"))
    assert conference.plan() == plan
    judgement = confirmed(conference)
    assert [change.reference for change in judgement.changes] == ["d1#1"]
    assert status(conference) == "adopted"
    assert conference.plan() != plan


def test_both_who_submitted_and_who_confirmed_are_in_the_event(conference):
    submitted(conference, start("a1"))
    confirmed(conference)
    adopted = last_event(conference, DecisionAdopted)
    assert (adopted.submitted_by, adopted.recorded_by) == (TS, PPT)


def test_whoever_has_the_file_submits_for_the_secretariat(conference):
    conference.ledger.by = "local"
    submitted(conference, start("a1"))
    confirmed(conference)
    assert last_event(conference, DecisionAdopted).submitted_by == "local"


def test_a_network_s_decision_is_confirmed_by_its_coordinator_and_not_by_the_presidency(conference):
    submitted(conference, approve("w1", "annex"), meeting="lon-cp-1")
    with nothing_recorded(conference.ledger), hindered("other-office", "d1", "lon-cp"):
        confirmed(conference)
    with nothing_recorded(conference.ledger), hindered("other-office", "d1"):
        confirmed(conference, by="00000000000000c3@coordinator:lon-ts")
    confirmed(conference, by=NETWORK)
    assert conference.knows("w1")


@pytest.mark.parametrize("by", [TS, NETWORK, MX, "00000000000000f6@administrator", "somebody"])
def test_nobody_else_confirms_a_decision_of_the_vice_ministers(conference, by):
    submitted(conference, start("a1"))
    with nothing_recorded(conference.ledger), hindered("other-office", "d1"):
        confirmed(conference, by=by)
    assert status(conference) == "submitted"


def test_whoever_has_the_file_does_not_confirm_and_is_told_who_does(conference):
    submitted(conference, start("a1"))
    with nothing_recorded(conference.ledger), hindered("served", "d1", "Pro-Tempore"):
        confirmed(conference, by="local")


def test_nobody_confirms_what_the_same_account_submitted(conference):
    submitted(conference, start("a1"))
    with nothing_recorded(conference.ledger), hindered("same-account", "d1"):
        confirmed(conference, by=TS.replace("@TS", "@PPT"))


@pytest.mark.parametrize("by", [PPT, NETWORK, MX, "00000000000000f6@administrator", "somebody"])
def test_only_the_secretariat_submits(conference, by):
    tabled(conference, start("a1"))
    with (
        acting(conference.ledger, by),
        nothing_recorded(conference.ledger),
        hindered("other-office", "d1"),
    ):
        conference.ledger.submit("d1")


@pytest.mark.parametrize("by", ["local", TS, PPT])
def test_nothing_is_adopted_in_one_on_a_served_ledger(conference, by):
    tabled(conference, start("a1"))
    ledger = conference.ledger
    with acting(ledger, by), nothing_recorded(ledger):
        with hindered("served", "d1"):
            ledger.adopt("d1")
        with hindered("served", "d1"):
            ledger.adopt("d1", founding=True)
        with hindered("served", "d2"):
            ledger.record(a_decision("d2", "rcm-12", DAY), [], {})


def test_only_what_was_submitted_is_confirmed(conference):
    tabled(conference, start("a1"))
    with nothing_recorded(conference.ledger), hindered("not-submitted", "d1"):
        confirmed(conference)


# --- refused when it is confirmed -----------------------------------------------------------------


def test_a_confirmation_that_the_rule_refuses_is_recorded_and_the_decision_is_tabled_again(
    conference,
):
    plan = conference.plan()
    submitted(conference, redefine("a1"), start("a1"))
    # The Secretariat writes down another position meanwhile.
    conference.ledger.take_position("d1", {"BZ": a_position("object")})
    with pytest.raises(Refused) as why:
        confirmed(conference)
    violations = [("agreement-missing", "a1", ("BZ",)), ("objection", "a1", ("BZ",))]
    assert [(v.code, v.item, v.members) for v in why.value.violations] == violations
    recorded = last_event(conference, ConfirmationRefused)
    assert [(v.code, v.item, v.members) for v in recorded.violations] == violations
    assert recorded.violations[0].message == dict(why.value.violations[0].message)
    assert (recorded.recorded_by, recorded.left_out) == (PPT, None)
    assert status(conference) == "tabled"
    assert conference.ledger.decision("d1").submitted_by is None
    assert conference.plan() == plan
    # Redrafted or with other positions, it is submitted again.
    conference.ledger.take_position("d1", {"BZ": a_position()})
    with hindered("not-submitted", "d1"):
        confirmed(conference)
    conference.ledger.submit("d1")
    confirmed(conference)


def test_of_a_refusal_with_very_many_reasons_as_many_are_recorded_as_an_entry_has_room_for(
    conference,
):
    changes = [redefine("a1", timeline={"by": f"20{10 + n // 12}-{1 + n % 12:02}-01"})
               for n in range(500)]  # fmt: skip
    submitted(conference, *changes)
    conference.ledger.take_position("d1", {"BZ": a_position("abstain")})
    with pytest.raises(Refused) as why:
        confirmed(conference)
    recorded = last_event(conference, ConfirmationRefused)
    assert len(why.value.violations) == 500
    assert 50 < len(recorded.violations) < 500
    assert len(recorded.violations) + recorded.left_out == 500


# --- contests -------------------------------------------------------------------------------------


@pytest.mark.parametrize("basis", ["recorded", "presumed"])
def test_a_delegation_contests_what_was_written_down_for_it_and_nothing_is_submitted(
    conference, basis
):
    tabled(conference, start("a1"), MX=a_position(basis=basis))
    contest(conference)
    assert refused(conference, conference.ledger.submit, "d1") == [("contested", ("MX",))]
    assert conference.ledger.decision("d1").contests["MX"].reason == BOTH


def test_while_it_is_contested_it_is_not_confirmed_and_waits(conference):
    submitted(conference, start("a1"))
    contest(conference)
    contest(conference, member="CA", by=CA)
    assert refused(conference, confirmed, conference) == [("contested", ("CA", "MX"))]
    assert status(conference) == "submitted"


@pytest.mark.parametrize("stance", ["agree", "abstain"])
def test_the_delegation_s_own_position_settles_its_contest(conference, stance):
    submitted(conference, start("a1"))
    contest(conference)
    with acting(conference.ledger, MX):
        conference.ledger.take_position("d1", {"MX": a_position(stance, basis="own-account")})
    assert not conference.ledger.decision("d1").contests
    confirmed(conference)


def test_what_the_secretariat_writes_down_again_does_not_settle_it(conference):
    tabled(conference, start("a1"))
    contest(conference)
    conference.ledger.take_position("d1", {"MX": a_position("abstain")})
    assert refused(conference, conference.ledger.submit, "d1") == [("contested", ("MX",))]


def test_a_contest_that_is_withdrawn_is_settled_and_can_be_made_again(conference):
    submitted(conference, start("a1"))
    contest(conference)
    with acting(conference.ledger, MX):
        conference.ledger.withdraw_contest("d1", "MX", BOTH)
        with nothing_recorded(conference.ledger), hindered("no-contest", "MX", "d1"):
            conference.ledger.withdraw_contest("d1", "MX")
    contest(conference)
    with acting(conference.ledger, MX):
        conference.ledger.withdraw_contest("d1", "MX")
    confirmed(conference)


def test_a_redraft_clears_the_positions_and_their_contests(conference):
    tabled(conference, start("a1"))
    contest(conference)
    everybody = all_agree()(conference.members_on(DAY))
    conference.ledger.redraft(a_decision("d1", "rcm-12", DAY), [start("a1")], everybody)
    assert not conference.ledger.decision("d1").contests
    conference.ledger.submit("d1")
    confirmed(conference)


def test_after_its_adoption_a_contest_is_only_kept(conference):
    submitted(conference, start("a1"))
    confirmed(conference)
    plan = conference.plan()
    contest(conference)
    assert status(conference) == "adopted"
    assert set(conference.ledger.decision("d1").contests) == {"MX"}
    assert conference.plan() == plan
    with acting(conference.ledger, MX):
        conference.ledger.withdraw_contest("d1", "MX")


@pytest.mark.parametrize("by", ["local", TS, PPT, CA, "00000000000000d4@coordinator:lon-cp"])
def test_nobody_contests_for_another_delegation(conference, by):
    tabled(conference, start("a1"))
    with nothing_recorded(conference.ledger), hindered("other-office", "d1", "MX"):
        contest(conference, by=by)
    contest(conference)
    with (
        acting(conference.ledger, by),
        nothing_recorded(conference.ledger),
        hindered("other-office", "d1", "MX"),
    ):
        conference.ledger.withdraw_contest("d1", "MX")


def test_a_delegation_contests_only_what_others_have_written_down_for_it(conference):
    tabled(conference, start("a1"), MX="silent")
    with nothing_recorded(conference.ledger), hindered("not-contestable", "MX", "d1"):
        contest(conference)
    with acting(conference.ledger, MX):
        conference.ledger.take_position("d1", {"MX": a_position(basis="own-account")})
    with nothing_recorded(conference.ledger), hindered("not-contestable", "MX", "d1"):
        contest(conference)
    contest(conference, member="CA", by=CA)
    with nothing_recorded(conference.ledger), hindered("not-contestable", "CA", "d1"):
        contest(conference, member="CA", by=CA)
    conference.ledger.decline("d1")
    with nothing_recorded(conference.ledger), hindered("not-contestable", "CA", "d1"):
        contest(conference, member="CA", by=CA)
    with nothing_recorded(conference.ledger), hindered("unknown", "d9"):
        contest(conference, "d9")


# --- a delegation's own word ----------------------------------------------------------------------


@pytest.mark.parametrize("by", ["local", TS, CA])
def test_nobody_puts_another_position_in_the_place_of_what_a_delegation_said_itself(conference, by):
    tabled(conference, start("a1"))
    ledger = conference.ledger
    with acting(ledger, MX):
        ledger.take_position("d1", {"MX": a_position("object", basis="own-account")})
    recorded = {"MX": a_position(), "US": a_position()}
    with acting(ledger, by):
        found = refused(conference, ledger.take_position, "d1", recorded)
        assert found == [("not-their-own", ("MX",))]
        # Of another draft it has said nothing yet.
        ledger.redraft(a_decision("d1", "rcm-12", DAY), [start("a1")], recorded)
        assert ledger.decision("d1").positions["MX"].basis == "recorded"
    with acting(ledger, MX):
        ledger.take_position("d1", {"MX": a_position("reserve", basis="own-account", statement=BOTH)})
        ledger.take_position("d1", {"MX": a_position(basis="own-account")})


@pytest.mark.parametrize("after", BASES)
@pytest.mark.parametrize("before", [None, *BASES])
def test_what_only_a_delegation_itself_may_record(before, after):
    """What it signed once, anybody may bring; but not in the place of what it said itself since."""
    taken = {basis: Position.model_construct(stance="agree", basis=basis) for basis in BASES}
    theirs = {
        "own-account": [None, *BASES],
        "recorded": ["own-account", "signed"],
        "presumed": ["own-account", "signed"],
        "signed": ["own-account"],
    }
    assert is_their_own(taken[after], taken.get(before)) == (before in theirs[after])


@pytest.mark.parametrize("by", ["local", TS, CA])
def test_only_a_delegation_itself_takes_a_position_on_its_own_account(conference, by):
    own = {"MX": a_position(basis="own-account"), "US": a_position()}
    tabled(conference, start("a1"))
    ledger = conference.ledger
    with acting(ledger, by):
        assert refused(conference, ledger.take_position, "d1", own) == [("not-their-own", ("MX",))]
        draft = (a_decision("d1", "rcm-12", DAY), [start("a1")], own)
        assert refused(conference, ledger.redraft, *draft) == [("not-their-own", ("MX",))]
    with acting(ledger, MX):
        ledger.take_position("d1", own)
