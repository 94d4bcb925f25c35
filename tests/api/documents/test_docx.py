"""The plan handed out as DOCX: read back by python-docx, and printed by LibreOffice."""

import re
from functools import partial
from zipfile import ZipFile

import pytest
from docx import Document
from docx.document import Document as Read
from docx.oxml.ns import qn

from api.documents import docx
from api.documents.model import Heading, Paragraph
from tests.api.documents.making import a_document, a_table, poppler, said
from tests.api.documents.schema import disorder
from tests.office import converted, facts_of, handled, lines_of, text_of


@pytest.fixture
def plan(illustrated, command, tmp_path):
    """The plan as a document, read back: `plan("--both")`."""

    def written(*told: str, kind: str = "plan") -> Read:
        assert command("document", kind, "-o", tmp_path / "plan.docx", "--force", *told).status == 0
        return Document(tmp_path / "plan.docx")

    return written


def headings(read: Read) -> list[tuple[str, str]]:
    return [(p.style.name, p.text) for p in read.paragraphs if p.style.name.startswith("Heading")]


def test_sections_are_headings_and_activities_are_rows(plan, command):
    read = plan()
    items = command("plan", "--json").document["items"]
    sections = [item["terms"]["title"]["en"] for item in items if item["kind"] == "section"]
    assert [text.partition(" ")[2] for _, text in headings(read)] == sections
    assert {style for style, _ in headings(read)} >= {"Heading 1", "Heading 2"}
    rows = [row.cells[0].text for table in read.tables for row in table.rows[1:]]
    activities = [item for item in items if item["kind"] == "activity"]
    # What is to be done in a section stands before the sections within it.
    assert sorted(rows) == sorted(f"{each['terms']['title']['en']}\n{each['id']}" for each in activities)


def test_a_table_s_first_row_is_its_head_on_every_page_and_no_row_is_broken(plan):
    for table in plan().tables:
        assert [cell.text for cell in table.rows[0].cells][:3] == ["Title", "Action", "Lead"]
        for n, row in enumerate(table.rows):
            assert (row._tr.trPr.find(qn("w:tblHeader")) is not None) == (n == 0)
            assert row._tr.trPr.find(qn("w:cantSplit")) is not None
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))


def test_every_run_says_its_language(plan):
    def languages(read: Read) -> set[str]:
        return {each.get(qn("w:val")) for each in read.element.body.iter(qn("w:lang"))}

    assert languages(plan()) == {"en-US"}
    # What the plan has in English only is English, wherever it stands.
    read = plan("--lang", "es")
    assert languages(read) == {"es-MX", "en-US"}
    cell = next(c for t in read.tables for row in t.rows for c in row.cells if "[en]" in c.text)
    words = cell.paragraphs[0].runs[-1]._r
    assert words.rPr.find(qn("w:lang")).get(qn("w:val")) == "en-US"
    assert languages(plan("--both")) == {"es-MX", "en-US"}


def test_both_languages_stand_side_by_side(plan):
    read = plan("--both")
    heads = [cell.text for cell in read.tables[0].rows[0].cells]
    assert heads[:4] == ["Title", "Título", "Action", "Acción"]
    assert heads[4] == "Lead\nResponsable"
    assert headings(read)[0][1] == (
        "1. Migration Policies and Management / 1. Políticas y Gestión Migratoria"
    )
    assert len({len(row.cells) for table in read.tables for row in table.rows}) == 1


def test_the_contents_are_there_before_a_program_has_filled_them(plan):
    body = plan().element.body
    contents = body.find(qn("w:sdt"))
    said = ["".join(t.text for t in p.iter(qn("w:t"))) for p in contents.iter(qn("w:p"))]
    assert said[:2] == ["Contents", "1. Migration Policies and Management"]
    assert 'TOC \\o "1-3"' in "".join(each.text for each in contents.iter(qn("w:instrText")))
    names = {each.get(qn("w:name")) for each in body.iter(qn("w:bookmarkStart"))}
    assert {each.get(qn("w:anchor")) for each in contents.iter(qn("w:hyperlink"))} <= names


def test_every_page_names_the_moment_the_entry_and_the_root(plan, command, tmp_path):
    root = command("verify", "--json").document["root"]
    section = plan("--as-of", "rcm-12").sections[0]
    head = section.header.paragraphs[0].text
    assert head.startswith("As of: 27 April 2007 · entry ")
    assert root[:16] in head
    assert "Page" in section.footer.paragraphs[0].text
    assert any(root in p.text for p in Document(tmp_path / "plan.docx").paragraphs)


