"""Another forum brings its own file, and no code: three levels, names of its own, majorities.

`tests/data/second-forum.yaml` is its charter. It works in French, which this program was not
written in: whatever is refused is said in that language too.
"""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from ledger.charter import Charter, Rule
from ledger.charter_changes import AmendCharter
from ledger.checking import check_register
from ledger.export import export_register
from ledger.importing import import_register
from ledger.ledger import Ledger
from tests.builders import (
    Conference,
    Why,
    a_ledger,
    a_position,
    approve,
    approve_section,
    assert_proven,
    complete,
    excepting,
    only,
    plan_of,
    redefine,
    start,
    translate,
)

FILE = Path(__file__).resolve().parents[1] / "data" / "second-forum.yaml"
FOUR = ["DELTA-2", "ISLES", "NORTH-SHORE", "SOUTH-SHORE"]
FR = {"fr": "Curer le chenal"}


@pytest.fixture
def charter() -> dict[str, Any]:
    charter: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return charter


@pytest.fixture
def council(charter, tmp_path) -> Conference:
    """The Council approved a programme, stewarded by the Board, with the project `dredge` in it,
    and a workplan of the Water Group."""
    council = Conference(a_ledger(tmp_path, Charter.model_validate(charter)))
    council.decides(
        "council", "2012-03-01",
        approve_section("channel", steward="board", title={"fr": "Le chenal"}),
        approve("dredge", "channel", title=FR),
        approve_section("water", steward="water-group", role="annex", title={"fr": "L’eau"}),
    )  # fmt: skip
    return council


def against(*members: str, stance: str = "object") -> dict[str, Any]:
    return {m: a_position(stance if m in members else "agree") for m in FOUR}


def test_two_thirds_of_those_who_say_yes_or_no_redefine(council):
    """Two of three: enough. The fourth abstains."""
    two_of_three = against("ISLES") | {"DELTA-2": a_position("abstain")}
    council.decides("council", "2012-09-01", redefine("dredge", title=FR | {"fr": "Curer"}),
                    positions=two_of_three)  # fmt: skip
    assert council.item("dredge").terms.title == {"fr": "Curer"}
    half = against("ISLES", "DELTA-2")
    why = council.refuses("council", "2012-10-01", redefine("dredge"), positions=half)
    assert why == [Why("too-few-agree", "dredge", ("DELTA-2", "ISLES"))]


def test_an_exception_counts_as_an_objection_on_its_item_alone(council):
    positions = against() | {m: excepting("dredge") for m in ("ISLES", "DELTA-2")}
    council.decides(
        "council", "2012-09-01", redefine("channel", steward="council"), positions=against("ISLES")
    )
    why = council.refuses("council", "2012-10-01", redefine("dredge"), positions=positions)
    assert [w.code for w in why] == ["too-few-agree"]


def test_of_those_who_say_yes_or_no_one_yes_may_be_two_thirds(council):
    council.decides("council", "2012-09-01", redefine("dredge"), positions=only("ISLES"))
    why = council.refuses("council", "2012-10-01", redefine("dredge", form="study"), positions={})
    assert why == [Why("too-few-agree", "dredge", tuple(FOUR))]


def test_more_who_agree_than_object_approve_and_start(council):
    council.decides("board", "2012-05-01", start("dredge"), positions=only("ISLES"))
    tie = {"ISLES": a_position(), "DELTA-2": a_position("object")}
    why = council.refuses("board", "2012-06-01", approve("buoys", "channel"), positions=tie)
    assert why == [Why("too-few-agree", "buoys", ("DELTA-2", "NORTH-SHORE", "SOUTH-SHORE"))]


def test_what_its_charter_does_not_rule_is_ruled_by_the_table(council):
    """`translate` is not in the file: by the steward, by consensus."""
    council.decides("board", "2012-05-01", translate("dredge", "Dredge it", language="en"))
    assert council.item("dredge").translated("title") == ("en",)
    why = council.refuses(
        "board", "2012-06-01", translate("dredge", "Dragar"), positions=against("ISLES")
    )
    assert why == [Why("objection", "dredge", ("ISLES",))]


def test_a_rule_that_its_charter_is_silent_on_is_amended_as_the_table_has_it(council):
    day = date(2020, 1, 1)
    charter = council.ledger.charter
    assert "translate" not in charter.rules
    amendment = AmendCharter.model_validate({"rules": {"translate": {"agreement": "majority"}}})
    assert list(amendment.objections(charter, day)) == []
    amended = amendment.amended(charter, day)
    assert amended.rule_for("translate") == Rule(by="steward", agreement="majority")
    assert amended.rules.keys() - charter.rules.keys() == {"translate"}


