"""The README's commands work, one after the other, in a folder of their own."""

import os
import re
import subprocess
import sys
from pathlib import Path

README = Path(__file__).parents[1] / "README.md"


def test_the_commands_of_the_readme_work_one_after_the_other(tmp_path: Path, go_check):
    """Go is there: `go_check` says what is missing."""
    blocks = re.findall(r"^```sh\n(.*?)^```", README.read_text(encoding="utf-8"), re.S | re.M)
    assert len(blocks) >= 5
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
