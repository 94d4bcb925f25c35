"""What would be if drafts passed: just what comes of adopting them, and what each change takes; nothing is recorded."""

from contextlib import closing
from dataclasses import replace
from itertools import product

import pytest

from ledger.changes import KINDS
from ledger.judging import Trial
from ledger.ledger import Ledger
from ledger.problems import Refused
from ledger.supposing import what_it_takes
from tests.builders import (
    Conference,
    a_decision,
    a_position,
    admit,
    all_agree,
    amend,
    approve,
    approve_section,
    assert_proven,
    complete,
    discontinue,
    excepting,
    hindered,
    move,
    nothing_recorded,
    plan_of,
    record_occurrence,
    rectify,
    redefine,
    reinstate,
    start,
    translate,
    withdraw,
)

RCM, RCGM = "rcm-13", "rcgm-13"


@pytest.fixture
def conference(conference: Conference) -> Conference:
    """The RCM approved two sections and four activities, the RCGM started one; both meet again in 2008."""
    conference.meets("rcm", "2006-05-04", id="rcm-11")
    new = [approve(f"a{n}", "mpm") for n in (1, 2, 3, 4)]
    sections = [approve_section("mpm", steward="rcgm"), approve_section("hr", steward="rcgm")]
    conference.decides("rcm-11", None, *sections, *new, id="rcm-11-d1")
    conference.meets("rcgm", "2007-04-24", id="rcgm-7")
    conference.decides("rcgm-7", None, start("a1"), id="rcgm-7-d1")
    conference.meets("rcm", "2008-05-08", id=RCM)
    conference.meets("rcgm", "2008-05-06", id=RCGM)
    conference.meets("rcgm", "2006-11-01", id="rcgm-6")
    return conference


def tabled(ledger: Ledger, id: str, meeting: str, *changes, positions=None) -> str:
    ledger.table(a_decision(id, meeting, ledger.meeting(meeting).fields.closes_on), changes, positions)
    return id


DRAFTS = {
    "one upon the other": [
        (RCGM, [approve("n1", "hr"), start("a3")]),
        (RCM, [start("n1"), redefine("a1")]),
        (RCM, [move("n1", "mpm"), discontinue("a2")]),
    ],
    "a split, and a merger": [
        (RCM, [approve("n1", "mpm", replaces=["a1"]), approve("n2", "mpm", replaces=["a1"])]),
        (RCM, [approve("n3", "hr", replaces=["n1", "n2", "a3"])]),
    ],
    "one recorded late": [("rcgm-6", [start("a3"), complete("a4")]), (RCGM, [start("a2")])],
    "a rectification, and one that is rectified": [
        (RCGM, [rectify("a1", "rcgm-7-d1#1")]),
        (RCM, [rectify("a1", "d0#1"), rectify("a4", "rcm-11-d1#6")]),
        (RCM, [approve("a4", "hr")]),
    ],
    "other rules, and another member": [
        (RCM, [amend(rules={"redefine": {"by": "steward", "agreement": "consensus"}}), admit("AR")]),
        ("rcm-14", [redefine("a2"), start("a3")]),
    ],
    "to the archive and back": [(RCM, [discontinue("a2")]), (RCM, [reinstate("a2"), start("a2")])],
    "a section with what stands in it": [(RCM, [move("mpm", "hr"), redefine("mpm", steward="lon-cp")])],
}  # fmt: skip


@pytest.mark.parametrize("what", DRAFTS)
def test_it_is_what_comes_of_adopting_them_one_after_the_other_with_everybodys_agreement(conference, what):
    ledger = conference.ledger
    conference.meets("rcm", "2009-05-08", id="rcm-14")
    ids = [tabled(ledger, f"d{n}", m, *changes) for n, (m, changes) in enumerate(DRAFTS[what])]
    with nothing_recorded(ledger):
        supposed = ledger.suppose(ids)
    assert [found.judgement.violations for found in supposed.decisions] == [()] * len(ids)
    before = plan_of(ledger)
    for id in ids:
        day = ledger.decision(id).fields.adopted_on
        ledger.take_position(id, all_agree()(ledger.index.charters.at((day.toordinal(), 2**62, 0)).members_on(day)))
        ledger.adopt(id)
    after = plan_of(ledger)
    then = {id: item for id, item in {**before, **supposed.heads}.items() if item is not None}
    assert {id: without_entries(item) for id, item in then.items()} == {
        id: without_entries(item) for id, item in after.items()
    }
    assert {id for id, item in supposed.heads.items() if item is not None} <= after.keys()
    assert_proven(ledger)


def without_entries(item):
    """An item without the numbers of entries, which are others where positions were taken in between."""
    return item.but(order=(item.order[0], 0))


