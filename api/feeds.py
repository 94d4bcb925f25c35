"""Feeds of what was decided, as Atom has them (RFC 4287), in the language that is asked for."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from xml.etree import ElementTree as Xml

from api import V1
from api.session import shown
from api.texts import Texts
from ledger.charter import Charter
from projections.adoptions import Adoption

KIND = "application/atom+xml"
ATOM = "http://www.w3.org/2005/Atom"
LONGEST_TITLE = 120


def feed(
    ledger: str,
    found: Sequence[Adoption],
    charter: Charter,
    t: Texts,
    *,
    path: str,
    about: str = "",
    member: str | None = None,
    url: str = "",
    begun: datetime,
) -> bytes:
    """A feed.

    Args:
        ledger: its id; the ids of the feed and of its entries follow from it, wherever it is served.
        path: of the feed.
        about: what it is about, in its title.
        member: whose position each entry says.
        url: how others reach the service; where it is not known, addresses are relative.
        begun: since when there is the ledger, where nothing was decided yet.
    """
    root = Xml.Element("feed", {"xmlns": ATOM, "xml:lang": t.language})
    _add(root, "id", _id(ledger, path))
    name = t.of(charter.title) or charter.charter
    _add(root, "title", f"{name}: {about or t('feed.decisions')}")
    _add(root, "updated", _instant(max([each.at for each in found], default=begun)))
    _add(_add(root, "author"), "name", name)
    Xml.SubElement(root, "link", {"rel": "self", "type": KIND, "href": f"{url}{path}?lang={t.language}"})
    for each in found:
        root.append(_entry(ledger, each, t, url, member))
    Xml.indent(root)
    body: bytes = Xml.tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + body + b"\n"


def _entry(ledger: str, each: Adoption, t: Texts, url: str, member: str | None) -> Xml.Element:
    entry = Xml.Element("entry")
    _add(entry, "id", _id(ledger, f"decision:{each.id}"))
    text = t.of(each.text)
    _add(entry, "title", _cut(f"{each.id}: {text or ''}".strip(": ")))
    _add(entry, "updated", _instant(each.at))
    _add(entry, "published", _instant(each.at))
    href = f"{url}{V1}/decisions/{each.id}"
    Xml.SubElement(entry, "link", {"rel": "alternate", "type": "application/json", "href": href})
    content = _add(entry, "content", "\n".join(_said(each, t, member)))
    content.set("type", "text")
    return entry


def _said(each: Adoption, t: Texts, member: str | None) -> list[str]:
    """The decision's words, whose position on it, what it changed."""
    lines = [t.of(each.text) or ""]
    if member is not None:
        position = each.positions.get(member, {})
        stance = t.word("stance", position.get("stance", "agree"))
        basis = t.word("basis", position.get("basis", "recorded"))
        lines.append(f"{member}: {stance} ({basis})")
    lines += (f"{each.id}#{n}: {_change(form, t)}" for n, form in enumerate(each.changes, start=1))
    return [line for line in lines if line]


def _change(form: dict[str, Any], t: Texts) -> str:
    ((kind, change),) = form.items()
    about = change.get("item") or change.get("member") or ""
    return f"{t.word('change', kind)} {about}".strip()


def _id(ledger: str, name: str) -> str:
    """The same wherever the ledger is served, and of no other."""
    return uuid.uuid5(uuid.UUID(ledger), name).urn


def _instant(at: datetime) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_TITLE else f"{line[: LONGEST_TITLE - 1].rstrip()}…"


def _add(parent: Xml.Element, name: str, text: str = "") -> Xml.Element:
    element = Xml.SubElement(parent, name)
    # XML has no way to write most control characters.
    element.text = shown(text) or None
    return element
