"""A decision from its tabling to its end: who may still do what with it, and when it counts."""

import pytest

from ledger.decision import Position
from ledger.events import ChangeEnacted, DecisionAdopted
from ledger.problems import Problem, Refused
from tests.builders import (
    BEGINNING,
    Conference,
    Why,
    a_decision,
    a_ledger,
    a_meeting,
    a_position,
    all_agree,
    all_but,
    approve,
    approve_section,
    complete,
    discontinue,
    excepting,
    hindered,
    nothing_recorded,
    redefine,
    start,
)
from tests.stores import both_stores

pytestmark = both_stores
BOTH = {"en": "In these words.", "es": "Con estas palabras."}


@pytest.fixture
def conference(conference: Conference) -> Conference:
    """The XI RCM approved `a1`; the XII, `rcm-12`, is convened, and so is `rcgm-2007-1` before it."""
    conference.meets("rcm", "2006-05-05", id="rcm-11")
    conference.decides("rcm-11", None, approve_section("mpm", steward="rcgm"), approve("a1", "mpm"))
    conference.meets("rcgm", "2007-04-24", id="rcgm-2007-1")
    conference.meets("rcm", "2007-05-10", id="rcm-12")
    return conference


def everybody(conference, **others):
    return all_agree(**others)(conference.members_on("2007-05-10"))


def tabled(conference, *changes, id="rcm-12-d1", positions=None, meeting="rcm-12", on="2007-05-10"):
    conference.ledger.table(
        a_decision(id, meeting, on),
        changes,
        everybody(conference) if positions is None else positions,
    )
    return id


def status(conference, id="rcm-12-d1"):
    return conference.ledger.decision(id).status


def timeline(conference):
    return conference.item("a1").terms.timeline


# --- tabling --------------------------------------------------------------------------------------


def test_what_is_only_tabled_changes_nothing(conference):
    plan = conference.plan()
    tabled(conference, redefine("a1"))
    assert status(conference) == "tabled"
    assert conference.ledger.decision("rcm-12-d1").is_open
    assert conference.ledger.adopted_decision("rcm-12-d1") is None
    assert conference.plan() == plan


def test_what_is_tabled_is_adopted_as_it_stands(conference):
    tabled(conference, redefine("a1"), start("a1"))
    judgement = conference.ledger.adopt("rcm-12-d1")
    assert [change.reference for change in judgement.changes] == ["rcm-12-d1#1", "rcm-12-d1#2"]
    assert status(conference) == "adopted"
    assert timeline(conference) is not None
    assert conference.item("a1").status == "ongoing"
    assert conference.ledger.adopted_decision("rcm-12-d1").agreeing == conference.members_on(
        "2007-05-10"
    )


def test_an_unlawful_draft_can_be_tabled_and_is_judged_as_often_as_asked(conference):
    tabled(conference, redefine("a1"), positions={})
    with nothing_recorded(conference.ledger):
        judgement = conference.ledger.judgement("rcm-12-d1")
    assert [v.code for v in judgement.violations] == ["agreement-missing"]
    conference.ledger.take_position("rcm-12-d1", everybody(conference))
    assert conference.ledger.judgement("rcm-12-d1").lawful


def test_a_decision_without_a_change_is_only_kept(conference):
    plan = conference.plan()
    tabled(conference, positions={})
    judgement = conference.ledger.adopt("rcm-12-d1")
    assert judgement.changes == ()
    assert status(conference) == "adopted"
    assert conference.plan() == plan


def test_adoption_is_all_or_nothing_and_lists_every_violation_of_every_change(conference):
    tabled(conference, redefine("a1"), start("unknown"), complete("mpm"))
    with nothing_recorded(conference.ledger), pytest.raises(Refused) as refused:
        conference.ledger.adopt("rcm-12-d1")
    assert [(v.reference, v.code) for v in refused.value.violations] == [
        ("rcm-12-d1#2", "item-unknown"),
        ("rcm-12-d1#3", "not-an-activity"),
    ]
    assert str(refused.value) == "; ".join(v.message["en"] for v in refused.value.violations)
    assert status(conference) == "tabled"
    assert timeline(conference) is None


