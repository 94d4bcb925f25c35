"""The report of a review as a document, to hand out."""

import pytest

from tests.api.review.test_review import everything
from tests.office import converted, text_of


def doubtful(items, all_of_them):
    """Of each kind something, and a row that could be one item or a new one."""
    everything(items, all_of_them)
    del items["results-record"]["id"]
    items["results-record"]["terms"]["title"] = {"en": "A book of results"}
    items["results-record"]["terms"]["action"] = None


SAID = {
    "en": [
        "Report on a revised version",
        "It redefines what was agreed",
        "To be answered first",
        "Is it new, or one of these?",
        "Redefine (1)",
        "Move (1)",
        "RCM, by unanimity; this meeting cannot",
        "It is not in the version.",
    ],
    "es": [
        "Informe sobre una versión revisada",
        "Redefine lo acordado",
        "Por responder antes",
        "¿Es nuevo, o uno de estos?",
        "Redefinir (1)",
        "Trasladar (1)",
        "CRM, por unanimidad; esta reunión no puede",
        "No figura en la versión.",
    ],
}


@pytest.mark.parametrize("language", ["en", "es"])
def test_it_says_what_the_command_says_in_each_language(command, exported, language):
    asked = ["review", exported(doubtful), "--meeting", "rcgm", "--lang", language]
    answer = command(*asked, "--report", "report.md")
    assert answer.status == 1
    with open("report.md", encoding="utf-8") as file:
        text = " ".join(file.read().split())
    assert [words for words in SAID[language] if words not in text] == []
    assert "~~" in text


def test_both_languages_stand_side_by_side(command, exported):
    asked = ["review", exported(doubtful), "--meeting", "rcgm", "--both"]
    assert command(*asked, "--report", "report.pdf").status == 1
    from pathlib import Path

    text = text_of(Path("report.pdf").resolve())
    assert [each[0] for each in SAID.values() if each[0] not in text] == []


def test_the_json_answer_is_one_document_whatever_is_written(command, exported):
    answer = command("review", exported(everything), "--json", "--report", "report.xlsx")
    assert answer.document["redefines"]


def test_a_report_is_not_written_over_another_nor_in_an_unknown_form(command, exported):
    version = exported(everything)
    assert command("review", version, "--report", "report.docx").status == 1
    assert command("review", version, "--report", "report.docx").status == 2
    assert command("review", version, "--report", "report.ppt").status == 2


@pytest.mark.slow
def test_libreoffice_opens_it(command, exported, tmp_path):
    asked = ["review", exported(doubtful), "--meeting", "rcgm", "--both"]
    command(*asked, "--report", tmp_path / "report.docx")
    text = text_of(converted(tmp_path / "report.docx", "pdf"))
    for said in SAID.values():
        assert [words for words in said[:2] if words not in text] == []
