"""A decision of a meeting, as the rule reads it: body, days, and what each member said."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal, Self

from pydantic import Field, model_validator

from ledger.input_errors import wrong
from ledger.plan import Authority
from ledger.values import (
    Basis,
    Day,
    ItemId,
    Model,
    Origin,
    SignatureValue,
    Stance,
    Text,
    Vkey,
)

Procedure = Literal["plenary", "written"]
DecisionStatus = Literal["tabled", "submitted", "adopted", "declined", "withdrawn"]


OWN_WORD: tuple[Basis, ...] = ("own-account", "signed")
"""The bases of what a delegation said itself; the others are what somebody wrote down for it."""


class Signature(Model):
    """A delegation's signature under its position (`ledger.signed_positions` says of what).

    Attributes:
        ledger: the origin of the ledger that the position was signed for: this one, or the one
            whose export it came from.
        key: the member's key, a vkey.
        value: the signature, 64 bytes in base64.
    """

    ledger: Origin
    key: Vkey
    value: SignatureValue


class Position(Model):
    """What a member said of a decision, and how we know. No position is no agreement.

    Its basis is `signed` if and only if it bears a signature.
    """

    stance: Stance = "agree"
    except_: tuple[ItemId, ...] = Field(default=(), alias="except")
    statement: Text | None = None
    on: Day | None = None
    basis: Basis = "recorded"
    signature: Signature | None = None

    @model_validator(mode="after")
    def _with_its_words(self) -> Self:
        if self.stance == "reserve" and self.statement is None:
            raise wrong("statement-missing", at="statement")
        if self.basis == "signed" and self.signature is None:
            raise wrong("signed-without-signature", at="basis")
        if self.basis != "signed" and self.signature is not None:
            raise wrong("signature-not-signed", at="basis", found=self.basis)
        return self


@dataclass(frozen=True)
class Decision:
    """What the rule reads of a decision. `place` is (day, entry, 0) once adopted, or where it would
    stand."""

    id: str
    meeting: str
    body: str
    opens_on: date
    closes_on: date
    adopted_on: date
    positions: Mapping[str, Position]
    procedure: Procedure = "plenary"
    entry: int = 0
    # Worked out of its positions when it is asked for; begun anew in a copy.
    _has_all: dict[frozenset[str], bool] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _authority: dict[frozenset[str], Authority] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @property
    def place(self) -> tuple[int, int, int]:
        """Before the first of its changes."""
        return (self.adopted_on.toordinal(), self.entry, 0)

    @cached_property
    def agreeing(self) -> frozenset[str]:
        """Who has stance `agree`, whatever they except."""
        return frozenset(m for m, p in self.positions.items() if p.stance == "agree")

    @cached_property
    def objecting(self) -> frozenset[str]:
        return frozenset(m for m, p in self.positions.items() if p.stance == "object")

    @cached_property
    def _excepting(self) -> dict[str, frozenset[str]]:
        items: dict[str, set[str]] = {}
        for member, position in self.positions.items():
            for item in position.except_:
                items.setdefault(item, set()).add(member)
        return {item: frozenset(members) for item, members in items.items()}

    def excepting(self, items: frozenset[str]) -> frozenset[str]:
        """Who excepts any of these items."""
        if not self._excepting:
            return frozenset()
        return frozenset().union(*(self._excepting.get(item, frozenset()) for item in items))

    def has_all(self, members: frozenset[str]) -> bool:
        """Whether there are members, and every one of them agrees, and to every item: as any kind of
        agreement asks."""
        found = self._has_all.get(members)
        if found is None:
            found = self._has_all[members] = (
                bool(members) and members <= self.agreeing and not self._excepting
            )
        return found

    def authority(self, reference: str, members: frozenset[str]) -> Authority:
        """By what right a change of it stands; `agreed_by` are those of these members who agree."""
        if members not in self._authority:
            self._authority[members] = Authority(
                reference=reference,
                decision=self.id,
                meeting=self.meeting,
                body=self.body,
                adopted_on=self.adopted_on,
                agreed_by=tuple(sorted(self.agreeing & members)),
            )
        return self._authority[members].of(reference)
