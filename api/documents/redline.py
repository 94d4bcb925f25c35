"""The plan of two moments as one document of tracked changes: what both say, and who made what differs."""

from collections.abc import Mapping
from typing import Any

from api.documents.authors import Authors
from api.documents.building import Building, stamp
from api.documents.model import Document
from api.documents.plan import plan_document
from api.documents.tracked import Redline
from projections.compare import diff
from projections.moments import moment
from projections.plan import plan
from projections.show import show
from projections.views import Views


def redline_document(
    views: Views, build: Building, start: str, end: str, known_at: str | None
) -> Document:
    """What `document diff START END` says, for those who accept and reject.

    Args:
        start, end: meetings or days, as they were typed.
    """

    def at(when: str) -> tuple[Document, Mapping[str, Any]]:
        asked = {"as_of": when, "before": None, "known_at": known_at}
        found = moment(views, **asked)
        said = plan(views, found, basis=True)
        return plan_document("plan", said, stamp(views, found), build, asked), said

    (before, was), (after, stands) = at(start), at(end)
    compared = diff(views, *(moment(views, as_of=each, known_at=known_at) for each in (start, end)))
    t = next(iter(build.words.values())).t
    meetings = {by["meeting"] for each in compared["differences"] for by in each["authority"]}
    titles = {id: t.of(show(views, id, "meeting")["title"]) or id for id in sorted(meetings)}
    parents = {item["id"]: item["parent"] for said in (was, stands) for item in said["items"]}
    day = after.stamp.as_of or after.stamp.recorded_at.date().isoformat()
    authors = Authors(compared["differences"], parents, titles, t, day)
    return Document(
        "diff",
        build.said(lambda words: words.t("diff-title", start=start, end=end)),
        {},
        after.stamp,
        build.words,
        (),
        {**compared, "redline": Redline(before, after, authors)},
    )
