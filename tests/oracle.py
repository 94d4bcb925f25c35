"""An independent model of the ledger, written from the domain's text alone and kept naive.

Nothing is indexed or cached: at every question the recorded changes are put in the agreed order and
folded from the first one on. Quotations are from the specification ("The domain: what the ledger
keeps, and the one rule that it enforces"), and so are the terms. Slow is fine, clever is not.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

ARCHIVE = ("completed", "discontinued", "replaced")
NEVER_ENDING = {"every", "standing"}
PROTECTED = {"by": "approving", "agreement": "unanimity"}
CLEAN_UP = {"by": "steward", "agreement": "consensus"}
RULES = {  # "kinds not named: domain.md's table"; `reinstate` and `rectify` derive from these
    **dict.fromkeys(("redefine", "move", "discontinue"), PROTECTED),
    **dict.fromkeys(("approve", "translate", "start", "record-occurrence", "complete"), CLEAN_UP),
}

# (adopted_on, entry, number of the change), then (entry, number) of the change that put it there,
# which tells an `instead` from the change in whose "very place in the order" it stands.
Place = tuple[date, int, int, int, int]
Content = dict[str, Any]  # of a change, as in the register


@dataclass(frozen=True)
class Violation:
    code: str
    item: str | None
    reference: str
    members: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Authority:
    reference: str
    decision: str
    meeting: str
    body: str
    adopted_on: date


@dataclass
class ItemState:
    id: str
    kind: str
    role: str | None
    parent: str | None
    steward: str | None
    terms: dict[str, Any]
    translations: dict[str, set[str]]
    status: str
    approving_body: str
    approved: Authority
    last_changed: Authority
    archived: Authority | None = None
    changes: int = 0
    occurrences: list[date] = field(default_factory=list)
    replaced_by: list[str] = field(default_factory=list)

    @property
    def current(self) -> bool:
        return self.status not in ARCHIVE


@dataclass
class Charter:
    root: str
    bodies: dict[str, dict[str, Any]]
    rules: dict[str, dict[str, str]]
    memberships: dict[str, list[tuple[date, date | None]]]  # since, and until if it left

    def members_on(self, day: date) -> list[str]:
        """ "a member on every day from `since` on and before `until`" """
        return sorted(
            member
            for member, terms in self.memberships.items()
            if any(since <= day and (until is None or day < until) for since, until in terms)
        )

    def outranks(self, higher: str, lower: str) -> bool:
        """ "Body A outranks body B when B reports to A, directly or through others." """
        above = self.bodies[lower].get("reports_to")
        return above is not None and (above == higher or self.outranks(higher, above))


@dataclass(frozen=True)
class Recorded:
    """A decision as recorded; `changes` are (number, kind, content), of a draft the lawful ones."""

    entry: int
    meeting: dict[str, Any]
    decision: dict[str, Any]
    changes: tuple[tuple[int, str, Content], ...]
    id = property(lambda self: str(self.decision["id"]))
    body = property(lambda self: str(self.meeting["body"]))
    day = property(lambda self: as_date(self.decision["adopted_on"]))

    def place(self, number: int) -> Place:
        return (self.day, self.entry, number, self.entry, number)


@dataclass(frozen=True)
class Standing:
    """A change where it stands in the agreed order, under the decision by whose authority it
    stands there (an `instead` bears the rectify's reference); kind "": a decision begins."""

    place: Place
    reference: str
    kind: str
    content: Content
    under: Recorded

    @property
    def authority(self) -> Authority:
        under = self.under
        return Authority(self.reference, under.id, str(under.meeting["id"]), under.body, under.day)


@dataclass
class Moment:
    """What a fold gives: the plan, the charter, the charter before each decision's first change
    (by entry), and the references of what was unlawful and left out, in the agreed order."""

    items: dict[str, ItemState]
    charter: Charter
    charter_before: dict[int, Charter] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)


class Ends(Exception):
    """ "These end the judging of a change, as the rest would make no sense" """


def as_date(day: date | str) -> date:
    return date.fromisoformat(day) if isinstance(day, str) else day


# --- the agreed order ------------------------------------------------------------------------


def find(history: list[Recorded], reference: str) -> tuple[Recorded, int, str, Content] | None:
    for recorded in history:
        for number, kind, content in recorded.changes:
            if reference == f"{recorded.id}#{number}":
                return recorded, number, kind, content
    return None


