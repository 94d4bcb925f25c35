"""Reading a revised version, whatever its form: what is in the file says what it is, and its name
has to say the same."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import BinaryIO

from api.review.rows import Understanding, each_once
from ledger.charter import Charter
from ledger.input_errors import Findings, counted
from ledger.input_files import opened
from ledger.office_files import is_package
from projections.revised import Version

READERS = {
    ".xlsx": "workbooks.read_workbook",
    ".docx": "pages.read_pages",
    ".csv": "lists.read_list",
    ".yaml": "exported.read_export",
    ".yml": "exported.read_export",
    ".json": "exported.read_export",
}
"""By the ending of a file's name, the function of this package that reads it."""
MOST_BYTES = 64 << 20
"""Of a list or an export; `ledger.office_files` bounds the others."""
OFFICE = (".xlsx", ".docx")
Reader = Callable[[Path, BinaryIO, Understanding], Version | None]


def read_version(file: Path, charter: Charter) -> Version:
    """A revised version of the plan.

    Raises:
        UnreadableInput: with everything in the file that cannot be understood, and where.
    """
    findings = Findings([str(file)])
    understanding = Understanding(str(file), charter, findings)
    version = None
    stream = opened(file, findings)
    if stream is not None:
        with stream:
            reader = _reader(file, stream, understanding)
            version = reader(file, stream, understanding) if reader is not None else None
    if version is not None:
        each_once(version.rows, understanding)
        if not version.rows and not findings.count:
            understanding.complain("review.empty", "")
    findings.raise_any()
    assert version is not None
    return version


def _reader(file: Path, stream: BinaryIO, understanding: Understanding) -> Reader | None:
    named = READERS.get(file.suffix.lower())
    if named is None:
        endings = ", ".join(READERS)
        understanding.complain("review.unknown-form", "", endings=endings)
        return None
    if file.suffix.lower() not in OFFICE and is_package(stream):
        understanding.complain("review.misnamed", "", endings=", ".join(OFFICE))
        return None
    if file.suffix.lower() not in OFFICE and stream.seek(0, 2) > MOST_BYTES:
        understanding.complain("review.too-large", "", most=counted(MOST_BYTES))
        return None
    stream.seek(0)
    module, _, name = named.partition(".")
    found: Reader = getattr(import_module(f"api.review.{module}"), name)
    return found
