"""The review of the plan as people read it, on the shipped register and the illustration."""

import json
from collections import Counter
from pathlib import Path

import pytest
import yaml

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
    assert "hace falta un órgano superior, Reunión Viceministerial (CRM), por" in answer.said


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


# --- cleared, and closed --------------------------------------------------------------------------

RCGM = ["meeting", "rcgm-2020-1", "--body", "rcgm", "--title-en", "RCGM", "--opens-on", "2020-06-02"]


@pytest.fixture
def met(command, ledger):
    assert command(*RCGM).status == 0


def close(command, *more):
    return command("close", "rcgm-2020-1", "--on", "2020-06-03", *more)


@both_stores
def test_a_cleared_docket_becomes_draft_decisions_that_import_as_they_are(command, met):
    left = ["--leave", "mx-1=Its sponsor brings a new text.", "--leave", "mitch-workshop=Look for its minutes."]
    answer = command("docket", "rcgm-2020-1", "-o", "drafts.yaml", *left)
    assert (answer.status, answer.out) == (0, (
        "Written to drafts.yaml: 1 draft decision, 1 taken up, 2 left out, "
        f"{answer.out.split(' left out, ')[1].split()[0]} without a change that is ready.\n"
    ))  # fmt: skip
    text = Path("drafts.yaml").read_text(encoding="utf-8")
    assert "# - mx-1: Its sponsor brings a new text.\n" in text
    assert "# - statistics: Nobody leads it.\n" in text
    assert command("import", "drafts.yaml").status == 0
    head = command("show", "rcgm-2020-1-review", "--json").document
    assert head["status"] == "tabled"
    assert [next(iter(form)) for form in head["changes"]] == ["complete"]
    (cleared,) = command("show", "rcgm-2020-1", "--json").document["cleared"]
    assert cleared["taken"] == ["women-children-seminar"]
    assert cleared["left_out"]["mitch-workshop"] == {"en": "Look for its minutes."}
    said = command("show", "rcgm-2020-1").said
    assert "left out: mx-1: Its sponsor brings a new text." in said
    trail = command("audit", "--meeting", "rcgm-2020-1").said
    assert "docket cleared: 1 taken up, 2 left out" in trail
    assert command("import", "drafts.yaml").status == 0
    Path("drafts.yaml").write_text(text.replace("status: tabled", "agreed: all"), encoding="utf-8")
    done = command("import", "drafts.yaml")
    assert done.status == 0, done.said
    assert close(command).status == 0
    assert command("verify").status == 0


def test_what_is_to_be_filled_in_is_written_as_changes_and_an_import_says_what_is_still_empty(
    command, illustrated
):
    assert command(*RCGM).status == 0
    assert command("docket", "rcgm-2020-1", "-o", "drafts.yaml").status == 0
    lines = Path("drafts.yaml").read_text(encoding="utf-8").splitlines()
    empty = [line.removeprefix("#     - ") for line in lines if line.startswith("#     - ")]
    kinds = {next(iter(yaml.safe_load(line))) for line in empty}
    assert kinds == {"complete", "redefine", "record-occurrence", "translate", "discontinue"}
    assert len(empty) == len(set(empty))
    register = yaml.safe_load("\n".join(lines))
    changes = [yaml.safe_load(line) for line in empty]
    decision = {"id": "to-fill-in", "status": "tabled", "text": {"en": "Fill in."}, "changes": changes}
    register["meetings"][0]["decisions"] = [decision]
    file = Path("filled.yaml")
    file.write_text(json.dumps(register, default=str), encoding="utf-8")
    answer = command("import", file, "--json")
    assert answer.status == 2
    # Every one of them is found, and nothing else is wrong with them.
    found = {error["path"].split("changes[")[1].split("]")[0] for error in answer.document["errors"]}
    assert found == {str(n) for n in range(len(changes))}
    assert all("empty text" in error["message"] for error in answer.document["errors"])


