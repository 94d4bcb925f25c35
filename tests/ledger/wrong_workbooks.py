"""A register's workbook, and what can be wrong with it: an edit, the cell, the path, the words."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook

ROWS: dict[str, list[list[Any]]] = {
    "Register": [["What", "Value"], ["charter", "rcm"], ["language", "en"]],
    "Meetings": [
        ["id", "body", "number", "title_en", "title_es", "opens_on", "closes_on", "presidency"],
        ["rcm-12", "rcm", 12, "XII Regional Conference", None, date(2007, 4, 26), "2007-04-27", "US"],
    ],
    "Decisions": [
        ["meeting", "id", "number", "text_en", "agreed", "recommended_by"],
        ["rcm-12", "rcm-12-d1", 1, "Take up training.", "all", "mx-1"],
    ],
    "Changes": [
        ["decision", "proposal", "kind", "item", "item_kind", "parent", "title_en", "title_es", "lead",
         "timeline", "form", "words_en", "on"],
        ["rcm-12-d1", None, "approve", "s1", "section", None, "A section", "Una sección"],
        ["rcm-12-d1", None, "approve", "a1", None, "s1", "An activity", None, "MX, TS", "every 12, at most 36", "workshop"],
        ["rcm-12-d1", None, "record-occurrence", "a1", None, None, None, None, None, None, None, "Held.", date(2006, 11, 15)],
    ],
    "Positions": [
        ["decision", "member", "stance", "except", "statement_en", "basis"],
        ["rcm-12-d1", "CA", "reserve", "a1", "Not yet.", "own-account"],
    ],
    "Proposals": [["id", "by", "submitted_to", "text_en", "placements", "outcome", "reason_en"], ["mx-1", "MX", "rcm-12", "What is proposed.", "section s1, role sub-item; workplan lon-cp"]],
    "Reports": [["item", "by", "on", "says"], ["a1", "TS", date(2008, 1, 1), "on track"]],
}  # fmt: skip


def a_workbook(*edits: Callable[[Workbook], None]) -> Workbook:
    """The good register as a workbook, edited."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for title, rows in ROWS.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
    for edit in edits:
        edit(workbook)
    return workbook


def with_cell(place: str, value: Any) -> Callable[[Workbook], None]:
    sheet, _, cell = place.partition("!")

    def edit(workbook: Workbook) -> None:
        workbook[sheet][cell] = value

    return edit


D = "meetings[0].decisions[0]"
C = f"{D}.changes"


def merged(workbook: Workbook) -> None:
    workbook["Positions"].merge_cells("B2:B3")


def hidden_row(workbook: Workbook) -> None:
    workbook["Changes"].row_dimensions[3].hidden = True


def hidden_column(workbook: Workbook) -> None:
    workbook["Changes"].column_dimensions["G"].hidden = True


def hidden_sheet(workbook: Workbook) -> None:
    workbook["Reports"].sheet_state = "hidden"


def renamed(old: str, new: str) -> Callable[[Workbook], None]:
    def edit(workbook: Workbook) -> None:
        workbook[old].title = new

    return edit


def without(sheet: str) -> Callable[[Workbook], None]:
    return lambda workbook: workbook.remove(workbook[sheet])


def twice(workbook: Workbook) -> None:
    workbook.create_sheet("Reuniones").append(["id"])


def with_row(sheet: str, *values: Any) -> Callable[[Workbook], None]:
    return lambda workbook: workbook[sheet].append(values)


