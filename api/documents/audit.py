"""The trail as a document: who recorded what and when, by what right, with whose agreement and how we
know, and what it made of the words."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from api.documents.building import Building
from api.documents.model import (
    Block,
    Column,
    Document,
    Heading,
    Paragraph,
    Row,
    Run,
    Runs,
    Said,
    Stamp,
    Table,
)
from api.documents.wording import labelled
from api.render.history import (
    after_the_fact,
    item_became,
    positions,
    right,
    together,
    what_happened,
)
from api.render.words import Words, kind_of

Entry = Mapping[str, Any]
Rows = Sequence[Entry]
"""What stands in one row: an entry, or several positions that came together."""
Texts = Mapping[str, Mapping[str, str]]
OF_WORDS = ("redefine", "translate", "move")
LONG = 40
"""Rows; a longer trail has a heading for each meeting, in the order of recording."""


def audit_document(
    trail: Mapping[str, Any],
    stamp: Stamp,
    build: Building,
    asked: Mapping[str, Any],
    titles: Texts,
    meetings: Texts,
) -> Document:
    """The trail as `projections.audit` gives it.

    Args:
        asked: what it was narrowed down to, as typed.
        titles: of items, by the language of the document.
        meetings: the title of each meeting that it tells of.
    """

    def narrowed(words: Words) -> str:
        parts = [
            words.t(f"doc.audit.{name}", of=of) for name, of in asked.items() if of is not None
        ]
        said = " · ".join(parts) or words.t("doc.audit.all")
        return f"{said[:1].upper()}{said[1:]}"

    return Document(
        "audit",
        build.key("doc.audit"),
        build.said(narrowed),
        stamp,
        build.words,
        tuple(_blocks(trail, build, titles, meetings)),
        trail,
    )


def _blocks(
    trail: Mapping[str, Any], build: Building, titles: Texts, meetings: Texts
) -> Iterator[Block]:
    rows = list(together(trail["entries"]))
    if not rows:
        yield Paragraph(build.key("audit-nothing"))
    elif len(rows) <= LONG:
        yield _table(rows, build, titles)
    else:
        for meeting, alike in _by_meeting(rows):
            yield Heading(1, _headed(meeting, meetings, build))
            yield _table(alike, build, titles)
    if trail["next"] is not None:
        yield Paragraph(
            build.said(lambda words: words.t("audit-more", cursor=trail["next"])), "note"
        )


def _by_meeting(rows: Sequence[Rows]) -> Iterator[tuple[str | None, list[Rows]]]:
    """What belongs to one meeting and was recorded together; a step of a proposal stays with what was
    recorded before it."""
    last: str | None = None
    found: list[Rows] = []
    for row in rows:
        first = row[0]
        meeting = last if first.get("proposal") and not first["meeting"] else first["meeting"]
        if found and meeting != last:
            yield last, found
            found = []
        last = meeting
        found.append(row)
    if found:
        yield last, found


def _headed(meeting: str | None, meetings: Texts, build: Building) -> Said:
    if meeting is None:
        return build.key("doc.audit.of-no-meeting")
    return build.text(meetings[meeting]) if meeting in meetings else build.same(meeting)


def _table(rows: Sequence[Rows], build: Building, titles: Texts) -> Table:
    columns = (
        Column("entry", build.key("head.entry"), 1.0),
        Column("recorded", build.key("head.recorded"), 1.3),
        Column("recorder", build.key("doc.audit.recorder"), 1.6),
        Column("what", build.key("head.what"), 4.5, doubled=True),
        Column("right", build.key("head.by"), 3.0, doubled=True),
    )
    return Table(columns, tuple(Row(tuple(_cells(row, build, titles))) for row in rows))


def _cells(alike: Rows, build: Building, titles: Texts) -> Iterator[Said]:
    first, last = alike[0], alike[-1]
    numbers = dict.fromkeys(str(entry["entry"]) for entry in (first, last))
    yield build.same("–".join(numbers))
    yield build.same(str(last["recorded_at"])[:10])
    yield build.said(lambda words: words.recorder(first["recorded_by"]))
    if len(alike) > 1:
        yield build.said(lambda words: positions(alike, words).plain)
    else:
        yield build.said(lambda words: _what(first, words, titles[words.t.language], build))
    yield build.said(lambda words: tuple(_right(first, words)))


def _what(entry: Entry, words: Words, titles: Mapping[str, str], build: Building) -> Runs:
    """What happened; of a change of words, each word that went or came."""
    form = entry.get("change")
    if entry["event"] != "change-enacted" or not form or kind_of(form) not in OF_WORDS:
        return (Run(what_happened(entry, words, titles).plain),)
    kind, fields = next(iter(form.items()))
    short = form if kind == "move" else {kind: {"item": fields["item"]}}
    said = words.change(short, titles).rstrip(": ")
    if entry.get("voided_by"):
        said += f"  {words.t('voided-by', reference=entry['voided_by'])}"
    return (
        Run(f"{said}\n"),
        *labelled(item_became(_own_words(entry, words, build), words, marks=False)),
    )


def _own_words(entry: Entry, words: Words, build: Building) -> Entry:
    """An entry without the texts that stand in another column, that of their language."""
    others = {each for each in build.words if each != words.t.language}

    def side(item: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
        terms = {
            name: {each: text for each, text in value.items() if each not in others}
            if name in ("title", "action") and value
            else value
            for name, value in ((item or {}).get("terms") or {}).items()
        }
        return item and {**item, "terms": terms}

    return {**entry, "before": side(entry["before"]), "after": side(entry["after"])}


def _right(entry: Entry, words: Words) -> Iterator[Run]:
    """The decision, its body and day; who agreed, and how we know; how long after the fact."""
    if said := right(entry, words, " · ").plain:
        yield Run(said)
    if entry["event"] == "change-enacted":
        agreed = words.agreed(entry["agreed_by"], entry["basis"], entry.get("contested_by") or ())
        yield Run(f"\n{agreed}", "muted")
    elif contested := entry.get("contested_by"):
        yield Run(f"\n{words.contested(contested)}", "muted")
    if late := after_the_fact(entry, words, "recorded-late"):
        yield Run(f"\n{late}", "muted")
