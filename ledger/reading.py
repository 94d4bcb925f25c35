"""Reads the entries that a log consists of for the most part, without making an event of each.

Of ten entries nine are positions, drafted changes and changes enacted, each written in one and the
same way. What is written just so is proven by its bytes: the patterns here are narrower than the
models', so that whatever fits them is valid, and a part that was validated once need not be
validated again. Whatever is written in any other way fits no pattern here, and is for
`ledger.store.read_event` to read, or to refuse.
"""

import json
import re
from datetime import date
from sys import intern
from typing import NamedTuple

from pydantic import TypeAdapter, ValidationError

from ledger.changes import BY_KIND, Change
from ledger.decision import Position

_ENVELOPE = (
    rb'{"recorded_at":"([0-9]{4}-[0-9]{2}-[0-9]{2})T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]'
    rb'(?:\.[0-9]{6})?Z","recorded_by":"[ !#-\[\]-~]*","nonce":"[0-9a-f]{32}",'
)
_DECISION = rb'"decision":"([a-z0-9][a-z0-9._-]{0,63})",'
_POSITION = re.compile(
    _ENVELOPE + _DECISION + rb'"member":"([A-Z0-9-]{2,16})","position":({.*})}', re.DOTALL
).fullmatch
_DRAFT = re.compile(
    _ENVELOPE
    + _DECISION
    + rb'"number":(?:0|[1-9][0-9]{0,4}),"change":({"([a-z-]{1,20})":({.*})})}',
    re.DOTALL,
).fullmatch
_ANY = re.compile(_ENVELOPE).match
_CHANGES = {kind.encode(): TypeAdapter(of) for kind, of in BY_KIND.items()}
"""How a change is read and written, by the key of its form: what the form itself would say is that it
has one key, and that it is one of these."""
_MOST = 10_000
"""Positions that are remembered: nearly all of a log are one of a few."""


def says_each_once(state: bytes) -> bool:
    """Whether no object in a JSON document gives a field twice: of two, one reader takes the first
    and another the last (RFC 8259, 4), and both are sealed. What is no JSON at all gives none."""
    try:
        json.loads(state, object_pairs_hook=_once)
    except _Twice:
        return False
    except (ValueError, RecursionError):
        pass
    return True


class _Twice(Exception):
    pass


def _once(fields: list[tuple[str, object]]) -> None:
    if len(fields) != len({name for name, _ in fields}):
        raise _Twice


class Said(NamedTuple):
    """What a member said of a decision."""

    decision: str
    member: str
    position: Position


class Drafted(NamedTuple):
    """A change that a decision is to make, and the bytes that it was written in."""

    decision: str
    change: Change
    words: bytes


class Reader:
    """Reads, and knows again what it has read."""

    def __init__(self) -> None:
        self.own_accounts_too = True
        """Whether positions on own account are read here; not where it matters by whom."""
        self._days: set[bytes] = set()
        self._positions: dict[bytes, Position] = {}

    def position(self, state: bytes) -> Said | None:
        """The `PositionTaken` that these bytes are; None where they have to be read as a whole."""
        found = _POSITION(state)
        if found is None:
            return None
        day, decision, member, words = found.groups()
        position = self._positions.get(words)
        if position is None:
            if not says_each_once(words):
                return None
            try:
                position = Position.model_validate_json(words)
            except ValidationError:
                return None
            if position.signature is not None:
                return None  # what is signed is checked besides, at its entry
            if len(self._positions) >= _MOST:
                self._positions.clear()
            self._positions[words] = position
        if position.basis == "own-account" and not self.own_accounts_too:
            return None
        if not self._is_day(day):
            return None
        return Said(decision.decode(), intern(member.decode()), position)

    def draft(self, state: bytes) -> Drafted | None:
        """The `ChangeDrafted` that these bytes are; None where they have to be read as a whole."""
        found = _DRAFT(state)
        if found is None:
            return None
        day, decision, words, kind, fields = found.groups()
        of = _CHANGES.get(kind)
        if of is None or not self._is_day(day):
            return None
        try:
            change = of.validator.validate_json(fields)
        except ValidationError:
            return None
        # As the ledger writes it: so it says each thing once, and in one way.
        if of.serializer.to_json(change, exclude_unset=True) != fields:
            return None
        return Drafted(decision.decode(), change, words)

    def says(self, state: bytes, body: bytes) -> bool:
        """Whether these bytes are an event that says just this.

        Args:
            body: all of a valid event but when, by whom and with which nonce it was recorded.
        """
        found = _ANY(state)
        return found is not None and state[found.end() :] == body and self._is_day(found[1])

    def _is_day(self, day: bytes) -> bool:
        if day not in self._days:
            try:
                date.fromisoformat(day.decode())
            except ValueError:
                return False
            self._days.add(day)
        return True
