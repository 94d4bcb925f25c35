"""Verification trusts nothing but the events: whatever is forged, removed, reordered or recorded
against the rule is found, and named in both languages."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from ledger.authority import Ruling
from ledger.ledger import Ledger
from ledger.place import is_on_a_server
from ledger.proof import Proof
from ledger.records import Outcome, ProposalFields
from ledger.verify import EntryRow, Verification, verify
from tests.builders import (
    Conference,
    a_decision,
    a_ledger,
    a_meeting,
    a_position,
    admit,
    all_but,
    approve,
    approve_section,
    assert_proven,
    assert_said,
    complete,
    excepting,
    move,
    rectify,
    redefine,
    start,
    translate,
)
from tests.ledger.forging import Forger, Row
from tests.stores import Address, Store, both_stores

pytestmark = both_stores
BOTH = {"en": "In these words.", "es": "Con estas palabras."}


@pytest.fixture(scope="module")
def told(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Address:
    """A history with something of everything."""
    ledger = a_ledger(tmp_path_factory.mktemp("told"), store=store)
    it = Conference(ledger)
    it.meets("rcm", "2006-05-05", id="rcm-11", place="San Salvador")
    it.decides("rcm-11", None, approve_section("mpm", steward="rcgm"), approve("a1", "mpm"),
               approve("a2", "mpm"), id="rcm-11-d1")  # fmt: skip
    it.decides("rcm-11", None, id="rcm-11-d2")
    it.decides("rcgm", "2007-04-24", start("a1"), translate("a2"), id="rcgm-d1")
    it.decides("rcm", "2007-05-10", redefine("a1"), move("a2", None), id="rcm-12-d1")
    it.decides("rcgm", "2006-11-01", start("a2"), id="late-d1")
    it.decides("rcm", "2008-05-10", rectify("a1", "rcgm-d1#1"), id="rcm-13-d1")
    it.decides("rcm", "2009-05-10", id="rcm-14-d1",
               *(rectify("a1", "rcm-12-d1#1", instead=redefine("a1", form="study"), under="rcm-11-d2"),)
               )  # fmt: skip
    it.decides("rcm", "2010-05-10", admit("AR"), id="rcm-15-d1")
    it.decides("rcm", "2011-05-10", redefine("a2"), id="rcm-16-d1")
    ledger.table(a_decision("rcm-11-d9", "rcm-11"), [start("a2")], {"CA": a_position("object")})
    ledger.decline("rcm-11-d9", BOTH)
    # Not sealed: what is found here is found from the entries and the rule alone.
    ledger.close_meeting("rcm-11", a_meeting(on="2006-05-06").opens_on, sealed=False)
    ledger.correct("meeting", "rcm-11", "place", "San Salvador, El Salvador", BOTH)
    proposal = {"id": "mx-1", "by": "MX", "submitted_to": "rcm-11", "text": BOTH}
    ledger.propose(ProposalFields.model_validate(proposal))
    ledger.settle("mx-1", Outcome(declined=BOTH))
    it.decides("rcm", "2012-05-10", approve("a3", "mpm"), complete("a2"), id="rcm-17-d1")
    assert_proven(ledger)
    ledger.settle_in_place()
    ledger.close()
    return ledger.path


@pytest.fixture
def path(store: Store, told: Address, tmp_path: Address) -> Address:
    return store.copy(told, tmp_path)


def verified(path: Address) -> Verification:
    ledger = Ledger.open(path)
    try:
        found = verify(ledger)
    finally:
        ledger.close()
    for violation in found.violations:
        assert_said(violation.message)
    return found


def after(path: Address, forge: Callable[[Forger], None]) -> Verification:
    with Forger(path) as forger:
        forge(forger)
    found = verified(path)
    assert not found.proven
    return found


def codes(found: Verification) -> set[str]:
    return {violation.code for violation in found.violations}


def named(found: Verification, code: str) -> set[str]:
    return {violation.reference for violation in found.violations if violation.code == code}


# --- nothing wrong --------------------------------------------------------------------------------


def test_an_untouched_ledger_is_proven(path):
    found = verified(path)
    assert found.proven
    assert found.authentic
    assert found.lawful
    assert found.projections_match
    assert found.violations == []
    assert found.seals == []
    ledger = Ledger.open(path)
    assert found.events == ledger.head
    with Forger(path) as forger:
        assert found.changes == sum(row.topic == "change-enacted/1" for row in forger.rows())
    ledger.close()


def test_an_empty_ledger_is_proven_too(ledger):
    assert_proven(ledger)


def test_long_work_says_how_far_it_is(path):
    told = []
    ledger = Ledger.open(path)
    verify(ledger, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (ledger.head, ledger.head)


def test_to_open_the_file_and_close_it_again_is_no_forgery(path):
    with Forger(path):
        pass
    assert verified(path).proven


def rows_of(path: Address) -> list[EntryRow]:
    ledger = Ledger.open(path)
    rows = list(ledger.recorder.rows())
    ledger.close()
    return rows


class Kept:
    """A log's entries with nothing else at hand."""

    def __init__(self, rows: list[EntryRow]):
        self.rows = rows

    def after(self, entry: int) -> list[EntryRow]:
        return [row for row in self.rows if row[0] > entry]

    def at(self, entries: Sequence[int]) -> list[EntryRow]:
        return [row for row in self.rows if row[0] in set(entries)]


