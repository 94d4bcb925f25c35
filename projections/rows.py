"""The plan as JSON: an item's row is written once, and then only put in its place.

What an item's version says never changes; what its row says besides does. Its steward's body follows from what
stands above it, so a row is kept with a gap there. Who contests an agreement is asked each time, and a row that
somebody contests is written anew. Which versions stand at a moment is always asked of the trees.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from pydantic_core import from_json, to_json

from ledger.plan import Pieces, pieces_of
from projections.basis import add_basis, authorities_of
from projections.contests import Contested, contested_by, show_contests
from projections.items import State, in_places, item_document, state_of
from projections.items import terms as shown_terms
from projections.moments import Moment
from projections.past import Past
from projections.plan import around, current_versions, stored_of
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
    if unread := [version for version in versions if version not in kept]:
        written = _written(reading, stored_of(reading, unread))
        rows = {**kept, **written}
        if len(rows) > MOST_KEPT:
            kept.clear()
        if len(written) <= MOST_KEPT:
            kept |= written
    else:
        rows = kept
    if contested := contested_by(reading, at.known_at):
        some = [v for v in versions if not contested.keys().isdisjoint(rows[v].decisions)]
        rows = rows | _contested(reading, stored_of(reading, some), contested)
    return [rows[version] for version in versions]


def _written(reading: Reading, stored: Mapping[int, bytes]) -> dict[int, Row]:
    """The rows of versions, put together from the pieces of what is stored: of ten bytes nine are the same."""
    read = {version: pieces_of(state) for version, state in stored.items()}
    shown = _Agreements(reading, (by for of in read.values() for by in (of.approved, of.last_changed)))
    return {version: _row(of, shown) for version, of in read.items()}


def _row(of: Pieces, shown: "_Agreements") -> Row:
    approved_by, approved = shown.of(of.approved)
    changed_by, last_changed = shown.of(of.last_changed)
    body = of.approving[of.approving.index(b',"body":') + 8 : of.approving.index(b',"adopted_on":')]
    before = b'{"id":%b,"kind":%b,"role":%b,"parent":%b,"steward":%b,"steward_body":' % of[:5]
    after = (
        b',"approving_body":%b,"terms":%b,"translations":{"title":%b,"action":%b},"status":%b,'
        b'"approved":%b,"last_changed":%b,"changes":%b,"occurrences":%b,"order":%b}'
    ) % (
        body, _terms(of.terms), _sorted(of.translated_title), _sorted(of.translated_action),
        of.status, approved, last_changed, of.changes, of.occurrences, of.order,
    )  # fmt: skip
    id, parent, steward, order = from_json(b"[%b,%b,%b,%b]" % (of.id, of.parent, of.steward, of.order))
    return Row(id, parent, tuple(order), steward, frozenset((approved_by, changed_by)), before, after)


def _terms(terms: bytes) -> bytes:
    """A timeline without what it leaves open."""
    if b'"timeline":{' in terms and b"null" in terms:
        return to_json(shown_terms(State(terms=from_json(terms))))
    return terms


def _sorted(languages: bytes) -> bytes:
    return to_json(sorted(from_json(languages))) if b"," in languages else languages


class _Agreements:
    """How we know of each agreement, put into its JSON; many differ by nothing but the change that they are of."""

    def __init__(self, reading: Reading, some: Iterable[bytes]):
        read = {rest: from_json(b"{" + rest[1:]) for rest in {_after_reference(each) for each in some}}
        add_basis(reading, read.values())
        self._shown = {
            rest: (by["decision"], b'%b,"basis":%b}' % (rest[:-1], to_json(by["basis"]))) for rest, by in read.items()
        }

    def of(self, authority: bytes) -> tuple[str, bytes]:
        """Its decision, and how it is shown."""
        rest = _after_reference(authority)
        decision, shown = self._shown[rest]
        return decision, authority.removesuffix(rest) + shown


def _after_reference(authority: bytes) -> bytes:
    return authority[authority.index(b',"decision":') :]


def _contested(reading: Reading, stored: Mapping[int, bytes], contested: Contested) -> dict[int, Row]:
    documents = {version: item_document(state_of(state), "") for version, state in stored.items()}
    authorities = [by for document in documents.values() for by in authorities_of(document)]
    show_contests(authorities, contested)
    add_basis(reading, authorities)
    rows = {}
    for version, document in documents.items():
        decisions = frozenset(by["decision"] for by in authorities_of(document))
        # In a text its quotes would be escaped: this is the key.
        before, key, after = to_json(document).partition(b'"steward_body":')
        rows[version] = Row(
            document["id"], document["parent"], tuple(document["order"]), document["steward"], decisions,
            before + key, after.removeprefix(b'""'),
        )  # fmt: skip
    return rows
