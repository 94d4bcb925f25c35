"""A document as DOCX (ECMA-376, WordprocessingML), for Word and LibreOffice.

Its styles, numbering and settings are the files in `word/`; the text is written here. A table's head
is repeated on every page and no row is broken; every run has its language. The table of contents is
there when the document is opened, with its page numbers once Word has filled it or somebody has
updated it in LibreOffice.
"""

from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files
from io import BytesIO
from itertools import count
from zipfile import ZipFile

from api.documents.layout import Grid, GridRow, Line, Placed, contents, laid_out
from api.documents.model import Document, Said, plain, stacked
from api.documents.packages import CORE, core_properties, packed
from api.documents.stamps import short_stamp
from api.documents.wordprocessing import (
    bookmark,
    field_begin,
    field_character,
    paragraph,
    part,
    row,
    run,
    simple_field,
    table,
    tag_of,
)

LONG_SIDE, SHORT_SIDE, MARGIN = 16838, 11906, 1134
"""An A4 page in twips, a twentieth of a point: 297 by 210 mm, with margins of 20 mm."""
LINES_IN_A_MARGIN = 2
"""A head of more lines pushes down what stands below it, and keeps a distance from it."""
LEAST_WIDTH = 1304
"""The narrowest column, 23 mm: one long word."""
MANY_COLUMNS = 4
"""A table of more columns wants a page that lies on its side."""
DEEPEST_IN_CONTENTS = 3
FEW_HEADINGS = 6
"""With fewer, a document has no table of contents."""
TEMPLATE = files("api.documents") / "word"
PARTS = (
    *("[Content_Types].xml", "_rels/.rels", "docProps/app.xml", "word/_rels/document.xml.rels"),
    *("word/numbering.xml", "word/settings.xml", "word/styles.xml"),
)


def write(document: Document) -> bytes:
    """The whole package."""
    placed = list(laid_out(document))
    page = Page(placed)
    ids = count(1)
    body = [_placed(each, page, ids) for each in placed]
    first = next((n for n, each in enumerate(placed) if not _is_of_the_title(each)), len(placed))
    body.insert(first, _contents(document, placed))
    return package(document, page, "".join(body), [short_stamp(document)])


