"""What changed since a meeting, and what of it concerns a member."""

from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.documents import Both, Force, written
from api.completion import meetings
from api.session import DONE, Session, WrongUse

if TYPE_CHECKING:
    from api.documents.building import Building
    from api.documents.model import Document
    from projections.views import Views


def since(
    ctx: typer.Context,
    meeting: Annotated[str, typer.Argument(autocompletion=meetings)],
    member: Annotated[str | None, typer.Option("--member")] = None,
    output: Annotated[str | None, typer.Option("--output", "-o")] = None,
    both: Both = False,
    force: Force = False,
) -> int:
    session: Session = ctx.obj
    from projections.since import since as found

    if output is not None:

        def built(views: "Views", build: "Building") -> "Document":
            from api.documents.building import stamp, titles
            from api.documents.since import since_document
            from projections.moments import moment

            told, now = found(views, meeting, member), stamp(views, moment(views))
            return since_document(told, now, build, titles(views.ledger, build))

        return written(session, "since", output, both, force, built)
    if both or force:
        raise WrongUse("output-needed")
    with session.open_views() as views:
        document = found(views, meeting, member)
        if session.as_json:
            session.write_json(document)
        else:
            from api.render.since import since_view

            marks = not session.console.is_terminal
            session.show(*since_view(document, session.words(views.ledger), marks=marks))
    return DONE


COMMANDS = {"since": since}
