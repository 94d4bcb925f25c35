"""One file of a register, from its first key to its last.

The header (`charter`, `language`, `basis`) says how the rest is read, and keys stand in any order:
so the header is read first, and the file again from its beginning.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol, TypeVar, cast, get_args

from pydantic import BaseModel

from ledger.changes import ChangeForm
from ledger.input_errors import Findings, Where, did_you_mean, listed, path_text, quoted
from ledger.input_files import yaml_of
from ledger.input_models import Record, read_as, texts_in
from ledger.input_sentences import FORMS, Pair
from ledger.records import (
    CorrectionRecord,
    DecisionRecord,
    MeetingRecord,
    MemberKeyRecord,
    ProposalRecord,
    ReportFields,
)
from ledger.references import References, day
from ledger.register_signatures import SignaturesRead
from ledger.values import Basis
from ledger.yaml_input import Broken, YamlInput

if TYPE_CHECKING:
    from ledger.workbook_register import RegisterWorkbook

VERSION = 1
HEADER = ("register", "charter", "language", "basis")
LISTS = ("member_keys", "meetings", "proposals", "reports", "corrections")
KEYS = (*HEADER, *LISTS)
EXPECTED: Pair = (
    "a register, which is a mapping with the keys " + ", ".join(KEYS),
    "un registro, que es un mapa con las claves " + ", ".join(KEYS),
)
_ENOUGH_UNKNOWN_KEYS = 3
_ENOUGH_UNKNOWN_TEXT = 1 << 18
_LANGUAGE = next(pattern for pattern in FORMS if pattern.startswith("^[a-z]{2,3}"))
UNDETERMINED = "und"
_BASES = [basis for basis in get_args(Basis) if basis != "signed"]
"""Those that a register can name for all its positions at once."""
M = TypeVar("M", bound=BaseModel)


def is_language(value: Any) -> bool:
    return isinstance(value, str) and re.match(_LANGUAGE, value) is not None


class Sink(Protocol):
    """Where the records go; a meeting's decisions before it, as they are read."""

    def decision(self, decision: DecisionRecord, number: int, where: Where) -> None: ...
    def meeting(self, meeting: MeetingRecord | None, record: Record) -> None: ...
    def proposal(self, proposal: ProposalRecord, where: Where) -> None: ...
    def report(self, report: ReportFields, where: Where) -> None: ...
    def correction(self, correction: CorrectionRecord, where: Where) -> None: ...
    def member_key(self, key: MemberKeyRecord, where: Where) -> None: ...


@dataclass(frozen=True)
class Header:
    """What the top of a file says of the rest."""

    records: Mapping[str, Record] = field(default_factory=dict)

    @property
    def language(self) -> str | None:
        """The language of a bare string; where it names none, an undetermined one, so that this is
        said once and not at every text."""
        if "language" not in self.records:
            return None
        found = self.records["language"].value
        return found if is_language(found) else UNDETERMINED

    @property
    def basis(self) -> Basis:
        """The basis of positions that name none."""
        found = self.records["basis"].value if "basis" in self.records else None
        return cast(Basis, found) if found in _BASES else "recorded"


def header_of(file: str, stream: BinaryIO) -> Header:
    """The header, wherever it stands. Errors are left for the second reading to report."""
    records: dict[str, Record] = {}
    input = yaml_of(file, stream, Findings([file]))
    try:
        input.begin(EXPECTED)
        if not input.at_mapping:
            return Header()
        gate = _Gate(input)
        column, flow, through = input.column, input.in_brackets, False
        for key, line in input.entries():
            gate.passed(key, line)
            if key in HEADER:
                records[key] = Record(file, (key,), *input.value(line))
            elif key in LISTS and not through:
                missing = [name for name in HEADER if name not in records]
                if not _named_in(stream, missing, None if flow else column):
                    break
                through = True
                input.skip(bounded=False)
            else:
                input.skip()
    except Broken:
        pass
    return Header(records)


def _named_in(stream: BinaryIO, keys: list[str], column: int | None) -> bool:
    """Whether any of these keys may stand at the top of a file: by its bytes, as that is fast."""
    if not keys:
        return False
    names = "|".join(keys)
    start = r"" if column is None else rf"(?:\A|[\r\n]) {{{column}}}(?:\? )?"
    pattern = re.compile(rf"{start}[\"']?(?:{names})[\"']?\s*:".encode())
    before, tail = stream.tell(), b""
    stream.seek(0)
    try:
        while chunk := stream.read(1 << 20):
            if pattern.search(tail + chunk):
                return True
            tail = chunk[-100:]
        return False
    finally:
        stream.seek(before)


