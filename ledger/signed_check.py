"""Verification of what members signed: each key and each signature, at its entry.

A signature is held against the draft that its position was taken on, and against the keys as they
were then; what was corrected or replaced since makes no difference to it.
"""

from collections.abc import Callable, Iterator

from ledger.authority import Violation
from ledger.events import CharterGiven, MemberEvent, PositionTaken
from ledger.member_keys import KeyRing
from ledger.problems import Unreadable
from ledger.signing import no_key, not_signed
from ledger.states import DecisionState
from ledger.store import Fact


class SignaturesCheck:
    """Follows the keys of a log from its first entry, and checks what is signed with them."""

    def __init__(self) -> None:
        self.keys = KeyRing("")

    def faults(
        self, fact: Fact, draft: Callable[[str], DecisionState | None]
    ) -> Iterator[Violation]:
        """What of the next entry does not count: a key, or the signature under a position.

        Args:
            draft: a decision as it is drafted at this entry; None where it is not open.
        """
        match event := fact.event:
            case CharterGiven():
                self.keys = KeyRing(event.origin)
            case MemberEvent():
                try:
                    self.keys.follow(event, fact.entry)
                except Unreadable as fault:
                    yield no_key(event.member, fault, f"entry {fact.entry}")
            case PositionTaken(decision=decision, member=member, position=position):
                state = draft(decision)
                if position.signature is None or state is None:
                    return
                try:
                    text = state.as_recorded.text
                    self.keys.check(decision, text, state.changes, member, position)
                except Unreadable as fault:
                    yield not_signed(decision, member, fault)
            case _:
                pass
