"""A delegation signs its position, and nobody can make it have said anything else."""

import io
import json
import struct
from base64 import b64decode
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from ledger.decision import Position
from ledger.export import export_register
from ledger.importing import import_register
from ledger.input_errors import UnreadableInput
from ledger.ledger import Ledger
from ledger.problems import Problem, Refused
from ledger.proof import Proof
from ledger.signed_positions import canonical, draft_hash, signed_bytes
from ledger.store import EntryRow
from ledger.verify import verify
from tests.builders import (
    a_decision,
    a_ledger,
    a_meeting,
    all_agree,
    approve,
    assert_proven,
    assert_said,
    nothing_recorded,
    redefine,
)
from tests.keys import Delegation
from tests.ledger.forging import Forger, as_bytes

BOTH = {"en": "In these words.", "es": "Con estas palabras."}
OTHER = f"rcm-ledger/{'0f' * 16}"


@pytest.fixture
def tabled(ledger: Ledger) -> Ledger:
    """A ledger with an item, and a draft that would redefine it."""
    ledger.convene(a_meeting(id="rcm-12"))
    members = ledger.charter.members_on(a_meeting().opens_on)
    ledger.record(a_decision("rcm-12-d1"), [approve("a1"), approve("b1")], all_agree()(members))
    ledger.table(a_decision("rcm-12-d2"), [redefine("a1")])
    return ledger


@pytest.fixture
def canada(tabled: Ledger) -> Delegation:
    """Canada, which has given the ledger its key."""
    return Delegation("CA").is_given(tabled)


def refusal(ledger: Ledger, act: Any) -> str:
    """Why the ledger refuses an act, of which nothing is recorded."""
    with nothing_recorded(ledger), pytest.raises(Refused) as refused:
        act()
    for violation in refused.value.violations:
        assert violation.code == "position-signature"
        assert_said(violation.message)
    return " ".join(violation.message["en"] for violation in refused.value.violations)


# --- the bytes ------------------------------------------------------------------------------------


def test_what_is_signed_is_written_out_in_these_very_bytes(tabled):
    """Whoever signs without this program signs these."""
    position = Position.model_validate(
        {"stance": "reserve", "except": ["b", "a1"], "statement": {"en": "Not «so».", "es": "é"}}
    )
    assert signed_bytes(OTHER, "rcm-12-d2", "ab" * 32, "CA", position) == (
        b'rcm-ledger position/v1\n{"decision":"rcm-12-d2","draft":"%s","except":["a1","b"],'
        b'"ledger":"%s","member":"CA","stance":"reserve",'
        b'"statement":{"en":"Not \xc2\xabso\xc2\xbb.","es":"\xc3\xa9"}}'
        % (b"ab" * 32, OTHER.encode())
    )
    assert b'"member":"MX"' in signed_bytes(OTHER, "d", "", "MX", Position())
    assert b'"except":[],' in signed_bytes(OTHER, "d", "", "CA", Position())
    assert signed_bytes(OTHER, "d", "", "CA", Position()).endswith(b'"statement":null}')


def test_a_draft_is_hashed_as_the_log_has_it(tabled):
    """An auditor needs nothing but the entries: their text and their changes are what is hashed."""
    with Forger(tabled.path) as forger:
        rows = [row for row in forger.rows() if row.stream == "decision:rcm-12-d2"]
    text = next(row.state["fields"]["text"] for row in rows if row.topic == "decision-tabled/1")
    changes = [row.state["change"] for row in rows if row.topic == "change-drafted/1"]
    plain = json.dumps(
        {"changes": changes, "text": text},
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
    )
    state = tabled.decision("rcm-12-d2")
    assert canonical({"text": text, "changes": changes}) == plain.encode()
    assert draft_hash(state.fields.text, state.changes) == draft_hash(text, [redefine("a1")])


