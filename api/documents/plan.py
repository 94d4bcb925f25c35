"""The plan, the archive, a body's workplan as a document: sections as headings, with a table of what
is to be done in each."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from api.documents.building import Building, joined
from api.documents.columns import ON_PAGES, Key
from api.documents.model import Block, Column, Document, Heading, Paragraph, Row, Said, Stamp, Table
from api.render.plan import title_of
from api.render.words import Words
from projections.items import in_workplan

Item = Mapping[str, Any]
View = Literal["plan", "archive", "workplan"]
DEEPEST = 6


def plan_document(
    view: View,
    plan: Mapping[str, Any],
    stamp: Stamp,
    build: Building,
    asked: Mapping[str, Any],
    body: str | None = None,
) -> Document:
    """The plan (or archive) as `projections.plan` gives it.

    Args:
        asked: `as_of`, `before`, `known_at` as they were typed.
        body: of a workplan, the body whose it is.
    """
    what = "archive" if view == "archive" else "plan"
    items = plan["items"]
    if body is not None:
        inside = set(in_workplan(items, body))
        items = [item for item in items if item["id"] in inside]
        title = build.said(lambda words: words.t("doc.workplan", body=words.body(body)))
    else:
        title = build.key(f"doc.{view}")
    blocks = tuple(_blocks(items, build, archive=view == "archive"))
    return Document(
        view,
        title,
        build.said(lambda words: title_of(plan, words, what, asked)),
        stamp,
        build.words,
        blocks or (Paragraph(build.key("plan-empty")),),
        {**plan, "items": items, "body": body},
    )


def _blocks(items: Sequence[Item], build: Building, *, archive: bool) -> Iterator[Block]:
    shown = {item["id"] for item in items}
    below: dict[str | None, list[Item]] = {}
    for item in items:
        parent = item["parent"] if item["parent"] in shown else None
        below.setdefault(parent, []).append(item)

    def inside(section: str | None, number: str, level: int) -> Iterator[Block]:
        """What stands in a section: first what is to be done, then the sections within."""
        standing = below.get(section, [])
        activities = [item for item in standing if item["id"] not in below and not _heads(item)]
        if activities:
            yield table_of(activities, build, archive=archive)
        sections = [item for item in standing if item["id"] in below or _heads(item)]
        for n, item in enumerate(sections, 1):
            numbered = f"{number}{n}."
            title = named(item, build)
            heading = joined(build.same(f"{numbered} "), title)
            yield Heading(min(level, DEEPEST), heading, item["id"])
            yield Paragraph(_of_section(item, build, archive), "note")
            if item["terms"]["action"]:
                yield Paragraph(build.text(item["terms"]["action"], item["translations"]["action"]))
            yield from inside(item["id"], numbered, level + 1)

    yield from inside(None, "", 1)


def _heads(item: Item) -> bool:
    return bool(item["kind"] == "section")


def named(item: Item, build: Building) -> Said:
    """What people call an item: its title, else its action, else its id."""
    for part in ("title", "action"):
        if text := item["terms"][part]:
            return build.text(text, item["translations"][part])
    return build.same(item["id"], "code")


def _of_section(item: Item, build: Building, archive: bool) -> Said:
    """A section's own facts: its id, role, steward, the decision it rests on."""

    def facts(words: Words) -> str:
        said = [words.t.word("role", item["role"])] if item["role"] else []
        if item["steward"]:
            said.append(words.t("doc.steward", body=words.short_body(item["steward"])))
        if item["status"] != "ongoing":
            said.append(words.t.word("status", item["status"]))
        said.append(rests_on(item, words, archive=archive))
        return " · ".join(said)

    return joined(build.same(item["id"], "code"), build.said(facts), by=" · ")


def table_of(items: Sequence[Item], build: Building, *, archive: bool = False) -> Table:
    """The workplan's columns of some activities."""
    columns = tuple(
        Column(each.key, column_head(each.key, build, archive), each.width, each.doubled)
        for each in ON_PAGES
    )
    rows = tuple(
        Row(tuple(cell(each.key, item, build, archive=archive) for each in ON_PAGES), item["id"])
        for item in items
    )
    return Table(columns, rows)


def column_head(key: Key, build: Building, archive: bool = False) -> Said:
    return build.key("column.archived_by" if archive and key == "rests_on" else f"column.{key}")


def cell(key: Key, item: Item, build: Building, *, archive: bool = False) -> Said:
    """What a page's table says of an item in one column."""
    terms, translations = item["terms"], item["translations"]
    match key:
        case "title":
            title = build.text(terms["title"], translations["title"], "strong")
            return joined(title, build.same(item["id"], "code"), by="\n")
        case "action":
            return build.text(terms["action"], translations["action"])
        case _:
            return build.said(lambda words: value(key, item, words, archive=archive))


def value(key: Key, item: Item, words: Words, *, archive: bool = False) -> str:
    """What a column says of an item, for all but its texts; read back by a review."""
    match key:
        case "id":
            return str(item["id"])
        case "kind":
            return words.t.word("kind", item["kind"])
        case "role" | "status":
            return words.t.word(key, item[key]) if item[key] else ""
        case "section":
            return item["parent"] or ""
        case "lead":
            return ", ".join(item["terms"]["lead"])
        case "timeline":
            return words.timeline(item["terms"]["timeline"])
        case "form":
            return words.term("form", item["terms"]["form"])
        case "rests_on":
            return rests_on(item, words, archive=archive)
        case "translated":
            parts = [part for part in ("title", "action") if item["translations"][part]]
            return ", ".join(words.t.word("term", part) for part in parts)
        case _:
            raise ValueError(key)


def rests_on(item: Item, words: Words, *, archive: bool = False) -> str:
    """The decision that an item rests on (or that archived it), and its day; whose word on it is
    contested; and its level, where that is no longer the one that approved it."""
    authority = (item.get("archived") if archive else None) or item["approved"]
    said = [f"{authority['decision']}, {words.t.short_day(authority['adopted_on'])}"]
    by = (authority, item.get("last_changed") or authority)
    contested = sorted({member for each in by for member in each.get("contested_by") or ()})
    if contested:
        said.append(words.contested(contested))
    if not archive and item["approving_body"] != item["approved"]["body"]:
        said.append(words.t("level-now", body=words.short_body(item["approving_body"])))
    return "; ".join(said)
