"""The operations' description (OpenAPI 3.1): complete, and with a worked example of each, which a test
holds against what the server answers on the shipped register."""

import json
from importlib import resources
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.locales.http import TEXTS
from api.models import ProblemDocument

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
    "decision": "/api/v1/decisions/rcm-12-d2",
    "ruling": "/api/v1/decisions/rcm-12-d2/ruling",
    "proposals": "/api/v1/proposals",
    "proposal": "/api/v1/proposals/mx-1",
    "seals": "/api/v1/seals",
    "verify": "/api/v1/verify",
}
"""Each operation, and what its example asks."""

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


def example(name: str) -> Any:
    """What the server answers to an operation's example."""
    return json.loads(resources.files("api").joinpath("examples", f"{name}.json").read_bytes())


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
        for methods in described["paths"].values():
            _complete(methods["get"])
        app.openapi_schema = described
    return app.openapi_schema


def _complete(operation: dict[str, Any]) -> None:
    name = operation["operationId"]
    operation["summary"] = TEXTS[f"http.op.{name}"][0]
    for each in operation.get("parameters", ()):
        each.setdefault("description", TEXTS[f"http.allowed.{each['name']}"][0])
    answered = operation["responses"]["200"]
    answered["description"] = operation["summary"]
    answered["content"]["application/json"]["example"] = example(name)
    if name == "audit":
        for kind in ("application/x-ndjson", "text/csv"):
            answered["content"][kind] = {"schema": {"type": "string"}}
