"""Signing: a delegation makes its key and signs its position; the Secretariat records the key."""

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from api.completion import decisions
from api.session import DONE, Session, WrongUse

if TYPE_CHECKING:
    from ledger.member_keys import MemberKey

Member = Annotated[str, typer.Argument()]
Key = Annotated[str, typer.Option("--key")]
Name = Annotated[str | None, typer.Option("--name")]
Draft = Annotated[str | None, typer.Option("--draft")]
Output = Annotated[str | None, typer.Option("--output", "-o")]
Force = Annotated[bool, typer.Option("--force")]


def sign_key(
    ctx: typer.Context,
    member: Member,
    key: Key,
    name: Name = None,
    replaces: Annotated[str | None, typer.Option("--replaces")] = None,
    draft: Draft = None,
    output: Output = None,
    force: Force = False,
) -> int:
    session: Session = ctx.obj
    from api.signing import check_name, draft_from, key_of
    from ledger.member_keys import KeyRing
    from ledger.notes import Note, Signer
    from ledger.signed_positions import member_key_text

    keys = KeyRing("")
    if draft is not None:
        origin = draft_from(draft).ledger
    else:
        with session.open_ledger() as ledger:
            origin, keys = ledger.founding.origin, ledger.keys
    old = None if replaces is None else key_of(replaces, make=False)
    signer = Signer(check_name(name or member), key_of(key, make=True))
    text = member_key_text(origin, member, signer.vkey)
    lines = [signer.sign(text)]
    if old is not None:
        known = keys.in_force(member)
        lines.append(Signer(known.name if known else signer.name, old).sign(text))
    note = Note(text, ()).text_with(lines)
    document = {"member": member, "key": signer.vkey, "note": note}
    return _written(session, output, force, note, document)


def sign_position(
    ctx: typer.Context,
    decision: Annotated[str, typer.Argument(autocompletion=decisions)],
    member: Annotated[str, typer.Option("--member")],
    key: Key,
    stance: Annotated[
        Literal["agree", "reserve", "object", "abstain"], typer.Option("--stance")
    ] = "agree",
    except_: Annotated[list[str] | None, typer.Option("--except")] = None,
    statement_en: Annotated[str | None, typer.Option("--statement-en")] = None,
    statement_es: Annotated[str | None, typer.Option("--statement-es")] = None,
    on: Annotated[str | None, typer.Option("--on")] = None,
    name: Name = None,
    draft: Draft = None,
    output: Output = None,
    force: Force = False,
) -> int:
    session: Session = ctx.obj
    from api.parts import text_of
    from api.signing import (
        as_json,
        check_name,
        draft_from,
        draft_in,
        drafted_elsewhere,
        key_of,
        signed,
        stated,
    )
    from ledger.importing import KnownToLedger
    from ledger.notes import Signer

    given = {
        "stance": stance,
        "except": except_ or None,
        "statement": text_of(en=statement_en, es=statement_es),
        "on": on,
    }
    private = key_of(key, make=False)
    vkey = Signer(check_name(name or member), private).vkey
    if draft is not None:
        drafted = draft_from(draft)
        if drafted.decision != decision:
            facts = {"found": drafted.decision, "decision": decision}
            raise WrongUse("draft-other-decision", file=draft, **facts)
        position = stated(session, drafted_elsewhere(), given)
    else:
        with session.open_ledger() as ledger:
            drafted = draft_in(ledger, decision)
            position = stated(session, KnownToLedger(ledger), given)
            known = ledger.keys.in_force(member)
            if name is None and known is not None and known.key[-44:] == vkey[-44:]:
                vkey = known.key
    found = signed(drafted, member, position, private, vkey)
    return _written(session, output, force, as_json(found), found.model_dump(mode="json"))


def _written(
    session: Session, output: str | None, force: bool, text: str, document: dict[str, Any]
) -> int:
    from api.files import new_file

    if output in (None, "-"):
        session.write(text)
        return DONE
    assert output is not None
    with new_file(session, output, force=force) as out:
        out.write(text)
    if session.as_json:
        session.write_json({"file": output, **document})
    else:
        session.tell("signed-written", file=output)
    return DONE


def member_key(
    ctx: typer.Context,
    member: Member,
    file: Annotated[str | None, typer.Argument()] = None,
    withdraw: Annotated[bool, typer.Option("--withdraw")] = False,
    reason: Annotated[str | None, typer.Option("--reason")] = None,
) -> int:
    session: Session = ctx.obj
    if withdraw and file is not None:
        raise WrongUse("file-and-options", file="FILE", names="--withdraw")
    if (reason is not None) != withdraw:
        raise WrongUse("withdraw-with-reason")
    with session.open_ledger() as ledger:
        if withdraw:
            assert reason is not None
            why = {session.written_language(ledger): reason}
            entries = session.record(ledger, lambda: ledger.withdraw_key(member, why))
            return session.recorded("member-key-withdraw", member, entries)
        if file is None:
            return _keys(session, ledger.keys.of(member), member)
        from api.signing import note_from

        note, key = note_from(file, member)
        entries = session.record(ledger, lambda: ledger.give_key(note))
    if session.as_json:
        session.write_json({"done": "member-key", "id": member, "entries": entries, "key": key})
        return DONE
    return session.recorded("member-key", member, entries, vkey=key)


def _keys(session: Session, keys: "list[MemberKey]", member: str) -> int:
    """The keys of a member, oldest first."""
    if session.as_json:
        session.write_json(
            {
                "member": member,
                "keys": [
                    {
                        "key": key.key,
                        "ledger": key.ledger,
                        "entry": key.entry,
                        "ended": key.ended,
                        "withdrawn": key.withdrawn,
                    }
                    for key in keys
                ],
            }
        )
        return DONE
    if not keys:
        session.tell("no-keys", member=member)
    for key in keys:
        how = "in-force" if key.ended is None else "withdrawn" if key.withdrawn else "replaced"
        facts = {"vkey": key.key, "entry": session.t.number(key.entry)}
        session.tell(f"key-{how}", **facts, ended=session.t.number(key.ended or 0))
    return DONE


COMMANDS = {"sign-key": sign_key, "sign-position": sign_position, "member-key": member_key}
