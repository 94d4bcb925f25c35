"""Recording from a file: init, import, check, template, export; and bad input."""

import json
import os

import pytest
import yaml

from ledger.charter import Charter, shipped_charters
from ledger.template import template, uncommented
from tests.api.conftest import REGISTER
from tests.stores import both_stores

pytestmark = both_stores


def register(**more):
    """A register of one meeting with one decision."""
    decision = {
        "id": "m-1-d1",
        "text": {"en": "Decide."},
        "agreed": "all",
        "changes": [{"approve": {"item": "a1", "terms": {"title": {"en": "An item"}}}}],
    }
    meeting = {
        "id": "m-1",
        "body": "rcm",
        "title": {"en": "A meeting"},
        "opens_on": "2010-01-01",
        "closes_on": "2010-01-02",
        "decisions": [{**decision, **more}],
    }
    return {"register": 1, "charter": "rcm", "meetings": [meeting]}


@pytest.fixture
def written(tmp_path):
    def write(document, name="register.yaml"):
        file = tmp_path / name
        text = document if isinstance(document, str) else json.dumps(document)
        file.write_text(text, encoding="utf-8")
        return name

    return write


# --- init -----------------------------------------------------------------------------------------


def test_init_makes_an_empty_ledger_and_never_a_second_one(command):
    answer = command("init")
    assert answer.status == 0
    assert "Regional Conference on Migration" in answer.out
    assert command("plan", "--json").document["items"] == []
    before = command("audit", "--json").document
    assert command("init", "--json").status == 2
    assert command("audit", "--json").document == before


def test_init_takes_another_forums_charter(command, written):
    charter = yaml.safe_load(shipped_charters()["rcm"])
    charter |= {"charter": "other", "title": {"en": "Another Forum", "es": "Otro foro"}}
    file = written(json.dumps(charter, default=str), "other.yaml")
    answer = command("init", "--charter", file, "--lang", "es")
    assert (answer.status, "Otro foro" in answer.out) == (0, True)


@pytest.mark.parametrize("charter", ["rmc", "nowhere.yaml"])
def test_init_with_a_charter_that_is_not_there_makes_nothing(command, tmp_path, charter):
    answer = command("init", "--charter", charter)
    assert (answer.status, answer.out) == (2, "")
    assert list(tmp_path.iterdir()) == []


# --- import and check -----------------------------------------------------------------------------


def test_import_says_what_was_recorded_and_the_second_time_nothing(command):
    first = command("import", REGISTER)
    assert first.status == 0
    assert "17 meetings, 29 decisions, 20 changes" in first.out
    again = command("import", REGISTER, "--lang", "es")
    assert again.status == 0
    assert "Nada nuevo" in again.out
    assert command("import", REGISTER, "--json").document["already"] == 29


def test_a_dry_run_records_nothing(command, tmp_path):
    answer = command("import", REGISTER, "--dry-run")
    assert answer.status == 0
    assert "would be recorded" in answer.out
    assert list(tmp_path.iterdir()) == []


def test_a_refused_import_lists_every_reason_and_leaves_no_ledger(command, written, tmp_path):
    file = written(register(agreed=["MX", "CA"]))
    refused = command("import", file)
    assert refused.status == 1
    assert "No. Nothing was recorded, for 1 reason" in refused.out
    assert "[too-few-agree]" in refused.out
    document = command("import", file, "--json", "--lang", "es").document
    assert document["refused"] is True
    (violation,) = document["violations"]
    assert set(violation) == {
        "code",
        "item",
        "reference",
        "message",
        "members",
        "conflicts",
        "messages",
    }
    assert violation["message"] == violation["messages"]["es"]
    assert violation["reference"] == "m-1-d1#1"
    assert "rcm-ledger.db" not in [file.name for file in tmp_path.iterdir()]


def test_check_needs_no_ledger_and_says_what_was_not_agreed(command, written, tmp_path):
    good = command("check", REGISTER, "--json")
    assert (good.status, good.document["lawful"], good.document["violations"]) == (0, True, [])
    bad = command("check", written(register(agreed=[])))
    assert bad.status == 1
    assert "Too few member states agree" in bad.said
    assert "son demasiado pocos" in command("check", "register.yaml", "--lang", "es").said.lower()
    assert [file.name for file in tmp_path.iterdir()] == ["register.yaml"]


