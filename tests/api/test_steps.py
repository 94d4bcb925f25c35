"""A meeting recorded step by step, from options and from files, with the register's own errors."""

import json

import pytest
import yaml

from tests.processes.proof import log_of
from tests.stores import both_stores

pytestmark = both_stores
MEETING = [
    "--body",
    "rcm",
    "--number",
    "25",
    "--title-en",
    "XXV RCM",
    "--opens-on",
    "2020-11-12",
    "--closes-on",
    "2020-11-13",
]
COMPLETE = "{complete: {item: plan-review, outcome: {en: Done.}}}"
REDEFINE = "{redefine: {item: statistics, terms: {timeline: {by: 2021-12-31}}}}"


@pytest.fixture
def meeting(command, ledger):
    """A meeting of the vice-ministers, and one of the technical group."""
    assert command("meeting", "rcm-25", *MEETING, "--presidency", "CR").status == 0
    technical = [
        "--body",
        "rcgm",
        "--title-es",
        "GRCM",
        "--opens-on",
        "2020-06-02",
        "--present",
        "MX,CA",
    ]
    assert command("meeting", "rcgm-2020-1", *technical).status == 0


@pytest.fixture
def draft(command, meeting):
    def table(change=COMPLETE, *, of="rcm-25", id="rcm-25-d1", agreed="all"):
        options = ["--meeting", of, "--text-en", "Decide.", "--agreed", agreed, "--change", change]
        answer = command("table", id, *options)
        assert answer.status == 0, answer.err
        return answer

    return table


def test_a_decision_is_tabled_and_adopted_and_says_what_changed(command, draft):
    tabled = draft()
    assert "with 1 change and 11 positions, as entries" in tabled.said
    asked = command("adopt", "rcm-25-d1", "--dry-run")
    assert (asked.status, "could be adopted" in asked.said) == (0, True)
    adopted = command("adopt", "rcm-25-d1")
    assert adopted.status == 0
    assert "completes “Review of the Plan of Action” (plan-review): Done." in adopted.said
    archived = command("archive", "--json").document["items"]
    assert [item["id"] for item in archived] == ["plan-review"]
    assert command("verify").status == 0


def test_every_act_is_one_json_document(command, meeting):
    steps = [
        ["table", "d1", "--meeting", "rcm-25", "--text-en", "Decide.", "--change", COMPLETE],
        ["redraft", "d1", "--text-en", "Decide again."],
        ["position", "d1", "MX", "agree", "--on", "2020-11-12", "--basis", "own-account"],
        ["withdraw", "d1", "--reason", "A slip."],
        ["table", "d2", "--meeting", "rcm-25", "--text-es", "Decidir.", "--agreed", "all"],
        ["adopt", "d2", "--dry-run"],
        ["submit", "d2"],
        ["confirm", "d2"],
        ["table", "d3", "--meeting", "rcm-25", "--text-es", "Decidir.", "--agreed", "present"],
        ["decline", "d3"],
        ["table", "d4", "--meeting", "rcm-25", "--text-es", "Decidir.", "--agreed", "all"],
        ["adopt", "d4"],
        ["close", "rcm-25", "--on", "2020-11-20"],
        [
            "correct-record",
            "rcm-25",
            "place",
            "San José, Costa Rica",
            "--reason",
            "It was missing.",
        ],
        ["correct-record", "rcm-25", "place", "--clear", "--reason", "It was wrong."],
        [
            "correct-record",
            "rcm-25",
            "number",
            "26",
            "--reason",
            "It was wrong.",
            "--kind",
            "meeting",
        ],
        [
            "correct-record",
            "d4",
            "source",
            "{title: {es: El acta}, page: '3'}",
            "--reason",
            "It was missing.",
        ],
    ]
    last = command("plan", "--json").document["entry"]
    for arguments in steps:
        answer = command(*arguments, "--json")
        assert answer.status == 0, (arguments, answer.err)
        if "--dry-run" in arguments:
            assert answer.document["entries"] is None
            continue
        first, last_now = answer.document["entries"]
        assert (first, answer.document["id"] in ("rcm-25", "d1", "d2", "d3", "d4")) == (
            last + 1,
            True,
        )
        last = last_now
    assert command("verify").status == 0


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (REDEFINE, "level-too-low"),
        ("{start: {item: plan-rveiew}}", "item-unknown"),
        ("{start: {item: virtual-secretariat}}", None),
    ],
)
def test_what_no_agreement_can_cure_is_said_of_a_draft_at_once(command, meeting, change, code):
    """Whoever agrees; what positions can still cure is none of it."""
    asked = ["--meeting", "rcgm-2020-1", "--text-en", "Decide.", "--change", change]
    told = command("table", "d1", *asked, "--json").document
    assert [each["code"] for each in told["hindered"]] == ([code] if code else [])
    said = command("redraft", "d1", "--text-en", "Decide otherwise.").said
    assert ("As it stands it could not be adopted, whoever agrees" in said) == (code is not None)
    assert command("adopt", "d1").status == 1


