"""What a row of a revised version says otherwise than the plan does, and by which changes that
becomes so.

Words are compared to the letter. What differs in looks only is `cosmetic`, and left as it is unless
asked for; another wording of what was agreed is a `redefine`, however small; another wording of a
translation, or words in a language that a text lacks, a `translate`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from projections.compare import words as word_by_word
from projections.items import State, is_current
from projections.revised import TEXTS, Row
from projections.wording import looks, same_but_for_looks

Form = dict[str, Any]
"""A change as a register writes it."""
Field = dict[str, Any]
COSMETIC = "cosmetic"
IMPOSSIBLE = "rectify"
"""What takes back what no other change does: only a record made by mistake is undone."""

WHY: dict[str, dict[str, str]] = {
    "complete": {
        "en": "Completed, as the revised version “{file}” has it ({place}).",
        "es": "Concluida, como consta en la versión revisada «{file}» ({place}).",
    },
    "discontinue": {
        "en": "No longer in the plan, as the revised version “{file}” has it.",
        "es": "Ya no figura en el plan, como consta en la versión revisada «{file}».",
    },
}
"""The outcome or the reason that a draft gives, for the meeting to word better."""


@dataclass
class Difference:
    """One thing that a version says otherwise.

    Attributes:
        item: None for a new one, until it has an id (`id`).
        change: a change's name, or `cosmetic`.
        changes: by which this becomes so, in their order; none where there is no such change.
        fields: what was and what is, by term (and language): `before`, `after`, `place`, and for
            words `words`, word by word.
        question: why a person has to say first what is meant.
    """

    item: str | None
    change: str
    place: str
    fields: dict[str, Field] = field(default_factory=dict)
    changes: list[Form] = field(default_factory=list)
    confidence: float = 1.0
    id: str | None = None
    question: str | None = None

    @property
    def terms(self) -> list[str]:
        return list(dict.fromkeys(name.partition(".")[0] for name in self.fields))


class Comparison:
    """What one row says otherwise than its item.

    Args:
        because: a text of `WHY`, in the charter's languages.
        cosmetic: take what differs in looks only for a change as well.
    """

    def __init__(self, row: Row, state: State, because: Callable[[str, str], Form], cosmetic: bool):
        self.row, self.state, self.because, self.cosmetic = row, state, because, cosmetic
        self.id: str = state["id"]
        self.looks: dict[str, Field] = {}
        self.mixed: dict[str, Field] = {}
        self.redefined: dict[str, Field] = {}
        self.translated: dict[str, Field] = {}
        self.new_terms: Form = {}
        self.new_translations: dict[str, dict[str, str | None]] = {}
        self.kept: dict[str, dict[str, str]] = {}
        self.own: Form = {}

    def differences(self) -> Iterator[Difference]:
        for part in TEXTS:
            if part in self.row.said:
                self._text(part, self.row.said[part])
        for part in ("lead", "timeline", "form"):
            self._term(part)
        if self.state["kind"] == "section":
            for part in ("role", "steward"):
                self._own(part)
        yield from self._kind()
        if not is_current(self.state):
            yield from self._reinstated()
        if self.mixed:
            yield self._asked("redefine", self.mixed, "mixed-languages")
        if self.looks:
            yield self._difference(COSMETIC, self.looks)
        yield from self._upkeep()
        yield from self._wording()
        yield from self._ended()

    def _difference(self, change: str, fields: dict[str, Field], *changes: Form) -> Difference:
        place = next(iter(fields.values()))["place"] if fields else self.row.place
        return Difference(self.id, change, place, fields, list(changes))

    # What is said.

    def _text(self, part: str, said: Mapping[str, str | None]) -> None:
        """ "A language that the deciding body itself gave is agreed; one added by `translate` is a
        translation." """
        old: dict[str, str] = self.state["terms"][part] or {}
        translated = self.state[f"translated_{part}"]
        agreed = {language for language in old if language not in translated}
        patch: dict[str, str | None] = {}
        for language, new in said.items():
            before = old.get(language)
            if new == before:
                continue
            name = f"{part}.{language}"
            shown = self._field(name, before, new)
            if new and _has_another_language(new, language, old):
                self.mixed[name] = shown
                continue
            if new and before:
                if same_but_for_looks(before, new) and not self.cosmetic:
                    self.looks[name] = shown
                    continue
                shown["words"] = word_by_word(before, new)
            if language in agreed or not agreed:
                patch[language], self.redefined[name] = new, shown
            else:
                self.new_translations.setdefault(part, {})[language] = new
                self.translated[name] = shown
        if patch:
            self._redefine(part, said, patch, agreed)

    def _redefine(
        self,
        part: str,
        said: Mapping[str, str | None],
        patch: dict[str, str | None],
        agreed: set[str],
    ) -> None:
        """ "Translations fall with their text": those that the version keeps are given again."""
        old: dict[str, str] = self.state["terms"][part] or {}
        if agreed & patch.keys():
            kept = {
                language: old[language]
                for language in self.state[f"translated_{part}"]
                if said.get(language) and language not in self.new_translations.get(part, {})
            }
            if any(patch.get(language, old[language]) for language in agreed):
                self.kept[part] = kept
            else:
                # Nothing agreed is left to be a translation of: these words are agreed to.
                patch |= kept | self.new_translations.pop(part, {})
                for name in [name for name in self.translated if name.startswith(f"{part}.")]:
                    self.redefined[name] = self.translated.pop(name)
        self.new_terms[part] = patch

    def _term(self, part: str) -> None:
        if part not in self.row.said:
            return
        old, new = self.state["terms"][part], self.row.said[part]
        if isinstance(old, Mapping):
            old = {key: value for key, value in old.items() if value is not None}
        old, new = old or None, new or None
        if old == new:
            return
        if part == "lead" and old and new and sorted(old) == sorted(new) and not self.cosmetic:
            self.looks[part] = self._field(part, old, new)
            return
        self.redefined[part] = self._field(part, old, new)
        self.new_terms[part] = new

    def _own(self, part: str) -> None:
        if part in self.row.said and (self.row.said[part] or None) != self.state[part]:
            new = self.row.said[part] or None
            self.redefined[part] = self._field(part, self.state[part], new)
            self.own[part] = new

    def _field(self, part: str, before: Any, after: Any) -> Field:
        return {"before": before, "after": after, "place": self.row.where(part)}

    # By which changes.

    def _wording(self) -> Iterator[Difference]:
        if self.redefined:
            form: Form = {"item": self.id, **self.own}
            if self.new_terms:
                form["terms"] = self.new_terms
            changes: list[Form] = [{"redefine": form}]
            if kept := {part: texts for part, texts in self.kept.items() if texts}:
                changes.append({"translate": {"item": self.id, "terms": kept}})
            yield self._difference("redefine", self.redefined, *changes)
        if self.translated:
            form = {"item": self.id, "terms": self.new_translations}
            yield self._difference("translate", self.translated, {"translate": form})

    def _upkeep(self) -> Iterator[Difference]:
        """That it began, and that it took place."""
        if self.state["kind"] == "section":
            return
        was = self.state["status"] if is_current(self.state) else "pending"
        now = self.row.said.get("status") or was
        if was == "pending" and now == "ongoing":
            yield self._status(was, now, "start", {"start": {"item": self.id}})
        held = list(self.state["occurrences"])
        for day in self.row.said.get("occurrences", self.state["occurrences"]):
            if day in held:
                held.remove(day)
                continue
            shown = {"occurrences": self._field("occurrences", None, day)}
            change = {"record-occurrence": {"item": self.id, "on": day}}
            yield self._difference("record-occurrence", shown, change)
        for day in held:
            shown = {"occurrences": self._field("occurrences", day, None)}
            yield self._asked(IMPOSSIBLE, shown, "occurrence-gone")

    def _ended(self) -> Iterator[Difference]:
        was = self.state["status"] if is_current(self.state) else None
        now = self.row.said.get("status")
        if was is None or now in (None, was) or now == "ongoing":
            return
        shown = {"status": self._field("status", was, now)}
        if now == "completed" and self.state["kind"] == "activity":
            form = {"item": self.id, "outcome": self.because("complete", self.row.where("status"))}
            yield self._difference("complete", shown, {"complete": form})
        elif now == "discontinued":
            reason = self.because("discontinue", self.row.where("status"))
            yield self._difference("discontinue", shown, _discontinued(self.id, reason))
        elif now == "pending" and self.state["kind"] == "activity":
            yield self._asked(IMPOSSIBLE, shown, "status-back")
        else:
            yield self._asked("discontinue", shown, "status-unreachable")

    def _reinstated(self) -> Iterator[Difference]:
        """It is in the version, and in the archive."""
        if self.row.said.get("status") not in ("completed", "discontinued", "replaced"):
            shown = {"status": self._field("status", self.state["status"], "pending")}
            if self.state["kind"] == "section":
                shown["status"]["after"] = "ongoing"
            yield self._difference("reinstate", shown, {"reinstate": {"item": self.id}})

    def _kind(self) -> Iterator[Difference]:
        """A section is no activity, and never becomes one."""
        if self.row.kind not in (None, self.state["kind"]):
            shown = {"kind": self._field("kind", self.state["kind"], self.row.kind)}
            yield self._asked("discontinue", shown, "kind-changed")

    def _status(self, was: str, now: str, change: str, form: Form) -> Difference:
        return self._difference(change, {"status": self._field("status", was, now)}, form)

    def _asked(self, change: str, fields: dict[str, Field], question: str) -> Difference:
        found = self._difference(change, fields)
        found.question = question
        return found


