"""The review of a revised version: what it changes, item by item, and what each change takes.

    "… any revised version that results from this RCGM and goes to the Vice-ministers for approval
    should not be re-defining earlier commitments or activities without new, specific agreement on
    the item(s) by all member states at the corresponding level of original approval."

A version never enters the ledger as it is: what comes of a review are draft decisions, one for each
body, that would make it lawful. Nothing is recorded here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ledger.charter import Charter
from ledger.problems import Problem
from ledger.records import MeetingFields
from projections.changed import WHY, Comparison, Difference, approved, moved, removed
from projections.changed import Form as ChangeDocument
from projections.items import in_order, is_current
from projections.judged import STRICTEST, Wish, judged
from projections.matching import Candidate, Matched, Matching
from projections.moments import Moment
from projections.names import ids_of, unknown
from projections.past import Past
from projections.placing import Placing
from projections.plan import item_states_at
from projections.revised import Row, Version
from projections.sequence import in_sequence
from projections.spoken import in_language, language_of
from projections.version_of import (
    at_the_top,
    is_of_this_charter,
    is_of_this_plan,
    made_from,
    only_of,
    workplan,
)
from projections.views import Answering, Reading

Document = dict[str, Any]
REDEFINES = ("redefine", "move", "discontinue", "reinstate", "rectify")
"""What touches what was agreed; and `complete`, of what never ends by itself."""


@dataclass(frozen=True)
class Asked:
    """What a person says besides the version.

    Attributes:
        meeting: the meeting at hand, or its body.
        same, new: answers, by place: which item a row is about, and which rows are new.
        cosmetic: take what differs in looks only for changes as well.
        workplan: the version is of this body's workplan alone, and says nothing of the rest of the plan.
    """

    meeting: str | None = None
    same: Mapping[str, str] = field(default_factory=dict)
    new: Sequence[str] = ()
    cosmetic: bool = False
    workplan: str | None = None


@dataclass(frozen=True)
class Draft:
    """A decision that would make a part of the version lawful.

    Attributes:
        agreement: the strictest that any of its changes takes.
        differences: what it settles, as the review's document has them, in the order of its changes.
    """

    body: str
    agreement: str
    differences: tuple[Document, ...]


@dataclass
class Review:
    """What a review found: the JSON of interfaces.md, and the drafts, those of lower bodies first."""

    document: Document
    drafts: list[Draft]
    meeting: MeetingFields | None = None

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to be asked, and nothing stands in the way of any change."""
        return not self.document["questions"] and not any(
            each["obstacles"] or each["violations"] for each in self.document["differences"]
        )


def review(views: Answering, version: Version, at: Moment, asked: Asked | None = None) -> Review:
    """Compare a revised version with the plan as of a moment.

    Raises:
        Problem: it is no version of this plan, or what was asked names what there is not.
    """
    return views.answer(lambda reading: _Reviewing(reading, version, at, asked or Asked()).review())


