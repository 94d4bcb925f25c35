"""Signed notes, checkpoints and cosignatures: the specifications' own examples, and hostile ones."""

import random
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from time import perf_counter

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.notes import (
    COSIGNATURE,
    ED25519,
    BadSignature,
    Checkpoint,
    Note,
    Signature,
    Signer,
    Verifier,
    read_signatures,
    signed,
)
from ledger.problems import Unreadable

# --- published vectors ----------------------------------------------------------------------------

RFC_8032 = [
    [bytes.fromhex(part) for part in line.split(":")]
    for line in Path(__file__).parents[1].joinpath("data/rfc8032.txt").read_text().splitlines()
]


@pytest.mark.parametrize(("secret", "public", "message", "signature"), RFC_8032)
def test_the_vectors_of_rfc_8032_hold(secret, public, message, signature):
    private = Ed25519PrivateKey.from_private_bytes(secret)
    assert private.public_key().public_bytes_raw() == public
    assert private.sign(message) == signature
    assert signed(public, message, signature)
    assert not signed(public, message + b"\0", signature)
    for at in range(64):
        altered = signature[:at] + bytes([signature[at] ^ 1]) + signature[at + 1 :]
        assert not signed(public, message, altered)


@pytest.mark.parametrize(("secret", "public", "message", "signature"), RFC_8032[:2])
def test_a_note_is_signed_just_as_rfc_8032_says(secret, public, message, signature):
    signer = Signer("rfc8032", Ed25519PrivateKey.from_private_bytes(secret))
    line = signer.sign(message.decode())
    assert Signature.parse(line.rstrip("\n")) == Signature(
        "rfc8032", signer.verifier.key_id, signature
    )


EXAMPLE_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
EXAMPLE = (
    "This is an example message.\n"
    "\n"
    "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHj"
    "G1Yu72IneyaQM=\n"
)


def test_the_example_of_the_signed_note_specification_is_signed_by_its_key():
    key, note = Verifier.parse(EXAMPLE_KEY), Note.parse(EXAMPLE)
    assert note.text == "This is an example message.\n"
    assert note.signed_by([key]) == [(key, None)]
    assert (key.name, key.algorithm, key.key_id.hex()) == ("example.com/foo", 1, "530d903a")
    assert (key.vkey, note.text_with()) == (EXAMPLE_KEY, EXAMPLE)
    assert Note.parse(EXAMPLE.encode()) == note


CHECKPOINT = (
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
)
COSIGNED = (
    f"{CHECKPOINT}\n"
    "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1g"
    "GzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyi"
    "n1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
)


def test_the_example_of_the_cosignature_specification_is_read_as_it_says():
    note = Note.parse(COSIGNED)
    found = Checkpoint.parse(note.text)
    assert (found.origin, found.size) == ("example.com/behind-the-sofa", 20852163)
    assert found.text == CHECKPOINT
    witness = note.signatures[1]
    assert witness.key_id.hex() == "8d66cf3f"
    assert int.from_bytes(witness.value[:8], "big") == 1679315147
    assert note.signed_by([]) == []


# --- what we sign ---------------------------------------------------------------------------------


