"""What comes before a decision, and changes nothing: proposals, what is said of them and what becomes
of them, and reports of progress."""

from ledger.correcting import CorrectingLedger
from ledger.events import (
    CommentMade,
    ProgressReported,
    ProposalReferred,
    ProposalSettled,
    ProposalSubmitted,
    item_stream,
)
from ledger.ledger_file import KINDS_SHOWN
from ledger.problems import Problem
from ledger.records import Comment, Outcome, ProposalFields, Referral, ReportFields
from ledger.states import DecisionState, MeetingState, ProposalState
from ledger.supposing import Wanted, wanted

_SETTLED = ("settled", "resuelta")
_CURE = (
    "a decision that answers it later names it (`table --recommended-by`), and is shown with it",
    "la decisión que responda a ella más tarde la nombra (`table --recommended-by`), y se muestra con ella",
)


class ProposingLedger(CorrectingLedger):
    """A ledger in which members propose, and leads report."""

    def propose(self, proposal: ProposalFields) -> None:
        """Submit a proposal to a meeting.

        Raises:
            Problem: there is one of this id, or no such meeting.
        """
        with self.writing():
            self._must_have("meeting", proposal.submitted_to)
            if self.proposal(proposal.id) is not None:
                raise Problem("exists", kind=KINDS_SHOWN["proposal"], id=proposal.id)
            self._append([self._event(ProposalSubmitted, proposal=proposal.id, fields=proposal)])

    def comment(self, proposal: str, comment: Comment) -> None:
        with self.writing():
            self._must_have("proposal", proposal)
            self._append([self._event(CommentMade, proposal=proposal, comment=comment)])

    def refer(self, proposal: str, referral: Referral) -> None:
        with self.writing():
            self._must_have("proposal", proposal)
            self._append([self._event(ProposalReferred, proposal=proposal, referral=referral)])

    def settle(self, proposal: str, outcome: Outcome) -> None:
        """Say what became of a proposal, once. What enters the plan does so by the decisions alone.

        Raises:
            Problem: `already` settled; or `outcome-not-adopted`: it names a decision that is none yet.
        """
        with self.writing():
            state: ProposalState = self._must_have("proposal", proposal)
            if state.outcome is not None:
                raise Problem("already", id=proposal, status=_SETTLED, cure=_CURE)
            for decision in outcome.adopted or ():
                found: DecisionState = self._must_have("decision", decision)
                if found.status != "adopted":
                    raise Problem("outcome-not-adopted", id=proposal, decision=decision)
            self._append([self._event(ProposalSettled, proposal=proposal, outcome=outcome)])

    def wanted_by(self, proposal: str) -> list[Wanted]:
        """What the changes that a proposal asks for would take, on top of everything recorded."""
        with self.problems():
            if not self.recorder.datastore.in_session:
                self._look()
            state: ProposalState = self._must_have("proposal", proposal)
            meeting: MeetingState = self._must_have("meeting", state.fields.submitted_to)
            changes = [form.change for form in state.fields.changes]
            on = meeting.fields.closes_on
            return list(wanted(self.index, self._head + 1, proposal, changes, on))

    def report(self, report: ReportFields) -> None:
        with self.writing():
            if not self.index.about(report.item):
                raise Problem("unknown", kind=KINDS_SHOWN["item"], id=report.item, hint="")
            self._append([self._event(ProgressReported, report=report)])

    def times_reported(self, report: ReportFields) -> int:
        """How often this very report was recorded before."""
        return sum(
            isinstance(fact.event, ProgressReported)
            and fact.event.report.model_dump() == report.model_dump()
            for fact in self.recorder.stream(item_stream(report.item))
        )
