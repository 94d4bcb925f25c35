"""Views that were tampered with are told from the log, and what differs in them is named."""

from contextlib import closing

import pytest

from ledger.ledger import Ledger
from ledger.place import is_on_a_server
from ledger.verify import Verification, verify
from projections.files import views_path
from projections.verification import expectation
from projections.views import Views
from tests.ledger.forging import Forger
from tests.stores import Address, both_stores

pytestmark = both_stores
REASON = {"en": "A slip.", "es": "Un desliz."}

ALTERED = {
    "UPDATE item_states SET state = reworded(state, 'visas', 'visa') WHERE item = 'a1'": "a1",
    "UPDATE item_states SET item = 'a2' WHERE item = 'a1'": "a1",
    "UPDATE current_now SET agreed_from = agreed_from - 1 "
    "WHERE item_state IN (SELECT id FROM item_states WHERE item = 'a1')": "a1",
    "UPDATE current_once SET known_last = known_last + 1 "
    "WHERE item_state IN (SELECT id FROM item_states WHERE item = 'a1')": "a1",
    "DELETE FROM current_now WHERE item_state IN (SELECT id FROM item_states WHERE item = 'a1')": "a1",
    "DELETE FROM item_states WHERE item = 'a1'": "a1",
    "INSERT INTO current_now SELECT version + 1, agreed_from, agreed_last, known_from, known_last, "
    "item_state FROM current_once LIMIT 1": "",
    "INSERT INTO archived_now SELECT version + 1, agreed_from, agreed_last, known_from, known_last, "
    "item_state FROM current_now LIMIT 1": "",
    "DELETE FROM live_versions WHERE item = 'a1'": "live_versions",
    "UPDATE live_versions SET agreed_from = agreed_from + 1 WHERE item = 'a1'": "live_versions",
    "UPDATE live_versions SET archived = 1 - archived WHERE item = 'a1'": "live_versions",
    "UPDATE entries SET event = 'meeting-closed' WHERE entry = 3": "entries",
    "DELETE FROM entries WHERE entry = 3": "entries",
    "DELETE FROM entries WHERE entry = (SELECT MAX(entry) FROM entries)": "entries",
    "INSERT INTO entries SELECT entry + 1000, event, recorded_at, decision, meeting, proposal, item, "
    "members, kind, day, reference, voided_by FROM entries WHERE entry = 3": "entries",
    "UPDATE decision_documents SET fields = reworded(fields, 'rcm-11', 'rcm-12') "
    "WHERE id = 'rcm-11-d1'": "rcm-11-d1",
    "UPDATE decision_documents SET positions = reworded(positions, 'agree', 'object') "
    "WHERE id = 'rcm-11-d1'": "rcm-11-d1",
    "UPDATE decision_documents SET changes = reworded(changes, 'approve', 'start') "
    "WHERE id = 'rcm-11-d1'": "rcm-11-d1",
    "DELETE FROM decision_documents WHERE id = 'rcm-11-d1'": "rcm-11-d1",
    "UPDATE decision_documents SET id = 'rcm-99' WHERE id = 'rcm-11-d1'": "rcm-11-d1",
}  # fmt: skip


def verified(path: Address, *statements: str, beside: bool = False) -> Verification:
    views = path if is_on_a_server(path) else views_path(str(path))
    with Forger(views) as forger:
        for statement in statements:
            assert forger.do(statement) > 0
    with Ledger.open(path) as ledger:
        return verify(ledger, expectation(ledger, beside=beside))


@pytest.mark.parametrize("beside", [False, True])
def test_views_that_are_what_the_log_says_are_proven(path, beside):
    assert verified(path, beside=beside).proven


@pytest.mark.parametrize("beside", [False, True])
def test_what_was_corrected_once_it_was_settled_is_held_against_its_correction(path, beside):
    views = path if is_on_a_server(path) else views_path(str(path))
    with Ledger.open(path) as ledger, closing(Views.open(ledger)):
        ledger.correct("decision", "rcm-11-d1", "source", "The minutes", REASON)
    assert verified(path, beside=beside).proven
    with Forger(views) as forger:
        assert forger.do(
            "UPDATE decision_documents SET fields = reworded(fields, 'The minutes', 'The draft') "
            "WHERE id = 'rcm-11-d1'"
        )
    (violation,) = verified(path, beside=beside).violations
    assert (violation.code, "rcm-11-d1" in violation.message["en"]) == ("views-differ", True)


@pytest.mark.parametrize(("statement", "named"), ALTERED.items(), ids=ALTERED)
@pytest.mark.parametrize("beside", [False, True])
def test_views_that_were_altered_are_found_and_nothing_else_is_blamed(
    path, statement, named, beside
):
    found = verified(path, statement, beside=beside)
    assert (found.authentic, found.lawful, found.projections_match) == (True, True, False)
    (violation,) = found.violations
    assert violation.code == "views-differ"
    for language in ("en", "es"):
        assert named in violation.message[language]
