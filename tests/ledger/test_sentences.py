"""What people are told: a sentence for each code, in both languages, with names and not ids."""

import re
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace

import pytest
from babel.dates import format_date

from ledger.authority import Violation
from ledger.changes import KINDS
from ledger.problems import PROBLEMS, Problem
from ledger.sameness import shown
from ledger.sentences import (
    CODES,
    DO,
    RULES,
    body_name,
    fill,
    item_name,
    member_name,
    said_day,
    text_in,
)
from tests.builders import (
    Conference,
    a_position,
    admit,
    all_agree,
    all_but,
    amend,
    approve,
    approve_section,
    assert_said,
    complete,
    discontinue,
    excepting,
    move,
    only,
    rectify,
    redefine,
    reinstate,
    start,
    the_charter,
    translate,
    withdraw,
)

PLACEHOLDER = re.compile(r"{(\w+)}")


@pytest.fixture
def conference(conference: Conference) -> Conference:
    conference.decides(
        "rcm", "2006-05-05", approve_section("mpm", steward="rcgm", title="Migration Policies"),
        approve("a1", "mpm", title={"en": "Training", "es": "Capacitación"}),
        approve_section("empty", title="Empty"), approve("gone", title="Gone"), id="rcm-11-d1",
    )  # fmt: skip
    conference.decides(
        "rcm", "2007-05-10", start("a1"), discontinue("gone"), discontinue("empty"), id="rcm-12-d1"
    )
    conference.decides("rcm", "2007-05-11", rectify("a1", "rcm-12-d1#1"), id="rcm-12-d2")
    conference.meets("rcm", "2008-05-10", id="rcm-13")
    return conference