@pytest.mark.parametrize("what", ["import", "check"])
def test_every_error_of_a_file_is_listed_with_its_line_and_nothing_changes(
    command, written, tmp_path, what
):
    text = yaml.dump(register(text={"en": 5}, agreed="everybody"), sort_keys=False).replace(
        "body: rcm", "body: rmc"
    )
    file = written(text)
    answer = command(what, file)
    assert (answer.status, answer.out) == (2, "")
    assert answer.err.count("register.yaml:") == 3
    assert "Did you mean “rcm”?" in answer.err
    document = command(what, file, "--json", "--lang", "es").document
    assert len(document["errors"]) == 3
    assert all(set(error) == {"file", "line", "path", "message"} for error in document["errors"])
    assert {error["path"] for error in document["errors"]} >= {"meetings[0].body"}
    assert [file.name for file in tmp_path.iterdir()] == ["register.yaml"]


@pytest.mark.parametrize("text", ["", "- 1", "a: [", "{}", "\x00", "register: 1\nregister: 1"])
def test_what_is_no_register_is_status_2_and_one_json_document(command, written, text):
    answer = command("check", written(text), "--json")
    assert answer.status == 2
    assert answer.document["errors"]


def test_a_register_comes_from_standard_input_too(command, monkeypatch, tmp_path):
    import io
    import sys

    class Stdin:
        buffer = io.BytesIO(json.dumps(register()).encode())

    monkeypatch.setattr(sys, "stdin", Stdin)
    assert command("import", "-").status == 0
    monkeypatch.setattr(Stdin, "buffer", io.BytesIO(b"register: 2"))
    assert command("check", "-", "--json").document["errors"][0]["file"] == "-"


# --- template -------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_template_uncommented_imports_on_top_of_the_shipped_register(
    command, ledger, written, language
):
    text = command("template", "--lang", language).out
    file = written(uncommented(text), "next.yaml")
    answer = command("import", file, "--json")
    assert (answer.status, answer.document.get("changes")) == (0, 12)
    assert command("verify").status == 0


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_template_as_it_is_says_what_is_missing(command, written, language):
    file = written(
        template(Charter.model_validate(yaml.safe_load(shipped_charters()["rcm"])), language)
    )
    assert command("import", file, "--dry-run").status in (0, 2)


def test_the_template_is_of_this_ledgers_charter(command, written, tmp_path):
    charter = yaml.safe_load(shipped_charters()["rcm"])
    charter |= {"charter": "other", "languages": ["es"], "title": {"es": "Otro foro"}}
    for party in (
        *charter["bodies"].values(),
        *charter["members"].values(),
        *charter["observers"].values(),
    ):
        party["name"].pop("en")
        if "adopts" in party:
            party["adopts"].pop("en")
    command("init", "--charter", written(json.dumps(charter, default=str), "other.yaml"))
    answer = command("template", "-o", "next.yaml")
    assert (answer.status, "next.yaml" in answer.out) == (0, True)
    text = (tmp_path / "next.yaml").read_text(encoding="utf-8")
    assert "Otro foro" in text
    assert "charter: rcm" not in text
    assert command("import", written(uncommented(text), "next.yaml")).status == 0
    assert command("template", "-o", "next.yaml").status == 2  # it is there already
    assert command("template", "-o", "next.yaml", "--force", "--json").document == {
        "file": "next.yaml"
    }


# --- export ---------------------------------------------------------------------------------------


@pytest.fixture
def another(store, tmp_path):
    """Where there is no ledger yet."""
    return store.address(tmp_path, "new.db")


def test_an_export_imported_into_an_empty_ledger_gives_the_same_plan(command, ledger, another):
    assert command("export", "--register", "-o", "handover.yaml").status == 0
    assert command("import", "handover.yaml", "--ledger", another).status == 0
    plans = [
        command("plan", "--json", "--ledger", each).document["items"] for each in (ledger, another)
    ]
    assert plans[0] == plans[1]


def test_an_export_as_json_is_a_register_too(command, ledger, written):
    answer = command("export", "--register", "--json")
    assert answer.document["register"] == 1
    assert command("check", written(answer.out, "handover.json")).status == 0
    assert command("export", "--register", "-o", "again.json").status == 0
    assert command("export", "--register", "-o", "again.json").status == 2
    assert command("export", "--register", "-o", "nowhere/x.yaml").status == 2


