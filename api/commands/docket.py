"""Preparing a meeting: its docket."""

from typing import Annotated

import typer

from api.commands.reading import KnownAt
from api.completion import meetings
from api.session import DONE, Session

Meeting = Annotated[str, typer.Argument(autocompletion=meetings)]


def docket(ctx: typer.Context, meeting: Meeting, known_at: KnownAt = None) -> int:
    session: Session = ctx.obj
    from projections.docket import docket as found

    with session.open_views() as views:
        document = found(views, meeting, known_at)
        if session.as_json:
            session.write_json(document)
        else:
            from api.render.docket import docket_view
            from api.render.words import Titles

            words = session.words(views.ledger)
            session.show(*docket_view(document, words, Titles(views.ledger, session.t)))
    return DONE


COMMANDS = {"docket": docket}
