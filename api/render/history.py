"""What happened, entry by entry, for people: the history of an item, and the trail."""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from api.render.layout import bullet, heading
from api.render.words import Words, kind_of
from ledger.values import key_name

Entry = Mapping[str, Any]
GONE, COME = "red strike", "green underline"
TERMS = ("title", "action", "lead", "timeline", "form")


# --- words, one by one ----------------------------------------------------------------------------


def worded(before: str, after: str, *, marks: bool) -> Text:
    """A text and what it became, word by word: what went in red and struck through, what came in
    green.

    Args:
        marks: for where there is no colour, `[-went-]` and `{+came+}`.
    """
    old, new = (re.findall(r"\s+|[\w'’-]+|[^\w\s]", text) for text in (before, after))
    said = Text()
    for what, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            said.append("".join(old[a:b]))
            continue
        if gone := "".join(old[a:b]):
            said.append(f"[-{gone}-]" if marks else gone, GONE)
        if come := "".join(new[c:d]):
            said.append(f"{{+{come}+}}" if marks else come, COME)
    return said


def became(before: str, after: str, *, marks: bool) -> Text:
    """A value and what it became, each as a whole."""
    said = Text()
    if before:
        said.append(f"[-{before}-]" if marks else before, GONE)
        said.append(" ")
    if after:
        said.append(f"{{+{after}+}}" if marks else after, COME)
    return said


def term_became(
    name: str, before: Any, after: Any, words: Words, *, marks: bool
) -> Iterator[tuple[str, Text]]:
    """One term and what it became; a text language by language."""
    t = words.t
    if name in ("title", "action"):
        for language in dict.fromkeys([*(before or {}), *(after or {})]):
            old, new = (before or {}).get(language) or "", (after or {}).get(language) or ""
            if old != new:
                label = f"{t.word('term', name)} ({t.word('language', language)})"
                said = (
                    worded(old, new, marks=marks) if old and new else became(old, new, marks=marks)
                )
                yield label, said
        return
    old, new = words.term(name, before), words.term(name, after)
    if old != new:
        yield t.word("term", name), became(old, new, marks=marks)


# --- entries --------------------------------------------------------------------------------------


def what_happened(entry: Entry, words: Words, titles: Mapping[str, str]) -> Text:
    """An entry in one sentence."""
    t = words.t
    form = entry.get("change")
    if not form:
        return Text(f"{t.word('event', entry['event'])}{_more(entry, words)}")
    if entry["event"] == "change-enacted":
        said = Text(words.change(form, titles))
    else:
        said = Text(f"{t.word('event', entry['event'])}: {words.change(form, titles)}")
    if entry.get("voided_by"):
        said.stylize("strike")
        said.append(f"  {t('voided-by', reference=entry['voided_by'])}", "not strike red")
    return said


def _more(entry: Entry, words: Words) -> str:
    """What an entry that is no change says besides what it is."""
    t = words.t
    match entry["event"]:
        case "position-taken":
            return f": {entry['member']} {said_of(entry['position'], words)}"
        case "member-key-given" | "member-key-withdrawn":
            return f": {entry['member']}, {key_name(entry['key'])}"
        case "record-corrected":
            return _corrected(entry, words)
        case "position-contested" | "contest-withdrawn":
            reason = f". {t('reason', reason=t.of(entry['reason']))}" if entry["reason"] else ""
            return f": {entry['member']}{reason}"
        case "confirmation-refused":
            return f": {words.codes(dict.fromkeys(each['code'] for each in entry['violations']))}"
        case "decision-adopted" if entry.get("submitted_by"):
            by, confirmed = map(words.recorder, (entry["submitted_by"], entry["recorded_by"]))
            return f": {t('submitted-and-confirmed', by=by, confirmed=confirmed)}"
        case "decision-declined" | "decision-withdrawn" if entry.get("reason"):
            return f". {t('reason', reason=t.of(entry['reason']))}"
        case "docket-cleared":
            taken, left = (len(entry[name]) for name in ("taken", "left_out"))
            return f": {t('cleared-counts', taken=t.number(taken), left=t.number(left))}"
        case "meeting-closed" if entry.get("unsettled"):
            return f". {t('closed-unsettled', reason=t.of(entry['unsettled']))}"
        case "progress-reported":
            report = entry["report"]
            return f": {words.party(report['by'])}, {t.word('says', report['says'])}"
        case _:
            return ""