class _Gate:
    """Gives up early on what is no register, however large it is."""

    def __init__(self, input: YamlInput):
        self._input, self._first, self._unknown = input, ("", 1), 0
        input.until_known = self._read_so_far

    def passed(self, key: str, line: int) -> None:
        if self._input.until_known is None:
            return
        if key in KEYS:
            self._input.until_known = None
            return
        self._first = self._first if self._unknown else (key, line)
        self._unknown += 1
        if self._unknown == _ENOUGH_UNKNOWN_KEYS:
            raise self._no_register()

    def _read_so_far(self, characters: int) -> None:
        if self._unknown and characters > _ENOUGH_UNKNOWN_TEXT:
            raise self._no_register()

    def _no_register(self) -> Broken:
        key, line = self._first
        return self._input.undecodable(
            "not-a-register", line, found=quoted(key), allowed=listed(KEYS)
        )


class Reading:
    """What is done with the records of a file, whatever its form: checked and handed on."""

    def __init__(
        self,
        file: str,
        header: Header,
        references: References,
        signatures: SignaturesRead,
        findings: Findings,
        sink: Sink,
    ):
        self._file, self._header, self._sink = file, header, sink
        self._references, self._signatures, self._findings = references, signatures, findings
        self._context: dict[str, Any] = {"language": header.language}
        if references.charted:
            self._context |= {"languages": references.languages, "names": references.leads}

    def _of_header(self, key: str, record: Record) -> None:
        value, where = record.value, record.where()
        match key:
            case "register" if value != VERSION or isinstance(value, bool | float):
                self._add("register-version", where, found=quoted(value))
                if isinstance(value, int) and not isinstance(value, bool):
                    raise Broken("register-version")  # what it means by its keys is not known here
            case "language" if not is_language(value):
                form = FORMS[_LANGUAGE]
                self._add("form", where, found=quoted(value), form=form)
            case "language":
                self._references.language(value, where)
            case "basis" if value not in _BASES:
                facts = {"allowed": listed(_BASES), "hint": did_you_mean(value, _BASES)}
                self._add("choice", where, found=quoted(value), **facts)

    def _other(self, key: str, record: Record) -> None:
        match key:
            case "proposals":
                self._references.proposal(record)
                if (proposal := self._read(ProposalRecord, record)) is not None:
                    self._sink.proposal(proposal, record.where())
            case "reports":
                self._references.report(record)
                if (report := self._read(ReportFields, record)) is not None:
                    self._sink.report(report, record.where())
            case "member_keys":
                self._references.member_key(record)
                if (given := self._read(MemberKeyRecord, record)) is not None:
                    self._signatures.member_key(given, record)
                    self._sink.member_key(given, record.where())
            case "corrections":
                self._references.correction(record)
                if (correction := self._read(CorrectionRecord, record)) is not None:
                    self._sink.correction(correction, record.where())

    def _meeting(self, record: Record, undated: list[str]) -> None:
        """A meeting without its decisions, which were read before it.

        Args:
            undated: the decisions that name no day, so that the meeting's is theirs.
        """
        self._references.meeting(record)
        self._references.adopted(undated, day(record.value.get("closes_on")))
        self._sink.meeting(self._read(MeetingRecord, record), record)

    def _decision(
        self, record: Record, number: int, meeting: dict[str, Any], undated: list[str]
    ) -> None:
        value = record.value if isinstance(record.value, dict) else {}
        with_basis(value, self._header.basis)
        adopted_on: date | None
        if value.get("adopted_on") is not None:
            adopted_on = day(value["adopted_on"])
        else:
            adopted_on = day(meeting.get("closes_on"))
            if isinstance(id := value.get("id"), str):
                undated.append(id)
        self._references.decision(record, meeting.get("id"), adopted_on)
        decision = self._read(DecisionRecord, record)
        if decision is not None:
            self._signatures.decision(decision, record)
            self._sink.decision(decision, number, record.where())
        self._stop_at_too_many()

    def _stop_at_too_many(self) -> None:
        if self._findings.too_many or self._references.too_many:
            raise Broken("too-many")

    def _read(self, model: type[M], record: Record) -> M | None:
        found = read_as(model, record, self._context, self._findings)
        add_strange_languages(model, record, self._references, self._header.language)
        return found

    def _add(self, code: str, where: Where, **facts: Any) -> None:
        self._findings.add(code, where, **facts)


