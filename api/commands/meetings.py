"""Recording step by step: a meeting, its closing, and the record's own slips."""

from typing import Annotated, Any, Literal

import typer

from api.completion import anything, meetings
from api.session import Session, WrongUse

File = Annotated[str | None, typer.Option("--file", "-f")]
Source = Annotated[str | None, typer.Option("--source")]
SourceFile = Annotated[str | None, typer.Option("--source-file")]
Kind = Annotated[Literal["meeting", "decision", "proposal"] | None, typer.Option("--kind")]


def meeting(
    ctx: typer.Context,
    id: Annotated[str, typer.Argument()],
    body: Annotated[str | None, typer.Option("--body")] = None,
    number: Annotated[int | None, typer.Option("--number")] = None,
    title_en: Annotated[str | None, typer.Option("--title-en")] = None,
    title_es: Annotated[str | None, typer.Option("--title-es")] = None,
    opens_on: Annotated[str | None, typer.Option("--opens-on")] = None,
    closes_on: Annotated[str | None, typer.Option("--closes-on")] = None,
    place: Annotated[str | None, typer.Option("--place")] = None,
    presidency: Annotated[str | None, typer.Option("--presidency")] = None,
    host: Annotated[str | None, typer.Option("--host")] = None,
    present: Annotated[str | None, typer.Option("--present")] = None,
    source: Source = None,
    source_file: SourceFile = None,
    file: File = None,
) -> int:
    session: Session = ctx.obj
    from api.parts import (
        GivenOriginal,
        meeting_from_file,
        members_of,
        no_options_beside,
        read_typed,
        source_of,
        text_of,
        typed,
    )
    from ledger.records import MeetingRecord

    given: dict[str, Any] = {
        "body": body,
        "number": number,
        "title": text_of(en=title_en, es=title_es),
        "opens_on": opens_on,
        "closes_on": closes_on or opens_on,
        "place": place,
        "presidency": presidency,
        "host": host,
        "present": members_of(present, "all"),
        "source": source_of(source),
    }
    original = GivenOriginal(source_file)
    with session.open_ledger() as ledger:
        if file is not None:
            no_options_beside("--file", {**given, "source_file": source_file})
            fields = meeting_from_file(session, ledger, id, file)
        else:
            given["source"] = original.named_in(session, given["source"])
            text = typed(session, {"id": id, **given})
            untyped = () if closes_on else ("closes_on",)
            fields = read_typed(session, ledger, text, MeetingRecord, untyped=untyped).fields
        act = original.kept_with(ledger, lambda: ledger.convene(fields))
        entries = session.record(ledger, act)
    title = session.t.of(fields.title) or id
    return session.recorded("meeting", id, entries, title=title)


def close(
    ctx: typer.Context,
    meeting: Annotated[str, typer.Argument(autocompletion=meetings)],
    on: Annotated[str | None, typer.Option("--on")] = None,
    unsealed: Annotated[bool, typer.Option("--unsealed")] = False,
    unsettled: Annotated[str | None, typer.Option("--unsettled")] = None,
) -> int:
    session: Session = ctx.obj
    from projections.unsettled import must_be_settled

    with session.open_views() as views:
        ledger = views.ledger
        day = session.day("--on", on) if on is not None else ledger.now().date()
        reason = {session.written_language(ledger): unsettled} if unsettled else None

        def act() -> None:
            if reason is None:
                views.catch_up()  # others may have recorded something before this waited
                must_be_settled(views, meeting)
            ledger.close_meeting(meeting, day, unsettled=reason, sealed=not unsealed)

        entries = session.record(ledger, act)
    return session.recorded("close", meeting, entries, day=session.t.day(day))


def correct_record(
    ctx: typer.Context,
    id: Annotated[str, typer.Argument(autocompletion=anything)],
    field: Annotated[str, typer.Argument()],
    value: Annotated[str | None, typer.Argument()] = None,
    *,
    reason: Annotated[str, typer.Option("--reason")],
    kind: Kind = None,
    clear: Annotated[bool, typer.Option("--clear")] = False,
) -> int:
    session: Session = ctx.obj
    from api.parts import source_of

    if (value is None) != clear:
        raise WrongUse("value-or-clear")
    after: Any = source_of(value) if field == "source" else value
    with session.open_ledger() as ledger:
        which = kind or kind_of(session, ledger, id)
        if which == "meeting" and field == "number" and value is not None and value.isdecimal():
            after = int(value)
        why = {session.written_language(ledger): reason}
        entries = session.record(ledger, lambda: ledger.correct(which, id, field, after, why))
        before = next(
            fact.event.before
            for fact in ledger.recorder.entries([entries[0]])
            if hasattr(fact.event, "before")
        )
    shown = {name: session.quoted(value) for name, value in (("before", before), ("after", after))}
    return session.recorded("correction", id, entries, kind=which, field=field, **shown)


def kind_of(session: Session, ledger: Any, id: str) -> str:
    """Which record bears an id."""
    found = [
        kind
        for kind in ("meeting", "decision", "proposal")
        if getattr(ledger, kind)(id) is not None
    ]
    if not found:
        raise WrongUse("unknown-record", id=id)
    if len(found) > 1:
        raise WrongUse("which-kind", id=id, kinds=", ".join(found))
    return found[0]


COMMANDS = {"meeting": meeting, "close": close, "correct-record": correct_record}
