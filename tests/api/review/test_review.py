"""A revised version reviewed: each thing that was done to it is found, as what it is, and none is
invented."""

import json

import pytest
import yaml

from tests.api.review.conftest import Items
from tests.stores import both_stores


def same(items, all_of_them: Items) -> None:
    """Nothing is done."""


def test_the_plan_itself_is_a_version_without_a_difference(command, exported):
    answer = command("review", exported())
    assert answer.status == 0
    assert "It says what the plan says: 18 items, no difference." in answer.out
    spanish = command("review", exported(), "--lang", "es")
    assert "Dice lo que dice el plan: 18 elementos, sin diferencias." in spanish.out


def test_the_json_is_as_the_interfaces_say(reviewed, exported):
    def edit(items, _):
        items["statistics"]["terms"]["timeline"] = {"by": "2030-12-31"}

    document = reviewed(exported(edit), "--against", "rcm-24")
    assert {"against", "redefines", "differences"} <= document.keys()
    assert document["against"] == "2019-11-14"
    (found,) = document["differences"]
    assert (
        found
        | {
            "item": "statistics",
            "change": "redefine",
            "terms": ["timeline"],
            "place": "items[1].terms.timeline",
            "confidence": 1.0,
            "bodies": ["rcm"],
            "agreement": "unanimity",
        }
        == found
    )


# --- each kind of difference ----------------------------------------------------------------------


def test_another_word_of_what_was_agreed_is_a_redefinition(reviewed, exported):
    def edit(items, _):
        items["statistics"]["terms"]["title"]["en"] = "Common and shared migration data"

    (found,) = reviewed(exported(edit))["differences"]
    assert (found["change"], found["terms"], found["redefines"]) == ("redefine", ["title"], True)
    assert found["place"] == "items[1].terms.title.en"
    words = found["fields"]["title.en"]["words"]
    assert [each for each in words if each[0] != "="] == [["-", "statistics"], ["+", "data"]]


@pytest.mark.parametrize(
    "title",
    ["common and shared  migration statistics.", " “Common and shared” migration\nstatistics"],
)
def test_looks_alone_are_listed_and_left_alone_unless_asked_for(
    differences, reviewed, exported, title
):
    def edit(items, _):
        items["statistics"]["terms"]["title"]["en"] = title

    version = exported(edit)
    assert differences(version) == {"statistics": [("cosmetic", ["title"])]}
    assert not reviewed(version)["redefines"]
    assert differences(version, "--cosmetic") == {"statistics": [("redefine", ["title"])]}


@pytest.mark.parametrize("title", ["Every 1.2 months", "Every -12 months", "Every 12 % months"])
def test_what_makes_a_number_this_number_is_no_mere_look(command, differences, exported, title):
    def first(items, all_of_them):
        all_of_them.append(
            {"id": "num", "parent": "hr", "terms": {"title": {"en": "Every 12 months"}}}
        )

    drafted(command, exported(first))

    def edit(items, _):
        items["num"]["terms"]["title"]["en"] = title

    assert differences(exported(edit)) == {"num": [("redefine", ["title"])]}


def test_the_same_leads_in_another_order_are_only_looks(differences, exported):
    def edit(items, _):
        items["plan-proposals"]["terms"]["lead"].reverse()

    assert differences(exported(edit)) == {"plan-proposals": [("cosmetic", ["lead"])]}


def test_words_in_a_language_that_a_text_lacks_are_a_translation(command, differences, exported):
    def without(items, all_of_them):
        all_of_them.append({"id": "asylum", "parent": "hr", "terms": {"title": {"en": "Asylum"}}})

    drafted(command, exported(without))

    def edit(items, _):
        items["asylum"]["terms"]["title"]["es"] = "Asilo"

    version = exported(edit)
    assert differences(version) == {"asylum": [("translate", ["title"])]}
    drafted(command, version)
    assert differences(version) == {}

    def again(items, _):
        items["asylum"]["terms"]["title"]["es"] = "Refugio"

    assert differences(exported(again)) == {"asylum": [("translate", ["title"])]}


