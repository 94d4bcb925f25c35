"""A revised version as a list, `.csv`: of commas, semicolons or tabs, as spreadsheets save them."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from api.review.columns import Head, heads_of
from api.review.rows import Cell, Understanding
from ledger.input_errors import counted
from projections.revised import Row, Version

MOST_BYTES = 32 << 20
MOST_ROWS = 100_000
_DELIMITERS = ",;\t"
_BREAKS_OUT = ("=", "+", "-", "@", "\t", "\r")
"""With these a cell becomes a formula; what was written here has an apostrophe before them."""


def read_list(file: Path, stream: BinaryIO, reader: Understanding) -> Version | None:
    """The version; None where the file is no list at all, which is added to the findings."""
    data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        reader.complain("review.too-large", "", most=counted(MOST_BYTES))
        return None
    text = _decoded(data)
    if text is None:
        reader.complain("review.not-utf-8", "")
        return None
    lines = list(_lines(text, reader))
    at = next((n for n, (_, cells) in enumerate(lines) if _is_head(cells, reader)), None)
    if at is None:
        reader.complain("review.no-heads", "")
        return None
    heads = heads_of(lines[at][1], reader.charter.languages)
    rows = [row for line, cells in lines[at + 1 :] if (row := _row(line, cells, heads, reader))]
    ignored = [head.text for head in heads if head.key is None and head.text.strip()]
    return Version(file.name, rows, _language(heads), ignored)


def _decoded(data: bytes) -> str | None:
    """UTF-8, or UTF-16 where the file says so; None of anything else."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _lines(text: str, reader: Understanding) -> Iterator[tuple[int, list[str]]]:
    """The records with the line that each begins on."""
    first = text[:10_000].split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first.count)
    csv.field_size_limit(1 << 20)
    records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in records:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = records.line_num + 1
            if line > MOST_ROWS:
                reader.complain("review.too-many-rows", "", most=counted(MOST_ROWS))
                return
    except csv.Error:
        reader.complain("review.broken-list", f"line {line}", line)


def _is_head(cells: list[str], reader: Understanding) -> bool:
    return is_head(heads_of(cells, reader.charter.languages))


def is_head(heads: list[Head]) -> bool:
    """Whether these are heads of a plan: two that are known, one of them of an id or of words."""
    keys = {head.key for head in heads} - {None}
    return len(keys) > 1 and not keys.isdisjoint(("id", "title", "action"))


def _language(heads: list[Head]) -> str | None:
    """The language that the heads are written in."""
    return next((head.written_in for head in heads if head.written_in), None)


def _row(line: int, cells: list[str], heads: list[Head], reader: Understanding) -> Row | None:
    place = f"line {line}"
    found = []
    for head, cell in zip(heads, cells, strict=False):
        value: str | None = cell
        where = f"{place}, {head.text}"
        if head.key is not None and cell.startswith("="):
            reader.complain("review.formula", where, line)
            value = None
        elif cell.startswith("'") and cell[1:2] in _BREAKS_OUT:
            value = cell[1:]
        found.append(Cell(head, value, where, line))
    return reader.row(found, place)
