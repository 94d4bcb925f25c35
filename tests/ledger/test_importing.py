"""Importing: all or nothing, and again without harm. "The same record changes nothing; a tabled
decision may come back redrafted, adopted, declined or withdrawn; … anything else is refused with
`differs` and the path of the difference."
"""

import pytest

from ledger.checking import check
from ledger.importer import Imported
from ledger.importing import import_register
from ledger.ledger import Ledger
from ledger.place import place_of
from ledger.register import UnreadableInput
from tests.builders import assert_proven, assert_said
from tests.ledger.registers import CHANGE, GOOD, edited, read, with_change, written
from tests.stores import both_stores


@pytest.fixture
def imported(store, tmp_path):
    """Import a register into the ledger at hand; the ledger is proven afterwards."""

    def importing(text: str, **how) -> Imported:
        path = store.address(tmp_path)
        done = import_register(path, written(tmp_path, text), **how)
        for violation in done.violations:
            assert_said(violation.message)
        if place_of(path).is_taken():
            with Ledger.open(path) as ledger:
                assert_proven(ledger)
        return done

    return importing


@pytest.fixture
def recorded(imported, store, tmp_path):
    """The good register is recorded; what then is in the ledger."""
    assert imported(GOOD).lawful

    def ledger() -> Ledger:
        return Ledger.open(store.address(tmp_path))

    return ledger


def with_status(status: str) -> str:
    """The good register with its decision in another status, and no report on what it approves."""
    text = edited("        agreed: all", f"        agreed: all\n        status: {status}")
    return text[: text.index("reports:")]


def the_next(text: str) -> str:
    """A register of the next meeting, of other items, and so on."""
    for old, new in (("rcm-12", "rcm-13"), ("mx-1", "mx-2"), ("s1", "s2"), ("a1", "a2")):
        text = text.replace(old, new)
    return text.replace("2008-01-01", "2009-01-01").replace("2007-", "2008-")


ANOTHER = """\
  - id: rcm-13
    body: rcm
    title: XIII
    opens_on: 2008-01-01
    closes_on: 2008-01-01
    decisions: [{{id: rcm-13-d1, text: x, agreed: all, changes: [{{start: {{item: {item}}}}}]}}]
proposals:
"""


def and_start(item: str, text: str) -> str:
    """The register with another meeting after it, which starts an activity."""
    return edited("proposals:\n", ANOTHER.format(item=item), text)


def reasons(done: Imported) -> list[tuple[str, str]]:
    return [(v.code, v.message["en"]) for v in done.violations]


# --- the same again -------------------------------------------------------------------------------


@both_stores
def test_the_same_register_again_changes_nothing(imported, recorded):
    with recorded() as ledger:
        head = ledger.head
    again = imported(GOOD)
    assert (again.decisions, again.already, again.lawful) == (0, 1, True)
    with recorded() as ledger:
        assert ledger.head == head


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("agreed: all", "agreed: [BZ, CR, SV, GT, HN, MX, NI, PA, US, DO]"),
        ("    decisions:", "    present: all\n    decisions:"),
        ("{stance: agree}", "{}"),
        ("language: en", "language: en\nbasis: recorded"),
    ],
)
@both_stores
def test_the_same_said_otherwise_is_the_same(imported, recorded, old, new):
    again = imported(edited(old, new))
    assert reasons(again) == []
    assert (again.decisions, again.already) == (0, 1)


# --- what may come back otherwise -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "then"),
    [
        ("tabled", "submitted"),
        ("tabled", "adopted"),
        ("tabled", "declined"),
        ("tabled", "withdrawn"),
        ("submitted", "adopted"),
        ("submitted", "declined"),
    ],
)
@both_stores
def test_an_open_decision_may_come_back_further_on(imported, recorded, status, then):
    def second(at: str) -> str:
        return the_next(with_status(at))

    assert imported(second(status)).decisions == 1
    with recorded() as ledger:
        assert ledger.decision("rcm-13-d1").status == status
    assert imported(second(then)).lawful
    with recorded() as ledger:
        assert ledger.decision("rcm-13-d1").status == then
        assert (ledger.index.head("a2") is not None) == (then == "adopted")
    again = imported(second(then))
    assert (again.decisions, again.already, again.lawful) == (0, 1, True)


@both_stores
def test_a_tabled_decision_may_come_back_redrafted_which_clears_its_positions(imported, store, tmp_path):
    imported(with_status("tabled"))
    text = edited(
        "text: Take up training.", "text: Take up training at once.", with_status("tabled")
    )
    text = edited("agreed: all", "agreed: [MX]", text)
    assert imported(text).lawful
    with Ledger.open(store.address(tmp_path)) as ledger:
        decision = ledger.decision("rcm-12-d1")
        assert decision.fields.text == {"en": "Take up training at once."}
        assert set(decision.positions) == {"MX", "CA"}
    assert imported(text).already == 1


