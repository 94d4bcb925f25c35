"""The text of a Word document (ECMA-376, WordprocessingML): its headings, paragraphs and tables, in
their order, and whether changes are tracked in it that nobody has accepted yet."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO, NamedTuple
from zipfile import ZipFile

Element = Any
"""Of lxml, which says nothing of its types."""
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DRAWINGS = (f"{W}drawing", f"{W}pict", f"{W}object")
TRACKED = frozenset(
    f"{W}{name}"
    for name in (
        *("ins", "del", "moveFrom", "moveTo", "moveFromRangeStart", "moveToRangeStart"),
        *("cellIns", "cellDel", "cellMerge"),
    )
)
"""What stands where a change of the text is tracked; a change of looks is none."""
_HEADING = re.compile(r"(?:heading|título|titulo) (\d)")
_SKIPPED = (f"{W}del", f"{W}moveFrom", _FALLBACK, f"{W}instrText", f"{W}delText")


class Run(NamedTuple):
    """Some words of one character style; `\\n` breaks the line."""

    text: str
    look: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph.

    Attributes:
        style: the name of its style, in small letters.
        level: of a heading.
    """

    runs: tuple[Run, ...]
    style: str = "normal"
    level: int | None = None

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell: `continues` the one above it, or spans so many columns."""

    paragraphs: tuple[Paragraph, ...]
    span: int = 1
    continues: bool = False
    pictures: bool = False
    table: bool = False

    @property
    def text(self) -> str:
        return "\n".join(paragraph.text for paragraph in self.paragraphs)


@dataclass(frozen=True, slots=True)
class Table:
    rows: tuple[tuple[TableCell, ...], ...]


Block = Paragraph | Table


@dataclass
class Pages:
    """What stands in a document.

    Attributes:
        tracked: how many changes are tracked in it, and not accepted.
        languages: those that it says it is in.
    """

    blocks: list[Block] = field(default_factory=list)
    tracked: int = 0
    pictures: bool = False
    languages: tuple[str, ...] = ()


class NoText(ValueError):
    """A package without the text that it says it has."""


def pages_of(stream: BinaryIO) -> Pages:
    """The text of a document that `ledger.office_files` has looked at.

    Raises:
        NoText: it makes no sense.
    """
    with ZipFile(stream) as package:
        names = set(package.namelist())
        main = next((name for name in _main_parts(package) if name in names), None)
        if main is None:
            raise NoText
        body = _parsed(package.read(main)).find(f"{W}body")
        if body is None:
            raise NoText
        folder = main.rpartition("/")[0]
        styles = f"{folder}/styles.xml" if folder else "styles.xml"
        named = _Styles(_parsed(package.read(styles)) if styles in names else None)
        pages = Pages(list(_blocks(body, named)))
        pages.tracked = sum(1 for each in body.iter() if each.tag in TRACKED)
        pages.pictures = any(True for _ in body.iter(*_DRAWINGS))
        if "docProps/core.xml" in names:
            pages.languages = _languages(_parsed(package.read("docProps/core.xml")))
        return pages


def _parsed(part: bytes) -> Element:
    from lxml import etree  # type: ignore[import-untyped]

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip
    return etree.fromstring(part, parser)


def _main_parts(package: ZipFile) -> Iterator[str]:
    for relation in _parsed(package.read("_rels/.rels")).iter(_RELATION):
        if str(relation.get("Type")).endswith("/officeDocument"):
            yield str(relation.get("Target")).lstrip("/")


def _languages(core: Element) -> tuple[str, ...]:
    said = core.findtext("{http://purl.org/dc/elements/1.1/}language") or ""
    return tuple(each.partition("-")[0].lower() for each in re.split(r"[,;\s]+", said) if each)


class _Styles:
    """The names of styles, and which of them are headings, of what level."""

    def __init__(self, styles: Element | None):
        self._names: dict[str, str] = {}
        self._levels: dict[str, int] = {}
        self._based_on: dict[str, str] = {}
        for style in () if styles is None else styles.iter(f"{W}style"):
            id = str(style.get(f"{W}styleId"))
            self._names[id] = (_value(style.find(f"{W}name")) or id).lower()
            self._based_on[id] = _value(style.find(f"{W}basedOn")) or ""
            level = _value(style.find(f"{W}pPr/{W}outlineLvl"))
            if level is not None and level.isdecimal() and int(level) < 9:
                self._levels[id] = int(level) + 1

    def name(self, id: str | None) -> str:
        return self._names.get(id or "", (id or "normal").lower())

    def level(self, id: str | None) -> int | None:
        """That of the style, or of the one that it is based on."""
        for _ in range(20):
            if id is None or not id:
                return None
            named = _HEADING.fullmatch(self.name(id))
            if named is not None or id in self._levels:
                return int(named[1]) if named is not None else self._levels[id]
            if self.name(id) == "title":
                return None
            id = self._based_on.get(id)
        return None


def _value(element: Element | None) -> str | None:
    found = None if element is None else element.get(f"{W}val")
    return None if found is None else str(found)


def _blocks(parent: Element, styles: _Styles) -> Iterator[Block]:
    for each in parent:
        if each.tag == f"{W}p":
            yield _paragraph(each, styles)
        elif each.tag == f"{W}tbl":
            yield _table(each, styles)
        elif each.tag == f"{W}sdt":
            if each.find(f"{W}sdtPr/{W}docPartObj") is None:  # a table of contents
                content = each.find(f"{W}sdtContent")
                yield from () if content is None else _blocks(content, styles)
        elif each.tag in (f"{W}customXml", f"{W}smartTag"):
            yield from _blocks(each, styles)


def _paragraph(element: Element, styles: _Styles) -> Paragraph:
    style = _value(element.find(f"{W}pPr/{W}pStyle"))
    level = styles.level(style)
    own = _value(element.find(f"{W}pPr/{W}outlineLvl"))
    if own is not None and own.isdecimal():
        level = int(own) + 1 if int(own) < 9 else None
    return Paragraph(tuple(_runs(element, styles)), styles.name(style), level)


def _runs(element: Element, styles: _Styles) -> Iterator[Run]:
    for each in element:
        if each.tag in _SKIPPED:
            continue
        if each.tag == f"{W}r":
            look = styles.name(_value(each.find(f"{W}rPr/{W}rStyle")))
            if text := "".join(_characters(each)):
                yield Run(text, look)
        elif each.tag != f"{W}pPr":
            yield from _runs(each, styles)


def _characters(run: Element) -> Iterator[str]:
    for each in run:
        match each.tag.rpartition("}")[2]:
            case "t":
                yield each.text or ""
            case "br" | "cr":
                yield "\n"
            case "tab":
                yield "\t"
            case "noBreakHyphen":
                yield "‑"


def _table(element: Element, styles: _Styles) -> Table:
    return Table(tuple(tuple(_cells(row, styles)) for row in _children(element, "tr")))


def _children(element: Element, name: str) -> Iterator[Element]:
    """Rows, or cells, whatever stands around them."""
    for each in element:
        if each.tag == f"{W}{name}":
            yield each
        elif each.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml"):
            yield from _children(each, name)


def _cells(row: Element, styles: _Styles) -> Iterator[TableCell]:
    before = _value(row.find(f"{W}trPr/{W}gridBefore"))
    for _ in range(min(int(before), 63) if before and before.isdecimal() else 0):
        yield TableCell(())
    for each in _children(row, "tc"):
        span = _value(each.find(f"{W}tcPr/{W}gridSpan"))
        merged = each.find(f"{W}tcPr/{W}vMerge")
        blocks = list(_blocks(each, styles))
        yield TableCell(
            tuple(block for block in blocks if isinstance(block, Paragraph)),
            min(int(span), 63) if span and span.isdecimal() else 1,
            merged is not None and _value(merged) in (None, "continue"),
            any(True for _ in each.iter(*_DRAWINGS)),
            any(isinstance(block, Table) for block in blocks),
        )
