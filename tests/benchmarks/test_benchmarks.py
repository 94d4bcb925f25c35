"""The benchmarks run. What they say is for `make bench`, on a machine that does nothing else."""

import pytest

from tests.benchmarks.__main__ import PARTS, main
from tests.benchmarks.measuring import Report, in_turns


def test_all_benchmarks_run_on_small_ledgers(capsys: pytest.CaptureFixture[str]):
    assert main(["--quick"]) == 0
    out, err = capsys.readouterr()
    assert [name for name in PARTS if f"{name} …" not in err] == []
    for asked in (
        *("≥ 0.25", "≤ 1.5", "≤ 400 MB", "≤ 2", "≤ 3", "≤ 5"),
        *("≥ 0.5", "≤ 25 tiles", "≤ 1.15", "≤ 10"),
    ):
        assert f" {asked} " in out


def test_what_is_compared_is_measured_in_turns():
    done: list[str] = []
    a, b = in_turns(3, lambda: done.append("a"), lambda: done.append("b"), warm_up=0)
    assert len(a) == len(b) == 3
    assert "".join(done) == "baabba"


def test_a_limit_that_is_missed_is_said(capsys: pytest.CaptureFixture[str]):
    report = Report()
    report.compare("slow", [3.0, 3.0], "fast", [1.0, 1.0], at_most=2)
    assert not report.all_ok
    assert "NO" in report.table()
    report = Report()
    report.compare("half as fast", [2.0], "bare", [1.0], at_least=0.25)
    assert report.all_ok
