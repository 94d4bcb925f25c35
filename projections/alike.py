"""Items that read alike, in any language: a duplicate is best seen before it is agreed.

Titles are compared word by word, whatever their order, letter case and accents; only those are compared at all
that share one of their rarer words, and the same numbers: a seminar of 2007 is not that of 2008. (Two sets of words
of which at least half are common to both share one of the rarest of each; Chaudhuri, Ganti and Kaushik 2006,
"prefix filtering".)
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from math import ceil
from typing import NamedTuple

CUTOFF = 86
"""How alike two titles are at the least, of 100 (`rapidfuzz.fuzz.ratio` of their words in order of the alphabet)."""
COMMON = 0.6
"""What part of the words of two titles is common to both at the least, where they are compared."""
MOST = 400
"""With how many that share a word a title is compared at the most: those before it that are nearest in the order."""
_WORD = re.compile(r"\w+")


class Titled(NamedTuple):
    """What is compared.

    Attributes:
        id: an item's, or a draft's name of one.
        kind: only what is of one kind is compared.
        title: by language.
    """

    id: str
    kind: str
    title: Mapping[str, str]


class Alike(NamedTuple):
    """What reads like another: one that stands before it, the most alike of those.

    Attributes:
        score: from `CUTOFF` to 100.
    """

    id: str
    other: str
    language: str
    score: int


def alike(titled: Iterable[Titled]) -> list[Alike]:
    """Of each that reads like another one before it, which one, in the order in which they are given."""
    given = list(titled)
    languages = dict.fromkeys(language for each in given for language in each.title)
    best: dict[str, Alike] = {}
    for language in languages:
        for found in _in_language(given, language):
            known = best.get(found.id)
            if known is None or found.score > known.score:
                best[found.id] = found
    return [best[each.id] for each in given if each.id in best]


class _Words(NamedTuple):
    text: str
    words: tuple[str, ...]
    numbers: tuple[str, ...]


def _words(title: str) -> _Words:
    plain = unicodedata.normalize("NFKD", title.casefold())
    found = sorted(_WORD.findall("".join(c for c in plain if not unicodedata.combining(c))))
    words = tuple(word for word in found if not word.isnumeric())
    return _Words(" ".join(words), tuple(dict.fromkeys(words)), tuple(w for w in found if w.isnumeric()))


def _in_language(given: list[Titled], language: str) -> Iterable[Alike]:
    from rapidfuzz import fuzz, process

    read = [(each, _words(each.title[language])) for each in given if each.title.get(language)]
    often = Counter(word for _, said in read for word in said.words)
    blocks: dict[tuple[object, ...], tuple[list[str], list[int]]] = defaultdict(lambda: ([], []))
    same: dict[tuple[object, ...], int] = {}
    for n, (each, said) in enumerate(read):
        about = (each.kind, said.numbers)
        first = same.setdefault((*about, said.text), n)
        if first != n:
            # A hundred items of one title are each like the first of them, and compared no further.
            yield Alike(each.id, read[first][0].id, language, 100)
            continue
        rarest = sorted(said.words, key=lambda word: (often[word], word))
        best: tuple[float, int] | None = None
        for word in rarest[: len(rarest) - ceil(COMMON * len(rarest)) + 1]:
            texts, places = blocks[(*about, word)]
            cutoff = CUTOFF if best is None else best[0]
            found = process.extractOne(
                said.text, texts[-MOST:], scorer=fuzz.ratio, processor=None, score_cutoff=cutoff
            )
            if found is not None:
                best = found[1], places[found[2] - min(MOST, len(texts))]
            texts.append(said.text)
            places.append(n)
        if best is not None:
            yield Alike(each.id, read[best[1]][0].id, language, int(best[0]))
