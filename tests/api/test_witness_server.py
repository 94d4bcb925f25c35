"""A witness over HTTP, to the letter of c2sp.org/tlog-witness; and calm under whatever is sent."""

import http.client
import socket
import threading
import time
from contextlib import closing, suppress
from hashlib import sha256

import pytest

from api.witness_server import STATUS, Handler, WitnessServer
from ledger import witness_memory
from ledger.add_checkpoint import MOST_BYTES
from ledger.keys import make_key
from ledger.notes import Note, Signer, Verifier
from ledger.witness import Witness
from ledger.witness_refusals import REFUSALS
from tests.witnessing import ORIGIN, Sealed, base64, entries

PAGE = f"/{sha256(ORIGIN.encode()).hexdigest()}/checkpoint"


@pytest.fixture
def ledger():
    return Sealed(entries(5))


@pytest.fixture
def served(tmp_path, ledger):
    """A witness that trusts the ledger, listening."""
    witness = Witness.create(tmp_path / "w", "witness.mx")
    witness.trust(ledger.key.vkey)
    with listening(witness) as server:
        yield server


class listening:
    """A server that answers until the block ends."""

    def __init__(self, witness, **limits):
        self.heard = []
        self.server = WitnessServer(("127.0.0.1", 0), witness, self.heard.append)
        self.server.heard = self.heard
        for name, value in limits.items():
            setattr(self.server, name, value)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,))

    def __enter__(self):
        self.thread.start()
        return self.server

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


def connection(server) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(*server.server_address[:2], timeout=10)


def post(server, body: bytes, path: str = "/add-checkpoint", **headers):
    """Status, content type and body of the answer."""
    with closing(connection(server)) as http_:
        http_.request("POST", path, body, {k.replace("_", "-"): v for k, v in headers.items()})
        answer = http_.getresponse()
        return answer.status, answer.getheader("Content-Type"), answer.read()


def get(server, path: str, method: str = "GET"):
    with closing(connection(server)) as http_:
        http_.request(method, path)
        answer = http_.getresponse()
        return answer.status, answer.getheader("Content-Type"), answer.read()


def raw(server, sent: bytes, *, end: bool = True) -> bytes:
    """What is answered to bytes as they are."""
    with socket.create_connection(server.server_address[:2], timeout=10) as wire:
        wire.sendall(sent)
        if end:
            wire.shutdown(socket.SHUT_WR)
        answer = b""
        while chunk := wire.recv(65536):
            answer += chunk
        return answer