def test_a_refused_adoption_gives_every_reason_and_records_nothing(command, draft):
    draft(REDEFINE, of="rcgm-2020-1", id="rcgm-2020-1-d1")
    before = command("plan", "--json").document["entry"]
    refused = command("adopt", "rcgm-2020-1-d1")
    assert refused.status == 1
    assert "level-too-low" in refused.said
    spanish = command("adopt", "rcgm-2020-1-d1", "--lang", "es", "--json")
    assert [v["code"] for v in spanish.document["violations"]] == ["level-too-low"]
    assert "no puede redefinir" in spanish.document["violations"][0]["message"]
    assert command("adopt", "rcgm-2020-1-d1", "--dry-run").status == 1
    assert command("submit", "rcgm-2020-1-d1").status == 1
    assert command("plan", "--json").document["entry"] == before


def test_an_exception_and_a_reservation_are_no_agreement(command, draft):
    draft(REDEFINE)
    assert command("position", "rcm-25-d1", "CA", "agree", "--except", "statistics").status == 0
    reserve = ["--statement-en", "Subject to consultation.", "--statement-es", "Sujeto a consulta."]
    assert command("position", "rcm-25-d1", "BZ", "reserve", *reserve).status == 0
    (violation,) = command("adopt", "rcm-25-d1", "--json").document["violations"]
    assert (violation["code"], violation["members"]) == ("agreement-missing", ["BZ", "CA"])


def test_a_redraft_clears_positions_and_keeps_what_is_not_given(command, draft):
    draft(REDEFINE)
    answer = command("redraft", "rcm-25-d1", "--text-es", "De nuevo.", "--json")
    assert (answer.document["changes"], answer.document["positions"]) == (1, 0)
    shown = command("show", "rcm-25-d1", "--json").document
    assert shown["text"] == {"es": "De nuevo."}
    assert shown["changes"] == [yaml.safe_load(REDEFINE.replace("2021-12-31", "'2021-12-31'"))]
    assert command("redraft", "rcm-25-d1", "--agreed", "all", "--change", COMPLETE).status == 0
    assert command("adopt", "rcm-25-d1").status == 0


def test_submitting_and_confirming_are_two_steps(command, draft):
    draft()
    assert command("confirm", "rcm-25-d1").status == 2  # submit it first
    assert command("submit", "rcm-25-d1").status == 0
    assert command("plan", "--json").document["items"][-1]["id"] != "x"
    assert [i["id"] for i in command("archive", "--json").document["items"]] == []
    assert command("confirm", "rcm-25-d1").status == 0
    assert [i["id"] for i in command("archive", "--json").document["items"]] == ["plan-review"]


# --- files ----------------------------------------------------------------------------------------