def test_a_log_is_proven_wherever_its_entries_are_kept(path):
    rows, seen = rows_of(path), []
    proof = Proof(Kept(rows))
    proof.each_row.append(seen.append)
    proof.run(len(rows))
    assert proof.found.proven
    assert proof.found.changes == verified(path).changes
    assert seen == rows


def test_what_is_wrong_with_a_log_is_found_wherever_its_entries_are_kept(path):
    rows = rows_of(path)
    proof = Proof(Kept([*rows[:6], *rows[7:]]))
    proof.run(len(rows))
    assert damages(proof.found, 7)


# --- the log is not whole -------------------------------------------------------------------------


def damages(found: Verification, entry: int) -> bool:
    return not found.authentic and f"entry {entry}" in named(found, "log-damaged")


@pytest.mark.parametrize(
    "content", [b"", b"{", b"null", b"{}", b'{"a": 1}', b"\xff\xfe\x00", b"[1]"], ids=repr
)
def test_an_entry_that_cannot_be_read_is_named(path, content):
    assert damages(after(path, lambda forger: forger.put(7, state=content)), 7)


@pytest.mark.parametrize(
    ("topic", "field", "twice"),
    [
        ("meeting-convened", b'"meeting":', b'"meeting":null,"meeting":'),
        ("position-taken", b'"stance":', b'"stance":"object","stance":'),
        ("change-drafted", b'"item":', b'"item":"another","item":'),
        ("decision-adopted", b'"adopted_on":', b'"adopted_on":"1999-01-01","adopted_on":'),
    ],
)
def test_an_entry_that_could_be_read_as_two_things_is_named(path, topic, field, twice):
    """ "The names within an object SHOULD be unique" (RFC 8259, 4): of two, some take the first."""
    row = next(row for row in rows_of(path) if row[3] == f"{topic}/1" and field in row[4])
    state = row[4].replace(field, twice, 1)
    assert damages(after(path, lambda forger: forger.put(row[0], state=state)), row[0])


@pytest.mark.parametrize("topic", ["", "nothing", "change-enacted/2", "decision/0"])
def test_an_entry_of_an_unknown_topic_is_named(path, topic):
    assert damages(after(path, lambda forger: forger.put(7, topic=topic)), 7)


def test_an_entry_that_is_stored_as_text_is_named_though_its_words_are_right(path):
    row = rows_of(path)[6]
    if is_on_a_server(path):
        # It has no other way to store a text than as its bytes, so that nothing was altered.
        with Forger(path) as forger:
            forger.put(7, state=row[4].decode())
        assert verified(path).proven
        return
    assert damages(after(path, lambda forger: forger.put(7, state=row[4].decode())), 7)


