"""The review of a large workbook, against openpyxl's own reading of it."""

from pathlib import Path

from api.documents.building import building, stamp
from api.documents.plan import plan_document
from api.documents.xlsx import write
from api.review.reading import read_version
from projections.moments import moment
from projections.plan import plan
from projections.review import review
from projections.views import Views
from tests.benchmarks.ledgers import Sizes, ledger_of, opened
from tests.benchmarks.measuring import Report, in_turns

AT_MOST = 4


class Workbooks:
    """The plan's workbook, and the same with a tenth of its titles worded otherwise and the ids of
    another tenth lost."""

    def __init__(self, views: Views, folder: Path):
        self.views, self.at = views, moment(views)
        document = plan(views, self.at)
        self.items = len(document["items"])
        build = building(views.ledger, ("en", "es"))
        asked = {"as_of": None, "before": None, "known_at": None}
        self.file, self.edited = folder / "plan.xlsx", folder / "edited.xlsx"
        made = plan_document("plan", document, stamp(views, self.at), build, asked)
        self.file.write_bytes(write(made))
        self._edit()

    def _edit(self) -> None:
        from openpyxl import load_workbook

        workbook = load_workbook(self.file)
        sheet = workbook.worksheets[0]
        for row in range(2, sheet.max_row + 1, 10):
            sheet.cell(row, 6).value = f"{sheet.cell(row, 6).value} anew"
            sheet.cell(row + 1, 1).value = None
        workbook.save(self.edited)

    def read_by_openpyxl(self) -> None:
        from openpyxl import load_workbook

        load_workbook(self.file)

    def reviewed(self) -> None:
        found = self._review(self.file)
        assert found.document["differences"] == []

    def reviewed_edited(self) -> None:
        assert len(self._review(self.edited).document["differences"]) >= self.items // 12

    def _review(self, file: Path):
        return review(self.views, read_version(file, self.views.ledger.charter), self.at)


def measure(report: Report, folder: Path, sizes: Sizes) -> None:
    path = ledger_of(folder, "to-review", sizes.reviewed * 5, sizes.reviewed)
    with opened(path) as (_, views):
        books = Workbooks(views, folder)
        reading, reviewed, edited = in_turns(
            sizes.reviews, books.read_by_openpyxl, books.reviewed, books.reviewed_edited
        )
    what = f"review of a workbook of {books.items:,} items"
    against = "openpyxl reads it"
    report.compare(what, reviewed, against, reading, at_most=AT_MOST)
    report.compare(f"{what}, a fifth of it edited", edited, against, reading, at_most=AT_MOST)
