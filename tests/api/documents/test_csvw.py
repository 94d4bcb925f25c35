"""What the columns of the plan's CSV mean: held against the CSV itself."""

import csv
import json
from datetime import date
from typing import Any

import pytest

KINDS = [("plan",), ("archive",), ("workplan", "lon-ts")]


@pytest.fixture
def both_files(ledger, command, tmp_path):
    """A CSV as its rows, and its metadata."""

    def read(*asked: str) -> tuple[list[list[str]], Any]:
        for name in ("out.csv", "out.csv-metadata.json"):
            answer = command("document", *asked, "-o", tmp_path / name, "--force")
            assert answer.status == 0, answer.said
        with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        return rows, json.loads((tmp_path / "out.csv-metadata.json").read_bytes())

    return read


@pytest.mark.parametrize("languages", [("--lang", "en"), ("--lang", "es"), ("--both",)])
@pytest.mark.parametrize("kind", KINDS)
def test_every_column_of_the_file_is_described_in_its_place_and_no_other(both_files, kind, languages):
    (heads, *_), said = both_files(*kind, *languages)
    columns = said["tableSchema"]["columns"]
    assert [column["titles"] for column in columns] == heads
    names = [column["name"] for column in columns]
    assert len(set(names)) == len(names)
    assert said["url"] == "out.csv"
    assert set(said["tableSchema"]["rowTitles"]) <= set(names)


def test_every_cell_is_of_the_type_that_is_said_and_every_id_stands_once(both_files):
    (_, *rows), said = both_files("plan", "--as-of", "rcm-12")
    columns = said["tableSchema"]["columns"]
    at = {column["name"]: n for n, column in enumerate(columns)}
    for row in rows:
        assert all(cell for cell, column in zip(row, columns) if column.get("required"))
        assert date.fromisoformat(row[at["as_of"]]) == date(2007, 4, 27)
        assert int(row[at["known_at"]]) > 0
    ids = [row[at[said["tableSchema"]["primaryKey"]]] for row in rows]
    assert len(set(ids)) == len(ids) > 0


def test_a_column_that_stands_once_for_each_language_says_which(both_files):
    _, said = both_files("plan", "--both")
    titles = [c for c in said["tableSchema"]["columns"] if c["name"].startswith("title_")]
    assert [(column["name"], column["lang"]) for column in titles] == [("title_en", "en"), ("title_es", "es")]


def test_it_names_its_moment_and_the_root_of_the_log(both_files, command):
    _, said = both_files("plan")
    root = command("verify", "--json").document["root"]
    (about,) = said["dc:description"]
    assert f"root {root}" in about["@value"]