def _has_another_language(words: str, language: str, old: Mapping[str, str]) -> bool:
    """Whether words of one language have with them all that the item says in another."""
    said, before = looks(words), looks(old.get(language) or "")
    others = [looks(text) for each, text in old.items() if each != language]
    return any(each and each in said and each not in before and each != said for each in others)


def _discontinued(item: str, reason: Form) -> Form:
    return {"discontinue": {"item": item, "reason": reason}}


def moved(row: Row, state: State, parent: str | None) -> Difference:
    """An item that stands in another section."""
    place = row.where("section")
    shown = {"parent": {"before": state["parent"], "after": parent, "place": place}}
    change = {"move": {"item": state["id"], "parent": parent}}
    return Difference(state["id"], "move", place, shown, [change])


def removed(state: State, place: str, reason: Form) -> Difference:
    """An item that the version does not have."""
    return Difference(state["id"], "discontinue", place, {}, [_discontinued(state["id"], reason)])


def approved(row: Row, id: str, parent: str | None, kind: str, confidence: float) -> Difference:
    """An item that the plan does not have."""
    said = row.said
    terms = {
        part: {language: words for language, words in text.items() if words}
        for part in TEXTS
        if (text := said.get(part)) and any(text.values())
    }
    more = {part: said[part] for part in ("lead", "timeline", "form") if said.get(part)}
    own = {part: said[part] for part in ("role", "steward") if said.get(part)}
    of_section = {"kind": kind, **own} if kind == "section" else {}
    form: Form = {"item": id, "parent": parent, **of_section, "terms": terms | more}
    changes: list[Form] = [{"approve": form}]
    if kind == "activity" and said.get("status") == "ongoing":
        changes.append({"start": {"item": id}})
    changes += [
        {"record-occurrence": {"item": id, "on": day}}
        for day in said.get("occurrences", ())
        if kind == "activity"
    ]
    shown = {
        part: {"before": None, "after": value, "place": row.where(part)}
        for part, value in (*form["terms"].items(), *own.items())
    }
    return Difference(None, "approve", row.place, shown, changes, confidence, id)
