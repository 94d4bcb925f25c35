"""A revised version, made of the plan as a person makes one: taken out, and something done to it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.api.conftest import Answer

Items = list[dict[str, Any]]
Edit = Callable[[dict[str, dict[str, Any]], Items], None]


@pytest.fixture
def exported(command, ledger, tmp_path):
    """The plan as JSON with something done to it: `exported(edit)` gives the file."""

    def made(edit: Edit | None = None, name: str = "revised.json") -> Path:
        document = command("plan", "--json").document
        items: Items = document["items"]
        if edit is not None:
            edit({item["id"]: item for item in items}, items)
        file = tmp_path / name
        file.write_text(json.dumps(document, ensure_ascii=False, indent=1), encoding="utf-8")
        return file

    return made


@pytest.fixture
def listed(command, ledger, tmp_path):
    """A list in a file: `listed("id,title", "mpm,Migration")`."""

    def made(*lines: str, name: str = "revised.csv") -> Path:
        file = tmp_path / name
        file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return file

    return made


@pytest.fixture
def reviewed(command):
    """What the review of a file finds, as JSON: the whole document."""

    def found(file: Path, *more: Any) -> dict[str, Any]:
        answer: Answer = command("review", file, "--json", *more)
        assert answer.status in (0, 1), answer.err
        document: dict[str, Any] = answer.document
        assert answer.status == (1 if document["redefines"] else 0)
        return document

    return found


@pytest.fixture
def differences(reviewed):
    """Each difference by its item (or, of a new one, its title): what it is, and of which terms."""

    def found(file: Path, *more: Any) -> dict[str, list[tuple[str, list[str]]]]:
        by_item: dict[str, list[tuple[str, list[str]]]] = {}
        for each in reviewed(file, *more)["differences"]:
            named = each["item"] or next(iter(each["title"].values()))
            by_item.setdefault(named, []).append((each["change"], each["terms"]))
        return by_item

    return found
