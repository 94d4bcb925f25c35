"""Whether a record is the one that was recorded before, and where it differs."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from ledger.changes import AmendCharter, ChangeForm, Redefine, Translate
from ledger.decision import Position
from ledger.records import (
    DecisionFields,
)
from ledger.sentences import quoted
from ledger.values import Model


def document(model: Model) -> dict[str, Any]:
    """A record with its defaults, so that what is left out equals what is the default."""
    return model.model_dump(mode="json")


def _change_document(form: ChangeForm) -> dict[str, Any]:
    """A change by what it means: null clears in a patch, and is the default elsewhere."""
    change = form.change
    if isinstance(change, Redefine | Translate | AmendCharter):
        return {change.kind_name: change.model_dump(mode="json", exclude_unset=True)}
    return {change.kind_name: change.model_dump(mode="json")}


def decision_document(
    fields: DecisionFields,
    changes: Sequence[ChangeForm],
    positions: Mapping[str, Position],
    status: str,
) -> dict[str, Any]:
    return {
        **document(fields),
        "status": status,
        "positions": {member: document(positions[member]) for member in sorted(positions)},
        "changes": [_change_document(form) for form in changes],
    }


def first_difference(recorded: Any, given: Any, path: str = "") -> tuple[str, Any, Any]:
    """Where two documents differ first: the path, what was recorded, and what is given."""
    if isinstance(recorded, Mapping) and isinstance(given, Mapping):
        for key in [*recorded, *(k for k in given if k not in recorded)]:
            if recorded.get(key) != given.get(key):
                return first_difference(
                    recorded.get(key), given.get(key), f"{path}.{key}" if path else key
                )
    if (
        isinstance(recorded, Sequence)
        and isinstance(given, Sequence)
        and not isinstance(recorded, str)
    ):
        for n in range(max(len(recorded), len(given))):
            pair = [side[n] if n < len(side) else None for side in (recorded, given)]
            if pair[0] != pair[1]:
                return first_difference(pair[0], pair[1], f"{path}[{n}]")
    return path, recorded, given


def shown(value: object) -> tuple[str, str]:
    """A value of a record as a fact of a sentence, by language."""
    if value is None:
        return "nothing", "nada"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    short = text if len(text) <= 120 else text[:119] + "…"
    return quoted(short, "en"), quoted(short, "es")
