"""A seal is stamped by an authority, over HTTP or by a file; and what is not its token is refused."""

import shutil
from pathlib import Path

import pytest

from ledger.notes import Note
from tests.api.test_witnesses import codes, one_more_decision, size
from tests.stores import both_stores
from tests.timestamping import Authority, listening

pytestmark = [both_stores, pytest.mark.slow_on_a_server]

SAN_JOSE = "CN=Timestamps of San José"


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authorities") / "san-jose")


@pytest.fixture(scope="module")
def stranger(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authorities") / "elsewhere", "Elsewhere")


def last(command):
    return command("seals", "--json").document["seals"][-1]


def token_file(command, authority: Authority, name: str = "token.tsr") -> str:
    """A token for the last seal that somebody got elsewhere."""
    text = Note.parse(command("seal", "--json").document["checkpoint"]).text
    Path(name).write_bytes(authority.token(text.encode()))
    return name


def test_a_seal_is_stamped_over_http_and_says_when_and_by_whom(command, ledger, authority):
    with listening(authority) as url:
        answer = command("seal", "--timestamp", url, "--timestamp-ca", authority.ca)
    assert (answer.status, answer.err) == (0, "")
    assert f"says {SAN_JOSE}" in answer.said
    (stamp,) = last(command)["timestamps"]
    assert (stamp["authority"], stamp["checked"]) == (SAN_JOSE, True)
    assert stamp["at"][:10] in command("seals").out
    assert f"says {SAN_JOSE}" in command("verify").said
    assert f"según {SAN_JOSE}" in command("verify", "--lang", "es").said
    assert command("verify", "--json").document["seals"][-1]["timestamps"] == [stamp]


def test_a_token_that_was_got_elsewhere_is_kept(command, ledger, authority, beside):
    file = token_file(command, authority)
    assert command("seal", "--timestamp", file, "--timestamp-ca", authority.ca).status == 0
    assert beside.timestamp(size(command)).read_bytes() == Path(
        file
    ).read_bytes()


def test_without_the_authoritys_certificate_it_is_the_tokens_own_word(command, ledger, authority):
    file = token_file(command, authority)
    answer = command("seal", "--timestamp", file)
    assert (answer.status, "calls itself" in answer.said) == (0, True)
    assert last(command)["timestamps"][0]["checked"] is False
    verified = command("verify")
    assert (verified.status, "calls itself" in verified.said) == (0, True)
    # Whoever verifies brings the certificate, or another that does not fit.
    good = command("verify", "--timestamp-ca", authority.ca, "--json")
    assert good.document["seals"][-1]["timestamps"][0]["checked"] is True


def test_stamping_again_keeps_the_earlier_token(command, ledger, authority, beside):
    token_file(command, authority)
    command("seal", "--timestamp", "token.tsr", "--timestamp-ca", authority.ca)
    kept = beside.timestamp(size(command))
    before = kept.read_bytes()
    with listening(authority) as url:
        assert command("seal", "--timestamp", url).status == 0
    assert kept.read_bytes() == before


def test_a_token_that_could_not_be_checked_gives_way_to_one_that_can(
    command, ledger, authority, stranger
):
    command("seal", "--timestamp", token_file(command, stranger))
    assert last(command)["timestamps"][0]["checked"] is False
    file = token_file(command, authority)
    assert command("seal", "--timestamp", file, "--timestamp-ca", authority.ca).status == 0
    assert last(command)["timestamps"][0]["authority"] == SAN_JOSE


def test_what_is_no_token_of_this_seal_by_this_authority_is_refused_and_the_seal_stands(
    command, ledger, authority, stranger, tmp_path, beside
):
    late = Authority(tmp_path / "late", ended=3)
    Path("other.tsr").write_bytes(authority.token(b"another text\n"))
    Path("nonsense.tsr").write_bytes(b"nonsense")
    cases = [
        ("other.tsr", authority, "of another seal", "de otro sello"),
        ("nonsense.tsr", authority, "not a timestamp", "no es un sello de tiempo"),
        (token_file(command, authority, "a"), stranger, "no authority that is", "ninguna autoridad"),
        (token_file(command, late, "b"), late, "in force", "vigente"),
    ]
    for file, trusted, english, spanish in cases:
        for language, words in (("en", english), ("es", spanish)):
            arguments = ["--timestamp", file, "--timestamp-ca", trusted.ca, "--lang", language]
            answer = command("seal", *arguments)
            assert answer.status == 1
            assert words in answer.said
        document = command("seal", *arguments[:4], "--json").document
        assert document["valid"]
        assert english in document["not_stamped"]
        assert document["timestamps"] == []
    assert not list(beside.seals.glob("*.tsr"))


def test_an_authority_that_does_not_answer_with_a_token_is_named(command, ledger, authority):
    for reply in (b"", b"nonsense"):
        with listening(authority, answer=reply) as url:
            answer = command("seal", "--timestamp", url)
        assert (answer.status, url in answer.said) == (1, True)
    answer = command("seal", "--timestamp", "http://127.0.0.1:9/", "--lang", "es")
    assert (answer.status, "no tiene sello de tiempo de" in answer.said) == (1, True)


def test_a_replayed_answer_is_no_answer(command, ledger, authority):
    text = Note.parse(command("seal", "--json").document["checkpoint"]).text
    with listening(authority, answer=authority.token(text.encode())) as url:
        answer = command("seal", "--timestamp", url, "--timestamp-ca", authority.ca)
    assert (answer.status, "another question" in answer.said) == (1, True)


def test_a_token_that_was_moved_to_another_seal_or_altered_is_found(command, ledger, authority, beside):
    file = token_file(command, authority)
    command("seal", "--timestamp", file, "--timestamp-ca", authority.ca)
    early = size(command)
    one_more_decision(command, 1)
    folder = beside.seals
    shutil.copy(folder / f"{early}.tsr", folder / f"{size(command)}.tsr")
    moved = command("verify", "--json")
    assert (moved.status, codes(moved)) == (1, ["timestamp-false"])
    assert moved.document["violations"][0]["reference"] == f"seal {size(command)}"
    assert moved.document["lawful"] is True
    assert command("seals").status == 1
    (folder / f"{size(command)}.tsr").write_bytes(b"nonsense")
    assert codes(command("verify", "--json")) == ["timestamp-false"]


def test_a_bundle_carries_the_tokens_and_whoever_gets_it_brings_the_certificate(
    command, ledger, authority, stranger
):
    file = token_file(command, authority)
    command("seal", "--timestamp", file, "--timestamp-ca", authority.ca)
    assert command("export", "--bundle", "-o", "ledger.zip").status == 0
    alone = command("verify", "ledger.zip", "--json")
    assert alone.status == 0
    assert alone.document["seals"][-1]["timestamps"][0]["checked"] is False
    assert "calls itself" in command("verify", "ledger.zip").said
    with_it = command("verify", "ledger.zip", "--timestamp-ca", authority.ca, "--json")
    assert with_it.document["seals"][-1]["timestamps"][0]["checked"] is True
    wrong = command("verify", "ledger.zip", "--timestamp-ca", stranger.ca, "--json")
    assert (wrong.status, codes(wrong)) == (1, ["timestamp-false"])


def test_what_makes_no_sense_is_said_with_status_2(command, ledger, authority):
    Path("nonsense.pem").write_bytes(b"nonsense")
    for arguments, words in (
        (["seal", "--timestamp-ca", authority.ca], "--timestamp"),
        (["seal", "--timestamp", "nowhere.tsr"], "There is no file nowhere.tsr"),
        (["seal", "--timestamp", "x", "--timestamp-ca", "nonsense.pem"], "holds no"),
        (["verify", "--timestamp-ca", "nonsense.pem"], "holds no"),
        (["verify", "--timestamp-ca", "nowhere.pem"], "There is no file nowhere.pem"),
    ):
        answer = command(*arguments)
        assert answer.status == 2
        assert words in answer.said
