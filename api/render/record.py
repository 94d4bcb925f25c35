"""One record for people: an item with its history, a decision, a meeting, a proposal."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from api.render.history import after_the_fact, corrections, history
from api.render.layout import bullet, facts, heading
from api.render.plan import STYLES
from api.render.proposals import proposal_line, proposal_view, report_line
from api.render.verdict import reasons
from api.render.words import Words

Document = Mapping[str, Any]


def record_view(
    document: Document, words: Words, titles: Mapping[str, str], *, marks: bool = True
) -> Iterator[RenderableType]:
    if "terms" in document:
        yield from item_view(document, words, titles, marks=marks)
    elif document.get("gone"):
        yield Text(document["id"], "bold")
        yield Text(words.t("gone"))
        yield from history(document["history"], words, titles, marks=marks)
    elif "event" in document:
        yield from history([document], words, titles, marks=marks)
    elif "opens_on" in document:
        yield from meeting_view(document, words)
    elif "submitted_to" in document:
        yield from proposal_view(document, words, titles, tuple(own_source(document, words)))
    else:
        yield from decision_view(document, words, titles)


# --- an item --------------------------------------------------------------------------------------


def item_view(
    item: Document, words: Words, titles: Mapping[str, str], *, marks: bool
) -> Iterator[RenderableType]:
    t, terms = words.t, item["terms"]
    title = Text(words.title(terms) or item["id"], "bold")
    title.append(f"  {item['id']}", "not bold cyan")
    yield title
    line = Text(t.word("kind", item["kind"]))
    if item.get("role"):
        line.append(f" ({t.word('role', item['role'])})")
    line.append(" · ")
    line.append(t.word("status", item["status"]), STYLES.get(item["status"], ""))
    parent = item.get("parent")
    if parent is not None:
        line.append(f" · {t('in-section', section=words.named(parent, titles))}")
    line.append(f" · {t('under-steward', body=words.short_body(item['steward_body']))}")
    yield line
    yield heading(t("head.terms"))
    yield facts(_terms(item, words))
    yield heading(t("head.authority"))
    yield from _authority(item, words)
    yield heading(t("head.history"))
    yield from history(item.get("history") or (), words, titles, marks=marks)
    if proposals := item.get("proposals"):
        yield heading(t("head.proposals"))
        for proposal in proposals:
            yield bullet("•", proposal_line(proposal, words))
    if reports := item.get("reports"):
        yield heading(t("head.reports"))
        for report in reports:
            yield bullet("•", report_line(report, words))
    if sources := item.get("sources"):
        yield heading(t("head.sources"))
        for each in sources:
            yield bullet("•", source_line(each, words))


def _terms(item: Document, words: Words) -> Iterator[tuple[str, RenderableType | str | None]]:
    t, terms = words.t, item["terms"]
    for name in ("title", "action"):
        for language, text in (terms.get(name) or {}).items():
            label = f"{t.word('term', name)} ({t.word('language', language)})"
            said = Text(text)
            if language in ((item.get("translations") or {}).get(name) or ()):
                said.append(f"  [{t('translation')}]", "dim italic")
            yield label, said
    for name in ("lead", "timeline", "form"):
        value = terms.get(name)
        yield (
            t.word("term", name),
            words.parties(value) if name == "lead" and value else words.term(name, value),
        )
    yield t.word("term", "steward"), words.body(item["steward"]) if item.get("steward") else None
    yield (
        t.word("term", "occurrences"),
        t.listed([t.day(day) for day in item.get("occurrences") or ()]),
    )


def _authority(item: Document, words: Words) -> Iterator[RenderableType]:
    t, approved = words.t, item["approved"]
    said = t(
        "rests-on-line", authority=words.authority(approved), body=words.body(approved["body"])
    )
    yield bullet("●", said, style="green")
    contested = approved.get("contested_by") or ()
    agreed = words.agreed(approved.get("agreed_by") or (), approved.get("basis"), contested)
    yield Padding(Text(agreed, "yellow" if contested else "dim"), (0, 0, 0, 4))
    yield from _late(approved, words)
    if item["approving_body"] != approved["body"]:
        yield bullet("▲", t("level-rose", body=words.body(item["approving_body"])), style="yellow")
    if item["last_changed"]["reference"] != approved["reference"]:
        yield bullet("●", t("changed-by-line", authority=words.authority(item["last_changed"])))
        yield from _contested(item["last_changed"], words)
        yield from _late(item["last_changed"], words)
    if item.get("archived"):
        yield bullet(
            "■", t("archived-by-line", authority=words.authority(item["archived"])), style="blue"
        )
        yield from _contested(item["archived"], words)
        yield from _late(item["archived"], words)


def _contested(authority: Document, words: Words) -> Iterator[RenderableType]:
    if contested := authority.get("contested_by"):
        yield Padding(Text(words.contested(contested), "yellow"), (0, 0, 0, 4))


def _late(authority: Document, words: Words) -> Iterator[RenderableType]:
    if late := after_the_fact(authority, words):
        yield Padding(Text(late, "dim"), (0, 0, 0, 4))


# --- a decision -----------------------------------------------------------------------------------


ENDED = ("declined", "withdrawn")
ADOPTION_LINES = {"adopted": "adopted-line", **dict.fromkeys(ENDED, "not-adopted-line")}
"""By a decision's state, the line that says whether, and on which day, it was adopted."""
TO_BE_ADOPTED = "to-be-adopted-line"


