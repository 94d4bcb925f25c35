"""Tracked changes accepted or rejected, all of them, as ECMA-376 (part 1, §17.13.5) says what each means;
and what a document then says, line by line and cell by cell."""

from collections.abc import Iterator
from io import BytesIO
from typing import Literal
from zipfile import ZipFile

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RANGES = [f"{W}{kind}Range{end}" for kind in ("moveFrom", "moveTo") for end in ("Start", "End")]
GONE = {"accept": ("del", "moveFrom"), "reject": ("ins", "moveTo")}
STAYS = {"accept": ("ins", "moveTo"), "reject": ("del", "moveFrom")}

Line = tuple[str, str]
Shape = list[Line | list[list[list[Line]]]]


def body_of(document: bytes) -> etree._Element:
    with ZipFile(BytesIO(document)) as package:
        body = etree.fromstring(package.read("word/document.xml")).find(f"{W}body")
    assert body is not None
    return body


def settled(document: bytes, how: Literal["accept", "reject"]) -> etree._Element:
    """The body of a document with all its changes accepted, or rejected."""
    body = body_of(document)
    gone, stays = (_tags(kinds[how]) for kinds in (GONE, STAYS))
    for each in list(body.iter(*RANGES)):
        _remove(each)
    for row in list(body.iter(f"{W}tr")):
        if any(row.find(f"{W}trPr/{tag}") is not None for tag in gone):
            _remove(row)
    for table in list(body.iter(f"{W}tbl")):
        if table.find(f"{W}tr") is None:
            _remove(table)
    merging = []
    for paragraph in body.iter(f"{W}p"):
        if any(paragraph.find(f"{W}pPr/{W}rPr/{tag}") is not None for tag in gone):
            merging.append(paragraph)
        for each in list(paragraph):
            if each.tag in gone:
                paragraph.remove(each)
            elif each.tag in stays:
                for run in list(each):
                    each.addprevious(run)
                paragraph.remove(each)
    for paragraph in reversed(merging):
        # Without its mark a paragraph is one with the next, and looks as that does.
        words, after = paragraph.findall(f"{W}r"), paragraph.getnext()
        assert after is not None
        if after.tag == f"{W}p":
            start = after.find(f"{W}pPr")
            for n, run in enumerate(words):
                after.insert(n + (start is not None), run)
        else:
            assert not words, "a table cannot take in a paragraph's words"
        _remove(paragraph)
    return body


def shape(body: etree._Element) -> Shape:
    """What a body says: its paragraphs, each with its style, and its tables' cells."""
    found: Shape = []
    for each in body:
        if each.tag == f"{W}p":
            found.append(_line(each))
        elif each.tag == f"{W}tbl":
            rows = each.findall(f"{W}tr")
            found.append(
                [[list(map(_line, cell.findall(f"{W}p"))) for cell in row.findall(f"{W}tc")] for row in rows]
            )
    return found


def words(document: Shape) -> list[str]:
    """The lines alone, those of cells too, empty ones left out."""

    def lines(of) -> Iterator[str]:
        if isinstance(of, tuple):
            yield of[1]
        else:
            for each in of:
                yield from lines(each)

    return [line for line in lines(document) if line]


def _line(paragraph: etree._Element) -> Line:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    said = []
    for each in paragraph.iter(f"{W}t", f"{W}delText", f"{W}br", f"{W}tab"):
        said.append({f"{W}br": "\n", f"{W}tab": "\t"}.get(each.tag) or each.text or "")
    return "Normal" if style is None else str(style.get(f"{W}val")), "".join(said)


def _tags(kinds: tuple[str, ...]) -> list[str]:
    return [f"{W}{kind}" for kind in kinds]


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)