def test_a_translation_that_the_version_keeps_is_kept_when_its_text_is_redefined(
    command, differences, exported
):
    def first(items, all_of_them):
        all_of_them.append({"id": "asylum", "parent": "hr", "terms": {"title": {"en": "Asylum"}}})

    def second(items, _):
        items["asylum"]["terms"]["title"]["es"] = "Asilo"

    def third(items, _):
        items["asylum"]["terms"]["title"]["en"] = "Asylum and refuge"

    for edit in (first, second):
        drafted(command, exported(edit))
    version = exported(third)
    assert differences(version) == {"asylum": [("redefine", ["title"])]}
    drafted(command, version)
    assert differences(version) == {}
    asylum = next(i for i in command("plan", "--json").document["items"] if i["id"] == "asylum")
    assert asylum["terms"]["title"] == {"en": "Asylum and refuge", "es": "Asilo"}
    assert asylum["translations"]["title"] == ["es"]


def test_a_translation_that_is_left_alone_is_agreed_to(command, differences, exported):
    def first(items, all_of_them):
        all_of_them.append({"id": "asylum", "parent": "hr", "terms": {"title": {"en": "Asylum"}}})

    def second(items, _):
        items["asylum"]["terms"]["title"]["es"] = "Asilo"

    def third(items, _):
        del items["asylum"]["terms"]["title"]["en"]

    for edit in (first, second, third):
        drafted(command, exported(edit))
    assert differences(exported()) == {}
    asylum = next(i for i in command("plan", "--json").document["items"] if i["id"] == "asylum")
    assert (asylum["terms"]["title"], asylum["translations"]["title"]) == ({"es": "Asilo"}, [])


@pytest.mark.parametrize(
    ("item", "part", "value", "change", "redefines"),
    [
        ("land-repatriation", "status", "ongoing", "start", False),
        ("land-repatriation", "status", "completed", "complete", False),
        ("land-repatriation", "status", "discontinued", "discontinue", True),
        ("plan-review", "occurrences", ["2020-01-31"], "record-occurrence", False),
        ("convergence", "parent", "mpm", "move", True),
        ("convergence", "parent", None, "move", True),
        ("hr", "role", "pillar", "redefine", True),
        ("hr", "steward", "lon-cp", "redefine", True),
    ],
)
def test_each_change_has_its_own_name(reviewed, exported, item, part, value, change, redefines):
    def edit(items, _):
        items[item][part] = value

    document = reviewed(exported(edit))
    (found,) = document["differences"]
    assert (found["item"], found["change"], document["redefines"]) == (item, change, redefines)


def test_what_is_missing_is_discontinued_and_a_section_only_after_what_is_in_it(
    command, reviewed, exported
):
    def edit(items, all_of_them):
        gone = {"hr"} | {each["id"] for each in all_of_them if each["parent"] == "hr"}
        all_of_them[:] = [each for each in all_of_them if each["id"] not in gone]

    version = exported(edit)
    found = reviewed(version)["differences"]
    assert {each["change"] for each in found} == {"discontinue"}
    assert {each["item"] for each in found} == {"hr", "women-children-seminar", "consular-detained"}
    assert not any(each["obstacles"] or each["violations"] for each in found)
    drafted(command, version)
    assert reviewed(version)["differences"] == []


def test_what_is_in_the_archive_and_in_the_version_is_reinstated(command, differences, exported):
    version = exported()

    def edit(items, all_of_them):
        all_of_them.remove(items["mitch-workshop"])

    drafted(command, exported(edit, "without.json"))
    assert differences(version) == {"mitch-workshop": [("reinstate", ["status"])]}


def test_a_new_section_comes_before_what_is_put_into_it(command, reviewed, exported):
    def edit(items, all_of_them):
        all_of_them.insert(0, {"parent": "asylum", "terms": {"title": {"en": "A study of asylum"}}})
        items["consular-detained"]["parent"] = "asylum"
        new = {"id": "asylum", "kind": "section", "role": "pillar", "parent": None}
        all_of_them.append(new | {"terms": {"title": {"en": "Asylum"}}})

    version = exported(edit)
    found = {each["id"]: each for each in reviewed(version)["differences"]}
    assert found["a-study-of-asylum"]["change"] == found["asylum"]["change"] == "approve"
    assert found["a-study-of-asylum"]["bodies"] == ["rcm"]
    assert found["consular-detained"]["change"] == "move"
    drafted(command, version)
    assert reviewed(version)["differences"] == []


