"""An operation under `/api/v1`, and what comes before each of them."""

from collections.abc import Callable, Coroutine
from functools import partial
from inspect import iscoroutinefunction
from typing import Any, get_args

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from fastapi import APIRouter, Request
from fastapi.routing import APIRoute
from starlette.responses import Response

from api import V1
from api.accounts.requests import known
from api.locales.http import TEXTS
from api.operations import PROBLEMS
from api.problem_documents import BadParameter
from api.texts import Language

AT_ONCE = 2
"""Of each operation that only reads: more threads would only take the interpreter from each other (measured: of four
callers' plans, two at once are half as many again in a second as four). Whoever asks what takes long keeps nobody from
the other operations."""


class Operation(APIRoute):
    """Before it answers, its parameters are looked through, and who asks is looked for.

    Not by dependencies of FastAPI's, as each of those costs as much as a small answer.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        answer = super().get_route_handler()
        names = ("lang", *(each.alias for each in self.dependant.query_params))
        asks = _Parameters.of(self)

        async def handler(request: Request) -> Response:
            only_known_parameters(request, names)
            await known(request)
            given = None if asks is None else asks.of_request(request)
            if given is None:
                return await answer(request)
            at_once: CapacityLimiter = request.app.state.at_once[self.name]
            return await run_sync(partial(self.endpoint, **given), limiter=at_once)

        return handler


class _Parameters:
    """The parameters of an operation that only reads, validated as FastAPI does, and by what it made of them.

    FastAPI looks again with each request at what each of them is, which costs more than all else that it does.
    """

    def __init__(self, route: APIRoute, request_name: str):
        self._request_name = request_name
        of = route.dependant
        self._fields = [
            (where, field, field.field_info.is_required())
            for where, fields in (
                ("path_params", of.path_params),
                ("query_params", of.query_params),
                ("headers", of.header_params),
            )
            for field in fields
        ]

    @classmethod
    def of(cls, route: APIRoute) -> "_Parameters | None":
        """None where it does more than read, or FastAPI has to see to more than these."""
        of = route.dependant
        more = (*of.dependencies, *of.body_params, *of.cookie_params)
        only_reads = route.methods == {"GET"} and not iscoroutinefunction(route.endpoint)
        if more or not only_reads or of.request_param_name is None:
            return None
        return cls(route, of.request_param_name)

    def of_request(self, request: Request) -> dict[str, Any] | None:
        """What the operation's function is given; None where something is wrong, which FastAPI then says."""
        given: dict[str, Any] = {self._request_name: request}
        for where, field, is_required in self._fields:
            found = getattr(request, where).get(field.alias)
            if found is not None:
                given[field.name], wrong = field.validate(found)
                if wrong:
                    return None
            elif is_required:
                return None
            else:
                given[field.name] = field.get_default()
        return given


def operations() -> APIRouter:
    """For operations: each is called as its function is."""
    return APIRouter(
        prefix=V1,
        route_class=Operation,
        responses=PROBLEMS,
        generate_unique_id_function=lambda route: route.name,
    )


def only_known_parameters(request: Request, names: tuple[str, ...]) -> None:
    """A parameter that nobody reads would be lost in silence, and with it the moment that was asked for.

    Raises:
        BadParameter
    """
    if not request.scope["query_string"]:
        return
    lang = request.query_params.get("lang")
    if lang is not None and lang not in get_args(Language):
        raise BadParameter("lang", lang)
    given = [name for name, _ in request.query_params.multi_items()]
    for name in given:
        if name not in names or given.count(name) > 1:
            all_names = ", ".join(names)
            allowed = tuple(text.format(names=all_names) for text in TEXTS["http.allowed.unknown"])
            raise BadParameter(
                name[:64], request.query_params[name], allowed=(allowed[0], allowed[1])
            )
