"""The seven proposals of Mexico: from their submission, through Canada's comments, a referral to a network and its
advance to the RCGM, to their places in the plan.

The proposals and the comments are those of the shipped register; what became of them is made up, as the meetings'
ids say, after what Canada's comments suggest.
"""

import json
import re
import shlex
from pathlib import Path

import pytest
import yaml

from tests.api.conftest import REGISTER

WALK = Path(__file__).parents[2] / "docs" / "proposals.md"

BEFORE, _, PROPOSALS = REGISTER.read_text(encoding="utf-8").partition("proposals:\n")
WISHES = {wish["id"]: wish for wish in yaml.safe_load(PROPOSALS)}
"""As the shipped register has them, each with Canada's comment."""
RCGM, RCM, CP, TS = "rcgm-illustration-1", "rcm-illustration-1", "lon-cp-illustration-1", "lon-ts-illustration-1"
MEETINGS = {
    RCGM: ("rcgm", "2008-11-11", "2008-11-12"),
    "lon-cp-illustration-0": ("lon-cp", "2008-12-02", "2008-12-02"),
    RCM: ("rcm", "2009-07-09", "2009-07-10"),
    CP: ("lon-cp", "2009-11-16", "2009-11-16"),
    TS: ("lon-ts", "2009-11-17", "2009-11-17"),
    "rcgm-illustration-2": ("rcgm", "2009-11-18", "2009-11-19"),
}
ALL = ["BZ", "CA", "CR", "DO", "SV", "GT", "HN", "MX", "NI", "PA", "US"]


class Secretariat:
    """Whoever keeps the ledger, at the keyboard."""

    def __init__(self, command):
        self.command = command

    def does(self, *arguments):
        """A step that is done."""
        answer = self.command(*arguments)
        assert answer.status == 0, answer.said
        return answer.said

    def is_refused(self, *arguments):
        """A step to which the answer is no; the codes of the reasons, and the members that are missing."""
        answer = self.command(*arguments, "--json")
        assert answer.status == 1, answer.said
        return [(v["code"], v["item"], v["members"]) for v in answer.document["violations"]]

    def reads(self, *arguments):
        answer = self.command(*arguments, "--json")
        assert answer.status == 0, answer.said
        return answer.document

    def decides(self, id, *changes, answers=(), agreed="all"):
        """A decision of a meeting: tabled, with what it answers, and adopted."""
        self.tables(id, *changes, answers=answers, agreed=agreed)
        return self.does("adopt", id)

    def tables(self, id, *changes, answers=(), agreed="all"):
        more = [part for c in changes for part in ("--change", json.dumps(c))]
        more += [part for proposal in answers for part in ("--recommended-by", proposal)]
        meeting = id.rpartition("-")[0]
        words = ("--text-en", f"What {id} decides.", "--text-es", f"Lo que decide {id}.")
        self.does("table", id, "--meeting", meeting, *words, "--agreed", agreed, *more)


def section(item, parent, en, es, role="sub-item", **more):
    terms = {"title": {"en": en, "es": es}}
    return {"approve": {"item": item, "kind": "section", "parent": parent, "role": role, "terms": terms, **more}}


def activity(item, parent, en, es, **terms):
    return {"approve": {"item": item, "parent": parent, "terms": {"title": {"en": en, "es": es}, **terms}}}


@pytest.fixture
def secretariat(command, tmp_path) -> Secretariat:
    """With the conference's records as they were before anybody had proposed anything."""
    before = tmp_path / "before.yaml"
    before.write_text(BEFORE, encoding="utf-8")
    they = Secretariat(command)
    they.does("import", before)
    for id, (body, opens, closes) in MEETINGS.items():
        days = ("--opens-on", opens, "--closes-on", closes)
        they.does("meeting", id, "--body", body, "--title-en", f"An illustration: {id}", *days)
    return they


