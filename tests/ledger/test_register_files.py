"""Files that are no register: each says what it is, where, and what to do, in both languages.

Nothing that somebody hands in ends in anything but a register or a list of errors.
"""

import codecs
import os
from pathlib import Path

import pytest

from ledger.input_errors import Findings
from ledger.input_files import opened
from ledger.register import NothingKnown, read_register
from ledger.register_file import KEYS
from tests.ledger.registers import (
    GOOD,
    Found,
    edited,
    marked_line,
    read,
    written,
    wrong,
    wrong_with,
)

THE_KEYS = ", ".join(KEYS)
A_REGISTER = f"a register, which is a mapping with the keys {THE_KEYS}."


# --- what is named is no file ---------------------------------------------------------------------


def test_a_missing_file_is_named_and_its_neighbour_is_guessed(tmp_path):
    written(tmp_path, GOOD)
    (found,) = wrong([tmp_path / "one.yml"])
    assert found == Found(None, "", "There is no such file. Did you mean “one.yaml”?")


def test_a_missing_file_in_a_missing_folder_has_no_guess(tmp_path):
    assert wrong([tmp_path / "nowhere" / "one.yaml"]) == [Found(None, "", "There is no such file.")]


def test_a_folder_is_not_read(tmp_path):
    assert wrong([tmp_path]) == [Found(None, "", "This is a folder; name the file in it.")]


def test_a_file_below_a_file_is_not_there(tmp_path):
    (file,) = written(tmp_path, GOOD)
    assert wrong([file / "one.yaml"]) == [
        Found(None, "", "The file cannot be read: a part of its path is no folder.")
    ]


def test_a_name_that_no_file_can_have_is_not_read():
    (found,) = wrong([Path("one\0.yaml")])
    assert found.words.startswith("The file cannot be read: ")


def test_a_file_that_may_not_be_read_says_so(tmp_path, monkeypatch):
    def denied(*_):
        raise PermissionError(13, "Permission denied")

    (file,) = written(tmp_path, GOOD)
    monkeypatch.setattr(Path, "open", denied)
    assert wrong([file]) == [Found(None, "", "The file cannot be read: permission denied.")]


def test_a_file_named_twice_is_one_error_whatever_it_is_called(tmp_path):
    (file,) = written(tmp_path, GOOD)
    other = tmp_path / "link.yaml"
    other.symlink_to(file)
    assert wrong([file, other]) == [Found(None, "", "This file is named twice; name it once.")]


def test_all_files_are_looked_at_although_one_is_missing(tmp_path):
    files = written(tmp_path, edited("number: 12", "number: twelve"), "register: 1\nreport: []\n")
    found = wrong([tmp_path / "nowhere.yaml", *files])
    assert [(f.line, f.path) for f in found] == [
        (None, ""),
        (7, "meetings[0].number"),
        (2, "report"),
    ]


def test_names_are_not_called_unknown_while_a_file_that_may_bring_them_is_missing(tmp_path):
    (file,) = written(tmp_path, edited("body: rcm", "body: rmc"))
    assert [f.path for f in wrong([file])] == ["meetings[0].body"]
    assert [f.path for f in wrong([file, tmp_path / "nowhere.yaml"])] == [""]


def test_a_register_from_a_pipe_is_read_as_any_other(tmp_path):
    out, into = os.pipe()
    with os.fdopen(into, "wb") as writing:
        writing.write(GOOD.encode())
    try:
        assert read_register([Path(f"/dev/fd/{out}")], NothingKnown()).change_count == 2
    finally:
        os.close(out)


def test_what_is_opened_can_be_read_again_from_its_beginning(tmp_path):
    (file,) = written(tmp_path, GOOD)
    with opened(file, Findings([str(file)])) as stream:
        first = stream.read()
        stream.seek(0)
        assert stream.read() == first == GOOD.encode()


# --- what is in it is nothing, or no register -----------------------------------------------------


@pytest.mark.parametrize(
    "text", [b"", b"\n\n  \n", b"# only a comment\n", codecs.BOM_UTF8], ids=repr
)
def test_an_empty_file_says_what_is_expected(tmp_path, text):
    assert wrong_with(tmp_path, text) == [
        Found(1, "", f"The file is empty, or has nothing but comments; expected: {A_REGISTER}")
    ]


