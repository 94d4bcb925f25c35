"""The operations' description (OpenAPI 3.1): complete, and with a worked example of each, which a test
holds against what the server answers on the shipped register."""

import json
from collections.abc import Collection
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel, TypeAdapter

from api.models import ProblemDocument
from api.texts import Language, described


def example(name: str) -> Any:
    """What the server answers to an operation's example."""
    return json.loads(resources.files("api").joinpath("examples", f"{name}.json").read_bytes())


OPERATIONS: dict[str, str] = {
    "plan": "/api/v1/plan?as_of=rcm-2",
    "archive": "/api/v1/archive?as_of=rcm-12",
    "item": "/api/v1/items/plan-review",
    "history": "/api/v1/items/plan-review/history",
    "requires": "/api/v1/items/statistics/requires/redefine",
    "diff": "/api/v1/diff?from=rcm-8&to=rcm-12",
    "audit": "/api/v1/audit?decision=rcm-12-d2&kind=approve",
    "meetings": "/api/v1/meetings",
    "meeting": "/api/v1/meetings/rcm-12",
    "agenda": "/api/v1/meetings/rcm-4/agenda",
    "docket": "/api/v1/meetings/rcm-4/docket",
    "decision": "/api/v1/decisions/rcm-12-d2",
    "draft": "/api/v1/decisions/rcgm-demo-d1/draft",
    "ruling": "/api/v1/decisions/rcm-12-d2/ruling",
    "proposals": "/api/v1/proposals",
    "proposal": "/api/v1/proposals/mx-1",
    "seals": "/api/v1/seals",
    "proof": "/api/v1/proofs/rcm-12-d2%231",
    "verify": "/api/v1/verify",
}
"""Each operation that only reads, and what its example asks."""

STORY = "story"
"""The file of the examples of what records something: one story, told on the demonstration's ledger."""


class Step(NamedTuple):
    """A step of the story.

    Attributes:
        operation: whose example it is; None where it only leads to the next.
        by: the office that takes it; None where nobody has signed in yet.
        answer: where it is not in a file of its own.
    """

    operation: str | None
    by: str | None
    method: str
    path: str
    body: Any = None
    answer: Any = None


@cache
def story() -> tuple[Step, ...]:
    return tuple(Step(**each) for each in example(STORY))


RECORDING: dict[str, Step] = {step.operation: step for step in story() if step.operation}
"""Each operation that records something, and its example."""
OF_ACCOUNTS: dict[str, Step] = {step["operation"]: Step(**step) for step in example("accounts")}
"""Each operation about accounts, and its example."""
ACTING: dict[str, Step] = {**RECORDING, **OF_ACCOUNTS}


def answer_to(name: str) -> Any:
    """What an operation's example is answered."""
    return OF_ACCOUNTS[name].answer if name in OF_ACCOUNTS else example(name)


ATOM, EVENTS, CALENDAR = "application/atom+xml", "text/event-stream", "text/calendar"
FOLLOWING: dict[str, tuple[str, str]] = {
    "events": ("/api/v1/events?since=450", EVENTS),
    "decided": ("/api/v1/feeds/decisions", ATOM),
    "decided_about": ("/api/v1/feeds/items/plan-review", ATOM),
    "decided_with": ("/api/v1/feeds/members/MX", ATOM),
    "plan_calendar": ("/api/v1/plan.ics?member=IOM", CALENDAR),
}
"""Each operation with which one follows the ledger: what its example asks, and in what form it is answered."""


def example_text(name: str) -> str:
    """The first lines of what the server answers to the example of an operation of `FOLLOWING`."""
    return resources.files("api").joinpath("examples", f"{name}.txt").read_text(encoding="utf-8")


_PROBLEM = {
    "description": "What is wrong, and what can be done about it (RFC 9457).",
    "content": {
        "application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}
    },
}
PROBLEMS: dict[int | str, dict[str, Any]] = {
    "4XX": _PROBLEM,
    "422": _PROBLEM,
    "5XX": _PROBLEM,
    "304": {"description": "Nothing was recorded since (`If-None-Match`)."},
}
"""The answers that every operation may give besides its own."""


