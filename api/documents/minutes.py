"""A meeting's minutes as a document: who met, what it decided, what it had before it, and the seal of the
ledger, which each delegation keeps."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from textwrap import wrap
from typing import Any

from api.documents.building import Building, joined
from api.documents.decision import (
    Titles,
    called,
    changes,
    corrections,
    facts,
    positions,
    reason,
    sources,
)
from api.documents.meeting import days, where_it_meets
from api.documents.model import (
    Block,
    Column,
    Document,
    Heading,
    Listing,
    Paragraph,
    Row,
    Said,
    Stamp,
    Table,
)
from api.render.layout import groups
from api.render.proposals import outcome
from api.render.record import ENDED
from api.render.words import Words

View = Mapping[str, Any]
GROUPS_IN_A_LINE = 8
NOT_ADOPTED = ("tabled", *ENDED)
"""What was only a draft; what the meeting adopted and is yet to be confirmed is none."""


def minutes_document(
    meeting: View,
    proposals: Sequence[View],
    seal: View | None,
    stamp: Stamp,
    build: Building,
    titles: Titles,
) -> Document:
    """A meeting as `projections.show` gives it.

    Args:
        proposals: those that it had before it.
        seal: as `seals` gives the one that its closing made, with the `key` that signed it.
    """

    def title(words: Words) -> str:
        return words.t("doc.minutes", meeting=words.t.of(meeting["title"]) or meeting["id"])

    return Document(
        "minutes",
        build.said(title),
        build.said(lambda words: f"{words.body(meeting['body'])}, {days(meeting, words)}"),
        stamp,
        build.words,
        tuple(_blocks(meeting, proposals, seal, build, titles)),
        {**meeting, "proposals": list(proposals), "seal": seal},
    )


def came_before(meeting: str, proposals: Sequence[View]) -> list[View]:
    """The proposals that were submitted to a meeting, or referred by it to another body."""
    return [
        each
        for each in proposals
        if each["submitted_to"] == meeting
        or any(referral.get("at") == meeting for referral in each.get("referrals") or ())
    ]


def _blocks(
    meeting: View,
    proposals: Sequence[View],
    seal: View | None,
    build: Building,
    titles: Titles,
) -> Iterator[Block]:
    yield Paragraph(build.same(meeting["id"], "code"), "note")
    yield Listing(tuple(_who_met(meeting, build)))
    yield Heading(1, build.key("head.decisions"))
    taken = [each for each in meeting["decisions"] if each["status"] not in NOT_ADOPTED]
    if not taken:
        yield Paragraph(build.key("since-no-decisions" if meeting["decisions"] else "no-decisions"))
    for decision in taken:
        yield from _decided(decision, meeting, build, titles)
    if drafts := [each for each in meeting["decisions"] if each["status"] in NOT_ADOPTED]:
        yield Heading(1, build.key("doc.not-adopted"))
        for decision in drafts:
            yield from _decided(decision, meeting, build, titles)
    yield from _review(meeting, build, titles)
    if proposals:
        yield Heading(1, build.key("doc.before-it"))
        yield Listing(tuple(_proposal(each, build) for each in proposals))
    yield Heading(1, build.key("doc.closing"))
    yield Paragraph(build.said(lambda words: _closing(meeting, words)))
    yield from _seal(seal, build)
    yield from corrections(meeting, build)
    yield from sources(meeting, build)


def _who_met(meeting: View, build: Building) -> Iterator[Said]:
    """Where it met, who presided, who was there."""
    yield from where_it_meets(meeting, build)
    present = meeting.get("present", "all")
    if present == "all":
        yield build.key("present-all")
    else:
        yield build.said(lambda words: words.t("present", members=words.parties(present)))


def _decided(decision: View, meeting: View, build: Building, titles: Titles) -> Iterator[Block]:
    name = build.said(lambda words: called(decision, meeting["body"], words))
    yield Heading(2, name, decision["id"])
    yield Paragraph(facts(decision, build, planned=False), "note")
    yield Paragraph(build.text(decision["text"]))
    yield from reason(decision, build)
    if decision["changes"]:
        yield changes(decision, build, titles)
    yield positions(decision, build)
    if contested := decision.get("contested_by"):
        yield Paragraph(build.said(lambda words: words.contested(contested)), "note")


def _review(meeting: View, build: Building, titles: Titles) -> Iterator[Block]:
    """How the review of the plan was cleared, each time; or why it was left unsettled."""
    cleared, unsettled = meeting["cleared"], meeting.get("unsettled")
    if not (cleared or unsettled):
        return
    yield Heading(1, build.key("docket"))
    for clearing in cleared:
        yield Paragraph(build.said(partial(_cleared_on, clearing)))
        if points := tuple(_cleared(clearing, build, titles)):
            yield Listing(points)
    if unsettled:
        yield Paragraph(
            build.said(lambda words: words.t("closed-unsettled", reason=words.t.of(unsettled)))
        )


def _cleared_on(clearing: View, words: Words) -> str:
    t, by = words.t, words.recorder(clearing["recorded_by"])
    return f"{t('docket-cleared-on', day=t.day(clearing['recorded_at']))} ({by})"


def _cleared(clearing: View, build: Building, titles: Titles) -> Iterator[Said]:
    """What was taken up into the draft decisions, and what was left out, each with its reason."""

    def taken_up(words: Words) -> str:
        named = (words.named(each, titles[words.t.language]) for each in clearing["taken"])
        return words.t("cleared-taken", items="; ".join(named))

    def left_out(id: str, why: Mapping[str, str], words: Words) -> str:
        item = words.named(id, titles[words.t.language])
        return words.t("cleared-left-out", item=item, reason=words.t.of(why))

    if clearing["taken"]:
        yield build.said(taken_up)
    for id, why in clearing["left_out"].items():
        yield build.said(partial(left_out, id, why))


def _proposal(proposal: View, build: Building) -> Said:
    def came(words: Words) -> str:
        return f"({words.party(proposal['by'])}; {outcome(proposal.get('outcome'), words)})"

    text = joined(build.same(proposal["id"], "code"), build.text(proposal["text"]), by=" ")
    return joined(text, build.said(came, "muted"), by=" ")


def _closing(meeting: View, words: Words) -> str:
    closed = meeting.get("closed")
    return words.t("closed-on", day=words.t.day(closed)) if closed else words.t("not-closed")


# --- the seal -------------------------------------------------------------------------------------


def _seal(seal: View | None, build: Building) -> Iterator[Block]:
    """What nobody needs a computer to compare, and the checkpoint for those who have one."""
    yield Heading(1, build.key("doc.seal"), together=seal is not None)
    if seal is None:
        yield Paragraph(build.key("doc.no-seal"))
        return
    root = wrap(groups(seal["root"]), GROUPS_IN_A_LINE * 5)
    facts = (
        ("minutes-entries", f"1 – {seal['size']}"),
        ("minutes-root", "\n".join(root)),
        ("minutes-ledger", seal["origin"]),
        ("minutes-key", seal["key"].partition("+")[2]),
        ("minutes-made", seal["recorded_at"][:16].replace("T", " ") + " UTC"),
    )
    yield Paragraph(build.key("doc.keep"))
    yield Table(
        (Column("what", build.key("column.what")), Column("value", build.key("column.value"), 4)),
        tuple(Row((build.key(key), build.same(value))) for key, value in facts),
    )
    yield Paragraph(build.key("minutes-how"))
    yield Paragraph(build.key("doc.checkpoint"))
    yield Paragraph(build.same(seal["checkpoint"].rstrip("\n"), "code"))
