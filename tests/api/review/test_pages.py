"""A document (.docx) as `document plan` writes it, after people have worked on it in Word."""

import copy

import pytest

from tests.api.review.documents import W, in_the_document, put, repacked, replaced, row_of


@pytest.fixture
def document(command, ledger, tmp_path):
    """The plan as a document; `document(edit)` gives the file after something was done to it."""

    def made(edit=None, *more):
        file = tmp_path / "plan.docx"
        assert command("document", "plan", "-o", file, "--force", *more).status == 0
        return file if edit is None else in_the_document(file, edit)

    return made


@pytest.mark.parametrize("more", [(), ("--lang", "es"), ("--both",)])
def test_the_plan_itself_is_without_a_difference(differences, document, more):
    assert differences(document(None, *more)) == {}
    assert differences(document(lambda _: None, *more)) == {}


def test_other_words_and_values_are_found_with_their_table_and_row(reviewed, document):
    def edit(of):
        row = row_of(of, "statistics")
        put(row.cells[0], "Common and shared migration data")
        put(row.cells[3], "every year")

    (found,) = reviewed(document(edit))["differences"]
    assert (found["item"], found["change"], found["terms"]) == (
        *("statistics", "redefine"),
        ["title", "timeline"],
    )
    assert found["place"] == "table 1, row 2, Title"


def test_a_row_that_was_moved_to_another_section_is_a_move(differences, document):
    def edit(of):
        row = row_of(of, "convergence")
        other = row_of(of, "mitch-study")
        other._tr.addnext(row._tr)

    assert differences(document(edit)) == {"convergence": [("move", ["parent"])]}


def test_a_row_inserted_and_one_deleted_are_new_and_removed(differences, reviewed, document):
    def edit(of):
        row = row_of(of, "consular-detained")
        new = copy.deepcopy(row._tr)
        row._tr.addnext(new)
        added = next(r for t in of.tables for r in t.rows if r._tr is new)
        for cell in added.cells:
            for paragraph in cell.paragraphs:
                for run in paragraph.runs:
                    run.text = ""
        added.cells[0].paragraphs[0].add_run("Training on asylum")
        added.cells[2].paragraphs[0].add_run("MX, IOM")
        gone = row_of(of, "remittances-workshop")
        gone._tr.getparent().remove(gone._tr)

    version = document(edit)
    assert differences(version) == {
        "Training on asylum": [("approve", ["title", "lead"])],
        "remittances-workshop": [("discontinue", [])],
    }
    new = next(each for each in reviewed(version)["differences"] if each["change"] == "approve")
    assert new["changes"][0]["approve"]["parent"] == "hr"


def test_a_new_heading_is_a_new_section_and_a_renamed_one_a_redefinition(differences, document):
    def edit(of):
        heading = next(p for p in of.paragraphs if p.text.endswith("Human Rights"))
        heading.runs[-1].text = "Human Rights and Asylum"
        of.paragraphs[-2].insert_paragraph_before("Climate", style="Heading 1")

    found = differences(document(edit))
    assert found["hr"] == [("redefine", ["title"])]
    assert found["Climate"] == [("approve", ["title"])]


def test_ids_that_were_lost_are_found_again_by_the_words(reviewed, document):
    def edit(of):
        for table in of.tables:
            for row in table.rows[1:]:
                for run in row.cells[0].paragraphs[0].runs:
                    if run.style.name == "Id":
                        run.text = ""
                    run.text = run.text.rstrip("\n")

    found = reviewed(document(edit))
    assert (found["differences"], found["questions"]) == ([], [])
    assert len(found["by_wording"]) > 10


def test_the_columns_may_be_named_in_the_other_language(differences, document):
    def edit(of):
        for table in of.tables:
            heads = [
                "Título",
                "Acción",
                "Responsable",
                "Plazo",
                "Modalidad",
                "Estado",
                "Se basa en",
            ]
            for cell, head in zip(table.rows[0].cells, heads, strict=True):
                put(cell, head)

    assert differences(document(edit)) == {}