def test_its_properties_have_its_title_language_and_the_time_of_its_last_entry(plan, command):
    last = command("audit", "--json").document["entries"][-1]
    properties = plan("--lang", "es").core_properties
    assert (properties.title, properties.language) == ("Plan de Acción", "es")
    assert properties.created.isoformat() == last["recorded_at"].replace("Z", "+00:00")[:19] + "+00:00"


def test_the_same_question_gives_the_same_bytes_again(plan, tmp_path):
    plan("--both")
    before = (tmp_path / "plan.docx").read_bytes()
    plan("--both")
    assert (tmp_path / "plan.docx").read_bytes() == before


@pytest.mark.parametrize("told", [(), ("--both",), ("--lang", "es")])
@pytest.mark.parametrize("kind", ["plan", "archive"])
def test_its_elements_stand_in_the_order_of_the_schema(plan, tmp_path, kind, told):
    plan(*told, kind=kind)
    with ZipFile(tmp_path / "plan.docx") as package:
        for name in package.namelist():
            if name.startswith("word/") and name.endswith(".xml"):
                assert disorder(package.read(name)) == []


def test_words_that_xml_cannot_hold_or_would_read_as_its_own_stay_words():
    from api.documents.wordprocessing import part, run

    words = run("a<b>&\x0b c", None, "en")
    said = part("document", f"<w:body><w:p>{words}</w:p></w:body>")
    assert disorder(said) == []
    assert b"a&lt;b&gt;&amp; c" in said


@pytest.mark.slow
@pytest.mark.parametrize(
    ("told", "heading", "page"),
    [
        (("--lang", "en"), "Migration Policies and Management", "Page 1 of "),
        (("--lang", "es"), "Políticas y Gestión Migratoria", "Página 1 de "),
        (("--both",), "/ 1. Políticas y Gestión Migratoria", "/ Página 1 de "),
    ],
)
def test_libreoffice_prints_it_on_pages_that_lie_on_their_side(plan, tmp_path, told, heading, page):
    plan(*told)
    printed = converted(tmp_path / "plan.docx", "pdf")
    facts = facts_of(printed)
    assert facts["Page size"] == "841.89 x 595.304 pts (A4)"
    said = text_of(printed)
    assert heading in said
    assert f"{page}{facts['Pages']}" in said


@pytest.mark.slow
def test_libreoffice_fills_the_contents_with_page_numbers(plan, tmp_path):
    plan()
    filled = handled(tmp_path / "plan.docx", tmp_path / "filled.pdf", "UpdateContents")
    assert re.search(r"2\. Human Rights ?\.{5,} ?[1-9]", text_of(filled))


@pytest.mark.slow
@pytest.mark.parametrize("languages", [("en",), ("en", "es")])
def test_what_a_heading_keeps_together_libreoffice_prints_on_one_page(tmp_path, languages):
    rows = [[f"Fact {n}", f"value {n}"] for n in range(5)]
    here = partial(said, languages=languages)
    kept = (
        Heading(1, here(*("Seal", "Sello")[: len(languages)]), together=True),
        Paragraph(here(*("Keep it.", "Consérvelo.")[: len(languages)])),
        a_table(*rows, languages=languages),
        Paragraph(here("The last line.")),
        Heading(1, here("Sources")),
    )
    for above in (31, 34):
        above_it = [Paragraph(here(f"Line {n}")) for n in range(above)]
        file = tmp_path / f"kept-{above}.docx"
        file.write_bytes(docx.write(a_document(*above_it, *kept, languages=languages)))
        pages = lines_of(converted(file, "pdf")).split("\f")
        page = next(page for page in pages if "Seal" in page)
        assert "value 4" in page
        assert "The last line." in page


@pytest.mark.slow
def test_a_head_of_four_lines_keeps_its_distance_from_the_text(conference, command, tmp_path):
    """Of tracked changes in both languages; as poppler finds the words on a page of LibreOffice's."""
    out = tmp_path / "diff.docx"
    asked = ("diff", "rcm-11", "rcm-12", "--both", "-o", out, "--ledger", conference)
    assert command("document", *asked).status == 0
    found = poppler("pdftotext", "-bbox", "-f", "1", "-l", "1", converted(out, "pdf"), "-")
    words = re.findall(r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">(.*?)<', found)
    bottom = max(float(y) for _, y, said in words if said == "raíz")
    top = min(float(y) for y, _, said in words if float(y) > bottom - 2)
    assert top - bottom > 8
