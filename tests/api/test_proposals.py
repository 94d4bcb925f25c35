"""Proposals step by step: submitted, commented, referred, settled; and what leads report. None changes the plan."""

import json
from types import SimpleNamespace

import pytest
import yaml

from api.completion import proposals
from api.session import Session

PROPOSE = ["propose", "mx-8", "--by", "MX", "--submitted-to", "rcgm-2010-1", "--text-en", "Review it every year."]
COMMENT = ["comment", "mx-8", "--by", "CA", "--text-es", "De acuerdo.", "--on", "2010-04-01"]
REFER = ["refer", "mx-8", "--from", "rcgm", "--to", "lon-cp", "--at", "rcgm-2010-1"]
REPORT = ["report", "mitch-study", "completed", "--by", "IOM", "--on", "2001-06-30"]
STEPS = [PROPOSE, COMMENT, REFER, ["settle", "mx-8", "--adopted", "rcm-12-d2"], REPORT]


@pytest.fixture
def proposed(command, ledger):
    assert command(*PROPOSE).status == 0


def state(command):
    """How far the ledger is, and what the plan says."""
    document = command("plan", "--json").document
    return document["entry"], document["items"]


def test_each_step_is_recorded_and_says_so_in_both_languages(command, ledger):
    said = [command(*step, "--lang", "en").said for step in STEPS]
    assert [each.partition(",")[0].partition("(")[0] for each in said] == [
        "Submitted: mx-8",
        "Recorded: what CA says of mx-8",
        "Referred: mx-8",
        "Settled: mx-8",
        "Kept: IOM on mitch-study",
    ]
    spanish = command("comment", "mx-8", "--by", "MX", "--text-es", "Gracias.", "--lang", "es").said
    assert "Registrado: lo que MX dice de mx-8, asiento" in spanish
    document = command("show", "mx-8", "--json").document
    assert document["comments"][0] == {"by": "CA", "on": "2010-04-01", "text": {"es": "De acuerdo."}}
    assert document["outcome"] == {"adopted": ["rcm-12-d2"]}
    assert command("verify").status == 0


def test_each_step_is_one_json_document_of_one_entry(command, ledger):
    last, _ = state(command)
    for name, id, *more in STEPS:
        answer = command(name, id, *more, "--json")
        assert answer.document == {"done": name, "id": id, "entries": [last + 1, last + 1]}
        last += 1


def test_no_step_changes_the_plan(command, ledger):
    before = state(command)[1]
    for step in STEPS:
        assert command(*step).status == 0
    assert state(command)[1] == before


def test_a_report_is_of_today_where_no_day_is_named_and_is_shown_with_the_item(command, ledger):
    assert command("report", "plan-review", "delayed", "--by", "lon-cp", "--text-en", "No answers yet.").status == 0
    (report,) = command("show", "plan-review", "--json").document["reports"]
    assert (report["by"], report["says"], len(report["on"])) == ("lon-cp", "delayed", 10)
    shown = command("show", "plan-review").said
    assert "Progress reports" in shown
    assert "No answers yet." in shown
    assert command("show", "plan-review", "--json").document["status"] == "ongoing"


# --- from files -----------------------------------------------------------------------------------

WHOLE = """
id: mx-8
by: MX
submitted_to: rcgm-2010-1
text: {en: Review it every year., es: Revisarlo cada año.}
placements: [{section: functioning, form: standing-agenda-item}]
comments: [{by: CA, text: {en: Agreed.}, placements: [{section: mpm}]}]
referrals: [{from: rcgm, to: lon-cp}]
outcome: {adopted: [rcm-12-d2]}
"""


