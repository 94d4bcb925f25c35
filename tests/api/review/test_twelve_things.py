"""Twelve things done to the plan's workbook, two of them hidden among many rows: all twelve are found,
none is invented, each with its body and agreement; and the drafts give exactly that version.

The plan is a large one, its workbook in both languages:

 1. white space, letter case and punctuation of a title           looks only
 2. Spanish words for a text that has none                         a translation
 3. an activity that has begun                                     clean-up
 4. one that is completed                                          clean-up
 5. a day on which one took place, in a column that was added      clean-up
 6. one word of an action, far down in the sheet                   a redefinition, hidden
 7. a year in a deadline, farther down                             a redefinition, hidden
 8. the lead of a row that has lost its id                         a redefinition
 9. another section                                                moved
10. a row put in, with nothing but words                           new
11. a section put in, and an activity in it                        new (two)
12. a row that is missing                                          removed
"""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.api.conftest import Answer
from tests.api.review.documents import in_the_workbook
from tests.builders import a_ledger
from tests.generator import generate, record_all
from tests.stores import Files

Plan = dict[str, Any]


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger whose plan has some hundred and fifty items, as a register would have brought it."""
    folder = tmp_path_factory.mktemp("large")
    ledger = a_ledger(folder, name="rcm-ledger.db")
    record_all(ledger, generate(700, plan_size=150, seed=5, late_every=None))
    ledger.close()
    return folder / "rcm-ledger.db"


@pytest.fixture
def here(large: Path, tmp_path: Path) -> Path:
    return Path(Files().copy(large, tmp_path, "rcm-ledger.db"))


class Twelve:
    """The things, and the items that they are done to: each another one, where the plan has it."""

    def __init__(self, items: list[dict[str, Any]]):
        self.items = items
        self.taken: set[str] = set()
        self.agreed = self.pick(lambda i: i["kind"] == "activity" and _has(i, "title", "en"))
        self.english = self.pick(lambda i: set(i["terms"]["action"] or ()) == {"en"})
        self.begun = self.pick(lambda i: i["kind"] == "activity" and i["status"] == "pending")
        self.done = self.pick(lambda i: i["kind"] == "activity" and not _never_ends(i))
        self.held = self.pick(lambda i: i["kind"] == "activity")
        self.word = self.pick(lambda i: _has(i, "action", "en"), last=True)
        self.year = self.pick(lambda i: "by" in (i["terms"]["timeline"] or ()), last=True)
        self.lost = self.pick(lambda i: i["kind"] == "activity" and _unlike(i, items))
        self.moved = self.pick(lambda i: i["kind"] == "activity" and i["approving_body"] == "rcm")
        self.gone = self.pick(lambda i: i["kind"] == "activity" and i["approving_body"] == "rcgm")
        place = {self.moved["parent"]}
        self.section = self.pick(lambda i: i["kind"] == "section" and i["id"] not in place)

    def pick(self, fits: Any, last: bool = False) -> dict[str, Any]:
        order = reversed(self.items) if last else self.items
        found: dict[str, Any] = next(i for i in order if i["id"] not in self.taken and fits(i))
        self.taken.add(found["id"])
        return found

    def edit(self, sheet: Any, rows: dict[str, int], columns: dict[str, int]) -> None:
        def cell(item: dict[str, Any], head: str) -> Any:
            return sheet.cell(rows[item["id"]], columns[head])

        title = cell(self.agreed, "Title")
        title.value = f" {title.value.upper()}. "
        cell(self.english, "Acción").value = "Palabras en español."
        cell(self.begun, "Status").value = "en curso"
        cell(self.done, "Status").value = "completed"
        took_place = sheet.max_column + 1
        sheet.cell(1, took_place).value = "Took place"
        for item in self.items:
            sheet.cell(rows[item["id"]], took_place).value = ", ".join(item["occurrences"])
        held = sheet.cell(rows[self.held["id"]], took_place)
        held.value = ", ".join([*self.held["occurrences"], "2001-02-03"])
        action = cell(self.word, "Action")
        action.value = f"{action.value[:-1]} now."
        deadline = cell(self.year, "Timeline")
        deadline.value = "by 31 December 2055\nhasta el 31 de diciembre de 2055"
        cell(self.lost, "Id").value = None
        cell(self.lost, "Lead").value = "US, PPT"
        cell(self.moved, "Section").value = self.section["terms"]["title"]["en"]
        sheet.delete_rows(rows[self.gone["id"]])
        sheet.insert_rows(4)
        sheet.cell(4, columns["Title"]).value = "Training of asylum officers"
        last = sheet.max_row
        for n, (kind, head, section) in enumerate(
            [("section", "Climate and mobility", ""), ("", "A study", "Climate and mobility")], 1
        ):
            sheet.cell(last + n, columns["Kind"]).value = kind
            sheet.cell(last + n, columns["Title"]).value = head
            sheet.cell(last + n, columns["Section"]).value = section

    def found(self) -> list[tuple[str | None, str, tuple[str, ...]]]:
        return [
            (self.agreed["id"], "cosmetic", ("title",)),
            (self.english["id"], "translate", ("action",)),
            (self.begun["id"], "start", ("status",)),
            (self.done["id"], "complete", ("status",)),
            (self.held["id"], "record-occurrence", ("occurrences",)),
            (self.word["id"], "redefine", ("action",)),
            (self.year["id"], "redefine", ("timeline",)),
            (self.lost["id"], "redefine", ("lead",)),
            (self.moved["id"], "move", ("parent",)),
            (None, "approve", ("title",)),
            (None, "approve", ("title",)),
            (None, "approve", ("title",)),
            (self.gone["id"], "discontinue", ()),
        ]


def _has(item: dict[str, Any], part: str, language: str) -> bool:
    return language in (item["terms"][part] or {}) and not item["translations"][part]


def _never_ends(item: dict[str, Any]) -> bool:
    return bool({"every", "standing"} & set(item["terms"]["timeline"] or ()))


def _unlike(item: dict[str, Any], items: list[dict[str, Any]]) -> bool:
    """Whether it has words of its own, and another lead than it will get."""
    title = item["terms"]["title"]
    return [i["terms"]["title"] for i in items].count(title) == 1 and bool(title)


@pytest.fixture
def twelve(command, here, tmp_path) -> tuple[Twelve, Path]:
    things = Twelve(command("plan", "--json").document["items"])
    file = tmp_path / "revised.xlsx"
    assert command("document", "plan", "--both", "-o", file).status == 0
    in_the_workbook(file, things.edit)
    return things, file


def test_all_twelve_are_found_and_none_is_invented(command, twelve):
    things, file = twelve
    answer: Answer = command("review", file, "--json")
    assert answer.status == 1
    document = answer.document
    told = [(d["item"], d["change"], tuple(d["terms"])) for d in document["differences"]]
    assert sorted(told, key=str) == sorted(things.found(), key=str)
    assert document["questions"] == []
    assert document["unchanged"] == len(things.items) - 10
    assert [each["item"] for each in document["by_wording"]] == [things.lost["id"]]


def test_each_has_the_body_and_the_agreement_that_the_rule_asks_for(command, twelve):
    things, file = twelve
    for found in command("review", file, "--json").document["differences"]:
        if found["change"] == "cosmetic":
            assert (found["bodies"], found["agreement"]) == ([], None)
            continue
        of = found["item"]
        if found["change"] == "approve":
            of = found["changes"][0]["approve"]["parent"] or "-"
        if of == "climate-and-mobility":
            assert (found["bodies"], found["agreement"]) == (["rcm"], "consensus")
            continue
        options = command("requires", found["change"], of, "--json").document["options"]
        if found["change"] == "move":
            options = [o for o in options if things.section["id"] in o["parents"]]
        assert found["bodies"] == options[0]["bodies"], found
        assert found["agreement"] == options[0]["agreement"], found


def _agreed(drafts: Path, positions: dict[str, Any] | None = None) -> None:
    """Put in that everybody agrees, and what a member said otherwise."""
    register = yaml.safe_load(drafts.read_text(encoding="utf-8"))
    for meeting in register["meetings"]:
        for decision in meeting["decisions"]:
            decision["agreed"] = "all"
            decision["positions"] = positions or {}
    drafts.write_text(json.dumps(register, default=str), encoding="utf-8")


def test_the_drafts_of_the_twelve_give_exactly_that_version(command, twelve, tmp_path):
    things, file = twelve
    before = command("plan", "--json").document
    drafts = tmp_path / "drafts.yaml"
    assert command("review", file, "-o", drafts).status == 1
    _agreed(drafts)
    imported = command("import", drafts)
    assert imported.status == 0, imported.out + imported.err
    left = command("review", file, "--json").document
    assert [(d["item"], d["change"]) for d in left["differences"]] == [
        (things.agreed["id"], "cosmetic")
    ]
    after = {i["id"]: i for i in command("plan", "--json").document["items"]}
    assert says(after) == says(expected(before, things))
    assert command("verify").status == 0


def expected(before: Plan, things: Twelve) -> dict[str, dict[str, Any]]:
    """The plan with the twelve things done to it by hand."""
    items = {item["id"]: copy.deepcopy(item) for item in before["items"]}
    of = {name: items[item["id"]] for name, item in vars(things).items() if name in NAMED}
    del items[things.gone["id"]], items[things.done["id"]]
    of["english"]["terms"]["action"]["es"] = "Palabras en español."
    of["begun"]["status"] = "ongoing"
    of["held"]["occurrences"] = sorted([*of["held"]["occurrences"], "2001-02-03"])
    action = of["word"]["terms"]["action"]
    action["en"] = f"{action['en'][:-1]} now."
    of["year"]["terms"]["timeline"] = {"by": "2055-12-31"}
    of["lost"]["terms"]["lead"] = ["US", "PPT"]
    of["moved"]["parent"] = things.section["id"]
    empty = {"action": None, "lead": [], "timeline": None, "form": None}
    first = next(iter(before["items"]))["id"]
    for id, kind, parent, title in (
        ("training-of-asylum-officers", "activity", first, "Training of asylum officers"),
        ("climate-and-mobility", "section", None, "Climate and mobility"),
        ("a-study", "activity", "climate-and-mobility", "A study"),
    ):
        status = "ongoing" if kind == "section" else "pending"
        items[id] = {"id": id, "kind": kind, "parent": parent, "role": None, "status": status}
        items[id] |= {"terms": {"title": {"en": title}, **empty}, "occurrences": []}
    return items


NAMED = ("english", "begun", "held", "word", "year", "lost", "moved")


def says(items: dict[str, dict[str, Any]]) -> dict[str, Any]:
    keys = ("kind", "role", "parent", "terms", "status", "occurrences")
    return {id: {key: item[key] for key in keys} for id, item in items.items()}


def test_without_unanimity_on_one_item_all_of_it_is_refused_naming_it(command, twelve, tmp_path):
    things, file = twelve
    drafts = tmp_path / "drafts.yaml"
    command("review", file, "-o", drafts)
    _agreed(drafts, {"HN": {"except": [things.moved["id"]]}})
    entry = command("plan", "--json").document["entry"]
    refused = command("import", drafts, "--json")
    assert refused.status == 1
    (violation,) = refused.document["violations"]
    assert (violation["code"], violation["item"], violation["members"]) == (
        *("agreement-missing", things.moved["id"]),
        ["HN"],
    )
    assert command("plan", "--json").document["entry"] == entry
