"""Bundles: writing one (`export --bundle`), and proving one (`verify FILE.zip`)."""

from pathlib import Path
from typing import TYPE_CHECKING

from api.session import DONE, NO, Session, WrongUse

if TYPE_CHECKING:
    from api.commands.vouching import Wanted
    from ledger.notes import Checkpoint


def export_bundle(
    session: Session, output: str | None, *, sources: bool, public: bool, force: bool
) -> int:
    from api.files import new_binary_file
    from ledger.bundle import write_bundle

    if output is None or output == "-":
        raise WrongUse("bundle-needs-file")
    with (
        session.open_ledger() as ledger,
        session.progress("exporting") as progress,
        new_binary_file(session, output, force=force) as out,
    ):
        made = write_bundle(
            ledger, out, sources=sources, published=public, progress=progress
        )
    facts = {
        "file": output,
        "entries": made.entries,
        "sealed": made.seal.size,
        "root": made.seal.root.hex(),
        "sources": made.sources,
        "withheld": made.withheld,
        "lost": list(made.lost),
    }
    if session.as_json:
        session.write_json(facts)
        return DONE
    entries = session.t.count("event", made.entries)
    session.tell("exported-bundle", file=output, entries=entries, size=session.t.number(made.seal.size))
    if public:
        session.tell("withheld-exported", entries=session.t.count("event", made.withheld))
    for sha256 in made.lost:
        session.note("source-not-exported", sha256=sha256)
    return DONE


def prove_bundle(
    session: Session, path: Path, brought: "Checkpoint | None", asked: "Wanted"
) -> int:
    from api.commands.vouching import policy_of_others
    from ledger.bundle_check import document, verify_bundle
    from ledger.bundle_reader import NotABundle
    from ledger.problems import Problem

    policy = policy_of_others(session, asked)
    try:
        with session.progress("verifying") as progress:
            made = verify_bundle(
                path,
                brought=brought,
                policy=policy,
                authorities=asked.authorities or (),
                progress=progress,
            )
    except NotABundle as error:
        raise Problem("not-a-bundle", path=path, why=error.why) from None
    found = document(made, session.violations(made.found.violations))
    if session.as_json:
        session.write_json(found)
    else:
        from api.render.bundles import bundle

        session.show(bundle(found, session.t))
    return DONE if made.proven else NO
