"""The template: every line explained, in both languages, for any charter; its example is a register
that the rule finds lawful."""

import re

import pytest
import yaml

from ledger.changes import KINDS
from ledger.charter import Charter
from ledger.checking import check
from ledger.template import template, uncommented
from tests.builders import the_charter
from tests.ledger.registers import read
from tests.ledger.wrong_charters import FOUNDING


def lake(**more) -> Charter:
    """Another forum's charter, of other languages."""
    return Charter.model_validate({**yaml.safe_load(FOUNDING), **more})


@pytest.mark.parametrize("language", ["en", "es"])
def test_its_example_is_lawful_with_the_charter_of_the_conference(tmp_path, language):
    text = uncommented(template(the_charter(), language))
    register = read(tmp_path, text)
    found = check(register)
    assert found.violations == []
    assert (register.decision_count, register.change_count) == (2, 12)
    assert (len(register.proposals), len(register.reports)) == (1, 1)


@pytest.mark.parametrize("language", ["en", "es", "fr"])
@pytest.mark.parametrize("languages", [["en", "fr"], ["fr", "en"], ["en"]])
def test_its_example_is_lawful_with_another_forums_charter(tmp_path, languages, language):
    document = yaml.safe_load(FOUNDING) | {"languages": languages}
    if "fr" not in languages:
        document["title"].pop("fr")
    charter = yaml.safe_dump(document, default_flow_style=True, width=10**6).replace("\n", " ")
    text = uncommented(template(Charter.model_validate(document), language))
    assert not re.search("^charter:", text, re.M)  # it does not ship
    register = read(tmp_path, text.replace("register: 1", f"register: 1\ncharter: {charter}", 1))
    assert check(register).violations == []


@pytest.mark.parametrize("language", ["en", "es"])
def test_as_it_is_it_is_a_register_of_nothing(tmp_path, language):
    text = template(the_charter(), language)
    document = yaml.safe_load(text)
    assert (document["register"], document["charter"], document["meetings"]) == (1, "rcm", None)


def test_it_shows_every_kind_of_change_of_an_item_and_names_every_body_and_member():
    text = template(the_charter(), "en")
    for kind in KINDS:
        assert re.search(rf"\b{kind}\b", text), kind
    for name in (*the_charter().bodies, *the_charter().members, *the_charter().observers):
        assert re.search(rf"\b{name}\b", text), name


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "every member by name"),
        ("es", "todos los miembros, por su nombre"),
        ("fr", "every member by name"),
    ],
)
def test_it_is_explained_in_the_readers_language_else_in_english(language, words):
    assert words in template(the_charter(), language)


def test_it_says_what_each_change_takes_by_the_charter_at_hand():
    text = template(lake(), "en")
    takes = re.sub(r"\s+#*\s*", " ", text)
    assert "redefine: new terms, wholly or in part; null clears (the body that approved" in takes
    assert "two thirds of those who agree or object)" in takes
    assert (
        "every member by name" in takes
    )  # where the charter says nothing, the domain's table does
    assert "the plan's root" in takes


def test_a_member_that_left_is_not_offered():
    text = template(lake(), "en")
    assert "NORTH" in text
    assert "SOUTH" not in text


def test_no_line_is_both_explained_and_lost():
    """Every line of the example is content once its mark is taken off; explanations stay comments."""
    text = template(the_charter(), "en")
    content = [line for line in uncommented(text).splitlines() if not line.lstrip().startswith("#")]
    assert not any(line.lstrip().startswith("# ") for line in content)
    assert len(content) > 50
