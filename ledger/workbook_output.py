"""Writing workbooks (.xlsx): what every one that leaves the ledger has in common.

- **A text is a text.** Whatever it begins with, it is written as a string, and as one that stays a
  string when somebody edits the cell: it can never become a formula.
- **The same content gives the same bytes.** Neither the zip nor its properties know another time than
  the one that they are given.
"""

import io
import re
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell, MergedCell

MOST_IN_A_CELL = 32_767
"""Characters: more than these no program keeps."""
MOST_IN_A_PROMPT = 255
_FORMULA = re.compile(r"[=+\-@\t\r\n]")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile(r"_x005F_(?=x[0-9A-Fa-f]{4}_)")
_RETURN = re.compile(r"(?:(?<!_x005F)_x000D_|\r)\n?")
_NOT_IN_A_TITLE = re.compile(r"[\[\]:*?/\\]")
_FIRST_DAY_OF_A_ZIP = datetime(1980, 1, 1)


class TooLong(ValueError):
    """A text that no cell holds; `text` is its beginning."""

    def __init__(self, text: str):
        self.text = text[:60]
        super().__init__(self.text)


def put_text(cell: "Cell | MergedCell", text: str | None) -> None:
    """Write a text into a cell as nothing but a text.

    Raises:
        TooLong: beyond `MOST_IN_A_CELL`.
    """
    if not text:
        return
    if len(text) > MOST_IN_A_CELL:
        raise TooLong(text)
    cell.value = _ESCAPE.sub("_x005F_", text)
    cell.data_type = "s"
    if _FORMULA.match(text):
        cell.quotePrefix = True  # else editing it makes it a formula


def read_text(text: str) -> str:
    """A cell's text as it was put: `_x005F_x0041_` is `_x0041_` (ECMA-376, part 1, 22.9.2.19,
    ST_Xstring), and a line ends as ours do."""
    return _ESCAPED.sub("_", _RETURN.sub("\n", text))


def sheet_title(said: str, taken: "Workbook") -> str:
    """A name for a sheet: at most 31 characters, none of those that it may not have, and its own."""
    bare = " ".join(_NOT_IN_A_TITLE.sub(" ", said).split()).strip("'")[:31] or "1"
    title, n = bare, 1
    while title.casefold() in {name.casefold() for name in taken.sheetnames}:
        n += 1
        title = f"{bare[: 30 - len(str(n))]} {n}"
    return title


def header_text(said: str) -> str:
    """A text as it stands in the head or the foot of a printed page, where `&` begins a code."""
    return said.replace("&", "&&")


def saved(workbook: "Workbook", moment: datetime, title: str) -> bytes:
    """The workbook's bytes: the same for the same content and moment (UTC)."""
    from openpyxl.writer.excel import ExcelWriter

    when = moment.replace(tzinfo=None, microsecond=0)
    of: Any = workbook.properties
    of.creator = of.lastModifiedBy = "rcm-ledger"
    of.created = of.modified = when
    of.title = title
    first = io.BytesIO()
    # Not `Workbook.save`: that asks a clock.
    ExcelWriter(workbook, ZipFile(first, "w", ZIP_STORED)).save()
    return _dated(first, max(when, _FIRST_DAY_OF_A_ZIP))


def _dated(package: io.BytesIO, when: datetime) -> bytes:
    out = io.BytesIO()
    with ZipFile(package) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = ZipInfo(name, (*when.timetuple()[:6],))
            part.compress_type = ZIP_DEFLATED
            part.external_attr = 0o644 << 16
            # Openpyxl knows of no height that is not fixed; these are to grow with what is typed.
            content = old.read(name).replace(b' customHeight="1"', b"")
            new.writestr(part, content)
    return out.getvalue()
