"""The register as a workbook: the same records as YAML gives, and every mistake with its cell."""

import io
import random
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from openpyxl import Workbook

from ledger.charter import Charter
from ledger.input_errors import UnreadableInput
from ledger.office_sentences import WORKBOOK_SENTENCES
from ledger.records import (
    CorrectionRecord,
    DecisionRecord,
    MeetingRecord,
    MemberKeyRecord,
    ProposalRecord,
    ReportFields,
)
from ledger.register import NothingKnown, Register, read_register, shipped_charter
from ledger.register_file import KEYS
from ledger.workbook_output import saved
from ledger.workbook_sheets import COLUMNS, SHEET_NAMES
from ledger.workbook_values import MeansOtherwise
from ledger.workbook_values import from_yaml as from_yaml_1_2
from ledger.workbook_words import HEADS, SHEETS, WORDS, folded
from ledger.workbook_writing import RegisterWriting
from tests.histories import random_history, small_charter
from tests.ledger.registers import GOOD, assert_said_alike, code_of
from tests.ledger.wrong_workbooks import CASES, ROWS, a_workbook, with_cell, without

SHIPPED = Path("ledger/registers/rcm-history.yaml")
ILLUSTRATION, OTHER_FORUM = Path("tests/data/illustration.yaml"), Path("tests/data/second-forum.yaml")
MOMENT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)

SAME_AS_YAML = """\
register: 1
charter: rcm
language: en
meetings:
  - id: rcm-12
    body: rcm
    number: 12
    title: {en: XII Regional Conference}
    opens_on: 2007-04-26
    closes_on: 2007-04-27
    presidency: US
    decisions:
      - id: rcm-12-d1
        number: "1"
        text: {en: Take up training.}
        agreed: all
        recommended_by: [mx-1]
        positions:
          CA: {stance: reserve, except: [a1], statement: {en: Not yet.}, basis: own-account}
        changes:
          - approve: {item: s1, kind: section, terms: {title: {en: A section, es: Una sección}}}
          - approve: {item: a1, parent: s1, terms: {title: {en: An activity}, lead: [MX, TS],
              timeline: {every: 12, at_most: 36}, form: workshop}}
          - record-occurrence: {item: a1, note: {en: Held.}, on: 2006-11-15}
proposals:
  - {id: mx-1, by: MX, submitted_to: rcm-12, text: {en: What is proposed.},
     placements: [{section: s1, role: sub-item}, {workplan: lon-cp}]}
reports:
  - {item: a1, by: TS, on: 2008-01-01, says: on-track}
"""


def read(folder: Path, workbook: Workbook, name: str = "one.xlsx") -> Register:
    workbook.save(folder / name)
    return read_register([folder / name], NothingKnown())


def errors_of(folder: Path, *edits: Callable[[Workbook], None]) -> list[tuple[str, str, str]]:
    """Every error: its cell, its path and its English words; each is said in both languages."""
    try:
        read(folder, a_workbook(*edits))
    except UnreadableInput as unreadable:
        for error in unreadable.errors:
            assert_said_alike(error.message)
            assert error.cell is None or error.line == error.cell.row
        return [(str(e.cell or ""), e.path, e.message["en"]) for e in unreadable.errors]
    raise AssertionError("nothing is wrong with it")


def content(register: Register) -> list[Any]:
    """All that a register says, in its order."""
    kept = [register.proposals, register.reports, register.corrections, register.member_keys]
    return [
        None if register.charter is None else register.charter.charter,
        [meeting.model_dump(exclude_unset=True) for meeting in register.meetings],
        [
            (entry.meeting.id, entry.decision.model_dump(exclude_unset=True, exclude={"recorded"}))
            for entry in register.decisions()
        ],
        *([record.model_dump(exclude_unset=True) for record, _ in each] for each in kept),
    ]


def from_yaml(folder: Path, text: str) -> Register:
    (folder / "one.yaml").write_text(text)
    return read_register([folder / "one.yaml"], NothingKnown())


# --- the same records -----------------------------------------------------------------------------


def test_a_workbook_gives_the_same_records_as_yaml(tmp_path):
    assert content(read(tmp_path, a_workbook())) == content(from_yaml(tmp_path, SAME_AS_YAML))


def as_workbook(parts: dict[str, Any], charter: Charter, language: str) -> bytes:
    return RegisterWriting(charter, language, []).export(parts.items(), MOMENT)


