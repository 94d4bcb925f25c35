"""A file of a register in whatever form it comes: YAML or JSON, or a workbook."""

from collections.abc import Callable
from pathlib import PurePath
from typing import BinaryIO, Protocol

from ledger.input_errors import Findings, Where
from ledger.office_files import SUFFIX, begins_with, is_package
from ledger.references import References
from ledger.register_file import FileReading, Header, Sink, WorkbookReading, header_of
from ledger.register_signatures import SignaturesRead

Told = Callable[[int], None] | None
_PACKAGE = ("a file of an office program", "un archivo de un programa de oficina")
_PDF = ("a PDF", "un PDF")
_TEXTS = dict.fromkeys(
    (".docx", ".doc", ".odt", ".rtf"), ("a text document", "un documento de texto")
)
_YAML = frozenset({".yaml", ".yml", ".json"})
_WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".xls", ".ods"})


class Source(Protocol):
    """A file, whose header is read before its records."""

    header: Header

    def read(
        self,
        references: References,
        signatures: SignaturesRead,
        findings: Findings,
        sink: Sink,
        told: Told,
    ) -> bool:
        """Hands its records on; whether it could be read to its end."""


def source_of(file: str, stream: BinaryIO | None, findings: Findings) -> Source:
    """By its name, and where that says nothing by its first bytes."""
    if stream is None:
        return _Nothing()
    suffix = PurePath(file).suffix.lower()
    other = _PDF if begins_with(stream, b"%PDF-") else _TEXTS.get(suffix)
    if other is not None:
        findings.add("not-of-a-register", Where(file, None, ""), found=other)
        return _Nothing()
    begins = is_package(stream)
    if suffix in _YAML and begins:
        facts = {"found": _PACKAGE, "suffix": SUFFIX["workbook"]}
        findings.add("office-misnamed", Where(file, None, ""), **facts)
        return _Nothing()
    if begins or suffix in _WORKBOOKS:
        return _Workbook(file, stream, findings)
    return _Yaml(file, stream)


class _Nothing:
    """What could not be opened."""

    header = Header()

    def read(
        self,
        references: References,
        signatures: SignaturesRead,
        findings: Findings,
        sink: Sink,
        told: Told,
    ) -> bool:
        return False


class _Yaml:
    def __init__(self, file: str, stream: BinaryIO):
        self._file, self._stream = file, stream
        self.header = header_of(file, stream)

    def read(
        self,
        references: References,
        signatures: SignaturesRead,
        findings: Findings,
        sink: Sink,
        told: Told,
    ) -> bool:
        self._stream.seek(0)
        reading = FileReading(self._file, self.header, references, signatures, findings, sink)
        return reading.read(self._stream, told)


class _Workbook:
    """Its rows are taken in at once: they are bounded, and belong together across its sheets."""

    def __init__(self, file: str, stream: BinaryIO, findings: Findings):
        from ledger.workbook_register import register_workbook

        self._file, self._size = file, stream.seek(0, 2)
        self._workbook = register_workbook(file, stream, findings)
        self.header = Header() if self._workbook is None else Header(self._workbook.header)

    def read(
        self,
        references: References,
        signatures: SignaturesRead,
        findings: Findings,
        sink: Sink,
        told: Told,
    ) -> bool:
        if self._workbook is None:
            return False
        reading = WorkbookReading(self._file, self.header, references, signatures, findings, sink)
        read = reading.read_workbook(self._workbook)
        if told is not None:
            told(self._size)
        return read