class FileReading(Reading):
    """The second reading of a YAML file: every record, one at a time."""

    def read(self, stream: BinaryIO, progress: Callable[[int], None] | None) -> bool:
        """Whether the file could be read to its end."""
        self._input = yaml_of(self._file, stream, self._findings, progress)
        try:
            self._input.begin(EXPECTED)
            self._top()
            self._input.end()
        except Broken:
            return False
        return True

    def _top(self) -> None:
        input, line = self._input, self._input.line
        if not input.at_mapping:
            found: Any = [] if input.at_list else input.value()[0]
            raise input.broken("not-a-mapping", line, found=quoted(found), expected=EXPECTED)
        gate, keys = _Gate(input), set()
        for key, at in input.entries():
            gate.passed(key, at)
            keys.add(key)
            where = Where(self._file, at, path_text((key,)))
            if key in HEADER:
                self._of_header(key, Record(self._file, (key,), *input.value(at)))
            elif key not in LISTS:
                facts = {"allowed": listed(KEYS), "hint": did_you_mean(key, KEYS)}
                self._add("key-unknown", where, found=quoted(key), **facts)
                input.skip()
            elif not input.at_list:
                found = quoted({}) if input.at_mapping else quoted(input.value(at)[0])
                self._add("list-expected", where, found=found)
                if input.at_mapping:
                    input.skip()
            else:
                for n in input.elements():
                    self._element(key, n)
        if "register" not in keys:
            self._add("key-missing", Where(self._file, line, "register"), key="register: 1")

    def _element(self, key: str, n: int) -> None:
        if key == "meetings":
            self._meeting_of_decisions(n)
        else:
            self._other(key, self._record())
        self._stop_at_too_many()

    def _meeting_of_decisions(self, n: int) -> None:
        input = self._input
        if not input.at_mapping:
            self._read(MeetingRecord, self._record())
            return
        fields: dict[str, Any] = {}
        lines: dict[str | None, Any] = {None: input.line}
        undated: list[str] = []
        for key, at in input.entries():
            if key == "decisions" and input.at_list:
                for number in input.elements():
                    self._decision(self._record(), number, fields, undated)
            else:
                fields[key], lines[key] = input.value(at)
        self._meeting(Record(self._file, ("meetings", n), fields, lines), undated)

    def _record(self) -> Record:
        path = tuple(self._input.path)
        return Record(self._file, path, *self._input.value())


class WorkbookReading(Reading):
    """The records of a workbook."""

    def read_workbook(self, workbook: "RegisterWorkbook") -> bool:
        """Whether it could be read to its end."""
        try:
            for key, record in workbook.header.items():
                self._of_header(key, record)
            self._all("member_keys", workbook.others("member_keys"))
            for record, decisions in workbook.meetings():
                undated: list[str] = []
                for number, decision in enumerate(decisions):
                    self._decision(decision, number, record.value, undated)
                self._meeting(record, undated)
            self._homeless(workbook)
            self._all("proposals", workbook.proposals())
            self._all("reports", workbook.others("reports"))
            self._all("corrections", workbook.others("corrections"))
        except Broken:
            return False
        return True

    def _homeless(self, workbook: "RegisterWorkbook") -> None:
        """Decisions and changes whose place is missing, which is an error already."""
        for sheet, record in workbook.homeless():
            if sheet == "decisions":
                self._decision(record, 0, {}, [])
            else:
                self._references.change(record.value, record, None, None)
                self._read(ChangeForm, record)

    def _all(self, key: str, records: Iterable[Record]) -> None:
        for record in records:
            self._other(key, record)
            self._stop_at_too_many()


def with_basis(decision: dict[str, Any], basis: str) -> None:
    """Fills in the basis of the positions that name none; a signature says it by itself."""
    positions = decision.get("positions")
    if isinstance(positions, dict):
        for position in positions.values():
            if isinstance(position, dict):
                signed = position.get("signature") is not None
                position.setdefault("basis", "signed" if signed else basis)


def add_strange_languages(
    model: type[BaseModel], record: Record, references: References, assumed: str | None
) -> None:
    """Names the languages in the record's texts that are not known so far."""
    strange = references.languages.strange
    if strange:
        # Where it is the register's own language, that is said once, at its top.
        for path in texts_in(model, record, strange - {assumed}):
            references.language(str(path[-1]), record.where(*path))
        strange.clear()
