"""Recording from a file: init, import, check, template."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from api.session import DONE, NO, Session, WrongUse

if TYPE_CHECKING:
    from ledger.importer import Imported
    from ledger.place import Place


def init(
    ctx: typer.Context,
    charter: Annotated[str, typer.Option("--charter")] = "rcm",
    writer: Annotated[str | None, typer.Option("--writer")] = None,
    reader: Annotated[str | None, typer.Option("--reader")] = None,
    as_superuser: Annotated[bool, typer.Option("--as-superuser")] = False,
) -> int:
    session: Session = ctx.obj
    from ledger.charter import shipped_charters
    from ledger.ledger import Ledger
    from ledger.place import is_on_a_server
    from ledger.register import read_charter, shipped_charter

    file = Path(charter)
    looks_like_a_file = file.suffix in (".yaml", ".yml", ".json") or len(file.parts) > 1
    if charter in shipped_charters() or not looks_like_a_file:
        rules = shipped_charter(charter)
    else:
        rules = read_charter(file)
    place, roles = session.place, Roles(writer, reader, as_superuser)
    on_a_server = is_on_a_server(place.name)
    if on_a_server:
        place = roles.on(place)
    elif given := roles.options:
        raise WrongUse("roles-on-a-server", options=given)
    with Ledger.create(place, rules) as ledger:
        if on_a_server:
            # Its owner makes the tables of the views: whoever records may only fill them.
            session.catch_up(ledger)
    document = {"ledger": place.name, "charter": rules.charter, "entry": 1}
    if session.as_json:
        session.write_json(document | (roles.document(place) if on_a_server else {}))
        return DONE
    title = session.t.of(rules.title) or rules.charter
    session.tell("made-ledger", path=place.name, charter=title)
    if on_a_server:
        told = roles.document(place)
        grants = ";\n".join(told.pop("grants"))
        session.tell("made-roles", grants=f"{grants};", **told)
    return DONE


class Roles(NamedTuple):
    """Who may use a ledger on a server, as typed."""

    writer: str | None
    reader: str | None
    as_superuser: bool

    @property
    def options(self) -> str:
        """Those that were given."""
        return ", ".join(f"--{n.replace('_', '-')}" for n in self._fields if getattr(self, n))

    def on(self, place: "Place") -> "Place":
        from ledger.server import ServerPlace

        assert isinstance(place, ServerPlace)
        return place.with_roles(self.writer, self.reader, as_superuser=self.as_superuser)

    def document(self, place: "Place") -> dict[str, Any]:
        from ledger.server import ServerPlace

        assert isinstance(place, ServerPlace)
        folder = str(place.beside.parent)
        named = {"writer": place.writer, "reader": place.reader, "folder": folder}
        return {**named, "grants": list(place.grants)}


def import_(
    ctx: typer.Context,
    files: Annotated[list[str], typer.Argument()],
    dry_run: Annotated[bool, typer.Option("--dry-run", "-n")] = False,
    sources: Annotated[str | None, typer.Option("--sources")] = None,
) -> int:
    session: Session = ctx.obj
    from api.files import named_files
    from ledger.importing import import_register

    place = session.place
    with named_files(files) as paths, session.progress("recording") as progress:
        folder = None if sources is None else Path(sources)
        done = import_register(place, paths, dry_run=dry_run, sources=folder, progress=progress)
    if not done.lawful:
        return session.refuse(done.violations, dry_run=dry_run)
    if not dry_run:
        session.recorded_to = done.entry
        with session.open_ledger() as ledger:
            session.catch_up(ledger)
    what = [
        (name, getattr(done, f"{name}s"))
        for name in ("meeting", "decision", "change", "proposal", "report")
    ]
    if session.as_json:
        counts: dict[str, Any] = {f"{name}s": n for name, n in what}
        if sources is not None:
            counts |= {"sources": done.sources, "sources_missing": done.sources_missing}
        if done.waiting or done.tabled:
            waiting = [{"decision": id, "office": str(of)} for id, of in done.waiting.items()]
            counts |= {"waiting": waiting, "tabled": done.tabled}
        session.write_json(
            {**counts, "already": done.already, "entry": done.entry, "dry_run": dry_run}
        )
        return DONE
    t = session.t
    recorded = t.listed([t.count(name, n) for name, n in what if n])
    facts = {"path": place.name, "entry": t.number(done.entry)}
    if not recorded:
        n = t.count("decision", done.already)
        session.tell("would-import-nothing" if dry_run else "imported-nothing", n=n, **facts)
        _tell_waiting(session, done)
        _tell_sources(session, done)
        return DONE
    session.tell("would-import" if dry_run else "imported", what=recorded, **facts)
    if done.already:
        session.tell("imported-already", decisions=t.count("decision", done.already))
    _tell_waiting(session, done)
    _tell_sources(session, done)
    return DONE


def _tell_waiting(session: Session, done: "Imported") -> None:
    """What enters the plan only when somebody else has confirmed it: how much, and who."""
    t = session.t
    for office in dict.fromkeys(done.waiting.values()):
        ids = [id for id, of in done.waiting.items() if of == office]
        facts = {"office": t.why(office.said), "ids": ", ".join(ids)}
        session.tell("import-waits", decisions=t.count("decision", len(ids)), **facts)
    if done.tabled:
        facts = {"ids": ", ".join(done.tabled), "first": done.tabled[0]}
        session.tell("import-tabled", decisions=t.count("decision", len(done.tabled)), **facts)


def _tell_sources(session: Session, done: "Imported") -> None:
    """Which signed originals were kept, and which were not found."""
    t = session.t
    if done.sources:
        key = "would-keep-sources" if done.dry_run else "kept-sources"
        session.tell(key, sources=t.count("original", done.sources))
    if done.sources_missing:
        missing = t.count("original", len(done.sources_missing))
        session.tell("sources-not-found", sources=missing)
        for sha256 in done.sources_missing:
            session.tell("one-not-found", sha256=sha256)


def check(ctx: typer.Context, files: Annotated[list[str], typer.Argument()]) -> int:
    session: Session = ctx.obj
    from api.files import named_files
    from ledger.checking import check_register

    with named_files(files) as paths, session.progress("checking") as progress:
        found = check_register(paths, progress=progress)
    violations = session.violations(found.violations)
    if session.as_json:
        session.write_json(
            {
                "lawful": found.lawful,
                "decisions": found.decisions,
                "changes": found.changes,
                "violations": violations,
            }
        )
    else:
        from api.render.verdict import check_report

        session.show(check_report(found.decisions, found.changes, violations, session.t))
    return DONE if found.lawful else NO


def template(
    ctx: typer.Context,
    output: Annotated[str | None, typer.Option("--output", "-o")] = None,
    force: Annotated[bool, typer.Option("--force")] = False,
) -> int:
    session: Session = ctx.obj
    from api.files import must_be_named_as_yaml, new_file
    from ledger.charter import Charter
    from ledger.register import shipped_charter
    from ledger.template import template as template_of

    charter: Charter
    if session.place.is_taken():
        with session.open_ledger() as ledger:
            charter = ledger.charter
    else:
        charter = shipped_charter("rcm")
    text = template_of(charter, session.t.language)
    if output is None or output == "-":
        if session.as_json:
            session.write_json({"template": text})
        else:
            session.write(text)
        return DONE
    must_be_named_as_yaml(output)
    with new_file(session, output, force=force) as out:
        out.write(text)
    if session.as_json:
        session.write_json({"file": output})
    else:
        session.tell("template-written", file=output)
    return DONE


COMMANDS = {"init": init, "import": import_, "check": check, "template": template}
