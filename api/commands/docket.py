"""Preparing a meeting: its docket, and its agenda."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.commands.reading import KnownAt
from api.completion import meetings
from api.session import DONE, Session, WrongUse

if TYPE_CHECKING:
    from projections.views import Views

Meeting = Annotated[str, typer.Argument(autocompletion=meetings)]


Leave = Annotated[list[str] | None, typer.Option("--leave")]


def docket(
    ctx: typer.Context,
    meeting: Meeting,
    known_at: KnownAt = None,
    output: Annotated[str | None, typer.Option("--output", "-o")] = None,
    leave: Leave = None,
    force: Annotated[bool, typer.Option("--force")] = False,
) -> int:
    session: Session = ctx.obj
    from api.files import must_be_named_as_yaml
    from projections.docket import docket as found

    if leave and output is None:
        raise WrongUse("leave-needs-output")
    if output is not None:
        must_be_named_as_yaml(output)
    with session.open_views() as views:
        document = found(views, meeting, known_at)
        if output is not None:
            return _drafted(session, views, document, output, leave or [], force)
        if session.as_json:
            session.write_json(document)
        else:
            from api.render.docket import docket_view
            from api.render.words import Titles

            words = session.words(views.ledger)
            session.show(*docket_view(document, words, Titles(views.ledger, session.t)))
    return DONE


def _drafted(
    session: Session,
    views: "Views",
    document: Mapping[str, Any],
    output: str,
    leave: Sequence[str],
    force: bool,
) -> int:
    """Write the draft decisions that the docket leads to, as a register."""
    from api.clearing import drafts_of, names_of, written
    from api.files import new_file

    known = {name for entry in document["entries"] for name in names_of(entry)}
    ledger = views.ledger
    if leave and ledger.takes_two_persons:
        raise WrongUse("leave-served")
    state = ledger.meeting(document["meeting"])
    left_out = {} if state is None else state.left_out
    language, reasons = session.written_language(ledger), dict(left_out)
    for given in leave:
        id, _, why = given.partition("=")
        if not id or not why.strip():
            raise WrongUse("leave-what", given=given)
        if id not in known:
            raise WrongUse("leave-unknown", id=id)
        reasons[id] = {language: why.strip()}
    drafts = drafts_of(views, document, reasons)
    with new_file(session, output, force=force) as out:
        out.write(written(drafts, session.words(ledger)))
    if session.as_json:
        session.write_json(drafts.document(output))
        return DONE
    t = session.t
    session.tell(
        "drafts-written",
        file=output,
        decisions=t.count("draft", len(drafts.decisions)),
        taken=t.number(len(set(drafts.taken))),
        left=t.number(len(drafts.left_out)),
        open=t.number(len(drafts.open)),
    )
    return DONE


def agenda(ctx: typer.Context, meeting: Meeting, known_at: KnownAt = None) -> int:
    session: Session = ctx.obj
    from projections.agenda import agenda as found

    with session.open_views() as views:
        document = found(views, meeting, known_at)
        if session.as_json:
            session.write_json(document)
        else:
            from api.render.agenda import agenda_view

            session.show(*agenda_view(document, session.words(views.ledger)))
    return DONE


COMMANDS = {"docket": docket, "agenda": agenda}
