"""Documents as JSON: what `--json` gives, with what it can be checked by."""

import json

import pytest

from api.commands.documents import FORMS


def test_the_plan_is_what_the_command_answers_with_ledger_and_root_beside_it(ledger, command, tmp_path):
    assert command("document", "plan", "-o", tmp_path / "plan.json").status == 0
    written = json.loads((tmp_path / "plan.json").read_text())
    answer = command("plan", "--json").document
    assert written["items"] == answer["items"]
    assert (written["as_of"], written["known_at"]) == (answer["as_of"], answer["known_at"])
    assert written["root"] == command("verify", "--json").document["root"]


def test_provenance_is_another_form_though_its_ending_is_json_too(ledger, command, tmp_path):
    command("document", "plan", "-o", tmp_path / "plan.prov.json")
    assert "items" not in json.loads((tmp_path / "plan.prov.json").read_text())


@pytest.mark.parametrize("kind", sorted(kind for kind, forms in FORMS.items() if "json" in forms))
def test_every_document_names_the_root(kind, ledger, command, tmp_path):
    subject = {"decision": ["rcm-12-d1"], "diff": ["rcm-8", "rcm-12"], "workplan": ["rcgm"]}
    meeting = ["rcgm-2008-1"] if kind in ("minutes", "docket", "agenda", "since") else []
    out = tmp_path / "it.json"
    before = [] if kind in ("since", "review") else ["document"]
    if kind == "review":
        command("document", "plan", "-o", tmp_path / "plan.csv")
        answer = command("review", tmp_path / "plan.csv", "--report", out)
    else:
        answer = command(*before, kind, *subject.get(kind, meeting), "-o", out)
    assert answer.status == 0, answer.said
    assert json.loads(out.read_text())["root"] == command("verify", "--json").document["root"]