def said_of(position: Mapping[str, Any], words: Words, *, of_many: bool = False) -> str:
    """A position in words, always with how we know of it: `agrees, except a1 (presumed)`."""
    t = words.t
    said = t.word("stances" if of_many else "stance", position.get("stance", "agree"))
    if excepted := position.get("except"):
        said += f", {t('except', items=words.codes(excepted))}"
    how = words.signed(position) or t.word("basis", position.get("basis", "recorded"))
    return f"{said} ({how})"


def positions(alike: Sequence[Entry], words: Words) -> Text:
    """Positions that came together: who said the same, and how we know."""
    t = words.t
    groups: dict[str, list[Entry]] = {}
    for entry in alike:
        groups.setdefault(said_of(entry["position"], words), []).append(entry)
    said = "; ".join(
        f"{words.codes([entry['member'] for entry in same])} "
        f"{said_of(same[0]['position'], words, of_many=len(same) > 1)}"
        for same in groups.values()
    )
    return Text(f"{t.word('event', 'position-taken')}: {said}")


def right(entry: Entry, words: Words, between: str) -> Text:
    """By what right: the change's reference, and with it the body and the day."""
    if not entry.get("reference") and not entry.get("decision"):
        return Text(entry.get("meeting") or "")
    parts = []
    if entry.get("body"):
        parts.append(words.short_body(entry["body"]))
    if entry.get("adopted_on"):
        parts.append(words.t.short_day(entry["adopted_on"]))
    reference = entry.get("reference") or entry["decision"]
    return Text(between.join(filter(None, [reference, " · ".join(parts)])))


def history(
    entries: Sequence[Entry], words: Words, titles: Mapping[str, str], *, marks: bool
) -> Iterator[RenderableType]:
    """The changes of an item, one after the other, each with its authority and what it made of the
    item."""
    t = words.t
    shown = [e for e in entries if e["event"] == "change-enacted" and e.get("change")]
    for n, entry in enumerate(shown):
        head = Text()
        head.append(t.day(entry["adopted_on"]), "bold")
        head.append(f"  {entry['reference']}", "cyan")
        head.append(f"  {words.body(entry['body'])}", "dim")
        facts: list[RenderableType] = [head, what_happened(entry, words, titles)]
        if kind_of(entry["change"]) in ("redefine", "move", "translate", "rectify"):
            facts += [
                Text.assemble((f"{name}: ", "dim"), said)
                for name, said in item_became(entry, words, marks=marks)
            ]
        contested = entry.get("contested_by") or ()
        agreed = words.agreed(entry.get("agreed_by") or (), entry.get("basis"), contested)
        facts.append(Text(agreed, "yellow" if contested else "dim"))
        facts.append(Text(_recorded(entry, words), "dim"))
        yield Padding(Group(*facts), (1 if n else 0, 0, 0, 2))


def item_became(entry: Entry, words: Words, *, marks: bool) -> Iterator[tuple[str, Text]]:
    """What an entry made of its item, term by term."""
    before, after = entry.get("before") or {}, entry.get("after") or {}
    old, new = before.get("terms") or {}, after.get("terms") or {}
    for name in TERMS:
        yield from term_became(name, old.get(name), new.get(name), words, marks=marks)
    for name in ("parent", "role", "steward"):
        if before.get(name) != after.get(name):
            yield from term_became(name, before.get(name), after.get(name), words, marks=marks)


