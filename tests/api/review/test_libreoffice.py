"""The plan's workbook and document after LibreOffice had them open: what was done there is found, and
saving them again does nothing to them."""

import pytest

from tests.api.review.documents import W, in_the_workbook
from tests.office import converted, handled


@pytest.fixture
def handed_out(command, ledger, tmp_path):
    def made(form, *more):
        file = tmp_path / f"plan.{form}"
        assert command("document", "plan", "-o", file, *more).status == 0
        return file

    return made


def test_a_row_moved_a_cell_changed_and_one_deleted_in_libreoffice_are_found(
    command, handed_out, reviewed, tmp_path
):
    file = handed_out("xlsx")
    rows = {}
    in_the_workbook(file, lambda sheet, of, columns: rows.update(of))
    saved = handled(
        file,
        tmp_path / "worked-on.xlsx",
        f"type:F{rows['statistics']}:Common and shared migration data",
        f"type:K{rows['land-repatriation']}:ongoing",
        f"move-row:{rows['convergence']}:3",
        f"delete-row:{rows['results-record'] + 1}",
    )
    found = {each["item"]: each["change"] for each in reviewed(saved)["differences"]}
    assert found == {
        "statistics": "redefine",
        "land-repatriation": "start",
        "results-record": "discontinue",
    }


@pytest.mark.slow
@pytest.mark.parametrize("more", [(), ("--lang", "es"), ("--both",)])
@pytest.mark.parametrize(("form", "other"), [("xlsx", "ods"), ("docx", "odt"), ("xlsx", "csv")])
def test_what_libreoffice_saves_again_says_the_same(handed_out, differences, form, other, more):
    file = handed_out(form, *more)
    if other == "csv":
        again = converted(file, "csv:Text - txt - csv (StarCalc):44,34,76,1")
    else:
        again = converted(converted(file, other), form)
    assert differences(again) == {}


@pytest.mark.slow
def test_accepted_changes_are_text_in_what_libreoffice_saves(
    command, handed_out, differences, tmp_path
):
    """Words that were inserted under tracking: pending they are refused, accepted they are words."""
    import docx

    file = handed_out("docx")
    of = docx.Document(str(file))
    row = next(r for t in of.tables for r in t.rows if "statistics" in r.cells[0].text)
    run = row.cells[0].paragraphs[0].runs[0]
    run.text += " "
    inserted = run._r.makeelement(f"{W}ins", {f"{W}id": "9", f"{W}author": "A"})
    run._r.addnext(inserted)
    inserted.append(run._r.makeelement(f"{W}r", {}))
    inserted[0].append(run._r.makeelement(f"{W}t", {}))
    inserted[0][0].text = "anew"
    of.save(str(file))
    assert command("review", file).status == 2
    accepted = handled(file, tmp_path / "accepted.docx", "AcceptAllTrackedChanges")
    assert differences(accepted) == {"statistics": [("redefine", ["title"])]}


@pytest.mark.slow
def test_all_changes_between_two_moments_accepted_are_the_later_plan_and_rejected_the_earlier(
    command, ledger, reviewed, tmp_path
):
    file = tmp_path / "changes.docx"
    assert command("document", "diff", "rcm-8", "rcm-12", "-o", file).status == 0
    assert command("review", file, "--against", "rcm-12").status == 2
    for what, moment in (("Accept", "rcm-12"), ("Reject", "rcm-8")):
        saved = handled(file, tmp_path / f"{what}.docx", f"{what}AllTrackedChanges")
        found = reviewed(saved, "--against", moment)
        assert (found["differences"], found["questions"]) == ([], []), what
