"""One meeting, decision, proposal … on its own, for the commands that record step by step."""

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from pydantic import BaseModel

from ledger.changes import ChangeForm
from ledger.decision import Position
from ledger.input_errors import Findings
from ledger.input_files import opened, whole
from ledger.input_models import Record, read_as
from ledger.input_sentences import Pair
from ledger.records import (
    Comment,
    DecisionRecord,
    MeetingFields,
    Outcome,
    ProposalRecord,
    Referral,
    ReportFields,
)
from ledger.references import Known, References, day
from ledger.register_file import add_strange_languages, with_basis

M = TypeVar("M", bound=BaseModel)


def read_part(
    source: str | Path,
    model: type[M],
    known: Known,
    context: Mapping[str, Any] | None = None,
) -> M:
    """One record of the register's form, from a file or from its text.

    Args:
        context: `language` of bare strings, `basis` of positions that name none, the `meeting`
            (its `MeetingFields`) that a decision is of, and the name of the `file` for errors
            where the source is a text.

    Raises:
        UnreadableInput: with every error of the record.
    """
    context = context or {}
    file = str(source) if isinstance(source, Path) else str(context.get("file", "-"))
    findings = Findings([file])
    stream = _stream(source, findings)
    found = None
    if stream is not None:
        with stream:
            record = whole(file, stream, _expected(model), findings)
        if record is not None:
            found = _read(record, model, known, context, findings)
    findings.raise_any()
    assert found is not None
    return found


def _stream(source: str | Path, findings: Findings) -> BinaryIO | None:
    if isinstance(source, Path):
        return opened(source, findings)
    return io.BytesIO(source.encode("utf-8", "surrogatepass"))


def _expected(model: type[BaseModel]) -> Pair:
    keys = ", ".join(field.alias or name for name, field in model.model_fields.items())
    return f"a mapping with the keys {keys}", f"un mapa con las claves {keys}"


def _read(
    record: Record, model: type[M], known: Known, context: Mapping[str, Any], findings: Findings
) -> M | None:
    charters = [] if known.charter is None else [known.charter]
    references = References(charters, known, findings)
    _refer(record, model, references, context)
    language = context.get("language")
    facts = {"language": language}
    if charters:
        facts |= {"languages": references.languages, "names": references.leads}
    found = read_as(model, record, facts, findings)
    add_strange_languages(model, record, references, None)
    references.resolve()
    return found


def _refer(
    record: Record, model: type[BaseModel], references: References, context: Mapping[str, Any]
) -> None:
    value: dict[str, Any] = record.value
    meeting: MeetingFields | None = context.get("meeting")
    basis = context.get("basis", "recorded")
    if issubclass(model, MeetingFields):
        references.meeting(record)
        decisions = value.get("decisions")
        for n in range(len(decisions) if isinstance(decisions, list) else 0):
            below = record.below("decisions", n)
            _complete(below, value.get("closes_on"), basis)
            _decision(below, value.get("id"), references)
    elif issubclass(model, DecisionRecord):
        _complete(record, meeting.closes_on.isoformat() if meeting else None, basis)
        _decision(record, meeting.id if meeting else None, references)
    elif issubclass(model, ProposalRecord):
        references.proposal(record)
    elif issubclass(model, ReportFields):
        references.report(record)
    elif issubclass(model, Comment):
        references.comment(record, value)
    elif issubclass(model, Referral):
        references.referral(record, value)
    elif issubclass(model, Outcome):
        references.outcome(record, value)
    elif issubclass(model, Position):
        references.position(record, value, None, None)
    elif issubclass(model, ChangeForm):
        references.change(value, record, None, None)


def _complete(record: Record, closes_on: Any, basis: str) -> None:
    """What a register's decision has from its meeting and from the top of its file."""
    value = record.value
    if isinstance(value, dict):
        with_basis(value, basis)
        if value.get("adopted_on") is None and closes_on is not None:
            value["adopted_on"] = closes_on


def _decision(record: Record, meeting: Any, references: References) -> None:
    value = record.value if isinstance(record.value, dict) else {}
    references.decision(record, meeting, day(value.get("adopted_on")))
