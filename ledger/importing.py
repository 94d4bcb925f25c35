"""Importing a register, all or nothing.

"Decisions are recorded one by one in order, each whole or not at all; when one is refused nothing
of the import is kept, and the rest is judged as `check` does and reported with it." The same record
a second time changes nothing.

On a served ledger, once it is sealed, each decision that a register says was adopted is only
submitted, and waits until another person confirms it. What builds on one that waits cannot be ruled
lawful yet: it is tabled, and can be submitted then.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, Literal

from ledger.attaching import Brought, brought
from ledger.authority import Violation
from ledger.charter import Charter
from ledger.importer import Imported, Importer
from ledger.ledger import Ledger
from ledger.place import Place, place_of
from ledger.progress import Progress
from ledger.records import MeetingFields
from ledger.register import Known, NothingKnown, Register, read_register


class _Undone(Exception):
    """Nothing of the import is kept."""


def import_register(
    address: str | Path | Place,
    files: Sequence[Path],
    *,
    dry_run: bool = False,
    sources: Path | None = None,
    progress: Progress | None = None,
    open_ledger: Callable[..., Ledger] = Ledger.open,
    **kwargs: Any,
) -> Imported:
    """Record a register in a ledger, which is made where there is none.

    Args:
        sources: the folder where the signed originals are that the register names by their hashes.
    Raises:
        UnreadableInput: with every error of every file; nothing is recorded.
        Problem: the ledger cannot be used.
    """
    place = place_of(address)
    if place.is_taken():
        ledger = open_ledger(place, **kwargs)
        try:
            register = read_register(files, KnownToLedger(ledger), progress=progress)
            return import_into(
                ledger, register, dry_run=dry_run, sources=sources, progress=progress
            )
        finally:
            ledger.close()
    register = read_register(files, NothingKnown(), progress=progress)
    assert register.charter is not None
    # A new ledger is there whole, or not at all.
    imported = Imported()
    with suppress(_Undone), Ledger.being_made(place, register.charter, **kwargs) as ledger:
        imported = import_into(
            ledger, register, dry_run=dry_run, sources=sources, progress=progress
        )
        if dry_run or not imported.lawful:
            raise _Undone
    return imported


def import_into(
    ledger: Ledger,
    register: Register,
    *,
    dry_run: bool = False,
    sources: Path | None = None,
    progress: Progress | None = None,
) -> Imported:
    """Record a register that was read in an open ledger."""
    importer = Importer(ledger)
    done = importer.done
    done.dry_run = dry_run
    originals = brought(ledger, register, sources) if sources is not None else Brought({}, ())
    done.sources, done.sources_missing = len(originals.files), list(originals.missing)
    try:
        with ledger.writing(), ledger.attempt():
            if ledger.takes_two_persons:
                done.violations += _unlawful_if_confirmed(ledger, register)
            if not done.violations:
                importer.record_all(register, progress)
            done.entry = ledger.head
            if dry_run or done.violations:
                raise _Undone
            for original, file in originals.files.items():
                ledger.keep_source(file, original)
            done.entry = ledger.head
    except _Undone:
        done.entry = ledger.head
    return done


def _unlawful_if_confirmed(ledger: Ledger, register: Register) -> list[Violation]:
    """What would be refused of a register even if all that comes before it had been confirmed."""
    trial = Importer(ledger)
    with ledger.tried_as_confirmed():
        trial.record_decisions(register, None)
    return trial.done.violations


# --- what the ledger knows, for the reader -------------------------------------------------------


MOST_NAMED = 20_000
"""Ids of one kind among which a mistyped one is looked for."""


class KnownToLedger:
    """What a ledger already holds, as the reader of a register asks for it.

    Args:
        names: whether who mistyped an id may read every other: a draft's is not everybody's.
    """

    def __init__(self, ledger: Ledger, *, names: bool = True):
        self.ledger = ledger
        self.names = names
        self.charter: Charter | None = ledger.charter
        self.founding: str | None = ledger.founding.charter.charter
        self.keys = ledger.keys

    def kind_of(self, item: str) -> Literal["section", "activity"] | None:
        found = self.ledger.index.head(item)
        return None if found is None else found.kind

    def meeting(self, id: str) -> MeetingFields | None:
        found = self.ledger.meeting(id)
        return None if found is None else found.fields

    def decision_day(self, id: str) -> date | None:
        found = self.ledger.decision(id)
        return None if found is None else found.fields.adopted_on

    def has_decision(self, id: str) -> bool:
        return self.ledger.decision(id) is not None

    def has_proposal(self, id: str) -> bool:
        return self.ledger.proposal(id) is not None

    def ids(self, kind: str) -> list[str]:
        if not self.names:
            return []
        streams = self.ledger.recorder.streams(f"{kind}:", MOST_NAMED)
        return [stream.partition(":")[2] for stream in streams]


_: type[Known] = KnownToLedger
