"""Rows of cells as rows of a revised version: what each cell means, or why it cannot be told."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from pydantic import TypeAdapter, ValidationError

from api.review.columns import DOUBLED, Head
from api.review.values import NotUnderstood, Values
from api.texts import LANGUAGES, pair
from ledger.charter import Charter
from ledger.input_errors import Findings, Where, quoted
from ledger.plan import Timeline
from ledger.values import ItemId, Line
from projections.revised import ANY, Row, Section

_ITEM_ID, _LINE = TypeAdapter(ItemId), TypeAdapter(Line)
_TIMELINE: TypeAdapter[Any] = TypeAdapter(Timeline)
_MARK = re.compile(r"\[([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\]\s*")
VALUES = ("kind", "role", "steward", "lead", "timeline", "form", "status", "occurrences")
_VISIBLE = ("title", "action", *VALUES)


class Cell(NamedTuple):
    """What stands in a column of a row, and where."""

    head: Head
    value: Any
    place: str
    line: int | None = None


class Understanding:
    """Understands cells; what it cannot is added to the findings."""

    def __init__(self, file: str, charter: Charter, findings: Findings):
        self.file, self.charter, self.findings = file, charter, findings
        self.values = Values(charter)
        self._known: dict[tuple[str, Any], Any] = {}
        self._translation = [f"[{words}]" for words in pair("translation") or ()]

    def complain(self, key: str, place: str, line: int | None = None, **facts: Any) -> None:
        """Say in every language what is wrong at a place; a fact that differs by language is a
        pair."""
        sentences = pair(key)
        assert sentences is not None, key
        message: dict[str, str] = {
            language: sentences[n].format(
                **{k: v[n] if isinstance(v, tuple) else v for k, v in facts.items()}
            )
            for n, language in enumerate(LANGUAGES)
        }
        self.findings.add_sentences(message, Where(self.file, line, place))

    # A row.

    def row(self, cells: Sequence[Cell], place: str, section: Section | None = None) -> Row | None:
        """A row of a version; None of one that says nothing.

        Args:
            section: where it stands, of a row that does not say so itself.
        """
        seen = [cell for cell in cells if cell.head.key in _VISIBLE and not _is_empty(cell.value)]
        if not seen:
            return None
        said: dict[str, Any] = {}
        places: dict[str, str] = {}
        told: dict[str, Cell] = {}
        for cell in cells:
            key = cell.head.key
            if key is None:
                continue
            places.setdefault(key, cell.place)
            told.setdefault(key, cell)
            if key in DOUBLED:
                places[f"{key}.{cell.head.language or ANY}"] = cell.place
                said.setdefault(key, {}).update(self.text(cell))
            elif key in VALUES:
                said[key] = self.value(key, cell)
        kind = said.pop("kind", None)
        id = self.id(told["id"]) if "id" in told else None
        if kind == "activity":
            # An activity has neither; an empty cell says so, and another is nobody's.
            said.pop("role", None)
            said.pop("steward", None)
        section = self.section(told) or section
        places.setdefault("section", places.get("parent", place))
        if id is None and not any(any(said.get(part, {}).values()) for part in DOUBLED):
            self.complain("review.no-words", place, seen[0].line)
            return None
        return Row(place, id, kind, said, section, places)

    def id(self, cell: Cell) -> str | None:
        if _is_empty(cell.value):
            return None
        found = str(cell.value).strip()
        try:
            return str(_ITEM_ID.validate_python(found))
        except ValidationError:
            self.complain("review.not-an-id", cell.place, cell.line, found=quoted(found))
            return None

    def section(self, told: Mapping[str, Cell]) -> Section | None:
        """Where a row says that it stands: by the section's id, by its title, or both."""
        if "section" not in told and "parent" not in told:
            return None
        parent = _words(told["parent"].value) if "parent" in told else None
        parent = parent.strip() if parent else None
        title = _words(told["section"].value) if "section" in told else None
        if title is not None:
            title = self._unmarked(_MARK.sub("", title, count=1)).strip()
        if "parent" in told:
            return Section(parent, title) if "section" in told else Section(parent)
        return Section(title) if title is not None and is_id(title) else Section(None, title)

    # Cells.

    def text(self, cell: Cell) -> dict[str, str | None]:
        """Words by language, without the marks that documents give them."""
        language = cell.head.language or ANY
        words = _words(cell.value)
        if words is None:
            return {language: None}
        marks = [m for m in _MARK.finditer(words) if m[1] in self.charter.languages]
        if len({m[1] for m in marks}) > 1 or (marks and words[: marks[0].start()].strip()):
            self.complain("review.mixed-languages", cell.place, cell.line)
            return {language: None}
        words = self._unmarked(words[marks[0].end() :] if marks else words)
        found = self.line(words, cell) if words.strip() else None
        if marks and marks[0][1] != language:
            return {language: None, marks[0][1]: found}
        return {language: found}

    def _unmarked(self, words: str) -> str:
        """Without `[translation]` behind it."""
        for mark in self._translation:
            if words.casefold().endswith(mark.casefold()):
                return words[: -len(mark)].removesuffix(" ")
        return words

    def line(self, words: str, cell: Cell) -> str | None:
        """Words that can be recorded."""
        if words.isascii() and words.isprintable():
            return words
        try:
            return str(_LINE.validate_python(unicodedata.normalize("NFC", words)))
        except ValidationError as error:
            details = error.errors(include_url=False)[0].get("ctx", {})
            message: dict[str, str] = {
                language: details.get(language, str(error)) for language in LANGUAGES
            }
            self.findings.add_sentences(message, Where(self.file, cell.line, cell.place))
            return None

    def value(self, part: str, cell: Cell) -> Any:
        """What a cell of any other column means."""
        found = cell.value
        key = (part, found) if isinstance(found, str | None) else None
        if key is not None and key in self._known:
            return self._known[key]
        try:
            value = self._one_of(part, found)
        except NotUnderstood as error:
            what = pair(f"column.{part}") or pair(f"term.{part}") or (part, part)
            what = (what[0].lower(), what[1].lower())
            facts = {"found": quoted(error.found), "what": what, "allowed": error.allowed}
            place = cell.place
            self.complain("review.not-understood", place, cell.line, hint=error.hint, **facts)
            return [] if part in ("lead", "occurrences") else None
        if part == "timeline" and value is not None and not self._is_possible(value, cell):
            return None
        if key is not None:
            self._known[key] = value
        return value

    def _one_of(self, part: str, found: Any) -> Any:
        """The value; in two languages, one below the other, it is the same in both."""
        if isinstance(found, float) and found.is_integer():
            found = int(found)
        if isinstance(found, str) and "\n" in found and part not in ("lead", "occurrences"):
            values = [self.values.of(part, line) for line in found.splitlines() if line.strip()]
            if all(value == values[0] for value in values):
                return values[0] if values else None
        return self.values.of(part, found)

    def _is_possible(self, timeline: Any, cell: Cell) -> bool:
        """Whether the rules of a timeline are kept: its days and months in their order."""
        try:
            _TIMELINE.validate_python(timeline)
        except ValidationError as error:
            for details in error.errors(include_url=False):
                said = details.get("ctx", {})
                if "es" in said:
                    message: dict[str, str] = {language: said[language] for language in LANGUAGES}
                    self.findings.add_sentences(message, Where(self.file, cell.line, cell.place))
                    return False
            found, allowed = quoted(cell.value), self.values.timelines
            what = pair("term.timeline") or ("timeline", "plazo")
            facts = {"found": found, "what": what, "allowed": allowed, "hint": ("", "")}
            self.complain("review.not-understood", cell.place, cell.line, **facts)
            return False
        return True


def _is_empty(value: Any) -> bool:
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def _words(value: Any) -> str | None:
    """A cell as words, its lines divided in one way; None of an empty one."""
    if _is_empty(value):
        return None
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n")


def is_id(words: str) -> bool:
    try:
        _ITEM_ID.validate_python(words)
    except ValidationError:
        return False
    return True


def each_once(rows: Iterable[Row], reader: Understanding) -> None:
    """An id given twice is an error: nobody knows which of the two is meant."""
    first: dict[str, Row] = {}
    for row in rows:
        if row.id is not None and first.setdefault(row.id, row) is not row:
            before = first[row.id].place
            where, facts = row.where("id"), {"id": row.id, "first": before}
            reader.complain("review.id-twice", where, None, second=row.place, **facts)