@both_stores
def test_a_meeting_is_not_closed_with_its_docket_unsettled_unless_it_is_said_why(command, met):
    answer = close(command)
    assert answer.status == 1
    assert "women-children-seminar is not settled: The Technical Secretariat reported on" in answer.said
    assert "close the meeting with the reason why" in answer.said
    refused = close(command, "--json")
    assert refused.status == 1
    assert refused.document["refused"]
    assert [v["code"] for v in refused.document["violations"]] == ["docket-unsettled"]
    assert "no está resuelto" in close(command, "--lang", "es").said
    done = close(command, "--unsettled", "For the next meeting.")
    assert done.status == 0
    assert "Its docket was left unsettled: For the next meeting." in command("show", "rcgm-2020-1").said
    assert "Its docket was left unsettled" in command("audit", "--meeting", "rcgm-2020-1").said
    assert command("export", "--register", "-o", "all.yaml").status == 0
    assert "  unsettled:\n    en: For the next meeting.\n" in Path("all.yaml").read_text(encoding="utf-8")
    assert command("verify").status == 0


def test_what_was_left_out_needs_no_other_reason(command, met):
    left = ["--leave", "women-children-seminar=Its proceedings are being looked for."]
    assert command("docket", "rcgm-2020-1", "-o", "drafts.yaml", *left).status == 0
    assert command("import", "drafts.yaml").status == 0
    assert close(command).status == 0


def test_an_import_of_what_was_closed_long_ago_is_refused_for_nothing(command, met):
    register = "register: 1\nlanguage: en\nmeetings:\n  - {id: rcgm-2020-2, body: rcgm, title: RCGM, "
    register += "opens_on: 2020-11-02, closes_on: 2020-11-03, closed: 2020-11-04}\n"
    Path("closed.yaml").write_text(register, encoding="utf-8")
    assert command("import", "closed.yaml").status == 0
    assert command("show", "rcgm-2020-2", "--json").document["closed"] == "2020-11-04"


def test_no_title_can_end_a_comment_of_the_drafts(command, met):
    title = '"Review of it all\\u2028register: 2\\u2028x: y"'
    change = f"{{approve: {{item: a1, parent: mpm, terms: {{title: {{en: {title}}}, lead: [TS], timeline: open}}}}}}"
    like = change.replace("item: a1", "item: a2")
    new = ["table", "rcgm-2020-1-d1", "--meeting", "rcgm-2020-1", "--text-en", "Two of them.", "--agreed", "all"]
    assert command(*new, "--change", change, "--change", like).status == 0
    assert command("adopt", "rcgm-2020-1-d1").status == 0
    assert command("meeting", "rcgm-2021-1", *RCGM[2:-1], "2021-06-02").status == 0
    assert command("docket", "rcgm-2021-1", "-o", "drafts.yaml").status == 0
    assert "a2: It reads like" in Path("drafts.yaml").read_text(encoding="utf-8")
    done = command("import", "drafts.yaml")
    assert done.status == 0, done.said


def test_what_has_to_go_up_is_drafted_for_the_next_meeting_of_that_body(command, met):
    proposal = ["propose", "mx-9", "--by", "MX", "--submitted-to", "rcgm-2020-1", "--text-en", "Give it a lead."]
    proposal += ["--change", "{redefine: {item: statistics, terms: {lead: [IOM]}}}"]
    assert command(*proposal).status == 0
    answer = command("docket", "rcgm-2020-1", "-o", "drafts.yaml", "--json").document
    assert answer["decisions"] == {"rcgm": "rcgm-2020-1-review"}
    assert {"item": "statistics", "proposal": "mx-9", "reason": "no-meeting"} in answer["not_taken"]
    assert "no meeting to come of Vice-Ministers' meeting (RCM)" in Path("drafts.yaml").read_text("utf-8")
    assert command("meeting", "rcm-25", "--body", "rcm", "--title-en", "RCM", "--opens-on", "2020-11-02").status == 0
    answer = command("docket", "rcgm-2020-1", "-o", "drafts.yaml", "--force", "--json").document
    assert answer["decisions"] == {"rcgm": "rcgm-2020-1-review", "rcm": "rcm-25-review"}
    assert command("import", "drafts.yaml").status == 0
    draft = command("show", "rcm-25-review", "--json").document
    assert (draft["status"], draft["recommended_by"]) == ("tabled", ["mx-9"])


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--leave", "mx-1=Later."], "-o FILE"),
        (["-o", "d.yaml", "--leave", "mx-1"], "it is ITEM=REASON"),
        (["-o", "d.yaml", "--leave", "mx-1= "], "it is ITEM=REASON"),
        (["-o", "d.yaml", "--leave", "mx-99=Later."], "nothing about mx-99"),
        (["-o", "no/such/folder/d.yaml"], "cannot be written"),
    ],
)
def test_what_is_left_out_wrongly_is_said_with_the_cure(command, met, given, said):
    answer = command("docket", "rcgm-2020-1", *given)
    assert (answer.status, answer.out) == (2, "")
    assert said in " ".join(answer.err.split())
    assert not Path("d.yaml").exists()


