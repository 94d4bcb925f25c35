"""The plan as Akoma Ntoso 3.0 (OASIS LegalDocML), as the UN profiles it (AKN4UN): a statement, not an act.

One file is one expression: what the plan said in one language. A text that this language lacks stands there in the
other, and says so (`xml:lang`); one that is a translation, and was not agreed, says so too (`status="translated"`). An
item's id is its number, and so its `eId`, which stays the same from version to version wherever the item is moved.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from api.documents.akoma_ntoso_meta import (
    Element,
    Names,
    References,
    Tongues,
    maker,
    meta,
    written,
)
from api.documents.model import Document, plain
from api.documents.plan import rests_on
from api.documents.stamps import moment_of, stamp_lines
from api.session import WrongUse
from api.texts import LANGUAGES
from projections.views import Answering

Item = Mapping[str, Any]
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def source(views: Answering, document: Document) -> Mapping[str, Any]:
    """What it takes besides the plan: the decisions that made it, and whose it is."""
    from projections.lifecycle import lifecycle

    given, charter = document.source, views.ledger.charter
    which = ("approved", "last_changed")
    by = {item[authority]["decision"] for item in given["items"] for authority in which}
    found = lifecycle(views, moment_of(document.stamp), by)
    if given["body"]:
        shown = {item["id"] for item in given["items"]}
        kept = [d for d in found["decisions"] if d["id"] in by or not shown.isdisjoint(d["items"])]
        found = {**found, "decisions": kept}
    whose = given["body"] or charter.root
    return {**given, **found, "conference": charter.charter, "of": whose}


def write(document: Document) -> bytes:
    """The whole document, UTF-8, with a declaration.

    Raises:
        WrongUse: it is to have several languages.
    """
    if len(document.languages) > 1:
        raise WrongUse("akn-one-language")
    E = maker()
    body = Body(document, E)
    preface, main, conclusions = body.preface(), body.main(), body.conclusions()
    statement = E.statement(
        meta(document, body.names, body.references, body.tongues, body.periods),
        *(preface, main, conclusions),
        name="workplan" if document.source["body"] else "planOfAction",
        contains="singleVersion",
    )
    return written(E.akomaNtoso(statement))


class Body:
    """The text of the plan; it remembers what it refers to, which languages it has, and since
    when its items are as they are."""

    def __init__(self, document: Document, E: Any):
        ((self.language, self.words),) = document.words.items()
        self.document, self.E = document, E
        self.references = References(self.words, document.source["conference"])
        self.names = Names(document, self.references)
        self.tongues = Tongues()
        self.periods: set[int] = set()
        self.events = {d["id"]: n for n, d in enumerate(document.source["decisions"], 1)}
        items = document.source["items"]
        shown = {item["id"] for item in items}
        self.below: dict[str | None, list[Item]] = {}
        for item in items:
            parent = item["parent"] if item["parent"] in shown else None
            self.below.setdefault(parent, []).append(item)

    def preface(self) -> Element:
        E = self.E
        return E.preface(
            E.p(E.docTitle(plain(self.document.title[self.language]))),
            E.p(plain(self.document.subtitle[self.language])),
        )

    def main(self) -> Element:
        items = [*map(self._item, self.below.get(None, ()))]
        made = self.E.mainBody(*(items or [self.E.p(self.words.t("plan-empty"))]))
        made.set(LANG, self.language)
        return made

    def conclusions(self) -> Element:
        lines = (plain(line[self.language]) for line in stamp_lines(self.document))
        return self.E.conclusions(*map(self.E.p, lines))

    # Items.

    def _item(self, item: Item) -> Element:
        E, section, terms = self.E, item["kind"] == "section", item["terms"]
        eid = f"{'sec' if section else 'para'}_{item['id']}"
        made = E("section" if section else "paragraph", E.num(item["id"]), eId=eid)
        event = self.events[item["last_changed"]["decision"]]
        self.periods.add(event)
        made.set("period", f"#tmpg_{event}")
        if terms["title"]:
            made.append(self._text("heading", item, "title"))
        said = [self._text("p", item, "action")] if terms["action"] else []
        said += self._facts(item)
        for n, p in enumerate(said, 1):
            p.set("eId", f"{eid}__p_{n}")
        made.append(E("intro" if section else "content", *said))
        made.extend(map(self._item, self.below.get(item["id"], ())))
        return made

    def _text(self, element: str, item: Item, part: str) -> Element:
        """A title or an action: in the document's language, else in another."""
        text, translated = item["terms"][part], item["translations"][part]
        language = next(each for each in (self.language, *LANGUAGES, *text) if each in text)
        first, *rest = text[language].split("\n")
        made = self.E(element, first, *(each for line in rest for each in (self.E.br(), line)))
        if language != self.language:
            made.set(LANG, language)
            self.tongues.other.add(language)
        if language in translated:
            made.set("status", "translated")
            self.tongues.translated_from |= set(text) - set(translated)
        return made

    def _facts(self, item: Item) -> Iterator[Element]:
        """What is said of an item besides its text, each a paragraph."""
        terms = item["terms"]
        if item["role"]:
            yield self._fact("role", self._concept("role", item["role"]))
        if item["steward"]:
            yield self._fact("steward", self._party(item["steward"]))
        if terms["lead"]:
            first, *rest = map(self._party, terms["lead"])
            yield self._fact("lead", first, *(each for party in rest for each in (", ", party)))
        if terms["timeline"]:
            yield self._fact("timeline", *self._timeline(terms["timeline"]))
        if terms["form"]:
            yield self._fact("form", self._concept("form", terms["form"]))
        yield self._fact("status", self._concept("status", item["status"]))
        yield self._fact("rests_on", *self._rests_on(item))

    def _fact(self, name: str, *said: Element | str) -> Element:
        """`Lead: Mexico, IOM`."""
        made = self.E.p(f"{self.words.t(f'column.{name}')}: ", *said)
        made.set("class", name)
        return made

    def _concept(self, kind: str, code: str) -> Element:
        refers_to = self.references.concept(kind, code)
        return self.E.concept(self.words.t.word(kind, code), refersTo=refers_to)

    def _party(self, id: str) -> Element:
        refers_to, name = self.references.party(id)
        element = "role" if id == "PPT" else "organization"
        return self.E(element, name, refersTo=refers_to)

    def _timeline(self, timeline: Any) -> Iterator[Element | str]:
        """The sentence, with its days as dates."""
        rest = self.words.timeline(timeline)
        days = timeline if isinstance(timeline, dict) else {}
        for day in (days[key] for key in ("by", "from", "to") if key in days):
            before, found, rest = rest.partition(self.words.t.day(day))
            yield before
            yield self.E.date(found, date=day)
        yield rest

    def _rests_on(self, item: Item) -> Iterator[Element | str]:
        """The decision, linked, and its day; then whatever else is to be said of it."""
        by, t = item["approved"], self.words.t
        day = t.short_day(by["adopted_on"])
        yield self.E.ref(by["decision"], href=self.references.decision(by))
        yield ", "
        yield self.E.date(day, date=by["adopted_on"])
        yield rests_on(item, self.words).removeprefix(f"{by['decision']}, {day}")
