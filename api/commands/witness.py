"""`witness`: a delegation's side, which cosigns what a ledger shows it; and the ledger's side, which
asks for it (`api/commands/witnesses.py`)."""

from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.commands import witnesses
from api.session import DONE, NO, Session, WrongUse

if TYPE_CHECKING:
    from ledger.witness import Witness
    from ledger.witness_memory import Watched
    from ledger.witness_refusals import NotCosigned

DEFAULT_FOLDER = "rcm-witness"
Folder = Annotated[Path, typer.Option("--folder")]
Output = Annotated[str | None, typer.Option("--output", "-o")]
Force = Annotated[bool, typer.Option("--force")]


def new(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument()],
    folder: Folder = Path(DEFAULT_FOLDER),
) -> int:
    session: Session = ctx.obj
    from ledger.problems import Unreadable
    from ledger.witness import Witness

    try:
        made = Witness.create(folder, name)
    except Unreadable as error:
        raise WrongUse("not-a-witness-name", name=name, why=session.t.why(error.why)) from None
    if session.as_json:
        session.write_json({"witness": name, "key": made.vkey, "folder": str(folder)})
    else:
        session.tell("witness-made", name=name, vkey=made.vkey, folder=folder)
    return DONE


def trust(
    ctx: typer.Context,
    vkey: Annotated[str, typer.Argument()],
    folder: Folder = Path(DEFAULT_FOLDER),
) -> int:
    session: Session = ctx.obj
    from ledger.problems import Unreadable

    try:
        watched = _witness(folder).trust(vkey)
    except Unreadable as error:
        raise WrongUse("not-a-vkey", vkey=vkey, why=session.t.why(error.why)) from None
    keys = [key.vkey for key in watched.keys]
    if session.as_json:
        session.write_json({"origin": watched.origin, "keys": keys})
    else:
        session.tell("witness-trusts", origin=watched.origin, keys=session.t.count("key", len(keys)))
    return DONE


def sign(
    ctx: typer.Context,
    request: Annotated[str, typer.Argument()],
    output: Output = None,
    folder: Folder = Path(DEFAULT_FOLDER),
    force: Force = False,
) -> int:
    session: Session = ctx.obj
    from api.files import bytes_of, new_file
    from ledger.add_checkpoint import MOST_BYTES
    from ledger.witness_refusals import NotCosigned

    body = bytes_of(session, request, MOST_BYTES + 1)
    to_file = output not in (None, "-")
    try:
        with new_file(session, str(output), force=force) if to_file else nullcontext() as out:
            answer, refused = _answer(_witness(folder), body)
            if out is not None:
                out.write(answer)
    except NotCosigned as error:
        return _refused(session, error)
    if refused is not None:
        return _refused(session, refused)
    if session.as_json:
        session.write_json({"cosigned": True, "answer": answer, "file": output})
    elif to_file:
        session.tell("witness-signed", file=output)
    else:
        session.write(answer)
    return DONE


def _answer(witness: "Witness", body: bytes) -> tuple[str, "NotCosigned | None"]:
    """The answer that is sent back: a cosignature; or, as the standard has it, the size that the
    witness saw, and with it the refusal."""
    from ledger.witness_refusals import NotCosigned

    try:
        return witness.add_checkpoint(body), None
    except NotCosigned as error:
        if error.code != "other-size":
            raise
        return f"{error.latest}\n", error


def serve(
    ctx: typer.Context,
    folder: Folder = Path(DEFAULT_FOLDER),
    host: Annotated[str, typer.Option("--host")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535)] = 8470,
) -> int:
    session: Session = ctx.obj
    import signal

    from api.witness_server import WitnessServer

    witness = _witness(folder)

    def say(error: "NotCosigned") -> None:
        session.complain(session.t.of(error.message) or error.code)

    try:
        server = WitnessServer((host, port), witness, say)
    except OSError as error:
        why = error.strerror or error
        raise WrongUse("cannot-listen", host=host, port=port, why=why) from None
    with server:
        facts = {"name": witness.signer.name, "url": server.url}
        if session.as_json:
            session.write_json({"witness": facts["name"], "url": server.url, "key": witness.vkey})
        else:
            session.tell("witness-listens", **facts)
        _flush()
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            session.note("witness-stopped")
    return DONE


def _flush() -> None:
    import sys

    sys.stdout.flush()


def status(ctx: typer.Context, folder: Folder = Path(DEFAULT_FOLDER)) -> int:
    session: Session = ctx.obj
    witness = _witness(folder)
    document = {
        "witness": witness.signer.name,
        "key": witness.vkey,
        "folder": str(folder),
        "ledgers": [_watched(witness, each) for each in witness.watched().values()],
        "forks": [str(file) for file in witness.memory.evidence()],
    }
    if session.as_json:
        session.write_json(document)
    else:
        from api.render.witness import witness_status

        session.show(witness_status(document, session.t))
    return NO if document["forks"] else DONE


def _watched(witness: "Witness", watched: "Watched") -> dict[str, Any]:
    last, at = watched.checkpoint, witness.memory.cosigned_at(watched)
    return {
        "origin": watched.origin,
        "keys": [key.vkey for key in watched.keys],
        "size": None if last is None else last.size,
        "root": None if last is None else last.root.hex(),
        "cosigned_at": None if at is None else instant(at),
        "page": f"/{watched.hash}/checkpoint",
        "checkpoint": watched.latest,
    }


def compare(
    ctx: typer.Context,
    seal: Annotated[str, typer.Argument()],
    folder: Folder = Path(DEFAULT_FOLDER),
) -> int:
    session: Session = ctx.obj
    from api.files import bytes_of
    from ledger.add_checkpoint import MOST_BYTES
    from ledger.witness_refusals import NotCosigned

    try:
        watched, other, same = _witness(folder).compare(bytes_of(session, seal, MOST_BYTES + 1))
    except NotCosigned as error:
        return _refused(session, error)
    last = watched.checkpoint
    size = None if last is None else last.size
    if session.as_json:
        session.write_json({"same": same, "origin": watched.origin, "size": size, "other": other.size})
    elif same:
        session.tell("seals-same", size=session.t.number(other.size))
    else:
        sizes = sorted((size or 0, other.size))
        facts = dict(zip(("old", "new"), map(session.t.number, sizes), strict=True))
        session.tell("seals-apart", **facts)
    return DONE


def instant(seconds: int) -> str:
    """An instant as ISO 8601 from the POSIX seconds of a cosignature, which can be absurd."""
    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")
    except (OverflowError, OSError, ValueError):
        return f"@{seconds}"


def _refused(session: Session, error: "NotCosigned") -> int:
    from ledger.authority import Violation

    if error.code == "not-a-request":
        raise WrongUse("not-a-request", sentence=session.t.of(error.message))
    reference = error.origin or "witness"
    return session.refuse([Violation(error.code, reference, message=dict(error.message))])


def _witness(folder: Path) -> "Witness":
    from ledger.witness import Witness

    return Witness(folder)




COMMANDS = {
    "witness": {
        "new": new,
        "trust": trust,
        "sign": sign,
        "serve": serve,
        "status": status,
        "compare": compare,
        **witnesses.COMMANDS,
    }
}
