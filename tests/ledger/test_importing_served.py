"""On a served ledger every import is a submission, but for the founding one: it enters the plan when somebody else
confirms it. And what is contested comes back from an export."""

import io
from pathlib import Path
from typing import Any

import pytest
import yaml

from ledger.export import export_register
from ledger.importer import Imported
from ledger.importing import KnownToLedger as Known
from ledger.importing import import_into, import_register
from ledger.ledger import Ledger
from ledger.register import read_register
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
    assert_said,
    hindered,
    nothing_recorded,
    start,
)
from tests.ledger.test_serving import BOTH, CA, DAY, MX, PPT, TS, acting, contest
from tests.stores import both_stores

pytestmark = both_stores


@pytest.fixture
def conference(conference: Conference) -> Conference:
    """A served ledger, sealed: the XI RCM approved `a1` under `mpm`."""
    conference.meets("rcm", "2006-05-05", id="rcm-11")
    conference.decides("rcm-11", None, approve_section("mpm", steward="rcgm"), approve("a1", "mpm"),
                       approve_section("annex", steward="lon-cp", role="annex"))  # fmt: skip
    conference.ledger.begin_service()
    conference.ledger.close_meeting("rcm-11", a_meeting(on="2006-05-06").opens_on)
    conference.ledger.by = TS
    return conference


def a_register(
    *decisions: dict[str, Any], meeting: str = "rcm-12", body: str = "rcm"
) -> dict[str, Any]:
    below = [{"text": "What it says.", "agreed": "all", **decision} for decision in decisions]
    held = {"id": meeting, "body": body, "title": "A meeting", "opens_on": DAY, "closes_on": DAY}
    return {"register": 1, "language": "en", "meetings": [{**held, "decisions": below}]}


def a_record(id: str, *changes: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"id": id, "changes": list(changes), **fields}


@pytest.fixture
def imported(conference: Conference, tmp_path: Path):
    """Import a register into the ledger of the conference."""

    def importing(register: dict[str, Any], **how: Any) -> Imported:
        file = tmp_path / "register.yaml"
        file.write_text(yaml.safe_dump(register, sort_keys=False), encoding="utf-8")
        done = import_into(
            conference.ledger, read_register([file], Known(conference.ledger)), **how
        )
        for violation in done.violations:
            assert_said(violation.message)
        return done

    return importing


STARTED = {"start": {"item": "a1"}}
NEW = {"approve": {"item": "a2", "parent": "mpm", "terms": {"title": "New"}}}
NEXT = {"start": {"item": "a2"}}


def confirmed(conference, id, by=PPT):
    with acting(conference.ledger, by):
        conference.ledger.confirm(id)


def status(conference, id):
    return conference.ledger.decision(id).status


def waiting(done: Imported) -> dict[str, str]:
    return {id: str(office) for id, office in done.waiting.items()}


def test_an_import_is_a_submission_and_says_what_waits_for_whom(conference, imported):
    plan = conference.plan()
    register = a_register(a_record("d1", STARTED), a_record("d2"))
    network = a_register(
        a_record("w1", {"approve": {"item": "w", "parent": "annex", "terms": {"title": "W"}}}),
        meeting="lon-cp-1", body="lon-cp",
    )  # fmt: skip
    register["meetings"] += network["meetings"]
    done = imported(register)
    assert done.lawful
    assert waiting(done) == {"d1": "PPT", "d2": "PPT", "w1": "coordinator:lon-cp"}
    assert done.tabled == []
    assert conference.plan() == plan
    confirmed(conference, "d1")
    assert conference.item("a1").status == "ongoing"


def test_what_builds_on_what_waits_is_tabled_and_submitted_once_that_is_confirmed(
    conference, imported
):
    register = a_register(a_record("d1", NEW), a_record("d2", NEXT), a_record("d3", STARTED))
    done = imported(register)
    assert (waiting(done), done.tabled) == ({"d1": "PPT", "d3": "PPT"}, ["d2"])
    assert [status(conference, f"d{n}") for n in (1, 2, 3)] == ["submitted", "tabled", "submitted"]
    confirmed(conference, "d1")
    again = imported(register)
    assert (waiting(again), again.tabled) == ({"d2": "PPT", "d3": "PPT"}, [])
    confirmed(conference, "d2")
    assert conference.item("a2").status == "ongoing"


