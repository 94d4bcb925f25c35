"""A revised version of the plan, as somebody handed it in: its rows, in the order of its pages.

Whoever reads a file (`api.review`) makes it; here is what it says, wherever it was written.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

ANY = ""
"""The language of words of which the version does not say in which language they are."""
EVERY = "*"
"""Of words that a version in several languages says once: they are the same in each, or are in one
alone."""
TEXTS = ("title", "action")
PARTS = (*TEXTS, "lead", "timeline", "form", "role", "steward", "status", "occurrences")
"""What a row may say of an item, besides its kind and its place."""


class Section(NamedTuple):
    """Where a row says that its item stands; nothing in it is the plan's root.

    `row` is the number of a row of the same version, for what stands below a heading.
    """

    id: str | None = None
    title: str | None = None
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """What a version says of one item.

    Attributes:
        place: where it stands: `Plan!A12`, `table 3, row 4`, `line 12`, `items[3]`.
        said: by part; what is not in it is not compared. A text is by language, None where it says
            that there are no words; `lead` is a list; others are as `plan`'s JSON has them. `named`
            is what the item is called: its title, else its action.
        section: None where the version says nothing of it.
        places: where each part stands.
    """

    place: str
    id: str | None = None
    kind: str | None = None
    said: Mapping[str, Any] = field(default_factory=dict)
    section: Section | None = None
    places: Mapping[str, str] = field(default_factory=dict)

    def where(self, part: str) -> str:
        """Where a part stands; of a text, `title.en`, the words in that language."""
        known = self.places
        return known.get(part) or known.get(part.partition(".")[0]) or self.place


class Origin(NamedTuple):
    """What a document says of itself: of which ledger it is, and of which moment."""

    ledger: str | None = None
    charter: str | None = None
    known_at: int | None = None
    as_of: str | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """A revised version.

    Attributes:
        language: in which it says that it is written, where it does.
        ignored: headings of columns that are not compared, as they stand in the file.
    """

    file: str
    rows: Sequence[Row]
    language: str | None = None
    ignored: Sequence[str] = ()
    origin: Origin | None = None