@pytest.mark.parametrize(
    ("text", "what", "line"),
    [
        ("- id: rcm-12\n", "a list", 1),
        ("# a comment\n\nThe register.\n", "“The register.”", 3),
        ("5\n", "the number 5", 1),
        ("true\n", "true", 1),
        ("~\n", "an empty value", 1),
        ('""\n', "an empty text", 1),
    ],
)
def test_what_is_no_mapping_is_no_register(tmp_path, text, what, line):
    assert wrong_with(tmp_path, text) == [Found(line, "", f"Found {what}; expected: {A_REGISTER}")]


def test_a_mapping_of_something_else_is_said_to_be_no_register(tmp_path):
    found = wrong_with(tmp_path, "name: x\nversion: 2\nservices: {web: {image: y}}\n")
    assert found[0] == Found(
        1,
        "name",
        f"There is no key “name” here; allowed: {THE_KEYS}.",
    )
    assert (
        Found(
            1,
            "",
            "This is not a register: it begins with the key “name”. A register's keys are "
            f"{THE_KEYS}.",
        )
        in found
    )


def test_what_begins_like_something_else_and_goes_on_for_long_is_given_up(tmp_path):
    found = wrong_with(tmp_path, "name: x\nrows:\n" + "  - a row of it\n" * 30_000)
    assert [f.words.partition(":")[0] for f in found if f.path == ""] == ["This is not a register"]


# --- what is no YAML ------------------------------------------------------------------------------

NO_YAML = [
    ("text: Take up training.", "text: Take up: training.  # here", "there is a colon where none can be"),
    ("    body: rcm", "\tbody: rcm  # here", "indentation is made of spaces, not of tabs"),
    ("text: What is proposed.", "text: @all agree  # here", "a text that begins with such a character"),
    ("agreed: all", "agreed: [CA, MX\n        recorded: 1  # here", "a list [ … ] is not closed"),
    ("{stance: agree}", "{stance: agree\n        status: adopted  # here", "a mapping { … } is not closed"),
    ("    presidency: US", "    presidency US\n    host: US  # here", "a key without a colon"),
    ("    body: rcm", "   body: rcm  # here", "an element of the list (- …) was expected here"),
    ("text: What is proposed.", r'text: "C:\plan"  # here', "a backslash in double quotes begins a sign"),
    ("text: What is proposed.", r'text: "\uD800"  # here', "an escape in double quotes names no character"),
    ("language: en", "language: en\n- rcm-12  # here", "a key was expected here"),
    ("text: What is proposed.", "text: - What is proposed.  # here", "there is an element of a list"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "why"), NO_YAML)
def test_what_is_no_yaml_says_where_and_why(tmp_path, old, new, why):
    text = edited(old, new)
    (found,) = [f for f in wrong_with(tmp_path, text) if f.words.startswith("This is not YAML")]
    assert found.words.startswith(f"This is not YAML: {why}")
    assert found.line == marked_line(text)


def test_a_quote_that_is_never_closed_is_found_at_the_end(tmp_path):
    text = edited("text: What is proposed.", 'text: "What is proposed.')
    (found,) = wrong_with(tmp_path, text)
    assert found.words == (
        "This is not YAML: the file ends within a quoted text; its closing quote is missing."
    )


def test_what_was_found_before_the_yaml_broke_is_reported_with_it(tmp_path):
    text = edited("number: 12", "number: twelve").replace("reports:\n", "reports: [\n")
    assert [(f.path, f.words.partition(":")[0]) for f in wrong_with(tmp_path, text)] == [
        ("meetings[0].number", "Found “twelve” where a whole number belongs."),
        ("reports", "This is not YAML"),
    ]


def test_the_yaml_that_breaks_below_an_unknown_key_is_said_to_break(tmp_path):
    text = edited("language: en", "langage: [en")
    found = [(f.line, f.path, f.words.split(" ")[0]) for f in wrong_with(tmp_path, text)]
    assert (3, "langage", "There") in found
    assert [words for _, _, words in found if words == "This"] == ["This"]


def test_a_second_document_is_refused(tmp_path):
    found = wrong_with(tmp_path, f"{GOOD}---\n{GOOD}")
    assert found == [
        Found(
            GOOD.count("\n") + 1,
            "",
            "Found a second document (---); a file is one document. Give each its own file.",
        )
    ]


