"""A comparison of two moments: item by item, word by word, each change with its authority."""

from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from api.render.history import became, term_became
from api.render.layout import facts
from api.render.words import Words

Document = Mapping[str, Any]
ARCHIVED = ("completed", "discontinued", "replaced")
SAID = {"new": "added", "gone": "removed", "archived": "archived", "reinstated": "reinstated"}
STYLES = {"added": "green", "removed": "red", "archived": "blue", "reinstated": "green"} | {
    "came-and-went": "blue"
}


def diff_view(
    document: Document, words: Words, *, start: str, end: str, marks: bool
) -> Iterator[RenderableType]:
    """What changed from one moment to the other.

    Args:
        marks: words are marked as gone and come, where no colour shows it.
    """
    t = words.t
    yield Text(t("diff-title", start=start, end=end), "bold")
    differences = document["differences"]
    if not differences:
        yield Text(t("diff-nothing"))
        return
    if marks and any(found["change"] not in SAID for found in differences):
        yield Text(t("diff-marks", gone="[-…-]", come="{+…+}"), "dim")
    for found in differences:
        yield from difference_view(found, words, marks=marks)


def in_a_word(found: Document) -> str:
    """What happened to an item between two moments: the key of a word, `diff.added`."""
    said = SAID.get(found["change"], "changed")
    if said == "added" and found["fields"].get("status", {}).get("after") in ARCHIVED:
        return "came-and-went"
    return said


def difference_view(found: Document, words: Words, *, marks: bool) -> Iterator[RenderableType]:
    t, said = words.t, in_a_word(found)
    head = Text(t.of(found["title"]) or found["item"], "bold")
    head.append(f"  {found['item']}", "not bold cyan")
    head.append(f" · {t(f'diff.{said}')}", f"not bold {STYLES.get(said, 'yellow')}")
    yield Padding(head, (1, 0, 0, 0))
    if said == "changed":
        yield facts(list(fields_became(found["fields"], words, marks=marks)))
    for authority in found["authority"]:
        key = "diff-undone" if authority.get("undone") else "diff-by"
        line = Text(t(key, authority=words.authority(authority)), "dim")
        yield Padding(line, (0, 0, 0, 2))


def fields_became(
    fields: Document, words: Words, *, marks: bool, titles: Mapping[str, str] | None = None
) -> Iterator[tuple[str, Text]]:
    """Each part that differs, a text language by language.

    Args:
        titles: of the sections, where they are to be named by more than their ids.
    """
    t = words.t
    named = {} if titles is None else titles
    texts: dict[str, tuple[dict[str, str], dict[str, str]]] = {}
    for path, field in fields.items():
        if path.count(".") == 2 and path.startswith("terms."):
            _, part, language = path.split(".")
            old, new = texts.setdefault(part, ({}, {}))
            if field["before"]:
                old[language] = field["before"]
            if field["after"]:
                new[language] = field["after"]
    for part, (old, new) in texts.items():
        yield from term_became(part, old, new, words, marks=marks)
    for path, field in fields.items():
        where, _, rest = path.partition(".")
        if where == "terms" and "." not in rest:
            yield from term_became(rest, field["before"], field["after"], words, marks=marks)
        elif where == "status":
            told = [t.word("status", field[side]) if field[side] else "" for side in _SIDES]
            yield t.word("term", "status"), became(*told, marks=marks)
        elif where in ("parent", "steward", "role", "occurrences"):
            told = [_plain(where, field[side], words, named) for side in _SIDES]
            yield t.word("term", where), became(*told, marks=marks)


_SIDES = ("before", "after")


def _plain(where: str, value: Any, words: Words, titles: Mapping[str, str]) -> str:
    t = words.t
    if not value:
        return ""
    match where:
        case "steward":
            return words.body(value)
        case "role":
            return t.word("role", value)
        case "occurrences":
            return t.listed([t.day(day) for day in value])
        case "parent" if value in titles:
            return f"{words.quoted(titles[value])} ({value})"
        case _:
            return str(value)
