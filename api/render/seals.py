"""Seals for people: a table of them, one of them, and the page for the minutes."""

from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap
from typing import Any, Literal

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from api.render.layout import facts, groups
from api.render.verdict import said_of_timestamp
from api.texts import LANGUAGES, Texts

Document = Mapping[str, Any]


def seal_view(seal: Document, t: Texts) -> Iterator[RenderableType]:
    head = t("seal-of", size=t.number(seal["size"]))
    yield Text(head, "bold" if seal["valid"] else "bold red")
    yield facts(_facts(seal, t))
    yield Text()
    yield Text(seal["checkpoint"].rstrip("\n"), "dim", no_wrap=True, overflow="fold")


def _facts(seal: Document, t: Texts) -> list[tuple[str, str | None]]:
    valid = t("seal-holds") if seal["valid"] else t("seal-does-not-hold")
    return [
        (t("head.meeting"), seal["meeting"]),
        (t("head.root"), groups(seal["root"])),
        (t("head.recorded"), seal["recorded_at"][:16].replace("T", " ") + " UTC"),
        (t("head.holds"), valid),
        (t("head.cosigned"), ", ".join(seal["cosigned_by"]) or t("nobody")),
        (t("head.stamped"), "\n".join(said_of_timestamp(each, t) for each in seal["timestamps"])),
    ]


def seals_view(seals: Sequence[Document], t: Texts, width: int) -> RenderableType:
    """All seals, one a line; where there is little room without what `seals SIZE` tells of each."""
    if not seals:
        return Text(t("no-seals"))
    table = Table(box=None, pad_edge=False, header_style="dim")
    names = ("meeting", "entries", "recorded", "holds", "root", "cosigned", "stamped")
    for name in names if width >= 90 else names[:4]:
        justify: Literal["left", "right"] = "right" if name == "entries" else "left"
        table.add_column(t(f"head.{name}"), justify=justify, overflow="fold")
    for seal in seals:
        cells: list[str | Text] = [
            seal["meeting"] or "—",
            t.number(seal["size"]),
            seal["recorded_at"][:10],
            Text("✓", "green") if seal["valid"] else Text(t("seal-does-not-hold"), "red"),
            " ".join(wrap(seal["root"][:16], 4)) + " …",
            ", ".join(seal["cosigned_by"]) or "—",
            _stamped(seal),
        ]
        table.add_row(*cells[: len(table.columns)])
    return table


def _stamped(seal: Document) -> str:
    """When; with a question mark where no authority that is trusted says so."""
    days = [each["at"][:10] + ("" if each["checked"] else " ?") for each in seal["timestamps"]]
    return ", ".join(days) or "—"


def minutes(seal: Document, meeting: Mapping[str, str] | None, key: str) -> str:
    """The page for the minutes: a dozen lines, each in every language, which nobody needs a
    computer to compare."""
    rows = wrap(groups(seal["root"]), 8 * 5)
    lines = []
    for language in LANGUAGES:
        t = Texts(language)
        title = t.of(meeting) if meeting else None
        lines.append(t("minutes-title") + (f" — {title}" if title else ""))
    lines.append("")
    both = [Texts(language) for language in LANGUAGES]
    for name, values in (
        ("minutes-entries", [f"1 – {seal['size']}"]),
        ("minutes-root", rows),
        ("minutes-ledger", [seal["origin"]]),
        ("minutes-key", [key.partition("+")[2]]),
        ("minutes-made", [seal["recorded_at"][:16].replace("T", " ") + " UTC"]),
    ):
        label = " / ".join(dict.fromkeys(t(name) for t in both))
        lines += [f"{label if n == 0 else '':<22} {value}" for n, value in enumerate(values)]
    lines.append("")
    lines += [t("minutes-how") for t in both]
    return "\n".join(lines) + "\n"
