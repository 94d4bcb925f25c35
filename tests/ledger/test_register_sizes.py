"""Files that are larger than any register: given up soon, in bounded memory."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ledger.register import NothingKnown, UnreadableInput, read_register
from tests.ledger.registers import GOOD, Found, edited, read, wrong_with

MORE = "…and at least {} more errors; what comes after them was not read."


def test_thousands_of_unknown_names_are_counted_in_time(tmp_path):
    names = [f"mx-x{n}" for n in range(8_000)]
    proposals = "".join(
        f"  - {{id: my-{n}, by: MX, submitted_to: rcm-12, text: A wish.}}\n" for n in range(8_000)
    )
    text = edited("agreed: all", f"recommended_by: [{', '.join(names)}]")
    began = time.process_time()
    found = wrong_with(tmp_path, text.replace("proposals:\n", f"proposals:\n{proposals}"))
    assert time.process_time() - began < 15
    assert found[0].words == (
        "There is no proposal “mx-x0” in the register or in the ledger. Did you mean “mx-1”?"
    )
    assert found[-1] == Found(None, "", MORE.format("7,800"))


# --- what no record is ----------------------------------------------------------------------------

TOO_LONG = (
    "More than 1,048,576 characters here are one text or one comment; a text has at most 65,535 "
    "bytes."
)
TOO_LARGE = "One record here has more than 4,194,304 characters. Divide it into several decisions."
TOO_DEEP = "Nested more than 50 levels deep; no record is."
MB = 1 << 20


@pytest.mark.parametrize(
    ("text", "line", "path"),
    [
        (edited("Take up training.", "x" * 2 * MB), 14, "meetings[0].decisions[0].text"),
        (edited("Take up training.", '"' + "x y " * MB + '"'), 14, "meetings[0].decisions[0].text"),
        (edited("language: en", f"language: en  # {'x' * 2 * MB}"), 3, ""),
        (edited("language: en", "language: en\n" + "\n" * 2 * MB), 3, "language"),
        (" " * 2 * MB, 1, ""),
    ],
    ids=["a text", "a quoted text", "a comment", "empty lines", "blanks"],
)
def test_a_text_or_comment_of_megabytes_is_no_record(tmp_path, text, line, path):
    (found,) = wrong_with(tmp_path, text)
    assert found.words == TOO_LONG
    assert (found.line, found.path) == (line, path)


def test_a_large_number_is_written_as_each_language_does(tmp_path):
    file = tmp_path / "one.yaml"
    file.write_text(edited("Take up training.", "x" * 2 * MB), encoding="utf-8")
    with pytest.raises(UnreadableInput) as unreadable:
        read_register([file], NothingKnown())
    (error,) = unreadable.value.errors
    assert error.message["es"] == (
        "Más de 1.048.576 caracteres son aquí un solo texto o comentario; "
        "un texto tiene como máximo 65.535 bytes."
    )


@pytest.mark.parametrize("place", ["record", "unknown key"])
def test_a_record_of_megabytes_is_none(tmp_path, place):
    texts = "".join(f"          X{n}: {{statement: {'x' * 1000}}}\n" for n in range(5000))
    if place == "record":
        text = edited("        positions:\n", f"        positions:\n{texts}")
    else:
        text = edited("reports:\n", f"report:\n{texts}reports:\n")
    found = wrong_with(tmp_path, text)
    assert [f.words for f in found if f.words == TOO_LARGE] == [TOO_LARGE]


def test_many_records_may_be_of_many_megabytes(tmp_path):
    text = "x" * 60_000
    reports = f"  - {{item: a1, by: TS, on: 2008-01-01, says: delayed, text: {text}}}\n" * 100
    register = read(tmp_path, edited("reports:\n", f"reports:\n{reports}"))
    assert len(register.reports) == 101


@pytest.mark.parametrize(
    "deep",
    ["[" * 60 + "]" * 60, "[" * 5000 + "]" * 5000, "{a: " * 60 + "}" * 60],
    ids=["lists", "very deep", "mappings"],
)
def test_what_is_nested_deeper_than_any_record_is_refused(tmp_path, deep):
    found = wrong_with(tmp_path, edited("Take up training.", deep))
    assert [f.line for f in found if f.words == TOO_DEEP] == [14]


def test_fifty_levels_are_not_too_deep_and_fifty_one_are(tmp_path):
    """The text of a decision stands four levels down."""
    for levels, words in ((45, "Found a list where a text belongs."), (46, TOO_DEEP)):
        text = edited("Take up training.", "[" * levels + "]" * levels)
        assert words in [f.words for f in wrong_with(tmp_path, text)]
        assert (words == TOO_DEEP) == any(f.words == TOO_DEEP for f in wrong_with(tmp_path, text))


def test_what_is_nested_below_an_unknown_key_is_refused_too(tmp_path):
    found = wrong_with(tmp_path, edited("language: en", "langage: " + "[" * 5000 + "]" * 5000))
    assert [f.words for f in found if f.path == "langage"][1:] == [TOO_DEEP]


# --- more errors than anybody reads ---------------------------------------------------------------


def test_two_hundred_errors_are_shown_and_the_others_counted(tmp_path):
    wrong_days = "".join(
        f"  - {{item: a1, by: TS, on: 2008-02-30, says: on-track}}  # {n}\n" for n in range(250)
    )
    found = wrong_with(tmp_path, edited("reports:\n", f"reports:\n{wrong_days}"))
    assert len(found) == 201
    assert found[-1] == Found(None, "", "…and 50 more errors.")


def test_after_two_thousand_errors_the_rest_is_not_read(tmp_path):
    wrong_days = "  - {item: a1, by: TS, on: 2008-02-30, says: on-track}\n" * 5000
    found = wrong_with(tmp_path, edited("reports:\n", f"reports:\n{wrong_days}"))
    assert found[-1] == Found(None, "", MORE.format("1,800"))


def test_the_same_key_over_and_over_says_that_the_rest_was_not_read(tmp_path):
    found = wrong_with(tmp_path, GOOD + "language: en\n" * 5000)
    assert [f.path for f in found] == ["language", ""]
    assert found[-1].words == MORE.format("1,999")


# --- 100 MB ---------------------------------------------------------------------------------------

HEAD = "register: 1\ncharter: rcm\nlanguage: en\n"
READ = """
import json, re, sys, time
from pathlib import Path
from ledger.register import NothingKnown, UnreadableInput, read_register

