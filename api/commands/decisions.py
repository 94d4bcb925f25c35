"""Recording step by step: a decision from its tabling to its adoption."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from api.commands.meetings import File, Source, SourceFile
from api.completion import decisions, meetings
from api.session import DONE, Session, WrongUse

if TYPE_CHECKING:
    from ledger.authority import Violation
    from ledger.judging import Judgement
    from ledger.ledger import Ledger

Id = Annotated[str, typer.Argument(autocompletion=decisions)]
Reason = Annotated[str | None, typer.Option("--reason")]
Agreed = Annotated[str | None, typer.Option("--agreed")]
Text = Annotated[str | None, typer.Option()]
Changes = Annotated[list[str] | None, typer.Option("--change")]
Answers = Annotated[list[str] | None, typer.Option("--recommended-by")]
How = Annotated[Literal["plenary", "written"] | None, typer.Option("--procedure")]
Known = Annotated[Literal["own-account", "recorded", "presumed"], typer.Option("--basis")]


def table(
    ctx: typer.Context,
    decision: Id,
    meeting: Annotated[str | None, typer.Option("--meeting", "-m", autocompletion=meetings)] = None,
    text_en: Annotated[str | None, typer.Option("--text-en")] = None,
    text_es: Annotated[str | None, typer.Option("--text-es")] = None,
    change: Changes = None,
    agreed: Agreed = None,
    basis: Known = "recorded",
    number: Annotated[str | None, typer.Option("--number")] = None,
    adopted_on: Annotated[str | None, typer.Option("--adopted-on")] = None,
    procedure: How = None,
    recommended_by: Answers = None,
    source: Source = None,
    source_file: SourceFile = None,
    file: File = None,
) -> int:
    session: Session = ctx.obj
    from api.parts import (
        GivenOriginal,
        decision_from_file,
        decision_typed,
        meeting_of,
        no_options_beside,
    )

    given = _given(text_en, text_es, agreed, number, adopted_on, procedure, recommended_by, source)
    original = GivenOriginal(source_file)
    beside_file = {**given, "change": change, "source_file": source_file}
    with session.open_ledger() as ledger:
        if file is not None:
            no_options_beside("--file", beside_file)
            draft = decision_from_file(session, ledger, decision, meeting, file)
        else:
            if meeting is None:
                raise WrongUse("meeting-needed")
            of = meeting_of(ledger, meeting)
            given["source"] = original.named_in(session, given["source"])
            draft = decision_typed(
                session, ledger, of, {"id": decision, **given}, change or (), basis
            )
        changes = draft.record.changes
        act = original.kept_with(
            ledger, lambda: ledger.table(draft.fields, changes, draft.positions)
        )
        entries = session.record(ledger, act)
        hindered = _hindered(ledger, decision)
    return _tabled(
        session, "table", decision, entries, len(changes), len(draft.positions), hindered
    )


def redraft(
    ctx: typer.Context,
    decision: Id,
    text_en: Annotated[str | None, typer.Option("--text-en")] = None,
    text_es: Annotated[str | None, typer.Option("--text-es")] = None,
    change: Changes = None,
    agreed: Agreed = None,
    basis: Known = "recorded",
    number: Annotated[str | None, typer.Option("--number")] = None,
    adopted_on: Annotated[str | None, typer.Option("--adopted-on")] = None,
    procedure: How = None,
    recommended_by: Answers = None,
    source: Source = None,
    source_file: SourceFile = None,
    file: File = None,
) -> int:
    session: Session = ctx.obj
    from api.parts import (
        GivenOriginal,
        decision_from_file,
        decision_typed,
        meeting_of,
        no_options_beside,
    )

    given = _given(text_en, text_es, agreed, number, adopted_on, procedure, recommended_by, source)
    original = GivenOriginal(source_file)
    beside_file = {**given, "change": change, "source_file": source_file}
    with session.open_ledger() as ledger:
        state = _draft_of(ledger, decision)
        if file is not None:
            no_options_beside("--file", beside_file)
            draft = decision_from_file(session, ledger, decision, state.fields.meeting, file)
            changes = draft.record.changes
        else:
            # What is not given stays as it was drafted.
            old = state.fields.model_dump(mode="json", exclude_unset=True, exclude={"meeting"})
            new = {**old, **{name: value for name, value in given.items() if value is not None}}
            if not change:
                # Read again as well: they have to fit the decision's new day.
                new["changes"] = [form.document() for form in state.changes]
            new["source"] = original.named_in(session, new.get("source"))
            of = meeting_of(ledger, state.fields.meeting)
            draft = decision_typed(session, ledger, of, new, change or (), basis)
            changes = draft.record.changes
        act = original.kept_with(
            ledger, lambda: ledger.redraft(draft.fields, changes, draft.positions)
        )
        entries = session.record(ledger, act)
        hindered = _hindered(ledger, decision)
    return _tabled(
        session, "redraft", decision, entries, len(changes), len(draft.positions), hindered
    )


def _given(
    text_en: str | None,
    text_es: str | None,
    agreed: str | None,
    number: str | None,
    adopted_on: str | None,
    procedure: str | None,
    recommended_by: list[str] | None,
    source: str | None,
) -> dict[str, Any]:
    """A decision's options in the register's form."""
    from api.parts import members_of, source_of, text_of

    return {
        "number": number,
        "text": text_of(en=text_en, es=text_es),
        "adopted_on": adopted_on,
        "procedure": procedure,
        "agreed": members_of(agreed, "all", "present"),
        "recommended_by": recommended_by or None,
        "source": source_of(source),
    }


def _draft_of(ledger: "Ledger", id: str) -> Any:
    state = ledger.decision(id)
    if state is None:
        raise WrongUse("no-such-decision", id=id)
    return state


def _hindered(ledger: "Ledger", id: str) -> list["Violation"]:
    """What the rule has against a draft, whoever agrees to it: said while it can still be mended."""
    from ledger.supposing import OF_AGREEMENT

    found = ledger.judgement(id).violations
    return [each for each in found if each.code not in OF_AGREEMENT]


def _tabled(
    session: Session,
    act: str,
    id: str,
    entries: tuple[int, int],
    changes: int,
    positions: int,
    hindered: Sequence["Violation"],
) -> int:
    t = session.t
    if session.as_json:
        done = {"done": act, "id": id, "entries": entries, "changes": changes, "positions": positions}
        session.write_json({**done, "hindered": session.violations(hindered)})
        return DONE
    session.recorded(
        act,
        id,
        entries,
        changes=t.count("change", changes),
        positions=t.count("position", positions),
    )
    if hindered:
        from api.render.verdict import reasons

        session.tell("tabled-hindered")
        session.show(*reasons(session.violations(hindered)))
    return DONE


def position(
    ctx: typer.Context,
    decision: Id,
    member: Annotated[str | None, typer.Argument()] = None,
    stance: Annotated[
        Literal["agree", "reserve", "object", "abstain"] | None, typer.Argument()
    ] = None,
    except_: Annotated[list[str] | None, typer.Option("--except")] = None,
    statement_en: Annotated[str | None, typer.Option("--statement-en")] = None,
    statement_es: Annotated[str | None, typer.Option("--statement-es")] = None,
    on: Annotated[str | None, typer.Option("--on")] = None,
    basis: Known = "recorded",
    signed: Annotated[str | None, typer.Option("--signed")] = None,
    file: File = None,
) -> int:
    session: Session = ctx.obj
    from api.parts import (
        meeting_of,
        no_options_beside,
        positions_from_file,
        positions_typed,
        text_of,
    )

    statement = text_of(en=statement_en, es=statement_es)
    with session.open_ledger() as ledger:
        state = _draft_of(ledger, decision)
        meeting = meeting_of(ledger, state.fields.meeting)
        beside = {
            "except": except_,
            "statement": statement,
            "on": on,
            "member": member,
            "stance": stance,
        }
        if signed is not None:
            from api.signing import signed_from

            no_options_beside("--signed", {**beside, "file": file})
            found = signed_from(signed, ledger, decision)
            positions = {found.member: found.position}
        elif file is not None:
            no_options_beside("--file", beside)
            positions = positions_from_file(session, ledger, state.fields, meeting, file)
        elif member is None:
            raise WrongUse("member-needed", decision=decision)
        elif stance is None:
            # No word is no agreement: a statement alone may be anything.
            raise WrongUse("stance-needed", decision=decision, member=member)
        else:
            from projections.names import unknown

            if member not in ledger.charter.members:
                raise unknown("member", member, ledger.charter.members)
            given = {
                "stance": stance,
                "except": except_ or None,
                "statement": statement,
                "on": on,
            }
            positions = positions_typed(
                session, ledger, state.fields, meeting, {member: {**given, "basis": basis}}
            )
        entries = session.record(ledger, lambda: ledger.take_position(decision, positions))
    if session.as_json:
        document = {
            m: p.model_dump(mode="json", by_alias=True, exclude_unset=True)
            for m, p in positions.items()
        }
        session.write_json(
            {"done": "position", "id": decision, "entries": entries, "positions": document}
        )
        return DONE
    if len(positions) == 1:
        ((who, said),) = positions.items()
        stance_said = session.t.word("stance", said.stance)
        return session.recorded("position", decision, entries, member=who, stance=stance_said)
    return session.recorded(
        "positions", decision, entries, positions=session.t.count("position", len(positions))
    )


def submit(ctx: typer.Context, decision: Id) -> int:
    session: Session = ctx.obj
    with session.open_ledger() as ledger:
        _draft_of(ledger, decision)
        entries = session.record(ledger, lambda: ledger.submit(decision))
    return session.recorded("submit", decision, entries)


def confirm(ctx: typer.Context, decision: Id) -> int:
    return _enacted(ctx.obj, "confirm", decision)


def adopt(
    ctx: typer.Context,
    decision: Id,
    dry_run: Annotated[bool, typer.Option("--dry-run", "-n")] = False,
) -> int:
    return _enacted(ctx.obj, "adopt", decision, dry_run=dry_run)


def _enacted(
    session: Session, act: Literal["adopt", "confirm"], id: str, *, dry_run: bool = False
) -> int:
    with session.open_ledger() as ledger:
        _draft_of(ledger, id)
        entries: tuple[int, int] | None = None
        if dry_run:
            judgement = ledger.judgement(id)
            if not judgement.lawful:
                return session.refuse(judgement.violations, dry_run=True)
        else:
            found: list[Judgement] = []
            entries = session.record(ledger, lambda: found.append(getattr(ledger, act)(id)))
            judgement = found[0]
        from ledger.changes import ChangeForm

        changes = [(c.reference, ChangeForm.of(c.change).document()) for c in judgement.changes]
        if session.as_json:
            listed = [{"reference": reference, "change": form} for reference, form in changes]
            session.write_json(
                {"done": act, "id": id, "dry_run": dry_run, "entries": entries, "changes": listed}
            )
            return DONE
        t = session.t
        if entries is None:
            session.tell("would-adopt", id=id)
        else:
            session.recorded(act, id, entries)
        if not changes:
            session.tell("changes-nothing-in-plan")
            return DONE
        from api.render.layout import bullet
        from api.render.words import Titles

        words, titles = session.words(ledger), Titles(ledger, t)
        session.tell("would-change-plan" if dry_run else "changes-of-plan")
        session.show(
            *(
                bullet("●", f"{ref}: {words.change(form, titles)}", style="green")
                for ref, form in changes
            )
        )
    return DONE


def decline(ctx: typer.Context, decision: Id, reason: Reason = None) -> int:
    return _ended(ctx.obj, "decline", decision, reason)


def withdraw(ctx: typer.Context, decision: Id, reason: Reason = None) -> int:
    return _ended(ctx.obj, "withdraw", decision, reason)


def _ended(
    session: Session, act: Literal["decline", "withdraw"], id: str, reason: str | None
) -> int:
    with session.open_ledger() as ledger:
        _draft_of(ledger, id)
        why = {session.written_language(ledger): reason} if reason else None
        entries = session.record(ledger, lambda: getattr(ledger, act)(id, why))
    return session.recorded(act, id, entries)


COMMANDS = {
    "table": table,
    "redraft": redraft,
    "position": position,
    "submit": submit,
    "confirm": confirm,
    "adopt": adopt,
    "decline": decline,
    "withdraw": withdraw,
}
