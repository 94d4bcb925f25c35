"""The plan: a tree of items, and what each one says.

"The detail in the Plan of Action reflects items which come from RCGM and RCM meetings' Conclusions
and Decisions, respectively, reflecting consensual agreements for action."
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal, NamedTuple, Protocol, Self

from pydantic import Discriminator, Field, Tag, TypeAdapter, model_validator
from pydantic_core import to_json

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


@dataclass(frozen=True)
class Authority:
    """By what right a change stands: who decided it, where, when, and who agreed."""

    reference: str
    decision: str
    meeting: str
    body: str
    adopted_on: date
    agreed_by: tuple[str, ...]

    @property
    def json(self) -> bytes:
        """As it is written in an event, and in an item. No id has a character to be escaped."""
        made = self.__dict__
        if "_json" not in made:
            made["_json"] = b'{"reference":"%b",%b' % (self.reference.encode(), self._json_rest)
        json: bytes = made["_json"]
        return json

    @cached_property
    def _json_rest(self) -> bytes:
        return b'"decision":"%b","meeting":"%b","body":"%b","adopted_on":"%b","agreed_by":%b}' % (
            self.decision.encode(),
            self.meeting.encode(),
            self.body.encode(),
            self.adopted_on.isoformat().encode(),
            to_json(self.agreed_by),
        )

    def of(self, reference: str) -> "Authority":
        """That of another change of the same decision."""
        assert self._json_rest  # made once, for all of them
        other = object.__new__(Authority)
        values = other.__dict__
        values.update(self.__dict__)
        values.pop("_json", None)
        values["reference"] = reference
        return other


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
        values = other.__dict__
        values.update(self.__dict__)
        values.pop("_json_hash", None)
        if not _BEGINNING.isdisjoint(changed):
            values.pop("_json_beginning", None)
        values.update(changed)
        return other

    @property
    def json(self) -> bytes:
        """As it is kept wherever it is kept: what `ItemJson` reads, and would write. Made of pieces,
        as most are those of the item that it came of."""
        made = self.__dict__
        if "_json_beginning" not in made:
            made["_json_beginning"] = self._beginning()
        return (
            b'%b,"status":"%b","approving":%b,"approved":%b,"last_changed":%b,"order":[%d,%d],'
            b'"translated_title":%b,"translated_action":%b,"steward_from":%b,"archived":%b,'
            b'"replaced_by":%b,"occurrences":%b,"changes":%d}'
        ) % (
            made["_json_beginning"],
            self.status.encode(),
            self.approving.json,
            self.approved.json,
            self.last_changed.json,
            *self.order,
            to_json(self.translated_title) if self.translated_title else b"[]",
            to_json(self.translated_action) if self.translated_action else b"[]",
            self.steward_from.json if self.steward_from else b"null",
            self.archived.json if self.archived else b"null",
            to_json(self.replaced_by) if self.replaced_by else b"[]",
            to_json(self.occurrences) if self.occurrences else b"[]",
            self.changes,
        )

    @property
    def json_hash(self) -> int:
        """Of its JSON, in this process: what is left to compare it by where nobody keeps all of that."""
        made = self.__dict__
        if "_json_hash" not in made:
            made["_json_hash"] = hash(self.json)
        found: int = made["_json_hash"]
        return found

    def translated(self, part: str) -> tuple[str, ...]:
        """The languages of the title or the action that are translations, not agreed."""
        return self.translated_title if part == "title" else self.translated_action

    def _beginning(self) -> bytes:
        role, parent, steward = (
            f'"{id}"' if id else "null" for id in (self.role, self.parent, self.steward)
        )
        ids = f'"id":"{self.id}","kind":"{self.kind}","role":{role},"parent":{parent}'
        return b'{%b,"steward":%b,"terms":%b' % (
            ids.encode(), steward.encode(), to_json(self.terms),
        )  # fmt: skip


_BEGINNING = frozenset({"role", "parent", "steward", "terms"})
"""What stands in the first piece of an item's JSON, and can change."""

ItemJson: TypeAdapter[Item] = TypeAdapter(Item)


class Pieces(NamedTuple):
    """The JSON of each field of an item, as it stands in `Item.json`."""

    id: bytes
    kind: bytes
    role: bytes
    parent: bytes
    steward: bytes
    terms: bytes
    status: bytes
    approving: bytes
    approved: bytes
    last_changed: bytes
    order: bytes
    translated_title: bytes
    translated_action: bytes
    steward_from: bytes
    archived: bytes
    replaced_by: bytes
    occurrences: bytes
    changes: bytes


_FIRST, *_OTHERS = (f'{"," if n else "{"}"{name}":'.encode() for n, name in enumerate(Pieces._fields))


def pieces_of(item: bytes) -> Pieces:
    """The pieces of an item's `json`.

    A quotation mark within a text is escaped, and within no field another has the name of the next one: so the first
    of these bytes are its name.
    """
    found, at = [], len(_FIRST)
    for name in _OTHERS:
        end = item.index(name, at)
        found.append(item[at:end])
        at = end + len(name)
    return Pieces._make([*found, item[at:-1]])


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
    "Pieces",
    "Plan",
    "Recurring",
    "Role",
    "Standing",
    "Status",
    "Terms",
    "Timeline",
    "ancestors",
    "current_below",
    "pieces_of",
]
