"""A revised version as a document, `.docx`: sections are headings, activities rows of tables, as
`document plan` writes them and after people have worked on it."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from api.review.columns import DOUBLED, Head, heads_of, is_head, written_in
from api.review.rows import Cell, Understanding, is_id
from api.review.values import NotUnderstood, plain
from api.review.word import NoText, Pages, Paragraph, Run, Table, TableCell, pages_of
from api.texts import LANGUAGES, Texts, pair
from ledger.input_errors import Where, quoted
from ledger.office_files import BROKEN, readable_package
from projections.revised import ANY, EVERY, Origin, Row, Section, Version

_NUMBER = re.compile(r"\s*((?:\d+\.)+)\s+|\s*((?:\d+\.)+)$")
DEEPEST = 6
"""A heading goes no deeper; from there on its number says how deep it stands."""
_OURS = ("title", "subtitle", "stamp", "after table", "toc heading", "header", "footer")
_NOTES = ("section note", "note")
_BETWEEN = " · "


def read_pages(file: Path, stream: BinaryIO, reader: Understanding) -> Version | None:
    """The version; None where the file is no document, or has no plan in it, which is added to the
    findings."""
    if not readable_package(str(file), stream, "document", reader.findings):
        return None
    try:
        pages = pages_of(stream)
    except (*BROKEN, NoText, SyntaxError, KeyError, RecursionError):
        why = ("its text makes no sense", "su texto no tiene sentido")
        reader.findings.add("office-damaged", Where(str(file), None, ""), why=why, suffix=".docx")
        return None
    if pages.tracked:
        reader.complain("review.tracked", "", n=pages.tracked)
        return None
    reading = _Reading(pages, reader)
    reading.read()
    if not reading.tables and not reading.headings:
        reader.complain("review.picture" if pages.pictures else "review.no-table", "")
        return None
    origin = _origin(pages)
    language = reading.language or next(iter(pages.languages), None)
    return Version(file.name, reading.rows, language, reading.ignored, origin)


def _origin(pages: Pages) -> Origin | None:
    """The stamp at the end: of which ledger the document is, and known at which entry."""
    said = " ".join(
        block.text
        for block in pages.blocks
        if isinstance(block, Paragraph) and block.style == "stamp"
    )
    ledger = re.search(r"rcm-ledger/[0-9a-f]{32}", said)
    entry = re.search(r"(?:entry|asiento) (\d[\d.,]*)", said)
    if ledger is None or entry is None:
        return None
    return Origin(ledger[0], None, int(re.sub(r"\D", "", entry[1])))


class _Heading:
    """A section that is being read: its heading, and what stands below it."""

    def __init__(self, number: int, level: int, title: dict[str, str | None], place: str):
        self.number, self.level, self.title, self.place = number, level, title, place
        self.id: str | None = None
        self.note: Paragraph | None = None
        self.action: list[dict[str, str]] = []
        self.is_over = False


class _Reading:
    def __init__(self, pages: Pages, reader: Understanding):
        self.pages, self.reader = pages, reader
        self.rows: list[Row] = []
        self.ignored: list[str] = []
        self.headings = self.tables = 0
        self.language: str | None = None
        self.heads: list[Head] = []
        self.open: _Heading | None = None
        self.above: list[tuple[int, int]] = []
        heads = [self._heads_of(block) for block in pages.blocks if isinstance(block, Table)]
        known = [each for each in heads if each is not None]
        self.languages = _side_by_side(known) or self._said_languages()

    def _said_languages(self) -> list[str]:
        own = [each for each in self.pages.languages if each in self.reader.charter.languages]
        return own if len(own) > 1 else []

    def read(self) -> None:
        for block in self.pages.blocks:
            if isinstance(block, Table):
                self._table(block)
            elif block.level is not None and block.text.strip():
                self._heading(block)
            else:
                self._paragraph(block)
        self._close()

    # Sections.

    def _heading(self, block: Paragraph) -> None:
        self._close()
        self.headings += 1
        assert block.level is not None
        place = f"heading {self.headings}"
        level = block.level
        numbers = _NUMBER.match(block.text)
        if level >= DEEPEST and numbers is not None:
            level = max(level, (numbers[1] or numbers[2]).count("."))
        while self.above and self.above[-1][0] >= level:
            self.above.pop()
        self.open = _Heading(len(self.rows), level, self._titles(block, place), place)
        # Its place among the rows is kept for it: what is below a heading is read before it is whole.
        self.rows.append(Row(place, None, "section", {}, self._section()))
        self.above.append((level, self.open.number))

    def _section(self) -> Section:
        return Section(row=self.above[-1][1]) if self.above else Section()

    def _titles(self, block: Paragraph, place: str) -> dict[str, str | None]:
        """A heading's words; those of several languages stand one behind the other."""
        parts: list[list[Run]] = [[]]
        for run in block.runs:
            if run.look == "muted" and run.text.strip() == "/" and self.languages:
                parts.append([])
            else:
                parts[-1].append(run)
        said = ["".join(run.text for run in part if run.look != "id") for part in parts]
        if len(said) == 1 and len(self.languages) > 1 and said[0].count(" / ") == 1:
            said = said[0].split(" / ")
        bare = [_NUMBER.sub("", each, count=1) for each in said]
        if not self.languages:
            return self._text(Head("", "title"), " / ".join(bare), place)
        if len(bare) != len(self.languages):
            return self._text(Head("", "title", EVERY), " / ".join(bare), place)
        found: dict[str, str | None] = {}
        for language, words in zip(self.languages, bare, strict=True):
            found |= self._text(Head("", "title", language), words, place)
        return found

    def _text(self, head: Head, words: str, place: str) -> dict[str, str | None]:
        return self.reader.text(Cell(head, words, place))

    def _paragraph(self, block: Paragraph) -> None:
        if not block.text.strip() or block.style in _OURS or block.style.startswith("toc "):
            return
        at = self.open
        if at is not None and at.note is None and _has_id(block, at):
            at.note = block
        elif block.style in _NOTES:
            return
        elif at is not None and not at.is_over:
            at.action.append({EVERY if self.languages else ANY: block.text})
        else:
            self.ignored.append(_short(block.text))

    def _close(self) -> None:
        """Make a row of a section, now that all that is said of it is read."""
        at, self.open = self.open, None
        if at is None:
            return
        said: dict[str, object] = {"named": at.title}
        if at.note is not None:
            at.id = _id_in(at.note)
            said |= self._facts(at.note, at.place)
        action: dict[str, list[str]] = {}
        for each in at.action:
            for language, words in each.items():
                action.setdefault(language, []).append(words)
        if len(action) > 1 and (every := action.pop(EVERY, None)):
            action = {language: [*words, *every] for language, words in action.items()}
        text: dict[str, str | None] = {}
        for language in action or self.languages or [ANY]:
            words = "\n".join(action.get(language, []))
            head = Head("", "action", language if language != ANY else None)
            text |= self._text(head, words, f"{at.place}, {_column('action')}")
        before = self.rows[at.number]
        said["action"] = text
        if at.id is None and not any(at.title.values()):
            self.reader.complain("review.no-words", at.place)
        self.rows[at.number] = Row(at.place, at.id, "section", said, before.section)

    def _facts(self, note: Paragraph, place: str) -> dict[str, object]:
        """A section's role, steward and status, between its id and the decision that it rests on."""
        _, *pieces = note.text.split(_BETWEEN)
        found: dict[str, object] = {"role": None, "steward": None, "status": "ongoing"}
        for piece in pieces[:-1]:
            for part in ("role", "steward", "status"):
                try:
                    found[part] = self._fact(part, piece)
                    break
                except NotUnderstood:
                    continue
            else:
                self.reader.complain("review.note", place, found=quoted(piece))
        return found

    def _fact(self, part: str, said: str) -> object:
        values = self.reader.values
        if part != "steward":
            return values.code(part, said)
        for language in LANGUAGES:
            before, _, after = Texts(language)("doc.steward", body="\0").partition("\0")
            words = plain(said)
            if words.startswith(plain(before)) and words.endswith(plain(after)):
                return values.body(words[len(plain(before)) : len(words) - len(plain(after))])
        raise NotUnderstood(said, ("", ""))

    # Activities.

    def _heads_of(self, table: Table) -> list[Head] | None:
        if not table.rows:
            return None
        texts = [cell.text for cell in table.rows[0]]
        heads = heads_of(texts, self.reader.charter.languages)
        return heads if is_head(heads) else None

    def _table(self, table: Table) -> None:
        heads = self._heads_of(table)
        if heads is None and self._is_side_by_side(table):
            self._side_by_side(table)
            return
        self.tables += 1
        rows = list(enumerate(table.rows, 1))
        if heads is not None:
            self.heads, rows = heads, rows[1:]
            self.language = self.language or written_in(heads)
            names = [head.text for head in heads if head.key is None and head.text.strip()]
            self.ignored += [name for name in names if name not in self.ignored]
        elif not self.heads or len(table.rows[0]) != len(self.heads):
            self.ignored.append(f"table {self.tables}")
            return
        if self.open is not None:
            self.open.is_over = True
        above: dict[str, str] = {}
        for number, cells in rows:
            place = f"table {self.tables}, row {number}"
            row = self._row(cells, place, above)
            if row is not None:
                self.rows.append(row)

    def _row(self, cells: Sequence[TableCell], place: str, above: dict[str, str]) -> Row | None:
        if len(cells) != len(self.heads) or any(cell.span > 1 for cell in cells):
            if any(cell.text.strip() for cell in cells):
                self.reader.complain("review.merged", place)
            return None
        found: list[Cell] = []
        for cell, head in zip(cells, self.heads, strict=True):
            where = f"{place}, {head.text.partition(chr(10))[0]}"
            found += self._cell(cell, head, where, above)
        found.append(Cell(Head("", "kind"), "activity", place))
        return self.reader.row(found, place, self._section())

    def _cell(
        self, cell: TableCell, head: Head, where: str, above: dict[str, str]
    ) -> Iterator[Cell]:
        if head.key is None:
            return
        if cell.table:
            self.reader.complain("review.table-in-cell", where)
            return
        if cell.pictures and not cell.text.strip():
            self.reader.complain("review.picture-in-cell", where)
            return
        text = cell.text
        if cell.continues:
            if head.key in (*DOUBLED, "id"):
                self.reader.complain("review.merged", where)
                return
            text = above.get(head.key, "")
        above[head.key] = text
        if head.key == "title":
            id, text = _title_and_id(cell)
            if id is not None:
                yield Cell(Head("", "id"), id, where)
        yield Cell(head, text, where)

    # Words of several languages, side by side.

    def _is_side_by_side(self, table: Table) -> bool:
        width = len(self.languages)
        return width > 1 and all(len(row) == width for row in table.rows)

    def _side_by_side(self, table: Table) -> None:
        at = self.open
        for row in table.rows:
            said = {each: cell.text for each, cell in zip(self.languages, row, strict=True)}
            if at is not None and not at.is_over:
                at.action.append(said)
            elif any(words.strip() for words in said.values()):
                self.ignored.append(_short(next(iter(said.values()))))


