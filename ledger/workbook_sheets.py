"""A register's workbook: which sheets it has, which columns each, and where in a record a column stands.

A row of `meetings`, `decisions`, `proposals` … is a record; a row of `changes` is one change, and has
the columns of all kinds, of which each kind takes some. `items` only lists what there is.
"""

import re
from collections.abc import Mapping
from typing import Literal, NamedTuple, get_args

from pydantic import BaseModel

from ledger.changes import BY_KIND
from ledger.input_models import what_is_declared
from ledger.workbook_words import HEADS, SHEETS, folded, said

Reads = Literal[
    "text",  # words of one language: a column for each, `title_en`
    "line",  # any string
    "code",  # an id
    "codes",  # ids, with commas between them
    "word",  # one of a table
    "whole",  # a whole number
    "day",
    "members",  # all, present, or codes
    "timeline",
    "placements",
    "yaml",  # anything, as the register's YAML has it
    "source",  # a text, or a mapping as in YAML
]
SheetName = Literal[
    "register",
    "meetings",
    "decisions",
    "changes",
    "positions",
    "items",
    "proposals",
    "comments",
    "referrals",
    "reports",
    "corrections",
    "member_keys",
]


class SheetColumn(NamedTuple):
    """A column of a sheet.

    Attributes:
        path: where its value stands in the record of its row; empty where it says which that is.
        head: the key of its head in `HEADS`, if that is not its own.
        words: the table of its words.
    """

    key: str
    reads: Reads
    path: tuple[str, ...]
    head: str
    words: str
    width: int


def _column(
    key: str,
    reads: Reads = "code",
    path: tuple[str, ...] | None = None,
    *,
    head: str = "",
    words: str = "",
    width: int = 0,
) -> SheetColumn:
    wide = {
        "text": 40,
        "day": 12,
        "whole": 9,
        "word": 16,
        "codes": 18,
        "timeline": 24,
        "source": 26,
    }
    at = (key,) if path is None else path
    return SheetColumn(key, reads, at, head or key, words or key, width or wide.get(reads, 16))


def _of(key: str) -> SheetColumn:
    """A column that says to which record of another sheet a row belongs."""
    return _column(key, "code", ())


COLUMNS: dict[SheetName, tuple[SheetColumn, ...]] = {
    "register": (_column("key", "line", width=34), _column("value", "yaml", width=60)),
    "meetings": (
        _column("id"),
        _column("body"),
        _column("number", "whole"),
        _column("title", "text"),
        _column("opens_on", "day"),
        _column("closes_on", "day"),
        _column("place", "line", width=24),
        _column("host"),
        _column("presidency"),
        _column("present", "members"),
        _column("closed", "day"),
        _column("unsettled", "text", width=30),
        _column("cleared", "yaml", width=30),
        _column("source", "source"),
    ),
    "decisions": (
        _of("meeting"),
        _column("id"),
        _column("number", "line"),
        _column("text", "text"),
        _column("adopted_on", "day"),
        _column("procedure", "word"),
        _column("agreed", "members"),
        _column("recorded", "whole"),
        _column("recommended_by", "codes"),
        _column("status", "word"),
        _column("reason", "text"),
        _column("source", "source"),
    ),
    "changes": (
        _of("decision"),
        _of("proposal"),
        _column("kind", "word", ()),
        _column("item", width=22),
        _column("item_kind", "word", ("kind",)),
        _column("parent", width=22),
        _column("title", "text", ("terms", "title")),
        _column("action", "text", ("terms", "action")),
        _column("lead", "codes", ("terms", "lead")),
        _column("timeline", "timeline", ("terms", "timeline")),
        _column("form", "word", ("terms", "form")),
        _column("role", "word"),
        _column("steward"),
        _column("replaces", "codes"),
        _column("words", "text"),
        _column("on", "day"),
        _column("voids"),
        _column("instead", "yaml", width=30),
        _column("member"),
        _column("name", "text", width=20),
        _column("charter", "yaml", (), width=30),
    ),
    "positions": (
        _of("decision"),
        _column("member", "code", ()),
        _column("stance", "word"),
        _column("except", "codes"),
        _column("statement", "text"),
        _column("on", "day"),
        _column("basis", "word"),
        _column("signature", "yaml", width=30),
        _column("contest", "text", ()),
    ),
    "items": (
        _column("item", "code", ("id",), width=22),
        _column("section", "line", ("parent",), width=26),
        _column("item_kind", "word", ("kind",)),
        _column("title", "text", ("terms", "title")),
        _column("action", "text", ("terms", "action")),
        _column("lead", "codes", ("terms", "lead")),
        _column("timeline", "timeline", ("terms", "timeline")),
        _column("form", "word", ("terms", "form")),
        _column("status", "word", words="item_status"),
        _column("mark", "line", ()),
    ),
    "proposals": (
        _column("id"),
        _column("by"),
        _column("submitted_to"),
        _column("text", "text"),
        _column("placements", "placements", width=30),
        _column("outcome", "word", ()),
        _column("adopted", "codes", ("outcome", "adopted")),
        _column("reason", "text", ()),
        _column("source", "source"),
    ),
    "comments": (
        _of("proposal"),
        _column("by"),
        _column("on", "day"),
        _column("text", "text"),
        _column("placements", "placements", width=30),
    ),
    "referrals": (_of("proposal"), _column("from"), _column("to"), _column("at")),
    "reports": (
        _column("item", width=22),
        _column("by"),
        _column("on", "day"),
        _column("says", "word"),
        _column("text", "text"),
        _column("source", "source"),
    ),
    "corrections": (
        _column("meeting"),
        _column("decision"),
        _column("proposal"),
        _column("path", "line", width=24),
        _column("before", "yaml", width=30),
        _column("after", "yaml", width=30),
        _column("reason", "text"),
    ),
    "member_keys": (
        _column("member"),
        _column("key", "line", head="key_of", width=30),
        _column("note", "line", width=40),
        _column("withdrawn", "text"),
    ),
}

