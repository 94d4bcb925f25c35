"""The plan as a history has made it so far, and what may be done to it, one method a kind."""

import random
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from tests.generator.things import Chooser, Document, Last, Thing
from tests.generator.words import ACTIONS, AT_OR_ABOVE, FORMS, JOINING, LEADS, ROOTS, TOPICS

MEMBERSHIP_EVERY = 7000
"""After how many changes a state joins or leaves."""

WEIGHTS = {
    "approve": 24.0,
    "complete": 17.0,
    "start": 14.0,
    "record-occurrence": 10.0,
    "redefine": 10.0,
    "translate": 9.0,
    "discontinue": 4.0,
    "move": 3.0,
    "reinstate": 2.0,
    "replacing": 1.5,
    "closing": 0.6,
    "rectify": 0.25,
}
LATE = ("approve", "start", "record-occurrence", "redefine", "translate")
"""What a late record may do to items that nothing has touched since its day: no later change can
become unlawful by it."""


class Changes:
    """What a decision may do to the plan as it stands.

    The body, the day and whether it is recorded late are those of the decision at hand; `needs_all`
    tells afterwards whether one of its changes took unanimity.
    """

    def __init__(self, rng: random.Random, plan_size: int):
        self.rng, self.plan_size = rng, plan_size
        self.things: dict[str, Thing] = {}
        self.below: dict[str | None, dict[str, None]] = {}
        self.sections, self.activities = Chooser(), Chooser()
        self.archive: deque[Thing] = deque(maxlen=50)
        self.recent: deque[str] = deque(maxlen=60)
        self.founding = list(ROOTS)
        self.joined: list[str] = []
        self.next_membership = MEMBERSHIP_EVERY
        self.changes = self.serial = 0
        # The decision at hand.
        self.id, self.body, self.day = "", "rcm", date.min
        self.is_late = self.needs_all = False
        self.done = 0

    def chance(self, probability: float) -> bool:
        return self.rng.random() < probability

    def some_changes(self, room: int) -> list[Document]:
        """One change, or a few that belong together."""
        if self.founding:
            return [self.root(*self.founding.pop(0))]
        if self.changes >= self.next_membership and self.body == "rcm" and not self.is_late:
            return [self.membership()]
        while True:
            name = self.rng.choices(tuple(WEIGHTS), self.weights())[0]
            if self.is_late and name not in LATE:
                continue
            made: list[Document] | None = getattr(self, name.replace("-", "_"))(room)
            if made:
                return made

    def weights(self) -> list[float]:
        """More approvals where the plan is small, more endings where it is large."""
        network = self.body.startswith("lon")
        current = (
            self.network_size() / (self.plan_size * 0.12)
            if network
            else len(self.things) / self.plan_size
        )
        push = min(max(current, 0.2), 3.0) ** 8
        swayed = {"approve": 1 / push, "reinstate": 1 / push, "complete": push, "discontinue": push}
        return [
            weight * min(max(swayed.get(name, 1.0), 0.001), 1000.0)
            for name, weight in WEIGHTS.items()
        ]

    def network_size(self) -> int:
        annex = self.below.get(f"workplan-{self.body}", {})
        return sum(1 + len(self.below.get(id, {})) for id in annex)

    def changed(self, thing: Thing | None, change: Document, before: Thing | None) -> Document:
        """Take a change into the plan."""
        self.done += 1
        if before is not None and before.id in self.things:
            self._take_out(before)
        if thing is not None:
            # What stood before it is kept without its own past, or a history would be kept whole.
            past = None if before is None else replace(before, last=None)
            last = Last(f"{self.id}#{self.done}", change, past, self.body, self.day)
            thing = replace(thing, day=max(thing.day, self.day), last=last)
            if thing.status in ("pending", "ongoing"):
                self._put_in(thing)
            elif not thing.section and thing.status != "replaced":
                self.archive.append(thing)
            if not thing.section:
                self.recent.append(thing.id)
        return change

    def _put_in(self, thing: Thing) -> None:
        self.things[thing.id] = thing
        self.below.setdefault(thing.parent, {})[thing.id] = None
        (self.sections if thing.section else self.activities).add(thing.id)

    def _take_out(self, thing: Thing) -> None:
        del self.things[thing.id]
        del self.below[thing.parent][thing.id]
        (self.sections if thing.section else self.activities).remove(thing.id)
        self.below.pop(thing.id, None) if thing.section and not self.below.get(thing.id) else None

    # What may be done, and to what.

    def above(self, parent: str | None) -> Iterator[Thing]:
        while parent is not None:
            yield self.things[parent]
            parent = self.things[parent].parent

    def steward(self, parent: str | None) -> str:
        return next((s.steward for s in self.above(parent) if s.steward), "rcm")

    def outranks(self, body: str) -> bool:
        """Whether the body at hand is this one, or outranks it."""
        return self.body in AT_OR_ABOVE[body]

    def raised(self, thing: Thing) -> str:
        return self.body if self.outranks(thing.approving) else thing.approving

    def is_free(self, thing: Thing) -> bool:
        """Whether nothing that was agreed later stands in the way of a late record."""
        return not self.is_late or (
            thing.day <= self.day
            and all(section.day <= self.day for section in self.above(thing.parent))
        )

    def pick(self, fits: Callable[[Thing], bool], among: Chooser | None = None) -> Thing | None:
        """An item that fits, found in a few tries; None where it was not."""
        ids = (among or self.activities).ids
        for _ in range(12 if ids else 0):
            thing = self.things[self.rng.choice(ids)]
            if fits(thing) and self.is_free(thing):
                return thing
        return None

    def place(self) -> str | None:
        """A section in which the body at hand may put something."""
        found = self.pick(
            lambda s: (
                self.outranks(self.steward(s.id))
                and (self.body == "rcm" or self.steward(s.id) == self.body)
            ),
            self.sections,
        )
        return found.id if found else None

    # One kind each: the changes that it takes, or None where the plan has no place for it.

    def root(self, id: str, role: str, steward: str, en: str, es: str) -> Document:
        change = {"item": id, "kind": "section", "parent": None, "role": role, "steward": steward}
        thing = Thing(id, True, None, steward, self.body, "ongoing", self.day)
        return self.changed(
            thing, {"approve": change | {"terms": {"title": {"en": en, "es": es}}}}, None
        )

    def membership(self) -> Document:
        self.next_membership += MEMBERSHIP_EVERY
        self.needs_all = True
        self.done += 1
        if len(self.joined) < 3:
            state = next(m for m in JOINING if m not in self.joined)
            self.joined.append(state)
            return {"admit-member": {"member": state, "name": {"en": state, "es": state}}}
        return {"withdraw-member": {"member": self.joined.pop(0)}}

    def approve(self, room: int, replaces: list[Thing] | None = None) -> list[Document] | None:
        parent = self.place()
        if parent is None:
            return None
        self.serial += 1
        role = self.subsection(parent)
        if role and not replaces and not self.is_late:
            id = f"s{self.serial}"
            topic = self.rng.choice(TOPICS)
            title = {
                "en": f"{topic[0].capitalize()} ({self.serial})",
                "es": f"{topic[1].capitalize()} ({self.serial})",
            }
            change = {
                "item": id,
                "kind": "section",
                "parent": parent,
                "role": role,
                "terms": {"title": title},
            }
            thing = Thing(id, True, parent, None, self.body, "ongoing", self.day)
            return [self.changed(thing, {"approve": change}, None)]
        id = f"a{self.serial}"
        terms = self.terms()
        content: Document = {"item": id, "parent": parent, "terms": terms}
        if replaces:
            content["replaces"] = [old.id for old in replaces]
        translated = "agreed" if "es" in terms["action"] else "no"
        thing = Thing(
            id,
            False,
            parent,
            None,
            self.body,
            "pending",
            self.day,
            terms.get("lead"),
            terms.get("timeline"),
            translated,
        )
        change = {"approve": content}
        made = self.changed(thing, change, None)
        if replaces:
            # Neither it nor what it replaced is rectified: a later split may build on it.
            self.things[id] = replace(self.things[id], last=None)
            for old in replaces:
                if old.id in self.things:
                    self._take_out(old)
        return [made]

    def subsection(self, parent: str) -> str | None:
        """The role of a new section there, where the plan has room for one."""
        place = self.things[parent]
        if (
            place.parent is not None
            or len(self.sections.ids) >= self.plan_size // 8
            or self.chance(0.7)
        ):
            return None
        return "pillar" if (place.steward or "").startswith("lon") else "sub-item"

    def terms(self) -> Document:
        form = self.rng.choice(tuple(FORMS))
        topic, action = self.rng.choice(TOPICS), self.rng.choice(ACTIONS)
        terms: Document = {
            "title": {
                n: f"{FORMS[form][i]} {topic[i]} ({self.serial})"
                for i, n in enumerate(("en", "es"))
            },
            "action": {"en": action[0]} | ({"es": action[1]} if self.chance(0.25) else {}),
            "form": form,
        }
        if lead := self.rng.choice(LEADS):
            terms["lead"] = lead
        if timeline := self.timeline():
            terms["timeline"] = timeline
        return terms

    def timeline(self) -> Any:
        draw, later = self.rng.random(), self.day + timedelta(self.rng.randint(60, 700))
        if draw < 0.35:
            return "open"
        if draw < 0.55:
            return {"by": later}
        if draw < 0.70:
            return {"from": self.day + timedelta(30), "to": later}
        if draw < 0.78:
            return {"every": 12, "at_most": 36}
        return {"standing": self.body} if draw < 0.85 else None

    def start(self, room: int) -> list[Document] | None:
        thing = self.pick(lambda t: t.status == "pending" and self.outranks(self.steward(t.parent)))
        return thing and [
            self.changed(replace(thing, status="ongoing"), {"start": {"item": thing.id}}, thing)
        ]

    def record_occurrence(self, room: int) -> list[Document] | None:
        thing = self.pick(lambda t: self.outranks(self.steward(t.parent)))
        on = self.day - timedelta(self.rng.randint(0, 60))
        return thing and [
            self.changed(thing, {"record-occurrence": {"item": thing.id, "on": on}}, thing)
        ]

    def translate(self, room: int) -> list[Document] | None:
        thing = self.pick(
            lambda t: t.translated != "agreed" and self.outranks(self.steward(t.parent))
        )
        if thing is None:
            return None
        self.serial += 1
        terms = {"action": {"es": f"{self.rng.choice(ACTIONS)[1]} ({self.serial})"}}
        return [
            self.changed(
                replace(thing, translated="yes"),
                {"translate": {"item": thing.id, "terms": terms}},
                thing,
            )
        ]

    def redefine(self, room: int) -> list[Document] | None:
        if self.body == "rcm" and not self.is_late and self.chance(0.05):
            return self.redefine_section()
        # A late record by a higher body would raise the level of what others have done since.
        thing = self.pick(
            lambda t: t.approving == self.body if self.is_late else self.outranks(t.approving)
        )
        if thing is None:
            return None
        self.needs_all = True
        self.serial += 1
        draw, timeline, lead = self.rng.random(), self.timeline(), self.rng.choice(LEADS)
        after = replace(thing, approving=self.raised(thing))
        if draw < 0.4 and timeline != thing.timeline:
            terms, after = {"timeline": timeline}, replace(after, timeline=timeline)
        elif draw < 0.7 and (lead or None) != (thing.lead or None):
            terms, after = {"lead": lead or []}, replace(after, lead=lead)
        else:
            terms = {"action": {"en": f"{self.rng.choice(ACTIONS)[0]} ({self.serial})"}}
            after = replace(after, translated="agreed" if thing.translated == "agreed" else "no")
        return [self.changed(after, {"redefine": {"item": thing.id, "terms": terms}}, thing)]

    def redefine_section(self) -> list[Document] | None:
        section = self.pick(lambda s: s.parent is not None, self.sections)
        if section is None:
            return None
        self.needs_all = True
        self.serial += 1
        terms = {"title": {"en": f"Section {self.serial}", "es": f"Sección {self.serial}"}}
        after = replace(section, approving="rcm")
        return [self.changed(after, {"redefine": {"item": section.id, "terms": terms}}, section)]

    def move(self, room: int) -> list[Document] | None:
        sections = self.body == "rcm" and self.chance(0.1)
        among = self.sections if sections else self.activities
        thing = self.pick(lambda t: t.parent is not None and self.outranks(t.approving), among)
        if thing is None:
            return None
        to = self.place() if not sections else self.rng.choice(ROOTS[:4])[0]
        if to is None or to == thing.parent:
            return None
        self.needs_all = True
        after = replace(thing, parent=to, approving=self.raised(thing))
        return [self.changed(after, {"move": {"item": thing.id, "parent": to}}, thing)]

    def may_complete(self, thing: Thing) -> bool:
        return self.outranks(thing.approving if thing.recurs else self.steward(thing.parent))

    def complete(self, room: int) -> list[Document] | None:
        thing = self.pick(self.may_complete)
        if thing is None:
            return None
        self.needs_all = self.needs_all or thing.recurs
        change = {
            "complete": {"item": thing.id, "outcome": {"en": "Held; the report was distributed."}}
        }
        return [self.changed(replace(thing, status="completed"), change, thing)]

    def discontinue(self, room: int, thing: Thing | None = None) -> list[Document] | None:
        thing = thing or self.pick(lambda t: self.outranks(t.approving))
        if thing is None:
            return None
        self.needs_all = True
        change = {"discontinue": {"item": thing.id, "reason": {"en": "No longer applicable."}}}
        return [self.changed(replace(thing, status="discontinued"), change, thing)]

    def reinstate(self, room: int) -> list[Document] | None:
        fitting = [
            t
            for t in self.archive
            if t.parent in self.things
            and self.outranks(t.approving)
            and self.outranks(self.steward(t.parent))
        ]
        if not fitting:
            return None
        thing = self.rng.choice(fitting)
        self.archive.remove(thing)
        self.needs_all = True
        after = replace(thing, status="pending", approving=self.raised(thing))
        return [self.changed(after, {"reinstate": {"item": thing.id}}, thing)]

    def replacing(self, room: int) -> list[Document] | None:
        """One item split into two, or two merged into one."""
        olds = [t for _ in range(2) if (t := self.pick(lambda t: self.outranks(t.approving)))]
        if not olds:
            return None
        self.needs_all = True
        if room < 2 or self.chance(0.5):
            return self.approve(room, list({t.id: t for t in olds}.values()))
        first = self.approve(room, olds[:1])
        return first and first + (self.approve(room, olds[:1]) or [])

    def closing(self, room: int) -> list[Document] | None:
        """A section no longer needed: what is left in it is discontinued, then it is itself."""
        if self.body != "rcm":
            return None
        section = self.pick(
            lambda s: s.parent is not None and len(self.below.get(s.id, {})) < room, self.sections
        )
        if section is None:
            return None
        left = [self.things[id] for id in self.below.get(section.id, {})]
        return [
            change for thing in [*left, section] for change in self.discontinue(room, thing) or []
        ]

    def rectify(self, room: int) -> list[Document] | None:
        """The last change of an item voided, sometimes with another in its place."""
        found = self._rectifiable()
        if found is None:
            return None
        thing, last = found
        ((kind, content),) = last.change.items()
        self.needs_all = True
        if thing in self.archive:
            self.archive.remove(thing)
        voiding: Document = {
            "item": thing.id,
            "voids": last.reference,
            "reason": {"en": "Recorded by mistake."},
        }
        if kind == "record-occurrence" and self.chance(0.5):
            voiding["instead"] = {"change": {kind: content | {"on": content["on"] - timedelta(1)}}}
            made = self.changed(thing, {"rectify": voiding}, thing)
            self.things[thing.id] = replace(self.things[thing.id], last=None)
            return [made]
        return [self.changed(last.before, {"rectify": voiding}, thing)]

    def _rectifiable(self) -> tuple[Thing, Last] | None:
        """An item whose last change can be voided, and nothing after it is unlawful by that."""
        archived = {t.id: t for t in self.archive}
        for _ in range(12 if self.recent else 0):
            id = self.rng.choice(self.recent)
            thing = self.things.get(id) or archived.get(id)
            last = thing.last if thing else None
            if thing is None or last is None or last.reference.startswith(f"{self.id}#"):
                continue
            states = [state for state in (thing, last.before) if state is not None]
            if any(state.parent not in self.things for state in states):
                continue
            bodies = [
                last.body,
                *(t.approving for t in states),
                *(self.steward(t.parent) for t in states),
            ]
            unmoved = all(
                section.day < last.day for t in states for section in self.above(t.parent)
            )
            if unmoved and all(self.outranks(body) for body in bodies) and last.day <= self.day:
                return thing, last
        return None
