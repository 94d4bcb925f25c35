"""The plan and the archive, as of any moment: one question to the trees, and the states that they point to."""

from collections.abc import Iterable
from typing import Any

from pydantic_core import from_json
from sqlalchemy import Executable, Select, Table, bindparam, select, union_all

from ledger.store import MOST_NAMED, batches
from projections.basis import add_basis, authorities_of
from projections.contests import add_contests
from projections.driver import Driver
from projections.items import State, in_places, item_document, state_of
from projections.moments import Moment
from projections.past import Past
from projections.tables import NOW, ONCE, as_list, holds, item_states
from projections.views import Answering, Reading

Document = dict[str, Any]


def _at_a_moment(tree: Table, column: str) -> Select[Any]:
    return select(tree.c[column]).where(
        holds(tree.c.agreed_from, tree.c.agreed_last, bindparam("day"), bindparam("day")),
        holds(tree.c.known_from, tree.c.known_last, bindparam("entry"), bindparam("entry")),
    )


def _states_in(archived: bool) -> Executable:
    found = [_at_a_moment(tree, "item_state") for tree in (NOW[archived], ONCE[archived])]
    versions = union_all(*found).subquery()
    return select(item_states.c.state).join(versions, versions.c.item_state == item_states.c.id)


CURRENT, ARCHIVED = _states_in(False), _states_in(True)
_TREES = (NOW[False], ONCE[False])
_EACH_VERSION = union_all(*(_at_a_moment(tree, "version") for tree in _TREES)).subquery()
_VERSIONS = select(as_list(_EACH_VERSION.c.version))


def current_versions(reading: Reading, at: Moment) -> list[int]:
    """The versions of all items that are current at a moment, for whoever need not read what they say."""
    (found,) = Driver(reading.connection).run(_VERSIONS, _point(at)).fetchone()
    versions: list[int] = from_json(found)
    return versions


def stored_of(reading: Reading, versions: Iterable[int]) -> dict[int, bytes]:
    """What some of them say, as it is stored."""
    found: dict[int, bytes] = {}
    for some in batches(versions, MOST_NAMED):
        for tree in _TREES:
            asked = select(tree.c.version, item_states.c.state).where(
                tree.c.version.in_(some), item_states.c.id == tree.c.item_state
            )
            found |= {row.version: row.state for row in reading.connection.execute(asked)}
    return found


def stored_states(reading: Reading, at: Moment, *, archived: bool) -> list[bytes]:
    """The states of all items that are current, or archived, at a moment; as they are stored."""
    rows = Driver(reading.connection).run(ARCHIVED if archived else CURRENT, _point(at))
    return [row[0] for row in rows]


def _point(at: Moment) -> tuple[int, ...]:
    """A moment as the trees are asked for it."""
    return (at.day, at.day, at.known_at, at.known_at) * 2


def states(reading: Reading, at: Moment, *, archived: bool) -> list[State]:
    return [state_of(stored) for stored in stored_states(reading, at, archived=archived)]


def plan(views: Answering, at: Moment, *, basis: bool = False) -> Document:
    """The plan as of a moment, as interfaces.md shows it.

    Args:
        basis: say of each agreement how we know of it; for whoever shows who agreed.
    """
    return views.answer(lambda reading: _with(reading, _plan(reading, at), basis))


def archive(views: Answering, at: Moment, *, basis: bool = False) -> Document:
    """What is no longer in the plan at a moment, as interfaces.md shows it; `basis` as of `plan`."""
    return views.answer(lambda reading: _with(reading, _archive(reading, at), basis))


def _with(reading: Reading, document: Document, basis: bool) -> Document:
    if basis:
        add_basis(reading, (a for item in document["items"] for a in authorities_of(item)))
    return document


def _plan(reading: Reading, at: Moment) -> Document:
    # Everything current stands in current sections, so these alone tell the stewards.
    current = states(reading, at, archived=False)
    return _document(reading, at, current, current)


def _archive(reading: Reading, at: Moment) -> Document:
    archived = states(reading, at, archived=True)
    return _document(reading, at, archived, [*states(reading, at, archived=False), *archived])


def _document(reading: Reading, at: Moment, shown: list[State], known: list[State]) -> Document:
    wanted = {state["id"] for state in shown}
    items = [
        item_document(state, body)
        for state, body in in_places(known, Past(reading).charter(at).root)
        if state["id"] in wanted
    ]
    add_contests(reading, (by for item in items for by in authorities_of(item)), at.known_at)
    return around(items, at)


def around(items: list[Document], at: Moment) -> Document:
    """The document of what is shown at a moment."""
    return {
        "as_of": at.as_of.isoformat() if at.as_of is not None else None,
        "known_at": at.known_at,
        # The last entry that this takes in: what is asked as known at an entry never changes, not even here.
        "entry": at.known_at,
        "items": items,
    }


def item_states_at(reading: Reading, at: Moment) -> dict[str, State]:
    """Every item there is at a moment, current or archived."""
    return {
        state["id"]: state
        for archived in (False, True)
        for state in states(reading, at, archived=archived)
    }
