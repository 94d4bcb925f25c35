"""The plan handed out as a workbook and as CSV: what people can do to it, and what it cannot become."""

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.documents import csv as csv_form
from api.documents import xlsx
from api.documents.cells import guarded, unguarded
from api.documents.model import Column, Document, Heading, Paragraph, Row, Run, Stamp, Table
from api.render.words import Words
from api.session import WrongUse
from api.texts import Texts
from ledger.input_errors import Findings
from ledger.office_files import readable_package
from ledger.workbook_output import MOST_IN_A_CELL, read_text
from tests.office import converted, text_of

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "=cmd|' /C calc'!A0", "=HYPERLINK(\"http://x\")")


def written(command, out, *arguments):
    assert command("document", "plan", "-o", out, "--force", *arguments).status == 0
    return openpyxl.load_workbook(out)


def cells(sheet):
    """The rows below the head, by its words."""
    heads, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def test_the_plan_is_a_row_for_each_item_with_its_id_hidden_in_column_a(ledger, command, tmp_path):
    sheet = written(command, tmp_path / "plan.xlsx")["Plan"]
    items = command("plan", "--json").document["items"]
    assert [row["Id"] for row in cells(sheet)] == [item["id"] for item in items]
    assert [row["Section's id"] for row in cells(sheet)] == [item["parent"] for item in items]
    assert [row["Title"] for row in cells(sheet)] == [item["terms"]["title"]["en"] for item in items]
    hidden = [letter for letter, each in sheet.column_dimensions.items() if each.hidden]
    assert [sheet[f"{letter}1"].value for letter in hidden] == ["Id", "Section's id"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", f"A1:M{len(items) + 1}")
    assert (sheet.print_title_rows, sheet.page_setup.orientation) == ("$1:$1", "landscape")


def test_a_section_is_a_bold_row_and_what_stands_in_it_folds_below(ledger, command, tmp_path):
    sheet = written(command, tmp_path / "plan.xlsx")["Plan"]
    items = command("plan", "--json").document["items"]
    for row, item in enumerate(items, 2):
        assert sheet.cell(row, 6).font.bold == (item["kind"] == "section")
        assert sheet.row_dimensions[row].outlineLevel == (item["parent"] is not None)


def test_status_form_role_and_kind_are_chosen_from_a_list_in_the_document_s_language(
    ledger, command, tmp_path
):
    workbook = written(command, tmp_path / "plan.xlsx", "--lang", "es")
    sheet, lists = workbook["Plan"], workbook["Listas"]
    offered = {}
    for rule in sheet.data_validations.dataValidation:
        if rule.type == "list":
            first, last = rule.formula1.partition("!")[2].replace("$", "").split(":")
            head = sheet[f"{str(rule.sqref).partition('2:')[0]}1"].value
            offered[head] = [row[0].value for row in lists[first:last]]
            assert rule.showErrorMessage
    assert offered.keys() == {"Clase", "Función", "Modalidad", "Estado"}
    assert offered["Estado"] == ["pendiente", "en curso", "concluido", "terminado", "reemplazado"]
    assert lists.sheet_state == "hidden"


def test_about_names_the_moment_the_last_entry_the_root_and_the_rules(ledger, command, tmp_path):
    root = command("verify", "--json").document["root"]
    workbook = written(command, tmp_path / "plan.xlsx", "--as-of", "rcm-12")
    about = {row[0]: row[2] for row in workbook["About"].iter_rows(values_only=True)}
    assert (about["as_of"], about["root"]) == ("2007-04-27", root)
    assert about["charter"] == "Regional Conference on Migration (rcm)"
    assert about["entry"] == about["known_at"]
    assert about["ledger"].startswith("rcm-ledger/")
    assert f"root {root[:16]}" in workbook["Plan"].oddFooter.left.text


def test_with_both_languages_texts_stand_side_by_side_and_words_one_below_the_other(
    ledger, command, tmp_path
):
    sheet = written(command, tmp_path / "plan.xlsx", "--both")["Plan"]
    first = cells(sheet)[0]
    assert first["Title"] == "Migration Policies and Management"
    assert first["Título"] == "Políticas y Gestión Migratoria"
    assert first["Kind\nClase"] == "section\nsección"


def test_both_languages_are_printed_large_enough_to_be_read(ledger, command, tmp_path):
    sheet = written(command, tmp_path / "plan.xlsx", "--both").worksheets[0]
    shown = [each for each in sheet.column_dimensions.values() if not each.hidden]
    # A character of Calibri 11 is 7 pixels wide, 96 to the inch.
    inches = sum(each.width * 7 for each in shown) / 96
    paper = {1: 11, 3: 17, 5: 14}[int(sheet.page_setup.paperSize)]
    room = sheet.page_setup.fitToWidth * (paper - sheet.page_margins.left - sheet.page_margins.right)
    assert sheet.page_setup.orientation == "landscape"
    assert 10 * min(1, room / inches) > 8


def test_a_docket_s_cells_are_wrapped_and_set_off_from_each_other(ledger, command, tmp_path):
    out = tmp_path / "docket.xlsx"
    assert command("document", "docket", "rcgm-2007-2", "--both", "-o", out).status == 0
    sheet = openpyxl.load_workbook(out).worksheets[0]
    rows = [row for row in sheet.iter_rows(min_row=2) if row[0].value]
    assert rows
    for cell in (cell for row in rows for cell in row):
        assert cell.alignment.wrap_text
        assert cell.border.right.style == "thin"


def test_the_same_question_gives_the_same_bytes_again_whatever_the_clock_says(
    ledger, command, tmp_path, monkeypatch
):
    written(command, tmp_path / "a.xlsx", "--both")
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    written(command, tmp_path / "b.xlsx", "--both")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    with ZipFile(tmp_path / "a.xlsx") as package:
        recorded = command("audit", "--json").document["entries"][-1]["recorded_at"]
        year = datetime.fromisoformat(recorded).year
        assert {part.date_time[0] for part in package.infolist()} == {year}


@pytest.mark.parametrize("view", ["plan", "archive"])
def test_what_is_written_would_be_read(ledger, command, tmp_path, view):
    out = tmp_path / "out.xlsx"
    command("document", view, "-o", out)
    with out.open("rb") as stream:
        assert readable_package(str(out), stream, "workbook", Findings([str(out)]))


# --- texts that would be formulas -----------------------------------------------------------------


def a_document(*texts: str, kind: str = "audit") -> Document:
    """A document of one table, one row for each text."""
    words = {"en": Words(Texts("en"))}

    def said(text: str):
        return {"en": (Run(text),)}

    columns = (Column("what", said("What")),)
    table = Table(columns, tuple(Row((said(text),), "a1") for text in texts))
    stamp = Stamp(None, 7, 7, datetime(2026, 1, 2, tzinfo=UTC), "ab" * 32, "rcm-ledger/x")
    blocks = (Heading(1, said("A heading")), Paragraph(said("=A1")), table)
    return Document(kind, said("Audit"), said("=SUM(A1)"), stamp, words, blocks)


def test_tables_of_other_columns_have_sheets_of_their_own_and_none_is_called_alike():
    document = a_document("one")
    (*_, table) = document.blocks
    other = Table((*table.columns, *table.columns), ())
    blocks = (*document.blocks, table, Heading(1, {"en": (Run("Other: [2007]/'x'"),)}), other)
    workbook = openpyxl.load_workbook(io.BytesIO(xlsx.write(replace(document, blocks=blocks))))
    assert workbook.sheetnames == ["Audit", "Other 2007 'x", "About"]
    assert [cell.value for cell in workbook["Audit"]["B"]] == ["What", "A heading", "=A1", "one", "one"]


def test_no_text_is_ever_a_formula_in_a_workbook(tmp_path):
    out = tmp_path / "out.xlsx"
    out.write_bytes(xlsx.write(a_document(*FORMULAS)))
    workbook = openpyxl.load_workbook(out)
    for sheet in workbook.worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
            assert cell.data_type == "s", cell.value
            assert cell.quotePrefix == (cell.value[0] in "=+-@\t"), cell.value
    assert [row[1] for row in workbook["Audit"].iter_rows(min_row=4, values_only=True)] == [*FORMULAS]


def test_no_text_is_a_formula_after_libreoffice_saved_it_again(tmp_path):
    out = tmp_path / "out.xlsx"
    out.write_bytes(xlsx.write(a_document(*FORMULAS)))
    again = openpyxl.load_workbook(converted(out, "xlsx"))["Audit"]
    assert [cell.value for cell in again["B"]][3:] == [*FORMULAS]
    assert {cell.data_type for cell in again["B"]} == {"s"}


def test_no_text_is_a_formula_in_csv_and_the_apostrophe_comes_off_again(tmp_path):
    out = tmp_path / "out.csv"
    out.write_bytes(csv_form.write(a_document(*FORMULAS, "'=1", "'quoted'", "plain")))
    rows = list(csv.reader(io.StringIO(out.read_text("utf-8-sig"), newline="")))
    assert rows[:3] == [["A heading"], ["'=A1"], ["id", "What", "As of", "Known at entry", "Root"]]
    assert [row[1][0] for row in rows[3:-2]] == ["'"] * (len(FORMULAS) + 1)
    assert [unguarded(row[1]) for row in rows[3:]] == [*FORMULAS, "'=1", "'quoted'", "plain"]
    sheet = openpyxl.load_workbook(converted(out, "xlsx")).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} <= {"s", "n"}


