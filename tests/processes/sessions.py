"""Sessions: processes that are told what to do over a pipe, and answer what came of it.

They come from a fork server that has loaded the ledger once, so that one more costs milliseconds.
A session's function is given its end of the pipe and whatever else it is started with.
"""

import contextlib
import multiprocessing
import os
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from typing import Any

from ledger.ledger import Ledger
from ledger.problems import Refused
from projections.views import Views
from tests.stores import Address

processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(
    ["pytest", __name__, "tests.builders", "ledger.importing", "api.app", "api.server"]
)

PATIENCE = 900
"""Seconds until a session that does not answer is given up."""


class Session:
    """A process, as the test sees it: what is told to it, what it answers, and how it ends."""

    def __init__(self, does: Callable[..., None], *given: Any):
        self.pipe, other = processes.Pipe()
        given = (dict(os.environ), does, other, *given)
        self.process = processes.Process(target=_here, args=given, daemon=True)
        self.process.start()
        other.close()

    def tell(self, message: Any) -> None:
        self.pipe.send(message)

    def answer(self) -> Any:
        """What it says next.

        Raises:
            EOFError: nothing any more.
        """
        assert self.pipe.poll(PATIENCE), "a session does not answer"
        return self.pipe.recv()

    def answers(self) -> Iterator[Any]:
        """What it says until it ends."""
        with contextlib.suppress(EOFError, ConnectionResetError):
            while True:
                yield self.answer()

    def kill(self) -> None:
        """It does nothing any more, not even its cleaning up."""
        self.process.kill()

    def ended(self) -> int:
        """Wait until it has ended; its exit status."""
        self.process.join(PATIENCE)
        assert self.process.exitcode is not None, "a session does not end"
        self.pipe.close()
        return self.process.exitcode


def _here(environment: dict[str, str], does: Callable[..., None], *given: Any) -> None:
    """In the environment of who starts it, not of who started the fork server."""
    os.environ.update(environment)
    does(*given)


@contextlib.contextmanager
def opened(path: Address) -> Iterator[tuple[Ledger, Views]]:
    """A ledger and its views, as every command opens them."""
    with (
        contextlib.closing(Ledger.open(path)) as ledger,
        contextlib.closing(Views.open(ledger)) as views,
    ):
        yield ledger, views


def adopter(pipe: Connection, path: Address) -> None:
    """Adopts each decision that it is told of, and answers the codes of its refusal."""
    with opened(path) as (ledger, _):
        pipe.send("ready")
        while (decision := pipe.recv()) is not None:
            try:
                ledger.adopt(decision)
                pipe.send([])
            except Refused as refused:
                pipe.send(sorted(v.code for v in refused.violations))
