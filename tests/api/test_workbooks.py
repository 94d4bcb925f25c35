"""The register handed over as a workbook, and one to fill in: by the commands, as a secretariat does it."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from api.texts import LANGUAGES, Texts
from ledger.workbook_words import WORDS
from tests.office import converted, text_of


def heads(sheet: Any) -> dict[str, int]:
    return {cell.value: cell.column for cell in sheet[1]}


def fill(sheet: Any, row: int, **values: Any) -> None:
    """Fill in a row, by the words of its heads (`_` for blanks, `_en` for a language)."""
    columns = heads(sheet)
    for head, value in values.items():
        words = head.replace("_en", " (en)").replace("_es", " (es)").replace("_", " ")
        sheet.cell(row, columns[words]).value = value


def filled_in(file: Path) -> Any:
    """A template of the RCGM's next meeting, with what it decided."""
    workbook = openpyxl.load_workbook(file)
    meetings, decisions, changes, positions = (
        workbook[name] for name in ("Meetings", "Decisions", "Changes", "Positions")
    )
    assert [cell.value for cell in meetings[2]][:2] == [None, "rcgm"]
    fill(
        meetings,
        2,
        Id="rcgm-2020-1",
        Title_en="RCGM, June 2020",
        Opens_on="2020-06-02",
        Closes_on="2020-06-03",
    )
    fill(
        decisions,
        2,
        Meeting="rcgm-2020-1",
        Id="rcgm-2020-1-d1",
        Text_en="Take stock.",
        Agreed_by="all",
    )
    fill(changes, 2, Decision="rcgm-2020-1-d1", Change="complete", Item="remittances-workshop")
    changes.cell(2, heads(changes)["Outcome, reason or note (en)"]).value = "Held in 2000."
    fill(changes, 3, Decision="rcgm-2020-1-d1", Change="approve", Item="stocktaking", In_section="functioning",
         Title_en="Stocktaking", Title_es="Balance", Lead="TS, PPT", Timeline="every 12, at most 36",
         Form="follow-up")  # fmt: skip
    fill(
        positions,
        2,
        Decision="rcgm-2020-1-d1",
        Member="CA",
        Position="agrees",
        Statement_en="With pleasure.",
    )
    return workbook


def test_a_secretariat_fills_in_a_template_and_records_the_meeting(ledger, command, tmp_path):
    template = tmp_path / "next.xlsx"
    assert command("document", "template", "rcgm", "-o", template).status == 0
    workbook = filled_in(template)
    workbook["Changes"].cell(3, heads(workbook["Changes"])["Form"]).value = "folow-up"
    workbook.save(template)
    answer = command("import", template, "--dry-run")
    assert answer.status == 2
    assert (
        "next.xlsx: Changes!M3: meetings[0].decisions[0].changes[1].approve.terms.form:"
        in answer.said
    )
    error = command("import", template, "--json").document["errors"][0]
    assert (error["cell"], error["line"]) == ("Changes!M3", 3)

    workbook["Changes"].cell(3, heads(workbook["Changes"])["Form"]).value = "follow-up"
    workbook.save(template)
    assert command("import", template, "--dry-run").status == 0
    assert command("import", template).status == 0
    assert "Nothing new" in command("import", template).said
    shown = command("show", "stocktaking", "--json").document
    assert shown["terms"]["timeline"] == {"every": 12, "at_most": 36}
    assert shown["terms"]["title"] == {"en": "Stocktaking", "es": "Balance"}
    assert command("verify").status == 0


def test_a_template_that_libreoffice_saved_is_imported_all_the_same(ledger, command, tmp_path):
    template = tmp_path / "next.xlsx"
    command("document", "template", "rcgm", "-o", template)
    filled_in(template).save(template)
    again = converted(template, "xlsx")
    assert command("import", again).status == 0
    assert command("show", "stocktaking", "--json").document["terms"]["lead"] == ["TS", "PPT"]


