"""What changed between two moments, word by word, each change with its authority."""

from projections.compare import diff, words
from projections.moments import moment
from tests.stores import both_stores

pytestmark = both_stores


def differences(views, start: dict, end: dict) -> dict[str, dict]:
    found = diff(views, moment(views, **start), moment(views, **end))
    return {difference["item"]: difference for difference in found["differences"]}


def test_between_two_meetings_each_item_that_differs_is_told_with_its_authority(views):
    found = differences(views, {"as_of": "rcm-11"}, {"as_of": "rcm-12"})
    assert {id: one["change"] for id, one in found.items()} == {"a1": "redefined", "a2": "changed"}
    title = found["a1"]["fields"]["terms.title.en"]
    assert title["words"] == [["=", "A "], ["-", "workshop"], ["+", "seminar"], ["=", " on visas"]]
    assert [a["reference"] for a in found["a1"]["authority"]] == ["rcm-12-d1#1"]


def test_what_was_translated_and_moved_was_not_redefined(views, at):
    before = {"before": "rcgm-7", "known_at": at["rcm-12-d1"]}
    found = differences(views, before, {**before, "before": None, "as_of": "rcm-12"})
    assert found["a2"]["fields"].keys() >= {"terms.title.es", "translations.title", "parent"}
    assert found["a2"]["change"] == "changed"


def test_what_is_new_and_what_is_archived_are_called_so(views):
    assert {
        id: one["change"]
        for id, one in differences(views, {"before": "rcm-11"}, {"as_of": "rcm-11"}).items()
    } == {"mpm": "new", "a1": "new", "a2": "new"}
    found = differences(views, {"as_of": "rcm-12"}, {"as_of": "rcm-13"})
    assert {id: one["change"] for id, one in found.items()} == {"a2": "archived"}
    backwards = differences(views, {"as_of": "rcm-13"}, {"before": "rcm-11"})
    assert {one["change"] for one in backwards.values()} == {"gone"}
    assert {a.get("undone") for a in backwards["mpm"]["authority"]} == {True}
    again = differences(views, {"as_of": "rcm-13"}, {"as_of": "rcm-12"})
    assert {id: one["change"] for id, one in again.items()} == {"a2": "reinstated"}


def test_each_part_that_differs_names_the_change_that_made_it_so(views):
    def made_by(start: str, end: str, item: str) -> dict[str, str]:
        found = differences(views, {"as_of": start}, {"as_of": end})[item]
        return {path: field["by"] for path, field in found["fields"].items()}

    # In November the networks began it; in April its title was translated, then it was moved.
    for start, end in (("rcm-11", "rcm-13"), ("rcm-13", "rcm-11")):
        by = made_by(start, end, "a2")
        assert by["parent"] == "rcm-12-d1#2"
        assert by["terms.title.es"] == by["translations.title"] == "rcgm-7-d1#2"
        assert by["status"] == "rcm-13-d1#1"
    assert made_by("rcm-11", "rcm-12", "a1")["terms.title.en"] == "rcm-12-d1#1"


def test_a_move_a_translation_and_a_beginning_are_called_so(views):
    early = differences(views, {"as_of": "rcm-11"}, {"as_of": "2006-11-01"})
    assert {id: one["change"] for id, one in early.items()} == {"a2": "started"}
    april = differences(views, {"before": "rcgm-7"}, {"as_of": "rcgm-7"})
    assert {id: one["change"] for id, one in april.items()} == {"a2": "translated"}
    moved = differences(views, {"as_of": "rcgm-7"}, {"as_of": "rcm-12"})
    assert moved["a2"]["change"] == "moved"
    assert moved["a2"]["fields"]["parent"] == {"before": "mpm", "after": None, "by": "rcm-12-d1#2"}


def test_between_two_states_of_knowledge_of_one_day_a_rectification_is_told_with_what_it_voids(
    views, at
):
    before = at["rcm-14-d1"] - 1
    found = differences(views, {"as_of": "rcm-14", "known_at": before}, {"as_of": "rcm-14"})
    (undone, rectified) = found["a1"]["authority"]
    assert (undone["reference"], undone["undone"]) == ("rcgm-7-d1#1", True)
    assert (rectified["kind"], rectified["voids"]) == ("rectify", "rcgm-7-d1#1")


def test_a_moment_does_not_differ_from_itself(views):
    assert differences(views, {"as_of": "rcm-12"}, {"as_of": "rcm-12"}) == {}


def test_words_are_compared_as_people_read_them():
    assert words("", "One") == [["+", "One"]]
    assert words("One", "") == [["-", "One"]]
    assert words("Every year, a workshop.", "Every two years, a workshop.") == [
        ["=", "Every "], ["-", "year"], ["+", "two years"], ["=", ", a workshop."],
    ]  # fmt: skip
    assert words("migración", "migraciones") == [["-", "migración"], ["+", "migraciones"]]
