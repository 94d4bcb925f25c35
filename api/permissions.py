"""Who may do what over HTTP. This table is all of it; what it does not name, nobody may.

Offices, and whom each acts for:

    TS              the Technical Secretariat: it records
    PPT             the Presidency Pro-Tempore: it confirms
    member          a member's delegation: for that member, and for no other
    coordinator     of a network: for that network, and for no other
    auditor, administrator: neither changes anything in the ledger

ANY means: whosever it is. OWN means: only what is of the office itself. Of each operation, that is:

    propose, comment, report             who proposes, says or reports it; what an observer such as
                                         IOM reports, which has no account, the Secretariat enters
    take-position, contest,
    withdraw-contest                     the member whose position it is
    confirm                              the office that confirms what this body's meeting adopted: the
                                         Presidency, or of a network its coordinator
    clear-docket                         the same of the meeting whose docket it is
"""

from collections.abc import Mapping
from typing import Final, Literal

from ledger.offices import Office, OfficeKind
from ledger.values import Basis

Reach = Literal["any", "own"]
ANY: Final = "any"
OWN: Final = "own"

Operation = Literal[
    "convene", "close", "clear-docket", "table", "redraft", "submit", "confirm", "decline", "withdraw",
    "take-position", "contest", "withdraw-contest", "propose", "comment", "refer", "settle", "report",
    "correct-record",
]  # fmt: skip

WHO_MAY: Mapping[Operation, Mapping[OfficeKind, Reach]] = {
    # Meetings
    "convene": {"TS": ANY},
    "close": {"TS": ANY},
    "clear-docket": {"PPT": OWN, "coordinator": OWN},
    # Decisions
    "table": {"TS": ANY},
    "redraft": {"TS": ANY},
    "submit": {"TS": ANY},
    "confirm": {"PPT": OWN, "coordinator": OWN},
    "decline": {"TS": ANY},
    "withdraw": {"TS": ANY},
    # Positions
    "take-position": {"member": OWN, "TS": ANY},
    "contest": {"member": OWN},
    "withdraw-contest": {"member": OWN},
    # Proposals
    "propose": {"member": OWN, "coordinator": OWN, "TS": ANY},
    "comment": {"member": OWN, "coordinator": OWN, "TS": ANY},
    "refer": {"TS": ANY},
    "settle": {"TS": ANY},
    # Reports of progress
    "report": {"member": OWN, "coordinator": OWN, "TS": ANY},
    # The record's own slips
    "correct-record": {"TS": ANY},
}

BASES: Mapping[OfficeKind, tuple[Basis, ...]] = {
    "member": ("own-account", "signed"),
    "TS": ("recorded",),
}
"""How we know of a position, by who enters it; the first is meant where none is named. What the
Secretariat enters for a member is `recorded`, and never passes for the delegation's own word."""


def may_ever(office: Office, operation: Operation) -> bool:
    """Whether there is anything of this kind that an office may do."""
    return office.kind in WHO_MAY[operation]


def may(office: Office, operation: Operation, of: Office | None) -> bool:
    """Whether an office may do this.

    Args:
        of: the office whose own it is; None where it is nobody's.
    """
    reach = WHO_MAY[operation].get(office.kind)
    return reach == ANY or (reach == OWN and office == of)
