"""One meeting or one decision for the commands that record step by step: from options, or from a
file.

Options are put into the register's own form and read as a register is, so that the same mistakes
get the same words.
"""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel

from api.files import named_file
from api.session import Session, WrongUse
from ledger.attaching import as_document
from ledger.decision import Position
from ledger.importer import expanded, fields_of
from ledger.importing import KnownToLedger
from ledger.input_errors import Findings, UnreadableInput
from ledger.input_files import opened, whole
from ledger.ledger import Ledger
from ledger.records import (
    DecisionFields,
    DecisionRecord,
    MeetingFields,
    MeetingRecord,
    ProposalRecord,
    ReportFields,
)
from ledger.register import read_register
from ledger.register_part import read_part
from ledger.sources import original_of
from ledger.values import Basis

M = TypeVar("M", bound=BaseModel)
POSITIONS = (
    "positions by member, as in CA: {stance: agree, except: [item]}",
    "posiciones por miembro, como CA: {stance: agree, except: [elemento]}",
)
REGISTER_KEYS = frozenset({"register", "meetings", "proposals", "reports"})


class Draft(NamedTuple):
    """A decision as it is to be tabled."""

    fields: DecisionFields
    record: DecisionRecord
    positions: dict[str, Position]


def is_register(file: Path) -> bool:
    """Whether a file is a whole register, not the bare mapping of one record."""
    findings = Findings([str(file)])
    stream = opened(file, findings)
    if stream is None:
        return False
    with stream:
        record = whole(str(file), stream, ("", ""), findings)
    return (
        record is not None
        and isinstance(record.value, dict)
        and not REGISTER_KEYS.isdisjoint(record.value)
    )


def typed(
    session: Session,
    fields: Mapping[str, Any],
    changes: Sequence[str] = (),
    placements: Sequence[str] = (),
) -> str:
    """Options as a part of a register: JSON is YAML; changes and placements are YAML as they were typed."""
    lines = [
        f"{json.dumps(name)}: {json.dumps(value)}"
        for name, value in fields.items()
        if value is not None
    ]
    for name, parts in (("changes", changes), ("placements", placements)):
        if parts:
            lines.append(f'"{name}":')
        for part in parts:
            first, *more = part.splitlines() or [""]
            lines += [f"  - {first}", *(f"    {line}" for line in more)]
    return "\n".join(lines) + "\n"


def read_typed(
    session: Session,
    ledger: Ledger,
    text: str,
    model: type[M],
    *,
    untyped: Collection[str] = (),
    **context: Any,
) -> M:
    """A part made of options; its errors name no file and no line, only what is wrong.

    Args:
        untyped: what was taken from another option, where what is wrong with it is said already.
    """
    context = {"language": session.t.language, **context}
    try:
        return read_part(text, model, KnownToLedger(ledger), context)
    except UnreadableInput as error:
        errors = [e for e in error.errors if e.path not in untyped]
        raise UnreadableInput([replace(e, file="", line=None) for e in errors]) from None


def no_options_beside(option: str, given: Mapping[str, Any]) -> None:
    names = [f"--{name.replace('_', '-')}" for name, value in given.items() if value]
    if names:
        raise WrongUse("file-and-options", file=option, names=", ".join(names))


def text_of(**by_language: str | None) -> dict[str, str] | None:
    return {language: words for language, words in by_language.items() if words is not None} or None


def source_of(typed_source: str | None) -> Any:
    """A source: a text, or, in braces, the signed original's title, page, url and hash."""
    if typed_source is not None and typed_source.lstrip().startswith("{"):
        import yaml

        try:
            return yaml.load(typed_source, Loader=yaml.BaseLoader)
        except yaml.YAMLError:
            return typed_source
    return typed_source


class GivenOriginal:
    """The file that `--source-file` names, or none."""

    def __init__(self, file: str | None):
        self.file = None if file is None else Path(file)
        self.original = None if self.file is None else original_of(self.file)

    def named_in(self, session: Session, source: Any) -> Any:
        """A source that names it by its hash."""
        if self.original is None:
            return source
        return {**as_document(source, session.t.language), "sha256": self.original.sha256}

    def kept_with(self, ledger: Ledger, act: Callable[[], None]) -> Callable[[], None]:
        """An act, and the keeping of the file, in one: where either fails, nothing is recorded."""

        def both() -> None:
            act()
            if self.file is not None and self.original is not None:
                ledger.keep_source(self.file, self.original)

        return both


def members_of(typed_members: str | None, *words: str) -> Any:
    """`all`, or `MX,CA` as a list."""
    if typed_members is None or typed_members in words:
        return typed_members
    return [member.strip() for member in typed_members.split(",") if member.strip()]


# --- meetings -------------------------------------------------------------------------------------


def meeting_from_file(session: Session, ledger: Ledger, id: str, name: str) -> MeetingFields:
    with named_file(name) as file:
        if is_register(file):
            register = read_register([file], KnownToLedger(ledger))
            if len(register.meetings) != 1 or register.decision_count:
                records = len(register.meetings) + register.decision_count
                raise WrongUse("not-one", file=name, n=records, what=session.t("what.meeting"))
            record = register.meetings[0]
        else:
            record = read_part(
                file, MeetingRecord, KnownToLedger(ledger), {"language": session.t.language}
            )
    _must_be(record.id, id)
    return record.fields