def describe(app: FastAPI) -> dict[str, Any]:
    """The description, made once."""
    if app.openapi_schema is None:
        described = get_openapi(
            title="rcm-ledger",
            version="1",
            openapi_version="3.1.0",
            summary="A conference's plan of action: what was decided, by whom, and with whose agreement.",
            license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
            routes=app.routes,
        )
        described["components"]["schemas"]["ProblemDocument"] = ProblemDocument.model_json_schema(
            ref_template="#/components/schemas/{model}"
        )
        schemas = described["components"]["schemas"]
        schemas.update(schemas["ProblemDocument"].pop("$defs", {}))
        for name in ("HTTPValidationError", "ValidationError"):
            schemas.pop(name, None)
        for model, left_out in _BROUGHT.items():
            schema = model.model_json_schema(ref_template=_REF, mode="validation")
            schemas.update(schema.pop("$defs", {}))
            for name in left_out:
                del schema["properties"][name]
            schemas[_brought(model)] = schema
        for name, schema in schemas.items():
            schema["title"] = name  # what programs that make clients call it; no two are alike
        for methods in described["paths"].values():
            for operation in methods.values():
                _complete(operation)
        described["components"]["securitySchemes"] = _WHO_ASKS
        # What the public may, everybody may: without, with a token, or with a session.
        described["security"] = [{}, *({name: []} for name in _WHO_ASKS)]
        app.openapi_schema = described
    return app.openapi_schema


_WHO_ASKS = {
    "token": {"type": "http", "scheme": "bearer"},
    "session": {"type": "apiKey", "in": "cookie", "name": "__Host-rcm-session"},
}
_REF = "#/components/schemas/{model}"
_BROUGHT: dict[type[BaseModel], Collection[str]] = {}
"""What operations read by themselves; each with the keys that it may not have."""


def _brought(model: type[BaseModel]) -> str:
    """The name of what is brought, which may say less than what is answered."""
    return f"{model.__name__}Brought"


def brings(
    model: type[BaseModel], *, needed: bool = True, without: Collection[str] = ()
) -> dict[str, Any]:
    """The description of what a request brings, for an operation that reads it by itself.

    Args:
        needed: whether it has to bring something.
        without: of the model's keys, those that it may not have.
    """
    _BROUGHT[model] = without
    content = {"application/json": {"schema": {"$ref": _REF.format(model=_brought(model))}}}
    return {"requestBody": {"required": needed, "content": content}}


@cache
def _lang() -> dict[str, Any]:
    """The parameter that every operation has."""
    said = described("http.allowed.lang")
    schema = TypeAdapter(Language | None).json_schema() | {"description": said, "title": "Lang"}
    where = {"name": "lang", "in": "query", "required": False}
    return {**where, "schema": schema, "description": said}


def _complete(operation: dict[str, Any]) -> None:
    name = operation["operationId"]
    operation["summary"] = described(f"http.op.{name}")
    parameters = operation.setdefault("parameters", [])
    headers = [each for each in parameters if each["in"] == "header"]
    parameters.insert(len(parameters) - len(headers), {**_lang()})
    for each in parameters:
        each.setdefault("description", described(f"http.allowed.{each['name']}"))
    responses = operation["responses"]
    answered = responses["201" if "201" in responses else "200"]
    answered["description"] = operation["summary"]
    if name in FOLLOWING:
        text = {"schema": {"type": "string"}, "example": example_text(name)}
        answered["content"] = {FOLLOWING[name][1]: text}
        return
    answered["content"]["application/json"]["example"] = answer_to(name)
    if name in ACTING:
        responses.pop("304")
        if "requestBody" in operation:
            brought = operation["requestBody"]["content"]["application/json"]
            brought["example"] = ACTING[name].body
    if name == "audit":
        for kind in ("application/x-ndjson", "text/csv"):
            answered["content"][kind] = {"schema": {"type": "string"}}
