"""Writing a ledger back as a register: the form in which a secretariat hands over its records.

"Importing an export into an empty ledger gives the same plan, archive and audit content": each
decision says as the how-manyeth it was recorded, its positions are written member by member, and
slips are written as they were first recorded, with their corrections. What is contested of a
position is written where it is not settled. Who recorded, submitted and confirmed, and which
confirmations were refused, the log alone tells: the ledger that imports has a history of its own.
"""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import islice
from re import fullmatch
from typing import Any, Protocol

import yaml

from ledger.charter import Charter, shipped_charters
from ledger.decision import Position
from ledger.events import (
    CharterGiven,
    DecisionAdopted,
    DecisionRedrafted,
    DecisionTabled,
    Event,
    MeetingConvened,
    MemberKeyGiven,
    MemberKeyWithdrawn,
    PositionTaken,
    ProgressReported,
    ProposalSubmitted,
    RecordCorrected,
    decision_stream,
    meeting_stream,
    proposal_stream,
)
from ledger.ledger import Ledger
from ledger.progress import Progress
from ledger.states import decision_state, meeting_state, proposal_state
from ledger.store import Fact, LogRecorder
from ledger.values import Model
from ledger.yaml_input import plain


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Quotes what the reader would take for something other than a text, such as `1e3`: YAML 1.2
    has numbers that 1.1, by which PyYAML writes, has not."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = None if plain(text) == text else "'"
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


class Writer(Protocol):
    """What a register is written to."""

    def write(self, text: str, /) -> object: ...


class Records(Protocol):
    """What was recorded, wherever that is kept."""

    def stream(self, stream: str) -> list[Fact]:
        """All that was recorded in a stream, in order."""

    def facts(self, *kinds: type[Event]) -> Iterator[Fact]:
        """All events of these kinds, in order."""


class LogRecords:
    """What was recorded in a ledger's log, up to an entry."""

    def __init__(self, recorder: LogRecorder, until: int):
        self.recorder, self.until = recorder, until

    def stream(self, stream: str) -> list[Fact]:
        return [fact for fact in self.recorder.stream(stream) if fact.entry <= self.until]

    def facts(self, *kinds: type[Event]) -> Iterator[Fact]:
        return self.recorder.facts(0, self.until, topics=[kind.topic for kind in kinds])


def export_register(
    ledger: Ledger,
    out: Writer,
    *,
    as_json: bool = False,
    progress: Progress | None = None,
) -> None:
    """Write all that a ledger keeps as a register, meeting by meeting."""
    with ledger.problems():
        write_register(LogRecords(ledger.recorder, ledger.head), out, as_json=as_json, progress=progress)


def register_parts(ledger: Ledger, progress: Progress | None = None) -> "Parts":
    """All that a ledger keeps as a register: its keys, and their values or records in their order."""
    return _Exporter(LogRecords(ledger.recorder, ledger.head), progress).parts()


def write_register(
    records: Records,
    out: Writer,
    *,
    as_json: bool = False,
    progress: Progress | None = None,
) -> None:
    """Write what was recorded as a register. The same records give the same bytes."""
    exporter = _Exporter(records, progress)
    if as_json:
        _write_json(exporter.parts(), out)
    else:
        _write_yaml(exporter.parts(), out)


def _write_json(parts: "Parts", out: Writer) -> None:
    separator = "{"
    for key, value in parts:
        out.write(f"{separator}\n{json.dumps(key)}: ")
        if isinstance(value, Iterator):
            out.write("[")
            for n, element in enumerate(value):
                out.write(("," if n else "") + "\n" + json.dumps(element, ensure_ascii=False))
            out.write("]")
        else:
            out.write(json.dumps(value, ensure_ascii=False))
        separator = ","
    out.write("}\n")


def _write_yaml(parts: "Parts", out: Writer) -> None:
    for key, value in parts:
        if isinstance(value, Iterator):
            out.write(f"{key}:\n")
            empty = True
            for element in value:
                out.write(as_yaml([element]))
                empty = False
            if empty:
                out.write("  []\n")
        else:
            out.write(as_yaml({key: value}))


def as_yaml(value: object, *, in_line: bool = False) -> str:
    """YAML as people write it; or all of it in one line, without its end."""
    width = 1 << 30 if in_line else 110
    written = yaml.dump(
        _with_days(value), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=width,
        default_flow_style=in_line,
    )  # fmt: skip
    return str(written).rstrip("\n") if in_line else str(written)


