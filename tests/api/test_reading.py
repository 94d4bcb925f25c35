"""The answers to people: plan, archive, show, requires, diff and audit, as they are read."""

import pytest

from tests.stores import both_stores

pytestmark = both_stores


@pytest.fixture
def corrected(command, ledger):
    """The shipped register, a slip of a meeting put right and one of a decision."""
    for asked in (
        ["rcm-12", "place", "Nueva Orleans"],
        ["rcm-12-d1", "text.es", "Hacer una revisión completa del plan."],
    ):
        assert command("correct-record", *asked, "--reason", "A slip.").status == 0


@pytest.mark.parametrize(
    ("filter", "of"), [("--meeting", "rcm-12"), ("--decision", "rcm-12-d1"), ("--body", "rcm")]
)
def test_the_trail_of_decisions_goes_on_to_what_was_corrected_long_after(
    command, corrected, filter, of
):
    found = command("audit", filter, of, "--json")
    assert found.status == 0, found.err
    entries = found.document["entries"]
    assert {"decision-tabled", "decision-adopted", "change-enacted"} <= {
        e["event"] for e in entries
    }
    assert entries[-1]["event"] == "record-corrected"


@pytest.fixture
def met(command, ledger):
    """A meeting with a decision adopted, one declined, and a slip put right."""
    steps = [
        ["meeting", "rcgm-2020-1", "--body", "rcgm", "--title-en", "RCGM", "--title-es", "GRCM"],
        ["table", "d1", "--meeting", "rcgm-2020-1", "--text-es", "Concluir.", "--agreed", "all"],
        ["table", "d2", "--meeting", "rcgm-2020-1", "--text-es", "Nada.", "--agreed", "MX,CA"],
        ["position", "d2", "US", "abstain", "--basis", "own-account"],
        ["decline", "d2", "--reason", "No era hora."],
        ["adopt", "d1"],
        ["correct-record", "rcgm-2020-1", "place", "Tegucigalpa", "--reason", "Faltaba."],
    ]
    steps[0] += ["--opens-on", "2020-06-02"]
    complete = "{complete: {item: mitch-workshop, outcome: {es: Celebrado.}}}"
    steps[1] += ["--change", complete]
    for step in steps:
        assert command(*step, "--lang", "es").status == 0, step


@pytest.mark.parametrize(
    ("language", "sayings"),
    [
        (
            "en",
            [
                "position taken: CA, MX agree (recorded by the Secretariat);"
                " US abstains (on its own account)",
                "slip of the record corrected: place, was nothing, is now “Tegucigalpa”."
                " Reason: Faltaba.",
                "decision declined. Reason: No era hora.",
            ],
        ),
        (
            "es",
            [
                "posición tomada: CA, MX de acuerdo (asentado por la Secretaría);"
                " US se abstiene (por cuenta propia)",
                "desliz del acta corregido: place, era nada, es ahora «Tegucigalpa».",
                "decisión rechazada. Motivo: No era hora.",
            ],
        ),
    ],
)
def test_the_trail_says_who_took_which_position_how_we_know_and_what_was_corrected(
    command, met, monkeypatch, language, sayings
):
    monkeypatch.setenv("COLUMNS", "300")
    said = command("audit", "--meeting", "rcgm-2020-1", "--lang", language).said
    for saying in sayings:
        assert saying in said


def test_the_trail_never_cuts_an_id_short(command, met, monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    said = command("audit", "--item", "women-children-seminar").out
    assert "rcgm-1999-2-d3#1" in said


@pytest.mark.parametrize(
    ("language", "agrees", "ruling"), [("en", ": agree (", "Ruling"), ("es", ": de acuerdo", "Dic")]
)
def test_what_was_declined_is_not_said_to_be_adoptable(command, met, language, agrees, ruling):
    adopted = command("show", "d1", "--lang", language).said
    assert agrees in adopted
    assert ruling in adopted
    assert ruling not in command("show", "d2", "--lang", language).said


def test_what_a_change_takes_names_the_bodies_one_or_the_other_and_what_would_be_voided(
    command, ledger
):
    said = command("requires", "rectify", "mitch-study").said
    assert "To void rcm-4-d3#1: Vice-Ministers' meeting (RCM), with unanimity." in said
    assert (
        "To void rcgm-1999-2-d5#1: Regional Consultation Group on Migration (RCGM), or "
        "Vice-Ministers' meeting (RCM), with consensus." in said
    )
    spanish = command("requires", "approve", "hr", "--lang", "es").said
    assert "(GRCM), o bien Reunión Viceministerial (CRM), con consenso." in spanish


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        (["redefine", "statistcs"], "statistics"),
        (["redefine", "STATISTICS"], "statistics"),
        (["approve", "mpmm"], "mpm"),
    ],
)
def test_what_it_takes_says_which_item_may_have_been_meant(command, ledger, asked, meant):
    answer = command("requires", *asked)
    assert (answer.status, f"Did you mean {meant}?" in answer.said) == (1, True)
    assert f"¿Quiso decir {meant}?" in command("requires", *asked, "--lang", "es").said


