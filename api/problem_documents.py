"""Whatever goes wrong, as RFC 9457 has it: one type for each code, each with its status and its page."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from fastapi import Request
from pydantic_core import to_json
from starlette.responses import Response

from api.accounts.problems import NotPossible
from api.locales.problem_titles import TITLES
from api.negotiation import PROBLEM, texts_for
from api.session import violation_document
from api.texts import HTTP, Texts
from ledger.authority import Violation
from ledger.input_errors import InputError, UnreadableInput
from ledger.problems import PROBLEMS, Problem, Refused
from ledger.sentences import CODES

OWN: dict[str, int] = {
    "bad-parameter": 422,
    "bad-request": 400,
    **dict.fromkeys(("no-json", "json-twice", "json-constant", "json-too-deep"), 400),
    "changed-since": 412,
    "json-expected": 415,
    **dict.fromkeys(("unreadable", "key-reused"), 422),
    "if-match-needed": 428,
    **dict.fromkeys(("sign-in-needed", "sign-in-refused", "token-refused"), 401),
    **dict.fromkeys(("not-your-office", "beyond-scope", "session-needed", "cross-site"), 403),
    **dict.fromkeys(("no-accounts", "link-ended"), 404),
    **dict.fromkeys(("no-such-account", "no-such-session", "no-such-token"), 404),
    **dict.fromkeys(("email-taken", "too-many-tokens", "account-erased"), 409),
    **dict.fromkeys(("last-administrator", "not-to-be-invited", "not-to-be-recovered"), 409),
    "second-factor-needed": 409,
    **dict.fromkeys(("bad-name", "bad-email", "bad-office", "weak-password"), 422),
    **dict.fromkeys(("wrong-own-password", "code-refused"), 422),
    "too-many-attempts": 429,
    "no-such-page": 404,
    "no-ruling": 404,
    "not-sealed-yet": 404,
    "wrong-method": 405,
    "not-acceptable": 406,
    "body-too-large": 413,
    "address-too-long": 414,
    "unforeseen": 500,
    "not-ready": 503,
    "too-many-followers": 503,
}
"""What can go wrong with a request, whatever it asks the ledger."""

REFUSED = 409
"""The rule says no: as things stand, what was asked would be unlawful."""

OF_THE_LEDGER: dict[str, int] = {
    **dict.fromkeys(("unknown", "no-ledger", "no-seal", "not-sealed", "no-member-key"), 404),
    **dict.fromkeys(("wrong-use", "wrong-day", "no-value", "decided-in", "not-correctable"), 422),
    **dict.fromkeys(("not-a-seal", "not-a-proof", "not-a-bundle", "not-a-key-note"), 422),
    **dict.fromkeys(("not-a-backup", "accounts-not-restored"), 422),
    **dict.fromkeys(("closed-early", "not-a-key"), 422),
    "too-long": 413,
    **dict.fromkeys(("ledger-exists", "other-charter", "key-exists", "already", "exists"), 409),
    **dict.fromkeys(("not-submitted", "other-meeting", "source-changed", "witness-exists"), 409),
    "outcome-not-adopted": 409,
    **dict.fromkeys(("served", "not-contestable", "no-contest"), 409),
    **dict.fromkeys(("other-office", "same-account"), 403),
    **dict.fromkeys(("busy", "moved-on", "no-server", "mail-server"), 503),
    **dict.fromkeys(("bad-address", "no-database", "no-permission", "wrong-password"), 500),
    **dict.fromkeys(("other-version", "superuser", "no-roles"), 500),
    **dict.fromkeys(("not-a-ledger", "cannot-write", "cannot-read", "damaged"), 500),
    **dict.fromkeys(("no-key", "key-open", "key-missing", "key-other"), 500),
    **dict.fromkeys(("key-not-in-a-file", "sealed-otherwise", "older-copy", "beside-unreadable"), 500),
    **dict.fromkeys(("no-witness", "witness-damaged", "witness-cannot-write"), 500),
}
STATUS: Mapping[str, int] = {**dict.fromkeys(CODES, REFUSED), **OF_THE_LEDGER, **OWN}
"""The status of every code that an answer can bear."""

LATER = {"Retry-After": "2"}


def type_of(code: str) -> str:
    return f"/problems/{code}"


def problem(
    request: Request,
    code: str,
    detail: str,
    *,
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> Response:
    """A problem document.

    Args:
        detail: what is wrong and what can be done about it, in the language that is asked for.
        more: what programs may want to know besides.
    """
    t = texts_for(request)
    status = STATUS[code]
    document = {
        "type": type_of(code),
        "title": t.why(TITLES[code]),
        "status": status,
        "detail": detail,
        "instance": f"urn:request:{request.scope.get('rcm-ledger.request', '')}",
        "code": code,
        **more,
    }
    return Response(
        to_json(document),
        status,
        media_type=PROBLEM,
        headers={
            "Content-Language": t.language,
            "Vary": "Accept-Language",
            "Cache-Control": "no-store",
            **(LATER if status == 503 else {}),
            **(headers or {}),
        },
    )


def of_problem(request: Request, found: Problem) -> Response:
    """What the ledger says stands in the way; of its own files no more than the name."""
    return problem(request, found.code, said_of(found, texts_for(request)))


def said_of(found: Problem, t: Texts) -> str:
    """The same, as a sentence."""
    facts = {
        name: Path(str(said)).name if name in ("path", "folder", "file") else said
        for name, said in found.facts.items()
    }
    said = Problem(found.code, **facts).message if found.code in PROBLEMS else found.message
    return t.of(said) or found.code


def of_refusal(request: Request, violations: Sequence[Violation]) -> Response:
    """The rule says no, with every reason; the type is that of the first."""
    t = texts_for(request)
    request.scope["rcm-ledger.refused"] = [each.code for each in violations]
    first = violations[0]
    return problem(
        request,
        first.code,
        t.of(first.message) or first.code,
        violations=[violation_document(each, t) for each in violations],
    )


def of_account(request: Request, error: NotPossible) -> Response:
    """What keeps an account, or whoever has none, from what was asked."""
    headers = {}
    if STATUS[error.code] == 401:
        headers["WWW-Authenticate"] = 'Bearer realm="rcm-ledger"'
    if error.retry_after is not None:
        headers["Retry-After"] = str(error.retry_after)
    return _worded(request, error.code, error.facts, headers)


class BadRequest(Exception):
    """Something is wrong with a request, whatever the ledger says of it.

    Attributes:
        code: one of `OWN`; its sentence is `http.CODE`.
        facts: what the sentence names; one that differs by language is a pair.
    """

    def __init__(self, code: str, *, headers: Mapping[str, str] | None = None, **facts: object):
        self.code, self.headers, self.facts = code, headers, facts
        super().__init__(code)


def of_request(request: Request, bad: BadRequest) -> Response:
    return _worded(request, bad.code, bad.facts, bad.headers)


def _worded(
    request: Request, code: str, facts: Mapping[str, object], headers: Mapping[str, str] | None
) -> Response:
    """A problem in its own words, `http.CODE`; a fact that differs by language is a pair."""
    t = texts_for(request)
    told = {name: t.why(f) if isinstance(f, tuple) else f for name, f in facts.items()}
    return problem(request, code, t(f"http.{code}", **told), headers=headers)


def of_errors(request: Request, errors: Sequence[InputError]) -> Response:
    """What a request brings is not as a register has it: every error, each with its path."""
    t = texts_for(request)
    found = [
        {"path": e.path, "message": t.of(e.message), "messages": dict(e.message)} for e in errors
    ]
    first = ": ".join(filter(None, (errors[0].path, t.of(errors[0].message))))
    return problem(request, "unreadable", first, errors=found)


class BadParameter(Exception):
    """A parameter that cannot be what it is.

    Attributes:
        why: what the ledger says of it, by language.
    """

    def __init__(
        self,
        name: str,
        found: object,
        *,
        code: str = "bad-parameter",
        why: Mapping[str, str] | None = None,
        allowed: tuple[str, str] | None = None,
    ):
        self.name, self.code, self.why, self.allowed = name, code, why, allowed
        self.found = str(found)[:200]
        super().__init__(name)


def of_parameter(request: Request, bad: BadParameter) -> Response:
    """Which parameter, what was found, and what is allowed."""
    t = texts_for(request)
    allowed = (
        t.why(bad.allowed)
        if bad.allowed
        else t.find(f"http.allowed.{bad.name}", HTTP) or t("http.allowed")
    )
    facts = {"name": bad.name, "found": bad.found, "allowed": allowed}
    if bad.why is None:
        detail = t("http.bad-parameter", **facts)
    else:
        detail = t("http.bad-parameters", why=t.of(bad.why), **facts)
    return problem(
        request, bad.code, detail, parameter=bad.name, found=bad.found, allowed=allowed
    )


SAID = (Problem, Refused, UnreadableInput, BadRequest, BadParameter, NotPossible)
"""What keeps a request from being done, and is said to whoever sent it."""


def of_error(request: Request, error: Exception) -> Response:
    """The answer to a request that one of `SAID` keeps from being done."""
    match error:
        case Problem():
            return of_problem(request, error)
        case Refused(violations=violations):
            return of_refusal(request, violations)
        case UnreadableInput(errors=errors):
            return of_errors(request, errors)
        case NotPossible():
            return of_account(request, error)
        case BadParameter():
            return of_parameter(request, error)
        case BadRequest():
            return of_request(request, error)
    raise error
