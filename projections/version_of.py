"""What a revised version is a version of: of which ledger and moment, of the whole plan or of one workplan."""

from collections.abc import Mapping, MutableMapping, Sequence, Set
from typing import Any

from ledger.charter import Charter
from ledger.ledger import Ledger
from ledger.offices import networks
from ledger.problems import Problem
from projections.found import party_name
from projections.items import State, in_workplan
from projections.matching import Matched
from projections.moments import Moment
from projections.names import unknown
from projections.revised import Version


def is_of_this_charter(version: Version, ledger: Ledger) -> None:
    """
    Raises:
        Problem: it says that it is of another conference's plan.
    """
    own, origin = ledger.founding.charter.charter, version.origin
    if origin is not None and origin.charter not in (None, own):
        file, other = version.file, origin.charter
        raise Problem(
            "wrong-use",
            why=f"{file} is of another plan: its rules of procedure are “{other}”, those of this ledger "
            f"“{own}”. Name its own ledger with --ledger.",
            why_es=f"{file} es de otro plan: sus reglas de procedimiento son «{other}», las de este libro "
            f"«{own}». Indique su libro con --ledger.",
        )


def is_of_this_plan(version: Version, states: Mapping[str, State], matched: Matched) -> None:
    """
    Raises:
        Problem: "a plan of another charter": it has ids, and this ledger knows none of them.
    """
    ids = [row.id for row in version.rows if row.id is not None]
    if ids and states and not matched.items and not any(id in states for id in ids):
        file, some = version.file, ", ".join(ids[:3])
        raise Problem(
            "wrong-use",
            why=f"{file} is no version of this ledger's plan: it has none of the ids of the "
            f"version ({some}, …). Name its own ledger with --ledger, or the moment with --against.",
            why_es=f"{file} no es una versión del plan de este libro: no tiene ninguno de sus "
            f"identificadores ({some}, …). Indique su libro con --ledger, o el momento con --against.",
        )


def made_from(version: Version, ledger: Ledger, at: Moment) -> dict[str, Any] | None:
    """Of which moment the version says that it was made, where that is not the one at hand: what was
    decided since would seem to be taken back by it."""
    origin = version.origin
    if origin is None or origin.known_at is None:
        return None
    other = origin.ledger not in (None, ledger.founding.origin)
    if not other and origin.known_at == at.known_at:
        return None
    return {
        "ledger": origin.ledger if other else None,
        "known_at": origin.known_at,
        "as_of": origin.as_of,
    }


# Of one workplan.


def workplan(charter: Charter, current: Sequence[State], body: str | None) -> list[str] | None:
    """What a version of a body's workplan is of, depth first; None where it is of the whole plan.

    Raises:
        Problem: there is no such body, or it has no workplan.
    """
    if body is None:
        return None
    if body not in charter.bodies:
        raise unknown("body", body, charter.bodies)
    if own := list(in_workplan(current, body)):
        return own
    english, spanish = party_name(charter, body)
    raise Problem(
        "wrong-use",
        why=f"{english} has no workplan in this plan: no section names it as its steward. Without --workplan "
        "the version is compared with the whole plan.",
        why_es=f"{spanish} no tiene plan de trabajo en este plan: ninguna sección lo nombra responsable. Sin "
        "--workplan la versión se compara con el plan entero.",
    )


def only_of(charter: Charter, current: Sequence[State], known: Set[str]) -> str | None:
    """The network whose workplan is all that a version has of the plan."""
    if not known:
        return None
    fitting = (body for body in networks(charter) if known <= {*in_workplan(current, body)})
    return next(fitting, None)


def at_the_top(
    parents: MutableMapping[int, str | None],
    matched: Matched,
    states: Mapping[str, State],
    own: Sequence[str],
) -> None:
    """What a workplan has in no section stands where it stood in the plan; what is new, in its first section."""
    for n, parent in parents.items():
        if parent is not None:
            continue
        item = matched.items.get(n)
        if item is None:
            parents[n] = own[0]
        elif item in own and states[item]["parent"] not in own:
            parents[n] = states[item]["parent"]