def parts_of(register: Register) -> dict[str, Any]:
    """A register as an export writes it, in the order of recording."""
    meetings = [json_of(meeting) | {"decisions": []} for meeting in register.meetings]
    own = {meeting["id"]: meeting["decisions"] for meeting in meetings}
    for n, entry in enumerate(register.decisions(), 1):
        own[entry.meeting.id].append({**json_of(entry.decision), "recorded": n})
    parts = {"register": 1, "charter": "rcm", "meetings": meetings}
    for key in ("proposals", "reports"):
        parts[key] = [json_of(record) for record, _ in getattr(register, key)]
    return parts


def json_of(record: Any) -> dict[str, Any]:
    return record.model_dump(mode="json", exclude_unset=True)


def with_texts(value: Any) -> Any:
    """A register's days as JSON has them."""
    if isinstance(value, dict):
        return {key: with_texts(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [with_texts(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("files", [[SHIPPED], [SHIPPED, ILLUSTRATION]], ids=["shipped", "illustrated"])
def test_the_shipped_register_is_the_same_as_a_workbook(tmp_path, files, language):
    before = read_register(files, NothingKnown())
    written = tmp_path / "one.xlsx"
    written.write_bytes(as_workbook(parts_of(before), shipped_charter("rcm"), language))
    assert content(read_register([written], NothingKnown())) == content(before)


@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 40))]
)
def test_whatever_is_recorded_is_the_same_as_a_workbook(tmp_path, seed):
    charter = small_charter()
    meetings: dict[str, Any] = {}
    for meeting, decision in random_history(random.Random(seed), 40, charter):
        said = {key: value for key, value in decision.items() if value != []}
        meetings.setdefault(meeting["id"], {**meeting, "decisions": []})["decisions"].append(said)
    parts = with_texts({"register": 1, "charter": charter, "meetings": [*meetings.values()]})
    charter_model = Charter.model_validate(charter)
    (tmp_path / "two.xlsx").write_bytes(as_workbook(parts, charter_model, "es"))
    again = read_register([tmp_path / "two.xlsx"], NothingKnown())
    assert content(again) == content(from_yaml(tmp_path, yaml.safe_dump(parts, allow_unicode=True)))


def test_a_charter_of_another_forum_stands_in_one_cell(tmp_path):
    charter = yaml.safe_load(OTHER_FORUM.read_text())
    parts = with_texts({"register": 1, "charter": charter})
    (tmp_path / "one.xlsx").write_bytes(as_workbook(parts, Charter.model_validate(charter), "en"))
    register = read_register([tmp_path / "one.xlsx"], NothingKnown())
    assert register.charter == Charter.model_validate(charter)


def test_everything_else_that_a_register_has_goes_through_a_workbook(tmp_path):
    text = SAME_AS_YAML.replace("reports:\n", """\
  - {id: mx-2, by: rcgm, submitted_to: rcm-12, text: {en: Another.}, source: {title: {en: A letter}, page: "3"},
     changes: [{move: {item: a1, parent: null}}, {complete: {item: a1, outcome: {en: Done.}}}],
     comments: [{by: CA, text: {en: "Yes,\\nbut."}},
       {by: TS, on: 2007-03-01, text: {es: Sí.}, placements: [{agenda: rcgm}]}],
     referrals: [{from: rcgm, to: lon-cp, at: rcm-12}], outcome: {withdrawn: {en: Not now.}}}
corrections:
  - {meeting: rcm-12, path: place, before: null, after: "Here", reason: {en: A slip.}}
reports:
""").replace("    decisions:\n", """\
    closed: 2007-05-02
    unsettled: {es: Queda para la próxima.}
    cleared: [{taken: [mx-1], left_out: {a1: {en: Not yet., es: Aún no.}}}, {}]
    decisions:
""").replace("        changes:\n", """\
        contests: {MX: {es: No dijimos eso.}}
        changes:
          - redefine: {item: a1, terms: {title: null, action: {en: Again., es: null}, lead: [], timeline: null}}
          - redefine: {item: s1, role: null, steward: lon-cp}
          - move: {item: a1, parent: null}
          - translate: {item: a1, terms: {title: {es: Una actividad}}}
          - rectify: {item: a1, voids: "rcm-12-d1#1", reason: {en: A slip.}, instead: {change: {start: {item: a1}}}}
          - approve: {item: a9, replaces: [a1], terms: {action: {en: Hold it.}, timeline: {standing: rcgm}}}
          - approve: {item: a8, terms: {action: {en: Hold it.}, timeline: open}}
          - admit-member: {member: AR, since: 2010-01-01, name: {en: Argentina}}
          - withdraw-member: {member: AR}
          - amend-charter: {rules: {start: {by: approving, agreement: consensus}}}
""")
    parts = from_yaml_1_2(text)
    for language in ("en", "es"):
        (tmp_path / "two.xlsx").write_bytes(as_workbook(parts, shipped_charter("rcm"), language))
        again = content(read_register([tmp_path / "two.xlsx"], NothingKnown()))
        expected = content(from_yaml(tmp_path, text))
        assert again == expected


