"""Recording over HTTP: what is recorded, what is said of it, and what is refused, with reasons."""

import json
from typing import Any

import pytest

from ledger.ledger import Ledger
from ledger.records import ReportFields
from tests.api.http.conftest import V1

MEETING = {
    "id": "rcgm-2024-1",
    "body": "rcgm",
    "title": {"en": "First meeting of 2024", "es": "Primera reunión de 2024"},
    "opens_on": "2024-02-06",
    "closes_on": "2024-02-07",
}
DRAFT = {
    "id": "rcgm-2024-1-d1",
    "text": {"en": "The review was held."},
    "changes": [{"record-occurrence": {"item": "plan-review", "on": "2024-02-06"}}],
}
PROPOSAL = {"id": "p", "by": "MX", "submitted_to": "rcgm-2024-1", "text": {"en": "x"}}
D1 = "decisions/rcgm-2024-1-d1"


@pytest.fixture
def meeting(offices):
    offices.done("TS", "POST", "meetings", MEETING)
    return offices


@pytest.fixture
def tabled(meeting):
    meeting.done("TS", "POST", "meetings/rcgm-2024-1/decisions", DRAFT)
    return meeting


def paths(problem: Any) -> list[str]:
    return [error["path"] for error in problem["errors"]]


def test_what_is_new_is_said_to_be_where_it_is(offices):
    answer = offices.send("TS", "POST", "meetings", MEETING)
    assert answer.status_code == 201
    assert answer.headers["location"] == f"{V1}/meetings/rcgm-2024-1"
    assert offices.json(answer.headers["location"])["title"] == MEETING["title"]
    answer = offices.send("TS", "POST", "meetings/rcgm-2024-1/decisions", DRAFT)
    assert (answer.status_code, answer.headers["location"]) == (201, f"{V1}/{D1}")
    assert offices.json(answer.headers["location"])["changes"] == DRAFT["changes"]


def test_the_answer_comes_when_those_who_read_see_it(tabled):
    for n in range(20):
        stance = ("agree", "abstain")[n % 2]
        done = tabled.done("member:MX", "PUT", f"{D1}/positions/MX", {"stance": stance})
        assert tabled.json(f"{V1}/{D1}")["positions"]["MX"]["stance"] == stance
        assert tabled.head == done["entries"][1]


def test_who_recorded_it_is_the_account_and_the_office_and_never_a_name(tabled):
    tabled.done("member:MX", "PUT", f"{D1}/positions/MX", {"stance": "agree"})
    said = [e["recorded_by"] for e in tabled.json(f"{V1}/audit?decision=rcgm-2024-1-d1")["entries"]]
    assert [by.partition("@")[2] for by in said] == ["TS", "TS", "member:MX"]
    assert all(len(by.partition("@")[0]) == 16 for by in said)


def test_what_is_so_already_is_a_conflict(tabled):
    said = tabled.refused(409, "exists", "TS", "POST", "meetings", MEETING)
    assert "rcgm-2024-1" in said["detail"]
    tabled.refused(409, "exists", "TS", "POST", "meetings/rcgm-2024-1/decisions", DRAFT)
    tabled.refused(409, "not-submitted", "PPT", "POST", f"{D1}/confirm")
    tabled.done("TS", "POST", f"{D1}/withdraw")
    for how in ("withdraw", "decline", "submit"):
        tabled.refused(409, "already", "TS", "POST", f"{D1}/{how}")
    tabled.done("TS", "POST", "meetings/rcgm-2024-1/close", {"on": "2024-02-08", "unsettled": {"en": "Later."}})
    tabled.refused(409, "already", "TS", "POST", "meetings/rcgm-2024-1/close", {"on": "2024-02-08"})


