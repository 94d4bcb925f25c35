"""In which language the words of a revised version are, where it does not say so itself."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from projections.items import State
from projections.matching import SURE
from projections.revised import ANY, EVERY, TEXTS, Row, Version
from projections.wording import likeness, same_but_for_looks


def language_of(version: Version, states: Mapping[str, State], languages: Sequence[str]) -> str:
    """The language of words of which the version does not say it: the one that has most of them as
    they are; else that of its heads, else the charter's first.

    Args:
        languages: those of the charter.
    """
    has: Counter[str] = Counter()
    texts: dict[str, set[str]] = {}
    for state in states.values():
        for part in TEXTS:
            for language, words in (state["terms"][part] or {}).items():
                texts.setdefault(language, set()).add(words)
    for row in version.rows:
        for part in (*TEXTS, "named"):
            text = row.said.get(part) or {}
            said = text.get(ANY) or text.get(EVERY)
            has.update(each for each, known in texts.items() if said and said in known)
    told = version.language
    own = told if told is not None and told in languages else languages[0]
    best = max(has.values(), default=0)
    return own if has[own] == best else max(has, key=lambda each: has[each])


def _said_once(words: str | None, old: Mapping[str, str], language: str) -> dict[str, str | None]:
    """Words that a version in several languages says once, by language."""
    if words is None or not old:
        return dict.fromkeys(old or (language,), words)
    if len(old) > 1 and len(set(old.values())) == 1:
        return dict.fromkeys(old, words)
    near = max(sorted(old), key=lambda each: likeness(words, old[each]))
    return {**dict.fromkeys(old), near: words}


def in_language(row: Row, language: str, state: State | None) -> Row:
    """A row with the words of which it does not say the language: they are in this one.

    Where the item has no words in it, and these are (nearly) its words in another, they are those,
    without the mark: read so, nothing that was agreed changes under the name of a translation.
    """
    said = dict(row.said)
    if (named := said.pop("named", None)) is not None:
        old_title = state is None or state["terms"]["title"]
        action = None if state is None else state["terms"]["action"]
        if old_title or not action or not set(filter(None, named.values())) <= {*action.values()}:
            said["title"] = named
    for part in TEXTS:
        text = said.get(part)
        old: Mapping[str, str] = (state["terms"][part] or {}) if state is not None else {}
        if text is not None and EVERY in text:
            said[part] = _said_once(text[EVERY], old, language)
            continue
        if text is None or ANY not in text:
            continue
        words = text[ANY]
        rest = {each: other for each, other in text.items() if each != ANY}
        into = language
        if language not in old and old and not rest:
            others = sorted(old, key=lambda each: (each != "en", each))
            if words is None:
                into = others[0]
            else:
                near = max(others, key=lambda each: likeness(words, old[each]))
                if same_but_for_looks(words, old[near]) or likeness(words, old[near]) >= SURE:
                    into = near
        said[part] = {**rest, into: words}
    return replace(row, said=said)