@pytest.mark.parametrize("form", ["its bare mapping", "a register", "a register in JSON"])
def test_a_proposal_comes_from_a_file_with_all_that_is_said_of_it(command, ledger, tmp_path, form):
    file = tmp_path / "mx-8.yaml"
    whole = yaml.load(WHOLE, Loader=yaml.BaseLoader)
    match form:
        case "its bare mapping":
            file.write_text(WHOLE, encoding="utf-8")
        case "a register":
            file.write_text(f"register: 1\nproposals:\n  - {json.dumps(whole)}\n", encoding="utf-8")
        case _:
            file = tmp_path / "mx-8.json"
            file.write_text(json.dumps({"register": 1, "proposals": [whole]}), encoding="utf-8")
    last, _ = state(command)
    assert command("propose", "mx-8", "--file", file, "--json").document["entries"] == [last + 1, last + 4]
    document = command("show", "mx-8", "--json").document
    kept = {key: document[key] for key in whole if key != "referrals"}
    assert kept == {key: value for key, value in whole.items() if key != "referrals"}
    assert command("verify").status == 0


def test_what_a_file_says_wrong_records_nothing_of_it(command, ledger, tmp_path):
    file = tmp_path / "mx-8.yaml"
    file.write_text(WHOLE.replace("rcm-12-d2", "rcm-12-d9").replace("lon-cp", "lon-pc"), encoding="utf-8")
    before = state(command)
    answer = command("propose", "mx-8", "--file", file)
    assert answer.status == 2
    assert f"{file}:8: referrals[0].to: There is no body “lon-pc”" in answer.said
    assert f"{file}:9: outcome.adopted[0]: There is no decision “rcm-12-d9”" in answer.said
    assert state(command) == before


@pytest.mark.parametrize(
    ("step", "content"),
    [
        (["comment", "mx-8"], "{by: CA, text: Agreed.}"),
        (["refer", "mx-8"], "{from: rcgm, to: lon-cp}"),
        (["settle", "mx-8"], "{withdrawn: Its author asked for it.}"),
        (["report", "plan-review"], "{item: plan-review, by: TS, on: 2010-06-01, says: on-track}"),
    ],
)
def test_every_other_step_comes_from_a_file_as_well_and_then_takes_no_options(
    command, proposed, tmp_path, step, content
):
    file = tmp_path / "step.yaml"
    file.write_text(content, encoding="utf-8")
    options = {"comment": ["--by", "CA"], "refer": ["--to", "rcm"], "settle": ["--declined", "No."]}
    both = command(*step, "--file", file, *options.get(step[0], ["--by", "TS"]))
    assert (both.status, "not both" in both.said) == (2, True)
    assert command(*step, "--file", file).status == 0
    assert command("verify").status == 0


def test_a_file_about_something_else_is_not_taken(command, ledger, tmp_path):
    file = tmp_path / "x.yaml"
    file.write_text(WHOLE, encoding="utf-8")
    assert "about mx-8, and the command about mx-9" in command("propose", "mx-9", "--file", file).said
    file.write_text("{item: plan-review, by: TS, on: 2010-06-01, says: on-track}", encoding="utf-8")
    assert "about plan-review, and the command about statistics" in command("report", "statistics", "-f", file).said
    file.write_text("register: 1\nproposals: []\n", encoding="utf-8")
    assert "holds 0 of what should be one" in command("propose", "mx-9", "--file", file).said


# --- ill use --------------------------------------------------------------------------------------

