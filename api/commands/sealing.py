"""Seals and proofs: what can be shown without trusting anybody."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.files import new_file
from api.session import DONE, NO, Session, WrongUse

if TYPE_CHECKING:
    from ledger.ledger import Ledger
    from ledger.seals import Seal
    from ledger.tiles import Tree

Output = Annotated[str | None, typer.Option("--output", "-o")]
Force = Annotated[bool, typer.Option("--force")]
Minutes = Annotated[bool, typer.Option("--minutes")]


def seal_document(ledger: "Ledger", seal: "Seal", tree: "Tree") -> dict[str, Any]:
    """A seal as `seal --json` gives it, with what others vouch for: what is kept beside the log and
    does not hold leaves it invalid."""
    from ledger.timestamps import documents
    from ledger.vouching import Vouching

    vouched = Vouching(ledger.place.beside).of(seal.size, seal.note)
    return {
        "meeting": seal.meeting,
        "entry": seal.entry,
        "size": seal.size,
        "root": seal.root.hex(),
        "origin": seal.checkpoint.origin,
        "recorded_at": seal.recorded_at.isoformat().replace("+00:00", "Z"),
        "checkpoint": vouched.note.text_with(),
        "valid": ledger.holds(seal, tree) and not vouched.violations,
        "cosigned_by": list(vouched.cosigned_by),
        "timestamps": documents(vouched.timestamp),
    }


def seal(
    ctx: typer.Context,
    minutes: Minutes = False,
    output: Output = None,
    timestamp: Annotated[str | None, typer.Option("--timestamp")] = None,
    timestamp_ca: Annotated[str | None, typer.Option("--timestamp-ca")] = None,
    force: Force = False,
) -> int:
    session: Session = ctx.obj
    if timestamp_ca is not None and timestamp is None:
        raise WrongUse("ca-of-what")
    with session.open_ledger() as ledger:
        made = ledger.seal()
        session.catch_up(ledger)
        refused = None
        if timestamp is not None:
            from api.commands.stamping import stamp

            refused = stamp(session, ledger, made, timestamp, timestamp_ca)
        status = _give(session, ledger, made, minutes, output, force, refused)
    if refused is not None:
        session.complain(refused)
    return NO if refused is not None else status


def seals(
    ctx: typer.Context,
    seal: Annotated[str | None, typer.Argument()] = None,
    minutes: Minutes = False,
    output: Output = None,
    force: Force = False,
) -> int:
    session: Session = ctx.obj
    with session.open_ledger() as ledger:
        if seal is not None:
            return _give(session, ledger, ledger.find_seal(seal), minutes, output, force)
        if minutes or output:
            raise WrongUse("which-seal")
        tree = ledger.tree()
        documents = [seal_document(ledger, each, tree) for each in ledger.seals()]
    if session.as_json:
        session.write_json({"seals": documents})
    else:
        from api.render.seals import seals_view

        session.show(seals_view(documents, session.t, session.console.width))
    return DONE if all(each["valid"] for each in documents) else NO


def _give(
    session: Session,
    ledger: "Ledger",
    seal: "Seal",
    minutes: bool,
    output: str | None,
    force: bool,
    not_stamped: str | None = None,
) -> int:
    """A seal, as it is asked for: for people, as a file, as the page for the minutes."""
    document = seal_document(ledger, seal, ledger.tree())
    if not_stamped is not None:
        document["not_stamped"] = not_stamped
    page = None
    if minutes:
        from api.render import seals as render

        meeting = ledger.meeting(seal.meeting) if seal.meeting else None
        title = meeting.fields.title if meeting else None
        page = render.minutes(document, title, ledger.public_keys(seal.entry)[-1].vkey)
    if output is not None:
        with new_file(session, output, force=force) as file:
            file.write(page if page is not None else document["checkpoint"])
    if session.as_json:
        session.write_json(document if page is None else {**document, "minutes": page})
    elif output is not None:
        session.tell("seal-written", file=output)
    elif page is not None:
        session.write(page)
    else:
        from api.render.seals import seal_view

        session.show(*seal_view(document, session.t))
    return DONE if document["valid"] else NO


def consistency(
    ctx: typer.Context,
    earlier: Annotated[str, typer.Argument()],
    later: Annotated[str, typer.Argument()],
    output: Output = None,
    force: Force = False,
) -> int:
    session: Session = ctx.obj
    from base64 import b64encode

    from ledger.tree import NotProven, consistency_proof, verify_consistency

    with session.open_ledger() as ledger:
        tree = ledger.tree()
        one, other = sorted((_named(ledger, n) for n in (earlier, later)), key=lambda c: c[0].size)
        (old, _), (new, note) = one, other
        if new.size > tree.size:
            raise WrongUse("seal-too-large", size=new.size, entries=tree.size)
        proof = consistency_proof(tree, old.size, new.size)
        try:
            verify_consistency(old.size, new.size, proof, old.root, new.root)
            holds = old.origin == new.origin
        except NotProven:
            holds = False
    lines = [b64encode(each).decode() for each in proof]
    if output is not None and holds:
        # The body of a tlog-witness `add-checkpoint`, which others can check.
        said = "".join(f"{line}\n" for line in (f"old {old.size}", *lines))
        with new_file(session, output, force=force) as file:
            file.write(f"{said}\n{note}")
    document = {
        "consistent": holds,
        "old": {"size": old.size, "root": old.root.hex()},
        "new": {"size": new.size, "root": new.root.hex()},
        "proof": lines,
    }
    sizes = {"old": session.t.number(old.size), "new": session.t.number(new.size)}
    if session.as_json:
        session.write_json(document)
    else:
        session.tell("consistent" if holds else "not-consistent", **sizes)
    return DONE if holds else NO


def _named(ledger: "Ledger", named: str) -> tuple[Any, str]:
    """A checkpoint and its note: a seal of the ledger, or one in a file that came from elsewhere."""
    from ledger.notes import Checkpoint, Note
    from ledger.problems import Problem, Unreadable

    path = Path(named)
    if path.is_file():
        try:
            note = Note.parse(path.read_bytes()[:65536])
            return Checkpoint.parse(note.text), note.text_with()
        except Unreadable as error:
            raise Problem("not-a-seal", file=named, why=error.why) from None
    seal = ledger.find_seal(named)
    return seal.checkpoint, seal.note


def proof(
    ctx: typer.Context,
    id: Annotated[str, typer.Argument()],
    seal: Annotated[str | None, typer.Option("--seal")] = None,
    output: Output = None,
    force: Force = False,
) -> int:
    session: Session = ctx.obj
    from ledger.problems import Problem
    from ledger.proof_files import entries_about, write_proof
    from ledger.vouching import Vouching

    with session.open_ledger() as ledger:
        entries = entries_about(ledger, id)
        under = ledger.last_seal() if seal is None else ledger.find_seal(seal)
        if under is None:
            raise Problem("no-seal")
        vouched = Vouching(ledger.place.beside).of(under.size, under.note)
        text = write_proof(ledger, entries, under, vouched.note.text_with())
    if output is not None:
        with new_file(session, output, force=force) as file:
            file.write(text)
        told = {"entries": session.t.count("event", len(entries)), "file": output}
        if session.as_json:
            session.write_json({"file": output, "entries": entries, "size": under.size})
        else:
            session.tell("proof-written", id=id, size=session.t.number(under.size), **told)
    elif session.as_json:
        session.write_json({"proof": text, "entries": entries, "size": under.size})
    else:
        session.write(text)
    return DONE


def key(
    ctx: typer.Context,
    rotate: Annotated[bool, typer.Option("--rotate")] = False,
) -> int:
    session: Session = ctx.obj
    with session.open_ledger() as ledger:
        if rotate:
            ledger.rotate_key()
            session.catch_up(ledger)
        keys = [each.vkey for each in ledger.public_keys()]
    if session.as_json:
        session.write_json({"keys": keys, "rotated": rotate})
    else:
        if rotate:
            session.note("key-rotated")
        session.write("".join(f"{each}\n" for each in keys))
    return DONE


COMMANDS = {
    "seal": seal,
    "seals": seals,
    "proof": proof,
    "consistency": consistency,
    "key": key,
}
