"""Every operation under whatever its description allows and does not, by a tool that we did not write."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.cli import run
from api.operations import ACTING, FOLLOWING, OPERATIONS, RECORDING
from tests.api.http.offices import Offices, offices_of
from tests.stores import Store, both_stores

pytestmark = both_stores
Ask = Callable[[Any], Any]
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


MODES = pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
EXAMPLES = pytest.mark.parametrize("examples", [5, pytest.param(60, marks=pytest.mark.slow)])
"""A few whenever tests are run, and many when somebody waits for them."""


def whatever(operation: Any, mode: GenerationMode, examples: int) -> Callable[[Ask], None]:
    """Ask an operation whatever its description allows, or does not."""

    def asking(ask: Ask) -> None:
        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def asked(case: Any) -> None:
            case.validate_response(ask(case), checks=CHECKS)

        asked()

    return asking


@pytest.fixture(scope="session")
def demonstrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of the demonstration's ledger."""
    folder = tmp_path_factory.mktemp("demonstrated")
    assert run(["demo", "--dir", str(folder), "--json"]) == 0
    backup = folder / "backup.zip"
    assert run(["backup", str(backup), "--ledger", str(folder / "rcm-ledger-demo.db")]) == 0
    return backup


@pytest.fixture(scope="module")
def served(
    store: Store, demonstrated: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Offices]:
    """A service that may be made to record whatever comes."""
    folder = tmp_path_factory.mktemp("whatever")
    address = store.address(folder)
    assert run(["restore", str(demonstrated), "--ledger", str(address)]) == 0
    with offices_of(address, folder / "serve.log") as offices:
        yield offices


@pytest.fixture(scope="module")
def described(served: Offices) -> dict[str, Any]:
    """The operations by their names."""
    schema = schemathesis.openapi.from_url(f"{served.url}/openapi.json")
    operations = [found.ok() for found in schema.get_all_operations()]
    return {each.definition.raw["operationId"]: each for each in operations}


def test_the_tool_is_shown_every_operation(described):
    assert described.keys() == {*OPERATIONS, *ACTING, *FOLLOWING}


@MODES
@EXAMPLES
@pytest.mark.parametrize("name", [*OPERATIONS, *(name for name in FOLLOWING if name != "events")])
def test_an_operation_is_never_a_failure_and_always_as_described(
    served, described, name, mode, examples
):
    def ask(case: Any) -> Any:
        headers = {"Authorization": served.bearer("auditor")}
        return case.call(base_url=served.url, timeout=60, headers=headers)

    whatever(described[name], mode, min(5, examples) if name == "verify" else examples)(ask)


@MODES
@EXAMPLES
@pytest.mark.parametrize("name", RECORDING)
def test_an_operation_that_records_is_never_a_failure_either(
    served, described, name, mode, examples
):
    def ask(case: Any) -> Any:
        headers = {"Authorization": served.bearer(RECORDING[name].by)}
        return case.call(base_url=served.url, timeout=60, headers=headers)

    whatever(described[name], mode, examples)(ask)
