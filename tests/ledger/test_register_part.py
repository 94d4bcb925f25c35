"""One record on its own, as the commands that record step by step read it: the same form, the same
errors, with what its register would have said of it given beside it."""

from datetime import date

import pytest

from ledger.changes import ChangeForm
from ledger.decision import Position
from ledger.importing import KnownToLedger
from ledger.input_errors import UnreadableInput
from ledger.records import (
    Comment,
    CorrectionRecord,
    DecisionRecord,
    MeetingRecord,
    Outcome,
    ProposalRecord,
    Referral,
    ReportFields,
)
from ledger.register import NothingKnown, read_part
from tests.builders import a_meeting, approve, approve_section
from tests.ledger.registers import assert_said_alike

RCGM = "{id: m, body: rcgm, title: {en: x}, opens_on: 2008-01-01, closes_on: 2008-01-01}"
MEETING = a_meeting("rcm", "2007-04-27", id="rcm-12")


@pytest.fixture
def known(conference):
    conference.meets("rcm", "2007-04-27", id="rcm-12")
    changes = (approve_section("s1"), approve("a1", "s1"))
    conference.decides("rcm-12", None, *changes, id="rcm-12-d1")
    return KnownToLedger(conference.ledger)


def wrong(source, model, known, **context) -> list[tuple[int | None, str, str]]:
    try:
        read_part(source, model, known, context)
    except UnreadableInput as unreadable:
        for error in unreadable.errors:
            assert_said_alike(error.message)
        return [(error.line, error.path, error.message["en"]) for error in unreadable.errors]
    raise AssertionError("nothing is wrong with it")


# --- what its register would have said ------------------------------------------------------------


def test_a_bare_text_is_in_the_language_given_beside_it(known):
    text = "{id: mx-1, by: MX, submitted_to: rcm-12, text: Un deseo.}"
    read = read_part(text, ProposalRecord, known, {"language": "es"})
    assert read.text == {"es": "Un deseo."}
    assert [path for _, path, _ in wrong(text, ProposalRecord, known)] == ["text"]


def test_a_decision_has_its_day_and_its_basis_from_its_meeting_and_from_who_records(known):
    text = "{id: d, text: {en: x}, positions: {CA: {}, MX: {basis: own-account}}}"
    read = read_part(text, DecisionRecord, known, {"meeting": MEETING, "basis": "presumed"})
    assert read.adopted_on == date(2007, 4, 27)
    assert {m: p.basis for m, p in read.positions.items()} == {
        "CA": "presumed",
        "MX": "own-account",
    }
    alone = read_part(text, DecisionRecord, known)
    assert (alone.adopted_on, alone.positions["CA"].basis) == (None, "recorded")


def test_a_decisions_own_day_stands(known):
    text = "{id: d, text: {en: x}, adopted_on: 2007-04-26}"
    read = read_part(text, DecisionRecord, known, {"meeting": MEETING})
    assert read.adopted_on == date(2007, 4, 26)


def test_a_meeting_brings_its_decisions(known):
    text = (
        "id: rcm-13\nbody: rcm\ntitle: {en: x}\nopens_on: 2008-05-08\ncloses_on: 2008-05-09\n"
        "decisions:\n  - {id: d1, text: {en: x}, positions: {CA: {}}}\n"
    )
    read = read_part(text, MeetingRecord, known, {"basis": "presumed"})
    (decision,) = read.decisions
    assert (decision.adopted_on, decision.positions["CA"].basis) == (date(2008, 5, 9), "presumed")
    late = text.replace("CA: {}", "CA: {on: 2008-05-10}").replace("{en: x}, pos", "{en: 5}, pos")
    assert [(line, path) for line, path, _ in wrong(late, MeetingRecord, known)] == [
        (7, "decisions[0].positions.CA.on"),
        (7, "decisions[0].text.en"),
    ]


@pytest.mark.parametrize("decisions", ["5", "[a decision, null]"])
def test_what_is_no_decision_of_a_meeting_is_an_error(known, decisions):
    text = (
        "{id: m, body: rcm, title: {en: x}, opens_on: 2008-05-08, closes_on: 2008-05-09, "
        f"decisions: {decisions}}}"
    )
    assert all(path.startswith("decisions") for _, path, _ in wrong(text, MeetingRecord, known))