CASES: list[tuple[Callable[[Workbook], None], str, str, str]] = [
    # Mistakes of the register: the same words as in YAML.
    (with_cell("Meetings!B2", "rmc"), "Meetings!B2", "meetings[0].body", "There is no body “rmc”; the bodies are lon-cp, lon-ts, rcgm, rcm. Did you mean “rcm”?"),
    (with_cell("Meetings!F2", "26 April 2007"), "Meetings!F2", "meetings[0].opens_on", "Found “26 April 2007”; a day is written YYYY-MM-DD."),
    (with_cell("Meetings!G2", 39199), "Meetings!G2", "meetings[0].closes_on", "Found the number 39199; a day is written YYYY-MM-DD."),
    (with_cell("Meetings!G2", "2007-04-01"), "Meetings!G2", "meetings[0].closes_on", "Found closes_on: 2007-04-01, which is before opens_on: 2007-04-26."),
    (with_cell("Meetings!C2", "twelve"), "Meetings!C2", "meetings[0].number", "Found “twelve” where a whole number belongs."),
    (with_cell("Decisions!B2", None), "Decisions!B2", f"{D}.id", "The key id is missing."),
    (with_cell("Decisions!D2", None), "Decisions!D2", f"{D}.text", "The key text is missing."),
    (with_cell("Decisions!E2", "everybody"), "Decisions!E2", f"{D}.agreed", "Found “everybody”; allowed: all, present, or a list of members."),
    (with_cell("Decisions!F2", "mx-2"), "Decisions!F2", f"{D}.recommended_by[0]", "There is no proposal “mx-2” in the register or in the ledger. Did you mean “mx-1”?"),
    (with_cell("Changes!C2", "aprove"), "Changes!C2", f"{C}[0].aprove", "There is no key “aprove” here; allowed: approve, redefine, move, discontinue, translate, start, record-occurrence, complete, reinstate, rectify, admit-member, withdraw-member, amend-charter. Did you mean “approve”?"),
    (with_cell("Changes!D3", None), "Changes!D3", f"{C}[1].approve.item", "The key item is missing."),
    (with_cell("Changes!I3", "MX, XX"), "Changes!I3", f"{C}[1].approve.terms.lead[1]", "Found “XX”, which is no member, office, body or observer; allowed: BZ, CA, CR, DO, GT, HN, IOM, MX, NI, PA, PPT, SV, TS, UNHCR, US, lon-cp, lon-ts, rcgm, rcm."),
    (with_cell("Changes!K3", "workshp"), "Changes!K3", f"{C}[1].approve.terms.form", "Found “workshp”; allowed: workshop, seminar, training, working-visit, information-exchange, study, working-group, standing-agenda-item, follow-up, other. Did you mean “workshop”?"),
    (with_cell("Changes!J3", "standing rgcm"), "Changes!J3", f"{C}[1].approve.terms.timeline.standing", "There is no body “rgcm”; the bodies are lon-cp, lon-ts, rcgm, rcm. Did you mean “rcm”?"),
    (with_cell("Changes!J3", "every 12, at most 6"), "Changes!J3", f"{C}[1].approve.terms.timeline.at_most", "Found at_most: 6, which is less than every: 12."),
    (with_cell("Changes!M4", date(2007, 6, 1)), "Changes!M4", f"{C}[2].record-occurrence.on", "Found 2007-06-01, after the adoption on 2007-04-27; only what took place by then can be recorded."),
    (with_cell("Positions!B2", "ca"), "Positions!B2", f"{D}.positions.ca", "Found “ca”; a member's or an observer's id is 2 to 16 capital letters (A-Z), digits and hyphens. Did you mean “CA”?"),
    (with_cell("Positions!E2", None), "Positions!E2", f"{D}.positions.CA.statement", "The key statement is missing: a reservation needs its words."),
    (with_cell("Positions!D2", "a7"), "Positions!D2", f"{D}.positions.CA.except[0]", "No change in the register or in the ledger is about an item “a7”."),
    (with_cell("Register!B2", "rcn"), "Register!B2", "charter", "Found the charter “rcn”; those that come with the program are rcm. Did you mean “rcm”?"),
    (with_cell("Register!A2", "chartre"), "Register!A2", "Register!A2", "There is no key “chartre” here; allowed: register, charter, language, basis. Did you mean “charter”?"),
    (with_row("Register", "charter", "rcm"), "Register!A4", "Register!A4", "The row charter is there twice. Take one out."),
    (with_cell("Reports!C2", "2008-02-30"), "Reports!C2", "reports[0].on", "Found “2008-02-30”; there is no such day."),
    # Of a workbook only.
    (with_cell("Changes!G3", "=1+1"), "Changes!G3", f"{C}[1].approve.terms.title.en", "Found the formula “=1+1”; nothing is worked out. Put its value in its place."),
    (with_cell("Meetings!A2", '=HYPERLINK("http://127.0.0.1/")'), "Meetings!A2", "meetings[0].id", "Found the formula “=HYPERLINK(\"http://127.0.0.1/\")”; nothing is worked out. Put its value in its place."),
    (with_cell("Decisions!D2", "#REF!"), "Decisions!D2", f"{D}.text.en", "Found “#REF!”, which a formula left behind. Write the value."),
    (with_cell("Changes!D4", date(2007, 1, 1)), "Changes!D4", f"{C}[2].record-occurrence.item", "Found “2007-01-01” where a text belongs. Give the cell the format Text, and write it again."),
    (with_cell("Changes!G3", True), "Changes!G3", f"{C}[1].approve.terms.title.en", "Found true where a text belongs. Give the cell the format Text, and write it again."),
    (with_cell("Meetings!F2", datetime(2007, 4, 26, 9)), "Meetings!F2", "meetings[0].opens_on", "Found “2007-04-26 09:00:00”; a day has no hour. Write the day alone."),
    (with_cell("Changes!J3", "soon"), "Changes!J3", f"{C}[1].approve.terms.timeline", "Found “soon”; a timeline is written: by 2008-06-30, or 2008-01-01 to 2008-06-30, or every 12, at most 36 (months), or standing rcgm, or open."),
    (with_cell("Changes!J3", "{by: &a x}"), "Changes!J3", f"{C}[1].approve.terms.timeline", "Found the anchor or alias &a; these are not read. Write the value out wherever it belongs."),
    (with_cell("Changes!I4", "MX"), "Changes!I4", f"{C}[2].record-occurrence.lead", "A change of the kind “record-occurrence” takes no Lead; it takes Item, Outcome, reason or note, Day. Empty the cell, or choose another kind."),
    (with_cell("Changes!C2", None), "Changes!C2", f"{C}[0]", "The row names no kind of change; the kinds are approve, redefine, move, discontinue, translate, start, record-occurrence, complete, reinstate, rectify, admit-member, withdraw-member, amend-charter."),
    (with_cell("Changes!A2", None), "Changes!A2", "Changes!A2", "A change is of a decision, or is what a proposal asks for: fill in one of these two columns."),
    (with_cell("Changes!B2", "mx-1"), "Changes!A2", "Changes!A2", "A change is of a decision, or is what a proposal asks for: fill in one of these two columns."),
    (with_cell("Changes!A4", "rcm-12-d2"), "Changes!A4", "Changes!A4", "There is no “rcm-12-d2” in the sheet Decisions. Add it there, or correct the id here. Did you mean “rcm-12-d1”?"),
    (with_row("Decisions", "rcm-13", "rcm-13-d1", 1, "More."), "Decisions!A3", "Decisions!A3", "There is no “rcm-13” in the sheet Meetings. Add it there, or correct the id here. Did you mean “rcm-12”?"),
    (with_row("Decisions", None, "rcm-13-d1", 1, "More."), "Decisions!A3", "Decisions!A3", "The row has no Meeting, and so belongs to nothing. Fill it in, or take the row out."),
    (with_row("Positions", "rcm-12-d1", None, "agrees"), "Positions!B3", f"{D}.positions", "The row has no Member, and so belongs to nothing. Fill it in, or take the row out."),
    (with_row("Positions", "rcm-12-d1", "—", "agrees"), "Positions!B3", f"{D}.positions", "The row has no Member, and so belongs to nothing. Fill it in, or take the row out."),
    (with_row("Positions", "rcm-12-d1", "CA", "agrees"), "Positions!B3", f"{D}.positions.CA.again[3]", "The position of “CA” on this decision is given twice. Take one out."),
    (with_cell("Proposals!E2", "nowhere"), "Proposals!E2", "proposals[0].placements", "Found “nowhere”; places are written: section mpm, role sub-item; workplan lon-cp."),
    (with_cell("Proposals!F2", "forgotten"), "Proposals!F2", "proposals[0].outcome", "Found “forgotten”; an outcome is adopted, declined or withdrawn."),
    (with_cell("Proposals!G2", "No."), "Proposals!G2", "proposals[0].outcome.reason", "Only a proposal that was declined or withdrawn has a reason. Empty the cell, or fill in the outcome."),
    (merged, "Positions!A1", "Positions!A1.B2:B3", "The cells B2:B3 are merged. Split them, and fill in each."),
    (hidden_row, "Changes!A3", "Changes!A3", "Row 3 is hidden, and has content. Show it (take the filter off), or take it out."),
    (hidden_column, "Changes!G1", "Changes!G1", "The column is hidden, and has content. Show it, or empty it."),
    (hidden_sheet, "Reports!A1", "Reports!A1", "The sheet is hidden, and has content. Show it, or take it out."),
    (with_cell("Changes!L1", "Outcme (en)"), "Changes!L1", "Changes!L1", "There is no column “Outcme (en)” here; the columns are Decision, Proposal, Change, Item, Section or activity, In section, Title (…), Action (…), Lead, Timeline, Form, Role, Steward, Replaces, Outcome, reason or note (…), Day, Voids, Instead, Member, Name (…), Rules of procedure. Rename it, or take it out."),
    (with_cell("Changes!H1", "Title (en)"), "Changes!H1", "Changes!H1", "The column “Title (en)” says what another one says. Put it into one of them."),
    (with_cell("Decisions!A1", None), "Decisions!A1", "Decisions!A1.meeting", "The column Meeting is missing, without which no row says anything. Add it."),
    (with_cell("Reports!F2", "what?"), "Reports!F2", "Reports!F2", "The column has no head in row 1, and so nobody knows what this is. Write one, or empty the column."),
    (renamed("Reports", "Report cards"), "'Report cards'!A1", "'Report cards'!A1", "A register has no sheet “Report cards”; its sheets are Register, Meetings, Decisions, Changes, Positions, Items, Proposals, Comments, Referrals, Reports, Corrections, Keys. Rename it, or take it out. Did you mean “Reports”?"),
    (twice, "Reuniones!A1", "Reuniones!A1", "The sheet “Reuniones” is the same as “Meetings”. Put the rows into one of them."),
    (lambda w: w.create_sheet("Items").append(["item", "title_en"]) or w["Items"].append(["a1", "Mine"]), "Items!A2", "Items!A2", "This sheet only lists the items as they stand; what is written in it changes nothing. Write a change of the kind approve or redefine in the sheet Changes, and take this row out."),
]  # fmt: skip


