"""A document as one HTML file, to read on any screen and to print: nothing in it is run, and nothing
is fetched."""

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from html import escape
from importlib.resources import files

from api.documents.model import (
    SIGNS,
    Block,
    Document,
    Heading,
    Listing,
    Paragraph,
    Run,
    Runs,
    Said,
    Table,
    plain,
)
from api.documents.spreading import (
    HEADINGS_FOR_CONTENTS,
    Cell,
    InLanguage,
    in_languages,
    pieces,
    spread,
    without_gaps,
)
from api.documents.stamps import short_stamp, stamp_lines

FEW = 40
"""Parts of a long word that a browser is told; one of more may be broken wherever a line ends."""


def write(document: Document) -> bytes:
    """The whole document, UTF-8."""
    return "".join(f"{line}\n" for line in _Page(document).lines()).encode()


class _Page:
    """A document while it is written: which ids have been given, and under which heading it is.

    An id stands once in a page, and names its item: `plan.html#statistics`.
    """

    def __init__(self, document: Document):
        self.document = document
        self.several = len(document.languages) > 1
        self.given: set[str] = {"text"}
        self.under: str | None = None
        self.headings: list[tuple[Heading, str]] = []
        self.widths: set[int] = set()

    def lines(self) -> Iterator[str]:
        document = self.document
        main = [line for block in without_gaps(document) for line in self.block(block)]
        style = files("api.documents").joinpath("html.css").read_text("utf-8")
        style += "".join(f".w{width}{{width:{width / 10}%}}" for width in sorted(self.widths))
        first = document.words[document.languages[0]]
        yield "<!doctype html>"
        yield f'<html lang="{document.languages[0]}">'
        yield "<head>"
        yield '<meta charset="utf-8">'
        yield f'<meta http-equiv="Content-Security-Policy" content="{_policy(style)}">'
        yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
        yield f'<meta name="description" content="{_in_one(short_stamp(document))}">'
        yield f"<title>{_in_one(document.title)}</title>"
        yield f"<style>{style}</style>"
        yield "</head>"
        yield "<body>"
        yield f'<a class="skip" href="#text">{escape(first.t("doc.skip"))}</a>'
        yield "<header>"
        yield self.beside("h1", document.title)
        yield self.beside("p", document.subtitle)
        yield self.beside("p", short_stamp(document), ' class="stamp"')
        yield "</header>"
        if len(self.headings) >= HEADINGS_FOR_CONTENTS:
            yield from self.contents()
        yield '<main id="text" tabindex="-1">'
        yield from main
        yield "</main>"
        yield "<footer>"
        for said in stamp_lines(document):
            yield self.beside("p", said)
        yield "</footer>"
        yield "</body>"
        yield "</html>"

    # --- blocks -----------------------------------------------------------------------------------

    def block(self, block: Block) -> Iterator[str]:
        match block:
            case Heading():
                self.under = self.id(block.id or f"s{len(self.headings) + 1}")
                self.headings.append((block, self.under))
                # The title of the document is the first level.
                name = f"h{min(block.level + 1, 6)}"
                yield self.beside(name, block.said, f' id="{self.under}"')
            case Paragraph():
                yield self.beside("p", block.said, ' class="note"' if block.style == "note" else "")
            case Listing():
                yield "<ul>"
                for point in block.points:
                    yield f"<li>{self.beside('div', point)}</li>"
                yield "</ul>"
            case Table():
                yield from self.table(block)

    def id(self, id: str) -> str:
        found, n = id, 1
        while found in self.given:
            n += 1
            found = f"{id}_{n}"
        self.given.add(found)
        return escape(found)

    def table(self, table: Table) -> Iterator[str]:
        heads, widths, rows = spread(table)
        labelled = f' aria-labelledby="{self.under}"' if self.under else ""
        # On a narrow screen a row is a card and no longer looks like a row: hence the roles.
        yield f'<div class="wide"><table role="table"{labelled}>'
        shares = [round(width * 1000) for width in widths]
        self.widths.update(shares)
        columns = "".join(f'<col class="w{share}">' for share in shares)
        yield f"<colgroup>{columns}</colgroup>"
        yield '<thead role="rowgroup"><tr role="row">'
        for head in heads:
            yield f'<th scope="col" role="columnheader">{self.cell(head)}</th>'
        yield "</tr></thead>"
        yield '<tbody role="rowgroup">'
        for row, cells in zip(table.rows, rows, strict=True):
            id = f' id="{self.id(row.id)}"' if row.id else ""
            yield f'<tr role="row"{id}>'
            for n, (head, cell) in enumerate(zip(heads, cells, strict=True)):
                said = self.cell(cell)
                if n == 0:
                    yield f'<th scope="row" role="rowheader">{said}</th>'
                else:
                    label = escape(" / ".join(plain(each.runs) for each in head))
                    yield f'<td role="cell" data-head="{label}">{said}</td>'
            yield "</tr>"
        yield "</tbody>"
        yield "</table></div>"

    # --- words ------------------------------------------------------------------------------------

    def beside(self, tag: str, said: Said, attributes: str = "") -> str:
        """The languages side by side: an element for each; of a heading, all in the one."""
        cell = in_languages(said)
        if len(cell) < 2:
            return "".join(self.element(tag, each, attributes) for each in cell)
        if tag.startswith("h"):
            spans = "".join(self.element("span", each) for each in cell)
            return f'<{tag} class="both"{attributes}>{spans}</{tag}>'
        each_one = "".join(self.element(tag, each, attributes) for each in cell)
        return f'<div class="both">{each_one}</div>'

    def cell(self, cell: Cell) -> str:
        """The languages one below the other."""
        if self.several:
            return "".join(self.element("div", each) for each in cell)
        return "".join(_runs(each.runs) for each in cell)

    def element(self, tag: str, said: InLanguage, attributes: str = "") -> str:
        language = f' lang="{said.language}"' if self.several else ""
        return f"<{tag}{language}{attributes}>{_runs(said.runs)}</{tag}>"

    def contents(self) -> Iterator[str]:
        """The headings, each a link to itself, a list for each language."""
        several = ' class="both"' if self.several else ""
        yield f"<div{several}>"
        for language, words in self.document.words.items():
            told = f' lang="{language}"' if self.several else ""
            label = escape(words.t("doc.contents"))
            yield f'<nav{told} aria-labelledby="contents-{language}">'
            yield f'<h2 id="contents-{language}">{label}</h2>'
            yield "<ul>"
            depth = 0
            for heading, id in self.headings:
                if depth:
                    closed = "</li></ul>" * (depth - heading.level)
                    yield "<ul>" if heading.level > depth else f"{closed}</li>"
                depth = heading.level
                yield f'<li><a href="#{id}">{_link(heading.said, language)}</a>'
            yield "</li></ul>" * depth
            yield "</nav>"
        yield "</div>"