def test_a_meeting_and_a_decision_come_from_files_of_the_registers_form(command, ledger, tmp_path):
    meeting = {
        "id": "rcm-25",
        "body": "rcm",
        "title": {"en": "XXV"},
        "opens_on": "2020-11-12",
        "closes_on": "2020-11-13",
    }
    decision = {
        "id": "rcm-25-d1",
        "text": {"en": "Decide."},
        "agreed": "all",
        "changes": [yaml.safe_load(COMPLETE)],
    }
    (tmp_path / "bare.yaml").write_text(json.dumps(meeting))
    (tmp_path / "whole.yaml").write_text(
        json.dumps({"register": 1, "meetings": [{**meeting, "decisions": [decision]}]})
    )
    (tmp_path / "decision.yaml").write_text(
        json.dumps({**decision, "id": "rcm-25-d2", "changes": []})
    )
    assert command("meeting", "rcm-25", "--file", "bare.yaml").status == 0
    assert command("table", "rcm-25-d1", "--file", "whole.yaml").status == 0
    assert (
        command("table", "rcm-25-d2", "--meeting", "rcm-25", "--file", "decision.yaml").status == 0
    )
    assert command("redraft", "rcm-25-d2", "--file", "decision.yaml").status == 0
    (tmp_path / "positions.yaml").write_text(
        "positions:\n  CA: {stance: agree, except: [plan-review]}\n  MX: {}\n"
    )
    assert command("position", "rcm-25-d1", "--file", "positions.yaml").status == 0
    assert command("adopt", "rcm-25-d1").status == 1
    # What is not one, not this one, or not only that.
    assert "not-one" not in command("meeting", "rcm-26", "--file", "whole.yaml").err
    assert command("meeting", "rcm-26", "--file", "whole.yaml").status == 2
    assert "rcm-25" in command("meeting", "rcm-26", "--file", "bare.yaml").err
    assert "--place" in command("meeting", "rcm-25", "--file", "bare.yaml", "--place", "x").err
    assert command("position", "rcm-25-d1", "--file", "decision.yaml").status == 2


def test_what_was_typed_gets_the_registers_own_errors_without_a_line(command, ledger):
    answer = command(
        "meeting",
        "rcm-25",
        "--body",
        "rmc",
        "--opens-on",
        "2020-13-45",
        "--presidency",
        "ZZ",
        "--json",
    )
    assert answer.status == 2
    errors = {error["path"]: error for error in answer.document["errors"]}
    # The day on which it closes was not typed: it is taken from the other.
    assert set(errors) == {"body", "title", "opens_on", "presidency"}
    assert {error["line"] for error in errors.values()} == {None}
    assert command("show", "rcm-25").status == 2


def test_a_change_that_is_not_one_is_said_with_its_path(command, meeting):
    options = [
        "--meeting",
        "rcm-25",
        "--text-en",
        "x",
        "--change",
        "{complete: {item: a, outcme: x}}",
        "--change",
        "start",
    ]
    answer = command("table", "rcm-25-d1", *options, "--json", "--lang", "es")
    assert answer.status == 2
    paths = {error["path"] for error in answer.document["errors"]}
    assert "changes[0].complete.outcme" in paths
    assert any(path.startswith("changes[1]") for path in paths)


@pytest.mark.parametrize(
    "arguments",
    [
        ["table", "d1", "--meeting", "nowhere", "--text-en", "x"],
        ["redraft", "nowhere"],
        ["position", "nowhere", "CA", "agree"],
        ["position", "rcm-12-d1", "CA", "agree"],  # adopted
        ["submit", "nowhere"],
        ["confirm", "nowhere"],
        ["adopt", "nowhere"],
        ["adopt", "rcm-12-d1"],
        ["decline", "rcm-12-d1"],
        ["withdraw", "nowhere"],
        ["close", "nowhere"],
        ["meeting", "rcm-12", *MEETING],
        ["correct-record", "nowhere", "place", "x", "--reason", "y"],
        ["correct-record", "rcm-12", "opens_on", "2007-01-01", "--reason", "y"],
        ["correct-record", "rcm-12", "place", "New Orleans, United States", "--reason", "y"],
    ],
)
@pytest.mark.parametrize("language", ["en", "es"])
def test_what_cannot_be_done_is_said_with_status_2_and_records_nothing(
    command, ledger, arguments, language
):
    before = log_of(ledger)
    answer = command(*arguments, "--json", "--lang", language)
    assert answer.status == 2
    assert answer.document["errors"][0]["message"]
    assert log_of(ledger) == before


