"""Who asks, and whether they may: by a session's cookie, or by a token.

    account = signed_in(request)                    # or None: the public
    account = must_be(request, "TS", "PPT")         # or 401, 403

What changes something with a cookie has to come from our own pages: the browser says so (`Sec-Fetch-Site`, `Origin`),
and who is led here by another site is refused (CSRF). A program with a token sends no cookie, and cannot be led.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

import anyio
from fastapi import Request
from starlette.responses import Response

from api.accounts import links, sessions, tokens
from api.accounts.people import Account
from api.accounts.problems import NotPossible
from api.accounts.sessions import Caller, SignedIn
from api.accounts.store import Accounts
from ledger.offices import Recorder

SAFE = ("GET", "HEAD", "OPTIONS")
Scope = Literal["read", "write", "confirm", "accounts"]
ACCESS = "rcm-ledger.access"
"""Where who asks is kept, once a request."""
SESSION, DEVICE = "rcm-session", "rcm-device"


@dataclass(frozen=True)
class Access:
    """Who asks, and by what.

    Attributes:
        session: its id, where it is by a session.
        scopes: what a token may; None where it is no token.
    """

    account: Account
    session: str | None
    scopes: frozenset[str] | None


def accounts_of(request: Request) -> Accounts:
    found: Accounts = request.app.state.accounts
    return found


def there_are_accounts(request: Request) -> bool:
    """Whether this service knows its callers; else it shows everything, and changes nothing."""
    return accounts_of(request).there_are()


def signed_in(request: Request, scope: Scope | None = None) -> Account | None:
    """Who asks; None for the public.

    Args:
        scope: what a token must be able to; by default to read, or, where something is to be changed, to write.
    Raises:
        NotPossible: `token-refused`, `beyond-scope`, `cross-site`.
    """
    access = access_of(request)
    if access is None:
        return None
    needed = scope or ("read" if request.method in SAFE else "write")
    if access.scopes is not None and needed not in access.scopes:
        _refused(request, access.account.id, "beyond-scope", scope=needed)
        raise NotPossible("beyond-scope", scope=needed, scopes=", ".join(sorted(access.scopes)))
    return access.account


def must_be(request: Request, *offices: str, scope: Scope | None = None) -> Account:
    """Who asks, where they act for one of these offices.

    Args:
        offices: kinds (`member`) or single offices (`member:MX`); any where none is named.
    Raises:
        NotPossible: `no-accounts`, `sign-in-needed`, `not-your-office`, and what `signed_in` raises.
    """
    account = signed_in(request, scope)
    if account is None:
        raise sign_in_needed(request)
    if offices and not {account.office.kind, str(account.office)} & set(offices):
        said = str(account.office)
        raise not_your_office(request, account.id, (said, said), (", ".join(offices),) * 2)
    return account


def must_be_here(request: Request) -> tuple[Account, str]:
    """Who asks, and their session: what is about sign-in itself is not for tokens.

    Raises:
        NotPossible: `no-accounts`, `sign-in-needed`, `session-needed`, `cross-site`, `token-refused`.
    """
    access = access_of(request)
    if access is None:
        raise sign_in_needed(request)
    if access.session is None:
        _refused(request, access.account.id, "session-needed")
        raise NotPossible("session-needed")
    return access.account, access.session


def not_your_office(
    request: Request, account: str, office: tuple[str, str], who: tuple[str, str]
) -> NotPossible:
    """Another office does this; that it was asked for is in the security log.

    Args:
        office: the one that asks, in both languages.
        who: those that may.
    """
    _refused(request, account, "not-your-office")
    return NotPossible("not-your-office", office=office, who=who)


def sign_in_needed(request: Request) -> NotPossible:
    return NotPossible("sign-in-needed" if there_are_accounts(request) else "no-accounts")


def sees_drafts(request: Request) -> bool:
    """Whether it is shown what is not adopted, too: to every office but the administrator's; to the public only where
    there are no accounts, and one person keeps the ledger.

    Raises:
        NotPossible: `token-refused`, `beyond-scope`.
    """
    if not there_are_accounts(request):
        return True
    account = signed_in(request, "read")
    return account is not None and account.office.kind != "administrator"


def acting(request: Request) -> Recorder | None:
    """Who records by a request; None for the public.

    Raises:
        NotPossible: as `signed_in` does; a token confirms with the scope `confirm` and no other.
    """
    name = getattr(request.scope.get("route"), "name", None)
    account = signed_in(request, "confirm" if name == "confirm" else "write")
    return None if account is None else Recorder(account.id, account.office)


async def known(request: Request) -> None:
    """Look for who asks before anything is done; not where all requests are waited for.

    Raises:
        NotPossible: as `access_of` does.
    """
    if bears_credentials(request):
        await anyio.to_thread.run_sync(access_of, request)


async def aside(request: Request, work: Callable[..., Response], *given: Any) -> Response:
    """Do what hashes a password: few at a time, and in threads that nobody who reads is waiting for."""
    limiter = request.app.state.hashing
    return await anyio.to_thread.run_sync(work, request, *given, limiter=limiter)


def access_of(request: Request) -> Access | None:
    """Looked for once a request.

    Raises:
        NotPossible: `token-refused`, `cross-site`.
    """
    found: Access | None
    if ACCESS not in request.scope:
        request.scope[ACCESS] = _access(request)
    found = request.scope[ACCESS]
    return found


def _access(request: Request) -> Access | None:
    if not bears_credentials(request) or not there_are_accounts(request):
        return None
    kept = accounts_of(request)
    given = request.headers.get("authorization")
    if given is not None:
        # It counts alone: a token that is refused is not made good by a cookie.
        kind, _, secret = given.partition(" ")
        if kind.lower() != "bearer":
            raise NotPossible("token-refused")
        account, scopes = tokens.of_secret(kept, secret.strip())
        return Access(account, None, scopes)
    cookie = request.cookies.get(cookie_name(request, SESSION))
    found = None if cookie is None else sessions.of_secret(kept, cookie)
    if found is None:
        return None
    account, session = found
    if request.method not in SAFE and not is_ours(request):
        _refused(request, account.id, "cross-site")
        raise NotPossible("cross-site", origin=origin_of(request))
    return Access(account, session, None)


def bears_credentials(request: Request) -> bool:
    """Whether anything is sent by which the caller could be known: its answer is for nobody else."""
    return "authorization" in request.headers or SESSION in request.headers.get("cookie", "")


def is_ours(request: Request) -> bool:
    """Whether our own pages ask, as the browser says. What says nothing is not believed."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        # Our pages send no referrer, so a form's `Origin` is null (Fetch, 3.2).
        return site == "same-origin"
    return request.headers.get("origin") == origin_of(request)