def test_what_is_not_there_is_not_found(meeting):
    position = {"stance": "agree"}
    meeting.refused(404, "unknown", "TS", "POST", "meetings/rcgm-2024-9/decisions", DRAFT)
    meeting.refused(404, "unknown", "TS", "POST", "meetings/rcgm-2024-9/close")
    meeting.refused(404, "unknown", "TS", "PUT", "decisions/none/draft", DRAFT, If_Match='"1"')
    meeting.refused(404, "unknown", "TS", "PUT", "decisions/none/positions/MX", position)
    meeting.refused(404, "unknown", "TS", "POST", "decisions/none/submit")
    meeting.refused(404, "unknown", "PPT", "POST", "decisions/none/confirm")
    meeting.refused(404, "unknown", "TS", "POST", "proposals/none/comments", {"by": "MX", "text": {"en": "x"}})
    meeting.done("TS", "POST", "meetings/rcgm-2024-1/decisions", DRAFT)
    meeting.refused(404, "unknown", "TS", "PUT", f"{D1}/positions/XX", position)


def test_an_unlawful_decision_is_refused_with_every_violation(meeting):
    change = {"redefine": {"item": "statistics", "terms": {"lead": ["TS"]}}}
    unlawful = {**DRAFT, "changes": [change], "agreed": "all"}
    meeting.done("TS", "POST", "meetings/rcgm-2024-1/decisions", unlawful)
    for language, words in (("en", "may not redefine"), ("es", "no puede")):
        said = meeting.refused(409, "level-too-low", "TS", "POST", f"{D1}/submit", Accept_Language=language)
        assert [violation["code"] for violation in said["violations"]] == ["level-too-low"]
        assert words in said["violations"][0]["message"]
        assert set(said["violations"][0]["messages"]) == {"en", "es"}


# --- a register's form, and its errors ------------------------------------------------------------


def test_every_error_of_a_body_is_named_with_its_path_and_its_cure(meeting):
    wrong = {
        "id": "rcgm-2024-1-d1",
        "text": {"en": "x", "fr": "y"},
        "adopted_on": "2024-02-31",
        "procedur": "plenary",
        "changes": [
            {"redefine": {"item": "statistics", "terms": {"timeline": {"every": 0}}}},
            {"record-ocurrence": {"item": "plan-review", "on": "2024-02-06"}},
        ],
    }
    said = meeting.refused(422, "unreadable", "TS", "POST", "meetings/rcgm-2024-1/decisions", wrong)
    found = {error["path"]: error["message"] for error in said["errors"]}
    assert {"text.fr", "adopted_on", "procedur", "changes[0].redefine.terms.timeline.every"} <= set(found)
    assert "“procedure”" in found["procedur"]
    assert "2024-02-31" in found["adopted_on"]
    assert any(path.startswith("changes[1]") for path in found)
    for error in said["errors"]:
        assert set(error["messages"]) == {"en", "es"}
        assert error["message"] == error["messages"]["en"]
    spanish = meeting.send(
        "TS", "POST", "meetings/rcgm-2024-1/decisions", wrong, Accept_Language="es"
    ).json()
    assert "¿Quiso decir «procedure»?" in next(
        error["message"] for error in spanish["errors"] if error["path"] == "procedur"
    )


UNREADABLE: dict[str, tuple[str, Any, str]] = {
    "a list": ("meetings", [], ""),
    "a number": ("meetings", 7, ""),
    "a text": ("meetings", "rcgm", ""),
    "nothing": ("meetings", None, "id"),
    "a meeting with decisions": ("meetings", {**MEETING, "decisions": []}, "decisions"),
    "an unknown body": ("meetings", {**MEETING, "body": "rcgn"}, "body"),
    "closed before it opens": ("meetings", {**MEETING, "closes_on": "2024-01-01"}, "closes_on"),
    "a text of no language": ("meetings", {**MEETING, "title": "First"}, "title"),
    "a text that nobody can see": ("meetings", {**MEETING, "title": {"en": "\u202eFirst"}}, "title.en"),
    "a NUL": ("meetings", {**MEETING, "place": "a\0b"}, "place"),
    "a decision that is adopted": ("meetings/rcgm-2024-1/decisions", {**DRAFT, "status": "adopted"}, "status"),
    "a decision's place": ("meetings/rcgm-2024-1/decisions", {**DRAFT, "recorded": 1}, "recorded"),
    "a decision's contests": ("meetings/rcgm-2024-1/decisions", {**DRAFT, "contests": []}, "contests"),
    "a body where none belongs": (f"{D1}/submit", {"decision": "x"}, "decision"),
    "a reason that is none": (f"{D1}/withdraw", {"reason": ""}, "reason"),
    "an unknown member": ("proposals", {**PROPOSAL, "by": "MEX"}, "by"),
    "an unknown meeting": ("proposals", {**PROPOSAL, "submitted_to": "rcgm-2024-2"}, "submitted_to"),
}  # fmt: skip


