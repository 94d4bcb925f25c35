"""One conference's story with something of everything, and the views of its ledger."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from ledger.ledger import Ledger
from ledger.records import Comment, Outcome, ProposalFields, Referral, ReportFields
from projections.views import Views
from tests.builders import (
    Conference,
    a_decision,
    a_ledger,
    a_position,
    admit,
    all_agree,
    approve,
    approve_section,
    as_day,
    discontinue,
    move,
    rectify,
    redefine,
    start,
    translate,
)
from tests.stores import Address, Store

BOTH = {"en": "In these words.", "es": "Con estas palabras."}


@pytest.fixture(scope="session")
def told() -> dict[type, SimpleNamespace]:
    """The story in each store that was asked."""
    return {}


@pytest.fixture(scope="module")
def story(
    store: Store, told: dict[type, SimpleNamespace], tmp_path_factory: pytest.TempPathFactory
) -> SimpleNamespace:
    """It is told once for each store."""
    if type(store) not in told:
        told[type(store)] = a_story(store, tmp_path_factory.mktemp("story"))
    return told[type(store)]


def a_story(store: Store, folder: Path) -> SimpleNamespace:
    """A folder with the ledger and its views, and the entries at which its decisions were adopted."""
    ledger = a_ledger(folder, store=store)
    views = Views.open(ledger)
    it = Conference(ledger)
    entries = {}

    def decides(meeting: str, id: str, *changes, on: str | None = None, **told) -> None:
        it.decides(meeting, on, *changes, id=id, **told)
        entries[id] = ledger.head

    it.meets("rcm", "2006-05-04", id="rcm-11", closes_on="2006-05-05", place="San Salvador")
    decides("rcm-11", "rcm-11-d1", approve_section("mpm", steward="rcgm"),
            approve("a1", "mpm", title="A workshop on visas"), approve("a2", "mpm"))  # fmt: skip
    it.meets("rcgm", "2007-04-24", id="rcgm-7", closes_on="2007-04-25")
    decides("rcgm-7", "rcgm-7-d1", start("a1"), translate("a2", "Una reunión"))
    it.meets("rcm", "2007-04-26", id="rcm-12", closes_on="2007-04-27")
    decides("rcm-12", "rcm-12-d1", redefine("a1", title="A seminar on visas"), move("a2", None))
    it.meets("rcgm", "2006-11-01", id="rcgm-6")
    decides("rcgm-6", "rcgm-6-d1", start("a2"), positions=all_agree(CA="abstain"))
    it.meets("rcm", "2008-05-08", id="rcm-13", closes_on="2008-05-09")
    decides("rcm-13", "rcm-13-d1", discontinue("a2"), admit("AR"))
    it.meets("rcm", "2009-05-10", id="rcm-14")
    decides("rcm-14", "rcm-14-d1", rectify("a1", "rcgm-7-d1#1"))
    declined = a_decision("rcm-14-d9", "rcm-14", "2009-05-10")
    objection = a_position("object", statement={"en": "Not in this way.", "es": "Así no."})
    ledger.table(declined, [start("a1")], {"CA": objection})
    ledger.decline("rcm-14-d9", BOTH)
    ledger.close_meeting("rcm-11", as_day("2006-05-06"))
    ledger.correct("meeting", "rcm-11", "place", "San Salvador, El Salvador", BOTH)
    wish = {"id": "mx-1", "by": "MX", "submitted_to": "rcm-12", "text": BOTH}
    wish["placements"] = [{"section": "mpm"}]
    ledger.propose(ProposalFields.model_validate(wish))
    ledger.comment("mx-1", Comment.model_validate({"by": "CA", "text": BOTH}))
    ledger.refer("mx-1", Referral.model_validate({"from": "rcgm", "to": "rcm"}))
    ledger.settle("mx-1", Outcome(adopted=("rcm-12-d1",)))
    report = {"item": "a1", "by": "IOM", "on": "2009-06-01", "says": "delayed", "text": BOTH}
    ledger.report(ReportFields.model_validate(report))
    views.close()
    ledger.settle_in_place()
    ledger.close()
    return SimpleNamespace(address=store.address(folder), entries=entries)


@pytest.fixture(scope="module")
def at(story) -> dict[str, int]:
    """The entry at which each decision was adopted, by its id."""
    return story.entries


@pytest.fixture(scope="module")
def views(story) -> Iterator[Views]:
    """The views of the story, only to be asked."""
    with Ledger.open(story.address) as ledger:
        views = Views.open(ledger)
        yield views
        views.close()


@pytest.fixture
def path(store: Store, story, tmp_path) -> Address:
    """A copy of the story's ledger and of its views, to do something to."""
    return store.copy(story.address, tmp_path)
