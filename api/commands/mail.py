"""`mail`: sends the e-mail that is due, for the machine's timer."""

from contextlib import closing
from typing import Annotated

import typer

from api.session import DONE, NO, Session, WrongUse


def mail(
    ctx: typer.Context,
    dry_run: Annotated[bool, typer.Option("--dry-run")] = False,
    config: Annotated[str | None, typer.Option("--config")] = None,
) -> int:
    session: Session = ctx.obj
    from api.accounts.store import Accounts
    from api.mail.sending import due, send
    from api.settings import read_settings

    settings = read_settings(config, ledger=session.ledger)
    if settings.mail is None:
        raise WrongUse("no-mail-server")
    session.ledger = settings.ledger
    with session.open_views() as views, closing(Accounts(session.place)) as accounts:
        letters = list(due(views, accounts, settings.mail, settings.url)) if accounts.there_are() else []
        sent, failed = (letters, []) if dry_run or not letters else send(letters, accounts, settings.mail)
    told = [{"account": each.account.id, "subject": each.message["Subject"]} for each in sent]
    refused = [{"account": each.account.id, "why": each.why} for each in failed]
    if session.as_json:
        session.write_json({"dry_run": dry_run, "sent": told, "failed": refused})
    else:
        session.tell("mail-due" if dry_run else "mailed", letters=session.t.count("letter", len(sent)))
        for each in failed:
            session.complain(session.t("mail-refused", name=each.account.name or each.account.id, why=each.why))
    return NO if failed else DONE


COMMANDS = {"mail": mail}