def test_a_lawful_change_counts_when_the_next_is_judged_and_an_unlawful_one_does_not(conference):
    why = conference.refuses("rcm-12", None, start("a1"), start("a1"), discontinue("mpm"))
    assert why == [Why("nothing-changes", "a1"), Why("children-current", "mpm")]
    conference.decides("rcm-12", None, start("a1"), discontinue("a1"), discontinue("mpm"), id="d2")
    assert conference.item("mpm").status == "discontinued"


# --- positions ------------------------------------------------------------------------------------


def test_of_a_member_the_last_position_counts(conference):
    tabled(conference, redefine("a1"), positions=everybody(conference, CA="object"))
    conference.ledger.take_position("rcm-12-d1", {"CA": excepting("a1")})
    assert not conference.ledger.judgement("rcm-12-d1").lawful
    conference.ledger.take_position("rcm-12-d1", {"CA": a_position()})
    conference.ledger.adopt("rcm-12-d1")


def test_a_position_says_how_we_know_of_it(conference):
    presumed = {m: a_position(basis="presumed") for m in conference.members_on("2007-05-10")}
    tabled(conference, positions=presumed)
    words = a_position("reserve", basis="own-account", on="2007-05-09", statement=BOTH)
    conference.ledger.take_position("rcm-12-d1", {"MX": words, "BZ": Position()})
    positions = conference.ledger.decision("rcm-12-d1").positions
    assert positions["MX"] == words
    assert positions["BZ"].basis == "recorded"
    assert positions["CA"].basis == "presumed"
    conference.ledger.adopt("rcm-12-d1")


def test_redrafting_clears_the_positions_and_the_changes(conference):
    tabled(conference, redefine("a1"))
    redrafted = a_decision("rcm-12-d1", "rcm-12", text=BOTH)
    conference.ledger.redraft(redrafted, [start("a1")])
    state = conference.ledger.decision("rcm-12-d1")
    assert state.positions == {}
    assert state.fields.text == BOTH
    assert state.change_list == [start("a1").change]
    with pytest.raises(Refused):
        conference.ledger.adopt("rcm-12-d1")
    conference.ledger.take_position("rcm-12-d1", everybody(conference))
    conference.ledger.adopt("rcm-12-d1")
    assert conference.item("a1").status == "ongoing"
    assert timeline(conference) is None


def test_a_redraft_may_bring_new_positions_at_once(conference):
    tabled(conference, redefine("a1"), positions={})
    conference.ledger.redraft(
        a_decision("rcm-12-d1", "rcm-12"), [start("a1")], everybody(conference)
    )
    conference.ledger.adopt("rcm-12-d1")


def test_a_redraft_cannot_take_a_decision_to_a_meeting_that_is_not_there(conference):
    tabled(conference)
    with nothing_recorded(conference.ledger), hindered("unknown", "rcm-99"):
        conference.ledger.redraft(a_decision("rcm-12-d1", "rcm-99"))


def test_a_redraft_cannot_take_a_decision_to_another_meeting(conference):
    """It is a decision *of a meeting*: what another meeting adopts is another decision."""
    tabled(conference, meeting="rcgm-2007-1", id="rcgm-2007-1-d1", on="2007-04-24")
    with nothing_recorded(conference.ledger), pytest.raises(Problem):
        conference.ledger.redraft(a_decision("rcgm-2007-1-d1", "rcm-12"))


# --- submitted, and confirmed ---------------------------------------------------------------------


def test_what_is_submitted_enters_the_plan_when_it_is_confirmed_and_not_before(conference):
    tabled(conference, redefine("a1"))
    conference.ledger.submit("rcm-12-d1")
    assert status(conference) == "submitted"
    assert timeline(conference) is None
    conference.ledger.confirm("rcm-12-d1")
    assert status(conference) == "adopted"
    assert timeline(conference) is not None


def test_what_is_unlawful_cannot_be_submitted(conference):
    tabled(conference, redefine("a1"), positions=all_but("BZ")(conference.members_on("2007-05-10")))
    with nothing_recorded(conference.ledger), pytest.raises(Refused) as refused:
        conference.ledger.submit("rcm-12-d1")
    assert [v.members for v in refused.value.violations] == [("BZ",)]
    assert status(conference) == "tabled"


