"""Every word is there in English and in Spanish, and says the same with the same facts."""

import re
import string
from pathlib import Path
from typing import get_args

import pytest

from api.texts import ANSWERS, LANGUAGES, TABLES, Texts, language_of, table
from ledger.changes import KINDS
from ledger.decision import DecisionStatus
from ledger.events import TOPICS
from ledger.plan import Form, Kind, Role, Status
from ledger.values import Basis, Stance

API = Path(__file__).resolve().parents[2] / "api"
ALL = [(name, key) for name in TABLES for key in table(name)]


def facts(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("name", TABLES)
def test_no_key_misses_a_language(name):
    wrong = [
        key for key, texts in table(name).items() if len(texts) != len(LANGUAGES) or not all(texts)
    ]
    assert wrong == []


@pytest.mark.parametrize("name", ANSWERS)
def test_both_languages_name_the_same_facts(name):
    assert [key for key, (en, es) in table(name).items() if facts(en) != facts(es)] == []


def test_a_key_is_in_one_table_only():
    # Help is apart: it is keyed by command and by option.
    keys = [key for name in ANSWERS for key in table(name)]
    assert [key for key in set(keys) if keys.count(key) > 1] == []


def test_every_key_that_the_code_asks_for_exists():
    asked = set()
    for file in [*API.glob("*.py"), *API.glob("commands/*.py"), *API.glob("render/*.py")]:
        source = file.read_text(encoding="utf-8")
        asked |= set(re.findall(r'\bt\(\s*"([\w.-]+)"', source))
        asked |= set(
            re.findall(r'(?:WrongUse|\.tell|\.note|paragraph|heading)\(\s*"([\w.-]+)"', source)
        )
        asked |= {f"count.{what}" for what in re.findall(r't\.count\("([\w-]+)"', source)}
    t = Texts("en")
    assert sorted(key for key in asked if t.find(key) is None) == []


@pytest.mark.parametrize(
    ("prefix", "values"),
    [
        ("kind", get_args(Kind)),
        ("status", get_args(Status)),
        ("role", get_args(Role)),
        ("form", get_args(Form)),
        ("stance", get_args(Stance)),
        ("basis", get_args(Basis)),
        ("decision", get_args(DecisionStatus)),
        ("change", KINDS),
        ("changed", KINDS),
        ("do", KINDS),
        ("event", [topic.partition("/")[0] for topic in TOPICS]),
    ],
)
def test_every_code_of_the_ledger_has_a_word(prefix, values):
    assert values
    t = Texts("es")
    assert [value for value in values if t.find(f"{prefix}.{value}") is None] == []


@pytest.mark.parametrize(
    ("arguments", "environ", "language"),
    [
        ([], {}, "en"),
        ([], {"LANG": "es_MX.UTF-8"}, "es"),
        ([], {"LANG": "en_US.UTF-8", "LC_MESSAGES": "es_CR.UTF-8"}, "es"),
        ([], {"LC_ALL": "C.UTF-8", "LANG": "es_MX.UTF-8"}, "en"),
        ([], {"LC_ALL": "", "LANG": "es_MX.UTF-8"}, "es"),
        ([], {"LANG": "fr_CA.UTF-8"}, "en"),
        ([], {"RCM_LANG": "es", "LANG": "en_US.UTF-8"}, "es"),
        ([], {"RCM_LANG": "en", "LANG": "es_MX.UTF-8"}, "en"),
        ([], {"RCM_LANG": "xx", "LANG": "es_MX.UTF-8"}, "es"),
        (["plan", "--lang", "es"], {"RCM_LANG": "en"}, "es"),
        (["--lang=es", "plan"], {}, "es"),
        (["--lang", "ES", "plan"], {}, "es"),
        (["plan"], {"RCM_LANG": "ES"}, "es"),
        (["--lang", "es", "plan", "--lang", "en"], {}, "en"),
        (["plan", "--", "--lang", "es"], {}, "en"),
        (["plan", "--lang"], {"LANG": "es"}, "es"),
    ],
)
def test_the_language_is_the_options_else_the_variables_else_the_locales(
    arguments, environ, language
):
    assert language_of(arguments, environ) == language


def test_numbers_lists_and_days_are_written_as_each_language_does():
    en, es = Texts("en"), Texts("es")
    assert (en.number(12345), es.number(12345), en.number(1234), es.number(1234)) == (
        *("12,345", "12.345", "1,234", "1234"),
    )
    assert en.listed(["a", "b", "c"]) == "a, b and c"
    assert es.listed(["Belice", "Canadá"]) == "Belice y Canadá"
    assert es.listed(["padres", "hijos"]) == "padres e hijos"
    assert en.day("2007-04-27") == "27 April 2007"
    assert es.day("2007-04-27") == "27 de abril de 2007"
    assert en.count("change", 1) == "1 change"
    assert es.count("decision", 2) == "2 decisiones"
