"""The log for anybody to follow (c2sp.org/tlog-tiles): the last seal with its cosignatures, and the tiles
of hashes that it is over. What stands in the entries is not told by their hashes; the tiles of entries are for
those who may read all that stands there."""

import re

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.accounts.requests import sees_drafts
from api.answers import IMMUTABLE, REVALIDATE, entity, readers_of
from api.negotiation import texts_for
from api.problem_documents import problem
from ledger.leaves import leaf
from ledger.ledger import Ledger
from ledger.tiles import WIDTH, pack_entries, tile_path
from ledger.vouching import Vouching

router = APIRouter(include_in_schema=False)
TEXT, BYTES = "text/plain; charset=utf-8", "application/octet-stream"
_TILE = re.compile(r"([0-9]|[1-5][0-9]|6[0-3]|entries)/((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")


@router.get("/checkpoint")
def checkpoint(request: Request) -> Response:
    with readers_of(request).views() as views:
        ledger = views.ledger
        seal = ledger.last_seal()
        if seal is None:
            return problem(request, "not-sealed-yet", texts_for(request)("http.no-seal"))
        note = Vouching(ledger.place.beside).of(seal.size, seal.note).note
    return entity(request, note.text_with().encode(), TEXT, {"Cache-Control": REVALIDATE})


@router.get("/tile/{path:path}")
def tile(request: Request, path: str) -> Response:
    with readers_of(request).views() as views:
        found = tile_at(views.ledger, path, entries=sees_drafts(request))
    if found is None:
        return problem(request, "not-sealed-yet", texts_for(request)("http.not-sealed-yet"))
    return entity(request, found, BYTES, {"Cache-Control": IMMUTABLE})


def tile_at(ledger: Ledger, path: str, *, entries: bool = False) -> bytes | None:
    """The tile at a path as the standard writes it, where the last seal is over all of it.

    Args:
        entries: also of the entries themselves.
    """
    named = _TILE.fullmatch(path)
    seal = ledger.last_seal()
    if named is None or seal is None:
        return None
    of_entries = named[1] == "entries"
    level = 0 if of_entries else int(named[1])
    n, width = int(named[2].replace("x", "").replace("/", "")), int(named[3] or WIDTH)
    # A number has one path only, and a whole tile is not written as a partial one.
    if tile_path("entries" if of_entries else level, n, width) != f"tile/{path}":
        return None
    if width > (seal.size >> 8 * level) - n * WIDTH or (of_entries and not entries):
        return None
    if of_entries:
        rows = ledger.recorder.rows(n * WIDTH, n * WIDTH + width)
        return pack_entries([leaf(*row[1:]) for row in rows])
    return ledger.tree().hashes(level, n, width)
