"""The plan if drafts passed, for people: what each takes, what would change, and the plan as it would stand."""

from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from api.render.compare import difference_view
from api.render.layout import bullet, heading
from api.render.plan import plan_view
from api.render.verdict import reasons
from api.render.words import Words

Document = Mapping[str, Any]


def supposed_view(
    document: Document, words: Words, width: int, *, marks: bool
) -> Iterator[RenderableType]:
    """
    Args:
        marks: words are marked as gone and come, where no colour shows it.
    """
    t = words.t
    # What a draft would approve has a name by then; what it would archive still has one.
    titles = {each["item"]: t.of(each["title"]) or each["item"] for each in document["differences"]}
    titles |= {each["id"]: words.title(each["terms"]) or each["id"] for each in document["items"]}
    yield Text(t("if-title"), "bold")
    for draft in document["if"]:
        yield from _draft(draft, words, titles)
    yield heading(t("if-changes"))
    if not document["differences"]:
        yield Padding(Text(t("diff-nothing")), (0, 0, 0, 2))
    for each in document["differences"]:
        for part in difference_view(each, words, marks=marks):
            yield Padding(part, (0, 0, 0, 2))
    yield ""
    new = [each["item"] for each in document["differences"] if each["change"] == "new"]
    yield from plan_view(document, words, width, title=t("if-plan"), new=new)
    yield Text(t("if-nothing-recorded"), "dim")


def _draft(draft: Document, words: Words, titles: Mapping[str, str]) -> Iterator[RenderableType]:
    t = words.t
    said = Text(draft["decision"], "bold cyan")
    said.append(f" · {words.body(draft['body'])}, {t.day(draft['adopted_on'])}", "not bold dim")
    said.append(f"\n{t.of(draft['text']) or ''}", "not bold default")
    yield Padding(said, (1, 0, 0, 0))
    for n, change in enumerate(draft["changes"], start=1):
        line = Text(words.change(change["change"], titles))
        for lacks in _takes(change, words):
            line.append(f"\n{lacks}", "dim")
        yield bullet(f"#{n}", line, style="cyan")
    if not draft["possible"]:
        yield bullet("✗", t("if-impossible"), style="red")
        yield from reasons([{**v, "message": t.of(v["message"])} for v in draft["violations"]])
    elif draft["lawful"]:
        yield bullet("✓", t("if-lawful"), style="green")
    else:
        yield bullet("…", t("if-lacks"), style="yellow")
    if draft["contested"]:
        yield Padding(Text(words.contested(draft["contested"]), "yellow"), (0, 0, 0, 4))


def _takes(change: Document, words: Words) -> Iterator[str]:
    """What a change takes, and what of it is missing yet."""
    t = words.t
    if change["agreement"] is None:
        return
    bodies = t("requires-or").join(words.short_body(body) for body in change["bodies"])
    agreement = t.word("agreement", change["agreement"])
    yield t("if-takes", bodies=bodies or t("requires-nobody"), agreement=agreement)
    if change["objecting"]:
        yield t("if-objecting", members=words.codes(change["objecting"]))
    if change["missing"]:
        key = "if-missing" if change["agreement"] == "unanimity" else "if-more-of"
        yield t(key, members=words.codes(change["missing"]))