def decision_view(
    decision: Document, words: Words, titles: Mapping[str, str]
) -> Iterator[RenderableType]:
    t = words.t
    meeting = decision.get("meeting") or {}
    meeting = meeting if isinstance(meeting, Mapping) else {"id": meeting}
    kind = t.of(words.adopts.get(str(meeting.get("body")))) or t("head.decision")
    title = Text(kind, "bold")
    if decision.get("number"):
        title.append(f" {decision['number']}")
    if meeting.get("title"):
        title.append(f", {t.of(meeting['title'])}")
    title.append(f"  {decision['id']}", "not bold cyan")
    yield title
    status = t.word("decision", decision.get("status", "adopted"))
    day, procedure = (
        t.day(decision.get("adopted_on")),
        t.word("procedure", decision.get("procedure", "plenary")),
    )
    line = ADOPTION_LINES.get(decision.get("status", "adopted"), TO_BE_ADOPTED)
    yield Text(t(line, status=status, day=day, procedure=procedure))
    if submitted := decision.get("submitted_by"):
        confirmed = decision.get("confirmed_by")
        key = "confirmed-by-line" if confirmed else "submitted-by-line"
        by = words.recorder(submitted)
        yield Text(t(key, by=by, confirmed=words.recorder(confirmed or "")), "dim")
    if late := after_the_fact(decision, words):
        yield Text(late, "dim")
    yield Padding(Text(t.of(decision["text"]) or ""), (1, 0, 0, 2))
    if decision.get("reason"):
        yield Text(t("reason", reason=t.of(decision["reason"])))
    for said in own_source(decision, words):
        yield Padding(said, (0, 0, 0, 2))
    yield heading(t("head.positions"))
    yield from positions(decision, words)
    yield from _contests(decision, words)
    yield heading(t("head.changes"))
    changes = decision.get("changes") or ()
    if not changes:
        yield Padding(Text(t("no-changes")), (0, 0, 0, 2))
    for n, form in enumerate(changes, start=1):
        yield bullet(f"#{n}", words.change(form, titles), style="cyan")
    if decision.get("ruling"):
        yield heading(t("head.ruling"))
        yield _ruling(decision, words)
    if proposals := decision.get("proposals"):
        yield heading(t("head.answers"))
        for proposal in proposals:
            yield bullet("•", proposal_line(proposal, words))
    yield from corrections(decision, words)
    if entries := decision.get("entries"):
        numbers = [
            str(entry) if isinstance(entry, int) else str(entry.get("entry")) for entry in entries
        ]
        yield Text(t("in-entries", entries=ranges(numbers)), "dim")


def positions(decision: Document, words: Words) -> Iterator[RenderableType]:
    """Who said what: those who said the same together; exceptions and statements by themselves."""
    t = words.t
    given: Mapping[str, Document] = decision.get("positions") or {}
    ledger = (decision.get("to_sign") or {}).get("ledger", "")
    reworded = decision.get("reworded") or ()
    if not given:
        yield Padding(Text(t("agreed-by-none")), (0, 0, 0, 2))
        return
    alike: dict[tuple[str, str, tuple[str, ...], str, str], list[str]] = {}
    for member, position in given.items():
        key = (
            position.get("stance", "agree"),
            position.get("basis", "recorded"),
            tuple(position.get("except") or ()),
            t.of(position.get("statement")) or "",
            words.signed(position, ledger=ledger, reworded=member in reworded),
        )
        alike.setdefault(key, []).append(member)
    for (stance, basis, excepted, statement, signature), members in alike.items():
        said = Text(f"{len(members)} · {words.codes(members)}: ")
        stance_said = t.word("stance" if len(members) == 1 else "stances", stance)
        said.append(stance_said, "green" if stance == "agree" and not excepted else "yellow")
        if excepted:
            said.append(f", {t('except', items=words.codes(excepted))}", "yellow")
        said.append(f" ({signature or t.word('basis', basis)})", "dim")
        if statement:
            said.append(f" {words.quoted(statement)}", "italic")
        yield bullet("●", said)


def _contests(decision: Document, words: Words) -> Iterator[RenderableType]:
    """Which delegations say that what is recorded as their position is not what they said."""
    t, found = words.t, decision.get("contests") or ()
    if found:
        yield heading(t("head.contests"))
    for contest in found:
        said = Text(f"{contest['member']}: {words.quoted(t.of(contest['reason']) or '')}")
        settled = contest["settled"]
        how = t("contest-settled", entry=t.number(settled)) if settled else t("contest-open")
        said.append(f" ({how})", "dim" if settled else "yellow")
        yield bullet("✗", said, style="dim" if settled else "yellow")


