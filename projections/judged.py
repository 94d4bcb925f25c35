"""Changes that somebody would like: who may make each, with whose agreement, and in which decisions.

There is no second rule: what a change takes is asked of `ledger.takes`, and whether a decision of a
body could make it, all members agreeing, of `ledger.authority.ruling`; each in the plan as the
changes before it leave it. Nothing is recorded.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from ledger.authority import Violation, ruling
from ledger.changes import ChangeForm, ItemChange
from ledger.charter import Charter
from ledger.decision import Decision, Position
from ledger.history import Fold
from ledger.ledger import Ledger
from ledger.standing import Placed
from ledger.takes import Takes, takes
from projections.requires import who_may

STRICTEST = ("unanimity", "two-thirds", "consensus", "majority")


@dataclass
class Wish:
    """Changes that belong together: one difference of a revised version, one entry of a docket.

    Attributes:
        forms: the changes, as a register writes them, in their order.
        after: the wishes, by their number, that have to come true before this one can.
        bodies: who may make them all, lowest first.
        agreement: the strictest that any of them takes.
        body: whose decision is to make them: that of the meeting at hand if it may, else the lowest.
        obstacles: codes of what stands in the way whoever decides.
    """

    forms: Sequence[Mapping[str, Any]]
    after: Sequence[int] = ()
    bodies: tuple[str, ...] = ()
    agreement: str | None = None
    ends_promise: bool = False
    body: str | None = None
    obstacles: list[str] = field(default_factory=list)
    violations: list[Violation] = field(default_factory=list)

    @cached_property
    def changes(self) -> list[ItemChange]:
        found = [ChangeForm.model_validate(form).change for form in self.forms]
        assert all(isinstance(change, ItemChange) for change in found)
        return found  # type: ignore[return-value]


class Trial:
    """The plan after everything recorded, and after what is tried on it."""

    def __init__(self, ledger: Ledger):
        index = ledger.index
        self.day = max(ledger.now().date().toordinal(), index.last_day)
        self.entry = ledger.head + 1
        charters = index.charters.before((self.day, self.entry, 0))
        self.plan = Fold(index, (self.day, self.entry, 0), charters, True)
        self.charter: Charter = self.plan.charter

    def step(self, change: ItemChange, decision: Decision, reference: str) -> None:
        """One change further, lawful or not: what it takes is another matter."""
        self.entry += 1
        members = self.charter.members_on(decision.adopted_on)
        authority = decision.authority(reference, members)
        placed = Placed((self.day, self.entry, 1), change, authority, self.entry)
        self.plan.now = (self.day, self.entry, 1)
        self.plan.step(placed, self.charter)

    def decision(self, id: str, body: str) -> Decision:
        """A decision of a body, adopted today by everybody."""
        day = date.fromordinal(self.day)
        positions = {member: Position() for member in self.charter.members_on(day)}
        return Decision(id, id, body, day, day, day, positions, entry=self.entry)


def judged(ledger: Ledger, wishes: Sequence[Wish], here: str | None = None) -> dict[str, list[int]]:
    """Find out what each wish takes, and share them out among decisions, one for each body.

    Args:
        wishes: in an order in which they could come true one after the other.
        here: the body of the meeting at hand.
    Returns:
        The numbers of the wishes by body, in the order in which the bodies decide.
    """
    trial = Trial(ledger)
    ranks = {body: n for n, body in enumerate(lowest_first(trial.charter))}
    for wish in wishes:
        before = [ranks[body] for n in wish.after if (body := wishes[n].body)]
        later = frozenset(body for body in ranks if ranks[body] >= max(before, default=0))
        _asked(wish, trial, later, here)
    shared: dict[str, list[int]] = {body: [] for body in ranks}
    for n, wish in enumerate(wishes):
        if wish.body is not None:
            shared[wish.body].append(n)
    shared = {body: numbers for body, numbers in shared.items() if numbers}
    _ruled(Trial(ledger), wishes, shared)
    return shared


def lowest_first(charter: Charter) -> list[str]:
    """The bodies, each before those that outrank it."""
    return sorted(
        charter.bodies, key=lambda body: sum(charter.outranks(body, b) for b in charter.bodies)
    )


def _asked(wish: Wish, trial: Trial, later: frozenset[str], here: str | None) -> None:
    """What a wish takes; what comes after it is asked as if it had come true.

    Args:
        later: the bodies that decide no earlier than those whose decisions it has to wait for.
    """
    needs: list[Takes] = []
    for change in wish.changes:
        ends = [objection.code for objection in change.ends(trial.plan)]
        wish.obstacles += ends
        if ends:
            break
        needs += takes(change, trial.plan, trial.charter)
        wish.obstacles += [objection.code for objection in change.objections(trial.plan, "trial")]
        item = trial.plan.get(change.item)
        if change.kind_name == "complete" and item is not None:
            wish.ends_promise = item.terms.never_ends
        bodies = (ground.body for each in needs for ground in each.grounds)
        wish.bodies = who_may(bodies, trial.charter)
        able = [body for body in wish.bodies if body in later]
        wish.body = here if here in able else able[0] if able else None
        decision = trial.decision("trial", wish.body or trial.charter.root)
        trial.step(change, decision, "trial#1")
    if needs:
        wish.agreement = min((each.agreement for each in needs), key=STRICTEST.index)
    if wish.body is None and not wish.obstacles:
        wish.obstacles.append("no-body")
    if wish.obstacles:
        wish.body = None


def _ruled(trial: Trial, wishes: Sequence[Wish], shared: Mapping[str, Sequence[int]]) -> None:
    """Whether the decisions could be adopted, one after the other, by everybody's agreement."""
    for n, (body, numbers) in enumerate(shared.items(), 1):
        decision = trial.decision(f"trial-{n}", body)
        at = 0
        for wish in (wishes[number] for number in numbers):
            for change in wish.changes:
                at += 1
                reference = f"{decision.id}#{at}"
                found = ruling(change, trial.plan, decision, trial.charter, reference)
                wish.violations += found.violations
                if found.lawful:
                    trial.step(change, decision, reference)
