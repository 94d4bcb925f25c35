"""The repository keeps its own rules: layers, a short README, a hashed lock, a plain top level."""

import re
import subprocess
from pathlib import Path

from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
TOP_LEVEL = {
    *("ledger", "projections", "api", "tests", "docs"),
    *("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "LICENSE"),
    *("pyproject.toml", "requirements.lock", "Makefile"),
}
A_MACHINE_PATH = re.compile(rb"(?<![\w.-])/(?:work|root)/")


def tracked_files() -> list[str]:
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return [name for name in listing.stdout.split("\0") if name]


def requirements() -> list[str]:
    """The lock's requirements, each with its hashes on one line."""
    lines = LOCK.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    return [line for line in lines if line.strip() and not line.lstrip().startswith("#")]


def test_the_api_uses_projections_and_projections_use_the_ledger_and_never_the_other_way(
    monkeypatch, capsys
):
    monkeypatch.chdir(ROOT)
    status = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert status == 0, capsys.readouterr().out


def test_the_readme_has_at_most_150_lines():
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 150


def test_no_file_names_a_path_of_one_machine():
    present = [name for name in tracked_files() if (ROOT / name).is_file()]
    assert [name for name in present if A_MACHINE_PATH.search((ROOT / name).read_bytes())] == []


def test_every_requirement_in_the_lock_is_one_version_with_a_hash():
    pinned = re.compile(r"[\w.-]+==[^\s;]+.*\s--hash=sha256:[0-9a-f]{64}")
    assert requirements()
    assert [line for line in requirements() if not pinned.match(line)] == []


def test_the_lock_names_no_package_index():
    assert not re.search(r"://|--[\w-]*index|--find-links", LOCK.read_text(encoding="utf-8"))


def test_the_top_level_holds_only_what_everybody_expects():
    top = {name.split("/")[0] for name in tracked_files()}
    assert {name for name in top if not name.startswith(".")} - TOP_LEVEL == set()


def test_only_the_stores_speak_sql_to_the_log():
    """A log is kept in a file or on a server; what is asked of it elsewhere would work on one only."""
    speaking = {
        path.relative_to(ROOT).as_posix()
        for room in ("api", "ledger", "projections")
        for path in (ROOT / room).rglob("*.py")
        if "stored_events" in path.read_text(encoding="utf-8")
    }
    stores = {f"ledger/{name}.py" for name in ("server", "store", "store_postgres", "store_sqlite")}
    assert speaking == stores
