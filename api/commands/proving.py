"""Proving and handing over: verify, export, rebuild."""

from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.session import DONE, NO, Session, WrongUse

if TYPE_CHECKING:
    from api.commands.vouching import Wanted
    from ledger.notes import Checkpoint

Witnesses = Annotated[int, typer.Option("--witnesses", min=0)]
WitnessKeys = Annotated[str | None, typer.Option("--witness-keys")]
TimestampCa = Annotated[str | None, typer.Option("--timestamp-ca")]


def verify(
    ctx: typer.Context,
    file: Annotated[str | None, typer.Argument()] = None,
    seal: Annotated[str | None, typer.Option("--seal")] = None,
    witnesses: Witnesses = 0,
    witness_keys: WitnessKeys = None,
    timestamp_ca: TimestampCa = None,
) -> int:
    session: Session = ctx.obj
    from api.commands.vouching import vouched_for_ledger, wanted
    from ledger.place import place_of

    brought = None if seal is None else read_brought_seal(seal)
    asked = wanted(session, witnesses, witness_keys, timestamp_ca)
    place = session.place
    if file is not None:
        path, place = Path(file), place_of(file)
        if beginning(path).startswith(b"c2sp.org/tlog-proof"):
            return verify_proof(session, path, brought, asked)
        if beginning(path).startswith(b"PK"):
            from api.commands.bundling import prove_bundle

            return prove_bundle(session, path, brought, asked)
    with session.open_ledger(place) as ledger:
        document, proven = verified(session, ledger, brought)
        size = None if brought is None else brought.size
        vouched_for_ledger(session, ledger, asked, size, document)
        proven = proven and document["authentic"]
    if session.as_json:
        session.write_json(document)
    else:
        from api.render.verdict import verification

        session.show(verification(document, session.t))
    return DONE if proven else NO


def beginning(path: Path) -> bytes:
    """A file's first bytes, by which its kind is told; none where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(64)
    except OSError:
        return b""


def read_brought_seal(file: str) -> "Checkpoint":
    """A seal that somebody kept: its note, or the page of the minutes."""
    from ledger.brought import read_seal
    from ledger.problems import Problem, Unreadable

    try:
        with open(file, "rb") as opened:
            return read_seal(opened.read(1 << 20))
    except OSError as error:
        raise Problem("cannot-read", path=file, why=error.strerror or str(error)) from None
    except Unreadable as error:
        raise Problem("not-a-seal", file=file, why=error.why) from None


def verify_proof(
    session: Session, path: Path, brought: "Checkpoint | None", asked: "Wanted"
) -> int:
    """A proof's file, with nothing else at hand."""
    from api.commands.vouching import vouched_for_note
    from ledger.problems import Problem
    from ledger.proof_files import MOST_BYTES, NotAProof, check_proof

    try:
        with path.open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
        found = check_proof(data, brought)
    except OSError as error:
        raise Problem("cannot-read", path=path, why=error.strerror or str(error)) from None
    except NotAProof as error:
        raise Problem("not-a-proof", file=path, line=error.line, why=error.why) from None
    assert found.checkpoint is not None
    document: dict[str, Any] = {
        "authentic": found.authentic,
        "seal": {"size": found.checkpoint.size, "root": found.checkpoint.root.hex()},
        "origin": found.checkpoint.origin,
        "key": found.keys[-1].vkey if found.keys else None,
        "entries": [
            {
                "entry": fact.entry,
                "stream": fact.originator_id,
                "event": fact.event.name,
                "recorded_at": fact.event.recorded_at,
                "state": fact.event.model_dump(mode="json", exclude_unset=True),
            }
            for fact in found.facts
        ],
        "violations": session.violations(found.violations),
    }
    assert found.note is not None
    vouched_for_note(session, found.note, found.checkpoint.size, asked, document)
    if session.as_json:
        session.write_json(document)
    else:
        from api.render.verdict import proof

        for entry in document["entries"]:
            entry["recorded_at"] = entry["recorded_at"].isoformat()
        session.show(proof(document, session.t))
    return DONE if document["authentic"] else NO


def verified(
    session: Session, ledger: Any, brought: "Checkpoint | None" = None, *, alone: bool = True
) -> tuple[dict[str, Any], bool]:
    """Verify an open ledger: interfaces.md's document, and whether nothing was found against it.

    Args:
        alone: whether this process does nothing else meanwhile, so that it may be doubled.
    """
    from ledger.verify import verify as proved
    from projections.verification import expectation

    views = expectation(ledger, beside=alone)
    with session.progress("verifying") as progress:
        found = proved(ledger, views, progress=progress, brought=brought)
    document = {
        "authentic": found.authentic,
        "lawful": found.lawful,
        "events": found.events,
        "changes": found.changes,
        "violations": session.violations(found.violations),
        "root": found.root,
        "seals": list(found.seals),
        "late": list(found.late),
        "sources": found.sources,
        "projections_match": found.projections_match,
    }
    if found.brought is not None:
        document["brought"] = found.brought
    return document, found.proven


def export(
    ctx: typer.Context,
    register: Annotated[bool, typer.Option("--register")] = False,
    bundle: Annotated[bool, typer.Option("--bundle")] = False,
    sources: Annotated[bool, typer.Option("--sources")] = False,
    public: Annotated[bool, typer.Option("--public")] = False,
    output: Annotated[str | None, typer.Option("--output", "-o")] = None,
    force: Annotated[bool, typer.Option("--force")] = False,
) -> int:
    session: Session = ctx.obj
    from api.files import must_be_named_as_yaml, new_file
    from ledger.export import export_register

    if register == bundle:
        raise WrongUse("export-what")
    if bundle:
        from api.commands.bundling import export_bundle

        return export_bundle(session, output, sources=sources, public=public, force=force)
    if sources:
        raise WrongUse("sources-with-bundle")
    if public:
        raise WrongUse("public-with-bundle")
    if output is not None and Path(output).suffix.lower() == ".xlsx":
        from api.commands.workbooks import export_workbook

        return export_workbook(session, output, force=force)
    with session.open_ledger() as ledger, session.progress("exporting") as progress:
        if output is None or output == "-":
            out = StringIO()
            export_register(ledger, out, as_json=session.as_json, progress=progress)
            session.write(out.getvalue())
            return DONE
        file = Path(output)
        as_json = file.suffix == ".json"
        if not as_json:
            must_be_named_as_yaml(output)
        with new_file(session, output, force=force) as out_file:
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
