"""Every word that the command says, in the language of who asks.

The words themselves are in `api/locales/`: one table a file, each key with its English and its
Spanish.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import Any, Literal

Language = Literal["en", "es"]
LANGUAGES: tuple[Language, ...] = ("en", "es")
ANSWERS = (
    *("words", "messages", "answers", "recorded", "seals", "bundles", "story"),
    *("witness", "signing", "keeping", "settings", "accounts", "mail"),
    *("documents", "documents_records", "calendar", "akoma_ntoso", "workbooks"),
    *("review",),
    *("http", "http_accounts", "http_writing"),
    *("proposals", "docket"),
)
HTTP = ("http", "http_accounts", "http_writing")
HELP = (
    *("help", "help_sealing", "help_witness", "help_signing", "help_keeping", "help_serving"),
    *("help_accounts", "help_documents"),
    *("help_proposals", "help_docket"),
    *("help_review",),
    "option_help",
)
TABLES = (*ANSWERS, *HELP)
"""The files of `api/locales/`, one table each; those of help are read only where it is asked for.
"""


@cache
def table(name: str) -> Mapping[str, tuple[str, str]]:
    found: Mapping[str, tuple[str, str]] = import_module(f"api.locales.{name}").TEXTS
    return found


def pair(key: str, tables: Sequence[str] = ANSWERS) -> tuple[str, str] | None:
    """A sentence in both languages; None where there is none."""
    return next((table(name)[key] for name in tables if key in table(name)), None)


def described(key: str) -> str:
    """A sentence of the service in English, for the description of its operations."""
    found = pair(key, HTTP)
    assert found is not None, key
    return found[0]


def as_language(said: str) -> Language | None:
    """A language by its code, `ES` as well as `es`."""
    return next((each for each in LANGUAGES if each == said.lower()), None)


def language_of(arguments: Sequence[str], environ: Mapping[str, str]) -> Language:
    """`--lang` wherever it stands, else RCM_LANG, else the locale, else English.

    What `--lang` says is checked where it is parsed; a wrong one is complained of in the language
    of the rest.
    """
    told = [environ.get("RCM_LANG", "")]
    for at, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == "--lang":
            told += arguments[at + 1 : at + 2]
        elif argument.startswith("--lang="):
            told.append(argument.removeprefix("--lang="))
    for said in reversed(told):
        if (language := as_language(said)) is not None:
            return language
    # As the C library does: the first of these that is set decides.
    locale = next(
        (environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), ""
    )
    return "es" if locale.lower().startswith("es") else "en"


class Texts:
    """The words of one language.

    `t("plan-empty")` is a sentence, filled in with the facts that it names;
    `t.count("change", 3)` is "3 changes".
    """

    def __init__(self, language: Language):
        self.language: Language = language
        self._n = LANGUAGES.index(language)

    def find(self, key: str, tables: Sequence[str] = ANSWERS) -> str | None:
        found = pair(key, tables)
        return None if found is None else found[self._n]

    def __call__(self, key: str, **facts: Any) -> str:
        found = self.find(key)
        if found is None:
            raise KeyError(key)
        return found.format(**facts) if facts else found

    def word(self, kind: str, value: Any) -> str:
        """The word for a code, `status.pending`; the code itself where there is none (yet)."""
        return self.find(f"{kind}.{value}") or str(value)

    def count(self, what: str, n: int) -> str:
        """A number of things: its text has one form for one and one for many, `change|changes`."""
        one, _, many = self(f"count.{what}").partition("|")
        return f"{self.number(n)} {one if n == 1 else many}"

    def number(self, n: int) -> str:
        """1,234 in English; in Spanish 1.234, but 1234 alone (RAE: only from five figures on)."""
        if self.language == "es":
            return f"{n:,}".replace(",", ".") if abs(n) >= 10_000 else str(n)
        return f"{n:,}"

    def of(self, text: Mapping[str, str] | None) -> str | None:
        """A text of the record in this language, else in English, else in whatever language there
        is."""
        if not text:
            return None
        return text.get(self.language) or text.get("en") or next(iter(text.values()))

    def why(self, pair: tuple[str, str]) -> str:
        """Of a reason in both languages, the one that is asked for."""
        return pair[self._n]

    def listed(self, parts: Sequence[str]) -> str:
        """a, b and c."""
        return self._joined(parts, "and")

    def either(self, parts: Sequence[str]) -> str:
        """a, b or c."""
        return self._joined(parts, "or")

    def _joined(self, parts: Sequence[str], key: str) -> str:
        if len(parts) < 2:
            return "".join(parts)
        last = parts[-1]
        joint = self(key)
        if (
            joint == "y"
            and last.lower().startswith(("i", "hi"))
            and not last.lower().startswith("hie")
        ):
            joint = "e"
        return f"{', '.join(parts[:-1])} {joint} {last}"

    def day(self, day: Any) -> str:
        """A day as people write it: 27 April 2007, 27 de abril de 2007."""
        from datetime import date

        from babel.dates import format_date

        if day is None:
            return "—"
        value = day if isinstance(day, date) else date.fromisoformat(str(day)[:10])
        return format_date(
            value,
            "d MMMM y" if self.language == "en" else "d 'de' MMMM 'de' y",
            locale=self.language,
        )

    def short_day(self, day: Any) -> str:
        """A day where there is little room, and the same in every language: 2007-04-27."""
        return "—" if day is None else str(day)[:10]

    def month(self, day: Any) -> str:
        """April 2007, abril de 2007."""
        from datetime import date

        from babel.dates import format_date

        value = day if isinstance(day, date) else date.fromisoformat(str(day)[:10])
        return format_date(
            value, "MMMM y" if self.language == "en" else "MMMM 'de' y", locale=self.language
        )
