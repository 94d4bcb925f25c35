"""Random histories of a small conference: lively, and lawful about half of the time.

`random_history` yields (meeting, decision) pairs in the order of their recording, each a valid
record of the register in the oracle's normalised form. An oracle looks on, so that a history knows
what there is to change and what would be lawful; it chooses, it proves nothing.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from tests.oracle import Oracle

Change = dict[str, Any]

BEGIN = date(2001, 1, 10)
LONG_AGO = date(2000, 1, 1)  # before every adoption: an occurrence inside any `instead`
FAR_OFF = date(2090, 1, 1)  # after every adoption: a membership inside any `instead`
SECTIONS = ["s1", "s2", "s3", "s4", "s5"]
ACTIVITIES = ["a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8"]
ITEMS = SECTIONS + ACTIVITIES
ROLES = ["line-of-action", "sub-item", "annex", "pillar", "informational"]
FORMS = ["workshop", "seminar", "study", "standing-agenda-item", "other"]
LEADS = [[], ["TS"], ["PPT"], ["IOM"], ["MX", "TS"], ["CA", "MX", "IOM"], ["lon-cp"]]
TIMELINES: list[Any] = [
    {"by": date(2004, 6, 30)},
    {"from": date(2003, 1, 1), "to": date(2003, 6, 30)},
    {"every": 12},
    {"every": 12, "at_most": 36},
    {"standing": "rcgm"},
    "open",
    None,
]
WORDS = ["alpha", "beta", "gamma"]  # few, so that the same words come again
RULED = ["approve", "redefine", "move", "discontinue", "translate", "start", "record-occurrence"]
RULED += ["complete"]
AGREEMENTS = ["unanimity", "consensus", "majority", "two-thirds"]
JOINING = ["AR", "CU"]  # may join and leave


def small_charter() -> dict[str, Any]:
    """The RCM's bodies and rules with five members, as a charter file has them."""

    def name(words: str) -> dict[str, str]:
        return {"en": words, "es": words}

    decision, conclusion = {"en": "Decision", "es": "Decisión"}, {"en": "Conclusion", "es": "x"}
    network = {"level": "network", "adopts": conclusion, "reports_to": "rcgm"}
    return {
        "charter": "small",
        "title": name("A small conference"),
        "languages": ["en", "es"],
        "root": "rcm",
        "bodies": {
            "rcm": {"name": name("RCM"), "level": "vice-ministerial", "adopts": decision},
            "rcgm": {"name": name("RCGM"), "level": "technical", "adopts": conclusion}
            | {"reports_to": "rcm"},
            "lon-cp": {"name": name("Consular protection"), **network},
            "lon-ts": {"name": name("Smuggling and trafficking"), **network},
        },
        "members": {
            member: {"name": name(member), "since": date(1996, 3, 13)}
            for member in ("BZ", "CA", "CR", "MX", "US")
        },
        "observers": {"IOM": {"name": name("IOM")}},
        "rules": {},
    }


def random_history(
    rng: random.Random, decisions: int, charter: dict[str, Any]
) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    history = History(rng, charter)
    for _ in range(decisions):
        yield copy.deepcopy(history.next_decision())