def test_json_is_canonical_as_rfc_8785_shows_it_in_3_2_2():
    given = (
        r'{"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],'
        r'"string": "\u20ac$\u000F\u000aA'
        r"'"
        r'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false]}'
    )
    assert canonical(json.loads(given)).hex(" ") == (
        "7b 22 6c 69 74 65 72 61 6c 73 22 3a 5b 6e 75 6c 6c 2c 74 72 75 65 2c 66 61 6c 73 65 5d 2c "
        "22 6e 75 6d 62 65 72 73 22 3a 5b 33 33 33 33 33 33 33 33 33 2e 33 33 33 33 33 33 33 2c 31 "
        "65 2b 33 30 2c 34 2e 35 2c 30 2e 30 30 32 2c 31 65 2d 32 37 5d 2c 22 73 74 72 69 6e 67 22 "
        "3a 22 e2 82 ac 24 5c 75 30 30 30 66 5c 6e 41 27 42 5c 22 5c 5c 5c 5c 5c 22 2f 22 7d"
    )


def test_members_are_sorted_as_rfc_8785_shows_it_in_3_2_3():
    given = {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\U0001f600": "Emoji: Grinning Face",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
    }
    assert list(json.loads(canonical(given)).values()) == [
        "Carriage Return",
        "One",
        "Control",
        "Latin Small Letter O With Diaeresis",
        "Euro Sign",
        "Emoji: Grinning Face",
        "Hebrew Letter Dalet With Dagesh",
    ]


@pytest.mark.parametrize(
    ("ieee", "written"),
    [
        ("0000000000000000", "0"),
        ("8000000000000000", "0"),
        ("0000000000000001", "5e-324"),
        ("8000000000000001", "-5e-324"),
        ("7fefffffffffffff", "1.7976931348623157e+308"),
        ("ffefffffffffffff", "-1.7976931348623157e+308"),
        ("4340000000000000", "9007199254740992"),
        ("c340000000000000", "-9007199254740992"),
        ("4430000000000000", "295147905179352830000"),
        ("44b52d02c7e14af5", "9.999999999999997e+22"),
        ("44b52d02c7e14af6", "1e+23"),
        ("44b52d02c7e14af7", "1.0000000000000001e+23"),
        ("444b1ae4d6e2ef4e", "999999999999999700000"),
        ("444b1ae4d6e2ef4f", "999999999999999900000"),
        ("444b1ae4d6e2ef50", "1e+21"),
        ("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"),
        ("3eb0c6f7a0b5ed8d", "0.000001"),
        ("41b3de4355555553", "333333333.3333332"),
        ("41b3de4355555554", "333333333.33333325"),
        ("41b3de4355555555", "333333333.3333333"),
        ("41b3de4355555556", "333333333.3333334"),
        ("41b3de4355555557", "333333333.33333343"),
        ("becbf647612f3696", "-0.0000033333333333333333"),
        ("43143ff3c1cb0959", "1424953923781206.2"),
    ],
)
def test_numbers_are_written_as_in_appendix_b_of_rfc_8785(ieee, written):
    (number,) = struct.unpack(">d", bytes.fromhex(ieee))
    assert canonical(number) == written.encode()


@pytest.mark.parametrize("ieee", ["7fffffffffffffff", "7ff0000000000000"])
def test_what_is_no_number_has_no_canonical_form(ieee):
    (number,) = struct.unpack(">d", bytes.fromhex(ieee))
    with pytest.raises(ValueError, match=r"nan|inf|range|domain"):
        canonical(number)


# --- signing --------------------------------------------------------------------------------------


def test_a_signed_position_is_recorded_as_signed_and_proves_itself(tabled, canada):
    said = canada.takes(tabled, "rcm-12-d2", "reserve", statement=BOTH, **{"except": ["a1"]})
    state = tabled.decision("rcm-12-d2")
    kept = state.positions["CA"]
    assert (kept, kept.basis) == (said, "signed")
    # With nothing of this program but the bytes that it documents:
    data = signed_bytes(
        kept.signature.ledger, "rcm-12-d2", draft_hash(state.fields.text, state.changes), "CA", kept
    )
    public = b64decode(kept.signature.key.split("+", 2)[2])[1:]
    Ed25519PublicKey.from_public_bytes(public).verify(b64decode(kept.signature.value), data)
    assert_proven(tabled)


def test_a_position_is_signed_if_and_only_if_it_bears_a_signature(tabled, canada):
    said = canada.signs(tabled, "rcm-12-d2").model_dump(mode="json", exclude_unset=True)
    for wrong in ({"basis": "recorded"}, {"signature": None}):
        with pytest.raises(ValueError, match="signature"):
            Position.model_validate({**said, **wrong})


