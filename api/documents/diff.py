"""What changed between two moments as a document: what was redefined first, each item with its words
one by one, and by what right."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from api.documents.building import Building, joined
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
from api.render.compare import fields_became, in_a_word
from api.render.words import Words

Difference = Mapping[str, Any]
Titles = Mapping[str, Mapping[str, str]]
"""The titles of items, by the language of the document."""

KINDS = (
    *("redefined", "moved", "new", "came-and-went", "archived", "reinstated"),
    *("started", "changed", "translated", "gone"),
)
"""What may have happened to an item, what weighs most first."""
AS_A_WHOLE = ("new", "came-and-went", "gone")
UNTOLD = ("kind", "approving_body", "translations", "replaced_by")


def diff_document(
    compared: Mapping[str, Any],
    stamp: Stamp,
    build: Building,
    asked: tuple[str, str],
    titles: Titles,
) -> Document:
    """A comparison as `projections.compare` gives it.

    Args:
        stamp: of the later moment.
        asked: the two moments as they were typed.
    """

    def moments(words: Words) -> str:
        start, end = (
            _moment(typed, compared[side]["as_of"], words)
            for typed, side in zip(asked, ("from", "to"), strict=True)
        )
        known_at = words.t.number(compared["to"]["known_at"])
        return words.t("doc.diff.moments", start=start, end=end, known_at=known_at)

    differences = compared["differences"]
    blocks = tuple(difference_blocks(differences, build, titles))
    return Document(
        "diff",
        build.key("doc.diff"),
        build.said(moments),
        stamp,
        build.words,
        blocks or (Paragraph(build.key("diff-nothing")),),
        compared,
    )


def _moment(typed: str, day: str | None, words: Words) -> str:
    said = words.t.day(day)
    return said if typed == day else f"{typed} ({said})"


def difference_blocks(
    differences: Sequence[Difference], build: Building, titles: Titles, level: int = 1
) -> Iterator[Block]:
    """A heading of this level and a table for each kind of difference, what weighs most first."""
    of_kind: dict[str, list[Difference]] = {kind: [] for kind in KINDS}
    for found in differences:
        of_kind[kind_of(found)].append(found)
    if any(of_kind[kind] for kind in KINDS if kind not in AS_A_WHOLE):
        yield Paragraph(build.said(legend), "note")
    for kind, alike in of_kind.items():
        if alike:
            yield Heading(level, _headed(kind, len(alike), build))
            yield _table(kind, alike, build, titles)


def _headed(kind: str, n: int, build: Building) -> Said:
    return build.said(lambda words: f"{words.t(f'doc.diff.{kind}')} ({words.t.number(n)})")


def kind_of(found: Difference) -> str:
    """What happened to an item: of its `change` the finer word."""
    word = in_a_word(found)
    return word if word == "came-and-went" else str(found["change"])


def legend(words: Words) -> Runs:
    """How words that went and words that came look here."""
    marks = {"[-": Run("…", "removed"), "{+": Run("…", "added")}
    said = re.split(r"(\[-|\{\+)", words.t("diff-marks", gone="[-", come="{+"))
    return tuple(marks.get(part, Run(part)) for part in said)


def _table(kind: str, differences: Sequence[Difference], build: Building, titles: Titles) -> Table:
    columns = (
        Column("item", build.key("head.item"), 2.0, doubled=True),
        Column(
            "what",
            build.key(f"doc.diff.{'says' if kind in AS_A_WHOLE else 'what'}"),
            4.5,
            doubled=True,
        ),
        Column("authority", build.key("head.authority"), 3.0, doubled=True),
    )
    rows = tuple(
        Row(
            (_item(found, build), _what(kind, found, build, titles), _right(found, build)),
            found["item"],
        )
        for found in differences
    )
    return Table(columns, rows)


def _item(found: Difference, build: Building) -> Said:
    title = build.text(found["title"], mark="strong")
    return joined(title, build.same(found["item"], "code"), by="\n")


def _what(kind: str, found: Difference, build: Building, titles: Titles) -> Said:
    """The parts that differ; side by side, each language with its own words."""

    def said(words: Words) -> Runs:
        language = words.t.language
        fields = {
            path: field
            for path, field in found["fields"].items()
            if path.partition(".")[0] not in UNTOLD and _is_told(path, language, build)
        }
        if kind in AS_A_WHOLE:
            # Its title stands beside it.
            fields.pop(f"terms.title.{language}", None)
        became = fields_became(fields, words, marks=False, titles=titles[language])
        return labelled(became, marks=kind not in AS_A_WHOLE)

    return build.said(said)


def _is_told(path: str, language: str, build: Building) -> bool:
    """Whether a part is told in a language's column: a text of the other has its own."""
    *_, last = path.split(".")
    return not (path.count(".") == 2 and last in build.words and last != language)


def _right(found: Difference, build: Building) -> Said:
    """The changes that made the difference, each with who agreed and how we know."""

    def said(words: Words) -> Runs:
        return tuple(run for n, by in enumerate(found["authority"]) for run in _by(n, by, words))

    return build.said(said)


def _by(n: int, by: Mapping[str, Any], words: Words) -> Iterator[Run]:
    if n:
        yield Run("\n")
    yield Run(words.authority(by))
    yield Run(f" · {words.short_body(by['body'])}")
    if by.get("undone"):
        yield Run(f" · {words.t('doc.undone')}")
    agreed = words.agreed(by["agreed_by"], by.get("basis"), by.get("contested_by") or ())
    yield Run(f"\n{agreed}", "muted")