@pytest.mark.parametrize("what", UNREADABLE)
def test_what_is_no_record_is_refused_where_it_is_wrong(tabled, what):
    path, body, at = UNREADABLE[what]
    said = tabled.refused(422, "unreadable", "TS", "POST", path, body)
    assert at in paths(said), said["errors"]


def test_an_unknown_id_is_no_way_to_learn_of_others(tabled):
    """A hint at what was meant would tell the ids of drafts to who may not read them."""
    proposal = {**PROPOSAL, "submitted_to": "rcgm-2024-2"}
    said = tabled.refused(422, "unreadable", "TS", "POST", "proposals", proposal)
    assert "Did you mean" not in json.dumps(said)


def test_a_day_on_the_wrong_side_of_the_adoption_is_no_position(tabled):
    body = {"stance": "agree", "on": "2024-03-01"}
    tabled.refused(422, "wrong-day", "TS", "PUT", f"{D1}/positions/MX", body)


def test_two_errors_of_two_kinds_are_told_together(meeting):
    wrong = {**MEETING, "id": "A B", "body": "none", "presidency": "XX"}
    assert {"id", "body", "presidency"} <= set(
        paths(meeting.refused(422, "unreadable", "TS", "POST", "meetings", wrong))
    )


# --- drafts, and who has seen which ---------------------------------------------------------------


def test_a_draft_is_read_changed_and_put_back(tabled):
    answer = tabled.get(f"{V1}/{D1}/draft")
    draft = {**answer.json(), "text": {"en": "The review was held in February."}}
    tabled.done("TS", "PUT", f"{D1}/draft", draft, If_Match=answer.headers["etag"])
    assert tabled.json(f"{V1}/{D1}/draft") == draft


def test_a_draft_is_not_replaced_unseen(tabled):
    said = tabled.refused(428, "if-match-needed", "TS", "PUT", f"{D1}/draft", DRAFT)
    assert tabled.etag(f"{D1}/draft") in said["detail"]
    seen = tabled.etag(f"{D1}/draft")
    tabled.done("member:MX", "PUT", f"{D1}/positions/MX", {"stance": "object"})
    said = tabled.refused(412, "changed-since", "TS", "PUT", f"{D1}/draft", DRAFT, If_Match=seen)
    assert f"{V1}/{D1}/draft" in said["detail"]
    tabled.done("TS", "PUT", f"{D1}/draft", DRAFT, If_Match=tabled.etag(f"{D1}/draft"))


def test_what_was_read_of_the_decision_or_answered_of_it_names_the_draft_as_well(tabled):
    tabled.done("TS", "POST", "meetings", {**MEETING, "id": "rcgm-2024-2"})
    tabled.done("TS", "PUT", f"{D1}/draft", DRAFT, If_Match=tabled.etag(D1))
    answer = tabled.send("member:MX", "PUT", f"{D1}/positions/MX", {"stance": "agree"})
    tabled.done("TS", "PUT", f"{D1}/draft", DRAFT, If_Match=answer.headers["etag"])


NO_TAG = ('W/"{seen}"', "{seen}", '"999999"', '"-1"', "*", '"x"', '""', '"{seen}', "٤٥", '"1", "2"')


@pytest.mark.parametrize("tag", NO_TAG)
def test_what_names_no_draft_that_could_have_been_seen_matches_none(tabled, tag):
    seen = tabled.etag(f"{D1}/draft").strip('"')
    header = tag.format(seen=seen).encode("utf-8")
    answer = tabled.send("TS", "PUT", f"{D1}/draft", DRAFT, If_Match=header)
    assert (answer.status_code, answer.json()["code"]) == (412, "changed-since")