@both_stores
def test_a_tabled_decision_may_come_back_with_more_positions(imported, store, tmp_path):
    tabled = edited("agreed: all", "agreed: [MX]", with_status("tabled"))
    imported(tabled)
    more = edited("CA: {stance: agree}", "CA: {stance: abstain}", tabled).replace(
        "[MX]", "[MX, PA]"
    )
    assert imported(more).lawful
    with Ledger.open(store.address(tmp_path)) as ledger:
        positions = ledger.decision("rcm-12-d1").positions
        assert {m: p.stance for m, p in positions.items()} == {
            "MX": "agree", "PA": "agree", "CA": "abstain",
        }  # fmt: skip


@both_stores
def test_a_meeting_may_come_back_with_more_decisions_and_closed(imported, recorded):
    more = edited("proposals:\n", "    closed: 2007-05-01\nproposals:\n")
    more = edited("proposals:\n", "", more).replace(
        "    closed", "      - {id: rcm-12-d2, text: Note.}\n    closed"
    )
    more = more[: more.index("  - id: mx-1")]
    again = imported(more)
    assert (again.meetings, again.decisions, again.already, again.lawful) == (0, 1, 1, True)
    with recorded() as ledger:
        assert str(ledger.meeting("rcm-12").closed) == "2007-05-01"


@both_stores
def test_a_proposal_may_come_back_with_more_comments_and_referrals_and_its_outcome(
    imported, recorded
):
    more = edited(
        "    by: MX",
        "    by: MX\n    comments: [{by: CA, text: Yes.}]\n    referrals: [{from: rcgm, to: rcm}]\n"
        "    outcome: {adopted: [rcm-12-d1]}",
    )
    assert imported(more).lawful
    with recorded() as ledger:
        proposal = ledger.proposal("mx-1")
        assert [comment.by for comment in proposal.comments] == ["CA"]
        assert [referral.to for referral in proposal.referrals] == ["rcm"]
        assert proposal.outcome.adopted == ("rcm-12-d1",)
        head = ledger.head
    assert imported(more).lawful
    assert imported(GOOD).lawful  # the shorter record says nothing against the longer
    with recorded() as ledger:
        assert ledger.head == head


@both_stores
def test_a_correction_is_made_once(imported, recorded):
    text = edited("    presidency: US", "    presidency: US\n    place: New Orleans")
    text = the_next(text) + "corrections:\n"
    text += "  - {meeting: rcm-13, path: place, after: Houston, reason: A slip.}\n"
    for _ in range(2):
        assert reasons(imported(text)) == []
        with recorded() as ledger:
            assert ledger.meeting("rcm-13").fields.place == "Houston"
            head = ledger.head
    with recorded() as ledger:
        assert ledger.head == head


@both_stores
def test_a_correction_undone_and_made_again_is_made_again(imported, recorded):
    text = edited("    presidency: US", "    presidency: US\n    place: New Orleans")
    text = the_next(text) + "corrections:\n"
    for place in ("Houston", "Dallas", "Houston"):
        text += f"  - {{meeting: rcm-13, path: place, after: {place}, reason: A slip.}}\n"
    heads = []
    for _ in range(2):
        assert reasons(imported(text)) == []
        with recorded() as ledger:
            assert ledger.meeting("rcm-13").fields.place == "Houston"
            assert ledger.times_corrected("meeting", "rcm-13", "place", "Houston") == 2
            heads.append(ledger.head)
    assert heads[0] == heads[1]


@both_stores
def test_the_same_report_twice_is_two_reports_however_often_it_is_imported(imported, recorded):
    for times in (2, 2, 1):
        assert reasons(imported(GOOD + GOOD.partition("reports:\n")[2] * (times - 1))) == []
        with recorded() as ledger:
            reports = [
                f.event for f in ledger.recorder.facts() if f.event.name == "progress-reported"
            ]
            assert len(reports) == 2


# --- what may not ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("text: Take up training.", "text: Take up other training.", "text.en"),
        ("        agreed: all", '        agreed: all\n        number: "7"', "number"),
        ("        agreed: all", "        agreed: all\n        adopted_on: 2007-04-26", "adopted_on"),
        ("CA: {stance: agree}", "CA: {stance: agree, on: 2007-04-26}", "positions.CA.on"),
        ("CA: {stance: agree}", "CA: {stance: abstain}", "positions.CA.stance"),
        ("agreed: all", "agreed: [MX, PA, BZ, CR, DO, GT, HN, NI, SV]", "positions.US"),
        ("terms: {title: An activity}", "terms: {title: An act}", "changes[1].approve.terms.title.en"),
        (CHANGE, f"{CHANGE}\n          - start: {{item: a1}}", "changes[2]"),
        ("    by: MX", "    by: CA", "by"),
        ("text: What is proposed.", "text: What is wished.", "text.en"),
        ("title: XII Regional Conference", "title: Another Conference", "title.en"),
        ("    presidency: US", "    presidency: MX", "presidency"),
    ],
)  # fmt: skip
@both_stores
def test_anything_else_is_refused_with_the_path_of_the_difference(
    imported, recorded, old, new, path
):
    with recorded() as ledger:
        head = ledger.head
    done = imported(edited(old, new))
    assert [v.code for v in done.violations] == ["differs"]
    assert path in done.violations[0].message["en"]
    assert path in done.violations[0].message["es"]
    with recorded() as ledger:
        assert ledger.head == head


