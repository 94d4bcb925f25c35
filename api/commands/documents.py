"""Handing out documents: `document KIND … -o FILE`. The file's ending says its form."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from api.commands import workbooks
from api.commands.reading import (
    After,
    AgreedFrom,
    AgreedTo,
    AsOf,
    Before,
    KnownAt,
    KnownFrom,
    KnownTo,
    Limit,
    OfBody,
    OfDecision,
    OfItem,
    OfKind,
    OfMeeting,
    OfMember,
    OfText,
)
from api.completion import decisions, meetings
from api.session import DONE, Session, WrongUse

if TYPE_CHECKING:
    from api.documents.building import Building
    from api.documents.model import Document
    from projections.views import Views

Output = Annotated[str, typer.Option("--output", "-o")]
Both = Annotated[bool, typer.Option("--both")]
Force = Annotated[bool, typer.Option("--force")]

PAGES = {"docx": "docx", "html": "html", "json": "as_json", "md": "markdown", "pdf": "pdf"}
"""The forms that any document comes in, by the ending of a file's name; `write(document) -> bytes`
of a module of `api.documents`. Where that has a `source(views, document)`, what this finds takes the
place of the document's source: a form that is not made of blocks asks the views for what it takes."""
TABLES = {"xlsx": "xlsx", "csv": "csv"}
"""Those that a document of tables comes in as well."""
PLANS = {**PAGES, **TABLES, "csv-metadata.json": "csvw", "prov.json": "prov"}
"""Those that the plan, the archive and a workplan come in."""
CURRENT = {**PLANS, "ics": "calendar", "xml": "akoma_ntoso"}
"""Those of what is still to be done."""
FORMS: Mapping[str, Mapping[str, str]] = {
    "plan": CURRENT,
    "archive": PLANS,
    "audit": {**PAGES, **TABLES},
    "diff": {**PAGES, **TABLES, "docx": "tracked"},
    "decision": PAGES,
    "minutes": PAGES,
    "workplan": CURRENT,
    "calendar": {"ics": "calendar"},
    "since": {**PAGES, **TABLES},
    "docket": {**PAGES, **TABLES},
    "agenda": {**PAGES, **TABLES},
    "review": {**PAGES, **TABLES},
}

OF_ITEMS = ("plan", "archive", "workplan", "calendar")
"""Those of items alone, whose texts have places of their own; others say them within sentences."""


def _whole(view: Literal["plan", "archive"]) -> Callable[..., int]:
    def document(
        ctx: typer.Context,
        output: Output,
        as_of: AsOf = None,
        before: Before = None,
        known_at: KnownAt = None,
        both: Both = False,
        force: Force = False,
    ) -> int:
        asked = {"as_of": as_of, "before": before, "known_at": known_at}
        return written(ctx.obj, view, output, both, force, _plan(view, asked))

    return document


def workplan(
    ctx: typer.Context,
    body: Annotated[str, typer.Argument()],
    output: Output,
    as_of: AsOf = None,
    before: Before = None,
    known_at: KnownAt = None,
    both: Both = False,
    force: Force = False,
) -> int:
    asked = {"as_of": as_of, "before": before, "known_at": known_at}
    return written(ctx.obj, "workplan", output, both, force, _plan("workplan", asked, body))


def calendar(
    ctx: typer.Context,
    output: Output,
    body: Annotated[str | None, typer.Option("--body")] = None,
    member: Annotated[str | None, typer.Option("--member")] = None,
    as_of: AsOf = None,
    before: Before = None,
    known_at: KnownAt = None,
    both: Both = False,
    force: Force = False,
) -> int:
    def built(views: "Views", build: "Building") -> "Document":
        from api.documents.building import stamp
        from api.documents.calendar import calendar_document
        from projections.moments import moment

        when = moment(views, as_of=as_of, before=before, known_at=known_at)
        return calendar_document(stamp(views, when), build, body, member)

    return written(ctx.obj, "calendar", output, both, force, built)