def test_a_position_on_a_draft_that_was_replaced_is_not_taken_where_it_says_which(tabled):
    seen = tabled.etag(f"{D1}/draft")
    tabled.done("member:CA", "PUT", f"{D1}/positions/CA", {"stance": "agree"}, If_Match=seen)
    # What others say of the same draft changes nothing of what is said of it here.
    tabled.done("member:MX", "PUT", f"{D1}/positions/MX", {"stance": "agree"}, If_Match=seen)
    others = {**DRAFT, "text": {"en": "The review was not held."}}
    tabled.done("TS", "PUT", f"{D1}/draft", others, If_Match=tabled.etag(f"{D1}/draft"))
    position = {"stance": "agree"}
    tabled.refused(412, "changed-since", "member:MX", "PUT", f"{D1}/positions/MX", position, If_Match=seen)
    assert tabled.json(f"{V1}/{D1}")["positions"] == {}


@pytest.mark.parametrize("how", ["submit", "withdraw", "decline"])
def test_what_was_changed_since_is_not_ended_unseen(tabled, how):
    seen = tabled.etag(f"{D1}/draft")
    tabled.done("member:MX", "PUT", f"{D1}/positions/MX", {"stance": "object"})
    tabled.refused(412, "changed-since", "TS", "POST", f"{D1}/{how}", If_Match=seen)


def test_a_draft_is_of_the_decision_that_its_address_names(tabled):
    other = {**DRAFT, "id": "rcgm-2024-1-d2"}
    seen = tabled.etag(f"{D1}/draft")
    said = tabled.refused(422, "unreadable", "TS", "PUT", f"{D1}/draft", other, If_Match=seen)
    assert paths(said) == ["id"]
    without = {name: value for name, value in DRAFT.items() if name != "id"}
    tabled.done("TS", "PUT", f"{D1}/draft", without, If_Match=seen)


def test_nothing_is_drafted_after_the_adoption(meeting):
    meeting.done("TS", "POST", "meetings/rcgm-2024-1/decisions", {**DRAFT, "agreed": "all"})
    stale = meeting.etag(f"{D1}/draft")
    meeting.done("TS", "POST", f"{D1}/submit")
    enacted = meeting.done("PPT", "POST", f"{D1}/confirm")
    assert enacted["changes"] == [{"reference": "rcgm-2024-1-d1#1", "change": DRAFT["changes"][0]}]
    for seen in (stale, meeting.etag(f"{D1}/draft")):
        meeting.refused(409, "already", "TS", "PUT", f"{D1}/draft", DRAFT, If_Match=seen)
    position = {"stance": "object"}
    meeting.refused(409, "already", "member:MX", "PUT", f"{D1}/positions/MX", position)
    assert "2024-02-06" in meeting.json(f"{V1}/items/plan-review")["occurrences"]


# --- two persons, and the delegations -------------------------------------------------------------


def test_who_submitted_and_who_confirmed_stand_in_the_adoption(meeting):
    meeting.done("TS", "POST", "meetings/rcgm-2024-1/decisions", {**DRAFT, "agreed": "all"})
    meeting.done("TS", "POST", f"{D1}/submit")
    assert "2024-02-06" not in meeting.json(f"{V1}/items/plan-review")["occurrences"]
    meeting.done("PPT", "POST", f"{D1}/confirm")
    (adopted,) = meeting.json(f"{V1}/audit?decision=rcgm-2024-1-d1&kind=decision-adopted")["entries"]
    assert adopted["recorded_by"].endswith("@PPT")
    assert adopted["submitted_by"].endswith("@TS")