@both_stores
def test_an_adopted_decision_does_not_come_back_as_declined(imported, recorded):
    done = imported(with_status("declined"))
    assert [v.code for v in done.violations] == ["differs"]
    assert "status" in done.violations[0].message["en"]


@pytest.mark.parametrize(
    ("first", "second", "path"),
    [
        (
            "comments: [{by: CA, text: Yes.}]",
            "comments: [{by: CA, text: No.}]",
            "comments[0].text.en",
        ),
        (
            "referrals: [{from: rcgm, to: rcm}]",
            "referrals: [{from: lon-cp, to: rcm}]",
            "referrals[0].from",
        ),
        ("outcome: {declined: No.}", "outcome: {withdrawn: No.}", "outcome"),
    ],
)
@both_stores
def test_a_proposals_way_is_never_another(imported, first, second, path):
    assert imported(edited("    by: MX", f"    by: MX\n    {first}")).lawful
    done = imported(edited("    by: MX", f"    by: MX\n    {second}"))
    assert [v.code for v in done.violations] == ["differs"]
    assert path in done.violations[0].message["en"]


# --- all or nothing -------------------------------------------------------------------------------


@both_stores
def test_when_one_decision_is_refused_nothing_is_kept_and_all_reasons_are_told(imported, store, tmp_path):
    text = with_change("move: {item: a9, parent: null}")
    done = imported(and_start("a8", text))
    assert [(v.code, v.reference) for v in done.violations] == [
        ("item-unknown", "rcm-12-d1#3"),
        ("item-unknown", "rcm-13-d1#1"),
    ]
    assert not place_of(store.address(tmp_path)).is_taken()


@both_stores
def test_a_dry_run_says_the_same_and_keeps_nothing(imported, recorded):
    with recorded() as ledger:
        head = ledger.head
    text = the_next(GOOD)
    dry = imported(text, dry_run=True)
    assert (dry.decisions, dry.dry_run, dry.lawful) == (1, True, True)
    with recorded() as ledger:
        assert ledger.head == head
    assert imported(text).decisions == 1


@both_stores
def test_progress_is_told_to_the_end(imported):
    told = []
    imported(GOOD, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (1, 1)


# --- who agreed -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("agreed", "present", "positions"),
    [
        ("all", "[US, MX]", {"BZ", "CA", "CR", "DO", "GT", "HN", "MX", "NI", "PA", "SV", "US"}),
        ("present", "[US, MX, AR]", {"CA", "MX", "US"}),
        ("present", "all", {"BZ", "CA", "CR", "DO", "GT", "HN", "MX", "NI", "PA", "SV", "US"}),
        ("[PA, GT]", "[US, MX]", {"CA", "GT", "PA"}),
        ("[]", "all", {"CA"}),
    ],
)
@both_stores
def test_agreed_is_shorthand_for_positions(imported, store, tmp_path, agreed, present, positions):
    text = edited("agreed: all", f"agreed: {agreed}", with_status("tabled"))
    if "AR" in present:
        text = edited(CHANGE, f"{CHANGE}\n          - admit-member: {{member: AR}}", text)
    assert imported(edited("    presidency: US", f"    present: {present}", text)).lawful
    with Ledger.open(store.address(tmp_path)) as ledger:
        assert set(ledger.decision("rcm-12-d1").positions) == positions


# --- a check, without a ledger --------------------------------------------------------------------


def test_a_check_leaves_out_what_would_be_refused_and_goes_on(tmp_path):
    text = with_change("start: {item: a9}")
    told = []
    found = check(
        read(tmp_path, and_start("a1", text)),
        progress=lambda done, total: told.append((done, total)),
    )
    assert [(v.code, v.reference) for v in found.violations] == [
        ("item-unknown", "rcm-12-d1#3"),
        ("item-unknown", "rcm-13-d1#1"),  # the first decision approved nothing
    ]
    assert told[-1] == (2, 2)


def test_a_check_passes_over_what_was_never_adopted(tmp_path):
    for status in ("tabled", "declined", "withdrawn", "submitted"):
        text = edited("agreed: all", f"agreed: []\n        status: {status}")
        assert check(read(tmp_path, text)).violations == []
    assert check(read(tmp_path, edited("agreed: all", "agreed: []"))).violations


@both_stores
def test_a_register_of_another_charter_than_the_ledgers_is_no_import(imported, recorded):
    with pytest.raises(UnreadableInput, match="was founded with"):
        imported(GOOD.replace("charter: rcm", "charter: lake"))
