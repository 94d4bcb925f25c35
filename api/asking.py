"""Asking others over HTTP: one bounded question, one bounded answer, and nobody but who was named."""

from http.client import HTTPException
from typing import Any, NamedTuple
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

PATIENCE = 20.0
"""Seconds that who was asked may say nothing."""
MOST_BYTES = 64 * 1024


class Unreachable(Exception):
    """Nobody answered; the text says why."""


class Reply(NamedTuple):
    """Status, content type and body, which is cut after `MOST_BYTES` + 1."""

    status: int
    kind: str
    body: bytes


class _NotElsewhere(HTTPRedirectHandler):
    def redirect_request(self, *arguments: Any, **more: Any) -> None:
        """Who sends us elsewhere is not the one that was named."""


def is_an_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def post(url: str, body: bytes, kind: str) -> Reply:
    """Ask.

    Args:
        kind: the content type of what is asked.
    Raises:
        Unreachable
    """
    try:
        asked = Request(url, body, {"Content-Type": kind})
        with build_opener(_NotElsewhere).open(asked, timeout=PATIENCE) as answer:
            return _reply(answer.status, answer)
    except HTTPError as error:
        with error:
            return _reply(error.code, error)
    except URLError as error:
        reason = error.reason
        raise Unreachable(getattr(reason, "strerror", None) or str(reason)) from None
    except (OSError, HTTPException, ValueError) as error:
        raise Unreachable(getattr(error, "strerror", None) or str(error)) from None


def _reply(status: int, answer: Any) -> Reply:
    return Reply(status, answer.headers.get_content_type(), answer.read(MOST_BYTES + 1))