def test_a_recurring_activity_that_is_completed_redefines(command, reviewed, exported):
    def first(items, all_of_them):
        new = {"id": "yearly", "parent": "hr", "terms": {"title": {"en": "A yearly seminar"}}}
        new["terms"]["timeline"] = "every year"
        all_of_them.append(new)

    drafted(command, exported(first))

    def edit(items, _):
        items["yearly"]["status"] = "concluido"

    document = reviewed(exported(edit))
    (found,) = document["differences"]
    assert (found["change"], found["agreement"]) == ("complete", "unanimity")
    assert document["redefines"]


# --- what the meeting at hand can do --------------------------------------------------------------


def test_it_says_what_the_meeting_at_hand_can_adopt(command, reviewed, exported):
    def edit(items, _):
        items["statistics"]["terms"]["form"] = "study"
        items["land-repatriation"]["status"] = "ongoing"

    version = exported(edit)
    for meeting in ("rcgm", "rcgm-2007-1"):
        found = {
            each["item"]: each for each in reviewed(version, "--meeting", meeting)["differences"]
        }
        assert found["land-repatriation"]["here"] is True
        assert found["statistics"]["here"] is False
    assert reviewed(version)["differences"][0]["here"] is None
    assert command("review", version, "--meeting", "rcgm-2007").status == 2


def test_an_export_says_of_which_entry_it_is(command, reviewed, exported):
    version = exported()
    asked = ["meeting", "rcm-25", "--body", "rcm", "--title-en", "XXV RCM"]
    assert command(*asked, "--opens-on", "2027-05-01").status == 0
    made_from = reviewed(version)["made_from"]
    assert reviewed(version, "--known-at", made_from["known_at"])["made_from"] is None


# --- questions ------------------------------------------------------------------------------------


def test_a_row_without_an_id_is_found_by_its_words_and_says_how_sure_that_is(reviewed, exported):
    def edit(items, _):
        del items["statistics"]["id"]
        items["virtual-secretariat"]["terms"]["title"]["en"] = "A virtual Secretariat"
        del items["virtual-secretariat"]["id"]

    document = reviewed(exported(edit))
    sure = {each["item"]: each["confidence"] for each in document["by_wording"]}
    assert set(sure) == {"statistics", "virtual-secretariat"}
    assert all(0.8 <= each < 1 for each in sure.values())
    (found,) = document["differences"]
    assert (found["item"], found["change"]) == ("virtual-secretariat", "redefine")
    assert found["confidence"] == sure["virtual-secretariat"]


def test_in_doubt_it_asks_and_writes_no_drafts_until_it_is_told(
    command, reviewed, exported, tmp_path
):
    def edit(items, _):
        del items["remittances-workshop"]["id"]
        texts = items["remittances-workshop"]["terms"]
        texts["title"] = {"en": "Workshop on money transfers", "es": "Taller sobre envíos"}
        texts["action"] = None

    version, drafts = exported(edit), tmp_path / "drafts.yaml"
    document = reviewed(version, "-o", drafts)
    (question,) = document["questions"]
    assert (question["code"], question["place"]) == ("which-item", "items[10]")
    assert question["candidates"][0]["item"] == "remittances-workshop"
    assert document["redefines"]
    assert document["drafts"] is None
    assert not drafts.exists()
    said = command("review", version, "-o", drafts)
    assert '--new "items[10]"' in said.said
    assert "No drafts are written" in said.err

    told = reviewed(version, "--same", "items[10]=remittances-workshop", "-o", drafts)
    assert (told["questions"], told["drafts"]) == ([], str(drafts))
    assert [each["change"] for each in told["differences"]] == ["redefine"]
    new = reviewed(version, "--new", "items[10]")
    assert sorted(each["change"] for each in new["differences"]) == ["approve", "discontinue"]


def test_an_id_with_the_words_of_another_item_is_asked_about(reviewed, exported):
    """A sheet sorted without its hidden first column."""

    def edit(items, _):
        first, second = items["statistics"], items["land-repatriation"]
        first["id"], second["id"] = second["id"], first["id"]

    questions = reviewed(exported(edit))["questions"]
    assert [each["code"] for each in questions] == ["other-wording", "other-wording"]


