"""Follows the log: what each entry makes of the views, written in batches, together with how far that is.

Rows and the last entry are in one transaction. So a crash at any instant loses nothing and repeats nothing:
after it the views are as of an entry, and go on from there. Several processes may follow the same log into
the same file: each takes the write lock first, and then looks how far the others have come.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any, cast

from sqlalchemy import bindparam, func, select, update

from ledger.changes import Change, CharterChange, Rectify
from ledger.events import (
    ChangeDrafted,
    ChangeEnacted,
    CharterGiven,
    CommentMade,
    ConfirmationRefused,
    ContestWithdrawn,
    DecisionAdopted,
    DecisionDeclined,
    DecisionRedrafted,
    DecisionSubmitted,
    DecisionTabled,
    DecisionWithdrawn,
    DocketCleared,
    KeyRotated,
    MeetingClosed,
    MeetingConvened,
    MemberKeyGiven,
    MemberKeyWithdrawn,
    PositionContested,
    PositionTaken,
    ProgressReported,
    ProposalReferred,
    ProposalSettled,
    ProposalSubmitted,
    RecordCorrected,
    SealMade,
    ServiceBegun,
    SourceKept,
)
from ledger.history import Records, own_changes
from ledger.index import enacted, recorded_change
from ledger.ledger import Ledger
from ledger.progress import Progress
from ledger.standing import Charters, RecordedChange, standing_changes
from ledger.store import Fact, LogDamaged
from ledger.versions import Tails
from projections.answer_rows import AnswerRows
from projections.as_stored import Followed, StoredPosition, entries_after
from projections.contest_rows import ContestRows
from projections.documents import Documents
from projections.driver import Driver
from projections.item_versions import ItemVersions
from projections.tables import (
    RULES,
    decisions,
    entries,
    entry_items,
    inserting,
    meta,
    updating,
)

BATCH = 1000
"""Entries to a transaction: enough that committing costs nothing, few enough to hold in memory."""

_META_AND_RULES = select(
    meta.c.generation,
    meta.c.entry,
    select(func.max(entry_items.c.entry)).where(entry_items.c.item == bindparam("item")).scalar_subquery(),
)
_ADVANCE = (
    update(meta)
    .where(meta.c.entry == bindparam("was"), meta.c.generation == bindparam("of"))
    .values(entry=bindparam("now"), nonce=bindparam("nonce"))
)
ITEM_ENTRIES = (
    select(entry_items.c.entry)
    .where(entry_items.c.item == bindparam("item"))
    .order_by(entry_items.c.entry)
)
_ADOPTED_AT = select(decisions.c.settled_at).where(decisions.c.id == bindparam("id"))


def microseconds(instant: datetime) -> int:
    """An instant as whole microseconds since 1970, UTC; exact until the year 2255."""
    return round(instant.timestamp() * 1_000_000)


class OutOfStep(Exception):
    """The views are not of this log, or of more than it holds."""


class _Overtaken(Exception):
    """Another process was first."""


class Follower:
    """Keeps the tables of one connection up with a log.

    Attributes:
        entry: the last one applied, as far as this process knows.
    """

    def __init__(self, ledger: Ledger, driver: Driver):
        self.ledger, self.driver = ledger, driver
        self.versions = ItemVersions(driver)
        self.documents = Documents(driver)
        self.contests = ContestRows(driver)
        self.answers = AnswerRows(driver)
        self.generation, self.entry = "", -1
        self._tails: Tails | None = None
        self._entries: list[tuple[Any, ...]] = []
        self._items: list[list[Any]] = []
        self._about: dict[str, list[RecordedChange]] = {}
        self._members: dict[tuple[str, ...], str] = {}

    # How far.

    def catch_up(self, progress: Progress | None = None) -> None:
        """Read the log from where the views are to where it ends now.

        Raises:
            OutOfStep: the log ends before it.
        """
        begin = self.stored_entry()
        head = self.ledger.recorder.last_entry()
        if begin > head:
            raise OutOfStep
        while self.entry < head:
            with self._transaction():
                after = self.stored_entry()
                self._apply(entries_after(self.ledger, after, head, BATCH), is_next=True)
            if progress is not None:
                progress(self.entry - begin, head - begin)

    def take(self, facts: Sequence[Fact]) -> bool:
        """Apply facts that were just recorded, without reading the log where nothing else was recorded before them.

        Where there was, what others recorded since is applied with them, or they have done all that: whoever comes to
        the lock works for those who wait for it. False where the views are not as far as the facts, or too far.
        """
        if not facts:
            return False
        if facts[0].entry == self.entry + 1:
            with suppress(_Overtaken), self._transaction():
                self._apply(facts)
                return True
        with self._transaction():
            before = self.stored_entry()
            if before < facts[-1].entry:
                are_next = facts[0].entry == before + 1
                self._apply(facts if are_next else entries_after(self.ledger, before, None, BATCH), is_next=True)
                return self.entry >= facts[-1].entry
        return self.entry <= self.ledger.recorder.last_entry()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """One transaction that holds the write lock from its beginning."""
        try:
            with self.driver.transaction(together=True):
                yield
        except BaseException:
            self.forget()
            raise

    def stored_entry(self) -> int:
        """The last entry applied, by whomever; what is remembered is dropped where that was another process."""
        generation, entry, amended = self.driver.run(_META_AND_RULES, (RULES,)).fetchone()
        if (generation, entry) != (self.generation, self.entry):
            tails = self._tails if generation == self.generation else None
            self.forget()
            self.generation, self.entry = generation, entry
            if tails is not None and tails.charters.last_entry == (amended or 0):
                self._tails = tails
            else:
                self._look_up_charters()
        return self.entry

    def _apply(self, facts: Sequence[Followed], *, is_next: bool = False) -> None:
        """Take in what comes next.

        Args:
            is_next: it is known to, as `stored_entry` was asked in this transaction.
        """
        if not facts:
            return
        last = facts[-1]
        nonce = last.event.nonce if isinstance(last, Fact) else last.nonce
        advance = (last.entry, nonce, self.entry, self.generation)
        if is_next:
            self.driver.add(_ADVANCE, [advance])
        elif not self.driver.has_updated(_ADVANCE, advance):
            # Another process has already taken the views farther.
            raise _Overtaken
        for fact in facts:
            if isinstance(fact, Fact):
                self._follow(fact)
            elif isinstance(fact, StoredPosition):
                self._position(*fact)
            else:
                self._drafted(*fact)
        self._flush()
        self.versions.let_go()
        self.entry = last.entry

    def forget(self) -> None:
        """What is in the tables is not what this process last wrote there."""
        self.entry = -1
        self.versions.forget()
        self.documents.forget()
        self.contests.forget()
        self.answers.forget()
        self._entries, self._items = [], []
        self._about.clear()
        self._tails = None

    def _look_up_charters(self) -> None:
        if self.entry < 1:
            return
        self._charters_are(Charters(self.ledger.founding.charter, self.about(RULES)))

    def _charters_are(self, charters: Charters) -> None:
        # Of what has been recorded, only the changes about an item are asked for.
        self._tails = Tails(cast(Records, self), charters, self.adopted_at)

    def _flush(self) -> None:
        if self._entries:
            self.driver.add(inserting(entries), self._entries)
        if self._items:
            self.driver.add(inserting(entry_items), [tuple(row) for row in self._items])
        self._entries, self._items = [], []
        self.versions.flush()
        self.documents.flush()
        self.contests.flush()
        self.answers.flush()

    # What an entry makes of the views.

    def _follow(self, fact: Fact) -> None:
        event, entry = fact.event, fact.entry
        documents = self.documents
        match event:
            case PositionTaken():
                position, at = event.position.model_dump_json(exclude_unset=True), event.recorded_at
                self._position(entry, at, "", event.decision, event.member, position.encode())
            case ChangeDrafted():
                change, form = event.change.change, event.change.model_dump_json(exclude_unset=True)
                of = (event.decision, change.kind_name, change.item)
                self._drafted(entry, event.recorded_at, "", *of, form.encode())
            case ChangeEnacted():
                self._enacted(fact, event)
            case DecisionTabled() | DecisionRedrafted():
                documents.tabled(event, entry)
                self.contests.redrafted(event.decision, entry)
                again = isinstance(event, DecisionRedrafted)
                self.answers.drafted(event.decision, event.fields.recommended_by, again=again)
                self._audit(fact, decision=event.decision)
            case DecisionAdopted():
                documents.adopted(event, entry)
                self._audit(fact, decision=event.decision, day=event.adopted_on.toordinal())
            case DecisionSubmitted():
                documents.stands(event.decision, "submitted", entry)
                self._audit(fact, decision=event.decision)
            case ConfirmationRefused():
                documents.stands(event.decision, "tabled", entry)
                self._audit(fact, decision=event.decision)
            case PositionContested():
                self.contests.made(event, entry)
                self._audit(fact, decision=event.decision, members=f" {event.member} ")
            case ContestWithdrawn():
                self.contests.settled(event.decision, event.member, entry)
                self._audit(fact, decision=event.decision, members=f" {event.member} ")
            case DecisionDeclined():
                documents.settled(event.decision, "declined", entry, entry)
                self._audit(fact, decision=event.decision)
            case DecisionWithdrawn():
                documents.settled(event.decision, "withdrawn", entry, entry)
                self._audit(fact, decision=event.decision)
            case MeetingConvened():
                documents.convened(event, entry)
                self._audit(fact, meeting=event.meeting.id)
            case MeetingClosed():
                documents.closed(event, entry)
                self._audit(fact, meeting=event.meeting)
            case DocketCleared():
                self._audit(fact, meeting=event.meeting)
            case ProposalSubmitted():
                documents.proposed(event, entry)
                self._audit(fact, proposal=event.proposal)
            case CommentMade() | ProposalReferred() | ProposalSettled():
                documents.went_on(event)
                if isinstance(event, ProposalSettled):
                    self.answers.settled(event.proposal, event.outcome.adopted or ())
                self._audit(fact, proposal=event.proposal)
            case ProgressReported():
                documents.reported(event, entry)
                self._audit(fact, item=event.report.item)
            case RecordCorrected():
                documents.corrected(event, entry)
                self._audit(fact, **{event.kind: event.id})  # type: ignore[arg-type]
            case SealMade():
                self._audit(fact, meeting=event.meeting)
            case KeyRotated() | SourceKept() | ServiceBegun():
                self._audit(fact)
            case MemberKeyGiven() | MemberKeyWithdrawn():
                self._audit(fact, members=f" {event.member} ")
            case CharterGiven():
                self._charters_are(Charters(event.charter))
                self._audit(fact)
            case _:
                raise LogDamaged(
                    entry,
                    f"the views know nothing of {event.name}",
                    f"las vistas no saben nada de {event.name}",
                )

    def _position(
        self, entry: int, at: datetime, nonce: str, decision: str, member: str, position: bytes
    ) -> None:
        self.documents.position(decision, member, position, entry)
        self.contests.position(decision, member, position, entry)
        row = (decision, None, None, None, f" {member} ", None, None, None, None)
        self._entries.append((entry, "position-taken", microseconds(at), *row))

    def _drafted(
        self,
        entry: int,
        at: datetime,
        nonce: str,
        decision: str,
        kind: str,
        item: str | None,
        change: bytes,
    ) -> None:
        self.documents.drafted(decision, change, entry)
        row = (decision, None, None, item, None, kind, None, None, None)
        self._entries.append((entry, "change-drafted", microseconds(at), *row))

    def _audit(
        self,
        fact: Fact,
        *,
        decision: str | None = None,
        meeting: str | None = None,
        proposal: str | None = None,
        item: str | None = None,
        members: str | None = None,
        kind: str | None = None,
        day: int | None = None,
        reference: str | None = None,
    ) -> None:
        event = fact.event
        self._entries.append(
            (
                fact.entry, event.name, microseconds(event.recorded_at), decision, meeting, proposal,
                item, members, kind, day, reference, None,
            )
        )  # fmt: skip

    def _enacted(self, fact: Fact, event: ChangeEnacted) -> None:
        recorded, entry = recorded_change(event, fact.entry), fact.entry
        change, authority = recorded.change, recorded.authority
        self._audit(
            fact,
            decision=authority.decision,
            item=change.item,
            members=self._who(change, authority.agreed_by),
            kind=change.kind_name,
            day=recorded.place[0],
            reference=authority.reference,
        )
        rows = {item: [item, entry, None, None] for item in change.touched or (RULES,)}
        self._items += rows.values()
        self._about.clear()
        is_first = fact.originator_version == 1
        if is_first and change.item is not None:
            self.versions.is_new(change.item)
        assert self._tails is not None
        tails = self._tails.after(
            recorded, self.versions.last, is_first=is_first, all_items=self.versions.items()
        )
        for tail in tails:
            led = self.versions.take(entry, tail)
            if tail.item in rows:
                rows[tail.item][2:] = led
        if isinstance(change, Rectify):
            self._void(change)

    def _who(self, change: Change, agreed_by: tuple[str, ...]) -> str:
        """Whom a change is found by: who agreed to it, and who comes or goes by it."""
        found = self._members.get(agreed_by)
        if found is None:
            if len(self._members) > 1000:
                self._members.clear()
            found = self._members[agreed_by] = f" {' '.join(agreed_by)} "
        member = getattr(change, "member", None) if isinstance(change, CharterChange) else None
        return found if member is None or f" {member} " in found else f"{found}{member} "

    def _void(self, change: Rectify) -> None:
        """A rectification voids a change, and gives back what another one voided."""
        recorded = own_changes(cast(Records, self), change.item)
        voided = standing_changes(recorded).voided_by
        self._flush()
        self.driver.run_for_each(
            updating(entries, "voided_by"), [(voided.get(r.reference), r.entry) for r in recorded]
        )

    # What has been recorded, where an item's history has to be folded again.

    def about(self, item: str) -> list[RecordedChange]:
        """Every change applied so far in whose history the item stands."""
        if item not in self._about:
            self._flush()
            numbers = [row[0] for row in self.driver.run(ITEM_ENTRIES, (item,))]
            self._about[item] = changes_at(self.ledger, numbers)
        return self._about[item]

    def adopted_at(self, decision: str) -> int:
        """The entry at which a decision was adopted."""
        pending = self.documents.adopted_at(decision)
        if pending is not None:
            return pending
        found: int = self.driver.run(_ADOPTED_AT, (decision,)).fetchone()[0]
        return found


def changes_at(ledger: Ledger, numbers: Iterable[int]) -> list[RecordedChange]:
    """The changes recorded at these entries."""
    return enacted(ledger.recorder.entries(list(numbers)))