def test_a_change_that_is_not_there_is_missed_by_what_reaches_back_to_it_too(path, monkeypatch):
    """A long log's first changes are read again, where something late reaches back to them."""
    monkeypatch.setattr("ledger.index.RecentChanges.MOST", 1)
    assert verified(path).proven
    with Forger(path) as forger:
        entry = forger.enacted("rcgm-d1#1").entry
        forger.remove(entry)
    found = verified(path)
    assert damages(found, entry)
    assert any("a change should stand here" in v.message["en"] for v in found.violations)


def test_an_entry_in_another_stream_or_with_another_number_is_named(path):
    with Forger(path) as forger:
        row = forger.find("meeting-closed")
        forger.put(row.entry, originator_id="meeting:rcm-99", originator_version=1)
    assert damages(verified(path), row.entry)
    with Forger(path) as forger:
        forger.put(row.entry, originator_id=row.stream, originator_version=row.version + 5)
    assert damages(verified(path), row.entry)


def test_entries_that_are_missing_are_counted(path):
    found = after(path, lambda forger: forger.remove(5, 6, 7))
    assert damages(found, 5)
    (first, *_) = found.violations
    assert "entries 5 to 7 are missing" in first.message["en"]


def test_a_removed_entry_is_found_though_its_gap_was_closed(path):
    def forge(forger: Forger) -> None:
        row = forger.find("change-drafted", lambda state: state["decision"] == "rcm-12-d1")
        forger.remove(row.entry)
        forger.close_the_gap(row.entry, streams=False)

    assert not after(path, forge).authentic


def test_a_second_charter_is_no_charter(path):
    def forge(forger: Forger) -> None:
        first = forger.rows()[0]
        forger.append("charter-given", "charter", first.state)

    found = after(path, forge)
    assert not found.authentic
    assert "a charter is given once" in found.violations[0].message["en"]


def test_a_log_without_its_charter_proves_nothing(path):
    found = after(path, lambda forger: forger.remove(1))
    assert not found.authentic
    assert not found.projections_match


def guards_of(told: Address) -> list[str]:
    with Forger(told) as forger:
        return [name for name, _ in forger.guards]


def test_a_guard_that_was_taken_away_is_missed(store, told, tmp_path):
    for guard in guards_of(told):
        path = store.copy(told, tmp_path, f"{guard}.db")
        with Forger(path) as forger:
            forger.guards = [each for each in forger.guards if each[0] != guard]
        found = verified(path)
        assert not found.authentic
        assert codes(found) == {"log-damaged"}
        assert "append-only guard" in found.violations[0].message["en"]


def test_a_guard_that_guards_nothing_is_found(store, told, tmp_path):
    for guard in guards_of(told):
        path = store.copy(told, tmp_path, f"{guard}.db")
        with Forger(path) as forger:
            forger.hollow_out(guard)
        assert not verified(path).authentic


# --- what was enacted is not what was decided -----------------------------------------------------

OTHER_AUTHORITY = [
    ("agreed_by", ["BZ"]),
    ("body", "rcgm"),
    ("meeting", "rcm-11"),
    ("decision", "rcm-11-d1"),
    ("adopted_on", "2007-05-11"),
    ("reference", "rcm-12-d1#9"),
]


@pytest.mark.parametrize(("part", "other"), OTHER_AUTHORITY)
def test_a_change_that_names_another_authority_is_named(path, part, other):
    def forge(forger: Forger) -> None:
        row = forger.enacted("rcm-16-d1#1")
        forger.rewrite(row, authority={**row.state["authority"], part: other})

    found = after(path, forge)
    assert found.authentic
    assert not found.lawful
    reference = other if part == "reference" else "rcm-16-d1#1"
    assert reference in named(found, "unauthorised")
    assert "rcm-16-d1#1" in found.violations[0].message["en"]