def void_references(history: list[Recorded]) -> set[str]:
    """ "A `rectify` can itself be rectified …: then that change counts again." A target is
    recorded by an earlier decision, so going back from the newest every rectify is known to be
    void or not when it is met. Days play no part: "whatever the date asked for"."""
    void: set[str] = set()
    for recorded in reversed(history):
        for number, kind, content in recorded.changes:
            if kind == "rectify" and f"{recorded.id}#{number}" not in void:
                void.add(content["voids"])
    return void


def standing_instead(
    history: list[Recorded], by: Recorded, number: int, rectify: Content
) -> Standing:
    """ "under the voided change's own decision by default (and then at its very place in the
    order), or under another adopted decision (then on that one's day, as recorded now)" """
    target = find(history, rectify["voids"])
    assert target is not None
    under, at = target[0], (target[0].entry, target[1])
    if rectify["instead"].get("under", under.id) != under.id:
        (under,) = (each for each in history if each.id == rectify["instead"]["under"])
        at = (by.entry, number)
    ((kind, change),) = rectify["instead"]["change"].items()
    place = (under.day, *at, by.entry, number)
    return Standing(place, f"{by.id}#{number}", kind, change, under)


def agreed_order(history: list[Recorded]) -> list[Standing]:
    """ "Changes take effect in the order (`adopted_on`, entry)", voided ones left out."""
    void, order = void_references(history), []
    for recorded in history:
        order.append(Standing(recorded.place(0), "", "", {}, recorded))
        for number, kind, content in recorded.changes:
            reference = f"{recorded.id}#{number}"
            if reference in void:
                continue
            order.append(Standing(recorded.place(number), reference, kind, content, recorded))
            if kind == "rectify" and content.get("instead"):
                order.append(standing_instead(history, recorded, number, content))
    return sorted(order, key=lambda standing: standing.place)


def fold(charter: Charter, history: list[Recorded], before: Place | None = None) -> Moment:
    """The plan and the charter before a place (or after all), "folded again in agreed order".

    Each change is judged at its place and left out where it is unlawful there, but "a `rectify`
    is judged once, when it is recorded". What applies to a decision is the charter "at the
    decision's place in the agreed order, before its first change".
    """
    moment = Moment({}, copy.deepcopy(charter))
    for standing in agreed_order(history):
        if before is not None and standing.place >= before:
            break
        if standing.kind == "":
            moment.charter_before[standing.under.entry] = copy.deepcopy(moment.charter)
        elif standing.kind != "rectify" and ruling(standing, moment):
            moment.left_out.append(standing.reference)
        elif standing.kind != "rectify":
            apply(standing, moment)
    return moment


# --- the rule --------------------------------------------------------------------------------


def ruling(change: Standing, moment: Moment) -> list[Violation]:
    """Every violation of a change (but of a rectify, which needs the history: see Oracle)."""
    judging = Judging(change, moment)
    try:
        getattr(judging, change.kind.replace("-", "_"))()
    except Ends:
        return judging.violations[-1:]
    return judging.violations


