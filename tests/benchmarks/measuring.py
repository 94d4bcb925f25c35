"""Measuring in turns, and a table of what came of it."""

import gc
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).resolve().parents[2]

Act = Callable[[], object]


@dataclass
class Line:
    """A row of the table: what was measured, against what, and what was asked."""

    what: str
    figure: str
    baseline: str = ""
    ratio: float | None = None
    smallest: float | None = None
    limit: str = ""
    ok: bool | None = None
    rounds: int = 1


@dataclass
class Report:
    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def compare(
        self, what: str, subject: Sequence[float], against: str, baseline: Sequence[float],
        *, at_most: float | None = None, at_least: float | None = None,
    ) -> None:  # fmt: skip
        """A subject against a baseline, both in seconds, measured in turns.

        Args:
            at_most: how many times the baseline's time the subject may take.
            at_least: how many times the subject's speed must be of the baseline's.
        """
        ratio, smallest = median(subject) / median(baseline), min(subject) / min(baseline)
        if at_least is not None:
            ratio, smallest = 1 / ratio, 1 / smallest
            limit, ok = f"≥ {at_least:g}", ratio >= at_least
        elif at_most is not None:
            limit, ok = f"≤ {at_most:g}", ratio <= at_most
        else:
            limit, ok = "", None
        self._add(
            Line(
                what, shown(median(subject)), f"{against}: {shown(median(baseline))}",
                ratio, smallest, limit, ok, len(subject),
            )
        )  # fmt: skip

    def amount(self, what: str, found: float, unit: str, *, at_most: float | None = None) -> None:
        limit = "" if at_most is None else f"≤ {at_most:,.0f} {unit}"
        ok = None if at_most is None else found <= at_most
        self._add(Line(what, f"{found:,.0f} {unit}", limit=limit, ok=ok))

    def note(self, words: str) -> None:
        """A word below the table."""
        self.notes.append(words)

    def _add(self, line: Line) -> None:
        self.lines.append(line)
        print(f"  {line.what}: {line.figure}", file=sys.stderr, flush=True)

    @property
    def all_ok(self) -> bool:
        return all(line.ok is not False for line in self.lines)

    def table(self) -> str:
        head = ("what", "figure", "baseline", "ratio", "of minima", "limit", "ok", "rounds")
        rows = [
            (
                line.what, line.figure, line.baseline, _number(line.ratio), _number(line.smallest),
                line.limit, {None: "", True: "yes", False: "NO"}[line.ok], str(line.rounds),
            )
            for line in self.lines
        ]  # fmt: skip
        widths = [max(len(row[n]) for row in (head, *rows)) for n in range(len(head))]
        return "\n".join(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in (head, tuple("-" * width for width in widths), *rows)
        ) + "".join(f"\n{note}" for note in self.notes)


def _number(ratio: float | None) -> str:
    return "" if ratio is None else f"{ratio:.2f}"


def shown(seconds: float) -> str:
    if seconds < 0.01:
        return f"{seconds * 1e6:,.0f} µs"
    return f"{seconds * 1e3:,.0f} ms" if seconds < 10 else f"{seconds:,.1f} s"


def timed(act: Act) -> float:
    began = perf_counter()
    act()
    return perf_counter() - began


def in_turns(rounds: int, *acts: Act, warm_up: int = 1) -> list[list[float]]:
    """How long each act took in each round; every other round the other way about."""
    times: list[list[float]] = [[] for _ in acts]
    gc.collect()
    for n in range(-warm_up, rounds):
        order = list(zip(acts, times, strict=True))
        for act, found in order if n % 2 else reversed(order):
            seconds = timed(act)
            if n >= 0:
                found.append(seconds)
    return times


@dataclass(frozen=True)
class Ran:
    """A process that ran to its end: what it printed, and the most memory that it had."""

    out: str
    megabytes: float


def run(arguments: Sequence[str | Path]) -> Ran:
    """Run a process, its memory measured by the system."""
    process = subprocess.Popen(
        [str(each) for each in arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    out = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdout.close()
    assert process.returncode == 0, (arguments, process.returncode, out[-2000:])
    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, kilobytes here
    return Ran(out, usage.ru_maxrss * unit / 1e6)
