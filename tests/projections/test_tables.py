"""The bitemporal index: that its trees are asked as they can answer."""

from projections.driver import Driver
from projections.files import engine_of
from projections.plan import _VERSIONS, ARCHIVED, CURRENT
from projections.tables import create


def test_a_tree_in_a_file_is_asked_for_both_ends_of_both_times():
    """SQLite names the bounds that it hands to an R*Tree; by any other it would go through the items one by one."""
    with engine_of(None).connect() as connection:
        create(connection)
        for asked in (CURRENT, ARCHIVED, _VERSIONS):
            sql = f"EXPLAIN QUERY PLAN {Driver(connection)._sql(asked)}"
            steps = [row[3] for row in connection.exec_driver_sql(sql, (1,) * 8)]
            trees = [step for step in steps if "VIRTUAL TABLE" in step]
            assert len(trees) == 2
            assert all(tree.endswith("INDEX 2:B0D1B2D3") for tree in trees), trees