class Judging:
    """One change, judged on the plan before it, under its decision and that decision's charter."""

    def __init__(self, change: Standing, moment: Moment) -> None:
        self.change, self.content, self.under = change, change.content, change.under
        self.items, self.moment = moment.items, moment
        self.charter = moment.charter_before[change.under.entry]
        self.violations: list[Violation] = []

    def refuse(self, code: str, members: Iterable[str] = (), item: str | None = None) -> None:
        item = item or self.content.get("item")
        self.violations.append(Violation(code, item, self.change.reference, tuple(members)))

    def end(self, code: str, item: str | None = None) -> None:
        self.refuse(code, item=item)
        raise Ends

    def bodies(self, required: Iterable[str], item: str | None = None) -> None:
        """ "A body that falls short gets `level-too-low` where the one required outranks it,
        else `wrong-body`." """
        for body in required:
            if self.charter.outranks(body, self.under.body):
                self.refuse("level-too-low", item=item)
            elif body != self.under.body and not self.charter.outranks(self.under.body, body):
                self.refuse("wrong-body", item=item)

    def states(self, agreement: str, on: set[str], item: str | None = None) -> None:
        """Agreement of "the members on the day of adoption"; `except` counts if it names one of
        the items `on`: not agreeing (unanimity), objecting (the others)."""
        members = self.charter.members_on(self.under.day)
        positions = self.under.decision.get("positions") or {}
        stance = {m: positions[m].get("stance", "agree") for m in members if m in positions}
        excepting = {m for m in stance if on & set(positions[m].get("except") or ())}
        agreeing = [m for m in members if stance.get(m) == "agree" and m not in excepting]
        objecting = [m for m in members if stance.get(m) == "object" or m in excepting]
        lacking = [m for m in members if m not in agreeing]
        if agreement == "unanimity" and lacking:
            self.refuse("agreement-missing", lacking, item)
        if agreement == "consensus":
            if objecting:
                self.refuse("objection", objecting, item)
            others = [m for m in members if stance.get(m) != "agree"]
            if not 2 * (len(members) - len(others)) > len(members):
                self.refuse("too-few-agree", others, item)
        if agreement == "majority" and not len(agreeing) > len(objecting):
            self.refuse("too-few-agree", lacking, item)
        of_those = len(agreeing) + len(objecting)
        if agreement == "two-thirds" and not (agreeing and 3 * len(agreeing) >= 2 * of_those):
            self.refuse("too-few-agree", lacking, item)

    def steward_of(self, parent: str | None) -> str:
        """ "steward of the place: of the parent itself if it names one, else of its nearest
        ancestor that does, else the root's"; an item's steward is that of its place."""
        while parent is not None and parent in self.items:
            if self.items[parent].steward:
                return str(self.items[parent].steward)
            parent = self.items[parent].parent
        return self.charter.root

    def takes(self, kind: str, item: ItemState, parent: str | None = None) -> None:
        """The body and the agreement that a change of this kind takes of this decision."""
        if kind == "reinstate":
            kind = "complete" if item.status == "completed" else "discontinue"
        if kind == "complete" and NEVER_ENDING & set(item.terms["timeline"] or ()):
            kind = "discontinue"
        approving = self.charter.rules[kind]["by"] == "approving"
        required = [item.approving_body if approving else self.steward_of(item.parent)]
        if kind == "move":
            required.append(self.steward_of(parent))
        on = {item.id}
        if item.kind == "section" and self.change.kind in ("redefine", "move", "rectify"):
            # "need a body that equals or outranks the approving body of the section and of every
            # current item below it, and an `except` on any of these counts"
            carried = [item, *current_below(self.items, item.id)]
            required += [each.approving_body for each in carried]
            on = {each.id for each in carried}
        self.bodies(required, item.id)
        self.states(self.charter.rules[kind]["agreement"], on, item.id)

    def item(self, activity: bool = False, current: bool = True) -> ItemState:
        item = self.items.get(self.content["item"])
        if item is None:
            self.end("item-unknown")
        assert item is not None
        if activity and item.kind != "activity":
            self.end("not-an-activity")
        if current and not item.current:
            self.refuse("item-archived")
        return item

    def known_place(self, parent: str | None) -> None:
        if parent is not None and parent not in self.items:
            self.end("parent-unknown")
        if parent is not None and self.items[parent].kind != "section":
            self.end("not-a-section")

    def current_place(self, parent: str | None) -> None:
        if parent is not None and not self.items[parent].current:
            self.refuse("parent-archived")

    def approve(self) -> None:
        new, parent = self.content["item"], self.content.get("parent")
        if new in self.items:
            self.end("item-exists")
        self.known_place(parent)
        for each in self.content.get("replaces") or ():
            if each not in self.items:
                self.end("item-unknown", each)
        self.current_place(parent)
        self.bodies([self.steward_of(parent)])
        self.states(self.charter.rules["approve"]["agreement"], {new})
        # "judged with the new item in its place …, in list order, an earlier one counting as
        # archived"
        self.items = {**self.items, new: new_item(self.change)}
        for each in self.content.get("replaces") or ():
            old = self.items[each]
            self.takes("discontinue", old)
            # "An item that an earlier change of the same decision replaced may be named again"
            replaced = old.archived if old.status == "replaced" else None
            if not old.current and not (replaced and replaced.decision == self.under.id):
                self.refuse("item-archived", item=each)
            if current_below(self.items, each):
                self.refuse("children-current", item=each)
            self.items[each] = replace(old, status="discontinued")

    def redefine(self) -> None:
        item = self.item()
        self.takes("redefine", item)
        if redefined(item, self.content) == item:
            self.refuse("nothing-changes")

    def move(self) -> None:
        item, parent = self.item(), self.content["parent"]
        self.known_place(parent)
        above = parent
        while above is not None:
            if above == item.id:
                self.end("cycle")
            above = self.items[above].parent
        self.current_place(parent)
        self.takes("move", item, parent)
        if parent == item.parent:
            self.refuse("nothing-changes")

    def discontinue(self) -> None:
        item = self.item()
        self.takes("discontinue", item)
        if current_below(self.items, item.id):
            self.refuse("children-current")

    def translate(self) -> None:
        """ "`text-agreed` (a `translate` of an agreed language, or of a title or action that has
        none)" """
        item = self.item()
        self.takes("translate", item)
        same = []
        for term, language, words in languages_of(self.content):
            text = item.terms[term] or {}
            agreed = text.keys() - item.translations[term]
            if language in agreed or not agreed:
                self.refuse("text-agreed")
            same.append(text.get(language) == words)
        if all(same):
            self.refuse("nothing-changes")

    def start(self) -> None:
        item = self.item(activity=True)
        self.takes("start", item)
        if item.status == "ongoing":
            self.refuse("nothing-changes")

    def record_occurrence(self) -> None:
        self.takes("record-occurrence", self.item(activity=True))

    def complete(self) -> None:
        self.takes("complete", self.item(activity=True))

    def reinstate(self) -> None:
        item = self.item(current=False)
        self.takes("reinstate", item)
        if item.current:
            self.refuse("item-current")
        self.current_place(item.parent)

    def amend_charter(self) -> None:
        self.bodies([self.charter.root])
        self.states("unanimity", set())

    def admit_member(self) -> None:
        """ "`member-exists`: a member on `since`, or to be one after it" """
        self.amend_charter()
        since = as_date(self.content.get("since") or self.under.day)
        terms = self.moment.charter.memberships.get(self.content["member"], [])
        if any(until is None or until > since for _, until in terms):
            self.refuse("member-exists")

    def withdraw_member(self) -> None:
        """ "`member-unknown`: not a member on `until`" """
        self.amend_charter()
        until = as_date(self.content.get("until") or self.under.day)
        if self.content["member"] not in self.moment.charter.members_on(until):
            self.refuse("member-unknown")

    def rectify(self, number: int, charter: Charter, known: list[Recorded]) -> None:
        """ "A `rectify` is judged once, when it is recorded, its target still in place" """
        draft, content, target = self.under, self.content, find(known, self.content["voids"])
        voiding = (number, "rectify", {"item": content["item"], "voids": content["voids"]})
        without = [*known, replace(draft, changes=(*draft.changes, voiding))]
        # "Where the item is gone because its approval is void, what a rectify takes is read from
        # the plan with its target void; gone there too, … it is `item-unknown`."
        if content["item"] not in self.items and target:
            self.items = fold(charter, without, draft.place(number)).items
        item = self.item(current=False)
        # "recorded by an earlier decision, on the same item, agreed no later than the rectify,
        # and not a charter change (else `change-unknown`), and not void (`already-void`)"
        if not target or target[3].get("item") != item.id or target[0].day > draft.day:
            self.end("change-unknown")
        if content["voids"] in void_references([*known, draft]):
            self.end("already-void")
        instead = content.get("instead")
        if instead:
            ((kind, change),) = instead["change"].items()
            if change.get("item") != item.id or kind == "rectify":
                self.end("change-unknown")
            if instead.get("under") and all(each.id != instead["under"] for each in known):
                self.end("not-adopted")
        assert target is not None
        # "no body may void what a body that it does not equal or outrank has done"
        self.bodies([target[0].body])
        while target[2] == "rectify":  # "by what the change that it voided takes"
            target = find(known, target[3]["voids"])
            assert target is not None
        # "for a `move`: its approving body, and the steward of where the item now stands"
        self.takes(undoing(target[2]), item, item.parent)
        if instead:
            standing = standing_instead(known, draft, number, content)
            self.bodies([standing.under.body])
            self.takes(undoing(kind), item, change.get("parent"))
            self.violations += ruling(standing, fold(charter, without, standing.place))


