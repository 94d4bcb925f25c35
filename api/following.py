"""Following the log as it grows, by many at once: one looks whether it did, and the others are told.

Who follows is sent a page when the one before is on its way: a slow one keeps nothing in memory, and nobody waiting.
The page that many need at once is made once.
"""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import suppress

import anyio
from fastapi import Request
from pydantic_core import to_json
from sse_starlette.event import ServerSentEvent
from starlette.concurrency import run_in_threadpool

from api.accounts.problems import NotPossible
from api.accounts.requests import sees_drafts
from api.answers import readers_of
from api.audience import forget_who_asks, shown
from api.readers import Readers
from ledger.problems import Problem
from projections.audit import audit

LOOKS_EVERY = 0.5
"""Seconds."""
PAGE = 50
"""Entries that are made at a time."""
KEPT_PAGES = 8
MOST = 256
"""Followers of one process: as many connections again are left for other requests."""
KEPT_FOR_MEMBERS = 64
"""Of these, for whom the public leaves room, however many of it there are."""

Page = tuple[list[ServerSentEvent], int]
"""Events, and the entry that the next page begins after."""


class Following:
    """The followers of one process."""

    def __init__(self, readers: Readers):
        self._readers = readers
        self._looking: asyncio.Task[None] | None = None
        self._grown = asyncio.Event()
        self._pages: OrderedDict[tuple[int, int, bool], asyncio.Future[Page]] = OrderedDict()
        self.followers = 0
        self.head = 0

    async def last(self) -> int:
        """The last entry; where there are more, whoever follows is told.

        Raises:
            Problem: the log cannot be reached.
        """
        head = await self._readers.heads.last()
        if head != self.head:
            self.head = head
            grown, self._grown = self._grown, asyncio.Event()
            grown.set()
        return head

    def is_full(self, sees: bool) -> bool:
        """Whether there is room for one more.

        Args:
            sees: whether they may read what is not adopted.
        """
        return self.followers >= (MOST if sees else MOST - KEPT_FOR_MEMBERS)

    async def events(
        self, request: Request, after: int, sees: bool, stopping: anyio.Event
    ) -> AsyncIterator[ServerSentEvent]:
        """The entries after one, as they come; those that who asks may read. Ends when the service does, or who asks
        may read no more what they could when they began.

        Args:
            sees: whether they may read what is not adopted.
            stopping: set when the service is told to stop.
        """
        self.followers += 1
        try:
            self._look()
            while not stopping.is_set():
                if after >= self.head:
                    await self._moved()
                    continue
                try:
                    if await run_in_threadpool(_sees_drafts_still, request) != sees:
                        return
                    told, after = await self._page(request, after, sees)
                except NotPossible:
                    return
                except Problem:
                    # The ledger's server is away: what follows comes when it is back.
                    await self._moved()
                    continue
                for event in told:
                    yield event
        finally:
            self.followers -= 1

    def _look(self) -> None:
        if self._looking is None or self._looking.done():
            self._looking = asyncio.ensure_future(self._look_again_and_again())

    async def _look_again_and_again(self) -> None:
        while self.followers:
            with suppress(Problem):
                await self.last()
            await asyncio.sleep(LOOKS_EVERY)

    async def _moved(self) -> None:
        """Until the log has grown, or a moment has passed."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._grown.wait(), 2 * LOOKS_EVERY)

    async def _page(self, request: Request, after: int, sees: bool) -> Page:
        key = (after, self.head, sees)
        if key not in self._pages:
            made = asyncio.ensure_future(run_in_threadpool(_made, request, after, self.head))
            self._pages[key] = made
            if len(self._pages) > KEPT_PAGES:
                self._pages.popitem(last=False)
        page = self._pages[key]
        try:
            return await asyncio.shield(page)
        except Exception:
            self._pages.pop(key, None)
            raise


def _sees_drafts_still(request: Request) -> bool:
    """Who was let in may have been let out since."""
    forget_who_asks(request)
    return sees_drafts(request)


def _made(request: Request, after: int, head: int) -> Page:
    with readers_of(request).views() as views:
        page = audit(shown(request, views), after=after, limit=PAGE)
    found = [entry for entry in page["entries"] if entry["entry"] <= head]
    events = [
        ServerSentEvent(to_json(entry).decode(), event=entry["event"], id=str(entry["entry"]), sep="\n")
        for entry in found
    ]
    more = page["next"] is not None and len(found) == len(page["entries"])
    return events, (page["next"] if more else max(head, after))