class _Reviewing:
    def __init__(self, reading: Reading, version: Version, at: Moment, asked: Asked):
        self.reading, self.version, self.at, self.asked = reading, version, at, asked
        self.ledger = reading.ledger
        self.charter: Charter = Past(reading).charter(at)
        is_of_this_charter(version, self.ledger)
        self.states = item_states_at(reading, at)
        self.meeting, self.here = self._meeting_at_hand()
        self._answers_are_known()
        self.current = list(in_order(filter(is_current, self.states.values())))
        self.own = workplan(self.charter, self.current, asked.workplan)
        self.questions: list[Document] = []

    def review(self) -> Review:
        language = language_of(self.version, self.states, self.charter.languages)
        rows = [
            in_language(row, language, self.states.get(row.id or "")) for row in self.version.rows
        ]
        placing = Placing(rows, self.states)
        sections = placing.sections_by_id()
        asked = self.asked
        matched = Matching(rows, self.states, sections, asked.same, asked.new).matched()
        is_of_this_plan(self.version, self.states, matched)
        rows = [
            in_language(row, language, self.states.get(matched.items.get(n) or ""))
            for n, row in enumerate(self.version.rows)
        ]
        found = self._differences(rows, matched, Placing(rows, self.states, matched))
        self._ask_about(matched, rows)
        for difference in found:
            if difference.question:
                self.questions.append(_question(difference))
        ordered = in_sequence([d for d in found if not d.question], self.states)
        wishes = [Wish(each.changes, after) for each, after in ordered if each.changes]
        shared = judged(self.ledger, wishes, self.here)
        by_difference = dict(zip((id(d) for d, _ in ordered if d.changes), wishes, strict=True))
        return self._reviewed(found, by_difference, wishes, shared, matched)

    # What the version is of.

    def _meeting_at_hand(self) -> tuple[MeetingFields | None, str | None]:
        name = self.asked.meeting
        if name is None:
            return None, None
        found = self.ledger.meeting(name)
        if found is not None:
            return found.fields, found.fields.body
        if name in self.ledger.charter.bodies:
            return None, name
        known = [*ids_of(self.reading.connection, "meeting"), *self.ledger.charter.bodies]
        raise unknown("meeting", name, known)

    def _answers_are_known(self) -> None:
        places = {row.place for row in self.version.rows}
        for place in (*self.asked.same, *self.asked.new):
            if place not in places:
                raise Problem(
                    "wrong-use",
                    why=f"There is no row at “{place}” in {self.version.file}; the report names the places.",
                    why_es=f"No hay ninguna fila en «{place}» de {self.version.file}; el informe nombra los lugares.",
                )
        for item in self.asked.same.values():
            if item not in self.states:
                raise unknown("item", item, self.states)

    # What it changes.

    def _differences(
        self, rows: Sequence[Row], matched: Matched, placing: Placing
    ) -> list[Difference]:
        found: list[Difference] = []
        doubtful = {doubt.row for doubt in matched.doubts}
        about = {item: n for n, item in matched.items.items()}
        parents = placing.parents(self.questions)
        if self.own is not None:
            at_the_top(parents, matched, self.states, self.own)
        for n, row in enumerate(rows):
            if n in doubtful:
                continue
            item = matched.items.get(n)
            if item is None:
                kind = placing.kind_of(n)
                if n in parents:
                    new = approved(row, placing.id_of(n), parents[n], kind, matched.new[n])
                    found.append(new)
                continue
            comparison = Comparison(row, self.states[item], self._because, self.asked.cosmetic)
            of_item = list(comparison.differences())
            if n in parents and parents[n] != self.states[item]["parent"]:
                of_item.append(moved(row, self.states[item], parents[n]))
            for difference in of_item:
                difference.confidence = matched.confidence[n]
            found += of_item
        found += self._removed(about, matched)
        return found

    def _removed(self, about: Mapping[str, int], matched: Matched) -> Iterator[Difference]:
        """What the version does not have; what it may have is asked about first."""
        asked = {candidate.item for doubt in matched.doubts for candidate in doubt.candidates}
        own = None if self.own is None else {*self.own}
        for state in self.current:
            if own is not None and state["id"] not in own:
                continue
            if state["id"] not in about and state["id"] not in asked:
                reason = self._because("discontinue", "")
                yield removed(state, self.version.file, reason)

    def _because(self, change: str, place: str) -> ChangeDocument:
        """The outcome or the reason that a draft gives, in the languages of the charter."""
        facts = {"file": self.version.file, "place": place}
        said = {language: words.format(**facts) for language, words in WHY[change].items()}
        own = {each: said[each] for each in self.ledger.charter.languages if each in said}
        return own or {self.ledger.charter.languages[0]: said["en"]}

    # What is asked first.

    def _ask_about(self, matched: Matched, rows: Sequence[Row]) -> None:
        for doubt in matched.doubts:
            row = rows[doubt.row]
            self.questions.append(
                {
                    "code": doubt.code,
                    "place": row.place,
                    "item": row.id if row.id in self.states else None,
                    "title": row.said.get("title") or row.said.get("action"),
                    "candidates": [self._candidate(each) for each in doubt.candidates],
                }
            )

    def _candidate(self, candidate: Candidate) -> Document:
        terms = self.states[candidate.item]["terms"]
        return {
            "item": candidate.item,
            "title": terms["title"] or terms["action"],
            "confidence": candidate.confidence,
        }

    # What is told.

    def _reviewed(
        self,
        found: Sequence[Difference],
        judged: Mapping[int, Wish],
        wishes: Sequence[Wish],
        shared: Mapping[str, Sequence[int]],
        matched: Matched,
    ) -> Review:
        documents = [self._document(each, judged.get(id(each))) for each in found]
        by_wording = [
            {"place": self.version.rows[n].place, "item": item, "confidence": matched.confidence[n]}
            for n, item in sorted(matched.items.items())
            if matched.confidence[n] < 1
        ]
        differing = {difference.item for difference in found if difference.item}
        known = {item for item in matched.items.values() if is_current(self.states[item])}
        only = only_of(self.charter, self.current, known) if self.own is None else None
        day = self.at.as_of or self.ledger.now().date()
        document = {
            "file": self.version.file,
            "against": day.isoformat(),
            "known_at": self.at.known_at,
            "meeting": self.meeting.id if self.meeting else None,
            "body": self.here,
            "redefines": bool(self.questions) or any(each["redefines"] for each in documents),
            "unchanged": len(set(matched.items.values()) - differing),
            "differences": documents,
            "questions": self.questions,
            "by_wording": by_wording,
            "ignored": list(self.version.ignored),
            "made_from": made_from(self.version, self.ledger, self.at),
            "workplan": self.asked.workplan,
            "only_of": only,
        }
        told = {
            id(wish): said
            for each, said in zip(found, documents, strict=True)
            if (wish := judged.get(id(each))) is not None
        }
        drafts = []
        for body, numbers in shared.items():
            agreement = min((wishes[n].agreement or "" for n in numbers), key=STRICTEST.index)
            drafts.append(Draft(body, agreement, tuple(told[id(wishes[n])] for n in numbers)))
        return Review(document, drafts, self.meeting)

    def _document(self, difference: Difference, wish: Wish | None) -> Document:
        state = self.states.get(difference.item or "")
        terms = state["terms"] if state else None
        title = (terms["title"] or terms["action"]) if terms else None
        if title is None and difference.changes and "approve" in difference.changes[0]:
            given = difference.changes[0]["approve"]["terms"]
            title = given.get("title") or given.get("action")
        bodies = list(wish.bodies) if wish else []
        ends_promise = wish is not None and wish.ends_promise
        return {
            "item": difference.item,
            "id": difference.item or difference.id,
            "change": difference.change,
            "terms": difference.terms,
            "place": difference.place,
            "confidence": difference.confidence,
            "bodies": bodies,
            "agreement": wish.agreement if wish else None,
            "here": self.here in bodies if self.here is not None and wish else None,
            "redefines": difference.change in REDEFINES or ends_promise,
            "title": title,
            "fields": difference.fields,
            "changes": difference.changes,
            "question": difference.question,
            "obstacles": list(dict.fromkeys(wish.obstacles)) if wish else [],
            "violations": wish.violations if wish else [],
        }


def _question(difference: Difference) -> Document:
    return {
        "code": difference.question,
        "place": difference.place,
        "item": difference.item,
        "title": None,
        "candidates": [],
    }
