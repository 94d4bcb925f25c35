"""What reads alike: whatever the order of its words, and quickly among very many."""

import random
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from projections.alike import COMMON, CUTOFF, Titled, _words, alike


def titled(*titles: str, language: str = "en", kind: str = "activity") -> list[Titled]:
    return [Titled(f"a{n}", kind, {language: title}) for n, title in enumerate(titles)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Workshop on remittances", "Workshop on Remittances"),
        ("Consular protection", "Protection, consular"),
        ("Protección consular", "Proteccion consular"),
        ("Exchange on migration statistics", "Exchange on migrations statistics"),
        ("Seminar of 2007 on visas", "Seminar on visas (2007)"),
    ],
)
def test_what_a_person_would_take_for_the_same_is_found(one, other):
    (found,) = alike(titled(one, other))
    assert (found.id, found.other) == ("a1", "a0")
    assert found.score >= CUTOFF


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Seminar on visas, 2007", "Seminar on visas, 2008"),
        ("Workshop on remittances", "Seminar on women and children"),
        ("Statistics", "Report on migration statistics"),
        ("Human Rights", "Migration and Development"),
    ],
)
def test_what_is_not_the_same_is_not(one, other):
    assert alike(titled(one, other)) == []


def test_a_section_and_an_activity_of_one_name_are_two_things():
    assert alike([*titled("Visas"), Titled("s", "section", {"en": "Visas"})]) == []


def test_of_several_the_most_alike_is_named_in_whatever_language():
    first = Titled("a0", "activity", {"en": "Exchange on border statistics", "es": "Uno"})
    second = Titled("a1", "activity", {"en": "Nothing of that", "es": "Intercambio de visados"})
    third = Titled("a2", "activity", {"en": "Exchange on borders statistics", "es": "Intercambio de visados"})
    (found,) = alike([first, second, third])
    assert (found.id, found.other, found.language, found.score) == ("a2", "a1", "es", 100)


words = st.lists(st.sampled_from(["visa", "visas", "border", "land", "data", "children", "of", "2007"]), max_size=6)


@given(st.lists(words, max_size=12))
def test_nothing_is_missed_of_which_enough_words_are_common(titles):
    given = titled(*(" ".join(title) for title in titles))
    said = [_words(each.title["en"]) for each in given]
    found = {each.id: each for each in alike(given)}
    for n, one in enumerate(said):
        best = 0.0
        for other in said[:n]:
            common = len(set(one.words) & set(other.words))
            enough = all(common >= ceil(COMMON * len(each.words)) > 0 for each in (one, other))
            if enough and one.numbers == other.numbers:
                best = max(best, fuzz.ratio(one.text, other.text))
        if best >= CUTOFF:
            assert found[f"a{n}"].score >= int(best)
        if f"a{n}" in found:
            assert found[f"a{n}"].score >= CUTOFF


def test_among_very_many_each_is_compared_with_a_few():
    rng = random.Random(7)
    stock = [f"word{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(300)]
    many = [" ".join(rng.choices(stock, k=5)) for _ in range(3000)]
    found = alike(titled(*many, many[7], many[11].upper()))
    assert {each.id: each.other for each in found[-2:]} == {"a3000": "a7", "a3001": "a11"}