def test_what_was_lawful_when_submitted_is_ruled_again_when_confirmed(conference):
    tabled(conference, start("a1"))
    conference.ledger.submit("rcm-12-d1")
    conference.decides("rcgm-2007-1", None, complete("a1"))
    with nothing_recorded(conference.ledger), pytest.raises(Refused) as refused:
        conference.ledger.confirm("rcm-12-d1")
    assert [v.code for v in refused.value.violations] == ["item-archived"]
    assert status(conference) == "submitted"


def test_a_position_taken_back_after_the_submission_counts_when_it_is_confirmed(conference):
    tabled(conference, redefine("a1"))
    conference.ledger.submit("rcm-12-d1")
    conference.ledger.take_position("rcm-12-d1", {"CA": a_position("object")})
    with pytest.raises(Refused):
        conference.ledger.confirm("rcm-12-d1")


def test_what_is_redrafted_has_to_be_submitted_again(conference):
    tabled(conference, start("a1"))
    conference.ledger.submit("rcm-12-d1")
    conference.ledger.redraft(
        a_decision("rcm-12-d1", "rcm-12"), [start("a1")], everybody(conference)
    )
    assert status(conference) == "tabled"
    with hindered("not-submitted", "rcm-12-d1"):
        conference.ledger.confirm("rcm-12-d1")


def test_only_what_was_submitted_is_confirmed_and_nothing_is_submitted_twice(conference):
    tabled(conference)
    with nothing_recorded(conference.ledger), hindered("not-submitted", "rcm-12-d1"):
        conference.ledger.confirm("rcm-12-d1")
    conference.ledger.submit("rcm-12-d1")
    with nothing_recorded(conference.ledger), hindered("already", "rcm-12-d1") as problems:
        conference.ledger.submit("rcm-12-d1")
    assert "confirm it" in problems[0].message["en"]


def test_what_was_submitted_can_still_be_declined_or_adopted_by_who_keeps_it_alone(conference):
    for id, act in (("d1", conference.ledger.decline), ("d2", conference.ledger.adopt)):
        tabled(conference, id=id)
        conference.ledger.submit(id)
        act(id)
        assert not conference.ledger.decision(id).is_open


# --- ended ----------------------------------------------------------------------------------------


def end(conference, how):
    tabled(conference, redefine("a1"))
    getattr(conference.ledger, how)("rcm-12-d1")


@pytest.mark.parametrize(("how", "became"), [("decline", "declined"), ("withdraw", "withdrawn")])
def test_what_was_declined_or_withdrawn_has_no_effect_and_keeps_its_reason(conference, how, became):
    plan = conference.plan()
    tabled(conference, redefine("a1"))
    getattr(conference.ledger, how)("rcm-12-d1", BOTH)
    assert status(conference) == became
    assert conference.ledger.decision("rcm-12-d1").reason == BOTH
    assert conference.plan() == plan


