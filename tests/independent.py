"""Tools that we did not write, which check what we make."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

GOCODE = Path("/usr/share/gocode")  # where Debian keeps the sources of Go's libraries
SOURCE = Path(__file__).parent / "go" / "check.go"

Check = Callable[..., subprocess.CompletedProcess[str]]


def run(*arguments: object, **kwargs: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(each) for each in arguments],
        **{"capture_output": True, "text": True, "check": False, **kwargs},
    )


@pytest.fixture(scope="session")
def openssl() -> Check:
    """`openssl(*arguments)`."""
    if shutil.which("openssl") is None:
        pytest.fail("openssl is missing; `make debian` installs it")
    return lambda *arguments: run("openssl", *arguments)


@pytest.fixture(scope="session")
def go_check(tmp_path_factory: pytest.TempPathFactory) -> Check:
    """`go_check(folder, *indexes)`: Go's transparency-log packages on a folder in the form of
    tlog-tiles (`tests/go/check.go`)."""
    missing = [
        package
        for package, there in {
            "golang-go": shutil.which("go"),
            "golang-golang-x-mod-dev": (GOCODE / "src/golang.org/x/mod/sumdb/tlog").is_dir(),
        }.items()
        if not there
    ]
    if missing:
        pytest.fail(f"{' and '.join(missing)} of Debian are missing; `make debian` installs them")
    made = tmp_path_factory.mktemp("go")
    # No module and no network: the library's sources as Debian has them.
    environment = {
        **os.environ,
        "GO111MODULE": "off",
        "GOPATH": str(GOCODE),
        "GOFLAGS": "",
        "GOCACHE": str(made / "cache"),
    }
    built = run("go", "build", "-o", made / "check", SOURCE, cwd=made, env=environment)
    assert built.returncode == 0, built.stderr
    return lambda folder, *indexes: run(made / "check", folder, *indexes)
