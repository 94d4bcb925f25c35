"""How meetings, decisions, proposals and reports are fed: documents, as a register writes them."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Executable, Table, bindparam, select

from ledger.events import (
    CommentMade,
    DecisionAdopted,
    DecisionRedrafted,
    DecisionTabled,
    MeetingClosed,
    MeetingConvened,
    ProgressReported,
    ProposalReferred,
    ProposalSettled,
    ProposalSubmitted,
    RecordCorrected,
)
from ledger.records import DecisionFields
from ledger.values import Model
from projections.driver import Driver
from projections.tables import (
    decision_documents,
    decisions,
    inserting,
    meetings,
    proposals,
    replacing,
    reports,
    updating,
)

Document = dict[str, Any]


def written(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def as_given(model: Model) -> Document:
    """What was given of a record, in JSON's types."""
    return model.model_dump(mode="json", exclude_unset=True)


def corrected(document: Document, path: str, after: Any) -> None:
    """One slip put right: `title.en`, `place`, `positions.MX.statement.es`."""
    *way, last = path.split(".")
    for key in way:
        document = document.setdefault(key, {})
    if after is None:
        document.pop(last, None)
    else:
        document[last] = after


def by_id(table: Table) -> Executable:
    return select(table).where(table.c.id == bindparam("id"))


@dataclass(slots=True)
class _Decision:
    """A decision that is being changed: its parts as JSON, put together when it is written."""

    id: str
    meeting: str
    entry: int
    fields: bytes
    status: str = "tabled"
    settled_at: int | None = None
    last_entry: int = 0
    day: int | None = None
    positions: dict[str, bytes] = field(default_factory=dict)
    changes: list[bytes] = field(default_factory=list)
    drafted_at: int = 0

    @property
    def row(self) -> tuple[Any, ...]:
        settled = (self.settled_at, self.last_entry, self.day)
        return (self.id, self.meeting, self.status, self.entry, *settled, self.drafted_at)

    @property
    def document(self) -> tuple[Any, ...]:
        positions = b",".join(b'"%b":%b' % (m.encode(), p) for m, p in self.positions.items())
        return (self.id, self.fields, b"{%b}" % positions, b"[%b]" % b",".join(self.changes))


