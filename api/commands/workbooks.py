"""The register as a workbook: handed over (`export --register -o FILE.xlsx`), and one to fill in
(`document template`)."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from api.session import DONE, Session, WrongUse

NO_MOMENT = datetime(1980, 1, 1, tzinfo=UTC)
"""Of a workbook that is of no ledger."""


def export_workbook(session: Session, output: str, *, force: bool) -> int:
    """Write all that the ledger keeps as a workbook."""
    from api.files import new_binary_file
    from ledger.export import register_parts
    from ledger.workbook_output import MOST_IN_A_CELL, TooLong
    from ledger.workbook_values import MeansOtherwise
    from ledger.workbook_writing import RegisterWriting

    with (
        session.open_views() as views,
        session.progress("exporting") as progress,
        new_binary_file(session, output, force=force) as out,
    ):
        items, moment = _now(views)
        writing = RegisterWriting(views.ledger.charter, session.t.language, items)
        try:
            out.write(writing.export(register_parts(views.ledger, progress), moment))
        except MeansOtherwise as error:
            raise WrongUse("cell-means-otherwise", text=str(error)[:60]) from None
        except TooLong as error:
            raise WrongUse("cell-too-long", text=error.text, most=MOST_IN_A_CELL) from None
    if session.as_json:
        session.write_json({"file": output})
    else:
        session.tell("exported-plain", file=output)
    return DONE


def template(
    ctx: typer.Context,
    output: Annotated[str, typer.Option("--output", "-o")],
    of: Annotated[str | None, typer.Argument()] = None,
    force: Annotated[bool, typer.Option("--force")] = False,
) -> int:
    session: Session = ctx.obj
    from api.files import new_binary_file
    from ledger.register import shipped_charter
    from ledger.workbook_writing import RegisterWriting

    if Path(output).suffix.lower() != ".xlsx":
        raise WrongUse("unknown-form", file=output, forms=".xlsx")
    language, basis = session.t.language, "recorded"
    if session.place.is_taken():
        with session.open_views() as views:
            charter = views.ledger.charter
            items, moment = _now(views)
            meeting = _meeting(views, of)
    else:
        charter, items, moment = shipped_charter("rcm"), [], NO_MOMENT
        meeting = _of_body(charter, of) if of else None
    made = RegisterWriting(charter, language, items).to_fill_in(meeting, basis, moment)
    with new_binary_file(session, output, force=force) as out:
        out.write(made)
    if session.as_json:
        session.write_json({"file": output})
    else:
        session.tell("template-written", file=output)
    return DONE


def _now(views: Any) -> tuple[list[dict[str, Any]], datetime]:
    """The current items, and when the last entry was recorded."""
    from api.documents.building import stamp
    from projections.moments import moment
    from projections.plan import plan

    now = moment(views)
    return plan(views, now)["items"], stamp(views, now).recorded_at


def _meeting(views: Any, of: str | None) -> dict[str, Any] | None:
    """A meeting as it is recorded, or the little that is known of a body's next one."""
    from ledger.events import meeting_stream
    from ledger.states import meeting_state

    if of is None:
        return None
    facts = views.ledger.recorder.stream(meeting_stream(of))
    if (state := meeting_state(facts)) is not None:
        found: dict[str, Any] = state.as_recorded.model_dump(mode="json", exclude_unset=True)
        return found
    return _of_body(views.ledger.charter, of)


def _of_body(charter: Any, of: str) -> dict[str, Any]:
    if of not in charter.bodies:
        raise WrongUse("unknown-meeting-or-body", of=of, bodies=", ".join(charter.bodies))
    return {"body": of}
