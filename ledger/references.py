"""What a register's records say of each other, of the charter and of the ledger.

The models see one record each. Here is what takes all of them (interfaces.md, "Errors of the
register, not of the decision"): names of bodies, members and leads, ids that are given twice or
nowhere, days on the wrong side of an adoption. What is recorded is not judged here: an item, a
parent or a change that does not exist is for the rule to refuse.

Records are read as the file has them, valid or not, so that all errors are found at once.
"""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, Literal, Protocol

from ledger.charter import OFFICES, Charter
from ledger.days import OF_CHANGES, OF_POSITIONS, deciding, on_the_wrong_side
from ledger.input_errors import Findings, Where, did_you_mean, hint, listed, quoted
from ledger.input_models import LanguagesMet, Record
from ledger.member_keys import KeyRing
from ledger.records import MeetingFields


class Known(Protocol):
    """What the ledger already holds.

    Attributes:
        charter: the charter at head, with every member that ever was; None for no ledger.
        founding: the id of the charter that the ledger was founded with.
        keys: those that members were given.
    """

    @property
    def charter(self) -> Charter | None: ...
    @property
    def founding(self) -> str | None: ...
    @property
    def keys(self) -> KeyRing: ...
    def kind_of(self, item: str) -> Literal["section", "activity"] | None: ...
    def meeting(self, id: str) -> MeetingFields | None: ...
    def decision_day(self, id: str) -> date | None:
        """The day of a decision's adoption; None where the ledger has no such decision."""

    def has_decision(self, id: str) -> bool: ...
    def has_proposal(self, id: str) -> bool: ...
    def ids(self, kind: str) -> Sequence[str]:
        """Those of a kind that may be named to who mistyped one."""


class NothingKnown:
    """No ledger, or an empty one."""

    charter: Charter | None = None
    founding: str | None = None
    keys = KeyRing("")

    def kind_of(self, item: str) -> Literal["section", "activity"] | None:
        return None

    def meeting(self, id: str) -> MeetingFields | None:
        return None

    def decision_day(self, id: str) -> date | None:
        return None

    def has_decision(self, id: str) -> bool:
        return False

    def has_proposal(self, id: str) -> bool:
        return False

    def ids(self, kind: str) -> Sequence[str]:
        return ()


Name = Literal["body", "member", "lead", "language", "meeting", "decision", "proposal", "item"]
Step = str | int

_ACTIVITY, _SECTION = 1, 2
_MOST_PLACES = 200
"""Of one unknown name: more are counted, as no more errors are shown."""
_MOST_NAMES = 100_000