@pytest.mark.parametrize(
    ("record", "sheet", "in_sheets_of_their_own"),
    [
        (MeetingRecord, "meetings", {"decisions"}),
        (DecisionRecord, "decisions", {"changes", "positions", "contests"}),
        (ProposalRecord, "proposals", {"changes", "comments", "referrals"}),
        (ReportFields, "reports", set()),
        (CorrectionRecord, "corrections", set()),
        (MemberKeyRecord, "member_keys", set()),
    ],
)
def test_no_key_of_a_register_is_without_a_column(record, sheet, in_sheets_of_their_own):
    columns = {step for column in COLUMNS[sheet] for step in (column.key, *column.path)}
    assert set(record.model_fields) - columns == in_sheets_of_their_own


def test_heads_sheets_and_words_are_read_in_either_language(tmp_path):
    spanish = Workbook()
    spanish.remove(spanish.active)
    for title, rows in ROWS.items():
        name = next(code for code, pair in SHEETS.items() if pair[0] == title)
        sheet = spanish.create_sheet(SHEETS[name][1].upper())
        heads = []
        for head in rows[0]:
            key, _, language = head.partition("_") if head.endswith(("_en", "_es")) else (head, "", "")
            column = next((c for c in COLUMNS[name] if c.key == key), None)
            word = HEADS[column.head][1] if column else head
            heads.append(f"{word} ({language})" if language else word)
        sheet.append(["Qué", "Valor"] if name == "register" else heads)
        for row in rows[1:]:
            sheet.append(row)
    for place, value in (
        ("REGISTRO!A2", "reglas de procedimiento"), ("DECISIONES!E2", "Todos"), ("CAMBIOS!C2", "Aprobar"),
        ("CAMBIOS!E2", "seccion"), ("CAMBIOS!J3", "cada año, máximo 36 meses"), ("CAMBIOS!K3", "Taller"),
        ("CAMBIOS!C4", "registrar una celebración"), ("POSICIONES!C2", "reserva su posición"),
        ("POSICIONES!F2", "por cuenta propia"), ("INFORMES!D2", "en marcha"),
        ("PROPUESTAS!E2", "sección s1, función subtema; plan lon-cp"),
    ):  # fmt: skip
        with_cell(place, value)(spanish)
    assert content(read(tmp_path, spanish)) == content(from_yaml(tmp_path, SAME_AS_YAML))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("by 2008-06-30", {"by": "2008-06-30"}),
        ("2008-06-30", {"by": "2008-06-30"}),
        (date(2008, 6, 30), {"by": "2008-06-30"}),
        ("hasta el 30 de junio de 2008", {"by": "2008-06-30"}),
        ("By 30 June 2008", {"by": "2008-06-30"}),
        ("2008-01-01 to 2008-06-30", {"from": "2008-01-01", "to": "2008-06-30"}),
        ("2008-01-01 – 2008-06-30", {"from": "2008-01-01", "to": "2008-06-30"}),
        ("del 1 de enero de 2008 al 30 de junio de 2008", {"from": "2008-01-01", "to": "2008-06-30"}),
        ("every 12", {"every": 12}),
        ("every year, at least once in 36 months", {"every": 12, "at_most": 36}),
        ("cada 6 meses, como máximo 12", {"every": 6, "at_most": 12}),
        ("standing rcgm", {"standing": "rcgm"}),
        ("en cada reunión: rcgm", {"standing": "rcgm"}),
        ("ABIERTO", "open"),
        ("{by: 2008-06-30}", {"by": "2008-06-30"}),
    ],
)
def test_a_timeline_is_written_in_words(tmp_path, said, meant):
    register = read(tmp_path, a_workbook(with_cell("Changes!J3", said)))
    (entry,) = register.decisions()
    terms = entry.decision.changes[1].document()["approve"]["terms"]
    assert terms["timeline"] == meant


def test_numbers_that_a_program_made_of_texts_are_taken_back(tmp_path):
    register = read(tmp_path, a_workbook(with_cell("Changes!G3", 2007), with_cell("Decisions!C2", 3.0)))
    (entry,) = register.decisions()
    assert entry.decision.number == "3"
    assert entry.decision.changes[1].approve.terms.title == {"en": "2007"}


