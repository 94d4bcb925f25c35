"""What a register says of signatures, checked as it is read: whose keys they are, and whether they
are of these very drafts.

Which key was in force when is not checked here: that takes the order of the log.
"""

from ledger.input_errors import Findings, Where
from ledger.input_models import Record
from ledger.member_keys import KeyRing, NotSigned, holds, not_given
from ledger.problems import Unreadable
from ledger.records import DecisionRecord, MemberKeyRecord
from ledger.signed_positions import draft_hash


class SignaturesRead:
    """The keys and the signed positions of a register's files.

    Args:
        keys: those that the ledger holds.
    """

    def __init__(self, keys: KeyRing, findings: Findings):
        self._keys, self._findings = keys.copy(), findings
        self._signed: list[tuple[str, str, NotSigned | None, Where]] = []

    def member_key(self, found: MemberKeyRecord, record: Record) -> None:
        """A key given, or withdrawn, after those before it; the same once more is nothing new."""
        member, key = found.member, found.key
        known = self._keys.has(member, key)
        try:
            if found.note is not None and known is None:
                self._keys.give(member, key, found.note, 0)
            elif found.withdrawn is not None and not (known and known.withdrawn):
                self._keys.withdraw(member, key, 0)
        except Unreadable as fault:
            below = "note" if found.note is not None else "key"
            self._findings.add("key-uncounted", record.where(below), why=fault.why)

    def decision(self, decision: DecisionRecord, record: Record) -> None:
        signed = {m: p for m, p in decision.positions.items() if p.signature is not None}
        draft = draft_hash(decision.text, decision.changes) if signed else ""
        for member, position in signed.items():
            assert position.signature is not None
            where = record.where("positions", member, "signature")
            key, fault = position.signature.key, None
            try:
                holds(decision.id, draft, member, position)
            except NotSigned as found:
                fault = found
            self._signed.append((member, key, fault, where))

    def resolve(self) -> None:
        """Adds what proves wrong once everything is read, as keys may come after positions."""
        for member, key, fault, where in self._signed:
            if self._keys.has(member, key) is None:
                fault = not_given(member, key)
            if fault is not None:
                self._findings.add("signature-uncounted", where, why=fault.why)
