"""How it is fed which decisions answer which proposals: a decision says so, or a proposal's outcome does."""

from collections.abc import Sequence

from sqlalchemy import bindparam, delete

from projections.driver import Driver
from projections.tables import answers, inserting

DECISION, OUTCOME = "decision", "outcome"
"""The two ends of one thing: `recommended_by` of a decision, and `outcome.adopted` of a proposal."""
_WHAT_IT_SAID = {
    DECISION: delete(answers).where(
        answers.c.decision == bindparam("id"), answers.c.said_by == bindparam("end")
    ),
    OUTCOME: delete(answers).where(
        answers.c.proposal == bindparam("id"), answers.c.said_by == bindparam("end")
    ),
}


class AnswerRows:
    """Takes what decisions and outcomes say of each other, and writes it when it is told to."""

    def __init__(self, driver: Driver):
        self.driver = driver
        self.forget()

    def forget(self) -> None:
        self._decisions: dict[str, Sequence[str]] = {}
        self._outcomes: dict[str, Sequence[str]] = {}

    def flush(self) -> None:
        """Write what is pending, in the place of what was said before; the transaction is the caller's."""
        rows = [(p, d, DECISION) for d, named in self._decisions.items() for p in named]
        rows += [(p, d, OUTCOME) for p, named in self._outcomes.items() for d in named]
        for end, pending in ((DECISION, self._decisions), (OUTCOME, self._outcomes)):
            if pending:
                self.driver.run_for_each(_WHAT_IT_SAID[end], [(id, end) for id in pending])
        if rows:
            self.driver.run_for_each(inserting(answers), rows)
        self.forget()

    def drafted(self, decision: str, recommended_by: Sequence[str], *, again: bool) -> None:
        """A decision was tabled, or redrafted, with the proposals that it answers."""
        if recommended_by or again:
            self._decisions[decision] = tuple(dict.fromkeys(recommended_by))

    def settled(self, proposal: str, adopted: Sequence[str]) -> None:
        """A proposal was settled, by these decisions if any."""
        self._outcomes[proposal] = tuple(dict.fromkeys(adopted))
