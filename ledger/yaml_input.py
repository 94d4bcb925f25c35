"""YAML as a secretariat writes it, read as a stream, with the line of everything.

- Plain words mean what YAML 1.2's core schema says: `NO`, `yes`, `2007-01-01` and `1:30` are texts.
- Anchors, aliases, tags, merge keys and second documents are refused: no value stands for another.
- Nothing grows with the file: a text, a record and the nesting are bounded, and the rest streams.
- JSON is read in the same way, its surrogate pairs included.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, Protocol

import yaml
from yaml.error import Mark
from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)

from ledger.input_errors import Cell, Path, counted, quoted, shown
from ledger.input_sentences import PARSER_PROBLEMS, Pair
from ledger.yaml_characters import Characters

MOST_LEVELS = 50
MOST_IN_A_TEXT = 1 << 20
MOST_IN_A_RECORD = 4 << 20

Lines = int | list[Any] | dict[str | None, Any]
"""The lines of a value, in its shape: a mapping's own line is under None, a list's comes first."""
Places = Lines | Cell
"""The same where each may be a cell of a workbook in the line's place."""


class Report(Protocol):
    def __call__(self, code: str, line: int | None, path: Path, **facts: Any) -> None: ...


class Broken(Exception):
    """The file cannot be read any further. What is wrong with it has been reported."""


Parser = Callable[[Characters], Callable[[], Any]]
"""From characters, what gives the next of PyYAML's events whenever it is called."""


def fast_parser(characters: Characters) -> Callable[[], Any]:
    """libyaml, where PyYAML was built with it."""
    try:
        from yaml._yaml import CParser
    except ImportError:
        return pure_parser(characters)
    return CParser(characters).get_event


def pure_parser(characters: Characters) -> Callable[[], Any]:
    """PyYAML's own parser: the same events, more slowly."""
    from yaml.parser import Parser
    from yaml.reader import Reader
    from yaml.scanner import Scanner

    class Pure(Reader, Scanner, Parser):
        def __init__(self) -> None:
            Reader.__init__(self, characters)
            Scanner.__init__(self)
            Parser.__init__(self)

    return Pure().get_event


# --- plain words ---------------------------------------------------------------------------------

_MAY_BE_SPECIAL = frozenset("0123456789+-.~tTfFnN")
_WORDS: dict[str, Any] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_INT = re.compile(r"[-+]?[0-9]{1,30}|0o[0-7]{1,30}|0x[0-9a-fA-F]{1,30}")
_FLOAT = re.compile(
    r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
    r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
)


def plain(word: str) -> Any:
    """What a word without quotes means, by YAML 1.2's core schema."""
    if word and word[0] not in _MAY_BE_SPECIAL:
        return word
    if word in _WORDS:
        return _WORDS[word]
    if _INT.fullmatch(word):
        return int(word, {"0o": 8, "0x": 16}.get(word[:2], 10))
    # A row of more than 30 digits is meant as a word, if it is meant at all.
    if _FLOAT.fullmatch(word) and not word.lstrip("+-").isdecimal():
        return float(word.replace(".", "") if word[-1] in "fFnN" else word)
    return word


_START = StreamStartEvent(Mark("", 0, 0, 0, None, 0))


def _why(problem: str) -> Pair:
    words = shown(problem, most=120)
    return PARSER_PROBLEMS.get(problem, (words, f"en inglés: {words}"))


# --- the stream ----------------------------------------------------------------------------------