def undoing(kind: str) -> str:
    """ "(an `approve` or a `reinstate`: what `discontinue` takes)" """
    return "discontinue" if kind in ("approve", "reinstate") else kind


# --- what a change does ----------------------------------------------------------------------


def current_below(items: dict[str, ItemState], section: str) -> list[ItemState]:
    children = [item for item in items.values() if item.parent == section]
    deeper = [each for child in children for each in current_below(items, child.id)]
    return [child for child in children if child.current] + deeper


def languages_of(content: Content) -> Iterator[tuple[str, str, str | None]]:
    for term in ("title", "action"):
        for language, words in ((content.get("terms") or {}).get(term) or {}).items():
            yield term, language, words


def new_item(change: Standing) -> ItemState:
    """ "An activity is born `pending`, a section `ongoing`" """
    content, kind = change.content, change.content.get("kind", "activity")
    item = ItemState(
        id=content["item"], kind=kind, parent=content.get("parent"),
        role=content.get("role"), steward=content.get("steward"),
        terms={"title": None, "action": None, "lead": [], "timeline": None, "form": None},
        translations={"title": set(), "action": set()},
        status="ongoing" if kind == "section" else "pending",
        approving_body=change.under.body,
        approved=change.authority, last_changed=change.authority,
    )  # fmt: skip
    return redefined(item, {"terms": content.get("terms") or {}})


