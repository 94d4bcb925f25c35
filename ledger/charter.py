"""The charter (shown to people as *rules of procedure*): who decides, and how.

It is data. A forum with other bodies, levels, names and majorities brings its own file and no code.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from importlib import resources
from typing import Annotated, Any, Literal, Self, cast

from pydantic import Field, ValidationError, model_validator

from ledger.input_errors import did_you_mean, listed, quoted, wrong
from ledger.values import BodyId, Day, Language, Line, MemberId, Model, Text, TextPatch

By = Literal["approving", "steward"]
Agreement = Literal["unanimity", "consensus", "majority", "two-thirds"]
RuledKind = Literal[
    "approve",
    "redefine",
    "move",
    "discontinue",
    "translate",
    "start",
    "record-occurrence",
    "complete",
]
"""The kinds of change whose rule a charter gives; that of the others follows (domain.md's table).
"""

OFFICES = ("TS", "PPT")
"""The Technical Secretariat and the Presidency Pro-Tempore: offices, not bodies."""


class Rule(Model):
    by: By
    agreement: Agreement


DEFAULT_RULES: dict[str, Rule] = {
    "approve": Rule(by="steward", agreement="consensus"),
    "redefine": Rule(by="approving", agreement="unanimity"),
    "move": Rule(by="approving", agreement="unanimity"),
    "discontinue": Rule(by="approving", agreement="unanimity"),
    "translate": Rule(by="steward", agreement="consensus"),
    "start": Rule(by="steward", agreement="consensus"),
    "record-occurrence": Rule(by="steward", agreement="consensus"),
    "complete": Rule(by="steward", agreement="consensus"),
}


class Body(Model):
    name: Text
    level: Line
    adopts: Text
    reports_to: BodyId | None = None


class Membership(Model):
    """A member on every day from `since` on and before `until`."""

    since: Day
    until: Day | None = None

    def covers(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


class Member(Membership):
    name: Text
    earlier: tuple[Membership, ...] = ()

    @property
    def memberships(self) -> tuple[Membership, ...]:
        return (*self.earlier, self)


class Observer(Model):
    name: Text


class BodyPatch(Model):
    name: TextPatch | None = None
    level: Line | None = None
    adopts: TextPatch | None = None
    reports_to: BodyId | None = None


class NamePatch(Model):
    name: TextPatch


class RulePatch(Model):
    by: By | None = None
    agreement: Agreement | None = None


class CharterPatch(Model):
    """What `amend-charter` changes, merged key by key; null takes a key out.

    Members come and go by `admit-member` and `withdraw-member` alone; here only their names change.
    """

    title: TextPatch | None = None
    languages: tuple[Language, ...] | None = None
    root: BodyId | None = None
    bodies: dict[BodyId, BodyPatch] | None = None
    members: dict[MemberId, NamePatch] | None = None
    observers: dict[MemberId, NamePatch | None] | None = None
    rules: dict[RuledKind, RulePatch | None] | None = None


class Charter(Model):
    """Bodies, members and rules on one day of the conference's life."""

    charter: Annotated[str, Field(strict=True, pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
    title: Text
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    root: BodyId
    bodies: dict[BodyId, Body]
    members: dict[MemberId, Member]
    observers: dict[MemberId, Observer] = {}
    rules: dict[RuledKind, Rule] = {}

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if self.root not in self.bodies:
            raise self._no_body("root", self.root)
        for id, body in self.bodies.items():
            if body.reports_to is not None and body.reports_to not in self.bodies:
                raise self._no_body(f"bodies.{id}.reports_to", body.reports_to)
            seen, above = {id}, body.reports_to
            while above is not None:
                if above in seen:
                    raise wrong("charter-circle", at=f"bodies.{id}.reports_to")
                seen.add(above)
                above = self.bodies[above].reports_to
        both = set(self.members) & set(self.observers)
        if both:
            first = min(both)
            raise wrong("charter-member-and-observer", at=f"observers.{first}", found=quoted(first))
        for key, states in (("members", self.members), ("observers", self.observers)):
            for office in OFFICES:
                if office in states:
                    raise wrong("charter-office", at=f"{key}.{office}", found=quoted(office))
        for id, member in self.members.items():
            for membership in member.memberships:
                if membership.until is not None and membership.until < membership.since:
                    raise wrong(
                        "charter-until",
                        at=f"members.{id}.until",
                        until=membership.until,
                        since=membership.since,
                    )
        for id, text in self._texts():
            strange = [language for language in text if language not in self.languages]
            if strange:
                raise wrong(
                    "language-unknown",
                    at=f"{id}.{strange[0]}",
                    found=quoted(strange[0]),
                    allowed=listed(self.languages),
                    hint=did_you_mean(strange[0], self.languages),
                )
        return self

    def _no_body(self, at: str, body: str) -> Exception:
        return wrong(
            "charter-body-unknown",
            at=at,
            found=quoted(body),
            allowed=listed(self.bodies),
            hint=did_you_mean(body, self.bodies),
        )

    def _texts(self) -> Iterator[tuple[str, Mapping[str, str]]]:
        yield "title", self.title
        for id, body in self.bodies.items():
            yield f"bodies.{id}.name", body.name
            yield f"bodies.{id}.adopts", body.adopts
        for id, member in self.members.items():
            yield f"members.{id}.name", member.name
        for id, observer in self.observers.items():
            yield f"observers.{id}.name", observer.name

    def rule_for(self, kind: str) -> Rule:
        """The rule of a kind that a charter rules; domain.md's table where this one is silent."""
        return self.rules.get(kind) or DEFAULT_RULES[kind]  # type: ignore[call-overload]

    @cached_property
    def _at_or_above(self) -> dict[str, frozenset[str]]:
        """For each body, itself and every body that outranks it."""
        found: dict[str, frozenset[str]] = {}
        for id in self.bodies:
            chain, at = [], id
            while at is not None:
                chain.append(at)
                at = self.bodies[at].reports_to  # type: ignore[assignment]
            found[id] = frozenset(chain)
        return found

    def outranks(self, a: str, b: str) -> bool:
        """ "Body A outranks body B when B reports to A, directly or through others." """
        return a != b and a in self._at_or_above.get(b, ())

    def is_or_outranks(self, a: str, b: str) -> bool:
        return a == b or a in self._at_or_above.get(b, ())

    def higher(self, a: str, b: str) -> str:
        """The one of two bodies that outranks the other; `b` where neither does."""
        return a if self.outranks(a, b) else b

    @cached_property
    def _member_spans(self) -> tuple[list[date], list[frozenset[str]]]:
        """The days on which the membership changes, and the members from each of them on."""
        every = [(id, m) for id, member in self.members.items() for m in member.memberships]
        days = sorted({day for _, m in every for day in (m.since, m.until) if day is not None})
        return days, [frozenset(id for id, m in every if m.covers(day)) for day in days]

    def members_on(self, day: date) -> frozenset[str]:
        """ "All member states" on a day."""
        days, members = self._member_spans
        at = bisect_right(days, day)
        return members[at - 1] if at else frozenset()

    def member_on_or_after(self, member: str, day: date) -> bool:
        """Whether a state is a member on a day, or is to be one after it."""
        found = self.members.get(member)
        return found is not None and any(
            m.covers(day) or (m.since > day and m.until != m.since) for m in found.memberships
        )

    def with_member(self, member: str, since: date, name: Mapping[str, str]) -> Self:
        """The charter after a state joined, or came back."""
        before = self.members.get(member)
        earlier = (
            ()
            if before is None
            else tuple(Membership(since=m.since, until=m.until) for m in before.memberships)
        )
        kept = name if before is None else {**before.name, **name}
        joined = Member(name=dict(kept), since=since, earlier=earlier)
        return self.model_copy(update={"members": {**self.members, member: joined}})

    def without_member(self, member: str, until: date) -> Self:
        """The charter after a state left: a member no longer from `until` on."""
        found = self.members[member]
        earlier = tuple(
            Membership(since=m.since, until=until) if m.covers(until) else m for m in found.earlier
        )
        left = found.model_copy(
            update={"earlier": earlier} | ({"until": until} if found.covers(until) else {})
        )
        return self.model_copy(update={"members": {**self.members, member: left}})

    def amended(self, patch: CharterPatch) -> Self | None:
        """The charter with a patch merged in, key by key; None where that is not a charter."""
        own = self.model_dump(exclude_none=True)
        # Where this charter is silent, domain.md's table is in force, and is what is amended.
        silent = {kind: self.rule_for(kind).model_dump() for kind in patch.rules or {}}
        own["rules"] = silent | own["rules"]
        try:
            return type(self).model_validate(_merged(own, patch.model_dump(exclude_unset=True)))
        except ValidationError:
            return None

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        # The cached properties of the original must not come along.
        values = {name: getattr(self, name) for name in type(self).model_fields} | dict(
            update or {}
        )
        return cast("Self", type(self).model_construct(**values))


def _merged(old: dict[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(old)
    for key, value in new.items():
        if value is None:
            merged.pop(key, None)
        elif isinstance(value, Mapping):
            before = merged.get(key)
            merged[key] = _merged(before if isinstance(before, dict) else {}, value)
        else:
            merged[key] = value
    return merged


def shipped_charters() -> dict[str, str]:
    """The charters that come with the package: id and text."""
    folder = resources.files("ledger") / "charters"
    return {
        entry.name.removesuffix(".yaml"): entry.read_text(encoding="utf-8")
        for entry in folder.iterdir()
        if entry.name.endswith(".yaml")
    }
