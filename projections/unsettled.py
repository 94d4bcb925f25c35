"""What of a meeting's docket is not settled when the meeting is to be closed."""

from sqlalchemy import select

from ledger.authority import Violation
from ledger.problems import Refused
from ledger.sentences import fill
from projections.before import Before
from projections.docket import READY, docket_of
from projections.found import Document
from projections.tables import entries, entry_items
from projections.views import Answering, Reading


def unsettled(views: Answering, meeting: str) -> list[Violation]:
    """The points of a meeting's docket that the body could have settled by a change ready to adopt, that nothing was
    decided on since the meeting opened, and that were not left out with a reason when the docket was cleared.

    Only a body that reports to another is asked for them: "An RCGM or network meeting that is closed with its docket
    unsettled needs a recorded reason."

    Raises:
        Problem: there is no such meeting.
    """
    return views.answer(lambda reading: _unsettled(reading, meeting))


def must_be_settled(views: Answering, meeting: str) -> None:
    """A meeting's docket is settled, or the meeting is closed already.

    Raises:
        Refused: it is not, with every point that is left.
        Problem: there is no such meeting.
    """
    state = views.ledger.meeting(meeting)
    if (state is None or state.closed is None) and (left := unsettled(views, meeting)):
        raise Refused(left)


def _unsettled(reading: Reading, meeting: str) -> list[Violation]:
    before = Before(reading, meeting)
    body = before.charter.bodies.get(before.meeting.body)
    state = reading.ledger.meeting(meeting)
    assert state is not None
    if body is None or body.reports_to is None:
        return []
    settled = {*state.left_out, *_changed_since(before)}
    open_points: dict[str, Document] = {}
    for entry in docket_of(before, READY)["entries"]:
        named = {entry["item"], entry["proposal"]} - {None}
        if entry["change"] is None or not entry["here"] or named & settled:
            continue
        if entry["proposal"] is not None:
            proposal = reading.ledger.proposal(entry["proposal"])
            if proposal is not None and proposal.outcome is not None:
                continue
        open_points.setdefault(entry["item"] or entry["proposal"], entry)
    return [
        Violation(
            "docket-unsettled", meeting, item=entry["item"],
            message=fill(
                "docket-unsettled", what=id, meeting=meeting,
                why=(entry["sentence"]["en"], entry["sentence"]["es"]),
            ),
        )
        for id, entry in open_points.items()
    ]  # fmt: skip


def _changed_since(before: Before) -> list[str]:
    """The items that anything was decided on since a meeting opened."""
    asked = (
        select(entry_items.c.item)
        .join(entries, entries.c.entry == entry_items.c.entry)
        .where(
            entries.c.event == "change-enacted",
            entries.c.day >= before.meeting.opens_on.toordinal(),
        )
    )
    return list(before.reading.connection.execute(asked.distinct()).scalars())
