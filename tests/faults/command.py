"""The command in a process of its own, with as little room or right as a test leaves it."""

import ctypes
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
IMPATIENT = "import ledger.store; ledger.store.LOCK_TIMEOUT = 1; from api.cli import main; main()"
"""The command, but that it does not wait a minute for another writer."""

PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER = 24, 1, 2, 3
MS_RDONLY, MS_REMOUNT = 1, 32


@dataclass(frozen=True)
class Answer:
    """What the command answered."""

    status: int
    out: str
    err: str

    def is_clear(self) -> bool:
        """Whether it says what is wrong, and does not take it for a fault of its own."""
        said = self.out + self.err
        return bool(said.strip()) and not any(
            word in said for word in ("Traceback", "should not have", "Error:", "sqlite3.")
        )


def command(
    ledger: Path, *arguments: str, before: Callable[[], None] | None = None, impatient: bool = False
) -> Answer:
    how = ["-c", IMPATIENT] if impatient else ["-m", "api.cli"]
    done = subprocess.run(
        [sys.executable, *how, "--ledger", str(ledger), *arguments],
        cwd=ROOT,
        preexec_fn=before,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "LC_ALL": "C.UTF-8", "RCM_LEDGER_LANG": "en"},
    )
    return Answer(done.returncode, done.stdout, done.stderr)


def small_files(bytes: int) -> Callable[[], None]:
    """No file may grow beyond so many bytes."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (bytes, bytes))

    return limit


def without_roots_rights() -> None:
    """Even root is refused what a file's mode refuses."""
    if os.geteuid() == 0:
        for right in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER):
            if ctypes.CDLL(None, use_errno=True).prctl(PR_CAPBSET_DROP, right, 0, 0, 0):
                raise OSError(ctypes.get_errno(), "prctl")


@contextmanager
def a_small_disk(folder: Path, kilobytes: int) -> Iterator[Path]:
    """A file system with little room, for as long as it is needed.

    Raises:
        OSError: only root may mount one, and not everywhere.
    """
    folder.mkdir()
    libc = ctypes.CDLL(None, use_errno=True)
    size = f"size={kilobytes}k,mode=0755".encode()
    if libc.mount(b"none", os.fsencode(folder), b"tmpfs", 0, size):
        raise OSError(ctypes.get_errno(), "mount")
    try:
        yield folder
    finally:
        libc.umount2(os.fsencode(folder), 2)


def fill(folder: Path, but: int = 0) -> Path:
    """Use up the room of a disk, but so many bytes."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as out:
        try:
            while True:
                out.write(b"." * 4096)
        except OSError:
            pass
        out.truncate(max(0, out.tell() - but))
    return filler
