"""What of a meeting's docket is not settled when the meeting is to be closed."""

from sqlalchemy import select

from ledger.authority import Violation
from ledger.problems import Refused
from ledger.sentences import fill
from projections.before import Before
from projections.docket import READY, docket_of
from projections.found import Document
from projections.items import State, is_current
from projections.moments import moment
from projections.plan import item_states_at
from projections.tables import entries, entry_items
from projections.views import Answering, Reading


def unsettled(views: Answering, meeting: str) -> list[Violation]:
    """The points of a meeting's docket that the body could have settled by a change ready to adopt, that nothing
    settled since the meeting opened, and that were not left out with a reason when the docket was cleared.

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
    changed, now = _changed_since(before), item_states_at(reading, moment(reading))
    open_points: dict[str, Document] = {}
    for entry in docket_of(before, READY)["entries"]:
        item, proposal = entry["item"], entry["proposal"]
        if entry["change"] is None or not entry["here"] or {item, proposal} & state.left_out.keys():
            continue
        if proposal is not None:
            found = reading.ledger.proposal(proposal)
            if item in changed or (found is not None and found.outcome is not None):
                continue
        elif _is_settled(before.states[item], now.get(item)):
            continue
        open_points.setdefault(item or proposal, entry)
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


def _is_settled(before: State, now: State | None) -> bool:
    """Whether what was due of an item is no longer: it is archived, it was begun or took place, or it has another
    timeline. Its being changed otherwise settles nothing of that."""
    return (
        now is None
        or not is_current(now)
        or now["status"] != before["status"]
        or now["occurrences"] != before["occurrences"]
        or now["terms"]["timeline"] != before["terms"]["timeline"]
    )


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
