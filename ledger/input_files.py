"""Files as people name them: opened, or an error that says why not."""

import os
import stat
import tempfile
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from ledger.input_errors import NO_HINT, Findings, Where, did_you_mean, path_text, quoted
from ledger.input_errors import Path as Steps
from ledger.input_models import Record
from ledger.input_sentences import Pair
from ledger.yaml_input import Broken, YamlInput

_REASONS: dict[type[OSError], Pair] = {
    PermissionError: ("permission denied", "permiso denegado"),
    NotADirectoryError: ("a part of its path is no folder", "una parte de su ruta no es carpeta"),
}


def opened(file: Path, findings: Findings) -> BinaryIO | None:
    """The file's bytes, which can be read again from the beginning; None where they cannot be."""
    where = Where(str(file), None, "")
    try:
        stream = file.open("rb")
        if stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            return stream
        return _spooled(stream)
    except FileNotFoundError:
        findings.add("file-missing", where, hint=_siblings(file))
    except IsADirectoryError:
        findings.add("file-folder", where)
    except (OSError, ValueError) as error:
        words = getattr(error, "strerror", None) or str(error)
        why = _REASONS.get(type(error), (words, words))  # type: ignore[arg-type]
        findings.add("file-unreadable", where, why=why)
    return None


def _spooled(stream: BinaryIO) -> BinaryIO:
    """What comes from a pipe, put where it can be read twice."""
    with stream:
        spool = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
        while chunk := stream.read(1 << 20):
            spool.write(chunk)
        spool.seek(0)
    return spool


def _siblings(file: Path) -> Pair:
    try:
        with os.scandir(file.parent) as entries:
            return did_you_mean(file.name, [entry.name for entry in islice(entries, 2000)])
    except (OSError, ValueError):
        return NO_HINT


def yaml_of(
    file: str,
    stream: BinaryIO,
    findings: Findings,
    progress: Callable[[int], None] | None = None,
) -> YamlInput:
    """The YAML of a file, its errors added to the findings."""

    def report(code: str, line: int | None, path: Steps, **facts: Any) -> None:
        findings.add(code, Where(file, line, path_text(path)), **facts)
        if findings.too_many:
            raise Broken("too-many")

    return YamlInput(stream, report, progress)


def whole(file: str, stream: BinaryIO, expected: Pair, findings: Findings) -> Record | None:
    """A file that is one mapping, composed at once; None where it is none."""
    input = yaml_of(file, stream, findings)
    try:
        input.begin(expected)
        is_mapping, line = input.at_mapping, input.line
        value, lines = input.value()
        if not is_mapping:
            where = Where(file, line, "")
            findings.add("not-a-mapping", where, found=quoted(value), expected=expected)
            return None
        input.end()
    except Broken:
        return None
    return Record(file, (), value, lines)
