"""The docket of a meeting: each ground in a case of its own, what it takes, and what the past would have seen."""

from collections.abc import Iterator
from datetime import date

import pytest

from ledger.records import Comment, Outcome, ProposalFields, Referral, ReportFields
from projections.docket import docket
from projections.due import months_after
from projections.found import Found
from projections.requires import requires
from projections.views import Views
from tests.builders import (
    Conference,
    a_decision,
    approve,
    approve_section,
    assert_said,
    complete,
    discontinue,
    hindered,
    move,
    record_occurrence,
    rectify,
    redefine,
    reinstate,
    translate,
)
from tests.stores import both_stores

BOTH = {"en": "In these words.", "es": "Con estas palabras."}
SETTLED = {"title": BOTH, "lead": ["TS"], "timeline": "open"}
"""The terms of an activity with nothing to settle; each test takes away, or adds, one thing."""


def test_an_id_that_begins_a_sentence_keeps_its_letters():
    changed = ("the action in English", "la acción en inglés")
    facts = {"changed": changed, "day": "2027-06-30", "left": changed}
    found = Found("text-differs", date(2027, 6, 30), facts={"reference": "lon-cp-2027-1-d2#2", **facts})
    assert [said.split()[:2] for said in found.sentence.values()] == [
        ["lon-cp-2027-1-d2#2", "changed"],
        ["lon-cp-2027-1-d2#2", "cambió"],
    ]
    by = Found("proposal-pending", date(2027, 6, 30), facts={"by": "the Secretariat", "meeting": "rcm-12"})
    assert by.sentence["en"].startswith("The Secretariat proposed it")


def said(words: str) -> dict[str, str]:
    return {"en": words, "es": f"En español: {words}"}


@pytest.fixture
def it(conference: Conference) -> Iterator["Prepared"]:
    """The XI RCM approved a line of action of the RCGM's; the views follow."""
    views = Views.open(conference.ledger)
    conference.decides(
        "rcm", "2006-05-05", approve_section("mpm", steward="rcgm", title=said("Policies")),
        approve("kept", "mpm", **SETTLED | {"title": said("What stands there always")}),
    )  # fmt: skip
    yield Prepared(conference, views)
    views.close()


class Prepared:
    """A conference of which dockets are asked."""

    def __init__(self, conference: Conference, views: Views):
        self.conference, self.views = conference, views
        self.ledger, self.decides = conference.ledger, conference.decides

    def approves(self, item: str = "a1", by: str = "rcm", parent: str = "mpm", **terms) -> None:
        title = said({"a1": "Consular visits", "a2": "Border statistics"}.get(item, item))
        self.decides(by, "2006-06-05", approve(item, parent, **SETTLED | {"title": title} | terms))

    def docket(self, body: str = "rcgm", on: str = "2007-06-05", **asked) -> list[dict]:
        """The entries of a docket, but for those about what has nothing to do with the test."""
        id = f"{body}-{on}"
        if self.ledger.meeting(id) is None:
            self.conference.meets(body, on)
        document = docket(self.views, id, **asked)
        assert document["meeting"] == id
        for entry in document["entries"]:
            assert_said(entry["sentence"])
        return document["entries"]

    def one(self, ground: str, **asked) -> dict:
        (entry,) = [e for e in self.docket(**asked) if e["ground"] == ground]
        return entry

    def grounds(self, item: str | None = "a1", **asked) -> list[str]:
        return [entry["ground"] for entry in self.docket(**asked) if entry["item"] == item]

    def reports(self, says: str = "completed", on: str = "2007-01-15", by: str = "IOM", **more) -> None:
        fields = {"item": "a1", "by": by, "on": on, "says": says, **more}
        self.ledger.report(ReportFields.model_validate(fields))

    def proposes(self, id: str = "mx-1", to: str = "rcgm-2007-06-05", **more) -> None:
        if self.ledger.meeting(to) is None:
            body, _, on = to.partition("-")
            self.conference.meets(body, on)
        fields = {"id": id, "by": "MX", "submitted_to": to, "text": BOTH, **more}
        self.ledger.propose(ProposalFields.model_validate(fields))