# --- each part is checked against the ledger ------------------------------------------------------


@pytest.mark.parametrize(
    ("model", "good", "bad", "path"),
    [
        (MeetingRecord, RCGM, ("body: rcgm", "body: rcmg"), "body"),
        (DecisionRecord, "{id: d, text: {en: x}, positions: {CA: {on: 2008-01-01}}}", ("CA", "ca"), "positions.ca"),
        (ProposalRecord, "{id: p, by: MX, submitted_to: rcm-12, text: {en: x}}", ("rcm-12", "rcm-21"), "submitted_to"),
        (ReportFields, "{item: a1, by: IOM, on: 2008-01-01, says: delayed}", ("IOM", "IMO"), "by"),
        (Comment, "{by: CA, text: {en: x}, placements: [{section: s1}]}", ("s1", "s9"), "placements[0].section"),
        (Referral, "{from: lon-cp, to: rcgm, at: rcm-12}", ("rcm-12", "rcm-21"), "at"),
        (Outcome, "{adopted: [rcm-12-d1]}", ("d1", "d9"), "adopted[0]"),
        (Position, "{except: [a1]}", ("a1", "a9"), "except[0]"),
        (Position, "{stance: reserve, statement: {en: x}}", (", statement: {en: x}", ""), "statement"),
        (ChangeForm, "{redefine: {item: s1, role: annex}}", ("s1", "a1"), "redefine.role"),
        (ChangeForm, "{redefine: {item: a1, terms: {lead: [MX]}}}", ("MX", "XM"), "redefine.terms.lead[0]"),
        (ChangeForm, "{complete: {item: a1, outcome: {es: x}}}", ("es: x", "fr: x"), "complete.outcome.fr"),
        (CorrectionRecord, "{meeting: rcm-12, path: place, after: x, reason: {en: y}}", ("path: place, ", ""), "path"),
    ],
)  # fmt: skip
def test_a_part_is_checked_as_in_a_register(known, model, good, bad, path):
    assert isinstance(read_part(good, model, known), model)
    assert good.count(bad[0]) == 1
    ((line, found, _),) = wrong(good.replace(*bad), model, known)
    assert (line, found) == (1, path)


def test_a_day_alone_is_not_compared_with_a_decision_that_is_not_there_yet(known):
    assert read_part("{record-occurrence: {item: a1, on: 2099-01-01}}", ChangeForm, known)
    assert read_part("{on: 2099-01-01}", Position, known)


def test_without_a_charter_any_language_and_any_name_may_be(tmp_path):
    text = "{redefine: {item: a1, terms: {title: {fr: x}, lead: [XM]}}}"
    assert read_part(text, ChangeForm, NothingKnown())


# --- where it comes from --------------------------------------------------------------------------


def test_a_part_from_a_file_names_the_file_and_one_from_an_option_what_it_is_told(tmp_path, known):
    file = tmp_path / "change.yaml"
    file.write_text("# a change\nstrat: {item: a1}\n", encoding="utf-8")
    for source, name in (
        (file, str(file)),
        (file.read_text(), "--change"),
        (file.read_text(), "-"),
    ):
        context = {"file": name} if name == "--change" else None
        with pytest.raises(UnreadableInput) as unreadable:
            read_part(source, ChangeForm, known, context)
        (error,) = unreadable.value.errors
        assert (error.file, error.line, error.path) == (name, 2, "strat")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "The file is empty, or has nothing but comments; expected: a mapping with the keys"),
        ("rcgm", "Found “rcgm”; expected: a mapping with the keys from, to, at."),
        ("[rcgm, rcm]", "Found a list; expected: a mapping with the keys from, to, at."),
        ("from: lon-cp\nto: rcgm\n---\nfrom: x", "Found a second document (---); a file is one document."),
        ("from: {", "This is not YAML: a value was expected here."),
        ("from: \ud800", "Byte 7 of the file, 0xED, is not UTF-8"),
    ],
)  # fmt: skip
def test_what_is_no_such_record_says_what_is_expected(known, text, words):
    ((_, _, said),) = wrong(text, Referral, known)
    assert said.startswith(words)


def test_a_missing_file_is_an_error(tmp_path, known):
    ((line, path, words),) = wrong(tmp_path / "nowhere.yaml", Referral, known)
    assert (line, path, words) == (None, "", "There is no such file.")
