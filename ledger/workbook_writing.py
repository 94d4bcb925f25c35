"""Writes a register's workbook: as an export of a ledger, or to be filled in for a next meeting."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.worksheet import Worksheet

from ledger.charter import OFFICES, Charter
from ledger.sentences import text_in
from ledger.template import explained
from ledger.workbook_look import (
    FONT,
    LAST_ROW,
    MUTED,
    STRONG,
    TEXT_FORMAT,
    WRAPPED,
    Lists,
    Looks,
    filtered,
    offer,
    put_heads,
    put_page,
)
from ledger.workbook_output import put_text, saved
from ledger.workbook_prompts import PAGE, PROMPTS
from ledger.workbook_rows import Row, Rows
from ledger.workbook_sheets import At, SheetName, head_of, place_in_change, sheet_name
from ledger.workbook_words import NOT_READ, WORDS, said

ALWAYS: tuple[SheetName, ...] = (
    "register",
    "meetings",
    "decisions",
    "changes",
    "positions",
    "items",
)
BEFORE: tuple[SheetName, ...] = ("proposals", "comments", "referrals", "reports")
"""What may come before a decision; of use in what is to be filled in."""
_FIRST_DAY = date(1900, 3, 1)
"""Before it, programs do not agree on how days are counted."""
_LAST_OFFERED = 2000
"""The last row of another sheet whose ids are offered."""
_NOT_TAKEN = PatternFill("solid", start_color="BFBFBF", end_color="BFBFBF")
_DAY_FORMAT = "yyyy-mm-dd"


class RegisterWriting:
    """A workbook being written.

    Args:
        language: of heads, words and explanations.
        items: the current items, as `plan` gives them, to be listed.
    """

    def __init__(self, charter: Charter, language: str, items: Sequence[Mapping[str, Any]]):
        self._charter, self._language, self._items = charter, language, items
        self._rows = Rows(language, charter.languages)
        self._workbook = Workbook()
        self._workbook.remove(self._workbook.worksheets[0])
        self._looks = Looks()
        self._title = text_in(charter.title, language) or charter.charter

    def export(self, parts: Iterable[tuple[str, Any]], moment: datetime) -> bytes:
        """All that a register says.

        Raises:
            TooLong: a text that no cell holds.
        """
        rows: dict[SheetName, list[Row]] = {sheet: [] for sheet in ALWAYS}
        for row in self._rows.of_register(parts):
            rows.setdefault(row.sheet, []).append(row)
        return self._written(rows, moment)

    def to_fill_in(self, meeting: Mapping[str, Any] | None, basis: str, moment: datetime) -> bytes:
        """A workbook for the next meeting, of which some is known already."""
        rows: dict[SheetName, list[Row]] = {sheet: [] for sheet in (*ALWAYS, *BEFORE)}
        keys = {"charter": self._charter.charter, "language": self._own, "basis": basis}
        rows["register"] = [self._rows.of_key(key, value) for key, value in keys.items()]
        if meeting is not None:
            rows["meetings"] = [*self._rows.of_meeting(meeting)]
        self._explain()
        return self._written(rows, moment)

    @property
    def _own(self) -> str:
        languages = self._charter.languages
        return self._language if self._language in languages else languages[0]

    def _written(self, rows: Mapping[SheetName, Sequence[Row]], moment: datetime) -> bytes:
        titles = {item["id"]: _title_of(item, self._language) for item in self._items}
        listed = [
            self._rows.of_item(item, titles.get(item["parent"], item["parent"] or ""))
            for item in self._items
        ]
        for sheet, records in rows.items():
            self._sheet(sheet, listed if sheet == "items" else records)
        offering = _Offering(self._workbook, self._charter, self._language, self._items)
        for sheet in rows:
            offering.offer_in(sheet, self._rows.columns(sheet))
        return saved(self._workbook, moment, self._title)

    def _sheet(self, name: SheetName, rows: Sequence[Row]) -> None:
        sheet = self._workbook.create_sheet(sheet_name(name, self._language))
        columns = self._rows.columns(name)
        heads = [head_of(at, self._language) for at in columns]
        put_heads(
            sheet, heads, [0 if at.column.key == "mark" else at.column.width for at in columns]
        )
        font = MUTED if name == "items" else FONT
        for n, at in enumerate(columns, 1):
            _format(sheet.column_dimensions[get_column_letter(n)], at, font)
        for number, row in enumerate(rows, 2):
            for n, at in enumerate(columns, 1):
                if (value := row.values.get(at)) is not None:
                    cell = sheet.cell(number, n)
                    self._looks.give(cell, font, number_format=_shown(at))
                    _put(cell, value)
        filtered(sheet)
        if name == "changes":
            sheet.freeze_panes, sheet.print_title_cols = "E2", "A:D"
        put_page(sheet, f"{self._title} · {sheet.title}", "")

    def _explain(self) -> None:
        sheet = self._workbook.create_sheet(said(NOT_READ, "explanation", self._language))
        sheet.column_dimensions["A"].width = 26
        sheet.column_dimensions["B"].width = 100
        n = 1 if self._language == "es" else 0
        lines = [(self._title, "", STRONG), *(("", each[n], FONT) for each in PAGE)]
        for head, entries in explained(self._charter, self._language):
            lines += [("", "", FONT), (head, "", STRONG), *((*each, FONT) for each in entries)]
        for row, (head, text, font) in enumerate(lines, 1):
            for column, said_there in enumerate((head, text), 1):
                cell = sheet.cell(row, column)
                put_text(cell, said_there)
                cell.font, cell.alignment = font, WRAPPED
            if font is STRONG:
                sheet.cell(row, 1).alignment = Alignment(wrap_text=False)
        put_page(sheet, self._title, "")


def _title_of(item: Mapping[str, Any], language: str) -> str:
    terms = item["terms"]
    return text_in(terms["title"] or terms["action"] or {}, language) or item["id"]


def _put(cell: Any, value: Any) -> None:
    if isinstance(value, int) or (isinstance(value, date) and value >= _FIRST_DAY):
        cell.value = value
    else:
        put_text(cell, str(value))


def _format(each: Any, at: At, font: Font) -> None:
    """Texts stay texts, days are shown as days: of a column, for what is still to be typed into it."""
    each.font, each.alignment = font, WRAPPED
    each.number_format = _shown(at)


def _shown(at: At) -> str:
    return {"day": _DAY_FORMAT, "whole": "0"}.get(at.column.reads, TEXT_FORMAT)


class _Offering:
    """Drop-downs and what they say."""

    def __init__(
        self,
        workbook: Workbook,
        charter: Charter,
        language: str,
        items: Sequence[Mapping[str, Any]],
    ):
        self._workbook, self._language = workbook, language
        self._lists = Lists(workbook, said(NOT_READ, "lists", language))
        members = sorted(m for m, member in charter.members.items() if member.until is None)
        bodies = list(charter.bodies)
        self._offered = {
            "body": bodies,
            "member": members,
            "anybody": [*members, *OFFICES, *bodies, *charter.observers],
            "item": [item["id"] for item in items],
            "section": [item["id"] for item in items if item["kind"] == "section"],
        }
        self._references: dict[str, str] = {}

    def offer_in(self, name: SheetName, columns: Sequence[At]) -> None:
        if name in ("register", "items"):
            return
        sheet = self._workbook[sheet_name(name, self._language)]
        for n, at in enumerate(columns, 1):
            head = head_of(at, self._language)
            listed, strict = self._list_for(name, at)
            pair = PROMPTS.get(at.column.key, ("", ""))
            prompt = pair[1 if self._language == "es" else 0]
            if listed or prompt:
                offer(sheet, n, listed, head, prompt, strict=strict)
            if name == "changes":
                self._grey(sheet, n, at, columns)

    def _list_for(self, name: SheetName, at: At) -> tuple[str | None, bool]:
        """What a column offers, and whether nothing else may be typed."""
        key = at.column.key
        if at.column.reads == "word":
            return self._words(at.column.words), True
        of: dict[str, str] = {
            "body": "body", "steward": "body", "from": "body", "to": "body", "host": "member",
            "presidency": "member", "member": "member", "by": "anybody", "item": "item",
            "parent": "section",
        }  # fmt: skip
        if key in of:
            return self._of(of[key]), False
        links: dict[str, SheetName] = {
            "meeting": "meetings", "submitted_to": "meetings", "at": "meetings",
            "decision": "decisions", "proposal": "proposals",
        }  # fmt: skip
        if key in links and sheet_name(links[key], self._language) in self._workbook.sheetnames:
            return self._ids_of(links[key]), False
        return None, False

    def _words(self, table: str) -> str:
        return self._listed(
            table, [said(WORDS[table], code, self._language) for code in WORDS[table]]
        )

    def _of(self, what: str) -> str | None:
        return self._listed(what, self._offered[what]) if self._offered[what] else None

    def _listed(self, key: str, offered: Sequence[str]) -> str:
        if key not in self._references:
            self._references[key] = self._lists.add(offered)
        return self._references[key]

    def _ids_of(self, name: SheetName) -> str:
        """The ids that stand in another sheet, those still to be typed included."""
        title = sheet_name(name, self._language)
        heads = [cell.value for cell in self._workbook[title][1]]
        letter = get_column_letter(heads.index("Id") + 1)
        return f"{quote_sheetname(title)}!${letter}$2:${letter}${_LAST_OFFERED}"

    def _grey(self, sheet: Worksheet, n: int, at: At, columns: Sequence[At]) -> None:
        """Greys what the kind of change in a row does not take."""
        kinds = [kind for kind in WORDS["kind"] if place_in_change(kind, at.column) is not None]
        if not kinds:
            return
        words = [word for kind in kinds for word in (kind, *WORDS["kind"][kind])]
        listed = self._listed(f"kinds of {at.column.key}", list(dict.fromkeys(words)))
        kind = next(m for m, each in enumerate(columns, 1) if each.column.key == "kind")
        cell = f"${get_column_letter(kind)}2"
        letter = get_column_letter(n)
        rule = FormulaRule(  # type: ignore[no-untyped-call]
            formula=[f'AND({cell}<>"",ISNA(MATCH({cell},{listed},0)))'], fill=_NOT_TAKEN
        )
        sheet.conditional_formatting.add(f"{letter}2:{letter}{LAST_ROW}", rule)