@given(st.text("'=+-@\t\r\na", max_size=6))
def test_guarding_a_text_can_always_be_undone_and_never_begins_a_formula(text):
    assert unguarded(guarded(text)) == text
    assert guarded(text)[:1] not in tuple("=+-@\t\r\n")


def test_a_text_that_no_cell_holds_is_refused_and_not_cut():
    with pytest.raises(WrongUse, match="cell-too-long"):
        xlsx.write(a_document("a" * (MOST_IN_A_CELL + 1)))


def test_no_text_is_taken_for_an_escape(tmp_path):
    texts = ["_x0041_", "a_x000D_b", "_x005F_", "__x0041__", " a\tb ", "a\nb"]
    out = tmp_path / "out.xlsx"
    out.write_bytes(xlsx.write(a_document(*texts)))
    sheet = openpyxl.load_workbook(out)["Audit"]
    assert [read_text(cell.value) for cell in sheet["B"]][3:] == texts
    as_libreoffice_has_them = converted(out, "csv").read_text()
    assert [row[1] for row in csv.reader(io.StringIO(as_libreoffice_has_them))][3:] == texts


# --- the programs that people use -----------------------------------------------------------------


def test_libreoffice_opens_it_and_keeps_the_hidden_ids(ledger, command, tmp_path):
    before = written(command, tmp_path / "plan.xlsx", "--both")["Plan"]
    after = openpyxl.load_workbook(converted(tmp_path / "plan.xlsx", "xlsx"))["Plan"]
    assert cells(after) == cells(before)
    assert after.column_dimensions["A"].hidden


@pytest.mark.parametrize("language", [pytest.param("en", marks=pytest.mark.slow), "es"])
def test_libreoffice_prints_it_with_its_heads_and_its_moment(ledger, command, tmp_path, language):
    written(command, tmp_path / "plan.xlsx", "--lang", language)
    said = text_of(converted(tmp_path / "plan.xlsx", "pdf"))
    titles = {"en": "Record of results", "es": "Recuento de logros"}
    assert titles[language] in said
    assert {"en": "How to read it", "es": "Cómo se lee"}[language] in said
    assert "1/2" in said.replace(" ", "")


def test_csv_has_a_row_for_each_item_and_the_moment_in_every_row(ledger, command, tmp_path):
    out = tmp_path / "plan.csv"
    command("document", "plan", "--as-of", "rcm-12", "--both", "-o", out)
    content = out.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    items = command("plan", "--as-of", "rcm-12", "--json").document["items"]
    assert [row["Id"] for row in rows] == [item["id"] for item in items]
    assert [row["Section / Sección"] for row in rows] == [item["parent"] or "" for item in items]
    assert {row["As of / A la fecha de"] for row in rows} == {"2007-04-27"}
    assert [row["Title"] for row in rows] == [item["terms"]["title"]["en"] for item in items]
