"""Who asks, as far as it decides what is shown: members and auditors all of it, everybody what is adopted."""

from fastapi import Request

from api.accounts.requests import ACCESS, bears_credentials, sees_drafts, there_are_accounts
from projections.views import Answering, Views


def sees_all(request: Request) -> bool:
    """Whether who asks may read drafts, and all else that is not adopted."""
    return sees_drafts(request)


def forget_who_asks(request: Request) -> None:
    """They are looked for again, as they may have been let out since."""
    request.scope.pop(ACCESS, None)


def has_accounts(request: Request) -> bool:
    """Whether it matters who asks."""
    return there_are_accounts(request)


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
    return bears_credentials(request)
