"""What a change would take, before anybody meets: which bodies, whose agreement, what ground.

It asks the rule's own functions (`ledger.takes`), of the plan after everything recorded.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ledger.changes import KINDS, Approve, Rectify
from ledger.charter import Charter
from ledger.history import own_changes
from ledger.ledger import Ledger
from ledger.plan import Item, Terms, current_below
from ledger.problems import Problem
from ledger.sentences import DO, WRITTEN, body_name, item_name, member_name
from ledger.standing import RecordedChange, standing_changes
from ledger.takes import Ground, Takes, steward_of, takes_new_item, takes_today, undoing
from projections.views import Answering

Document = dict[str, Any]
ROOT_NAMES = ("", "-", "root", "null")
"""How a person may name the plan's root, as the parent of a new item."""
OF_THE_CHARTER = ("admit-member", "withdraw-member", "amend-charter")
ACTIVITIES_ONLY = ("start", "record-occurrence", "complete")
AGREEMENTS = {
    "unanimity": (
        "the agreement of every member state",
        "el acuerdo de todos los Estados miembros",
    ),
    "consensus": (
        "consensus: no member state objects, and more than half of them agree",
        "consenso: ningún Estado miembro objeta, y más de la mitad está de acuerdo",
    ),
    "majority": (
        "more member states that agree than object",
        "más Estados de acuerdo que en contra",
    ),
    "two-thirds": (
        "two thirds of the member states that agree or object",
        "dos tercios de los Estados que están de acuerdo o en contra",
    ),
}


def requires(views: Answering, kind: str, item: str | None = None) -> Document:
    """What it would take to make a change of this kind to this item.

    Args:
        item: for `approve`, the parent (None or `-`: the plan's root); for a membership, the
            member's code; nothing for `amend-charter`.
    Raises:
        Problem: there is no such kind of change.
    """
    if kind not in KINDS:
        kinds = ", ".join(KINDS)
        raise Problem(
            "wrong-use",
            why=f"There is no kind of change “{kind}”; there are: {kinds}.",
            why_es=f"No existe el tipo de cambio «{kind}»; existen: {kinds}.",
        )
    return _Asked(views.ledger, kind, item).document()


def who_may(needed: Iterable[str], charter: Charter) -> tuple[str, ...]:
    """The bodies that are, or outrank, all of these, the lowest first."""
    bodies = frozenset(needed)
    may = [
        body
        for body in charter.bodies
        if all(charter.is_or_outranks(body, need) for need in bodies)
    ]
    return tuple(
        sorted(may, key=lambda body: sum(charter.outranks(body, b) for b in charter.bodies))
    )


@dataclass(frozen=True)
class _Option:
    takes: tuple[Takes, ...]
    more: tuple[tuple[str, Any], ...] = ()


class _Head:
    """The plan after everything recorded."""

    def __init__(self, ledger: Ledger, charter: Charter):
        self._index = ledger.index
        self.charter = charter

    def get(self, item: str) -> Item | None:
        return self._index.head(item)

    def children(self, section: str | None) -> list[Item]:
        return self._index.children(section)