def led_here(request: Request) -> bool:
    """Whether another site's page asks: where nobody is signed in yet (signing in, accepting a link)."""
    says_so = "origin" in request.headers or "sec-fetch-site" in request.headers
    return says_so and not is_ours(request)


def origin_of(request: Request) -> str:
    """Ours, as browsers see it."""
    url: str | None = request.app.state.settings.url
    if url is not None:
        parts = urlsplit(url)
        return f"{parts.scheme}://{parts.netloc}"
    return f"{request.url.scheme}://{request.headers.get('host', '')}"


def address_of(request: Request) -> str:
    """Where it comes from: who asks us, or, where that is a proxy of ours, who asked it, as it says."""
    settings = request.app.state.settings
    found = request.client.host if request.client is not None else ""
    said = ",".join(request.headers.getlist("x-forwarded-for")).split(",")
    # Each proxy adds at the end whom it was asked by; what stands before, anybody may have written.
    while settings.is_a_proxy(found) and said and (before := said.pop().strip()):
        found = before[:64]
    return found


def caller_of(request: Request) -> Caller:
    return Caller(
        address_of(request),
        request.headers.get("user-agent", ""),
        request.cookies.get(cookie_name(request, SESSION)),
        request.cookies.get(cookie_name(request, DEVICE)),
    )


def follow_link(request: Request, secret: str, password: str, code: str | None) -> SignedIn:
    """Accept an invitation or a recovery, and be signed in by it.

    Raises:
        NotPossible: `link-ended`, `weak-password`, `code-refused`.
    """
    kept = accounts_of(request)
    account = links.accept(kept, secret, password, code, address_of(request))
    with kept.acting(account.id, address_of(request)) as act:
        return sessions.begin(act, account, caller_of(request))


def _refused(request: Request, account: str, why: str, **facts: str) -> None:
    route = request.scope.get("route")
    path = getattr(route, "path", "")
    with accounts_of(request).acting(account, address_of(request)) as act:
        act.log("refused", account, why=why, method=request.method[:16], path=path, **facts)


# Cookies.


def is_secure(request: Request) -> bool:
    """Whether browsers reach us by HTTPS."""
    return origin_of(request).startswith("https://")


def cookie_name(request: Request, name: str) -> str:
    """With HTTPS no neighbour and no plain HTTP can set it (`__Host-`, RFC 6265bis, 4.1.3.2)."""
    return f"__Host-{name}" if is_secure(request) else name


def let_in(request: Request, response: Response, made: SignedIn) -> None:
    """Give a new session's cookies."""
    _set(request, response, SESSION, made.secret, sessions.LASTS)
    _set(request, response, DEVICE, made.device, sessions.DEVICE_LASTS)


def let_out(request: Request, response: Response) -> None:
    _set(request, response, SESSION, "", 0)


def _set(request: Request, response: Response, name: str, value: str, lasts: int) -> None:
    response.set_cookie(
        cookie_name(request, name),
        value,
        max_age=lasts,
        path="/",
        secure=is_secure(request),
        httponly=True,
        samesite="lax",
    )


UNKEPT: Mapping[str, str] = {"Cache-Control": "no-store"}
"""What is about accounts is kept nowhere."""