def _side_by_side(tables: Sequence[Sequence[Head]]) -> list[str]:
    """The languages of columns that stand once for each."""
    for heads in tables:
        found = [head.language for head in heads if head.key == "title" and head.language]
        if len(found) > 1:
            return [each for each in found if each is not None]
    return []


def _has_id(block: Paragraph, heading: _Heading) -> bool:
    """Whether this is the line below a heading that has the section's id."""
    return not heading.action and not heading.is_over and _id_in(block) is not None


def _id_in(block: Paragraph) -> str | None:
    """The id at the beginning of a line: in its own style, or before a dot in the middle."""
    if block.runs and block.runs[0].look == "id":
        marked = "".join(
            run.text
            for n, run in enumerate(block.runs)
            if all(r.look == "id" for r in block.runs[: n + 1])
        ).strip()
        return marked if is_id(marked) else None
    first, between, _ = block.text.partition(_BETWEEN)
    return first.strip() if between and is_id(first.strip()) else None


def _title_and_id(cell: TableCell) -> tuple[str | None, str]:
    """The title, and the id that stands small below it."""
    marked = "".join(
        run.text for paragraph in cell.paragraphs for run in paragraph.runs if run.look == "id"
    ).strip()
    if is_id(marked):
        bare = "\n".join(
            "".join(run.text for run in paragraph.runs if run.look != "id")
            for paragraph in cell.paragraphs
        )
        return marked, bare.removesuffix("\n")
    before, line, last = cell.text.rpartition("\n")
    if line and is_id(last.strip()):
        return last.strip(), before
    return None, cell.text


def _column(key: str) -> str:
    return (pair(f"column.{key}") or (key, key))[0]


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
