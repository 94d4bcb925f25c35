"""Members' keys in a ledger, and the signatures under their positions: recorded where they count,
else refused, and nothing is recorded."""

from collections.abc import Mapping, Sequence

from ledger.authority import Violation
from ledger.changes import ChangeForm
from ledger.decision import Position
from ledger.events import MemberEvent, MemberKeyGiven, MemberKeyWithdrawn
from ledger.member_keys import KeyRing, NotSigned, key_in
from ledger.problems import Problem, Refused, Unreadable
from ledger.seals import SealedLedger
from ledger.sentences import fill
from ledger.store import Fact
from ledger.values import Text


def not_signed(decision: str, member: str, fault: Unreadable) -> Violation:
    """A signature under a position that does not count."""
    what = (
        f"{member}'s signature under its position on {decision}",
        f"La firma de {member} bajo su posición sobre {decision}",
    )
    message = fill("position-signature", what=what, why=fault.why)
    return Violation("position-signature", decision, members=(member,), message=message)


def no_key(member: str, fault: Unreadable, reference: str | None = None) -> Violation:
    """A key of a member that does not count.

    Args:
        reference: where it is recorded; the member where it is not.
    """
    what = (f"The key of {member}", f"La clave de {member}")
    message = fill("position-signature", what=what, why=fault.why)
    return Violation("position-signature", reference or member, members=(member,), message=message)


class SigningLedger(SealedLedger):
    """A ledger in which members sign their positions."""

    _ring: KeyRing | None = None

    @property
    def keys(self) -> KeyRing:
        """The members' keys after everything recorded. What does not count is left out; `verify`
        names it."""
        if not self.recorder.datastore.in_session:
            self._look()
        if self._ring is None:
            self._ring = KeyRing(self.founding.origin, self.member_facts())
        return self._ring

    def member_facts(self) -> list[Fact]:
        """All that happened to members' keys, in order."""
        with self.problems():
            return self.recorder.in_streams("member:")

    def _forget(self) -> None:
        super()._forget()
        self._ring = None

    def _keep_up(self, fact: Fact) -> None:
        super()._keep_up(fact)
        if self._ring is not None and isinstance(fact.event, MemberEvent):
            self._ring.follow(fact.event, fact.entry)

    def give_key(self, note: str, *, for_another: bool = False) -> tuple[str, str]:
        """Give a member a key, by the note that the member made.

        Args:
            for_another: whether it may be for another ledger, whose export is being imported.
        Returns:
            The member and the key.
        Raises:
            Refused: the note does not count.
        """
        with self.writing():
            try:
                ledger, member, key = key_in(note)
            except Unreadable as fault:
                raise Problem("not-a-key-note", why=fault.why) from None
            try:
                if not for_another:
                    self._for_this(ledger, member)
                self.keys.may_give(member, key, note)
            except Unreadable as fault:
                raise Refused([no_key(member, fault)]) from None
            self._append([self._event(MemberKeyGiven, member=member, key=key, note=note)])
            return member, key

    def _for_this(self, ledger: str, member: str) -> None:
        if ledger != self.founding.origin:
            raise NotSigned(
                f"the note is for the ledger {ledger}, and this one is {self.founding.origin}; "
                "make the note for this one",
                f"la nota es para el libro {ledger}, y este es {self.founding.origin}; "
                "haga la nota para este",
            )
        if member not in self.charter.members:
            raise NotSigned(
                f"{member} is not, and never was, a member",
                f"{member} no es ni fue nunca miembro",
            )

    def withdraw_key(self, member: str, reason: Mapping[str, str]) -> str:
        """Withdraw the key that a member signs with: it is lost, or in other hands.

        Raises:
            Problem: the member has none.
        """
        with self.writing():
            found = self.keys.in_force(member)
            if found is None:
                raise Problem("no-member-key", member=member)
            fields = {"member": member, "key": found.key, "reason": dict(reason)}
            self._append([self._event(MemberKeyWithdrawn, **fields)])
            return found.key

    def _signatures_count(
        self,
        decision: str,
        text: Text,
        changes: Sequence[ChangeForm],
        positions: Mapping[str, Position],
    ) -> None:
        """That every signature under these positions counts now.

        Raises:
            Refused: with every one that does not.
        """
        faults = []
        for member, position in positions.items():
            if position.signature is not None:
                try:
                    self.keys.check(decision, text, changes, member, position)
                except Unreadable as fault:
                    faults.append(not_signed(decision, member, fault))
        if faults:
            raise Refused(faults)
