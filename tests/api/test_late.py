"""What was recorded late, or after the seal of its meeting, is marked wherever it is shown."""

from datetime import UTC, date, datetime

import pytest

from tests.stores import both_stores

pytestmark = both_stores

COMPLETE = "{complete: {item: plan-review, outcome: {en: Done.}}}"
START = "{start: {item: statistics}}"
TODAY = datetime.now(UTC).date()


@pytest.fixture
def sealed(command, ledger):
    """A meeting with `rcm-25-d1` in time, closed and sealed; `rcm-25-d2` recorded after that."""
    days = ["--opens-on", "2020-11-12", "--closes-on", "2020-11-13"]
    assert command("meeting", "rcm-25", "--body", "rcm", "--title-en", "XXV RCM", *days).status == 0
    for id, change in (("rcm-25-d1", COMPLETE), ("rcm-25-d2", START)):
        table = ["table", id, "--meeting", "rcm-25", "--text-en", "Decide.", "--agreed", "all"]
        assert command(*table, "--change", change).status == 0
        assert command("adopt", id).status == 0
        if id == "rcm-25-d1":
            assert command("close", "rcm-25").status == 0
    (seal,) = [s for s in command("seals", "--json").document["seals"] if s["meeting"] == "rcm-25"]
    return seal["size"]


def late_days():
    return (TODAY - date(2020, 11, 13)).days


def test_in_the_trail_every_entry_says_whether_the_seal_of_its_meeting_came_before_it(
    command, sealed
):
    command("correct-record", "rcm-25", "place", "San José", "--reason", "It was missing.")
    entries = command("audit", "--meeting", "rcm-25", "--json").document["entries"]
    assert {e["event"] for e in entries} >= {"seal-made", "position-taken", "record-corrected"}
    for entry in entries:
        after = entry["entry"] > sealed + 1
        assert entry["recorded_after_seal"] == (sealed if after else None)
        adopted = entry["event"] in ("decision-adopted", "change-enacted")
        assert entry["recorded_after_days"] == (late_days() if adopted else None)
    assert command("audit", "--decision", "rcm-25-d1").said.count("after the seal") == 0
    said = command("audit", "--decision", "rcm-25-d2").said
    assert "years after it was agreed, after the seal of its meeting" in said
    # Its tabling, its positions, its adoption, its change.
    assert said.count("after the seal of its meeting") >= 4
    spanish = command("audit", "--decision", "rcm-25-d2", "--lang", "es").said
    assert "después del sello de su reunión" in spanish


def test_an_item_says_of_each_authority_how_late_it_was_recorded(command, sealed):
    item = command("show", "statistics", "--json").document
    assert item["last_changed"]["decision"] == "rcm-25-d2"
    assert item["last_changed"]["recorded_after_seal"] == sealed
    assert item["last_changed"]["recorded_after_days"] == late_days()
    assert item["approved"]["recorded_after_seal"] is None
    assert item["approved"]["recorded_after_days"] == (TODAY - date(2007, 4, 27)).days
    said = command("show", "statistics").said
    assert "Last changed by rcm-25-d2#1, 13 November 2020. recorded" in said
    assert "after the seal of its meeting History" in said
    archived = command("show", "plan-review", "--json").document["archived"]
    assert (archived["recorded_after_seal"], archived["recorded_after_days"]) == (None, late_days())


def test_a_decision_says_so_too(command, sealed):
    in_time, after = (command("show", f"rcm-25-d{n}", "--json").document for n in (1, 2))
    assert (in_time["recorded_after_seal"], after["recorded_after_seal"]) == (None, sealed)
    assert "after the seal of its meeting" in command("show", "rcm-25-d2").said
    assert "después del sello de su reunión" in command("show", "rcm-25", "--lang", "es").said


def test_verify_lists_what_was_recorded_late_and_first_what_no_seal_of_its_meeting_covers(
    command, sealed
):
    found = command("verify", "--json")
    assert found.status == 0
    late = found.document["late"]
    by = {each["reference"]: each for each in late}
    assert [e["reference"] for e in late if e["after_seal"] is not None] == ["rcm-25-d2"]
    assert by["rcm-25-d1"] == {"reference": "rcm-25-d1", "days": late_days(), "after_seal": None}
    assert by["rcm-25-d2"]["after_seal"] == sealed
    said = command("verify").said
    assert f"adoption: {len(late)} decisions; after the seal of its meeting: 1." in said
    assert f"rcm-25-d2: {late_days():,} days, after the seal of its meeting" in said
    assert said.index("rcm-25-d2:") < said.index("rcm-2-d1:")
    assert "después del sello de su reunión: 1." in command("verify", "--lang", "es").said


def test_a_bundle_says_so_where_nothing_else_is_at_hand(command, sealed):
    assert command("seal").status == 0
    assert command("export", "--bundle", "-o", "all.zip").status == 0
    here = command("verify", "--json").document["late"]
    assert command("verify", "all.zip", "--json").document["late"] == here
    assert "rcm-25-d2: " in command("verify", "all.zip").said


def test_what_is_recorded_on_the_day_itself_and_before_any_seal_is_not_late(command, tmp_path):
    assert command("init").status == 0
    days = ["--opens-on", TODAY.isoformat()]
    assert command("meeting", "m", "--body", "rcm", "--title-en", "A meeting", *days).status == 0
    assert command("table", "d", "--meeting", "m", "--text-en", "Decide.").status == 0
    assert command("adopt", "d").status == 0
    assert command("verify", "--json").document["late"] == []
    assert "Recorded after the day" not in command("verify").said
    # On the day itself, and yet after the seal.
    assert command("close", "m").status == 0
    assert command("table", "e", "--meeting", "m", "--text-en", "Decide.").status == 0
    assert command("adopt", "e").status == 0
    (late,) = command("verify", "--json").document["late"]
    assert (late["reference"], late["days"]) == ("e", 0)
    assert late["after_seal"] is not None
    assert "recorded after the seal of its meeting" in command("show", "e").said