def test_the_seven_proposals_go_their_way_into_the_plan(secretariat, tmp_path):
    plan = secretariat.reads("plan")["items"]

    # October 2007, Managua: Mexico submits seven proposals, and Canada comments on each.
    for id, wish in WISHES.items():
        to = ("--submitted-to", wish["submitted_to"])
        secretariat.does("propose", id, "--by", wish["by"], *to, "--text-en", wish["text"])
        for said in wish["comments"]:
            places = [part for place in said["placements"] for part in ("--placement", json.dumps(place))]
            secretariat.does("comment", id, "--by", said["by"], "--text-en", said["text"], *places)
    shown = secretariat.does("show", "mx-6")
    assert "submitted to rcgm-2007-2 by Mexico (MX)" in shown
    assert "Suggested place: in the workplan of LON-CP, standing agenda item, on the agenda of LON-CP" in shown
    assert "It waits for Regional Consultation Group on Migration (RCGM)." in shown

    # November 2008: the RCGM gives two of them to its networks, and the consular one advances a part of its own.
    secretariat.does("refer", "mx-5", "--from", "rcgm", "--to", "lon-ts", "--at", RCGM)
    secretariat.does("refer", "mx-6", "--from", "rcgm", "--to", "lon-cp", "--at", RCGM)
    assert secretariat.reads("show", "mx-6")["waits_for"] == "lon-cp"
    advanced = "Train the region to assist unaccompanied children, with UNHCR."
    secretariat.does("comment", "mx-6", "--by", "lon-cp", "--on", "2008-12-02", "--text-en", advanced)
    secretariat.does("refer", "mx-6", "--from", "lon-cp", "--to", "rcgm", "--at", "lon-cp-illustration-0")
    states = [referral["state"] for referral in secretariat.reads("show", "mx-6")["referrals"]]
    assert states == ["advanced", "open"]

    # Up to here nothing has changed in the plan.
    assert secretariat.reads("plan")["items"] == plan

    # What belongs to the line of action that the RCGM looks after, it places there itself.
    secretariat.decides(
        f"{RCGM}-d1",
        section("mpm-practices", "mpm", "Good practice", "Buenas prácticas"),
        activity("practices-agenda", "mpm-practices", "Practices of migration services", "Prácticas de los servicios",
                 form="standing-agenda-item", timeline={"standing": "rcgm"}),
        answers=["mx-1"],
    )  # fmt: skip
    secretariat.decides(
        f"{RCGM}-d2",
        section("mpm-flows", "mpm", "Temporary migration flows", "Flujos migratorios temporales"),
        activity("workers-workshop", "mpm-flows", "Workshop on temporary workers", "Taller sobre trabajadores",
                 form="workshop", lead=["CA", "MX", "TS"], timeline={"by": "2009-06-30"}),
        answers=["mx-2", "mx-4"],
    )  # fmt: skip
    secretariat.decides(
        f"{RCGM}-d3",
        activity("repatriation", "mpm", "Repatriation processes", "Procesos de repatriación",
                 form="standing-agenda-item", lead=["MX"], timeline={"standing": "rcgm"}),
        answers=["mx-3"],
    )  # fmt: skip
    for id, by in (("mx-1", "d1"), ("mx-2", "d2"), ("mx-3", "d3"), ("mx-4", "d2")):
        secretariat.does("settle", id, "--adopted", f"{RCGM}-{by}")

    # Statistics are a commitment of the Vice-Ministers: the RCGM cannot answer the seventh by redefining it,
    earlier = {"redefine": {"item": "statistics", "terms": {"lead": ["TS", "IOM"], "timeline": {"standing": "rcgm"}}}}
    secretariat.tables(f"{RCGM}-d4", earlier, answers=["mx-7"])
    assert secretariat.is_refused("adopt", f"{RCGM}-d4") == [("level-too-low", "statistics", [])]
    secretariat.does("withdraw", f"{RCGM}-d4", "--reason", "It takes the Vice-Ministers.")
    secretariat.does("refer", "mx-7", "--from", "rcgm", "--to", "rcm", "--at", RCGM)

    # and the Vice-Ministers not without each of the eleven.
    *ten, last = ALL
    secretariat.tables(f"{RCM}-d1", earlier, answers=["mx-7"], agreed=",".join(ten))
    assert secretariat.is_refused("adopt", f"{RCM}-d1") == [("agreement-missing", "statistics", [last])]
    secretariat.does("position", f"{RCM}-d1", last, "agree", "--on", "2009-07-10")
    secretariat.does("adopt", f"{RCM}-d1")
    secretariat.does("settle", "mx-7", "--adopted", f"{RCM}-d1")

    # They also annex the workplans of the two networks, which then place there what was referred to them.
    secretariat.decides(
        f"{RCM}-d2",
        section("workplan-cp", None, "Workplan, consular protection", "Plan de trabajo, protección", "annex",
                steward="lon-cp"),
        section("workplan-ts", None, "Workplan, trafficking", "Plan de trabajo, trata", "annex", steward="lon-ts"),
    )  # fmt: skip
    secretariat.decides(
        f"{CP}-d1",
        activity("children-exchange", "workplan-cp", "Assisting migrant children", "Asistencia a niños migrantes",
                 form="standing-agenda-item", lead=["UNHCR", "TS"], timeline={"standing": "lon-cp"}),
        answers=["mx-6"],
    )  # fmt: skip
    secretariat.decides(
        f"{TS}-d1",
        activity("document-standards", "workplan-ts", "Standards of travel documents", "Normas de documentos",
                 form="standing-agenda-item", lead=["IOM"], timeline={"standing": "lon-ts"}),
        activity("document-workshop", "workplan-ts", "Workshop on travel documents", "Taller sobre documentos",
                 form="workshop", lead=["IOM"], timeline={"every": 12, "at_most": 36}),
        answers=["mx-5"],
    )  # fmt: skip

    # And the RCGM adopts what the consular network advanced to it.
    secretariat.decides(
        "rcgm-illustration-2-d1",
        activity("children-training", "hr", "Training on unaccompanied children", "Capacitación sobre niños",
                 form="training", lead=["UNHCR"]),
        answers=["mx-6"],
    )  # fmt: skip
    secretariat.does("settle", "mx-5", "--adopted", f"{TS}-d1")
    secretariat.does("settle", "mx-6", "--adopted", f"{CP}-d1", "--adopted", "rcgm-illustration-2-d1")

    # `show` tells the whole way of each, and everything is in its place.
    placed = {
        "mx-1": {"mpm-practices": "mpm", "practices-agenda": "mpm-practices"},
        "mx-2": {"mpm-flows": "mpm", "workers-workshop": "mpm-flows"},
        "mx-3": {"repatriation": "mpm"},
        "mx-4": {"mpm-flows": "mpm", "workers-workshop": "mpm-flows"},
        "mx-5": {"document-standards": "workplan-ts", "document-workshop": "workplan-ts"},
        "mx-6": {"children-exchange": "workplan-cp", "children-training": "hr"},
        "mx-7": {"statistics": "mpm"},
    }
    for id, places in placed.items():
        way = secretariat.reads("show", id)
        assert way["waits_for"] is None
        assert {each["item"]: each["section"] for each in way["stands"]} == places
        assert all(each["said_by"] == ["decision", "outcome"] for each in way["decided"] if each["status"] == "adopted")
    assert [(r["from"], r["to"], r["state"]) for r in secretariat.reads("show", "mx-6")["referrals"]] == [
        ("rcgm", "lon-cp", "decided"),
        ("lon-cp", "rcgm", "decided"),
    ]
    told = secretariat.does("show", "mx-6")
    for part in (
        "Proposal mx-6 adopted by lon-cp-illustration-1-d1, rcgm-illustration-2-d1",
        "Canada (CA)",
        advanced,
        "at lon-cp-illustration-0 · taken up, and decided there",
        "lon-cp-illustration-1-d1#1 approves “Assisting migrant children” (children-exchange)",
        "“Training on unaccompanied children” (children-training): pending, in “Human Rights” (hr)",
    ):
        assert part in told
    assert "Qué se decidió" in secretariat.does("show", "mx-6", "--lang", "es")

    # A lead reports; the report is kept, and the plan stays as it is until a decision says so.
    plan = secretariat.reads("plan")["items"]
    secretariat.does("report", "workers-workshop", "completed", "--by", "CA", "--on", "2009-06-12")
    assert "reported completed" in secretariat.does("show", "workers-workshop")
    assert secretariat.reads("plan")["items"] == plan

    # The ledger proves all of it, and gives the proposals back as they came, with what became of them.
    assert secretariat.does("verify")
    secretariat.does("export", "--register", "-o", tmp_path / "after.yaml")
    for wish in yaml.load((tmp_path / "after.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)["proposals"]:
        shipped = WISHES[wish["id"]]
        assert (wish["by"], wish["text"]) == (shipped["by"], {"en": shipped["text"]})
        said = wish["comments"][0]
        assert (said["text"], said["placements"]) == (
            {"en": shipped["comments"][0]["text"]},
            shipped["comments"][0]["placements"],
        )
        assert wish["outcome"]["adopted"]


def test_the_walk_of_the_documentation_does_and_says_what_it_says(command, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    blocks = re.findall(r"^```(sh|text)\n(.*?)^```", WALK.read_text(encoding="utf-8"), re.S | re.M)
    said = ""
    for kind, block in blocks:
        if kind == "text":
            assert block in said, said
            continue
        said = ""
        for line in block.replace("\\\n", " ").splitlines():
            match shlex.split(line.partition(" > ")[0]):
                case ["export", setting]:
                    monkeypatch.setenv(*setting.split("="))
                case ["!", "rcm-ledger", *arguments]:
                    answer, due = command(*arguments), 1
                case ["rcm-ledger", *arguments]:
                    answer, due = command(*arguments), 0
            assert answer.status == due, (line, answer.said)
            said += answer.out
    assert {kind for kind, _ in blocks} == {"sh", "text"}