def test_a_comparison_tells_what_came_and_went_in_between(command, met):
    backwards = command("diff", "rcm-12", "rcm-8").said
    assert "without what rcm-12-d2#1, 27 April 2007 decided" in backwards
    told = command("diff", "rcm-2", "rcgm-2020-1").said
    assert "mitch-workshop · new, and in the archive by then by rcm-4-d2#1" in told
    marked = command("diff", "rcm-4", "rcgm-2020-1").said
    assert "Words taken out stand as [-…-], new ones as {+…+}." in marked


def test_an_observers_name_and_code_share_one_pair_of_brackets(command, ledger):
    said = command("show", "mitch-study", "--lang", "es").said
    assert "Organización Internacional para las Migraciones (OIM, IOM)" in said


@pytest.mark.parametrize(
    "asked", [["plan"], ["archive"], ["show", "mitch-workshop"], ["diff", "rcm-2", "rcgm-2020-1"]]
)
def test_every_agreement_in_a_document_says_how_we_know_of_it(command, met, asked):
    agreements = list(agreements_in(command(*asked, "--json").document))
    assert agreements
    for agreement in agreements:
        how = "recorded" if agreement["decision"] == "d1" else "presumed"
        assert agreement["basis"] == dict.fromkeys(agreement["agreed_by"], how)


def agreements_in(document):
    if isinstance(document, dict):
        if document.get("agreed_by"):
            yield document
        document = list(document.values())
    if isinstance(document, list):
        for part in document:
            yield from agreements_in(part)


def test_a_decision_says_how_late_it_was_recorded_and_whether_after_the_closing(command, met):
    assert command("close", "rcgm-2020-1", "--on", "2020-06-03", "--unsettled", "Later.").status == 0
    table = ["table", "d3", "--meeting", "rcgm-2020-1", "--text-es", "Tarde.", "--agreed", "all"]
    assert command(*table).status == 0
    assert command("adopt", "d3").status == 0
    before, after = (command("show", id, "--json").document for id in ("d1", "d3"))
    assert (before["recorded_after_closing"], after["recorded_after_closing"]) == (False, True)
    assert before["recorded_after_days"] == after["recorded_after_days"] > 365
    assert (before["recorded_after_seal"], after["recorded_after_seal"] is None) == (None, False)
    assert "years after it was agreed, after the seal of its" in command("show", "d3").said
    spanish = command("show", "rcgm-2020-1", "--lang", "es").said
    assert "d3 · adoptada · sin cambios · registrada" in spanish
    assert "después de acordada, después del sello de su reunión Tarde." in spanish


def test_a_record_shows_what_was_corrected_in_it_and_what_it_said(command, met):
    table = ["correct-record", "d1", "text.en", "Complete.", "--reason", "Traducción."]
    assert command(*table, "--lang", "es").status == 0
    (place,) = command("show", "rcgm-2020-1", "--json").document["corrections"]
    assert (place["path"], place["before"], place["after"]) == ("place", None, "Tegucigalpa")
    assert command("show", "d1", "--json").document["corrections"][0]["path"] == "text.en"
    said = command("show", "rcgm-2020-1", "--lang", "es").said
    assert "Correcciones del acta" in said
    assert "place, era nada, es ahora «Tegucigalpa». Motivo: Faltaba." in said
    assert "text.en, was nothing, is now “Complete.”. Reason" in command("show", "d1").said


def test_a_sentence_has_the_plural_and_the_quotation_marks_of_its_language(command, ledger):
    rectify = command("requires", "rectify", "mitch-study", "--json").document["sentence"]
    assert rectify["en"].endswith("There is 1 other case.")
    assert rectify["es"].endswith("Hay 1 caso más.")
    assert "“Hurricane Mitch and migration”" in rectify["en"]
    assert "«El huracán Mitch y la migración»" in rectify["es"]


def test_what_was_rectified_rests_in_words_on_the_decision_that_it_stands_by(command, ledger):
    approve = (
        "approve: {item: plan-review, parent: functioning, terms: {title: {en: Review of the Plan}}}"
    )
    rectify = (
        "{rectify: {item: plan-review, voids: 'rcm-12-d1#1', reason: {en: Older.}, "
        f"instead: {{under: rcm-8b-d1, change: {{{approve}}}}}}}}}"
    )
    text = ["--text-en", "Older.", "--agreed", "all"]
    meeting = ["--body", "rcm", "--title-en", "XXV", "--opens-on", "2020-11-12"]
    assert command("meeting", "rcm-25", *meeting).status == 0
    assert command("meeting", "rcm-8b", *meeting[:-1], "2003-06-01").status == 0
    assert command("table", "rcm-8b-d1", "--meeting", "rcm-8b", *text).status == 0
    assert command("adopt", "rcm-8b-d1").status == 0
    assert command("table", "d1", "--meeting", "rcm-25", *text, "--change", rectify).status == 0
    adopted = command("adopt", "d1")
    assert adopted.status == 0, adopted.said
    said = command("show", "plan-review").said
    assert "Approved by rcm-8b-d1 (put in its place by d1#1), 1 June 2003" in said
    spanish = command("show", "plan-review", "--lang", "es").said
    assert "Aprobado por rcm-8b-d1 (puesto en su lugar por d1#1), 1 de junio de 2003" in spanish
