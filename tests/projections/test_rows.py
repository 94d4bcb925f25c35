"""The plan as JSON, put together from rows that are kept: never another byte than its document."""

import random
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta

import pytest
from pydantic_core import to_json

from ledger.ledger import Ledger
from projections import rows
from projections.moments import Moment
from projections.plan import plan
from projections.rows import plan_json
from projections.views import Views
from tests.builders import (
    Conference,
    a_ledger,
    approve,
    approve_section,
    as_day,
    assert_proven,
    redefine,
)
from tests.generator import generate, record_all
from tests.stores import both_stores

pytestmark = both_stores

DAYS = [None, *(date(y, m, 15) for y in range(2006, 2011) for m in (4, 6, 11))]


def from_rows(views, at: Moment) -> bytes:
    return views.answer(lambda reading: plan_json(reading, at))


def from_document(views, at: Moment) -> bytes:
    return to_json(plan(views, at, basis=True))


@pytest.fixture
def fresh(path) -> Iterator[Views]:
    """Views that have kept nothing yet."""
    with Ledger.open(path) as ledger, closing(Views.open(ledger)) as views:
        yield views


@pytest.mark.parametrize("most", [0, 3, rows.MOST_KEPT])
def test_at_every_moment_the_rows_say_what_the_document_says(views, fresh, monkeypatch, most):
    """The story has a late record, a rectification, and decisions that were never adopted."""
    monkeypatch.setattr(rows, "MOST_KEPT", most)
    moments = [Moment(day, entry) for day in DAYS for entry in range(1, views.entry + 1)]
    for at in random.Random(most).sample(moments, 200):
        said = from_rows(fresh, at)
        assert said == from_document(views, at)
        assert from_rows(fresh.published, at) == said
        assert len(fresh.rows) <= most


def test_what_is_kept_stays_right_while_a_history_goes_on(store, tmp_path):
    rng = random.Random(8)
    with closing(a_ledger(tmp_path, store=store)) as ledger, closing(Views.open(ledger)) as views:
        days, asked = [date(1996, 1, 1)], {}
        for meeting, decision in generate(240, seed=3, plan_size=40, late_every=4):
            record_all(ledger, iter([(meeting, decision)]))
            days.append(decision.adopted_on)
            for known in (ledger.head, rng.randint(1, ledger.head), rng.randint(1, ledger.head)):
                at = Moment(rng.choice([None, rng.choice(days), days[-1] - timedelta(1)]), known)
                asked[at] = from_rows(views, at)
                assert asked[at] == from_document(views, at)
        with Ledger.open(ledger.path) as other, closing(Views.open(other)) as fresh:
            for at, said in asked.items():
                assert from_document(fresh, at) == said == from_rows(views, at)
        assert len(set(asked.values())) > 30
        assert_proven(ledger)


def test_a_row_follows_what_stands_above_its_item(store, tmp_path):
    """A section's steward is shown with all that stands in it, of which nothing else changes."""
    with closing(a_ledger(tmp_path, store=store)) as ledger, closing(Views.open(ledger)) as views:
        it = Conference(ledger)
        it.meets("rcm", "2006-05-04", id="rcm-11")
        it.decides("rcm-11", None, approve_section("mpm", steward="rcgm"), approve("a1", "mpm"))
        before = from_rows(views, Moment(None, ledger.head))
        it.meets("rcm", "2007-05-04", id="rcm-12")
        it.decides("rcm-12", None, redefine("mpm", steward="lon-cp"))
        after = from_rows(views, Moment(None, ledger.head))
        assert before.count(b'"steward_body":"rcgm"') == 1
        assert after.count(b'"steward_body":"lon-cp"') == 1
        assert after == from_document(views, Moment(None, ledger.head))
        assert from_rows(views, Moment(as_day("2006-06-01"), ledger.head)).count(b"lon-cp") == 0
        assert_proven(ledger)


def test_of_views_that_were_built_anew_nothing_is_believed_that_was_kept_before(path):
    at = Moment(as_day("2007-05-01"), 30)
    with (
        Ledger.open(path) as ledger,
        Ledger.open(path) as other,
        closing(Views.open(ledger)) as views,
        closing(Views.open(other)) as builder,
    ):
        right = from_rows(views, at)
        for version, row in views.rows.items():
            views.rows[version] = row._replace(after=b"forged")
        assert from_rows(views, at) != right
        builder.rebuild()
        assert from_rows(views, at) == right
