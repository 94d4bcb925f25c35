"""A decision and a meeting's minutes handed out as documents."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from docx import Document

from api.documents.building import Building
from api.documents.decision import decision_document
from api.documents.model import Listing, Stamp, Table, plain
from api.render.words import Words
from api.texts import Texts
from tests.office import converted, lines_of, text_of
from tests.stores import Files


@pytest.fixture
def document(command, tmp_path) -> Callable[..., str]:
    """A document in Markdown: `document(ledger, "decision", "rcm-12-d1")`."""

    def written(ledger: Path, *told: str | int) -> str:
        out = tmp_path / "record.md"
        said = command("document", *told, "-o", out, "--force", "--ledger", ledger)
        assert said.status == 0, said.said
        return out.read_text()

    return written


def test_a_decision_says_who_said_what_and_how_it_is_known(illustrated, document, command):
    said = document(illustrated, "decision", "rcm-12-d2")
    assert said.startswith("# Decision unknown\n\nXII Regional Conference on Migration\n")
    assert "adopted on 27 April 2007" in said
    assert "A more agile system of statistics and of sharing information." in said
    for member in command("show", "rcm-12-d2", "--json").document["positions"]:
        assert f"({member}) | agrees | presumed |" in said
    assert "Lawful." in said
    assert "cited in Canada's comments (item 7)" in said
    assert "Entries of the ledger: 319–333" in said


def test_each_of_its_changes_says_what_it_made_of_its_item(conference, document):
    said = document(conference, "decision", "rcm-12-d1")
    assert "`#1` redefines" in said
    assert "Title (English): A ~~workshop~~**seminar** on visas" in said
    assert "`#4` moves" in said
    # What is new as a whole is not marked word by word.
    new = document(conference, "decision", "rcm-12-d2")
    assert "Title (English): Development" in new
    assert "**Development**" not in new
    # Where it stands, the sentence has said.
    assert "Place: " not in new


def test_a_decision_that_changes_nothing_is_only_kept(illustrated, command, document):
    kept = next(
        decision
        for meeting in command("export", "--register", "--json").document["meetings"]
        for decision in meeting.get("decisions", [])
        if not decision.get("changes") and decision.get("status", "adopted") == "adopted"
    )
    assert "It changes nothing in the plan; it is kept." in document(illustrated, "decision", kept["id"])


def test_an_exception_a_statement_and_a_contest_are_shown(command, illustrated):
    decision = command("show", "rcm-12-d2", "--json").document
    decision["positions"]["CA"] = {
        "stance": "reserve",
        "basis": "own-account",
        "except": ["statistics"],
        "on": "2007-05-03",
        "statement": {"en": "Not without money.", "es": "No sin dinero."},
    }
    why = {"en": "We said no.", "es": "Dijimos que no."}
    decision["contests"] = [{"member": "MX", "reason": why, "settled": None}]
    stamp = Stamp(None, 9, 9, datetime(2026, 1, 1, tzinfo=UTC), "ab" * 32, "here")
    build = Building({each: Words(Texts(each)) for each in ("en", "es")})
    made = decision_document(decision, {}, stamp, build, {"en": {}, "es": {}})
    table = next(block for block in made.blocks if isinstance(block, Table))
    row = next(row for row in table.rows if row.id == "CA")
    assert [plain(cell["en"]) for cell in row.cells] == [
        *("CA", "reserves its position, except statistics"),
        *("on its own account, 3 May 2007", "Not without money."),
    ]
    assert plain(row.cells[3]["es"]) == "No sin dinero."
    contests = next(block for block in made.blocks if isinstance(block, Listing))
    assert plain(contests.points[0]["es"]) == "MX: «Dijimos que no.» (sin resolver)"


def test_minutes_say_who_met_what_was_decided_and_what_came_before_it(illustrated, document, command):
    said = document(illustrated, "minutes", "rcgm-2007-2")
    record = command("show", "rcgm-2007-2", "--json").document
    for decision in record["decisions"]:
        assert f"`{decision['id']}`" in said
    assert "Presidency: " in said
    proposals = json.loads(command("export", "--register", "--json").out)["proposals"]
    before = [each["id"] for each in proposals if each["submitted_to"] == "rcgm-2007-2"]
    assert len(before) == 7
    for each in before:
        assert f"- `{each}` " in said
    assert "It has no seal yet" in said


def test_the_minutes_of_a_closed_meeting_have_the_lines_of_its_seal_to_keep(
    conference, document, command, tmp_path
):
    ledger = Files().copy(conference, tmp_path)
    assert command("close", "rcm-12", "--ledger", ledger).status == 0
    seal = command("seals", "rcm-12", "--json", "--ledger", ledger).document
    said = document(ledger, "minutes", "rcm-12")
    assert "Its record was closed on" in said
    assert f"1 – {seal['size']}" in said
    for line in seal["checkpoint"].strip().splitlines():
        assert line in said
    # Read aloud in groups of four, all of it.
    assert seal["root"] in "".join(said.replace("<br>", " ").split())


@pytest.mark.parametrize("form", ["md", "pdf"])
def test_the_minutes_are_themselves_a_seal_that_is_brought(conference, command, tmp_path, form):
    """As text, with all that stands around the seal, the stamp's own root at the end included."""
    ledger = Files().copy(conference, tmp_path)
    assert command("close", "rcm-12", "--ledger", ledger).status == 0
    size = command("seals", "rcm-12", "--json", "--ledger", ledger).document["size"]
    for n, more in enumerate((["--lang", "en"], ["--lang", "es"], ["--both"])):
        minutes, text = tmp_path / f"{n}.{form}", tmp_path / f"{n}.txt"
        told = ["document", "minutes", "rcm-12", "-o", minutes, "--ledger", ledger]
        assert command(*told, *more).status == 0
        said = lines_of(minutes) if form == "pdf" else minutes.read_text("utf-8")
        text.write_text(said, "utf-8")
        answer = command("verify", "--seal", text, "--ledger", ledger)
        assert answer.status == 0, answer.said
        assert f"The seal that you brought holds: entries 1 to {size}" in answer.said
        less = re.sub(rf"^(\s*`?){size}(`?\s*)$", rf"\g<1>{size - 1}\2", said, flags=re.MULTILINE)
        assert less != said
        text.write_text(less, "utf-8")
        refused = command("verify", "--seal", text, "--lang", "es", "--ledger", ledger)
        if form == "pdf":  # what is printed for people is read there, too
            assert (refused.status, "difiere de sus otras líneas" in refused.said) == (2, True)
        else:
            assert refused.status == 1
            assert f"El sello que usted trajo, de los asientos 1 a {size - 1}, no es" in refused.said


