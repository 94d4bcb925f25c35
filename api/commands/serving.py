"""`serve`: the ledger over HTTP, to read."""

import ipaddress
import signal
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from api.session import DONE, Session, WrongUse

if TYPE_CHECKING:
    from api.commands.demo_accounts import Keys


def serve(
    ctx: typer.Context,
    host: Annotated[str | None, typer.Option("--host")] = None,
    port: Annotated[int | None, typer.Option("--port", min=0, max=65535)] = None,
    workers: Annotated[int | None, typer.Option("--workers", min=1, max=64)] = None,
    url: Annotated[str | None, typer.Option("--url")] = None,
    config: Annotated[str | None, typer.Option("--config")] = None,
    demo: Annotated[bool, typer.Option("--demo")] = False,
) -> int:
    session: Session = ctx.obj
    from api.app import on
    from api.commands.demo import FILE
    from api.commands.demo_accounts import tell, tokens_beside
    from api.server import listening, run, run_workers, url_of
    from api.settings import is_an_origin, read_settings

    if demo:
        session.ledger = session.ledger or FILE
    if url is not None and not is_an_origin(url):
        raise WrongUse("not-an-origin", url=url)
    settings = read_settings(
        config, ledger=session.ledger, host=host, port=port, workers=workers, url=url
    )
    session.ledger, host, port, url = settings.ledger, settings.host, settings.port, settings.url
    if demo and not is_this_computer(host):
        raise WrongUse("demo-here-only", host=host)
    keys = _demonstration(session) if demo else None
    place = session.place
    # Its views are made now, where they have to be, and what is wrong with it is said.
    gate = on(place, settings)
    try:
        listens = listening(host, port)
    except (OSError, OverflowError) as error:
        gate.close()
        why = getattr(error, "strerror", None) or error
        raise WrongUse("cannot-listen", host=host, port=port, why=why) from None
    here = url_of(listens)
    if not is_this_computer(host):
        if not gate.accounts.there_are():
            session.complain(session.t("serving-to-others", host=host))
        elif url is None or not url.startswith("https://"):
            session.complain(session.t("serving-in-the-clear", host=host))

    def ready() -> None:
        opened = {} if keys is None else keys.document
        if session.as_json:
            session.write_json({"ledger": place.name, "url": here, **opened})
        else:
            session.tell("serving", ledger=place.name, url=here)
            if keys is not None:
                tell(session, keys, tokens_beside(place), here)
        sys.stdout.flush()

    if settings.workers > 1:
        gate.close()
        run_workers(place, listens, ready, settings)
        session.note("serving-stopped")
        return DONE
    # The server finishes what it began, and then raises the signal again: that is no failure.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        run(gate, listens, ready, settings)
    except KeyboardInterrupt:
        session.note("serving-stopped")
    return DONE


def _demonstration(session: Session) -> "Keys":
    """A ledger to try the service on, and what opens its accounts."""
    from api.commands.demo import forget_accounts, made_to_serve
    from api.commands.demo_accounts import keep_tokens, made_for

    path = made_to_serve(session)
    forget_accounts(path)
    keys = made_for(session.place, session.t.language)
    keep_tokens(session.place, keys)
    return keys


def is_this_computer(host: str) -> bool:
    """Whether only this computer reaches an address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


COMMANDS = {"serve": serve}
