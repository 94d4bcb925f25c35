"""Something to settle, as a ground of the docket finds it; and how each ground is said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ledger.charter import Charter
from ledger.offices import PPT, TS
from ledger.sentences import WRITTEN, body_name, member_name

Document = dict[str, Any]
Fact = str | tuple[str, str]
"""What a sentence is filled in with; a pair where it differs by language."""

GROUPS: dict[str, tuple[str, ...]] = {
    "settle": ("reported-completed", "reported-held", "overdue", "not-held", "held-by"),
    "complete-terms": ("no-lead", "no-timeline"),
    "language": ("text-differs", "translation-missing"),
    "decide": ("proposal-pending", "referral-pending", "touched-at-once"),
    "take-up": ("standing",),
    "tidy": ("workplan-not-updated", "section-empty", "look-alike"),
}
"""The grounds by what is to be done."""
GROUP_OF = {ground: group for group, grounds in GROUPS.items() for ground in grounds}

SAID: dict[str, tuple[str, str]] = {
    "overdue": (
        "It was due by {due} and is not settled: complete it, or agree on a new timeline.",
        "Debía cumplirse a más tardar el {due} y no está resuelto: conclúyase o acuérdese un nuevo plazo.",
    ),
    "overdue-held": (
        "It was due by {due} and took place on {held}, but was not completed.",
        "Debía cumplirse a más tardar el {due} y se celebró el {held}, pero no se ha concluido.",
    ),
    "not-held": (
        "It was to be held again by {due}: {months} months may pass at most, and {last}.",
        "Debía celebrarse de nuevo a más tardar el {due}: pueden pasar como máximo {months} meses, y {last}.",
    ),
    "held-by": (
        "It is to be held by {due}, before the meeting after this one is to be expected ({next}): "
        "{months} months may pass at most, and {last}.",
        "Debe celebrarse a más tardar el {due}, antes de que quepa esperar la reunión siguiente a esta ({next}): "
        "pueden pasar como máximo {months} meses, y {last}.",
    ),
    "reported-completed": (
        "{by} reported on {day} that it is completed, and it is still in the plan.",
        "{by} informó el {day} que está concluido, y sigue en el plan.",
    ),
    "reported-held": (
        "{by} reported on {day} that it was done; that it took place is not recorded.",
        "{by} informó el {day} que se realizó; su celebración no consta.",
    ),
    "no-lead": ("Nobody leads it.", "No tiene responsable."),
    "no-timeline": ("It has no timeline.", "No tiene plazo."),
    "translation-missing": ("It lacks {parts}.", "Le falta {parts}."),
    "text-differs": (
        "{reference} changed {changed} on {day} and left {left} as it was: the two may differ.",
        "{reference} cambió {changed} el {day} y dejó {left} como estaba: ambos pueden diferir.",
    ),
    "standing": (
        "It stands on the agenda of every meeting of this body.",
        "Figura en la agenda de cada reunión de este órgano.",
    ),
    "text-would-differ": (
        "The draft {draft} changes {changed} and leaves {left} as it is: the two may come to differ.",
        "El borrador {draft} cambia {changed} y deja {left} como está: ambos pueden llegar a diferir.",
    ),
    "proposal-pending": (
        "{by} proposed it to {meeting}, and nothing became of it yet.",
        "{by} lo propuso a {meeting}, y aún no tiene resultado.",
    ),
    "referral-pending": (
        "{from_} referred it to this body{at}, and nothing became of it yet.",
        "{from_} lo remitió a este órgano{at}, y aún no tiene resultado.",
    ),
    "touched-at-once": (
        "It would be changed at once by {records}.",
        "Lo cambiarían a la vez {records}.",
    ),
    "workplan-not-updated": (
        "Nothing in this workplan was changed since {body} met on {day} ({meeting}).",
        "Nada ha cambiado en este plan de trabajo desde la reunión de {body} del {day} ({meeting}).",
    ),
    "section-empty": (
        "Nothing current stands in this section.",
        "Nada vigente figura en esta sección.",
    ),
    "look-alike": (
        "It reads like {other} ({score} of 100): is it the same commitment?",
        "Se lee como {other} ({score} de 100): ¿es el mismo compromiso?",
    ),
}
"""Each ground in a sentence, in English and in Spanish."""


@dataclass(frozen=True)
class Found:
    """Something to settle.

    Attributes:
        since: the day from which on it is to be settled.
        kind: of the change that would settle it; None where no one change would.
        of: what such a change is asked of: the item, or of `approve` the section (None: the plan itself).
        change: the suggested change, ready to adopt, as in a register.
        facts: what its sentence is filled in with.
        more: what its document says besides.
        said_as: its sentence, where that is not the ground's own.
        settled_here: of what no one change settles, whether it is for this meeting.
    """

    ground: str
    since: date
    item: str | None = None
    proposal: str | None = None
    kind: str | None = None
    of: str | None = None
    change: Document | None = None
    facts: Mapping[str, Fact] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)
    said_as: str | None = None
    settled_here: bool = True

    @property
    def sentence(self) -> dict[str, str]:
        sentence = SAID[self.said_as or self.ground]
        said = said_with(sentence, **self.facts)
        return {
            language: said[n] if _begins_with_an_id(sentence[n]) else said[n][0].upper() + said[n][1:]
            for n, language in enumerate(WRITTEN)
        }


def _begins_with_an_id(sentence: str) -> bool:
    """Which keeps its letters: `lon-cp-2007-1-d2#2 changed …`."""
    return sentence.startswith("{reference}")


def said_with(sentence: tuple[str, str], **facts: Fact) -> tuple[str, str]:
    """A sentence in both languages, filled in with facts."""
    english, spanish = (
        sentence[n].format(
            **{name: fact if isinstance(fact, str) else fact[n] for name, fact in facts.items()}
        )
        for n in range(len(WRITTEN))
    )
    return english, spanish


def listed(names: Sequence[str]) -> tuple[str, str]:
    """`a, b and c`."""
    if len(names) < 2:
        return ("".join(names),) * 2
    most = ", ".join(names[:-1])
    return f"{most} and {names[-1]}", f"{most} y {names[-1]}"


def in_languages(charter: Charter, said: tuple[str, str]) -> dict[str, str]:
    """A sentence of ours in the languages that a charter has."""
    found = {each: said[n] for n, each in enumerate(WRITTEN) if each in charter.languages}
    return found or {charter.languages[0]: said[0]}


def party_name(charter: Charter, id: str) -> tuple[str, str]:
    """A member, an office, an observer or a body, as a sentence names it."""
    for office in (TS, PPT):
        if id == office.kind:
            return office.said
    if id in charter.bodies:
        return body_name(id, charter, "en"), body_name(id, charter, "es")
    english, spanish = (member_name(id, charter, language) for language in WRITTEN)
    # One code is enough: `International Organization for Migration (IOM) (IOM)`.
    return english.replace(f"({id}) ({id})", f"({id})"), spanish.replace(f") ({id})", f", {id})")


