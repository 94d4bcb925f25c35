"""The plan as a calendar: read back by a library that did not write it."""

from datetime import date, datetime
from typing import Any

import pytest
import vobject
from dateutil.rrule import rrulestr

from api.documents.building import building
from api.documents.calendar import calendar_document, write
from api.documents.model import Stamp
from ledger.ledger import Ledger
from ledger.place import place_of
from tests.builders import BEGINNING

ILLUSTRATION = "tests/data/illustration.yaml"


@pytest.fixture
def illustrated(ledger, command, pytestconfig):
    """The shipped register with what the plan would look like had Canada's comments been agreed."""
    assert command("import", pytestconfig.rootpath / ILLUSTRATION).status == 0


@pytest.fixture
def calendar(handed_out):
    """What `document … -o FILE.ics` writes, read back."""

    def read(*asked: str) -> Any:
        return vobject.readOne(handed_out("ics", *asked).decode())

    return read


def events(calendar: Any) -> dict[str, Any]:
    """Each event by the id that its description ends in, and its summary's first word where one id has several."""
    found: dict[str, Any] = {}
    for event in calendar.vevent_list:
        id = event.description.value.rpartition(": ")[2]
        found[id if id not in found else f"{id} {event.summary.value.partition(':')[0]}"] = event
    return found


def test_deadlines_periods_recurrences_and_meetings_are_events_of_whole_days(illustrated, calendar):
    found = events(calendar("plan"))
    deadline = found["siemmes-assessment"]
    assert deadline.summary.value == "Deadline: Assessment of SIEMMES"
    assert deadline.dtstart.value == date(2009, 5, 31)
    assert deadline.dtend.value == date(2009, 6, 1)
    assert deadline.transp.value == "TRANSPARENT"
    meeting = found["rcm-12"]
    assert (meeting.dtstart.value, meeting.dtend.value) == (date(2007, 4, 26), date(2007, 4, 28))
    assert meeting.location.value == "New Orleans, United States"
    recurring = found["documents-workshop"]
    assert recurring.dtstart.value == date(2009, 11, 12)
    assert recurring.rrule.value == "FREQ=MONTHLY;INTERVAL=12"
    assert found["documents-workshop At the latest"].dtstart.value == date(2011, 11, 12)


def test_what_is_done_is_cancelled_so_that_it_leaves_the_calendar(illustrated, calendar):
    before = events(calendar("plan", "--as-of", "rcm-12"))["women-children-seminar"]
    after = events(calendar("plan"))["women-children-seminar"]
    assert (before.status.value, after.status.value) == ("CONFIRMED", "CANCELLED")
    assert before.uid.value == after.uid.value
    assert (before.sequence.value, after.sequence.value) == ("0", "1")


def test_an_event_says_who_leads_it_and_on_which_decision_it_rests(illustrated, calendar):
    said = events(calendar("plan"))["temporary-workers-workshop"].description.value
    assert "Frameworks, systems, effective practices, possible technical cooperation." in said
    assert "Lead: Canada (CA), Mexico (MX) and Technical Secretariat (TS)" in said
    assert "Rests on: rcgm-illustration-1-d2, 2008-11-12" in said


def test_a_calendar_speaks_the_language_that_is_asked_for_and_says_which_it_is(illustrated, calendar):
    spanish = calendar("plan", "--lang", "es")
    event = events(spanish)["siemmes-assessment"]
    assert event.summary.value == "Vence: Evaluación del SIEMMES"
    assert event.summary.params == {"LANGUAGE": ["es"]}
    # A text that there is in English only says so.
    assert event.description.value.startswith("[en] Assess what including all member states")
    assert "Plazo: hasta el 31 de mayo de 2009" in event.description.value
    assert spanish.x_wr_calname.value == "Plan de Acción"


def test_with_both_languages_each_event_says_both(illustrated, calendar):
    event = events(calendar("plan", "--both"))["siemmes-assessment"]
    assert event.summary.value == "Deadline: Assessment of SIEMMES / Vence: Evaluación del SIEMMES"
    assert event.summary.params == {}
    assert "Status: pending" in event.description.value
    assert "Estado: pendiente" in event.description.value


def test_the_uids_are_the_same_in_every_calendar_of_a_ledger(illustrated, calendar):
    def uids(*asked: str) -> dict[str, str]:
        return {id: event.uid.value for id, event in events(calendar(*asked)).items()}

    whole = uids("plan")
    assert len(set(whole.values())) == len(whole)
    mexico, network = uids("calendar", "--member", "MX"), uids("workplan", "lon-cp")
    assert {"temporary-workers-workshop", "rcm-12"} <= mexico.keys()
    assert "siemmes-assessment" not in mexico
    assert network.keys() == {"lon-cp-illustration-1", "emergency-questionnaire"}
    for some in (mexico, network):
        assert some.items() <= whole.items()
    assert network == uids("calendar", "--body", "lon-cp")