class References:
    """What is named, and what there is: compared at the end, as the order of a file is free."""

    def __init__(self, charters: Collection[Charter], known: Known, findings: Findings):
        self._known, self._findings = known, findings
        self._charted = bool(charters)
        bodies = {id for charter in charters for id in charter.bodies}
        members = {id for charter in charters for id in charter.members}
        observers = {id for charter in charters for id in charter.observers}
        languages = {language for charter in charters for language in charter.languages}
        self._names: dict[Name, set[str]] = {
            "body": bodies,
            "member": members,
            "lead": bodies | members | observers | set(OFFICES),
            "language": languages,
            "meeting": set(),
            "proposal": set(),
        }
        self._called = {"ST": "TS"} | {
            found[1]: id
            for charter in charters
            for id, observer in charter.observers.items()
            for name in observer.name.values()
            if (found := re.search(r"\(([A-Z]+)\)$", name))
        }
        """Offices and observers by what a language calls them: `(ACNUR)`."""
        self.languages = LanguagesMet(languages)
        self._items: dict[str, int] = {}
        self._decisions: dict[str, tuple[str | None, Where]] = {}
        self._proposals: dict[str, Where] = {}
        self._days: dict[str, date | None] = {}
        self._unknown: dict[tuple[Name, str], list[Where]] = {}
        self._beyond: Counter[tuple[Name, str]] = Counter()
        self._dated: list[tuple[str, str, date, Where]] = []
        self._of_sections: list[tuple[str, str, Where]] = []
        self._placed_in: list[tuple[str, Where]] = []
        self._status: dict[str, str] = {}
        self._settled_by: list[tuple[str, Where]] = []

    # --- records -------------------------------------------------------------------------------

    def meeting(self, record: Record) -> None:
        fields = _mapping(record.value)
        if isinstance(id := fields.get("id"), str):
            self._names["meeting"].add(id)
        self._name("body", fields.get("body"), record, "body")
        for key in ("presidency", "host"):
            self._name("member", fields.get(key), record, key)
        for n, member in enumerate(_list(fields.get("present"))):
            self._name("member", member, record, "present", n)
        opens_on, closes_on = day(fields.get("opens_on")), day(fields.get("closes_on"))
        if opens_on and closes_on and closes_on < opens_on:
            where = record.where("closes_on")
            self._findings.add("meeting-order", where, opens_on=opens_on, closes_on=closes_on)
        closed = day(fields.get("closed"))
        if closed and closes_on and closed < closes_on:
            where = record.where("closed")
            self._findings.add("closed-order", where, closed=closed, closes_on=closes_on)

    def decision(self, record: Record, meeting: Any, adopted_on: date | None) -> None:
        """A decision; where its day is that of a meeting still being read, `adopted` follows."""
        fields = _mapping(record.value)
        id = fields.get("id")
        if isinstance(id, str):
            self._decision_once(id, meeting if isinstance(meeting, str) else None, record)
            self._days.setdefault(id, adopted_on)
            if isinstance(status := fields.get("status"), str):
                self._status[id] = status
        for member, position in _mapping(fields.get("positions")).items():
            self.position(record, _mapping(position), id, adopted_on, "positions", member)
        for n, proposal in enumerate(_list(fields.get("recommended_by"))):
            self._name("proposal", proposal, record, "recommended_by", n)
        for n, change in enumerate(_list(fields.get("changes"))):
            self.change(change, record, id, adopted_on, "changes", n)

    def adopted(self, decisions: Collection[str], on: date | None) -> None:
        """The day of decisions that name none, known at the end of their meeting."""
        for id in decisions:
            if self._days.get(id) is None:
                self._days[id] = on

    def proposal(self, record: Record) -> None:
        fields = _mapping(record.value)
        id = fields.get("id")
        if isinstance(id, str):
            self._names["proposal"].add(id)
            if id in self._proposals:
                facts = {"found": quoted(id), "place": str(self._proposals[id])}
                self._findings.add("proposal-twice", record.where("id"), **facts)
            else:
                self._proposals[id] = record.where("id")
        self._name("meeting", fields.get("submitted_to"), record, "submitted_to")
        self.comment(record, fields)
        for n, comment in enumerate(_list(fields.get("comments"))):
            self.comment(record, _mapping(comment), "comments", n)
        for n, referral in enumerate(_list(fields.get("referrals"))):
            self.referral(record, _mapping(referral), "referrals", n)
        self.outcome(record, _mapping(fields.get("outcome")), "outcome")
        for n, change in enumerate(_list(fields.get("changes"))):
            self.change(change, record, None, None, "changes", n)

    def comment(self, record: Record, fields: dict[str, Any], *path: Step) -> None:
        self._name("lead", fields.get("by"), record, *path, "by")
        for n, placement in enumerate(map(_mapping, _list(fields.get("placements")))):
            section = (*path, "placements", n, "section")
            self._name("item", placement.get("section"), record, *section)
            if isinstance(item := placement.get("section"), str):
                self._placed_in.append((item, record.where(*section)))
            for key in ("workplan", "agenda"):
                self._name("body", placement.get(key), record, *path, "placements", n, key)

    def referral(self, record: Record, fields: dict[str, Any], *path: Step) -> None:
        for key in ("from", "to"):
            self._name("body", fields.get(key), record, *path, key)
        if isinstance(to := fields.get("to"), str) and to == fields.get("from"):
            self._findings.add("referral-to-itself", record.where(*path, "to"), found=quoted(to))
        self._name("meeting", fields.get("at"), record, *path, "at")

    def outcome(self, record: Record, fields: dict[str, Any], *path: Step) -> None:
        for n, decision in enumerate(_list(fields.get("adopted"))):
            self._name("decision", decision, record, *path, "adopted", n)
            if isinstance(decision, str):
                self._settled_by.append((decision, record.where(*path, "adopted", n)))

    def report(self, record: Record) -> None:
        fields = _mapping(record.value)
        self._name("lead", fields.get("by"), record, "by")
        self._name("item", fields.get("item"), record, "item")

    def member_key(self, record: Record) -> None:
        self._name("member", _mapping(record.value).get("member"), record, "member")

    def correction(self, record: Record) -> None:
        fields = _mapping(record.value)
        kinds: tuple[Name, ...] = ("meeting", "decision", "proposal")
        for kind in kinds:
            self._name(kind, fields.get(kind), record, kind)

    def position(
        self,
        record: Record,
        position: dict[str, Any],
        decision: Any,
        adopted_on: date | None,
        *path: Step,
    ) -> None:
        for n, item in enumerate(_list(position.get("except"))):
            self._name("item", item, record, *path, "except", n)
        on = position.get("on")
        self._day(OF_POSITIONS, on, decision, adopted_on, record, *path, "on")
        if position.get("basis") == "signed" and position.get("signature") is None:
            self._findings.add("signed-without-signature", record.where(*path, "basis"))
        if position.get("stance") == "reserve" and position.get("statement") is None:
            self._findings.add("statement-missing", record.where(*path, "statement"))

    # --- changes -------------------------------------------------------------------------------

    def change(
        self, form: Any, record: Record, decision: Any, adopted_on: date | None, *path: Step
    ) -> None:
        """A change; its day is that of `decision`: `adopted_on`, or to be known at the end."""
        for kind, value in _mapping(form).items():
            fields, at = _mapping(value), (*path, kind)
            item = fields.get("item")
            if isinstance(item, str):
                self._items.setdefault(item, 0)
            if kind in OF_CHANGES:
                key, error = OF_CHANGES[kind]
                self._day(error, fields.get(key), decision, adopted_on, record, *at, key)
            match kind:
                case "approve" | "redefine":
                    self._placed(kind, item, fields, record, at)
                case "rectify":
                    self._instead(fields, record, *at, "instead")
                case "admit-member":
                    self._bring("member", fields.get("member"))
                case "amend-charter":
                    for body in _mapping(fields.get("bodies")):
                        self._bring("body", body)
                    for observer in _mapping(fields.get("observers")):
                        self._bring("lead", observer)
                    for language in _list(fields.get("languages")):
                        self._bring("language", language)

    def _placed(
        self, kind: str, item: Any, fields: dict[str, Any], record: Record, at: tuple[Step, ...]
    ) -> None:
        section = kind == "approve" and fields.get("kind") == "section"
        if kind == "approve" and isinstance(item, str):
            self._items[item] |= _SECTION if section else _ACTIVITY
        self._name("body", fields.get("steward"), record, *at, "steward")
        if not section and isinstance(item, str):
            for key in ("role", "steward"):
                if kind == "approve" and fields.get(key) is not None:
                    self._sections_only(item, key, record.where(*at, key))
                elif kind == "redefine" and key in fields and not self._items[item] & _SECTION:
                    self._of_sections.append((item, key, record.where(*at, key)))
        terms = _mapping(fields.get("terms"))
        for n, lead in enumerate(_list(terms.get("lead"))):
            self._name("lead", lead, record, *at, "terms", "lead", n)
        standing = _mapping(terms.get("timeline")).get("standing")
        self._name("body", standing, record, *at, "terms", "timeline", "standing")

    def _instead(self, rectify: dict[str, Any], record: Record, *path: Step) -> None:
        """What stands instead is of the day of its own decision."""
        instead = _mapping(rectify.get("instead"))
        voids, under = rectify.get("voids"), instead.get("under")
        decision = deciding(voids, under) if isinstance(voids, str) else under
        self.change(instead.get("change"), record, decision, None, *path, "change")

    # --- what is known at the end --------------------------------------------------------------

    def resolve(self) -> None:
        """Adds what proves wrong once everything is read."""
        of_kind: dict[Name, list[str]] = {}
        for (kind, name), places in self._unknown.items():
            if self._is_known(kind, name):
                continue
            if self._findings.full:
                # What is not shown needs no hint: looking for thousands of them takes hours.
                self._findings.count += len(places) + self._beyond[kind, name]
                continue
            if kind not in of_kind:
                of_kind[kind] = self._candidates(kind)
            candidates = of_kind[kind]
            meant = self._called.get(name) if kind == "lead" else None
            guessed = hint(meant) if meant else did_you_mean(name, candidates)
            facts: dict[str, Any] = {"found": quoted(name), "hint": guessed}
            if kind in ("body", "member", "lead", "language"):
                facts["allowed"] = listed(candidates)
            for where in places:
                self._findings.add(f"{kind}-unknown", where, **facts)
            self._findings.count += self._beyond[kind, name]
        for rule, decision, on, where in self._dated:
            known = self._days.get(decision) or self._known.decision_day(decision)
            if known is not None:
                self._compare(rule, on, known, where)
        for item, key, where in self._of_sections:
            if self._is_activity(item):
                self._sections_only(item, key, where)
        for item, where in self._placed_in:
            if self._is_activity(item):
                self._findings.add("placement-in-activity", where, item=quoted(item))
        for decision, where in self._settled_by:
            if (status := self._status.get(decision, "adopted")) != "adopted":
                facts = {"found": quoted(decision), "status": status}
                self._findings.add("outcome-not-adopted", where, **facts)

    def _is_activity(self, item: str) -> bool:
        known, kinds = self._known.kind_of(item), self._items.get(item, 0)
        activity = kinds & _ACTIVITY or known == "activity"
        return bool(activity and not kinds & _SECTION and known != "section")

    @property
    def leads(self) -> Collection[str]:
        """Every member, office, body and observer that is known so far."""
        return self._names["lead"]

    @property
    def charted(self) -> bool:
        """Whether there is a charter to know names from."""
        return self._charted

    @property
    def too_many(self) -> bool:
        """More names unknown so far than any register has."""
        return len(self._unknown) > _MOST_NAMES

    def _is_known(self, kind: Name, name: str) -> bool:
        match kind:
            case "item":
                return name in self._items or self._known.kind_of(name) is not None
            case "decision":
                return name in self._decisions or self._known.has_decision(name)
            case "proposal":
                return name in self._names[kind] or self._known.has_proposal(name)
            case "meeting":
                return name in self._names[kind] or self._known.meeting(name) is not None
            case _:
                return name in self._names[kind]

    def _candidates(self, kind: Name) -> list[str]:
        if kind in ("body", "member", "lead", "language"):
            return sorted(self._names[kind])
        if kind == "item":
            return [*self._items, *self._known.ids(kind)]
        here = self._decisions if kind == "decision" else self._names[kind]
        return sorted({*here, *self._known.ids(kind)})

    def _bring(self, kind: Name, name: Any) -> None:
        """A name that a change of the register brings."""
        if isinstance(name, str):
            self._names[kind].add(name)
            if kind in ("body", "member"):
                self._names["lead"].add(name)

    def _name(self, kind: Name, name: Any, record: Record, *path: Step) -> None:
        """A name that has to be known at the end."""
        if not isinstance(name, str) or not name:
            return
        if kind in ("body", "member", "lead", "language") and not self._charted:
            return
        if name in (self._items if kind == "item" else self._names.get(kind, ())):
            return
        places = self._unknown.setdefault((kind, name), [])
        if len(places) < _MOST_PLACES:
            places.append(record.where(*path))
        else:
            self._beyond[kind, name] += 1

    def language(self, language: str, where: Where) -> None:
        """A language that has to be known at the end."""
        if self._charted and language not in self._names["language"]:
            self._unknown.setdefault(("language", language), []).append(where)

    def _decision_once(self, id: str, meeting: str | None, record: Record) -> None:
        before = self._decisions.setdefault(id, (meeting, record.where("id")))
        of, where = before
        if where != record.where("id"):
            code = (
                "decision-twice" if of == meeting or None in (of, meeting) else "decision-elsewhere"
            )
            facts = {"found": quoted(id), "place": str(where), "meeting": quoted(of)}
            self._findings.add(code, record.where("id"), **facts)

    def _sections_only(self, item: str, key: str, where: Where) -> None:
        self._findings.add("sections-only", where, key=key, item=quoted(item))

    def _day(
        self,
        rule: str,
        value: Any,
        decision: Any,
        adopted_on: date | None,
        record: Record,
        *at: Step,
    ) -> None:
        on = day(value)
        if on is None:
            return
        if adopted_on is not None:
            self._compare(rule, on, adopted_on, record, *at)
        elif isinstance(decision, str):
            self._dated.append((rule, decision, on, record.where(*at)))

    def _compare(
        self, rule: str, on: date, adopted_on: date, place: Record | Where, *at: Step
    ) -> None:
        if on_the_wrong_side(rule, on, adopted_on):
            where = place.where(*at) if isinstance(place, Record) else place
            self._findings.add(rule, where, day=on, adopted_on=adopted_on)


def day(value: Any) -> date | None:
    """A day as a record writes it; None where it is none."""
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return None
    return None


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