def test_a_change_with_other_words_is_named_with_its_item(path):
    def forge(forger: Forger) -> None:
        forger.rewrite(
            forger.enacted("rcm-16-d1#1"), change=redefine("a2", timeline="open").document()
        )

    found = after(path, forge)
    assert not found.lawful
    (violation, *_) = found.violations
    assert (violation.code, violation.reference, violation.item) == (
        "unauthorised",
        "rcm-16-d1#1",
        "a2",
    )


def test_null_that_clears_is_told_from_a_key_that_was_never_there(path):
    """The two are equal once read, and are not the same change."""

    def forge(forger: Forger) -> None:
        change = forger.enacted("rcm-16-d1#1").state["change"]
        change["redefine"]["terms"]["form"] = None
        forger.rewrite(forger.enacted("rcm-16-d1#1"), change=change)

    assert "rcm-16-d1#1" in named(after(path, forge), "unauthorised")


def test_what_stands_instead_by_another_authority_is_named(path):
    def forge(forger: Forger) -> None:
        row = forger.enacted("rcm-14-d1#1")
        forger.rewrite(row, stands_by={**row.state["stands_by"], "body": "rcgm"})

    assert "rcm-14-d1#1" in named(after(path, forge), "unauthorised")


def test_a_change_that_no_decision_contains_is_named(path):
    def forge(forger: Forger) -> None:
        row = forger.enacted("rcm-16-d1#1")
        change = redefine("a2", timeline="open").document()
        authority = {**row.state["authority"], "reference": "rcm-16-d1#2"}
        forger.append(
            "change-enacted", row.stream, {**row.state, "change": change, "authority": authority}
        )

    found = after(path, forge)
    assert found.authentic
    assert found.projections_match
    assert not found.lawful
    (violation,) = found.violations
    assert (violation.code, violation.reference, violation.item) == (
        "unauthorised",
        "rcm-16-d1#2",
        "a2",
    )
    assert "no decision" in violation.message["en"]


def test_a_change_that_is_recorded_twice_is_named(path):
    def forge(forger: Forger) -> None:
        row = forger.enacted("rcm-17-d1#2")
        forger.append("change-enacted", row.stream, row.state)

    found = after(path, forge)
    assert named(found, "unauthorised") == {"rcm-17-d1#2"}


def test_a_change_that_was_decided_and_left_out_is_named(path):
    def forge(forger: Forger) -> None:
        forger.remove(forger.enacted("rcm-17-d1#2").entry)

    found = after(path, forge)
    assert found.authentic  # it was the last entry: nothing is missing but what was due
    assert named(found, "unauthorised") == {"rcm-17-d1#2"}
    assert "the change is not recorded" in found.violations[0].message["en"]


def test_what_is_left_out_in_the_middle_is_named_too(path):
    def forge(forger: Forger) -> None:
        row = forger.enacted("rcgm-d1#2")
        forger.remove(row.entry)
        forger.close_the_gap(row.entry)

    assert "rcgm-d1#2" in named(after(path, forge), "unauthorised")


def test_two_changes_in_the_other_order_are_named(path):
    def forge(forger: Forger) -> None:
        forger.swap(forger.enacted("rcgm-d1#1").entry, forger.enacted("rcgm-d1#2").entry)

    assert named(after(path, forge), "unauthorised") >= {"rcgm-d1#1", "rcgm-d1#2"}


# --- what was decided is not what was agreed ------------------------------------------------------


def test_a_position_altered_after_the_fact_makes_its_decision_unlawful(path):
    def forge(forger: Forger) -> None:
        row = forger.find(
            "position-taken", lambda s: (s["decision"], s["member"]) == ("rcm-12-d1", "CA")
        )
        forger.rewrite(row, position={"stance": "object"})

    found = after(path, forge)
    assert found.authentic
    assert not found.lawful
    first = found.violations[0]
    assert (first.code, first.reference, first.members) == (
        "agreement-missing",
        "rcm-12-d1#1",
        ("CA",),
    )