def redefined(item: ItemState, content: Content) -> ItemState:
    """ "only what changes; texts merge by language; null clears". "A `redefine` makes the
    languages that it gives agreed; where it changes or clears a language of a title or an action
    that was agreed before (adding one drops nothing), translations of that text which it does not
    give are dropped." """
    terms, translations = dict(item.terms), dict(item.translations)
    for term, value in (content.get("terms") or {}).items():
        if term not in ("title", "action"):
            terms[term] = list(value or []) if term == "lead" else value
            continue
        text, translated = item.terms[term] or {}, item.translations[term]
        given = dict.fromkeys(text) if value is None else value
        falls = any(given.get(each, text[each]) != text[each] for each in text.keys() - translated)
        kept = set() if falls else translated - given.keys()
        agreed = {each: text[each] for each in text if each not in translated}
        merged = {**agreed, **{each: text[each] for each in kept}, **given}
        terms[term] = {each: words for each, words in merged.items() if words is not None} or None
        translations[term] = kept
    role, steward = content.get("role", item.role), content.get("steward", item.steward)
    return replace(item, terms=terms, translations=translations, role=role, steward=steward)


def translated(item: ItemState, content: Content) -> ItemState:
    terms, translations = dict(item.terms), dict(item.translations)
    for term, language, words in languages_of(content):
        text = {**(terms[term] or {}), language: words}
        terms[term] = {each: words for each, words in text.items() if words is not None} or None
        translations[term] = (translations[term] | {language}) & set(terms[term] or ())
    return replace(item, terms=terms, translations=translations)


def apply(change: Standing, moment: Moment) -> None:
    """What a lawful change does to the plan; `admit-member`, `withdraw-member`, `amend-charter`:
    to "the charter from that decision on"."""
    items, content, kind, authority = moment.items, change.content, change.kind, change.authority
    if kind in ("admit-member", "withdraw-member", "amend-charter"):
        change_charter(change, moment.charter)
        return
    if kind == "approve":
        items[content["item"]] = new_item(change)
        for each in content.get("replaces") or ():
            by = [*items[each].replaced_by, content["item"]]
            first = items[each].archived or authority  # named again: archived by the first
            items[each] = replace(items[each], status="replaced", archived=first, replaced_by=by)
        return
    item = items[content["item"]]
    if kind == "redefine":
        item = redefined(item, content)
    elif kind == "move":
        item = replace(item, parent=content["parent"])
    elif kind == "translate":
        item = translated(item, content)
    elif kind == "start":
        item = replace(item, status="ongoing")
    elif kind == "record-occurrence":
        item = replace(item, occurrences=sorted([*item.occurrences, as_date(content["on"])]))
    elif kind in ("complete", "discontinue"):
        item = replace(item, status=f"{kind}d", archived=authority)
    elif kind == "reinstate":
        status = "ongoing" if item.kind == "section" else "pending"
        item = replace(item, status=status, archived=None, replaced_by=[])
    if kind in ("redefine", "move", "reinstate"):
        # "the highest that has since redefined, moved or reinstated it"
        charter = moment.charter_before[change.under.entry]
        if charter.outranks(authority.body, item.approving_body):
            item = replace(item, approving_body=authority.body)
    items[item.id] = item


def change_charter(change: Standing, charter: Charter) -> None:
    content, day, terms = change.content, change.under.day, charter.memberships
    if change.kind == "admit-member":
        since = as_date(content.get("since") or day)
        terms[content["member"]] = [*terms.get(content["member"], []), (since, None)]
    elif change.kind == "withdraw-member":
        last = as_date(content.get("until") or day)
        terms[content["member"]] = [
            (since, last if since <= last and (until is None or last < until) else until)
            for since, until in terms[content["member"]]
            if since != last  # from its first day on: never a member
        ]
    else:  # "merged key by key"
        charter.root = content.get("root", charter.root)
        for body, fields in (content.get("bodies") or {}).items():
            charter.bodies[body] = {**charter.bodies.get(body, {}), **fields}
        for kind, fields in (content.get("rules") or {}).items():
            charter.rules[kind] = {**charter.rules[kind], **fields}