def test_the_same_question_gives_the_same_bytes_in_short_lines(illustrated, command, tmp_path):
    for name in ("a.ics", "b.ics"):
        command("document", "calendar", "--both", "-o", tmp_path / name)
    written = (tmp_path / "a.ics").read_bytes()
    assert written == (tmp_path / "b.ics").read_bytes()
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
    assert b"\n" not in written.replace(b"\r\n", b"")


def test_it_names_its_moment_and_the_root_of_the_log(illustrated, command, calendar):
    root = command("verify", "--json").document["root"]
    assert f"root {root}" in calendar("plan").description.value


def test_commas_line_breaks_and_long_words_come_back_as_they_were(ledger, command, calendar):
    meeting = ["rcgm-2020-1", "--body", "rcgm", "--opens-on", "2020-06-02"]
    title = "One; two, three\\four\nfive: ñ, " + "ö" * 80 + "\u00a0?"
    assert command("meeting", *meeting, "--title-en", title, "--place", "San José; CR").status == 0
    event = events(calendar("plan"))["rcgm-2020-1"]
    assert event.summary.value == title
    assert event.location.value == "San José; CR"


def test_the_archive_is_no_calendar_and_a_calendar_has_no_other_form(ledger, command, tmp_path):
    for asked in (("archive", "-o", tmp_path / "a.ics"), ("calendar", "-o", tmp_path / "a.md")):
        answer = command("document", *asked)
        assert answer.status == 2
        assert not asked[-1].exists()
    answer = command("document", "calendar", "--member", "MXX", "-o", tmp_path / "a.ics")
    assert (answer.status, "MX" in answer.said) == (2, True)
    assert not (tmp_path / "a.ics").exists()


# --- the writer alone -----------------------------------------------------------------------------


@pytest.fixture
def written(ledger):
    """One event of an item, written and read back."""
    stamp = Stamp(None, 1, 1, BEGINNING, "00", "rcm-ledger/00")
    with Ledger.open(place_of(ledger)) as opened:
        build, of = building(opened, ["en"]), opened.founding.ledger

    def read(**event: Any) -> Any:
        made: dict[str, Any] = {
            "key": "meeting:m",
            "role": "meeting",
            "status": "confirmed",
            "every": None,
            "month_end": False,
            "sequence": 0,
            "recorded_at": "2026-01-01T12:00:00.654321+00:00",
            "meeting": {"id": "m", "body": "rcm", "title": {"en": "M"}},
            **event,
        }
        source = {"ledger": of, "body": None, "lead": None, "events": [made]}
        document = calendar_document(stamp, build)
        object.__setattr__(document, "source", source)
        return vobject.readOne(write(document).decode()).vevent

    return read


@pytest.mark.parametrize(
    ("starts", "every", "month_end", "then"),
    [
        ("2007-02-28", 1, True, ["2007-03-31", "2007-04-30", "2007-05-31", "2007-06-30"]),
        ("2007-11-30", 3, True, ["2008-02-29", "2008-05-31", "2008-08-31", "2008-11-30"]),
        ("2007-12-31", 12, False, ["2008-12-31", "2009-12-31", "2010-12-31", "2011-12-31"]),
        ("2007-05-10", 18, False, ["2008-11-10", "2010-05-10", "2011-11-10", "2013-05-10"]),
    ],
)
def test_no_month_is_left_out_of_what_recurs(written, starts, every, month_end, then):
    event = written(starts=starts, ends=starts, every=every, month_end=month_end)
    first = event.dtstart.value
    noon = datetime(first.year, first.month, first.day, 12)
    rule = rrulestr(event.rrule.value, dtstart=noon)
    found = [each.date() for each, _ in zip(rule, range(5))]
    assert found == [first, *map(date.fromisoformat, then)]


def test_the_last_day_that_there_is_has_no_day_after_it(written):
    assert written(starts="9999-12-30", ends="9999-12-31").dtend.value == date.max
    assert written(starts="9999-12-29", ends="9999-12-30").dtend.value == date.max


def test_a_cancelled_event_recurs_no_more(written):
    event = written(starts="2007-05-10", ends="2007-05-10", every=12, status="cancelled")
    assert not hasattr(event, "rrule")
