"""Where a link leads that invites a person, or lets them in again: a page on which they choose a password and set up a
second factor. It works without a script."""

from html import escape
from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.accounts import codes, links, passwords
from api.accounts.people import Account
from api.accounts.problems import NotPossible
from api.accounts.requests import (
    accounts_of,
    aside,
    follow_link,
    led_here,
    let_in,
    origin_of,
    there_are_accounts,
)
from api.negotiation import texts_for
from api.pages.page import POLICY, page
from api.problem_documents import STATUS
from api.texts import Texts
from ledger.offices import Office

router = APIRouter(include_in_schema=False)
FORM = "application/x-www-form-urlencoded"


@router.get("/invitations/{secret}")
def shown(request: Request, secret: str) -> Response:
    try:
        return _form(request, secret)
    except NotPossible as error:
        return _no(request, error)


@router.post("/invitations/{secret}")
async def accept(request: Request, secret: str) -> Response:
    body = (await request.body()).decode("utf-8", "replace")
    given = {name: values[0] for name, values in parse_qs(body, max_num_fields=10).items()}
    return await aside(request, _accepted, secret, given)


def _accepted(request: Request, secret: str, given: dict[str, str]) -> Response:
    try:
        if not request.headers.get("content-type", "").startswith(FORM) or led_here(request):
            raise NotPossible("cross-site", origin=origin_of(request))
        made = follow_link(request, secret, given.get("password", ""), given.get("code"))
    except NotPossible as error:
        try:
            return _form(request, secret, error)
        except NotPossible as ended:
            return _no(request, ended)
    answer = _welcome(request, made.account)
    let_in(request, answer, made)
    return answer


def _form(request: Request, secret: str, error: NotPossible | None = None) -> Response:
    """The form; again, with what was wrong, where something was.

    Raises:
        NotPossible: `no-accounts`, `link-ended`.
    """
    if not there_are_accounts(request):
        raise NotPossible("no-accounts")
    kept, t = accounts_of(request), texts_for(request)
    with kept.reading() as run:
        found = links.shown(run, secret, kept.now)
    office = t.why(Office.parse(found["office"]).said)
    said = {"name": found["name"], "email": found["email"], "office": office}
    parts = [f"<p>{escape(t('http.page.for', **said))}</p>"]
    if error is not None:
        parts.append(f'<p role="alert"><strong>{escape(t(error.key, **error.facts))}</strong></p>')
    most, fewest = passwords.MOST, passwords.FEWEST
    parts.append(
        f'<form method="post"><p><label>{escape(t("http.page.password", fewest=fewest))}<br>'
        f'<input type="password" name="password" required minlength="{fewest}" maxlength="{most}" '
        'autocomplete="new-password"></label></p>'
    )
    if found["second_factor_needed"]:
        parts.append(_second_factor(found["second_factor"], t))
    parts.append(f"<p><button>{escape(t('http.page.done'))}</button></p></form>")
    status = 200 if error is None else STATUS[error.code]
    return _unkept(page(request, t(f"http.page.{found['kind']}"), "".join(parts), status))


def _second_factor(offered: dict[str, str], t: Texts) -> str:
    picture = codes.picture_of(offered["address"])
    return (
        f"<p>{escape(t('http.page.second-factor'))}</p><p>{picture}</p>"
        f"<p><code>{escape(offered['secret'])}</code></p>"
        f"<p><label>{escape(t('http.page.code'))}<br>"
        '<input name="code" required inputmode="numeric" autocomplete="one-time-code" '
        'maxlength="16"></label></p>'
    )


def _welcome(request: Request, account: Account) -> Response:
    t = texts_for(request)
    said = escape(t("http.page.in", name=account.name, office=t.why(account.office.said)))
    return _unkept(page(request, t("http.page.welcome"), f"<p>{said}</p>", 201))


def _no(request: Request, error: NotPossible) -> Response:
    t = texts_for(request)
    said = escape(t(error.key, **error.facts))
    return _unkept(page(request, t("http.page.ended"), f"<p>{said}</p>", STATUS[error.code]))


def _unkept(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Content-Security-Policy"] = f"{POLICY}; form-action 'self'; base-uri 'none'"
    return answer
