"""One entry of the log as the audit shows it."""

import json
from base64 import b64decode
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from ledger.changes import Change, CharterChange
from ledger.events import (
    ChangeDrafted,
    ChangeEnacted,
    CharterGiven,
    CommentMade,
    ConfirmationRefused,
    ContestWithdrawn,
    DecisionAdopted,
    DecisionDeclined,
    DecisionRedrafted,
    DecisionSubmitted,
    DecisionTabled,
    DecisionWithdrawn,
    DocketCleared,
    Event,
    KeyRotated,
    MeetingClosed,
    MeetingConvened,
    MemberKeyGiven,
    MemberKeyWithdrawn,
    PositionContested,
    PositionTaken,
    ProgressReported,
    ProposalEvent,
    ProposalReferred,
    ProposalSettled,
    ProposalSubmitted,
    RecordCorrected,
    SealMade,
    ServiceBegun,
    SourceKept,
)
from ledger.index import recorded_change
from ledger.plan import Authority
from ledger.standing import RecordedChange
from ledger.store import MOST_NAMED, Fact, batches
from projections.contests import contested_by
from projections.documents import as_given
from projections.items import State, before_and_after, nested, state_of
from projections.lateness import FirstSeals
from projections.past import Past
from projections.tables import (
    decision_documents,
    decisions,
    entries,
    entry_items,
    item_states,
    meetings,
)
from projections.views import Reading

Document = dict[str, Any]


