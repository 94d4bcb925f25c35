"""Where the rows of a revised version stand: in which section, as an item's id.

A version says it by the section's id, by its title, or by the row below which something stands.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from projections.items import State, is_current
from projections.matching import Matched
from projections.revised import TEXTS, Row, Section
from projections.wording import looks

MOST_IN_AN_ID = 48


class Placing:
    """
    Args:
        matched: what each row is about; None where that is not known yet.
    """

    def __init__(
        self, rows: Sequence[Row], states: Mapping[str, State], matched: Matched | None = None
    ):
        self.rows, self.states = rows, states
        self.items: Mapping[int, str] = matched.items if matched else {}
        self.new = set(matched.new) if matched else set()
        self.ids = self._ids()

    def sections_by_id(self) -> dict[int, str | None]:
        """The section of each row as far as ids and titles tell it, before rows are matched."""
        found: dict[int, str | None] = {}
        for n, row in enumerate(self.rows):
            section = row.section
            if section is None:
                continue
            if section.row is not None:
                above = self.rows[section.row]
                if above.id in self.states:
                    found[n] = above.id
                elif (by_title := self._by_title(_title(above))) is not None:
                    found[n] = by_title
            elif section.id is not None and section.id in self.states:
                found[n] = section.id
            elif section.title is not None:
                if (by_title := self._by_title(section.title)) is not None:
                    found[n] = by_title
            elif section.id is None:
                found[n] = None
        return found

    # Ids.

    def id_of(self, n: int) -> str:
        """The item's id; of a new one, the one that it is given."""
        return self.ids[n]

    def _ids(self) -> dict[int, str]:
        """Of each row that is about an item, or is new."""
        found = dict(self.items)
        used = {*self.states, *(row.id for row in self.rows if row.id)}
        for n in sorted(self.new):
            row = self.rows[n]
            id = row.id if row.id and row.id not in self.states else None
            if id is None:
                id = _fresh(_title(row), used)
            used.add(id)
            found[n] = id
        return found

    def kind_of(self, n: int) -> str:
        """What the row says; else a section, where it has a section's role, or anything stands in it."""
        row = self.rows[n]
        if row.kind is not None:
            return row.kind
        if row.said.get("role") or row.said.get("steward") or n in self._with_rows_below:
            return "section"
        return "activity"

    @cached_property
    def _with_rows_below(self) -> set[int]:
        named = {row.section.id for row in self.rows if row.section and row.section.id}
        below = {row.section.row for row in self.rows if row.section} - {None}
        return {n for n, row in enumerate(self.rows) if row.id in named or n in below}

    # Sections.

    def parents(self, questions: list[dict[str, Any]]) -> dict[int, str | None]:
        """The section of each row that is about an item or new, as an id; what cannot be told is
        asked."""
        found: dict[int, str | None] = {}
        for n, row in enumerate(self.rows):
            if n not in self.ids:
                continue
            if row.section is None:
                if n in self.new:
                    found[n] = self._from_above(n, found)
                continue
            try:
                found[n] = self._section(n, row.section, found)
            except _Unclear as unclear:
                place, item = row.where("section"), self.items.get(n)
                title = {"": row.section.title} if row.section.title else None
                questions.append(
                    {
                        "code": unclear.code,
                        "place": place,
                        "item": item,
                        "title": title,
                        "candidates": [],
                    }
                )
        for n in _in_a_circle(found, self.ids):
            questions.append(
                {"code": "section-circle", "place": self.rows[n].where("section"),
                 "item": self.ids[n], "title": None, "candidates": []}
            )  # fmt: skip
            del found[n]
        return found

    def _section(self, n: int, said: Section, found: Mapping[int, str | None]) -> str | None:
        if said.row is not None:
            if said.row not in self.ids:
                raise _Unclear("section-unclear")
            return self.ids[said.row]
        if said.id is None and said.title is None:
            # An activity that was put in says nothing of its section: it stands where it was put.
            put_in = n in self.new or self.rows[n].id is None
            return self._from_above(n, found) if put_in and not self._is_section(n) else None
        by_title = self._named(said.title)
        if said.title is None:
            assert said.id is not None
            if said.id in self._sections:
                return said.id
            by_title = self._named(said.id)
            if by_title is None:
                raise _Unclear("section-unknown")
        if said.id in self._sections and (by_title is None or said.id in by_title):
            if by_title is None and said.title is not None:
                raise _Unclear("section-unknown")
            return said.id
        if by_title is None:
            raise _Unclear("section-unknown")
        if len(by_title) > 1:
            raise _Unclear("section-two")
        # Its title was changed by hand, its id is hidden: it has to be the one that it had before.
        item = self.items.get(n)
        if said.id is not None and item is not None and said.id != self.states[item]["parent"]:
            raise _Unclear("section-two")
        return next(iter(by_title))

    def _from_above(self, n: int, found: Mapping[int, str | None]) -> str | None:
        """Where a row was put in that says nothing: in the section above it, or in that of the row
        above it."""
        for above in range(n - 1, -1, -1):
            if above not in self.ids:
                continue
            if self._is_section(above):
                return self.ids[above]
            if above in found:
                return found[above]
            return self.states[self.ids[above]]["parent"] if above in self.items else None
        return None

    def _is_section(self, n: int) -> bool:
        item = self.items.get(n)
        kind: str = self.states[item]["kind"] if item is not None else self.kind_of(n)
        return kind == "section"

    @cached_property
    def _sections(self) -> set[str]:
        """Every section of the plan, and every new one."""
        return {
            *(id for id, state in self.states.items() if state["kind"] == "section"),
            *(self.ids[n] for n in self.new if self.kind_of(n) == "section"),
        }

    @cached_property
    def _titled(self) -> dict[str, set[str]]:
        """The sections by their titles, those that the version gives them included."""
        found: dict[str, set[str]] = {}
        for id in self._sections & self.states.keys():
            if is_current(self.states[id]):
                for words in _titles(self.states[id]["terms"]):
                    found.setdefault(looks(words), set()).add(id)
        for n, id in self.ids.items():
            if id in self._sections:
                for words in _titles(self.rows[n].said):
                    found.setdefault(looks(words), set()).add(id)
        return found

    def _named(self, title: str | None) -> set[str] | None:
        """The sections with a title; it may stand in several languages, one below the other."""
        if title is None:
            return None
        if found := self._titled.get(looks(title)):
            return found
        if title in self._sections:
            return {title}
        lines = [self._titled.get(looks(line)) for line in title.split("\n")]
        named = [each for each in lines if each]
        return set.intersection(*named) or None if named else None

    def _by_title(self, title: str | None) -> str | None:
        found = self._named(title) or ()
        return next(iter(found)) if len(found) == 1 else None


