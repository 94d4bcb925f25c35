"""The programs that people open documents with: LibreOffice without a screen, and poppler."""

import subprocess
import tempfile
from functools import cache
from pathlib import Path


@cache
def _profile() -> tempfile.TemporaryDirectory:
    """LibreOffice keeps its settings in a folder that one process at a time may use."""
    return tempfile.TemporaryDirectory(prefix="office-")


def converted(file: Path, to: str, folder: Path | None = None) -> Path:
    """The file as LibreOffice saves it in another form, or again in its own: `pdf`, `xlsx` …"""
    folder = folder or file.parent / "converted"
    profile = f"-env:UserInstallation=file://{_profile().name}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", to, "--outdir", folder, file],
        check=True,
        capture_output=True,
        timeout=120,
    )
    out = folder / f"{file.stem}.{to.partition(':')[0]}"
    assert out.exists(), f"LibreOffice could not convert {file}"
    return out


def lines_of(pdf: Path) -> str:
    """A PDF as text, line by line as it is printed."""
    run = ["pdftotext", "-layout", pdf, "-"]
    return subprocess.run(run, check=True, capture_output=True, text=True, timeout=60).stdout


def text_of(pdf: Path) -> str:
    """The words of a PDF, line breaks and columns as spaces."""
    return " ".join(lines_of(pdf).split())


def facts_of(pdf: Path) -> dict[str, str]:
    """What `pdfinfo` says: Title, Pages, Page size …"""
    run = ["pdfinfo", pdf]
    said = subprocess.run(run, check=True, capture_output=True, text=True, timeout=60).stdout
    pairs = (line.partition(":") for line in said.splitlines())
    return {name.strip(): value.strip() for name, _, value in pairs}


def handled(file: Path, saved: Path, *commands: str) -> Path:
    """The file after somebody opened it in LibreOffice, gave it commands (`AcceptAllTrackedChanges`,
    `UpdateContents`), and saved it elsewhere."""
    run = ["/usr/bin/python3", Path(__file__).with_name("office_desk.py"), _profile().name]
    subprocess.run([*run, file, saved, *commands], check=True, capture_output=True, timeout=120)
    return saved
