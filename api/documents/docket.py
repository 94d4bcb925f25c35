"""The docket of a meeting (*Review of the Plan*, *Revisión del Plan*) as a document: what is to be done, by ground."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from api.documents.building import Building, joined
from api.documents.meeting import below_the_title, meets
from api.documents.model import Block, Column, Document, Heading, Paragraph, Row, Said, Stamp, Table
from api.render.docket import foot, what_it_takes
from api.render.words import Titles, Words

Entry = Mapping[str, Any]
COLUMNS = (
    *(("what", 1.5, True), ("ground", 1.5, True)),
    *(("change", 1.5, False), ("takes", 1.4, True), ("since", 0.7, False)),
)
"""Each by its key, with its share of the width, and whether it is doubled where there are two languages."""


def docket_document(
    docket: Mapping[str, Any],
    stamp: Stamp,
    build: Building,
    titles: Mapping[str, Titles],
    meeting: Mapping[str, Any],
) -> Document:
    """The docket as `projections.docket` gives it.

    Args:
        titles: of items, by language.
        meeting: whose it is, as `projections.show` gives it.
    """
    entries: Sequence[Entry] = docket["entries"]
    blocks = tuple(_blocks(entries, build, titles)) or (Paragraph(build.key("docket-nothing")),)
    return Document(
        "docket",
        build.key("docket"),
        meets(meeting, build),
        stamp,
        build.words,
        (*below_the_title(meeting, build), *blocks),
        docket,
    )


def _blocks(entries: Sequence[Entry], build: Building, titles: Mapping[str, Titles]) -> Iterator[Block]:
    if entries:
        yield Paragraph(build.said(lambda words: foot(entries, words)))
    for group, inside in groupby(entries, lambda entry: str(entry["group"])):
        yield Heading(1, build.key(f"group.{group}"))
        for ground, found in groupby(inside, lambda entry: str(entry["ground"])):
            yield Heading(2, build.key(f"ground.{ground}"))
            yield _table(list(found), build, titles)


def _table(entries: Sequence[Entry], build: Building, titles: Mapping[str, Titles]) -> Table:
    ready = any(entry["change"] is not None for entry in entries)
    columns = [each for each in COLUMNS if ready or each[0] != "change"]
    return Table(
        tuple(
            Column(key, build.key(f"docket-column.{key}"), width, doubled)
            for key, width, doubled in columns
        ),
        tuple(
            Row(tuple(_cell(key, entry, build, titles) for key, _, _ in columns), entry["item"])
            for entry in entries
        ),
    )


def _cell(key: str, entry: Entry, build: Building, titles: Mapping[str, Titles]) -> Said:
    def of(words: Words) -> Titles:
        return titles[words.t.language]

    match key:
        case "what":
            title = build.text(entry["title"] or entry.get("text"), mark="strong")
            ids = [id for id in (entry["item"], entry["proposal"]) if id is not None]
            return joined(title, build.same(", ".join(ids), "code"), by="\n")
        case "ground":
            return build.text(entry["sentence"])
        case "change":
            form = entry["change"]
            return build.said(lambda words: words.change(form, of(words)) if form else "")
        case "takes":
            return build.said(lambda words: what_it_takes(entry, words, of(words)))
        case _:
            return build.said(lambda words: words.t.short_day(entry["since"]))
