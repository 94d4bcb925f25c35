"""Where the tests' ledgers are kept: in files, and on a real server. One suite runs on both.

    pytestmark = both_stores            # each test of a module that keeps a ledger, or, as a decorator, one

A ledger's address is a path in a folder, or that of a database which stands for this path.
"""

import os
import shutil
from pathlib import Path
from typing import Protocol

import pytest

from ledger.beside import Beside
from ledger.place import place_of
from ledger.server import FOLDER_VARIABLE
from projections.files import views_path
from tests.server import Server

Address = Path | str

both_stores = pytest.mark.both_stores


class Store(Protocol):
    """What keeps ledgers."""

    def address(self, folder: Path, name: str = "ledger.db") -> Address:
        """Where the ledger of this name in this folder is, or is to be."""

    def copy(self, ledger: Address, folder: Path, name: str = "ledger.db") -> Address:
        """A copy of a closed ledger, of its views, and of what lies beside it."""

    def forget(self, folder: Path) -> None:
        """The ledgers in a folder are needed no more."""


def _copy_beside(old: Path, new: Path) -> None:
    of, to = Beside(old), Beside(new)
    for each in ("key", "tiles", "seals", "sources"):
        source, target = getattr(of, each), getattr(to, each)
        if source.is_dir():
            shutil.copytree(source, target, dirs_exist_ok=True)
        elif source.exists():
            shutil.copy2(source, target)


class Files:
    """Ledgers in files."""

    def address(self, folder: Path, name: str = "ledger.db") -> Path:
        return folder / name

    def copy(self, ledger: Address, folder: Path, name: str = "ledger.db") -> Path:
        path = folder / name
        for old, new in ((Path(ledger), path), (views_path(str(ledger)), views_path(str(path)))):
            if old.exists():
                shutil.copy(old, new)
        _copy_beside(Path(ledger), path)
        return path

    def forget(self, folder: Path) -> None:
        shutil.rmtree(folder)


class Databases:
    """Ledgers in databases of a server, each under its path's own name for the time of the tests."""

    def __init__(self, server: Server, beside: Path):
        self.server = server
        self._addresses: dict[Path, str] = {}
        os.environ[FOLDER_VARIABLE] = str(beside)

    def address(self, folder: Path, name: str = "ledger.db") -> str:
        path = folder / name
        if path not in self._addresses:
            self._addresses[path] = self.server.a_database()
        return self._addresses[path]

    def copy(self, ledger: Address, folder: Path, name: str = "ledger.db") -> str:
        self.forget(folder / name)
        made = self.server.a_database(like=place_of(str(ledger)).database)
        self._addresses[folder / name] = made
        _copy_beside(place_of(str(ledger)).beside, place_of(made).beside)
        return made

    def forget(self, folder: Path) -> None:
        """The ledgers in a folder, or the one at a path, are needed no more."""
        for path in [each for each in self._addresses if each.is_relative_to(folder)]:
            address = self._addresses.pop(path)
            self.server.take_back(address)
            beside = Beside(place_of(address).beside)
            for each in (beside.tiles, beside.seals, beside.sources):
                shutil.rmtree(each, ignore_errors=True)
            beside.key.unlink(missing_ok=True)
