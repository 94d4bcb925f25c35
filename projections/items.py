"""An item as documents show it, and what differs between two of its states."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from operator import attrgetter
from typing import Any, Protocol, TypeVar

from pydantic_core import from_json

Document = dict[str, Any]


class Placed(Protocol):
    """What has a place in the tree; `order` is that of its approval."""

    @property
    def id(self) -> str: ...
    @property
    def parent(self) -> str | None: ...
    @property
    def order(self) -> Sequence[int]: ...
    @property
    def steward(self) -> str | None: ...


PlacedT = TypeVar("PlacedT", bound=Placed)


class State(dict[str, Any]):
    """An item as it is stored: `ledger.plan.ItemJson`, read as JSON; to be read only."""

    @property
    def id(self) -> str:
        return self["id"]  # type: ignore[no-any-return]

    @property
    def parent(self) -> str | None:
        return self["parent"]  # type: ignore[no-any-return]

    @property
    def order(self) -> Sequence[int]:
        return self["order"]  # type: ignore[no-any-return]

    @property
    def steward(self) -> str | None:
        return self["steward"]  # type: ignore[no-any-return]

    @cached_property
    def shown(self) -> Document:
        """What documents show of it, but for its steward's body; made once, to be copied."""
        return _shown(self)


def state_of(stored: bytes) -> State:
    """An item as it is stored."""
    return State(from_json(stored))


def authority(stored: Mapping[str, Any] | None) -> Document | None:
    """By what right: reference, decision, meeting, body, adopted_on, agreed_by."""
    return dict(stored) if stored is not None else None


def is_current(state: State) -> bool:
    return state["archived"] is None


def translations(state: State) -> Document:
    return {part: sorted(state[f"translated_{part}"]) for part in ("title", "action")}


def terms(state: State) -> Document:
    """The terms, as interfaces.md names them; a timeline without what it leaves open."""
    said = state["terms"]
    timeline = said["timeline"]
    if isinstance(timeline, dict):
        timeline = {key: value for key, value in timeline.items() if value is not None}
    return {
        "title": said["title"],
        "action": said["action"],
        "lead": said["lead"],
        "timeline": timeline,
        "form": said["form"],
    }


def item_document(state: State, steward_body: str) -> Document:
    """An item as `plan` shows it, and as `archive` does where it is archived; its authorities are the caller's."""
    document = {**state.shown, "steward_body": steward_body}
    for name in ("approved", "last_changed", "archived"):
        if name in document:
            document[name] = authority(document[name])
    return document


def _shown(state: State) -> Document:
    document = {
        "id": state["id"],
        "kind": state["kind"],
        "role": state["role"],
        "parent": state["parent"],
        "steward": state["steward"],
        "steward_body": None,
        "approving_body": state["approving"]["body"],
        "terms": terms(state),
        "translations": translations(state),
        "status": state["status"],
        "approved": state["approved"],
        "last_changed": state["last_changed"],
        "changes": state["changes"],
        "occurrences": state["occurrences"],
        "order": state["order"],
    }
    if not is_current(state):
        document["archived"] = state["archived"]
        document["replaced_by"] = state["replaced_by"]
    return document


def in_order(states: Iterable[State]) -> Iterator[State]:
    """Depth first, siblings in the order of their approval."""
    return (state for state, _ in in_places(states, ""))


def in_places(known: Iterable[PlacedT], root: str) -> Iterator[tuple[PlacedT, str]]:
    """Depth first, siblings in the order of their approval; each with its effective steward, as `steward_bodies`."""
    ordered = sorted(known, key=attrgetter("order"))
    ids = {each.id for each in ordered}
    below: dict[str | None, list[PlacedT]] = {}
    for each in reversed(ordered):
        below.setdefault(each.parent, []).append(each)
    # What stands under nothing that is known here begins a tree of its own.
    rest = [(each, root) for each in reversed(ordered) if each.parent not in ids]
    while rest:
        each, body = rest.pop()
        yield each, body
        if each.id in below:
            inside = body if each.steward is None else each.steward
            rest += [(inner, inside) for inner in below[each.id]]


def in_workplan(items: Iterable[Mapping[str, Any]], body: str) -> Iterator[str]:
    """The ids of a body's workplan: the sections that name it as their steward, with all that stands in them.

    Args:
        items: depth first.
    """
    inside: set[str] = set()
    for item in items:
        if item["steward"] == body or item["parent"] in inside:
            inside.add(item["id"])
            yield item["id"]


def steward_bodies(states: Iterable[State], root: str) -> dict[str, str]:
    """The effective steward of each: that of the nearest section above it that names one, else the root's."""
    known = {state["id"]: state for state in states}
    found: dict[str | None, str] = {None: root}

    def inside(section: str | None) -> str:
        """The steward of what stands in a section."""
        way = []
        while section not in found:
            state = known.get(section or "")
            if state is None:
                found[section] = root
            elif state["steward"] is not None:
                found[section] = state["steward"]
            else:
                way.append(section)
                section = state["parent"]
                if section in way:  # pragma: no cover - the rule allows no cycle
                    found[section] = root
        for each in way:
            found[each] = found[section]
        return found[section]

    return {id: inside(state["parent"]) for id, state in known.items()}


# --- what differs -------------------------------------------------------------------------------------------


Path = tuple[str, ...]


def parts(state: State) -> dict[Path, Any]:
    """What an item says, part by part, a text by language; absent parts are left out."""
    found: dict[Path, Any] = {
        (name,): state[name]
        for name in ("kind", "role", "parent", "steward", "status", "occurrences", "replaced_by")
    }
    found["approving_body",] = state["approving"]["body"]
    for name, said in terms(state).items():
        if name in ("title", "action"):
            found |= {("terms", name, language): words for language, words in (said or {}).items()}
        else:
            found["terms", name] = said
    for part, languages in translations(state).items():
        found["translations", part] = languages
    return {path: said for path, said in found.items() if said not in (None, [])}


def differences(before: State | None, after: State | None) -> dict[Path, tuple[Any, Any]]:
    """The parts that differ, as they were and as they are; None where there is none."""
    old = parts(before) if before is not None else {}
    new = parts(after) if after is not None else {}
    return {
        path: (old.get(path), new.get(path))
        for path in {**old, **new}
        if old.get(path) != new.get(path)
    }


def nested(flat: Mapping[Path, Any]) -> Document:
    """`{("terms", "form"): x}` → `{"terms": {"form": x}}`."""
    document: Document = {}
    for path, said in flat.items():
        at = document
        for key in path[:-1]:
            at = at.setdefault(key, {})
        at[path[-1]] = said
    return document


def before_and_after(
    before: State | None, after: State | None
) -> tuple[Document | None, Document | None]:
    """The parts that differ, as two documents; None where there was, or is, no item."""
    changed = differences(before, after)
    return (
        None if before is None else nested({path: old for path, (old, _) in changed.items()}),
        None if after is None else nested({path: new for path, (_, new) in changed.items()}),
    )
