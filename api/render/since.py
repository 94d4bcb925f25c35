"""What changed since a meeting, for people; for a member, what concerns it first."""

from collections.abc import Iterator, Mapping, Sequence
from textwrap import shorten
from typing import Any

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from api.render.compare import difference_view, in_a_word
from api.render.layout import bullet, heading
from api.render.proposals import outcome
from api.render.words import Words

Document = Mapping[str, Any]
LONGEST = 120
"""Letters of a comment that is told in passing."""


def since_view(document: Document, words: Words, *, marks: bool) -> Iterator[RenderableType]:
    """
    Args:
        marks: words are marked as gone and come, where no colour shows it.
    """
    t, member = words.t, document["member"]
    yield Text(title(document, words), "bold")
    yield Text(moment(document, words), "dim")
    differences, drafts = document["differences"], document["drafts"]
    proposals = document["proposals"]
    if member is not None:
        own = [each for each in differences if each["concerns"]]
        yield heading(t("since-concerns", member=words.party(member)))
        for each in own:
            yield bullet("●", Text(concern(each, words)))
        for draft in drafts:
            yield bullet("…", Text(awaited(draft, words, member)), style="yellow")
        yield from _proposals(proposals, words)
        if not (own or drafts or proposals):
            yield Padding(Text(t("since-concerns-nothing")), (0, 0, 0, 2))
    yield heading(t("since-changes"))
    if not differences:
        yield Padding(Text(t("diff-nothing")), (0, 0, 0, 2))
    elif marks:
        yield Padding(Text(t("diff-marks", gone="[-…-]", come="{+…+}"), "dim"), (0, 0, 0, 2))
    for each in differences:
        for part in difference_view(each, words, marks=marks):
            yield Padding(part, (0, 0, 0, 2))
    yield heading(t("since-decisions"))
    yield from _decisions(document["decisions"], words)
    if member is None:
        if drafts:
            yield heading(t("since-drafts"))
        for draft in drafts:
            yield bullet("…", Text(awaited(draft, words)), style="yellow")
        if proposals:
            yield heading(t("head.proposals"))
        yield from _proposals(proposals, words)


def title(document: Document, words: Words) -> str:
    return words.t("since-title", meeting=document["since"]["meeting"])


def moment(document: Document, words: Words) -> str:
    """Since what moment it is told."""
    key = "since-from" if document["since"]["closed"] else "since-from-open"
    return words.t(key, day=words.t.day(document["since"]["as_of"]))


def concern(difference: Document, words: Words) -> str:
    """How what happened to an item concerns a member, in one line."""
    t = words.t
    how = t.listed([t.word("concern", each) for each in difference["concerns"]])
    item = words.item(difference["item"], {"title": difference["title"]})
    by = [
        t("approved-by", decision=a["decision"], meeting=a["meeting"], day=t.day(a["adopted_on"]))
        for a in difference["authority"]
    ]
    facts = {"what": t(f"diff.{in_a_word(difference)}"), "by": t.listed(list(dict.fromkeys(by)))}
    return t("since-concern", how=how, item=item, **facts)


def awaited(draft: Document, words: Words, member: str | None = None) -> str:
    """That positions on a draft are awaited, and whose."""
    t = words.t
    facts = {
        "id": draft["decision"],
        "body": words.short_body(draft["body"]),
        "text": t.of(draft["text"]) or "",
    }
    if member is not None:
        return t("since-awaited", **facts)
    if draft["awaited"]:
        return t("since-awaited-of", members=words.codes(draft["awaited"]), **facts)
    return t("since-awaited-none", **facts)


def decided(decision: Document, words: Words) -> str:
    """A decision in one line, and its words in the next."""
    t = words.t
    said = f"{t.day(decision['adopted_on'])} · {words.body(decision['body'])}"
    if decision["late"]:
        said += f" · {t('since-late')}"
    return f"{said}\n{t.of(decision['text']) or ''}"


def _decisions(decisions: Sequence[Document], words: Words) -> Iterator[RenderableType]:
    if not decisions:
        yield Padding(Text(words.t("since-no-decisions")), (0, 0, 0, 2))
    for each in decisions:
        said = Text(each["decision"], "cyan")
        said.append(f" · {decided(each, words)}", "not bold default")
        yield bullet("●", said)


def _proposals(proposals: Sequence[Document], words: Words) -> Iterator[RenderableType]:
    for each in proposals:
        said = Text(each["proposal"], "cyan")
        said.append(f" {words.t.of(each['text']) or ''}", "not bold default")
        for step in each["steps"]:
            said.append(f"\n– {step_in_words(step, each, words)}", "dim")
        yield bullet("•", said)


def step_in_words(step: Document, proposal: Document, words: Words) -> str:
    """What was done with a proposal, in one line."""
    t = words.t
    match step["event"]:
        case "comment-made":
            comment = step["comment"]
            return f"{words.party(comment['by'])}: {shorten(t.of(comment['text']) or '', LONGEST, placeholder='…')}"
        case "proposal-referred":
            referral = step["referral"]
            at = t("at-meeting", meeting=referral["at"]) if referral.get("at") else ""
            start, end = words.body(referral["from"]), words.body(referral["to"])
            return t("referred", start=start, end=end, at=at)
        case "proposal-settled":
            return outcome(step["outcome"], words)
        case _:
            return t("since-submitted", by=words.party(proposal["by"]))