def test_a_proposal_is_settled_by_importing_again_once_what_answers_it_is_confirmed(
    conference, imported
):
    register = a_register(a_record("d1", STARTED))
    wish = {"id": "mx-1", "by": "MX", "submitted_to": "rcm-12", "text": "Start it."}
    register["proposals"] = [{**wish, "outcome": {"adopted": ["d1"]}}]
    imported(register)
    assert conference.ledger.proposal("mx-1").outcome is None
    confirmed(conference, "d1")
    imported(register)
    assert conference.ledger.proposal("mx-1").outcome.adopted == ("d1",)
    head = conference.ledger.head
    imported(register)
    assert conference.ledger.head == head


def test_the_same_register_again_changes_nothing_while_it_waits(conference, imported):
    register = a_register(a_record("d1", STARTED))
    imported(register)
    with nothing_recorded(conference.ledger):
        again = imported(register)
    assert (again.decisions, again.already, waiting(again)) == (0, 1, {"d1": "PPT"})
    confirmed(conference, "d1")
    with nothing_recorded(conference.ledger):
        again = imported(register)
    assert (again.already, waiting(again)) == (1, {})


def test_an_unlawful_decision_is_refused_with_the_whole_import_as_ever(conference, imported):
    objecting = a_record("d2", NEXT, positions={"CA": {"stance": "object"}})
    with nothing_recorded(conference.ledger):
        done = imported(a_register(a_record("d1", NEW), objecting, a_record("d3", STARTED)))
    assert [(v.code, v.reference) for v in done.violations] == [("objection", "d2#1")]
    assert not done.waiting


def test_what_would_be_lawful_only_by_what_is_not_in_the_register_is_refused(conference, imported):
    with nothing_recorded(conference.ledger):
        done = imported(a_register(a_record("d2", NEXT)))
    assert [v.code for v in done.violations] == ["item-unknown"]


def test_a_dry_run_says_what_would_wait_and_records_nothing(conference, imported):
    with nothing_recorded(conference.ledger):
        done = imported(a_register(a_record("d1", NEW), a_record("d2", NEXT)), dry_run=True)
    assert (waiting(done), done.tabled) == ({"d1": "PPT"}, ["d2"])


@pytest.mark.parametrize("ending", ["declined", "withdrawn", "tabled"])
def test_what_was_not_adopted_needs_nobody_else(conference, imported, ending):
    done = imported(a_register(a_record("d1", STARTED, status=ending)))
    assert (waiting(done), status(conference, "d1")) == ({}, ending)


def test_what_waits_may_come_back_with_other_positions(conference, imported):
    imported(a_register(a_record("d1", STARTED)))
    other = a_record("d1", STARTED, positions={"CA": {"stance": "abstain"}})
    done = imported(a_register(other))
    assert waiting(done) == {"d1": "PPT"}
    assert conference.ledger.decision("d1").positions["CA"].stance == "abstain"
    confirmed(conference, "d1")


@pytest.mark.parametrize("before", ["adopted", "tabled"])
def test_a_register_does_not_take_the_place_of_what_a_delegation_said_itself(
    conference, imported, before
):
    imported(a_register(a_record("d1", STARTED, status=before)))
    for stance, refused in (("abstain", []), ("object", ["objection"])):
        with acting(conference.ledger, MX):
            own = {"MX": a_position(stance, basis="own-account")}
            conference.ledger.take_position("d1", own)
        done = imported(a_register(a_record("d1", STARTED)))
        assert [v.code for v in done.violations] == refused
        assert waiting(done) == ({} if refused else {"d1": "PPT"})
        assert conference.ledger.decision("d1").positions["MX"].stance == stance


def test_what_a_delegation_contests_is_not_submitted_by_importing_it(conference, imported):
    imported(a_register(a_record("d1", STARTED, status="tabled")))
    contest(conference)
    with nothing_recorded(conference.ledger):
        done = imported(a_register(a_record("d1", STARTED)))
    assert [(v.code, v.members) for v in done.violations] == [("contested", ("MX",))]


