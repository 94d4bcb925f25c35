"""Reading what was decided: plan, archive, show, requires, diff, audit."""

from typing import Annotated, Any, Literal

import typer

from api.completion import anything, decisions, items, meetings
from api.session import DONE, NO, Session, WrongUse

AsOf = Annotated[str | None, typer.Option("--as-of", autocompletion=meetings)]
Before = Annotated[str | None, typer.Option("--before", autocompletion=meetings)]
KnownAt = Annotated[str | None, typer.Option("--known-at")]

# What an audit is narrowed down to.
OfItem = Annotated[str | None, typer.Option("--item", autocompletion=items)]
OfDecision = Annotated[str | None, typer.Option("--decision", autocompletion=decisions)]
OfMeeting = Annotated[str | None, typer.Option("--meeting", autocompletion=meetings)]
OfBody = Annotated[str | None, typer.Option("--body")]
OfMember = Annotated[str | None, typer.Option("--member")]
OfKind = Annotated[str | None, typer.Option("--kind")]
AgreedFrom = Annotated[str | None, typer.Option("--agreed-from")]
AgreedTo = Annotated[str | None, typer.Option("--agreed-to")]
KnownFrom = Annotated[str | None, typer.Option("--known-from")]
KnownTo = Annotated[str | None, typer.Option("--known-to")]
OfText = Annotated[str | None, typer.Option("--text")]
Limit = Annotated[int | None, typer.Option("--limit")]
After = Annotated[int | None, typer.Option("--after")]

Kind = Literal[
    "approve",
    "redefine",
    "move",
    "discontinue",
    "translate",
    "start",
    "record-occurrence",
    "complete",
    "reinstate",
    "rectify",
]


def plan(
    ctx: typer.Context,
    as_of: AsOf = None,
    before: Before = None,
    known_at: KnownAt = None,
    if_: Annotated[list[str] | None, typer.Option("--if", autocompletion=decisions)] = None,
) -> int:
    if not if_:
        return _plan_or_archive(ctx.obj, "plan", as_of, before, known_at)
    if as_of or before or known_at:
        raise WrongUse("if-is-now")
    return _plan_if(ctx.obj, if_)


def _plan_if(session: Session, drafts: list[str]) -> int:
    from projections.supposed import plan_if

    with session.open_views() as views:
        document = plan_if(views, drafts)
        if session.as_json:
            session.write_json(document)
        else:
            from api.render.supposed import supposed_view

            words, marks = session.words(views.ledger), not session.console.is_terminal
            session.show(*supposed_view(document, words, session.console.width, marks=marks))
    return DONE if document["possible"] else NO


def archive(
    ctx: typer.Context, as_of: AsOf = None, before: Before = None, known_at: KnownAt = None
) -> int:
    return _plan_or_archive(ctx.obj, "archive", as_of, before, known_at)


def _plan_or_archive(
    session: Session,
    what: Literal["plan", "archive"],
    as_of: str | None,
    before: str | None,
    known_at: str | None,
) -> int:
    from projections.moments import moment
    from projections.plan import archive, plan

    with session.open_views() as views:
        when = moment(views, as_of=as_of, before=before, known_at=known_at)
        document = (plan if what == "plan" else archive)(views, when, basis=session.as_json)
        if session.as_json:
            session.write_json(document)
            return DONE
        from api.render.plan import plan_view, title_of

        words = session.words(views.ledger)
        asked = {"as_of": as_of, "before": before, "known_at": known_at}
        title = title_of(document, words, what, asked)
        session.show(
            *plan_view(
                document, words, session.console.width, title=title, archive=what == "archive"
            )
        )
    return DONE


def show(ctx: typer.Context, id: Annotated[str, typer.Argument(autocompletion=anything)]) -> int:
    session: Session = ctx.obj
    from projections.show import show as found

    with session.open_views() as views:
        document = found(views, id)
        if session.as_json:
            session.write_json(document)
        else:
            from api.render.record import record_view
            from api.render.words import Titles

            words, marks = session.words(views.ledger), not session.console.is_terminal
            session.show(
                *record_view(document, words, Titles(views.ledger, session.t), marks=marks)
            )
    return DONE


def requires(
    ctx: typer.Context,
    kind: Annotated[Kind, typer.Argument()],
    item: Annotated[str, typer.Argument(autocompletion=items)],
) -> int:
    session: Session = ctx.obj
    from projections.names import ids_of, near
    from projections.requires import requires as takes

    with session.open_views() as views:
        document = takes(views, kind, item)
        if session.as_json:
            session.write_json(document)
        else:
            from api.render.requires import requires_view
            from api.render.words import Titles

            session.show(
                *requires_view(
                    document, session.words(views.ledger), Titles(views.ledger, session.t)
                )
            )
            if {"item-unknown", "parent-unknown"} & set(document["obstacles"]):
                known = views.answer(lambda reading: ids_of(reading.connection, "item"))
                if hint := session.t.why(near(item, known)).strip():
                    session.show(hint)
    return DONE if document["possible"] else NO


def diff(
    ctx: typer.Context,
    start: Annotated[str, typer.Argument(autocompletion=meetings)],
    end: Annotated[str, typer.Argument(autocompletion=meetings)],
    known_at: KnownAt = None,
) -> int:
    session: Session = ctx.obj
    from projections.compare import diff as compared
    from projections.moments import moment

    with session.open_views() as views:
        a = moment(views, as_of=start, before=None, known_at=known_at)
        b = moment(views, as_of=end, before=None, known_at=known_at)
        document = compared(views, a, b)
        if session.as_json:
            session.write_json(document)
        else:
            from api.render.compare import diff_view

            marks = not session.console.is_terminal
            session.show(
                *diff_view(document, session.words(views.ledger), start=start, end=end, marks=marks)
            )
    return DONE


def audit(
    ctx: typer.Context,
    item: OfItem = None,
    decision: OfDecision = None,
    meeting: OfMeeting = None,
    body: OfBody = None,
    member: OfMember = None,
    kind: OfKind = None,
    agreed_from: AgreedFrom = None,
    agreed_to: AgreedTo = None,
    known_from: KnownFrom = None,
    known_to: KnownTo = None,
    text: OfText = None,
    limit: Limit = None,
    after: After = None,
) -> int:
    session: Session = ctx.obj
    from projections.audit import audit as trail

    asked: dict[str, Any] = {
        "item": item,
        "decision": decision,
        "meeting": meeting,
        "body": body,
        "member": member,
        "kind": kind,
        "agreed_from": agreed_from,
        "agreed_to": agreed_to,
        "known_from": known_from,
        "known_to": known_to,
        "text": text,
    }
    with session.open_views() as views:
        document = trail(views, **asked, after=after, limit=limit)
        if session.as_json:
            session.write_json(document)
        else:
            from api.render.history import trail as trail_view
            from api.render.words import Titles

            words = session.words(views.ledger)
            session.show(
                *trail_view(document, words, Titles(views.ledger, session.t), session.console.width)
            )
    return DONE


COMMANDS = {
    "plan": plan,
    "archive": archive,
    "show": show,
    "requires": requires,
    "diff": diff,
    "audit": audit,
}
