"""A document as a PDF to hand out: A4, landscape, tagged for those who listen to it (PDF/UA-1), made
to be kept (PDF/A-2a), typeset by typst.

How it looks is `pdf.typ`; what it says goes to it as data and can be no command there. Nothing is
fetched, and only the fonts that typst itself brings are used, so that every machine makes the same
bytes.
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from importlib.resources import files
from textwrap import shorten
from typing import Any, Literal

from api.documents.model import Block, Document, Heading, Listing, Paragraph, Runs, Table, plain
from api.documents.spreading import (
    HEADINGS_FOR_CONTENTS,
    Cell,
    in_languages,
    pieces,
    shown_in,
    spread,
    widths_of,
    without_gaps,
)
from api.documents.stamps import short_stamp, stamp_lines

STANDARDS: list[Literal["a-2a", "ua-1"]] = ["a-2a", "ua-1"]
HEADINGS_FOR_A_PAGE = 16
"""From so many headings on, their table has a page of its own."""
LONGEST_HEADING = 1000
"""Letters; a longer one is a paragraph: a table of contents has no room for it, and a PDF neither."""
NAME = 120
"""Letters of a document's name, on every page."""
MANY_COLUMNS = 4
"""A table of more columns wants a page that lies on its side."""
LETTERS_IN_A_LINE = 110
"""As many as a table's line has at least from margin to margin."""
LINES_KEPT_TOGETHER = 20

_UNDISPLAYABLE = re.compile(r'error: PDF/.* (?:text|codepoint) `"((?:\\.|[^"\\])+)"`')
_ESCAPED = re.compile(r"\\(?:u\{([0-9a-f]+)\}|(.))")

Data = Mapping[str, Any]
Instead = Mapping[int, str]
"""What stands for the characters that no font has, by their code points."""


def write(document: Document) -> bytes:
    """The whole document, PDF 1.7."""
    import typst

    instead: dict[int, str] = {}
    while True:
        try:
            return typeset(json.dumps(data(document, instead)), document.stamp.recorded_at)
        except typst.TypstError as error:
            # A PDF/A shows no empty box: what no font has is said otherwise.
            found = {c: _named(c) for c in _undisplayable(error.diagnostic) if c not in instead}
            if not found:
                raise
            instead |= found


def typeset(document: str, at: datetime) -> bytes:
    """What typst makes of a document's data.

    Args:
        at: the moment that the PDF says it was made; so that it is always the same bytes.
    """
    import typst

    pdf = typst.compile(
        files("api.documents").joinpath("pdf.typ").read_bytes(),
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"document": document},
        pdf_standards=[*STANDARDS],
        timestamp=at.replace(microsecond=0),
    )
    assert isinstance(pdf, bytes)
    return pdf


def _undisplayable(diagnostic: str) -> Iterator[int]:
    """The characters that typst complains of; not the letters that bear one of them."""
    for said in _UNDISPLAYABLE.findall(diagnostic):
        text = _ESCAPED.sub(lambda m: chr(int(m[1], 16)) if m[1] else m[2], said)
        yield from (ord(char) for char in text if not (char.isascii() and char.isprintable()))


def _named(code: int) -> str:
    """`[U+1F600]`; nothing for what has no look of its own."""
    return "" if unicodedata.category(chr(code)) in ("Cc", "Cf") else f"[U+{code:04X}]"


# --- what goes to pdf.typ -------------------------------------------------------------------------


def data(document: Document, instead: Instead) -> Data:
    """A document as `pdf.typ` takes it."""
    blocks = list(without_gaps(document))
    headings = sum(isinstance(each, Heading) for each in blocks)
    words = document.words if headings >= HEADINGS_FOR_CONTENTS else {}
    most = max((len(widths_of(each)) for each in blocks if isinstance(each, Table)), default=0)
    return {
        "on_its_side": most > MANY_COLUMNS,
        "languages": document.languages,
        "name": shorten(_name(document.title), NAME, placeholder="…").translate(instead),
        "description": _name(short_stamp(document)),
        "title": _said(in_languages(document.title), instead),
        "subtitle": _said(in_languages(document.subtitle), instead),
        "stamp": _said(in_languages(short_stamp(document)), instead),
        "end": [_said(in_languages(line), instead) for line in stamp_lines(document)],
        "page": [(each, document.words[each].t("doc.page")) for each in document.words],
        "contents": [(each, words[each].t("doc.contents")) for each in words],
        "alone": headings >= HEADINGS_FOR_A_PAGE,
        "blocks": list(
            _together(
                blocks,
                [
                    _block(block, instead) | {"sticky": _keeps_to(after)}
                    for block, after in zip(blocks, [*blocks[1:], None], strict=True)
                ],
            )
        ),
    }


