"""`serve`: the ledger over HTTP, to read."""

import ipaddress
import signal
import sys
from typing import Annotated

import typer

from api.session import DONE, Session, WrongUse


def serve(
    ctx: typer.Context,
    host: Annotated[str, typer.Option("--host")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535)] = 8000,
) -> int:
    session: Session = ctx.obj
    from api.app import on
    from api.server import listening, run, url_of

    place = session.place
    gate = on(place)
    try:
        listens = listening(host, port)
    except (OSError, OverflowError) as error:
        gate.readers.close()
        why = getattr(error, "strerror", None) or error
        raise WrongUse("cannot-listen", host=host, port=port, why=why) from None
    url = url_of(listens)
    if not is_this_computer(host):
        session.complain(session.t("serving-to-others", host=host))

    def ready() -> None:
        if session.as_json:
            session.write_json({"ledger": place.name, "url": url})
        else:
            session.tell("serving", ledger=place.name, url=url)
        sys.stdout.flush()

    # The server finishes what it began, and then raises the signal again: that is no failure.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        run(gate, listens, ready)
    except KeyboardInterrupt:
        session.note("serving-stopped")
    return DONE


def is_this_computer(host: str) -> bool:
    """Whether only this computer reaches an address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


COMMANDS = {"serve": serve}
