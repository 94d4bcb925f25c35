"""What a delegation contests is shown wherever the agreement is shown, as of then; and who submitted and who
confirmed."""

from collections.abc import Iterator
from contextlib import closing
from types import SimpleNamespace

import pytest
from pydantic_core import to_json

from ledger.ledger import Ledger
from ledger.problems import Refused
from projections.audit import audit
from projections.compare import diff
from projections.moments import Moment
from projections.plan import archive, plan
from projections.rows import plan_json
from projections.show import item_known_at, show
from projections.views import Views
from tests.builders import (
    Conference,
    a_decision,
    a_ledger,
    a_position,
    all_agree,
    approve,
    as_day,
    discontinue,
    redefine,
    start,
)
from tests.projections.test_verification import verified
from tests.stores import Address, Store, both_stores

pytestmark = both_stores
BOTH = {"en": "We did not say so.", "es": "No dijimos eso."}
TS, PPT = "00000000000000a1@TS", "00000000000000b2@PPT"
MX, CA = "00000000000000d4@member:MX", "00000000000000e5@member:CA"
DAY = "2007-05-10"


@pytest.fixture(scope="module")
def story(store: Store, tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """`d1`, adopted, is contested by Mexico and by Canada, which then withdrew that; `d2` by Mexico before its
    adoption; `d3` is a draft whose confirmation was refused, contested before its redraft and after."""
    ledger = a_ledger(tmp_path_factory.mktemp("story"), store=store)
    views, it, at = Views.open(ledger), Conference(ledger), {}
    it.meets("rcm", "2006-05-05", id="rcm-11")
    it.decides("rcm-11", None, approve("a1"), approve("a2"), id="d0")
    ledger.close_meeting("rcm-11", as_day("2006-05-06"))
    ledger.begin_service()
    it.meets("rcm", DAY, id="rcm-12")
    everybody = all_agree()(it.members_on(DAY))

    def acts(by: str, act: str, *given) -> None:
        ledger.by = by
        getattr(ledger, act)(*given)

    def contests(by: str, member: str, decision: str, name: str) -> None:
        acts(by, "contest", decision, member, BOTH)
        at[name] = ledger.head

    acts(
        TS, "table", a_decision("d1", "rcm-12", DAY), [redefine("a1"), discontinue("a2")], everybody
    )
    acts(TS, "submit", "d1")
    acts(PPT, "confirm", "d1")
    contests(MX, "MX", "d1", "mexico")
    contests(CA, "CA", "d1", "canada")
    acts(TS, "table", a_decision("d2", "rcm-12", DAY), [start("a1")], everybody)
    contests(MX, "MX", "d2", "settled")
    acts(MX, "take_position", "d2", {"MX": a_position(basis="own-account")})
    at["own"] = ledger.head
    acts(TS, "submit", "d2")
    acts(PPT, "confirm", "d2")
    acts(TS, "table", a_decision("d3", "rcm-12", DAY), [redefine("a1", form="study")], everybody)
    acts(TS, "submit", "d3")
    acts(TS, "take_position", "d3", {"CA": a_position("abstain")})
    with pytest.raises(Refused):
        acts(PPT, "confirm", "d3")
    contests(CA, "CA", "d3", "before")
    acts(TS, "redraft", a_decision("d3", "rcm-12", DAY), [redefine("a1", form="other")], everybody)
    at["redrafted"] = ledger.head - 12
    contests(MX, "MX", "d3", "after")
    acts(CA, "withdraw_contest", "d1", "CA", BOTH)
    at["withdrawn"] = ledger.head
    views.close()
    ledger.settle_in_place()
    ledger.close()
    return SimpleNamespace(address=ledger.path, at=at)


@pytest.fixture(scope="module")
def at(story) -> dict[str, int]:
    return story.at


@pytest.fixture(scope="module")
def views(story) -> Iterator[Views]:
    with Ledger.open(story.address) as ledger, closing(Views.open(ledger)) as views:
        yield views


@pytest.fixture
def path(store: Store, story, tmp_path) -> Address:
    return store.copy(story.address, tmp_path)


def contested(item, name="last_changed"):
    return item[name].get("contested_by")


def of(document, id):
    (found,) = [item for item in document["items"] if item["id"] == id]
    return found


@pytest.mark.parametrize("basis", [False, True])
def test_a_plan_says_who_contests_the_decision_that_an_item_rests_on(views, at, basis):
    when = Moment(None, at["canada"])
    item = of(plan(views, when, basis=basis), "a1")
    assert contested(item) == ["CA", "MX"]
    assert "contested_by" not in item["approved"]
    gone = of(archive(views, when, basis=basis), "a2")
    assert contested(gone, "archived") == ["CA", "MX"]


def test_rows_that_are_kept_say_who_contested_an_agreement_then(path, views, at):
    """Whatever was asked before; and to everybody no more than everybody may read."""
    entries = list(range(at["mexico"] - 1, views.entry + 1))
    with Ledger.open(path) as ledger, closing(Views.open(ledger)) as kept:
        for asked, of in ((kept, views), (kept.published, views.published)):
            for entry in (*entries, *reversed(entries)):
                when = Moment(None, entry)
                said = asked.answer(lambda reading, when=when: plan_json(reading, when))
                assert said == to_json(plan(of, when, basis=True))


def test_as_known_at_an_entry_it_is_contested_by_who_contested_it_then(views, at):
    def by(entry):
        return contested(of(archive(views, Moment(None, entry)), "a2"), "archived")

    assert by(at["mexico"] - 1) is None
    assert by(at["mexico"]) == ["MX"]
    assert by(at["withdrawn"] - 1) == ["CA", "MX"]
    assert by(at["withdrawn"]) == ["MX"]


def test_an_item_says_it_in_its_authority_and_in_its_history(views, at):
    item = show(views, "a1")
    founding, redefined, started = item["history"]
    assert redefined["contested_by"] == ["MX"]
    assert not {"contested_by"} & {*founding, *started}
    assert contested(item) is None, "it was started since, and that nobody contests"
    then = item_known_at(views, "a1", at["canada"])
    assert contested(then) == ["CA", "MX"]
    assert then["history"][-1]["contested_by"] == ["CA", "MX"]


def test_what_differs_between_two_moments_says_it_too(views, at):
    found = diff(views, Moment(as_day("2006-12-31"), views.entry), Moment(None, views.entry))
    by = {
        b["reference"]: b.get("contested_by") for d in found["differences"] for b in d["authority"]
    }
    assert by == {"d1#1": ["MX"], "d1#2": ["MX"], "d2#1": None}


def test_a_decision_shows_its_contests_settled_or_not(views, at):
    assert show(views, "d1")["contests"] == [
        {"member": "MX", "reason": BOTH, "entry": at["mexico"], "settled": None},
        {"member": "CA", "reason": BOTH, "entry": at["canada"], "settled": at["withdrawn"]},
    ]
    (own,) = show(views, "d2")["contests"]
    assert (own["entry"], own["settled"]) == (at["settled"], at["own"])
    before, after = show(views, "d3")["contests"]
    assert (before["entry"], before["settled"]) == (at["before"], at["redrafted"])
    assert (after["entry"], after["settled"]) == (at["after"], None)


def test_a_meeting_says_which_of_its_decisions_are_contested(views):
    shown = {d["id"]: d.get("contested_by") for d in show(views, "rcm-12")["decisions"]}
    assert shown == {"d1": ["MX"], "d2": None, "d3": ["MX"]}


def test_a_decision_shows_who_submitted_and_who_confirmed_it(views):
    shown = show(views, "d1")
    assert (shown["submitted_by"], shown["confirmed_by"]) == (TS, PPT)
    assert not {"submitted_by", "confirmed_by"} & show(views, "d3").keys()
    assert show(views, "d3")["status"] == "tabled"


def test_the_trail_of_a_decision_has_what_was_contested_after_its_adoption(views, at):
    entries = audit(views, decision="d1")["entries"]
    assert [e["event"] for e in entries[-3:]] == ["position-contested"] * 2 + ["contest-withdrawn"]
    assert entries[-3]["reason"] == BOTH
    assert (entries[-3]["member"], entries[-3]["meeting"]) == ("MX", "rcm-12")
    (adopted,) = [e for e in entries if e["event"] == "decision-adopted"]
    assert (adopted["submitted_by"], adopted["recorded_by"]) == (TS, PPT)
    of_member = audit(views, member="CA", kind="position-contested")["entries"]
    assert [e["decision"] for e in of_member] == ["d1", "d3"]


def test_the_trail_says_why_a_confirmation_was_refused(views):
    (refused,) = audit(views, kind="confirmation-refused")["entries"]
    assert [(v["code"], v["members"]) for v in refused["violations"]] == [
        ("agreement-missing", ["CA"])
    ]
    assert (refused["left_out"], refused["recorded_by"]) == (0, PPT)
    assert refused["decision"] == "d3"


def test_everybody_sees_what_is_contested_of_what_is_adopted_and_nothing_of_a_draft(views):
    public = views.published
    assert [c["member"] for c in show(public, "d1")["contests"]] == ["MX", "CA"]
    assert contested(of(archive(public, Moment(None, views.entry)), "a2"), "archived") == ["MX"]
    seen = {e["decision"] for e in audit(public, kind="position-contested")["entries"]}
    assert seen == {"d1", "d2"}
    assert show(public, "rcm-12")["decisions"][0]["contested_by"] == ["MX"]


def test_views_built_anew_say_the_same(views, path):
    with Ledger.open(path) as ledger, closing(Views.open(ledger)) as other:
        other.rebuild()
        for id in ("a1", "a2", "d1", "d2", "d3", "rcm-12"):
            assert show(other, id) == show(views, id)


@pytest.mark.parametrize(
    "forged",
    [
        "UPDATE contests SET settled_at = NULL WHERE settled_at IS NOT NULL",
        "UPDATE contests SET settled_at = 999 WHERE settled_at IS NULL",
        "UPDATE contests SET member = 'US' WHERE member = 'CA'",
        "UPDATE contests SET decision = 'd2' WHERE decision = 'd1'",
        "UPDATE contests SET reason = reworded(reason, 'did not', 'did')",
        "UPDATE contests SET reason = reworded(reason, '}', '')",
        "DELETE FROM contests WHERE member = 'MX'",
        "INSERT INTO contests SELECT entry + 1000, decision, 'US', reason, NULL FROM contests",
    ],
)
def test_a_contest_that_is_hidden_or_made_up_in_the_tables_is_found(path, forged):
    assert verified(path).proven
    found = verified(path, forged)
    assert not found.projections_match
    assert [v.code for v in found.violations] == ["views-differ"]
    assert "contests" in found.violations[0].message["en"]
