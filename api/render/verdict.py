"""What the answer is where it is no, and what is wrong with what was handed in: in words."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from api.render.layout import bullet, groups
from api.session import shown
from api.texts import Texts

Violation = Mapping[str, Any]

SHOWN_LATE = 3
"""Of what was recorded late, so many are shown; as JSON, all."""


def reasons(violations: Sequence[Violation]) -> Iterator[RenderableType]:
    """Each violation: what it is about and its code, then its sentence. One heading for each
    change."""
    before = None
    for violation in violations:
        if violation["reference"] != before:
            before = violation["reference"]
            yield Text(f"  {before}", "bold")
        line = Text(shown(violation["message"]))
        line.append(f"  [{violation['code']}]", "dim")
        yield bullet("✗", line, style="red", indent=4)


def refusal(violations: Sequence[Violation], t: Texts, *, dry_run: bool = False) -> RenderableType:
    head = t(
        "would-be-refused" if dry_run else "refused", reasons=t.count("violation", len(violations))
    )
    return Group(Text(head, "bold red"), *reasons(violations))


def check_report(
    decisions: int, changes: int, violations: Sequence[Violation], t: Texts
) -> RenderableType:
    facts = {"decisions": t.count("decision", decisions), "changes": t.count("change", changes)}
    if not violations:
        return Text(t("checked-lawful", **facts), "green")
    head = t("checked-unlawful", **facts, reasons=t.count("violation", len(violations)))
    return Group(Text(head, "bold red"), *reasons(violations), Text(t("checked-rest"), "dim"))


def input_errors(errors: Sequence[Mapping[str, Any]], t: Texts) -> str:
    """Every error with its place, as an editor can jump to it: `file:line: path: sentence`; in a
    workbook `file: Changes!D7: path: sentence`."""
    lines = [t("unreadable", errors=t.count("error", len(errors)).capitalize())]
    for error in errors:
        place = [error["file"] or t("command-line")]
        if error.get("cell"):
            place.append(error["cell"])
        elif error["line"] is not None:
            place[0] += f":{error['line']}"
        if error["path"] and error["path"] != error.get("cell"):
            place.append(error["path"])
        lines.append(f"  {': '.join(place)}: {error['message']}")
    return "\n".join(lines)


def sealing(document: Mapping[str, Any], t: Texts) -> Iterator[RenderableType]:
    """How much of a ledger is sealed, and how much is not yet."""
    seals = document["seals"]
    if not seals:
        yield bullet("–", t("verify-never-sealed"), style="yellow")
        return
    last = seals[-1]
    if all(seal["valid"] for seal in seals):
        facts = {"seals": t.number(len(seals)), "size": t.number(last["size"])}
        key = "verify-sealed" if len(seals) > 1 else "verify-sealed-once"
        yield bullet("✓", t(key, **facts), style="green")
    # The last seal's own entry stands after what it seals, and says nothing of the plan.
    left = document["events"] - (last["size"] or 0) - 1
    if left > 0:
        yield bullet("–", t("verify-unsealed", entries=t.count("event", left)), style="yellow")


def brought(document: Mapping[str, Any], t: Texts) -> Iterator[RenderableType]:
    """Whether the seal that somebody brought holds."""
    if seal := document.get("brought"):
        holds = seal["holds"]
        words = t("verify-brought" if holds else "verify-not-brought", size=t.number(seal["size"]))
        yield bullet("✓" if holds else "✗", words, style="green" if holds else "red")


def limits_of(document: Mapping[str, Any], t: Texts, limits: str) -> RenderableType:
    """What the verdict proves and what not; less is left to doubt where a seal was brought."""
    held = document.get("brought", {}).get("holds")
    return Text(t(f"{limits}-brought" if held else limits), "dim")


def vouched(
    document: Mapping[str, Any], t: Texts, cosigned: str = "verify-cosigned"
) -> Iterator[RenderableType]:
    """Who cosigned the last seal (in the sentence of that key), and when it was stamped."""
    last = document["seals"][-1] if document["seals"] else {}
    if names := last.get("cosigned_by"):
        yield bullet("✓", t(cosigned, names=t.listed([*map(shown, names)])), style="green")
    for stamp in last.get("timestamps", ()):
        mark, style = ("✓", "green") if stamp["checked"] else ("–", "yellow")
        yield bullet(mark, said_of_timestamp(stamp, t), style=style)


def said_of_timestamp(stamp: Mapping[str, Any], t: Texts) -> str:
    facts = {
        "at": shown(stamp["at"][:16].replace("T", " ")),
        "authority": shown(stamp["authority"]),
    }
    return t("stamped" if stamp["checked"] else "stamped-unchecked", **facts)


def proof(document: Mapping[str, Any], t: Texts) -> RenderableType:
    """What a proof's file shows, as an official reads it."""
    good = document["authentic"]
    size = t.number(document["seal"]["size"])
    lines: list[RenderableType] = [
        Text(t("proof-good" if good else "proof-bad"), "bold green" if good else "bold red"),
        *reasons(document["violations"]),
        Text(t("proof-entries", entries=t.count("event", len(document["entries"])), size=size)),
    ]
    for entry in document["entries"]:
        event = t.word("event", entry["event"])
        said = "  ".join(
            (t.number(entry["entry"]), entry["recorded_at"][:10], event, *_told(entry, t))
        )
        lines.append(bullet("✓" if good else "?", shown(said), style="green" if good else "red"))
    if document["key"]:
        lines.append(Text(t("proof-key", named=document["key"])))
        lines.append(Text(f"  {groups(document['seal']['root'])}"))
    return Group(*lines)


