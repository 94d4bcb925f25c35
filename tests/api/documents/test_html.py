"""The plan handed out as an HTML file: read by a parser, and looked into for what a browser would run
or fetch."""

import re
from base64 import b64encode
from hashlib import sha256

import pytest
from lxml import html as parser

from api.documents import html
from api.documents.model import Heading, Listing, Paragraph, Run
from tests.api.documents.making import a_document, a_table, of_every_kind, said


def parsed(content: bytes):
    return parser.document_fromstring(content.decode())


def text_of(element) -> str:
    return " ".join(element.text_content().split())


@pytest.fixture
def page(illustrated, command, tmp_path):
    """The illustrated plan as a page: `page("--both")`."""

    def written(*options: str):
        out = tmp_path / "plan.html"
        assert command("document", "plan", "-o", out, "--force", *options).status == 0
        return parsed(out.read_bytes())

    return written


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_item_stands_at_its_own_id_with_its_title_and_what_it_rests_on(
    page, command, language
):
    tree = page("--lang", language)
    assert tree.get("lang") == language
    items = command("plan", "--json").document["items"]
    assert len(items) > 20
    for item in items:
        element = tree.get_element_by_id(item["id"])
        title = item["terms"]["title"]
        assert (title.get(language) or next(iter(title.values()))) in text_of(element)
        if item["kind"] == "activity":
            assert element.tag == "tr"
            assert item["approved"]["decision"] in text_of(element)
        else:
            assert re.fullmatch("h[2-6]", element.tag)


def test_nothing_is_run_and_nothing_fetched(page):
    tree = page("--both")
    assert not tree.xpath("//script | //link | //img | //iframe | //object | //form | //base")
    assert not tree.xpath("//@style | //@src | //@onclick | //@onload")
    assert all(href.startswith("#") for href in tree.xpath("//@href"))
    style = tree.xpath("//style")[0].text
    assert "url(" not in style
    assert "@import" not in style
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert "default-src 'none'" in policy
    assert f"style-src 'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'" in policy


def test_it_has_the_landmarks_and_the_levels_that_a_reader_s_voice_goes_by(page):
    tree = page()
    for landmark in ("header", "nav", "main", "footer"):
        assert len(tree.xpath(f"//body//{landmark}")) == 1
    assert tree.xpath("//a[@class='skip']/@href") == ["#text"]
    assert tree.xpath("//main/@id") == ["text"]
    levels = [
        int(each.tag[1]) for each in tree.xpath("//main//*[self::h2 or self::h3 or self::h4]")
    ]
    assert levels[0] == 2
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:]))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    for target in tree.xpath("//nav//@href"):
        assert target.removeprefix("#") in ids


def test_a_table_says_of_what_it_is_and_each_cell_under_which_head(page):
    tree = page()
    tables = tree.xpath("//table")
    assert tables
    for table in tables:
        assert tree.get_element_by_id(table.get("aria-labelledby")).tag in ("h2", "h3", "h4")
        heads = [text_of(head) for head in table.xpath("./thead//th[@scope='col']")]
        for row in table.xpath("./tbody/tr"):
            assert len(row.xpath("./th[@scope='row']")) == 1
            assert [heads[0], *row.xpath("./td/@data-head")] == heads


def test_with_both_languages_every_word_says_which_it_is_in(page):
    tree = page("--both")
    assert [text_of(each) for each in tree.xpath("//h1/span[@lang='es']")] == ["Plan de Acción"]
    assert len(tree.xpath("//nav[@lang='en']")) == len(tree.xpath("//nav[@lang='es']")) == 1
    for element in tree.xpath("//main//text()[normalize-space()]/.."):
        assert element.xpath("ancestor-or-self::*[@lang and not(self::html)]")


def test_it_ends_with_the_stamp(page, command):
    tree = page("--as-of", "rcm-12")
    root = command("verify", "--json").document["root"]
    assert "As of: 27 April 2007." in text_of(tree.xpath("//footer")[0])
    assert root in text_of(tree.xpath("//footer")[0])


def test_the_same_question_gives_the_same_bytes_again(ledger, command, tmp_path):
    for name in ("a.html", "b.html"):
        command("document", "plan", "--both", "-o", tmp_path / name)
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script> </style> <!-- --> ]]> &amp; &lt; \"quoted\" 'so'",
        "مؤتمر الهجرة 😀 q\u20e0 «así»",
        "https://example.org/" + "long" * 60,
        "x" * 10_000,
    ],
)
def test_a_text_is_said_as_it_stands_and_is_never_markup(text):
    tree = parsed(html.write(of_every_kind(text)))
    assert tree.xpath("//title")[0].text == text
    for place in ("//h1", "//h2", "//main/p", "//tbody//th"):
        assert text_of(tree.xpath(place)[0]) == text


def test_an_empty_plan_says_that_it_is_empty(command, tmp_path):
    assert command("init").status == 0
    command("document", "plan", "-o", tmp_path / "plan.html")
    assert "There is nothing in it." in (tmp_path / "plan.html").read_text()


def test_an_id_that_comes_twice_is_given_once():
    table = a_table(["a", "b"])
    tree = parsed(
        html.write(a_document(Heading(1, said("One"), "x"), Heading(1, said("Two"), "x"), table))
    )
    assert tree.xpath("//main//h2/@id") == ["x", "x_2"]


def test_what_was_added_and_what_was_removed_is_told_by_more_than_colour():
    both = {"en": (Run("yearly", "removed"), Run("every two years", "added"), Run(" held"))}
    tree = parsed(html.write(a_document(Paragraph(both), Listing((both,)))))
    assert [text_of(each) for each in tree.xpath("//del")] == ["[-yearly-]"] * 2
    assert [text_of(each) for each in tree.xpath("//ins")] == ["{+every two years+}"] * 2
    style = tree.xpath("//style")[0].text
    assert "line-through" in style
    assert "underline" in style


def test_words_of_another_language_are_told_to_be_so():
    document = a_document(Paragraph({"en": (Run("It says "), Run("Estadísticas", language="es"))}))
    assert parsed(html.write(document)).xpath("//main//span[@lang='es']")[0].text == "Estadísticas"


def test_a_heading_that_a_language_lacks_is_a_link_in_both():
    both = ("en", "es")
    heads = [Heading(1, said("Only English", "", languages=both), "x")] * 5
    tree = parsed(html.write(a_document(*heads, languages=both)))
    assert [text_of(each) for each in tree.xpath("//nav//a[@href='#x']")] == ["Only English"] * 2
