"""The docket of whatever history: what it suggests can be adopted as it is, by the bodies that it names and by no
other."""

import random
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from ledger.changes import ChangeForm
from ledger.plan import ItemJson
from ledger.records import ReportFields
from projections.docket import docket
from projections.views import Views
from tests.builders import a_decision, a_ledger, a_meeting, a_position, assert_said
from tests.generator import generate, record_all

TOO_LOW = {"level-too-low", "wrong-body"}
BODIES = ("rcm", "rcgm", "lon-cp", "lon-ts")


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_is_suggested_is_lawful_for_the_bodies_that_are_named_and_for_no_other(tmp_path: Path, seed: int):
    with closing(a_ledger(tmp_path)) as ledger, closing(Views.open(ledger)) as views:
        record_all(ledger, generate(350, seed=seed, plan_size=60))
        last = ledger.recorder.read("SELECT MAX(day) FROM placed")[0][0]
        day = date.fromordinal(last) + timedelta(1)
        _reported(ledger, day, random.Random(seed))
        for body in BODIES:
            ledger.convene(a_meeting(body, day, id=f"next-{body}"))
        positions = {member: a_position() for member in sorted(ledger.charter.members_on(day))}
        ready = 0
        for body in BODIES:
            entries = docket(views, f"next-{body}")["entries"]
            for entry in entries:
                assert_said(entry["sentence"])
                assert entry["here"] == (body in entry["bodies"]) or entry["kind"] is None
                assert entry["passes_to"] is None or not entry["here"]
            for n, entry in enumerate(entry for entry in entries if entry["change"] is not None):
                change = ChangeForm.model_validate(entry["change"])
                for other in BODIES:
                    id = f"{body}-{n}-{other}"
                    ledger.table(a_decision(id, f"next-{other}", day), [change], positions)
                    found = {violation.code for violation in ledger.judgement(id).violations}
                    assert bool(found) == (other not in entry["bodies"]), (entry, found)
                    assert found <= TOO_LOW
                    ledger.withdraw(id)
                ready += 1
        assert ready > 5


def _reported(ledger, day: date, rng: random.Random) -> None:
    """Every fourth activity is reported as completed."""
    for (state,) in ledger.recorder.read("SELECT state FROM heads WHERE current = 1 ORDER BY item"):
        item = ItemJson.validate_json(state)
        if not item.is_section and rng.random() < 0.25:
            on = day - timedelta(rng.randint(1, 300))
            said = {"item": item.id, "by": rng.choice(("TS", "IOM")), "on": on, "says": "completed"}
            ledger.report(ReportFields.model_validate(said))
