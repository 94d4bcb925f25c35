"""Which item a row of a revised version is about: by its id, else by its wording and its place.

Never silently when in doubt: where a row could be one item or another, or a new one, a person is
asked, and says so by an id or by an answer.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from projections.items import State, is_current
from projections.revised import TEXTS, Row
from projections.wording import likeness, looks

SURE = 0.8
"""From this confidence on a row is taken to be about an item without being asked."""
POSSIBLE = 0.5
"""Below this a row is not about an item at all."""
APART = 0.1
"""By so much the best candidate has to be better than the next."""
EXACT = 0.99
"""The confidence of the same words in the same section; that of an id is 1."""


class Candidate(NamedTuple):
    confidence: float
    item: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """A question to a person: `which-item` (or a new one?), or `other-wording` than its id's."""

    row: int
    code: str
    candidates: tuple[Candidate, ...] = ()


@dataclass
class Matched:
    """What each row is about.

    Attributes:
        items: by the row's number, the item; rows that are not in it are new, or in doubt.
        new: by the row's number, how sure it is that the row is about no item of the plan.
    """

    items: dict[int, str] = field(default_factory=dict)
    confidence: dict[int, float] = field(default_factory=dict)
    new: dict[int, float] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)

    def is_about(self, row: int, item: str, confidence: float) -> None:
        self.items[row], self.confidence[row] = item, round(confidence, 2)
        self.taken.add(item)