def test_a_body_altered_after_the_fact_makes_its_decisions_unlawful(path):
    def forge(forger: Forger) -> None:
        row = forger.find("meeting-convened", lambda s: s["meeting"]["id"] == "rcm-2007-05-10")
        forger.rewrite(row, meeting={**row.state["meeting"], "body": "rcgm"})

    found = after(path, forge)
    assert found.authentic
    assert "level-too-low" in codes(found)
    assert "rcm-12-d1" in named(found, "unauthorised")


def test_a_charter_altered_after_the_fact_makes_old_decisions_unlawful(path):
    def forge(forger: Forger) -> None:
        first = forger.rows()[0]
        charter = first.state["charter"]
        charter["members"]["CU"] = {"name": {"en": "Cuba"}, "since": "1996-03-13"}
        forger.rewrite(first, charter=charter)

    found = after(path, forge)
    assert found.authentic
    missing = {v.members for v in found.violations if v.code == "agreement-missing"}
    assert missing == {("CU",)}


@pytest.mark.parametrize(
    ("part", "other"),
    [("body", "rcgm"), ("meeting", "rcm-11"), ("adopted_on", "2007-05-11"), ("changes", 1)],
)
def test_an_adoption_that_says_other_than_its_record_is_named(path, part, other):
    def forge(forger: Forger) -> None:
        row = forger.find("decision-adopted", lambda s: s["decision"] == "rcm-12-d1")
        forger.rewrite(row, **{part: other})

    found = after(path, forge)
    assert found.authentic
    assert found.projections_match
    assert named(found, "unauthorised") == {"rcm-12-d1"}


def test_an_adoption_that_was_removed_leaves_its_changes_without_a_decision(path):
    def forge(forger: Forger) -> None:
        row = forger.find("decision-adopted", lambda s: s["decision"] == "rcm-17-d1")
        forger.remove(row.entry)
        forger.close_the_gap(row.entry)

    found = after(path, forge)
    assert found.authentic
    assert named(found, "unauthorised") == {"rcm-17-d1#1", "rcm-17-d1#2"}


def test_a_decision_adopted_twice_is_no_decision(path):
    def forge(forger: Forger) -> None:
        row = forger.find("decision-adopted", lambda s: s["decision"] == "rcm-11-d2")
        forger.append("decision-adopted", row.stream, row.state)

    found = after(path, forge)
    assert not found.authentic
    assert "rcm-11-d2" in found.violations[0].message["en"]


def test_a_decision_of_a_meeting_that_is_not_in_the_log_is_named(path):
    def forge(forger: Forger) -> None:
        row = forger.find("meeting-convened", lambda s: s["meeting"]["id"] == "rcm-2012-05-10")
        forger.remove(row.entry)
        forger.close_the_gap(row.entry)

    found = after(path, forge)
    assert not found.authentic
    assert any("meeting that is not in the log" in v.message["en"] for v in found.violations)


@pytest.mark.parametrize(
    ("kind", "id", "at"), [("meeting", "rcm-11", "body"), ("decision", "rcm-11-d2", "adopted_on")]
)
def test_a_correction_of_what_the_rule_reads_is_named(path, kind, id, at):
    def forge(forger: Forger) -> None:
        row = forger.find("record-corrected")
        state = {**row.state, "kind": kind, "id": id, "path": at, "after": "x"}
        forger.append("record-corrected", f"{kind}:{id}", state)

    found = after(path, forge)
    assert not found.lawful
    assert named(found, "unauthorised") == {id}
    assert at in found.violations[0].message["es"]


