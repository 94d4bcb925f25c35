"""A document as Markdown (CommonMark, with GitHub's tables)."""

import re
from collections.abc import Iterator

from api.documents.model import (
    Block,
    Document,
    Heading,
    Listing,
    Paragraph,
    Run,
    Runs,
    Said,
    Table,
    stacked,
)
from api.documents.stamps import stamp_lines

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~])")
_WITHIN_A_POINT = "  \n  "
_AT_START = re.compile(r"^(\s*)([-+]|\d+[.)])(?=\s)")


def write(document: Document) -> bytes:
    """The whole document, UTF-8."""
    return "".join(f"{line}\n" for line in _lines(document)).encode()


def _lines(document: Document) -> Iterator[str]:
    yield f"# {_inline(document.title)}"
    yield ""
    yield _inline(document.subtitle)
    yield ""
    for block in document.blocks:
        yield from _block(block)
        yield ""
    yield "---"
    yield ""
    for line in stamp_lines(document):
        yield f"{_inline(line)}  "


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield f"{'#' * (block.level + 1)} {_inline(block.said)}"
        case Paragraph():
            yield _AT_START.sub(r"\1\\\2", _inline(block.said, "  \n"))
        case Listing():
            for point in block.points:
                yield f"- {_inline(point, _WITHIN_A_POINT)}"
        case Table():
            yield from _table(block)


def _table(table: Table) -> Iterator[str]:
    heads, rows = spread(table)
    yield _row(heads)
    yield _row(["---"] * len(heads))
    for cells in rows:
        yield _row(cells)


def spread(table: Table) -> tuple[list[str], list[list[str]]]:
    """The heads and the cells of a table, a doubled column once for each language."""
    heads: list[str] = []
    for column in table.columns:
        heads += _cells(column.head, column.doubled)
    rows = []
    for row in table.rows:
        cells: list[str] = []
        for column, said in zip(table.columns, row.cells, strict=True):
            cells += _cells(said, column.doubled)
        rows.append(cells)
    return heads, rows


def _cells(said: Said, doubled: bool) -> list[str]:
    if doubled:
        return [_runs(each, "<br>") for each in said.values()]
    return ["<br>".join(_runs(each, "<br>") for each in stacked(said) if each)]


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _inline(said: Said, line_break: str = " ") -> str:
    return " / ".join(_runs(each, line_break) for each in stacked(said) if each)


def _runs(runs: Runs, line_break: str) -> str:
    return "".join(_run(run, line_break) for run in runs)


def _run(run: Run, line_break: str) -> str:
    lines = [_marked(line, run) for line in run.text.split("\n")]
    return line_break.join(lines)


def _marked(text: str, run: Run) -> str:
    bare = text.strip()
    if not bare:
        return text
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    if run.mark == "code":
        # In a table a bar divides cells even within code.
        return f"{before}`{bare.replace('`', '´').replace('|', chr(92) + '|')}`{after}"
    said = _SPECIAL.sub(r"\\\1", bare)
    match run.mark:
        case "strong":
            said = f"**{said}**"
        case "added":
            said = f"**{said}**"
        case "removed":
            said = f"~~{said}~~"
    return f"{before}{said}{after}"