def test_a_template_names_what_is_to_be_chosen_from_and_lists_the_current_items(
    ledger, command, tmp_path
):
    command("document", "template", "rcm-12", "-o", tmp_path / "t.xlsx", "--lang", "es")
    workbook = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert workbook.sheetnames[:7] == [
        "Explicación", "Registro", "Reuniones", "Decisiones", "Cambios", "Posiciones", "Elementos",
    ]  # fmt: skip
    assert workbook["Reuniones"]["A2"].value == "rcm-12"
    items = [row[0].value for row in workbook["Elementos"].iter_rows(min_row=2)]
    assert items == [item["id"] for item in command("plan", "--json").document["items"]]
    offered = [cell.value for cell in workbook["Listas"][1]]
    assert {"BZ", "rcm", "aprobar"} <= set(offered)
    assert command("import", tmp_path / "t.xlsx", "--dry-run").status == 0


def test_an_item_that_is_changed_where_they_are_only_listed_is_refused(ledger, command, tmp_path):
    command("document", "template", "-o", tmp_path / "t.xlsx")
    workbook = openpyxl.load_workbook(tmp_path / "t.xlsx")
    workbook["Items"]["D3"] = "Another title"
    workbook.save(tmp_path / "t.xlsx")
    answer = command("import", tmp_path / "t.xlsx", "--dry-run")
    assert answer.status == 2
    assert "Items!A3: This sheet only lists the items as they stand" in answer.said


def test_a_sheet_that_is_not_one_is_named_once(ledger, command, tmp_path):
    command("document", "plan", "-o", tmp_path / "plan.xlsx")
    answer = command("import", tmp_path / "plan.xlsx")
    assert "plan.xlsx: Plan!A1: A register has no sheet “Plan”" in answer.said


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_ledger_handed_over_as_a_workbook_is_the_same_ledger(ledger, command, tmp_path, language):
    out = tmp_path / "handover.xlsx"
    assert command("export", "--register", "-o", out, "--lang", language).status == 0
    assert command("check", out).status == 0
    assert command("import", out, "--ledger", "copy.db").status == 0
    for question in (["plan"], ["archive"], ["plan", "--as-of", "rcm-12"]):
        mine, other = (
            command(*question, "--json", *at).document for at in ([], ["--ledger", "copy.db"])
        )
        assert mine["items"] == other["items"]
    assert trail(command) == trail(command, "--ledger", "copy.db")


def trail(command: Any, *at: str) -> list[Any]:
    """What was changed by what right; when it was recorded each ledger knows for itself."""
    entries = command("audit", "--json", *at).document["entries"]
    told = ("item", "change", "reference", "adopted_on", "agreed_by", "basis", "before", "after")
    return [[entry[key] for key in told] for entry in entries if entry["event"] == "change-enacted"]


def test_a_workbook_with_a_secret_in_it_is_refused_and_nothing_recorded(ledger, command, tmp_path):
    (tmp_path / "old.xls").write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    )
    before = command("verify", "--json").document["events"]
    answer = command("import", tmp_path / "old.xls", "--lang", "es")
    assert answer.status == 2
    assert "Quite la contraseña y guárdelo como .xlsx." in answer.said
    assert command("verify", "--json").document["events"] == before


def test_a_template_is_there_without_a_ledger_and_only_for_bodies_that_there_are(command, tmp_path):
    assert command("document", "template", "rcgm", "-o", tmp_path / "t.xlsx").status == 0
    answer = command("document", "template", "rgcm", "-o", tmp_path / "u.xlsx")
    assert answer.status == 2
    assert "the bodies are rcm, rcgm, lon-cp, lon-ts" in answer.said
    assert command("document", "template", "-o", tmp_path / "t.csv").status == 2


@pytest.mark.slow
def test_libreoffice_shows_a_filled_in_workbook_and_its_explanation(ledger, command, tmp_path):
    command("document", "template", "-o", tmp_path / "t.xlsx", "--lang", "es")
    said = text_of(converted(tmp_path / "t.xlsx", "pdf"))
    assert "Una fila es un asiento" in said
    assert "dar por terminado" in said
    assert "Estadísticas migratorias comunes y compartidas" in said


@pytest.mark.parametrize(
    ("table", "kind"),
    [
        ("kind", "change"), ("item_kind", "kind"), ("role", "role"), ("form", "form"), ("stance", "stance"),
        ("procedure", "procedure"), ("status", "decision"), ("item_status", "status"), ("basis", "basis"),
    ],
)  # fmt: skip
def test_the_words_of_a_workbook_are_those_that_people_are_shown_everywhere_else(table, kind):
    for n, language in enumerate(LANGUAGES):
        words = Texts(language)
        for code, pair in WORDS[table].items():
            assert pair[n] == words.word(kind, code)