def test_a_confirmation_that_the_rule_refuses_is_recorded_and_said_again(meeting):
    done = {"complete": {"item": "plan-review", "outcome": {"en": "Held."}}}
    for n, change in ((1, done), (2, DRAFT["changes"][0])):
        draft = {**DRAFT, "id": f"rcgm-2024-1-d{n}", "changes": [change], "agreed": "all"}
        meeting.done("TS", "POST", "meetings/rcgm-2024-1/decisions", draft)
        meeting.done("TS", "POST", f"decisions/rcgm-2024-1-d{n}/submit")
    meeting.done("PPT", "POST", f"{D1}/confirm")
    d2, before = "decisions/rcgm-2024-1-d2", meeting.head
    first = meeting.send("PPT", "POST", f"{d2}/confirm", Idempotency_Key="once")
    assert (first.status_code, first.json()["code"]) == (409, "item-archived")
    assert [violation["item"] for violation in first.json()["violations"]] == ["plan-review"]
    assert (meeting.head, meeting.json(f"{V1}/{d2}")["status"]) == (before + 1, "tabled")
    again = meeting.send("PPT", "POST", f"{d2}/confirm", Idempotency_Key="once")
    assert (again.status_code, again.content) == (409, first.content)
    meeting.refused(409, "not-submitted", "PPT", "POST", f"{d2}/confirm")


def test_a_delegation_contests_what_is_recorded_of_it_and_nothing_is_adopted_over_that(meeting):
    meeting.done("TS", "POST", "meetings/rcgm-2024-1/decisions", {**DRAFT, "agreed": "all"})
    reason = {"reason": {"en": "We had not answered.", "es": "No habíamos respondido."}}
    meeting.done("member:MX", "POST", f"{D1}/positions/MX/contest", reason)
    meeting.done("member:CA", "POST", f"{D1}/positions/CA/contest", reason)
    said = meeting.refused(409, "contested", "TS", "POST", f"{D1}/submit")
    assert said["violations"][0]["members"] == ["CA", "MX"]
    meeting.refused(409, "not-contestable", "member:MX", "POST", f"{D1}/positions/MX/contest", reason)
    meeting.done("member:MX", "PUT", f"{D1}/positions/MX", {"stance": "abstain"})
    meeting.done("member:CA", "DELETE", f"{D1}/positions/CA/contest")
    contests = meeting.json(f"{V1}/{D1}")["contests"]
    assert [(each["member"], each["settled"] is not None) for each in contests] == [("MX", True), ("CA", True)]
    meeting.done("TS", "POST", f"{D1}/submit")
    meeting.done("PPT", "POST", f"{D1}/confirm")
    meeting.done("member:US", "POST", f"{D1}/positions/US/contest", reason)
    approved = meeting.json(f"{V1}/items/plan-review")["last_changed"]
    assert approved["contested_by"] == ["US"]


def test_a_confirmation_of_what_was_changed_since_it_was_submitted_has_expired(meeting):
    meeting.done("TS", "POST", "meetings/rcgm-2024-1/decisions", {**DRAFT, "agreed": "all"})
    meeting.done("TS", "POST", f"{D1}/submit")
    seen = meeting.etag(f"{D1}/draft")
    others = {**DRAFT, "text": {"en": "The review was not held."}, "agreed": "all"}
    meeting.done("TS", "PUT", f"{D1}/draft", others, If_Match=seen)
    meeting.refused(409, "not-submitted", "PPT", "POST", f"{D1}/confirm")
    meeting.done("TS", "POST", f"{D1}/submit")
    # Submitted again, it is another text than the Presidency has read.
    meeting.refused(412, "changed-since", "PPT", "POST", f"{D1}/confirm", If_Match=seen)
    meeting.done("PPT", "POST", f"{D1}/confirm", If_Match=meeting.etag(f"{D1}/draft"))


def test_whoever_has_the_file_does_not_confirm_what_is_served(meeting, command):
    meeting.done("TS", "POST", "meetings/rcgm-2024-1/decisions", {**DRAFT, "agreed": "all"})
    for act in ("adopt", "confirm"):
        refused = command(act, "rcgm-2024-1-d1", "--ledger", meeting.ledger)
        assert refused.status != 0
    assert meeting.json(f"{V1}/{D1}")["status"] == "tabled"