@both_stores
def test_where_nothing_is_to_be_settled_the_docket_is_empty(it):
    assert it.docket() == []


# Due.


@pytest.mark.parametrize(
    ("timeline", "overdue"),
    [
        ({"by": "2007-06-04"}, "2007-06-04"),
        ({"by": "2007-06-05"}, None),
        ({"from": "2007-01-01", "to": "2007-06-04"}, "2007-06-04"),
        ({"from": "2007-01-01", "to": "2007-06-30"}, None),
        ("open", None),
    ],
)
def test_what_was_due_before_the_meeting_is_overdue(it, timeline, overdue):
    it.approves(timeline=timeline)
    assert it.grounds() == (["overdue"] if overdue else [])
    if overdue:
        entry = it.one("overdue")
        assert (entry["since"], entry["change"], entry["kind"]) == (overdue, None, "complete")
        assert (entry["bodies"], entry["agreement"], entry["here"]) == (["rcgm", "rcm"], "consensus", True)


@both_stores
def test_what_was_due_and_took_place_is_to_be_completed(it):
    it.approves(timeline={"by": "2007-03-31"})
    it.decides("rcgm", "2007-04-05", record_occurrence("a1", "2007-03-20"))
    outcome = it.one("overdue")["change"]["complete"]["outcome"]
    assert outcome == {"en": "Took place on 20 March 2007.", "es": "Se celebró el 20 de marzo de 2007."}


def test_what_was_completed_is_due_no_more(it):
    it.approves(timeline={"by": "2007-03-31"})
    it.decides("rcgm", "2007-04-05", complete("a1"))
    assert it.grounds() == []


@pytest.mark.parametrize(
    ("timeline", "held", "ground", "due"),
    [
        ({"every": 6, "at_most": 11}, None, "not-held", "2007-05-05"),
        ({"every": 6, "at_most": 12}, None, "held-by", "2007-06-05"),
        ({"every": 6}, None, "not-held", "2006-12-05"),
        ({"every": 12, "at_most": 36}, None, None, None),
        ({"every": 6, "at_most": 11}, "2007-05-01", "held-by", "2008-04-01"),
        ({"every": 6, "at_most": 18}, "2007-05-01", None, None),
    ],
)
def test_what_recurs_is_to_be_held_in_time(it, timeline, held, ground, due):
    it.approves(timeline=timeline)
    if held:
        it.decides("rcm", "2007-05-05", record_occurrence("a1", held))
    assert it.grounds() == ([ground] if ground else [])
    if ground:
        assert it.one(ground)["due"] == it.one(ground)["since"] == due


def test_soon_is_before_the_body_is_to_be_expected_to_meet_again(it):
    it.approves(timeline={"every": 6, "at_most": 18})  # to be held by 5 December 2007
    assert it.grounds() == ["held-by"]  # a first meeting: the next is expected within a year
    it.conference.meets("rcgm", "2007-04-05")
    assert it.grounds() == []  # two months from one meeting to the next


def test_the_time_runs_from_when_it_was_agreed_that_it_recurs(it):
    it.approves()
    it.decides("rcm", "2007-05-20", redefine("a1", timeline={"every": 6, "at_most": 11}))
    assert it.one("held-by")["due"] == "2008-04-20"


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [("2006-01-31", 1, "2006-02-28"), ("2007-11-30", 3, "2008-02-29"), ("2006-06-05", 24, "2008-06-05")],
)
def test_months_end_where_the_month_does(day, months, after):
    assert months_after(date.fromisoformat(day), months) == date.fromisoformat(after)


# Reports.


def test_what_is_reported_as_completed_is_to_be_completed_in_the_words_of_the_report(it):
    it.approves()
    it.reports(text=BOTH)
    entry = it.one("reported-completed")
    assert entry["change"] == {"complete": {"item": "a1", "outcome": BOTH}}
    assert (entry["since"], entry["report"]["by"]) == ("2007-01-15", "IOM")
    assert (entry["bodies"], entry["agreement"], entry["here"]) == (["rcgm", "rcm"], "consensus", True)


