"""What changed in the plan between two moments, word by word, each change with its authority."""

import re
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from typing import Any

from ledger.changes import Rectify
from ledger.standing import Placed
from projections.basis import add_basis
from projections.contests import add_contests
from projections.entry_documents import authority_document
from projections.items import Path, State, differences, in_order, is_current
from projections.moments import Moment
from projections.past import Past
from projections.plan import item_states_at
from projections.views import Answering, Reading

Document = dict[str, Any]
ARCHIVED = ("completed", "discontinued", "replaced")


def diff(views: Answering, start: Moment, end: Moment) -> Document:
    """The items that differ between two moments: what each said and says, and by what right."""
    return views.answer(lambda reading: _diff(reading, start, end))


def _diff(reading: Reading, start: Moment, end: Moment) -> Document:
    before, after = item_states_at(reading, start), item_states_at(reading, end)
    past = Past(reading)
    order = [state["id"] for state in in_order(after.values())]
    order += [id for id in before if id not in after]
    differing = [
        found
        for id in order
        if (found := _difference(past, id, before.get(id), after.get(id), start, end))
    ]
    authorities = [by for found in differing for by in found["authority"]]
    add_basis(reading, authorities)
    add_contests(reading, authorities, end.known_at)
    return {"from": _moment(start), "to": _moment(end), "differences": differing}


def _moment(moment: Moment) -> Document:
    return {
        "as_of": None if moment.as_of is None else moment.as_of.isoformat(),
        "known_at": moment.known_at,
    }


def _difference(
    past: Past, id: str, before: State | None, after: State | None, start: Moment, end: Moment
) -> Document | None:
    if not differences(before, after):
        return None
    authority = list(_authority(past, id, start, end))
    found = difference(id, before, after, _made_by(past, id, start, end, authority))
    return found and {**found, "authority": authority}


def difference(
    id: str, before: State | None, after: State | None, by: Callable[[Path], str | None]
) -> Document | None:
    """What an item said and says; None where that is the same.

    Args:
        by: the reference of the change that made a part of it differ.
    """
    fields = differences(before, after)
    if not fields:
        return None
    shown = after or before
    assert shown is not None
    return {
        "item": id,
        "change": _change(before, after, fields),
        "title": shown["terms"]["title"],
        "fields": {
            ".".join(path): _field(path, old, new, by(path)) for path, (old, new) in fields.items()
        },
    }


def _change(before: State | None, after: State | None, fields: dict[Path, Any]) -> str:
    """In one word, what a person would say happened to the item."""
    if before is None:
        return "new"
    if after is None:
        return "gone"
    if is_current(before) != is_current(after):
        return "reinstated" if is_current(after) else "archived"
    # Words in another language are no redefinition, whatever else happened to the item.
    translated = {
        ("terms", part, language)
        for state in (before, after)
        for part in ("title", "action")
        for language in state[f"translated_{part}"]
    }
    names = {
        path[0] if path[0] != "terms" else ".".join(path[:2])
        for path in fields
        if path not in translated
    }
    if names == {"parent"}:
        return "moved"
    if names <= {"translations"}:
        return "translated"
    if any(name.startswith("terms") or name in ("role", "steward") for name in names):
        return "redefined"
    return "started" if names == {"status"} else "changed"


def _field(path: Path, old: Any, new: Any, by: str | None) -> Document:
    field = {"before": old, "after": new, "by": by}
    if path[0] == "terms" and isinstance(old, str) and isinstance(new, str):
        field["words"] = words(old, new)
    return field


def words(old: str, new: str) -> list[list[str]]:
    """Two texts word by word: `["=", same]`, `["-", gone]`, `["+", new]`."""
    a, b = (re.findall(r"\s+|\w+|[^\w\s]", text) for text in (old, new))
    found: list[list[str]] = []
    for kind, a1, a2, b1, b2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(["=", "".join(a[a1:a2])])
            continue
        found += [["-", "".join(a[a1:a2])]] if a2 > a1 else []
        found += [["+", "".join(b[b1:b2])]] if b2 > b1 else []
    return found


def _made_by(
    past: Past, id: str, start: Moment, end: Moment, authority: list[Document]
) -> Callable[[Path], str | None]:
    """The reference of the change that made a part of an item differ: of those that count at one of
    the moments only the last that touched it, else the last of all."""
    last = authority[-1]["reference"] if authority else None
    found: dict[Path, str] = {}
    if len(authority) > 1:
        # Looking back, what differs is what was done since, undone.
        early, late = (start, end) if start.day <= end.day else (end, start)
        before = _counting(past, id, early)
        placed = list(_counting(past, id, late).items())
        charters = past.charters(late.known_at)
        for n, (key, one) in enumerate(placed):
            if key not in before:
                old, new = (past.state(id, [p for _, p in placed[:m]], charters) for m in (n, n + 1))
                found |= dict.fromkeys(differences(old, new), one.authority.reference)
    return lambda path: found.get(path, last)


def _counting(past: Past, id: str, at: Moment) -> dict[tuple[Any, ...], Placed]:
    """The changes of an item that count at a moment, in the agreed order."""
    placed = past.placed(id, at.known_at)
    return {(p.place, p.authority.reference): p for p in placed if p.place[0] <= at.day}


def _authority(past: Past, id: str, start: Moment, end: Moment) -> Iterator[Document]:
    """The changes that count at one of the two moments and not at the other."""
    first, second = _counting(past, id, start), _counting(past, id, end)
    for key in sorted(first.keys() ^ second.keys(), key=lambda key: key[0]):
        placed = second.get(key) or first[key]
        document = authority_document(placed.authority) | {"kind": placed.change.kind_name}
        if key not in second:
            document["undone"] = True
        if isinstance(placed.change, Rectify):
            document["voids"] = placed.change.voids
        yield document