def test_a_decision_adopted_with_signed_agreement_stays_provable(tabled, canada):
    members = tabled.charter.members_on(a_meeting().opens_on)
    canada.takes(tabled, "rcm-12-d2")
    others = {m: p for m, p in all_agree()(members).items() if m != "CA"}
    tabled.take_position("rcm-12-d2", others)
    tabled.adopt("rcm-12-d2")
    assert tabled.adopted_decision("rcm-12-d2").positions["CA"].basis == "signed"
    assert_proven(tabled)


def test_a_signature_over_another_draft_is_refused(tabled, canada):
    before = canada.signs(tabled, "rcm-12-d2")
    tabled.redraft(a_decision("rcm-12-d2", text={"en": "Other words."}), [redefine("a1")])
    why = refusal(tabled, lambda: tabled.take_position("rcm-12-d2", {"CA": before}))
    assert "another draft was signed" in why
    tabled.redraft(a_decision("rcm-12-d2"), [redefine("a1", form="study")])
    refusal(tabled, lambda: tabled.take_position("rcm-12-d2", {"CA": before}))
    # Nor with the draft, at once:
    with_it = (a_decision("rcm-12-d2"), [redefine("a1", form="study")], {"CA": before})
    refusal(tabled, lambda: tabled.redraft(*with_it))
    other = (a_decision("rcm-12-d3"), [redefine("a1")], {"CA": before})
    refusal(tabled, lambda: tabled.table(*other))
    refusal(tabled, lambda: tabled.record(*other))
    # And of its own draft it is good again.
    tabled.redraft(a_decision("rcm-12-d2"), [redefine("a1")], {"CA": before})
    assert_proven(tabled)


def test_a_redraft_clears_a_signed_position_too(tabled, canada):
    canada.takes(tabled, "rcm-12-d2")
    tabled.redraft(a_decision("rcm-12-d2", text={"en": "Other words."}), [redefine("a1")])
    assert tabled.decision("rcm-12-d2").positions == {}
    assert_proven(tabled)


@pytest.mark.parametrize(
    "altered",
    [
        {"stance": "object"},
        {"except": ["a1"]},
        {"except": []},
        {"statement": None},
        {"statement": {**BOTH, "en": "In those words."}},
        {"statement": {"en": BOTH["en"]}},
    ],
)
def test_nothing_of_a_signed_position_can_be_altered(tabled, canada, altered):
    said = canada.signs(tabled, "rcm-12-d2", statement=BOTH, **{"except": ["a1", "b1"]})
    forged = Position.model_validate({**said.model_dump(mode="json"), **altered})
    refusal(tabled, lambda: tabled.take_position("rcm-12-d2", {"CA": forged}))


def test_a_signature_is_of_its_member_decision_and_ledger_alone(tabled, canada, tmp_path):
    mexico = Delegation("MX").is_given(tabled)
    said = canada.signs(tabled, "rcm-12-d2")
    why = refusal(tabled, lambda: tabled.take_position("rcm-12-d2", {"MX": said}))
    assert "was not given to MX" in why
    tabled.table(a_decision("rcm-12-d9", text={"en": "What rcm-12-d2 says."}), [redefine("a1")])
    refusal(tabled, lambda: tabled.take_position("rcm-12-d9", {"CA": said}))
    elsewhere = a_ledger(tmp_path, name="elsewhere.db")
    elsewhere.convene(a_meeting(id="rcm-12"))
    elsewhere.table(a_decision("rcm-12-d2"), [redefine("a1")])
    theirs = canada.is_given(elsewhere).signs(elsewhere, "rcm-12-d2")
    elsewhere.close()
    why = refusal(tabled, lambda: tabled.take_position("rcm-12-d2", {"CA": theirs}))
    assert "was made for the ledger" in why
    assert mexico.takes(tabled, "rcm-12-d2").basis == "signed"


def test_a_corrected_statement_leaves_the_signature_with_what_was_signed(tabled, canada):
    canada.takes(tabled, "rcm-12-d2", "reserve", statement={"en": "Not lik this."})
    path = "positions.CA.statement.en"
    tabled.correct("decision", "rcm-12-d2", path, "Not like this.", BOTH)
    state = tabled.decision("rcm-12-d2")
    assert state.positions["CA"].statement == {"en": "Not like this."}
    assert state.positions_as_recorded["CA"].statement == {"en": "Not lik this."}
    # A position taken after the correction is one as it was recorded, too.
    canada.takes(tabled, "rcm-12-d2")
    assert tabled.decision("rcm-12-d2").positions_as_recorded["CA"].statement is None
    assert_proven(tabled)


