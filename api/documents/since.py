"""What changed since a meeting as a document: for a member, what concerns it first."""

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
    Run,
    Runs,
    Said,
    Stamp,
    Table,
)
from api.render.compare import in_a_word
from api.render.since import awaited, concern, decided, moment, step_in_words, title
from api.render.words import Words

View = Mapping[str, Any]


def since_document(view: View, stamp: Stamp, build: Building) -> Document:
    """What `projections.since` tells, in sections."""
    return Document(
        "since",
        build.said(lambda words: title(view, words)),
        build.said(lambda words: moment(view, words)),
        stamp,
        build.words,
        tuple(_blocks(view, build)),
        view,
    )


def _blocks(view: View, build: Building) -> Iterator[Block]:
    member, drafts, proposals = view["member"], view["drafts"], view["proposals"]
    if member is not None:
        yield Heading(1, build.said(lambda words: words.t("since-concerns", member=words.party(member))))
        own = [each for each in view["differences"] if each["concerns"]]
        yield from _points(own, build, concern)
        yield from _points(drafts, build, lambda draft, words: awaited(draft, words, member))
        yield from _proposals(proposals, build)
        if not (own or drafts or proposals):
            yield Paragraph(build.key("since-concerns-nothing"))
    yield Heading(1, build.key("since-changes"))
    if view["differences"]:
        yield _table(view["differences"], build)
    else:
        yield Paragraph(build.key("diff-nothing"))
    yield Heading(1, build.key("since-decisions"))
    if not view["decisions"]:
        yield Paragraph(build.key("since-no-decisions"))
    yield from _points(view["decisions"], build, decided, "decision")
    if member is None:
        if drafts:
            yield Heading(1, build.key("since-drafts"))
        yield from _points(drafts, build, awaited)
        if proposals:
            yield Heading(1, build.key("head.proposals"))
        yield from _proposals(proposals, build)


def _points(
    found: Sequence[View], build: Building, say: Callable[[View, Words], str], id: str | None = None
) -> Iterator[Block]:
    """A point for each.

    Args:
        id: what the id that stands before it is called.
    """

    def point(each: View) -> Said:
        said = build.said(lambda words: say(each, words))
        return said if id is None else joined(build.same(each[id], "code"), said, by=" ")

    if found:
        yield Listing(tuple(point(each) for each in found))


def _proposals(proposals: Sequence[View], build: Building) -> Iterator[Block]:
    def point(each: View) -> Said:
        steps = [
            build.said(lambda words, step=step: step_in_words(step, each, words))  # type: ignore[misc]
            for step in each["steps"]
        ]
        head = joined(build.same(each["proposal"], "code"), build.text(each["text"]), by=" ")
        return joined(head, *steps, by="\n")

    if proposals:
        yield Listing(tuple(point(each) for each in proposals))


# --- what changed ---------------------------------------------------------------------------------


def _table(differences: Sequence[View], build: Building) -> Table:
    columns = (
        Column("item", build.key("head.item"), 2),
        Column("what", build.key("head.what"), 4),
        Column("by", build.key("head.by"), 2),
    )
    rows = tuple(
        Row((_item(each, build), _what(each, build), _by(each, build)), each["item"])
        for each in differences
    )
    return Table(columns, rows)


def _item(difference: View, build: Building) -> Said:
    title = build.text(difference["title"], mark="strong")
    return joined(title, build.same(difference["item"], "code"), by="\n")


def _by(difference: View, build: Building) -> Said:
    return build.said(
        lambda words: "\n".join(words.authority(each) for each in difference["authority"])
    )


def _what(difference: View, build: Building) -> Said:
    """In a word what happened; of what was changed, each part as it was and as it is."""
    word = in_a_word(difference)
    said = build.said(lambda words: words.t(f"diff.{word}"))
    if word != "changed":
        return said
    parts = [
        build.said(lambda words, path=path, field=field: _part(path, field, words))  # type: ignore[misc]
        for path, field in difference["fields"].items()
    ]
    return joined(*parts, by="\n")


def _part(path: str, field: View, words: Words) -> Runs:
    name, _, language = path.removeprefix("terms.").partition(".")
    label = words.t.word("term", name)
    if language:
        label += f" ({words.t.word('language', language)})"
    if "words" in field:
        marks = {"-": "removed", "+": "added"}
        became = tuple(Run(text, marks.get(how)) for how, text in field["words"])  # type: ignore[arg-type]
    else:
        old, new = (_value(name, field[side], words) for side in ("before", "after"))
        became = (*((Run(old, "removed"),) if old else ()), *((Run(new, "added"),) if new else ()))
        if old and new:
            became = (became[0], Run(" "), became[1])
    return (Run(f"{label}: ", "muted"), *became)


def _value(name: str, value: Any, words: Words) -> str:
    return value if isinstance(value, str) and name in ("title", "action") else words.term(name, value)