def test_a_report_without_words_makes_an_outcome_that_says_whose_it_is(it):
    it.approves()
    it.reports(by="TS")
    outcome = it.one("reported-completed")["change"]["complete"]["outcome"]
    assert outcome == {
        "en": "Reported as completed by the Technical Secretariat on 15 January 2007.",
        "es": "Concluido según informó la Secretaría Técnica el 15 de enero de 2007.",
    }


def test_who_reported_it_is_named_once(it):
    it.approves()
    it.reports()
    assert it.one("reported-completed")["sentence"] == {
        "en": "International Organization for Migration (IOM) reported on 15 January 2007 that it is completed, "
              "and it is still in the plan.",
        "es": "Organización Internacional para las Migraciones (OIM, IOM) informó el 15 de enero de 2007 que está "
              "concluido, y sigue en el plan.",
    }  # fmt: skip


@both_stores
def test_a_change_that_is_suggested_can_be_adopted_as_it_is(it):
    it.approves(timeline={"by": "2007-03-31"})
    it.reports(text=BOTH)
    from ledger.changes import ChangeForm

    change = it.one("reported-completed")["change"]
    it.decides("rcgm-2007-06-05", "2007-06-05", ChangeForm.model_validate(change))
    assert it.conference.item("a1").status == "completed"


@pytest.mark.parametrize(
    "reports",
    [
        [{"says": "on-track"}],
        [{"says": "delayed"}],
        [{"on": "2007-06-06"}],
        [{"on": "2007-01-01"}, {"on": "2007-02-01", "says": "delayed"}],
    ],
    ids=["on-track", "delayed", "later", "taken-back"],
)
def test_only_the_last_word_of_a_lead_counts_and_only_what_was_said_by_then(it, reports):
    it.approves()
    for report in reports:
        it.reports(**report)
    assert it.grounds() == []


def test_what_was_brought_back_after_a_report_is_not_settled_by_it(it):
    it.approves()
    it.reports()
    it.decides("rcgm", "2007-02-05", complete("a1"))
    it.decides("rcgm", "2007-03-05", reinstate("a1"))
    assert it.grounds() == []


def test_what_never_ends_is_reported_as_held_and_not_completed(it):
    it.approves(timeline={"every": 12, "at_most": 36})
    it.reports(text=BOTH)
    entry = it.one("reported-held")
    # On which day it was held, only people can tell.
    assert (entry["change"], entry["kind"], entry["report"]["text"]) == (None, "record-occurrence", BOTH)
    it.decides("rcgm", "2007-02-05", record_occurrence("a1", "2006-12-01"))
    assert it.grounds() == []
    it.reports(on="2007-03-01")
    assert it.grounds() == ["reported-held"]


# What is not said.


@pytest.mark.parametrize(("term", "ground"), [("lead", "no-lead"), ("timeline", "no-timeline")])
def test_an_activity_without_lead_or_timeline_is_for_the_body_that_promised_it(it, term, ground):
    it.approves(**{term: None if term == "timeline" else []})
    entry = it.one(ground)
    assert (entry["since"], entry["change"], entry["kind"]) == ("2006-06-05", None, "redefine")
    assert (entry["bodies"], entry["agreement"]) == (["rcm"], "unanimity")
    assert (entry["here"], entry["passes_to"]) == (False, "rcm")
    assert len(entry["members"]) == 11
    assert it.one(ground, body="rcm")["here"]


@pytest.mark.parametrize("part", ["title", "action"])
def test_a_language_that_is_missing_is_named(it, part):
    it.approves(**{part: {"en": "Only English words of mine"}})
    entry = it.one("translation-missing")
    assert (entry["parts"], entry["kind"], entry["change"]) == ({part: ["es"]}, "translate", None)
    assert entry["here"]
    it.decides("rcgm", "2007-02-05", translate("a1", part=part))
    assert it.grounds() == []