@pytest.mark.parametrize(("kind", "id"), [("decision", "rcm-12-d1"), ("minutes", "rcm-12")])
def test_both_languages_stand_side_by_side_in_word(conference, command, tmp_path, kind, id):
    out = tmp_path / "record.docx"
    assert command("document", kind, id, "--both", "-o", out, "--ledger", conference).status == 0
    read = Document(out)
    assert {p.style.name for p in read.paragraphs} >= {"Title", "Subtitle", "Heading 1", "Stamp"}
    said = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    assert any("redefines" in each for each in said)
    assert any("redefine «" in each for each in said)


@pytest.mark.slow
@pytest.mark.parametrize("told", [("--lang", "en"), ("--lang", "es"), ("--both",)])
def test_libreoffice_prints_decisions_and_minutes(illustrated, command, tmp_path, told):
    for kind, id in (("decision", "rcm-12-d2"), ("minutes", "rcgm-2007-2")):
        out = tmp_path / f"{kind}.docx"
        assert command("document", kind, id, "-o", out, *told).status == 0
        said = text_of(converted(out, "pdf"))
        assert id in said
        assert ("Página 1 de" if "es" in told else "Page 1 of") in said


def test_a_record_that_there_is_not_is_refused(illustrated, command, tmp_path):
    for kind in ("decision", "minutes"):
        assert command("document", kind, "rcm-99", "-o", tmp_path / "x.docx").status == 2
        assert not (tmp_path / "x.docx").exists()


