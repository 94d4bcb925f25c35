"""Every operation about accounts under whatever its description allows and does not, asked by the administrator."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis

from api.accounts import sessions
from api.cli import run
from api.operations import OF_ACCOUNTS
from tests.api.accounts.conftest import HERE
from tests.api.http.asked import Asked, asking
from tests.api.http.test_every_operation import EXAMPLES, MODES, whatever
from tests.stores import Store, both_stores

pytestmark = both_stores


@pytest.fixture(scope="module")
def asked(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    address = store.address(tmp_path_factory.mktemp("whatever"))
    assert run(["init", "--ledger", str(address)]) == 0
    with asking(address) as made:
        made.person("administrator")
        yield made


@pytest.fixture(scope="module")
def described(asked):
    schema = schemathesis.openapi.from_url(f"{asked.origin}/openapi.json")
    operations = [found.ok() for found in schema.get_all_operations()]
    return {each.definition.raw["operationId"]: each for each in operations}


def a_session(asked: Asked) -> dict[str, str]:
    """A new one: whatever was asked before may have ended the last."""
    with asked.folk.kept.acting() as act:
        made = sessions.begin(act, asked.person("administrator").account, HERE)
    return {"Cookie": f"rcm-session={made.secret}", "Origin": asked.origin}


@MODES
@EXAMPLES
@pytest.mark.parametrize("name", OF_ACCOUNTS)
def test_an_operation_is_never_a_failure_and_always_as_described(
    asked, described, name, mode, examples
):
    def ask(case: Any) -> Any:
        return case.call(base_url=asked.origin, timeout=60, headers=a_session(asked))

    whatever(described[name], mode, examples)(ask)
