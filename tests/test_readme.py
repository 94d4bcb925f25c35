"""The README's commands work, one after the other, in a folder of their own."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

README = Path(__file__).parents[1] / "README.md"


def test_the_commands_of_the_readme_work_one_after_the_other(tmp_path: Path, go_check):
    """Go is there: `go_check` says what is missing."""
    assert commands_work(README, tmp_path) >= 5


@pytest.mark.parametrize("name", ["review"])
def test_the_commands_of_a_guide_work_one_after_the_other(tmp_path: Path, name: str):
    assert commands_work(README.parent / "docs" / f"{name}.md", tmp_path)


def commands_work(file: Path, tmp_path: Path) -> int:
    """Run the commands of a text; how many blocks of them there are."""
    blocks = re.findall(r"^```sh\n(.*?)^```", file.read_text(encoding="utf-8"), re.S | re.M)
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    environment = {
        **os.environ,
        "PATH": path,
        "LC_ALL": "C.UTF-8",
        "CHECKOUT": str(README.parent),
    }
    # `set -e` overlooks what stands behind `!`: there the answer must be no.
    script = re.sub(r"^! (.*)$", r"if \1; then exit 99; fi", "\n".join(blocks), flags=re.M)
    found = subprocess.run(
        ["bash", "-eu", "-c", script],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stdout + found.stderr
    assert "Traceback" not in found.stderr
    return len(blocks)
