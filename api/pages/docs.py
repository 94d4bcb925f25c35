"""The operations, for people: what each is for, its parameters, and a worked example."""

import json
from html import escape
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.negotiation import texts_for
from api.operations import ACTING, FOLLOWING, OPERATIONS, example_text
from api.pages.page import page
from api.problem_documents import STATUS
from api.texts import HTTP, Texts

router = APIRouter(include_in_schema=False)


@router.get("/docs")
async def docs(request: Request) -> Response:
    t = texts_for(request)
    described = request.app.openapi()["paths"]
    parts = [f'<p>{escape(t("http.docs.intro"))} <a href="/openapi.json">/openapi.json</a>.</p>']
    for path, methods in described.items():
        for method, operation in methods.items():
            parts.append(_operation(method.upper(), path, operation, t))
    listed = "".join(
        f'<li><a href="/problems/{code}?lang={t.language}">{code}</a> · {status}</li>'
        for code, status in sorted(STATUS.items())
    )
    parts.append(f"<h2>{t('http.docs.problems')}</h2><ul>{listed}</ul>")
    return page(request, t("http.docs"), "".join(parts))


def _operation(method: str, path: str, operation: dict[str, Any], t: Texts) -> str:
    name = operation["operationId"]
    rows = "".join(
        f"<dt>{escape(each['name'])}</dt><dd>{escape(_may_be(each, t))}</dd>"
        for each in operation.get("parameters", ())
    )
    responses = operation["responses"]
    answered = responses["201" if "201" in responses else "200"]
    if name in FOLLOWING:
        answer, address = example_text(name), FOLLOWING[name][0]
    else:
        answer = _json(answered["content"]["application/json"]["example"])
        address = ACTING[name].path if name in ACTING else OPERATIONS[name]
    asked = f"{method} {address}"
    if name in ACTING and ACTING[name].body is not None:
        asked += f"\n\n{_json(ACTING[name].body)}"
    return (
        f'<h2 id="{name}"><code>{method} {escape(path)}</code></h2><p>{escape(t(f"http.op.{name}"))}</p>'
        f"<h3>{t('http.docs.parameters')}</h3><dl>{rows}</dl>"
        f"<h3>{t('http.docs.example')}</h3><pre>{escape(asked)}</pre>"
        f"<p>{t('http.docs.answer')}:</p><pre>{escape(answer)}</pre>"
    )


def _json(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2)


def _may_be(parameter: dict[str, Any], t: Texts) -> str:
    return t.find(f"http.allowed.{parameter['name']}", HTTP) or ""
