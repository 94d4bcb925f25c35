"""What verification found, in a log or beside it."""

from dataclasses import dataclass, field
from typing import Any

from ledger.authority import Violation
from ledger.late import LateRecord
from ledger.sentences import fill

NOT_OF_THE_RULE = frozenset(
    {
        *("log-damaged", "views-differ", "seal-broken", "key-broken", "not-the-sealed"),
        *("position-signature", "source-missing", "source-altered", "witnesses-missing"),
        *("register-differs", "bundle-altered", "timestamp-false"),
    }
)
"""The violations that say nothing of what was agreed."""


@dataclass
class Verification:
    """What verification found.

    Attributes:
        authentic: the log is whole: every entry is there, in its stream, and can be read.
        lawful: every change was agreed at the right level, and none was recorded otherwise.
        projections_match: the tables that people read, and the writer's index, are what the log
            says.
        late: what was recorded after the fact; nothing is wrong with it.
        sources: the hashes of the signed originals that are `kept` as they were, and of those that
            were only named and are `not_kept` here.
        brought: the seal that somebody brought, with whether the entries are those that it was made of.
        withheld: entries of which there is no more than their hash (`ledger.published`).
    """

    events: int = 0
    changes: int = 0
    withheld: int = 0
    authentic: bool = True
    projections_match: bool = True
    violations: list[Violation] = field(default_factory=list)
    root: str | None = None
    seals: list[dict[str, Any]] = field(default_factory=list)
    brought: dict[str, Any] | None = None
    late: list[LateRecord] = field(default_factory=list)
    sources: dict[str, list[str]] = field(default_factory=dict)

    @property
    def lawful(self) -> bool:
        return all(v.code in NOT_OF_THE_RULE for v in self.violations)

    @property
    def proven(self) -> bool:
        return self.authentic and not self.violations

    def doubted(self, violation: Violation) -> None:
        """Something is not what it is said to be, whatever the rule says of it."""
        self.authentic = False
        self.violations.append(violation)

    def damaged(self, entry: int, why: str, why_es: str) -> None:
        """Something is wrong with the log itself: at an entry, or at 0 with all of it."""
        message = fill("log-damaged", entry=str(entry), why=(why, why_es))
        self.doubted(Violation("log-damaged", f"entry {entry}", message=message))

    def unauthorised(self, reference: str, item: str | None, why: str, why_es: str) -> None:
        """Something is in the log that no decision made so."""
        message = fill("unauthorised", what=reference, why=(why, why_es))
        self.violations.append(Violation("unauthorised", reference, item, message=message))
