"""Checking a register without a ledger: everything in it that was not agreed at the right level."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ledger.authority import Violation
from ledger.charter import Charter
from ledger.decision import Decision
from ledger.importer import expanded
from ledger.index import MemoryIndex
from ledger.judging import judge
from ledger.progress import Progress
from ledger.register import NothingKnown, Register, read_register


@dataclass
class Checked:
    """What in a register was not agreed at the right level."""

    decisions: int = 0
    changes: int = 0
    violations: list[Violation] = field(default_factory=list)

    @property
    def lawful(self) -> bool:
        return not self.violations


def check_register(files: Sequence[Path], *, progress: Progress | None = None) -> Checked:
    """Go through a register in the order of adoption, leave out what would be refused, go on, and
    list it all.

    Raises:
        UnreadableInput: with every error of every file.
    """
    register = read_register(files, NothingKnown(), progress=progress)
    return check(register, progress=progress)


def check(register: Register, *, progress: Progress | None = None) -> Checked:
    assert register.charter is not None
    found = Checked()
    for n, judged in enumerate(_judged(register, register.charter, found), start=1):
        found.violations += judged
        if progress is not None and (n % 50 == 0 or n == register.decision_count):
            progress(n, register.decision_count)
    return found


def _judged(register: Register, charter: Charter, found: Checked) -> Iterator[Sequence[Violation]]:
    index, entry_number = MemoryIndex(charter), 1
    for entry in register.decisions():
        record, meeting = entry.decision, entry.meeting
        if record.status != "adopted":
            yield ()
            continue
        assert record.adopted_on is not None
        entry_number += 1
        place = (record.adopted_on.toordinal(), entry_number, 0)
        members = index.charters.at(place).members_on(record.adopted_on)
        decision = Decision(
            id=record.id,
            meeting=meeting.id,
            body=meeting.body,
            opens_on=meeting.opens_on,
            closes_on=meeting.closes_on,
            adopted_on=record.adopted_on,
            positions=expanded(record, entry.basis, members, meeting.present),
            procedure=record.procedure,
            entry=entry_number,
        )
        judgement = judge(index, decision, [form.change for form in record.changes])
        found.decisions += 1
        found.changes += len(record.changes)
        if judgement.lawful:
            index.add(judgement)
            entry_number += len(record.changes)
        yield judgement.violations
