"""On a served ledger: the command records for the Secretariat and confirms nothing; what is contested is said wherever
who agreed is said."""

from contextlib import closing

import pytest

from ledger.ledger import Ledger
from tests.builders import a_decision, a_meeting, a_position, all_agree, start
from tests.stores import both_stores

pytestmark = both_stores
BOTH = {"en": "We did not say so.", "es": "No dijimos eso."}
TS, PPT, MX = "00000000000000a1@TS", "00000000000000b2@PPT", "00000000000000d4@member:MX"
DAY = "2020-06-02"


@pytest.fixture
def served(ledger):
    """`d1` starts an activity of the shipped register: submitted, confirmed, and then contested by Mexico; `d2` is
    submitted, and was contested before."""
    with closing(Ledger.open(ledger)) as it:
        it.seal()
        it.begin_service()
        it.convene(a_meeting("rcgm", DAY, id="rcgm-2020-1"))
        everybody = all_agree()(it.charter.members_on(a_meeting(on=DAY).opens_on))
        it.by = TS
        it.table(a_decision("d1", "rcgm-2020-1", DAY), [start("land-repatriation")], everybody)
        it.submit("d1")
        it.by = PPT
        it.confirm("d1")
        it.by = MX
        it.contest("d1", "MX", BOTH)
        it.by = TS
        it.table(a_decision("d2", "rcgm-2020-1", DAY), [], everybody)
        it.by = MX
        it.contest("d2", "MX", BOTH)
        it.take_position("d2", {"MX": a_position(basis="own-account")})
        it.by = TS
        it.submit("d2")


def said(command, *asked, lang="en"):
    answer = command(*asked, "--lang", lang)
    assert answer.status == 0, answer.err
    return answer.said


def test_people_are_told_who_submitted_who_confirmed_and_who_contests(command, served):
    shown = said(command, "show", "d1")
    assert "Submitted by the Technical Secretariat, and confirmed by the Presidency Pro-Tempore." in shown
    assert "Contested positions ✗ MX: “We did not say so.” (not settled)" in shown
    shown = said(command, "show", "d2", lang="es")
    assert "La sometió la Secretaría Técnica; falta confirmarla." in shown
    assert "Posiciones impugnadas ✗ MX: «No dijimos eso.» (resuelta en el asiento" in shown


@pytest.mark.parametrize(
    ("asked", "lang", "words"),
    [
        (["plan"], "en", "contested by the delegation of MX"),
        (["plan"], "es", "impugnado por la delegación de MX"),
        (["show", "land-repatriation"], "en", "contested by the delegation of MX"),
        (["show", "rcgm-2020-1"], "en", "contested by the delegation of MX"),
        (["audit", "--item", "land-repatriation"], "es", "impugnado por la delegación de MX"),
        (["audit", "--decision", "d1"], "en", "position contested: MX. Reason: We did not say so."),
        (["audit", "--decision", "d1"], "es", "decisión adoptada: la sometió la Secretaría Técnica"),
    ],
)
def test_what_is_contested_is_said_wherever_who_agreed_is(command, served, asked, lang, words):
    assert words in said(command, *asked, lang=lang)


@pytest.mark.parametrize(("act", "of"), [("adopt", "d2"), ("confirm", "d2")])
def test_whoever_has_the_file_is_told_who_confirms_and_where(command, served, act, of):
    answer = command(act, of)
    assert answer.status == 2
    assert "signed in to the service" in answer.said
    assert "the Presidency Pro-Tempore" in answer.said
    assert "la Presidencia Pro-Tempore" in command(act, of, "--lang", "es").said


def test_a_served_ledger_is_proven_by_the_command_too(command, served):
    assert command("verify").status == 0


REGISTER = """\
register: 1
language: en
meetings:
  - id: rcgm-2021-1
    body: rcgm
    title: RCGM
    opens_on: 2021-06-02
    closes_on: 2021-06-02
    decisions:
      - {id: r1, text: One., agreed: all, changes: [
          {approve: {item: new, parent: mpm, terms: {title: New}}}]}
      - {id: r2, text: Two., agreed: all, changes: [{start: {item: new}}]}
"""


def test_an_import_says_what_waits_for_whom_and_what_was_only_tabled(command, served, tmp_path):
    (tmp_path / "register.yaml").write_text(REGISTER, encoding="utf-8")
    told = said(command, "import", "register.yaml", "--dry-run")
    assert "In the plan only once the Presidency Pro-Tempore confirms: 1 decision (r1)." in told
    found = command("import", "register.yaml", "--json")
    assert found.status == 0, found.err
    assert found.document["waiting"] == [{"decision": "r1", "office": "PPT"}]
    assert found.document["tabled"] == ["r2"]
    told = said(command, "import", "register.yaml", lang="es")
    assert "En el plan solo cuando la Presidencia Pro-Tempore confirme: 1 decisión (r1)." in told
    assert "`rcm-ledger submit r2`, o importe de nuevo el registro." in told
