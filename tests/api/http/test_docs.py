"""What docs/http.md and docs/accounts.md show can be done as it stands."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from api.operations import OF_ACCOUNTS, OPERATIONS, RECORDING
from tests.api.http.conftest import ENVIRONMENT

DOCS = Path(__file__).resolve().parents[3] / "docs"
PAGE = DOCS / "http.md"


@pytest.mark.parametrize(("page", "fewest"), [("http.md", 6), ("accounts.md", 4)])
def test_every_command_of_the_page_works(tmp_path, page, fewest):
    text = (DOCS / page).read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```", text, re.S | re.M)
    assert len(blocks) >= fewest
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    stop = "trap 'kill ${service:-} ${recording:-} 2>/dev/null || :' EXIT"
    found = subprocess.run(
        ["bash", "-eu", "-o", "pipefail", "-c", "\n".join((stop, *blocks))],
        cwd=tmp_path,
        env={**ENVIRONMENT, "PATH": path},
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert found.returncode == 0, found.stdout[-2000:] + found.stderr
    assert b"Traceback" not in (tmp_path / "access.log").read_bytes()


def test_the_page_names_the_operations_by_their_paths():
    said = PAGE.read_text(encoding="utf-8")
    for path in OPERATIONS.values():
        assert re.split(r"[?]|/mx-1|/rcm-12|/rcgm-demo-d1", path)[0].removeprefix("/api/v1/") in said
    for step in RECORDING.values():
        words = step.path.removeprefix("/api/v1/").split("/")
        assert all(f"/{word}" in said for word in words if re.fullmatch("[a-z]+", word))


def test_the_page_on_accounts_names_their_operations_by_their_paths():
    said = (DOCS / "accounts.md").read_text(encoding="utf-8")
    for step in OF_ACCOUNTS.values():
        words = step.path.removeprefix("/api/v1").partition("?")[0].split("/")[1:]
        assert all(f"/{word}" in said for word in words if re.fullmatch("[a-z-]+", word) and word != "current")
