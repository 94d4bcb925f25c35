"""What a person may have meant: ids that look like one that is unknown."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import Literal

from sqlalchemy import Connection, Select, select, union_all

from ledger.charter import Member, Observer
from ledger.problems import Problem
from projections.tables import RULES, decisions, entry_items, meetings, proposals

Named = Literal[
    "item", "decision", "meeting", "proposal", "change", "record", "body", "member", "kind"
]

Pair = tuple[str, str]
"""A sentence, or a part of one, in English and in Spanish."""
NOTHING: Pair = ("", "")

_KINDS: dict[Named, tuple[str, str]] = {
    "item": ("item", "un elemento"),
    "decision": ("decision", "una decisión"),
    "meeting": ("meeting", "una reunión"),
    "proposal": ("proposal", "una propuesta"),
    "change": ("change", "un cambio"),
    "body": ("body", "un órgano"),
    "member": ("member", "un miembro"),
    "kind": ("kind of change or event", "un tipo de cambio o asiento"),
    "record": ("item, decision, meeting or proposal", "un elemento, decisión, reunión o propuesta"),
}
_TABLES = {"decision": decisions, "meeting": meetings, "proposal": proposals}


def _ids(kind: Named) -> Select[tuple[str]]:
    if kind == "item":
        # Everything that ever was an item, gone or not.
        return select(entry_items.c.item.label("id")).where(entry_items.c.item != RULES).distinct()
    return select(_TABLES[kind].c.id)


def is_known(connection: Connection, kind: Named, id: str) -> bool:
    found = _ids(kind).subquery()
    return connection.execute(select(found.c.id).where(found.c.id == id)).first() is not None


def ids_of(connection: Connection, kind: Named) -> list[str]:
    """Every id of a kind; of all kinds for `record`."""
    kinds: tuple[Named, ...] = ("item", "decision", "meeting", "proposal")
    asked = union_all(*map(_ids, kinds)) if kind == "record" else _ids(kind)
    return [str(id) for id in connection.execute(asked).scalars()]


def unknown(
    kind: Named,
    id: str,
    known: Iterable[str],
    hint: Pair = NOTHING,
    *,
    named: Mapping[str, str] = MappingProxyType({}),
) -> Problem:
    """The complaint about an id that is none, with what it may have been meant to be.

    Args:
        hint: what is to be said in place of the ids that look like it.
        named: ids by the names that may have been typed for them.
    """
    return Problem(
        "unknown",
        kind=_KINDS[kind],
        id=id,
        hint=hint if any(hint) else near(id, known, named),
    )


def near(
    id: str, known: Iterable[str], named: Mapping[str, str] = MappingProxyType({})
) -> Pair:
    """What looks like an unknown id, whatever its capitals, as the end of a sentence."""
    folded = {name.casefold(): of for name, of in named.items()}
    folded |= {each.casefold(): each for each in known}
    same = [id.casefold()] if id.casefold() in folded else []
    found = same or get_close_matches(id.casefold(), list(folded), n=3, cutoff=0.6)
    close = list(dict.fromkeys(folded[each] for each in found))
    if not close:
        return NOTHING
    return f" Did you mean {_one_of(close, 'or')}?", f" ¿Quiso decir {_one_of(close, 'o')}?"


def names_of(members: Mapping[str, Member | Observer]) -> dict[str, str]:
    """The ids of members or observers by their names in every language: `México` is MX."""
    return {name: id for id, each in members.items() for name in each.name.values()}


def _one_of(names: list[str], or_: str) -> str:
    *most, last = names
    return f"{', '.join(most)} {or_} {last}" if most else last
