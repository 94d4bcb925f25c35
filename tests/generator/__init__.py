"""Lawful histories of any size, with the real register's proportions: seeded, streamed.

    python -m tests.generator --changes 100000 -o big.yaml

A small model of the plan looks on, so that every change is lawful by construction; it proves
nothing. The plan grows to `plan_size` current items and stays near it, as items are completed and
others approved; memory does not grow with the history. What is in one:

- four lines of action and two networks' workplans, sub-items and pillars that come and go;
- meetings of the four bodies a few days apart, one to six decisions each, some with no change,
  some adopted in writing;
- every kind of change that a plan sees, members joining and leaving once in a while;
- mostly `agreed: all`; where consensus is enough, now and then a member that is absent, abstains
  or reserves its position;
- decisions recorded late: adopted one to `LATE_BY` meetings before what was last recorded.
"""

from collections import deque
from collections.abc import Iterator

from ledger.importer import expanded, fields_of
from ledger.ledger import Ledger
from ledger.records import DecisionRecord, MeetingRecord
from tests.generator.history import LATE_BY, documents
from tests.generator.things import Document


def generate(
    changes: int,
    *,
    changes_per_decision: int = 10,
    seed: int = 0,
    plan_size: int = 200,
    late_every: int | None = 100,
) -> Iterator[tuple[MeetingRecord, DecisionRecord]]:
    """A lawful history, decision by decision in the order of recording.

    Args:
        changes: how many changes in all.
        late_every: each so-manyeth decision is recorded late; None for never.
    """
    known: deque[tuple[Document, MeetingRecord]] = deque(maxlen=LATE_BY + 2)
    for meeting, decision in documents(changes, changes_per_decision, seed, plan_size, late_every):
        record = next((r for document, r in known if document is meeting.document), None)
        if record is None:
            record = MeetingRecord.model_validate(meeting.document)
            known.append((meeting.document, record))
        yield record, DecisionRecord.model_validate(decision)


def record_all(ledger: Ledger, history: Iterator[tuple[MeetingRecord, DecisionRecord]]) -> int:
    """Record a history straight in a ledger, decision by decision; how many there were."""
    count = 0
    for meeting, record in history:
        if ledger.meeting(meeting.id) is None:
            ledger.convene(meeting.fields)
        assert record.adopted_on is not None
        members = ledger.charter.members_on(record.adopted_on)
        positions = expanded(record, "presumed", members, meeting.present)
        ledger.record(fields_of(meeting.id, record), record.changes, positions)
        count += 1
    return count