class _Asked:
    def __init__(self, ledger: Ledger, kind: str, item: str | None):
        self.ledger, self.kind = ledger, kind
        self.charter = ledger.charter
        self.plan = _Head(ledger, self.charter)
        self.today = ledger.now().date()
        self.name = None if kind == "approve" and (item or "") in ROOT_NAMES else item

    def document(self) -> Document:
        obstacles = list(dict.fromkeys(self._obstacles()))
        options = (
            [] if {"item-unknown", "parent-unknown"} & set(obstacles) else list(self._options())
        )
        shown = [self._shown(option) for option in options]
        possible = not obstacles and any(option["bodies"] for option in shown)
        return {
            "item": self.name,
            "kind": self.kind,
            "possible": possible,
            "options": shown,
            "obstacles": obstacles,
            "sentence": self._sentence(shown, obstacles),
        }

    # What stands in the way whatever the details are.

    def _obstacles(self) -> Iterator[str]:
        kind, name = self.kind, self.name or ""
        if kind == "admit-member":
            if self.charter.member_on_or_after(name, self.today):
                yield "member-exists"
        elif kind == "withdraw-member":
            if name not in self.charter.members_on(self.today):
                yield "member-unknown"
        elif kind == "approve":
            yield from self._place_obstacles()
        elif kind != "amend-charter":
            yield from self._item_obstacles(self.plan.get(name))

    def _place_obstacles(self) -> Iterator[str]:
        if self.name is None:
            return
        parent = self.plan.get(self.name)
        if parent is None:
            yield "parent-unknown"
        elif not parent.is_section:
            yield "not-a-section"
        elif not parent.is_current:
            yield "parent-archived"

    def _item_obstacles(self, item: Item | None) -> Iterator[str]:
        kind = self.kind
        if item is None:
            if kind != "rectify" or not self._rectifiable():
                yield "item-unknown"
            return
        if kind in ACTIVITIES_ONLY and item.is_section:
            yield "not-an-activity"
        if kind == "rectify":
            return
        if kind == "reinstate":
            if item.is_current:
                yield "item-current"
            parent = None if item.parent is None else self.plan.get(item.parent)
            if parent is not None and not parent.is_current:
                yield "parent-archived"
            return
        if not item.is_current:
            yield "item-archived"
        if kind == "start" and item.status == "ongoing":
            yield "nothing-changes"
        if kind == "discontinue" and any(True for _ in current_below(self.plan, item.id)):
            yield "children-current"
        if kind == "translate" and item.terms.title is None and item.terms.action is None:
            yield "text-agreed"

    # What it takes.

    def _options(self) -> Iterator[_Option]:
        kind, name = self.kind, self.name
        if kind in OF_THE_CHARTER:
            root = Ground(self.charter.root, "root", None)
            yield _Option((Takes(None, (root,), "unanimity", frozenset()),))
            return
        if kind == "approve":
            new = Approve.model_construct(item="", parent=name, terms=Terms())
            yield _Option((takes_new_item(new, self.plan, self.charter),))
            return
        item = self.plan.get(name or "")
        if kind == "rectify":
            yield from self._rectifications(item)
        elif item is not None and kind == "move":
            yield from self._moves(item)
        elif item is not None:
            yield _Option((takes_today(kind, item, self.plan, self.charter),))

    def _moves(self, item: Item) -> Iterator[_Option]:
        """One for each set of bodies that the new place may ask for."""
        below = {item.id, *(i.id for i in current_below(self.plan, item.id))}
        places: list[str | None] = [
            None,
            *(i.id for i in self._sections(None) if i.id not in below),
        ]
        by_steward: dict[str, list[str | None]] = {}
        for place in places:
            if place != item.parent:
                steward = steward_of(place, self.plan, self.charter).body
                by_steward.setdefault(steward, []).append(place)
        by_bodies: dict[tuple[str, ...], list[tuple[str | None, Takes]]] = {}
        for found in by_steward.values():
            for place in found:
                needs = takes_today("move", item, self.plan, self.charter, parent=place)
                by_bodies.setdefault(self._bodies((needs,)), []).append((place, needs))
        for alike in by_bodies.values():
            yield _Option((alike[0][1],), (("parents", [place for place, _ in alike]),))

    def _sections(self, section: str | None) -> Iterator[Item]:
        for child in self.plan.children(section):
            if child.is_section:
                yield child
                yield from self._sections(child.id)

    def _rectifiable(self) -> list[RecordedChange]:
        recorded = own_changes(self.ledger.index, self.name or "")
        void = standing_changes(recorded).voided_by
        return [r for r in recorded if r.reference not in void]

    def _rectifications(self, item: Item | None) -> Iterator[_Option]:
        """One for each change of the item that counts."""
        recorded = {r.reference: r for r in own_changes(self.ledger.index, self.name or "")}
        for target in self._rectifiable():
            undone = target
            while isinstance(undone.change, Rectify):
                undone = recorded[undone.change.voids]
            done = Ground(target.authority.body, "undone", target.authority)
            if item is None:
                # Gone with its approval: what it takes is read where that stands again.
                gone = Takes(self.name, (done,), "unanimity", frozenset((self.name or "",)))
                yield _Option((gone,), (("voids", target.reference),))
                continue
            needs = undoing(undone.change, item, self.plan, self.charter, item.parent)
            carried = takes_today("redefine", item, self.plan, self.charter)
            section = carried.grounds if item.is_section else ()
            all_of_it = Takes(
                item.id, (*needs.grounds, *section, done), needs.agreement, carried.on
            )
            yield _Option((all_of_it,), (("voids", target.reference),))

    # Shown.

    def _bodies(self, takes: tuple[Takes, ...]) -> tuple[str, ...]:
        return who_may((ground.body for needs in takes for ground in needs.grounds), self.charter)

    def _shown(self, option: _Option) -> Document:
        needs = option.takes[0]
        ground = self._deciding(needs)
        return {
            "bodies": list(self._bodies(option.takes)),
            "agreement": needs.agreement,
            "members": sorted(self.charter.members_on(self.today)),
            "ground": _ground(ground),
            **dict(option.more),
        }

    def _deciding(self, needs: Takes) -> Ground:
        """The ground that the level comes from: the highest, the item's own among equals."""
        highest = needs.grounds[0]
        for ground in needs.grounds[1:]:
            if self.charter.outranks(ground.body, highest.body):
                highest = ground
        return highest

    def _sentence(self, options: list[Document], obstacles: list[str]) -> dict[str, str]:
        return {
            language: self._said(n, language, options, obstacles)
            for n, language in enumerate(WRITTEN)
        }

    def _said(self, n: int, language: str, options: list[Document], obstacles: list[str]) -> str:
        do = DO[self.kind][n]
        what = self._what(n, language)
        if not options:
            return (f"It is not possible to {do} {what}.", f"No es posible {do} {what}.")[n]
        parts = []
        for option in options[:1]:
            bodies = (" or ", " o ")[n].join(
                body_name(b, self.charter, language) for b in option["bodies"]
            )
            agreement = AGREEMENTS[option["agreement"]][n]
            decides = (
                bodies
                or (
                    "a body above all that are concerned, and there is none",
                    "un órgano superior a todos los concernidos, y no lo hay",
                )[n]
            )
            parts.append(
                (
                    f"To {do} {what} takes a decision of {decides}, and {agreement}.",
                    f"Para {do} {what} hace falta una decisión de {decides}, y {agreement}.",
                )[n]
            )
            parts.append(self._because(n, language, option["ground"]))
        if len(options) > 1:
            more = len(options) - 1
            one = ("There is 1 other case.", "Hay 1 caso más.")
            many = (f"There are {more} other cases.", f"Hay {more} casos más.")
            parts.append((one if more == 1 else many)[n])
        if obstacles:
            parts.append(
                ("As things stand it is not possible.", "En su estado actual no es posible.")[n]
            )
        return " ".join(part for part in parts if part)

    def _because(self, n: int, language: str, ground: Document) -> str:
        if ground["reference"] is None:
            return ("The rules of procedure say so.", "Así lo dicen las reglas de procedimiento.")[
                n
            ]
        body, by = body_name(ground["body"], self.charter, language), ground["decision"]
        day = ground["adopted_on"]
        return (
            f"The level comes from {by}, decided by {body} on {day}.",
            f"El nivel proviene de {by}, decidida por {body} el {day}.",
        )[n]

    def _what(self, n: int, language: str) -> str:
        if self.kind == "amend-charter":
            return ("the rules of procedure", "las reglas de procedimiento")[n]
        if self.kind in OF_THE_CHARTER:
            return member_name(self.name or "", self.charter, language)
        if self.kind == "approve":
            if self.name is None:
                return (
                    "a new item at the top of the plan",
                    "un nuevo elemento en la raíz del plan",
                )[n]
            where = item_name(self.name, self.plan, language)
            return (f"a new item under {where}", f"un nuevo elemento bajo {where}")[n]
        return item_name(self.name or "", self.plan, language)


def _ground(ground: Ground) -> Document:
    by = ground.comes_from
    return {
        "reference": by.reference if by else None,
        "decision": by.decision if by else None,
        "meeting": by.meeting if by else None,
        "body": by.body if by else ground.body,
        "adopted_on": by.adopted_on.isoformat() if by else None,
    }
