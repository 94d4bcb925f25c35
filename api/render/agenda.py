"""A meeting's agenda for people."""

from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from api.render.layout import bullet
from api.render.record import source
from api.render.words import Words

Entry = Mapping[str, Any]


def agenda_view(document: Mapping[str, Any], words: Words) -> Iterator[RenderableType]:
    t = words.t
    day = t.day(document["opens_on"])
    yield Text(t("agenda-title", meeting=document["meeting"], day=day), "bold")
    yield Text(words.body(document["body"]), "dim")
    for point in document["points"]:
        yield Padding(Text(f"{point['number']}. {t.of(point['title'])}", "bold"), (1, 0, 0, 0))
        for entry in point["entries"]:
            yield bullet("●", entry_said(entry, words), indent=3)
            if needed := documents_said(entry, words):
                yield Padding(Text(needed, "dim"), (0, 0, 0, 5))
        if needed := documents_said(point, words):
            yield Padding(Text(needed, "dim"), (0, 0, 0, 3))


def entry_said(entry: Entry, words: Words) -> str:
    """An entry of a point in a line."""
    t = words.t
    if "ground" in entry:
        count = t.count("docket-entry", entry["entries"])
        here = t("agenda-here", here=t.number(entry["here"]))
        return f"{t.word('ground', entry['ground'])}: {count}, {here}"
    id = entry.get("decision") or entry.get("proposal") or entry["item"]
    return f"{t.of(entry['text']) or id} ({'; '.join([id, *_facts(entry, words)])})"


def _facts(entry: Entry, words: Words) -> Iterator[str]:
    t = words.t
    if "proposal" in entry:
        yield t("agenda-by", by=words.party(entry["by"]))
        if entry["referred_by"]:
            yield t("agenda-referred", by=words.party(entry["referred_by"]))
        if entry["comments"]:
            yield t.count("comment", entry["comments"])
    elif "decision" in entry:
        yield t.count("change", entry["changes"]) if entry["changes"] else t("no-changes")
        if entry["answers"]:
            yield t("agenda-answers", proposals=words.codes(entry["answers"]))
    elif "due" in entry:
        facts = {"by": words.party(entry["by"]), "day": t.day(entry["on"])}
        if entry["due"]:
            yield t("agenda-report-due", **facts)
        else:
            yield t("agenda-reported", says=t.word("says", entry["says"]), **facts)
    elif "last_changed" in entry:
        yield words.body(entry["body"])
        yield t("agenda-last-changed", day=t.day(entry["last_changed"]))
    elif entry["lead"]:
        yield words.term("lead", entry["lead"])


def documents_said(of: Entry, words: Words) -> str:
    """The documents that a point, or an entry of it, needs."""
    said = [_document_said(each, words) for each in of["documents"]]
    return words.t("agenda-documents", documents="; ".join(said)) if said else ""


def _document_said(needed: Mapping[str, Any], words: Words) -> str:
    if "source" in needed:
        return source(needed["source"], words)
    named = words.t(f"agenda-document.{needed['document']}", of=needed.get("of", ""))
    before = needed.get("before")
    return f"{named} {words.t('agenda-before', meeting=before)}" if before else named
