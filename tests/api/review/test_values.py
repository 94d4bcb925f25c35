"""What a document says of a value in words is understood as that value, in every language."""

from datetime import date, datetime
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.render.words import Words
from api.review.values import NotUnderstood, Values
from api.texts import LANGUAGES, Texts
from ledger.plan import Form, Kind, Role, Status
from tests.builders import the_charter

CHARTER = the_charter()
VALUES = Values(CHARTER)
WORDS = {language: Words(Texts(language), CHARTER) for language in LANGUAGES}
DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31)).map(date.isoformat)
MONTHS = st.integers(1, 1200)
TIMELINES = st.one_of(
    st.just("open"),
    st.fixed_dictionaries({"by": DAYS}),
    st.tuples(DAYS, DAYS).map(sorted).map(lambda days: {"from": days[0], "to": days[1]}),
    st.fixed_dictionaries({"every": MONTHS}),
    st.tuples(MONTHS, MONTHS).map(lambda two: {"every": min(two), "at_most": max(two)}),
    st.fixed_dictionaries({"standing": st.sampled_from(list(CHARTER.bodies))}),
)
PARTIES = (*CHARTER.members, *CHARTER.observers, *CHARTER.bodies, "TS", "PPT")
few = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
LEADS = st.lists(st.sampled_from(PARTIES), unique=True)


@pytest.mark.parametrize("language", LANGUAGES)
@few
@given(timeline=TIMELINES)
def test_a_timeline_in_words_is_that_timeline(language, timeline):
    assert VALUES.of("timeline", WORDS[language].timeline(timeline)) == timeline


@pytest.mark.parametrize("language", LANGUAGES)
@few
@given(lead=LEADS)
def test_a_lead_in_codes_or_in_names_is_that_lead(language, lead):
    assert VALUES.of("lead", ", ".join(lead)) == lead
    assert VALUES.of("lead", "\n".join(map(WORDS[language].party, lead))) == lead


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("part", "codes"),
    [("kind", Kind), ("status", Status), ("role", Role), ("form", Form)],
)
def test_every_code_is_understood_by_its_word_and_as_it_is(language, part, codes):
    for code in get_args(codes):
        assert VALUES.of(part, WORDS[language].t.word(part, code)) == code
        assert VALUES.of(part, f" {code.upper()} ") == code


@pytest.mark.parametrize(
    ("said", "timeline"),
    [
        ("2030-12-31", {"by": "2030-12-31"}),
        (datetime(2030, 12, 31), {"by": "2030-12-31"}),
        (date(2030, 12, 31), {"by": "2030-12-31"}),
        ("by 2030-12-31", {"by": "2030-12-31"}),
        ("hasta el 2030-12-31", {"by": "2030-12-31"}),
        ("2030-01-01 – 2030-12-31", {"from": "2030-01-01", "to": "2030-12-31"}),
        ("every 12", {"every": 12}),
        ("Every  Year", {"every": 12}),
        ("cada año, al menos una vez en 36 meses", {"every": 12, "at_most": 36}),
        ("standing rcgm", {"standing": "rcgm"}),
        ("at every meeting of GRCM", {"standing": "rcgm"}),
        ({"by": "2030-12-31"}, {"by": "2030-12-31"}),
        ("", None),
        (None, None),
    ],
)
def test_codes_days_and_a_workbooks_own_dates_are_understood_as_well(said, timeline):
    assert VALUES.of("timeline", said) == timeline


def test_all_members_are_those_of_today():
    members = sorted(CHARTER.members)
    assert VALUES.of("lead", "all members, TS") == [*members, "TS"]
    assert VALUES.of("lead", "todos los miembros") == members
    assert VALUES.of("lead", "mx; International Organization for Migration (IOM)") == ["MX", "IOM"]


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("timeline", "31/12/2030"),
        ("timeline", "31 February 2030"),
        ("timeline", "soon"),
        ("timeline", "at every meeting of nobody"),
        ("status", "done"),
        ("form", "conference"),
        ("lead", "MX, Atlantis"),
        ("steward", "somebody"),
        ("occurrences", "last year"),
    ],
)
def test_what_cannot_be_understood_is_never_guessed_at(part: str, said: Any):
    with pytest.raises(NotUnderstood) as caught:
        VALUES.of(part, said)
    assert all(caught.value.allowed)


def test_what_is_allowed_is_said_in_each_language():
    with pytest.raises(NotUnderstood) as caught:
        VALUES.of("status", "pendient")
    english, spanish = caught.value.allowed
    assert "pending" in english
    assert "pendiente" in spanish
    assert "pendiente" in caught.value.hint[1]