WRONG = [
    (["report", "statistcs", "completed", "--by", "MX"], "item “statistcs”. Did you mean “statistics”?"),
    (["propose", "p", "--by", "MX", "--submitted-to", "rcm12", "--text-en", "x"], "Did you mean “rcm-12”?"),
    ([*COMMENT, "--placement", "{section: mpmm}"], "an item “mpmm”. Did you mean “mpm”?"),
    (["comment", "mx-88", "--by", "CA", "--text-en", "x"], "There is no proposal mx-88 in this ledger."),
    (["refer", "mx-88", "--from", "rcgm", "--to", "lon-cp"], "There is no proposal mx-88 in this ledger."),
    (["settle", "mx-88", "--declined", "x"], "There is no proposal mx-88 in this ledger."),
    (["report", "mitch", "delayed", "--by", "IOM"], "item: No change in the register or in the ledger is about an"),
    (PROPOSE, "There is already a proposal mx-8 in this ledger; choose another id."),
    (["propose", "p", "--by", "MX"], "submitted_to: The key submitted_to is missing."),
    (["propose", "p", "--by", "MX", "--submitted-to", "rcgm-2010-1"], "text: The key text is missing."),
    (["propose", "p", "--by", "MEX", "--submitted-to", "rcgm-2010-1", "--text-en", "x"], "Did you mean “MX”?"),
    (["propose", "p", "--by", "MX", "--submitted-to", "rcgm-2010-9", "--text-en", "x"], "no meeting “rcgm-2010-9”"),
    ([*COMMENT, "--placement", "{section: pmp}"], "placements[0].section: No change in the register or in the"),
    ([*COMMENT, "--placement", "{section: statistics}"], "“statistics” is an activity; a proposal is placed in a"),
    ([*COMMENT, "--placement", "{workplan: lon}"], "placements[0].workplan: There is no body “lon”"),
    ([*COMMENT, "--placement", "{}"], "Found an empty placement; name at least one of section, workplan,"),
    ([*COMMENT, "--placement", "{place: mpm}"], "There is no key “place” here; allowed: section,"),
    ([*COMMENT, "--on", "yesterday"], "on: Found “yesterday”"),
    (["refer", "mx-8", "--from", "rcgm", "--to", "rcgm"], "“rcgm” refers it to itself;"),
    (["refer", "mx-8", "--from", "rcgm"], "to: The key to is missing."),
    (["refer", "mx-8", "--from", "rcgm", "--to", "lon-cp", "--at", "rcgm-9"], "There is no meeting “rcgm-9”"),
    (["settle", "mx-8"], "What became of mx-8? Say one of --adopted DECISION"),
    (["settle", "mx-8", "--declined", "x", "--withdrawn", "y"], "What became of mx-8? Say one of --adopted"),
    (["settle", "mx-8", "--adopted", "rcm-12-d9"], "adopted[0]: There is no decision “rcm-12-d9”"),
    (["settle", "mx-8", "--adopted", "draft-1"], "mx-8 cannot be settled by draft-1, which is not adopted. Adopt"),
    (["report", "plan-review", "--by", "TS"], "says: The key says is missing."),
    (["report", "plan-review", "done", "--by", "TS"], "completed, on-track, delayed"),
]


def test_what_makes_no_sense_is_refused_with_the_cure_and_records_nothing(command, proposed):
    assert command("table", "draft-1", "--meeting", "rcgm-2010-1", "--text-en", "A draft.").status == 0
    before = state(command)
    for step, said in WRONG:
        answer = command(*step)
        assert (answer.status, said in answer.said) == (2, True), (step, answer.said)
    assert state(command) == before


def test_what_it_asks_for_is_shown_with_what_it_would_take(command, ledger):
    wishes = ("{redefine: {item: statistics, terms: {lead: [MX]}}}", "{start: {item: none}}")
    asked = [part for wish in wishes for part in ("--change", wish)]
    assert command(*PROPOSE, *asked).status == 0
    said = command("show", "mx-8").said
    assert "lead: MX takes RCM; unanimity" in said
    assert "starts none there is no such item in the plan." in said
    assert "requiere: CRM; unanimidad" in command("show", "mx-8", "--lang", "es").said


def test_the_reason_of_an_outcome_does_not_end_the_sentence_in_its_middle(command, proposed):
    settled = command("settle", "mx-8", "--withdrawn", "Sent by mistake.")
    assert "mx-8, withdrawn: Sent by mistake, as " in settled.said


def test_a_proposal_is_settled_once_and_a_later_decision_names_it(command, proposed):
    assert command("settle", "mx-8", "--declined", "Not now.").status == 0
    again = command("settle", "mx-8", "--adopted", "rcm-12-d2")
    assert again.status == 2
    assert "mx-8 is already settled; a decision that answers it later names it" in again.said
    later = ["table", "d1", "--meeting", "rcgm-2010-1", "--text-en", "x", "--recommended-by", "mx-8"]
    assert command(*later, "--agreed", "all").status == 0
    assert command("adopt", "d1").status == 0
    assert command("verify").status == 0


def test_the_tab_key_completes_proposals(ledger):
    context = SimpleNamespace(find_root=lambda: SimpleNamespace(obj=Session("en")))
    assert [id for id, _ in proposals(context, "mx-")] == [f"mx-{n}" for n in range(1, 8)]
