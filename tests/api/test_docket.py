"""The review of the plan as people read it, on the shipped register and the illustration."""

from collections import Counter
from pathlib import Path

import pytest

from tests.stores import both_stores

ILLUSTRATION = Path(__file__).parents[1] / "data" / "illustration.yaml"


@pytest.fixture
def illustrated(command, ledger):
    """The shipped register with what never took place on top of it."""
    assert command("import", ILLUSTRATION).status == 0


def grounds(document) -> Counter:
    return Counter(entry["ground"] for entry in document["entries"])


@both_stores
def test_the_docket_of_a_real_meeting_is_what_the_secretariat_would_have_found(command, ledger):
    document = command("docket", "rcgm-2007-2", "--json").document
    assert (document["meeting"], document["body"], document["as_of"]) == ("rcgm-2007-2", "rcgm", "2007-10-28")
    assert grounds(document) == {
        "reported-completed": 1, "overdue": 3, "no-lead": 7, "translation-missing": 11, "proposal-pending": 7,
    }  # fmt: skip
    assert [e["proposal"] for e in document["entries"] if e["proposal"]] == [f"mx-{n}" for n in range(1, 8)]
    seminar = document["entries"][0]
    assert seminar["item"] == "women-children-seminar"
    assert seminar["change"]["complete"]["outcome"] == {"en": "Proceedings published in 2000."}
    assert seminar["here"]
    statistics = next(e for e in document["entries"] if e["item"] == "statistics")
    assert (statistics["ground"], statistics["passes_to"], statistics["rests_on"]) == (
        "no-lead", "rcm", "rcm-12-d2#1",
    )  # fmt: skip


def test_it_is_grouped_by_what_is_to_be_done(command, ledger):
    answer = command("docket", "rcgm-2007-2")
    assert answer.status == 0
    heads = ("Review of the Plan: rcgm-2007-2 (29 October 2007)", "Done, or due", "What is not said",
             "Languages", "Proposals")  # fmt: skip
    places = [answer.out.index(head) for head in heads]
    assert places == sorted(places)
    assert "Ready to adopt: completes “Seminar on migrant women and children”" in answer.said
    assert "29 points: 24 for this meeting, 5 to be passed upwards; 2 with a change ready" in answer.said


def test_it_speaks_spanish(command, ledger):
    answer = command("docket", "rcgm-2007-2", "--lang", "es")
    assert "Revisión del Plan: rcgm-2007-2 (29 de octubre de 2007)" in answer.said
    assert "La Secretaría Técnica informó el 31 de diciembre de 2000 que está concluido" in answer.said
    assert "29 puntos: 24 para esta reunión, 5 por elevar" in answer.said


def test_every_body_of_the_illustration_has_its_own(command, illustrated):
    found = {
        meeting: grounds(command("docket", meeting, "--json").document)
        for meeting in ("rcgm-illustration-1", "lon-cp-illustration-1", "rcm-24")
    }
    assert found["rcgm-illustration-1"]["overdue"] == 5
    assert found["lon-cp-illustration-1"] == {"section-empty": 1}
    assert found["rcm-24"] == {
        "overdue": 3, "not-held": 2, "no-lead": 4, "translation-missing": 16, "section-empty": 3,
    }  # fmt: skip


def test_a_network_takes_up_its_standing_items(command, illustrated):
    new = ["meeting", "lon-cp-2011-1", "--body", "lon-cp", "--title-en", "Network", "--opens-on", "2011-05-02"]
    assert command(*new).status == 0
    entries = command("docket", "lon-cp-2011-1", "--json").document["entries"]
    assert {(e["ground"], e["item"]) for e in entries} == {
        ("not-held", "emergency-questionnaire"), ("standing", "children-standards"),
        ("translation-missing", "emergency-questionnaire"), ("translation-missing", "children-standards"),
        ("section-empty", "cp-documents"), ("section-empty", "cp-health-forum"),
    }  # fmt: skip
    assert all(entry["here"] for entry in entries)
    answer = command("docket", "lon-cp-2011-1")
    assert "Standing items of this body" in answer.out


def test_a_meeting_that_is_unknown_is_said_with_what_was_meant(command, ledger):
    answer = command("docket", "rcgm-2007-3")
    assert answer.status == 2
    assert "rcgm-2007-2" in answer.err
