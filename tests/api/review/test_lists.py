"""Lists (.csv) and exports (.yaml) as people hand them in, and what is wrong with some."""

import csv
import io

import pytest
import yaml

HEADS = {
    "en": "Id,Kind,Role,Section,Title (en),Title (es),Lead,Timeline,Form,Status",
    "es": "id;clase;función;sección;título (inglés);título (español);responsable;plazo;modalidad;estado",
}


@pytest.fixture
def as_list(command, ledger, listed):
    """The plan as a list, rows changed by `edit(rows)`."""

    def made(edit=lambda rows: None, heads=HEADS["en"], delimiter=",", name="revised.csv"):
        rows = []
        for item in command("plan", "--json").document["items"]:
            terms = item["terms"]
            title = terms["title"] or {}
            timeline = terms["timeline"]
            if isinstance(timeline, dict):
                timeline = " – ".join(str(value) for value in timeline.values())
            rows.append(
                [
                    *(item["id"], item["kind"], item["role"] or "", item["parent"] or ""),
                    *(title.get("en", ""), title.get("es", ""), ", ".join(terms["lead"])),
                    *(timeline or "", terms["form"] or "", item["status"]),
                ]
            )
        edit(rows)
        out = io.StringIO()
        csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
        return listed(heads, out.getvalue().rstrip("\n"), name=name)

    return made


def test_a_list_with_heads_in_either_language_is_read(differences, as_list):
    assert differences(as_list()) == {}
    assert differences(as_list(heads=HEADS["es"], delimiter=";")) == {}
    assert differences(as_list(heads=HEADS["en"].replace(",", "\t"), delimiter="\t")) == {}


def test_rows_may_stand_in_any_order_and_columns_as_well(differences, as_list):
    def shuffled(rows):
        rows.reverse()
        for row in rows:
            row.reverse()

    heads = ",".join(reversed(HEADS["en"].split(",")))
    assert differences(as_list(shuffled, heads)) == {}


def test_a_column_that_is_missing_is_not_compared_and_one_too_many_is_noted(reviewed, listed):
    lines = ["Id,Title,Remarks", "statistics,Common and shared migration statistics,urgent"]
    document = reviewed(listed(*lines))
    assert document["ignored"] == ["Remarks"]
    assert [each for each in document["differences"] if each["item"] == "statistics"] == []


def test_without_any_id_every_row_is_found_by_its_words(reviewed, as_list):
    def without(rows):
        for row in rows:
            row[0] = ""

    document = reviewed(as_list(without))
    assert (document["differences"], document["questions"]) == ([], [])
    assert len(document["by_wording"]) == 18


def test_a_new_activity_without_a_section_stands_where_it_was_put_in(reviewed, as_list):
    def edit(rows):
        at = next(n for n, row in enumerate(rows) if row[0] == "hr")
        rows.insert(at + 1, ["", "", "", "", "Training on asylum", "", "mx", "cada año", "", ""])

    (found,) = reviewed(as_list(edit))["differences"]
    (form,) = found["changes"]
    assert form["approve"]["parent"] == "hr"
    assert form["approve"]["terms"] == {
        "title": {"en": "Training on asylum"}, "lead": ["MX"], "timeline": {"every": 12},
    }  # fmt: skip
    assert found["item"] is None


def test_a_section_may_be_named_by_its_title(differences, as_list):
    def edit(rows):
        row = next(row for row in rows if row[0] == "convergence")
        row[3] = "Políticas y Gestión Migratoria"

    assert differences(as_list(edit)) == {"convergence": [("move", ["parent"])]}


def test_words_in_the_other_language_are_marked_and_a_translation_too(differences, listed):
    lines = [
        "Id,Título",
        "statistics,[en] Common and shared migration statistics",
        "mpm,Políticas y Gestión Migratoria [traducción]",
        "hr,Derechos Humanos [translation]",
    ]
    found = differences(listed(*lines))
    # Its Spanish words are gone, where the English stand in their place.
    assert found["statistics"] == [("redefine", ["title"])]
    assert "mpm" not in found
    assert "hr" not in found


def test_a_bare_column_of_words_is_in_the_language_that_it_is_in(differences, listed):
    """Somebody gave the column of Spanish words an English name."""
    lines = ["Id,Title", "mpm,Políticas y Gestión Migratoria", "hr,Derechos de todos"]
    assert differences(listed(*lines))["hr"] == [("redefine", ["title"])]


def test_an_apostrophe_before_what_would_be_a_formula_is_not_part_of_it(reviewed, listed):
    file = listed("Id,Title,Kind,Section", ",'=SUM of all efforts,activity,hr", "hr,Human Rights,,")
    (new,) = [each for each in reviewed(file)["differences"] if each["change"] == "approve"]
    assert new["title"] == {"en": "=SUM of all efforts"}