Refusal = Callable[[Conference], object]
REFUSALS: dict[str, Refusal] = {
    "level-too-low": lambda c: c.refuses("rcgm", "2008-05-10", redefine("a1")),
    "wrong-body": lambda c: (
        c.decides("rcm", "2008-05-09", approve_section("ts", steward="lon-ts")),
        c.refuses("lon-cp", "2008-05-10", approve("x", "ts")),
    ),
    "agreement-missing": lambda c: c.refuses(
        "rcm-13", None, redefine("a1"), positions=all_but("BZ", "MX")
    ),
    "objection": lambda c: c.refuses(
        "rcm-13", None, start("a1"), positions=all_agree(CA=excepting("a1"), MX="object")
    ),
    "too-few-agree": lambda c: c.refuses("rcm-13", None, start("a1"), positions=only("BZ", "CA")),
    "item-unknown": lambda c: c.refuses("rcm-13", None, start("a9")),
    "item-exists": lambda c: c.refuses("rcm-13", None, approve("a1")),
    "parent-unknown": lambda c: c.refuses("rcm-13", None, approve("x", "nowhere")),
    "not-a-section": lambda c: c.refuses("rcm-13", None, approve("x", "a1")),
    "cycle": lambda c: c.refuses("rcm-13", None, move("mpm", "mpm")),
    "change-unknown": lambda c: c.refuses("rcm-13", None, rectify("a1", "rcm-99-d1#1")),
    "already-void": lambda c: c.refuses("rcm-13", None, rectify("a1", "rcm-12-d1#1")),
    "not-adopted": lambda c: c.refuses(
        "rcm-13", None, rectify("a1", "rcm-11-d1#2", instead=approve("a1"), under="rcm-8-d7")
    ),
    "not-an-activity": lambda c: c.refuses("rcm-13", None, start("mpm")),
    "item-archived": lambda c: c.refuses("rcm-13", None, start("gone")),
    "item-current": lambda c: c.refuses("rcm-13", None, reinstate("a1")),
    "children-current": lambda c: c.refuses("rcm-13", None, discontinue("mpm")),
    "parent-archived": lambda c: c.refuses("rcm-13", None, move("a1", "empty")),
    "nothing-changes": lambda c: c.refuses("rcm-13", None, move("a1", "mpm")),
    "text-agreed": lambda c: c.refuses("rcm-13", None, translate("a1", "Otra cosa")),
    "member-exists": lambda c: c.refuses("rcm-13", None, admit("MX")),
    "member-unknown": lambda c: c.refuses("rcm-13", None, withdraw("AR")),
    "charter-unsound": lambda c: c.refuses("rcm-13", None, amend(root="nobody")),
    "not-a-member": lambda c: c.refuses("rcm-13", None, positions={"AR": a_position()}),
    "adopted-before-opening": lambda c: c.refuses("rcm-13", "2008-05-09"),
    "adopted-after-close": lambda c: c.refuses("rcm-13", "2008-05-11"),
    "late-record-conflict": lambda c: c.refuses("rcm", "2006-06-01", start("a1"), complete("gone")),
}
ELSEWHERE = {
    "docket-unsettled": "../projections/test_unsettled.py",
    "differs": "test_worked_examples.py",
    "unauthorised": "test_verify.py",
    "log-damaged": "test_verify.py",
    "views-differ": "test_verify.py",
    "position-signature": "test_signed_positions.py",
    "contested": "test_serving.py",
    "not-their-own": "test_serving.py",
    "not-two-persons": "test_served_check.py",
    "source-missing": "test_sources.py",
    "source-altered": "test_sources.py",
    "seal-broken": "test_seals.py",
    "key-broken": "test_seals.py",
    "not-the-sealed": "test_seals.py",
    "bundle-altered": "../bundle/test_bundle.py",
    "register-differs": "../bundle/test_bundle.py",
}
NAMED = {
    "level-too-low": {
        "en": [
            "Regional Consultation Group",
            "“Training” (a1)",
            "Vice-Ministers' meeting",
            "redefine",
        ],
        "es": ["Grupo Regional de Consulta", "«Capacitación» (a1)", "Viceministerial", "redefinir"],
    },
    "wrong-body": {
        "en": ["Consular Protection", "Trafficking"],
        "es": ["Protección Consular", "Trata"],
    },
    "agreement-missing": {
        "en": ["Belize (BZ)", "Mexico (MX)"],
        "es": ["Belice (BZ)", "México (MX)"],
    },
    "objection": {"en": ["Canada (CA)", "Mexico (MX)"], "es": ["Canadá (CA)", "México (MX)"]},
    "too-few-agree": {"en": ["Panama (PA)"], "es": ["Panamá (PA)", "iniciar"]},
    "item-unknown": {"en": ["“a9”"], "es": ["«a9»"]},
    "parent-unknown": {"en": ["“nowhere”"], "es": ["«nowhere»"]},
    "not-a-section": {"en": ["“Training” (a1)"], "es": ["«Capacitación» (a1)"]},
    "change-unknown": {"en": ["rcm-99-d1#1"], "es": ["rcm-99-d1#1"]},
    "already-void": {"en": ["rcm-12-d1#1"], "es": ["rcm-12-d1#1"]},
    "not-adopted": {"en": ["rcm-8-d7"], "es": ["rcm-8-d7"]},
    "parent-archived": {"en": ["“Empty” (empty)"], "es": ["«Empty» (empty)"]},
    "member-exists": {"en": ["Mexico (MX)"], "es": ["México (MX)"]},
    "member-unknown": {"en": ["AR"], "es": ["AR"]},
    "not-a-member": {"en": ["AR", "10 May 2008"], "es": ["AR", "10 de mayo de 2008"]},
    "adopted-before-opening": {
        "en": ["9 May 2008", "10 May 2008"],
        "es": ["9 de mayo de 2008", "10 de mayo de 2008"],
    },
    "adopted-after-close": {
        "en": ["11 May 2008", "10 May 2008"],
        "es": ["11 de mayo de 2008", "10 de mayo de 2008"],
    },
    "late-record-conflict": {
        "en": ["1 June 2006", "rcm-12-d1#"],
        "es": ["1 de junio de 2006", "rcm-12-d1#"],
    },
}


@pytest.mark.parametrize("code", REFUSALS)
def test_every_refusal_is_said_in_both_languages_by_name(conference, code):
    """`refuses` looks at every sentence: both languages, no placeholder, no gap."""
    REFUSALS[code](conference)
    said = [v for v in conference.told[-1].violations if v.code == code]
    assert said, conference.told[-1].violations
    for language, words in NAMED.get(code, {}).items():
        for word in words:
            assert word in said[0].message[language]


