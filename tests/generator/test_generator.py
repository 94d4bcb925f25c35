"""The generator makes histories of any size that are lawful, and like the real register's."""

import io
import tracemalloc
from collections import Counter
from pathlib import Path

from ledger.checking import check_register
from ledger.ledger import Ledger
from tests.builders import assert_proven
from tests.generator import generate, record_all
from tests.generator.__main__ import write_register
from tests.generator.history import History, documents


def written(path: Path, changes: int, **kwargs: int) -> Path:
    given = {"changes_per_decision": 10, "seed": 0, "plan_size": 200, "late_every": 100, **kwargs}
    with path.open("w", encoding="utf-8") as out:
        write_register(out, documents(changes, **given))
    return path


def test_a_generated_register_is_agreed_at_the_right_level_throughout(tmp_path):
    register = written(tmp_path / "register.yaml", 3000, late_every=10)
    found = check_register([register])
    assert found.violations == []
    assert (found.decisions, found.changes) == (300, 3000)


def test_a_generated_history_is_recorded_and_proven(ledger: Ledger):
    assert record_all(ledger, generate(3000, seed=1, plan_size=60, late_every=10)) == 300
    assert_proven(ledger)


def test_histories_with_one_change_a_decision_are_lawful_too(ledger: Ledger):
    history = generate(400, changes_per_decision=1, seed=2, plan_size=40, late_every=20)
    assert record_all(ledger, history) == 400
    assert_proven(ledger)


def test_the_same_seed_tells_the_same_history_and_another_seed_another():
    one, same, another = (list(generate(300, seed=seed)) for seed in (3, 3, 4))
    assert one == same
    assert one != another


def test_a_history_has_every_kind_of_change_and_some_of_it_is_recorded_late():
    kinds: Counter[str] = Counter()
    days = []
    for _, decision in generate(20_000, late_every=50):
        kinds.update(form.change.kind_name for form in decision.changes)
        days.append(decision.adopted_on)
    assert sum(kinds.values()) == 20_000
    assert kinds.keys() == {
        *("approve", "redefine", "move", "discontinue", "translate", "start", "record-occurrence"),
        *("complete", "reinstate", "rectify", "admit-member"),
    }
    late = sum(day < latest for day, latest in zip(days[1:], days, strict=False))
    assert 30 <= late <= 45


def test_the_plan_grows_to_its_size_and_stays_there():
    history = History(seed=6, plan_size=80, late_every=50)
    sizes = []
    for _ in range(1500):
        history.decided(10)
        sizes.append(len(history.things))
    assert all(70 <= size <= 95 for size in sizes[10:])


def test_memory_does_not_grow_with_the_history():
    def peak(changes: int) -> int:
        tracemalloc.start()
        for _ in documents(changes, 10, 0, 100, 50):
            pass
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    assert peak(12_000) < 1.3 * peak(3000)


def test_a_meeting_is_written_once_with_what_was_recorded_of_it_late():
    out = io.StringIO()
    write_register(out, documents(2000, 10, 5, 60, 5))
    ids = [line for line in out.getvalue().splitlines() if line.startswith("  - id:")]
    assert len(ids) == len(set(ids))
