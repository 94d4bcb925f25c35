"""The signed originals: attached to a record, and got out again."""

import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.commands.meetings import Kind, kind_of
from api.completion import anything
from api.session import DONE, NO, Session, WrongUse

if TYPE_CHECKING:
    from ledger.authority import Violation
    from ledger.ledger import Ledger


class _Altered(Exception):
    """What is kept is not what it was."""


def attach(
    ctx: typer.Context,
    id: Annotated[str, typer.Argument(autocompletion=anything)],
    file: Annotated[str, typer.Argument()],
    title_en: Annotated[str | None, typer.Option("--title-en")] = None,
    title_es: Annotated[str | None, typer.Option("--title-es")] = None,
    page: Annotated[str | None, typer.Option("--page")] = None,
    url: Annotated[str | None, typer.Option("--url")] = None,
    reason: Annotated[str | None, typer.Option("--reason")] = None,
    kind: Kind = None,
) -> int:
    session: Session = ctx.obj
    from api.parts import read_typed, text_of, typed
    from ledger.attaching import attach as attached
    from ledger.records import SourceDocument
    from ledger.sources import original_of

    given = {"title": text_of(en=title_en, es=title_es), "page": page, "url": url}
    original = original_of(Path(file))
    with session.open_ledger() as ledger:
        said = typed(session, {**given, "sha256": original.sha256})
        described = read_typed(session, ledger, said, SourceDocument).model_dump(exclude_unset=True)
        which = kind or kind_of(session, ledger, id)
        language = session.written_language(ledger)
        why = {language: reason} if reason else None
        first, last = session.record(
            ledger,
            lambda: attached(
                ledger, which, id, Path(file), original, described, language=language, reason=why
            ),
        )
        kept = ledger.sources.path(original.sha256)
    entries = (first, last) if first <= last else None
    if session.as_json:
        facts = {"sha256": original.sha256, "size": original.size, "file": str(kept)}
        session.write_json({"done": "attach", "id": id, "kind": which, "entries": entries, **facts})
        return DONE
    size = session.t.count("byte", original.size)
    if entries is None:
        session.tell("kept-again", id=id, file=kept, size=size)
        return DONE
    return session.recorded("attach", id, entries, file=kept, size=size)


def source(
    ctx: typer.Context,
    original: Annotated[str, typer.Argument(autocompletion=anything)],
    output: Annotated[str | None, typer.Option("--output", "-o")] = None,
    force: Annotated[bool, typer.Option("--force")] = False,
    kind: Kind = None,
) -> int:
    session: Session = ctx.obj
    with session.open_ledger() as ledger:
        from ledger.sources import named_in

        sha256 = _hash_of(session, ledger, original, kind)
        named = named_in(ledger.recorder)
        if sha256 not in named.by and sha256 not in named.kept:
            raise WrongUse("unknown-original", id=original)
        path, state = ledger.sources.path(sha256), ledger.sources.state(sha256)
        records = named.by.get(sha256, [])
        document: dict[str, Any] = {"sha256": sha256, "of": records, "file": str(path)}
        if state != "kept":
            return _not_here(session, document, named.violation(sha256, state, path))
        document["size"] = path.stat().st_size
        if output is not None:
            document["output"] = output
            if not _copied_out(session, ledger, sha256, output, force):
                return _not_here(session, document, named.violation(sha256, "altered", path))
    if session.as_json:
        session.write_json({**document, "intact": True})
        return DONE
    facts = {"records": ", ".join(records) or sha256, "file": path, "sha256": sha256}
    size = session.t.count("byte", document["size"])
    session.tell("original-out" if output else "original-kept", size=size, output=output, **facts)
    return DONE


def _hash_of(session: Session, ledger: "Ledger", original: str, kind: str | None) -> str:
    """An original's hash: as it was typed, or that of a record's source."""
    if re.fullmatch(r"[0-9A-Fa-f]{64}", original):
        return original.lower()
    which = kind or kind_of(session, ledger, original)
    state = getattr(ledger, which)(original)
    if state is None:
        raise WrongUse("unknown-record", id=original)
    found: str | None = getattr(state.fields.source, "sha256", None)
    if found is None:
        raise WrongUse("no-original", id=original)
    return found


def _not_here(session: Session, document: dict[str, Any], violation: "Violation") -> int:
    if session.as_json:
        violations = session.violations([violation])
        session.write_json({**document, "intact": False, "violations": violations})
    else:
        from api.render.layout import bullet

        said = session.t.of(violation.message) or violation.code
        session.show(bullet("✗", f"{said} [{violation.code}]", style="red"))
    return NO


def _copied_out(session: Session, ledger: "Ledger", sha256: str, output: str, force: bool) -> bool:
    """Copy an original out, whole or not at all: whether what was copied is it."""
    from api.files import new_binary_file

    with suppress(_Altered), new_binary_file(session, output, force=force) as out:
        if not ledger.sources.copy(sha256, out):
            raise _Altered
        return True
    return False


COMMANDS = {"attach": attach, "source": source}