@pytest.mark.parametrize(
    ("changes", "left"),
    [
        ([redefine("a1", title={"en": "Other words"})], ["es"]),
        ([redefine("a1", title={"es": "Otras palabras"})], ["en"]),
        ([redefine("a1", title={"en": "Other words", "es": "Otras palabras"})], None),
        ([redefine("a1", title={"en": "Other"}), redefine("a1", title={"es": "Otras"})], None),
        ([redefine("a1", title={"en": "Other"}), redefine("a1", title={"en": "Again"})], ["es"]),
        ([redefine("a1", title={"en": "Other"}), redefine("a1", title={"es": None})], None),
        ([redefine("a1", action={"en": "Now there is one", "es": "Ahora hay una"})], None),
        ([redefine("a1", lead=["MX"])], None),
    ],
)
def test_a_text_that_was_changed_in_one_language_only_is_noticed(it, changes, left):
    it.approves()
    for n, change in enumerate(changes):
        it.decides("rcm", f"2007-02-{5 + n:02}", change)
    entries = [e for e in it.docket() if e["ground"] == "text-differs"]
    assert [entry["parts"] for entry in entries] == ([{"title": left}] if left else [])
    for entry in entries:
        assert (entry["bodies"], entry["agreement"]) == (["rcm"], "unanimity")


@both_stores
def test_a_redefinition_that_was_voided_changed_no_language(it):
    it.approves()
    it.decides("rcm", "2007-02-05", redefine("a1", title={"en": "Other words"}))
    assert it.grounds() == ["text-differs"]
    it.decides("rcm", "2007-03-05", rectify("a1", "rcm-2007-02-05-d1#1"))
    assert it.grounds() == []


@pytest.mark.parametrize(
    ("change", "left"),
    [
        (redefine("a1", title={"en": "Other words"}), ["es"]),
        (redefine("a1", title={"es": "Otras palabras"}), ["en"]),
        (redefine("a1", title={"es": None}), None),
        (redefine("a1", title={"en": "Other words", "es": "Otras palabras"}), None),
        (redefine("a1", title={"en": "A workshop"}), None),
        (redefine("a1", lead=["MX"]), None),
        (discontinue("a1"), None),
    ],
)
def test_a_draft_that_changes_one_language_only_is_noticed_before_it_is_adopted(it, change, left):
    it.approves(title={"en": "A workshop", "es": "Un taller"})
    meeting = it.conference.meets("rcm", "2007-02-05")
    it.ledger.table(a_decision("d1", meeting, "2007-02-05"), [change])
    entries = [e for e in it.docket(body="rcm", on="2007-02-05") if e["ground"] == "text-differs"]
    assert [entry["parts"] for entry in entries] == ([{"title": left}] if left else [])
    for entry in entries:
        assert entry["records"] == ["d1"]
        assert entry["sentence"]["en"].startswith("The draft d1 changes the title in")
    assert "text-differs" not in it.grounds()  # at another meeting


# What a meeting takes up.


def test_the_standing_items_of_the_body_are_taken_up_and_no_others(it):
    it.approves(timeline={"standing": "rcgm"})
    entry = it.one("standing")
    assert (entry["item"], entry["change"], entry["here"]) == ("a1", None, True)
    assert it.grounds(body="rcm") == []


def test_a_proposal_is_before_the_body_that_it_was_submitted_to(it):
    it.proposes(placements=[{"section": "mpm"}])
    entry = it.one("proposal-pending")
    assert (entry["proposal"], entry["item"], entry["change"]) == ("mx-1", None, None)
    assert (entry["bodies"], entry["agreement"], entry["here"]) == (["rcgm", "rcm"], "consensus", True)
    assert [e["proposal"] for e in it.docket(on="2007-10-05")] == ["mx-1"]  # and until it is settled
    assert it.docket(on="2006-12-05") == []
    assert it.docket(body="rcm") == []


def test_a_proposal_that_says_what_it_asks_for_is_ready_to_adopt(it):
    it.approves()
    wish = {"redefine": {"item": "a1", "terms": {"lead": ["MX"]}}}
    it.proposes(changes=[wish])
    entry = it.one("proposal-pending")
    assert (entry["item"], entry["change"], entry["kind"]) == ("a1", wish, "redefine")
    assert (entry["here"], entry["passes_to"]) == (False, "rcm")


def test_a_proposal_without_a_place_is_for_the_meeting_to_consider(it):
    it.proposes()
    entry = it.one("proposal-pending")
    assert (entry["kind"], entry["bodies"], entry["agreement"], entry["here"]) == (None, [], None, True)


