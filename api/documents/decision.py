"""A decision as a document: what was decided, who said what, and what it did to the plan."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from api.documents.building import Building, joined
from api.documents.model import (
    Block,
    Column,
    Document,
    Heading,
    Listing,
    Paragraph,
    Row,
    Runs,
    Said,
    Stamp,
    Table,
)
from api.documents.wording import labelled
from api.render.history import after_the_fact, correction, item_became
from api.render.record import (
    ADOPTION_LINES,
    TO_BE_ADOPTED,
    message_of,
    own_source,
    ranges,
    source_line,
)
from api.render.words import Words, kind_of

View = Mapping[str, Any]
Titles = Mapping[str, Mapping[str, str]]
"""The title of each item, by language."""
MADE_ANEW = ("approve",)
SHOWN_BECOME = (*MADE_ANEW, "redefine", "move", "translate", "rectify")


def decision_document(
    decision: View, entries: Mapping[str, View], stamp: Stamp, build: Building, titles: Titles
) -> Document:
    """A decision as `projections.show` gives it.

    Args:
        entries: what each change did, as `show` gives it, by its reference; of an adopted decision.
    """
    meeting = decision["meeting"]
    return Document(
        "decision",
        build.said(lambda words: called(decision, meeting["body"], words)),
        build.text(meeting["title"]),
        stamp,
        build.words,
        tuple(_blocks(decision, entries, build, titles)),
        decision,
    )


def called(decision: View, body: str, words: Words) -> str:
    """Decision 3; of another body, Conclusion 3; without a number, by its id."""
    kind = words.t.of(words.adopts.get(body)) or words.t("head.decision")
    return f"{kind} {decision.get('number') or decision['id']}"


def _blocks(
    decision: View, entries: Mapping[str, View], build: Building, titles: Titles
) -> Iterator[Block]:
    yield Paragraph(facts(decision, build), "note")
    yield Paragraph(build.text(decision["text"]))
    yield from reason(decision, build)
    yield Heading(1, build.key("head.positions"))
    yield positions_table(decision, build)
    if contests := decision["contests"]:
        yield Heading(1, build.key("head.contests"))
        yield Listing(tuple(_contest(each, build) for each in contests))
    yield Heading(1, build.key("doc.changes"))
    if decision["changes"]:
        yield changes(decision, build, titles, entries)
    else:
        yield Paragraph(build.key("doc.changes-nothing"))
    if decision["ruling"]:
        yield Heading(1, build.key("head.ruling"))
        yield from _ruling(decision, build)
    yield from corrections(decision, build)
    yield from sources(decision, build)
    if entered := decision["entries"]:
        said = ranges([str(each) for each in entered])
        yield Paragraph(build.said(lambda words: words.t("in-entries", entries=said)), "note")


def facts(decision: View, build: Building, *, planned: bool = True) -> Said:
    """Its id, its state and day, who recorded it, where its text comes from.

    Args:
        planned: the day on which a tabled draft is to be adopted is said; a declined or withdrawn
            one has none.
    """
    lines = ADOPTION_LINES if planned else {**ADOPTION_LINES, "tabled": "not-adopted-line"}

    def said(words: Words) -> str:
        t, status = words.t, decision["status"]
        found = [
            t(
                lines.get(status, TO_BE_ADOPTED),
                status=t.word("decision", status),
                day=t.day(decision.get("adopted_on")),
                procedure=t.word("procedure", decision.get("procedure", "plenary")),
            )
        ]
        if submitted := decision.get("submitted_by"):
            confirmed = decision.get("confirmed_by")
            key = "confirmed-by-line" if confirmed else "submitted-by-line"
            by = words.recorder(submitted)
            found.append(t(key, by=by, confirmed=words.recorder(confirmed or "")))
        found.append(after_the_fact(decision, words))
        return " · ".join(filter(None, found))

    return joined(build.same(decision["id"], "code"), build.said(said), by=" · ")


def reason(decision: View, build: Building) -> Iterator[Block]:
    """Why it was declined or withdrawn, where that is said."""
    if why := decision.get("reason"):
        yield Paragraph(build.said(lambda words: words.t("reason", reason=words.t.of(why))))


# --- who said what --------------------------------------------------------------------------------


def positions_table(decision: View, build: Building) -> Block:
    """A row for each member that has a position."""
    given: Mapping[str, View] = decision["positions"]
    if not given:
        return Paragraph(build.key("agreed-by-none"))
    columns: tuple[Column, ...] = (
        Column("member", build.key("column.member"), 2),
        Column("position", build.key("column.position"), 1.5),
        Column("basis", build.key("column.basis"), 2),
    )
    stated = any(position.get("statement") for position in given.values())
    if stated:
        columns += (Column("statement", build.key("column.statement"), 3, doubled=True),)

    def row(member: str, position: View) -> Row:
        cells = (
            build.said(lambda words: words.party(member)),
            build.said(lambda words: _stance(position, words)),
            build.said(lambda words: _basis(member, position, decision, words)),
        )
        return Row((*cells, build.text(position.get("statement"))) if stated else cells, member)

    return Table(columns, tuple(row(*each) for each in given.items()))


def _stance(position: View, words: Words, *, of_many: bool = False) -> str:
    t = words.t
    said = t.word("stances" if of_many else "stance", position.get("stance", "agree"))
    excepted = position.get("except")
    return f"{said}, {t('except', items=words.codes(excepted))}" if excepted else said


def _basis(member: str, position: View, decision: View, words: Words) -> str:
    ledger = (decision.get("to_sign") or {}).get("ledger", "")
    reworded = member in (decision.get("reworded") or ())
    basis = words.t.word("basis", position.get("basis", "recorded"))
    said = words.signed(position, ledger=ledger, reworded=reworded) or basis
    return f"{said}, {words.t.day(position['on'])}" if position.get("on") else said


def positions(decision: View, build: Building) -> Block:
    """Who said the same together: `11 · BZ, CA, …: agree (presumed)`."""
    alike: list[tuple[View, list[str]]] = []
    for member, position in decision["positions"].items():
        same = next((members for other, members in alike if other == position), None)
        if same is None:
            alike.append((position, [member]))
        else:
            same.append(member)

    def said(position: View, members: Sequence[str]) -> Said:
        def who(words: Words) -> str:
            stance = _stance(position, words, of_many=len(members) > 1)
            basis = _basis("", position, decision, words)
            return f"{len(members)} · {words.codes(members)}: {stance} ({basis})"

        return joined(build.said(who), build.text(position.get("statement")), by=": ")

    if not alike:
        return Paragraph(build.key("agreed-by-none"))
    return Listing(tuple(said(*each) for each in alike))


def _contest(contest: View, build: Building) -> Said:
    def said(words: Words) -> str:
        t, settled = words.t, contest["settled"]
        how = t("contest-settled", entry=t.number(settled)) if settled else t("contest-open")
        return f"{contest['member']}: {words.quoted(t.of(contest['reason']) or '')} ({how})"

    return build.said(said)


# --- what it did ----------------------------------------------------------------------------------


def changes(
    decision: View, build: Building, titles: Titles, entries: Mapping[str, View] | None = None
) -> Listing:
    """Each change in a sentence; with its entry, what it made of the item."""

    def point(n: int, form: View) -> Said:
        sentence = build.said(lambda words: words.change(form, titles[words.t.language]))
        said = joined(build.same(f"#{n}", "code"), sentence, by=" ")
        entry = (entries or {}).get(f"{decision['id']}#{n}")
        if entry is None or kind_of(form) not in SHOWN_BECOME:
            return said
        return joined(said, build.said(lambda words: _became(entry, form, words)), by="\n")

    return Listing(tuple(point(n, form) for n, form in enumerate(decision["changes"], start=1)))


def _became(entry: View, form: View, words: Words) -> Runs:
    """What a change made of its item, term by term; of a new one the sentence has said where it stands."""
    anew = kind_of(form) in MADE_ANEW
    place = words.t.word("term", "parent")
    parts = item_became(entry, words, marks=False)
    return labelled((part for part in parts if not (anew and part[0] == place)), marks=not anew)


def _ruling(decision: View, build: Building) -> Iterator[Block]:
    violations = decision["ruling"]["violations"]
    if not violations:
        adopted = decision["status"] == "adopted"
        key = "ruling-lawful" if adopted else "ruling-would-be-lawful"
        yield Paragraph(build.key(key))
        return

    def point(violation: View) -> Said:
        place = joined(
            build.same(violation["reference"], "code"),
            build.same(violation["code"], "code"),
            by=" ",
        )
        return joined(place, build.said(lambda words: message_of(violation, words)), by=" ")

    def head(words: Words) -> str:
        return words.t("ruling-unlawful", reasons=words.t.count("violation", len(violations)))

    yield Paragraph(build.said(head))
    yield Listing(tuple(map(point, violations)))


# --- what it rests on -----------------------------------------------------------------------------


def corrections(record: View, build: Building) -> Iterator[Block]:
    """The slips of a record that were put right."""
    if found := record["corrections"]:
        yield Heading(1, build.key("head.corrections"))
        yield Listing(tuple(_said_of(each, correction, build) for each in found))


def sources(record: View, build: Building) -> Iterator[Block]:
    """Where a record comes from, and the signed originals behind it."""
    points = [build.said(lambda words: "\n".join(each.plain for each in own_source(record, words)))]
    for each in record["sources"]:
        if each["of"] != record["id"]:
            points.append(_said_of(each, lambda one, words: source_line(one, words).plain, build))
    if points := [said for said in points if any(said.values())]:
        yield Heading(1, build.key("head.sources"))
        yield Listing(tuple(points))


def _said_of(of: View, say: Callable[[View, Words], str], build: Building) -> Said:
    return build.said(lambda words: say(of, words))