class EntryDocuments:
    """Makes the documents of entries; what several of them need is read once.

    Args:
        known_at: who contests an agreement is said as of this entry; as of the last where it is None.
    """

    def __init__(self, reading: Reading, known_at: int | None = None):
        self.reading = reading
        self.contested = contested_by(reading, reading.entry if known_at is None else known_at)
        self.past = Past(reading)
        self.first_seals = FirstSeals(reading)
        self._meetings: dict[str, tuple[str, str]] = {}
        self._positions: dict[str, Mapping[str, Any]] = {}

    def of(self, numbers: Sequence[int]) -> list[Document]:
        """The entries with these numbers."""
        facts = self.reading.ledger.recorder.entries(numbers)
        marks = self._marks(numbers)
        changes = [fact.entry for fact in facts if isinstance(fact.event, ChangeEnacted)]
        states = self._states(changes)
        return [self._document(fact, marks[fact.entry], states) for fact in facts]

    # What the tables say of them.

    def _marks(self, numbers: Sequence[int]) -> dict[int, Any]:
        asked = select(entries.c.entry, entries.c.decision, entries.c.voided_by)
        found: dict[int, Any] = {}
        for some in batches(numbers, MOST_NAMED):
            rows = self.reading.connection.execute(asked.where(entries.c.entry.in_(some)))
            found |= {row.entry: row for row in rows}
        return found

    def _states(self, numbers: Sequence[int]) -> dict[tuple[int, str], tuple[State | None, State]]:
        """The states that each led from and to, where they are known without folding."""
        before, after = item_states.alias(), item_states.alias()
        # From the states to the items: there is no way from an entry to its items but through each item's history.
        asked = (
            select(entry_items.c.entry, entry_items.c.item, before.c.state, after.c.state)
            .select_from(entries)
            .join(
                entry_items,
                (entry_items.c.item == entries.c.item) & (entry_items.c.entry == entries.c.entry),
            )
            .join(after, after.c.id == entry_items.c.after)
            .outerjoin(before, before.c.id == entry_items.c.before)
        )
        found = {}
        for some in batches(numbers, MOST_NAMED):
            for entry, item, old, new in self.reading.connection.execute(
                asked.where(entries.c.entry.in_(some))
            ):
                found[entry, item] = (state_of(old) if old is not None else None, state_of(new))
        return found

    def _meeting_of(self, decision: str) -> tuple[str, str]:
        """Its meeting, and that one's body."""
        if decision not in self._meetings:
            asked = (
                select(meetings.c.id, meetings.c.body)
                .join(decisions, decisions.c.meeting == meetings.c.id)
                .where(decisions.c.id == decision)
            )
            id, body = self.reading.connection.execute(asked).one()
            self._meetings[decision] = (id, body)
        return self._meetings[decision]

    def _body_of(self, meeting: str) -> str:
        asked = select(meetings.c.body).where(meetings.c.id == meeting)
        body: str = self.reading.connection.execute(asked).scalar_one()
        return body

    def _basis(self, decision: str, members: Iterable[str]) -> Document:
        """How we know that they agreed."""
        if decision not in self._positions:
            asked = select(decision_documents.c.positions).where(
                decision_documents.c.id == decision
            )
            stored = self.reading.connection.execute(asked).scalar_one()
            self._positions[decision] = json.loads(stored)
        positions = self._positions[decision]
        return {member: positions.get(member, {}).get("basis", "recorded") for member in members}

    # The documents.

    def _document(
        self, fact: Fact, mark: Any, states: Mapping[tuple[int, str], tuple[State | None, State]]
    ) -> Document:
        event = fact.event
        document: Document = {
            "entry": fact.entry,
            "recorded_at": _utc(event.recorded_at),
            "recorded_by": event.recorded_by,
            "event": event.name,
            "item": None,
            "change": None,
            "reference": None,
            "decision": None,
            "meeting": None,
            "body": None,
            "adopted_on": None,
            "agreed_by": [],
            "basis": {},
            "recorded_after_days": None,
            "recorded_after_seal": None,
            "before": None,
            "after": None,
            "voided_by": mark.voided_by,
        }
        if mark.decision is not None:
            meeting, body = self._meeting_of(mark.decision)
            document |= {"decision": mark.decision, "meeting": meeting, "body": body}
        if isinstance(event, ChangeEnacted):
            self._enacted(document, recorded_change(event, fact.entry), event, states)
        else:
            document |= self._said(event)
        # What a proposal names is the meeting that it goes to.
        if document["meeting"] is not None and not isinstance(event, SealMade | ProposalEvent):
            seal = self.first_seals.before(document["meeting"], fact.entry)
            document["recorded_after_seal"] = seal
        return document

    def _enacted(
        self,
        document: Document,
        recorded: RecordedChange,
        event: ChangeEnacted,
        states: Mapping[tuple[int, str], tuple[State | None, State]],
    ) -> None:
        change, by = recorded.change, recorded.authority
        document |= {
            "item": change.item,
            "change": event.change.document(),
            "reference": by.reference,
            "agreed_by": list(by.agreed_by),
            "basis": self._basis(by.decision, by.agreed_by),
            **_agreed(by.adopted_on, event),
        }
        if by.decision in self.contested:
            document["contested_by"] = self.contested[by.decision]
        if event.stands_by is not None:
            document["stands_by"] = authority_document(event.stands_by)
        if change.item is None:
            document["before"], document["after"] = self._rules_around(recorded, change)
            return
        found = states.get((recorded.entry, change.item))
        document["before"], document["after"] = before_and_after(
            *(found or self.past.around(recorded, change.item))
        )

    def _rules_around(self, recorded: RecordedChange, change: Change) -> tuple[Document, Document]:
        assert isinstance(change, CharterChange)
        before = self.past.charters(recorded.entry).at(recorded.place)
        after = change.amended(before, recorded.authority.adopted_on)
        old, new = _flat(as_given(before)), _flat(as_given(after))
        changed = [path for path in {**old, **new} if old.get(path) != new.get(path)]
        return (
            nested({path: old.get(path) for path in changed}),
            nested({path: new.get(path) for path in changed}),
        )

    def _said(self, event: Event) -> Document:
        """What an event that is no change of the plan says."""
        match event:
            case PositionTaken(member=member, position=position):
                said = as_given(position)
                return {
                    "member": member,
                    "stance": position.stance,
                    "position": said,
                    "basis": {member: position.basis},
                }
            case ChangeDrafted(change=change, number=number):
                return {"item": change.change.item, "change": change.document(), "number": number}
            case DecisionTabled(fields=fields) | DecisionRedrafted(fields=fields):
                return {"fields": as_given(fields)}
            case DecisionAdopted(adopted_on=adopted_on, changes=changes, submitted_by=by):
                confirms = {} if by is None else {"submitted_by": by}
                return {**_agreed(adopted_on, event), "changes": changes, **confirms}
            case DecisionDeclined(reason=reason) | DecisionWithdrawn(reason=reason):
                return {"reason": reason}
            case PositionContested(member=member, reason=contest):
                return {"member": member, "reason": dict(contest)}
            case ContestWithdrawn(member=member, reason=reason):
                return {"member": member, "reason": reason}
            case ConfirmationRefused(violations=violations, left_out=left_out):
                found = [each.model_dump(mode="json") for each in violations]
                return {"violations": found, "left_out": left_out or 0}
            case MeetingConvened(meeting=meeting):
                given = as_given(meeting)
                return {"meeting": meeting.id, "body": meeting.body, "fields": given}
            case MeetingClosed(meeting=id, on=on, unsettled=unsettled):
                why = {} if unsettled is None else {"unsettled": unsettled}
                return {"meeting": id, "body": self._body_of(id), "on": on.isoformat(), **why}
            case DocketCleared(meeting=id, clearing=clearing):
                said = {"taken": list(clearing.taken), "left_out": dict(clearing.left_out)}
                return {"meeting": id, "body": self._body_of(id), **said}
            case RecordCorrected():
                corrected: dict[str, str | None] = {
                    "kind": event.kind,
                    "id": event.id,
                    "path": event.path,
                    "meeting": event.id if event.kind == "meeting" else None,
                }
                given = {key: said for key, said in corrected.items() if said is not None}
                return {
                    **given,
                    "before": event.before,
                    "after": event.after,
                    "reason": dict(event.reason),
                }
            case ProposalSubmitted(proposal=id, fields=proposed):
                of = {"proposal": id, "meeting": proposed.submitted_to}
                return {**of, "fields": as_given(proposed)}
            case CommentMade(proposal=id, comment=comment):
                return {"proposal": id, "comment": as_given(comment)}
            case ProposalReferred(proposal=id, referral=referral):
                return {"proposal": id, "referral": as_given(referral)}
            case ProposalSettled(proposal=id, outcome=outcome):
                return {"proposal": id, "outcome": as_given(outcome)}
            case ProgressReported(report=report):
                return {"item": report.item, "report": as_given(report)}
            case SourceKept(sha256=sha256, size=size):
                return {"sha256": sha256, "size": size}
            case MemberKeyGiven(member=member, key=key, note=note):
                return {"member": member, "key": key, "note": note}
            case MemberKeyWithdrawn(member=member, key=key, reason=reason):
                return {"member": member, "key": key, "reason": reason}
            case SealMade(checkpoint=checkpoint, meeting=sealed):
                _, size_line, root, *_ = checkpoint.split("\n")
                return {"meeting": sealed, "size": int(size_line), "root": b64decode(root).hex()}
            case KeyRotated(key=key):
                return {"key": key}
            case CharterGiven(charter=charter, ledger=ledger, key=key):
                return {"ledger": ledger, "charter": charter.charter, "key": key}
            case DecisionSubmitted() | ServiceBegun():
                return {}
            case _:
                raise AssertionError(event)


def authority_document(by: Authority) -> Document:
    return {
        "reference": by.reference,
        "decision": by.decision,
        "meeting": by.meeting,
        "body": by.body,
        "adopted_on": by.adopted_on.isoformat(),
        "agreed_by": list(by.agreed_by),
    }


def _agreed(adopted_on: date, event: Event) -> Document:
    late = (event.recorded_at.date() - adopted_on).days
    return {"adopted_on": adopted_on.isoformat(), "recorded_after_days": late}


def _utc(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _flat(document: Document, path: tuple[str, ...] = ()) -> dict[tuple[str, ...], Any]:
    found: dict[tuple[str, ...], Any] = {}
    for key, said in document.items():
        if isinstance(said, dict):
            found |= _flat(said, (*path, key))
        else:
            found[*path, key] = said
    return found
