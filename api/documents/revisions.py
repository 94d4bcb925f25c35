"""Tracked changes of a WordprocessingML document (ECMA-376, part 1, §17.13.5): who made each, and when."""

import re
from collections.abc import Iterable
from itertools import count
from typing import Literal

from api.documents.authors import Author
from api.documents.layout import Line, Piece
from api.documents.wordprocessing import run, said
from projections.compare import words

Kind = Literal["ins", "del", "moveFrom", "moveTo"]
Way = Literal["=", "-", "+"]
Pieces = tuple[Piece, ...]

ALIKE_ENOUGH = 0.3
"""Of two lines that have less of their letters in common than this, one went and the other came, whole."""
_LETTERS = re.compile(r"\w")


class Revisions:
    """Writes tracked changes, each with a number of its own."""

    def __init__(self) -> None:
        self._ids, self._moves = count(1), count(1)
        self._names: dict[object, str] = {}

    def made(self, kind: Kind, pieces: Pieces, by: Author) -> str:
        """Words that came, went, or stand elsewhere."""
        if not pieces:
            return ""
        runs = "".join(run(*piece, deleted=kind == "del") for piece in pieces)
        return f"<w:{kind} {self._by(by)}>{runs}</w:{kind}>"

    def mark(self, kind: Kind, by: Author) -> str:
        """The same of the mark of a paragraph, or of a row."""
        return f"<w:{kind} {self._by(by)}/>"

    def move(self, kind: Kind, what: object, by: Author) -> tuple[str, str]:
        """The two ends of a range that stands elsewhere.

        Args:
            what: the same where it stood and where it stands.
        """
        name = self._names.setdefault(what, f"move{next(self._moves)}")
        id = next(self._ids)
        start = (
            f'<w:{kind}RangeStart w:id="{id}" w:author="{said(by.name)}" '
            f'w:date="{_date(by)}" w:name="{name}"/>'
        )
        return start, f'<w:{kind}RangeEnd w:id="{id}"/>'

    def _by(self, by: Author) -> str:
        return f'w:id="{next(self._ids)}" w:author="{said(by.name)}" w:date="{_date(by)}"'


def _date(by: Author) -> str:
    return f"{by.day}T00:00:00Z"


# --- word by word ---------------------------------------------------------------------------------


def compared(before: Line, after: Line) -> list[tuple[Way, Pieces]]:
    """Two lines word by word: what is the same in words, look and language, what went, what came."""
    found: list[tuple[Way, Pieces]] = []
    at_old = at_new = 0
    old, new = _joined(before.pieces), _joined(after.pieces)
    for kept, gone, come in _steps(_text(old), _text(new)):
        same = _cut(old, at_old, kept), _cut(new, at_new, kept)
        at_old, at_new = at_old + kept, at_new + kept
        went, came = _cut(old, at_old, gone), _cut(new, at_new, come)
        at_old, at_new = at_old + gone, at_new + come
        if same[0] == same[1]:
            found.append(("=", same[0]))
        else:
            found += [("-", same[0]), ("+", same[1])]
        found += [("-", went), ("+", came)]
    return [(way, pieces) for way, pieces in found if pieces]


def _steps(old: str, new: str) -> list[tuple[int, int, int]]:
    """How many letters are kept, and then how many go and how many come; again and again."""
    steps: list[list[int]] = [[0, 0, 0]]
    in_common = 0
    ways = words(old, new)
    for n, (way, text) in enumerate(ways):
        letters = len(_LETTERS.findall(text))
        # A space or a comma that stays between two words that do not is no help to a reader.
        between = 0 < n < len(ways) - 1 and letters == 0
        if way == "=" and not between:
            in_common += letters
            if any(steps[-1][1:]):
                steps.append([0, 0, 0])
            steps[-1][0] += len(text)
        elif way == "=":
            steps[-1][1] += len(text)
            steps[-1][2] += len(text)
        else:
            steps[-1][1 if way == "-" else 2] += len(text)
    of = max(len(_LETTERS.findall(old)), len(_LETTERS.findall(new)))
    if in_common < of * ALIKE_ENOUGH:
        return [(0, len(old), len(new))]
    return [(kept, gone, come) for kept, gone, come in steps]


def _joined(pieces: Iterable[Piece]) -> Pieces:
    """Words of one look and language as one piece."""
    found: list[Piece] = []
    for piece in pieces:
        if found and found[-1][1:] == piece[1:]:
            found[-1] = piece._replace(text=found[-1].text + piece.text)
        elif piece.text:
            found.append(piece)
    return tuple(found)


def _text(pieces: Pieces) -> str:
    return "".join(piece.text for piece in pieces)


def _cut(pieces: Pieces, start: int, length: int) -> Pieces:
    """So many letters from a place on."""
    found: list[Piece] = []
    end, at = start + length, 0
    for piece in pieces:
        text = piece.text[max(start - at, 0) : max(end - at, 0)]
        if text:
            found.append(piece._replace(text=text))
        at += len(piece.text)
    return tuple(found)
