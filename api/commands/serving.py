"""`serve`: the ledger over HTTP, to read."""

import ipaddress
import signal
import sys
from typing import Annotated
from urllib.parse import urlsplit

import typer

from api.commands.accounts import URL_VARIABLE
from api.session import DONE, Session, WrongUse


def serve(
    ctx: typer.Context,
    host: Annotated[str, typer.Option("--host")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535)] = 8000,
    url: Annotated[str | None, typer.Option("--url", envvar=URL_VARIABLE, show_envvar=False)] = None,
) -> int:
    session: Session = ctx.obj
    from api.app import on
    from api.server import listening, run, url_of

    place = session.place
    if url is not None and not is_an_origin(url):
        raise WrongUse("not-an-origin", url=url)
    gate = on(place, url)
    try:
        listens = listening(host, port)
    except (OSError, OverflowError) as error:
        gate.readers.close()
        why = getattr(error, "strerror", None) or error
        raise WrongUse("cannot-listen", host=host, port=port, why=why) from None
    here = url_of(listens)
    if not is_this_computer(host):
        if not gate.accounts.there_are():
            session.complain(session.t("serving-to-others", host=host))
        elif url is None or not url.startswith("https://"):
            session.complain(session.t("serving-in-the-clear", host=host))

    def ready() -> None:
        if session.as_json:
            session.write_json({"ledger": place.name, "url": here})
        else:
            session.tell("serving", ledger=place.name, url=here)
        sys.stdout.flush()

    # The server finishes what it began, and then raises the signal again: that is no failure.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        run(gate, listens, ready)
    except KeyboardInterrupt:
        session.note("serving-stopped")
    return DONE


def is_an_origin(url: str) -> bool:
    """Whether it is the address of a service, and nothing below it."""
    try:
        parts = urlsplit(url)
        there = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return there and not (parts.path.strip("/") or parts.query or parts.fragment or parts.username)


def is_this_computer(host: str) -> bool:
    """Whether only this computer reaches an address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


COMMANDS = {"serve": serve}
