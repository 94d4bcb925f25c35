"""Where the plan comes from, as PROV-JSON."""

import json
from typing import Any

import pytest

from tests.builders import (
    all_agree,
    approve,
    approve_section,
    complete,
    move,
    rectify,
    redefine,
    start,
    translate,
)
from tests.generator import generate, record_all

NAMED = {
    "wasGeneratedBy": ("prov:entity", "prov:activity"),
    "wasInvalidatedBy": ("prov:entity", "prov:activity"),
    "wasDerivedFrom": ("prov:generatedEntity", "prov:usedEntity", "prov:activity"),
    "wasAssociatedWith": ("prov:activity", "prov:agent"),
    "specializationOf": ("prov:specificEntity", "prov:generalEntity"),
    "hadMember": ("prov:collection", "prov:entity"),
}


class Prov:
    """A document that was written; each relation as what it relates, under short names."""

    def __init__(self, written: bytes):
        self.written, self.said = written, json.loads(written)

    def related(self, kind: str) -> set[tuple[str, ...]]:
        return {
            tuple(record[key].partition(":")[2] for key in NAMED[kind])
            for record in self.said.get(kind, {}).values()
        }

    def version(self, name: str) -> Any:
        return self.said["entity"][f"version:{name}"]


@pytest.fixture
def prov(handed_out):
    def read(*asked: Any) -> Prov:
        return Prov(handed_out("prov.json", *asked))

    return read


def test_a_version_is_generated_by_its_decision_and_ended_by_the_next_one_s(rcm, prov):
    rcm.decides("rcm", "2007-05-10", approve("a", title="A workshop"), id="d1")
    rcm.decides("rcm", "2008-05-10", redefine("a", title="A seminar"), id="d2")
    found = prov("plan")
    assert found.related("wasGeneratedBy") == {("a/d1/1", "d1"), ("a/d2/1", "d2")}
    assert found.related("wasInvalidatedBy") == {("a/d1/1", "d2")}
    assert found.related("wasDerivedFrom") == {("a/d2/1", "a/d1/1", "d2")}
    assert found.version("a/d1/1")["prov:label"] == [{"$": "A workshop", "lang": "en"}]
    times = {each["prov:time"] for each in found.said["wasInvalidatedBy"].values()}
    assert times == {"2008-05-10T00:00:00Z"}
    ((_, member),) = found.related("hadMember")
    assert member == "a/d2/1"


def test_what_replaces_others_is_derived_from_each_of_them(rcm, prov):
    rcm.decides("rcm", "2007-05-10", approve("a"), approve("b"), id="d1")
    rcm.decides("rcm", "2008-05-10", approve("c", replaces=("a", "b")), id="d2")
    found = prov("plan")
    assert {("c/d2/1", "a/d1/1", "d2"), ("c/d2/1", "b/d1/2", "d2")} <= found.related("wasDerivedFrom")
    assert found.version("a/d2/1")["ledger:status"] == "replaced"


def test_what_was_recorded_by_mistake_is_ended_by_what_voided_it(rcm, prov):
    rcm.decides("rcm", "2007-05-10", approve("a"), id="d1")
    rcm.decides("rcgm", "2007-06-10", id="none")
    rcm.decides("rcm", "2007-07-10", start("a"), id="d2")
    rcm.decides("rcm", "2008-05-10", rectify("a", "d2#1"), id="d3")
    found = prov("plan")
    assert found.related("wasInvalidatedBy") == {("a/d2/1", "d3")}
    assert found.version("a/d2/1") == {
        "ledger:reference": "d2#1",
        "ledger:change": "start",
        "ledger:voided": True,
    }
    assert found.version("a/d1/1")["ledger:status"] == "pending"


def test_a_decision_names_its_body_who_agreed_and_how_that_is_known(rcm, prov):
    rcm.decides("rcm", "2007-05-10", approve("a"), positions=all_agree(CA="abstain"), id="d1")
    found = prov("plan")
    roles = {
        each["prov:agent"]: (each["prov:role"]["$"], each.get("ledger:basis"))
        for each in found.said["wasAssociatedWith"].values()
    }
    assert roles["party:rcm"] == ("ledger:decided", None)
    assert roles["party:MX"] == ("ledger:agreed", "recorded")
    assert "party:CA" not in roles
    assert found.said["agent"]["party:MX"]["prov:label"] == [{"$": "Mexico (MX)", "lang": "en"}]


def test_a_translation_is_marked_and_a_place_named(rcm, prov):
    rcm.decides("rcm", "2007-05-10", approve_section("s"), approve("a"), id="d1")
    rcm.decides("rcm", "2008-05-10", translate("a", "El título"), move("a", "s"), id="d2")
    version = prov("plan").version("a/d2/2")
    assert version["ledger:translation"] == ["title.es"]
    assert version["ledger:parent"]["$"] == "item:s"


def test_what_was_agreed_and_known_later_is_not_in_it(rcm, prov):
    rcm.decides("rcm", "2007-05-10", approve("a"), id="d1")
    known_at = rcm.entry
    rcm.decides("rcm", "2008-05-10", redefine("a"), id="d2")
    early = prov("plan", "--known-at", known_at)
    assert early.related("wasGeneratedBy") == {("a/d1/1", "d1")}
    assert early.related("wasInvalidatedBy") == set()
    assert prov("plan", "--as-of", "2007-12-31").related("wasGeneratedBy") == {("a/d1/1", "d1")}


def test_the_archive_s_has_what_became_of_it(rcm, prov):
    rcm.decides("rcm", "2007-05-10", approve("a"), id="d1")
    rcm.decides("rcm", "2008-05-10", complete("a"), id="d2")
    assert prov("archive").version("a/d2/1")["ledger:status"] == "completed"
    assert "hadMember" not in prov("plan").said


def test_whatever_is_named_is_there_and_every_name_has_its_prefix(rcm, prov, command):
    record_all(rcm.ledger, generate(120, seed=7, plan_size=20, late_every=6, changes_per_decision=3))
    found = prov("plan", "--both")
    there = {name for kind in ("entity", "activity", "agent") for name in found.said[kind]}
    assert {name.partition(":")[0] for name in there} <= found.said["prefix"].keys()
    for kind, keys in NAMED.items():
        for record in found.said.get(kind, {}).values():
            assert {record[key] for key in keys} <= there
    standing = {version.partition("/")[0] for _, version in found.related("hadMember")}
    assert standing == {item["id"] for item in command("plan", "--json").document["items"]}


def test_the_same_question_gives_the_same_bytes(ledger, prov):
    assert prov("plan").written == prov("plan").written
