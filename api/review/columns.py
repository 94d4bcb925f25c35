"""The columns of a revised version, by their heads: in either language, or by their keys."""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from api.review.values import plain
from api.texts import LANGUAGES, pair

COMPARED = (
    *("id", "parent", "section", "kind", "role", "steward", "title", "action"),
    *("lead", "timeline", "form", "status", "occurrences"),
)
TOLD = (
    *("rests_on", "archived_by", "translated", "approving_body", "steward_body"),
    *("as_of", "known_at", "root"),
)
"""Columns that a document has for people: what they say follows from the ledger."""
DOUBLED = ("title", "action")
_MORE = {
    "parent": ("section id", "id de la sección", "parent id"),
    "section": ("area", "área", "line of action", "línea de acción"),
    "title": ("activity", "actividad"),
    "lead": ("responsible", "leads", "responsables"),
}
_LANGUAGE = re.compile(r"(.+?)(?:\s*[(\[]\s*(\w+)\s*[)\]]|[._\s:-]+(\w+))")


class Head(NamedTuple):
    """What a column's head says it is.

    Attributes:
        key: one of `COMPARED` or `TOLD`; None of a column that nobody here knows.
        language: the language that the head says its words to be in.
        written_in: the language that the head itself is written in, where it is in one only.
    """

    text: str
    key: str | None = None
    language: str | None = None
    written_in: str | None = None


def heads_of(texts: Sequence[str], languages: Sequence[str]) -> list[Head]:
    """What a row of heads says its columns to be.

    Of two columns of words without a language, in heads of two languages, each has the words in
    that of its head.

    Args:
        languages: those of the charter.
    """
    heads = [_head(text, languages) for text in texts]
    for key in DOUBLED:
        bare = [n for n, head in enumerate(heads) if head.key == key and not head.language]
        if len(bare) > 1 and len({heads[n].written_in for n in bare} - {None}) == len(bare):
            for n in bare:
                heads[n] = heads[n]._replace(language=heads[n].written_in)
    return heads


def is_head(heads: Sequence[Head]) -> bool:
    """Whether these are heads of a plan: two that are known, one of them of an id or of words."""
    keys = {head.key for head in heads} - {None}
    return len(keys) > 1 and not keys.isdisjoint(("id", "title", "action"))


def written_in(heads: Sequence[Head]) -> str | None:
    """The language that heads are written in."""
    return next((head.written_in for head in heads if head.written_in), None)


def _head(text: str, languages: Sequence[str]) -> Head:
    # In two languages, one below the other: either will do.
    for part in (text, *re.split(r"\n| / ", text)):
        words = plain(part)
        if words in _heads():
            key, written_in = _heads()[words]
            return Head(text, key, None, written_in)
        match = _LANGUAGE.fullmatch(words)
        if match and match[1] in _heads():
            key, written_in = _heads()[match[1]]
            language = _languages().get(match[2] or match[3])
            language = language or next((e for e in languages if e == (match[2] or match[3])), None)
            if language is not None and key in DOUBLED:
                return Head(text, key, language, written_in)
    return Head(text)


@cache
def _heads() -> dict[str, tuple[str, str | None]]:
    found: dict[str, tuple[str, str | None]] = {}
    for key in (*COMPARED, *TOLD):
        both = pair(f"column.{key}") or pair(f"term.{key}") or (key, key)
        names = [*zip(both, LANGUAGES, strict=True)] if both[0] != both[1] else [(both[0], None)]
        for words, language in (*((word, None) for word in _MORE.get(key, ())), *names):
            found.setdefault(plain(words), (key, language))
        found.setdefault(plain(key), (key, None))
    return found


@cache
def _languages() -> dict[str, str]:
    """Languages by their names in either language, and by their codes."""
    return {
        plain(words): code
        for code in LANGUAGES
        for words in (code, *(pair(f"language.{code}") or ()))
    }
