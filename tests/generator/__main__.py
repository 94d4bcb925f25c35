"""A generated history as a register file."""

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import TextIO

from tests.generator.history import LATE_BY, documents
from tests.generator.things import Document, Meeting


def write_register(out: TextIO, documents: Iterator[tuple[Meeting, Document]]) -> None:
    """Write a history as a register file.

    A meeting is written once no late record can belong to it any more.
    """
    out.write("# A generated history, not a real one: python -m tests.generator\n")
    out.write("register: 1\ncharter: rcm\nbasis: presumed\nmeetings:\n")
    held: list[Meeting] = []
    for meeting, _ in documents:
        if not held or (held[-1] is not meeting and meeting not in held):
            held.append(meeting)
        if len(held) > LATE_BY + 1:
            _write_meeting(out, held.pop(0))
    for meeting in held:
        _write_meeting(out, meeting)


def _write_meeting(out: TextIO, meeting: Meeting) -> None:
    _write(out, meeting.document, "  - ")
    if meeting.decisions:
        out.write("    decisions:\n")
    for decision in meeting.decisions:
        _write(out, {k: v for k, v in decision.items() if k != "changes"}, "      - ")
        if "changes" in decision:
            out.write("        changes:\n")
            for change in decision["changes"]:
                _write(out, change, "          - ")


def _write(out: TextIO, document: Document, indent: str) -> None:
    """A mapping's keys on a line each, and what they hold as JSON, which is YAML too."""
    for key, value in document.items():
        written = (
            str(value)
            if isinstance(value, date)
            else json.dumps(value, ensure_ascii=False, default=str)
        )
        out.write(f"{indent}{key}: {written}\n")
        indent = " " * len(indent)


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.generator", description="Write a lawful register of any size."
    )
    parser.add_argument("--changes", type=int, required=True)
    parser.add_argument("--changes-per-decision", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--plan-size", type=int, default=200)
    parser.add_argument("--late-every", type=int, default=100, help="0 for never")
    parser.add_argument("-o", "--output", type=Path, help="default: standard output")
    given = parser.parse_args()
    history = documents(
        given.changes,
        given.changes_per_decision,
        given.seed,
        given.plan_size,
        given.late_every or None,
    )
    with (
        given.output.open("w", encoding="utf-8") if given.output else nullcontext(sys.stdout) as out
    ):
        write_register(out, history)


if __name__ == "__main__":
    main()
