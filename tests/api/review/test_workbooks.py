"""The plan's workbook (.xlsx) after people have worked on it: what they did is found, and no more."""

import datetime

import pytest

from tests.api.review.documents import in_the_workbook, repacked, replaced


@pytest.fixture
def workbook(command, ledger, tmp_path):
    """The plan as a workbook; `workbook(edit)` gives the file after something was done to its sheet."""

    def made(edit=None, *more):
        file = tmp_path / "plan.xlsx"
        assert command("document", "plan", "-o", file, "--force", *more).status == 0
        return file if edit is None else in_the_workbook(file, edit)

    return made


@pytest.mark.parametrize("more", [(), ("--lang", "es"), ("--both",)])
def test_the_plan_itself_is_without_a_difference(differences, workbook, more):
    assert differences(workbook(None, *more)) == {}
    assert differences(workbook(lambda *_: None, *more)) == {}


def test_a_cell_is_named_as_a_workbook_names_it(reviewed, workbook):
    def edit(sheet, rows, columns):
        sheet.cell(rows["statistics"], columns["Timeline"]).value = datetime.datetime(2030, 12, 31)
        sheet.cell(rows["statistics"], columns["Title"]).value = 2030

    (found,) = reviewed(workbook(edit))["differences"]
    assert (found["item"], found["change"]) == ("statistics", "redefine")
    assert found["fields"]["timeline"]["after"] == {"by": "2030-12-31"}
    assert found["fields"]["title.en"]["after"] == "2030"
    assert found["fields"]["timeline"]["place"] == "Plan!I3"
    assert found["place"] == "Plan!F3"


def test_rows_may_be_moved_inserted_and_deleted(differences, workbook):
    def edit(sheet, rows, columns):
        sheet.delete_rows(rows["remittances-workshop"])
        sheet.insert_rows(3)
        sheet.cell(3, columns["Title"]).value = "Training on asylum"
        # A row is cut out and put in elsewhere: its section goes with it.
        last = sheet.max_row + 1
        for cell in list(sheet[5]):
            sheet.cell(last, cell.column).value = cell.value
        sheet.delete_rows(5)

    assert differences(workbook(edit)) == {
        "remittances-workshop": [("discontinue", [])],
        "Training on asylum": [("approve", ["title"])],
    }


def test_columns_may_be_renamed_moved_taken_out_and_added(reviewed, workbook):
    def edit(sheet, rows, columns):
        for head, other in (("Title", "Título"), ("Lead", "responsable"), ("Timeline", "plazo")):
            sheet.cell(1, columns[head]).value = other
        sheet.delete_cols(columns["Status"])
        sheet.insert_cols(1)
        sheet.cell(1, 1).value = "Remarks"
        sheet.cell(2, 1).value = "urgent"

    found = reviewed(workbook(edit))
    assert found["differences"] == []
    assert found["ignored"] == ["Remarks"]


def test_without_the_hidden_ids_rows_are_found_by_their_words(reviewed, workbook):
    def edit(sheet, rows, columns):
        sheet.delete_cols(columns["Section's id"])
        sheet.delete_cols(1)

    found = reviewed(workbook(edit))
    assert (found["differences"], found["questions"]) == ([], [])
    assert len(found["by_wording"]) == 18


def test_another_section_is_named_by_its_title_though_its_id_is_hidden(differences, workbook):
    def edit(sheet, rows, columns):
        section = sheet.cell(rows["convergence"], columns["Section"])
        section.value = "Migration Policies and Management"

    assert differences(workbook(edit)) == {"convergence": [("move", ["parent"])]}


def test_a_section_that_gets_another_title_keeps_what_stands_in_it(differences, workbook):
    def edit(sheet, rows, columns):
        sheet.cell(rows["hr"], columns["Title"]).value = "Human Rights and Asylum"

    assert differences(workbook(edit)) == {"hr": [("redefine", ["title"])]}


def test_cells_that_were_merged_are_of_every_row_that_they_cover(reviewed, workbook):
    def edit(sheet, rows, columns):
        column, first = columns["Lead"], rows["virtual-secretariat"]
        assert sheet.cell(first, column).value == sheet.cell(first - 1, column).value
        sheet.merge_cells(
            start_row=first - 1, end_row=first, start_column=column, end_column=column
        )

    assert reviewed(workbook(edit))["differences"] == []