def _told(entry: Mapping[str, Any], t: Texts) -> Iterator[str]:
    """What an entry of a proof is about, and the word that counts in it."""
    state = entry["state"]
    yield entry["stream"].partition(":")[2] or entry["stream"]
    if "position" in state:
        stance = t.word("stance", state["position"].get("stance", "agree"))
        yield f"{state['member']}: {stance}"
    if "change" in state:
        ((kind, change),) = state["change"].items()
        yield f"{t.word('change', kind)} {change.get('item') or ''}".rstrip()


def verification(document: Mapping[str, Any], t: Texts, *, limits: bool = True) -> RenderableType:
    """What a verification found, as an official reads it."""
    good = document["authentic"] and document["lawful"] and document["projections_match"]
    events, changes = t.count("event", document["events"]), t.count("change", document["changes"])
    lines: list[RenderableType] = [
        Text(t("verify-good" if good else "verify-bad"), "bold green" if good else "bold red")
    ]
    for holds, yes, no, facts in (
        (document["authentic"], "verify-authentic", "verify-not-authentic", {"events": events}),
        (document["lawful"], "verify-lawful", "verify-unlawful", {"changes": changes}),
        (document["projections_match"], "verify-views", "verify-no-views", {}),
    ):
        lines.append(
            bullet(
                "✓" if holds else "✗",
                t(yes if holds else no, **facts),
                style="green" if holds else "red",
            )
        )
    lines += sealing(document, t)
    lines += brought(document, t)
    lines += vouched(document, t)
    lines += originals(document["sources"], t)
    lines += late(document["late"], t)
    lines += reasons(document["violations"])
    if limits:
        lines.append(limits_of(document, t, "verify-limits"))
    return Group(*lines)


def restoration(document: Mapping[str, Any], t: Texts) -> RenderableType:
    """What was restored, what it lacks, and what a verification found of it."""
    restored = document["restored"]
    entries = t.count("event", restored["entries"])
    lines: list[RenderableType] = [Text(t("restored", ledger=restored["ledger"], entries=entries))]
    if restored["lacks"] is not None:
        facts = {"entries": t.number(restored["entries"]), "size": t.number(restored["lacks"])}
        lines.append(Text(t("restored-lacks", **facts), "bold red"))
    elif restored["sealed"] is not None:
        lines.append(Text(t("restored-sealed", size=t.number(restored["sealed"]))))
    if restored["accounts"] is not None:
        lines.append(Text(t("restored-accounts", count=t.count("account", restored["accounts"]))))
    if not restored["key"]:
        lines.append(Text(t("restored-without-key"), "yellow"))
    return Group(*lines, Text(), verification(document, t))


def originals(found: Mapping[str, Sequence[str]], t: Texts) -> Iterator[RenderableType]:
    """How many signed originals are as they were, and how many were only ever named."""
    if found["kept"]:
        kept = t.count("original", len(found["kept"]))
        yield bullet("✓", t("verify-originals", originals=kept), style="green")
    if found["not_kept"]:
        named = t.count("original", len(found["not_kept"]))
        yield bullet("•", t("verify-originals-named", originals=named))


def late(records: Sequence[Mapping[str, Any]], t: Texts) -> Iterator[RenderableType]:
    """How much was recorded after the fact, and the first few of it: what no seal of its meeting
    covers before what is only late."""
    if not records:
        return
    after = sum(record["after_seal"] is not None for record in records)
    count = t.count("decision", len(records))
    yield bullet("•", t("verify-late", decisions=count, after=t.number(after)))
    first = sorted(records, key=lambda record: (record["after_seal"] is None, -record["days"]))
    for record in first[:SHOWN_LATE]:
        said = [t.count("day", record["days"])]
        if record["after_seal"] is not None:
            said.append(t("after-seal"))
        yield bullet("·", f"{record['reference']}: {', '.join(said)}", style="dim", indent=4)
    if len(records) > SHOWN_LATE:
        yield bullet("·", "…", style="dim", indent=4)
