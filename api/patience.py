"""A connection on which nobody is waited for longer than is said: not for a request's head, not for its body.

What is not there within so many seconds, however little by little it comes, is cut off, so that slow callers, or
whoever plays one, do not take the place of others.
"""

import asyncio
from functools import partial
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class PatientFor(H11Protocol):
    """
    Args:
        head, body: seconds.
    """

    def __init__(self, *args: Any, head: float, body: float, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._patience = {h11.IDLE: head, h11.SEND_BODY: body}
        self._waits_for: Any = None
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._wait()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self._waits_for is not h11.IDLE:
            # Who says nothing more is the business of `timeout_keep_alive`.
            self._stop()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop()
        super().connection_lost(exc)

    def _wait(self) -> None:
        """The time runs from when it began to wait for the one or for the other, whatever came of it since."""
        state = self.conn.their_state
        if state is self._waits_for:
            return
        self._stop()
        if state in self._patience:
            self._waits_for = state
            self._timer = self.loop.call_later(self._patience[state], self._cut_off)

    def _stop(self) -> None:
        self._waits_for = None
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _cut_off(self) -> None:
        is_head = self._waits_for is h11.IDLE
        self._stop()
        if self.transport.is_closing():
            return
        if is_head or not self.cycle.response_started:
            self.transport.write(TOO_SLOW)
        self.transport.close()


def patient_for(head: float, body: float) -> Any:
    """The protocol, as uvicorn takes it."""
    return partial(PatientFor, head=head, body=body)
