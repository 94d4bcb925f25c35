"""A revised version as YAML or JSON: `plan --json` after somebody worked on it, or a list of items
in a register's form."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

from api.review.columns import Head
from api.review.rows import Cell, Understanding
from ledger.input_errors import path_text, quoted
from ledger.input_files import yaml_of
from ledger.yaml_input import Broken, Lines, YamlInput, line_at
from projections.revised import Origin, Row, Section, Version

_FROM_THE_LEDGER = frozenset((
    "steward_body", "approving_body", "translations", "approved", "last_changed", "changes", "order",
    "archived", "replaced_by", "replaces",
))  # fmt: skip
"""Keys of an export whose values follow from what was decided."""
_OF_TERMS = ("title", "action", "lead", "timeline", "form")
_OF_ITEM = ("kind", "role", "steward", "status", "occurrences")
_EXPECTED = (
    "the plan as `plan --json` gives it, or a list of items",
    "el plan como lo da `plan --json`, o una lista de elementos",
)


def read_export(file: Path, stream: BinaryIO, reader: Understanding) -> Version | None:
    """The version; None where the file is no list of items, which is added to the findings."""
    source = yaml_of(str(file), stream, reader.findings)
    reading = _Reading(reader)
    try:
        source.begin(_EXPECTED)
        if not reading.read(source):
            reader.complain("review.no-items", "")
            return None
        source.end()
    except Broken:
        return None
    return Version(file.name, reading.rows, None, sorted(reading.ignored), reading.origin())


class _Reading:
    def __init__(self, reader: Understanding):
        self.reader = reader
        self.rows: list[Row] = []
        self.ignored: set[str] = set()
        self.told: dict[str, Any] = {}

    def read(self, source: YamlInput) -> bool:
        """Whether there was a list of items."""
        if source.at_list:
            self._items(source)
            return True
        found = False
        if source.at_mapping:
            for key, _ in source.entries():
                if key == "items" and source.at_list:
                    found = True
                    self._items(source)
                elif key in ("as_of", "known_at"):
                    self.told[key] = source.value()[0]
                else:
                    source.skip(bounded=False)
        else:
            source.skip()
        return found

    def origin(self) -> Origin | None:
        """The moment that an export says it is of."""
        known_at, as_of = self.told.get("known_at"), self.told.get("as_of")
        if not isinstance(known_at, int) or isinstance(known_at, bool):
            return None
        return Origin(known_at=known_at, as_of=as_of if isinstance(as_of, str) else None)

    def _items(self, source: YamlInput) -> None:
        for _ in source.elements():
            place = path_text(tuple(source.path))
            value, lines = source.value()
            if isinstance(value, Mapping) and isinstance(value.get("approve"), Mapping):
                value, lines = value["approve"], lines["approve"]  # type: ignore[call-overload,index]
            if not isinstance(value, Mapping):
                facts = {"found": quoted(value)}
                self.reader.complain("review.not-an-item", place, line_at(lines, ()), **facts)
                continue
            if (row := self._item(value, lines, place)) is not None:
                self.rows.append(row)

    def _item(self, value: Mapping[str, Any], lines: Lines, place: str) -> Row | None:
        terms = value.get("terms")
        if "terms" in value and not isinstance(terms, Mapping):
            where, line = f"{place}.terms", line_at(lines, ("terms",))
            self.reader.complain("review.not-an-item", where, line, found=quoted(terms))
            return None
        cells: list[Cell] = []
        texts: dict[str, Mapping[str, Any]] = {}

        def cell(key: str, found: Any, *path: str) -> None:
            where, line = path_text((*path,)), line_at(lines, path)
            cells.append(Cell(Head(key, key), found, f"{place}.{where}", line))

        for key in ("id", "item"):
            if value.get(key) is not None:
                cell("id", value[key], key)
        for key in _OF_ITEM:
            if key in value:
                cell(key, value[key], key)
        given: Mapping[str, Any] = terms or {}
        for key in _OF_TERMS:
            path = ("terms", key) if key in given else (key,)
            source = given if key in given else value
            if key not in source:
                continue
            found = source[key]
            if key in ("title", "action") and isinstance(found, Mapping):
                texts[key] = found
                self._words(key, found, cells, lines, path, place)
            else:
                cell(key, found, *path)
        section = None
        if "parent" in value:
            parent = value["parent"]
            section = Section(str(parent) if parent is not None else None)
        self.ignored |= (
            value.keys()
            - {"id", "item", "parent", "terms", *_OF_ITEM, *_OF_TERMS}
            - (_FROM_THE_LEDGER)
        )
        return self.reader.row(cells, place, section)

    def _words(
        self,
        key: str,
        text: Mapping[str, Any],
        cells: list[Cell],
        lines: Lines,
        path: tuple[str, ...],
        place: str,
    ) -> None:
        """A text by language: it says of every language of the plan whether there are words."""
        languages = self.reader.charter.languages
        for language in dict.fromkeys((*languages, *text)):
            where = f"{place}.{path_text((*path, language))}"
            line = line_at(lines, (*path, language))
            if language not in languages:
                facts = {"found": quoted(language), "allowed": ", ".join(languages)}
                self.reader.complain("review.language-unknown", where, line, **facts)
            else:
                head = Head(key, key, language)
                cells.append(Cell(head, text.get(language), where, line))