def _together(blocks: Sequence[Block], told: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """What a heading keeps on one page with itself is one block."""
    kept: list[dict[str, Any]] | None = None
    for block, each in zip(blocks, told, strict=True):
        if isinstance(block, Heading):
            kept = None
            if block.together:
                kept = []
                yield {"is": "together", "blocks": kept}
        if kept is None:
            yield each
        else:
            kept.append(each)


def _keeps_to(after: Block | None) -> bool:
    """Whether a note, as a heading does, stays on the page of what comes after it."""
    return after is not None and not isinstance(after, Heading)


def _name(said: Mapping[str, Runs]) -> str:
    return " / ".join(plain(each.runs) for each in in_languages(said))


def _block(block: Block, instead: Instead) -> dict[str, Any]:
    match block:
        case Heading() if len(_name(block.said)) > LONGEST_HEADING:
            return _paragraph(Paragraph(block.said), instead)
        case Heading():
            # Each language has a table of contents, so each has the heading, said alike or not; an
            # empty one no PDF/UA may have.
            said = tuple(shown_in(block.said))
            return {"is": "heading", "level": block.level, "said": _said(said, instead)}
        case Paragraph():
            return _paragraph(block, instead)
        case Listing():
            points = [_said(in_languages(point), instead) for point in block.points]
            return {"is": "listing", "points": points}
        case Table():
            return _table(block, instead)


def _paragraph(paragraph: Paragraph, instead: Instead) -> dict[str, Any]:
    cell = in_languages(paragraph.said)
    return {
        "is": "paragraph",
        "note": paragraph.style == "note",
        # Lines to be typed or copied letter for letter, as a seal's, are kept on one page.
        "together": all(run.mark == "code" for each in cell for run in each.runs),
        "said": _said(cell, instead),
    }


def _table(table: Table, instead: Instead) -> dict[str, Any]:
    heads, widths, rows = spread(table)
    return {
        "is": "table",
        "widths": widths,
        "heads": [_said(cell, instead) for cell in heads],
        "rows": [(_is_short(row, widths), [_said(cell, instead) for cell in row]) for row in rows],
    }


def _is_short(row: tuple[Cell, ...], widths: tuple[float, ...]) -> bool:
    """Whether a row is kept on one page; one that might be longer than a page never is."""

    def lines(cell: Cell, width: float) -> float:
        said = [plain(each.runs) for each in cell]
        letters = sum(map(len, said)) / (LETTERS_IN_A_LINE * width)
        return letters + len(said) + sum(text.count("\n") for text in said)

    return all(map(lambda cell, width: lines(cell, width) < LINES_KEPT_TOGETHER, row, widths))


def _said(cell: Cell, instead: Instead) -> list[Any]:
    return [(each.language, _lines(each.runs, instead)) for each in cell]


def _lines(runs: Runs, instead: Instead) -> list[list[Any]]:
    """Line by line, the pieces of each: a string; or a string (or the parts of one, between which
    a line may end), its mark, whether it stays whole, its language."""
    lines: list[list[Any]] = [[]]
    for run in runs:
        for n, line in enumerate(run.text.translate(instead).split("\n")):
            if n:
                lines.append([])
            for whole, parts in pieces(line):
                words = parts[0] if len(parts) == 1 else parts
                if whole or run.mark or run.language or words is parts:
                    lines[-1].append((words, run.mark, whole, run.language))
                else:
                    lines[-1].append(words)
    return lines
