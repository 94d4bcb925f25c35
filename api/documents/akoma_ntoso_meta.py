"""What an Akoma Ntoso document says of itself: its three names, its life, and whom and what it refers to.

The names follow the convention of Akoma Ntoso (AKN-NC 1.0) as the UN profiles it (AKN4UN): the work is the plan, an
expression is what it said in one language from one day on, a manifestation is a file. The UN's profile has the UN for
every document's country; the conference is neither of a country nor of the UN, so it gets one of the codes that ISO
3166-1 leaves to whoever needs one.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from api.documents.model import Document, plain
from api.render.words import Words

Element = Any
"""Of `lxml`, which says nothing of its types."""
NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
OWN = "tag:rcm-ledger,2026:document"
"""Of what the standard has no word for: entries and roots."""
JURISDICTION = "xx"
SECRETARIAT = "#office_TS"
ALPHA_3 = {"en": "eng", "es": "spa", "fr": "fra", "pt": "por", "nl": "nld", "ht": "hat"}
"""ISO 639-2, which the standard asks for; of another language its own code stays."""


def maker() -> Any:
    """What makes elements of the standard: `E.p("…", eId="…")`."""
    from lxml.builder import ElementMaker  # type: ignore[import-untyped]

    return ElementMaker(namespace=NAMESPACE, nsmap={None: NAMESPACE})


def written(root: Element) -> bytes:
    """The whole file, indented where that adds nothing to a text."""
    from lxml.etree import tostring  # type: ignore[import-untyped]

    found: bytes = tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return found


@dataclass
class References:
    """Whom and what a document refers to; each gets an entry once something refers to it."""

    words: Words
    conference: str
    found: dict[str, tuple[str, str, str]] = field(default_factory=dict)

    def party(self, id: str) -> tuple[str, str]:
        """A member, an observer, an office or a body: how it is referred to, and its name."""
        words = self.words
        office = words.t.find(f"office.{id}")
        if id == "PPT":
            return self._to("TLCRole", f"office_{id}", f"role/{JURISDICTION}/ppt", office or id)
        if id in words.bodies:
            kind, end, name = "body", self.actor(id), words.body(id)
        else:
            kind, end = "office" if office else "party", id.lower()
            name = office or words.t.of(words.people.get(id)) or id
        return self._to(
            "TLCOrganization", f"{kind}_{id}", f"organization/{JURISDICTION}/{end}", name
        )

    def concept(self, kind: str, code: str) -> str:
        """How a word of the plan is referred to: `role.annex`, `form.workshop`."""
        path = f"concept/{JURISDICTION}/{kind}.{code}"
        return self._to("TLCConcept", f"{kind}_{code}", path, self.words.t.word(kind, code))[0]

    def _to(self, element: str, eid: str, path: str, name: str) -> tuple[str, str]:
        self.found[eid] = (element, f"/akn/ontology/{path}", name)
        return f"#{eid}", name

    def actor(self, body: str) -> str:
        """A body as part of a name: the conference's own, or one of its bodies."""
        return body if body == self.conference else f"{self.conference}-{body}"

    def decision(self, decision: Mapping[str, Any]) -> str:
        """The name of a decision as a work of its own."""
        day, id = decision["adopted_on"], decision.get("decision") or decision["id"]
        actor = self.actor(decision["body"])
        return f"/akn/{JURISDICTION}/statement/deliberation/{actor}/{day}/{id}"


class Names:
    """The names of a document: of the work, of this expression of it, of this file.

    The version's day is that of the last decision that changed it: asked for as of a later day, it is the same.
    """

    def __init__(self, document: Document, references: References):
        source = document.source
        life = source["decisions"]
        recorded = document.stamp.recorded_at.date().isoformat()
        self.begun = life[0]["adopted_on"] if life else recorded
        self.version = life[-1]["adopted_on"] if life else recorded
        self.number = "workplan" if source["body"] else "plan-of-action"
        actor = references.actor(source["of"])
        self.work = f"/akn/{JURISDICTION}/statement/deliberation/{actor}/{self.begun}/{self.number}"
        self.language = ALPHA_3.get(document.languages[0], document.languages[0])
        self.expression = self.expression_in(self.language)

    def expression_in(self, language: str, day: str | None = None) -> str:
        return f"{self.work}/{language}@{day or self.version}"


@dataclass
class Tongues:
    """The languages of what a document shows.

    Attributes:
        other: those of texts that its own language lacks.
        translated_from: of the texts that are translations, those that were agreed.
    """

    other: set[str] = field(default_factory=set)
    translated_from: set[str] = field(default_factory=set)