@pytest.mark.parametrize(
    "told", [{"contests": {"MX": "No."}}, {"positions": {"MX": {"basis": "own-account"}}}]
)
def test_nobody_says_for_a_delegation_by_a_register_what_it_alone_says(conference, imported, told):
    with nothing_recorded(conference.ledger):
        done = imported(a_register(a_record("d1", STARTED, **told)))
    assert [(v.code, v.reference, v.members) for v in done.violations] == [
        ("not-their-own", "d1", ("MX",))
    ]


def test_only_the_secretariat_imports_what_was_adopted(conference, imported):
    conference.ledger.by = MX
    with nothing_recorded(conference.ledger), hindered("other-office", "d1"):
        imported(a_register(a_record("d1", STARTED)))


def test_the_founding_import_of_a_served_ledger_adopts_at_once(tmp_path, store):
    ledger = a_ledger(tmp_path, name="founding.db", store=store)
    ledger.begin_service()
    path = ledger.path
    ledger.close()
    first = a_register(
        a_record("d1", {"approve": {"item": "a1", "terms": {"title": "One"}}},
                 positions={"MX": {"basis": "own-account"}}, contests={"CA": "No."}),
    )  # fmt: skip
    first["meetings"][0]["closed"] = DAY
    file = tmp_path / "register.yaml"
    file.write_text(yaml.safe_dump(first), encoding="utf-8")
    done = import_register(path, [file], by=TS)
    assert (done.violations, waiting(done)) == ([], {})
    with Ledger.open(path) as ledger:
        assert ledger.takes_two_persons, "it is sealed now"
        assert ledger.decision("d1").status == "adopted"
        assert ledger.decision("d1").contests["CA"].reason == {"en": "No."}
        assert_proven(ledger)


# --- what an export gives back --------------------------------------------------------------------


def exported(ledger: Ledger) -> str:
    out = io.StringIO()
    export_register(ledger, out)
    return out.getvalue()


def decisions_of(register: str) -> dict[str, Any]:
    meetings = yaml.safe_load(register)["meetings"]
    return {d["id"]: d for meeting in meetings for d in meeting["decisions"]}


def test_an_export_gives_back_what_is_contested_and_not_settled(conference, tmp_path, store):
    ledger = conference.ledger
    conference.meets("rcm", DAY, id="rcm-12")
    everybody = all_agree()(conference.members_on(DAY))
    for id in ("d1", "d2", "d3"):
        ledger.table(a_decision(id, "rcm-12", DAY), [start("a1")] if id == "d1" else [], everybody)
        ledger.submit(id)
    confirmed(conference, "d1")
    contest(conference, "d1")
    contest(conference, "d1", "CA", CA)
    contest(conference, "d2")
    contest(conference, "d3")
    with acting(ledger, MX):
        ledger.take_position("d3", {"MX": a_position(basis="own-account")})
        ledger.withdraw_contest("d1", "MX")
    told = {id: each.get("contests") for id, each in decisions_of(exported(ledger)).items()}
    assert (told["d1"], told["d2"], told["d3"]) == ({"CA": BOTH}, {"MX": BOTH}, None)

    file = tmp_path / "export.yaml"
    file.write_text(exported(ledger), encoding="utf-8")
    path = store.address(tmp_path, "again.db")
    done = import_register(path, [file])
    assert done.lawful
    with Ledger.open(path) as again:
        assert_proven(again)
        assert decisions_of(exported(again)) == decisions_of(exported(ledger))
        for id in ("d1", "d2", "d3"):
            here, there = (each.decision(id) for each in (ledger, again))
            assert {m: c.reason for m, c in here.contests.items()} == {
                m: c.reason for m, c in there.contests.items()
            }
        assert Conference(again).plan().keys() == conference.plan().keys()
        head = again.head
    assert import_register(path, [file]).already == 4
    with Ledger.open(path) as again:
        assert again.head == head
    # And into the ledger that it came from.
    with nothing_recorded(ledger):
        assert import_into(ledger, read_register([file], Known(ledger))).lawful


def test_a_contest_that_comes_back_with_another_reason_is_named(conference, imported, tmp_path):
    imported(a_register(a_record("d1", STARTED, status="tabled")))
    contest(conference)
    with nothing_recorded(conference.ledger):
        done = imported(
            a_register(a_record("d1", STARTED, status="tabled", contests={"MX": "Other."}))
        )
    assert [(v.code, v.reference) for v in done.violations] == [("differs", "d1")]
    assert "contests.MX" in done.violations[0].message["en"]
