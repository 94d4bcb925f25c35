"""Verification of a ledger: its log proven from the entries alone (`ledger.proof`), and all that it
keeps beside the log held against what came of that.

Beside the log stand the guards that keep it append-only, the writer's index, the signed originals,
and the tables that people read.
"""

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from ledger.authority import Violation
from ledger.beside import Beside
from ledger.history import Step
from ledger.index import MemoryIndex
from ledger.last_signed import last_signed
from ledger.ledger import Ledger
from ledger.notes import Checkpoint
from ledger.progress import Progress
from ledger.proof import Due, Proof, Verification
from ledger.sentences import fill
from ledger.sources import Named
from ledger.standing import Charters, RecordedChange
from ledger.store import EntryRow, LogRecorder
from ledger.versions import FOREVER, Tail, Tails, Version


class ViewsExpectation(Protocol):
    """The tables that people read, held against what the log says they should be."""

    def expect(self, entry: int, tail: Tail) -> None:
        """From this entry on, the item's versions are these."""

    def differences(self) -> Sequence[str]:
        """What differs, once all was expected: sentences' subjects, empty where nothing does."""


class LogEntries:
    """The entries of a ledger's log, up to one."""

    def __init__(self, recorder: LogRecorder, until: int):
        self.recorder, self.until = recorder, until

    def after(self, entry: int) -> Iterable[EntryRow]:
        return self.recorder.rows(entry, self.until)

    def at(self, entries: Sequence[int]) -> Iterable[EntryRow]:
        return self.recorder.rows_at(entries)


def verify(
    ledger: Ledger,
    views: ViewsExpectation | None = None,
    *,
    progress: Progress | None = None,
    brought: Checkpoint | None = None,
) -> Verification:
    """Prove a ledger, or say what is wrong with it.

    Args:
        brought: a seal that somebody kept, which the entries are held against, too.
        views: None where only the log and the writer's index are verified.
        progress: told how many entries are done, of how many.
    """
    recorder, total = ledger.recorder, ledger.head
    proof = Proof(LogEntries(recorder, total))
    if views is not None:
        proof.each_change.append(_Telling(proof, views))
    originals = Named()
    proof.each_row.append(originals.read)
    with ledger.problems(), _collecting_seldom():
        proof.run(total, progress)
        if brought is not None:
            proof.hold_against_brought(brought)
        signed = last_signed(Beside(ledger.place.beside), proof.sealing.origin)
        seals = [(seal["size"], seal["root"]) for seal in proof.sealing.seals]
        if signed is not None and (signed.size, signed.root.hex()) not in seals:
            proof.hold_against(signed)
        if not recorder.is_guarded():
            proof.found.damaged(
                0,
                "its append-only guard was taken away, or is another",
                "se le quitó la protección contra cambios, o es otra",
            )
        for violation in originals.violations(ledger.sources):
            proof.found.doubted(violation)
        proof.found.sources = {"kept": originals.intact, "not_kept": originals.elsewhere}
        differing: list[tuple[str, str]] = []
        if proof.index is None or not _index_matches(recorder, proof.index):
            differing.append(("the writer's index", "el índice de escritura"))
        if views is not None:
            differing += ((what, what) for what in views.differences())
        if differing:
            _tell_differing(proof.found, differing)
    return proof.found


@contextmanager
def _collecting_seldom() -> Iterator[None]:
    """Much is kept to the end, and none of it in circles: Python need not look for them so often."""
    usual = gc.get_threshold()
    gc.set_threshold(100_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


class _Telling:
    """Tells the views what each change that was due makes of the items."""

    def __init__(self, proof: Proof, views: ViewsExpectation):
        self.proof, self.views = proof, views
        self.tails: Tails | None = None
        self.last: dict[str, Version] = {}

    def __call__(self, due: Due, is_first: bool) -> None:
        recorded = due.recorded
        for tail in self._tails(recorded, due.step, is_first):
            if tail.versions:
                self.last[tail.item] = tail.versions[-1]
            else:
                self.last.pop(tail.item, None)
            self.views.expect(recorded.entry, tail)

    def _tails(self, recorded: RecordedChange, step: Step | None, is_first: bool) -> Iterable[Tail]:
        if step:
            day = recorded.place[0]
            return [
                Tail(id, day, () if item is None else (Version(day, FOREVER, item),))
                for id, item in step
            ]
        index = self.proof.index
        assert index is not None
        if self.tails is None:
            self.tails = Tails(index, Charters(index.charters.founding), self._entry_of)
        return self.tails.after(recorded, self.last.get, is_first=is_first, all_items=index.heads)

    def _entry_of(self, decision: str) -> int:
        assert self.proof.index is not None
        found = self.proof.index.decision(decision)
        assert found is not None
        return found.entry


def _index_matches(recorder: LogRecorder, index: MemoryIndex) -> bool:
    """Whether the writer's index is what the log says."""
    heads = index.heads
    stored = recorder.read("SELECT item, parent, current, state FROM heads")
    if len(stored) != len(heads):
        return False
    for item, parent, current, state in map(tuple, stored):
        head = heads.get(item)
        if head is None or type(state) is not bytes or head.json_hash != hash(state):
            return False
        if (parent, bool(current)) != (head.parent or "", head.is_current):
            return False
    placed = sum(
        hash(tuple(row)) for row in recorder.read("SELECT entry, item, day, parent FROM placed")
    )
    return placed == index.placed_digest


def _tell_differing(found: Verification, differing: Sequence[tuple[str, str]]) -> None:
    found.projections_match = False
    more = " …" if len(differing) > 10 else ""
    en, es = (", ".join(pair[n] for pair in differing[:10]) + more for n in (0, 1))
    message = fill("views-differ", why=(en, es))
    found.violations.append(Violation("views-differ", "views", message=message))


__all__ = ["EntryRow", "LogEntries", "Verification", "ViewsExpectation", "verify"]