def decision(
    ctx: typer.Context,
    decision: Annotated[str, typer.Argument(autocompletion=decisions)],
    output: Output,
    both: Both = False,
    force: Force = False,
) -> int:
    def built(views: "Views", build: "Building") -> "Document":
        from api.documents.building import stamp, titles
        from api.documents.decision import decision_document
        from projections.moments import moment
        from projections.show import show

        found = show(views, decision, "decision")
        made = [f"{decision}#{n}" for n, _ in enumerate(found["changes"], 1)]
        adopted = found["status"] == "adopted"
        entries = {each: show(views, each) for each in made} if adopted else {}
        now = stamp(views, moment(views))
        return decision_document(found, entries, now, build, titles(views.ledger, build))

    return written(ctx.obj, "decision", output, both, force, built)


def minutes(
    ctx: typer.Context,
    meeting: Annotated[str, typer.Argument(autocompletion=meetings)],
    output: Output,
    both: Both = False,
    force: Force = False,
) -> int:
    def built(views: "Views", build: "Building") -> "Document":
        from api.commands.sealing import seal_document
        from api.documents.building import stamp, titles
        from api.documents.minutes import came_before, minutes_document
        from projections.listing import all_proposals
        from projections.moments import moment
        from projections.show import show

        ledger, found = views.ledger, show(views, meeting, "meeting")
        seal = next((each for each in reversed(ledger.seals()) if each.meeting == meeting), None)
        sealed = None
        if seal is not None:
            key = ledger.public_keys(seal.entry)[-1].vkey
            sealed = {**seal_document(ledger, seal, ledger.tree()), "key": key}
        proposals = came_before(meeting, all_proposals(views)["proposals"])
        now = stamp(views, moment(views))
        return minutes_document(found, proposals, sealed, now, build, titles(ledger, build))

    return written(ctx.obj, "minutes", output, both, force, built)


def diff(
    ctx: typer.Context,
    start: Annotated[str, typer.Argument(autocompletion=meetings)],
    end: Annotated[str, typer.Argument(autocompletion=meetings)],
    output: Output,
    known_at: KnownAt = None,
    both: Both = False,
    force: Force = False,
) -> int:
    def built(views: "Views", build: "Building") -> "Document":
        if output.lower().endswith(".docx"):
            from api.documents.redline import redline_document

            return redline_document(views, build, start, end, known_at)
        from api.documents.building import stamp, titles
        from api.documents.diff import diff_document
        from projections.compare import diff
        from projections.moments import moment

        a, b = (moment(views, as_of=each, known_at=known_at) for each in (start, end))
        compared = diff(views, a, b)
        return diff_document(
            compared, stamp(views, b), build, (start, end), titles(views.ledger, build)
        )

    return written(ctx.obj, "diff", output, both, force, built)


def audit(
    ctx: typer.Context,
    output: Output,
    item: OfItem = None,
    decision: OfDecision = None,
    meeting: OfMeeting = None,
    body: OfBody = None,
    member: OfMember = None,
    kind: OfKind = None,
    agreed_from: AgreedFrom = None,
    agreed_to: AgreedTo = None,
    known_from: KnownFrom = None,
    known_to: KnownTo = None,
    text: OfText = None,
    limit: Limit = None,
    after: After = None,
    both: Both = False,
    force: Force = False,
) -> int:
    asked: dict[str, Any] = {
        "item": item,
        "decision": decision,
        "meeting": meeting,
        "body": body,
        "member": member,
        "kind": kind,
        "agreed_from": agreed_from,
        "agreed_to": agreed_to,
        "known_from": known_from,
        "known_to": known_to,
        "text": text,
    }

    def built(views: "Views", build: "Building") -> "Document":
        from api.documents.audit import audit_document
        from api.documents.building import stamp, titles
        from projections.audit import audit
        from projections.moments import moment
        from projections.show import show

        trail = audit(views, **asked, limit=limit, after=after)
        of = dict.fromkeys(each["meeting"] for each in trail["entries"] if each["meeting"])
        meetings = {id: show(views, id, "meeting")["title"] for id in of}
        now = stamp(views, moment(views))
        return audit_document(trail, now, build, asked, titles(views.ledger, build), meetings)

    return written(ctx.obj, "audit", output, both, force, built)