def test_a_comment_may_say_where_a_proposal_is_to_find_its_place(it):
    it.decides("rcm", "2006-07-05", approve_section("annex", steward="lon-cp", role="annex", title=BOTH))
    it.proposes()
    it.ledger.comment("mx-1", Comment.model_validate(
        {"by": "CA", "text": BOTH, "placements": [{"workplan": "lon-cp"}]}))  # fmt: skip
    assert it.one("proposal-pending")["place"] == "annex"


@pytest.mark.parametrize("outcome", [{"adopted": ("rcgm-2007-08-05-d1",)}, {"declined": BOTH}])
def test_a_proposal_is_pending_until_something_became_of_it(it, outcome):
    it.proposes()
    it.decides("rcgm", "2007-08-05")
    it.ledger.settle("mx-1", Outcome.model_validate(outcome))
    assert it.grounds(None) == ["proposal-pending"]  # as the meeting found it
    later = "2026-06-05" if "declined" in outcome else "2007-10-05"
    assert it.grounds(None, on=later) == []


@both_stores
def test_a_referral_takes_a_proposal_to_another_body_and_back(it):
    it.proposes()
    it.conference.meets("lon-cp", "2007-08-05")
    refer, before = {"from": "rcgm", "to": "lon-cp"}, it.ledger.head
    it.ledger.refer("mx-1", Referral.model_validate(refer))
    assert it.grounds(None) == []
    entry = it.one("referral-pending", body="lon-cp", on="2007-08-05")
    assert entry["proposal"] == "mx-1"
    back = {"from": "lon-cp", "to": "rcgm", "at": "lon-cp-2007-08-05"}
    it.ledger.refer("mx-1", Referral.model_validate(back))
    assert it.grounds(None, body="lon-cp", on="2007-09-05") == []
    assert it.grounds(None) == []  # it came back after that meeting
    entry = it.one("referral-pending", on="2007-10-05")
    assert entry["since"] == "2007-08-05"
    assert it.grounds(None, on="2007-06-05", known_at=before) == ["proposal-pending"]


@both_stores
def test_drafts_and_proposals_that_touch_the_same_item_are_named_together(it):
    it.approves()
    meeting = it.conference.meets("rcgm", "2007-06-05")
    it.proposes(changes=[redefine("a1").document()])
    assert it.grounds() == ["proposal-pending"]
    it.ledger.table(a_decision("d1", meeting, "2007-06-05"), [complete("a1")])
    entry = it.one("touched-at-once")
    assert (entry["records"], entry["here"]) == (["d1", "mx-1"], True)
    it.ledger.decline("d1")
    assert it.grounds() == ["proposal-pending"]


def test_a_draft_that_answers_a_proposal_is_no_second_one(it):
    it.approves()
    meeting = it.conference.meets("rcgm", "2007-06-05")
    it.proposes(changes=[redefine("a1").document()])
    draft = a_decision("d1", meeting, "2007-06-05", recommended_by=["mx-1"])
    it.ledger.table(draft, [redefine("a1")])
    assert "touched-at-once" not in it.grounds()


# To put in order.


def test_a_workplan_in_which_nothing_was_changed_since_its_network_met_is_not_updated(it):
    annex = approve_section("annex", steward="lon-cp", role="annex", title=BOTH)
    it.decides("rcm", "2006-06-05", annex)
    it.decides("lon-cp", "2006-08-05", approve("c1", "annex", **SETTLED))
    it.conference.meets("lon-cp", "2007-02-05")
    entry = it.one("workplan-not-updated")
    assert (entry["item"], entry["since"], entry["met"]) == ("annex", "2007-02-05", "lon-cp-2007-02-05")
    assert entry["bodies"] == ["lon-cp", "rcgm", "rcm"]
    it.decides("lon-cp-2007-02-05", "2007-02-05", record_occurrence("c1", "2007-02-01"))
    assert it.docket() == []