def test_one_document_may_be_marked_as_such(tmp_path):
    assert read(tmp_path, f"%YAML 1.2\n---\n{GOOD}...\n").decision_count == 1


# --- one thing that stands for another ------------------------------------------------------------


def test_a_bomb_of_anchors_is_refused_and_never_unfolded(tmp_path):
    lists = "".join(
        f"      {name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
        for before, name in zip("abcdefghijklmnop", "bcdefghijklmnopq")
    )
    bomb = edited("    presidency: US\n", f"    present:\n      a: &a [US]\n{lists}")
    found = wrong_with(tmp_path, bomb)
    assert (
        Found(
            12,
            "meetings[0].present.a",
            "Found the anchor or alias &a; these are not read. Write the value out wherever it belongs.",
        )
        in found
    )
    assert "meetings[0].present.b[8]" in [f.path for f in found]


@pytest.mark.parametrize(
    ("old", "new", "path", "words"),
    [
        ("agreed: all", "agreed: &who all  # here", "meetings[0].decisions[0].agreed", "the anchor or alias &who"),
        ("agreed: all", "agreed: *who  # here", "meetings[0].decisions[0].agreed", "the anchor or alias *who"),
        ("text: What is proposed.", "text: !!str 5  # here", "proposals[0].text", "the tag !!str"),
        ("text: What is proposed.", "text: !exec rm  # here", "proposals[0].text", "the tag !exec"),
        ("{stance: agree}", "!!map {stance: agree}  # here", "meetings[0].decisions[0].positions.CA", "the tag !!map"),
        ("    by: MX", "    <<: {by: MX}  # here", "proposals[0].<<", "the merge key <<"),
        ("    by: MX", "    &by by: MX  # here", "proposals[0]", "the anchor or alias &by"),
        ("    by: MX", "    *by : MX  # here", "proposals[0]", "the anchor or alias *by"),
    ],
)  # fmt: skip
def test_no_value_stands_for_another(tmp_path, old, new, path, words):
    text = edited(old, new)
    (found,) = [f for f in wrong_with(tmp_path, text) if f.words.startswith(f"Found {words}")]
    assert (found.line, found.path) == (marked_line(text), path)


# --- keys -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "path", "first"),
    [
        ("    body: rcm", "    body: rcm\n    body: rcgm  # here", "meetings[0].body", 6),
        ("language: en", "language: en\nlanguage: en  # here", "language", 3),
        ("reports:", "proposals: []  # here\nreports:", "proposals", 21),
        (
            "          CA: {stance: agree}",
            "          CA: {stance: agree}\n          CA: {stance: object}  # here",
            "meetings[0].decisions[0].positions.CA",
            17,
        ),
    ],
)
def test_a_key_given_twice_is_an_error_that_names_both_lines(tmp_path, old, new, path, first):
    text = edited(old, new)
    line, key = marked_line(text), path.rpartition(".")[2]
    assert wrong_with(tmp_path, text) == [
        Found(
            line,
            path,
            f"The key “{key}” is given twice, on line {first} and on line {line}; once is allowed.",
        )
    ]


@pytest.mark.parametrize(
    ("key", "what"),
    [("? [a, b]\n    :", "a list"), ("? {a: b}\n    :", "a mapping"), ("[a]:", "a list")],
)
def test_a_key_is_a_word(tmp_path, key, what):
    text = edited("    by: MX", f"    by: MX\n    {key} x")
    assert wrong_with(tmp_path, text) == [
        Found(24, "proposals[0]", f"Found {what} as a key; a key is a word.")
    ]


# --- characters -----------------------------------------------------------------------------------


def test_latin_1_is_refused_with_its_byte_and_line(tmp_path):
    text = edited("text: Take up training.", "text: Iniciar la capacitación.").encode("latin-1")
    assert wrong_with(tmp_path, text) == [
        Found(
            14,
            "",
            f"Byte {text.index(0xF3) + 1} of the file, 0xF3, is not UTF-8 (it may be Latin-1 or "
            "Windows-1252). Save the file with the encoding UTF-8.",
        )
    ]


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_the_line_of_a_wrong_byte_is_right_far_into_a_file_and_with_any_line_ends(tmp_path, ends):
    comments = "# á comment that takes some room\n" * 9_000
    text = (comments + edited("text: Take up training.", "text: \xf3")).replace("\n", ends)
    head, tail = text.split("\xf3", 1)
    (found,) = wrong_with(tmp_path, head.encode() + b"\xf3" + tail.encode())
    assert found.line == 9_014
    assert f"Byte {len(head.encode()) + 1:,} of the file".replace(",", "") in found.words


