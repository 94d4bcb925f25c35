"""The docket of a meeting: the standing review (*revisar, depurar y actualizar*) of the plan, prepared for it.

"Every item with something to settle …, each with the suggested change and what that change would take (which body,
whose agreement)." It is of the plan that the meeting finds: as agreed up to the day before it opens, so that of a
past meeting it is what the docket would have been then; as known now, unless told otherwise.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from ledger.changes import ChangeForm
from projections import due, lacking, pending
from projections.before import NOTHING, Before, Taking
from projections.found import GROUP_OF, Found
from projections.views import Answering, Reading

Document = dict[str, Any]
Ground = Callable[[Before], Iterator[Found]]

GROUNDS: tuple[Ground, ...] = (
    due.due,
    lacking.without_lead_or_timeline,
    lacking.texts_that_differ,
    lacking.texts_that_would_differ,
    lacking.translations_missing,
    pending.proposals_and_referrals,
    pending.touched_at_once,
    pending.standing,
    pending.workplans_not_updated,
    lacking.sections_left_empty,
    lacking.look_alikes,
)
READY: tuple[Ground, ...] = (due.due, pending.proposals_and_referrals)
"""The grounds on which a change may be suggested that is ready to adopt."""
_PLACE = {ground: n for n, ground in enumerate(GROUP_OF)}


def docket(views: Answering, meeting: str, known_at: str | int | None = None) -> Document:
    """The docket of a meeting, as interfaces.md shows it.

    Each entry says besides: `group`, what is to be done; `kind`, of the change that would settle it; `passes_to`, the
    body that it has to go up to; `title`; `rests_on`, the change that the item rests on; `sentence`, by language; and
    what its ground has to tell: `report`, `due`, `parts`, `like`, `records`, `text`.

    Raises:
        Problem: there is no such meeting, or entry.
    """

    def found(reading: Reading) -> Document:
        return docket_of(Before(reading, meeting, known_at))

    return views.answer(found)


def docket_of(before: Before, grounds: Sequence[Ground] = GROUNDS) -> Document:
    members = before.members()
    entries = [_entry(before, found, members) for ground in grounds for found in ground(before)]
    entries.sort(key=lambda entry: _PLACE[entry["ground"]])
    return {
        **before.head,
        "entries": entries,
    }


def _entry(before: Before, found: Found, members: list[str]) -> Document:
    state = before.states.get(found.item or "")
    taking = _taking(before, found)
    body = before.meeting.body
    here = body in taking.bodies if found.kind is not None else found.settled_here
    above = [each for each in taking.bodies if before.charter.outranks(each, body)]
    return {
        "item": found.item,
        "proposal": found.proposal,
        "ground": found.ground,
        "group": GROUP_OF[found.ground],
        "since": found.since.isoformat(),
        "title": None if state is None else state["terms"]["title"] or state["terms"]["action"],
        "sentence": found.sentence,
        "kind": found.kind,
        "change": found.change,
        "bodies": list(taking.bodies),
        "agreement": taking.agreement,
        "members": members if taking.agreement else [],
        "here": here,
        "passes_to": above[0] if above and not here else None,
        "rests_on": None if state is None else state["approved"]["reference"],
        **found.more,
    }


def _taking(before: Before, found: Found) -> Taking:
    if found.kind is None:
        return NOTHING
    if found.change is not None:
        return before.taking_of(ChangeForm.model_validate(found.change).change)
    return before.taking(found.kind, found.of)
