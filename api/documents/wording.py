"""What became of words: as the terminal says it in colours, so a document in marks."""

from collections.abc import Iterable

from rich.text import Text

from api.documents.model import Mark, Run, Runs
from api.render.history import COME, GONE

MARKS: dict[str, Mark] = {COME: "added", GONE: "removed"}


def marked(said: Text) -> Runs:
    """The same words, each that came or went marked as such."""
    found: list[Run] = []
    at = 0
    for span in sorted(said.spans):
        if span.start > at:
            found.append(Run(said.plain[at : span.start]))
        found.append(Run(said.plain[span.start : span.end], MARKS.get(str(span.style))))
        at = span.end
    if at < len(said.plain):
        found.append(Run(said.plain[at:]))
    return tuple(found)


def labelled(parts: Iterable[tuple[str, Text]], *, marks: bool = True) -> Runs:
    """A line for each part: `Timeline: by 1 May 2008`.

    Args:
        marks: what came and went is marked; a thing that is new as a whole needs no marks.
    """
    found: list[Run] = []
    for label, said in parts:
        if found:
            found.append(Run("\n"))
        found.append(Run(f"{label[:1].upper()}{label[1:]}: ", "muted"))
        found += marked(said) if marks else (Run(said.plain),)
    return tuple(found)