# --- the agenda, and documents --------------------------------------------------------------------


@both_stores
def test_the_agenda_of_a_real_meeting_takes_up_mexicos_proposals(command, ledger):
    document = command("agenda", "rcgm-2007-2", "--json").document
    points = [point["point"] for point in document["points"]]
    assert points == ["opening", "adoption", "review", "proposals", "other", "closing"]
    proposals = document["points"][3]["entries"]
    assert [(e["proposal"], e["comments"]) for e in proposals] == [(f"mx-{n}", 1) for n in range(1, 8)]


def test_the_agenda_is_read_in_both_languages(command, illustrated):
    new = ["meeting", "rcgm-2011-1", "--body", "rcgm", "--title-en", "RCGM", "--opens-on", "2011-06-02"]
    assert command(*new).status == 0
    said = command("agenda", "rcgm-2011-1").said
    for words in (
        "Agenda: rcgm-2011-1 (2 June 2011)", "3. Standing items", "4. Review of the Plan of Action",
        "Overdue: 3 points, 3 for this meeting", "a report of Canada (CA) is due since 30 June 2009",
        "Documents: the workplan of lon-cp before rcgm-2011-1",
    ):  # fmt: skip
        assert words in said
    said = command("agenda", "rcgm-2011-1", "--lang", "es").said
    for words in (
        "Agenda: rcgm-2011-1 (2 de junio de 2011)", "3. Puntos permanentes", "Vencido: 3 puntos",
        "se espera un informe de Canadá (CA) desde el 30 de junio de 2009",
        "Documentos: el plan de trabajo de lon-cp antes de rcgm-2011-1",
    ):  # fmt: skip
        assert words in said


@pytest.mark.parametrize(
    ("kind", "words", "palabras"),
    [
        ("docket", ["# Review of the Plan", "## Done, or due", "Proceedings published in 2000."],
         ["# Revisión del Plan", "## Cumplido o vencido", "Listo para adoptar"]),
        ("agenda", ["# Agenda", "4. Proposals and referrals", "the proposal mx-1"],
         ["4. Propuestas y remisiones", "la propuesta mx-1"]),
    ],
)  # fmt: skip
def test_both_are_documents_in_either_language_and_in_both(command, ledger, kind, words, palabras):
    made = {}
    for name, more in (("en.md", []), ("es.md", ["--lang", "es"]), ("both.md", ["--both"])):
        assert command("document", kind, "rcgm-2007-2", "-o", name, *more).status == 0
        made[name] = Path(name).read_text(encoding="utf-8")
    assert [said for said in words if said not in made["en.md"]] == []
    assert [said for said in palabras if said not in made["es.md"]] == []
    assert all(said.lstrip("# ") in made["both.md"] for said in (words[-1], palabras[-1]))
    again = command("document", kind, "rcgm-2007-2", "-o", "again.md")
    assert again.status == 0
    assert Path("again.md").read_text(encoding="utf-8") == made["en.md"]


@pytest.mark.parametrize("kind", ["docket", "agenda"])
@pytest.mark.parametrize("form", ["docx", "pdf", "html"])
def test_they_come_in_the_forms_that_offices_use(command, ledger, kind, form):
    assert command("document", kind, "rcgm-2007-2", "-o", f"file.{form}", "--both").status == 0
    assert Path(f"file.{form}").stat().st_size > 1000
