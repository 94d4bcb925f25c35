"""What changed since a meeting, told to people in both languages, and what concerns a member first."""

import pytest

MEETING = ["meeting", "rcgm-2020-1", "--body", "rcgm", "--title-en", "RCGM, 2020", "--opens-on", "2020-06-02"]
LEAD = "{redefine: {item: statistics, terms: {lead: [CA, IOM]}}}"
START = "{start: {item: convergence}}"


@pytest.fixture
def since_then(command, ledger):
    """After the XXIV RCM: a redefinition by the RCM, a start by the RCGM, a draft, and a comment on a proposal."""
    rcm = ["meeting", "rcm-25", "--body", "rcm", "--title-en", "XXV RCM", "--opens-on", "2020-11-12"]
    told = ["--text-en", "Decide.", "--text-es", "Decidir."]
    for step in (
        ["close", "rcm-24", "--on", "2019-12-01"],
        MEETING,
        rcm,
        ["table", "rcgm-2020-1-d1", "-m", "rcgm-2020-1", *told, "--agreed", "all", "--change", START],
        ["adopt", "rcgm-2020-1-d1"],
        ["table", "rcm-25-d1", "-m", "rcm-25", *told, "--agreed", "all", "--change", LEAD, "--recommended-by", "mx-7"],
        ["adopt", "rcm-25-d1"],
        ["table", "rcm-25-d2", "-m", "rcm-25", *told, "--agreed", "MX,US", "--change", "{start: {item: statistics}}"],
        ["comment", "mx-7", "--by", "SV", "--text-en", "As the Vice-Ministers see it."],
    ):
        answer = command(*step)
        assert answer.status == 0, answer.said


def test_what_changed_is_told_with_its_decisions_drafts_and_proposals(command, since_then):
    said = command("since", "rcm-24").said
    for part in (
        "What changed since rcm-24",
        "Since the plan of 14 November 2019, as it was known when that meeting was closed.",
        "Common and shared migration statistics statistics · changed",
        "by rcm-25-d1#1, 12 November 2020",
        "rcgm-2020-1-d1 · 2 June 2020 · Regional Consultation Group on Migration (RCGM) Decide.",
        "rcm-25-d2 (RCM): Decide. Positions awaited: BZ, CA, CR, DO, GT, HN, NI, PA, SV.",
        "mx-7 Hold migration statistics in common and share them. – El Salvador (SV): As the Vice-Ministers see it.",
    ):
        assert part in said
    assert "What concerns" not in said


def test_what_concerns_a_member_comes_first(command, since_then):
    said = command("since", "rcm-24", "--member", "CA").said
    assert said.index("What concerns Canada (CA)") < said.index("In the plan")
    leads = "led by this member: “Common and shared migration statistics” (statistics)"
    assert f"{leads}, changed, by rcm-25-d1 of rcm-25" in said
    assert "its position is awaited on rcm-25-d2 (RCM): Decide." in said
    assert "mx-7" not in said
    mexico = command("since", "rcm-24", "--member", "MX", "--lang", "es").said
    assert "Qué le concierne a México (MX)" in mexico
    assert "lo propuso: «Estadísticas migratorias comunes y compartidas» (statistics), cambiado" in mexico
    assert "se espera su posición" not in mexico
    assert "– El Salvador (SV): As the Vice-Ministers see it." in mexico


def test_as_json_it_says_how_each_difference_concerns_the_member(command, since_then):
    document = command("since", "rcm-24", "--member", "CA", "--json").document
    concerns = {each["item"]: each["concerns"] for each in document["differences"]}
    assert concerns == {"statistics": ["leads"], "convergence": []}
    assert [draft["decision"] for draft in document["drafts"]] == ["rcm-25-d2"]


def test_nothing_is_told_as_such(command, ledger):
    assert command("close", "rcm-24", "--on", "2019-12-01").status == 0
    said = command("since", "rcm-24", "--member", "CA").said
    assert "Nothing that it leads or proposed has changed, and no position of its is awaited." in said
    assert "Nothing changed in the plan." in said
    assert "None was adopted." in said
    assert "that meeting is not closed" in command("since", "rcm-23").said


def test_a_meeting_or_member_that_is_none_is_wrong_use(command, ledger):
    assert "rcm-24?" in command("since", "rcm-42").said
    wrong = command("since", "rcm-24", "--member", "Canada")
    assert (wrong.status, "There is no member Canada" in wrong.said) == (2, True)
    assert command("since").status == 2


def test_it_is_handed_out_as_a_document_in_both_languages(command, since_then, tmp_path):
    out = tmp_path / "canada.md"
    assert command("since", "rcm-24", "--member", "CA", "--both", "-o", out).status == 0
    said = out.read_text(encoding="utf-8")
    for part in (
        "# What changed since rcm-24",
        "Qué cambió desde rcm-24",
        "## What concerns Canada (CA)",
        "led by this member: “Common and shared migration statistics” (statistics), changed, by rcm-25-d1 of rcm-25",
        "se espera su posición sobre rcm-25-d2 (CRM): Decidir.",
        r"rcm-25-d1\#1, 12 November 2020",
    ):
        assert part in said
    document = command("since", "rcm-24", "--member", "CA", "-o", tmp_path / "x.md", "--json").document
    assert (document["kind"], document["as_of"]) == ("since", None)
    assert command("since", "rcm-24", "-o", tmp_path / "x.exe").status == 2
    assert "name it with -o" in command("since", "rcm-24", "--both").said


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_it_comes_in_the_forms_that_other_documents_come_in(command, since_then, tmp_path, form):
    out = tmp_path / f"since.{form}"
    assert command("since", "rcm-24", "-o", out).status == 0
    again = tmp_path / f"again.{form}"
    assert command("since", "rcm-24", "-o", again).status == 0
    assert out.read_bytes() == again.read_bytes()
