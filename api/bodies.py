"""What a request brings: JSON, and nothing that only looks like it; and in it a part of a register.

It is refused before it is read where it is larger or deeper than any record is, and read as a register
is, so that the same mistakes get the same words.
"""

import json
import re
from collections.abc import Collection
from dataclasses import replace
from typing import Any, Literal, NoReturn, TypeVar

from fastapi import Request
from pydantic import BaseModel, Field, JsonValue

from api.negotiation import JSON
from api.problem_documents import BadRequest
from ledger.importing import KnownToLedger
from ledger.input_errors import InputError, UnreadableInput, listed, quoted, say
from ledger.ledger import Ledger
from ledger.records import Office, Source
from ledger.register_part import read_part
from ledger.values import Day, Line, Model, RecordId, Text
from ledger.yaml_input import MOST_LEVELS

M = TypeVar("M", bound=BaseModel)
_STRING_OR_BRACKET = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[][{}]', re.DOTALL)


class Nothing(Model):
    """All is said by the address."""


class Closing(Model):
    """The day on which a meeting's record is complete; today where none is named. And why its docket is left
    unsettled, where it is."""

    on: Day | None = None
    unsettled: Text | None = None


class LeavingOut(Model):
    """What is left out of a meeting's docket, items and proposals, and why; the rest is cleared."""

    left_out: dict[RecordId, Text] = Field(default_factory=dict)


class Reason(Model):
    """Why a decision is declined or withdrawn."""

    reason: Text | None = None


class Contesting(Model):
    """Why a delegation contests the position that is recorded as its own."""

    reason: Text


class Progress(Model):
    """What a lead reports of an item; of today where no day is named."""

    by: Office
    on: Day | None = None
    says: Literal["completed", "on-track", "delayed"]
    text: Text | None = None
    source: Source | None = None


class Slip(Model):
    """A slip of the record, and what it is to say; null clears it."""

    path: Line
    after: JsonValue = None
    reason: Text


async def body_of(request: Request) -> Any:
    """What a request brings; an empty mapping where it brings nothing.

    Raises:
        BadRequest: it is no JSON, or says that it is something else.
    """
    body = await request.body()
    if not body:
        return {}
    kind = request.headers.get("content-type", "")
    if kind.partition(";")[0].strip().lower() != JSON:
        raise BadRequest("json-expected", found=kind[:100] or "–")
    return json_of(body)


def json_of(body: bytes) -> Any:
    """A text of JSON (RFC 8259), every name in it once.

    Raises:
        BadRequest: it is none, or nested deeper than any record is.
    """
    if levels(body) > MOST_LEVELS:
        raise BadRequest("json-too-deep", most=MOST_LEVELS)
    try:
        return json.loads(
            body.decode("utf-8"), object_pairs_hook=_each_once, parse_constant=_no_constant
        )
    except UnicodeDecodeError as error:
        raise BadRequest("no-json", line=1, column=error.start + 1) from None
    except json.JSONDecodeError as error:
        raise BadRequest("no-json", line=error.lineno, column=error.colno) from None
    except ValueError:  # a number of thousands of digits
        raise BadRequest("no-json", line=1, column=1) from None


def levels(body: bytes) -> int:
    """How deep it is nested, found without reading it."""
    deep = most = 0
    for found in _STRING_OR_BRACKET.finditer(body):
        match body[found.start()]:
            case 0x5B | 0x7B:
                deep += 1
                most = max(most, deep)
            case 0x5D | 0x7D:
                deep -= 1
    return most


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise BadRequest("json-twice", name=next(n for n in names if names.count(n) > 1)[:64])
    return found


def _no_constant(name: str) -> NoReturn:
    raise BadRequest("json-constant", name=name)


def form(ledger: Ledger, body: Any, model: type[M], **context: Any) -> M:
    """A part of a register, as a request brings it.

    Args:
        context: as `read_part` has it.
    Raises:
        UnreadableInput: with every error, each with its path.
    """
    try:
        return read_part(json.dumps(body), model, KnownToLedger(ledger, names=False), context)
    except UnreadableInput as error:
        raise UnreadableInput([replace(e, file="", line=None) for e in error.errors]) from None


def as_addressed(body: Any, name: str, value: str) -> Any:
    """A body that says what its address says, or leaves that to it.

    Raises:
        UnreadableInput: it says something else.
    """
    if not isinstance(body, dict):
        return body
    if body.get(name, value) != value:
        raise one_of(name, body[name], value)
    return {name: value, **body}


def one_of(path: str, found: Any, *allowed: str) -> UnreadableInput:
    """At this place of a body only these are allowed."""
    return _wrong(path, "choice", found=quoted(found), allowed=listed(allowed))


def without(body: Any, model: type[BaseModel], names: Collection[str]) -> None:
    """A body that says nothing which is said by other operations.

    Args:
        model: what it is read as.
        names: the keys that it may not have.
    Raises:
        UnreadableInput
    """
    if isinstance(body, dict):
        allowed = [f.alias or name for name, f in model.model_fields.items() if name not in names]
        for name in names:
            if name in body:
                raise _wrong(name, "key-unknown", found=quoted(name), allowed=listed(allowed))


def _wrong(path: str, code: str, **facts: Any) -> UnreadableInput:
    return UnreadableInput([InputError("", None, path, say(code, **facts))])
