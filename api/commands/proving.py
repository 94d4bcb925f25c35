"""Proving and handing over: verify, export, rebuild."""

from io import StringIO
from pathlib import Path
from typing import Annotated, Any

import typer

from api.session import DONE, NO, Session, WrongUse


def verify(ctx: typer.Context, file: Annotated[str | None, typer.Argument()] = None) -> int:
    session: Session = ctx.obj
    path = Path(file) if file is not None else session.path
    with session.open_ledger(path) as ledger:
        document, proven = verified(session, ledger)
    if session.as_json:
        session.write_json(document)
    else:
        from api.render.verdict import verification

        session.show(verification(document, session.t))
    return DONE if proven else NO


def verified(session: Session, ledger: Any) -> tuple[dict[str, Any], bool]:
    """Verify an open ledger: interfaces.md's document, and whether nothing was found against it."""
    from ledger.verify import verify as proved
    from projections.verification import expectation

    with session.progress("verifying") as progress:
        found = proved(ledger, expectation(ledger), progress=progress)
    document = {
        "authentic": found.authentic,
        "lawful": found.lawful,
        "events": found.events,
        "changes": found.changes,
        "violations": session.violations(found.violations),
        "root": found.root,
        "seals": list(found.seals),
        "projections_match": found.projections_match,
    }
    return document, found.proven


def export(
    ctx: typer.Context,
    register: Annotated[bool, typer.Option("--register")] = False,
    output: Annotated[str | None, typer.Option("--output", "-o")] = None,
    force: Annotated[bool, typer.Option("--force")] = False,
) -> int:
    session: Session = ctx.obj
    from api.files import new_file
    from ledger.export import export_register

    if not register:
        raise WrongUse("register-only")
    with session.open_ledger() as ledger, session.progress("exporting") as progress:
        if output is None or output == "-":
            out = StringIO()
            export_register(ledger, out, as_json=session.as_json, progress=progress)
            session.write(out.getvalue())
            return DONE
        file = Path(output)
        with new_file(session, output, force=force) as out_file:
            as_json = file.suffix == ".json"
            export_register(ledger, out_file, as_json=as_json, progress=progress)
    if session.as_json:
        session.write_json({"file": str(file)})
    else:
        session.tell("exported-plain", file=file)
    return DONE


def rebuild(ctx: typer.Context) -> int:
    session: Session = ctx.obj
    from projections.views import Views

    with session.open_ledger() as ledger:
        head = ledger.head
        with session.progress("rebuilding") as progress:
            ledger.rebuild_index()
            views = Views.open(ledger)
            views.rebuild(progress)
            views.close()
    if session.as_json:
        session.write_json({"rebuilt": True, "entry": head})
    else:
        session.tell("rebuilt", entries=session.t.count("entry", head))
    return DONE


COMMANDS = {"verify": verify, "export": export, "rebuild": rebuild}
