"""The plan handed out as Markdown: what every document says, in both languages."""

from pathlib import Path


def test_the_plan_has_a_heading_for_each_section_and_a_row_for_each_activity(ledger, command, tmp_path):
    out = tmp_path / "plan.md"
    assert command("document", "plan", "-o", out).status == 0
    said = out.read_text()
    for item in command("plan", "--json").document["items"]:
        line = next(line for line in said.splitlines() if f"`{item['id']}`" in line)
        assert line.startswith("| **") == (item["kind"] == "activity")
        assert item["approved"]["decision"] in line


def test_a_document_names_its_moment_its_last_entry_and_the_root_of_the_log(ledger, command, tmp_path):
    root = command("verify", "--json").document["root"]
    answer = command("document", "plan", "--as-of", "rcm-12", "-o", tmp_path / "plan.md", "--json")
    assert answer.document["root"] == root
    said = (tmp_path / "plan.md").read_text()
    assert "As of: 27 April 2007." in said
    assert f"root {root}" in said


def test_the_same_question_gives_the_same_bytes_again(ledger, command, tmp_path):
    for name in ("a.md", "b.md"):
        command("document", "plan", "--both", "-o", tmp_path / name)
    assert (tmp_path / "a.md").read_bytes() == (tmp_path / "b.md").read_bytes()


def test_a_text_that_is_missing_in_the_document_s_language_says_which_it_is_in(ledger, command, tmp_path):
    command("document", "plan", "--lang", "es", "-o", tmp_path / "plan.md")
    said = (tmp_path / "plan.md").read_text()
    assert r"\[en\] Hold a technical meeting" in said
    assert "# Plan de Acción\n" in said


def test_with_both_languages_the_texts_stand_side_by_side(ledger, command, tmp_path):
    command("document", "plan", "--both", "-o", tmp_path / "plan.md")
    said = (tmp_path / "plan.md").read_text()
    assert "| Title | Título | Action | Acción |" in said
    assert "[en]" not in said


def test_a_form_that_there_is_not_is_refused_with_those_that_there_are(ledger, command, tmp_path):
    answer = command("document", "plan", "-o", tmp_path / "plan.exe")
    assert answer.status == 2
    assert ".md" in answer.said
    assert not Path(tmp_path / "plan.exe").exists()


def test_a_body_that_there_is_not_is_refused_with_those_that_there_are(ledger, command, tmp_path):
    answer = command("document", "workplan", "nobody", "-o", tmp_path / "w.md")
    assert answer.status == 2
    assert "lon-cp" in answer.said
    assert not (tmp_path / "w.md").exists()


def test_a_file_that_is_there_is_kept_unless_told_otherwise(ledger, command, tmp_path):
    out = tmp_path / "plan.md"
    out.write_text("mine")
    assert command("document", "plan", "-o", out).status == 2
    assert out.read_text() == "mine"
    assert command("document", "plan", "-o", out, "--force").status == 0
