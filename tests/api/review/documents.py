"""Something done to a document, as a person would do it."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def in_the_workbook(
    file: Path, edit: Callable[[Any, dict[str, int], dict[str, int]], None]
) -> Path:
    """The plan's sheet after `edit(sheet, rows by id, columns by head)`, saved again."""
    from openpyxl import load_workbook

    workbook = load_workbook(file)
    sheet: Any = workbook.worksheets[0]
    columns = {str(cell.value).split("\n")[0]: cell.column for cell in sheet[1]}
    rows = {str(cell.value): cell.row for cell in sheet["A"][1:] if cell.value}
    edit(sheet, rows, columns)
    workbook.save(file)
    return file


def in_the_document(file: Path, edit: Callable[[Any], None]) -> Path:
    """A document after `edit(document)`, saved again by python-docx."""
    import docx

    document = docx.Document(str(file))
    edit(document)
    document.save(str(file))
    return file


def row_of(document: Any, id: str) -> Any:
    """The row of a table that has an item's id below its title."""
    for table in document.tables:
        for row in table.rows:
            if id in row.cells[0].text.split("\n"):
                return row
    raise KeyError(id)


def put(cell: Any, words: str) -> None:
    """Type other words over the first run of a cell."""
    runs = cell.paragraphs[0].runs
    runs[0].text = words


def repacked(
    file: Path, parts: dict[str, Callable[[bytes], bytes]], more: dict[str, bytes] | None = None
) -> Path:
    """A package with some of its parts written anew, and others added."""
    out = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = old.read(info)
            new.writestr(info.filename, parts.get(info.filename, lambda same: same)(data))
        for name, data in (more or {}).items():
            new.writestr(name, data)
    file.write_bytes(out.getvalue())
    return file


def replaced(pattern: str, by: str) -> Callable[[bytes], bytes]:
    """A part in which something stands in the place of the first that fits."""

    def edit(data: bytes) -> bytes:
        found, n = re.subn(pattern, by, data.decode(), count=1, flags=re.S)
        assert n == 1, pattern
        return found.encode()

    return edit
