"""Whatever bytes the reader is given: the answer is a register, or errors that have a place."""

import json
import re
from pathlib import Path
from typing import Any

import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ledger.input_errors import MOST_SHOWN, UnreadableInput
from ledger.register import NothingKnown, Register, read_charter, read_register
from tests.ledger.registers import GOOD, assert_one_sentence
from tests.ledger.wrong_charters import FOUNDING

SETTINGS = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def answer(file: Path, content: bytes) -> Register | None:
    """The register that these bytes are; where they are none, each error names its place."""
    file.write_bytes(content)
    try:
        register = read_register([file], NothingKnown())
        assert len(list(register.decisions())) == register.decision_count
        return register
    except UnreadableInput as unreadable:
        assert_placed(unreadable, file, content)
        return None


def assert_placed(unreadable: UnreadableInput, file: Path, content: bytes) -> None:
    """Each error is in this file, on a line of it unless it is about all of it, at a path that can be followed."""
    lines = len(re.findall(rb"\r\n|\r|\n|\xc2\x85|\xe2\x80[\xa8\xa9]", content)) + 1
    assert 0 < len(unreadable.errors) <= MOST_SHOWN + 2
    for error in unreadable.errors:
        assert error.file == str(file)
        of_all = error.message["en"].startswith(("…and ", "The file is a file of an office program"))
        assert of_all if error.line is None else 1 <= error.line <= lines
        assert_one_sentence(error.message)
        assert not any(c != " " and not c.isprintable() for c in error.path + error.message["en"])


# --- bytes ----------------------------------------------------------------------------------------

PIECES = [line.encode() + b"\n" for line in GOOD.splitlines()] + [
    b"\xff", b"\0", b"\xef\xbb\xbf", b"\t", b"- ", b"  ", b"? ", b": ", b"&a ", b"*a ", b"!!set ", b"!",
    b"|\n", b">-\n", b"[", b"]", b"{", b"}", b"'", b'"', b'"\\', b"#", b"---\n", b"...\n", b"%YAML 1.2\n",
    b"<<: ", b"\r", b"\xe2\x80\xae", b"\xc3", b"\\ud83d", b"@", b"~", b"0x", b"1e999", b".inf",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=40).map(b"".join) | st.binary(max_size=200))
@example(b"register: 1\nmeetings:\n- ? - \n")
@example(b"? ? ?")
@example(b"- - - ")
@example(b"%TAG ! x\n--- !a")
@example(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
@example(b"PK\x03\x04")
@SETTINGS
def test_any_bytes_are_a_register_or_errors_with_a_place(tmp_path, content):
    answer(tmp_path / "any.yaml", content)


@given(st.data())
@SETTINGS
def test_a_register_damaged_anywhere_is_one_or_errors_with_a_place(tmp_path, data):
    content = bytearray(GOOD.encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content)))
        until = data.draw(st.integers(at, min(len(content), at + 30)))
        content[at:until] = data.draw(st.sampled_from([b"", *PIECES]))
    answer(tmp_path / "any.yaml", bytes(content))


# --- values ---------------------------------------------------------------------------------------

WORDS = [
    "", " ", "x", "en", "all", "open", "2007-01-01", "2007-02-30", "9999-12-31", "NO", "MX", "rcm",
    "rcm-12", "rcm-12-d1#1", "<<", "~", "5", "from", "by", "item", "timeline", "source", "\u202e", "\ud800",
]  # fmt: skip
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 10**40) | st.floats() | st.sampled_from(WORDS),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=3)
    ),
    max_leaves=5,
)


def places(value: Any, path: tuple = ()) -> list[tuple]:
    """The path of every value below one."""
    below = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    return [path, *(place for key, inner in below for place in places(inner, (*path, key)))]


def with_others(data: st.DataObject, document: Any) -> Any:
    """A document in which some values are others, are gone, or have company."""
    document = json.loads(json.dumps(document))
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(places(document)[1:]))
        *above, last = path
        at = document
        for step in above:
            at = at[step]
        if isinstance(at, dict) and data.draw(st.booleans()):
            at[data.draw(st.sampled_from(WORDS))] = data.draw(VALUES)
        else:
            at[last] = data.draw(VALUES)
    return document


def as_words(text: str) -> Any:
    """A YAML text with its dates as the words that they are."""
    return json.loads(json.dumps(yaml.safe_load(text), default=str))


EVERYTHING = as_words(f"""{GOOD}
corrections:
  - {{meeting: rcm-12, path: place, before: null, after: {{a: [1]}}, reason: x}}
""")
EVERYTHING["charter"] = as_words(FOUNDING)
EVERYTHING["meetings"][0] |= as_words("{present: [MX], closed: 2007-04-30, source: {page: x}}")
EVERYTHING["proposals"][0] |= as_words("""
placements: [{section: s1, role: annex, form: study, agenda: rcm}]
comments: [{by: CA, on: 2007-01-01, text: x, placements: [{workplan: rcm}]}]
referrals: [{from: rcm, to: rcm, at: rcm-12}]
outcome: {adopted: [rcm-12-d1]}
""")
EVERYTHING["meetings"][0]["decisions"][0]["changes"] += as_words("""
- redefine: {item: a1, role: annex, terms: {timeline: {from: 2008-01-01, to: 2009-01-01}, lead: [MX]}}
- translate: {item: a1, terms: {title: {es: null}}}
- record-occurrence: {item: a1, on: 2007-01-01}
- rectify: {item: a1, voids: "rcm-12-d1#2", reason: x, instead: {under: d, change: {start: {item: a1}}}}
- admit-member: {member: AR, since: 2008-01-01, name: x}
- withdraw-member: {member: CA, until: 2008-01-01}
- amend-charter: {rules: {start: null}, bodies: {rcm: {name: {en: null}}}, observers: {NGO: null}}
""")


@given(st.data(), st.booleans())
@SETTINGS
def test_any_value_in_any_place_is_lawful_or_an_error_with_its_place(tmp_path, data, as_ascii):
    document = with_others(data, [EVERYTHING, as_words(GOOD)][data.draw(st.integers(0, 1))])
    text = json.dumps(document, ensure_ascii=as_ascii)
    answer(tmp_path / "any.json", text.encode("utf-8", "surrogatepass"))


@given(st.data())
@SETTINGS
def test_any_value_in_a_charter_is_lawful_or_an_error_with_its_place(tmp_path, data):
    content = json.dumps(with_others(data, as_words(FOUNDING)), indent=0).encode()
    file = tmp_path / "any.json"
    file.write_bytes(content)
    try:
        read_charter(file)
    except UnreadableInput as unreadable:
        assert_placed(unreadable, file, content)