def test_its_three_levels_outrank_one_another(council):
    """`complete` is the approving body's there."""
    assert council.refuses("board", "2012-05-01", complete("dredge")) == [
        Why("level-too-low", "dredge")
    ]
    council.decides("water-group", "2012-06-01", approve("wells", "water"))
    assert council.refuses("fish-group", "2012-07-01", complete("wells")) == [
        Why("wrong-body", "wells")
    ]
    assert council.refuses("water-group", "2012-07-02", start("dredge")) == [
        Why("level-too-low", "dredge")
    ]
    council.decides("council", "2012-08-01", complete("wells"))


def test_a_refusal_is_said_in_each_of_its_languages_by_the_names_it_has(council):
    council.refuses("water-group", "2012-05-01", start("dredge"))
    (violation,) = council.told[-1].violations
    assert set(violation.message) == {"fr", "en", "es"}
    assert "Groupe Eau" in violation.message["en"]  # it has no other name
    assert "Management Board" in violation.message["en"]
    assert violation.message["fr"] == violation.message["en"]
    assert "«Curer le chenal» (dredge)" in violation.message["es"]

    council.refuses(
        "council", "2012-06-02", redefine("dredge"), positions=against("ISLES", "DELTA-2")
    )
    (violation,) = council.told[-1].violations
    assert "Les Îles (ISLES)" in violation.message["en"]
    assert "Delta (DELTA-2)" in violation.message["es"]


def test_a_member_that_left_is_asked_no_more(council):
    assert council.members_on("2018-12-31") == {*FOUR, "HILLS"}
    assert council.members_on("2019-01-01") == set(FOUR)
    why = council.refuses("council", "2019-01-01", positions={"HILLS": a_position()})
    assert why == [Why("not-a-member", None, ("HILLS",))]


REGISTER: dict[str, Any] = {
    "register": 1,
    "language": "fr",
    "basis": "own-account",
    "meetings": [
        {
            "id": "c-1",
            "body": "council",
            "title": "Première session du Conseil",
            "opens_on": "2012-03-01",
            "closes_on": "2012-03-02",
            "presidency": "ISLES",
            "decisions": [
                {
                    "id": "c-1-r1",
                    "text": {"fr": "Le chenal est curé", "en": "The channel is dredged"},
                    "agreed": "all",
                    "changes": [
                        {"approve": {"item": "dredge", "terms": {
                            "title": "Curer le chenal", "lead": ["ISLES", "BASIN-NGO", "board"]}}},
                    ],
                }
            ],
        },
        {
            "id": "b-1",
            "body": "board",
            "title": "Première réunion du Comité",
            "opens_on": "2012-09-01",
            "closes_on": "2012-09-01",
            "decisions": [
                {"id": "b-1-r1", "text": "Plus tard", "agreed": "all",
                 "changes": [{"redefine": {"item": "dredge", "terms": {"title": "Plus tard"}}}]},
            ],
        },
    ],
}  # fmt: skip


def written(path: Path, register: dict[str, Any]) -> Path:
    path.write_text(yaml.safe_dump(register, allow_unicode=True), encoding="utf-8")
    return path


def test_its_register_is_imported_and_exported_with_its_charter_in_it(charter, tmp_path):
    lawful = {**REGISTER, "charter": charter, "meetings": REGISTER["meetings"][:1]}
    imported = import_register(tmp_path / "l.db", [written(tmp_path / "r.yaml", lawful)])
    assert (imported.lawful, imported.decisions, imported.changes) == (True, 1, 1)

    ledger = Ledger.open(tmp_path / "l.db")
    assert ledger.charter == Charter.model_validate(charter)
    assert plan_of(ledger)["dredge"].approved.agreed_by == tuple(FOUR)
    assert ledger.decision("c-1-r1").positions["ISLES"].basis == "own-account"
    assert_proven(ledger)

    with (tmp_path / "export.yaml").open("w", encoding="utf-8") as out:
        export_register(ledger, out)
    assert import_register(tmp_path / "again.db", [tmp_path / "export.yaml"]).lawful
    again = Ledger.open(tmp_path / "again.db")
    assert again.charter == ledger.charter
    assert plan_of(again) == plan_of(ledger)


def test_what_was_not_agreed_at_its_level_is_listed_and_refused(charter, tmp_path):
    file = written(tmp_path / "r.yaml", {**REGISTER, "charter": charter})
    checked = check_register([file])
    assert [(v.code, v.reference) for v in checked.violations] == [("level-too-low", "b-1-r1#1")]
    assert not import_register(tmp_path / "l.db", [file]).lawful
    assert not (tmp_path / "l.db").exists()
