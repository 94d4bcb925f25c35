"""What a request about accounts brings, and how it is answered.

What is wrong with it is named by its place and never repeated: there may be a password in it.
"""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import to_json
from starlette.responses import Response

from api.accounts.security_log import instant
from api.negotiation import JSON
from api.texts import HTTP, LANGUAGES, pair
from ledger.input_errors import InputError, UnreadableInput

M = TypeVar("M", bound=BaseModel)
INSTANTS = ("signed_in_at", "seen_at", "ends_at", "made_at", "used_at")


def form(body: Any, model: type[M]) -> M:
    """
    Raises:
        UnreadableInput: it is not what is asked for, with every place where it is not.
    """
    try:
        return model.model_validate(body, strict=True)
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)
    raise UnreadableInput([_wrong(each["type"], each["loc"]) for each in found])


def _wrong(kind: str, place: tuple[int | str, ...]) -> InputError:
    code = {"missing": "missing", "extra_forbidden": "unknown"}.get(kind, "other")
    said = pair(f"http.form.{code}", HTTP)
    assert said is not None
    path = ".".join(str(part)[:64] for part in place)
    return InputError("", None, path, dict(zip(LANGUAGES, said, strict=True)))


def with_instants(document: Mapping[str, Any]) -> dict[str, Any]:
    """The same, its seconds since 1970 as instants."""
    return {k: instant(v) if k in INSTANTS and v is not None else v for k, v in document.items()}


def told(document: Mapping[str, Any], status: int = 200) -> Response:
    """A document about accounts: nobody keeps it."""
    return Response(to_json(document), status, {"Cache-Control": "no-store"}, JSON)