class YamlInput:
    """One file, read from its beginning to its end, once.

    `entries` and `elements` walk down, `value` takes the value at hand as a whole, with its lines,
    and `skip` passes it over. After each key or element exactly one of these is to be called.

    Raises:
        Broken: from every method, once the file makes no sense any more.
    """

    def __init__(
        self,
        stream: BinaryIO,
        report: Report,
        progress: Callable[[int], None] | None = None,
        parser: Parser = fast_parser,
    ):
        self._report, self._progress = report, progress
        self.path: list[str | int] = []
        self._characters = Characters(stream, self.undecodable, self.watch)
        self._parser = parser
        self._event: Any = _START
        self._record_from: int | None = None
        self.until_known: Callable[[int], None] | None = None
        """Told how far the file is read, until it has shown to be what it should be."""

    @property
    def line(self) -> int:
        return int(self._event.start_mark.line) + 1

    @property
    def column(self) -> int:
        return int(self._event.start_mark.column)

    def broken(self, code: str, line: int | None = None, **facts: Any) -> Broken:
        """Reports what breaks the file; to be raised."""
        self._report(code, self.line if line is None else line, tuple(self.path), **facts)
        return Broken(code)

    def undecodable(self, code: str, line: int, **facts: Any) -> Broken:
        """As `broken`, of characters that the parser has not seen: they have no path yet."""
        self._report(code, line, (), **facts)
        return Broken(code)

    def watch(self, handed: int, bytes_read: int) -> None:
        """Called whenever the parser asks for more: what it has taken must make sense so far."""
        if self.until_known is not None:
            self.until_known(handed)
        if handed - self._event.start_mark.index > MOST_IN_A_TEXT:
            raise self.broken("too-long", most=counted(MOST_IN_A_TEXT))
        if self._record_from is not None and handed - self._record_from > MOST_IN_A_RECORD:
            raise self.broken("too-large", most=counted(MOST_IN_A_RECORD))
        if self._progress is not None:
            self._progress(bytes_read)

    def _next(self) -> Any:
        try:
            event = self._event = self._get_event()
        except yaml.YAMLError as error:
            raise self._not_yaml(error) from None
        return event

    def _not_yaml(self, error: yaml.YAMLError) -> Broken:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
        # At the end of a file the parser counts a line more than there is.
        line = min(mark.line + 1, self._characters.lines) if mark else None
        return self.broken("not-yaml", line, why=_why(problem))

    # --- walking -------------------------------------------------------------------------------

    def begin(self, expected: Pair) -> None:
        """To the first value of the file."""
        self._get_event = self._parser(self._characters)
        self._next()
        if isinstance(self._next(), StreamEndEvent):
            raise self.broken("file-empty", 1, expected=expected)
        self._next()

    def end(self) -> None:
        """From the last value of the file: a second document is an error."""
        self._next()
        if not isinstance(self._next(), StreamEndEvent):
            raise self.broken("several-documents")

    @property
    def at_mapping(self) -> bool:
        return isinstance(self._event, MappingStartEvent)

    @property
    def in_brackets(self) -> bool:
        """Whether the mapping or list at hand is written as JSON writes it."""
        return bool(self._event.flow_style)

    @property
    def at_list(self) -> bool:
        return isinstance(self._event, SequenceStartEvent)

    def entries(self) -> Iterator[tuple[str, int]]:
        """The keys of the mapping at hand, each with its line."""
        self._plainly(self._event)
        seen: dict[str, int] = {}
        while not isinstance(self._next(), MappingEndEvent):
            key, line = self._key(seen)
            if key is None:
                self._next()
                self.skip()
                continue
            self.path.append(key)
            self._next()
            yield key, line
            self.path.pop()

    def elements(self) -> Iterator[int]:
        """The indexes of the list at hand."""
        self._plainly(self._event)
        index = 0
        while not isinstance(self._next(), SequenceEndEvent):
            self.path.append(index)
            yield index
            self.path.pop()
            index += 1

    def skip(self, bounded: bool = True) -> None:
        """Passes over the value at hand; one larger than any record breaks the file."""
        depth, event = 0, self._event
        from_before = self._record_from
        if bounded and from_before is None:
            self._record_from = event.start_mark.index
        while True:
            if isinstance(event, MappingStartEvent | SequenceStartEvent):
                depth += 1
                if depth > 20 * MOST_LEVELS:
                    raise self.broken("too-deep", most=MOST_LEVELS)
            elif isinstance(event, MappingEndEvent | SequenceEndEvent):
                depth -= 1
            if not depth:
                self._record_from = from_before
                return
            event = self._next()

    def value(self, line: int | None = None) -> tuple[Any, Lines]:
        """The value at hand and its lines; `line` is that of its key."""
        self._record_from = self._event.start_mark.index
        composed = self._composed(self._event, self.line if line is None else line, len(self.path))
        self._record_from = None
        return composed

    # --- composing -----------------------------------------------------------------------------

    def _composed(self, event: Any, line: int, depth: int) -> tuple[Any, Lines]:
        if isinstance(event, ScalarEvent):
            if event.tag is not None or event.anchor is not None:
                self._plainly(event)
            return (plain(event.value) if event.implicit[0] else event.value), line
        if isinstance(event, AliasEvent):
            self._plainly(event)
            return None, line
        if depth >= MOST_LEVELS:
            self._report("too-deep", self.line, tuple(self.path), most=MOST_LEVELS)
            self.skip()
            return None, line
        self._plainly(event)
        if isinstance(event, MappingStartEvent):
            return self._mapping(line, depth + 1)
        return self._list(line, depth + 1)

    def _mapping(self, line: int, depth: int) -> tuple[dict[str, Any], Lines]:
        values: dict[str, Any] = {}
        lines: dict[str | None, Any] = {None: line}
        seen: dict[str, int] = {}
        path, following = self.path, self._next
        while not isinstance(event := following(), MappingEndEvent):
            key, at = self._key(seen)
            if key is None:
                following()
                self.skip()
                continue
            path.append(key)
            event = following()
            values[key], lines[key] = self._composed(event, at, depth)
            path.pop()
        return values, lines

    def _list(self, line: int, depth: int) -> tuple[list[Any], Lines]:
        values: list[Any] = []
        lines: list[Any] = [line]
        path, following = self.path, self._next
        while not isinstance(event := following(), SequenceEndEvent):
            path.append(len(values))
            value, at = self._composed(event, event.start_mark.line + 1, depth)
            values.append(value)
            lines.append(at)
            path.pop()
        return values, lines

    def _key(self, seen: dict[str, int]) -> tuple[str | None, int]:
        """The key at hand; None where none can be read, and its value is to be skipped."""
        event, line = self._event, self._event.start_mark.line + 1
        if not isinstance(event, ScalarEvent):
            found = quoted({}) if isinstance(event, MappingStartEvent) else quoted([])
            if isinstance(event, AliasEvent):
                self._plainly(event)
            else:
                self._report("key-not-text", line, tuple(self.path), found=found)
                self.skip()
            return None, line
        if event.tag is not None or event.anchor is not None:
            self._plainly(event)
        key = event.value
        if key == "<<" and event.implicit[0]:
            self._report("merge-key", line, (*self.path, "<<"))
            return None, line
        if key in seen:
            facts = {"found": quoted(key), "first": seen[key], "second": line}
            self._report("key-twice", line, (*self.path, key), **facts)
            return None, line
        seen[key] = line
        return key, line

    def _plainly(self, event: Any) -> None:
        """Reports an anchor, an alias or a tag: no value stands for another."""
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        line = event.start_mark.line + 1
        if anchor is not None:
            sign = "*" if isinstance(event, AliasEvent) else "&"
            self._report("anchor", line, tuple(self.path), found=f"{sign}{shown(anchor)}")
        if tag is not None:
            written = tag.replace("tag:yaml.org,2002:", "!!", 1)
            self._report("tag", line, tuple(self.path), found=shown(written))


def line_at(lines: Places, path: Path) -> int:
    """The line of what is at a path below a value, as `place_at` has it."""
    found = place_at(lines, path)
    return found.row if isinstance(found, Cell) else found


def place_at(lines: Places, path: Path) -> int | Cell:
    """The line, or the cell, of what is at a path below a value; of what holds it where it is not there."""
    at: Any = lines
    for step in path:
        if isinstance(at, dict) and isinstance(step, str) and step in at:
            at = at[step]
        elif isinstance(at, list) and isinstance(step, int) and step + 1 < len(at):
            at = at[step + 1]
        else:
            break
    found: int | Cell = at[None] if isinstance(at, dict) else at[0] if isinstance(at, list) else at
    return found
