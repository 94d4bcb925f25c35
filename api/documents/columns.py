"""The columns of the workplan, in their order: in every form of a plan, and read back by a review."""

from typing import Literal, NamedTuple

Key = Literal[
    "id",
    "kind",
    "role",
    "section",
    "title",
    "action",
    "lead",
    "timeline",
    "form",
    "status",
    "rests_on",
    "translated",
]


class PlanColumn(NamedTuple):
    """A column of the workplan; its heads in both languages are `column.KEY` of
    `api/locales/documents.py`.

    Attributes:
        width: its share of a page's width; 0 where only workbooks and lists have it.
        doubled: it stands once for each language of the document.
    """

    key: Key
    width: float = 0
    doubled: bool = False


COLUMNS = (
    PlanColumn("id"),
    PlanColumn("kind"),
    PlanColumn("role"),
    PlanColumn("section"),
    PlanColumn("title", 2.2, doubled=True),
    PlanColumn("action", 3.0, doubled=True),
    PlanColumn("lead", 1.3),
    PlanColumn("timeline", 1.6),
    PlanColumn("form", 1.1),
    PlanColumn("status", 1.0),
    PlanColumn("rests_on", 1.6),
    PlanColumn("translated"),
)
ON_PAGES = tuple(column for column in COLUMNS if column.width)
"""Those of a page's table: an item's section is its heading there, its id stands below its title."""
