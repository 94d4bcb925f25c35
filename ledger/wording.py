"""The changes of what an item says: redefining its terms, and translating them.

A word changed in what was agreed is a `redefine`, however small: the ledger cannot tell "now" from
"not". Translations fall with their text.
"""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from ledger.charter import Charter
from ledger.input_errors import wrong
from ledger.item_changes import ChartedPlan, ItemChange, Objection, known, raised
from ledger.plan import (
    Authority,
    Form,
    Item,
    Lead,
    Role,
    Timeline,
)
from ledger.values import BodyId, Model, TextPatch


class TermsPatch(Model):
    """New terms, wholly or in part: only what is given changes, and null clears."""

    title: TextPatch | None = None
    action: TextPatch | None = None
    lead: tuple[Lead, ...] | None = None
    timeline: Timeline | None = None
    form: Form | None = None


TextState = tuple[dict[str, str] | None, tuple[str, ...]]
"""A text and which of its languages are translations."""


def _redefined(
    text: Mapping[str, str] | None,
    translated: tuple[str, ...],
    patch: Mapping[str, str | None] | None,
) -> TextState:
    """ "Translations fall with their text": where an agreed language changes, those not given again
    are dropped."""
    if patch is None:
        return None, ()
    old = dict(text or {})
    new = {**old, **patch}
    agreed_changes = any(
        language in old and language not in translated and old[language] != words
        for language, words in patch.items()
    )
    left = tuple(t for t in translated if t not in patch)
    kept = {
        language: words
        for language, words in new.items()
        if words is not None and not (agreed_changes and language in left)
    }
    return (kept, () if agreed_changes else left) if kept else (None, ())


class Redefine(ItemChange):
    """New terms, wholly or in part; for a section also its role and steward."""

    kind_name = "redefine"
    role: Role | None = None
    steward: BodyId | None = None
    terms: TermsPatch = TermsPatch()

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.terms.model_fields_set and not self.model_fields_set & {"role", "steward"}:
            raise wrong("nothing-to-redefine")
        return self

    def ends(self, plan: ChartedPlan) -> Iterator[Objection]:
        item = plan.get(self.item)
        if item is None:
            yield Objection("item-unknown", self.item)
        elif not item.is_section and self.model_fields_set & {"role", "steward"}:
            yield Objection("not-a-section", self.item, self.item)

    def objections(self, plan: ChartedPlan, decision: str) -> Iterator[Objection]:
        yield from super().objections(plan, decision)
        item = known(plan, self.item)
        values = self._values(item)
        if all(getattr(item, name) == value for name, value in values.items()):
            yield Objection("nothing-changes", self.item)

    def _values(self, item: Item) -> dict[str, Any]:
        patch, given = self.terms, self.terms.model_fields_set
        terms: dict[str, Any] = {}
        values: dict[str, Any] = {}
        for part in ("title", "action"):
            if part in given:
                terms[part], values[f"translated_{part}"] = _redefined(
                    getattr(item.terms, part), item.translated(part), getattr(patch, part)
                )
        if "lead" in given:
            terms["lead"] = patch.lead or ()
        for name in ("timeline", "form"):
            if name in given:
                terms[name] = getattr(patch, name)
        values["terms"] = item.terms.but(terms)
        for name in ("role", "steward"):
            if name in self.model_fields_set:
                values[name] = getattr(self, name)
        return values

    def effects(self, item: Item, by: Authority, charter: Charter) -> dict[str, Any]:
        values = self._values(item)
        if values.get("steward", item.steward) != item.steward:
            values["steward_from"] = by if values["steward"] else None
        return {"approving": raised(item, by, charter), **values}


class TranslatedTerms(Model):
    title: Annotated[TextPatch, Field()] = None  # type: ignore[assignment]
    action: Annotated[TextPatch, Field()] = None  # type: ignore[assignment]

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.model_fields_set:
            raise wrong("nothing-to-translate")
        return self


class Translate(ItemChange):
    """Sets or clears a translation of the title or the action, never a language that is agreed."""

    kind_name = "translate"
    terms: TranslatedTerms

    def _parts(self) -> Iterator[tuple[str, Mapping[str, str | None]]]:
        for part in ("title", "action"):
            if part in self.terms.model_fields_set:
                yield part, getattr(self.terms, part)

    def objections(self, plan: ChartedPlan, decision: str) -> Iterator[Objection]:
        yield from super().objections(plan, decision)
        item = known(plan, self.item)
        agreed = False
        for part, patch in self._parts():
            text: Mapping[str, str] | None = getattr(item.terms, part)
            agreed = (
                agreed
                or text is None
                or any(
                    language in text and language not in item.translated(part) for language in patch
                )
            )
        same = all(
            (getattr(item.terms, part) or {}).get(language) == words
            for part, patch in self._parts()
            for language, words in patch.items()
        )
        if agreed:
            yield Objection("text-agreed", self.item)
        if same:
            yield Objection("nothing-changes", self.item)

    def effects(self, item: Item, by: Authority, charter: Charter) -> dict[str, Any]:
        terms: dict[str, Any] = {}
        values: dict[str, Any] = {}
        for part, patch in self._parts():
            new = {**(getattr(item.terms, part) or {}), **patch}
            terms[part] = {language: words for language, words in new.items() if words is not None}
            now = {t for t in item.translated(part) if t not in patch}
            now |= {language for language, words in patch.items() if words is not None}
            values[f"translated_{part}"] = tuple(sorted(now))
        return {"terms": item.terms.but(terms), **values}