began = time.process_time()
try:
    read_register([Path(sys.argv[1])], NothingKnown())
    said = []
except UnreadableInput as unreadable:
    said = [error.message["en"] for error in unreadable.errors]
took = time.process_time() - began
# Not `ru_maxrss`: a process that is begun inherits that from the one that began it.
(used,) = re.findall(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())
print(json.dumps({"said": said, "seconds": took, "megabytes": int(used) / 1024}))
"""
HUGE = {
    "NUL": ("", "\0", "Found U+0000 (NUL) in column 1"),
    "blanks": ("", " ", TOO_LONG),
    "one word": ("", "a", TOO_LONG),
    "another list": ("", "- a\n", "Found a list; expected: a register"),
    "another mapping": ("", "a: b\n", MORE.format("1,999")),
    "comments": (HEAD, "# a comment\n", TOO_LONG),
    "one text": (f"{HEAD}meetings:\n- title: ", "x", TOO_LONG),
    "one quoted text": (f'{HEAD}meetings:\n- title: "', "x y\n", TOO_LONG),
    "one record": (f"{HEAD}meetings:\n- present:\n", "  - MX\n", TOO_LARGE),
    "records that are none": (f"{HEAD}meetings:\n", "- a\n", MORE.format("1,800")),
    "below an unknown key": (f"{HEAD}meeting:\n", "  - a\n", TOO_LARGE),
    "keys given twice": (HEAD, "charter: rcm\n", MORE.format("1,999")),
    "brackets": (f"{HEAD}meetings: ", "[", TOO_DEEP),
    "braces": (f"{HEAD}meetings: ", "{a: ", TOO_DEEP),
}


@pytest.mark.slow
@pytest.mark.parametrize("what", HUGE)
def test_a_file_of_100_mb_is_given_up_in_seconds_and_in_little_memory(tmp_path, what):
    head, unit, said = HUGE[what]
    file = tmp_path / "huge.yaml"
    piece = unit.encode() * (MB // len(unit))
    with file.open("wb") as huge:
        huge.write(head.encode())
        for _ in range(100):
            huge.write(piece)
    try:
        done = subprocess.run(
            [sys.executable, "-c", READ, str(file)],
            capture_output=True,
            check=True,
            cwd=Path(__file__).parents[2],
        )
    finally:
        file.unlink()
    found = json.loads(done.stdout)
    assert [words for words in found["said"] if words.startswith(said)], found["said"][:3]
    assert found["megabytes"] < 150
    assert found["seconds"] < 30
