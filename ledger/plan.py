"""The plan: a tree of items, and what each one says.

"The detail in the Plan of Action reflects items which come from RCGM and RCM meetings' Conclusions
and Decisions, respectively, reflecting consensual agreements for action."
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal, Protocol, Self

from pydantic import Discriminator, Field, Tag, TypeAdapter, model_validator

from ledger.input_errors import wrong
from ledger.values import BodyId, Day, MemberId, Model, Text

Kind = Literal["section", "activity"]
Role = Literal["line-of-action", "sub-item", "annex", "pillar", "informational"]
Status = Literal["pending", "ongoing", "completed", "discontinued", "replaced"]
Form = Literal[
    "workshop",
    "seminar",
    "training",
    "working-visit",
    "information-exchange",
    "study",
    "working-group",
    "standing-agenda-item",
    "follow-up",
    "other",
]
CURRENT: frozenset[str] = frozenset({"pending", "ongoing"})
BORN: dict[str, Status] = {"activity": "pending", "section": "ongoing"}


class By(Model):
    by: Day


class Period(Model):
    from_: Day = Field(alias="from")
    to: Day

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.to < self.from_:
            raise wrong("period-order", at="to", to=self.to, from_=self.from_)
        return self


class Recurring(Model):
    """Every N months, and never more than M months apart."""

    every: Annotated[int, Field(strict=True, ge=1, le=1200)]
    at_most: Annotated[int, Field(strict=True, ge=1, le=1200)] | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.at_most is not None and self.at_most < self.every:
            raise wrong("interval-order", at="at_most", at_most=self.at_most, every=self.every)
        return self


class Standing(Model):
    """On the agenda of every meeting of a body."""

    standing: BodyId


_FORM_KEYS = {
    "by": "by",
    "from": "period",
    "to": "period",
    "every": "recurring",
    "at_most": "recurring",
    "standing": "standing",
}
_FORM_MODELS: dict[type, str] = {
    By: "by",
    Period: "period",
    Recurring: "recurring",
    Standing: "standing",
}


def _timeline_form(value: Any) -> str | None:
    if isinstance(value, str):
        return "open"
    if isinstance(value, dict):
        return next((form for key, form in _FORM_KEYS.items() if key in value), None)
    return _FORM_MODELS.get(type(value))


Timeline = Annotated[
    Annotated[By, Tag("by")]
    | Annotated[Period, Tag("period")]
    | Annotated[Recurring, Tag("recurring")]
    | Annotated[Standing, Tag("standing")]
    | Annotated[Literal["open"], Tag("open")],
    Discriminator(
        _timeline_form,
        custom_error_type="timeline",
        custom_error_message="a timeline is {by: date}, {from: date, to: date}, "
        "{every: months, at_most: months}, {standing: body} or open",
    ),
]

Lead = Annotated[str, Field(strict=True, pattern=r"^([A-Z0-9-]{2,16}|[a-z0-9][a-z0-9-]{0,31})$")]
"""A member, `TS`, `PPT`, a body or an observer."""


class Terms(Model):
    """What an item says: the columns of the networks' workplans."""

    title: Text | None = None
    action: Text | None = None
    lead: tuple[Lead, ...] = ()
    timeline: Timeline | None = None
    form: Form | None = None

    @property
    def never_ends(self) -> bool:
        """Whether it recurs or stands on an agenda, so that completing it would end a promise."""
        return isinstance(self.timeline, Recurring | Standing)


@dataclass(frozen=True, slots=True)
class Authority:
    """By what right a change stands: who decided it, where, when, and who agreed."""

    reference: str
    decision: str
    meeting: str
    body: str
    adopted_on: date
    agreed_by: tuple[str, ...]


@dataclass(frozen=True)
class Item:
    """A section or an activity as it stands after the last of its changes.

    `approving` is the authority that its approving body comes from, `steward_from` the one that
    named its steward. `order` is the place of its approval in the agreed order: siblings stand in
    it.
    """

    id: str
    kind: Kind
    role: Role | None
    parent: str | None
    steward: str | None
    terms: Terms
    status: Status
    approving: Authority
    approved: Authority
    last_changed: Authority
    order: tuple[int, int]
    translated_title: tuple[str, ...] = ()
    translated_action: tuple[str, ...] = ()
    steward_from: Authority | None = None
    archived: Authority | None = None
    replaced_by: tuple[str, ...] = ()
    occurrences: tuple[date, ...] = ()
    changes: int = 1

    @property
    def approving_body(self) -> str:
        """ "The level of original approval": it can rise and never falls."""
        return self.approving.body

    @property
    def is_current(self) -> bool:
        return self.status in CURRENT

    @property
    def is_section(self) -> bool:
        return self.kind == "section"

    def but(self, **changed: Any) -> "Item":
        """The item with other values in some fields (as `dataclasses.replace`, at a fraction of its
        cost)."""
        other = object.__new__(Item)
        other.__dict__.update(self.__dict__)
        other.__dict__.update(changed)
        return other

    def translated(self, part: str) -> tuple[str, ...]:
        """The languages of the title or the action that are translations, not agreed."""
        return self.translated_title if part == "title" else self.translated_action


ItemJson: TypeAdapter[Item] = TypeAdapter(Item)


class Plan(Protocol):
    """The plan at one place of the agreed order, as the rule reads it."""

    def get(self, item: str) -> Item | None:
        """The item, current or archived; None where there is none (yet, or any more)."""

    def children(self, section: str | None) -> Iterable[Item]:
        """The current items directly in a section; of the root where None."""


def ancestors(plan: Plan, item: str | None) -> Iterator[Item]:
    """The sections that hold a place, from it upwards, itself included."""
    seen = set()
    while item is not None and item not in seen:
        seen.add(item)
        section = plan.get(item)
        if section is None:
            return
        yield section
        item = section.parent


def current_below(plan: Plan, section: str) -> Iterator[Item]:
    """Every current item below a section."""
    for child in plan.children(section):
        yield child
        if child.is_section:
            yield from current_below(plan, child.id)


__all__ = [
    "CURRENT",
    "Authority",
    "By",
    "Form",
    "Item",
    "ItemJson",
    "Kind",
    "MemberId",
    "Period",
    "Plan",
    "Recurring",
    "Role",
    "Standing",
    "Status",
    "Terms",
    "Timeline",
    "ancestors",
    "current_below",
]
