"""A plan of 200 pages as a document, beside the library's own time for the same words."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import openpyxl

from api.documents import pdf, xlsx
from api.documents.building import building
from api.documents.docx import write
from api.documents.layout import Grid, laid_out
from api.documents.model import Document, Stamp
from api.documents.plan import plan_document
from projections.moments import moment
from projections.plan import plan
from projections.views import Views
from tests.benchmarks.ledgers import Sizes, ledger_of, opened
from tests.benchmarks.measuring import Report, in_turns

STAMP = Stamp("2007-04-27", 1, 1, datetime(2007, 5, 2, tzinfo=UTC), "ab" * 32, "rcm-ledger/bench")
ROUNDS = 5


def a_long_plan(views: Views, copies: int) -> Document:
    """The plan of a ledger several times over, as if it were as many plans one after the other."""
    found = plan(views, moment(views), basis=True)
    items = [_again(item, n) for n in range(copies) for item in found["items"]]
    build = building(views.ledger, ["en"])
    return plan_document("plan", {**found, "items": items}, STAMP, build, {})


def _again(item: dict[str, Any], n: int) -> dict[str, Any]:
    parent = item["parent"] and f"{item['parent']}-{n}"
    return {**item, "id": f"{item['id']}-{n}", "parent": parent}


def paragraphs(document: Document) -> list[tuple[str, str]]:
    """Every line of a document with its style, those in cells too."""
    found: list[tuple[str, str]] = []
    for placed in laid_out(document):
        if not isinstance(placed, Grid):
            found.append((placed.style, placed.text))
            continue
        rows = [placed.head, *placed.rows] if placed.head else placed.rows
        found += [("", line.text) for row in rows for cell in row.cells for line in cell]
    return found


def by_python_docx(lines: list[tuple[str, str]]) -> None:
    """The same lines as python-docx's paragraphs, without tables, languages or styles of our own."""
    made = docx.Document()
    for style, text in lines:
        if style.startswith("Heading"):
            made.add_heading(text, int(style.removeprefix("Heading")))
        else:
            made.add_paragraph(text)
    made.save(BytesIO())


def by_openpyxl(cells: list[list[Any]]) -> None:
    """The same cells as openpyxl's, without looks, lists or heights of our own."""
    made = openpyxl.Workbook()
    for row in cells:
        made.worksheets[0].append(row)
    made.save(BytesIO())


def measure(report: Report, folder: Path, sizes: Sizes) -> None:
    path = ledger_of(folder, "hundredth", sizes.hundredth, sizes.plan)
    with opened(path) as (_, views):
        document = a_long_plan(views, sizes.copies)
    lines = paragraphs(document)
    written, plain = in_turns(
        min(ROUNDS, sizes.plans), lambda: write(replace(document)), lambda: by_python_docx(lines)
    )
    what = f"plan of {len(document.source['items']):,} items as DOCX"
    report.compare(what, written, "python-docx, its paragraphs", plain, at_most=3)
    source = json.dumps(pdf.data(document, {}))
    written, plain = in_turns(
        min(ROUNDS, sizes.plans),
        lambda: pdf.write(replace(document)),
        lambda: pdf.typeset(source, STAMP.recorded_at),
    )
    what = f"plan of {len(document.source['items']):,} items as PDF"
    report.compare(what, written, "typst, the same source", plain, at_most=1.5)
    cells = [
        list(row) for row in openpyxl.load_workbook(BytesIO(xlsx.write(document)))["Plan"].values
    ]
    written, plain = in_turns(
        min(ROUNDS, sizes.plans), lambda: xlsx.write(replace(document)), lambda: by_openpyxl(cells)
    )
    what = f"plan of {len(document.source['items']):,} items as XLSX"
    report.compare(what, written, "openpyxl, its cells", plain, at_most=8)
