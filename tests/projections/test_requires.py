"""What it would take to change something, asked before anybody meets."""

import pytest

from ledger.problems import Problem
from projections.requires import requires
from tests.builders import assert_said
from tests.stores import both_stores

pytestmark = both_stores


def asked(views, kind: str, item: str | None = None) -> dict:
    document = requires(views, kind, item)
    assert_said(document["sentence"])
    return document


@pytest.mark.parametrize(
    ("kind", "item", "bodies", "agreement", "ground"),
    [
        ("redefine", "a1", ["rcm"], "unanimity", "rcm-11-d1#2"),
        ("complete", "a1", ["rcgm", "rcm"], "consensus", "rcm-11-d1#1"),
        ("start", "a1", ["rcgm", "rcm"], "consensus", "rcm-11-d1#1"),
        ("translate", "a1", ["rcgm", "rcm"], "consensus", "rcm-11-d1#1"),
        ("approve", "mpm", ["rcgm", "rcm"], "consensus", "rcm-11-d1#1"),
        ("approve", None, ["rcm"], "consensus", None),
        ("reinstate", "a2", ["rcm"], "unanimity", "rcm-11-d1#3"),
        ("amend-charter", None, ["rcm"], "unanimity", None),
        ("admit-member", "BR", ["rcm"], "unanimity", None),
        ("withdraw-member", "CA", ["rcm"], "unanimity", None),
    ],
)
def test_it_names_who_may_whose_agreement_and_on_what_ground(
    views, kind, item, bodies, agreement, ground
):
    document = asked(views, kind, item)
    assert document["possible"], document["obstacles"]
    option = document["options"][0]
    assert (option["bodies"], option["agreement"]) == (bodies, agreement)
    assert option["ground"]["reference"] == ground
    assert option["members"] == [
        "AR", "BZ", "CA", "CR", "DO", "GT", "HN", "MX", "NI", "PA", "SV", "US",
    ]  # fmt: skip


def test_a_move_is_asked_for_every_place_that_it_may_go_to(views):
    (option,) = asked(views, "move", "a1")["options"]
    assert (option["parents"], option["bodies"]) == ([None], ["rcm"])


def test_a_rectification_is_asked_for_each_change_that_counts(views):
    options = asked(views, "rectify", "a1")["options"]
    assert [option["voids"] for option in options] == ["rcm-11-d1#2", "rcm-12-d1#1", "rcm-14-d1#1"]


@pytest.mark.parametrize(
    ("kind", "item", "obstacles"),
    [
        ("redefine", "a2", ["item-archived"]),
        ("start", "a2", ["item-archived"]),
        ("reinstate", "a1", ["item-current"]),
        ("discontinue", "mpm", ["children-current"]),
        ("complete", "mpm", ["not-an-activity"]),
        ("redefine", "a9", ["item-unknown"]),
        ("rectify", "a9", ["item-unknown"]),
        ("approve", "a9", ["parent-unknown"]),
        ("approve", "a1", ["not-a-section"]),
        ("admit-member", "CA", ["member-exists"]),
        ("withdraw-member", "BR", ["member-unknown"]),
    ],
)
def test_what_stands_in_the_way_is_told_by_its_code(views, kind, item, obstacles):
    document = asked(views, kind, item)
    assert not document["possible"]
    assert document["obstacles"] == obstacles


def test_a_kind_that_is_none_is_told_with_its_likes(views):
    with pytest.raises(Problem) as caught:
        requires(views, "redefin", "a1")
    assert "“redefin”" in caught.value.message["en"]
    assert "redefine, move" in caught.value.message["es"]