def test_the_draft_that_is_signed_is_the_one_that_was_tabled_whatever_is_corrected(tabled, canada):
    """A translation of its text that came with a correction is not a part of it."""
    before = canada.takes(tabled, "rcm-12-d2")
    tabled.correct("decision", "rcm-12-d2", "text.es", "Lo que dice.", BOTH)
    assert "es" in tabled.decision("rcm-12-d2").fields.text
    assert canada.takes(tabled, "rcm-12-d2") == before
    assert_proven(tabled)


# --- keys -----------------------------------------------------------------------------------------


def test_only_a_given_key_signs(tabled):
    stranger = Delegation("CA")
    said = stranger.signs(tabled, "rcm-12-d2")
    why = refusal(tabled, lambda: tabled.take_position("rcm-12-d2", {"CA": said}))
    assert "was not given to CA" in why


def test_a_key_is_given_by_whoever_holds_it(tabled):
    canada, mexico = Delegation("CA"), Delegation("MX")
    origin = tabled.founding.origin
    forged = canada.note(origin).replace("— CA", "— XX")
    why = refusal(tabled, lambda: tabled.give_key(forged))
    assert "lacks a valid signature of the key CA+" in why
    stolen = mexico.note(origin, member="CA").replace(mexico.key, canada.key)
    refusal(tabled, lambda: tabled.give_key(stolen))
    why = refusal(tabled, lambda: tabled.give_key(canada.note(OTHER)))
    assert f"the note is for the ledger {OTHER}" in why
    why = refusal(tabled, lambda: tabled.give_key(Delegation("ZZ").note(origin)))
    assert "never was, a member" in why
    for no_note in ("", "x", "x\n\n— CA AAAA\n", canada.note(origin).replace("/v1", "/v2")):
        with nothing_recorded(tabled), pytest.raises(Problem) as problem:
            tabled.give_key(no_note)
        assert problem.value.code == "not-a-key-note"
        assert_said(problem.value.message)


def test_a_new_key_takes_the_old_ones_place_with_its_signature_only(tabled, canada):
    origin, new = tabled.founding.origin, canada.another()
    why = refusal(tabled, lambda: tabled.give_key(new.note(origin)))
    assert f"signature of the key {canada.key[:-45]}" in why
    before = canada.takes(tabled, "rcm-12-d2")
    new.is_given(tabled, canada)
    late = canada.signs(tabled, "rcm-12-d2", "object")
    why = refusal(tabled, lambda: tabled.take_position("rcm-12-d2", {"CA": late}))
    assert "no longer in force since entry" in why
    # What was signed with the old one then stays signed; the new one signs from here on.
    assert tabled.decision("rcm-12-d2").positions["CA"] == before
    assert_proven(tabled)
    new.takes(tabled, "rcm-12-d2", "abstain")
    assert_proven(tabled)


def test_a_lost_key_is_withdrawn_and_another_given_without_it(tabled, canada):
    before = canada.takes(tabled, "rcm-12-d2")
    assert tabled.withdraw_key("CA", BOTH) == canada.key
    late = canada.signs(tabled, "rcm-12-d2", "object")
    refusal(tabled, lambda: tabled.take_position("rcm-12-d2", {"CA": late}))
    with pytest.raises(Problem) as none_left:
        tabled.withdraw_key("CA", BOTH)
    assert_said(none_left.value.message)
    # A thief plays the old note again, under another name too.
    for again in (canada, canada.another(1, "canada.example")):
        why = refusal(tabled, lambda again=again: again.is_given(tabled))
        assert "a key is given once" in why
    canada.another().is_given(tabled)
    assert tabled.decision("rcm-12-d2").positions["CA"] == before
    assert [key.withdrawn for key in tabled.keys.of("CA")] == [True, False]
    assert_proven(tabled)


def test_a_key_may_bear_any_name(tabled):
    canada = Delegation("CA", "affaires-étrangères.example/ministre").is_given(tabled)
    canada.takes(tabled, "rcm-12-d2")
    assert_proven(tabled)