@pytest.mark.parametrize(
    ("stream", "path_", "value"),
    [
        ("meeting:rcm-11", "number", "twelve"),
        ("meeting:rcm-99", "place", "Nowhere"),
        ("decision:rcm-11-d2", "positions.CA.statement.en", 5),
        ("decision:rcm-11-d2", "positions.ZZ.statement.en", "Not a member."),
        ("proposal:mx-1", "source", 7),
    ],
)
def test_a_correction_that_cannot_be_read_is_found_before_anybody_trips_over_it(
    path, stream, path_, value
):
    def forge(forger: Forger) -> None:
        kind, _, id = stream.partition(":")
        state = {**forger.find("record-corrected").state, "kind": kind, "id": id, "path": path_}
        forger.append("record-corrected", stream, {**state, "after": value})

    after(path, forge)


@pytest.mark.parametrize("topic", ["meeting-convened", "proposal-submitted", "decision-tabled"])
def test_a_record_that_is_begun_twice_is_found(path, topic):
    def forge(forger: Forger) -> None:
        row = forger.find(topic)
        forger.append(topic, row.stream, row.state)

    after(path, forge)


def test_a_meeting_is_not_convened_again_by_another_body(path):
    def forge(forger: Forger) -> None:
        row = forger.find("meeting-convened", lambda s: s["meeting"]["id"] == "rcgm-2007-04-24")
        meeting = {**row.state["meeting"], "body": "rcm"}
        forger.append("meeting-convened", row.stream, {**row.state, "meeting": meeting})

    after(path, forge)


# --- what was recorded against the rule -----------------------------------------------------------


def recorded_against_the_rule(
    path: Address, monkeypatch: pytest.MonkeyPatch, *told: Any, **more: Any
) -> Verification:
    """By a ledger that had been made to believe that everything is lawful."""
    ledger = Ledger.open(path)
    with monkeypatch.context() as bribed:
        bribed.setattr("ledger.judging.ruling", lambda *_, **__: Ruling())
        Conference(ledger).decides(*told, id="bribed", **more)
    ledger.close()
    found = verified(path)
    assert found.authentic
    assert not found.lawful
    return found


def test_what_was_recorded_at_too_low_a_level_is_named(path, monkeypatch):
    found = recorded_against_the_rule(path, monkeypatch, "rcgm", "2013-05-10", redefine("a1"))
    assert [(v.code, v.reference, v.item) for v in found.violations][:1] == [
        ("level-too-low", "bribed#1", "a1")
    ]
    assert "unauthorised" not in codes(found)  # it says why, once


def test_what_was_recorded_without_everybodys_agreement_is_named(path, monkeypatch):
    found = recorded_against_the_rule(
        path,
        monkeypatch,
        "rcm",
        "2013-05-10",
        redefine("a1"),
        redefine("a3"),
        positions=all_but("BZ"),
    )
    assert [(v.code, v.reference, v.members) for v in found.violations][:2] == [
        ("agreement-missing", "bribed#1", ("BZ",)),
        ("agreement-missing", "bribed#2", ("BZ",)),
    ]


def test_what_was_built_on_something_unlawful_is_unlawful_too(path, monkeypatch):
    ledger = Ledger.open(path)
    with monkeypatch.context() as bribed:
        bribed.setattr("ledger.judging.ruling", lambda *_, **__: Ruling())
        Conference(ledger).decides("rcgm", "2013-05-10", approve("b1"), id="bribed")
    Conference(ledger).decides("rcm", "2014-05-10", redefine("b1"), id="built")
    ledger.close()
    found = verified(path)
    assert ("item-unknown", "built#1") in {(v.code, v.reference) for v in found.violations}


def test_more_changes_than_an_unlawful_decision_had_are_named_besides(path, monkeypatch):
    recorded_against_the_rule(path, monkeypatch, "rcgm", "2013-05-10", redefine("a1"))

    def forge(forger: Forger) -> None:
        row = forger.enacted("bribed#1")
        forger.append("change-enacted", row.stream, row.state)

    assert "bribed#1" in named(after(path, forge), "unauthorised")