@pytest.mark.parametrize("text", ["-", " — ", "–"])
def test_a_text_that_would_clear_another_is_not_written_as_a_cell(text):
    meeting = {"id": "rcm-1", "body": "rcm", "title": {"en": text}}
    with pytest.raises(MeansOtherwise):
        as_workbook({"register": 1, "meetings": [meeting]}, shipped_charter("rcm"), "en")


# --- every mistake, with its cell -----------------------------------------------------------------


@pytest.mark.parametrize(("edit", "cell", "path", "words"), CASES, ids=[w[:60] for *_, w in CASES])
def test_an_error_names_its_cell_what_was_found_and_the_cure(tmp_path, edit, cell, path, words):
    found = errors_of(tmp_path, edit)
    assert (cell, path, words) in found
    assert len(found) <= 5, found


def test_every_sentence_of_a_workbook_has_a_case():
    met = {code for *_, words in CASES for code in code_of(words, 0)}
    others = {"sheet-missing", "workbook-no-register", "workbook-cells"}  # each below
    assert met & set(WORKBOOK_SENTENCES) | others == set(WORKBOOK_SENTENCES)


def test_a_workbook_of_more_cells_than_there_is_room_for_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr("ledger.workbook_cells.MOST_CELLS", 20)
    assert "more than 20 cells" in errors_of(tmp_path)[0][2]


def test_all_errors_of_a_workbook_are_found_at_once_in_the_order_of_its_sheets(tmp_path):
    found = errors_of(
        tmp_path,
        with_cell("Positions!E2", None),
        with_cell("Changes!I3", "MX, XX"),
        with_cell("Changes!G3", "=A1"),
        with_cell("Meetings!B2", "rmc"),
        with_cell("Reports!C2", "soon"),
    )
    assert [cell for cell, _, _ in found] == [
        "Meetings!B2", "Changes!G3", "Changes!I3", "Positions!E2", "Reports!C2",
    ]  # fmt: skip


def test_a_sheet_that_others_belong_to_cannot_be_left_out(tmp_path):
    found = errors_of(tmp_path, without("Decisions"))
    assert found[0][2].startswith("The sheet Decisions is missing, to which the rows of “Changes” belong.")


def test_a_workbook_of_something_else_is_no_register(tmp_path):
    workbook = Workbook()
    workbook.active.append(["Id", "Kind"])
    workbook.active.title = "Plan"
    with pytest.raises(UnreadableInput) as unreadable:
        read(tmp_path, workbook)
    words = [error.message["en"] for error in unreadable.value.errors]
    assert any("For a changed version of the plan there is `rcm-ledger review`." in each for each in words)


def test_what_is_no_workbook_is_refused_by_its_name_and_a_workbook_by_another(tmp_path):
    (tmp_path / "one.xlsx").write_text(GOOD)
    a_workbook().save(tmp_path / "two.yaml")
    with pytest.raises(UnreadableInput) as unreadable:
        read_register([tmp_path / "one.xlsx", tmp_path / "two.yaml"], NothingKnown())
    said = [error.message["en"] for error in unreadable.value.errors]
    assert said == [
        "The file is plain text, not a workbook (.xlsx). Open it and save it as .xlsx.",
        "The file is a file of an office program, not what its name says. Give it a name that ends in .xlsx.",
    ]


@pytest.mark.parametrize(
    ("name", "begins", "found"),
    [("docket.docx", b"PK\x03\x04", "a text document"), ("agenda.pdf", b"%PDF-1.7\n\x80", "a PDF"),
     ("stdin", b"%PDF-1.7\n\x80", "a PDF")],
)  # fmt: skip
def test_what_is_to_be_read_by_people_is_no_register(tmp_path, name, begins, found):
    (tmp_path / name).write_bytes(begins)
    with pytest.raises(UnreadableInput) as unreadable:
        read_register([tmp_path / name], NothingKnown())
    (error,) = unreadable.value.errors
    assert error.message["en"].startswith(f"This is {found}. A register is YAML, JSON or a workbook (.xlsx)")


def test_a_workbook_is_known_by_its_first_bytes_where_its_name_says_nothing(tmp_path):
    assert read(tmp_path, a_workbook(), "stdin").decision_count == 1


def test_empty_sheets_and_notes_are_left_alone(tmp_path):
    def edit(workbook: Workbook) -> None:
        workbook.create_sheet("Hoja1")
        workbook.create_sheet("Notas").append(["=1+1", "whatever"])

    assert read(tmp_path, a_workbook(edit)).decision_count == 1


