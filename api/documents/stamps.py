"""What every document says of itself: of what moment it is, and by what it can be checked."""

from datetime import date

from api.documents.building import Building
from api.documents.model import Document, Said, Stamp
from projections.moments import Moment


def stamp_lines(document: Document) -> list[Said]:
    """The stamp in sentences, for the end of a document."""
    stamp, build = document.stamp, Building(document.words)
    return [
        build.said(
            lambda words: words.t(
                "doc.moment",
                as_of=words.t.day(stamp.as_of) if stamp.as_of else words.t("doc.all-agreed"),
                known_at=words.t.number(stamp.known_at),
                day=words.t.day(stamp.recorded_at),
            )
        ),
        build.said(
            lambda words: words.t(
                "doc.root", root=stamp.root, entry=words.t.number(stamp.entry), ledger=stamp.ledger
            )
        ),
    ]


def short_stamp(document: Document) -> Said:
    """The stamp in one line, for the head of every page."""
    stamp, build = document.stamp, Building(document.words)
    return build.said(
        lambda words: words.t(
            "doc.stamp",
            as_of=words.t.day(stamp.as_of) if stamp.as_of else words.t("doc.all-agreed"),
            entry=words.t.number(stamp.entry),
            root=f"{stamp.root[:16]}…",
        )
    )


def moment_of(stamp: Stamp) -> Moment:
    """The moment that a document is of."""
    as_of = stamp.as_of
    return Moment(None if as_of is None else date.fromisoformat(as_of), stamp.known_at)
