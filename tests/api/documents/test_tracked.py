"""What changed between two moments, as tracked changes: accepting all gives the later plan, rejecting all
the earlier one; who made each is the decision."""

import random
import re
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from api.documents.layout import Line, Piece
from api.documents.revisions import compared
from ledger.verify import verify
from tests.api.documents.schema import disorder
from tests.api.documents.settling import Shape, W, body_of, settled, shape, words
from tests.builders import a_ledger
from tests.generator import generate, record_all
from tests.office import converted, handled, text_of


@pytest.fixture
def redline(command, tmp_path) -> Callable[..., tuple[bytes, dict[str, Shape]]]:
    """The document of tracked changes, and what it has to be when settled: the plans themselves."""

    def written(ledger: Path, first: str, last: str, *told: str) -> tuple[bytes, dict[str, Shape]]:
        def file(name: str, *asked: str) -> bytes:
            out = tmp_path / f"{name}.docx"
            asked = (*asked, *told, "-o", str(out), "--force", "--ledger", str(ledger))
            assert command("document", *asked).status == 0
            return out.read_bytes()

        plans = {"accept": file("later", "plan", "--as-of", last)}
        plans["reject"] = file("earlier", "plan", "--as-of", first)
        found = {how: shape(body_of(plan)) for how, plan in plans.items()}
        return file("diff", "diff", first, last), found

    return written


def changes(document: bytes) -> list[tuple[str, str, str, str]]:
    """Every tracked change of words: its kind, author, date and words."""
    return [
        (
            each.tag.removeprefix(W),
            each.get(f"{W}author"),
            each.get(f"{W}date"),
            "".join(t.text for t in each.iter(f"{W}t", f"{W}delText")),
        )
        for each in body_of(document).iter(*(f"{W}{kind}" for kind in ("ins", "del", "moveFrom", "moveTo")))
        if len(each)
    ]


@pytest.mark.parametrize("told", [(), ("--lang", "es"), ("--both",)])
@pytest.mark.parametrize("moments", [("rcm-11", "rcm-12"), ("rcm-12", "rcm-11"), ("2006-01-01", "rcm-12")])
def test_accepting_all_gives_the_later_plan_and_rejecting_all_the_earlier(conference, redline, moments, told):
    document, plans = redline(conference, *moments, *told)
    assert shape(settled(document, "accept")) == plans["accept"]
    assert shape(settled(document, "reject")) == plans["reject"]


def test_the_decision_is_the_author_and_its_day_the_date(conference, redline):
    found = changes(redline(conference, "rcm-11", "rcm-12")[0])
    day = "2007-04-27T00:00:00Z"
    first = "rcm-12-d1#{}, XII RCM".format
    assert ("del", first(1), day, "workshop") in found
    assert ("ins", first(1), day, "seminar") in found
    assert ("ins", first(3), day, "ongoing") in found
    assert ("del", first(6), day, "Returnsa2") in found
    assert ("ins", "rcm-12-d2#1, XII RCM", day, "3. Development") in found
    assert ("ins", "rcm-12-d2#2, XII RCM", day, "The title of a6a6") in found


def test_from_the_later_to_the_earlier_moment_the_author_is_what_is_left_out(conference, redline):
    found = changes(redline(conference, "rcm-12", "rcm-11")[0])
    day = "2007-04-27T00:00:00Z"
    assert ("ins", "without rcm-12-d1#1, XII RCM", day, "workshop") in found
    assert not [by for _, by, _, _ in found if by.startswith("rcm-12")]


def test_what_was_moved_is_shown_as_moved_from_and_to_with_all_that_stands_in_it(conference, redline):
    document = redline(conference, "rcm-11", "rcm-12")[0]
    for kind in ("moveFrom", "moveTo"):
        moved = {(by, words) for found, by, _, words in changes(document) if found == kind}
        # An activity by itself; a section with its note and an activity in it, all by the same change.
        assert ("rcm-12-d1#5, XII RCM", "Childrena4") in moved
        said = (".1. Travel documents", "They should be safe.", "Standardsa3")
        assert {("rcm-12-d1#4, XII RCM", each) for each in said} <= moved
        # What moved is what was decided to be moved, not what it came to stand before.
        assert not any("Human rights" in words for _, words in moved)
    names = {
        kind: [each.get(f"{W}name") for each in body_of(document).iter(f"{W}{kind}RangeStart")]
        for kind in ("moveFrom", "moveTo")
    }
    assert sorted(names["moveFrom"]) == sorted(names["moveTo"])
    assert len(set(names["moveTo"])) == len(names["moveTo"]) > 4


def test_rows_are_marked_as_inserted_and_deleted_with_what_stands_in_them(conference, redline):
    body = body_of(redline(conference, "rcm-11", "rcm-12")[0])
    marked = {"ins": [], "del": []}
    for row in body.iter(f"{W}tr"):
        for kind, found in marked.items():
            if row.find(f"{W}trPr/{W}{kind}") is not None:
                found.append("".join(t.text for t in row.iter(f"{W}t", f"{W}delText")))
    assert [each[:8] for each in marked["del"]] == ["Returnsa", "Children", "TitleAct", "Standard"]
    assert [each[:8] for each in marked["ins"]] == ["Children", "TitleAct", "Standard", "TitleAct", "The titl"]