def a_key(seed: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(sha256(seed.encode()).digest())


LOG = Signer("rcm-ledger/log", a_key("log"))
WITNESS = Signer("witness.example/w", a_key("witness"))
TEXT = Checkpoint("rcm-ledger/log", 7, bytes(32)).text


def a_note(*lines: str, text: str = TEXT) -> Note:
    return Note.parse(f"{text}\n" + "".join(lines))


def test_a_keys_id_is_the_first_four_bytes_of_the_hash_that_the_specifications_say():
    for key, kind in ((WITNESS.verifier, b"\x01"), (WITNESS.cosigner, b"\x04")):
        expected = sha256(b"witness.example/w\n" + kind + key.public).digest()[:4]
        assert key.key_id == expected
        assert Verifier.parse(key.vkey) == key
        assert key.vkey == (
            f"witness.example/w+{expected.hex()}+{b64encode(kind + key.public).decode()}"
        )
    assert WITNESS.vkey == WITNESS.verifier.vkey
    assert WITNESS.cosigner_vkey == WITNESS.cosigner.vkey
    assert (LOG.verifier.algorithm, LOG.cosigner.algorithm) == (ED25519, COSIGNATURE)


def test_a_cosignature_is_over_the_header_the_time_and_the_checkpoint():
    value = Signature.parse(WITNESS.cosign(TEXT, 1679315147).rstrip("\n")).value
    assert value[:8] == (1679315147).to_bytes(8, "big")
    message = b"cosignature/v1\ntime 1679315147\n" + TEXT.encode()
    assert signed(WITNESS.cosigner.public, message, value[8:])


def test_a_note_says_which_of_the_known_keys_signed_it_and_when():
    note = a_note(LOG.sign(TEXT), WITNESS.cosign(TEXT, 1700000000))
    known = [WITNESS.cosigner, LOG.verifier]
    assert note.signed_by(known) == [(LOG.verifier, None), (WITNESS.cosigner, 1700000000)]
    assert note.signed_by([WITNESS.cosigner]) == [(WITNESS.cosigner, 1700000000)]
    assert note.signed_by([WITNESS.verifier, LOG.cosigner]) == []


def test_a_key_that_signed_twice_counts_once():
    first, second = WITNESS.cosign(TEXT, 1700000000), WITNESS.cosign(TEXT, 1800000000)
    note = a_note(first, second)
    assert note.signed_by([WITNESS.cosigner, WITNESS.cosigner]) == [(WITNESS.cosigner, 1700000000)]


def test_a_line_that_a_note_has_is_not_added_again():
    note = a_note(LOG.sign(TEXT))
    more = WITNESS.cosign(TEXT, 1700000000)
    whole = note.text_with([more, LOG.sign(TEXT), more])
    assert whole == f"{TEXT}\n{LOG.sign(TEXT)}{more}"
    assert Note.parse(whole).signatures == (*note.signatures, *read_signatures(more))


@pytest.mark.parametrize("other", [TEXT.replace("7", "8"), TEXT + "more\n", "other\n"])
def test_a_signature_moved_to_another_text_is_refused(other):
    for key, line in [(LOG.verifier, LOG.sign(TEXT)), (WITNESS.cosigner, WITNESS.cosign(TEXT, 1))]:
        with pytest.raises(BadSignature, match=key.name) as refused:
            a_note(line, text=other).signed_by([key])
        assert key.name in refused.value.why[1]


def test_one_bad_signature_of_a_known_key_spoils_the_note_even_after_a_good_one():
    stranger = Signer(LOG.name, a_key("thief"))
    forged = Signature(LOG.name, LOG.verifier.key_id, bytes(64)).line
    with pytest.raises(BadSignature):
        a_note(LOG.sign(TEXT), forged).signed_by([LOG.verifier])
    note = a_note(LOG.sign(TEXT), stranger.sign(TEXT))
    assert note.signed_by([LOG.verifier]) == [(LOG.verifier, None)]


def test_a_signature_is_not_a_cosignature_nor_the_other_way_about():
    as_cosignature = Signature(
        WITNESS.name, WITNESS.cosigner.key_id,
        bytes(8) + Signature.parse(WITNESS.sign(TEXT).rstrip("\n")).value,
    )  # fmt: skip
    with pytest.raises(BadSignature):
        a_note(as_cosignature.line).signed_by([WITNESS.cosigner])


def test_the_time_of_a_cosignature_is_signed_and_within_63_bits():
    value = Signature.parse(WITNESS.cosign(TEXT, 1700000000).rstrip("\n")).value
    for time in (0, 1700000001, 2**63, 2**64 - 1):
        moved = Signature(
            WITNESS.name, WITNESS.cosigner.key_id, time.to_bytes(8, "big") + value[8:]
        )
        with pytest.raises(BadSignature):
            a_note(moved.line).signed_by([WITNESS.cosigner])
    with pytest.raises(BadSignature):
        a_note(WITNESS.cosign(TEXT, 2**63)).signed_by([WITNESS.cosigner])


@pytest.mark.parametrize("length", [1, 63, 65, 72])
def test_a_signature_of_another_length_is_refused(length):
    line = Signature(LOG.name, LOG.verifier.key_id, bytes(length)).line
    with pytest.raises(BadSignature):
        a_note(line).signed_by([LOG.verifier])


def test_two_keys_that_cannot_be_told_apart_are_refused(monkeypatch):
    other = Signer(LOG.name, a_key("other")).verifier
    monkeypatch.setattr(Verifier, "key_id", property(lambda _: b"same"))
    with pytest.raises(Unreadable, match="same id"):
        a_note(LOG.sign(TEXT)).signed_by([LOG.verifier, other])


# --- hostile notes --------------------------------------------------------------------------------

LINE = LOG.sign(TEXT)
ENCODED = LINE.split(" ")[2].rstrip("\n")


@pytest.mark.parametrize(
    ("note", "why"),
    [
        ("", "no empty line"),
        (TEXT, "no empty line"),
        (LINE, "no empty line"),
        (f"{TEXT}\n", "no signature's line"),
        (f"{TEXT}\n{LINE}"[:-1], "no signature's line"),
        (f"{TEXT}\n{LINE}\n", "no signature's line"),
        (f"{TEXT}\n{LINE}more\n", "not “— name base64”"),
        (f"{TEXT}\n- name {ENCODED}\n", "not “— name base64”"),
        (f"{TEXT}\n—name {ENCODED}\n", "not “— name base64”"),
        (f"{TEXT}\n— name\n", "not “— name base64”"),
        (f"{TEXT}\n—  {ENCODED}\n", "key's name"),
        (f"{TEXT}\n— a+b {ENCODED}\n", "key's name"),
        (f"{TEXT}\n— a\u00a0b {ENCODED}\n", "key's name"),
        (f"{TEXT}\n— a\u2003b {ENCODED}\n", "key's name"),
        (f"{TEXT}\n— name {ENCODED} \n", "base64"),
        (f"{TEXT}\n— name {ENCODED}=\n", "base64"),
        (f"{TEXT}\n— name  {ENCODED}\n", "base64"),
        (f"{TEXT}\n— name {ENCODED[:-1]}\n", "base64"),
        (f"{TEXT}\n— name {ENCODED[:8]}-{ENCODED[9:]}\n", "base64"),
        (f"{TEXT}\n— name AAAAAAB=\n", "base64"),  # the last bits are not zero
        (f"{TEXT}\n— name AAAAAA==\n", "too short"),
        (f"{TEXT}\n— name é\n", "base64"),
        (f"{TEXT}\n{LINE}".replace("\n", "\r\n"), "CR LF"),
        (f"{TEXT}\t\n{LINE}", "control characters"),
        (f"{TEXT}\x00\n{LINE}", "control characters"),
        (f"{TEXT}\x1f\n{LINE}", "control characters"),
        (f"{TEXT}\ud800\n{LINE}", "UTF-8"),
        (f"{TEXT}\n".encode() + b"\xff", "UTF-8"),
        (f"{TEXT}\n".encode() + b"\xc0\x80", "UTF-8"),
        (f"{TEXT}\n" + LINE * 101, "more than 100 signatures"),
        ("x" * 300_000, "longer than"),
        (b"\n" * 100_000_000, "longer than"),
        ("\n" * 250_000, "more than 100 signatures|no signature's line|not “—"),
        (f"{TEXT}\n" + "— a AAAAAAA=\n" * 15_000, "more than 100 signatures"),
        (f"{TEXT}\n— " + "+" * 250_000, "no signature's line"),
        (f"{TEXT}\n— a " + "A" * 250_000 + "=\n", "base64"),
    ],
)
def test_what_is_no_signed_note_is_refused_at_once_and_said_in_both_languages(note, why):
    began = perf_counter()
    with pytest.raises(Unreadable, match=why) as refused:
        Note.parse(note)
    assert perf_counter() - began < 1
    english, spanish = refused.value.why
    assert english != spanish
    assert len(english) < 200


def test_a_note_may_have_16_signatures_of_the_largest_kind_and_100_in_all():
    large = Signature("post-quantum", b"\0\0\0\1", bytes(5000)).line
    assert len(a_note(*[large] * 16).signatures) == 16
    assert len(a_note(*[LINE] * 100).signatures) == 100


def test_a_text_may_hold_empty_lines_and_what_looks_like_signatures():
    text = f"one\n\n{LINE}\nlast\n"
    note = Note.parse(f"{text}\n{LOG.sign(text)}")
    assert note.text == text
    assert len(note.signed_by([LOG.verifier])) == 1


def test_no_random_damage_to_a_note_makes_anything_but_a_refusal():
    whole = a_note(LINE, WITNESS.cosign(TEXT, 1700000000)).text_with().encode()
    known, chance = [LOG.verifier, WITNESS.cosigner], random.Random(4)
    for at in range(len(whole)):
        byte = bytes([whole[at] ^ chance.randrange(1, 256)])
        try:
            note = Note.parse(whole[:at] + byte + whole[at + 1 :])
            assert len(note.signed_by(known)) < 2, at
        except Unreadable:
            pass


@pytest.mark.parametrize(
    "vkey",
    [
        "", "+", "++", "name", EXAMPLE_KEY[:-1], EXAMPLE_KEY + "A", EXAMPLE_KEY + "\n",
        " " + EXAMPLE_KEY, EXAMPLE_KEY.replace("530d903a", "530D903A"),
        EXAMPLE_KEY.replace("530d903a", "530d903b"), EXAMPLE_KEY.replace("foo", "bar"),
        EXAMPLE_KEY.replace("example.com/foo", ""), EXAMPLE_KEY.replace("+Ae", "+Be"),
        "name+00000000+", "name+00000000+AQ==", "name+00000000+" + "A" * 300_000,
    ],
)  # fmt: skip
def test_what_is_no_verifier_key_is_refused(vkey):
    with pytest.raises(Unreadable):
        Verifier.parse(vkey)


@pytest.mark.parametrize("algorithm", [0, 2, 3, 5, 6, 255])
def test_a_key_of_another_kind_is_refused(algorithm):
    with pytest.raises(Unreadable, match="type 1 or 4"):
        Verifier("name", algorithm, bytes(32))


# --- checkpoints ----------------------------------------------------------------------------------

ROOT = b64encode(bytes(32)).decode()


def test_a_checkpoint_is_read_back_as_it_was():
    for found in (
        Checkpoint("rcm-ledger/0f", 0, bytes(32)),
        Checkpoint("origin with spaces", 2**63 - 1, bytes(range(32))),
        Checkpoint("o", 1, bytes(32), ("extension", "another")),
    ):
        assert Checkpoint.parse(found.text) == found


@pytest.mark.parametrize(
    "text",
    [
        "", "\n", "\n\n\n", f"o\n1\n{ROOT}", f"o\n1\n{ROOT}\n\n", f"\n1\n{ROOT}\n", "o\n1\n",
        "o\n1\n\n", f"o\n\n{ROOT}\n", f"o\n01\n{ROOT}\n", f"o\n+1\n{ROOT}\n", f"o\n-1\n{ROOT}\n",
        f"o\n 1\n{ROOT}\n", f"o\n1_0\n{ROOT}\n", f"o\n٣\n{ROOT}\n", f"o\n1.0\n{ROOT}\n",
        f"o\n{2**63}\n{ROOT}\n", f"o\n{'9' * 200_000}\n{ROOT}\n", f"o\n1\n{ROOT}\nx\n\ny\n",
        f"o\n1\n{ROOT[:-4]}\n", f"o\n1\n{ROOT}AAAA\n", f"o\n1\n{ROOT[:-2]}B=\n",
        f"o\n1\n{ROOT}\r\n", "\n" * 1_000_000,
    ],
)  # fmt: skip
def test_what_is_no_checkpoint_is_refused(text):
    with pytest.raises(Unreadable):
        Checkpoint.parse(text)
