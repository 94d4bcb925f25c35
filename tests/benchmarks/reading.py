"""The plan as of a random meeting: on a long history, on a short one, and its rows by their ids."""

import random
from pathlib import Path

from projections.moments import moment
from projections.plan import plan, stored_states
from projections.views import Reading, Views
from tests.benchmarks.ledgers import Sizes, ledger_of, opened
from tests.benchmarks.measuring import Report, in_turns

BY_ID = "SELECT state FROM item_states WHERE id = ?"


class Plans:
    """The plan of a ledger at random meetings, once it had grown to its size."""

    def __init__(self, views: Views, plan_size: int):
        self.views, self.rng = views, random.Random(7)
        meetings = [row[0] for row in self._rows("SELECT id FROM meetings ORDER BY opens_on, id")]
        self.moments = {}
        for id in self.rng.sample(meetings[len(meetings) // 3 :], min(60, len(meetings) // 2)):
            at = moment(views, as_of=id)
            found = views.answer(lambda reading, at=at: stored_states(reading, at, archived=False))
            if abs(len(found) - plan_size) <= 0.2 * plan_size:
                self.moments[id] = at
        assert self.moments
        self.ids = {id: self._ids(id) for id in self.moments}

    def _rows(self, sql: str, *values: object) -> list:
        return self.views.answer(
            lambda reading: reading.connection.exec_driver_sql(sql, values).fetchall()
        )

    def _ids(self, id: str) -> list[int]:
        """The ids of the rows that the plan at a meeting is made of."""

        def found(reading: Reading) -> list[int]:
            states = stored_states(reading, self.moments[id], archived=False)
            run = reading.connection.exec_driver_sql
            by_state = {row[1]: row[0] for row in run("SELECT id, state FROM item_states")}
            return [by_state[state] for state in states]

        return self.views.answer(found)

    def any(self) -> str:
        return self.rng.choice(list(self.moments))

    def whole(self) -> None:
        """As it is shown: the moment looked up, the rows read, the document made."""
        plan(self.views, moment(self.views, as_of=self.any()))

    def rows(self) -> None:
        at = self.moments[self.any()]
        self.views.answer(lambda reading: stored_states(reading, at, archived=False))

    def rows_by_id(self) -> None:
        ids = self.ids[self.any()]

        def found(reading: Reading) -> list[bytes]:
            run = reading.connection.connection.driver_connection.execute
            return [run(BY_ID, (id,)).fetchone()[0] for id in ids]

        self.views.answer(found)


def measure(report: Report, folder: Path, sizes: Sizes) -> None:
    small_path = ledger_of(folder, "hundredth", sizes.hundredth, sizes.plan)
    with opened(folder / "big.db") as (_, views), opened(small_path) as (_, small_views):
        big, small = Plans(views, sizes.plan), Plans(small_views, sizes.plan)
        whole, small_whole, rows, small_rows, by_id = in_turns(
            sizes.plans, big.whole, small.whole, big.rows, small.rows, big.rows_by_id, warm_up=5
        )
    n, m = f"{sizes.changes:,}", f"of {sizes.hundredth:,}"
    what = f"plan as of a meeting, {n} changes"
    report.compare(f"{what}, whole", whole, m, small_whole, at_most=2)
    report.compare(f"{what}, its rows", rows, m, small_rows, at_most=2)
    report.compare(f"{what}, its rows", rows, "by their ids", by_id, at_most=2)