def _runs(runs: Runs) -> str:
    return "".join(map(_run, runs))


def _run(run: Run) -> str:
    said = "<br>".join(map(_line, run.text.split("\n")))
    if run.language:
        said = f'<span lang="{escape(run.language)}">{said}</span>'
    match run.mark:
        case None:
            return said
        case "strong":
            return f"<strong>{said}</strong>"
        case "code":
            return f"<code>{said}</code>"
        case "muted":
            return f'<span class="muted">{said}</span>'
        case "added" | "removed":
            tag = "ins" if run.mark == "added" else "del"
            return f"<{tag}>{f'<span>{said}</span>'.join(SIGNS[run.mark])}</{tag}>"


def _line(line: str) -> str:
    said = ""
    for whole, parts in pieces(line):
        if len(parts) > FEW:
            said += f'<span class="long">{escape("".join(parts))}</span>'
            continue
        text = "<wbr>".join(map(escape, parts))
        said += f'<span class="whole">{text}</span>' if whole else text
    return said


def _link(said: Said, language: str) -> str:
    """A heading in the table of contents of a language; where it has none, as it is."""
    return escape(plain(said[language])) if said.get(language) else _in_one(said)


def _in_one(said: Said) -> str:
    """In one line, as an attribute or a title takes it."""
    return escape(" / ".join(plain(each.runs) for each in in_languages(said)))


def _policy(style: str) -> str:
    """Nothing is run, nothing fetched, and of styles only the page's own (CSP, level 3)."""
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
