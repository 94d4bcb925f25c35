"""The plan as it would stand if drafts passed: what each takes and lacks, what would change; nothing is recorded."""

import pytest

from tests.processes.proof import log_of

LEAD = "{redefine: {item: statistics, terms: {lead: [TS, IOM]}}}"
NEW = "{approve: {item: registry, parent: mpm, terms: {title: {en: A registry, es: Un registro}}}}"
START = "{start: {item: registry}}"


@pytest.fixture
def drafts(command, ledger):
    """One of the RCM's that two members agree to; one of the RCGM's upon it; and one that the RCGM cannot adopt."""
    for meeting, body, day in (("rcm-25", "rcm", "2020-11-12"), ("rcgm-2020-2", "rcgm", "2020-12-01")):
        named = ("--title-en", meeting, "--opens-on", day)
        assert command("meeting", meeting, "--body", body, *named).status == 0
    for id, meeting, agreed, *changes in (
        ("rcm-25-d1", "rcm-25", "MX,CA", LEAD, NEW),
        ("rcgm-2020-2-d1", "rcgm-2020-2", "all", START),
        ("rcgm-2020-2-d2", "rcgm-2020-2", "all", LEAD),
    ):
        options = [part for change in changes for part in ("--change", change)]
        told = ("--text-en", "Decide.", "--text-es", "Decidir.", "--agreed", agreed)
        assert command("table", id, "-m", meeting, *told, *options).status == 0


def test_it_tells_what_each_change_takes_and_whose_agreement_is_missing(command, drafts):
    answer = command("plan", "--if", "rcm-25-d1", "--if", "rcgm-2020-2-d1")
    assert answer.status == 0
    for part in (
        "takes RCM; unanimity agreement missing so far: BZ, CR, DO, GT, HN, NI, PA, SV, US",
        "takes RCGM, or RCM; consensus more have to agree, of: BZ, CR, DO, GT, HN, NI, PA, SV, US",
        "It could be adopted, once those agree whose agreement is missing.",
        "starts “A registry” (registry)",
        "It could be adopted with the positions that there are.",
        "The plan as it would stand",
        "Nothing was recorded: the plan is as it was.",
    ):
        assert part in answer.said
    spanish = command("plan", "--if", "rcm-25-d1", "--lang", "es").said
    assert "requiere: CRM; unanimidad acuerdos que faltan hasta ahora: BZ, CR" in spanish


def test_the_plan_is_that_which_adopting_them_makes_and_nothing_is_recorded(command, ledger, drafts):
    before, plan = log_of(ledger), command("plan", "--json").document
    document = command("plan", "--if", "rcm-25-d1", "--if", "rcgm-2020-2-d1", "--json").document
    assert log_of(ledger) == before
    assert command("plan", "--json").document == plan
    said = [
        (each["item"], each["change"], [by["reference"] for by in each["authority"]])
        for each in document["differences"]
    ]
    assert said == [
        ("statistics", "redefined", ["rcm-25-d1#1"]),
        ("registry", "new", ["rcm-25-d1#2", "rcgm-2020-2-d1#1"]),
    ]
    for member in ("BZ", "CR", "DO", "GT", "HN", "NI", "PA", "SV", "US"):
        assert command("position", "rcm-25-d1", member, "agree").status == 0
    for id in ("rcm-25-d1", "rcgm-2020-2-d1"):
        assert command("adopt", id).status == 0
    then = command("plan", "--json").document["items"]
    assert [plain(item) for item in document["items"]] == [plain(item) for item in then]
    assert command("verify").status == 0


def plain(item):
    """An item without the numbers of its entries, and without how we know who agreed."""
    authorities = {
        name: {key: value for key, value in item[name].items() if key != "basis"}
        for name in ("approved", "last_changed")
    }
    return {key: value for key, value in {**item, **authorities}.items() if key != "order"}


def test_what_could_not_pass_at_its_level_whoever_agreed_is_a_no_with_the_reason(command, drafts):
    answer = command("plan", "--if", "rcgm-2020-2-d2")
    assert answer.status == 1
    assert "It could not be adopted here, whoever agreed; it is left out below." in answer.said
    assert "[level-too-low]" in answer.said
    document = command("plan", "--if", "rcgm-2020-2-d2", "--if", "rcm-25-d1", "--json").document
    assert document["possible"] is False
    assert [(each["possible"], [v["code"] for v in each["violations"]]) for each in document["if"]] == [
        (False, ["level-too-low"]),
        (True, []),
    ]
    assert document["if"][0]["changes"][0]["bodies"] == ["rcm"]
    assert "registry" in [item["id"] for item in document["items"]]


def test_in_another_order_one_may_miss_what_it_builds_on(command, drafts):
    answer = command("plan", "--if", "rcgm-2020-2-d1", "--if", "rcm-25-d1", "--json")
    assert answer.status == 1
    assert [v["code"] for v in answer.document["if"][0]["violations"]] == ["item-unknown"]


def test_only_drafts_can_be_asked_about_and_only_of_the_plan_as_it_is(command, drafts):
    assert "There is no decision rcm-25-d9" in command("plan", "--if", "rcm-25-d9").said
    assert "rcm-12-d2 is already adopted" in command("plan", "--if", "rcm-12-d2").said
    past = command("plan", "--if", "rcm-25-d1", "--as-of", "rcm-12")
    assert (past.status, "leave --as-of, --before and --known-at out" in past.said) == (2, True)