@pytest.mark.parametrize(
    ("item", "part", "value", "code"),
    [
        ("mitch-study", "status", "pending", "status-back"),
        ("mitch-study", "status", "replaced", "status-unreachable"),
        ("mitch-study", "kind", "section", "kind-changed"),
        ("mitch-study", "parent", "nowhere", "section-unknown"),
        ("hr", "parent", "hr", "section-circle"),
    ],
)
def test_what_no_change_brings_about_is_asked(reviewed, exported, item, part, value, code):
    def edit(items, _):
        items[item][part] = value

    document = reviewed(exported(edit))
    assert code in [each["code"] for each in document["questions"]]
    assert document["redefines"]


@pytest.mark.parametrize("between", [" / ", "\n", " ("])
def test_two_languages_in_one_cell_are_asked_about(reviewed, exported, between):
    def edit(items, _):
        title = items["statistics"]["terms"]["title"]
        title["en"] = f"{title['en']}{between}{title['es']}"

    (question,) = reviewed(exported(edit))["questions"]
    assert (question["code"], question["item"]) == ("mixed-languages", "statistics")
    assert question["place"] == "items[1].terms.title.en"


def test_an_answer_about_no_row_or_no_item_is_complained_of(command, exported):
    version = exported()
    for answer in (
        *(["--same", "items[99]=mpm"], ["--same", "items[1]=mpmm"], ["--same", "mpm"]),
        ["--new", "items[99]"],
    ):
        assert command("review", version, *answer).status == 2, answer


def test_a_plan_of_another_conference_is_no_version_of_this_one(command, exported, listed):
    file = listed("id,title", "x-1,A thing", "x-2,Another")
    answer = command("review", file)
    assert answer.status == 2
    assert "no version of this ledger's plan" in answer.said
    assert "x-1, x-2" in answer.said


# --- the drafts -----------------------------------------------------------------------------------


def drafted(command, version, *more, agreed="all") -> None:
    """Its drafts, imported with everybody's agreement."""
    drafts = version.with_suffix(".drafts.yaml")
    written = command("review", version, "-o", drafts, "--force", "--json", *more)
    assert written.document["drafts"] == str(drafts), written.out
    register = yaml.safe_load(drafts.read_text(encoding="utf-8"))
    for meeting in register["meetings"]:
        for decision in meeting["decisions"]:
            decision["agreed"] = agreed
    drafts.write_text(json.dumps(register, default=str), encoding="utf-8")
    imported = command("import", drafts)
    assert imported.status == 0, imported.out + imported.err


def everything(items, all_of_them: Items) -> None:
    """Something of each kind, and two things that look like more than they are."""
    items["statistics"]["terms"]["timeline"] = {"by": "2030-12-31"}
    items["hr"]["terms"]["title"]["es"] = "Derechos  humanos"
    items["mitch-workshop"]["status"] = "completed"
    items["land-repatriation"]["status"] = "ongoing"
    items["convergence"]["parent"] = "mpm"
    all_of_them.remove(items["remittances-workshop"])
    new = {"parent": "hr", "terms": {"title": {"en": "Training on asylum"}, "lead": ["MX", "TS"]}}
    all_of_them.insert(3, new)
    items["plan-review"]["occurrences"].append("2020-03-01")


@both_stores
def test_the_drafts_are_one_decision_a_body_and_give_exactly_that_version(
    command, differences, exported, tmp_path
):
    version = exported(everything)
    drafts = tmp_path / "drafts.yaml"
    assert command("review", version, "-o", drafts).status == 1
    register = yaml.safe_load(drafts.read_text(encoding="utf-8"))
    assert [meeting["body"] for meeting in register["meetings"]] == ["rcgm", "rcm"]
    assert all(len(meeting["decisions"]) == 1 for meeting in register["meetings"])
    drafted(command, version)
    assert differences(version) == {"hr": [("cosmetic", ["title"])]}
    assert command("verify").status == 0