def _plan(
    view: Literal["plan", "archive", "workplan"],
    asked: dict[str, str | None],
    body: str | None = None,
) -> "Callable[[Views, Building], Document]":
    def built(views: "Views", build: "Building") -> "Document":
        from api.documents.building import stamp
        from api.documents.plan import plan_document
        from projections.moments import moment
        from projections.plan import archive, plan

        if body is not None and body not in views.ledger.charter.bodies:
            bodies = ", ".join(views.ledger.charter.bodies)
            raise WrongUse("unknown-body", body=body, bodies=bodies)
        when = moment(views, **asked)
        found = (archive if view == "archive" else plan)(views, when, basis=True)
        return plan_document(view, found, stamp(views, when), build, asked, body)

    return built


def written(
    session: Session,
    kind: str,
    output: str,
    both: bool,
    force: bool,
    built: "Callable[[Views, Building], Document]",
) -> int:
    """Build a document, and write it in the form that the file's name asks for."""
    forms = FORMS[kind]
    fitting = [each for each in forms if output.lower().endswith(f".{each}")]
    form = max(fitting, key=len, default=None)  # `.prov.json` is not `.json`
    if form is None:
        endings = session.t.either([f".{each}" for each in forms])
        raise WrongUse("unknown-form", file=output, forms=endings)
    from api.documents.building import building
    from api.files import new_binary_file
    from api.texts import LANGUAGES

    with session.open_views() as views, new_binary_file(session, output, force=force) as out:
        languages = LANGUAGES if both else (session.t.language,)
        document = built(views, building(views.ledger, languages, marking=kind not in OF_ITEMS))
        document = replace(document, file=Path(output).name)
        writer = import_module(f"api.documents.{forms[form]}")
        if hasattr(writer, "source"):
            document = replace(document, source=writer.source(views, document))
        out.write(writer.write(document))
    if session.as_json:
        stamp = document.stamp
        session.write_json(
            {
                "file": output,
                "kind": kind,
                "as_of": stamp.as_of,
                "known_at": stamp.known_at,
                "entry": stamp.entry,
                "root": stamp.root,
            }
        )
    else:
        session.tell("document-written", file=output)
    return DONE


def docket(
    ctx: typer.Context,
    meeting: Annotated[str, typer.Argument(autocompletion=meetings)],
    output: Output,
    known_at: KnownAt = None,
    both: Both = False,
    force: Force = False,
) -> int:
    def built(views: "Views", build: "Building") -> "Document":
        from api.documents.building import stamp, titles
        from api.documents.docket import docket_document
        from api.documents.meeting import as_known
        from projections.docket import docket as found
        from projections.moments import moment
        from projections.show import show

        at = moment(views, before=meeting, known_at=known_at)
        entries, names = found(views, meeting, known_at), titles(views.ledger, build)
        of = as_known(show(views, meeting, "meeting"), at.known_at)
        return docket_document(entries, stamp(views, at), build, names, of)

    return written(ctx.obj, "docket", output, both, force, built)


def agenda(
    ctx: typer.Context,
    meeting: Annotated[str, typer.Argument(autocompletion=meetings)],
    output: Output,
    known_at: KnownAt = None,
    both: Both = False,
    force: Force = False,
) -> int:
    def built(views: "Views", build: "Building") -> "Document":
        from api.documents.agenda import agenda_document
        from api.documents.building import stamp
        from api.documents.meeting import as_known
        from projections.agenda import agenda as found
        from projections.moments import moment
        from projections.show import show

        at = moment(views, before=meeting, known_at=known_at)
        of = as_known(show(views, meeting, "meeting"), at.known_at)
        return agenda_document(found(views, meeting, known_at), stamp(views, at), build, of)

    return written(ctx.obj, "agenda", output, both, force, built)


COMMANDS: dict[str, Any] = {
    "document": {
        "plan": _whole("plan"),
        "archive": _whole("archive"),
        "template": workbooks.template,
        "workplan": workplan,
        "calendar": calendar,
        "decision": decision,
        "diff": diff,
        "audit": audit,
        "minutes": minutes,
        "docket": docket,
        "agenda": agenda,
    },
}
