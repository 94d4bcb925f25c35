"""Builders of the domain: a ledger, its meetings, decisions, changes and positions, each in one line.

A test says what matters and nothing else. Days are written `2007-06-01`; a text is its English words, where
Spanish does not matter. `Conference` is a real ledger in a file, told in sentences.
"""

import itertools
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Literal, NamedTuple

import yaml

from ledger.authority import Violation
from ledger.changes import ChangeForm
from ledger.charter import Charter, shipped_charters
from ledger.decision import Position
from ledger.history import history_of
from ledger.judging import Judgement
from ledger.ledger import Ledger
from ledger.plan import Item
from ledger.problems import Problem, Refused
from ledger.records import DecisionFields, MeetingFields
from ledger.standing import Charters
from ledger.verify import Verification, verify
from ledger.versions import versions_of
from tests.stores import Files, Store

ELEVEN = ("BZ", "CA", "CR", "DO", "GT", "HN", "MX", "NI", "PA", "SV", "US")
Way = Literal["record", "adopt", "confirm"]
"""How a decision gets into the ledger: recorded in one, tabled and adopted, or tabled, submitted and confirmed."""


def as_day(day: str | date) -> date:
    return day if isinstance(day, date) else date.fromisoformat(day)


def text(words: str | Mapping[str, str]) -> dict[str, str]:
    return {"en": words} if isinstance(words, str) else dict(words)


# --- the charter --------------------------------------------------------------------------------------------


def the_charter(**rules: tuple[str, str]) -> Charter:
    """The RCM's, with other rules where they are given: `start=("approving", "majority")`."""
    charter = yaml.safe_load(shipped_charters()["rcm"])
    for kind, (by, agreement) in rules.items():
        charter["rules"][kind.replace("_", "-")] = {"by": by, "agreement": agreement}
    return Charter.model_validate(charter)


# --- changes ------------------------------------------------------------------------------------------------


def change(kind: str, /, **fields: Any) -> ChangeForm:
    return ChangeForm.model_validate({kind: fields})


def _terms(item: str, terms: dict[str, Any]) -> dict[str, Any]:
    given = {"title": f"The title of {item}", **terms}
    return {
        k: text(v) if k in ("title", "action") and isinstance(v, str) else v
        for k, v in given.items()
    }


def approve(
    item: str, parent: str | None = None, *, replaces: tuple[str, ...] = (), **terms: Any
) -> ChangeForm:
    """A new activity."""
    more = {"replaces": replaces} if replaces else {}
    return change("approve", item=item, parent=parent, terms=_terms(item, terms), **more)


def approve_section(
    item: str, parent: str | None = None, *, steward: str | None = None, role: str | None = "line-of-action",
    replaces: tuple[str, ...] = (), **terms: Any,
) -> ChangeForm:  # fmt: skip
    more: dict[str, Any] = {"replaces": replaces} if replaces else {}
    more |= {"steward": steward} if steward else {}
    return change(
        "approve",
        item=item,
        kind="section",
        role=role,
        parent=parent,
        terms=_terms(item, terms),
        **more,
    )


def redefine(item: str, **fields: Any) -> ChangeForm:
    """`timeline=…`, `title=…` are terms; `role` and `steward` a section's own. By default, another timeline."""
    own = {k: fields.pop(k) for k in ("role", "steward") if k in fields}
    terms = {
        k: text(v) if k in ("title", "action") and isinstance(v, str) else v
        for k, v in fields.items()
    }
    if not terms and not own:
        terms = {"timeline": {"by": "2030-12-31"}}
    return change("redefine", item=item, **own, **({"terms": terms} if terms else {}))


def move(item: str, parent: str | None) -> ChangeForm:
    return change("move", item=item, parent=parent)


def discontinue(item: str) -> ChangeForm:
    return change("discontinue", item=item, reason={"en": "No longer applicable."})


def translate(
    item: str, es: str | None = "En español", part: str = "title", language: str = "es"
) -> ChangeForm:
    return change("translate", item=item, terms={part: {language: es}})


def start(item: str) -> ChangeForm:
    return change("start", item=item)


def record_occurrence(item: str, on: str) -> ChangeForm:
    return change("record-occurrence", item=item, on=on)


def complete(item: str) -> ChangeForm:
    return change("complete", item=item, outcome={"en": "Held."})


def reinstate(item: str) -> ChangeForm:
    return change("reinstate", item=item)


def rectify(
    item: str, voids: str, *, instead: ChangeForm | None = None, under: str | None = None
) -> ChangeForm:
    more: dict[str, Any] = {}
    if instead is not None:
        more["instead"] = {"change": instead.document(), **({"under": under} if under else {})}
    return change("rectify", item=item, voids=voids, reason={"en": "Recorded by mistake."}, **more)


def admit(member: str, **fields: Any) -> ChangeForm:
    return change("admit-member", member=member, **fields)


def withdraw(member: str, **fields: Any) -> ChangeForm:
    return change("withdraw-member", member=member, **fields)


def amend(**charter: Any) -> ChangeForm:
    return change("amend-charter", **charter)


