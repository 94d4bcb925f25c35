"""Asking a witness over HTTP (c2sp.org/tlog-witness): one question, and another where the witness
says that it has seen something else."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from api.asking import Unreachable, post
from ledger.add_checkpoint import size_line

MOST_TRIES = 3
"""A first one, one from the size that the witness names, and one for somebody who came between."""


class NoAnswer(Exception):
    """No cosignature came.

    Attributes:
        why: what stands in the way: `unreachable`, `not-trusted`, `ahead`, `another-past`, `status`.
        facts: for the sentence.
    """

    def __init__(self, why: str, **facts: Any):
        self.why, self.facts = why, facts
        super().__init__(why)


def ask(url: str, request: Callable[[int], str], known: int, size: int) -> tuple[bytes, int]:
    """Ask for a cosignature.

    Args:
        url: the submission prefix.
        request: the body for a witness that saw so many entries.
        known: what it is thought to have seen.
        size: of the seal.
    Returns:
        the answer, not verified; and what the witness had seen.
    Raises:
        NoAnswer
    """
    old = known
    for _ in range(MOST_TRIES):
        try:
            status, kind, body = post(
                f"{url.rstrip('/')}/add-checkpoint", request(old).encode(), "text/plain"
            )
        except Unreachable as error:
            raise NoAnswer("unreachable", what=error) from None
        if status == HTTPStatus.OK:
            return body, old
        latest = size_line(body[:32].decode("ascii", "replace"))
        if status != HTTPStatus.CONFLICT or kind != "text/x.tlog.size" or latest is None:
            break
        if latest > size:
            raise NoAnswer("ahead", latest=latest, size=size)
        old = latest
    match status:
        case HTTPStatus.NOT_FOUND | HTTPStatus.FORBIDDEN:
            raise NoAnswer("not-trusted")
        case HTTPStatus.UNPROCESSABLE_ENTITY:
            raise NoAnswer("another-past", old=old, size=size)
        case _:
            raise NoAnswer("status", status=int(status))
