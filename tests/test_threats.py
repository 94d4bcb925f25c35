"""The page on threats claims nothing that no test shows."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "threats.md").read_text(encoding="utf-8")


def test_every_test_that_the_page_on_threats_names_is_there():
    named = set(re.findall(r"`(test_\w+)`", PAGE))
    files = (ROOT / "tests").rglob("test_*.py")
    there = {
        name for file in files for name in re.findall(r"def (test_\w+)\(", file.read_text("utf-8"))
    }
    assert len(named) > 40
    assert named - there == set()


def test_the_page_on_threats_has_at_most_150_lines():
    assert len(PAGE.splitlines()) <= 150