# --- positions ----------------------------------------------------------------------------------------------

Positions = Callable[[frozenset[str]], dict[str, Position]]
"""Positions of those who are members on the day."""


def a_position(stance: str = "agree", **fields: Any) -> Position:
    """A reservation is given its words."""
    if stance == "reserve":
        fields.setdefault("statement", {"en": "Not like this."})
    return Position.model_validate({"stance": stance, **fields})


def excepting(*items: str, stance: str = "agree") -> Position:
    return a_position(stance, **{"except": items})


def all_agree(**others: Position | str) -> Positions:
    """Every member agrees, but those who are named: `CA="object"`, `CA=excepting("a1")`, `CA="silent"`."""

    def positions(members: frozenset[str]) -> dict[str, Position]:
        taken = {member: a_position() for member in sorted(members)}
        for member, position in others.items():
            if position == "silent":
                taken.pop(member, None)
            else:
                taken[member] = a_position(position) if isinstance(position, str) else position
        return taken

    return positions


def all_but(*silent: str) -> Positions:
    return all_agree(**dict.fromkeys(silent, "silent"))


def only(*agreeing: str) -> Positions:
    return lambda members: {member: a_position() for member in agreeing}


def nobody() -> Positions:
    return only()


# --- records ------------------------------------------------------------------------------------------------


def a_meeting(
    body: str = "rcm", on: str | date = "2007-05-10", *, id: str | None = None, **fields: Any
) -> MeetingFields:
    """A meeting of one day, unless `closes_on` says otherwise."""
    given = {"title": {"en": f"A meeting of the {body}"}, "opens_on": on, "closes_on": on, **fields}
    return MeetingFields.model_validate({"id": id or f"{body}-{on}", "body": body, **given})


def a_decision(
    id: str = "rcm-12-d1", meeting: str = "rcm-12", on: str | date = "2007-05-10", **fields: Any
) -> DecisionFields:
    given = {"text": {"en": f"What {id} says."}, **fields}
    return DecisionFields.model_validate({"id": id, "meeting": meeting, "adopted_on": on, **given})


# --- a ledger -----------------------------------------------------------------------------------------------

BEGINNING = datetime(2026, 1, 1, 12, tzinfo=UTC)


def a_clock() -> Callable[[], datetime]:
    """A clock that goes one second further whenever it is read."""
    seconds = itertools.count()
    return lambda: BEGINNING + timedelta(seconds=next(seconds))


def a_ledger(
    folder: Path,
    charter: Charter | None = None,
    *,
    name: str = "ledger.db",
    store: Store | None = None,
    **kwargs: Any,
) -> Ledger:
    address = (store or Files()).address(folder, name)
    return Ledger.create(address, charter or the_charter(), **{"now": a_clock(), **kwargs})


def plan_of(
    ledger: Ledger, as_of: str | date | None = None, known_at: int | None = None
) -> dict[str, Item]:
    """Every item, current or archived, as of a day, as known at an entry."""
    ledger._look()
    records = ledger.index
    until = ledger.head if known_at is None else known_at
    charters = Charters(
        records.charters.founding, [c for c in records.charters.changes if c.entry <= until]
    )
    day = (2**31 - 2) if as_of is None else as_day(as_of).toordinal()
    found = {}
    for (id,) in ledger.recorder.read("SELECT DISTINCT item FROM placed WHERE item <> ''"):
        versions = versions_of(
            id, history_of(records, id, until), charters, lambda d: ledger.adopted_decision(d).entry
        )
        found |= {id: v.item for v in versions if v.agreed_from <= day < v.agreed_to}
    return found


class Why(NamedTuple):
    """A reason of a refusal, as tests compare them."""

    code: str
    item: str | None = None
    members: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()

    @classmethod
    def of(cls, violation: Violation) -> "Why":
        assert_said(violation.message)
        return cls(violation.code, violation.item, violation.members, violation.conflicts)


def assert_said(message: Mapping[str, str]) -> None:
    """A sentence in both languages, without a gap where a name belongs."""
    assert message.keys() >= {"en", "es"}
    for words in message.values():
        assert words.strip(), message
        assert not re.search(r"\{\w*\}", words), message
        assert words.rstrip()[-1] in ".?)", message
        assert "  " not in words, message
        assert " ," not in words, message
        assert ": ." not in words, message
    assert message["en"] != message["es"]


class Told(NamedTuple):
    """A decision that a conference was told, as a register writes it, and why it was refused."""

    meeting: MeetingFields
    fields: DecisionFields
    changes: tuple[ChangeForm, ...]
    positions: Mapping[str, Position]
    violations: tuple[Violation, ...]

    def document(self) -> dict[str, Any]:
        return {
            **self.fields.model_dump(mode="json", exclude_unset=True, exclude={"meeting"}),
            "positions": {
                m: p.model_dump(mode="json", exclude_unset=True) for m, p in self.positions.items()
            },
            "changes": [form.document() for form in self.changes],
        }