# --- handing over ---------------------------------------------------------------------------------


def exported(ledger: Ledger, to: Path) -> Path:
    out = io.StringIO()
    export_register(ledger, out, as_json=to.suffix == ".json")
    to.write_text(out.getvalue(), encoding="utf-8")
    return to


@pytest.fixture
def handed_over(tabled: Ledger, canada: Delegation, tmp_path: Path) -> Path:
    """A register with keys given, replaced and withdrawn, and positions signed with each."""
    mexico, honduras = Delegation("MX").is_given(tabled), Delegation("HN", "hn.example")
    canada.takes(tabled, "rcm-12-d2", "reserve", statement={"en": "Not lik this."})
    tabled.correct("decision", "rcm-12-d2", "positions.CA.statement.en", "Not like this.", BOTH)
    canada.another().is_given(tabled, canada)
    mexico.takes(tabled, "rcm-12-d2", **{"except": ["b1", "a1"]})
    tabled.withdraw_key("MX", BOTH)
    honduras.is_given(tabled).takes(tabled, "rcm-12-d2")
    return exported(tabled, tmp_path / "register.yaml")


@pytest.mark.parametrize("suffix", ["yaml", "json"])
def test_an_export_imported_into_an_empty_ledger_keeps_every_signature(
    tabled, handed_over, tmp_path, suffix
):
    register = exported(tabled, tmp_path / f"register.{suffix}")
    assert import_register(tmp_path / "again.db", [register]).lawful
    again = Ledger.open(tmp_path / "again.db")
    try:
        assert_proven(again)
        was, now = (each.decision("rcm-12-d2") for each in (tabled, again))
        assert (was.positions, was.positions_as_recorded) == (
            now.positions,
            now.positions_as_recorded,
        )
        # The last key of each member is in force here, too; whatever is exported comes out the same.
        copy = exported(again, tmp_path / f"copy.{suffix}")
        assert copy.read_text() == register.read_text()
        new = Delegation("CA").another()
        assert new.takes(again, "rcm-12-d2").signature.ledger == again.founding.origin
        assert_proven(again)
    finally:
        again.close()
    # And in the ledger that it came from, it changes nothing.
    head = tabled.head
    assert import_register(Path(tabled.path), [register]).lawful
    assert tabled.head == head


def test_a_register_of_signed_positions_alone_names_no_basis_that_needs_a_signature(
    ledger, tmp_path
):
    ledger.convene(a_meeting(id="rcm-12"))
    ledger.table(a_decision("rcm-12-d1"), [approve("a1")])
    Delegation("CA").is_given(ledger).takes(ledger, "rcm-12-d1")
    register = exported(ledger, tmp_path / "register.yaml")
    assert "\nbasis: recorded\n" in register.read_text()
    assert import_register(tmp_path / "again.db", [register]).lawful


def test_what_was_signed_for_another_ledger_takes_a_key_from_there(
    tabled, canada, handed_over, tmp_path
):
    """A key that a ledger was given by its own note does not sign by way of another ledger."""
    assert import_register(tmp_path / "again.db", [handed_over]).lawful
    again = Ledger.open(tmp_path / "again.db")
    elsewhere = canada.another().signs(again, "rcm-12-d2")
    again.close()
    why = refusal(tabled, lambda: tabled.take_position("rcm-12-d2", {"CA": elsewhere}))
    assert "was made for the ledger" in why


def errors_of(register: Path, folder: Path) -> list[tuple[str, str]]:
    """Where a register is wrong, and why; nothing of it is recorded."""
    with pytest.raises(UnreadableInput) as unreadable:
        import_register(folder / "again.db", [register])
    assert not (folder / "again.db").exists()
    for error in unreadable.value.errors:
        assert error.line
        assert_said(error.message)
    return [(error.path, error.message["en"]) for error in unreadable.value.errors]


AT = "meetings[0].decisions[1].positions.CA"