ACTS = {
    "redraft": lambda ledger, id: ledger.redraft(a_decision(id, "rcm-12")),
    "take a position": lambda ledger, id: ledger.take_position(id, {"CA": a_position()}),
    "submit": lambda ledger, id: ledger.submit(id),
    "confirm": lambda ledger, id: ledger.confirm(id),
    "adopt": lambda ledger, id: ledger.adopt(id),
    "decline": lambda ledger, id: ledger.decline(id),
    "withdraw": lambda ledger, id: ledger.withdraw(id, BOTH),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("how", ["adopt", "decline", "withdraw"])
def test_what_has_ended_stays_as_it_is(conference, how, act):
    end(conference, how)
    plan, was = conference.plan(), status(conference)
    with nothing_recorded(conference.ledger), hindered("already", "rcm-12-d1") as problems:
        ACTS[act](conference.ledger, "rcm-12-d1")
    assert (conference.plan(), status(conference)) == (plan, was)
    cure = "rectification" if how == "adopt" else "table a new decision"
    assert cure in problems[0].message["en"]


@pytest.mark.parametrize("act", ACTS)
def test_what_was_never_tabled_is_unknown(conference, act):
    with nothing_recorded(conference.ledger), hindered("unknown", "rcm-12-d9"):
        ACTS[act](conference.ledger, "rcm-12-d9")
    with hindered("unknown", "rcm-12-d9"):
        conference.ledger.judgement("rcm-12-d9")


def test_an_id_is_given_once(conference):
    tabled(conference)
    ledger = conference.ledger
    with nothing_recorded(ledger), hindered("exists", "rcm-12-d1"):
        tabled(conference)
    with nothing_recorded(ledger), hindered("exists", "rcm-12-d1"):
        ledger.record(a_decision(), [], {})
    with nothing_recorded(ledger), hindered("exists", "rcm-12"):
        ledger.convene(a_meeting("rcm", id="rcm-12"))
    ledger.withdraw("rcm-12-d1")
    with nothing_recorded(ledger), hindered("exists", "rcm-12-d1"):
        tabled(conference)


# --- meetings -------------------------------------------------------------------------------------


def test_a_decision_needs_its_meeting(conference):
    ledger = conference.ledger
    for act in (ledger.table, lambda fields: ledger.record(fields, [], {})):
        with nothing_recorded(ledger), hindered("unknown", "rcm-99"):
            act(a_decision("rcm-99-d1", "rcm-99"))


def test_a_meeting_is_closed_once_when_its_record_is_complete(conference):
    conference.ledger.close_meeting("rcm-12", a_meeting(on="2007-05-11").opens_on)
    assert conference.ledger.meeting("rcm-12").closed.isoformat() == "2007-05-11"
    with nothing_recorded(conference.ledger), hindered("already", "rcm-12"):
        conference.ledger.close_meeting("rcm-12", a_meeting(on="2007-05-12").opens_on)
    with nothing_recorded(conference.ledger), hindered("unknown", "rcm-99"):
        conference.ledger.close_meeting("rcm-99", a_meeting().opens_on)


def test_a_decision_of_a_closed_meeting_can_still_be_recorded(conference):
    conference.ledger.close_meeting("rcm-12", a_meeting(on="2007-05-11").opens_on)
    conference.decides("rcm-12", None, redefine("a1"), id="rcm-12-d1")
    assert timeline(conference) is not None


@pytest.mark.parametrize(
    ("on", "procedure", "why"),
    [
        ("2007-05-07", "plenary", "adopted-before-opening"),
        ("2007-05-08", "plenary", None),
        ("2007-05-10", "plenary", None),
        ("2007-05-11", "plenary", "adopted-after-close"),
        ("2007-05-11", "written", None),
        ("2007-05-07", "written", "adopted-before-opening"),
    ],
)
def test_a_decision_is_adopted_from_the_opening_on_and_after_the_close_in_writing(
    conference, on, procedure, why
):
    conference.meets("rcm", "2007-05-08", id="m", closes_on="2007-05-10")
    if why:
        assert conference.refuses("m", on, procedure=procedure, id="d") == [Why(why)]
        assert conference.told[-1].violations[0].reference == "d"
    else:
        conference.decides("m", on, procedure=procedure, id="d")


def test_only_members_on_the_day_take_a_position(conference):
    why = conference.refuses("rcm-12", None, positions={"AR": a_position(), "ZZ": a_position()})
    assert why == [Why("not-a-member", None, ("AR", "ZZ"))]


# --- one transaction ------------------------------------------------------------------------------


def test_what_is_recorded_bears_who_recorded_it_and_the_ledgers_own_clock(tmp_path, store):
    ledger = a_ledger(tmp_path, by="account-7/TS", store=store)
    Conference(ledger).decides("rcm", "2007-05-10", approve("a1"))
    events = [fact.event for fact in ledger.recorder.facts()]
    assert {event.recorded_by for event in events} == {"account-7/TS"}
    instants = [event.recorded_at for event in events]
    assert instants == sorted(instants)
    assert instants[0] == BEGINNING


def test_an_adoption_and_its_changes_are_entries_that_follow_one_another(conference):
    head = conference.entry
    tabled(conference, redefine("a1"), start("a1"), positions=everybody(conference))
    conference.ledger.adopt("rcm-12-d1")
    *_, adopted, first, second = [fact.event for fact in conference.ledger.recorder.facts(head)]
    assert isinstance(adopted, DecisionAdopted)
    assert adopted.changes == 2
    assert isinstance(first, ChangeEnacted)
    assert first.authority.agreed_by == tuple(sorted(conference.members_on("2007-05-10")))
    assert second.authority.reference == "rcm-12-d1#2"


def test_several_acts_in_one_transaction_are_kept_together_or_not_at_all(conference):
    ledger = conference.ledger
    plan = conference.plan()

    class Interrupted(Exception):
        pass

    with nothing_recorded(ledger), pytest.raises(Interrupted), ledger.writing():
        tabled(conference, redefine("a1"))
        ledger.adopt("rcm-12-d1")
        ledger.close_meeting("rcm-12", a_meeting().opens_on)
        assert ledger.decision("rcm-12-d1").status == "adopted"
        raise Interrupted
    assert ledger.decision("rcm-12-d1") is None
    assert ledger.meeting("rcm-12").closed is None
    assert conference.plan() == plan
    with ledger.writing():
        tabled(conference, start("a1"))
        ledger.adopt("rcm-12-d1")
    assert conference.item("a1").status == "ongoing"


def test_an_attempt_that_is_refused_is_undone_by_itself(conference):
    ledger = conference.ledger
    with ledger.writing():
        tabled(conference, start("a1"))
        ledger.adopt("rcm-12-d1")
        with pytest.raises(Refused), ledger.attempt():
            tabled(conference, complete("a1"), id="rcm-12-d2")
            ledger.adopt("rcm-12-d2")
            tabled(conference, start("a1"), id="rcm-12-d3")
            ledger.adopt("rcm-12-d3")
        assert ledger.decision("rcm-12-d2") is None
        with ledger.attempt():
            tabled(conference, redefine("a1"), id="rcm-12-d2")
            ledger.adopt("rcm-12-d2")
    assert conference.item("a1").status == "ongoing"
    assert timeline(conference) is not None


def test_a_reader_on_the_same_ledger_forgets_what_was_undone(conference):
    """Undone here, recorded otherwise by somebody else: what is read is what is there."""
    ledger = conference.ledger
    other = Conference(type(ledger).open(ledger.path))
    with pytest.raises(ZeroDivisionError), ledger.writing():
        tabled(conference, positions={})
        assert ledger.decision("rcm-12-d1").fields.text == {"en": "What rcm-12-d1 says."}
        raise ZeroDivisionError
    other.ledger.table(a_decision(text=BOTH))
    assert ledger.decision("rcm-12-d1").fields.text == BOTH


def test_whoever_follows_is_told_once_for_each_transaction_and_of_nothing_else(conference):
    told = []
    conference.ledger.after_recording = told.append
    conference.decides("rcm-12", None, start("a1"), id="d1")
    assert [fact.entry for fact in told[0]] == list(
        range(told[0][0].entry, conference.ledger.head + 1)
    )
    with conference.ledger.writing():
        tabled(conference, id="d2", positions={})
        conference.ledger.adopt("d2")
    assert len(told) == 2
    conference.refuses("rcm-12", None, start("a1"), id="d3")
    with conference.ledger.writing():
        pass
    assert not any(told[2:])


def test_of_very_much_a_follower_is_told_that_it_has_to_read_it_from_the_log(conference):
    told = []
    conference.ledger.after_recording = told.append
    with conference.ledger.writing():
        for n in range(25):
            tabled(conference, id=f"d{n}")
    assert told == [None]


def test_a_follower_is_told_nothing_of_an_attempt_that_was_undone(conference):
    told = []
    conference.ledger.after_recording = told.append
    with conference.ledger.writing():
        tabled(conference, start("a1"))
        with pytest.raises(Refused), conference.ledger.attempt():
            tabled(conference, start("nothing"), id="d2")
            conference.ledger.adopt("d2")
    (facts,) = told
    assert {fact.originator_id for fact in facts} == {"decision:rcm-12-d1"}


def test_a_text_too_long_for_an_entry_is_refused_whole(conference):
    with nothing_recorded(conference.ledger), hindered("too-long", "decision-tabled"):
        conference.ledger.table(
            a_decision(text={"en": "x" * 70_000}), [start("a1")], everybody(conference)
        )
    assert conference.ledger.decision("rcm-12-d1") is None