def test_what_cannot_be_done_at_an_address_is_told_with_what_can(offices):
    for path, allowed in (
        ("meetings", "GET, HEAD, POST"),
        ("decisions/rcm-12-d2/draft", "GET, HEAD, PUT"),
        ("decisions/rcm-12-d2/submit", "POST"),
        ("plan", "GET, HEAD"),
    ):
        answer = offices.send("TS", "PATCH", path)
        assert (answer.status_code, answer.headers["allow"]) == (405, allowed)


def test_nobody_records_on_a_ledger_without_accounts(own):
    answer = own.client.post(f"{V1}/meetings", json=MEETING, headers={"Authorization": "Bearer x"})
    assert (answer.status_code, answer.json()["code"]) == (404, "no-accounts")


# --- reports --------------------------------------------------------------------------------------


def test_what_a_lead_reports_is_kept_with_the_item_and_changes_nothing(offices):
    before = {k: v for k, v in offices.json(f"{V1}/plan").items() if k == "items"}
    said = {"by": "MX", "says": "completed", "text": {"es": "Revisado."}}
    offices.done("member:MX", "POST", "items/plan-review/reports", said)
    dated = {"item": "plan-review", "by": "UNHCR", "on": "2021-06-09", "says": "delayed"}
    offices.done("TS", "POST", "items/plan-review/reports", dated)
    item = offices.json(f"{V1}/items/plan-review")
    assert [report["by"] for report in item["reports"]] == ["MX", "UNHCR"]
    assert item["reports"][1]["on"] == "2021-06-09"
    assert len(item["reports"][0]["on"]) == 10
    assert item["status"] == "ongoing"
    assert {k: v for k, v in offices.json(f"{V1}/plan").items() if k == "items"} == before


def test_a_report_that_makes_no_sense_is_refused(offices):
    path, said = "items/plan-review/reports", {"by": "MX", "says": "completed"}
    offices.refused(404, "unknown", "TS", "POST", "items/none/reports", said)
    for wrong, at in (
        ({**said, "says": "done"}, "says"),
        ({**said, "by": "MEX"}, "by"),
        ({**said, "item": "statistics"}, "item"),
        ({**said, "on": "2021-02-30"}, "on"),
        ({"by": "MX"}, "says"),
    ):
        assert paths(offices.refused(422, "unreadable", "TS", "POST", path, wrong)) == [at]
    offices.refused(403, "not-your-office", "member:CA", "POST", path, said)


def test_a_proposal_is_settled_once_and_by_what_is_adopted(tabled):
    tabled.done("TS", "POST", "proposals", PROPOSAL)
    outcome = {"adopted": [DRAFT["id"]]}
    tabled.refused(409, "outcome-not-adopted", "TS", "POST", "proposals/p/outcome", outcome)
    tabled.done("TS", "POST", "proposals/p/outcome", {"declined": {"en": "Not now."}})
    tabled.refused(409, "already", "TS", "POST", "proposals/p/outcome", {"withdrawn": {"en": "x"}})


# --- what others recorded, and did not bring into the views ----------------------------------------


def test_what_another_process_has_just_recorded_counts_for_what_is_asked_of_the_views(meeting):
    why = {"en": "Its proceedings are not at hand."}
    docket, close = (f"meetings/rcgm-2024-1/{what}" for what in ("docket", "close"))
    with Ledger.open(meeting.ledger) as other:  # its views follow nothing
        cleared = meeting.done("PPT", "POST", docket, {"left_out": {"women-children-seminar": why}})
        assert cleared["taken"] == []
        other.report(ReportFields(item="plan-review", by="MX", on="2024-02-06", says="completed"))
        said = meeting.send("TS", "POST", close, {"on": "2024-02-08"}).json()
        assert (said["code"], [v["item"] for v in said["violations"]]) == ("docket-unsettled", ["plan-review"])
        other.report(ReportFields(item="statistics", by="MX", on="2024-02-06", says="completed"))
        assert set(meeting.done("PPT", "POST", docket, {})["taken"]) == {"plan-review", "statistics"}
