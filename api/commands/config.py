"""`config`: how the service would run."""

import os
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.session import DONE, Session

if TYPE_CHECKING:
    from api.settings import Settings


def check(ctx: typer.Context, file: Annotated[str | None, typer.Argument()] = None) -> int:
    session: Session = ctx.obj
    from api.settings import file_of, read_settings

    settings, path = read_settings(file), file_of(file)
    values, origins = _values(settings), _origins(settings)
    if session.as_json:
        named = None if path is None else str(path)
        session.write_json({"file": named, "settings": values, "from": origins})
        return DONE
    from rich.table import Table

    t = session.t
    session.tell("settings-good", file="" if path is None else t("settings-file", file=path))
    table = Table(t("head.setting"), t("head.value"), t("head.from"), box=None, pad_edge=False)
    for name, value in values.items():
        shown = ", ".join(value) if isinstance(value, list) else value
        table.add_row(name, "" if shown is None else str(shown), t(f"settings-from.{origins[name]}"))
    session.show(table)
    return DONE


def _values(settings: "Settings") -> dict[str, Any]:
    """What is set, by its name in the file; an address without its password."""
    from ledger.place import place_of

    values = settings.model_dump(mode="json")
    mail = values.pop("mail") or {}
    values |= {f"mail.{name}": value for name, value in mail.items()}
    if settings.ledger is not None:
        values["ledger"] = place_of(settings.ledger).name
    return values


def _origins(settings: "Settings") -> dict[str, str]:
    from api.settings import variable_of

    given = set(settings.model_fields_set)
    if settings.mail is not None:
        given |= {f"mail.{name}" for name in settings.mail.model_fields_set}
    return {
        name: "environment" if variable_of(name) in os.environ else "file" if name in given else "default"
        for name in _values(settings)
    }


COMMANDS = {"config": {"check": check}}
