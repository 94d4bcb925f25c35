"""Accounts, for the administrator, who lets people in and can do nothing to the plan; and the security log."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Depends, Request
from starlette.responses import Response

from api import models_accounts as models
from api.accounts import links, people, security_log
from api.accounts.links import Link
from api.accounts.people import Account
from api.accounts.requests import accounts_of, address_of, must_be, origin_of
from api.accounts.security_log import instant
from api.accounts.store import Act
from api.answers import readers_of
from api.bodies import body_of
from api.forms import form, told
from api.operations import brings
from api.routes.operation import operations
from api.routes.parameters import AccountId, After, Id, Limit

router = operations()
Body = Annotated[Any, Depends(body_of)]


def _administrator(request: Request) -> Account:
    return must_be(request, "administrator", scope="accounts")


@router.get("/accounts", response_model=models.AccountsDocument, name="accounts")
def all_accounts(request: Request) -> Response:
    _administrator(request)
    with accounts_of(request).reading() as run:
        return told({"accounts": [each.document() for each in people.all_of(run)]})


@router.post("/accounts", status_code=201, response_model=models.LinkDocument, openapi_extra=brings(models.NewAccount))
def make_account(request: Request, body: Body) -> Response:
    by = _administrator(request)
    asked = form(body, models.NewAccount)
    with readers_of(request).views() as views:
        office = people.checked_office(asked.office, views.ledger.charter)
    with accounts_of(request).acting(by.id, address_of(request)) as act:
        made = people.make(act, asked.name, asked.email, office, asked.language)
        link = links.invite(act, made.id)
    return _link(request, link)


@router.get("/accounts/{id}", response_model=models.AccountDocument)
def account(request: Request, id: Id) -> Response:
    _administrator(request)
    with accounts_of(request).reading() as run:
        return told(people.of_id(run, id).document())


@router.put("/accounts/{id}", response_model=models.AccountDocument, openapi_extra=brings(models.Renaming))
def rename_account(request: Request, id: Id, body: Body) -> Response:
    by = _administrator(request)
    asked = form(body, models.Renaming)
    with accounts_of(request).acting(by.id, address_of(request)) as act:
        after = people.rename(act, id, name=asked.name, email=asked.email, language=asked.language)
    return told(after.document())


@router.delete("/accounts/{id}", response_model=models.AccountDocument)
def erase_account(request: Request, id: Id) -> Response:
    return _changed(request, id, people.erase)


@router.post("/accounts/{id}/disable", response_model=models.AccountDocument)
def disable_account(request: Request, id: Id) -> Response:
    return _changed(request, id, people.disable)


@router.post("/accounts/{id}/enable", response_model=models.AccountDocument)
def enable_account(request: Request, id: Id) -> Response:
    return _changed(request, id, people.enable)


@router.post("/accounts/{id}/invitation", status_code=201, response_model=models.LinkDocument)
def invite_account(request: Request, id: Id) -> Response:
    return _linked(request, id, links.invite)


@router.post("/accounts/{id}/recovery", status_code=201, response_model=models.LinkDocument)
def recover_account(request: Request, id: Id) -> Response:
    return _linked(request, id, links.recover)


def _changed(request: Request, id: str, change: Callable[[Act, str], Account]) -> Response:
    by = _administrator(request)
    with accounts_of(request).acting(by.id, address_of(request)) as act:
        return told(change(act, id).document())


def _linked(request: Request, id: str, issue: Callable[[Act, str], Link]) -> Response:
    by = _administrator(request)
    with accounts_of(request).acting(by.id, address_of(request)) as act:
        link = issue(act, id)
    return _link(request, link)


def _link(request: Request, link: Link) -> Response:
    return told(
        {
            "account": link.account.document(),
            "kind": link.kind,
            "link": f"{origin_of(request)}/invitations/{link.secret}",
            "secret": link.secret,
            "ends_at": instant(link.ends_at),
        },
        201,
    )


@router.get("/security-log", response_model=models.SecurityLog, name="security_log")
def all_of_the_security_log(
    request: Request, account: AccountId = None, after: After = 0, limit: Limit = 1000
) -> Response:
    """All of it for administrators and auditors; for everybody else what is about the accounts of their own office, so
    that nobody is let in to act for it unseen."""
    by = must_be(request, scope="accounts")
    with accounts_of(request).reading() as run:
        of = None if by.office.kind in ("administrator", "auditor") else by.office
        found = security_log.page(run, after=after, limit=limit + 1, account=account, office=of)
    entries = found[:limit]
    return told({"entries": entries, "next": entries[-1]["entry"] if len(found) > limit else None})