def after_the_fact(
    recorded: Mapping[str, Any], words: Words, late_in_words: str = "decision-late"
) -> str:
    """How long after its adoption something was recorded, and whether after its meeting's closing or
    seal."""
    t, late = words.t, recorded.get("recorded_after_days") or 0
    said = [t(late_in_words, time=words.how_late(late))] if late > 0 else []
    if recorded.get("recorded_after_seal") is not None:
        said.append(t("after-seal" if said else "recorded-after-seal"))
    elif recorded.get("recorded_after_closing"):
        said.append(t("recorded-after-closing"))
    return ", ".join(said)


def corrections(record: Mapping[str, Any], words: Words) -> Iterator[RenderableType]:
    """The slips of a record that were put right, each with what it said before."""
    found = record.get("corrections") or ()
    if found:
        yield heading(words.t("head.corrections"))
    for entry in found:
        yield bullet("•", Text(correction(entry, words)))


def correction(entry: Entry, words: Words) -> str:
    """A slip of a record that was put right, and the day."""
    return f"{str(entry['recorded_at'])[:10]}{_corrected(entry, words)}"


def _corrected(entry: Entry, words: Words) -> str:
    t = words.t
    old, new = (words.said(entry.get(side)) for side in ("before", "after"))
    reason = t("reason", reason=t.of(entry.get("reason")))
    return f": {entry['path']}, {t('was')} {old}, {t('is-now')} {new}. {reason}"


def _recorded(entry: Entry, words: Words) -> str:
    t = words.t
    said = f"{t('as-entry', first=t.number(entry['entry']))}, {str(entry['recorded_at'])[:10]}"
    if late := after_the_fact(entry, words, "recorded-late"):
        said += f"; {late}"
    return said


def together(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    """The entries, the positions on a decision that came one after the other together."""
    run: list[Entry] = []
    for entry in entries:
        alike = (
            run
            and entry["event"] == run[-1]["event"] == "position-taken"
            and entry.get("decision") == run[-1].get("decision")
            and entry["entry"] == run[-1]["entry"] + 1
        )
        if run and not alike:
            yield run
            run = []
        run.append(entry)
    if run:
        yield run


def trail(
    document: Mapping[str, Any], words: Words, titles: Mapping[str, str], width: int
) -> Iterator[RenderableType]:
    """Everything that was recorded, the newest last."""
    t = words.t
    entries: Sequence[Entry] = document["entries"]
    yield Text(t("audit-title"), "bold")
    if not entries:
        yield Text(t("audit-nothing"))
        return
    table = Table(box=box.SIMPLE_HEAD, expand=True, pad_edge=False, padding=(0, 1))
    table.add_column(t("head.entry"), justify="right", no_wrap=True)
    if width >= 80:
        table.add_column(t("head.recorded"), no_wrap=True)
    table.add_column(t("head.what"), ratio=1, overflow="fold")
    # An id that is cut short can be looked up nowhere.
    table.add_column(t("head.by"), no_wrap=True)
    for alike in together(entries):
        first, last = alike[0], alike[-1]
        said = what_happened(first, words, titles)
        number = t.number(first["entry"])
        if len(alike) > 1:
            said = positions(alike, words)
            number = f"{number}–{t.number(last['entry'])}"
        if contested := first.get("contested_by"):
            said.append(f"\n{words.contested(contested)}", "not strike yellow")
        if late := after_the_fact(first, words, "recorded-late"):
            said.append(f"\n{late}", "not strike dim")
        row: list[RenderableType] = [number]
        if width >= 80:
            row.append(str(last["recorded_at"])[:10])
        table.add_row(*row, said, right(first, words, " · " if width >= 120 else "\n"))
    yield table
    yield Text(t("audit-foot", entries=t.count("entry", len(entries))), "dim")
    if document.get("next") is not None:
        yield Text(t("audit-more", cursor=document["next"]), "dim")