# --- what was not adopted, and what was left out --------------------------------------------------


@pytest.fixture
def met(illustrated, command) -> Path:
    """A meeting that adopted one draft of four, cleared its docket in part, and left the rest unsettled."""
    met = ["meeting", "rcgm-2027-1", "--body", "rcgm", "--title-en", "RCGM", "--opens-on", "2027-06-08"]
    left = ("--leave", "mx-1=Its sponsor brings a new text.", "--leave", "mitch-workshop=Look for its minutes.")
    in_english = "--text-en"
    for told in (
        [*met, "--closes-on", "2027-06-09", "--place", "San José", "--presidency", "CR"],
        ["docket", "rcgm-2027-1", *left, "-o", "drafts.yaml"],
        ["import", "drafts.yaml"],
        ["table", "rcgm-2027-1-d1", "-m", "rcgm-2027-1", in_english, "A withdrawn draft."],
        ["withdraw", "rcgm-2027-1-d1", "--reason", "Its author asked for it."],
        ["table", "rcgm-2027-1-d2", "-m", "rcgm-2027-1", in_english, "A declined draft."],
        ["decline", "rcgm-2027-1-d2", "--reason", "Nobody would pay for it."],
        ["table", "rcgm-2027-1-d3", "-m", "rcgm-2027-1", in_english, "A third draft."],
        ["table", "rcgm-2027-1-d4", "-m", "rcgm-2027-1", in_english, "It takes note.", "--agreed", "all"],
        ["adopt", "rcgm-2027-1-d4"],
        ["close", "rcgm-2027-1", "--on", "2027-06-10", "--unsettled", "For the next meeting."],
    ):
        answer = command(*told)
        assert answer.status == 0, answer.said
    assert command("verify").status == 0
    return illustrated


def test_minutes_list_what_was_not_adopted_by_itself_with_its_reason_and_no_day_of_adoption(
    met, document
):
    said = document(met, "minutes", "rcgm-2027-1")
    adopted, _, rest = said.partition("\n## Not adopted\n")
    assert "`rcgm-2027-1-d4` · adopted on 9 June 2027" in adopted
    for id in ("rcgm-2027-1-d1", "rcgm-2027-1-d2", "rcgm-2027-1-d3"):
        assert id not in adopted
    assert "`rcgm-2027-1-d1` · withdrawn\n" in rest
    assert "Reason: Its author asked for it." in rest
    assert "`rcgm-2027-1-d2` · declined\n" in rest
    assert "`rcgm-2027-1-d3` · tabled\n" in rest
    assert "day of adoption" not in said
    spanish = document(met, "minutes", "rcgm-2027-1", "--lang", "es")
    assert "\n## No adoptadas\n" in spanish
    assert "`rcgm-2027-1-d2` · rechazada\n" in spanish
    assert "fecha de adopción" not in spanish
    # A draft by itself says on which day it is to be adopted; one that was withdrawn has no such day.
    assert "tabled; day of adoption: 9 June 2027" in document(met, "decision", "rcgm-2027-1-d3")
    assert "day of adoption" not in document(met, "decision", "rcgm-2027-1-d1")


def test_minutes_say_how_the_docket_was_cleared_and_why_it_was_left_unsettled(met, document):
    said = document(met, "minutes", "rcgm-2027-1")
    assert "\n## Review of the Plan\n\nIts docket was cleared on " in said
    assert "- left out: mx-1: Its sponsor brings a new text.\n" in said
    assert "(mitch-workshop): Look for its minutes.\n" in said
    assert "Its docket was left unsettled: For the next meeting." in said
    spanish = document(met, "minutes", "rcgm-2027-1", "--lang", "es")
    assert "\n## Revisión del Plan\n\nSu revisión del plan se depuró el " in spanish
    assert "Su revisión del plan quedó sin resolver: " in spanish
    assert "- dejado fuera: mx-1: \\[en\\] Its sponsor brings a new text.\n" in spanish
    both = document(met, "minutes", "rcgm-2027-1", "--both")
    assert "- left out: mx-1: " in both
    assert " / dejado fuera: mx-1: " in both
    assert "\nIt takes note.\n" in both