BELONGS: Mapping[SheetName, SheetName] = {
    "decisions": "meetings",
    "changes": "decisions",
    "positions": "decisions",
    "comments": "proposals",
    "referrals": "proposals",
}
"""Sheets whose rows belong to a row of another."""

_LANGUAGE = re.compile(r"(.+) ([a-z]{2,3})")


class At(NamedTuple):
    """What stands below a head: which column, of which language where it is words."""

    column: SheetColumn
    language: str | None


def column_of(sheet: SheetName, head: str) -> At | None:
    """What a head means, in either language or as the register's own key; None where it is none."""
    heads = _HEADS[sheet]
    word = folded(head)
    if (column := heads.get(word)) is not None:
        return At(column, None)
    suffixed = _LANGUAGE.fullmatch(word)
    if suffixed and (column := heads.get(suffixed[1])) is not None and column.reads == "text":
        return At(column, suffixed[2])
    return None


_HEADS: dict[SheetName, dict[str, SheetColumn]] = {
    sheet: {
        folded(word): column for column in columns for word in (column.key, *HEADS[column.head])
    }
    for sheet, columns in COLUMNS.items()
}


def head_of(at: At, language: str) -> str:
    """The head of a column as people read it: `Title (en)`."""
    head = said(HEADS, at.column.head, language)
    return head if at.language is None else f"{head} ({at.language})"


def heads_of(sheet: SheetName, language: str) -> list[str]:
    """All heads that a sheet may have, for whoever looks for one."""
    return [
        head_of(At(column, "…" if column.reads == "text" else None), language)
        for column in COLUMNS[sheet]
    ]


def sheet_name(sheet: SheetName, language: str) -> str:
    return said(SHEETS, sheet, language)


# --- what each kind of change takes ---------------------------------------------------------------

OF_KINDS: Mapping[str, Mapping[str, str]] = {
    "record-occurrence": {"words": "note"},
    "complete": {"words": "outcome"},
    "discontinue": {"words": "reason"},
    "rectify": {"words": "reason"},
    "admit-member": {"on": "since"},
    "withdraw-member": {"on": "until"},
}
"""The columns that are called otherwise in the change of a kind."""


def place_in_change(kind: str, column: SheetColumn) -> tuple[str, ...] | None:
    """Where a column stands in a change of a kind, below the kind; None where that takes it not.

    All of the rules of procedure are what `charter` has: it stands there as a whole.
    """
    if kind == "amend-charter":
        return () if column.key == "charter" else None
    if column.key in ("decision", "proposal", "kind", "charter"):
        return None
    renamed = OF_KINDS.get(kind, {}).get(column.key)
    path = (renamed,) if renamed else column.path
    return path if _is_declared(BY_KIND[kind], path) else None


def _is_declared(model: type[BaseModel], path: tuple[str, ...]) -> bool:
    return what_is_declared(model, path) is not None


def taken_by(kind: str) -> list[SheetColumn]:
    """The columns that a change of a kind takes."""
    return [c for c in COLUMNS["changes"] if place_in_change(kind, c) is not None]


SHEET_NAMES: tuple[SheetName, ...] = get_args(SheetName)
