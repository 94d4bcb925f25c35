"""What changed between two moments, handed out: what was redefined first, word by word, by what right."""

from pathlib import Path

import pytest

from tests.api.documents.making import looked_into, poppler

LATER = """\
register: 1
language: en
meetings:
  - id: rcm-13
    body: rcm
    title: {en: XIII Conference, es: XIII Conferencia}
    opens_on: 2010-12-01
    closes_on: 2010-12-02
    presidency: GT
    decisions:
      - id: rcm-13-d1
        agreed: all
        text: {en: The plan is revised., es: Se revisa el plan.}
        changes:
          - redefine:
              item: statistics
              terms:
                action: {en: A faster system of statistics.}
                lead: [MX]
                timeline: {by: 2011-12-31}
          - move: {item: consular-detained, parent: mpm}
          - translate: {item: virtual-secretariat, terms: {action: {es: Estimar el costo.}}}
          - complete: {item: mitch-study, outcome: {en: Handed in., es: Entregado.}}
          - approve:
              item: returns-guide
              parent: hr
              terms: {title: {en: Guide on returns, es: Guía sobre retornos}, action: {en: Draft it.}}
"""


@pytest.fixture
def revised(illustrated, command, tmp_path) -> None:
    """A meeting did one of each to the plan."""
    register = tmp_path / "later.yaml"
    register.write_text(LATER)
    assert command("import", register).status == 0


@pytest.fixture
def written(revised, command, tmp_path):
    """`written("diff.md", "--both")`: the comparison with the meeting before, as a file."""

    def file(name: str, *options: str) -> Path:
        out = tmp_path / name
        answer = command("document", "diff", "2010-11-30", "rcm-13", "-o", out, "--force", *options)
        assert answer.status == 0, answer.said
        return out

    return file


def test_what_was_redefined_stands_first_and_the_rest_by_what_happened(written):
    said = written("diff.md").read_text()
    heads = [line for line in said.splitlines() if line.startswith("## ")]
    assert heads == [
        "## Redefined (1)",
        "## Moved (1)",
        "## New (1)",
        "## To the archive (1)",
        "## Translated (1)",
    ]


def test_each_item_is_told_word_by_word_with_the_decision_and_who_agreed(written):
    said = written("diff.md").read_text()
    line = next(line for line in said.splitlines() if "`statistics`" in line)
    assert "A ~~more agile~~**faster** system of statistics ~~and of sharing information~~." in line
    assert "~~at every meeting of RCGM~~ **by 31 December 2011**" in line
    assert r"rcm-13-d1\#1, 2 December 2010 · RCM" in line
    assert "Agreed by 11 (recorded by the Secretariat): BZ, CA," in line
    line = next(line for line in said.splitlines() if "`consular-detained`" in line)
    assert "Place: ~~“Human Rights” (hr)~~ **“Migration Policies and Management” (mpm)**" in line


def test_what_is_new_as_a_whole_is_not_marked_word_by_word(written):
    said = written("diff.md").read_text()
    line = next(line for line in said.splitlines() if "`returns-guide`" in line)
    assert "Action (English): Draft it." in line
    assert "Title (Spanish): Guía sobre retornos" in line
    assert "Title (English)" not in line  # it stands beside it


def test_side_by_side_each_language_has_its_own_words(written):
    said = written("diff.md", "--both").read_text()
    row = next(line for line in said.splitlines() if "`virtual-secretariat`" in line)
    _, _, _, english, spanish, *_ = row.split("|")
    assert english.strip() == ""
    assert spanish.strip() == "Acción (español): **Estimar el costo.**"


@pytest.mark.parametrize("form", ["pdf", "html", "csv"])
def test_where_there_is_no_colour_signs_tell_what_went_and_what_came(written, tmp_path, form):
    file = written(f"diff.{form}")
    if form == "pdf":
        said = looked_into(file.read_bytes(), tmp_path, "-raw")
    else:
        said = file.read_text().replace("<span>", "").replace("</span>", "")
    said = " ".join(said.split())  # however its lines were broken
    assert "[-more agile-]" in said.replace("<del>", "")
    assert "{+by 31 December 2011+}" in said.replace("<ins>", "")


def test_two_moments_that_say_the_same_say_so(illustrated, command, tmp_path):
    out = tmp_path / "diff.pdf"
    assert command("document", "diff", "rcm-12", "rcm-12", "-o", out).status == 0
    assert "Nothing changed in the plan." in poppler("pdftotext", out, "-")


def test_it_names_both_moments_and_bears_the_stamp_of_the_later(written, command):
    said = written("diff.md", "--lang", "es").read_text()
    assert "De 30 de noviembre de 2010 a rcm-13 (2 de diciembre de 2010)" in said
    assert command("verify", "--json").document["root"] in said
