"""The ledger: what its people do with it.

Every act is one transaction that holds the log's write lock from before it reads to after it
appends: what a decision is ruled by is what it is recorded after. Only `_enact` makes a
`ChangeEnacted`, and only of a lawful judgement; there is no other way in, for the import and the
tests neither.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from ledger.changes import ChangeForm
from ledger.days import wrong_days
from ledger.decision import Position
from ledger.events import (
    ChangeDrafted,
    ChangeEnacted,
    DecisionAdopted,
    DecisionDeclined,
    DecisionRedrafted,
    DecisionSubmitted,
    DecisionTabled,
    DecisionWithdrawn,
    Event,
    MeetingClosed,
    MeetingConvened,
    PositionTaken,
    SourceKept,
    source_stream,
)
from ledger.judging import Judgement, judge
from ledger.ledger_file import KINDS_SHOWN
from ledger.problems import Problem, Refused
from ledger.records import DecisionFields, MeetingFields
from ledger.sentences import said_day
from ledger.serving import ServedLedger
from ledger.sources import Original
from ledger.states import DecisionState, MeetingState
from ledger.supposing import Supposed, suppose


class Ledger(ServedLedger):
    """What the conference's people do with their ledger."""

    # Meetings.

    def convene(self, meeting: MeetingFields) -> None:
        with self.writing():
            if self.meeting(meeting.id) is not None:
                raise Problem("exists", kind=KINDS_SHOWN["meeting"], id=meeting.id)
            self._append([self._event(MeetingConvened, meeting=meeting)])

    def close_meeting(
        self,
        meeting: str,
        on: date,
        *,
        unsettled: Mapping[str, str] | None = None,
        sealed: bool = True,
    ) -> None:
        """Its record is complete, and is sealed. What is recorded of it later is shown as recorded
        after its closing.

        Args:
            unsettled: why its docket is left unsettled, where it is.
            sealed: whether the ledger is sealed with it; not where its key is lost.
        """
        with self.writing():
            state: MeetingState = self._must_have("meeting", meeting)
            if state.closed is not None:
                raise Problem("already", id=meeting, status=_STATUS["closed"], cure=_CURE["late"])
            if on < (ended := state.fields.closes_on):
                days = {"on": said_day(on), "closes_on": said_day(ended)}
                raise Problem("closed-early", id=meeting, **days)
            why = {"unsettled": dict(unsettled)} if unsettled else {}
            self._append([self._event(MeetingClosed, meeting=meeting, on=on, **why)])
            if sealed:
                self.seal(meeting)

    # Decisions.

    def table(
        self,
        fields: DecisionFields,
        changes: Sequence[ChangeForm] = (),
        positions: Mapping[str, Position] | None = None,
    ) -> None:
        """Put a draft decision to a meeting.

        Raises:
            Problem: there is no such meeting, there is such a decision, or one of its days is on
                the wrong side of its adoption.
        """
        with self.writing():
            self._must_have("meeting", fields.meeting)
            if self.decision(fields.id) is not None:
                raise Problem("exists", kind=KINDS_SHOWN["decision"], id=fields.id)
            tabled = self._event(DecisionTabled, decision=fields.id, fields=fields)
            self._append([tabled, *self._drafted(fields, changes, positions)])

    def redraft(
        self,
        fields: DecisionFields,
        changes: Sequence[ChangeForm] = (),
        positions: Mapping[str, Position] | None = None,
    ) -> None:
        """Give a tabled decision a new text and new changes; the positions on the old ones are
        cleared."""
        with self.writing():
            state = self._open_decision(fields.id)
            self._must_have("meeting", fields.meeting)
            if fields.meeting != state.fields.meeting:
                raise Problem("other-meeting", id=fields.id, meeting=state.fields.meeting)
            redrafted = self._event(DecisionRedrafted, decision=fields.id, fields=fields)
            self._append([redrafted, *self._drafted(fields, changes, positions)])

    def _drafted(
        self,
        fields: DecisionFields,
        changes: Sequence[ChangeForm],
        positions: Mapping[str, Position] | None,
    ) -> list[Event]:
        return [
            *(
                self._event(ChangeDrafted, decision=fields.id, number=n, change=change)
                for n, change in enumerate(changes, start=1)
            ),
            *self._taken(fields, changes, positions or {}),
        ]

    def _taken(
        self,
        fields: DecisionFields,
        changes: Sequence[ChangeForm],
        positions: Mapping[str, Position],
        before: Mapping[str, Position] | None = None,
    ) -> list[Event]:
        """Positions on this very draft, and those that were taken on it before."""
        self._must_fit(fields, changes, positions)
        self._must_be_their_own(fields.id, positions, before or {})
        self._signatures_count(fields.id, fields.text, changes, positions)
        return [
            self._event(PositionTaken, decision=fields.id, member=member, position=position)
            for member, position in positions.items()
        ]

    def _must_fit(
        self,
        fields: DecisionFields,
        changes: Sequence[ChangeForm],
        positions: Mapping[str, Position],
    ) -> None:
        """A decision's days have to fit its own: an error of the register, not of the decision."""
        forms = [form.change for form in changes]
        for wrong in wrong_days(forms, positions, fields.adopted_on, self._day_of):
            change, member = f"{fields.id}#{wrong.number}", wrong.member
            position = (
                f"The position of {member} on {fields.id}",
                f"La posición de {member} sobre {fields.id}",
            )
            what = position if member else (change, change)
            raise Problem("wrong-day", what=what, why=wrong.why)

    def _day_of(self, decision: str) -> date | None:
        state = self.decision(decision)
        return None if state is None else state.fields.adopted_on

    def take_position(self, decision: str, positions: Mapping[str, Position]) -> None:
        """Take members' positions on a draft. A delegation's own settles what it contested.

        Raises:
            Refused: a signature is not of this draft, or not by the member's key; or, on a served
                ledger, a position is a delegation's own account, or takes the place of its own word, and
                somebody else records it (`not-their-own`).
            Problem: a position was taken after the day of the adoption.
        """
        with self.writing():
            state = self._open_decision(decision)
            taken = self._taken(state.as_recorded, state.changes, positions, state.positions)
            self._append(taken)

    def _open_decision(self, id: str) -> DecisionState:
        state: DecisionState = self._must_have("decision", id)
        if not state.is_open:
            cure = _CURE["rectify" if state.status == "adopted" else "table"]
            raise Problem("already", id=id, status=_STATUS[state.status], cure=cure)
        return state

    def judgement(self, decision: str) -> Judgement:
        """What the rule says of a decision as it stands, were it adopted now."""
        with self.problems():
            if not self.recorder.datastore.in_session:
                self._look()
            state: DecisionState = self._must_have("decision", decision)
            meeting: MeetingState = self._must_have("meeting", state.fields.meeting)
            # Again: the day of a decision that something stands under may be another by now.
            self._must_fit(state.fields, state.changes, state.positions or {})
            return judge(
                self.index, state.for_ruling(meeting.fields, self._head + 1), state.change_list
            )

    def suppose(self, decisions: Sequence[str]) -> Supposed:
        """What would be if these drafts passed with everybody's agreement, in this order; nothing of it is
        recorded.

        Raises:
            Problem: there is no such decision, or it is no draft any more.
        """
        with self.problems():
            if not self.recorder.datastore.in_session:
                self._look()
            drafts = []
            for id in decisions:
                state = self._open_decision(id)
                meeting: MeetingState = self._must_have("meeting", state.fields.meeting)
                self._must_fit(state.fields, state.changes, state.positions or {})
                drafts.append((state.for_ruling(meeting.fields, 0), state.change_list))
            return suppose(self.index, self._head + 1, drafts)

    def submit(self, decision: str) -> None:
        """The Secretariat says that the meeting adopted it. Ruled now, and again when it is
        confirmed.

        Raises:
            Refused: it is unlawful, or `contested`.
            Problem: on a served ledger, `other-office`: `by` is not the Secretariat.
        """
        with self.writing(about=decision):
            state = self._open_decision(decision)
            self._must_submit(decision)
            if state.status == "submitted":
                raise Problem(
                    "already", id=decision, status=_STATUS["submitted"], cure=_CURE["confirm"]
                )
            self._must_be_uncontested(decision, state)
            judgement = self.judgement(decision)
            if not judgement.lawful:
                raise Refused(judgement.violations)
            self._append([self._event(DecisionSubmitted, decision=decision)])

    def confirm(self, decision: str) -> Judgement:
        """Confirm what was submitted: it is ruled again, and only now enters the plan.

        On a served ledger a refusal by the rule is recorded with its violations, and the decision is
        tabled again. So it is not for a transaction that is undone when this raises.

        Raises:
            Refused: it is unlawful by now; or, and then nothing is recorded, `contested`.
            Problem: `not-submitted`; on a served ledger `served` (whoever has the file does not
                confirm), `other-office` or `same-account`.
        """
        with self.writing(about=decision):
            state = self._open_decision(decision)
            if self.is_served:
                self._must_confirm(decision, state)
            if state.status != "submitted":
                raise Problem("not-submitted", id=decision)
            self._must_be_uncontested(decision, state)
            judgement = self.judgement(decision)
            if judgement.lawful or not self.is_served:
                by = state.submitted_by if self.is_served else None
                return self._enact(judgement, state.changes, submitted_by=by)
            self._confirmation_refused(decision, judgement.violations)
        raise Refused(judgement.violations)

    def adopt(self, decision: str, *, founding: bool = False) -> Judgement:
        """Submit and confirm in one, on a ledger that one person keeps.

        Args:
            founding: as a part of the founding import of a served ledger, before its first seal.
        Raises:
            Refused: with every violation of every change, or `contested`; nothing is recorded.
            Problem: `served`: this takes two persons.
        """
        with self.writing(about=decision):
            state = self._open_decision(decision)
            if not founding or self.takes_two_persons:
                self._must_not_be_served(decision, state)
            self._must_be_uncontested(decision, state)
            return self._enact(self.judgement(decision), state.changes)

    def record(
        self,
        fields: DecisionFields,
        changes: Sequence[ChangeForm],
        positions: Mapping[str, Position],
    ) -> Judgement:
        """Record a decision that a meeting has adopted: table and adopt it in one.

        Raises:
            Refused: with every violation of every change; nothing is recorded.
            Problem: `served`: on a served ledger that is sealed this takes two persons.
        """
        with self.writing():
            if self.takes_two_persons:
                self._must_not_be_served(fields.id, None)
            meeting: MeetingState = self._must_have("meeting", fields.meeting)
            if self.decision(fields.id) is not None:
                raise Problem("exists", kind=KINDS_SHOWN["decision"], id=fields.id)
            tabling = [
                self._event(DecisionTabled, decision=fields.id, fields=fields),
                *self._drafted(fields, changes, positions),
            ]
            state = DecisionState(
                fields, fields, self._head + 1, changes=tuple(changes), positions=positions
            )
            ruled = state.for_ruling(meeting.fields, self._head + len(tabling) + 1)
            return self._enact(judge(self.index, ruled, state.change_list), state.changes, tabling)

    def _enact(
        self,
        judgement: Judgement,
        forms: Sequence[ChangeForm],
        before: Sequence[Event] = (),
        submitted_by: str | None = None,
    ) -> Judgement:
        if not judgement.lawful:
            raise Refused(judgement.violations)
        ruled = judgement.decision
        # At this point, and not before, the decision is adopted.
        self._append(
            [
                *before,
                self._event(
                    DecisionAdopted,
                    decision=ruled.id,
                    meeting=ruled.meeting,
                    body=ruled.body,
                    adopted_on=ruled.adopted_on,
                    changes=len(judgement.changes),
                    **({"submitted_by": submitted_by} if submitted_by else {}),
                ),
                *(
                    self._event(
                        ChangeEnacted,
                        change=form,
                        authority=change.authority,
                        **({"stands_by": change.stands_by} if change.stands_by else {}),
                    )
                    for change, form in zip(judgement.changes, forms, strict=True)
                ),
            ]
        )
        self.index.add(judgement)
        return judgement

    def decline(self, decision: str, reason: Mapping[str, str] | None = None) -> None:
        self._end(decision, DecisionDeclined, reason)

    def withdraw(self, decision: str, reason: Mapping[str, str] | None = None) -> None:
        self._end(decision, DecisionWithdrawn, reason)

    def _end(self, decision: str, kind: type[Event], reason: Mapping[str, str] | None) -> None:
        with self.writing():
            self._open_decision(decision)
            given = {"reason": dict(reason)} if reason else {}
            self._append([self._event(kind, decision=decision, **given)])

    # The signed originals.

    def keep_source(self, file: Path, original: Original) -> None:
        """Keep a signed original beside the log. That it is kept is recorded once, and only after it
        is.

        Args:
            original: what the file was found to be.
        Raises:
            Problem: it is that no more, or cannot be kept.
        """
        with self.writing():
            self.sources.keep(file, original)
            # At this point, and not before, the log may say that it is kept.
            if self._version(source_stream(original.sha256)) == 0:
                self._append([self._event(SourceKept, **original._asdict())])

    def keeps_source(self, sha256: str) -> bool:
        """Whether an original is kept, as the log says that it is."""
        recorded = self.recorder.version(source_stream(sha256)) > 0
        return recorded and self.sources.state(sha256) == "kept"


_STATUS = {
    "submitted": ("submitted", "sometida"),
    "adopted": ("adopted", "adoptada"),
    "declined": ("declined", "rechazada"),
    "withdrawn": ("withdrawn", "retirada"),
    "closed": ("closed", "cerrada"),
}
_CURE = {
    "rectify": (
        "what was adopted is undone by a rectification, in a new decision",
        "lo adoptado se deshace con una rectificación, en una nueva decisión",
    ),
    "table": ("table a new decision", "presente una nueva decisión"),
    "confirm": ("confirm it", "confírmela"),
    "late": (
        "a decision can still be recorded, and is shown as recorded after its closing",
        "todavía puede registrarse una decisión, y se muestra como registrada después del cierre",
    ),
}
