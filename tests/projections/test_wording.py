"""What differs in looks only, and what says something else."""

import pytest

from projections.wording import likeness, same_but_for_looks


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Human Rights", "human  rights."),
        ("“Virtual” Secretariat", "Virtual Secretariat"),
        ("Políticas; y gestión", "políticas y gestión"),
        ("migra\u00adtion", "migration"),
        ("a\nb", "a b"),
        ("2008–2010", "2008 – 2010"),
    ],
)
def test_white_space_letter_case_and_punctuation_are_looks(a, b):
    assert same_but_for_looks(a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("now", "not"),
        ("no where", "nowhere"),
        ("10.5", "105"),
        ("-5 degrees", "5 degrees"),
        ("100 %", "100"),
        ("si", "sí"),
        ("re-sign", "resign"),
        ("A & B", "A B"),
        ("1,000", "1.000"),
        ("$ 5", "5"),
    ],
)
def test_what_says_something_else_is_none(a, b):
    assert not same_but_for_looks(a, b)


def test_likeness_goes_from_nothing_to_the_same():
    assert likeness("Workshop on visas", "workshop on VISAS!") == 1
    assert 0.5 < likeness("Workshop on visas", "Seminar on visas") < 0.9
    assert likeness("Workshop on visas", "Estadísticas") < 0.4
