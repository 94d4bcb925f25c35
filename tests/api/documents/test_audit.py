"""The trail handed out: who recorded what and when, by what right, and which words went and came."""

import csv

import pytest
from lxml import html as parser

from tests.api.documents.making import poppler
from tests.api.documents.test_diff import revised  # noqa: F401


@pytest.fixture
def trail(command, tmp_path):
    """The lines of the trail in Markdown: `trail("--item", "statistics")`."""

    def lines(*options: str) -> list[str]:
        out = tmp_path / "trail.md"
        answer = command("document", "audit", "-o", out, "--force", *options)
        assert answer.status == 0, answer.said
        return out.read_text().splitlines()

    return lines


def test_a_change_is_told_with_who_recorded_it_by_what_right_and_which_words_went(revised, trail):  # noqa: F811
    *_, redefined = (line for line in trail("--item", "statistics") if line.startswith("| "))
    assert "whoever keeps the ledger" in redefined
    assert "redefines “Common and shared migration statistics” (statistics)<br>" in redefined
    assert "A ~~more agile~~**faster** system" in redefined
    assert r"rcm-13-d1\#1 · RCM · 2010-12-02" in redefined
    assert "Agreed by 11 (recorded by the Secretariat): BZ, CA," in redefined
    assert "after it was agreed" in redefined


def test_side_by_side_each_language_has_its_own_words(revised, trail):  # noqa: F811
    lines = trail("--item", "virtual-secretariat", "--kind", "translate", "--both")
    *_, what, qué, _, _, _ = lines[lines.index("---") - 2].split("|")
    assert "Action" not in what
    assert "Acción (español): **Estimar el costo.**" in qué


def test_it_says_what_it_was_narrowed_down_to(ledger, trail):
    lines = trail("--meeting", "rcm-12", "--member", "CA")
    assert "Meeting rcm-12 · member CA" in lines
    assert trail("--lang", "es", "--item", "statistics")[2] == "Elemento statistics"
    assert "Everything on record, the newest last" in trail()


def test_every_entry_stands_in_it_once(ledger, command, tmp_path):
    command("document", "audit", "-o", tmp_path / "trail.csv")
    told: list[int] = []
    for row in csv.reader((tmp_path / "trail.csv").open(encoding="utf-8-sig")):
        first, _, last = row[1].partition("–") if len(row) > 1 else ("", "", "")
        if first.isdecimal():
            told += range(int(first), int(last or first) + 1)
    assert told == [each["entry"] for each in command("audit", "--json").document["entries"]]


def test_a_long_trail_has_a_heading_for_each_meeting(ledger, command, tmp_path):
    command("document", "audit", "-o", tmp_path / "trail.html")
    tree = parser.parse(str(tmp_path / "trail.html"))
    heads = [head.text_content() for head in tree.xpath("//main/h2")]
    assert heads[:2] == ["Outside any meeting", "I Regional Conference on Migration"]
    assert "XII Regional Conference on Migration" in heads
    assert heads.count("Outside any meeting") == 2  # the rules, and a report; comments keep to theirs


def test_where_nothing_answers_it_says_so(ledger, command, tmp_path):
    out = tmp_path / "trail.pdf"
    assert command("document", "audit", "--text", "no such words", "-o", out).status == 0
    assert "Nothing on record answers to this." in poppler("pdftotext", out, "-")


def test_a_part_of_it_says_how_to_go_on(ledger, trail):
    assert any("--after 5 goes on" in line for line in trail("--limit", "5"))


def test_what_is_not_in_the_ledger_is_refused_before_anything_is_written(ledger, command, tmp_path):
    answer = command("document", "audit", "--item", "nothing", "-o", tmp_path / "trail.pdf")
    assert answer.status == 2
    assert "nothing" in answer.said
    assert not (tmp_path / "trail.pdf").exists()