def test_a_late_record_that_makes_something_else_unlawful_is_named(path, monkeypatch):
    ledger = Ledger.open(path)
    with monkeypatch.context() as bribed:
        bribed.setattr("ledger.judging.ruling", lambda *_, **__: Ruling())
        Conference(ledger).decides("rcm", "2007-01-10", admit("CU"), id="bribed")
    ledger.close()
    found = verified(path)
    (conflict,) = [v for v in found.violations if v.code == "late-record-conflict"]
    assert conflict.reference == "bribed"
    assert conflict.conflicts == ("rcm-12-d1#2", "rcm-15-d1#1", "rcm-16-d1#1")


# --- what is kept beside the log ------------------------------------------------------------------

START = "item = 'a1' AND parent IS NULL AND day = 732790"  # the RCGM's start of it
ALTERED = [
    "UPDATE heads SET current = 1 - current WHERE item = 'a1'",
    "UPDATE heads SET parent = 'mpm' WHERE item = 'mpm'",
    "UPDATE heads SET state = reworded(state, 'a1', 'a9') WHERE item = 'a1'",
    "DELETE FROM heads WHERE item = 'a2'",
    "INSERT INTO heads SELECT 'a9', parent, current, state FROM heads WHERE item = 'a1'",
    "UPDATE heads SET item = 'a9' WHERE item = 'a1'",
    f"DELETE FROM placed WHERE {START}",
    f"INSERT INTO placed (item, entry, day, parent) SELECT 'a9', entry, day, parent FROM placed "
    f"WHERE {START}",
    f"UPDATE placed SET day = day + 1 WHERE {START}",
    f"UPDATE placed SET item = 'a9' WHERE {START}",
    f"UPDATE placed SET parent = 'mpm' WHERE {START}",
    f"UPDATE placed SET entry = entry + 1 WHERE {START}",
    "DELETE FROM heads",
    "DELETE FROM placed",
]


def altered(forger: Forger, statement: str) -> None:
    assert forger.do(statement) > 0


@pytest.mark.parametrize("statement", ALTERED)
def test_an_index_that_was_altered_is_found_and_nothing_else_is_blamed(path, statement):
    found = after(path, lambda forger: altered(forger, statement))
    assert found.authentic
    assert found.lawful
    assert not found.projections_match
    (violation,) = found.violations
    assert violation.code == "views-differ"


class Views:
    """Tables that people read, that find something amiss."""

    def __init__(self, *amiss: str):
        self.amiss, self.expected = amiss, []

    def read(self, row: EntryRow) -> None:
        pass

    def expect(self, entry: int, tail: Any) -> None:
        self.expected.append((entry, tail.item, tail.from_day, tail.versions))

    def differences(self) -> tuple[str, ...]:
        return self.amiss


def test_the_tables_that_people_read_are_told_what_they_should_say(path):
    views, ledger = Views(), Ledger.open(path)
    assert verify(ledger, views).proven
    entries = [entry for entry, *_ in views.expected]
    assert entries == sorted(entries)
    last = {item: versions[-1].item for _, item, _, versions in views.expected}
    assert last == {item: ledger.index.head(item) for item in last}
    ledger.close()


def test_what_differs_in_them_is_named_and_of_much_the_first_ten(path):
    ledger = Ledger.open(path)
    found = verify(ledger, Views("item a1", "item a2"))
    assert (found.authentic, found.lawful, found.projections_match) == (True, True, False)
    assert not found.proven
    assert "item a1, item a2" in found.violations[0].message["en"]
    found = verify(ledger, Views(*(f"item x{n}" for n in range(20))))
    assert "item x9 …" in found.violations[0].message["en"]
    assert "item x10" not in found.violations[0].message["en"]
    ledger.close()


# --- whatever is done -----------------------------------------------------------------------------


