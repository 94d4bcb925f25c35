"""What a ledger keeps beside its log of what witnesses said: only what is true, once, by its seal."""

import pytest

from ledger.cosignatures import Cosignatures
from ledger.keys import make_key
from ledger.notes import Note, Signer
from ledger.problems import Problem, Refused, Unreadable
from ledger.witness_policy import cosigned_by
from tests.witnessing import Sealed, entries

MX, CA = (Signer(f"witness.{name}", make_key()) for name in ("mx", "ca"))
LEDGER = Sealed(entries(9))
SEALS = [(size, LEDGER.seal(size)) for size in (3, 6, 9)]


@pytest.fixture
def kept(tmp_path):
    found = Cosignatures(tmp_path / "rcm-ledger.db")
    found.add(MX.cosigner_vkey)
    return found


def answer(witness: Signer, size: int, time: int = 1000) -> bytes:
    return witness.cosign(Note.parse(LEDGER.seal(size)).text, time).encode()


def refusal(kept, data: bytes, size: int = 9) -> str:
    before = files(kept)
    with pytest.raises(Refused) as refused:
        kept.collect(data, size, SEALS)
    assert files(kept) == before
    (violation,) = refused.value.violations
    assert set(violation.message) == {"en", "es"}
    return violation.code


def files(kept) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in kept.beside.seals.iterdir()}


def test_a_cosignature_is_kept_with_its_seal(kept):
    assert kept.collect(answer(MX, 9), 9, SEALS).new == ("witness.mx",)
    assert cosigned_by(kept.note(LEDGER.seal(9), 9), [MX.cosigner]) == {"witness.mx": 1000}
    assert cosigned_by(kept.note(LEDGER.seal(6), 6), [MX.cosigner]) == {}
    assert (kept.beside.seals / "9.cosignatures").read_bytes() == answer(MX, 9)


def test_collecting_again_changes_nothing(kept):
    kept.collect(answer(MX, 9), 9, SEALS)
    before = files(kept)
    again = kept.collect(answer(MX, 9), 9, SEALS)
    assert (again.new, again.before) == ((), ("witness.mx",))
    # Cosigned again later, the earlier one says more.
    assert kept.collect(answer(MX, 9, time=2000), 9, SEALS).new == ()
    assert files(kept) == before


def test_a_cosignature_from_an_unknown_key_is_ignored_and_named(kept):
    collected = kept.collect(answer(CA, 9) + answer(MX, 9), 9, SEALS)
    assert (collected.new, collected.ignored) == (("witness.mx",), ("witness.ca",))
    assert b"witness.ca" not in files(kept)["9.cosignatures"]


def test_one_moved_from_another_seal_is_refused_and_says_whose_it_is(kept):
    assert refusal(kept, answer(MX, 6)) == "cosignature-moved"
    with pytest.raises(Refused) as refused:
        kept.collect(answer(MX, 6), 9, SEALS)
    assert "--seal 6" in refused.value.violations[0].message["en"]
    assert kept.collect(answer(MX, 6), 6, SEALS).new == ("witness.mx",)


def test_one_that_does_not_verify_refuses_the_whole_answer(kept):
    kept.add(CA.cosigner_vkey)
    insider = LEDGER.rewritten(2, "another")
    of_another_past = MX.cosign(Note.parse(insider.seal()).text, 1000).encode()
    assert refusal(kept, of_another_past) == "cosignature-false"
    assert refusal(kept, answer(CA, 9) + of_another_past) == "cosignature-false"


@pytest.mark.parametrize(
    "data",
    [b"", b"\n", b"nonsense", b"\xff", answer(MX, 9)[:-1], answer(MX, 9) + b"x\n", b"x" * 100_000],
)
def test_what_is_no_answer_is_not_read(kept, data):
    with pytest.raises(Unreadable):
        kept.collect(data, 9, SEALS)


def test_the_last_seal_that_a_witness_cosigned_is_known(kept):
    assert kept.last_cosigned(MX.cosigner, SEALS) == 0
    kept.collect(answer(MX, 3), 3, SEALS)
    kept.collect(answer(MX, 6), 6, SEALS)
    assert kept.last_cosigned(MX.cosigner, SEALS) == 6
    assert kept.last_cosigned(CA.cosigner, SEALS) == 0


def test_one_that_was_altered_where_it_is_kept_counts_for_nothing(kept):
    kept.collect(answer(MX, 3), 3, SEALS)
    kept.collect(answer(MX, 6), 6, SEALS)
    (kept.beside.seals / "6.cosignatures").write_bytes(answer(MX, 9))
    assert kept.last_cosigned(MX.cosigner, SEALS) == 3


def test_what_is_kept_and_cannot_be_read_is_named(kept):
    for file, read in (("9.cosignatures", lambda: kept.kept(9)), ("witnesses.txt", kept.witnesses)):
        for data in (b"\xff", b"nonsense", b"nonsense\n"):
            (kept.beside.seals / file).write_bytes(data)
            with pytest.raises(Problem) as problem:
                read()
            assert problem.value.code == "beside-unreadable"
            assert file in problem.value.message["es"]


def test_a_witness_is_asked_once_and_its_address_can_change(kept):
    kept.add(MX.cosigner_vkey, "https://one.example")
    kept.add(MX.cosigner_vkey)
    assert [(each.name, each.url) for each in kept.witnesses()] == [
        ("witness.mx", "https://one.example")
    ]
    kept.add(MX.cosigner_vkey, "https://two.example")
    kept.add(CA.cosigner_vkey)
    assert [each.url for each in kept.witnesses()] == ["https://two.example", None]


def test_a_witness_can_have_a_new_key_and_no_key_can_have_two_names(kept):
    kept.add(Signer("witness.mx", make_key()).cosigner_vkey)
    assert [each.name for each in kept.witnesses()] == ["witness.mx", "witness.mx"]
    for wrong in (Signer("witness.alias", MX.private).cosigner_vkey, LEDGER.key.vkey, "x"):
        with pytest.raises(Unreadable):
            kept.add(wrong)
    assert len(kept.witnesses()) == 2
