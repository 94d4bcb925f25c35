"""What comes before a decision, step by step: proposals, what is said of them and what becomes of
them, and leads' reports of progress. None of it changes the plan."""

from typing import Annotated, Any, Literal

import typer

from api.commands.meetings import File, Source, SourceFile
from api.completion import decisions, items, meetings, proposals
from api.session import Session, WrongUse

Id = Annotated[str, typer.Argument(autocompletion=proposals)]
By = Annotated[str | None, typer.Option("--by")]
TextEn = Annotated[str | None, typer.Option("--text-en")]
TextEs = Annotated[str | None, typer.Option("--text-es")]
Placements = Annotated[list[str] | None, typer.Option("--placement")]
On = Annotated[str | None, typer.Option("--on")]


def propose(
    ctx: typer.Context,
    id: Annotated[str, typer.Argument()],
    by: By = None,
    submitted_to: Annotated[
        str | None, typer.Option("--submitted-to", autocompletion=meetings)
    ] = None,
    text_en: TextEn = None,
    text_es: TextEs = None,
    placement: Placements = None,
    change: Annotated[list[str] | None, typer.Option("--change")] = None,
    source: Source = None,
    source_file: SourceFile = None,
    file: File = None,
) -> int:
    session: Session = ctx.obj
    from api.parts import (
        GivenOriginal,
        no_options_beside,
        proposal_from_file,
        read_typed,
        source_of,
        text_of,
        typed,
    )
    from ledger.records import ProposalRecord

    given: dict[str, Any] = {
        "by": by,
        "submitted_to": submitted_to,
        "text": text_of(en=text_en, es=text_es),
        "source": source_of(source),
    }
    original = GivenOriginal(source_file)
    with session.open_ledger() as ledger:
        if file is not None:
            options = {**given, "placement": placement, "change": change}
            no_options_beside("--file", {**options, "source_file": source_file})
            record = proposal_from_file(session, ledger, id, file)
        else:
            given["source"] = original.named_in(session, given["source"])
            text = typed(session, {"id": id, **given}, change or (), placement or ())
            record = read_typed(session, ledger, text, ProposalRecord)

        def act() -> None:
            ledger.propose(record.fields)
            for comment in record.comments:
                ledger.comment(id, comment)
            for referral in record.referrals:
                ledger.refer(id, referral)
            if record.outcome is not None:
                ledger.settle(id, record.outcome)

        entries = session.record(ledger, original.kept_with(ledger, act))
    return session.recorded("propose", id, entries, by=record.by, meeting=record.submitted_to)


def comment(
    ctx: typer.Context,
    proposal: Id,
    by: By = None,
    text_en: TextEn = None,
    text_es: TextEs = None,
    placement: Placements = None,
    on: On = None,
    file: File = None,
) -> int:
    session: Session = ctx.obj
    from api.parts import no_options_beside, part_from_file, read_typed, text_of, typed
    from ledger.records import Comment

    given = {"by": by, "on": on, "text": text_of(en=text_en, es=text_es)}
    with session.open_ledger() as ledger:
        if file is not None:
            no_options_beside("--file", {**given, "placement": placement})
            said = part_from_file(session, ledger, file, Comment)
        else:
            text = typed(session, given, placements=placement or ())
            said = read_typed(session, ledger, text, Comment)
        entries = session.record(ledger, lambda: ledger.comment(proposal, said))
    return session.recorded("comment", proposal, entries, by=said.by)


def refer(
    ctx: typer.Context,
    proposal: Id,
    from_: Annotated[str | None, typer.Option("--from")] = None,
    to: Annotated[str | None, typer.Option("--to")] = None,
    at: Annotated[str | None, typer.Option("--at", autocompletion=meetings)] = None,
    file: File = None,
) -> int:
    session: Session = ctx.obj
    from api.parts import no_options_beside, part_from_file, read_typed, typed
    from ledger.records import Referral

    given = {"from": from_, "to": to, "at": at}
    with session.open_ledger() as ledger:
        if file is not None:
            no_options_beside("--file", given)
            referral = part_from_file(session, ledger, file, Referral)
        else:
            referral = read_typed(session, ledger, typed(session, given), Referral)
        entries = session.record(ledger, lambda: ledger.refer(proposal, referral))
        words = session.words(ledger)
        bodies = {"start": words.body(referral.from_), "end": words.body(referral.to)}
    return session.recorded("refer", proposal, entries, **bodies)


def settle(
    ctx: typer.Context,
    proposal: Id,
    adopted: Annotated[
        list[str] | None, typer.Option("--adopted", autocompletion=decisions)
    ] = None,
    declined: Annotated[str | None, typer.Option("--declined")] = None,
    withdrawn: Annotated[str | None, typer.Option("--withdrawn")] = None,
    file: File = None,
) -> int:
    session: Session = ctx.obj
    from api.parts import no_options_beside, part_from_file, read_typed, typed
    from ledger.records import Outcome

    given = {"adopted": adopted or None, "declined": declined, "withdrawn": withdrawn}
    with session.open_ledger() as ledger:
        if file is not None:
            no_options_beside("--file", given)
            outcome = part_from_file(session, ledger, file, Outcome)
        else:
            if len([each for each in given.values() if each is not None]) != 1:
                raise WrongUse("one-outcome", proposal=proposal)
            outcome = read_typed(session, ledger, typed(session, given), Outcome)
        entries = session.record(ledger, lambda: ledger.settle(proposal, outcome))
        from api.render.proposals import outcome as in_words

        said = in_words(outcome.model_dump(exclude_unset=True), session.words(ledger))
    # A reason ends its sentence itself, and here the sentence goes on.
    return session.recorded("settle", proposal, entries, outcome=said.removesuffix("."))


def report(
    ctx: typer.Context,
    item: Annotated[str, typer.Argument(autocompletion=items)],
    says: Annotated[
        Literal["completed", "on-track", "delayed"] | None, typer.Argument()
    ] = None,
    by: By = None,
    on: On = None,
    text_en: TextEn = None,
    text_es: TextEs = None,
    source: Source = None,
    source_file: SourceFile = None,
    file: File = None,
) -> int:
    session: Session = ctx.obj
    from api.parts import (
        GivenOriginal,
        no_options_beside,
        read_typed,
        report_from_file,
        source_of,
        text_of,
        typed,
    )
    from ledger.records import ReportFields

    given: dict[str, Any] = {
        "by": by,
        "on": on,
        "says": says,
        "text": text_of(en=text_en, es=text_es),
        "source": source_of(source),
    }
    original = GivenOriginal(source_file)
    with session.open_ledger() as ledger:
        if file is not None:
            no_options_beside("--file", {**given, "source_file": source_file})
            said = report_from_file(session, ledger, item, file)
        else:
            given["source"] = original.named_in(session, given["source"])
            given["on"] = on or ledger.now().date().isoformat()
            text = typed(session, {"item": item, **given})
            said = read_typed(session, ledger, text, ReportFields)
        act = original.kept_with(ledger, lambda: ledger.report(said))
        entries = session.record(ledger, act)
    facts = {"by": said.by, "says": session.t.word("says", said.says)}
    return session.recorded("report", item, entries, **facts)


COMMANDS = {
    "propose": propose,
    "comment": comment,
    "refer": refer,
    "settle": settle,
    "report": report,
}