def test_what_is_found_is_said_in_spanish_too(path):
    """All of the sentence, what exactly is damaged included."""
    english = [" the ", " is ", " and ", "cannot", "which", " as ", "writer", "its "]
    found = [
        *after(path, lambda f: f.put(7, topic="x/1")).violations,
        *after(path, lambda f: f.put(8, state=b"{}")).violations,
        *after(path, lambda f: f.remove(9)).violations,
        *after(path, lambda f: f.append("charter-given", "charter", f.rows()[0].state)).violations,
        *after(path, lambda f: f.do("DELETE FROM heads") and None).violations,
    ]
    said = {violation.message["es"] for violation in found}
    assert [words for words in said if any(word in words for word in english)] == []


def each_entry(told: Address) -> list[Row]:
    with Forger(told) as forger:
        return forger.rows()


@pytest.mark.slow_on_a_server
def test_whichever_entry_is_garbled_verification_goes_through_and_names_it(store, told, tmp_path):
    for row in each_entry(told):
        path = store.copy(told, tmp_path, "garbled.db")
        found = after(path, lambda forger, row=row: forger.put(row.entry, state=b'{"x": 1}'))
        assert damages(found, row.entry), row


@pytest.mark.slow_on_a_server
def test_whichever_entry_is_missing_verification_goes_through_and_names_it(store, told, tmp_path):
    rows = each_entry(told)
    for row in rows[:-1]:
        path = store.copy(told, tmp_path, "missing.db")
        found = after(path, lambda forger, row=row: forger.remove(row.entry))
        assert damages(found, row.entry), row


@pytest.mark.slow_on_a_server
def test_whichever_entry_is_missing_without_a_gap_verification_goes_through(store, told, tmp_path):
    """Nothing but a seal tells that a comment was there; what the plan rests on is missed."""
    rests_on = {"charter-given/1", "decision-tabled/1", "change-drafted/1", "decision-adopted/1"}
    rests_on |= {"change-enacted/1", "meeting-convened/1"}
    rows = each_entry(told)
    for row in rows[:-1]:
        path = store.copy(told, tmp_path, "closed.db")
        with Forger(path) as forger:
            forger.remove(row.entry)
            forger.close_the_gap(row.entry)
        found = verified(path)
        of_no_consequence = row.state.get("decision") in ("rcm-11-d2", "rcm-11-d9")
        if row.topic in rests_on and not of_no_consequence:
            assert not found.proven, row


@pytest.mark.slow_on_a_server
def test_whichever_two_neighbours_change_places_verification_goes_through(store, told, tmp_path):
    rows = each_entry(told)
    for one, other in zip(rows, rows[1:], strict=False):
        path = store.copy(told, tmp_path, "swapped.db")
        with Forger(path) as forger:
            forger.swap(one.entry, other.entry)
        found = verified(path)
        if "change-enacted/1" in (one.topic, other.topic) or one.stream == other.stream:
            assert not found.proven, (one, other)


@pytest.mark.slow_on_a_server
def test_whichever_change_becomes_another_verification_goes_through_and_names_it(store, told, tmp_path):
    others = [
        start("a1"),
        approve("mpm"),
        rectify("a1", "rcm-11-d1#2"),
        admit("ZZ"),
        move("a1", "a2"),
    ]
    for row in each_entry(told):
        if row.topic != "change-enacted/1":
            continue
        for other in others:
            if other.document() == row.state["change"]:
                continue
            path = store.copy(told, tmp_path, "other.db")
            found = after(path, lambda f, r=row, o=other: f.rewrite(r, change=o.document()))
            assert row.state["authority"]["reference"] in named(found, "unauthorised")


def test_an_exception_of_a_position_is_part_of_what_is_proven(path):
    def forge(forger: Forger) -> None:
        row = forger.find(
            "position-taken", lambda s: (s["decision"], s["member"]) == ("rcm-16-d1", "US")
        )
        position = excepting("a2").model_dump(mode="json", exclude_unset=True)
        forger.rewrite(row, position=position)

    found = after(path, forge)
    assert ("agreement-missing", ("US",)) in {(v.code, v.members) for v in found.violations}