@pytest.mark.parametrize("before", range(65_530, 65_540))
def test_a_line_end_that_is_read_in_two_pieces_is_one_line_end(tmp_path, before):
    filling = b"#" * (before - 2)
    (found,) = wrong_with(tmp_path, filling + b"\r\nregister: 1\r\n\xff")
    assert found.line == 3


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("utf-32", "UTF-32"),
    ],
)
def test_wide_encodings_are_named(tmp_path, encoding, name):
    assert wrong_with(tmp_path, GOOD.encode(encoding)) == [
        Found(1, "", f"The file is in {name}, which is not read. Save it with the encoding UTF-8.")
    ]


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("\0", "U+0000 (NUL)"),
        ("\x1b", "U+001B (control character)"),
        ("\x9f", "U+009F (control character)"),
        ("\ufeff", "U+FEFF (ZERO WIDTH NO-BREAK SPACE)"),
        ("\uffff", "U+FFFF (control character)"),
    ],
)
def test_what_cannot_be_shown_is_refused_with_its_column(tmp_path, character, name):
    text = edited("text: Take up training.", f"text: Take{character} up training.")
    assert wrong_with(tmp_path, text) == [
        Found(
            14,
            "",
            f"Found {name} in column 19, a character that cannot be shown. Take it out.",
        )
    ]


def test_the_column_is_right_where_the_line_began_in_an_earlier_piece_of_the_file(tmp_path):
    long = "x" * 70_000
    text = f"register: 1\n# {long}\0\n"
    assert wrong_with(tmp_path, text) == [
        Found(2, "", "Found U+0000 (NUL) in column 70003, a character that cannot be shown. Take it out.")
    ]  # fmt: skip


@pytest.mark.parametrize("character", "\u202e\u2066\u200f\u061c")
@pytest.mark.parametrize("escaped", [False, True])
def test_a_text_cannot_read_differently_from_what_it_says(tmp_path, character, escaped):
    shown = f"\\u{ord(character):04x}" if escaped else character
    text = edited("text: Take up training.", f'text: "Take up {shown}training."  # here')
    (found,) = wrong_with(tmp_path, text)
    assert (found.line, found.path) == (marked_line(text), "meetings[0].decisions[0].text")
    assert f"Found U+{ord(character):04X} (" in found.words
    assert "at position 9 of the text: a bidirectional control character" in found.words


def test_a_key_that_deceives_the_eye_is_shown_as_what_it_is(tmp_path):
    text = edited("    by: MX", "    b\u202ey: MX")
    assert Found(
        23,
        "proposals[0].b\\u202ey",
        "There is no key “b\\u202ey” here; allowed: id, by, submitted_to, text, placements, changes, "
        "source, comments, referrals, outcome. Did you mean “by”?",
    ) in wrong_with(tmp_path, text)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: codecs.BOM_UTF8 + text.encode(),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r").encode(),
        lambda text: text.rstrip("\n").encode(),
        lambda text: text.replace("title: XII", "title:   XII").encode(),
    ],
    ids=["byte-order mark", "CRLF", "CR", "no end of line at the end", "blanks"],
)
def test_how_a_register_was_saved_makes_no_difference(tmp_path, change):
    (plain,) = read(tmp_path, GOOD).decisions()
    (saved,) = read(tmp_path, change(GOOD)).decisions()
    assert (saved.meeting, saved.decision, saved.where) == (
        plain.meeting,
        plain.decision,
        plain.where,
    )


def test_equal_words_are_equal_however_their_accents_were_typed(tmp_path):
    composed = edited("text: Take up training.", "text: Capacitación.")
    decomposed = edited("text: Take up training.", "text: Capacitacio\u0301n.")
    (one,), (other,) = (list(read(tmp_path, text).decisions()) for text in (composed, decomposed))
    assert one.decision == other.decision
