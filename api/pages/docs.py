"""The operations, for people: what each is for, its parameters, and a worked example."""

import json
from html import escape
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.negotiation import texts_for
from api.operations import OPERATIONS
from api.pages.page import page
from api.problem_documents import STATUS
from api.texts import Texts

router = APIRouter(include_in_schema=False)


@router.get("/docs")
async def docs(request: Request) -> Response:
    t = texts_for(request)
    described = request.app.openapi()["paths"]
    parts = [f'<p>{escape(t("http.docs.intro"))} <a href="/openapi.json">/openapi.json</a>.</p>']
    for path, methods in described.items():
        parts.append(_operation(path, methods["get"], t))
    listed = "".join(
        f'<li><a href="/problems/{code}?lang={t.language}">{code}</a> · {status}</li>'
        for code, status in sorted(STATUS.items())
    )
    parts.append(f"<h2>{t('http.docs.problems')}</h2><ul>{listed}</ul>")
    return page(request, t("http.docs"), "".join(parts))


def _operation(path: str, operation: dict[str, Any], t: Texts) -> str:
    name = operation["operationId"]
    rows = "".join(
        f"<dt>{escape(each['name'])}</dt><dd>{escape(_may_be(each, t))}</dd>"
        for each in operation.get("parameters", ())
    )
    answer = operation["responses"]["200"]["content"]["application/json"]["example"]
    shown = json.dumps(answer, ensure_ascii=False, indent=2)
    return (
        f'<h2 id="{name}"><code>GET {escape(path)}</code></h2><p>{escape(t(f"http.op.{name}"))}</p>'
        f"<h3>{t('http.docs.parameters')}</h3><dl>{rows}</dl>"
        f"<h3>{t('http.docs.example')}</h3><pre>GET {escape(OPERATIONS[name])}</pre>"
        f"<p>{t('http.docs.answer')}:</p><pre>{escape(shown)}</pre>"
    )


def _may_be(parameter: dict[str, Any], t: Texts) -> str:
    return t.find(f"http.allowed.{parameter['name']}", ("http",)) or ""