class Page:
    """The page that a document is printed on: upright, or on its side where its tables are wide."""

    def __init__(self, placed: Sequence[Placed]):
        most = max((len(each.widths) for each in placed if isinstance(each, Grid)), default=0)
        self.on_its_side = most > MANY_COLUMNS
        self.width, self.height = SHORT_SIDE, LONG_SIDE
        if self.on_its_side:
            self.width, self.height = LONG_SIDE, SHORT_SIDE

    @property
    def text_width(self) -> int:
        return self.width - 2 * MARGIN

    def widths(self, grid: Grid) -> list[int]:
        """The columns of a grid in twips: their shares, but none too narrow for a word; the last one
        with what rounding leaves."""
        least = min(LEAST_WIDTH, self.text_width // len(grid.widths))
        room, shares = self.text_width, sum(grid.widths)
        found = [0] * len(grid.widths)
        for n, share in sorted(enumerate(grid.widths), key=lambda column: column[1]):
            found[n] = max(least, int(room * share / shares))
            room, shares = room - found[n], shares - share
        found[-1] += self.text_width - sum(found)
        return found

    def section(self) -> str:
        """The section's properties (CT_SectPr): header, footer and page."""
        orient = ' w:orient="landscape"' if self.on_its_side else ""
        return (
            '<w:sectPr><w:headerReference w:type="default" r:id="rId4"/>'
            '<w:footerReference w:type="default" r:id="rId5"/>'
            f'<w:pgSz w:w="{self.width}" w:h="{self.height}"{orient}/>'
            f'<w:pgMar w:top="{MARGIN}" w:right="{MARGIN}" w:bottom="{MARGIN}" w:left="{MARGIN}" '
            'w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
        )


def package(document: Document, page: Page, body: str, head: Iterable[Said]) -> bytes:
    """The parts of a document around what stands in its body.

    Args:
        head: what the head of every page says.
    """
    language = tag_of(document.languages[0])

    def of_the_template(name: str) -> bytes:
        text = (TEMPLATE / name).read_text("utf-8")
        return text.replace("LANGUAGE", language).replace("WIDTH", str(page.text_width)).encode()

    title = " / ".join(plain(runs) for runs in stacked(document.title))
    lines = [
        run(plain(runs), None, language) for said in head for language, runs in said.items()
    ]
    last = "Header" if len(lines) <= LINES_IN_A_MARGIN else "HeaderEnd"
    header = "".join(paragraph("Header", each) for each in lines[:-1]) + paragraph(last, lines[-1])
    parts = {
        **{name: of_the_template(name) for name in PARTS},
        CORE: core_properties(title, ", ".join(document.languages), document.stamp),
        "word/document.xml": part("document", f"<w:body>{body}{page.section()}</w:body>"),
        "word/header1.xml": part("hdr", header),
        "word/footer1.xml": part("ftr", paragraph("Footer", "".join(_page_of(document)))),
    }
    empty = BytesIO()
    with ZipFile(empty, "w"):
        pass
    return packed(empty.getvalue(), parts)


def _page_of(document: Document) -> Iterator[str]:
    """Page X of Y, the numbers by whatever program shows the page."""
    for n, (language, words) in enumerate(document.words.items()):
        before, between, after = words.t("doc.page", page="\0", pages="\0").split("\0")
        yield run(f"{' / ' if n else ''}{before}", None, language)
        yield simple_field("PAGE", "1")
        yield run(between, None, language)
        yield simple_field("NUMPAGES", "1")
        if after:
            yield run(after, None, language)


def _is_of_the_title(placed: Placed) -> bool:
    return isinstance(placed, Line) and placed.style in ("Title", "Subtitle")


def _placed(placed: Placed, page: Page, ids: "count[int]") -> str:
    if isinstance(placed, Grid):
        # Two tables that touch would be one.
        return f"{grid(placed, page)}{paragraph('AfterTable', '')}"
    if placed.style.startswith("Heading"):
        n = next(ids)
        marked = bookmark(n, f"_Toc{n:06}", content(placed))
        return paragraph(placed.style, marked, new_page=placed.new_page)
    return line(placed)


def line(of: Line) -> str:
    return paragraph(of.style, content(of))


def content(of: Line) -> str:
    return "".join(run(*piece) for piece in of.pieces)


def grid(of: Grid, page: Page) -> str:
    widths = page.widths(of)

    def in_words(each: GridRow, head: bool) -> str:
        cells = ("".join(map(line, lines)) for lines in each.cells)
        return row(zip(widths, cells, strict=True), head=head)

    rows = [in_words(of.head, True)] if of.head else []
    rows += [in_words(each, False) for each in of.rows]
    style = "PlanTable" if of.head else "SideBySide"
    return table(style, widths, rows, head=of.head is not None, title=of.title)


def _contents(document: Document, placed: Sequence[Placed]) -> str:
    """The table of contents: a field, and what it shows until it is filled."""
    headings = [
        (n, level, line)
        for n, (level, line) in enumerate(contents(placed), 1)
        if level <= DEEPEST_IN_CONTENTS
    ]
    if len(headings) < FEW_HEADINGS:
        return ""
    words = next(iter(document.words.values()))
    title = " / ".join(dict.fromkeys(w.t("doc.contents") for w in document.words.values()))
    found = [paragraph("TOCHeading", run(title, None, words.t.language))]
    begin = field_begin(f'TOC \\o "1-{DEEPEST_IN_CONTENTS}" \\h \\z \\u', stale=True)
    end = field_character("end")
    for at, (n, level, line) in enumerate(headings):
        link = f'<w:hyperlink w:anchor="_Toc{n:06}" w:history="1">{content(line)}</w:hyperlink>'
        before, after = (begin if at == 0 else ""), (end if at == len(headings) - 1 else "")
        found.append(paragraph(f"TOC{level}", f"{before}{link}{after}"))
    return (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
        "<w:docPartUnique/></w:docPartObj></w:sdtPr>"
        f"<w:sdtContent>{''.join(found)}{paragraph('AfterTable', '')}</w:sdtContent></w:sdt>"
    )