def test_accepted_changes_are_text_and_pending_ones_are_refused_with_the_cure(command, document):
    pending = '<w:ins w:id="9" w:author="A"><w:r><w:t>soon</w:t></w:r></w:ins></w:p></w:tc>'
    file = repacked(document(), {"word/document.xml": replaced(r"</w:p></w:tc>", pending)})
    answer = command("review", file)
    assert answer.status == 2
    assert "Accept or reject them all, and save it again" in answer.said
    assert "Acéptelos o rechácelos todos" in command("review", file, "--lang", "es").said


@pytest.mark.parametrize("mark", ["w:del", "w:moveFrom"])
def test_a_deletion_or_a_move_that_is_pending_is_refused_as_well(command, document, mark):
    pending = (
        f'<{mark} w:id="9" w:author="A"><w:r><w:delText>x</w:delText></w:r></{mark}></w:p></w:tc>'
    )
    file = repacked(document(), {"word/document.xml": replaced(r"</w:p></w:tc>", pending)})
    assert command("review", file).status == 2


def test_a_change_of_looks_that_is_tracked_is_no_change_of_the_text(differences, document):
    looks = (
        r'<w:r><w:rPr><w:rPrChange w:id="9" w:author="A"><w:rPr/></w:rPrChange></w:rPr>'
        "</w:r></w:p></w:tc>"
    )
    file = repacked(document(), {"word/document.xml": replaced(r"</w:p></w:tc>", looks)})
    assert differences(file) == {}


def test_one_lead_in_a_cell_over_two_rows_is_of_both(reviewed, document):
    def edit(of):
        table = next(t for t in of.tables if "virtual-secretariat" in t.rows[2].cells[0].text)
        table.cell(1, 2).merge(table.cell(2, 2))

    assert reviewed(document(edit))["differences"] == []


def test_a_title_over_two_rows_is_refused(command, document):
    def edit(of):
        table = next(t for t in of.tables if len(t.rows) > 2)
        table.cell(1, 0).merge(table.cell(2, 0))

    answer = command("review", document(edit))
    assert answer.status == 2
    assert "Unmerge them" in answer.said


def test_a_picture_in_the_place_of_the_table_is_said_to_be_one(command, ledger, tmp_path):
    import docx

    file = tmp_path / "plan.docx"
    of = docx.Document()
    run = of.add_paragraph().add_run()
    run._r.append(run._r.makeelement(f"{W}drawing", {}))
    of.save(str(file))
    answer = command("review", file)
    assert answer.status == 2
    assert "pictures are not read" in answer.said


def test_a_document_without_a_plan_is_said_to_have_none(command, ledger, tmp_path):
    import docx

    file = tmp_path / "letter.docx"
    of = docx.Document()
    of.add_paragraph("Dear colleagues,")
    of.save(str(file))
    answer = command("review", file)
    assert answer.status == 2
    assert "There is no plan in it" in answer.said


def test_what_stands_outside_of_the_plan_is_noted(reviewed, document):
    def edit(of):
        of.paragraphs[2].insert_paragraph_before("A word by the Presidency.")

    found = reviewed(document(edit))
    assert found["differences"] == []
    assert found["ignored"] == ["A word by the Presidency."]


def test_it_says_from_which_entry_it_was_made(command, reviewed, document):
    file = document()
    assert reviewed(file)["made_from"] is None
    asked = ["meeting", "rcm-25", "--body", "rcm", "--title-en", "XXV RCM"]
    assert command(*asked, "--opens-on", "2027-05-01").status == 0
    made_from = reviewed(file)["made_from"]
    assert f"--known-at {made_from['known_at']}" in command("review", file).said
    assert reviewed(file, "--known-at", made_from["known_at"])["made_from"] is None