def test_a_title_over_two_rows_is_refused_with_the_range(command, workbook):
    def edit(sheet, rows, columns):
        sheet.merge_cells("F3:F4")

    answer = command("review", workbook(edit))
    assert answer.status == 2
    assert "Plan!F3:F4" in answer.said
    assert "Unmerge them" in answer.said


def test_a_row_that_was_copied_has_the_id_of_another(command, workbook):
    def edit(sheet, rows, columns):
        for cell in list(sheet[rows["hr"]]):
            sheet.cell(30, cell.column).value = cell.value

    answer = command("review", workbook(edit))
    assert answer.status == 2
    assert "Plan!A5 and Plan!A30" in answer.said


def test_formulas_and_what_they_left_behind_are_never_computed(command, workbook):
    def edit(sheet, rows, columns):
        sheet.cell(3, columns["Title"]).value = '=HYPERLINK("http://example.org", "x")'
        sheet.cell(4, columns["Lead"]).value = "#REF!"
        sheet.cell(4, columns["Lead"]).data_type = "e"

    answer = command("review", workbook(edit))
    assert answer.status == 2
    assert "Plan!F3" in answer.said
    assert "formulas are not computed" in answer.said
    assert "#REF!" in answer.said


def test_a_text_that_looks_like_a_formula_is_a_text(command, differences, workbook):
    def edit(sheet, rows, columns):
        cell = sheet.cell(rows["statistics"], columns["Title"])
        cell.value, cell.data_type = "=statistics", "s"

    assert differences(workbook(edit)) == {"statistics": [("redefine", ["title"])]}


def test_a_row_whose_cells_were_emptied_is_gone_though_its_id_is_left(differences, workbook):
    def edit(sheet, rows, columns):
        for cell in sheet[rows["remittances-workshop"]][1:]:
            cell.value = None

    assert differences(workbook(edit)) == {"remittances-workshop": [("discontinue", [])]}


def test_a_workbook_of_another_plan_is_refused(command, workbook):
    def edit(sheet, rows, columns):
        about = next(s for s in sheet.parent.worksheets if s["A1"].value == "title")
        charter = next(row for row in about.iter_rows() if row[0].value == "charter")
        charter[2].value = "Another conference (other)"

    answer = command("review", workbook(edit))
    assert answer.status == 2
    assert "“other”, those of this ledger “rcm”" in answer.said


# --- hostile and broken files ---------------------------------------------------------------------


def test_macros_a_password_a_bomb_and_entities_are_refused_with_the_cure(command, workbook):
    file = repacked(workbook(), {}, {"xl/vbaProject.bin": b"\x00"})
    assert "Save it without macros" in command("review", file).said

    bomb = repacked(workbook(), {}, {"xl/media/big.xml": b"0" * (200 << 20)})
    assert bomb.stat().st_size < 1 << 20
    assert "at most" in command("review", bomb).said

    doctype = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet'
    entities = repacked(workbook(), {"xl/worksheets/sheet1.xml": replaced("<worksheet", doctype)})
    assert "entities" in command("review", entities).said

    protected = file.with_name("protected.xlsx")
    inside = "EncryptedPackage".encode("utf-16-le")
    protected.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + inside.rjust(600, b"\0"))
    assert "Take the password off" in command("review", protected).said


@pytest.mark.parametrize("name", ["plan.docx", "plan.csv", "plan.json", "plan.yaml"])
def test_a_workbook_under_another_name_is_refused(command, workbook, name):
    file = workbook()
    other = file.with_name(name)
    file.rename(other)
    answer = command("review", other)
    assert answer.status == 2
    assert "Give it its own ending" in answer.said or name == "plan.docx"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"Id,Title\n", b"%PDF-1.7", b"\x89PNG\r\n"])
@pytest.mark.parametrize("name", ["plan.xlsx", "plan.docx"])
def test_what_is_no_workbook_and_no_document_is_refused(command, ledger, tmp_path, name, data):
    file = tmp_path / name
    file.write_bytes(data)
    answer = command("review", file)
    assert answer.status == 2
    assert "Traceback" not in answer.err
