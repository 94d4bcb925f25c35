"""The docket of a large plan, against one question for that plan."""

import random
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

from ledger.ledger import Ledger
from ledger.plan import ItemJson
from ledger.records import ReportFields
from projections.docket import docket
from projections.moments import moment
from projections.plan import plan
from projections.views import Views
from tests.benchmarks.ledgers import Sizes, ledger_of, opened
from tests.benchmarks.measuring import Report, in_turns
from tests.builders import a_meeting

MEETING = "rcgm-docket"
ROUNDS = 5


def measure(report: Report, folder: Path, sizes: Sizes) -> None:
    path = ledger_of(folder, "docket", round(1.5 * sizes.docketed), sizes.docketed)
    _prepared(path)
    with opened(path) as (_, views):
        items = len(plan(views, moment(views, before=MEETING))["items"])
        entries = len(docket(views, MEETING)["entries"])
        whole, asked = in_turns(
            ROUNDS,
            lambda: docket(views, MEETING),
            lambda: plan(views, moment(views, before=MEETING)),
        )
    what = f"docket of {items:,} items ({entries:,} entries)"
    report.compare(what, whole, "the plan", asked, at_most=10)


def _prepared(path: Path) -> None:
    """A meeting after everything, and a report on every twentieth item that it is completed."""
    with closing(Ledger.open(path)) as ledger:
        if ledger.meeting(MEETING) is not None:
            return
        day = date.fromordinal(_last_day(ledger)) + timedelta(1)
        rng = random.Random(7)
        with ledger.writing():
            ledger.convene(a_meeting("rcgm", day, id=MEETING))
            for (state,) in ledger.recorder.read("SELECT state FROM heads WHERE current = 1"):
                item = ItemJson.validate_json(state)
                if not item.is_section and rng.random() < 0.05:
                    said = {"item": item.id, "by": "TS", "on": day, "says": "completed"}
                    ledger.report(ReportFields.model_validate(said))
        Views.open(ledger).close()
        ledger.settle_in_place()


def _last_day(ledger: Ledger) -> int:
    found: int = ledger.recorder.read("SELECT MAX(day) FROM placed")[0][0]
    return found