def test_what_nobody_decided_by_itself_is_called_a_consequence(conference, redline):
    found = changes(redline(conference, "rcm-11", "rcm-12")[0])
    by_nobody = {(kind, words) for kind, by, _, words in found if by == "consequence"}
    # The section's number, and the day of the plan.
    assert {("del", "1"), ("ins", "2"), ("del", "5 May 2006"), ("ins", "27 April 2007")} <= by_nobody
    spanish = changes(redline(conference, "rcm-11", "rcm-12", "--lang", "es")[0])
    assert {by for _, by, _, _ in spanish} >= {"consecuencia", "rcm-12-d1#6, XII CRM"}


def test_it_has_the_order_of_the_schema_and_the_same_bytes_again(conference, redline, tmp_path):
    for told in ((), ("--both",)):
        document, _ = redline(conference, "rcm-11", "rcm-12", *told)
        with ZipFile(tmp_path / "diff.docx") as package:
            assert disorder(package.read("word/document.xml")) == []
        assert redline(conference, "rcm-11", "rcm-12", *told)[0] == document


def test_where_nothing_changed_nothing_is_tracked_but_the_moment(conference, redline):
    document, plans = redline(conference, "rcm-12", "2007-12-31")
    assert {by for _, by, _, _ in changes(document)} == {"consequence"}
    assert shape(settled(document, "accept")) == plans["accept"]


@pytest.mark.parametrize(
    ("before", "after", "ways"),
    [
        ("A workshop on visas", "A seminar on visas", ["=A ", "-workshop", "+seminar", "= on visas"]),
        # A space between two words that are both others stays with them.
        ("red and blue for years", "green or ochre for years", ["-red and blue", "+green or ochre", "= for years"]),
        ("by 2007", "every year in May, with all", ["-by 2007", "+every year in May, with all"]),
        ("the same", "the same", ["=the same"]),
        ("", "new", ["+new"]),
    ],
)
def test_words_are_compared_so_that_people_can_read_it(before, after, ways):
    def line(said: str) -> Line:
        return Line("Normal", (Piece(said, None, "en"),) if said else ())

    found = compared(line(before), line(after))
    assert [way + "".join(p.text for p in pieces) for way, pieces in found] == ways


def test_a_word_of_another_look_or_language_is_another_word():
    old = Line("Normal", (Piece("Visas", None, "en"), Piece(" here", None, "en")))
    new = Line("Normal", (Piece("Visas", "Strong", "en"), Piece(" here", None, "en")))
    found = compared(old, new)
    assert "".join(p.text for way, pieces in found for p in pieces if way == "-").startswith("Visas")


def a_generated_ledger(folder: Path, seed: int) -> tuple[Path, list[str]]:
    """A ledger of a generated history, some of it recorded late; and its meetings."""
    folder.mkdir()
    history = list(generate(260, seed=seed, plan_size=24, late_every=7))
    with a_ledger(folder) as ledger:
        record_all(ledger, iter(history))
        assert verify(ledger).lawful
    return folder / "ledger.db", list(dict.fromkeys(meeting.id for meeting, _ in history))


def without_empty_lines(found: Shape) -> Shape:
    return [each for each in found if isinstance(each, list) or each[1]]


def test_it_holds_for_a_history_of_every_kind_of_change(redline, tmp_path):
    ledger, meetings = a_generated_ledger(tmp_path / "generated", 3)
    for first, last in ((meetings[1], meetings[-1]), (meetings[-2], meetings[2])):
        document, plans = redline(ledger, first, last)
        for how, plan in plans.items():
            assert shape(settled(document, how)) == plan


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8))
def test_it_holds_for_any_two_moments_of_any_history(redline, tmp_path, seed):
    ledger, meetings = a_generated_ledger(tmp_path / "generated", seed)
    rng = random.Random(seed)
    for _ in range(8):
        told = rng.choice([(), ("--both",), ("--lang", "es")])
        document, plans = redline(ledger, *rng.sample(meetings, 2), *told)
        for how, plan in plans.items():
            assert shape(settled(document, how)) == plan
        with ZipFile(tmp_path / "diff.docx") as package:
            assert disorder(package.read("word/document.xml")) == []


@pytest.mark.slow
@pytest.mark.parametrize("of", ["conference", "generated", "register"])
@pytest.mark.parametrize("told", [("--lang", "en"), ("--both",)])
def test_libreoffice_accepts_and_rejects_it_to_the_word(conference, illustrated, redline, tmp_path, of, told):
    if of == "conference":
        ledger, first, last = conference, "rcm-11", "rcm-12"
    elif of == "register":
        ledger, first, last = illustrated, "rcm-8", "rcm-23"
    else:
        ledger, meetings = a_generated_ledger(tmp_path / "generated", 3)
        first, last = meetings[-2], meetings[2]
    redline(ledger, first, last, *told)
    for how, plan in (("Accept", "later"), ("Reject", "earlier")):
        diff, command = tmp_path / "diff.docx", f"{how}AllTrackedChanges"
        found = shape(body_of(handled(diff, tmp_path / "settled.docx", command).read_bytes()))
        wanted = shape(body_of(handled(tmp_path / f"{plan}.docx", tmp_path / "as-is.docx").read_bytes()))
        # A line before a table that goes leaves an empty one behind there; every word and cell is the same.
        assert without_empty_lines(found) == without_empty_lines(wanted)
        assert words(found) == words(wanted)


@pytest.mark.slow
def test_libreoffice_shows_what_went_and_what_came(conference, redline, tmp_path):
    redline(conference, "rcm-11", "rcm-12")
    said = text_of(converted(tmp_path / "diff.docx", "pdf"))
    assert "What changed from rcm-11 to rcm-12" in said
    assert re.search("A workshopseminar on visas", said)