def status_of(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def good(server, seal: str, answer: bytes) -> bool:
    key = Verifier.parse(server.witness.vkey)
    return bool(Note.parse(seal + answer.decode()).signed_by([key]))


# --- the standard's answers -----------------------------------------------------------------------


def test_every_refusal_has_a_status():
    assert set(STATUS) == set(REFUSALS)


def test_seal_after_seal_is_cosigned(served, ledger):
    seen = 0
    for n in range(6, 12):
        status, _, answer = post(served, ledger.request(seen))
        assert status == 200
        assert answer.startswith("— witness.mx ".encode())
        assert answer.endswith(b"\n")
        assert good(served, ledger.seal(), answer)
        seen = ledger.size
        ledger.record(f"entry {n}")
    assert served.heard == []


def test_a_conflict_answers_the_size_it_has_and_nothing_else(served, ledger):
    assert post(served, ledger.request(3)) == (409, "text/x.tlog.size", b"0\n")
    post(served, ledger.request(0))
    assert post(served, ledger.request(0)) == (409, "text/x.tlog.size", b"5\n")


def test_each_refusal_has_the_standards_status(served, ledger):
    stranger = Sealed(entries(5), origin="rcm-ledger/unknown")
    thief = Sealed(entries(5))
    empty_proof = ledger.request(0, proof=(b"\0" * 32,))
    assert post(served, b"old 0\n\nnonsense")[0] == 400
    assert post(served, ledger.request(0).replace(b"old 0", b"old 00"))[0] == 400
    assert post(served, stranger.request(0))[0] == 404
    assert post(served, thief.request(0))[0] == 403
    assert post(served, ledger.request(6, 5))[0] == 400
    assert post(served, empty_proof)[0] == 422
    post(served, ledger.request(0, 3))
    assert post(served, ledger.request(3, proof=()))[0] == 422
    assert post(served, ledger.rewritten(1, "another").request(3, 3))[0] == 422


def test_sixty_three_proof_lines_are_read_and_sixty_four_are_not(served, ledger):
    line = f"\n{base64(bytes(32))}".encode()
    for n, status in ((63, 422), (64, 400)):
        assert post(served, ledger.request(0).replace(b"\n\n", line * n + b"\n\n", 1))[0] == status


def test_the_monitors_page_is_the_seal_with_both_signatures(served, ledger):
    assert get(served, PAGE)[0] == 404
    answer = post(served, ledger.request(0))[2].decode()
    status, kind, page = get(served, PAGE)
    assert (status, kind) == (200, "text/plain; charset=utf-8")
    assert page.decode() == ledger.seal() + answer


def test_the_page_shows_what_was_cosigned_last(served, ledger):
    post(served, ledger.request(0, 3))
    post(served, ledger.request(3, 5))
    assert get(served, PAGE)[2].startswith(ledger.seal(5).encode())
    post(served, ledger.rewritten(1, "another").request(5))
    assert get(served, PAGE)[2].startswith(ledger.seal(5).encode())


def test_other_paths_and_methods_are_not_there(served):
    for path in ("/", "/checkpoint", PAGE.upper(), PAGE + "/", f"/{'0' * 64}/checkpoint", "/../x"):
        assert get(served, path)[0] == 404
    assert post(served, b"x", "/other")[0] == 404
    assert get(served, "/add-checkpoint")[0] == 405
    assert post(served, b"x", PAGE)[0] == 405
    for method in ("PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"):
        assert get(served, "/add-checkpoint", method)[0] == 405
    assert get(served, "/", "BREW")[0] == 501


def test_a_fork_is_heard_by_the_person_who_keeps_the_witness(served, ledger):
    post(served, ledger.request(0))
    assert post(served, ledger.rewritten(1, "another").record("6").request(5))[0] == 422
    (heard,) = served.heard
    assert heard.code == "fork"
    assert heard.evidence.exists()


def test_connections_are_kept_alive(served, ledger):
    with closing(connection(served)) as http_:
        for old, status in ((0, 200), (0, 409), (5, 200)):
            http_.request("POST", "/add-checkpoint", ledger.request(old))
            first = http_.sock
            answer = http_.getresponse()
            answer.read()
            assert answer.status == status
            assert http_.sock is first is not None


def test_it_does_not_say_what_it_runs_on(served):
    assert b"Python" not in raw(served, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")


# --- bodies ---------------------------------------------------------------------------------------


def chunked(*chunks: bytes) -> bytes:
    head = b"POST /add-checkpoint HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    return head + b"".join(b"%x\r\n%b\r\n" % (len(c), c) for c in chunks) + b"0\r\n\r\n"


def test_a_body_in_chunks_is_read_whole(served, ledger):
    body = ledger.request(0)
    answer = raw(served, chunked(body[:1], body[1:90], body[90:]))
    assert status_of(answer) == 200
    with_trailers = chunked(ledger.request(5))[:-2] + b"X-Sum: 1\r\n\r\n"
    assert status_of(raw(served, with_trailers)) == 200
    with_extension = chunked(ledger.request(5)).replace(b"\r\nold 5", b";a=b\r\nold 5", 1)
    assert status_of(raw(served, with_extension)) == 200


def test_a_body_in_chunks_that_claims_a_length_besides_is_refused(served, ledger):
    both = chunked(ledger.request(0)).replace(b"\r\n", b"\r\nContent-Length: 5\r\n", 1)
    assert status_of(raw(served, both)) == 400


CHUNKS = {
    "no number": b"zz\r\nabc\r\n0\r\n\r\n",
    "a negative number": b"-1\r\nabc\r\n0\r\n\r\n",
    "shorter than said": b"10\r\nabc\r\n0\r\n\r\n",
    "longer than said": b"1\r\nabc\r\n0\r\n\r\n",
    "a number of many digits": b"0" * 2000 + b"1\r\na\r\n0\r\n\r\n",
    "trailers without end": b"0\r\n" + b"A: b\r\n" * 50,
    "an end without end": b"0\r\n",
}


@pytest.mark.parametrize("what", CHUNKS)
def test_chunks_that_are_none_are_a_bad_request(served, what):
    assert status_of(raw(served, chunked()[:-5] + CHUNKS[what])) == 400


def test_more_than_a_request_can_be_is_not_read(served):
    for sent in (
        b"POST /add-checkpoint HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % (MOST_BYTES + 1),
        chunked()[:-5] + b"ffffffff\r\n",
        chunked(*[b"x" * 1000] * 66),
    ):
        answer = raw(served, sent)
        assert status_of(answer) == 413
        assert b"Connection: close" in answer


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (b"", 411),
        (b"Content-Length: x\r\n", 400),
        (b"Content-Length: -1\r\n", 400),
        (b"Content-Length: +1\r\n", 400),
        (b"Content-Length: 1\r\nContent-Length: 2\r\n", 400),
        (b"Content-Length: 99\r\n", 400),  # and then the caller is gone
        (b"Content-Length: 1\r\nTransfer-Encoding: chunked\r\n", 400),
        (b"Transfer-Encoding: gzip, chunked\r\n", 400),
        (b"Transfer-Encoding: identity\r\n", 400),
        (b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", 400),
    ],
)
def test_a_body_of_doubtful_length_is_refused_and_the_connection_ended(served, headers, status):
    smuggled = b"GET / HTTP/1.1\r\n\r\n"
    sent = b"POST /add-checkpoint HTTP/1.1\r\nHost: x\r\n" + headers + b"\r\n" + smuggled
    answer = raw(served, sent)
    assert status_of(answer) == status
    assert answer.count(b"HTTP/1.1 ") == 1


def test_nonsense_is_answered_or_cut_off_and_the_next_caller_is_served(served, ledger):
    for nonsense in (b"", b"\0\xff" * 50, b"GET\r\n\r\n", b"A" * 70_000, b"POST / HTTP/9\r\n\r\n"):
        try:
            raw(served, nonsense)
        except ConnectionError:
            continue
    assert post(served, ledger.request(0))[0] == 200


# --- time and number ------------------------------------------------------------------------------


def test_who_says_nothing_is_cut_off(served, tmp_path):
    with listening(served.witness, silence=0.1) as server:
        began = time.monotonic()
        assert raw(server, b"POST /add-checkpoint HTTP/1.1\r\n", end=False) == b""
        assert time.monotonic() - began < 5


def test_who_says_a_little_again_and_again_is_cut_off_too(served):
    with listening(served.witness, life=0.3) as server, socket.create_connection(
        server.server_address[:2], timeout=10
    ) as wire:
        wire.sendall(b"POST /add-checkpoint HTTP/1.1\r\nX: ")
        wire.settimeout(0.02)
        deadline = time.monotonic() + 8
        ended = False
        while not ended and time.monotonic() < deadline:
            try:
                wire.sendall(b"x")
                ended = wire.recv(1) == b""
            except TimeoutError:
                continue
            except ConnectionError:
                ended = True
        assert ended


def test_beyond_so_many_connections_the_next_is_turned_away_until_one_ends(served, ledger):
    with listening(served.witness, most_connections=2) as server:
        address = server.server_address[:2]
        first, second = [connection(server) for _ in range(2)]
        for one in (first, second):
            one.request("GET", PAGE)
            one.getresponse().read()  # answered, and kept alive
        with socket.create_connection(address, timeout=10) as third:
            third.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            with suppress(ConnectionError):
                assert third.recv(1) == b""
        first.close()
        served_again = False
        for _ in range(200):  # until the server has noticed
            try:
                served_again = post(server, ledger.request(0))[0] == 200
            except (ConnectionError, http.client.HTTPException):
                continue
            if served_again:
                break
        assert served_again
        second.close()


def test_many_at_once_leave_one_history(served, ledger):
    ledger = Sealed(entries(40), key=ledger.key)
    outcomes, go = [], threading.Barrier(12)

    def ask(n):
        go.wait()
        old = 0
        for _ in range(40):
            status, _, body = post(served, ledger.request(old, n))
            if status != 409:
                outcomes.append((n, status, body))
                return
            old = int(body)

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(29, 41)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    cosigned = [(n, body) for n, status, body in outcomes if status == 200]
    late = [n for n, status, _ in outcomes if status == 400]
    assert len(cosigned) + len(late) == 12
    assert max(n for n, _ in cosigned) == 40
    assert all(good(served, ledger.seal(n), body) for n, body in cosigned)
    assert get(served, PAGE)[2].startswith(ledger.seal(40).encode())
    assert served.witness.memory.evidence() == []


# --- the power goes -------------------------------------------------------------------------------


def test_what_cannot_be_remembered_is_not_cosigned(served, ledger, monkeypatch, capsys):
    def full(path, data):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(witness_memory, "write_whole", full)
        assert post(served, ledger.request(0))[0] == 500
    assert "the disk is full" in capsys.readouterr().err
    assert get(served, PAGE)[0] == 404
    assert post(served, ledger.request(0))[0] == 200


def test_cut_off_between_remembering_and_answering_it_answers_when_asked_again(
    served, ledger, monkeypatch
):
    def gone(self, *arguments, **more):
        raise ConnectionAbortedError

    with monkeypatch.context() as patch:
        patch.setattr(Handler, "_answer", gone)
        with pytest.raises((http.client.HTTPException, ConnectionError)):
            post(served, ledger.request(0))
    assert post(served, ledger.request(0)) == (409, "text/x.tlog.size", b"5\n")
    status, _, answer = post(served, ledger.request(5))
    assert status == 200
    assert good(served, ledger.seal(), answer)


def test_a_new_key_that_was_just_trusted_counts_without_a_restart(served, ledger):
    post(served, ledger.request(0))
    ledger.key = Signer(ORIGIN, make_key())
    ledger.record("entry 6")
    assert post(served, ledger.request(5))[0] == 403
    Witness(served.witness.memory.folder).trust(ledger.key.vkey)
    assert post(served, ledger.request(5))[0] == 200
