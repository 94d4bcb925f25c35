"""The record's own slips, put right: before and after and reason kept."""

from collections.abc import Mapping
from typing import Any

from ledger.events import RecordCorrected
from ledger.problems import Problem
from ledger.signing import SigningLedger
from ledger.states import corrected, restated

CORRECTABLE: dict[str, tuple[str, ...]] = {
    "meeting": ("title", "number", "place", "host", "source"),
    "decision": ("text", "source", "positions.MEMBER.statement"),
    "proposal": ("source",),
}
"""The record's own slips. "What the rule reads … and an item's terms are never corrected in that
way." """


def is_correctable(kind: str, path: str) -> bool:
    """Whether a path of a record is one of its slips: `title.es`, `place`, `source`,
    `positions.MX.statement.en`."""
    allowed = CORRECTABLE.get(kind, ())
    first, *rest = path.split(".")
    if first == "positions":
        return kind == "decision" and len(rest) == 3 and rest[1] == "statement"
    if first in ("title", "text"):
        return first in allowed and len(rest) == 1
    return first in allowed and (not rest or first == "source")


class CorrectingLedger(SigningLedger):
    """A ledger in which slips of the record are corrected."""

    def correct(self, kind: str, id: str, path: str, after: Any, reason: Mapping[str, str]) -> None:
        """Put right a slip of the record, before and after and reason kept.

        Raises:
            Problem: the path names what the rule reads, or what an item says; or the new value is
            not one.
        """
        with self.writing():
            state = self._must_have(kind, id)  # type: ignore[arg-type]
            self._correctable(kind, id, path, state)
            before, after = self._slip(path, after, state)
            if before == after:
                raise Problem(
                    "wrong-use",
                    why=f"{path} of {id} already reads so.",
                    why_es=f"{path} de {id} ya dice eso.",
                )
            self._append(
                [
                    self._event(
                        RecordCorrected,
                        kind=kind,
                        id=id,
                        path=path,
                        before=before,
                        after=after,
                        reason=dict(reason),
                    )
                ]
            )

    def _slip(self, path: str, after: Any, state: Any) -> tuple[Any, Any]:
        """What a path says, and what it would say."""
        languages = self.charter.languages
        try:
            if path.startswith("positions."):
                _, member, _, language = path.split(".")
                old = state.positions[member]
                new = restated(old, language, after, languages)
                return (old.statement or {}).get(language), (new.statement or {}).get(language)
            fields = state.fields, corrected(state.fields, path, after, languages)
        except ValueError:
            found = ("nothing", "nada") if after is None else (f"“{after}”", f"«{after}»")
            if isinstance(after, dict):
                found = ("this", "esto")
            known = ", ".join(sorted(languages))
            raise Problem(
                "no-value", path=path, id=state.fields.id, found=found, languages=known
            ) from None
        values: list[Any] = []
        for document in (f.model_dump(mode="json", exclude_unset=True) for f in fields):
            value: Any = document
            for key in path.split("."):
                value = value.get(key) if isinstance(value, dict) else None
            values.append(value)
        return values[0], values[1]

    def times_corrected(self, kind: str, id: str, path: str, after: Any) -> int:
        """How often this very correction was recorded before."""
        return sum(
            isinstance(fact.event, RecordCorrected)
            and (fact.event.path, fact.event.after) == (path, after)
            for fact in self.recorder.stream(f"{kind}:{id}")
        )

    def _correctable(self, kind: str, id: str, path: str, state: Any) -> None:
        fits = is_correctable(kind, path)
        part, _, which = path.partition(".")
        if part == "positions":
            fits = fits and which.split(".")[0] in (state.positions or {})
        # A translation of the text is a slip of the record; the words of the decision are not.
        if fits and (kind, part) == ("decision", "text") and which in state.as_recorded.text:
            raise Problem("decided-in", path=path, id=id)
        if not fits:
            raise Problem("not-correctable", path=path, id=id, allowed=", ".join(CORRECTABLE[kind]))
