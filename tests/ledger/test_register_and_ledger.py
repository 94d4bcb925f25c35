"""A register on top of what a ledger holds, and the charter that both must share."""

import json

import pytest
import yaml

from ledger.charter import shipped_charters
from ledger.importing import KnownToLedger
from ledger.input_errors import UnreadableInput
from ledger.records import ProposalFields
from ledger.register import NothingKnown, read_register
from tests.builders import (
    a_ledger,
    admit,
    approve,
    approve_section,
    nothing_recorded,
    the_charter,
    withdraw,
)
from tests.ledger.registers import GOOD, Found, edited, read, written, wrong_with
from tests.stores import both_stores

pytestmark = both_stores

MORE = """\
register: 1
language: en
meetings:
  - id: rcm-13
    body: rcm
    title: XIII Regional Conference
    opens_on: 2008-05-08
    closes_on: 2008-05-09
    decisions:
      - id: rcm-13-d1
        text: Go on.
        agreed: all
        changes:
          - start: {item: a1}
"""
"""A register that names no charter: it goes on where a ledger is."""


@pytest.fixture
def known(conference):
    """A ledger in which a section and an activity were approved, AR joined and CR left."""
    conference.meets("rcm", "2007-04-27", id="rcm-12")
    changes = (approve_section("s1"), approve("a1", "s1"), admit("AR"), withdraw("CR"))
    conference.decides("rcm-12", None, *changes, id="rcm-12-d1")
    return KnownToLedger(conference.ledger)


def more(old: str, new: str) -> str:
    return edited(old, new, MORE)


# --- what the ledger holds is known ---------------------------------------------------------------


def test_a_register_on_top_of_a_ledger_needs_no_charter(tmp_path, known):
    assert read(tmp_path, MORE, known=known).charter is None
    assert wrong_with(tmp_path, MORE)[-1].path == "charter"
    same = MORE.replace("language: en", "language: en\ncharter: rcm")
    assert read(tmp_path, same, known=known).decision_count == 1


@pytest.mark.parametrize(
    "line",
    [
        "presidency: AR",
        "host: CR",
        "present: [AR, CR, MX]",
    ],
)
def test_a_state_that_joined_or_left_is_known(tmp_path, known, line):
    assert read(tmp_path, more("    decisions:", f"    {line}\n    decisions:"), known=known)


def test_items_meetings_and_decisions_of_the_ledger_are_known(tmp_path, known):
    text = MORE + (
        "proposals:\n"
        "  - {id: mx-1, by: AR, submitted_to: rcm-12, text: A wish., outcome: {adopted: [rcm-12-d1]},\n"
        "     placements: [{section: s1}]}\n"
        "reports:\n"
        "  - {item: a1, by: TS, on: 2008-01-01, says: on-track}\n"
        "corrections:\n"
        "  - {meeting: rcm-12, path: place, after: Here, reason: A slip.}\n"
    )
    assert len(read(tmp_path, text, known=known).reports) == 1
    unknown = (
        text.replace("rcm-12", "rcm-21").replace("s1", "s9").replace("item: a1, by", "item: a9, by")
    )
    assert {found.path for found in wrong_with(tmp_path, unknown, known=known)} == {
        "proposals[0].submitted_to",
        "proposals[0].outcome.adopted[0]",
        "proposals[0].placements[0].section",
        "reports[0].item",
        "corrections[0].meeting",
    }


def test_a_proposal_of_the_ledger_is_known(tmp_path, known):
    text = more("agreed: all", "agreed: all\n        recommended_by: [mx-1]")
    assert [found.path for found in wrong_with(tmp_path, text, known=known)] == [
        "meetings[0].decisions[0].recommended_by[0]"
    ]
    known.ledger.propose(
        ProposalFields(id="mx-1", by="MX", submitted_to="rcm-12", text={"en": "x"})
    )
    assert read(tmp_path, text, known=known).decision_count == 1


def test_an_activity_of_the_ledger_has_neither_role_nor_steward(tmp_path, known):
    text = more("start: {item: a1}", "redefine: {item: a1, role: annex}")
    assert wrong_with(tmp_path, text, known=known) == [
        Found(
            14,
            "meetings[0].decisions[0].changes[0].redefine.role",
            "Only a section has a role, and “a1” is an activity.",
        )
    ]
    assert read(tmp_path, text.replace("item: a1", "item: s1"), known=known)


def test_what_the_ledger_has_as_a_section_stays_one_whatever_a_register_approves(tmp_path, known):
    text = more(
        "start: {item: a1}",
        "approve: {item: s1, terms: {title: x}}\n          - redefine: {item: s1, role: annex}",
    )
    assert read(tmp_path, text, known=known).change_count == 2  # `item-exists` is for the rule


