"""Items, meetings, decisions, proposals: each with its whole history and authority."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from fastapi import Request
from starlette.responses import Response

from api import models, models_desk
from api.answers import Document, Told, answer
from api.commands.reading import Kind
from api.models_proposals import Proposal
from api.negotiation import texts_for
from api.problem_documents import problem
from api.routes.moments import add_memento, moment_of, negotiated
from api.routes.operation import operations
from api.routes.parameters import AcceptDatetime, Id, KnownAt
from projections import agenda as agendas
from projections import docket as dockets
from projections.listing import all_meetings, all_proposals
from projections.names import Named, ids_of, is_known, unknown
from projections.requires import ROOT_NAMES
from projections.requires import requires as takes
from projections.show import item_known_at, show
from projections.views import Reading

router = operations()


def _shown(reading: Reading, id: str, kind: Named) -> Document:
    return without_folders(show(reading, id, kind))


def without_folders(document: Document) -> Document:
    """Of the files that the service keeps, only the names: where they lie is nobody's business."""
    for source in document.get("sources", ()):
        if source["file"] is not None:
            source["file"] = Path(source["file"]).name
    return document


@router.get("/items/{id}", response_model=models.ItemRecord)
def item(
    request: Request,
    id: Id,
    known_at: KnownAt = None,
    accept_datetime: AcceptDatetime = None,
) -> Response:
    def document(reading: Reading) -> Told:
        if known_at is not None:
            entry: int | None = moment_of(reading, {"known_at": known_at}).known_at
        else:
            entry = negotiated(reading, accept_datetime)
        if entry is None:
            found = _shown(reading, id, "item")
        else:
            found = without_folders(item_known_at(reading, id, entry))
        # Its proposals and sources are as they read today: tagged by the ledger's last entry.
        told = Told(found)
        add_memento(told, request, reading, entry, asked=known_at is not None)
        return told

    return answer(request, document)


@router.get("/items/{id}/history", response_model=models.History)
def history(request: Request, id: Id) -> Response:
    def document(reading: Reading) -> Document:
        return {"id": id, "history": _shown(reading, id, "item")["history"]}

    return answer(request, document)


@router.get("/items/{id}/requires/{kind}", response_model=models.Requires)
def requires(request: Request, id: Id, kind: Kind) -> Response:
    """What it would take to change this item; for `approve`, to put a new one below it (`-`: at the root)."""

    def document(reading: Reading) -> Document:
        at_the_root = kind == "approve" and id in ROOT_NAMES
        if not at_the_root and not is_known(reading.connection, "item", id):
            raise unknown("item", id, ids_of(reading.connection, "item"))
        return takes(reading, kind, id)

    return answer(request, document, basis="today")


@router.get("/meetings", response_model=models.Meetings)
def meetings(request: Request) -> Response:
    return answer(request, all_meetings)


@router.get("/meetings/{id}", response_model=models.Meeting)
def meeting(request: Request, id: Id) -> Response:
    return answer(request, partial(_shown, id=id, kind="meeting"))


@router.get("/meetings/{id}/docket", response_model=models_desk.Docket)
def docket(request: Request, id: Id, known_at: KnownAt = None) -> Response:
    return _prepared(request, dockets.docket, id, known_at)


@router.get("/meetings/{id}/agenda", response_model=models_desk.Agenda)
def agenda(request: Request, id: Id, known_at: KnownAt = None) -> Response:
    return _prepared(request, agendas.agenda, id, known_at)


def _prepared(
    request: Request,
    view: Callable[[Reading, str, int], Document],
    meeting: str,
    known_at: str | None,
) -> Response:
    """What is prepared for a meeting. Whoever reads what is adopted only is shown what follows from that: no
    report, proposal or draft."""

    def document(reading: Reading) -> Document:
        return view(reading, meeting, moment_of(reading, {"known_at": known_at}).known_at)

    return answer(request, document)


@router.get("/decisions/{id}", response_model=models.Decision)
def decision(request: Request, id: Id) -> Response:
    return answer(request, partial(_shown, id=id, kind="decision"))


@router.get("/decisions/{id}/ruling", response_model=models.Ruling)
def ruling(request: Request, id: Id) -> Response:
    """Of what is adopted: lawful, or it would not be. Of a draft: what the rule says now."""
    settled: dict[str, Any] = {}

    def document(reading: Reading) -> Document:
        shown = show(reading, id, "decision")
        settled["status"] = None if shown["ruling"] is not None else shown["status"]
        return shown["ruling"] or {}

    given = answer(request, document)
    if settled["status"] is not None:
        t = texts_for(request)
        status = t.word("status", settled["status"])
        return problem(request, "no-ruling", t("http.no-ruling", id=id, status=status))
    return given


@router.get("/proposals", response_model=models.Proposals)
def proposals(request: Request) -> Response:
    return answer(request, all_proposals)


@router.get("/proposals/{id}", response_model=Proposal)
def proposal(request: Request, id: Id) -> Response:
    return answer(request, partial(_shown, id=id, kind="proposal"))
