"""Recording over HTTP: one act at a time in each process, answered once and the same way ever after.

Whoever records waits for whoever does so before; nobody who reads waits for either. An act is one
transaction of the ledger's, and whoever asks after the answer to it is shown what it recorded.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any, NamedTuple, TypeVar

import anyio
from fastapi import Request
from pydantic import BaseModel
from pydantic_core import to_json
from starlette.responses import Response

from api import V1, bodies
from api.accounts.problems import NotPossible
from api.accounts.requests import acting, not_your_office, sign_in_needed
from api.negotiation import JSON
from api.permissions import WHO_MAY, Operation, may, may_ever
from api.problem_documents import SAID, BadRequest, of_error
from api.readers import Readers
from api.texts import HTTP, pair
from ledger import answered
from ledger.answered import Answered
from ledger.events import decision_stream
from ledger.input_errors import UnreadableInput
from ledger.ledger import Ledger
from ledger.ledger_file import KINDS_SHOWN
from ledger.offices import Office, Recorder
from ledger.problems import Problem, Refused
from ledger.states import DecisionState, MeetingState
from projections.views import Views

M = TypeVar("M", bound=BaseModel)
T = TypeVar("T")


class Given(NamedTuple):
    """An answer, as it is given and as it is kept."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def response(self) -> Response:
        return Response(self.body, self.status, headers=self.headers)

    @property
    def kept(self) -> bytes:
        return json.dumps([self.status, self.headers, self.body.decode()]).encode()

    @classmethod
    def of(cls, kept: bytes) -> "Given":
        status, headers, body = json.loads(kept)
        return cls(status, headers, body.encode())

    @classmethod
    def of_response(cls, response: Response) -> "Given":
        return cls(response.status_code, dict(response.headers), bytes(response.body))


@dataclass
class Made:
    """What an act made.

    Attributes:
        location: the path of what is new, below `/api/v1`.
        more: what its document says besides.
        tagged: whether its last entry is the tag of the draft that it left.
    """

    id: str
    location: str | None = None
    more: Mapping[str, Any] = field(default_factory=dict)
    tagged: bool = False


@dataclass
class Act:
    """What is at hand while something is recorded.

    Attributes:
        views: the views of the ledger, which may not have followed yet (`views_of_now`).
        body: what the request brings, as JSON.
    """

    request: Request
    operation: Operation
    by: Recorder
    views: Views
    body: Any

    @property
    def ledger(self) -> Ledger:
        return self.views.ledger

    def views_of_now(self) -> Views:
        """The views with all that was recorded before. Nothing else is while this act holds the lock; and nothing of
        this act may be yet, as it would be in them before it is certain."""
        self.views.catch_up()
        return self.views

    def form(self, model: type[M], **context: Any) -> M:
        """The body as a part of a register.

        Raises:
            UnreadableInput
        """
        return bodies.form(self.ledger, self.body, model, **context)

    def must_be_allowed(self, of: Office | None) -> None:
        """
        Args:
            of: the office whose own this is.
        Raises:
            NotPossible: another office does this.
        """
        if not may(self.by.office, self.operation, of):
            raise not_allowed(self.request, self.by, self.operation)

    def today(self) -> date:
        return self.ledger.now().date()

    def decision(self, id: str) -> DecisionState:
        """
        Raises:
            Problem: there is none.
        """
        return self._there("decision", id, self.ledger.decision(id))

    def meeting(self, id: str) -> MeetingState:
        """
        Raises:
            Problem: there is none.
        """
        return self._there("meeting", id, self.ledger.meeting(id))

    def must_have_item(self, id: str) -> None:
        """
        Raises:
            Problem: there is none.
        """
        self._there("item", id, self.ledger.index.about(id) or None)

    def _there(self, kind: str, id: str, found: T | None) -> T:
        if found is None:
            raise Problem("unknown", kind=KINDS_SHOWN[kind], id=id, hint="")
        return found

    def must_be_as_read(self, id: str, *, needed: bool = False, whole: bool = True) -> None:
        """Nothing was recorded of an open decision since it was read, where `If-Match` says when that was.

        A tag is the number of the last entry that what was read takes in: that of the draft, or of the
        ledger.

        Args:
            needed: whether it has to be said.
            whole: its positions included; else the draft alone.
        Raises:
            BadRequest: something was, or it is not said.
        """
        state = self.decision(id)
        header = self.request.headers.get("if-match")
        # What is not open is refused whatever was read of it (RFC 9110, 13.2.1).
        if not state.is_open or (header is None and not needed):
            return
        facts = self.ledger.recorder.stream(decision_stream(id))
        last = facts[-1].entry
        drafts = ("decision-tabled", "decision-redrafted", "change-drafted", "record-corrected")
        since = last if whole else max(f.entry for f in facts if f.event.name in drafts)
        told: dict[str, Any] = {"id": id, "etag": f'"{last}"', "draft": f"{V1}/decisions/{id}/draft"}
        if header is None:
            raise BadRequest("if-match-needed", **told)
        if not any(since <= seen <= self.ledger.head for seen in entries_seen(header)):
            raise BadRequest("changed-since", headers={"ETag": f'"{last}"'}, **told)


def entries_seen(if_match: str) -> Iterator[int]:
    """The entries that the tags of an `If-Match` name (RFC 9110, 13.1.1: no weak tag ever matches)."""
    for tag in if_match.split(",")[:50]:
        name = tag.strip()
        if len(name) > 2 and name[0] == name[-1] == '"':
            number = name[1:-1].removesuffix("-gzip")
            if number.isascii() and number.isdecimal() and len(number) < 19:
                yield int(number)


