"""A document for people, before it has the form of a file: what every builder gives, and every
writer takes.

All text stands by language. A document has one language, or several side by side; a writer gives
them in the order of `Document.words`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, NamedTuple

from api.render.words import Words

Mark = Literal["strong", "muted", "code", "added", "removed"]
"""How a run of text is set off: `code` is an id; `added` and `removed` are of a comparison."""
Style = Literal["body", "note"]


class Run(NamedTuple):
    """Some words of one look; `\\n` in them breaks the line.

    Attributes:
        language: the words' own, where it is not that of what they stand in.
    """

    text: str
    mark: Mark | None = None
    language: str | None = None


Runs = tuple[Run, ...]
Said = Mapping[str, Runs]
"""The same thing in each of the document's languages."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 (the document's own title is above it) to 6.

    Attributes:
        id: the id of the item, decision or meeting that it is the heading of.
        together: what stands below it, up to the next heading, is on one page with it.
    """

    level: int
    said: Said
    id: str | None = None
    together: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    said: Said
    style: Style = "body"


@dataclass(frozen=True, slots=True)
class Listing:
    """Points, each a paragraph behind a bullet."""

    points: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        key: what it is called in `api.documents.columns`, or among the keys of its own table.
        width: its share of the table's width.
        doubled: with several languages side by side, it stands once for each of them; else its
            cells have the languages one below the other, where they differ.
    """

    key: str
    head: Said
    width: float = 1.0
    doubled: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row: a cell for each column.

    Attributes:
        id: the id of what it is about.
    """

    cells: tuple[Said, ...]
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


Block = Heading | Paragraph | Listing | Table


@dataclass(frozen=True, slots=True)
class Stamp:
    """Of what moment a document is, and of which ledger: the same stamp, the same document.

    Attributes:
        as_of: the day as agreed, ISO 8601; None where everything agreed counts.
        known_at: the entry as known at.
        entry: the last entry that it takes in.
        recorded_at: when that entry was recorded, UTC; the only clock that a document has.
        root: the root of the log's Merkle tree over the entries 1 to `entry` (RFC 6962), hex.
        ledger: the ledger, as its seals name it (the origin of its checkpoints, C2SP tlog-checkpoint).
    """

    as_of: str | None
    known_at: int
    entry: int
    recorded_at: datetime
    root: str
    ledger: str


@dataclass(frozen=True)
class Document:
    """A document.

    Attributes:
        kind: `plan`, `archive`, `workplan`, `diff`, …
        subtitle: the line below the title: of which moment, for whom.
        words: what says values, by language; its keys are the document's languages.
        source: the views' JSON that it was built from, for the forms that are not made of blocks.
        file: the name of the file that it is written to, for the forms that name another beside it.
    """

    kind: str
    title: Said
    subtitle: Said
    stamp: Stamp
    words: Mapping[str, Words]
    blocks: tuple[Block, ...]
    source: Mapping[str, Any] = field(default_factory=dict)
    file: str = ""

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self.words)


SIGNS: Mapping[Mark | None, tuple[str, str]] = {"added": ("{+", "+}"), "removed": ("[-", "-]")}
"""What stands around words that came and words that went, for whoever has no colours: who listens,
copies, or prints in black."""


def plain(runs: Runs) -> str:
    """The words alone, and the signs of those that came and went."""
    return "".join(run.text.join(SIGNS.get(run.mark, ("", ""))) for run in runs)


def stacked(said: Said) -> tuple[Runs, ...]:
    """A cell's lines where its column is not doubled: a language that says the same as the one
    before it is not said again."""
    found: list[Runs] = []
    for runs in said.values():
        if runs not in found:
            found.append(runs)
    return tuple(found)
