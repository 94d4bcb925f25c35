"""The elements of a WordprocessingML document (ECMA-376, part 1, §17), as text: their children and
properties in the order of its schema, which Word insists on."""

import re
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
REGIONS = {"en": "en-US", "es": "es-MX"}
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BREAKS = re.compile("([\n\t])")


def tag_of(language: str) -> str:
    """A language as Word names it."""
    return REGIONS.get(language, language)


def said(text: str) -> str:
    """Text as the content of an element or of an attribute."""
    return escape(_NOT_IN_XML.sub("", text), {'"': "&quot;"})


def part(name: str, content: str) -> bytes:
    """A part of the package: its root element."""
    declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    spaces = f'xmlns:w="{MAIN}" xmlns:r="{RELATIONSHIPS}"'
    return f"{declaration}<w:{name} {spaces}>{content}</w:{name}>".encode()


def run(text: str, look: str | None, language: str, *, deleted: bool = False) -> str:
    """A run (CT_R); of deleted words, within a `w:del`."""
    style = f'<w:rStyle w:val="{look}"/>' if look else ""
    name = "delText" if deleted else "t"
    found = [f'<w:r><w:rPr>{style}<w:lang w:val="{tag_of(language)}"/></w:rPr>']
    for each in _BREAKS.split(text):
        if each == "\n":
            found.append("<w:br/>")
        elif each == "\t":
            found.append("<w:tab/>")
        elif each:
            found.append(f'<w:{name} xml:space="preserve">{said(each)}</w:{name}>')
    found.append("</w:r>")
    return "".join(found)


def paragraph(style: str, content: str, mark: str = "", *, new_page: bool = False) -> str:
    """A paragraph (CT_P).

    Args:
        mark: what is said of its mark, the end of the paragraph (CT_ParaRPr).
        new_page: it begins a page.
    """
    of_page = "<w:pageBreakBefore/>" if new_page else ""
    of_mark = f"<w:rPr>{mark}</w:rPr>" if mark else ""
    of_style = "" if style == "Normal" else f'<w:pStyle w:val="{style}"/>'
    said_of_it = f"{of_style}{of_page}{of_mark}"
    properties = f"<w:pPr>{said_of_it}</w:pPr>" if said_of_it else ""
    return f"<w:p>{properties}{content}</w:p>"


def bookmark(id: int, name: str, content: str) -> str:
    start = f'<w:bookmarkStart w:id="{id}" w:name="{name}"/>'
    return f'{start}{content}<w:bookmarkEnd w:id="{id}"/>'


def simple_field(instruction: str, shown: str) -> str:
    return (
        f'<w:fldSimple w:instr=" {instruction} "><w:r><w:t>{said(shown)}</w:t></w:r></w:fldSimple>'
    )


def field_character(kind: str, more: str = "") -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"{more}/></w:r>'


def field_begin(instruction: str, *, stale: bool = False) -> str:
    """The beginning of a field with a long result.

    Args:
        stale: it has to be worked out again when the document is opened.
    """
    begin = field_character("begin", ' w:dirty="1"' if stale else "")
    code = f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
    return f"{begin}{code}{field_character('separate')}"


def row(cells: Iterable[tuple[int, str]], *, head: bool = False, revised: str = "") -> str:
    """A row (CT_Row) that no page breaks; of cells, each its width in twips and its paragraphs.

    Args:
        head: repeated on every page, and announced as the heads of the columns.
        revised: that it was inserted or deleted, and by whom.
    """
    found = ["<w:tr><w:trPr><w:cantSplit/>"]
    if head:
        found.append("<w:tblHeader/>")
    found += [revised, "</w:trPr>"]
    found += [
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{content}</w:tc>'
        for width, content in cells
    ]
    found.append("</w:tr>")
    return "".join(found)


def table(
    style: str, widths: Sequence[int], rows: Iterable[str], *, head: bool, title: str = ""
) -> str:
    """A table (CT_Tbl) of columns that keep their widths.

    Args:
        widths: in twips.
        head: whether its first row is the heads of its columns.
        title: what it is of, for those who hear it read.
    """
    caption = f'<w:tblCaption w:val="{said(title)}"/>' if title else ""
    first = int(head)
    return "".join(
        (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/>'
            f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
            f'<w:tblLook w:val="{"0420" if head else "0400"}" w:firstRow="{first}" w:lastRow="0" '
            'w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
            f"{caption}</w:tblPr><w:tblGrid>",
            *(f'<w:gridCol w:w="{width}"/>' for width in widths),
            "</w:tblGrid>",
            *rows,
            "</w:tbl>",
        )
    )
