"""Keeping a ledger safe: backup, restore."""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.session import DONE, NO, Session

if TYPE_CHECKING:
    from ledger.place import Place


def backup(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument()],
    with_key: Annotated[bool, typer.Option("--with-key")] = False,
    with_accounts: Annotated[bool, typer.Option("--with-accounts")] = False,
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
        accounts = _accounts_of(ledger.place) if with_accounts else None
        made = back_up(ledger, out, key=key, accounts=accounts, progress=progress)
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
        "accounts": accounts is not None,
    }
    if session.as_json:
        session.write_json(facts)
        return DONE
    entries, originals = session.t.count("event", made.entries), session.t.count("original", made.sources)
    session.tell("backed-up", file=file, entries=entries, originals=originals)
    session.tell("backed-up-with-key" if with_key else "backed-up-without-key", file=file)
    if accounts is not None:
        session.tell("backed-up-with-accounts", file=file)
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
        accounts = opened.accounts()
        restored = restored_from(opened, place, progress=progress)
        brought_back = None if accounts is None else _put_back(place, accounts, opened.path)
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
        "accounts": brought_back,
    }
    if session.as_json:
        session.write_json(document)
    else:
        from api.render.verdict import restoration

        session.show(restoration(document, session.t))
    return DONE if proven else NO


def _accounts_of(place: "Place") -> bytes | None:
    """The accounts, where there are any."""
    from api.accounts.copying import copied
    from api.accounts.store import Accounts

    with closing(Accounts(place)) as kept:
        return copied(kept) if kept.there_are() else None


def _put_back(place: "Place", document: bytes, file: Path) -> int | None:
    """How many accounts were restored; None where there are some already, which stay."""
    from api.accounts.copying import put_back
    from api.accounts.store import Accounts
    from ledger.problems import Problem, Unreadable

    with closing(Accounts(place)) as kept:
        if kept.there_are():
            return None
        try:
            return put_back(kept, document)
        except Unreadable as error:
            raise Problem("accounts-not-restored", path=file, ledger=place.name, why=error.why) from None


COMMANDS = {"backup": backup, "restore": restore}
