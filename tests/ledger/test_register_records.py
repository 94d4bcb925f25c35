"""What can be wrong within a register: each error says where, what was found, what is allowed.

The catalogue of cases is `tests/ledger/wrong_registers.py`. Each is checked in both languages.
"""

from typing import Annotated

import pytest
from pydantic import Field

from ledger.input_errors import Findings
from ledger.input_models import Record, read_as
from ledger.input_sentences import SENTENCES
from ledger.office_sentences import WORKBOOK_SENTENCES
from ledger.values import Model
from tests.ledger.registers import GOOD, Found, code_of, edited, marked_line, read, wrong_with
from tests.ledger.wrong_registers import CASES
from tests.ledger.wrong_registers import DECISION as D


@pytest.mark.parametrize(("text", "path", "words"), CASES, ids=[words for _, _, words in CASES])
def test_an_error_names_its_place_what_was_found_and_what_is_allowed(tmp_path, text, path, words):
    words = words.replace("{file}", str(tmp_path / "one.yaml"))
    assert wrong_with(tmp_path, text) == [Found(marked_line(text), path, words)]


ELSEWHERE = {
    "test_register_files": {
        "file-missing", "file-folder", "file-unreadable", "file-twice", "file-empty", "not-utf-8",
        "not-utf-16", "control-character", "not-yaml", "not-a-mapping", "not-a-register",
        "several-documents", "anchor", "tag", "merge-key", "key-twice", "key-not-text",
        "text-unreadable",
    },
    "test_register_sizes": {"too-deep", "too-long", "too-large", "and-more", "and-more-unread"},
    "test_register_reading": {"text-without-language"},
    "test_register_and_ledger": {"charter-other", "charter-differs", "meeting-differs"},
    "test_signed_positions": {
        "signature-not-signed", "given-or-withdrawn", "key-uncounted", "signature-uncounted",
    },
    "test_office_files": {
        "office-protected", "office-macros", "office-other", "office-damaged", "office-strict",
        "office-large", "office-unpacked", "office-many-parts",
        "office-many-elements", "office-long-tag", "office-entities",
    },
    "test_register_workbook": {*WORKBOOK_SENTENCES, "office-misnamed", "not-of-a-register"},
    "here, below": {"unfitting"},
    "test_charter_file": {
        "charter-body-unknown", "charter-circle", "charter-member-and-observer", "charter-office",
        "charter-until",
    },
}  # fmt: skip


def test_every_sentence_of_the_catalogue_has_a_case():
    met = {code for _, _, words in CASES for code in code_of(words, 0)}
    others = set().union(*ELSEWHERE.values())
    assert met | others == set(SENTENCES)


def test_all_errors_of_a_register_are_found_at_once(tmp_path):
    text = GOOD
    for old, new in (
        ("body: rcm", "body: rmc"),
        ("opens_on: 2007-04-26", "opens_on: 26 April 2007"),
        ("agreed: all", "agreed: everybody"),
        ("CA: {stance: agree}", "CA: {stance: reserve, on: 2008-01-01, except: [a9]}"),
        ("{item: a1, parent: s1, terms", "{item: a1, parent: s1, role: annex, terms"),
        ("by: MX", "by: MEX"),
        ("by: TS, on: 2008-01-01", "by: TS, on: 2008-02-30"),
    ):
        text = edited(old, new, text)
    assert [(found.line, found.path) for found in wrong_with(tmp_path, text)] == [
        (6, "meetings[0].body"),
        (9, "meetings[0].opens_on"),
        (15, f"{D}.agreed"),
        (17, f"{D}.positions.CA.on"),
        (17, f"{D}.positions.CA.statement"),
        (17, f"{D}.positions.CA.except[0]"),
        (20, f"{D}.changes[1].approve.role"),
        (23, "proposals[0].by"),
        (27, "reports[0].on"),
    ]


def test_one_wrong_word_at_the_top_is_one_error_and_not_one_at_every_text(tmp_path):
    text = edited("language: en", "language: English\nbasis: signed")
    text = edited("    by: MX", "    by: MX\n    comments: [{by: CA, text: Yes.}]", text)
    assert [found.path for found in wrong_with(tmp_path, text)] == ["language", "basis"]


def test_the_edited_register_is_a_good_one(tmp_path):
    register = read(tmp_path, GOOD)
    assert (register.decision_count, register.change_count) == (1, 2)
    assert (len(register.meetings), len(register.proposals), len(register.reports)) == (1, 1, 1)


def test_an_error_that_no_sentence_foresees_is_still_an_error_with_its_place():
    class Short(Model):
        word: Annotated[str, Field(max_length=3)]

    findings = Findings(["one.yaml"])
    record = Record("one.yaml", (), {"word": "long"}, {None: 1, "word": 2})
    assert read_as(Short, record, {}, findings) is None
    (error,) = findings.sorted()
    assert (error.line, error.path) == (2, "word")
    assert error.message["en"] == "Found “long”, which does not fit here (string_too_long)."
