"""Who asks, as far as it decides what is shown: members and auditors all of it, everybody what is adopted."""

from fastapi import Request

from api.accounts.requests import ACCESS, sees_drafts, there_are_accounts
from projections.views import Published, Views


def forget_who_asks(request: Request) -> None:
    """They are looked for again, as they may have been let out since."""
    request.scope.pop(ACCESS, None)


def shown(request: Request, views: Views) -> Views | Published:
    """The part of the views that who asks may read."""
    return views if sees_drafts(request) else views.published


def cared_for(request: Request, headers: dict[str, str]) -> dict[str, str]:
    """The headers of an answer that depends on who asks: what is for members only, no cache keeps for others."""
    if not there_are_accounts(request):
        return headers
    vary = [headers["Vary"]] if "Vary" in headers else []
    headers = {**headers, "Vary": ", ".join([*vary, "Cookie", "Authorization"])}
    if sees_drafts(request):
        kept = headers["Cache-Control"].removeprefix("public, ")
        headers["Cache-Control"] = f"private, {kept}"
    return headers
