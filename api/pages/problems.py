"""A page for each problem type: what it means, with which status it comes, and in what words."""

import re
from html import escape

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.locales.problem_titles import TITLES
from api.negotiation import texts_for
from api.pages.page import page
from api.problem_documents import OWN, STATUS, problem
from api.texts import HTTP, pair
from ledger.problems import PROBLEMS
from ledger.sentences import CODES

router = APIRouter(include_in_schema=False)
_FACT = re.compile(r"\{(\w+)\}")


@router.get("/problems/{code}")
async def explained(request: Request, code: str) -> Response:
    t = texts_for(request)
    if code not in STATUS:
        said = t("http.no-such-page", path=request.url.path)
        return problem(request, "no-such-page", said)
    of = "request" if code in OWN else "rule" if code in CODES else "ledger"
    parts = [
        f"<p>{escape(t(f'http.problem.{of}'))}</p>",
        f"<p><code>{escape(code)}</code> · {t('http.problem.status')} {STATUS[code]}</p>",
    ]
    pattern = words(code)
    if pattern is not None:
        said = _FACT.sub(r"‹\1›", t.why(pattern))
        parts.append(f"<p>{t('http.problem.says')}</p><blockquote>{escape(said)}</blockquote>")
    return page(request, t.why(TITLES[code]), "".join(parts))


def words(code: str) -> tuple[str, str] | None:
    """The words in which it is said; none where they are of each case."""
    if code == "wrong-use":
        return None
    if code in OWN:
        return pair(f"http.{code}", HTTP)
    return CODES.get(code) or PROBLEMS.get(code)
