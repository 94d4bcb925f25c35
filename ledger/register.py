"""The register file: what a secretariat hands over, read into records (interfaces.md).

- **All errors at once**, of all files, each with file, line and path, in both languages.
- **A file is streamed**: kept of each record is its compact form, decoded when it is asked for.
- **Several files are one register**; a meeting may be given in several, the same each time.
"""

import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, Generic, NamedTuple, TypeVar, overload

from pydantic import BaseModel

from ledger.charter import Charter
from ledger.charter_file import read_charter, settled_charter, shipped_charter
from ledger.input_errors import Cell, Findings, InputError, UnreadableInput, Where, shown
from ledger.input_files import opened
from ledger.input_models import Record
from ledger.progress import Progress
from ledger.records import (
    CorrectionRecord,
    DecisionRecord,
    MeetingFields,
    MeetingRecord,
    MemberKeyRecord,
    ProposalRecord,
    ReportFields,
)
from ledger.references import Known, NothingKnown, References
from ledger.register_part import read_part
from ledger.register_signatures import SignaturesRead
from ledger.register_source import source_of
from ledger.values import Basis

M = TypeVar("M", bound=BaseModel)
_WORTH_PACKING = 500


class Entry(NamedTuple):
    """A decision of a register, complete: its day and the basis of each position are filled in.

    `basis` is the file's default, for the positions that `agreed` stands for.
    """

    meeting: MeetingRecord
    decision: DecisionRecord
    basis: Basis
    where: Where


class Kept(Sequence[tuple[M, Where]], Generic[M]):
    """Records and their places, compact in memory."""

    def __init__(self, model: type[M]):
        self._model = model
        self._kept: list[tuple[bytes, Where]] = []

    def add(self, record: M, where: Where) -> None:
        self._kept.append((_packed(record), where))

    def put(self, n: int, record: M) -> None:
        self._kept[n] = (_packed(record), self._kept[n][1])

    def __len__(self) -> int:
        return len(self._kept)

    @overload
    def __getitem__(self, n: int) -> tuple[M, Where]: ...
    @overload
    def __getitem__(self, n: slice) -> list[tuple[M, Where]]: ...
    def __getitem__(self, n: int | slice) -> tuple[M, Where] | list[tuple[M, Where]]:
        if isinstance(n, slice):
            return [self[at] for at in range(*n.indices(len(self)))]
        packed, where = self._kept[n]
        return _unpacked(self._model, packed), where


class Meetings(Sequence[MeetingRecord]):
    """The meetings, each once, in the order of their first appearance."""

    def __init__(self, kept: Kept[MeetingRecord]):
        self._kept = kept
        self._at = lru_cache(maxsize=256)(lambda n: kept[n][0])

    def __len__(self) -> int:
        return len(self._kept)

    @overload
    def __getitem__(self, n: int) -> MeetingRecord: ...
    @overload
    def __getitem__(self, n: slice) -> list[MeetingRecord]: ...
    def __getitem__(self, n: int | slice) -> MeetingRecord | list[MeetingRecord]:
        if isinstance(n, slice):
            return [self._at(at) for at in range(*n.indices(len(self)))]
        return self._at(n if n >= 0 else n + len(self))


class _Draft(NamedTuple):
    """A decision of a meeting that is still being read."""

    recorded: int | None
    adopted_on: date | None
    changes: int
    number: int
    place: int | Cell
    packed: bytes


class _Row(NamedTuple):
    order: tuple[int, int, int]
    meeting: int
    file: int
    place: int | Cell
    at: tuple[int, int]
    packed: bytes


def _packed(record: BaseModel) -> bytes:
    """Unset fields stay out: in a change, absent and null are two things."""
    written = record.model_dump_json(exclude_unset=True).encode()
    return written if len(written) < _WORTH_PACKING else zlib.compress(written, 1)


def _unpacked(model: type[M], packed: bytes) -> M:
    return model.model_validate_json(packed if packed[:1] == b"{" else zlib.decompress(packed))


class Register:
    """One or more register files without an error.

    Attributes:
        charter: the one that a file gives or names; None where none does.
        meetings: each once, without its decisions, in the order of first appearance.
        decision_count, change_count: of all meetings' decisions, and of their changes.
        proposals, reports, corrections, member_keys: in the order of the files, each with its place.
    """

    def __init__(self, charter: Charter | None, files: Sequence[str], bases: Sequence[Basis]):
        self.charter = charter
        self._files, self._bases = files, bases
        self._rows: list[_Row] = []
        self._meetings = Kept(MeetingRecord)
        self.meetings: Sequence[MeetingRecord] = Meetings(self._meetings)
        self.proposals = Kept(ProposalRecord)
        self.reports = Kept(ReportFields)
        self.corrections = Kept(CorrectionRecord)
        self.member_keys = Kept(MemberKeyRecord)
        self.change_count = 0

    @property
    def decision_count(self) -> int:
        return len(self._rows)

    def decisions(self) -> Iterator[Entry]:
        """The decisions in the order of recording.

        "A register is recorded in the order of `adopted_on`, then of the file, unless its
        decisions say `recorded: n`": those come first.
        """
        for row in self._rows:
            meeting = self.meetings[row.meeting]
            decision = _unpacked(DecisionRecord, row.packed)
            if decision.adopted_on is None:
                decision = decision.model_copy(update={"adopted_on": meeting.closes_on})
            path = f"meetings[{row.at[0]}].decisions[{row.at[1]}]"
            where = Where.at(self._files[row.file], row.place, path)
            yield Entry(meeting, decision, self._bases[row.file], where)