# --- the ledger ------------------------------------------------------------------------------


class Oracle:
    def __init__(self, charter: dict[str, Any]) -> None:
        own = charter.get("rules") or {}
        rules = {kind: {**RULES[kind], **own.get(kind, {})} for kind in RULES}
        terms = {
            member: [(as_date(of["since"]), as_date(of["until"]) if of.get("until") else None)]
            for member, of in charter["members"].items()
        }
        self.charter = Charter(charter["root"], copy.deepcopy(charter["bodies"]), rules, terms)
        self.history: list[Recorded] = []

    def record(self, meeting: dict[str, Any], decision: dict[str, Any]) -> list[Violation]:
        """ "Adoption is all or nothing": recorded when lawful, else every violation found."""
        meeting = copy.deepcopy({k: v for k, v in meeting.items() if k != "decisions"})
        decision = copy.deepcopy(decision)
        for known in self.history:  # "The same decision imported twice changes nothing"
            if known.id == decision["id"]:
                same = (known.meeting, known.decision) == (meeting, decision)
                return [] if same else [Violation("differs", None, known.id)]
        draft = Recorded(len(self.history) + 1, meeting, decision, ())
        violations = self.of_the_decision(draft)
        for number, change in enumerate(decision.get("changes") or (), 1):
            ((kind, content),) = change.items()
            found = self.of_the_change(draft, number, kind, content)
            violations += found
            if not found:  # "a lawful one counts when the next is judged"
                draft = replace(draft, changes=(*draft.changes, (number, kind, content)))
        # "the whole plan, charter included, folded again in agreed order, is still lawful change
        # by change; otherwise it is refused with `late-record-conflict`"
        conflicts = tuple(fold(self.charter, [*self.history, draft]).left_out)
        if conflicts:
            violations.append(Violation("late-record-conflict", None, draft.id, (), conflicts))
        if not violations:
            self.history = [*self.history, draft]
        return list(dict.fromkeys(violations))

    def of_the_decision(self, draft: Recorded) -> list[Violation]:
        charter = fold(self.charter, [*self.history, draft]).charter_before[draft.entry]
        positions, members = draft.decision.get("positions") or {}, charter.members_on(draft.day)
        strangers = tuple(sorted(set(positions) - set(members)))
        late = draft.day > as_date(draft.meeting["closes_on"])
        found = {
            "not-a-member": bool(strangers),
            "adopted-before-opening": draft.day < as_date(draft.meeting["opens_on"]),
            "adopted-after-close": late and draft.decision.get("procedure") != "written",
        }
        return [
            Violation(code, None, draft.id, strangers if code == "not-a-member" else ())
            for code in found
            if found[code]
        ]

    def of_the_change(
        self, draft: Recorded, number: int, kind: str, content: Content
    ) -> list[Violation]:
        """A change, judged at the draft's place, after the draft's lawful changes before it:
        "later changes of the same decision see [a rectify's target] void, and what became
        unlawful by it left out"."""
        before = fold(self.charter, [*self.history, draft], draft.place(number))
        change = Standing(draft.place(number), f"{draft.id}#{number}", kind, content, draft)
        if kind != "rectify":
            return ruling(change, before)
        judging = Judging(change, before)
        try:
            judging.rectify(number, self.charter, self.history)
        except Ends:
            return judging.violations[-1:]
        return judging.violations

    def plan(self, as_of: date | None = None, known_at: int | None = None) -> dict[str, ItemState]:
        """Every item, current and archived: "agreed up to" a day, "known at" an entry."""
        history = self.history[:known_at]
        end = (as_of, len(history) + 1, 0, 0, 0) if as_of else None
        items = fold(self.charter, history, end).items
        order = [each for each in agreed_order(history) if end is None or each.place < end]
        for item in items.values():
            # "The change stands in the history of the items it replaced as well."
            touching = [each for each in order if item.id in touched(each)]
            item.changes, item.last_changed = len(touching), touching[-1].authority
        return items

    def members_on(self, day: date, known_at: int | None = None) -> list[str]:
        return fold(self.charter, self.history[:known_at]).charter.members_on(day)


def touched(standing: Standing) -> list[str | None]:
    return [standing.content.get("item"), *(standing.content.get("replaces") or ())]