NOT_ALL = {
    "what one puts into a section, another cannot leave behind": (
        [(RCGM, [approve("n1", "hr")]), (RCM, [discontinue("hr")])],
        [[], ["children-current"]],
    ),
    "what one takes out of it, another need not": (
        [(RCM, [move("a1", "hr"), *(discontinue(f"a{n}") for n in (2, 3, 4))]), (RCM, [discontinue("mpm")])],
        [[], []],
    ),
    "one that is recorded late, and makes another of them unlawful": (
        [(RCM, [discontinue("hr")]), ("rcgm-6", [approve("n1", "hr")])],
        [[], ["late-record-conflict"]],
    ),
    "one that is late among them only": (
        [(RCM, [discontinue("hr")]), (RCGM, [approve("n1", "hr")])],
        [[], ["late-record-conflict"]],
    ),
    "two that are recorded late, one upon the other": (
        [(RCGM, [start("a2")]), ("rcgm-6", [approve("n1", "hr")]), ("rcm-12", [discontinue("hr")])],
        [[], [], ["children-current"]],
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", NOT_ALL)
def test_it_is_refused_for_what_adopting_it_upon_the_others_would_be(conference, what):
    ledger, (drafts, due) = conference.ledger, NOT_ALL[what]
    conference.meets("rcm", "2007-04-26", id="rcm-12")
    ids = [
        tabled(ledger, f"d{n}", m, *changes, positions=all_agree()(conference.members_on("2008-05-08")))
        for n, (m, changes) in enumerate(drafts)
    ]
    supposed = [each.judgement.violations for each in ledger.suppose(ids).decisions]
    assert [[violation.code for violation in found] for found in supposed] == due
    for id, found in zip(ids, supposed, strict=True):
        refused = ()
        try:
            ledger.adopt(id)
        except Refused as refusal:
            refused = refusal.violations
        assert refused == found
    assert_proven(ledger)


def test_a_draft_that_could_not_pass_is_left_out_and_the_rest_supposed_without_it(conference):
    ledger = conference.ledger
    low = tabled(ledger, "low", RCGM, redefine("a1"), approve("n1", "mpm"))
    upon = tabled(ledger, "upon", RCGM, start("n1"), start("a2"))
    supposed = ledger.suppose([low, upon])
    codes = [[v.code for v in each.judgement.violations] for each in supposed.decisions]
    assert codes == [["level-too-low"], ["item-unknown"]]
    assert supposed.heads == {}
    assert [each.asked[0].bodies for each in supposed.decisions] == [("rcm",), ()]


def test_what_the_positions_given_so_far_lack_is_named_change_by_change(conference):
    ledger = conference.ledger
    positions = all_agree(CA=excepting("a1"), BZ="object", US="abstain")(conference.members_on("2008-05-08"))
    del positions["NI"]
    draft = tabled(ledger, "d1", RCM, redefine("a1"), redefine("a2"), start("a3"), positions=positions)
    (found,) = ledger.suppose([draft]).decisions
    assert found.judgement.lawful
    assert [(a.agreement, a.missing, a.objecting) for a in found.asked] == [
        ("unanimity", ("BZ", "CA", "NI", "US"), ()),
        ("unanimity", ("BZ", "NI", "US"), ()),
        ("consensus", (), ("BZ",)),
    ]
    assert {v.code for v in found.as_given} == {"agreement-missing", "objection"}


def test_of_a_consensus_those_are_named_of_whom_more_have_to_agree(conference):
    positions = {member: a_position() for member in ("MX", "CA", "US")}
    draft = tabled(conference.ledger, "d1", RCGM, start("a2"), positions=positions)
    (asked,) = conference.ledger.suppose([draft]).decisions[0].asked
    assert (asked.bodies, asked.agreement, len(asked.missing)) == (("rcgm", "rcm"), "consensus", 8)


OF_EACH_KIND = {
    "approve": approve("n1", "mpm"), "redefine": redefine("a1"), "move": move("a1", "hr"),
    "discontinue": discontinue("a1"), "translate": translate("a1", "Otra cosa"), "start": start("a2"),
    "record-occurrence": record_occurrence("a1", "2008-01-01"), "complete": complete("a1"),
    "reinstate": reinstate("a4"), "rectify": rectify("a1", "rcgm-7-d1#1"), "admit-member": admit("AR"),
    "withdraw-member": withdraw("US"), "amend-charter": amend(root="rcgm"),
}  # fmt: skip
OF_THE_RCM = ("redefine", "move", "discontinue", "admit-member", "withdraw-member", "amend-charter")


def test_of_every_kind_of_change_it_says_what_the_charter_says(conference):
    conference.decides("rcgm-13", None, complete("a4"))
    ledger, charter = conference.ledger, conference.ledger.charter
    draft = ledger.decision(tabled(ledger, "d1", RCM)).for_ruling(ledger.meeting(RCM).fields, ledger.head + 1)
    trial = Trial(ledger.index, draft)
    assert OF_EACH_KIND.keys() == set(KINDS)
    for kind, form in OF_EACH_KIND.items():
        may = ("rcm",) if kind in OF_THE_RCM else ("rcgm", "rcm")
        agreement = "unanimity" if kind in OF_THE_RCM else "consensus"
        assert what_it_takes(form.change, trial, draft, charter) == (may, agreement), kind


@pytest.mark.parametrize("agreement", ["unanimity", "consensus", "majority", "two-thirds"])
def test_any_agreement_that_a_charter_may_ask_for_is_told(conference, agreement):
    conference.decides(RCM, None, amend(rules={"start": {"by": "approving", "agreement": agreement}}))
    ledger = conference.ledger
    draft = ledger.decision(tabled(ledger, "d1", RCM)).for_ruling(ledger.meeting(RCM).fields, ledger.head + 1)
    trial = Trial(ledger.index, draft)
    for body, change in product(("rcm", "rcgm"), (start("a2"), rectify("a1", "rcgm-7-d1#1"))):
        taken = what_it_takes(change.change, trial, replace(draft, body=body), ledger.charter)
        assert taken == (("rcm",), agreement)


def test_only_drafts_can_be_supposed(conference):
    with hindered("unknown", "d9"):
        conference.ledger.suppose(["d9"])
    with hindered("already", "rcm-11-d1"):
        conference.ledger.suppose(["rcm-11-d1"])


def test_whoever_may_only_read_the_ledger_may_ask(conference):
    draft = tabled(conference.ledger, "d1", RCM, redefine("a1"))
    with closing(Ledger.open(conference.ledger.place, read_only=True)) as reader:
        assert reader.suppose([draft]).decisions[0].judgement.lawful
