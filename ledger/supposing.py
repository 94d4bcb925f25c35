"""What would be if drafts passed with everybody's agreement: each is judged upon those before it. Nothing of it is
recorded.

What a change takes is asked of the rule itself (`authority.ruling`), of other bodies and with other positions: so it is
what the rule would say, of every kind of change.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple, Protocol

from ledger.authority import Violation, ruling
from ledger.changes import Change, ItemChange, Rectify
from ledger.charter import Agreement, Charter
from ledger.decision import Decision, Position
from ledger.history import Records
from ledger.index import ROOT, Row, rows_of
from ledger.judging import Judgement, Trial, judge
from ledger.plan import Item
from ledger.standing import Charters, RecordedChange

OF_LEVEL = frozenset(("level-too-low", "wrong-body"))
OF_AGREEMENT = frozenset(("agreement-missing", "too-few-agree", "objection"))
AGREES, OBJECTS = Position(stance="agree"), Position(stance="object")


class Codes(Protocol):
    """The codes of what the rule says, of this body and these positions."""

    def __call__(
        self, *, body: str = ..., positions: Mapping[str, Position] | None = ...
    ) -> set[str]: ...


@dataclass(frozen=True, slots=True)
class Asked:
    """What a change of a draft takes, and what of it the positions given so far lack.

    Attributes:
        bodies: who may, the lowest first; none where nothing can be said, as it is about what is not in the plan.
        agreement: None where nobody is asked.
        missing: the members whose agreement is missing; of a consensus, those of whom more have to agree.
        objecting: the members that object.
    """

    reference: str
    bodies: tuple[str, ...]
    agreement: Agreement | None
    missing: tuple[str, ...]
    objecting: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SupposedDecision:
    """A draft, were it adopted with everybody's agreement.

    Attributes:
        given: it, with the positions that there are.
        judgement: with everybody's agreement; where that is unlawful, it was left out, and what follows judged
            without it.
        as_given: of what the rule says with the positions that there are, the violations.
    """

    given: Decision
    judgement: Judgement
    as_given: tuple[Violation, ...]
    asked: tuple[Asked, ...]


class Supposed:
    """What has been recorded, and what would be: `ledger.history.Records`."""

    def __init__(self, recorded: Records):
        self._recorded = recorded
        self.charters = Charters(recorded.charters.founding, recorded.charters.changes)
        self.last_day = recorded.last_day
        self.decisions: list[SupposedDecision] = []
        self.heads: dict[str, Item | None] = {}
        """The items that stand otherwise than recorded; None of those that are gone."""
        self.changes: list[RecordedChange] = []
        self._adopted: dict[str, Decision] = {}
        self._rows: list[Row] = []

    def add(self, judgement: Judgement) -> None:
        """Take what a decision would change."""
        self._adopted[judgement.decision.id] = judgement.decision
        for change in judgement.changes:
            if not isinstance(change.change, ItemChange):
                self.charters.add(change)
            rows = rows_of(change, self._target(change))
            self.changes.append(change)
            self._rows += rows
            self.last_day = max(self.last_day, *(day for _, _, day, _ in rows))
        self.heads |= judgement.heads

    def _target(self, recorded: RecordedChange) -> RecordedChange | None:
        change = recorded.change
        if recorded.stands_by is None or not isinstance(change, Rectify):
            return None
        return next(r for r in self.about(change.item) if r.reference == change.voids)

    # As the rule reads it.

    def head(self, item: str) -> Item | None:
        return self.heads[item] if item in self.heads else self._recorded.head(item)

    def children(self, section: str | None) -> list[Item]:
        before = [i for i in self._recorded.children(section) if i.id not in self.heads]
        new = [i for i in self.heads.values() if i is not None and i.is_current and i.parent == section]
        return [*before, *new]

    def about(self, item: str) -> list[RecordedChange]:
        own = {entry for entry, each, _, _ in self._rows if each == item}
        return [*self._recorded.about(item), *(c for c in self.changes if c.entry in own)]

    def touched_from(self, day: int) -> set[str]:
        own = {item for _, item, on, _ in self._rows if on >= day}
        return {*self._recorded.touched_from(day), *own} - {ROOT}

    def ever_in(self, section: str | None) -> set[str]:
        own = {item for _, item, _, parent in self._rows if parent == (section or ROOT)}
        return {*self._recorded.ever_in(section), *own}

    def decision(self, id: str) -> Decision | None:
        return self._adopted.get(id) or self._recorded.decision(id)


def suppose(
    recorded: Records, entry: int, drafts: Iterable[tuple[Decision, Sequence[Change]]]
) -> Supposed:
    """What would be if these drafts passed, in this order.

    Args:
        entry: the next one of the log.
        drafts: with the positions that there are; their own entries are not read.
    """
    supposed = Supposed(recorded)
    for draft, changes in drafts:
        given = replace(draft, entry=entry)
        members = supposed.charters.at(given.place).members_on(given.adopted_on)
        agreed = replace(given, positions=dict.fromkeys(sorted(members), AGREES))
        judgement = judge(supposed, agreed, changes)
        as_given = judge(supposed, given, changes).violations
        asked = tuple(_asked(supposed, agreed, given, changes))
        supposed.decisions.append(SupposedDecision(given, judgement, as_given, asked))
        if judgement.lawful:
            supposed.add(judgement)
            entry += 1 + len(changes)
    return supposed


class Wanted(NamedTuple):
    """What a change that a proposal asks for would take today.

    Attributes:
        bodies: who may, the lowest first.
        obstacles: the codes of what stands in its way, whoever decided it and whoever agreed.
    """

    bodies: tuple[str, ...]
    agreement: Agreement | None
    obstacles: tuple[str, ...]


def wanted(
    recorded: Records, entry: int, proposal: str, changes: Sequence[Change], on: date
) -> Iterable[Wanted]:
    """What a proposal's changes would take, one upon the other, on top of everything recorded.

    Args:
        on: the day of it, where nothing later is recorded.
    """
    day = date.fromordinal(max(recorded.last_day, on.toordinal()))
    charter = recorded.charters.at((day.toordinal(), entry, 0))
    agree = dict.fromkeys(sorted(charter.members_on(day)), AGREES)
    # Of the root: what stands in the way then is not the level.
    decision = Decision(proposal, "", charter.root, day, day, day, agree, entry=entry)
    trial = Trial(recorded, decision)
    for n, change in enumerate(changes, start=1):
        reference = f"{proposal}#{n}"
        found = ruling(change, trial, decision, charter, reference)
        obstacles = dict.fromkeys(violation.code for violation in found.violations)
        yield Wanted(*what_it_takes(change, trial, decision, charter), tuple(obstacles))
        if found.lawful:
            trial.add(change, reference, charter)


def _asked(
    records: Records, agreed: Decision, given: Decision, changes: Sequence[Change]
) -> Iterable[Asked]:
    trial, charter = Trial(records, agreed), records.charters.at(agreed.place)
    for n, change in enumerate(changes, start=1):
        reference = f"{agreed.id}#{n}"
        bodies, agreement = what_it_takes(change, trial, agreed, charter)
        found = ruling(change, trial, given, charter, reference).violations
        missing = {m for v in found if v.code in OF_AGREEMENT - {"objection"} for m in v.members}
        objecting = {m for v in found if v.code == "objection" for m in v.members}
        yield Asked(
            reference, bodies, agreement, tuple(sorted(missing - objecting)), tuple(sorted(objecting))
        )
        if ruling(change, trial, agreed, charter, reference).lawful:
            trial.add(change, reference, charter)


def what_it_takes(
    change: Change, plan: Trial, decision: Decision, charter: Charter
) -> tuple[tuple[str, ...], Agreement | None]:
    """Which bodies may make a change, the lowest first, and what agreement it takes; nothing where its judging ends
    before that."""

    def codes(*, body: str = decision.body, positions: Mapping[str, Position] | None = None) -> set[str]:
        given = decision.positions if positions is None else positions
        asked = replace(decision, body=body, positions=given)
        return {found.code for found in ruling(change, plan, asked, charter).violations}

    members = sorted(charter.members_on(decision.adopted_on))
    agreement = _agreement(codes, members)
    if agreement is None:
        return (), None
    may = [body for body in charter.bodies if not OF_LEVEL & codes(body=body)]
    may.sort(key=lambda body: sum(charter.outranks(body, other) for other in charter.bodies))
    return tuple(may), agreement


def _agreement(codes: Codes, members: Sequence[str]) -> Agreement | None:
    """What agreement the rule asks for: told by what it says to nobody's, to all but one's, and to three fifths'."""
    nobodys = codes(positions={})
    if "agreement-missing" in nobodys:
        return "unanimity"
    if "too-few-agree" not in nobodys:
        return None
    agree = dict.fromkeys(members, AGREES)
    if "objection" in codes(positions={**agree, members[0]: OBJECTS}):
        return "consensus"
    few = dict.fromkeys(members[-(-len(members) * 3 // 5) :], OBJECTS)
    return "two-thirds" if "too-few-agree" in codes(positions={**agree, **few}) else "majority"
