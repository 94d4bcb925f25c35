"""A meeting's docket as it was cleared, and why it was left unsettled: recorded, shown, and given back."""

import io
from pathlib import Path

import pytest

from ledger.export import export_register
from ledger.importing import import_register
from ledger.ledger import Ledger
from ledger.records import Clearing
from tests.builders import Conference, approve, approve_section, as_day, hindered
from tests.stores import both_stores

pytestmark = both_stores
TS, PPT = "00000000000000a1@TS", "00000000000000b2@PPT"
NETWORK = "00000000000000c3@coordinator:lon-cp"
WHY = {"en": "Not yet.", "es": "Aún no."}


def clearing(taken=(), **left_out) -> Clearing:
    return Clearing(taken=taken, left_out=left_out or {})


@pytest.fixture
def met(conference: Conference) -> Conference:
    conference.decides("rcm", "2006-05-05", approve_section("mpm", steward="rcgm"), approve("a1", "mpm"))
    conference.meets("rcgm", "2007-05-10", id="rcgm-1")
    conference.meets("lon-cp", "2007-05-11", id="lon-cp-1")
    return conference


def test_what_was_said_last_of_an_item_counts(met):
    met.ledger.clear_docket("rcgm-1", clearing(["a1"], a2=WHY))
    met.ledger.clear_docket("rcgm-1", clearing(["a2"], a3=WHY))
    state = met.ledger.meeting("rcgm-1")
    assert [each.taken for each in state.cleared] == [("a1",), ("a2",)]
    assert state.left_out == {"a3": WHY}


def test_a_docket_is_cleared_before_its_meeting_is_closed(met):
    met.ledger.close_meeting("rcgm-1", as_day("2007-05-11"), unsettled=WHY)
    assert met.ledger.meeting("rcgm-1").unsettled == WHY
    with hindered("already", "rcgm-1"):
        met.ledger.clear_docket("rcgm-1", clearing(["a1"]))
    with hindered("unknown", "rcgm-2"):
        met.ledger.clear_docket("rcgm-2", clearing())


@pytest.mark.parametrize(
    ("meeting", "by", "may"),
    [
        ("rcgm-1", PPT, True), ("rcgm-1", TS, False), ("rcgm-1", "local", False), ("rcgm-1", NETWORK, False),
        ("lon-cp-1", NETWORK, True), ("lon-cp-1", PPT, False),
        ("lon-cp-1", NETWORK.replace("-cp", "-ts"), False),
    ],
)  # fmt: skip
def test_on_a_served_ledger_the_presidency_or_a_networks_coordinator_clears_it(met, meeting, by, may):
    ledger = met.ledger
    ledger.begin_service()
    ledger.clear_docket(meeting, clearing())  # a founding record is brought by one person
    ledger.seal()
    ledger.by = by
    if may:
        ledger.clear_docket(meeting, clearing(["a1"]))
    else:
        with hindered("other-office", meeting):
            ledger.clear_docket(meeting, clearing(["a1"]))
    assert len(ledger.meeting(meeting).cleared) == 1 + may


def test_a_register_gives_back_how_a_docket_was_cleared_and_left(met, tmp_path, store):
    ledger = met.ledger
    ledger.clear_docket("rcgm-1", clearing(["a1"], a2=WHY))
    ledger.clear_docket("rcgm-1", clearing(a3=WHY))
    ledger.close_meeting("rcgm-1", as_day("2007-05-11"), unsettled=WHY)
    ledger.close_meeting("lon-cp-1", as_day("2007-05-12"))
    out = io.StringIO()
    export_register(ledger, out)
    path = Path(tmp_path) / "register.yaml"
    path.write_text(out.getvalue(), encoding="utf-8")
    address = store.address(tmp_path, "copy.db")
    assert import_register(address, [path]).lawful
    with Ledger.open(address) as copy:
        for id in ("rcgm-1", "lon-cp-1"):
            old, new = ledger.meeting(id), copy.meeting(id)
            assert (new.cleared, new.closed, new.unsettled) == (old.cleared, old.closed, old.unsettled)
        again, head = io.StringIO(), copy.head
        export_register(copy, again)
        assert again.getvalue() == out.getvalue()
        assert import_register(address, [path]).lawful
        assert copy.head == head


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [("a2:", "a9:", "cleared[0]"), ("unsettled:", "X", "unsettled"), ("    - a1", "    - a7", "cleared[0]")],
)
def test_a_register_that_says_otherwise_differs_and_says_where(met, tmp_path, store, old, new, where):
    ledger = met.ledger
    ledger.clear_docket("rcgm-1", clearing(["a1"], a2=WHY))
    ledger.close_meeting("rcgm-1", as_day("2007-05-11"), unsettled=WHY)
    out = io.StringIO()
    export_register(ledger, out)
    text = out.getvalue()
    assert old in text
    if new == "X":
        start = text.index("  unsettled:")
        end = text.index("  cleared:")
        text = text[:start] + text[end:]
    else:
        text = text.replace(old, new)
    path = Path(tmp_path) / "register.yaml"
    path.write_text(text, encoding="utf-8")
    imported = import_register(store.address(tmp_path), [path])
    assert [violation.code for violation in imported.violations] == ["differs"]
    assert where in imported.violations[0].message["en"]