class _Unclear(Exception):
    def __init__(self, code: str):
        self.code = code


def _titles(said: Mapping[str, Any]) -> list[str]:
    """What a section is called: its title, else its action."""
    for part in TEXTS:
        if words := [each for each in (said.get(part) or {}).values() if each]:
            return words
    return []


def _title(row: Row) -> str | None:
    text = row.said.get("title") or row.said.get("action") or {}
    return text.get("en") or next((words for words in text.values() if words), None)


def _fresh(title: str | None, used: set[str]) -> str:
    """An id made of a title: `workshop-on-visas`."""
    plain = unicodedata.normalize("NFKD", title or "").encode("ascii", "ignore").decode().lower()
    base = "-".join(re.findall(r"[a-z0-9]+", plain)) or "new-item"
    if len(base) > MOST_IN_AN_ID:
        base = base[:MOST_IN_AN_ID].rpartition("-")[0] or base[:MOST_IN_AN_ID]
    id, n = base, 2
    while id in used:
        id, n = f"{base}-{n}", n + 1
    return id


def _in_a_circle(parents: Mapping[int, str | None], ids: Mapping[int, str]) -> list[int]:
    """The rows that stand below themselves."""
    number = {ids[n]: n for n in parents}
    found = []
    for n in parents:
        seen, at = {n}, parents[n]
        while at in number:
            if number[at] in seen:
                if number[at] == n:
                    found.append(n)
                break
            seen.add(number[at])
            at = parents[number[at]]
    return found