def meta(
    document: Document,
    names: Names,
    references: References,
    tongues: Tongues,
    periods: Collection[int],
) -> Element:
    """The whole of it.

    Args:
        references, tongues, periods: as the body left them; a period is counted as the decision that began it.
    """
    E = maker()
    author, _ = references.party(document.source["of"])
    life = document.source["decisions"]
    made = E.meta(
        E.identification(
            _work(document, names, author, E),
            _expression(document, names, author, tongues, E),
            _manifestation(document, names, E),
            source=SECRETARIAT,
        )
    )
    if life:
        made.append(E.lifecycle(*_events(life, E), source=SECRETARIAT))
    if periods:
        current = references.concept("akn", "current")
        made.append(E.temporalData(*_intervals(periods, current, E), source=SECRETARIAT))
    references.party("TS")
    made.append(E.references(*_references(document, names, references, E), source=SECRETARIAT))
    made.append(E.proprietary(_stamp(document), source=SECRETARIAT))
    return made


def _work(document: Document, names: Names, author: str, E: Any) -> Element:
    title = plain(next(iter(document.title.values())))
    return E.FRBRWork(
        E.FRBRthis(value=f"{names.work}/!main"),
        E.FRBRuri(value=names.work),
        E.FRBRalias(value=title, name="title"),
        E.FRBRalias(value=document.stamp.ledger, name="ledger"),
        E.FRBRdate(date=names.begun, name="adoption"),
        E.FRBRauthor(href=author),
        E.FRBRcountry(value=JURISDICTION),
        E.FRBRsubtype(value="deliberation"),
        E.FRBRnumber(value=names.number),
        E.FRBRname(value=title),
    )


def _expression(document: Document, names: Names, author: str, tongues: Tongues, E: Any) -> Element:
    made = E.FRBRExpression(
        E.FRBRthis(value=f"{names.expression}/!main"),
        E.FRBRuri(value=names.expression),
        E.FRBRdate(date=names.version, name="version"),
        E.FRBRauthor(href=author),
    )
    if (entry := document.source["last_entry"]) is not None:
        # With its day it names the text: the same changes, the same version.
        made.append(E.FRBRversionNumber(value=str(entry)))
    if tongues.translated_from:
        made.append(E.FRBRauthoritative(value="false"))
    for language in (document.languages[0], *sorted(tongues.other)):
        made.append(E.FRBRlanguage(language=ALPHA_3.get(language, language)))
    for each in sorted(tongues.translated_from):
        language = ALPHA_3.get(each, each)
        href = names.expression_in(language)
        made.append(
            E.FRBRtranslation(
                href=href, fromLanguage=language, authoritative="false", by=SECRETARIAT
            )
        )
    return made


def _manifestation(document: Document, names: Names, E: Any) -> Element:
    return E.FRBRManifestation(
        E.FRBRthis(value=f"{names.expression}/!main.xml"),
        E.FRBRuri(value=f"{names.expression}/.xml"),
        E.FRBRdate(date=document.stamp.recorded_at.date().isoformat(), name="markup"),
        E.FRBRauthor(href=SECRETARIAT),
        E.FRBRformat(value="xml"),
    )


def _events(life: list[Mapping[str, Any]], E: Any) -> Iterator[Element]:
    """Its life: the decision that it began with, and each that amended it."""
    for n, decision in enumerate(life, 1):
        kind = "generation" if n == 1 else "amendment"
        yield E.eventRef(
            eId=f"eref_{n}",
            date=decision["adopted_on"],
            type=kind,
            source=f"#decision_{decision['id']}",
        )


def _intervals(periods: Collection[int], current: str, E: Any) -> Iterator[Element]:
    """From which decision on something has been as it is; open at the end, as it still is."""
    for n in sorted(periods):
        interval = E.timeInterval(start=f"#eref_{n}", refersTo=current)
        yield E.temporalGroup(interval, eId=f"tmpg_{n}")


def _references(
    document: Document, names: Names, references: References, E: Any
) -> Iterator[Element]:
    t = references.words.t
    title = plain(next(iter(document.title.values())))
    href = names.expression_in(names.language, names.begun)
    yield E.original(eId="original", href=href, showAs=title)
    for decision in document.source["decisions"]:
        references.party(decision["body"])
        adopts = t.of(references.words.adopts.get(decision["body"])) or ""
        said = f"{adopts} {decision['number'] or decision['id']}, {t.of(decision['title'])}"
        yield E.passiveRef(
            eId=f"decision_{decision['id']}",
            href=references.decision(decision),
            showAs=said.strip(),
            shortForm=decision["id"],
        )
    for eid, (element, href, shown) in sorted(references.found.items()):
        yield E(element, eId=eid, href=href, showAs=shown)


def _stamp(document: Document) -> Element:
    from lxml.builder import ElementMaker

    stamp = document.stamp
    made = ElementMaker(namespace=OWN, nsmap={"ledger": OWN}).stamp()
    said = {
        "ledger": stamp.ledger,
        "asOf": stamp.as_of,
        "knownAt": stamp.known_at,
        "entry": stamp.entry,
        "recordedAt": stamp.recorded_at.isoformat(),
        "root": stamp.root,
    }
    for name, value in said.items():
        if value is not None:
            made.set(name, str(value))
    return made
