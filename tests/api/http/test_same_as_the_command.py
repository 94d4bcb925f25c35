"""Every operation answers what the command's `--json` prints, moments included."""

import pytest

from tests.api.http.conftest import V1

MEETINGS = ("rcm-2", "rcm-4", "rcm-8", "rcm-1", "rcm-12")
MOMENTS = {
    "now": {},
    **{f"as of {id}": {"as_of": id} for id in MEETINGS},
    **{f"before {id}": {"before": id} for id in MEETINGS},
    "as of a day": {"as_of": "2004-05-20"},
    "known at the first entry": {"known_at": "1"},
    "known at an entry": {"known_at": "300"},
    "as of a meeting, known at an entry": {"as_of": "rcm-8", "known_at": "250"},
    "known at an instant": {"known_at": "2199-01-01T00:00Z"},
}
AS_SHOWN = {
    "items": ("plan-review", "statistics", "mpm"),
    "meetings": ("rcm-12", "rcm-2", "rcgm-demo"),
    "decisions": ("rcm-12-d2", "rcgm-demo-d1"),
    "proposals": ("mx-1", "mx-7"),
}


@pytest.fixture
def printed(service, command):
    """What the command prints of the same ledger."""

    def document(*arguments):
        return command(*arguments, "--json", "--ledger", service.ledger).document

    return document


@pytest.mark.parametrize("what", ["plan", "archive"])
@pytest.mark.parametrize("moment", MOMENTS)
def test_the_plan_and_the_archive_as_of_any_moment(service, printed, what, moment):
    asked = MOMENTS[moment]
    options = [part for k, v in asked.items() for part in (f"--{k.replace('_', '-')}", v)]
    answer = service.client.get(f"{V1}/{what}", params=asked)
    assert answer.json() == printed(what, *options)


@pytest.mark.parametrize(("kind", "id"), [(k, id) for k, ids in AS_SHOWN.items() for id in ids])
def test_every_record_with_its_whole_history(service, printed, kind, id):
    assert service.json(f"{V1}/{kind}/{id}") == printed("show", id)


def test_the_history_of_an_item(service, printed):
    shown = printed("show", "plan-review")
    found = service.json(f"{V1}/items/plan-review/history")
    assert found == {"id": "plan-review", "history": shown["history"]}
    assert found["history"]


@pytest.mark.parametrize("kind", ["redefine", "complete", "move", "rectify", "approve", "start"])
def test_what_a_change_takes(service, printed, kind):
    for item in ("statistics", "mpm"):
        found = service.json(f"{V1}/items/{item}/requires/{kind}")
        assert found == printed("requires", kind, item)
    assert service.json(f"{V1}/items/-/requires/approve") == printed("requires", "approve", "-")


def test_what_changed_between_two_moments(service, printed):
    for start, end in (("rcm-8", "rcm-12"), ("2000-01-01", "rcm-1"), ("rcm-12", "rcm-2")):
        answer = service.json(f"{V1}/diff?from={start}&to={end}")
        assert answer == printed("diff", start, end)
    known = service.json(f"{V1}/diff?from=rcm-2&to=rcm-12&known_at=300")
    assert known == printed("diff", "rcm-2", "rcm-12", "--known-at", "300")


FILTERS = {
    "all of it": {},
    "of an item": {"item": "plan-review"},
    "of a decision": {"decision": "rcm-12-d2"},
    "of a meeting": {"meeting": "rcm-12"},
    "of a body": {"body": "rcgm"},
    "of a member": {"member": "CA", "kind": "approve"},
    "of a time": {"agreed_from": "2005-01-01", "agreed_to": "2007-12-31"},
    "known between entries": {"known_from": "10", "known_to": "20"},
    "saying words": {"text": "estadisticas"},
    "a page of it": {"limit": "7", "after": "30"},
}


@pytest.mark.parametrize("what", FILTERS)
def test_the_audit(service, printed, what):
    asked = FILTERS[what]
    options = [part for k, v in asked.items() for part in (f"--{k.replace('_', '-')}", v)]
    answer = service.client.get(f"{V1}/audit", params=asked)
    assert answer.json() == printed("audit", *options)


def test_the_seals_and_the_proof(service, printed):
    assert service.json(f"{V1}/seals") == printed("seals")
    assert service.json(f"{V1}/verify") == printed("verify")
    assert service.json(f"{V1}/verify?lang=es") == printed("verify", "--lang", "es")


def test_the_ruling_is_the_one_that_is_shown_with_the_decision(service, printed):
    for id in ("rcm-12-d2", "rcgm-demo-d1"):
        ruling = service.json(f"{V1}/decisions/{id}/ruling")
        assert ruling == printed("show", id)["ruling"]
    assert [found["code"] for found in ruling["violations"]] == ["level-too-low"]


def test_every_meeting_and_every_proposal_is_listed(service, printed):
    listed = service.json(f"{V1}/meetings")["meetings"]
    assert len(listed) > 15
    assert [each["opens_on"] for each in listed] == sorted(each["opens_on"] for each in listed)
    for each in listed[-3:]:
        shown = printed("show", each["id"])
        assert each["decisions"] == [decision["id"] for decision in shown["decisions"]]
        assert {k: v for k, v in each.items() if k != "decisions"}.items() <= shown.items()
    for each in service.json(f"{V1}/proposals")["proposals"]:
        assert each.items() <= printed("show", each["id"]).items()
