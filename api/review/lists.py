"""A revised version as a list, `.csv`: of commas, semicolons or tabs, as spreadsheets save them."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from api.documents.cells import unguarded
from api.review.columns import Head, heads_of, is_head, written_in
from api.review.rows import Cell, Understanding
from ledger.input_errors import counted
from projections.revised import Origin, Row, Version

MOST_ROWS = 100_000
_DELIMITERS = ",;\t"


def read_list(file: Path, stream: BinaryIO, reader: Understanding) -> Version | None:
    """The version; None where the file is no list at all, which is added to the findings."""
    text = _decoded(stream.read())
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
    origin = _origin(heads, lines[at + 1 :])
    return Version(file.name, rows, written_in(heads), ignored, origin)


def _origin(heads: list[Head], lines: list[tuple[int, list[str]]]) -> Origin | None:
    """The moment that a list says it is of, at the end of each row."""
    told = {
        head.key: cells[n]
        for n, head in enumerate(heads)
        for _, cells in lines[:1]
        if head.key in ("as_of", "known_at") and n < len(cells)
    }
    known_at = told.get("known_at", "")
    if not known_at.isdecimal():
        return None
    return Origin(known_at=int(known_at), as_of=told.get("as_of") or None)


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


def _row(line: int, cells: list[str], heads: list[Head], reader: Understanding) -> Row | None:
    place = f"line {line}"
    found = []
    for head, cell in zip(heads, cells, strict=False):
        value: str | None = cell
        where = f"{place}, {head.text}"
        if head.key is not None and cell.startswith("="):
            reader.complain("review.formula", where, line)
            value = None
        else:
            value = unguarded(cell)
        found.append(Cell(head, value, where, line))
    return reader.row(found, place)
