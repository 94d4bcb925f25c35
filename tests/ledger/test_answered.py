"""What was answered to a request is kept with what it recorded, for a while."""

from datetime import UTC, datetime, timedelta

import pytest

from ledger import answered
from ledger.answered import Answered
from tests.builders import nothing_recorded
from tests.stores import both_stores

pytestmark = both_stores
ONE = Answered(b"asked", b"answer")
NOW = datetime(2024, 2, 6, tzinfo=UTC)


def keep(conference, key: str, at: datetime = NOW) -> None:
    with conference.ledger.writing():
        answered.keep(conference.ledger.recorder, "account", key, ONE, at)


def find(conference, key: str, account: str = "account") -> Answered | None:
    return answered.find(conference.ledger.recorder, account, key)


def test_an_answer_is_its_accounts_own(conference):
    keep(conference, "key")
    assert find(conference, "key") == ONE
    assert find(conference, "key", "another") is None
    assert find(conference, "another") is None


def test_an_answer_is_forgotten_after_its_time(conference):
    keep(conference, "first")
    keep(conference, "second", NOW + answered.KEPT - timedelta(seconds=1))
    assert find(conference, "first") == ONE
    keep(conference, "third", NOW + answered.KEPT + timedelta(seconds=1))
    assert find(conference, "first") is None
    assert find(conference, "second") == ONE


def test_an_answer_is_kept_with_what_it_tells_or_not_at_all(conference):
    class Broken(Exception):
        pass

    with nothing_recorded(conference.ledger), pytest.raises(Broken), conference.ledger.writing():
        conference.meets("rcgm")
        keep(conference, "key")
        raise Broken
    assert find(conference, "key") is None


def test_the_table_is_made_once(conference):
    answered.make(conference.ledger.recorder)
    keep(conference, "key")
    answered.make(conference.ledger.recorder)
    assert find(conference, "key") == ONE