@both_stores
def test_a_section_is_empty_since_the_last_of_it_was_changed(it):
    it.decides("rcm", "2006-06-05", approve_section("s1", "mpm", title=BOTH))
    assert it.one("section-empty")["since"] == "2006-06-05"
    it.decides("rcm", "2006-08-05", approve("a9", "s1", **SETTLED | {"title": said("Something else")}))
    assert it.docket() == []
    it.decides("rcm", "2006-09-05", move("a9", "mpm"))
    entry = it.one("section-empty")
    assert (entry["item"], entry["since"], entry["kind"]) == ("s1", "2006-09-05", "discontinue")
    it.decides("rcm", "2006-10-05", discontinue("s1"))
    assert it.docket() == []


def test_what_reads_alike_is_noticed_in_either_language(it):
    it.approves("a1", title={"en": "Workshop on migrant remittances", "es": "Primero"})
    it.approves("a2", title={"en": "Something quite different", "es": "Segundo asunto"})
    it.approves("a3", title={"en": "Workshop on migrants' remittances", "es": "El tercero de ellos"})
    it.approves("a4", title={"en": "Nothing of the kind", "es": "Asunto segundo"})
    found = {e["item"]: (e["like"], e["language"]) for e in it.docket() if e["ground"] == "look-alike"}
    assert found == {"a3": ("a1", "en"), "a4": ("a2", "es")}


def test_a_draft_of_what_is_in_the_plan_already_is_seen_before_it_is_agreed(it):
    it.approves("a1", title={"en": "Workshop on migrant remittances", "es": "Taller sobre remesas"})
    meeting = it.conference.meets("rcgm", "2007-06-05")
    new = approve("a2", "mpm", title={"en": "Workshop: remittances of migrants, on"}, lead=["TS"])
    it.ledger.table(a_decision("d1", meeting, "2007-06-05"), [new])
    entry = it.one("look-alike")
    assert (entry["item"], entry["like"], entry["decision"]) == ("a2", "a1", "d1")


# Whose docket it is, and when.


def test_a_network_reviews_its_own_workplan_and_what_it_leads(it):
    it.decides("rcm", "2006-06-05", approve_section("annex", steward="lon-cp", role="annex", title=BOTH))
    it.decides("lon-cp", "2006-08-05", approve("c1", "annex", **SETTLED | {"lead": []}))
    it.approves("a1", lead=[])
    it.approves("a2", lead=["lon-cp"], timeline=None)
    found = {(e["item"], e["ground"], e["here"]) for e in it.docket("lon-cp", "2006-08-05")}
    assert found == {("a2", "no-timeline", False), ("annex", "section-empty", False)}
    found = {(e["item"], e["ground"], e["here"]) for e in it.docket("lon-cp", "2007-08-05")}
    assert found == {("c1", "no-lead", True), ("a2", "no-timeline", False)}
    assert {e["item"] for e in it.docket("rcgm", "2007-08-05")} == {"c1", "a1", "a2"}


@both_stores
def test_of_a_past_meeting_it_is_what_it_would_have_been_then_as_known_now_or_then(it):
    it.approves(timeline={"by": "2007-03-31"})
    before = it.ledger.head
    it.decides("rcgm", "2007-08-05", complete("a1"))
    assert it.grounds(on="2007-06-05") == ["overdue"]
    assert it.grounds(on="2007-10-05") == []
    it.decides("rcgm", "2007-05-05", complete("kept"))
    it.reports()
    assert it.grounds(on="2007-06-05") == ["reported-completed", "overdue"]
    with hindered("wrong-use"):
        it.docket(on="2007-06-05", known_at=10**9)
    it.conference.meets("rcgm", "2007-06-06")
    assert it.grounds(on="2007-06-05", known_at=before + 2) == ["overdue"]


def test_what_it_takes_is_what_requires_says(it):
    it.approves("a1", lead=[], timeline={"by": "2007-03-31"}, action={"en": "Words."})
    it.approves("a2", timeline={"standing": "rcgm"})
    entries = [e for e in it.docket() if e["item"] in ("a1", "a2")]
    assert len(entries) == 4
    for entry in entries:
        (option,) = requires(it.views, entry["kind"], entry["item"])["options"]
        taken = (entry["bodies"], entry["agreement"], entry["members"])
        assert taken == (option["bodies"], option["agreement"], option["members"])


def test_a_meeting_that_is_none_is_named(it):
    with hindered("unknown", "rcgm-2007-06-06"):
        docket(it.views, "rcgm-2007-06-06")
