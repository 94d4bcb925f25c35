"""The plan as it would stand if drafts passed with everybody's agreement, and what each of them takes.

The rule is asked of each draft upon those before it (`ledger.supposing`). Nothing is recorded.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ledger.authority import Violation
from ledger.changes import ChangeForm
from ledger.standing import END
from ledger.supposing import Supposed, SupposedDecision
from projections.basis import add_basis, authorities_of
from projections.compare import difference
from projections.entry_documents import authority_document
from projections.items import State, in_order, is_current, item_document, state_of, steward_bodies
from projections.moments import Moment
from projections.plan import item_states_at
from projections.views import Answering, Reading

Document = dict[str, Any]


def plan_if(views: Answering, decisions: Sequence[str]) -> Document:
    """The plan as `plan` shows it, if these drafts passed in this order; with what each takes (`if`), and what it would
    change (`differences`).

    Raises:
        Problem: there is no such decision, or it is no draft any more.
    """
    return views.answer(lambda reading: _plan_if(reading, list(dict.fromkeys(decisions))))


def _plan_if(reading: Reading, ids: Sequence[str]) -> Document:
    supposed = reading.ledger.suppose(ids)
    before = item_states_at(reading, Moment(None, reading.entry))
    after = _after(before, supposed)
    passing = {each.given.id for each in supposed.decisions if each.judgement.lawful}
    stewards = steward_bodies(after.values(), supposed.charters.at(END).root)
    current = [state for state in in_order(after.values()) if is_current(state)]
    items = [item_document(state, stewards[state["id"]]) for state in current]
    authorities = [by for item in items for by in authorities_of(item)]
    add_basis(reading, (by for by in authorities if by["decision"] not in passing))
    return {
        "as_of": None,
        "known_at": reading.entry,
        "entry": reading.entry,
        "possible": len(passing) == len(ids),
        "if": [_taken(reading, each) for each in supposed.decisions],
        "differences": list(_differences(before, after, supposed)),
        "items": items,
    }


def _after(before: Mapping[str, State], supposed: Supposed) -> dict[str, State]:
    after = dict(before)
    for id, item in supposed.heads.items():
        if item is None:
            after.pop(id, None)
        else:
            after[id] = state_of(item.json)
    return after


def _differences(
    before: Mapping[str, State], after: Mapping[str, State], supposed: Supposed
) -> Iterator[Document]:
    """What would be otherwise, each with the changes that would make it so."""
    order = [state["id"] for state in in_order(after.values())]
    for id in [*order, *(id for id in before if id not in after)]:
        own = [change for change in supposed.changes if id in change.change.touched]
        last = own[-1].reference if own else None
        found = difference(id, before.get(id), after.get(id), lambda _, last=last: last)  # type: ignore[misc]
        if found is not None:
            by = [{**authority_document(c.authority), "kind": c.change.kind_name} for c in own]
            yield {**found, "authority": by}


def _taken(reading: Reading, supposed: SupposedDecision) -> Document:
    """A draft, whether it could pass, and what of it the positions given so far lack."""
    given = supposed.given
    state = reading.ledger.decision(given.id)
    assert state is not None
    members = reading.ledger.charter.members_on(given.adopted_on)
    return {
        "decision": given.id,
        "meeting": given.meeting,
        "body": given.body,
        "adopted_on": given.adopted_on.isoformat(),
        "text": dict(state.fields.text),
        "possible": supposed.judgement.lawful,
        "violations": [_found(each) for each in supposed.judgement.violations],
        "lawful": not supposed.as_given,
        "missing": sorted({m for asked in supposed.asked for m in asked.missing}),
        "objecting": sorted({m for asked in supposed.asked for m in asked.objecting}),
        "awaited": sorted(members - given.positions.keys()),
        "contested": sorted(state.contests),
        "changes": [
            {
                "reference": asked.reference,
                "change": ChangeForm.of(form.change).document(),
                "bodies": list(asked.bodies),
                "agreement": asked.agreement,
                "missing": list(asked.missing),
                "objecting": list(asked.objecting),
            }
            for form, asked in zip(state.changes, supposed.asked, strict=True)
        ],
    }


def _found(violation: Violation) -> Document:
    """A violation, its message in every language."""
    return {
        "code": violation.code,
        "item": violation.item,
        "reference": violation.reference,
        "message": dict(violation.message),
        "members": list(violation.members),
        "conflicts": list(violation.conflicts),
    }