def not_allowed(request: Request, by: Recorder, operation: Operation) -> NotPossible:
    """Who may do what this office may not."""
    en, es = (f"{said[0].upper()}{said[1:]}" for said in by.office.said)
    others = [
        pair(f"http.who.{kind}.{reach}", HTTP) or (kind, kind)
        for kind, reach in WHO_MAY[operation].items()
    ]
    who = "; ".join(other[0] for other in others), "; ".join(other[1] for other in others)
    return not_your_office(request, by.account, (en, es), who)


def _recorder(request: Request, operation: Operation) -> Recorder:
    by = acting(request)
    if by is None:
        raise sign_in_needed(request)
    if not may_ever(by.office, operation):
        raise not_allowed(request, by, operation)
    return by


class Writer:
    """Who records in this process: a handle of its own on the ledger, for one thread at a time."""

    def __init__(self, readers: Readers):
        self._readers = readers
        self._views: Views | None = None

    @contextmanager
    def views(self, by: Recorder) -> Iterator[Views]:
        """The views of the ledger, which is to be recorded in for somebody; they follow."""
        views = self._opened()
        views.ledger.by = str(by)
        try:
            with views.ledger.problems():
                yield views
        except SAID as error:
            if isinstance(error, Problem) and error.code in ("no-server", "cannot-read"):
                self.close()
            raise
        except BaseException:
            self.close()
            raise

    def _opened(self) -> Views:
        """Who has accounts takes two persons for what enters the plan: said once, before anything else."""
        if self._views is None:
            ledger = self._readers.ledger()
            try:
                answered.make(ledger.recorder)
                ledger.begin_service()
                self._views = Views.open(ledger)
            except BaseException:
                ledger.close()
                raise
        return self._views

    def begin_service(self) -> None:
        """From now on the ledger is served, and two persons are needed for what enters the plan.

        Raises:
            Problem: it cannot be recorded.
        """
        self._opened()

    def close(self) -> None:
        """It is opened again when somebody records."""
        views, self._views = self._views, None
        if views is not None:
            views.close()
            views.ledger.close()


async def record(
    request: Request,
    operation: Operation,
    act: Callable[[Act], Made],
    *,
    key: str | None = None,
    done: str | None = None,
) -> Response:
    """Record something, and say so.

    Args:
        key: of the request, as its sender chose it.
        done: what the command calls it, where the operation has another name.
    Raises:
        NotPossible: nobody has signed in, or another office does this.
        BadRequest: the body is no JSON.
    """
    by = await anyio.to_thread.run_sync(_recorder, request, operation)
    body = await bodies.body_of(request)
    asked = sha256(
        b"\0".join((request.method.encode(), request.scope["raw_path"], await request.body()))
    ).digest()
    whole = _Whole(request, operation, by, body, act, done or operation)
    writer: Writer = request.app.state.writer
    given = await anyio.to_thread.run_sync(
        whole.answer, writer, key and key.strip('"'), asked, limiter=request.app.state.writing
    )
    return given.response


@dataclass
class _Whole:
    """A request to record something, from its first look at the ledger to its answer."""

    request: Request
    operation: Operation
    by: Recorder
    body: Any
    act: Callable[[Act], Made]
    done: str

    def answer(self, writer: Writer, key: str | None, asked: bytes) -> Given:
        try:
            with writer.views(self.by) as views:
                return self._answer(views, key, asked)
        except SAID as error:
            return self._no(error)

    def _answer(self, views: Views, key: str | None, asked: bytes) -> Given:
        ledger, account = views.ledger, self.by.account
        try:
            with ledger.writing():
                if key is not None and (found := answered.find(ledger.recorder, account, key)):
                    if found.request != asked:
                        raise BadRequest("key-reused", sent=key)
                    return Given.of(found.answer)
                before = ledger.head
                try:
                    given = self._yes(views)
                except Refused as refused:
                    if ledger.head == before:
                        raise
                    # That a confirmation was refused is itself recorded.
                    given = self._no(refused)
                if key is not None:
                    self._keep(ledger, key, asked, given)
            return given
        except (Problem, Refused, UnreadableInput) as error:
            given = self._no(error)
            if key is None or given.status >= 500:
                return given
            # Nothing was recorded, so nothing is lost where this is not kept any more.
            with ledger.writing():
                if not answered.find(ledger.recorder, account, key):
                    self._keep(ledger, key, asked, given)
            return given

    def _keep(self, ledger: Ledger, key: str, asked: bytes, given: Given) -> None:
        kept = Answered(asked, given.kept)
        answered.keep(ledger.recorder, self.by.account, key, kept, ledger.now())

    def _yes(self, views: Views) -> Given:
        ledger, before = views.ledger, views.ledger.head
        made = self.act(Act(self.request, self.operation, self.by, views, self.body))
        last = ledger.head
        document = {"done": self.done, "id": made.id, "entries": [before + 1, last], **made.more}
        headers = {"Content-Type": JSON, "Cache-Control": "no-store"}
        if made.location is not None:
            headers["Location"] = f"{V1}/{made.location}"
        if made.tagged:
            headers["ETag"] = f'"{last}"'
        return Given(201 if made.location else 200, headers, to_json(document))

    def _no(self, error: Exception) -> Given:
        return Given.of_response(of_error(self.request, error))
