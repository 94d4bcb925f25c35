"""Documents made by hand, for what no ledger would say; and a look into a PDF with poppler."""

import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from api.documents.model import (
    Block,
    Column,
    Document,
    Heading,
    Paragraph,
    Row,
    Run,
    Said,
    Stamp,
    Table,
)
from api.render.words import Words
from api.texts import Texts

STAMP = Stamp(
    "2007-04-27", 454, 454, datetime(2026, 11, 26, 9, 30, 15, 123456, UTC), "5e" * 32, "rcm"
)


def said(*texts: str, languages: Sequence[str] = ("en",)) -> Said:
    """A text for each language; one alone is the same in all."""
    each = texts * len(languages) if len(texts) == 1 else texts
    return {language: (Run(text),) if text else () for language, text in zip(languages, each)}


def a_document(
    *blocks: Block, languages: Sequence[str] = ("en",), title: str = "A title"
) -> Document:
    words = {language: Words(Texts(language)) for language in languages}
    return Document(
        "plan",
        said(title, languages=languages),
        said("A subtitle", languages=languages),
        STAMP,
        words,
        blocks,
    )


def a_table(
    *rows: Sequence[str], doubled: bool = False, languages: Sequence[str] = ("en",)
) -> Table:
    columns = tuple(
        Column(f"c{n}", said(f"Column {n}", languages=languages), doubled=doubled)
        for n in range(1, len(rows[0]) + 1)
    )
    return Table(
        columns, tuple(Row(tuple(said(cell, languages=languages) for cell in row)) for row in rows)
    )


def of_every_kind(text: str, languages: Sequence[str] = ("en",)) -> Document:
    """A document that says a text wherever one can stand."""
    here = said(text, languages=languages)
    return a_document(
        Heading(1, here),
        Paragraph(here),
        a_table([text, "beside it"], languages=languages),
        languages=languages,
        title=text,
    )


def looked_into(pdf: bytes, folder: Path, *options: str) -> str:
    """The text of a PDF, as poppler reads it."""
    file = folder / "looked-into.pdf"
    file.write_bytes(pdf)
    return poppler("pdftotext", *options, file, "-")


def poppler(*arguments: str | Path) -> str:
    return subprocess.run(
        [str(each) for each in arguments], check=True, capture_output=True
    ).stdout.decode(errors="replace")  # pdfinfo writes some titles in UTF-16
