"""The plan and the archive for people: a tree of items, as a table where there is room for one."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from rich import box
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from api.render.words import Words

ROOM_FOR_A_TABLE = 96
STYLES = {
    "pending": "yellow",
    "ongoing": "green",
    "completed": "blue",
    "discontinued": "red",
    "replaced": "magenta",
}
Item = Mapping[str, Any]


def title_of(document: Mapping[str, Any], words: Words, what: str, asked: Mapping[str, Any]) -> str:
    """What this is the plan of: `The plan as of rcm-12 (27 April 2007), as it was known at entry
    40`."""
    t = words.t
    if asked.get("before"):
        said = t(f"{what}-before", moment=asked["before"])
    elif asked.get("as_of"):
        moment = str(asked["as_of"])
        day = t.day(document["as_of"]) if document.get("as_of") else ""
        if moment == str(document.get("as_of")):
            said = t(f"{what}-on", day=day)
        else:
            said = t(f"{what}-as-of", moment=f"{moment} ({day})" if day else moment)
    else:
        return t(f"{what}-now", entry=t.number(document["known_at"]))
    if asked.get("known_at"):
        said += f", {t('known-at', entry=t.number(document['known_at']))}"
    return said


def plan_view(
    document: Mapping[str, Any],
    words: Words,
    width: int,
    *,
    title: str,
    archive: bool = False,
    new: Collection[str] = (),
    foot: bool = True,
) -> Iterator[RenderableType]:
    t = words.t
    yield Text(title, "bold")
    items: Sequence[Item] = document["items"]
    if not items:
        yield Text(t("plan-empty"))
        return
    depths = _depths(items)
    show = _table if width >= ROOM_FOR_A_TABLE else _blocks
    yield show(items, depths, words, archive, new)
    if not foot:
        return
    sections = sum(1 for item in items if item["kind"] == "section")
    if archive:
        yield Text(t("archive-foot", items=t.count("item", len(items))), "dim")
    else:
        activities = t.count("activity", len(items) - sections)
        yield Text(
            t("plan-foot", sections=t.count("section", sections), activities=activities), "dim"
        )


def _depths(items: Sequence[Item]) -> dict[str, int]:
    depths: dict[str, int] = {}
    for item in items:
        depths[item["id"]] = depths.get(item["parent"], -1) + 1
    return depths


def _table(
    items: Sequence[Item],
    depths: Mapping[str, int],
    words: Words,
    archive: bool,
    new: Collection[str],
) -> Table:
    t = words.t
    table = Table(box=box.SIMPLE_HEAD, expand=True, pad_edge=False, padding=(0, 1))
    table.add_column(t("head.item"), ratio=1)
    table.add_column(t("head.status"), no_wrap=True)
    table.add_column(t("head.lead"), max_width=16)
    table.add_column(t("head.timeline"), max_width=24)
    table.add_column(t("head.archived-by" if archive else "head.rests-on"), no_wrap=True)
    for n, item in enumerate(items):
        depth = depths[item["id"]]
        if depth == 0 and n and not archive:
            table.add_row()
        table.add_row(
            Padding(_name(item, words, new), (0, 0, 0, 2 * depth)),
            Text(_status(item, words), STYLES.get(item["status"], ""))
            if not _is_plain(item)
            else "",
            words.term("lead", item["terms"].get("lead")),
            words.timeline(item["terms"].get("timeline")),
            _rests_on(item, words, archive),
        )
    return table


def _blocks(
    items: Sequence[Item],
    depths: Mapping[str, int],
    words: Words,
    archive: bool,
    new: Collection[str],
) -> RenderableType:
    table = Table.grid(expand=True)
    for n, item in enumerate(items):
        depth = depths[item["id"]]
        if item["kind"] == "section" and n:
            table.add_row()
        table.add_row(Padding(_name(item, words, new), (0, 0, 0, 2 * depth)))
        facts = Text(style="dim")
        parts = []
        if not _is_plain(item):
            parts.append(_status(item, words))
        parts += [
            words.term("lead", item["terms"].get("lead")),
            words.timeline(item["terms"].get("timeline")),
        ]
        parts.append(_rests_on(item, words, archive).plain.replace("\n", " · "))
        facts.append(" · ".join(part for part in parts if part))
        table.add_row(Padding(facts, (0, 0, 0, 2 * depth + 2)))
    return Padding(table, (1, 0))


def _is_plain(item: Item) -> bool:
    """A current section: its status says nothing."""
    return bool(item["kind"] == "section" and item["status"] == "ongoing")


def _status(item: Item, words: Words) -> str:
    return words.t.word("status", item["status"])


def _name(item: Item, words: Words, new: Collection[str]) -> Text:
    name = Text("+ " if item["id"] in new else "", "bold green")
    name.append(
        words.title(item["terms"]) or item["id"],
        "bold" if item["kind"] == "section" else "not bold",
    )
    if translated(item, words):
        name.append(f" [{words.t('translation')}]", "not bold dim italic")
    name.append(f"  {item['id']}", "not bold dim cyan")
    if item.get("role"):
        name.append(f" · {words.t.word('role', item['role'])}", "not bold dim")
    return name


def translated(item: Item, words: Words) -> bool:
    """Whether the title, in the language that it is shown in, is a translation, not what was
    agreed."""
    language = words.t.language
    part = "title" if item["terms"].get("title") else "action"
    return language in ((item.get("translations") or {}).get(part) or ())


def _rests_on(item: Item, words: Words, archive: bool) -> Text:
    """The decision that an item rests on; and its level, where that is no longer the one that
    approved it."""
    authority = item.get("archived") if archive else item["approved"]
    authority = authority or item["approved"]
    said = Text(f"{authority['decision']}, {words.t.short_day(authority['adopted_on'])}")
    rests_on = (authority, item.get("last_changed") or authority)
    contested = sorted({member for by in rests_on for member in by.get("contested_by") or ()})
    if contested:
        said.append(f"\n{words.contested(contested)}", "yellow")
    if not archive and item["approving_body"] != item["approved"]["body"]:
        said.append(
            "\n" + words.t("level-now", body=words.short_body(item["approving_body"])), "italic"
        )
    return said
