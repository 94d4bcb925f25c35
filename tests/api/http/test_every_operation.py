"""Every operation under whatever its description allows and does not, by a tool that we did not write."""

from collections.abc import Iterator

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

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture(scope="session")
def described(service):
    """The operations by their names."""
    schema = schemathesis.openapi.from_url(f"{service.url}/openapi.json")
    operations = [found.ok() for found in schema.get_all_operations()]
    return {each.definition.raw["operationId"]: each for each in operations}


def test_the_tool_is_shown_every_operation(described):
    assert described.keys() == {*OPERATIONS, *ACTING, *FOLLOWING}


@pytest.fixture(scope="session")
def recorded_in(tmp_path_factory) -> Iterator[Offices]:
    """A service that may be made to record whatever comes; what it recorded is proven in the end."""
    folder = tmp_path_factory.mktemp("whatever")
    assert run(["demo", "--dir", str(folder), "--json"]) == 0
    with offices_of(folder / "rcm-ledger-demo.db") as served:
        yield served


@pytest.mark.slow
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("name", [*OPERATIONS, *(name for name in FOLLOWING if name != "events")])
def test_an_operation_is_never_a_failure_and_always_as_described(service, described, name, mode):
    @settings(
        max_examples=5 if name == "verify" else 40,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=described[name].as_strategy(generation_mode=mode))
    def asked(case):
        case.validate_response(case.call(base_url=service.url, timeout=60), checks=CHECKS)

    asked()


@pytest.mark.slow
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("name", RECORDING)
def test_an_operation_that_records_is_never_a_failure_either(recorded_in, described, name, mode):
    step = RECORDING[name]

    @settings(
        max_examples=60,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=described[name].as_strategy(generation_mode=mode))
    def asked(case):
        headers = {"Authorization": recorded_in.bearer(step.by)}
        answer = case.call(base_url=recorded_in.url, timeout=60, headers=headers)
        case.validate_response(answer, checks=CHECKS)

    asked()
