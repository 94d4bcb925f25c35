"""In which order differences can come true, and what each has to wait for.

New sections come before what stands in them, the upkeep before what changes what was agreed; an
item is moved to its place only when its section stands in its own; and a section ends only when
nothing is left in it.
"""

from collections.abc import Mapping, Sequence

from projections.changed import COSMETIC, Difference
from projections.items import State

ORDER = (
    *("reinstate", "approve", "record-occurrence", "start"),
    *("redefine", "translate", "complete", "move", "discontinue"),
)
Waiting = list[tuple[Difference, list[int]]]


def in_sequence(differences: Sequence[Difference], states: Mapping[str, State]) -> Waiting:
    """The differences that take a change, in an order in which they can come true, each with the
    numbers of those that have to come true before it."""
    changing = [each for each in differences if each.change != COSMETIC and each.changes]
    target = _parents_after(changing, states)
    changing.sort(key=lambda each: _rank(each, target))
    numbers: dict[tuple[str, str], list[int]] = {}
    for n, each in enumerate(changing):
        numbers.setdefault((each.change, _id(each)), []).append(n)
    return [(each, sorted(_before(each, numbers, states))) for each in changing]


def _id(difference: Difference) -> str:
    id = difference.item or difference.id
    assert id is not None
    return id


def _parents_after(
    changing: Sequence[Difference], states: Mapping[str, State]
) -> dict[str, str | None]:
    """The section of every item as the version has it."""
    found: dict[str, str | None] = {id: state["parent"] for id, state in states.items()}
    for each in changing:
        if each.change == "approve":
            found[_id(each)] = each.changes[0]["approve"]["parent"]
        elif each.change == "move":
            found[_id(each)] = each.changes[0]["move"]["parent"]
    return found


def _rank(each: Difference, target: Mapping[str, str | None]) -> tuple[int, int]:
    depth, at = 0, target.get(_id(each))
    while at is not None and depth < 100:
        depth, at = depth + 1, target.get(at)
    return ORDER.index(each.change), -depth if each.change == "discontinue" else depth


def _before(
    each: Difference, numbers: Mapping[tuple[str, str], Sequence[int]], states: Mapping[str, State]
) -> set[int]:
    """What has to come true before a difference."""
    id, found = _id(each), set[int]()

    def wait(change: str, of: str | None) -> None:
        found.update(numbers.get((change, of or ""), ()))

    match each.change:
        case "approve" | "reinstate" | "move":
            form = each.changes[0][each.change]
            parent = form["parent"] if "parent" in form else states[id]["parent"]
            for change in ("approve", "reinstate"):
                wait(change, parent)
            if each.change == "move":
                wait("move", parent)
        case "discontinue":
            for other in states.values():
                if other["parent"] == id:
                    for change in ("move", "discontinue", "complete"):
                        wait(change, other["id"])
    for change in ORDER[: ORDER.index(each.change)]:
        # What is done to one item is done in this order.
        wait(change, id)
    return found - set(numbers.get((each.change, id), ()))
