"""What the documents of a meeting have under their titles: which it is, when and where, who presides."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from api.documents.building import Building
from api.documents.model import Block, Listing, Paragraph, Said
from api.render.words import Words
from projections.documents import corrected

View = Mapping[str, Any]


def as_known(meeting: View, known_at: int) -> View:
    """A meeting as `projections.show` gives it, without the slips put right since an entry."""
    document = deepcopy(dict(meeting))
    for slip in reversed(meeting["corrections"]):
        if slip["entry"] > known_at:
            corrected(document, slip["path"], slip["before"])
    return document


def days(meeting: View, words: Words) -> str:
    t = words.t
    start, end = t.day(meeting["opens_on"]), t.day(meeting["closes_on"])
    return start if start == end else t("meeting-days", start=start, end=end)


def meets(meeting: View, build: Building) -> Said:
    """The subtitle of what is prepared for a meeting: its title, its body, its days."""

    def said(words: Words) -> str:
        title = words.t.of(meeting["title"])
        return ", ".join(filter(None, [title, words.body(meeting["body"]), days(meeting, words)]))

    return build.said(said)


def where_it_meets(meeting: View, build: Building) -> Iterator[Said]:
    """Where it meets, who presides, who is its host."""
    place, presidency, host = (meeting.get(each) for each in ("place", "presidency", "host"))
    if place:
        yield build.said(lambda words: words.t("doc.place", place=place))
    if presidency:
        yield build.said(lambda words: words.t("presidency", member=words.party(presidency)))
    if host and host != presidency:
        yield build.said(lambda words: words.t("host", member=words.party(host)))


def below_the_title(meeting: View, build: Building) -> Iterator[Block]:
    """Of what is prepared for a meeting: its id, where it meets, who presides."""
    yield Paragraph(build.same(meeting["id"], "code"), "note")
    if points := tuple(where_it_meets(meeting, build)):
        yield Listing(points)