class History:
    def __init__(self, rng: random.Random, charter: dict[str, Any]) -> None:
        self.rng, self.oracle = rng, Oracle(charter)
        self.founders = sorted(charter["members"])
        self.today = BEGIN
        self.meetings: list[dict[str, Any]] = []
        self.counts: dict[str, int] = {}  # decisions told of each meeting
        self.told: list[dict[str, Any]] = []  # every decision told, refused ones too

    def chance(self, probability: float) -> bool:
        return self.rng.random() < probability

    def one(self, *weighted: tuple[int, Any]) -> Any:
        return self.rng.choices([each for _, each in weighted], [w for w, _ in weighted])[0]

    # --- a decision --------------------------------------------------------------------------

    def next_decision(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """The first of some drafts that is lawful (often one draft only, so that many are not)."""
        style = self.one(
            (8, self.nothing), (42, self.ordinary), (8, self.replacing), (6, self.of_charter),
            (22, self.rectifying), (6, self.unwinding), (3, self.founding), (5, self.many),
        )  # fmt: skip
        recorded = self.oracle.history
        if len(recorded) < 3:
            style = self.founding
        for _ in range(self.one((40, 1), (25, 3), (35, 8))):
            meeting, decision = self.draft(style)
            lawful = not self.oracle.record(meeting, decision)
            kept, self.oracle.history = self.oracle.history, recorded
            if lawful:
                self.oracle.history = kept
                break
        self.counts[meeting["id"]] = self.counts.get(meeting["id"], 0) + 1
        if meeting not in self.meetings:
            self.meetings.append(meeting)
        self.told.append(decision)
        self.today = max(self.today, decision["adopted_on"])
        return meeting, decision

    def draft(self, style: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        body = self.one((56, "rcm"), (24, "rcgm"), (10, "lon-cp"), (10, "lon-ts"))
        if style in (self.founding, self.of_charter) and self.chance(0.9):
            body = "rcm"
        day = self.today
        if self.oracle.history and self.chance(0.25):  # a late record
            day = BEGIN + timedelta(self.rng.randint(0, (self.today - BEGIN).days))
        elif self.oracle.history and self.chance(0.2):  # on a day that has decisions
            day = self.rng.choice(self.oracle.history).day
        elif self.chance(0.7):
            day += timedelta(self.rng.randint(1, 40))
        self.view = self.oracle.plan(as_of=day)
        self.day, self.fresh = day, list[str]()
        meeting, procedure = self.meeting_of(body, day)
        changes = style()
        decision = {
            "id": f"{meeting['id']}-d{self.counts.get(meeting['id'], 0) + 1}",
            "number": str(self.counts.get(meeting["id"], 0) + 1),
            "text": self.text(),
            "adopted_on": day,
            "procedure": procedure,
            "positions": self.positions(day, changes),
            "changes": changes,
        }
        return meeting, decision

    def meeting_of(self, body: str, day: date) -> tuple[dict[str, Any], str]:
        fitting = [
            meeting
            for meeting in self.meetings
            if meeting["body"] == body and meeting["opens_on"] <= day <= meeting["closes_on"]
        ]
        if fitting and self.chance(0.6):
            return self.rng.choice(fitting), self.one((9, "plenary"), (1, "written"))
        opens, closes = day - timedelta(self.rng.randint(0, 3)), day
        closes += timedelta(self.rng.randint(0, 2))
        procedure = "plenary"
        slip = self.rng.random()
        if slip < 0.015:
            opens, closes = day + timedelta(1), day + timedelta(2)
        elif slip < 0.08:  # after the close: in writing, or by mistake
            opens, closes = day - timedelta(30), day - timedelta(29)
            procedure = "written" if slip < 0.065 else "plenary"
        number = len(self.meetings) + 1
        meeting = {
            "id": f"{body}-{number}",
            "body": body,
            "number": number,
            "title": {"en": f"Meeting {number}"},
            "opens_on": opens,
            "closes_on": closes,
            "place": "Puebla",
            "presidency": self.rng.choice(self.founders),
        }
        return meeting, procedure

    def positions(self, day: date, changes: list[Change]) -> dict[str, Any]:
        members = self.oracle.members_on(day)
        named = [each.get("item") for change in changes for each in change.values()]
        items = [each for each in named if each] + [self.rng.choice(ITEMS)]
        everybody = self.chance(0.72)
        positions: dict[str, Any] = {}
        for member in members:
            stance = self.one(
                (60, "agree"), (8, "abstain"), (6, "object"), (6, "reserve"), (20, "")
            )
            stance = "agree" if everybody else stance
            if not stance:
                continue
            position: dict[str, Any] = {"stance": stance}
            if stance == "reserve" or self.chance(0.05):
                position["statement"] = {"en": "In our words."}
            if self.chance(0.03 if everybody else 0.15):
                position["except"] = [self.rng.choice(items)]
            if self.chance(0.05):
                position["on"] = day - timedelta(self.rng.randint(0, 5))
            if self.chance(0.1):
                position["basis"] = self.rng.choice(["own-account", "presumed"])
            positions[member] = position
        if self.chance(0.02):
            positions[self.rng.choice([*JOINING, "ZZ"])] = {"stance": "agree"}
        return positions

    # --- kinds of decisions ------------------------------------------------------------------

    def nothing(self) -> list[Change]:
        return []

    def founding(self) -> list[Change]:
        free = [id for id in ITEMS if id not in self.view]
        sections = [id for id in free if id in SECTIONS][: self.rng.randint(1, 2)]
        activities = [id for id in free if id in ACTIVITIES][: self.rng.randint(1, 3)]
        return [self.approve(id) for id in sections + activities]

    def many(self) -> list[Change]:
        return [self.any_change() for _ in range(self.rng.randint(3, 6))]

    def ordinary(self) -> list[Change]:
        return [self.any_change() for _ in range(self.one((60, 1), (30, 2), (10, 3)))]

    def of_charter(self) -> list[Change]:
        changes = [self.charter_change() for _ in range(self.one((4, 1), (1, 2)))]
        return changes + ([self.any_change()] if self.chance(0.25) else [])

    def replacing(self) -> list[Change]:
        """A split, or a merge; sometimes with a section and what stands in it."""
        if self.chance(0.5):
            old = self.pick(lambda item: item.current)
            return [self.approve(replaces=[old]) for _ in range(self.rng.randint(1, 3))]
        olds = {self.pick(lambda item: item.current) for _ in range(self.rng.randint(1, 3))}
        if self.chance(0.4):
            section = self.pick(lambda item: item.current, SECTIONS)
            olds |= {i.id for i in self.view.values() if i.parent == section and i.current}
            olds |= {section}
        # children come first (their ids do), most of the time
        return [self.approve(replaces=sorted(olds, reverse=self.chance(0.2)))]

    def rectifying(self) -> list[Change]:
        changes = [self.rectify() for _ in range(self.one((75, 1), (20, 2), (5, 3)))]
        for change in changes[:1]:
            if self.chance(0.3):
                changes.append(self.any_change(item=change["rectify"]["item"]))
        if self.chance(0.1):
            changes.insert(0, self.any_change())
        return changes

    def unwinding(self) -> list[Change]:
        """All that was done to an item is voided, the newest first, and perhaps done otherwise."""
        item = self.pick(lambda item: True)
        told = [
            (recorded.day, recorded.entry, number, f"{recorded.id}#{number}")
            for recorded in self.oracle.history
            for number, kind, content in recorded.changes
            if content.get("item") == item and kind != "rectify"
        ]
        references = [reference for *_, reference in sorted(told, reverse=True)]
        if self.chance(0.2):
            self.rng.shuffle(references)
        if self.chance(0.5):
            references = references[: self.rng.randint(1, 3)]
        changes = [self.rectify(item, reference) for reference in references[:6]]
        return changes + ([self.approve(item)] if self.chance(0.4) else [])

    # --- changes -----------------------------------------------------------------------------

    def text(self) -> dict[str, Any]:
        languages = self.one((5, ["en"]), (2, ["es"]), (3, ["en", "es"]))
        return {language: self.rng.choice(WORDS) for language in languages}

    def pick(self, fit: Any, ids: list[str] = ITEMS) -> str:
        """An item that fits, mostly; sometimes one of this very draft, or any."""
        fresh = [id for id in self.fresh if id in ids]
        if fresh and self.chance(0.25):
            return self.rng.choice(fresh)
        fitting = [id for id in ids if id in self.view and fit(self.view[id])]
        return self.rng.choice(fitting if fitting and self.chance(0.95) else ids)

    def place(self) -> str | None:
        known = [id for id in SECTIONS if id in self.view or id in self.fresh]
        if self.chance(0.2 if known else 0.97):
            return None
        current = self.chance(0.93)
        ids = SECTIONS if self.chance(0.95) else ITEMS
        return self.pick(lambda item: item.current == current, ids)

    def any_change(self, item: str | None = None, inside: bool = False) -> Change:
        """A change of any kind that has an item; `inside` an `instead` no day is a later one."""
        kind = self.one(
            (14, "approve"), (18, "redefine"), (10, "move"), (9, "discontinue"), (14, "translate"),
            (9, "start"), (7, "record-occurrence"), (9, "complete"), (10, "reinstate"),
        )  # fmt: skip
        return self.change(kind, item, inside)

    def change(self, kind: str, item: str | None = None, inside: bool = False) -> Change:
        if kind == "approve":
            return self.approve(item)
        ids = ACTIVITIES if kind in ("start", "record-occurrence", "complete") else ITEMS
        ids = ids if self.chance(0.97) else ITEMS
        id = item or self.pick(FITTING[kind], ids)
        content: dict[str, Any] = {"item": id}
        if kind == "redefine":
            content |= self.redefinition(id)
        elif kind == "move":
            content["parent"] = self.place()
        elif kind == "translate":
            content["terms"] = self.translation(id)
        elif kind == "record-occurrence":
            content["on"] = LONG_AGO if inside else self.day - timedelta(self.rng.randint(0, 90))
        elif kind == "complete":
            content["outcome"] = {"en": "Held."}
        elif kind == "discontinue":
            content["reason"] = {"en": "No longer applicable."}
        return {kind: content}

    def approve(self, item: str | None = None, replaces: list[str] | None = None) -> Change:
        free = [id for id in ITEMS if id not in self.view and id not in self.fresh]
        id = item or self.rng.choice(free if free and self.chance(0.95) else ITEMS)
        parent = self.place()
        content: dict[str, Any] = {"item": id, "parent": parent, "terms": {"title": self.text()}}
        if id in SECTIONS:
            content |= {"kind": "section", "role": self.rng.choice(ROLES)}
            if self.chance(0.6):
                content["steward"] = self.one((5, "rcgm"), (2, "lon-cp"), (2, "lon-ts"), (1, "rcm"))
        else:
            content["kind"] = "activity"
            content["terms"] |= {
                "form": self.rng.choice(FORMS),
                "lead": self.rng.choice(LEADS),
                "timeline": self.rng.choice(TIMELINES),
            }
        if self.chance(0.5):
            content["terms"]["action"] = self.text()
        if replaces is None and self.chance(0.06):
            replaces = [self.pick(lambda item: item.current)]
        if replaces and id not in replaces:
            content["replaces"] = replaces
        self.fresh.append(id)
        return {"approve": content}

    def redefinition(self, id: str) -> dict[str, Any]:
        terms: dict[str, Any] = {}
        for term in self.rng.sample(["title", "action"], self.one((3, 0), (5, 1), (1, 2))):
            terms[term] = self.text()
            if self.chance(0.15):
                terms[term] = {self.rng.choice(["en", "es"]): None}
            elif self.chance(0.05):
                terms[term] = None
        content: dict[str, Any] = {}
        if id in SECTIONS:
            if self.chance(0.4) or not terms:
                content["role"] = self.rng.choice(ROLES)
            if self.chance(0.4):
                content["steward"] = self.rng.choice([None, "rcm", "rcgm", "lon-cp", "lon-ts"])
        elif self.chance(0.6) or not terms:
            term, values = self.rng.choice(
                [("timeline", TIMELINES), ("form", [*FORMS, None]), ("lead", LEADS)]
            )
            terms[term] = self.rng.choice(values)
        return content | ({"terms": terms} if terms else {})

    def translation(self, id: str) -> dict[str, Any]:
        term = self.one((2, "title"), (1, "action"))
        language = self.one((1, "en"), (2, "es"))
        if id in self.view and self.chance(0.8):
            text = self.view[id].terms[term] or {}
            agreed = text.keys() - self.view[id].translations[term]
            language = "es" if "en" in agreed else "en"
        words = None if self.chance(0.2) else self.rng.choice(WORDS)
        return {term: {language: words}}

    def rectify(self, item: str | None = None, voids: str | None = None) -> Change:
        if voids is None:
            item, voids = self.target()
        assert item is not None
        content: dict[str, Any] = {"item": item, "voids": voids, "reason": {"en": "A slip."}}
        if self.chance(0.4):
            content["instead"] = self.instead(item, voids)
        return {"rectify": content}

    def target(self) -> tuple[str, str]:
        """An earlier reference and its item: mostly recorded, often recent, often a rectify."""
        recorded = {each.id for each in self.oracle.history}
        known = self.chance(0.96)
        told = [
            (content.get("item"), f"{decision['id']}#{number}", kind)
            for decision in self.told
            if not known or (decision["id"] in recorded and decision["adopted_on"] <= self.day)
            for number, change in enumerate(decision["changes"], 1)
            for kind, content in change.items()
        ]
        if known and self.chance(0.95):
            told = [each for each in told if each[0]]
        if not told:
            return self.rng.choice(ITEMS), "rcm-none-d1#1"
        told = told[-15:] if self.chance(0.6) else told
        if self.chance(0.7):
            kind = self.rng.choice(sorted({each[2] for each in told}))
            kind = "rectify" if any(each[2] == "rectify" for each in told[-6:]) else kind
            told = [each for each in told if each[2] == kind]
        item, voids, _ = self.rng.choice(told)
        return (item if item and self.chance(0.96) else self.rng.choice(ITEMS)), voids

    def instead(self, item: str, voids: str) -> dict[str, Any]:
        ((kind, change),) = self.voided_change(voids).items()
        if self.chance(0.35) and kind in FITTING:
            instead = self.change(kind, item, inside=True)
        elif kind == "approve" and change.get("item") == item and self.chance(0.8):
            instead = {kind: change | {"terms": change["terms"] | {"title": self.text()}}}
        else:
            instead = self.any_change(item, inside=True)
        if self.chance(0.02):
            instead = {"admit-member": {"member": "AR", "since": FAR_OFF}}
        elif self.chance(0.02):
            instead = {"rectify": {"item": item, "voids": voids, "reason": {"en": "No."}}}
        elif self.chance(0.03):
            instead = self.any_change(inside=True)
        content: dict[str, Any] = {"change": instead}
        if self.chance(0.55):
            adopted = [each.id for each in self.oracle.history] or ["rcm-none-d1"]
            adopted = [id for id in adopted if id.startswith("rcm-")] or adopted
            refused = [each["id"] for each in self.told] + ["rcm-none-d1"]
            content["under"] = self.rng.choice(adopted if self.chance(0.88) else refused)
        return content

    def voided_change(self, voids: str) -> Change:
        for decision in self.told:
            for number, change in enumerate(decision["changes"], 1):
                if voids == f"{decision['id']}#{number}":
                    found: Change = copy.deepcopy(change)
                    return found
        return {"approve": {}}

    def charter_change(self) -> Change:
        kind = self.one((4, "admit-member"), (4, "withdraw-member"), (5, "amend-charter"))
        if kind == "amend-charter":
            return {kind: self.amendment()}
        member = self.rng.choice(JOINING if self.chance(0.8) else [*self.founders, "ZZ"])
        content: dict[str, Any] = {"member": member}
        day = self.day + timedelta(self.one((2, 0), (3, self.rng.randint(0, 120))))
        if self.chance(0.6):
            content["since" if kind == "admit-member" else "until"] = day
        return {kind: content}

    def amendment(self) -> dict[str, Any]:
        which = self.rng.random()
        if which < 0.08:
            return {"root": self.one((1, "rcgm"), (2, "rcm"))}
        if which < 0.25:
            reports_to = self.one((1, "rcm"), (2, "rcgm"))
            return {"bodies": {self.rng.choice(["lon-cp", "lon-ts"]): {"reports_to": reports_to}}}
        kind = self.rng.choice(RULED)
        rule = {"by": self.one((1, "steward"), (1, "approving"))}
        rule["agreement"] = self.rng.choice(AGREEMENTS)
        if kind == "approve" or self.chance(0.4):
            del rule["by"]
        elif self.chance(0.3):
            del rule["agreement"]
        return {"rules": {kind: rule}}


FITTING: dict[str, Any] = {
    "redefine": lambda item: item.current,
    "move": lambda item: item.current,
    "discontinue": lambda item: item.current,
    "translate": lambda item: item.current,
    "start": lambda item: item.status == "pending",
    "record-occurrence": lambda item: item.current,
    "complete": lambda item: item.current,
    "reinstate": lambda item: not item.current,
}