class Documents:
    """Takes what happens to records, and writes what follows from it when it is told to."""

    def __init__(self, driver: Driver):
        self.driver = driver
        self.forget()

    def forget(self) -> None:
        self._decisions: dict[str, _Decision] = {}
        self._settled: dict[str, tuple[str, int, int, int | None]] = {}
        self._others: dict[tuple[Table, str], list[Any]] = {}
        self._reports: list[tuple[int, str, bytes]] = []

    def flush(self) -> None:
        """Write what is pending; the transaction is the caller's."""
        run = self.driver.run_for_each
        if self._decisions:
            pending = self._decisions.values()
            run(replacing(decisions), [each.row for each in pending])
            run(replacing(decision_documents), [each.document for each in pending])
        self._write_settled()
        for table in (meetings, proposals):
            if rows := [
                (*r[:-1], written(r[-1])) for (t, _), r in self._others.items() if t is table
            ]:
                run(replacing(table), rows)
        if self._reports:
            run(inserting(reports), self._reports)
        self.forget()

    # Decisions.

    def tabled(self, event: DecisionTabled | DecisionRedrafted, entry: int) -> None:
        fields: DecisionFields = event.fields
        first = (
            entry if isinstance(event, DecisionTabled) else self._decision(fields.id, entry).entry
        )
        text = fields.model_dump_json(exclude_unset=True).encode()
        decision = _Decision(
            fields.id, fields.meeting, first, text, last_entry=entry, drafted_at=entry
        )
        self._decisions[fields.id] = decision

    def drafted(self, decision: str, change: bytes, entry: int) -> None:
        self._decision(decision, entry).changes.append(change)

    def position(self, decision: str, member: str, position: bytes, entry: int) -> None:
        self._decision(decision, entry).positions[member] = position

    def stands(self, decision: str, status: str, entry: int) -> None:
        """Submitted, or tabled again."""
        self._decision(decision, entry).status = status

    def adopted(self, event: DecisionAdopted, entry: int) -> None:
        day = event.adopted_on.toordinal()
        self.settled(event.decision, "adopted", entry, entry + event.changes, day)

    def settled(
        self, decision: str, status: str, entry: int, last: int, day: int | None = None
    ) -> None:
        """Adopted, declined or withdrawn: what it says is as it was, and is not written again."""
        if (pending := self._decisions.get(decision)) is not None:
            pending.status, pending.settled_at, pending.last_entry = status, entry, last
            pending.day = day
        else:
            self._settled[decision] = (status, entry, last, day)

    def adopted_at(self, decision: str) -> int | None:
        """The entry of its adoption, where that is pending."""
        if decision in self._settled:
            return self._settled[decision][1]
        pending = self._decisions.get(decision)
        return pending.settled_at if pending is not None else None

    def _decision(self, id: str, entry: int) -> _Decision:
        """A decision to which something happens at an entry."""
        found = self._decisions.get(id)
        if found is None:
            self._write_settled()
            row = self.driver.run(_DECISION, (id,)).fetchone()
            _, fields, positions, changes = self.driver.run(_DOCUMENT, (id,)).fetchone()
            found = self._decisions[id] = _Decision(
                id,
                row[1],
                row[3],
                fields,
                row[2],
                row[4],
                row[5],
                row[6],
                {member: written(p) for member, p in json.loads(positions).items()},
                [written(change) for change in json.loads(changes)],
                row[7],
            )
        if found.settled_at is None:
            found.last_entry = entry
        return found

    def _write_settled(self) -> None:
        if self._settled:
            sql = updating(decisions, "status", "settled_at", "last_entry", "day")
            rows = [(*values, decision) for decision, values in self._settled.items()]
            self.driver.add(sql, rows)
            self._settled = {}

    # Meetings, proposals, reports.

    def convened(self, event: MeetingConvened, entry: int) -> None:
        fields = event.meeting
        days = (fields.opens_on.toordinal(), fields.closes_on.toordinal())
        row = [fields.id, fields.body, *days, entry, None, as_given(fields)]
        self._others[meetings, fields.id] = row

    def closed(self, event: MeetingClosed, entry: int) -> None:
        row = self._other(meetings, event.meeting)
        row[-2] = entry
        row[-1]["closed"] = event.on.isoformat()
        if event.unsettled is not None:
            row[-1]["unsettled"] = event.unsettled

    def proposed(self, event: ProposalSubmitted, entry: int) -> None:
        fields = event.fields
        sections = [place.section for place in fields.placements]
        changed = [id for form in fields.changes for id in form.change.touched]
        items = _spaced(id for id in (*sections, *changed) if id is not None)
        row = [fields.id, fields.submitted_to, entry, items, as_given(fields)]
        self._others[proposals, fields.id] = row

    def went_on(self, event: CommentMade | ProposalReferred | ProposalSettled) -> None:
        """What became of a proposal."""
        row = self._other(proposals, event.proposal)
        document: Document = row[-1]
        match event:
            case CommentMade(comment=comment):
                document.setdefault("comments", []).append(as_given(comment))
                named = [place.section for place in comment.placements if place.section]
                row[-2] = _spaced(dict.fromkeys([*row[-2].split(), *named]))
            case ProposalReferred(referral=referral):
                document.setdefault("referrals", []).append(as_given(referral))
            case ProposalSettled(outcome=outcome):
                document["outcome"] = as_given(outcome)

    def reported(self, event: ProgressReported, entry: int) -> None:
        self._reports.append((entry, event.report.item, written(as_given(event.report))))

    def corrected(self, event: RecordCorrected, entry: int) -> None:
        if event.kind != "decision":
            table = meetings if event.kind == "meeting" else proposals
            corrected(self._other(table, event.id)[-1], event.path, event.after)
            return
        decision = self._decision(event.id, entry)
        document = {
            **json.loads(decision.fields),
            "positions": {m: json.loads(p) for m, p in decision.positions.items()},
        }
        corrected(document, event.path, event.after)
        decision.positions = {m: written(p) for m, p in document.pop("positions").items()}
        decision.fields = written(document)

    def _other(self, table: Table, id: str) -> list[Any]:
        if (table, id) not in self._others:
            sql = _MEETING if table is meetings else _PROPOSAL
            row = list(self.driver.run(sql, (id,)).fetchone())
            self._others[table, id] = [*row[:-1], json.loads(row[-1])]
        return self._others[table, id]


_DECISION = by_id(decisions)
_DOCUMENT = by_id(decision_documents)
_MEETING = by_id(meetings)
_PROPOSAL = by_id(proposals)


def _spaced(words: Iterable[str]) -> str:
    """` a b `: where ` a ` can be looked for."""
    return f" {' '.join(words)} "
