"""Who asks, as far as it decides what is shown: members and auditors all of it, everybody what is adopted."""

from collections.abc import Callable

from fastapi import Request

from projections.views import Answering, Views

Sees = Callable[[Request], bool]
"""Whether who asks may read drafts, and all else that is not adopted."""


def everybody(request: Request) -> bool:
    """Of a ledger without accounts: whoever reaches it reads all of it."""
    return True


def sees_all(request: Request) -> bool:
    """Whether who asks may read drafts, and all else that is not adopted."""
    sees: Sees = request.app.state.sees
    return sees(request)


def has_accounts(request: Request) -> bool:
    """Whether it matters who asks."""
    return request.app.state.sees is not everybody


def shown(request: Request, views: Views) -> Answering:
    """The part of the views that who asks may read."""
    return views if sees_all(request) else views.published


def cared_for(request: Request, headers: dict[str, str]) -> dict[str, str]:
    """The headers of an answer that depends on who asks: what is for members only, no cache keeps for others."""
    if not has_accounts(request):
        return headers
    vary = [headers["Vary"]] if "Vary" in headers else []
    headers = {**headers, "Vary": ", ".join([*vary, "Cookie", "Authorization"])}
    if sees_all(request):
        kept = headers["Cache-Control"].removeprefix("public, ")
        headers["Cache-Control"] = f"private, {kept}"
    return headers


def is_named(request: Request) -> bool:
    """Whether who asks says who he is: such an answer is kept for nobody else."""
    return "authorization" in request.headers or "cookie" in request.headers