class _Collecting:
    """Takes the records in as they are read; where there are errors they are only compared."""

    def __init__(self, register: Register, findings: Findings):
        self.register, self._findings = register, findings
        self.file = 0
        self._drafts: list[_Draft] = []
        self._numbers: dict[str, int] = {}

    def decision(self, decision: DecisionRecord, number: int, where: Where) -> None:
        if not self._findings.count:
            on, changes = decision.adopted_on, len(decision.changes)
            packed = _packed(decision)
            place = where.cell or where.line or 1
            draft = _Draft(decision.recorded, on, changes, number, place, packed)
            self._drafts.append(draft)

    def meeting(self, meeting: MeetingRecord | None, record: Record) -> None:
        drafts, self._drafts = self._drafts, []
        if meeting is None:
            return
        n = self._number(meeting, record)
        at = record.path[1]
        assert isinstance(at, int)
        rows = self.register._rows
        for draft in drafts:
            on = draft.adopted_on or meeting.closes_on
            recorded = (0, draft.recorded) if draft.recorded else (1, on.toordinal())
            order = (*recorded, len(rows))
            numbers = (at, draft.number)
            rows.append(_Row(order, n, self.file, draft.place, numbers, draft.packed))
            self.register.change_count += draft.changes

    def _number(self, meeting: MeetingRecord, record: Record) -> int:
        """The place of a meeting among all, the first time and again."""
        kept = self.register._meetings
        n = self._numbers.setdefault(meeting.id, len(kept))
        if n == len(kept):
            kept.add(meeting, record.where())
            return n
        before, where = kept[n]
        both_closed = before.closed is not None and meeting.closed is not None
        for key in (*MeetingFields.model_fields, *(["closed", "unsettled"] if both_closed else [])):
            if getattr(before, key) != getattr(meeting, key):
                facts = {"before": _as_json(before, key), "after": _as_json(meeting, key)}
                facts |= {"meeting": meeting.id, "key": key, "place": str(where)}
                self._findings.add("meeting-differs", record.where(key), **facts)
        if before.closed is None and meeting.closed is not None:
            before = before.model_copy(
                update={"closed": meeting.closed, "unsettled": meeting.unsettled}
            )
            kept.put(n, before)
        if len(meeting.cleared) > len(before.cleared):
            kept.put(n, before.model_copy(update={"cleared": meeting.cleared}))
        return n

    def proposal(self, proposal: ProposalRecord, where: Where) -> None:
        self.register.proposals.add(proposal, where)

    def report(self, report: ReportFields, where: Where) -> None:
        self.register.reports.add(report, where)

    def correction(self, correction: CorrectionRecord, where: Where) -> None:
        self.register.corrections.add(correction, where)

    def member_key(self, key: MemberKeyRecord, where: Where) -> None:
        self.register.member_keys.add(key, where)


def _as_json(meeting: MeetingRecord, key: str) -> str:
    return shown(meeting.model_dump_json(include={key}).partition(":")[2].removesuffix("}"), 80)


def read_register(
    files: Sequence[Path],
    known: Known,
    *,
    progress: Progress | None = None,
) -> Register:
    """The register that these files are.

    Args:
        known: what the ledger already holds; `NothingKnown()` for an empty one, or for none.
        progress: told of the bytes read, and of how many there are.

    Raises:
        UnreadableInput: with every error of every file.
    """
    names = [str(file) for file in files]
    findings = Findings(names)
    with ExitStack() as stack:
        streams = [_once(file, files[:n], findings) for n, file in enumerate(files)]
        for found in filter(None, streams):
            stack.enter_context(found)
        sources = [
            source_of(name, stream, findings) for name, stream in zip(names, streams, strict=True)
        ]
        headers = [source.header for source in sources]
        settled = settled_charter(headers, known, findings)
        references = References(settled.known, known, findings)
        signatures = SignaturesRead(known.keys, findings)
        register = Register(settled.given, names, [header.basis for header in headers])
        collecting = _Collecting(register, findings)
        sizes = [stream.seek(0, 2) if stream else 0 for stream in streams]
        complete = True
        for n, source in enumerate(sources):
            collecting.file = n
            told = _told(progress, sum(sizes[:n]), sum(sizes))
            complete &= source.read(references, signatures, findings, collecting, told)
        if complete and not settled.named and known.charter is None and names:
            findings.add("charter-missing", Where(names[0], 1, "charter"))
        if complete or references.too_many:
            # Of files that could not be read to their end nobody knows what they would have named.
            references.resolve()
            signatures.resolve()
    findings.raise_any()
    register._rows.sort()
    return register


def _once(file: Path, before: Sequence[Path], findings: Findings) -> BinaryIO | None:
    """The file opened, unless it was named before."""
    if any(_same(file, other) for other in before):
        findings.add("file-twice", Where(str(file), None, ""))
        return None
    return opened(file, findings)


def _same(a: Path, b: Path) -> bool:
    try:
        return a.samefile(b)
    except (OSError, ValueError):
        return False


def _told(
    progress: Progress | None, before: int, total: int
) -> Callable[[int], None] | None:
    return None if progress is None else lambda done: progress(before + done, total)


__all__ = [
    "Entry",
    "InputError",
    "Known",
    "NothingKnown",
    "Register",
    "UnreadableInput",
    "Where",
    "read_charter",
    "read_part",
    "read_register",
    "shipped_charter",
]