class Conference:
    """A real ledger, told in sentences."""

    def __init__(self, ledger: Ledger, way: Way = "record"):
        self.ledger, self.way = ledger, way
        self.told: list[Told] = []

    # Meetings.

    def meets(
        self, body: str, on: str | date = "2007-05-10", *, id: str | None = None, **fields: Any
    ) -> str:
        """Convene a meeting; its id."""
        meeting = a_meeting(body, on, id=id, **fields)
        self.ledger.convene(meeting)
        return meeting.id

    def _meeting(self, where: str, on: str | date | None) -> MeetingFields:
        """The meeting with this id, or that of the body on the day, convened where it was not."""
        known = self.ledger.meeting(where) or (on and self.ledger.meeting(f"{where}-{on}"))
        if not known:
            assert on is not None, f"on which day does the {where} meet?"
            known = self.ledger.meeting(self.meets(where, on))
        assert known
        return known.fields

    # Decisions.

    def decides(
        self, where: str, on: str | date | None, *changes: ChangeForm, id: str | None = None,
        positions: Positions | Mapping[str, Position] | None = None, **fields: Any,
    ) -> Judgement:  # fmt: skip
        """A meeting, or a body on a day, adopts a decision; everybody agrees unless told otherwise."""
        meeting = self._meeting(where, on)
        adopted_on = as_day(on) if on else meeting.closes_on
        decision = a_decision(
            id or f"{meeting.id}-d{self._next_number(meeting.id)}", meeting.id, adopted_on, **fields
        )
        if not isinstance(positions, Mapping):
            positions = (positions or all_agree())(self.members_on(adopted_on))
        try:
            judgement = self._take(decision, changes, positions)
        except Refused as refused:
            self.told.append(Told(meeting, decision, changes, positions, refused.violations))
            raise
        self.told.append(Told(meeting, decision, changes, positions, ()))
        return judgement

    def _next_number(self, meeting: str) -> int:
        return 1 + sum(told.meeting.id == meeting for told in self.told)

    def _take(
        self,
        decision: DecisionFields,
        changes: tuple[ChangeForm, ...],
        positions: Mapping[str, Position],
    ) -> Judgement:
        if self.way == "record":
            return self.ledger.record(decision, changes, positions)
        self.ledger.table(decision, changes, positions)
        if self.way == "adopt":
            return self.ledger.adopt(decision.id)
        self.ledger.submit(decision.id)
        return self.ledger.confirm(decision.id)

    def refuses(
        self, where: str, on: str | date | None, *changes: ChangeForm, **told: Any
    ) -> list[Why]:
        """Why the ledger refuses a decision; nothing of which is in the plan."""
        plan = plan_of(self.ledger)
        try:
            self.decides(where, on, *changes, **told)
        except Refused as refused:
            assert plan_of(self.ledger) == plan
            return [Why.of(violation) for violation in refused.violations]
        raise AssertionError("it was lawful")

    # What there is.

    @property
    def entry(self) -> int:
        return self.ledger.head

    def members_on(self, day: str | date) -> frozenset[str]:
        return self.ledger.charter.members_on(as_day(day))

    def plan(self, as_of: str | date | None = None, known_at: int | None = None) -> dict[str, Item]:
        return plan_of(self.ledger, as_of, known_at)

    def item(self, id: str, as_of: str | date | None = None, known_at: int | None = None) -> Item:
        return self.plan(as_of, known_at)[id]

    def knows(self, id: str, as_of: str | date | None = None, known_at: int | None = None) -> bool:
        return id in self.plan(as_of, known_at)

    def verified(self) -> Verification:
        return verify(self.ledger)

    # As a register.

    def register(self, *, refused_too: bool = True) -> dict[str, Any]:
        """What was told, as a register that keeps the order of recording."""
        meetings: dict[str, dict[str, Any]] = {}
        told = [t for t in self.told if refused_too or not t.violations]
        for n, each in enumerate(told, start=1):
            known = meetings.setdefault(
                each.meeting.id,
                {**each.meeting.model_dump(mode="json", exclude_unset=True), "decisions": []},
            )
            known["decisions"].append({**each.document(), "recorded": n})
        charter = self.ledger.founding.charter.model_dump(mode="json", exclude_unset=True)
        return {"register": 1, "charter": charter, "meetings": list(meetings.values())}


@contextmanager
def nothing_recorded(ledger: Ledger) -> Iterator[None]:
    """Whatever happens inside, the log is what it was."""
    before = ledger.head
    try:
        yield
    finally:
        assert ledger.head == before


def assert_proven(ledger: Ledger) -> None:
    found = verify(ledger)
    assert found.proven, found.violations
    assert found.authentic
    assert found.lawful
    assert found.projections_match


@contextmanager
def hindered(code: str, *named: str) -> Iterator[list[Problem]]:
    """Something other than the rule stands in the way: said in both languages, naming what it is."""
    caught: list[Problem] = []
    try:
        yield caught
    except Problem as problem:
        caught.append(problem)
        assert problem.code == code, problem.message
        assert_said(problem.message)
        for words in problem.message.values():
            assert all(name in words for name in named), words
    else:
        raise AssertionError(f"nothing stood in the way; expected: {code}")
