"""Where the plan comes from: every version of its items, what made it, what it was made of and what ended it."""

from collections.abc import Collection, Iterator
from typing import Any

from ledger.changes import Rectify
from ledger.item_changes import Approve
from ledger.plan import Authority, Item
from ledger.standing import Placed
from projections.basis import add_basis
from projections.contests import add_contests
from projections.entry_documents import authority_document
from projections.items import State, state_of, terms, translations
from projections.lifecycle import decisions_of
from projections.moments import Moment
from projections.past import Past
from projections.views import Answering, Reading

Document = dict[str, Any]


def provenance(views: Answering, at: Moment, items: Collection[str]) -> Document:
    """Every version of some items by a moment, and of those that they replaced, as known at its entry.

    Returns:
        `{ledger, versions, decisions, agreements}`. A version is `{item, reference, change, decision, parent, terms,
        translations, status, made_of, ended_by}`: the change that made it; the versions that it was made of, those
        that it replaces among them; and what ended it, another version's change or the rectification that voided it.
        What was voided has neither terms nor a status. `decisions` are as in `lifecycle`, `agreements` the authority
        of each, as `plan` shows it.
    """
    return views.answer(lambda reading: _Provenance(reading, at).of(items))


class _Provenance:
    def __init__(self, reading: Reading, at: Moment):
        self.reading, self.at = reading, at
        self.past = Past(reading)
        self.charters = self.past.charters(at.known_at)
        self._standing: dict[str, list[Placed]] = {}
        self.authorities: dict[str, Document] = {}

    def of(self, items: Collection[str]) -> Document:
        found: dict[str, list[Document]] = {}
        rest = list(items)
        while rest:
            item = rest.pop()
            if item not in found:
                found[item] = [*self._versions(item)]
                rest += {made_of[0] for v in found[item] for made_of in v["made_of"]} - found.keys()
        versions = [version for item in sorted(found) for version in found[item]]
        agreements = list(self.authorities.values())
        add_basis(self.reading, agreements)
        add_contests(self.reading, agreements, self.at.known_at)
        by_decision = {authority["decision"]: authority for authority in agreements}
        return {
            "ledger": self.reading.ledger.founding.ledger,
            "versions": versions,
            "decisions": decisions_of(self.reading, {id: [] for id in by_decision}),
            "agreements": by_decision,
        }

    def _versions(self, item: str) -> Iterator[Document]:
        """What stands, in the agreed order; then what was voided."""
        placed = self._placed(item)
        for n, each in enumerate(placed):
            state = self.past.fold(item, placed[: n + 1], self.charters)
            made_of = [(item, placed[n - 1].authority.reference)] if n else []
            change = each.change
            if isinstance(change, Approve) and change.item == item:
                made_of += filter(None, (self._before(old, each) for old in change.replaces))
            ended_by = placed[n + 1].authority if n + 1 < len(placed) else None
            yield self._version(item, each.authority, change.kind_name, state, made_of, ended_by)
        standing = self.past.standing(item, self.at.known_at).voided_by
        own = {each.reference: each for each in self.past.own(item, self.at.known_at)}
        for reference, by in standing.items():
            voided = own[reference]
            if not isinstance(voided.change, Rectify) and voided.place[0] <= self.at.day:
                made_by, kind = voided.authority, voided.change.kind_name
                yield self._version(item, made_by, kind, None, [], own[by].authority)

    def _placed(self, item: str) -> list[Placed]:
        """What changed an item and stands; a rectification itself changes nothing."""
        if item not in self._standing:
            self._standing[item] = [
                each
                for each in self.past.placed(item, self.at.known_at)
                if not isinstance(each.change, Rectify) and each.place[0] <= self.at.day
            ]
        return self._standing[item]

    def _before(self, old: str, change: Placed) -> tuple[str, str] | None:
        """The version of an item that a change replaced."""
        earlier = [p for p in self._placed(old) if p.place < change.place]
        return (old, earlier[-1].authority.reference) if earlier else None

    def _version(
        self,
        item: str,
        authority: Authority,
        change: str,
        state: Item | None,
        made_of: list[tuple[str, str]],
        ended_by: Authority | None,
    ) -> Document:
        for each in filter(None, (authority, ended_by)):
            self.authorities.setdefault(each.decision, authority_document(each))
        said: State | None = None if state is None else state_of(state.json)
        return {
            "item": item,
            "reference": authority.reference,
            "change": change,
            "decision": authority.decision,
            "parent": None if said is None else said["parent"],
            "terms": None if said is None else terms(said),
            "translations": None if said is None else translations(said),
            "status": None if said is None else said["status"],
            "made_of": made_of,
            "ended_by": None if ended_by is None else (ended_by.decision, ended_by.reference),
        }
