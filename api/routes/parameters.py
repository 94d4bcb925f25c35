"""The parameters that operations share, and how what is wrong with one is found."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, TypeVar

from fastapi import Header, Path, Query

from api.problem_documents import BadParameter
from api.texts import described
from ledger.problems import Problem

T = TypeVar("T")

ID = "^[a-z0-9][a-z0-9._-]{0,63}$"
WHEN = "^([0-9]{1,18}|[0-9]{4}-[0-9]{2}-[0-9]{2}.{0,30})$"
DAY = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


def said(name: str) -> str:
    """What a parameter may be, for the description of the operations."""
    return described(f"http.allowed.{name}")


def _query(name: str, pattern: str = ID, **more: Any) -> Any:
    return Query(alias=name, pattern=pattern, description=said(name), **more)


AsOf = Annotated[str | None, _query("as_of", examples=["rcm-12"])]
Before = Annotated[str | None, _query("before", examples=["rcm-12"])]
KnownAt = Annotated[str | None, _query("known_at", WHEN, examples=["1"])]
Item = Annotated[str | None, _query("item", examples=["plan-review"])]
Decision = Annotated[str | None, _query("decision")]
Meeting = Annotated[str | None, _query("meeting")]
Body = Annotated[str | None, _query("body")]
Member = Annotated[str | None, _query("member", "^[A-Z0-9-]{2,16}$")]
KindOrEvent = Annotated[str | None, _query("kind", "^[a-z-]{1,64}$")]
AgreedFrom = Annotated[str | None, _query("agreed_from", DAY)]
AgreedTo = Annotated[str | None, _query("agreed_to", DAY)]
KnownFrom = Annotated[str | None, _query("known_from", WHEN)]
KnownTo = Annotated[str | None, _query("known_to", WHEN)]
Words = Annotated[str | None, Query(alias="text", max_length=200, description=said("text"))]
After = Annotated[int, Query(ge=0, le=2**62, description=said("after"))]
Limit = Annotated[int, Query(ge=1, le=5000, description=said("limit"), examples=[5])]
From = Annotated[str, _query("from", examples=["rcm-8"])]
To = Annotated[str, _query("to", examples=["rcm-12"])]
Id = Annotated[str, Path(description=said("id"), max_length=64)]
Secret = Annotated[str, Path(description=said("secret"), max_length=64)]
AccountId = Annotated[str | None, _query("account", "^[0-9a-f]{16}$")]
MemberOf = Annotated[str, Path(description=said("member"), pattern="^[A-Z0-9-]{2,16}$")]
AcceptDatetime = Annotated[
    str | None, Header(alias="Accept-Datetime", description=said("Accept-Datetime"))
]
IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        pattern=r'^("[\x20\x21\x23-\x7e]{1,128}"|[\x21\x23-\x7e]{1,128})$',
        description=said("Idempotency-Key"),
    ),
]
IfMatch = Annotated[str | None, Header(alias="If-Match", description=said("If-Match"))]


def naming(given: Mapping[str, Any], ask: Callable[[Mapping[str, Any]], T]) -> T:
    """Ask with parameters; where the ledger takes them amiss, name the one that it takes amiss.

    Raises:
        BadParameter
    """
    try:
        return ask(given)
    except Problem as problem:
        if problem.code not in ("unknown", "wrong-use"):
            raise
        said = {name: value for name, value in given.items() if value is not None}
        for name, value in said.items():
            try:
                ask({name: value})
            except Problem as alone:
                code = "unknown" if alone.code == "unknown" else "bad-parameter"
                raise BadParameter(name, value, code=code, why=alone.message) from None
        found = ", ".join(map(str, said.values()))
        raise BadParameter(", ".join(said), found, why=problem.message) from None