REFUSED = [
    (
        ["close", "rcm-25", "--on", "2020-11-12"],
        "The record of rcm-25 cannot be complete on 12 November 2020: the meeting ended on 13 November 2020.",
        "El acta de rcm-25 no puede estar completa el 12 de noviembre de 2020: la reunión terminó "
        "el 13 de noviembre de 2020.",
    ),
    (
        # A word that is left out is no agreement.
        ["position", "rcm-25-d1", "CA", "--statement-en", "Not yet."],
        "What does CA say? Name it, as in: position rcm-25-d1 CA agree; or reserve, object or abstain.",
        "¿Qué dice CA? Indíquelo, como en: position rcm-25-d1 CA agree; o reserve, object o abstain.",
    ),
    (
        ["position", "rcm-25-d1", "USA", "agree"],
        "There is no member USA in this ledger. Did you mean US?",
        "No hay un miembro USA en este libro. ¿Quiso decir US?",
    ),
    (
        ["confirm", "rcm-25-d1"],
        "rcm-25-d1 is not submitted yet; submit it first: `rcm-ledger submit rcm-25-d1`.",
        "rcm-25-d1 todavía no está sometida; sométala primero: `rcm-ledger submit rcm-25-d1`.",
    ),
    (
        ["correct-record", "rcm-25-d1", "text.en", "Decided.", "--reason", "A slip."],
        "text.en of rcm-25-d1 is what the body decided in: only a translation of it is corrected.",
        "text.en de rcm-25-d1 es lo que el órgano decidió: solo se corrige su traducción.",
    ),
    (
        ["correct-record", "rcm-25-d1", "text.fr", "Décidé.", "--reason", "A slip."],
        "a text is in one of the languages en, es and not left empty",
        "un texto está en uno de los idiomas en, es y no queda vacío",
    ),
]


@pytest.mark.parametrize(("arguments", "english", "spanish"), REFUSED)
def test_what_stands_in_the_way_is_said_with_what_to_do(
    command, ledger, draft, arguments, english, spanish
):
    draft()
    before = log_of(ledger)
    assert english in command(*arguments).said
    assert spanish in command(*arguments, "--lang", "es").said
    assert log_of(ledger) == before


def test_a_record_is_not_complete_before_its_meeting_ended(command, tmp_path):
    meeting = "id: rcm-1, body: rcm, title: {es: I}, opens_on: 1996-03-13, closes_on: 1996-03-14"
    for closed, status in (("1996-03-13", 2), ("1996-03-14", 0)):
        (tmp_path / "r.yaml").write_text(
            f"register: 1\ncharter: rcm\nmeetings: [{{{meeting}, closed: {closed}}}]\n"
        )
        answer = command("check", "r.yaml", "--json")
        assert answer.status == status, answer.out
        if status:
            (error,) = answer.document["errors"]
            assert error["path"] == "meetings[0].closed"
            assert "closed: 1996-03-13, before the meeting ended" in error["message"]


def test_the_changes_that_a_redraft_keeps_have_to_fit_its_new_day(command, ledger, draft):
    draft("{record-occurrence: {item: plan-review, on: 2020-11-13}}")
    before = log_of(ledger)
    answer = command("redraft", "rcm-25-d1", "--adopted-on", "2020-11-12", "--json")
    assert answer.status == 2
    (error,) = answer.document["errors"]
    assert error["path"] == "changes[0].record-occurrence.on"
    assert log_of(ledger) == before


@pytest.mark.parametrize(
    ("change", "english", "spanish"),
    [
        (
            "{amend-charter: {root: rcgm, rules: {start: {by: approving, agreement: two-thirds}}}}",
            "(RCGM); start: by: the approving body, agreement: two thirds",
            "(GRCM); iniciar: por: el órgano que lo aprobó, acuerdo: dos tercios",
        ),
        (
            "{amend-charter: {observers: {ICRC: {name: {en: Red Cross, es: Cruz Roja}}, IOM: null}}}",
            "observer ICRC: name: “Red Cross” (English), “Cruz Roja” (Spanish); observer IOM: (none)",
            "observador ICRC: nombre: «Red Cross» (inglés), «Cruz Roja» (español); observador IOM:",
        ),
        (
            "{amend-charter: {languages: [es, en, pt]}}",
            "languages: Spanish, English and pt",
            "idiomas: español, inglés y pt",
        ),
        (
            "{admit-member: {member: AR, name: {en: Argentina, es: La Argentina}}}",
            "admits Argentina (AR) as a member",
            "admite a La Argentina (AR) como miembro",
        ),
    ],
)
def test_a_change_of_the_charter_says_what_it_changes(command, draft, change, english, spanish):
    draft(change)
    for language, said in (("en", english), ("es", spanish)):
        answer = command("adopt", "rcm-25-d1", "--dry-run", "--lang", language)
        assert answer.status == 0
        assert said in answer.said
