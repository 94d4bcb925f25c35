"""A charter as a file: the shipped one, or another forum's; sound, or with every error named."""

import json
import re

import pytest
import yaml

from ledger.charter import shipped_charters
from ledger.input_errors import UnreadableInput
from ledger.register import read_charter, shipped_charter
from tests.ledger.registers import assert_said_alike
from tests.ledger.wrong_charters import CASES, FOUNDING

A_CHARTER = (
    "a charter, which is a mapping with the keys charter, title, languages, root, bodies, members, "
    "observers, rules."
)


@pytest.fixture
def charter_of(tmp_path):
    """Read a charter's text from a file."""

    def read(text: str | bytes):
        file = tmp_path / "lake.yaml"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_charter(file)

    return read


def wrong(charter_of, text) -> list[tuple[int | None, str, str]]:
    with pytest.raises(UnreadableInput) as unreadable:
        charter_of(text)
    for error in unreadable.value.errors:
        assert_said_alike(error.message)
    return [(error.line, error.path, error.message["en"]) for error in unreadable.value.errors]


def test_another_forum_brings_its_charter_as_a_file(charter_of):
    charter = charter_of(FOUNDING)
    assert charter.outranks("council", "board")
    assert charter.rule_for("redefine").agreement == "two-thirds"
    assert charter.rule_for("approve").agreement == "consensus"
    assert charter_of(json.dumps(yaml.safe_load(FOUNDING), default=str)) == charter


def test_the_shipped_charter_is_read_by_its_id():
    charter = shipped_charter("rcm")
    assert (charter.root, len(charter.members)) == ("rcm", 11)
    assert set(shipped_charters()) == {"rcm"}


@pytest.mark.parametrize(("id", "hint"), [("rmc", " Did you mean “rcm”?"), ("lake", "")])
def test_a_charter_that_does_not_ship_is_named_with_those_that_do(id, hint):
    with pytest.raises(UnreadableInput) as unreadable:
        shipped_charter(id)
    (error,) = unreadable.value.errors
    assert error.message["en"] == (
        f"Found the charter “{id}”; those that come with the program are rcm.{hint}"
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "path", "words"), CASES, ids=[f"{c[1].strip()} {c[3]}" for c in CASES]
)
def test_an_error_of_a_charter_names_its_place_and_what_is_allowed(
    charter_of, old, new, line, path, words
):
    assert old in FOUNDING
    assert wrong(charter_of, FOUNDING.replace(old, new, 1)) == [(line, path, words)]


def test_all_errors_of_a_charter_are_found_at_once(charter_of):
    text = FOUNDING.replace("since: 2011-02-01}", "since: 1 February 2011}")
    text = text.replace("level: ministerial", "levle: ministerial")
    assert [path for _, path, _ in wrong(charter_of, text)] == [
        "bodies.council.level",
        "bodies.council.levle",
        "members.NORTH.since",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"", f"The file is empty, or has nothing but comments; expected: {A_CHARTER}"),
        (b"- lake\n", f"Found a list; expected: {A_CHARTER}"),
        (b"charter: [", "This is not YAML: a value was expected here."),
        (b"charter: lake\0", "Found U+0000 (NUL) in column 14, a character that cannot be shown."),
        ("title: Técnico".encode("latin-1"), "Byte 9 of the file, 0xE9, is not UTF-8"),
    ],
)
def test_what_is_no_charter_says_what_is_expected(charter_of, text, words):
    ((_, path, said),) = wrong(charter_of, text)
    assert path in ("", "charter")
    assert said.startswith(words)


def test_a_register_is_no_charter_and_its_keys_say_so(charter_of):
    found = wrong(charter_of, "register: 1\ncharter: rcm\nmeetings: []\n")
    assert {path for _, path, _ in found} >= {"register", "meetings", "title", "root", "bodies"}


def test_a_missing_charter_file_is_an_error(tmp_path):
    with pytest.raises(UnreadableInput) as unreadable:
        read_charter(tmp_path / "nowhere.yaml")
    assert re.match("There is no such file", unreadable.value.errors[0].message["en"])