def test_every_code_has_its_sentence_and_every_sentence_its_test():
    assert set(REFUSALS) | set(ELSEWHERE) == set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_both_languages_say_the_same_facts(code):
    english, spanish = CODES[code]
    assert set(PLACEHOLDER.findall(english)) == set(PLACEHOLDER.findall(spanish))
    facts = dict.fromkeys(PLACEHOLDER.findall(english), "«it»")
    assert_said(fill(code, **facts))


@pytest.mark.parametrize("code", PROBLEMS)
def test_every_problem_is_said_in_both_languages(code):
    english, spanish = PROBLEMS[code]
    facts = dict.fromkeys(PLACEHOLDER.findall(english + spanish), "it") | {"hint": ""}
    problem = Problem(code, **facts)
    assert str(problem) == problem.message["en"]
    if code != "wrong-use":
        assert set(PLACEHOLDER.findall(english)) == set(PLACEHOLDER.findall(spanish))
        assert_said(problem.message)


def test_a_problem_says_a_fact_in_the_language_of_its_sentence():
    problem = Problem("cannot-write", path="x.db", why=("it is full", "está lleno"))
    assert "it is full" in problem.message["en"]
    assert "está lleno" in problem.message["es"]


def test_every_kind_of_change_has_its_verb():
    assert set(DO) == {*KINDS, "decision"}
    for english, spanish in [*DO.values(), RULES]:
        assert english
        assert spanish
        assert english != spanish


def test_a_change_of_the_charter_is_of_the_rules_of_procedure(conference):
    conference.refuses("rcgm", "2008-05-10", admit("AR"), positions=all_but("BZ"))
    low, missing = conference.told[-1].violations
    assert "the rules of procedure" in low.message["en"]
    assert "las reglas de procedimiento" in missing.message["es"]


def test_a_name_is_given_in_the_language_else_in_english_else_in_any():
    assert text_in({"en": "one", "es": "uno"}, "es") == "uno"
    assert text_in({"en": "one"}, "es") == "one"
    assert text_in({"fr": "un"}, "es") == "un"
    assert text_in({}, "es") is None
    assert text_in(None, "es") is None


def test_what_has_no_name_is_called_by_its_id(conference):
    charter = the_charter()
    assert body_name("nobody", charter, "en") == "nobody"
    assert member_name("ZZ", charter, "en") == "ZZ"
    assert (
        member_name("IOM", charter, "en") == "International Organization for Migration (IOM) (IOM)"
    )
    named = charter.with_member("ZZ", charter.members["MX"].since, {"en": "ZZ"})
    assert member_name("ZZ", named, "es") == "ZZ"
    conference.decides("rcm", "2009-05-10", redefine("a1", title=None, action="Only an action"))
    plan = SimpleNamespace(get=conference.plan().get)
    assert item_name("a1", plan, "en") == "“a1”"
    assert item_name("a9", plan, "en") == "“a9”"
    assert item_name("mpm", plan, "es") == "«Migration Policies» (mpm)"


def test_violations_are_equal_by_what_they_say_of_and_not_by_their_words():
    assert Violation("cycle", "d1#1", "a1", message={"en": "x"}) == Violation("cycle", "d1#1", "a1")
    assert Violation("cycle", "d1#1", "a1") != Violation("cycle", "d1#2", "a1")


@pytest.mark.parametrize("month", range(1, 13))
def test_a_day_is_written_as_people_of_each_language_write_it(month):
    day = date(2006, month, 5)
    patterns = {"en": "d MMMM y", "es": "d 'de' MMMM 'de' y"}
    assert said_day(day) == tuple(format_date(day, p, locale=at) for at, p in patterns.items())


@pytest.mark.parametrize("found", ["San José", ["MX"], {"es": "Sí"}, "x" * 200])
def test_what_was_recorded_otherwise_is_quoted_as_each_language_does(found):
    english, spanish = shown(found)
    assert (english[0], english[-1]) == ("“", "”")
    assert (spanish[0], spanish[-1]) == ("«", "»")
    assert english[1:-1] == spanish[1:-1]
    assert "'" not in english
    assert len(english) <= 122
