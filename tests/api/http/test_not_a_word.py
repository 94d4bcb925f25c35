"""The public, and the administrator, read not a word of what is not adopted, wherever they ask."""

import pytest

from tests.api.http.conftest import V1

ORIGINAL = "7e" * 32
DRAFT = {
    "id": "veiled-d1",
    "text": {"en": "Veiled words."},
    "agreed": "all",
    "source": {"title": {"en": "Veiled minutes"}, "sha256": ORIGINAL},
    "changes": [
        {
            "approve": {
                "item": "veiled-item",
                "kind": "activity",
                "parent": "mpm",
                "terms": {"title": {"en": "A veiled title"}, "action": {"en": "To veil."}},
            }
        }
    ],
}
MEETING = {
    "id": "rcgm-2024-1",
    "body": "rcgm",
    "title": {"en": "First meeting of 2024"},
    "opens_on": "2024-02-06",
    "closes_on": "2024-02-07",
}
PROPOSAL = {"id": "veiled-p", "by": "MX", "submitted_to": "rcgm-2024-1", "text": {"en": "A veiled proposal."}}
IDS = ("veiled-d1", "veiled-d1%231", "veiled-item", "veiled-p", "veile-d1", "rcgm-2024-1", "mpm")
ASKED = (
    *("plan", "archive", "audit?limit=5000", "audit?text=eiled", "meetings", "proposals", "seals", "verify"),
    *("plan.ics", "plan.ics?member=MX", "plan.ics?body=rcgm"),
    *("feeds/decisions", "diff?from=rcm-8&to=rcgm-2024-1", "audit?meeting=rcgm-2024-1", "audit?member=MX&limit=5000"),
    *(f"{place}/{id}" for place in ("items", "decisions", "meetings", "proposals", "proofs") for id in IDS),
    *(f"feeds/items/{id}" for id in IDS),
    *(f"items/{id}/{more}" for id in IDS for more in ("history", "requires/approve", "requires/redefine")),
    *(f"decisions/{id}/{more}" for id in IDS for more in ("ruling", "draft")),
    *(f"audit?{name}={id}" for name in ("item", "decision", "meeting") for id in IDS),
)


@pytest.fixture
def veiled(offices):
    """A draft with a position that is contested, and a proposal; the last entry is one of these."""
    offices.done("TS", "POST", "meetings", MEETING)
    offices.done("member:MX", "POST", "proposals", PROPOSAL)
    offices.done("TS", "POST", "meetings/rcgm-2024-1/decisions", DRAFT)
    statement = {"stance": "reserve", "statement": {"en": "Veiled doubts."}}
    offices.done("member:CA", "PUT", "decisions/veiled-d1/positions/CA", statement)
    contest = {"reason": {"en": "A veiled reason."}}
    offices.done("member:MX", "POST", "decisions/veiled-d1/positions/MX/contest", contest)
    return offices


def words(said: str, path: str) -> str:
    """What is said, but for the ids that were asked for and are said again."""
    asked = {each for each in IDS if each in path}
    for each in sorted({id.replace("%23", "#") for id in asked} | asked, key=len, reverse=True):
        said = said.replace(each, "")
    return said


@pytest.mark.parametrize("who", [None, "administrator"])
def test_no_answer_has_a_word_of_a_draft_or_a_proposal(veiled, who):
    for path in ASKED:
        answer = veiled.send(who, "GET", path)
        assert answer.status_code < 500, path
        said = words(answer.text + str(answer.headers), path)
        assert "eiled" not in said.replace("text=eiled", "").replace("“eiled”", ""), path
        assert ORIGINAL not in said, path
    assert "Veiled" in veiled.send("member:CA", "GET", "audit?text=eiled").text


@pytest.mark.parametrize("path", ["plan", "items/mpm", "archive", "diff?from=rcm-8&to=rcm-12"])
def test_as_known_at_an_entry_that_is_not_shown_it_reads_as_at_the_last_that_is(veiled, path):
    known_at = f"{'&' if '?' in path else '?'}known_at={veiled.head}"
    answer = veiled.send(None, "GET", path + known_at)
    assert answer.status_code == 200, answer.text
    member = veiled.send("member:CA", "GET", path + known_at)
    assert answer.json() == member.json() | answer.json()
    if "memento-datetime" in member.headers:
        assert answer.headers["memento-datetime"] <= member.headers["memento-datetime"]


@pytest.mark.parametrize("path", ["decisions/{}", "decisions/{}/ruling", "proofs/{}", "proofs/{}%231", "items/{}"])
def test_what_is_not_shown_is_refused_in_the_words_for_what_is_not_there(veiled, path):
    there, nowhere = (veiled.send(None, "GET", path.format(id)) for id in ("veiled-d1", "nowhere-d1"))
    assert there.status_code == nowhere.status_code == 404
    said, of_none = there.json()["detail"], nowhere.json()["detail"]
    assert said.replace("veiled-d1", "nowhere-d1") == of_none


def test_verify_names_the_originals_of_what_is_shown_and_no_others(veiled):
    assert veiled.json(f"{V1}/verify")["sources"]["not_kept"] == [ORIGINAL]
    shown = veiled.send(None, "GET", "verify").json()
    assert shown["sources"] == {"kept": [], "not_kept": []}
    assert shown["authentic"]
