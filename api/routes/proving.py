"""What can be shown without trusting anybody: the seals, and the proof of the whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import anyio
from fastapi import Path as PathParameter
from fastapi import Request
from pydantic_core import to_json
from starlette.responses import Response

from api import models
from api.accounts.requests import sees_drafts
from api.answers import REVALIDATE, Document, answer, entity, of_the_ledger, read, readers_of
from api.commands.proving import verified
from api.commands.sealing import seal_document
from api.commands.vouching import Wanted, vouched_for_ledger
from api.negotiation import JSON, texts_for
from api.readers import Readers
from api.routes.operation import operations
from api.routes.parameters import said
from api.session import Session
from api.texts import HTTP, LANGUAGES, Language, Texts, pair
from ledger.ledger import Ledger
from ledger.problems import Problem
from ledger.progress import Progress
from ledger.proof_files import RECORD, entries_about, write_proof
from ledger.vouching import Vouching
from projections.names import ids_of
from projections.published import shown_of
from projections.sources import originals_named
from projections.views import Reading

router = operations()
OF_THE_SEALS = ("seal-broken", "key-broken", "not-the-sealed", "witnesses-missing", "timestamp-false")
"""Violations that say nothing of what stands in the entries."""


@router.get("/seals", response_model=models.Seals)
def seals(request: Request) -> Response:
    def document(ledger: Ledger) -> Document:
        tree = ledger.tree()
        return {"seals": [seal_document(ledger, each, tree) for each in ledger.seals()]}

    return of_the_ledger(request, document)


@router.get("/proofs/{id}", response_model=models.Proof)
def proof(request: Request, id: Annotated[str, PathParameter(description=said("id"), max_length=80)]) -> Response:
    """Of a decision, of one of its changes, or of an item's history: that its entries are under the last seal."""

    def document(reading: Reading) -> Document:
        ledger = reading.ledger
        about = shown_of(reading, entries_about(ledger, id))
        seal = ledger.last_seal()
        if not about:
            # What is not shown is not there.
            raise Problem("unknown", kind=RECORD, id=id, hint="")
        if seal is None:
            raise Problem("no-seal")
        note = Vouching(ledger.place.beside).of(seal.size, seal.note).note.text_with()
        return {"proof": write_proof(ledger, about, seal, note), "entries": about, "size": seal.size}

    return answer(request, document, basis="beside")


@router.get("/verify", response_model=models.Verification)
async def verify(request: Request) -> Response:
    """It takes time in proportion to the ledger, so one is done at a time; the others wait their turn."""
    readers, t = readers_of(request), texts_for(request)
    document = await anyio.to_thread.run_sync(
        _verified, readers, t.language, limiter=request.app.state.verifying
    )
    headers = {"Cache-Control": REVALIDATE}
    # Who asks is looked up in the accounts' database: not in the event loop.
    return await anyio.to_thread.run_sync(_told, request, document, headers)


def _told(request: Request, document: Document, headers: dict[str, str]) -> Response:
    if not sees_drafts(request):
        document, _ = read(request, lambda reading: _for_everybody(reading, document, texts_for(request)))
    return entity(request, to_json(document), JSON, headers, localized=True)


def _for_everybody(reading: Reading, document: Document, t: Texts) -> Document:
    """The same, of what is not adopted no word: neither an id, nor the hash of an original that a draft names. That
    something was found there, and by which code, everybody is told."""
    adopted, originals = set(ids_of(reading.connection, "decision")), originals_named(reading)

    def is_shown(violation: Document) -> bool:
        about = violation["reference"].partition("#")[0]
        return violation["code"] in OF_THE_SEALS or about in adopted or about in originals

    messages: dict[str, str] = dict(zip(LANGUAGES, pair("http.found-in-drafts", HTTP) or (), strict=True))
    hidden: Document = {"item": None, "reference": "–", "members": [], "conflicts": [], "messages": messages}
    return {
        **document,
        "violations": [
            each if is_shown(each) else {"code": each["code"], "message": t.of(messages), **hidden}
            for each in document["violations"]
        ],
        "sources": {how: [h for h in found if h in originals] for how, found in document["sources"].items()},
    }


def _verified(readers: Readers, language: Language) -> Document:
    session = _Quiet(language, as_json=True)
    ledger = readers.ledger()
    try:
        document, _ = verified(session, ledger, alone=False)
        vouched_for_ledger(session, ledger, Wanted(0, None, None), None, document)
        return document
    finally:
        ledger.close()


class _Quiet(Session):
    """A session that nobody looks at."""

    @contextmanager
    def progress(self, key: str) -> Iterator[Progress | None]:
        yield None
