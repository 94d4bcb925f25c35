"""What everybody may read: all of what is adopted, and not a word of what is not."""

import json
from collections.abc import Iterator
from contextlib import closing

import pytest

from ledger.ledger import Ledger
from ledger.problems import Problem
from ledger.published import Published
from ledger.records import Comment, ProposalFields, ReportFields
from projections.audit import audit
from projections.compare import diff
from projections.listing import all_meetings, all_proposals
from projections.moments import moment
from projections.plan import archive, plan
from projections.requires import requires
from projections.show import show
from projections.views import Views
from tests.builders import (
    ELEVEN,
    Conference,
    a_decision,
    a_ledger,
    a_position,
    approve,
    approve_section,
    as_day,
    assert_proven,
    redefine,
)
from tests.stores import both_stores

pytestmark = both_stores
SECRET = {"en": "A secret in confidence.", "es": "Un secreto en confianza."}
ALL = {member: a_position() for member in ELEVEN}


def a_draft(id: str, text=SECRET):
    return a_decision(id, "rcm-12", "2007-04-27").model_copy(update={"text": text})


@pytest.fixture(scope="module")
def ledger(store, tmp_path_factory) -> Iterator[Ledger]:
    """A ledger with something of everything that is not adopted, and each of these says something secret."""
    folder = tmp_path_factory.mktemp("published")
    with closing(a_ledger(folder, store=store)) as ledger:
        it = Conference(ledger)
        it.meets("rcm", "2006-05-04", id="rcm-11")
        it.decides("rcm-11", None, approve_section("mpm"), approve("a1", "mpm"), id="rcm-11-d1")
        it.meets("rcm", "2007-04-26", id="rcm-12", closes_on="2007-04-27")
        secret = approve("secret-1", "mpm", title=SECRET)
        objection = a_position("object", statement=SECRET)
        ledger.table(a_draft("rcm-12-d1"), [secret], {"CA": objection})
        ledger.redraft(a_draft("rcm-12-d1", {"en": "Agreed."}), [redefine("a1")], ALL)
        ledger.adopt("rcm-12-d1")
        ledger.table(a_draft("rcm-12-d2"), [secret], {"CA": objection})
        ledger.table(a_draft("rcm-12-d3"), [secret])
        ledger.decline("rcm-12-d3", SECRET)
        ledger.table(a_draft("rcm-12-d4"))
        ledger.withdraw("rcm-12-d4", SECRET)
        wish = {"id": "mx-1", "by": "MX", "submitted_to": "rcm-12", "text": SECRET}
        ledger.propose(ProposalFields.model_validate({**wish, "placements": [{"section": "mpm"}]}))
        ledger.comment("mx-1", Comment.model_validate({"by": "CA", "text": SECRET}))
        ledger.correct("proposal", "mx-1", "source", "A secret file.", SECRET)
        report = {"item": "a1", "by": "IOM", "on": "2007-06-01", "says": "delayed", "text": SECRET}
        ledger.report(ReportFields.model_validate(report))
        ledger.close_meeting("rcm-12", as_day("2007-04-28"))
        yield ledger
        assert_proven(ledger)


@pytest.fixture(scope="module", params=["kept", "in memory"])
def views(request, ledger) -> Iterator[Views]:
    views = Views.open(ledger)
    if request.param == "in memory":
        views._upkeep._build_in_memory()
    yield views
    views.close()


QUESTIONS = {
    "plan": lambda views: plan(views, moment(views), basis=True),
    "archive": lambda views: archive(views, moment(views), basis=True),
    "audit": audit,
    "audit of the meeting": lambda views: audit(views, meeting="rcm-12"),
    "audit of the item": lambda views: audit(views, item="a1"),
    "audit by words": lambda views: audit(views, text="secret"),
    "meetings": all_meetings,
    "proposals": all_proposals,
    "item": lambda views: show(views, "a1"),
    "meeting": lambda views: show(views, "rcm-12"),
    "decision": lambda views: show(views, "rcm-12-d1"),
    "requires": lambda views: requires(views, "redefine", "a1"),
    "diff": lambda views: diff(views, moment(views, as_of="rcm-11"), moment(views, as_of="rcm-12")),
}


def says_something_secret(document: object) -> bool:
    said = json.dumps(document, default=str).lower()
    return "secret" in said or "rcm-12-d2" in said or "mx-1" in said


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_answer_to_everybody_says_what_is_not_adopted(views, question):
    assert not says_something_secret(QUESTIONS[question](views.published))


@pytest.mark.parametrize(
    "question", ["audit", "audit of the meeting", "audit by words", "meetings", "proposals"]
)
def test_members_and_auditors_are_told_it(views, question):
    assert says_something_secret(QUESTIONS[question](views))


@pytest.mark.parametrize("id", ["rcm-12-d2", "rcm-12-d3", "rcm-12-d4", "mx-1", "secret-1"])
def test_what_is_not_adopted_is_not_even_there(views, id):
    with pytest.raises(Problem) as unknown:
        show(views.published, id)
    assert unknown.value.code == "unknown"
    # Nor is it what somebody may have meant.
    assert "rcm-12-d2" not in str(unknown.value.message).replace(id, "")


def test_all_that_is_adopted_is_there_to_the_last_entry(views):
    assert show(views.published, "rcm-12-d1")["text"] == {"en": "Agreed."}
    assert QUESTIONS["plan"](views.published) == QUESTIONS["plan"](views)
    assert views.published.answer(lambda reading: reading.entry) == views.ledger.head


def test_the_entries_that_everybody_reads_are_those_that_the_log_says(views):
    rows = list(views.ledger.recorder.rows(0, views.ledger.head))
    published = Published(rows)
    due = [row[0] for row in rows if published.holds(row)]
    assert [entry["entry"] for entry in audit(views.published)["entries"]] == due
    assert 0 < len(due) < len(rows)


def test_what_everybody_reads_follows_what_is_recorded(store, tmp_path):
    with closing(a_ledger(tmp_path, store=store)) as ledger, closing(Views.open(ledger)) as views:
        Conference(ledger).meets("rcm", "2007-04-26", id="rcm-12", closes_on="2007-04-27")
        ledger.table(a_draft("rcm-12-d1"), [approve("a1")], ALL)
        assert all_meetings(views.published)["meetings"][0]["decisions"] == []
        ledger.adopt("rcm-12-d1")
        assert all_meetings(views.published)["meetings"][0]["decisions"] == ["rcm-12-d1"]
        assert [item["id"] for item in plan(views.published, moment(views))["items"]] == ["a1"]
        views.rebuild()
        assert show(views.published, "rcm-12-d1")["status"] == "adopted"
        assert_proven(ledger)

