"""A network's workplan, handed out by itself and handed back: the rest of the plan is not missing from it."""

from pathlib import Path

import pytest
import yaml

from tests.stores import both_stores

ILLUSTRATION = Path(__file__).parents[2] / "data" / "illustration.yaml"
FORMS = ("docx", "xlsx", "csv", "json")


@pytest.fixture
def workplan(command, ledger, tmp_path):
    """The workplan of a network as a document: `workplan("lon-cp", "csv")` gives the file."""
    assert command("import", ILLUSTRATION).status == 0

    def made(body: str, form: str) -> Path:
        file = tmp_path / f"{body}.{form}"
        assert command("document", "workplan", body, "-o", file).status == 0
        return file

    return made


@both_stores
def test_as_it_was_written_it_says_what_the_workplan_says(command, workplan):
    for form in FORMS:
        file = workplan("lon-cp", form)
        answer = command("review", file, "--workplan", "lon-cp", "--json")
        assert answer.status == 0, form
        found = answer.document
        assert (found["differences"], found["unchanged"], found["workplan"]) == ([], 7, "lon-cp")
    assert command("verify").status == 0


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "--workplan lon-cp compares it with that workplan alone"),
        ("es", "--workplan lon-cp la compara solo con ese plan de trabajo"),
    ],
)
def test_compared_with_the_whole_plan_it_says_how_to_compare_it(command, workplan, language, said):
    file = workplan("lon-cp", "csv")
    answer = command("review", file, "--lang", language, "--report", "report.md")
    assert answer.status == 1
    assert said in answer.said
    assert said in " ".join(Path("report.md").read_text(encoding="utf-8").split())
    assert command("review", file, "--json").document["only_of"] == "lon-cp"
    whole = command("review", file, "--workplan", "lon-cp", "--json").document
    assert whole["only_of"] is None


def test_what_is_missing_is_missing_from_the_workplan_and_what_is_new_is_put_into_it(
    command, workplan, tmp_path
):
    file = workplan("lon-cp", "csv")
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    kept = [line for line in lines if not line.startswith("emergency-questionnaire,")]
    assert len(kept) == len(lines) - 1
    file.write_text("\n".join([*kept, ",section,pillar,,A new pillar"]), encoding="utf-8")
    drafts = tmp_path / "drafts.yaml"
    asked = ["review", file, "--workplan", "lon-cp", "-o", drafts]
    found = command(*asked, "--json").document["differences"]
    assert [(each["change"], each["id"]) for each in found] == [
        ("approve", "a-new-pillar"),
        ("discontinue", "emergency-questionnaire"),
    ]
    changes = yaml.safe_load(drafts.read_text(encoding="utf-8"))["meetings"][0]["decisions"][0]
    (new,) = [each["approve"] for each in changes["changes"] if "approve" in each]
    assert new["parent"] == "workplan-lon-cp"


def test_one_that_is_annexed_within_another_section_stays_where_it_is(command, workplan, tmp_path):
    moved = tmp_path / "moved.yaml"
    moved.write_text(
        """
register: 1
meetings:
  - id: rcm-25
    body: rcm
    title: {en: XXV RCM}
    opens_on: 2027-05-01
    closes_on: 2027-05-01
    decisions:
      - id: rcm-25-d1
        adopted_on: 2027-05-01
        text: {en: Put the annexes together.}
        agreed: all
        changes:
          - approve: {item: annexes, kind: section, parent: null, terms: {title: {en: Annexes}}}
          - move: {item: workplan-lon-cp, parent: annexes}
""",
        encoding="utf-8",
    )
    imported = command("import", moved)
    assert imported.status == 0, imported.said
    for form in FORMS:
        answer = command("review", workplan("lon-cp", form), "--workplan", "lon-cp")
        assert answer.status == 0, (form, answer.out)


def test_a_body_that_there_is_not_or_that_has_no_workplan_is_complained_of(
    command, ledger, exported
):
    version = exported()
    mistyped = command("review", version, "--workplan", "lon-pc")
    assert (mistyped.status, "lon-cp" in mistyped.said) == (2, True)
    none = command("review", version, "--workplan", "lon-cp")
    assert none.status == 2
    assert "has no workplan in this plan" in none.said
