"""Reviewing a revised version of the plan."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.commands.documents import Both, Force, written
from api.commands.reading import KnownAt
from api.completion import meetings
from api.session import DONE, NO, Session, WrongUse

if TYPE_CHECKING:
    from api.documents.building import Building
    from api.documents.model import Document
    from api.texts import Texts
    from ledger.records import MeetingFields
    from projections.moments import Moment
    from projections.review import Review
    from projections.views import Views


def review(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument()],
    against: Annotated[str | None, typer.Option("--against", autocompletion=meetings)] = None,
    known_at: KnownAt = None,
    meeting: Annotated[str | None, typer.Option("--meeting", autocompletion=meetings)] = None,
    workplan: Annotated[str | None, typer.Option("--workplan")] = None,
    output: Annotated[str | None, typer.Option("--output", "-o")] = None,
    same: Annotated[list[str] | None, typer.Option("--same")] = None,
    new: Annotated[list[str] | None, typer.Option("--new")] = None,
    cosmetic: Annotated[bool, typer.Option("--cosmetic")] = False,
    report: Annotated[str | None, typer.Option("--report")] = None,
    both: Both = False,
    force: Force = False,
) -> int:
    session: Session = ctx.obj
    from api.files import must_be_named_as_yaml
    from api.review.reading import read_version
    from projections.moments import moment
    from projections.review import Asked
    from projections.review import review as reviewed

    asked = Asked(meeting, dict(map(_answer, same or ())), tuple(new or ()), cosmetic, workplan)
    if output is not None:
        must_be_named_as_yaml(output)
    with session.open_views() as views:
        at = moment(views, as_of=against, known_at=known_at)
        version = read_version(Path(file), views.ledger.charter)
        found = reviewed(views, version, at, asked)
        written = None if output is None else _write_drafts(session, views, found, output, force)
        if session.as_json:
            session.write_json(_as_json(session, found) | {"drafts": written})
        else:
            from api.render.review import review_view
            from api.render.words import Titles

            words, marks = session.words(views.ledger), not session.console.is_terminal
            titles = Titles(views.ledger, session.t)
            session.show(*review_view(found.document, words, titles, marks=marks))
            if output is not None:
                _tell_drafts(session, found, written)
    if report is not None:
        _write_report(session, found, at, report, both, force)
    return NO if found.document["redefines"] else DONE


def _answer(said: str) -> tuple[str, str]:
    """`--same "line 12=mpm-docs"`: the row at this place is about that item."""
    place, equals, item = said.rpartition("=")
    if not equals or not place or not item:
        raise WrongUse("review-bad-answer", answer=said)
    return place.strip(), item.strip()


def _write_report(
    session: Session, found: "Review", at: "Moment", report: str, both: bool, force: bool
) -> None:
    """The same as a document, to hand out."""

    def built(views: "Views", build: "Building") -> "Document":
        from api.documents.building import stamp, titles
        from api.documents.review import review_document

        of = titles(views.ledger, build)
        return review_document(found.document, stamp(views, at), build, of)

    written(session, "review", report, both, force, built)


def _as_json(session: Session, found: "Review") -> dict[str, Any]:
    differences = [
        {**each, "violations": session.violations(each["violations"])}
        for each in found.document["differences"]
    ]
    return {**found.document, "differences": differences}


def _write_drafts(
    session: Session, views: "Views", found: "Review", output: str, force: bool
) -> str | None:
    """The draft decisions, as a register; none while something is to be answered first."""
    from api.files import new_file

    if not found.drafts or not found.is_settled:
        return None
    with new_file(session, output, force=force) as out:
        out.write(_drafts(session, views, found))
    return output


def _tell_drafts(session: Session, found: "Review", written: str | None) -> None:
    if written is not None:
        decisions = session.t.count("decision", len(found.drafts))
        session.note("review-drafts-written", file=written, decisions=decisions)
    else:
        session.note("review-no-drafts" if found.is_settled else "review-unsettled")


def _next_meetings(views: "Views", found: "Review") -> dict[str, "MeetingFields"]:
    """Of each body that has something to decide, the next meeting that is recorded."""
    from projections.listing import next_meeting

    ledger = views.ledger
    day = found.meeting.opens_on if found.meeting else ledger.now().date()
    ids = {draft.body: next_meeting(views, draft.body, day) for draft in found.drafts}
    states = {body: ledger.meeting(id) for body, id in ids.items() if id is not None}
    return {body: state.as_recorded for body, state in states.items() if state is not None}


def _drafts(session: Session, views: "Views", found: "Review") -> str:
    """The register that makes a version lawful, once the positions are in it."""
    from api.drafts import DraftDecision, draft_register
    from api.texts import LANGUAGES, Texts

    t, file, ledger = session.t, found.document["file"], views.ledger
    members = ", ".join(sorted(ledger.charter.members_on(ledger.now().date())))
    own = [each for each in LANGUAGES if each in ledger.charter.languages]
    text: dict[str, str] = {each: Texts(each)("drafts.text", file=file) for each in own}
    text = text or {ledger.charter.languages[0]: t("drafts.text", file=file)}
    decisions = [
        DraftDecision(
            draft.body,
            text,
            [(form, _explained(each, t)) for each in draft.differences for form in each["changes"]],
            t("drafts.takes", agreement=t.word("agreement", draft.agreement), members=members),
        )
        for draft in found.drafts
    ]
    head = t("drafts.review", file=file)
    return draft_register(
        ledger,
        decisions,
        t,
        head=head,
        meeting=found.meeting,
        next_meetings=_next_meetings(views, found),
        prefix="revision",
    )


def _explained(difference: Mapping[str, Any], t: "Texts") -> str:
    """In one line, what a change is for: `Plan!C12: redefine “Statistics”: title`."""
    title = (t.of(difference["title"]) or difference["id"]).replace("\n", " ")
    terms = ", ".join(t.word("term", term) for term in difference["terms"])
    said = f"{difference['place']}: {t.word('change', difference['change'])} “{title}”"
    return f"{said}: {terms}" if terms else said


COMMANDS = {"review": review}
