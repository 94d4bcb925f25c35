"""A meeting's docket for people: by what is to be done, what has the same ground together."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from api.render.layout import bullet, heading
from api.render.words import Words

Entry = Mapping[str, Any]


def docket_view(
    document: Mapping[str, Any], words: Words, titles: Mapping[str, str]
) -> Iterator[RenderableType]:
    t = words.t
    day = t.day(document["opens_on"])
    yield Text(t("docket-title", meeting=document["meeting"], day=day), "bold")
    body, entry = words.body(document["body"]), t.number(document["known_at"])
    yield Text(t("docket-of", body=body, entry=entry), "dim")
    entries = document["entries"]
    if not entries:
        yield Text(t("docket-nothing"))
        return
    for group, inside in groupby(entries, lambda entry: str(entry["group"])):
        yield heading(t(f"group.{group}"))
        for ground, found in groupby(inside, lambda entry: str(entry["ground"])):
            yield Padding(Text(t(f"ground.{ground}"), "italic"), (0, 0, 0, 2))
            for together in said_alike(list(found), words, titles):
                yield from _points(together, words, titles)
    yield Padding(Text(foot(entries, words), "dim"), (1, 0, 0, 0))


def foot(entries: Sequence[Entry], words: Words) -> str:
    """How many points there are, and how many of them are for this meeting."""
    number = words.t.number
    return words.t(
        "docket-foot",
        entries=words.t.count("docket-entry", len(entries)),
        here=number(sum(entry["here"] for entry in entries)),
        up=number(sum(entry["passes_to"] is not None for entry in entries)),
        ready=number(sum(entry["change"] is not None for entry in entries)),
    )


def said_alike(
    entries: Sequence[Entry], words: Words, titles: Mapping[str, str]
) -> list[list[Entry]]:
    """The entries of one ground, those together of which the same is to be said."""
    found: dict[Any, list[Entry]] = {}
    for n, entry in enumerate(entries):
        ready = n if entry["change"] is not None else None
        said = words.t.of(entry["sentence"]), what_it_takes(entry, words, titles), ready
        found.setdefault(said, []).append(entry)
    return list(found.values())


def _points(
    together: Sequence[Entry], words: Words, titles: Mapping[str, str]
) -> Iterator[RenderableType]:
    t, first = words.t, together[0]
    if len(together) == 1:
        yield bullet("●", _name(first, words), indent=4)
        yield Padding(Text(t.of(first["sentence"]) or ""), (0, 0, 0, 6))
    else:
        yield bullet("●", t.of(first["sentence"]) or "", indent=4)
    if first["change"] is not None:
        said = t("docket-suggested", change=words.change(first["change"], titles))
        yield Padding(Text(said, "green"), (0, 0, 0, 6))
    yield Padding(Text(what_it_takes(first, words, titles), "dim"), (0, 0, 0, 6))
    if len(together) > 1:
        for entry in together:
            yield bullet("–", _name(entry, words), indent=6)


def _name(entry: Entry, words: Words) -> Text:
    t = words.t
    id = entry["item"] or entry["proposal"] or ""
    title = t.of(entry["title"]) or t.of(entry.get("text"))
    name = Text(title or id, "bold")
    for each in (entry["item"] if title else None, entry["proposal"]):
        if each is not None and each != name.plain:
            name.append(f"  {each}", "not bold cyan")
    name.append(f" · {t('docket-since', day=t.day(entry['since']))}", "not bold dim")
    return name


def what_it_takes(entry: Entry, words: Words, titles: Mapping[str, str]) -> str:
    """Who may do it, and whether that is this meeting."""
    t, kind = words.t, entry["kind"]
    if kind is None or not entry["bodies"]:
        return t("docket-discuss") if entry["here"] else ""
    said = {
        "do": t(f"docket-do.{kind}", place=_place(entry, words, titles)),
        "agreement": t.word("agreement", entry["agreement"]),
        "body": words.body(entry["bodies"][0]),
    }
    if entry["here"]:
        return t("docket-here", **said)
    return t("docket-up" if entry["passes_to"] else "docket-others", **said)


def _place(entry: Entry, words: Words, titles: Mapping[str, str]) -> str:
    id = entry.get("place")
    if id is None:
        return ""
    name = f"{words.quoted(titles[id])} ({id})" if id in titles else id
    return words.t("docket-in", item=name)