def test_what_is_said_in_another_language_says_so_wherever_it_stands(met, document, command):
    """In a paragraph, in a reason, in an outcome, in a title, in a point of the agenda."""
    sponsor = ("--withdrawn", "Its sponsor has another.")
    assert command("settle", "mx-1", *sponsor).status == 0
    minutes = document(met, "minutes", "rcgm-2027-1", "--lang", "es")
    assert minutes.startswith("# Acta: \\[en\\] RCGM\n")
    assert "\n\\[en\\] It takes note.\n" in minutes
    assert "Motivo: \\[en\\] Its author asked for it.\n" in minutes
    assert "sin resolver: \\[en\\] For the next meeting.\n" in minutes
    said = document(met, "minutes", "rcgm-2007-2", "--lang", "es")
    assert "(México (MX); retirada: \\[en\\] Its sponsor has another.)" in said
    agenda = document(met, "agenda", "rcgm-2027-1", "--lang", "es")
    assert "\n- \\[en\\] A third draft. (rcgm-2027-1-d3; sin cambios)" in agenda
    both = document(met, "agenda", "rcgm-2027-1", "--both")
    assert " / \\[en\\] A third draft. (" in both
    # What is in the language of the document is not marked, nor what has a place of its own beside it.
    assert "\\[" not in document(met, "minutes", "rcgm-2027-1")
    assert "\n- A third draft. (" in both
    assert "\n\\[en\\] It takes note." not in document(met, "minutes", "rcgm-2027-1", "--both")


def test_a_decision_without_a_number_is_called_by_its_id(met, document):
    assert "\n### Conclusion rcgm-2027-1-d4\n" in document(met, "minutes", "rcgm-2027-1")
    both = document(met, "minutes", "rcgm-2027-1", "--both")
    assert "\n### Conclusion rcgm-2027-1-d4 / Conclusión rcgm-2027-1-d4\n" in both
    assert document(met, "decision", "rcgm-2027-1-d4").startswith("# Conclusion rcgm-2027-1-d4\n")


@pytest.mark.parametrize(("kind", "title"), [("agenda", "Agenda"), ("docket", "Review of the Plan")])
def test_what_is_prepared_for_a_meeting_says_which_when_where_and_who_presides(met, document, kind, title):
    said = document(met, kind, "rcgm-2027-1")
    assert said.startswith(
        f"# {title}\n\nRCGM, Regional Consultation Group on Migration (RCGM), 8 June 2027 to 9 June 2027\n\n"
        "`rcgm-2027-1`\n\n- Place: San José\n- Presidency: Costa Rica (CR)\n"
    )
    both = document(met, kind, "rcgm-2027-1", "--both")
    assert "Grupo Regional de Consulta sobre Migración (GRCM), del 8 de junio de 2027 al 9" in both
    assert "- Presidency: Costa Rica (CR) / Presidencia: Costa Rica (CR)\n" in both


def test_a_slip_put_right_later_is_not_in_what_was_known_before(met, document, command):
    now = command("verify", "--json").document["events"]
    asked = ("agenda", "rcgm-2027-1", "--known-at", now)
    before = document(met, *asked)
    told = ("rcgm-2027-1", "place", "Cartago", "--reason", "A slip.")
    assert command("correct-record", *told).status == 0
    assert "- Place: Cartago\n" in document(met, "agenda", "rcgm-2027-1")
    assert document(met, *asked) == before


def test_the_days_in_a_docket_s_narrow_column_read_the_same_in_both_languages(illustrated, document):
    assert document(illustrated, "docket", "rcgm-2007-2", "--both").count(" | 2007-10-29 |\n") == 7
