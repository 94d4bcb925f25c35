"""What the plan's sheets and lists say, cell by cell: an item in a row, and the workplan's columns."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

from api.documents.building import Building
from api.documents.columns import COLUMNS, Key
from api.documents.model import Column, Document, Said, plain, stacked
from api.documents.plan import column_head, named, value

Item = Mapping[str, Any]
PLANS = ("plan", "archive", "workplan")
"""The kinds of document that these columns are of."""
_AGREED: Mapping[str, tuple[str, ...]] = {"title": (), "action": ()}


def in_a_cell(said: Said) -> str:
    """What a cell says: the languages one below the other, where they differ."""
    return "\n".join(filter(None, map(plain, stacked(said))))


def in_a_line(said: Said) -> str:
    return " / ".join(filter(None, map(plain, stacked(said))))


def spread(column: Column, said: Said) -> list[str]:
    """A column's cell, or, where it is doubled, its cells: one for each language."""
    return [plain(each) for each in said.values()] if column.doubled else [in_a_cell(said)]


class CellColumn(NamedTuple):
    """A column: of which key, and of which language where it stands once for each."""

    key: Key | Literal["parent"]
    language: str | None
    head: str


class PlanCells:
    """The cells of a plan, an archive or a workplan."""

    def __init__(self, document: Document):
        self._build = Building(document.words)
        self._archive = document.kind == "archive"
        self._titles = {item["id"]: self._title(item) for item in document.source["items"]}

    def _title(self, item: Item) -> str:
        """What people call an item; a translation is not marked, as the mark is no part of it."""
        return in_a_cell(named({**item, "translations": _AGREED}, self._build))

    def head(self, key: Key | Literal["parent"]) -> Said:
        if key == "parent":
            return self._build.key("column.parent")
        return column_head(key, self._build, self._archive)

    def columns(self) -> Iterator[CellColumn]:
        """Those of `api.documents.columns`, and beside a section's title its id, `parent`."""
        for column in COLUMNS:
            head = self.head(column.key)
            if column.doubled:
                yield from (CellColumn(column.key, at, plain(said)) for at, said in head.items())
            else:
                yield CellColumn(column.key, None, in_a_cell(head))
            if column.key == "section":
                yield CellColumn("parent", None, in_a_cell(self.head("parent")))

    def text(self, column: CellColumn, item: Item) -> str:
        """What an item's row says in a column."""
        match column.key:
            case "title" | "action":
                return plain(self._build.text(item["terms"][column.key])[str(column.language)])
            case "section":
                return self._titles.get(item["parent"], item["parent"] or "")
            case "parent":
                return item["parent"] or ""
            case key:
                said = self._build.said(
                    lambda words: value(key, item, words, archive=self._archive)
                )
                return in_a_cell(said)