def test_workbooks_and_yaml_given_at_once_are_one_register(tmp_path):
    a_workbook(without("Reports")).save(tmp_path / "one.xlsx")
    report = "register: 1\nreports:\n  - {item: a1, by: TS, on: 2008-01-01, says: on-track}\n"
    (tmp_path / "two.yaml").write_text(report)
    register = read_register([tmp_path / "one.xlsx", tmp_path / "two.yaml"], NothingKnown())
    assert (register.decision_count, len(register.reports)) == (1, 1)


def test_a_last_cell_that_is_far_away_costs_nothing(tmp_path):
    assert errors_of(tmp_path, with_cell("Meetings!XFD1048576", "x"))[0][0] == "Meetings!XFD1048576"


TYPED: list[Any] = [
    None, "", " ", "—", "x", "MX", "mx-1", "rcm-12", "rcm-12-d1", "rcm-12-d1#1", "todos", "approve", "rectify",
    "amend-charter", "admit-member", "translate", "mover", "{", "{a: 1}", "[1, 2]", "[", "{rules: {start: {by: x}}}",
    "{change: {start: {item: a1}}}", "2007-02-30", "open", "every 0", "every 99999", "by 31 february 2007",
    "30 foo 2008", "\u202e", "_x0041_", "a" * 3000, 0, -1, 1.5, 10**20, 1e300, True, datetime(2007, 1, 1, 5),
    date(1900, 1, 1), "=1", "#N/A", "title", "Title (fr)", "id", "decision", "section s1", "role x", "; ;",
]  # fmt: skip


@pytest.mark.parametrize("seed", [1, *(pytest.param(n, marks=pytest.mark.slow) for n in range(2, 20))])
def test_whatever_is_typed_anywhere_is_a_register_or_errors_with_their_cells(tmp_path, seed):
    rng = random.Random(seed)
    for _ in range(40):
        workbook = a_workbook()
        for _ in range(rng.randint(1, 6)):
            sheet = workbook[rng.choice([*ROWS])]
            sheet.cell(rng.randint(1, 5), rng.randint(1, 14)).value = rng.choice(TYPED)
        try:
            assert read(tmp_path, workbook).decision_count <= 1
        except UnreadableInput as unreadable:
            for error in unreadable.errors:
                assert_said_alike(error.message)
                assert error.cell is not None or error.path in ("", "charter"), error


# --- the workbook itself --------------------------------------------------------------------------


def test_the_same_register_gives_the_same_bytes(tmp_path):
    parts = with_texts(yaml.safe_load(SHIPPED.read_text()))
    one, other = (as_workbook(parts, shipped_charter("rcm"), "en") for _ in range(2))
    assert one == other


def test_every_column_has_a_head_and_every_sheet_a_name_in_both_languages():
    assert set(SHEETS) == set(SHEET_NAMES) == set(COLUMNS)
    for columns in COLUMNS.values():
        for n in (0, 1):
            heads = [folded(HEADS[column.head][n]) for column in columns]
            assert len(set(heads)) == len(heads)
        assert all(column.reads != "word" or column.words in WORDS for column in columns)
    assert {"member_keys", "meetings", "proposals", "reports", "corrections"} == set(KEYS) & set(COLUMNS) - {
        "register"
    }


def test_a_workbook_that_makes_no_sense_to_its_parser_is_damaged(tmp_path):
    out = io.BytesIO()
    a_workbook().save(out)
    from zipfile import ZipFile

    broken = tmp_path / "one.xlsx"
    with ZipFile(out) as old, ZipFile(broken, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'<row r="2"', b'<row r="-2"'))
    with pytest.raises(UnreadableInput) as unreadable:
        read_register([broken], NothingKnown())
    assert "its sheets make no sense" in unreadable.value.errors[0].message["en"]


def test_what_the_template_offers_is_in_its_lists(tmp_path):
    made = RegisterWriting(shipped_charter("rcm"), "es", []).to_fill_in({"body": "rcgm"}, "recorded", MOMENT)
    workbook = openpyxl.load_workbook(io.BytesIO(made))
    assert workbook.sheetnames[:2] == ["Explicación", "Registro"]
    changes, lists = workbook["Cambios"], workbook["Listas"]
    (kinds,) = (v for v in changes.data_validations.dataValidation if "C2" in str(v.sqref).split(":")[0])
    first, last = kinds.formula1.partition("!")[2].replace("$", "").split(":")
    assert "dar por terminado" in [row[0].value for row in lists[first:last]]
    assert changes.conditional_formatting
    assert saved(workbook, MOMENT, "x")