# --- what is wrong --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "place", "said"),
    [
        (["Id,Title", "hr,=1+1"], "line 2, Title", "formulas are not computed"),
        (["Id,Title", "hr,A", "mpm,B", "hr,C"], "line 4, Id", "line 2 and line 4"),
        (["Id,Title,Status", "hr,A,done"], "line 2, Status", "is no status. It can be: pending"),
        (["Id,Title,Status", "hr,A,ongoin"], "line 2, Status", "Did you mean “ongoing”?"),
        (["Id,Title,Plazo", "hr,A,31/12/2030"], "line 2, Plazo", "by 31 December 2030"),
        (["Id,Title,Lead", "hr,A,MX and XX"], "line 2, Lead", "“XX” is no lead"),
        (["Id,Title", "HR,A"], "line 2, Id", "is no id"),
        (["Id,Title,Form", ",,study"], "line 2", "neither id nor words"),
        (
            ["Id,Title", "hr,[en] Rights [es] Derechos"],
            "line 2, Title",
            "two languages in one cell",
        ),
        (["Id,Title", 'hr,"Rights'], "line 2", "quotation mark"),
        (["Id,Title", "hr,Ri\u202eghts"], "line 2, Title", "U+202E"),
        (["one,two", "1,2"], "revised.csv", "No row has the heads of a plan"),
        (["Id,Title"], "revised.csv", "There is no item in it"),
        (["Id,Title,Timeline", "hr,A,2031-01-01 – 2030-01-01"], "line 2, Timeline", "2030-01-01"),
    ],
)
def test_what_is_wrong_in_a_list_is_said_with_its_place_and_the_cure(
    command, listed, lines, place, said
):
    answer = command("review", listed(*lines))
    assert answer.status == 2
    assert place in answer.said
    assert said in answer.said
    spanish = command("review", listed(*lines), "--lang", "es")
    assert spanish.err != answer.err


def test_all_that_is_wrong_is_said_at_once(command, listed):
    file = listed("Id,Title,Status,Lead", "hr,A,done,MX", "mpm,=B,ongoing,XX")
    answer = command("review", file, "--json")
    assert len(answer.document["errors"]) == 3
    assert [error["line"] for error in answer.document["errors"]] == [2, 3, 3]


@pytest.mark.parametrize("name", ["huge.csv", "huge.json", "huge.xlsx"])
def test_two_hundred_megabytes_are_refused_unread(command, ledger, tmp_path, name):
    file = tmp_path / name
    with file.open("wb") as out:
        out.write(b"PK\x03\x04" if name == "huge.xlsx" else b"Id,Title\n")
        out.truncate(200 << 20)
    answer = command("review", file)
    assert answer.status == 2
    assert "at most" in answer.said


@pytest.mark.parametrize("said", ["[en]", "[translation]", " [en] "])
def test_a_mark_without_words_says_nothing(differences, listed, said):
    found = differences(
        listed("Id,Title (en)", f"hr,{said}", "mpm,Migration Policies and Management")
    )
    assert found["hr"] == [("redefine", ["title"])]


@pytest.mark.parametrize("data", [b"Id,Title\nhr,Pol\xedticas\n", b"\x00\x01\x02", b""])
def test_bytes_that_are_no_text_are_refused(command, ledger, tmp_path, data):
    file = tmp_path / "revised.csv"
    file.write_bytes(data)
    assert command("review", file).status == 2


def test_excels_unicode_text_is_read(differences, as_list, tmp_path):
    file = as_list(heads=HEADS["en"].replace(",", "\t"), delimiter="\t")
    other = tmp_path / "unicode.csv"
    other.write_bytes(file.read_text(encoding="utf-8").encode("utf-16"))
    assert differences(other) == {}


@pytest.mark.parametrize("name", ["revised.txt", "revised", "missing.csv"])
def test_a_name_that_says_nothing_and_a_file_that_is_not_there_are_complained_of(
    command, listed, name
):
    file = listed("Id,Title", "hr,Human Rights", name="revised.txt").with_name(name)
    assert command("review", file).status == 2


# --- exports --------------------------------------------------------------------------------------


def test_a_list_in_a_registers_form_is_read(differences, ledger, tmp_path):
    items = [
        {"item": "hr", "terms": {"title": {"en": "Human Rights", "es": "Derechos Humanos"}}},
        {"approve": {"item": "asylum", "parent": "hr", "terms": {"title": {"en": "Asylum"}}}},
    ]
    file = tmp_path / "revised.yaml"
    file.write_text(yaml.safe_dump(items, allow_unicode=True), encoding="utf-8")
    found = differences(file)
    assert found["Asylum"] == [("approve", ["title"])]
    assert "hr" not in found


def test_a_bare_text_is_in_the_language_of_the_others(differences, ledger, tmp_path):
    file = tmp_path / "revised.yaml"
    file.write_text("- {id: hr, title: Human Rights}\n- {id: mpm, title: Migration}\n")
    found = differences(file)
    assert "hr" not in found
    assert found["mpm"] == [("redefine", ["title"])]


@pytest.mark.parametrize(
    ("text", "path", "said"),
    [
        ("items: [1]", "items[0]", "An item is a mapping"),
        ("- {id: hr, terms: words}", "[0].terms", "An item is a mapping"),
        ("- {id: hr, title: {fr: Droits}}", "[0].title.fr", "no language"),
        ("- {id: hr, title: {en: A}}\n- {id: hr, title: {en: B}}", "[1].id", "[0] and [1]"),
        ("- {id: hr, title: A, lead: [XX]}", "[0].lead", "is no lead"),
        ("- {id: hr, title: A, timeline: {by: never}}", "[0].timeline", "a day is written"),
        ("just words", "revised.yaml", "no list of items"),
        ("items: [&x {id: hr}]", "items[0]", "&x"),
        ("{unclosed", "revised.yaml", ""),
    ],
)
def test_what_is_wrong_in_an_export_is_said_with_its_path(
    command, ledger, tmp_path, text, path, said
):
    file = tmp_path / "revised.yaml"
    file.write_text(text)
    answer = command("review", file)
    assert answer.status == 2
    assert path in answer.said
    assert said in answer.said