def _ruling(decision: Document, words: Words) -> RenderableType:
    t = words.t
    ruling = decision.get("ruling") or {}
    violations: Sequence[Document] = ruling.get("violations") or ()
    if violations:
        shown = [{**v, "message": message_of(v, words)} for v in violations]
        head = t("ruling-unlawful", reasons=t.count("violation", len(shown)))
        return Padding(Group(Text(head, "red"), *reasons(shown)), (0, 0, 0, 2))
    adopted = decision.get("status", "adopted") == "adopted"
    return bullet("✓", t("ruling-lawful" if adopted else "ruling-would-be-lawful"), style="green")


def message_of(violation: Document, words: Words) -> str:
    message = violation.get("message")
    return (words.t.of(message) if isinstance(message, Mapping) else message) or str(
        violation["code"]
    )


def ranges(numbers: Sequence[str]) -> str:
    return f"{numbers[0]}–{numbers[-1]}" if len(numbers) > 3 else ", ".join(numbers)


def own_source(record: Document, words: Words) -> Iterator[Text]:
    """Where a record itself comes from."""
    if record.get("source"):
        yield Text(words.t("source", source=source(record["source"], words)), "dim")
    for each in record.get("sources") or ():
        if (each["kind"], each["of"]) == (record["shows"], record["id"]) and each["sha256"]:
            yield Text(_original(each, words), "dim")


def _original(each: Document, words: Words) -> str:
    """Where a signed original is kept."""
    if each["file"]:
        return words.t("original-at", file=each["file"])
    return words.t("original-elsewhere", sha256=each["sha256"])


def source(given: Any, words: Words) -> str:
    """Where a record comes from, in one line."""
    if not isinstance(given, Mapping):
        return str(given)
    parts = [words.t.of(given.get("title")), given.get("page"), given.get("url")]
    return ", ".join(str(part) for part in parts if part) or words.t("signed-original")


# --- a meeting ------------------------------------------------------------------------------------


def meeting_view(meeting: Document, words: Words) -> Iterator[RenderableType]:
    t = words.t
    title = Text(t.of(meeting["title"]) or meeting["id"], "bold")
    title.append(f"  {meeting['id']}", "not bold cyan")
    yield title
    start, end = t.day(meeting["opens_on"]), t.day(meeting["closes_on"])
    days = start if start == end else t("meeting-days", start=start, end=end)
    yield Text(", ".join(filter(None, [words.body(meeting["body"]), days, meeting.get("place")])))
    presidency, host = meeting.get("presidency"), meeting.get("host")
    if presidency:
        yield Text(t("presidency", member=words.party(presidency)))
    if host and host != presidency:
        yield Text(t("host", member=words.party(host)))
    present = meeting.get("present", "all")
    yield Text(t("present-all") if present == "all" else t("present", members=words.codes(present)))
    yield from own_source(meeting, words)
    closed = meeting.get("closed")
    yield Text(t("closed-on", day=t.day(closed)) if closed else t("not-closed"), "dim")
    if unsettled := t.of(meeting.get("unsettled")):
        yield Text(t("closed-unsettled", reason=unsettled), "yellow")
    yield from _cleared(meeting, words)
    yield heading(t("head.decisions"))
    decisions = meeting.get("decisions") or ()
    if not decisions:
        yield Padding(Text(t("no-decisions")), (0, 0, 0, 2))
    for decision in decisions:
        said = Text(decision["id"], "cyan")
        said.append(f" · {t.word('decision', decision.get('status', 'adopted'))}", "dim")
        changes = decision.get("changes") or ()
        said.append(f" · {t.count('change', len(changes)) if changes else t('no-changes')}", "dim")
        if late := after_the_fact(decision, words):
            said.append(f" · {late}", "dim")
        if contested := decision.get("contested_by"):
            said.append(f" · {words.contested(contested)}", "yellow")
        said.append(f"\n{t.of(decision['text']) or ''}")
        yield bullet("●", said)
    yield from corrections(meeting, words)


def _cleared(meeting: Document, words: Words) -> Iterator[RenderableType]:
    """How its docket was cleared, each time."""
    t = words.t
    for clearing in meeting.get("cleared") or ():
        by, day = words.recorder(clearing["recorded_by"]), t.day(clearing["recorded_at"])
        yield Text(f"{t('docket-cleared-on', day=day)} ({by})")
        if clearing["taken"]:
            yield bullet("–", t("cleared-taken", items=words.codes(clearing["taken"])))
        for item, reason in clearing["left_out"].items():
            yield bullet("–", t("cleared-left-out", item=item, reason=t.of(reason)))


def source_line(each: Document, words: Words) -> Text:
    said = Text(each["of"], "cyan")
    said.append(f" {source(each['source'], words)}", "not bold")
    if each["sha256"]:
        said.append(f"\n{_original(each, words)}", "dim")
    return said
