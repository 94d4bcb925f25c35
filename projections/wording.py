"""Words compared: whether they differ in looks only, and how alike they are."""

import re
import unicodedata
from functools import lru_cache

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060"))
"""Soft hyphens and what has no width: word processors put them in, and nobody sees them."""
_TOKEN = re.compile(
    r"(?:(?<![\w.,/-])-)?\d+(?:[.,:/-]\d+)*"  # a number, with all that makes it this number
    r"|[^\W\d_]+"
    r"|[^\s.,;:!?¡¿'\"’‘“”‹›«»()\[\]{}\-‐‑–—…·•/\\_*]"  # %, &, $: a sign that says something
)


@lru_cache(maxsize=20_000)
def looks(words: str) -> str:
    """A text without what is only looks: white space, letter case and punctuation.

    The sign of a number, and what stands inside it, is no punctuation: 10.5 is not 105.
    """
    plain = unicodedata.normalize("NFC", words).translate(_INVISIBLE).casefold()
    return " ".join(_TOKEN.findall(plain))


def same_but_for_looks(a: str, b: str) -> bool:
    """Whether two texts differ in white space, letter case and punctuation only."""
    return looks(a) == looks(b)


def likeness(a: str, b: str) -> float:
    """How alike two texts are, from 0 to 1."""
    from rapidfuzz.fuzz import ratio

    return float(ratio(looks(a), looks(b))) / 100