def _with_days(value: Any) -> Any:
    """Days as YAML writes them, without quotes."""
    if isinstance(value, dict):
        return {key: _with_days(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_with_days(part) for part in value]
    if isinstance(value, str) and fullmatch(r"\d{4}-\d\d-\d\d", value):
        return date.fromisoformat(value)
    return value


Parts = Iterator[tuple[str, Any]]


def _document(model: Model, *without: str) -> dict[str, Any]:
    return model.model_dump(mode="json", exclude_unset=True, exclude=set(without))


class _Exporter:
    def __init__(self, records: Records, progress: Progress | None):
        self.records, self.progress = records, progress
        self.meetings: dict[str, list[str]] = {}
        self.proposals: list[str] = []
        self.order: dict[str, int] = {}
        self.basis: str = "recorded"
        self.reports = self.corrections = self.keys = False
        self._survey()

    def _survey(self) -> None:
        """What there is to write, in the order of recording."""
        adopted: dict[str, int] = {}
        bases: Counter[str] = Counter()
        for fact in self.records.facts(
            MeetingConvened,
            DecisionTabled,
            DecisionRedrafted,
            DecisionAdopted,
            ProposalSubmitted,
            ProgressReported,
            RecordCorrected,
            MemberKeyGiven,
        ):
            match fact.event:
                case MeetingConvened(meeting=meeting):
                    self.meetings[meeting.id] = []
                # Where the first draft is withheld (`ledger.published`), a redraft is the first.
                case (
                    DecisionTabled(fields=fields) | DecisionRedrafted(fields=fields)
                ) if fields.id not in adopted:
                    self.meetings[fields.meeting].append(fields.id)
                    adopted[fields.id] = fact.entry
                case DecisionAdopted(decision=id):
                    adopted[id] = fact.entry
                case ProposalSubmitted(proposal=id):
                    self.proposals.append(id)
                case ProgressReported():
                    self.reports = True
                case RecordCorrected():
                    self.corrections = True
                case MemberKeyGiven():
                    self.keys = True
        for fact in islice(self.records.facts(PositionTaken), 1000):
            assert isinstance(fact.event, PositionTaken)
            if fact.event.position.signature is None:
                bases[fact.event.position.basis] += 1
        if bases:
            self.basis = bases.most_common(1)[0][0]
        self.order = {
            id: n for n, id in enumerate(sorted(adopted, key=adopted.__getitem__), start=1)
        }

    def parts(self) -> Parts:
        yield "register", 1
        founding = next(self.records.facts(CharterGiven)).event
        assert isinstance(founding, CharterGiven)
        yield "charter", self._charter(founding.charter)
        yield "basis", self.basis
        if self.keys:
            yield "member_keys", self._member_keys()
        yield "meetings", self._meetings()
        if self.proposals:
            yield "proposals", (self._proposal(id) for id in self.proposals)
        if self.reports:
            yield "reports", self._reports()
        if self.corrections:
            yield "corrections", self._corrections()

    def _charter(self, charter: Charter) -> Any:
        shipped = shipped_charters().get(charter.charter)
        if shipped is not None and Charter.model_validate(yaml.safe_load(shipped)) == charter:
            return charter.charter
        return _document(charter)

    def _meetings(self) -> Iterator[dict[str, Any]]:
        done, total = 0, len(self.order)
        for id, decisions in self.meetings.items():
            state = meeting_state(self.records.stream(meeting_stream(id)))
            assert state is not None
            document = _document(state.as_recorded)
            if state.closed is not None:
                document["closed"] = state.closed.isoformat()
            if state.unsettled is not None:
                document["unsettled"] = dict(state.unsettled)
            if state.cleared:
                document["cleared"] = [_document(clearing) for clearing in state.cleared]
            if decisions:
                document["decisions"] = [self._decision(decision) for decision in decisions]
            done += len(decisions)
            if self.progress is not None:
                self.progress(done, total)
            yield document

    def _decision(self, id: str) -> dict[str, Any]:
        state = decision_state(self.records.stream(decision_stream(id)))
        assert state is not None
        document = _document(state.as_recorded, "meeting")
        document["recorded"] = self.order[id]
        if state.status != "adopted":
            document["status"] = state.status
        if state.reason:
            document["reason"] = dict(state.reason)
        positions = state.positions_as_recorded or state.positions or {}
        plain = sorted(m for m, p in positions.items() if p == Position(basis=self.basis))
        if plain:
            document["agreed"] = plain
        others = {m: self._position(p) for m, p in sorted(positions.items()) if m not in plain}
        if others:
            document["positions"] = others
        if state.contests:
            contests = sorted(state.contests.items())
            document["contests"] = {member: dict(each.reason) for member, each in contests}
        if state.changes:
            document["changes"] = [form.document() for form in state.changes]
        return document

    def _position(self, position: Position) -> dict[str, Any]:
        return {"stance": position.stance, **_document(position), "basis": position.basis}

    def _proposal(self, id: str) -> dict[str, Any]:
        state = proposal_state(self.records.stream(proposal_stream(id)))
        assert state is not None
        document = _document(state.as_recorded)
        if state.comments:
            document["comments"] = [_document(comment) for comment in state.comments]
        if state.referrals:
            document["referrals"] = [_document(referral) for referral in state.referrals]
        if state.outcome is not None:
            document["outcome"] = _document(state.outcome)
        return document

    def _reports(self) -> Iterator[dict[str, Any]]:
        for fact in self.records.facts(ProgressReported):
            assert isinstance(fact.event, ProgressReported)
            yield _document(fact.event.report)

    def _member_keys(self) -> Iterator[dict[str, Any]]:
        for fact in self.records.facts(MemberKeyGiven, MemberKeyWithdrawn):
            match fact.event:
                case MemberKeyGiven(member=member, key=key, note=note):
                    yield {"member": member, "key": key, "note": note}
                case MemberKeyWithdrawn(member=member, key=key, reason=reason):
                    yield {"member": member, "key": key, "withdrawn": dict(reason)}

    def _corrections(self) -> Iterator[dict[str, Any]]:
        for fact in self.records.facts(RecordCorrected):
            event = fact.event
            assert isinstance(event, RecordCorrected)
            yield {
                event.kind: event.id,
                "path": event.path,
                "before": event.before,
                "after": event.after,
                "reason": dict(event.reason),
            }
