"""Witnesses are counted by name, and only for the seal that they cosigned."""

import pytest

from ledger.keys import make_key
from ledger.notes import BadSignature, Note, Signer
from ledger.problems import Unreadable
from ledger.witness_policy import (
    WitnessPolicy,
    cosigned_by,
    read_witness_keys,
    witness_key,
    witnesses_missing,
)
from tests.witnessing import Sealed, entries

MX, CA, BZ = (Signer(f"witness.{name}", make_key()) for name in ("mx", "ca", "bz"))
LEDGER = Sealed(entries(5))


def seal_cosigned_by(*witnesses: Signer, size: int = 5, time: int = 1000) -> Note:
    note = Note.parse(LEDGER.seal(size))
    return Note.parse(note.text_with(each.cosign(note.text, time) for each in witnesses))


def policy(needed: int, *witnesses: Signer) -> WitnessPolicy:
    return WitnessPolicy(needed, tuple(each.cosigner for each in witnesses))


def missing(note: Note, rule: WitnessPolicy) -> tuple[str, ...] | None:
    found = witnesses_missing(note, 5, rule)
    if found is None:
        return None
    assert found.code == "witnesses-missing"
    assert all(name in sentence for sentence in found.message.values() for name in found.members)
    return found.members


def test_enough_are_enough_and_who_is_missing_is_named():
    note = seal_cosigned_by(MX, CA)
    assert missing(note, policy(0, MX, CA, BZ)) is None
    assert missing(note, policy(1, BZ, CA)) is None
    assert missing(note, policy(2, MX, CA, BZ)) is None
    assert missing(note, policy(3, MX, CA, BZ)) == ("witness.bz",)
    assert missing(note, policy(1, BZ)) == ("witness.bz",)
    assert missing(seal_cosigned_by(), policy(2, MX, CA, BZ)) == (
        *("witness.bz", "witness.ca", "witness.mx"),
    )


def test_two_keys_of_one_name_count_once():
    new = Signer(MX.name, make_key())
    both = seal_cosigned_by(MX, new)
    assert cosigned_by(both, [MX.cosigner, new.cosigner]) == {"witness.mx": 1000}
    assert missing(both, policy(2, MX, new, CA)) == ("witness.ca",)
    assert missing(seal_cosigned_by(new, CA), policy(2, MX, new, CA)) is None
    with pytest.raises(Unreadable):
        policy(2, MX, new)


def test_one_key_under_two_names_is_refused():
    alias = Signer("witness.alias", MX.private)
    with pytest.raises(Unreadable) as refused:
        policy(2, MX, alias)
    assert all("witness.alias" in sentence for sentence in refused.value.why)


def test_more_than_can_ever_be_counted_is_refused():
    for needed in (-1, 3):
        with pytest.raises(Unreadable):
            policy(needed, MX, CA)


def test_a_cosignature_from_an_unknown_key_counts_for_nothing_and_harms_nothing():
    namesake = Signer(CA.name, make_key())
    note = seal_cosigned_by(namesake, MX)
    assert missing(note, policy(2, MX, CA)) == ("witness.ca",)
    assert missing(note, policy(1, MX, CA)) is None


def test_a_ledgers_signature_is_no_cosignature():
    assert cosigned_by(seal_cosigned_by(), [LEDGER.key.verifier, LEDGER.key.cosigner]) == {}
    # Nor does the witness's own key count where it signed as a ledger does.
    text = Note.parse(LEDGER.seal()).text
    note = Note.parse(Note.parse(LEDGER.seal()).text_with([MX.sign(text)]))
    assert cosigned_by(note, [MX.verifier, MX.cosigner]) == {}


def test_a_cosignature_moved_from_another_seal_spoils_the_count_and_is_named():
    earlier = seal_cosigned_by(MX, size=3)
    (moved,) = [each.line for each in earlier.signatures if each.name == MX.name]
    note = Note.parse(Note.parse(LEDGER.seal()).text_with([moved]))
    with pytest.raises(BadSignature):
        cosigned_by(note, [MX.cosigner])
    found = witnesses_missing(note, 5, policy(1, MX, CA), "seal 5")
    assert (found.code, found.reference) == ("seal-broken", "seal 5")
    assert all("witness.mx" in sentence for sentence in found.message.values())
    # For who does not know that key, it is one of the unknown.
    assert witnesses_missing(note, 5, policy(0, CA)) is None


def test_a_cosignature_of_another_time_than_it_says_does_not_verify():
    value = seal_cosigned_by(MX).signatures[-1].value
    later = (2000).to_bytes(8, "big") + value[8:]
    with pytest.raises(BadSignature):
        MX.cosigner.check(Note.parse(LEDGER.seal()).text, later)


def test_a_file_of_keys_has_a_key_a_line_and_may_say_where_it_is_asked():
    text = f"# whom we believe\n\n{MX.cosigner_vkey}\n {CA.cosigner_vkey}  https://ca.example/w \n"
    keys = read_witness_keys(text.encode())
    assert [(each.name, each.url) for each in keys] == [
        ("witness.mx", None),
        ("witness.ca", "https://ca.example/w"),
    ]
    assert read_witness_keys("".join(each.line for each in keys).encode()) == keys


@pytest.mark.parametrize(
    "line",
    [
        "nonsense",
        LEDGER.key.vkey,
        MX.cosigner_vkey[:-4],
        MX.cosigner_vkey.replace("mx", "ca"),
        "x" * 100_000,
    ],
    ids=["nonsense", "a ledger's", "cut off", "another's name", "long"],
)
def test_what_is_no_witnesss_key_is_named_by_its_line(line):
    with pytest.raises(Unreadable) as refused:
        read_witness_keys(f"{CA.cosigner_vkey}\n{line}\n".encode())
    assert refused.value.why[0].startswith("line 2: ")
    assert refused.value.why[1].startswith("línea 2: ")


def test_a_file_of_keys_is_bounded_and_is_text():
    for data in (b"\n" * 5000, b"\xff\xfe"):
        with pytest.raises(Unreadable):
            read_witness_keys(data)
    with pytest.raises(Unreadable):
        witness_key(LEDGER.key.vkey)
