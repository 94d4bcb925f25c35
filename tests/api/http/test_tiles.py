"""The last seal and the tiles of hashes that it is over: enough for anybody to follow the log."""

import pytest

from ledger.ledger import Ledger
from ledger.notes import Checkpoint, Note
from ledger.tiles import Tree, unpack_entries
from ledger.tree import leaf_hashes, root_at
from tests.api.http.conftest import V1

IMMUTABLE = "public, max-age=31536000, immutable"


@pytest.fixture(scope="module")
def seal(service):
    note = Note.parse(service.get("/checkpoint").content)
    return Checkpoint.parse(note.text)


def test_the_checkpoint_is_the_last_seal(service, seal):
    answer = service.get("/checkpoint")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.text == service.json(f"{V1}/seals")["seals"][-1]["checkpoint"]
    again = service.get("/checkpoint", If_None_Match=answer.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")


class FromService:
    """The tiles as they come over HTTP."""

    def __init__(self, service):
        self.service = service

    def hashes(self, level, n, width=256):
        partial = "" if width == 256 else f".p/{width}"
        answer = self.service.get(f"/tile/{level}/{n:03}{partial}")
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "application/octet-stream"
        assert answer.headers["cache-control"] == IMMUTABLE
        return answer.content


def test_the_root_that_is_sealed_follows_from_the_tiles(service, seal):
    assert seal.size > 256
    assert root_at(FromService(service), seal.size) == seal.root


def test_a_tile_has_every_width_up_to_the_sealed_one(service, seal):
    width = seal.size % 256
    whole = service.get(f"/tile/0/001.p/{width}").content
    for each in (1, width // 2, width):
        assert service.get(f"/tile/0/001.p/{each}").content == whole[: 32 * each]


def test_the_entries_whose_hashes_the_tiles_hold_are_in_tiles_of_their_own(service, seal):
    for n, width, path in ((0, 256, "000"), (1, seal.size % 256, f"001.p/{seal.size % 256}")):
        answer = service.get(f"/tile/entries/{path}")
        assert answer.headers["cache-control"] == IMMUTABLE
        hashes = leaf_hashes(unpack_entries(answer.content))
        assert b"".join(hashes) == FromService(service).hashes(0, n, width)


NOT_THERE = (
    *("/tile/0/002", "/tile/0/001", "/tile/1/000", "/tile/2/000.p/1", "/tile/64/000", "/tile/0/999"),
    *("/tile/entries/001", "/tile/entries/0", "/tile/0/000.p/0", "/tile/0/000.p/256"),
    *("/tile/0/000.p/01", "/tile/0/000.p/257", "/tile/00/000", "/tile/0/0", "/tile/0/0000"),
    *("/tile/0/x000/000", "/tile/0/000/", "/tile/0/000.p", "/tile/0/000.p/", "/tile/-1/000"),
    *("/tile/0/%2e%2e/000", "/tile/0/..%2f..%2f..%2fetc%2fpasswd", "/tile//0/000", "/tile/"),
    *("/tile/0/000%0a", "/tile/0/٠٠٠", "/tile/0/x001/x002/x003/x004/x005/x006/000"),
)


@pytest.mark.parametrize("path", NOT_THERE)
def test_nothing_else_is_there(service, path):
    answer = service.get(path)
    assert answer.status_code in (400, 404)
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_width_beyond_what_is_sealed_is_not_there(service, seal):
    service.problem(f"/tile/0/001.p/{seal.size % 256 + 1}", 404, "not-sealed-yet")


def test_a_ledger_without_a_seal_has_no_checkpoint_and_no_tiles(own):
    own.problem("/checkpoint", 404, "not-sealed-yet")
    own.problem("/tile/0/000.p/1", 404, "not-sealed-yet")


def test_a_later_seal_is_served_at_once(own, command):
    assert command("seal", "--ledger", own.ledger).status == 0
    first = Checkpoint.parse(Note.parse(own.get("/checkpoint").content).text)
    ledger = Ledger.open(own.ledger)
    grown = Tree()
    tree = ledger.tree()
    grown.extend(tree.leaf_hash(n) for n in range(first.size))
    ledger.close()
    assert grown.root() == first.root == root_at(FromService(own), first.size)
