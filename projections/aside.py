"""Something worked out by a second process, while this one goes on with something else."""

import gc
import os
import pickle
import signal
from collections.abc import Callable
from contextlib import suppress
from typing import BinaryIO, Generic, TypeVar
from weakref import finalize

T = TypeVar("T")


class Aside(Generic[T]):
    """Begins it at once, in a double of this process: what is a number here is the same number there.

    Args:
        work: opens for itself whatever it reads from; a connection that this process has open is not to be used in two.
    """

    def __init__(self, work: Callable[[], T]):
        self._answer: BinaryIO | None = None
        if not hasattr(os, "fork"):
            return
        ours, theirs = os.pipe()
        try:
            process = os.fork()
        except OSError:
            os.close(ours)
            os.close(theirs)
            return
        if process == 0:
            os.close(ours)
            _work_and_end(work, theirs)
        os.close(theirs)
        self._answer, self._process = os.fdopen(ours, "rb"), process
        self._abandon = finalize(self, _abandon, self._answer, process)

    def result(self) -> T | None:
        """What came of it, once it is done; None where nothing did, for whatever reason, or it was asked before.

        Then it is for this process to work it out, and to meet what is wrong.
        """
        if self._answer is None or self._abandon.detach() is None:
            return None
        with self._answer as answer:
            told = answer.read()
        _, status = os.waitpid(self._process, 0)
        done: T | None = pickle.loads(told) if status == 0 else None
        return done


def _work_and_end(work: Callable[[], T], pipe: int) -> None:
    """In the double: nothing of what this process had begun is ended twice."""
    status = 1
    with suppress(BaseException):
        gc.disable()  # it would look at, and so copy, all that was there before
        answer = pickle.dumps(work())
        with os.fdopen(pipe, "wb") as out:
            out.write(answer)
        status = 0
    os._exit(status)


def _abandon(answer: BinaryIO, process: int) -> None:
    """It only reads, and nobody waits for what it finds."""
    answer.close()
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
