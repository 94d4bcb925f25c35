"""What a revised version changes, as an official reads it: the questions first, then what touches
what was agreed, then the upkeep, and at the end what only looks otherwise."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from api.render.history import became, term_became
from api.render.layout import bullet, facts, heading
from api.render.words import Words
from api.session import shown

Document = Mapping[str, Any]
ORDER = (
    *("rectify", "redefine", "move", "discontinue", "reinstate", "approve"),
    *("complete", "start", "record-occurrence", "translate", "cosmetic"),
)
STYLES = {"approve": "green", "discontinue": "red", "cosmetic": "dim"}
SHOWN_BY_WORDING = 20
"""Of the rows that were found by their words, so many are shown; as JSON, all."""


def review_view(
    document: Document, words: Words, titles: Mapping[str, str], *, marks: bool
) -> Iterator[RenderableType]:
    """
    Args:
        titles: of the items that the ledger has.
        marks: words are marked as gone and come, where no colour shows it.
    """
    t = words.t
    day = t.day(document["against"])
    yield Text(t("review-title", file=shown(document["file"]), day=day), "bold")
    found: Sequence[Document] = document["differences"]
    unchanged = t.count("item", document["unchanged"])
    if not found and not document["questions"]:
        yield Text(t("review-nothing", n=unchanged), "green")
    else:
        told = t.count("difference", len(found))
        yield Text(t("review-summary", differences=told, unchanged=unchanged))
        key, style = ("redefines", "bold red") if document["redefines"] else ("upkeep", "green")
        yield Text(t(f"review-{key}"), style)
    if marks and any("words" in field for each in found for field in each["fields"].values()):
        yield Text(t("diff-marks", gone="[-…-]", come="{+…+}"), "dim")
    for said in caveats(document, words):
        yield Padding(Text(said, "yellow"), (1, 0, 0, 0))
    yield from _questions(document["questions"], words)
    new = {each["id"]: t.of(each["title"]) or each["id"] for each in found if not each["item"]}
    place = Placed(words, titles, new)
    settled = [each for each in found if not each["question"]]
    for each in sorted(settled, key=lambda each: ORDER.index(each["change"])):
        yield from _difference(each, words, place, marks=marks)
    yield from _by_wording(document["by_wording"], words)
    if ignored := document["ignored"]:
        columns = ", ".join(map(words.quoted, ignored))
        yield Padding(Text(t("review-ignored", columns=shown(columns)), "dim"), (1, 0, 0, 0))


def caveats(document: Document, words: Words) -> Iterator[str]:
    """Why what is listed may not be what was meant: it was compared with something else."""
    t = words.t
    if body := document["only_of"]:
        yield t("review-only-of", body=words.body(body), id=body)
    missing = sum(each["change"] == "discontinue" for each in document["differences"])
    if missing > document["unchanged"] and missing > 5 and not document["only_of"]:
        yield t("review-most-missing", items=t.count("item", missing))
    if made_from := document["made_from"]:
        entry, now = t.number(made_from["known_at"]), t.number(document["known_at"])
        key = "review-other-ledger" if made_from["ledger"] else "review-made-from"
        yield t(key, entry=entry, now=now, ledger=shown(made_from["ledger"] or ""))


def _questions(questions: Sequence[Document], words: Words) -> Iterator[RenderableType]:
    t = words.t
    if questions:
        yield heading(t("review-questions"))
    for each in questions:
        said = Text(shown(each["place"]), "cyan")
        if title := t.of(each["title"]):
            said.append(f"  {words.quoted(shown(title))}", "not cyan bold")
        said.append(f"  {question_of(each, words)}", "not cyan")
        yield bullet("?", said, style="bold yellow")
        for candidate in each["candidates"]:
            title = shown(t.of(candidate["title"]) or "")
            line = Text(candidate["item"], "cyan")
            line.append(f"  {words.quoted(title)}, {candidate['confidence']:.0%}", "not cyan")
            yield Padding(line, (0, 0, 0, 6))
        if each["candidates"]:
            yield Padding(Text(answer_to(each, words), "dim"), (0, 0, 0, 4))


def question_of(question: Document, words: Words) -> str:
    """What a person is asked."""
    return words.t(f"question.{question['code']}", item=question["item"])


def answer_to(question: Document, words: Words) -> str:
    """How it is answered."""
    return words.t("review-answer", place=question["place"])


def takes_of(found: Document, words: Words, key: str = "review-takes") -> str:
    """Which bodies may decide a difference, by whose agreement, and whether the meeting at hand can;
    nothing where nobody can."""
    t = words.t
    if not found["bodies"]:
        return ""
    bodies = t("requires-or").join(map(words.short_body, found["bodies"]))
    said = t(key, bodies=bodies, agreement=t.word("agreement", found["agreement"]))
    if found["here"] is None:
        return said
    return f"{said}; {t('review-here' if found['here'] else 'review-not-here')}"


def obstacles_of(found: Document, words: Words) -> Iterator[str]:
    """What stands in the way of a difference, whoever decides."""
    t = words.t
    for code in found["obstacles"]:
        yield t("review-obstacle", why=t.find(f"obstacle.{code}") or code)
    for violation in found["violations"] if not found["obstacles"] else ():
        why = t.of(violation.message) or violation.code
        yield t("review-obstacle", why=shown(why))


class Placed:
    """Says in which section something stands."""

    def __init__(self, words: Words, titles: Mapping[str, str], new: Mapping[str, str]):
        self.words, self.titles, self.new = words, titles, new

    def __call__(self, section: str | None) -> str:
        if section is None:
            return self.words.t("root")
        title = self.new.get(section) or self.titles.get(section)
        return f"{self.words.quoted(shown(title))} ({section})" if title else section


def _difference(
    found: Document, words: Words, place: Placed, *, marks: bool
) -> Iterator[RenderableType]:
    t, change = words.t, found["change"]
    head = Text(shown(t.of(found["title"]) or found["id"]), "bold")
    head.append(f"  {found['id']}", "not bold cyan")
    said = t("cosmetic") if change == "cosmetic" else t.word("change", change)
    head.append(f" · {said}", f"not bold {STYLES.get(change, 'yellow')}")
    head.append(f" · {shown(found['place'])}", "not bold dim")
    yield Padding(head, (1, 0, 0, 0))
    if change != "approve":
        yield facts(list(fields_of(found["fields"], words, place, marks=marks)))
    else:
        parent = found["changes"][0]["approve"]["parent"]
        yield facts([(t.word("term", "parent"), place(parent))])
    if change == "cosmetic":
        yield Padding(Text(t("review-left-alone"), "dim"), (0, 0, 0, 2))
        return
    if takes := takes_of(found, words):
        style = {True: "green", False: "yellow", None: ""}[found["here"]]
        yield Padding(Text(takes, style), (0, 0, 0, 2))
    for why in obstacles_of(found, words):
        yield bullet("✗", why, style="red")


def fields_of(
    fields: Document, words: Words, place: Placed, *, marks: bool
) -> Iterator[tuple[str, Text]]:
    """Each part that differs, a text language by language and word by word."""
    t = words.t
    for name, field in fields.items():
        part, _, language = name.partition(".")
        before, after = field["before"], field["after"]
        if language:
            old, new = ({language: shown(each)} if each else {} for each in (before, after))
            yield from term_became(part, old, new, words, marks=marks)
        elif part == "parent":
            yield t.word("term", part), became(place(before), place(after), marks=marks)
        elif part == "occurrences":
            told = [t.day(each) if each else "" for each in (before, after)]
            yield t.word("term", part), became(*told, marks=marks)
        else:
            yield from term_became(part, before, after, words, marks=marks)


def _by_wording(found: Sequence[Document], words: Words) -> Iterator[RenderableType]:
    t = words.t
    if found:
        yield heading(t("review-by-wording"))
    for each in found[:SHOWN_BY_WORDING]:
        line = Text(shown(each["place"]), "dim")
        line.append(f"  {each['item']}", "not dim cyan")
        line.append(f", {each['confidence']:.0%}", "not dim")
        yield Padding(line, (0, 0, 0, 2))
    if len(found) > SHOWN_BY_WORDING:
        more = t.count("item", len(found) - SHOWN_BY_WORDING)
        yield Padding(Text(t("review-more", items=more), "dim"), (0, 0, 0, 2))
