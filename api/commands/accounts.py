"""`account`: who may sign in to the service, for whoever keeps the machine. The first administrator comes from here."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from api.session import DONE, Session

if TYPE_CHECKING:
    from api.accounts.links import Link
    from api.accounts.people import Account
    from api.accounts.store import Accounts, Act

URL_VARIABLE = "RCM_LEDGER_URL"
DEFAULT_URL = "http://127.0.0.1:8000"
LOCAL = "local"
Wish = Literal["off", "daily", "at-once"]
Who = Annotated[str, typer.Argument()]
Url = Annotated[str, typer.Option("--url", envvar=URL_VARIABLE, show_envvar=False)]


def add(
    ctx: typer.Context,
    email: Annotated[str, typer.Argument()],
    name: Annotated[str, typer.Option("--name")],
    office: Annotated[str, typer.Option("--office")],
    language: Annotated[Literal["en", "es"] | None, typer.Option("--language")] = None,
    url: Url = DEFAULT_URL,
) -> int:
    session: Session = ctx.obj
    from api.accounts import links, people

    with session.open_ledger() as ledger:
        which = people.checked_office(office, ledger.charter)
    with _accounts(session) as accounts, accounts.acting(LOCAL) as act:
        made = people.make(act, name, email, which, language or session.t.language)
        link = links.invite(act, made.id)
    return _link(session, link, url, accounts)


def list_(ctx: typer.Context) -> int:
    session: Session = ctx.obj
    from api.accounts import people

    found: list[Account] = []
    with _accounts(session) as accounts:
        if accounts.there_are():
            with accounts.reading() as run:
                found = people.all_of(run)
    if session.as_json:
        session.write_json({"accounts": [each.document() for each in found]})
    elif not found:
        session.tell("no-accounts-yet")
    else:
        from api.render.accounts import people_list

        session.show(*people_list(found, session.t))
    return DONE


def invite(ctx: typer.Context, who: Who, url: Url = DEFAULT_URL) -> int:
    from api.accounts import links

    return _give_link(ctx.obj, who, url, links.invite)


def recover(ctx: typer.Context, who: Who, url: Url = DEFAULT_URL) -> int:
    from api.accounts import links

    return _give_link(ctx.obj, who, url, links.recover)


def mail(ctx: typer.Context, who: Who, wish: Annotated[Wish, typer.Argument()]) -> int:
    session: Session = ctx.obj
    from api.accounts import people

    with _accounts(session) as accounts, accounts.acting(LOCAL) as act:
        after = people.rename(act, people.of_id_or_email(act.run, who).id, mail=wish)
    if session.as_json:
        session.write_json({"account": after.document()})
    else:
        said = session.t(f"wish.{wish}")
        session.tell("account-mail", name=after.name or after.id, id=after.id, wish=said)
    return DONE


def disable(ctx: typer.Context, who: Who) -> int:
    from api.accounts import people

    return _change(ctx.obj, who, "disabled", people.disable)


def enable(ctx: typer.Context, who: Who) -> int:
    from api.accounts import people

    return _change(ctx.obj, who, "enabled", people.enable)


def erase(ctx: typer.Context, who: Who) -> int:
    from api.accounts import people

    return _change(ctx.obj, who, "erased", people.erase)


def tokens(
    ctx: typer.Context,
    who: Who,
    revoke: Annotated[str | None, typer.Option("--revoke")] = None,
) -> int:
    session: Session = ctx.obj
    from api.accounts import people
    from api.accounts import tokens as all_tokens

    with _accounts(session) as accounts, accounts.acting(LOCAL) as act:
        account = people.of_id_or_email(act.run, who)
        if revoke is not None:
            all_tokens.revoke(act, account.id, revoke)
        found = all_tokens.listed(act.run, account.id, act.at)
    if session.as_json:
        session.write_json({"account": account.id, "tokens": found})
    elif not found:
        session.tell("no-tokens", who=account.name or account.id)
    else:
        from api.render.accounts import tokens_table

        session.show(tokens_table(found, session.t))
    return DONE


@contextmanager
def _accounts(session: Session) -> "Iterator[Accounts]":
    """The accounts of the ledger, which has to be there."""
    from api.accounts.store import Accounts

    place = session.place
    place.must_be_a_ledger()
    accounts = Accounts(place)
    try:
        yield accounts
    finally:
        accounts.close()


def _give_link(session: Session, who: str, url: str, issue: "Callable[[Act, str], Link]") -> int:
    from api.accounts import people

    with _accounts(session) as accounts, accounts.acting(LOCAL) as act:
        link = issue(act, people.of_id_or_email(act.run, who).id)
    return _link(session, link, url, accounts)


def _link(session: Session, link: "Link", url: str, accounts: "Accounts") -> int:
    """Show a link, this once."""
    from api.accounts.security_log import instant

    address = f"{url.rstrip('/')}/invitations/{link.secret}"
    if session.as_json:
        document = {"account": link.account.document(), "link": address, "secret": link.secret}
        session.write_json({**document, "ends_at": instant(link.ends_at)})
    else:
        said = {"name": link.account.name, "id": link.account.id, "office": link.account.office}
        until = instant(link.ends_at)[:16].replace("T", " ")
        session.tell(f"account-{link.kind}", **said, link=address, until=until)
        if not os.environ.get(URL_VARIABLE) and url == DEFAULT_URL:
            session.note("account-url", variable=URL_VARIABLE)
    return DONE


def _change(session: Session, who: str, done: str, change: "Callable[[Act, str], Account]") -> int:
    from api.accounts import people

    with _accounts(session) as accounts, accounts.acting(LOCAL) as act:
        before = people.of_id_or_email(act.run, who)
        after = change(act, before.id)
    if session.as_json:
        session.write_json({"account": after.document()})
    else:
        session.tell(f"account-{done}", name=before.name or before.id, id=before.id)
    return DONE


COMMANDS = {
    "account": {
        "add": add,
        "list": list_,
        "invite": invite,
        "recover": recover,
        "disable": disable,
        "enable": enable,
        "erase": erase,
        "tokens": tokens,
        "mail": mail,
    }
}