@pytest.mark.parametrize(
    ("old", "new", "where", "why"),
    [
        ("What rcm-12-d2 says.", "What rcm-12-d2 said.", f"{AT}.signature", "another draft"),
        ("2030-12-31", "2030-12-30", f"{AT}.signature", "another draft"),
        ("Not lik this.", "Not lik that.", f"{AT}.signature", "a word was altered"),
        ("stance: reserve", "stance: object", f"{AT}.signature", "a word was altered"),
        ("CA: {", "PA: {", "meetings[0].decisions[1].positions.PA.signature", "not given to PA"),
        ("basis: signed, ", "basis: recorded, ", f"{AT}.basis", "what bears a signature is signed"),
        ("signature: ", "on: 2007-05-10, basis: signed, x: ", f"{AT}.x", "x"),
    ],
)
def test_a_false_signature_in_a_register_is_named_with_its_place_and_its_cure(
    tabled, canada, tmp_path, old, new, where, why
):
    said = canada.takes(tabled, "rcm-12-d2", "reserve", statement={"en": "Not lik this."})
    assert said.signature is not None
    register = exported(tabled, tmp_path / "register.yaml").read_text()
    head, _, _ = register.partition("    positions:\n      CA:\n        stance: reserve")
    tail = register[register.index("    changes:\n    - redefine") :]
    signature = f"{{ledger: {said.signature.ledger}, key: {said.signature.key}, value: {said.signature.value}}}"
    position = f"CA: {{stance: reserve, statement: {{en: Not lik this.}}, basis: signed, signature: {signature}}}"
    written = f"{head}    positions:\n      {position}\n{tail}"
    true, false = tmp_path / "true.yaml", tmp_path / "false.yaml"
    true.write_text(written, encoding="utf-8")
    assert import_register(tmp_path / "true.db", [true]).lawful
    assert old in written
    false.write_text(written.replace(old, new), encoding="utf-8")
    found = errors_of(false, tmp_path)
    assert where in [path for path, _ in found], found
    assert why in " ".join(message for _, message in found)


def test_a_signed_position_is_signed_without_saying_so(tabled, canada, tmp_path):
    canada.takes(tabled, "rcm-12-d2")
    register = exported(tabled, tmp_path / "register.yaml")
    text = register.read_text().replace("        basis: signed\n", "")
    register.write_text(text)
    assert import_register(tmp_path / "again.db", [register]).lawful
    again = Ledger.open(tmp_path / "again.db")
    assert again.decision("rcm-12-d2").positions["CA"].basis == "signed"
    again.close()


@pytest.mark.parametrize(
    ("old", "new", "where", "why"),
    [
        ("member-key/v1", "member-key/v2", "member_keys[0].note", "not the note"),
        ("- member: CA", "- member: PA", "member_keys[0].note", "the note gives CA the key"),
        ("  note: ", "  nota: ", "member_keys[0].nota", "nota"),
        ("member_keys", "member_kees", "member_kees", "member_keys"),
        ("  note: ", "  withdrawn: {en: x}\n  note: ", "member_keys[0]", "either the note"),
        ("— CA ", "— XX ", "member_keys[0].note", "lacks a valid signature"),
    ],
)
def test_a_false_key_in_a_register_is_named_with_its_place_and_its_cure(
    tabled, canada, tmp_path, old, new, where, why
):
    register = exported(tabled, tmp_path / "register.yaml")
    text = register.read_text()
    assert old in text
    register.write_text(text.replace(old, new, 1), encoding="utf-8")
    found = errors_of(register, tmp_path)
    assert where in [path for path, _ in found], found
    assert why in " ".join(message for _, message in found)


# --- tampering ------------------------------------------------------------------------------------


def found_in(ledger: Ledger) -> list[str]:
    """What verification says is wrong with the signatures; each in words."""
    found = verify(ledger)
    for violation in found.violations:
        assert_said(violation.message)
    if found.violations:
        assert not found.authentic
    return [v.code for v in found.violations]


class Copied:
    """Entries as somebody has copied them."""

    def __init__(self, rows: list[EntryRow]):
        self.rows = rows

    def after(self, entry: int) -> list[EntryRow]:
        return self.rows[entry:]

    def at(self, entries: Sequence[int]) -> list[EntryRow]:
        return [self.rows[entry - 1] for entry in entries]


