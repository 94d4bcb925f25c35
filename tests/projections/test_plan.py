"""The plan and the archive as of any moment, as known at any other."""

from datetime import UTC, date, datetime

import pytest

from ledger.ledger import Ledger
from projections.moments import Moment, moment
from projections.plan import archive, plan
from tests.builders import BEGINNING, hindered, plan_of
from tests.stores import both_stores

pytestmark = both_stores


def items(views, **when) -> dict[str, dict]:
    return {item["id"]: item for item in plan(views, moment(views, **when))["items"]}


def archived(views, **when) -> dict[str, dict]:
    return {item["id"]: item for item in archive(views, moment(views, **when))["items"]}


# --- agreed by then -------------------------------------------------------------------------------


def test_the_plan_as_of_a_meeting_is_what_was_agreed_by_its_end(views):
    assert items(views, as_of="rcm-11")["a1"]["terms"]["title"] == {"en": "A workshop on visas"}
    assert items(views, as_of="rcm-12")["a1"]["terms"]["title"] == {"en": "A seminar on visas"}


def test_the_plan_before_a_meeting_is_what_was_agreed_by_the_day_before_it_opened(views):
    assert items(views, before="rcm-11") == {}
    assert items(views, before="rcm-12")["a1"]["terms"]["title"] == {"en": "A workshop on visas"}
    assert items(views, before="rcm-12") == items(views, as_of="2007-04-25")
    assert items(views, before="rcgm-6")["a2"]["status"] == "pending"  # on the day itself it began


def test_a_day_includes_itself(views):
    assert items(views, as_of="2006-05-04") == {}
    assert items(views, as_of="2006-05-05").keys() == {"mpm", "a1", "a2"}
    assert items(views, as_of=date(2006, 5, 5)).keys() == {"mpm", "a1", "a2"}


def test_what_is_discontinued_leaves_the_plan_for_the_archive(views):
    assert "a2" in items(views, as_of="rcm-12")
    assert archived(views, as_of="rcm-12") == {}
    assert "a2" not in items(views, as_of="rcm-13")
    gone = archived(views, as_of="rcm-13")["a2"]
    assert (gone["status"], gone["archived"]["decision"]) == ("discontinued", "rcm-13-d1")
    assert (gone["parent"], gone["steward_body"]) == (None, "rcm")


def test_items_are_depth_first_and_name_the_right_that_they_rest_on(views):
    document = plan(views, moment(views, as_of="rcm-11"))
    assert [item["id"] for item in document["items"]] == ["mpm", "a1", "a2"]
    assert (document["as_of"], document["entry"]) == ("2006-05-05", views.entry)
    activity = document["items"][1]
    assert (activity["steward"], activity["steward_body"], activity["approving_body"]) == (
        None,
        "rcgm",
        "rcm",
    )
    assert activity["approved"]["reference"] == "rcm-11-d1#2"
    assert activity["approved"]["agreed_by"] == [
        "BZ", "CA", "CR", "DO", "GT", "HN", "MX", "NI", "PA", "SV", "US",
    ]  # fmt: skip


def test_a_translation_is_named_as_one(views):
    assert items(views, as_of="rcgm-7")["a2"]["translations"] == {"title": ["es"], "action": []}
    assert items(views, as_of="rcm-11")["a2"]["translations"] == {"title": [], "action": []}


# --- known by then --------------------------------------------------------------------------------


def test_what_was_recorded_late_is_there_once_it_is_known(views, at):
    november = {"as_of": "2006-11-02"}
    assert items(views, **november)["a2"]["status"] == "ongoing"
    assert items(views, **november, known_at=at["rcgm-6-d1"])["a2"]["status"] == "ongoing"
    assert items(views, **november, known_at=at["rcm-12-d1"])["a2"]["status"] == "pending"


def test_what_was_voided_was_never_so_as_known_from_then_on(views, at):
    assert items(views, as_of="rcm-12")["a1"]["status"] == "pending"
    before = at["rcm-14-d1"] - 1
    assert items(views, as_of="rcm-12", known_at=before)["a1"]["status"] == "ongoing"


def test_an_instant_is_the_last_entry_recorded_by_it(views, at):
    assert moment(views, known_at=BEGINNING.isoformat()).known_at == 1
    assert moment(views, known_at="2026-01-01T12:00:00").known_at == 1
    assert moment(views, known_at="2026-01-01T07:00:00-05:00").known_at == 1
    assert moment(views, known_at=datetime(2026, 1, 1, 12)).known_at == 1
    assert moment(views, known_at="2026-01-01").known_at == views.entry
    assert moment(views, known_at=datetime(2027, 1, 1, tzinfo=UTC)).known_at == views.entry


def test_an_entrys_number_may_be_a_word(views):
    assert moment(views, known_at="7") == moment(views, known_at=7) == Moment(None, 7)


# --- no such moment -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ({"as_of": "rcm-12", "before": "rcm-12"}, "not both"),
        ({"as_of": "2007-02-30"}, "2007-02-30"),
        ({"known_at": 0}, "There is no entry 0: they are numbered from 1 to "),
        ({"known_at": 10**6}, "There is no entry 1000000"),
        ({"known_at": "yesterday"}, "yesterday is neither an entry's number nor an instant"),
        ({"known_at": "2026-02-30"}, "2026-02-30 is neither"),
        ({"known_at": "2020-01-01"}, "the ledger begins later"),
    ],
)
def test_a_moment_that_is_none_is_wrong_use(views, when, words):
    with hindered("wrong-use") as caught:
        moment(views, **when)
    assert words in caught[0].message["en"]


@pytest.mark.parametrize("way", ["as_of", "before"])
def test_a_meeting_that_is_not_there_is_named_with_its_likes(views, way):
    with hindered("unknown", "rcm-21", "rcm-12"):
        moment(views, **{way: "rcm-21"})


# --- the same as a fold ---------------------------------------------------------------------------


def test_at_every_meeting_known_at_every_entry_it_is_what_the_writers_own_fold_says(path):
    from projections.views import Views

    with Ledger.open(path) as ledger:
        views = Views.open(ledger)
        days = [None, *(date(y, m, 15) for y in range(2006, 2011) for m in (4, 6, 11))]
        for entry in range(1, ledger.head + 1):
            for day in days:
                told = plan_of(ledger, day, entry)
                current = {id for id, item in told.items() if item.is_current}
                assert {i["id"] for i in plan(views, Moment(day, entry))["items"]} == current
                shown = archive(views, Moment(day, entry))["items"]
                assert {i["id"] for i in shown} == told.keys() - current
                for item in [*plan(views, Moment(day, entry))["items"], *shown]:
                    of = told[item["id"]]
                    assert (item["status"], item["parent"], item["changes"]) == (
                        of.status,
                        of.parent,
                        of.changes,
                    )
        views.close()
