"""Who made each difference between two moments: the decision as the author, its day as the date."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from api.texts import Texts

Difference = Mapping[str, Any]
PATHS: Mapping[str, tuple[str, ...]] = {
    "title": ("terms.title", "translations.title"),
    "action": ("terms.action", "translations.action"),
    "lead": ("terms.lead",),
    "timeline": ("terms.timeline",),
    "form": ("terms.form",),
    "status": ("status",),
    "rests_on": ("approving_body",),
    "note": ("role", "steward", "status", "approving_body"),
    "place": ("parent",),
}
"""The parts of an item that a column, a section's note or its place in the plan says."""


class Author(NamedTuple):
    """As a tracked change names it.

    Attributes:
        name: the change's reference and its meeting, `rcm-12-d3#2, XII Regional Conference …`; where the later
            moment comes first, that this is what stands without it.
        day: when it was agreed, ISO 8601.
    """

    name: str
    day: str


class Authors:
    """Whose doing it is that something differs.

    Args:
        differences: as `projections.compare.diff` gives them.
        parents: the section that each item stands in, or stood in.
        meetings: the titles of the meetings.
        day: what is nobody's doing has the last day on which something was agreed, else this one.
    """

    def __init__(
        self,
        differences: list[Difference],
        parents: Mapping[str, str | None],
        meetings: Mapping[str, str],
        t: Texts,
        day: str,
    ):
        self._of = {each["item"]: each for each in differences}
        self._parents, self._meetings, self._t = parents, meetings, t
        days = [by["adopted_on"] for each in differences for by in each["authority"]]
        self._nobody = Author(t("doc.consequence"), max(days, default=day))

    def said(self, item: str | None, what: str) -> Author:
        """Who made it that a column or a note says something else; a number that moved up with its
        neighbours is a consequence, and nobody's."""
        difference = self._of.get(item or "")
        return self._made(difference, PATHS.get(what, ())) or self._nobody

    def placed(self, item: str | None) -> Author:
        """Who made it that an item came, went or stands elsewhere: with a section, all that is in it."""
        for each in self._above(item):
            if each in self._of and (found := self._whole(self._of[each])):
                return found
        return self._nobody

    def has_moved(self, item: str | None) -> bool:
        """Whether an item stands in another section than it did, or in a section that does."""
        return any(
            "parent" in self._of[each]["fields"] for each in self._above(item) if each in self._of
        )

    def _above(self, item: str | None) -> Iterator[str]:
        """An item, the section that it stands in, the section that this stands in …"""
        seen: set[str] = set()
        while item is not None and item not in seen:
            seen.add(item)
            yield item
            item = self._parents.get(item)

    def _whole(self, difference: Difference) -> Author | None:
        authority = difference["authority"]
        match difference["change"]:
            case "new" if authority:
                return self._author(authority[0])
            case "gone" if authority:
                return self._author(authority[-1])
            case "archived" | "reinstated":
                return self._made(difference, PATHS["status"])
            case _:
                return self._made(difference, PATHS["place"])

    def _made(self, difference: Difference | None, paths: tuple[str, ...]) -> Author | None:
        references = set(_makers(difference, paths)) if difference else set()
        if not references or difference is None:
            return None
        by = [each for each in difference["authority"] if each["reference"] in references]
        return self._author(by[-1]) if by else None

    def _author(self, authority: Mapping[str, Any]) -> Author:
        meeting = self._meetings.get(authority["meeting"])
        name = authority["reference"] + (f", {meeting}" if meeting else "")
        if authority.get("undone"):
            name = self._t("doc.without", change=name)
        return Author(name, authority["adopted_on"])


def _makers(difference: Difference, paths: tuple[str, ...]) -> Iterator[str]:
    for path, field in difference["fields"].items():
        if field["by"] and any(path == each or path.startswith(f"{each}.") for each in paths):
            yield field["by"]
