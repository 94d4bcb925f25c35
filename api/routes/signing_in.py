"""Signing in, and one's own account: sessions, the password, the second factor, tokens."""

from typing import Annotated, Any

from fastapi import Depends, Request
from starlette.responses import Response

from api import models_accounts as models
from api.accounts import codes, links, own, people, sessions, tokens
from api.accounts.problems import NotPossible
from api.accounts.requests import (
    accounts_of,
    address_of,
    aside,
    caller_of,
    follow_link,
    led_here,
    let_in,
    let_out,
    must_be_here,
    origin_of,
    there_are_accounts,
)
from api.accounts.sessions import SignedIn
from api.bodies import body_of
from api.forms import form, told, with_instants
from api.operations import brings
from api.routes.operation import operations
from api.routes.parameters import Id, Secret

router = operations()
Body = Annotated[Any, Depends(body_of)]
CURRENT = "current"
"""The id of the session by which one asks."""


@router.post(
    "/sessions",
    status_code=201,
    response_model=models.SignedInDocument,
    openapi_extra=brings(models.SigningIn),
)
async def sign_in(request: Request, body: Body) -> Response:
    return await aside(request, _sign_in, body)


def _sign_in(request: Request, body: Any) -> Response:
    _must_be_ours(request)
    asked = form(body, models.SigningIn)
    kept = accounts_of(request)
    made = sessions.sign_in(kept, asked.email, asked.password, asked.code, caller_of(request))
    return _let_in(request, made)


def _let_in(request: Request, made: SignedIn) -> Response:
    answer = told({"account": made.account.document(), "session": made.session}, 201)
    let_in(request, answer, made)
    return answer


def _must_be_ours(request: Request) -> None:
    """Nobody is signed in by another site, to an account that is not theirs.

    Raises:
        NotPossible: `no-accounts`, `cross-site`.
    """
    if not there_are_accounts(request):
        raise NotPossible("no-accounts")
    if led_here(request):
        raise NotPossible("cross-site", origin=origin_of(request))


@router.get("/sessions", response_model=models.SessionsDocument, name="sessions")
def all_sessions(request: Request) -> Response:
    account, session = must_be_here(request)
    kept = accounts_of(request)
    with kept.reading() as run:
        found = sessions.listed(run, account.id, kept.now, session)
    return told({"sessions": [with_instants(each) for each in found]})


@router.delete("/sessions/{id}", response_model=models.DoneDocument)
def sign_out(request: Request, id: Id) -> Response:
    account, session = must_be_here(request)
    ended = session if id == CURRENT else id
    with accounts_of(request).acting(account.id, address_of(request)) as act:
        sessions.end(act, account.id, ended)
    answer = told({"done": "session-ended", "id": ended})
    if ended == session:
        let_out(request, answer)
    return answer


@router.get("/invitations/{secret}", response_model=models.InvitationDocument)
def invitation(request: Request, secret: Secret) -> Response:
    if not there_are_accounts(request):
        raise NotPossible("no-accounts")
    kept = accounts_of(request)
    with kept.reading() as run:
        found = with_instants(links.shown(run, secret, kept.now))
    factor = found["second_factor"]
    return told({**found, "second_factor": {**factor, "picture": codes.picture_of(factor["address"])}})


@router.post(
    "/invitations/{secret}",
    status_code=201,
    response_model=models.SignedInDocument,
    openapi_extra=brings(models.Accepting),
)
async def accept(request: Request, secret: Secret, body: Body) -> Response:
    return await aside(request, _accept, secret, body)


def _accept(request: Request, secret: str, body: Any) -> Response:
    _must_be_ours(request)
    asked = form(body, models.Accepting)
    return _let_in(request, follow_link(request, secret, asked.password, asked.code))


@router.get("/account", response_model=models.AccountDocument)
def own_account(request: Request) -> Response:
    account, _ = must_be_here(request)
    return told(account.document())


@router.put("/account", response_model=models.AccountDocument, openapi_extra=brings(models.OwnChanges))
async def change_own_account(request: Request, body: Body) -> Response:
    return await aside(request, _change_own_account, body)


def _change_own_account(request: Request, body: Any) -> Response:
    account, session = must_be_here(request)
    asked = form(body, models.OwnChanges)
    after = own.change(
        accounts_of(request),
        account.id,
        session=session,
        address=address_of(request),
        name=asked.name,
        language=asked.language,
        mail=asked.mail,
        password=asked.password,
        new_password=asked.new_password,
        drop_code=asked.second_factor is False,
    )
    return told(after.document())


@router.post("/account/totp", response_model=models.SecondFactor, openapi_extra=brings(models.Proving))
async def offer_second_factor(request: Request, body: Body) -> Response:
    return await aside(request, _offer_second_factor, body)


def _offer_second_factor(request: Request, body: Any) -> Response:
    account, _ = must_be_here(request)
    asked = form(body, models.Proving)
    secret = own.offer_code(accounts_of(request), account.id, asked.password, address_of(request))
    address = codes.address_of(secret, account.email or account.id)
    return told({"secret": secret, "address": address, "picture": codes.picture_of(address)})


@router.put("/account/totp", response_model=models.AccountDocument, openapi_extra=brings(models.Coding))
def set_second_factor(request: Request, body: Body) -> Response:
    account, session = must_be_here(request)
    asked = form(body, models.Coding)
    kept = accounts_of(request)
    own.set_code(kept, account.id, asked.code, session=session, address=address_of(request))
    with kept.reading() as run:
        return told(people.of_id(run, account.id).document())


@router.get("/tokens", response_model=models.TokensDocument, name="tokens")
def all_tokens(request: Request) -> Response:
    account, _ = must_be_here(request)
    kept = accounts_of(request)
    with kept.reading() as run:
        found = tokens.listed(run, account.id, kept.now)
    return told({"tokens": [with_instants(each) for each in found]})


@router.post("/tokens", status_code=201, response_model=models.NewTokenDocument, openapi_extra=brings(models.NewToken))
def make_token(request: Request, body: Body) -> Response:
    account, _ = must_be_here(request)
    asked = form(body, models.NewToken)
    with accounts_of(request).acting(account.id, address_of(request)) as act:
        made = tokens.make(act, account, asked.name, list(asked.scopes), asked.days)
    return told({**with_instants(made.document), "secret": made.secret}, 201)


@router.delete("/tokens/{id}", response_model=models.DoneDocument)
def revoke_token(request: Request, id: Id) -> Response:
    account, _ = must_be_here(request)
    with accounts_of(request).acting(account.id, address_of(request)) as act:
        tokens.revoke(act, account.id, id)
    return told({"done": "token-revoked", "id": id})