@pytest.mark.parametrize(
    ("topic", "field"),
    [
        ("decision-tabled", "fields"),
        ("change-drafted", "change"),
        ("position-taken", "position"),
        ("position-taken", "member"),
        ("member-key-given", "key"),
        ("member-key-given", "note"),
    ],
)
def test_one_byte_of_what_was_signed_is_found(tabled, canada, topic, field):
    """Every byte of the draft's words and changes, of the position, of the key and its note."""
    canada.takes(tabled, "rcm-12-d2", "reserve", statement=BOTH, **{"except": ["a1"]})
    rows = list(tabled.recorder.rows(0, tabled.head))
    at = max(n for n, row in enumerate(rows) if row[3] == f"{topic}/1")
    *place, state = rows[at]
    name = b'"text":' if field == "fields" else b'"%b":' % field.encode()
    start = state.index(name) + len(name)
    said = json.loads(state)["fields"]["text"] if field == "fields" else json.loads(state)[field]
    length = len(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode())

    def doubted(forged: bytes) -> bool:
        copy = [*rows]
        copy[at] = (*place, forged)
        proof = Proof(Copied(copy))
        proof.run(len(copy))
        return not proof.found.authentic

    assert not doubted(state)
    for byte in range(start, start + length):
        forged = bytearray(state)
        forged[byte] ^= 1
        assert doubted(bytes(forged)), bytes(forged[start : start + length])


def test_a_text_that_says_otherwise_is_found_by_the_signature_alone(tabled, canada):
    """The story of an insider who rewrites a draft so that everything still hangs together."""
    canada.takes(tabled, "rcm-12-d2")
    with Forger(tabled.path) as forger:
        row = forger.find("decision-tabled", lambda state: state["decision"] == "rcm-12-d2")
        fields = {**row.state["fields"], "text": {"en": "What nobody said."}}
        forger.rewrite(row, fields=fields)
    found = verify(tabled)
    assert (found.authentic, found.lawful) == (False, True)
    (violation,) = found.violations
    assert (violation.code, violation.reference, violation.members) == (
        "position-signature",
        "rcm-12-d2",
        ("CA",),
    )


def test_a_signature_is_checked_however_its_position_is_written(tabled, canada):
    """The same JSON with a blank, or a letter escaped, is a signed position all the same."""
    canada.takes(tabled, "rcm-12-d2")
    with Forger(tabled.path) as forger:
        row = forger.find("position-taken")
        false = {**row.state["position"], "stance": "abstain"}
        plain = as_bytes({**row.state, "position": false})
    for written in (b'"signature" :', b'"\\u0073ignature":'):
        with Forger(tabled.path) as forger:
            forger.put(row.entry, state=plain.replace(b'"signature":', written))
        assert "position-signature" in found_in(tabled), written


def test_a_signature_of_another_key_and_a_key_in_anothers_name_are_found(tabled, canada):
    mexico = Delegation("MX").is_given(tabled)
    canada.takes(tabled, "rcm-12-d2")
    theirs = mexico.signs(tabled, "rcm-12-d2").model_dump(mode="json", exclude_unset=True)
    with Forger(tabled.path) as forger:
        row = forger.find("position-taken")
        forger.rewrite(row, position=theirs)
    assert found_in(tabled) == ["position-signature"]
    with Forger(tabled.path) as forger:
        forger.rewrite(row)
        given = forger.find("member-key-given", lambda state: state["member"] == "CA")
        forger.rewrite(given, key=mexico.key)
    # Neither the key nor what was signed with it counts; and Mexico's comes after it.
    assert found_in(tabled) == ["position-signature"] * 2


def test_a_change_slipped_in_after_the_position_is_found(tabled, canada):
    canada.takes(tabled, "rcm-12-d2")
    with Forger(tabled.path) as forger:
        row = forger.find("change-drafted", lambda state: state["decision"] == "rcm-12-d2")
        forger.append("change-drafted", row.stream, {**row.state, "number": 2})
    tabled._forget()
    with pytest.raises(Exception, match="cannot stand here"):
        tabled.decision("rcm-12-d2")
    assert found_in(tabled) == ["log-damaged"]


def test_a_withdrawn_key_that_signs_on_is_found(tabled, canada):
    """Recorded by somebody with the database: the ledger itself would refuse it."""
    early = canada.takes(tabled, "rcm-12-d2")
    tabled.withdraw_key("CA", BOTH)
    with Forger(tabled.path) as forger:
        row = forger.find("position-taken")
        forger.append("position-taken", row.stream, row.state)
    assert early.signature is not None
    assert found_in(tabled) == ["position-signature"]
