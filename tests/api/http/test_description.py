"""The description of the operations is complete and true, down to its examples."""

import json
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from api import models
from api.app import OPERATIONS as ROUTERS
from api.cli import run
from api.operations import (
    ACTING,
    FOLLOWING,
    OPERATIONS,
    RECORDING,
    answer_to,
    example,
    example_text,
    story,
)
from tests.api.http.offices import offices_of

EXAMPLES = Path(str(resources.files("api") / "examples"))
OF_THIS_LEDGER = {
    *("recorded_at", "recorded_after_days", "root", "checkpoint", "origin", "ledger", "draft"),
    *("entry", "entries", "known_at", "size", "events", "late", "timestamps", "proof"),
}
"""What is another in every ledger of the same register, or on another day."""
MODELS = {route.name: route.response_model for each in ROUTERS for route in each.router.routes}


@pytest.fixture(scope="session")
def story_told(tmp_path_factory) -> dict[str, Any]:
    """What a service answered to each step of the story of the examples."""
    folder = tmp_path_factory.mktemp("story")
    assert run(["demo", "--dir", str(folder), "--json"]) == 0
    told: dict[str, Any] = {}
    with offices_of(folder / "rcm-ledger-demo.db") as offices:
        for step in story():
            path = step.path.removeprefix("/api/v1/")
            headers = {"If_Match": offices.etag(path)} if step.operation == "redraft" else {}
            answer = offices.done(step.by, step.method, path, step.body, **headers)
            told[step.operation or ""] = answer
    return told


def alike(document: Any) -> Any:
    """A document without what is only of its ledger."""
    if isinstance(document, dict):
        return {k: "…" if k in OF_THIS_LEDGER and not isinstance(v, dict | list) else alike(v)
                for k, v in document.items()}  # fmt: skip
    if isinstance(document, list):
        return "…" if all(isinstance(each, int) for each in document) else [*map(alike, document)]
    return document


def without_time(document: Any) -> Any:
    return {k: v for k, v in document.items() if k != "late"} if isinstance(document, dict) else document


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_example_is_what_the_server_answers(service, name, request):
    answer = service.json(OPERATIONS[name])
    if request.config.getoption("--rewrite-golden"):
        text = json.dumps(answer, ensure_ascii=False, indent=1) + "\n"
        (EXAMPLES / f"{name}.json").write_text(text, encoding="utf-8")
    assert alike(without_time(example(name))) == alike(without_time(answer))


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_answer_has_what_its_model_says_and_nothing_else(service, name):
    answer = service.json(OPERATIONS[name])
    read = MODELS[name].model_validate_json(json.dumps(answer))
    assert json.loads(read.model_dump_json(exclude_unset=True)) == answer


@pytest.mark.parametrize("name", RECORDING)
def test_a_step_of_the_story_is_answered_as_its_example_says(story_told, name, request):
    answer = story_told[name]
    if request.config.getoption("--rewrite-golden"):
        text = json.dumps(answer, ensure_ascii=False, indent=1) + "\n"
        (EXAMPLES / f"{name}.json").write_text(text, encoding="utf-8")
    assert alike(example(name)) == alike(answer)
    read = MODELS[name].model_validate_json(json.dumps(answer))
    assert json.loads(read.model_dump_json(exclude_unset=True)) == answer


@pytest.mark.parametrize("name", ["plan", "archive", "audit", "diff"])
def test_a_long_answer_has_what_its_model_says_too(service, name):
    path = "/api/v1/diff?from=rcm-2&to=rcm-12" if name == "diff" else f"/api/v1/{name}"
    answer = service.json(path)
    read = MODELS[name].model_validate_json(json.dumps(answer))
    assert json.loads(read.model_dump_json(exclude_unset=True)) == answer


def test_every_operation_is_described_with_an_example_and_its_problems(service):
    described = service.json("/openapi.json")
    assert described["openapi"].startswith("3.1")
    operations = {
        operation["operationId"]: operation
        for methods in described["paths"].values()
        for operation in methods.values()
    }
    assert operations.keys() == {*OPERATIONS, *ACTING, *FOLLOWING} == MODELS.keys()
    for name, operation in operations.items():
        answered = operation["responses"]["201" if "201" in operation["responses"] else "200"]
        if name in FOLLOWING:
            assert answered["content"][FOLLOWING[name][1]]["example"] == example_text(name)
        else:
            assert answered["content"]["application/json"]["example"] == answer_to(name)
        if "requestBody" in operation:
            brought = operation["requestBody"]["content"]["application/json"]
            assert brought["example"] == ACTING[name].body
        problem = operation["responses"]["4XX"]["content"]["application/problem+json"]
        assert problem["schema"]["$ref"].endswith("/ProblemDocument")
        assert all(each["description"] for each in operation.get("parameters", ()))


def test_the_model_of_a_problem_is_what_a_problem_is(service):
    document = service.problem("/api/v1/plan?as_of=rcm-99", 404, "unknown")
    read = models.ProblemDocument.model_validate(document)
    assert read.model_dump(exclude_unset=True) == document


def test_the_page_of_the_operations_fetches_nothing(service):
    for language, title in (("en", "The ledger over HTTP"), ("es", "El libro por HTTP")):
        page = service.get(f"/docs?lang={language}")
        assert title in page.text
        assert f'<html lang="{language}">' in page.text
        for fetching in ("<script", "<img", "<link", "src=", "@import", "url("):
            assert fetching not in page.text
        assert "default-src 'none'" in page.headers["content-security-policy"]
        for path in OPERATIONS.values():
            assert path.replace("&", "&amp;") in page.text


def test_programs_that_make_clients_can_tell_what_is_described_apart(service):
    schemas = service.json("/openapi.json")["components"]["schemas"]
    assert all(name.isidentifier() and "__" not in name for name in schemas)
    assert [name for name, schema in schemas.items() if schema["title"] != name] == []
