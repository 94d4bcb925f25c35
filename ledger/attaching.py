"""Giving a record its signed original: one that was recorded before, or those of a register."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from ledger.ledger import Ledger
from ledger.ledger_file import KINDS_SHOWN
from ledger.problems import Problem
from ledger.records import SourceDocument
from ledger.register import Register
from ledger.sources import Original, found_in

REASON = {
    "en": "The signed original was attached.",
    "es": "Se adjuntó el original firmado.",
}


def attach(
    ledger: Ledger,
    kind: str,
    id: str,
    file: Path,
    original: Original,
    described: Mapping[str, Any],
    *,
    language: str,
    reason: Mapping[str, str] | None = None,
) -> None:
    """Attach a file to a recorded meeting, decision or proposal, as a correction of its source.

    What its source says stays, but for what is said anew. Where nothing of it changes, as with a
    file that had been lost, it is only kept.

    Args:
        original: what the file was found to be.
        described: the file's `title`, `page` and `url`, as far as they are given.
        language: that of a source that was a bare text, which becomes the title.
    Raises:
        Problem: there is no such record, the file has changed or cannot be kept, or what is said of
            it is no source.
    """
    with ledger.writing():
        state = getattr(ledger, kind)(id)
        if state is None:
            raise Problem("unknown", kind=KINDS_SHOWN[kind], id=id, hint="")
        old = state.fields.model_dump(mode="json", exclude_unset=True).get("source")
        source = {**as_document(old, language), **described, "sha256": original.sha256}
        if isinstance(old, dict) and "title" in old and "title" in described:
            source["title"] = {**old["title"], **described["title"]}
        if source != old:
            why = reason or {k: v for k, v in REASON.items() if k in ledger.charter.languages}
            ledger.correct(kind, id, "source", source, why or {language: REASON["en"]})
        ledger.keep_source(file, original)


def as_document(source: Any, language: str) -> dict[str, Any]:
    """A source in its long form."""
    if source is None:
        return {}
    return {"title": {language: source}} if isinstance(source, str) else dict(source)


def named_by(register: Register) -> Iterator[str]:
    """The hashes of the originals that a register names."""
    sources: list[Any] = [meeting.source for meeting in register.meetings]
    sources += (entry.decision.source for entry in register.decisions())
    sources += (proposal.source for proposal, _ in register.proposals)
    sources += (report.source for report, _ in register.reports)
    for source in sources:
        if isinstance(source, SourceDocument) and source.sha256 is not None:
            yield source.sha256
    for correction, _ in register.corrections:
        after = correction.after
        if correction.path == "source.sha256" and isinstance(after, str):
            yield after
        elif correction.path == "source" and isinstance(after, dict) and "sha256" in after:
            yield str(after["sha256"])


class Brought(NamedTuple):
    """The originals that come with a register.

    Attributes:
        files: those to be kept, with where they are.
        missing: the hashes of those that were not found, and are not kept already.
    """

    files: Mapping[Original, Path]
    missing: Sequence[str]


def brought(ledger: Ledger, register: Register, folder: Path) -> Brought:
    """The files of a folder that a register names by their hashes; what is kept already is passed
    over.

    Raises:
        Problem: there is no such folder.
    """
    wanted = frozenset(sha256 for sha256 in named_by(register) if not ledger.keeps_source(sha256))
    files = found_in(folder, wanted)
    found = {original.sha256 for original in files}
    return Brought(files, sorted(wanted - found))
