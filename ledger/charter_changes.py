"""The changes of the charter: members who join and leave, and the rules of procedure themselves."""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar, Self

from pydantic import model_validator

from ledger.charter import Charter, CharterPatch
from ledger.input_errors import wrong
from ledger.item_changes import Objection
from ledger.values import Day, MemberId, Model, Text


class CharterChange(Model):
    """A change of the charter, from its decision on; about no item."""

    kind_name: ClassVar[str]
    item: ClassVar[None] = None
    touched: ClassVar[tuple[str, ...]] = ()

    def objections(self, charter: Charter, adopted_on: date) -> Iterator[Objection]:
        raise AssertionError(self)  # pragma: no cover - every kind has its own

    def amended(self, charter: Charter, adopted_on: date) -> Charter:
        raise AssertionError(self)  # pragma: no cover - every kind has its own


class AdmitMember(CharterChange):
    kind_name = "admit-member"
    member: MemberId
    since: Day | None = None
    name: Text | None = None

    def objections(self, charter: Charter, adopted_on: date) -> Iterator[Objection]:
        if charter.member_on_or_after(self.member, self.since or adopted_on):
            yield Objection("member-exists", None)

    def amended(self, charter: Charter, adopted_on: date) -> Charter:
        name = self.name or dict.fromkeys(charter.languages, self.member)
        before = charter.members.get(self.member)
        return charter.with_member(
            self.member, self.since or adopted_on, name if self.name or before is None else {}
        )


class WithdrawMember(CharterChange):
    kind_name = "withdraw-member"
    member: MemberId
    until: Day | None = None

    def objections(self, charter: Charter, adopted_on: date) -> Iterator[Objection]:
        if self.member not in charter.members_on(self.until or adopted_on):
            yield Objection("member-unknown", None)

    def amended(self, charter: Charter, adopted_on: date) -> Charter:
        return charter.without_member(self.member, self.until or adopted_on)


class AmendCharter(CharterPatch, CharterChange):
    """The charter's own keys, merged key by key."""

    kind_name = "amend-charter"

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.model_fields_set:
            raise wrong("nothing-to-amend")
        return self

    def objections(self, charter: Charter, adopted_on: date) -> Iterator[Objection]:
        if charter.amended(self) is None:
            yield Objection("charter-unsound", None)

    def amended(self, charter: Charter, adopted_on: date) -> Charter:
        amended = charter.amended(self)
        assert amended is not None
        return amended
