"""A seal's timestamp counts where an authority that is trusted stamped that very seal in time."""

import random
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from ledger.notes import Checkpoint
from ledger.problems import Problem, Unreadable
from ledger.timestamps import (
    MOST_BYTES,
    NotStamped,
    Query,
    Timestamps,
    read_authorities,
    read_token,
)
from tests.timestamping import Authority

TEXT = Checkpoint("rcm-ledger/0123456789abcdef0123456789abcdef", 7, bytes(range(32))).text
ANOTHER = Checkpoint("rcm-ledger/0123456789abcdef0123456789abcdef", 8, bytes(range(32))).text


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authorities") / "san-jose")


@pytest.fixture(scope="module")
def stranger(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authorities") / "elsewhere", "Timestamps of Elsewhere")


@pytest.fixture(scope="module")
def token(authority):
    return authority.token(TEXT.encode())


def roots(*authorities):
    return [each for authority in authorities for each in read_authorities(authority.ca.read_bytes())]


def refusal(token: bytes, *authorities, text: str = TEXT, asked: Query | None = None) -> str:
    with pytest.raises(NotStamped) as refused:
        read_token(token, text, roots(*authorities), asked)
    assert len(set(refused.value.why)) == 2
    return refused.value.why[0]


def test_a_token_of_a_trusted_authority_says_when_the_seal_was_there(authority, token):
    stamp = read_token(token, TEXT, roots(authority))
    assert (stamp.authority, stamp.checked) == ("CN=Timestamps of San José", True)
    assert abs(datetime.now(UTC) - stamp.at) < timedelta(minutes=10)


def test_our_own_question_is_answered(authority):
    asked = Query.about(TEXT)
    assert read_token(authority.reply(asked.body), TEXT, roots(authority), asked).checked


def test_an_answer_to_another_question_is_refused(authority, token):
    asked = Query.about(TEXT)
    assert "another question" in refusal(token, authority, asked=asked)
    earlier = authority.reply(Query.about(TEXT).body)
    assert "another question" in refusal(earlier, authority, asked=asked)


def test_a_token_of_another_seal_is_refused(authority, token):
    assert "another seal" in refusal(token, authority, text=ANOTHER)
    assert "another seal" in refusal(token, text=ANOTHER)


def test_a_token_over_another_digest_is_refused(authority):
    for digest in ("sha384", "sha512"):
        assert "another seal" in refusal(authority.token(TEXT.encode(), digest), authority)
    # The right bytes, under another algorithm's name.
    misnamed = authority.token_of_digest(sha256(TEXT.encode()).digest(), "sha3-256")
    assert "another seal" in refusal(misnamed, authority)


def test_a_token_of_an_authority_that_is_not_trusted_is_refused(authority, stranger, token):
    assert "Timestamps of San José" in refusal(token, stranger)
    assert read_token(token, TEXT, roots(stranger, authority)).checked


def test_a_token_signed_after_its_certificate_ran_out_is_refused(tmp_path):
    late = Authority(tmp_path / "late", ended=3)
    assert "in force" in refusal(late.token(TEXT.encode()), late)


def test_a_namesake_with_a_root_of_its_own_is_not_the_authority(tmp_path, authority):
    namesake = Authority(tmp_path / "namesake", authority.name)
    assert "no authority that is trusted" in refusal(namesake.token(TEXT.encode()), authority)


def test_a_token_without_its_certificate_needs_it_among_the_trusted(authority):
    bare = authority.token(TEXT.encode(), certificate=False)
    assert "Root of Timestamps of San José" in refusal(bare, authority)
    both = authority.ca.read_bytes() + (authority.folder / "signer.pem").read_bytes()
    stamp = read_token(bare, TEXT, read_authorities(both))
    assert (stamp.authority, stamp.checked) == ("CN=Timestamps of San José", True)


def test_without_an_authority_the_time_is_the_tokens_own_word_and_says_so(token):
    assert read_token(token, TEXT, []).checked is False


def test_what_the_authority_did_not_grant_is_no_timestamp(authority):
    rejected = authority.reply(b"\x30\x03\x02\x01\x01")  # of a query that is none
    assert "did not grant" in refusal(rejected, authority)


@pytest.mark.parametrize(
    "data", [b"", b"nonsense", b"\x30\x03\x02\x01\x00", b"0\x05\x30\x03\x02\x01\x02", b"0" * 70_000]
)
def test_what_is_no_token_is_said_to_be_none(authority, data):
    with pytest.raises(Unreadable):
        read_token(data, TEXT, roots(authority))


def test_a_token_with_one_byte_changed_never_says_another_time_or_authority(authority, token):
    """Walked whole: each byte, changed; and the token cut short anywhere."""
    true, random_ = read_token(token, TEXT, roots(authority)), random.Random(3161)
    for at in range(len(token)):
        changed = bytearray(token)
        changed[at] ^= random_.randrange(1, 256)
        for wrong in (bytes(changed), token[:at]):
            try:
                assert read_token(wrong, TEXT, roots(authority)) == true
            except Unreadable:
                continue


def test_a_token_is_bounded():
    with pytest.raises(Unreadable):
        read_token(b"\x30" * (MOST_BYTES + 1), TEXT, [])


def test_what_is_kept_beside_the_log_is_read_again(tmp_path, authority, stranger, token):
    kept = Timestamps(tmp_path / "rcm-ledger.db")
    assert kept.of(7, TEXT) is None
    kept.keep(7, token)
    assert kept.of(7, TEXT).checked is False
    kept.trust(roots(authority))
    kept.trust(roots(authority, stranger))
    assert kept.authorities() == roots(authority, stranger)
    assert kept.of(7, TEXT).checked is True
    assert (tmp_path / "rcm-ledger.seals" / "7.tsr").read_bytes() == token
    with pytest.raises(NotStamped):
        kept.of(7, TEXT, roots(stranger))
    with pytest.raises(NotStamped):
        kept.of(7, ANOTHER)


def test_authorities_that_cannot_be_read_are_named(tmp_path):
    with pytest.raises(Unreadable):
        read_authorities(b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    kept = Timestamps(tmp_path / "rcm-ledger.db")
    kept.keep(1, b"x")
    (tmp_path / "rcm-ledger.seals" / "authorities.pem").write_text("nonsense")
    with pytest.raises(Problem) as problem:
        kept.of(1, TEXT)
    assert "authorities.pem" in problem.value.message["es"]
