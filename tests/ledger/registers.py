"""Registers as somebody writes them, and what the reader finds wrong with them.

A test edits one good register. The line on which an error is expected bears the comment `# here`.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from ledger.input_sentences import SENTENCES
from ledger.references import Known
from ledger.register import NothingKnown, Register, UnreadableInput, read_register
from tests.builders import assert_said

GOOD = """\
register: 1
charter: rcm
language: en
meetings:
  - id: rcm-12
    body: rcm
    number: 12
    title: XII Regional Conference
    opens_on: 2007-04-26
    closes_on: 2007-04-27
    presidency: US
    decisions:
      - id: rcm-12-d1
        text: Take up training.
        agreed: all
        positions:
          CA: {stance: agree}
        changes:
          - approve: {item: s1, kind: section, terms: {title: A section}}
          - approve: {item: a1, parent: s1, terms: {title: An activity}}
proposals:
  - id: mx-1
    by: MX
    submitted_to: rcm-12
    text: What is proposed.
reports:
  - {item: a1, by: TS, on: 2008-01-01, says: on-track}
"""

CHANGE = "          - approve: {item: a1, parent: s1, terms: {title: An activity}}"
"""The line after which a test puts another change."""


class Found(NamedTuple):
    """An error, as tests compare them; the words are English."""

    line: int | None
    path: str
    words: str


def edited(old: str, new: str, text: str = GOOD) -> str:
    """The good register with one of its lines, or a part of one, written otherwise."""
    assert text.count(old) == 1, (old, text.count(old))
    return text.replace(old, new)


def with_change(change: str) -> str:
    """The good register with one change more: the third of its decision."""
    return edited(CHANGE, f"{CHANGE}\n          - {change}")


def marked_line(text: str) -> int:
    """The line that bears `# here`."""
    (line,) = (n for n, line in enumerate(text.splitlines(), start=1) if line.endswith("# here"))
    return line


def written(folder: Path, *texts: str | bytes) -> list[Path]:
    """Files with these contents: one.yaml, two.yaml …"""
    files = []
    for name, text in zip(("one", "two", "three"), texts, strict=False):
        file = folder / f"{name}.yaml"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        files.append(file)
    return files


def read(folder: Path, *texts: str | bytes, known: Known | None = None) -> Register:
    return read_register(written(folder, *texts), known or NothingKnown())


def wrong(files: Sequence[Path], known: Known | None = None) -> list[Found]:
    """All errors of a register; each is said in both languages, and the same in both."""
    try:
        read_register(files, known or NothingKnown())
    except UnreadableInput as unreadable:
        found = []
        for error in unreadable.errors:
            assert error.file in [str(file) for file in files]
            assert_said_alike(error.message)
            found.append(Found(error.line, error.path, error.message["en"]))
        return found
    raise AssertionError("nothing is wrong with it")


def wrong_with(folder: Path, *texts: str | bytes, known: Known | None = None) -> list[Found]:
    return wrong(written(folder, *texts), known)


def assert_said_alike(message: Mapping[str, str]) -> None:
    """A sentence of the catalogue, well said, and the same in both languages."""
    assert_said(message)
    assert_one_sentence(message)


def assert_one_sentence(message: Mapping[str, str]) -> None:
    """The same sentence of the catalogue in both languages, about the same words."""
    english, spanish = message["en"], message["es"]
    assert code_of(english, 0) & code_of(spanish, 1), message
    assert re.findall("“(.*?)”", english) == re.findall("«(.*?)»", spanish), message


def code_of(sentence: str, language: int) -> set[str]:
    """The codes whose sentence this is, by their catalogue."""
    return {
        code
        for code, words in SENTENCES.items()
        if re.fullmatch(_pattern(words[language]), sentence, re.S)
    }


def _pattern(sentence: str) -> str:
    """A catalogue's sentence as a pattern: anything may stand where a fact belongs."""
    unbraced = sentence.replace("{{", "\0").replace("}}", "\1")
    literal = (re.escape(part) for part in re.split(r"\{\w+\}", unbraced))
    return ".*".join(literal).replace("\0", r"\{").replace("\1", r"\}")