def test_without_the_agreement_of_one_member_on_one_item_the_import_is_refused_whole(
    command, exported, tmp_path
):
    version, drafts = exported(everything), tmp_path / "drafts.yaml"
    command("review", version, "-o", drafts)
    register = yaml.safe_load(drafts.read_text(encoding="utf-8"))
    for meeting in register["meetings"]:
        for decision in meeting["decisions"]:
            decision["agreed"] = "all"
    register["meetings"][1]["decisions"][0]["positions"] = {"CA": {"except": ["convergence"]}}
    drafts.write_text(json.dumps(register, default=str), encoding="utf-8")
    before = command("plan", "--json").document
    refused = command("import", drafts, "--json")
    assert refused.status == 1
    (violation,) = refused.document["violations"]
    assert (violation["code"], violation["item"]) == ("agreement-missing", "convergence")
    assert violation["members"] == ["CA"]
    assert command("plan", "--json").document == before


def test_the_meeting_at_hand_gets_what_it_can_decide_under_its_own_name(
    command, exported, tmp_path
):
    asked = ["meeting", "rcm-25", "--body", "rcm", "--title-en", "XXV RCM"]
    assert command(*asked, "--opens-on", "2027-05-01").status == 0
    version, drafts = exported(everything), tmp_path / "drafts.yaml"
    command("review", version, "--meeting", "rcm-25", "-o", drafts)
    text = drafts.read_text(encoding="utf-8")
    register = yaml.safe_load(text)
    (meeting,) = register["meetings"]
    assert (meeting["id"], meeting["decisions"][0]["id"]) == ("rcm-25", "rcm-25-d1")
    assert "## The meeting at hand" in text
    drafted(command, version, "--meeting", "rcm-25")
    assert command("show", "convergence", "--json").document["last_changed"]["meeting"] == "rcm-25"


def test_what_another_body_decides_is_put_to_its_next_meeting_that_is_on_record(
    command, exported, tmp_path
):
    for id, on in (("rcm-26", "2029-05-01"), ("rcm-25", "2028-05-01")):
        asked = ["meeting", id, "--body", "rcm", "--title-en", "RCM", "--opens-on", on]
        assert command(*asked).status == 0
    drafts = tmp_path / "drafts.yaml"
    command("review", exported(everything), "--meeting", "rcgm", "-o", drafts)
    register = yaml.safe_load(drafts.read_text(encoding="utf-8"))
    assert [meeting["id"] for meeting in register["meetings"]] == ["revision-rcgm", "rcm-25"]
    assert "## The next meeting on record" in drafts.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["drafts.docx", "drafts.xlsx"])
def test_drafts_are_yaml_and_are_not_called_anything_else(command, exported, name):
    answer = command("review", exported(everything), "-o", name)
    assert (answer.status, "ends in .yaml" in answer.said) == (2, True)


def test_a_file_without_most_of_the_plan_is_asked_whether_it_is_a_version_at_all(command, listed):
    answer = command("review", listed("id,title", "functioning,Functioning of the Conference"))
    assert answer.status == 1
    said = answer.said
    assert said.index("is it a version of the plan at all?") < said.index("discontinue")


def test_nothing_to_decide_writes_nothing(command, exported, tmp_path):
    answer = command("review", exported(same), "-o", tmp_path / "drafts.yaml")
    assert answer.status == 0
    assert "There is nothing to decide" in answer.err
    assert not (tmp_path / "drafts.yaml").exists()


def test_a_review_records_nothing(command, exported):
    before = command("plan", "--json").document["entry"]
    command("review", exported(everything), "--meeting", "rcgm", "-o", "drafts.yaml")
    assert command("plan", "--json").document["entry"] == before


@pytest.mark.parametrize("language", ["en", "es"])
def test_people_read_it_in_their_language(command, exported, language):
    answer = command("review", exported(everything), "--meeting", "rcgm", "--lang", language)
    assert answer.status == 1
    said = {
        "en": ["redefine", "takes a decision of RCM, by unanimity; this meeting cannot"],
        "es": ["redefinir", "requiere una decisión de CRM, por unanimidad; esta reunión no puede"],
    }
    assert all(words in answer.said for words in said[language])
    assert "[-open-] {+by 31 December 2030+}" in answer.said or language == "es"
