"""The plan as JSON: an item's row is written once, and then only put in its place.

What an item's version says never changes; what its row says besides does. Its steward's body follows from what
stands above it, so a row is kept with a gap there. Who contests an agreement is asked each time, and a row that
somebody contests is written anew. Which versions stand at a moment is always asked of the trees.
"""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from pydantic_core import to_json

from projections.basis import add_basis, authorities_of
from projections.contests import Contested, contested_by, show_contests
from projections.items import State, in_places, item_document
from projections.moments import Moment
from projections.past import Past
from projections.plan import around, current_versions, states_of
from projections.views import Reading

MOST_KEPT = 2048
"""Rows that are kept with the views: some 2 kB each."""


class Row(NamedTuple):
    """An item's row, and what its place follows from.

    Attributes:
        decisions: those that it rests on.
        before: its JSON up to its steward's body.
        after: its JSON from there on.
    """

    id: str
    parent: str | None
    order: tuple[int, ...]
    steward: str | None
    decisions: frozenset[str]
    before: bytes
    after: bytes


def plan_json(reading: Reading, at: Moment) -> bytes:
    """The JSON of `plan(reading, at, basis=True)`."""
    body_of = cache(to_json)
    parts = [to_json(around([], at)).removesuffix(b"]}")]
    for row, body in in_places(_rows(reading, at), Past(reading).charter(at).root):
        parts += (row.before, body_of(body), row.after, b",")
    if len(parts) > 1:
        parts.pop()
    # Joined once: each copy of so much costs as much as the rest of this.
    return b"".join([*parts, b"]}"])


def _rows(reading: Reading, at: Moment) -> list[Row]:
    versions = current_versions(reading, at)
    kept = reading.views.rows
    rows = {version: kept[version] for version in versions if version in kept}
    if unread := [version for version in versions if version not in rows]:
        written = _written(reading, states_of(reading, unread))
        rows |= written
        if len(kept) + len(written) > MOST_KEPT:
            kept.clear()
        if len(written) <= MOST_KEPT:
            kept |= written
    if contested := contested_by(reading, at.known_at):
        some = [v for v in versions if not contested.keys().isdisjoint(rows[v].decisions)]
        rows |= _written(reading, states_of(reading, some), contested)
    return [rows[version] for version in versions]


def _written(
    reading: Reading, states: Mapping[int, State], contested: Contested | None = None
) -> dict[int, Row]:
    documents = {version: item_document(state, "") for version, state in states.items()}
    authorities = [by for document in documents.values() for by in authorities_of(document)]
    show_contests(authorities, contested or {})
    add_basis(reading, authorities)
    rows = {}
    for version, state in states.items():
        document = documents[version]
        decisions = frozenset(by["decision"] for by in authorities_of(document))
        # In a text its quotes would be escaped: this is the key.
        before, key, after = to_json(document).partition(b'"steward_body":')
        rows[version] = Row(
            state.id, state.parent, tuple(state.order), state.steward, decisions,
            before + key, after.removeprefix(b'""'),
        )  # fmt: skip
    return rows