class Matching:
    """
    Args:
        states: every item at the moment that the version is compared with, archived ones too.
        sections: of each row, the section that it stands in, as an item's id; None where that is
            the root, or not known yet.
        same, new: a person's answers, by place: the item's id, and those that are new.
    """

    def __init__(
        self,
        rows: Sequence[Row],
        states: Mapping[str, State],
        sections: Mapping[int, str | None],
        same: Mapping[str, str],
        new: Iterable[str],
    ):
        self.rows, self.states, self.sections = rows, states, sections
        self.same, self.new = same, frozenset(new)
        self.found = Matched()

    @cached_property
    def _words(self) -> dict[str, "Wording"]:
        return {id: _wording(state["terms"]) for id, state in self.states.items()}

    @cached_property
    def _by_looks(self) -> dict[tuple[str, ...], list[str]]:
        found: dict[tuple[str, ...], list[str]] = {}
        for id, words in self._words.items():
            for key in _keys(words):
                found.setdefault(key, []).append(id)
        return found

    def matched(self) -> Matched:
        rest = [n for n in range(len(self.rows)) if not self._answered(n)]
        rest = [n for n in rest if not self._by_id(n)]
        rest = [n for n in rest if not self._by_the_same_words(n)]
        self._by_likeness(rest)
        return self.found

    def _answered(self, n: int) -> bool:
        row = self.rows[n]
        if row.place in self.new:
            self.found.new[n] = 1.0
            return True
        if row.place in self.same:
            self.found.is_about(n, self.same[row.place], 1.0)
            return True
        return False

    def _by_id(self, n: int) -> bool:
        """By an id that the plan has; words that are another item's raise a doubt: a sheet is easily
        sorted without its hidden column."""
        row = self.rows[n]
        state = self.states.get(row.id or "")
        if row.id is None or state is None:
            return False
        words = _wording(row.said)
        if words and not _has_words_of(words, state) and self._likeness(words, row.id) < SURE:
            others = [
                id
                for key in _keys(words)
                for id in self._by_looks.get(key, ())
                if id != row.id and self._fits(row, id) and self._likeness(words, id) >= EXACT
            ]
            if others:
                candidates = (Candidate(EXACT, others[0]), Candidate(0.5, row.id))
                self.found.doubts.append(Doubt(n, "other-wording", candidates))
                return True
        self.found.is_about(n, row.id, 1.0)
        return True

    # By wording.

    def _fits(self, row: Row, id: str) -> bool:
        return row.kind is None or row.kind == self.states[id]["kind"]

    def _same_section(self, n: int, id: str) -> bool:
        return n in self.sections and self.sections[n] == self.states[id]["parent"]

    def _by_the_same_words(self, n: int) -> bool:
        row = self.rows[n]
        words, taken = _wording(row.said), self.found.taken
        alike = list(
            dict.fromkeys(
                id
                for key in _keys(words)
                for id in self._by_looks.get(key, ())
                if id not in taken and self._fits(row, id) and self._likeness(words, id) >= EXACT
            )
        )
        # Of several with the same words, the one in the same section; what is archived only where
        # nothing in the plan has them.
        alike = [id for id in alike if is_current(self.states[id])] or alike
        if len(alike) > 1:
            alike = [id for id in alike if self._same_section(n, id)] or alike
        if len(alike) == 1 and is_current(self.states[alike[0]]):
            here = self._same_section(n, alike[0])
            self.found.is_about(n, alike[0], EXACT if here else EXACT - APART)
            return True
        if alike:
            candidates = tuple(Candidate(round(EXACT / len(alike), 2), id) for id in alike[:5])
            self.found.doubts.append(Doubt(n, "which-item", candidates))
        return bool(alike)

    def _by_likeness(self, rest: list[int]) -> None:
        """The surest first; what several rows may be about is settled for none of them unseen."""
        possible = {n: self._possible(n) for n in rest}
        rest = [n for n in rest if not self._is_new(n, possible[n])]
        asked: list[Candidate] = []
        while rest:
            rest.sort(key=lambda n: -possible[n][0].confidence)
            n = rest.pop(0)
            best, *others = possible[n]
            rivals = [*(possible[m][0] for m in rest), *asked]
            next_best = max(
                [
                    *(other.confidence for other in others[:1]),
                    *(rival.confidence for rival in rivals if rival.item == best.item),
                ],
                default=0.0,
            )
            if best.confidence < SURE or best.confidence - next_best < APART:
                self.found.doubts.append(Doubt(n, "which-item", tuple(possible[n][:3])))
                asked.append(best)
                continue
            self.found.is_about(n, best.item, min(best.confidence, EXACT - APART))
            for m in rest:
                possible[m] = [each for each in possible[m] if each.item != best.item]
            rest = [m for m in rest if not self._is_new(m, possible[m])]

    def _is_new(self, n: int, possible: Sequence[Candidate]) -> bool:
        if not possible:
            self.found.new[n] = EXACT
        return not possible

    def _possible(self, n: int) -> list[Candidate]:
        """The items that a row may be about, the likeliest first."""
        from rapidfuzz import fuzz, process

        words, found = _wording(self.rows[n].said), []
        near: set[str] = set()
        for part, texts in words.items():
            for text in texts:
                # At least one of the parts is so alike where the whole is possible.
                cutoff = 100 * (POSSIBLE - 0.1) / 0.9
                all_of_it = self._texts[part]
                for _, _, at in process.extract(
                    looks(text), all_of_it[0], scorer=fuzz.ratio, score_cutoff=cutoff, limit=None
                ):
                    near.add(all_of_it[1][at])
        for id in near:
            if id not in self.found.taken and self._fits(self.rows[n], id):
                likely = 0.9 * self._likeness(words, id) + 0.1 * self._same_section(n, id)
                if likely >= POSSIBLE:
                    found.append(Candidate(round(likely, 2), id))
        return sorted(found, key=lambda each: (-each.confidence, each.item))

    @cached_property
    def _texts(self) -> dict[str, tuple[list[str], list[str]]]:
        """Of each part the texts of all current items, and beside them whose they are."""
        found: dict[str, tuple[list[str], list[str]]] = {part: ([], []) for part in TEXTS}
        for id, words in self._words.items():
            if is_current(self.states[id]):
                for part, texts in words.items():
                    found[part][0].extend(map(looks, texts))
                    found[part][1].extend([id] * len(texts))
        return found

    def _likeness(self, words: "Wording", id: str) -> float:
        """How alike the wording of a row and of an item are: the title counts more than the action."""
        theirs = self._words[id]
        shares = {"title": 0.6, "action": 0.4}
        parts = [part for part in TEXTS if words.get(part) and theirs.get(part)]
        if not parts:
            return 0.0
        whole = sum(shares[part] for part in parts)
        return sum(
            shares[part] / whole * max(likeness(a, b) for a in words[part] for b in theirs[part])
            for part in parts
        )


Wording = dict[str, list[str]]
"""Title and action in whatever languages there are."""


def _wording(said: Mapping[str, Mapping[str, str | None] | None]) -> Wording:
    return {
        part: [words for words in text.values() if words]
        for part in TEXTS
        if (text := said.get(part)) and any(text.values())
    }


def _has_words_of(words: Wording, state: State) -> bool:
    """Whether any of these texts is, to the letter, one of the item."""
    return any(
        text in (state["terms"][part] or {}).values() for part in words for text in words[part]
    )


def _keys(words: Wording) -> Iterator[tuple[str, ...]]:
    """Under what a wording is found again: its title in any language, else its action."""
    for part in TEXTS:
        if words.get(part):
            yield from ((part, looks(each)) for each in words[part])
            return
