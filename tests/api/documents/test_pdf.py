"""The plan handed out as a PDF, looked into with poppler: what it says, for whom, and how it keeps."""

import contextlib
import re
import zlib

import pytest

from api.documents import pdf
from api.documents.model import Heading, Listing, Paragraph, Run, Table
from tests.api.documents.making import (
    a_document,
    a_table,
    looked_into,
    of_every_kind,
    poppler,
    said,
)


def facts(file) -> dict[str, str]:
    lines = (line.partition(":") for line in poppler("pdfinfo", file).splitlines())
    return {name: value.strip() for name, _, value in lines}


def joined(text: str) -> str:
    """The words alone: neither lines nor syllables."""
    return "".join(text.replace("\u00ad", "").replace("\u200b", "").split())


def inflated(content: bytes) -> bytes:
    """What a PDF consists of, readable."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.S)
    readable = [content]
    for stream in streams:
        with contextlib.suppress(zlib.error):
            readable.append(zlib.decompress(stream))
    return b"\n".join(readable)


# --- of the real register -------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_plan_says_every_item_with_its_id_and_the_decision_it_rests_on(
    ledger, command, tmp_path, language
):
    out = tmp_path / "plan.pdf"
    assert command("document", "plan", "-o", out, "--lang", language).status == 0
    found = joined(poppler("pdftotext", "-raw", out, "-"))
    for item in command("plan", "--json").document["items"]:
        title = item["terms"]["title"]
        assert joined(title.get(language) or next(iter(title.values()))) in found
        assert joined(item["id"]) in found
        assert joined(item["approved"]["decision"]) in found


def test_both_languages_stand_side_by_side(ledger, command, tmp_path):
    out = tmp_path / "plan.pdf"
    assert command("document", "plan", "--both", "-o", out).status == 0
    laid_out = poppler("pdftotext", "-layout", out, "-")
    assert re.search(r"Plan of Action +Plan de Acción", laid_out)
    assert re.search(r"1\. Migration Policies and Management +1\. Políticas y Gestión", laid_out)
    assert "Page 1 of 3 / Página 1 de 3" in laid_out


def test_it_is_tagged_for_those_who_listen_to_it_and_made_to_be_kept(ledger, command, tmp_path):
    out = tmp_path / "plan.pdf"
    command("document", "plan", "--lang", "es", "-o", out)
    found = facts(out)
    assert found["Title"] == "Plan de Acción"
    assert found["Tagged"] == "yes"
    assert found["JavaScript"] == "no"
    structure = poppler("pdfinfo", "-struct-text", out)
    for tag in ("H1", "Table", "TH", "TD", "TOC"):
        assert re.search(rf"^ +{tag}\b", structure, re.M), tag
    described = poppler("pdfinfo", "-meta", out)
    assert "<pdfaid:part>2</pdfaid:part>" in described
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in described
    assert "<pdfuaid:part>1</pdfuaid:part>" in described
    assert "<dc:language><rdf:Bag><rdf:li>es</rdf:li></rdf:Bag></dc:language>" in described


def test_every_font_is_inside_and_is_typst_s_own(ledger, command, tmp_path):
    out = tmp_path / "plan.pdf"
    command("document", "plan", "--both", "-o", out)
    fonts = [line.split() for line in poppler("pdffonts", out).splitlines()[2:]]
    assert fonts
    for name, *more in fonts:
        assert re.match(r"[A-Z]{6}\+(LibertinusSerif|DejaVuSansMono)", name)
        assert more[-5:-2] == ["yes", "yes", "yes"]  # embedded, a subset, with its letters


def test_every_page_names_its_moment_its_last_entry_and_the_root(ledger, command, tmp_path):
    out = tmp_path / "plan.pdf"
    answer = command("document", "plan", "--as-of", "rcm-12", "-o", out, "--json").document
    pages = poppler("pdftotext", "-layout", out, "-").split("\f")[:-1]
    stamp = f"As of: 27 April 2007 · entry {answer['entry']} · root {answer['root'][:16]}…"
    for n, page in enumerate(pages, 1):
        assert stamp in page
        assert f"Page {n} of {len(pages)}" in page
    assert answer["root"] in joined(pages[-1])


def test_the_same_question_gives_the_same_bytes_again(ledger, command, tmp_path):
    for name in ("a.pdf", "b.pdf"):
        command("document", "plan", "--both", "-o", tmp_path / name)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_an_empty_plan_says_that_it_is_empty(command, tmp_path):
    assert command("init").status == 0
    out = tmp_path / "plan.pdf"
    assert command("document", "plan", "-o", out).status == 0
    assert "There is nothing in it." in poppler("pdftotext", out, "-")


# --- what it says, whatever that is ---------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        '#set page(width: 1pt) #panic() #import "@preview/x:0.1.0" #read("/etc/passwd")',
        "$ x^2 $ [a] ]) *b* _c_ `d` @e <f> = g \\ // h /* i */ - j + k / l: m ~ -- --- ...",
        "\"quoted\" 'so' «y así» \\u{41} {+no+} [-mark-] <script>alert(1)</script>",
        "https://example.org/" + "long" * 60,
    ],
)
def test_a_text_is_said_as_it_stands_and_is_never_a_command(tmp_path, text):
    found = looked_into(pdf.write(of_every_kind(text)), tmp_path, "-raw")
    assert joined(found).count(joined(text)) >= 4  # title, heading, paragraph, cell


@pytest.mark.parametrize(
    "text", ["مؤتمر الهجرة", "מידע", "e\u0323\u0301 q\u0303", "Ελλάδα, Київ, ½ ≤ №"]
)
def test_other_scripts_are_set_in_the_fonts_that_have_them(tmp_path, text):
    found = looked_into(pdf.write(of_every_kind(text)), tmp_path, "-raw")
    assert "U+" not in found


@pytest.mark.parametrize(
    ("text", "instead"),
    [("a 😀 b", "a [U+1F600] b"), ("中文", "[U+4E2D][U+6587]"), ("q\u20e0 qq", "q[U+20E0] qq")],
)
def test_what_no_font_has_is_named_and_not_an_empty_box(tmp_path, text, instead):
    found = looked_into(pdf.write(of_every_kind(text)), tmp_path, "-raw")
    assert found.count(instead) >= 4


def test_a_very_long_text_goes_on_over_the_pages_and_none_of_it_is_lost(tmp_path):
    words = " ".join(f"word{n}" for n in range(1500))  # 12,390 letters
    document = a_document(a_table([words, "short"], ["next", "short"]))
    found = looked_into(pdf.write(document), tmp_path, "-raw")
    assert found.count("\f") > 1
    assert [f"word{n}" for n in range(1500)] == re.findall(
        r"word\d+", joined(found).replace("Column1", "")
    )


def test_a_word_without_end_stays_within_its_column(tmp_path):
    document = a_document(a_table(["x" * 10_000, "beside it"]))
    pdf_bytes = pdf.write(document)
    found = looked_into(pdf_bytes, tmp_path, "-bbox")
    of_the_word = re.findall(r'xMin="([\d.]+)".* xMax="([\d.]+)".*>[x\u200b]+<', found)
    assert of_the_word
    assert max(float(end) for _, end in of_the_word) < 841.89 / 2
    assert joined(looked_into(pdf_bytes, tmp_path)).count("x") >= 10_000


def test_the_head_of_a_table_stands_on_each_of_its_pages(tmp_path):
    document = a_document(a_table(*([f"row {n}", "cell"] for n in range(200))))
    pages = looked_into(pdf.write(document), tmp_path).split("\f")
    of_the_table = [page for page in pages if re.search(r"^row \d", page, re.M)]
    assert len(of_the_table) > 3
    assert all("Column 1" in page for page in of_the_table)


def test_levels_that_a_heading_skips_are_closed_up(tmp_path):
    document = a_document(Heading(3, said("Deep")), Heading(6, said("Deeper")))
    file = tmp_path / "levels.pdf"
    file.write_bytes(pdf.write(document))
    structure = poppler("pdfinfo", "-struct-text", file)
    assert re.search(r'H1 "Deep"', structure)
    assert re.search(r'H2 "Deeper"', structure)


def test_what_was_added_and_what_was_removed_is_told_by_more_than_colour(tmp_path):
    both = {"en": (Run("yearly", "removed"), Run("every two years", "added"), Run(" held"))}
    document = a_document(Paragraph(both), Listing((both,)))
    found = looked_into(pdf.write(document), tmp_path)
    assert found.count("[-yearly-]{+every two years+} held") == 2


def test_a_heading_longer_than_any_is_set_as_a_paragraph(tmp_path):
    document = a_document(Heading(1, said("word " * 8000)), Heading(1, said("Next")))
    file = tmp_path / "long.pdf"
    file.write_bytes(pdf.write(document))
    assert poppler("pdftotext", file, "-").count("word") == 8000
    assert re.findall(r'H1 "(.*)"', poppler("pdfinfo", "-struct-text", file)) == ["Next"]


def test_words_of_another_language_are_told_to_be_so(tmp_path):
    document = a_document(Paragraph({"en": (Run("It says "), Run("Estadísticas", language="es"))}))
    content = inflated(pdf.write(document))
    assert b"/Lang(en)" in content
    assert b"/Lang(es)" in content


def test_lines_to_be_copied_letter_for_letter_are_kept_on_one_page(tmp_path):
    seal = {
        "en": (Run("rcm-ledger/1\n614\n5c8lVMlgwF\n\n— rcm-ledger/1 0HE2DIuspTiPNuQL", "code"),)
    }
    for above in range(25, 60):
        above_it = [Paragraph(said(f"Line {n}")) for n in range(above)]
        found = looked_into(pdf.write(a_document(*above_it, Paragraph(seal))), tmp_path)
        page = next(page for page in found.split("\f") if "614" in page)
        assert "rcm-ledger/1\n614\n" in page
        assert "0HE2DIuspTiPNuQL" in page


def test_what_a_heading_keeps_together_is_on_one_page_with_it(tmp_path):
    rows = [[f"Fact {n}", f"value {n}"] for n in range(5)]
    kept = (Heading(1, said("Seal"), together=True), Paragraph(said("Keep it.")), a_table(*rows))
    last = (Paragraph(said("The last line.")), Heading(1, said("Sources")))
    for above in range(20, 60, 3):
        above_it = [Paragraph(said(f"Line {n}")) for n in range(above)]
        found = looked_into(pdf.write(a_document(*above_it, *kept, *last)), tmp_path)
        page = next(page for page in found.split("\f") if "Seal" in page)
        assert "value 4" in page
        assert "The last line." in page


def test_a_point_has_its_bullet_in_each_language_and_is_one_point_to_who_listens(tmp_path):
    both = ("en", "es")
    points = (
        said("One", "Uno", languages=both),
        said("Only English", "", languages=both),
        said("The same", languages=both),
    )
    file = tmp_path / "points.pdf"
    file.write_bytes(pdf.write(a_document(Listing(points), languages=both)))
    assert poppler("pdftotext", file, "-").count("•") == 4
    told = poppler("pdfinfo", "-struct-text", file)
    assert len(re.findall(r"^ *LI\b", told, re.MULTILINE)) == 3
    assert told.count("•") == 3


def test_a_heading_that_a_language_lacks_stands_in_the_other(tmp_path):
    both = ("en", "es")
    document = a_document(
        Heading(1, said("Only English", "", languages=both)),
        Heading(1, said("", languages=both)),
        Paragraph(said("", languages=both)),
        Listing(()),
        languages=both,
    )
    assert "Only English" in looked_into(pdf.write(document), tmp_path)


def test_a_page_lies_on_its_side_where_a_table_has_many_columns(tmp_path):
    sizes = []
    for columns in (4, 5):
        file = tmp_path / "page.pdf"
        file.write_bytes(pdf.write(a_document(a_table(["cell"] * columns))))
        sizes.append(facts(file)["Page size"])
    assert sizes == ["595.276 x 841.89 pts (A4)", "841.89 x 595.276 pts (A4)"]


def test_a_note_keeps_to_its_table_and_not_to_the_next_heading(tmp_path):
    def pages(last: Table | Heading) -> list[str]:
        """Which page what comes after lines that leave room for a heading and little more is on."""
        lines = [Paragraph(said(f"Line {n}")) for n in range(43)]
        blocks = [*lines, Heading(1, said("Head")), Paragraph(said("Note"), "note"), last]
        found = looked_into(pdf.write(a_document(*blocks)), tmp_path).split("\f")
        return [page for page in found if "Note" in page]

    assert "Line 42" not in pages(a_table(["x"], ["y"]))[0]
    assert "Line 42" in pages(Heading(1, said("Next")))[0]
