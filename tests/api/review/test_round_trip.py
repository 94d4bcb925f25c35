"""The plan handed out and handed in again says the same, in every form; and a thing done to it in
between is found, and called what the rule calls it.

The quick run tells ten conferences' histories, the long one (`-m slow`) two hundred more.
"""

import copy
import json
import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from api.documents.building import building, stamp
from api.documents.plan import plan_document
from api.review.reading import read_version
from ledger.changes import ChangeForm
from ledger.charter import Charter
from ledger.decision import Position
from ledger.problems import Refused
from ledger.records import DecisionFields, MeetingFields
from projections.moments import moment
from projections.plan import plan
from projections.requires import requires
from projections.review import review
from projections.views import Views
from tests.builders import a_ledger
from tests.generator import generate, record_all
from tests.histories import random_history, small_charter

FORMS = ("xlsx", "docx", "csv", "json")
ASKED = {"as_of": None, "before": None, "known_at": None}
Plan = dict[str, Any]


@contextmanager
def a_conference(seed: int) -> Iterator[Views]:
    """A ledger with a history of its own: a lively small conference's, or a large and lawful one."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if seed % 2:
            ledger = a_ledger(folder)
            size = 5 + seed % 40
            record_all(ledger, generate(size * 6, plan_size=size, seed=seed, late_every=None))
        else:
            charter = small_charter()
            ledger = a_ledger(folder, Charter.model_validate(charter))
            for meeting, decision in random_history(random.Random(seed), 20, charter):
                _record(ledger, meeting, decision)
        with _opened(ledger) as views:
            yield views


@contextmanager
def _opened(ledger: Any) -> Iterator[Views]:
    views = Views.open(ledger)
    try:
        yield views
    finally:
        views.close()
        ledger.close()


def _record(ledger: Any, meeting: dict[str, Any], decision: dict[str, Any]) -> None:
    """A decision, if it is lawful."""
    if ledger.meeting(meeting["id"]) is None:
        ledger.convene(MeetingFields.model_validate(meeting))
    names = ("id", "number", "text", "adopted_on", "procedure")
    fields = {name: decision[name] for name in names if name in decision}
    positions = {m: Position.model_validate(p) for m, p in decision["positions"].items()}
    changes = [ChangeForm.model_validate(change) for change in decision["changes"]]
    try:
        ledger.record(
            DecisionFields.model_validate({**fields, "meeting": meeting["id"]}), changes, positions
        )
    except Refused:
        return


def handed_in(views: Views, document: Plan, form: str, languages: tuple[str, ...], folder: Path):
    """What is found of a plan that was handed out in a form, and in again."""
    at = moment(views)
    file = folder / f"plan.{form}"
    if form == "json":
        file.write_text(json.dumps(document), encoding="utf-8")
    else:
        build = building(views.ledger, languages)
        built = plan_document("plan", document, stamp(views, at), build, ASKED)
        file.write_bytes(import_module(f"api.documents.{form}").write(built))
    return review(views, read_version(file, views.ledger.charter), at).document


def without_a_difference(seed: int) -> None:
    with a_conference(seed) as views, tempfile.TemporaryDirectory() as folder:
        document = plan(views, moment(views))
        if not document["items"]:
            return
        for form in FORMS:
            for languages in (("en",), ("es",), ("en", "es")):
                found = handed_in(views, document, form, languages, Path(folder))
                assert found["differences"] == [], (seed, form, languages)
                assert found["questions"] == [], (seed, form, languages)


@pytest.mark.parametrize("seed", range(10))
def test_the_plan_handed_out_and_in_again_has_no_difference(seed):
    without_a_difference(seed)


@pytest.mark.slow
@pytest.mark.parametrize("seeds", [range(n, n + 20) for n in range(10, 210, 20)])
def test_two_hundred_plans_handed_out_and_in_again_have_no_difference(seeds):
    for seed in seeds:
        without_a_difference(seed)


# --- something done to it -------------------------------------------------------------------------


class Edits:
    """Things that a person may do to a plan, and what the rule calls each."""

    def __init__(self, rng: random.Random, document: Plan):
        self.rng, self.document = rng, document
        self.items: list[dict[str, Any]] = document["items"]
        self.activities = [item for item in self.items if item["kind"] == "activity"]
        self.sections = [item for item in self.items if item["kind"] == "section"]

    def done(self) -> tuple[str | None, str]:
        """Do one of them: the item (None for a new one), and the name of the change."""
        ways = [self.words, self.looks, self.timeline, self.form, self.lead, self.begun, self.ended]
        ways += [self.moved, self.gone, self.added, self.translated]
        self.rng.shuffle(ways)
        return next(found for way in ways if (found := way()) is not None)

    def one(self, of: list[dict[str, Any]]) -> dict[str, Any] | None:
        return self.rng.choice(of) if of else None

    def words(self) -> tuple[str, str] | None:
        item = self.one([each for each in self.items if each["terms"]["title"]])
        if item is None:
            return None
        title = item["terms"]["title"]
        language = self.rng.choice(sorted(title))
        title[language] += " anew"
        is_translation = language in item["translations"]["title"]
        return item["id"], "translate" if is_translation else "redefine"

    def looks(self) -> tuple[str, str] | None:
        item = self.one([each for each in self.items if each["terms"]["title"]])
        if item is None:
            return None
        title = item["terms"]["title"]
        language = self.rng.choice(sorted(title))
        title[language] = f"“{title[language].upper()}”"
        return item["id"], "cosmetic"

    def translated(self) -> tuple[str, str] | None:
        lacking = [i for i in self.items if len(i["terms"]["title"] or ()) == 1]
        if (item := self.one(lacking)) is None:
            return None
        title = item["terms"]["title"]
        title["es" if "en" in title else "en"] = "Otras palabras"
        return item["id"], "translate"

    def timeline(self) -> tuple[str, str] | None:
        return self._term("timeline", {"by": "2044-04-30"})

    def form(self) -> tuple[str, str] | None:
        return self._term("form", "working-visit")

    def lead(self) -> tuple[str, str] | None:
        return self._term("lead", ["US", "PPT"])

    def _term(self, name: str, value: Any) -> tuple[str, str] | None:
        item = self.one([each for each in self.activities if each["terms"][name] != value])
        if item is None:
            return None
        item["terms"][name] = value
        return item["id"], "redefine"

    def begun(self) -> tuple[str, str] | None:
        item = self.one([each for each in self.activities if each["status"] == "pending"])
        if item is None:
            return None
        item["status"] = "ongoing"
        return item["id"], "start"

    def ended(self) -> tuple[str, str] | None:
        if (item := self.one(self.activities)) is None:
            return None
        item["status"] = "completed"
        return item["id"], "complete"

    def moved(self) -> tuple[str, str] | None:
        item = self.one(self.activities)
        others = [each["id"] for each in self.sections if item and each["id"] != item["parent"]]
        if item is None or not others:
            return None
        item["parent"] = self.rng.choice(others)
        return item["id"], "move"

    def gone(self) -> tuple[str, str] | None:
        parents = {each["parent"] for each in self.items}
        item = self.one([each for each in self.items if each["id"] not in parents])
        if item is None or len(self.items) < 2:
            return None
        self.items.remove(item)
        return item["id"], "discontinue"

    def added(self) -> tuple[None, str] | None:
        model = self.one(self.activities)
        if model is None:
            return None
        new = copy.deepcopy(model)
        new["id"] = "quite-new"
        new["terms"] |= {"title": {"en": "Something quite new", "es": "Algo nuevo"}, "action": None}
        new["translations"] = {"title": [], "action": []}
        new["status"] = "pending"
        new["occurrences"] = []
        self.items.insert(self.items.index(model), new)
        return None, "approve"


def is_found(seed: int) -> None:
    with a_conference(seed) as views, tempfile.TemporaryDirectory() as folder:
        as_it_is = plan(views, moment(views))
        if len(as_it_is["items"]) < 2:
            return
        for n, form in enumerate(FORMS):
            document = copy.deepcopy(as_it_is)
            edits = Edits(random.Random(10 * seed + n), document)
            item, change = edits.done()
            found = handed_in(views, document, form, ("en", "es"), Path(folder))
            told = [(each["item"], each["change"]) for each in found["differences"]]
            assert told == [(item, change)], (seed, form, found["questions"])
            assert found["questions"] == []
            (difference,) = found["differences"]
            if change in ("redefine", "discontinue", "translate", "start", "complete"):
                option = requires(views, change, item)["options"][0]
                assert difference["bodies"] == option["bodies"], (seed, form)
                assert difference["agreement"] == option["agreement"], (seed, form)


@pytest.mark.parametrize("seed", range(10))
def test_one_thing_done_to_the_plan_is_found_and_called_by_its_name(seed):
    is_found(seed)


@pytest.mark.slow
@pytest.mark.parametrize("seeds", [range(n, n + 20) for n in range(10, 210, 20)])
def test_one_thing_done_to_each_of_two_hundred_plans_is_found(seeds):
    for seed in seeds:
        is_found(seed)
