"""What changed since a meeting as a document: for a member, what concerns it first."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from api.documents.building import Building, joined
from api.documents.diff import Titles, difference_blocks
from api.documents.model import Block, Document, Heading, Listing, Paragraph, Said, Stamp
from api.render.since import awaited, concern, decided, moment, step_in_words, title
from api.render.words import Words

View = Mapping[str, Any]


def since_document(view: View, stamp: Stamp, build: Building, titles: Titles) -> Document:
    """What `projections.since` tells, in sections."""
    return Document(
        "since",
        build.said(lambda words: title(view, words)),
        build.said(lambda words: moment(view, words)),
        stamp,
        build.words,
        tuple(_blocks(view, build, titles)),
        view,
    )


def _blocks(view: View, build: Building, titles: Titles) -> Iterator[Block]:
    member, drafts, proposals = view["member"], view["drafts"], view["proposals"]
    if member is not None:
        yield Heading(1, build.said(lambda words: words.t("since-concerns", member=words.party(member))))
        own = [each for each in view["differences"] if each["concerns"]]
        yield from _points(own, build, concern)
        yield from _points(drafts, build, lambda draft, words: awaited(draft, words, member))
        yield from _proposals(proposals, build)
        if not (own or drafts or proposals):
            yield Paragraph(build.key("since-concerns-nothing"))
    yield Heading(1, build.key("since-changes"))
    yield from difference_blocks(view["differences"], build, titles, 2)
    if not view["differences"]:
        yield Paragraph(build.key("diff-nothing"))
    yield Heading(1, build.key("since-decisions"))
    if not view["decisions"]:
        yield Paragraph(build.key("since-no-decisions"))
    yield from _points(view["decisions"], build, decided, "decision")
    if member is None:
        if drafts:
            yield Heading(1, build.key("since-drafts"))
        yield from _points(drafts, build, awaited)
        if proposals:
            yield Heading(1, build.key("head.proposals"))
        yield from _proposals(proposals, build)


def _points(
    found: Sequence[View], build: Building, say: Callable[[View, Words], str], id: str | None = None
) -> Iterator[Block]:
    """A point for each.

    Args:
        id: what the id that stands before it is called.
    """

    def point(each: View) -> Said:
        said = build.said(lambda words: say(each, words))
        return said if id is None else joined(build.same(each[id], "code"), said, by=" ")

    if found:
        yield Listing(tuple(point(each) for each in found))


def _proposals(proposals: Sequence[View], build: Building) -> Iterator[Block]:
    def point(each: View) -> Said:
        steps = [
            build.said(lambda words, step=step: step_in_words(step, each, words))  # type: ignore[misc]
            for step in each["steps"]
        ]
        head = joined(build.same(each["proposal"], "code"), build.text(each["text"]), by=" ")
        return joined(head, *steps, by="\n")

    if proposals:
        yield Listing(tuple(point(each) for each in proposals))
