"""Each kind of change, once: its fields as in a register, what stands against it, what it does.

The writer, the fold, the projections, the verifier, the register and the comparison all use these
classes.
"""

from typing import Any, Literal, Self, cast, get_args

from pydantic import Field, model_validator

from ledger.charter import Charter
from ledger.charter_changes import AdmitMember, AmendCharter, CharterChange, WithdrawMember
from ledger.input_errors import listed, wrong
from ledger.item_changes import (
    Approve,
    ChartedPlan,
    Complete,
    Discontinue,
    ItemChange,
    Move,
    Objection,
    Place,
    RecordOccurrence,
    Reinstate,
    Start,
)
from ledger.plan import (
    Authority,
    Item,
)
from ledger.values import Model, RecordId, Reference, Text
from ledger.wording import Redefine, Translate


class Instead(Model):
    """Another change of the same item in the voided one's place, under that decision or another."""

    change: "ChangeForm"
    under: RecordId | None = None


class Rectify(ItemChange):
    """Voids an earlier change of the same item, recorded by mistake; judged in `authority`."""

    kind_name = "rectify"
    voids: Reference
    reason: Text
    instead: Instead | None = None

    @property
    def stands_instead(self) -> "ItemChange | None":
        """The change in the voided one's place, where it is one that can stand there."""
        change = self.instead.change.change if self.instead else None
        fits = isinstance(change, ItemChange) and not isinstance(change, Rectify)
        return change if fits and change.item == self.item else None  # type: ignore[union-attr,return-value]

    @property
    def touched(self) -> tuple[str, ...]:
        change = self.stands_instead
        return (self.item,) if change is None else (self.item, *change.touched[1:])

    def effects(self, item: Item, by: Authority, charter: Charter) -> dict[str, Any]:
        return {}


Change = ItemChange | CharterChange
"""Any change: one about an item, or one of the charter."""

ChangeKind = Literal[
    "approve",
    "redefine",
    "move",
    "discontinue",
    "translate",
    "start",
    "record-occurrence",
    "complete",
    "reinstate",
    "rectify",
    "admit-member",
    "withdraw-member",
    "amend-charter",
]


class ChangeForm(Model):
    """A change as a register writes it: a mapping with one key, its kind."""

    approve: Approve | None = None
    redefine: Redefine | None = None
    move: Move | None = None
    discontinue: Discontinue | None = None
    translate: Translate | None = None
    start: Start | None = None
    record_occurrence: RecordOccurrence | None = Field(default=None, alias="record-occurrence")
    complete: Complete | None = None
    reinstate: Reinstate | None = None
    rectify: Rectify | None = None
    admit_member: AdmitMember | None = Field(default=None, alias="admit-member")
    withdraw_member: WithdrawMember | None = Field(default=None, alias="withdraw-member")
    amend_charter: AmendCharter | None = Field(default=None, alias="amend-charter")

    @model_validator(mode="after")
    def _one(self) -> Self:
        given = self.model_fields_set
        if len(given) != 1 or getattr(self, next(iter(given))) is None:
            raise wrong("one-change", allowed=listed(KINDS))
        return self

    @property
    def change(self) -> Change:
        (kind,) = self.model_fields_set
        change: Change = getattr(self, kind)
        return change

    @classmethod
    def of(cls, change: Change) -> Self:
        """The form of a change, without validating it again."""
        return cast("Self", _NO_FORM.but({change.kind_name.replace("-", "_"): change}))

    def document(self) -> dict[str, Any]:
        """The change as a register writes it, in JSON's types."""
        return self.model_dump(mode="json", exclude_unset=True)


Instead.model_rebuild()
Rectify.model_rebuild()
ChangeForm.model_rebuild()

_NO_FORM = ChangeForm.model_construct()

BY_KIND: dict[str, type[Change]] = {
    field.alias or name: get_args(field.annotation)[0]
    for name, field in ChangeForm.model_fields.items()
}
"""The class of each kind of change, by the key that a form has for it."""

KINDS: tuple[str, ...] = tuple(BY_KIND)


def stepped(
    item: Item | None,
    id: str,
    change: ItemChange,
    by: Authority,
    place: Place,
    charter: Charter,
    changes: int,
) -> Item | None:
    """One step of an item's fold: the item `id` after a lawful change in whose history it stands.

    Args:
        changes: how many count so far, this one included.
    """
    if type(change) is Approve and change.item == id:
        return change.created(by, place, changes)
    if item is None:
        return None
    return item.but(**change.effects(item, by, charter), changes=changes, last_changed=by)


__all__ = [
    "KINDS",
    "AdmitMember",
    "AmendCharter",
    "Approve",
    "Change",
    "ChangeForm",
    "ChangeKind",
    "ChartedPlan",
    "CharterChange",
    "Complete",
    "Discontinue",
    "Instead",
    "ItemChange",
    "Move",
    "Objection",
    "Place",
    "RecordOccurrence",
    "Rectify",
    "Redefine",
    "Reinstate",
    "Start",
    "Translate",
    "WithdrawMember",
    "stepped",
]
