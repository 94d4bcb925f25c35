"""Offices, and who acts for them: what an event's `recorded_by` says.

On a ledger that one person keeps it is `local`; on a served one `ACCOUNT@OFFICE`, an account's opaque
id and the office that it acted for: `0123456789abcdef@member:MX`. Whose account it is stands beside
the ledger, never in it: a person can be renamed or forgotten without touching the log.

"Offices, not bodies: the **Technical Secretariat** (`TS`) records; the **Presidency Pro-Tempore**
(`PPT` …) supervises." A network's workplan is supervised by its coordinator.
"""

import re
from dataclasses import dataclass
from typing import Literal, NamedTuple, Self, get_args

from pydantic import TypeAdapter, ValidationError

from ledger.charter import Charter
from ledger.problems import Unreadable
from ledger.values import BodyId, MemberId

LOCAL = "local"
"""Who has the file. On a served ledger: who acts for the Secretariat on the machine that keeps it."""

OfficeKind = Literal["TS", "PPT", "member", "coordinator", "auditor", "administrator"]
KINDS: tuple[OfficeKind, ...] = get_args(OfficeKind)

_OF: dict[str, TypeAdapter[str]] = {
    "member": TypeAdapter(MemberId),
    "coordinator": TypeAdapter(BodyId),
}
"""The offices that there are several of, and what each is of."""


@dataclass(frozen=True)
class Office:
    """For whom an account acts. `str` gives back what `parse` reads.

    Attributes:
        kind: `TS`, `PPT`, `member`, `coordinator`, `auditor` or `administrator`.
        of: the member whose delegation it is, or the body (a network) that it coordinates; None of
            the others.
    Raises:
        Unreadable: there is no such office.
    """

    kind: OfficeKind
    of: str | None = None

    def __post_init__(self) -> None:
        form = _OF.get(self.kind)
        try:
            if self.kind not in KINDS or (form is None) != (self.of is None):
                raise ValueError
            if form is not None:
                form.validate_python(self.of)
        except (ValueError, ValidationError):
            raise _no_office(str(self)) from None

    @classmethod
    def parse(cls, text: str) -> Self:
        """`TS`, `PPT`, `member:MX`, `coordinator:lon-cp`, `auditor` or `administrator`.

        Raises:
            Unreadable: it is none of these.
        """
        kind, colon, of = text.partition(":")
        return cls(kind, of if colon else None)  # type: ignore[arg-type]  # held against KINDS above

    def __str__(self) -> str:
        return self.kind if self.of is None else f"{self.kind}:{self.of}"

    @property
    def said(self) -> tuple[str, str]:
        """As people call it, in English and in Spanish."""
        english, spanish = _SAID[self.kind]
        return english.format(of=self.of), spanish.format(of=self.of)


_SAID: dict[OfficeKind, tuple[str, str]] = {
    "TS": ("the Technical Secretariat", "la Secretaría Técnica"),
    "PPT": ("the Presidency Pro-Tempore", "la Presidencia Pro-Tempore"),
    "member": ("the delegation of {of}", "la delegación de {of}"),
    "coordinator": ("the coordinator of {of}", "la coordinación de {of}"),
    "auditor": ("an auditor", "una persona auditora"),
    "administrator": ("an administrator", "una persona administradora"),
}
TS, PPT = Office("TS"), Office("PPT")


def _no_office(text: str) -> Unreadable:
    return Unreadable(
        f"“{text}” is no office: an office is TS, PPT, auditor, administrator, member:MX (a member's "
        "delegation) or coordinator:lon-cp (a network's coordinator)",
        f"«{text}» no es ninguna instancia: una instancia es TS, PPT, auditor, administrator, member:MX (la "
        "delegación de un miembro) o coordinator:lon-cp (la coordinación de una red)",
    )


_RECORDER = re.compile(r"([0-9a-f]{16})@(.+)")


class Recorder(NamedTuple):
    """An account, and the office that it acts for. `str` gives back what `parse` reads.

    Attributes:
        account: its opaque id, 16 lower-case hexadecimal digits.
    """

    account: str
    office: Office

    @classmethod
    def parse(cls, recorded_by: str) -> Self:
        """`0123456789abcdef@member:MX`.

        Raises:
            Unreadable: it names no account and office, as `local` does not.
        """
        found = _RECORDER.fullmatch(recorded_by)
        if found is None:
            raise Unreadable(
                f"“{recorded_by}” is no account and office, as in 0123456789abcdef@member:MX",
                f"«{recorded_by}» no es una cuenta y su instancia, como en "
                "0123456789abcdef@member:MX",
            )
        return cls(found[1], Office.parse(found[2]))

    def __str__(self) -> str:
        return f"{self.account}@{self.office}"


def recorder_of(recorded_by: str) -> Recorder | None:
    """The account and office that recorded an event; None where it names none, as `local` does."""
    try:
        return Recorder.parse(recorded_by)
    except Unreadable:
        return None


def submits(recorded_by: str) -> bool:
    """Whether what it submits is the Secretariat's submission: by one of its accounts, or by whoever
    has the file and acts for it."""
    recorder = recorder_of(recorded_by)
    return recorded_by == LOCAL or (recorder is not None and recorder.office == TS)


def is_delegation_of(recorded_by: str, member: str) -> bool:
    """Whether it is that member's own delegation."""
    recorder = recorder_of(recorded_by)
    return recorder is not None and str(recorder.office) == f"member:{member}"


def acts_for(recorded_by: str, office: Office) -> bool:
    """Whether it is an account of that office."""
    recorder = recorder_of(recorded_by)
    return recorder is not None and recorder.office == office


def networks(charter: Charter) -> list[str]:
    """The bodies that have a coordinator."""
    return [id for id, body in charter.bodies.items() if body.level == "network"]


def confirming_office(body: str, charter: Charter) -> Office:
    """Who confirms what a body's meeting adopted: the Presidency; of a network its coordinator, who
    supervises its workplan, in the Presidency's place.

    Args:
        charter: as it was on the day, which says the body's level.
    """
    return Office("coordinator", body) if body in networks(charter) else PPT


def confirms(recorded_by: str, submitted_by: str, office: Office) -> bool:
    """Whether it may confirm what was submitted: by that office, and another account than the one
    that submitted it.

    Args:
        office: the one that confirms (`confirming_office`).
    """
    recorder = recorder_of(recorded_by)
    if recorder is None or recorder.office != office:
        return False
    submitter = recorder_of(submitted_by)
    return submitter is None or submitter.account != recorder.account
