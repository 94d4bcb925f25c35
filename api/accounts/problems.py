"""What keeps an account from what it asked for; its sentence is in `api/locales/accounts.py`."""

from typing import Any

from api.session import WrongUse


class NotPossible(WrongUse):
    """
    Attributes:
        code: the problem's type; over HTTP its status is in `api.problem_documents`.
        retry_after: seconds to wait before it is tried again.
    """

    def __init__(self, code: str, *, retry_after: int | None = None, **facts: Any):
        self.code, self.retry_after = code, retry_after
        super().__init__(f"http.{code}", **facts)


def unknown(kind: str, id: str) -> NotPossible:
    """No such account, session or token."""
    return NotPossible(f"no-such-{kind}", id=id[:64])
