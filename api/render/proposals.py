"""A proposal's way for people, from who made it to where it stands in the plan; and what leads report."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from api.render.layout import bullet, heading
from api.render.words import Words

Document = Mapping[str, Any]


def proposal_view(
    proposal: Document, words: Words, titles: Mapping[str, str], source: Sequence[Text]
) -> Iterator[RenderableType]:
    """
    Args:
        source: where it comes from.
    """
    t = words.t
    title = Text(f"{t('what.proposal').capitalize()} {proposal['id']}", "bold")
    title.append(f"  {outcome(proposal.get('outcome'), words)}", "not bold dim")
    yield title
    yield Text(t("submitted-to", meeting=proposal["submitted_to"], by=words.party(proposal["by"])))
    yield from source
    yield Padding(Text(t.of(proposal["text"]) or ""), (1, 0, 0, 2))
    for placement in proposal.get("placements") or ():
        yield Padding(
            Text(t("suggested", place=_placement(placement, words, titles)), "dim"), (0, 0, 0, 2)
        )
    asks = proposal.get("asks") or ()
    for n, form in enumerate(proposal.get("changes") or (), start=1):
        said = Text(words.change(form, titles))
        for told in _takes(asks[n - 1], words) if asks else ():
            said.append(f"\n{told}", "dim")
        yield bullet(f"#{n}", said, style="cyan")
    if comments := proposal.get("comments"):
        yield heading(t("head.comments"))
        for comment in comments:
            said = Text(words.party(comment["by"]), "bold")
            if comment.get("on"):
                said.append(f", {t.day(comment['on'])}", "not bold dim")
            said.append(f"\n{t.of(comment['text']) or ''}", "not bold")
            for placement in comment.get("placements") or ():
                said.append(
                    f"\n{t('suggested', place=_placement(placement, words, titles))}",
                    "not bold dim",
                )
            yield bullet("•", said)
    yield from _way(proposal, words)
    yield from _decided(proposal, words, titles)
    yield from _stands(proposal, words)


def _takes(wanted: Document, words: Words) -> Iterator[str]:
    """What a change that it asks for would take today, and what stands in its way."""
    t = words.t
    if wanted["agreement"] is not None:
        bodies = t("requires-or").join(words.short_body(body) for body in wanted["bodies"])
        agreement = t.word("agreement", wanted["agreement"])
        yield t("if-takes", bodies=bodies or t("requires-nobody"), agreement=agreement)
    for code in wanted["obstacles"]:
        yield t.find(f"obstacle.{code}") or code


def _way(proposal: Document, words: Words) -> Iterator[RenderableType]:
    """From body to body, and where it is now."""
    t = words.t
    referrals, body = proposal.get("referrals") or (), proposal.get("waits_for")
    if referrals or body:
        yield heading(t("head.way"))
    for referral in referrals:
        at = t("at-meeting", meeting=referral["at"]) if referral.get("at") else ""
        start, end = words.body(referral["from"]), words.body(referral["to"])
        said = Text(t("referred", start=start, end=end, at=at))
        if state := referral.get("state"):
            said.append(f" · {t.word('referral', state)}", "yellow" if state == "open" else "dim")
        yield bullet("→", said)
    if body:
        yield bullet("…", t("waits-for", body=words.body(body)), style="yellow")


def _decided(
    proposal: Document, words: Words, titles: Mapping[str, str]
) -> Iterator[RenderableType]:
    t, decided = words.t, proposal.get("decided") or ()
    if decided:
        yield heading(t("head.decided"))
    for each in decided:
        said = Text(each["decision"], "cyan")
        status, day = t.word("decision", each["status"]), t.day(each["adopted_on"])
        when = f", {day}" if each["status"] == "adopted" else ""
        said.append(f" · {status}{when} · {words.body(each['body'])}", "not bold dim")
        said.append(f"\n{t.of(each['text']) or ''}", "not bold")
        yield bullet("●", said, style="green" if each["status"] == "adopted" else "")
        if not each["changes"]:
            yield Padding(Text(t("no-changes"), "dim"), (0, 0, 0, 4))
        for n, change in enumerate(each["changes"], start=1):
            did = Text(words.change(change["change"], titles))
            if change["voided_by"]:
                did.append(f" ({t('voided-by', reference=change['voided_by'])})", "yellow")
            yield bullet(change["reference"] or f"#{n}", did, style="cyan", indent=4)


def _stands(proposal: Document, words: Words) -> Iterator[RenderableType]:
    t = words.t
    yield heading(t("head.stands"))
    if not proposal.get("stands"):
        yield Padding(Text(t("stands-nowhere")), (0, 0, 0, 2))
    for each in proposal.get("stands") or ():
        said = Text(words.item(each["item"], {"title": each.get("title")}))
        if each.get("gone"):
            yield bullet("■", said.append(f": {t('gone')}", "yellow"))
            continue
        section = t("root")
        if each["section"] is not None:
            section = words.item(each["section"], {"title": each["section_title"]})
        said.append(f": {t.word('status', each['status'])}, {t('in-section', section=section)}")
        if each.get("archived"):
            said.append(f" ({t('archived-by-change', reference=each['archived'])})", "dim")
        yield bullet("■", said, style="blue" if each.get("archived") else "green")


def outcome(outcome: Document | None, words: Words) -> str:
    t = words.t
    match outcome:
        case {"adopted": decisions}:
            return t("outcome-adopted", decisions=words.codes(decisions))
        case {"declined": reason}:
            return t("outcome-declined", reason=t.of(reason))
        case {"withdrawn": reason}:
            return t("outcome-withdrawn", reason=t.of(reason))
        case _:
            return t("outcome-pending")


def _placement(placement: Document, words: Words, titles: Mapping[str, str]) -> str:
    t, parts = words.t, []
    if placement.get("section"):
        parts.append(t("placement-section", section=words.named(placement["section"], titles)))
    if placement.get("workplan"):
        parts.append(t("placement-workplan", body=words.short_body(placement["workplan"])))
    parts += [t.word(name, placement[name]) for name in ("role", "form") if placement.get(name)]
    if placement.get("agenda"):
        parts.append(t("placement-agenda", body=words.short_body(placement["agenda"])))
    return ", ".join(parts)


def proposal_line(proposal: Any, words: Words) -> Text:
    if not isinstance(proposal, Mapping):
        return Text(str(proposal))
    said = Text(proposal["id"], "cyan")
    said.append(f" {words.t.of(proposal['text']) or ''}", "not bold")
    said.append(
        f" ({words.party(proposal['by'])}; {outcome(proposal.get('outcome'), words)})", "dim"
    )
    return said


def report_line(report: Document, words: Words) -> Text:
    t = words.t
    said = Text(
        f"{t.day(report['on'])}, {words.party(report['by'])}: {t.word('says', report['says'])}"
    )
    if report.get("text"):
        said.append(f". {t.of(report['text'])}")
    return said
