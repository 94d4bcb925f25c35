"""The agenda of a meeting as a document: its points in their order, numbered, with what each one needs."""

from collections.abc import Iterator, Mapping
from typing import Any

from api.documents.building import Building, joined
from api.documents.meeting import below_the_title, meets
from api.documents.model import Block, Document, Heading, Listing, Paragraph, Said, Stamp
from api.render.agenda import documents_said, entry_said

Point = Mapping[str, Any]


def agenda_document(
    agenda: Mapping[str, Any], stamp: Stamp, build: Building, meeting: Mapping[str, Any]
) -> Document:
    """The agenda as `projections.agenda` gives it.

    Args:
        meeting: whose it is, as `projections.show` gives it.
    """
    blocks = tuple(block for point in agenda["points"] for block in _blocks(point, build))
    return Document(
        "agenda",
        build.key("agenda"),
        meets(meeting, build),
        stamp,
        build.words,
        (*below_the_title(meeting, build), *blocks),
        agenda,
    )


def _blocks(point: Point, build: Building) -> Iterator[Block]:
    number = build.same(f"{point['number']}. ")
    yield Heading(1, joined(number, build.text(point["title"])))
    if point["entries"]:
        yield Listing(tuple(_point(entry, build) for entry in point["entries"]))
    if point["documents"]:
        yield Paragraph(build.said(lambda words: documents_said(point, words)), "note")


def _point(entry: Point, build: Building) -> Said:
    said = build.said(lambda words: entry_said(entry, words))
    needed = build.said(lambda words: documents_said(entry, words), "muted")
    return joined(said, needed, by="\n")
