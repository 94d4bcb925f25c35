"""The report of a review: what a revised version changes, what touches what was agreed first, each
item with its words one by one, and what each change takes."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from api.documents.building import Building, joined, runs
from api.documents.diff import legend
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
from api.documents.wording import labelled
from api.render.review import (
    ORDER,
    Placed,
    answer_to,
    caveats,
    fields_of,
    obstacles_of,
    question_of,
    takes_of,
)
from api.render.words import Words

Found = Mapping[str, Any]
Titles = Mapping[str, Mapping[str, str]]
"""The titles of items, by the language of the document."""


def review_document(found: Found, stamp: Stamp, build: Building, titles: Titles) -> Document:
    """A review as `projections.review` gives it.

    Args:
        stamp: of the moment that the version is compared with.
    """

    def subtitle(words: Words) -> str:
        return words.t("review-title", file=found["file"], day=words.t.day(found["against"]))

    return Document(
        "review",
        build.key("doc.review"),
        build.said(subtitle),
        stamp,
        build.words,
        tuple(_blocks(found, build, titles)),
        found,
    )


def _blocks(found: Found, build: Building, titles: Titles) -> Iterator[Block]:
    yield Paragraph(build.said(lambda words: runs(_verdict(found, words), "strong")))
    if body := found["body"]:
        yield Paragraph(build.said(lambda words: words.t("doc.review.here", body=words.body(body))))
    if any(each["changes"] for each in found["differences"]):
        yield Paragraph(build.key("doc.review.lawful"), "note")
    if any("words" in field for each in found["differences"] for field in each["fields"].values()):
        yield Paragraph(build.said(legend), "note")
    if found["questions"]:
        yield Heading(1, build.key("review-questions"))
        yield Listing(tuple(_question(each, build) for each in found["questions"]))
    settled = [each for each in found["differences"] if not each["question"]]
    for change in ORDER:
        if alike := [each for each in settled if each["change"] == change]:
            yield Heading(1, _headed(change, len(alike), build))
            yield _table(change, alike, found, build, titles)
    yield from _notes(found, build)


def _verdict(found: Found, words: Words) -> str:
    t = words.t
    unchanged = t.count("item", found["unchanged"])
    if not found["differences"] and not found["questions"]:
        return t("review-nothing", n=unchanged)
    told = t.count("difference", len(found["differences"]))
    said = t("review-summary", differences=told, unchanged=unchanged)
    return f"{said} {t('review-redefines' if found['redefines'] else 'review-upkeep')}"


def _question(question: Found, build: Building) -> Said:
    def said(words: Words) -> Runs:
        found = [*runs(f"{question['place']}: ", "strong"), *runs(question_of(question, words))]
        for each in question["candidates"]:
            title = words.t.of(each["title"]) or ""
            found.append(Run(f"\n{words.quoted(title)}, {each['confidence']:.0%} "))
            found.append(Run(each["item"], "code"))
        if question["candidates"]:
            found.append(Run(f"\n{answer_to(question, words)}", "muted"))
        return tuple(found)

    return build.said(said)


def _headed(change: str, n: int, build: Building) -> Said:
    def said(words: Words) -> str:
        t = words.t
        name = t("cosmetic") if change == "cosmetic" else t.word("change", change)
        return f"{name[:1].upper()}{name[1:]} ({t.number(n)})"

    return build.said(said)


def _table(
    change: str, alike: Sequence[Found], found: Found, build: Building, titles: Titles
) -> Table:
    columns = [
        Column("item", build.key("head.item"), 2.0, doubled=True),
        Column("what", build.key("doc.review.what"), 4.5, doubled=True),
    ]
    if change != "cosmetic":
        columns.append(Column("takes", build.key("doc.review.takes"), 2.5, doubled=True))
    new = {each["id"]: each["title"] for each in found["differences"] if not each["item"]}

    def row(each: Found) -> Row:
        cells = [_item(each, build), _what(each, build, titles, new)]
        if change != "cosmetic":
            cells.append(build.said(lambda words: _takes(each, words)))
        return Row(tuple(cells), each["id"])

    return Table(tuple(columns), tuple(map(row, alike)))


def _takes(found: Found, words: Words) -> str:
    return "\n".join([takes_of(found, words, "doc.review.body"), *obstacles_of(found, words)])


def _item(found: Found, build: Building) -> Said:
    title = build.text(found["title"], mark="strong")
    place = build.same(found["place"], "muted")
    return joined(title, build.same(found["id"], "code"), place, by="\n")


def _what(found: Found, build: Building, titles: Titles, new: Mapping[str, Any]) -> Said:
    """The parts that differ, each language of the document with its own words for them."""

    def said(words: Words) -> Runs:
        t = words.t
        place = Placed(
            words, titles[t.language], {id: t.of(title) or id for id, title in new.items()}
        )
        if found["change"] == "approve":
            parent = found["changes"][0]["approve"]["parent"]
            where = Run(f"{t.word('term', 'parent').capitalize()}: ", "muted"), Run(place(parent))
            rest = {name: each for name, each in found["fields"].items() if name != "title"}
            told = labelled(fields_of(_by_language(rest), words, place, marks=False), marks=False)
            return (*where, Run("\n"), *told) if told else where
        if not found["fields"]:
            return runs(t("review-missing"))
        return labelled(fields_of(found["fields"], words, place, marks=False))

    return build.said(said)


def _by_language(fields: Mapping[str, Any]) -> dict[str, Any]:
    """A new item's texts, language by language."""
    found: dict[str, Any] = {}
    for name, each in fields.items():
        if isinstance(each["after"], Mapping) and name == "action":
            for language, words in each["after"].items():
                found[f"{name}.{language}"] = {"before": None, "after": words}
        else:
            found[name] = each
    return found


def _notes(found: Found, build: Building) -> Iterator[Block]:
    if found["by_wording"]:
        yield Heading(1, build.key("review-by-wording"))
        yield Listing(
            tuple(
                build.same(f"{each['place']}: {each['item']}, {each['confidence']:.0%}")
                for each in found["by_wording"]
            )
        )
    if found["ignored"]:

        def ignored(words: Words) -> str:
            return words.t("review-ignored", columns=", ".join(map(words.quoted, found["ignored"])))

        yield Paragraph(build.said(ignored), "note")
    each = [tuple(caveats(found, words)) for words in build.words.values()]
    for said in zip(*each, strict=True):
        yield Paragraph(dict(zip(build.words, map(runs, said), strict=True)), "note")