TEXTS_LIKE_OTHER_THINGS = [
    *("1e3", "1.e5", "+1E-2", ".5", "0o17", "0x1F", "1_000", "007", "12:30"),
    *("~", "null", "NO", "yes", "on", "true", ".inf", ".nan", "2020-01-01", "=", "<<"),
    *("# no comment", "a: b", "- a", "&a", "*a", "!a", "@a", "'", '"', "{", "two\nlines\n\n  more"),
]


def test_texts_that_look_like_numbers_or_days_come_back_from_an_export_as_texts(
    command, written, another
):
    activities = [
        {"approve": {"item": f"a{n}", "parent": None, "terms": {"title": {"en": text}}}}
        for n, text in enumerate(TEXTS_LIKE_OTHER_THINGS)
    ]
    decision = {"id": "d1", "text": {"en": "1e3"}, "agreed": "all", "changes": activities}
    meeting = {
        "id": "rcm-1",
        "body": "rcm",
        "title": {"en": "0o7"},
        "presidency": "MX",
        "opens_on": "1996-03-13",
        "closes_on": "1996-03-14",
        "decisions": [decision],
    }
    register = {"register": 1, "charter": "rcm", "meetings": [meeting]}
    assert command("import", written(json.dumps(register), "r.json")).status == 0
    assert command("export", "--register", "-o", "handover.yaml").status == 0
    again = command("import", "handover.yaml", "--ledger", another)
    assert again.status == 0, again.err
    for where in ([], ["--ledger", another]):
        items = command("plan", "--json", *where).document["items"]
        assert [item["terms"]["title"]["en"] for item in items] == TEXTS_LIKE_OTHER_THINGS


# --- the demonstration ------------------------------------------------------------------------------


def test_a_demonstration_keeps_what_was_recorded_on_top_of_an_earlier_one(command):
    first = command("demo")
    assert (first.status, "takes the place" in first.said) == (0, False)
    again = command("demo").said
    assert "takes the place" in again
    assert "is kept as" not in again
    theirs = ["--ledger", "rcm-ledger-demo.db"]
    new = ["meeting", "rcm-25", "--body", "rcm", "--title-en", "XXV", "--opens-on", "2027-05-01"]
    assert command(*new, *theirs).status == 0
    assert "it is kept as rcm-ledger-demo-1.db" in command("demo").said
    assert command("show", "rcm-25", *theirs).status != 0
    kept = ["--ledger", "rcm-ledger-demo-1.db"]
    assert command("show", "rcm-25", *kept).status == 0
    assert command("seal", *kept).status == 0
    assert command("verify", *kept).status == 0


# --- files and folders that cannot be written -------------------------------------------------------

NOT_WRITTEN = [
    (["init", "--ledger", "no/l.db"], "no/l.db cannot be written", "no se puede abrir, ni crear"),
    (["init", "--ledger", "file/l.db"], "file/l.db cannot be written", "en file/l.db"),
    (["import", REGISTER, "--ledger", "file/l.db"], "file/l.db cannot be", "en file/l.db"),
    (["init", "--ledger", "x" * 300], "cannot be written", "No se puede escribir"),
    (["plan", "--ledger", "x" * 300], "its name is too long", "su nombre es demasiado largo"),
    (["plan", "--ledger", "pipe"], "is another kind of file", "es otro tipo de archivo"),
    (["init", "--ledger", "file"], "already something at file", "Ya hay algo en file"),
    (["demo", "--ledger", "file"], "something at file that no", "hay algo que no hizo"),
    (["template", "-o", "t.xlsx"], "give it a name that ends in .yaml", "termine en .yaml"),
    (["template", "-o", "no/t.yaml"], "there is no such folder", "no existe esa carpeta"),
    (["template", "-o", "folder", "--force"], "it is a folder", "es una carpeta"),
]


@pytest.mark.parametrize(("arguments", "english", "spanish"), NOT_WRITTEN)
def test_what_cannot_be_written_is_said_in_the_callers_language(
    command, tmp_path, arguments, english, spanish
):
    (tmp_path / "file").write_text("Not a folder, not a ledger.")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    before = sorted(tmp_path.iterdir())
    for language, said in (("en", english), ("es", spanish)):
        answer = command(*arguments, "--lang", language)
        assert (answer.status, said in answer.said) == (2, True), answer.said
        assert "should not have" not in answer.said
        assert "no debía" not in answer.said
    assert sorted(tmp_path.iterdir()) == before