def test_within_an_instead_the_day_of_the_ledgers_decision_counts(tmp_path, known):
    text = more(
        "start: {item: a1}",
        'rectify: {item: a1, voids: "rcm-12-d1#2", reason: x, instead: '
        "{change: {record-occurrence: {item: a1, on: 2007-04-28}}}}",
    )
    assert [found.words for found in wrong_with(tmp_path, text, known=known)] == [
        "Found 2007-04-28, after the adoption on 2007-04-27; only what took place by then can be "
        "recorded."
    ]
    assert read(tmp_path, text.replace("2007-04-28", "2007-04-27"), known=known)


# --- a ledger of another charter ------------------------------------------------------------------


def another_charter(**more) -> dict:
    return {**json.loads(the_charter().model_dump_json(exclude_none=True)), **more}


def test_a_register_of_another_charter_is_for_another_ledger(tmp_path, known):
    inline = json.dumps(another_charter(charter="other"))
    for charter, path in (("lake-basin", "charter"), (inline, "charter.charter")):
        text = MORE.replace("language: en", f"language: en\ncharter: {charter}")
        (found,) = wrong_with(tmp_path, text, known=known)
        name = "lake-basin" if path == "charter" else "other"
        assert found == Found(
            3,
            path,
            f"Found the charter “{name}”; this ledger was founded with “rcm”. "
            "Use another ledger for it.",
        )


def test_a_ledger_of_a_charter_that_does_not_ship_takes_its_own(tmp_path, store):
    charter = the_charter().model_copy(update={"charter": "other"})
    with a_ledger(tmp_path, charter, name="other.db", store=store) as ledger:
        text = GOOD.replace("charter: rcm", "charter: other")
        assert read(tmp_path, text, known=KnownToLedger(ledger)).decision_count == 1
        (found,) = wrong_with(tmp_path, GOOD, known=KnownToLedger(ledger))
        assert found.words.startswith(
            "Found the charter “rcm”; this ledger was founded with “other”."
        )


def test_files_given_at_once_name_one_charter(tmp_path):
    inline = json.dumps(another_charter(charter="other"))
    second = GOOD.replace("rcm-12", "rcm-13").replace("mx-1", "mx-2")
    assert read(tmp_path, GOOD, second).decision_count == 2
    assert read(tmp_path, GOOD, second.replace("charter: rcm\n", "")).decision_count == 2
    (found,) = wrong_with(tmp_path, GOOD, second.replace("charter: rcm", f"charter: {inline}"))
    assert found == Found(
        2,
        "charter",
        f"Found the charter “other”, and another in {tmp_path}/one.yaml:2 (charter); files given at "
        "once are one register.",
    )


def test_a_register_may_bring_its_charter_with_it(tmp_path):
    charter = yaml.safe_load(shipped_charters()["rcm"])
    charter |= {"charter": "other"}
    charter["bodies"]["rcm"]["name"] = "The Conference"
    text = GOOD.replace("charter: rcm", f"charter: {json.dumps(charter, default=str)}")
    given = read(tmp_path, text).charter
    assert (given.charter, given.bodies["rcm"].name) == ("other", {"en": "The Conference"})


def test_the_errors_of_a_charter_inline_have_their_place_in_the_register(tmp_path):
    charter = another_charter(charter="other")
    charter["bodies"]["rcgm"]["reports_to"] = "rmc"
    text = GOOD.replace("charter: rcm", f"charter: {json.dumps(charter)}")
    assert wrong_with(tmp_path, text) == [
        Found(
            2,
            "charter.bodies.rcgm.reports_to",
            "Found “rmc”; the bodies are rcm, rcgm, lon-cp, lon-ts. Did you mean “rcm”?",
        )
    ]


def test_without_a_charter_that_can_be_read_no_name_is_called_unknown(tmp_path):
    text = edited("charter: rcm", "charter: rmc").replace("body: rcm", "body: nowhere")
    assert [found.path for found in wrong_with(tmp_path, text)] == ["charter"]


# --- nothing is changed ---------------------------------------------------------------------------


def test_what_cannot_be_read_changes_nothing(tmp_path, known):
    files = written(tmp_path, more("start: {item: a1}", "strat: {item: a1}"))
    with nothing_recorded(known.ledger), pytest.raises(UnreadableInput):
        read_register(files, known)


def test_an_empty_ledger_and_none_know_the_same(ledger):
    known, nothing = KnownToLedger(ledger), NothingKnown()
    assert (nothing.charter, nothing.founding) == (None, None)
    for name in ("kind_of", "meeting", "decision_day", "has_decision", "has_proposal"):
        assert getattr(known, name)("rcm-12") == getattr(nothing, name)("rcm-12")
