"""The answers to people: plan, archive, show, requires, diff and audit, as they are read."""

import pytest


@pytest.fixture
def corrected(command, ledger):
    """The shipped register, a slip of a meeting put right and one of a decision."""
    for asked in (
        ["rcm-12", "place", "Nueva Orleans"],
        ["rcm-12-d1", "text.es", "Hacer una revisión completa del plan."],
    ):
        assert command("correct-record", *asked, "--reason", "A slip.").status == 0


@pytest.mark.parametrize(
    ("filter", "of"), [("--meeting", "rcm-12"), ("--decision", "rcm-12-d1"), ("--body", "rcm")]
)
def test_the_trail_of_decisions_goes_on_to_what_was_corrected_long_after(
    command, corrected, filter, of
):
    found = command("audit", filter, of, "--json")
    assert found.status == 0, found.err
    entries = found.document["entries"]
    assert {"decision-tabled", "decision-adopted", "change-enacted"} <= {e["event"] for e in entries}
    assert entries[-1]["event"] == "record-corrected"