def _must_be(found: str, id: str) -> None:
    if found != id:
        raise WrongUse("id-differs", found=found, id=id)


def meeting_of(ledger: Ledger, id: str) -> MeetingFields:
    found = ledger.meeting(id)
    if found is None:
        raise WrongUse("no-such-meeting", id=id)
    return found.fields


# --- proposals, and what is said before a decision ------------------------------------------------


def proposal_from_file(session: Session, ledger: Ledger, id: str, name: str) -> ProposalRecord:
    """A proposal, with what is said of it already, from a register with one, or from its bare mapping."""
    with named_file(name) as file:
        if is_register(file):
            register = read_register([file], KnownToLedger(ledger))
            if len(register.proposals) != 1 or register.meetings or register.reports:
                n = len(register.proposals) + len(register.meetings) + len(register.reports)
                raise WrongUse("not-one", file=name, n=n, what=session.t("what.proposal"))
            record = register.proposals[0][0]
        else:
            record = _part_of(session, ledger, file, ProposalRecord)
    _must_be(record.id, id)
    return record


def part_from_file(session: Session, ledger: Ledger, name: str, model: type[M]) -> M:
    """The bare mapping of a part of the register's form: a comment, a referral, an outcome, a report."""
    with named_file(name) as file:
        return _part_of(session, ledger, file, model)


def report_from_file(session: Session, ledger: Ledger, item: str, name: str) -> ReportFields:
    report = part_from_file(session, ledger, name, ReportFields)
    _must_be(report.item, item)
    return report


def _part_of(session: Session, ledger: Ledger, file: Path, model: type[M]) -> M:
    return read_part(file, model, KnownToLedger(ledger), {"language": session.t.language})


# --- decisions ------------------------------------------------------------------------------------


def decision_from_file(
    session: Session, ledger: Ledger, id: str, meeting: str | None, name: str
) -> Draft:
    """A draft decision from a register with one decision, or from the bare mapping of one."""
    with named_file(name) as file:
        if is_register(file):
            register = read_register([file], KnownToLedger(ledger))
            if register.decision_count != 1:
                n = register.decision_count
                raise WrongUse("not-one", file=name, n=n, what=session.t("what.decision"))
            entry = next(iter(register.decisions()))
            _must_be(entry.decision.id, id)
            if meeting is not None:
                _must_be(entry.meeting.id, meeting)
            basis: Any = entry.basis
            return drafted(ledger, meeting_of(ledger, entry.meeting.id), entry.decision, basis)
        if meeting is None:
            raise WrongUse("meeting-needed")
        fields = meeting_of(ledger, meeting)
        context = {"language": session.t.language, "meeting": fields}
        record = read_part(file, DecisionRecord, KnownToLedger(ledger), context)
    _must_be(record.id, id)
    return drafted(ledger, fields, record, "recorded")


def decision_typed(
    session: Session,
    ledger: Ledger,
    meeting: MeetingFields,
    fields: Mapping[str, Any],
    changes: Sequence[str],
    basis: Basis,
) -> Draft:
    text = typed(session, fields, changes)
    record = read_typed(session, ledger, text, DecisionRecord, meeting=meeting, basis=basis)
    return drafted(ledger, meeting, record, basis)


def drafted(ledger: Ledger, meeting: MeetingFields, record: DecisionRecord, basis: Basis) -> Draft:
    """A draft decision of a meeting, its positions one by one."""
    day = record.adopted_on or meeting.closes_on
    record = record.model_copy(update={"adopted_on": day})
    charter = ledger.index.charters.at((day.toordinal(), 2**62, 0))
    positions = expanded(record, basis, charter.members_on(day), meeting.present)
    return Draft(fields_of(meeting.id, record), record, positions)


# --- positions ------------------------------------------------------------------------------------


def positions_typed(
    session: Session,
    ledger: Ledger,
    fields: DecisionFields,
    meeting: MeetingFields,
    positions: Mapping[str, Mapping[str, Any]],
) -> dict[str, Position]:
    given = {m: {name: v for name, v in p.items() if v is not None} for m, p in positions.items()}
    document = fields.model_dump(mode="json", exclude_unset=True, exclude={"meeting"})
    text = typed(session, {**document, "positions": given})
    return read_typed(session, ledger, text, DecisionRecord, meeting=meeting).positions


def positions_from_file(
    session: Session, ledger: Ledger, fields: DecisionFields, meeting: MeetingFields, name: str
) -> dict[str, Position]:
    """Positions from a mapping of members, or from `positions:` and such a mapping below it."""
    with named_file(name) as file:
        findings = Findings([str(file)])
        stream = opened(file, findings)
        record = None
        if stream is not None:
            with stream:
                record = whole(str(file), stream, POSITIONS, findings)
        findings.raise_any()
        assert record is not None
        found = record.value.get("positions", record.value)
        if not isinstance(found, dict) or not all(
            isinstance(value, dict) for value in found.values()
        ):
            raise WrongUse("not-positions", file=name)
        try:
            return positions_typed(session, ledger, fields, meeting, found)
        except UnreadableInput as error:
            raise UnreadableInput([replace(e, file=name) for e in error.errors]) from None
