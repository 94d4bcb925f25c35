"""Keeping a ledger safe: backup, restore."""

from pathlib import Path
from typing import Annotated, Any

import typer

from api.session import DONE, NO, Session


def backup(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument()],
    with_key: Annotated[bool, typer.Option("--with-key")] = False,
    force: Annotated[bool, typer.Option("--force")] = False,
) -> int:
    session: Session = ctx.obj
    from api.files import new_binary_file
    from ledger.backup import Backup, back_up

    with (
        session.open_ledger() as ledger,
        session.progress("backing-up") as progress,
        new_binary_file(session, file, force=force) as out,
    ):
        key = ledger.signer().private if with_key else None
        made = back_up(ledger, out, key=key, progress=progress)
        # It is read whole before it gets its name: what cannot be restored is no backup.
        with Backup(Path(out.name)) as written:
            written.check()
    facts: dict[str, Any] = {
        "file": file,
        "entries": made.entries,
        "root": made.root,
        "sources": made.sources,
        "lost": list(made.lost),
        "key": with_key,
    }
    if session.as_json:
        session.write_json(facts)
        return DONE
    entries, originals = session.t.count("event", made.entries), session.t.count("original", made.sources)
    session.tell("backed-up", file=file, entries=entries, originals=originals)
    session.tell("backed-up-with-key" if with_key else "backed-up-without-key", file=file)
    for sha256 in made.lost:
        session.note("source-not-backed-up", sha256=sha256)
    return DONE


def restore(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument()],
    seal: Annotated[str | None, typer.Option("--seal")] = None,
) -> int:
    session: Session = ctx.obj
    from api.commands.proving import read_brought_seal, verified
    from ledger.backup import Backup
    from ledger.problems import Problem
    from ledger.restoring import restore as restored_from

    brought = None if seal is None else read_brought_seal(seal)
    place = session.place
    with Backup(Path(file)) as opened, session.progress("restoring") as progress:
        restored = restored_from(opened, place, progress=progress)
    with session.open_ledger(place) as ledger:
        document, proven = verified(session, ledger, brought)
        last = ledger.last_seal()
        try:
            ledger.signer()
            has_key = True
        except Problem:
            has_key = False
    document["restored"] = {
        "ledger": place.name,
        "entries": restored.entries,
        "sealed": None if last is None else last.size,
        "lacks": restored.lacks(brought),
        "key": has_key,
    }
    if session.as_json:
        session.write_json(document)
    else:
        from api.render.verdict import restoration

        session.show(restoration(document, session.t))
    return DONE if proven else NO


COMMANDS = {"backup": backup, "restore": restore}
