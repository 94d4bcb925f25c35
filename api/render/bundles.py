"""What a verification found of a bundle, as an official reads it."""

from collections.abc import Mapping
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from api.render.layout import bullet, groups
from api.render.verdict import brought, late, limits_of, reasons, sealing, vouched
from api.texts import Texts


def bundle(document: Mapping[str, Any], t: Texts) -> RenderableType:
    """Whether it is authentic, whether it is lawful, and how much of it is sealed."""
    authentic, lawful = document["authentic"], document["lawful"]
    good = authentic and lawful
    changes = t.count("change", document["changes"])
    lines: list[RenderableType] = [
        Text(t("bundle-good" if good else "bundle-bad"), "bold green" if good else "bold red"),
        _said(authentic, t("bundle-authentic" if authentic else "bundle-not-authentic")),
    ]
    if lawful is None:
        lines.append(bullet("–", t("bundle-not-judged"), style="yellow"))
    else:
        key = "verify-lawful" if lawful else "verify-unlawful"
        lines.append(_said(lawful, t(key, changes=changes)))
    lines += sealing(document, t)
    lines += brought(document, t)
    if document["withheld"]:
        words = t("bundle-withheld", entries=t.count("event", document["withheld"]))
        lines.append(bullet("–", words, style="yellow"))
    lines += vouched(document, t, "bundle-cosigned")
    lines += late(document["late"], t)
    lines += reasons(document["violations"])
    for note in document["notes"]:
        lines.append(bullet("–", t(f"bundle-note.{note}"), style="yellow"))
    if good:
        last = document["seals"][-1]
        lines.append(Text(t("bundle-root", size=t.number(last["size"]))))
        lines.append(Text(f"  {groups(last['root'])}"))
    lines.append(limits_of(document, t, "bundle-limits"))
    return Group(*lines)


def _said(holds: bool, words: str) -> RenderableType:
    return bullet("✓" if holds else "✗", words, style="green" if holds else "red")
